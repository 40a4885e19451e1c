//! What a report shows: crops, strips and curves of each shot before and after. The pictures are collected while the
//! frames go by; the curves come from whoever measured both sides.

mod image;
mod loupe;

pub use image::{ExhibitError, Rgb8Image, png_bytes, png_text, png_with_text, to_rgb8, to_rgb8_through};
pub use loupe::loupe_rect;

use crate::face_views::{FaceCrop, FaceCrops};
use dewax::clip::{Picture, Shot};
use dewax::color::Cube;
use dewax::facts::ShotFacts;
use dewax::px::{Frame, Rect};
use std::ops::Range;

/// At most this many shots get pictures, the worst ones.
pub const MOST_PICTURED_SHOTS: usize = 12;
/// Successive frames in a strip.
pub const STRIP_FRAMES: usize = 6;
/// Bytes that all pictures of a report may take together, about: base64 makes a third more of it in the page.
const ALL_PICTURES_BYTES: f64 = 2.6e6;
/// Bytes that a pixel of a noisy picture takes as PNG, about.
const BYTES_PER_PIXEL: f64 = 1.9;

/// A curve before and after.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Series {
    /// What it shows.
    pub title: String,
    /// In what.
    pub unit: String,
    /// Number in the clip of the frame of the first values.
    pub first_frame: usize,
    /// A value per frame of the source.
    pub before: Vec<f32>,
    /// A value per frame of the result; empty when there is none.
    pub after: Vec<f32>,
}

/// The pictures and curves of one shot.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ShotExhibit {
    /// Number of the shot in the report, from 0.
    pub shot: usize,
    /// Number in the clip of the frame that is shown, the first of the strip.
    pub frame: usize,
    /// Number in the clip of the worst frame; near the end of a shot the strip starts before it.
    pub worst_frame: usize,
    /// Size of the picture in luma pixels.
    pub size_px: (usize, usize),
    /// What part of it the crops show.
    pub rect: Rect,
    /// The part before, as PNG; empty when the shot has no pictures.
    pub before_png: Vec<u8>,
    /// The part after; empty for a diagnosis.
    pub after_png: Vec<u8>,
    /// What part of the first frame the strips show. In the following frames it goes with the skin.
    pub strip_rect: Rect,
    /// Successive frames before, as PNG.
    pub strip_before: Vec<Vec<u8>>,
    /// The same after.
    pub strip_after: Vec<Vec<u8>>,
    /// The whole frame before, made smaller, as PNG.
    pub whole_before_png: Vec<u8>,
    /// The same after.
    pub whole_after_png: Vec<u8>,
    /// Curves; a collector leaves them empty.
    pub series: Vec<Series>,
    /// Its faces as they were found.
    pub faces: Vec<FaceCrop>,
}

/// The pictures and curves of a report.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Exhibits {
    /// One entry per shot that was rendered.
    pub shots: Vec<ShotExhibit>,
}

/// How large pictures may be, in luma pixels.
#[derive(Clone, Copy, Debug)]
struct Sizes {
    crop_px: usize,
    strip_px: usize,
    whole_px: usize,
}

impl Sizes {
    /// Sizes with which `shots` shots of this shape share the bytes of a page.
    fn of(shots: usize, (width, height): (usize, usize)) -> Self {
        let pixels = ALL_PICTURES_BYTES / BYTES_PER_PIXEL / shots.max(1) as f64;
        let side = |share: f64, pictures: f64| (share * pixels / pictures).sqrt();
        // A detail is a part of a face, however small the picture.
        let share = |part: f64| (part * width.min(height) as f64) as usize;
        let whole = side(0.35, 2.0) * (width as f64 / height.max(1) as f64).sqrt();
        Self {
            crop_px: (side(0.4, 2.0) as usize).clamp(96, 256).min(share(0.27)).max(48) & !1,
            strip_px: (side(0.25, 2.0 * STRIP_FRAMES as f64) as usize).clamp(48, 92).min(share(0.13)).max(32)
                & !1,
            whole_px: (whole as usize).clamp(160, 960) & !1,
        }
    }
}

