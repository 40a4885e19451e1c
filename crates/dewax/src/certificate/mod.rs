//! The certificate: figures measured on the finished file, beside those of the source, and what they must keep.

mod asked;
pub mod attacks;
mod back_off;
mod block;
mod breath;
mod cells;
mod culprit;
mod drift;
mod focus;
mod frames;
mod geometry;
mod joins;
mod judge;
mod limbs;
mod naming;
mod natural;
mod order;
mod persons;
mod places;
mod plain;
mod reasons;
mod restored;
mod retouched;
mod sides;
mod skin_reasons;
mod surround;
mod texture;
mod whole;

pub use crate::cause::{Cause, Fault};
pub use asked::Asked;
pub use back_off::{MOST_ROUNDS, Proofs, back_off, leave_alone, rest_skin};
pub use culprit::{Search, search};
pub use focus::LensProof;
pub use frames::{changed_outside, signature};
pub use judge::{Judge, Judged};
pub use persons::{LIKENESS, Persons};
pub use restored::RestoredRun;
pub use retouched::Retouched;

use serde::{Deserialize, Serialize};

/// Sticky texture may fall by this much before skin counts as waxed.
pub const LEAST_TEXTURE_DB: f32 = -1.0;
/// Sticky texture may rise by this much over what the recipe asks for.
pub const MOST_TEXTURE_DB: f32 = 2.0;
/// A band with less texture than this is not asked whether it rose.
const TEXTURE_FLOOR_LEVELS: f32 = 0.3;
/// Mean brightness of a 16th of the frame may differ by this much between what was rendered and what was written:
/// coarser than any encoder's error, finer than any wrong frame, range or matrix.
pub const PICTURE_LEVELS: f32 = 2.0;

/// One thing that was checked, and how it went.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Proof {
    /// What was checked.
    pub what: String,
    /// Whether it holds; none when it does not apply.
    pub holds: Option<bool>,
    /// What was seen.
    pub seen: String,
}

impl Proof {
    /// A proof that was made.
    pub fn made(what: &str, holds: bool, seen: impl Into<String>) -> Self {
        Self { what: what.into(), holds: Some(holds), seen: seen.into() }
    }

    /// A proof that does not apply.
    pub fn skipped(what: &str, why: impl Into<String>) -> Self {
        Self { what: what.into(), holds: None, seen: why.into() }
    }
}

/// The skin of one face in one shot, before and after.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
pub struct SkinProof {
    /// The shot: the first is 1 in files, as in words.
    #[serde(with = "crate::clip::from_one")]
    #[schemars(with = "std::num::NonZeroUsize")]
    pub shot: usize,
    /// Number of the face; 0 for skin of which no face is known.
    pub face: u32,
    /// Pairs of frames that were compared.
    pub pairs: usize,
    /// Texture that sticks, per band (2-4, 4-8, 8-16 px), in 8-bit levels, in the source.
    pub sticky_before: [f32; 3],
    /// The same in the written file.
    pub sticky_after: [f32; 3],
    /// Change of each band in dB; none where the source has too little texture to be compared.
    pub sticky_db: [Option<f32>; 3],
    /// How much of the source's own texture is still there and in its place, per band, in dB: what the written file's frames
    /// share with other frames of the *source*. None where it cannot be told.
    pub kept_db: [Option<f32>; 3],
    /// Contrast that sticks to the skin before and after, per band of [`crate::lock::BANDS_MM`], RMS in percent of its light;
    /// none where it cannot be told.
    pub detail_percent: Option<[[f32; 2]; 2]>,
    /// How evenly texture was added: by what factor its strength differs between places 6 mm apart (99th percentile), and the 90th over
    /// the 10th percentile of it; none where nothing that can be seen was added.
    #[serde(default)]
    pub added_evenness: Option<[f32; 2]>,
    /// Skewness of the skin between 2.2 and 7 mm, before and after: real skin is dark-skewed; none where it cannot be told.
    #[serde(default)]
    pub skew: Option<[f32; 2]>,
    /// Figures of the skin by region, size and channel, before and after; empty where too little is seen.
    #[serde(default)]
    pub regions: Vec<RegionFigure>,
    /// What the recipe asks for in dB, at most.
    pub asked_db: f32,
    /// Boil before and after, in 8-bit levels. Grain counts as boil here: it is new in every frame.
    pub boil: (f32, f32),
    /// Patch flicker before and after, in 8-bit levels.
    pub patch: (f32, f32),
    /// Share of a neighbouring frame that stands beside the skin, 0..=1; none where the skin hardly moves.
    pub ghost: Option<f32>,
    /// Change that stays on the screen while the skin moves, in 8-bit levels; none where the skin hardly moves.
    pub on_screen_levels: Option<f32>,
    /// Why it could not be judged; none when it was.
    #[serde(default)]
    pub not_judged: Option<String>,
    /// Whether nothing was found that was not kept.
    pub holds: bool,
    /// Why not; empty when it was.
    pub faults: Vec<Fault>,
}

