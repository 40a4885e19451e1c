//! How long a job will take and how large its file will be, told as soon as the first frames have shown how fast this machine is.

use crate::error::JobError;
pub use crate::progress::Estimate;
use crate::progress::{Progress, Stage, TIMES_LARGER};
use crate::range::Asked;
use crate::wish::FixWish;
use dewax_media::probe::Source;
use dewax_media::target::{Codec, DEFAULT_CRF, Target};
use std::sync::Mutex;
use std::time::Instant;

/// So many frames and seconds must have gone by to tell the speed: the first frames fill caches.
const LEAST_FRAMES: usize = 8;
const LEAST_S: f64 = 2.0;
/// What the stages take beside measuring, per frame: treating and encoding, then decoding and judging. A trial treats and judges a second
/// so often on average. On six clips of 480x480 to 1792x1024 the whole job took 0.5 to 1.4 times what this says: most where pores are given.
const RENDER: f64 = 0.8;
const VERIFY: f64 = 0.6;
const TRIAL_ROUNDS: f64 = 2.0;

/// What is known of a job before its first frame.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Known {
    /// Frames of the source, and of what is rendered.
    pub(crate) frames: usize,
    pub(crate) rendered: usize,
    /// Frames that a trial treats, at least.
    pub(crate) tried: usize,
    /// How often the frames are made once more for what is written beside the output.
    pub(crate) again: usize,
    pub(crate) bytes: f64,
    pub(crate) times_larger: f64,
    pub(crate) codec: Codec,
}

/// How many frames a source says that it has, before they are read.
fn rough_frames(source: &Source) -> Option<usize> {
    let video = &source.video;
    let stated = video.frames_hint.map(|n| n as usize).or(source.lacks.run).or(source.still.then_some(1));
    let of_stream = || video.duration_ts.map(|ticks| video.time_base.seconds(ticks));
    stated.or_else(|| {
        let seconds = of_stream().or_else(|| source.noted_seconds()).filter(|s| s.is_finite() && *s > 0.0)?;
        Some(((seconds * video.frame_rate.value()).round() as usize).max(1))
    })
}

impl Known {
    /// Before anything is read; none where the source does not say how long it is.
    ///
    /// # Errors
    /// When the words of a range are none.
    pub(crate) fn before(source: &Source, wish: &FixWish, target: &Target) -> Result<Option<Self>, JobError> {
        let asked = wish.range.as_ref().map(|text| Asked::read(text)).transpose();
        // Words that are none are known before anything is measured.
        let asked = asked.map_err(|e| JobError::RangeText(e.to_string()))?;
        Ok(rough_frames(source).map(|frames| {
            let (rate, start) = (source.video.frame_rate, source.timecode.as_deref());
            let rendered = asked.map_or(frames, |asked| asked.rough_frames(frames, rate, start));
            Self { again: wish.passes.rounds(), ..Self::of(source, frames, rendered, target) }
        }))
    }

    /// Of a source of so many frames, of which `rendered` are written to this target.
    fn of(source: &Source, frames: usize, rendered: usize, target: &Target) -> Self {
        let format = source.frame_format(false);
        let pixels = format.width * format.height;
        let layout = target.layout;
        let finer = target.crf.map_or(0.0, |crf| DEFAULT_CRF - crf);
        let per_pixel = target.codec.rough_bits_per_pixel(pixels, &layout, finer);
        let bytes = per_pixel * pixels as f64 * rendered as f64 / 8.0;
        let own = source.bytes as f64 * rendered as f64 / frames.max(1) as f64;
        let tried = (source.video.frame_rate.value().round().max(1.0) as usize).min(rendered);
        Self {
            frames,
            rendered,
            tried,
            again: 0,
            bytes,
            times_larger: bytes / own.max(1.0),
            codec: target.codec,
        }
    }

    /// The estimate, when a frame of that stage takes so long; none where the stage tells nothing.
    fn estimate(&self, stage: Stage, frame_s: f64) -> Option<Estimate> {
        let after = self.rendered as f64 * (RENDER * (1 + self.again) as f64 + VERIFY);
        let tried = self.tried as f64 * TRIAL_ROUNDS * (RENDER + VERIFY);
        let frames = match stage {
            Stage::Analyse => self.frames as f64 + tried + after,
            Stage::Render => after / RENDER,
            Stage::Trial | Stage::Verify | Stage::Passes => return None,
        };
        let grows = self.times_larger >= TIMES_LARGER && !self.codec.is_pictures();
        Some(Estimate {
            seconds: frames * frame_s,
            bytes: self.bytes,
            times_larger: self.times_larger,
            codec: self.codec,
            smaller: grows.then_some(Codec::H264).filter(|c| *c != self.codec && self.codec != Codec::H265),
        })
    }
}

/// Hands progress on, and tells once what is to be expected, where that is worth it.
pub(crate) struct Expecting<'a> {
    inner: &'a dyn Progress,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    known: Option<Known>,
    running: Option<(Stage, Instant)>,
    /// The first frames that were done, and when.
    first: Option<(usize, Instant)>,
    frames: usize,
    is_told: bool,
}

