//! Builds the facts of one shot, frame by frame.

use super::attire::{Attires, Block};
use super::exposure::Glance;
use super::faces::Faces;
use super::figures::{figures, median, summary};
use super::found::Found;
use super::limbs::Limbed;
use super::outline::{Outlined, Outlines};
use super::sharpening::Contours;
use super::soft::SoftSeeker;
use super::spots::Seeker;
use super::{channels, exposure, joins, patch, shape, skin, tidy};
use crate::clip::{Picture, Shot};
use crate::face::Topology;
use crate::facts::{LockPair, PAIR_EVERY_FRAMES, PAIR_GAPS, ShotFaces, ShotFacts};
use crate::lock::{
    DETAIL_EVERY_FRAMES, DetailMap, Lock, Locked, Locker, PairTexture, Seen, SkinDetail, Spot, Subject, Told,
    glow_share, grain_around, pair_texture, skin_detail_told, tint_course,
};
use crate::px::{Frame, Mask};
use crate::skin::Small;
use crate::stow::Stow;
use rayon::prelude::*;
use std::collections::VecDeque;
use std::sync::Arc;

/// What of a frame later ones still need.
struct Kept {
    frame: Frame,
    glance: Glance,
    subjects: Vec<Subject>,
    attire: Vec<Block>,
}

/// The facts of a shot that is being read.
pub(super) struct ShotBuilder {
    picture: Picture,
    rate: f64,
    facts: ShotFacts,
    steps: Vec<exposure::Change>,
    /// Mean luma of each frame, 0..=1.
    lumas: Vec<f32>,
    lockers: Vec<Locker>,
    /// Where on the faces there is how much detail, per segment.
    maps: Vec<DetailMap>,
    contours: Contours,
    /// Where parts may be joined.
    joins: joins::Seeker,
    /// What frames show of neck and hands that are hotter than their face, by face.
    limbs: Limbed,
    /// The outlines of the faces, up to the frame before the last.
    outlines: Outlines,
    /// Places of faces that are wrong in a few frames.
    spots: Seeker,
    /// Frames in which faces are soft.
    soft: SoftSeeker,
    /// Hair, clothes and outlines of persons, likewise.
    attires: Attires,
    topology: Option<Arc<Topology>>,
    /// Grain around the skin, of every [`PAIR_EVERY_FRAMES`]th pair.
    grain: Vec<f32>,
    /// The last frames, the last of which is not locked yet.
    recent: VecDeque<Kept>,
    stow: Option<Stow>,
}

impl std::fmt::Debug for ShotBuilder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ShotBuilder").field("shot", &self.facts.shot).finish_non_exhaustive()
    }
}

impl ShotBuilder {
    pub(super) fn new(picture: Picture, first_frame: usize, rate: f64) -> Self {
        let facts = ShotFacts::still(Shot { first_frame, frames: 0 });
        Self {
            picture,
            rate,
            facts,
            steps: Vec::new(),
            lumas: Vec::new(),
            lockers: Vec::new(),
            maps: Vec::new(),
            contours: Contours::default(),
            joins: joins::Seeker::default(),
            limbs: Limbed::default(),
            outlines: Outlines::default(),
            spots: Seeker::default(),
            soft: SoftSeeker::default(),
            attires: Attires::default(),
            topology: None,
            grain: Vec::new(),
            recent: VecDeque::new(),
            stow: None,
        }
    }

    pub(super) fn putting_away(self, stow: &Stow) -> Self {
        Self { stow: Some(stow.clone()), ..self }
    }

    /// An empty builder for the shot that starts at `first_frame`.
    pub(super) fn following(&self, first_frame: usize) -> Self {
        Self { stow: self.stow.clone(), ..Self::new(self.picture, first_frame, self.rate) }
    }

    pub(super) fn frames(&self) -> usize {
        self.facts.shot.frames
    }

    pub(super) fn shot(&self) -> Shot {
        self.facts.shot
    }

