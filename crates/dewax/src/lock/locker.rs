//! Finds the lock of one face, frame by frame: affine to the template, residual mesh, trust; and begins anew when the pose
//! has changed too far.

use super::align::align;
use super::band::Bands;
use super::mesh::{LARGEST_SHIFT_IOD, Likeness, Mesher};
use super::place::{Lock, Locked, Nodes, Place};
use super::start::{MARGIN_IOD, Open, Subject, level};
use super::template::Template;
use super::{Affine, low};
use crate::clip::Picture;
use crate::px::{Frame, Plane, Rect};
use crate::stow::{Stow, Stowed};

/// The template is the mean of this many frames; then it follows slowly.
const MEAN_FRAMES: f32 = 10.0;
const FOLLOW_FRAMES: f32 = 40.0;
/// Frames between renewals of the template's bands once it is full.
const RENEW_FRAMES: usize = 8;
/// A lock that fails for so many frames is given up: soon where the face is seen and can be locked anew, later where
/// something may only have passed in front of it.
const GIVE_UP_SEEN_FRAMES: usize = 2;
const GIVE_UP_FRAMES: usize = 12;
/// A lock that holds this little of the skin for so many frames begins anew.
const POOR_LOCKED: f32 = 0.55;
const POOR_FRAMES: usize = 5;
/// How far the affine map may stretch a face before its pose counts as another one.
const MOST_STRETCH: f64 = 1.45;
/// The best nodes must share this much structure with the template, or the lock is unproven.
const LEAST_PROOF: f32 = 0.35;
const PROOF_SHARE: f32 = 0.85;
/// Rounds of the residual mesh per level, coarse to fine.
const ROUNDS: [usize; 2] = [2, 2];

/// Finds one lock.
pub(crate) struct Locker {
    lock: Lock,
    open: Option<Open>,
    stow: Option<Stow>,
}

/// Places so many frames back are not asked for while the shot is read: [`crate::facts::PAIR_GAPS`] reach ten.
const STOW_AFTER_FRAMES: usize = 12;

impl std::fmt::Debug for Locker {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Locker").field("face", &self.lock.face).finish_non_exhaustive()
    }
}

impl Locker {
    /// For a face; nodes that are not asked for any more are put away.
    pub(crate) fn new(face: u32, stow: Option<Stow>) -> Self {
        Self { lock: Lock { face, segments: Vec::new() }, open: None, stow }
    }

    /// Whose lock it is.
    pub(crate) fn face(&self) -> u32 {
        self.lock.face
    }

    /// The lock `back` frames before the last one, in the same segment, if it holds.
    pub(crate) fn earlier(&self, back: usize) -> Option<Locked<'_>> {
        let segment = &self.open.as_ref()?.segment;
        let at = segment.places.len().checked_sub(1 + back)?;
        let place = segment.places.get(at).filter(|p| p.holds())?;
        Locked::of(segment, place)
    }

    /// Takes the next frame of the shot; `subject` is what was found of the face in it.
    pub(crate) fn push(&mut self, picture: &Picture, frame: &Frame, subject: Option<&Subject>) {
        if let Some(open) = &mut self.open {
            open.follow(picture, frame, subject);
            let places = &mut open.segment.places;
            let old = places.len().checked_sub(STOW_AFTER_FRAMES).and_then(|at| places.get_mut(at));
            if let (Some(old), Some(stow)) = (old, &self.stow) {
                old.nodes.put_away(stow);
            }
            if !open.is_done(subject.is_some()) {
                return;
            }
        }
        self.close();
        self.open = subject.and_then(|s| Open::begin(picture, frame, s));
        // The frame in which a lock begins anew belongs to the new one.
        if self.open.is_some()
            && let Some(last) = self.lock.segments.last_mut()
        {
            while last.frames().end > frame.index {
                last.places.pop();
            }
        }
    }

    fn close(&mut self) {
        let Some(mut open) = self.open.take() else { return };
        while open.segment.places.last().is_some_and(|p| !p.holds()) {
            open.segment.places.pop();
        }
        if let Some(stow) = &self.stow {
            open.segment.places.iter_mut().for_each(|p| p.nodes.put_away(stow));
        }
        self.lock.segments.push(open.segment);
    }

    /// Of a shot with more than one frame only what was locked in two of them stays: one frame proves nothing.
    pub(crate) fn finish(mut self, is_still: bool) -> Lock {
        self.close();
        self.lock.segments.retain(|s| is_still || s.places.len() > 1);
        self.lock
    }
}