impl<'a> Expecting<'a> {
    pub(crate) fn new(inner: &'a dyn Progress) -> Self {
        Self { inner, state: Mutex::default() }
    }

    /// Before the first stage.
    pub(crate) fn knows(&self, known: Option<Known>) {
        self.with(|state| state.known = known);
    }

    fn with<T>(&self, act: impl FnOnce(&mut State) -> T) -> T {
        // Whoever died left whole numbers.
        act(&mut self.state.lock().unwrap_or_else(std::sync::PoisonError::into_inner))
    }

    /// Tells it, if the stage has shown enough.
    fn tell(&self, at_end: bool) {
        let estimate = self.with(|state| {
            let ((stage, since), known) = state.running.zip(state.known).filter(|_| !state.is_told)?;
            // From the first frame on, where there are others: before it FFmpeg starts and models are read.
            let (from, since) = state.first.filter(|(n, _)| *n < state.frames).unwrap_or((0, since));
            let (counted, spent) = (state.frames - from, since.elapsed().as_secs_f64());
            if counted == 0 || !(at_end || (counted >= LEAST_FRAMES && spent >= LEAST_S)) {
                return None;
            }
            let estimate = known.estimate(stage, spent / counted as f64)?;
            state.is_told = true;
            estimate.is_worth_telling().then_some(estimate)
        });
        if let Some(estimate) = estimate {
            self.inner.expects(&estimate);
        }
    }
}

impl Progress for Expecting<'_> {
    fn begin(&self, stage: Stage, frames: Option<usize>) {
        // A short stage has shown what it can when it ends.
        self.tell(true);
        self.with(|state| {
            (state.running, state.first, state.frames) = (Some((stage, Instant::now())), None, 0);
        });
        self.inner.begin(stage, frames);
    }

    fn done(&self, frames: usize) {
        self.with(|state| {
            state.first = state.first.or(Some((frames, Instant::now())));
            state.frames = frames;
        });
        self.tell(false);
        self.inner.done(frames);
    }

    fn stopped(&self) -> bool {
        self.inner.stopped()
    }

    fn expects(&self, estimate: &Estimate) {
        self.inner.expects(estimate);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Default)]
    struct Heard(Mutex<Vec<Estimate>>);

    impl Progress for Heard {
        fn begin(&self, _stage: Stage, _frames: Option<usize>) {}
        fn done(&self, _frames: usize) {}
        fn stopped(&self) -> bool {
            false
        }
        fn expects(&self, estimate: &Estimate) {
            self.0.lock().unwrap().push(*estimate);
        }
    }

    fn known(times_larger: f64, codec: Codec) -> Known {
        Known { frames: 1000, rendered: 500, tried: 25, again: 0, bytes: 1e9, times_larger, codec }
    }

    #[test]
    fn time_follows_the_speed_that_was_measured() {
        let known = known(2.0, Codec::Ffv1);
        let first = known.estimate(Stage::Analyse, 0.1).unwrap();
        assert!((first.seconds - 177.0).abs() < 1.0, "{first:?}");
        let twice = known.estimate(Stage::Analyse, 0.2).unwrap();
        assert!((twice.seconds - 2.0 * first.seconds).abs() < 1e-9);
        // What was measured before need not be measured again.
        assert!(known.estimate(Stage::Render, 0.11).unwrap().seconds < 0.6 * first.seconds);
        // A matte has the frames made once more, texture and its base twice.
        let with = |again: usize| Known { again, ..known }.estimate(Stage::Analyse, 0.1).unwrap().seconds;
        assert!((with(1) - first.seconds - 40.0).abs() < 1e-6 && (with(2) - with(1) - 40.0).abs() < 1e-6);
        let rest = Known { again: 2, ..known }.estimate(Stage::Render, 0.08).unwrap().seconds;
        assert!((rest - 150.0).abs() < 1e-6, "{rest}");
        assert_eq!(first.smaller, None);
        assert_eq!(known.estimate(Stage::Trial, 1.0), None);
    }

    #[test]
    fn it_is_told_once_and_only_where_it_is_long_or_large() {
        let tell = |known: Known| {
            let heard = Heard::default();
            let expecting = Expecting::new(&heard);
            expecting.knows(Some(known));
            expecting.begin(Stage::Analyse, Some(1000));
            (1..=1000).for_each(|n| expecting.done(n));
            expecting.begin(Stage::Trial, None);
            expecting.begin(Stage::Render, Some(500));
            expecting.done(500);
            expecting.begin(Stage::Verify, None);
            heard.0.into_inner().unwrap()
        };
        assert!(tell(known(9.9, Codec::Ffv1)).is_empty(), "quick and small");
        let told = tell(known(10.0, Codec::Prores422Hq));
        assert_eq!(told.len(), 1);
        assert_eq!((told[0].smaller, told[0].codec), (Some(Codec::H264), Codec::Prores422Hq));
        assert_eq!(tell(known(10.0, Codec::H265))[0].smaller, None);
        assert_eq!(tell(known(10.0, Codec::Png))[0].smaller, None);
    }
}
