//! Porcelain: too little texture that sticks to the skin, for the size of the face.

use super::treat;
use crate::check::{Check, Evidence, Judgement, Remedy, Severity};
use crate::clip::Signs;
use crate::color::math::ln;
use crate::flaw::Flaw;
use crate::lock::{SkinLevel, thinnest};

/// See [`Check`].
#[derive(Debug)]
pub struct Porcelain;

/// Skin this far below real skin is smooth, dB, and so far it is clearly so. The smoothest camera footage with bits to spare
/// has −7.0, a retouched photograph −7.1; faces from generators that look like porcelain have −7.6 to −15, smoothing filters
/// at the size of video leave −6.6 to −22.
const THIN_DB: f32 = -7.5;
const BARE_DB: f32 = -12.0;
/// What a codec takes from real skin by itself, dB, at so many bits per pixel of H.264 and of what came before it: the worst that camera
/// footage was seen to lose, straight lines between (over the logarithm of the bits), and no more below. Camera clips squeezed step by
/// step read -13.2 at 0.043 and -14.2 at 0.017 and 0.008 where they read -7.0 at 1.2.
const TAKEN_DB: [(f32, f32); 3] = [(0.037, 7.5), (0.043, 6.5), (0.11, 0.0)];
/// Bits that codecs after H.264 need for the same.
const NEW_CODECS_SHARE: f32 = 0.6;
const NEW_CODECS: [&str; 4] = ["hevc", "av1", "vp9", "vvc"];
/// Frames that lie so many seconds apart share less of the same skin, and so many dB less at most: it moves and turns further between them
/// than it can be followed. Camera clips lose 1 to 3 dB from 24 to 10 frames a second where the head moves, and none where it does not.
const FAR_SECONDS: (f64, f64) = (0.045, 0.1);
const FAR_DB: f32 = 3.0;
/// In shorter shots a single pair of frames is seen, which says nothing by itself; of a still it is all there is.
const LEAST_FRAMES: usize = 5;
/// Bits per pixel from which on the codec takes nothing from skin.
const MANY_BITS: f32 = 0.3;

impl Check for Porcelain {
    const NAME: &'static str = "porcelain";
    const MEASURES: &'static str = "Contrast of the skin's texture between 0.7 and 7 mm (an eye distance counts as 63 mm) that \
        two frames share in the still space of the face, in the median block of the face, in dB beside real skin. Only what \
        sticks counts: noise and boil are no skin; in a still they cannot be told from it. In a picture with few colours (a GIF) what \
        smooth skin shows when it is told in them, steps and dither, is taken off. Eyes and brows are measured \
        beside it: a picture that is soft there too is out of focus. Where the codec had few bits, skin is only called smooth when it is \
        smoother than camera footage gets by that alone. It cannot tell on faces with eyes closer than about 23 \
        px, and below 72 px only roughly; and not that a \
        file with many bits was made from one with few. At few frames a second, and in shots of less than five frames, skin has to be \
        smoother, or is not told.";
    const WHY: &'static str = "Skin without pores reads as porcelain, wax or plastic, however sharp the eyes are.";
    const REMEDY: &'static str = "Treat: `texture.pores` gives a face that is large enough what it lacks, `texture.contrast` lifts what is \
        there, `skin_grain` is for faces too small for pores. Make-up, soft light and youth smooth skin as well, so this check alone never condemns a shot.";
    const OF_REAL_SKIN: bool = true;

