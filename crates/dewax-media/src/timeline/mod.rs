//! Cut lists as editing programs hand them to each other: which part of which file stands in which place of a film.

mod clock;
mod edl;
mod edl_events;
#[cfg(test)]
mod edl_tests;
mod edl_write;
mod error;
mod layers;
mod lost;
mod otio;
mod otio_clip;
mod otio_write;
mod place;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod write_tests;
mod xmeml;
mod xmeml_item;
#[cfg(test)]
mod xmeml_more_tests;
mod xmeml_parts;
#[cfg(test)]
mod xmeml_tests;
mod xmeml_write;

#[cfg(test)]
pub(crate) use tests::{EDL, parse_edl, parse_otio, samples_otio};
#[cfg(test)]
pub(crate) use xmeml_tests::{parse_xml, samples_xml};

use crate::guard::Permit;
use crate::rational::Rational;
use dewax::color::Cdl;
pub use error::TimelineError;
use std::io::Read;
use std::path::{Path, PathBuf};

/// The largest cut list that is read, in bytes: a film of 2000 cuts with a program's own metadata on each has about a third of that, and read
/// as JSON a byte takes some twenty of memory.
const MOST_BYTES: u64 = 32 << 20;

/// The most parts that a film may have: ten times those of the longest films.
const MOST_CLIPS: usize = 50_000;

/// A film as a row of parts of files. What the file said besides, and what was not understood of it, is in `lost`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Timeline {
    /// What it is called.
    pub name: String,
    /// Frames a second of the film.
    pub rate: Rational,
    /// Whether nothing in the file says that rate: it is the lowest usual one that its numbers allow. [`read_at`] takes the right one.
    pub rate_is_guessed: bool,
    /// Whether timecodes of the film leave numbers out (drop-frame, at 29.97 and 59.94 only).
    pub drop_frame: bool,
    /// The number of its first frame, as timecode counts.
    pub start_frame: i64,
    /// Its parts, in the order of the film.
    pub clips: Vec<TimelineClip>,
    /// What was in the file and is not in here (transitions, speed, sound), in words, one sentence each.
    pub lost: Vec<String>,
}

/// A part of a file that stands in a film.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TimelineClip {
    /// What it is called.
    pub name: String,
    /// The tape or reel that it is of, where one is named.
    pub reel: Option<String>,
    /// The file, where one is named on this machine, or a sequence as `shot.%04d.png`; relative names are seen from the folder that the
    /// cut list lies in. What lies elsewhere (`https://…`) is none, and said in `lost`.
    pub media: Option<PathBuf>,
    /// Frames a second of the numbers below.
    pub rate: Rational,
    /// The first frame that is shown, as the file's own timecode counts (a file that has none begins at 0).
    pub first_frame: i64,
    /// How many frames are shown.
    pub frames: i64,
    /// First frame and number of frames of all that the file has, where that is said, in the same count.
    pub available: Option<(i64, i64)>,
    /// Where it begins in the film, in frames of the film as timecode counts.
    pub record_frame: i64,
    /// Whether the file's own timecode leaves numbers out: only how its frames are written depends on it.
    pub drop_frame: bool,
    /// The number in the name of the first picture, where `media` is a sequence.
    pub first_picture: Option<u64>,
    /// Its grade.
    pub cdl: Option<Cdl>,
    /// What is noted at its frames.
    pub markers: Vec<Marker>,
    /// The fingerprint of the recipe that the file was made with, where dewax made it.
    pub recipe: Option<String>,
}

/// A note at frames of a part.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Marker {
    /// What it says.
    pub name: String,
    /// What it says at more length.
    pub comment: String,
    /// Its colour.
    pub colour: MarkerColour,
    /// The first frame, counted as those of the part.
    pub first_frame: i64,
    /// How many frames; 0 is a point between two.
    pub frames: i64,
}

/// The colours that markers have in OpenTimelineIO.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MarkerColour {
    /// Something is wrong.
    #[default]
    Red,
    /// Something is to be looked at.
    Orange,
    /// As orange.
    Yellow,
    /// All is well.
    Green,
    /// No meaning.
    Cyan,
    /// No meaning.
    Blue,
    /// No meaning.
    Purple,
    /// No meaning.
    Magenta,
    /// No meaning.
    Pink,
    /// No meaning.
    Black,
    /// No meaning.
    White,
}

impl MarkerColour {
    /// Every colour, with its name in files.
    const NAMES: [(Self, &'static str); 11] = [
        (Self::Red, "RED"),
        (Self::Orange, "ORANGE"),
        (Self::Yellow, "YELLOW"),
        (Self::Green, "GREEN"),
        (Self::Cyan, "CYAN"),
        (Self::Blue, "BLUE"),
        (Self::Purple, "PURPLE"),
        (Self::Magenta, "MAGENTA"),
        (Self::Pink, "PINK"),
        (Self::Black, "BLACK"),
        (Self::White, "WHITE"),
    ];

    fn name(self) -> &'static str {
        Self::NAMES.into_iter().find(|(own, _)| *own == self).map_or("RED", |(_, name)| name)
    }

