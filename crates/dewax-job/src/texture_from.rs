//! Whose texture is taken, as it is wished: a character's, a portrait's, an original's in register, or the clip's own.

use crate::character::{CHARACTER_SUFFIX, Character, Texture, pinned, set, taken};
use crate::error::JobError;
use crate::graft_file::Kept;
use crate::original::{Donor, Laid, Onto, lay};
use crate::progress::Progress;
use dewax::param::Value;
use dewax::steps::texture_pores::Pores;
use dewax_media::faces::FaceChoice;
use dewax_media::losses::Opening;
use dewax_media::tools::Tools;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Where texture is to come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TextureFrom {
    /// The best frame of the clip itself.
    Own,
    /// A character file, a portrait, or a clip.
    File(PathBuf),
}

impl TextureFrom {
    /// The files that it reads: the portrait or character, and the pores that it names.
    pub fn files(&self) -> Vec<PathBuf> {
        let Self::File(path) = self else { return Vec::new() };
        let text = std::fs::read_to_string(path)
            .ok()
            .filter(|_| path.display().to_string().ends_with(CHARACTER_SUFFIX));
        let own = text.and_then(|text| toml::from_str::<Character>(&text).ok());
        let pores =
            own.filter(|own| !own.pores_file.is_empty()).map(|own| path.with_file_name(own.pores_file));
        [path.clone()].into_iter().chain(pores).collect()
    }

    /// Opens it for the clip that it is laid on. Pores that must be kept for the recipe are to lie in `folder`. What lies in register
    /// with the clip is laid on as it is; of anything else the skin is taken by the mesh of its face.
    ///
    /// # Errors
    /// When there is no such file, or no skin in it.
    pub fn open(
        &self,
        tools: &Tools,
        onto: &Onto<'_>,
        folder: &Path,
        faces: &FaceChoice,
        progress: &dyn Progress,
    ) -> Result<Texture, JobError> {
        let path = match self {
            Self::Own => &onto.source.path,
            Self::File(path) if path.display().to_string().ends_with(CHARACTER_SUFFIX) => {
                return Ok(Character::read(path)?);
            }
            Self::File(path) => path,
        };
        let stem = path.file_stem().map_or_else(String::new, |s| s.to_string_lossy().into_owned());
        let is_name = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
        let name: String = stem.chars().map(|c| if is_name(c) { c } else { '-' }).collect();
        let mut faces = faces.clone();
        if *self != Self::Own {
            // The numbers of faces are those of the clip.
            (faces.options.drop, faces.options.only) = (Vec::new(), Vec::new());
        }
        // What was said of the clip holds for it too.
        let opening =
            Opening { accept_missing: onto.source.accepts_missing, fields: onto.source.fields_wish };
        let donor = Donor::read(tools, path, &faces, opening, progress)?;
        let why_not = match self {
            Self::Own => None,
            Self::File(_) => match lay(tools, onto, &donor, progress)? {
                Laid::InRegister(original, note) => {
                    let pores = Some(pinned(Kept::Original(Arc::new(original)), folder, &name));
                    // Naming a file is a wish: it is given also where the check calls nothing smooth.
                    return Ok(Texture { settings: vec![set(Pores::auto, Value::B(false))], pores, note });
                }
                Laid::Not(why) => Some(why),
            },
        };
        let mut texture = taken(tools, &name, &donor, progress)?.texture(folder);
        if let Some(why) = why_not {
            let name = &donor.source.name;
            texture.note = format!("{name} is not laid on pixel by pixel: {why}. {}", texture.note);
        }
        Ok(texture)
    }
}
