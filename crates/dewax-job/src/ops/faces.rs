//! Shows what is found of faces in a clip: reads it once to find them, and once more to draw them.

pub use crate::faces_places::{Places, ViewError};
use crate::job::{JobError, Progress, Stage};
use crate::session::{Session, SessionWish};
use crate::sidecar::folders_of_recipe;
use dewax::analysis::Analysis;
use dewax::face::Tier;
use dewax::facts::ShotFacts;
use dewax::recipe::Recipe;
use dewax::report::FaceTable;
use dewax::step::{AnyStep, Step};
use dewax::steps::mask::SkinMask;
use dewax_media::ahead::{next, read_ahead};
use dewax_media::decode::DecodeOptions;
use dewax_media::encode::{EncodeOptions, Encoder, FrameSink};
use dewax_media::faces::FaceChoice;
use dewax_media::guard::{Guard, Place};
use dewax_media::json::to_json;
use dewax_media::losses::{self, Opening};
use dewax_media::matte::{Matte, Matted};
use dewax_media::probe::Source;
use dewax_media::target::{Target, Wishes};
use dewax_media::tools::Tools;
use dewax_show::exhibits::png_bytes;
use dewax_show::face_views::{FaceView, Sheet, Wires, picks, skin_of};
use std::path::{Path, PathBuf};

/// What is wished to be shown.
#[derive(Clone, Debug, Default)]
pub struct FacesWish {
    /// Where to; nothing is written when nothing is named.
    pub places: Places,
    /// How faces are found. A recipe says so itself.
    pub choice: FaceChoice,
    /// Draw the skin as this recipe's mask finds it; without one, as the analysis measures it.
    pub recipe: Option<Recipe>,
    /// Where that recipe was read: beside it may lie the analysis that it was made from.
    pub recipe_file: Option<PathBuf>,
    /// A mask to draw instead; see [`Matte::open`].
    pub mask: Option<PathBuf>,
    /// How the clip is opened.
    pub opening: Opening,
    /// What else the run reads, and whether it may replace what dewax did not make.
    pub guard: Guard,
}

/// What was found and written.
#[derive(Clone, Debug)]
pub struct FacesShown {
    /// The faces as data.
    pub table: FaceTable,
    /// The files that were written.
    pub files: Vec<PathBuf>,
    /// What the user should know.
    pub notes: Vec<String>,
    /// What of the clip is missing: it was accepted.
    pub losses: Vec<String>,
    /// Whether the skin was given as a mask, so that it does not depend on the faces.
    pub is_skin_given: bool,
}

/// Finds the faces of a clip and shows them.
///
/// # Errors
/// When the clip cannot be read, a file cannot be written, or the user stops. Files appear whole or not at all.
pub fn show(
    tools: &Tools,
    clip: &Path,
    wish: &FacesWish,
    progress: &dyn Progress,
) -> Result<FacesShown, JobError> {
    let source = losses::open(tools, clip, wish.opening)?;
    let target =
        wish.places.overlay.as_ref().map(|out| Target::resolve(tools, &source, out, &Wishes::default()));
    let target = target.transpose()?;
    let named = wish.recipe.iter().filter_map(|r| r.matte.as_ref()).map(|matte| Path::new(&matte.file));
    let read = [clip].into_iter().chain(wish.mask.as_deref()).chain(named);
    let mut claim = wish.places.claim(&read.fold(wish.guard.clone(), Guard::reading))?;
    let choice = wish.recipe.as_ref().map_or_else(|| wish.choice.clone(), FaceChoice::of_recipe);
    let seen = SessionWish {
        faces: wish.choice.clone(),
        mask: wish.mask.as_deref(),
        recipe: wish.recipe.as_ref(),
        bake_rotation: source.is_pictures(),
        folders: wish.recipe_file.iter().flat_map(|file| folders_of_recipe(file)).collect(),
        ..SessionWish::default()
    };
    let session = Session::open(tools, source, &seen, progress)?;
    let Session { source, analysis, matte, .. } = &session;
    if let Some(recipe) = wish.recipe.as_ref().filter(|r| r.source.fingerprint != source.fingerprint) {
        let (made_for, found) = (recipe.source.name.clone(), source.name.clone());
        return Err(JobError::OtherClip { what: "recipe", made_for, found, why: "its bytes differ" });
    }
    let mut notes = session.notes.clone();
    notes.extend(unknown_faces(&choice, analysis));
    if wish.places.has_pictures() {
        let job = Drawing { tools, source, analysis, recipe: wish.recipe.as_ref(), matte: matte.as_ref() };
        let overlay = claim.overlay.as_ref().zip(target.as_ref());
        let image = job.run(overlay, claim.sheet.is_some(), progress)?;
        if let (Some(permit), Some(png)) = (&claim.sheet, image) {
            permit.write(&png)?;
        }
        let pictures = [&wish.places.overlay, &wish.places.sheet].into_iter().flatten();
        pictures.filter(|path| path.is_file()).try_for_each(|path| claim.wrote(path))?;
        notes.extend(target.map(|t| t.notes).unwrap_or_default());
    }
    let mut table = FaceTable::of(analysis);
    if let Some(matte) = matte {
        notes.push(matte.note());
        table.shots.iter_mut().for_each(|shot| shot.note = "");
    }
    if let Some(permit) = &claim.data {
        permit.write(to_json(&table).as_bytes())?;
        let path = permit.path().to_owned();
        claim.wrote(&path)?;
    }
    Ok(FacesShown {
        table,
        files: wish.places.files(),
        notes,
        losses: session.losses().to_vec(),
        is_skin_given: matte.is_some(),
    })
}

