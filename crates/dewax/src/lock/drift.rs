//! Whether the colour of a shot drifts: what all of the skin and all of the picture do alike, apart from light.

use super::tint::TintStep;
use crate::color::{ColourCourse, ColourKnot};

/// CIEDE2000 that is seen side by side in moving pictures; about three just noticeable differences. Faces without drift
/// stay below 1 in two seconds, those of cameras below 0.8.
pub const SEEN_DRIFT_DE: f32 = 3.0;
/// What moves farther than this is taken for meant, as coloured light that is turned on a scene, CIEDE2000. By judgement: the largest
/// drift of a generator that was seen is 14.
const MOST_DE: f32 = 20.0;
/// A drift of colour explains at least this much of the change of each part of the face. Grades that were put into camera
/// footage explain 0.95 and more, faces that turn in mixed light 0.3.
const LEAST_UNIFORM: f32 = 0.6;
/// Where parts of the face get lighter and others darker by more than this, in stops, the light has moved, and its colour
/// with it. Faces that look ahead stay below 0.17, a head that turns goes from 0.25 to 0.85.
const MOST_RELIT_STOPS: f32 = 0.25;
/// Half seconds that are needed to tell.
const LEAST_STEPS: usize = 3;
/// How far the tint of a half of the picture may lie from that of all of it, as a share. Grades that were put into footage: below
/// 0.1.
const MOST_UNEVEN: f32 = 0.3;
/// The picture's course explains at least so much of the skin's where it goes with it.
const LEAST_EXPLAINED: f32 = 0.8;
/// With the picture's course beside it, so many half seconds of skin will do.
const LEAST_STEPS_BESIDE: usize = 2;

/// The half second that is farthest from the start.
fn largest(steps: &[TintStep]) -> Option<&TintStep> {
    steps.iter().max_by(|a, b| a.moved_de.total_cmp(&b.moved_de))
}

/// The course of the face that moves most.
pub fn worst_course(tint: &[TintStep]) -> Vec<TintStep> {
    largest(tint).map_or_else(Vec::new, |w| tint.iter().filter(|t| t.face == w.face).copied().collect())
}

/// Where a course is farthest from its start; none of a course that is too short to tell.
pub fn farthest(course: &[TintStep]) -> Option<&TintStep> {
    largest(course).filter(|_| course.len() >= LEAST_STEPS)
}

/// Whether a change of the skin's colour is the same all over the face: light is not.
pub fn is_uniform(step: &TintStep) -> bool {
    step.uniform_share >= LEAST_UNIFORM && step.relit_stops <= MOST_RELIT_STOPS
}

/// A drift of the whole picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PictureDrift<'a> {
    /// How far it takes the skin from the first frame to where it is farthest, CIEDE2000: half seconds are means, and say less.
    pub moved_de: f32,
    /// The way.
    pub course: &'a ColourCourse,
}

/// The course by which the whole picture drifts with its skin, in a shot of so many frames: one that is seen, the same all over the
/// face and all over the picture, and in which the skin goes with the picture. The light on a head that turns may move: colour
/// that goes with the whole picture is none of it.
pub(crate) fn of_picture<'a>(
    tint: &[TintStep],
    course: Option<&'a ColourCourse>,
    frames: usize,
) -> Option<PictureDrift<'a>> {
    let course = course.filter(|c| c.uneven <= MOST_UNEVEN)?;
    let skin = worst_course(tint);
    let worst = largest(&skin)?;
    if skin.len() < LEAST_STEPS_BESIDE || worst.uniform_share < LEAST_UNIFORM {
        return None;
    }
    let followed = Followed::of(course, &skin, frames)?;
    let moved_de = worst.moved_de * followed.beyond;
    let is_seen = (SEEN_DRIFT_DE..=MOST_DE).contains(&moved_de);
    (is_seen && followed.explained >= LEAST_EXPLAINED).then_some(PictureDrift { moved_de, course })
}

