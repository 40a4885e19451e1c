//! A graft: the texture of a real skin, taken from one picture of a face and laid flat, to be given to another picture.

use super::points::{FLAT_POINTS, flat_mm};
use super::way::{Pair, Way};
use crate::kernels::blur;
use crate::kernels::warp::{Field, by_field};
use crate::lock::BANDS_MM;
use crate::px::{Mask, Plane, Rect};
use crate::skin::{IOD_MM, WAVE_PER_SIGMA};
use serde::{Deserialize, Serialize};

/// Samples per mm of a graft's layers: pores and fine lines; coarser unevenness and how much is known.
pub const GRAFT_PER_MM: [f32; 2] = [6.0, 2.0];
/// Where on the skin laid flat the first sample of a relief or graft lies, mm.
pub const FLAT_START_MM: [f32; 2] = [-128.0, -100.0];
/// Its width and height, mm: a face and its neck.
pub const FLAT_SIDE_MM: f32 = 256.0;

/// Contrast of a stored step, as a share of the light.
pub(super) const STEP: f32 = 0.001;
/// A picture with fewer pixels per mm holds no texture worth taking: its pores are smaller than two pixels.
const LEAST_PX_PER_MM: f32 = 2.4;
/// Landmarks count out to about this far, as a share of mm: see `chart`.
const NEAR_MM: f64 = 5.0;
/// Skin farther than this from every landmark is not known to be where it seems, mm.
const KNOWN_MM: f32 = 9.0;
/// Skin that the mask is less sure of than this is not taken.
const SKIN: f32 = 0.5;
/// No wavelength longer than this is taken: beyond it is shape and light.
const LONGEST_MM: f32 = BANDS_MM[1].1;

/// Texture of a skin laid flat, as contrast in steps of a thousandth of the light.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Graft {
    /// Pores and fine lines, row by row, [`GRAFT_PER_MM`]\[0\] samples per mm.
    fine: Vec<i8>,
    /// Coarser unevenness, [`GRAFT_PER_MM`]\[1\].
    coarse: Vec<i8>,
    /// How much is known of each sample of the coarse layer, 0..=255.
    known: Vec<u8>,
}

impl std::fmt::Debug for Graft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Graft").field("known", &self.share()).finish_non_exhaustive()
    }
}

/// Samples along a side of a layer.
fn side(layer: usize) -> usize {
    (FLAT_SIDE_MM * GRAFT_PER_MM[layer]) as usize
}

impl Graft {
    /// The texture of the face with these landmarks (luma px) and this skin; `black` is black's luma in stored units. `None`
    /// where the picture is too coarse to hold any, or shows too little skin.
    pub fn of(luma: &Plane<u16>, points: &[[f32; 2]], iod_px: f32, mask: &Mask, black: f32) -> Option<Self> {
        let px_per_mm = iod_px / IOD_MM;
        let pairs: Vec<Pair> = points
            .iter()
            .take(FLAT_POINTS)
            .enumerate()
            .map(|(i, p)| Pair { from: flat_mm(i).map(f64::from), to: p.map(f64::from) })
            .collect();
        let region = mask.roi.and(&Rect::of(luma.width(), luma.height()));
        if px_per_mm < LEAST_PX_PER_MM || pairs.len() < FLAT_POINTS || region.is_empty() {
            return None;
        }
        let way = Way::through(&pairs, NEAR_MM * f64::from(px_per_mm))?;
        let [fine, coarse, known] = bands(luma, mask, region, px_per_mm, black);
        let flat = |plane: &Plane<f32>, layer: usize| {
            let (side, per_mm) = (side(layer), GRAFT_PER_MM[layer]);
            // Every 4 mm: landmarks are no surer.
            let step = (4.0 * per_mm) as usize;
            let field = Field::new((side, side), step, |x, y| {
                let [u, v] = [x, y].map(|i| i as f32 / per_mm);
                let at = way.at([f64::from(u + FLAT_START_MM[0]), f64::from(v + FLAT_START_MM[1])]);
                [at[0] - region.x0 as f64, at[1] - region.y0 as f64]
            });
            by_field(plane, &field)
        };
        let steps = |plane: Plane<f32>| -> Vec<i8> {
            plane.samples().iter().map(|v| (v / STEP).round().clamp(-127.0, 127.0) as i8).collect()
        };
        let known = flat(&known, 1);
        let near = near_landmarks(known.width());
        let known = known.samples().iter().zip(near.samples());
        let out = Self {
            fine: steps(flat(&fine, 0)),
            coarse: steps(flat(&coarse, 1)),
            known: known.map(|(k, n)| (255.0 * k.clamp(0.0, 1.0) * n).round() as u8).collect(),
        };
        (out.share() > 0.01).then_some(out)
    }

