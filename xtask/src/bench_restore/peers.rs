//! What treats a degraded clip: `dewax fix` with the look `natural` and its own mask, and filters of FFmpeg beside it.

use crate::footage;
use anyhow::Result;
use dewax::recipe::Look;
use dewax::report::Report;
use dewax_job::fix::{FixWish, fix};
use dewax_job::job::Silent;
use dewax_media::guard::Guard;
use dewax_media::target::{Codec, Wishes};
use dewax_media::tools::Tools;
use std::path::Path;

/// FFmpeg's filters, each for something; all of them try everything.
pub(super) const FILTERS: [(&str, &str); 5] = [
    ("deflicker", "deflicker"),
    ("hqdn3d", "hqdn3d=0:0:12:12"),
    ("atadenoise", "atadenoise"),
    ("tmidequalizer", "tmidequalizer=radius=10:sigma=1"),
    ("unsharp", "unsharp=5:5:0.6"),
];

/// What of the look is taste and no repair: grain that is new in every frame, and sharpening.
const NO_TASTE: [&str; 2] = ["grain.amount_levels=0", "finish.amount=0"];

/// Runs `dewax fix`.
pub(super) fn dewax(tools: &Tools, clip: &Path, out: &Path, settings: &[String]) -> Result<Report> {
    let mut look = Look::named("natural")?;
    for text in NO_TASTE.iter().copied().chain(settings.iter().map(String::as_str)) {
        look.pin(text.parse()?);
    }
    let mut wish = FixWish::new(look, Guard::new(true));
    wish.delivery = Wishes { codec: Some(Codec::Ffv1), ..Wishes::default() };
    Ok(fix(tools, clip, out, &wish, &Silent)?.report)
}

/// Runs one of FFmpeg's filters.
pub(super) fn filter(tools: &Tools, clip: &Path, out: &Path, filter: &str) -> Result<()> {
    footage::filtered(tools, clip, out, filter, &["-pix_fmt", "yuv420p", "-c:v", "ffv1"])
}

/// What dewax said and did, on two lines: verdict, certificate and steps; what was taken back, and why.
pub(super) fn told(report: &Report) -> (String, Vec<String>) {
    let certificate = report.certificate.as_ref();
    let passed = certificate.map_or_else(|| "no certificate".into(), |c| c.words());
    let steps = report.shots.iter().map(|shot| match &shot.trial {
        Some(trial) => trial.steps.join("+"),
        None => "nothing".into(),
    });
    let head = format!("{} {passed}: {}", report.verdict.name(), steps.collect::<Vec<_>>().join(" | "));
    let mut lines: Vec<String> = report
        .shots
        .iter()
        .flat_map(|s| s.treatment.iter().map(|done| format!("did {}", done.line())))
        .collect();
    for shot in &report.shots {
        let found = shot.findings.iter().map(|f| format!("{} {:.2}/{:.2}", f.code, f.value, f.threshold));
        lines.push(format!("saw {}", found.collect::<Vec<_>>().join(", ")));
        lines.extend(shot.trial.iter().flat_map(|t| t.changes.iter().map(|c| format!("took back {c}"))));
    }
    lines.extend(report.notes.iter().filter(|n| n.contains("rendered again")).cloned());
    lines.extend(certificate.iter().flat_map(|c| c.failures()).map(|f| format!("certificate: {f}")));
    (head, lines)
}
