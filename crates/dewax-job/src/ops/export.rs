//! A treated film for an editing program: a cut list of the treated files, or the grades of its shots.

mod grades;

use crate::error::{FilmError, JobError};
use crate::film::{Film, FilmShot};
use crate::sidecar::{RECIPE_FILE, folder_of, read_text};
use dewax_media::conform::{Counted, Times};
use dewax_media::guard::Guard;
use dewax_media::input::hex;
use dewax_media::probe::{Source, probe};
use dewax_media::rational::Rational;
use dewax_media::shown::shown;
use dewax_media::timecode::Counting;
use dewax_media::timeline::{self, Marker, MarkerColour, Timeline, TimelineClip};
use dewax_media::tools::Tools;
pub use grades::SHOT;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};

/// Where films begin: editors count from hour one.
const START: &str = "01:00:00:00";

/// What is wished.
#[derive(Clone, Debug)]
pub struct ExportWish {
    /// The film's file.
    pub film: PathBuf,
    /// The folder that its shots were treated into.
    pub results: PathBuf,
    /// The cut list (`.otio`, `.edl`, `.xml`), or the grades (`.ccc`, `.cdl`, and of a single shot `.cc` or `.cube`; with `{shot}` in the
    /// name a file of each).
    pub to: PathBuf,
    /// The shots that are meant, by their names; all where none is named.
    pub shots: Vec<String>,
    /// What else is read, and whether files that dewax did not make may be replaced.
    pub guard: Guard,
}

/// What was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Exported {
    /// The shots in it.
    pub shots: Vec<String>,
    /// Shots that are not in it, and why.
    pub left_out: Vec<String>,
    /// What such a file has no place for, in sentences.
    pub lost: Vec<String>,
}

/// What the overview of a film says of its shots.
#[derive(Debug, Deserialize)]
pub(super) struct Made {
    shots: Vec<MadeShot>,
}

#[derive(Debug, Deserialize)]
pub(super) struct MadeShot {
    name: String,
    /// The shot's own frames in its file, without handles.
    pub(super) frames: Option<(usize, usize)>,
    verdict: Option<String>,
    #[serde(default)]
    because: String,
    holds: Option<bool>,
    #[serde(default)]
    certificate: String,
    out: Option<String>,
}

impl Made {
    /// Reads what was made of a film.
    ///
    /// # Errors
    /// When nothing was, or it cannot be read.
    pub(super) fn read(film: &Path, results: &Path) -> Result<Self, FilmError> {
        let not_treated =
            |why: String| FilmError::NotTreated { film: film.to_owned(), folder: results.to_owned(), why };
        let text = read_text(&results.join("film.json")).map_err(|error| not_treated(error.to_string()))?;
        serde_json::from_str(&text).map_err(|error| not_treated(error.to_string()))
    }

    /// The shots of the film that were treated, what is said of each, and their results. The others are named in `left_out`.
    ///
    /// # Errors
    /// When there is none.
    pub(super) fn of<'a>(
        &'a self,
        film: &'a Film,
        at: &Path,
        results: &Path,
        left_out: &mut Vec<String>,
    ) -> Result<Vec<(&'a FilmShot, &'a MadeShot, PathBuf)>, FilmError> {
        let mut found = Vec::new();
        for shot in &film.shots {
            let row = self.shots.iter().find(|row| row.name == shot.name);
            match row.and_then(|row| Some((row, Path::new(row.out.as_deref()?).file_name()?))) {
                // A name with a folder in it is none of dewax's: only the file's own name counts.
                Some((row, name)) => found.push((shot, row, results.join(name))),
                None => left_out.push(format!("{}: it was not treated", shot.name)),
            }
        }
        if found.is_empty() {
            let why = "none of its shots has a result there".to_owned();
            return Err(FilmError::NotTreated { film: at.to_owned(), folder: results.to_owned(), why });
        }
        Ok(found)
    }
}

