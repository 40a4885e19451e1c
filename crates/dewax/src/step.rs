//! One step of the treatment: what its author writes, and the same without its type for the table.

use crate::clip::Picture;
use crate::facts::ShotFacts;
use crate::param::{Param, Params, Value};
use crate::px::{Frame, Window};

/// What a step reads around the pixel it makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Reach {
    /// Frames before.
    pub back_frames: usize,
    /// Frames after.
    pub ahead_frames: usize,
    /// Luma pixels on each side.
    pub halo_px: usize,
}

/// What a step may change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Touches {
    /// Any pixel.
    Frame,
    /// Only pixels with a weight in the skin mask.
    Skin,
    /// No pixel: it fills `frame.skin`.
    Mask,
}

/// What a step is given beside the frames. All of it is fixed for the shot.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// Size, depth, levels.
    pub picture: &'a Picture,
    /// What the analysis found in the shot.
    pub facts: &'a ShotFacts,
    /// The recipe's seed.
    pub seed: u32,
    /// Whose mask is asked for. Only `mask` looks at it.
    pub faces: FaceFilter<'a>,
}

/// A choice among the faces of a shot, by the numbers of their tracks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FaceFilter<'a> {
    /// All of them.
    #[default]
    All,
    /// This one.
    Only(u32),
    /// All but these.
    Without(&'a [u32]),
}

impl FaceFilter<'_> {
    /// Whether a track is among them.
    pub fn has(self, id: u32) -> bool {
        match self {
            Self::All => true,
            Self::Only(one) => one == id,
            Self::Without(others) => !others.contains(&id),
        }
    }
}

/// Written by the author of a step: parameters, reach, pixels. Nothing else.
pub trait Step: Params {
    /// Its name in recipes and flags.
    const NAME: &'static str;
    /// What it does, for people.
    const DOC: &'static str;
    /// What it may change.
    const TOUCHES: Touches;
    /// Steps that must be in the recipe when this one is not neutral.
    const NEEDS: &'static [&'static str] = &[];
    /// The parameters that say how much it gives to a picture: `--strength` scales them. None for what only takes flaws away.
    const STRENGTHS: &'static [&'static str] = &[];
    /// The parameters each of which is the strength of a part of its own, the likeliest to do harm first: a trial takes such a part out
    /// before the whole step. None for a step that is one thing.
    const PARTS: &'static [&'static str] = &[];

    /// Parameters at which the step changes nothing.
    fn neutral() -> Self;

    /// Whether these parameters change nothing. Such a step is not run.
    fn is_neutral(&self) -> bool;

    /// The look's wish turned into this shot's values, from what was measured.
    #[must_use]
    fn fitted(&self, _facts: &ShotFacts) -> Self {
        self.clone()
    }

    /// What it reads. Frames and pixels beyond it change nothing.
    fn reach(&self, _picture: &Picture) -> Reach {
        Reach::default()
    }

    /// Makes the window's frame. `out` comes in as a copy of it. Pure: the result depends on the arguments alone.
    fn apply(&self, context: &Context<'_>, source: &Window<'_>, out: &mut Frame);
}

/// A step without its type: what table, recipe and chain hold.
pub trait AnyStep: Send + Sync + std::fmt::Debug {
    /// The value of a parameter.
    fn get(&self, name: &str) -> Option<Value>;
    /// Sets a declared parameter.
    fn put(&mut self, name: &str, value: Value);
    /// See [`Step::is_neutral`].
    fn is_neutral(&self) -> bool;
    /// See [`Step::fitted`].
    fn fitted(&self, facts: &ShotFacts) -> Box<dyn AnyStep>;
    /// See [`Step::reach`].
    fn reach(&self, picture: &Picture) -> Reach;
    /// See [`Step::apply`].
    fn apply(&self, context: &Context<'_>, source: &Window<'_>, out: &mut Frame);
    /// A copy.
    fn boxed(&self) -> Box<dyn AnyStep>;
}

impl<S: Step> AnyStep for S {
    fn get(&self, name: &str) -> Option<Value> {
        Params::get(self, name)
    }
    fn put(&mut self, name: &str, value: Value) {
        Params::put(self, name, value);
    }
    fn is_neutral(&self) -> bool {
        Step::is_neutral(self)
    }
    fn fitted(&self, facts: &ShotFacts) -> Box<dyn AnyStep> {
        Box::new(Step::fitted(self, facts))
    }
    fn reach(&self, picture: &Picture) -> Reach {
        Step::reach(self, picture)
    }
    fn apply(&self, context: &Context<'_>, source: &Window<'_>, out: &mut Frame) {
        Step::apply(self, context, source, out);
    }
    fn boxed(&self) -> Box<dyn AnyStep> {
        Box::new(self.clone())
    }
}

impl Clone for Box<dyn AnyStep> {
    fn clone(&self) -> Self {
        self.boxed()
    }
}

/// A line of the table of steps.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// Its name in recipes and flags.
    pub name: &'static str,
    /// What it does.
    pub doc: &'static str,
    /// What it may change.
    pub touches: Touches,
    /// Steps it cannot do without.
    pub needs: &'static [&'static str],
    /// See [`Step::STRENGTHS`].
    pub strengths: &'static [&'static str],
    /// See [`Step::PARTS`].
    pub parts: &'static [&'static str],
    /// Its parameters.
    pub params: &'static [Param],
    /// The step with the declared defaults.
    pub default: fn() -> Box<dyn AnyStep>,
    /// The step that changes nothing.
    pub neutral: fn() -> Box<dyn AnyStep>,
}

impl Entry {
    /// The line of a step.
    pub const fn of<S: Step>() -> Self {
        Self {
            name: S::NAME,
            doc: S::DOC,
            touches: S::TOUCHES,
            needs: S::NEEDS,
            strengths: S::STRENGTHS,
            parts: S::PARTS,
            params: S::LIST,
            default: || Box::new(S::default()),
            neutral: || Box::new(S::neutral()),
        }
    }
}

/// Declares the modules and the table together: a new step is one file and one line.
#[macro_export]
macro_rules! steps {
    ($($module:ident :: $step:ident),* $(,)?) => {
        $(pub mod $module;)*
        /// The steps, in the order in which they run.
        pub static STEPS: &[$crate::step::Entry] = &[$($crate::step::Entry::of::<$module::$step>()),*];
    };
}
