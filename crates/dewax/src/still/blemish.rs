//! Blemishes that an AI version has removed, told from what else it smoothed: pores, stubble, grain, hair and lines, and from moles that it kept.

use crate::kernels::{blur, middle};
use crate::px::Plane;
use crate::skin::{SIGMA_OF_MEDIAN, inside};

/// Spots are what stands out between these sigmas, mm: pores are finer, folds and light coarser.
const BAND_MM: [f32; 2] = [0.3, 2.5];
/// What is usual around a place is told within this sigma, mm: stubble and fine hair have it for themselves.
const USUAL_MM: f32 = 4.0;
/// One place counts for what is usual by so many deviations of all at most: spots are not usual.
const AT_MOST: f32 = 4.0;
/// A blemish differs by so many times what is usual. Photographs that were smoothed evenly have 4 at 4, 8, 13 and 3 more places, at 5 none, 0, 2
/// and 1, and all 12 that were painted (`bench stills`).
const STANDS_OUT: f32 = 5.0;
/// And by so much of the light: less is not seen.
const LEAST_SHARE: f32 = 0.02;
/// Of a blemish that was removed less than this is left in the AI version; of a mole that was kept and softened more.
const KEPT: f32 = 0.4;
/// The original itself must have so much of the difference: else it is the AI version that has something.
const OWN: f32 = 0.5;
/// It is as long as wide, but for this: hair and lines are longer.
const ROUND: f32 = 0.35;
/// Half as high as its peak it is as large as this, mm, in radius: pores are smaller.
const LEAST_MM: f32 = 0.3;
/// The ring around it, from its edge on, mm, is as quiet as this beside its peak, RMS, and skin by this share: hair and stubble have more of
/// their kind beside them, features are no skin.
const RING_MM: [f32; 2] = [0.5, 2.0];
const QUIET: f32 = 0.4;
const RING_SKIN: f32 = 0.6;
/// From half its height to its edge a bell grows by this.
const TO_EDGE: f32 = 2.2;
/// A blemish goes on down to this share of its peak, and to so many deviations.
const DOWN_TO: f32 = 0.1;
const DOWN_TO_DEVIATIONS: f32 = 1.5;
/// No farther from its peak than this, mm: what is larger is light, a fold or hair.
const LARGEST_MM: f32 = 5.0;
/// More blemishes than this are none, but another picture.
const MOST: usize = 4_000;

/// Two pictures on cells, and where they are skin.
pub(super) struct Cells<'a> {
    /// Original − AI version, green: blood and melanin are dark there. Codes.
    pub(super) differs: &'a Plane<f32>,
    /// Green of the AI version, codes.
    pub(super) own: &'a Plane<f32>,
    /// 1 where there is skin, else 0.
    pub(super) skin: &'a Plane<f32>,
    pub(super) per_mm: f32,
}

/// Cells of blemishes, and the sigma of each, cells.
pub(super) struct Blemishes {
    pub(super) marked: Plane<f32>,
    pub(super) sigmas: Vec<f32>,
}

/// Finds them.
pub(super) fn find(cells: &Cells<'_>) -> Blemishes {
    let (width, height) = (cells.skin.width(), cells.skin.height());
    let mut out = Blemishes { marked: Plane::new(width, height), sigmas: Vec::new() };
    let Some(ground) = Ground::new(cells) else { return out };
    let band = ground.differs.samples();
    let mut taken = vec![false; width * height];
    let mut peaks: Vec<usize> = (0..width * height).filter(|&i| ground.is_peak(i)).collect();
    peaks.sort_by(|&a, &b| band[b].abs().total_cmp(&band[a].abs()).then(a.cmp(&b)));
    for peak in peaks {
        if taken[peak] || out.sigmas.len() >= MOST {
            continue;
        }
        let floor = (DOWN_TO * band[peak].abs()).max(DOWN_TO_DEVIATIONS * ground.deviation);
        let all = ground.above(peak, floor);
        let is_blemish = ground.is_blemish(peak);
        for &at in all.iter().filter(|&&at| !std::mem::replace(&mut taken[at], true) && is_blemish) {
            out.marked.samples_mut()[at] = 1.0;
        }
        if is_blemish {
            // A bell has a tenth of its peak at 2.1 sigma.
            out.sigmas.push((all.len() as f32 / std::f32::consts::PI).sqrt() / 2.1);
        }
    }
    out
}