impl Open {
    /// Whether the segment has come to its end.
    fn is_done(&self, has_subject: bool) -> bool {
        let most = if has_subject { GIVE_UP_SEEN_FRAMES } else { GIVE_UP_FRAMES };
        self.misses > most || (has_subject && (self.poor >= POOR_FRAMES || self.stretch() > MOST_STRETCH))
    }

    /// How far the last affine map stretches one direction beside the other, or the whole face.
    fn stretch(&self) -> f64 {
        let [a, b, _, c, d, _] = self.last.0;
        let (sum, det) = (a * a + b * b + c * c + d * d, (a * d - b * c).abs().max(1e-9));
        let root = (sum * sum - 4.0 * det * det).max(0.0).sqrt();
        let (large, small) = (((sum + root) / 2.0).sqrt(), ((sum - root) / 2.0).max(1e-12).sqrt());
        (large / small).max(large / 1.2).max(1.0 / (1.2 * small))
    }

    fn follow(&mut self, picture: &Picture, frame: &Frame, subject: Option<&Subject>) {
        let found = subject.and_then(|s| self.fit(picture, frame, s));
        match found {
            Some(place) => {
                self.misses = 0;
                self.poor = if place.locked < POOR_LOCKED { self.poor + 1 } else { 0 };
                self.segment.places.push(place);
            }
            None => {
                self.misses += 1;
                let nodes = self.segment.grid.nodes();
                let nodes = Stowed::new(Nodes::none(nodes));
                self.segment.places.push(Place { affine: self.last, locked: 0.0, nodes });
            }
        }
    }

    /// The place of the face in a frame; `None` when it cannot be found.
    fn fit(&mut self, picture: &Picture, frame: &Frame, subject: &Subject) -> Option<Place> {
        let guesses = self.guesses(subject);
        let part = self.part(&guesses, frame)?;
        let bands = Bands::of_part(frame.luma(), part, self.sample_px, level(picture));
        let template = &self.template;
        let levels = template.bands.levels.len().min(bands.levels.len());
        let coarse = levels.saturating_sub(1).min(2);
        let starts = guesses.iter().map(|&g| align(template, &bands, g, coarse..levels));
        let start = starts.min_by(|a, b| a.cost.total_cmp(&b.cost))?;
        let fit = align(template, &bands, start.map, 0..coarse);
        let fit = if coarse == 0 { start } else { fit };
        if fit.inliers <= 0.0 || fit.map.inverse().is_none() {
            return None;
        }
        let mesher = Mesher {
            template,
            frame: &bands,
            affine: fit.map,
            grid: self.segment.grid,
            iod_px: self.segment.iod_px,
        };
        let mut shift = self.shift.clone();
        for level in (0..ROUNDS.len().min(levels)).rev() {
            for _ in 0..ROUNDS[level] {
                mesher.round(&mut shift, level);
            }
        }
        let likeness = mesher.likeness(&shift);
        let trust = self.trust(&likeness, &shift)?;
        let locked = self.locked(&trust);
        let nodes = Nodes {
            shift: Nodes::pack_shift(&shift),
            trust: trust.iter().map(|t| (255.0 * t).round() as u8).collect(),
            low: Vec::new(),
        };
        let mut place = Place { affine: fit.map, locked, nodes: Stowed::new(nodes) };
        if !place.holds() {
            return None;
        }
        let moved = mesher.luma(&shift);
        let low = low::low_band(frame, &Locked::of(&self.segment, &place)?);
        place.nodes.change(|nodes| nodes.low = low);
        self.learn(&likeness, &trust);
        self.blend(&moved, &trust);
        (self.before, self.last) = (self.last, fit.map);
        self.shift = shift;
        Some(place)
    }

