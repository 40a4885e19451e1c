//! One pass over the frames of a clip: shots, colour of the skin, motion, flicker. Facts, no taste.

mod attire;
mod blocks;
mod channels;
mod course;
mod exposure;
mod faces;
mod figures;
mod follow;
mod found;
mod glimpse;
pub mod grain;
mod joins;
mod joins_fit;
mod limbs;
mod made_with;
mod outline;
mod patch;
mod scenes;
mod shape;
mod sharpening;
mod shot;
mod skin;
mod soft;
mod spots;
mod tidy;
mod tint;

use crate::clip::{Clip, Picture};
use crate::face::{FaceOptions, FaceTrack, Matte, Tier};
use crate::facts::{FaceShape, ShotFacts};
use crate::lock::Segment;
use crate::px::Frame;
use crate::stow::{Stow, Stowed};
use serde::{Deserialize, Serialize};

pub use faces::{FaceWish, Looks};
pub use follow::{Followed, Follower};
pub use made_with::{MadeWith, Noticed};
pub(crate) use outline::{Outlined, Outlines};
pub use scenes::SceneFinder;
pub(crate) use skin::mean_skin;

/// Raised when the meaning of an analysis file changes.
pub const ANALYSIS_VERSION: u32 = 17;

/// Everything measured in a clip, as it is stored beside it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Analysis {
    /// [`ANALYSIS_VERSION`] of the program that wrote it.
    pub analysis_version: u32,
    /// The program that wrote it.
    pub dewax: String,
    /// What it knew of the faces.
    pub tier: Tier,
    /// What the user wished of the faces.
    #[serde(default)]
    pub face_options: FaceOptions,
    /// What it was made with.
    #[serde(default)]
    pub made_with: MadeWith,
    /// What was noticed on the way.
    #[serde(default)]
    pub noticed: Noticed,
    /// The clip.
    pub clip: Clip,
    /// Its shots, in order, without gaps.
    pub shots: Vec<ShotFacts>,
}

/// Why an analysis that was read from a file cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct BadAnalysis(String);

impl Analysis {
    /// Checks what a file could have got wrong: sizes, lengths of columns, shots without gaps.
    ///
    /// # Errors
    /// What is wrong.
    pub fn check(&self) -> Result<(), BadAnalysis> {
        let bad = |what: &str| Err(BadAnalysis(what.into()));
        let format = &self.clip.format;
        if !(1..=65_536).contains(&format.width) || !(1..=65_536).contains(&format.height) {
            return bad("its picture has no possible size");
        }
        if ![8, 10, 12, 16].contains(&format.bits)
            || self.clip.time_base.den <= 0
            || self.clip.time_base.num <= 0
        {
            return bad("its depth or time base is impossible");
        }
        let mut next = 0usize;
        for s in &self.shots {
            let frames = s.shot.frames;
            if s.shot.first_frame != next || frames == 0 {
                return bad("its shots have gaps");
            }
            next = next.checked_add(frames).ok_or_else(|| BadAnalysis("its shots are too long".into()))?;
            let columns =
                [s.exposure_stops.len(), s.skin_color.len(), s.skin_share.len(), s.patch_levels.len()];
            faces_and_locks(s, next)?;
            if !s.channel_stops.is_empty() && s.channel_stops.len() != frames {
                return bad("the colour of its light lacks frames");
            }
            if !s.colours_are_sane() {
                return bad("the course of its colour, a join or the colour of limbs is impossible");
            }
            if s.exposure_added_to.is_some_and(|luma| !(0.0..=1.0).contains(&luma)) {
                return bad("the light that its flicker adds to is impossible");
            }
            if !s.detail.iter().all(|d| d.is_sane(frames)) || !s.tint.iter().all(|t| t.is_sane(frames)) {
                return bad("what it says of the skin is impossible");
            }
            let in_order = s.glimpses.windows(2).all(|w| w[0].frame < w[1].frame);
            if !in_order || s.glimpses.last().is_some_and(|g| g.frame >= frames) {
                return bad("its glimpses lie outside their shot");
            }
            if s.sharpening.is_some_and(|found| !found.is_sane()) {
                return bad("its sharpening is impossible");
            }
            let ends = |f: &FaceShape| f.morphs.iter().chain(&f.fleeting).map(|m| m.1).max().unwrap_or(0);
            let places = |f: &FaceShape| f.breathing_frame.max(f.change_frame).max(ends(f));
            if s.shapes.len() > s.face_tracks || s.shapes.iter().any(|f| places(f) >= frames) {
                return bad("the shape of a face lies outside its shot");
            }
            let courses = s.shapes.iter().flat_map(|f| &f.breath);
            if !s.shapes.iter().flat_map(|f| &f.contours).all(|c| c.is_sane(frames))
                || !{ courses }.all(|c| c.is_sane(frames))
            {
                return bad("what it says of the outline of a face is impossible");
            }
            if !s.spots.iter().all(|spot| spot.is_sane(frames)) {
                return bad("a spot of its faces is impossible");
            }
            if !s.soft.iter().all(|run| run.is_sane(frames)) {
                return bad("what it says of soft frames is impossible");
            }
            if s.persons.len() > s.face_tracks || s.persons.iter().any(|p| !p.is_sane(frames)) {
                return bad("what it says of persons is impossible");
            }
            if s.attire.len() > 3 || s.attire.iter().any(|a| !a.is_sane(frames)) {
                return bad("what it says of hair and clothes is impossible");
            }
            if columns != [frames; 4] {
                return bad("a column does not have one entry per frame");
            }
        }
        if next != self.clip.frames() {
            return bad("its shots do not cover its frames");
        }
        Ok(())
    }

