//! The course of patch flicker through a shot: cheek-sized brightness that comes and goes, seen as what bends in time in the
//! low band in lock space. Two figures: what is new in every frame, and what swings a few times a second.

use crate::clip::Shot;
use crate::kernels::middle;
use crate::lock::{Lock, PATCH_FRAMES, SIGMA_OF_FOURTH, Segment, fourth};
use crate::px::LEVEL;
use std::collections::VecDeque;
use std::ops::Range;

/// Fewer nodes of skin say nothing.
const LEAST_NODES: usize = 12;
/// What swings is looked for between values so far apart, seconds: between them they see 1.5 to 8 Hz, at 12 frames a second
/// as at 60.
const SPACINGS_S: [f64; 2] = [1.0 / 12.0, 1.0 / 6.0];
/// The second difference of a swing that is seen well, beside its RMS. From 2 to 5 Hz a sine wave is read as 0.9 to 1.26 times its RMS.
const SWING_SHARE: f32 = 1.1 / 3.5;
/// A node's swing is its median over this time on each side, seconds: a blink, a lamp or a word of a face that rests elsewhere
/// makes none.
const AROUND_S: f64 = 0.25;
/// What flickers does so in every frame; highlights slide over a shaken head now and then, and faces that speak and grimace rest in
/// between: a man who grimaces half of the time reads 1.2 in the middle, 0.28 at the lowest eighth.
const FAST_RANK: usize = 4;
const SWING_RANK: usize = 8;

/// Patch flicker of one lock at every frame, in 8-bit luma levels; 0 where it cannot be told.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Course {
    /// What is new in every frame.
    fast: Vec<f32>,
    /// What swings.
    swing: Vec<f32>,
}

impl Course {
    /// One figure for all frames.
    pub(super) fn level(&self) -> f32 {
        low_rank(&self.fast, FAST_RANK).max(low_rank(&self.swing, SWING_RANK))
    }

    /// The largest of some courses at every frame.
    pub(super) fn worst(courses: &[Self], frames: usize) -> Vec<f32> {
        let mut out = vec![0.0f32; frames];
        for course in courses.iter().flat_map(|c| [&c.fast, &c.swing]) {
            out.iter_mut().zip(course).for_each(|(o, v)| *o = o.max(*v));
        }
        out
    }
}

/// The value below which one in `rank` of those lie that could be told.
fn low_rank(course: &[f32], rank: usize) -> f32 {
    let mut seen: Vec<f32> = course.iter().copied().filter(|&v| v > 0.0).collect();
    if seen.is_empty() {
        return 0.0;
    }
    let at = seen.len() / rank;
    *seen.select_nth_unstable_by(at, f32::total_cmp).1
}

/// The brightness of a lock's face, node by node, in runs of successive frames of one segment. Only what later frames can still ask
/// for is held: a shot may be long.
#[derive(Clone, Debug)]
pub(super) struct Runs {
    rate: f64,
    open: Option<Run>,
    /// Figures of the frames, by number in the clip.
    fast: Vec<(usize, f32)>,
    swing: Vec<(usize, f32)>,
}

#[derive(Clone, Debug)]
struct Run {
    segment: usize,
    first_frame: usize,
    frames: usize,
    /// Stored units; the last rows, one per frame.
    rows: VecDeque<Vec<u16>>,
    swings: [Swing; 2],
}

/// What swings, while the rows go by.
#[derive(Clone, Debug)]
struct Swing {
    /// The second difference is that of values so many frames apart.
    by: usize,
    /// It is seen over so many frames on each side.
    around: usize,
    /// The last second differences.
    bends: VecDeque<Vec<f32>>,
    /// How many were made, and how many of them are judged.
    made: usize,
    judged: usize,
}

impl Runs {
    /// At so many frames a second.
    pub(super) fn new(rate: f64) -> Self {
        Self { rate, open: None, fast: Vec::new(), swing: Vec::new() }
    }

    /// Takes the low band of a frame in which the lock holds.
    pub(super) fn push(&mut self, index: usize, segment: &Segment, low: &[[u16; 3]]) {
        let grid = &segment.grid;
        let on_face = |n: usize| segment.is_face(grid.node(n % grid.columns, n / grid.columns));
        let nodes = segment.skin.iter().zip(low).enumerate().filter(|(n, (w, _))| **w > 127 && on_face(*n));
        let row: Vec<u16> = nodes.map(|(_, (_, low))| low[0]).collect();
        let goes_on = |r: &Run| r.segment == segment.first_frame && r.first_frame + r.frames == index;
        if !self.open.as_ref().is_some_and(goes_on) {
            self.close();
            self.open = Some(Run::new(segment.first_frame, index, self.rate));
        }
        if let Some(run) = self.open.as_mut().filter(|_| row.len() >= LEAST_NODES) {
            run.push(row, &mut self.fast, &mut self.swing);
        }
    }

