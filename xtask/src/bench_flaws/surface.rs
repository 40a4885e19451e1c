//! Flaws of the surface: porcelain on the skin; drift and halo on the whole frame.

use super::scene::Scene;
use crate::frames::{add_levels, chroma_of, levels_of, part_of};
use dewax::color::{ciede2000, lab_from_ycc};
use dewax::kernels::blur::gaussian;
use dewax::kernels::guided::guided;
use dewax::px::{Frame, LEVEL, Plane};

/// How wide a beauty filter smooths, in eye distances, and what counts as flat, in levels: pores, not contours.
const SMOOTH_IOD: f32 = 0.055;
const FLAT_LEVELS: f32 = 9.0;
const CHROMA_FLAT_LEVELS: f32 = 2.0;
/// How wide the glow is, in eye distances, and how much of the blurred copy is screened over the skin.
const GLOW_IOD: f32 = 0.16;
const GLOW_SHARE: f32 = 0.12;
/// The chroma that a drift of one adds per luma (Cb, Cr), and its gain: towards orange, and more saturated.
const DRIFT_TINT: [f32; 2] = [-0.5, 0.4];
const DRIFT_GAIN: f32 = 0.8;
/// Halvings that find a drift of a wished size: to a thousandth.
const HALVINGS: usize = 24;
/// The blur that is sharpened against: a window of 7 × 7.
const UNSHARP_PX: f32 = 1.6;

/// Skin without pores, with a glow.
pub(crate) fn porcelain(scene: &Scene<'_>, strength: f32, frame: &mut Frame) {
    let Some(skin) = scene.skin(frame) else { return };
    let (part, iod_px) = (skin.part, scene.iod_px(frame.index));
    let blend = strength * scene.course.share(frame.index);
    let luma = part_of(frame.luma(), part);
    let sigma_px = (SMOOTH_IOD * iod_px).max(1.5);
    let smooth = |plane: &Plane<f32>, sigma_px: f32, flat: f32| {
        let once = guided(plane, plane, sigma_px, flat * flat);
        guided(&once, &once, sigma_px, flat * flat)
    };
    let soft = smooth(&luma, sigma_px, FLAT_LEVELS);
    let wide = gaussian(&soft, GLOW_IOD * iod_px);
    let levels = &scene.picture.levels;
    let (black, span) = (levels.black / LEVEL, levels.luma_span / LEVEL);
    let mut change = luma.clone();
    let sources = luma.samples().iter().zip(soft.samples()).zip(wide.samples()).zip(skin.weights.samples());
    for (out, (((now, soft), wide), weight)) in change.samples_mut().iter_mut().zip(sources) {
        let light = ((wide - black) / span).clamp(0.0, 1.0);
        // Screen: what is bright around a place brightens it, highlights before shadows.
        let glow = GLOW_SHARE * light * light * (1.0 - (soft - black) / span).max(0.0) * span;
        *out = blend * weight * (soft + glow - now);
    }
    add_levels(frame, 0, (part.x0, part.y0), &change);
    let chroma_part = chroma_of(part, frame);
    for which in 1..3 {
        let chroma = part_of(frame.plane(which), chroma_part);
        let soft = smooth(&chroma, (sigma_px / 2.0).max(1.0), CHROMA_FLAT_LEVELS);
        let change = Plane::from_fn(chroma.width(), chroma.height(), |x, y| {
            blend * skin.chroma_weight(frame, (x, y)) * (soft.row(y)[x] - chroma.row(y)[x])
        });
        add_levels(frame, which, (chroma_part.x0, chroma_part.y0), &change);
    }
}

/// A colour after a drift of `amount`.
fn drifted([luma, cb, cr]: [f32; 3], amount: f32) -> [f32; 3] {
    let gain = 1.0 + amount * DRIFT_GAIN;
    [luma, gain * cb + amount * DRIFT_TINT[0] * luma, gain * cr + amount * DRIFT_TINT[1] * luma]
}

/// The amount of drift that moves a skin colour by `wished` CIEDE2000.
fn drift_amount(weights: dewax::color::LumaWeights, skin: [f32; 3], wished: f32) -> f32 {
    let (mut low, mut high) = (0.0f32, 1.0f32);
    let from = lab_from_ycc(weights, skin);
    for _ in 0..HALVINGS {
        let middle = (low + high) / 2.0;
        let apart = ciede2000(from, lab_from_ycc(weights, drifted(skin, middle))) as f32;
        if apart < wished { low = middle } else { high = middle }
    }
    (low + high) / 2.0
}

/// The frame's colour moves, evenly, to where its skin is off by `strength` at the end.
pub(crate) fn drift(scene: &Scene<'_>, strength: f32, frame: &mut Frame) {
    let Some(skin) = scene.skin_color() else { return };
    let last = scene.analysis.clip.frames().saturating_sub(1).max(1);
    let amount =
        drift_amount(scene.picture.weights, skin, strength) * (frame.index as f32 / last as f32).min(1.0);
    let levels = &scene.picture.levels;
    let (across, down) = frame.subsampling.factors();
    let luma = levels_of(frame.luma());
    for which in 1..3 {
        let mut change = levels_of(frame.plane(which));
        for y in 0..change.height() {
            for (x, value) in change.row_mut(y).iter_mut().enumerate() {
                let light = (luma.at((x * across) as isize, (y * down) as isize) - levels.black / LEVEL)
                    * (levels.chroma_span / levels.luma_span);
                let chroma = *value - levels.chroma_zero / LEVEL;
                *value = amount * (DRIFT_GAIN * chroma + DRIFT_TINT[which - 1] * light.max(0.0));
            }
        }
        add_levels(frame, which, (0, 0), &change);
    }
}

/// A sharpened frame: contours get lines on both sides.
pub(crate) fn halo(scene: &Scene<'_>, strength: f32, frame: &mut Frame) {
    let amount = strength * scene.course.share(frame.index);
    let luma = levels_of(frame.luma());
    let mut change = gaussian(&luma, UNSHARP_PX);
    for (value, now) in change.samples_mut().iter_mut().zip(luma.samples()) {
        *value = amount * (now - *value);
    }
    add_levels(frame, 0, (0, 0), &change);
}

#[cfg(test)]
mod tests {
    use super::*;
    use dewax::color::{LumaWeights, Matrix};

    #[test]
    fn a_drift_is_as_large_as_wished() {
        let weights = LumaWeights::of(Matrix::Bt709);
        for wished in [4.0, 8.0, 14.0] {
            for skin in [[0.6, -0.06, 0.09], [0.3, -0.04, 0.05]] {
                let moved = drifted(skin, drift_amount(weights, skin, wished));
                let apart = ciede2000(lab_from_ycc(weights, skin), lab_from_ycc(weights, moved)) as f32;
                assert!((apart - wished).abs() < 0.1, "{apart} instead of {wished}");
            }
        }
    }
}