impl SkinProof {
    /// Whose skin it is, for people.
    pub fn place(&self) -> String {
        match self.face {
            0 => format!("skin of shot {}", self.shot + 1),
            face => format!("face {face} of shot {}", self.shot + 1),
        }
    }
}

/// One figure of the skin of a face: how much a channel differs within a region at a size.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct RegionFigure {
    /// forehead, cheek, nose, chin or jaw.
    pub region: String,
    /// light, yellow or redness.
    pub channel: String,
    /// Shortest and longest wavelength, mm.
    pub size_mm: (f32, f32),
    /// Robust standard deviation before and after, percent of the light.
    pub percent: (f32, f32),
    /// What few real skins have less than, and more than, percent.
    pub real_percent: (f32, f32),
}

/// The place of the picture where most was changed in one way.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct PlaceProof {
    /// What was seen there.
    pub what: String,
    /// How near that is to what may be: 1 is at the limit.
    pub of_limit: f32,
    /// The middle of the place, luma px.
    pub at: (usize, usize),
    /// The frame, or the last one of the half second, counted from the start of the shot.
    pub frame: usize,
}

/// The whole picture of one shot, before and after.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
pub struct FrameProof {
    /// The shot: the first is 1 in files, as in words.
    #[serde(with = "crate::clip::from_one")]
    #[schemars(with = "std::num::NonZeroUsize")]
    pub shot: usize,
    /// Exposure flicker before and after, in percent.
    pub exposure: (f32, f32),
    /// CIEDE2000 between the skin's mean colour before and after; none without skin.
    pub skin_de: Option<f32>,
    /// Share of other frames that is mixed into each frame outside the skin, 0..=1; none where too little moves.
    pub mixed: Option<f32>,
    /// Frames that repeat the one before them, of those in which the source moves.
    pub repeated: (usize, usize),
    /// Detail of contours outside the skin that is kept, 2-4 and 4-8 px, in dB; none where there are none.
    pub detail_db: [Option<f32>; 2],
    /// New noise outside the skin, 2-8 px, in 8-bit levels.
    pub noise_levels: Option<f32>,
    /// Mean change of brightness outside the skin, eyes and lips included, that one gain and one offset per frame do not
    /// explain, in 8-bit levels.
    pub touched_levels: Option<f32>,
    /// Slope of the change where the mask ends, along it, in 8-bit levels per luma px.
    pub seam_levels_px: Option<f32>,
    /// Overshoot of isolated contours before and after, in percent of their step; none without such contours.
    pub halo_percent: Option<(f32, f32)>,
    /// Their width from 10 to 90 % before and after, in luma px.
    pub contour_px: Option<(f32, f32)>,
    /// How far the part of an outline that breathes most moves by itself before and after, in percent of the eye distance; none where
    /// none was to be steadied, or too few frames were followed.
    #[serde(default)]
    pub breath_percent: Option<(f32, f32)>,
    /// What a lens left of persons and of what is right beside them; none where none was laid.
    #[serde(default)]
    pub lens: Option<LensProof>,
    /// What was retouched in single places; none where nothing was.
    #[serde(default)]
    pub retouched: Option<Retouched>,
    /// Faces that got features of other frames, run by run.
    #[serde(default)]
    pub restored: Vec<RestoredRun>,
    /// The worst place of each kind of change, over single frames and half seconds.
    #[serde(default)]
    pub worst: Vec<PlaceProof>,
    /// Whether the picture was kept.
    pub holds: bool,
    /// Why not; empty when it was.
    pub faults: Vec<Fault>,
}

/// Everything that was proven of a written file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Certificate {
    /// Whether every proof holds.
    pub passed: bool,
    /// What was done to the picture, the plainest cause first; empty when it passed.
    pub causes: Vec<Cause>,
    /// File and container.
    pub file: Vec<Proof>,
    /// The whole picture, per shot.
    pub frame: Vec<FrameProof>,
    /// Skin, per shot and face.
    pub skin: Vec<SkinProof>,
}

