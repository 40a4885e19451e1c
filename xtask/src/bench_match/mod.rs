//! Shots that were graded and are matched to their hero: how much of the grade is taken back, also where framings differ, and what becomes
//! of pairs that do not belong together and of coloured light.

mod figures;
mod grades;
mod material;

use crate::footage::CAMERA;
use anyhow::{Context, Result, bail};
use dewax::color::Cdl;
use dewax::matching::{Matched, SkinSamples, Why, fit};
use dewax_media::tools::Tools;
use dewax_show::exhibits::{Rgb8Image, png_bytes, to_rgb8};
use figures::{Off, Pixel, mean, off, pixels, rank};
use grades::Grade;
use material::{CLIPS, Clip, FRAMES, Framing, Maker, Shot};
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Where clips lie beside the repository.
const CLIPS_FOLDER: &str = "../shared/clips";
/// How much closer shots are framed, in turn.
const CLOSER: [f32; 4] = [1.5, 2.5, 2.0, 1.7];
/// Light of a club, as gains of linear red, green and blue.
const NEON: [f64; 3] = [0.95, 0.3, 1.3];
/// What a shot in it has beside its hero: a third of a stop less light, and a warmer balance taken for a cooler one.
const COOLER: [f64; 3] = [0.7, 0.8, 0.95];
/// Pixels that a kept case tells of.
const KEPT_PIXELS: usize = 4000;

/// What was asked for.
#[derive(Debug, Default)]
struct Wish {
    clips: Option<PathBuf>,
    clip: Option<String>,
    keep: Option<PathBuf>,
    held_out: bool,
}

impl Wish {
    fn read(words: &[&str]) -> Result<Self> {
        let mut wish = Self::default();
        let mut words = words.iter();
        while let Some(&word) = words.next() {
            let mut value = || words.next().map(|v| (*v).to_owned()).context(format!("{word} needs a value"));
            match word {
                "--clips" => wish.clips = Some(PathBuf::from(value()?)),
                "--clip" => wish.clip = Some(value()?),
                "--keep" => wish.keep = Some(PathBuf::from(value()?)),
                "--held-out" => wish.held_out = true,
                _ => bail!(
                    "`{word}` is not for this measurement; it takes --clips DIR, --clip NAME, --keep DIR, --held-out"
                ),
            }
        }
        Ok(wish)
    }
}

/// A shot beside its hero.
struct Case {
    name: String,
    kind: &'static str,
    from: Option<SkinSamples>,
    to: Option<SkinSamples>,
    pixels: Vec<Pixel>,
}

/// What came of a case.
struct Row {
    kind: &'static str,
    matched: Option<Matched>,
    before: Off,
    after: Off,
}

impl Case {
    fn row(&self) -> Row {
        let matched = self.from.as_ref().zip(self.to.as_ref()).map(|(a, b)| fit(a, b, 1.0));
        let cdl = matched.map_or(Cdl::NEUTRAL, |m| m.cdl);
        let row = Row {
            kind: self.kind,
            matched,
            before: off(&self.pixels, &Cdl::NEUTRAL),
            after: off(&self.pixels, &cdl),
        };
        let to_hero = matched.map_or((0.0, 0.0), |m| (m.before_de00, m.after_de00));
        println!(
            "{:<8} {:<34} skin {:5.2} → {:5.2} (p90 {:5.2})  rest {:5.2} → {:5.2}  to the hero {:5.2} → {:5.2}  {}",
            self.kind,
            self.name,
            row.before.skin,
            row.after.skin,
            row.after.skin_p90,
            row.before.rest,
            row.after.rest,
            to_hero.0,
            to_hero.1,
            matched.map_or("no skin", |m| m.why.words()),
        );
        row
    }

    /// Everything that a fit needs, for trying others.
    fn json(&self) -> serde_json::Value {
        let step = (self.pixels.len() / KEPT_PIXELS).max(1);
        let pixels: Vec<&Pixel> = self.pixels.iter().step_by(step).collect();
        serde_json::json!({"name": self.name, "kind": self.kind, "from": self.from, "to": self.to, "pixels": pixels})
    }
}

