//! A film file is read as it was written, and what is wrong with one is said.

use super::*;
use dewax_media::guard::Guard;

fn film() -> Film {
    let mut shot = FilmShot::of("020 äß", "takes/b c.mp4", Some([0, 48]));
    shot.handles = [12, 8];
    shot.persons = vec!["Ada".into(), "person 2".into()];
    shot.look = Some("light".into());
    shot.strength = Some(0.1);
    shot.set = vec!["calm.amount=0.4".into(), "face2.calm.amount=0.2".into()];
    let numbers = ([1.1, 0.723_456_8, 1.0], [-0.01, 0.0, 1e-7], [1.0, 0.3, 4.0]);
    shot.cdl = Some(Cdl { slope: numbers.0, offset: numbers.1, power: numbers.2, saturation: 0.97 });
    let scene = Scene {
        name: "kitchen, night".into(),
        shots: vec!["010".into(), "020 äß".into()],
        hero: Some("010".into()),
        is_matched: false,
        halfway: 0.3,
        reference: Some("k.still".into()),
        look: None,
        strength: Some(2.0),
        set: vec!["grain.amount_levels=0".into()],
    };
    let shots = vec![FilmShot::of("010", "a.mp4", None), shot];
    Film {
        film_version: FILM_VERSION,
        name: "a film".into(),
        lay_cdl: true,
        show_lut: Some("show.cube".into()),
        bake_lut: true,
        shots,
        scenes: vec![scene],
    }
}

#[test]
fn what_is_written_is_read() {
    let said = Said {
        film: vec!["lost: a\nname = \"evil\"".into()],
        scenes: vec![vec!["because\r\n[[shot]]".into(), "\u{202e}and".into()]],
        shots: vec![Vec::new(), vec!["x\u{0}y".into()]],
    };
    let text = film().to_toml(&said);
    assert_eq!(Film::parse(&text).unwrap(), film());
    assert!(text.contains("# because\\u{d}\\u{a}[[shot]]\n"), "{text}");
}

#[test]
fn paths_may_be_anything_that_a_file_can_be_called() {
    for path in [
        "a\"b'c.mp4",
        "..\\x\u{7f}\u{1b}[31m.mov",
        "new\nline\t.mp4",
        "\u{202e}4pm.mov",
        "''' \"\"\".mov",
        "#.mp4",
    ] {
        let mut film = film();
        film.shots[0].file = path.into();
        film.scenes[0].reference = Some(path.into());
        assert_eq!(Film::parse(&film.to_toml(&Said::default())).unwrap(), film, "{path:?}");
    }
}

#[test]
fn what_is_short_has_what_is_usual() {
    let film = Film::parse(
        "film_version = 1\nname = \"f\"\n[[shot]]\nname = \"a\"\nfile = \"a.mp4\"\n[[scene]]\nname = \"s\"\nshots = [\"a\"]\n",
    );
    let film = film.unwrap();
    assert_eq!(film.shots, [FilmShot::of("a", "a.mp4", None)]);
    assert!(film.scenes[0].is_matched && film.scenes[0].halfway == 1.0 && !film.lay_cdl);
    assert_eq!(film.scene_of("a").unwrap().name, "s");
}

/// One change of a sound file, and a word of what must be said of it.
#[test]
fn what_is_wrong_is_said() {
    let text = film().to_toml(&Said::default());
    for (from, to, word) in [
        ("film_version = 1", "film_version = 2", "this program reads 1"),
        ("film_version = 1", "", "film_version"),
        ("name = \"a film\"", "name = \"\"", "empty"),
        ("name = \"a film\"", "name = \"x\\u001b[31m\"", "one line"),
        ("name = \"010\"", "name = \"../010\"", "no name for its file"),
        ("name = \"010\"", "name = \"a%05d\"", "no name for its file"),
        ("name = \"010\"", "name = \".hidden\"", "no name for its file"),
        ("name = \"010\"", "name = \"NUL\"", "no name for its file"),
        ("name = \"010\"", "name = \"020 ÄSS\"", "there is no shot `010`"),
        ("name = \"010\"", "name = \"020 Äß\"", "two shots"),
        ("file = \"a.mp4\"", "file = \" \"", "must name a file"),
        ("file = \"a.mp4\"", "file = \"a\\u0000\"", "must name a file"),
        ("file = \"a.mp4\"", "file = \"a.mp4\"\nlok = \"light\"", "unknown field `lok`"),
        ("frames = [0, 48]", "frames = [48, 48]", "one past the last"),
        ("frames = [0, 48]", "frames = [-1, 48]", "invalid value"),
        ("frames = [0, 48]", "frames = [0, 99999999999]", "one past the last"),
        ("frames = [0, 48]", "frames = [0, 48, 96]", "length"),
        ("handles = [12, 8]", "handles = [12, 1000000000000]", "no number of frames"),
        ("halfway = 0.3", "halfway = 1.01", "`halfway`"),
        ("halfway = 0.3", "halfway = nan", "`halfway`"),
        ("strength = 2.0", "strength = -inf", "`strength`"),
        ("strength = 2.0", "strength = 2.01", "`strength`"),
        ("hero = \"010\"", "hero = \"030\"", "none of its shots"),
        ("shots = [\"010\",", "shots = [\"030\",", "there is no shot `030`"),
        ("shots = [\"010\",", "shots = [\"010\", \"010\",", "two places"),
        ("calm.amount=0.4", "calm.amuont=0.4", "amount"),
        ("calm.amount=0.4", "calm.amount=9", "amount"),
        ("saturation = 0.97", "saturation = inf", "`cdl`"),
        ("saturation = 0.97", "saturation = 0.97, gamma = 1", "unknown field `gamma`"),
        ("slope = [1.1,", "slope = [0.0,", "`cdl`"),
    ] {
        assert!(text.contains(from), "{from}");
        let found = Film::parse(&text.replacen(from, to, 1)).unwrap_err();
        assert!(found.contains(word), "{to}: {found}");
    }
    assert!(Film::parse("film_version = 1\nname = \"f\"\n").unwrap_err().contains("no [[shot]]"));
    for garbage in ["", "[[shot", "\u{0}", "film_version = [[[[", "name = 1979-05-27"] {
        assert!(Film::parse(garbage).is_err(), "{garbage}");
    }
}

#[test]
fn any_text_becomes_a_name() {
    for text in [
        "a/b:c",
        "",
        "...",
        ". take.mp4",
        "... x.mov",
        "CON",
        "x\u{202e}y\u{0}",
        &"ä".repeat(500),
        &"顔".repeat(500),
        " 50% * ",
    ] {
        let mut film = film();
        film.scenes.clear();
        film.shots[0].name = tidy(text);
        assert!(film.check().is_ok(), "{text:?} became {:?}: {:?}", film.shots[0].name, film.check());
    }
    assert_eq!(tidy("take_01 b"), "take_01 b");
}

#[test]
fn nothing_of_others_is_written_over() {
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("film.dewax.toml");
    let write = |overwrite: bool| film().write(&Guard::new(overwrite).file(&path)?, &Said::default());
    write(false).unwrap();
    assert_eq!(Film::read(&path).unwrap(), film());
    assert!(write(false).unwrap_err().to_string().contains("--overwrite"));
    write(true).unwrap();
    let broken = Film { name: String::new(), ..film() };
    assert!(broken.write(&Guard::new(true).file(&path).unwrap(), &Said::default()).is_err());
    assert_eq!(Film::read(&path).unwrap(), film(), "what cannot be read again is not written");
    assert!(Film::read(&place.path().join("none.toml")).unwrap_err().to_string().contains("none.toml"));
}
