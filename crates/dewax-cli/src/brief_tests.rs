//! The words of a job in short, and how many lines they are.

use super::*;
use dewax_media::target::Codec;

fn brief() -> Brief {
    Brief {
        source: "shot.mp4".into(),
        picture: "1280x720, 60 frames, 2.50 s, 8 bit".into(),
        verdict: Verdict::Treat,
        shots: Vec::new(),
        matched: None,
        because: "The skin's texture boils by 1.13 levels.".into(),
        advice: Vec::new(),
        done: vec![
            Done { what: "boil of the skin calmed", much: (50.0, 85.0), unit: "%", shots: 2, of: 2 },
            Done {
                what: "film grain laid over the frame",
                much: (0.85, 0.85),
                unit: "levels",
                shots: 1,
                of: 2,
            },
            Done { what: "colours balanced by a CDL", much: (1.0, 1.0), unit: "", shots: 2, of: 2 },
        ],
        expects: Some("boil 1.13 to 0.62 levels".into()),
        takes_s: Some(15.8),
        certified: Certified::Yes,
        missing: Vec::new(),
        notes: 2,
    }
}

fn of_fix() -> Subject {
    let files = files(Path::new("out.mov"), Path::new("out.mov.dewax"), 12_345_678, 67.4);
    Subject { done: "done", files, was_there: false }
}

#[test]
fn a_fix_says_verdict_reason_deeds_proof_and_places() {
    let want = "\
shot.mp4: TREAT (1280x720, 60 frames, 2.50 s, 8 bit)
  why:       The skin's texture boils by 1.13 levels.
  done:      boil of the skin calmed 50 to 85 %; film grain laid over the frame 0.85 levels in 1 of 2 shots; colours balanced by a CDL
  certified: yes: decoded again, and texture, colours, contours and surroundings hold
  output:    out.mov (12 MB, 67 s)
  report:    out.mov.dewax/report.html (2 notes in it)
  recipe:    out.mov.dewax/recipe.toml";
    assert_eq!(lines(&brief(), &of_fix()).join("\n"), want);
}

#[test]
fn a_diagnosis_says_what_a_treatment_would_do() {
    let mut brief = Brief { certified: Certified::NotAsked, notes: 0, ..brief() };
    brief.done.truncate(1);
    let subject = Subject { done: "would do", ..Subject::default() };
    let want = "\
shot.mp4: TREAT (1280x720, 60 frames, 2.50 s, 8 bit)
  why:       The skin's texture boils by 1.13 levels.
  would do:  boil of the skin calmed 50 to 85 %
  expected:  boil 1.13 to 0.62 levels; rendering takes about 16 s";
    assert_eq!(lines(&brief, &subject).join("\n"), want);
}

/// Whatever goes wrong at once, it stays below ten lines, and what failed is said.
#[test]
fn the_worst_of_all_clips_has_nine_lines() {
    let sentences = |what: &str| (1..6).map(|n| format!("{what} {n}.")).collect::<Vec<_>>();
    let worst = Brief {
        verdict: Verdict::Regenerate,
        shots: vec![(Verdict::Regenerate, 1), (Verdict::Leave, 4)],
        advice: sentences("Ask"),
        missing: sentences("Gap"),
        certified: Certified::No(sentences("face 1 of shot 2: waxed skin")),
        ..brief()
    };
    for certified in [worst.certified.clone(), Certified::NotAsked] {
        let said = lines(&Brief { certified, ..worst.clone() }, &of_fix());
        assert!(said.len() <= MOST_LINES, "{said:#?}");
        assert!(said.iter().all(|line| !line.contains('\n')));
    }
    let said = lines(&worst, &of_fix()).join("\n");
    for word in [
        "5 shots: 1 REGENERATE, 4 LEAVE",
        "next time: Ask 1. Ask 2. Ask 3. (and 2 more)",
        "MISSING:   Gap 1.",
        "NO: face 1 of shot 2: waxed skin 1.; face",
    ] {
        assert!(said.contains(word), "{word}: {said}");
    }
}

