//! What a clip shows beside the truth: its error split into what sticks to the skin and what does not, by size and channel, and
//! what the guards look at. Motion is the truth's, never that of the clip that is measured.

use super::known::Known;
use crate::bench_lock::ground::each_frame;
use crate::frames::levels_of;
use dewax::color::{Lab, ciede2000, lab_from_ycc};
use dewax::kernels::blur::gaussian;
use dewax::kernels::extent::extent;
use dewax::kernels::shrink::shrink_f32;
use dewax::px::{Frame, LEVEL, Plane, Rect};

/// Blurs between which waves of 2-4, 4-8, 8-16 and 16-32 px lie, and the one beyond which brightness is no texture, px: half of a
/// wave is left by a Gaussian of 0.19 of its length.
const SIGMAS_PX: [f32; 5] = [0.38, 0.75, 1.5, 3.0, 6.0];
/// Bands of luma: four between these, and what is beyond.
pub(super) const BANDS: usize = SIGMAS_PX.len();
/// Bands of it that are texture.
pub(super) const TEXTURE: usize = 3;
/// Colour counts from waves of 16 px on.
const CHROMA_PX: f32 = 3.0;
/// Texture that sticks is what frames so far apart share: nearer ones share what a filter in time averaged, too.
const APART_FRAMES: usize = 10;
/// Side of the cells in which the whole picture is compared, luma px.
const CELL_PX: usize = 16;
/// Every so many frames contours and the surroundings are looked at.
const EVERY_FRAMES: usize = 4;
/// A pixel lies at a contour where the truth differs by so much within so many px, 8-bit levels.
const CONTOUR_LEVELS: f32 = 20.0;
const NEAR_PX: usize = 3;
/// Around the face ghosts are sought as far as this, in eye distances.
const RING_IODS: f32 = 0.4;

/// An error, split: RMS in 8-bit levels.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Split {
    /// Its mean in time at each place of the skin.
    pub(super) sticks: f64,
    /// What is left.
    pub(super) changes: f64,
}

/// The figures of a clip beside the truth.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Figures {
    /// Luma of the skin, by band.
    pub(super) luma: [Split; BANDS],
    /// Its colour: Cb and Cr together.
    pub(super) chroma: Split,
    /// Cells of the whole picture, three channels together.
    pub(super) cells: Split,
    /// Texture that frames share, 8-bit levels.
    pub(super) shared: [f64; TEXTURE],
    /// How much of the true texture is in its place: 1 is all.
    pub(super) kept: [f64; TEXTURE],
    /// Error at contours, 8-bit levels.
    pub(super) contours: f64,
    /// Overshoot of contours, as a share of the step, and their width, px.
    pub(super) overshoot: f64,
    pub(super) width_px: f64,
    /// The most of a neighbouring frame that stands around the face.
    pub(super) ghost: f64,
    /// Mean colour of the skin, CIEDE2000 from the true one.
    pub(super) delta_e: f64,
    /// By how much it steps from a frame to the next beyond the true step, in the mean and where that is most, CIEDE2000.
    pub(super) step_de: [f64; 2],
    /// Mean error of eyes and lips, and outside of the skin, 8-bit levels of luma.
    pub(super) features: f64,
    pub(super) outside: f64,
    /// How much places of the face shift to and fro, in percent of the eye distance.
    pub(super) jitter_percent: f64,
}

/// What of the truth every measurement needs: blurred skin, the luma at rest and its texture.
pub(super) struct Rest {
    places: Vec<usize>,
    /// The skin under each blur, and under that of colour.
    weights: [Plane<f32>; BANDS + 1],
    /// Frame by frame; none where the motion is not known.
    frames: Vec<Option<AtRest>>,
}

struct AtRest {
    planes: [Plane<f32>; 3],
    texture: Vec<Vec<f32>>,
}

