//! Source and result beside each other at every place of every frame, in three planes: what a mean over the picture or over the
//! shot does not show. Features of a face (eyes, lips, brows, teeth, nostrils) are surroundings, and are judged as such.

mod limits;
mod measure;
mod tone;

use super::cells::outside;
use super::{Fault, PlaceProof};
use crate::clip::Picture;
use crate::facts::ShotFacts;
use crate::kernels::middle;
use crate::lock::Locked;
use crate::px::{Frame, Plane};
use crate::skin::Small;
pub(super) use limits::{Allowed, Span, Wrong};
use limits::{Seen, Usual, look, look_wide, lost_of, noise_of};
use measure::{Cell, Grid, Shown, Swing, cells};
use std::collections::VecDeque;
pub(super) use tone::{TUKEY, Tone};

/// A cell's side, eye distances of the smallest face; two by two of them are looked at together.
const CELL_IOD: f32 = 0.15;
/// Its limits, luma px, and its share of the picture's width where no face is known.
const LEAST_CELL_PX: usize = 8;
const MOST_CELL_PX: usize = 48;
const CELL_SHARE: f32 = 0.025;
/// Cells on a side of what is looked at together.
const GROUP: usize = 2;
const WIDE_GROUP: usize = 4;
/// The other frame of the source in which texture is sought lies so many frames away.
const OTHER_FRAMES: usize = 4;
/// What this share of the places of skin loses at most is usual: an encoder takes it here and there, a filter in few places.
const USUAL_SHARE: f32 = 0.75;
/// So many frames must be over the limit; one is enough where it is over it by this factor.
const LEAST_FRAMES: usize = 3;
const PLAIN: f32 = 2.0;

/// The worst place of one kind.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Worst {
    pub(super) wrong: Wrong,
    pub(super) span: Span,
    /// Number of the frame in the shot, from 0.
    pub(super) frame: usize,
    /// Middle of the place, luma px.
    pub(super) at: (usize, usize),
    /// How near to the limit it is: 1 is at it.
    pub(super) ratio: f32,
    pub(super) figure: f32,
}

impl Worst {
    /// The same for a report.
    pub(super) fn proof(&self) -> PlaceProof {
        let what = format!(
            "{} ({})",
            self.wrong.words(self.figure),
            match self.span {
                Span::Frame => "a frame",
                Span::HalfSecond => "half a second",
            }
        );
        let of_limit = (1000.0 * self.ratio).round() / 1000.0;
        PlaceProof { what, of_limit, at: self.at, frame: self.frame }
    }

    /// The fault that it is.
    pub(super) fn fault(&self) -> Fault {
        let (x, y) = self.at;
        let place = match self.span {
            Span::Frame => format!("frame {} of the shot", self.frame),
            Span::HalfSecond => format!("the half second up to frame {} of the shot", self.frame),
        };
        Fault {
            cause: self.wrong.cause(),
            seen: format!("{} around ({x}, {y}) in {place}", self.wrong.words(self.figure)),
        }
    }
}

/// What one curve per plane makes of a frame.
#[derive(Clone, Copy, Debug)]
pub(super) struct Toned {
    pub(super) tones: [Tone; 3],
    /// Mean levels of what is beside the skin, in the source.
    pub(super) means: [f32; 3],
    /// How far its brightness spreads, RMS.
    pub(super) spread: f32,
}

impl Toned {
    /// What the mean level of a plane becomes where it is brighter than usual by so many spreads.
    pub(super) fn mean(&self, plane: usize, spreads: f32) -> f32 {
        let tone = &self.tones[plane];
        tone.at(self.means[plane]) + tone.lit(self.means[0] + spreads * self.spread)
    }
}

struct Waiting {
    source: Frame,
    result: Frame,
    tones: [Tone; 3],
}

/// Takes successive frames of one shot.
pub(super) struct Places<'a> {
    facts: &'a ShotFacts,
    allowed: Allowed,
    grid: Grid,
    half_second: usize,
    waiting: VecDeque<Waiting>,
    judged: usize,
    /// Brightness of the cells in the last two frames, the older one first.
    before: VecDeque<Vec<[f32; 3]>>,
    sums: Vec<Cell>,
    summed: usize,
    /// Of each kind the worst frames, the worst first.
    seen: Vec<Vec<Worst>>,
    halves: Vec<Worst>,
    pub(super) toned: Vec<Toned>,
}

