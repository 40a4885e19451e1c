//! Opens the best finder of faces that this machine has.

use crate::models;
use dewax::analysis::{Analysis, FaceWish};
use dewax::face::{FaceOptions, Finder, Tier};
use dewax::recipe::{Recipe, RecipeError};
use dewax_face::{BoxFinder, MeshFinder};
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

    /// Opens the finder.
    ///
    /// # Errors
    /// When exactly one tier was asked for and is not to be had.
    pub fn open(&self) -> Result<Opened, FacesError> {
        let with = |finder: Arc<dyn Finder>| Some(FaceWish { finder, options: self.options.clone() });
        if self.tier == Some(Tier::ColourOnly) {
            return Ok(Opened::default());
        }
        let mut note = None;
        if self.tier != Some(Tier::BoxOnly) {
            match mesh_finder() {
                Ok(finder) => return Ok(Opened { wish: with(Arc::new(finder)), note: None }),
                Err(why) if self.tier == Some(Tier::Mesh) => return Err(FacesError::NoMesh(why)),
                Err(why) => note = Some(format!("Faces are boxes only: {why}; run `dewax models install`.")),
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

/// The finder of the installed models, or why there is none.
fn mesh_finder() -> Result<MeshFinder, String> {
    let models = models::open().map_err(|e| e.to_string())?;
    MeshFinder::new(models.bytes(), models.topology.clone()).map_err(|e| e.to_string())
}
