//! How much detail of two sizes a face has at the points of its mesh in one frame, and what a blur would leave of it.

use crate::color::math::ln;
use crate::kernels::{blur, shrink};
use crate::lock::Subject;
use crate::px::{Frame, LEVEL, Plane, Rect};

/// Bands of detail that are looked at.
pub(super) const BANDS: usize = 2;
/// Sigmas between which the bands lie, samples: an octave each. What is finer is noise of sensors and codecs, and a blur of one px hardly shows in
/// what is coarser.
const EDGES: [f32; BANDS + 1] = [0.8, 1.6, 3.2];
/// Eye distances are looked at with no more samples than this: of large faces, details of px are noise.
const MOST_IOD: f32 = 250.0;
/// Smaller faces than this, px between the eyes, have no detail of their own in these bands.
const LEAST_IOD_PX: f32 = 40.0;
/// Energy is read over so much around a point, eye distances: a pupil.
const AROUND_IOD: f32 = 0.05;
/// What codecs of calm footage leave of noise, squared levels: less is nothing.
const FLOOR: f32 = 0.04;
/// Steps of a dB in which energy is held, and where they begin: one byte from -20 to 43 dB of a squared level.
const STEPS_PER_DB: f32 = 4.0;
const LEAST_DB: f32 = -20.0;

/// A face's detail in one frame.
#[derive(Clone, Debug)]
pub(super) struct Seen {
    /// Energy at each point, band by band, in steps of a dB.
    energy: [Vec<u8>; BANDS],
    /// Luma px of a sample.
    step_px: f32,
    /// How far it moved since the frame before, luma px.
    pub(super) moved_px: f32,
}

impl Seen {
    /// Reads a frame. `None` where the face is too small, or leaves the frame.
    pub(super) fn of(frame: &Frame, subject: &Subject) -> Option<Self> {
        if subject.iod_px < LEAST_IOD_PX {
            return None;
        }
        let step = ((subject.iod_px / MOST_IOD).round() as usize).max(1);
        let margin = 4.0 * EDGES[BANDS] * step as f32 + subject.iod_px * AROUND_IOD;
        let part = Rect::around_points(&subject.points, margin, (frame.width(), frame.height()));
        if part.width() <= 16 * step || part.height() <= 16 * step {
            return None;
        }
        let mut luma = shrink::shrink_part(frame.luma(), part, step);
        luma.samples_mut().iter_mut().for_each(|v| *v /= LEVEL);
        let soft = EDGES.map(|sigma| blur::gaussian(&luma, sigma));
        let around = (subject.iod_px * AROUND_IOD / step as f32).max(2.0);
        let energy = [0, 1].map(|band| {
            let mut square = soft[band].clone();
            let pairs = square.samples_mut().iter_mut().zip(soft[band + 1].samples());
            pairs.for_each(|(a, b)| *a = (*a - b) * (*a - b));
            let square = blur::gaussian(&square, around);
            let at = |p: &[f32; 2]| held(value(&square, p, (part, step)));
            subject.points.iter().map(at).collect()
        });
        Some(Self { energy, step_px: step as f32, moved_px: 0.0 })
    }

    /// The same of a face that moved so many luma px since the frame before.
    pub(super) fn having_moved(self, moved_px: f32) -> Self {
        Self { moved_px, ..self }
    }

    /// How much more energy there is than in another frame, dB, the median over the points that have any, 0 where too few
    /// have; `None` where they were read at other sizes.
    pub(super) fn beside(&self, other: &Self, band: usize) -> Option<f32> {
        /// A point tells from so many dB above the floor on, in one of the two frames.
        const TELLS_DB: f32 = 3.0;
        /// So many points must tell: a tenth of a mesh.
        const LEAST_POINTS: usize = 48;
        let least = held(FLOOR) + (TELLS_DB * STEPS_PER_DB) as u8;
        let pairs = self.energy[band].iter().zip(&other.energy[band]);
        let mut more: Vec<i16> =
            pairs.filter(|(a, b)| **a.max(b) >= least).map(|(a, b)| i16::from(*a) - i16::from(*b)).collect();
        if self.step_px != other.step_px {
            return None;
        }
        if more.len() < LEAST_POINTS {
            // Neither frame has anything in this band: both are soft.
            return Some(0.0);
        }
        // The mean of the middle half: bytes have steps.
        more.sort_unstable();
        let half = &more[more.len() / 4..more.len() * 3 / 4];
        Some(half.iter().map(|v| f32::from(*v)).sum::<f32>() / half.len() as f32 / STEPS_PER_DB)
    }

    /// Luma px of a sample.
    pub(super) fn step_px(&self) -> f32 {
        self.step_px
    }
}

/// A ratio of energies, dB.
fn decibel(ratio: f32) -> f32 {
    (10.0 / std::f64::consts::LN_10 * ln(f64::from(ratio.max(1e-12)))) as f32
}

/// Energy as it is held.
fn held(energy: f32) -> u8 {
    let db = decibel(energy.max(0.0) + FLOOR);
    ((db - LEAST_DB) * STEPS_PER_DB).round().clamp(0.0, 255.0) as u8
}

/// The value of a plane at a point of the frame.
fn value(plane: &Plane<f32>, point: &[f32; 2], (part, step): (Rect, usize)) -> f32 {
    let along = |v: f32, from: usize, size: usize| {
        (((v - from as f32) / step as f32).max(0.0) as usize).min(size.saturating_sub(1))
    };
    plane.row(along(point[1], part.y0, plane.height()))[along(point[0], part.x0, plane.width())]
}

/// What a Gaussian blur of `sigma` samples takes from a band of a picture whose spectrum falls as those of photographs do (amplitude as one over
/// frequency; D. Field, "Relations between the statistics of natural images", 1987), dB: the closed form of the integral over all frequencies.
pub(super) fn lost_db(band: usize, sigma: f32) -> f32 {
    let (a, b) = (EDGES[band].powi(2), EDGES[band + 1].powi(2));
    let ln = |v: f32| ln(f64::from(v));
    let energy = |s: f32| (2.0 * ln((a + b) / 2.0 + s) - ln(a + s) - ln(b + s)) as f32;
    decibel(energy(0.0) / energy(sigma * sigma).max(1e-12))
}

/// The sigma, samples, of a blur that takes so much from a band.
pub(super) fn sigma_of(band: usize, lost: f32) -> f32 {
    /// The sigmas that are tried, samples.
    const STEP: f32 = 0.1;
    const MOST: usize = 80;
    let sigmas = (0..=MOST).map(|n| n as f32 * STEP);
    sigmas.take_while(|s| lost_db(band, *s) <= lost).last().unwrap_or(0.0)
}
