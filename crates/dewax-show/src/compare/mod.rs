//! Two clips, or one frame of each, side by side in one picture with a loupe: for eyes that decide.

mod compose;
pub(crate) mod lettering;

pub use compose::{Layout, compose, loupe_side_px, matched};

use crate::exhibits::{ExhibitError, loupe_rect, png_bytes, to_rgb8};
use dewax::certificate::signature;
use dewax::clip::Picture;
use dewax::color::Cube;
use dewax::kernels::grade;
use dewax::px::{Frame, Rect};
use dewax::skin::{SkinSearch, Small};
use dewax_media::decode::{DecodeError, DecodeOptions, Decoder, FrameSource};
use dewax_media::encode::{EncodeError, EncodeOptions, Encoder, FrameSink};
use dewax_media::guard::{Guard, GuardError, Place};
use dewax_media::picture::picture_of;
use dewax_media::probe::{ProbeError, Source, probe};
use dewax_media::target::{Target, TargetError, Wishes};
use dewax_media::tools::Tools;
use std::path::{Path, PathBuf};

/// Mean difference, in 8-bit levels, between the coarse pictures of two successive frames from which on there is a cut.
const CUT_LEVELS: f32 = 8.0;

/// Why two clips could not be compared.
#[derive(Debug, thiserror::Error)]
pub enum CompareError {
    /// One of them cannot be read.
    #[error(transparent)]
    Probe(#[from] ProbeError),
    /// One of them stops being readable.
    #[error(transparent)]
    Decode(#[from] DecodeError),
    /// The output's name says nothing that can be written.
    #[error(transparent)]
    Target(#[from] TargetError),
    /// The output cannot be written.
    #[error(transparent)]
    Encode(#[from] EncodeError),
    /// The picture cannot be written.
    #[error(transparent)]
    Picture(#[from] ExhibitError),
    /// The pictures differ in size.
    #[error(
        "`{a}` is {a_w}x{a_h} and `{b}` is {b_w}x{b_h}: only pictures of one size can be compared, or of 2 or 4 times that"
    )]
    Sizes {
        /// The first clip's name.
        a: String,
        /// Its columns.
        a_w: usize,
        /// Its rows.
        a_h: usize,
        /// The second clip's name.
        b: String,
        /// Its columns.
        b_w: usize,
        /// Its rows.
        b_h: usize,
    },
    /// One is HDR, the other is not.
    #[error("`{a}` is {a_curve} and `{b}` is {b_curve}: beside each other at least one would look wrong")]
    Curves {
        /// The first clip's name.
        a: String,
        /// Its transfer curve.
        a_curve: &'static str,
        /// The second clip's name.
        b: String,
        /// Its transfer curve.
        b_curve: &'static str,
    },
    /// The wanted frame is not there.
    #[error("frame {frame} was asked for, but only {there} frames are in both clips (the first is frame 0)")]
    NoFrame {
        /// The wanted frame.
        frame: usize,
        /// Frames that both have.
        there: usize,
    },
    /// A frame number for a whole clip.
    #[error("a frame number makes one picture: write to a .png, or leave the number out")]
    FrameOfClip,
    /// The loupe lies outside.
    #[error("the loupe's place {x},{y} is outside of the picture of {width}x{height}")]
    Outside {
        /// Wanted column.
        x: usize,
        /// Wanted row.
        y: usize,
        /// Columns there are.
        width: usize,
        /// Rows there are.
        height: usize,
    },
    /// The output may not be written.
    #[error(transparent)]
    Guard(#[from] GuardError),
}

/// A comparison that was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compared {
    /// The file.
    pub path: PathBuf,
    /// Frames in it.
    pub frames: usize,
    /// Number of its first frame in the clips.
    pub first_frame: usize,
    /// What the user should know: differences that were evened out, frames without a partner.
    pub notes: Vec<String>,
}

/// One of the two clips while it is read.
struct Side {
    source: Source,
    picture: Picture,
    decoder: Decoder,
}

impl Side {
    fn open(tools: &Tools, source: Source) -> Result<Self, CompareError> {
        let picture = picture_of(&source, true);
        let decoder =
            Decoder::open(tools, &source, DecodeOptions { bake_rotation: true, ..DecodeOptions::default() })?;
        Ok(Self { source, picture, decoder })
    }
}

/// Two clips frame by frame, the second in the form of the first.
struct Pairs<'a> {
    sides: [Side; 2],
    taken: usize,
    loupe: Loupe,
    /// What both are seen through.
    through: Option<&'a Cube>,
}

/// Where the loupe looks. Found anew at cuts, so that it stays on a face without wandering within a shot.
struct Loupe {
    /// The middle that the user gave.
    fixed: Option<(usize, usize)>,
    rect: Option<Rect>,
    last: Option<[f32; 48]>,
}

impl Loupe {
    fn at(&mut self, frame: &Frame, picture: &Picture) -> Rect {
        let (width, height) = (frame.width(), frame.height());
        let side = loupe_side_px(width, height);
        if let Some((x, y)) = self.fixed {
            let corner =
                |middle: usize, end: usize| middle.saturating_sub(side / 2).min(end.saturating_sub(side));
            let (x0, y0) = (corner(x, width), corner(y, height));
            return Rect { x0, y0, x1: (x0 + side).min(width), y1: (y0 + side).min(height) };
        }
        let now = signature(frame);
        let moved = self.last.is_none_or(|last| {
            let luma = last.iter().zip(&now).take(16);
            luma.map(|(a, b)| (a - b).abs()).sum::<f32>() / 16.0 > CUT_LEVELS
        });
        self.last = Some(now);
        match self.rect {
            Some(rect) if !moved => rect,
            _ => {
                let skin = SkinSearch::default().find_colour(picture, &Small::of(picture, frame));
                let rect = loupe_rect(skin.as_ref(), Some(frame.luma()), width, height, side);
                *self.rect.insert(rect)
            }
        }
    }
}

impl Pairs<'_> {
    /// The next comparison picture and its time, or `None` when a clip ends.
    fn next(&mut self) -> Result<Option<(Frame, Frame, i64)>, DecodeError> {
        let [a, b] = &mut self.sides;
        let (Some(one), Some(two)) = (a.decoder.next()?, b.decoder.next()?) else { return Ok(None) };
        self.taken += 1;
        Ok(Some((one.frame, matched(&two.frame, &b.picture, &a.picture), one.pts)))
    }

    fn composed(&mut self, before: &Frame, after: &Frame) -> Frame {
        let picture = self.sides[0].picture;
        let loupe = Some(self.loupe.at(before, &picture));
        let layout = Layout { split: 0.5, loupe, labels: true };
        let Some(cube) = self.through else { return compose(before, after, &picture, &layout) };
        let [before, after] = [before, after].map(|frame| {
            let mut seen = frame.clone();
            grade::show(&picture.levels, picture.weights, picture.siting, cube, &mut seen);
            seen
        });
        compose(&before, &after, &picture, &layout)
    }
}

/// Writes the comparison of clip `a` (before) with clip `b` (after): one frame as a PNG when `out` ends in `.png` (the
/// given frame, or one from the middle), the whole clip with the first one's sound otherwise. `loupe` is the middle of
/// what is enlarged, in luma pixels; without it the brightest smooth skin is found.
///
/// # Errors
/// When a clip cannot be read, they do not fit together, or the output may not or cannot be written.
pub fn compare(
    tools: &Tools,
    a: &Path,
    b: &Path,
    out: &Path,
    guard: &Guard,
    frame: Option<usize>,
    loupe: Option<(usize, usize)>,
) -> Result<Compared, CompareError> {
    compare_seen(tools, [a, b], out, guard, &Seeing { frame, loupe, through: None })
}

/// How two clips are looked at.
#[derive(Clone, Copy, Debug, Default)]
pub struct Seeing<'a> {
    /// The frame of a picture.
    pub frame: Option<usize>,
    /// The middle of the loupe.
    pub loupe: Option<(usize, usize)>,
    /// A table that both are seen through.
    pub through: Option<&'a Cube>,
}

