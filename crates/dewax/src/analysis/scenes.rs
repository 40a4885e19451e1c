//! Scene cuts, found by the `av-scenechange` crate on a small 8-bit luma.

use crate::clip::Picture;
use crate::kernels::shrink;
use crate::px::Frame;
use av_scenechange::{SceneChangeDetector, SceneDetectionSpeed};
use num_rational::Ratio;
use std::collections::VecDeque;
use std::num::NonZeroU8;
use std::sync::Arc;
use v_frame::chroma::ChromaSubsampling;

/// Frames that the detector looks ahead. With five, to tell cuts from flashes, it missed one of two cuts of a test clip;
/// flashes are kept out by the least length of a shot instead.
const LOOKAHEAD_FRAMES: usize = 1;
/// Two cuts are at least this far apart: shorter "shots" are flashes.
const LEAST_SHOT_FRAMES: usize = 4;
/// Pictures smaller than this are not searched: there is nothing to compare blocks of.
const LEAST_SIDE_PX: usize = 32;

/// Frames whose coarse pictures correlate by so much are one scene, whatever the detector says: clips of people measured 0.96 and
/// more from frame to frame (0.78 in a clip that moves by hand at 12 per second), two shots of one face 0.74, other pictures 0.57
/// at most.
const SAME_PICTURE: f32 = 0.95;
/// The same where the picture's brightness jumps by so many 8-bit levels: flicker and flashes, which the detector takes for cuts.
const SAME_UNDER_LIGHT: f32 = 0.85;
/// See [`SAME_UNDER_LIGHT`].
const JUMP_LEVELS: f32 = 3.0;
/// Pictures that correlate by so much may be one scene that moves quickly: with few frames a second a camera in the hand differs by as
/// much from frame to frame as two shots of one face, but it did so before as well. Other pictures correlate by 0.57 at most.
const MOVED_PICTURE: f32 = 0.7;
/// A cut differs by more than so many times what the frames before it differed by.
const OUT_OF_LINE: f32 = 5.0;
/// Frames before, whose mean it is.
const BEFORE_FRAMES: usize = 6;
/// Cells on the longer side of the coarse picture.
const COARSE_CELLS: usize = 32;

type Small8 = v_frame::frame::Frame<u8>;

/// Decides for each frame whether a new shot starts with it. Knows a few frames later.
pub struct SceneFinder {
    detector: Option<SceneChangeDetector<u8>>,
    step_px: usize,
    /// The frame before the next to be decided, that frame, and what follows.
    queue: VecDeque<Arc<v_frame::frame::Frame<u8>>>,
    decided: VecDeque<(usize, bool)>,
    next: usize,
    last_cut: usize,
    /// By how much the last frames differed each from the one before it: 1 less their correlation.
    moved: VecDeque<f32>,
}

impl std::fmt::Debug for SceneFinder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SceneFinder")
            .field("next", &self.next)
            .field("last_cut", &self.last_cut)
            .finish_non_exhaustive()
    }
}

impl SceneFinder {
    /// For pictures of this kind.
    pub fn new(picture: &Picture, frames_per_second: f64) -> Self {
        let step_px = picture.mask_step_px();
        let (width, height) = shrink::size(picture.format.width, picture.format.height, step_px);
        let detector = (width.min(height) >= LEAST_SIDE_PX).then(|| {
            SceneChangeDetector::new(
                (width, height),
                8,
                Ratio::new(1000, (frames_per_second * 1000.0).round().max(1.0) as i32),
                ChromaSubsampling::Monochrome,
                LOOKAHEAD_FRAMES,
                SceneDetectionSpeed::Fast,
                LEAST_SHOT_FRAMES,
                u32::MAX as usize,
            )
        });
        Self {
            detector,
            step_px,
            queue: VecDeque::new(),
            decided: VecDeque::new(),
            next: 0,
            last_cut: 0,
            moved: VecDeque::new(),
        }
    }

