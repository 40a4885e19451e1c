//! Many clips in one call: which files are meant, where each result goes, and a failure that costs only itself.

use anyhow::{Context, bail};
use dewax_media::target::{Codec, ending_of_still, is_moving_picture};
use std::path::{Path, PathBuf};

/// Endings that a folder is searched for.
const CLIP_ENDINGS: &[&str] = &[
    "mp4", "mov", "m4v", "mkv", "webm", "avi", "mxf", "mpg", "mpeg", "ts", "mts", "gif", "webp", "ogv", "wmv",
];
/// What dewax puts behind the name of a clip; files that have it are results and are not treated again.
const MARK: &str = "_dewax";

/// The clips that the arguments mean: files and patterns as they are, folders by what lies in them, sorted.
pub(crate) fn clips(arguments: &[PathBuf]) -> anyhow::Result<Vec<PathBuf>> {
    let mut out = Vec::new();
    for path in arguments {
        if !path.is_dir() {
            out.push(path.clone());
            continue;
        }
        let entries =
            std::fs::read_dir(path).with_context(|| format!("cannot read folder `{}`", path.display()))?;
        let all: Vec<PathBuf> = entries.filter_map(|e| e.ok().map(|e| e.path())).collect();
        let mut found: Vec<PathBuf> = all.iter().filter(|p| is_clip(p)).cloned().collect();
        if found.is_empty() {
            // A folder of stills, each a work of its own; beside clips they are thumbnails and the like.
            let is_work = |p: &PathBuf| is_own(p) && (ending_of_still(p).is_some() || is_moving_picture(p));
            found = all.into_iter().filter(is_work).collect();
        }
        if found.is_empty() {
            bail!("no clip in folder `{}`: it is searched for {}", path.display(), CLIP_ENDINGS.join(", "));
        }
        found.sort();
        out.extend(found);
    }
    Ok(out)
}

fn is_clip(path: &Path) -> bool {
    let ending = path.extension().map(|e| e.to_string_lossy().to_lowercase());
    ending.is_some_and(|e| CLIP_ENDINGS.contains(&e.as_str())) && is_own(path)
}

/// A file that is not hidden and no result.
fn is_own(path: &Path) -> bool {
    let stem = path.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
    path.is_file() && !stem.starts_with('.') && !stem.ends_with(MARK)
}

/// What is written when nobody says: what editors take.
const USUAL: Codec = Codec::Prores422Hq;

/// Where the result of each clip goes.
///
/// # Errors
/// When several clips are to go into one file, or two results would get the same name.
pub(crate) fn outputs(
    clips: &[PathBuf],
    out: Option<&Path>,
    codec: Option<Codec>,
) -> anyhow::Result<Vec<PathBuf>> {
    let ending = codec.unwrap_or(USUAL).ending();
    let folder = match out {
        None => PathBuf::new(),
        Some(path) if path.is_dir() || path.to_string_lossy().ends_with(['/', '\\']) => {
            if !path.is_dir() {
                bail!("output folder `{}` does not exist: make it first", path.display());
            }
            path.to_owned()
        }
        Some(path) if clips.len() == 1 => return Ok(vec![path.to_owned()]),
        Some(path) => {
            bail!(
                "`{}` is one file, but there are {} clips: give a folder that exists",
                path.display(),
                clips.len()
            )
        }
    };
    let mut names: Vec<PathBuf> = Vec::new();
    for clip in clips {
        let stem = clip.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
        let plain = stem.split('%').next().unwrap_or_default().trim_end_matches(['_', '-', '.']).to_string();
        let is_still = !clip.to_string_lossy().contains('%') || clip.is_file();
        let own = codec.is_none().then(|| ending_of_still(clip)).flatten().filter(|_| is_still);
        let ending = own.as_deref().unwrap_or(ending);
        // A still stays one picture; anything else may have many.
        let is_many = codec.is_some_and(Codec::is_pictures) && !(is_still && ending_of_still(clip).is_some());
        let number = if is_many { "_%05d" } else { "" };
        let name = |more: &str| folder.join(format!("{plain}{MARK}{more}{number}.{ending}"));
        let first = name("");
        // Two sources of one name, such as a.mp4 and a.mov, keep apart.
        let free = if names.contains(&first) {
            let other = clip.extension().map(|e| e.to_string_lossy().into_owned()).unwrap_or_default();
            name(&format!("_{other}"))
        } else {
            first
        };
        if names.contains(&free) {
            bail!("two clips would both be written to `{}`: treat them in separate calls", free.display());
        }
        names.push(free);
    }
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(clips: &[&str], out: Option<&str>, codec: Option<Codec>) -> anyhow::Result<Vec<PathBuf>> {
        let clips: Vec<PathBuf> = clips.iter().map(PathBuf::from).collect();
        outputs(&clips, out.map(Path::new), codec)
    }

    #[test]
    fn one_clip_to_a_file_or_a_folder() {
        assert_eq!(names(&["a/x.mp4"], Some("b.mov"), None).unwrap(), [PathBuf::from("b.mov")]);
        let folder = std::env::temp_dir();
        let got = names(&["a/x.mp4"], folder.to_str(), Some(Codec::H264)).unwrap();
        assert_eq!(got, [folder.join("x_dewax.mp4")]);
        assert_eq!(names(&["a/x.mp4"], None, None).unwrap(), [PathBuf::from("x_dewax.mov")]);
        // A still stays a still of its kind.
        for (still, codec, want) in [
            ("a/photo.jpg", None, "photo_dewax.jpg"),
            ("p3.PNG", None, "p3_dewax.png"),
            ("old.webp", None, "old_dewax.png"),
            ("scan.tif", Some(Codec::Png), "scan_dewax.png"),
            ("x_%04d.png", None, "x_dewax.mov"),
            ("photo.jpg", Some(Codec::H264), "photo_dewax.mp4"),
        ] {
            assert_eq!(names(&[still], None, codec).unwrap(), [PathBuf::from(want)], "{still}");
        }
        let pictures = names(&["x_%04d.png"], None, Some(Codec::Png)).unwrap();
        assert_eq!(pictures, [PathBuf::from("x_dewax_%05d.png")]);
    }

    #[test]
    fn several_clips_need_a_folder_and_keep_apart() {
        assert!(names(&["a.mp4", "b.mp4"], Some("one.mov"), None).is_err());
        assert!(names(&["a.mp4"], Some("/no/such/folder/"), None).is_err());
        let got = names(&["a.mp4", "x/a.mov"], None, None).unwrap();
        assert_eq!(got, [PathBuf::from("a_dewax.mov"), PathBuf::from("a_dewax_mov.mov")]);
        assert!(names(&["a.mp4", "x/a.mp4", "y/a.mp4"], None, None).is_err());
    }
}