impl Rest {
    /// Of a true clip.
    pub(super) fn of(known: &Known) -> Self {
        let inner = &known.inner;
        let places: Vec<usize> =
            inner.samples().iter().enumerate().filter_map(|(i, v)| (*v > 0.5).then_some(i)).collect();
        let sigma = |i: usize| SIGMAS_PX.get(i).copied().unwrap_or(CHROMA_PX);
        let weights = std::array::from_fn(|i| gaussian(inner, sigma(i)));
        let mut rest = Self { places, weights, frames: Vec::new() };
        rest.frames = each_frame(known.frames.len(), |t| {
            let planes = [0, 1, 2].map(|which| {
                let factors = if which == 0 { (1, 1) } else { known.frames[t].subsampling.factors() };
                known.aligned(t, &levels_of(known.frames[t].plane(which)), factors)
            });
            let [Some(luma), Some(cb), Some(cr)] = planes else { return None };
            let bands = rest.bands(&luma, inner, TEXTURE);
            let texture = bands.iter().take(TEXTURE).map(|band| rest.pick(band)).collect();
            Some(AtRest { planes: [luma, cb, cr], texture })
        });
        rest
    }

    fn pick(&self, plane: &Plane<f32>) -> Vec<f32> {
        self.places.iter().map(|&i| plane.samples()[i]).collect()
    }

    /// A blur of what lies on the skin, of which nothing leaks over its edge.
    fn within(&self, plane: &Plane<f32>, inner: &Plane<f32>, which: usize) -> Plane<f32> {
        let mut cut = plane.clone();
        cut.samples_mut().iter_mut().zip(inner.samples()).for_each(|(v, w)| *v *= w);
        let mut value = gaussian(&cut, SIGMAS_PX.get(which).copied().unwrap_or(CHROMA_PX));
        let weight = &self.weights[which];
        value.samples_mut().iter_mut().zip(weight.samples()).for_each(|(v, w)| *v /= w.max(1e-6));
        value
    }

    /// A plane of skin by bands, the finest first, and what is coarser than the last of them.
    fn bands(&self, plane: &Plane<f32>, inner: &Plane<f32>, count: usize) -> Vec<Plane<f32>> {
        let mut blurred: Vec<Plane<f32>> =
            (0..(count + 1).min(BANDS)).map(|i| self.within(plane, inner, i)).collect();
        for i in 0..blurred.len() - 1 {
            let (fine, coarse) = blurred.split_at_mut(i + 1);
            fine[i].samples_mut().iter_mut().zip(coarse[0].samples()).for_each(|(f, c)| *f -= c);
        }
        blurred
    }
}

/// One frame of the skin: the error by band and channel, at the places of the skin; shifts of its parts.
struct Seen<'a> {
    error: Vec<Vec<f32>>,
    truth: &'a [Vec<f32>],
    /// The mean colour, true and seen.
    colours: [Lab; 2],
    shifts: Vec<[f64; 2]>,
}

