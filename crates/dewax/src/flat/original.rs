//! Texture that a clip lacks beside an original which lies in register with it, kept in the still space of its locks.

use super::graft::{STEP, bands};
use crate::kernels::warp::{Field, by_field};
use crate::lock::{Affine, Locked, Registered, placed};
use crate::px::{Mask, Plane, Rect};
use serde::{Deserialize, Serialize};

/// No patch has more samples: a face of 1,860 by 1,290 px. Larger ones are kept more coarsely.
const MOST_SAMPLES: f32 = 2.4e6;
/// Lock px between the places at which the way to the frame is looked up.
const FIELD_STEP: usize = 8;
/// A file with more patches is none.
const MOST_PATCHES: usize = 1_000;
/// The longest side of a patch that a file may have.
const LONGEST: usize = 8_192;

/// Texture of an original, per face and run of frames with one still space.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
pub struct Original {
    patches: Vec<Patch>,
}

/// What one segment of a lock lacks.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
struct Patch {
    face: u32,
    /// The first frame of its segment, by number in the clip.
    first_frame: usize,
    /// Lock px of the first sample, and lock px from sample to sample.
    at: [f32; 2],
    step_px: f32,
    width: usize,
    height: usize,
    /// Contrast that the clip lacks, in steps of a thousandth of the light.
    steps: Vec<i8>,
    /// How much is known of each sample, 0..=255.
    known: Vec<u8>,
}

impl std::fmt::Debug for Patch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let size = (self.width, self.height);
        f.debug_struct("Patch").field("face", &self.face).field("size", &size).finish_non_exhaustive()
    }
}

/// A picture that lies in register with a frame.
#[derive(Clone, Copy, Debug)]
pub struct Beside<'a> {
    /// Its luma, and what black is in it.
    pub luma: &'a Plane<u16>,
    /// Stored units.
    pub black: f32,
    /// How it lies.
    pub lies: Registered,
}

impl Original {
    /// Whether it holds nothing.
    pub fn is_empty(&self) -> bool {
        self.patches.is_empty()
    }

    /// How many faces it knows of.
    pub fn faces(&self) -> usize {
        let mut numbers: Vec<u32> = self.patches.iter().map(|p| p.face).collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers.len()
    }

    /// Whether a file could have said this.
    pub fn is_sane(&self) -> bool {
        let sane = |p: &Patch| {
            let samples = p.width.checked_mul(p.height);
            let numbers = p.at.iter().chain([&p.step_px]).all(|v| v.is_finite() && v.abs() < 1e6);
            let size = (1..=LONGEST).contains(&p.width) && (1..=LONGEST).contains(&p.height);
            size && numbers && p.step_px >= 0.05 && [p.steps.len(), p.known.len()].map(Some) == [samples; 2]
        };
        self.patches.len() <= MOST_PATCHES && self.patches.iter().all(sane)
    }

    /// Takes what the skin of a frame lacks beside a picture. `luma` and `mask` are the frame's, `lock` says where its skin lies.
    /// Whether there was anything to take.
    pub fn take(
        &mut self,
        face: u32,
        lock: &Locked<'_>,
        (luma, mask, black): (&Plane<u16>, &Mask, f32),
        beside: &Beside<'_>,
    ) -> bool {
        let region = mask.roi.and(&lock.bounds(luma.width(), luma.height()));
        let px_per_mm = lock.segment.iod_px * lock.scale() / crate::skin::IOD_MM;
        if region.is_empty() || px_per_mm <= 0.0 {
            return false;
        }
        let there = placed(beside.luma, &beside.lies.map, region);
        let here = crate::kernels::tile::cut(luma, region);
        let here = Plane::from_fn(region.width(), region.height(), |x, y| here.row(y)[x] as u16);
        // Both are measured in one mask, so that what is at its edge drops out.
        let inner = part_of(mask, region);
        let whole = Rect::of(region.width(), region.height());
        let [fine, coarse, known] = bands(&here, &inner, whole, px_per_mm, black);
        let [fine_there, coarse_there, _] = bands(&there, &inner, whole, px_per_mm, beside.black);
        let lacks = Plane::from_fn(region.width(), region.height(), |x, y| {
            fine_there.row(y)[x] + coarse_there.row(y)[x] - fine.row(y)[x] - coarse.row(y)[x]
        });
        let Some(patch) = Patch::of(face, lock, (&lacks, &known), region) else { return false };
        self.patches.push(patch);
        true
    }

