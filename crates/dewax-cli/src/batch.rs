//! Where the result of each clip goes.

use crate::inputs::MARK;
use anyhow::bail;
use dewax_media::guard::{Folder, Guard};
use dewax_media::target::{Codec, ending_of_still};
use std::path::{Path, PathBuf};

/// Where results go.
#[derive(Debug)]
pub(crate) struct Outs {
    /// For each clip.
    pub(crate) files: Vec<PathBuf>,
    /// The folder that was made for them; it goes again when nothing came into it.
    _folder: Option<Folder>,
}

/// What is written when nobody says: what editors take.
const USUAL: Codec = Codec::Prores422Hq;

/// Where the result of each clip goes, or what belongs to each as another `kind` of file, such as `toml`. A folder that is not there yet and ends in a slash is made.
///
/// # Errors
/// When several clips are to go into one file, two results would get the same name, or the folder cannot be made.
pub(crate) fn outputs(
    clips: &[PathBuf],
    out: Option<&Path>,
    codec: Option<Codec>,
    kind: Option<&str>,
    guard: &Guard,
) -> anyhow::Result<Outs> {
    let is_new = |path: &Path| path.to_string_lossy().ends_with(['/', '\\']) && !path.is_dir();
    let files = names(clips, out, codec, kind)?;
    // Only when the names are known to be free of each other.
    let folder = out.filter(|path| is_new(path)).map(|path| guard.folder(path, &[])).transpose()?;
    Ok(Outs { files, _folder: folder })
}

/// The names of results.
fn names(
    clips: &[PathBuf],
    out: Option<&Path>,
    codec: Option<Codec>,
    kind: Option<&str>,
) -> anyhow::Result<Vec<PathBuf>> {
    let ending = codec.unwrap_or(USUAL).ending();
    let folder = match out {
        None => PathBuf::new(),
        Some(path) if path.is_dir() || path.to_string_lossy().ends_with(['/', '\\']) => path.to_owned(),
        Some(path) if clips.len() == 1 => return Ok(vec![path.to_owned()]),
        Some(path) => {
            bail!(
                "`{}` is one file, but there are {} clips: give a folder, which is made if it ends in a slash",
                path.display(),
                clips.len()
            )
        }
    };
    let mut names: Vec<PathBuf> = Vec::new();
    for clip in clips {
        let stem = clip.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
        // Only a pattern has a place for a number; `50% a.mp4` is a name.
        let is_still = !clip.to_string_lossy().contains('%') || clip.is_file();
        let named = if is_still { stem.as_str() } else { stem.split('%').next().unwrap_or_default() };
        let plain = named.trim_end_matches(['_', '-', '.']).to_string();
        let own = codec.is_none().then(|| ending_of_still(clip)).flatten().filter(|_| is_still);
        let ending = kind.or(own.as_deref()).unwrap_or(ending);
        // A still stays one picture; anything else may have many.
        let is_many = codec.is_some_and(Codec::is_pictures) && !(is_still && ending_of_still(clip).is_some());
        let number = if is_many && kind.is_none() { "_%05d" } else { "" };
        let mark = if kind.is_some() { "" } else { MARK };
        let name = |more: &str| folder.join(format!("{plain}{mark}{more}{number}.{ending}"));
        let first = name("");
        // Two sources of one name, such as a.mp4 and a.mov, keep apart.
        let free = if names.contains(&first) {
            let other = clip.extension().map(|e| e.to_string_lossy().into_owned()).unwrap_or_default();
            name(&format!("_{other}"))
        } else {
            first
        };
        if names.contains(&free) {
            bail!(
                "two clips would both be written to `{}`: give each a call with its own -o",
                free.display()
            );
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
        outputs(&clips, out.map(Path::new), codec, None, &Guard::new(false)).map(|outs| outs.files)
    }

    #[test]
    fn a_folder_that_ends_in_a_slash_is_made_and_goes_again_when_it_stays_empty() {
        let place = tempfile::tempdir().unwrap();
        let folder = format!("{}/new/deep/", place.path().display());
        for clips in [&["a.mp4"][..], &["a.mp4", "b.mov"]] {
            let clips: Vec<PathBuf> = clips.iter().map(PathBuf::from).collect();
            let outs = outputs(&clips, Some(Path::new(&folder)), None, None, &Guard::new(false)).unwrap();
            assert_eq!(outs.files[0], place.path().join("new/deep/a_dewax.mov"));
            assert!(Path::new(&folder).is_dir());
            drop(outs);
            assert!(!place.path().join("new").exists(), "nothing came into it");
        }
        // Where names clash nothing is made.
        assert!(
            names(&["a.mp4", "x/a.mp4", "y/a.mp4"], Some(&folder), None).is_err()
                && !place.path().join("new").exists()
        );
        std::fs::write(place.path().join("file"), "x").unwrap();
        assert!(names(&["a.mp4"], Some(&format!("{}/file/", place.path().display())), None).is_err());
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
        let got = names(&["a.mp4", "x/a.mov"], None, None).unwrap();
        assert_eq!(got, [PathBuf::from("a_dewax.mov"), PathBuf::from("a_dewax_mov.mov")]);
        assert!(names(&["a.mp4", "x/a.mp4", "y/a.mp4"], None, None).is_err());
    }
}
