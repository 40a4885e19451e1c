//! Advice is for what was measured, the worst first, and computed from where a flaw begins.

use super::*;
use crate::demo::DrawnFace;
use crate::lock::TintStep;

fn finding(code: &str, remedy: Remedy, severity: Severity, value: f32) -> Finding {
    Finding {
        code: code.into(),
        shot: 0,
        worst_frame: 60,
        value,
        unit: String::new(),
        threshold: 1.0,
        severity,
        remedy,
        confidence: 1.0,
        text: format!("{code} was seen."),
    }
}

fn again(code: &str) -> Finding {
    finding(code, Remedy::Regenerate, Severity::Clear, 9.0)
}

/// A clip of three seconds at 24 frames a second.
fn shot() -> (Clip, ShotFacts) {
    let mut clip = DrawnFace::new(64, 48, 72).clip();
    clip.time_base = crate::clip::Ratio { num: 1, den: 24 };
    clip.pts = (0..72).collect();
    (clip, ShotFacts::still(Shot { first_frame: 0, frames: 72 }))
}

fn advice(generator: Option<&str>, facts: &ShotFacts, clip: &Clip, findings: &[Finding]) -> ShotAdvice {
    let own = Hints::own();
    of_shot(own, generator.and_then(|id| own.generator(id)), clip, facts, findings)
}

#[test]
fn advice_in_a_report_is_for_what_cannot_be_repaired_said_once_and_short() {
    let signs = Signs { written_by: vec!["comment: Wan2.2 i2v".into()], ..Signs::default() };
    let found =
        [again("identity"), again("drift"), finding("porcelain", Remedy::Leave, Severity::Clear, 9.0)];
    let lines = in_short(&found, &signs, false);
    assert_eq!(lines.len(), MOST_LINES, "{lines:?}");
    assert!(lines.iter().any(|t| t.contains("reference portrait")));
    assert!(lines.iter().any(|t| t.contains("81 frames (5.1 s)")));
    assert!(!lines.iter().any(|t| t.contains("pores")));
    assert!(in_short(&found[2..], &signs, false).is_empty());
    assert!(in_short(&found[2..], &Signs::default(), true).iter().any(|t| t.contains("pores")));
    let both = in_short(&[again("identity"), again("drift")], &Signs::default(), false);
    assert_eq!(both.iter().filter(|t| t.contains("shorter")).count(), 1, "{both:?}");
}

#[test]
fn what_only_another_take_mends_comes_first() {
    let (clip, facts) = shot();
    let treat = Remedy::Treat(vec!["calm".into()]);
    let found = [
        finding("boil", treat.clone(), Severity::Clear, 50.0),
        finding("scene", Remedy::Leave, Severity::Minor, 90.0),
        finding("halo", Remedy::Leave, Severity::Minor, 1.5),
        finding("exposure-flicker", treat, Severity::Fine, 0.1),
        again("identity"),
    ];
    let told = advice(None, &facts, &clip, &found);
    let order: Vec<&str> = told.flaws.iter().map(|f| f.flaw.as_str()).collect();
    assert_eq!(order, ["identity", "boil", "halo", "scene"]);
    assert_eq!(told.route.to, RouteTo::ImageToVideo);
    assert_eq!(advice(None, &facts, &clip, &found[..3]).route.to, RouteTo::TreatHere);
    assert_eq!(advice(None, &facts, &clip, &found[3..4]).route.to, RouteTo::Leave);
}

#[test]
fn how_long_a_clip_may_be_follows_from_where_the_flaw_begins() {
    let (clip, mut facts) = shot();
    // The worst frame is 60: 2.5 s, in the middle of a second.
    let told = advice(None, &facts, &clip, &[again("identity")]);
    assert_eq!(told.most_seconds, Some(2.0));
    assert!(told.flaws[0].asks[0].text.contains("frame 60"), "{}", told.flaws[0].asks[0].text);
    let step = |frame: usize, moved_de: f32| TintStep {
        face: 1,
        frame,
        face_ycc: [0.5, -0.05, 0.08],
        shift: [-0.02, 0.03],
        moved_de,
        uniform_share: 0.9,
        relit_stops: 0.0,
    };
    facts.tint = vec![step(0, 0.0), step(12, 1.0), step(24, 2.0), step(36, 14.0), step(48, 15.0)];
    assert_eq!(advice(None, &facts, &clip, &[again("drift")]).most_seconds, Some(1.5));
    // What is known of the generator bounds it, too, and what begins at once says nothing.
    facts.tint[1].moved_de = 14.0;
    assert_eq!(advice(None, &facts, &clip, &[again("drift")]).most_seconds, None);
    let wan = advice(Some("wan"), &facts, &clip, &[again("drift")]);
    assert!(wan.most_seconds.is_some_and(|s| (s - 81.0 / 16.0).abs() < 1e-9), "{:?}", wan.most_seconds);
    assert_eq!(advice(None, &facts, &clip, &[again("geometry")]).most_seconds, None);
}

#[test]
fn words_of_several_flaws_are_said_once() {
    let (clip, facts) = shot();
    let told = advice(None, &facts, &clip, &[again("porcelain"), again("treated"), again("geometry")]);
    let [add, negative] = words_of(told.flaws.iter().flat_map(|f| &f.asks));
    for all in [&add, &negative] {
        assert!(all.iter().enumerate().all(|(at, word)| !all[..at].contains(word)), "{all:?}");
    }
    assert!(add.iter().any(|word| word == "85mm lens") && negative.iter().any(|word| word == "airbrushed"));
    assert!(told.flaws.iter().flat_map(|f| &f.asks).all(|ask| ask.read_at.is_some()));
    assert!(unmeasured(Hints::own(), None).iter().any(|ask| ask.change == Change::Lens));
}

#[test]
fn a_prompt_that_names_its_light_or_lens_gets_no_other() {
    let hints = Hints::own();
    let asks = unmeasured(hints, None);
    let kept = |prompt: &str| fitting(asks.iter(), &hints.words, prompt).1;
    assert_eq!(kept("a woman at noon"), []);
    assert_eq!(kept("a woman, shot on 35mm, at sunset"), [Change::Light, Change::Lens]);
    assert_eq!(kept("a woman, 500mmx, sunny, lens-shaped"), []);
    let (fits, _) = fitting(asks.iter(), &hints.words, "a woman, shot on 35mm, at sunset");
    assert!(!fits.iter().any(|ask| ask.add.iter().any(|word| word.contains("light") || word.contains("mm"))));
    assert!(fits.iter().any(|ask| ask.change == Change::Setting), "what adds no words stays");
}
