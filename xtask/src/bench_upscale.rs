//! Camera clips made half as large and brought back: contours, ringing, skin per band and boil of `fix --upscale 2` beside the truth and beside what
//! FFmpeg's Lanczos and bicubic make of them.

use crate::footage::{self, Wish, name_of};
use crate::frames::levels_of;
use anyhow::{Context, Result};
use dewax::analysis::{Analysis, FaceWish};
use dewax::kernels::blur::gaussian;
use dewax::kernels::edges;
use dewax::px::{Plane, Rect};
use dewax::recipe::Look;
use dewax_job::fix::{FixWish, fix};
use dewax_job::job::{Silent, analyse};
use dewax_job::upscale::Upscale;
use dewax_media::decode::{DecodeOptions, Decoder, FrameSource};
use dewax_media::faces::FaceChoice;
use dewax_media::guard::Guard;
use dewax_media::target::{Codec, Wishes};
use dewax_media::tools::Tools;
use std::path::Path;
use std::time::Instant;

/// Frames of each clip.
const FRAMES: usize = 40;
/// Every this many frames skin and contours are compared.
const EVERY: usize = 8;
/// Bands of the skin lie between these sigmas, px of the truth; the first begins at the pixel.
const SIGMAS_PX: [f32; 4] = [0.7, 1.4, 2.8, 5.6];
/// Skin is what the mask says with this weight.
const SKIN: f32 = 0.9;

/// What is told of a clip.
struct Told {
    /// From 10 to 90 % of the step of the usual contour, px, and how far it goes beyond, %, where the truth has contours.
    contour: (f64, f64),
    /// Boil that is no grain.
    boil_levels: f32,
    /// RMS of each band on the skin, levels.
    bands: [f64; SIGMAS_PX.len()],
}

/// Measures and prints.
///
/// # Errors
/// When a clip cannot be read or treated. Missing clips are no error.
pub(crate) fn run(root: &Path, words: &[&str]) -> Result<()> {
    let held_out = words.contains(&"--held-out");
    let rest: Vec<&str> = words.iter().copied().filter(|w| *w != "--held-out").collect();
    let wish = Wish::read(root, &rest, FRAMES)?;
    let names = footage::half(held_out);
    let clips = wish.videos(&names);
    if clips.is_empty() {
        println!("SKIPPED upscale: no clips {names:?} in {}", wish.clips.display());
        return Ok(());
    }
    let (tools, faces) = (Tools::find()?, FaceChoice::default().open()?);
    let scratch = tempfile::tempdir()?;
    let folder = wish.keep.as_deref().unwrap_or(scratch.path());
    std::fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))?;
    println!(
        "{:<28} {:>8} {:>8} {:>6}  skin beside the truth, dB, finest band first",
        "clip", "width px", "beyond %", "boil"
    );
    for clip in &clips {
        one(&tools, faces.wish.as_ref(), clip, &wish, folder)?;
    }
    Ok(())
}

fn one(tools: &Tools, faces: Option<&FaceWish>, clip: &Path, wish: &Wish, folder: &Path) -> Result<()> {
    let name = name_of(clip);
    let file = |what: &str| folder.join(format!("{name}_{what}.mkv"));
    let (truth, half, out) = (file("truth"), file("half"), file("upscaled"));
    let frames = wish.frames.to_string();
    let ffv1 = ["-frames:v", &frames, "-c:v", "ffv1"];
    footage::filtered(tools, clip, &truth, "crop=trunc(iw/4)*4:trunc(ih/4)*4:0:0", &ffv1)?;
    footage::filtered(tools, &truth, &half, "scale=iw/2:ih/2:flags=area", &ffv1)?;
    let peers = ["lanczos", "bicubic"];
    for peer in peers {
        footage::filtered(tools, &half, &file(peer), &format!("scale=iw*2:ih*2:flags={peer}"), &ffv1)?;
    }
    let mut fixing = FixWish::new(Look::named("natural")?, Guard::new(true));
    fixing.upscale = Upscale::Times(2);
    fixing.delivery = Wishes { codec: Some(Codec::Ffv1), ..Wishes::default() };
    let start = Instant::now();
    let fixed = fix(tools, &half, &out, &fixing, &Silent)?;
    let took_s = start.elapsed().as_secs_f64();
    let passed = fixed.report.certificate.as_ref().is_some_and(|c| c.passed);

    let source = footage::open(tools, &truth)?;
    let (analysis, _) = analyse(tools, &source, false, faces, None, &Silent)?;
    let wanted = told(tools, &truth, &analysis, (&analysis, &truth))?;
    print(&format!("{name} truth"), &wanted, &wanted);
    for what in peers.into_iter().chain(["upscaled"]) {
        let path = file(what);
        let source = footage::open(tools, &path)?;
        let (own, _) = analyse(tools, &source, false, faces, None, &Silent)?;
        print(&format!("{name} {what}"), &told(tools, &path, &own, (&analysis, &truth))?, &wanted);
    }
    println!(
        "{name}: {} {:.1} s for {} frames\n",
        if passed { "PASS" } else { "FAIL" },
        took_s,
        fixed.recipe.source.frames
    );
    Ok(())
}