#[test]
fn what_was_there_is_said_in_two_lines() {
    let said = lines(&brief(), &Subject { was_there: true, ..of_fix() });
    assert_eq!(
        said[1],
        "  output:    out.mov (12 MB, 67 s) is there and fits, certified; --force makes it again"
    );
    assert_eq!(said.len(), 2);
}

#[test]
fn a_file_that_was_judged_says_what_does_not_hold() {
    let no = Certified::No(vec!["sound: 3 packets differ".into()]);
    let said = judged("out.mov", &Brief { certified: no, notes: 1, ..brief() });
    assert_eq!(
        said,
        ["out.mov: NOT certified", "  why:       sound: 3 packets differ", "  notes:     1, with --verbose"]
    );
    let said = judged(
        "out.mov",
        &Brief { certified: Certified::WithoutSkin("none is seen".into()), notes: 0, ..brief() },
    );
    assert_eq!(said, ["out.mov: certified", "  certified: yes, but no skin could be judged: none is seen"]);
}

#[test]
fn a_clip_of_a_batch_is_one_line_and_all_are_summed_up() {
    let to = |certified| Came::To(Box::new(Brief { certified, ..brief() }), Some("o.mov".into()));
    let failed = Certified::No(vec!["sound: 3 packets differ".into(), "size: other".into()]);
    let all = [to(Certified::Yes), to(failed), Came::Failed, Came::Skipped("p.mov".into(), true)];
    let said: Vec<String> = all.iter().map(|came| one_line("a.mp4", 7, came)).collect();
    let want = [
        "a.mp4    TREAT       certified  o.mov",
        "a.mp4    TREAT       NOT certified (sound: 3 packets differ)  o.mov",
        "a.mp4    ERROR, see above",
        "a.mp4    is there and fits  p.mov",
    ];
    assert_eq!(said, want);
    assert_eq!(
        summary(&all, "clips"),
        "4 clips: 2 TREAT, 1 certified, 1 NOT certified, 1 there already (--force makes them again), 1 failed"
    );
}

#[test]
fn what_is_to_be_expected_is_said_in_one_line() {
    let estimate = Estimate {
        seconds: 171.0,
        bytes: 1.24e9,
        times_larger: 30.0,
        codec: Codec::Prores422Hq,
        smaller: Some(Codec::H264),
    };
    assert_eq!(expects(&estimate), "about 3 min, about 1.2 GB (ProRes 422 HQ); --codec h264 is smaller");
    let estimate = Estimate { smaller: None, codec: Codec::H264, bytes: 5e6, ..estimate };
    assert_eq!(expects(&estimate), "about 3 min, about 5.0 MB (H.264)");
}

#[test]
fn times_and_sizes() {
    let times: Vec<String> = [0.2, 16.1, 200.0, 9000.0].map(time).into();
    assert_eq!(times, ["about 1 s", "about 17 s", "about 3 min", "about 2.5 h"]);
    let sizes: Vec<String> = [12, 4_200, 12_345_678, 1_240_000_000].map(size).into();
    assert_eq!(sizes, ["12 bytes", "4 kB", "12 MB", "1.2 GB"]);
}

#[test]
fn a_shot_that_is_only_matched_says_what_it_was_matched_to() {
    let brief = Brief { verdict: Verdict::Leave, matched: Some("matched to hero.still".into()), ..brief() };
    let subject = Subject { done: "done", files: Vec::new(), was_there: false };
    let said = lines(&brief, &subject);
    assert!(said[0].starts_with("shot.mp4: LEAVE, matched to hero.still (1280x720"), "{said:?}");
    let row = one_line("010", 4, &Came::To(Box::new(brief), None));
    assert_eq!(row, "010   LEAVE       matched to hero.still, certified");
}
