//! Judges one shot of a result beside its source, frame by frame, on the source's ruler: its lock and its skin.

use super::asked::Asked;
use super::breath::Breath;
use super::drift::Drift;
use super::focus::Focus;
use super::geometry::{self, Laid};
use super::joins::Joins;
use super::limbs::Drawn;
use super::naming::Naming;
use super::natural::Held;
use super::order::Order;
use super::places::{Allowed, Places, Tone, Worst, Wrong};
use super::plain::only_plain;
use super::reasons::frame_proof;
use super::restored::Restores;
use super::retouched::Retouches;
use super::sides::Sides;
use super::skin_reasons::skin_proof;
use super::surround::{Surround, SurroundFigures};
use super::texture::FaceTexture;
use super::{Cause, Fault, FrameProof, SkinProof, whole};
use crate::analysis::{Followed, Follower};
use crate::clip::Picture;
use crate::color::{Lab, ciede2000, lab_from_ycc};
use crate::facts::{PAIR_EVERY_FRAMES, PAIR_GAPS, ShotFacts, SkinColor};
use crate::kernels::{grade, light, regrade};
use crate::lock::DETAIL_EVERY_FRAMES;
use crate::px::{Frame, Mask, Plane};
use crate::recipe::RecipeShot;
use crate::skin::Small;
use crate::skin::limbs;
use std::collections::VecDeque;

/// Every so many frames what was added is looked at as a picture.
const NATURAL_EVERY_FRAMES: usize = 8;

/// What was found of one shot.
#[derive(Clone, Debug)]
pub struct Judged {
    /// The whole picture.
    pub frame: FrameProof,
    /// The skin, per face that was locked.
    pub skin: Vec<SkinProof>,
    /// The source, followed along its own lock.
    pub before: Followed,
    /// The result, followed along the source's lock.
    pub after: Followed,
}

impl Judged {
    /// Whether picture and skin were kept.
    pub fn holds(&self) -> bool {
        self.frame.holds && self.skin.iter().all(|s| s.holds)
    }

    /// Everything that was found, of the picture first.
    pub fn faults(&self) -> impl Iterator<Item = &Fault> {
        self.frame.faults.iter().chain(self.skin.iter().flat_map(|s| &s.faults))
    }

    /// The causes of everything that was found, each once, the plainest first.
    pub fn causes(&self) -> Vec<Cause> {
        let mut causes: Vec<Cause> = self.faults().map(|f| f.cause).collect();
        causes.sort_unstable();
        causes.dedup();
        causes
    }
}

/// Takes successive frames of one shot, source and result.
pub struct Judge<'a> {
    picture: &'a Picture,
    facts: &'a ShotFacts,
    asked: Asked,
    before: Follower<'a>,
    after: Follower<'a>,
    faces: Vec<FaceTexture>,
    surround: Surround,
    order: Order,
    /// The same of the two planes of colour.
    colours: [Order; 2],
    /// Where a drift of colour was to be taken back.
    drift: Option<Drift>,
    /// Where steps of colour at joins were to be taken back.
    joins: Option<Joins>,
    /// Where limbs were to be drawn toward their face.
    limbs: Option<Drawn>,
    /// Where outlines were to be steadied.
    breath: Option<Breath<'a>>,
    /// Where a lens was to be laid.
    focus: Option<Focus<'a>>,
    /// Places that the recipe retouches.
    retouches: Retouches,
    /// Faces that the recipe gives features of other frames.
    restores: Restores,
    places: Places<'a>,
    laid: Vec<Laid>,
    half_second: usize,
    recent: VecDeque<(Frame, Frame)>,
}

impl std::fmt::Debug for Judge<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Judge").field("shot", &self.facts.shot).finish_non_exhaustive()
    }
}

