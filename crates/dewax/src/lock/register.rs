//! Whether another picture shows the same face in the same pose, and the affine map that brings it into place.

use super::Affine;
use super::align::align;
use super::band::Bands;
use super::template::Template;
use crate::kernels::{blur, round_u16, shrink, warp};
use crate::px::{Plane, Rect};

/// From this agreement on a picture lies in register, correlation of the flattened mid bands. Blurred copies of a photograph, also turned,
/// cropped and made smaller, agree by 0.99 and 1.00; two photographs of one person by 0.27.
pub const IN_REGISTER: f32 = 0.75;
/// A face is compared with about this many samples across.
const SAMPLES: usize = 240;
/// Faces of fewer px than this cannot be compared.
const LEAST_PX: usize = 48;
/// A map that was looked for must agree so much better than the plain one to be taken: plain framing is exact.
const BETTER: f32 = 0.01;
/// No picture is brought into place that would have to grow or shrink by more than this.
const MOST_SCALE: f64 = 8.0;

/// How a picture lies.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Registered {
    /// From pixels of the clip to pixels of the other picture.
    pub map: Affine,
    /// Correlation of what both show there, −1..=1.
    pub agreement: f32,
}

/// The map from one picture to another of the same framing, whatever their sizes; `None` where their sides differ in ratio.
pub fn same_framing(
    (width, height): (usize, usize),
    (other_width, other_height): (usize, usize),
) -> Option<Affine> {
    let (sx, sy) = (other_width as f64 / width as f64, other_height as f64 / height as f64);
    let centred = |s: f64| 0.5 * s - 0.5;
    let is_same = (sx / sy - 1.0).abs() < 0.01;
    is_same.then_some(Affine([sx, 0.0, centred(sx), 0.0, sy, centred(sy)]))
}

/// The similarity that leads points of one face to those of another best; `None` where there are too few.
pub fn by_points(from: &[[f32; 2]], to: &[[f32; 2]]) -> Option<Affine> {
    let count = from.len().min(to.len());
    if count < 3 {
        return None;
    }
    let mean = |points: &[[f32; 2]], i: usize| {
        points[..count].iter().map(|p| f64::from(p[i])).sum::<f64>() / count as f64
    };
    let ([fx, fy], [tx, ty]) = ([mean(from, 0), mean(from, 1)], [mean(to, 0), mean(to, 1)]);
    let (mut along, mut across, mut size) = (0.0f64, 0.0f64, 0.0f64);
    for (p, q) in from.iter().zip(to) {
        let (px, py) = (f64::from(p[0]) - fx, f64::from(p[1]) - fy);
        let (qx, qy) = (f64::from(q[0]) - tx, f64::from(q[1]) - ty);
        along += px * qx + py * qy;
        across += px * qy - py * qx;
        size += px * px + py * py;
    }
    if size < 1.0 {
        return None;
    }
    let (a, b) = (along / size, across / size);
    Some(Affine([a, -b, tx - a * fx + b * fy, b, a, ty - b * fx - a * fy]))
}

/// Brings `other` into place under the part `face` of `clip`, starting from each of `starts` (pixels of the clip to pixels of the other).
/// The best, whether it is good enough or not; `None` where nothing can be compared.
pub fn register(clip: &Plane<u16>, face: Rect, other: &Plane<u16>, starts: &[Affine]) -> Option<Registered> {
    let step = step_px(face)?;
    let luma = |plane: &Plane<u16>, part: Rect| levels(plane, part, step);
    let origin = [face.x0 as f64, face.y0 as f64];
    let own = luma(clip, face);
    let everywhere = Plane::filled(own.width(), own.height(), 1.0);
    let template = Template::new(own, &everywhere, origin, step);
    let whole = Rect::of(face.width(), face.height());
    let seen = |map: &Affine| Bands::new(luma(&placed(other, map, face), whole), origin, step);
    let agreement = |bands: &Bands| correlation(&template.bands, bands);
    let mut best: Option<Registered> = None;
    for start in starts.iter().filter(|s| (1.0 / MOST_SCALE..MOST_SCALE).contains(&s.scale())) {
        let plain = seen(start);
        let found = Registered { map: *start, agreement: agreement(&plain) };
        let fit = align(&template, &plain, Affine::IDENTITY, 0..plain.levels.len());
        let map = fit.map.then(start);
        let moved = Registered { map, agreement: agreement(&seen(&map)) };
        let nearer = if moved.agreement > found.agreement + BETTER { moved } else { found };
        if best.is_none_or(|b| nearer.agreement > b.agreement + BETTER) {
            best = Some(nearer);
        }
    }
    best
}