    /// Whether something of it that was put away could not be taken out again: what was made of it since is worth nothing.
    pub fn is_lossy(&self) -> bool {
        let nodes =
            self.shots.iter().flat_map(|s| &s.locks).flat_map(|l| &l.segments).flat_map(|s| &s.places);
        let states = self.shots.iter().flat_map(|s| &s.faces.tracks).flat_map(|t| &t.states);
        let stows = nodes.filter_map(|p| p.nodes.stow()).chain(states.filter_map(|s| s.person.stow()));
        stows.take(1).any(Stow::is_lossy)
    }

    /// The shot that a frame belongs to.
    pub fn shot_of(&self, frame: usize) -> Option<&ShotFacts> {
        self.shots.iter().find(|s| s.shot.contains(frame))
    }
}

/// Checks the faces and locks of a shot that ends before frame `next`.
fn faces_and_locks(s: &ShotFacts, next: usize) -> Result<(), BadAnalysis> {
    let bad = |what: &str| Err(BadAnalysis(what.into()));
    if s.faces.tracks.len() != s.face_tracks {
        return bad("its faces are missing: faces.bin belongs beside it");
    }
    let ends = |t: &FaceTrack| t.first_frame.checked_add(t.states.len());
    for track in &s.faces.tracks {
        let inside = track.first_frame >= s.shot.first_frame && ends(track).is_some_and(|e| e <= next);
        if !inside || track.states.is_empty() {
            return bad("a face lies outside its shot");
        }
        if let Some(problem) = track.problem() {
            return bad(problem);
        }
    }
    let is_whole = |m: &Stowed<Matte>| m.get().is_some_and(|m| m.is_sane());
    if !s.faces.mattes.is_empty() && s.faces.mattes.len() != s.shot.frames
        || !s.faces.mattes.iter().all(is_whole)
    {
        return bad("a matte of its persons is incomplete");
    }
    if s.locks.len() != s.lock_summaries.len() {
        return bad("its locks are missing: faces.bin belongs beside it");
    }
    for lock in &s.locks {
        let inside = |g: &Segment| g.first_frame >= s.shot.first_frame && g.frames().end <= next;
        if let Some(problem) = lock.problem() {
            return bad(problem);
        }
        if !lock.segments.iter().all(inside) {
            return bad("a lock lies outside its shot");
        }
    }
    Ok(())
}

/// Takes frames one by one and keeps only what the next ones can still need.
#[derive(Debug)]
pub struct Analyser {
    picture: Picture,
    scenes: SceneFinder,
    waiting: std::collections::VecDeque<Frame>,
    shot: shot::ShotBuilder,
    faces: Option<faces::Faces>,
    tier: Tier,
    options: FaceOptions,
    done: Vec<ShotFacts>,
    taken: usize,
}

impl Analyser {
    /// For frames of this kind. `frames_per_second` sets how long "smooth" is; 24 when it is not known. Without `faces`
    /// skin is found by colour alone.
    pub fn new(picture: Picture, frames_per_second: f64, faces: Option<&FaceWish>) -> Self {
        let rate =
            if frames_per_second.is_finite() && frames_per_second > 0.0 { frames_per_second } else { 24.0 };
        Self {
            picture,
            scenes: SceneFinder::new(&picture, rate),
            waiting: std::collections::VecDeque::new(),
            shot: shot::ShotBuilder::new(picture, 0, rate),
            faces: faces.map(faces::Faces::new),
            tier: faces.map_or(Tier::ColourOnly, |wish| wish.finder.tier()),
            options: faces.map(|wish| wish.options.clone()).unwrap_or_default(),
            done: Vec::new(),
            taken: 0,
        }
    }

    /// The same, which puts away what is too large to be held for every frame of a clip. Before the first frame.
    #[must_use]
    pub fn putting_away(mut self, stow: &Stow) -> Self {
        self.shot = self.shot.putting_away(stow);
        self.faces = self.faces.map(|faces| faces.putting_away(stow));
        self
    }

    /// Takes the next frame.
    pub fn push(&mut self, frame: &Frame) {
        let mut frame = frame.clone();
        frame.index = self.taken;
        self.taken += 1;
        self.scenes.push(&frame);
        self.waiting.push_back(frame);
        self.drain(false);
    }

    /// Closes the last shot. `clip` must be the clip that the frames came from.
    pub fn finish(mut self, clip: Clip, dewax: &str) -> Analysis {
        self.drain(true);
        if self.shot.frames() > 0 {
            self.end_shot(self.taken);
        }
        Analysis {
            analysis_version: ANALYSIS_VERSION,
            dewax: dewax.into(),
            tier: self.tier,
            face_options: self.options,
            made_with: MadeWith::default(),
            noticed: Noticed::default(),
            clip,
            shots: self.done,
        }
    }

    fn drain(&mut self, ended: bool) {
        while let Some(is_cut) = self.waiting.front().and_then(|f| self.scenes.is_cut(f.index, ended)) {
            let Some(frame) = self.waiting.pop_front() else { return };
            if is_cut && self.shot.frames() > 0 {
                self.end_shot(frame.index);
            }
            self.shot.push(&frame, &self.picture, self.faces.as_mut());
        }
    }

    /// Closes the shot; the next one begins at frame `next`.
    fn end_shot(&mut self, next: usize) {
        let following = self.shot.following(next);
        let builder = std::mem::replace(&mut self.shot, following);
        let ended = self.faces.as_mut().map(|f| f.end_shot(builder.shot()));
        let faces::Ended { faces, persons, hands_looked } = ended.unwrap_or_default();
        let mut facts = builder.finish(faces);
        (facts.persons, facts.hands_looked) = (persons, hands_looked);
        self.done.push(facts);
    }
}
