//! `faces`: what is found is shown as a clip, as pictures and as data, and a face can be left alone.

use crate::tools::{FRAMES, Place, Ran, dewax, ffprobe, pictures, program};
use serde_json::Value;
use std::path::Path;

/// Runs `faces` in the folder of a place.
fn faces(place: &Place, clip: &Path, more: &[&str]) -> Ran {
    let mut command = program();
    Ran::of(command.arg("faces").arg(clip).args(more).current_dir(place.root()))
}

fn read(path: &Path) -> Value {
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

/// The columns of every face have an entry per frame, and what is said of it adds up.
#[track_caller]
fn sound(table: &Value) {
    for row in table["tracks"].as_array().unwrap() {
        let count = |name: &str| row[name].as_u64().unwrap();
        let frames = count("last_frame") - count("first_frame") + 1;
        assert_eq!(count("mesh_frames") + count("box_frames") + count("lost_frames"), frames, "{row}");
        let columns = row["frames"].as_object().unwrap();
        for name in ["mode", "weight", "confidence", "box", "flag", "look", "spread", "jump", "iod"] {
            assert_eq!(columns[name].as_array().unwrap().len() as u64, frames, "{name}");
        }
    }
}

fn size(path: &Path) -> String {
    let entries = ["-select_streams", "v:0", "-show_entries", "stream=width,height", "-of", "csv=p=0"];
    ffprobe(entries.iter().map(std::ffi::OsStr::new).chain([path.as_os_str()])).trim().to_string()
}

#[test]
fn a_folder_gets_the_clip_the_sheet_and_the_data() {
    let (place, clip) = Place::with_clip();
    let ran = faces(&place, &clip, &["--faces=boxes"]);
    assert_eq!(ran.code, Some(0), "{ran:#?}");
    let folder = place.at("clip.faces");
    assert_eq!(pictures(&folder.join("overlay.mp4")).len(), FRAMES);
    assert_eq!(size(&folder.join("overlay.mp4")), "320,240");
    assert!(size(&folder.join("sheet.png")).split(',').all(|v| v.parse::<usize>().unwrap() > 400));
    let table = read(&folder.join("faces.json"));
    assert_eq!((&table["tier"], &table["frames"]), (&Value::from("BoxOnly"), &Value::from(FRAMES)));
    sound(&table);
    for word in
        ["face 1  shot 1  frames 0-", "mesh 0, box ", "IOD ", "--drop-track 1", "Faces are boxes only"]
    {
        assert!(ran.out.contains(word), "{word}: {ran:#?}");
    }
    assert_ne!(pictures(&folder.join("overlay.mp4")), pictures(&clip));
    assert_eq!(place.names(), ["clip.faces", "clip.mp4"]);
    let inside: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(inside.len(), 4, "and the record of what was made: {inside:?}");
    // Its own folder is written again without a word.
    assert_eq!(faces(&place, &clip, &["--faces=off", "-q"]).code, Some(0));
    assert_eq!(read(&folder.join("faces.json"))["tier"], "ColourOnly");
}

#[test]
fn one_file_by_its_ending() {
    let (place, clip) = Place::with_clip();
    let before = std::fs::read(&clip).unwrap();
    for name in ["a.png", "b.json", "c.mov", "some.faces/"] {
        let ran = faces(&place, &clip, &["--faces=boxes", "-q", "-o", name]);
        assert_eq!(ran.code, Some(0), "{name}: {ran:#?}");
        assert!(ran.out.is_empty() && ran.err.is_empty(), "{ran:#?}");
    }
    assert_eq!(place.names(), ["a.png", "b.json", "c.mov", "clip.mp4", "some.faces"]);
    assert_eq!(pictures(&place.at("c.mov")).len(), FRAMES);
    // The data alone on standard output: the same, and no file.
    let printed = faces(&place, &clip, &["--faces=boxes", "--json"]);
    assert!(printed.err.is_empty() && printed.code == Some(0), "{printed:#?}");
    assert_eq!(printed.json(), read(&place.at("b.json")));
    assert_eq!(place.names().len(), 5);
    assert_eq!(std::fs::read(&clip).unwrap(), before);
}

#[test]
fn without_a_face_it_says_what_that_means() {
    let (place, clip) = Place::with_clip();
    let ran = faces(&place, &clip, &["--faces=off", "-o", "off.json"]);
    assert_eq!(ran.code, Some(0), "{ran:#?}");
    assert!(ran.out.contains("not looked for") && ran.out.contains("by colour alone"), "{ran:#?}");
    let grey = place.at("grey.mkv");
    let source = "color=c=gray:size=96x64:rate=12:duration=0.5";
    crate::tools::ffmpeg(["-f", "lavfi", "-i", source, "-c:v", "ffv1", grey.to_str().unwrap()]);
    let ran = faces(&place, &grey, &["--faces=boxes"]);
    assert_eq!(ran.code, Some(0), "{ran:#?}");
    assert!(
        ran.out.contains("no face was found") && ran.out.contains("skin is taken by colour alone"),
        "{ran:#?}"
    );
    let told = faces(&place, &grey, &["--faces=boxes", "--drop-track=3", "-o", "x.json"]);
    assert!(told.out.contains("no face 3"), "{told:#?}");
}

#[test]
fn a_face_that_is_left_alone_has_no_skin() {
    let (place, clip) = Place::with_clip();
    let share = |more: &[&str]| {
        let table = faces(&place, &clip, &[&["--faces=boxes", "--json"], more].concat()).json();
        sound(&table);
        let dropped = table["tracks"][0]["dropped"].as_bool().unwrap();
        (table["shots"][0]["skin_share"].as_f64().unwrap(), dropped)
    };
    let (all, dropped) = share(&[]);
    assert!(all > 0.01 && !dropped, "{all}");
    assert_eq!(share(&["--drop-track", "1"]), (0.0, true));
    assert_eq!(share(&["--only-track=7"]), (0.0, true));
    assert_eq!(share(&["--only-track=1"]), (all, false));
    // The report says the same, and so does a recipe.
    let ran = dewax(["diagnose", clip.to_str().unwrap(), "--faces=boxes", "--drop-track=1", "--json"]).done();
    let shot = &ran.json()["clips"][0]["report"]["shots"][0];
    assert_eq!(
        (&shot["faces"][0]["id"], &shot["faces"][0]["dropped"]),
        (&Value::from(1), &Value::from(true))
    );
    assert_eq!(shot["figures"]["skin_share"].as_f64(), Some(0.0));
    let recipe = place.at("r.toml");
    let recipe = recipe.to_str().unwrap();
    dewax(["plan", clip.to_str().unwrap(), "--faces=boxes", "--drop-track=1", "-q", "-o", recipe]).done();
    let table = faces(&place, &clip, &["--recipe", recipe, "-o", "r.png", "--json"]).json();
    assert_eq!(
        (&table["tracks"][0]["dropped"], &table["tier"]),
        (&Value::from(true), &Value::from("BoxOnly"))
    );
}

#[test]
fn places_that_cannot_be_written_stay_as_they_are() {
    let (place, clip) = Place::with_clip();
    place.put("taken.png", b"precious");
    place.put("taken", b"a file, no folder");
    let names = place.names();
    for (out, word) in [
        ("no/such/x.mp4", "no/such"),
        ("no/such/folder", "no/such"),
        ("taken.png", "--overwrite"),
        ("taken", "taken"),
        ("x.gif", ".mp4"),
        ("clip.mp4", "clip.mp4"),
        ("/proc/none/x.json", "/proc/none"),
    ] {
        faces(&place, &clip, &["--faces=off", "-o", out]).refused(1, &[word]);
        assert_eq!(place.names(), names, "{out}");
    }
    assert_eq!(std::fs::read(place.at("taken.png")).unwrap(), b"precious");
    faces(&place, &clip, &["--faces=off", "-q", "-o", "taken.png", "--overwrite"]).done();
    assert_eq!(size(&place.at("taken.png")).split(',').count(), 2);
    faces(&place, &place.at("nothing.mp4"), &[]).refused(1, &["nothing.mp4"]);
    assert!(!place.at("nothing.faces").exists());
    let usage = faces(&place, &clip, &["--drop-track", "0"]);
    assert_eq!(usage.code, Some(2), "{usage:#?}");
}

#[test]
#[allow(clippy::print_stderr, reason = "what is not tested must be seen")]
fn with_models_faces_have_meshes() {
    if dewax(["models", "--json"]).json()["state"] != "ready" {
        eprintln!("*** SKIPPED: no face models on this machine; `dewax models install` brings them ***");
        return;
    }
    let (place, clip) = Place::with_clip();
    let ran = faces(&place, &clip, &["--faces=mesh"]);
    assert_eq!(ran.code, Some(0), "{ran:#?}");
    let table = read(&place.at("clip.faces/faces.json"));
    sound(&table);
    assert_eq!((&table["tier"], &table["tier_note"]), (&Value::from("Mesh"), &Value::from("")));
    let face = &table["tracks"][0];
    let meshes = face["mesh_frames"].as_u64().unwrap();
    assert!(meshes as usize > FRAMES / 2, "the drawn face is held by its mesh: {ran:#?}");
    // The drawn eyes are about a sixth of the height apart.
    let iod_px = face["iod_px"].as_f64().unwrap();
    assert!((20.0..80.0).contains(&iod_px), "{iod_px}");
}
