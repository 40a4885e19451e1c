//! Trial repair: the worst second of every shot that is to be treated is rendered in memory and judged as a finished file
//! would be. What does not hold is weakened until it does; the plan's strengths come from here.

use crate::cdl;
use crate::job::{JobError, Progress, Stage};
use crate::making::{Feed, Making};
use dewax::analysis::Analysis;
use dewax::certificate::{Asked, Judge, Judged, Proofs, Search, leave_alone, rest_skin, search};
use dewax::color::{Cdl, Cube};
use dewax::facts::PAIR_GAPS;
use dewax::plan::plan_with_matte;
use dewax::px::{Frame, Mask};
use dewax::recipe::{Look, Recipe, RecipeShot};
use dewax::report::{ALL_LEFT_OUT, ShotTrial, Verdict, verdict_after, worst_frame};
use dewax::shelf::Shelf;
use dewax::skin::SkinSearch;
use dewax::stack::Setting;
use dewax_media::matte::Matte;
use dewax_show::exhibits::{Collector, Exhibits, MOST_PICTURED_SHOTS};
use std::ops::Range;
use std::sync::Arc;
use std::time::Instant;

/// A trial is at least this long: texture is judged between frames as far apart as the last of [`PAIR_GAPS`].
const LEAST_FRAMES: usize = PAIR_GAPS[PAIR_GAPS.len() - 1] + 8;

/// A clip, and what is known of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OnTrial<'a> {
    /// Where its frames come from.
    pub(crate) feed: Feed<'a>,
    /// Its measurements.
    pub(crate) analysis: &'a Analysis,
    /// The mask that was given.
    pub(crate) matte: Option<&'a Matte>,
    /// How fast its frames follow each other.
    pub(crate) frames_per_second: f64,
    /// What renderings of it share.
    pub(crate) shelf: &'a Shelf,
}

/// What a trial needs to know.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TrialJob<'a> {
    /// The clip.
    pub(crate) clip: OnTrial<'a>,
    /// The taste.
    pub(crate) look: &'a Look,
    /// Seed of everything random.
    pub(crate) seed: u32,
    /// Which frames are to be rendered; all of them when not given.
    pub(crate) range: Option<(usize, usize)>,
    /// Values that single shots are given, as by a match: below what is pinned, and held like it. Empty, or one list for each shot.
    pub(crate) grades: &'a [Vec<Setting>],
    /// What the pictures are seen through; nothing is judged through it.
    pub(crate) through: Option<&'a Cube>,
}

