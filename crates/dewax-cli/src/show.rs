//! Words to the terminal. A closed pipe ends quietly: nothing here panics.

use dewax::certificate::Fault;
use dewax::report::{Report, Treatment, Verdict};
use dewax_media::json::to_json;
use dewax_media::shown::shown;
use serde_json::Value;
use std::io::{self, IsTerminal, Write};

/// A line on standard output.
pub(crate) fn line(text: &str) {
    let mut out = io::stdout().lock();
    // A reader that went away has had enough.
    let _ = writeln!(out, "{}", readable(text));
}

/// Lines as they may come to a terminal: what a name or a note of others holds is shown, not obeyed.
fn readable(text: &str) -> String {
    text.split('\n').map(shown).collect::<Vec<_>>().join("\n")
}

/// Text on standard output as it is.
pub(crate) fn text(text: &str) {
    let mut out = io::stdout().lock();
    let _ = out.write_all(text.as_bytes());
    let _ = out.flush();
}

/// A line on standard error.
pub(crate) fn note(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{}", readable(text));
}

/// An error on standard error.
pub(crate) fn error(text: &str) {
    let red = io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    let (on, off) = if red { ("\x1b[31m", "\x1b[0m") } else { ("", "") };
    let _ = writeln!(io::stderr().lock(), "{on}dewax:{off} {}", readable(text));
}

/// One JSON document on standard output.
pub(crate) fn json(value: &Value) {
    text(&to_json(value));
}

/// What a report says, for people.
pub(crate) fn report(report: &Report) {
    line(&format!("{}: {}", report.source, report.verdict.name()));
    line(&format!("  {}   colours {}", report.picture, report.tags));
    for (i, shot) in report.shots.iter().enumerate() {
        let (from, to) = (shot.shot.first_frame, shot.shot.end() - 1);
        line(&format!("  shot {} (frames {from}-{to}): {}", i + 1, shot.verdict.name()));
        for face in &shot.faces {
            let sure = format!("least sure {:.2} at frame {}", face.least_confidence, face.least_sure_frame);
            line(&format!("    face {:<12} {}  {sure}", face.id, face.line()));
        }
        if !shot.faces_note.is_empty() {
            line(&format!("    {:<17} {}", "faces", shot.faces_note));
        }
        if !shot.locks_note.is_empty() {
            line(&format!("    {:<17} {}", "lock", shot.locks_note));
        }
        if let Some(matched) = &shot.matched {
            line(&format!("    {:<17} {}", "match", matched.words()));
        }
        for finding in &shot.findings {
            line(&format!("    {:<17} {}", finding.code, finding.text));
        }
        if let Some(trial) = &shot.trial {
            let (from, to) = trial.frames;
            let held = if trial.holds { "holds" } else { "does NOT hold" };
            let expected = trial.expects();
            line(&format!(
                "    {:<17} frames {from}-{to} {held}: {expected}; the shot takes about {} s",
                "trial repair", trial.estimate_s
            ));
            for change in &trial.changes {
                line(&format!("      {change}"));
            }
        }
        for advice in &shot.advice {
            line(&format!("    {:<17} {advice}", "next time"));
        }
        if !shot.treatment.is_empty() {
            line(&format!("    treated: {}", lines(&shot.treatment)));
        }
    }
    if !report.tier_note.is_empty() {
        line(&format!("  note: {}", report.tier_note));
    }
    losses(&report.losses);
    for text in &report.notes {
        line(&format!("  note: {text}"));
    }
    certificate(report);
}

/// What is done to a shot, in one line.
fn lines(treatment: &[Treatment]) -> String {
    treatment.iter().map(Treatment::line).collect::<Vec<_>>().join("; ")
}

/// What of a source is missing.
pub(crate) fn losses(losses: &[String]) {
    for text in losses {
        line(&format!("  MISSING in the source: {text}"));
    }
}

/// What was proven, for people.
pub(crate) fn certificate(report: &Report) {
    let Some(certificate) = &report.certificate else { return };
    line(&format!("  certificate: {}", certificate.words()));
    for proof in &certificate.file {
        let mark = match proof.holds {
            Some(true) => "ok",
            Some(false) => "FAILS",
            None => "-",
        };
        line(&format!("    {:<27} {mark:<6} {}", proof.what, proof.seen));
    }
    let db = |v: &Option<f32>| v.map_or_else(|| "n/a".into(), |d| format!("{d:+.1}"));
    let row = |what: String, holds: bool, text: String, faults: &[Fault]| {
        let mark = if holds { "ok" } else { "FAILS" };
        line(&format!("    {what:<27} {mark:<6} {text}"));
        for fault in faults {
            line(&format!("      {}: {}", fault.cause.words(), fault.seen));
        }
    };
    for frame in &certificate.frame {
        let [fine, mid] = frame.detail_db.each_ref().map(db);
        let (was, is) = frame.exposure;
        let text = format!(
            "exposure {was:.2} to {is:.2} %, contours {fine} {mid} dB, from other frames {}, change around the skin {} levels",
            frame.mixed.map_or_else(|| "n/a".into(), |m| format!("{:.0} %", m * 100.0)),
            frame.touched_levels.map_or_else(|| "n/a".into(), |l| format!("{l:.2}")),
        );
        row(format!("picture of shot {}", frame.shot + 1), frame.holds, text, &frame.faults);
    }
    for skin in &certificate.skin {
        let bands: Vec<String> = skin.kept_db.iter().map(db).collect();
        let text = format!(
            "texture kept {} dB (2-4, 4-8, 8-16 px), boil {:.2} to {:.2}, patches {:.2} to {:.2}",
            bands.join(" "),
            skin.boil.0,
            skin.boil.1,
            skin.patch.0,
            skin.patch.1,
        );
        row(skin.place(), skin.holds, text, &skin.faults);
    }
}

/// One clip's line in the table of a batch.
pub(crate) struct Row {
    /// The clip.
    pub(crate) name: String,
    /// What became of it.
    pub(crate) verdict: Option<Verdict>,
    /// Whether it was certified.
    pub(crate) certified: Option<bool>,
    /// Where the result lies, or why there is none.
    pub(crate) text: String,
}

/// The table of a batch.
pub(crate) fn table(rows: &[Row]) {
    let width = rows.iter().map(|r| r.name.chars().count()).max().unwrap_or(0);
    line("");
    for row in rows {
        let verdict = row.verdict.map_or("ERROR", Verdict::name);
        let certified = match row.certified {
            Some(true) => "PASS",
            Some(false) => "FAIL",
            None => "-",
        };
        line(&format!("{:<width$}  {verdict:<10}  {certified:<4}  {}", row.name, row.text));
    }
}