impl Certificate {
    /// The certificate of these proofs.
    pub fn of(file: Vec<Proof>, frame: Vec<FrameProof>, skin: Vec<SkinProof>) -> Self {
        let passed = file.iter().all(|p| p.holds != Some(false))
            && frame.iter().all(|f| f.holds)
            && skin.iter().all(|s| s.holds);
        let of_frame = frame.iter().flat_map(|f| f.faults.iter().map(|fault| (f.shot, fault.cause)));
        let of_skin = skin.iter().flat_map(|s| s.faults.iter().map(|fault| (s.shot, fault.cause)));
        let all: Vec<(usize, Cause)> = of_frame.chain(of_skin).collect();
        // What blurs everything also takes the skin's texture: one cause, named once.
        let is_blur =
            |(shot, cause): &(usize, Cause)| *cause == Cause::Waxed && all.contains(&(*shot, Cause::Blurred));
        let mut causes: Vec<Cause> = all.iter().filter(|c| !is_blur(c)).map(|c| c.1).collect();
        causes.sort_unstable();
        causes.dedup();
        Self { passed, causes, file, frame, skin }
    }

    /// Why no skin was judged; none when some was.
    pub fn skin_not_judged(&self) -> Option<String> {
        if self.skin.iter().any(|s| s.not_judged.is_none()) {
            return None;
        }
        let why = self.skin.iter().find_map(|s| s.not_judged.clone());
        Some(why.unwrap_or_else(|| "none could be followed".into()))
    }

    /// What it comes to, in a word: PASS only where skin was judged.
    pub fn words(&self) -> String {
        match (self.passed, self.skin_not_judged()) {
            (false, _) => "FAIL".into(),
            (true, None) => "PASS".into(),
            (true, Some(why)) => format!("PASS (skin not judged: {why})"),
        }
    }

    /// What failed, a line each.
    pub fn failures(&self) -> Vec<String> {
        let line = |place: String, f: &Fault| format!("{place}: {}: {}", f.cause.words(), f.seen);
        let file =
            self.file.iter().filter(|p| p.holds == Some(false)).map(|p| format!("{}: {}", p.what, p.seen));
        let frame = self.frame.iter().flat_map(|f| {
            f.faults.iter().map(move |fault| line(format!("picture of shot {}", f.shot + 1), fault))
        });
        let skin = self.skin.iter().flat_map(|s| s.faults.iter().map(move |fault| line(s.place(), fault)));
        file.chain(frame).chain(skin).collect()
    }

    /// The shots whose picture or skin did not hold.
    pub fn failed_shots(&self) -> Vec<usize> {
        let frame = self.frame.iter().filter(|f| !f.holds).map(|f| f.shot);
        let mut shots: Vec<usize> =
            frame.chain(self.skin.iter().filter(|s| !s.holds).map(|s| s.shot)).collect();
        shots.sort_unstable();
        shots.dedup();
        shots
    }
}

/// An amplitude's ratio in dB.
fn decibel(ratio: f32) -> f32 {
    (20.0 * crate::color::math::ln(f64::from(ratio.max(1e-6))) / std::f64::consts::LN_10) as f32
}

/// The solution of a small symmetric system by Gauss's elimination, made a little stiffer so that it always has one.
fn solve<const N: usize>(mut normal: [[f64; N]; N], mut right: [f64; N]) -> [f64; N] {
    let trace: f64 = (0..N).map(|i| normal[i][i]).sum();
    for (i, row) in normal.iter_mut().enumerate() {
        row[i] += 1e-6 * trace / N as f64 + 1e-12;
    }
    for pivot in 0..N {
        let (own, value) = (normal[pivot], right[pivot]);
        for below in pivot + 1..N {
            let share = normal[below][pivot] / own[pivot];
            normal[below].iter_mut().zip(own).for_each(|(v, p)| *v -= share * p);
            right[below] -= share * value;
        }
    }
    let mut out = [0.0; N];
    for row in (0..N).rev() {
        let known: f64 = (row + 1..N).map(|i| normal[row][i] * out[i]).sum();
        out[row] = (right[row] - known) / normal[row][row];
    }
    out
}

#[cfg(test)]
mod tests;
