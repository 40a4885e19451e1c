//! What a place may differ by, and the words for what differs by more.

use super::super::Cause;
use super::measure::{BANDS, Cell, Moved, Stick, Sums};
use crate::asks::Unsharpen;

/// What can be wrong with a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::certificate) enum Wrong {
    /// A shift explains what changed.
    Moved,
    /// It shows something else.
    Replaced,
    /// Eyes, lips, brows, hair are brighter or darker.
    FeatureLevel,
    /// They lost detail.
    FeatureDetail,
    /// The surroundings are brighter or darker.
    AroundLevel,
    /// They lost detail.
    AroundDetail,
    /// Skin is brighter or darker.
    SkinLevel,
    /// Texture that sticks to the skin is gone.
    SkinDetail,
    /// There is noise.
    Noise,
    /// There is noise in the colours.
    ColourNoise,
    /// Colours around the skin changed.
    AroundColour,
    /// The skin's colour changed.
    SkinColour,
    /// Its brightness goes up and down.
    Flickers,
    /// As much detail as before, but another.
    AroundOther,
    /// As much texture of the skin as before, but another.
    SkinOther,
    /// More texture than before lies over what was there.
    SkinCovered,
}

impl Wrong {
    pub(in crate::certificate) const ALL: [Self; 16] = [
        Self::Moved,
        Self::Replaced,
        Self::FeatureLevel,
        Self::FeatureDetail,
        Self::AroundLevel,
        Self::AroundDetail,
        Self::SkinLevel,
        Self::SkinDetail,
        Self::Noise,
        Self::ColourNoise,
        Self::AroundColour,
        Self::SkinColour,
        Self::Flickers,
        Self::AroundOther,
        Self::SkinOther,
        Self::SkinCovered,
    ];

    /// What was done where this is seen.
    pub(in crate::certificate) fn cause(self) -> Cause {
        match self {
            Self::Moved => Cause::Warped,
            Self::Replaced | Self::AroundOther | Self::SkinOther => Cause::Replaced,
            Self::FeatureLevel | Self::FeatureDetail => Cause::Features,
            Self::AroundLevel => Cause::Surroundings,
            Self::AroundDetail => Cause::Blurred,
            Self::SkinDetail => Cause::Waxed,
            Self::SkinCovered => Cause::Unnatural,
            Self::Noise | Self::ColourNoise => Cause::Noise,
            Self::Flickers => Cause::Flicker,
            Self::SkinLevel | Self::AroundColour | Self::SkinColour => Cause::Colour,
        }
    }

    /// Whether it is the skin that was changed.
    pub(in crate::certificate) fn is_of_skin(self) -> bool {
        matches!(
            self,
            Self::SkinDetail | Self::SkinLevel | Self::SkinColour | Self::SkinOther | Self::SkinCovered
        )
    }

    /// What was seen, in words.
    pub(in crate::certificate) fn words(self, figure: f32) -> String {
        let percent = 100.0 * figure;
        match self {
            Self::Moved => format!("what is there was moved by {figure:.1} px"),
            Self::Replaced => format!("{percent:.0} % of what is there is not the source's"),
            Self::AroundOther => {
                format!("as much detail is there as before, but {percent:.0} % of the source's is gone")
            }
            Self::SkinOther => {
                format!(
                    "as much texture is on the skin as before, but {percent:.0} % of the source's is gone"
                )
            }
            Self::FeatureLevel => format!("eyes, lips, brows or hair differ by {figure:.1} levels"),
            Self::FeatureDetail => format!("eyes, lips, brows or hair lost {percent:.0} % of their detail"),
            Self::AroundLevel => format!("the surroundings differ by {figure:.1} levels"),
            Self::AroundDetail => format!("the surroundings lost {percent:.0} % of their detail"),
            Self::SkinLevel => format!("the skin's brightness differs by {figure:.1} levels"),
            Self::SkinDetail => format!("{percent:.0} % of the texture that sticks to the skin is gone"),
            Self::SkinCovered => "new texture hides the skin's own".into(),
            Self::Noise => format!("{figure:.1} levels of noise that is not the source's"),
            Self::ColourNoise => format!("{figure:.1} levels of coloured noise that is not the source's"),
            Self::AroundColour => format!("the colours of the surroundings differ by {figure:.1} levels"),
            Self::SkinColour => format!("the skin's colour differs by {figure:.1} levels"),
            Self::Flickers => {
                format!("brightness goes up and down by {figure:.1} levels more than in the source")
            }
        }
    }
}

