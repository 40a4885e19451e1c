//! The table of a calibration: how well each check's value tells flawed skin from real skin, and how often it was wrong.

use super::Outcome;
use super::material::{FLAWS, Origin};
use dewax::check::{CheckEntry, Finding, Severity};
use dewax::checks::CHECKS;
use std::fmt::Write;

/// Checks whose value falls with the flaw.
const FALLING: [&str; 1] = ["porcelain"];
/// What people call a check's flaw in their notes, beside its name.
const OTHER_WORDS: [(&str, &[&str]); 1] = [("porcelain", &["wax", "over-smooth"])];

/// The table as a page of the manual.
pub(super) fn of(outcomes: &[Outcome], frames: usize, wants: &dyn Fn(&str) -> bool) -> String {
    let mut out = format!(
        "# Calibration of the checks\n\nMade by `cargo xtask calibrate` with dewax {} from a folder of clips that is not part of \
         the repository; do not edit. Up to {frames} frames of each clip, all of a still (as it is, and at a half and a quarter \
         of its size).\n\n\
         - **real**: camera footage as it is. **AI**: footage from generators, most of it without the flaw in question.\n\
         - **flawed**: the camera footage with the check's own flaw put in, see below.\n\
         - **squeezed**: the camera footage at H.264, CRF 34: nothing may be found that was not there.\n\
         - **AUC**: how often a flawed piece has a worse value than a real one; 0.5 is chance, 1 is always. The value alone, \
         with what the check answers \"cannot tell\" included.\n\
         - **found**: pieces of which the check says \"minor\" or \"clear\"; **silent**: pieces of which it says \"cannot \
         tell\".\n\n",
        dewax::VERSION
    );
    let n = |origin: &dyn Fn(&Outcome) -> bool| outcomes.iter().filter(|o| origin(o)).count();
    let count = |is: fn(&Origin) -> bool, still: bool| n(&|o| is(&o.origin) && o.is_still == still);
    let _ = writeln!(
        out,
        "Material: {} real clips and {} real stills; {} AI clips and {} AI stills; {} flawed; {} squeezed.\n",
        count(|o| *o == Origin::Real, false),
        count(|o| *o == Origin::Real, true),
        count(|o| *o == Origin::Ai, false),
        count(|o| *o == Origin::Ai, true),
        n(&|o| matches!(o.origin, Origin::Flawed(_))),
        n(&|o| o.origin == Origin::Squeezed),
    );
    out += "| check | threshold | AUC flawed | AUC AI | real: found | real: silent | AI: found | AI where the flaw was noted: \
            found | flawed: found | flawed: silent | squeezed: found |\n|---|---|---|---|---|---|---|---|---|---|---|\n";
    for check in CHECKS.iter().filter(|c| wants(c.name)) {
        out += &row(check, outcomes);
    }
    out += "\n## Each flaw\n\n| check | flaw | n | median value | AUC against real | found | silent |\n|---|---|---|---|---|---|---|\n";
    for check in CHECKS.iter().filter(|c| wants(c.name)) {
        let real = Group::of(check, outcomes, &|o| o.origin == Origin::Real);
        out += &format!(
            "| {} | none | {} | {} | | {} | {} |\n",
            check.name,
            real.n(),
            real.median(),
            real.found,
            real.silent
        );
        for flaw in FLAWS.iter().filter(|f| f.check == check.name) {
            let group = Group::of(check, outcomes, &|o| o.origin == Origin::Flawed(flaw));
            let auc = auc_text(check, &group, &real);
            out += &format!(
                "| {} | {} | {} | {} | {auc} | {} | {} |\n",
                check.name,
                flaw.name,
                group.n(),
                group.median(),
                group.found,
                group.silent
            );
        }
    }
    out
}

