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

/// Decides for each frame whether a new shot starts with it. Knows a few frames later.
pub struct SceneFinder {
    detector: Option<SceneChangeDetector<u8>>,
    step_px: usize,
    /// The frame before the next to be decided, that frame, and what follows.
    queue: VecDeque<Arc<v_frame::frame::Frame<u8>>>,
    decided: VecDeque<(usize, bool)>,
    next: usize,
    last_cut: usize,
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
        Self { detector, step_px, queue: VecDeque::new(), decided: VecDeque::new(), next: 0, last_cut: 0 }
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
            if cut {
                self.last_cut = self.next;
            }
            self.decided.push_back((self.next, cut));
            self.next += 1;
            self.queue.pop_front();
        }
    }
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
