//! Which successive frames of a face are soft between good ones.

use super::bands::{BANDS, Seen, lost_db, sigma_of};
use crate::facts::SoftRun;
use crate::flaw::SOFT_SIGMA_PX;

/// A run is no longer than this: what lasts half a second is focus, or how the shot is.
const MOST_FRAMES: usize = 12;
/// Good frames lie no farther from a soft one than this.
const BESIDE_FRAMES: usize = MOST_FRAMES + 2;
/// A frame is soft that lacks what a blur of this sigma takes away, in both bands, samples.
const LEAST_SIGMA: f32 = SOFT_SIGMA_PX;
/// At the start and the end of a shot there are good frames on one side only: there it takes so much more.
const ONE_SIDED_SIGMA: f32 = 1.5;
/// Softness comes and goes within so many frames, all but a quarter of it: focus takes longer.
const EDGE_FRAMES: usize = 3;
const EDGE_SHARE: f32 = 0.75;
/// A frame is good that lacks no more than this of the best on its side, dB.
const GOOD_DB: f32 = 1.5;
/// So many good frames are named on each side.
const NAMED: usize = 3;
/// A face that moves by a px between frames is blurred by the shutter, open all the time at most, like by a Gaussian of this sigma: the deviation of
/// a box, 1/√12.
const SHUTTER_SIGMA: f32 = 0.289;
/// Motion that explains so much of the blur explains it.
const EXPLAINS: f32 = 0.7;

/// The runs of a face whose first entry is frame `from` of its shot of `frames`.
pub(super) fn of_face(face: u32, from: usize, seen: &[Option<Seen>], frames: usize) -> Vec<SoftRun> {
    let mut out = Vec::new();
    let mut start = 0;
    while start < seen.len() {
        let pairs = seen[start..].iter().zip(seen.get(start + 1..).unwrap_or(&[]));
        let course = Course::of(seen[start].as_ref(), pairs);
        let length = course.levels.len().max(1);
        let at = from + start;
        let ends = [at == 0, at + length == frames];
        out.extend(course.runs(face, at, ends, &seen[start..start + length]));
        start += length;
    }
    out
}

/// How sharp a face is through successive frames.
struct Course {
    /// Energy beside that of the first frame, dB.
    levels: Vec<[f32; BANDS]>,
}

