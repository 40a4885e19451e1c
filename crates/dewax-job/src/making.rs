//! Makes the treated frames of a part of a clip, one after the other: what a render writes, and what a trial judges.

use crate::error::JobError;
use crate::progress::Progress;
use dewax::analysis::Analysis;
use dewax::chain::{Chain, Made};
use dewax::px::Frame;
use dewax::recipe::Recipe;
use dewax::shelf::Shelf;
use dewax_media::ahead::{next, read_ahead};
use dewax_media::decode::{DecodeOptions, Picture as Decoded, SeekTo};
use dewax_media::matte::{Matte, Matted};
use dewax_media::probe::Source;
use dewax_media::tools::Tools;
use std::collections::BTreeMap;
use std::ops::Range;

/// Where the frames of a clip come from.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Feed<'a> {
    /// A file, decoded frame by frame.
    File { tools: &'a Tools, source: &'a Source, matte: Option<&'a Matte>, bake_rotation: bool },
    /// The one frame of a picture that was read already.
    Held(&'a Frame),
}

/// What is treated, and how.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Making<'a> {
    pub(crate) feed: Feed<'a>,
    pub(crate) analysis: &'a Analysis,
    pub(crate) recipe: &'a Recipe,
    /// What renderings of this clip share; none has its own.
    pub(crate) shelf: Option<&'a Shelf>,
}

impl Making<'_> {
    /// Makes every frame of `range` and hands it to `take` with its number in the clip, until `take` says false.
    ///
    /// # Errors
    /// When the source cannot be decoded or is not what was analysed, when the user stops, or when `take` fails.
    pub(crate) fn each(
        &self,
        range: Range<usize>,
        progress: &dyn Progress,
        mut take: impl FnMut(usize, Made) -> Result<bool, JobError>,
    ) -> Result<(), JobError> {
        self.each_beside(None, range, progress, |index, made, _| take(index, made))
    }

    /// The same, each with the frame that a second recipe of the same clip makes, if there is one: a recipe that reaches no further in time than
    /// this one, so that whatever it asks for was asked for.
    ///
    /// # Errors
    /// As [`Self::each`].
    pub(crate) fn each_beside(
        &self,
        second: Option<&Recipe>,
        range: Range<usize>,
        progress: &dyn Progress,
        mut take: impl FnMut(usize, Made, Option<Made>) -> Result<bool, JobError>,
    ) -> Result<(), JobError> {
        let clip = &self.analysis.clip;
        let recipes: Vec<&Recipe> = [self.recipe].into_iter().chain(second).collect();
        let (tools, source, matte, bake_rotation) = match self.feed {
            Feed::File { tools, source, matte, bake_rotation } => (tools, source, matte, bake_rotation),
            Feed::Held(frame) => {
                return self.through(&recipes, range, progress, &mut |_| Ok(frame.clone()), &mut take);
            }
        };
        let from =
            recipes.iter().map(|recipe| self.first_needed(recipe, &range)).min().unwrap_or(range.start);
        let place = (from > 0).then(|| SeekTo { pts: clip.pts[from] });
        let options = DecodeOptions { from: place, bake_rotation, ..DecodeOptions::default() };
        let decoder = Matted::open(tools, source, options, matte, from)?;
        let ((), _) = read_ahead(decoder, |pictures| {
            let mut at = from;
            let mut source = |wanted: usize| -> Result<Frame, JobError> {
                loop {
                    let changed = || JobError::Changed { name: clip.name.clone(), frame: at };
                    let decoded: Decoded = next(pictures)?.ok_or_else(changed)?;
                    if clip.pts.get(at) != Some(&decoded.pts) {
                        return Err(changed());
                    }
                    at += 1;
                    if at > wanted {
                        return Ok(decoded.frame);
                    }
                }
            };
            self.through(&recipes, range, progress, &mut source, &mut take)
        })?;
        Ok(())
    }

    /// The frames of a range through the chain of each recipe; `source` gives decoded ones in rising order.
    fn through(
        &self,
        recipes: &[&Recipe],
        range: Range<usize>,
        progress: &dyn Progress,
        source: &mut dyn FnMut(usize) -> Result<Frame, JobError>,
        take: &mut dyn FnMut(usize, Made, Option<Made>) -> Result<bool, JobError>,
    ) -> Result<(), JobError> {
        let picture = self.analysis.clip.picture();
        let own = Shelf::default();
        let shelf = self.shelf.unwrap_or(&own);
        for facts in &self.analysis.shots {
            let shot = facts.shot;
            let part = range.start.max(shot.first_frame)..range.end.min(shot.end());
            let plans =
                recipes.iter().filter_map(|recipe| Some((recipe.shot_of(shot.first_frame)?, recipe.seed)));
            let plans: Vec<_> = plans.filter(|_| !part.is_empty()).collect();
            let mut chains: Vec<Chain<'_>> = plans
                .iter()
                .map(|(plan, seed)| {
                    Chain::with_faces(&picture, facts, &plan.stack, &plan.faces, *seed).sharing(shelf)
                })
                .collect();
            let Some((first, others)) = chains.split_first_mut() else { continue };
            // What one chain had decoded and the other has not asked for yet.
            let mut waiting = BTreeMap::new();
            for index in part {
                if progress.stopped() {
                    return Err(JobError::Interrupted);
                }
                let Some(other) = others.first_mut() else {
                    if !take(index, first.frame(index, &mut *source)?, None)? {
                        return Ok(());
                    }
                    continue;
                };
                let mut shared = |wanted: usize| shared(&mut waiting, wanted, source);
                let pair = (first.frame(index, &mut shared)?, other.frame(index, &mut shared)?);
                if !take(index, pair.0, Some(pair.1))? {
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    /// The first frame that must be decoded to make the range by a recipe.
    fn first_needed(&self, recipe: &Recipe, range: &Range<usize>) -> usize {
        let picture = self.analysis.clip.picture();
        let found = self.analysis.shot_of(range.start).zip(recipe.shot_of(range.start));
        found.map_or(range.start, |(facts, plan)| {
            let chain = Chain::with_faces(&picture, facts, &plan.stack, &plan.faces, recipe.seed);
            range.start.saturating_sub(chain.back_frames()).max(facts.shot.first_frame)
        })
    }
}

/// A decoded frame for one of two chains: each asks for each frame at most once, in rising order, so that what is here was asked for once
/// and goes when it is asked for again.
fn shared(
    waiting: &mut BTreeMap<usize, Frame>,
    wanted: usize,
    source: &mut dyn FnMut(usize) -> Result<Frame, JobError>,
) -> Result<Frame, JobError> {
    if let Some(frame) = waiting.remove(&wanted) {
        return Ok(frame);
    }
    let frame = source(wanted)?;
    waiting.insert(wanted, frame.clone());
    Ok(frame)
}