/// One shot while it is collected. Pictures stay raw until the end: they are small by [`Sizes`].
#[derive(Clone, Debug, Default)]
struct Shown {
    /// Which frames of the clip.
    frames: Range<usize>,
    /// The frame shown, and the one after the strip; none when the shot gets no pictures.
    strip: Option<Range<usize>>,
    worst_frame: usize,
    rect: Rect,
    strip_rect: Rect,
    crops: [Rgb8Image; 2],
    wholes: [Rgb8Image; 2],
    strips: [Vec<Rgb8Image>; 2],
}

/// Collects pictures from frames that go by once, in order. Memory is bounded by the size of a page, not of the clip.
#[derive(Clone, Debug)]
pub struct Collector<'a> {
    facts: &'a [ShotFacts],
    picture: Picture,
    sizes: Sizes,
    shots: Vec<Shown>,
    faces: FaceCrops,
    /// What pictures are seen through.
    through: Option<&'a Cube>,
}

/// How bad each frame of a shot is, and its number in the shot: patches in levels, exposure in percent.
fn worst_frame(facts: &ShotFacts, frames: &Range<usize>) -> (f32, usize) {
    let first = facts.shot.first_frame;
    let at = |values: &[f32], index: usize| values.get(index - first).copied().unwrap_or(0.0);
    // A percent is about 1/69.3 of a stop.
    let bad = |index: usize| at(&facts.patch_levels, index) + 69.3 * at(&facts.exposure_stops, index).abs();
    let mut worst = (f32::MIN, frames.start);
    for index in frames.clone() {
        if bad(index) > worst.0 {
            worst = (bad(index), index);
        }
    }
    worst
}

impl<'a> Collector<'a> {
    /// A collector for the shots of an analysis, of which the frames `range` are rendered (all of them: `0..frames`). `worst`
    /// says which frame of a shot is to be shown; where it does not know, the one that flickers most.
    pub fn new(
        shots: &'a [ShotFacts],
        picture: Picture,
        range: Range<usize>,
        worst: impl Fn(usize) -> Option<usize>,
    ) -> Self {
        let part = |shot: &Shot| {
            let first = shot.first_frame.clamp(range.start, range.end.max(range.start));
            first..shot.end().clamp(first, range.end.max(first))
        };
        let mut shown: Vec<Shown> =
            shots.iter().map(|f| Shown { frames: part(&f.shot), ..Shown::default() }).collect();
        let mut order: Vec<(f32, usize, usize)> = Vec::new();
        for (number, (facts, shot)) in shots.iter().zip(&shown).enumerate() {
            if !shot.frames.is_empty() {
                let (bad, most_flicker) = worst_frame(facts, &shot.frames);
                let known = worst(number).filter(|index| shot.frames.contains(index));
                order.push((bad, number, known.unwrap_or(most_flicker)));
            }
        }
        order.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        for (_, number, worst) in &order {
            shown[*number].worst_frame = *worst;
        }
        order.truncate(MOST_PICTURED_SHOTS);
        for (_, number, worst) in &order {
            let frames = &shown[*number].frames;
            let first = (*worst).min(frames.end.saturating_sub(STRIP_FRAMES)).max(frames.start);
            shown[*number].strip = Some(first..(first + STRIP_FRAMES).min(frames.end));
        }
        let sizes = Sizes::of(order.len(), (picture.format.width, picture.format.height));
        let faces = FaceCrops::new(shots, picture, &range);
        Self { facts: shots, picture, sizes, shots: shown, faces, through: None }
    }

    /// The same with pictures as they are seen through a table, where one is given.
    #[must_use]
    pub fn seen_through(self, through: Option<&'a Cube>) -> Self {
        Self { through, ..self }
    }

    /// The same for a page that `shots` shots share, when not all of them are collected here.
    #[must_use]
    pub fn sharing(mut self, shots: usize) -> Self {
        let shots = shots.min(MOST_PICTURED_SHOTS);
        self.sizes = Sizes::of(shots, (self.picture.format.width, self.picture.format.height));
        self
    }