impl Course {
    fn of<'a>(
        first: Option<&Seen>,
        pairs: impl Iterator<Item = (&'a Option<Seen>, &'a Option<Seen>)>,
    ) -> Self {
        let mut levels = Vec::new();
        if first.is_some() {
            levels.push([0.0; BANDS]);
        }
        for (before, here) in pairs {
            let (Some(before), Some(here), Some(last)) = (before, here, levels.last().copied()) else {
                break;
            };
            let more = [0, 1].map(|band| here.beside(before, band));
            let [Some(fine), Some(coarse)] = more else { break };
            levels.push([last[0] + fine, last[1] + coarse]);
        }
        Self { levels }
    }

    /// The second best level of a side of frame `at`; `None` where there are not two frames.
    fn best(&self, at: usize, is_behind: bool, band: usize) -> Option<f32> {
        let side = match is_behind {
            true => &self.levels[at + 1..(at + 1 + BESIDE_FRAMES).min(self.levels.len())],
            false => &self.levels[at.saturating_sub(BESIDE_FRAMES)..at],
        };
        let mut values: Vec<f32> = side.iter().map(|l| l[band]).collect();
        values.sort_by(|a, b| b.total_cmp(a));
        values.get(1).copied()
    }

    /// What frame `at` lacks of each band beside both sides, dB, and whether there are two.
    fn lacks(&self, at: usize, ends: [bool; 2]) -> Option<([f32; BANDS], bool)> {
        let near_end = [ends[0] && at < MOST_FRAMES, ends[1] && at + MOST_FRAMES >= self.levels.len()];
        let of = |band: usize| {
            let lack = |best: f32| best - self.levels[at][band];
            match (self.best(at, false, band).map(lack), self.best(at, true, band).map(lack)) {
                (Some(before), Some(behind)) if !near_end[0] && !near_end[1] => {
                    Some((before.min(behind), true))
                }
                (Some(before), Some(behind)) => {
                    let least = before.min(behind);
                    let is_two = least >= lost_db(band, LEAST_SIGMA);
                    Some(if is_two { (least, true) } else { (before.max(behind), false) })
                }
                (Some(one), None) if near_end[1] => Some((one, false)),
                (None, Some(one)) if near_end[0] => Some((one, false)),
                _ => None,
            }
        };
        let (fine, coarse) = (of(0)?, of(1)?);
        Some(([fine.0, coarse.0], fine.1 && coarse.1))
    }

    /// The sigma that frame `at` seems to be blurred by, samples; 0 where it is not soft.
    fn sigma(&self, at: usize, ends: [bool; 2], seen: &Seen, next: Option<&Seen>) -> (f32, f32) {
        let Some((lacks, is_two)) = self.lacks(at, ends) else { return (0.0, 0.0) };
        let least = if is_two { LEAST_SIGMA } else { ONE_SIDED_SIGMA };
        let is_soft = (0..BANDS).all(|band| lacks[band] >= lost_db(band, least));
        let sigma = (0..BANDS).map(|band| sigma_of(band, lacks[band])).fold(0.0, f32::max);
        let moved = seen.moved_px.max(next.map_or(0.0, |n| n.moved_px)) / seen.step_px();
        let is_motion = SHUTTER_SIGMA * moved >= EXPLAINS * sigma;
        if is_soft && !is_motion { (sigma, lacks[0]) } else { (0.0, 0.0) }
    }

    fn runs(&self, face: u32, from: usize, ends: [bool; 2], seen: &[Option<Seen>]) -> Vec<SoftRun> {
        let sigma = |at: usize| match seen[at].as_ref() {
            Some(own) => self.sigma(at, ends, own, seen.get(at + 1).and_then(Option::as_ref)),
            None => (0.0, 0.0),
        };
        let soft: Vec<(f32, f32)> = (0..self.levels.len()).map(sigma).collect();
        let mut out = Vec::new();
        let mut at = 0;
        while at < soft.len() {
            let length = soft[at..].iter().take_while(|s| s.0 > 0.0).count();
            if (1..=MOST_FRAMES).contains(&length) && self.is_steep(at, length, ends) {
                let (before, behind) = self.good(at, length, &soft);
                let step = seen[at].as_ref().map_or(1.0, Seen::step_px);
                let round = |v: f32| (v * 10.0).round() / 10.0;
                let own = &soft[at..at + length];
                out.extend((!before.is_empty() || !behind.is_empty()).then(|| SoftRun {
                    face,
                    first_frame: from + at,
                    last_frame: from + at + length - 1,
                    sigma_px: own.iter().map(|s| round(s.0 * step)).collect(),
                    lacks_db: round(own.iter().map(|s| s.1).fold(0.0, f32::max)),
                    before: before.iter().map(|n| from + n).collect(),
                    behind: behind.iter().map(|n| from + n).collect(),
                }));
            }
            at += length.max(1);
        }
        out
    }

    /// Whether softness comes and goes quickly.
    fn is_steep(&self, at: usize, length: usize, ends: [bool; 2]) -> bool {
        let fine = |n: usize| self.levels[n][0];
        let low = (at..at + length).map(fine).fold(f32::INFINITY, f32::min);
        let side = |range: std::ops::Range<usize>| range.map(fine).fold(f32::NEG_INFINITY, f32::max) - low;
        let before = side(at.saturating_sub(EDGE_FRAMES)..at);
        let behind = side(at + length..(at + length + EDGE_FRAMES).min(self.levels.len()));
        let most = (at..at + length).filter_map(|n| self.lacks(n, ends)).map(|l| l.0[0]).fold(0.0, f32::max);
        let open = [ends[0] && at == 0, ends[1] && at + length == self.levels.len()];
        (before >= EDGE_SHARE * most || open[0]) && (behind >= EDGE_SHARE * most || open[1])
    }

    /// Good frames before and behind a run, the nearest first.
    fn good(&self, at: usize, length: usize, soft: &[(f32, f32)]) -> (Vec<usize>, Vec<usize>) {
        let pick = |side: Vec<usize>| {
            let best = side.iter().map(|n| self.levels[*n][0]).fold(f32::NEG_INFINITY, f32::max);
            let is_good = |n: &usize| soft[*n].0 == 0.0 && self.levels[*n][0] >= best - GOOD_DB;
            side.into_iter().filter(is_good).take(NAMED).collect::<Vec<_>>()
        };
        let before = pick((at.saturating_sub(BESIDE_FRAMES)..at).rev().collect());
        let end = (at + length + BESIDE_FRAMES).min(self.levels.len());
        (before, pick((at + length..end).collect()))
    }
}