    /// Where the face may be: where it was, where it was going, where its landmarks are.
    fn guesses(&self, subject: &Subject) -> Vec<Affine> {
        let mut out = vec![self.last];
        if let Some(back) = self.before.inverse() {
            out.push(self.last.then(&back.then(&self.last)));
        }
        out.extend(affine_between(&self.points, &subject.points));
        out
    }

    /// The part of the frame that can be reached.
    fn part(&self, guesses: &[Affine], frame: &Frame) -> Option<Rect> {
        let grid = &self.segment.grid;
        let (low, high) = (grid.node(0, 0), grid.node(grid.columns - 1, grid.rows - 1));
        let corners = [low, high, [low[0], high[1]], [high[0], low[1]]];
        let all = guesses.iter().flat_map(|g| corners.map(|c| g.apply(c[0], c[1])));
        let (mut from, mut to) = ([f64::INFINITY; 2], [f64::NEG_INFINITY; 2]);
        for (x, y) in all {
            from = [from[0].min(x), from[1].min(y)];
            to = [to[0].max(x), to[1].max(y)];
        }
        let margin = f64::from(MARGIN_IOD * self.segment.iod_px);
        let span = |i: usize, size: usize| {
            let low = ((from[i] - margin).max(0.0) as usize).min(size);
            (low, ((to[i] + margin).max(0.0) as usize).clamp(low, size))
        };
        let ((x0, x1), (y0, y1)) = (span(0, frame.width()), span(1, frame.height()));
        let part = Rect { x0, y0, x1, y1 };
        (part.width() >= 8 * self.sample_px && part.height() >= 8 * self.sample_px).then_some(part)
    }

    /// Trust per node, 0..=1; `None` when the lock as a whole is unproven.
    fn trust(&self, likeness: &[Likeness], shift: &[[f32; 2]]) -> Option<Vec<f32>> {
        let mut best: Vec<f32> = likeness.iter().filter(|l| l.weight > 0.3).map(|l| l.shared).collect();
        if best.is_empty() {
            return None;
        }
        let at = ((best.len() - 1) as f32 * PROOF_SHARE) as usize;
        if *best.select_nth_unstable_by(at, f32::total_cmp).1 < LEAST_PROOF {
            return None;
        }
        let farthest = LARGEST_SHIFT_IOD * self.segment.iod_px;
        let sample_px = self.sample_px as f32;
        let own = likeness.iter().zip(&self.usual).zip(shift).map(|((l, u), s)| {
            let weight = ramp(l.weight, 0.02, 0.15);
            // Structure that used to be there must be there; what is not shared must not grow.
            let (structure, energy) = if u.seen > 0.0 {
                let expected = ramp(u.shared, 0.15, 0.2);
                let structure = ramp(l.shared / u.shared.max(0.05), 0.3, 0.4);
                (1.0 - expected * (1.0 - structure), 1.0 - ramp(l.rest / u.rest.max(0.05), 2.0, 1.5))
            } else {
                (1.0, 1.0)
            };
            let miss = 1.0 - ramp(l.miss_px / sample_px, 0.6, 0.8);
            let slipped = s.iter().any(|v| v.abs() > 0.98 * farthest);
            [weight, if slipped { 0.0 } else { weight * structure * energy * miss }]
        });
        let own: Vec<[f32; 2]> = own.collect();
        // A node speaks for its neighbours that have no skin to look at.
        let near = self.segment.grid.smoothed(&own);
        let wide = self.segment.grid.smoothed(&near);
        let share = |v: &[f32; 2]| if v[0] > 0.02 { (v[1] / v[0]).min(1.0) } else { 0.0 };
        Some(near.iter().zip(&wide).map(|(n, w)| if n[0] > 0.05 { share(n) } else { share(w) }).collect())
    }

