//! From an analysis and a look to a recipe: the look's wishes, bounded by what was measured, shot by shot.

use crate::analysis::Analysis;
use crate::param::Limits;
use crate::recipe::{Look, Recipe, RecipeError, RecipeShot, RecipeSource};

/// The recipe for a clip.
///
/// Every step of the look is fitted to the shot's measurements; values the user pinned hold whatever was measured.
///
/// # Errors
/// When a step that does something lacks a step it needs, or a pinned value is refused.
pub fn plan(analysis: &Analysis, look: &Look, seed: u32) -> Result<Recipe, RecipeError> {
    look.stack.check_needs(|name| look.mentioned.contains(&name))?;
    let clip = &analysis.clip;
    let shots = analysis
        .shots
        .iter()
        .map(|facts| {
            let mut stack = look.stack.fitted(facts);
            for setting in &look.pinned {
                stack.set(setting, Limits::Beyond)?;
            }
            Ok(RecipeShot { shot: facts.shot, stack })
        })
        .collect::<Result<Vec<_>, RecipeError>>()?;
    Ok(Recipe {
        dewax: analysis.dewax.clone(),
        look: look.name.clone(),
        seed,
        tier: analysis.tier,
        source: RecipeSource {
            name: clip.name.clone(),
            fingerprint: clip.fingerprint.clone(),
            width: clip.format.width,
            height: clip.format.height,
            frames: clip.frames(),
        },
        shots,
    })
}
