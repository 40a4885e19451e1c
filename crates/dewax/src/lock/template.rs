//! What frames are aligned with: the skin as it looks in lock space, averaged over frames so that flicker leaves it.

use super::band::Bands;
use crate::kernels::{blur, shrink};
use crate::px::Plane;

/// Enough points to place a face to a hundredth of a pixel; more only cost time.
const MOST_POINTS: usize = 6_000;
/// Weights below this are not skin.
pub(super) const SOME_WEIGHT: f32 = 0.1;

/// A weighted sample of a template.
pub(super) struct Point {
    /// Where, in lock px.
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) value: f64,
    /// Change per lock px.
    pub(super) gx: f64,
    pub(super) gy: f64,
    pub(super) weight: f64,
}

/// A level as the residual mesh needs it.
pub(super) struct Slopes {
    /// Change per lock px.
    pub(super) gx: Plane<f32>,
    pub(super) gy: Plane<f32>,
}

/// The still picture of a segment.
pub(crate) struct Template {
    pub(super) bands: Bands,
    /// Skin per sample, 0..=1, per level.
    pub(super) weights: Vec<Plane<f32>>,
    pub(super) points: Vec<Vec<Point>>,
    /// Of the two finest levels.
    pub(super) slopes: Vec<Slopes>,
}

impl Template {
    /// A template of luma in 8-bit levels with a weight per sample; see [`Bands::new`].
    pub(crate) fn new(luma: Plane<f32>, weight: &Plane<f32>, origin: [f64; 2], step_px: usize) -> Self {
        let bands = Bands::new(luma, origin, step_px);
        let mut weights = vec![weight.clone()];
        for level in 1..bands.levels.len() {
            weights.push(shrink::shrink_f32(&weights[level - 1], 2));
        }
        let points = (0..bands.levels.len()).map(|level| points(&bands, level, &weights[level])).collect();
        let finest = bands.levels.iter().take(2).enumerate();
        let slopes = finest.map(|(level, plane)| slopes(plane, bands.step_px(level) as f32)).collect();
        Self { bands, weights, points, slopes }
    }

    /// The middle of the template, lock px.
    pub(super) fn middle(&self) -> [f64; 2] {
        let plane = &self.bands.levels[0];
        self.bands.point(0, plane.width() as f64 / 2.0, plane.height() as f64 / 2.0)
    }

    /// About half its size, lock px.
    pub(super) fn reach_px(&self) -> f64 {
        let plane = &self.bands.levels[0];
        ((plane.width() + plane.height()) as f64 / 4.0 * self.bands.step_px).max(1.0)
    }
}

pub(super) fn slopes(plane: &Plane<f32>, step_px: f32) -> Slopes {
    let (width, height) = (plane.width(), plane.height());
    let (mut gx, mut gy) = (Plane::new(width, height), Plane::new(width, height));
    let half = 0.5 / step_px;
    for y in 1..height.saturating_sub(1) {
        let (above, here, below) = (plane.row(y - 1), plane.row(y), plane.row(y + 1));
        let (rx, ry) = (gx.row_mut(y), gy.row_mut(y));
        for x in 1..width.saturating_sub(1) {
            rx[x] = (here[x + 1] - here[x - 1]) * half;
            ry[x] = (below[x] - above[x]) * half;
        }
    }
    Slopes { gx, gy }
}

/// The weighted samples of a level with their gradients; at most about [`MOST_POINTS`], evenly spread.
fn points(bands: &Bands, level: usize, weight: &Plane<f32>) -> Vec<Point> {
    let band = &bands.levels[level];
    let weighty = weight.samples().iter().filter(|&&w| w > SOME_WEIGHT).count();
    let stride = weighty.div_ceil(MOST_POINTS).max(1);
    let half = 0.5 / bands.step_px(level);
    let mut points = Vec::with_capacity(weighty / stride + 1);
    let mut seen = 0usize;
    for y in 1..band.height().saturating_sub(1) {
        let (up, here, down) = (band.row(y - 1), band.row(y), band.row(y + 1));
        let weights = weight.row(y);
        for x in 1..band.width().saturating_sub(1) {
            if weights[x] <= SOME_WEIGHT {
                continue;
            }
            seen += 1;
            if seen.is_multiple_of(stride) {
                let [px, py] = bands.point(level, x as f64, y as f64);
                points.push(Point {
                    x: px,
                    y: py,
                    value: f64::from(here[x]),
                    gx: f64::from(here[x + 1] - here[x - 1]) * half,
                    gy: f64::from(down[x] - up[x]) * half,
                    weight: f64::from(weights[x]),
                });
            }
        }
    }
    points
}

/// A mask closed over holes (eyes, lips, glasses) up to about `radius` samples: their contours carry the lock where the
/// skin itself has no structure.
pub(super) fn closed(mask: &Plane<f32>, radius: f32) -> Plane<f32> {
    if radius < 0.5 {
        return mask.clone();
    }
    // Soft closing: what is within reach of skin, then drawn back by the same blur.
    let mut grown = blur::gaussian(mask, radius);
    grown.samples_mut().iter_mut().for_each(|v| *v = (*v * 6.0).min(1.0));
    let mut back = blur::gaussian(&grown, radius);
    for (b, &m) in back.samples_mut().iter_mut().zip(mask.samples()) {
        *b = ((*b - 0.8) * 6.0).clamp(m, 1.0);
    }
    back
}