/// The same as [`compare`], of two clips that are looked at as `seeing` says.
///
/// # Errors
/// As of [`compare`].
pub fn compare_seen(
    tools: &Tools,
    [a, b]: [&Path; 2],
    out: &Path,
    guard: &Guard,
    seeing: &Seeing<'_>,
) -> Result<Compared, CompareError> {
    let Seeing { frame, loupe, through } = *seeing;
    let one_picture = out.extension().is_some_and(|e| e.eq_ignore_ascii_case("png"));
    if frame.is_some() && !one_picture {
        return Err(CompareError::FrameOfClip);
    }
    let place = guard.clone().reading(a).reading(b).place(out, None)?;
    let (mut a, mut b) = (probe(tools, a)?, probe(tools, b)?);
    (a.upscale, b.upscale) = (a.times_to(&b, true), b.times_to(&a, true));
    let sides = [Side::open(tools, a)?, Side::open(tools, b)?];
    let notes = fit(&sides)?;
    let format = sides[0].picture.format;
    if let Some((x, y)) = loupe.filter(|(x, y)| *x >= format.width || *y >= format.height) {
        return Err(CompareError::Outside { x, y, width: format.width, height: format.height });
    }
    let loupe = Loupe { fixed: loupe, rect: None, last: None };
    let pairs = Pairs { sides, taken: 0, loupe, through };
    let mut done =
        if one_picture { picture(tools, pairs, &place, frame)? } else { clip(tools, pairs, &place)? };
    done.notes.splice(0..0, notes);
    Ok(done)
}

