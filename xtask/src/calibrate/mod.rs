//! How well each check tells camera footage from plastic skin: runs all of them over real, generated and flawed material, and
//! writes what came out into the manual.

mod material;
mod table;

use anyhow::{Context, Result, bail};
use dewax::analysis::{Analyser, Analysis, FaceWish};
use dewax::check::Finding;
use dewax::checks::CHECKS;
use dewax::clip::{Clip, Ratio, Signs};
use dewax::report::Report;
use dewax_media::decode::{DecodeOptions, Decoder, FrameSource};
use dewax_media::faces::FaceChoice;
use dewax_media::probe::probe;
use dewax_media::tools::Tools;
use material::{Item, Origin};
use std::path::{Path, PathBuf};

/// Where the table goes.
const TABLE: &str = "docs/calibration.md";
/// Frames of each clip, when not told otherwise: two seconds.
const FRAMES: usize = 48;

/// What was asked for.
#[derive(Debug)]
struct Wish {
    clips: PathBuf,
    frames: usize,
    /// Only this check; the table is printed then, not written.
    only: Option<String>,
    /// Only material whose name holds this; the table is printed then.
    material: Option<String>,
    /// Where to keep what was measured.
    keep: Option<PathBuf>,
}

impl Wish {
    fn read(root: &Path, words: &[&str]) -> Result<Self> {
        let clips = root.join("../shared/clips");
        let mut wish = Self { clips, frames: FRAMES, only: None, material: None, keep: None };
        let mut words = words.iter();
        while let Some(&word) = words.next() {
            let mut value = || words.next().with_context(|| format!("{word} needs a value"));
            match word {
                "--clips" => wish.clips = PathBuf::from(value()?),
                "--frames" => wish.frames = value()?.parse().context("--frames needs a number")?,
                "--only" => wish.only = Some((*value()?).to_owned()),
                "--material" => wish.material = Some((*value()?).to_owned()),
                "--keep" => wish.keep = Some(PathBuf::from(value()?)),
                _ => {
                    bail!("`{word}` is not for this; it takes --clips, --frames, --only, --material, --keep")
                }
            }
        }
        if let Some(only) = &wish.only
            && !CHECKS.iter().any(|c| c.name == only)
        {
            let names: Vec<&str> = CHECKS.iter().map(|c| c.name).collect();
            bail!("there is no check `{only}`; there are {}", names.join(", "));
        }
        if wish.frames == 0 {
            bail!("--frames must be at least 1");
        }
        Ok(wish)
    }

    fn wants(&self, check: &str) -> bool {
        self.only.as_deref().is_none_or(|only| only == check)
    }

    fn is_part(&self) -> bool {
        self.only.is_some() || self.material.is_some()
    }
}

/// What the checks said of one piece of material.
#[derive(Debug)]
pub(super) struct Outcome {
    origin: Origin,
    is_still: bool,
    noted: String,
    findings: Vec<Finding>,
}

/// Measures, prints, and writes the table.
pub(crate) fn run(root: &Path, words: &[&str]) -> Result<()> {
    let wish = Wish::read(root, words)?;
    if !wish.clips.join("manifest.tsv").exists() {
        println!(
            "SKIPPED: there is no {}; name a folder: --clips DIR",
            wish.clips.join("manifest.tsv").display()
        );
        return Ok(());
    }
    let tools = Tools::find()?;
    let opened = FaceChoice::default().open()?;
    if let Some(note) = &opened.note {
        bail!("{note} Without meshes the figures would not be those of users.");
    }
    let faces = opened.wish.context("no finder of faces")?;
    let sources = material::sources(&wish.clips)?;
    let mut items = material::items(&sources, &|check| wish.wants(check));
    if let Some(part) = &wish.material {
        items.retain(|i| i.label().contains(part.as_str()));
    }
    let folder = tempfile::tempdir()?;
    let mut outcomes = Vec::new();
    for item in &items {
        let analysis = item
            .made(&tools, folder.path(), wish.frames)
            .and_then(|path| analysed(&tools, &path, &faces, wish.frames));
        match analysis {
            Ok(analysis) => outcomes.push(outcome(&wish, item, &analysis)?),
            Err(error) => println!("{:<44} LEFT OUT: {error:#}", item.label()),
        }
    }
    let text = table::of(&outcomes, wish.frames, &|check| wish.wants(check));
    if wish.is_part() {
        println!("\n{text}");
        return Ok(());
    }
    std::fs::write(root.join(TABLE), &text).with_context(|| format!("writing {TABLE}"))?;
    println!("wrote {TABLE}");
    Ok(())
}

/// The findings on one analysis, printed as they are kept.
fn outcome(wish: &Wish, item: &Item, analysis: &Analysis) -> Result<Outcome> {
    let report = Report::of(analysis, None, None);
    let all = report.shots.into_iter().flat_map(|s| s.findings);
    let findings: Vec<Finding> = all.filter(|f| wish.wants(&f.code)).collect();
    for f in &findings {
        println!(
            "{:<44} {:<17} {:>8.2} {:<7} {:<12} {:.2}  {}",
            item.label(),
            f.code,
            f.value,
            f.unit,
            format!("{:?}", f.severity),
            f.confidence,
            f.text
        );
    }
    if let Some(folder) = &wish.keep {
        std::fs::create_dir_all(folder)?;
        let name = item.label().replace([' ', '/', ','], "_") + ".json";
        std::fs::write(folder.join(name), serde_json::to_vec(analysis)?)?;
    }
    let (is_still, noted) = (item.source.is_still, item.source.noted.clone());
    Ok(Outcome { origin: item.origin, is_still, noted, findings })
}

/// Everything measured in the first frames of a file.
fn analysed(tools: &Tools, path: &Path, faces: &FaceWish, frames: usize) -> Result<Analysis> {
    let source = probe(tools, path)?;
    let mut decoder = Decoder::open(tools, &source, DecodeOptions::default())?;
    let video = &source.video;
    let mut clip = Clip {
        name: String::new(),
        fingerprint: String::new(),
        format: source.frame_format(false),
        tags: video.tags,
        time_base: Ratio { num: video.time_base.num, den: video.time_base.den },
        pts: Vec::new(),
        last_duration: 1,
        signs: Signs::default(),
    };
    let mut analyser = Analyser::new(clip.picture(), video.frame_rate.value(), Some(faces));
    while clip.pts.len() < frames
        && let Some(picture) = decoder.next()?
    {
        clip.pts.push(picture.pts);
        analyser.push(&picture.frame);
    }
    // The file's bits belong to all of its frames.
    let held = video.frames_hint.map_or(clip.pts.len(), |n| n as usize).max(clip.pts.len());
    clip.signs = source.signs(held);
    Ok(analyser.finish(clip, dewax::VERSION))
}
