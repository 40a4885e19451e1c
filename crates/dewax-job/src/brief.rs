//! What a client wants to know of a job, and no more: picked out of report and recipe, for front ends to word.

use dewax::deed::Deed;
use dewax::recipe::Recipe;
use dewax::report::{Report, Verdict};

/// A job in short.
#[derive(Clone, Debug, PartialEq)]
pub struct Brief {
    /// The clip.
    pub source: String,
    /// Its size and length.
    pub picture: String,
    /// The worst verdict of its shots.
    pub verdict: Verdict,
    /// How many shots have which verdict, the worst first; empty where there is one shot.
    pub shots: Vec<(Verdict, usize)>,
    /// What the colours of its shots were taken to, in short; none where they were not.
    pub matched: Option<String>,
    /// Why, for the first shot with that verdict.
    pub because: String,
    /// What to ask of the generator next time.
    pub advice: Vec<String>,
    /// What is done to the picture, in running order.
    pub done: Vec<Done>,
    /// What a trial repair says of the flaws, for the shot that `because` is about; none where nothing was tried.
    pub expects: Option<String>,
    /// How long a treatment takes, in seconds, as the trial repairs say.
    pub takes_s: Option<f64>,
    /// What was proven.
    pub certified: Certified,
    /// What of the source is missing.
    pub missing: Vec<String>,
    /// What else a reader must know is in the report: so many sentences.
    pub notes: usize,
}

/// Something that is done in one shot or in several.
#[derive(Clone, Debug, PartialEq)]
pub struct Done {
    /// What: see [`Deed::what`].
    pub what: &'static str,
    /// The least and the most of it in the shots that have it.
    pub much: (f32, f32),
    /// Of what.
    pub unit: &'static str,
    /// In how many shots.
    pub shots: usize,
    /// Of how many.
    pub of: usize,
}

impl Done {
    /// What is done, with how much of it.
    pub fn words(&self) -> String {
        let (least, most) = (Deed::amount(self.much.0, self.unit), Deed::amount(self.much.1, self.unit));
        let amount = match most.as_str() {
            "" => String::new(),
            _ if least == most => format!(" {most}"),
            _ => format!(" {} to {most}", least.split(' ').next().unwrap_or_default()),
        };
        let is_all = self.shots >= self.of;
        let shots = if is_all { String::new() } else { format!(" in {} of {} shots", self.shots, self.of) };
        format!("{}{amount}{shots}", self.what)
    }
}

/// What was proven of a result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Certified {
    /// There is no result.
    NotAsked,
    /// Everything holds.
    Yes,
    /// Everything holds that could be judged, and of the skin nothing could: why.
    WithoutSkin(String),
    /// What does not hold, a sentence each.
    No(Vec<String>),
}

impl Brief {
    /// Of a report, and of the recipe that was rendered or that would be.
    pub fn of(report: &Report, recipe: Option<&Recipe>) -> Self {
        let count = |verdict| report.delivered_shots().filter(|s| s.verdict == verdict).count();
        let verdicts = [Verdict::Regenerate, Verdict::Treat, Verdict::Leave];
        let shots = verdicts.map(|v| (v, count(v))).into_iter().filter(|(_, n)| *n > 0).collect();
        let deciding = report.delivered_shots().find(|s| s.verdict == report.verdict);
        let trials = || report.delivered_shots().filter_map(|s| s.trial.as_ref());
        let certified = match &report.certificate {
            None => Certified::NotAsked,
            Some(c) if !c.passed => Certified::No(c.failures()),
            Some(c) => c.skin_not_judged().map_or(Certified::Yes, Certified::WithoutSkin),
        };
        let tier_notes = usize::from(!report.tier_note.is_empty());
        Self {
            source: report.source.clone(),
            picture: report.picture.clone(),
            verdict: report.verdict,
            shots: if report.delivered_shots().count() > 1 { shots } else { Vec::new() },
            matched: report.matched_to(),
            because: deciding.map(|s| s.because.clone()).unwrap_or_default(),
            // What can be treated needs no other take: the report has what to ask for all the same.
            advice: deciding
                .filter(|s| s.verdict == Verdict::Regenerate)
                .map(|s| s.advice.clone())
                .unwrap_or_default(),
            done: recipe.map(|recipe| done(recipe, report)).unwrap_or_default(),
            expects: deciding.and_then(|s| s.trial.as_ref()).map(|t| t.expects()),
            takes_s: trials().next().map(|_| trials().map(|t| t.estimate_s).sum()),
            certified,
            missing: report.losses.clone(),
            notes: report.notes.len() + tier_notes,
        }
    }
}

/// What a recipe does in the shots that were rendered, or in all of them where nothing was.
fn done(recipe: &Recipe, report: &Report) -> Vec<Done> {
    let range = report.delivery.as_ref().map_or((0, usize::MAX), |d| d.range);
    let rendered = |s: &&dewax::recipe::RecipeShot| s.shot.first_frame < range.1 && s.shot.end() > range.0;
    let shots: Vec<_> = recipe.shots.iter().filter(rendered).collect();
    let mut done: Vec<Done> = Vec::new();
    for shot in &shots {
        let mut here: Vec<Done> = Vec::new();
        for Deed { what, much, unit } in shot.stacks().flat_map(dewax::stack::Stack::deeds) {
            add(&mut here, Done { what, much: (much, much), unit, shots: 1, of: shots.len() }, 0);
        }
        here.into_iter().for_each(|one| add(&mut done, one, 1));
    }
    done
}

/// Adds what is done to what is there of it; `more` shots have it then.
fn add(all: &mut Vec<Done>, one: Done, more: usize) {
    match all.iter_mut().find(|d| d.what == one.what) {
        Some(there) => {
            there.much = (there.much.0.min(one.much.0), there.much.1.max(one.much.1));
            there.shots += more;
        }
        None => all.push(one),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_done_in_several_shots_is_said_once() {
        let one = |what, much, shots| Done { what, much: (much, much), unit: "%", shots, of: 3 };
        let mut all = vec![one("calmed", 50.0, 1), one("sharpened", 8.0, 1)];
        add(&mut all, one("calmed", 85.0, 1), 1);
        // Another face of the same shot.
        add(&mut all, one("sharpened", 2.0, 1), 0);
        add(&mut all, one("balanced", 1.0, 1), 1);
        let said: Vec<_> = all.iter().map(|d| (d.what, d.much, d.shots)).collect();
        assert_eq!(
            said,
            [("calmed", (50.0, 85.0), 2), ("sharpened", (2.0, 8.0), 1), ("balanced", (1.0, 1.0), 1)]
        );
    }
}
