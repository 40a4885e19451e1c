//! Which clips are meant: files and numbered patterns as they are, names with `*` by what they match, folders by what lies in them.

use crate::glob;
use crate::show;
use anyhow::{Context, bail};
use dewax_job::ops::film::SHOWN;
use dewax_media::input::Pattern;
use dewax_media::picture_file::PictureKind;
use dewax_media::shown::shown;
use dewax_media::target::{ending_of_still, is_moving_picture};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Endings that a folder is searched for.
const CLIP_ENDINGS: &[&str] = &[
    "mp4", "mov", "m4v", "mkv", "webm", "avi", "mxf", "mpg", "mpeg", "ts", "mts", "gif", "webp", "ogv", "wmv",
];
/// What dewax puts behind the name of a clip; files that have it are results and are not treated again.
pub(crate) const MARK: &str = "_dewax";
/// So many pictures of one name and consecutive numbers in a folder are one clip: a third of a second of film. Fewer are likelier pictures
/// of one session.
const LEAST_OF_CLIP: usize = 8;

/// The clips that the arguments mean, sorted where they were found. What is not plain is said, unless `quiet`.
///
/// # Errors
/// When a folder or pattern holds none.
pub(crate) fn clips(arguments: &[PathBuf], quiet: bool) -> anyhow::Result<Vec<PathBuf>> {
    let mut out = Vec::new();
    for path in arguments {
        if path.is_dir() {
            let found = in_folder(path)?;
            if let (Some(text), false) = (&found.said, quiet) {
                show::note(text);
            }
            out.extend(found.clips);
        } else if glob::is_pattern(path) && path.symlink_metadata().is_err() && !is_numbered(path) {
            out.extend(by_pattern(path)?);
        } else {
            out.push(path.clone());
        }
    }
    Ok(out)
}

/// The pictures that the arguments mean, each for itself, sorted where they were found: of a folder all that are read in this process.
///
/// # Errors
/// When a folder or pattern holds none.
pub(crate) fn pictures(arguments: &[PathBuf]) -> anyhow::Result<Vec<PathBuf>> {
    let mut out: Vec<PathBuf> = Vec::new();
    for path in arguments {
        let found = if path.is_dir() {
            let at = path.display();
            let entries = std::fs::read_dir(path).with_context(|| format!("cannot read folder `{at}`"))?;
            let all = entries.filter_map(|e| e.ok().map(|e| e.path()));
            let mut all: Vec<PathBuf> =
                all.filter(|p| is_own(p) && PictureKind::by_ending(p).is_some()).collect();
            if all.is_empty() {
                bail!("no picture in folder `{at}`: it is searched for PNG, TIFF, JPEG and WebP files");
            }
            all.sort();
            all
        } else if glob::is_pattern(path) && path.symlink_metadata().is_err() {
            by_pattern(path)?
        } else {
            vec![path.clone()]
        };
        // Named twice, it is meant once.
        let new: Vec<PathBuf> = found.into_iter().filter(|path| !out.contains(path)).collect();
        out.extend(new);
    }
    Ok(out)
}

/// Whether it is the pattern of a sequence in a folder that is there, whatever marks the folder's name has.
fn is_numbered(path: &Path) -> bool {
    let name = path.file_name().map(Path::new).unwrap_or(Path::new(""));
    !glob::is_pattern(name) && path.parent().is_some_and(Path::is_dir)
}

/// What lies in a folder.
#[derive(Debug, PartialEq)]
struct Found {
    clips: Vec<PathBuf>,
    /// What the user should know of how it was taken.
    said: Option<String>,
}

fn in_folder(folder: &Path) -> anyhow::Result<Found> {
    let at = folder.display();
    let entries = std::fs::read_dir(folder).with_context(|| format!("cannot read folder `{at}`"))?;
    let mut all: Vec<PathBuf> =
        entries.filter_map(|e| e.ok().map(|e| e.path())).filter(|p| is_own(p)).collect();
    all.sort();
    let films: Vec<PathBuf> = all.iter().filter(|p| is_film(p)).cloned().collect();
    if !films.is_empty() {
        // Stills beside clips are thumbnails and the like.
        return Ok(Found { clips: films, said: None });
    }
    let (stills, moving): (Vec<PathBuf>, Vec<PathBuf>) = all
        .into_iter()
        .filter(|p| ending_of_still(p).is_some() || is_moving_picture(p))
        .partition(|p| !is_moving_picture(p));
    if let Some(pattern) = sequence(&stills).filter(|_| moving.is_empty()) {
        let name = shown(&pattern.display().to_string());
        let said = format!(
            "{}: {} numbered pictures, taken as the one clip {name}; each for itself: '{}'",
            shown(&at.to_string()),
            stills.len(),
            shown(&folder.join("*").display().to_string())
        );
        return Ok(Found { clips: vec![pattern], said: Some(said) });
    }
    let mut clips: Vec<PathBuf> = stills.into_iter().chain(moving).collect();
    clips.sort();
    if clips.is_empty() {
        bail!("no clip in folder `{at}`: it is searched for {}, and for pictures", CLIP_ENDINGS.join(", "));
    }
    let many = clips.len() > 1;
    let said = many.then(|| format!("{}: {} pictures, each for itself", shown(&at.to_string()), clips.len()));
    Ok(Found { clips, said })
}

