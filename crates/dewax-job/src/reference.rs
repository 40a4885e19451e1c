//! Shots matched to a still: what each is given, and what a reader must know of it.

use crate::cdl;
use crate::still::{Still, StillError};
use dewax::analysis::Analysis;
use dewax::color::{Cdl, Cube};
use dewax::matching::{Matched, SkinSamples, Why, fit_seen};
use dewax::recipe::{Look, Recipe};
use dewax::report::{Report, ShotMatch};
use dewax::stack::{Setting, Stack};
use dewax_media::shown::shown;
use std::path::{Path, PathBuf};

/// What the shots of a clip are given to be as a still.
#[derive(Clone, Debug, Default)]
pub(crate) struct Grades {
    /// Values for each shot.
    pub(crate) settings: Vec<Vec<Setting>>,
    /// What each shot was matched to, where it was.
    pub(crate) matches: Vec<Option<ShotMatch>>,
    /// What a reader must know, in sentences.
    pub(crate) notes: Vec<String>,
}

/// A still that shots are matched to, and where it was read.
#[derive(Clone, Debug)]
pub struct Reference {
    /// The file.
    pub path: PathBuf,
    /// What it says.
    pub still: Still,
}

impl Reference {
    /// Reads a still to match to.
    ///
    /// # Errors
    /// When the file is none.
    pub fn read(path: &Path) -> Result<Self, StillError> {
        Ok(Self { path: path.to_owned(), still: Still::read(path)? })
    }
}

/// Matches every shot of a clip to a still, as they are seen `through` a table where one is given.
pub(crate) fn grades(
    analysis: &Analysis,
    reference: &Reference,
    look: &Look,
    through: Option<&Cube>,
) -> Grades {
    let name = reference.path.file_name().map_or_else(String::new, |n| shown(&n.to_string_lossy()));
    let mut out = Grades::default();
    // Ten numbers that were found together are no grade when one of them is another.
    if let Some(pin) = look.pinned.iter().find(|pin| cdl::is_of(pin)) {
        out.notes
            .push(format!("No shot is matched to {name}: {}.{} was set by hand.", pin.step, pin.param.name));
        return out;
    }
    if !cdl::of(&look.stack).is_neutral() {
        out.notes.push(format!("No shot is matched to {name}: the look has a grade of its own (`balance`)."));
        return out;
    }
    for shot in 0..analysis.shots.len() {
        let matched =
            SkinSamples::of(analysis, shot).map(|own| fit_seen(&own, &reference.still.skin, 1.0, through));
        out.notes.push(note(shot, &name, matched.as_ref()));
        let matched = matched.filter(|m| m.why == Why::Matched);
        out.settings.push(matched.map(|m| cdl::nearest(&m.cdl)).unwrap_or_default());
        out.matches.push(matched.map(|matched| ShotMatch { to: name.clone(), matched }));
    }
    out
}

/// Says in a report which shots were matched; not of those whose match gave way, or was edited, before the recipe was rendered.
pub(crate) fn say_matches(report: &mut Report, recipe: &Recipe, matches: &[Option<ShotMatch>]) {
    for (number, (shot, matched)) in recipe.shots.iter().zip(matches).enumerate() {
        let Some(matched) = matched else { continue };
        let mut laid = Stack::neutral();
        cdl::nearest(&matched.matched.cdl).iter().for_each(|setting| laid.set(setting));
        if cdl::of(&shot.stack) == cdl::of(&laid) {
            report.say_matched(number, matched.clone());
        }
    }
}

fn note(shot: usize, still: &str, matched: Option<&Matched>) -> String {
    let number = shot + 1;
    match matched {
        None => format!("Shot {number} is not matched to {still}: no face in it could be followed."),
        Some(m) if m.why == Why::Matched => {
            let Cdl { slope, offset, power, saturation } = m.cdl;
            let three = |v: [f32; 3]| v.map(|v| format!("{v:.3}")).join(" ");
            format!(
                "Shot {number} is matched to {still}: its skin lay {:.1} CIEDE2000 from it, and lies {:.1} (nine tenths within {:.1}) after \
                 slope {}, offset {}, power {}, saturation {saturation:.3}. From dark to bright: {}.",
                m.before_de00,
                m.after_de00,
                m.p90_after_de00,
                three(slope),
                three(offset),
                three(power),
                m.by_tone(),
            )
        }
        Some(m) => format!("Shot {number} is not matched to {still}: {}.", m.why.words()),
    }
}
