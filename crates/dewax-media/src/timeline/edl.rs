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
    let text = String::from_utf8_lossy(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes));
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
    let clock = Clock { rate: count.rate, drops: list.drops, has_marks: list.has_marks };
    let mut layers: BTreeMap<u32, Vec<Piece>> = BTreeMap::new();
    for event in &list.events {
        let Some(layer) = event.layer else { continue };
        if let Some(piece) = event.piece(&clock, &mut lost)? {
            layers.entry(layer).or_default().push(piece);
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
        drop_frame: has_drop(count.rate) && (list.drops || list.has_marks),
        start_frame,
        clips: clips.collect(),
        lost: lost.told(),
    })
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
            drops: false,
            has_marks: false,
            most_frames: 0,
            events: Vec::new(),
            lost: Lost::default(),
        };
        for (number, line) in
            text.split(['\n', '\r']).map(str::trim).enumerate().filter(|(_, line)| !line.is_empty())
        {
            // Lines end in \n, \r\n or \r: an empty one between them counts, which only the numbers in errors show.
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
            self.drops |= mode.trim().eq_ignore_ascii_case("DROP FRAME");
        } else if line.starts_with(|c: char| c.is_ascii_digit()) {
            let event = event(line, number)?;
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
        let rate = if self.drops || self.has_marks {
            if self.most_frames < 30 { Rational::new(30000, 1001) } else { Rational::new(60000, 1001) }
        } else {
            let whole = RATES.into_iter().find(|rate| self.most_frames < *rate);
            Rational::new(whole.unwrap_or(RATES[RATES.len() - 1]), 1)
        };
        // Of drop-frame below 30 numbers only 29.97 is known to be.
        Count {
            rate,
            is_guessed: !(self.drops || self.has_marks) || self.most_frames < 30 && self.events.len() < 2,
        }
    }
}
