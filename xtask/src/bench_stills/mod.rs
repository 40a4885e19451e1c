//! Stills: photographs are retouched as AI does, moved by a known map, and get their skin back: how exactly the original is laid under them,
//! what comes back of pores and of blemishes, and what is refused.

mod pairs;
mod score;

use crate::footage::name_of;
use anyhow::{Context, Result, bail};
use dewax::analysis::FaceWish;
use dewax::face::Tier;
use dewax::still::{Laid, Method, NotTheSame, Part, Regions, Side, Tones, Weights, lay, skin_mask, treat};
use dewax_media::faces::FaceChoice;
use dewax_media::tools::Tools;
use pairs::{CASES, Case, Still};
use std::path::{Path, PathBuf};
use std::time::Instant;

/// How the names of photographs begin that are of full quality.
const PHOTOGRAPHS: [&str; 3] = ["d_st_photo_", "d_st_consented_", "d_st_unsplash_"];

/// What was asked for.
struct Wish {
    clips: PathBuf,
    keep: Option<PathBuf>,
    clip: Option<String>,
    only: Option<String>,
    held_out: bool,
}

impl Wish {
    fn read(root: &Path, words: &[&str]) -> Result<Self> {
        let clips = root.join("../shared/clips");
        let mut wish = Self { clips, keep: None, clip: None, only: None, held_out: false };
        let mut words = words.iter();
        while let Some(&word) = words.next() {
            let mut value = || words.next().map(|v| (*v).to_owned()).context(format!("{word} needs a value"));
            match word {
                "--held-out" => wish.held_out = true,
                "--clips" => wish.clips = PathBuf::from(value()?),
                "--keep" => wish.keep = Some(PathBuf::from(value()?)),
                "--clip" => wish.clip = Some(value()?),
                "--only" => wish.only = Some(value()?),
                _ => bail!(
                    "`{word}` is not for this measurement; it takes [--held-out] [--clip NAME] [--only CASE] [--clips DIR] [--keep DIR]"
                ),
            }
        }
        Ok(wish)
    }

    /// The half of the photographs that may be tuned on, or the other one; and those of both, for wrong pairs.
    fn photographs(&self) -> [Vec<PathBuf>; 2] {
        let Ok(folder) = std::fs::read_dir(&self.clips) else { return [Vec::new(), Vec::new()] };
        let fits = |path: &PathBuf| PHOTOGRAPHS.iter().any(|prefix| name_of(path).starts_with(prefix));
        let mut all: Vec<PathBuf> = folder.flatten().map(|entry| entry.path()).filter(fits).collect();
        all.sort();
        let of_half = |(i, path): (usize, &PathBuf)| {
            let is_wanted = self.clip.as_ref().is_none_or(|clip| name_of(path).contains(clip.as_str()));
            ((i % 2 == 1) == self.held_out && is_wanted).then(|| path.clone())
        };
        [all.iter().enumerate().filter_map(of_half).collect(), all]
    }
}

/// Measures and prints.
///
/// # Errors
/// When a photograph cannot be read. Missing ones are no error.
pub(crate) fn run(root: &Path, words: &[&str]) -> Result<()> {
    let wish = Wish::read(root, words)?;
    let [photographs, all] = wish.photographs();
    if photographs.is_empty() {
        println!("SKIPPED: there are no photographs in {}", wish.clips.display());
        return Ok(());
    }
    let tools = Tools::find()?;
    let choice = FaceChoice { tier: Some(Tier::Mesh), ..FaceChoice::default() };
    let faces = choice.open()?.wish.context("no finder")?;
    println!(
        "case: error of the place on skin, RMS and most, px of the AI version; what was treated and what came of it"
    );
    for path in &photographs {
        let still = Still::read(&tools, path, &faces)?;
        println!("{} (eye distance {:.0} px)", name_of(path), still.iod_px());
        for case in CASES.iter().filter(|c| wish.only.as_ref().is_none_or(|only| c.name == only)) {
            one(&wish, &still, case, &faces)?;
        }
        if wish.only.is_none() {
            refused(&still, &all, path, &tools, &faces)?;
        }
    }
    Ok(())
}

