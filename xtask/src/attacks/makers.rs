//! The attacks themselves: FFmpeg's filters, and what no filter does, frame by frame.

use crate::bench_lock::ground::{band_noise, between};
use crate::footage;
use crate::frames::{add_levels, levels_of};
use anyhow::Result;
use dewax::kernels::noise::{key, normal_row};
use dewax::px::{Frame, Plane};
use dewax_media::probe::Source;
use dewax_media::tools::Tools;
use std::path::Path;

/// Seed of everything random here, and what it is for.
const SEED: u32 = 11;
const WHITE: u32 = 50;
const PATTERN: u32 = 51;
/// Share of the picture before that the recursive average keeps.
const RECURSIVE_KEEPS: f32 = 0.7;
/// White noise, and the pattern that stands still on the screen, RMS in levels.
const WHITE_LEVELS: f32 = 4.0;
const PATTERN_LEVELS: f32 = 2.5;
/// Blurs between which texture of 2 to 8 px lies, px.
const TEXTURE_PX: (f32, f32) = (0.8, 3.0);

const LOSSLESS: &[&str] = &["-c:v", "ffv1"];
const X264_CRF12: &[&str] = &["-c:v", "libx264", "-crf", "12"];

/// Something that changes frames one after the other and may remember those before.
type Change = Box<dyn FnMut(&mut Frame)>;

/// How a file is made of its source.
#[derive(Clone, Copy, Debug)]
enum Maker {
    /// The same stream.
    Copy,
    /// The same pictures, encoded with these words.
    Encoded(&'static [&'static str]),
    /// Through FFmpeg's filter.
    Filter(&'static str),
    /// Frame by frame.
    Frames(fn() -> Change),
}

/// One way to make a file.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Attack {
    /// Its name in tables and on the command line.
    pub(crate) name: &'static str,
    /// Whether the certificate must pass it; what is an attack must not pass.
    pub(crate) must_pass: bool,
    maker: Maker,
}

const fn attack(name: &'static str, maker: Maker) -> Attack {
    Attack { name, must_pass: false, maker }
}

/// All of them. Averages over time are centred, or they would be judged for the delay alone.
pub(crate) const ATTACKS: &[Attack] = &[
    Attack { name: "copy", must_pass: true, maker: Maker::Copy },
    Attack { name: "x264-crf12", must_pass: true, maker: Maker::Encoded(X264_CRF12) },
    attack("blur-1", Maker::Filter("gblur=sigma=1.0")),
    attack("blur-2.5", Maker::Filter("gblur=sigma=2.5")),
    attack("nlmeans", Maker::Filter("nlmeans=s=3")),
    attack("hqdn3d-time", Maker::Filter("hqdn3d=0:0:12:12")),
    attack("hqdn3d", Maker::Filter("hqdn3d=4")),
    attack(
        "tmix-3",
        Maker::Filter("tpad=stop=1:stop_mode=clone,tmix=frames=3,trim=start_frame=1,setpts=PTS-STARTPTS"),
    ),
    attack(
        "tmix-5",
        Maker::Filter("tpad=stop=2:stop_mode=clone,tmix=frames=5,trim=start_frame=2,setpts=PTS-STARTPTS"),
    ),
    attack("recursive-0.7", Maker::Frames(recursive)),
    attack("frozen", Maker::Frames(frozen)),
    attack("held-twice", Maker::Frames(held_twice)),
    attack("white-noise-4", Maker::Frames(white_noise)),
    attack("screen-texture", Maker::Frames(screen_texture)),
    attack("screen-pattern", Maker::Frames(screen_pattern)),
    attack("unsharp", Maker::Filter("unsharp=5:5:1.5:5:5:0")),
    attack("bilateral", Maker::Filter("bilateral=sigmaS=6:sigmaR=0.08")),
];

impl Attack {
    /// Makes the file.
    pub(crate) fn make(&self, tools: &Tools, source: &Source, out: &Path) -> Result<()> {
        match self.maker {
            Maker::Copy => footage::ffmpeg(tools, &source.path, out, &["-c", "copy"]),
            Maker::Encoded(words) => footage::ffmpeg(tools, &source.path, out, words),
            Maker::Filter(filter) => footage::filtered(tools, &source.path, out, filter, LOSSLESS),
            Maker::Frames(change) => footage::rewritten(tools, source, out, change()),
        }
    }
}

