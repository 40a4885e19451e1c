//! Which kind of model a shot should be sent to, by the flaw that was measured, and why.

use crate::check::{Finding, Remedy};
use crate::face::Mode;
use crate::facts::ShotFacts;
use serde::Serialize;

/// A face is there throughout when it is held by its mesh in this share of the frames.
const THROUGHOUT: f32 = 0.8;
/// A head that stays within this many eye distances hardly moves: talking heads nod and sway by about half of one.
const HARDLY_MOVES_IOD: f32 = 1.0;

/// Where a shot can be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RouteTo {
    /// Nowhere: it is as it should be.
    Leave,
    /// To `dewax fix`.
    TreatHere,
    /// To a model that makes video of a picture, with a reference portrait.
    ImageToVideo,
    /// To a model that lets one portrait talk.
    TalkingHead,
    /// To the same model, as shorter clips.
    Shorter,
    /// First to a model for stills that draws pores, and its portrait to one that makes video of a picture.
    ReferenceStill,
}

impl RouteTo {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Leave => "leave it",
            Self::TreatHere => "treat it here (dewax fix)",
            Self::ImageToVideo => "a model that makes video of a picture, with a reference portrait",
            Self::TalkingHead => "a talking-head model, from one portrait",
            Self::Shorter => "the same model, shorter clips joined in the edit",
            Self::ReferenceStill => "a still model that draws pores first, then video of that picture",
        }
    }
}

/// Where a shot should go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct Route {
    /// Where to.
    pub to: RouteTo,
    /// Why, in a sentence.
    pub why: String,
}

/// The way of a shot, by the worst that was found in it.
pub(super) fn of(facts: &ShotFacts, worst: Option<&Finding>) -> Route {
    let Some(worst) = worst else {
        let why = "Nothing was measured that another take would mend.".into();
        return Route { to: RouteTo::Leave, why };
    };
    let can_treat = matches!(worst.remedy, Remedy::Treat(_));
    let code = worst.code.as_str();
    let (to, why) = match code {
        _ if can_treat => (
            RouteTo::TreatHere,
            "what is worst can be taken out without another take, which would bring flaws of its own",
        ),
        "identity" | "geometry" if is_steady(facts) => (
            RouteTo::TalkingHead,
            "the face does not hold its shape, and it is alone, seen from the front and hardly moves: that is what such models are made for",
        ),
        "identity" => (
            RouteTo::ImageToVideo,
            "the face is not the same at the end, and a model that is shown a portrait keeps nearer to it",
        ),
        "geometry" => (
            RouteTo::ImageToVideo,
            "the shape of the face does not hold, and a model that is shown a portrait keeps nearer to it",
        ),
        "hands" if worst.remedy == Remedy::Regenerate => (
            RouteTo::ImageToVideo,
            "a hand in the foreground does not keep its shape: a picture to start from that keeps hands out, or still, spares the model from drawing them",
        ),
        "hair-flicker" if worst.remedy == Remedy::Regenerate => (
            RouteTo::ImageToVideo,
            "hair or clothes are drawn anew in every frame: a model that is shown a picture keeps strands and weave sooner than it invents them",
        ),
        "drift" | "seam" => {
            (RouteTo::Shorter, "the colour moves with time, and shorter clips end before it has moved")
        }
        "porcelain" | "treated" => (
            RouteTo::ReferenceStill,
            "the skin has no texture to give back, and a video model keeps texture that it is shown sooner than it invents it",
        ),
        "halo" => {
            (RouteTo::Leave, "sharpening is a switch of the generator or of the upscaler, not of the model")
        }
        _ if worst.remedy == Remedy::Regenerate => (
            RouteTo::ImageToVideo,
            "no face of it can be followed: a reference from the front says where the face is to be seen",
        ),
        _ => (RouteTo::Leave, "what was found is named, and is no reason for another model"),
    };
    Route { to, why: format!("{}: {why}.", worst.code) }
}

/// Whether there is one face, held by its mesh throughout, that hardly moves.
fn is_steady(facts: &ShotFacts) -> bool {
    let kept: Vec<_> = facts.faces.tracks.iter().filter(|t| !t.dropped).collect();
    let [face] = kept.as_slice() else { return false };
    if (face.frames_in(Mode::Mesh) as f32) < THROUGHOUT * facts.shot.frames as f32 {
        return false;
    }
    let held = || face.states.iter().filter(|s| s.mode == Mode::Mesh).map(|s| &s.square);
    let span = |of: fn(&crate::face::Square) -> f32| {
        let (low, high) =
            held().map(of).fold((f32::MAX, f32::MIN), |(low, high), v| (low.min(v), high.max(v)));
        high - low
    };
    span(|s| s.x).max(span(|s| s.y)) <= HARDLY_MOVES_IOD * face.iod_px()
}
