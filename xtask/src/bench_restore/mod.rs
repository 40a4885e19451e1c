//! How much of a fault is repaired, and what that costs: true clips with faults of known strength, treated by dewax and by
//! others, judged beside the truth.

mod around;
mod faults;
mod figures;
mod known;
mod material;
mod peers;
mod score;

use crate::bench_flaws::scene::{Course, Scene};
use crate::footage;
use anyhow::{Context, Result, bail};
use dewax::analysis::FaceWish;
use dewax_media::faces::FaceChoice;
use dewax_media::tools::Tools;
use faults::{FAULTS, Fault, Kind};
use figures::{Figures, Rest, figures};
use material::{FRAMES, MATERIAL, Material, Truth, frames_of};
use score::{Score, score};
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Where clips lie beside the repository.
const CLIPS: &str = "../shared/clips";
/// How a clip with all faults is written.
const SQUEEZED: [&str; 6] = ["-c:v", "libx264", "-crf", "20", "-preset", "fast"];

/// What was asked for.
#[derive(Debug, Default)]
struct Wish {
    only: Option<String>,
    fault: Option<String>,
    keep: Option<PathBuf>,
    clips: Option<PathBuf>,
    settings: Vec<String>,
    held_out: bool,
    middle: bool,
    no_peers: bool,
    neon: bool,
}

impl Wish {
    fn read(words: &[&str]) -> Result<Self> {
        let mut wish = Self::default();
        let mut words = words.iter();
        while let Some(&word) = words.next() {
            let mut value = || words.next().map(|v| (*v).to_owned()).context(format!("{word} needs a value"));
            match word {
                "--only" => wish.only = Some(value()?),
                "--fault" => wish.fault = Some(value()?),
                "--keep" => wish.keep = Some(PathBuf::from(value()?)),
                "--clips" => wish.clips = Some(PathBuf::from(value()?)),
                "--set" => wish.settings.push(value()?),
                "--held-out" => wish.held_out = true,
                "--middle" => wish.middle = true,
                "--no-peers" => wish.no_peers = true,
                "--neon" => wish.neon = true,
                _ => bail!(
                    "`{word}` is not for this measurement; it takes --only CLIP, --fault NAME, --held-out, --middle, \
                     --no-peers, --neon, --set STEP.PARAMETER=VALUE, --clips DIR, --keep DIR"
                ),
            }
        }
        let clip = |name: &str| MATERIAL.iter().any(|m| m.is_held_out == wish.held_out && m.name == name);
        if let Some(name) = wish.only.as_ref().filter(|name| !clip(name)) {
            let half = MATERIAL.iter().filter(|m| m.is_held_out == wish.held_out).map(|m| m.name);
            bail!(
                "there is no clip `{name}` in this half; there are {}",
                half.collect::<Vec<_>>().join(", ")
            );
        }
        if let Some(name) = wish.fault.as_ref().filter(|name| FAULTS.iter().all(|f| f.name != name.as_str()))
        {
            bail!("there is no fault `{name}`; there are {}", FAULTS.map(|f| f.name).join(", "));
        }
        Ok(wish)
    }

    fn materials(&self) -> impl Iterator<Item = &'static Material> {
        let fits = |m: &&Material| {
            m.is_held_out == self.held_out && self.only.as_ref().is_none_or(|name| name == m.name)
        };
        MATERIAL.iter().filter(fits).collect::<Vec<_>>().into_iter()
    }
}

/// The scores of one fault over the clips.
#[derive(Debug, Default)]
struct Tally {
    dewax: Vec<Score>,
    peers: Vec<Option<f64>>,
    left: usize,
}

