//! Hands through a shot: how long one is seen, whether it is before a face, and whether it keeps its shape.

use super::track::length;
use super::{FaceState, FaceTrack, HAND_JOINTS, Hand};

/// A hand goes on as one when its middle moved by no more from a frame to the next, sizes of the hand.
const MOST_STEP: f32 = 0.7;
/// A joint lies before a face when it is no further from the middle of its square than this share of the side: a face fills two thirds.
const BEFORE_SIDES: f32 = 0.3;
/// So many joints of a hand must, for the hand to be before the face: a finger at the chin is.
const LEAST_BEFORE: usize = 4;
/// A hand that moves faster is blurred, and its joints are guesses, sizes of the hand per frame.
const FAST: f32 = 0.15;
/// Fewer frames in which a hand is clear say nothing of its shape.
const LEAST_CLEAR: usize = 6;
/// Below this flag joints are guesses.
const CLEAR_FLAG: f32 = 0.9;

/// A hand that is seen in one frame after the other.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct HandRun {
    /// Number of the face that it is nearest to.
    pub face: u32,
    /// Its first and its last frame in the clip.
    pub frames: (usize, usize),
    /// The frames in which it is before the face.
    pub before: Vec<usize>,
    /// How large it is beside the face: median of its size in sides of the face's square; a face that is as near has 0.6.
    pub of_face: f32,
    /// How much its joints jump against its palm: median change of direction from frame to frame, in sizes of the hand, over the frames in
    /// which it is clear, inside the picture and slow; none of too few. 0.015-0.04 of a camera's hand at rest, 0.07 of one that is waved.
    pub restless: Option<f32>,
    /// The frame in which most jump.
    pub restless_frame: usize,
}

/// A hand in a frame with what is around it.
#[derive(Clone, Copy)]
struct Seen<'a> {
    frame: usize,
    hand: &'a Hand,
    face: &'a FaceState,
}

/// The hands of a face, each run by itself. `size_px` are columns and rows of the picture.
pub fn hand_runs(track: &FaceTrack, size_px: (usize, usize)) -> Vec<HandRun> {
    let mut open: Vec<Vec<Seen<'_>>> = Vec::new();
    let mut done: Vec<Vec<Seen<'_>>> = Vec::new();
    for (i, face) in track.states.iter().enumerate() {
        let frame = track.first_frame + i;
        let (going, ended) = open
            .into_iter()
            .partition(|run: &Vec<Seen<'_>>| run.last().is_some_and(|seen| seen.frame + 2 >= frame));
        done.extend::<Vec<_>>(ended);
        open = going;
        for hand in &face.hands {
            let seen = Seen { frame, hand, face };
            let goes_on = |run: &&mut Vec<Seen<'_>>| {
                run.last().is_some_and(|last| last.frame < frame && step(last.hand, hand) <= MOST_STEP)
            };
            match open.iter_mut().find(goes_on) {
                Some(run) => run.push(seen),
                None => open.push(vec![seen]),
            }
        }
    }
    done.extend(open);
    let mut runs: Vec<HandRun> = done.iter().map(|run| summed(track.id, run, size_px)).collect();
    runs.sort_by_key(|run| run.frames);
    runs
}

/// How far a hand moved, in its sizes.
fn step(from: &Hand, to: &Hand) -> f32 {
    let ([a, b], [x, y]) = (from.middle(), to.middle());
    length([x - a, y - b]) / to.size_px().max(1.0)
}

