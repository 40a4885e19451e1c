//! A picture without an original: what the steps of a look make of it, tried and judged as a clip's worst second is.

use super::measured::{FRAMES_PER_SECOND, Measured};
use crate::error::JobError;
use crate::making::Feed;
use crate::progress::Progress;
use crate::trial::{Held, OnTrial, TrialJob};
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
    // Where nothing is to be done, the picture is as it was.
    let untouched = || Held { done: Arc::new(measured.frame.clone()), skin: None };
    let Held { done, skin } = tried.held.unwrap_or_else(untouched);
    Ok(Stepped { recipe: tried.recipe, trials: tried.trials, done, skin })
}
