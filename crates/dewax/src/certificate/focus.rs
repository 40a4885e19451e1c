//! Where a lens was asked for: whether the persons kept their detail, and whether what is right beside them lost the background's.
//!
//! The picture as a whole is judged beside the source with the lens laid on it. That alone could not tell a lens that softens persons from one that
//! does not: so both are asked here of the source as it came.

use super::{Cause, Fault, LEAST_TEXTURE_DB, decibel};
use crate::asks::Asks;
use crate::clip::Picture;
use crate::facts::ShotFacts;
use crate::kernels::{blur, tile};
use crate::lock::band_sigmas;
use crate::optics::persons;
use crate::px::{Frame, LEVEL, Plane, Rect};
use serde::{Deserialize, Serialize};

/// Every so many frames it is looked at, as detail around the skin is.
const EVERY_FRAMES: usize = 6;
/// Weights of what is surely a person, and surely none.
const PERSON: f32 = 0.99;
const NO_PERSON: f32 = 0.02;
/// What is beside a person lies within so many px of one: a ring of sharp background that is wider shows from the usual distance.
const BESIDE_PX: f32 = 6.0;
/// So far inside a person nothing of its edge is seen any more: what the filter of the band reaches, px.
const INSIDE_PX: f32 = 4.0;
/// A softened weight that far away from an edge, of a Gaussian: two sigmas.
const TWO_SIGMAS: f32 = 0.977;
/// So much of the background's detail may be left beside persons; a sharp ring has all of it. Lenses of 6 px and more left 16 to 38 % in two camera and
/// two generated clips, most where the background was soft before.
const MOST_BESIDE: f32 = 0.5;
const LEAST_RADIUS_PX: f32 = 6.0;
/// Less detail than this cannot be lost, RMS, 8-bit levels: what a codec draws.
const LEAST_LEVELS: f64 = 0.7;

/// What a lens left of the detail of 2 to 8 px, in place and strength of the source's own.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct LensProof {
    /// On the persons, dB; none where they have too little to tell.
    pub persons_db: Option<f32>,
    /// Of the background within 6 px beside the persons, 0..=1; none where it has too little to tell, or the lens is too weak.
    pub beside: Option<f32>,
}

impl LensProof {
    /// In a sentence.
    pub fn words(&self) -> String {
        let persons = self.persons_db.map_or("too little to tell".into(), |db| format!("{db:+.1} dB"));
        let beside = self.beside.map_or("too little to tell".into(), |b| format!("{:.0} %", 100.0 * b));
        format!("detail of persons {persons}; of the background right beside them {beside} is left")
    }
}

/// Watches persons and what is beside them in a shot.
#[derive(Debug)]
pub(super) struct Focus<'a> {
    facts: &'a ShotFacts,
    radius_px: f32,
    /// How much other steps may take, dB.
    other_db: f32,
    /// Source with itself, result with source, and how many samples.
    person: [f64; 3],
    beside: [f64; 3],
}

impl<'a> Focus<'a> {
    /// Of a shot with these facts; none where no lens is laid.
    pub(super) fn of(picture: &Picture, facts: &'a ShotFacts, asks: &Asks) -> Option<Self> {
        let eyes_px = facts.eyes_in_focus_px().filter(|_| asks.lens.is_asked())?;
        let long_px = picture.format.width.max(picture.format.height) as f32;
        let radius_px = asks.lens.radius_px(eyes_px, long_px);
        let band = (band_sigmas(0).0.max(2.0), 8.0);
        let other_db = asks.unsharpen.detail_db(band);
        Some(Self { facts, radius_px, other_db, person: [0.0; 3], beside: [0.0; 3] })
    }

    /// Takes the next frame of both.
    pub(super) fn push(&mut self, picture: &Picture, source: &Frame, result: &Frame) {
        if !source.index.saturating_sub(self.facts.shot.first_frame).is_multiple_of(EVERY_FRAMES) {
            return;
        }
        let Some(matte) = self.facts.matte(source.index) else { return };
        let weights = persons(picture, source, &matte);
        let inside = blur::gaussian(&weights, INSIDE_PX / 2.0);
        let near = blur::gaussian(&weights, BESIDE_PX / 2.0);
        let mut rest = weights.clone();
        rest.samples_mut().iter_mut().for_each(|w| *w = 1.0 - *w);
        let is_person = |i: usize| weights.samples()[i] >= PERSON && inside.samples()[i] >= TWO_SIGMAS;
        let is_beside = |i: usize| weights.samples()[i] <= NO_PERSON && near.samples()[i] >= 1.0 - TWO_SIGMAS;
        add(&mut self.person, [source, result], &weights, is_person);
        add(&mut self.beside, [source, result], &rest, is_beside);
    }

    /// What was seen, and what is wrong with it.
    pub(super) fn finish(&self) -> (LensProof, Vec<Fault>) {
        let left = |[ss, sr, n]: [f64; 3]| {
            (n > 0.0 && (ss / n).sqrt() >= LEAST_LEVELS).then(|| (sr / ss).max(0.0) as f32)
        };
        let persons_db = left(self.person).map(decibel);
        let beside = left(self.beside).filter(|_| self.radius_px >= LEAST_RADIUS_PX);
        let mut faults = Vec::new();
        if let Some(db) = persons_db.filter(|db| *db < LEAST_TEXTURE_DB + self.other_db) {
            let seen = format!("under the lens, persons lost {:.1} dB of 2-8 px detail", -db);
            faults.push(Fault { cause: Cause::Blurred, seen });
        }
        if let Some(share) = beside.filter(|b| *b > MOST_BESIDE) {
            let seen = format!(
                "right beside persons {:.0} % of the background's detail is left: a sharp ring",
                100.0 * share
            );
            faults.push(Fault { cause: Cause::Surroundings, seen });
        }
        (LensProof { persons_db, beside }, faults)
    }
}

/// Adds the detail of two frames where `counts` says so: source with itself, source with result, and how many samples.
fn add(sums: &mut [f64; 3], [source, result]: [&Frame; 2], of: &Plane<f32>, counts: impl Fn(usize) -> bool) {
    let (was, is) = rayon::join(|| band(source, of), || band(result, of));
    let all = was.samples().iter().zip(is.samples()).enumerate();
    for (_, (s, r)) in all.filter(|(i, _)| counts(*i)) {
        let (s, r) = (f64::from(*s), f64::from(*r));
        *sums = [sums[0] + s * s, sums[1] + s * r, sums[2] + 1.0];
    }
}

/// Detail of 2 to 8 px of a frame's luma, 8-bit levels, of what has a weight alone: the edge of a person is no detail of the wall beside it.
fn band(frame: &Frame, of: &Plane<f32>) -> Plane<f32> {
    let luma = frame.luma();
    let mut whole = tile::cut(luma, Rect::of(luma.width(), luma.height()));
    let mut weighed = whole.clone();
    weighed.samples_mut().iter_mut().zip(of.samples()).for_each(|(v, w)| *v *= w);
    let sigma = band_sigmas(1).1;
    let (soft, total) = (blur::gaussian(&weighed, sigma), blur::gaussian(of, sigma));
    let soft = soft.samples().iter().zip(total.samples()).map(|(s, t)| s / t.max(1e-6));
    whole.samples_mut().iter_mut().zip(soft).for_each(|(w, s)| *w = (*w - s) / LEVEL);
    whole
}

#[cfg(test)]
#[path = "focus_tests.rs"]
mod tests;