/// Over how long a place is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::certificate) enum Span {
    /// One frame.
    Frame,
    /// Half a second.
    HalfSecond,
}

/// What a recipe may do to a place.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::certificate) struct Allowed {
    /// Grain, RMS in 8-bit levels.
    pub(in crate::certificate) noise_levels: f32,
    /// The sharpening that is to be taken back: contours may become softer, because lines beside them go.
    pub(in crate::certificate) dehalo: Unsharpen,
    /// Whether colours may change.
    pub(in crate::certificate) colour: bool,
}

/// What is usual in a frame, beside which places are seen.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Usual {
    /// New noise beside the skin, RMS in 8-bit levels.
    pub(super) noise_levels: f32,
    /// Share of the texture that sticks to the skin that is gone in three quarters of its places at most, per band: what an encoder or a
    /// treatment does everywhere.
    pub(super) lost: [f32; BANDS],
}

/// Share of a group that must be of one kind to say something.
const LEAST_SHARE: f32 = 0.25;
/// A share of a face at which what is beside skin is a feature of it.
const ON_A_FACE: f32 = 0.5;

/// How far a place may lie from what the tone explains, 8-bit levels: a frame, half a second.
const LEVEL: (f32, f32) = (4.5, 3.0);
const SKIN_LEVEL: (f32, f32) = (12.0, 5.0);
const COLOUR: (f32, f32) = (4.0, 2.5);
const SKIN_COLOUR: (f32, f32) = (5.0, 3.5);
/// From this on it is something else that is shown.
const REPLACED_LEVEL: f32 = 22.0;
/// Share of detail that may go, and how many 8-bit levels of it.
const DETAIL: ((f32, f32), (f32, f32)) = ((0.5, 1.5), (0.4, 1.2));
const SOFTER_DETAIL: f32 = 0.7;
const STICK: ((f32, f32), (f32, f32)) = ((0.5, 0.5), (0.4, 0.42));
/// The same in one place alone, faces and necks: share beyond what is usual in the frame or the half second, and levels. x264 at CRF 16 leaves
/// 0.44 and less (seven clips; mostly under 0.3, a neck or a cheek alike); a neck blurred by 1.5 px loses 0.55 to 0.8 more
/// than the rest.
const STICK_ALONE: (f32, f32) = (0.5, 0.08);
/// New noise, 8-bit levels.
const NOISE: (f32, f32) = (4.0, 3.2);
const COLOUR_NOISE: (f32, f32) = (2.5, 2.0);
/// Brightness may bend by this much more from frame to frame than in the source, RMS of half its second difference in half a second, 8-bit
/// levels; and more where the source's does, because contrast is lifted with it. A patch that pulses by 4 % three times a second has 1.2,
/// encoders at low rates 0.4.
const FLICKERS: f32 = 0.8;
const LIFTED: f32 = 1.15;
/// Coarse film grain (16 mm, 3.2 px) of a level leaves less than this in the means of places.
const OF_NOISE_IN_MEANS: f32 = 0.6;
/// Detail that is gone while so much of its energy is there was not softened: it is another. A blur that takes half of a band leaves a quarter.
const OTHER: f32 = 0.7;
/// Where there is so many times its energy, new texture lies over what cannot be told any more.
const COVERED: f32 = 2.0;
/// Colours of which so much detail is gone are not only noisy.
const COLOUR_GONE: f32 = 0.4;
const OF_GONE: f32 = 2.0;
/// A shift must explain so much of a change of so many levels, and be so long, px.
const MOVED: (f32, f32, f32) = (0.6, 2.0, 0.4);

/// Longer shifts are not told from other changes, cells.
const MOST_MOVED_CELLS: f32 = 0.6;

/// How near each figure of a place is to its limit (1 is at it), and the figure.
pub(super) type Seen = [(f32, f32); Wrong::ALL.len()];

