//! What a lock is once it is found: where every point of a face's still space lies in every frame. Data only.

use super::{Affine, Grid};
use crate::px::Rect;
use crate::stow::{Bytes, Packed, Stowed, next_list};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Steps of a stored shift, per lock pixel.
const SHIFT_STEPS: f32 = 256.0;
/// A frame in which less of the skin is locked than this is not locked.
pub const LEAST_LOCKED: f32 = 0.35;
/// A node belongs to the skin from here on, 0..=255; its trust counts from 0.4 on.
pub(crate) const SKIN: u8 = 127;
pub(crate) const TRUSTED: u8 = 102;
/// Rounds in which a point of a frame is led back into lock space: the mesh bends little, each leaves a tenth.
const BACK_ROUNDS: usize = 4;

/// A face (or, where no face is known, all the skin) held still through a shot.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Lock {
    /// Number of the face's track; 0 for skin of which no face is known.
    pub face: u32,
    /// Runs of frames with one still space each, in order, without overlap.
    pub segments: Vec<Segment>,
}

/// Successive frames in which skin is locked to one still space.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Segment {
    /// Number of its first frame in the clip.
    pub first_frame: usize,
    /// Eye distance in lock space, luma px; guessed from the skin's area without a face.
    pub iod_px: f32,
    /// The nodes.
    pub grid: Grid,
    /// How much of each node is this skin, 0..=255.
    pub skin: Vec<u8>,
    /// Left, upper, right and lower edge of the face without neck and hands, in lock px; all of the grid where no landmarks
    /// are known. Texture and flicker are measured here.
    pub face: [f32; 4],
    /// One per frame.
    pub places: Vec<Place>,
    /// Contrast that sticks to the skin around each node, per band of [`super::BANDS_MM`], in 1/1000 percent; empty where it
    /// was not measured.
    pub detail: Vec<[u16; 2]>,
}

/// Where the still space lies in one frame: `frame = affine(lock + shift(lock))`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// From lock space to the frame, both in luma px.
    pub affine: Affine,
    /// Share of the skin that is locked, 0..=1.
    pub locked: f32,
    /// Everything that is said node by node.
    pub nodes: Stowed<Nodes>,
}

/// What is said node by node of a lock in one frame. Too much to be held for every frame of a clip.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
pub struct Nodes {
    /// What the affine map does not follow, per node, in 1/256 lock px.
    pub shift: Vec<[i16; 2]>,
    /// How far each node can be trusted, 0..=255.
    pub trust: Vec<u8>,
    /// The low band of the frame at each node: Y', Cb, Cr in stored units.
    pub low: Vec<[u16; 3]>,
}

impl Packed for Nodes {
    fn pack(&self) -> Vec<u8> {
        let shift = self.shift.iter().map(|[x, y]| {
            let ([a, b], [c, d]) = (x.to_le_bytes(), y.to_le_bytes());
            [a, b, c, d]
        });
        let low = self.low.iter().map(|v| {
            let [[a, b], [c, d], [e, f]] = v.map(u16::to_le_bytes);
            [a, b, c, d, e, f]
        });
        let trust = self.trust.iter().map(|t| [*t]);
        Bytes::default()
            .with(self.shift.len(), shift)
            .with(self.trust.len(), trust)
            .with(self.low.len(), low)
            .done()
    }

    fn unpack(mut bytes: &[u8]) -> Option<Self> {
        let shift = next_list::<4>(&mut bytes)?.iter();
        let trust = next_list::<1>(&mut bytes)?.iter();
        let low = next_list::<6>(&mut bytes)?.iter();
        Some(Self {
            shift: shift.map(|&[a, b, c, d]| [[a, b], [c, d]].map(i16::from_le_bytes)).collect(),
            trust: trust.map(|&[t]| t).collect(),
            low: low.map(|&[a, b, c, d, e, f]| [[a, b], [c, d], [e, f]].map(u16::from_le_bytes)).collect(),
        })
    }
}

impl Nodes {
    /// Those of a frame in which nothing is locked.
    pub(super) fn none(count: usize) -> Self {
        Self { shift: vec![[0; 2]; count], trust: vec![0; count], low: vec![[0; 3]; count] }
    }

    pub(super) fn pack_shift(shift: &[[f32; 2]]) -> Vec<[i16; 2]> {
        shift.iter().map(|s| s.map(|v| (v * SHIFT_STEPS).round() as i16)).collect()
    }

    /// What the affine map does not follow at a node, lock px.
    #[inline]
    pub fn shift_px(&self, node: usize) -> [f32; 2] {
        self.shift[node].map(|v| f32::from(v) / SHIFT_STEPS)
    }
}

impl Place {
    /// How much larger the skin is in the frame than in lock space.
    pub fn scale(&self) -> f32 {
        let [a, b, _, c, d, _] = self.affine.0;
        (a * d - b * c).abs().sqrt() as f32
    }

