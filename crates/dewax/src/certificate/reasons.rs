//! What the figures of a result must keep, and the words for what they did not.

use super::asked::{Asked, Made, gain};
use super::natural::unnatural;
use super::surround::SurroundFigures;
use super::texture::{FaceTexture, Sums};
use super::{
    Cause, Fault, FrameProof, LEAST_TEXTURE_DB, MOST_TEXTURE_DB, RegionFigure, SkinProof,
    TEXTURE_FLOOR_LEVELS, decibel,
};
use crate::analysis::Followed;
use crate::lock::{BANDS_PX, PairTexture};
use crate::skin::{Cell, SIZES_MM};

/// Flicker may grow by this much (levels, or percent) before the result counts as worse: what encoders add.
const MOST_NEW_FLICKER: f32 = 0.3;
/// Boil may grow by this much, in quadrature, levels.
const MOST_NEW_BOIL_LEVELS: f32 = 0.6;
/// Grain on the skin may be weaker than around it by this factor, where that is this many levels.
const LEAST_GRAIN: f32 = 0.6;
const LEAST_GRAIN_LEVELS: f32 = 0.5;
/// Share of new texture that may change with every frame: a lock that is right to 0.15 px leaves about so much of 2-4 px texture.
const SLIP: f32 = 0.4;
/// A ghost of a neighbour must be weaker than this share; filters that only smooth a frame reach 0.1.
const MOST_GHOST: f32 = 0.12;
/// Where contours got wider: x264 at CRF 42 leaves 0.17.
const MOST_GHOST_BLURRED: f32 = 0.25;
/// What is mixed in from other frames outside the skin must stay below this share; filters that only smooth reach 0.1.
const MOST_MIXED: f32 = 0.15;
/// Where contours got wider, what a strong blur or an edge-preserving filter leaves (up to 0.24) must not count.
const MOST_MIXED_BLURRED: f32 = 0.35;
/// Change that stands on the screen: levels, and share of all change.
const MOST_ON_SCREEN: (f32, f64) = (0.5, 0.25);
/// This many frames may repeat, as a share of those that move.
const MOST_REPEATED: f32 = 0.05;
/// From this share on the picture stands still.
const FROZEN: f32 = 0.9;
/// Contours may gain this much, dB.
const MOST_DETAIL_DB: f32 = 1.5;
/// Overshoot of contours may grow by this much, percent of their step.
const MOST_NEW_HALO_PERCENT: f32 = 3.0;
/// Contours may get wider by this factor. Where a sharpening is taken back, beside the width that a contour has without it:
/// sharpening made it narrower.
const MOST_WIDENING: f32 = 1.1;
/// An unsharp mask that overshoots by so many percent narrows a contour at most by 1 + this × their root: steps under blurs of 0.7
/// to 2 px, masks of 0.3 to 2.25 at 0.7 to 2.2 px. Lines that are gone allow so much widening, whatever a step claims to
/// have found; and so many dB of detail.
const NARROWED_PER_ROOT: f32 = 0.28;
const DETAIL_DB_PER_ROOT: f32 = 4.5;
/// Lines count as gone where no more than this share of them is left.
const LEAST_GONE: f32 = 0.5;
/// New noise outside the skin, levels.
const MOST_NOISE_LEVELS: f32 = 1.5;
/// Mean change outside the skin, levels.
const MOST_TOUCHED_LEVELS: f32 = 1.0;
/// Mean change of the skin's colour, CIEDE2000.
const MOST_SKIN_DE: f32 = 2.0;
/// One level within four pixels is the least step that is seen in smooth skin.
const MOST_SEAM_LEVELS_PX: f32 = 0.25;
/// Texture this faint is on the level of what encoders of delivery quality take, 8-bit levels: up to it they are given
/// [`ENCODER_LEVELS`], less and less towards it. By the eye: so little texture is not seen. x264 at CRF 12 stays well below.
const FAINT_LEVELS: f32 = 1.0;
const ENCODER_LEVELS: f32 = 0.15;
/// What is kept of a band must be known this well, as a standard error, to be judged.
const LARGEST_ERROR: f64 = 0.08;

impl SurroundFigures {
    /// The root of how much of the lines beside contours went, percent of their step: what a sharpening that was taken back leaves
    /// as its trace.
    fn gone_root(&self) -> f32 {
        self.halo_percent.map_or(0.0, |(was, is)| (was - is).max(0.0).sqrt())
    }

    /// By how much cells may change because lines beside contours went: only where they did.
    pub(super) fn lines_that_went(&self) -> f32 {
        let went = self.halo_percent.is_some_and(|(was, is)| was > 0.0 && is <= LEAST_GONE * was);
        if went { self.lines_levels } else { 0.0 }
    }

