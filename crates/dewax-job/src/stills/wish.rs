//! What is wished of many stills, and the same as a file, by which a result is known again.

use dewax::analysis::ANALYSIS_VERSION;
use dewax::recipe::{Look, RECIPE_VERSION};
use dewax::still::{Regions, Tones};
use dewax_media::faces::FaceChoice;
use dewax_media::guard::Guard;
use dewax_media::json::to_json;
use dewax_media::picture_file::PictureKind;
use serde_json::json;
use std::path::PathBuf;

/// The version of how stills are made: a result of another one is made again.
const STILLS_VERSION: u32 = 2;

/// How skin is to get its texture.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MethodWish {
    /// From the original where there is one that lies under the picture, else made.
    #[default]
    Auto,
    /// Made: what the skin lacks beside real skin.
    Pores,
    /// Noise on a neutral grey layer.
    Synthetic,
    /// The original's high pass.
    Graft,
    /// The original's high frequencies in place of the picture's own.
    Hybrid,
}

impl MethodWish {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Auto, Self::Pores, Self::Synthetic, Self::Graft, Self::Hybrid];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Pores => "pores",
            Self::Synthetic => "synthetic",
            Self::Graft => "graft",
            Self::Hybrid => "hybrid",
        }
    }

    /// Whether nothing can be done without an original.
    pub fn needs_original(self) -> bool {
        matches!(self, Self::Graft | Self::Hybrid)
    }
}

/// How much of it, and where.
#[derive(Clone, Debug, PartialEq)]
pub struct Values {
    /// How much, 0..=1; of what is made 0..=2, as of looks.
    pub strength: f32,
    /// Radius of a high pass or of the blur that divides frequencies, px; by the eye distance where none is given.
    pub radius_px: Option<f32>,
    /// The most that noise strays from grey, as a share of white.
    pub noise: Option<f32>,
    /// Where.
    pub regions: Regions,
    /// In which tones.
    pub tones: Tones,
    /// Strengths of single faces, by number.
    pub faces: Vec<(u32, f32)>,
}

impl Default for Values {
    fn default() -> Self {
        let (regions, tones) = (Regions::default(), Tones::default());
        Self { strength: 1.0, radius_px: None, noise: None, regions, tones, faces: Vec::new() }
    }
}

impl Values {
    /// How much a face gets: its own strength, or that of all.
    pub(super) fn strength_of(&self, id: u32) -> f32 {
        let own = self.faces.iter().rev().find(|(face, _)| *face == id);
        own.map_or(self.strength, |(_, strength)| *strength)
    }

    /// What was wished and cannot be: strengths of faces that a picture does not have, and such as are more than `most`.
    pub(super) fn beyond(&self, ids: &[u32], most: f32) -> Vec<String> {
        let strangers = self.faces.iter().filter(|(id, _)| !ids.contains(id));
        let mut notes: Vec<String> = strangers
            .map(|(id, _)| {
                format!("No face of this picture has the number {id}, for which a strength was given.")
            })
            .collect();
        let own = self.faces.iter().filter(|(id, _)| ids.contains(id)).map(|(_, own)| *own);
        if own.chain([self.strength]).any(|own| own > most) {
            notes.push(format!("A strength above {most} cannot be given here, and was taken as {most}."));
        }
        notes
    }
}

/// What is wished of many stills.
#[derive(Clone, Debug)]
pub struct StillsWish {
    /// The originals among which each picture finds its own.
    pub originals: Vec<PathBuf>,
    /// Whether the one original is meant for every picture, whatever it is called.
    pub is_one_original: bool,
    /// How skin gets its texture.
    pub method: MethodWish,
    /// How much of it, and where.
    pub values: Values,
    /// The look of what is made.
    pub look: Look,
    /// Seed of everything random.
    pub seed: u32,
    /// How faces are found.
    pub faces: FaceChoice,
    /// The kind of file that is written; the source's own where none is given.
    pub flat: Option<PictureKind>,
    /// Whether layers are written beside it.
    pub layers: bool,
    /// Whether a result that is there and is just what is wished is taken for it.
    pub keeps_what_fits: bool,
    /// Whether a picture that dewax made is treated once more.
    pub again: bool,
    /// What else the run reads, and whether it may replace what dewax did not make.
    pub guard: Guard,
}

impl StillsWish {
    /// The same in a line, for people.
    pub fn words(&self) -> String {
        let mut words = vec![format!("method {}", self.method.name())];
        if (self.values.strength - 1.0).abs() > 1e-6 {
            words.push(format!("strength {}", self.values.strength));
        }
        words.push(format!("look {}", self.look.name));
        match self.originals.len() {
            0 => words.push("no originals".into()),
            1 => words.push("1 original".into()),
            many => words.push(format!("{many} originals")),
        }
        words.join(", ")
    }

    /// Everything that the bytes of a result depend on but for the files, as a document.
    pub(super) fn document(&self, models: &str, picture: &str, original: Option<&str>) -> String {
        let pinned: Vec<String> = self.look.pinned.iter().map(|pin| format!("{pin:?}")).collect();
        let document = json!({
            "dewax": dewax::VERSION,
            "stills_version": STILLS_VERSION,
            "recipe_version": RECIPE_VERSION,
            "analysis_version": ANALYSIS_VERSION,
            "picture": picture,
            "original": original,
            "method": self.method.name(),
            "values": format!("{:?}", self.values),
            "look": self.look.to_toml(),
            "pinned": pinned,
            "seed": self.seed,
            "faces": { "tier": format!("{:?}", self.faces.tier), "options": format!("{:?}", self.faces.options), "models": models },
            "flat": self.flat.map(PictureKind::name),
            "layers": self.layers,
        });
        to_json(&document)
    }
}