/// Every picture is mostly the one before it.
fn recursive() -> Change {
    let mut before: Option<[Plane<f32>; 3]> = None;
    Box::new(move |frame| {
        let mut mixed = [0, 1, 2].map(|which| levels_of(frame.plane(which)));
        if let Some(before) = &before {
            for (now, then) in mixed.iter_mut().zip(before) {
                for (value, old) in now.samples_mut().iter_mut().zip(then.samples()) {
                    *value += RECURSIVE_KEEPS * (old - *value);
                }
            }
        }
        for (which, plane) in mixed.iter().enumerate() {
            put(frame, which, plane);
        }
        before = Some(mixed);
    })
}

/// The first picture, for ever.
fn frozen() -> Change {
    let mut first: Option<Frame> = None;
    Box::new(move |frame| show(frame, first.get_or_insert_with(|| frame.clone())))
}

/// Every other picture, twice.
fn held_twice() -> Change {
    let mut held: Option<Frame> = None;
    Box::new(move |frame| match &held {
        Some(before) if !frame.index.is_multiple_of(2) => show(frame, before),
        _ => held = Some(frame.clone()),
    })
}

fn white_noise() -> Change {
    Box::new(|frame| {
        let key = key(SEED, WHITE, frame.index);
        let mut noise = Plane::new(frame.width(), frame.height());
        for y in 0..noise.height() {
            normal_row(key, y as i32, 0, noise.row_mut(y));
        }
        noise.samples_mut().iter_mut().for_each(|value| *value *= WHITE_LEVELS);
        add_levels(frame, 0, (0, 0), &noise);
    })
}

/// Every picture has the fine texture of the first, where it was on the screen.
fn screen_texture() -> Change {
    let mut first: Option<Plane<f32>> = None;
    Box::new(move |frame| {
        let own = between(&levels_of(frame.luma()), TEXTURE_PX.0, TEXTURE_PX.1);
        let mut other = first.get_or_insert_with(|| own.clone()).clone();
        other.samples_mut().iter_mut().zip(own.samples()).for_each(|(value, own)| *value -= own);
        add_levels(frame, 0, (0, 0), &other);
    })
}

/// Every picture has the same made-up texture, fixed to the screen.
fn screen_pattern() -> Change {
    let mut pattern: Option<Plane<f32>> = None;
    Box::new(move |frame| {
        let size = (frame.width(), frame.height());
        let pattern = pattern.get_or_insert_with(|| {
            let mut noise = band_noise(size, TEXTURE_PX, PATTERN, 0);
            noise.samples_mut().iter_mut().for_each(|value| *value *= PATTERN_LEVELS);
            noise
        });
        add_levels(frame, 0, (0, 0), pattern);
    })
}

/// Puts levels in place of a plane.
fn put(frame: &mut Frame, which: usize, levels: &Plane<f32>) {
    let mut change = levels.clone();
    let now = levels_of(frame.plane(which));
    change.samples_mut().iter_mut().zip(now.samples()).for_each(|(value, now)| *value -= now);
    add_levels(frame, which, (0, 0), &change);
}

/// Shows another picture in place of this one.
fn show(frame: &mut Frame, other: &Frame) {
    for which in 0..3 {
        frame.set_plane(which, other.plane(which).clone());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dewax::px::{Format, Subsampling};

    fn changed(make: fn() -> Change) -> Vec<Frame> {
        let format = Format { width: 32, height: 32, subsampling: Subsampling::C420, bits: 8, alpha: false };
        let mut change = make();
        (0..4u16)
            .map(|index| {
                let mut frame = Frame::new(&format, usize::from(index));
                let fill = |x: usize, y: usize| (60 + 20 * index + ((x * 7 + y * 3) % 9) as u16) << 8;
                frame.set_plane(0, Plane::from_fn(32, 32, fill));
                change(&mut frame);
                frame
            })
            .collect()
    }

    #[test]
    fn each_does_what_it_is_named_for() {
        let luma = |frames: &[Frame], index: usize| frames[index].luma().clone();
        let frames = changed(frozen);
        assert!((1..4).all(|i| luma(&frames, i) == luma(&frames, 0)));
        let frames = changed(held_twice);
        assert!(luma(&frames, 1) == luma(&frames, 0) && luma(&frames, 2) != luma(&frames, 1));
        assert!(luma(&frames, 3) == luma(&frames, 2));
        let frames = changed(recursive);
        let step = i32::from(frames[1].luma().at(5, 5)) - i32::from(frames[0].luma().at(5, 5));
        assert_eq!(step, 6 << 8, "three tenths of twenty levels");
        let frames = changed(white_noise);
        assert!(luma(&frames, 1).samples() != luma(&frames, 0).samples());
    }
}
