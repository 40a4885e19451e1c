//! Who stays sharp: a coarse matte of persons brought to the edges of a frame.
//!
//! A guided filter with three channels (K. He, J. Sun, X. Tang, "Guided Image Filtering", TPAMI 2013, §3.4), solved on a small copy of the frame and
//! laid on the whole one (K. He, J. Sun, "Fast Guided Filter", 2015): in every window the matte is a plane through the colours of its pixels, so that
//! hair before a wall of another colour is cut where its colour ends.

use super::bars;
use super::expand::Columns;
use crate::clip::Picture;
use crate::kernels::blur::gaussian;
use crate::px::{Frame, Plane, Rect};
use crate::skin::Small;
use rayon::prelude::*;

/// Sigma of the windows, samples of the small copy (4 px at 1080p): what a cell of the matte is unsure of, two of its cells on each side.
const WINDOW: f32 = 3.5;
/// Variance of the guide below which it counts as flat, of a range of 1: 3 levels of 255, grain and blocks of codecs.
const FLAT: f32 = 1.4e-4;
/// Chroma has a smaller range than luma, and tells skin and hair from walls better.
const CHROMA_GAIN: f32 = 2.0;
/// Sigma within which a matte must agree with itself to be sure, samples.
const SURE: f32 = 2.5;
/// Softened so, what is below the first is surely no person and what is above the second surely one.
const SURELY: (f32, f32) = (0.04, 0.96);
/// Over so much of the weight the edge is laid: what a filter leaves beside it is neither.
const EDGE: (f32, f32) = (0.12, 0.88);

/// The weights of a frame's persons.
pub(super) struct Cut {
    /// At every luma pixel, 0..=1.
    pub(super) whole: Plane<f32>,
    /// At the small copy's samples.
    pub(super) small: Plane<f32>,
}

/// The three guides, 0..=1, at a place.
type Guide = [f32; 3];

fn guide(picture: &Picture, [y, cb, cr]: [f32; 3]) -> Guide {
    let [y, cb, cr] = picture.levels.units([y, cb, cr]);
    [y, CHROMA_GAIN * cb, CHROMA_GAIN * cr]
}

impl Cut {
    /// Of a matte of any size and the frame; `small` is its copy at the mask's resolution. What lies outside `open`, luma px, stays sharp too.
    pub(super) fn of(
        picture: &Picture,
        frame: &Frame,
        small: &Small,
        matte: &Plane<f32>,
        open: Rect,
    ) -> Self {
        let (width, height) = (small.luma.width(), small.luma.height());
        let columns = Columns::of(
            width,
            matte.width(),
            (width as f32 / matte.width() as f32, height as f32 / matte.height() as f32),
        );
        let mut coarse = Plane::new(width, height);
        let mut scratch = Vec::new();
        for y in 0..height {
            columns.row(matte, y, &mut scratch, coarse.row_mut(y));
        }
        let agreed = gaussian(&coarse, SURE);
        let planes = planes(picture, small);
        let model = model(&planes, &coarse);
        let mut cut = Plane::new(width, height);
        for (i, out) in cut.samples_mut().iter_mut().enumerate() {
            let at = planes.each_ref().map(|p| p.samples()[i]);
            let value = laid(model.each_ref().map(|m| m.samples()[i]), at);
            *out = edge(value, agreed.samples()[i]);
        }
        let mut whole = whole(picture, frame, small, &model, &agreed);
        for y in 0..whole.height() {
            let row = whole.row_mut(y);
            if (open.y0..open.y1).contains(&y) {
                row[..open.x0].fill(1.0);
                row[open.x1..].fill(1.0);
            } else {
                row.fill(1.0);
            }
        }
        Self { whole, small: cut }
    }
}

/// How much of each luma pixel of a frame is of a person, 0..=1: a matte of any size, brought to the frame's edges. Black bars stay sharp as
/// persons do.
pub fn persons(picture: &Picture, frame: &Frame, matte: &Plane<f32>) -> Plane<f32> {
    let open = bars::open(picture, frame.luma());
    Cut::of(picture, frame, &Small::of(picture, frame), matte, open).whole
}

fn planes(picture: &Picture, small: &Small) -> [Plane<f32>; 3] {
    let (width, height) = (small.luma.width(), small.luma.height());
    let mut out = [0; 3].map(|_| Plane::new(width, height));
    for i in 0..width * height {
        let at = guide(picture, [&small.luma, &small.cb, &small.cr].map(|p| p.samples()[i]));
        out.iter_mut().zip(at).for_each(|(p, v)| p.samples_mut()[i] = v);
    }
    out
}

