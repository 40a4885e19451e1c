//! Characters: the skin of one person (its contrast, its colour, its pores) taken from a portrait or a clip, so that every shot
//! of that person gets the same.

pub use crate::error::CharacterError;
use crate::error::JobError;
use crate::graft_file::{Kept, graft_bytes, graft_name, read_graft};
use crate::making::{Feed, Making};
use crate::original::Donor;
use crate::progress::Progress;
use dewax::analysis::Analysis;
use dewax::color::lab_from_ycc;
use dewax::facts::ShotFacts;
use dewax::flat::Graft;
use dewax::lock::{SkinDetail, skin_level};
use dewax::param::{Limits, Param, Value};
use dewax::plan::plan;
use dewax::recipe::{Look, RecipeGraft};
use dewax::stack::Setting;
use dewax::steps::texture_pores::Pores;
use dewax_media::faces::FaceChoice;
use dewax_media::guard::{Folder, Guard, GuardError};
use dewax_media::input::hex;
use dewax_media::losses::Opening;
use dewax_media::tools::Tools;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The version of character files.
pub const CHARACTER_VERSION: u32 = 1;
/// What a character file's name ends with.
pub const CHARACTER_SUFFIX: &str = ".character.toml";
/// Contrast that is asked for, of pores and fine lines and of what is coarser: below is porcelain; above is what noise, beard, a
/// hard grade or hard light add to a single picture, and looks like sand on another face.
const PERCENT: [(f64, f64); 2] = [(0.4, 0.65), (0.45, 0.9)];
/// More than this is not asked for, whatever a character has: with it a face already looks weathered.
const MOST_ASKED: f64 = 0.62;
/// How many numbers there are for characters.
const NUMBERS: u64 = 1_000_000;

/// The skin of one person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Character {
    /// [`CHARACTER_VERSION`].
    pub character_version: u32,
    /// What it is called.
    pub name: String,
    /// The number that makes its pores: the same number, the same pores.
    pub number: i64,
    /// Contrast of pores and fine lines, RMS in percent of the light.
    pub fine_percent: f64,
    /// Contrast of lines and unevenness, RMS in percent of the light.
    pub coarse_percent: f64,
    /// Mean colour of the skin in the picture it was taken from, CIE L*a*b*. To compare by; nothing is graded to it.
    pub skin_lab: [f64; 3],
    /// The file it was taken from.
    pub from: String,
    /// The file with its own pores, beside this one, and its SHA-256; empty where the picture was too coarse to hold any.
    pub pores_file: String,
    /// See [`Character::pores_file`].
    pub pores_sha256: String,
}

/// A character with its pores.
#[derive(Clone, Debug)]
pub struct Taken {
    /// What is said of it.
    pub character: Character,
    /// Its own pores, where the picture was fine enough.
    pub graft: Option<Arc<Graft>>,
}

/// Texture that a recipe takes from a character: values for the recipe, and pores.
#[derive(Clone, Debug)]
pub struct Texture {
    /// `texture.pores` as the character has it.
    pub settings: Vec<Setting>,
    /// Its pores.
    pub pores: Option<Pinned>,
    /// Whose skin it is, in a sentence.
    pub note: String,
}

/// Pores, and where they are kept.
#[derive(Clone, Debug)]
pub struct Pinned {
    kept: Kept,
    /// As the recipe names it.
    pub in_recipe: RecipeGraft,
    /// What is still to be written there; none when the file is there.
    pending: Option<Vec<u8>>,
}

impl Pinned {
    /// Gives the pores to all shots of an analysis.
    pub fn attach(&self, analysis: &mut Analysis) {
        for facts in &mut analysis.shots {
            match &self.kept {
                Kept::Flat(graft) => facts.graft = Some(graft.clone()),
                Kept::Original(original) => facts.original = Some(original.clone()),
            }
        }
    }

    /// Writes the file that the recipe names, if it is not there yet.
    ///
    /// # Errors
    /// When it may not or cannot be written.
    pub fn store(&self, guard: &Guard) -> Result<(), GuardError> {
        let Some(bytes) = &self.pending else { return Ok(()) };
        guard.write_named_by_content(Path::new(&self.in_recipe.file), bytes)
    }

    /// The name and bytes of the file that is still to be written.
    pub(crate) fn pending_file(self) -> Option<(String, Vec<u8>)> {
        let name = Path::new(&self.in_recipe.file).file_name()?.to_string_lossy().into_owned();
        Some((name, self.pending?))
    }

    /// The pores that a recipe names.
    ///
    /// # Errors
    /// When the file is gone or another one.
    pub fn of_recipe(named: &RecipeGraft) -> Result<Self, CharacterError> {
        let kept = read_graft(Path::new(&named.file), &named.sha256)?;
        Ok(Self { kept, in_recipe: named.clone(), pending: None })
    }
}