impl<'a> Places<'a> {
    pub(super) fn new(picture: &Picture, facts: &'a ShotFacts, allowed: Allowed, rate: f64) -> Self {
        let (width, height) = (picture.format.width, picture.format.height);
        let smallest = facts.locks.iter().flat_map(|l| &l.segments).map(|s| s.iod_px).reduce(f32::min);
        let side = smallest.map_or(CELL_SHARE * width as f32, |iod| CELL_IOD * iod);
        let block = (side.round() as usize).clamp(LEAST_CELL_PX, MOST_CELL_PX).next_multiple_of(2);
        Self {
            facts,
            allowed,
            grid: Grid::new((width, height), block),
            half_second: ((rate / 2.0).round() as usize).clamp(4, 60),
            waiting: VecDeque::new(),
            judged: 0,
            before: VecDeque::new(),
            sums: Vec::new(),
            summed: 0,
            seen: vec![Vec::new(); Wrong::ALL.len()],
            halves: Vec::new(),
            toned: Vec::new(),
        }
    }

    /// Takes the next frame of both, also at the mask's resolution.
    pub(super) fn push(&mut self, source: &Frame, result: &Frame, small: [&Small; 2]) {
        let levels = |plane: &Plane<f32>| plane.clone().in_levels();
        let beside = outside(source.skin.as_deref(), small[0].luma.width(), small[0].luma.height());
        let planes = |small: &Small| [levels(&small.luma), levels(&small.cb), levels(&small.cr)];
        let (s, r) = (planes(small[0]), planes(small[1]));
        let mean = |plane: &Plane<f32>, of: &dyn Fn(f32) -> f32| {
            let counted = plane.samples().iter().zip(&beside).filter(|(_, b)| **b);
            let (sum, n) =
                counted.fold((0.0f64, 0.0f64), |(sum, n), (v, _)| (sum + f64::from(of(*v)), n + 1.0));
            (sum / n.max(1.0)) as f32
        };
        let means = [0, 1, 2].map(|which| mean(&s[which], &|v| v));
        let tones = [
            Tone::of(&s[0], &r[0], &beside, true),
            Tone::of_colour(&s[1], &r[1], &s[0], &beside),
            Tone::of_colour(&s[2], &r[2], &s[0], &beside),
        ];
        let toned = Toned { tones, means, spread: mean(&s[0], &|v| (v - means[0]).powi(2)).sqrt() };
        self.toned.push(toned);
        let (source, result) = (source.clone(), result.clone());
        self.waiting.push_back(Waiting { source, result, tones: toned.tones });
        // The frames after this one are known up to it.
        if self.waiting.len() > OTHER_FRAMES {
            let at = self.waiting.len() - 1 - OTHER_FRAMES;
            self.judge(at, self.waiting.len() - 1);
        }
        if self.waiting.len() > 2 * OTHER_FRAMES {
            self.waiting.pop_front();
        }
    }

    /// Judges waiting frame `at`; texture is sought in `other` of the source.
    fn judge(&mut self, at: usize, other: usize) {
        let (here, there) = (&self.waiting[at], &self.waiting[other]);
        let locks = |index: usize| self.facts.locks.iter().filter_map(move |l| l.held(index));
        let pairs: Vec<(Locked<'_>, Locked<'_>)> = self
            .facts
            .pairs(here.source.index, there.source.index)
            .map(|pair| (pair.here, pair.there))
            .collect();
        let shown = Shown {
            source: &here.source,
            result: &here.result,
            due: self.allowed.dehalo.taken_back(here.source.luma()),
            tones: here.tones,
            other: (at != other).then_some((&there.source, pairs)),
            faces: locks(here.source.index).collect(),
        };
        let mut cells = cells(&self.grid, &shown);
        let lit: Vec<[f32; 3]> = cells.iter().map(Cell::brightness).collect();
        if let [first, middle] = self.before.make_contiguous() {
            let bends = first.iter().zip(middle.iter().zip(&lit));
            for (cell, (a, (b, c))) in cells.iter_mut().zip(bends) {
                let [s, r, due] = [0, 1, 2].map(|side| (b[side] - (a[side] + c[side]) / 2.0).powi(2));
                // A contour that passes swings as it does in either: lines beside it were cut off at white, or lay across it.
                cell.swing = Swing { n: 1.0, s: s.max(due), r };
            }
            self.before.pop_front();
        }
        self.before.push_back(lit);
        let frame = self.judged;
        self.judged += 1;
        let worst = self.worst(&cells, Span::Frame, frame);
        for one in worst {
            // The first of equals first, and only as many as are asked for.
            let seen = &mut self.seen[one.wrong as usize];
            let at = seen.partition_point(|s| s.ratio.total_cmp(&one.ratio).is_ge());
            seen.insert(at, one);
            seen.truncate(LEAST_FRAMES);
        }
        if self.sums.is_empty() {
            self.sums = cells;
        } else {
            self.sums.iter_mut().zip(&cells).for_each(|(sum, cell)| sum.join(cell));
        }
        self.summed += 1;
        if self.summed >= self.half_second {
            self.end_half(frame);
        }
    }

