//! Faces as points of a space in which pictures of one person lie near each other: where a face is cut out for that, and how far two
//! such points lie apart.
//!
//! A descriptor tells persons apart, so it is biometric data: it lives in memory while it is used and in no file that was not asked
//! for it. Distances say little of anybody and may be kept.

use super::{Square, View, length, middle};

/// Numbers of a descriptor (dlib's `dlib_face_recognition_resnet_model_v1`).
pub const DESCRIPTOR_NUMBERS: usize = 128;

/// Samples on a side of the crop that a descriptor is made of (dlib's model).
pub const CHIP_SAMPLES: usize = 150;

/// The margin around the template, as a share of it on each side (dlib's model was trained so).
const CHIP_PADDING: f64 = 0.25;

/// The points of the mesh (MediaPipe's numbers) that stand for the outer and inner corner of the left and of the right eye and for the
/// base of the nose. By them the descriptor of 64 photographs moved by 0.108 (median) from that by dlib's own five points, and
/// persons stayed apart.
const CORNERS: [usize; 5] = [263, 362, 33, 133, 2];

/// Where they lie in a face cut out without a margin: dlib's mean face of five points (`get_face_chip_details`).
const TEMPLATE: [[f64; 2]; 5] = [
    [0.859_567_459_599_2, 0.213_498_153_801_4],
    [0.646_060_476_410_4, 0.228_967_438_767_7],
    [0.120_575_062_078_9, 0.213_727_452_684_8],
    [0.334_085_061_371_2, 0.229_064_240_324_2],
    [0.490_123_313_567_9, 0.627_797_531_647_5],
];

/// The tip of the nose in the mesh (MediaPipe's number).
const NOSE_TIP: usize = 1;

/// A face further off the front than this does not vote: beyond it the descriptor of one person moves by 0.31 (median), as far as that of
/// a sibling (measured on camera clips; [`turned`] is the figure).
pub const MOST_SIDEWAYS: f32 = 0.25;

/// A smaller face does not vote, px between the eyes: pictures made so small that 24 px are left moved a descriptor by 0.10, 16 px by 0.19.
pub const LEAST_VOTE_IOD_PX: f32 = 24.0;

/// The middle of the upper and of the lower lip on the inside, and the corners of the mouth in the mesh (MediaPipe's numbers).
const LIPS: [usize; 2] = [13, 14];
/// See [`LIPS`].
const MOUTH_CORNERS: [usize; 2] = [61, 291];

/// Below this share of their width eyes are taken for closed: a blink moves a descriptor. By judgement.
const LEAST_OPEN: f32 = 0.1;

/// Upper lid, lower lid, outer and inner corner of each eye in the mesh (MediaPipe's numbers).
const LIDS: [[usize; 4]; 2] = [[159, 145, 33, 133], [386, 374, 263, 362]];

/// What describes faces. Pure: the same picture gives the same answer. May be asked from several threads at once.
pub trait Describe: Send + Sync + std::fmt::Debug {
    /// The face of a mesh (x, y, depth in luma px) as a point; `None` where the mesh is none. It answers for any mesh: whether that may
    /// vote says [`may_vote`].
    fn describe(&self, view: &View, mesh: &[[f32; 3]]) -> Option<Descriptor>;
}

/// A face as a point: pictures of one person lie near each other, in euclidean distance.
#[derive(Clone, PartialEq)]
pub struct Descriptor(Box<[f32; DESCRIPTOR_NUMBERS]>);

impl std::fmt::Debug for Descriptor {
    /// Not its numbers: what is printed is kept.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Descriptor")
    }
}

impl Descriptor {
    /// Of that many finite numbers; `None` of anything else.
    pub fn of(numbers: &[f32]) -> Option<Self> {
        let numbers: [f32; DESCRIPTOR_NUMBERS] = numbers.try_into().ok()?;
        numbers.iter().all(|n| n.is_finite()).then(|| Self(Box::new(numbers)))
    }

    /// Its numbers.
    pub fn numbers(&self) -> &[f32] {
        &self.0[..]
    }

    /// Euclidean distance: 0 for the same picture, around 0.35 for two of one person, around 0.8 for two persons.
    pub fn distance(&self, other: &Self) -> f32 {
        let sum: f32 = self.0.iter().zip(other.0.iter()).map(|(a, b)| (a - b) * (a - b)).sum();
        sum.sqrt()
    }

