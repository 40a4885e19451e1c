//! One picture: read, measured, treated, written, judged on what was written, and put in place.

use super::error::StillsError;
use super::files::{self, Files};
use super::made::{Made, Task, Treatment, row_of};
use super::measured::{Measured, Whose};
use super::originals::{Grafted, Original, Seen, grafted, laid, looked_at};
use super::pores::stepped;
use super::proofs;
use super::wish::{MethodWish, StillsWish, Values};
use crate::brief::{Brief, Done};
use crate::passes::layers::codes;
use crate::progress::Progress;
use crate::sidecar::folder_of;
use dewax::analysis::FaceWish;
use dewax::check::Severity;
use dewax::clip::Signs;
use dewax::px::{Mask, Rect, Rgb16};
use dewax::report::{Report, Verdict};
use dewax::still::{Holding, Regions, hold};
use dewax_media::guard::is_own_file;
use dewax_media::input::fingerprint;
use dewax_media::picture_file::{self, PictureFile, PictureKind};
use dewax_show::exhibits::loupe_rect;
use dewax_show::stills_page::{FoundRow, StillRow};
use std::path::Path;
use std::time::Instant;

/// Side of the loupe, in pixels of the picture, around which the clearest skin is looked for.
const LOUPE_PX: usize = 256;

/// What all pictures share.
#[derive(Clone, Copy)]
pub(crate) struct Bench<'a> {
    pub(crate) wish: &'a StillsWish,
    pub(crate) finder: Option<&'a FaceWish>,
    pub(crate) models: &'a str,
    pub(crate) progress: &'a dyn Progress,
}

