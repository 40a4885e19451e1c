//! `demo`: a clip with every flaw, before and after.

use crate::args::{guard_of, overwrite};
use crate::outcome::exit;
use crate::progress::Bar;
use crate::show;
use clap::{Arg, ArgMatches, Command, value_parser};
use dewax::demo::{DrawnFace, Flaws};
use dewax::check::Severity;
use dewax::recipe::Look;
use dewax::report::Report;
use dewax_job::fix::{FixWish, fix};
use dewax_media::drawn::write_clip;
use dewax_media::tools::Tools;
use serde_json::json;
use std::path::PathBuf;

/// A second and a half: long enough to see flicker, short enough to wait for.
const FRAMES: usize = 36;
/// Large enough to see pores in the middle of a face; 1280x720 takes a third longer.
const SIZE_PX: (usize, usize) = (960, 540);
/// Blotches that one trial settles: those of [`Flaws::plastic`] (2.5) take six, and twice the time.
const PATCH_LEVELS: f32 = 1.6;
/// The clip that is drawn.
const BEFORE: &str = "before.mp4";

pub(super) fn cli() -> Command {
    Command::new("demo")
        .about("Make a small clip, treat it, and say where before, after and report lie")
        .arg(
            Arg::new("DIR")
                .value_parser(value_parser!(PathBuf))
                .default_value("dewax-demo")
                .help("Where to"),
        )
        .arg(overwrite())
}

/// A report in a few lines: what was found, what was done about it, whether it holds.
fn in_short(report: &Report) -> Vec<String> {
    let mut lines = vec![format!("{}: {}", report.source, report.verdict.name())];
    for shot in &report.shots {
        let found = shot.findings.iter().filter(|f| f.severity >= Severity::Minor);
        lines.extend(found.map(|f| format!("  found:       {}", f.text)));
        let steps: Vec<&str> = shot.treatment.iter().map(|t| t.step.as_str()).collect();
        lines.push(format!("  treated by:  {}", steps.join(", ")));
    }
    lines.extend(report.certificate.iter().map(|c| format!("  certificate: {}", c.words())));
    lines
}

/// Makes a clip with every flaw, treats it, and says where everything lies.
pub(super) fn exec(m: &ArgMatches) -> anyhow::Result<u8> {
    let folder = m.get_one::<PathBuf>("DIR").cloned().unwrap_or_else(|| "dewax-demo".into());
    let talk = !m.get_flag("quiet") && !m.get_flag("json");
    let guard = guard_of(m);
    let mut made = guard.folder(&folder, &[BEFORE])?;
    let tools = Tools::find()?;
    let (before, after) = (folder.join(BEFORE), folder.join("after.mp4"));
    if talk {
        show::note("drawing a face with boiling skin, pulsing cheeks and flickering light ...");
    }
    let flaws = Flaws { patch_levels: PATCH_LEVELS, ..Flaws::plastic() };
    let face = DrawnFace::new(SIZE_PX.0, SIZE_PX.1, FRAMES).with_flaws(flaws);
    write_clip(&tools, &face, &made.permit(BEFORE)?)?;
    made.wrote(BEFORE)?;
    let wish = FixWish::new(Look::named("natural")?, guard);
    let bar = Bar::new(BEFORE, !talk);
    let fixed = fix(&tools, &before, &after, &wish, &bar)?;
    drop(bar);
    let page = fixed.folder.join("report.html");
    if m.get_flag("json") {
        show::json(&json!({
            "before": before.display().to_string(),
            "after": after.display().to_string(),
            "report": page.display().to_string(),
            "certified": fixed.report.certificate.as_ref().map(|c| c.passed),
        }));
    } else if talk {
        // Who tries it first reads on if this much is clear; the report says the rest.
        if fixed.report.is_clean() {
            in_short(&fixed.report).iter().for_each(|text| show::line(text));
        } else {
            show::report(&fixed.report);
        }
        show::line(&format!("before: {}", before.display()));
        show::line(&format!("after:  {}", after.display()));
        show::line(&format!("report: {}", page.display()));
    }
    Ok(if fixed.report.is_clean() { exit::DONE } else { exit::ADVISE })
}

#[cfg(test)]
mod tests {
    use super::*;
    use dewax::analysis::Analyser;
    use dewax::certificate::Certificate;
    use dewax::plan::plan;

    #[test]
    fn a_first_treatment_is_told_in_a_few_lines() {
        let face = DrawnFace::new(96, 72, 8).with_flaws(Flaws::plastic());
        let mut analyser = Analyser::new(face.picture(), 24.0, None);
        (0..8).for_each(|index| analyser.push(&face.frame(index)));
        let analysis = analyser.finish(face.clip(), dewax::VERSION);
        let recipe = plan(&analysis, &Look::named("natural").unwrap(), 1).unwrap();
        let mut report = Report::of(&analysis, Some(&recipe), None);
        report.certificate = Some(Certificate::of(Vec::new(), Vec::new(), Vec::new()));
        let lines = in_short(&report);
        assert!(lines.len() <= 8, "with its three files and the setup at most twenty: {lines:#?}");
        assert_eq!(lines[0], format!("{}: {}", report.source, report.verdict.name()));
        let grave = report.shots[0].findings.iter().filter(|f| f.severity >= Severity::Minor);
        assert!(grave.clone().count() > 0, "a plastic face has something to find");
        for finding in grave {
            assert!(lines.iter().any(|line| line.ends_with(&finding.text)), "{lines:#?}");
        }
        let treated = lines.iter().find(|line| line.contains("treated by")).unwrap();
        assert!(treated.contains("balance") && !treated.contains("hue_deg"), "{treated}");
        assert!(lines.last().unwrap().contains("certificate: PASS"));
    }
}
