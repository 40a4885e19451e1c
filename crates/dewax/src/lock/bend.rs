//! How a picture that lies in register still bends away from the one under which it was laid: the last tenths of a pixel, a jaw or a cheek
//! that was reshaped. A bend is believed where it foretells cells that were not asked for it.

use super::align::align;
use super::band::Bands;
use super::cells::{Cell, told};
use super::plate::Plate;
use super::register::levels;
use super::template::Template;
use super::{Affine, Grid};
use crate::kernels::warp::{Field, by_field};
use crate::px::{Plane, Rect};

/// Samples of an eye distance with which pictures are compared, about.
const SAMPLES_PER_IOD: f32 = 300.0;
/// Nodes of the mesh per eye distance: as in the lock.
const NODES_PER_IOD: f32 = 10.0;
/// Levels of the bands that are asked, the finest first, and rounds on each.
const ROUNDS: [usize; 4] = [4, 2, 2, 2];
/// Levels that are asked together: finer ones say more, coarser ones say it where what is fine was smoothed away.
const TOGETHER: usize = 2;
/// The largest step of a node in one round, samples of the level.
const LARGEST_STEP: f64 = 1.5;
/// Nodes may shift by this many eye distances: beyond is no face that bends.
const LARGEST_SHIFT_IOD: f64 = 0.15;
/// Samples between the nodes of the field along which a level is brought to the other one.
const FIELD_STEP: usize = 8;

/// A picture laid under another one, node by node.
#[derive(Clone, Debug, PartialEq)]
pub struct Bent {
    /// From px of the one to px of the other, without what bends.
    pub map: Affine,
    /// Nodes over the face, in px of the one.
    pub grid: Grid,
    /// By how much each node lies elsewhere, px of the one.
    pub shift: Vec<[f32; 2]>,
}

impl Bent {
    /// Where a pixel of the one lies in the other.
    pub fn place(&self, point: [f64; 2]) -> [f64; 2] {
        let by = by(&self.grid, &self.shift, point);
        let (x, y) = self.map.apply(point[0] + by[0], point[1] + by[1]);
        [x, y]
    }
}

/// Whether what was laid under a picture lies there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Lies {
    /// Share of what speaks against its place that a bend explains in cells that were not asked for it, at most 1.
    pub(crate) explained: f32,
    /// The size of that bend where cells have something to say, RMS, px.
    pub(crate) off_px: f32,
}

/// Two pictures of one size, the one laid under the other, ready to be compared.
pub(crate) struct Laying {
    own: Template,
    there: Bands,
    grid: Grid,
    iod_px: f32,
}

impl Laying {
    /// `own` is the part `face` of the one picture, `placed` what of the other one lies there. `None` where there is too little to compare.
    pub(crate) fn new(own: &Plane<u16>, face: Rect, placed: &Plane<u16>, iod_px: f32) -> Option<Self> {
        let size = [own, placed].map(|p| (p.width(), p.height()));
        if size != [(face.width(), face.height()); 2] || face.width().min(face.height()) < 48 || iod_px < 8.0
        {
            return None;
        }
        let step = ((iod_px / SAMPLES_PER_IOD).round() as usize).max(1);
        let luma = |plane: &Plane<u16>| levels(plane, Rect::of(plane.width(), plane.height()), step);
        let origin = [face.x0 as f64, face.y0 as f64];
        let own = luma(own);
        let everywhere = Plane::filled(own.width(), own.height(), 1.0);
        let own = Template::new(own, &everywhere, origin, step);
        let there = Bands::new(luma(placed), origin, step);
        let step_px = iod_px / NODES_PER_IOD;
        let count = |side: usize| (side as f32 / step_px).ceil() as usize + 1;
        let grid = Grid {
            x: face.x0 as f32,
            y: face.y0 as f32,
            step_px,
            columns: count(face.width()),
            rows: count(face.height()),
        };
        Some(Self { own, there, grid, iod_px })
    }

    /// Whether the other picture lies where it was laid.
    pub(crate) fn lies(&self) -> Lies {
        self.foretold(&Affine::IDENTITY, &vec![[0.0f32; 2]; self.grid.nodes()])
    }

    /// What is left of the motion behind a bend.
    pub(crate) fn left(&self, affine: &Affine, bent: &Bent) -> Lies {
        self.foretold(affine, &bent.shift)
    }

    fn foretold(&self, affine: &Affine, shift: &[[f32; 2]]) -> Lies {
        let foretold = self.plate().foretold(&self.told(affine, shift, 0));
        Lies { explained: foretold.explained as f32, off_px: foretold.rms_px as f32 }
    }

    /// The affine motion that brings the other picture nearer.
    pub(crate) fn moved(&self) -> Affine {
        let fit = align(&self.own, &self.there, Affine::IDENTITY, 0..self.levels().min(3));
        if fit.inliers > 0.0 { fit.map } else { Affine::IDENTITY }
    }

    /// The bend that brings the other picture nearer still, after an affine motion; `start` is the map along which it was laid.
    pub(crate) fn bent(&self, affine: &Affine, start: &Affine) -> Bent {
        let mut shift = vec![[0.0f32; 2]; self.grid.nodes()];
        let farthest = LARGEST_SHIFT_IOD * f64::from(self.iod_px);
        for level in (0..ROUNDS.len().min(self.levels())).rev() {
            let most = LARGEST_STEP * self.own.bands.step_px(level);
            for _ in 0..ROUNDS[level] {
                let cells = self.told(affine, &shift, level);
                let old: Vec<[f64; 2]> = shift.iter().map(|s| s.map(f64::from)).collect();
                let new = self.plate().fit(&cells, &old);
                for ((s, o), n) in shift.iter_mut().zip(&old).zip(new) {
                    *s = [0, 1]
                        .map(|k| (o[k] + (n[k] - o[k]).clamp(-most, most)).clamp(-farthest, farthest) as f32);
                }
            }
        }
        Bent { map: affine.then(start), grid: self.grid, shift }
    }

    fn plate(&self) -> Plate<'_> {
        Plate { grid: &self.grid, iod_px: f64::from(self.iod_px) }
    }

    fn levels(&self) -> usize {
        self.own.bands.levels.len().min(self.there.levels.len())
    }

    /// What cells say at a level and the next ones.
    fn told(&self, affine: &Affine, shift: &[[f32; 2]], level: usize) -> Vec<Cell> {
        let levels = level..(level + TOGETHER).min(self.levels());
        let each = levels.map(|level| {
            let plane = &self.there.levels[level];
            let is_there = *affine == Affine::IDENTITY && shift.iter().all(|s| *s == [0.0; 2]);
            if is_there {
                return told(&self.own.bands, plane, level, &self.grid);
            }
            let field = Field::new((plane.width(), plane.height()), FIELD_STEP, |x, y| {
                let [u, v] = self.own.bands.point(level, x as f64, y as f64);
                let by = by(&self.grid, shift, [u, v]);
                let (u, v) = affine.apply(u + by[0], v + by[1]);
                self.there.sample(level, [u, v])
            });
            told(&self.own.bands, &by_field(plane, &field), level, &self.grid)
        });
        let sum = |a: Vec<Cell>, b: Vec<Cell>| a.iter().zip(&b).map(|(p, q)| p.with(q)).collect();
        each.reduce(sum).unwrap_or_default()
    }
}

fn by(grid: &Grid, shift: &[[f32; 2]], point: [f64; 2]) -> [f64; 2] {
    let mut by = [0.0f32; 2];
    for (node, share) in grid.around(point) {
        by = [by[0] + share * shift[node][0], by[1] + share * shift[node][1]];
    }
    by.map(f64::from)
}
