//! A film as a file that people edit: its shots, which of them belong to one scene, and what each is to get.

mod check;
mod propose;
mod taste;
mod text;
mod tones;

use crate::error::FilmError;
use crate::sidecar::{folder_of, read_text};
use dewax::color::Cdl;
use dewax_media::guard::Permit;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

pub(crate) use check::tidy;
pub(crate) use propose::{FaceSeen, Proposed, Seen, hero_of, propose};
pub(crate) use taste::{Call, look_of};
pub(crate) use tones::Tones;

/// The version of film files.
pub const FILM_VERSION: u32 = 1;
/// What a film file's name ends with, where dewax names it.
pub const FILM_SUFFIX: &str = ".dewax.toml";

/// A film. Paths are seen from the folder that its file lies in.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Film {
    /// [`FILM_VERSION`].
    pub film_version: u32,
    /// What it is called.
    pub name: String,
    /// Whether the `cdl` of a shot is laid on its pictures. If not, it is kept for whoever writes a cut list, and the shot is matched
    /// like others.
    #[serde(default)]
    pub lay_cdl: bool,
    /// A `.cube` that people see the film through; it is not in what is written, unless as `bake_lut` says.
    pub show_lut: Option<String>,
    /// Whether each shot is written once more, beside its result, with the show LUT laid.
    #[serde(default)]
    pub bake_lut: bool,
    /// Its shots, in the order of the film.
    #[serde(default, rename = "shot")]
    pub shots: Vec<FilmShot>,
    /// Its scenes.
    #[serde(default, rename = "scene")]
    pub scenes: Vec<Scene>,
}

/// A shot of a film.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FilmShot {
    /// What it is called, and its output.
    pub name: String,
    /// The file that it is a part of.
    pub file: String,
    /// First frame of the file that is shown, and one past the last; all of the file when not given.
    #[serde(default, deserialize_with = "two_or_none")]
    pub frames: Option<[usize; 2]>,
    /// How many frames before and behind are treated and written as well, as far as the file has them.
    #[serde(default, deserialize_with = "two")]
    pub handles: [usize; 2],
    /// Who is in it, for people: likeness is a guess.
    #[serde(default)]
    pub persons: Vec<String>,
    /// Its look instead of the scene's: a name, or a file.
    pub look: Option<String>,
    /// Its strength instead of the scene's, 0..=2.
    pub strength: Option<f32>,
    /// Values that hold whatever is measured: `step.parameter=value`. They win over the scene's.
    #[serde(default)]
    pub set: Vec<String>,
    /// The grade that a cut list gave it.
    pub cdl: Option<Cdl>,
}

/// Shots that were taken in one place and light, and should look so.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scene {
    /// What it is called.
    pub name: String,
    /// Its shots, by name.
    pub shots: Vec<String>,
    /// The shot whose skin the others are drawn toward.
    pub hero: Option<String>,
    /// Whether they are.
    #[serde(default = "yes", rename = "match")]
    pub is_matched: bool,
    /// How far: 1 all of the way, 0 not at all.
    #[serde(default = "whole")]
    pub halfway: f32,
    /// A still whose grade is meant instead of the hero's.
    pub reference: Option<String>,
    /// The look of its shots: a name, or a file.
    pub look: Option<String>,
    /// Their strength, 0..=2.
    pub strength: Option<f32>,
    /// Values of its shots that hold whatever is measured.
    #[serde(default)]
    pub set: Vec<String>,
}

/// Two numbers, and no third one that nobody reads.
fn two<'de, D: Deserializer<'de>>(from: D) -> Result<[usize; 2], D::Error> {
    let numbers = Vec::<usize>::deserialize(from)?;
    numbers.try_into().map_err(|n: Vec<usize>| D::Error::invalid_length(n.len(), &"two numbers"))
}

fn two_or_none<'de, D: Deserializer<'de>>(from: D) -> Result<Option<[usize; 2]>, D::Error> {
    two(from).map(Some)
}

fn yes() -> bool {
    true
}

fn whole() -> f32 {
    1.0
}

impl Film {
    /// Reads a film from its text.
    ///
    /// # Errors
    /// What is wrong, in words: not TOML, unknown keys, another version, names that cannot be files', shots that are not there.
    pub fn parse(text: &str) -> Result<Self, String> {
        let film: Self = toml::from_str(text).map_err(|e| e.to_string().trim_end().to_owned())?;
        film.check()?;
        Ok(film)
    }

    /// Reads a film file.
    ///
    /// # Errors
    /// When it cannot be read, or is no film.
    pub fn read(path: &Path) -> Result<Self, FilmError> {
        let text = read_text(path)?;
        Self::parse(&text).map_err(|why| FilmError::NoFilm { path: path.to_owned(), why })
    }

    /// Writes it for people, whole or not at all. `said` are words to stand above scenes and shots: why they were proposed so.
    ///
    /// # Errors
    /// When it is none that could be read again, or the file may not be written.
    pub fn write(&self, permit: &Permit, said: &Said) -> Result<(), FilmError> {
        let path = || permit.path().to_owned();
        self.check().map_err(|why| FilmError::NoFilm { path: path(), why })?;
        permit.write(self.to_toml(said).as_bytes())?;
        Ok(())
    }

    /// The scene that a shot is in.
    pub fn scene_of(&self, shot: &str) -> Option<&Scene> {
        self.scenes.iter().find(|scene| scene.shots.iter().any(|name| name == shot))
    }

    /// The references of its scenes that are matched, each once.
    pub fn references(&self) -> impl Iterator<Item = &str> {
        let all: BTreeSet<&str> =
            self.scenes.iter().filter(|s| s.is_matched).filter_map(|s| s.reference.as_deref()).collect();
        all.into_iter()
    }

    /// The shot of this name.
    pub fn shot(&self, name: &str) -> Option<&FilmShot> {
        self.shots.iter().find(|shot| shot.name == name)
    }
}

impl FilmShot {
    /// A shot with nothing said but where it is.
    pub fn of(name: impl Into<String>, file: impl Into<String>, frames: Option<[usize; 2]>) -> Self {
        Self {
            name: name.into(),
            file: file.into(),
            frames,
            handles: [0; 2],
            persons: Vec::new(),
            look: None,
            strength: None,
            set: Vec::new(),
            cdl: None,
        }
    }

    /// Its file, seen from where the caller stands; `film` is the film's file.
    pub fn path(&self, film: &Path) -> PathBuf {
        film.parent().unwrap_or(Path::new("")).join(&self.file)
    }
}

/// What stands above scenes and shots as comments.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// Above all: what was lost on the way in, and the like.
    pub film: Vec<String>,
    /// Above each scene.
    pub scenes: Vec<Vec<String>>,
    /// Above each shot.
    pub shots: Vec<Vec<String>>,
}

/// The folder with what was measured for a film, beside its file.
pub fn measured_folder(film: &Path) -> PathBuf {
    folder_of(film)
}

/// Whether a path is meant as a film: nothing else that is treated ends so.
pub fn is_film(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("toml"))
}

#[cfg(test)]
#[path = "film_tests.rs"]
mod tests;