    fn judge(seen: &Evidence<'_>) -> Judgement {
        let detail = &seen.facts.detail;
        let Some(face) = thinnest(detail) else {
            let text = "No face is seen large enough, or followed well enough, to tell.".into();
            return judgement(0.0, 0, Severity::CannotTell, 0.0, text);
        };
        let of_face = detail.iter().filter(|d| d.face == face.face);
        // Pores go first; of a small face only the coarser band is seen.
        let band = usize::from(!face.has_fine);
        let worst = of_face.min_by(|a, b| a.skin_percent[band].total_cmp(&b.skin_percent[band]));
        let worst_frame = worst.map_or(0, |d| d.frame);
        let value = face.db;
        let thin = value < THIN_DB;
        let far_db = far_db(seen);
        let taken_db = taken_db(&seen.clip.signs) + far_db;
        let why_not = if !thin {
            None
        } else if (2..LEAST_FRAMES).contains(&seen.facts.shot.frames) {
            Some("the shot has too few frames to tell texture from chance")
        } else if far_db > 0.0 && value >= THIN_DB - far_db {
            Some("its frames lie far apart: what sticks is followed badly between them")
        } else if value >= THIN_DB - taken_db {
            Some("its codec had few bits and smooths by itself")
        } else if face.is_soft_picture() {
            Some("eyes and brows are as soft: out of focus, or smoothed as a whole")
        } else {
            None
        };
        let severity = match (thin, why_not) {
            (false, _) => Severity::Fine,
            (true, Some(_)) => Severity::CannotTell,
            // Of a small face only lines and relief are seen, and those vary from person to person.
            (true, None) if value < BARE_DB - taken_db && face.has_fine => Severity::Clear,
            _ => Severity::Minor,
        };
        let by_palette = detail.iter().any(|d| d.palette_percent != [0.0; 2]);
        let beside = format!(
            "{value:.1} dB beside real skin of this size{}",
            if by_palette { ", without steps and dither of the picture's few colours" } else { "" }
        );
        let glow = (face.glow_share >= 0.01).then(|| format!(" {:.0} % of it glows.", 100.0 * face.glow_share));
        let text = match (severity, why_not) {
            (Severity::Fine, _) => format!("The skin has texture ({beside})."),
            (_, Some(why)) => format!("The skin is smooth ({beside}), but {why}."),
            _ => format!("The skin is smooth ({beside}).{}", glow.unwrap_or_default()),
        };
        judgement(value, worst_frame, severity, confidence(seen, &face), text)
    }
}

fn judgement(value: f32, worst_frame: usize, severity: Severity, confidence: f32, text: String) -> Judgement {
    let remedy = if severity >= Severity::Minor { remedy() } else { Remedy::Leave };
    Judgement { worst_frame, value, unit: "dB", threshold: THIN_DB, severity, remedy, confidence, text }
}

/// What to do about smooth skin. Skin from which earlier processing took everything will be the generator's again, once that
/// can be told.
fn remedy() -> Remedy {
    treat(Flaw::Porcelain)
}

/// How much of real skin the codec can have taken by itself, dB: nothing where its bits are not known.
fn taken_db(signs: &Signs) -> f32 {
    let Some(bits) = signs.bits_per_pixel else { return 0.0 };
    let bits = if NEW_CODECS.contains(&signs.codec.as_str()) { bits / NEW_CODECS_SHARE } else { bits };
    let octaves = |from: f32, to: f32| ln(f64::from(to.max(1e-6) / from)) as f32;
    let [(least, most_db), _, (most, _)] = TAKEN_DB;
    if bits >= most {
        return 0.0;
    }
    if bits <= least {
        return most_db;
    }
    let between = TAKEN_DB.windows(2).find(|pair| bits < pair[1].0);
    between.map_or(0.0, |pair| {
        let [(low, low_db), (high, high_db)] = [pair[0], pair[1]];
        low_db + (high_db - low_db) * octaves(low, bits) / octaves(low, high)
    })
}

/// How much of real skin's texture is not seen because frames lie far apart in time, dB.
fn far_db(seen: &Evidence<'_>) -> f32 {
    let shot = seen.facts.shot;
    if shot.frames < 2 {
        return 0.0;
    }
    let last = shot.first_frame + shot.frames - 1;
    let apart = (seen.clip.seconds(last) - seen.clip.seconds(shot.first_frame)) / (shot.frames - 1) as f64;
    let (near, far) = FAR_SECONDS;
    FAR_DB * ((apart - near) / (far - near)).clamp(0.0, 1.0) as f32
}

fn confidence(seen: &Evidence<'_>, face: &SkinLevel) -> f32 {
    let bits = seen.clip.signs.bits_per_pixel.map_or(0.7, |b| 0.4 + 0.6 * (b / MANY_BITS).min(1.0));
    let sure = if face.is_still { 0.5 } else { 0.9 };
    bits * sure * if face.has_fine { 1.0 } else { 0.5 }
}

