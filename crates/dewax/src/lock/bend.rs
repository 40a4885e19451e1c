//! How a picture that lies in register still bends away from the one under which it was laid: the last tenths of a pixel, a jaw or a cheek
//! that was reshaped, and what the two do not share.

use super::align::align;
use super::band::Bands;
use super::mesh::Mesher;
use super::template::Template;
use super::{Affine, Grid};
use crate::kernels::shrink;
use crate::px::{LEVEL, Plane, Rect};

/// A face is compared with about this many samples across: twice those with which its place was looked for.
const SAMPLES: usize = 480;
/// Nodes of the mesh per eye distance: as in the lock.
const NODES_PER_IOD: f32 = 10.0;
/// Rounds of the mesh per level, coarse to fine: as in the lock, one more on the finest.
const ROUNDS: [usize; 2] = [3, 3];

/// A picture laid under another one, node by node.
#[derive(Clone, Debug, PartialEq)]
pub struct Bent {
    /// From px of the one to px of the other, without what bends.
    pub map: Affine,
    /// Nodes over the face, in px of the one.
    pub grid: Grid,
    /// By how much each node lies elsewhere, px of the one.
    pub shift: Vec<[f32; 2]>,
    /// Correlation of structure around each node, −1..=1.
    pub shared: Vec<f32>,
    /// How far the way back still misses at each node, px of the one: what is left of the motion.
    pub miss_px: Vec<f32>,
}

impl Bent {
    /// Where a pixel of the one lies in the other.
    pub fn place(&self, point: [f64; 2]) -> [f64; 2] {
        let mut by = [0.0f32; 2];
        for (node, share) in self.grid.around(point) {
            by = [by[0] + share * self.shift[node][0], by[1] + share * self.shift[node][1]];
        }
        let (x, y) = self.map.apply(point[0] + f64::from(by[0]), point[1] + f64::from(by[1]));
        [x, y]
    }
}

/// Lays a picture more closely under a part `face` of another one, which looks like `own`. `placed` is what of it lies there along `start`
/// already. `None` where there is too little to compare.
pub(crate) fn bend(
    own: &Plane<u16>,
    face: Rect,
    placed: &Plane<u16>,
    start: &Affine,
    iod_px: f32,
) -> Option<Bent> {
    let size = [own, placed].map(|p| (p.width(), p.height()));
    if size != [(face.width(), face.height()); 2] || face.width().min(face.height()) < 48 || iod_px < 8.0 {
        return None;
    }
    let step = (face.width().min(face.height()) / SAMPLES).max(1);
    let luma = |plane: &Plane<u16>| {
        let mut luma = shrink::shrink(plane, step);
        luma.samples_mut().iter_mut().for_each(|v| *v /= LEVEL);
        luma
    };
    let origin = [face.x0 as f64, face.y0 as f64];
    let own = luma(own);
    let everywhere = Plane::filled(own.width(), own.height(), 1.0);
    let template = Template::new(own, &everywhere, origin, step);
    let frame = Bands::new(luma(placed), origin, step);
    let levels = template.bands.levels.len().min(frame.levels.len());
    let fit = align(&template, &frame, Affine::IDENTITY, 0..levels.min(3));
    let affine = if fit.inliers > 0.0 { fit.map } else { Affine::IDENTITY };
    let step_px = iod_px / NODES_PER_IOD;
    let count = |side: usize| (side as f32 / step_px).ceil() as usize + 1;
    let grid = Grid {
        x: face.x0 as f32,
        y: face.y0 as f32,
        step_px,
        columns: count(face.width()),
        rows: count(face.height()),
    };
    let mesher = Mesher { template: &template, frame: &frame, affine, grid, iod_px };
    let mut shift = vec![[0.0f32; 2]; grid.nodes()];
    for level in (0..ROUNDS.len().min(levels)).rev() {
        (0..ROUNDS[level]).for_each(|_| mesher.round(&mut shift, level));
    }
    let likeness = mesher.likeness(&shift);
    Some(Bent {
        map: affine.then(start),
        grid,
        shift,
        shared: likeness.iter().map(|l| l.shared).collect(),
        miss_px: likeness.iter().map(|l| l.miss_px).collect(),
    })
}
