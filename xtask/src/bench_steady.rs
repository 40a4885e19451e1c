//! How much of an outline's breathing `steady` takes back: camera clips whose jaw, cheek or ear is warped by a known amount, treated, and
//! compared with the clean clip around that place and away from it.

use crate::bench_flaws::breathing::{self, PLACES};
use crate::bench_flaws::scene::Scene;
use crate::footage::{self, CAMERA, Wish, name_of};
use crate::frames::levels_of;
use anyhow::{Context, Result};
use dewax::analysis::FaceWish;
use dewax::kernels::blur::gaussian;
use dewax::px::Frame;
use dewax::recipe::Look;
use dewax_job::fix::{FixWish, fix};
use dewax_job::job::{Silent, analyse};
use dewax_media::decode::{DecodeOptions, Decoder, FrameSource};
use dewax_media::faces::FaceChoice;
use dewax_media::guard::Guard;
use dewax_media::target::{Codec, Wishes};
use dewax_media::tools::Tools;
use std::path::Path;
use std::time::Instant;

/// Frames of each clip.
const FRAMES: usize = 60;
/// Warps, % of the eye distance; the last is more than the step may bend back.
const STRENGTHS: [f32; 4] = [1.0, 1.5, 2.0, 4.0];
/// The window in which it is told how far a place lies off: a bell of this sigma, eye distances, in a picture blurred by so many px.
const WINDOW_IOD: f64 = 0.15;
const BLUR_PX: f32 = 1.5;
/// Nothing may change farther away than this, eye distances.
const BEYOND_IOD: f64 = 1.2;

/// How far a clip lies off the clean one.
#[derive(Clone, Debug, Default)]
struct Off {
    /// Frame by frame at the place, outward, % of the eye distance.
    percent: Vec<f64>,
    /// Mean square beyond, levels², and how many pixels that is.
    beyond: (f64, f64),
}

impl Off {
    fn add(&mut self, scene: &Scene<'_>, place: [f64; 2], truth: &Frame, frame: &Frame) {
        let Some((at, way, iod_px)) = breathing::place_of(scene, truth.index, place) else { return };
        let (was, is) = (levels_of(truth.luma()), levels_of(frame.luma()));
        for y in 0..was.height() {
            for (x, (a, b)) in was.row(y).iter().zip(is.row(y)).enumerate() {
                if (x as f64 - at[0]).hypot(y as f64 - at[1]) > BEYOND_IOD * iod_px {
                    self.beyond.0 += f64::from(b - a).powi(2);
                    self.beyond.1 += 1.0;
                }
            }
        }
        // One step of Lucas and Kanade along the way out: the slopes are those of both pictures' mean.
        let (was, is) = (gaussian(&was, BLUR_PX), gaussian(&is, BLUR_PX));
        let sigma = WINDOW_IOD * iod_px;
        let (mut top, mut bottom) = (0.0f64, 1e-9f64);
        let mid = |x: isize, y: isize| 0.5 * f64::from(was.at(x, y) + is.at(x, y));
        let span = |axis: usize, size: usize| {
            let from = (at[axis] - 2.5 * sigma).max(0.0) as usize;
            from.min(size)..((at[axis] + 2.5 * sigma).max(0.0) as usize).min(size)
        };
        for y in span(1, was.height()) {
            for x in span(0, was.width()) {
                let (u, v) = (x as isize, y as isize);
                let away = ((x as f64 - at[0]).powi(2) + (y as f64 - at[1]).powi(2)) / (sigma * sigma);
                let weight = dewax::color::math::exp(-0.5 * away);
                let slope = way[0] * (mid(u + 1, v) - mid(u - 1, v)) / 2.0
                    + way[1] * (mid(u, v + 1) - mid(u, v - 1)) / 2.0;
                top -= weight * slope * f64::from(is.at(u, v) - was.at(u, v));
                bottom += weight * slope * slope;
            }
        }
        self.percent.push(100.0 * top / bottom / iod_px);
    }

    fn rms_percent(&self) -> f64 {
        (self.percent.iter().map(|v| v * v).sum::<f64>() / self.percent.len().max(1) as f64).sqrt()
    }

    fn beyond_levels(&self) -> f64 {
        (self.beyond.0 / self.beyond.1.max(1.0)).sqrt()
    }
}

/// Measures and prints.
///
/// # Errors
/// When a name is not known, or a clip cannot be read. Missing clips are no error.
pub(crate) fn run(root: &Path, words: &[&str]) -> Result<()> {
    let wish = Wish::read(root, words, FRAMES)?;
    let chosen = footage::chosen(&PLACES, |place| place.0, &wish, "place")?;
    let clips = wish.videos(&[CAMERA]);
    if clips.is_empty() {
        println!("SKIPPED steady: no clips `{CAMERA}*` in {}", wish.clips.display());
        return Ok(());
    }
    let (tools, faces) = (Tools::find()?, FaceChoice::default().open()?);
    let scratch = tempfile::tempdir()?;
    let folder = wish.keep.as_deref().unwrap_or(scratch.path());
    std::fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))?;
    let mut gains = Vec::new();
    for clip in &clips {
        let bench = Bench { tools: &tools, wish: &wish, faces: faces.wish.as_ref(), folder };
        gains.extend(bench.clip(clip, &chosen)?);
    }
    let named: Vec<f64> = gains.iter().flatten().copied().collect();
    let mean = named.iter().sum::<f64>() / named.len().max(1) as f64;
    println!(
        "\n{} of {} cases steadied, mean gain of these {mean:+.2}, least {:+.2}",
        named.len(),
        gains.len(),
        named.iter().copied().fold(f64::INFINITY, f64::min)
    );
    Ok(())
}

