//! The command line is sound, and what it sets is what is set.

use super::*;
use crate::commands::command;
use clap::ArgMatches;
use dewax::recipe::Look;
use dewax::steps::STEPS;

#[test]
fn the_command_line_is_sound() {
    command().debug_assert();
}

#[test]
fn every_parameter_has_a_flag() {
    for verb in ["plan", "render", "fix"] {
        let help = command().find_subcommand_mut(verb).unwrap().render_long_help().to_string();
        for e in STEPS {
            for p in e.params {
                assert!(help.contains(&format!("--{}.{}", e.name, p.name)), "{verb}: {}.{}", e.name, p.name);
            }
        }
    }
}

fn fix(arguments: &[&str]) -> ArgMatches {
    let all = ["dewax", "fix", "x.mp4"].iter().chain(arguments);
    command().try_get_matches_from(all).unwrap().subcommand().unwrap().1.clone()
}

#[test]
fn a_stock_lies_on_top_of_a_look_and_below_single_values() {
    let amount = |arguments: &[&str]| {
        let look = look_of(&fix(arguments), Vec::new()).unwrap();
        let grain = look.stack.step("grain").unwrap();
        (grain.get("amount_levels").unwrap().to_string(), look.stack.step("calm").unwrap().is_neutral())
    };
    assert_eq!(amount(&["--stock", "grain-16mm"]), ("3.6".into(), false));
    assert_eq!(amount(&["--look", "off", "--stock", "grain-35mm-50d"]), ("1.2".into(), true));
    assert_eq!(amount(&["--stock", "grain-16mm", "--set", "grain.amount_levels=2"]).0, "2");
    let none = look_of(&fix(&["--stock", "light"]), Vec::new()).unwrap_err().to_string();
    assert!(none.contains("lays no grain") && none.contains("grain-16mm"), "{none}");
    let both = ["dewax", "fix", "x.mp4", "--stock", "grain-16mm", "--grain-from", "y.mov"];
    assert!(command().try_get_matches_from(both).is_err());
}

#[test]
fn measured_values_are_pinned_and_single_values_beat_them() {
    let measured = vec!["grain.amount_levels=2.2".parse().unwrap(), "grain.response=sensor".parse().unwrap()];
    let look = look_of(&fix(&["--set", "grain.amount_levels=1"]), measured).unwrap();
    let grain = look.stack.step("grain").unwrap();
    assert_eq!(grain.get("amount_levels").unwrap().to_string(), "1");
    assert_eq!(grain.get("response").unwrap().to_string(), "#1");
    assert_eq!(look.pinned.len(), 3);
}

#[test]
fn a_grade_is_read_from_its_file_and_said_once() {
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("grades.ccc");
    let grade = |id: &str, slope: f32| {
        format!("<ColorCorrection id='{id}'><SOPNode><Slope>{slope} 1 1</Slope></SOPNode></ColorCorrection>")
    };
    let both = [grade("a", 1.25), grade("b", 9.0)].concat();
    std::fs::write(&path, format!("<ColorCorrectionCollection>{both}</ColorCorrectionCollection>")).unwrap();
    let file = path.to_str().unwrap();
    let (a, b) = (format!("{file}#a"), format!("{file}#b"));
    let said = |arguments: &[&str]| look_of(&fix(arguments), Vec::new()).unwrap_err().to_string();
    let look = look_of(&fix(&["--cdl", &a, "--set", "balance.deflicker=0.5"]), Vec::new()).unwrap();
    let balance = look.stack.step("balance").unwrap();
    assert_eq!((balance.get("slope_red").unwrap().to_string(), look.pinned.len()), ("1.25".into(), 11));
    assert!(said(&["--cdl", file]).contains("say which one"));
    assert!(said(&["--cdl", &b]).contains("`slope_red` is 9"));
    for twice in [["--set", "balance.saturation=1"], ["--balance.power_blue", "1.1"]] {
        assert!(said(&["--cdl", &a, twice[0], twice[1]]).contains("given twice"));
    }
    // The file that it lies in is not written over.
    let guard = guard_of(&fix(&["--cdl", &a, "--overwrite"]));
    assert!(guard.check(&path).is_err() && guard.check(&place.path().join("other.ccc")).is_ok());
}