/// Three slopes and an offset in the window of every sample, softened.
fn model(guides: &[Plane<f32>; 3], input: &Plane<f32>) -> [Plane<f32>; 4] {
    let product = |a: &Plane<f32>, b: &Plane<f32>| {
        let mut out = a.clone();
        out.samples_mut().iter_mut().zip(b.samples()).for_each(|(o, v)| *o *= v);
        gaussian(&out, WINDOW)
    };
    let means = guides.each_ref().map(|g| gaussian(g, WINDOW));
    let mean = gaussian(input, WINDOW);
    let pairs = [(0, 0), (0, 1), (0, 2), (1, 1), (1, 2), (2, 2)];
    let seconds = pairs.map(|(i, j)| product(&guides[i], &guides[j]));
    let with = [0, 1, 2].map(|i| product(&guides[i], input));
    let mut out = [0; 4].map(|_| Plane::new(input.width(), input.height()));
    for at in 0..input.samples().len() {
        let m = means.each_ref().map(|p| p.samples()[at]);
        let own = mean.samples()[at];
        let mut variance = [0.0f32; 6];
        for (v, (&(i, j), plane)) in variance.iter_mut().zip(pairs.iter().zip(&seconds)) {
            *v = plane.samples()[at] - m[i] * m[j] + if i == j { FLAT } else { 0.0 };
        }
        let covariance = [0, 1, 2].map(|i| with[i].samples()[at] - m[i] * own);
        let slopes = solved(variance, covariance);
        for (plane, slope) in out.iter_mut().zip(slopes) {
            plane.samples_mut()[at] = slope;
        }
        out[3].samples_mut()[at] = own - slopes.iter().zip(m).map(|(s, m)| s * m).sum::<f32>();
    }
    out.map(|plane| gaussian(&plane, WINDOW))
}

/// What a symmetric matrix (its upper half, row by row) makes `right` of: by its cofactors.
fn solved([a, b, c, d, e, f]: [f32; 6], right: [f32; 3]) -> [f32; 3] {
    let (p, q, r) = (d * f - e * e, c * e - b * f, b * e - c * d);
    let whole = a * p + b * q + c * r;
    if whole.abs() < 1e-20 {
        return [0.0; 3];
    }
    let rows = [[p, q, r], [q, a * f - c * c, b * c - a * e], [r, b * c - a * e, a * d - b * b]];
    rows.map(|row| row.iter().zip(right).map(|(m, v)| m * v).sum::<f32>() / whole)
}

fn laid([one, two, three, offset]: [f32; 4], at: Guide) -> f32 {
    one * at[0] + two * at[1] + three * at[2] + offset
}

/// The weight at a place: what the frame says, where the matte is not sure by itself.
#[inline(always)]
fn edge(value: f32, agreed: f32) -> f32 {
    let value = ramp(value, EDGE);
    // Over a third of what is unsure the frame takes over, so that no line shows where it does.
    let least = ramp(agreed, (SURELY.1 - 0.3, SURELY.1));
    let most = ramp(agreed, (SURELY.0, SURELY.0 + 0.3));
    value.max(least).min(most)
}

#[inline(always)]
fn ramp(value: f32, (from, to): (f32, f32)) -> f32 {
    let t = ((value - from) / (to - from)).clamp(0.0, 1.0);
    t * t * (3.0 - 2.0 * t)
}

/// The weights at every pixel of the frame. Its chroma is read from the small copy: of a subsampled frame its own would draw steps into an edge.
fn whole(
    picture: &Picture,
    frame: &Frame,
    small: &Small,
    model: &[Plane<f32>; 4],
    agreed: &Plane<f32>,
) -> Plane<f32> {
    let (width, height) = (frame.width(), frame.height());
    let step = picture.mask_step_px() as f32;
    let columns = Columns::of(width, agreed.width(), (step, step));
    let mut out = Plane::new(width, height);
    out.samples_mut().par_chunks_mut(width.max(1)).enumerate().for_each_init(
        || (Vec::new(), [0; 7].map(|_| vec![0.0f32; width])),
        |(scratch, rows), (y, out)| {
            let [one, two, three, offset, cb, cr, sure] = rows;
            columns.row(agreed, y, scratch, sure);
            if sure.iter().all(|s| *s <= SURELY.0) {
                out.fill(0.0);
                return;
            }
            let planes = model.iter().chain([&small.cb, &small.cr]);
            for (row, plane) in [one, two, three, offset, cb, cr].into_iter().zip(planes) {
                columns.row(plane, y, scratch, row);
            }
            let [one, two, three, offset, cb, cr, sure] = rows;
            let luma = frame.luma().row(y);
            for (x, out) in out.iter_mut().enumerate() {
                let at = [f32::from(luma[x]), cb[x], cr[x]];
                let value = laid([one[x], two[x], three[x], offset[x]], guide(picture, at));
                *out = edge(value, sure[x]);
            }
        },
    );
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_matrix_is_solved() {
        // [4 1 0; 1 3 1; 0 1 2] · (1, 2, 3)
        let x = solved([4.0, 1.0, 0.0, 3.0, 1.0, 2.0], [6.0, 10.0, 8.0]);
        assert!(x.iter().zip([1.0, 2.0, 3.0]).all(|(a, b)| (a - b).abs() < 1e-5), "{x:?}");
        assert_eq!(solved([0.0; 6], [1.0; 3]), [0.0; 3]);
    }

    #[test]
    fn sure_places_are_whole_and_the_frame_decides_between() {
        assert_eq!((edge(0.5, 1.0), edge(0.9, 0.0)), (1.0, 0.0));
        assert_eq!((edge(1.0, 0.5), edge(0.0, 0.5)), (1.0, 0.0));
    }
}
