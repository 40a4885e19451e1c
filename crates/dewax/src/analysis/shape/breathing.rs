//! Breathing: what of the outline and of the outer skin of a face moves by itself, faster than a second, once the pose of the
//! head and the expression are taken out.

use super::{Laid, NOSE_BASE, Series};
use crate::clip::Shot;
use crate::lock::{Lock, Segment};
use std::collections::BTreeMap;

/// The slow course that is taken out: the mean over so many seconds on each side. Breathing is at 1 Hz and more.
const COURSE_S: f64 = 0.5;
/// How many expressions and poses are told apart.
const CAUSES: usize = 9;
/// Per cause so many frames are needed, lest they explain everything.
const FRAMES_PER_CAUSE: usize = 3;
/// Least trust of a node that counts, 0..=255.
const TRUSTED: u8 = 128;
/// A node is on the outer face when it lies no farther from the outline, in eye distances.
const NEAR_OUTLINE_IOD: f64 = 0.3;
/// The share of points that breathe less than the figure says.
const MOST_POINTS: f64 = 0.8;
/// So many courses of nodes are held at once.
const NODES_AT_A_TIME: usize = 16;
/// Fewer points say nothing.
const LEAST_POINTS: usize = 6;

/// How much breathes, in % of the eye distance.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Breath {
    /// The outline of the mesh.
    pub(super) outline: Option<f32>,
    /// The outer skin of the lock.
    pub(super) skin: Option<f32>,
    /// The frame in which most moves, counted from the start of the shot.
    pub(super) frame: usize,
}

/// A point's places, by frame.
type Course = BTreeMap<usize, [f64; 2]>;

pub(super) fn of(series: &Series<'_>, lock: Option<&Lock>, shot: Shot, rate: f64) -> Breath {
    let reach = ((rate * COURSE_S).round() as usize).max(3);
    let mut causes: BTreeMap<usize, [f64; CAUSES]> = BTreeMap::new();
    let mut outline = vec![Course::new(); series.points.outline.len()];
    for laid in series.laid(&series.seen) {
        causes.insert(laid.frame, cause(&laid));
        for (course, &p) in outline.iter_mut().zip(&series.points.outline) {
            course.insert(laid.frame, [laid.cloud[p][0], laid.cloud[p][1]]);
        }
    }
    let by_outline = figure(outline.into_iter(), &causes, reach);
    let by_skin = figure(lock.into_iter().flat_map(|l| outer_nodes(l, series, shot)), &causes, reach);
    let frame = by_skin.or(by_outline).map_or(0, |f| f.1);
    Breath { outline: by_outline.map(|f| f.0), skin: by_skin.map(|f| f.0), frame }
}

/// What moves skin without its shape being wrong: the head's pose, mouth, brows and lids.
fn cause(laid: &Laid) -> [f64; CAUSES] {
    let c = &laid.cloud;
    let apart = |a: usize, b: usize| {
        let square = |i: usize| (c[a][i] - c[b][i]).powi(2);
        (square(0) + square(1)).sqrt()
    };
    let [_, x, y, z] = laid.pose.turn;
    [
        x,
        y,
        z,
        laid.pose.scale,
        // Opening and width of the mouth, jaw by the lower lip, brows, lids (numbering of the MediaPipe face mesh).
        apart(13, 14),
        apart(78, 308),
        apart(17, NOSE_BASE),
        (apart(105, 33) + apart(334, 263)) / 2.0,
        (apart(159, 145) + apart(386, 374)) / 2.0,
    ]
}

/// The lock's nodes near the outline, in eye distances.
fn outer_nodes<'a>(lock: &'a Lock, series: &'a Series<'a>, shot: Shot) -> impl Iterator<Item = Course> + 'a {
    lock.segments.iter().flat_map(move |segment| {
        let outer = outer_nodes_of(segment, series, shot);
        // A few at a time: the courses of all of them would be as large as the lock.
        let groups: Vec<Vec<usize>> = outer.chunks(NODES_AT_A_TIME).map(<[usize]>::to_vec).collect();
        groups.into_iter().flat_map(move |nodes| courses(segment, &nodes, shot))
    })
}

/// The courses of some nodes of a segment.
fn courses(segment: &Segment, nodes: &[usize], shot: Shot) -> Vec<Course> {
    let iod_px = f64::from(segment.iod_px).max(1.0);
    let mut out = vec![Course::new(); nodes.len()];
    for (index, place) in segment.frames().zip(&segment.places).filter(|(_, p)| p.holds()) {
        let Some((frame, said)) = index.checked_sub(shot.first_frame).zip(place.nodes.get()) else {
            continue;
        };
        for (course, &node) in out.iter_mut().zip(nodes).filter(|(_, node)| said.trust[**node] >= TRUSTED) {
            course.insert(frame, said.shift[node].map(|v| f64::from(v) / 256.0 / iod_px));
        }
    }
    out
}

