//! The shots: cut from clips, framed anew, graded, analysed as a job does it.

use super::grades::Grade;
use crate::footage::{filtered, open, rewritten};
use anyhow::{Context, Result};
use dewax::analysis::Analysis;
use dewax::matching::SkinSamples;
use dewax::px::Frame;
use dewax_job::job::Silent;
use dewax_job::session::{Session, SessionWish};
use dewax_media::decode::{DecodeOptions, Decoder, FrameSource};
use dewax_media::picture::picture_of;
use dewax_media::tools::Tools;
use std::path::{Path, PathBuf};

/// Pictures whose shorter side is longer than this are halved.
const LARGE_PX: usize = 700;
/// Frames of a shot.
pub(super) const FRAMES: usize = 16;

/// A clip of which shots are cut.
#[derive(Clone, Copy, Debug)]
pub(super) struct Clip {
    pub(super) name: &'static str,
    /// The frame at which the hero begins, and those at which its shots do; no two have a frame in common.
    pub(super) starts: &'static [usize],
    /// Not for developing: only `--held-out` runs it.
    pub(super) is_held_out: bool,
}

const fn clip(name: &'static str, starts: &'static [usize], is_held_out: bool) -> Clip {
    Clip { name, starts, is_held_out }
}

/// Camera clips, then generated ones; those of one half are never looked at while the other is worked on. `mustache` has 45 frames and
/// `darkskin` 60: they give fewer shots.
pub(super) const CLIPS: [Clip; 14] = [
    clip("d_re_latentsync_chef", &[0, 120, 260, 400], false),
    clip("d_re_lp_neutral", &[0, 60, 120, 180], false),
    clip("d_re_lp_selfie", &[0, 100, 200, 320], false),
    clip("d_re_lp_green", &[0, 20, 40, 60], true),
    clip("d_re_lp_redhead", &[0, 80, 160, 250], true),
    clip("d_re_xp_darkskin", &[0, 22, 44], true),
    clip("d_re_mustache", &[0, 29], true),
    clip("d_ai_ltx2_blonde", &[0, 24, 48, 72], false),
    clip("d_ai_ovi_lady", &[0, 30, 60, 90], false),
    clip("d_ai_anitalker_512", &[0, 30, 60, 90], false),
    clip("d_ai_ltx2_weather", &[0, 24, 48, 72], true),
    clip("d_ai_edtalk_woman", &[0, 30, 60, 90], true),
    clip("d_ai_fantasy_w01", &[0, 20, 40, 60], true),
    clip("d_ai_fantasy_w10", &[0, 20, 40, 60], true),
];

impl Clip {
    /// Its number in its half of the clips, whichever of them are measured: what its shots get does not hang on what else is there.
    pub(super) fn number(&self) -> usize {
        CLIPS.iter().filter(|c| c.is_held_out == self.is_held_out).take_while(|c| c.name != self.name).count()
    }
}

/// What a shot is cut as.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Framing {
    /// As it is.
    Whole,
    /// So many times closer, around a place of the picture (shares of its width and height).
    Close(f32, [f32; 2]),
}

/// A shot and what was measured in it.
pub(super) struct Shot {
    pub(super) analysis: Analysis,
    pub(super) samples: Option<SkinSamples>,
    /// Its middle frame.
    pub(super) frame: Frame,
}

/// Where shots are made.
pub(super) struct Maker<'a> {
    pub(super) tools: &'a Tools,
    pub(super) clips: &'a Path,
    pub(super) folder: &'a Path,
}

impl Maker<'_> {
    pub(super) fn path(&self, clip: &Clip) -> PathBuf {
        self.clips.join(format!("{}.mp4", clip.name))
    }

    /// A shot of a clip from frame `start` on.
    pub(super) fn shot(&self, clip: &Clip, start: usize, framing: Framing, grade: Grade) -> Result<Shot> {
        let (cut, graded) = (self.folder.join("cut.mkv"), self.folder.join("graded.mkv"));
        let source = open(self.tools, &self.path(clip))?;
        let (width, height) = (source.video.format.width, source.video.format.height);
        let mut filter = format!("trim=start_frame={start}:end_frame={},setpts=PTS-STARTPTS", start + FRAMES);
        // Skin is compared in patches of 8 mm: half of a large picture says the same, in a quarter of the time.
        let halved = width.min(height) > LARGE_PX;
        if let Framing::Close(times, [x, y]) = framing {
            let even = |v: f32| (v / 2.0).round() as usize * 2;
            let (w, h) = (even(width as f32 / times), even(height as f32 / times));
            let left = even((x * width as f32 - w as f32 / 2.0).clamp(0.0, (width - w) as f32));
            let top = even((y * height as f32 - h as f32 / 2.0).clamp(0.0, (height - h) as f32));
            filter += &format!(",crop={w}:{h}:{left}:{top},scale={width}:{height}:flags=lanczos");
        }
        if halved {
            filter += &format!(",scale={}:{}:flags=area", width / 4 * 2, height / 4 * 2);
        }
        filtered(self.tools, &self.path(clip), &cut, &filter, &["-c:v", "ffv1"])?;
        let source = open(self.tools, &cut)?;
        let picture = picture_of(&source, false);
        rewritten(self.tools, &source, &graded, |frame| grade.lay(&picture, frame))?;
        self.analysed(&graded).with_context(|| format!("{} from frame {start}", clip.name))
    }

    fn analysed(&self, path: &Path) -> Result<Shot> {
        let wish = SessionWish::default();
        let session = Session::open(self.tools, open(self.tools, path)?, &wish, &Silent)?;
        let mut decoder = Decoder::open(self.tools, &session.source, DecodeOptions::default())?;
        let mut frame = None;
        while let Some(picture) = decoder.next()? {
            if picture.frame.index == FRAMES / 2 {
                frame = Some(picture.frame);
            }
        }
        let frame = frame.context("the shot is too short")?;
        let samples = SkinSamples::of(&session.analysis, 0);
        Ok(Shot { analysis: session.analysis, samples, frame })
    }

    /// How much closer a clip can be framed with its face still in the picture, at most `wanted` times, and where the face is.
    pub(super) fn closer(shot: &Shot, wanted: f32) -> Framing {
        let faces = &shot.analysis.shots[0].faces;
        let Some((_, state)) = faces.at(FRAMES / 2).next() else { return Framing::Whole };
        let (width, height) = (shot.frame.width() as f32, shot.frame.height() as f32);
        // The face's square is its box made larger by half; a close-up leaves a little air.
        let most = (width.min(height) / (state.square.side_px / 1.5 * 1.15)).max(1.0);
        Framing::Close(wanted.min(most), [state.square.x / width, state.square.y / height])
    }
}