impl<'a> Judge<'a> {
    /// For a shot with these facts; `asked` is what its recipe may change.
    pub fn new(picture: &'a Picture, facts: &'a ShotFacts, frames_per_second: f64, asked: Asked) -> Self {
        let [before, after] = [0, 1].map(|_| Follower::new(picture, facts, frames_per_second));
        let faces = facts.locks.iter().map(|l| FaceTexture::of(l.face)).collect();
        let allowed: Allowed = asked.in_places();
        let half_second = ((frames_per_second / 2.0).round() as usize).max(4);
        Self {
            picture,
            facts,
            asked,
            before,
            after,
            faces,
            surround: Surround::without(asked.asks.unsharpen),
            order: Order::default(),
            colours: [Order::of_colour(), Order::of_colour()],
            drift: (asked.asks.drift > 0.0).then(|| Drift::of(facts, half_second)),
            joins: Joins::of(facts, asked.asks.joins),
            limbs: Drawn::of(facts, &asked.asks),
            breath: Breath::of(facts, &asked.asks, frames_per_second),
            focus: Focus::of(picture, facts, &asked.asks),
            retouches: Retouches::NONE,
            restores: Restores::NONE,
            places: Places::new(picture, facts, allowed, frames_per_second),
            laid: Vec::new(),
            half_second,
            recent: VecDeque::new(),
        }
    }

    /// The same for a result in which the recipe's places were retouched: they are judged by themselves.
    #[must_use]
    pub fn retouching(self, shot: &RecipeShot) -> Self {
        Self { retouches: Retouches::of(shot), restores: Restores::of(shot), ..self }
    }

    /// The source with the steps of its joins taken back as was asked for; none where that was not.
    fn unjoined(&self, source: &Frame) -> Option<Frame> {
        self.joins.as_ref()?;
        let back = self.facts.joins_back(source.index, self.asked.asks.joins);
        let mut whole = source.clone();
        regrade::lay(&self.picture.levels, self.picture.weights, &back, &mut whole);
        Some(whole)
    }

    /// The source with the drift of its colour taken back, its limbs drawn and the grade laid on it that were asked for; none where nothing was.
    fn as_asked(&self, source: &Frame) -> Option<Frame> {
        let (picture, asks) = (self.picture, &self.asked.asks);
        let rests = self.drift.is_none() && self.limbs.is_none() && asks.grade.is_neutral();
        if rests && self.breath.is_none() && !asks.lens.is_asked() {
            return None;
        }
        let mut asked = source.clone();
        if self.breath.is_some() {
            self.facts.steady(asks.steady, &mut asked);
        }
        if self.drift.is_some() {
            let back = self.facts.colour_back(source.index, asks.drift);
            light::lay(&picture.levels, &back, &mut asked);
        }
        if self.limbs.is_some() {
            limbs::draw(picture, &self.facts.faces, &self.facts.limbs, asks.limbs, &mut asked);
        }
        if !asks.grade.is_neutral() {
            grade::lay(&picture.levels, picture.weights, picture.siting, &asks.grade, &mut asked);
        }
        self.facts.lens(picture, &asks.lens, &mut asked);
        Some(asked)
    }

    /// The source with what of its colours was to change; none where nothing was.
    pub fn due(&self, source: &Frame) -> Option<Frame> {
        let unjoined = self.unjoined(source);
        self.as_asked(unjoined.as_ref().unwrap_or(source)).or(unjoined)
    }

