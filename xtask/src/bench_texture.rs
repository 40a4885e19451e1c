//! What `texture.pores` makes of real smooth faces: the contrast that sticks before and after, beside what was asked for, and what
//! the certificate says. And whether it leaves camera footage alone.

use crate::footage::{CAMERA, GENERATED, Wish, ffmpeg, name_of};
use anyhow::Result;
use dewax::certificate::SkinProof;
use dewax::param::Value;
use dewax::recipe::Look;
use dewax::step::Step;
use dewax::steps::texture_pores::Pores;
use dewax_job::fix::{FixWish, fix};
use dewax_job::job::Silent;
use dewax_job::sidecar::read_recipe;
use dewax_media::guard::Guard;
use dewax_media::tools::Tools;
use std::path::Path;

/// Frames of each clip.
const FRAMES: usize = 48;

/// Renders every clip with the look `natural` and prints what its faces had and got.
///
/// # Errors
/// When a clip cannot be read. Missing clips are no error.
pub(crate) fn run(root: &Path, words: &[&str]) -> Result<()> {
    let wish = Wish::read(root, words, FRAMES)?;
    let clips = wish.videos(&[GENERATED, CAMERA]);
    if clips.is_empty() {
        println!("no clips in {}: nothing is measured", wish.clips.display());
        return Ok(());
    }
    let tools = Tools::find()?;
    let scratch = tempfile::tempdir()?;
    let folder = wish.keep.as_deref().unwrap_or(scratch.path());
    std::fs::create_dir_all(folder)?;
    println!(
        "{:<26} {:>6} {:>14} {:>14} {:>14} {:>7} {:>7} {:>9} {:>5}  certificate",
        "clip, face", "amount", "before %", "after %", "beside ask dB", "boil", "after", "on screen", "sees"
    );
    for clip in clips {
        let name = name_of(&clip);
        let source = folder.join(format!("{name}.mkv"));
        // As it was encoded: how many bits it had tells porcelain from a squeezed file.
        let count = wish.frames.to_string();
        ffmpeg(&tools, &clip, &source, &["-frames:v", &count, "-c:v", "copy"])?;
        let out = folder.join(format!("{name}_textured.mkv"));
        let fixing = FixWish::new(Look::named("natural")?, Guard::new(true));
        let fixed = match fix(&tools, &source, &out, &fixing, &Silent) {
            Ok(fixed) => fixed,
            Err(error) => {
                println!("{name:<26} {error}");
                continue;
            }
        };
        let recipe = read_recipe(&fixed.folder.join("recipe.toml"))?;
        let Some(certificate) = &fixed.report.certificate else { continue };
        for proof in &certificate.skin {
            let stack = recipe.shots.get(proof.shot).map(|s| &s.stack);
            let number =
                |param: &str| match stack.and_then(|s| s.step(Pores::NAME)).and_then(|s| s.get(param)) {
                    Some(Value::F(value)) => value,
                    _ => 0.0,
                };
            let asked = [number("fine_percent"), number("coarse_percent")];
            print(&name, proof, number("amount"), asked, certificate.passed);
        }
    }
    Ok(())
}

fn print(name: &str, proof: &SkinProof, amount: f32, asked: [f32; 2], passed: bool) {
    let title = format!("{name} {}.{}", proof.shot + 1, proof.face);
    let pair = |values: [f32; 2]| format!("{:.2} {:.2}", values[0], values[1]);
    let [before, after] = proof.detail_percent.unwrap_or_default();
    let db = |band: usize| 20.0 * (after[band].max(1e-3) / asked[band].max(1e-3)).log10();
    let beside = if amount > 0.0 { format!("{:+.1} {:+.1}", db(0), db(1)) } else { "-".into() };
    let screen = proof.on_screen_levels.map_or("-".into(), |v| format!("{v:.2}"));
    println!(
        "{title:<26} {amount:>6.2} {:>14} {:>14} {beside:>14} {:>7.2} {:>7.2} {screen:>9} {:>5}  {}",
        pair(before),
        pair(after),
        proof.boil.0,
        proof.boil.1,
        proof.pairs,
        if passed { "PASS" } else { "FAIL" }
    );
}
