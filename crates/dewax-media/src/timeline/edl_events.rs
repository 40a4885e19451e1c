//! The lines of a CMX 3600 list: an event, and what remarks under it say.

use super::clock::Clock;
use super::layers::Piece;
use super::lost::{Lost, named};
use super::{Bad, Marker, MarkerColour, TimelineClip, place};
use dewax::color::Cdl;
use std::path::PathBuf;

/// A line of a list, with its remarks.
#[derive(Debug)]
pub(super) struct Event {
    line: usize,
    number: String,
    reel: String,
    /// The track of pictures, from 1; none where it is sound.
    pub(super) layer: Option<u32>,
    kind: String,
    /// Whether the source counts drop-frame, and whether the film does, where timecodes have no marks.
    pub(super) drops: bool,
    pub(super) film_drops: bool,
    /// Source in and out, record in and out.
    pub(super) codes: [String; 4],
    /// Of the clip that it comes from, and that it goes to where it is a transition.
    from: Side,
    to: Side,
    sop: Option<[[f32; 3]; 3]>,
    saturation: Option<f32>,
    speed: Option<String>,
    markers: Vec<(String, String)>,
    recipe: Option<String>,
}

/// Name and file of one side of an edit.
#[derive(Debug, Default)]
struct Side {
    name: Option<String>,
    file: Option<String>,
}

/// Reads an event's line.
pub(super) fn event(line: &str, number: usize) -> Result<Event, Bad> {
    let fields: Vec<&str> = line.split_whitespace().collect();
    let short = || {
        Bad::new(format!(
            "line {number} is no event: number, reel, track, kind of edit and four timecodes are needed"
        ))
    };
    let codes: [&str; 4] =
        fields.get(fields.len().saturating_sub(4)..).and_then(|c| c.try_into().ok()).ok_or_else(short)?;
    let head = &fields[..fields.len() - 4];
    // The length of a transition stands behind its kind; a reel may have spaces.
    let is_length = head.len() > 4 && head.last().is_some_and(|f| f.bytes().all(|b| b.is_ascii_digit()));
    let head = if is_length { &head[..head.len() - 1] } else { head };
    let (head, kind) = kind_of(head).ok_or_else(short)?;
    let [event, reel @ .., track] = head else { return Err(short()) };
    if reel.is_empty() {
        return Err(short());
    }
    let is_known = kind == "C" || kind == "D" || kind.starts_with(['W', 'K']);
    if !is_known {
        return Err(Bad::new(format!("line {number}: {} is no kind of edit (C, D, W001, K)", named(&kind))));
    }
    Ok(Event {
        line: number,
        number: (*event).to_owned(),
        reel: reel.join(" "),
        layer: layer(track),
        kind,
        drops: false,
        film_drops: false,
        codes: codes.map(str::to_owned),
        from: Side::default(),
        to: Side::default(),
        sop: None,
        saturation: None,
        speed: None,
        markers: Vec::new(),
        recipe: None,
    })
}

/// The kind of edit at the end of a line's head, and what stands before it. Keys are written in one word or in two: `K B` is the picture that
/// lies below a key, `K O` a key that goes; `(F)` behind them is a fade.
fn kind_of<'a, 'b>(head: &'a [&'b str]) -> Option<(&'a [&'b str], String)> {
    let head = head.strip_suffix(&["(F)"]).unwrap_or(head);
    let (kind, before) = head.split_last()?;
    let kind = kind.to_uppercase();
    match before.split_last() {
        // Number, reel and track stand before both words.
        Some((key, rest))
            if rest.len() >= 3 && key.eq_ignore_ascii_case("K") && (kind == "B" || kind == "O") =>
        {
            Some((rest, format!("K{kind}")))
        }
        _ => Some((before, kind)),
    }
}

/// Which track of pictures `V`, `V2`, `B` (both) and `AA/V` mean.
fn layer(track: &str) -> Option<u32> {
    let track = track.to_uppercase();
    if track == "B" {
        return Some(1);
    }
    let after = track.split('/').find_map(|part| part.strip_prefix('V'))?;
    let digits: String = after.chars().take_while(char::is_ascii_digit).collect();
    Some(digits.parse().unwrap_or(1))
}

/// What stands behind a key, whatever separates them.
fn after<'a>(line: &'a str, key: &str) -> Option<&'a str> {
    let rest =
        line.get(..key.len()).filter(|head| head.eq_ignore_ascii_case(key)).map(|_| &line[key.len()..])?;
    let is_end = rest.is_empty() || rest.starts_with([':', ' ', '\t', '(']);
    is_end.then(|| rest.trim_start_matches([':', ' ', '\t']).trim())
}

/// The file of `* FROM CLIP: /x/a.mov`. Without the colon it is a remark about the clip, and `FROM CLIP IS A STILL` is a usual one.
fn file_of<'a>(line: &'a str, key: &str) -> Option<&'a str> {
    let text = after(line, key)?;
    let is_named = line[key.len()..].trim_start().starts_with(':');
    (is_named && !is_told(text)).then_some(text)
}

