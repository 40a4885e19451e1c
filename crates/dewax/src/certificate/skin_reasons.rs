//! What the skin of a result must keep, and the words for what it did not.

use super::asked::{Asked, Made, gain};
use super::natural::unnatural;
use super::reasons::{MOST_NEW_FLICKER, tidy};
use super::surround::SurroundFigures;
use super::texture::{FaceTexture, Sums};
use super::{
    Cause, Fault, LEAST_TEXTURE_DB, MOST_TEXTURE_DB, RegionFigure, SkinProof, TEXTURE_FLOOR_LEVELS, decibel,
};
use crate::lock::{BANDS_PX, PairTexture};
use crate::skin::{Cell, SIZES_MM};

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
/// Change that stands on the screen: levels, and share of all change.
const MOST_ON_SCREEN: (f32, f64) = (0.5, 0.25);
/// Texture this faint is on the level of what encoders of delivery quality take, 8-bit levels: up to it they are given
/// [`ENCODER_LEVELS`], less and less towards it. By the eye: so little texture is not seen. x264 at CRF 12 stays well below.
const FAINT_LEVELS: f32 = 1.0;
const ENCODER_LEVELS: f32 = 0.15;
/// What is kept of a band must be known this well, as a standard error, to be judged.
const LARGEST_ERROR: f64 = 0.08;

/// Judges the skin of one face.
pub(super) fn skin_proof(
    shot: usize,
    face: &FaceTexture,
    patch: (f32, f32),
    around: &SurroundFigures,
    asked: &Asked,
) -> SkinProof {
    let kept = Kept::of(face, around);
    let detail_percent = face.detail_percent();
    let made = asked.made_texture(detail_percent);
    let on_screen = face.screen.levels();
    let still = on_screen.filter(|(l, s)| *l as f32 > MOST_ON_SCREEN.0 && *s > MOST_ON_SCREEN.1);
    let boil = (rms(&face.before, |p| p.boil), rms(&face.after, |p| p.boil));
    let ghost = face.ghost().map(|g| g as f32);
    let look = face.natural.typical();
    // Grain that lies on the whole picture belongs to the skin as well; how much of it there may be is asked around the skin.
    let everywhere = around.noise_levels.unwrap_or(0.0);

    let mut faults = kept.lost(around, asked);
    faults.extend(kept.grown(asked, made, still.is_some()));
    faults.extend(kept.restless(boil, patch, everywhere, asked, made));
    faults.extend(scrubbed(face, around));
    let most_ghost = if around.is_blurred(asked) { MOST_GHOST_BLURRED } else { MOST_GHOST };
    if let Some(share) = ghost.filter(|g| *g > most_ghost) {
        let percent = share * 100.0;
        let seen = format!("{percent:.0} % of a neighbouring frame stands beside the skin");
        faults.push(Fault { cause: Cause::Averaged, seen });
    }
    faults.extend(unnatural(look.as_ref(), detail_percent, everywhere));
    if let Some((levels, _)) = still {
        let seen = format!("{levels:.1} levels of texture stand still while the skin moves");
        faults.push(Fault { cause: Cause::OnScreen, seen });
    }
    let natural = look.as_ref().filter(|l| l.is_seen());
    SkinProof {
        shot,
        face: face.face,
        pairs: face.before.len(),
        sticky_before: kept.sticky_before.map(tidy),
        sticky_after: kept.sticky_after.map(tidy),
        sticky_db: kept.sticky_db,
        kept_db: kept.kept_db.map(|db| db.map(tidy)),
        detail_percent: detail_percent.map(|sides| sides.map(|bands| bands.map(tidy))),
        added_evenness: natural.map(|n| [n.step, n.range].map(tidy)),
        skew: natural.map(|n| n.skew.map(tidy)),
        regions: look.as_ref().map_or_else(Vec::new, |n| n.cells.iter().map(region_figure).collect()),
        asked_db: tidy(decibel(asked.asks.texture_gain)),
        boil: (tidy(boil.0), tidy(boil.1)),
        patch: (tidy(patch.0), tidy(patch.1)),
        ghost: ghost.map(tidy),
        on_screen_levels: on_screen.map(|(levels, _)| tidy(levels as f32)),
        not_judged: None,
        holds: faults.is_empty(),
        faults,
    }
}

/// The mean of a figure of pairs, as RMS.
fn rms(pairs: &[PairTexture], pick: impl Fn(&PairTexture) -> f32) -> f32 {
    let squares: f64 = pairs.iter().map(|p| f64::from(pick(p)).powi(2)).sum();
    (squares / pairs.len().max(1) as f64).sqrt() as f32
}

/// Texture that sticks to the skin, before and after, and how much of it was kept, by bands.
struct Kept {
    sticky_before: [f32; 3],
    sticky_after: [f32; 3],
    sticky_db: [Option<f32>; 3],
    kept_db: [Option<f32>; 3],
    /// The least that is certain of what was kept, with its error: shares.
    known: [Option<(f64, f64)>; 3],
}

