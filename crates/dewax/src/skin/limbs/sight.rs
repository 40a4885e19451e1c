//! What one frame shows of a person's skin beside the face.

use super::super::Small;
use super::Limbs;
use super::beside::{Beside, mean_ratio, shaded};
use crate::clip::Picture;
use crate::color::{at_equal_light, lab_from_ycc};
use crate::face::{FaceState, Topology};
use crate::kernels::middle;
use crate::px::Plane;

/// Less is no limb but an edge, square eye distances: a hand has about 2, a neck 1.
const LEAST_IOD2: f32 = 0.25;
/// A cell is looked at when it is skin by this much.
const SURE: f32 = 0.5;
/// A cell is hotter when it lies off the face by so much, CIEDE2000 at equal light, to the side of red, and is no paler. Below lies what
/// compression and the shading of one skin make.
const HOT_DE: f32 = 2.5;

/// What one frame shows of a person's skin beside the face, where it is hotter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sight {
    /// Y' of the face.
    pub face_luma: f32,
    /// Cb ÷ Y' and Cr ÷ Y' of the face, and of what is hotter.
    pub face: [f32; 2],
    /// See there.
    pub limbs: [f32; 2],
    /// How far quarters of the face lie apart at equal light, CIEDE2000.
    pub face_uneven_de: f32,
    /// How far the median cell lies from the colour of the limbs, CIEDE2000.
    pub limbs_uneven_de: f32,
    /// How much is hotter, square eye distances.
    pub area_iod2: f32,
}

impl Sight {
    /// Of a face in a frame; none where nothing beside it is hotter.
    pub fn of(
        picture: &Picture,
        small: &Small,
        state: &FaceState,
        all: &[&FaceState],
        topology: Option<&Topology>,
    ) -> Option<Self> {
        let beside = Beside::of(picture, small, state, all, topology, None)?;
        let [luma, cb, cr] = mean_ratio(&beside.ycc, &beside.face)?;
        let ycc = |[cb, cr]: [f32; 2]| [luma, cb * luma, cr * luma];
        let own = ycc([cb, cr]);
        let apart = |one: [f32; 3], two: [f32; 3]| at_equal_light(picture.weights, one, two);
        let red = |c: [f32; 3]| {
            let [_, a, b] = lab_from_ycc(picture.weights, c);
            [a, (a * a + b * b).sqrt()]
        };
        let [a, chroma] = red(own);
        let sure = beside.weights.samples().iter().enumerate().filter(|(_, w)| **w >= SURE);
        let hot: Vec<[f32; 2]> = sure
            .map(|(i, _)| beside.ratios.each_ref().map(|p| p.samples()[i]))
            .filter(|p| {
                let here = ycc(*p);
                let [own_a, own_chroma] = red(here);
                own_a > a && own_chroma > chroma && apart(own, here) >= HOT_DE
            })
            .collect();
        let area_iod2 = hot.len() as f32 / (beside.iod * beside.iod).max(1.0);
        if area_iod2 < LEAST_IOD2 {
            return None;
        }
        let mid = |i: usize| middle(&mut hot.iter().map(|p| p[i]).collect::<Vec<_>>(), f32::total_cmp);
        let limbs = [mid(0)?, mid(1)?];
        let mut off: Vec<f32> = hot.iter().map(|p| apart(ycc(limbs), ycc(*p))).collect();
        Some(Self {
            face_luma: luma,
            face: [cb, cr],
            limbs,
            face_uneven_de: uneven(&beside, luma, &apart),
            limbs_uneven_de: middle(&mut off, f32::total_cmp)?,
            area_iod2,
        })
    }
}

/// How far the quarters of the face that lie farthest apart do so.
fn uneven(beside: &Beside, luma: f32, apart: &dyn Fn([f32; 3], [f32; 3]) -> f32) -> f32 {
    let quarter = |which: u8| {
        let mut weights: Plane<f32> = beside.face.clone();
        for (w, q) in weights.samples_mut().iter_mut().zip(beside.quarter.samples()) {
            *w *= f32::from(u8::from(*q == f32::from(which)));
        }
        let [y, cb, cr] = mean_ratio(&beside.ycc, &weights)?;
        let redder = shaded(y / luma);
        Some([luma, cb * luma / redder, cr * luma / redder])
    };
    let all: Vec<[f32; 3]> = (0..4).filter_map(quarter).collect();
    let pairs = all.iter().enumerate().flat_map(|(i, a)| all[i + 1..].iter().map(move |b| (*a, *b)));
    pairs.map(|(a, b)| apart(a, b)).fold(0.0, f32::max)
}

/// Mean Cb ÷ Y' and Cr ÷ Y' of the same cells in two pictures of a frame: those that lie off the face by half of what its `limbs` do or more in
/// the first of them. `None` where too few do.
pub fn hot_cells(
    picture: &Picture,
    [was, is]: [&Small; 2],
    state: &FaceState,
    all: &[&FaceState],
    topology: Option<&Topology>,
    limbs: &Limbs,
) -> Option<[[f32; 2]; 2]> {
    let [face, _] = limbs.ratios();
    let beside = Beside::of(picture, was, state, all, topology, Some([limbs.face_ycc[0], face[0], face[1]]))?;
    let mut weights = beside.weights.clone();
    for (i, w) in weights.samples_mut().iter_mut().enumerate() {
        let ratio = beside.ratios.each_ref().map(|p| p.samples()[i]);
        let is_hot = *w >= SURE && limbs.off(picture, ratio).1 >= 0.5;
        *w = f32::from(u8::from(is_hot));
    }
    let area: f32 = weights.samples().iter().sum();
    if area < LEAST_IOD2 * beside.iod * beside.iod {
        return None;
    }
    let later = beside.planes_of(picture, is);
    let ratio = |ycc: &[Plane<f32>; 3]| mean_ratio(ycc, &weights).map(|[_, cb, cr]| [cb, cr]);
    Some([ratio(&beside.ycc)?, ratio(&later)?])
}
