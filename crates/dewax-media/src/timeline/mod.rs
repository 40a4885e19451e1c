//! Cut lists as editing programs hand them to each other: which part of which file stands where in a film.

use crate::rational::Rational;
use dewax::color::Cdl;
use std::path::PathBuf;

/// A film as a row of parts of files. What the file said besides, and what was not understood of it, is in `lost`.
#[derive(Clone, Debug, PartialEq)]
pub struct Timeline {
    /// What it is called.
    pub name: String,
    /// Frames a second of the film.
    pub rate: Rational,
    /// The number of its first frame, as timecode counts.
    pub start_frame: i64,
    /// Its parts, in the order of the film.
    pub clips: Vec<TimelineClip>,
    /// What was in the file and is not in here (transitions, speed, further tracks), in words, one sentence each.
    pub lost: Vec<String>,
}

/// A part of a file that stands in a film.
#[derive(Clone, Debug, PartialEq)]
pub struct TimelineClip {
    /// What it is called.
    pub name: String,
    /// The tape or reel that it is of, where one is named.
    pub reel: Option<String>,
    /// The file, where one is named; relative names are seen from the folder that the cut list lies in.
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
    /// Its grade.
    pub cdl: Option<Cdl>,
}
