//! From an analysis and a look to a recipe: the look's wishes, bounded by what was measured, shot by shot.

use crate::analysis::Analysis;
use crate::check::{Check, Evidence, Severity};
use crate::checks::porcelain::Porcelain;
use crate::facts::ShotFacts;
use crate::param::{Limits, Value};
use crate::recipe::{FaceStack, Look, Recipe, RecipeError, RecipeMatte, RecipeShot, RecipeSource};
use crate::stack::Stack;
use crate::step::{Entry, Step, Touches};
use crate::steps::STEPS;
use crate::steps::calm::Calm;
use crate::steps::finish::Finish;
use crate::steps::mask::SkinMask;
use crate::steps::skin_grain::SkinGrain;
use crate::steps::texture_pores::Pores;

/// What is left of the grain in skin that gets pores.
const BESIDE_PORES: f32 = 0.5;

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
                stack.take_step(SkinMask::NAME, &look.stack)?;
            }
            let pores = stack.step(Pores::NAME).filter(|s| !s.is_neutral());
            let is_automatic = pores.and_then(|s| s.get("auto")) == Some(Value::B(true));
            if is_automatic && !lacks_texture(analysis, facts) {
                // Skin that has its texture is left as it is: nothing gives it more. Nor is it sharpened; grain binds the film.
                let sharpens = |e: &&Entry| e.name == Finish::NAME && facts.has_skin();
                for step in STEPS.iter().filter(|e| e.touches == Touches::Skin || sharpens(e)) {
                    stack.weaken(step.name, 0.0, |param| !step.strengths.contains(&param));
                }
            }
            if stack.step(Pores::NAME).is_some_and(|s| !s.is_neutral()) {
                // Where pores are the answer, grain is half of one.
                stack.weaken(SkinGrain::NAME, BESIDE_PORES, |_| false);
            }
            for setting in look.pinned.iter().filter(|s| s.face.is_none()) {
                stack.set(setting, Limits::Beyond)?;
            }
            let mut faces = own_strengths(facts, look, &stack)?;
            for setting in &look.pinned {
                let here = |id: &u32| facts.faces.tracks.iter().any(|t| t.id == *id);
                let Some(id) = setting.face.filter(here) else { continue };
                let at = faces.iter().position(|f| f.id == id).unwrap_or_else(|| {
                    faces.push(FaceStack::like(&stack, id));
                    faces.len() - 1
                });
                faces[at].stack.set(setting, Limits::Beyond)?;
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
            width: clip.format.width,
            height: clip.format.height,
            frames: clip.frames(),
        },
        matte,
        graft: None,
        shots,
    })
}

/// Whether the skin of a shot is called too smooth, and not for another reason: squeezed footage is smooth as well, and so is what
/// is out of focus.
fn lacks_texture(analysis: &Analysis, facts: &ShotFacts) -> bool {
    let evidence = Evidence { facts, shots: &analysis.shots, clip: &analysis.clip };
    Porcelain::judge(&evidence).severity >= Severity::Minor
}

/// Where several faces are locked: the strength of calm that each of them needs, if it differs from the shot's.
fn own_strengths(facts: &ShotFacts, look: &Look, shot: &Stack) -> Result<Vec<FaceStack>, RecipeError> {
    let mut out = Vec::new();
    for lock in facts.lock_summaries.iter().filter(|l| l.face > 0 && facts.lock_summaries.len() > 1) {
        let mut own = FaceStack::like(shot, lock.face);
        own.stack.take_step(Calm::NAME, &look.stack.fitted(&facts.figures_of(lock)))?;
        for setting in look.pinned.iter().filter(|s| s.face.is_none() && s.step == Calm::NAME) {
            own.stack.set(setting, Limits::Beyond)?;
        }
        let mut difference = String::new();
        own.stack.write_difference(shot, "", &mut difference);
        if !difference.is_empty() {
            out.push(own);
        }
    }
    Ok(out)
}
