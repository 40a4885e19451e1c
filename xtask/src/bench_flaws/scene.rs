//! What an injected flaw knows of a clip: where its skin is and lies still, and how strong the flaw is in which frame.

use crate::frames::even;
use dewax::analysis::Analysis;
use dewax::clip::Picture;
use dewax::face::{FaceState, Topology};
use dewax::facts::ShotFacts;
use dewax::kernels::noise::hash32;
use dewax::lock::{Lock, Locked};
use dewax::px::{Frame, Mask, Plane, Rect};

/// A flaw is never weaker than this share of its strength.
const FLOOR: f32 = 0.5;
/// How long the flaw is stronger than that, and the fewest frames of it.
const BUMP_S: f64 = 1.0;
const FEWEST_BUMP_FRAMES: f64 = 12.0;

/// How strong a flaw is, frame by frame: a floor, and a bump of a second around one frame.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Course {
    /// The worst frame.
    pub(crate) worst_frame: usize,
    half_frames: f64,
}

impl Course {
    /// As strong in every frame.
    pub(crate) const EVEN: Self = Self { worst_frame: 0, half_frames: f64::INFINITY };

    /// The worst frame is one of the middle half, by `seed`, in which the skin is locked if there is any.
    pub(crate) fn new(analysis: &Analysis, seed: u32) -> Self {
        let frames = analysis.clip.frames();
        let middle = frames / 4..(frames - frames / 4).max(frames / 4 + 1);
        let locked: Vec<usize> = middle
            .clone()
            .filter(|&index| lock_of(analysis, index).is_some_and(|l| l.at(index).is_some()))
            .collect();
        let among = if locked.is_empty() { middle.collect() } else { locked };
        let worst_frame = among.get(hash32(seed) as usize % among.len().max(1)).copied().unwrap_or(0);
        let last = frames.saturating_sub(1).max(1);
        let rate = last as f64 / analysis.clip.seconds(last).max(1e-3);
        Self { worst_frame, half_frames: (rate * BUMP_S).max(FEWEST_BUMP_FRAMES) / 2.0 }
    }

    /// The share of the strength in a frame.
    pub(crate) fn share(&self, index: usize) -> f32 {
        let away = (index as f64 - self.worst_frame as f64) / self.half_frames;
        if away.abs() >= 1.0 {
            return FLOOR;
        }
        let (_, cos) = dewax::color::math::sin_cos_deg(180.0 * away);
        FLOOR + (1.0 - FLOOR) * (0.5 + 0.5 * cos as f32)
    }
}

/// The lock of the shot's skin that holds longest.
fn lock_of(analysis: &Analysis, index: usize) -> Option<&Lock> {
    let held = |lock: &&Lock| -> usize {
        lock.segments.iter().map(|s| s.places.iter().filter(|p| p.holds()).count()).sum()
    };
    analysis.shot_of(index)?.locks.iter().max_by_key(held)
}

/// Skin of a frame, weights of a part of the picture.
#[derive(Debug)]
pub(crate) struct Skin {
    /// The part, with even corners.
    pub(crate) part: Rect,
    /// Weights 0..=1 of its luma pixels.
    pub(crate) weights: Plane<f32>,
}

impl Skin {
    fn of(mask: &Mask, frame: &Frame) -> Self {
        let part = even(mask.roi, frame);
        let mut weights = Plane::new(part.width(), part.height());
        for y in 0..part.height() {
            mask.expand_row(part.y0 + y, part.x0, weights.row_mut(y));
        }
        Self { part, weights }
    }

    /// Weight at a sample of a plane of chroma, counted within the part.
    pub(crate) fn chroma_weight(&self, frame: &Frame, (x, y): (usize, usize)) -> f32 {
        let (across, down) = frame.subsampling.factors();
        self.weights.at((x * across) as isize, (y * down) as isize)
    }
}

