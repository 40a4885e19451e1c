//! Writes Final Cut Pro 7 XML (`xmeml`, version 4): one sequence of one track of pictures.

use super::clock::has_drop;
use super::lost::{Lost, named};
use super::xmeml_item::RECIPE;
use super::xmeml_parts::{COLOURS, base_of};
use super::{Bad, Marker, Timeline, TimelineClip, place};
use crate::rational::Rational;
use crate::shown::xml;
use crate::timecode::Counting;
use std::collections::HashMap;
use std::fmt::Write;
use std::path::Path;

/// The text of a file.
pub(super) fn text(timeline: &Timeline) -> Result<(String, Vec<String>), Bad> {
    let mut writer = Writer { lost: Lost::default(), files: HashMap::new(), items: String::new(), end: 0 };
    for (number, clip) in timeline.clips.iter().enumerate() {
        let next = timeline.clips.get(number + 1).map(|next| next.record_frame - timeline.start_frame);
        writer.clip(timeline, clip, number + 1, next)?;
    }
    let Writer { mut lost, items, end, .. } = writer;
    if timeline.clips.iter().any(|clip| clip.cdl.is_some()) {
        lost.say("the grade that the cut list gave each shot: write an .otio or .edl for it".to_owned());
    }
    let film = rate(timeline.rate, &timeline.name)?;
    let begins = timecode(timeline.start_frame, timeline.rate, timeline.drop_frame, None)?;
    let name = xml(&timeline.name);
    let text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE xmeml>\n<xmeml version=\"4\">\n<sequence id=\"sequence-1\">\n\
         <name>{name}</name>\n<duration>{end}</duration>\n{film}\n{begins}\n<media>\n<video>\n\
         <format><samplecharacteristics>{film}</samplecharacteristics></format>\n<track>\n{items}</track>\n</video>\n</media>\n\
         </sequence>\n</xmeml>\n"
    );
    Ok((text, lost.told()))
}

struct Writer {
    lost: Lost,
    /// Files that were said, by all that is said of them.
    files: HashMap<String, usize>,
    items: String,
    /// The frame of the film behind the last part.
    end: i64,
}

impl Writer {
    fn clip(
        &mut self,
        film: &Timeline,
        clip: &TimelineClip,
        number: usize,
        next: Option<i64>,
    ) -> Result<(), Bad> {
        if !clip.rate.is_positive() || clip.frames <= 0 {
            return Err(Bad::new(format!("{} has no frames or no rate", named(&clip.name))));
        }
        let begin = clip.available.map_or(0, |(first, _)| first);
        let first = clip.first_frame.saturating_sub(begin);
        let start = clip.record_frame.saturating_sub(film.start_frame);
        if first < 0 || start < 0 {
            return Err(Bad::new(format!("{} begins before its file or before the film", named(&clip.name))));
        }
        let long = clip.frames as f64 / clip.rate.value() * film.rate.value();
        let own = start.saturating_add((long.round() as i64).max(1));
        // Places in the film are whole frames and lengths of other rates are not: below one frame it is what rounding leaves.
        let is_near = |next: &i64| clip.rate != film.rate && *next > start && (next - own).abs() <= 1;
        let end = next.filter(is_near).unwrap_or(own);
        if next.is_some_and(|next| next < end) {
            self.lost.say(format!("that the part behind {} begins before its end", named(&clip.name)));
        }
        self.end = self.end.max(end);
        let file = self.file(clip, begin)?;
        let all = clip.available.map_or(clip.frames, |(_, frames)| frames);
        let rate = rate(clip.rate, &clip.name)?;
        let _ = write!(
            self.items,
            "<clipitem id=\"clipitem-{number}\">\n<name>{}</name>\n<enabled>TRUE</enabled>\n<duration>{all}</duration>\n{rate}\n\
             <start>{start}</start>\n<end>{end}</end>\n<in>{first}</in>\n<out>{}</out>\n{file}\n",
            xml(&clip.name),
            first.saturating_add(clip.frames)
        );
        clip.markers.iter().for_each(|one| marker(&mut self.items, one, begin));
        if let Some(recipe) = &clip.recipe {
            let _ = writeln!(
                self.items,
                "<comments><mastercomment1>{RECIPE}{}</mastercomment1></comments>",
                xml(recipe)
            );
        }
        self.items.push_str("</clipitem>\n");
        Ok(())
    }

