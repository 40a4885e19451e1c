//! Whether limbs that were to be drawn toward their face lie nearer to it: their colours in source and result, told anew in both, every few
//! frames.

use super::{Cause, Fault};
use crate::asks::Asks;
use crate::clip::Picture;
use crate::facts::{GLIMPSE_EVERY_FRAMES, ShotFacts};
use crate::px::Frame;
use crate::skin::Small;
use crate::skin::limbs::{HotCells, Limbs, hot_cells};

/// Of what was to go at least this share goes, and so much may be left in any case, CIEDE2000: what is hotter in one frame is not the mean of the
/// shot. By judgement.
const LEAST_GONE: f32 = 0.5;
const LEAST_DE: f32 = 0.6;
/// Beyond the face, on the other side, nothing may lie by more, CIEDE2000.
const MOST_BEYOND_DE: f32 = 1.0;
/// What goes toward the face may be so many times what was measured as hotter, and so much more, square eye distances: hands come and go. Beyond it
/// something else goes along, such as clothes. By judgement.
const MOST_CHANGED: f32 = 2.0;
const MORE_CHANGED_IOD2: f32 = 1.0;

/// The limbs of one face: mean Cb ÷ Y' and Cr ÷ Y' of the same places in source and result, added up.
#[derive(Clone, Debug)]
struct Two {
    limbs: Limbs,
    was: [f32; 2],
    is: [f32; 2],
    changed_iod2: f32,
    frames: f32,
}

/// The limbs of a shot that were to be drawn.
#[derive(Clone, Debug)]
pub(super) struct Drawn {
    share: f32,
    /// Without the grade that comes behind it, which moves face and limbs alike.
    is_graded: bool,
    all: Vec<Two>,
}

impl Drawn {
    /// Of a shot with these facts; none where nothing was to be drawn.
    pub(super) fn of(facts: &ShotFacts, asks: &Asks) -> Option<Self> {
        let drawn = facts.kept_limbs().filter(|l| l.are_drawn());
        let none = |limbs: &Limbs| Two {
            limbs: *limbs,
            was: [0.0; 2],
            is: [0.0; 2],
            changed_iod2: 0.0,
            frames: 0.0,
        };
        let all: Vec<Two> = drawn.map(none).collect();
        let is_graded = !asks.grade.is_neutral();
        (asks.limbs > 0.0 && !all.is_empty()).then_some(Self { share: asks.limbs, is_graded, all })
    }

    /// Takes a frame of the source, with the colours that were to be drawn, and what of the result goes with it.
    pub(super) fn push(&mut self, picture: &Picture, facts: &ShotFacts, source: &Frame, is: &Small) {
        let at = source.index.saturating_sub(facts.shot.first_frame);
        if !at.is_multiple_of(GLIMPSE_EVERY_FRAMES) {
            return;
        }
        let was = Small::of(picture, source);
        let all = facts.faces.all(source.index);
        for two in &mut self.all {
            let held = facts.faces.at(source.index).find(|(track, _)| track.id == two.limbs.face);
            let Some((_, state)) = held else { continue };
            let topology = facts.faces.topology.as_deref();
            let seen = hot_cells(picture, [&was, is], state, &all, topology, &two.limbs, self.share);
            if let Some(HotCells { was, is, changed_iod2 }) = seen {
                two.was = [0, 1].map(|i| two.was[i] + was[i]);
                two.is = [0, 1].map(|i| two.is[i] + is[i]);
                two.changed_iod2 += changed_iod2;
                two.frames += 1.0;
            }
        }
    }

    /// What is wrong with them.
    pub(super) fn fault(&self, picture: &Picture) -> Option<Fault> {
        if self.is_graded {
            return None;
        }
        for two in self.all.iter().filter(|two| two.frames > 0.0) {
            let (was, along) = two.limbs.off(picture, two.was.map(|v| v / two.frames));
            let (is, left) = two.limbs.off(picture, two.is.map(|v| v / two.frames));
            let much = is > (1.0 - LEAST_GONE * self.share) * was + LEAST_DE;
            let beyond = left < 0.0 && along > 0.0 && is > MOST_BEYOND_DE;
            if much || beyond {
                let how = if beyond { "beyond it " } else { "" };
                let seen =
                    format!("neck or hands lie {how}ΔE {is:.1} off the face, in the source ΔE {was:.1}");
                return Some(Fault { cause: Cause::Colour, seen });
            }
            let (changed, due) = (two.changed_iod2 / two.frames, two.limbs.area_iod2);
            if changed > MOST_CHANGED * due + MORE_CHANGED_IOD2 {
                let seen = format!(
                    "beside the face {changed:.1} square eye distances went toward its colour, of neck and hands {due:.1} were to"
                );
                return Some(Fault { cause: Cause::Colour, seen });
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::DrawnFace;

    #[test]
    fn limbs_must_come_nearer_and_not_go_beyond_the_face() {
        let picture = DrawnFace::new(64, 48, 2).picture();
        let limbs = Limbs {
            face: 1,
            face_ycc: [0.5, -0.055, 0.085],
            limbs_ycc: [0.5, -0.0825, 0.145],
            hotter_de: 8.0,
            area_iod2: 2.0,
            seen: 1.0,
            ..Limbs::default()
        };
        let [face, hot] = limbs.ratios();
        let at = |way: f32| [0, 1].map(|i| face[i] + way * (hot[i] - face[i]));
        let judged_all = |way: f32, is_graded: bool, changed_iod2: f32| {
            let two = Two { limbs, was: at(1.0), is: at(way), changed_iod2, frames: 1.0 };
            Drawn { share: 0.7, is_graded, all: vec![two] }.fault(&picture).is_some()
        };
        let judged = |way: f32, is_graded: bool| judged_all(way, is_graded, 2.0);
        assert!(!judged(0.3, false) && !judged(0.0, false), "as far as was asked, and all of the way");
        assert!(
            !judged_all(0.3, false, 4.5) && judged_all(0.3, false, 5.5),
            "clothes that go along are told"
        );
        assert!(judged(1.0, false) && judged(0.9, false) && judged(-0.5, false));
        assert!(!judged(1.0, true), "a grade moves both");
    }
}
