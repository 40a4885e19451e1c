//! One step of the treatment: what its author writes, and the same without its type for the table.

use crate::asks::Asks;
use crate::cause::Cause;
use crate::clip::Picture;
use crate::deed::Deed;
pub use crate::face::FaceFilter;
use crate::facts::ShotFacts;
use crate::flaw::Flaw;
use crate::param::{Param, Params, Value};
use crate::px::{Frame, Plane, Rect, Window};
use crate::shelf::Shelf;

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
    /// What was made for other frames, and may be read for this one.
    pub shelf: &'a Shelf,
}

/// A place of one frame in which a step puts something else, however far from what was there. The certificate judges it by itself.
#[derive(Clone, Debug)]
pub struct Touched {
    /// Luma px of the frame.
    pub part: Rect,
    /// How much of each of its pixels is replaced, 0..=1; those of 0 are as they were.
    pub weights: Plane<f32>,
    /// Whether it is a whole face, which is judged beside its other frames ([`Restored`]) and not beside what is around it.
    pub is_face: bool,
}

/// A face to which a step gives features of other frames. The certificate judges it by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Restored {
    /// Number of the face's track.
    pub face: u32,
    /// First and last frame, by number in the clip.
    pub frames: (usize, usize),
    /// They are taken from so many frames before and behind.
    pub good_frames: usize,
}

/// Causes that may be the fault of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Blame {
    /// Whether they were seen in the skin; else in the picture as a whole.
    pub in_skin: bool,
    /// How many steps are likelier to have done it.
    pub likelier: u8,
    /// What was seen.
    pub causes: &'static [Cause],
}

impl Blame {
    /// What is seen in the skin.
    pub const fn skin(likelier: u8, causes: &'static [Cause]) -> Self {
        Self { in_skin: true, likelier, causes }
    }

    /// What is seen in the whole picture.
    pub const fn frame(likelier: u8, causes: &'static [Cause]) -> Self {
        Self { in_skin: false, likelier, causes }
    }
}

/// What other steps of a shot must know of a step.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tells {
    /// It gives skin what that lacks, and only that: where skin lacks nothing, nothing gives it more.
    pub gives_by_need: bool,
    /// It makes texture on the skin.
    pub makes_texture: bool,
}

/// What the steps of a shot know of each other, and of the shot as a whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// What the other steps tell.
    pub steps: Tells,
    /// Whether the skin of the shot lacks texture.
    pub lacks_texture: bool,
    /// Whether skin is known in the shot.
    pub has_skin: bool,
}

impl Told {
    /// Whether the skin is left as it is.
    pub fn rests(&self) -> bool {
        self.steps.gives_by_need && !self.lacks_texture
    }
}

/// A step without what it gives to a picture (see [`Step::STRENGTHS`]).
#[must_use]
pub fn given_nothing<S: Step>(step: &S) -> S {
    let (mut rested, neutral) = (step.clone(), S::neutral());
    for name in S::STRENGTHS {
        if let Some(nothing) = Params::get(&neutral, name) {
            Params::put(&mut rested, name, nothing);
        }
    }
    rested
}

