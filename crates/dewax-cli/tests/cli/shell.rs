//! Completions as a shell has them: the generated script in a real bash.
#![cfg(unix)]

use crate::tools::{Place, Ran, dewax};
use std::process::{Command, Stdio};

/// What bash offers behind these words, the last of which is being typed.
fn offered(place: &Place, words: &[&str]) -> Vec<String> {
    let script = place.put("dewax.bash", dewax(["completions", "bash"]).done().out.as_bytes());
    let act = "source $SCRIPT; COMP_WORDS=(\"$@\"); COMP_CWORD=$(($# - 1)); shift $(($# - 2)); \
               _dewax dewax \"$2\" \"$1\"; printf '%s\\n' \"${COMPREPLY[@]}\"";
    let mut bash = Command::new("bash");
    bash.args(["--norc", "-c", act, "bash"]).args(words).env("SCRIPT", script).stdin(Stdio::null());
    let ran = Ran::of(bash.current_dir(place.root()));
    assert_eq!(ran.code, Some(0), "{ran:#?}");
    ran.out.lines().map(str::to_owned).collect()
}

#[test]
fn a_shell_offers_looks_parameters_and_their_values() {
    if Command::new("bash").arg("--version").stdout(Stdio::null()).status().is_err() {
        println!("*** SKIPPED: there is no bash ***");
        return;
    }
    let place = Place::new();
    let looks: Vec<&str> = dewax::recipe::LOOKS.iter().map(|l| l.0).collect();
    assert_eq!(offered(&place, &["dewax", "fix", "--look", ""]), looks);
    assert_eq!(offered(&place, &["dewax", "plan", "clip.mp4", "--look", "nat"]), ["natural"]);
    assert!(offered(&place, &["dewax", "looks", ""]).contains(&"natural".into()));
    let settings = offered(&place, &["dewax", "fix", "--set", ""]);
    let all: usize = dewax::steps::STEPS.iter().map(|e| e.params.len()).sum();
    assert_eq!(settings.len(), all);
    assert!(settings.contains(&"texture.pores.amount=".into()));
    let calm = offered(&place, &["dewax", "fix", "--set", "calm.am"]);
    assert_eq!(calm, ["calm.amount="]);
    assert!(offered(&place, &["dewax", "fix", "--stock", ""]).iter().all(|name| name.starts_with("grain-")));
    let choices = dewax::steps::STEPS.iter().flat_map(|e| e.params.iter().map(move |p| (e, p)));
    for (e, p) in choices {
        if let dewax::param::Kind::Pick { names } = p.kind {
            assert_eq!(offered(&place, &["dewax", "fix", &format!("--{}.{}", e.name, p.name), ""]), names);
        }
    }
    let help = dewax(["fix", "--help"]).out;
    assert!(!help.contains("possible values: natural"), "help names the looks once");
}