/// Whether it goes on as a sentence does: `IS A STILL`.
fn is_told(text: &str) -> bool {
    text.get(..3).is_some_and(|head| head.eq_ignore_ascii_case("IS "))
}

/// Reads a line that stands under an event.
pub(super) fn remark(line: &str, events: &mut [Event], lost: &mut Lost) {
    let body = line.trim_start_matches(['*', ' ', '\t']);
    let Some(event) = events.last_mut() else { return };
    let file = |side: &mut Side, text: &str| side.file = Some(text.to_owned());
    if let Some(name) = after(body, "FROM CLIP NAME") {
        event.from.name = Some(name.to_owned());
    } else if let Some(name) = after(body, "TO CLIP NAME") {
        event.to.name = Some(name.to_owned());
    } else if let Some(text) = file_of(body, "FROM CLIP")
        .or_else(|| ["FROM FILE", "OTIO REFERENCE FROM"].iter().find_map(|key| after(body, key)))
    {
        file(&mut event.from, text);
    } else if let Some(text) = file_of(body, "TO CLIP")
        .or_else(|| ["TO FILE", "OTIO REFERENCE TO"].iter().find_map(|key| after(body, key)))
    {
        file(&mut event.to, text);
    } else if let Some(text) = ["FROM CLIP", "TO CLIP"].iter().find_map(|key| after(body, key)) {
        lost.say(format!("a remark at event {}, that its clip {}", event.number, named(text)));
    } else if let Some(text) = after(body, "SOURCE FILE") {
        let side = if event.from.file.is_none() { &mut event.from } else { &mut event.to };
        file(side, text);
    } else if let Some(text) = after(body, "ASC_SOP") {
        event.sop = sop(text);
        if event.sop.is_none() {
            lost.say(format!("the ASC_SOP of event {}, which is none", event.number));
        }
    } else if let Some(text) = after(body, "ASC_SAT") {
        event.saturation = text.parse().ok();
        if event.saturation.is_none() {
            lost.say(format!("the ASC_SAT of event {}, which is none", event.number));
        }
    } else if let Some(text) = after(body, "LOC") {
        let (code, note) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
        // Ten times what editors leave on a shot.
        if event.markers.len() < 1000 {
            event.markers.push((code.to_owned(), note.trim().to_owned()));
        }
    } else if let Some(text) = after(body, "DEWAX RECIPE") {
        event.recipe = Some(text.to_owned());
    } else if let Some(text) = after(body, "M2") {
        event.speed = Some(text.to_owned());
    } else if after(body, "FREEZE FRAME").is_some() {
        event.speed = Some("0".to_owned());
    } else if !line.starts_with('*')
        && !["SPLIT", "AUD", "REEL", "FINAL CUT", "EFFECTS"].iter().any(|k| line.starts_with(k))
    {
        lost.say(format!("the line {}", named(line)));
    }
}

/// `(1 1 1)(0 0 0)(1 1 1)`, with or without commas.
fn sop(text: &str) -> Option<[[f32; 3]; 3]> {
    let mut groups = text.split('(').skip(1).map(|group| {
        let numbers = group.split(')').next().unwrap_or_default();
        let all = numbers.split([' ', ',', '\t']).filter(|n| !n.is_empty()).map(|n| n.parse::<f32>().ok());
        all.collect::<Option<Vec<f32>>>()?.try_into().ok()
    });
    Some([groups.next()??, groups.next()??, groups.next()??])
}

/// `shots/a.[1001-1020].exr` as a pattern, and its first number.
fn pattern(file: &str) -> Option<(String, u64)> {
    let (head, rest) = file.rsplit_once('[')?;
    let (numbers, tail) = rest.split_once(']')?;
    let (first, last) = numbers.split_once('-')?;
    let digits =
        |text: &str| !text.is_empty() && text.len() <= 20 && text.bytes().all(|b| b.is_ascii_digit());
    let number = first.parse().ok().filter(|_| digits(first) && digits(last) && !file.contains('%'))?;
    Some((format!("{head}%0{}d{tail}", first.len()), number))
}

