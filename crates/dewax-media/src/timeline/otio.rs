//! Reads OpenTimelineIO: JSON whose objects say what they are in `OTIO_SCHEMA`, such as `Clip.2`.

use super::clock::has_drop;
use super::layers::{Piece, seen, too_many};
use super::lost::{Lost, named};
use super::otio_clip::{self, Times, kind_of, text};
use super::{Bad, MOST_CLIPS, Timeline};
use crate::rational::Rational;
use serde_json::Value;
use std::path::Path;

/// The newest version of each kind that is known (OpenTimelineIO 0.18). A newer one is read as far as it is understood, and that is said.
const KNOWN: &[(&str, u64)] = &[
    ("Timeline", 1),
    ("Stack", 1),
    ("Track", 1),
    ("Sequence", 1),
    ("Clip", 2),
    ("Gap", 1),
    ("Filler", 1),
    ("Transition", 1),
    ("SerializableCollection", 1),
    ("SerializeableCollection", 1),
];

/// Reads a file's bytes. Names as they stand are looked for in `folder`, to tell them from encoded ones.
pub(super) fn parse(bytes: &[u8], folder: Option<&Path>) -> Result<Timeline, Bad> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let root: Value = serde_json::from_slice(bytes).map_err(|error| {
        Bad::new(format!("it is no JSON as OpenTimelineIO writes it ({error}); export it again"))
    })?;
    let mut lost = Lost::default();
    let film = film_of(&root, &mut lost)?;
    let (kind, _) = kind_of(film)?;
    let start = match kind {
        "Timeline" => otio_clip::time(&film["global_start_time"])?,
        _ => None,
    };
    let tracks = if kind == "Timeline" { &film["tracks"] } else { film };
    let rate = start.map(|start| start.rate).or_else(|| first_rate(tracks)).ok_or_else(|| {
        Bad::new("nothing in it says how many frames a second the film has: no part has a range".to_owned())
    })?;
    let start_frame = start.map_or(0, |start| start.value.round() as i64);
    let mut reader = Reader { rate, folder, lost, made: 0 };
    let row = reader.composition(tracks, 0)?;
    if row.pieces.is_empty() {
        return Err(Bad::new(
            "it has no part with pictures; give a list with at least one clip in a video track",
        ));
    }
    let clips = row.pieces.into_iter().map(|piece| {
        let mut clip = piece.clip;
        clip.record_frame = start_frame.saturating_add(piece.from.round() as i64);
        clip
    });
    let own = &film["metadata"]["dewax"];
    let drop_frame = own["drop_frame"].as_bool().unwrap_or_else(|| has_drop(rate));
    Ok(Timeline {
        name: text(&film["name"]).to_owned(),
        rate,
        rate_is_guessed: false,
        drop_frame: drop_frame && has_drop(rate),
        start_frame,
        clips: clips.collect(),
        lost: reader.lost.told(),
    })
}

/// The film of a file: itself, or the first of a collection.
fn film_of<'a>(root: &'a Value, lost: &mut Lost) -> Result<&'a Value, Bad> {
    let (kind, _) = kind_of(root)?;
    match kind {
        "Timeline" | "Stack" | "Track" | "Sequence" | "Clip" => Ok(root),
        "SerializableCollection" | "SerializeableCollection" => {
            let films: Vec<&Value> = children(root)
                .iter()
                .filter(|child| kind_of(child).is_ok_and(|(kind, _)| kind == "Timeline"))
                .collect();
            let first = films.first().ok_or_else(|| Bad::new("the collection in it holds no timeline"))?;
            for other in &films[1..] {
                lost.say(format!("the timeline {} beside the first", named(text(&other["name"]))));
            }
            Ok(first)
        }
        other => Err(Bad::new(format!("it holds a {}, and a timeline is needed", named(other)))),
    }
}

fn children(value: &Value) -> &[Value] {
    value["children"].as_array().map_or(&[], Vec::as_slice)
}

/// The rate of the first range that is found.
fn first_rate(value: &Value) -> Option<Rational> {
    let own = otio_clip::range(&value["source_range"]).ok().flatten();
    let available =
        otio_clip::media(value).and_then(|media| otio_clip::range(&media["available_range"]).ok()?);
    let found = own.or(available).map(|range| range.first.rate);
    found.or_else(|| children(value).iter().find_map(first_rate))
}

/// Parts in a row, and how long the row is in frames of the film.
struct Row {
    pieces: Vec<Piece>,
    frames: f64,
}

struct Reader<'a> {
    rate: Rational,
    folder: Option<&'a Path>,
    lost: Lost,
    /// Parts that were made, so that no file makes more than a film can have.
    made: usize,
}

