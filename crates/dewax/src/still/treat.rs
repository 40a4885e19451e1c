//! The three methods that give skin its texture back, and the layers in which they do it.

use super::hold::tone_weights;
use super::split::{self, Known, codes, difference, high, linear_light, overlay, uniform, within};
use super::spots::{self, Ground, Spots};
use super::{Laid, LaidFace, PORTRAIT_IOD_PX, Side, Tones, WHITE, Weights};
use crate::kernels::{blur, round_u16, shrink};
use crate::px::{Plane, Rect, Rgb16};
use crate::skin::IOD_MM;
use rayon::prelude::*;

/// Radius of the high pass on a portrait, px: the middle of the 1.5 to 3 that retouchers give.
const GRAFT_RADIUS_PX: f32 = 2.2;
/// Linear Light doubles what a high pass kept: at half its opacity the contrast is the original's.
const GRAFT_OPACITY: f32 = 0.5;
/// Radii between which a hybrid's blur is chosen on a portrait, px, and the one that is taken where there are no blemishes.
const HYBRID_RADIUS_PX: [f32; 2] = [5.0, 8.0];
const HYBRID_PLAIN_PX: f32 = 6.5;
/// A bell of sigma s has a quarter of its height left behind a blur of √3·s: there a blemish has disappeared.
const DISAPPEARS: f32 = 1.732;
/// Noise on a portrait: the middle of 2 to 5 %, softened by half a pixel.
const NOISE: f32 = 0.035;
const NOISE_BLUR_PX: f32 = 0.5;
/// Radii are never smaller than this: below, a blur changes nothing.
const LEAST_RADIUS_PX: f32 = 0.1;

/// How skin is given its texture back. Radii are sigmas of Gaussians in px of the AI version, as the sliders of image editors have them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Method {
    /// Noise on a neutral grey Overlay layer: no original is needed.
    Synthetic {
        /// The most that noise strays from grey, as a share of white: 0.02 to 0.05.
        noise: f32,
        /// What it is softened by, px.
        blur_px: f32,
        /// Which noise.
        seed: u32,
    },
    /// The original's high pass, in Linear Light.
    Graft {
        /// Radius of the high pass, px.
        radius_px: f32,
        /// Opacity of its layer, 0..=1: at 0.5 the contrast is the original's, at 1 twice as much.
        opacity: f32,
    },
    /// The original's high frequencies in place of the AI version's own.
    Hybrid {
        /// Radius of the blur that divides them, px; chosen by where blemishes stop where none is given.
        radius_px: Option<f32>,
        /// How much of the AI version's own high frequencies stays beside them, 0..=1: nothing, or all, as where its layer is simply put in
        /// the place of the low one.
        keep: f32,
    },
}

impl Method {
    /// Noise as on a portrait, for a face of this eye distance. On larger faces it is as much larger; on smaller ones a pixel stays a pixel.
    pub fn synthetic(iod_px: f32, seed: u32) -> Self {
        Self::Synthetic { noise: NOISE, blur_px: scaled(NOISE_BLUR_PX, iod_px), seed }
    }

    /// The high pass as on a portrait, for a face of this eye distance.
    pub fn graft(iod_px: f32) -> Self {
        Self::Graft { radius_px: scaled(GRAFT_RADIUS_PX, iod_px), opacity: GRAFT_OPACITY }
    }

    /// The exchange of frequencies, with a radius that is chosen.
    pub fn hybrid() -> Self {
        Self::Hybrid { radius_px: None, keep: 0.0 }
    }

    /// For people.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Synthetic { .. } => "synthetic",
            Self::Graft { .. } => "graft",
            Self::Hybrid { .. } => "hybrid",
        }
    }

    /// The most that its layer is seen at full strength, 0..=1.
    pub(super) fn opacity(&self) -> f32 {
        match self {
            Self::Graft { opacity, .. } => opacity.clamp(0.01, 1.0),
            Self::Synthetic { .. } | Self::Hybrid { .. } => 1.0,
        }
    }

    /// Whether it needs an original.
    pub fn needs_original(&self) -> bool {
        !matches!(self, Self::Synthetic { .. })
    }
}

/// A radius on a portrait, for a face of this eye distance.
fn scaled(radius_px: f32, iod_px: f32) -> f32 {
    (radius_px * iod_px / PORTRAIT_IOD_PX).max(LEAST_RADIUS_PX)
}