/// Faces that were named and are not there.
fn unknown_faces(choice: &FaceChoice, analysis: &Analysis) -> Vec<String> {
    let there: Vec<u32> = analysis.shots.iter().flat_map(|s| &s.faces.tracks).map(|t| t.id).collect();
    let named = choice.options.drop.iter().chain(&choice.options.only);
    let missing = named.filter(|id| !there.contains(id));
    let faces = match there.as_slice() {
        [] => "none was found".to_string(),
        ids => format!("those found are {}", ids.iter().map(u32::to_string).collect::<Vec<_>>().join(", ")),
    };
    missing.map(|id| format!("There is no face {id}: {faces}.")).collect()
}

struct Drawing<'a> {
    tools: &'a Tools,
    source: &'a Source,
    analysis: &'a Analysis,
    recipe: Option<&'a Recipe>,
    matte: Option<&'a Matte>,
}

impl Drawing<'_> {
    /// Reads the clip again and draws. The sheet comes back as PNG.
    fn run(
        &self,
        overlay: Option<(&Place, &Target)>,
        with_sheet: bool,
        progress: &dyn Progress,
    ) -> Result<Option<Vec<u8>>, JobError> {
        let clip = &self.analysis.clip;
        let (picture, size) = (clip.picture(), (clip.format.width, clip.format.height));
        let mut sheet = with_sheet.then(|| Sheet::new(self.title(), picks(self.analysis), size));
        let writing = overlay.map(|(place, _)| EncodeOptions {
            place,
            time_base: self.source.video.time_base,
            last_duration: clip.last_duration,
            audio_range: None,
            extra_metadata: Vec::new(),
            bake_rotation: self.source.is_pictures(),
        });
        let mut encoder = match overlay.zip(writing.as_ref()) {
            Some(((_, target), writing)) => Some(Encoder::create(self.tools, self.source, target, writing)?),
            None => None,
        };
        progress.begin(Stage::Render, Some(clip.frames()));
        let bake_rotation = self.source.is_pictures();
        let options = DecodeOptions { bake_rotation, ..DecodeOptions::default() };
        let decoder = Matted::open(self.tools, self.source, options, self.matte, 0)?;
        read_ahead(decoder, |pictures| {
            for (number, facts) in self.analysis.shots.iter().enumerate() {
                let wires = facts.faces.topology.as_deref().map(Wires::of).unwrap_or_default();
                let view = FaceView::new(&facts.faces.tracks, &wires);
                let mask = self.mask(facts);
                for index in facts.shot.first_frame..facts.shot.end() {
                    if progress.stopped() {
                        return Err(JobError::Interrupted);
                    }
                    let changed = || JobError::Changed { name: clip.name.clone(), frame: index };
                    let decoded = next(pictures)?.ok_or_else(changed)?;
                    if clip.pts.get(index) != Some(&decoded.pts) {
                        return Err(changed());
                    }
                    let mut frame = decoded.frame;
                    frame.index = index;
                    let on_sheet = sheet.as_ref().is_some_and(|s| s.pick(index).is_some());
                    if encoder.is_some() || on_sheet {
                        let skin = skin_of(&*mask, &picture, facts, &frame);
                        if let Some(sheet) = &mut sheet {
                            sheet.take(&frame, &picture, &view, skin.as_deref());
                        }
                        if let Some(encoder) = &mut encoder {
                            let words = format!("FRAME {index}  SHOT {}", number + 1);
                            view.draw(&mut frame, &picture, skin.as_deref(), &words);
                            encoder.put(&frame, decoded.pts)?;
                        }
                    }
                    progress.done(index + 1);
                }
            }
            Ok(())
        })?;
        if let Some(encoder) = encoder {
            Box::new(encoder).finish()?;
        }
        let image = sheet.and_then(|s| s.finish(&picture));
        Ok(image.map(|image| png_bytes(&image)).transpose()?)
    }

    /// What finds the skin of a shot.
    fn mask(&self, facts: &ShotFacts) -> Box<dyn AnyStep> {
        let planned = self.recipe.and_then(|r| r.shot_of(facts.shot.first_frame));
        match planned.and_then(|shot| shot.stack.step(SkinMask::NAME)) {
            Some(mask) => mask.boxed(),
            None if self.matte.is_some() => Box::new(SkinMask::default()),
            None if facts.has_skin() => Box::new(Step::fitted(&SkinMask::default(), facts)),
            None => Box::new(<SkinMask as Step>::neutral()),
        }
    }

    /// The words above a contact sheet.
    fn title(&self) -> String {
        let faces: usize = self.analysis.shots.iter().map(|s| s.faces.tracks.len()).sum();
        let how = match self.analysis.tier {
            Tier::Mesh => "mesh",
            Tier::BoxOnly => "boxes only",
            Tier::ColourOnly => "skin by colour alone",
        };
        let frames = self.analysis.clip.frames();
        format!(
            "{}   faces: {faces}   {how}   {frames} frames   skin is tinted green",
            self.analysis.clip.name
        )
    }
}
