//! Which original belongs to which picture: by name, by the time at which it was taken, by what is on it.

use super::stamp::Stamp;
use std::path::{Path, PathBuf};

/// Words that people and programs put behind the name of a picture that was worked on, or of the one that was not.
const WORDS: &[&str] = &[
    "ai",
    "after",
    "before",
    "copy",
    "crop",
    "cropped",
    "dewax",
    "edit",
    "edited",
    "enhanced",
    "evoto",
    "export",
    "final",
    "fix",
    "fixed",
    "gigapixel",
    "hires",
    "highres",
    "lowres",
    "neural",
    "orig",
    "original",
    "out",
    "output",
    "portrait",
    "raw",
    "result",
    "retouch",
    "retouched",
    "ret",
    "sharp",
    "skin",
    "small",
    "smooth",
    "smoothed",
    "source",
    "src",
    "topaz",
    "upscale",
    "upscaled",
    "web",
];
/// What parts a name into words.
const BETWEEN: [char; 9] = [' ', '_', '-', '.', '(', ')', '+', '[', ']'];
/// From this correlation on, two pictures made as small as a stamp show the same; beside a second one that is as near it is not told. Of the
/// pictures of a session that were tried, other frames of the same person in the same place stay below it.
const SAME: f32 = 0.93;
/// So much nearer than the next one it must be.
const NEARER: f32 = 0.03;

/// How it is known that two pictures belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// One file was named as the original.
    Named,
    /// Their names are the same but for words such as `retouched`.
    Name,
    /// They were taken at the same time, and no other was.
    Time,
    /// They show the same.
    Content,
}

impl By {
    /// For people.
    pub fn words(self) -> &'static str {
        match self {
            Self::Named => "the one that was named",
            Self::Name => "by name",
            Self::Time => "by the time it was taken",
            Self::Content => "by what it shows",
        }
    }
}

/// What came of looking for an original.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Paired {
    /// This one, by its number in the list.
    With(usize, By),
    /// None, in words.
    Without(&'static str),
}

/// What is known of a picture without measuring it.
#[derive(Clone, Debug, Default)]
pub struct Glance {
    /// When it was taken, as its EXIF says, with the part of the second where that is said.
    pub taken: Option<String>,
    /// The picture as small as a stamp; none where it cannot be read.
    pub stamp: Option<Stamp>,
}

/// Finds the original of each picture. `glances` looks at files, and is asked only where names do not tell.
pub fn pair(
    pictures: &[PathBuf],
    originals: &[PathBuf],
    glances: impl Fn(&[PathBuf]) -> Vec<Glance>,
) -> Vec<Paired> {
    let by_name: Vec<Option<usize>> = pictures.iter().map(|picture| by_name(picture, originals)).collect();
    let open: Vec<PathBuf> = pictures
        .iter()
        .zip(&by_name)
        .filter(|(_, found)| found.is_none())
        .map(|(path, _)| path.clone())
        .collect();
    let seen = if open.is_empty() { Vec::new() } else { glances(originals) };
    let mut own = glances(&open).into_iter();
    by_name
        .into_iter()
        .map(|named| match named {
            Some(at) => Paired::With(at, By::Name),
            None => by_looks(&own.next().unwrap_or_default(), &seen),
        })
        .collect()
}

/// The one original whose name is that of a picture but for words behind it.
fn by_name(picture: &Path, originals: &[PathBuf]) -> Option<usize> {
    let own = stem(picture);
    let only = |is: &dyn Fn(&str) -> bool| {
        let mut found = originals.iter().enumerate().filter(|(_, path)| is(&stem(path)));
        let first = found.next()?.0;
        found.next().is_none().then_some(first)
    };
    only(&|other| other == own).or_else(|| only(&|other| core(other) == core(&own))).or_else(|| {
        // Behind the original's name stands a word that nobody listed: the longest such name, for `a_b` is not meant by `a_b_c` alone.
        let tail = |other: &str| own.strip_prefix(other).is_some_and(is_tail);
        let longest =
            originals.iter().map(|path| stem(path)).filter(|other| tail(other)).max_by_key(String::len)?;
        only(&|other| other == longest)
    })
}

/// Whether what stands behind a name is a word of its own, not the number of another picture.
fn is_tail(rest: &str) -> bool {
    rest.starts_with(BETWEEN) && rest.chars().any(char::is_alphabetic)
}

fn stem(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().to_lowercase()
}

/// A name without the words at its end, and without the numbers that stand behind such words.
fn core(stem: &str) -> &str {
    let mut rest = stem.trim_end_matches(BETWEEN);
    loop {
        let bare = rest.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end_matches(BETWEEN);
        // A number goes only with the word before it: `a_2` is another picture than `a_1`.
        let Some(shorter) = without_word(rest).or_else(|| without_word(bare)) else { return rest };
        rest = shorter;
    }
}