impl Reader<'_> {
    /// Frames of the film of a time at any rate.
    fn film(&self, frames: f64, rate: Rational) -> f64 {
        if rate == self.rate { frames } else { frames / rate.value() * self.rate.value() }
    }

    /// A timeline's tracks, a track, or whatever lies in one. `depth` is bounded by what JSON may nest.
    fn composition(&mut self, value: &Value, depth: usize) -> Result<Row, Bad> {
        let (kind, version) = kind_of(value)?;
        if KNOWN.iter().any(|(known, newest)| *known == kind && version > *newest) {
            self.lost.say(format!("what a {kind} of version {version} says and earlier ones do not"));
        }
        if depth > 0 {
            self.told_around(value);
        }
        match kind {
            "Stack" => self.stack(value, depth),
            "Track" | "Sequence" => self.track(value, depth),
            "Clip" => self.clip(value),
            "Gap" | "Filler" => {
                let range = otio_clip::range(&value["source_range"])?;
                Ok(Row {
                    pieces: Vec::new(),
                    frames: range.map_or(0.0, |r| self.film(r.frames, r.frames_rate)),
                })
            }
            other => {
                self.lost.say(format!("a {}", named(other)));
                let frames = otio_clip::range(&value["source_range"])?
                    .map_or(0.0, |r| self.film(r.frames, r.frames_rate));
                Ok(Row { pieces: Vec::new(), frames })
            }
        }
    }

    fn stack(&mut self, value: &Value, depth: usize) -> Result<Row, Bad> {
        let (mut tracks, mut longest) = (Vec::new(), 0.0f64);
        let mut sound = 0;
        for child in children(value) {
            let (kind, _) = kind_of(child)?;
            let is_track = matches!(kind, "Track" | "Sequence");
            let what = text(&child["kind"]);
            if is_track && !what.is_empty() && !what.eq_ignore_ascii_case("video") {
                sound += 1;
                continue;
            }
            if child["enabled"] == false {
                self.lost.say(format!("{}, which is switched off", named(text(&child["name"]))));
                continue;
            }
            let row = self.composition(child, depth + 1)?;
            longest = longest.max(row.frames);
            tracks.push(row.pieces);
        }
        if sound > 0 {
            self.lost.say(format!("{sound} tracks that hold no pictures"));
        }
        let several = tracks.iter().filter(|track| !track.is_empty()).count() > 1;
        let (pieces, hidden) = seen(tracks)?;
        if several && hidden > 0 {
            self.lost.say(format!("what lies below other tracks: of {hidden} parts not all is seen"));
        }
        self.trimmed(value, Row { pieces, frames: longest })
    }

    fn track(&mut self, value: &Value, depth: usize) -> Result<Row, Bad> {
        let mut row = Row { pieces: Vec::new(), frames: 0.0 };
        for child in children(value) {
            if kind_of(child)?.0 == "Transition" {
                let kind = text(&child["transition_type"]);
                self.lost.say(format!(
                    "the transition {}: it is a cut here",
                    named(if kind.is_empty() { "?" } else { kind })
                ));
                continue;
            }
            let inner = self.composition(child, depth + 1)?;
            self.made += inner.pieces.len();
            // A part is moved once for each composition that it lies in.
            if self.made > MOST_CLIPS * 4 || row.pieces.len() + inner.pieces.len() > MOST_CLIPS {
                return Err(too_many());
            }
            row.pieces.extend(inner.pieces.into_iter().map(|piece| piece.later(row.frames)));
            row.frames += inner.frames;
        }
        self.trimmed(value, row)
    }

    /// What a composition's own range leaves of it.
    fn trimmed(&mut self, value: &Value, row: Row) -> Result<Row, Bad> {
        let Some(range) = otio_clip::range(&value["source_range"])? else { return Ok(row) };
        let from = self.film(range.first.value, range.first.rate);
        let frames = self.film(range.frames, range.frames_rate);
        // What reads EDLs into OpenTimelineIO says in this way where a track begins, not what is cut off it.
        let is_place = from < 0.0 && from + frames <= 0.0;
        let (start, end) = if is_place { (0.0, row.frames) } else { (from, from + frames) };
        let pieces = row.pieces.iter().filter_map(|piece| piece.between(start, end));
        Ok(Row { pieces: pieces.map(|piece| piece.later(-from)).collect(), frames })
    }

    fn clip(&mut self, value: &Value) -> Result<Row, Bad> {
        let Some(Times { first, frames, frames_rate }) = otio_clip::shown_range(value)? else {
            self.lost.say(format!("{}, which says no range", named(text(&value["name"]))));
            return Ok(Row { pieces: Vec::new(), frames: 0.0 });
        };
        let row = |pieces, frames| Ok(Row { pieces, frames });
        let long = self.film(frames, frames_rate);
        if value["enabled"] == false {
            self.lost.say(format!("{}, which is switched off", named(text(&value["name"]))));
            return row(Vec::new(), long);
        }
        let whole = |value: f64| (value - value.round()).abs() < 1e-3;
        if !(whole(first.value) && whole(frames)) {
            self.lost.say(format!("fractions of a frame in {}", named(text(&value["name"]))));
        }
        let clip = otio_clip::clip(
            value,
            first,
            self.film(frames, frames_rate) / self.rate.value(),
            self.folder,
            &mut self.lost,
        )?;
        match clip {
            Some(clip) if clip.frames > 0 => row(vec![Piece { clip, from: 0.0, to: long }], long),
            _ => row(Vec::new(), long),
        }
    }

    /// Effects and notes of a whole track or stack.
    fn told_around(&mut self, value: &Value) {
        if matches!(kind_of(value), Ok(("Clip", _))) {
            return;
        }
        for effect in value["effects"].as_array().into_iter().flatten() {
            self.lost.say(format!("an effect on a whole track: {}", named(otio_clip::effect_name(effect))));
        }
        if value["markers"].as_array().is_some_and(|markers| !markers.is_empty()) {
            self.lost.say("markers on a whole track".to_owned());
        }
    }
}
