//! A treated film as a cut list and as grades: what an editing program gets, frame by frame, and back again.

use crate::tools::{FRAMES, Place, Ran, dewax, ffmpeg, pictures, program, times, unlike};
use dewax_media::cdl_file;
use dewax_media::cube_file::ShowLut;
use dewax_media::rational::Rational;
use dewax_media::timeline::{MarkerColour, Timeline, read};
use serde_json::Value;
use std::path::{Path, PathBuf};

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
    export_of(place, to, &[])
}

fn export_of(place: &Place, to: &str, shots: &[&str]) -> (PathBuf, Ran) {
    let mut command = program();
    command.args(["project", "export"]).arg(place.at("film.dewax.toml")).arg(place.at("out"));
    let to = place.at(to);
    command.args(shots.iter().flat_map(|shot| ["--shot", shot]));
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
    // The overview is what its schema says.
    let overview = std::fs::read_to_string(place.at("out/film.json")).unwrap();
    let mut overview: Value = serde_json::from_str(&overview).unwrap();
    let schema = dewax(["schema", "film"]).done().json();
    assert_eq!(unlike(&schema, &schema, &overview, "film"), Vec::<String>::new());
    overview["shots"][0]["holds"] = Value::from("yes");
    overview["shots"][1]["more"] = Value::Null;
    overview.as_object_mut().unwrap().remove("file");
    assert_eq!(unlike(&schema, &schema, &overview, "film").len(), 3, "what differs is seen");
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
    // For programs that take no CDL: of one shot, or of each a table of its own.
    export(&place, "film.cube").1.refused(1, &["2", "--shot", "{shot}"]);
    export_of(&place, "one.cube", &["far"]).1.refused(1, &["no shot `far`", "wide, close"]);
    let (one, ran) = export_of(&place, "one.cube", &["close"]);
    assert_eq!((ran.code, &ran.json()["shots"]), (Some(0), &serde_json::json!(["close"])), "{ran:#?}");
    let (_, ran) = export(&place, "of_{shot}.cube");
    assert_eq!(ran.code, Some(0), "{ran:#?}");
    let same = std::fs::read(&one).unwrap() == std::fs::read(place.at("of_close.cube")).unwrap();
    let of = |name: &str| ShowLut::read(&place.at(name)).unwrap().cube;
    let (close, wide) = (of("of_close.cube"), of("of_wide.cube"));
    assert!(same && close.title == "close" && wide.title == "wide");
    let far = |a: [f32; 3], b: [f32; 3]| a.iter().zip(b).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
    for rgb in [[0.25, 0.5, 0.75], [1.0, 0.125, 0.5], [0.0; 3]] {
        assert!(far(close.shown(rgb), all[1].cdl.graded(rgb)) < 1e-4 && far(wide.shown(rgb), rgb) < 1e-4);
    }
    export(&place, "of_{shot}.cube").1.refused(1, &["--overwrite"]);
    let (pair, _) = export(&place, "of_{shot}.cc");
    assert!(!pair.exists() && cdl_file::read(&place.at("of_close.cc")).unwrap()[0].cdl == all[1].cdl);
    std::fs::remove_file(place.at("out/film.json")).unwrap();
    export(&place, "other.otio").1.refused(1, &["treat it first"]);
}

/// Frames of 30 a second that a phone left out.
fn is_left_out(at: usize) -> bool {
    matches!(at, 3 | 9 | 10 | 14 | 21 | 22 | 23 | 27)
}

const VARYING: &str = "film_version = 1\nname = \"phone\"\n\n[[shot]]\nname = \"a\"\nfile = \"phone.mp4\"\nframes = [4, 11]\nhandles = [2, 2]\n\n\
    [[shot]]\nname = \"b\"\nfile = \"phone.mp4\"\nframes = [11, 20]\n";

