//! Who a face is through its track: looks at it every few frames, each a point of the space of descriptors, held in memory while the shot is
//! read and no longer.

use crate::face::{Describe, Descriptor, FaceState, PersonDrift, View, may_vote, turned};

/// Frames between looks: a quarter of a second of film, so that a blink is one look of four.
const EVERY_FRAMES: usize = 6;
/// A mesh whose own flag says less does not vote: what hides a face lowers it (see `held.rs`).
const LEAST_FLAG: f32 = 0.9;
/// So many looks make a mean that can be compared: single ones of one person lie up to 0.38 from their middle, means of four that far
/// apart only where the person changes.
const WINDOW: usize = 4;
/// Two windows show a like pose when their mean turns differ by no more, distances of the outer corners of the eyes: about five degrees.
const LIKE_POSE: f32 = 0.08;

/// One look.
struct Vote {
    /// Number of the frame in the clip.
    frame: usize,
    turned: [f32; 2],
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
        if self.0.last().is_some_and(|last| frame < last.frame + EVERY_FRAMES) {
            return;
        }
        let turned = state.mesh().and_then(|mesh| turned(&mesh.raw));
        if let Some((descriptor, turned)) = who(describer, view, state).zip(turned) {
            self.0.push(Vote { frame, turned, descriptor });
        }
    }

    /// The middle of all looks; `None` of too few.
    pub(super) fn mean(&self) -> Option<Descriptor> {
        let all = self.0.iter().map(|vote| &vote.descriptor);
        Descriptor::mean(all).filter(|_| self.0.len() >= WINDOW)
    }

    /// How far the person of track `face` moves away from who was there first. `first_frame` is that of the shot.
    pub(super) fn drift(&self, face: u32, first_frame: usize) -> PersonDrift {
        let mut drift = PersonDrift { face, looks: self.0.len(), apart: None, frame: 0 };
        let Some((first, later)) = self.0.split_at_checked(WINDOW) else { return drift };
        for window in later.windows(WINDOW) {
            let pose =
                |votes: &[Vote], i: usize| votes.iter().map(|v| v.turned[i]).sum::<f32>() / WINDOW as f32;
            let is_like = (0..2).all(|i| (pose(first, i) - pose(window, i)).abs() <= LIKE_POSE);
            let mean = |votes: &[Vote]| Descriptor::mean(votes.iter().map(|v| &v.descriptor));
            let Some((one, two)) = mean(first).zip(mean(window)).filter(|_| is_like) else { continue };
            let apart = one.distance(&two);
            if drift.apart.is_none_or(|most| apart > most) {
                drift.apart = Some(apart);
                drift.frame = window[WINDOW / 2].frame.saturating_sub(first_frame);
            }
        }
        drift
    }
}

#[cfg(test)]
impl Votes {
    /// Looks at one face from the front.
    pub(super) fn of(all: impl IntoIterator<Item = Descriptor>) -> Self {
        let vote = |(i, descriptor)| Vote { frame: EVERY_FRAMES * i, turned: [0.0, 0.4], descriptor };
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
            Vote { frame: 100 + EVERY_FRAMES * i, turned: [side, 0.4], descriptor }
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
        assert_eq!(drift.frame, 10 * EVERY_FRAMES);
        all[5..].fill((0.4, 0.2));
        assert_eq!(votes(&all).drift(3, 100).apart, None, "a turn is no drift");
        assert_eq!(votes(&all[..7]).drift(3, 100).apart, None, "too few looks");
    }

    #[test]
    fn one_look_of_a_blink_is_no_drift() {
        let mut all = [(0.0, 0.0); 12];
        all[7] = (0.4, 0.0);
        assert!(votes(&all).drift(1, 100).apart.unwrap() < 0.11);
        assert!(votes(&all[..3]).mean().is_none());
    }
}
