//! The figures: what a clip shows beside what is known of it, in 8-bit levels, along the true motion and no other.

use super::ground::{between, each_frame, sharp_at};
use super::truth::Truth;
use dewax::kernels::blur::gaussian;
use dewax::px::{Plane, Rect};

/// Frames at each end that are not looked at: windows in time have one side only there.
const ENDS_FRAMES: usize = 8;
/// Blur beyond which brightness counts as patch and not as texture, and the two between which pores lie, px.
const LOW_PX: f32 = 12.0;
const PORES_PX: (f32, f32) = (0.8, 3.0);
/// Blur under which pictures are compared for ghosts, px.
const GHOST_PX: f32 = 1.5;
/// Texture read around the places where figures are taken: as far as the widest blur reaches, px.
const AROUND_PX: usize = 37;
/// How near a hand may come: its soft edge and the sharp sampler's reach, px.
const HAND_PX: f64 = 6.0;
/// How much of the blur must lie on skin that can be seen.
const SEEN: f32 = 0.9;

/// The figures of a clip. All but `pores` are RMS or mean differences in 8-bit levels.
#[derive(Clone, Copy, Debug)]
pub(super) struct Figures {
    /// Flicker of the whole face.
    pub(super) expo: f64,
    /// Flicker of cheek-sized patches.
    pub(super) patch: f64,
    /// Flicker of the finest structure: texture that boils.
    pub(super) boil: f64,
    /// How much of the true pores sticks: 1 is all. None where skin has no pores.
    pub(super) pores: Option<f64>,
    /// Contrast of the finest structure in a single frame.
    pub(super) micro: f64,
    /// Difference to the clean clip in a ring around the face.
    pub(super) ghost: f64,
    /// The same inside of what moves by itself.
    pub(super) ghost_in: Option<f64>,
}

/// What one frame says at the places where figures are taken.
struct Seen {
    low: Vec<f32>,
    fine: Vec<f32>,
    seen: Option<Vec<bool>>,
}

/// The figures of `frames` (luma, in 8-bit codes) beside the `clean` ones.
pub(super) fn score(truth: &Truth, clean: &[Plane<u8>], frames: &[Plane<u8>]) -> Figures {
    let count = frames.len().min(clean.len()).min(truth.motions.len());
    let ends = if count > 2 * ENDS_FRAMES { ENDS_FRAMES } else { 0 };
    let scored = count - 2 * ends;
    let places = Places::of(&truth.inner);
    let texture = each_frame(scored, |i| places.seen(truth, ends + i, &frames[ends + i]));
    let ghosts = each_frame(scored, |i| ghosts(truth, ends + i, &clean[ends + i], &frames[ends + i]));
    let low = flicker(&texture, places.at.len(), true);
    let fine = flicker(&texture, places.at.len(), false);
    let pores = truth.pores.as_ref().map(|pores| {
        let known = places.pick(&between(&crop(pores, places.around), PORES_PX.0, PORES_PX.1));
        let (mut shared, mut energy) = (0.0, 0.0);
        for (&known, &mean) in known.iter().zip(&fine.means) {
            shared += f64::from(known) * mean;
            energy += f64::from(known) * f64::from(known);
        }
        shared / energy.max(1e-12)
    });
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len().max(1) as f64;
    let inside: Option<Vec<f64>> = ghosts.iter().map(|g| g.1).collect();
    Figures {
        expo: low.whole,
        patch: low.local,
        boil: fine.local_with_whole,
        pores,
        micro: fine.rms,
        ghost: mean(&ghosts.iter().map(|g| g.0).collect::<Vec<_>>()),
        ghost_in: inside.map(|values| mean(&values)),
    }
}

/// The places of the texture where figures are taken.
struct Places {
    /// The part of the texture that is read for them.
    around: Rect,
    /// Each one's index in that part.
    at: Vec<usize>,
}

impl Places {
    fn of(inner: &Plane<bool>) -> Self {
        let (width, height) = (inner.width(), inner.height());
        let mut around = Rect { x0: width, y0: height, x1: 0, y1: 0 };
        for (y, row) in inner.rows().enumerate() {
            let (Some(first), Some(last)) = (row.iter().position(|&s| s), row.iter().rposition(|&s| s))
            else {
                continue;
            };
            (around.x0, around.x1) = (around.x0.min(first), around.x1.max(last + 1));
            (around.y0, around.y1) = (around.y0.min(y), y + 1);
        }
        around.x0 = around.x0.saturating_sub(AROUND_PX);
        around.y0 = around.y0.saturating_sub(AROUND_PX);
        around.x1 = (around.x1 + AROUND_PX).min(width).max(around.x0);
        around.y1 = (around.y1 + AROUND_PX).min(height).max(around.y0);
        let inside = crop(inner, around);
        let at = inside.samples().iter().enumerate().filter_map(|(i, &set)| set.then_some(i)).collect();
        Self { around, at }
    }

    fn pick<T: Copy + Default>(&self, plane: &Plane<T>) -> Vec<T> {
        self.at.iter().map(|&i| plane.samples()[i]).collect()
    }

