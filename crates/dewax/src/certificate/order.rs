//! Whether each frame of a result is the frame of the source that it stands for: frames are known again by a few hundred cells.

use super::{Cause, Fault};
use crate::kernels::{middle, shrink};
use crate::px::Plane;
use std::collections::VecDeque;

/// About so many cells across.
const CELLS: usize = 48;
/// Frames before and after one among which it is sought.
const REACH: usize = 24;
/// Frames that differ by less are the same frame, RMS in 8-bit levels.
const SAME_LEVELS: f32 = 0.3;
/// Another frame is the right one when it is so much nearer, as a share, and by so many levels.
const NEARER: f32 = 0.4;
const NEARER_LEVELS: f32 = 0.2;
/// Colours differ by so much of what brightness does.
const OF_COLOUR: f32 = 0.3;
/// A frame of the result that differs from the one before it by less than this share of what the source does stands still.
const STILL: f32 = 0.1;
/// Frames that hardly move at the start hide that they are late.
const STARTS_WITHIN: usize = 3;
/// A frame is shown as it is when this share is left of the difference; of a mean of neighbours more is.
const EXACT: f32 = 0.06;
/// So many frames must be out of order.
const LEAST_FRAMES: usize = 2;
/// And so many for a delay of one plane alone.
const LEAST_OF_A_DELAY: usize = 6;

/// What is wrong with the order of frames.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct OutOfOrder {
    /// In words.
    pub(super) seen: String,
    /// Whether the frames that were found are the shown ones to a small rest, and no mix of several.
    pub(super) is_exact: bool,
}

/// Frames of both files, small, as far as others are compared with them, and what was found.
#[derive(Debug)]
pub(super) struct Order {
    /// Levels that count, as a share of those of brightness.
    scale: f32,
    /// The frames from [`Self::first`] on.
    kept: VecDeque<[Vec<f32>; 2]>,
    /// Number of the first frame that is kept.
    first: usize,
    /// Per frame of the result by how many frames the one that it shows lies away; none where that cannot be told.
    offsets: Vec<Option<(isize, f32)>>,
}

impl Default for Order {
    fn default() -> Self {
        Self { scale: 1.0, kept: VecDeque::new(), first: 0, offsets: Vec::new() }
    }
}

impl Order {
    /// Of a plane of colour, which differs less from frame to frame.
    pub(super) fn of_colour() -> Self {
        Self { scale: OF_COLOUR, ..Self::default() }
    }

    pub(super) fn push(&mut self, source: &Plane<f32>, result: &Plane<f32>) {
        let step = (source.width() / CELLS).max(1);
        let small = |plane: &Plane<f32>| shrink::shrink_f32(plane, step).samples().to_vec();
        self.kept.push_back([small(source), small(result)]);
        let at = self.offsets.len();
        if at + REACH < self.count() {
            self.offsets.push(self.offset(at));
            // The next one looks at what lies this far before it.
            while self.first + REACH < at + 1 {
                self.kept.pop_front();
                self.first += 1;
            }
        }
    }

    fn count(&self) -> usize {
        self.first + self.kept.len()
    }

    fn offset(&self, at: usize) -> Option<(isize, f32)> {
        let source = |n: usize| &self.kept[n - self.first][0];
        let result = |n: usize| &self.kept[n - self.first][1];
        let own = apart(source(at), result(at));
        let moved = at.checked_sub(1).map(|b| apart(source(b), source(at)));
        let stands = at.checked_sub(1).zip(moved).is_some_and(|(b, moved)| {
            moved >= self.scale * SAME_LEVELS && apart(result(b), result(at)) < STILL * moved
        });
        if stands {
            return None;
        }
        let near = at.saturating_sub(REACH)..(at + REACH + 1).min(self.count());
        let best = near
            .filter(|&n| n != at)
            .map(|n| (n, apart(source(n), result(at))))
            .min_by(|a, b| a.1.total_cmp(&b.1));
        match best {
            Some((n, by))
                if own >= self.scale * SAME_LEVELS
                    && by < NEARER * own
                    && by < own - self.scale * NEARER_LEVELS =>
            {
                Some((n as isize - at as isize, by / own))
            }
            _ => Some((0, 0.0)),
        }
    }

    /// Of every frame, those at the end included.
    fn offsets(&self) -> Vec<Option<(isize, f32)>> {
        let rest = (self.offsets.len()..self.count()).map(|at| self.offset(at));
        self.offsets.iter().copied().chain(rest).collect()
    }

    /// A delay of one plane alone: what encoders carry over from frame to frame is none.
    pub(super) fn delay(&self, what: &str) -> Option<Fault> {
        let offsets = self.offsets();
        let known: Vec<(usize, isize)> =
            offsets.iter().enumerate().filter_map(|(at, o)| o.map(|o| (at, o.0))).collect();
        let wrong: Vec<(usize, isize)> = known.iter().copied().filter(|(_, o)| *o != 0).collect();
        if wrong.len() < LEAST_OF_A_DELAY.max(known.len() / 3) {
            return None;
        }
        let by = one_delay(&known, &wrong)?;
        let (frames, way) =
            (if by.abs() == 1 { "frame" } else { "frames" }, if by < 0 { "late" } else { "early" });
        Some(Fault { cause: Cause::Order, seen: format!("{what} {} {frames} {way}", by.abs()) })
    }