impl Bench<'_> {
    /// Treats a picture, or takes the result that is there.
    pub(crate) fn still(&self, task: &Task) -> Result<StillRow, StillsError> {
        let started = Instant::now();
        let unreadable = |path: &Path| {
            let path = path.to_owned();
            move |error| StillsError::Unreadable { path, error }
        };
        let print = fingerprint(&task.picture).map_err(unreadable(&task.picture))?;
        let original = task.original.as_ref().ok();
        let of_original =
            original.map(|(path, _)| fingerprint(path).map_err(unreadable(path))).transpose()?;
        if let Some((path, _)) = original.filter(|_| of_original.as_ref() == Some(&print)) {
            return Err(StillsError::Itself(path.clone()));
        }
        let wished = self.wish.document(self.models, &print, of_original.as_deref());
        if let Some(row) = files::there(&task.out, &wished).filter(|_| self.wish.keeps_what_fits) {
            return Ok(row);
        }
        let place = self.wish.guard.place(&task.out, Some(&folder_of(&task.out)))?;
        // A killed run may have left it, and the place made it whole.
        if let Some(row) = files::there(&task.out, &wished).filter(|_| self.wish.keeps_what_fits) {
            return Ok(row);
        }
        if !self.wish.again && is_own_file(&task.picture, &folder_of(&task.picture)) {
            return Err(StillsError::OwnResult);
        }
        let mut row = row_of(task);
        let made = self.made(task, print, &mut row)?;
        let files = Files { wish: self.wish, task, place: &place, made: &made, wished: &wished };
        let (bytes, written) = files.written(&mut row)?;
        proofs::prove(&made, &written, &mut row)?;
        row.seconds = (started.elapsed().as_secs_f64() * 100.0).round() / 100.0;
        files.put_in_place(&bytes, &written, &mut row)?;
        Ok(row)
    }

    /// Reads and treats.
    fn made(&self, task: &Task, print: String, row: &mut StillRow) -> Result<Made, StillsError> {
        let file = picture_file::read(&task.picture)?;
        row.notes.extend(file.notes.iter().cloned());
        let srgb = file.as_srgb(&file.rgb)?;
        let whose = whose(&file, &task.picture, print);
        let method = self.wish.method;
        let has_original = task.original.is_ok() && method != MethodWish::Pores;
        if method.needs_original() && !has_original {
            let why = task.original.clone().err().filter(|why| !why.is_empty());
            let why = why.unwrap_or_else(|| "none was given".into());
            return Err(StillsError::NoOriginal { method: method.name(), why });
        }
        if has_original || method == MethodWish::Synthetic {
            let seen = Seen::of(whose.clone(), &srgb, depth(&file), self.finder)?;
            row.found = found(&Report::of(&seen.measured.analysis, None, None));
            if let Some(grafted) = self.laid_on(task, &file, &seen, row)? {
                let at = place(&seen.measured, None, looked_at(file.width(), file.height()));
                let treatment = if grafted.layers.is_empty() {
                    row.method = "none".into();
                    row.because = "No skin was found where something could be laid on.".into();
                    Treatment::Left
                } else {
                    Treatment::Laid(Box::new((seen, grafted)))
                };
                drop(srgb);
                return Ok(Made { file, stepped: None, treatment, at });
            }
        }
        let measured = Measured::of(whose, &srgb, depth(&file), self.finder)?;
        drop(srgb);
        self.stepped(file, measured, row)
    }

    /// The picture with an original or noise laid on; none where the steps are to do it.
    fn laid_on(
        &self,
        task: &Task,
        file: &PictureFile,
        seen: &Seen,
        row: &mut StillRow,
    ) -> Result<Option<Grafted>, StillsError> {
        let (wish, method) = (self.wish, self.wish.method);
        if seen.faces.is_empty() && method != MethodWish::Auto {
            return Err(StillsError::NoFace(method.name()));
        }
        let size = (file.width(), file.height());
        let masks = seen.masks(size, &wish.values);
        let path = task.original.as_ref().ok().filter(|_| method != MethodWish::Synthetic);
        let Some((path, _)) = path else {
            let done = grafted(&file.rgb, seen, &masks, None, method, wish);
            row.method = method.name().into();
            return Ok(Some(told(done, row)));
        };
        let original = match self.original(path, file) {
            Err(StillsError::Picture(why)) if method == MethodWish::Auto => {
                row.notes.push(format!("The original cannot be used, so that texture was made: {why}."));
                return Ok(None);
            }
            original => original?,
        };
        let lies = laid(&file.rgb, seen, &original, &masks);
        // Its pixels lie under the faces now.
        let name = original.name.clone();
        drop(original);
        match lies {
            Ok(laid) => {
                let method = if method == MethodWish::Auto { MethodWish::Hybrid } else { method };
                row.method = method.name().into();
                let done = grafted(&file.rgb, seen, &masks, Some(laid), method, wish);
                Ok(Some(told(done, row)))
            }
            Err(why) if method == MethodWish::Auto => {
                row.notes.push(format!(
                    "The original {name} does not lie under the picture, so that texture was made: {why}."
                ));
                Ok(None)
            }
            Err(why) => Err(StillsError::NotTheSame { original: name, why }),
        }
    }

    /// Reads an original, in the profile of its picture.
    fn original(&self, path: &Path, picture: &PictureFile) -> Result<Original, StillsError> {
        let file = picture_file::read(path)?;
        let srgb = file.as_srgb(&file.rgb)?;
        let whose = whose(&file, path, String::new());
        let seen = Seen::of(whose, &srgb, depth(&file), self.finder)?;
        Ok(Original { name: file.name.clone(), rgb: file.into_profile_of(picture)?, seen })
    }

    /// The picture as the steps of the look make it.
    fn stepped(
        &self,
        file: PictureFile,
        measured: Measured,
        row: &mut StillRow,
    ) -> Result<Made, StillsError> {
        let done = stepped(&measured, &self.wish.look, self.wish.seed, self.progress)?;
        let report = Report::of(&measured.analysis, Some(&done.recipe), Some(&done.trials));
        row.found = found(&report);
        row.because = report.shots.iter().map(|shot| shot.because.clone()).next().unwrap_or_default();
        let at = place(&measured, done.skin.as_deref(), 1);
        if report.verdict == Verdict::Leave {
            row.method = "none".into();
            return Ok(Made { file, stepped: None, treatment: Treatment::Left, at });
        }
        row.method = MethodWish::Pores.name().into();
        let brief = Brief::of(&report, Some(&done.recipe));
        row.done = brief.done.iter().map(Done::words).collect();
        let picture = measured.picture();
        let [before, after] = [&measured.frame, &done.done].map(|frame| codes(frame, &picture));
        let mut rgb = file.with_change(&file.rgb, &before, &after)?;
        drop((before, after));
        let measured = held_to(&self.wish.values, &file.rgb, &mut rgb, measured, row);
        let treatment = Treatment::Stepped(Box::new((measured, done)));
        Ok(Made { file, stepped: Some(rgb), treatment, at })
    }
}

