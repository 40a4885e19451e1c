//! Light: the face is lit from elsewhere than in another shot of the same person.

use crate::check::{Check, Evidence, Judgement, Remedy, Severity};
use crate::facts::ShotFacts;
use crate::lighting::{FaceLight, LightGap};

/// See [`Check`].
#[derive(Debug)]
pub struct Light;

/// From here on the light of two shots is called another one, in degrees and in stops of key to fill. Halves of one camera clip, in which
/// nothing changes but the face, lie at most 24 degrees and 0.9 stops apart (`cargo xtask bench light`).
const APART_DEG: f32 = 45.0;
const APART_STOPS: f32 = 1.5;

impl Check for Light {
    const NAME: &'static str = "light";
    const MEASURES: &'static str = "Where the light on a face comes from, and how much brighter what faces it is than what it does not \
        reach, told from the shading of the skin and the shape of the mesh (one distant lamp on matte skin, and light from \
        everywhere), and how far both lie from another shot that may show the same person. A camera that goes around a face and a \
        head that turns in its light are not called another light. Skin that is lit evenly says nothing.";
    const WHY: &'static str = "A face whose shadow falls to the other side after a cut was not there, however good either shot is.";
    const REMEDY: &'static str = "Look at both shots. No grade turns a shadow around: generate one of them again with the light named \
        in the prompt, cut them apart, or leave it where another light was meant.";

    fn judge(seen: &Evidence<'_>) -> Judgement {
        let Some((light, worst_frame)) = light_in(seen, seen.facts) else {
            return judgement(0.0, 0, Severity::CannotTell, 0.0, "No face was held by its mesh long enough to tell its light.".into());
        };
        let own = told(&light);
        let Some((gap, other)) = farthest(seen, &light) else {
            return judgement(0.0, worst_frame, Severity::Fine, light.explained, format!("{own}."));
        };
        let value = gap.angle_deg;
        let (turned, changed) = (value >= APART_DEG, gap.stops.abs() >= APART_STOPS);
        if !turned && !changed {
            let text = format!("{own}, as in {other}.");
            return judgement(value, worst_frame, Severity::Fine, light.explained, text);
        }
        let differs = if turned {
            format!("it comes from {value:.0} degrees elsewhere than in {other}")
        } else {
            let how = if gap.stops > 0.0 { "harder" } else { "softer" };
            format!("it is {how} than in {other} by {:.1} stops", gap.stops.abs())
        };
        let text = format!("{own}: {differs}, which may show the same person. Look at both.");
        judgement(value, worst_frame, Severity::Minor, light.explained, text)
    }
}

fn judgement(value: f32, worst_frame: usize, severity: Severity, confidence: f32, text: String) -> Judgement {
    let (unit, threshold) = ("degrees", APART_DEG);
    Judgement { worst_frame, value, unit, threshold, severity, remedy: Remedy::Leave, confidence, text }
}

/// The light in words.
fn told(light: &FaceLight) -> String {
    if light.has_direction() {
        format!("The light comes from {} (key to fill {:.1} stops)", light.side(), light.key_fill_stops)
    } else {
        "The light is even".into()
    }
}

/// The light on the face that a shot shows longest, and the middle of the shot.
fn light_in(seen: &Evidence<'_>, facts: &ShotFacts) -> Option<(FaceLight, usize)> {
    let most = facts.faces.tracks.iter().filter(|t| !t.dropped).max_by_key(|t| t.states.len())?;
    Some((light_on(seen, facts, most.id)?, facts.shot.frames / 2))
}

fn light_on(seen: &Evidence<'_>, facts: &ShotFacts, face: u32) -> Option<FaceLight> {
    let within = facts.shot.first_frame..facts.shot.first_frame + facts.shot.frames;
    FaceLight::of(facts, face, &seen.clip.picture(), seen.clip.tags.transfer.value, within)
}

/// The shot that may show the same person and whose light lies farthest from this one, in words.
fn farthest(seen: &Evidence<'_>, light: &FaceLight) -> Option<(LightGap, String)> {
    let track = seen.facts.faces.tracks.iter().find(|t| t.id == light.face)?;
    let gaps = track.like.iter().filter_map(|like| {
        let has_it = |s: &ShotFacts| s.faces.tracks.iter().any(|t| t.id == like.id);
        let (number, facts) = seen.shots.iter().enumerate().find(|(_, s)| has_it(s))?;
        let gap = light.gap(&light_on(seen, facts, like.id)?)?;
        Some((gap, format!("shot {}", number + 1)))
    });
    gaps.max_by(|a, b| a.0.angle_deg.total_cmp(&b.0.angle_deg))
}
