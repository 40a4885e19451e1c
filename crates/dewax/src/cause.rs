//! What can be wrong with a result, by name.

use serde::{Deserialize, Serialize};

/// What was done to a picture that fails, the plainest first.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Cause {
    /// Codes of another range, a negative, or another curve.
    Levels,
    /// The picture stands still where the source moves.
    Frozen,
    /// Frames come late, early, in another order, or some are missing.
    Order,
    /// Frames repeat the one before them.
    Repeated,
    /// The picture was shifted, cropped, scaled or turned.
    Geometry,
    /// Each frame is mixed with others that were not brought into place.
    Averaged,
    /// Texture stays where it is on the screen while the skin moves.
    OnScreen,
    /// A part of the picture shows something else.
    Replaced,
    /// A part of the picture has another shape.
    Warped,
    /// Eyes, lips, brows, teeth or hair were changed.
    Features,
    /// Contours or texture were made stronger than they were.
    Sharpened,
    /// Noise was added that is new in every frame.
    Noise,
    /// Everything is softer: skin and contours.
    Blurred,
    /// The skin lost its texture while contours kept theirs: a denoiser, or a beauty filter.
    Waxed,
    /// Something flickers more than before.
    Flicker,
    /// The skin has another colour.
    Colour,
    /// What was added to the skin does not look like skin.
    Unnatural,
    /// The edge of the mask shows.
    Seam,
    /// The picture around the skin was changed.
    Surroundings,
}

impl Cause {
    /// All of them, the plainest first.
    pub const ALL: [Self; 19] = [
        Self::Levels,
        Self::Frozen,
        Self::Order,
        Self::Repeated,
        Self::Geometry,
        Self::Averaged,
        Self::OnScreen,
        Self::Replaced,
        Self::Warped,
        Self::Features,
        Self::Sharpened,
        Self::Noise,
        Self::Blurred,
        Self::Waxed,
        Self::Flicker,
        Self::Colour,
        Self::Unnatural,
        Self::Seam,
        Self::Surroundings,
    ];

    /// What happened, for people.
    pub fn words(self) -> &'static str {
        self.described().0
    }

    /// How that is seen.
    pub fn meaning(self) -> &'static str {
        self.described().1
    }

    fn described(self) -> (&'static str, &'static str) {
        match self {
            Self::Levels => (
                "another range or curve",
                "brightness follows other codes: full range for limited, a negative, or a grade that was not asked for",
            ),
            Self::Geometry => (
                "moved picture",
                "the whole picture was shifted, cropped, scaled or turned: nothing lies where it lay",
            ),
            Self::Order => (
                "frames in another order",
                "frames come late or early, change places, or some are missing or doubled",
            ),
            Self::Replaced => (
                "another picture",
                "a part of the picture, or all of it, shows something that the source does not",
            ),
            Self::Warped => (
                "another shape",
                "a part of the picture was moved against the rest: a narrower jaw, larger eyes",
            ),
            Self::Features => (
                "changed features",
                "eyes, lips, brows, teeth, nostrils or hair on the face were changed: no treatment of skin may touch them",
            ),
            Self::Frozen => ("frozen picture", "the picture stands still where the source moves"),
            Self::Repeated => {
                ("repeated frames", "frames are the same as the one before, where the source moves")
            }
            Self::Averaged => (
                "averaged over time without following the motion",
                "other frames are in the picture beside where they belong: trails, ghosts, a recursive denoiser",
            ),
            Self::OnScreen => (
                "texture locked to the screen, not to the skin",
                "what was added to the skin stays where it is while the skin moves",
            ),
            Self::Sharpened => {
                ("sharpened", "texture or contours got stronger than was asked for, or lines beside contours")
            }
            Self::Noise => ("added noise", "what is new in every frame grew by more than the recipe's grain"),
            Self::Blurred => ("blurred", "contours got wider, and the skin lost texture with them"),
            Self::Waxed => (
                "waxed skin",
                "texture that sticks went while contours stayed: a denoiser, or a beauty filter",
            ),
            Self::Flicker => ("new flicker", "patches or exposure flicker more than in the source"),
            Self::Unnatural => (
                "texture that does not look like skin",
                "what was added is no texture of the source, lies in islands, is stronger than real skin has it, or has bright specks where skin \
                 has dark pores",
            ),
            Self::Colour => {
                ("another skin colour", "the mean colour of the skin moved, and no grade was asked for")
            }
            Self::Seam => {
                ("a visible edge of the mask", "the change falls off too steeply where the mask ends")
            }
            Self::Surroundings => (
                "changed surroundings",
                "the picture around the skin changed by more than a gain and an offset, and no grade was asked for",
            ),
        }
    }
}

/// Something that does not hold.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Fault {
    /// What was done.
    pub cause: Cause,
    /// What was measured, in words.
    pub seen: String,
}
