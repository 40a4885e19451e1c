//! What attacks are made of: frames as planes in levels, and places of a face in eye distances.

use super::Scene;
use crate::kernels::{blur, noise, round_u16};
use crate::px::{Frame, LEVEL, Plane};

/// Y', Cb, Cr in 8-bit levels.
pub(super) type Levels = [Plane<f32>; 3];

/// Where a face is: between its eyes, with its eye distance and the direction from the left eye to the right one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spot {
    pub(super) middle: [f64; 2],
    pub(super) iod_px: f64,
    turn: [f64; 2],
}

impl Spot {
    pub(super) fn between([left, right]: [[f64; 2]; 2]) -> Self {
        let (dx, dy) = (right[0] - left[0], right[1] - left[1]);
        let iod_px = (dx * dx + dy * dy).sqrt().max(1.0);
        let middle = [0, 1].map(|i| (left[i] + right[i]) / 2.0);
        Self { middle, iod_px, turn: [dx / iod_px, dy / iod_px] }
    }

    /// A place of the face, in eye distances to the right and down, in the picture.
    pub(super) fn at(&self, [u, v]: [f64; 2]) -> [f64; 2] {
        let [c, s] = self.turn;
        [self.middle[0] + self.iod_px * (c * u - s * v), self.middle[1] + self.iod_px * (s * u + c * v)]
    }

    /// The place of a pixel on the face.
    pub(super) fn of(&self, x: f64, y: f64) -> [f64; 2] {
        let ([c, s], dx, dy) = (self.turn, x - self.middle[0], y - self.middle[1]);
        [(c * dx + s * dy) / self.iod_px, (c * dy - s * dx) / self.iod_px]
    }

    /// How much a pixel lies in an ellipse on the face: 1 inside, 0 outside, a soft edge between.
    pub(super) fn within(&self, (x, y): (f64, f64), centre: [f64; 2], radii: [f64; 2]) -> f32 {
        let [u, v] = self.of(x, y);
        let far = (((u - centre[0]) / radii[0]).powi(2) + ((v - centre[1]) / radii[1]).powi(2)).sqrt();
        (((1.0 - far) * radii[0].min(radii[1]) / 0.06 + 1.0).clamp(0.0, 1.0)) as f32
    }
}

/// A frame in levels.
pub(super) fn levels_of(frame: &Frame) -> Levels {
    [0, 1, 2].map(|which| {
        let plane = frame.plane(which);
        let mut out = Plane::new(plane.width(), plane.height());
        out.samples_mut().iter_mut().zip(plane.samples()).for_each(|(o, v)| *o = f32::from(*v) / LEVEL);
        out
    })
}

/// The frame with these levels, in whole 8-bit codes as a file would hold them.
pub(super) fn stored(frame: &Frame, levels: &Levels) -> Frame {
    let mut out = frame.clone();
    for (which, plane) in levels.iter().enumerate() {
        let to = out.plane_mut(which);
        for (o, v) in to.samples_mut().iter_mut().zip(plane.samples()) {
            *o = round_u16(v.clamp(0.0, 255.0), 255.0) << 8;
        }
    }
    out
}

/// Frames that each went through `change`, which gets the frame's number among them and its levels.
pub(super) fn each(scene: &Scene<'_>, change: impl Fn(usize, &mut Levels)) -> Vec<Frame> {
    let made = |(at, frame): (usize, &Frame)| {
        let mut levels = levels_of(frame);
        change(at, &mut levels);
        stored(frame, &levels)
    };
    scene.frames.iter().enumerate().map(made).collect()
}

/// Whether a frame is one of the few (three, in the middle of the shot) that some attacks change.
pub(super) fn is_few(scene: &Scene<'_>, at: usize) -> bool {
    let first = scene.frames.len() / 2;
    (first..first + 3).contains(&at)
}

/// Pixels of luma per sample of a plane, across and down.
pub(super) fn factors(scene: &Scene<'_>, which: usize) -> (usize, usize) {
    match (which, scene.frames.first()) {
        (1.., Some(frame)) => frame.subsampling.factors(),
        _ => (1, 1),
    }
}

/// Every sample of a plane becomes `value(own, x, y)`, with the place in luma px.
pub(super) fn map(plane: &mut Plane<f32>, (fx, fy): (usize, usize), value: impl Fn(f32, f64, f64) -> f32) {
    for y in 0..plane.height() {
        for (x, o) in plane.row_mut(y).iter_mut().enumerate() {
            *o = value(*o, (x * fx) as f64, (y * fy) as f64);
        }
    }
}

/// Puts `other` in place of a plane as far as `weight(x, y)` says, with the place in luma px.
pub(super) fn mix(
    plane: &mut Plane<f32>,
    other: &Plane<f32>,
    (fx, fy): (usize, usize),
    weight: impl Fn(f64, f64) -> f32,
) {
    for y in 0..plane.height() {
        let with = other.row(y);
        for (x, o) in plane.row_mut(y).iter_mut().enumerate() {
            let w = weight((x * fx) as f64, (y * fy) as f64);
            *o += w * (with[x] - *o);
        }
    }
}

/// Normal noise with an RMS of 1, blurred by `sigma_px`; the same for the same numbers.
pub(super) fn noise_of(plane: &Plane<f32>, purpose: u32, frame: usize, sigma_px: f32) -> Plane<f32> {
    let key = noise::key(11, purpose, frame);
    let mut out = Plane::new(plane.width(), plane.height());
    for y in 0..out.height() {
        noise::normal_row(key, y as i32, 0, out.row_mut(y));
    }
    if sigma_px > 0.0 {
        out = blur::gaussian(&out, sigma_px);
    }
    let energy: f64 = out.samples().iter().map(|v| f64::from(v * v)).sum();
    let rms = (energy / out.samples().len().max(1) as f64).sqrt().max(1e-9) as f32;
    out.samples_mut().iter_mut().for_each(|v| *v /= rms);
    out
}

/// Adds another plane, times `gain`.
pub(super) fn add(plane: &mut Plane<f32>, other: &Plane<f32>, gain: f32) {
    plane.samples_mut().iter_mut().zip(other.samples()).for_each(|(o, v)| *o += gain * v);
}