    /// The colour of a name, in any case; red where there is no such colour, as OpenTimelineIO has it.
    fn of(name: &str) -> Self {
        Self::NAMES
            .into_iter()
            .find(|(_, own)| own.eq_ignore_ascii_case(name))
            .map(|(c, _)| c)
            .unwrap_or_default()
    }
}

/// A kind of cut list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// OpenTimelineIO, `.otio`.
    Otio,
    /// CMX 3600, `.edl`.
    Edl,
    /// Final Cut Pro 7 XML, `.xml`: what Premiere and Resolve hand each other.
    Xml,
}

impl Kind {
    /// What a file is by the ending of its name.
    pub fn of(path: &Path) -> Option<Self> {
        match path.extension()?.to_str()?.to_lowercase().as_str() {
            "otio" => Some(Self::Otio),
            "edl" => Some(Self::Edl),
            "xml" => Some(Self::Xml),
            _ => None,
        }
    }
}

/// Reads a cut list: OpenTimelineIO (`.otio`), CMX 3600 (`.edl`) or Final Cut Pro 7 XML (`.xml`). No file that it names is opened.
///
/// Of a film with several tracks of pictures what lies on top is read. An EDL does not say how many frames a second it counts; see
/// [`read_at`].
///
/// # Errors
/// When it cannot be read, is none of them, is damaged, or has no part with pictures.
pub fn read(path: &Path) -> Result<Timeline, TimelineError> {
    read_at(path, None)
}

/// The same, with the frames a second of an EDL. Without them they are guessed: 29.97 where it is drop-frame, else the lowest of 24, 25, 30, 48,
/// 50 and 60 that all its numbers allow, which `rate_is_guessed` and `lost` say. An EDL that dewax wrote says its own.
///
/// # Errors
/// As [`read`], and when the EDL has numbers that do not exist at this rate.
pub fn read_at(path: &Path, rate: Option<Rational>) -> Result<Timeline, TimelineError> {
    let kind = Kind::of(path).ok_or_else(|| TimelineError::Kind(path.to_owned()))?;
    let io = |error| TimelineError::Io { path: path.to_owned(), error };
    let mut bytes = Vec::new();
    std::fs::File::open(path).map_err(io)?.take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(io)?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(TimelineError::TooLarge { path: path.to_owned(), most_mib: MOST_BYTES >> 20 });
    }
    let read = match kind {
        Kind::Otio => otio::parse(&bytes, path.parent()),
        Kind::Edl => edl::parse(&bytes, rate),
        Kind::Xml => xmeml::parse(&bytes, path.parent()),
    };
    let mut timeline = read.map_err(|what| TimelineError::Content { path: path.to_owned(), what: what.0 })?;
    if timeline.name.is_empty() {
        timeline.name = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    }
    Ok(timeline)
}

/// Writes a cut list of the kind that the file's name says, and says what such a file has no place for, one sentence each.
///
/// `.otio` holds all of it: files as URLs, all that there is of each (`available_range`), the grade in `metadata.cdl`, markers, the recipe in
/// `metadata.dewax`. `.edl` holds parts, names, files, the grade as `ASC_SOP` and `ASC_SAT`, and markers as `LOC`.
/// `.xml` holds parts, names, files with all that there is of them, markers and recipes.
///
/// # Errors
/// When the name says no kind, the film has no parts, numbers that cannot be written, or, for `.edl`, several
/// rates, or, for `.xml`, one that it cannot say; and when the file cannot be
/// written.
pub fn write(timeline: &Timeline, permit: &Permit) -> Result<Vec<String>, TimelineError> {
    let path = permit.path();
    let (text, lost) = text(timeline, Kind::of(path).ok_or_else(|| TimelineError::Kind(path.to_owned()))?)?;
    permit.write(text.as_bytes())?;
    Ok(lost)
}

/// What [`write()`] writes, and what it has no place for.
///
/// # Errors
/// As [`write()`], but for the file.
pub fn text(timeline: &Timeline, kind: Kind) -> Result<(String, Vec<String>), TimelineError> {
    let written = match kind {
        _ if timeline.clips.is_empty() => Err(Bad::new("it has no parts")),
        _ if !timeline.rate.is_positive() => Err(Bad::new("nothing says how many frames a second it has")),
        Kind::Otio => otio_write::text(timeline),
        Kind::Edl => edl_write::text(timeline),
        Kind::Xml => xmeml_write::text(timeline),
    };
    written.map_err(|what| TimelineError::NotWritten { name: timeline.name.clone(), what: what.0 })
}

/// What is wrong in a file, in words.
#[derive(Debug, PartialEq)]
struct Bad(String);

impl Bad {
    fn new(what: impl Into<String>) -> Self {
        Self(what.into())
    }
}
