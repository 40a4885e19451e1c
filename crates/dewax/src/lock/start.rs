//! How a lock begins: lock space, nodes and template from the frame in which the skin is first seen.

use super::place::{Locked, Nodes, Place, Segment};
use super::template::{self, Template};
use super::{Affine, Grid, low};
use crate::clip::Picture;
use crate::kernels::shrink;
use crate::px::{Frame, Mask, Plane, Rect};
use crate::stow::Stowed;

/// What is to be locked in a frame.
#[derive(Clone, Debug)]
pub struct Subject {
    /// Number of the face's track; 0 for skin of which no face is known.
    pub face: u32,
    /// Eye distance, luma px.
    pub iod_px: f32,
    /// Its skin.
    pub mask: Mask,
    /// Its landmarks, luma px; empty when there are none.
    pub points: Vec<[f32; 2]>,
    /// Left, upper, right and lower edge of each eye with its brow, luma px; empty when there are no landmarks.
    pub eyes: Vec<[f32; 4]>,
}

/// Nodes per eye distance.
const NODES_PER_IOD: f32 = 10.0;
/// Half the least distance between nodes, in samples: fewer samples per node would follow the boil.
const LEAST_HALF_STEP: usize = 4;
/// The lock is found at a resolution at which the eyes are at most this far apart, in samples.
const MOST_IOD: f32 = 200.0;
/// Margin around the skin, in eye distances.
pub(super) const MARGIN_IOD: f32 = 0.25;
/// Skin smaller than this, in squared eye distances, is not locked.
const LEAST_AREA_IOD: f32 = 0.15;
/// Lock space reaches this far from the middle of a face, in eye distances: chest and hands move by themselves.
const REACH_IOD: [f64; 2] = [2.2, 2.8];
/// Holes of the mask up to about this size, in eye distances, are looked at too: eyes, brows, lips.
const CLOSE_IOD: f32 = 0.16;

/// What a node usually shares with the template.
#[derive(Clone, Copy, Default)]
pub(super) struct Usual {
    pub(super) shared: f32,
    pub(super) rest: f32,
    pub(super) seen: f32,
}

/// A segment that goes on.
pub(super) struct Open {
    pub(super) segment: Segment,
    pub(super) sample_px: usize,
    /// Mean luma in lock space, 8-bit levels, and over how many frames.
    pub(super) mean: Plane<f32>,
    pub(super) count: Plane<f32>,
    pub(super) weight: Plane<f32>,
    pub(super) template: Template,
    pub(super) since_renewal: usize,
    /// The last two places of the affine map.
    pub(super) last: Affine,
    pub(super) before: Affine,
    pub(super) shift: Vec<[f32; 2]>,
    pub(super) usual: Vec<Usual>,
    pub(super) points: Vec<[f32; 2]>,
    pub(super) misses: usize,
    pub(super) poor: usize,
}