/// Measures and prints.
///
/// # Errors
/// When a clip cannot be made or read. Missing clips are no error.
pub(crate) fn run(root: &Path, words: &[&str]) -> Result<()> {
    let wish = Wish::read(words)?;
    let folder = wish.clips.clone().unwrap_or_else(|| root.join(CLIPS_FOLDER));
    let fits = |c: &&Clip| {
        let named = wish.clip.as_ref().is_none_or(|name| c.name.contains(name.as_str()));
        c.is_held_out == wish.held_out && named && folder.join(format!("{}.mp4", c.name)).is_file()
    };
    let clips: Vec<&Clip> = CLIPS.iter().filter(fits).collect();
    if clips.is_empty() {
        println!("SKIPPED match: none of its clips is in {}", folder.display());
        return Ok(());
    }
    let tools = Tools::find()?;
    let scratch = tempfile::tempdir()?;
    if let Some(keep) = &wish.keep {
        std::fs::create_dir_all(keep).with_context(|| format!("making {}", keep.display()))?;
    }
    let bench = Bench {
        maker: Maker { tools: &tools, clips: &folder, folder: scratch.path() },
        keep: wish.keep.as_deref(),
    };
    let half = if wish.held_out { "held out" } else { "for developing" };
    println!("{} clips {half}, shots of {FRAMES} frames, FFmpeg {}", clips.len(), tools.version);
    let start = Instant::now();
    let (mut rows, mut heroes) = (Vec::new(), Vec::new());
    for clip in clips {
        let hero = bench.clip(clip, &mut rows)?;
        heroes.push((clip.name, hero));
    }
    rows.extend(wrong_pairs(&heroes));
    summary(&rows);
    println!("{:.0} s", start.elapsed().as_secs_f64());
    Ok(())
}

struct Bench<'a> {
    maker: Maker<'a>,
    keep: Option<&'a Path>,
}

impl Bench<'_> {
    /// All cases of a clip; its hero, for wrong pairs.
    fn clip(&self, clip: &Clip, rows: &mut Vec<Row>) -> Result<Shot> {
        let hero = self.maker.shot(clip, clip.starts[0], Framing::Whole, Grade::None)?;
        // Of a generated clip one shot is enough to see that generated skin does not differ here.
        let shots = if clip.name.starts_with(CAMERA) { &clip.starts[1..] } else { &clip.starts[1..2] };
        if clip.name.starts_with(CAMERA) {
            self.neon(clip, &hero, rows)?;
        }
        for (i, &start) in shots.iter().enumerate() {
            let seed = clip.number() * 3 + i;
            let truth = self.maker.shot(clip, start, Framing::Whole, Grade::None)?;
            let shot = self.maker.shot(clip, start, Framing::Whole, Grade::of(seed))?;
            rows.push(self.case("graded", &format!("{} {start}", clip.name), &shot, &truth, &hero)?);
            rows.push(self.case("clean", &format!("{} {start}", clip.name), &truth, &truth, &hero)?);
            let close = Maker::closer(&truth, CLOSER[seed % CLOSER.len()]);
            let Framing::Close(times, _) = close else { continue };
            let name = format!("{} {start} ×{times:.1}", clip.name);
            if i == 0 {
                // The hero is the close-up.
                let close_hero =
                    self.maker.shot(clip, clip.starts[0], Maker::closer(&hero, times), Grade::None)?;
                rows.push(self.case("framed", &name, &shot, &truth, &close_hero)?);
            } else {
                let close_truth = self.maker.shot(clip, start, close, Grade::None)?;
                let close_shot = self.maker.shot(clip, start, close, Grade::of(seed))?;
                rows.push(self.case("framed", &name, &close_shot, &close_truth, &hero)?);
            }
        }
        Ok(hero)
    }

    /// The clip in a club's light: a shot of it that is darker and cooler than its hero there, and one beside the hero in daylight.
    fn neon(&self, clip: &Clip, hero: &Shot, rows: &mut Vec<Row>) -> Result<()> {
        let lit = |start: usize, by: [f64; 3]| {
            self.maker.shot(
                clip,
                start,
                Framing::Whole,
                Grade::Light(std::array::from_fn(|c| by[c] * NEON[c])),
            )
        };
        let start = clip.starts[1];
        let (neon_hero, truth, shot) =
            (lit(clip.starts[0], [1.0; 3])?, lit(start, [1.0; 3])?, lit(start, COOLER)?);
        rows.push(self.case("neon", clip.name, &shot, &truth, &neon_hero)?);
        rows.push(self.case("neon-day", clip.name, &truth, &truth, hero)?);
        Ok(())
    }

    fn case(&self, kind: &'static str, name: &str, shot: &Shot, truth: &Shot, hero: &Shot) -> Result<Row> {
        let case = Case {
            name: name.into(),
            kind,
            from: shot.samples.clone(),
            to: hero.samples.clone(),
            pixels: pixels(shot, truth),
        };
        let row = case.row();
        if let Some(keep) = self.keep {
            let file = format!("{kind}_{}", name.replace([' ', '×'], "_"));
            std::fs::write(keep.join(format!("{file}.json")), case.json().to_string())?;
            let cdl = row.matched.map_or(Cdl::NEUTRAL, |m| m.cdl);
            let png = png_bytes(&side_by_side(&[
                seen(hero, &Cdl::NEUTRAL),
                seen(shot, &Cdl::NEUTRAL),
                seen(shot, &cdl),
                seen(truth, &Cdl::NEUTRAL),
            ]))?;
            std::fs::write(keep.join(format!("{file}.png")), png)?;
        }
        Ok(row)
    }
}