impl Event {
    /// The part that it shows, at its place in the film; none where it shows none.
    pub(super) fn piece(&self, clock: &Clock, lost: &mut Lost) -> Result<Option<Piece>, Bad> {
        let mut frames = [0; 4];
        let drops = [self.drops, self.drops, self.film_drops, self.film_drops];
        for ((frame, code), drops) in frames.iter_mut().zip(&self.codes).zip(drops) {
            *frame = clock.frame(code, drops, self.line)?;
        }
        let [first, end, from, to] = frames;
        let length = |start: i64, end: i64, day: i64| {
            // An end may be written as 24:00:00:00.
            if start >= day || end > day {
                return Err(Bad::new(format!("line {}: a timecode beyond 24 hours", self.line)));
            }
            // Timecode begins anew at midnight. Twelve hours are no shot, but an end before its start.
            let frames = (end - start).rem_euclid(day);
            let ended = || Bad::new(format!("line {}: an event ends before it begins", self.line));
            (frames <= day / 2).then_some(frames).ok_or_else(ended)
        };
        let film_day = clock.day(&self.codes[2], self.film_drops);
        let shown = length(first, end, clock.day(&self.codes[0], self.drops))?;
        let placed = length(from, to, film_day)?;
        self.told(shown, placed, lost);
        let is_drawn = matches!(self.reel.to_uppercase().as_str(), "BL" | "BLACK" | "BARS" | "SLUG");
        if shown == 0 || placed == 0 || is_drawn || self.is_key() {
            return Ok(None);
        }
        let clip = self.clip(clock, [first, shown, from, film_day], lost)?;
        Ok(Some(Piece { clip, from: from as f64, to: (from + placed) as f64 }))
    }

    fn is_key(&self) -> bool {
        self.kind.starts_with('K') && self.kind != "KB"
    }

    fn told(&self, shown: i64, placed: i64, lost: &mut Lost) {
        let number = &self.number;
        if self.is_key() {
            lost.say(format!("event {number}, which is keyed over another"));
        } else if self.kind != "C" && self.kind != "KB" {
            let what = if self.kind == "D" { "dissolve" } else { "wipe" };
            lost.say(format!("the {what} of event {number}: it is a cut here, at its first frame"));
        }
        match &self.speed {
            Some(speed) => lost.say(format!(
                "the speed of event {number} (M2 {}): its frames are taken as they are",
                named(speed)
            )),
            None if shown != placed => {
                lost.say(format!(
                    "that event {number} shows {shown} frames in {placed} of the film, and says no speed"
                ));
            }
            None => {}
        }
    }

    fn clip(
        &self,
        clock: &Clock,
        [first, shown, from, day]: [i64; 4],
        lost: &mut Lost,
    ) -> Result<TimelineClip, Bad> {
        // Of a transition the second line goes on: its clip is the one that it goes to.
        let side = if self.kind != "C" && (self.to.name.is_some() || self.to.file.is_some()) {
            &self.to
        } else {
            &self.from
        };
        let media = side.file.as_deref().and_then(|file| {
            let found = place::path_of(&lost.short(file), |_| true).map(|path| {
                match pattern(&path.to_string_lossy()) {
                    Some((pattern, first)) => (PathBuf::from(pattern), Some(first)),
                    None => (path, None),
                }
            });
            if found.is_none() && !file.is_empty() {
                lost.say(format!(
                    "the file of event {}: {} lies on another machine, and is not opened",
                    self.number,
                    named(file)
                ));
            }
            found
        });
        let (media, first_picture) = media.map_or((None, None), |(path, first)| (Some(path), first));
        let name = side.name.clone().or_else(|| {
            media.as_ref().and_then(|path| path.file_name()).map(|file| file.to_string_lossy().into_owned())
        });
        let name = lost.short(&name.unwrap_or_else(|| self.reel.clone()));
        let mut markers = Vec::new();
        for (code, note) in &self.markers {
            let (colour, text) = note.split_once(char::is_whitespace).unwrap_or((note, ""));
            // A marker stands in the film; here it is counted as the frames of the part are.
            let Ok(at) = clock.frame(code, self.film_drops, self.line) else {
                lost.say(format!("a marker of event {}, whose timecode is none", self.number));
                continue;
            };
            markers.push(Marker {
                name: lost.short(text.trim()),
                comment: String::new(),
                colour: MarkerColour::of(colour),
                // Behind midnight the count begins anew.
                first_frame: first + at - from + if from - at > day / 2 { day } else { 0 },
                frames: 1,
            });
        }
        Ok(TimelineClip {
            media: media.or_else(|| place::file_name(&name)),
            name,
            reel: (self.reel != "AX").then(|| lost.short(&self.reel)),
            rate: clock.rate,
            first_frame: first,
            frames: shown,
            available: None,
            record_frame: from,
            drop_frame: clock.is_drop(&self.codes[0], self.drops),
            first_picture,
            cdl: self.cdl(lost),
            markers,
            recipe: self.recipe.as_deref().map(|recipe| lost.short(recipe)),
        })
    }

    fn cdl(&self, lost: &mut Lost) -> Option<Cdl> {
        if self.sop.is_none() && self.saturation.is_none() {
            return None;
        }
        let [slope, offset, power] = self.sop.unwrap_or([[1.0; 3], [0.0; 3], [1.0; 3]]);
        let cdl = Cdl { slope, offset, power, saturation: self.saturation.unwrap_or(1.0) };
        if !cdl.is_legal() {
            lost.say(format!("the CDL of event {}, which is none", self.number));
        }
        cdl.is_legal().then_some(cdl)
    }
}
