//! What one frame shows of a person's skin beside the face.

use super::super::Small;
use super::Limbs;
use super::beside::{Beside, MOST_SIGMA, level_ratio, mean_ratio, shaded};
use crate::clip::Picture;
use crate::color::{at_equal_light, lab_from_ycc};
use crate::face::{FaceState, Topology};
use crate::kernels::{blur, middle};
use crate::px::Plane;

/// Less is no limb but an edge, square eye distances: a hand has about 2, a neck 1.
const LEAST_IOD2: f32 = 0.25;
/// A cell is looked at when it is skin by this much.
const SURE: f32 = 0.5;
/// A cell is hotter when it lies off the face by so much, CIEDE2000 at equal light, to the side of red, and is no paler. Below lies what
/// compression and the shading of one skin make.
const HOT_DE: f32 = 2.5;
/// What is larger in one piece, and not joined to the face or to skin that goes with it, is taken for clothes, square eye distances: a hand with its
/// wrist has up to 3, a blouse more.
const MOST_APART_IOD2: f32 = 3.0;
/// A piece is joined to skin that lies within so many cells, where that is wider than the rim of mixed colours around a piece; and to the face
/// within about twice so many eye distances, because its edge is left out.
const JOINED_CELLS: usize = 2;
const JOINED_IOD: f32 = 0.15;
/// What of the way that was asked for a cell has to go to count as changed: less is what a codec does.
const CHANGED: f32 = 0.3;

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
        let beside = Beside::of(picture, small, state, all, topology)?;
        let [luma, cb, cr] = beside.own;
        let ycc = |[cb, cr]: [f32; 2]| [luma, cb * luma, cr * luma];
        let own = ycc([cb, cr]);
        let apart = |one: [f32; 3], two: [f32; 3]| at_equal_light(picture.weights, one, two);
        let red = |c: [f32; 3]| {
            let [_, a, b] = lab_from_ycc(picture.weights, c);
            [a, (a * a + b * b).sqrt()]
        };
        let [a, chroma] = red(own);
        let ratio = |i: usize| beside.ratios.each_ref().map(|p| p.samples()[i]);
        let looks = beside.weights.samples().iter().enumerate().map(|(i, w)| {
            if *w < SURE {
                return Look::Unsure;
            }
            let here = ycc(ratio(i));
            let [here_a, here_chroma] = red(here);
            match apart(own, here) >= HOT_DE {
                false => Look::Goes,
                true if here_a > a && here_chroma > chroma => Look::Hot,
                true => Look::Other,
            }
        });
        let hot: Vec<[f32; 2]> =
            bounded(&beside, &looks.collect::<Vec<_>>()).into_iter().map(ratio).collect();
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

/// What a cell beside the face looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Look {
    /// No skin for sure.
    Unsure,
    /// As the face does.
    Goes,
    Hot,
    /// Off the face, to another side.
    Other,
}

/// The hot cells of all pieces that can be limbs: of a hand's size, or joined to skin that goes with the face.
fn bounded(beside: &Beside, looks: &[Look]) -> Vec<usize> {
    let (width, height) = (beside.weights.width(), beside.weights.height());
    let around = |i: usize, far: usize| {
        let (x, y) = (i % width, i / width);
        let rows = y.saturating_sub(far)..(y + far + 1).min(height);
        rows.flat_map(move |y| (x.saturating_sub(far)..(x + far + 1).min(width)).map(move |x| y * width + x))
    };
    let wide: Vec<bool> = (0..looks.len()).map(|i| around(i, 1).all(|j| looks[j] == Look::Goes)).collect();
    let face = blur::gaussian(&beside.face, (JOINED_IOD * beside.iod).clamp(0.7, MOST_SIGMA));
    let most = MOST_APART_IOD2 * beside.iod * beside.iod;
    let (mut is_seen, mut all) = (vec![false; looks.len()], Vec::new());
    for start in (0..looks.len()).filter(|i| looks[*i] == Look::Hot) {
        if is_seen[start] {
            continue;
        }
        is_seen[start] = true;
        let (mut piece, mut next) = (vec![start], 0);
        while let Some(here) = piece.get(next).copied() {
            next += 1;
            for near in around(here, 1).filter(|j| looks[*j] == Look::Hot) {
                if !std::mem::replace(&mut is_seen[near], true) {
                    piece.push(near);
                }
            }
        }
        let joins = |i: &usize| face.samples()[*i] > 0.02 || around(*i, JOINED_CELLS).any(|j| wide[j]);
        if piece.len() as f32 <= most || piece.iter().any(joins) {
            all.extend(piece);
        }
    }
    all
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

/// The same cells beside a face in two pictures of a frame, in the light of the face and with the face where the facts have it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HotCells {
    /// Mean Cb ÷ Y' and Cr ÷ Y' in the first.
    pub was: [f32; 2],
    /// And in the second.
    pub is: [f32; 2],
    /// How much skin beside the face went toward it, square eye distances.
    pub changed_iod2: f32,
}

/// Of two pictures of a frame: the cells that lie off the face by half of what its `limbs` do or more in the first of them, and how much went
/// toward it where that `share` of the way was asked for. `None` where too few lie off.
pub fn hot_cells(
    picture: &Picture,
    [was, is]: [&Small; 2],
    state: &FaceState,
    all: &[&FaceState],
    topology: Option<&Topology>,
    limbs: &Limbs,
    share: f32,
) -> Option<HotCells> {
    let [face, hot] = limbs.ratios();
    let beside = Beside::of(picture, was, state, all, topology)?;
    let later = beside.planes_of(picture, is);
    let later_own = mean_ratio(&later, &beside.face)?;
    let placed = |ratio: [f32; 2], own: [f32; 3]| [0, 1].map(|i| ratio[i] - own[i + 1] + face[i]);
    let mut weights = beside.weights.clone();
    for (i, w) in weights.samples_mut().iter_mut().enumerate() {
        let ratio = beside.ratios.each_ref().map(|p| p.samples()[i]);
        let is_hot = *w >= SURE && limbs.off(picture, placed(ratio, beside.own)).1 >= 0.5;
        *w = f32::from(u8::from(is_hot));
    }
    let area: f32 = weights.samples().iter().sum();
    let iod2 = (beside.iod * beside.iod).max(1.0);
    if area < LEAST_IOD2 * iod2 {
        return None;
    }
    let way = [hot[0] - face[0], hot[1] - face[1]];
    let long = (way[0] * way[0] + way[1] * way[1]).max(1e-8);
    let at = |ycc: &[Plane<f32>; 3], own: [f32; 3], i: usize| {
        let [y, cb, cr] = ycc.each_ref().map(|p| p.samples()[i]);
        placed([cb / y.max(0.02), cr / y.max(0.02)], own)
    };
    let gone = |i: usize| {
        let (was, is) = (at(&beside.ycc, beside.own, i), at(&later, later_own, i));
        ((was[0] - is[0]) * way[0] + (was[1] - is[1]) * way[1]) / long
    };
    let sure = beside.weights.samples().iter().enumerate().filter(|(_, w)| **w >= SURE);
    let changed = sure.filter(|(i, _)| gone(*i) >= CHANGED * share.max(0.1)).count();
    let ratio = |ycc: &[Plane<f32>; 3], own: [f32; 3]| {
        level_ratio(ycc, &weights, own[0]).map(|ratio| placed(ratio, own))
    };
    Some(HotCells {
        was: ratio(&beside.ycc, beside.own)?,
        is: ratio(&later, later_own)?,
        changed_iod2: changed as f32 / iod2,
    })
}
