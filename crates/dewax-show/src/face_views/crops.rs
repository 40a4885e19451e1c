//! Small pictures of the faces for the report: each as it usually looks, and where the tracker was least sure.

use super::draw::{FaceView, Wires};
use super::small::Small;
use crate::exhibits::{ExhibitError, Rgb8Image, png_bytes};
use dewax::clip::Picture;
use dewax::face::{FaceState, FaceTrack, Mode};
use dewax::facts::ShotFacts;
use dewax::px::{Frame, Rect};
use std::ops::Range;

/// Bytes that all of these pictures may take together, about.
pub const CROPS_BYTES: f64 = 0.7e6;
/// Bytes that a pixel of such a picture takes as PNG, about: lines over skin.
const BYTES_PER_PIXEL: f64 = 2.2;
/// The most faces that are shown, those that are longest to be seen.
const MOST_FACES: usize = 16;
/// How much is shown of a face: sides of its region, so that the neck is in it.
const CROP_SIDES: f32 = 1.25;

/// A face as it was found in one frame.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct FaceCrop {
    /// Its number.
    pub id: u32,
    /// Number of the frame in the clip.
    pub frame: usize,
    /// How sure the tracker was, 0..=1.
    pub confidence: f32,
    /// Whether this is where it was least sure.
    pub least_sure: bool,
    /// The picture.
    pub png: Vec<u8>,
}

#[derive(Clone, Debug)]
struct Wanted {
    shot: usize,
    track: usize,
    frame: usize,
    least_sure: bool,
    image: Rgb8Image,
}

/// Collects them while the frames go by. Memory is bounded by [`CROPS_BYTES`], not by the clip.
#[derive(Clone, Debug)]
pub struct FaceCrops {
    picture: Picture,
    wires: Wires,
    side_px: usize,
    wanted: Vec<Wanted>,
}

/// Frames of a track, within `range`, that show it best and worst.
fn telling(track: &FaceTrack, range: &Range<usize>) -> Option<(usize, usize)> {
    let part = range.start.max(track.first_frame)..range.end.min(track.end());
    let state = |frame: usize| track.at(frame).map(FaceState::confidence).unwrap_or_default();
    let middle = part.start + part.len() / 2;
    // As it usually looks: well held, and from the middle rather than the ends.
    let usual = part.clone().max_by(|&a, &b| {
        let worth = |f: usize| state(f) - 0.3 * f.abs_diff(middle) as f32 / part.len().max(1) as f32;
        worth(a).total_cmp(&worth(b))
    })?;
    let held = |f: &usize| track.at(*f).is_some_and(|s| s.mode != Mode::Lost);
    let least = part.clone().filter(held).min_by(|&a, &b| state(a).total_cmp(&state(b))).unwrap_or(usual);
    Some((usual, least))
}

impl FaceCrops {
    /// For the faces of these shots, of which the frames `range` go by.
    pub fn new(shots: &[ShotFacts], picture: Picture, range: &Range<usize>) -> Self {
        let mut tracks: Vec<(usize, usize, &FaceTrack)> = Vec::new();
        for (shot, facts) in shots.iter().enumerate() {
            tracks.extend(facts.faces.tracks.iter().enumerate().map(|(i, t)| (shot, i, t)));
        }
        tracks.sort_by_key(|(.., t)| std::cmp::Reverse(t.states.len()));
        tracks.truncate(MOST_FACES);
        tracks.sort_by_key(|(shot, track, _)| (*shot, *track));
        let mut wanted = Vec::new();
        for (shot, index, track) in tracks {
            let Some((usual, least)) = telling(track, range) else { continue };
            let one = |frame, least_sure| Wanted {
                shot,
                track: index,
                frame,
                least_sure,
                image: Rgb8Image::default(),
            };
            wanted.push(one(usual, false));
            if least != usual {
                wanted.push(one(least, true));
            }
        }
        let topology = shots.iter().find_map(|s| s.faces.topology.as_deref());
        let pixels = CROPS_BYTES / BYTES_PER_PIXEL / wanted.len().max(1) as f64;
        Self {
            picture,
            wires: topology.map(Wires::of).unwrap_or_default(),
            side_px: (pixels.sqrt() as usize).clamp(96, 240),
            wanted,
        }
    }

    /// Looks at frame `index` of the clip, which is in shot `shot`; `frame.skin` is drawn.
    pub fn take(&mut self, shot: usize, facts: &ShotFacts, index: usize, frame: &Frame) {
        let Self { picture, wires, side_px, wanted } = self;
        for want in wanted.iter_mut().filter(|w| (w.shot, w.frame) == (shot, index)) {
            let Some(track) = facts.faces.tracks.get(want.track) else { continue };
            let Some(rect) =
                track.at(index).and_then(|s| around(s, CROP_SIDES, frame.width(), frame.height()))
            else {
                continue;
            };
            let room = (*side_px, *side_px);
            let Some(mut small) = Small::of(frame, picture, rect, room, 0) else { continue };
            let view = FaceView::new(std::slice::from_ref(track), wires);
            view.draw_small(&mut small, index, frame.skin.as_deref(), false);
            want.image = small.image();
        }
    }

    /// The pictures, each with the number of its shot.
    ///
    /// # Errors
    /// When one cannot be written as PNG.
    pub fn finish(self, shots: &[ShotFacts]) -> Result<Vec<(usize, FaceCrop)>, ExhibitError> {
        let mut out = Vec::new();
        for want in self.wanted.into_iter().filter(|w| !w.image.pixels.is_empty()) {
            let Some(track) = shots.get(want.shot).and_then(|s| s.faces.tracks.get(want.track)) else {
                continue;
            };
            let crop = FaceCrop {
                id: track.id,
                frame: want.frame,
                confidence: track.at(want.frame).map(FaceState::confidence).unwrap_or_default(),
                least_sure: want.least_sure,
                png: png_bytes(&want.image)?,
            };
            out.push((want.shot, crop));
        }
        Ok(out)
    }
}

/// The part of a picture around a face, so many of its square's sides wide; `None` when nothing of it is in the picture.
pub fn around(state: &FaceState, sides: f32, width: usize, height: usize) -> Option<Rect> {
    let half = state.square.side_px * sides / 2.0;
    let (x, y) = (state.square.x, state.square.y);
    if ![half, x, y].iter().all(|v| v.is_finite()) {
        return None;
    }
    let side = |v: f32, end: usize| v.clamp(0.0, end as f32) as usize;
    let rect = Rect {
        x0: side(x - half, width),
        y0: side(y - half, height),
        x1: side(x + half, width),
        y1: side(y + half, height),
    };
    (!rect.is_empty()).then_some(rect)
}
