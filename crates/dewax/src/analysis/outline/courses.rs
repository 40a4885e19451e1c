//! How far the points of an outline are off by themselves through a shot, put together from the runs of frames that were judged.

use super::unexplained::{Told, part};
use super::{POINTS, Places, Row};
use crate::face::PointCourse;
use crate::facts::{Contour, ContourMotion};
use std::collections::BTreeMap;

/// A part that in a run moves by less than the first share of its limit is not steadied there, from the second on all of it is: what is
/// left of a quiet outline is noise of the windows.
const GATE: [f32; 2] = [0.6, 1.0];

/// One frame: what was said of it, by weight.
#[derive(Clone, Debug)]
struct Blend {
    off: [f32; POINTS],
    weight: f32,
}

/// See the file's first line.
#[derive(Debug, Default)]
pub(super) struct Courses {
    frames: BTreeMap<usize, Blend>,
    /// Which part of the outline each point is, as last seen.
    parts: Vec<Option<(Contour, bool)>>,
}

impl Courses {
    /// Takes what was told of a run. Runs overlap by half: the ends of one, which know the slow course from one side only, count little
    /// beside the middle of the next.
    pub(super) fn add(&mut self, rows: &[&Row], told: &Told, places: &Places) {
        if told.breath.is_empty() {
            return;
        }
        self.parts = (0..POINTS).map(|i| part(i, places)).collect();
        let quarter = (rows.len() / 4).max(1) as f32;
        for (i, row) in rows.iter().enumerate() {
            let from_end = (i + 1).min(rows.len() - i) as f32;
            let weight = (from_end / quarter).min(1.0);
            let blend = self.frames.entry(row.frame).or_insert(Blend { off: [0.0; POINTS], weight: 0.0 });
            blend.weight += weight;
            for (point, breath) in &told.breath {
                let which = self.parts[*point];
                let of_part = told.parts.iter().find(|p| which == Some((p.contour, p.is_right)));
                let by =
                    of_part.map_or(0.0, |p| ((p.excess() - GATE[0]) / (GATE[1] - GATE[0])).clamp(0.0, 1.0));
                blend.off[*point] += weight * by * breath.get(i).copied().unwrap_or(0.0) as f32;
            }
        }
    }

    /// The courses of the points of all parts whose breath is seen, and no larger than can be bent back.
    pub(super) fn of_breathing(&self, contours: &[ContourMotion]) -> Vec<PointCourse> {
        let is_steadied = |point: usize| {
            let mut named = contours.iter().filter(|c| c.is_steadied());
            named.any(|c| self.parts.get(point) == Some(&Some((c.contour, c.is_right))))
        };
        let ends = self.frames.keys().next().zip(self.frames.keys().next_back());
        let Some((&first, &last)) = ends else { return Vec::new() };
        let off = |point: usize, frame: usize| {
            self.frames.get(&frame).map_or(0.0, |b| b.off[point] / b.weight.max(1e-6))
        };
        let course =
            |point: usize| PointCourse::of(point, first, (first..=last).map(|frame| off(point, frame)));
        (0..POINTS).filter(|&point| is_steadied(point)).map(course).collect()
    }
}
