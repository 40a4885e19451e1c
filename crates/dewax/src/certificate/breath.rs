//! Whether outlines that were to be steadied breathe less: followed anew in source and result.

use super::{Cause, Fault};
use crate::analysis::{Outlined, Outlines};
use crate::asks::Asks;
use crate::facts::{FaceShape, ShotFacts};
use crate::px::Frame;

/// An outline that is steadied by all that was measured breathes less by at least this share: what windows tell differs by a few percent where
/// the picture was sampled anew.
const LEAST_FALL: f32 = 0.1;

/// The outlines of a shot, in both.
#[derive(Debug)]
pub(super) struct Breath<'a> {
    facts: &'a ShotFacts,
    /// What may be left of a part that is steadied, of what was there.
    most_left: f32,
    rate: f64,
    was: Outlines,
    is: Outlines,
}

impl<'a> Breath<'a> {
    /// Of a shot with these facts; none where nothing was to be steadied.
    pub(super) fn of(facts: &'a ShotFacts, asks: &Asks, rate: f64) -> Option<Self> {
        let breathes = asks.steady > 0.0 && facts.shapes.iter().any(|s| !s.breath.is_empty());
        let most_left = 1.0 - LEAST_FALL * asks.steady;
        breathes.then(|| Self { facts, most_left, rate, was: Outlines::default(), is: Outlines::default() })
    }

    /// Takes the next frame of both; each is followed where the source's faces are.
    pub(super) fn push(&mut self, source: &Frame, result: &Frame) {
        let faces = &self.facts.faces;
        let is_steadied =
            |face: u32| self.facts.shapes.iter().any(|s| s.face == face && !s.breath.is_empty());
        let held = faces.at(source.index).filter(|(track, _)| is_steadied(track.id));
        let held: Vec<_> =
            held.filter_map(|(track, state)| Some((track.id, state.iod_px, state.mesh()?))).collect();
        let seen: Vec<Outlined<'_>> = held
            .iter()
            .map(|(face, iod_px, mesh)| Outlined { face: *face, iod_px: *iod_px, points: &mesh.points })
            .collect();
        let (topology, shot, rate) = (faces.topology.as_deref(), self.facts.shot, self.rate);
        let (was, is) = (&mut self.was, &mut self.is);
        rayon::join(
            || was.push(source, &seen, topology, shot, rate),
            || is.push(result, &seen, topology, shot, rate),
        );
    }

    /// The part that breathed most before, and what is left of it, in % of the eye distance; none where too little was followed. And what is
    /// wrong with that.
    pub(super) fn finish(self) -> (Option<(f32, f32)>, Option<Fault>) {
        let Self { facts, most_left, rate, was, is } = self;
        let told = |outlines: Outlines| -> Vec<FaceShape> {
            let none = |s: &FaceShape| FaceShape { face: s.face, ..FaceShape::default() };
            let mut shapes: Vec<FaceShape> = facts.shapes.iter().map(none).collect();
            outlines.write(&mut shapes, rate);
            shapes
        };
        let (was, is) = (told(was), told(is));
        let parts = was.iter().zip(&is).flat_map(|(was, is)| {
            let known = facts.shapes.iter().find(|s| s.face == was.face);
            was.contours.iter().filter_map(move |c| {
                let of = |shape: &'_ FaceShape| {
                    shape
                        .contours
                        .iter()
                        .find(|o| (o.contour, o.is_right) == (c.contour, c.is_right))
                        .copied()
                };
                of(known?)?.is_steadied().then_some((c.excess(), c.percent, of(is)?.percent))
            })
        });
        let parts: Vec<(f32, f32, f32)> = parts.collect();
        let most = parts.iter().filter(|p| p.0 >= 1.0).max_by(|a, b| a.0.total_cmp(&b.0));
        let left = parts.iter().filter(|p| p.0 >= 1.0 && p.2 > most_left * p.1);
        let fault = left.max_by(|a, b| (a.2 / a.1).total_cmp(&(b.2 / b.1))).map(|p| Fault {
            cause: Cause::Warped,
            seen: format!(
                "an outline that was to be steadied still moves by {:.2} % of the eye distance, {:.2} % before",
                p.2, p.1
            ),
        });
        (most.map(|p| (p.1, p.2)), fault)
    }
}
