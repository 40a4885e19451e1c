//! Writes CMX 3600: an event a part, with what there is room for as remarks under it.

use super::clock::has_drop;
use super::lost::{Lost, named};
use super::{Bad, Timeline, TimelineClip};
use crate::rational::Rational;
use crate::shown::shown;
use crate::timecode::Counting;
use dewax::color::Cdl;
use std::fmt::Write;

/// Characters of a reel in CMX 3600.
const REEL: usize = 8;
/// Events that the number of an event has digits for.
const MOST_EVENTS: usize = 999;

/// The text of a file.
pub(super) fn text(timeline: &Timeline) -> Result<(String, Vec<String>), Bad> {
    let mut lost = Lost::default();
    let drops = timeline.drop_frame && has_drop(timeline.rate);
    let mode = if drops { "DROP FRAME" } else { "NON-DROP FRAME" };
    let mut out = format!("TITLE: {}\nFCM: {mode}\n", line(&timeline.name));
    if timeline.clips.len() > MOST_EVENTS {
        lost.say(format!("that CMX 3600 ends at event {MOST_EVENTS}: some programs read no further"));
    }
    for (index, clip) in timeline.clips.iter().enumerate() {
        if clip.rate != timeline.rate {
            return Err(Bad::new(format!(
                "{} has {} frames a second and the film {}, and an EDL has one rate; write an .otio",
                named(&clip.name),
                clip.rate,
                timeline.rate
            )));
        }
        let source = clock(timeline.rate, clip.drop_frame)?;
        let record = clock(timeline.rate, drops)?;
        event(&mut out, index + 1, clip, [&source, &record], &mut lost)?;
        if index == 0 {
            // Behind the first event: readers refuse remarks that stand before it.
            let _ = writeln!(out, "* DEWAX RATE: {}", timeline.rate);
        }
    }
    Ok((out, lost.told()))
}

fn clock(rate: Rational, drops: bool) -> Result<Counting, Bad> {
    let like = if drops && has_drop(rate) { ";" } else { ":" };
    Counting::like(like, rate).map_err(|error| Bad::new(error.to_string()))
}

/// A text on a line of its own.
fn line(text: &str) -> String {
    shown(text.trim())
}

/// A reel of at most eight letters and digits; what has none is an auxiliary source.
fn reel(clip: &TimelineClip, lost: &mut Lost) -> String {
    let Some(name) = &clip.reel else { return "AX".to_owned() };
    let plain: String =
        name.chars().filter(|c| c.is_ascii_alphanumeric() || "_-".contains(*c)).take(REEL).collect();
    if plain != *name {
        lost.say(format!("that the reel {} is called so: {} here", named(name), named(&plain)));
    }
    if plain.is_empty() { "AX".to_owned() } else { plain }
}

fn event(
    out: &mut String,
    number: usize,
    clip: &TimelineClip,
    [source, record]: [&Counting; 2],
    lost: &mut Lost,
) -> Result<(), Bad> {
    if clip.first_frame < 0 || clip.record_frame < 0 || clip.frames <= 0 {
        return Err(Bad::new(format!("{} begins before 00:00:00:00 or has no frames", named(&clip.name))));
    }
    let codes = [
        source.text(clip.first_frame),
        source.text(clip.first_frame.saturating_add(clip.frames)),
        record.text(clip.record_frame),
        record.text(clip.record_frame.saturating_add(clip.frames)),
    ];
    let _ = writeln!(out, "\n{number:03}  {:8} V     C        {}", reel(clip, lost), codes.join(" "));
    let _ = writeln!(out, "* FROM CLIP NAME:  {}", line(&clip.name));
    if let Some(media) = &clip.media {
        // Programs differ in which of the two they look for.
        let path = line(&media.to_string_lossy());
        let _ = writeln!(out, "* FROM FILE: {path}\n* SOURCE FILE: {path}");
    }
    if let Some(cdl) = &clip.cdl {
        let _ = writeln!(out, "* ASC_SOP {}\n* ASC_SAT {}", sop(cdl), cdl.saturation);
    }
    for marker in &clip.markers {
        let at = record.text((marker.first_frame - clip.first_frame + clip.record_frame).max(0));
        let text = [&marker.name, &marker.comment]
            .into_iter()
            .filter(|t| !t.is_empty())
            .map(|t| line(t))
            .collect::<Vec<_>>();
        let _ = writeln!(out, "* LOC: {at} {:7} {}", marker.colour.name(), text.join(": "));
    }
    if let Some(recipe) = &clip.recipe {
        let _ = writeln!(out, "* DEWAX RECIPE: {}", line(recipe));
    }
    if clip.available.is_some() {
        lost.say("how much more there is of each file than is shown".to_owned());
    }
    Ok(())
}

/// `(1.1 1 0.9)(0 0.01 0)(1 1 1.2)`.
pub(super) fn sop(cdl: &Cdl) -> String {
    let group = |three: [f32; 3]| format!("({} {} {})", three[0], three[1], three[2]);
    [cdl.slope, cdl.offset, cdl.power].map(group).concat()
}
