//! What is wished for a clip, before anything is known of it.

#[cfg(doc)]
use crate::job::parse_range;
use crate::passes::PassWish;
use crate::reference::Reference;
use crate::spots::SpotWish;
use crate::texture_from::TextureFrom;
use crate::upscale::Upscale;
use dewax::recipe::{Look, Recipe};
use dewax::report::ShotMatch;
use dewax_media::cube_file::ShowLut;
use dewax_media::faces::FaceChoice;
use dewax_media::guard::Guard;
use dewax_media::losses::Opening;
#[cfg(doc)]
use dewax_media::matte::Matte;
use dewax_media::target::Wishes;
use std::path::PathBuf;
use std::sync::Arc;

/// What is wished for a clip.
#[derive(Clone, Debug)]
pub struct FixWish {
    /// The taste.
    pub look: Look,
    /// A recipe to render instead of planning one.
    pub recipe: Option<Recipe>,
    /// Where that recipe was read: beside it may lie the analysis that it was made from.
    pub recipe_file: Option<PathBuf>,
    /// Seed of everything random.
    pub seed: u32,
    /// A part of the clip, as [`parse_range`] reads it.
    pub range: Option<String>,
    /// How faces are found. A recipe says so itself.
    pub faces: FaceChoice,
    /// A clip or still that says where the skin is; see [`Matte::open`]. A recipe names its own.
    pub mask: Option<PathBuf>,
    /// Whose skin texture is taken; a recipe names its own.
    pub texture_from: Option<TextureFrom>,
    /// A still that its shots are matched to; a recipe holds what came of that.
    pub reference: Option<Reference>,
    /// Retouches by hand; a recipe holds its own.
    pub spots: Vec<SpotWish>,
    /// What the grade that the look pins was made by, where that was a match to another shot.
    pub matched: Option<ShotMatch>,
    /// What people see the sequence through; it is not in what is written, but for what is asked for with it (`PassWish::baked`).
    pub show_lut: Option<Arc<ShowLut>>,
    /// How it is written.
    pub delivery: Wishes,
    /// What is written beside it.
    pub passes: PassWish,
    /// Whether an output that is there and is just what is wished is taken for the result. Only `fix` asks.
    pub keeps_what_fits: bool,
    /// Whether the output's name was made of the clip's: then another clip of that name has its result there, which is not replaced.
    pub is_named_by_clip: bool,
    /// Whether a source that dewax made is treated once more. Only `fix` asks.
    pub again: bool,
    /// Folders in which an analysis of the clip may lie; where one is named, none is kept beside the output as well.
    pub analyses: Vec<PathBuf>,
    /// How much larger pictures are made before anything else. A recipe says so itself.
    pub upscale: Upscale,
    /// How the source is opened.
    pub opening: Opening,
    /// What else the run reads, and whether it may replace what dewax did not make.
    pub guard: Guard,
}

impl FixWish {
    /// Everything but the taste as it is when nothing is said.
    pub fn new(look: Look, guard: Guard) -> Self {
        Self {
            look,
            recipe: None,
            recipe_file: None,
            seed: 1,
            range: None,
            faces: FaceChoice::default(),
            mask: None,
            texture_from: None,
            reference: None,
            spots: Vec::new(),
            matched: None,
            show_lut: None,
            delivery: Wishes::default(),
            passes: PassWish::default(),
            keeps_what_fits: false,
            is_named_by_clip: false,
            again: false,
            analyses: Vec::new(),
            upscale: Upscale::default(),
            opening: Opening::default(),
            guard,
        }
    }
}