/// Looks at one place.
pub(super) fn look(group: &Cell, area_px: f32, span: Span, allowed: &Allowed, usual: &Usual) -> Seen {
    let mut notes = Notes([(0.0, 0.0); Wrong::ALL.len()]);
    let mut note = |wrong: Wrong, ratio: f32, figure: f32| notes.note(wrong, ratio, figure);
    let pick = |(frame, half): (f32, f32)| if span == Span::Frame { frame } else { half };
    let is_feature = group.face > ON_A_FACE;
    let [beside, skin] = &group.planes[0];
    if beside.n >= LEAST_SHARE * area_px {
        let apart = (beside.e / beside.n).abs();
        let level = if is_feature { Wrong::FeatureLevel } else { Wrong::AroundLevel };
        note(level, apart / pick(LEVEL), apart);
        if !is_feature {
            note(Wrong::Replaced, apart / REPLACED_LEVEL, 1.0);
            let (share, energy) = foreign(beside);
            note(Wrong::Replaced, (share / 0.85).min(energy / 6.0), share);
        }
        let limits = if span == Span::Frame { DETAIL.0 } else { DETAIL.1 };
        for band in 0..BANDS {
            let (lost, levels) = lost(beside, band);
            let most = if allowed.dehalo.is_asked() && !is_feature { SOFTER_DETAIL } else { limits.0 };
            let detail = if is_feature { Wrong::FeatureDetail } else { Wrong::AroundDetail };
            let ratio = (lost / most).min(levels / limits.1);
            note(detail, ratio, lost);
            if !is_feature && beside.rr[band] >= OTHER * beside.ss[band] {
                note(Wrong::AroundOther, ratio, lost);
            }
        }
        let new = fresh(beside);
        let most = pick(NOISE).hypot(allowed.noise_levels).hypot(1.5 * usual.noise_levels);
        note(Wrong::Noise, new / most, new);
    }
    if skin.n >= LEAST_SHARE * area_px {
        let apart = (skin.e / skin.n).abs();
        note(Wrong::SkinLevel, apart / pick(SKIN_LEVEL), apart);
    }
    if span == Span::HalfSecond && group.swing.n > 0.0 {
        let more = (group.swing.r - LIFTED * group.swing.s).max(0.0) / group.swing.n;
        // Noise that is new everywhere makes means of places go up and down by a share of it.
        let most = FLICKERS.hypot(OF_NOISE_IN_MEANS * usual.noise_levels);
        note(Wrong::Flickers, more.sqrt() / most, more.sqrt());
    }
    let limits = if span == Span::Frame { STICK.0 } else { STICK.1 };
    for band in 0..BANDS {
        // Faint texture may go a little everywhere; not in one place alone. Of a neck no more is asked: the lock knows less of it.
        for (stick, of_face) in [(&group.stick, true), (&group.neck, false)] {
            let Some((lost, levels)) = unstuck(stick, band, area_px) else { continue };
            let alone = ((lost - usual.lost[band]) / STICK_ALONE.0).min(levels / STICK_ALONE.1);
            let here = if of_face { (lost / limits.0).min(levels / limits.1) } else { 0.0 };
            let more = stick.rr[band] / stick.ss[band].max(1e-6);
            note(if more > COVERED { Wrong::SkinCovered } else { Wrong::SkinDetail }, alone.max(here), lost);
            if (OTHER..=COVERED).contains(&more) {
                note(Wrong::SkinOther, alone.max(here), lost);
            }
        }
    }
    look_at_colour(group, area_px, span, allowed, &mut notes);
    notes.0
}

/// The worst that was seen of a place, for each of what can be wrong.
struct Notes(Seen);

impl Notes {
    fn note(&mut self, wrong: Wrong, ratio: f32, figure: f32) {
        let old = &mut self.0[wrong as usize];
        if ratio > old.0 {
            *old = (ratio, figure);
        }
    }
}

/// The same of its colours.
fn look_at_colour(group: &Cell, area_px: f32, span: Span, allowed: &Allowed, notes: &mut Notes) {
    let pick = |(frame, half): (f32, f32)| if span == Span::Frame { frame } else { half };
    let chroma_px = area_px / chroma_share(group);
    for plane in &group.planes[1..] {
        for (sums, limit, wrong) in
            [(&plane[0], COLOUR, Wrong::AroundColour), (&plane[1], SKIN_COLOUR, Wrong::SkinColour)]
        {
            if sums.n < LEAST_SHARE * chroma_px {
                continue;
            }
            let apart = (sums.e / sums.n).abs();
            if !allowed.colour {
                notes.note(wrong, apart / pick(limit), apart);
            }
            let new = fresh(sums);
            // Noise comes to the colours that are there; where those went, as much of others came.
            let went = (0..BANDS).all(|b| sums.sr[b] < (1.0 - COLOUR_GONE) * sums.ss[b]);
            let is_other = went && new * new * sums.n < OF_GONE * sums.ss.iter().sum::<f32>();
            let noise = if is_other && !allowed.colour { wrong } else { Wrong::ColourNoise };
            notes.note(noise, new / pick(COLOUR_NOISE).hypot(allowed.noise_levels), new);
        }
    }
}

