//! Several clips in one call, and what a report earns: a clip that fails costs only itself.

use crate::brief::{self, Came, Subject};
use crate::given::{is_talkative, is_verbose, name_of};
use crate::outcome::{self, exit};
use crate::progress::{Bar, stopped};
use crate::show::{self, Row};
use clap::ArgMatches;
use dewax::recipe::Recipe;
use dewax::report::Report;
use dewax_job::brief::Brief;
use serde_json::json;
use std::path::{Path, PathBuf};

/// The code that a report earns.
pub(crate) fn code_of(report: &Report) -> u8 {
    if report.is_clean() { exit::DONE } else { exit::ADVISE }
}

/// What became of one clip.
pub(crate) struct Outcome {
    pub(crate) report: Report,
    pub(crate) recipe: Recipe,
    pub(crate) subject: Subject,
}

impl Outcome {
    fn brief(&self) -> Brief {
        Brief::of(&self.report, Some(&self.recipe))
    }

    /// Says it: in short, or everything.
    pub(crate) fn say(&self, m: &ArgMatches) {
        if is_verbose(m) {
            show::report(&self.report);
            self.subject.files.iter().for_each(|(what, path)| show::line(&format!("  {what}: {path}")));
        } else {
            brief::say(&self.brief(), &self.subject);
        }
    }

    fn row(&self, name: &str) -> Row {
        Row {
            name: name.to_owned(),
            verdict: Some(self.report.verdict),
            certified: self.report.certificate.as_ref().map(|c| c.passed),
            text: self.report.delivery.as_ref().map(|d| d.path.clone()).unwrap_or_default(),
        }
    }
}

/// What is told of the clips of a call.
struct Told<'a> {
    m: &'a ArgMatches,
    /// Width of the names; 0 where there is one clip.
    width: usize,
    rows: Vec<Row>,
    all: Vec<Came>,
    documents: Vec<serde_json::Value>,
}

impl Told<'_> {
    fn line(&mut self, name: &str, came: Came) {
        if is_talkative(self.m) && !is_verbose(self.m) && self.width > 0 {
            show::line(&brief::one_line(name, self.width, &came));
        }
        self.all.push(came);
    }

    fn done(&mut self, clip: &Path, outcome: &Outcome) {
        let name = name_of(clip);
        if is_talkative(self.m) && (is_verbose(self.m) || self.width == 0) {
            outcome.say(self.m);
        }
        let of_report = outcome.report.delivery.as_ref().map(|d| PathBuf::from(&d.path));
        let out = of_report.or_else(|| outcome.subject.files.first().map(|(_, path)| path.into()));
        let came = match out {
            _ if outcome.subject.was_there => Came::Skipped(
                outcome.subject.files.first().map(|(_, path)| path.into()).unwrap_or_default(),
                outcome.report.is_clean(),
            ),
            out => Came::To(Box::new(outcome.brief()), out),
        };
        self.line(&name, came);
        self.rows.push(outcome.row(&name));
        let was_there = outcome.subject.was_there;
        self.documents.push(
            json!({"clip": clip.display().to_string(), "report": outcome.report, "was_there": was_there}),
        );
    }

    fn failed(&mut self, clip: &Path, text: String) {
        let name = name_of(clip);
        show::error(&format!("{name}: {text}"));
        self.documents.push(json!({"clip": clip.display().to_string(), "error": text}));
        self.line(&name, Came::Failed);
        self.rows.push(Row { name, verdict: None, certified: None, text });
    }

    /// Ends it; `film` is what is said of a film beside its shots, as data and in words.
    fn end(&self, film: Option<(serde_json::Value, String)>) {
        if self.m.get_flag("json") {
            let mut document = json!({"clips": self.documents});
            if let Some((film, _)) = film {
                document["film"] = film;
            }
            show::json(&document);
        } else if is_talkative(self.m) && self.width > 0 {
            if is_verbose(self.m) {
                show::table(&self.rows);
            }
            let what = if film.is_some() { "shots" } else { "clips" };
            show::line(&brief::summary(&self.all, what));
            if let Some((_, words)) = film {
                show::line(&words);
            }
        }
    }
}

