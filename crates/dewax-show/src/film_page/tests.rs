//! The page says what the data say, and nothing on it is obeyed.

use super::*;
use dewax::color::Cdl;
use dewax::matching::Tone;

fn matched(why: Why) -> Matched {
    Matched {
        cdl: Cdl::NEUTRAL,
        before_de00: 6.25,
        after_de00: 1.125,
        p90_before_de00: 9.5,
        p90_after_de00: 1.75,
        tones: [4.5, 6.0, 8.0].map(|far| Tone {
            lab: [60.0, 20.0, 17.0],
            off_before: [far / 2.0, -1.0, 0.25],
            off_after: [0.5, 0.0, -0.25],
            before_de00: far,
            after_de00: far / 8.0,
        }),
        persons: 1,
        by_place: true,
        why,
    }
}

fn film() -> FilmPage {
    let made = ShotRow {
        name: "020".into(),
        scene: Some("kitchen".into()),
        file: "takes/b.mp4".into(),
        frames: Some((10, 58)),
        verdict: Some("TREAT".into()),
        because: "pores are missing".into(),
        holds: Some(true),
        certificate: "holds".into(),
        done: vec!["texture given 60 %".into()],
        skin: Some(SkinRow {
            rgb: [0.8, 0.5, 0.4],
            lab: [62.0, 21.5, 18.25],
            hero: Some(HeroSkin { rgb: [0.7, 0.5, 0.4], lab: [60.0, 20.0, 17.0], apart_de00: 6.0 }),
        }),
        matched: Some(MatchRow {
            with: "010".into(),
            matched: matched(Why::Matched),
            words: "taken there".into(),
        }),
        out: Some("020.mov".into()),
        report: Some("020.mov.dewax/report.html".into()),
        before_png: vec![1, 2, 3],
        after_png: vec![4, 5, 6],
        ..ShotRow::default()
    };
    let broken = ShotRow {
        name: "030".into(),
        file: "c.mp4".into(),
        error: Some("no picture".into()),
        ..ShotRow::default()
    };
    let scene = SceneRow {
        name: "kitchen".into(),
        hero: Some("010".into()),
        is_matched: true,
        halfway: 0.5,
        ..SceneRow::default()
    };
    FilmPage {
        film: "a film".into(),
        file: "../film.dewax.toml".into(),
        dewax: "0".into(),
        show_lut: Some("Seen through show.cube.".into()),
        scenes: vec![scene],
        shots: vec![made, broken],
    }
}

#[test]
fn a_row_says_what_is_known_of_its_shot() {
    let page = page(&film());
    for words in [
        "<td><strong>020</strong><p class=\"quiet\">takes/b.mp4, frames 10 to 57</p>",
        "drawn 50 % of the way toward that of shot 010",
        "\u{394}E to 010 6.25 → 1.12 <span class=\"quiet\">(nine tenths below 9.50 → 1.75)</span>",
        "<p class=\"quiet\">shadows 4.50 → 0.56, Lab +2.2 -1.0 +0.2 → +0.5 +0.0 -0.2</p>",
        "highlights 8.00 → 1.00, Lab +4.0",
        "<p class=\"quiet\">Seen through show.cube.</p>",
        "Lab 62.0 21.5 18.2</code></div>",
        "Lab 60.0 20.0 17.0</code> hero</div>",
        "href=\"./020.mov.dewax/report.html\"",
        "<strong>TREAT</strong>",
        "<li>texture given 60 %</li>",
        "By themselves",
        "NOT MADE</strong><p>no picture</p>",
        "2 shots, 1 scenes: 1 TREAT, 1 not made",
        "src=\"data:image/png;base64,AQID\"",
        "src=\"data:image/png;base64,BAUG\"",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(!page.contains("<script"));
    let mut refused = film();
    refused.shots[0].matched = Some(MatchRow {
        with: "010".into(),
        matched: matched(Why::OtherSkinOrLight),
        words: "another light".into(),
    });
    assert!(super::page(&refused).contains("not moved toward 010: another light (6.25 \u{394}E)"));
}

#[test]
fn names_of_others_are_shown_and_not_obeyed() {
    let evil = "</style><script>alert(1)</script>\"'&\u{202e}\u{1b}[31m";
    let mut film = film();
    film.film = evil.into();
    film.scenes[0].name = evil.into();
    film.scenes[0].hero = Some(evil.into());
    let shot = &mut film.shots[0];
    (shot.name, shot.file, shot.scene) = (evil.into(), evil.into(), Some(evil.into()));
    (shot.because, shot.certificate, shot.error) = (evil.into(), evil.into(), Some(evil.into()));
    (shot.done, shot.missing, shot.persons) = (vec![evil.into()], vec![evil.into()], vec![evil.into()]);
    shot.out = Some(format!("{evil}#?%.mov"));
    shot.report = Some("javascript:alert(1)//../x".into());
    shot.verdict = Some(evil.into());
    if let Some(row) = &mut shot.matched {
        (row.with, row.words, row.matched.why) = (evil.into(), evil.into(), Why::Alike);
    }
    let page = page(&film);
    assert!(!page.contains("<script") && !page.contains('\u{202e}') && !page.contains('\u{1b}'), "{page}");
    assert_eq!(page.matches("</style>").count(), 1);
    assert!(page.contains("href=\"./javascript%3Aalert%281%29//../x\""), "{page}");
    assert!(page.contains("%23%3F%25.mov"));
}