    /// How wide contours are to be: as in the source, or as in the source without the sharpening that is taken back, as far as the
    /// lines beside them are gone. A wrong measurement of the sharpening licenses no blur.
    fn due_px(&self) -> f32 {
        match (self.contour_px, self.contour_due_px) {
            (Some((was, _)), Some(due)) => {
                due.min((1.0 + NARROWED_PER_ROOT * self.gone_root()) * was).max(was)
            }
            (Some((was, _)), None) => was,
            _ => f32::INFINITY,
        }
    }

    /// How much detail between two periods may be lost, dB, negative.
    fn least_detail_db(&self, asked: &Asked, periods: (f32, f32)) -> f32 {
        LEAST_TEXTURE_DB + asked.asks.unsharpen.detail_db(periods).max(-DETAIL_DB_PER_ROOT * self.gone_root())
    }

    /// Whether contours got wider than was asked for; where there are none to be measured, whether detail around the skin got
    /// less.
    pub(super) fn is_blurred(&self, asked: &Asked) -> bool {
        match self.contour_px {
            Some((_, is)) => is > MOST_WIDENING * self.due_px(),
            None => {
                let least = self.least_detail_db(asked, BANDS_PX[0]);
                self.detail_db[0].is_some_and(|db| db < least)
            }
        }
    }
}

/// Judges the whole picture of a shot.
pub(super) fn frame_proof(
    shot: usize,
    before: &Followed,
    after: &Followed,
    around: &SurroundFigures,
    skin_de: Option<f32>,
    asked: &Asked,
) -> FrameProof {
    let exposure = (before.exposure_percent(), after.exposure_percent());
    let mut faults = Vec::new();
    let mut fault = |cause, seen: String| faults.push(Fault { cause, seen });
    let (held, moving) = around.repeated;
    let share = held as f32 / moving.max(1) as f32;
    if held >= 2 && share > MOST_REPEATED {
        let cause = if share >= FROZEN { Cause::Frozen } else { Cause::Repeated };
        fault(cause, format!("{held} of {moving} frames repeat the one before, while the source moves"));
    }
    let most_mixed = if around.is_blurred(asked) { MOST_MIXED_BLURRED } else { MOST_MIXED };
    if let Some(mixed) = around.mixed.filter(|m| *m > most_mixed) {
        let percent = mixed * 100.0;
        fault(Cause::Averaged, format!("{percent:.0} % of what moves comes from other frames"));
    }
    let asked_noise = asked.asks.noise_levels.hypot(MOST_NOISE_LEVELS);
    if let Some(noise) = around.noise_levels.filter(|n| *n > asked_noise) {
        fault(Cause::Noise, format!("{noise:.1} levels outside the skin that the source does not have"));
    }
    let asked_detail = MOST_DETAIL_DB + decibel(asked.asks.sharpen_gain);
    for (db, (short, long)) in around.detail_db.iter().zip(BANDS_PX) {
        match db {
            Some(db) if *db < around.least_detail_db(asked, (short, long)) => {
                // Contours that kept their width lost texture only: a denoiser.
                let cause = if around.is_blurred(asked) { Cause::Blurred } else { Cause::Waxed };
                fault(cause, format!("the surroundings lost {:.1} dB of {short}-{long} px detail", -db));
            }
            Some(db) if *db > asked_detail => {
                fault(
                    Cause::Sharpened,
                    format!("the surroundings gained {db:.1} dB of {short}-{long} px detail"),
                );
            }
            _ => {}
        }
    }
    if let Some((_, is)) = around.contour_px {
        let due = around.due_px();
        if is > MOST_WIDENING * due {
            fault(Cause::Blurred, format!("contours are {is:.1} px wide, not {due:.1}"));
        }
    }
    let asked_halo = MOST_NEW_HALO_PERCENT * asked.asks.sharpen_gain;
    if let Some((was, is)) = around.halo_percent.filter(|(was, is)| *is > was + asked_halo) {
        fault(
            Cause::Sharpened,
            format!("lines beside contours grew from {was:.1} to {is:.1} % of their step"),
        );
    }
    if exposure.1 > exposure.0 + MOST_NEW_FLICKER {
        fault(Cause::Flicker, format!("exposure flicker grew from {:.2} to {:.2} %", exposure.0, exposure.1));
    }
    let most_touched = MOST_TOUCHED_LEVELS.hypot(asked.touched_levels) + around.lines_that_went();
    if !asked.is_graded() {
        if let Some(de) = skin_de.filter(|de| *de > MOST_SKIN_DE) {
            fault(Cause::Colour, format!("the skin's mean colour moved by ΔE {de:.1}"));
        }
        if let Some(levels) = around.touched_levels.filter(|l| *l > most_touched) {
            fault(Cause::Surroundings, format!("{levels:.1} levels that no gain and offset explain"));
        }
    }
    if let Some(seam) = around.seam_levels_px.filter(|s| *s > MOST_SEAM_LEVELS_PX) {
        fault(Cause::Seam, format!("the change ends by {seam:.2} levels per pixel"));
    }
    let round = |v: Option<f32>| v.map(tidy);
    FrameProof {
        shot,
        exposure: (tidy(exposure.0), tidy(exposure.1)),
        skin_de: round(skin_de),
        mixed: round(around.mixed),
        repeated: around.repeated,
        detail_db: around.detail_db.map(round),
        noise_levels: round(around.noise_levels),
        touched_levels: round(around.touched_levels),
        seam_levels_px: round(around.seam_levels_px),
        halo_percent: around.halo_percent.map(|(was, is)| (tidy(was), tidy(is))),
        contour_px: around.contour_px.map(|(was, is)| (tidy(was), tidy(is))),
        worst: Vec::new(),
        holds: faults.is_empty(),
        faults,
    }
}