/// A clean clip that is to get a flaw.
#[derive(Debug)]
pub(crate) struct Scene<'a> {
    pub(crate) analysis: &'a Analysis,
    pub(crate) picture: Picture,
    pub(crate) course: Course,
    /// Which side of a face a flaw at one place is on.
    is_left: bool,
}

impl<'a> Scene<'a> {
    pub(crate) fn new(analysis: &'a Analysis, seed: u32) -> Self {
        let is_left = seed & 1 == 1;
        Self { analysis, picture: analysis.clip.picture(), course: Course::new(analysis, seed), is_left }
    }

    /// A place of an outline, told by its way from the chin, on one side or the other, by the scene's seed.
    pub(crate) fn on_either_side(&self, [share, beyond]: [f64; 2]) -> [f64; 2] {
        [if self.is_left { -share } else { share }, beyond]
    }

    pub(crate) fn facts(&self, index: usize) -> Option<&'a ShotFacts> {
        self.analysis.shot_of(index)
    }

    /// The skin of a frame, as the mask of the clean clip has it.
    pub(crate) fn skin(&self, frame: &Frame) -> Option<Skin> {
        let facts = self.facts(frame.index)?;
        let mask = facts.skin_search().find(&self.picture, &facts.faces, frame)?;
        (!mask.roi.is_empty()).then(|| Skin::of(&mask, frame))
    }

    /// Where the skin lies in a frame; where the lock has no place, that of the nearest frame which has one.
    pub(crate) fn locked(&self, index: usize) -> Option<Locked<'a>> {
        let lock = lock_of(self.analysis, index)?;
        let facts = self.facts(index)?;
        let frames = facts.shot.first_frame..facts.shot.end();
        let places = frames.filter_map(|other| Some((other.abs_diff(index), lock.at(other)?)));
        places.min_by_key(|(away, _)| *away).map(|(_, locked)| locked)
    }

    /// Eye distance in a frame, px; a twelfth of the picture where no face is known.
    pub(crate) fn iod_px(&self, index: usize) -> f32 {
        let guess = self.picture.format.width.min(self.picture.format.height) as f32 / 12.0;
        self.locked(index).map_or(guess, |locked| locked.segment.iod_px * locked.scale()).max(8.0)
    }

    /// The face of the lock in a frame; where its mesh is not known, that of the nearest frame in which it is.
    pub(crate) fn face(&self, index: usize) -> Option<(&'a FaceState, &'a Topology)> {
        let (lock, facts) = (lock_of(self.analysis, index)?, self.facts(index)?);
        let topology = facts.faces.topology.as_deref()?;
        let track = facts.faces.tracks.iter().find(|track| track.id == lock.face)?;
        let frames = facts.shot.first_frame..facts.shot.end();
        let seen = frames.filter_map(|other| Some((other.abs_diff(index), track.at(other)?)));
        let meshes = seen.filter(|(_, state)| state.mesh.is_some());
        meshes.min_by_key(|(away, _)| *away).map(|(_, state)| (state, topology))
    }

    /// Mean colour of the clip's skin, Y'CbCr.
    pub(crate) fn skin_color(&self) -> Option<[f32; 3]> {
        let seen = self.analysis.shots.iter().flat_map(|s| s.skin_color.iter()).map(|c| c.0);
        let seen: Vec<[f32; 3]> = seen.filter(|c| c[0] > 0.0).collect();
        let mean = |which: usize| seen.iter().map(|c| c[which]).sum::<f32>() / seen.len() as f32;
        (!seen.is_empty()).then(|| [mean(0), mean(1), mean(2)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_course_has_one_worst_frame_and_a_floor() {
        let course = Course { worst_frame: 30, half_frames: 12.5 };
        let shares: Vec<f32> = (0..60).map(|index| course.share(index)).collect();
        assert!(shares.iter().enumerate().all(|(i, s)| (FLOOR..1.0).contains(s) || i == 30));
        assert!((shares[30] - 1.0).abs() < 1e-6 && shares[0] == FLOOR);
    }
}
