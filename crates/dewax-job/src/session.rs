//! A clip with everything that is known of it before it is treated: source, mask, and its analysis, which is read where one is there that
//! fits, and measured where not.

use crate::error::is_whole;
use crate::job::{JobError, Progress, analyse_beside};
use crate::making::{Feed, Making};
use crate::notes::notes;
use crate::sidecar::{ANALYSIS_FILE, read_analysis};
use crate::trial::OnTrial;
use crate::upscale::{self, Upscale};
use dewax::analysis::{Analysis, MadeWith};
use dewax::px::Frame;
use dewax::recipe::Recipe;
use dewax::shelf::Shelf;
use dewax_media::faces::{self, Available, FaceChoice};
use dewax_media::film::FieldsWish;
use dewax_media::guard::scratch;
use dewax_media::matte::Matte;
use dewax_media::probe::Source;
use dewax_media::shown::shown;
use dewax_media::tools::Tools;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Whether the pictures of a source are turned: where its results do not say how they are, or are pictures.
pub(crate) fn bakes_turn(source: &Source, keeps_turn: bool) -> bool {
    source.is_turned() && (source.is_pictures() || !keeps_turn)
}

/// How a clip is to be seen.
#[derive(Clone, Debug, Default)]
pub struct SessionWish<'a> {
    /// How faces are found. A recipe says so itself.
    pub faces: FaceChoice,
    /// A clip or still that says where the skin is; see [`Matte::open`]. A recipe names its own.
    pub mask: Option<&'a Path>,
    /// The recipe that is to be rendered, or that a result was made from.
    pub recipe: Option<&'a Recipe>,
    /// Whether pictures are turned upright.
    pub bake_rotation: bool,
    /// How much larger pictures are made. A recipe says so itself.
    pub upscale: Upscale,
    /// Folders in which an analysis may lie.
    pub folders: Vec<PathBuf>,
    /// The output, beside which there is room for what is put away.
    pub out: Option<&'a Path>,
    /// Whether faces that are named and are not there are an error.
    pub must_know_faces: bool,
}

/// A clip and what is known of it.
#[derive(Debug)]
pub struct Session<'a> {
    /// The programs.
    pub tools: &'a Tools,
    /// The clip.
    pub source: Source,
    /// The mask that was given.
    pub matte: Option<Matte>,
    /// Whether pictures are turned upright.
    pub bake_rotation: bool,
    /// Its measurements.
    pub analysis: Analysis,
    /// Where they were read; none when the clip was measured.
    pub read_from: Option<PathBuf>,
    /// What a reader of a report must know, in sentences.
    pub notes: Vec<String>,
    /// What was made once for its frames: a skin laid flat costs more than a frame, and trial, render and preview share it.
    pub(crate) shelf: Shelf,
}

/// A frame before and after the treatment.
#[derive(Clone, Debug)]
pub struct Previewed {
    /// As decoded.
    pub before: Arc<Frame>,
    /// After every step.
    pub after: Arc<Frame>,
}