/// Writes the cut list or the grades of a film that was treated. Nothing of the film is rendered.
///
/// # Errors
/// When the film or its overview cannot be read, no shot was treated, or the file may not or cannot be written.
pub fn export(tools: &Tools, wish: &ExportWish) -> Result<Exported, JobError> {
    let mut film = Film::read(&wish.film)?;
    let made = Made::read(&wish.film, &wish.results)?;
    let guard = film.shots.iter().map(|shot| shot.path(&wish.film)).fold(wish.guard.clone(), Guard::reading);
    let guard = guard.reading(&wish.film);
    if let Some(name) = wish.shots.iter().find(|name| !film.shots.iter().any(|shot| shot.name == **name)) {
        let there = film.shots.iter().map(|shot| shot.name.clone()).collect();
        return Err(FilmError::NoSuchShot { film: wish.film.clone(), name: name.clone(), there }.into());
    }
    film.shots.retain(|shot| wish.shots.is_empty() || wish.shots.contains(&shot.name));
    let mut exported = Exported::default();
    let found = made.of(&film, &wish.film, &wish.results, &mut exported.left_out)?;
    exported.shots = found.iter().map(|(shot, ..)| shot.name.clone()).collect();
    if grades::are_meant(&wish.to) {
        let found: Vec<_> = found.into_iter().map(|(shot, _, out)| (shot, out)).collect();
        grades::write(&guard, &wish.to, &found, &mut exported)?;
        return Ok(exported);
    }
    let permit = guard.file(&wish.to)?;
    let cut = Timeline { name: film.name.clone(), ..Timeline::default() };
    let mut making = Making { tools, film: &film, at: &wish.film, cut, end_s: 0.0, lost: Vec::new() };
    for (shot, row, out) in &found {
        let clip = making.part(shot, row, out)?;
        making.place(clip);
    }
    exported.lost = timeline::write(&making.cut, &permit).map_err(FilmError::from)?;
    exported.lost.append(&mut making.lost);
    Ok(exported)
}

/// A cut list that is made.
struct Making<'a> {
    tools: &'a Tools,
    film: &'a Film,
    /// Where the film's file lies.
    at: &'a Path,
    cut: Timeline,
    /// Where the last part ends, in seconds from the start: lengths at several rates are no whole frames of one of them.
    end_s: f64,
    lost: Vec<String>,
}

