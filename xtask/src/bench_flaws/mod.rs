//! Whether `diagnose` names what is wrong: flaws of known strength, injected into camera footage with a known worst frame.

mod attire;
pub(crate) mod breathing;
mod flaws;
mod judge;
mod morph;
pub(crate) mod redrawn;
pub(crate) mod scene;
pub(crate) mod surface;

use crate::footage::{self, CAMERA, Wish, name_of};
use anyhow::{Context, Result};
use dewax::analysis::{Analysis, FaceWish};
use dewax::check::{Finding, Severity};
use dewax::checks::CHECKS;
use dewax::clip::Signs;
use dewax::kernels::noise::hash32;
use dewax::report::Report;
use dewax_job::job::{Silent, analyse};
use dewax_media::faces::FaceChoice;
use dewax_media::probe::Source;
use dewax_media::tools::Tools;
use flaws::{FLAWS, Flaw};
use judge::{Judged, findings, is_monotone, judge};
use scene::Scene;
use std::path::Path;
use std::time::Instant;

/// Frames of each clip.
const FRAMES: usize = 60;

/// Shares of what was asked for.
#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    cases: usize,
    named: usize,
    fired: usize,
    near: usize,
    courses: usize,
    monotone: usize,
    absent: bool,
}

impl Tally {
    fn plus(self, other: Self) -> Self {
        Self {
            cases: self.cases + other.cases,
            named: self.named + other.named,
            fired: self.fired + other.fired,
            near: self.near + other.near,
            courses: self.courses + other.courses,
            monotone: self.monotone + other.monotone,
            absent: self.absent || other.absent,
        }
    }
}

/// What all cases of a run share.
struct Bench<'a> {
    tools: &'a Tools,
    wish: &'a Wish,
    faces: Option<&'a FaceWish>,
    folder: &'a Path,
}

/// A clean clip and what is found in it.
struct Clean {
    name: String,
    source: Source,
    analysis: Analysis,
    findings: Vec<Finding>,
}

/// Measures and prints.
///
/// # Errors
/// When a name is not known, or a clip cannot be read. Missing clips are no error.
pub(crate) fn run(root: &Path, words: &[&str]) -> Result<()> {
    let wish = Wish::read(root, words, FRAMES)?;
    let chosen = footage::chosen(FLAWS, |flaw| flaw.name, &wish, "flaw")?;
    let clips = wish.videos(&[CAMERA]);
    if clips.is_empty() {
        println!("SKIPPED flaws: no clips `{CAMERA}*` in {}", wish.clips.display());
        return Ok(());
    }
    let tools = Tools::find()?;
    let faces = FaceChoice::default().open()?;
    if let Some(note) = &faces.note {
        println!("{note}");
    }
    let scratch = tempfile::tempdir()?;
    let folder = wish.keep.as_deref().unwrap_or(scratch.path());
    std::fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))?;
    let bench = Bench { tools: &tools, wish: &wish, faces: faces.wish.as_ref(), folder };
    println!("{} clips, {} frames, FFmpeg {}", clips.len(), wish.frames, tools.version);
    let start = Instant::now();
    let (mut tallies, mut false_flaws) = (vec![Tally::default(); chosen.len()], 0);
    for clip in &clips {
        let clean = bench.clean(clip)?;
        false_flaws += show_clean(&clean);
        for (flaw, tally) in chosen.iter().zip(&mut tallies) {
            *tally = tally.plus(bench.measure(flaw, &clean)?);
        }
    }
    summary(&chosen, &tallies);
    println!(
        "false flaws above minor on {} clean clips: {false_flaws}; {:.0} s",
        clips.len(),
        start.elapsed().as_secs_f64()
    );
    Ok(())
}

