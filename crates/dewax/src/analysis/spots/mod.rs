//! Places of the skin that are wrong in a few frames only: a blot, a speck, a smear. Each face is laid on cells of its lock, where skin is still, and
//! each frame is compared with five before and five behind it; what stands out in a small place, and is gone again, is a spot. What stays is
//! none: a mole, a freckle or a scar lies in all frames.

mod cells;
mod outliers;

use crate::clip::Shot;
use crate::face::{Topology, hand_frames};
use crate::facts::{FoundSpot, ShotFaces};
use crate::lock::{Lock, Locked, Locker, Subject};
use crate::px::Frame;
use cells::{Board, Laid, PER_IOD, is_skin};
use outliers::{Apart, Blob, Habit, STANDS_OUT, blobs};
use std::collections::VecDeque;

/// Frames before and behind a frame that it is compared with: a spot that lasts five frames leaves six of ten clean.
const BESIDE_FRAMES: usize = 5;
const WINDOW_FRAMES: usize = 2 * BESIDE_FRAMES + 1;
/// What lasts longer is no spot: at most five frames, and one that is missed.
const MOST_FRAMES: usize = 6;
/// A spot is missed for one frame at most.
const MOST_STEP: usize = 2;
/// No larger than this, cells in radius: what is larger is a hand, a shadow, or another face (0.3 eye distances across, and its edge).
const MOST_RADIUS: f64 = 8.0;
/// More in one frame than this are no spots, but a head that jerks, a blink or a flash.
const MOST_AT_ONCE: usize = 3;
/// The ring around a spot is skin that holds still by this share; else it lies at the edge of something: of artefacts drawn on cheek, jaw and nose a third
/// had less than three quarters.
const FREE: f32 = 0.4;
/// Frames with less of the skin locked than this are not judged.
const LEAST_LOCKED: f32 = 0.5;
/// A hand before the face explains what is there so many frames before and behind it.
const HAND_FRAMES: usize = BESIDE_FRAMES + 1;
/// A face on which there is more than one in so many frames moves too quickly to tell: a camera clip of hard grimaces at 12 frames per second had one in
/// two, the other five none.
const LEAST_FRAMES_EACH: usize = 8;
/// In a short shot so many are believed nevertheless.
const FEW: usize = 4;
/// And no more than this in any shot.
const MOST_SPOTS: usize = 500;

/// Looks for spots while the frames of a shot go by.
#[derive(Default)]
pub(super) struct Seeker {
    faces: Vec<Following>,
    /// Points of a face's mesh that were skin when one of its locks began.
    known: Vec<(u32, Vec<bool>)>,
    done: Vec<Run>,
}

/// A face in one segment of its lock.
struct Following {
    face: u32,
    /// First frame of the segment.
    segment: usize,
    board: Board,
    /// Cells that were skin to an earlier lock: this one may have begun on a spot, and take it for something else than skin.
    also: Vec<bool>,
    window: VecDeque<(usize, Option<Laid>)>,
    frames: usize,
    habit: Habit,
    blobs: Vec<Blob>,
}

/// A spot through its frames.
struct Run {
    face: u32,
    blobs: Vec<Blob>,
    scores: Vec<f32>,
    board: Board,
}

impl Seeker {
    /// Takes the next frame, whose faces were just locked.
    pub(super) fn push(
        &mut self,
        frame: &Frame,
        subjects: &[Subject],
        lockers: &[Locker],
        topology: Option<&Topology>,
    ) {
        let Some(topology) = topology else { return };
        for locker in lockers.iter().filter(|l| l.face() > 0) {
            let face = locker.face();
            let Some(lock) = locker.earlier(0) else {
                if let Some(own) = self.faces.iter_mut().find(|f| f.face == face) {
                    own.push(frame.index, None);
                }
                continue;
            };
            let subject = subjects.iter().find(|s| s.face == face && !s.points.is_empty());
            let at = self.faces.iter().position(|f| f.face == face);
            if let Some(at) = at.filter(|&at| self.faces[at].segment != lock.segment.first_frame) {
                let ended = self.faces.swap_remove(at);
                self.done.extend(ended.finish());
            }
            let at = match self.faces.iter().position(|f| f.face == face) {
                Some(at) => at,
                None => {
                    let Some(board) = Board::of(lock.segment) else { continue };
                    let mut own = Following::of(face, lock.segment.first_frame, board);
                    own.also = self.skin_before(&board, &lock, subject);
                    self.faces.push(own);
                    self.faces.len() - 1
                }
            };
            let own = &mut self.faces[at];
            let laid = subject
                .filter(|_| lock.place.locked >= LEAST_LOCKED)
                .and_then(|subject| Laid::of((&own.board, &own.also), frame, &lock, subject, topology));
            own.push(frame.index, laid);
        }
    }

    /// The cells of a lock that begins which were skin to the locks of the face before it, by the points of the mesh around each.
    fn skin_before(&mut self, board: &Board, lock: &Locked<'_>, subject: Option<&Subject>) -> Vec<bool> {
        let (Some(subject), Some(back)) = (subject, lock.back()) else { return Vec::new() };
        let at = match self.known.iter().position(|(face, _)| *face == subject.face) {
            Some(at) => at,
            None => {
                self.known.push((subject.face, vec![false; subject.points.len()]));
                self.known.len() - 1
            }
        };
        let known = &mut self.known[at].1;
        let also = board.among(lock, &subject.points, known);
        for (known, point) in known.iter_mut().zip(&subject.points) {
            *known |= is_skin(lock, back(point.map(f64::from)));
        }
        also
    }