    fn close(&mut self) {
        let Some(mut run) = self.open.take() else { return };
        let first = run.first_frame;
        run.swings.iter_mut().for_each(|swing| swing.judge(0, first, &mut self.swing));
    }

    /// The course over these frames.
    pub(super) fn course(mut self, frames: Range<usize>) -> Course {
        self.close();
        let of = |values: &[(usize, f32)]| {
            let mut out = vec![0.0f32; frames.len()];
            for &(index, value) in values {
                if let Some(slot) = index.checked_sub(frames.start).and_then(|at| out.get_mut(at)) {
                    *slot = slot.max(value);
                }
            }
            out
        };
        Course { fast: of(&self.fast), swing: of(&self.swing) }
    }
}

impl Run {
    fn new(segment: usize, first_frame: usize, rate: f64) -> Self {
        let around = frames_of(AROUND_S, rate);
        let swings = SPACINGS_S.map(|seconds| Swing {
            by: frames_of(seconds, rate).max(1),
            around,
            bends: VecDeque::new(),
            made: 0,
            judged: 0,
        });
        Self { segment, first_frame, frames: 0, rows: VecDeque::new(), swings }
    }

    fn push(&mut self, row: Vec<u16>, fast: &mut Vec<(usize, f32)>, swing: &mut Vec<(usize, f32)>) {
        self.rows.push_back(row);
        self.frames += 1;
        if let Some(near) = last(&mut self.rows, PATCH_FRAMES) {
            let middle = self.first_frame + self.frames - 1 - PATCH_FRAMES / 2;
            fast.push((middle, newest(near)));
        }
        for one in &mut self.swings {
            if let Some(near) = last(&mut self.rows, 2 * one.by + 1) {
                one.push(near);
                one.judge(one.around, self.first_frame, swing);
            }
        }
        let widest = self.swings.iter().map(|s| 2 * s.by + 1).fold(PATCH_FRAMES, usize::max);
        if self.rows.len() > widest {
            self.rows.pop_front();
        }
    }
}

/// The last so many rows, where there are as many.
fn last(rows: &mut VecDeque<Vec<u16>>, count: usize) -> Option<&[Vec<u16>]> {
    let rows = rows.make_contiguous();
    rows.len().checked_sub(count).map(|from| &rows[from..])
}

impl Swing {
    fn push(&mut self, near: &[Vec<u16>]) {
        let value = |k: usize, n: usize| f32::from(near[k][n]) / LEVEL;
        let bend = |n: usize| value(0, n) + value(2 * self.by, n) - 2.0 * value(self.by, n);
        self.bends.push_back(apart((0..near[0].len()).map(bend).collect()));
        self.made += 1;
    }

    /// Judges what has `ahead` second differences behind it.
    fn judge(&mut self, ahead: usize, first_frame: usize, out: &mut Vec<(usize, f32)>) {
        while self.judged + ahead < self.made {
            let i = self.judged;
            let first = self.made - self.bends.len();
            let near = i.saturating_sub(self.around).max(first)..(i + self.around + 1).min(self.made);
            if near.len() > self.around {
                let near: Vec<&Vec<f32>> = self.bends.range(near.start - first..near.end - first).collect();
                let mut times = vec![0.0; near.len()];
                let mut nodes: Vec<f32> = (0..near[0].len())
                    .map(|n| {
                        times.iter_mut().zip(&near).for_each(|(t, row)| *t = row[n]);
                        median(&mut times)
                    })
                    .collect();
                out.push((first_frame + i + self.by, median(&mut nodes) * SWING_SHARE));
            }
            self.judged += 1;
            while self.made - self.bends.len() + self.around < self.judged {
                self.bends.pop_front();
            }
        }
    }
}

fn frames_of(seconds: f64, rate: f64) -> usize {
    (seconds * rate).round() as usize
}

fn median(values: &mut [f32]) -> f32 {
    middle(values, f32::total_cmp).unwrap_or(0.0)
}

/// A row without what all of it shares: the common change of all the skin is exposure, not patches.
fn apart(mut row: Vec<f32>) -> Vec<f32> {
    let common = median(&mut row.clone());
    row.iter_mut().for_each(|v| *v = (*v - common).abs());
    row
}

