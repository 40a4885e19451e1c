//! The grade of a join: what takes the colours behind it to those before it, and whether skin and all parts of the picture go with it.

use crate::clip::{Picture, Shot};
use crate::color::{
    Cdl, Expected, Join, Wanted, ciede2000, fitted, lab_from_rgb, oklab_from_rgb, rgb_from_ycc, ycc_from_rgb,
};
use crate::flaw::JOIN_DE;
use crate::lock::{Lock, SKIN, TRUSTED};

/// Fewer nodes of skin say nothing.
const LEAST_NODES: usize = 12;
/// A join differs from none by a few percent: half as far as shots of a scene do. Blocks are followed to about half an 8-bit level.
const OF_A_JOIN: Expected = Expected {
    usual: [0.12, 0.04, 0.1, 0.2],
    noise: 0.004,
    alike: 8.0,
    lightness: 1.0,
    by_tone: false,
    holds_greys: false,
};
/// The grade of the picture explains at least so much of what the skin does, or leaves it nearer than can be seen, shares of full luma.
const LEAST_OF_SKIN: f32 = 0.6;
const UNSEEN: f32 = 0.003;
/// What is left of a half of the picture is at most this share of what changed in it. Grades: below 0.1.
const MOST_UNEVEN: f32 = 0.3;
/// A block is asked whether it goes along where the grade would move it by so much: one and a half 8-bit levels. It stays where it moves by
/// less than this share of that, as flicker asks pixels in `steps/balance/light.rs`.
const LEAST_ASKED: f32 = 1.5 / 255.0;
const STEADY: f32 = 0.3;
/// Skin counts twice as much as all that is around it.
const OF_SKIN: f64 = 2.0;
/// Greys between which contrast is told, and the chroma at which saturation is.
const GREYS: [f32; 2] = [0.35, 0.65];
const CHROMA: f32 = 0.08;

/// A block in both frames, the second one in place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Block {
    /// R', G', B' before and after.
    pub(super) rgb: [[f32; 3]; 2],
    /// Where it lies: left and right, upper and lower half.
    pub(super) halves: [u8; 2],
}

/// A block where it lies in both frames, not moved along with the picture.
#[derive(Clone, Copy, Debug)]
pub(super) struct Still {
    /// R', G', B' after.
    pub(super) rgb: [f32; 3],
    /// How far its pixels moved in the mean, as [`apart`] tells.
    pub(super) moved: f32,
}

/// What is kept of two frames, to be looked at more closely.
#[derive(Clone, Debug, Default)]
pub(super) struct Kept {
    /// Along the motion of the picture.
    pub(super) blocks: Vec<Block>,
    /// Where they lie.
    pub(super) still: Vec<Still>,
}

/// The share of blocks that stay as they are though a grade would move them: bars, captions, what is cut off on both sides.
fn steady_share(grade: &Cdl, still: &[Still]) -> f32 {
    let steady = still.iter().filter(|s| {
        let due = apart(grade.graded_whole(s.rgb), s.rgb);
        due > LEAST_ASKED && s.moved < STEADY * due
    });
    steady.count() as f32 / still.len().max(1) as f32
}

/// How far two colours lie apart.
pub(super) fn apart(one: [f32; 3], other: [f32; 3]) -> f32 {
    one.iter().zip(other).map(|(a, b)| (a - b).powi(2)).sum::<f32>().sqrt()
}

/// Red, green and blue before and after.
type Pair = [[f32; 3]; 2];

/// The join after frame `at` of a shot; none where it is not seen, or the step is no grade.
pub(super) fn fitted_join(
    at: usize,
    kept: &Kept,
    picture: &Picture,
    shot: Shot,
    locks: &[Lock],
) -> Option<Join> {
    let skin = skin(at + shot.first_frame, picture, locks);
    if skin.len() < LEAST_NODES {
        return None;
    }
    let blocks = &kept.blocks;
    let around: Vec<Pair> = blocks.iter().map(|b| b.rgb).collect();
    let alone = fitted(&wanted(&around, 1.0), &OF_A_JOIN, None);
    if !goes_along(&alone, &skin) || uneven(&alone, blocks) > MOST_UNEVEN {
        return None;
    }
    let each = OF_SKIN * around.len() as f64 / skin.len() as f64;
    let all: Vec<Wanted> = wanted(&around, 1.0).into_iter().chain(wanted(&skin, each)).collect();
    let back = fitted(&all, &OF_A_JOIN, None);
    let join = Join {
        steady_share: steady_share(&back, &kept.still),
        ..told(at + 1, back, picture, &around, &skin)
    };
    (join.de() >= JOIN_DE).then_some(join)
}