/// Looks at a wider place for a shift: the two sides of one thing tell a shift from a change of its brightness.
pub(super) fn look_wide(group: &Cell, block_px: f32) -> (f32, f32) {
    let mut worst = (0.0, 0.0);
    for moved in &group.moved {
        if let Some((share, px, levels)) = shifted(moved).filter(|s| s.1 <= MOST_MOVED_CELLS * block_px) {
            let ratio = (share / MOVED.0).min(px / MOVED.2).min(levels / MOVED.1);
            if ratio > worst.0 {
                worst = (ratio, px);
            }
        }
    }
    worst
}

/// How many samples of luma there are for one of chroma.
fn chroma_share(group: &Cell) -> f32 {
    let count = |plane: usize| group.planes[plane].iter().map(|s| s.n).sum::<f32>();
    (count(0) / count(1).max(1.0)).clamp(1.0, 4.0)
}

/// Share of a band's detail that is gone, and how many levels that is.
fn lost(sums: &Sums, band: usize) -> (f32, f32) {
    let share = 1.0 - sums.sr[band] / sums.ss[band].max(1e-6);
    (share.max(0.0), share.max(0.0) * (sums.ss[band] / sums.n).sqrt())
}

/// RMS of what is in the result and does not follow the source, both bands, levels.
fn fresh(sums: &Sums) -> f32 {
    let new: f32 = (0..BANDS).map(|b| sums.rr[b] - sums.sr[b] * sums.sr[b] / sums.ss[b].max(1e-6)).sum();
    (new / sums.n).max(0.0).sqrt()
}

/// Share of the coarser band that does not follow the source, where both have detail, and the levels of the weaker one.
fn foreign(sums: &Sums) -> (f32, f32) {
    let band = BANDS - 1;
    let along = sums.sr[band].max(0.0).powi(2) / (sums.ss[band] * sums.rr[band]).max(1e-6);
    (1.0 - along, (sums.ss[band].min(sums.rr[band]) / sums.n).sqrt())
}

/// Share of sticky texture that is certainly gone, and how many levels that is.
fn unstuck(stick: &Stick, band: usize, area_px: f32) -> Option<(f32, f32)> {
    /// Pixels that are as one in each band.
    const ALIKE_PX: [f32; BANDS] = [3.0, 12.0];
    if stick.n < LEAST_SHARE * area_px || stick.so[band] <= 0.0 {
        return None;
    }
    let kept = stick.ro[band] / stick.so[band];
    // What of the result does not follow its own frame's source meets the other frame by chance.
    let apart = stick.rr[band] - 2.0 * kept * stick.sr[band] + kept * kept * stick.ss[band];
    let error = (stick.oo[band] * apart.max(0.0) * ALIKE_PX[band] / stick.n).sqrt() / stick.so[band];
    let lost = (1.0 - kept - 2.0 * error).max(0.0);
    Some((lost, lost * (stick.so[band] / stick.n).sqrt()))
}

/// Share of a change that a shift explains, its length in px, and the change's RMS in levels.
fn shifted(moved: &Moved) -> Option<(f32, f32, f32)> {
    let [a, b, c] = moved.gg;
    let ridge = 0.02 * (a + c) + 1e-3;
    let det = (a + ridge) * (c + ridge) - b * b;
    if moved.n <= 0.0 || det <= 0.0 || moved.dd <= 0.0 {
        return None;
    }
    let [p, q] = moved.gd;
    let (dx, dy) = (((c + ridge) * p - b * q) / det, ((a + ridge) * q - b * p) / det);
    let share = (dx * p + dy * q) / moved.dd;
    Some((share, (dx * dx + dy * dy).sqrt(), (moved.dd / moved.n).sqrt()))
}

/// Shares of sticky texture that are gone in a group, of the face and of a neck, for what is usual.
pub(super) fn lost_of(group: &Cell, band: usize, area_px: f32) -> impl Iterator<Item = f32> + use<> {
    let share = |stick: &Stick| (1.0 - stick.ro[band] / stick.so[band]).clamp(0.0, 1.0);
    let is_seen = |stick: &&Stick| stick.n >= LEAST_SHARE * area_px && stick.so[band] > 0.0;
    let [face, neck] = [&group.stick, &group.neck].map(|s| Some(s).filter(is_seen).map(share));
    face.into_iter().chain(neck)
}

/// RMS of new noise in a group, for what is usual in a frame; none where little is beside the skin.
pub(super) fn noise_of(group: &Cell, area_px: f32) -> Option<f32> {
    let beside = &group.planes[0][0];
    (beside.n >= LEAST_SHARE * area_px).then(|| fresh(beside))
}

#[cfg(test)]
#[path = "limits_tests.rs"]
mod tests;