    /// Looks at frame `index` of the clip. Both frames have the same size; `before.skin` tells where to look.
    pub fn take(&mut self, index: usize, before: &Frame, after: &Frame) {
        let mut shots = self.shots.iter_mut().zip(self.facts).enumerate();
        let Some((number, (shot, facts))) = shots.find(|(_, (s, _))| s.frames.contains(&index)) else {
            return;
        };
        if (before.width(), before.height()) != (after.width(), after.height()) {
            return;
        }
        self.faces.take(number, facts, index, before);
        let Some(strip) = shot.strip.clone().filter(|s| s.contains(&index)) else { return };
        let (width, height) = (before.width(), before.height());
        let both = |rect: Rect| {
            [before, after].map(|frame| to_rgb8_through(frame, &self.picture, rect, self.through))
        };
        if index == strip.start {
            let window =
                |side: usize| loupe_rect(before.skin.as_deref(), Some(before.luma()), width, height, side);
            (shot.rect, shot.strip_rect) = (window(self.sizes.crop_px), window(self.sizes.strip_px));
            shot.crops = both(shot.rect);
            shot.wholes = both(Rect::of(width, height)).map(|whole| whole.shrunk(self.sizes.whole_px));
        }
        let place = followed(shot.strip_rect, facts, strip.start, index, (width, height));
        for (strip, crop) in shot.strips.iter_mut().zip(both(place)) {
            strip.push(crop);
        }
    }

    /// The exhibits of what was seen.
    ///
    /// # Errors
    /// When a picture cannot be written as PNG.
    pub fn finish(self) -> Result<Exhibits, ExhibitError> {
        let mut shots = Vec::new();
        let mut faces = self.faces.finish(self.facts)?;
        for (number, shown) in self.shots.into_iter().enumerate().filter(|(_, s)| !s.frames.is_empty()) {
            let png = |image: &Rgb8Image| {
                if image.pixels.is_empty() { Ok(Vec::new()) } else { png_bytes(image) }
            };
            let pngs = |images: &[Rgb8Image]| images.iter().map(png_bytes).collect::<Result<Vec<_>, _>>();
            shots.push(ShotExhibit {
                shot: number,
                frame: shown.strip.as_ref().map_or(shown.frames.start, |s| s.start),
                worst_frame: shown.worst_frame,
                size_px: (self.picture.format.width, self.picture.format.height),
                rect: shown.rect,
                before_png: png(&shown.crops[0])?,
                after_png: png(&shown.crops[1])?,
                strip_rect: shown.strip_rect,
                strip_before: pngs(&shown.strips[0])?,
                strip_after: pngs(&shown.strips[1])?,
                whole_before_png: png(&shown.wholes[0])?,
                whole_after_png: png(&shown.wholes[1])?,
                series: Vec::new(),
                faces: faces.extract_if(.., |(shot, _)| *shot == number).map(|(_, crop)| crop).collect(),
            });
        }
        Ok(Exhibits { shots })
    }
}

/// Where the skin in `rect` of frame `from` is in frame `to`, in whole pixels and within the picture.
fn followed(rect: Rect, facts: &ShotFacts, from: usize, to: usize, (width, height): (usize, usize)) -> Rect {
    let (cx, cy) = ((rect.x0 + rect.x1) as f64 / 2.0, (rect.y0 + rect.y1) as f64 / 2.0);
    let Some([nx, ny]) = facts.followed([cx, cy], from, to) else { return rect };
    let moved = |start: usize, by: f64, size: usize, end: usize| {
        (start as f64 + by).round().clamp(0.0, end.saturating_sub(size) as f64) as usize
    };
    let x0 = moved(rect.x0, nx - cx, rect.width(), width);
    let y0 = moved(rect.y0, ny - cy, rect.height(), height);
    Rect { x0, y0, x1: x0 + rect.width(), y1: y0 + rect.height() }
}

#[cfg(test)]
mod tests;
