//! What a treated still owes: figures of a face beside the AI version and beside its original, and what they must keep.
//!
//! Bands are divided by the blur that the method used, in luma of the coded values; levels are those of 8 bits.

use super::{LaidFace, Layer, Method, luma};
use crate::color::{Lab, ciede2000, lab_from_rgb};
use crate::kernels::blur;
use crate::px::{Plane, Rect, Rgb16};

/// Units of a level of 8 bits in codes.
const LEVEL_CODES: f32 = 257.0;
/// Skin counts where a layer is seen at least so much: at soft edges two pictures mix.
const SEEN: f32 = 0.5;
/// Fewer pixels than this tell nothing.
const LEAST_PX: f64 = 400.0;
/// Texture may come out above the original's by so much: a hybrid is the original's, a graft lies on what the picture had of its own.
const MOST_OVER_DB: [f32; 2] = [1.0, 3.0];
/// Texture may not become less than it was by more than this: what the JPEG of a result may cost.
const MOST_LOST_DB: f32 = 0.5;
/// What is coarser than the blur stays: a level RMS is below what is seen on skin.
const MOST_LOW_LEVELS: f32 = 1.0;
/// The mean colour of the skin stays within half of what can be told side by side.
const MOST_COLOUR_DE: f32 = 0.5;

/// Figures of a face.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Owed {
    /// Texture finer than the blur beside the original's, dB, before and after; none without an original.
    pub texture_db: Option<(f32, f32)>,
    /// How far what is coarser than the blur moved, RMS in levels.
    pub low_levels: f32,
    /// How far the mean colour of the skin moved, CIEDE2000.
    pub colour_de: f32,
    /// Whether the original's texture took the place of the picture's own.
    is_exchange: bool,
}

/// One thing that is owed, and how it went.
#[derive(Clone, Debug, PartialEq)]
pub struct OwedProof {
    /// What.
    pub what: &'static str,
    /// Whether it holds; none where it cannot be judged.
    pub holds: Option<bool>,
    /// What was seen.
    pub seen: String,
}

impl Owed {
    /// Of a layer that was laid on `before` to make `after`, over its original where it has one; none where too little skin is seen.
    pub fn of(before: &Rgb16, after: &Rgb16, layer: &Layer, laid: Option<&LaidFace>) -> Option<Self> {
        let rect = layer.rect;
        let weight = weight(layer);
        let count: f64 = weight.samples().iter().map(|w| f64::from(*w)).sum();
        if count < LEAST_PX {
            return None;
        }
        let sigma_px = layer.radius_px.max(0.5);
        let [was, is] = [before, after].map(|rgb| floats(&luma(rgb, rect)));
        let (was_low, is_low) = (blur::gaussian(&was, sigma_px), blur::gaussian(&is, sigma_px));
        let moved = rms(&weight, |x, y| is_low.row(y)[x] - was_low.row(y)[x]);
        let laid = laid.filter(|_| layer.method.needs_original());
        let texture_db = laid.and_then(|laid| {
            let part = rect.and(&laid.rect);
            if part != rect {
                return None;
            }
            let own = Rect {
                x0: rect.x0 - laid.rect.x0,
                y0: rect.y0 - laid.rect.y0,
                x1: rect.x1 - laid.rect.x0,
                y1: rect.y1 - laid.rect.y0,
            };
            let original = floats(&luma(&laid.rgb, own));
            let low = blur::gaussian(&original, sigma_px);
            let wanted = rms(&weight, |x, y| original.row(y)[x] - low.row(y)[x]).max(1e-3);
            let of = |plane: &Plane<f32>, low: &Plane<f32>| {
                decibel(rms(&weight, |x, y| plane.row(y)[x] - low.row(y)[x]) / wanted)
            };
            Some((of(&was, &was_low), of(&is, &is_low)))
        });
        Some(Self {
            texture_db,
            low_levels: moved / LEVEL_CODES,
            colour_de: ciede2000(mean(before, rect, &weight), mean(after, rect, &weight)) as f32,
            is_exchange: matches!(layer.method, Method::Hybrid { .. }),
        })
    }

