//! What is left of a halo, and what it costs: camera clips are sharpened, treated with `dehalo` alone, and measured on the
//! contours of the clean clip.

use crate::footage::{self, CAMERA, Wish, name_of};
use anyhow::{Context as _, Result};
use dewax::analysis::{Analysis, FaceWish};
use dewax::kernels::{edges, extent, tile};
use dewax::px::{Frame, LEVEL, Plane, Rect, Window};
use dewax::shelf::Shelf;
use dewax::step::{Context, FaceFilter, Step};
use dewax::steps::dehalo::Dehalo;
use dewax_job::job::{Silent, analyse};
use dewax_media::decode::{DecodeOptions, Decoder, FrameSource};
use dewax_media::faces::FaceChoice;
use dewax_media::probe::Source;
use dewax_media::tools::Tools;
use std::path::Path;
use std::sync::Arc;

/// Frames of each clip: one second.
const FRAMES: usize = 24;
/// The amount of `unsharp=5:5` that is injected when none is given.
const AMOUNT: &str = "1.5";
/// A pixel lies at a contour when the clean picture differs by this much within [`NEAR_PX`] of it, 8-bit levels.
const CONTOUR_LEVELS: f32 = 20.0;
const NEAR_PX: usize = 4;

/// One version of a clip: sums over its frames.
#[derive(Clone, Copy, Debug, Default)]
struct Version {
    overshoot: f64,
    width_px: f64,
    contours: f64,
    squares: f64,
    pixels: f64,
}

impl Version {
    fn add(&mut self, luma: &Plane<u16>, clean: &Plane<u16>, places: &[edges::EdgePlace], near: &Plane<f32>) {
        let seen = edges::profile(luma, places);
        self.overshoot += seen.edges as f64 * f64::from(seen.overshoot);
        self.width_px += seen.edges as f64 * f64::from(seen.width_px);
        self.contours += seen.edges as f64;
        for ((&a, &b), &range) in luma.samples().iter().zip(clean.samples()).zip(near.samples()) {
            if range >= CONTOUR_LEVELS * LEVEL {
                self.squares += ((f64::from(a) - f64::from(b)) / f64::from(LEVEL)).powi(2);
                self.pixels += 1.0;
            }
        }
    }

    fn overshoot_percent(&self) -> f64 {
        100.0 * self.overshoot / self.contours.max(1.0)
    }

    fn width_px(&self) -> f64 {
        self.width_px / self.contours.max(1.0)
    }

    fn psnr_db(&self) -> f64 {
        10.0 * (255.0f64.powi(2) * self.pixels.max(1.0) / self.squares.max(1e-9)).log10()
    }
}

/// Measures and prints.
///
/// # Errors
/// When a name is not known, or a clip cannot be read. Missing clips are no error.
pub(crate) fn run(root: &Path, words: &[&str]) -> Result<()> {
    let mut rest = words.to_vec();
    let amount = match rest.iter().position(|word| *word == "--amount") {
        Some(at) => {
            let value = rest.get(at + 1).copied().context("--amount needs a value")?;
            rest.drain(at..at + 2);
            value
        }
        None => AMOUNT,
    };
    amount.parse::<f32>().with_context(|| format!("`{amount}` is no amount of sharpening"))?;
    let wish = Wish::read(root, &rest, FRAMES)?;
    let clips = wish.videos(&[CAMERA]);
    if clips.is_empty() {
        println!("SKIPPED halo: no clips `{CAMERA}*` in {}", wish.clips.display());
        return Ok(());
    }
    let tools = Tools::find()?;
    let faces = FaceChoice::default().open()?;
    let scratch = tempfile::tempdir()?;
    let folder = wish.keep.as_deref().unwrap_or(scratch.path());
    std::fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))?;
    println!("{} clips, {} frames, unsharp=5:5:{amount}, FFmpeg {}", clips.len(), wish.frames, tools.version);
    println!(
        "{:<24} {:>8} {:>16} {:>20} {:>7} {:>7} {:>19} {:>16} {:>6}",
        "clip", "contours", "mask found", "overshoot, %", "points", "share", "width, px", "PSNR, dB", "clean"
    );
    for clip in &clips {
        let name = name_of(clip);
        let (clean, sharp) = (folder.join(format!("{name}.mkv")), folder.join(format!("{name}_sharp.mkv")));
        footage::cut(&tools, clip, wish.frames, &clean)?;
        let filter = format!("unsharp=5:5:{amount}:5:5:0");
        footage::filtered(&tools, &clean, &sharp, &filter, &["-c:v", "ffv1"])?;
        let (clean, sharp) = (footage::open(&tools, &clean)?, footage::open(&tools, &sharp)?);
        println!("{}", row(&tools, &name, &clean, &sharp, faces.wish.as_ref())?);
    }
    println!(
        "overshoot, width, PSNR: clean, sharpened, treated (PSNR: sharpened, treated, beside clean, within {NEAR_PX} px of contours). \
         points: overshoot of treated less clean. share: that, as a share of what was injected. clean: what dehalo does to the \
         clean clip."
    );
    Ok(())
}

