//! Films: proposed from clips and cut lists, treated shot by shot, killed and resumed.

use crate::tools::{FRAMES, Place, Ran, dewax, ffmpeg, pictures, program, wait_until};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, SystemTime};

/// Two clips of the drawn face: `take_2.mp4` as it is, and `take_10.mp4`, in which it is there twice with a test picture between, so that it
/// has three shots.
fn takes() -> (Place, PathBuf) {
    let (place, clip) = Place::with_clip();
    let takes = place.at("takes");
    std::fs::create_dir(&takes).unwrap();
    std::fs::rename(&clip, takes.join("take_2.mp4")).unwrap();
    let (from, to) = (takes.join("take_2.mp4"), takes.join("take_10.mp4"));
    let graph = "[0:v]trim=end_frame=14,setpts=PTS-STARTPTS,fps=24,format=yuv420p,split[a][c];\
         [1:v]scale=320:240,format=yuv420p,fps=24[b];[c]lutyuv=y=val*0.9+10[d];[a][b][d]concat=n=3:v=1:a=0";
    let test = "testsrc=size=320x240:rate=24:duration=0.5";
    let (from, to) = (from.to_str().unwrap(), to.to_str().unwrap());
    ffmpeg([
        "-i",
        from,
        "-f",
        "lavfi",
        "-i",
        test,
        "-filter_complex",
        graph,
        "-c:v",
        "libx264",
        "-crf",
        "12",
        to,
    ]);
    (place, takes)
}

fn init(place: &Place, given: &Path) -> Ran {
    let out = place.at("film.dewax.toml");
    dewax([
        Path::new("project"),
        Path::new("init"),
        given,
        Path::new("--faces"),
        Path::new("boxes"),
        Path::new("--json"),
        Path::new("-o"),
        &out,
    ])
}

fn fix(place: &Place, out: &str) -> Command {
    let mut command = program();
    command
        .arg("fix")
        .arg(place.at("film.dewax.toml"))
        .args(["--look", "light", "--faces", "boxes", "-o"])
        .arg(place.at(out));
    command
}

/// Every file below a folder with its bytes and the time of its last change, without what tells when and how long.
fn below(folder: &Path) -> BTreeMap<String, (Vec<u8>, SystemTime)> {
    let (mut found, mut folders) = (BTreeMap::new(), vec![folder.to_owned()]);
    while let Some(at) = folders.pop() {
        for entry in std::fs::read_dir(&at).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let name = path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
            // A file that is being made has its name for a moment only: what went since the listing is not there.
            let seen = path
                .metadata()
                .and_then(|is| is.modified())
                .and_then(|time| Ok((std::fs::read(&path)?, time)));
            match seen {
                Err(e) if e.kind() == std::io::ErrorKind::NotFound => {}
                seen => drop(found.insert(name, seen.unwrap())),
            }
        }
    }
    found
}

/// What of a folder must be the same whenever it was made: pictures, recipes, the film's data.
fn made(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let is_made = |name: &String| [".mov", "recipe.toml", "film.json"].iter().any(|e| name.ends_with(e));
    below(folder)
        .into_iter()
        .filter(|(name, _)| is_made(name))
        .map(|(name, (bytes, _))| (name, bytes))
        .collect()
}