/// How far two pictures agree along a map, as [`register`] tells it, without looking for a better one.
pub(crate) fn agreement(clip: &Plane<u16>, face: Rect, other: &Plane<u16>, map: &Affine) -> Option<f32> {
    let step = step_px(face)?;
    if !(1.0 / MOST_SCALE..MOST_SCALE).contains(&map.scale()) {
        return None;
    }
    let there = levels(&placed(other, map, face), Rect::of(face.width(), face.height()), step);
    let [own, there] = [levels(clip, face, step), there].map(|plane| Bands::new(plane, [0.0; 2], step));
    Some(correlation(&own, &there))
}

/// Px of a sample with which a face is compared; `None` where it is too small.
fn step_px(face: Rect) -> Option<usize> {
    let least = face.width().min(face.height());
    (least >= LEAST_PX).then_some((least / SAMPLES).max(1))
}

/// A part of a plane in samples, 8-bit levels.
pub(super) fn levels(plane: &Plane<u16>, part: Rect, step: usize) -> Plane<f32> {
    shrink::shrink_part(plane, part, step).in_levels()
}

/// The part of `other` that lies under `part` of a picture along `map`, softened first where it has more pixels.
pub(crate) fn placed(other: &Plane<u16>, map: &Affine, part: Rect) -> Plane<u16> {
    if let Some(there) = unmoved(map, part, other) {
        return other.part(there);
    }
    let scale = map.scale() as f32;
    let whole;
    let source = if scale > 1.1 {
        // The blur of a pixel that is `scale` times as large, without that of its own.
        let mut plane = Plane::from_fn(other.width(), other.height(), |x, y| f32::from(other.row(y)[x]));
        plane = blur::gaussian(&plane, 0.5 * (scale * scale - 1.0).sqrt());
        whole = stored(&plane);
        &whole
    } else {
        other
    };
    stored(&warp::under(source, map.0, part))
}

/// Where a part lies in a picture along a map that moves whole pixels: nothing need be sampled there. `None` where something must.
fn unmoved(map: &Affine, part: Rect, other: &Plane<u16>) -> Option<Rect> {
    let [a, b, x, c, d, y] = map.0;
    let is_whole = [a, b, c, d] == [1.0, 0.0, 0.0, 1.0] && x.fract() == 0.0 && y.fract() == 0.0;
    let (x0, y0) = (part.x0 as f64 + x, part.y0 as f64 + y);
    let (x1, y1) = (x0 + part.width() as f64, y0 + part.height() as f64);
    let is_in = x0 >= 0.0 && y0 >= 0.0 && x1 <= other.width() as f64 && y1 <= other.height() as f64;
    (is_whole && is_in).then_some(Rect { x0: x0 as usize, y0: y0 as usize, x1: x1 as usize, y1: y1 as usize })
}

fn stored(plane: &Plane<f32>) -> Plane<u16> {
    Plane::from_fn(plane.width(), plane.height(), |x, y| {
        round_u16(plane.row(y)[x].max(0.0), f32::from(u16::MAX))
    })
}

/// Correlation of the flattened mid bands of two pictures of one size, where both are halved once: eyes, brows, nose, mouth, outline,
/// not the texture that one of them lacks.
fn correlation(one: &Bands, two: &Bands) -> f32 {
    let level = 1.min(one.levels.len().min(two.levels.len()).saturating_sub(1));
    let (one, two) = (&one.levels[level], &two.levels[level]);
    let (mut ab, mut aa, mut bb) = (0.0f64, 0.0f64, 1e-9f64);
    for (&a, &b) in one.samples().iter().zip(two.samples()) {
        let (a, b) = (f64::from(a), f64::from(b));
        ab += a * b;
        aa += a * a;
        bb += b * b;
    }
    (ab / (aa * bb).sqrt().max(1e-9)) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_pixels_are_taken_as_they_are() {
        let other = Plane::from_fn(40, 30, |x, y| (x * 977 + y * 313) as u16);
        let part = Rect { x0: 4, y0: 3, x1: 20, y1: 17 };
        let map = Affine([1.0, 0.0, 7.0, 0.0, 1.0, 5.0]);
        assert_eq!(placed(&other, &map, part), stored(&warp::under(&other, map.0, part)));
        assert_eq!(placed(&other, &map, part), other.part(Rect { x0: 11, y0: 8, x1: 27, y1: 22 }));
        for moved in [[1.0, 0.0, 7.5, 0.0, 1.0, 5.0], [1.0, 0.0, -5.0, 0.0, 1.0, 0.0]] {
            assert!(unmoved(&Affine(moved), part, &other).is_none());
        }
    }
}
