//! A treated film as a cut list and as grades: what an editing program gets, frame by frame, and back again.

use crate::tools::{Place, Ran, ffmpeg, pictures, program};
use dewax_media::cdl_file;
use dewax_media::rational::Rational;
use dewax_media::timeline::{MarkerColour, Timeline, read};
use std::path::PathBuf;

const FILM: &str = "film_version = 1\nname = \"two\"\n\n[[shot]]\nname = \"wide\"\nfile = \"tape.mov\"\nframes = [6, 18]\nhandles = [4, 4]\n\
    [shot.cdl]\nslope = [1.1, 1.0, 0.9]\noffset = [0.0, 0.01, 0.0]\npower = [1.0, 1.0, 1.2]\nsaturation = 0.8\n\n\
    [[shot]]\nname = \"close\"\nfile = \"tape.mov\"\nframes = [20, 28]\nset = [\"balance.slope_red=1.05\", \"balance.saturation=0.95\"]\n\n\
    [[scene]]\nname = \"only\"\nshots = [\"wide\", \"close\"]\nmatch = false\n";

/// A clip with timecode at 29.97 drop-frame, around the minute at which numbers are left out, and the film of two parts of it, treated.
fn treated() -> Place {
    let (place, clip) = Place::with_clip();
    let tape = place.at("tape.mov");
    let speed = "setpts=N*1001/30000/TB,fps=30000/1001";
    let [from, to] = [&clip, &tape].map(|path| path.to_str().unwrap());
    ffmpeg(["-i", from, "-vf", speed, "-an", "-timecode", "00:59:59;20", "-c:v", "prores_ks", to]);
    std::fs::write(place.at("film.dewax.toml"), FILM).unwrap();
    let mut fix = program();
    fix.arg("fix").arg(place.at("film.dewax.toml")).args(["--look", "light", "--faces", "boxes", "-o"]);
    Ran::of(fix.arg(place.at("out"))).done();
    place
}

fn export(place: &Place, to: &str) -> (PathBuf, Ran) {
    let mut command = program();
    command.args(["project", "export"]).arg(place.at("film.dewax.toml")).arg(place.at("out"));
    let to = place.at(to);
    let ran = Ran::of(command.arg("--to").arg(&to).arg("--json"));
    (to, ran)
}

fn rows(cut: &Timeline) -> Vec<(&str, i64, i64, i64)> {
    cut.clips.iter().map(|c| (c.name.as_str(), c.first_frame, c.frames, c.record_frame)).collect()
}

#[test]
fn a_treated_film_goes_to_an_editor_and_comes_back_frame_by_frame() {
    let place = treated();
    // 00:59:59;20 is frame 107_882 of drop-frame; hour one is 107_892.
    let start = 107_882;
    let want = [("wide", start + 6, 12, 107_892), ("close", start + 20, 8, 107_904)];
    for ending in ["otio", "edl", "xml"] {
        let (list, ran) = export(&place, &format!("film.{ending}"));
        assert_eq!(ran.code, Some(0), "{ran:#?}");
        let cut = read(&list).unwrap();
        assert_eq!(rows(&cut), want, "{ending}");
        assert_eq!((cut.rate, cut.drop_frame), (Rational::new(30000, 1001), true));
        let [wide, close] = &cut.clips[..] else { panic!("two: {cut:#?}") };
        assert_eq!(wide.media.as_deref(), Some(place.at("out/wide.mov").canonicalize().unwrap().as_path()));
        // Such a file has no place for a grade, and says so.
        let slope = (ending != "xml").then_some([1.1, 1.0, 0.9]);
        assert_eq!((wide.cdl.map(|cdl| cdl.slope), close.cdl), (slope, None));
        assert_eq!(ran.out.contains("write an .otio or .edl"), ending == "xml", "{ran:#?}");
        assert_eq!(wide.recipe.as_ref().unwrap().len(), 64);
        let marker = &wide.markers[0];
        assert!(!marker.name.is_empty() && marker.colour != MarkerColour::Black, "{marker:?}");
        if ending != "edl" {
            assert_eq!((wide.available, close.available), (Some((start + 2, 20)), Some((start + 20, 8))));
        }
        // What the file shows from there on are the very pictures of the treated file.
        let mut again = program();
        again.args(["project", "init", "--faces", "boxes", "--overwrite"]).arg(&list);
        let film = place.at("again.dewax.toml");
        let data = Ran::of(again.arg("-o").arg(&film).arg("--json")).done().json();
        let shots = data["shots"].as_array().unwrap();
        let frames: Vec<String> = shots.iter().map(|shot| shot["frames"].to_string()).collect();
        assert_eq!(frames, ["[4,16]", "[0,8]"], "{data:#}");
        assert_eq!(shots[0]["file"], "out/wide.mov");
    }
    assert_eq!(pictures(&place.at("out/wide.mov")).len(), 20);
    // A list that is there is not dewax's by any proof.
    export(&place, "film.otio").1.refused(1, &["film.otio", "--overwrite"]);
}

#[test]
fn the_grades_of_a_film_are_those_that_were_laid() {
    let place = treated();
    let (grades, ran) = export(&place, "film.ccc");
    assert_eq!(ran.code, Some(0), "{ran:#?}");
    let all = cdl_file::read(&grades).unwrap();
    assert_eq!(all.iter().map(|one| one.id.as_str()).collect::<Vec<_>>(), ["wide", "close"]);
    assert!(all[0].cdl.is_neutral(), "the cut list's own grade was not laid: {:?}", all[0]);
    assert_eq!((all[1].cdl.slope, all[1].cdl.saturation), ([1.05, 1.0, 1.0], 0.95));
    // The grade as a file makes the pixels that it made as numbers.
    let render = |out: &str, arguments: &[&str]| {
        let mut command = program();
        command.args(["render", "--look", "off", "--faces", "boxes", "--range", "20..24"]).args(arguments);
        Ran::of(command.arg(place.at("tape.mov")).arg("-o").arg(place.at(out))).done();
        pictures(&place.at(out))
    };
    let named = format!("{}#close", grades.display());
    let by_file = render("file.mkv", &["--cdl", &named]);
    let by_number =
        render("numbers.mkv", &["--set", "balance.slope_red=1.05", "--set", "balance.saturation=0.95"]);
    let plain = render("plain.mkv", &[]);
    assert!(by_file == by_number && by_file != plain);
    export(&place, "film.mp3").1.refused(1, &[".otio"]);
    export(&place, "film.cc").1.refused(1, &["write a .ccc"]);
    std::fs::remove_file(place.at("out/film.json")).unwrap();
    export(&place, "other.otio").1.refused(1, &["treat it first"]);
}