/// What is to be done to one face.
#[derive(Clone, Copy, Debug)]
pub struct Part<'a> {
    /// Which face of the AI version.
    pub face: usize,
    /// Its skin.
    pub mask: &'a Weights,
    /// How.
    pub method: Method,
    /// How much, 0..=1.
    pub strength: f32,
    /// In which tones.
    pub tones: Tones,
}

/// How a layer lies on what is below it, as image editors call it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Blending {
    /// Below + 2 × layer − white.
    LinearLight,
    /// Darks multiplied, lights screened.
    Overlay,
}

/// A layer that was laid on the AI version. Under its mask it gives the treated picture to the code.
#[derive(Clone, Debug, PartialEq)]
pub struct Layer {
    /// Which face it is of.
    pub face: usize,
    /// The method that made it.
    pub method: Method,
    /// How it lies.
    pub blending: Blending,
    /// Its part of the picture, px.
    pub rect: Rect,
    /// Its codes; mid grey changes nothing.
    pub rgb: Rgb16,
    /// How much of it is seen: 65535 is all.
    pub mask: Plane<u16>,
    /// The sigma of the blur that was used, px.
    pub radius_px: f32,
    /// Blemishes that were kept from coming back.
    pub spots: usize,
    /// How much of each pixel was healed, on the pixels of the part: there texture is not of its own place. None where nothing was.
    pub healed: Option<Plane<u16>>,
}

/// A treated picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Treated {
    /// Its codes: the AI version's own outside the masks.
    pub rgb: Rgb16,
    /// What was laid on, from the bottom upwards.
    pub layers: Vec<Layer>,
}

/// Treats the faces of an AI version. What needs an original and has none laid under it is left out.
pub fn treat(ai: &Side<'_>, laid: Option<&Laid>, parts: &[Part<'_>]) -> Treated {
    let mut out = Treated { rgb: ai.rgb.clone(), layers: Vec::new() };
    for part in parts {
        let original = laid.and_then(|l| l.face(part.face));
        let iod_px = ai.faces.get(part.face).map_or(PORTRAIT_IOD_PX, |f| f.iod_px);
        let Some(layer) = layer(ai.rgb, iod_px, original, part) else { continue };
        put(&mut out.rgb, &layer);
        out.layers.push(layer);
    }
    out
}

/// The layer of one face.
fn layer(ai: &Rgb16, iod_px: f32, original: Option<&LaidFace>, part: &Part<'_>) -> Option<Layer> {
    let picture = Rect::of(ai[0].width(), ai[0].height());
    let mut rect = part.mask.rect.and(&picture);
    if let (Some(laid), true) = (original, part.method.needs_original()) {
        rect = rect.and(&laid.rect);
    }
    if rect.is_empty() || part.strength.is_nan() || part.strength <= 0.0 {
        return None;
    }
    let bench = Bench { ai, iod_px, part, rect };
    match (part.method, original) {
        (Method::Synthetic { noise, blur_px, seed }, _) => Some(bench.synthetic(noise, blur_px, seed)),
        (Method::Graft { radius_px, opacity }, Some(laid)) => Some(bench.graft(laid, radius_px, opacity)),
        (Method::Hybrid { radius_px, keep }, Some(laid)) => Some(bench.hybrid(laid, radius_px, keep)),
        (_, None) => None,
    }
}

/// A face and its part of the picture.
struct Bench<'a> {
    ai: &'a Rgb16,
    iod_px: f32,
    part: &'a Part<'a>,
    rect: Rect,
}

/// What original and AI version do not share, blemishes healed.
struct Differs {
    /// The rectangle with what blurs read around it.
    wide: Rect,
    planes: [Plane<f32>; 3],
    spots: Spots,
}

