//! What of a frame could be skin beside a face: by its place on the person, its surface, and a colour that is the face's or hotter.

use super::super::Small;
use super::super::face::{own_share, part_of, person_at};
use super::super::search::{EDGE_LEVELS, GUIDE_SIGMA};
use super::super::shape::{Shape, regions};
use super::super::small::{contrast, ramp};
use crate::clip::Picture;
use crate::face::{FaceState, Topology};
use crate::kernels::{blur, guided, tile};
use crate::px::{LEVEL, Plane, Rect};

/// What of saturation, beside the face's, is taken for skin: from, and up to, each with the width of the way. Hot hands of generated clips have
/// up to 1.5 times; orange and red cloth begins at 2.
const SATURATION: [(f32, f32); 2] = [(0.6, 0.15), (1.9, 0.3)];
/// How far the hue may lie off the face's, as a tangent: toward red, where lips and red cloth begin at 25 degrees, and toward yellow, where wood
/// and straw are; with the width of the way.
const REDDER: (f32, f32) = (0.45, 0.12);
const YELLOWER: (f32, f32) = (0.1, 0.08);
/// Luma beside the face's, as code values: darker is shadow, in which noise has colours; lighter is no skin of this person.
const LUMA: [(f32, f32); 2] = [(0.35, 0.15), (1.5, 0.25)];
/// Skin in its own shadow is redder and more saturated, because light that comes through skin and off it is what is left there: in 16 photographs and
/// 7 camera clips a neck as bright as the face is paler than it (CIEDE2000 1 to 7), at 0.9 of its luma up to 6 redder, at 0.7 up to 8. So much of
/// the face's saturation comes on top over so much of its luma, and then no more.
const SHADED: (f32, f32) = (0.4, 0.4);
/// Detail above which a surface is hair or cloth, 8-bit levels, and the width of the way: those of the search for skin.
const ROUGH_LEVELS: (f32, f32) = (9.0, 5.4);
/// The edge of the face is left out as far as the mesh strays, eye distances.
const EDGE_IOD: f32 = 0.1;
/// Colours are told in the mean over so much, eye distances, and at most over so many cells.
const COLOUR_IOD: f32 = 0.06;
pub(super) const MOST_SIGMA: f32 = 6.0;
/// The outer share of the person's region over which it ends: no straight edge.
const BORDER: f32 = 0.08;

/// A part of the mask's grid beside a face, cell by cell.
pub(super) struct Beside {
    pub(super) part: Rect,
    /// How surely a cell is skin of this person beside the face, 0..=1.
    pub(super) weights: Plane<f32>,
    /// Cb ÷ Y' and Cr ÷ Y' of what is skin around a cell, as it were in the light of the face; 0 where there is none.
    pub(super) ratios: [Plane<f32>; 2],
    /// How surely a cell is skin of the face itself, and the half of it to the right and below: 0 to 3.
    pub(super) face: Plane<f32>,
    pub(super) quarter: Plane<f32>,
    /// Y', Cb ÷ Y' and Cr ÷ Y' of the face in this frame, whatever its light is.
    pub(super) own: [f32; 3],
    /// Y', Cb, Cr, 0..=1 and −0.5..=0.5.
    pub(super) ycc: [Plane<f32>; 3],
    /// Cells of an eye distance.
    pub(super) iod: f32,
}

/// How much more saturated the same skin is at so much of the face's luma.
pub(super) fn shaded(share: f32) -> f32 {
    1.0 + SHADED.0 * ((1.0 - share) / SHADED.1).clamp(0.0, 1.0)
}

/// How surely a colour is skin beside a face of this luma and these Cb ÷ Y' and Cr ÷ Y', 0..=1.
fn is_skin(face: [f32; 2], luma: f32, [y, cb, cr]: [f32; 3]) -> f32 {
    let y = y.max(0.02);
    let p = [cb / y, cr / y];
    let size = |v: [f32; 2]| (v[0] * v[0] + v[1] * v[1]).sqrt().max(1e-4);
    let dot = face[0] * p[0] + face[1] * p[1];
    if dot <= 0.0 {
        return 0.0;
    }
    let light = y / luma.max(0.02);
    let share = size(p) / size(face) / shaded(light);
    // From Cb toward Cr: what is redder than skin lies nearer to Cr, at a smaller angle.
    let turned = (face[0] * p[1] - face[1] * p[0]) / dot;
    let redder = if face[0] < 0.0 { turned } else { -turned };
    let within =
        |v: f32, [low, high]: [(f32, f32); 2]| ramp(v, low.0, low.1) * (1.0 - ramp(v, high.0, high.1));
    within(share, SATURATION)
        * within(light, LUMA)
        * (1.0 - ramp(redder, REDDER.0, REDDER.1))
        * (1.0 - ramp(-redder, YELLOWER.0, YELLOWER.1))
}

