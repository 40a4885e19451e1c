//! The faults that clips are degraded with, at three strengths each, and which figure tells how much of each is left.

use crate::bench_flaws::scene::Scene;
use crate::bench_flaws::{redrawn, surface};
use crate::bench_seam::changes;
use crate::frames::{add_levels, levels_of};
use dewax::color::{LumaWeights, rgb_from_ycc, ycc_from_rgb};
use dewax::kernels::blur::gaussian;
use dewax::kernels::noise::{key, normal_row};
use dewax::px::{Frame, LEVEL, Plane};

/// Seed of the exposure.
const SEED: u32 = 29;
/// The most that exposure is off, in standard deviations.
const MOST_DEVIATIONS: f32 = 2.0;
/// Everything at once: each at this share of its middle strength, at the three strengths.
const ALL_SHARES: [f32; 3] = [0.4, 0.6, 0.8];

/// A fault.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fault {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    /// Weak, middle, strong; one of them where strength means nothing.
    pub(super) strengths: &'static [f32],
    pub(super) unit: &'static str,
    /// What dewax is to reach, as a share of the fault.
    pub(super) bar: f64,
}

/// What a fault is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Texture,
    Exposure,
    Coloured,
    Pulse,
    Drift,
    Seam,
    Halo,
    Porcelain,
    All,
    Clean,
}

/// All of them.
pub(super) const FAULTS: [Fault; 10] = [
    fault("texture", Kind::Texture, &[1.5, 3.0, 4.5], "levels", 0.78),
    fault("exposure", Kind::Exposure, &[1.5, 3.0, 6.0], "%", 0.85),
    fault("coloured", Kind::Coloured, &[1.5, 3.0, 6.0], "%", 0.85),
    fault("pulse", Kind::Pulse, &[1.5, 2.5, 4.0], "levels", 0.80),
    fault("drift", Kind::Drift, &[4.0, 8.0, 12.0], "dE2000", 0.85),
    fault("seam", Kind::Seam, &[5.0, 10.0, 15.0], "% contrast", 0.85),
    fault("halo", Kind::Halo, &[0.75, 1.25, 2.0], "amount", 0.80),
    fault("porcelain", Kind::Porcelain, &[0.5, 0.75, 1.0], "blend", 0.65),
    fault("all", Kind::All, &ALL_SHARES, "of each", 0.50),
    fault("clean", Kind::Clean, &[0.0], "", 0.0),
];

const fn fault(
    name: &'static str,
    kind: Kind,
    strengths: &'static [f32],
    unit: &'static str,
    bar: f64,
) -> Fault {
    Fault { name, kind, strengths, unit, bar }
}

impl Fault {
    /// Changes a frame of the true clip.
    pub(super) fn inject(&self, scene: &Scene<'_>, strength: f32, frame: &mut Frame) {
        inject(self.kind, scene, strength, frame);
    }
}

fn inject(kind: Kind, scene: &Scene<'_>, strength: f32, frame: &mut Frame) {
    match kind {
        Kind::Texture => redrawn::boil(scene, strength, frame),
        Kind::Exposure => gains(scene, [gain(strength, 0, frame.index); 3], frame),
        Kind::Coloured => {
            let of = |channel: u32| gain(strength, 1 + channel, frame.index);
            gains(scene, [of(0), of(1), of(2)], frame);
        }
        Kind::Pulse => redrawn::pulses(scene, strength, frame),
        Kind::Drift => surface::drift(scene, strength, frame),
        Kind::Seam => seam(scene, strength, frame),
        Kind::Halo => sharpen(strength, frame),
        Kind::Porcelain => surface::porcelain(scene, strength, frame),
        Kind::All => {
            // As they come about: a surface, its light, its colour, its flicker, and what a player sharpens.
            use Kind::{Coloured, Drift, Exposure, Halo, Porcelain, Pulse, Texture};
            for kind in [Porcelain, Texture, Pulse, Drift, Exposure, Coloured, Halo] {
                let middle = FAULTS.iter().find(|f| f.kind == kind).map_or(0.0, |f| f.strengths[1]);
                inject(kind, scene, middle * strength, frame);
            }
        }
        Kind::Clean => {}
    }
}