    /// Takes the next frame. `faces` are those of the shot, when faces can be found.
    pub(super) fn push(&mut self, frame: &Frame, picture: &Picture, faces: Option<&mut Faces>) {
        let known = self.facts.skin;
        let (shot, stow) = (self.facts.shot, self.stow.as_ref());
        if self.topology.is_none() {
            self.topology = faces.as_ref().and_then(|f| f.topology.clone());
        }
        let topology = self.topology.as_deref();
        let (lockers, maps, recent) = (&mut self.lockers, &mut self.maps, &self.recent);
        let (outlines, spots, rate) = (&mut self.outlines, &mut self.spots, self.rate);
        let (attires, soft) = (&mut self.attires, &mut self.soft);
        // The last frame is locked while this one's skin is being found.
        let (found, ((texture, detail), step)) = rayon::join(
            || Found::in_frame(picture, frame, known, shot, faces),
            || {
                outline_of_last(outlines, recent, topology, shot, rate);
                attire_of_last(attires, recent, shot);
                let locked = locked(picture, lockers, maps, recent, (shot, stow));
                if let Some(last) = recent.back() {
                    spots.push(&last.frame, &last.subjects, lockers, topology);
                    soft.push(&last.frame, &last.subjects);
                }
                (locked, last_step(recent))
            },
        );
        let Found { small, skin, mask, subjects, glimpse, attire, limbs } = found;
        self.limbs.push(frame.index - shot.first_frame, limbs);
        let rgb = channels::channels(&small, picture);
        let Small { luma, cb, cr } = small;
        self.note(step);
        let facts = &mut self.facts;
        facts.skin = skin;
        facts.texture.extend(texture);
        facts.detail.extend(detail);
        self.grain.extend(grain_of_pair(&self.recent, shot));
        if let Some((glimpse, contours)) = glimpse {
            facts.glimpses.push(glimpse);
            self.contours.push(contours);
        }
        facts.skin_share.push(mask.as_ref().map_or(0.0, Mask::share));
        facts.skin_color.push(skin::mean_skin(picture, mask.as_ref(), &luma, &cb, &cr));
        facts.exposure_stops.push(0.0);
        self.lumas.push(exposure::mean_luma(&luma, picture));
        let glance =
            Glance::new(luma, picture.levels.black, picture.levels.luma_span).in_colour(rgb, picture.weights);
        facts.shot.frames += 1;
        self.recent.push_back(Kept { frame: frame.clone(), glance, subjects, attire });
        if self.recent.len() > 1 + PAIR_GAPS[PAIR_GAPS.len() - 1] {
            self.recent.pop_front();
        }
    }

    /// Notes the step between the last two frames.
    fn note(&mut self, step: Option<exposure::Change>) {
        let pair = self.recent.len().checked_sub(2).map(|i| &self.recent[i]).zip(self.recent.back());
        if let Some((step, (before, here))) = step.zip(pair) {
            let colours = || exposure::colours(&before.glance, &here.glance);
            self.joins.push(&step.graded, colours);
            self.steps.push(step);
        }
    }