    /// Share of the flat skin that is known, 0..=1.
    pub fn share(&self) -> f32 {
        self.known.iter().map(|&k| f32::from(k)).sum::<f32>() / 255.0 / self.known.len().max(1) as f32
    }

    /// Whether a file could have said this.
    pub fn is_sane(&self) -> bool {
        let sizes = [self.fine.len(), self.coarse.len(), self.known.len()];
        sizes == [side(0) * side(0), side(1) * side(1), side(1) * side(1)]
    }

    /// The contrast of a layer (0 fine, 1 coarse) at a sample, as a share of the light.
    #[inline]
    pub fn contrast(&self, layer: usize, x: usize, y: usize) -> f32 {
        let values = if layer == 0 { &self.fine } else { &self.coarse };
        STEP * f32::from(values[y * side(layer) + x])
    }

    /// How much is known of a sample of a layer, 0..=1.
    #[inline]
    pub fn known(&self, layer: usize, x: usize, y: usize) -> f32 {
        let per = if layer == 0 { (GRAFT_PER_MM[0] / GRAFT_PER_MM[1]) as usize } else { 1 };
        f32::from(self.known[y / per * side(1) + x / per]) / 255.0
    }
}

/// Contrast of both bands, and where skin is known, over a region of a picture.
pub(super) fn bands(
    luma: &Plane<u16>,
    mask: &Mask,
    region: Rect,
    px_per_mm: f32,
    black: f32,
) -> [Plane<f32>; 3] {
    let (width, height) = (region.width(), region.height());
    let mut weights = Plane::new(width, height);
    for y in 0..height {
        mask.expand_row(region.y0 + y, region.x0, weights.row_mut(y));
    }
    weights.samples_mut().iter_mut().for_each(|w| *w = if *w >= SKIN { *w } else { 0.0 });
    let mut weighted = Plane::from_fn(width, height, |x, y| {
        let value = luma.row(region.y0 + y)[region.x0 + x];
        (f32::from(value) - black) * weights.row(y)[x]
    });
    let raw = weighted.clone();
    let sigma = |mm: f32| (mm * px_per_mm / WAVE_PER_SIGMA).max(0.4);
    let soft = |plane: &Plane<f32>, mm: f32| blur::gaussian(plane, sigma(mm));
    // Normalised, so that no contour leaks in.
    let level = |mm: f32| {
        let mut out = soft(&weighted, mm);
        let near = soft(&weights, mm);
        out.samples_mut().iter_mut().zip(near.samples()).for_each(|(v, n)| *v /= n.max(1e-3));
        out
    };
    let [middle, low] = [BANDS_MM[0].1, LONGEST_MM].map(level);
    let light = |x: usize, y: usize| low.row(y)[x].max(1.0);
    let fine = Plane::from_fn(width, height, |x, y| {
        let weight = weights.row(y)[x];
        let own = if weight > 0.0 { raw.row(y)[x] / weight } else { middle.row(y)[x] };
        (own - middle.row(y)[x]) / light(x, y)
    });
    let coarse = Plane::from_fn(width, height, |x, y| (middle.row(y)[x] - low.row(y)[x]) / light(x, y));
    // Nothing from right beside an eye or a hair.
    let inner = soft(&weights, BANDS_MM[0].1);
    // Nor from the edge of the region: what lies beyond it is not known, and would repeat it.
    let is_edge = |x: usize, y: usize| x == 0 || y == 0 || x + 1 == width || y + 1 == height;
    weighted = Plane::from_fn(width, height, |x, y| {
        if is_edge(x, y) { 0.0 } else { ((inner.row(y)[x] - 0.7) / 0.25).clamp(0.0, 1.0) }
    });
    [fine, coarse, weighted]
}

/// 1 near the points of a mesh laid flat, 0 far from all of them.
fn near_landmarks(side: usize) -> Plane<f32> {
    let mut out: Plane<f32> = Plane::new(side, side);
    let per_mm = GRAFT_PER_MM[1];
    let reach = (KNOWN_MM * per_mm) as isize;
    for [u, v] in (0..FLAT_POINTS).map(flat_mm) {
        let [x, y] = [(u - FLAT_START_MM[0]) * per_mm, (v - FLAT_START_MM[1]) * per_mm].map(|p| p as isize);
        for row in (y - reach).max(0)..(y + reach + 1).min(side as isize) {
            for column in (x - reach).max(0)..(x + reach + 1).min(side as isize) {
                let far = (((row - y).pow(2) + (column - x).pow(2)) as f32).sqrt() / reach as f32;
                let value = ((1.0 - far) * 2.0).clamp(0.0, 1.0);
                let cell = &mut out.row_mut(row as usize)[column as usize];
                *cell = cell.max(value);
            }
        }
    }
    out
}
