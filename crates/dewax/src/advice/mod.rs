//! What to ask of a generator next time: the measured flaw first, with hints from a table that says where each was read.

pub mod hints;
mod prompt;
mod route;
mod spans;
mod until;

pub use hints::{ANY, BadHints, Change, Generator, Hints, Negative, Sure, Words};
pub use prompt::{Edited, edited, edited_negative};
pub use route::{Route, RouteTo};

use crate::check::{Finding, Remedy, Severity};
use crate::checks::scene::SMALL_IOD_PX;
use crate::clip::{Clip, Shot, Signs};
use crate::facts::ShotFacts;
use hints::Hint;
use serde::Serialize;

/// So many sentences of advice are in a report: `dewax advise` has all.
const MOST_LINES: usize = 3;
/// Hints that begin with the same so many characters ask for the same: "Make the clip shorter".
const SAME_BEGINNING: usize = 20;

/// Where a hint was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct ReadAt {
    /// The source.
    pub source: String,
    /// When it was read, or written: a year and a month.
    pub date: String,
    /// How sure it is.
    pub sure: Sure,
}

/// One thing to ask for.
#[derive(Clone, Debug, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Ask {
    /// What is to be changed.
    pub change: Change,
    /// The hint, in a sentence.
    pub text: String,
    /// Words for the prompt.
    pub add: Vec<String>,
    /// Words for what is not wanted.
    pub negative: Vec<String>,
    /// Where it was read; none where it was computed from what was measured.
    pub read_at: Option<ReadAt>,
}

/// A flaw that was measured, and what to ask for.
#[derive(Clone, Debug, PartialEq, Serialize, schemars::JsonSchema)]
pub struct FlawAdvice {
    /// The check.
    pub flaw: String,
    /// How bad it is.
    pub severity: Severity,
    /// How much was measured.
    pub value: f32,
    /// In what.
    pub unit: String,
    /// From where on it counts.
    pub threshold: f32,
    /// Number of the worst frame in the clip.
    pub worst_frame: usize,
    /// The same in a sentence.
    pub seen: String,
    /// What to ask for: first what follows from the measurement, then hints for the generator, then those for all.
    pub asks: Vec<Ask>,
}

/// What to ask for after a shot.
#[derive(Clone, Debug, PartialEq, Serialize, schemars::JsonSchema)]
pub struct ShotAdvice {
    /// Which frames.
    pub shot: Shot,
    /// What was measured, the worst first.
    pub flaws: Vec<FlawAdvice>,
    /// How long a clip should be at most, in seconds: the least of what was measured and of what is known of the generator; none where
    /// nothing bounds it.
    pub most_seconds: Option<f64>,
    /// Where to send the shot.
    pub route: Route,
}

/// What to ask for after a shot, by what was found in it.
pub fn of_shot(
    hints: &Hints,
    generator: Option<&Generator>,
    clip: &Clip,
    facts: &ShotFacts,
    findings: &[Finding],
) -> ShotAdvice {
    let worst_first = ranked(findings);
    let mut most_seconds: Option<f64> = None;
    let mut bound =
        |seconds: f64| most_seconds = Some(most_seconds.map_or(seconds, |most| most.min(seconds)));
    let flaws = worst_first
        .iter()
        .map(|finding| {
            let mut asks = Vec::new();
            if let Some(held) = until::held(clip, facts, finding) {
                bound(held.seconds);
                asks.push(computed(Change::Duration, held.words));
            }
            if let Some(small) = small_face(facts).filter(|_| finding.code == "scene") {
                asks.push(computed(Change::Framing, small));
            }
            for row in hints.of(generator.map(|g| g.id.as_str()), &finding.code) {
                row.most_seconds.into_iter().for_each(&mut bound);
                asks.push(ask(row));
            }
            let length = generator.filter(|_| matches!(finding.code.as_str(), "identity" | "drift"));
            if let Some((generator, seconds)) = length.and_then(|g| Some((g, g.seconds()?))) {
                bound(seconds);
                asks.push(Ask {
                    read_at: Some(read_at(&generator.source, &generator.date, generator.sure)),
                    ..computed(Change::Duration, length_of(generator, seconds))
                });
            }
            FlawAdvice {
                flaw: finding.code.clone(),
                severity: finding.severity,
                value: finding.value,
                unit: finding.unit.clone(),
                threshold: finding.threshold,
                worst_frame: finding.worst_frame,
                seen: finding.text.clone(),
                asks,
            }
        })
        .collect();
    let route = route::of(facts, worst_first.first().copied());
    ShotAdvice { shot: facts.shot, flaws, most_seconds, route }
}

/// What is asked for where nothing was measured: the general words for skin, light and lens.
pub fn unmeasured(hints: &Hints, generator: Option<&Generator>) -> Vec<Ask> {
    hints.of(generator.map(|g| g.id.as_str()), "porcelain").map(ask).collect()
}

