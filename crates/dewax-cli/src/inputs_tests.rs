//! What folders and patterns mean.

use super::*;

struct Folder(tempfile::TempDir);

impl Folder {
    fn with(names: &[&str]) -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        names.iter().for_each(|name| std::fs::write(folder.at(name), "x").unwrap());
        folder
    }

    fn at(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// The names of what is meant.
    fn meant(&self, pattern: &str) -> Result<Vec<String>, String> {
        let found = clips(&[self.at(pattern)], true).map_err(|e| e.to_string())?;
        Ok(found.iter().map(|p| p.file_name().unwrap().to_string_lossy().into_owned()).collect())
    }
}

fn numbered(name: &str, numbers: impl Iterator<Item = usize>) -> Vec<String> {
    numbers.map(|n| format!("{name}{n:04}.png")).collect()
}

#[test]
fn patterns_mean_what_they_match_and_no_results() {
    let folder = Folder::with(&[
        "b.mp4",
        "a.mp4",
        "a_dewax.mp4",
        "c.mov",
        "d.png",
        "notes.txt",
        ".e.mp4",
        "f_dewax_00001.png",
        "a_dewax_mov.mov",
        "a.shown.webm",
        "a_dewax.shown_00001.png",
    ]);
    assert_eq!(folder.meant("*.mp4").unwrap(), ["a.mp4", "b.mp4"]);
    // In a folder that is called like a pattern, a numbered sequence is still one.
    std::fs::create_dir(folder.at("[2] x")).unwrap();
    assert_eq!(folder.meant("[2] x/f_%04d.png").unwrap(), ["f_%04d.png"]);
    assert_eq!(folder.meant("*").unwrap(), ["a.mp4", "b.mp4", "c.mov", "d.png"]);
    assert_eq!(folder.meant("*_dewax.mp4").unwrap(), ["a_dewax.mp4"]);
    assert_eq!(folder.meant("?.m*").unwrap(), ["a.mp4", "b.mp4", "c.mov"]);
    let none = folder.meant("*.mkv").unwrap_err();
    assert!(
        none.contains("no file matches `") && none.contains("4 .mp4") && none.contains("2 .mov"),
        "{none}"
    );
    let none = folder.meant("nowhere/*.mp4").unwrap_err();
    assert!(none.contains("there is no folder"), "{none}");
    let none = folder.meant("a_*.mp4").unwrap_err();
    assert!(none.contains("matches 1 files, and none is a clip"), "{none}");
    // What is no pattern is left to whoever opens it, and so is a file whose name looks like one.
    assert_eq!(folder.meant("shot_%05d.png").unwrap(), ["shot_%05d.png"]);
    std::fs::write(folder.at("odd[1].mp4"), "x").unwrap();
    assert_eq!(folder.meant("odd[1].mp4").unwrap(), ["odd[1].mp4"]);
}

#[test]
fn a_folder_of_numbered_pictures_is_one_clip_and_others_are_pictures() {
    let names = numbered("shot_", 7..15);
    let all: Vec<&str> = names.iter().map(String::as_str).collect();
    let folder = Folder::with(&all);
    let found = in_folder(folder.0.path()).unwrap();
    assert_eq!(found.clips, [folder.at("shot_%04d.png")]);
    let said = found.said.unwrap();
    assert!(said.contains("8 numbered pictures, taken as the one clip") && said.contains("*'"), "{said}");
    assert_eq!(folder.meant("*.png").unwrap().len(), 8, "a pattern means each for itself");
    // A gap, another name, too few: pictures.
    for (without, with) in [(Some(3), None), (None, Some("cover.png")), (Some(7), None)] {
        let kept = all.iter().enumerate().filter(|(i, _)| Some(*i) != without).map(|(_, n)| *n);
        let folder = Folder::with(&kept.chain(with).collect::<Vec<_>>());
        let found = in_folder(folder.0.path()).unwrap();
        assert!(
            found.clips.len() >= 7 && found.said.unwrap().contains("each for itself"),
            "{without:?} {with:?}"
        );
    }
    // Without zeros in front, over the tens.
    let plain: Vec<String> = (5..15).map(|n| format!("f{n}.jpg")).collect();
    let folder = Folder::with(&plain.iter().map(String::as_str).collect::<Vec<_>>());
    let found = in_folder(folder.0.path()).unwrap();
    assert_eq!(found.clips, [folder.at("f%d.jpg")], "{found:?}");
}

#[test]
fn a_folder_of_films_leaves_its_pictures() {
    let folder = Folder::with(&["b.mp4", "a.mov", "thumb.png", "a_dewax.mov"]);
    let found = in_folder(folder.0.path()).unwrap();
    assert_eq!(found, Found { clips: vec![folder.at("a.mov"), folder.at("b.mp4")], said: None });
    let empty = Folder::with(&["a.txt"]);
    assert!(in_folder(empty.0.path()).unwrap_err().to_string().contains("and for pictures"));
}