fn row(
    tools: &Tools,
    name: &str,
    clean: &Source,
    sharp: &Source,
    faces: Option<&FaceWish>,
) -> Result<String> {
    let fitted = |source: &Source| -> Result<(Analysis, Dehalo)> {
        let (analysis, _) = analyse(tools, source, false, faces, None, &Silent)?;
        let step = Dehalo::default().fitted(&analysis.shots[0]);
        Ok((analysis, step))
    };
    let (_, of_clean) = fitted(clean)?;
    let (analysis, _) = fitted(sharp)?;
    let picture = analysis.clip.picture();
    let mut versions = [Version::default(); 3];
    let mut decoders = [
        Decoder::open(tools, clean, DecodeOptions::default())?,
        Decoder::open(tools, sharp, DecodeOptions::default())?,
    ];
    let mut index = 0;
    loop {
        let [a, b] = decoders.each_mut().map(|d| d.next());
        let (Some(a), Some(b)) = (a?, b?) else { break };
        let (clean, mut sharp) = (a.frame, b.frame);
        sharp.index = index;
        let facts = analysis.shot_of(index).context("a frame without a shot")?;
        let step = Dehalo::default().fitted(facts);
        let made = treated(
            &step,
            &Context { picture: &picture, facts, seed: 1, faces: FaceFilter::All, shelf: &Shelf::default() },
            sharp.clone(),
        );
        let luma = clean.luma();
        let all = Rect::of(luma.width(), luma.height());
        let places = edges::find(luma, all);
        let near = extent::extent(&tile::cut(luma, all), NEAR_PX);
        for (version, frame) in versions.iter_mut().zip([&clean, &sharp, &made]) {
            version.add(frame.luma(), luma, &places, &near);
        }
        index += 1;
    }
    let [clean, injected, treated] = versions;
    let off = treated.overshoot_percent() - clean.overshoot_percent();
    let share = 100.0 * off / (injected.overshoot_percent() - clean.overshoot_percent()).abs().max(1e-3);
    let mask = analysis.shots[0].sharpening;
    let mask = mask.map_or("none".into(), |m| {
        format!("{:.2} {:.2} ({:.1} %)", m.amount, m.radius_px, m.overshoot_percent)
    });
    let three = |pick: fn(&Version) -> f64| {
        format!("{:.2} {:.2} {:.2}", pick(&clean), pick(&injected), pick(&treated))
    };
    Ok(format!(
        "{name:<24} {:>8} {mask:>16} {:>20} {off:>+7.2} {share:>+5.0} % {:>19} {:>16} {:>6}",
        clean.contours,
        three(Version::overshoot_percent),
        three(Version::width_px),
        format!("{:.1} {:.1}", injected.psnr_db(), treated.psnr_db()),
        if of_clean.is_neutral() { "left" } else { "TREATED" },
    ))
}

fn treated(step: &Dehalo, context: &Context<'_>, sharp: Frame) -> Frame {
    let mut out = sharp.clone();
    if !step.is_neutral() {
        step.apply(context, &Window::new(&[Arc::new(sharp)], 0), &mut out);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_clips_are_no_error() {
        run(Path::new("nowhere"), &["--clips", "nowhere"]).unwrap();
        assert!(run(Path::new("nowhere"), &["--amount", "much"]).is_err());
    }
}