/// What a clip has, on the skin and the contours of the truth.
fn told(tools: &Tools, path: &Path, own: &Analysis, truth: (&Analysis, &Path)) -> Result<Told> {
    let (analysis, truth) = truth;
    let (source, of_truth) = (footage::open(tools, path)?, footage::open(tools, truth)?);
    let picture = analysis.clip.picture();
    let facts = analysis.shots.first().context("the clip has no frame")?;
    let search = facts.skin_search();
    let open = |source| Decoder::open(tools, source, DecodeOptions::default());
    let (mut decoder, mut truths) = (open(&source)?, open(&of_truth)?);
    let (mut sums, mut count, mut index) = ([0.0; SIGMAS_PX.len()], 0.0, 0);
    let (mut contour, mut contours) = ((0.0, 0.0), 0.0);
    while let Some((decoded, clean)) = decoder.next()?.zip(truths.next()?) {
        let is_compared = index % EVERY == EVERY / 2;
        index += 1;
        if !is_compared {
            continue;
        }
        let luma = decoded.frame.luma();
        let all = Rect::of(luma.width(), luma.height());
        let seen = edges::profile(luma, &edges::find(clean.frame.luma(), all));
        let many = seen.edges as f64;
        contour.0 += many * f64::from(seen.width_px);
        contour.1 += many * 100.0 * f64::from(seen.overshoot);
        contours += many;
        if let Some(mask) = search.find(&picture, &facts.faces, &clean.frame) {
            let luma = levels_of(luma);
            let weights = Plane::from_fn(luma.width(), luma.height(), |x, y| mask.at(x, y));
            count += weights.samples().iter().filter(|w| **w > SKIN).count() as f64;
            add_bands(&luma, &weights, &mut sums);
        }
    }
    Ok(Told {
        contour: (contour.0 / f64::max(contours, 1.0), contour.1 / f64::max(contours, 1.0)),
        boil_levels: own.shots.first().map_or(0.0, |s| s.figures.own_boil_levels()),
        bands: sums.map(|sum: f64| (sum / f64::max(count, 1.0)).sqrt()),
    })
}

/// Adds the squares of each band where there is skin.
fn add_bands(luma: &Plane<f32>, weights: &Plane<f32>, sums: &mut [f64; SIGMAS_PX.len()]) {
    let mut finer = luma.clone();
    for (sum, sigma) in sums.iter_mut().zip(SIGMAS_PX) {
        let softer = gaussian(luma, sigma);
        let pairs = finer.samples().iter().zip(softer.samples()).zip(weights.samples());
        *sum += pairs.filter(|(_, w)| **w > SKIN).map(|((a, b), _)| f64::from(a - b).powi(2)).sum::<f64>();
        finer = softer;
    }
}

fn print(title: &str, told: &Told, wanted: &Told) {
    let beside = told.bands.iter().zip(&wanted.bands);
    let beside: Vec<String> =
        beside.map(|(a, b)| format!("{:+.1}", 20.0 * (a.max(1e-3) / b.max(1e-3)).log10())).collect();
    let (width, beyond) = told.contour;
    println!("{title:<28} {width:>8.2} {beyond:>8.2} {:>6.2}  {}", told.boil_levels, beside.join(" "));
}