fn row(check: &CheckEntry, outcomes: &[Outcome]) -> String {
    let group = |wanted: &dyn Fn(&Outcome) -> bool| Group::of(check, outcomes, wanted);
    let real = group(&|o| o.origin == Origin::Real);
    let ai = group(&|o| o.origin == Origin::Ai);
    let noted = group(&|o| o.origin == Origin::Ai && is_noted(check.name, &o.noted));
    let flawed = group(&|o| matches!(o.origin, Origin::Flawed(f) if f.check == check.name));
    let squeezed = group(&|o| o.origin == Origin::Squeezed);
    let first = outcomes.iter().flat_map(|o| &o.findings).find(|f| f.code == check.name);
    let threshold = first.map_or(String::new(), |f| format!("{} {}", f.threshold, f.unit));
    let of = |found: usize, group: &Group| format!("{found} of {}", group.n());
    format!(
        "| {} | {threshold} | {} | {} | {} | {} | {} | {} | {} | {} | {} |\n",
        check.name,
        auc_text(check, &flawed, &real),
        auc_text(check, &ai, &real),
        of(real.found, &real),
        of(real.silent, &real),
        of(ai.found, &ai),
        of(noted.found, &noted),
        of(flawed.found, &flawed),
        of(flawed.silent, &flawed),
        of(squeezed.found, &squeezed),
    )
}

/// Whether notes name the flaw of a check.
fn is_noted(check: &str, notes: &str) -> bool {
    let others = OTHER_WORDS.iter().filter(|(name, _)| *name == check).flat_map(|(_, words)| words.iter());
    notes.contains(check) || others.into_iter().any(|w| notes.contains(w))
}

/// What a check said of some pieces; of each its worst shot.
struct Group {
    /// Values of those that could be measured at all.
    values: Vec<f32>,
    found: usize,
    silent: usize,
    all: usize,
}

impl Group {
    fn of(check: &CheckEntry, outcomes: &[Outcome], wanted: &dyn Fn(&Outcome) -> bool) -> Self {
        let mut group = Self { values: Vec::new(), found: 0, silent: 0, all: 0 };
        for outcome in outcomes.iter().filter(|o| wanted(o)) {
            let of_check = outcome.findings.iter().filter(|f| f.code == check.name);
            let Some(worst) = of_check.max_by_key(|f| f.severity) else { continue };
            group.all += 1;
            group.found += usize::from(worst.severity >= Severity::Minor);
            group.silent += usize::from(worst.severity == Severity::CannotTell);
            if is_measured(worst) {
                group.values.push(worst.value);
            }
        }
        group.values.sort_by(f32::total_cmp);
        group
    }

    fn n(&self) -> usize {
        self.all
    }

    fn median(&self) -> String {
        self.values.get(self.values.len() / 2).map_or("-".into(), |v| format!("{v:.2}"))
    }
}

/// A check that could measure nothing gives the value 0 and says that it cannot tell.
fn is_measured(finding: &Finding) -> bool {
    finding.severity != Severity::CannotTell || finding.value != 0.0
}

fn auc_text(check: &CheckEntry, flawed: &Group, real: &Group) -> String {
    let (low, high) = if FALLING.contains(&check.name) {
        (&flawed.values, &real.values)
    } else {
        (&real.values, &flawed.values)
    };
    auc(low, high).map_or("-".into(), |v| format!("{v:.2}"))
}

/// The share of pairs in which the value of `high` is larger, ties counting half; `None` without pairs.
fn auc(low: &[f32], high: &[f32]) -> Option<f64> {
    let pairs = low.iter().flat_map(|a| high.iter().map(move |b| (a, b)));
    let sum: f64 = pairs
        .map(|(a, b)| match a.total_cmp(b) {
            std::cmp::Ordering::Less => 1.0,
            std::cmp::Ordering::Equal => 0.5,
            std::cmp::Ordering::Greater => 0.0,
        })
        .sum();
    let count = low.len() * high.len();
    (count > 0).then(|| sum / count as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn auc_counts_pairs() {
        assert_eq!(auc(&[1.0, 2.0], &[3.0, 4.0]), Some(1.0));
        assert_eq!(auc(&[3.0, 4.0], &[1.0, 2.0]), Some(0.0));
        assert_eq!(auc(&[1.0, 3.0], &[1.0, 3.0]), Some(0.5));
        assert_eq!(auc(&[], &[1.0]), None);
    }

    #[test]
    fn notes_name_a_flaw_by_its_name_or_another() {
        assert!(is_noted("porcelain", "waxy dark skin") && is_noted("boil", "boil; balloons"));
        assert!(!is_noted("boil", "porcelain") && !is_noted("drift", "waxy"));
    }
}