    /// What a face lacks in the segment of a frame: contrast as a share of the light, times how much is known of it, and the way
    /// from lock px to its samples.
    pub(crate) fn of(&self, face: u32, first_frame: usize) -> Option<(Plane<f32>, Affine)> {
        let patch = self.patches.iter().find(|p| (p.face, p.first_frame) == (face, first_frame))?;
        let plane = Plane::from_fn(patch.width, patch.height, |x, y| {
            let i = y * patch.width + x;
            STEP * f32::from(patch.steps[i]) * f32::from(patch.known[i]) / 255.0
        });
        let per_px = 1.0 / f64::from(patch.step_px);
        let [x, y] = patch.at.map(|v| -f64::from(v) * per_px);
        Some((plane, Affine([per_px, 0.0, x, 0.0, per_px, y])))
    }
}

impl Patch {
    /// What lies in a region of a frame, in lock space.
    fn of(
        face: u32,
        lock: &Locked<'_>,
        (lacks, known): (&Plane<f32>, &Plane<f32>),
        region: Rect,
    ) -> Option<Self> {
        let back = lock.back()?;
        let edges = |t: usize| {
            let (x, y) = (region.x0 + t * region.width() / 16, region.y0 + t * region.height() / 16);
            [[x, region.y0], [x, region.y1], [region.x0, y], [region.x1, y]]
        };
        let border = (0..=16).flat_map(edges).map(|[x, y]| back([x as f64, y as f64]));
        let (mut low, mut high) = ([f64::INFINITY; 2], [f64::NEG_INFINITY; 2]);
        for p in border {
            (0..2).for_each(|i| (low[i], high[i]) = (low[i].min(p[i]), high[i].max(p[i])));
        }
        let area = ((high[0] - low[0]) * (high[1] - low[1])) as f32;
        // As fine as the frame, where it is larger than lock space.
        let step_px = (1.0 / lock.scale().max(0.1)).max((area / MOST_SAMPLES).sqrt()).clamp(0.1, 8.0);
        let side = |i: usize| ((high[i] - low[i]) / f64::from(step_px)).ceil().max(1.0) as usize;
        let (width, height) = (side(0), side(1));
        if width > LONGEST || height > LONGEST {
            return None;
        }
        let at = low.map(|v| v as f32);
        let field = Field::new((width, height), FIELD_STEP, |x, y| {
            let still = [x, y].map(|v| v as f64 * f64::from(step_px));
            let [u, v] = lock.to_frame([f64::from(at[0]) + still[0], f64::from(at[1]) + still[1]]);
            [u - region.x0 as f64, v - region.y0 as f64]
        });
        let (lacks, known) = (by_field(lacks, &field), by_field(known, &field));
        let steps = lacks.samples().iter().map(|v| (v / STEP).round().clamp(-127.0, 127.0) as i8).collect();
        let known = known.samples().iter().map(|v| (255.0 * v.clamp(0.0, 1.0)).round() as u8).collect();
        let first_frame = lock.segment.first_frame;
        Some(Self { face, first_frame, at, step_px, width, height, steps, known })
    }
}

/// A mask of a region of its picture.
fn part_of(mask: &Mask, region: Rect) -> Mask {
    let mut weights = Plane::new(region.width(), region.height());
    for y in 0..region.height() {
        mask.expand_row(region.y0 + y, region.x0, weights.row_mut(y));
    }
    Mask { weights, step_px: 1, roi: Rect::of(region.width(), region.height()) }
}
