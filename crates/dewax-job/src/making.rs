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
use std::ops::Range;

/// What is treated, and how.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Making<'a> {
    pub(crate) tools: &'a Tools,
    pub(crate) source: &'a Source,
    pub(crate) analysis: &'a Analysis,
    pub(crate) recipe: &'a Recipe,
    pub(crate) matte: Option<&'a Matte>,
    pub(crate) bake_rotation: bool,
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
        let clip = &self.analysis.clip;
        let picture = clip.picture();
        let own = Shelf::default();
        let shelf = self.shelf.unwrap_or(&own);
        let from = self.first_needed(&range);
        let place = (from > 0).then(|| SeekTo { pts: clip.pts[from] });
        let options =
            DecodeOptions { from: place, bake_rotation: self.bake_rotation, ..DecodeOptions::default() };
        let decoder = Matted::open(self.tools, self.source, options, self.matte, from)?;
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
            for facts in &self.analysis.shots {
                let shot = facts.shot;
                let part = range.start.max(shot.first_frame)..range.end.min(shot.end());
                let Some(recipe) = self.recipe.shot_of(shot.first_frame).filter(|_| !part.is_empty()) else {
                    continue;
                };
                let mut chain =
                    Chain::with_faces(&picture, facts, &recipe.stack, &recipe.faces, self.recipe.seed)
                        .sharing(shelf);
                for index in part {
                    if progress.stopped() {
                        return Err(JobError::Interrupted);
                    }
                    if !take(index, chain.frame(index, &mut source)?)? {
                        return Ok(());
                    }
                }
            }
            Ok(())
        })?;
        Ok(())
    }

    /// The first frame that must be decoded to make the range.
    fn first_needed(&self, range: &Range<usize>) -> usize {
        let picture = self.analysis.clip.picture();
        let found = self.analysis.shot_of(range.start).zip(self.recipe.shot_of(range.start));
        found.map_or(range.start, |(facts, recipe)| {
            let chain = Chain::with_faces(&picture, facts, &recipe.stack, &recipe.faces, self.recipe.seed);
            range.start.saturating_sub(chain.back_frames()).max(facts.shot.first_frame)
        })
    }
}