impl<'a> Session<'a> {
    /// Learns everything of a clip that was opened to be treated.
    ///
    /// # Errors
    /// When mask or faces are not to be had as wished, the clip cannot be decoded or is not whole, or the user stops. An analysis that
    /// is damaged or does not fit is no error: the clip is measured then, and a note says so.
    pub fn open(
        tools: &'a Tools,
        mut source: Source,
        wish: &SessionWish<'_>,
        progress: &dyn Progress,
    ) -> Result<Self, JobError> {
        source.upscale = wish.upscale.first(wish.recipe);
        upscale::fits(&source)?;
        // What is not turned is upright as it is: measured so or so, it is the same.
        let bake_rotation = wish.bake_rotation && source.is_turned();
        let matte = Matte::open(tools, wish.mask, wish.recipe, &source, bake_rotation)?;
        let choice = wish.recipe.map_or_else(|| wish.faces.clone(), FaceChoice::of_recipe);
        let available = choice.available()?;
        let made_with = MadeWith {
            decoder: format!("FFmpeg {}", tools.version),
            models: available.models(),
            mask: matte.as_ref().map(Matte::identity),
            upright: bake_rotation,
            upscale: Some(source.upscale).filter(|times| *times != 1),
            fields: if source.fields_wish == FieldsWish::Deinterlace { "deinterlaced" } else { "" }.into(),
            files: if source.pattern { source.stamp.clone() } else { String::new() },
        };
        let (found, not_used) = found_in(&wish.folders, &source, &available, &made_with);
        let mut of_faces = available.note.clone();
        let (analysis, read_from) = match found {
            Some((mut analysis, file)) => {
                // As when it was measured: what is missing is refused, or was accepted.
                source.refuse(&analysis.noticed.losses)?;
                if let Some(stow) = scratch(wish.out) {
                    put_away(&mut analysis, &stow);
                }
                (analysis, Some(file))
            }
            None => {
                let opened = available.open(choice.tier == Some(dewax::face::Tier::Mesh))?;
                let finder = opened.wish.as_ref();
                let (mut analysis, noticed) = analyse_beside(
                    wish.out,
                    tools,
                    &source,
                    bake_rotation,
                    finder,
                    matte.as_ref(),
                    progress,
                )?;
                (analysis.made_with, analysis.noticed) = (made_with, noticed);
                of_faces = opened.note;
                (analysis, None)
            }
        };
        let larger = wish.upscale.told(&analysis).filter(|_| wish.recipe.is_none());
        if let Some((times, _)) = larger.as_ref().filter(|(times, _)| *times != source.upscale) {
            let wish = SessionWish { upscale: Upscale::Times(*times), ..wish.clone() };
            let mut session = Self::open(tools, source, &wish, progress)?;
            session.notes.extend(larger.map(|(_, why)| why));
            return Ok(session);
        }
        if wish.must_know_faces {
            faces::known(&analysis)?;
        }
        let mut notes = notes(&source, &analysis.noticed.warnings);
        notes.extend(of_faces);
        notes.extend(larger.map(|(_, why)| why));
        notes.extend(upscale::note(&source));
        match &read_from {
            Some(file) => notes.push(format!("What was measured before was read from {}.", path(file))),
            None => notes.extend(not_used.iter().map(|(file, why)| {
                format!("{} was not used, and the clip was measured anew: {why}.", path(file))
            })),
        }
        let shelf = Shelf::default();
        Ok(Self { tools, source, matte, bake_rotation, analysis, read_from, notes, shelf })
    }

    /// Where its frames come from.
    pub(crate) fn feed(&self) -> Feed<'_> {
        Feed::File {
            tools: self.tools,
            source: &self.source,
            matte: self.matte.as_ref(),
            bake_rotation: self.bake_rotation,
        }
    }

    /// The clip, as a trial sees it.
    pub(crate) fn on_trial(&self) -> OnTrial<'_> {
        OnTrial {
            feed: self.feed(),
            analysis: &self.analysis,
            matte: self.matte.as_ref(),
            frames_per_second: self.source.video.frame_rate.value(),
            shelf: &self.shelf,
        }
    }

    /// Makes frames of the clip by a recipe.
    pub(crate) fn making<'b>(&'b self, recipe: &'b Recipe) -> Making<'b> {
        Making { feed: self.feed(), analysis: &self.analysis, recipe, shelf: Some(&self.shelf) }
    }

    /// One frame as a render of the recipe makes it, to the bit, and as it was decoded: for a preview. Only the frames that its steps
    /// look back at are decoded.
    ///
    /// # Errors
    /// When there is no such frame, the clip cannot be decoded any more or is another one now, or the user stops.
    pub fn frame(
        &self,
        index: usize,
        recipe: &Recipe,
        progress: &dyn Progress,
    ) -> Result<Previewed, JobError> {
        let clip = &self.analysis.clip;
        if index >= clip.frames() {
            let (frames, seconds) = (clip.frames(), clip.duration_s());
            return Err(JobError::Range { from: index, to: index + 1, frames, seconds });
        }
        let mut found = None;
        self.making(recipe).each(index..index + 1, progress, |_, made| {
            found = Some(Previewed { before: made.source, after: made.done });
            Ok(false)
        })?;
        is_whole(&self.analysis)?;
        found.ok_or_else(|| JobError::Changed { name: clip.name.clone(), frame: index })
    }

    /// What of the clip is missing, in sentences: it was accepted.
    pub fn losses(&self) -> &[String] {
        &self.analysis.noticed.losses
    }

    /// Whether the analysis goes into the folder beside an output: with `all` that is so unless it was read in one of these folders, where a
    /// film has it; else as [`Session::keeps_analysis_beside`] says.
    pub(crate) fn keeps(&self, all: bool, of_film: &[PathBuf], folder: &Path) -> bool {
        let at = self.read_from.as_ref().and_then(|file| file.parent());
        if all {
            !of_film.iter().any(|folder| at == Some(folder))
        } else {
            self.keeps_analysis_beside(folder)
        }
    }

    /// Whether the analysis is to be kept beside an output: it was measured, or read from there, where the new files take the place of
    /// those that are there.
    pub fn keeps_analysis_beside(&self, folder: &Path) -> bool {
        self.read_from.as_ref().is_none_or(|file| file.parent() == Some(folder))
    }
}