/// A clip whose rate varies and the film of two parts of it, treated; the number on the grid of each of its frames.
fn varying(codec: &[&str]) -> (Place, Vec<i64>) {
    let (place, clip) = Place::with_clip();
    let phone = place.at("phone.mp4");
    let [from, to] = [&clip, &phone].map(|path| path.to_str().unwrap());
    let out: Vec<String> =
        (0..FRAMES).filter(|at| is_left_out(*at)).map(|at| format!("eq(n,{at})")).collect();
    let speed = format!("settb=1/90000,setpts=N/30/TB,select='not({})'", out.join("+"));
    ffmpeg([
        "-i",
        from,
        "-vf",
        &speed,
        "-fps_mode",
        "passthrough",
        "-enc_time_base",
        "1/90000",
        "-an",
        "-c:v",
        "libx264",
        "-crf",
        "12",
        to,
    ]);
    std::fs::write(place.at("film.dewax.toml"), VARYING).unwrap();
    let mut fix = program();
    fix.arg("fix").arg(place.at("film.dewax.toml")).args(["--look", "light", "--faces", "boxes"]).args(codec);
    Ran::of(fix.arg("-o").arg(place.at("out"))).done();
    (place, (0..FRAMES).filter(|at| !is_left_out(*at)).map(|at| at as i64).collect())
}

/// How many frames of 30 a second each picture stands, as an editing program conforms a file.
fn stands(path: &Path) -> Vec<i64> {
    let steady = path.with_extension("steady.mkv");
    let conform = ["-vf", "fps=30:round=near", "-fps_mode", "cfr", "-c:v", "ffv1"];
    ffmpeg(["-i", path.to_str().unwrap()].into_iter().chain(conform).chain([steady.to_str().unwrap()]));
    let all = pictures(&steady);
    all.chunk_by(|a, b| a == b).map(|run| run.len() as i64).collect()
}

#[test]
fn a_clip_whose_rate_varies_is_listed_as_editors_conform_it() {
    for (codec, ending) in [(&[][..], "mov"), (&["--codec", "ffv1"][..], "mkv")] {
        let (place, grid) = varying(codec);
        let result = place.at("out/a").with_extension(ending);
        // The treated file keeps the times of the source.
        let due: Vec<i64> = (2..13).map(|frame| grid[frame + 1] - grid[frame]).collect();
        let gaps: Vec<i64> =
            times(&result).windows(2).map(|t| ((t[1] - t[0]) * 30.0).round() as i64).collect();
        assert_eq!(gaps, due[..10], "{ending}");
        assert_eq!(stands(&result)[..10], due[..10], "{ending}");
        let part = |first: usize, from: usize, to: usize| (grid[from] - grid[first], grid[to] - grid[from]);
        let (a, b) = (part(2, 4, 11), part(11, 11, 20));
        let (list, ran) = export(&place, "film.otio");
        assert_eq!(ran.code, Some(0), "{ran:#?}");
        assert!(ran.out.contains("counted at 30 a second") && !ran.out.contains("too short"), "{ran:#?}");
        let cut = read(&list).unwrap();
        let start = 3600 * 30;
        assert_eq!(rows(&cut), [("a", a.0, a.1, start), ("b", b.0, b.1, start + a.1)], "{ending}");
        assert_eq!(cut.clips[0].available, Some((0, grid[13] - grid[2])), "{ending}");
        for name in ["film.xml", "film.edl"] {
            let (list, ran) = export(&place, name);
            assert_eq!(ran.code, Some(0), "{ran:#?}");
            assert_eq!(rows(&read(&list).unwrap()), rows(&cut), "{name}");
        }
        // And back: the frames of the treated file that are the shot's own.
        let mut again = program();
        again
            .args(["project", "init", "--faces", "boxes"])
            .arg(&list)
            .arg("-o")
            .arg(place.at("again.dewax.toml"));
        let data = Ran::of(again.arg("--json")).done().json();
        let frames: Vec<String> =
            data["shots"].as_array().unwrap().iter().map(|shot| shot["frames"].to_string()).collect();
        assert_eq!(frames, ["[2,9]", "[0,9]"], "{data:#}");
    }
}