#[test]
fn a_film_is_proposed_treated_and_not_made_again() {
    let (place, takes) = takes();
    std::fs::write(takes.join("take_3.mp4"), "no clip").unwrap();
    let proposed = init(&place, &takes);
    assert_eq!(proposed.code, Some(3), "one clip cannot be read: {proposed:#?}");
    let data = proposed.json();
    let of = |row: &str, key: &str| -> Vec<String> {
        data[row].as_array().unwrap().iter().map(|v| v[key].to_string().replace(['"', ' '], "")).collect()
    };
    assert_eq!(of("shots", "name"), ["take_2", "take_10_1", "take_10_2", "take_10_3"]);
    assert_eq!(
        of("shots", "frames"),
        [format!("[0,{FRAMES}]"), "[0,14]".into(), "[14,26]".into(), "[26,40]".into()]
    );
    assert!(data["left_out"][0].as_str().unwrap().starts_with("take_3.mp4: "), "{data:#}");
    let scenes = of("scenes", "shots");
    assert!(scenes.iter().any(|s| s.contains("take_10_1,take_10_3")), "{scenes:?}");
    let film = std::fs::read_to_string(place.at("film.dewax.toml")).unwrap();
    assert!(
        film.contains("file = \"takes/take_10.mp4\"") && film.contains("# take_10_3 looks like take_2: "),
        "{film}"
    );
    // A film that is there was edited: it stays.
    init(&place, &takes).refused(1, &["film.dewax.toml", "--overwrite"]);
    assert_eq!(std::fs::read_to_string(place.at("film.dewax.toml")).unwrap(), film);

    let first = Ran::of(fix(&place, "treated").arg("--json")).done();
    let told = first.json();
    assert_eq!(told["film"]["measured"].as_array().unwrap().len(), 0, "as it was measured for the proposal");
    assert_eq!(told["film"]["read"].as_array().unwrap().len(), 2, "each file once");
    assert_eq!(told["clips"].as_array().unwrap().len(), 4);
    assert_eq!(pictures(&place.at("treated/take_10_2.mov")).len(), 12);
    let page = std::fs::read_to_string(place.at("treated/film.html")).unwrap();
    assert_eq!(page.matches("data:image/png").count(), 8, "before and after of each shot");
    for name in ["take_2", "take_10_1", "take_10_2", "take_10_3"] {
        assert!(page.contains(&format!("href=\"./{name}.mov.dewax/report.html\"")), "{name}");
        assert!(place.at(&format!("treated/{name}.mov.dewax/report.html")).is_file());
    }
    let overview: serde_json::Value =
        serde_json::from_slice(&std::fs::read(place.at("treated/film.json")).unwrap()).unwrap();
    assert_eq!(overview, told["film"]["overview"]);
    let before = below(&place.at("treated"));
    let again = Ran::of(&mut fix(&place, "treated"));
    assert_eq!((again.code, again.out.matches("is there and fits").count()), (first.code, 4), "{again:#?}");
    let after = below(&place.at("treated"));
    let same = |name: &str| before[name] == after[name];
    assert!(before.keys().filter(|name| name.contains("take")).all(|name| same(name)));
    assert_eq!(before["film.json"].0, after["film.json"].0);

    // What one shot says changes that shot alone; a file that is gone, and frames that are not there, cost only their shots.
    let said = film.replacen(
        "name = \"take_10_1\"\n",
        "name = \"take_10_1\"\nset = [\"grain.amount_levels=3\"]\n",
        1,
    );
    let said = said.replacen("[26, 40]", "[26, 41]", 1);
    std::fs::write(place.at("film.dewax.toml"), &said).unwrap();
    std::fs::remove_file(takes.join("take_2.mp4")).unwrap();
    // The hero is gone: what was matched to it is not made anew without it.
    let held = Ran::of(&mut fix(&place, "treated"));
    assert!(held.err.contains("take_10_1: shot `take_2`, which the colours of scene"), "{held:#?}");
    assert_eq!(below(&place.at("treated"))["take_10_1.mov"], before["take_10_1.mov"]);
    std::fs::write(place.at("film.dewax.toml"), said.replace("match = true", "match = false")).unwrap();
    let ran = Ran::of(&mut fix(&place, "treated"));
    assert_eq!((ran.code, ran.out.matches("is there and fits").count()), (Some(1), 1), "{ran:#?}");
    assert!(ran.err.contains("take_2: ") && ran.out.contains("2 failed"), "{ran:#?}");
    assert!(ran.err.contains("take_10_3: shot `take_10_3` is frames 26..41"), "{ran:#?}");
    assert_eq!(below(&place.at("treated"))["take_2.mov"], before["take_2.mov"], "what was made stays");
    let recipe = std::fs::read_to_string(place.at("treated/take_10_1.mov.dewax/recipe.toml")).unwrap();
    assert!(recipe.contains("amount_levels = 3"), "{recipe}");
    let page = std::fs::read_to_string(place.at("treated/film.html")).unwrap();
    assert!(page.contains("NOT MADE") && page.contains("2 not made"));
    // Another film with shots of the same names does not take the place of this one.
    std::fs::copy(place.at("film.dewax.toml"), place.at("other.dewax.toml")).unwrap();
    let mut other = program();
    other.args(["fix", "other.dewax.toml", "-o", "treated"]).current_dir(place.root());
    Ran::of(&mut other).refused(1, &["another film", "film.dewax.toml", "--overwrite"]);
}