impl Open {
    /// Begins a segment; `None` when too little skin is seen.
    pub(super) fn begin(picture: &Picture, frame: &Frame, subject: &Subject) -> Option<Self> {
        let iod_px = subject.iod_px;
        let mask = &subject.mask;
        let rect = skin_part(mask, subject)?;
        let area: f32 = mask.weights.samples().iter().sum::<f32>() * (mask.step_px * mask.step_px) as f32;
        if area < LEAST_AREA_IOD * iod_px * iod_px {
            return None;
        }
        let sample_px = ((iod_px / MOST_IOD).ceil() as usize).max(1);
        let half_step = ((iod_px / NODES_PER_IOD / (2 * sample_px) as f32).round() as usize).max(1);
        let step_px = 2 * sample_px * half_step.max(LEAST_HALF_STEP);
        let margin = (MARGIN_IOD * iod_px).ceil() as usize;
        let part = rect.grown(margin, frame.width(), frame.height());
        let grid = Grid {
            x: (part.x0 + step_px / 2) as f32 - 0.5,
            y: (part.y0 + step_px / 2) as f32 - 0.5,
            step_px: step_px as f32,
            columns: part.width().div_ceil(step_px),
            rows: part.height().div_ceil(step_px),
        };
        let (columns, rows) = shrink::size(part.width(), part.height(), sample_px);
        let at = |x: usize, y: usize| [part.x0 + x * sample_px, part.y0 + y * sample_px];
        let skin = Plane::from_fn(columns, rows, |x, y| {
            let [px, py] = at(x, y);
            let cell = |p: usize| (p / mask.step_px) as isize;
            mask.weights.at(cell(px + sample_px / 2), cell(py + sample_px / 2))
        });
        let weight = template::closed(&skin, CLOSE_IOD * iod_px / sample_px as f32);
        let mut luma = shrink::shrink_part(frame.luma(), part, sample_px);
        let level = level(picture);
        luma.samples_mut().iter_mut().for_each(|v| *v /= level);
        let origin = [part.x0 as f64, part.y0 as f64];
        let template = Template::new(luma.clone(), &weight, origin, sample_px);
        let node_skin = |n: usize| {
            let (i, j) = (n % grid.columns, n / grid.columns);
            let cell = step_px / sample_px;
            let (mut sum, mut count) = (0.0f32, 0.0f32);
            for row in (j * cell..(j + 1) * cell).take_while(|&r| r < rows) {
                for &w in &skin.row(row)[(i * cell).min(columns)..((i + 1) * cell).min(columns)] {
                    sum += w;
                    count += 1.0;
                }
            }
            (255.0 * (sum / count.max(1.0)).min(1.0)).round() as u8
        };
        let nodes = grid.nodes();
        let skin: Vec<u8> = (0..nodes).map(node_skin).collect();
        let face = face_box(&grid, &subject.points);
        let mut segment = Segment {
            first_frame: frame.index,
            iod_px,
            grid,
            skin,
            face,
            places: Vec::new(),
            detail: Vec::new(),
        };
        let at_rest = Nodes { shift: vec![[0; 2]; nodes], trust: vec![255; nodes], low: Vec::new() };
        let mut place = Place { affine: Affine::IDENTITY, locked: 1.0, nodes: Stowed::new(at_rest) };
        let low = low::low_band(frame, &Locked::of(&segment, &place)?);
        place.nodes.change(|nodes| nodes.low = low);
        segment.places.push(place);
        Some(Self {
            segment,
            sample_px,
            count: Plane::filled(columns, rows, 1.0),
            mean: luma,
            weight,
            template,
            since_renewal: 0,
            last: Affine::IDENTITY,
            before: Affine::IDENTITY,
            shift: vec![[0.0; 2]; nodes],
            usual: vec![Usual::default(); nodes],
            points: subject.points.clone(),
            misses: 0,
            poor: 0,
        })
    }
}

/// The bounds of the landmarks, or of the grid without any.
fn face_box(grid: &Grid, points: &[[f32; 2]]) -> [f32; 4] {
    let far = |count: usize| (count - 1) as f32 * grid.step_px;
    let whole = [grid.x, grid.y, grid.x + far(grid.columns), grid.y + far(grid.rows)];
    if points.is_empty() {
        return whole;
    }
    let nothing = [f32::INFINITY, f32::INFINITY, f32::NEG_INFINITY, f32::NEG_INFINITY];
    points.iter().fold(nothing, |b, p| [b[0].min(p[0]), b[1].min(p[1]), b[2].max(p[0]), b[3].max(p[1])])
}

/// Stored units of one 8-bit level of luma.
pub(super) fn level(picture: &Picture) -> f32 {
    picture.levels.luma_span / 255.0
}

/// The rectangle of the skin that one lock can hold.
fn skin_part(mask: &Mask, subject: &Subject) -> Option<Rect> {
    let cells = Rect::around(&mask.weights, template::SOME_WEIGHT);
    if cells.is_empty() {
        return None;
    }
    let step = mask.step_px;
    let all = Rect { x0: cells.x0 * step, y0: cells.y0 * step, x1: cells.x1 * step, y1: cells.y1 * step };
    if subject.points.is_empty() {
        return Some(all);
    }
    let [x, y] = crate::face::middle(subject.points.iter().copied()).map(f64::from);
    let reach = REACH_IOD.map(|r| r * f64::from(subject.iod_px));
    let cut = |low: usize, high: usize, middle: f64, reach: f64| {
        let from = (middle - reach).max(low as f64) as usize;
        (from, ((middle + reach).max(0.0) as usize).min(high).max(from))
    };
    let ((x0, x1), (y0, y1)) = (cut(all.x0, all.x1, x, reach[0]), cut(all.y0, all.y1, y, reach[1]));
    let part = Rect { x0, y0, x1, y1 };
    (!part.is_empty()).then_some(part)
}