/// A skin's course beside its picture's.
struct Followed {
    /// How much of it the picture's explains, 0..=1.
    explained: f32,
    /// How much farther the picture's goes from the first frame than its half seconds say; 1..=2.
    beyond: f32,
}

impl Followed {
    fn of(course: &ColourCourse, skin: &[TintStep], frames: usize) -> Option<Self> {
        let first = skin.first()?;
        let ratio = [0, 1].map(|i| first.face_ycc[1 + i] / first.face_ycc[0].max(1e-3));
        let middle = |i: usize| (skin[i].frame + skin.get(i + 1).map_or(frames, |s| s.frame)) / 2;
        let from = |start: ColourKnot, here: ColourKnot| {
            let (start, here) = (start.of(ratio), here.of(ratio));
            [0, 1].map(|k| here[k] - start[k])
        };
        let size = |by: [f32; 2]| by[0].hypot(by[1]);
        let start = course.at(middle(0));
        let (mut all, mut left, mut told) = (0.0f32, 0.0f32, 0.0f32);
        for (i, step) in skin.iter().enumerate() {
            let due = from(start, course.at(middle(i)));
            told = told.max(size(due));
            all += size(step.shift).powi(2);
            left += (step.shift[0] - due[0]).powi(2) + (step.shift[1] - due[1]).powi(2);
        }
        let most = course.knots.iter().map(|k| size(from(course.at(0), *k))).fold(0.0, f32::max);
        let explained = if all > 0.0 { (1.0 - left / all).max(0.0) } else { 0.0 };
        Some(Self { explained, beyond: (most / told.max(1e-6)).clamp(1.0, 2.0) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRAMES: usize = 60;

    /// A picture and a skin whose colour moves along a straight line, the skin `follows` so much of it.
    fn told(uneven: f32, follows: f32, worst: TintStep) -> bool {
        let tint = [-0.03f32, 0.05];
        let knots = [0, 12, 24, 36, 48, 59].map(|frame| ColourKnot {
            frame,
            gain: 1.0,
            tint: tint.map(|t| t * frame as f32 / 59.0),
        });
        let course = ColourCourse { knots: knots.to_vec(), uneven };
        let steps = (0..5).map(|i| TintStep {
            face: 1,
            frame: 12 * i,
            face_ycc: [0.5, -0.05, 0.08],
            shift: tint.map(|t| follows * t * i as f32 * 12.0 / 59.0),
            moved_de: worst.moved_de * i as f32 / 4.0,
            ..worst
        });
        let steps: Vec<TintStep> = steps.collect();
        of_picture(&steps, Some(&course), FRAMES).is_some()
    }

    #[test]
    fn only_what_all_of_the_picture_does_alike_is_its_drift() {
        let drift = TintStep { moved_de: 6.0, uniform_share: 0.9, relit_stops: 0.1, ..TintStep::default() };
        assert!(told(0.1, 1.0, drift));
        assert!(told(0.1, 0.8, drift) && !told(0.1, 0.5, drift), "skin that goes its own way");
        assert!(
            told(0.8 * MOST_UNEVEN, 1.0, drift) && !told(1.2 * MOST_UNEVEN, 1.0, drift),
            "a lamp at a side"
        );
        assert!(!told(0.1, 1.0, TintStep { uniform_share: 0.8 * LEAST_UNIFORM, ..drift }));
        let turned = TintStep { relit_stops: 1.2 * MOST_RELIT_STOPS, ..drift };
        assert!(told(0.1, 1.0, turned) && !is_uniform(&turned), "the face alone does not tell");
        assert!(told(0.1, 1.0, TintStep { moved_de: 1.2 * SEEN_DRIFT_DE, ..drift }));
        assert!(!told(0.1, 1.0, TintStep { moved_de: 0.8 * SEEN_DRIFT_DE, ..drift }));
        assert!(told(0.1, 1.0, TintStep { moved_de: 0.8 * MOST_DE, ..drift }));
        assert!(!told(0.1, 1.0, TintStep { moved_de: 1.2 * MOST_DE, ..drift }), "coloured light is meant");
    }
}