impl TrialJob<'_> {
    /// The recipe for the clip, with strengths that were proven on the worst second of each shot.
    ///
    /// # Errors
    /// When the look is refused, the clip cannot be decoded, or the user stops.
    pub(crate) fn run(&self, progress: &dyn Progress) -> Result<Tried, JobError> {
        let matte = self.clip.matte.map(Matte::in_recipe);
        let mut recipe = plan_with_matte(self.clip.analysis, self.look, self.seed, matte)?;
        for (number, shot) in recipe.shots.iter_mut().enumerate() {
            for setting in self.given(number) {
                shot.stacks_mut().for_each(|stack| stack.set(setting));
            }
        }
        let shots: Vec<(usize, Range<usize>)> = (0..recipe.shots.len())
            .filter(|&i| !recipe.shots[i].running().is_empty())
            .filter(|&i| self.wants(i))
            .map(|i| (i, self.worst_second(i)))
            .collect();
        let mut tried =
            Tried { recipe: recipe.clone(), trials: Vec::new(), exhibits: Exhibits::default(), held: None };
        if shots.is_empty() {
            return Ok(tried);
        }
        progress.begin(Stage::Trial, Some(shots.iter().map(|(_, frames)| frames.len()).sum()));
        let mut done = 0;
        for (shot, frames) in shots {
            let (trial, last) = self.prove(shot, &frames, &mut recipe, done, progress)?;
            tried.trials.push(trial);
            if tried.exhibits.shots.len() < MOST_PICTURED_SHOTS {
                tried.exhibits.shots.extend(last.exhibits.shots);
            }
            tried.held = last.held;
            done += frames.len();
        }
        Ok(Tried { recipe, ..tried })
    }

    /// What a shot is given that nobody pinned otherwise.
    fn given(&self, shot: usize) -> impl Iterator<Item = &Setting> {
        let is_pinned = |setting: &Setting| {
            let same = |pin: &Setting| {
                pin.face.is_none() && pin.step == setting.step && pin.param.name == setting.param.name
            };
            self.look.pinned.iter().any(same)
        };
        self.grades.get(shot).into_iter().flatten().filter(move |setting| !is_pinned(setting))
    }

    /// Whether a shot is to be rendered at all.
    fn wants(&self, shot: usize) -> bool {
        let here = self.clip.analysis.shots[shot].shot;
        self.range.is_none_or(|(from, to)| here.first_frame < to && here.end() > from)
    }

    /// A second of frames around the worst one of a shot.
    fn worst_second(&self, shot: usize) -> Range<usize> {
        let here = self.clip.analysis.shots[shot].shot;
        let rate = self.clip.frames_per_second.round().max(1.0) as usize;
        let length = rate.max(LEAST_FRAMES).min(here.frames);
        let worst = worst_frame(self.clip.analysis, shot);
        let first = worst.saturating_sub(length / 2).clamp(here.first_frame, here.end() - length);
        first..first + length
    }

    /// Renders and judges one shot's worst second, and takes out what does harm until it holds.
    fn prove(
        &self,
        shot: usize,
        frames: &Range<usize>,
        recipe: &mut Recipe,
        done: usize,
        progress: &dyn Progress,
    ) -> Result<(ShotTrial, Attempt), JobError> {
        let pinned: Vec<Setting> = self.look.pinned.iter().chain(self.given(shot)).cloned().collect();
        let pinned = &pinned;
        let mut trying = recipe.clone();
        let mut judge = |part: &RecipeShot| {
            trying.shots[shot] = part.clone();
            self.judge(shot, frames, &trying, done, progress)
        };
        let mut found = search(&recipe.shots[shot], pinned, &mut judge, Attempt::proofs)?;
        // A grade that was matched is no reason to lose the treatment.
        if self.given(shot).any(cdl::is_of) && (!found.tried.judged.holds() || !found.changes.is_empty()) {
            let mut plain = recipe.shots[shot].clone();
            let neutral = cdl::nearest(&Cdl::NEUTRAL);
            plain.stacks_mut().for_each(|stack| neutral.iter().for_each(|setting| stack.set(setting)));
            let ungraded = search(&plain, &self.look.pinned, &mut judge, Attempt::proofs)?;
            if ungraded.tried.judged.holds() && ungraded.changes.len() < found.changes.len().max(1) {
                found = Search { rounds: found.rounds + ungraded.rounds, ..ungraded };
                found.changes.insert(
                    0,
                    "the match of colours left out, because the certificate does not hold with it".into(),
                );
            }
        }
        if !found.tried.judged.holds() && leave_alone(&mut found.shot, pinned) {
            found.changes.push(format!("{ALL_LEFT_OUT}, because nothing weaker held"));
            found.tried = judge(&found.shot)?;
            found.rounds += 1;
        }
        let mut trial = self.proven(shot, frames, &found);
        // A shot that is left is left: what is bound to the skin rests.
        if verdict_after(self.clip.analysis, shot, &trial) == Verdict::Leave
            && rest_skin(&mut found.shot, pinned)
        {
            found
                .changes
                .push("what is bound to the skin left out, because the shot is left as it is".into());
            found.tried = judge(&found.shot)?;
            found.rounds += 1;
            trial = self.proven(shot, frames, &found);
        }
        recipe.shots[shot] = found.shot;
        Ok((trial, found.tried))
    }

    /// The trial of a shot, as its last attempt leaves it.
    fn proven(&self, shot: usize, frames: &Range<usize>, found: &Search<Attempt>) -> ShotTrial {
        let Attempt { judged, seconds, .. } = &found.tried;
        let of_shot = self.clip.analysis.shots[shot].shot.frames;
        let mut trial = ShotTrial {
            shot,
            frames: (frames.start, frames.end - 1),
            rounds: found.rounds,
            holds: judged.holds(),
            steps: found.shot.running().into_iter().map(String::from).collect(),
            changes: found.changes.clone(),
            estimate_s: (seconds / frames.len() as f64 * of_shot as f64 * 10.0).round() / 10.0,
            frame: judged.frame.clone(),
            skin: judged.skin.clone(),
        };
        if let Some(words) = trial.worsens() {
            trial.holds = false;
            trial.changes.push(words);
        }
        trial
    }

    /// Renders a part of a shot in memory and judges it.
    fn judge(
        &self,
        shot: usize,
        frames: &Range<usize>,
        recipe: &Recipe,
        done: usize,
        progress: &dyn Progress,
    ) -> Result<Attempt, JobError> {
        let OnTrial { feed, analysis, matte, frames_per_second, shelf } = self.clip;
        let (picture, facts) = (analysis.clip.picture(), &analysis.shots[shot]);
        let mask = judging_mask(matte, analysis, shot);
        let asked = Asked::of(&recipe.shots[shot], &picture, mask.is_some());
        let mut judge = Judge::new(&picture, facts, frames_per_second, asked).retouching(&recipe.shots[shot]);
        let worst = |shot| Some(worst_frame(analysis, shot));
        // Of a picture that is held, what was made of it is wanted and no pictures for a report.
        let is_held = matches!(feed, Feed::Held(_));
        let mut collector = (!is_held).then(|| {
            Collector::new(&analysis.shots, picture, frames.clone(), worst)
                .sharing(analysis.shots.len())
                .seen_through(self.through)
        });
        let (started, mut judging, mut held) = (Instant::now(), 0.0, None);
        let making = Making { feed, analysis, recipe, shelf: Some(shelf) };
        making.each(frames.clone(), progress, |index, made| {
            let judged = Instant::now();
            let mut original = (*made.source).clone();
            original.index = index;
            original.skin =
                mask.as_ref().and_then(|m| m.find(&picture, &facts.faces, &original)).map(Arc::new);
            judge.push(&original, &made.done);
            if let Some(collector) = &mut collector {
                collector.take(index, &original, &made.done);
            }
            judging += judged.elapsed().as_secs_f64();
            progress.done(done + index - frames.start + 1);
            if is_held {
                held = Some(Held { done: made.done, skin: made.masked.skin.clone() });
            }
            Ok(true)
        })?;
        let seconds = started.elapsed().as_secs_f64() - judging;
        let judged = judge.finish(shot);
        let exhibits = collector.map(Collector::finish).transpose()?.unwrap_or_default();
        Ok(Attempt { judged, exhibits, held, seconds })
    }
}