/// The first frame of a part that was joined on, and how much more than its contrast its saturation rises.
const JOINED: usize = 17;
const MORE_SATURATION: f32 = 1.5;

/// Contrast and saturation of an extension, in percent more.
fn seam(scene: &Scene<'_>, strength: f32, frame: &mut Frame) {
    if frame.index >= JOINED {
        changes::lay(
            &scene.picture,
            &|c, _| changes::contrast(c, strength, MORE_SATURATION * strength),
            frame,
        );
    }
}

/// The gain of a channel in a frame: 1 with flicker of `percent`, RMS.
fn gain(percent: f32, channel: u32, index: usize) -> f32 {
    let mut one = [0.0];
    normal_row(key(SEED, channel, index), 0, 0, &mut one);
    1.0 + 0.01 * percent * one[0].clamp(-MOST_DEVIATIONS, MOST_DEVIATIONS)
}

/// Gains of red, green and blue in code values, as a lamp or a codec leaves them.
fn gains(scene: &Scene<'_>, gains: [f32; 3], frame: &mut Frame) {
    let (levels, weights): (_, LumaWeights) = (&scene.picture.levels, scene.picture.weights);
    let (black, zero) = (levels.black / LEVEL, levels.chroma_zero / LEVEL);
    let (span, chroma_span) = (levels.luma_span / LEVEL, levels.chroma_span / LEVEL);
    let (across, down) = frame.subsampling.factors();
    let [luma, cb, cr] = [0, 1, 2].map(|which| levels_of(frame.plane(which)));
    let lit = |y: f32, b: f32, r: f32| {
        let mut rgb =
            rgb_from_ycc(weights, [(y - black) / span, (b - zero) / chroma_span, (r - zero) / chroma_span]);
        rgb.iter_mut().zip(gains).for_each(|(v, gain)| *v *= gain);
        let [y, b, r] = ycc_from_rgb(weights, rgb);
        [black + y * span, zero + b * chroma_span, zero + r * chroma_span]
    };
    let bright = Plane::from_fn(luma.width(), luma.height(), |x, y| {
        let (was, u, v) = (luma.row(y)[x], (x / across) as isize, (y / down) as isize);
        lit(was, cb.at(u, v), cr.at(u, v))[0] - was
    });
    let chroma = |which: usize| {
        Plane::from_fn(cb.width(), cb.height(), |x, y| {
            let (u, v) = ((x * across) as isize, (y * down) as isize);
            let mean =
                (0..across * down).map(|i| luma.at(u + (i % across) as isize, v + (i / across) as isize));
            let now = [mean.sum::<f32>() / (across * down) as f32, cb.row(y)[x], cr.row(y)[x]];
            lit(now[0], now[1], now[2])[which] - now[which]
        })
    };
    let (blue, red) = (chroma(1), chroma(2));
    add_levels(frame, 0, (0, 0), &bright);
    add_levels(frame, 1, (0, 0), &blue);
    add_levels(frame, 2, (0, 0), &red);
}

/// Sigma of the blur that is sharpened against, px: neither that of a 5 × 5 window nor one that dewax presumes.
const SHARPEN_PX: f32 = 1.3;

fn sharpen(amount: f32, frame: &mut Frame) {
    let luma = levels_of(frame.luma());
    let mut change = gaussian(&luma, SHARPEN_PX);
    change
        .samples_mut()
        .iter_mut()
        .zip(luma.samples())
        .for_each(|(blur, now)| *blur = amount * (now - *blur));
    add_levels(frame, 0, (0, 0), &change);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strengths_rise_and_gains_differ_by_channel() {
        for fault in FAULTS {
            assert!(fault.strengths.windows(2).all(|pair| pair[0] < pair[1]), "{}", fault.name);
        }
        let apart = (0..30).map(|t| (gain(6.0, 1, t) - gain(6.0, 2, t)).abs()).fold(0.0, f32::max);
        assert!(apart > 0.05 && (0..30).all(|t| (gain(6.0, 0, t) - 1.0).abs() <= 0.121));
    }
}
