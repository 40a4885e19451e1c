//! What is degraded and restored: photographs that move by a known warp, and camera clips as they are. Half of it is set aside.

use super::known::{Course, Known};
use crate::bench_lock::clip::write_clip;
use crate::bench_lock::portrait::{Strolling, strolling};
use crate::bench_lock::stills::{LONG_PX, Still};
use crate::bench_seam::changes;
use crate::footage;
use anyhow::{Context, Result};
use dewax::analysis::{Analysis, FaceWish};
use dewax::px::Frame;
use dewax_job::job::{Silent, analyse};
use dewax_media::decode::{DecodeOptions, Decoder, FrameSource};
use dewax_media::probe::Source;
use dewax_media::tools::Tools;
use std::path::Path;

/// Frames of each clip: a second and a half, so that windows of a second have two sides somewhere.
pub(super) const FRAMES: usize = 36;

/// A club's light: what it leaves of the code values of red, green and blue. In light that is 0.95, 0.3 and 1.3 of them (2.4).
const NEON: [f32; 3] = [0.98, 0.61, 1.12];

/// A clip of the bench.
#[derive(Debug)]
pub(super) struct Material {
    pub(super) name: &'static str,
    file: &'static str,
    of: Of,
    /// Not for developing: only `--held-out` runs it.
    pub(super) is_held_out: bool,
}

#[derive(Debug)]
enum Of {
    /// A photograph: its size, its pupils (left in the picture first) in its own px; eye distance and size of the clip, px.
    Photo { photo_px: (f64, f64), eyes: [(f64, f64); 2], iod_px: f64, size: (usize, usize) },
    /// A camera clip, cut by FFmpeg's filters so that the face fills the picture.
    Film { cut: &'static str },
}

const fn photo(
    name: &'static str,
    file: &'static str,
    photo_px: (f64, f64),
    eyes: [(f64, f64); 2],
    (iod_px, size): (f64, (usize, usize)),
    is_held_out: bool,
) -> Material {
    Material { name, file, of: Of::Photo { photo_px, eyes, iod_px, size }, is_held_out }
}

const fn film(name: &'static str, file: &'static str, cut: &'static str, is_held_out: bool) -> Material {
    Material { name, file, of: Of::Film { cut }, is_held_out }
}

/// All of it. No person is in both halves.
pub(super) const MATERIAL: [Material; 12] = [
    photo(
        "pores",
        "d_st_unsplash_pores.jpg",
        (2000.0, 3008.0),
        [(843.0, 847.0), (1322.0, 761.0)],
        (140.0, (560, 640)),
        false,
    ),
    photo(
        "amber",
        "d_st_photo_2.png",
        (1024.0, 1024.0),
        [(388.0, 485.0), (638.0, 487.0)],
        (125.0, (496, 496)),
        false,
    ),
    photo(
        "series",
        "d_st_series_4.jpg",
        (1024.0, 1280.0),
        [(412.0, 351.0), (592.0, 347.0)],
        (110.0, (512, 480)),
        false,
    ),
    film("green", "d_re_lp_green.mp4", "null", false),
    film("darkskin", "d_re_xp_darkskin.mp4", "null", false),
    film("redhead", "d_re_lp_redhead.mp4", "crop=560:560:508:20", false),
    photo(
        "man",
        "d_st_consented_man.jpg",
        (3000.0, 4000.0),
        [(1691.0, 1335.0), (2139.0, 1347.0)],
        (130.0, (560, 560)),
        true,
    ),
    photo(
        "flash",
        "d_st_photo_6.png",
        (1024.0, 1024.0),
        [(394.0, 480.0), (653.0, 494.0)],
        (130.0, (496, 496)),
        true,
    ),
    photo(
        "woman",
        "d_st_consented_woman.jpg",
        (1440.0, 1440.0),
        [(542.0, 477.0), (789.0, 496.0)],
        (100.0, (512, 512)),
        true,
    ),
    film("neutral", "d_re_lp_neutral.mp4", "null", true),
    film("selfie", "d_re_lp_selfie.mp4", "crop=720:720:0:240", true),
    film("mustache", "d_re_mustache.mp4", "null", true),
];

/// A true clip on the disk, measured.
pub(super) struct Truth {
    pub(super) source: Source,
    pub(super) analysis: Analysis,
    pub(super) known: Known,
}

impl Material {
    /// Whether its file is there.
    pub(super) fn is_in(&self, clips: &Path) -> bool {
        clips.join(self.file).exists()
    }

    /// Makes the true clip and measures it.
    pub(super) fn truth(
        &self,
        tools: &Tools,
        clips: &Path,
        path: &Path,
        faces: Option<&FaceWish>,
        is_neon: bool,
    ) -> Result<Truth> {
        let file = clips.join(self.file);
        let mut motion: Option<Strolling> = None;
        match &self.of {
            Of::Photo { photo_px, eyes, iod_px, size } => {
                let scale = LONG_PX / photo_px.0.max(photo_px.1);
                let still = Still {
                    name: self.name,
                    file: self.file,
                    size_px: *photo_px,
                    eyes: eyes.map(|eye| (eye.0 * scale, eye.1 * scale)),
                    iod_px: *iod_px,
                    // A third down in the picture of the bench, wherever that is cut from.
                    home: (640.0, 360.0 - size.1 as f64 * 0.1),
                    skin: &[],
                    no_skin: &[],
                };
                let made = strolling(tools, &file, &still, FRAMES, *size)?;
                write_clip(tools, path, &made.frames)?;
                motion = Some(made);
            }
            Of::Film { cut } => {
                let count = FRAMES.to_string();
                let words = ["-vf", cut, "-frames:v", &count, "-pix_fmt", "yuv420p", "-c:v", "ffv1"];
                footage::ffmpeg(tools, &file, path, &words)?;
            }
        }
        let mut source = footage::open(tools, path)?;
        if is_neon {
            let lit = path.with_extension("neon.mkv");
            let picture = analyse(tools, &source, false, None, None, &Silent)?.0.clip.picture();
            let light = |c, _| changes::grade(&picture, c, NEON, 1.0);
            footage::rewritten(tools, &source, &lit, |frame| changes::lay(&picture, &light, frame))?;
            source = footage::open(tools, &lit)?;
        }
        let (analysis, _) = analyse(tools, &source, false, faces, None, &Silent)?;
        let frames = frames_of(tools, &source)?;
        let course = match &motion {
            Some(made) => Course::Warp(made),
            None => Course::Lock,
        };
        let known = Known::of(&analysis, frames, &course)
            .with_context(|| format!("{}: its skin cannot be followed", self.name))?;
        Ok(Truth { source, analysis, known })
    }
}

/// All frames of a clip.
pub(super) fn frames_of(tools: &Tools, source: &Source) -> Result<Vec<Frame>> {
    let mut decoder = Decoder::open(tools, source, DecodeOptions::default())?;
    let mut frames = Vec::new();
    while let Some(picture) = decoder.next()? {
        let mut frame = picture.frame;
        frame.index = frames.len();
        frames.push(frame);
    }
    Ok(frames)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_are_alike_and_names_differ() {
        let held = MATERIAL.iter().filter(|m| m.is_held_out).count();
        assert_eq!(held * 2, MATERIAL.len());
        for (i, one) in MATERIAL.iter().enumerate() {
            assert!(
                MATERIAL.iter().skip(i + 1).all(|other| other.name != one.name && other.file != one.file)
            );
        }
    }
}