/// The bands in which blemishes are looked for, shares of the light.
struct Ground<'a> {
    /// Of original − AI version.
    differs: Plane<f32>,
    /// Of the AI version.
    own: Plane<f32>,
    /// What is usual around a cell.
    usual: Plane<f32>,
    /// What is usual of all.
    deviation: f32,
    skin: &'a Plane<f32>,
    per_mm: f32,
}

impl<'a> Ground<'a> {
    /// None where there is no skin.
    fn new(cells: &Cells<'a>) -> Option<Self> {
        let skin = cells.skin;
        let sigmas = [BAND_MM[0], BAND_MM[1], USUAL_MM].map(|mm| (mm * cells.per_mm).max(0.4));
        let [fine, slow, wide] = sigmas.map(|sigma| (sigma, blur::gaussian(skin, sigma)));
        let soft = |plane: &Plane<f32>, (sigma, sums): &(f32, Plane<f32>)| inside(plane, skin, sums, *sigma);
        let light = soft(cells.own, &slow);
        let band = |mut plane: Plane<f32>, low: &Plane<f32>| {
            let rest = low.samples().iter().zip(light.samples()).zip(skin.samples());
            for (b, ((s, l), w)) in plane.samples_mut().iter_mut().zip(rest) {
                *b = if *w > 0.0 { (*b - s) / l.max(1_000.0) } else { 0.0 };
            }
            plane
        };
        let differs = band(soft(cells.differs, &fine), &soft(cells.differs, &slow));
        let own = band(soft(cells.own, &fine), &light);
        let on_skin = differs.samples().iter().zip(skin.samples()).filter(|(_, w)| **w > 0.0);
        let mut sizes: Vec<f32> = on_skin.map(|(b, _)| b.abs()).collect();
        let deviation = SIGMA_OF_MEDIAN * middle(&mut sizes, f32::total_cmp)?;
        let mut squares = differs.clone();
        let most = (AT_MOST * deviation).powi(2);
        squares.samples_mut().iter_mut().for_each(|v| *v = (*v * *v).min(most));
        let mut usual = soft(&squares, &wide);
        usual.samples_mut().iter_mut().for_each(|v| *v = v.max(0.0).sqrt().max(deviation));
        Some(Self { differs, own, usual, deviation, skin, per_mm: cells.per_mm })
    }

    /// Whether a cell stands out, and above those around it.
    fn is_peak(&self, at: usize) -> bool {
        let band = self.differs.samples();
        let size = band[at].abs();
        if size <= (STANDS_OUT * self.usual.samples()[at]).max(LEAST_SHARE) {
            return false;
        }
        let (width, height) = (self.skin.width(), self.skin.height());
        let (x, y) = (at % width, at / width);
        let (x0, x1, y0, y1) =
            (x.saturating_sub(1), (x + 2).min(width), y.saturating_sub(1), (y + 2).min(height));
        (y0..y1).all(|v| self.differs.row(v)[x0..x1].iter().all(|b| b.abs() <= size))
    }

    /// The cells connected with a peak that are higher than a floor on its side.
    fn above(&self, peak: usize, floor: f32) -> Vec<usize> {
        let (width, height) = (self.skin.width(), self.skin.height());
        let (band, sign) = (self.differs.samples(), self.differs.samples()[peak].signum());
        let reach = (LARGEST_MM * self.per_mm).ceil() as usize;
        let (cx, cy) = (peak % width, peak / width);
        let side = 2 * reach + 1;
        let mut seen = vec![false; side * side];
        let mut out = vec![peak];
        seen[reach * side + reach] = true;
        let mut next = 0;
        while next < out.len() {
            for near in around(out[next], width, height) {
                let (dx, dy) = ((near % width).abs_diff(cx), (near / width).abs_diff(cy));
                if dx * dx + dy * dy > reach * reach {
                    continue;
                }
                let place = (near / width + reach - cy) * side + near % width + reach - cx;
                if !seen[place] && band[near] * sign > floor {
                    seen[place] = true;
                    out.push(near);
                }
            }
            next += 1;
        }
        out
    }

