//! Measures a treated still beside its AI version and its original: what came back, and what had to stay.

use super::compared::Compared;
use super::{LaidFace, Layer, PORTRAIT_IOD_PX, Side};
use crate::color::{ciede2000, lab_from_rgb};
use crate::face::{FaceState, Topology};
use crate::kernels::{blur, shrink};
use crate::px::{Plane, Rect, Rgb16};
use crate::skin::shape::Shape;

/// Bands of texture between these sigmas, mm: what is finer than pores, pores, and unevenness. The first has no inner end.
const BANDS_MM: [[f32; 2]; 3] = [[0.0, 0.2], [0.2, 0.5], [0.5, 1.0]];
/// Texture may be so much less and more than the original's, dB: the guards by which restored clips are judged (`bench restore`).
const TEXTURE_DB: [f32; 2] = [-1.0, 2.0];
/// A band must be as wide as so many px at least, as a sigma, or the picture has no pixels for it.
const LEAST_SIGMA_PX: f32 = 0.5;
/// Texture of the treated picture goes along with the original's: pairs that lie in register have 0.95 and more, noise has 0.
const OWN_LEAST: f32 = 0.8;
/// Light and shade are asked for behind this sigma, mm, and may differ by this, RMS, 8-bit levels: 50 dB.
const LOW_MM: f32 = 1.6;
const LOW_LEVELS: f32 = 0.8;
/// What must stay may change by this, levels: less is not seen.
const KEPT_LEVELS: f32 = 1.0;
/// Outside the mask nothing changes: half a code of 65535 is what is more than nothing.
const OUTSIDE_CODES: f32 = 0.5;
/// Mean difference of colour, CIEDE2000: as in clips.
const COLOUR_DE: f32 = 0.5;
/// The strongest contrasts, beside the original's: sharpened pictures have 1.5 and more, and so have doubled contours.
const HALO_RATIO: f32 = 1.3;
/// What counts as the strongest: one pixel of 200.
const STRONGEST: f32 = 0.995;
/// Fewer pixels of skin say nothing.
const LEAST_PIXELS: usize = 400;
/// A band that reaches so near to the blur by which a method divides is the AI version's by part.
const DIVIDED: f32 = 0.7;
/// A square has the spread of a Gaussian when its side is that many of its sigmas: the square root of 12.
const BOX_PER_SIGMA: f32 = 3.464;
/// Colours are compared over so many px at least: of fewer, pores are a part.
const LEAST_COLOUR_PX: usize = 8;
/// Codes of a level of 8 bits.
const LEVEL: f32 = 257.0;

/// One thing that was measured.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// What, for people.
    pub name: &'static str,
    /// Its unit, for people.
    pub unit: &'static str,
    /// How much; none where it cannot be told.
    pub value: Option<f32>,
    /// From what on and up to what it holds.
    pub limits: [f32; 2],
    /// Why it cannot be told, or what is wrong; empty where it holds.
    pub words: String,
}

impl Figure {
    fn new(name: &'static str, unit: &'static str, value: f32, limits: [f32; 2], wrong: [&str; 2]) -> Self {
        let words = match value {
            v if v.is_nan() => return Self::untold(name, unit, "there was nothing to measure"),
            v if v < limits[0] => wrong[0],
            v if v > limits[1] => wrong[1],
            _ => "",
        };
        Self { name, unit, value: Some(value), limits, words: words.to_owned() }
    }

    fn untold(name: &'static str, unit: &'static str, why: &str) -> Self {
        let limits = [f32::NEG_INFINITY, f32::INFINITY];
        Self { name, unit, value: None, limits, words: why.to_owned() }
    }

    /// Whether it holds; none where it cannot be told.
    pub fn holds(&self) -> Option<bool> {
        self.value.map(|v| (self.limits[0]..=self.limits[1]).contains(&v))
    }
}

/// What was measured of one face.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    /// Which face of the AI version.
    pub face: usize,
    /// Everything that was looked at.
    pub figures: Vec<Figure>,
}

impl Judged {
    /// Whether nothing that could be told is wrong.
    pub fn holds(&self) -> bool {
        self.figures.iter().all(|f| f.holds() != Some(false))
    }
}

