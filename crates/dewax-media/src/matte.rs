//! A given mask: a clip or still whose luma says where the skin is, read in step with the source.

use crate::decode::{DecodeError, DecodeOptions, Decoder, FrameSource, Picture as Decoded};
pub use crate::matte_error::MatteError;
use crate::picture::picture_of;
use crate::probe::{ProbeError, Source, probe};
use crate::tools::Tools;
use crate::turned::turned;
use dewax::clip::Picture;
use dewax::color::Levels;
use dewax::face::Tier;
use dewax::px::{Frame, Mask};
use dewax::recipe::{Recipe, RecipeMatte};
use dewax::report::Report;
use dewax::skin::given;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A given mask that fits its clip.
#[derive(Clone, Debug)]
pub struct Matte {
    /// As the user named it.
    path: PathBuf,
    source: Source,
    clip: String,
    /// How the clip's frames are to be read.
    picture: Picture,
    /// How far its pictures are to be turned clockwise to lie on the clip's frames.
    turn_deg: i32,
    /// The weights of a mask of one frame, which hold for every frame of the clip.
    still: Option<Arc<Mask>>,
}

impl Matte {
    /// Opens the mask that is `given`, or the one that the recipe names; `None` when there is neither. Frames of the clip
    /// `source` are decoded with `bake_rotation`. Where those are made larger, so is a mask of the size that they had.
    ///
    /// # Errors
    /// When it is no clip or still of the clip's size, or not the one that the recipe was made with.
    pub fn open(
        tools: &Tools,
        given: Option<&Path>,
        recipe: Option<&Recipe>,
        source: &Source,
        bake_rotation: bool,
    ) -> Result<Option<Self>, DecodeError> {
        let planned = recipe.and_then(|r| r.matte.as_ref());
        let path = match (given, planned) {
            (Some(path), None) if recipe.is_some() => {
                return Err(MatteError::NotPlanned(path.display().to_string()).into());
            }
            (Some(path), _) => path,
            (None, Some(planned)) => Path::new(&planned.file),
            (None, None) => return Ok(None),
        };
        let mut own = match (probe(tools, path), planned) {
            (Err(ProbeError::Missing(_)), Some(planned)) if given.is_none() => {
                return Err(MatteError::Gone(planned.file.clone()).into());
            }
            (probed, _) => probed.map_err(MatteError::from)?,
        };
        if let Some(planned) = planned.filter(|p| p.fingerprint != own.fingerprint) {
            let (made_with, found) = (planned.file.clone(), path.display().to_string());
            return Err(MatteError::Other { made_with, found }.into());
        }
        if turn_deg(&own, source, bake_rotation).is_none() {
            own.upscale = source.upscale;
        }
        let turn_deg = turn_deg(&own, source, bake_rotation).ok_or_else(|| MatteError::Size {
            name: own.name.clone(),
            found: shown_size(&own),
            clip: source.name.clone(),
            want: shown_size(source),
        })?;
        let mut matte = Self {
            path: path.to_owned(),
            source: own,
            clip: source.name.clone(),
            picture: picture_of(source, bake_rotation),
            turn_deg,
            still: None,
        };
        // One frame holds for all, whether the file is a picture or a clip of one frame.
        let mut decoder = Decoder::open(tools, &matte.source, DecodeOptions::default())?;
        if let Some(first) = decoder.next()?
            && decoder.next()?.is_none()
        {
            matte.still = Some(Arc::new(matte.weights(&first.frame)));
        }
        Ok(Some(matte))
    }

    /// The file, as the user named it.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What tells it from any other mask: the fingerprint, and of a sequence the times of its files.
    pub fn identity(&self) -> String {
        format!("{}{}", self.source.fingerprint, self.source.stamp)
    }

    /// What a recipe says of it.
    pub fn in_recipe(&self) -> RecipeMatte {
        RecipeMatte { file: self.path.display().to_string(), fingerprint: self.source.fingerprint.clone() }
    }

    /// Checks that a recipe was made with a mask like `matte`, or that both know none.
    ///
    /// # Errors
    /// When they differ.
    pub fn check_recipe(matte: Option<&Self>, recipe: &Recipe) -> Result<(), MatteError> {
        match (matte, &recipe.matte) {
            (None, Some(planned)) => Err(MatteError::Gone(planned.file.clone())),
            (Some(matte), None) => Err(MatteError::NotPlanned(matte.path.display().to_string())),
            (Some(matte), Some(planned)) if matte.source.fingerprint != planned.fingerprint => {
                let (made_with, found) = (planned.file.clone(), matte.path.display().to_string());
                Err(MatteError::Other { made_with, found })
            }
            _ => Ok(()),
        }
    }

