//! The items of a track in Final Cut Pro 7 XML: where a clip stands, what it shows of which file, what lies on it.

use super::clock::has_drop;
use super::lost::{Lost, named};
use super::xmeml_parts::{Element, begins, child, children, colour, number, own_rate, says, text};
use super::{Bad, Marker, TimelineClip, place};
use crate::rational::Rational;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// As many markers of a part are read.
const MOST_MARKERS: usize = 1000;
/// As many kinds of effect are told.
const MOST_KINDS: usize = 60;
/// What stands before the fingerprint of a recipe in a clip's first comment.
pub(super) const RECIPE: &str = "dewax recipe ";

/// Where an item stands, and what it shows.
pub(super) struct Place {
    /// The rate of the sequence, in whose frames the two below count.
    pub(super) rate: Rational,
    pub(super) start: f64,
    pub(super) end: f64,
    /// The rate of the item, in whose frames the two below count.
    pub(super) own: Rational,
    /// The first frame that is shown, from the start of what it is of, and how many are.
    first: f64,
    frames: f64,
    /// Where what it is of starts in its file or sequence, which is later for a part that was made a clip of its own (`subclipinfo`): `in`, `out` and
    /// markers count from there.
    starts: f64,
}

impl Place {
    /// The place of an item between its neighbours. A start or end of -1 lies in the transition beside it, whose middle is the cut, and `in` is
    /// then where the transition begins. None where nothing says where it stands.
    pub(super) fn of(
        item: Element<'_>,
        own: Rational,
        neighbours: [Option<Element<'_>>; 2],
        rate: Rational,
    ) -> Result<Option<Self>, Bad> {
        let at = |name: &str| Ok(number(item, name)?.filter(|frame| *frame >= 0.0));
        let (start, end): (Option<f64>, Option<f64>) = (at("start")?, at("end")?);
        let from = at("in")?.unwrap_or(0.0);
        let long = at("out")?.map(|out: f64| out - from).filter(|long| *long > 0.0);
        // How much of the pictures lies beyond the cut, in frames of the sequence.
        let mut beyond = [0.0; 2];
        let mut cuts = [start, end];
        for (side, transition) in neighbours.into_iter().enumerate() {
            let transition = transition.filter(|node| node.has_tag_name("transitionitem"));
            if let (None, Some(node)) = (cuts[side], transition)
                && let Some((from, cut, to)) = cut(node)?
            {
                cuts[side] = Some(cut);
                beyond[side] = if side == 0 { cut - from } else { to - cut };
            }
        }
        let film = |frames: f64| frames / own.value() * rate.value();
        let item_frames = |frames: f64| frames / rate.value() * own.value();
        let shown = long.map(|long| long - item_frames(beyond[0]) - item_frames(beyond[1]));
        let (start, end) = match (cuts, shown) {
            ([Some(start), Some(end)], _) => (start, end),
            ([Some(start), None], Some(shown)) => (start, start + film(shown)),
            ([None, Some(end)], Some(shown)) => (end - film(shown), end),
            _ => return Ok(None),
        };
        if end <= start {
            return Ok(None);
        }
        // Of pictures at another rate the length is exact as the item says it, unless speed makes it another one.
        let taken = item_frames(end - start);
        let frames =
            shown.filter(|shown| (shown - taken).abs() < 1.0f64.max(item_frames(1.0))).unwrap_or(taken);
        let starts = child(item, "subclipinfo").map_or(Ok(None), |part| number(part, "startoffset"))?;
        let starts = starts.unwrap_or(0.0).max(0.0);
        Ok(Some(Self { rate, start, end, own, first: from + item_frames(beyond[0]), frames, starts }))
    }

    /// The first frame that is shown, from the start of the file or sequence: numbers of what runs faster, at a speed in hundredths, are those of its
    /// pictures as they then run.
    pub(super) fn inside(&self, speed: f64) -> f64 {
        self.starts + self.first * speed / 100.0
    }
}

/// First frame of a transition, where one picture becomes the other, and the frame behind it.
fn cut(transition: Element<'_>) -> Result<Option<(f64, f64, f64)>, Bad> {
    let (Some(from), Some(to)) = (number(transition, "start")?, number(transition, "end")?) else {
        return Ok(None);
    };
    let cut = match text(transition, "alignment") {
        "start" | "start-black" => from,
        "end" | "end-black" => to,
        _ => ((from + to) / 2.0).floor(),
    };
    Ok(Some((from, cut, to)))
}

/// Effects on clips, counted: programs write the same few on every one.
#[derive(Default)]
pub(super) struct Filters(BTreeMap<String, (usize, String)>);

impl Filters {
    fn count(&mut self, effect: &str, clip: &str) {
        let (effect, clip) = (named(effect), named(clip));
        if let Some((count, _)) = self.0.get_mut(&effect) {
            *count += 1;
        } else if self.0.len() < MOST_KINDS {
            self.0.insert(effect, (1, clip));
        }
    }