/// The name of a character's file.
///
/// # Errors
/// When the character cannot be called so.
pub fn file_name(name: &str) -> Result<String, CharacterError> {
    let is_name = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
    if name.is_empty() || !name.chars().all(is_name) {
        return Err(CharacterError::Name(name.into()));
    }
    Ok(format!("{name}{CHARACTER_SUFFIX}"))
}

/// Takes the skin of the largest face of a portrait or clip. Of a clip the frame counts in which its skin shows most.
///
/// # Errors
/// When the file cannot be read, or shows no face large enough.
pub fn take(
    tools: &Tools,
    name: &str,
    from: &Path,
    faces: &FaceChoice,
    progress: &dyn Progress,
) -> Result<Taken, JobError> {
    file_name(name)?;
    taken(tools, name, &Donor::read(tools, from, faces, Opening::default(), progress)?, progress)
}

pub(crate) fn taken(
    tools: &Tools,
    name: &str,
    donor: &Donor,
    progress: &dyn Progress,
) -> Result<Taken, JobError> {
    let Donor { source, analysis } = donor;
    let no_skin = |why| CharacterError::NoSkin(source.name.clone(), why);
    let (facts, best) = best_frame(analysis).ok_or_else(|| no_skin("no face was followed by its mesh"))?;
    let percent = skin_level(best.face, &facts.detail).map_or(best.skin_percent, |l| l.percent);
    let index = facts.shot.first_frame + best.frame;
    let recipe = plan(analysis, &Look::named("natural")?, 1)?;
    let feed = Feed::File { tools, source, matte: None, bake_rotation: source.is_pictures() };
    let making = Making { feed, analysis, recipe: &recipe, shelf: None };
    let mut masked = None;
    making.each(index..index + 1, progress, |_, made| {
        masked = Some(made.masked);
        Ok(false)
    })?;
    let track = facts.faces.tracks.iter().find(|t| t.id == best.face);
    let state = track.and_then(|t| t.at(index));
    let mesh = state.and_then(|s| s.mesh());
    let picture = analysis.clip.picture();
    let graft = match (&masked, state, mesh) {
        (Some(frame), Some(state), Some(mesh)) => frame.skin.as_ref().and_then(|skin| {
            Graft::of(frame.luma(), &mesh.points, state.iod_px, skin, picture.levels.black).map(Arc::new)
        }),
        _ => None,
    };
    let colour = facts.skin_color.get(best.frame).copied().unwrap_or_default();
    let lab = lab_from_ycc(picture.weights, colour.0).map(|v| (v * 10.0).round() / 10.0);
    let within = |band: usize, v: f32| {
        let (least, most) = PERCENT[band];
        (f64::from(v).clamp(least, most) * 100.0).round() / 100.0
    };
    let character = Character {
        character_version: CHARACTER_VERSION,
        name: name.into(),
        number: number(name),
        fine_percent: within(0, if percent[0] > 0.0 { percent[0] } else { Pores::default().fine_percent }),
        coarse_percent: within(1, percent[1]),
        skin_lab: lab,
        from: source.name.clone(),
        pores_file: String::new(),
        pores_sha256: String::new(),
    };
    Ok(Taken { character, graft })
}

/// The shot and measurement of the largest face in which its skin shows most.
fn best_frame(analysis: &Analysis) -> Option<(&ShotFacts, &SkinDetail)> {
    let all = || analysis.shots.iter().flat_map(|s| s.detail.iter().map(move |d| (s, d)));
    let largest = all().map(|(_, d)| d.px_per_mm).fold(0.0, f32::max);
    let has_mesh = |facts: &ShotFacts, detail: &SkinDetail| {
        let track = facts.faces.tracks.iter().find(|t| t.id == detail.face);
        let state = track.and_then(|t| t.at(facts.shot.first_frame + detail.frame));
        state.is_some_and(|s| s.mesh.is_some())
    };
    let near = all().filter(|(f, d)| d.px_per_mm > 0.8 * largest && has_mesh(f, d));
    let shows = |d: &SkinDetail| d.skin_percent[0] + 0.25 * d.skin_percent[1];
    near.max_by(|a, b| shows(a.1).total_cmp(&shows(b.1)))
}

/// The number of a name: the same on every machine.
fn number(name: &str) -> i64 {
    let digest = Sha256::digest(name.as_bytes());
    let bytes: [u8; 8] = std::array::from_fn(|i| digest[i]);
    (1 + u64::from_le_bytes(bytes) % NUMBERS) as i64
}

