//! Whether the diagnosis names the flaw that was injected, says where it is worst, and rises with it.

use super::flaws::{Flaw, Worst};
use dewax::check::{Finding, Severity};
use dewax::report::Report;

/// The worst frame counts as found within this many frames, or this share of the clip.
const NEAR_FRAMES: usize = 2;
/// Where a flaw grows to the end, the last half second is all worst.
const END_S: f64 = 0.5;

/// The worst finding of each check over the shots of a clip.
pub(super) fn findings(report: &Report) -> Vec<Finding> {
    let mut worst: Vec<Finding> = Vec::new();
    for finding in report.shots.iter().flat_map(|shot| &shot.findings) {
        let rank = |f: &Finding| (f.severity, excess(f));
        match worst.iter_mut().find(|f| f.code == finding.code) {
            Some(held) if rank(finding) > rank(held) => *held = finding.clone(),
            Some(_) => {}
            None => worst.push(finding.clone()),
        }
    }
    worst
}

/// How far beyond its threshold a value is: 1 on it. What counts below its threshold is turned round.
fn excess(finding: &Finding) -> f32 {
    let (value, threshold) = (finding.value, finding.threshold);
    if value * threshold > 0.0 {
        let ratio = value / threshold;
        let fired = finding.severity >= Severity::Minor;
        return if fired && ratio < 1.0 { 1.0 / ratio } else { ratio };
    }
    if finding.severity >= Severity::Minor {
        1.0 + (value - threshold).abs() / threshold.abs().max(1e-6)
    } else {
        0.0
    }
}

/// What the diagnosis said of one injected clip.
#[derive(Clone, Debug)]
pub(super) struct Judged {
    /// The finding of the right check; none when there is no such check.
    pub(super) finding: Option<Finding>,
    /// Whether the right check fired, and further than any that was silent on the clean clip.
    pub(super) named: bool,
    /// Whether the right check fired on the clean clip, too: then its name says little.
    pub(super) was_there: bool,
    /// The check that was named instead; empty when none was.
    pub(super) instead: String,
    /// How far off the worst frame was; none when nothing fired.
    pub(super) frames_off: Option<usize>,
}

/// Judges a diagnosis beside that of the clean clip.
pub(super) fn judge(
    flaw: &Flaw,
    clean: &[Finding],
    found: &[Finding],
    worst_frame: usize,
    (frames, rate): (usize, f64),
) -> Judged {
    let fired = |f: &&Finding| f.severity >= Severity::Minor;
    let was_silent = |f: &&Finding| !clean.iter().filter(fired).any(|c| c.code == f.code);
    let right = found.iter().find(|f| f.code == flaw.code);
    let others = found.iter().filter(fired).filter(was_silent).filter(|f| f.code != flaw.code);
    let most = others.max_by(|a, b| excess(a).total_cmp(&excess(b)));
    let right_fired = right.filter(fired);
    let beaten = most.filter(|other| right_fired.is_none_or(|r| excess(other) > excess(r)));
    Judged {
        named: right_fired.is_some() && beaten.is_none(),
        was_there: clean.iter().filter(fired).any(|c| c.code == flaw.code),
        instead: beaten.map(|f| f.code.clone()).unwrap_or_default(),
        frames_off: right_fired.map(|f| match flaw.worst {
            Worst::Peak => f.worst_frame.abs_diff(worst_frame),
            Worst::End => {
                let first = frames.saturating_sub((END_S * rate).round().max(1.0) as usize);
                first.saturating_sub(f.worst_frame)
            }
        }),
        finding: right.cloned(),
    }
}

impl Judged {
    /// Whether the worst frame was found.
    pub(super) fn is_near(&self) -> bool {
        self.frames_off.is_some_and(|off| off <= NEAR_FRAMES)
    }
}

/// Whether the values of rising strengths go one way, away from the clean clip's.
pub(super) fn is_monotone(clean: f32, values: &[f32]) -> bool {
    let Some(&last) = values.last() else { return false };
    let up = last > clean;
    let steps = values.windows(2).all(|pair| if up { pair[1] >= pair[0] } else { pair[1] <= pair[0] });
    steps && last != clean
}

#[cfg(test)]
mod tests {
    use super::super::flaws::FLAWS;
    use super::*;
    use dewax::check::Remedy;

    fn finding(code: &str, value: f32, severity: Severity) -> Finding {
        Finding {
            code: code.into(),
            shot: 0,
            worst_frame: 20,
            value,
            unit: "levels".into(),
            threshold: 1.0,
            severity,
            remedy: Remedy::Leave,
            confidence: 1.0,
            text: String::new(),
        }
    }

    #[test]
    fn the_loudest_new_finding_is_the_named_one() {
        let boil = &FLAWS[0];
        let of = |clean: &[Finding], found: &[Finding]| judge(boil, clean, found, 21, (60, 25.0));
        let right = finding("boil", 1.5, Severity::Minor);
        let louder = finding("drift", 3.0, Severity::Clear);
        assert!(of(&[], std::slice::from_ref(&right)).named);
        let beaten = of(&[], &[right.clone(), louder.clone()]);
        assert!(!beaten.named && beaten.instead == "drift");
        assert!(of(std::slice::from_ref(&louder), &[right.clone(), louder.clone()]).named);
        assert!(of(std::slice::from_ref(&right), std::slice::from_ref(&right)).was_there);
        let silent = of(&[], &[finding("boil", 0.5, Severity::Fine)]);
        assert!(!silent.named && silent.frames_off.is_none());
        assert!(of(&[], &[right]).is_near());
        // A check that fires below its threshold.
        let thin = [finding("boil", 0.25, Severity::Minor), finding("drift", 3.0, Severity::Clear)];
        assert!(of(&[], &thin).named);
    }

    #[test]
    fn values_must_go_one_way() {
        assert!(is_monotone(0.3, &[1.0, 2.0, 3.0]) && is_monotone(2.0, &[1.0, 0.6, 0.2]));
        assert!(!is_monotone(0.3, &[2.0, 1.0, 3.0]) && !is_monotone(0.3, &[0.3, 0.3, 0.3]));
    }
}