fn summed(face: u32, run: &[Seen<'_>], size_px: (usize, usize)) -> HandRun {
    let mut sizes: Vec<f32> =
        run.iter().map(|seen| seen.hand.size_px() / seen.face.square.side_px.max(1.0)).collect();
    sizes.sort_by(f32::total_cmp);
    let before = run.iter().filter(|seen| is_before(seen.hand, seen.face)).map(|seen| seen.frame);
    let (restless, restless_frame) = restless(run, size_px);
    let ends = (run.first().map_or(0, |s| s.frame), run.last().map_or(0, |s| s.frame));
    HandRun {
        face,
        frames: ends,
        before: before.collect(),
        of_face: sizes.get(sizes.len() / 2).copied().unwrap_or(0.0),
        restless,
        restless_frame,
    }
}

/// The frames of the clip in which a hand is before a face.
pub fn hand_frames(track: &FaceTrack) -> impl Iterator<Item = usize> {
    let is_hidden = |face: &FaceState| face.hands.iter().any(|hand| is_before(hand, face));
    track
        .states
        .iter()
        .enumerate()
        .filter(move |(_, face)| is_hidden(face))
        .map(|(i, _)| track.first_frame + i)
}

fn is_before(hand: &Hand, face: &FaceState) -> bool {
    let square = &face.square;
    let inside = |joint: &&[f32; 2]| {
        let [u, v] = square.inside(**joint);
        length([u - 0.5, v - 0.5]) <= BEFORE_SIDES
    };
    hand.joints.iter().filter(inside).count() >= LEAST_BEFORE
}

/// The joints in the axes of the palm: right and up from the wrist, in sizes of the hand.
fn shape(hand: &Hand) -> Option<[[f32; 2]; HAND_JOINTS]> {
    let [[x, y], [kx, ky]] = hand.arm(-1.0);
    let long = length([kx - x, ky - y]);
    let size = hand.size_px();
    if !(long > 0.0 && size > 0.0) {
        return None;
    }
    let up = [(kx - x) / long, (ky - y) / long];
    Some(hand.joints.map(|[jx, jy]| {
        let off = [(jx - x) / size, (jy - y) / size];
        [off[1] * up[0] - off[0] * up[1], off[0] * up[0] + off[1] * up[1]]
    }))
}

/// See [`HandRun::restless`].
fn restless(run: &[Seen<'_>], (width, height): (usize, usize)) -> (Option<f32>, usize) {
    let is_inside = |[x, y]: &[f32; 2]| (0.0..width as f32).contains(x) && (0.0..height as f32).contains(y);
    let is_clear = |seen: &Seen<'_>| seen.hand.flag >= CLEAR_FLAG && seen.hand.joints.iter().all(is_inside);
    let mut all: Vec<(f32, usize)> = Vec::new();
    for [before, here, after] in run.array_windows::<3>() {
        let follows = before.frame + 1 == here.frame && here.frame + 1 == after.frame;
        let is_slow = step(before.hand, here.hand) <= FAST && step(here.hand, after.hand) <= FAST;
        if !(follows && is_slow && [before, here, after].into_iter().all(is_clear)) {
            continue;
        }
        let (Some(a), Some(b), Some(c)) = (shape(before.hand), shape(here.hand), shape(after.hand)) else {
            continue;
        };
        let mut turns: Vec<f32> = (0..HAND_JOINTS)
            .map(|j| length([0, 1].map(|axis| a[j][axis] - 2.0 * b[j][axis] + c[j][axis])))
            .collect();
        turns.sort_by(f32::total_cmp);
        all.push((turns[HAND_JOINTS / 2], here.frame));
    }
    all.sort_by(|a, b| a.0.total_cmp(&b.0));
    let frame = all.last().map_or(0, |most| most.1);
    let median = all.get(all.len() / 2).map(|middle| middle.0);
    (median.filter(|_| all.len() >= LEAST_CLEAR), frame)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::face::{Mode, Scores, Square};

    /// Twenty frames of a face at (100, 100) and a hand at `at`, whose joints jump by `jump` sizes.
    fn track(at: impl Fn(usize) -> [f32; 2], jump: f32) -> FaceTrack {
        let state = |i: usize| {
            let [x, y] = at(i);
            let mut joints = [[x, y]; HAND_JOINTS];
            for finger in 0..5 {
                for joint in 0..4 {
                    let out = 30.0 + 10.0 * joint as f32;
                    let off = if (i + finger + joint).is_multiple_of(2) { 30.0 * jump / 4.0 } else { 0.0 };
                    joints[1 + 4 * finger + joint] = [x + (finger as f32 - 2.0) * 8.0 + off, y - out];
                }
            }
            FaceState {
                mode: Mode::BoxOnly,
                weight: 1.0,
                square: Square::upright(100.0, 100.0, 120.0),
                iod_px: 40.0,
                scores: Scores::default(),
                mesh: None,
                skin: None,
                person: Vec::new().into(),
                hands: vec![Hand { joints, flag: 0.95 }],
            }
        };
        let states = (0..20).map(state).collect();
        FaceTrack { id: 3, first_frame: 5, states, others: Vec::new(), like: Vec::new(), dropped: false }
    }

    #[test]
    fn a_hand_before_a_face_is_told_from_one_beside_it() {
        let runs = hand_runs(&track(|_| [100.0, 130.0], 0.0), (400, 400));
        let [run] = &*runs else { panic!("{runs:?}") };
        assert_eq!((run.face, run.frames, run.before.len()), (3, (5, 24), 20));
        assert!(run.restless.unwrap() < 1e-5 && (run.of_face - 0.3).abs() < 0.02, "{run:?}");
        let beside = hand_runs(&track(|_| [250.0, 130.0], 0.0), (400, 400));
        assert!(beside[0].before.is_empty());
    }

    #[test]
    fn joints_that_jump_are_restless_and_a_hand_that_moves_is_not() {
        let still = hand_runs(&track(|_| [250.0, 130.0], 0.2), (400, 400));
        assert!(still[0].restless.unwrap() > 0.2, "{still:?}");
        let moves = hand_runs(&track(|i| [250.0 + 3.0 * i as f32, 130.0], 0.0), (400, 400));
        assert!(moves[0].restless.unwrap() < 1e-4, "{moves:?}");
        // Too fast, and leaving the picture: nothing is said.
        let fast = hand_runs(&track(|i| [20.0 + 12.0 * i as f32, 130.0], 0.2), (400, 400));
        assert_eq!(fast[0].restless, None);
        assert_eq!(hand_runs(&track(|_| [250.0, 130.0], 0.2), (260, 400))[0].restless, None);
        // Two hands after each other are two runs.
        let two = hand_runs(&track(|i| if i < 9 { [30.0, 130.0] } else { [250.0, 130.0] }, 0.0), (400, 400));
        assert_eq!(two.iter().map(|run| run.frames).collect::<Vec<_>>(), [(5, 13), (14, 24)]);
    }
}
