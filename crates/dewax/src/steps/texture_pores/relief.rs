//! The relief of a face's skin on the skin laid flat, as a picture of some resolution can show it, and how strong it is. The same
//! key gives the same relief; nothing in it repeats within a face.

use super::features::{coarse, fine};
use crate::color::math::{exp2, log2};
use crate::kernels::{blur, middle};
use crate::lock::{BANDS_MM, BLOCK_MM, FLAT_SIDE_MM, FLAT_START_MM, GRAFT_PER_MM, Graft, WAVE_PER_SIGMA};
use crate::px::Plane;
use rayon::prelude::*;
use std::sync::{Arc, Mutex, PoisonError};

/// Samples per mm: a pore's hollow has two on each side of its middle. As in grafts.
pub(super) const FINE_PER_MM: f32 = GRAFT_PER_MM[0];
/// The same of the coarse relief.
pub(super) const COARSE_PER_MM: f32 = GRAFT_PER_MM[1];
/// Where on the skin laid flat the first sample lies, mm.
pub(super) const START_MM: [f32; 2] = FLAT_START_MM;
/// Width and height, mm.
pub(super) const SIDE_MM: f32 = FLAT_SIDE_MM;
/// What is measured for the strength of a relief: a cheek. Left, upper, width and height in mm.
const CHEEK_MM: [f32; 4] = [18.0, 8.0, 54.0, 60.0];
/// How finely reliefs are told apart by their resolution: steps per doubling.
const STEPS_PER_OCTAVE: f32 = 12.0;
/// How many reliefs are kept: two faces at two sizes, and what they were made from.
const MOST_KEPT: usize = 6;

/// Which relief.
#[derive(Clone, Debug)]
pub(super) struct Kind {
    /// Whose pores.
    pub(super) key: u32,
    /// How strong pores are, 1 as on real skin.
    pub(super) pores: f32,
    /// How strong fine lines are, 1 as on real skin.
    pub(super) lines: f32,
    /// Texture of a real skin, and how much of it is taken where it is known.
    pub(super) graft: Option<(Arc<Graft>, f32)>,
}

impl PartialEq for Kind {
    fn eq(&self, other: &Self) -> bool {
        let same_graft = match (&self.graft, &other.graft) {
            (None, None) => true,
            (Some((one, a)), Some((two, b))) => a == b && (Arc::ptr_eq(one, two) || one == two),
            _ => false,
        };
        same_graft && (self.key, self.pores, self.lines) == (other.key, other.pores, other.lines)
    }
}

/// A relief as a picture of some resolution can show it.
#[derive(Debug)]
pub(super) struct Relief {
    /// Pores, lines and bumps, [`FINE_PER_MM`].
    pub(super) fine: Plane<f32>,
    /// Coarser unevenness, [`COARSE_PER_MM`].
    pub(super) coarse: Plane<f32>,
    /// Mean square of each layer (fine, coarse) in each band of [`BANDS_MM`] on a cheek: of its height.
    pub(super) height2: [[f32; 2]; 2],
    /// The same of its slope along one direction, per mm.
    pub(super) slope2: [[f32; 2]; 2],
}

/// A relief that was made: which, at which resolution and softness in steps.
type Kept = (Kind, [i32; 2], Arc<Relief>);

impl Relief {
    /// The relief as a picture shows it that has `px_per_mm` and blurs by `softness_px` (sigma).
    ///
    /// Kept for the next frame: it is a function of its arguments, and costs more than a frame.
    pub(super) fn seen(kind: &Kind, px_per_mm: f32, softness_px: f32) -> Arc<Self> {
        static KEPT: Mutex<Vec<Kept>> = Mutex::new(Vec::new());
        let per_octave = f64::from(STEPS_PER_OCTAVE);
        let steps = |v: f32| (per_octave * log2(f64::from(v.clamp(0.05, 100.0)))).round() as i32;
        let at = [steps(px_per_mm), steps(softness_px)];
        let locked = || KEPT.lock().unwrap_or_else(PoisonError::into_inner);
        {
            let mut kept = locked();
            if let Some(found) = kept.iter().position(|(k, a, _)| k == kind && *a == at) {
                // The one that was used last goes last.
                let used = kept.remove(found);
                let relief = used.2.clone();
                kept.push(used);
                return relief;
            }
        }
        let [px_per_mm, softness_px] = at.map(|s| exp2(f64::from(s) / per_octave) as f32);
        let made = Arc::new(Self::made(&raw(kind), px_per_mm, softness_px));
        let mut kept = locked();
        kept.push((kind.clone(), at, made.clone()));
        if kept.len() > MOST_KEPT {
            kept.remove(0);
        }
        made
    }