/// The nodes of a segment near the outline.
fn outer_nodes_of(segment: &Segment, series: &Series<'_>, shot: Shot) -> Vec<usize> {
    let iod_px = f64::from(segment.iod_px).max(1.0);
    // Lock space is the picture in which the lock began, so the outline lies there as it does in that frame.
    let first = segment.first_frame.checked_sub(shot.first_frame);
    let start = first.and_then(|f| series.seen.iter().position(|l| l.frame.abs_diff(f) <= 2));
    let Some(start) = start.and_then(|at| series.laid(&series.seen[at..=at]).next()) else {
        return Vec::new();
    };
    let track_iod = segment_iod(&start, iod_px);
    let outline: Vec<[f64; 2]> =
        series.points.outline.iter().map(|&p| [0, 1].map(|i| start.raw[p][i] * track_iod)).collect();
    let grid = &segment.grid;
    let is_outer = |node: &usize| {
        let at = grid.node(node % grid.columns, node / grid.columns);
        let off = |p: &[f64; 2]| ((p[0] - at[0]).powi(2) + (p[1] - at[1]).powi(2)).sqrt();
        let near = outline.iter().map(off).fold(f64::INFINITY, f64::min);
        segment.skin[*node] >= TRUSTED && near <= NEAR_OUTLINE_IOD * iod_px
    };
    (0..grid.nodes()).filter(is_outer).collect()
}

/// Luma px per unit of the raw meshes: they are stored in eye distances of the track.
fn segment_iod(laid: &Laid, iod_px: f64) -> f64 {
    let eye = |a: usize, b: usize| [0, 1].map(|i| (laid.raw[a][i] + laid.raw[b][i]) / 2.0);
    let [r, l] = [eye(33, 133), eye(362, 263)];
    let apart = ((r[0] - l[0]).powi(2) + (r[1] - l[1]).powi(2)).sqrt();
    iod_px / apart.max(0.1)
}

/// The figure of some points, in % of the eye distance, and the frame in which they move most.
fn figure(
    points: impl Iterator<Item = Course>,
    causes: &BTreeMap<usize, [f64; CAUSES]>,
    reach: usize,
) -> Option<(f32, usize)> {
    let mut levels = Vec::new();
    let mut by_frame: BTreeMap<usize, (f64, f64)> = BTreeMap::new();
    for course in points {
        let both: BTreeMap<usize, ([f64; 2], [f64; CAUSES])> =
            course.iter().filter_map(|(f, p)| Some((*f, (*p, *causes.get(f)?)))).collect();
        let Some(left) = unexplained(&both, reach) else { continue };
        let mut sizes: Vec<f32> = left.iter().map(|(_, v)| (v[0] * v[0] + v[1] * v[1]) as f32).collect();
        // The median of a squared length of two normal numbers is 1.386 of each one's variance, so 0.693 of the mean.
        levels.push((f64::from(super::super::figures::median(&mut sizes)) / 0.693).sqrt());
        for (frame, v) in left {
            let slot = by_frame.entry(frame).or_default();
            *slot = (slot.0 + v[0] * v[0] + v[1] * v[1], slot.1 + 1.0);
        }
    }
    if levels.len() < LEAST_POINTS {
        return None;
    }
    levels.sort_by(f64::total_cmp);
    let at = ((levels.len() as f64 * MOST_POINTS) as usize).min(levels.len() - 1);
    let worst = by_frame.iter().max_by(|a, b| (a.1.0 / a.1.1).total_cmp(&(b.1.0 / b.1.1)));
    Some(((100.0 * levels[at]) as f32, worst.map_or(0, |(frame, _)| *frame)))
}

/// What of a point's course is neither slow nor explained by its causes.
fn unexplained(
    course: &BTreeMap<usize, ([f64; 2], [f64; CAUSES])>,
    reach: usize,
) -> Option<Vec<(usize, [f64; 2])>> {
    /// The causes, and the two directions of the course itself.
    const ALL: usize = CAUSES + 2;
    let flat = |v: &([f64; 2], [f64; CAUSES])| -> [f64; ALL] {
        std::array::from_fn(|i| if i < CAUSES { v.1[i] } else { v.0[i - CAUSES] })
    };
    let mut quick: Vec<(usize, [f64; ALL])> = Vec::new();
    for (&frame, value) in course {
        let near: Vec<[f64; ALL]> =
            course.range(frame.saturating_sub(reach)..=frame + reach).map(|(_, v)| flat(v)).collect();
        if near.len() <= reach {
            continue;
        }
        let here = flat(value);
        let mean = |i: usize| near.iter().map(|v| v[i]).sum::<f64>() / near.len() as f64;
        quick.push((frame, std::array::from_fn(|i| here[i] - mean(i))));
    }
    if quick.len() < CAUSES * FRAMES_PER_CAUSE {
        return None;
    }
    // Cause by cause (Gram and Schmidt): what each explains is taken out of the point and of the causes behind it.
    for k in 0..CAUSES {
        let power: f64 = quick.iter().map(|(_, v)| v[k] * v[k]).sum();
        if power <= 1e-12 {
            continue;
        }
        for i in k + 1..ALL {
            let share = quick.iter().map(|(_, v)| v[k] * v[i]).sum::<f64>() / power;
            quick.iter_mut().for_each(|(_, v)| v[i] -= share * v[k]);
        }
    }
    // The causes have used up as many degrees of freedom.
    let lost = (quick.len() as f64 / (quick.len() - CAUSES) as f64).sqrt();
    Some(quick.into_iter().map(|(f, v)| (f, [v[CAUSES] * lost, v[CAUSES + 1] * lost])).collect())
}