/// The hints whose words fit a prompt, and what it says itself: one that names its light or lens gets no other.
pub fn fitting<'a>(
    asks: impl Iterator<Item = &'a Ask>,
    words: &Words,
    prompt: &str,
) -> (Vec<&'a Ask>, Vec<Change>) {
    let own = |change: Change| {
        let known: &[String] = match change {
            Change::Light => &words.own_light,
            Change::Lens => &words.own_lens,
            _ => &[],
        };
        known.iter().any(|word| prompt::names(prompt, word))
    };
    let (kept, fitting): (Vec<&Ask>, Vec<&Ask>) =
        asks.partition(|ask| !ask.add.is_empty() && own(ask.change));
    let mut kept: Vec<Change> = kept.iter().map(|ask| ask.change).collect();
    kept.sort_unstable();
    kept.dedup();
    (fitting, kept)
}

/// Words of these hints for the prompt and for what is not wanted, each once.
pub fn words_of<'a>(asks: impl Iterator<Item = &'a Ask>) -> [Vec<String>; 2] {
    let mut out: [Vec<String>; 2] = [Vec::new(), Vec::new()];
    for ask in asks {
        for (all, own) in out.iter_mut().zip([&ask.add, &ask.negative]) {
            let new: Vec<String> = own.iter().filter(|word| !all.contains(word)).cloned().collect();
            all.extend(new);
        }
    }
    out
}

/// What to ask for in a report: a few sentences, for what cannot be repaired, or where `all` for whatever was found.
pub(crate) fn in_short(findings: &[Finding], signs: &Signs, all: bool) -> Vec<String> {
    let hints = Hints::own();
    let generator = hints.recognised(signs.written_by.iter().map(String::as_str));
    let mut out: Vec<String> = Vec::new();
    let length = generator.and_then(|g| Some(length_of(g, g.seconds()?)));
    let room = MOST_LINES - usize::from(length.is_some());
    let counted = ranked(findings).into_iter().filter(|f| all || f.remedy == Remedy::Regenerate);
    let found: Vec<&Finding> = counted.collect();
    // The first hint for each flaw, then the second ones.
    let rows: Vec<Vec<&Hint>> =
        found.iter().map(|f| hints.of(generator.map(|g| g.id.as_str()), &f.code).collect()).collect();
    let most = rows.iter().map(Vec::len).max().unwrap_or(0);
    for row in (0..most).flat_map(|at| rows.iter().filter_map(move |of| of.get(at))) {
        // What is nearly the same is said of several flaws.
        let beginning = |text: &str| text.chars().take(SAME_BEGINNING).collect::<String>();
        let is_said = out.iter().any(|text| beginning(text) == beginning(&row.hint));
        if out.len() < room && !is_said {
            out.push(row.hint.clone());
        }
    }
    out.extend(length.filter(|_| !found.is_empty()));
    out
}

/// What is to be seen, the worst first: what only another take mends, then what is clear, then how far beyond its threshold it is.
fn ranked(findings: &[Finding]) -> Vec<&Finding> {
    let mut seen: Vec<&Finding> = findings.iter().filter(|f| f.severity >= Severity::Minor).collect();
    // What makes a face hard to follow is no fault by itself.
    let rank = |f: &Finding| (f.remedy == Remedy::Regenerate, f.code != "scene", f.severity);
    seen.sort_by(|a, b| rank(b).cmp(&rank(a)).then(b.of_threshold().total_cmp(&a.of_threshold())));
    seen
}

fn ask(row: &Hint) -> Ask {
    Ask {
        change: row.change,
        text: row.hint.clone(),
        add: row.add.clone(),
        negative: row.negative.clone(),
        read_at: Some(read_at(&row.source, &row.date, row.sure)),
    }
}

fn read_at(source: &str, date: &str, sure: Sure) -> ReadAt {
    ReadAt { source: source.into(), date: date.into(), sure }
}

fn computed(change: Change, text: String) -> Ask {
    Ask { change, text, add: Vec::new(), negative: Vec::new(), read_at: None }
}

/// How long the clips of a generator's own examples are.
fn length_of(generator: &Generator, seconds: f64) -> String {
    let frames = generator.frames.unwrap_or_default();
    format!(
        "{}: stay within {frames} frames ({seconds:.1} s) per clip, the length of its published examples.",
        generator.name
    )
}

/// What to say of the smallest face, where it is small.
fn small_face(facts: &ShotFacts) -> Option<String> {
    let kept = facts.faces.tracks.iter().filter(|t| !t.dropped).map(|t| t.iod_px()).filter(|iod| *iod > 0.0);
    let iod = kept.min_by(f32::total_cmp).filter(|iod| *iod < SMALL_IOD_PX)?;
    Some(format!(
        "Frame the face {:.1} times as large: its eyes are {iod:.0} px apart, and below {SMALL_IOD_PX:.0} px there are few pixels of skin to draw.",
        SMALL_IOD_PX / iod
    ))
}

#[cfg(test)]
#[path = "advice_tests.rs"]
mod tests;