impl Kept {
    fn of(face: &FaceTexture, around: &SurroundFigures) -> Self {
        let bands =
            |pairs: &[PairTexture]| std::array::from_fn(|b| rms(pairs, |p: &PairTexture| p.sticky[b]));
        let (sticky_before, sticky_after): ([f32; 3], [f32; 3]) = (bands(&face.before), bands(&face.after));
        let known = std::array::from_fn(|band| {
            let (near, far) = (&face.near[band], &face.far[band]);
            // Slow boil is shared between neighbours, and may go: texture is what lasts, where that could be measured.
            let known = |sums: &Sums| sums.kept().filter(|(_, error)| *error <= LARGEST_ERROR);
            let (kept, error) = known(far).or_else(|| known(near))?;
            // A grade that makes everything brighter makes texture stronger as well.
            Some((kept / f64::from(around.gain), error / f64::from(around.gain)))
        });
        let sticky_db = std::array::from_fn(|b| {
            let enough = sticky_before[b] >= TEXTURE_FLOOR_LEVELS;
            // An average over time shares its boil with its neighbours: only frames far apart tell that from texture.
            let risen = face.far[b].risen().or_else(|| face.near[b].risen());
            risen.filter(|_| enough).map(|ratio| tidy(decibel(ratio as f32 / around.gain)))
        });
        let kept_db =
            known.map(|kept: Option<(f64, f64)>| kept.map(|(kept, _)| decibel(kept.max(0.0) as f32)));
        Self { sticky_before, sticky_after, sticky_db, kept_db, known }
    }

    /// Texture that is gone.
    fn lost(&self, around: &SurroundFigures, asked: &Asked) -> Vec<Fault> {
        let cause = if around.is_blurred(asked) { Cause::Blurred } else { Cause::Waxed };
        let bands = self.known.iter().zip(self.kept_db).zip(self.sticky_before).zip(BANDS_PX);
        let lost = bands.filter_map(|(((known, db), before), (short, long))| {
            let (kept, error) = (*known)?;
            // The doubt is the result's.
            let most = (kept + error).max(0.0) as f32 + encoder_share(before);
            (decibel(most) < LEAST_TEXTURE_DB).then(|| {
                let fell = -db.unwrap_or_default();
                let seen = format!("{short}-{long} px texture that sticks to the skin fell by {fell:.1} dB");
                Fault { cause, seen }
            })
        });
        lost.collect()
    }

    /// Texture that grew, or is new, beyond what was asked for; `stands` says whether some of it stands on the screen.
    fn grown(&self, asked: &Asked, made: Made, stands: bool) -> Vec<Fault> {
        let asked_db = decibel(asked.asks.texture_gain);
        let mut faults = Vec::new();
        for ((db, kept), (short, long)) in self.sticky_db.iter().zip(self.kept_db).zip(BANDS_PX) {
            if let Some(db) = db.filter(|db| *db > MOST_TEXTURE_DB + asked_db && made != Made::AsAsked) {
                // Texture that was there and grew was sharpened; what is new was put there, and sticks: it is new along the lock.
                let own = kept.is_some_and(|k| tidy(k) > MOST_TEXTURE_DB / 2.0 + asked_db);
                let (cause, how) = if own || made == Made::TooMuch {
                    (Cause::Sharpened, "rose")
                } else {
                    (if stands { Cause::OnScreen } else { Cause::Unnatural }, "is new: it rose")
                };
                faults.push(Fault { cause, seen: format!("{short}-{long} px texture {how} by {db:.1} dB") });
            }
        }
        faults
    }

    /// What changes with every frame, and from patch to patch, beyond what was asked for. Figures are before and after, levels.
    fn restless(
        &self,
        boil: (f32, f32),
        patch: (f32, f32),
        everywhere: f32,
        asked: &Asked,
        made: Made,
    ) -> Vec<Fault> {
        let mut faults = Vec::new();
        // What was there already grows with what was sharpened.
        let lifted = self.kept_db.into_iter().flatten().map(tidy).fold(0.0, f32::max);
        let was = boil.0 * gain(lifted);
        // What the lock misses of new texture changes with every frame, as it does of texture that was there.
        let new2 =
            |band: usize| (self.sticky_after[band].powi(2) - self.sticky_before[band].powi(2)).max(0.0);
        let slip = if made == Made::AsAsked { SLIP * (new2(0) + new2(1)).sqrt() } else { 0.0 };
        let most_boil =
            was.hypot(asked.skin_noise_levels).hypot(MOST_NEW_BOIL_LEVELS).hypot(slip).hypot(everywhere);
        if boil.1 > most_boil {
            let seen =
                format!("what changes with every frame grew from {:.2} to {:.2} levels", boil.0, boil.1);
            faults.push(Fault { cause: Cause::Noise, seen });
        }
        if patch.1 > patch.0 + MOST_NEW_FLICKER.hypot(asked.patch_levels) {
            let seen = format!("patch flicker grew from {:.2} to {:.2} levels", patch.0, patch.1);
            faults.push(Fault { cause: Cause::Flicker, seen });
        }
        faults
    }
}

/// Grain that was taken off the skin alone.
fn scrubbed(face: &FaceTexture, around: &SurroundFigures) -> Option<Fault> {
    let loose = |pairs: &[PairTexture]| rms(pairs, |p: &PairTexture| p.loose[0]);
    // Of a still nothing is known that changes with every frame.
    let due = around.grain_due(loose(&face.before)).filter(|_| !face.before.is_empty())?;
    let is = loose(&face.after);
    (is < LEAST_GRAIN * due && due - is > LEAST_GRAIN_LEVELS).then(|| Fault {
        cause: Cause::Waxed,
        seen: format!(
            "grain is {is:.2} levels on the skin where {due:.2} lie around it: it was taken off the skin alone"
        ),
    })
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