/// Measures and prints.
///
/// # Errors
/// When a name is not known, or a clip cannot be made. Missing clips are no error.
pub(crate) fn run(root: &Path, words: &[&str]) -> Result<()> {
    let wish = Wish::read(words)?;
    let clips = wish.clips.clone().unwrap_or_else(|| root.join(CLIPS));
    let materials: Vec<&Material> = wish.materials().filter(|m| m.is_in(&clips)).collect();
    if materials.is_empty() {
        println!("SKIPPED restore: none of its clips is in {}", clips.display());
        return Ok(());
    }
    let tools = Tools::find()?;
    let faces = FaceChoice::default().open()?;
    let scratch = tempfile::tempdir()?;
    let folder = wish.keep.as_deref().unwrap_or(scratch.path());
    std::fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))?;
    let half = if wish.held_out { "held out" } else { "for developing" };
    println!("{} clips {half}, {FRAMES} frames, FFmpeg {}", materials.len(), tools.version);
    let bench = Bench { tools: &tools, wish: &wish, faces: faces.wish.as_ref(), folder, clips: &clips };
    let mut tallies: Vec<(Fault, Tally)> = FAULTS
        .iter()
        .filter(|f| wish.fault.as_ref().is_none_or(|name| name == f.name))
        .map(|f| (*f, Tally::default()))
        .collect();
    let start = Instant::now();
    for material in materials {
        if let Err(error) = bench.clip(material, &mut tallies) {
            println!("{}: FAILED: {error:#}", material.name);
        }
    }
    summary(&tallies);
    println!("{:.0} s", start.elapsed().as_secs_f64());
    Ok(())
}

/// What all rows share.
struct Bench<'a> {
    tools: &'a Tools,
    wish: &'a Wish,
    faces: Option<&'a FaceWish>,
    folder: &'a Path,
    clips: &'a Path,
}

impl Bench<'_> {
    /// All rows of a clip.
    fn clip(&self, material: &Material, tallies: &mut [(Fault, Tally)]) -> Result<()> {
        let path = self.folder.join(format!("{}_truth.mkv", material.name));
        let truth = material.truth(self.tools, self.clips, &path, self.faces, self.wish.neon)?;
        let rest = Rest::of(&truth.known);
        let itself = figures(&truth.known, &rest, &truth.known.frames);
        println!(
            "\n{:<9} IOD {:.0} px, skin of {} px, texture {:.2} {:.2} {:.2} levels, contours {:.1} px",
            material.name,
            truth.known.iod_px,
            truth.known.inner.samples().iter().filter(|v| **v > 0.5).count(),
            itself.shared[0],
            itself.shared[1],
            itself.shared[2],
            itself.width_px
        );
        for (fault, tally) in tallies {
            let middle = fault.strengths.len() / 2;
            for (number, &strength) in fault.strengths.iter().enumerate() {
                if !self.wish.middle || number == middle {
                    self.row(material.name, (&truth, &rest, &itself), (fault, strength), tally)?;
                }
            }
        }
        Ok(())
    }

    /// One row: degrades, treats, judges, prints.
    fn row(
        &self,
        name: &str,
        (truth, rest, itself): (&Truth, &Rest, &Figures),
        (fault, strength): (&Fault, f32),
        tally: &mut Tally,
    ) -> Result<()> {
        let file = |what: &str| self.folder.join(format!("{name}_{}_{strength}{what}.mkv", fault.name));
        let mut bad = file("");
        let mut scene = Scene::new(&truth.analysis, 1);
        scene.course = Course::EVEN;
        footage::rewritten(self.tools, &truth.source, &bad, |frame| fault.inject(&scene, strength, frame))?;
        if fault.kind == Kind::All {
            let squeezed = bad.with_extension("mp4");
            footage::ffmpeg(self.tools, &bad, &squeezed, &SQUEEZED)?;
            bad = squeezed;
        }
        let of = |path: &Path| -> Result<Figures> {
            let frames = frames_of(self.tools, &footage::open(self.tools, path)?)?;
            Ok(figures(&truth.known, rest, &frames))
        };
        let before = of(&bad)?;
        let mut best: Option<(&str, f64)> = None;
        for (peer, filter) in
            peers::FILTERS.iter().filter(|_| !self.wish.no_peers && fault.kind != Kind::Clean)
        {
            let out = file(&format!("_{peer}"));
            peers::filter(self.tools, &bad, &out, filter)?;
            let score = score(fault.kind, [itself, &before, &of(&out)?]);
            let value = score.value().unwrap_or(0.0);
            if best.is_none_or(|(_, held)| value > held) {
                best = Some((peer, value));
            }
        }
        let out = file("_dewax");
        let start = Instant::now();
        let report = peers::dewax(self.tools, &bad, &out, &self.wish.settings)?;
        let took = start.elapsed().as_secs_f64();
        let after = of(&out)?;
        let score = score(fault.kind, [itself, &before, &after]);
        let (head, lines) = peers::told(&report);
        let number = |v: Option<f64>| v.map_or("-".into(), |v| format!("{v:+.2}"));
        println!(
            "{:<10}{:>6}  gain {:>5} score {:>5}  best peer {:<14} {:>5}  {took:>4.0} s  {head}",
            fault.name,
            strength,
            number(score.gain),
            number(score.value()),
            best.map_or("-", |b| b.0),
            number(best.map(|b| b.1)),
        );
        if self.wish.neon || matches!(fault.kind, Kind::Drift | Kind::Seam) {
            let gone = 100.0 * (1.0 - after.delta_e / before.delta_e.max(1e-6));
            println!(
                "    skin dE {:.2} to {:.2}, {gone:.0} % gone; steps beyond the true ones {:.3} to {:.3}, most {:.3} to {:.3}",
                before.delta_e,
                after.delta_e,
                before.step_de[0],
                after.step_de[0],
                before.step_de[1],
                after.step_de[1]
            );
        }
        if !score.broken.is_empty() {
            println!("    BROKEN {}", score.broken.join("; "));
        }
        lines.iter().for_each(|line| println!("    {line}"));
        if self.wish.keep.is_some() {
            println!("    before {before:.2?}\n    after  {after:.2?}");
        }
        tally.left += usize::from(report.verdict == dewax::report::Verdict::Leave);
        tally.dewax.push(score);
        tally.peers.push(best.map(|b| b.1));
        Ok(())
    }
}

