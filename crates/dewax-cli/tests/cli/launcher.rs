//! `./dewax` on a machine that has nothing: what is said before, while and after it installs, with programs that only talk.
#![cfg(unix)]

use crate::tools::{Place, Ran};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What the launcher may take from the system: nothing that installs, compiles or decodes.
const PLAIN: &str = "sh awk cat chmod cut date dirname env find grep head id kill mkdir mv readlink rm sed seq sleep stty tail touch tr uname";

/// A checkout of the launcher alone, and a machine whose `apt-get` and `cargo` say much and make stand-ins.
struct Machine {
    place: Place,
}

impl Machine {
    fn new() -> Self {
        let machine = Self { place: Place::new() };
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        for folder in ["scripts", "crates", ".cargo", "bin"] {
            std::fs::create_dir(machine.place.at(folder)).unwrap();
        }
        for file in ["dewax", "scripts/setup.sh", "rust-toolchain.toml", "Cargo.toml", "Cargo.lock"] {
            std::fs::copy(root.join(file), machine.place.at(file)).unwrap();
        }
        machine.place.put("os-release", b"ID=debian\nVERSION_ID=12\n");
        for name in PLAIN.split(' ') {
            let there = ["/usr/bin", "/bin"].map(|folder| Path::new(folder).join(name));
            let there = there.iter().find(|path| path.exists()).unwrap();
            symlink(there, machine.place.at("bin").join(name)).unwrap();
        }
        machine.program("id", "echo 0");
        machine.program("rustc", "echo rustc 1.95.0");
        let video = "for p in ffmpeg ffprobe; do printf '#!/bin/sh\\necho \"'$p' version 5.1.9\"\\n' >$BIN/$p; chmod +x $BIN/$p; done";
        machine.program(
            "apt-get",
            &format!(
                "case $* in *assume-no*) echo 'Need to get 62.5 MB/70 MB of archives.'; exit 1;; esac\n\
                 for i in $(seq 300); do echo \"Unpacking $i\"; echo \"Note $i\" >&2; done\n\
                 case $* in *install*) {video}; printf '#!/bin/sh\\n' >$BIN/gcc; chmod +x $BIN/gcc;; esac"
            ),
        );
        let model = r#"#!/bin/sh\ncase $* in *json*) echo missing;; models*) echo fetching >&2;; *) echo "treated: $*";; esac\n"#;
        machine.program(
            "cargo",
            &format!(
                "for i in $(seq 300); do echo \"Compiling $i\" >&2; done\n\
                 [ -z \"${{BROKEN:-}}\" ] || {{ echo 'error[E0001]: no' >&2; exit 101; }}\n\
                 printf '{model}' >target/release/dewax; chmod +x target/release/dewax"
            ),
        );
        machine
    }

    /// A program of this machine.
    fn program(&self, name: &str, body: &str) {
        let path = self.place.at("bin").join(name);
        let _ = std::fs::remove_file(&path);
        std::fs::write(&path, format!("#!/bin/sh\n{body}\n")).unwrap();
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).unwrap();
    }

    fn dewax(&self, words: &[&str]) -> Command {
        let mut command = Command::new(self.place.at("dewax"));
        command.args(words).env_clear().stdin(Stdio::null());
        command.env("PATH", self.place.at("bin")).env("BIN", self.place.at("bin"));
        command.env("DEWAX_OS_RELEASE", self.place.at("os-release"));
        command
    }

    fn log(&self) -> PathBuf {
        self.place.root().canonicalize().unwrap().join(".tools/setup.log")
    }
}

#[test]
fn a_first_run_says_what_it_installs_and_keeps_the_rest_in_a_log() {
    let machine = Machine::new();
    let first = Ran::of(&mut machine.dewax(&["demo"]));
    assert_eq!((first.code, &*first.out), (Some(0), "treated: demo\n"), "{first:#?}");
    let lines: Vec<&str> = first.err.lines().collect();
    assert!(lines.len() <= 10, "{first:#?}");
    for word in ["gcc", "libc6-dev", "ffmpeg", "apt-get", "cargo", "face models", "36 MB"] {
        assert!(lines[0].contains(word), "`{word}` is not said before: {first:#?}");
    }
    assert!(lines[1].contains(machine.log().to_str().unwrap()), "{first:#?}");
    assert!(first.err.contains("installing gcc libc6-dev ffmpeg (62.5 MB) with apt-get"), "{first:#?}");
    assert!(!first.err.contains("Unpacking") && !first.err.contains("Compiling"), "{first:#?}");
    let log = std::fs::read_to_string(machine.log()).unwrap();
    for word in ["Unpacking 300", "Note 300", "Compiling 300", "=== building dewax"] {
        assert!(log.contains(word), "`{word}` is not in the log");
    }
    let again = Ran::of(&mut machine.dewax(&["fix", "a b"]));
    assert_eq!((&*again.out, &*again.err), ("treated: fix a b\n", ""), "nothing is left to say");
    let without = Machine::new();
    let without = Ran::of(without.dewax(&["demo"]).env("DEWAX_NO_MODELS", "1"));
    assert!(!without.err.contains("models") && without.code == Some(0), "{without:#?}");
}

#[test]
fn a_first_run_that_fails_shows_the_end_of_the_log_and_what_to_do() {
    let machine = Machine::new();
    let broken = Ran::of(machine.dewax(&["demo"]).env("BROKEN", "1"));
    assert_eq!((broken.code, &*broken.out), (Some(1), ""), "{broken:#?}");
    let log = machine.log();
    for word in
        ["error[E0001]: no", "Compiling 300", "FAILED: building dewax", log.to_str().unwrap(), "cargo build"]
    {
        assert!(broken.err.contains(word), "`{word}`: {broken:#?}");
    }
    assert!(!broken.err.contains("Compiling 271\n") && broken.err.lines().count() <= 40, "{broken:#?}");
    let helpless = Machine::new();
    helpless.program("apt-get", "echo 'E: no network' >&2; exit 100");
    let helpless = Ran::of(&mut helpless.dewax(&["demo"]));
    assert_eq!(helpless.code, Some(1), "{helpless:#?}");
    assert!(helpless.err.contains("E: no network") && helpless.err.contains("by hand"), "{helpless:#?}");
    let elsewhere = Machine::new();
    elsewhere.place.put("os-release", b"ID=fedora\nVERSION_ID=40\n");
    let elsewhere = Ran::of(&mut elsewhere.dewax(&["demo"]));
    assert_eq!(elsewhere.code, Some(1), "{elsewhere:#?}");
    assert!(elsewhere.err.contains("please install a C compiler and FFmpeg"), "{elsewhere:#?}");
    assert_eq!(elsewhere.err.lines().count(), 1, "{elsewhere:#?}");
}