/// Holds what steps made to regions, tones and strengths of single faces, where those were wished.
fn held_to(
    values: &Values,
    before: &Rgb16,
    after: &mut Rgb16,
    measured: Measured,
    row: &mut StillRow,
) -> Measured {
    if values.regions == Regions::default() && values.tones.is_plain() && values.faces.is_empty() {
        return measured;
    }
    let size = (before[0].width(), before[0].height());
    let seen = Seen::read(measured, 1);
    let (wanted, all) = (seen.masks(size, values), seen.masks(size, &Values::default()));
    let holdings = seen.faces.iter().zip(all.iter().zip(&wanted));
    let holdings: Vec<Holding<'_>> = holdings
        .map(|((id, face), (all, wanted))| Holding {
            all,
            wanted,
            iod_px: face.iod_px,
            // What is made has the strength of all faces already.
            strength: values.strength_of(*id) / values.strength.max(f32::EPSILON),
        })
        .collect();
    hold(before, after, &holdings, &values.tones);
    row.done.push("held to the regions, tones and strengths that were wished".into());
    row.notes.append(&mut values.beyond(&seen.ids(), values.strength));
    seen.measured
}

/// Says what was laid on.
fn told(mut grafted: Grafted, row: &mut StillRow) -> Grafted {
    row.done = std::mem::take(&mut grafted.done);
    row.notes.append(&mut grafted.notes);
    grafted
}

/// Bits of the frame of a picture: sRGB of another profile has more than 8.
fn depth(file: &PictureFile) -> u8 {
    if file.is_srgb() { file.bits } else { 16 }
}

fn whose(file: &PictureFile, path: &Path, fingerprint: String) -> Whose {
    // As FFmpeg calls them.
    let codec = match file.kind {
        PictureKind::Jpeg => "mjpeg",
        PictureKind::Png => "png",
        PictureKind::Tiff => "tiff",
        PictureKind::Webp => "webp",
    };
    let bytes = path.metadata().map_or(0, |meta| meta.len());
    let pixels = (file.width() * file.height()) as f32;
    let bits_per_pixel = (pixels > 0.0).then(|| bytes as f32 * 8.0 / pixels);
    let signs = Signs { codec: codec.into(), bits_per_pixel, written_by: Vec::new() };
    Whose { name: file.name.clone(), fingerprint, signs }
}

/// What checks found, the worst first; what is fine is not said.
fn found(report: &Report) -> Vec<FoundRow> {
    let all = report.shots.iter().flat_map(|shot| &shot.findings);
    let told = all.filter(|f| matches!(f.severity, Severity::Minor | Severity::Clear));
    let mut rows: Vec<FoundRow> = told
        .map(|f| FoundRow {
            check: f.code.clone(),
            severity: if f.severity == Severity::Clear { "clear" } else { "minor" }.into(),
            of_limit: f.of_threshold(),
            words: f.text.clone(),
        })
        .collect();
    rows.sort_by(|a, b| b.of_limit.total_cmp(&a.of_limit));
    rows
}

/// Where a loupe shows skin best, in px of a picture that was looked at `times` smaller.
fn place(measured: &Measured, skin: Option<&Mask>, times: usize) -> Rect {
    let luma = measured.frame.luma();
    let (width, height) = (luma.width(), luma.height());
    let found;
    let skin = match (skin, measured.analysis.shots.first()) {
        (Some(skin), _) => Some(skin),
        (None, Some(facts)) => {
            found = facts.skin_search().find(&measured.picture(), &facts.faces, &measured.frame);
            found.as_ref()
        }
        (None, None) => None,
    };
    let at = loupe_rect(skin, Some(luma), width, height, (LOUPE_PX / times).max(16));
    Rect { x0: at.x0 * times, y0: at.y0 * times, x1: at.x1 * times, y1: at.y1 * times }
}