    /// The middle of some; `None` of none. Single pictures are noisy (an open mouth, a blink): judge means.
    pub fn mean<'a>(all: impl IntoIterator<Item = &'a Self>) -> Option<Self> {
        let (mut sum, mut count) = (Box::new([0.0f32; DESCRIPTOR_NUMBERS]), 0.0f32);
        for one in all {
            sum.iter_mut().zip(one.0.iter()).for_each(|(s, v)| *s += v);
            count += 1.0;
        }
        sum.iter_mut().for_each(|s| *s /= count.max(1.0));
        (count > 0.0).then_some(Self(sum))
    }
}

/// The square to cut out of a frame for the descriptor of a mesh (x, y, depth in luma px): the similarity that lays its eye corners and
/// the base of its nose over the template, by least squares (Umeyama 1991). `None` for a mesh that is incomplete or flat.
pub fn chip(mesh: &[[f32; 3]]) -> Option<Square> {
    let mut to = [[0.0f64; 2]; 5];
    for (to, &corner) in to.iter_mut().zip(&CORNERS) {
        let [x, y, _] = *mesh.get(corner)?;
        *to = [f64::from(x), f64::from(y)];
    }
    // In sides of the crop, from its middle.
    let from = TEMPLATE.map(|p| p.map(|v| (v + CHIP_PADDING) / (1.0 + 2.0 * CHIP_PADDING) - 0.5));
    let centre = |points: &[[f64; 2]; 5]| [0, 1].map(|i| points.iter().map(|p| p[i]).sum::<f64>() / 5.0);
    let (a, b) = (centre(&from), centre(&to));
    let (mut along, mut across, mut size) = (0.0, 0.0, 0.0);
    for (p, q) in from.iter().zip(&to) {
        let (u, v) = ([p[0] - a[0], p[1] - a[1]], [q[0] - b[0], q[1] - b[1]]);
        along += u[0] * v[0] + u[1] * v[1];
        across += u[0] * v[1] - u[1] * v[0];
        size += u[0] * u[0] + u[1] * u[1];
    }
    let side = (along * along + across * across).sqrt() / size;
    if !(side.is_finite() && side > 1.0) {
        return None;
    }
    let turn = [along / size / side, across / size / side];
    // The middle of the crop lies off the middle of the template's points.
    let x = b[0] - side * (a[0] * turn[0] - a[1] * turn[1]);
    let y = b[1] - side * (a[0] * turn[1] + a[1] * turn[0]);
    Some(Square { x: x as f32, y: y as f32, side_px: side as f32, turn: turn.map(|t| t as f32) })
}

/// How far a mesh is turned: how far the tip of its nose lies off the middle of its eyes along the line of the eyes, and below it, in
/// distances of their outer corners. To the side 0 from the front, about 0.25 at 25 degrees; signs say the side.
pub fn turned(mesh: &[[f32; 3]]) -> Option<[f32; 2]> {
    let at = |i: usize| mesh.get(i).map(|p| [p[0], p[1]]);
    let (left, right, tip) = (at(CORNERS[0])?, at(CORNERS[2])?, at(NOSE_TIP)?);
    let axis = [left[0] - right[0], left[1] - right[1]];
    let size = axis[0] * axis[0] + axis[1] * axis[1];
    let mid = middle([left, right].into_iter());
    let off = [tip[0] - mid[0], tip[1] - mid[1]];
    let turned = [off[0] * axis[0] + off[1] * axis[1], off[1] * axis[0] - off[0] * axis[1]].map(|v| v / size);
    (size > 1.0 && turned.iter().all(|v| v.is_finite())).then_some(turned)
}

/// How a face is borne: how far it is turned (see [`turned`]), how far its mouth is open, and how wide, in distances of the outer corners of
/// the eyes. A descriptor moves with all four.
pub fn bearing(mesh: &[[f32; 3]]) -> Option<[f32; 4]> {
    let [sideways, down] = turned(mesh)?;
    let eyes = apart(mesh, [CORNERS[0], CORNERS[2]])?;
    let [open, wide] = [apart(mesh, LIPS)? / eyes, apart(mesh, MOUTH_CORNERS)? / eyes];
    Some([sideways, down, open, wide])
}

/// How far two points of a mesh lie apart in the picture; `None` where it does not have both.
fn apart(mesh: &[[f32; 3]], [a, b]: [usize; 2]) -> Option<f32> {
    let (a, b) = (mesh.get(a)?, mesh.get(b)?);
    Some(length([a[0] - b[0], a[1] - b[1]]))
}