    /// The spots of the shot, in order.
    pub(super) fn finish(mut self, shot: Shot, locks: &[Lock], faces: &ShotFaces) -> Vec<FoundSpot> {
        for face in self.faces {
            self.done.extend(face.finish());
        }
        let mut out: Vec<FoundSpot> =
            self.done.iter().filter_map(|run| run.spot(shot, locks, faces)).collect();
        out.sort_by_key(|s| (s.first_frame, s.face));
        let most = (shot.frames / LEAST_FRAMES_EACH).clamp(FEW, MOST_SPOTS);
        if out.len() > most { Vec::new() } else { out }
    }
}

impl Following {
    fn of(face: u32, segment: usize, board: Board) -> Self {
        let habit = Habit::of(board.cells());
        Self {
            face,
            segment,
            board,
            also: Vec::new(),
            window: VecDeque::new(),
            frames: 0,
            habit,
            blobs: Vec::new(),
        }
    }

    fn push(&mut self, index: usize, laid: Option<Laid>) {
        self.window.push_back((index, laid));
        self.frames += 1;
        if self.window.len() > WINDOW_FRAMES {
            self.window.pop_front();
        }
        if self.frames == WINDOW_FRAMES {
            (0..=BESIDE_FRAMES).for_each(|at| self.judge(at));
        } else if self.frames > WINDOW_FRAMES {
            self.judge(BESIDE_FRAMES);
        }
    }

    /// Judges a frame of the window.
    fn judge(&mut self, at: usize) {
        let frames: Vec<Option<&Laid>> = self.window.iter().map(|(_, laid)| laid.as_ref()).collect();
        let (Some(apart), Some((index, _))) = (Apart::of(&frames, at), self.window.get(at)) else { return };
        self.habit.add(&apart);
        let found = blobs(&apart, &self.habit, &self.board, *index);
        if found.len() <= MOST_AT_ONCE {
            self.blobs.extend(found);
        }
    }

    fn finish(mut self) -> Vec<Run> {
        let from = if self.frames < WINDOW_FRAMES { 0 } else { BESIDE_FRAMES + 1 };
        (from..self.window.len()).for_each(|at| self.judge(at));
        let mut runs: Vec<Run> = Vec::new();
        let Self { face, board, habit, .. } = self;
        for blob in self.blobs {
            let score = blob.score(&habit);
            let goes_on = |run: &&mut Run| run.blobs.last().is_some_and(|last| is_same(last, &blob));
            match runs.iter_mut().rev().find(goes_on) {
                Some(run) => {
                    run.blobs.push(blob);
                    run.scores.push(score);
                }
                None => runs.push(Run { face, blobs: vec![blob], scores: vec![score], board }),
            }
        }
        runs.retain(|run| run.scores.iter().any(|s| *s >= STANDS_OUT));
        runs
    }
}

/// Whether a blob goes on with another one of an earlier frame.
fn is_same(last: &Blob, next: &Blob) -> bool {
    let far = ((last.middle[0] - next.middle[0]).powi(2) + (last.middle[1] - next.middle[1]).powi(2)).sqrt();
    let step = next.frame.saturating_sub(last.frame);
    (1..=MOST_STEP).contains(&step) && far < (0.8 * (last.radius + next.radius)).max(3.0)
}

impl Run {
    /// What it is; `None` where it is no spot.
    fn spot(&self, shot: Shot, locks: &[Lock], faces: &ShotFaces) -> Option<FoundSpot> {
        let (first, last) = (self.blobs.first()?.frame, self.blobs.last()?.frame);
        let hands = faces.tracks.iter().filter(|t| t.id == self.face).flat_map(hand_frames);
        let is_hand = hands
            .into_iter()
            .any(|at| (first.saturating_sub(HAND_FRAMES)..=last + HAND_FRAMES).contains(&at));
        if last - first + 1 > MOST_FRAMES || is_hand || first < shot.first_frame {
            return None;
        }
        let peak = (0..self.scores.len()).max_by(|&a, &b| self.scores[a].total_cmp(&self.scores[b]))?;
        let count = self.blobs.len() as f64;
        let middle = [0, 1].map(|i| self.blobs.iter().map(|b| b.middle[i]).sum::<f64>() / count);
        let reach = |b: &Blob| {
            b.radius + ((b.middle[0] - middle[0]).powi(2) + (b.middle[1] - middle[1]).powi(2)).sqrt()
        };
        let radius = self.blobs.iter().map(reach).fold(0.0, f64::max);
        if radius > MOST_RADIUS {
            return None;
        }
        let frame = self.blobs[peak].frame;
        let lock = locks.iter().find(|l| l.face == self.face)?.held(frame)?;
        let at = lock.to_frame(self.board.point(middle));
        let size_iod = (2.0 * radius / PER_IOD) as f32;
        let times = self.scores[peak] / STANDS_OUT;
        let round = |v: f32| (v * 10.0).round() / 10.0;
        Some(FoundSpot {
            face: self.face,
            at_px: at.map(|v| round(v as f32)),
            in_frame: frame - shot.first_frame,
            size_px: round((2.0 * radius * self.board.pitch) as f32 * lock.scale()),
            size_iod,
            first_frame: first - shot.first_frame,
            last_frame: last - shot.first_frame,
            deviations: round(self.scores[peak]),
            is_free: self.blobs.iter().all(|b| b.free >= FREE),
            // Twice what has to stand out is beyond doubt.
            confidence: (0.5 * times).clamp(0.5, 1.0),
        })
    }
}

#[cfg(test)]
mod tests;