/// Written by the author of a step: parameters, reach, pixels, and what others must know of it. No other file names it.
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

    /// What may be its fault.
    const BLAME: &'static [Blame] = &[];
    /// The version of recipes that knew it first: in older ones it changes nothing.
    const SINCE: i64 = 1;
    /// Whether each face of a shot is fitted by its own figures.
    const FITS_EACH_FACE: bool = false;

    /// Brings values that a recipe of an older version wrote to what they mean now. Parameters that came later say by themselves what
    /// was before (`since`), and so does a step that came later ([`Step::SINCE`]): this is for what was renamed or measured otherwise.
    fn renew(_version: i64, _values: &mut toml::Table) {}

    /// Parameters at which the step changes nothing.
    fn neutral() -> Self;

    /// Whether these parameters change nothing. Such a step is not run.
    fn is_neutral(&self) -> bool;

    /// The look's wish turned into this shot's values, from what was measured.
    #[must_use]
    fn fitted(&self, _facts: &ShotFacts) -> Self {
        self.clone()
    }

    /// Whether it takes away this flaw.
    fn treats(&self, _flaw: Flaw) -> bool {
        false
    }

    /// What these values do to a picture, in the words of who ordered it; nothing where that is nothing.
    fn deeds(&self) -> Vec<Deed>;

    /// What it may do to a picture, at most: the certificate holds it to that.
    fn asks(&self) -> Asks {
        Asks::NOTHING
    }

    /// The places of frame `index` of the clip in which it puts something else; `size` is that of the frame, luma px.
    fn retouched(&self, _facts: &ShotFacts, _index: usize, _size: (usize, usize)) -> Vec<Touched> {
        Vec::new()
    }

    /// The faces to which it gives features of other frames.
    fn restored(&self) -> Vec<Restored> {
        Vec::new()
    }

    /// What other steps must know of it.
    fn tells(&self) -> Tells {
        Tells::default()
    }

    /// Its values beside the other steps of the shot.
    #[must_use]
    fn beside(&self, told: &Told) -> Self {
        if Self::TOUCHES == Touches::Skin && told.rests() { given_nothing(self) } else { self.clone() }
    }

    /// Its values where the shot has what it cannot do without, else [`Step::neutral`]'s: no wish replaces that, pinned or not.
    #[must_use]
    fn possible(&self, _facts: &ShotFacts) -> Self {
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
    /// See [`Step::treats`].
    fn treats(&self, flaw: Flaw) -> bool;
    /// See [`Step::deeds`].
    fn deeds(&self) -> Vec<Deed>;
    /// See [`Step::asks`].
    fn asks(&self) -> Asks;
    /// See [`Step::retouched`].
    fn retouched(&self, facts: &ShotFacts, index: usize, size: (usize, usize)) -> Vec<Touched>;
    /// See [`Step::restored`].
    fn restored(&self) -> Vec<Restored>;
    /// See [`Step::tells`].
    fn tells(&self) -> Tells;
    /// See [`Step::beside`].
    fn beside(&self, told: &Told) -> Box<dyn AnyStep>;
    /// See [`Step::possible`].
    fn possible(&self, facts: &ShotFacts) -> Box<dyn AnyStep>;
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
    fn treats(&self, flaw: Flaw) -> bool {
        Step::treats(self, flaw)
    }
    fn deeds(&self) -> Vec<Deed> {
        Step::deeds(self)
    }
    fn asks(&self) -> Asks {
        Step::asks(self)
    }
    fn retouched(&self, facts: &ShotFacts, index: usize, size: (usize, usize)) -> Vec<Touched> {
        Step::retouched(self, facts, index, size)
    }
    fn restored(&self) -> Vec<Restored> {
        Step::restored(self)
    }
    fn tells(&self) -> Tells {
        Step::tells(self)
    }
    fn beside(&self, told: &Told) -> Box<dyn AnyStep> {
        Box::new(Step::beside(self, told))
    }
    fn possible(&self, facts: &ShotFacts) -> Box<dyn AnyStep> {
        Box::new(Step::possible(self, facts))
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
    /// See [`Step::BLAME`].
    pub blame: &'static [Blame],
    /// See [`Step::SINCE`].
    pub since: i64,
    /// See [`Step::FITS_EACH_FACE`].
    pub fits_each_face: bool,
    /// Its parameters.
    pub params: &'static [Param],
    /// See [`Step::renew`].
    pub renew: fn(i64, &mut toml::Table),
    /// The step with the declared defaults.
    pub default: fn() -> Box<dyn AnyStep>,
    /// The step that changes nothing.
    pub neutral: fn() -> Box<dyn AnyStep>,
}

impl Entry {
    /// How likely the step is at fault for what was seen, 0 the likeliest; none where it cannot be.
    pub fn blamed_for(&self, cause: Cause, in_skin: bool) -> Option<u8> {
        let own = self.blame.iter().find(|b| b.in_skin == in_skin && b.causes.contains(&cause));
        own.map(|b| b.likelier)
    }

    /// The line of a step.
    pub const fn of<S: Step>() -> Self {
        Self {
            name: S::NAME,
            doc: S::DOC,
            touches: S::TOUCHES,
            needs: S::NEEDS,
            strengths: S::STRENGTHS,
            parts: S::PARTS,
            blame: S::BLAME,
            since: S::SINCE,
            fits_each_face: S::FITS_EACH_FACE,
            params: S::LIST,
            renew: S::renew,
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