    /// Takes the next frame of the clip.
    pub fn push(&mut self, frame: &Frame) {
        if self.detector.is_none() {
            return;
        }
        if let Some(small) = small(frame, self.step_px) {
            self.queue.push_back(Arc::new(small));
        }
        self.decide(LOOKAHEAD_FRAMES + 2);
    }

    /// Whether a shot starts with frame `index`; `None` while that is not known yet. `ended`: no frame will follow.
    pub fn is_cut(&mut self, index: usize, ended: bool) -> Option<bool> {
        if self.detector.is_none() {
            return Some(false);
        }
        if ended {
            self.decide(2);
            if self.queue.len() == 1 && self.next == 0 {
                return Some(false);
            }
        }
        let (decided, cut) = *self.decided.front()?;
        if decided != index {
            return None;
        }
        self.decided.pop_front();
        Some(cut)
    }

    fn decide(&mut self, least: usize) {
        while self.queue.len() >= least.max(2) {
            let Some(detector) = &mut self.detector else { return };
            if self.next == 0 {
                self.decided.push_back((0, false));
                self.next = 1;
            }
            let set: Vec<_> = self.queue.iter().take(LOOKAHEAD_FRAMES + 2).collect();
            let (cut, _) = detector.analyze_next_frame(&set, self.next, self.last_cut);
            let [before, here] = [set[0], set[1]].map(|f| coarse(f));
            let differs = 1.0 - correlation(&before, &here);
            let is_usual =
                differs <= (1.0 - MOVED_PICTURE).min(OUT_OF_LINE * mean(self.moved.make_contiguous()));
            let cut = cut && !is_usual && !is_one_scene(&before, &here, set.get(2).map(|f| coarse(f)));
            if cut {
                self.last_cut = self.next;
                self.moved.clear();
            } else {
                self.moved.push_back(differs);
                self.moved.drain(..self.moved.len().saturating_sub(BEFORE_FRAMES));
            }
            self.decided.push_back((self.next, cut));
            self.next += 1;
            self.queue.pop_front();
        }
    }
}

/// Whether two successive frames show one scene under other light: the same picture once its brightness and contrast are taken
/// out. After a flash the frame `after` it tells.
fn is_one_scene(before: &[f32], here: &[f32], after: Option<Vec<f32>>) -> bool {
    let jump = (mean(before) - mean(here)).abs();
    let like = |other: &[f32], least: f32| correlation(before, other) >= least;
    like(here, SAME_PICTURE)
        || (jump >= JUMP_LEVELS
            && (like(here, SAME_UNDER_LIGHT) || after.is_some_and(|a| like(&a, SAME_UNDER_LIGHT))))
}

/// A frame in cells of about a 32nd of its width.
fn coarse(frame: &Small8) -> Vec<f32> {
    let plane = &frame.y_plane;
    let (width, height) = (plane.width(), plane.height());
    let side = width.max(height).div_ceil(COARSE_CELLS).max(1);
    let rows: Vec<&[u8]> = plane.rows().collect();
    let mut out = Vec::new();
    for y0 in (0..height).step_by(side) {
        for x0 in (0..width).step_by(side) {
            let part = rows[y0..(y0 + side).min(height)].iter().flat_map(|r| &r[x0..(x0 + side).min(width)]);
            let (sum, count) = part.fold((0.0f32, 0.0f32), |(s, n), &v| (s + f32::from(v), n + 1.0));
            out.push(sum / count.max(1.0));
        }
    }
    out
}

fn mean(values: &[f32]) -> f32 {
    values.iter().sum::<f32>() / values.len().max(1) as f32
}

/// Pearson's, −1..=1; 0 of what is flat.
fn correlation(one: &[f32], other: &[f32]) -> f32 {
    let (a, b) = (mean(one), mean(other));
    let (mut both, mut first, mut second) = (0.0f32, 0.0f32, 0.0f32);
    for (x, y) in one.iter().zip(other) {
        both += (x - a) * (y - b);
        first += (x - a) * (x - a);
        second += (y - b) * (y - b);
    }
    let size = (first * second).sqrt();
    if size > 1.0 { both / size } else { 0.0 }
}

