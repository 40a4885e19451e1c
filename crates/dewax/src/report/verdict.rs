//! What to do with a shot, decided from what the checks found and from the trial repair of its worst second.

use crate::analysis::Analysis;
use crate::certificate::{FrameProof, SkinProof};
use crate::check::{Check, Evidence, Finding, Remedy, Severity};
use crate::checks::CHECKS;
use crate::checks::attire::Attire;
use crate::checks::porcelain::Porcelain;
use crate::report::ShotMatch;
use serde::{Deserialize, Serialize};

/// What to do with a shot.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "UPPERCASE")]
pub enum Verdict {
    /// Nothing needs doing.
    Leave,
    /// It can be treated.
    Treat,
    /// Ask the generator again.
    Regenerate,
}

impl Verdict {
    /// As people write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Leave => "LEAVE",
            Self::Treat => "TREAT",
            Self::Regenerate => "REGENERATE",
        }
    }
}

/// How the change begins that says that nothing held.
pub const ALL_LEFT_OUT: &str = "all steps left out";
/// See [`ShotTrial::worsens`].
const BOIL: &str = "boil";

/// A flaw before and after.
struct Course {
    what: &'static str,
    unit: &'static str,
    was: f32,
    is: f32,
    /// Less of it is not worth a word.
    floor: f32,
}

/// What came of treating the worst second of a shot.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ShotTrial {
    /// The shot: the first is 1 in files, as in words.
    #[serde(with = "crate::clip::from_one")]
    #[schemars(with = "std::num::NonZeroUsize")]
    pub shot: usize,
    /// First and last frame that were rendered, by number in the clip.
    pub frames: (usize, usize),
    /// How often they were rendered: once more for every time that strengths had to be taken back.
    pub rounds: usize,
    /// Whether the result holds as a finished file must.
    pub holds: bool,
    /// The steps that the recipe still runs.
    pub steps: Vec<String>,
    /// What had to be weakened, and why.
    pub changes: Vec<String>,
    /// How long the whole shot will take to render on this machine, in seconds.
    pub estimate_s: f64,
    /// The whole picture, before and after.
    pub frame: FrameProof,
    /// The skin, before and after: what is to be expected of the whole shot.
    pub skin: Vec<SkinProof>,
}

impl ShotTrial {
    /// Whether a step that treats a finding still runs.
    fn treats(&self, finding: &Finding) -> bool {
        match &finding.remedy {
            Remedy::Treat(steps) => steps.iter().any(|step| self.steps.contains(step)),
            _ => false,
        }
    }

    /// Whether every step that treats a finding was tried and had to be taken back: what a user left out was not tried.
    fn took_back(&self, finding: &Finding) -> bool {
        let Remedy::Treat(steps) = &finding.remedy else { return false };
        let names = |change: &String| {
            change.starts_with(ALL_LEFT_OUT) || steps.iter().any(|step| change.contains(step))
        };
        !self.treats(finding) && self.changes.iter().any(names)
    }

    /// What is measured of the flaws before and after. Where there are several skins, the one that had most.
    fn courses(&self) -> [Course; 5] {
        let worst = |pick: &dyn Fn(&SkinProof) -> (f32, f32)| {
            self.skin.iter().map(pick).max_by(|a, b| a.0.total_cmp(&b.0)).unwrap_or_default()
        };
        let course = |what, unit, (was, is), floor| Course { what, unit, was, is, floor };
        [
            course(BOIL, "levels", worst(&|s| s.boil), 0.5),
            course("patches", "levels", worst(&|s| s.patch), 0.3),
            course("exposure", "%", self.frame.exposure, 0.3),
            course("halo", "%", self.frame.halo_percent.unwrap_or_default(), 1.5),
            course("breathing", "% of the eye distance", self.frame.breath_percent.unwrap_or_default(), 0.1),
        ]
    }

    /// A flaw that is worse after the treatment than before, in words: what does that is no repair, whatever else it mends. Of boil the
    /// certificate knows more: grain that is laid over the picture is no boil.
    pub fn worsens(&self) -> Option<String> {
        let worse =
            |c: &Course| c.what != BOIL && c.is >= c.floor && c.is > c.was + (0.1 * c.was).max(0.3 * c.floor);
        let one = self.courses().into_iter().find(worse)?;
        Some(format!(
            "{} went from {:.2} to {:.2} {}: what makes a flaw worse is no repair",
            one.what, one.was, one.is, one.unit
        ))
    }

    /// What will be left of the flaws, in a sentence.
    pub fn expects(&self) -> String {
        let mut parts = Vec::new();
        for Course { what, unit, was, is, floor } in self.courses() {
            if was >= floor {
                parts.push(format!("{what} {was:.2} to {is:.2} {unit}"));
            }
        }
        let risen = self.skin.iter().flat_map(|s| s.sticky_db).flatten().fold(0.0, f32::max);
        if risen >= 0.3 {
            parts.push(format!("texture up to {risen:+.1} dB"));
        }
        if parts.is_empty() { "hardly any change is to be expected".into() } else { parts.join(", ") }
    }
}