    /// Whether enough of the skin is locked to be treated.
    pub fn holds(&self) -> bool {
        self.locked >= LEAST_LOCKED
    }
}

impl Lock {
    /// The lock in frame `index` of the clip, held or not.
    pub fn at(&self, index: usize) -> Option<Locked<'_>> {
        let (segment, place) = self.place(index)?;
        Locked::of(segment, place)
    }

    fn place(&self, index: usize) -> Option<(&Segment, &Place)> {
        let segment = self.segments.iter().find(|s| s.frames().contains(&index))?;
        Some((segment, &segment.places[index - segment.first_frame]))
    }

    /// How much of the skin is locked in frame `index`, 0..=1, if the lock holds there.
    pub fn share(&self, index: usize) -> Option<f32> {
        self.place(index).filter(|(_, place)| place.holds()).map(|(_, place)| place.locked)
    }

    /// The lock in frame `index`, if it holds there.
    pub fn held(&self, index: usize) -> Option<Locked<'_>> {
        self.place(index)?.0.held(index)
    }

    /// The runs of frames of `within` in which nothing is locked, as ranges of frame numbers.
    pub fn lost(&self, within: std::ops::Range<usize>) -> Vec<std::ops::Range<usize>> {
        let mut out: Vec<std::ops::Range<usize>> = Vec::new();
        for index in within {
            if self.share(index).is_some() {
                continue;
            }
            match out.last_mut().filter(|r| r.end == index) {
                Some(last) => last.end += 1,
                None => out.push(index..index + 1),
            }
        }
        out
    }

    /// Checks what a file could have got wrong. `None` when all is well.
    pub(crate) fn problem(&self) -> Option<&'static str> {
        let mut next = 0usize;
        for s in &self.segments {
            let grid = &s.grid;
            let nodes = grid.columns.checked_mul(grid.rows).filter(|n| (1..=1 << 20).contains(n));
            let numbers = [grid.x, grid.y, grid.step_px, s.iod_px];
            let sane =
                numbers.iter().chain(&s.face).all(|v| v.is_finite() && v.abs() < 1e6) && grid.step_px >= 0.5;
            let end = s.first_frame.checked_add(s.places.len());
            let has_detail = s.detail.is_empty() || Some(s.detail.len()) == nodes;
            if !sane || !has_detail || s.first_frame < next || end.is_none() || Some(s.skin.len()) != nodes {
                return Some("a lock has no sensible grid");
            }
            next = end.unwrap_or(next);
            for p in &s.places {
                let Some(n) = p.nodes.get() else { return Some("a lock has lost its nodes") };
                let lengths = [n.shift.len(), n.trust.len(), n.low.len()];
                if lengths.iter().any(|&l| Some(l) != nodes)
                    || !p.affine.0.iter().all(|v| v.is_finite() && v.abs() < 1e6)
                    || !(0.0..=1.0).contains(&p.locked)
                    || (p.holds() && p.affine.inverse().is_none())
                {
                    return Some("a lock has no sensible place");
                }
            }
        }
        None
    }
}

impl Segment {
    /// The lock in frame `index` of the clip, if it holds there.
    pub fn held(&self, index: usize) -> Option<Locked<'_>> {
        let place = self.places.get(index.checked_sub(self.first_frame)?)?;
        Locked::of(self, Some(place).filter(|p| p.holds())?)
    }

    /// Whether a point of lock space is on the face itself.
    pub fn is_face(&self, point: [f64; 2]) -> bool {
        let [left, upper, right, lower] = self.face.map(f64::from);
        (left..=right).contains(&point[0]) && (upper..=lower).contains(&point[1])
    }

    /// Its frames, by number in the clip.
    pub fn frames(&self) -> std::ops::Range<usize> {
        self.first_frame..self.first_frame + self.places.len()
    }
}

/// A lock in one frame.
#[derive(Clone, Debug)]
pub struct Locked<'a> {
    /// Its segment.
    pub segment: &'a Segment,
    /// Its place there.
    pub place: &'a Place,
    /// The nodes of that.
    pub nodes: Arc<Nodes>,
}

impl<'a> Locked<'a> {
    /// A segment at one of its places; `None` where its nodes are lost.
    pub fn of(segment: &'a Segment, place: &'a Place) -> Option<Self> {
        Some(Self { segment, place, nodes: place.nodes.get()? })
    }

    /// Where a point of lock space lies in the frame.
    #[inline]
    pub fn to_frame(&self, point: [f64; 2]) -> [f64; 2] {
        let by = self.shift(point);
        let (x, y) = self.place.affine.apply(point[0] + by[0], point[1] + by[1]);
        [x, y]
    }