/// Whether both eyes of a mesh are closed.
fn sleeps(mesh: &[[f32; 3]]) -> bool {
    let is_closed = |[upper, lower, outer, inner]: [usize; 4]| {
        let both = apart(mesh, [upper, lower]).zip(apart(mesh, [outer, inner]));
        both.is_some_and(|(open, wide)| open < LEAST_OPEN * wide)
    };
    LIDS.into_iter().all(is_closed)
}

/// Whether a face of that mesh and eye distance (px) may vote on who it is: large, near enough to the front, and awake.
pub fn may_vote(mesh: &[[f32; 3]], iod_px: f32) -> bool {
    iod_px >= LEAST_VOTE_IOD_PX && turned(mesh).is_some_and(|t| t[0].abs() <= MOST_SIDEWAYS) && !sleeps(mesh)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::face::MESH_POINTS;

    /// A mesh whose corners lie as the template's do in a crop.
    fn mesh(square: &Square) -> Vec<[f32; 3]> {
        let mut mesh = vec![[0.0; 3]; MESH_POINTS];
        for (corner, place) in CORNERS.iter().zip(TEMPLATE) {
            let [u, v] = place.map(|p| ((p + CHIP_PADDING) / (1.0 + 2.0 * CHIP_PADDING)) as f32);
            let [x, y] = square.point(u, v);
            mesh[*corner] = [x, y, 0.0];
        }
        mesh[NOSE_TIP] = mesh[CORNERS[4]];
        for [upper, lower, ..] in LIDS {
            (mesh[upper], mesh[lower]) = ([0.0; 3], [0.0, 20.0, 0.0]);
        }
        mesh
    }

    #[test]
    fn a_turned_face_is_cut_out_upright() {
        let square = Square { x: 310.0, y: 205.0, side_px: 181.0, turn: [0.96, 0.28] };
        let found = chip(&mesh(&square)).unwrap();
        for (a, b) in [
            (found.x, square.x),
            (found.y, square.y),
            (found.side_px, square.side_px),
            (found.turn[0], square.turn[0]),
            (found.turn[1], square.turn[1]),
        ] {
            assert!((a - b).abs() < 1e-2, "{found:?} {square:?}");
        }
        assert_eq!(chip(&vec![[5.0, 5.0, 0.0]; MESH_POINTS]), None);
        assert_eq!(chip(&[]), None);
    }

    #[test]
    fn a_nose_off_the_middle_tells_a_turn() {
        let mut mesh = mesh(&Square::upright(100.0, 100.0, 150.0));
        assert!(turned(&mesh).unwrap()[0].abs() < 0.02);
        assert!(may_vote(&mesh, 60.0) && !may_vote(&mesh, LEAST_VOTE_IOD_PX - 1.0));
        let eyes = mesh[CORNERS[0]][0] - mesh[CORNERS[2]][0];
        mesh[NOSE_TIP][0] += 0.3 * eyes;
        assert!((turned(&mesh).unwrap()[0] - 0.3).abs() < 0.02);
        mesh[LIPS[1]][1] = mesh[LIPS[0]][1] + 0.2 * eyes;
        let [sideways, _, open, wide] = bearing(&mesh).unwrap();
        assert!((sideways - 0.3).abs() < 0.02 && (open - 0.2).abs() < 0.01 && wide == 0.0);
        assert!(!may_vote(&mesh, 60.0));
        mesh[NOSE_TIP][0] -= 0.3 * eyes;
        for [_, lower, ..] in LIDS {
            mesh[lower] = [0.0, 1.0, 0.0];
        }
        assert!(!may_vote(&mesh, 60.0), "closed eyes");
    }

    #[test]
    fn distances_are_those_of_numbers() {
        let of = |v: f32| Descriptor::of(&[v; DESCRIPTOR_NUMBERS]).unwrap();
        assert!((of(0.0).distance(&of(0.5)) - 0.5 * 128f32.sqrt()).abs() < 1e-5);
        assert_eq!(Descriptor::mean([&of(0.0), &of(1.0)]), Some(of(0.5)));
        assert_eq!(Descriptor::mean([]), None);
        assert_eq!(Descriptor::of(&[0.0; 3]), None);
        assert_eq!(Descriptor::of(&[f32::NAN; DESCRIPTOR_NUMBERS]), None);
        assert_eq!(format!("{:?}", of(0.25)), "Descriptor");
    }
}