    /// Takes the next frame of both. `source.index` is its number in the clip, `source.skin` its skin; both frames have the
    /// clip's size and levels.
    pub fn push(&mut self, source: &Frame, result: &Frame) {
        let picture = self.picture;
        // What a drift or a step of colour is to become is told beside the frame without it; whether it got less is asked in the end.
        let given = source;
        let unjoined = self.unjoined(source);
        let drifting = unjoined.as_ref().unwrap_or(source);
        let steady = self.as_asked(drifting);
        let source = steady.as_ref().unwrap_or(drifting);
        self.restores.push(picture, self.facts, source, result);
        let spared = self.retouches.push(picture, self.facts, source, result);
        let (source, result) = spared.as_ref().map_or((source, result), |(source, result)| (source, result));
        let (small_source, small_result) =
            rayon::join(|| Small::of(picture, source), || Small::of(picture, result));
        if let Some(drift) = &mut self.drift {
            drift.push(picture, drifting, &small_result);
        }
        if let Some(joins) = &mut self.joins {
            joins.push(picture, given, &small_result);
        }
        if let Some(limbs) = &mut self.limbs {
            limbs.push(picture, self.facts, drifting, &small_result);
        }
        if let Some(breath) = &mut self.breath {
            breath.push(given, result);
        }
        if let Some(focus) = &mut self.focus {
            focus.push(picture, given, result);
        }
        let mask = source.skin.as_deref();
        let far_gap = PAIR_GAPS[PAIR_GAPS.len() - 1];
        let first = self.facts.shot.first_frame;
        let (before, after) = (&mut self.before, &mut self.after);
        let (surround, faces, recent, facts) =
            (&mut self.surround, &mut self.faces, &self.recent, self.facts);
        let here = Sides { source, result };
        let in_levels = |plane: &Plane<f32>| plane.clone().in_levels();
        let lumas = (in_levels(&small_source.luma), in_levels(&small_result.luma));
        self.order.push(&lumas.0, &lumas.1);
        let colours = [(&small_source.cb, &small_result.cb), (&small_source.cr, &small_result.cr)];
        for (order, (source, result)) in self.colours.iter_mut().zip(colours) {
            order.push(&in_levels(source), &in_levels(result));
        }
        self.places.push(source, result, [&small_source, &small_result]);
        let tone = self.places.toned.last().map_or(Tone::NONE, |t| t.tones[0]);
        if source.index.saturating_sub(first).is_multiple_of(geometry::EVERY_FRAMES) {
            self.laid.extend(geometry::lay(&lumas.0, &lumas.1, tone, picture.mask_step_px()));
        }
        rayon::join(
            || {
                before.push(source, small_source, mask);
                after.push(result, small_result, mask);
            },
            || {
                surround.push(&here, lumas.0, lumas.1, mask, tone);
                if let Some(mask) = mask
                    && source.index.saturating_sub(first).is_multiple_of(NATURAL_EVERY_FRAMES)
                {
                    look_at(faces, facts, &here, mask, picture);
                }
                measure_pairs(faces, facts, recent, &here, picture);
            },
        );
        self.recent.push_back((source.clone(), result.clone()));
        if self.recent.len() > far_gap {
            self.recent.pop_front();
        }
    }

    /// What was found; `shot` is the number of the shot in the clip.
    pub fn finish(mut self, shot: usize) -> Judged {
        let worst = self.places.finish();
        let (before, after) = (self.before.finish(), self.after.finish());
        let around: SurroundFigures = self.surround.figures();
        let skin_de = apart(self.picture, &before.skin_color, &after.skin_color);
        let mut frame = frame_proof(shot, &before, &after, &around, skin_de, &self.asked);
        let toned = &self.places.toned;
        frame.faults.extend(whole::levels(toned, self.asked.is_graded()));
        frame.faults.extend(whole::moved(&self.laid, around.is_mix()));
        frame.faults.extend(around.in_order(self.order.fault()));
        frame.faults.extend(
            self.colours.iter().find_map(|o| o.delay("the colours come")).filter(|_| !around.is_mix()),
        );
        frame.faults.extend(self.drift.as_ref().and_then(|d| d.fault(self.picture)));
        frame.faults.extend(self.joins.as_ref().and_then(|j| j.fault(self.picture)));
        frame.faults.extend(self.limbs.as_ref().and_then(|l| l.fault(self.picture)));
        if let Some(breath) = self.breath.take() {
            let (percent, fault) = breath.finish();
            frame.breath_percent = percent;
            frame.faults.extend(fault);
        }
        if let Some((proof, faults)) = self.focus.as_ref().map(Focus::finish) {
            frame.lens = Some(proof);
            frame.faults.extend(faults);
        }
        let is_colour = |w: &&Worst| matches!(w.wrong, Wrong::AroundColour | Wrong::SkinColour);
        let recoloured = worst.iter().filter(is_colour).any(|w| w.ratio > 1.0);
        if !self.asked.is_graded() {
            frame.faults.extend(whole::colour(toned, self.half_second));
        }
        let colours = (&before.skin_color[..], &after.skin_color[..]);
        frame.faults.extend(whole::flicker(toned, colours, self.half_second, recoloured));
        let skin = self.faces.iter().enumerate().filter(|(_, f)| f.was_seen()).map(|(lock, face)| {
            let patch = (before.patch_of(lock), after.patch_of(lock));
            skin_proof(shot, face, patch, &around, &self.asked)
        });
        let mut skin: Vec<SkinProof> = skin.collect();
        let naming = Naming::of(&worst, &frame.faults, &skin);
        let over = worst.iter().filter(|w| w.ratio > naming.least(w.wrong) && !naming.follows(w.wrong));
        for one in over {
            // The only skin of a shot is where the skin's faults belong.
            match skin.as_mut_slice() {
                [only] if one.wrong.is_of_skin() => only.faults.push(one.fault()),
                _ => frame.faults.push(one.fault()),
            }
        }
        let (retouched, faults) = self.retouches.finish();
        frame.retouched = retouched;
        frame.faults.extend(faults);
        let (restored, faults) = self.restores.finish();
        frame.restored = restored;
        frame.faults.extend(faults);
        frame.worst = worst.iter().map(Worst::proof).collect();
        naming.without_mixes(&mut frame, &mut skin);
        only_plain(&mut frame, &mut skin);
        Judged { frame, skin, before, after }
    }
}

