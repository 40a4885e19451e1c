//! A treated film for an editing program: a cut list of the treated files, or the grades of its shots.

use crate::cdl;
use crate::error::{FilmError, JobError};
use crate::film::{Film, FilmShot};
use crate::sidecar::{RECIPE_FILE, folder_of, read_recipe, read_text};
use dewax_media::cdl_file::{self, NamedCdl};
use dewax_media::guard::Guard;
use dewax_media::input::hex;
use dewax_media::probe::probe;
use dewax_media::rational::Rational;
use dewax_media::timecode::Counting;
use dewax_media::timeline::{self, Marker, MarkerColour, Timeline, TimelineClip};
use dewax_media::tools::Tools;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};

/// Where films begin: editors count from hour one.
const START: &str = "01:00:00:00";
/// Endings of files with grades.
const GRADES: [&str; 3] = ["cc", "ccc", "cdl"];

/// What is wished.
#[derive(Clone, Debug)]
pub struct ExportWish {
    /// The film's file.
    pub film: PathBuf,
    /// The folder that its shots were treated into.
    pub results: PathBuf,
    /// The cut list (`.otio`, `.edl`, `.xml`), or the grades (`.ccc`, `.cdl`, and of a single shot `.cc`).
    pub to: PathBuf,
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
struct Made {
    shots: Vec<MadeShot>,
}

#[derive(Debug, Deserialize)]
struct MadeShot {
    name: String,
    frames: Option<(usize, usize)>,
    verdict: Option<String>,
    #[serde(default)]
    because: String,
    holds: Option<bool>,
    #[serde(default)]
    certificate: String,
    out: Option<String>,
}

/// Writes the cut list or the grades of a film that was treated. Nothing of the film is rendered.
///
/// # Errors
/// When the film or its overview cannot be read, no shot was treated, or the file may not or cannot be written.
pub fn export(tools: &Tools, wish: &ExportWish) -> Result<Exported, JobError> {
    let film = Film::read(&wish.film)?;
    let overview = wish.results.join("film.json");
    let not_treated =
        |why: String| FilmError::NotTreated { film: wish.film.clone(), folder: wish.results.clone(), why };
    let text = read_text(&overview).map_err(|error| not_treated(error.to_string()))?;
    let made: Made = serde_json::from_str(&text).map_err(|error| not_treated(error.to_string()))?;
    let guard = film.shots.iter().map(|shot| shot.path(&wish.film)).fold(wish.guard.clone(), Guard::reading);
    let permit = guard.reading(&wish.film).file(&wish.to)?;
    let mut exported = Exported::default();
    let mut found = Vec::new();
    for shot in &film.shots {
        let row = made.shots.iter().find(|row| row.name == shot.name);
        match row.and_then(|row| Some((row, Path::new(row.out.as_deref()?).file_name()?))) {
            // A name with a folder in it is none of dewax's: only the file's own name counts.
            Some((row, name)) => found.push((shot, row, wish.results.join(name))),
            None => exported.left_out.push(format!("{}: it was not treated", shot.name)),
        }
    }
    if found.is_empty() {
        return Err(not_treated("none of its shots has a result there".to_owned()).into());
    }
    exported.shots = found.iter().map(|(shot, ..)| shot.name.clone()).collect();
    let ending = wish.to.extension().and_then(|e| e.to_str()).unwrap_or_default().to_lowercase();
    if GRADES.contains(&ending.as_str()) {
        let grades = found.iter().map(|(shot, _, out)| grade(shot, out)).collect::<Result<Vec<_>, _>>()?;
        cdl_file::write(&grades, &permit).map_err(FilmError::from)?;
        return Ok(exported);
    }
    let mut cut = Timeline { name: film.name.clone(), ..Timeline::default() };
    for (shot, row, out) in &found {
        let clip = part(tools, shot, row, out, film.lay_cdl)?;
        place(&mut cut, clip);
    }
    exported.lost = timeline::write(&cut, &permit).map_err(FilmError::from)?;
    Ok(exported)
}

/// The grade that dewax laid on a shot: what its first run between two cuts got.
fn grade(shot: &FilmShot, out: &Path) -> Result<NamedCdl, JobError> {
    let recipe = read_recipe(&folder_of(out).join(RECIPE_FILE))?;
    let cdl = recipe.shots.first().map(|first| cdl::of(&first.stack)).unwrap_or_default();
    let description = format!("what dewax laid on {}: code values, before texture and grain", shot.file);
    Ok(NamedCdl { id: shot.name.clone(), description, cdl })
}

/// A treated shot as a part of the film.
fn part(
    tools: &Tools,
    shot: &FilmShot,
    row: &MadeShot,
    out: &Path,
    is_laid: bool,
) -> Result<TimelineClip, JobError> {
    let source = probe(tools, out)?;
    let own = source.video.frame_rate;
    let rate = Rational::of_frames(own.value()).unwrap_or(own);
    // Without a timecode frames are counted from 0, in programs as well.
    let start = source.timecode.as_deref();
    let counted = start.and_then(|start| Counting::like(start, rate).ok()?.frame(start).ok());
    let begins = counted.unwrap_or(0);
    let written = source.video.frames_hint.and_then(|frames| i64::try_from(frames).ok());
    let whole = |frames: usize| i64::try_from(frames).unwrap_or(i64::MAX);
    let (first, frames) = match row.frames {
        // Handles go as far as the file does.
        Some((from, to)) => (whole(shot.handles[0].min(from)), whole(to.saturating_sub(from))),
        None => (0, written.unwrap_or(0)),
    };
    let path = std::fs::canonicalize(out).unwrap_or_else(|_| out.to_owned());
    let recipe = folder_of(out).join(RECIPE_FILE);
    Ok(TimelineClip {
        name: shot.name.clone(),
        media: Some(path),
        rate,
        first_frame: begins + first,
        frames,
        available: written.map(|frames| (begins, frames)),
        drop_frame: start.is_some_and(|start| counted.is_some() && start.contains(';')),
        first_picture: source.start_number,
        // What the cut list gave goes back to whoever grades, unless it lies in the pictures already.
        cdl: shot.cdl.filter(|_| !is_laid),
        markers: vec![marker(row, begins + first, frames)],
        recipe: read_text(&recipe).ok().map(|text| hex(&Sha256::digest(text.as_bytes()))),
        ..TimelineClip::default()
    })
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

/// Puts a part behind the others. The film has the rate of its first part.
fn place(cut: &mut Timeline, mut clip: TimelineClip) {
    if cut.clips.is_empty() {
        cut.rate = clip.rate;
        cut.drop_frame = clip.drop_frame;
        let start = if cut.drop_frame { START.replace(':', ";") } else { START.to_owned() };
        let counting = Counting::like(&start, cut.rate);
        cut.start_frame = counting.and_then(|counting| counting.frame(&start)).unwrap_or(0);
    }
    let end = |last: &TimelineClip| {
        let frames = last.frames as f64 / last.rate.value() * cut.rate.value();
        last.record_frame + frames.round() as i64
    };
    clip.record_frame = cut.clips.last().map_or(cut.start_frame, end);
    cut.clips.push(clip);
}