    /// The facts. `faces` are those of the shot, as they are in the end.
    pub(super) fn finish(mut self, faces: ShotFaces) -> ShotFacts {
        let topology = self.topology.as_deref();
        outline_of_last(&mut self.outlines, &self.recent, topology, self.facts.shot, self.rate);
        attire_of_last(&mut self.attires, &self.recent, self.facts.shot);
        let (texture, detail) = {
            let at = (self.facts.shot, self.stow.as_ref());
            locked(&self.picture, &mut self.lockers, &mut self.maps, &self.recent, at)
        };
        if let Some(last) = self.recent.back() {
            self.spots.push(&last.frame, &last.subjects, &self.lockers, topology);
            self.soft.push(&last.frame, &last.subjects);
        }
        self.facts.texture.extend(texture);
        self.facts.detail.extend(detail);
        if self.facts.shot.frames == 1 || (self.facts.detail.is_empty() && is_frozen(&self.recent)) {
            self.maps.clear();
            self.facts.detail = detail_of_pair(
                &self.picture,
                &self.lockers,
                &mut self.maps,
                &self.recent,
                0,
                self.facts.shot,
            );
        }
        let last = last_step(&self.recent);
        self.note(last);
        let facts = &mut self.facts;
        facts.face_tracks = faces.tracks.len();
        facts.faces = faces;
        let is_still = facts.shot.frames == 1;
        let locks = self.lockers.into_iter().map(|l| l.finish(is_still));
        // A track that was given up leaves no lock, nor does skin in which a face was found after all.
        let tracks = &facts.faces.tracks;
        let stays =
            |l: &Lock| if l.face == 0 { tracks.is_empty() } else { tracks.iter().any(|t| t.id == l.face) };
        facts.detail.retain(|d| tracks.iter().any(|t| t.id == d.face));
        facts.locks = locks.filter(|l| !l.segments.is_empty() && stays(l)).collect();
        self.maps.iter().for_each(|m| m.write(&mut facts.locks));
        facts.spots = self.spots.finish(facts.shot, &facts.locks, &facts.faces);
        facts.soft = self.soft.finish(facts.shot, &facts.faces);
        facts.limbs = self.limbs.found(&self.picture, &facts.faces);
        facts.limbs_looked = self.limbs.looked;
        facts.joins = self.joins.found(&self.picture, facts.shot, &facts.locks);
        let locks = &facts.locks;
        facts.texture.retain(|p| locks.iter().any(|l| l.face == p.face));
        let patches: Vec<_> = facts.locks.iter().map(|l| patch::of_lock(l, facts.shot, self.rate)).collect();
        facts.patch_levels = patch::Course::worst(&patches, facts.shot.frames);
        let summaries = facts.locks.iter().zip(&patches).map(|(lock, patch)| summary(lock, patch, facts));
        facts.lock_summaries = summaries.collect();
        let tints =
            facts.locks.iter().map(|l| tint_course(l, &self.picture, facts.shot, self.rate, &facts.joins));
        facts.tint = tints.flatten().collect();
        exposure::of_shot(facts, &mut self.steps, &mut self.lumas, self.rate);
        facts.figures = figures(facts);
        facts.figures.grain_levels = median(&mut self.grain);
        facts.sharpening = self.contours.sharpening(&facts.glimpses);
        facts.shapes = shape::of_shot(facts, self.rate);
        self.outlines.write(&mut facts.shapes, self.rate);
        facts.attire = self.attires.found(self.rate);
        tidy::tidy(&mut self.facts);
        self.facts
    }
}

/// Whether nothing changes in some successive frames.
fn is_frozen(recent: &VecDeque<Kept>) -> bool {
    recent.iter().zip(recent.iter().skip(1)).all(|(a, b)| a.frame.luma() == b.frame.luma())
}

/// The step of brightness between the last two of some successive frames.
fn last_step(recent: &VecDeque<Kept>) -> Option<exposure::Change> {
    let before = recent.len().checked_sub(2).map(|i| &recent[i])?;
    Some(exposure::change(&before.glance, &recent.back()?.glance))
}

/// Follows the outlines of the faces in the last of some successive frames.
fn outline_of_last(
    outlines: &mut Outlines,
    recent: &VecDeque<Kept>,
    topology: Option<&Topology>,
    shot: Shot,
    rate: f64,
) {
    if let Some(last) = recent.back() {
        let faces =
            last.subjects.iter().map(|s| Outlined { face: s.face, iod_px: s.iod_px, points: &s.points });
        outlines.push(&last.frame, &faces.collect::<Vec<_>>(), topology, shot, rate);
    }
}

/// Looks at hair and clothes in the last of some successive frames.
fn attire_of_last(attires: &mut Attires, recent: &VecDeque<Kept>, shot: Shot) {
    if let Some(last) = recent.back() {
        attires.push(&last.frame, &last.attire, shot);
    }
}

/// Grain around the skin in the last two of some successive frames, of every [`PAIR_EVERY_FRAMES`]th pair.
fn grain_of_pair(recent: &VecDeque<Kept>, shot: Shot) -> Option<f32> {
    let before = recent.len().checked_sub(2).map(|i| &recent[i])?;
    if !(before.frame.index - shot.first_frame).is_multiple_of(PAIR_EVERY_FRAMES) {
        return None;
    }
    let masks = before.subjects.iter().map(|s| s.mask.clone());
    let mask = masks.reduce(|sum, one| sum.union(&one))?;
    grain_around(before.frame.luma(), recent.back()?.frame.luma(), &mask)
}