/// The skin of all locks in a frame and the next, node by node.
fn skin(index: usize, picture: &Picture, locks: &[Lock]) -> Vec<Pair> {
    let mut out = Vec::new();
    for lock in locks {
        let Some((was, is)) = lock.held(index).zip(lock.held(index + 1)) else { continue };
        if !std::ptr::eq(was.segment, is.segment) {
            continue;
        }
        let colour = |low: [u16; 3]| rgb_from_ycc(picture.weights, picture.levels.units(low.map(f32::from)));
        let nodes = was.segment.grid.nodes().min(was.nodes.low.len()).min(is.nodes.low.len());
        let known = (0..nodes).filter(|&n| {
            let trust = was.nodes.trust[n].min(is.nodes.trust[n]);
            was.segment.skin[n] > SKIN && trust >= TRUSTED
        });
        out.extend(known.map(|n| [colour(was.nodes.low[n]), colour(is.nodes.low[n])]));
    }
    out
}

fn wanted(pairs: &[Pair], weight: f64) -> Vec<Wanted> {
    pairs.iter().map(|[was, is]| Wanted { rgb: *is, to: oklab_from_rgb(*was), weight }).collect()
}

/// By how much pairs differ in the mean, and by how much they still do with the second graded.
fn mean_change(grade: &Cdl, pairs: &[Pair]) -> ([f32; 3], [f32; 3]) {
    let mean = |of: &dyn Fn(&Pair) -> [f32; 3]| {
        let sum = pairs.iter().map(of).fold([0.0f32; 3], |s, v| std::array::from_fn(|c| s[c] + v[c]));
        sum.map(|v| v / pairs.len().max(1) as f32)
    };
    let less = |one: [f32; 3], other: [f32; 3]| std::array::from_fn(|c| one[c] - other[c]);
    (mean(&|[was, is]| less(*is, *was)), mean(&|[was, is]| less(grade.graded_whole(*is), *was)))
}

fn size(change: [f32; 3]) -> f32 {
    apart(change, [0.0; 3])
}

/// Whether skin goes where the grade of the picture says.
fn goes_along(grade: &Cdl, skin: &[Pair]) -> bool {
    let (change, left) = mean_change(grade, skin);
    size(left) <= ((1.0 - LEAST_OF_SKIN) * size(change)).max(UNSEEN)
}

/// How much a half of the picture differs from what the grade says, as a share of what changed in it.
fn uneven(grade: &Cdl, blocks: &[Block]) -> f32 {
    let mut worst = 0.0f32;
    for (axis, side) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
        let half: Vec<Pair> = blocks.iter().filter(|b| b.halves[axis] == side).map(|b| b.rgb).collect();
        let by: f32 = half.iter().map(|[_, is]| apart(grade.graded_whole(*is), *is)).sum::<f32>()
            / half.len().max(1) as f32;
        let (_, left) = mean_change(grade, &half);
        worst = worst.max(size(left) / by.max(UNSEEN));
    }
    worst
}

/// What a grade back says of a join.
fn told(frame: usize, back: Cdl, picture: &Picture, around: &[Pair], skin: &[Pair]) -> Join {
    let luma = |rgb: [f32; 3]| ycc_from_rgb(picture.weights, rgb)[0];
    let [dark, bright] = GREYS.map(|v| luma(back.graded_whole([v; 3])));
    let of = |ycc: [f32; 3]| {
        let [_, b, r] = ycc_from_rgb(picture.weights, back.graded_whole(rgb_from_ycc(picture.weights, ycc)));
        [b, r]
    };
    let ends = |ycc: [f32; 3]| {
        let [one, other] = [of(ycc), of([ycc[0], -ycc[1], -ycc[2]])];
        (one[0] - other[0]).hypot(one[1] - other[1]) / (2.0 * CHROMA)
    };
    let gain = (ends([0.5, CHROMA, 0.0]) + ends([0.5, 0.0, CHROMA])) / 2.0;
    let percent = |factor: f32| 100.0 * (1.0 / factor.max(0.1) - 1.0);
    let moved = |is: &[f32; 3]| ciede2000(lab_from_rgb(*is), lab_from_rgb(back.graded_whole(*is))) as f32;
    let mean = |pairs: &[Pair]| pairs.iter().map(|p| moved(&p[1])).sum::<f32>() / pairs.len().max(1) as f32;
    let (change, left) = mean_change(&back, skin);
    Join {
        frame,
        back,
        contrast_percent: percent((bright - dark) / (GREYS[1] - GREYS[0])),
        saturation_percent: percent(gain),
        lighter_percent: 100.0 * (0.5 - luma(back.graded_whole([0.5; 3]))),
        skin_de: mean(skin),
        picture_de: mean(around),
        explained: (1.0 - size(left) / size(change).max(1e-6)).clamp(0.0, 1.0),
        steady_share: 0.0,
    }
}