    /// Where the skin comes from, in a sentence.
    pub fn note(&self) -> String {
        let frames = if self.still.is_some() { "a still for all frames" } else { "frame by frame" };
        format!("The skin is what the mask {} says ({frames}).", self.source.name)
    }

    /// Says in a report where its skin comes from, instead of how it would have been found.
    pub fn mention(&self, report: &mut Report) {
        report.notes.push(self.note());
        for shot in &mut report.shots {
            shot.faces_note.clear();
        }
        if report.tier == Tier::ColourOnly {
            report.tier_note = "No face is known: geometry and identity are not judged.".into();
        }
    }

    /// The weights that a picture of the mask's file says.
    fn weights(&self, frame: &Frame) -> Mask {
        let video = &self.source.video;
        let levels = Levels::of_tags(&video.tags, video.format.bits);
        if self.turn_deg == 0 {
            return given::from_luma(&self.picture, frame.luma(), &levels);
        }
        given::from_luma(&self.picture, &turned(frame.luma(), self.turn_deg), &levels)
    }
}

/// Columns and rows as a player shows them.
fn shown_size(source: &Source) -> (usize, usize) {
    let format = source.frame_format(true);
    (format.width, format.height)
}

/// How far the pictures of `matte` must be turned clockwise to lie on the frames of `source`; `None` when sizes differ.
/// A mask that a player shows at the clip's size was made on upright pictures; else it may have been made on the
/// pictures as they are stored.
fn turn_deg(matte: &Source, source: &Source, bake_rotation: bool) -> Option<i32> {
    let stored = |s: &Source| {
        let format = s.frame_format(false);
        (format.width, format.height)
    };
    let (own, clip) = (matte.video.rotation_deg, source.video.rotation_deg);
    let to_upright = if shown_size(matte) == shown_size(source) {
        own
    } else if stored(matte) == stored(source) {
        clip
    } else {
        return None;
    };
    Some((if bake_rotation { to_upright } else { to_upright - clip }).rem_euclid(360))
}

/// The pictures of a source, each with the skin that a given mask says.
#[derive(Debug)]
pub struct Matted {
    pictures: Decoder,
    masks: Option<Masks>,
    /// Number of the next picture in the clip.
    at: usize,
}

/// The given masks, one after the other.
#[derive(Debug)]
struct Masks {
    matte: Matte,
    /// None for a still.
    decoder: Option<Decoder>,
}

impl Matted {
    /// Starts decoding. Without a `matte` this is a [`Decoder`]; with one, `first_frame` is the number in the clip of the
    /// frame that `options` begin at, because masks go by number, not by time.
    ///
    /// # Errors
    /// As of [`Decoder::open`], for either file.
    pub fn open(
        tools: &Tools,
        source: &Source,
        options: DecodeOptions,
        matte: Option<&Matte>,
        first_frame: usize,
    ) -> Result<Self, DecodeError> {
        let masks = matte.map(|matte| -> Result<Masks, DecodeError> {
            let from_here = DecodeOptions { skip_frames: first_frame, ..DecodeOptions::default() };
            let decoder = match matte.still {
                Some(_) => None,
                None => Some(Decoder::open(tools, &matte.source, from_here)?),
            };
            Ok(Masks { matte: matte.clone(), decoder })
        });
        let pictures = Decoder::open(tools, source, options)?;
        Ok(Self { pictures, masks: masks.transpose()?, at: first_frame })
    }
}

impl FrameSource for Matted {
    fn next(&mut self) -> Result<Option<Decoded>, DecodeError> {
        let next = self.pictures.next()?;
        let Some(masks) = &mut self.masks else { return Ok(next) };
        let mask = match (&masks.matte.still, &mut masks.decoder) {
            (Some(still), _) => Some(still.clone()),
            (None, Some(decoder)) => decoder.next()?.map(|mask| Arc::new(masks.matte.weights(&mask.frame))),
            (None, None) => None,
        };
        let (name, clip) = (&masks.matte.source.name, &masks.matte.clip);
        match (next, mask) {
            (Some(mut picture), Some(mask)) => {
                picture.frame.skin = Some(mask);
                self.at += 1;
                Ok(Some(picture))
            }
            (Some(_), None) => {
                Err(MatteError::Short { name: name.clone(), frames: self.at, clip: clip.clone() }.into())
            }
            (None, Some(_)) if masks.matte.still.is_none() => {
                Err(MatteError::Long { name: name.clone(), clip: clip.clone(), frames: self.at }.into())
            }
            (None, _) => Ok(None),
        }
    }

    fn warnings(&self) -> Vec<String> {
        let of_mask = self.masks.iter().filter_map(|m| m.decoder.as_ref()).flat_map(Decoder::warnings);
        let of_mask = of_mask.map(|warning| format!("the mask: {warning}"));
        self.pictures.warnings().iter().cloned().chain(of_mask).collect()
    }
}