/// The middle frame of a shot under a grade.
fn seen(shot: &Shot, cdl: &Cdl) -> Rgb8Image {
    let (width, height) = (shot.frame.width(), shot.frame.height());
    let whole = dewax::px::Rect { x0: 0, y0: 0, x1: width, y1: height };
    let mut image = to_rgb8(&shot.frame, &shot.analysis.clip.picture(), whole);
    for pixel in image.pixels.chunks_exact_mut(3) {
        let rgb = cdl.graded([0, 1, 2].map(|c| f32::from(pixel[c]) / 255.0));
        pixel.iter_mut().zip(rgb).for_each(|(p, v)| *p = (v * 255.0 + 0.5) as u8);
    }
    image
}

fn side_by_side(images: &[Rgb8Image]) -> Rgb8Image {
    let height = images.iter().map(|i| i.height).min().unwrap_or(0);
    let width = images.iter().map(|i| i.width).sum();
    let mut pixels = Vec::with_capacity(3 * width * height);
    for y in 0..height {
        for image in images {
            pixels.extend(&image.pixels[3 * image.width * y..3 * image.width * (y + 1)]);
        }
    }
    Rgb8Image { width, height, pixels }
}

/// Every clip matched to every other one: another person in another light.
fn wrong_pairs(heroes: &[(&'static str, Shot)]) -> Vec<Row> {
    let mut rows = Vec::new();
    for (name, shot) in heroes {
        for (other, hero) in heroes.iter().filter(|(other, _)| !is_same(name, other)) {
            let case = Case {
                name: format!("{} to {}", short(name), short(other)),
                kind: "wrong",
                from: shot.samples.clone(),
                to: hero.samples.clone(),
                pixels: pixels(shot, shot),
            };
            rows.push(case.row());
        }
    }
    rows
}

/// Whether two clips show the same person in the same light: those of one portrait do.
fn is_same(one: &str, other: &str) -> bool {
    const PORTRAIT: &str = "d_ai_fantasy";
    one == other || one.starts_with(PORTRAIT) && other.starts_with(PORTRAIT)
}

fn short(name: &str) -> &str {
    name.rsplit('_').next().unwrap_or(name)
}

fn summary(rows: &[Row]) {
    println!();
    for kind in ["graded", "framed", "clean", "neon", "neon-day", "wrong"] {
        let of: Vec<&Row> = rows.iter().filter(|r| r.kind == kind).collect();
        if of.is_empty() {
            continue;
        }
        let all = |pick: fn(&Row) -> f64| of.iter().map(|r| pick(r)).collect::<Vec<f64>>();
        let (before, after) = (all(|r| r.before.skin), all(|r| r.after.skin));
        let share = match mean(&before) {
            before if before > 0.0 => format!(" ({:.0} % removed)", 100.0 * (1.0 - mean(&after) / before)),
            _ => String::new(),
        };
        let worse = of.iter().filter(|r| r.after.skin > r.before.skin + 1e-9).count();
        let touched = of.iter().filter(|r| r.matched.is_some_and(|m| m.why == Why::Matched)).count();
        let tones = |pick: fn(&Row) -> [f64; 3]| {
            let each = [0, 1, 2].map(|k| mean(&of.iter().map(|r| pick(r)[k]).collect::<Vec<f64>>()));
            each.map(|v| format!("{v:.2}")).join(" ")
        };
        println!(
            "{kind:<8} {:>3} shots, {touched} matched: skin {:.2} → {:.2} CIEDE2000{share}, p90 of shots {:.2}, worst {:.2}, \
             {worse} worse than before; rest {:.2} → {:.2}; mean colour {:.2} → {:.2}; \
             shadows, mids, highlights {} → {}",
            of.len(),
            mean(&before),
            mean(&after),
            rank(&mut after.clone(), 0.9),
            rank(&mut after.clone(), 1.0),
            mean(&all(|r| r.before.rest)),
            mean(&all(|r| r.after.rest)),
            mean(&all(|r| r.before.cast)),
            mean(&all(|r| r.after.cast)),
            tones(|r| r.before.tones),
            tones(|r| r.after.tones),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_understood_or_refused() {
        assert!(Wish::read(&["--held-out", "--clip", "lp"]).unwrap().held_out);
        assert!(Wish::read(&["--fast"]).is_err() && Wish::read(&["--keep"]).is_err());
        run(Path::new("nowhere"), &["--clips", "nowhere"]).unwrap();
        let held = CLIPS.iter().filter(|c| c.is_held_out).count();
        assert!(held * 2 >= CLIPS.len());
    }

    #[test]
    fn no_shot_has_a_frame_of_another_and_a_clip_alone_gets_the_grades_that_it_gets_among_others() {
        for clip in &CLIPS {
            assert!(clip.starts.windows(2).all(|two| two[0] + FRAMES <= two[1]), "{}", clip.name);
            let half: Vec<&Clip> = CLIPS.iter().filter(|c| c.is_held_out == clip.is_held_out).collect();
            assert_eq!(half[clip.number()].name, clip.name);
        }
    }
}
