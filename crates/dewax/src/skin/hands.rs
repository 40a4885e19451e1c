//! What hands cover of the mask's grid: a hand before a face is no skin of it, a hand beside it is skin of its person.

use super::cover::{convex, fill, grown};
use super::small::ramp;
use crate::face::{Hand, PALM, length};
use crate::px::{Plane, Rect};

/// Half the breadth of a finger, and how far the palm reaches beyond its joints, in sizes of the hand: a finger is 16-20 mm broad, a palm
/// about 100 mm long; with a rim, because the joints are read to a few per cent.
const FINGER: f32 = 0.13;
const RIM: f32 = 0.2;
/// What is covered of the arm behind the wrist, and half its breadth, in sizes of the hand.
const ARM: f32 = 0.8;
const ARM_HALF: f32 = 0.3;
/// Over such a share of a finger's half breadth the cover ends.
const SOFT: f32 = 0.4;

/// How much of each cell of a part of the grid a hand covers, 0..=1; `None` where none reaches it.
pub(super) fn cover(hands: &[&Hand], step_px: usize, part: Rect) -> Option<Plane<f32>> {
    let mut out: Option<Plane<f32>> = None;
    for hand in hands {
        let step = step_px as f32;
        let cell = |[x, y]: [f32; 2]| {
            let at = |v: f32, first: usize| (v + 0.5) / step - 0.5 - first as f32;
            [at(x, part.x0), at(y, part.y0)]
        };
        let joints = hand.joints.map(cell);
        let (finger, rim) = (FINGER * hand.size_px() / step, RIM * hand.size_px() / step);
        let arm = hand.arm(ARM).map(cell);
        let arm_half = ARM_HALF * hand.size_px() / step;
        let reach = 2.0 * arm_half + rim;
        let span = |axis: usize, size: usize| {
            let (low, high) = joints
                .iter()
                .chain(&arm)
                .fold((f32::INFINITY, f32::NEG_INFINITY), |(l, h), j| (l.min(j[axis]), h.max(j[axis])));
            let inside = |v: f32| v.clamp(0.0, size as f32) as usize;
            inside((low - reach).floor())..inside((high + reach).ceil() + 1.0)
        };
        let (columns, rows) = (span(0, part.width()), span(1, part.height()));
        if columns.is_empty() || rows.is_empty() || !joints.as_flattened().iter().all(|v| v.is_finite()) {
            continue;
        }
        let plane = out.get_or_insert_with(|| Plane::new(part.width(), part.height()));
        let mut palm = Plane::new(part.width(), part.height());
        fill(&mut palm, &grown(&convex(PALM.iter().map(|&j| joints[j])), [1.0; 2], rim));
        for y in rows {
            let palm = palm.row(y);
            for (x, covered) in plane.row_mut(y).iter_mut().enumerate().take(columns.end).skip(columns.start)
            {
                let at = [x as f32, y as f32];
                let off = Hand::bones().map(|[a, b]| distance(at, joints[a], joints[b]));
                let off = off.fold(f32::INFINITY, f32::min);
                let on_finger = 1.0 - ramp(off, finger, SOFT * finger);
                let on_arm = 1.0 - ramp(distance(at, arm[0], arm[1]), arm_half, SOFT * finger);
                *covered = covered.max(on_finger).max(on_arm).max(palm[x].min(1.0));
            }
        }
    }
    out
}

/// How far a point lies from a segment.
fn distance(at: [f32; 2], from: [f32; 2], to: [f32; 2]) -> f32 {
    let (way, off) = ([to[0] - from[0], to[1] - from[1]], [at[0] - from[0], at[1] - from[1]]);
    let long = way[0] * way[0] + way[1] * way[1];
    let share = if long > 0.0 { ((off[0] * way[0] + off[1] * way[1]) / long).clamp(0.0, 1.0) } else { 0.0 };
    length([off[0] - share * way[0], off[1] - share * way[1]])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::face::HAND_JOINTS;

    #[test]
    fn a_finger_and_the_palm_are_covered_and_what_is_beside_them_is_not() {
        // Upright, the wrist at (100, 200), 60 px to the knuckles, one finger of 60 px, the others bent.
        let mut joints = [[100.0, 200.0]; HAND_JOINTS];
        for finger in 0..5 {
            for joint in 0..4 {
                let out = if finger == 2 { 60.0 + 20.0 * joint as f32 } else { 60.0 };
                joints[1 + 4 * finger + joint] = [100.0 + (finger as f32 - 2.0) * 12.0, 200.0 - out];
            }
        }
        let hand = Hand { joints, flag: 1.0 };
        for step_px in [1, 2] {
            let part = Rect { x0: 20 / step_px, y0: 0, x1: 220 / step_px, y1: 260 / step_px };
            let covered = cover(&[&hand], step_px, part).unwrap();
            let at = |x: usize, y: usize| covered.row(y / step_px)[x / step_px - part.x0];
            assert!(at(100, 90) > 0.9 && at(100, 170) > 0.9 && at(84, 150) > 0.9, "finger and palm");
            assert_eq!((at(130, 90), at(70, 90), at(100, 40), at(180, 180)), (0.0, 0.0, 0.0, 0.0));
        }
        assert_eq!(cover(&[], 1, Rect { x0: 0, y0: 0, x1: 9, y1: 9 }), None);
        assert_eq!(cover(&[&hand], 1, Rect { x0: 900, y0: 0, x1: 990, y1: 9 }), None);
    }
}
