//! Who a face is through its track: looks at it every few frames, each a point of the space of descriptors, held in memory while the shot is
//! read and no longer.

use crate::face::{
    Describe, Descriptor, FaceState, LOOK_EVERY_FRAMES, LOOKS_OF_A_MEAN, PersonDrift, View, bearing, may_vote,
};

/// A mesh whose own flag says less does not vote: what hides a face lowers it (see `held.rs`).
const LEAST_FLAG: f32 = 0.9;
/// Two windows show a like bearing when the means of each of its figures differ by no more: about five degrees. Without the mouth two camera
/// clips of faces that grimace on purpose lay 0.28 apart, with it 0.15 or they cannot be told.
const LIKE_BEARING: f32 = 0.08;
/// And all of them show the face no further to the side than this, as `bearing` says it: a man of `d_ai_ovi_men` in three-quarter view who turned
/// a little lay 0.31 apart, and is by eye who he was.
const FRONTAL: f32 = 0.15;

/// One look.
struct Vote {
    /// Number of the frame in the clip.
    frame: usize,
    /// See [`bearing`].
    bearing: [f32; 4],
    descriptor: Descriptor,
}

/// The looks at one face.
#[derive(Default)]
pub(super) struct Votes(Vec<Vote>);

/// Whether a face may vote, as it is held.
fn is_clear(state: &FaceState) -> bool {
    state.weight >= 1.0 && state.scores.flag >= LEAST_FLAG
}

/// Who a face is; `None` where it may not vote.
pub(super) fn who(describer: &dyn Describe, view: &View<'_>, state: &FaceState) -> Option<Descriptor> {
    let mesh = state.mesh().filter(|mesh| is_clear(state) && may_vote(&mesh.raw, state.iod_px))?;
    describer.describe(view, &mesh.raw)
}

impl Votes {
    /// Looks at a face in frame `frame` of the clip, if a look is due.
    pub(super) fn look(
        &mut self,
        describer: &dyn Describe,
        view: &View<'_>,
        state: &FaceState,
        frame: usize,
    ) {
        if self.0.last().is_some_and(|last| frame < last.frame + LOOK_EVERY_FRAMES) {
            return;
        }
        let bearing = state.mesh().and_then(|mesh| bearing(&mesh.raw));
        if let Some((descriptor, bearing)) = who(describer, view, state).zip(bearing) {
            self.0.push(Vote { frame, bearing, descriptor });
        }
    }

    /// The middle of all looks; `None` of too few.
    pub(super) fn mean(&self) -> Option<Descriptor> {
        let all = self.0.iter().map(|vote| &vote.descriptor);
        Descriptor::mean(all).filter(|_| self.0.len() >= LOOKS_OF_A_MEAN)
    }

    /// How far the person of track `face` moves away from who was there first. `first_frame` is that of the shot.
    pub(super) fn drift(&self, face: u32, first_frame: usize) -> PersonDrift {
        let mut drift = PersonDrift { face, looks: self.0.len(), apart: None, frame: 0 };
        let frontal: Vec<&Vote> = self.0.iter().filter(|vote| vote.bearing[0].abs() <= FRONTAL).collect();
        // A quarter of a long shot: what a face does for a second is expression, who it is stays.
        let size = LOOKS_OF_A_MEAN.max(frontal.len() / 4);
        let Some((first, later)) = frontal.split_at_checked(size) else { return drift };
        let bearing = |votes: &[&Vote]| {
            [0, 1, 2, 3].map(|i| votes.iter().map(|v| v.bearing[i]).sum::<f32>() / size as f32)
        };
        let mean = |votes: &[&Vote]| Descriptor::mean(votes.iter().map(|v| &v.descriptor));
        let (Some(one), borne) = (mean(first), bearing(first)) else { return drift };
        for window in later.windows(size) {
            let is_like = borne.iter().zip(bearing(window)).all(|(a, b)| (a - b).abs() <= LIKE_BEARING);
            let Some(two) = mean(window).filter(|_| is_like) else { continue };
            let apart = one.distance(&two);
            if drift.apart.is_none_or(|most| apart > most) {
                drift.apart = Some(apart);
                drift.frame = window[size / 2].frame.saturating_sub(first_frame);
            }
        }
        drift
    }
}

#[cfg(test)]
impl Votes {
    /// Looks at one face from the front.
    pub(super) fn of(all: impl IntoIterator<Item = Descriptor>) -> Self {
        let bearing = [0.0, 0.4, 0.0, 0.6];
        let vote = |(i, descriptor)| Vote { frame: LOOK_EVERY_FRAMES * i, bearing, descriptor };
        Self(all.into_iter().enumerate().map(vote).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::face::DESCRIPTOR_NUMBERS;

    fn votes(all: &[(f32, f32)]) -> Votes {
        let vote = |(i, &(at, side)): (usize, &(f32, f32))| {
            let mut numbers = [0.0; DESCRIPTOR_NUMBERS];
            numbers[0] = at;
            let descriptor = Descriptor::of(&numbers).unwrap();
            Vote { frame: 100 + LOOK_EVERY_FRAMES * i, bearing: [side, 0.4, 0.0, 0.6], descriptor }
        };
        Votes(all.iter().enumerate().map(vote).collect())
    }

    #[test]
    fn only_windows_of_a_like_pose_are_compared() {
        let steady = votes(&[(0.0, 0.0); 12]).drift(3, 100);
        assert_eq!((steady.face, steady.looks, steady.apart), (3, 12, Some(0.0)));
        let mut all = [(0.0, 0.0); 12];
        all[8..].fill((0.4, 0.0));
        let drift = votes(&all).drift(3, 100);
        assert!((drift.apart.unwrap() - 0.4).abs() < 1e-5);
        assert_eq!(drift.frame, 10 * LOOK_EVERY_FRAMES);
        all[5..].fill((0.4, 0.2));
        assert_eq!(votes(&all).drift(3, 100).apart, None, "a turn is no drift");
        assert_eq!(votes(&all[..7]).drift(3, 100).apart, None, "too few looks");
        assert_eq!(votes(&[(0.0, 0.2); 12]).drift(3, 100).apart, None, "from the side it cannot be told");
    }

    #[test]
    fn one_look_of_a_blink_is_no_drift() {
        let mut all = [(0.0, 0.0); 12];
        all[7] = (0.4, 0.0);
        assert!(votes(&all).drift(1, 100).apart.unwrap() < 0.11);
        let mut long = [(0.0, 0.0); 80];
        long[40..44].fill((0.4, 0.0));
        assert!(votes(&long).drift(1, 100).apart.unwrap() < 0.1, "nor is a second of a long shot");
        long[50..].fill((0.4, 0.0));
        assert!(votes(&long).drift(1, 100).apart.unwrap() > 0.39);
        assert!(votes(&all[..3]).mean().is_none());
    }
}
