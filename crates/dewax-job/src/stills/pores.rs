//! A picture without an original: what the steps of a look make of it, tried and judged as a clip's worst second is.

use super::measured::{FRAMES_PER_SECOND, Measured};
use crate::error::JobError;
use crate::making::{Feed, Making};
use crate::progress::Progress;
use crate::trial::{OnTrial, TrialJob};
use dewax::px::{Frame, Mask};
use dewax::recipe::{Look, Recipe};
use dewax::report::ShotTrial;
use dewax::shelf::Shelf;
use std::sync::Arc;

/// A picture that steps have treated.
#[derive(Debug)]
pub(crate) struct Stepped {
    /// What was done.
    pub(super) recipe: Recipe,
    /// How it was proven.
    pub(super) trials: Vec<ShotTrial>,
    /// The frame after all steps.
    pub(super) done: Arc<Frame>,
    /// The skin that the steps used; none where there is none.
    pub(super) skin: Option<Arc<Mask>>,
}

/// Treats a picture by a look.
pub(super) fn stepped(
    measured: &Measured,
    look: &Look,
    seed: u32,
    progress: &dyn Progress,
) -> Result<Stepped, JobError> {
    let shelf = Shelf::default();
    let feed = Feed::Held(&measured.frame);
    let analysis = &measured.analysis;
    let clip =
        OnTrial { feed, analysis, matte: None, frames_per_second: FRAMES_PER_SECOND as f64, shelf: &shelf };
    let tried = TrialJob { clip, look, seed, range: None, grades: &[], through: None }.run(progress)?;
    let making = Making { feed, analysis, recipe: &tried.recipe, shelf: Some(&shelf) };
    let mut made = None;
    making.each(0..1, progress, |_, frame| {
        made = Some((frame.done, frame.masked.skin.clone()));
        Ok(false)
    })?;
    let changed = || JobError::Changed { name: analysis.clip.name.clone(), frame: 0 };
    let (done, skin) = made.ok_or_else(changed)?;
    Ok(Stepped { recipe: tried.recipe, trials: tried.trials, done, skin })
}