fn without_word(name: &str) -> Option<&str> {
    let (before, word) = name.rsplit_once(BETWEEN)?;
    let before = before.trim_end_matches(BETWEEN);
    let is_scale = matches!(word, "2x" | "4x" | "x2" | "x4" | "8x");
    (!before.is_empty() && (WORDS.contains(&word) || is_scale)).then_some(before)
}

/// The one original that was taken at the same time or shows the same.
fn by_looks(own: &Glance, originals: &[Glance]) -> Paired {
    let at_once: Vec<usize> = match &own.taken {
        Some(taken) => {
            (0..originals.len()).filter(|&at| originals[at].taken.as_ref() == Some(taken)).collect()
        }
        None => Vec::new(),
    };
    if let [at] = at_once[..] {
        return Paired::With(at, By::Time);
    }
    // Of several within a second, the one that shows the same.
    let asked = if at_once.is_empty() { (0..originals.len()).collect() } else { at_once };
    let Some(stamp) = &own.stamp else { return Paired::Without("it cannot be read") };
    let alike = |at: &usize| originals[*at].stamp.as_ref().map(|other| (stamp.alike(other), *at));
    let mut near: Vec<(f32, usize)> = asked.iter().filter_map(alike).collect();
    near.sort_by(|a, b| b.0.total_cmp(&a.0));
    match near[..] {
        [] => Paired::Without("no original can be read"),
        [(first, _), ..] if first < SAME => {
            Paired::Without("no original has its name, its time or the same picture")
        }
        [(first, _), (second, _), ..] if first < second + NEARER => Paired::Without(
            "several originals show nearly the same, and names and times do not tell which is meant",
        ),
        [(_, at), ..] => Paired::With(at, By::Content),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(names: &[&str]) -> Vec<PathBuf> {
        names.iter().map(PathBuf::from).collect()
    }

    #[test]
    fn names_tell_which_original_is_meant() {
        let originals = paths(&[
            "o/IMG_1.jpg",
            "o/IMG_12.tif",
            "o/ada orig.png",
            "o/bob_1.jpg",
            "o/bob_1_2.jpg",
            "o/eva.jpg",
            "o/eva.tif",
        ]);
        for (name, want) in [
            ("IMG_1.png", Some(0)),
            ("IMG_1_retouched.jpg", Some(0)),
            ("img_1-Edit-2.jpg", Some(0)),
            ("IMG_12 (upscaled 2x).jpg", Some(1)),
            ("IMG_1_somefilter.jpg", Some(0)),
            // The number of another picture.
            ("IMG_1_3.jpg", None),
            ("IMG_123.jpg", None),
            ("ada_final_2.jpg", Some(2)),
            ("bob_1_2_ai.jpg", Some(4)),
            ("bob_1_ai.jpg", Some(3)),
            // Two files have that name.
            ("eva_ai.jpg", None),
            ("retouched.jpg", None),
        ] {
            assert_eq!(by_name(Path::new(name), &originals), want, "{name}");
        }
    }

    /// A picture that is told by one number.
    fn stamp(salt: u32) -> Stamp {
        let value = |x: usize, y: usize| {
            let mixed = (x as u32 / 4 * 31 + y as u32 / 4 * 17 + salt * 101).wrapping_mul(0x9e37_79b9);
            (mixed >> 24) as f32
        };
        Stamp::of(64, 48, value)
    }

    #[test]
    fn times_and_pictures_tell_where_names_do_not() {
        let one = |path: &PathBuf| {
            let name = stem(path);
            let (taken, salt) = match name.as_str() {
                "a" | "x" => (Some("2024:01:01 10:00:00"), 1),
                // Two of one second.
                "b" | "y" => (Some("2024:01:01 10:00:05"), 2),
                "c" => (Some("2024:01:01 10:00:05"), 3),
                "d" | "z" => (None, 4),
                "d2" => (None, 4),
                _ => (None, 9),
            };
            Glance { taken: taken.map(String::from), stamp: Some(stamp(salt)) }
        };
        let glance = |paths: &[PathBuf]| paths.iter().map(one).collect::<Vec<_>>();
        let pictures = paths(&["x.jpg", "y.jpg", "z.jpg", "w.jpg"]);
        let got = pair(&pictures, &paths(&["a.jpg", "b.jpg", "c.jpg", "d.jpg"]), glance);
        let with = |at, by| Paired::With(at, by);
        assert_eq!(got[..3], [with(0, By::Time), with(1, By::Content), with(3, By::Content)]);
        assert!(matches!(got[3], Paired::Without(why) if why.contains("no original has")));
        // Two that show the same: nobody can tell.
        let got = pair(&pictures[2..3], &paths(&["d.jpg", "d2.jpg"]), glance);
        assert!(matches!(got[0], Paired::Without(why) if why.contains("several")));
    }
}
