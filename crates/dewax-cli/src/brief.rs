//! A job in at most nine lines, and a clip of a batch in one: what a client asks, in his words. `--verbose` prints the tables instead.

use crate::show;
use dewax::report::Verdict;
use dewax_job::brief::{Brief, Certified, Done};
use dewax_job::estimate::Estimate;
use dewax_media::shown::shown;
use std::path::{Path, PathBuf};

/// The most lines that are said of a clip: with the one on time and size before it they are ten.
#[cfg(test)]
const MOST_LINES: usize = 9;
/// So many sentences of what does not hold, or is missing, or to be asked next time; the report has all.
const MOST_SENTENCES: usize = 3;
/// What the report is called among the files.
const REPORT: &str = "report";
/// Width of the words in front.
const MARGIN: usize = 11;

/// What the lines are about.
#[derive(Clone, Debug, Default)]
pub(crate) struct Subject {
    /// What is said of the steps: they were run, or would be.
    pub(crate) done: &'static str,
    /// Files that were written, and what they are.
    pub(crate) files: Vec<(&'static str, String)>,
    /// Whether the output was there and fits, so that nothing was done.
    pub(crate) was_there: bool,
}

/// The lines of one clip.
pub(crate) fn lines(brief: &Brief, subject: &Subject) -> Vec<String> {
    let mut out = vec![format!("{}: {}", brief.source, title(brief))];
    if subject.was_there {
        let proven = match brief.certified {
            Certified::No(_) => "NOT certified",
            Certified::WithoutSkin(_) => "certified, skin not judged",
            _ => "certified",
        };
        let output = subject.files.first().map(|(_, text)| text.as_str()).unwrap_or_default();
        out.push(format!(
            "  {:<MARGIN$}{output} is there and fits, {proven}; --force makes it again",
            "output:"
        ));
        return out;
    }
    let mut line = |what: &str, text: String| {
        if !text.is_empty() {
            out.push(format!("  {:<MARGIN$}{text}", format!("{what}:")));
        }
    };
    line("why", brief.because.clone());
    line("next time", first_of(&brief.advice, " "));
    line("MISSING", first_of(&brief.missing, " "));
    let done: Vec<String> = brief.done.iter().map(Done::words).collect();
    let nothing = if subject.done.is_empty() { String::new() } else { "nothing".into() };
    line(subject.done, if done.is_empty() { nothing } else { done.join("; ") });
    if matches!(brief.certified, Certified::NotAsked) {
        line("expected", expected(brief));
    }
    line("certified", certified(&brief.certified));
    let is_report = |what: &str| what == REPORT;
    for (what, path) in &subject.files {
        line(what, if is_report(what) { format!("{path}{}", in_report(brief.notes)) } else { path.clone() });
    }
    if brief.notes > 0 && !subject.files.iter().any(|(what, _)| is_report(what)) {
        line("notes", format!("{}, with --verbose", brief.notes));
    }
    out
}

/// The lines of a file that was judged.
pub(crate) fn judged(name: &str, brief: &Brief) -> Vec<String> {
    let is_certified = !matches!(brief.certified, Certified::No(_)) && brief.missing.is_empty();
    let mut out =
        vec![format!("{}: {}", shown(name), if is_certified { "certified" } else { "NOT certified" })];
    let mut line = |what: &str, text: String| {
        if !text.is_empty() {
            out.push(format!("  {:<MARGIN$}{text}", format!("{what}:")));
        }
    };
    match &brief.certified {
        Certified::No(why) => line("why", first_of(why, "; ")),
        proven => line("certified", certified(proven)),
    }
    line("MISSING", first_of(&brief.missing, " "));
    if brief.notes > 0 {
        line("notes", format!("{}, with --verbose", brief.notes));
    }
    out
}

/// Verdict, size, shots.
fn title(brief: &Brief) -> String {
    let shots: Vec<String> = brief.shots.iter().map(|(v, n)| format!("{n} {}", v.name())).collect();
    let count: usize = brief.shots.iter().map(|(_, n)| n).sum();
    let shots =
        if shots.is_empty() { String::new() } else { format!("; {count} shots: {}", shots.join(", ")) };
    let matched = brief.matched.as_ref().map(|what| format!(", {what}")).unwrap_or_default();
    format!("{}{matched} ({}{shots})", brief.verdict.name(), brief.picture)
}

/// The first sentences, and how many there are beside them.
fn first_of(sentences: &[String], between: &str) -> String {
    let more = sentences.len().saturating_sub(MOST_SENTENCES);
    let said: Vec<&str> = sentences.iter().take(MOST_SENTENCES).map(String::as_str).collect();
    let more = if more > 0 { format!("{between}(and {more} more)") } else { String::new() };
    said.join(between) + &more
}

/// What a trial repair promises.
fn expected(brief: &Brief) -> String {
    let Some(expects) = &brief.expects else { return String::new() };
    let takes = brief.takes_s.map(|s| format!("; rendering takes {}", time(s))).unwrap_or_default();
    format!("{expects}{takes}")
}

/// A time as people say it.
pub(crate) fn time(seconds: f64) -> String {
    match seconds {
        s if s < 90.0 => format!("about {} s", s.ceil().max(1.0)),
        s if s < 90.0 * 60.0 => format!("about {} min", (s / 60.0).round()),
        s => format!("about {:.1} h", s / 3600.0),
    }
}

/// What is to be expected of a job, before it is done.
pub(crate) fn expects(estimate: &Estimate) -> String {
    let smaller =
        estimate.smaller.map(|codec| format!("; --codec {} is smaller", codec.name())).unwrap_or_default();
    let (takes, large) = (time(estimate.seconds), size(estimate.bytes as u64));
    format!("{takes}, about {large} ({}){smaller}", estimate.codec.title())
}

/// Whether it was proven, and by what not.
pub(crate) fn certified(certified: &Certified) -> String {
    match certified {
        Certified::NotAsked => String::new(),
        Certified::Yes => "yes: decoded again, and texture, colours, contours and surroundings hold".into(),
        Certified::WithoutSkin(why) => format!("yes, but no skin could be judged: {why}"),
        Certified::No(why) => format!("NO: {}", first_of(why, "; ")),
    }
}

/// How many notes a report has.
fn in_report(notes: usize) -> String {
    match notes {
        0 => String::new(),
        1 => " (1 note in it)".into(),
        n => format!(" ({n} notes in it)"),
    }
}

/// Where an output and what lies beside it are.
pub(crate) fn files(out: &Path, folder: &Path, bytes: u64, seconds: f64) -> Vec<(&'static str, String)> {
    let beside = |name: &str| shown(&folder.join(name).display().to_string());
    let what = format!("{} ({}, {seconds:.0} s)", shown(&out.display().to_string()), size(bytes));
    vec![("output", what), (REPORT, beside("report.html")), ("recipe", beside("recipe.toml"))]
}

/// A length in bytes as people say it.
pub(crate) fn size(bytes: u64) -> String {
    let steps = [(1_000_000_000.0, "GB", 1), (1_000_000.0, "MB", 1), (1000.0, "kB", 0)];
    let bytes = bytes as f64;
    let found = steps.into_iter().find(|(one, ..)| bytes >= *one);
    found.map_or_else(
        || format!("{bytes} bytes"),
        |(one, name, digits)| {
            let digits = if bytes / one >= 10.0 { 0 } else { digits };
            format!("{:.digits$} {name}", bytes / one)
        },
    )
}

/// What became of a clip of a batch.
pub(crate) enum Came {
    /// Was there and fits; and whether its certificate holds.
    Skipped(PathBuf, bool),
    /// There is a report.
    To(Box<Brief>, Option<PathBuf>),
    /// There is none.
    Failed,
}

/// One clip of a batch, in one line that begins with its name, `width` wide.
pub(crate) fn one_line(name: &str, width: usize, came: &Came) -> String {
    let name = shown(name);
    match came {
        Came::Skipped(out, holds) => {
            let but = if *holds { "" } else { ", NOT certified" };
            format!("{name:<width$}  is there and fits{but}  {}", shown(&out.display().to_string()))
        }
        Came::Failed => format!("{name:<width$}  ERROR, see above"),
        Came::To(brief, out) => {
            let verdict = brief.verdict.name();
            let matched = brief.matched.as_ref().map(|what| format!("{what}, ")).unwrap_or_default();
            let proven = match &brief.certified {
                Certified::NotAsked => brief.because.clone(),
                Certified::Yes => "certified".into(),
                Certified::WithoutSkin(_) => "certified, skin not judged".into(),
                Certified::No(why) => format!("NOT certified ({})", first_of(&why[..why.len().min(1)], "; ")),
            };
            let out = out
                .as_ref()
                .map(|out| format!("  {}", shown(&out.display().to_string())))
                .unwrap_or_default();
            let missing = if brief.missing.is_empty() { "" } else { ", MISSING in the source" };
            format!("{name:<width$}  {verdict:<10}  {matched}{proven}{missing}{out}")
        }
    }
}

/// What became of all of them; `what` they are.
pub(crate) fn summary(all: &[Came], what: &str) -> String {
    let count = |is: &dyn Fn(&Came) -> bool| all.iter().filter(|c| is(c)).count();
    let verdict = |want: Verdict| count(&|c| matches!(c, Came::To(b, _) if b.verdict == want));
    let certified = |want: bool| {
        count(&|c| match c {
            Came::To(b, _) => match b.certified {
                Certified::NotAsked => false,
                Certified::No(_) => !want,
                _ => want,
            },
            _ => false,
        })
    };
    let parts = [
        (verdict(Verdict::Leave), "LEAVE"),
        (verdict(Verdict::Treat), "TREAT"),
        (verdict(Verdict::Regenerate), "REGENERATE"),
        (certified(true), "certified"),
        (certified(false), "NOT certified"),
        (count(&|c| matches!(c, Came::Skipped(..))), "there already (--force makes them again)"),
        (count(&|c| matches!(c, Came::Failed)), "failed"),
    ];
    let said: Vec<String> =
        parts.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{n} {what}")).collect();
    format!("{} {what}: {}", all.len(), said.join(", "))
}

/// Says the lines.
pub(crate) fn say(brief: &Brief, subject: &Subject) {
    lines(brief, subject).iter().for_each(|text| show::line(text));
}

#[cfg(test)]
#[path = "brief_tests.rs"]
mod tests;