impl Beside {
    /// Of a face with its mesh. `None` where the face is not held, lies outside the picture or shows no skin.
    pub(super) fn of(
        picture: &Picture,
        small: &Small,
        state: &FaceState,
        all: &[&FaceState],
        topology: Option<&Topology>,
    ) -> Option<Self> {
        state.mesh.as_ref()?;
        let step_px = picture.mask_step_px();
        let part = part_of(state, step_px, small.luma.width(), small.luma.height());
        if part.is_empty() {
            return None;
        }
        let shape = Shape::of(state, topology, step_px, part);
        let stored = tile::cut(&small.luma, part);
        let ycc = ycc_of(picture, small, part);
        let size = (part.width(), part.height());
        let core = Plane::from_fn(size.0, size.1, |x, y| shape.core(x, y));
        let quarter = Plane::from_fn(size.0, size.1, |x, y| {
            let [u, v] = shape.place(x, y);
            f32::from(u8::from(u > 0.0) + 2 * u8::from(v > 0.2))
        });
        let own @ [luma, cb, cr] = mean_ratio(&ycc, &core)?;
        let place = places(picture, state, all, &shape, &contrast(&stored));
        let raw = Plane::from_fn(size.0, size.1, |x, y| {
            let place = place.row(y)[x];
            if place > 0.0 {
                place * is_skin([cb, cr], luma, ycc.each_ref().map(|p| p.row(y)[x]))
            } else {
                0.0
            }
        });
        let sigma = (COLOUR_IOD * shape.iod).clamp(0.7, MOST_SIGMA);
        let soft = |plane: &Plane<f32>| {
            let mut weighted = plane.clone();
            weighted.samples_mut().iter_mut().zip(raw.samples()).for_each(|(v, w)| *v *= w);
            blur::gaussian(&weighted, sigma)
        };
        let (light, sums) = (soft(&ycc[0]), blur::gaussian(&raw, sigma));
        let ratio = |which: usize| {
            let mut out = soft(&ycc[which]);
            for ((v, l), s) in out.samples_mut().iter_mut().zip(light.samples()).zip(sums.samples()) {
                *v = if *s > 0.02 { *v / l.max(1e-4) / shaded(l / s / luma.max(0.02)) } else { 0.0 };
            }
            out
        };
        let ratios = [ratio(1), ratio(2)];
        // Specks go, and edges follow the picture.
        let epsilon = (EDGE_LEVELS * LEVEL) * (EDGE_LEVELS * LEVEL);
        let mut weights = guided::guided(&raw, &stored, GUIDE_SIGMA, epsilon);
        for ((w, s), place) in weights.samples_mut().iter_mut().zip(sums.samples()).zip(place.samples()) {
            *w = w.clamp(0.0, 1.0) * ramp(*s, 0.3, 0.4) * place;
        }
        Some(Self { part, weights, ratios, face: core, quarter, own, ycc, iod: shape.iod })
    }

    /// Y', Cb and Cr of another picture of the frame, on the same cells.
    pub(super) fn planes_of(&self, picture: &Picture, small: &Small) -> [Plane<f32>; 3] {
        ycc_of(picture, small, self.part)
    }
}

/// Y', Cb, Cr of a part of the grid, 0..=1 and −0.5..=0.5.
fn ycc_of(picture: &Picture, small: &Small, part: Rect) -> [Plane<f32>; 3] {
    let levels = &picture.levels;
    let units = |plane: &Plane<f32>, zero: f32, span: f32| {
        let mut out = tile::cut(plane, part);
        out.samples_mut().iter_mut().for_each(|v| *v = (*v - zero) / span);
        out
    };
    [
        units(&small.luma, levels.black, levels.luma_span),
        units(&small.cb, levels.chroma_zero, levels.chroma_span),
        units(&small.cr, levels.chroma_zero, levels.chroma_span),
    ]
}

/// Y', Cb ÷ Y' and Cr ÷ Y' of what weighs; `None` where nothing does.
pub(super) fn mean_ratio(ycc: &[Plane<f32>; 3], weights: &Plane<f32>) -> Option<[f32; 3]> {
    let (mut sums, mut weight) = ([0.0f64; 3], 0.0f64);
    for (i, w) in weights.samples().iter().enumerate() {
        sums = std::array::from_fn(|k| sums[k] + f64::from(*w) * f64::from(ycc[k].samples()[i]));
        weight += f64::from(*w);
    }
    let light = sums[0] / weight.max(1e-9);
    (weight > 8.0 && light > 0.05)
        .then(|| [light as f32, (sums[1] / sums[0]) as f32, (sums[2] / sums[0]) as f32])
}

/// Cb ÷ Y' and Cr ÷ Y' of what weighs, as it were in the light of a face of this luma.
pub(super) fn level_ratio(ycc: &[Plane<f32>; 3], weights: &Plane<f32>, luma: f32) -> Option<[f32; 2]> {
    let [y, cb, cr] = mean_ratio(ycc, weights)?;
    Some([cb, cr].map(|v| v / shaded(y / luma.max(0.02))))
}

/// Where neck, arms and hands of a face's person can be: below and away from the face, on the person, on what is smooth, off all faces.
fn places(
    picture: &Picture,
    state: &FaceState,
    all: &[&FaceState],
    shape: &Shape,
    contrast: &Plane<f32>,
) -> Plane<f32> {
    let step_px = picture.mask_step_px() as f32;
    let (square, person, part) = (state.person_square(), state.person(), shape.part);
    let near = blur::gaussian(&shape.surface, (EDGE_IOD * shape.iod).clamp(0.7, MOST_SIGMA));
    Plane::from_fn(part.width(), part.height(), |x, y| {
        let [_, _, neck, far] = regions(shape.place(x, y));
        let wanted = (neck + far) * (1.0 - ramp(near.row(y)[x], 0.02, 0.2));
        if wanted <= 0.0 {
            return 0.0;
        }
        let at = |i: usize| (i as f32 + 0.5) * step_px - 0.5;
        let here = [at(part.x0 + x), at(part.y0 + y)];
        let inside = square.inside(here);
        let off = inside.map(|v| (v - 0.5).abs());
        let border = 1.0 - ramp(off[0].max(off[1]), 0.5 - BORDER, BORDER);
        let rough = ramp(contrast.row(y)[x] / LEVEL, ROUGH_LEVELS.0, ROUGH_LEVELS.1);
        wanted * border * (1.0 - rough) * person_at(&person, inside) * own_share(state, all, here)
    })
}