    /// What is said of a file, and the second time only which one it is.
    fn file(&mut self, clip: &TimelineClip, begin: i64) -> Result<String, Bad> {
        let mut about = String::new();
        let named_as =
            clip.media.as_deref().and_then(Path::file_name).map(|name| name.to_string_lossy().into_owned());
        let _ = write!(about, "<name>{}</name>", xml(&named_as.unwrap_or_else(|| clip.name.clone())));
        if let Some(media) = &clip.media {
            let (path, is_sequence) = first_picture(media, clip.first_picture);
            if is_sequence {
                self.lost.say(format!(
                    "that {} is pictures with numbers: its first one is named",
                    named(&clip.name)
                ));
            }
            let _ = write!(about, "<pathurl>{}</pathurl>", xml(&url(&path)));
        }
        about.push_str(&rate(clip.rate, &clip.name)?);
        if let Some((_, frames)) = clip.available {
            let _ = write!(about, "<duration>{frames}</duration>");
        }
        if clip.available.is_some() || clip.drop_frame || clip.reel.is_some() {
            about.push_str(&timecode(begin, clip.rate, clip.drop_frame, clip.reel.as_deref())?);
        }
        about.push_str("<media><video/></media>");
        let next = self.files.len() + 1;
        if let Some(known) = self.files.get(&about) {
            return Ok(format!("<file id=\"file-{known}\"/>"));
        }
        let text = format!("<file id=\"file-{next}\">{about}</file>");
        self.files.insert(about, next);
        Ok(text)
    }
}

/// A rate; what is no whole number of frames, or one of them a thousandth slower, cannot be said.
fn rate(rate: Rational, whose: &str) -> Result<String, Bad> {
    let (base, ntsc) = base_of(rate).ok_or_else(|| {
        Bad::new(format!(
            "{} has {:.3} frames a second, and FCP7 XML counts 24, 25, 30 and so on, or a thousandth fewer; write an .otio",
            named(whose),
            rate.value()
        ))
    })?;
    let ntsc = if ntsc { "TRUE" } else { "FALSE" };
    Ok(format!("<rate><timebase>{base}</timebase><ntsc>{ntsc}</ntsc></rate>"))
}

fn timecode(frame: i64, at: Rational, drops: bool, reel: Option<&str>) -> Result<String, Bad> {
    let drops = drops && has_drop(at);
    let counting =
        Counting::like(if drops { ";" } else { ":" }, at).map_err(|error| Bad::new(error.to_string()))?;
    let said = counting.text(frame.max(0));
    let reel = reel.map(|reel| format!("<reel><name>{}</name></reel>", xml(reel))).unwrap_or_default();
    let format = if drops { "DF" } else { "NDF" };
    Ok(format!(
        "<timecode>{}<string>{said}</string><frame>{frame}</frame><displayformat>{format}</displayformat>{reel}</timecode>",
        rate(at, "its timecode")?
    ))
}

/// The URL of a path as these files have it: `file://localhost/…`, a drive's colon spelled out; relative ones stay relative.
fn url(path: &Path) -> String {
    let url = place::url_of(path);
    match url.strip_prefix("file://") {
        Some(rest) => format!("file://localhost{}", rest.replacen(':', "%3a", 1)),
        None => url,
    }
}

/// The first picture of a sequence, whose pattern no editing program knows; another file as it is.
fn first_picture(path: &Path, first: Option<u64>) -> (std::path::PathBuf, bool) {
    match place::sequence(path) {
        Some((before, digits, behind)) => {
            let digits = usize::try_from(digits.min(20)).unwrap_or(0);
            (path.with_file_name(format!("{before}{:0digits$}{behind}", first.unwrap_or(0))), true)
        }
        None => (path.to_owned(), false),
    }
}

fn marker(out: &mut String, marker: &Marker, begin: i64) {
    let first = marker.first_frame.saturating_sub(begin).max(0);
    let last = if marker.frames > 0 { first.saturating_add(marker.frames) } else { -1 };
    let known = COLOURS.iter().find(|(colour, ..)| *colour == marker.colour);
    let ([red, green, blue], premiere) = known.map_or(([0; 3], None), |(_, rgb, premiere)| (*rgb, *premiere));
    let premiere = premiere.map(|code| format!("<pproColor>{code}</pproColor>")).unwrap_or_default();
    let _ = writeln!(
        out,
        "<marker><name>{}</name><comment>{}</comment><in>{first}</in><out>{last}</out>\
         <color><alpha>255</alpha><red>{red}</red><green>{green}</green><blue>{blue}</blue></color>{premiere}</marker>",
        xml(&marker.name),
        xml(&marker.comment)
    );
}