impl Making<'_> {
    /// A treated shot as a part of the film. Frames of a file whose rate varies are counted at a steady one, as an editing program conforms it.
    fn part(&mut self, shot: &FilmShot, row: &MadeShot, out: &Path) -> Result<TimelineClip, JobError> {
        let source = probe(self.tools, out)?;
        let (times, stated) = self.times(shot, &source);
        let Counted { rate, is_steady } = times.counted(stated);
        // Without a timecode frames are counted from 0, in programs as well.
        let start = source.timecode.as_deref();
        let counted = start.and_then(|start| Counting::like(start, rate).ok()?.frame(start).ok());
        let begins = counted.unwrap_or(0);
        let own = match row.frames {
            // Handles go as far as the file does.
            Some((from, to)) => {
                let first = shot.handles[0].min(from);
                first..first.saturating_add(to.saturating_sub(from)).min(times.frames())
            }
            None => 0..times.frames(),
        };
        let ticks = times.ticks(rate, own.clone());
        if !is_steady {
            self.lost.push(conformed(&shot.name, rate, times.unseen(rate, own)));
        }
        let first_frame = begins + ticks.start;
        let frames = (ticks.end - ticks.start).max(1);
        let recipe = folder_of(out).join(RECIPE_FILE);
        Ok(TimelineClip {
            name: shot.name.clone(),
            media: Some(whole(out)),
            rate,
            first_frame,
            frames,
            available: Some((begins, times.ticks(rate, 0..times.frames()).end.max(1))),
            drop_frame: start.is_some_and(|start| counted.is_some() && start.contains(';')),
            first_picture: source.start_number,
            // What the cut list gave goes back to whoever grades, unless it lies in the pictures already.
            cdl: shot.cdl.filter(|_| !self.film.lay_cdl),
            markers: vec![marker(row, first_frame, frames)],
            recipe: read_text(&recipe).ok().map(|text| hex(&Sha256::digest(text.as_bytes()))),
            ..TimelineClip::default()
        })
    }

    /// When the frames of a result are shown, and the rate that is stated. Pictures say neither: they have the rate of the film that they are of.
    fn times(&mut self, shot: &FilmShot, result: &Source) -> (Times, Rational) {
        let stated = result.video.frame_rate;
        let there = Times::of_file(self.tools, result);
        let frames = result.video.frames_hint.and_then(|frames| usize::try_from(frames).ok());
        let times = there.unwrap_or_else(|| Times::steady(frames.unwrap_or(0), stated));
        if !result.is_pictures() {
            return (times, stated);
        }
        let film = probe(self.tools, &shot.path(self.at)).ok().filter(|source| !source.is_pictures());
        let counted = film.and_then(|film| {
            let times = Times::of_file(self.tools, &film)?;
            Some(times.counted(film.video.frame_rate))
        });
        let Some(Counted { rate, is_steady }) = counted else { return (times, stated) };
        if !is_steady {
            let name = shown(&shot.name);
            self.lost.push(format!(
                "when the pictures of `{name}` are shown: they follow each other here, and its film varies"
            ));
        }
        (Times::steady(times.frames(), rate), rate)
    }

    /// Puts a part behind the others. The film has the rate of its first part.
    fn place(&mut self, mut clip: TimelineClip) {
        let cut = &mut self.cut;
        if cut.clips.is_empty() {
            cut.rate = clip.rate;
            cut.drop_frame = clip.drop_frame;
            let start = if cut.drop_frame { START.replace(':', ";") } else { START.to_owned() };
            let counting = Counting::like(&start, cut.rate);
            cut.start_frame = counting.and_then(|counting| counting.frame(&start)).unwrap_or(0);
        }
        clip.record_frame = cut.start_frame + (self.end_s * cut.rate.value()).round() as i64;
        self.end_s += clip.frames as f64 / clip.rate.value();
        cut.clips.push(clip);
    }
}

/// What is to be known of a file whose rate varies.
fn conformed(shot: &str, rate: Rational, unseen: usize) -> String {
    let per_second = format!("{:.3}", rate.value());
    let per_second = per_second.trim_end_matches('0').trim_end_matches('.');
    let short = match unseen {
        0 => String::new(),
        1 => "; one of them is too short to be seen so".to_owned(),
        several => format!("; {several} of them are too short to be seen so"),
    };
    format!(
        "that frames of `{}` are shown for different times: they are counted at {per_second} a second{short}",
        shown(shot)
    )
}

/// Where a file lies from the root on; of a sequence the folder is there, and no file of its name.
fn whole(out: &Path) -> PathBuf {
    let folder = out.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let name = out.file_name().unwrap_or_default();
    folder.canonicalize().map_or_else(|_| out.to_owned(), |folder| folder.join(name))
}

/// What came of a shot, in a colour.
fn marker(row: &MadeShot, first_frame: i64, frames: i64) -> Marker {
    let verdict = row.verdict.clone().unwrap_or_default();
    let colour = match (row.holds, verdict.as_str()) {
        (Some(false), _) => MarkerColour::Red,
        (_, "REGENERATE") => MarkerColour::Orange,
        _ => MarkerColour::Green,
    };
    let certificate =
        if row.certificate.is_empty() { String::new() } else { format!("; certificate {}", row.certificate) };
    Marker {
        name: verdict,
        comment: format!("{}{certificate}", row.because),
        colour,
        first_frame,
        frames: frames.min(1),
    }
}