#[test]
fn what_is_no_film_is_said_in_one_line() {
    let place = Place::new();
    let film = |text: &str| {
        place.put("film.dewax.toml", text.as_bytes());
        Ran::of(fix(&place, "treated").arg("-q"))
    };
    let start = "film_version = 1\nname = \"f\"\n[[shot]]\nname = \"a\"\nfile = \"a.mp4\"\n";
    film("film_version = 9\n").refused(1, &["film.dewax.toml", "is no film"]);
    film(&format!("{start}lok = \"x\"\n")).refused(1, &["unknown field `lok`"]);
    film(&start.replace("\"a\"", "\"../a\"")).refused(1, &["no name for its file"]);
    film(&start.replace("\"f\"", "\"\\u001b[31m\"")).refused(1, &["\\u{1b}[31m"]);
    assert!(!place.at("treated").exists());
    // A shot that is not there is that shot's error.
    let ran = film(start);
    assert!(ran.code == Some(1) && ran.err.contains("a: "), "{ran:#?}");
    let text = |more: &[&str]| Ran::of(program().arg("fix").arg(place.at("film.dewax.toml")).args(more));
    text(&[]).refused(2, &["-o"]);
    text(&["-o", "x", "--range", "0..2"]).refused(2, &["--range"]);
    text(&["other.mp4", "-o", "x"]).refused(2, &["call of its own"]);
    dewax(["project", "init", "x.mp4", "-o", "film.mp4"]).refused(2, &["end it in .toml"]);
    dewax(["project", "init", "x.edl", "y.mp4"]).refused(2, &["give it alone"]);
}

#[test]
fn a_cut_list_becomes_a_film_by_its_frames() {
    let (place, takes) = takes();
    let list = "TITLE: reel one\nFCM: NON-DROP FRAME\n\
         001  AX       V     C        00:00:00:15 00:00:01:01 01:00:00:00 01:00:00:10\n* FROM CLIP NAME: take_10.mp4\n\
         * ASC_SOP (1.1 1.0 0.9)(0.0 0.0 0.01)(1.0 1.0 1.0)\n* ASC_SAT 0.9\n\
         002  AX       V     C        00:00:00:02 00:00:00:12 01:00:00:10 01:00:00:20\n* FROM CLIP NAME: take_10.mp4\n\
         003  AX       V     C        00:01:00:00 00:01:00:10 01:00:00:20 01:00:01:06\n* FROM CLIP NAME: take_10.mp4\n\
         004  AX       V     C        00:00:00:00 00:00:00:10 01:00:01:06 01:00:01:16\n* FROM CLIP NAME: gone.mp4\n";
    std::fs::write(takes.join("cut.edl"), list).unwrap();
    let out = place.at("film.dewax.toml");
    let given = [Path::new("project"), Path::new("init"), &takes.join("cut.edl"), Path::new("-o"), &out];
    let ran =
        Ran::of(program().args(given).args(["--faces", "boxes", "--rate", "24", "--handles", "5", "--json"]));
    assert_eq!(ran.code, Some(3), "{ran:#?}");
    let data = ran.json();
    assert_eq!(data["shots"][0]["frames"].to_string().replace([' ', '\n'], ""), "[15,25]", "{data:#}");
    assert_eq!(data["shots"][1]["frames"].to_string().replace([' ', '\n'], ""), "[2,12]");
    let left = data["left_out"].to_string();
    assert!(
        left.contains("not in its file, which has 40") && left.contains("gone.mp4: its file is not"),
        "{left}"
    );
    let film = std::fs::read_to_string(&out).unwrap();
    assert!(film.contains("cdl = { slope = [1.1, 1.0, 0.9]") && film.contains("lay_cdl = false"), "{film}");
    std::fs::write(&out, film.replace("lay_cdl = false", "lay_cdl = true")).unwrap();
    Ran::of(&mut fix(&place, "treated")).done();
    let names: Vec<String> =
        below(&place.at("treated")).into_keys().filter(|n| n.ends_with(".mov")).collect();
    let frames: Vec<usize> =
        names.iter().map(|name| pictures(&place.at("treated").join(name)).len()).collect();
    assert_eq!(frames, [20, 17], "with its handles, as far as the file has them: {names:?}");
    let recipe = place.at("treated").join(format!("{}.dewax/recipe.toml", names[0]));
    assert!(std::fs::read_to_string(recipe).unwrap().contains("slope_red = 1.1\n"));
}