    /// A frame brought back to the texture.
    fn seen(&self, truth: &Truth, frame: usize, luma: &Plane<u8>) -> Seen {
        let luma = floats(luma);
        let (width, height) = (self.around.x1 - self.around.x0, self.around.y1 - self.around.y0);
        let place = |x: usize, y: usize| {
            truth.frame_at(frame, ((x + self.around.x0) as f64, (y + self.around.y0) as f64))
        };
        let mut texture = Plane::from_fn(width, height, |x, y| {
            let (x, y) = place(x, y);
            sharp_at(&luma, x, y)
        });
        let Some(hand) = &truth.hand else {
            let fine = between(&texture, PORES_PX.0, PORES_PX.1);
            return Seen { low: self.pick(&gaussian(&texture, LOW_PX)), fine: self.pick(&fine), seen: None };
        };
        // What a hand hides is left out of every blur, so that nothing of the hand comes into the figures.
        let skin = Plane::from_fn(width, height, |x, y| {
            if hand.distance_px(frame, place(x, y)) > HAND_PX { 1.0f32 } else { 0.0 }
        });
        texture.samples_mut().iter_mut().zip(skin.samples()).for_each(|(t, s)| *t *= s);
        let blurred = |sigma_px: f32| {
            let (mut value, weight) = (gaussian(&texture, sigma_px), gaussian(&skin, sigma_px));
            value.samples_mut().iter_mut().zip(weight.samples()).for_each(|(v, w)| *v /= w.max(1e-6));
            (value, weight)
        };
        let (low, weight) = blurred(LOW_PX);
        let (mut fine, coarse) = (blurred(PORES_PX.0).0, blurred(PORES_PX.1).0);
        fine.samples_mut().iter_mut().zip(coarse.samples()).for_each(|(f, c)| *f -= c);
        let clear = |(s, w): (f32, f32)| s > 0.0 && w > SEEN;
        let seen = self.pick(&skin).into_iter().zip(self.pick(&weight)).map(clear).collect();
        Seen { low: self.pick(&low), fine: self.pick(&fine), seen: Some(seen) }
    }
}

/// How values change in time.
struct Flicker {
    /// Mean in time of each place.
    means: Vec<f64>,
    /// Deviation of the frames' means.
    whole: f64,
    /// Mean deviation of a place from its frame's mean, and as it is.
    local: f64,
    local_with_whole: f64,
    /// RMS of all values.
    rms: f64,
}

fn flicker(frames: &[Seen], places: usize, low: bool) -> Flicker {
    let values = |seen: &Seen, place: usize| -> Option<f64> {
        let clear = seen.seen.as_ref().is_none_or(|s| s[place]);
        clear.then(|| f64::from(if low { seen.low[place] } else { seen.fine[place] }))
    };
    let (mut sums, mut squares, mut counts) = (vec![0.0; places], 0.0, vec![0.0f64; places]);
    for seen in frames {
        for place in 0..places {
            if let Some(value) = values(seen, place) {
                sums[place] += value;
                squares += value * value;
                counts[place] += 1.0;
            }
        }
    }
    let means: Vec<f64> = sums.iter().zip(&counts).map(|(s, n)| s / n.max(1.0)).collect();
    // Against each place's own mean, so that it does not matter which places a hand hides.
    let wholes: Vec<f64> = frames
        .iter()
        .map(|seen| {
            let (mut sum, mut count) = (0.0, 0.0f64);
            for (place, mean) in means.iter().enumerate() {
                if let Some(value) = values(seen, place) {
                    sum += value - mean;
                    count += 1.0;
                }
            }
            sum / count.max(1.0)
        })
        .collect();
    let (mut local, mut with_whole) = (vec![Spread::default(); places], vec![Spread::default(); places]);
    for (seen, whole) in frames.iter().zip(&wholes) {
        for place in 0..places {
            if let Some(value) = values(seen, place) {
                let off = value - means[place];
                local[place].push(off - whole);
                with_whole[place].push(off);
            }
        }
    }
    let mean_of = |spreads: &[Spread]| {
        let (sum, count) = spreads
            .iter()
            .filter(|s| s.count > 1.0)
            .fold((0.0, 0.0f64), |(sum, count), s| (sum + s.deviation(), count + 1.0));
        sum / count.max(1.0)
    };
    let mut all = Spread::default();
    wholes.iter().for_each(|&w| all.push(w));
    let total: f64 = counts.iter().sum();
    Flicker {
        means,
        whole: all.deviation(),
        local: mean_of(&local),
        local_with_whole: mean_of(&with_whole),
        rms: (squares / total.max(1.0)).sqrt(),
    }
}

/// Sums for a deviation.
#[derive(Clone, Copy, Default)]
struct Spread {
    count: f64,
    sum: f64,
    squares: f64,
}

impl Spread {
    fn push(&mut self, value: f64) {
        self.count += 1.0;
        self.sum += value;
        self.squares += value * value;
    }

    fn deviation(&self) -> f64 {
        let mean = self.sum / self.count.max(1.0);
        (self.squares / self.count.max(1.0) - mean * mean).max(0.0).sqrt()
    }
}

/// Mean difference to the clean frame in the ring, and in what moves by itself.
fn ghosts(truth: &Truth, frame: usize, clean: &Plane<u8>, shown: &Plane<u8>) -> (f64, Option<f64>) {
    let (clean, shown) = (gaussian(&floats(clean), GHOST_PX), gaussian(&floats(shown), GHOST_PX));
    let within = |places: &Plane<bool>| {
        let (mut sum, mut count) = (0.0, 0.0f64);
        for ((&set, a), b) in places.samples().iter().zip(clean.samples()).zip(shown.samples()) {
            if set {
                sum += f64::from((a - b).abs());
                count += 1.0;
            }
        }
        sum / count.max(1.0)
    };
    (within(&truth.rings[frame]), truth.moving.get(frame).map(within))
}

fn floats(plane: &Plane<u8>) -> Plane<f32> {
    let values = plane.samples().iter().map(|&v| f32::from(v)).collect();
    Plane::from_vec(plane.width(), plane.height(), values).unwrap_or_default()
}

fn crop<T: Copy + Default>(plane: &Plane<T>, part: Rect) -> Plane<T> {
    Plane::from_fn(part.x1 - part.x0, part.y1 - part.y0, |x, y| plane.row(y + part.y0)[x + part.x0])
}
