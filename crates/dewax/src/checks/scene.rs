//! Scene: what makes a face hard to follow.

use crate::check::{Check, Evidence, Judgement, Remedy, Severity};
use crate::face::{FaceTrack, Mode};
use crate::facts::ShotFacts;

/// See [`Check`].
#[derive(Debug)]
pub struct Scene;

/// A face with a smaller eye distance has few pixels of skin, px.
pub(crate) const SMALL_IOD_PX: f32 = 40.0;
/// A longer shot changes so much that generators lose hold of it, s.
const LONG_S: f64 = 10.0;
/// A face counts among several when it is there in this share of the frames.
const THERE: f32 = 0.25;
/// A face that is held by a box in this share of its frames is turned away, or too hidden for a mesh.
const TURNED: f32 = 0.25;
/// From here on it is turned away or hidden in nearly all of the shot, and there is nothing to lock.
const DOMINATES: f32 = 0.9;
/// Share of the frames with a face in which its skin is not locked from which it is named.
const UNLOCKED: f32 = 0.15;
/// Shorter shots are too short for advice, s.
const LEAST_S: f64 = 0.5;

/// What was found of one shot.
struct Found {
    said: Vec<String>,
    /// Share of the frames with a face in which its skin is not locked.
    unlocked: f32,
    /// Whether no face is seen from where it could be treated.
    hopeless: bool,
    /// A frame in which it shows, counted from the start of the shot.
    frame: usize,
}

impl Check for Scene {
    const NAME: &'static str = "scene";
    const MEASURES: &'static str = "What keeps a face from being followed: no face, several, a small one, a profile or a covered \
        face that no mesh fits, frames in which the skin is not locked, a long shot. The figure is the share of the frames with \
        a face in which its skin is not locked. Why a lock is lost is a guess: a profile and a hand in front look alike here.";
    const WHY: &'static str = "It is no fault by itself. It says what the other figures are worth, and what is left alone.";
    const REMEDY: &'static str = "Leave. Only where hardly any frame of any face can be followed: ask for a view from the front \
        without anything before the face.";

    fn judge(seen: &Evidence<'_>) -> Judgement {
        let facts = seen.facts;
        let clip = seen.clip;
        let end = facts.shot.end();
        let until = if end < clip.frames() { clip.seconds(end) } else { clip.duration_s() };
        let length_s = (until - clip.seconds(facts.shot.first_frame)).max(0.0);
        let found = look(facts, length_s);
        let severity = if found.said.is_empty() { Severity::Fine } else { Severity::Minor };
        let text = match severity {
            Severity::Fine => "The face can be followed throughout.".into(),
            _ => found.said.join(" "),
        };
        Judgement {
            worst_frame: found.frame,
            value: found.unlocked,
            unit: "share",
            threshold: UNLOCKED,
            severity,
            remedy: if found.hopeless { Remedy::Regenerate } else { Remedy::Leave },
            confidence: 0.5,
            text,
        }
    }
}

fn look(facts: &ShotFacts, length_s: f64) -> Found {
    let mut found = Found { said: Vec::new(), unlocked: 0.0, hopeless: false, frame: 0 };
    let frames = facts.shot.frames.max(1) as f32;
    let held = |t: &FaceTrack| t.states.len() - t.frames_in(Mode::Lost);
    let there: Vec<&FaceTrack> =
        facts.faces.tracks.iter().filter(|t| held(t) as f32 >= THERE * frames).collect();
    let boxed = |t: &FaceTrack| t.frames_in(Mode::BoxOnly) as f32 / held(t).max(1) as f32;
    let knows_meshes = facts.faces.topology.is_some();
    match there.len() {
        0 => found.said.push("No face is there for long.".into()),
        1 => {}
        2 => found.said.push("Two faces.".into()),
        more => found.said.push(format!("{more} faces.")),
    }
    if let Some(small) = there.iter().map(|t| t.iod_px()).min_by(f32::total_cmp).filter(|i| *i < SMALL_IOD_PX) {
        found.said.push(format!("A face is {small:.0} px between the eyes: small."));
    }
    if knows_meshes {
        for track in there.iter().filter(|t| boxed(t) >= TURNED) {
            found.said.push(format!(
                "Face {} is in profile or covered in {:.0} % of its frames.",
                track.id,
                100.0 * boxed(track)
            ));
            let first = track.states.iter().position(|s| s.mode == Mode::BoxOnly).unwrap_or(0);
            found.frame = (track.first_frame + first).saturating_sub(facts.shot.first_frame);
        }
        found.hopeless =
            !there.is_empty() && length_s >= LEAST_S && there.iter().all(|t| boxed(t) >= DOMINATES);
    }
    let (mut lost, mut all) = (0usize, 0usize);
    for track in &there {
        let lock = facts.locks.iter().find(|l| l.face == track.id);
        for (i, _) in track.states.iter().enumerate().filter(|(_, s)| s.mode != Mode::Lost) {
            all += 1;
            lost += usize::from(lock.is_none_or(|l| l.share(track.first_frame + i).is_none()));
        }
    }
    // In a single picture there is nothing to follow.
    found.unlocked = if facts.shot.frames > 1 { lost as f32 / all.max(1) as f32 } else { 0.0 };
    if found.unlocked >= UNLOCKED {
        found.said.push(format!("The skin is not locked in {:.0} % of the frames.", 100.0 * found.unlocked));
    }
    if length_s > LONG_S {
        found.said.push(format!("The shot is {length_s:.0} s long."));
    }
    if found.hopeless {
        found.said.push("Ask for a view from the front, with nothing before the face.".into());
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::tests::judged;
    use super::*;
    use crate::face::{FaceState, Scores, Square, Topology};
    use crate::facts::ShotFaces;
    use std::sync::Arc;

    fn with(iod_px: f32, modes: &[(Mode, usize)], faces: u32) -> Judgement {
        let state = |mode: Mode| FaceState {
            mode,
            weight: 1.0,
            square: Square::upright(50.0, 50.0, 60.0),
            iod_px,
            scores: Scores::default(),
            mesh: None,
            skin: None,
            person: crate::stow::Stowed::default(),
            hands: Vec::new(),
        };
        let states: Vec<FaceState> =
            modes.iter().flat_map(|(mode, count)| vec![state(*mode); *count]).collect();
        judged::<Scene>(|facts| {
            let track = |id: u32| FaceTrack {
                id,
                first_frame: 0,
                states: states.clone(),
                others: Vec::new(),
                like: Vec::new(),
                dropped: false,
            };
            let tracks = (1..=faces).map(track).collect();
            facts.faces = ShotFaces { topology: Some(Arc::new(Topology::default())), tracks, mattes: Vec::new() };
        })
    }

    #[test]
    fn what_is_found_is_named_and_only_a_pure_profile_condemns() {
        let small = with(34.0, &[(Mode::Mesh, 24)], 2);
        assert!(small.text.contains("Two faces.") && small.text.contains("34 px"), "{}", small.text);
        assert_eq!((small.severity, small.remedy), (Severity::Minor, Remedy::Leave));
        let turns = with(80.0, &[(Mode::Mesh, 10), (Mode::BoxOnly, 14)], 1);
        assert!(turns.text.contains("profile") && turns.remedy == Remedy::Leave, "{}", turns.text);
        assert_eq!(turns.worst_frame, 10);
        let profile = with(80.0, &[(Mode::BoxOnly, 24)], 1);
        assert_eq!(profile.remedy, Remedy::Regenerate);
        assert!(with(80.0, &[], 0).text.contains("No face"));
    }
}