    fn end_half(&mut self, frame: usize) {
        let sums = std::mem::take(&mut self.sums);
        let worst = self.worst(&sums, Span::HalfSecond, frame);
        self.halves.extend(worst);
        self.summed = 0;
    }

    /// The worst place of each kind.
    fn worst(&self, cells: &[Cell], span: Span, frame: usize) -> Vec<Worst> {
        let (columns, rows, block) = (self.grid.columns, self.grid.rows, self.grid.block);
        let frames = if span == Span::Frame { 1.0 } else { self.summed as f32 };
        let area = (GROUP * GROUP * block * block) as f32 * frames;
        let group = |side: usize, step: usize, join: fn(&mut Cell, &Cell)| -> Vec<((usize, usize), Cell)> {
            let corners = (0..(rows + 1).saturating_sub(side))
                .step_by(step)
                .flat_map(|j| (0..(columns + 1).saturating_sub(side)).step_by(step).map(move |i| (i, j)));
            let joined = |(i, j): (usize, usize)| {
                let mut group = Cell::default();
                let mut faces = 0.0;
                for (x, y) in (0..side).flat_map(|y| (0..side).map(move |x| (x, y))) {
                    let cell = &cells[(j + y) * columns + i + x];
                    join(&mut group, cell);
                    faces += cell.face / (side * side) as f32;
                }
                group.face = faces;
                ((i, j), group)
            };
            corners.map(joined).collect()
        };
        let groups = group(GROUP, 1, Cell::join);
        let mut noises: Vec<f32> = groups.iter().filter_map(|(_, g)| noise_of(g, area)).collect();
        let lost = [0, 1].map(|band| {
            let mut all: Vec<f32> = groups.iter().flat_map(|(_, g)| lost_of(g, band, area)).collect();
            let rank = (USUAL_SHARE * all.len() as f32) as usize;
            if rank < all.len() { *all.select_nth_unstable_by(rank, f32::total_cmp).1 } else { 0.0 }
        });
        let noise_levels = middle(&mut noises, f32::total_cmp).unwrap_or(0.0);
        let usual = Usual { noise_levels, lost };
        let seen: Vec<Seen> =
            groups.iter().map(|(_, group)| look(group, area, span, &self.allowed, &usual)).collect();
        let kinds = Wrong::ALL.into_iter().filter_map(|wrong| {
            let (place, at) = seen
                .iter()
                .zip(&groups)
                .map(|(seen, (place, _))| (seen[wrong as usize], place))
                .max_by(|a, b| a.0.0.total_cmp(&b.0.0))
                .map(|(value, place)| (value, *place))?;
            let (ratio, figure) = place;
            let at = ((at.0 + 1) * block, (at.1 + 1) * block);
            Some(Worst { wrong, span, frame, at, ratio, figure })
        });
        let mut out: Vec<Worst> = kinds.filter(|w| w.wrong != Wrong::Moved).collect();
        let wide = group(WIDE_GROUP, 2, Cell::join_moved);
        let shifts = wide.iter().map(|(place, group)| (look_wide(group, block as f32), *place));
        if let Some(((ratio, figure), at)) = shifts.max_by(|a, b| a.0.0.total_cmp(&b.0.0)) {
            let at = ((at.0 + WIDE_GROUP / 2) * block, (at.1 + WIDE_GROUP / 2) * block);
            out.push(Worst { wrong: Wrong::Moved, span, frame, at, ratio, figure });
        }
        out
    }

    /// The worst of every kind over the shot: of single frames the third worst, or the very worst where it is plain.
    pub(super) fn finish(&mut self) -> Vec<Worst> {
        let known = self.waiting.len();
        for at in known.saturating_sub(OTHER_FRAMES.min(known))..known {
            if self.judged < self.toned.len() {
                self.judge(at, at.saturating_sub(OTHER_FRAMES));
            }
        }
        if self.summed > 0 && (self.summed * 2 >= self.half_second || self.halves.is_empty()) {
            self.end_half(self.judged.saturating_sub(1));
        }
        let mut out = Vec::new();
        for (wrong, frames) in Wrong::ALL.into_iter().zip(std::mem::take(&mut self.seen)) {
            let usual = frames.get(LEAST_FRAMES.min(frames.len()).saturating_sub(1)).copied();
            let plain = frames.first().map(|w| Worst { ratio: w.ratio / PLAIN, ..*w });
            let half = self.halves.iter().filter(|h| h.wrong == wrong).copied();
            let all = usual.into_iter().chain(plain).chain(half);
            out.extend(all.max_by(|a, b| a.ratio.total_cmp(&b.ratio)));
        }
        out
    }
}
