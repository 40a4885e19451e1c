//! Stills: photographs are retouched as AI does, moved by a known map, and get their skin back: how exactly the original is laid under them,
//! what comes back of pores and of blemishes, and what is refused.

mod jpeg;
mod keep;
mod looks;
mod pairs;
mod score;
mod still;
mod table;

use crate::footage::name_of;
use anyhow::{Context, Result, bail};
use dewax::face::Tier;
use dewax::still::{Laid, Method, NotTheSame, Part, Tones, Weights, lay, treat};
use dewax_media::faces::FaceChoice;
use dewax_media::tools::Tools;
use pairs::{CASES, Case, Finders, Pair};
use score::Score;
use std::path::{Path, PathBuf};
use std::time::Instant;
use still::Still;
use table::Table;

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
    let open = |tier| -> Result<_> {
        FaceChoice { tier: Some(tier), ..FaceChoice::default() }.open()?.wish.context("no finder")
    };
    let finders = Finders { mesh: open(Tier::Mesh)?, boxes: open(Tier::BoxOnly)? };
    let (mut table, mut wrong) = (Table::default(), Vec::new());
    // Wrong pairs are tried with all of them, and each is read once.
    let others = if wish.only.is_none() { all } else { Vec::new() };
    let others: Vec<Still> =
        others.iter().map(|path| Still::read(&tools, path, &finders.mesh)).collect::<Result<_>>()?;
    Table::head();
    for path in &photographs {
        let still = match others.iter().find(|o| o.name == name_of(path)) {
            Some(still) => still.clone(),
            None => Still::read(&tools, path, &finders.mesh)?,
        };
        let soft = looks::retouched(&still);
        for case in CASES.iter().filter(|c| wish.only.as_ref().is_none_or(|only| c.name == only)) {
            match pairs::made(&still, &soft, case, &finders)? {
                Some(pair) => one(&wish, &still, case, &pair, &mut table)?,
                None => table.refused(&still.name, case.name, "is too large for this case"),
            }
        }
        if wish.only.is_none() {
            wrong.extend(refused(&still, &soft, &others, &finders)?);
        }
    }
    table.worst();
    wrong.iter().for_each(|line| println!("{line}"));
    Ok(())
}

/// The AI version of a photograph by a case, brought back.
fn one(wish: &Wish, still: &Still, case: &Case, pair: &Pair, table: &mut Table) -> Result<()> {
    let ai = &pair.ai;
    let masks = ai.masks();
    let begun = Instant::now();
    let laid = match laid(ai, &pair.original, &masks) {
        Ok(laid) => laid,
        Err(why) => {
            table.refused(&still.name, case.name, &format!("REFUSED: {why}"));
            return Ok(());
        }
    };
    let lay_s = begun.elapsed().as_secs_f64();
    let states = ai.states();
    let side = ai.side(&states);
    let made = |method: &dyn Fn(f32) -> Method| {
        let each = masks.iter().zip(&states).enumerate();
        let parts: Vec<Part<'_>> = each
            .map(|(face, (mask, state))| {
                let method = method(state.iod_px);
                Part { face, mask, method, strength: 1.0, tones: Tones::default() }
            })
            .collect();
        treat(&side, Some(&laid), &parts)
    };
    let begun = Instant::now();
    let treated = made(&|_| Method::hybrid());
    let treat_s = begun.elapsed().as_secs_f64();
    let grafted = made(&Method::graft);
    let spots = score::spots(pair, &treated);
    let outside = score::outside(ai, &treated).max(score::outside(ai, &grafted));
    for (layer, grafted_layer) in treated.layers.iter().zip(&grafted.layers) {
        let Some(face) = laid.face(layer.face) else { continue };
        let [high_db, low_db, pores] = score::bands(ai, face, &treated, layer);
        let [.., grafted_pores] = score::bands(ai, face, &grafted, grafted_layer);
        let score = Score {
            off_px: score::misplaced(face, &masks[layer.face], &*pair.map),
            agreement: f64::from(face.agreement),
            is_exact: face.is_exact,
            known: f64::from(face.clear.share()),
            high_db,
            low_db,
            pores: [pores, grafted_pores],
            healed: layer.spots as f64,
            back: spots[0],
            around: spots[1],
            outside,
            seconds: [lay_s, treat_s],
        };
        table.put(&still.name, case.name, &score);
    }
    for (number, why) in laid.faces.iter().enumerate().filter_map(|(i, f)| Some((i, f.as_ref().err()?))) {
        table.refused(&still.name, case.name, &format!("face {number} REFUSED: {why}"));
    }
    if let Some(folder) = &wish.keep {
        let name = |what: &str| format!("{}_{}_{what}", still.name, case.name);
        keep::picture(folder, &name("hybrid"), &treated.rgb)?;
        keep::picture(folder, &name("graft"), &grafted.rgb)?;
        keep::picture(folder, &name("ai"), &ai.rgb)?;
        keep::picture(folder, &name("original"), &pair.original.rgb)?;
        if let Some(face) = laid.face(0) {
            keep::part(folder, &name("laid"), ai, face)?;
        }
    }
    Ok(())
}

fn laid(ai: &Still, original: &Still, masks: &[Weights]) -> Result<Laid, NotTheSame> {
    let (here, there) = (ai.states(), original.states());
    let wanted: Vec<_> = masks.iter().map(|m| m.rect).collect();
    lay(&ai.side(&here), &original.side(&there), ai.topology(), &wanted)
}

/// Wrong pairs: every other photograph, and the mirror image. What came of them, as lines.
fn refused(
    still: &Still,
    soft: &[dewax::px::Plane<f32>; 3],
    others: &[Still],
    finders: &Finders,
) -> Result<Vec<String>> {
    let Some(pair) = pairs::made(still, soft, &CASES[0], finders)? else { return Ok(Vec::new()) };
    let ai = &pair.ai;
    let masks = ai.masks();
    let mirrored = looks::mirrored(&still.rgb);
    let mirrored = Still::of(format!("{} mirrored", still.name), mirrored, &finders.mesh, 1)?;
    let mut out = Vec::new();
    let (mut count, mut most) = (0, 0.0f32);
    for other in others.iter().filter(|o| o.name != still.name) {
        match laid(ai, other, &masks) {
            Ok(_) => out.push(format!("{} TAKEN for {}", still.name, other.name)),
            Err(why) => {
                count += 1;
                if let NotTheSame::Different { agreement } = why {
                    most = most.max(agreement);
                }
            }
        }
    }
    out.push(format!("{}: {count} wrong pairs refused, the nearest agrees by {most:.2}", still.name));
    out.push(match laid(ai, &mirrored, &masks) {
        Ok(_) => format!("{} TAKEN for its mirror image", still.name),
        Err(why) => format!("{} mirrored: {why}", still.name),
    });
    Ok(out)
}