/// The AI version of a photograph by a case, brought back.
fn one(wish: &Wish, still: &Still, case: &Case, faces: &FaceWish) -> Result<()> {
    let pair = pairs::made(still, case, faces)?;
    let Some(ai) = &pair.ai else {
        println!("  {:<12} no face was found in the AI version", case.name);
        return Ok(());
    };
    let masks = masks(ai);
    let begun = Instant::now();
    let laid = match laid(ai, &pair.original, &masks) {
        Ok(laid) => laid,
        Err(why) => {
            println!("  {:<12} REFUSED: {why}", case.name);
            return Ok(());
        }
    };
    let lay_s = begun.elapsed().as_secs_f64();
    let Some(face) = laid.face(0) else { return Ok(()) };
    let [rms, most] = score::misplaced(face, &masks[0], &pair.map);
    println!(
        "  {:<12} off {rms:.3} {most:.3} px; agree {:.3}, scale {:.4}, turn {:.2}, bent {:.2}, left {:.3}, exact {}, known {:.0} %",
        case.name,
        face.agreement,
        face.scale,
        face.turn_deg,
        face.bent_px,
        face.residual_px,
        face.is_exact,
        100.0 * face.clear.share()
    );
    for method in [Method::hybrid(), Method::graft(ai.iod_px()), Method::synthetic(ai.iod_px(), 1)] {
        let part = Part { face: 0, mask: &masks[0], method, strength: 1.0, tones: Tones::default() };
        let states = ai.states();
        let side = Side { rgb: &ai.rgb, faces: &states };
        let begun = Instant::now();
        let treated = treat(&side, Some(&laid), &[part]);
        let treat_s = begun.elapsed().as_secs_f64();
        let Some(layer) = treated.layers.first() else { continue };
        println!(
            "    {:<10} radius {:.2} px, {} spots; {}; lay {lay_s:.2} s, treat {treat_s:.2} s",
            method.name(),
            layer.radius_px,
            layer.spots,
            score::line(&pair, ai, face, &treated, layer)
        );
        if let Some(folder) = &wish.keep {
            let name = format!("{}_{}_{}", still.name, case.name, method.name());
            pairs::keep(folder, &name, &treated.rgb)?;
        }
    }
    if let Some(folder) = &wish.keep {
        pairs::keep(folder, &format!("{}_{}_ai", still.name, case.name), &ai.rgb)?;
        pairs::keep(folder, &format!("{}_{}_original", still.name, case.name), &pair.original.rgb)?;
        pairs::keep_part(folder, &format!("{}_{}_laid", still.name, case.name), ai, face)?;
    }
    Ok(())
}

fn masks(still: &Still) -> Vec<Weights> {
    let states = still.states();
    let each = states.iter().zip(&still.skin);
    each.map(|(state, skin)| match skin {
        Some(skin) => skin_mask(still.size(), state, skin, still.topology(), &Regions::default()),
        None => Weights::none(),
    })
    .collect()
}

fn laid(ai: &Still, original: &Still, masks: &[Weights]) -> Result<Laid, NotTheSame> {
    let (here, there) = (ai.states(), original.states());
    let wanted: Vec<_> = masks.iter().map(|m| m.rect).collect();
    let side = |still, faces| -> Side<'_> { Side { rgb: still, faces } };
    lay(&side(&ai.rgb, &here), &side(&original.rgb, &there), ai.topology(), &wanted)
}

/// Wrong pairs: every other photograph, and the mirror image.
fn refused(still: &Still, all: &[PathBuf], own: &Path, tools: &Tools, faces: &FaceWish) -> Result<()> {
    let pair = pairs::made(still, &CASES[0], faces)?;
    let Some(ai) = &pair.ai else { return Ok(()) };
    let masks = masks(ai);
    for path in all.iter().filter(|p| *p != own) {
        let other = Still::read(tools, path, faces)?;
        match laid(ai, &other, &masks) {
            Ok(laid) => println!("  TAKEN for {}: {:?}", other.name, laid.face(0).map(|f| f.agreement)),
            Err(why) => println!("  not {}: {why}", other.name),
        }
    }
    let mirrored = still.mirrored(faces)?;
    match laid(ai, &mirrored, &masks) {
        Ok(laid) => println!("  TAKEN for its mirror image: {:?}", laid.face(0).map(|f| f.agreement)),
        Err(why) => println!("  mirrored: {why}"),
    }
    Ok(())
}
