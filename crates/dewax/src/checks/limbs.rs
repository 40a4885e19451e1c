//! Limbs: neck, arms or hands are hotter than the face of their person.

use super::treat;
use crate::check::{Check, Evidence, Judgement, Remedy, Severity, severity_of};
use crate::flaw::Flaw;
use crate::skin::limbs::{HOTTER_DE, Limbs as Seen};

/// See [`Check`].
#[derive(Debug)]
pub struct Limbs;

impl Check for Limbs {
    const NAME: &'static str = "limbs";
    const MEASURES: &'static str = "How far the neck, the arms and the hands of a person lie off the face toward red, in CIEDE2000 in the light of the face, \
        where they are near enough to the face to be known as this person's. Brightness drops out, and what shadow \
        does to the colour of skin is taken off. Where the face itself differs from \
        side to side, or a limb from place to place, by as much, it may be light of another colour, and is not called so.";
    const WHY: &'static str = "Generators paint hands apart from the face, redder and more saturated: they look like another person's.";
    const REMEDY: &'static str = "Treat: balance draws them toward the face, in colour alone and only as far as they lie off (limbs = 0 leaves \
        them, where it is make-up, sunburn or another light). Never a reason to regenerate.";
    const OF_REAL_SKIN: bool = true;

    fn judge(seen: &Evidence<'_>) -> Judgement {
        let limbs: Vec<&Seen> = seen.facts.kept_limbs().collect();
        let worst = |of: &dyn Fn(&Seen) -> bool| {
            let some = limbs.iter().copied().filter(|l| of(l));
            some.max_by(|a, b| a.hotter_de.total_cmp(&b.hotter_de))
        };
        let hot = worst(&Seen::are_hotter);
        let most = hot.or_else(|| worst(&|_| true));
        let value = most.map_or(0.0, |l| l.hotter_de);
        let has_face = !limbs.is_empty() || seen.facts.faces.tracks.iter().any(|t| !t.dropped);
        let is_looked_at = !limbs.is_empty() || has_face && seen.facts.limbs_looked > 0;
        let is_light = most.is_some_and(Seen::may_be_light);
        let severity = match (hot, most) {
            (Some(_), _) => severity_of(value, HOTTER_DE).max(Severity::Minor),
            (None, Some(_)) if value >= HOTTER_DE => Severity::CannotTell,
            _ if is_looked_at => Severity::Fine,
            _ => Severity::CannotTell,
        };
        let text = match (severity, hot) {
            (_, Some(l)) if l.are_drawn() => format!("Neck or hands are ΔE {value:.1} redder than the face."),
            (_, Some(_)) => format!("Neck or hands are ΔE {value:.1} redder than the face: too far for a fault of colour, and left."),
            (Severity::Fine, _) => "Neck and hands go with the face, as far as they are seen beside it.".into(),
            _ if is_looked_at && is_light => format!("Neck or hands are ΔE {value:.1} redder than the face, but so unevenly that it may be light."),
            _ if is_looked_at => format!(
                "Neck or hands are ΔE {value:.1} redder than the face, but in too few frames to tell; they are left."
            ),
            _ if has_face => "Neck and hands were not looked at: that takes a face whose mesh is held, and no mask that is given.".into(),
            _ => "Without a face whose mesh is held there is nothing to compare neck and hands with.".into(),
        };
        Judgement {
            worst_frame: most.map_or(0, |l| l.frame),
            value,
            unit: "ΔE2000",
            threshold: HOTTER_DE,
            severity,
            remedy: if hot.is_some_and(Seen::are_drawn) { treat(Flaw::Limbs) } else { Remedy::Leave },
            confidence: most.map_or(0.6, |l| (1.0 - l.limbs_uneven_de.max(l.face_uneven_de) / l.hotter_de.max(1.0)).clamp(0.0, 1.0)),
            text,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::judged;
    use super::*;
    use crate::face::FaceTrack;

    #[test]
    fn hot_hands_are_named_and_treated_and_light_is_not() {
        let hot = Seen {
            face: 1,
            face_ycc: [0.5, -0.05, 0.08],
            limbs_ycc: [0.5, -0.05, 0.11],
            hotter_de: 7.2,
            face_uneven_de: 1.5,
            limbs_uneven_de: 1.0,
            area_iod2: 1.0,
            seen: 0.9,
            frame: 3,
        };
        let told = |limbs: Seen| judged::<Limbs>(|facts| facts.limbs = vec![limbs]);
        let found = told(hot);
        assert!(found.severity >= Severity::Minor && found.worst_frame == 3, "{found:?}");
        assert!(matches!(&found.remedy, Remedy::Treat(steps) if !steps.is_empty()) && found.text.contains("7.2"));
        for left in [
            Seen { face_uneven_de: 6.0, ..hot },
            Seen { limbs_uneven_de: 6.0, ..hot },
            Seen { seen: 0.1, ..hot },
            Seen { hotter_de: 5.0, ..hot },
            Seen { hotter_de: 20.0, ..hot },
        ] {
            assert_eq!(told(left).remedy, Remedy::Leave, "{left:?}");
        }
        assert!(told(Seen { face_uneven_de: 6.0, ..hot }).text.contains("may be light"));
        let rare = told(Seen { seen: 0.1, ..hot });
        assert!(rare.severity == Severity::CannotTell && rare.text.contains("too few frames"), "{rare:?}");
    }

    #[test]
    fn what_was_not_looked_at_is_not_fine_and_dropped_faces_do_not_count() {
        let track = |dropped| FaceTrack {
            id: 1,
            first_frame: 0,
            states: Vec::new(),
            others: Vec::new(),
            like: Vec::new(),
            dropped,
        };
        let told = |dropped: bool, looked: usize, limbs: Vec<Seen>| {
            judged::<Limbs>(|facts| {
                facts.faces.tracks = vec![track(dropped)];
                (facts.limbs_looked, facts.limbs) = (looked, limbs);
            })
        };
        assert_eq!(told(false, 6, Vec::new()).severity, Severity::Fine);
        let unseen = told(false, 0, Vec::new());
        assert!(unseen.severity == Severity::CannotTell && unseen.text.contains("not looked at"), "{unseen:?}");
        let hot = Seen { face: 1, hotter_de: 7.0, seen: 1.0, ..Seen::default() };
        assert!(told(false, 6, vec![hot]).severity >= Severity::Minor);
        assert_eq!(told(true, 6, vec![hot]).remedy, Remedy::Leave);
    }
}