    #[inline]
    fn shift(&self, point: [f64; 2]) -> [f64; 2] {
        let mut sum = [0.0f32; 2];
        for (node, share) in self.segment.grid.around(point) {
            let [x, y] = self.nodes.shift[node];
            sum = [sum[0] + share * f32::from(x), sum[1] + share * f32::from(y)];
        }
        sum.map(|v| f64::from(v / SHIFT_STEPS))
    }

    /// The way back: from points of the frame to lock space. `None` when the map flattens the plane.
    pub fn back(&self) -> Option<impl Fn([f64; 2]) -> [f64; 2] + '_> {
        let inverse = self.place.affine.inverse()?;
        let this = self;
        Some(move |point: [f64; 2]| {
            let (x, y) = inverse.apply(point[0], point[1]);
            let mut at = [x, y];
            for _ in 0..BACK_ROUNDS {
                let by = this.shift(at);
                at = [x - by[0], y - by[1]];
            }
            at
        })
    }

    /// How much larger the skin is in the frame than in lock space.
    pub fn scale(&self) -> f32 {
        self.place.scale()
    }

    /// Trust at a point of lock space, 0..=1; 0 beyond the grid.
    pub fn trust(&self, point: [f64; 2]) -> f32 {
        if !self.segment.grid.holds(point) {
            return 0.0;
        }
        let nodes = self.segment.grid.around(point);
        nodes.iter().map(|&(n, share)| share * f32::from(self.nodes.trust[n])).sum::<f32>() / 255.0
    }

    /// How much of a point of lock space is this lock's skin, 0..=1; 0 beyond the grid.
    pub fn skin(&self, point: [f64; 2]) -> f32 {
        if !self.segment.grid.holds(point) {
            return 0.0;
        }
        let nodes = self.segment.grid.around(point);
        nodes.iter().map(|&(n, share)| share * f32::from(self.segment.skin[n])).sum::<f32>() / 255.0
    }

    /// The rectangle of the frame that the face covers, without neck and hands; empty when it lies outside.
    pub fn face_bounds(&self, width: usize, height: usize) -> Rect {
        let [left, upper, right, lower] = self.segment.face.map(f64::from);
        let corners = [[left, upper], [right, upper], [left, lower], [right, lower]];
        let points = corners.map(|c| self.to_frame(c));
        let span = |axis: usize, size: usize| {
            let low = points.iter().map(|p| p[axis]).fold(f64::INFINITY, f64::min).max(0.0) as usize;
            let high = points.iter().map(|p| p[axis]).fold(0.0, f64::max).ceil() as usize;
            (low.min(size), high.min(size))
        };
        let ((x0, x1), (y0, y1)) = (span(0, width), span(1, height));
        if x0 < x1 && y0 < y1 { Rect { x0, y0, x1, y1 } } else { Rect::default() }
    }

    /// The rectangle of the frame that its skin can cover; empty when it lies outside.
    pub fn bounds(&self, width: usize, height: usize) -> Rect {
        let grid = &self.segment.grid;
        let (mut low, mut high) = ([f64::INFINITY; 2], [f64::NEG_INFINITY; 2]);
        for row in 0..grid.rows {
            for column in 0..grid.columns {
                if self.segment.skin[row * grid.columns + column] == 0 {
                    continue;
                }
                let p = self.to_frame(grid.node(column, row));
                for i in 0..2 {
                    (low[i], high[i]) = (low[i].min(p[i]), high[i].max(p[i]));
                }
            }
        }
        if low[0] > high[0] {
            return Rect::default();
        }
        let pad = f64::from(grid.step_px);
        let from = |v: f64, size: usize| ((v - pad).max(0.0) as usize).min(size);
        let to = |v: f64, size: usize| ((v + pad).max(0.0).ceil() as usize).min(size);
        Rect {
            x0: from(low[0], width),
            y0: from(low[1], height),
            x1: to(high[0], width),
            y1: to(high[1], height),
        }
    }
}

/// The local motion from a point of one frame to another frame of the same segment: an affine map that is right around
/// `point`. `None` where the map flattens the plane.
pub fn between(here: &Locked<'_>, there: &Locked<'_>, point: [f64; 2]) -> Option<Affine> {
    let back = here.back()?;
    let reach = f64::from(here.segment.grid.step_px).max(4.0);
    let at = |dx: f64, dy: f64| there.to_frame(back([point[0] + dx, point[1] + dy]));
    let (middle, right, below) = (at(0.0, 0.0), at(reach, 0.0), at(0.0, reach));
    let slope = |to: [f64; 2], i: usize| (to[i] - middle[i]) / reach;
    let (a, b, c, d) = (slope(right, 0), slope(below, 0), slope(right, 1), slope(below, 1));
    let [x, y] = point;
    Some(Affine([a, b, middle[0] - a * x - b * y, c, d, middle[1] - c * x - d * y]))
}
