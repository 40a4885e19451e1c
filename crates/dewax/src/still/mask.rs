//! Where skin of a still is treated: the skin that was found, without eyes, brows, lips and nostrils, region by region, with soft edges.

use super::rise;
use crate::face::{FaceState, Topology};
use crate::flat::{FLAT_POINTS, Pair, Way, flat_mm};
use crate::kernels::blur;
use crate::px::{Mask, Plane, Rect};
use crate::skin::{IOD_MM, shape};
use rayon::prelude::*;

/// Cells of an eye distance in which features are drawn: the mesh itself strays by a fiftieth (see `skin::shape`).
const CELLS_PER_IOD: f32 = 64.0;
/// How soft the edges of features are, eye distances: as those of the mask of clips.
const SOFT_IOD: f32 = 0.025;
/// Eye distances between the places at which regions are told: their ways into each other are wider.
const REGION_STEP_IOD: f32 = 0.08;
/// Landmarks count out to about this far on the flat skin, mm: as in `flat::chart`.
const NEAR_MM: f64 = 5.0;
/// Middle and half axes of the regions of a face on the flat skin, mm: those of [`crate::skin::Region`], in its order.
const REGIONS_MM: [[f32; 4]; 5] = [
    [0.0, -42.0, 34.0, 16.0],
    [42.0, 44.0, 19.0, 19.0],
    [0.0, 30.0, 12.0, 18.0],
    [0.0, 95.0, 20.0, 13.0],
    [52.0, 82.0, 18.0, 14.0],
];

/// A weight, 0..=1, for each pixel of a part of a picture; 0 outside.
#[derive(Clone, Debug, PartialEq)]
pub struct Weights {
    /// The part, px.
    pub rect: Rect,
    /// As large as the part.
    pub plane: Plane<f32>,
}

impl Weights {
    /// No weight anywhere.
    pub fn none() -> Self {
        Self { rect: Rect::default(), plane: Plane::new(0, 0) }
    }

    /// Weight of a pixel of the picture.
    pub fn at(&self, x: usize, y: usize) -> f32 {
        let Rect { x0, y0, x1, y1 } = self.rect;
        if (x0..x1).contains(&x) && (y0..y1).contains(&y) { self.plane.row(y - y0)[x - x0] } else { 0.0 }
    }
}

/// How much each region is treated, 0..=1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Regions {
    /// Above the brows, up to the hair.
    pub forehead: f32,
    /// Below the eyes, beside the nose.
    pub cheeks: f32,
    /// Bridge, tip and wings.
    pub nose: f32,
    /// Below the lips, and around them.
    pub chin: f32,
    /// Below the ears, beside the chin.
    pub jaw: f32,
    /// Ears and temples.
    pub ears: f32,
    /// Neck and chest.
    pub neck: f32,
    /// Hands and other skin near the face.
    pub hands: f32,
}

impl Default for Regions {
    fn default() -> Self {
        let all = 1.0;
        Self { forehead: all, cheeks: all, nose: all, chin: all, jaw: all, ears: all, neck: all, hands: all }
    }
}

impl Regions {
    /// Of a place on the flat skin of the face, mm: the regions around it, by how near they are.
    fn on_face(&self, [x, y]: [f32; 2]) -> f32 {
        let values = [self.forehead, self.cheeks, self.nose, self.chin, self.jaw];
        let (mut sum, mut all) = (0.0, 0.0);
        for ([cx, cy, rx, ry], value) in REGIONS_MM.into_iter().zip(values) {
            let away = ((x.abs() - cx) / rx).powi(2) + ((y - cy) / ry).powi(2);
            // The fourth power of the distance: inside a region its neighbours have hardly a word.
            let share = 1.0 / (0.01 + away * away);
            (sum, all) = (sum + share * value, all + share);
        }
        sum / all
    }
}