    fn is_blemish(&self, peak: usize) -> bool {
        let width = self.skin.width();
        let value = self.differs.samples()[peak];
        let core = self.above(peak, 0.5 * value.abs());
        let count = core.len() as f32;
        let mean = |pick: &dyn Fn(usize) -> f32| core.iter().map(|&at| pick(at)).sum::<f32>() / count;
        let (x, y) = (|at: usize| (at % width) as f32, |at: usize| (at / width) as f32);
        let (cx, cy) = (mean(&x), mean(&y));
        // A cell itself has a twelfth.
        let [a, c] =
            [mean(&|at| (x(at) - cx).powi(2)), mean(&|at| (y(at) - cy).powi(2))].map(|v| v + 1.0 / 12.0);
        let b = mean(&|at| (x(at) - cx) * (y(at) - cy));
        let spread = (0.25 * (a - c).powi(2) + b * b).sqrt();
        let (long, short) = (0.5 * (a + c) + spread, 0.5 * (a + c) - spread);
        let radius = (count / std::f32::consts::PI).sqrt();
        let has = value.signum() * (self.differs.samples()[peak] + self.own.samples()[peak]);
        radius >= LEAST_MM * self.per_mm
            && short.max(0.0) >= ROUND * ROUND * long
            && has >= OWN * value.abs()
            && self.is_alone([cx, cy], radius, value)
            && self.kept([cx, cy], radius) < KEPT
    }

    /// The cells in a ring around a place: number, difference, AI version.
    fn ring(&self, [cx, cy]: [f32; 2], [from, to]: [f32; 2]) -> Vec<usize> {
        let (width, height) = (self.skin.width(), self.skin.height());
        let span = |c: f32, size: usize| {
            ((c - to).max(0.0) as usize, ((c + to + 1.0).max(0.0) as usize).min(size.saturating_sub(1)))
        };
        let ((x0, x1), (y0, y1)) = (span(cx, width), span(cy, height));
        let all = (y0..=y1).flat_map(|y| (x0..=x1).map(move |x| (x, y)));
        all.filter(|&(x, y)| (from..to).contains(&(x as f32 - cx).hypot(y as f32 - cy)))
            .map(|(x, y)| y * width + x)
            .collect()
    }

    /// Whether nothing like it lies beside it.
    fn is_alone(&self, centre: [f32; 2], radius: f32, value: f32) -> bool {
        let ring = self.ring(centre, RING_MM.map(|mm| TO_EDGE * radius + mm * self.per_mm));
        let skin: Vec<usize> = ring.iter().copied().filter(|&at| self.skin.samples()[at] > 0.0).collect();
        let squares: f32 = skin.iter().map(|&at| self.differs.samples()[at].powi(2)).sum();
        let rms = (squares / skin.len().max(1) as f32).sqrt();
        !skin.is_empty() && skin.len() as f32 >= RING_SKIN * ring.len() as f32 && rms <= QUIET * value.abs()
    }

    /// How much of a spot of the original is still there in the AI version, by what of its shape is found there beside a slope.
    fn kept(&self, centre: [f32; 2], radius: f32) -> f32 {
        let width = self.skin.width();
        let mut disc = self.ring(centre, [0.0, 2.0 * radius + RING_MM[0] * self.per_mm]);
        disc.retain(|&at| self.skin.samples()[at] > 0.0);
        let of = |pick: &dyn Fn(usize) -> f32| -> Vec<f32> { disc.iter().map(|&at| pick(at)).collect() };
        let mut all = [
            of(&|_| 1.0),
            of(&|at| (at % width) as f32 - centre[0]),
            of(&|at| (at / width) as f32 - centre[1]),
            of(&|at| self.differs.samples()[at]),
            of(&|at| self.own.samples()[at]),
        ];
        let dot = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(p, q)| p * q).sum::<f32>();
        // Each without those before it; the last two without level and slopes.
        for i in 0..3 {
            let (before, rest) = all.split_at_mut(i + 1);
            let unit = &before[i];
            let size = dot(unit, unit).max(1e-12);
            for other in rest {
                let share = dot(unit, other) / size;
                other.iter_mut().zip(unit).for_each(|(o, u)| *o -= share * u);
            }
        }
        let along = dot(&all[3], &all[4]) / dot(&all[3], &all[3]).max(1e-12);
        // Original = difference + AI version.
        if along > -0.9 { along / (1.0 + along) } else { f32::NEG_INFINITY }
    }
}

/// The four cells beside a cell.
pub(super) fn around(at: usize, width: usize, height: usize) -> impl Iterator<Item = usize> {
    let (x, y) = (at % width, at / width);
    let sides = [
        (x > 0).then(|| at - 1),
        (x + 1 < width).then_some(at + 1),
        (y > 0).then(|| at - width),
        (y + 1 < height).then_some(at + width),
    ];
    sides.into_iter().flatten()
}