/// What the checks find in a shot.
pub(super) fn findings(analysis: &Analysis, shot: usize) -> Vec<Finding> {
    let seen = Evidence { facts: &analysis.shots[shot], shots: &analysis.shots, clip: &analysis.clip };
    CHECKS.iter().map(|c| c.find(shot, &seen)).collect()
}

/// The verdict of a shot whose worst second was tried.
pub fn verdict_after(analysis: &Analysis, shot: usize, trial: &ShotTrial) -> Verdict {
    decide(&findings(analysis, shot), Some(Some(trial))).verdict
}

/// The frame of a shot in which what can be treated is worst, by number in the clip; its middle when nothing was found.
pub fn worst_frame(analysis: &Analysis, shot: usize) -> usize {
    let found = findings(analysis, shot);
    let treatable = |f: &&Finding| f.severity >= Severity::Minor && matches!(f.remedy, Remedy::Treat(_));
    let worst = found.iter().filter(treatable).max_by(|a, b| a.of_threshold().total_cmp(&b.of_threshold()));
    let here = analysis.shots[shot].shot;
    worst.map_or(here.first_frame + here.frames / 2, |f| f.worst_frame)
}

/// Said of a shot in which no check found anything.
const NOTHING: &str = "Nothing was found that needs treating.";

/// The reason of a shot whose colours were taken to another's: what was done comes first, and it is no flaw.
pub(super) fn because_matched(because: &str, matched: &ShotMatch) -> String {
    format!(
        "{} {}",
        matched.words(),
        because.replacen(NOTHING, "Nothing else was found that needs treating.", 1)
    )
}

/// A verdict with its reason.
pub(super) struct Decided {
    pub(super) verdict: Verdict,
    pub(super) because: String,
    pub(super) confidence: f32,
}