#[test]
fn values_are_pinned_and_limits_hold() {
    let look = look_of(&fix(&["--set", "calm.amount=0.4", "--grain.size_px", "2.5"]), Vec::new()).unwrap();
    assert_eq!(look.pinned.len(), 2);
    assert!(
        look_of(&fix(&["--finish.amount", "0.9"]), Vec::new())
            .unwrap_err()
            .to_string()
            .contains("--beyond-limits")
    );
    assert!(look_of(&fix(&["--finish.amount", "0.9", "--beyond-limits"]), Vec::new()).is_ok());
    assert!(
        look_of(&fix(&["--look", "nonesuch"]), Vec::new()).unwrap_err().to_string().contains("the looks are")
    );
    assert!(
        look_of(&fix(&["--set", "calm"]), Vec::new())
            .unwrap_err()
            .to_string()
            .contains("step.parameter=value")
    );
}

#[test]
fn a_look_is_found_by_its_beginning_and_a_file_by_its_path() {
    let named = |look: &str| {
        look_of(&fix(&["--look", look]), Vec::new()).map(|look| look.name).map_err(|e| e.to_string())
    };
    assert_eq!(named("nat").unwrap(), "natural");
    assert!(named("grain-35").unwrap_err().contains("grain-35mm-250d"));
    let place = tempfile::tempdir().unwrap();
    let text = Look::named("light").unwrap().to_toml().replace("\"light\"", "\"mine\"");
    for name in ["natural", "natural.toml"] {
        let path = place.path().join(name);
        std::fs::write(&path, &text).unwrap();
        assert_eq!(named(path.to_str().unwrap()).unwrap(), "mine", "{name}");
    }
    assert!(named("natural.toml").unwrap_err().contains("natural.toml"), "with an ending a file is meant");
}

/// One set of arguments for every verb that renders.
#[test]
fn taste_is_said_in_the_same_way_to_every_verb() {
    let names = |verb: &str| -> Vec<String> {
        let verb = command().find_subcommand(verb).unwrap().clone();
        let headings = |arg: &&Arg| arg.get_help_heading().is_some_and(|h| h.starts_with("Step "));
        let shared = [
            "look",
            "stock",
            "grain-from",
            "cdl",
            "strength",
            "set",
            "seed",
            "texture-from",
            "reference",
            "spot",
            "beyond-limits",
        ];
        let is_taste = |arg: &&Arg| headings(arg) || shared.contains(&arg.get_id().as_str());
        verb.get_arguments().filter(is_taste).map(|arg| arg.get_id().to_string()).collect()
    };
    let want = names("fix");
    assert!(want.len() > 40 && want.iter().any(|name| name == "strength"));
    for verb in ["render", "plan", "demo"] {
        assert_eq!(names(verb), want, "{verb}");
    }
}

/// A new argument that names a file must say whether it is read: what is read is never written over.
#[test]
fn every_path_is_read_or_written() {
    // What `verify` is given it only reads, and it writes nothing.
    const WRITTEN: [&str; 11] = [
        "out",
        "save",
        "DIR",
        "matte-out",
        "texture-out",
        "base-out",
        "layers-out",
        "prompt-out",
        "evidence",
        "bake-lut",
        "OUT",
    ];
    for verb in command().get_subcommands() {
        let is_path = |arg: &&Arg| arg.get_value_parser().type_id() == std::any::TypeId::of::<PathBuf>();
        let paths: Vec<&str> =
            verb.get_arguments().filter(is_path).map(|arg| arg.get_id().as_str()).collect();
        for name in &paths {
            assert!(guard::READ.contains(name) || WRITTEN.contains(name), "{}: {name}", verb.get_name());
        }
        let writes = paths.iter().any(|name| WRITTEN[..9].contains(name));
        let may_say_so = verb.get_arguments().any(|arg| arg.get_id() == "overwrite");
        assert_eq!(writes, may_say_so, "{}: --overwrite", verb.get_name());
    }
}
