//! Tracks of pictures above each other, as one row: what lies on top is seen.

use super::{Bad, MOST_CLIPS, Marker, TimelineClip};
use std::collections::BTreeMap;

/// A part with the place that it takes in a film.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    pub(super) clip: TimelineClip,
    /// First frame of the film, counted from the start of whatever it lies in.
    pub(super) from: f64,
    /// The frame of the film behind its last one.
    pub(super) to: f64,
}

/// Shorter than this, in frames of the film, is nothing: what rounding leaves between two rates.
const NOTHING: f64 = 0.5;

impl TimelineClip {
    /// The same clip with other frames, and of its markers those that stand in them.
    fn part(&self, first_frame: i64, frames: i64) -> Self {
        let inside = first_frame..first_frame + frames;
        Self {
            name: self.name.clone(),
            reel: self.reel.clone(),
            media: self.media.clone(),
            recipe: self.recipe.clone(),
            markers: self.markers.iter().filter(|m| inside.contains(&m.first_frame)).cloned().collect(),
            first_frame,
            frames,
            ..*self
        }
    }
}

/// Bytes of names and notes that a reading carries in all: eight times the largest list that is read, so that what it says once may be shown in
/// several places, and a short one cannot fill the memory by showing the same notes again and again.
const MOST_CARRIED: usize = 8 * super::MOST_BYTES as usize;

/// What the parts of a reading carry in names and notes, all together.
#[derive(Debug, Default)]
pub(super) struct Carried(usize);

impl Carried {
    /// Counts a part.
    pub(super) fn add(&mut self, piece: &Piece) -> Result<(), Bad> {
        let TimelineClip { name, reel, media, recipe, markers, .. } = &piece.clip;
        let texts = [reel, recipe].into_iter().flatten().map(String::len).sum::<usize>();
        let path = media.as_ref().map_or(0, |path| path.as_os_str().len());
        let note = |one: &Marker| size_of::<Marker>() + one.name.len() + one.comment.len();
        self.0 += name.len() + texts + path + markers.iter().map(note).sum::<usize>();
        if self.0 > MOST_CARRIED { Err(too_much()) } else { Ok(()) }
    }
}

/// More names and notes, or the same ones more often, than any film has.
pub(super) fn too_much() -> Bad {
    Bad::new(
        "it shows the same parts and notes more often than any film does; export it flat, or cut it in several lists",
    )
}

impl Piece {
    /// What is left of it between two frames of the film.
    pub(super) fn between(&self, from: f64, to: f64) -> Option<Self> {
        let (start, end) = (self.from.max(from), self.to.min(to));
        if start == self.from && end == self.to {
            return Some(self.clone());
        }
        if end - start < NOTHING {
            return None;
        }
        // Frames of the part for one of the film.
        let step = self.clip.frames as f64 / (self.to - self.from);
        let at = |film: f64| ((film - self.from) * step).round() as i64;
        let first = self.clip.first_frame + at(start);
        let frames = (at(end) - at(start)).max(1);
        let clip = self.clip.part(first, frames);
        Some(Self { clip, from: start, to: end })
    }

    /// The same, so many frames of the film later.
    pub(super) fn later(mut self, frames: f64) -> Self {
        self.from += frames;
        self.to += frames;
        self
    }
}

/// What is seen of tracks, the lowest first, in the order of the film; and of how many parts nothing is seen, or not all.
pub(super) fn seen(tracks: Vec<Vec<Piece>>) -> Result<(Vec<Piece>, usize), Bad> {
    let mut covered = Covered::default();
    let mut pieces = Vec::new();
    let mut hidden = 0;
    let mut carried = Carried::default();
    for track in tracks.into_iter().rev() {
        let before = pieces.len();
        for piece in &track {
            let left = covered.left_of(piece.from, piece.to);
            hidden += usize::from(left.len() != 1 || left[0] != (piece.from, piece.to));
            for part in left.into_iter().filter_map(|(from, to)| piece.between(from, to)) {
                carried.add(&part)?;
                pieces.push(part);
            }
            if pieces.len() > MOST_CLIPS {
                return Err(too_many());
            }
        }
        // A track hides what lies below it, not itself.
        pieces[before..].iter().for_each(|piece| covered.add(piece.from, piece.to));
    }
    pieces.sort_by(|a, b| a.from.total_cmp(&b.from));
    Ok((pieces, hidden))
}

/// More parts than any film has.
pub(super) fn too_many() -> Bad {
    Bad::new(format!("it has more than {MOST_CLIPS} parts; cut it in several lists"))
}

/// Ranges of the film that are hidden: none touches another.
#[derive(Default)]
struct Covered(BTreeMap<Place, f64>);

/// A frame of the film as a key: never a number that is none.
#[derive(Clone, Copy, PartialEq)]
struct Place(f64);

impl Eq for Place {}

impl PartialOrd for Place {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Place {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0)
    }
}

impl Covered {
    /// The ranges that meet one, in order.
    fn meeting(&self, from: f64, to: f64) -> Vec<(f64, f64)> {
        let before = self.0.range(..=Place(from)).next_back().filter(|(_, end)| **end >= from);
        let first = before.map_or(from, |(start, _)| start.0);
        if first > to {
            return Vec::new();
        }
        self.0.range(Place(first)..=Place(to)).map(|(start, end)| (start.0, *end)).collect()
    }

    fn left_of(&self, from: f64, to: f64) -> Vec<(f64, f64)> {
        let (mut left, mut at) = (Vec::new(), from);
        for (start, end) in self.meeting(from, to) {
            if start > at {
                left.push((at, start));
            }
            at = at.max(end);
        }
        if at < to {
            left.push((at, to));
        }
        left
    }

    fn add(&mut self, from: f64, to: f64) {
        let (mut start, mut end) = (from, to);
        for (a, b) in self.meeting(from, to) {
            self.0.remove(&Place(a));
            (start, end) = (start.min(a), end.max(b));
        }
        self.0.insert(Place(start), end);
    }
}