/// What is new in the middle one of some frames.
fn newest(near: &[Vec<u16>]) -> f32 {
    let bend = |n: usize| fourth(std::array::from_fn(|k| f32::from(near[k][n]) / LEVEL));
    median(&mut apart((0..near[0].len()).map(bend).collect())) * SIGMA_OF_FOURTH
}

/// Patch flicker of one lock through a shot.
pub(super) fn of_lock(lock: &Lock, shot: Shot, rate: f64) -> Course {
    let mut runs = Runs::new(rate);
    for segment in &lock.segments {
        for (index, place) in segment.frames().zip(&segment.places).filter(|(_, p)| p.holds()) {
            if let Some(nodes) = place.nodes.get() {
                runs.push(index, segment, &nodes.low);
            }
        }
    }
    runs.course(shot.first_frame..shot.end())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lock::Grid;

    const NODES: usize = 64;

    /// What is read of nodes with these values, in levels, by node and second.
    fn read(rate: f64, seconds: f64, value: impl Fn(usize, f64) -> f32) -> f32 {
        let segment = Segment {
            first_frame: 0,
            iod_px: 64.0,
            grid: Grid { x: 0.0, y: 0.0, step_px: 8.0, columns: 8, rows: 8 },
            skin: vec![255; NODES],
            face: [0.0, 0.0, 56.0, 56.0],
            places: Vec::new(),
            detail: Vec::new(),
        };
        let frames = (rate * seconds) as usize;
        let mut runs = Runs::new(rate);
        for index in 0..frames {
            let mut noise = [0.0; NODES];
            crate::kernels::noise::normal_row(7, index as i32, 0, &mut noise);
            let at = |n: usize| {
                let level = 100.0 + value(n, index as f64 / rate) + 0.05 * noise[n];
                [(level * LEVEL).round() as u16, 0, 0]
            };
            runs.push(index, &segment, &(0..NODES).map(at).collect::<Vec<_>>());
        }
        runs.course(0..frames).level()
    }

    fn wave(cycles: f64) -> f32 {
        (std::f64::consts::TAU * cycles).sin() as f32
    }

    /// Swings of one size everywhere, each place at its own time.
    fn swinging(hz: f64) -> impl Fn(usize, f64) -> f32 {
        move |n, t| 3.0 * std::f32::consts::SQRT_2 * wave(hz * t + n as f64 * 0.377)
    }

    #[test]
    fn a_swing_is_read_whatever_the_frame_rate() {
        for rate in [12.0, 24.0, 30.0, 60.0] {
            for hz in [2.0, 3.0, 5.0] {
                let read = read(rate, 2.0, swinging(hz)) / 3.0;
                // Five times in twelve frames is new in every frame as well, and read as more.
                let most = if hz * 3.0 > rate { 2.6 } else { 1.3 };
                assert!((0.7..most).contains(&read), "{hz} Hz at {rate}: {read}");
            }
            let slow = read(rate, 2.0, swinging(1.5)) / 3.0;
            assert!(slow > 0.45, "1.5 Hz at {rate}: {slow}");
        }
    }

    #[test]
    fn a_lamp_a_turn_and_a_face_that_speaks_now_and_then_are_no_swings() {
        let side = |n: usize| (n % 8) as f32 / 7.0 - 0.5;
        let lamp = read(24.0, 2.0, |n, t| if t > 0.9 { 40.0 * side(n) } else { 0.0 });
        let turn = read(24.0, 2.0, |n, t| 60.0 * side(n) * (t as f32 - 0.7).clamp(0.0, 0.5));
        let speech = read(24.0, 3.0, |n, t| if t % 1.5 < 0.7 { 8.0 * side(n) * wave(3.0 * t) } else { 0.0 });
        let all_alike = read(24.0, 2.0, |_, t| 9.0 * wave(3.0 * t));
        for (name, levels) in [("lamp", lamp), ("turn", turn), ("speech", speech), ("all alike", all_alike)] {
            assert!(levels < 0.1, "{name}: {levels}");
        }
    }

    #[test]
    fn what_is_new_in_every_frame_is_read_as_its_deviation() {
        let noise = |n: usize, t: f64| {
            let mut one = [0.0];
            crate::kernels::noise::normal_row(3, n as i32, (24.0 * t).round() as i32, &mut one);
            2.0 * one[0]
        };
        let levels = read(24.0, 2.0, noise);
        assert!((1.5..2.4).contains(&levels), "{levels}");
    }
}