/// One rendering of a shot's worst second.
struct Attempt {
    judged: Judged,
    exhibits: Exhibits,
    held: Option<Held>,
    /// How long the rendering took.
    seconds: f64,
}

impl Attempt {
    fn proofs(&self) -> Proofs<'_> {
        Proofs { frame: &self.judged.frame, skin: &self.judged.skin }
    }
}

/// What came of the trials of a clip.
#[derive(Clone, Debug)]
pub struct Tried {
    /// The recipe, with strengths that hold.
    pub recipe: Recipe,
    /// Per shot that is treated.
    pub trials: Vec<ShotTrial>,
    /// The worst seconds, before and after.
    pub exhibits: Exhibits,
    /// Of a picture that is held in memory, what was made of it.
    pub(crate) held: Option<Held>,
}

/// A picture that is held in memory, after the last attempt.
#[derive(Clone, Debug)]
pub(crate) struct Held {
    /// The frame after all steps.
    pub(crate) done: Arc<Frame>,
    /// The skin that the steps used; none where there is none.
    pub(crate) skin: Option<Arc<Mask>>,
}

impl Tried {
    /// Whether any shot gets texture that is made.
    pub fn makes_texture(&self) -> bool {
        self.recipe.shots.iter().any(RecipeShot::makes_texture)
    }
}

/// The mask in which source and result are judged: one for both, whatever the recipe's.
pub(crate) fn judging_mask(matte: Option<&Matte>, analysis: &Analysis, shot: usize) -> Option<SkinSearch> {
    let facts = &analysis.shots[shot];
    match matte {
        Some(_) => Some(SkinSearch::default()),
        None => facts.has_skin().then(|| facts.skin_search()),
    }
}