/// The skin of a face that is to be treated, of a picture of `size` px. `skin` is what was found or given of it; features of the face are
/// taken out again, as fine as they are known: a given mask may not know them.
pub fn skin_mask(
    size: (usize, usize),
    face: &FaceState,
    skin: &Mask,
    topology: Option<&Topology>,
    regions: &Regions,
) -> Weights {
    let rect = skin.roi.and(&Rect::of(size.0, size.1));
    if rect.is_empty() {
        return Weights::none();
    }
    let step_px = ((face.iod_px / CELLS_PER_IOD).round() as usize).max(1);
    let part = rect.subsampled(step_px, step_px);
    let shape = shape::Shape::of(face, topology, step_px, part);
    let mut kept = blur::gaussian(&shape.features, (SOFT_IOD * shape.iod).max(0.3));
    for (k, &hard) in kept.samples_mut().iter_mut().zip(shape.features.samples()) {
        *k = 1.0 - (2.0 * *k).min(1.0).max(hard);
    }
    if *regions != Regions::default() {
        let told = told(face, &shape, step_px, regions);
        kept.samples_mut().iter_mut().zip(told.samples()).for_each(|(k, t)| *k *= t);
    }
    // The cells of the part begin at a whole cell, which may lie before the rectangle.
    let cells =
        Mask { weights: kept, step_px, roi: Rect::of(part.width() * step_px, part.height() * step_px) };
    let (off_x, off_y) = (rect.x0 - part.x0 * step_px, rect.y0 - part.y0 * step_px);
    let mut plane = Plane::new(rect.width(), rect.height());
    plane.samples_mut().par_chunks_mut(rect.width()).enumerate().for_each_init(
        || vec![0.0f32; rect.width()],
        |fine, (y, row)| {
            skin.expand_row(rect.y0 + y, rect.x0, row);
            cells.expand_row(off_y + y, off_x, fine);
            row.iter_mut().zip(fine).for_each(|(r, f)| *r = (*r * *f).clamp(0.0, 1.0));
        },
    );
    let tight = Rect::around(&plane, 0.0);
    if tight.is_empty() {
        return Weights::none();
    }
    let cut = crate::kernels::tile::cut(&plane, tight);
    let (x0, y0) = (rect.x0 + tight.x0, rect.y0 + tight.y0);
    Weights { rect: Rect { x0, y0, x1: x0 + tight.width(), y1: y0 + tight.height() }, plane: cut }
}

/// How much each cell is treated by the regions that it lies in.
fn told(face: &FaceState, shape: &shape::Shape, step_px: usize, regions: &Regions) -> Plane<f32> {
    let part = shape.part;
    let way = face.mesh().and_then(|mesh| {
        let pairs: Vec<Pair> = mesh
            .points
            .iter()
            .take(FLAT_POINTS)
            .enumerate()
            .map(|(i, p)| Pair { from: p.map(f64::from), to: flat_mm(i).map(f64::from) })
            .collect();
        Way::through(&pairs, NEAR_MM)
    });
    let at = |cell: usize, from: usize| ((from + cell) as f64 + 0.5) * step_px as f64 - 0.5;
    let flat = |x: usize, y: usize| match &way {
        Some(way) => way.at([at(x, part.x0), at(y, part.y0)]).map(|v| v as f32),
        None => shape.place(x, y).map(|v| v * IOD_MM),
    };
    let every = ((REGION_STEP_IOD * shape.iod) as usize).max(1);
    let (columns, rows) = (part.width() / every + 2, part.height() / every + 2);
    let mut nodes = vec![[0.0f32; 2]; columns * rows];
    nodes.par_chunks_mut(columns).enumerate().for_each(|(j, row)| {
        for (i, node) in row.iter_mut().enumerate() {
            let (x, y) = (i * every, j * every);
            let around = shape::regions(shape.place(x, y));
            let asked = [regions.forehead, regions.ears, regions.neck, regions.hands];
            let (sum, all) = around.iter().zip(asked).fold((0.0, 1e-6), |(s, a), (w, v)| (s + w * v, a + w));
            *node = [regions.on_face(flat(x, y)), (sum + 1e-6 * regions.hands) / all];
        }
    });
    let soft = blur::gaussian(&shape.surface, (SOFT_IOD * shape.iod).max(0.3));
    Plane::from_fn(part.width(), part.height(), |x, y| {
        let (i, j) = (x / every, y / every);
        let (s, t) = ((x % every) as f32 / every as f32, (y % every) as f32 / every as f32);
        let mixed = |which: usize| {
            let node = |i: usize, j: usize| nodes[j * columns + i][which];
            let (above, below) = ([node(i, j), node(i + 1, j)], [node(i, j + 1), node(i + 1, j + 1)]);
            let along = |[a, b]: [f32; 2]| a + (b - a) * s;
            along(above) + (along(below) - along(above)) * t
        };
        let (inside, beside) = (mixed(0), mixed(1));
        beside + (inside - beside) * rise(soft.row(y)[x], 0.2, 0.8)
    })
}
