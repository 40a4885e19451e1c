//! Shots of a cut list: which file each part is of, and which of its frames.

use super::looked::Looked;
use super::{Found, Making, beside};
use crate::error::JobError;
use crate::film::FilmShot;
use crate::job::Progress;
use dewax_media::conform::Times;
use dewax_media::target::ending_of_still;
use dewax_media::timecode::Counting;
use dewax_media::timeline::{Timeline, TimelineClip};
use std::ops::Range;
use std::path::{Path, PathBuf};

impl Making<'_> {
    /// Takes the parts of a cut list. A part whose file is not there, or has no such frames, is left out, and said.
    pub(super) fn timeline<P: Progress>(
        &mut self,
        timeline: &Timeline,
        list: &Path,
        watch: &impl Fn(&str) -> P,
    ) -> Result<(), JobError> {
        let mut files: Vec<(PathBuf, Vec<&TimelineClip>)> = Vec::new();
        for part in &timeline.clips {
            let Some(path) = file_of(part, list) else {
                let reel = part.reel.as_deref().map(|reel| format!(" (reel {reel})")).unwrap_or_default();
                self.told
                    .left_out
                    .push(format!("{}{reel}: its file is not in the folder of the cut list", part.name));
                continue;
            };
            match files.iter_mut().find(|(known, _)| *known == path) {
                Some((_, parts)) => parts.push(part),
                None => files.push((path, vec![part])),
            }
        }
        let mut placed: Vec<(i64, Found)> = Vec::new();
        for (path, parts) in files {
            let (tools, handles) = (self.measuring.tools, self.wish.handles);
            let file = match beside(&self.wish.out, &path) {
                Ok(file) => file,
                Err(why) => {
                    self.leave_out(&path, why.into())?;
                    continue;
                }
            };
            let names: Vec<String> = parts.iter().map(|part| self.free(&part.name)).collect();
            let Some(looked) = self.looked(&path, watch)? else { continue };
            let mut refused = Vec::new();
            for (part, name) in parts.into_iter().zip(names) {
                match frames_of(part, &looked) {
                    Ok(frames) => {
                        let seen = match looked.seen(tools, self.describer, &name, frames.clone()) {
                            Ok(seen) => seen,
                            Err(JobError::Interrupted) => return Err(JobError::Interrupted),
                            Err(why) => {
                                refused.push(format!("{}: {why}", part.name));
                                continue;
                            }
                        };
                        let mut shot = FilmShot::of(name, file.clone(), Some([frames.start, frames.end]));
                        (shot.cdl, shot.handles) = (part.cdl, [handles; 2]);
                        placed.push((part.record_frame, Found { shot, seen }));
                    }
                    Err(why) => refused.push(format!("{}: {why}", part.name)),
                }
            }
            self.told.left_out.extend(refused);
        }
        // In the order of the film, which is not that of the files.
        placed.sort_by_key(|(at, _)| *at);
        self.found.extend(placed.into_iter().map(|(_, found)| found));
        Ok(())
    }
}

/// Endings of what is no picture and tells of pictures.
const LISTS: [&str; 4] = ["otio", "edl", "xml", "toml"];
/// Endings of films: those that generators, cameras and editing programs write.
const FILMS: [&str; 12] =
    ["mov", "mp4", "mxf", "mkv", "webm", "m4v", "avi", "ts", "mts", "m2ts", "mpg", "gif"];

fn has_ending(path: &Path, endings: &[&str]) -> bool {
    path.extension().is_some_and(|e| endings.iter().any(|ending| e.eq_ignore_ascii_case(ending)))
}

/// The file of a part: the one that is named, or in the folder of the cut list one of that name, of the reel's, or of the part's.
fn file_of(part: &TimelineClip, list: &Path) -> Option<PathBuf> {
    let folder = list.parent().unwrap_or(Path::new(""));
    let is_there = |path: &PathBuf| path.is_file() || path.to_string_lossy().contains('%');
    if let Some(media) = &part.media {
        let named = folder.join(media);
        let moved = media.file_name().map(|name| folder.join(name));
        if let Some(found) = Some(named).into_iter().chain(moved).find(is_there) {
            return Some(found);
        }
    }
    let names = [Some(part.name.as_str()), part.reel.as_deref()];
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let mut all: Vec<PathBuf> =
        std::fs::read_dir(folder).ok()?.filter_map(|e| Some(e.ok()?.path())).collect();
    all.sort();
    names.into_iter().flatten().filter(|name| !name.is_empty()).find_map(|wanted| {
        let is = |name: Option<&std::ffi::OsStr>| {
            name.is_some_and(|n| n.to_string_lossy().eq_ignore_ascii_case(wanted))
        };
        let files = || all.iter().filter(|path| path.is_file());
        // A poster, a list or a note of that name beside a film is not it.
        let is_film = |path: &&PathBuf| has_ending(path, &FILMS);
        let is_picture = |path: &&PathBuf| ending_of_still(path).is_some();
        let by_stem = || files().filter(|path| is(path.file_stem()));
        let whole = files().filter(|path| !has_ending(path, &LISTS)).find(|path| is(path.file_name()));
        whole.or_else(|| by_stem().find(is_film)).or_else(|| by_stem().find(is_picture)).cloned()
    })
}

/// The frames of a file that a part shows: its numbers count from the file's own timecode, in its own frames a second.
///
/// # Errors
/// Why there are none, in words.
fn frames_of(part: &TimelineClip, looked: &Looked<'_>) -> Result<Range<usize>, String> {
    let rate = part.rate;
    if !rate.is_positive() {
        return Err("the cut list does not say how many frames a second it counts".into());
    }
    let start = match &looked.source().timecode {
        Some(start) => Counting::like(start, rate)
            .and_then(|counting| counting.frame(start))
            .map_err(|e| e.to_string())?,
        None => 0,
    };
    let first = part.first_frame.saturating_sub(start);
    let end = first.saturating_add(part.frames);
    let clip = looked.clip();
    let words = || {
        format!(
            "frames {first} to {} at {:.3} a second are not in its file, which has {} ({:.3} s)",
            end - 1,
            rate.value(),
            clip.frames(),
            clip.duration_s()
        )
    };
    // Of a file with another rate, or with one that varies, the frames that are shown then.
    Times::of_clip(clip).shown_in(rate, first..end).ok_or_else(words)
}