#[cfg(test)]
mod palette_tests;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clip::Shot;
    use crate::demo::DrawnFace;
    use crate::facts::ShotFacts;
    use crate::lock::{REAL_EYE_PERCENT, REAL_PERCENT, SkinDetail};

    fn judged(detail: &[SkinDetail], bits_per_pixel: f32) -> Judgement {
        let mut clip = DrawnFace::new(64, 48, 12).clip();
        clip.signs = Signs { codec: "h264".into(), bits_per_pixel: Some(bits_per_pixel), ..Signs::default() };
        let facts = ShotFacts {
            detail: detail.to_vec(),
            ..ShotFacts::still(Shot { first_frame: 0, frames: 12 })
        };
        let shots = [facts];
        Porcelain::judge(&Evidence { facts: &shots[0], shots: &shots, clip: &clip })
    }

    fn skin(of_real: f32, eyes_of_real: f32) -> SkinDetail {
        SkinDetail {
            face: 1,
            gap: 1,
            px_per_mm: 2.0,
            skin_percent: REAL_PERCENT.map(|p| p * of_real),
            eye_percent: [REAL_EYE_PERCENT * eyes_of_real, 6.0],
            ..SkinDetail::default()
        }
    }

    #[test]
    fn smooth_skin_with_sharp_eyes_is_porcelain() {
        assert_eq!(judged(&[skin(1.0, 1.0)], 0.2).severity, Severity::Fine);
        assert_eq!(judged(&[skin(0.3, 1.0)], 0.2).severity, Severity::Minor);
        let bare = judged(&[skin(0.2, 1.0)], 0.2);
        assert_eq!(bare.severity, Severity::Clear);
        assert!((bare.value - 20.0 * 0.2f32.log10()).abs() < 0.01, "{}", bare.value);
        assert!(matches!(bare.remedy, Remedy::Treat(_)));
    }

    #[test]
    fn what_else_smooths_is_not_called_porcelain() {
        let soft = judged(&[skin(0.3, 0.4)], 0.2);
        assert_eq!((soft.severity, soft.remedy.clone()), (Severity::CannotTell, Remedy::Leave), "{}", soft.text);
        assert_eq!(judged(&[skin(0.2, 1.0)], 0.02).severity, Severity::CannotTell);
        // Skin that reads -9 dB: 20 % of the bits fewer or more decide.
        let smooth = |bits| judged(&[skin(0.355, 1.0)], bits).severity;
        assert_eq!([smooth(0.09 * 0.8), smooth(0.09 * 1.2)], [Severity::CannotTell, Severity::Minor]);
        // No codec leaves so little of real skin.
        let bare = |of_real| judged(&[skin(of_real, 1.0)], 0.02);
        assert_eq!(bare(0.14).severity, Severity::Minor, "{}", bare(0.14).text);
        assert_eq!(bare(0.19).severity, Severity::CannotTell);
        assert_eq!(judged(&[], 0.2).severity, Severity::CannotTell);
        let small = SkinDetail { skin_percent: [0.0, 0.2], eye_percent: [0.0, 6.0], ..skin(1.0, 1.0) };
        assert_eq!(judged(&[small], 0.2).severity, Severity::Minor);
    }

    #[test]
    fn frames_far_apart_and_few_of_them_are_not_called_porcelain() {
        let at = |of_real: f32, seconds: f64, frames: usize| {
            let mut clip = DrawnFace::new(64, 48, frames).clip();
            clip.signs = Signs { codec: "h264".into(), bits_per_pixel: Some(0.3), ..Signs::default() };
            let second = clip.time_base.den as f64 / clip.time_base.num as f64;
            clip.pts = (0..frames).map(|n| (n as f64 * seconds * second).round() as i64).collect();
            let facts = ShotFacts {
                detail: vec![skin(of_real, 1.0)],
                ..ShotFacts::still(Shot { first_frame: 0, frames })
            };
            let shots = [facts];
            Porcelain::judge(&Evidence { facts: &shots[0], shots: &shots, clip: &clip }).severity
        };
        let gain = |db: f32| 10f32.powf(db / 20.0);
        let (near, far) = FAR_SECONDS;
        assert_eq!(at(gain(THIN_DB - 0.5), near, 12), Severity::Minor);
        assert_eq!(at(gain(THIN_DB - 0.8 * FAR_DB), far, 12), Severity::CannotTell);
        assert_eq!(at(gain(THIN_DB - 1.2 * FAR_DB), far, 12), Severity::Minor);
        assert_eq!(at(0.1, near, LEAST_FRAMES - 1), Severity::CannotTell);
        assert_eq!(at(0.1, near, LEAST_FRAMES), Severity::Clear);
    }

    #[test]
    fn a_small_face_behind_does_not_count() {
        let behind = SkinDetail { face: 2, px_per_mm: 0.8, ..skin(0.1, 1.0) };
        assert_eq!(judged(&[skin(1.0, 1.0), behind], 0.2).severity, Severity::Fine);
        let beside = SkinDetail { px_per_mm: 1.5, ..behind };
        assert_eq!(judged(&[skin(1.0, 1.0), beside], 0.2).severity, Severity::Clear);
    }
}