/// Locks the skin of the last of some successive frames, and compares its texture with that of earlier ones for every
/// [`PAIR_EVERY_FRAMES`]th pair.
fn locked(
    picture: &Picture,
    lockers: &mut Vec<Locker>,
    maps: &mut Vec<DetailMap>,
    recent: &VecDeque<Kept>,
    (shot, stow): (Shot, Option<&Stow>),
) -> (Vec<PairTexture>, Vec<SkinDetail>) {
    let Some(here) = recent.back() else { return (Vec::new(), Vec::new()) };
    for subject in &here.subjects {
        if !lockers.iter().any(|l| l.face() == subject.face) {
            lockers.push(Locker::new(subject.face, stow.cloned()));
        }
    }
    lockers.par_iter_mut().for_each(|locker| {
        let subject = here.subjects.iter().find(|s| s.face == locker.face());
        locker.push(picture, &here.frame, subject);
    });
    let mut out = Vec::new();
    for gap in PAIR_GAPS {
        let Some(before) = recent.len().checked_sub(1 + gap).map(|i| &recent[i]) else { continue };
        let frame = before.frame.index - shot.first_frame;
        if !frame.is_multiple_of(PAIR_EVERY_FRAMES) {
            continue;
        }
        let pair = |locker: &Locker| {
            let face = locker.face();
            let subject = before.subjects.iter().find(|s| s.face == face)?;
            let pair = LockPair { face, here: locker.earlier(gap)?, there: locker.earlier(0)? };
            let motion = |point: [f64; 2]| pair.motion(point);
            let noted = PairTexture { face, frame, gap, ..PairTexture::default() };
            Some(pair_texture(before.frame.luma(), here.frame.luma(), &motion, &subject.mask, noted))
        };
        out.extend(lockers.iter().filter_map(pair).filter(|p| p.share > 0.0));
    }
    (out, detail_of_pair(picture, lockers, maps, recent, PAIR_GAPS[0], shot))
}

/// Detail of the skin in the frame `gap` before the last one, with what the last one shares of it; of every
/// [`DETAIL_EVERY_FRAMES`]th frame.
fn detail_of_pair(
    picture: &Picture,
    lockers: &[Locker],
    maps: &mut Vec<DetailMap>,
    recent: &VecDeque<Kept>,
    gap: usize,
    shot: Shot,
) -> Vec<SkinDetail> {
    let pair = recent.len().checked_sub(1 + gap).map(|i| &recent[i]).zip(recent.back());
    let Some((before, here)) = pair else { return Vec::new() };
    let frame = before.frame.index - shot.first_frame;
    // A frame that is shown again shares everything with itself: noise and dither would count as skin.
    let is_repeat = gap > 0 && before.frame.luma() == here.frame.luma();
    if is_repeat || (gap > 0 && !frame.is_multiple_of(DETAIL_EVERY_FRAMES)) {
        return Vec::new();
    }
    let mut out = Vec::new();
    for locker in lockers {
        let Some((detail, lock, spots)) = detail_of_face(picture, locker, (before, here), gap, frame) else {
            continue;
        };
        let (face, segment) = (detail.face, lock.segment);
        let at = maps.iter().position(|m| m.is_of(face, segment)).unwrap_or_else(|| {
            maps.push(DetailMap::new(face, segment));
            maps.len() - 1
        });
        maps[at].add(segment, &spots);
        out.push(detail);
    }
    out
}

/// Detail of one face in the first of two frames, which is `frame` of the shot.
fn detail_of_face<'a>(
    picture: &Picture,
    locker: &'a Locker,
    (before, here): (&'a Kept, &'a Kept),
    gap: usize,
    frame: usize,
) -> Option<(SkinDetail, Locked<'a>, Vec<Spot>)> {
    let face = locker.face();
    let subject = before.subjects.iter().find(|s| s.face == face && !s.points.is_empty())?;
    let told = |kept: &'a Kept, lock| {
        let frame = &kept.frame;
        Told { frame, seen: Seen { luma: frame.luma(), lock } }
    };
    let lock = locker.earlier(gap)?;
    let now = told(before, lock.clone());
    let later = match gap {
        0 => None,
        _ => Some(told(here, locker.earlier(0)?)),
    };
    let glow_share = glow_share(&lock, &picture.levels);
    let noted = SkinDetail { face, frame, gap, glow_share, ..SkinDetail::default() };
    let (detail, spots) = skin_detail_told(now, later, subject, picture.levels.black, noted)?;
    Some((detail, lock, spots))
}