    /// What is wrong with the order.
    pub(super) fn fault(&self) -> Option<OutOfOrder> {
        let offsets = self.offsets();
        let known: Vec<(usize, isize)> =
            offsets.iter().enumerate().filter_map(|(at, o)| o.map(|o| (at, o.0))).collect();
        let wrong: Vec<(usize, isize)> = known.iter().copied().filter(|(_, o)| *o != 0).collect();
        if wrong.len() < LEAST_FRAMES {
            return None;
        }
        let mut rests: Vec<f32> =
            offsets.iter().flatten().filter(|(by, _)| *by != 0).map(|(_, rest)| *rest).collect();
        let is_exact = middle(&mut rests, f32::total_cmp).is_some_and(|rest| rest < EXACT);
        let out = |seen: String| Some(OutOfOrder { seen, is_exact });
        let first = wrong[0].0;
        let Some(by) = one_delay(&known, &wrong) else {
            return out(format!(
                "{} of {} frames are other frames of the source, the first at frame {first} of the shot",
                wrong.len(),
                offsets.len()
            ));
        };
        let frames = if by.abs() == 1 { "frame" } else { "frames" };
        out(match (by < 0, first > by.unsigned_abs() + STARTS_WITHIN) {
            (true, false) => format!("the picture comes {} {frames} late", -by),
            (false, false) => format!("the picture comes {by} {frames} early"),
            (true, true) => format!("{} {frames} too many before frame {first} of the shot", -by),
            (false, true) => format!("{by} {frames} missing before frame {first} of the shot"),
        })
    }
}

/// By how much frames that are out of order all lie away from the first of them on; none where that differs.
fn one_delay(known: &[(usize, isize)], wrong: &[(usize, isize)]) -> Option<isize> {
    let mut all: Vec<isize> = wrong.iter().map(|w| w.1).collect();
    // The first ones may not be so late yet.
    let by = middle(&mut all, isize::cmp)?;
    let alike = wrong.iter().filter(|(_, o)| *o == by).count();
    let goes_on = known.iter().filter(|(at, _)| *at >= wrong[0].0).count();
    (alike * 10 >= wrong.len() * 9 && wrong.len() * 10 >= goes_on * 7).then_some(by)
}

/// RMS by which two small pictures differ, gain and offset apart.
fn apart(source: &[f32], result: &[f32]) -> f32 {
    let n = source.len().max(1) as f64;
    let mut sums = [0.0f64; 5];
    for (s, r) in source.iter().zip(result) {
        let (s, r) = (f64::from(*s), f64::from(*r));
        sums.iter_mut().zip([s, r, s * s, s * r, r * r]).for_each(|(sum, v)| *sum += v);
    }
    let [s, r, ss, sr, rr] = sums;
    let (vs, vr, cov) = ((ss - s * s / n) / n, (rr - r * r / n) / n, (sr - s * r / n) / n);
    let left = if vs > 1e-6 { vr - cov * cov / vs } else { vr };
    left.max(0.0).sqrt() as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(frames: usize, from: impl Fn(usize) -> usize) -> Option<String> {
        let shown = |n: usize| {
            Plane::from_fn(64, 36, |x, y| {
                let (x, y) = (x as f32 + 0.7 * n as f32, y as f32);
                100.0 + 30.0 * (x / 7.0).sin() + 20.0 * (y / 5.0 + x / 11.0).cos()
            })
        };
        let mut order = Order::default();
        (0..frames).for_each(|n| order.push(&shown(n), &shown(from(n))));
        order.fault().map(|o| o.seen)
    }

    #[test]
    fn a_plane_that_comes_late_is_told_and_one_that_is_sometimes_old_is_not() {
        let shown = |n: usize| {
            Plane::from_fn(64, 36, |x, y| {
                let (x, y) = (x as f32 + 0.4 * n as f32, y as f32);
                128.0 + 1.5 * (x / 7.0).sin() + (y / 5.0 + x / 11.0).cos()
            })
        };
        let told = |from: &dyn Fn(usize) -> usize| {
            let mut order = Order::of_colour();
            (0..24).for_each(|n| order.push(&shown(n), &shown(from(n))));
            order.delay("it comes").map(|f| f.seen)
        };
        assert_eq!(told(&|n| n.saturating_sub(3)), Some("it comes 3 frames late".into()));
        assert_eq!(told(&|n| n), None);
        // An encoder that skips keeps the colours of the last frame that it told.
        assert_eq!(told(&|n| n - n % 4), None);
    }

    #[test]
    fn frames_are_known_again() {
        assert_eq!(told(20, |n| n), None);
        assert_eq!(told(20, |_| 3), None, "a frozen picture is another fault");
        assert!(told(20, |n| n.saturating_sub(2)).is_some_and(|t| t.contains("2 frames late")));
        assert!(told(20, |n| n + usize::from(n >= 9)).is_some_and(|t| t.contains("missing before frame 9")));
        assert!(told(20, |n| if n % 4 == 1 { n + 2 } else { n }).is_some_and(|t| t.contains("other frames")));
    }
}