    /// What of it holds.
    pub fn proofs(&self) -> Vec<OwedProof> {
        let proof = |what, holds, seen| OwedProof { what, holds: Some(holds), seen };
        let mut all = Vec::with_capacity(3);
        if let Some((before, after)) = self.texture_db {
            let most = MOST_OVER_DB[usize::from(!self.is_exchange)].max(before);
            let holds = after <= most && after >= before.min(0.0) - MOST_LOST_DB;
            all.push(proof(
                "texture beside the original",
                holds,
                format!("{before:+.1} dB before, {after:+.1} dB after; at most {most:+.1}"),
            ));
        }
        all.push(proof(
            "what is coarser than texture",
            self.low_levels <= MOST_LOW_LEVELS,
            format!("moved by {:.2} levels; at most {MOST_LOW_LEVELS}", self.low_levels),
        ));
        all.push(proof(
            "colour of the skin",
            self.colour_de <= MOST_COLOUR_DE,
            format!("moved by \u{394}E {:.2}; at most {MOST_COLOUR_DE}", self.colour_de),
        ));
        all
    }
}

/// Codes that differ outside all layers, and the RMS of the differences there in levels of 8 bits.
pub fn outside(before: &Rgb16, after: &Rgb16, layers: &[Layer]) -> (usize, f32) {
    let [red, ..] = before;
    let mut free = Plane::filled(red.width(), red.height(), true);
    for layer in layers {
        for y in 0..layer.rect.height() {
            let row = &mut free.row_mut(layer.rect.y0 + y)[layer.rect.x0..layer.rect.x1];
            row.iter_mut()
                .zip(layer.mask.row(y))
                .filter(|(_, mask)| **mask > 0)
                .for_each(|(f, _)| *f = false);
        }
    }
    let (mut changed, mut squares, mut count) = (0, 0.0f64, 0usize);
    for (before, after) in before.iter().zip(after) {
        for ((a, b), _) in
            before.samples().iter().zip(after.samples()).zip(free.samples()).filter(|(_, f)| **f)
        {
            let apart = f64::from(a.abs_diff(*b));
            changed += usize::from(a != b);
            squares += apart * apart;
            count += 1;
        }
    }
    (changed, ((squares / count.max(1) as f64).sqrt() / f64::from(LEVEL_CODES)) as f32)
}

/// How much each pixel counts: where the layer is seen, and its texture is of its own place.
fn weight(layer: &Layer) -> Plane<f32> {
    let most = layer.mask.samples().iter().copied().max().unwrap_or_default();
    let least = f32::from(most) * SEEN;
    let mut out = Plane::new(layer.mask.width(), layer.mask.height());
    for y in 0..out.height() {
        for (x, o) in out.row_mut(y).iter_mut().enumerate() {
            let healed = layer.healed.as_ref().map_or(0, |h| h.row(y)[x]);
            *o = if most > 0 && f32::from(layer.mask.row(y)[x]) >= least && healed == 0 { 1.0 } else { 0.0 };
        }
    }
    out
}

fn floats(plane: &Plane<u16>) -> Plane<f32> {
    Plane::from_fn(plane.width(), plane.height(), |x, y| f32::from(plane.row(y)[x]))
}

/// RMS of values, where they count.
fn rms(weight: &Plane<f32>, value: impl Fn(usize, usize) -> f32) -> f32 {
    let (mut squares, mut count) = (0.0f64, 0.0f64);
    for y in 0..weight.height() {
        for (x, w) in weight.row(y).iter().enumerate().filter(|(_, w)| **w > 0.0) {
            let v = f64::from(value(x, y));
            squares += f64::from(*w) * v * v;
            count += f64::from(*w);
        }
    }
    (squares / count.max(1.0)).sqrt() as f32
}

/// The mean colour of the skin, its codes read as those of sRGB.
fn mean(rgb: &Rgb16, rect: Rect, weight: &Plane<f32>) -> Lab {
    let mut sums = [0.0f64; 3];
    let mut count = 0.0f64;
    for y in 0..weight.height() {
        for (x, w) in weight.row(y).iter().enumerate().filter(|(_, w)| **w > 0.0) {
            for (sum, plane) in sums.iter_mut().zip(rgb) {
                *sum += f64::from(*w) * f64::from(plane.row(rect.y0 + y)[rect.x0 + x]);
            }
            count += f64::from(*w);
        }
    }
    lab_from_rgb(sums.map(|sum| (sum / count.max(1.0) / 65_535.0) as f32))
}

