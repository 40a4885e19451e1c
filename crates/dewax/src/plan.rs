//! From an analysis and a look to a recipe: the look's wishes, bounded by what was measured, shot by shot.

use crate::analysis::Analysis;
use crate::check::{Check, Evidence, Severity};
use crate::checks::porcelain::Porcelain;
use crate::facts::ShotFacts;
use crate::recipe::{FaceStack, Look, Recipe, RecipeError, RecipeMatte, RecipeShot, RecipeSource};
use crate::stack::{Setting, Stack};
use crate::step::{Told, Touches};
use crate::steps::STEPS;

/// The recipe for a clip.
///
/// Every step of the look is fitted to the shot's measurements; values the user pinned hold whatever was measured.
///
/// # Errors
/// When a step that does something lacks a step it needs, or a pinned value is refused.
pub fn plan(analysis: &Analysis, look: &Look, seed: u32) -> Result<Recipe, RecipeError> {
    plan_with_matte(analysis, look, seed, None)
}

/// [`plan`], for a clip whose mask may be given.
///
/// # Errors
/// As of [`plan`].
pub fn plan_with_matte(
    analysis: &Analysis,
    look: &Look,
    seed: u32,
    matte: Option<RecipeMatte>,
) -> Result<Recipe, RecipeError> {
    look.stack.check_needs(|name| look.mentioned.contains(&name))?;
    let clip = &analysis.clip;
    let known: Vec<u32> = analysis.shots.iter().flat_map(|s| &s.faces.tracks).map(|t| t.id).collect();
    if let Some(id) = look.pinned.iter().filter_map(|s| s.face).find(|id| !known.contains(id)) {
        return Err(RecipeError::NoFace { id, known });
    }
    let shots = analysis
        .shots
        .iter()
        .map(|facts| {
            let mut stack = look.stack.fitted(facts);
            if matte.is_some() {
                // A given mask is there whatever faces and colours were found.
                for mask in STEPS.iter().filter(|e| e.touches == Touches::Mask) {
                    stack.take_step(mask.name, &look.stack)?;
                }
            }
            if facts.is_stylised() {
                // What real skin should be is no wish of a drawn one.
                for skin in STEPS.iter().filter(|e| e.touches == Touches::Skin) {
                    stack.take_step(skin.name, &Stack::neutral())?;
                }
            }
            let told = Told {
                steps: stack.tells(),
                lacks_texture: lacks_texture(analysis, facts),
                has_skin: facts.has_skin(),
            };
            let mut stack = stack.beside(&told);
            for setting in look.pinned.iter().filter(|s| s.face.is_none()) {
                stack.set(setting);
            }
            let stack = stack.possible(facts);
            let mut faces = own_strengths(facts, look, &stack)?;
            for setting in &look.pinned {
                let here = |id: &u32| facts.faces.tracks.iter().any(|t| t.id == *id);
                let Some(id) = setting.face.filter(here) else { continue };
                let at = faces.iter().position(|f| f.id == id).unwrap_or_else(|| {
                    faces.push(FaceStack::like(&stack, id));
                    faces.len() - 1
                });
                faces[at].stack.set(setting);
            }
            Ok(RecipeShot { shot: facts.shot, stack, faces })
        })
        .collect::<Result<Vec<_>, RecipeError>>()?;
    Ok(Recipe {
        dewax: analysis.dewax.clone(),
        look: look.name.clone(),
        seed,
        tier: analysis.tier,
        faces: analysis.face_options.clone(),
        source: RecipeSource {
            name: clip.name.clone(),
            fingerprint: clip.fingerprint.clone(),
            upscale: analysis.made_with.upscale.unwrap_or(1),
            width: clip.format.width,
            height: clip.format.height,
            frames: clip.frames(),
        },
        matte,
        graft: None,
        show_lut: None,
        shots,
    })
}

/// Whether the skin of a shot is called too smooth, and not for another reason: squeezed footage is smooth as well, and so is what
/// is out of focus.
fn lacks_texture(analysis: &Analysis, facts: &ShotFacts) -> bool {
    let evidence = Evidence { facts, shots: &analysis.shots, clip: &analysis.clip };
    Porcelain::judge(&evidence).severity >= Severity::Minor
}

/// Where several faces are locked: what each of them needs, if it differs from the shot's.
fn own_strengths(facts: &ShotFacts, look: &Look, shot: &Stack) -> Result<Vec<FaceStack>, RecipeError> {
    let mut out = Vec::new();
    let differ = facts.lock_summaries.len() > 1 && !facts.is_stylised();
    for lock in facts.lock_summaries.iter().filter(|l| l.face > 0 && differ) {
        let mut own = FaceStack::like(shot, lock.face);
        let fitted = look.stack.fitted(&facts.figures_of(lock));
        let by_face: Vec<&str> = STEPS.iter().filter(|e| e.fits_each_face).map(|e| e.name).collect();
        for name in &by_face {
            own.stack.take_step(name, &fitted)?;
        }
        let is_by_face = |s: &&Setting| s.face.is_none() && by_face.contains(&s.step);
        for setting in look.pinned.iter().filter(is_by_face) {
            own.stack.set(setting);
        }
        let mut difference = String::new();
        own.stack.write_difference(shot, "", &mut difference);
        if !difference.is_empty() {
            out.push(own);
        }
    }
    Ok(out)
}