    fn locked(&self, trust: &[f32]) -> f32 {
        let pairs = || self.segment.skin.iter().zip(trust).map(|(&s, &t)| (f32::from(s), t));
        let all: f32 = pairs().map(|(s, _)| s).sum();
        (pairs().map(|(s, t)| s * t).sum::<f32>() / all.max(1e-3)).min(1.0)
    }

    /// Remembers what nodes usually share.
    fn learn(&mut self, likeness: &[Likeness], trust: &[f32]) {
        for ((u, l), &t) in self.usual.iter_mut().zip(likeness).zip(trust) {
            if t > 0.5 {
                u.seen += 1.0;
                let rate = 1.0 / u.seen.min(MEAN_FRAMES);
                u.shared += rate * (l.shared - u.shared);
                u.rest += rate * (l.rest - u.rest);
            }
        }
    }

    /// Puts the frame into the template.
    fn blend(&mut self, moved: &Plane<f32>, trust: &[f32]) {
        let grid = &self.segment.grid;
        let cell = (grid.step_px / self.sample_px as f32) as usize;
        let width = self.mean.width();
        for (y, row) in moved.rows().enumerate() {
            let nodes = (y / cell).min(grid.rows - 1) * grid.columns;
            let means = self.mean.row_mut(y);
            let counts = &mut self.count.samples_mut()[y * width..(y + 1) * width];
            for (x, &v) in row.iter().enumerate() {
                let t = trust[nodes + (x / cell).min(grid.columns - 1)];
                let most = if counts[x] < MEAN_FRAMES { MEAN_FRAMES } else { FOLLOW_FRAMES };
                counts[x] = (counts[x] + t).min(most);
                means[x] += t / counts[x].max(1.0) * (v - means[x]);
            }
        }
        self.since_renewal += 1;
        let seen = self.segment.places.len();
        if [1, 3, 6].contains(&seen) || self.since_renewal >= RENEW_FRAMES {
            self.since_renewal = 0;
            let origin = self.template.bands.origin;
            self.template = Template::new(self.mean.clone(), &self.weight, origin, self.sample_px);
        }
    }
}

/// The affine map between two sets of landmarks, by least squares. `None` without both.
fn affine_between(from: &[[f32; 2]], to: &[[f32; 2]]) -> Option<Affine> {
    if from.len() < 8 || from.len() != to.len() {
        return None;
    }
    let [cx, cy] = crate::face::middle(from.iter().copied()).map(f64::from);
    let [tx, ty] = crate::face::middle(to.iter().copied()).map(f64::from);
    let (mut xx, mut xy, mut yy) = (0.0, 0.0, 0.0);
    let mut right = [[0.0f64; 2]; 2];
    for (p, q) in from.iter().zip(to) {
        let (u, v) = (f64::from(p[0]) - cx, f64::from(p[1]) - cy);
        (xx, xy, yy) = (xx + u * u, xy + u * v, yy + v * v);
        for (i, t) in [tx, ty].into_iter().enumerate() {
            let d = f64::from(q[i]) - t;
            right[i][0] += u * d;
            right[i][1] += v * d;
        }
    }
    let det = xx * yy - xy * xy;
    if !det.is_finite() || det < 1e-6 {
        return None;
    }
    let [[a, b], [c, d]] = right.map(|[p, q]| [(p * yy - q * xy) / det, (q * xx - p * xy) / det]);
    Some(Affine([a, b, tx - a * cx - b * cy, c, d, ty - c * cx - d * cy]))
}

/// 0 below `from`, 1 above `from + width`, straight between.
fn ramp(value: f32, from: f32, width: f32) -> f32 {
    ((value - from) / width).clamp(0.0, 1.0)
}
