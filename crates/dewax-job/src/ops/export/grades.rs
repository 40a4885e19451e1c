//! The grades that dewax laid on the shots of a film, as files: ASC CDLs, or tables for programs that take none.

use super::Exported;
use crate::cdl;
use crate::error::{FilmError, JobError};
use crate::film::FilmShot;
use crate::sidecar::{RECIPE_FILE, folder_of, read_recipe};
use dewax_media::cdl_file::{self, CdlFileError, NamedCdl};
use dewax_media::cube_file;
use dewax_media::guard::{Guard, Permit};
use dewax_media::shown::shown;
use std::path::{Path, PathBuf};

/// Endings of files with grades, and of those the ones that hold a single one.
const ENDINGS: [&str; 4] = ["cc", "ccc", "cdl", "cube"];
const SINGLE: [&str; 2] = ["cc", "cube"];
/// What stands for the name of a shot in that of a file.
pub const SHOT: &str = "{shot}";

/// A file that is to be written, with the grades that go into it.
struct Sheet {
    permit: Permit,
    is_cube: bool,
    grades: Vec<NamedCdl>,
}

fn ending_of(to: &Path) -> String {
    to.extension().and_then(|e| e.to_str()).unwrap_or_default().to_lowercase()
}

/// Whether a name is that of a file with grades.
pub(super) fn are_meant(to: &Path) -> bool {
    ENDINGS.contains(&ending_of(to).as_str())
}

/// Whether the name of a file stands for one of each shot.
fn is_each(to: &Path) -> bool {
    to.to_string_lossy().contains(SHOT)
}

/// Writes the grades of shots: all into one file, or with `{shot}` in its name one for each. Nothing is written before all may be.
pub(super) fn write(
    guard: &Guard,
    to: &Path,
    found: &[(&FilmShot, PathBuf)],
    exported: &mut Exported,
) -> Result<(), JobError> {
    let ending = ending_of(to);
    let is_cube = ending == "cube";
    if SINGLE.contains(&ending.as_str()) && found.len() > 1 && !is_each(to) {
        let file = if is_cube { "" } else { ", or write a .ccc" };
        let what = format!(
            "a .{ending} holds one grade, and there are {}; name one with --shot, put {SHOT} into the name for a file of each{file}",
            found.len()
        );
        return Err(FilmError::from(CdlFileError::NotWritten { path: to.to_owned(), what }).into());
    }
    let grades = found.iter().map(|(shot, out)| grade(shot, out)).collect::<Result<Vec<_>, _>>()?;
    let sheets = if is_each(to) {
        let of = |one: NamedCdl| {
            let path = PathBuf::from(to.to_string_lossy().replace(SHOT, &one.id));
            Ok(Sheet { permit: guard.file(&path)?, is_cube, grades: vec![one] })
        };
        grades.into_iter().map(of).collect::<Result<Vec<_>, JobError>>()?
    } else {
        vec![Sheet { permit: guard.file(to)?, is_cube, grades }]
    };
    sheets.iter().try_for_each(|sheet| sheet.write(exported))
}

impl Sheet {
    fn write(&self, exported: &mut Exported) -> Result<(), JobError> {
        if !self.is_cube {
            cdl_file::write(&self.grades, &self.permit).map_err(FilmError::from)?;
        }
        for one in self.grades.iter().filter(|_| self.is_cube) {
            let far = cube_file::write(&one.id, &one.cdl, &self.permit)?;
            // Half a code of 10 bits is seen nowhere.
            if far * 1023.0 > 0.5 {
                let codes = far * 1023.0;
                exported.lost.push(format!(
                    "what the grade of `{}` bends between its 33 points: up to {codes:.1} codes of 10 bits; a .cc is exact",
                    shown(&one.id)
                ));
            }
        }
        Ok(())
    }
}

/// The grade that dewax laid on a shot: what its first run between two cuts got.
fn grade(shot: &FilmShot, out: &Path) -> Result<NamedCdl, JobError> {
    let recipe = read_recipe(&folder_of(out).join(RECIPE_FILE))?;
    let cdl = recipe.shots.first().map(|first| cdl::of(&first.stack)).unwrap_or_default();
    let description = format!("what dewax laid on {}: code values, before texture and grain", shot.file);
    Ok(NamedCdl { id: shot.name.clone(), description, cdl })
}
