//! Reads CMX 3600 edit decision lists (`.edl`): numbered lines of reel, track, kind of edit and four timecodes, with remarks under each.

use super::clock::{Clock, has_drop};
use super::edl_events::{Event, event, remark};
use super::layers::{Piece, seen, too_many};
use super::lost::{Lost, named};
use super::{Bad, MOST_CLIPS, Timeline};
use crate::rational::Rational;
use std::collections::BTreeMap;

/// Rates that a list without drop-frame may have, the lowest first.
const RATES: [i64; 6] = [24, 25, 30, 48, 50, 60];

/// Reads a file's bytes, at a rate or at the lowest that its numbers allow.
pub(super) fn parse(bytes: &[u8], rate: Option<Rational>) -> Result<Timeline, Bad> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    // Old programs write names in Latin-1, whose bytes are the first characters of Unicode.
    let text = String::from_utf8(bytes.to_owned())
        .unwrap_or_else(|_| bytes.iter().map(|b| char::from(*b)).collect());
    let list = List::of(&text)?;
    let count = match rate.or(list.rate) {
        Some(rate) => Count { rate, is_guessed: false },
        None => list.guessed(),
    };
    let mut lost = list.lost;
    if count.is_guessed {
        lost.say(format!(
            "how many frames a second it counts: an EDL does not say, and {} is the lowest rate that its numbers allow",
            if count.rate.den == 1 { count.rate.num.to_string() } else { "29.97 or 59.94".to_owned() }
        ));
    }
    let clock = Clock { rate: count.rate, has_marks: list.has_marks };
    let mut nights = Nights::default();
    let mut layers: BTreeMap<u32, Vec<Piece>> = BTreeMap::new();
    for event in &list.events {
        let Some(layer) = event.layer else { continue };
        if let Some(piece) = event.piece(&clock, &mut lost)? {
            let day = clock.day(&event.codes[2], event.film_drops) as f64;
            layers.entry(layer).or_default().push(nights.placed(piece, day));
        }
    }
    let sound = list.events.iter().filter(|event| event.layer.is_none()).count();
    if sound > 0 {
        lost.say(format!("{sound} events without pictures"));
    }
    let several = layers.len() > 1;
    let mut rows: Vec<Vec<Piece>> = layers.into_values().collect();
    rows.iter_mut().for_each(|row| row.sort_by(|a, b| a.from.total_cmp(&b.from)));
    for pair in rows.iter().flat_map(|row| row.windows(2)) {
        if pair[1].from < pair[0].to {
            lost.say(format!(
                "that {} begins before the end of {}",
                named(&pair[1].clip.name),
                named(&pair[0].clip.name)
            ));
        }
    }
    let (pieces, hidden) = seen(rows)?;
    if several && hidden > 0 {
        lost.say(format!("what lies below other tracks: of {hidden} parts not all is seen"));
    }
    let start_frame = pieces.first().map(|piece| piece.from as i64).ok_or_else(|| {
        Bad::new("it has no event with pictures; give a list with lines such as `001 AX V C 00:00:00:00 …`")
    })?;
    let clips = pieces.into_iter().map(|piece| {
        let mut clip = piece.clip;
        clip.record_frame = piece.from as i64;
        clip
    });
    Ok(Timeline {
        name: list.title,
        rate: count.rate,
        rate_is_guessed: count.is_guessed,
        drop_frame: has_drop(count.rate)
            && list.events.iter().any(|event| clock.is_drop(&event.codes[2], event.film_drops)),
        start_frame,
        clips: clips.collect(),
        lost: lost.told(),
    })
}

/// How many midnights the film has crossed, in the order of the list: its timecode begins anew at each.
#[derive(Default)]
struct Nights {
    crossed: f64,
    last: Option<f64>,
}

impl Nights {
    /// A part at its place as the film runs on. Half a day back is midnight crossed, and half a day forward again a track that began before it.
    fn placed(&mut self, piece: Piece, day: f64) -> Piece {
        let at = piece.from + self.crossed * day;
        let jump = at - self.last.unwrap_or(at);
        if jump < -0.5 * day {
            self.crossed += 1.0;
        } else if jump > 0.5 * day && self.crossed > 0.0 {
            self.crossed -= 1.0;
        }
        let piece = piece.later(self.crossed * day);
        self.last = Some(piece.from);
        piece
    }
}

/// A rate, and whether the file says it.
struct Count {
    rate: Rational,
    is_guessed: bool,
}

/// The lines of a list.
struct List {
    title: String,
    rate: Option<Rational>,
    /// Whether the film counts drop-frame, by the first line that says so, and what the last such line says of the sources under it.
    film_drops: Option<bool>,
    drops: bool,
    has_marks: bool,
    most_frames: i64,
    events: Vec<Event>,
    lost: Lost,
}

impl List {
    fn of(text: &str) -> Result<Self, Bad> {
        let mut list = Self {
            title: String::new(),
            rate: None,
            film_drops: None,
            drops: false,
            has_marks: false,
            most_frames: 0,
            events: Vec::new(),
            lost: Lost::default(),
        };
        // Lines end in \n, \r\n or \r.
        let text = text.replace("\r\n", "\n");
        for (number, line) in
            text.split(['\n', '\r']).map(str::trim).enumerate().filter(|(_, line)| !line.is_empty())
        {
            list.line(line, number + 1)?;
            if list.events.len() > MOST_CLIPS {
                return Err(too_many());
            }
        }
        Ok(list)
    }

    fn line(&mut self, line: &str, number: usize) -> Result<(), Bad> {
        if let Some(title) = line.strip_prefix("TITLE:") {
            self.title = title.trim().to_owned();
        } else if let Some(mode) = line.strip_prefix("FCM:") {
            self.drops = mode.trim().eq_ignore_ascii_case("DROP FRAME");
            self.film_drops = self.film_drops.or(Some(self.drops));
        } else if line.starts_with(|c: char| c.is_ascii_digit()) {
            let mut event = event(line, number)?;
            event.drops = self.drops;
            event.film_drops = self.film_drops.unwrap_or(false);
            for code in &event.codes {
                self.has_marks |= code.contains([';', '.']);
                let frames = code.rsplit([':', ';', '.']).next().filter(|_| code.contains(':'));
                self.most_frames = self.most_frames.max(frames.and_then(|f| f.parse().ok()).unwrap_or(0));
            }
            self.events.push(event);
        } else if let Some(rate) = line.strip_prefix("* DEWAX RATE:") {
            self.rate = Rational::parse(rate.trim())
                .filter(|r| Rational::of_frames(r.value()) == Some(*r))
                .or(self.rate);
        } else {
            remark(line, &mut self.events, &mut self.lost);
        }
        Ok(())
    }

    /// The lowest usual rate that the numbers allow.
    fn guessed(&self) -> Count {
        let drops = self.has_marks || self.events.iter().any(|event| event.drops || event.film_drops);
        let rate = if drops {
            if self.most_frames < 30 { Rational::new(30000, 1001) } else { Rational::new(60000, 1001) }
        } else {
            let whole = RATES.into_iter().find(|rate| self.most_frames < *rate);
            Rational::new(whole.unwrap_or(RATES[RATES.len() - 1]), 1)
        };
        // Of drop-frame below 30 numbers only 29.97 is known to be.
        Count { rate, is_guessed: !drops || self.most_frames < 30 && self.events.len() < 2 }
    }
}