/// CIEDE2000 between the mean colours of the skin; none without skin.
fn apart(picture: &Picture, before: &[SkinColor], after: &[SkinColor]) -> Option<f32> {
    let lab = |c: &SkinColor| lab_from_ycc(picture.weights, c.0);
    let seen: Vec<(Lab, Lab)> =
        before.iter().zip(after).filter(|(b, _)| b.0[0] > 0.0).map(|(b, a)| (lab(b), lab(a))).collect();
    let count = seen.len() as f64;
    let mean = |pick: &dyn Fn(&(Lab, Lab)) -> Lab| -> Lab {
        std::array::from_fn(|i| seen.iter().map(|pair| pick(pair)[i]).sum::<f64>() / count)
    };
    (!seen.is_empty()).then(|| ciede2000(mean(&|p| p.0), mean(&|p| p.1)) as f32)
}

/// How natural the skin of each face looks in a frame.
fn look_at(faces: &mut [FaceTexture], facts: &ShotFacts, here: &Sides<'_>, mask: &Mask, picture: &Picture) {
    let index = here.source.index;
    for lock in facts.locks.iter().filter(|l| l.face > 0) {
        let face = faces.iter_mut().find(|f| f.face == lock.face);
        if let (Some(face), Some(held)) = (face, lock.held(index)) {
            let track = facts.faces.tracks.iter().find(|t| t.id == lock.face);
            face.natural.push(here, &Held { lock, track, held }, mask, &picture.levels);
        }
    }
}

/// Compares the skin of a frame with that of frames near before it and far before it.
fn measure_pairs(
    faces: &mut [FaceTexture],
    facts: &ShotFacts,
    recent: &VecDeque<(Frame, Frame)>,
    here: &Sides<'_>,
    picture: &Picture,
) {
    let index = here.source.index;
    for (gap, is_far) in [(PAIR_GAPS[0], false), (PAIR_GAPS[PAIR_GAPS.len() - 1], true)] {
        let Some((earlier, made)) = recent.len().checked_sub(gap).map(|i| &recent[i]) else { continue };
        let Some(mask) = earlier.skin.as_deref() else { continue };
        let at = earlier.index.saturating_sub(facts.shot.first_frame);
        let now = Sides { source: earlier, result: made };
        if !is_far && at.is_multiple_of(DETAIL_EVERY_FRAMES) {
            for pair in facts.pairs(earlier.index, index) {
                if let Some(face) = faces.iter_mut().find(|f| f.face == pair.face && f.face > 0) {
                    face.measure(&now, here, &pair, mask, (at, picture.levels.black));
                }
            }
        }
        if !at.is_multiple_of(PAIR_EVERY_FRAMES) {
            continue;
        }
        for pair in facts.pairs(earlier.index, index) {
            if let Some(face) = faces.iter_mut().find(|f| f.face == pair.face) {
                face.push(&now, here, &pair, mask, (at, gap), is_far);
            }
        }
    }
}