    /// A sentence for each kind.
    pub(super) fn say(&mut self, lost: &mut Lost) {
        for (effect, (count, clip)) in std::mem::take(&mut self.0) {
            lost.say(match count {
                1 => format!("an effect on {clip}: {effect}"),
                _ => format!("an effect on {count} parts, {clip} the first: {effect}"),
            });
        }
    }
}

/// What lies on an item; the speed that one of them gives it, in hundredths.
pub(super) fn told_filters(item: Element<'_>, lost: &mut Lost, filters: &mut Filters) -> f64 {
    let name = text(item, "name");
    let mut speed = 100.0;
    for filter in children(item, "filter").filter(|filter| !says(*filter, "enabled", "FALSE")) {
        let Some(effect) = child(filter, "effect") else { continue };
        let value = |id: &str| {
            children(effect, "parameter")
                .find(|node| text(*node, "parameterid") == id)
                .map(|node| text(node, "value"))
        };
        let is_true =
            |id: &str| value(id).is_some_and(|said| said.eq_ignore_ascii_case("TRUE") || said == "1");
        if text(effect, "effectid") != "timeremap" {
            let own =
                [text(effect, "name"), text(effect, "effectid")].into_iter().find(|own| !own.is_empty());
            filters.count(own.unwrap_or("?"), name);
        } else if is_true("variablespeed") {
            lost.say(format!(
                "{} runs at a speed that changes: its frames are taken as they are",
                named(name)
            ));
        } else {
            let said = value("speed").and_then(|said| said.parse::<f64>().ok());
            speed = said.filter(|speed| (0.01..=1e5).contains(speed)).unwrap_or(100.0);
            let backwards = is_true("reverse") || said.is_some_and(|speed| speed < 0.0);
            if backwards {
                speed = 100.0;
                lost.say(format!("{} runs backwards: its frames are taken as they are", named(name)));
            } else if speed != 100.0 {
                lost.say(format!(
                    "{} runs {} times as fast: from where it begins its frames are taken as they are",
                    named(name),
                    speed / 100.0
                ));
            }
        }
    }
    let mode = text(item, "compositemode");
    if !mode.is_empty() && !mode.eq_ignore_ascii_case("normal") {
        filters.count(mode, name);
    }
    speed
}

/// A clip of a file; none where a program draws its pictures.
pub(super) fn clip(
    item: Element<'_>,
    file: Option<Element<'_>>,
    at: &Place,
    folder: Option<&Path>,
    lost: &mut Lost,
    filters: &mut Filters,
) -> Result<Option<TimelineClip>, Bad> {
    let mut name = text(item, "name");
    let source = file.map_or("", |file| text(file, "mediaSource"));
    if !source.is_empty() {
        lost.say(format!("{}, which a program draws ({})", named(name), named(source)));
        return Ok(None);
    }
    let speed = told_filters(item, lost, filters);
    if name.is_empty() {
        name = file.map_or("", |file| text(file, "name"));
    }
    let whole = |frames: f64| (frames - frames.round()).abs() < 1e-3;
    if speed == 100.0 && at.own == at.rate && !(whole(at.first) && whole(at.frames)) {
        lost.say(format!("fractions of a frame in {}", named(name)));
    }
    let rate = file.map_or(Ok(None), own_rate)?.unwrap_or(at.own);
    let of_file = |frames: f64| if rate == at.own { frames } else { frames / at.own.value() * rate.value() };
    let start = file.map_or(Ok(None), |file| begins(file, rate))?;
    let begin = start.as_ref().map_or(0, |start| start.frame);
    let there = file.map_or(Ok(None), |file| number(file, "duration"))?.filter(|frames| *frames > 0.0);
    let frames = of_file(at.frames).round() as i64;
    if frames <= 0 {
        lost.say(format!("{}, which is shorter than a frame of its file", named(name)));
        return Ok(None);
    }
    let (media, first_picture) = file.map_or((None, None), |file| media(file, name, folder, lost));
    let reel =
        file.and_then(|file| child(child(file, "timecode")?, "reel")).map_or("", |reel| text(reel, "name"));
    let comment = child(item, "comments").map_or("", |comments| text(comments, "mastercomment1"));
    Ok(Some(TimelineClip {
        name: lost.short(name),
        reel: (!reel.is_empty()).then(|| lost.short(reel)),
        media,
        rate,
        first_frame: begin.saturating_add(of_file(at.inside(speed)).round() as i64),
        frames,
        available: there.map(|frames| (begin, frames.round() as i64)),
        record_frame: 0,
        drop_frame: start.is_some_and(|start| start.drops) && has_drop(rate),
        first_picture,
        cdl: None,
        markers: markers(item, begin.saturating_add(of_file(at.starts).round() as i64), of_file, lost)?,
        recipe: comment.strip_prefix(RECIPE).map(|recipe| lost.short(recipe)),
    }))
}

/// The file that is named, and the number of its first picture where it is a sequence as Resolve names them: `shot.[1001-1048].png`.
fn media(
    file: Element<'_>,
    name: &str,
    folder: Option<&Path>,
    lost: &mut Lost,
) -> (Option<PathBuf>, Option<u64>) {
    let url = text(file, "pathurl");
    if url.is_empty() {
        return (None, None);
    }
    let is_there = |path: &Path| folder.is_some_and(|folder| folder.join(path).is_file());
    let found = place::path_of(url, is_there).filter(|path| path.as_os_str().len() <= super::lost::MOST_TEXT);
    let Some(path) = found else {
        lost.say(format!(
            "the file of {}: {} lies on another machine, and is not opened",
            named(name),
            named(url)
        ));
        return (None, None);
    };
    match sequence(&path) {
        Some((pattern, first)) => (Some(pattern), Some(first)),
        None => (Some(path), None),
    }
}

fn sequence(path: &Path) -> Option<(PathBuf, u64)> {
    let name = path.file_name()?.to_str().filter(|name| !name.contains('%') && place::is_picture(path))?;
    let is_number =
        |text: &str| !text.is_empty() && text.len() <= 18 && text.bytes().all(|b| b.is_ascii_digit());
    // A name may have brackets of its own; the numbers stand behind it.
    let (before, first, last, behind) = name.rmatch_indices('[').find_map(|(at, _)| {
        let (numbers, behind) = name[at + 1..].split_once(']')?;
        let (first, last) = numbers.split_once('-').filter(|(a, b)| is_number(a) && is_number(b))?;
        Some((&name[..at], first, last, behind))
    })?;
    let pattern = if first.starts_with('0') || first.len() == last.len() {
        format!("{before}%0{}d{behind}", first.len())
    } else {
        format!("{before}%d{behind}")
    };
    Some((path.with_file_name(pattern), first.parse().ok()?))
}

fn markers(
    item: Element<'_>,
    begin: i64,
    of_file: impl Fn(f64) -> f64,
    lost: &mut Lost,
) -> Result<Vec<Marker>, Bad> {
    if children(item, "marker").nth(MOST_MARKERS).is_some() {
        lost.say(format!("markers of {} beyond the first {MOST_MARKERS}", named(text(item, "name"))));
    }
    let mut read = Vec::new();
    for marker in children(item, "marker").take(MOST_MARKERS) {
        let Some(first) = number(marker, "in")?.filter(|first| *first >= 0.0) else { continue };
        let last = number(marker, "out")?.unwrap_or(-1.0);
        read.push(Marker {
            name: lost.short(text(marker, "name")),
            comment: lost.short(text(marker, "comment")),
            colour: colour(marker),
            first_frame: begin.saturating_add(of_file(first).round() as i64),
            frames: of_file((last - first).max(0.0)).round() as i64,
        });
    }
    Ok(read)
}
