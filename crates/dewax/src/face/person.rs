//! What distances between faces say of persons: whether two are one, and how far one drifts.

use serde::{Deserialize, Serialize};

/// Two means at most this far apart are of one person: of 300 labelled pairs of photographs 95 % of those of one person lie below, and none of
/// two persons does.
const MOST_SAME: f32 = 0.45;
/// From here on they are of two: 1 % of those of two persons lie nearer than 0.68.
const LEAST_OTHER: f32 = 0.60;

/// Frames between looks at a face that is described: a quarter of a second of film, so that a blink is one look of [`LOOKS_OF_A_MEAN`].
pub const LOOK_EVERY_FRAMES: usize = 6;
/// At least so many looks make a mean that can be compared: single ones of one person lie up to 0.38 from their middle.
pub const LOOKS_OF_A_MEAN: usize = 4;

/// Whether two descriptors are of one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SamePerson {
    /// They are.
    Yes,
    /// It cannot be told.
    Unsure,
    /// They are of two persons.
    No,
}

impl SamePerson {
    /// What a distance says.
    pub fn of(distance: f32) -> Self {
        if distance <= MOST_SAME {
            Self::Yes
        } else if distance < LEAST_OTHER {
            Self::Unsure
        } else {
            Self::No
        }
    }
}

/// How far a person moves away from who was there first, by the descriptors of faces: means over a second or more, at a like pose. Descriptors
/// themselves are not kept.
#[derive(Clone, Copy, Debug, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
pub struct PersonDrift {
    /// Number of the face's track.
    pub face: u32,
    /// How often the face was looked at.
    pub looks: usize,
    /// Largest distance between the first second (a quarter of a long shot) and as long a part later at a like pose: 0 for the same pictures, 0.8 for two persons; none when
    /// there is no such part.
    pub apart: Option<f32>,
    /// The middle of that part, counted from the start of the shot.
    pub frame: usize,
}

impl PersonDrift {
    /// Whether the figures are possible in a shot of that many frames; files may say anything.
    pub fn is_sane(&self, frames: usize) -> bool {
        self.frame < frames && self.apart.is_none_or(|apart| (0.0..1e3).contains(&apart))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn between_same_and_other_it_cannot_be_told() {
        assert_eq!([0.2, 0.44, 0.5, 0.61].map(SamePerson::of), {
            use SamePerson::{No, Unsure, Yes};
            [Yes, Yes, Unsure, No]
        });
    }

    #[test]
    fn a_drift_must_lie_in_its_shot() {
        let drift = PersonDrift { apart: Some(0.3), frame: 9, ..PersonDrift::default() };
        assert!(drift.is_sane(10) && !drift.is_sane(9));
        assert!(!PersonDrift { apart: Some(f32::NAN), ..drift }.is_sane(10));
    }
}
