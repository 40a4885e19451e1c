//! Several clips in one call, and what a report earns: a clip that fails costs only itself.

use crate::given::{is_talkative, name_of};
use crate::outcome::{self, exit};
use crate::progress::{Bar, stopped};
use crate::show::{self, Row};
use clap::ArgMatches;
use dewax::report::Report;
use serde_json::json;
use std::path::{Path, PathBuf};

/// The code that a report earns.
pub(crate) fn code_of(report: &Report) -> u8 {
    if report.is_clean() { exit::DONE } else { exit::ADVISE }
}

/// Runs `one` on every clip; a clip that fails costs only itself.
pub(crate) fn each_clip(
    m: &ArgMatches,
    clips: &[PathBuf],
    mut one: impl FnMut(usize, &Path, &Bar) -> anyhow::Result<(Report, String)>,
) -> anyhow::Result<u8> {
    let (mut codes, mut rows, mut documents) = (Vec::new(), Vec::new(), Vec::new());
    for (number, clip) in clips.iter().enumerate() {
        let name = name_of(clip);
        let bar = Bar::new(&name, !is_talkative(m));
        let result = one(number, clip, &bar);
        drop(bar);
        match result {
            Ok((report, place)) => {
                if is_talkative(m) {
                    show::report(&report);
                    if !place.is_empty() {
                        show::line(&place);
                    }
                }
                codes.push(code_of(&report));
                rows.push(Row {
                    name,
                    verdict: Some(report.verdict),
                    certified: report.certificate.as_ref().map(|c| c.passed),
                    text: report.delivery.as_ref().map(|d| d.path.clone()).unwrap_or_default(),
                });
                documents.push(json!({"clip": clip.display().to_string(), "report": report}));
            }
            Err(error) if clips.len() == 1 => {
                if m.get_flag("json") {
                    let text = outcome::sentence(&error);
                    show::json(&json!({"clips": [{"clip": clip.display().to_string(), "error": text}]}));
                }
                return Err(error);
            }
            Err(error) => {
                let text = outcome::sentence(&error);
                show::error(&format!("{name}: {text}"));
                let interrupted = outcome::is_interrupted(&error);
                codes.push(outcome::code_of_error(&error, interrupted));
                documents.push(json!({"clip": clip.display().to_string(), "error": text}));
                rows.push(Row { name, verdict: None, certified: None, text });
            }
        }
        if stopped() {
            break;
        }
    }
    if m.get_flag("json") {
        show::json(&json!({"clips": documents}));
    } else if is_talkative(m) && clips.len() > 1 {
        show::table(&rows);
    }
    Ok(outcome::worst(&codes))
}

pub(crate) fn certified(m: &ArgMatches, out: &Path, report: &Report) -> anyhow::Result<u8> {
    if m.get_flag("json") {
        show::json(&json!({"out": out.display().to_string(), "report": report}));
    } else if is_talkative(m) {
        show::line(&format!(
            "{}: {}",
            out.display(),
            if report.is_clean() { "certified" } else { "NOT certified" }
        ));
        show::losses(&report.losses);
        report.notes.iter().for_each(|text| show::line(&format!("  note: {text}")));
        show::certificate(report);
    }
    Ok(code_of(report))
}
