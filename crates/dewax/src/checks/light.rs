//! Light: the face is lit from elsewhere than in another shot of the same person.

use crate::check::{Check, Evidence, Judgement, Remedy, Severity};
use crate::facts::ShotFacts;
use crate::lighting::{FaceLight, LightGap};

/// See [`Check`].
#[derive(Debug)]
pub struct Light;

/// From here on the light of two shots is called another one, in degrees and in stops of key to fill. Halves of one clip lie at most 26 degrees
/// and 0.2 stops apart (20 camera and generated clips, of which 12 have a direction in both halves), and a known lamp is told to 42 degrees and 0.8
/// stops at worst (`cargo xtask bench light`).
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
    const OF_REAL_SKIN: bool = true;

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
    let gaps = track.like.iter().filter(|like| like.is_taken()).filter_map(|like| {
        let has_it = |s: &ShotFacts| s.faces.tracks.iter().any(|t| t.id == like.id);
        let (number, facts) = seen.shots.iter().enumerate().find(|(_, s)| has_it(s))?;
        let gap = light.gap(&light_on(seen, facts, like.id)?)?;
        Some((gap, format!("shot {}", number + 1)))
    });
    gaps.max_by(|a, b| a.0.angle_deg.total_cmp(&b.0.angle_deg))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clip::{Clip, Shot};
    use crate::color::math::sin_cos_deg;
    use crate::color::transfer::from_linear;
    use crate::demo::{DrawnFace, held_face};
    use crate::face::{Likeness, Topology};
    use crate::flat::{FLAT_POINTS, flat_mm};
    use crate::lock::{Affine, Nodes};
    use std::sync::Arc;

    /// Triangles of points and their nearest neighbours: enough to tell how a surface is turned.
    fn topology() -> Topology {
        let corners = |i: usize| {
            let off = |j: usize| {
                let (a, b) = (flat_mm(i), flat_mm(j));
                (a[0] - b[0]).hypot(a[1] - b[1])
            };
            let mut near: Vec<usize> = (0..FLAT_POINTS).filter(|&j| j != i && off(j) > 2.0).collect();
            near.sort_by(|&a, &b| off(a).total_cmp(&off(b)));
            [i, near[0], near[1]].map(|v| v as u16)
        };
        Topology { triangles: (0..FLAT_POINTS).map(corners).collect(), ..Topology::default() }
    }

    /// A face that is held and lit from `right_deg`, in the shot from frame `first` on, as face `id`.
    fn lit(clip: &Clip, first: usize, id: u32, right_deg: f64, stops: f64) -> ShotFacts {
        let (scale, middle) = (4.0f64, [400.0f64, 300.0f64]);
        let (mut lock, mut track) = held_face((first, 8), middle, scale, 0.0, Affine::IDENTITY);
        let picture = clip.picture();
        let transfer = clip.tags.transfer.value;
        let (sin, cos) = sin_cos_deg(right_deg);
        let fill = 0.35 / stops.exp2();
        let segment = &mut lock.segments[0];
        let grid = segment.grid;
        let low = (0..grid.nodes()).map(|n| {
            let [x, y] = grid.node(n % grid.columns, n / grid.columns);
            // The head is round: see `held_face`.
            let [x, y] = [(x - middle[0]) / scale / 65.0, ((y - middle[1]) / scale - 30.0) / 65.0];
            let reach = (x * sin + cos) / (1.0 + x * x + y * y).sqrt();
            let code = from_linear(transfer, fill + (0.35 - fill) * reach.max(0.0)) as f32;
            picture.levels.stored([code, -0.06 * code, 0.1 * code]).map(|v| v as u16)
        });
        let low: Vec<[u16; 3]> = low.collect();
        for place in &mut segment.places {
            let nodes = grid.nodes();
            place.nodes = Nodes { shift: vec![[0; 2]; nodes], trust: vec![255; nodes], low: low.clone() }.into();
        }
        (lock.face, track.id) = (id, id);
        let mut facts = ShotFacts::still(Shot { first_frame: first, frames: 8 });
        facts.faces.topology = Some(Arc::new(topology()));
        facts.faces.tracks = vec![track];
        facts.locks = vec![lock];
        facts
    }

    fn judged(one: (f64, f64), two: (f64, f64)) -> Judgement {
        let clip = DrawnFace::new(64, 64, 24).clip();
        let mut shots = [lit(&clip, 0, 1, one.0, one.1), lit(&clip, 8, 2, two.0, two.1)];
        shots[1].faces.tracks[0].like = vec![Likeness { id: 1, score: 0.9, distance: None }];
        Light::judge(&Evidence { facts: &shots[1], shots: &shots, clip: &clip })
    }

    #[test]
    fn light_that_jumps_between_shots_is_told_and_light_that_stays_is_not() {
        let same = judged((-40.0, 1.5), (-40.0, 1.5));
        assert_eq!(same.severity, Severity::Fine, "{}", same.text);
        assert!(same.text.contains("the left") && same.text.contains("as in shot 1"), "{}", same.text);
        let jumped = judged((-45.0, 1.5), (50.0, 1.5));
        assert_eq!((jumped.severity, jumped.remedy.clone()), (Severity::Minor, Remedy::Leave), "{}", jumped.text);
        assert!((70.0..120.0).contains(&jumped.value), "{}", jumped.text);
        let harder = judged((-40.0, 1.0), (-40.0, 3.0));
        assert!(harder.severity == Severity::Minor && harder.text.contains("harder"), "{}", harder.text);
        let even = judged((-40.0, 0.0), (40.0, 0.0));
        assert_eq!(even.severity, Severity::Fine, "{}", even.text);
        let clip = DrawnFace::new(64, 64, 24).clip();
        let none = [ShotFacts::still(Shot { first_frame: 0, frames: 24 })];
        let none = Light::judge(&Evidence { facts: &none[0], shots: &none, clip: &clip });
        assert_eq!(none.severity, Severity::CannotTell);
    }
}