impl Bench<'_> {
    fn synthetic(&self, noise: f32, blur_px: f32, seed: u32) -> Layer {
        let radius_px = blur_px.clamp(0.0, 100.0);
        // On a face of another size the noise has the contrast that it has on a portrait.
        let gain = split::left_of_noise(NOISE_BLUR_PX) / split::left_of_noise(radius_px.max(LEAST_RADIUS_PX));
        let amount = noise.clamp(0.0, 1.0) * WHITE * gain;
        let grey = uniform(seed, self.rect, radius_px);
        let codes = codes(&grey, amount);
        let rgb = [codes.clone(), codes.clone(), codes];
        self.layer(rgb, Blending::Overlay, self.mask(None, 1.0), radius_px)
    }

    fn graft(&self, laid: &LaidFace, radius_px: f32, opacity: f32) -> Layer {
        let radius_px = radius_px.clamp(LEAST_RADIUS_PX, self.most_radius_px());
        let differs = self.differs(laid);
        let Differs { wide, mut planes, spots } = differs;
        // The original again, without blemishes.
        self.add_own(&mut planes, wide, 1.0);
        let rgb = self.high(planes, laid, wide, radius_px, 1.0);
        let mask = self.mask(Some(laid), opacity.clamp(0.0, 1.0));
        self.healed(self.layer(rgb, Blending::LinearLight, mask, radius_px), &spots, wide)
    }

    fn hybrid(&self, laid: &LaidFace, radius_px: Option<f32>, keep: f32) -> Layer {
        let Differs { wide, mut planes, spots } = self.differs(laid);
        if keep > 0.0 {
            self.add_own(&mut planes, wide, keep.min(1.0));
        }
        let radius_px = radius_px.unwrap_or_else(|| self.chosen(&spots));
        let radius_px = radius_px.clamp(LEAST_RADIUS_PX, self.most_radius_px());
        // blur(AI) + original − blur(original) is AI + d − blur(d) with d = original − AI: one blur instead of two. Linear Light doubles.
        let rgb = self.high(planes, laid, wide, radius_px, 0.5);
        let mask = self.mask(Some(laid), 1.0);
        self.healed(self.layer(rgb, Blending::LinearLight, mask, radius_px), &spots, wide)
    }

    /// Adds a share of the AI version to the difference of the two.
    fn add_own(&self, planes: &mut [Plane<f32>; 3], wide: Rect, share: f32) {
        for (plane, own) in planes.iter_mut().zip(self.ai) {
            let rows = plane.samples_mut().par_chunks_mut(wide.width().max(1)).enumerate();
            rows.for_each(|(y, row)| {
                let own = &own.row(wide.y0 + y)[wide.x0..wide.x1];
                row.iter_mut().zip(own).for_each(|(d, a)| *d += share * f32::from(*a));
            });
        }
    }

    /// No blur reads farther than the original was laid.
    fn most_radius_px(&self) -> f32 {
        scaled(HYBRID_RADIUS_PX[1], self.iod_px)
    }

    /// The least radius behind which nine blemishes of ten have disappeared.
    fn chosen(&self, spots: &Spots) -> f32 {
        let mut sigmas = spots.sigmas_px.clone();
        sigmas.sort_by(f32::total_cmp);
        let [least, most] = HYBRID_RADIUS_PX.map(|r| scaled(r, self.iod_px));
        match sigmas.get(sigmas.len() * 9 / 10) {
            Some(sigma) => (DISAPPEARS * sigma).clamp(least, most),
            None => scaled(HYBRID_PLAIN_PX, self.iod_px),
        }
    }

    fn differs(&self, laid: &LaidFace) -> Differs {
        let around = blur::radius_px(self.most_radius_px());
        let wide = self.rect.grown(around, self.ai[0].width(), self.ai[0].height()).and(&laid.rect);
        let origin = [laid.rect.x0, laid.rect.y0];
        let mut planes = difference(self.ai, &laid.rgb, origin, wide);
        let px_per_mm = self.iod_px / IOD_MM;
        let step = spots::step_px(px_per_mm);
        let (columns, rows) = shrink::size(wide.width(), wide.height(), step);
        let mut skin = Plane::new(columns, rows);
        let mut row = vec![0.0; wide.width()];
        for j in 0..rows {
            // The middle of a cell stands for it: masks are softer than cells.
            self.weights(laid, (j * step + step / 2).min(wide.height() - 1) + wide.y0, wide.x0, &mut row);
            let middle = |i: usize| (i * step + step / 2).min(wide.width() - 1);
            skin.row_mut(j).iter_mut().enumerate().for_each(|(i, o)| *o = row[middle(i)]);
        }
        let light = shrink::shrink_part(&self.ai[1], wide, step);
        let spots = Spots::find(&Ground { differs: &planes, light, weight: skin, px_per_mm });
        spots.heal(&mut planes, px_per_mm);
        Differs { wide, planes, spots }
    }

    /// Skin that may be treated, of a row of the picture from a column on.
    fn weights(&self, laid: &LaidFace, y: usize, x0: usize, out: &mut [f32]) {
        let mut known = vec![0.0; out.len()];
        let (from_x, from_y) = (x0 - laid.rect.x0, y - laid.rect.y0);
        laid.clear.skin.expand_row(from_y, from_x, out);
        laid.clear.known.expand_row(from_y, from_x, &mut known);
        for (i, (o, k)) in out.iter_mut().zip(&known).enumerate() {
            *o *= k * self.part.mask.at(x0 + i, y);
        }
    }

    /// What is finer than a blur, as codes around grey: `gain` codes for each.
    fn high(&self, planes: [Plane<f32>; 3], laid: &LaidFace, wide: Rect, sigma_px: f32, gain: f32) -> Rgb16 {
        let known = Known::new(&laid.clear.known, [laid.rect.x0, laid.rect.y0], wide, sigma_px);
        let part = within(self.rect, wide);
        planes.map(|plane| high(plane, known.as_ref(), sigma_px, part, gain))
    }

    /// How much of the layer is seen, pixel by pixel.
    fn mask(&self, laid: Option<&LaidFace>, share: f32) -> Plane<u16> {
        let Bench { rect, part, .. } = *self;
        let told = || tone_weights(self.ai, rect, self.iod_px, &part.tones);
        let tones = (!part.tones.is_plain()).then(told);
        let strength = part.strength.clamp(0.0, 1.0) * share * WHITE;
        let mut out = Plane::new(rect.width(), rect.height());
        out.samples_mut().par_chunks_mut(rect.width().max(1)).enumerate().for_each(|(y, row)| {
            let mut weights = vec![0.0; rect.width()];
            match laid {
                Some(laid) => self.weights(laid, rect.y0 + y, rect.x0, &mut weights),
                None => {
                    let all = weights.iter_mut().enumerate();
                    all.for_each(|(x, w)| *w = part.mask.at(rect.x0 + x, rect.y0 + y));
                }
            }
            for (x, (o, skin)) in row.iter_mut().zip(weights).enumerate() {
                let tone = tones.as_ref().map_or(1.0, |t| t.row(y)[x]);
                *o = round_u16(skin * tone * strength, WHITE);
            }
        });
        out
    }

    fn layer(&self, rgb: Rgb16, blending: Blending, mask: Plane<u16>, radius_px: f32) -> Layer {
        let Part { face, method, .. } = *self.part;
        let rect = self.rect;
        Layer { face, method, blending, rect, rgb, mask, radius_px, spots: 0, healed: None }
    }

    /// The layer with what was healed.
    fn healed(&self, mut layer: Layer, spots: &Spots, wide: Rect) -> Layer {
        layer.spots = spots.count();
        if layer.spots > 0 {
            let (mask, part) = (spots.healed((wide.width(), wide.height())), within(self.rect, wide));
            let mut row = vec![0.0; part.width()];
            let mut plane = Plane::new(part.width(), part.height());
            for y in 0..part.height() {
                mask.expand_row(part.y0 + y, part.x0, &mut row);
                let out = plane.row_mut(y).iter_mut().zip(&row);
                out.for_each(|(o, w)| *o = round_u16(w * WHITE, WHITE));
            }
            layer.healed = Some(plane);
        }
        layer
    }
}

/// Lays a layer on a picture, as an image editor does: what comes out is what its file shows.
fn put(rgb: &mut Rgb16, layer: &Layer) {
    let Rect { x0, y0, x1, .. } = layer.rect;
    for (plane, codes) in rgb.iter_mut().zip(&layer.rgb) {
        let width = plane.width();
        let rows = plane.samples_mut().par_chunks_mut(width).skip(y0).take(layer.rect.height()).enumerate();
        rows.for_each(|(y, row)| {
            let pairs = codes.row(y).iter().zip(layer.mask.row(y));
            for (o, (&code, &share)) in row[x0..x1].iter_mut().zip(pairs).filter(|(_, (_, m))| **m > 0) {
                let (below, code, share) = (f32::from(*o), f32::from(code), f32::from(share) / WHITE);
                let full = match layer.blending {
                    Blending::LinearLight => linear_light(below, code),
                    Blending::Overlay => overlay(below, code),
                };
                *o = round_u16(below + share * (full - below), WHITE);
            }
        });
    }
}