/// Judges every layer that was laid on a picture to make `after`. `original` gives what lies under a face, where something does.
pub fn judge<'a>(
    ai: &Side<'_>,
    after: &Rgb16,
    layers: &[Layer],
    original: impl Fn(usize) -> Option<&'a LaidFace>,
    topology: Option<&Topology>,
) -> Vec<Judged> {
    let outside = outside_codes(ai.rgb, after, layers);
    let of_layer = |layer: &Layer| {
        let face = ai.faces.get(layer.face).copied();
        let laid = original(layer.face);
        let of = Compared::new(ai, after, layer, laid, face.map_or(PORTRAIT_IOD_PX, |f| f.iod_px));
        let mut figures = of.texture();
        figures.extend(of.own_and_halo());
        figures.extend([of.low(), of.colour()]);
        figures.push(kept(ai.rgb, after, layer.rect, face, topology));
        figures.push(Figure::new(
            "outside",
            "codes of 65535",
            outside,
            [0.0, OUTSIDE_CODES],
            ["", "something changed outside the skin"],
        ));
        Judged { face: layer.face, figures }
    };
    layers.iter().map(of_layer).collect()
}

impl Compared<'_> {
    /// Why the original cannot be asked; none where it can.
    fn silent(&self) -> Option<&'static str> {
        match &self.original {
            None => Some("there is no original in register to compare with"),
            Some(_) if self.treated.len() < LEAST_PIXELS => Some("too little skin was treated to tell"),
            Some(_) => None,
        }
    }

    fn texture(&self) -> Vec<Figure> {
        let names = ["texture, fine", "texture, pores", "texture, uneven"];
        let one = |(band, name): ([f32; 2], &'static str)| {
            let (Some(original), None) = (&self.original, self.silent()) else {
                return Figure::untold(name, "dB", self.silent().unwrap_or_default());
            };
            if band[1] * self.px_per_mm < LEAST_SIGMA_PX {
                return Figure::untold(name, "dB", "the face is too small to show texture of this size");
            }
            if band[1] * self.px_per_mm > DIVIDED * self.radius_px() {
                return Figure::untold(
                    name,
                    "dB",
                    "it lies where the method divides, and is the AI version's by part",
                );
            }
            let ratio = if band[0] == 0.0 {
                self.finer(band[1])
            } else {
                let [there, here] = [original, &self.green[1]].map(|p| self.band(p, band));
                self.product(&here, &here) / self.product(&there, &there).max(1e-9)
            };
            let db = 10.0 * crate::color::math::log2(ratio) * std::f64::consts::LOG10_2;
            // A strength below 1 was asked for.
            let less = 20.0 * crate::color::math::log2(f64::from(self.strength.clamp(0.01, 1.0)));
            let least = TEXTURE_DB[0] + (less * std::f64::consts::LOG10_2) as f32;
            let wrong = ["less texture than the original has", "more texture than the original has"];
            Figure::new(name, "dB", db as f32, [least, TEXTURE_DB[1]], wrong)
        };
        BANDS_MM.into_iter().zip(names).map(one).collect()
    }

    /// Whether the texture is that of the original and not something like it, and whether contours were sharpened or doubled.
    fn own_and_halo(&self) -> [Figure; 2] {
        let (own, halo) = ("texture of the original", "strongest contrast");
        let (own_unit, halo_unit) = ("correlation", "of the original's");
        let (Some(original), None) = (&self.original, self.silent()) else {
            let why = self.silent().unwrap_or_default();
            return [Figure::untold(own, own_unit, why), Figure::untold(halo, halo_unit, why)];
        };
        let [there, here] = [original, &self.green[1]].map(|p| self.band(p, [0.0, BANDS_MM[1][1]]));
        let (a, b) = (self.product(&there, &there), self.product(&here, &here));
        let value = (self.product(&there, &here) / (a * b).sqrt().max(1e-9)) as f32;
        let least = if self.strength < 1.0 { 0.0 } else { OWN_LEAST };
        let wrong = ["texture does not lie where the original has it", ""];
        let own = Figure::new(own, own_unit, value, [least, 1.01], wrong);
        let strongest = |band: &Plane<f32>| {
            let mut sizes: Vec<f32> = self.treated.iter().map(|&i| band.samples()[i].abs()).collect();
            let at = ((sizes.len() - 1) as f32 * STRONGEST) as usize;
            *sizes.select_nth_unstable_by(at, f32::total_cmp).1
        };
        let value = strongest(&here) / strongest(&there).max(1.0);
        let wrong = ["", "contours are sharper than the original's, or doubled"];
        [own, Figure::new(halo, halo_unit, value, [0.0, HALO_RATIO], wrong)]
    }

    /// Whether light and shade are the AI version's.
    fn low(&self) -> Figure {
        let mut differs = self.green[1].clone();
        differs.samples_mut().iter_mut().zip(self.green[0].samples()).for_each(|(v, a)| *v -= a);
        let low = blur::gaussian(&differs, LOW_MM * self.px_per_mm / self.times as f32);
        let rms = (self.product(&low, &low)).sqrt() as f32 / LEVEL;
        let rms = if self.treated.is_empty() { f32::NAN } else { rms };
        let wrong = ["", "light and shade are not those of the AI version any more"];
        Figure::new("light and shade", "levels", rms, [0.0, LOW_LEVELS], wrong)
    }

    /// Whether colours are the AI version's.
    fn colour(&self) -> Figure {
        // Cells of whole small pixels, which even out what the blur does behind which light and shade are compared: of smaller ones the
        // texture that was given back is a part.
        let side_px = BOX_PER_SIGMA * LOW_MM * self.px_per_mm;
        let small = (side_px as usize).max(LEAST_COLOUR_PX).div_ceil(self.times);
        let step = small * self.times;
        let [before, after] = [self.ai, self.out]
            .map(|rgb| rgb.each_ref().map(|plane| shrink::shrink_part(plane, self.rect(), step)));
        let columns = self.green[0].width().max(1);
        let cells_across = before[0].width();
        let mut is_skin = vec![false; before[0].samples().len()];
        for &i in &self.treated {
            is_skin[(i / columns / small) * cells_across + (i % columns) / small] = true;
        }
        let (mut sum, mut count) = (0.0f64, 0.0f64);
        for (i, _) in is_skin.iter().enumerate().filter(|(_, is)| **is) {
            let lab = |cells: &[Plane<f32>; 3]| {
                lab_from_rgb([0, 1, 2].map(|c| cells[c].samples()[i] / super::WHITE))
            };
            sum += ciede2000(lab(&before), lab(&after));
            count += 1.0;
        }
        let wrong = ["", "the skin has another colour than in the AI version"];
        Figure::new("colour", "CIEDE2000", (sum / count) as f32, [0.0, COLOUR_DE], wrong)
    }
}

