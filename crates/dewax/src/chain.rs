//! Pulls a frame through the steps of a shot. Each level keeps just the frames that later ones can still ask for.

use crate::clip::{Picture, Shot};
use crate::facts::ShotFacts;
use crate::px::{Frame, Window};
use crate::recipe::FaceStack;
use crate::shelf::Shelf;
use crate::stack::Stack;
use crate::step::{AnyStep, Context, FaceFilter, Reach, Touches};
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

/// A step of the chain.
#[derive(Debug)]
struct Link<'a> {
    touches: Touches,
    step: &'a dyn AnyStep,
    /// The same step with the settings of each face that has its own; empty for steps of the whole frame.
    own: Vec<&'a dyn AnyStep>,
}

impl Link<'_> {
    fn reach(&self, picture: &Picture) -> Reach {
        self.own.iter().map(|s| s.reach(picture)).fold(self.step.reach(picture), |a, b| Reach {
            back_frames: a.back_frames.max(b.back_frames),
            ahead_frames: a.ahead_frames.max(b.ahead_frames),
            halo_px: a.halo_px.max(b.halo_px),
        })
    }

    fn is_neutral(&self) -> bool {
        self.step.is_neutral() && self.own.iter().all(|s| s.is_neutral())
    }

    /// Makes the window's frame.
    fn apply(&self, context: &Context<'_>, ids: &[u32], near: &[Arc<Frame>], at: usize) -> Frame {
        let mut out = (*near[at]).clone();
        if self.own.is_empty() {
            self.step.apply(context, &Window::new(near, at), &mut out);
            return out;
        }
        let all = std::iter::once(&self.step).chain(&self.own);
        match self.touches {
            Touches::Mask => {
                // What came with the frame counts through its parts only.
                out.skin = None;
                for (part, step) in all.enumerate() {
                    let faces =
                        part.checked_sub(1).map_or(FaceFilter::Without(ids), |i| FaceFilter::Only(ids[i]));
                    let mut masked = (*near[at]).clone();
                    step.apply(&Context { faces, ..*context }, &Window::new(near, at), &mut masked);
                    out.skin = match (out.skin, &masked.skin) {
                        (Some(sum), Some(one)) => Some(Arc::new(sum.union(one))),
                        (sum, one) => sum.or_else(|| one.clone()),
                    };
                    out.skin_parts.push(masked.skin);
                }
            }
            _ => {
                let mut window = near.to_vec();
                for (part, step) in all.enumerate().filter(|(_, s)| !s.is_neutral()) {
                    let mut here = (*near[at]).clone();
                    here.skin = here.skin_parts.get(part).cloned().flatten();
                    window[at] = Arc::new(here);
                    step.apply(context, &Window::new(&window, at), &mut out);
                }
            }
        }
        out
    }
}

/// The chain of one shot.
pub struct Chain<'a> {
    picture: &'a Picture,
    facts: &'a ShotFacts,
    seed: u32,
    /// The steps that do something.
    steps: Vec<Link<'a>>,
    /// The faces that have settings of their own.
    own: Vec<u32>,
    /// Frames kept per level; level 0 is the source.
    kept: Vec<BTreeMap<usize, Arc<Frame>>>,
    /// How many frames each level keeps.
    room: Vec<usize>,
    /// What the steps made for other frames.
    shelf: Shelf,
    /// How many frames each level has made: the cost of the render, counted.
    pub made: Vec<usize>,
}

/// The levels of which a frame is handed out beside the last one: the source, what is masked, and what is behind the last step bound to the skin.
fn handed_out(steps: &[Link<'_>]) -> [usize; 3] {
    let after = |wanted: Touches| steps.iter().rposition(|l| l.touches == wanted).map_or(0, |i| i + 1);
    let masked = after(Touches::Mask);
    [0, masked, after(Touches::Skin).max(masked)]
}

impl std::fmt::Debug for Chain<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Chain").field("steps", &self.steps).field("made", &self.made).finish_non_exhaustive()
    }
}

impl<'a> Chain<'a> {
    /// The chain of a shot. Steps at neutral values are left out: they are the identity.
    pub fn new(picture: &'a Picture, facts: &'a ShotFacts, stack: &'a Stack, seed: u32) -> Self {
        Self::with_faces(picture, facts, stack, &[], seed)
    }

    /// The chain of a shot in which some faces have settings of their own.
    pub fn with_faces(
        picture: &'a Picture,
        facts: &'a ShotFacts,
        stack: &'a Stack,
        faces: &'a [FaceStack],
        seed: u32,
    ) -> Self {
        let links = STEPS.iter().zip(stack.steps()).enumerate().map(|(i, (e, step))| Link {
            touches: e.touches,
            step: &**step,
            own: match e.touches {
                Touches::Frame => Vec::new(),
                Touches::Skin | Touches::Mask => faces.iter().map(|f| &*f.stack.steps()[i]).collect(),
            },
        });
        let steps: Vec<Link<'a>> = links.filter(|l| !l.is_neutral()).collect();
        let levels = steps.len() + 1;
        // What the next step reads around a frame; and of the levels that are handed out, the frame itself, until what reads ahead of it is made.
        let handed_out = handed_out(&steps);
        let room = (0..levels)
            .map(|level| {
                let reach = |l: &Link<'_>| l.reach(picture);
                let next = steps.get(level).map(reach).map_or(0, |r| r.back_frames + r.ahead_frames);
                let ahead = || steps[level..].iter().map(|l| reach(l).ahead_frames).sum::<usize>();
                1 + if handed_out.contains(&level) { next.max(ahead()) } else { next }
            })
            .collect();
        let own = faces.iter().map(|f| f.id).collect();
        Self {
            picture,
            facts,
            seed,
            steps,
            own,
            kept: vec![BTreeMap::new(); levels],
            room,
            shelf: Shelf::default(),
            made: vec![0; levels],
        }
    }

    /// The same chain beside others: what one of them makes once, as the skin of a person, is read by all.
    #[must_use]
    pub fn sharing(self, shelf: &Shelf) -> Self {
        Self { shelf: shelf.clone(), ..self }
    }

    /// How many frames before a frame its making can read.
    pub fn back_frames(&self) -> usize {
        self.steps.iter().map(|l| l.reach(self.picture).back_frames).sum()
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
        let at = |level: usize| self.kept[level].get(&index).cloned().unwrap_or_else(|| done.clone());
        let [source, masked, treated] = handed_out(&self.steps).map(at);
        Ok(Made { source, masked, treated, done: done.clone() })
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
            if !self.steps.iter().any(|l| l.touches == Touches::Mask) {
                // Switched off, `mask` switches off what is bound to it, also when a mask was given.
                frame.skin = None;
            }
            frame
        } else {
            let reach = self.steps[level - 1].reach(self.picture);
            let Shot { first_frame, .. } = self.facts.shot;
            let from = index.saturating_sub(reach.back_frames).max(first_frame);
            let to = (index + reach.ahead_frames).min(self.facts.shot.end().saturating_sub(1)).max(index);
            let near = (from..=to).map(|k| self.pull(level - 1, k, source)).collect::<Result<Vec<_>, E>>()?;
            let Self { picture, facts, seed, .. } = *self;
            let context = Context { picture, facts, seed, faces: FaceFilter::All, shelf: &self.shelf };
            self.steps[level - 1].apply(&context, &self.own, &near, index - from)
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
