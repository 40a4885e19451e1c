//! Pulls a frame through the steps of a shot. Each level keeps just the frames that later ones can still ask for.

use crate::clip::{Picture, Shot};
use crate::facts::ShotFacts;
use crate::px::{Frame, Window};
use crate::stack::Stack;
use crate::step::{AnyStep, Context, Touches};
use crate::steps::STEPS;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A frame on its way: before, and after the last step that is bound to the skin.
#[derive(Clone, Debug)]
pub struct Made {
    /// As decoded.
    pub source: Arc<Frame>,
    /// After `mask`: the skin is known, nothing bound to it has run.
    pub masked: Arc<Frame>,
    /// After the last step bound to the skin, before grain and finish.
    pub treated: Arc<Frame>,
    /// After everything.
    pub done: Arc<Frame>,
}

/// The chain of one shot.
pub struct Chain<'a> {
    picture: &'a Picture,
    facts: &'a ShotFacts,
    seed: u32,
    /// The steps that do something, each with its line of the table.
    steps: Vec<(&'a dyn AnyStep, Touches)>,
    /// Frames kept per level; level 0 is the source.
    kept: Vec<BTreeMap<usize, Arc<Frame>>>,
    /// How many frames each level keeps.
    room: Vec<usize>,
    /// How many frames each level has made: the cost of the render, counted.
    pub made: Vec<usize>,
}

impl std::fmt::Debug for Chain<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Chain").field("steps", &self.steps).field("made", &self.made).finish_non_exhaustive()
    }
}

impl<'a> Chain<'a> {
    /// The chain of a shot. Steps at neutral values are left out: they are the identity.
    pub fn new(picture: &'a Picture, facts: &'a ShotFacts, stack: &'a Stack, seed: u32) -> Self {
        let running = STEPS.iter().zip(stack.steps()).filter(|(_, s)| !s.is_neutral());
        let steps: Vec<(&dyn AnyStep, Touches)> = running.map(|(e, s)| (&**s, e.touches)).collect();
        let levels = steps.len() + 1;
        let room = (0..levels)
            .map(|level| {
                let later = steps[level..].iter().map(|(s, _)| s.reach(picture));
                1 + later.map(|r| r.back_frames + r.ahead_frames).sum::<usize>()
            })
            .collect();
        Self { picture, facts, seed, steps, kept: vec![BTreeMap::new(); levels], room, made: vec![0; levels] }
    }

    /// How many frames before a frame its making can read.
    pub fn back_frames(&self) -> usize {
        self.steps.iter().map(|(s, _)| s.reach(self.picture).back_frames).sum()
    }

    /// Makes frame `index` (its number in the clip). `source` gives decoded frames of this shot; it is asked for each
    /// at most once as long as frames are made in rising order.
    ///
    /// # Errors
    /// What `source` says.
    pub fn frame<E>(
        &mut self,
        index: usize,
        source: &mut dyn FnMut(usize) -> Result<Frame, E>,
    ) -> Result<Made, E> {
        let done = self.pull(self.steps.len(), index, source)?;
        let level_after = |wanted: &dyn Fn(Touches) -> bool| {
            self.steps.iter().rposition(|(_, t)| wanted(*t)).map_or(0, |i| i + 1)
        };
        let masked = level_after(&|t| t == Touches::Mask);
        let treated = level_after(&|t| t == Touches::Skin).max(masked);
        let at = |level: usize| self.kept[level].get(&index).cloned().unwrap_or_else(|| done.clone());
        Ok(Made { source: at(0), masked: at(masked), treated: at(treated), done: done.clone() })
    }

    fn pull<E>(
        &mut self,
        level: usize,
        index: usize,
        source: &mut dyn FnMut(usize) -> Result<Frame, E>,
    ) -> Result<Arc<Frame>, E> {
        if let Some(frame) = self.kept[level].get(&index) {
            return Ok(frame.clone());
        }
        let made = if level == 0 {
            let mut frame = source(index)?;
            frame.index = index;
            frame
        } else {
            let reach = self.steps[level - 1].0.reach(self.picture);
            let Shot { first_frame, .. } = self.facts.shot;
            let from = index.saturating_sub(reach.back_frames).max(first_frame);
            let to = (index + reach.ahead_frames).min(self.facts.shot.end().saturating_sub(1)).max(index);
            let near = (from..=to).map(|k| self.pull(level - 1, k, source)).collect::<Result<Vec<_>, E>>()?;
            let at = index - from;
            let mut out = (*near[at]).clone();
            let context = Context { picture: self.picture, facts: self.facts, seed: self.seed };
            self.steps[level - 1].0.apply(&context, &Window::new(&near, at), &mut out);
            out
        };
        self.made[level] += 1;
        let made = Arc::new(made);
        self.kept[level].insert(index, made.clone());
        while self.kept[level].len() > self.room[level] {
            self.kept[level].pop_first();
        }
        Ok(made)
    }
}
