//! Causes, verdicts and sentences cannot contradict each other, whatever is found together.

use super::plain::only_plain;
use super::skin_reasons::skin_proof;
use super::surround::SurroundFigures;
use super::texture::FaceTexture;
use super::{Asked, Cause, Certificate, Fault, FrameProof, Proof, SkinProof};
use crate::lock::PairTexture;

fn fault(cause: Cause) -> Fault {
    Fault { cause, seen: format!("seen of {}", cause.words()) }
}

fn skin(causes: &[Cause]) -> SkinProof {
    SkinProof { faults: causes.iter().map(|c| fault(*c)).collect(), ..SkinProof::default() }
}

fn frame(causes: &[Cause]) -> FrameProof {
    FrameProof { faults: causes.iter().map(|c| fault(*c)).collect(), ..FrameProof::default() }
}

/// A certificate of a shot in whose picture and skin this was found.
fn certified(of_frame: &[Cause], of_skin: &[Cause]) -> Certificate {
    let (mut frame, mut skin) = (frame(of_frame), [skin(of_skin)]);
    only_plain(&mut frame, &mut skin);
    Certificate::of(Vec::new(), vec![frame], skin.to_vec())
}

#[test]
fn no_two_causes_contradict_each_other() {
    for a in Cause::ALL {
        for b in Cause::ALL {
            for certificate in [certified(&[a, b], &[]), certified(&[a], &[b]), certified(&[], &[a, b])] {
                assert!(!certificate.passed, "{a:?} {b:?}: a fault passed");
                assert_eq!(certificate.words(), "FAIL", "{a:?} {b:?}");
                let (first, said) = (certificate.causes.first(), certificate.failures());
                assert!(first.is_some_and(|c| *c == a || *c == b), "{a:?} {b:?}: {:?}", certificate.causes);
                assert_eq!(said.is_empty(), certificate.causes.is_empty(), "{a:?} {b:?}");
                for cause in &certificate.causes {
                    assert!(said.iter().any(|line| line.contains(cause.words())), "{a:?} {b:?}: {said:?}");
                }
                assert!(certificate.failed_shots() == [0], "{a:?} {b:?}");
                // What could not be judged has no faults of its own.
                let silent = certificate.skin.iter().all(|s| s.not_judged.is_none() || s.faults.is_empty());
                assert!(silent, "{a:?} {b:?}");
            }
        }
    }
}

#[test]
fn every_cause_has_words_of_its_own() {
    let mut words: Vec<&str> = Cause::ALL.iter().flat_map(|c| [c.words(), c.meaning()]).collect();
    assert!(words.iter().all(|w| !w.is_empty()));
    words.sort_unstable();
    words.dedup();
    assert_eq!(words.len(), 2 * Cause::ALL.len());
    assert!(Cause::ALL.is_sorted(), "the plainest first");
}

#[test]
fn pass_is_only_said_where_skin_was_judged() {
    let held = || FrameProof { holds: true, ..FrameProof::default() };
    let judged = SkinProof { holds: true, ..SkinProof::default() };
    assert_eq!(Certificate::of(Vec::new(), vec![held()], vec![judged.clone()]).words(), "PASS");
    let none = Certificate::of(Vec::new(), vec![held()], Vec::new());
    assert!(none.passed && none.words().starts_with("PASS (skin not judged: "), "{}", none.words());
    let blind = SkinProof { not_judged: Some("too small".into()), ..judged };
    let blind = Certificate::of(Vec::new(), vec![held()], vec![blind]);
    assert_eq!(blind.words(), "PASS (skin not judged: too small)");
    let file = vec![Proof::made("sound", false, "late")];
    assert_eq!(Certificate::of(file, vec![held()], Vec::new()).words(), "FAIL");
}

#[test]
fn grain_that_was_taken_off_the_skin_alone_is_named_and_a_still_has_none_to_miss() {
    let pair = |loose: f32| PairTexture {
        face: 1,
        frame: 0,
        gap: 1,
        sticky: [1.0; 3],
        loose: [loose; 3],
        boil: loose,
        share: 0.2,
    };
    let around = SurroundFigures { gain: 1.0, grain_levels: Some((2.0, 2.0)), ..SurroundFigures::default() };
    let says = |before: Vec<PairTexture>, after: Vec<PairTexture>| {
        let mut face = FaceTexture::of(1);
        (face.before, face.after) = (before, after);
        let proof = skin_proof(0, &face, (0.0, 0.0), &around, &Asked::NOTHING);
        proof.faults.iter().filter(|f| f.seen.contains("taken off the skin alone")).count()
    };
    assert_eq!(says(vec![pair(2.0)], vec![pair(0.2)]), 1);
    assert_eq!(says(vec![pair(2.0)], vec![pair(1.9)]), 0);
    // Of a single frame nothing can change from frame to frame.
    let laid = SurroundFigures { grain_levels: Some((0.1, 2.0)), ..around };
    let still = skin_proof(0, &FaceTexture::of(1), (0.0, 0.0), &laid, &Asked::NOTHING);
    assert!(still.faults.iter().all(|f| !f.seen.contains("taken off")), "{:?}", still.faults);
}
