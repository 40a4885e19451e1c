//! What a film file could have got wrong: names that cannot be files', shots that are not there, numbers without meaning.

use super::{FILM_VERSION, Film, FilmShot, Scene};
use crate::cdl;
use dewax::color::Cdl;
use dewax::param::Limits;
use dewax::stack::{Setting, Stack};
use dewax_media::shown::shown;
use std::collections::BTreeSet;

/// The most letters of a name: with endings and marks it is still a file's name everywhere (255 bytes).
const MOST_LETTERS: usize = 60;
/// Letters that no system or no pattern of numbered pictures lets a name have.
const NOT_IN_NAMES: &[char] = &['/', '\\', ':', '*', '?', '"', '<', '>', '|', '%'];
/// The most frames that a file of a film may have: a day at 100 frames a second.
const MOST_FRAMES: usize = 8_640_000;
/// The largest number that a CDL of a film may hold: more is no grade but a slip of the keys. What is to be laid must be what `balance` takes.
const MOST_OF_CDL: f32 = 100.0;

impl Film {
    /// Whether it could be treated as far as its file tells.
    ///
    /// # Errors
    /// The first thing that is wrong, in words.
    pub(super) fn check(&self) -> Result<(), String> {
        if self.film_version != FILM_VERSION {
            return Err(format!("film_version is {}, this program reads {FILM_VERSION}", self.film_version));
        }
        label("name", &self.name)?;
        if self.shots.is_empty() {
            return Err("it has no [[shot]]".into());
        }
        if self.show_lut.as_ref().is_some_and(|file| file.trim().is_empty() || file.contains('\0')) {
            return Err("`show_lut` must name a .cube file".into());
        }
        let mut names = BTreeSet::new();
        for shot in &self.shots {
            name("a shot", &shot.name)?;
            // Some disks do not tell large letters from small ones.
            if !names.insert(shot.name.to_lowercase()) {
                return Err(format!("two shots are called `{}`", shot.name));
            }
            shot.check().map_err(|why| format!("shot `{}`: {why}", shot.name))?;
            if let Some(cdl) = shot.cdl.as_ref().filter(|_| self.lay_cdl) {
                can_be_laid(cdl).map_err(|why| format!("shot `{}`: {why}", shot.name))?;
            }
        }
        let (mut scenes, mut placed) = (BTreeSet::new(), BTreeSet::new());
        for scene in &self.scenes {
            label("the name of a scene", &scene.name)?;
            if !scenes.insert(&scene.name) {
                return Err(format!("two scenes are called `{}`", scene.name));
            }
            let wrong = |why: String| format!("scene `{}`: {why}", scene.name);
            for shot in &scene.shots {
                if self.shot(shot).is_none() {
                    return Err(wrong(format!("there is no shot `{}`", shown(shot))));
                }
                if !placed.insert(shot) {
                    return Err(wrong(format!("shot `{shot}` stands in two places")));
                }
            }
            scene.check().map_err(wrong)?;
        }
        Ok(())
    }
}

impl FilmShot {
    fn check(&self) -> Result<(), String> {
        if self.file.trim().is_empty() || self.file.contains('\0') {
            return Err("`file` must name a file".into());
        }
        if let Some([first, end]) = self.frames
            && (first >= end || end > MOST_FRAMES)
        {
            return Err(format!(
                "`frames` is [{first}, {end}]: write the first frame and one past the last, counted from 0"
            ));
        }
        if self.handles.iter().any(|&handle| handle > MOST_FRAMES) {
            return Err(format!(
                "`handles` is [{}, {}]: that is no number of frames",
                self.handles[0], self.handles[1]
            ));
        }
        self.persons.iter().try_for_each(|person| label("a person's name", person))?;
        taste(self.look.as_deref(), self.strength, &self.set)?;
        self.cdl.as_ref().map_or(Ok(()), grade)
    }
}

impl Scene {
    fn check(&self) -> Result<(), String> {
        if let Some(hero) = self.hero.as_ref().filter(|hero| !self.shots.contains(hero)) {
            return Err(format!("its hero `{}` is none of its shots", shown(hero)));
        }
        if !(0.0..=1.0).contains(&self.halfway) {
            return Err(format!("`halfway` is {}: write 0 (not at all) to 1 (all of the way)", self.halfway));
        }
        if self.reference.as_ref().is_some_and(|file| file.trim().is_empty() || file.contains('\0')) {
            return Err("`reference` must name a file".into());
        }
        taste(self.look.as_deref(), self.strength, &self.set)
    }
}