/// The frame's luma at the mask's resolution, 8 bit.
fn small(frame: &Frame, step_px: usize) -> Option<v_frame::frame::Frame<u8>> {
    let luma = shrink::shrink(frame.luma(), step_px);
    let nonzero = |n: usize| std::num::NonZeroUsize::new(n);
    let builder = v_frame::frame::FrameBuilder::new(
        nonzero(luma.width())?.get(),
        nonzero(luma.height())?.get(),
        ChromaSubsampling::Monochrome,
        NonZeroU8::new(8)?.get(),
    );
    let mut out = builder.build::<u8>().ok()?;
    for (row, from) in out.y_plane.rows_mut().zip(luma.rows()) {
        for (o, &v) in row.iter_mut().zip(from) {
            *o = (v / 256.0).round().clamp(0.0, 255.0) as u8;
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::DrawnFace;
    use crate::px::Plane;

    /// Where shots begin in a clip of these pictures; `draw` gives the 8-bit level of a pixel of a frame.
    fn cuts(frames: usize, rate: f64, draw: impl Fn(usize, usize, usize) -> f32) -> Vec<usize> {
        let picture = DrawnFace::new(256, 192, frames).picture();
        let mut finder = SceneFinder::new(&picture, rate);
        for index in 0..frames {
            let mut frame = Frame::new(&picture.format, index);
            frame.set_plane(
                0,
                Plane::from_fn(256, 192, |x, y| (draw(index, x, y).clamp(0.0, 255.0) * 256.0) as u16),
            );
            finder.push(&frame);
        }
        (0..frames).filter(|&i| finder.is_cut(i, true) == Some(true)).collect()
    }

    fn scene(seed: f32, x: usize, y: usize) -> f32 {
        let (x, y) = (x as f32, y as f32);
        110.0 + 40.0 * ((x * (0.05 + 0.013 * seed)).sin() + (y * (0.04 + 0.017 * seed) + seed).cos())
    }

    #[test]
    fn flicker_and_flashes_are_no_cuts_and_cuts_are() {
        let off = |i: usize| ((i * 7919 + 13) % 41) as f32 - 20.0;
        for rate in [4.0, 10.0, 24.0] {
            assert!(cuts(24, rate, |i, x, y| scene(1.0, x, y) + off(i)).is_empty(), "flicker at {rate}");
            let flash = |i: usize| if i == 12 { 1.8 } else { 1.0 };
            assert!(cuts(24, rate, |i, x, y| scene(1.0, x, y) * flash(i)).is_empty(), "flash at {rate}");
        }
        let number = |i: usize| if i < 12 { 1.0 } else { 3.0 };
        assert_eq!(cuts(24, 24.0, |i, x, y| scene(number(i), x, y)), [12]);
        assert_eq!(cuts(24, 24.0, |i, x, y| scene(number(i), x, y) + off(i)), [12], "a cut among flicker");
    }

    #[test]
    fn a_camera_in_the_hand_at_few_frames_a_second_does_not_cut() {
        // Jumps by up to 14 px of 256, and once by 24.
        let hand = |i: usize| [0, 12, 26, 14, 28, 16, 2, 14, 28, 18, 30, 16, 40, 26, 12, 10][i % 16];
        let moved = |number: f32, i: usize, x: usize, y: usize| {
            scene(number, (x + hand(i)) / 2, (y + hand(i) / 3) / 2)
        };
        assert!(cuts(32, 10.0, |i, x, y| moved(1.0, i, x, y)).is_empty());
        let number = |i: usize| if i < 12 { 1.0 } else { 3.0 };
        assert_eq!(cuts(24, 10.0, |i, x, y| moved(number(i), i, x, y)), [12], "a cut among motion");
    }
}