/// A line per fault.
fn summary(tallies: &[(Fault, Tally)]) {
    println!(
        "\n{:<10} {:>4} {:>8} {:>8} {:>6} {:>7} {:>6} {:>10} {:>6}",
        "fault", "rows", "gain", "score", "least", "broken", "LEAVE", "best peer", "bar"
    );
    for (fault, tally) in tallies {
        let gains: Vec<f64> = tally.dewax.iter().filter_map(|s| s.gain).collect();
        let scores: Vec<f64> = tally.dewax.iter().filter_map(Score::value).collect();
        let peers: Vec<f64> = tally.peers.iter().flatten().copied().collect();
        let mean = |values: &[f64]| {
            let mean = values.iter().sum::<f64>() / values.len().max(1) as f64;
            if values.is_empty() { "-".into() } else { format!("{mean:+.2}") }
        };
        let least = scores.iter().copied().reduce(f64::min).map_or("-".into(), |v| format!("{v:+.2}"));
        let broken = tally.dewax.iter().filter(|s| !s.broken.is_empty()).count();
        println!(
            "{:<10} {:>4} {:>8} {:>8} {least:>6} {broken:>7} {:>6} {:>10} {:>6.2}",
            format!("{} ({})", fault.name, fault.unit),
            tally.dewax.len(),
            mean(&gains),
            mean(&scores),
            tally.left,
            mean(&peers),
            fault.bar
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_understood_or_refused() {
        let wish = Wish::read(&["--only", "green", "--fault", "pulse", "--middle"]).unwrap();
        assert!(wish.middle && wish.materials().count() == 1);
        assert!(Wish::read(&["--held-out", "--only", "green"]).is_err(), "a developer's clip");
        assert!(Wish::read(&["--only", "man"]).is_err(), "it is set aside");
        assert!(Wish::read(&["--fault", "plague"]).is_err() && Wish::read(&["--fast"]).is_err());
        assert!(run(Path::new("nowhere"), &["--clips", "nowhere"]).is_ok(), "missing clips are no error");
    }
}
