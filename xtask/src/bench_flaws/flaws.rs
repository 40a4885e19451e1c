//! The flaws: which check is to name each of them, at which strengths it is injected, and what makes it.

use super::scene::Scene;
use super::{attire, breathing, morph, redrawn, surface};
use dewax::px::Frame;

/// A flaw that is injected into clean footage.
#[derive(Clone, Copy, Debug)]
pub(super) struct Flaw {
    /// Its name on the command line and in tables.
    pub(super) name: &'static str,
    /// The check that is to name it.
    pub(super) code: &'static str,
    /// Weak, middle, strong.
    pub(super) strengths: [f32; 3],
    /// In what.
    pub(super) unit: &'static str,
    /// Where its worst frame lies.
    pub(super) worst: Worst,
    inject: fn(&Scene<'_>, f32, &mut Frame),
}

/// Where the worst frame of a flaw lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Worst {
    /// At the top of the course.
    Peak,
    /// Anywhere in the last half second.
    End,
}

/// All of them.
pub(super) const FLAWS: &[Flaw] = &[
    Flaw {
        name: "boil",
        code: "boil",
        strengths: [3.0, 4.5, 6.0],
        unit: "levels",
        worst: Worst::Peak,
        inject: redrawn::boil,
    },
    Flaw {
        name: "patch",
        code: "patch-flicker",
        strengths: [1.5, 2.5, 4.0],
        unit: "levels",
        worst: Worst::Peak,
        inject: redrawn::patches,
    },
    Flaw {
        name: "exposure",
        code: "exposure-flicker",
        strengths: [1.0, 2.0, 4.0],
        unit: "%",
        worst: Worst::Peak,
        inject: redrawn::exposure,
    },
    Flaw {
        name: "porcelain",
        code: "porcelain",
        strengths: [0.5, 0.75, 1.0],
        unit: "blend",
        worst: Worst::Peak,
        inject: surface::porcelain,
    },
    Flaw {
        name: "drift",
        code: "drift",
        strengths: [7.0, 11.0, 16.0],
        unit: "dE2000",
        worst: Worst::End,
        inject: surface::drift,
    },
    Flaw {
        name: "halo",
        code: "halo",
        strengths: [1.5, 2.25, 3.0],
        unit: "amount",
        worst: Worst::Peak,
        inject: surface::halo,
    },
    Flaw {
        name: "geometry",
        code: "geometry",
        strengths: [1.0, 2.0, 4.0],
        unit: "% IOD",
        worst: Worst::Peak,
        inject: breathing::breathe,
    },
    Flaw {
        name: "jaw",
        code: "geometry",
        strengths: [1.0, 1.5, 2.0],
        unit: "% IOD",
        worst: Worst::Peak,
        inject: breathing::jaw,
    },
    Flaw {
        name: "cheek",
        code: "geometry",
        strengths: [1.0, 1.5, 2.0],
        unit: "% IOD",
        worst: Worst::Peak,
        inject: breathing::cheek,
    },
    Flaw {
        name: "ear",
        code: "geometry",
        strengths: [1.0, 1.5, 2.0],
        unit: "% IOD",
        worst: Worst::Peak,
        inject: breathing::ear,
    },
    Flaw {
        name: "blend",
        code: "geometry",
        strengths: [0.35, 0.5, 0.7],
        unit: "opacity",
        worst: Worst::Peak,
        inject: morph::blend,
    },
    Flaw {
        name: "mouth",
        code: "geometry",
        strengths: [1.2, 1.35, 1.5],
        unit: "times as wide",
        worst: Worst::Peak,
        inject: morph::mouth,
    },
    Flaw {
        name: "eye",
        code: "geometry",
        strengths: [0.4, 0.6, 0.9],
        unit: "opacity",
        worst: Worst::Peak,
        inject: morph::eye,
    },
    Flaw {
        name: "hair",
        code: "hair-flicker",
        strengths: [0.35, 0.6, 1.0],
        unit: "drawn anew",
        worst: Worst::Peak,
        inject: attire::hair,
    },
    Flaw {
        name: "clothes",
        code: "hair-flicker",
        strengths: [0.35, 0.6, 1.0],
        unit: "drawn anew",
        worst: Worst::Peak,
        inject: attire::clothes,
    },
    Flaw {
        name: "crawl",
        code: "hair-flicker",
        strengths: [0.5, 1.0, 2.0],
        unit: "px",
        worst: Worst::Peak,
        inject: attire::crawl,
    },
];

impl Flaw {
    /// Changes a frame of the clean clip.
    pub(super) fn inject(&self, scene: &Scene<'_>, strength: f32, frame: &mut Frame) {
        (self.inject)(scene, strength, frame);
    }
}