impl Taken {
    /// Writes `NAME.character.toml`, and a `.graft` file with its pores, into a folder. Where.
    ///
    /// # Errors
    /// When they may not or cannot be written.
    pub fn save(&self, folder: &Folder) -> Result<PathBuf, GuardError> {
        let mut character = self.character.clone();
        if let Some(graft) = &self.graft {
            let bytes = graft_bytes(&Kept::Flat(graft.clone()));
            character.pores_sha256 = hex(&Sha256::digest(&bytes));
            character.pores_file = graft_name(&character.name, &character.pores_sha256);
            folder.write_named_by_content(&character.pores_file, &bytes)?;
        }
        let name = format!("{}{CHARACTER_SUFFIX}", character.name);
        let path = folder.path().join(&name);
        let text = format!(
            "# The skin of {}: for `dewax fix CLIP --texture-from {}`.\n{}",
            character.name,
            path.display(),
            toml::to_string(&character).unwrap_or_default()
        );
        folder.permit(&name)?.write(text.as_bytes())?;
        Ok(path)
    }

    /// Texture for a recipe; its pores will lie in `folder`.
    pub(crate) fn texture(self, folder: &Path) -> Texture {
        let pores = self.graft.map(|graft| pinned(Kept::Flat(graft), folder, &self.character.name));
        self.character.texture(pores)
    }
}

/// Texture that will lie in `folder`.
pub(crate) fn pinned(kept: Kept, folder: &Path, name: &str) -> Pinned {
    let bytes = graft_bytes(&kept);
    let sha256 = hex(&Sha256::digest(&bytes));
    let file = folder.join(graft_name(name, &sha256));
    let in_recipe = RecipeGraft { file: file.display().to_string(), sha256 };
    Pinned { kept, in_recipe, pending: Some(bytes) }
}

/// A value of the texture.
pub(crate) fn set(param: &'static Param, value: Value) -> Setting {
    Setting::nearest::<Pores>(param, value, Limits::Hold)
}

impl Character {
    fn texture(&self, pores: Option<Pinned>) -> Texture {
        let settings = vec![
            set(Pores::character, Value::I(self.number)),
            set(Pores::fine_percent, Value::F(self.fine_percent.min(MOST_ASKED) as f32)),
            set(Pores::coarse_percent, Value::F(self.coarse_percent.min(MOST_ASKED) as f32)),
            // Naming a skin is a wish: it is given also where the check calls nothing smooth, as far as the face has less.
            set(Pores::auto, Value::B(false)),
        ];
        let own = if pores.is_some() { "its own pores" } else { "pores made to its measure" };
        let [light, a, b] = self.skin_lab;
        let note = format!(
            "Skin texture as {}'s: {own}, contrast {} and {} %. Its skin measured L* {light}, a* {a}, b* {b} there.",
            self.name, self.fine_percent, self.coarse_percent
        );
        Texture { settings, pores, note }
    }

    /// What the text of a character file says.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let own: Self = toml::from_str(text).map_err(|e| e.message().to_string())?;
        if own.character_version != CHARACTER_VERSION {
            return Err(format!("it is of version {}", own.character_version));
        }
        let in_range = |band: usize, v: f64| (PERCENT[band].0..=PERCENT[band].1).contains(&v);
        let is_sane = in_range(0, own.fine_percent)
            && in_range(1, own.coarse_percent)
            && (1..=NUMBERS as i64).contains(&own.number);
        if !is_sane {
            return Err("its number or contrast are out of range".into());
        }
        let pores = &own.pores_file;
        if !pores.is_empty() && Path::new(pores).file_name() != Some(pores.as_ref()) {
            return Err("its pores must lie beside it".into());
        }
        Ok(own)
    }

    /// Reads a character file.
    ///
    /// # Errors
    /// When it is none, or its pores are missing.
    pub fn read(path: &Path) -> Result<Texture, CharacterError> {
        let unreadable = |why: String| CharacterError::Unreadable { path: path.display().to_string(), why };
        let text = std::fs::read_to_string(path).map_err(|e| unreadable(e.to_string()))?;
        let own = Self::parse(&text).map_err(unreadable)?;
        let pores = if own.pores_file.is_empty() {
            None
        } else {
            let file = path.with_file_name(&own.pores_file);
            let kept = read_graft(&file, &own.pores_sha256)?;
            let in_recipe =
                RecipeGraft { file: file.display().to_string(), sha256: own.pores_sha256.clone() };
            Some(Pinned { kept, in_recipe, pending: None })
        };
        Ok(own.texture(pores))
    }
}

#[cfg(test)]
#[path = "character_tests.rs"]
mod tests;