/// The most that eyes, brows, lips and nostrils changed.
fn kept(
    before: &Rgb16,
    after: &Rgb16,
    rect: Rect,
    face: Option<&FaceState>,
    topology: Option<&Topology>,
) -> Figure {
    let name = "eyes and lips";
    let Some(face) = face else { return Figure::untold(name, "levels", "no face is known there") };
    let step_px = ((face.iod_px / 64.0).round() as usize).max(1);
    let cells = rect.subsampled(step_px, step_px);
    let shape = Shape::of(face, topology, step_px, cells);
    let mut most = f32::NAN;
    for y in rect.y0..rect.y1 {
        let row = shape.features.row(y / step_px - cells.y0);
        for x in (rect.x0..rect.x1).filter(|x| row[x / step_px - cells.x0] > 0.999) {
            for (a, b) in before.iter().zip(after) {
                most = most.max(f32::from(a.row(y)[x].abs_diff(b.row(y)[x])) / LEVEL);
            }
        }
    }
    if most.is_nan() {
        return Figure::untold(name, "levels", "neither eyes nor lips lie in the part that was treated");
    }
    Figure::new(name, "levels", most, [0.0, KEPT_LEVELS], ["", "eyes, brows, lips or nostrils were changed"])
}

/// The most that a pixel changed where no layer has any weight, codes.
fn outside_codes(before: &Rgb16, after: &Rgb16, layers: &[Layer]) -> f32 {
    let (width, mut most) = (before[0].width(), 0u16);
    let mut covered = vec![false; width];
    for y in 0..before[0].height() {
        covered.fill(false);
        for layer in layers.iter().filter(|l| (l.rect.y0..l.rect.y1).contains(&y)) {
            let marked =
                covered[layer.rect.x0..layer.rect.x1].iter_mut().zip(layer.mask.row(y - layer.rect.y0));
            marked.for_each(|(c, m)| *c |= *m > 0);
        }
        for (a, b) in before.iter().zip(after) {
            if a.row(y) != b.row(y) {
                let pairs = a.row(y).iter().zip(b.row(y)).zip(&covered).filter(|(_, c)| !**c);
                most = pairs.map(|((a, b), _)| a.abs_diff(*b)).fold(most, u16::max);
            }
        }
    }
    f32::from(most)
}