/// The verdict of a shot: what cannot be repaired decides before what can, and what can must have been tried. `trial` is none
/// when nothing was tried at all, and `Some(None)` when nothing was to be done in this shot.
pub(super) fn decide(findings: &[Finding], trial: Option<Option<&ShotTrial>>) -> Decided {
    let seen = || findings.iter().filter(|f| f.severity >= Severity::Minor);
    let decided = |verdict, on: &[&Finding], tail: &str| {
        let texts: Vec<&str> =
            on.iter().map(|f| f.text.as_str()).chain([tail]).filter(|t| !t.is_empty()).collect();
        let confidence = on.iter().map(|f| f.confidence).fold(1.0, f32::min);
        Decided { verdict, because: texts.join(" "), confidence }
    };
    let mut again: Vec<&Finding> = seen().filter(|f| f.remedy == Remedy::Regenerate).collect();
    // Hair that flickers alone does not condemn what else of the shot is worth a repair.
    let is_hair_alone = again.iter().all(|f| f.code == Attire::NAME);
    if is_hair_alone && seen().any(|f| matches!(f.remedy, Remedy::Treat(_))) {
        again.clear();
    }
    if !again.is_empty() {
        return decided(Verdict::Regenerate, &again, "");
    }
    let treatable: Vec<&Finding> = seen().filter(|f| matches!(f.remedy, Remedy::Treat(_))).collect();
    if !treatable.is_empty() {
        let is_wax = |f: &&Finding| f.code == Porcelain::NAME && f.severity == Severity::Clear;
        let wax: Vec<&Finding> = treatable.iter().copied().filter(is_wax).collect();
        return match trial {
            // What no texture can be put on is generated again.
            Some(Some(t)) if wax.iter().any(|f| t.took_back(f)) => decided(
                Verdict::Regenerate,
                &wax,
                "No texture held on it in a trial repair: nothing can be put on such wax.",
            ),
            None => decided(Verdict::Treat, &treatable, "No trial repair was made."),
            Some(Some(t)) if !t.holds => decided(
                Verdict::Leave,
                &treatable,
                "A trial repair of the worst second did not hold, so it is better left.",
            ),
            Some(Some(t)) if treatable.iter().any(|f| t.treats(f)) => decided(Verdict::Treat, &treatable, ""),
            Some(Some(t)) if treatable.iter().any(|f| t.took_back(f)) => decided(
                Verdict::Leave,
                &treatable,
                "What treats that had to be taken back in a trial repair.",
            ),
            // Also where a trial was made of something else that the look does.
            Some(_) => decided(Verdict::Leave, &treatable, "Nothing in this look treats that."),
        };
    }
    let known: Vec<&Finding> = findings.iter().filter(|f| f.severity == Severity::Fine).collect();
    let nothing = if known.is_empty() { "Nothing could be measured." } else { NOTHING };
    let others: Vec<&str> = seen().map(|f| f.text.as_str()).collect();
    let because = std::iter::once(nothing).chain(others).collect::<Vec<_>>().join(" ");
    let confidence = known.iter().map(|f| f.confidence).fold(1.0, f32::min);
    Decided { verdict: Verdict::Leave, because, confidence: if known.is_empty() { 0.0 } else { confidence } }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::certificate::Cause;

    fn finding(severity: Severity, remedy: Remedy) -> Finding {
        Finding {
            code: "boil".into(),
            shot: 0,
            worst_frame: 3,
            value: 2.0,
            unit: "levels".into(),
            threshold: 1.0,
            severity,
            remedy,
            confidence: 0.6,
            text: "It boils.".into(),
        }
    }

    fn trial(holds: bool, step: &str) -> ShotTrial {
        let frame = FrameProof { holds, ..FrameProof::default() };
        ShotTrial {
            shot: 0,
            frames: (0, 23),
            rounds: 1,
            holds,
            steps: vec![step.into()],
            changes: vec![Cause::Waxed.words().into()],
            estimate_s: 1.0,
            frame,
            skin: Vec::new(),
        }
    }

    #[test]
    fn wax_on_which_no_texture_held_is_generated_again() {
        let wax = |severity| {
            let remedy = Remedy::Treat(vec!["texture.pores".into(), "finish".into()]);
            [Finding { code: Porcelain::NAME.into(), ..finding(severity, remedy) }]
        };
        let verdict = |f: &[Finding], step, change: &str| {
            let trial = ShotTrial { changes: vec![change.into()], ..trial(true, step) };
            decide(f, Some(Some(&trial))).verdict
        };
        let taken = "texture.pores left out: too much";
        assert_eq!(verdict(&wax(Severity::Clear), "texture.pores", taken), Verdict::Treat);
        assert_eq!(verdict(&wax(Severity::Clear), "calm", taken), Verdict::Regenerate);
        assert_eq!(verdict(&wax(Severity::Clear), "calm", ALL_LEFT_OUT), Verdict::Regenerate);
        assert_eq!(
            verdict(&wax(Severity::Clear), "calm", "grain weakened"),
            Verdict::Leave,
            "its user left it out"
        );
        assert_eq!(verdict(&wax(Severity::Minor), "calm", taken), Verdict::Leave);
        let why = |change: &str| {
            let trial = ShotTrial { changes: vec![change.into()], ..trial(true, "calm") };
            decide(&wax(Severity::Minor), Some(Some(&trial))).because
        };
        assert!(why(taken).ends_with("taken back in a trial repair."), "{}", why(taken));
        let other = why("grain weakened");
        assert!(other.ends_with("Nothing in this look treats that."), "another trial was made: {other}");
    }

    #[test]
    fn hair_that_flickers_condemns_a_shot_only_where_nothing_else_of_it_is_worth_a_repair() {
        let hair = Finding { code: Attire::NAME.into(), ..finding(Severity::Clear, Remedy::Regenerate) };
        let boil = finding(Severity::Clear, Remedy::Treat(vec!["calm".into()]));
        let verdict = |f: &[Finding]| decide(f, Some(Some(&trial(true, "calm")))).verdict;
        assert_eq!(verdict(std::slice::from_ref(&hair)), Verdict::Regenerate);
        assert_eq!(verdict(&[hair.clone(), boil.clone()]), Verdict::Treat);
        let other = finding(Severity::Clear, Remedy::Regenerate);
        assert_eq!(verdict(&[hair, boil, other]), Verdict::Regenerate);
    }

    #[test]
    fn a_repair_that_makes_a_flaw_worse_is_named() {
        let with = |exposure| {
            let mut trial = trial(true, "calm");
            trial.frame.exposure = exposure;
            trial.worsens()
        };
        assert_eq!(with((1.0, 0.2)), None);
        assert_eq!(with((0.1, 0.2)), None, "too little to see");
        assert_eq!(with((2.0, 2.1)), None, "measured no better than that");
        assert!(with((0.5, 0.9)).is_some_and(|words| words.contains("exposure went from 0.50 to 0.90 %")));
    }

    #[test]
    fn treat_is_only_said_after_a_trial_that_holds() {
        let boil = finding(Severity::Clear, Remedy::Treat(vec!["calm".into()]));
        let verdict = |f: &[Finding], t: Option<&ShotTrial>| decide(f, Some(t)).verdict;
        let findings = [boil.clone()];
        assert_eq!(verdict(&findings, Some(&trial(true, "calm"))), Verdict::Treat);
        for other in [None, Some(&trial(false, "calm")), Some(&trial(true, "finish"))] {
            let decided = decide(&findings, Some(other));
            assert_eq!(decided.verdict, Verdict::Leave);
            assert!(decided.because.len() > "It boils.".len(), "{}", decided.because);
        }
        let again = [boil, finding(Severity::Clear, Remedy::Regenerate)];
        assert_eq!(verdict(&again, Some(&trial(true, "calm"))), Verdict::Regenerate);
        let fine = [
            finding(Severity::Fine, Remedy::Treat(Vec::new())),
            finding(Severity::CannotTell, Remedy::Regenerate),
        ];
        assert_eq!(verdict(&fine, None), Verdict::Leave);
        assert_eq!(decide(&fine, Some(None)).confidence, 0.6);
    }
}