#[test]
fn pictures_are_listed_with_their_folder_and_the_rate_of_their_film() {
    let place = treated();
    std::fs::remove_dir_all(place.at("out")).unwrap();
    let mut fix = program();
    fix.current_dir(place.root()).args([
        "fix",
        "film.dewax.toml",
        "--codec",
        "png",
        "--look",
        "light",
        "--faces",
        "boxes",
    ]);
    Ran::of(fix.args(["-o", "out"])).done();
    let mut command = program();
    command.current_dir(place.root()).args([
        "project",
        "export",
        "film.dewax.toml",
        "out",
        "--to",
        "film.otio",
    ]);
    Ran::of(&mut command).done();
    let cut = read(&place.at("film.otio")).unwrap();
    let folder = place.at("out").canonicalize().unwrap();
    assert_eq!(cut.clips[0].media, Some(folder.join("wide_%05d.png")));
    assert_eq!(cut.rate, Rational::new(30000, 1001));
    assert_eq!(rows(&cut)[0].2, 12);
    assert_eq!(cut.clips[0].available.map(|(_, frames)| frames), Some(20));
}

#[test]
fn both_sides_of_a_cut_are_drawn_with_how_far_the_skin_jumps() {
    let (place, clip) = Place::with_clip();
    let graded = place.at("graded.mp4");
    let [from, to] = [&clip, &graded].map(|path| path.to_str().unwrap());
    ffmpeg(["-i", from, "-vf", "eq=contrast=1.1:saturation=1.3", "-an", "-c:v", "libx264", "-crf", "12", to]);
    let cut = |before: &Path, after: &Path, out: &str, more: &[&str]| {
        let mut command = program();
        command.args(["compare", "--at-cut"]).args([before, after]).arg("-o").arg(place.at(out)).args(more);
        Ran::of(&mut command)
    };
    let jump = |ran: &Ran| ran.json()["cuts"][0]["jump_de00"].as_f64().unwrap();
    let seam = cut(&clip, &graded, "seam.png", &["--json"]).done();
    let data = seam.json();
    let frames = |side: usize| -> Vec<i64> {
        let all = data["cuts"][0]["frames"][side].as_array().unwrap();
        all.iter().map(|frame| frame["frame"].as_i64().unwrap()).collect()
    };
    assert_eq!([frames(0), frames(1)], [(18..30).collect::<Vec<i64>>(), (0..12).collect()]);
    assert_eq!(data["cuts"][0]["frames"][0][11]["to_last_de00"], 0.0);
    assert!(jump(&seam) > 3.0, "{data:#}");
    assert!(jump(&seam) > 1.5 * jump(&cut(&clip, &clip, "none.png", &["--json"]).done()), "{data:#}");
    assert!(std::fs::read(place.at("seam.png")).unwrap().starts_with(b"\x89PNG"));
    cut(&clip, &graded, "seam.mp4", &[]).refused(2, &["end it in .png"]);
    cut(&place.at("film.dewax.toml"), &place.at("out"), "x.png", &[]).refused(2, &["give a folder"]);
    // Of a film each cut, with what was measured for it.
    std::fs::write(place.at("film.dewax.toml"), FILM.replace("tape.mov", "clip.mp4")).unwrap();
    let film = place.at("film.dewax.toml");
    let mut fix = program();
    Ran::of(
        fix.arg("fix").arg(&film).args(["--look", "light", "--faces", "boxes", "-o"]).arg(place.at("out")),
    )
    .done();
    let ran = cut(&film, &place.at("out"), "cuts", &["--json"]).done();
    let cuts = ran.json();
    assert_eq!(cuts["cuts"][0]["between"].to_string().replace(['\n', ' '], ""), r#"["wide","close"]"#);
    // Of the treated file, which has handles of four frames, its own twelve; of the second shot all eight.
    let first = |side: usize, at: usize| cuts["cuts"][0]["frames"][side][at]["frame"].as_i64();
    assert_eq!(
        [first(0, 0), first(0, 11), first(1, 0), first(1, 7), first(1, 8)],
        [Some(4), Some(15), Some(0), Some(7), None]
    );
    assert!(place.at("cuts/001_wide_close.png").is_file() && !ran.err.contains("measur"), "{ran:#?}");
    // Once more: the pictures are dewax's own.
    cut(&film, &place.at("out"), "cuts", &[]).done();
}