/// What all cases of a run share.
struct Bench<'a> {
    tools: &'a Tools,
    wish: &'a Wish,
    faces: Option<&'a FaceWish>,
    folder: &'a Path,
}

impl Bench<'_> {
    /// All cases of a clip: the gain of each that was steadied.
    fn clip(&self, clip: &Path, chosen: &[&(&'static str, [f64; 2])]) -> Result<Vec<Option<f64>>> {
        let name = name_of(clip);
        let path = self.folder.join(format!("{name}.mkv"));
        footage::cut(self.tools, clip, self.wish.frames, &path)?;
        let source = footage::open(self.tools, &path)?;
        let (analysis, _) = analyse(self.tools, &source, false, self.faces, None, &Silent)?;
        let scene = Scene::new(&analysis, 1);
        println!("\n{name}: worst frame {}", scene.course.worst_frame);
        let mut gains = Vec::new();
        for (what, place) in chosen {
            for strength in STRENGTHS {
                let file = |end: &str| self.folder.join(format!("{name}_{what}_{strength}{end}.mkv"));
                let (bad, out) = (file(""), file("_steady"));
                footage::rewritten(self.tools, &source, &bad, |frame| {
                    breathing::move_one(*place, &scene, strength, frame);
                })?;
                let start = Instant::now();
                let told = self.treat(&bad, &out)?;
                let took_s = start.elapsed().as_secs_f64();
                let (before, after) = self.errors(&scene, *place, [&path, &bad, &out])?;
                let is_steadied = told.contains("breath ");
                let gain = 1.0 - after.rms_percent() / before.rms_percent().max(1e-6);
                println!(
                    "  {what:<6} {strength:>4} %  off {:.2} to {:.2} %, gain {gain:+.2}, beyond {:.3} levels; {took_s:.0} s  {told}",
                    before.rms_percent(),
                    after.rms_percent(),
                    after.beyond_levels(),
                );
                gains.push(is_steadied.then_some(gain));
                if self.wish.keep.is_none() {
                    for made in [&bad, &out] {
                        std::fs::remove_file(made).with_context(|| format!("removing {}", made.display()))?;
                    }
                }
            }
        }
        Ok(gains)
    }

    /// Runs `dewax fix` with nothing but `steady`, and says what came of it.
    fn treat(&self, bad: &Path, out: &Path) -> Result<String> {
        let mut look = Look::named("off")?;
        look.pin("steady.amount=1".parse()?);
        let mut wish = FixWish::new(look, Guard::new(true));
        wish.delivery = Wishes { codec: Some(Codec::Ffv1), ..Wishes::default() };
        let report = fix(self.tools, bad, out, &wish, &Silent)?.report;
        let done: Vec<String> =
            report.shots.iter().flat_map(|s| s.treatment.iter().map(|d| d.line())).collect();
        let found = report.shots.iter().flat_map(|s| &s.findings).filter(|f| f.code == "geometry");
        let found: Vec<String> =
            found.map(|f| format!("{:.2}/{:.2} {:?}", f.value, f.threshold, f.severity)).collect();
        let certificate = report.certificate.as_ref();
        let breath = certificate.iter().flat_map(|c| &c.frame).filter_map(|f| f.breath_percent);
        let breath: Vec<String> = breath.map(|(was, is)| format!("breath {was:.2} to {is:.2}")).collect();
        let words = certificate.map_or_else(|| "no certificate".into(), |c| c.words());
        let failures = certificate.map(|c| c.failures()).unwrap_or_default();
        Ok(format!(
            "{} {words} [{}] {} {} {}",
            report.verdict.name(),
            done.join(", "),
            found.join(", "),
            breath.join(", "),
            failures.join("; ")
        ))
    }

    fn errors(&self, scene: &Scene<'_>, place: [f64; 2], files: [&Path; 3]) -> Result<(Off, Off)> {
        let [truth, bad, out] = files;
        let open = |path: &Path| -> Result<Decoder> {
            Ok(Decoder::open(self.tools, &footage::open(self.tools, path)?, DecodeOptions::default())?)
        };
        let (mut truth, mut bad, mut out) = (open(truth)?, open(bad)?, open(out)?);
        let (mut before, mut after) = (Off::default(), Off::default());
        let mut index = 0;
        while let (Some(mut t), Some(b), Some(o)) = (truth.next()?, bad.next()?, out.next()?) {
            t.frame.index = index;
            before.add(scene, place, &t.frame, &b.frame);
            after.add(scene, place, &t.frame, &o.frame);
            index += 1;
        }
        Ok((before, after))
    }
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