/// Runs `one` on every clip; a clip that fails costs only itself.
pub(crate) fn each_clip(
    m: &ArgMatches,
    clips: &[PathBuf],
    one: impl FnMut(usize, &Path, &Bar) -> anyhow::Result<Outcome>,
) -> anyhow::Result<u8> {
    let (told, codes) = all_of(m, clips, "clips", clips.len() == 1, one)?;
    told.end(None);
    Ok(outcome::worst(&codes))
}

/// Runs `one` on every shot of a film by its name, also where there is one only. What is told of them waits for the film's end.
pub(crate) fn each_shot<'a>(
    m: &'a ArgMatches,
    shots: &[PathBuf],
    one: impl FnMut(usize, &Path, &Bar) -> anyhow::Result<Outcome>,
) -> anyhow::Result<ShotsTold<'a>> {
    all_of(m, shots, "shots", false, one).map(|(told, codes)| ShotsTold { told, codes })
}

/// The shots of a film, told one by one and not yet summed up.
pub(crate) struct ShotsTold<'a> {
    told: Told<'a>,
    codes: Vec<u8>,
}

impl ShotsTold<'_> {
    /// Sums up, with what is to be said of the film as data and in words; the code of the call.
    pub(crate) fn end(self, film: serde_json::Value, words: String) -> u8 {
        self.told.end(Some((film, words)));
        outcome::worst(&self.codes)
    }
}

/// Runs `one` on all of them. The only one's error is that of the call.
fn all_of<'a>(
    m: &'a ArgMatches,
    clips: &[PathBuf],
    what: &str,
    is_only: bool,
    mut one: impl FnMut(usize, &Path, &Bar) -> anyhow::Result<Outcome>,
) -> anyhow::Result<(Told<'a>, Vec<u8>)> {
    let widest = clips.iter().map(|c| name_of(c).chars().count()).max().unwrap_or(0);
    let width = if is_only { 0 } else { widest };
    let (all, rows, documents) = (Vec::new(), Vec::new(), Vec::new());
    let (mut codes, mut told) = (Vec::new(), Told { m, width, rows, all, documents });
    for (number, clip) in clips.iter().enumerate() {
        let bar = Bar::new(&name_of(clip), !is_talkative(m));
        let result = one(number, clip, &bar);
        drop(bar);
        match result {
            Ok(outcome) => {
                codes.push(code_of(&outcome.report));
                told.done(clip, &outcome);
            }
            Err(error) if is_only => {
                if m.get_flag("json") {
                    let text = outcome::sentence(&error);
                    show::json(&json!({"clips": [{"clip": clip.display().to_string(), "error": text}]}));
                }
                return Err(error);
            }
            Err(error) => {
                codes.push(outcome::code_of_error(&error, outcome::is_interrupted(&error)));
                told.failed(clip, outcome::sentence(&error));
            }
        }
        if stopped() {
            let left = clips.len() - number - 1;
            if left > 0 {
                // Also where the last one ended well: the call did not.
                codes.push(exit::INTERRUPTED);
                show::error(&format!("interrupted: {left} of {} {what} were not begun", clips.len()));
            }
            break;
        }
    }
    Ok((told, codes))
}

/// Says what a file that was made or judged came to.
pub(crate) fn certified(m: &ArgMatches, out: &Path, report: &Report, made: Option<&Outcome>) -> u8 {
    if m.get_flag("json") {
        show::json(&json!({"out": out.display().to_string(), "report": report}));
    } else if is_talkative(m) && is_verbose(m) {
        let words = if report.is_clean() { "certified" } else { "NOT certified" };
        show::line(&format!("{}: {words}", out.display()));
        show::losses(&report.losses);
        report.notes.iter().for_each(|text| show::line(&format!("  note: {text}")));
        show::certificate(report);
    } else if is_talkative(m) {
        match made {
            Some(made) => made.say(m),
            None => {
                let brief = Brief::of(report, None);
                brief::judged(&out.display().to_string(), &brief).iter().for_each(|text| show::line(text));
            }
        }
    }
    code_of(report)
}