/// Judges the skin of one face.
pub(super) fn skin_proof(
    shot: usize,
    face: &FaceTexture,
    patch: (f32, f32),
    around: &SurroundFigures,
    asked: &Asked,
) -> SkinProof {
    let mut faults = Vec::new();
    let mut fault = |cause, seen: String| faults.push(Fault { cause, seen });
    let asked_db = decibel(asked.asks.texture_gain);
    let rms = |pairs: &[PairTexture], pick: &dyn Fn(&PairTexture) -> f32| {
        let squares: f64 = pairs.iter().map(|p| f64::from(pick(p)).powi(2)).sum();
        (squares / pairs.len().max(1) as f64).sqrt() as f32
    };
    let bands = |pairs: &[PairTexture]| std::array::from_fn(|b| rms(pairs, &|p: &PairTexture| p.sticky[b]));
    let (sticky_before, sticky_after): ([f32; 3], [f32; 3]) = (bands(&face.before), bands(&face.after));
    let mut kept_db = [None; 3];
    for (band, (short, long)) in BANDS_PX.into_iter().enumerate() {
        let (near, far) = (&face.near[band], &face.far[band]);
        // Slow boil is shared between neighbours, and may go: texture is what lasts, where that could be measured.
        let known = |sums: &Sums| sums.kept().filter(|(_, error)| *error <= LARGEST_ERROR);
        let Some((kept, error)) = known(far).or_else(|| known(near)) else { continue };
        // A grade that makes everything brighter makes texture stronger as well.
        let (kept, error) = (kept / f64::from(around.gain), error / f64::from(around.gain));
        let db = decibel(kept.max(0.0) as f32);
        kept_db[band] = Some(tidy(db));
        // The doubt is the result's.
        if decibel((kept + error).max(0.0) as f32 + encoder_share(sticky_before[band])) < LEAST_TEXTURE_DB {
            let cause = if around.is_blurred(asked) { Cause::Blurred } else { Cause::Waxed };
            fault(cause, format!("{short}-{long} px texture that sticks to the skin fell by {:.1} dB", -db));
        }
    }
    let sticky_db: [Option<f32>; 3] = std::array::from_fn(|b| {
        let enough = sticky_before[b] >= TEXTURE_FLOOR_LEVELS;
        // An average over time shares its boil with its neighbours: only frames far apart tell that from texture.
        let risen = face.far[b].risen().or_else(|| face.near[b].risen());
        risen.filter(|_| enough).map(|ratio| tidy(decibel(ratio as f32 / around.gain)))
    });
    let detail_percent = face.detail_percent();
    let made = asked.made_texture(detail_percent);
    let on_screen = face.screen.levels();
    let still = on_screen.filter(|(l, s)| *l as f32 > MOST_ON_SCREEN.0 && *s > MOST_ON_SCREEN.1);
    let stands = still.is_some();
    for ((db, kept), (short, long)) in sticky_db.iter().zip(kept_db).zip(BANDS_PX) {
        if let Some(db) = db.filter(|db| *db > MOST_TEXTURE_DB + asked_db && made != Made::AsAsked) {
            // Texture that was there and grew was sharpened; what is new was put there, and sticks: it is new along the lock.
            let own = kept.is_some_and(|k| k > MOST_TEXTURE_DB / 2.0 + asked_db);
            let (cause, how) = if own || made == Made::TooMuch {
                (Cause::Sharpened, "rose")
            } else {
                (if stands { Cause::OnScreen } else { Cause::Unnatural }, "is new: it rose")
            };
            fault(cause, format!("{short}-{long} px texture {how} by {db:.1} dB"));
        }
    }
    let boil = (rms(&face.before, &|p| p.boil), rms(&face.after, &|p| p.boil));
    // What was there already grows with what was sharpened.
    let lifted = kept_db.into_iter().flatten().fold(0.0, f32::max);
    let was = boil.0 * gain(lifted);
    // What the lock misses of new texture changes with every frame, as it does of texture that was there.
    let new2 = |band: usize| (sticky_after[band].powi(2) - sticky_before[band].powi(2)).max(0.0);
    let slip = if made == Made::AsAsked { SLIP * (new2(0) + new2(1)).sqrt() } else { 0.0 };
    // Grain that lies on the whole picture belongs to the skin as well; how much of it there may be is asked around the skin.
    let everywhere = around.noise_levels.unwrap_or(0.0);
    let most_boil =
        was.hypot(asked.skin_noise_levels).hypot(MOST_NEW_BOIL_LEVELS).hypot(slip).hypot(everywhere);
    if boil.1 > most_boil {
        fault(
            Cause::Noise,
            format!("what changes with every frame grew from {:.2} to {:.2} levels", boil.0, boil.1),
        );
    }
    if patch.1 > patch.0 + MOST_NEW_FLICKER.hypot(asked.patch_levels) {
        fault(Cause::Flicker, format!("patch flicker grew from {:.2} to {:.2} levels", patch.0, patch.1));
    }
    let loose = |pairs: &[PairTexture]| rms(pairs, &|p: &PairTexture| p.loose[0]);
    // Of a still nothing is known that changes with every frame.
    if !face.before.is_empty()
        && let Some((due, is)) = around.grain_due(loose(&face.before)).map(|due| (due, loose(&face.after)))
        && is < LEAST_GRAIN * due
        && due - is > LEAST_GRAIN_LEVELS
    {
        fault(
            Cause::Waxed,
            format!(
                "grain is {is:.2} levels on the skin where {due:.2} lie around it: it was taken off the skin alone"
            ),
        );
    }
    let ghost = face.ghost().map(|g| g as f32);
    let most_ghost = if around.is_blurred(asked) { MOST_GHOST_BLURRED } else { MOST_GHOST };
    if let Some(share) = ghost.filter(|g| *g > most_ghost) {
        fault(
            Cause::Averaged,
            format!("{:.0} % of a neighbouring frame stands beside the skin", share * 100.0),
        );
    }
    let look = face.natural.typical();
    faults.extend(unnatural(look.as_ref(), detail_percent, everywhere));
    let natural = look.as_ref().filter(|l| l.is_seen());
    let mut fault = |cause, seen: String| faults.push(Fault { cause, seen });
    if let Some((levels, _)) = still {
        fault(Cause::OnScreen, format!("{levels:.1} levels of texture stand still while the skin moves"));
    }
    SkinProof {
        shot,
        face: face.face,
        pairs: face.before.len(),
        sticky_before: sticky_before.map(tidy),
        sticky_after: sticky_after.map(tidy),
        sticky_db,
        kept_db,
        detail_percent: detail_percent.map(|sides| sides.map(|bands| bands.map(tidy))),
        added_evenness: natural.map(|n| [n.step, n.range].map(tidy)),
        skew: natural.map(|n| n.skew.map(tidy)),
        regions: look.as_ref().map_or_else(Vec::new, |n| n.cells.iter().map(region_figure).collect()),
        asked_db: tidy(asked_db),
        boil: (tidy(boil.0), tidy(boil.1)),
        patch: (tidy(patch.0), tidy(patch.1)),
        ghost: ghost.map(tidy),
        on_screen_levels: on_screen.map(|(levels, _)| tidy(levels as f32)),
        not_judged: None,
        holds: faults.is_empty(),
        faults,
    }
}

/// The share of a band's texture that an encoder of mastering quality may take.
fn encoder_share(sticky_levels: f32) -> f32 {
    let faint = 1.0 - (sticky_levels / FAINT_LEVELS).powi(2);
    ENCODER_LEVELS * faint.max(0.0) / sticky_levels.max(ENCODER_LEVELS)
}

fn region_figure([was, is]: &[Cell; 2]) -> RegionFigure {
    let real = is.real();
    RegionFigure {
        region: is.region.name().to_owned(),
        channel: is.channel.name().to_owned(),
        size_mm: SIZES_MM[is.size],
        percent: (tidy(was.percent), tidy(is.percent)),
        real_percent: (real.low, real.high),
    }
}

fn tidy(value: f32) -> f32 {
    (value * 1000.0).round() / 1000.0
}