fn taste(look: Option<&str>, strength: Option<f32>, set: &[String]) -> Result<(), String> {
    if look.is_some_and(|look| look.trim().is_empty() || look.contains('\0')) {
        return Err("`look` must be the name of a look, or a file".into());
    }
    // As on the command line.
    if let Some(strength) = strength.filter(|s| !(0.0..=2.0).contains(s)) {
        return Err(format!("`strength` is {strength}: write 0 to 2"));
    }
    set.iter().try_for_each(|text| Setting::read(text, Limits::Hold).map(drop).map_err(|e| e.to_string()))
}

fn grade(cdl: &Cdl) -> Result<(), String> {
    let sane = |v: &f32| (0.0..=MOST_OF_CDL).contains(v);
    let holds = cdl.slope.iter().chain(&cdl.power).chain([&cdl.saturation]).all(sane)
        && cdl.offset.iter().all(|v| v.abs() <= MOST_OF_CDL);
    if holds {
        Ok(())
    } else {
        Err(format!(
            "`cdl` is no grade: write 0 to {MOST_OF_CDL}, and offsets from -{MOST_OF_CDL} to {MOST_OF_CDL}"
        ))
    }
}

/// Whether the step that lays it takes all of a CDL.
fn can_be_laid(cdl: &Cdl) -> Result<(), String> {
    let mut stack = Stack::neutral();
    cdl::nearest(cdl).iter().for_each(|setting| stack.set(setting));
    let Cdl { slope, offset, power, saturation } = cdl::of(&stack);
    if cdl::of(&stack) == *cdl {
        return Ok(());
    }
    Err(format!(
        "`cdl` is beyond what `balance` lays; the nearest is slope {slope:?}, offset {offset:?}, power {power:?}, saturation {saturation}: \
         write that, or `lay_cdl = false`"
    ))
}

/// Words for people: one line, and nothing that a terminal or a page would obey.
fn label(what: &str, text: &str) -> Result<(), String> {
    if text.trim().is_empty() {
        return Err(format!("{what} is empty"));
    }
    if shown(text) != text || text.chars().count() > MOST_LETTERS {
        return Err(format!("{what} is `{}`: write one line of at most {MOST_LETTERS} letters", shown(text)));
    }
    Ok(())
}

/// A name that can be a file's on every system, with an ending behind it.
fn name(whose: &str, text: &str) -> Result<(), String> {
    label(&format!("the name of {whose}"), text)?;
    let bad = text.contains(NOT_IN_NAMES)
        || text.starts_with('.')
        || text.trim() != text
        || text.len() > 2 * MOST_LETTERS;
    if bad || is_taken(text) {
        return Err(format!(
            "{whose} is called `{text}`, which is no name for its file: leave out {}, a dot at its start, and spaces at its ends",
            NOT_IN_NAMES.iter().map(char::to_string).collect::<Vec<_>>().join(" ")
        ));
    }
    Ok(())
}

/// Names of devices on Windows.
fn is_taken(text: &str) -> bool {
    let stem = text.split('.').next().unwrap_or_default().to_lowercase();
    let numbered = |word: &str| {
        stem.strip_prefix(word).is_some_and(|n| n.len() == 1 && n.as_bytes()[0].is_ascii_digit())
    };
    matches!(stem.as_str(), "con" | "prn" | "aux" | "nul") || numbered("com") || numbered("lpt")
}

/// A name made of any text, such as a file's: what a name may not have becomes `_`.
pub(crate) fn tidy(text: &str) -> String {
    let plain = |c: char| {
        if NOT_IN_NAMES.contains(&c) || shown(&c.to_string()).len() > c.len_utf8() { '_' } else { c }
    };
    let mut tidy: String = text.chars().map(plain).take(MOST_LETTERS - NUMBER_LETTERS).collect();
    while tidy.len() > 2 * (MOST_LETTERS - NUMBER_LETTERS) {
        tidy.pop();
    }
    let tidy = tidy.trim_end().trim_start_matches(|c: char| c == '.' || c.is_whitespace()).to_owned();
    if tidy.is_empty() || is_taken(&tidy) { format!("shot_{tidy}") } else { tidy }
}

/// Room for the number that makes two names differ.
const NUMBER_LETTERS: usize = 8;