/// The pattern of pictures that are one clip: all of one name but for consecutive numbers.
fn sequence(stills: &[PathBuf]) -> Option<PathBuf> {
    if stills.len() < LEAST_OF_CLIP {
        return None;
    }
    let first = stills.first()?;
    let name = first.file_name()?.to_str()?;
    let end = name.rfind('.')?;
    let digits = name[..end].len() - name[..end].trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let (before, number) = name[..end].split_at(end - digits);
    if number.is_empty() || before.contains('%') {
        return None;
    }
    let places =
        if number.starts_with('0') || stills.iter().all(|s| s.as_os_str().len() == first.as_os_str().len()) {
            format!("%0{digits}d")
        } else {
            "%d".into()
        };
    let text = format!("{before}{places}{}", &name[end..]);
    let pattern = Pattern::parse(&text)?;
    let numbers: Option<Vec<u64>> =
        stills.iter().map(|s| pattern.number_in(s.file_name()?.to_str()?)).collect();
    let mut numbers = numbers?;
    numbers.sort_unstable();
    let is_run = numbers.windows(2).all(|pair| pair[1] == pair[0] + 1);
    is_run.then(|| first.with_file_name(text))
}

/// The files that a name with `*` means. Results are meant only where the pattern names them.
fn by_pattern(path: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let all = glob::files(path);
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    // With an ending of its own the pattern says which files; without one, those that dewax knows.
    let says_ending = Path::new(&name).extension().is_some_and(|e| !glob::is_pattern(Path::new(e)));
    let is_known =
        |p: &PathBuf| says_ending || is_film(p) || ending_of_still(p).is_some() || is_moving_picture(p);
    let is_meant = |p: &PathBuf| is_known(p) && (name.contains(MARK) || is_own(p));
    let meant: Vec<PathBuf> = all.iter().filter(|p| is_meant(p)).cloned().collect();
    if !meant.is_empty() {
        return Ok(meant);
    }
    let at = path.display();
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if !all.is_empty() {
        bail!(
            "`{at}` matches {} files, and none is a clip that dewax did not make itself: name it",
            all.len()
        );
    }
    if !glob::is_pattern(folder) && !folder.is_dir() {
        bail!("no file matches `{at}`: there is no folder `{}`", folder.display());
    }
    bail!("no file matches `{at}`: this is what lies in `{}`: {}", folder.display(), listed(folder))
}

/// The kinds of files in a folder, with how many there are, for people.
fn listed(folder: &Path) -> String {
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    for path in std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(|e| Some(e.ok()?.path()))
        .filter(|p| p.is_file())
    {
        let ending = path.extension().map(|e| format!(".{}", e.to_string_lossy())).unwrap_or_default();
        *kinds.entry(ending).or_default() += 1;
    }
    let said: Vec<String> = kinds
        .iter()
        .map(|(kind, n)| format!("{n} {}", if kind.is_empty() { "without an ending" } else { kind }))
        .collect();
    if said.is_empty() { "no file".into() } else { said.join(", ") }
}

fn is_film(path: &Path) -> bool {
    let ending = path.extension().map(|e| e.to_string_lossy().to_lowercase());
    ending.is_some_and(|e| CLIP_ENDINGS.contains(&e.as_str()))
}

/// Whether a name is one that dewax gives: `a_dewax`, of pictures `a_dewax_00001`, of one of two clips of a name `a_dewax_mov`; and with the show
/// LUT laid `a.shown`.
fn is_result(stem: &str) -> bool {
    let is_marked = |stem: &str| stem.ends_with(MARK) || stem.ends_with(SHOWN);
    is_marked(stem)
        || stem.rsplit_once('_').is_some_and(|(before, more)| {
            let is_number = more.len() == 5 && more.bytes().all(|b| b.is_ascii_digit());
            is_marked(before) && (is_number || CLIP_ENDINGS.contains(&more))
        })
}

/// A file that is not hidden and no result.
fn is_own(path: &Path) -> bool {
    let stem = path.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
    path.is_file() && !stem.starts_with('.') && !is_result(&stem)
}

#[cfg(test)]
#[path = "inputs_tests.rs"]
mod tests;