fn path(path: &Path) -> String {
    shown(&path.display().to_string())
}

/// An analysis with its file, and files that do not fit, with why not.
type Found = (Option<(Analysis, PathBuf)>, Vec<(PathBuf, String)>);

/// The first analysis in these folders that fits, and those before it that do not.
fn found_in(folders: &[PathBuf], source: &Source, available: &Available, made_with: &MadeWith) -> Found {
    let mut not_used = Vec::new();
    let files = folders.iter().map(|folder| folder.join(ANALYSIS_FILE));
    for file in files.filter(|file| file.is_file()) {
        match fitting(&file, source, available, made_with) {
            Ok(analysis) => return (Some((analysis, file)), not_used),
            Err(why) => not_used.push((file, why)),
        }
    }
    (None, not_used)
}

/// Reads an analysis that must be the one that would be measured now.
///
/// # Errors
/// Why it is not, in words.
fn fitting(
    file: &Path,
    source: &Source,
    available: &Available,
    made_with: &MadeWith,
) -> Result<Analysis, String> {
    let analysis = read_analysis(file).map_err(|e| e.to_string())?;
    if analysis.clip.fingerprint != source.fingerprint {
        return Err(format!("it was made of `{}`, whose bytes differ", shown(&analysis.clip.name)));
    }
    // A fingerprint samples the bytes, and an insert edit changes few of them; of sequences the times are part of what it was made with.
    let changed = |path: &Path| path.metadata().and_then(|meta| meta.modified()).ok();
    let is_newer = changed(&source.path).zip(changed(file)).is_some_and(|(clip, measured)| clip > measured);
    if is_newer && !source.pattern {
        return Err("the clip was written to since".into());
    }
    if analysis.tier != available.tier || analysis.face_options != available.options {
        return Err("its faces were looked for in another way".into());
    }
    match analysis.made_with.differs(made_with) {
        Some(words) => Err(format!("it was made {words}")),
        None => Ok(analysis),
    }
}

/// Puts away what is too large to be held for every frame of a clip, as a measuring run does.
fn put_away(analysis: &mut Analysis, stow: &dewax::stow::Stow) {
    for facts in &mut analysis.shots {
        let places = facts.locks.iter_mut().flat_map(|l| &mut l.segments).flat_map(|s| &mut s.places);
        places.for_each(|place| place.nodes.put_away(stow));
        for state in facts.faces.tracks.iter_mut().flat_map(|t| &mut t.states) {
            state.mesh.iter_mut().for_each(|mesh| mesh.put_away(stow));
            state.person.put_away(stow);
        }
    }
}