fn decibel(ratio: f32) -> f32 {
    (20.0 * crate::color::math::ln(f64::from(ratio.max(1e-6))) / std::f64::consts::LN_10) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIDE: usize = 120;

    /// Skin of a colour with waves of two sizes.
    fn skin(fine: f32, coarse: f32, red: f32) -> Rgb16 {
        let value = |base: f32| {
            Plane::from_fn(SIDE, SIDE, |x, y| {
                let wave = |px: f32| ((x as f32 / px).sin() + (y as f32 / px).cos()) * 0.5;
                (LEVEL_CODES * (base + fine * wave(0.6) + coarse * wave(16.0))).round() as u16
            })
        };
        [value(180.0 + red), value(140.0), value(120.0)]
    }

    fn layer(method: Method) -> Layer {
        let rect = Rect { x0: 10, y0: 12, x1: 110, y1: 108 };
        let mask = Plane::filled(rect.width(), rect.height(), u16::MAX);
        let rgb = [0; 3].map(|_| Plane::filled(rect.width(), rect.height(), 32_768));
        let blending = super::super::Blending::LinearLight;
        Layer { face: 0, method, blending, rect, rgb, mask, radius_px: 4.0, spots: 0, healed: None }
    }

    fn of(before: &Rgb16, after: &Rgb16) -> Owed {
        Owed::of(before, after, &layer(Method::synthetic(500.0, 1)), None).unwrap()
    }

    #[test]
    fn coarse_changes_and_colours_are_told_by_their_size_and_texture_is_neither() {
        let plain = skin(0.0, 0.0, 0.0);
        let fine = of(&plain, &skin(3.0, 0.0, 0.0));
        assert!(fine.low_levels < 0.1 && fine.colour_de < 0.05, "{fine:?}");
        // A wave of half its amplitude from two sines: an RMS of half of it.
        let coarse = of(&plain, &skin(0.0, 4.0, 0.0));
        assert!((1.4..2.3).contains(&coarse.low_levels), "{coarse:?}");
        let red = of(&plain, &skin(0.0, 0.0, 4.0));
        assert!(red.colour_de > 1.0, "{red:?}");
        assert!(
            Owed::of(&plain, &plain, &Layer { mask: Plane::new(100, 96), ..layer(Method::hybrid()) }, None)
                .is_none()
        );
    }

    #[test]
    fn every_limit_holds_below_it_and_fails_above() {
        let fine = Owed { texture_db: Some((-9.0, 0.0)), low_levels: 0.0, colour_de: 0.0, is_exchange: true };
        let holds = |owed: Owed| owed.proofs().iter().all(|p| p.holds == Some(true));
        assert!(holds(fine));
        for (share, expected) in [(0.8, true), (1.2, false)] {
            assert_eq!(holds(Owed { low_levels: share * MOST_LOW_LEVELS, ..fine }), expected);
            assert_eq!(holds(Owed { colour_de: share * MOST_COLOUR_DE, ..fine }), expected);
            assert_eq!(holds(Owed { texture_db: Some((-9.0, share * MOST_OVER_DB[0])), ..fine }), expected);
            let graft =
                Owed { is_exchange: false, texture_db: Some((-9.0, share * MOST_OVER_DB[1])), ..fine };
            assert_eq!(holds(graft), expected);
            assert_eq!(
                holds(Owed { texture_db: Some((-9.0, -9.0 - share * MOST_LOST_DB)), ..fine }),
                expected
            );
        }
    }

    #[test]
    fn outside_of_layers_every_code_counts() {
        let before = skin(1.0, 0.0, 0.0);
        let layers = [layer(Method::hybrid())];
        let mut after = before.clone();
        after[1].row_mut(50)[50] += 300;
        assert_eq!(outside(&before, &after, &layers), (0, 0.0));
        after[2].row_mut(3)[3] += 257;
        assert_eq!(outside(&before, &after, &layers).0, 1);
    }
}