    /// How strong both layers must be so that they have these mean squares per band, `shaded` of them as shade and the rest as
    /// hollows. Nothing where a band has more than is wanted.
    pub(super) fn amplitudes(&self, shaded: [f32; 2], wanted: [f32; 2]) -> [f32; 2] {
        let energy = |layer: usize, band: usize| {
            let (shade, hollow) = (shaded[layer], 1.0 - shaded[layer]);
            // Height and slope of a relief are not correlated.
            hollow * hollow * self.height2[layer][band] + shade * shade * self.slope2[layer][band]
        };
        let [[a, b], [c, d]] = [[energy(0, 0), energy(1, 0)], [energy(0, 1), energy(1, 1)]];
        let det = a * d - b * c;
        let alone = |energy: f32, wanted: f32| if energy > 0.0 { wanted / energy } else { 0.0 };
        let both = if det > 1e-12 {
            [(d * wanted[0] - b * wanted[1]) / det, (a * wanted[1] - c * wanted[0]) / det]
        } else {
            [alone(a, wanted[0]), 0.0]
        };
        // One layer alone can already have all that the other's band wants.
        let both = match both {
            [fine, coarse] if fine < 0.0 && coarse >= 0.0 => [0.0, alone(d, wanted[1])],
            [fine, coarse] if coarse < 0.0 && fine >= 0.0 => [alone(a, wanted[0]), 0.0],
            other => other,
        };
        both.map(|square| square.max(0.0).sqrt())
    }

    fn made(raw: &Raw, px_per_mm: f32, softness_px: f32) -> Self {
        let sigma_mm = softness_px / px_per_mm;
        let soft = |plane: &Plane<f32>, per_mm: f32| {
            let sigma = sigma_mm * per_mm;
            if sigma > 0.25 { blur::gaussian(plane, sigma) } else { plane.clone() }
        };
        let (fine, coarse) = rayon::join(|| soft(&raw.fine, FINE_PER_MM), || soft(&raw.coarse, COARSE_PER_MM));
        let layers = [(&fine, FINE_PER_MM), (&coarse, COARSE_PER_MM)];
        let strength = layers.map(|(plane, per_mm)| strength(plane, per_mm, px_per_mm));
        Self { height2: strength.map(|s| s.0), slope2: strength.map(|s| s.1), fine, coarse }
    }
}

/// Mean squares per band, on a cheek, of a layer's height and of its slope.
fn strength(plane: &Plane<f32>, per_mm: f32, px_per_mm: f32) -> ([f32; 2], [f32; 2]) {
    let [left, upper, width, height] = CHEEK_MM;
    let at = |mm: f32, start: f32| ((mm - start) * per_mm) as usize;
    let (x0, y0) = (at(left, START_MM[0]), at(upper, START_MM[1]));
    let (columns, rows) = ((width * per_mm) as usize, (height * per_mm) as usize);
    let part = |pick: &dyn Fn(usize, usize) -> f32| {
        let plane = Plane::from_fn(columns, rows, |x, y| pick(x0 + x, y0 + y));
        bands(&plane, per_mm, px_per_mm)
    };
    let value = |x: usize, y: usize| plane.row(y)[x];
    let slope = per_mm / 2.0;
    let across = part(&|x, y| (value(x + 1, y) - value(x - 1, y)) * slope);
    let down = part(&|x, y| (value(x, y + 1) - value(x, y - 1)) * slope);
    (part(&value), [0, 1].map(|b| (across[b] + down[b]) / 2.0))
}