impl Bench<'_> {
    /// The first frames of a clip, and what is found in them.
    fn clean(&self, clip: &Path) -> Result<Clean> {
        let name = name_of(clip);
        let path = self.folder.join(format!("{name}.mkv"));
        footage::cut(self.tools, clip, self.wish.frames, &path)?;
        let source = footage::open(self.tools, &path)?;
        let (mut analysis, _) = analyse(self.tools, &source, false, self.faces, None, &Silent)?;
        let hints = footage::open(self.tools, clip)?;
        if !self.wish.as_written {
            // The cut is lossless, what it holds is not: a check that asks for the bits must see those of the original.
            let whole = hints.video.frames_hint.map_or(analysis.clip.frames(), |n| n as usize);
            analysis.clip.signs = hints.signs(whole);
        }
        let findings = findings(&Report::of(&analysis, None, None));
        Ok(Clean { name, source, analysis, findings })
    }

    /// Injects one flaw at all strengths and prints its rows.
    fn measure(&self, flaw: &Flaw, clean: &Clean) -> Result<Tally> {
        let seed = clean.name.bytes().chain(flaw.name.bytes()).fold(1, |h, b| hash32(h ^ u32::from(b)));
        let scene = Scene::new(&clean.analysis, seed);
        let clip = &clean.analysis.clip;
        let rate = clip.frames() as f64 / clip.duration_s().max(1e-3);
        let before = clean.findings.iter().find(|f| f.code == flaw.code).map(|f| f.value);
        let is_absent = !CHECKS.iter().any(|check| check.name == flaw.code);
        if is_absent {
            println!("  {:<10} check absent: there is no check `{}` to name it", flaw.name, flaw.code);
        }
        let of_clean = clean.findings.iter().find(|f| f.code == flaw.code);
        let can_tell = of_clean.is_none_or(|f| f.severity != Severity::CannotTell);
        let mut tally = Tally { absent: is_absent, ..Tally::default() };
        let mut values = Vec::new();
        for strength in flaw.strengths {
            if is_absent && self.wish.keep.is_none() {
                break;
            }
            let path = self.folder.join(format!("{}_{}_{strength}.mkv", clean.name, flaw.name));
            footage::rewritten(self.tools, &clean.source, &path, |frame| {
                flaw.inject(&scene, strength, frame)
            })?;
            if is_absent {
                continue;
            }
            let found = self.diagnose(&path, &clip.signs)?;
            let judged =
                judge(flaw, &clean.findings, &found, scene.course.worst_frame, (clip.frames(), rate));
            let Some(finding) = &judged.finding else { continue };
            values.push(finding.value);
            let course = before.filter(|_| values.len() == 3).map(|clean| is_monotone(clean, &values));
            println!("{}", row(flaw, strength, before.unwrap_or(0.0), finding, &judged, course, can_tell));
            if self.wish.keep.is_none() {
                std::fs::remove_file(&path).with_context(|| format!("removing {}", path.display()))?;
            }
            // What a check cannot tell of the clip as it is, it cannot be asked to tell of a worse one.
            if !can_tell {
                continue;
            }
            tally = tally.plus(Tally {
                cases: 1,
                named: usize::from(judged.named),
                fired: usize::from(judged.frames_off.is_some()),
                near: usize::from(judged.is_near()),
                courses: usize::from(course.is_some()),
                monotone: usize::from(course == Some(true)),
                absent: false,
            });
        }
        Ok(tally)
    }

    fn diagnose(&self, path: &Path, signs: &Signs) -> Result<Vec<Finding>> {
        let source = footage::open(self.tools, path)?;
        let (mut analysis, _) = analyse(self.tools, &source, false, self.faces, None, &Silent)?;
        if !self.wish.as_written {
            analysis.clip.signs = signs.clone();
        }
        Ok(findings(&Report::of(&analysis, None, None)))
    }
}

/// Prints what is found in a clean clip; the number of findings above minor.
fn show_clean(clean: &Clean) -> usize {
    let shots = clean.analysis.shots.len();
    println!(
        "\n{} ({} frames, {shots} shot{})",
        clean.name,
        clean.analysis.clip.frames(),
        if shots == 1 { "" } else { "s" }
    );
    let list: Vec<String> = clean
        .findings
        .iter()
        .map(|f| format!("{} {:.2} {} ({})", f.code, f.value, f.unit, word(f.severity)))
        .collect();
    println!("  clean: {}", list.join(", "));
    println!(
        "  {:<10} {:>14} {:>8} {:>8} {:>9} {:>12} {:>5} {:>9}",
        "flaw", "strength", "clean", "value", "threshold", "severity", "off", "monotone"
    );
    clean.findings.iter().filter(|f| f.severity > Severity::Minor).count()
}

fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Fine => "fine",
        Severity::CannotTell => "cannot tell",
        Severity::Minor => "minor",
        Severity::Clear => "clear",
    }
}

fn row(
    flaw: &Flaw,
    strength: f32,
    clean: f32,
    finding: &Finding,
    judged: &Judged,
    course: Option<bool>,
    can_tell: bool,
) -> String {
    let strength = format!("{strength} {}", flaw.unit);
    let off = judged.frames_off.map_or("-".into(), |frames| frames.to_string());
    let course = course.map_or("", |monotone| if monotone { "yes" } else { "NO" });
    let named = match (judged.named, judged.instead.as_str()) {
        _ if !can_tell => "left out: it cannot tell on the clean clip".to_string(),
        (true, _) if judged.was_there => "named, as in the clean clip".to_string(),
        (true, _) => "named".to_string(),
        (false, "") => "NOT NAMED".to_string(),
        (false, other) => format!("NOT NAMED, but {other}"),
    };
    format!(
        "  {:<10} {strength:>14} {clean:>8.2} {:>8.2} {:>9.2} {:>12} {off:>5} {course:>9}  {named}",
        flaw.name,
        finding.value,
        finding.threshold,
        word(finding.severity),
    )
}

fn summary(chosen: &[&Flaw], tallies: &[Tally]) {
    let share = |part: usize, of: usize| {
        if of == 0 { "-".to_string() } else { format!("{:.0} %", 100.0 * part as f64 / of as f64) }
    };
    let line = |name: &str, t: &Tally| {
        let absent = if t.absent { "  check absent" } else { "" };
        println!(
            "{name:<12} {:>6} {:>8} {:>16} {:>16} {:>10}{absent}",
            t.cases,
            share(t.named, t.cases),
            share(t.near, t.fired),
            share(t.near, t.cases),
            share(t.monotone, t.courses)
        );
    };
    println!(
        "\n{:<12} {:>6} {:>8} {:>16} {:>16} {:>10}",
        "flaw", "cases", "named", "±2 of found", "±2 of all", "monotone"
    );
    chosen.iter().zip(tallies).for_each(|(flaw, tally)| line(flaw.name, tally));
    let there = tallies.iter().filter(|t| !t.absent).fold(Tally::default(), |sum, t| sum.plus(*t));
    line("all checks", &there);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_clips_are_no_error() {
        run(Path::new("nowhere"), &["--clips", "nowhere"]).unwrap();
        assert!(run(Path::new("nowhere"), &["--only", "nothing"]).is_err());
    }
}
