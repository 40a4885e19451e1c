//! Opens the best finder of faces that this machine has.

use crate::models::{self, Absent, DescriptorFiles, Models};
use dewax::analysis::{Analysis, FaceWish};
use dewax::face::{FaceOptions, Finder, Tier};
use dewax::recipe::{Recipe, RecipeError};
use dewax_face::{BoxFinder, Describer, MeshFinder};
use std::sync::Arc;

/// How faces are to be found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FaceChoice {
    /// With exactly this much knowledge of faces; the most that there is when not given.
    pub tier: Option<Tier>,
    /// What is wished of the faces.
    pub options: FaceOptions,
}

/// Why faces cannot be found as wished.
#[derive(Debug, thiserror::Error)]
pub enum FacesError {
    /// A mesh was asked for and the models are not there.
    #[error(
        "face meshes were asked for, and {0}; run `dewax models install`, or choose --faces boxes or --faces off"
    )]
    NoMesh(String),
    /// The detector that is part of the program does not work.
    #[error(transparent)]
    Boxes(#[from] dewax_face::BadWeights),
}

/// A finder, and what to tell the user when it is not the best that there could be.
#[derive(Debug, Default)]
pub struct Opened {
    /// What is wished of faces, with what finds them; none when skin is found by colour alone.
    pub wish: Option<FaceWish>,
    /// Why there are no meshes.
    pub note: Option<String>,
}

impl FaceChoice {
    /// As a recipe was made: the same faces, found in the same way.
    pub fn of_recipe(recipe: &Recipe) -> Self {
        Self { tier: Some(recipe.tier), options: recipe.faces.clone() }
    }

    /// What there is to find them with.
    ///
    /// # Errors
    /// When exactly one tier was asked for and is not to be had.
    pub fn available(&self) -> Result<Available, FacesError> {
        let options = self.options.clone();
        let of_tier =
            |tier| Available { tier, models: None, descriptor: None, note: None, options: options.clone() };
        match self.tier {
            // Without faces there are none to leave alone.
            Some(Tier::ColourOnly) => {
                Ok(Available { options: FaceOptions::default(), ..of_tier(Tier::ColourOnly) })
            }
            Some(Tier::BoxOnly) => Ok(of_tier(Tier::BoxOnly)),
            wanted => match models::open() {
                Ok(models) => {
                    let (descriptor, note) = descriptor();
                    let note = note.or_else(|| models.hands.as_ref().err().map(no_hands));
                    Ok(Available { models: Some(models), descriptor, note, ..of_tier(Tier::Mesh) })
                }
                Err(why) if wanted == Some(Tier::Mesh) => Err(FacesError::NoMesh(why.to_string())),
                Err(why) => {
                    Ok(Available { note: Some(boxes_only(&why.to_string())), ..of_tier(Tier::BoxOnly) })
                }
            },
        }
    }

    /// Opens the finder.
    ///
    /// # Errors
    /// When exactly one tier was asked for and is not to be had.
    pub fn open(&self) -> Result<Opened, FacesError> {
        self.available()?.open(self.tier == Some(Tier::Mesh))
    }
}

/// What tells persons apart, if it is there and whole.
pub fn describer() -> Option<Describer> {
    Describer::new(models::open_descriptor().ok()?.bytes()).ok()
}

/// What tells persons apart, if it is there; and what is wrong with it, where it is there and cannot be used.
fn descriptor() -> (Option<DescriptorFiles>, Option<String>) {
    match models::open_descriptor() {
        Ok(files) => (Some(files), None),
        Err(Absent::Missing { .. } | Absent::NoFolder) => (None, None),
        Err(why) => (None, Some(nobody_known(&why.to_string()))),
    }
}

fn nobody_known(why: &str) -> String {
    format!("Persons are not told apart: {why}; {}.", models::DESCRIPTOR_REMEDY)
}

fn no_hands(why: &Absent) -> String {
    format!("Hands are not looked for: {why}; {}.", models::REMEDY)
}

fn boxes_only(why: &str) -> String {
    format!("Faces are boxes only: {why}; run `dewax models install`.")
}

/// What faces would be found with: enough to tell whether an analysis that is there was made in this way.
#[derive(Debug)]
pub struct Available {
    /// How much will be known of faces.
    pub tier: Tier,
    /// What is wished of them.
    pub options: FaceOptions,
    /// Why there are no meshes.
    pub note: Option<String>,
    models: Option<Models>,
    descriptor: Option<DescriptorFiles>,
}

impl Available {
    /// The models, as a hash, with what tells persons apart where that is there; empty without models.
    pub fn models(&self) -> String {
        let models = self.models.as_ref().map(Models::fingerprint).unwrap_or_default();
        if self.descriptor.is_some() { models::DESCRIPTOR.fingerprint_after(&models) } else { models }
    }

    /// Opens the finder; `no_less` than a mesh when there are models.
    ///
    /// # Errors
    /// When it does not work.
    pub fn open(self, no_less: bool) -> Result<Opened, FacesError> {
        let Self { tier, options, mut note, models, descriptor } = self;
        let with = |finder: Arc<dyn Finder>| Some(FaceWish { finder, options: options.clone() });
        if tier == Tier::ColourOnly {
            return Ok(Opened::default());
        }
        if let Some(models) = models {
            match MeshFinder::new(models.bytes(), models.topology.clone()) {
                Ok(mut finder) => {
                    match descriptor.map(|files| Describer::new(files.bytes())).transpose() {
                        Ok(Some(describer)) => finder = finder.describing(describer),
                        Ok(None) => {}
                        Err(why) => note = Some(nobody_known(&why.to_string())),
                    }
                    return Ok(Opened { wish: with(Arc::new(finder)), note });
                }
                Err(why) if no_less => return Err(FacesError::NoMesh(why.to_string())),
                Err(why) => note = Some(boxes_only(&why.to_string())),
            }
        }
        Ok(Opened { wish: with(Arc::new(BoxFinder::new()?)), note })
    }
}

/// Checks that the faces which are named are there: a wrong number would treat all, or none.
///
/// # Errors
/// When one is not.
pub fn known(analysis: &Analysis) -> Result<(), RecipeError> {
    let known: Vec<u32> = analysis.shots.iter().flat_map(|s| &s.faces.tracks).map(|t| t.id).collect();
    let options = &analysis.face_options;
    match options.drop.iter().chain(&options.only).find(|id| !known.contains(id)) {
        Some(&id) => Err(RecipeError::NoFace { id, known }),
        None => Ok(()),
    }
}