/// The figures of `frames`.
pub(super) fn figures(known: &Known, rest: &Rest, frames: &[Frame]) -> Figures {
    let count = frames.len().min(known.frames.len());
    let places = &rest.places;
    let seen = each_frame(count, |t| seen(known, rest, t, &frames[t]));
    let cells: Vec<&Vec<f32>> = seen.iter().map(|s| &s.0).collect();
    let skin: Vec<&Seen<'_>> = seen.iter().filter_map(|s| s.1.as_ref()).collect();
    let of = |which: usize| split(&skin.iter().map(|s| &s.error[which]).collect::<Vec<_>>());
    let mut out = Figures {
        luma: std::array::from_fn(of),
        chroma: both(of(BANDS), of(BANDS + 1)),
        cells: split(&cells),
        ..Figures::default()
    };
    for band in 0..TEXTURE {
        (out.shared[band], out.kept[band]) = texture(&skin, band, places.len());
    }
    let off = skin.iter().map(|s| ciede2000(s.colours[1], s.colours[0]));
    out.delta_e = off.sum::<f64>() / skin.len().max(1) as f64;
    let step = |pair: &[&Seen<'_>], which: usize| ciede2000(pair[0].colours[which], pair[1].colours[which]);
    let steps: Vec<f64> = skin.windows(2).map(|pair| step(pair, 1) - step(pair, 0)).collect();
    let mean = steps.iter().sum::<f64>() / steps.len().max(1) as f64;
    out.step_de = [mean, steps.iter().copied().fold(0.0, f64::max)];
    out.jitter_percent = 100.0 * jitter(&skin) / f64::from(known.iod_px);
    let looked: Vec<usize> = (1..count.saturating_sub(1)).step_by(EVERY_FRAMES).collect();
    let around = each_frame(looked.len(), |i| super::around::around(known, looked[i], &frames[looked[i]]));
    super::around::put(&around, &mut out);
    out
}

fn both(one: Split, two: Split) -> Split {
    Split { sticks: one.sticks.hypot(two.sticks), changes: one.changes.hypot(two.changes) }
}

/// One value per place, in each of the frames.
fn split(frames: &[&Vec<f32>]) -> Split {
    let (count, places) = (frames.len(), frames.first().map_or(0, |f| f.len()));
    let (mut sticks, mut changes) = (0.0, 0.0);
    for place in 0..places {
        let (mut sum, mut squares) = (0.0f64, 0.0f64);
        for frame in frames {
            let value = f64::from(frame[place]);
            sum += value;
            squares += value * value;
        }
        let mean = sum / count as f64;
        sticks += mean * mean;
        changes += (squares / count as f64 - mean * mean).max(0.0);
    }
    let root = |sum: f64| (sum / places.max(1) as f64).sqrt();
    Split { sticks: root(sticks), changes: root(changes) }
}

/// Texture that frames share, and how much of the truth's is there.
fn texture(skin: &[&Seen<'_>], band: usize, places: usize) -> (f64, f64) {
    let value = |t: usize, place: usize| f64::from(skin[t].truth[band][place] + skin[t].error[band][place]);
    let (mut shared, mut pairs) = (0.0, 0usize);
    let apart = APART_FRAMES.min(skin.len() / 2).max(1);
    for t in apart..skin.len() {
        shared += (0..places).map(|p| value(t, p) * value(t - apart, p)).sum::<f64>();
        pairs += places;
    }
    let (mut there, mut all) = (0.0, 0.0);
    for place in 0..places {
        let mean = |of: &dyn Fn(usize) -> f64| (0..skin.len()).map(of).sum::<f64>() / skin.len() as f64;
        let truth = mean(&|t| f64::from(skin[t].truth[band][place]));
        there += truth * mean(&|t| value(t, place));
        all += truth * truth;
    }
    ((shared / pairs.max(1) as f64).max(0.0).sqrt(), there / f64::max(all, 1e-12))
}

fn seen<'a>(known: &Known, rest: &'a Rest, t: usize, frame: &Frame) -> (Vec<f32>, Option<Seen<'a>>) {
    let truth = &known.frames[t];
    let error = [0, 1, 2].map(|which| {
        let (now, was) = (levels_of(frame.plane(which)), levels_of(truth.plane(which)));
        Plane::from_fn(now.width(), now.height(), |x, y| now.row(y)[x] - was.row(y)[x])
    });
    let factors = truth.subsampling.factors();
    let mut cells = Vec::new();
    for (which, plane) in error.iter().enumerate() {
        let side = if which == 0 { CELL_PX } else { CELL_PX / factors.0.max(1) };
        cells.extend_from_slice(shrink_f32(plane, side).samples());
    }
    let Some(at_rest) = &rest.frames[t] else { return (cells, None) };
    let still = [0, 1, 2].map(|which| {
        let factors = if which == 0 { (1, 1) } else { factors };
        known.aligned(t, &error[which], factors).unwrap_or_default()
    });
    let inner = &known.inner;
    let mut by_band: Vec<Vec<f32>> =
        rest.bands(&still[0], inner, BANDS).iter().map(|b| rest.pick(b)).collect();
    by_band.extend([1, 2].map(|which| rest.pick(&rest.within(&still[which], inner, BANDS))));
    let mean = |plane: &Plane<f32>| {
        let sum: f64 = rest.places.iter().map(|&i| f64::from(plane.samples()[i])).sum();
        sum / rest.places.len().max(1) as f64
    };
    let was = [0, 1, 2].map(|which| mean(&at_rest.planes[which]));
    let is = [0, 1, 2].map(|which| was[which] + mean(&still[which]));
    let seen = Seen {
        truth: &at_rest.texture,
        error: by_band,
        colours: [was, is].map(|colour| lab(known, colour)),
        shifts: shifts(known, &at_rest.planes[0], &still[0]),
    };
    (cells, Some(seen))
}

/// A colour in 8-bit codes.
fn lab(known: &Known, [luma, cb, cr]: [f64; 3]) -> Lab {
    let levels = &known.picture.levels;
    let chroma = |v: f64| (v as f32 * LEVEL - levels.chroma_zero) / levels.chroma_span;
    let luma = (luma as f32 * LEVEL - levels.black) / levels.luma_span;
    lab_from_ycc(known.picture.weights, [luma, chroma(cb), chroma(cr)])
}

/// How far each block of the face is off, px: least squares of the error on the slopes of the truth.
fn shifts(known: &Known, truth: &Plane<f32>, error: &Plane<f32>) -> Vec<[f64; 2]> {
    let side = (0.3 * known.iod_px).max(12.0) as usize;
    let soft = [gaussian(truth, 1.5), gaussian(error, 1.5)];
    let mut out = Vec::new();
    for top in (0..truth.height().saturating_sub(side)).step_by(side) {
        for left in (0..truth.width().saturating_sub(side)).step_by(side) {
            let (mut a, mut b, mut c, mut u, mut v) = (1e-6f64, 0.0f64, 1e-6f64, 0.0f64, 0.0f64);
            let mut covered = 0;
            for y in top.max(1)..top + side {
                for x in left.max(1)..left + side {
                    if known.inner.row(y)[x] < 0.5 {
                        continue;
                    }
                    covered += 1;
                    let gx = f64::from(soft[0].row(y)[x + 1] - soft[0].row(y)[x - 1]) / 2.0;
                    let gy = f64::from(soft[0].row(y + 1)[x] - soft[0].row(y - 1)[x]) / 2.0;
                    let e = f64::from(soft[1].row(y)[x]);
                    (a, b, c, u, v) = (a + gx * gx, b + gx * gy, c + gy * gy, u + gx * e, v + gy * e);
                }
            }
            let whole = a * c - b * b;
            if covered * 2 > side * side && whole > 1e-3 {
                out.push([(c * u - b * v) / whole, (a * v - b * u) / whole]);
            } else {
                out.push([0.0; 2]);
            }
        }
    }
    out
}

/// The median block's deviation of its shift, px.
fn jitter(skin: &[&Seen<'_>]) -> f64 {
    let blocks = skin.first().map_or(0, |s| s.shifts.len());
    let mut all: Vec<f64> = (0..blocks)
        .filter(|&b| skin.iter().any(|s| s.shifts[b] != [0.0; 2]))
        .map(|b| {
            [0, 1]
                .map(|axis| {
                    let values: Vec<f32> = skin.iter().map(|s| s.shifts[b][axis] as f32).collect();
                    let frames: Vec<Vec<f32>> = values.iter().map(|v| vec![*v]).collect();
                    split(&frames.iter().collect::<Vec<_>>()).changes
                })
                .iter()
                .fold(0.0f64, |sum, v| sum.hypot(*v))
        })
        .collect();
    all.sort_by(f64::total_cmp);
    all.get(all.len() / 2).copied().unwrap_or(0.0)
}

/// Where the truth has contours: its brightness differs within a few px.
pub(super) fn contours(luma: &Plane<f32>) -> Plane<bool> {
    let range = extent(luma, NEAR_PX);
    Plane::from_fn(luma.width(), luma.height(), |x, y| range.row(y)[x] >= CONTOUR_LEVELS)
}

/// How far around the face ghosts are sought, px.
pub(super) fn ring_px(known: &Known) -> usize {
    (RING_IODS * known.iod_px).ceil() as usize
}

/// All of a plane.
pub(super) fn whole(plane: &Plane<u16>) -> Rect {
    Rect { x0: 0, y0: 0, x1: plane.width(), y1: plane.height() }
}
