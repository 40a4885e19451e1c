//! The files of a film, each measured once: what was measured lies in a folder beside the film's file and serves every shot and every run.

use crate::error::JobError;
use crate::film::measured_folder;
use crate::job::Progress;
use crate::session::{Session, SessionWish, bakes_turn};
use crate::sidecar::{ANALYSIS_FILES, analysis_files};
use dewax_media::faces::FaceChoice;
use dewax_media::guard::Guard;
use dewax_media::losses::{self, Opening};
use dewax_media::probe::Source;
use dewax_media::shown::{plain_stem, shown};
use dewax_media::tools::Tools;
use std::path::{Path, PathBuf};

/// Letters of a file's fingerprint in the name of its folder: enough to tell some thousands of files of one name apart.
const FINGERPRINT_LETTERS: usize = 12;
/// Containers that say how a picture is turned.
const KEEP_TURNS: [&str; 2] = ["mov", "mp4"];

/// How the files of a film are measured.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Measuring<'a> {
    pub(crate) tools: &'a Tools,
    /// The film's file.
    pub(crate) film: &'a Path,
    pub(crate) faces: &'a FaceChoice,
    pub(crate) mask: Option<&'a Path>,
    pub(crate) opening: Opening,
    pub(crate) guard: &'a Guard,
    /// Whether results keep a turn of the picture in their container; otherwise pictures are turned.
    pub(crate) keeps_turn: bool,
}

/// A file that is known.
#[derive(Debug)]
pub(crate) struct Measured<'a> {
    pub(crate) session: Session<'a>,
    /// Where its measurements lie.
    pub(crate) folder: PathBuf,
    /// Whether they lay there before.
    pub(crate) was_there: bool,
}

impl<'a> Measuring<'a> {
    /// Measures a file, or reads what was measured of it. What is measured is kept as soon as it is whole.
    ///
    /// # Errors
    /// When it cannot be read, is not whole and that was not accepted, its measurements may not be written, or the user stops.
    pub(crate) fn file(&self, path: &Path, progress: &dyn Progress) -> Result<Measured<'a>, JobError> {
        let source = losses::open(self.tools, path, self.opening)?;
        let bake_rotation = bakes_turn(&source, self.keeps_turn);
        let folder = measurements_of(self.film, &source, bake_rotation);
        // Held until the end of this function: an empty one goes again.
        let mut kept = self.guard.folder(&folder, &ANALYSIS_FILES)?;
        let wish = SessionWish {
            faces: self.faces.clone(),
            mask: self.mask,
            bake_rotation,
            folders: vec![folder.clone()],
            out: Some(&folder.join(ANALYSIS_FILES[0])),
            ..SessionWish::default()
        };
        let session = Session::open(self.tools, source, &wish, progress)?;
        let was_there = session.read_from.is_some();
        if !was_there {
            for (name, bytes) in analysis_files(&session.analysis)? {
                kept.renew(&name, &bytes)?;
            }
        }
        Ok(Measured { session, folder, was_there })
    }
}

/// Where the measurements of a file lie: files of one name have folders of their own, and so has one that was made anew, and one whose pictures are
/// turned: results of another kind leave its own to it.
pub(crate) fn measurements_of(film: &Path, source: &Source, bake_rotation: bool) -> PathBuf {
    let stem: String = shown(&plain_stem(&source.path)).chars().filter(|c| *c != '\\').take(40).collect();
    let print = source.fingerprint.get(..FINGERPRINT_LETTERS).unwrap_or(&source.fingerprint);
    let upright = if bake_rotation { "-upright" } else { "" };
    measured_folder(film).join(format!("{stem}-{print}{upright}"))
}

/// Whether a result with this ending says how its pictures are turned; otherwise they are turned themselves.
pub(crate) fn keeps_turn(ending: &str) -> bool {
    KEEP_TURNS.contains(&ending)
}

/// Which files were measured, and of which that was read.
#[derive(Debug, Default)]
pub(crate) struct Told {
    pub(crate) measured: Vec<String>,
    pub(crate) read: Vec<String>,
}

impl Told {
    /// Measures a file, or reads what was measured of it, and notes which.
    ///
    /// # Errors
    /// As of [`Measuring::file`].
    pub(crate) fn file<'a, P: Progress>(
        &mut self,
        measuring: &Measuring<'a>,
        path: &Path,
        watch: &impl Fn(&str) -> P,
    ) -> Result<Measured<'a>, JobError> {
        let name = name_of(path);
        let found = measuring.file(path, &watch(&name))?;
        if found.was_there {
            self.read.push(name)
        } else {
            self.measured.push(name)
        }
        Ok(found)
    }
}

/// The name of a file, for people.
pub(crate) fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}