/// Refuses clips that cannot stand beside each other; says what has to be evened out.
fn fit([a, b]: &[Side; 2]) -> Result<Vec<String>, CompareError> {
    let (one, two) = (a.picture.format, b.picture.format);
    let name = |side: &Side| side.source.name.clone();
    if (one.width, one.height) != (two.width, two.height) {
        return Err(CompareError::Sizes {
            a: name(a),
            a_w: one.width,
            a_h: one.height,
            b: name(b),
            b_w: two.width,
            b_h: two.height,
        });
    }
    let (tags, others) = (&a.source.video.tags, &b.source.video.tags);
    let curves = (tags.transfer.value, others.transfer.value);
    if curves.0 != curves.1 && (tags.is_hdr() || others.is_hdr()) {
        return Err(CompareError::Curves {
            a: name(a),
            a_curve: curves.0.name(),
            b: name(b),
            b_curve: curves.1.name(),
        });
    }
    let larger = [a, b].into_iter().filter(|side| side.source.upscale > 1);
    let larger =
        larger.map(|side| format!("`{}` was made {} times as large", name(side), side.source.upscale));
    let mut notes: Vec<String> = larger.collect();
    if a.picture.levels != b.picture.levels || a.picture.weights != b.picture.weights {
        notes.push(format!("`{}` was converted to the code values of `{}`", name(b), name(a)));
    }
    if tags.primaries.value != others.primaries.value {
        let (p, q) = (tags.primaries.value.name(), others.primaries.value.name());
        notes.push(format!("the clips state different primaries ({p} and {q}), which was not evened out"));
    }
    Ok(notes)
}

fn picture(
    tools: &Tools,
    mut pairs: Pairs<'_>,
    place: &Place,
    wanted: Option<usize>,
) -> Result<Compared, CompareError> {
    let index = match wanted {
        Some(index) => index,
        None => frames_about(tools, &pairs.sides[0].source)? / 2,
    };
    let mut last = None;
    while pairs.taken <= index {
        match pairs.next()? {
            Some(pair) => last = Some(pair),
            None => break,
        }
    }
    let there = pairs.taken;
    let found = last.filter(|_| wanted.is_none() || there > index);
    let Some((before, after, _)) = found else { return Err(CompareError::NoFrame { frame: index, there }) };
    let both = pairs.composed(&before, &after);
    let whole = Rect::of(both.width(), both.height());
    let png = png_bytes(&to_rgb8(&both, &pairs.sides[0].picture, whole))?;
    place.write(&png)?;
    Ok(Compared { path: place.path().to_owned(), frames: 1, first_frame: there - 1, notes: Vec::new() })
}

/// How many frames a clip has: what the container says is good enough for choosing one from the middle; where it says
/// nothing, as Matroska does, they are counted.
fn frames_about(tools: &Tools, source: &Source) -> Result<usize, DecodeError> {
    if let Some(frames) = source.video.frames_hint {
        return Ok(frames as usize);
    }
    let mut decoder = Decoder::open(tools, source, DecodeOptions::default())?;
    let mut frames = 0;
    while decoder.next()?.is_some() {
        frames += 1;
    }
    Ok(frames)
}

fn clip(tools: &Tools, mut pairs: Pairs<'_>, place: &Place) -> Result<Compared, CompareError> {
    let source = pairs.sides[0].source.clone();
    let target = Target::resolve(tools, &source, place.path(), &Wishes::default())?;
    let mut pts: Vec<i64> = Vec::new();
    let mut sink: Option<Box<Encoder>> = None;
    let options = EncodeOptions {
        place,
        time_base: source.video.time_base,
        // The number of frames, and with it the end of the last one, is not known yet: one frame's time.
        last_duration: one_frame(&source),
        audio_range: None,
        extra_metadata: Vec::new(),
        bake_rotation: true,
    };
    while let Some((before, after, at)) = pairs.next()? {
        let both = pairs.composed(&before, &after);
        let encoder = match &mut sink {
            Some(encoder) => encoder,
            None => sink.insert(Box::new(Encoder::create(tools, &source, &target, &options)?)),
        };
        encoder.put(&both, at)?;
        pts.push(at);
    }
    let Some(encoder) = sink else { return Err(CompareError::NoFrame { frame: 0, there: 0 }) };
    let finished = (encoder as Box<dyn FrameSink>).finish()?;
    let mut notes = target.notes;
    let [a, b] = &pairs.sides;
    let hints = (a.source.video.frames_hint, b.source.video.frames_hint);
    if let (Some(one), Some(two)) = hints
        && one != two
    {
        let shown = pts.len();
        notes.push(format!("the clips have {one} and {two} frames; the first {shown} of both are shown"));
    }
    Ok(Compared { path: finished.path, frames: finished.frames, first_frame: 0, notes })
}

/// How long a frame is shown, in ticks of the source.
fn one_frame(source: &Source) -> i64 {
    let ticks = 1.0 / (source.video.frame_rate.value() * source.video.time_base.value());
    if ticks.is_finite() { (ticks.round() as i64).max(1) } else { 1 }
}

#[cfg(test)]
mod tests;