/// Mean square of a plane in each band, as a picture with `px_per_mm` would be measured.
fn bands(plane: &Plane<f32>, per_mm: f32, px_per_mm: f32) -> [f32; 2] {
    let soft = |mm: f32| {
        // What the picture cannot show is no limit of the band.
        let sigma = if mm * px_per_mm <= 2.0 { 0.0 } else { mm * per_mm / WAVE_PER_SIGMA };
        if sigma > 0.25 { blur::gaussian(plane, sigma) } else { plane.clone() }
    };
    let [(shortest, _), (between, longest)] = BANDS_MM;
    let [a, b, c] = [shortest, between, longest].map(soft);
    // The median of blocks, as skin is measured, inside of where the blurs see an edge.
    let margin = (longest * per_mm / 2.0) as usize;
    let block = ((BLOCK_MM * per_mm) as usize).max(4);
    let starts = |size: usize| (margin..size.saturating_sub(margin + block)).step_by(block);
    let energy = |one: &Plane<f32>, two: &Plane<f32>| {
        let mean = |x0: usize, y0: usize| {
            let rows = (y0..y0 + block).map(|y| {
                let pairs = one.row(y)[x0..x0 + block].iter().zip(&two.row(y)[x0..x0 + block]);
                pairs.map(|(a, b)| f64::from(a - b).powi(2)).sum::<f64>()
            });
            (rows.sum::<f64>() / (block * block) as f64) as f32
        };
        let all = starts(plane.height()).flat_map(|y| starts(plane.width()).map(move |x| (x, y)));
        let mut values: Vec<f32> = all.map(|(x, y)| mean(x, y)).collect();
        middle(&mut values, f32::total_cmp).unwrap_or(0.0)
    };
    [energy(&a, &b), energy(&b, &c)]
}

/// A relief in full detail.
struct Raw {
    fine: Plane<f32>,
    coarse: Plane<f32>,
}

/// See [`Relief::seen`]: kept as well, for other resolutions.
fn raw(kind: &Kind) -> Arc<Raw> {
    static KEPT: Mutex<Vec<(Kind, Arc<Raw>)>> = Mutex::new(Vec::new());
    let locked = || KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, raw)) = locked().iter().find(|(k, _)| k == kind) {
        return raw.clone();
    }
    let (mut fine, mut coarse) = rayon::join(|| fine(kind), || coarse(kind.key));
    if let Some((graft, share)) = &kind.graft {
        grafted(&mut fine, graft, 0, *share);
        grafted(&mut coarse, graft, 1, *share);
    }
    let made = Arc::new(Raw { fine, coarse });
    let mut kept = locked();
    kept.push((kind.clone(), made.clone()));
    if kept.len() > MOST_KEPT / 2 {
        kept.remove(0);
    }
    made
}

/// Puts `share` of a graft's layer in the place of what was made, where it is known, as strong as that was.
fn grafted(plane: &mut Plane<f32>, graft: &Graft, layer: usize, share: f32) {
    let side = plane.width();
    let (mut made, mut given) = (0.0f64, 0.0f64);
    for (y, row) in plane.samples().chunks_exact(side).enumerate() {
        for (x, v) in row.iter().enumerate() {
            let known = f64::from(graft.known(layer, x, y));
            made += known * f64::from(*v).powi(2);
            given += known * f64::from(graft.contrast(layer, x, y)).powi(2);
        }
    }
    if given <= 0.0 {
        return;
    }
    let gain = (made / given).sqrt() as f32;
    plane.samples_mut().par_chunks_mut(side).enumerate().for_each(|(y, row)| {
        for (x, v) in row.iter_mut().enumerate() {
            let taken = share * graft.known(layer, x, y);
            // What is independent adds up by its energy.
            *v = (1.0 - taken * taken).max(0.0).sqrt() * *v + taken * gain * graft.contrast(layer, x, y);
        }
    });
}