/// Starts the film's treatment, and kills it when `moment` has come.
fn killed(place: &Place, moment: impl FnMut() -> bool) {
    let mut child: Child = fix(place, "killed").stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    assert!(wait_until(Duration::from_secs(600), moment), "the moment never came");
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn a_film_that_is_killed_goes_on_where_it_was() {
    let (place, takes) = takes();
    init(&place, &takes).done();
    let measured = place.at("film.dewax.toml.dewax");
    let whole = Ran::of(&mut fix(&place, "whole")).done();
    let kept = below(&measured);
    std::fs::remove_dir_all(&measured).unwrap();
    let analyses = || if measured.is_dir() { below(&measured) } else { BTreeMap::new() };
    let is_analysis = |name: &&String| name.ends_with("analysis.json");
    // Once while it measures the second file, once while it treats the third shot.
    killed(&place, || analyses().keys().filter(is_analysis).count() == 1);
    let first = analyses();
    let names = || {
        std::fs::read_dir(place.at("killed"))
            .map(|all| all.map(|e| e.unwrap().file_name()).collect::<Vec<_>>())
    };
    // Its folder comes last: then a shot is whole.
    let is_named = |n: &std::ffi::OsString| !n.to_str().unwrap().starts_with('.');
    let is_whole =
        |n: &std::ffi::OsString| is_named(n) && place.at("killed").join(n).join("report.html").is_file();
    let shots = || names().unwrap_or_default().iter().filter(|n| is_whole(n)).count();
    killed(&place, || shots() == 2);
    let second = below(&place.at("killed"));
    let resumed = Ran::of(&mut fix(&place, "killed"));
    assert_eq!(resumed.code, whole.code, "{resumed:#?}");
    assert_eq!(made(&place.at("killed")), made(&place.at("whole")), "as if nothing had happened");
    // Nothing that was whole was made again.
    let last = analyses();
    assert!(first.iter().filter(|(name, _)| is_analysis(name)).all(|(name, was)| last[name] == *was));
    assert_eq!(
        last.iter().map(|(n, (b, _))| (n, b)).collect::<Vec<_>>(),
        kept.iter().map(|(n, (b, _))| (n, b)).collect::<Vec<_>>()
    );
    let now = below(&place.at("killed"));
    let is_shot = |name: &&String| name.ends_with(".mov") && !name.starts_with('.');
    assert_eq!(second.keys().filter(is_shot).filter(|name| now[*name] == second[*name]).count(), 2);
    assert!(resumed.out.contains("0 files measured, 2 as they were measured before"), "{resumed:#?}");
    assert!(names().unwrap().iter().all(|n| !n.to_str().unwrap().starts_with('.')), "{:?}", names());
}
