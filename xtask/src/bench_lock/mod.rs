//! How well flicker goes and texture stays: clips with known truth, treated by dewax and by others, and measured along the
//! true motion.

pub(crate) mod clip;
mod drawn;
pub(crate) mod ground;
mod hand;
mod peers;
pub(crate) mod portrait;
pub(crate) mod scene;
mod score;
pub(crate) mod stills;
pub(crate) mod truth;

use anyhow::{Context, Result, bail};
use peers::Machine;
use scene::{FRAMES_PER_SECOND, SIZE, Scene};
use score::{Figures, score};
use std::path::{Path, PathBuf};

/// Frames of a clip, and of a quick one.
const FRAMES: usize = 60;
const QUICK_FRAMES: usize = 40;
/// What dewax is to reach: most flicker of the whole, of patches and of pores that is left, and the pores that are kept.
const EXPO_MOST: f64 = 0.15;
const PATCH_MOST: f64 = 0.55;
const BOIL_MOST: f64 = 0.55;
const PORES: std::ops::RangeInclusive<f64> = 0.97..=1.03;
/// Ghosts are compared as they are printed.
const GHOST_SLACK: f64 = 0.005;

/// What was asked for.
#[derive(Debug, Default)]
struct Wish {
    quick: bool,
    variant: Option<String>,
    keep: Option<PathBuf>,
    /// Only those whose name holds this.
    only: Option<String>,
}

impl Wish {
    fn read(words: &[&str]) -> Result<Self> {
        let mut wish = Self::default();
        let mut words = words.iter();
        while let Some(&word) = words.next() {
            match word {
                "--quick" => wish.quick = true,
                "--variant" => {
                    wish.variant = Some((*words.next().context("--variant needs a name")?).to_owned())
                }
                "--only" => wish.only = Some((*words.next().context("--only needs a name")?).to_owned()),
                "--keep" => wish.keep = Some(PathBuf::from(words.next().context("--keep needs a folder")?)),
                _ => bail!(
                    "`{word}` is not for this measurement; it takes --quick, --variant NAME, --only NAME, --keep DIR"
                ),
            }
        }
        let names = names();
        if let Some(variant) = &wish.variant
            && !names.contains(&variant.as_str())
        {
            bail!("there is no variant `{variant}`; there are {}", names.join(", "));
        }
        Ok(wish)
    }

    fn wants(&self, names: &[&str]) -> bool {
        self.variant.as_ref().is_none_or(|variant| names.contains(&variant.as_str()))
    }
}

fn names() -> Vec<&'static str> {
    let stills = stills::STILLS.iter().map(|s| s.name);
    drawn::VARIANTS.iter().map(|v| v.0).chain(["portraits"]).chain(stills).collect()
}

/// Measures and prints.
pub(crate) fn run(root: &Path, words: &[&str]) -> Result<()> {
    let wish = Wish::read(words)?;
    let machine = Machine::look(root)?;
    let scratch = tempfile::tempdir()?;
    let folder = wish.keep.as_deref().unwrap_or(scratch.path());
    std::fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))?;
    let frames = if wish.quick { QUICK_FRAMES } else { FRAMES };
    println!(
        "{}x{}, {frames} frames at {FRAMES_PER_SECOND} per second, FFmpeg {}; RMS in 8-bit levels, pores kept as a share; \
         fps with reading and writing",
        SIZE.0, SIZE.1, machine.tools.version
    );
    for (name, variant) in drawn::VARIANTS {
        if wish.wants(&[name]) {
            measure(&machine, &wish, &drawn::draw(name, variant, frames), folder)?;
        }
    }
    let clips = root.join("../shared/clips");
    for still in &stills::STILLS {
        if !wish.wants(&["portraits", still.name]) {
            continue;
        }
        let path = clips.join(still.file);
        if !path.exists() {
            println!("\nSKIPPED portrait {}: there is no {}", still.name, path.display());
            continue;
        }
        measure(&machine, &wish, &portrait::moved(&machine.tools, &path, still, frames)?, folder)?;
    }
    Ok(())
}

/// One table.
fn measure(machine: &Machine, wish: &Wish, scene: &Scene, folder: &Path) -> Result<()> {
    let stem = scene.name.replace(' ', "_");
    let (clip, masks) = (folder.join(format!("{stem}.mkv")), folder.join(format!("{stem}_mask.mkv")));
    clip::write_clip(&machine.tools, &clip, &scene.bad)?;
    clip::write_masks(&machine.tools, &masks, &scene.masks)?;
    println!(
        "\n{:<32} {:>6} {:>6} {:>6} {:>6} {:>6} {:>6} {:>8} {:>6}",
        scene.name, "expo", "patch", "boil", "pores", "micro", "ghost", "ghost_in", "fps"
    );
    let figures = |frames: &[dewax::px::Plane<u8>]| score(&scene.truth, &scene.clean, frames);
    let input = figures(&scene.bad_luma());
    show("input", &input, None, "");
    show("clean", &figures(&scene.clean), None, "");
    for peer in &mut machine.peers(scene, &clip, &masks) {
        if wish.only.as_ref().is_some_and(|only| !peer.name.contains(only.as_str())) {
            continue;
        }
        let ran = match peer.run() {
            Ok(ran) => ran,
            Err(error) => {
                println!("{:<32} FAILED: {error:#}", peer.name);
                continue;
            }
        };
        let frames = clip::read_luma(&machine.tools, &ran.out)?;
        if frames.len() != scene.bad.len() {
            println!("{:<32} wrote {} frames of {}", peer.name, frames.len(), scene.bad.len());
        }
        let reached = figures(&frames);
        show(&peer.name, &reached, Some(frames.len() as f64 / ran.wall_s), ran.note);
        if peer.is_dewax() {
            println!("  {}", bars(&input, &reached));
        }
    }
    Ok(())
}

fn show(name: &str, figures: &Figures, fps: Option<f64>, note: &str) {
    let or_dash = |value: Option<f64>, digits: usize| value.map_or("-".into(), |v| format!("{v:.digits$}"));
    println!(
        "{name:<32} {:>6.2} {:>6.2} {:>6.2} {:>6} {:>6.2} {:>6.2} {:>8} {:>6} {note}",
        figures.expo,
        figures.patch,
        figures.boil,
        or_dash(figures.pores, 3),
        figures.micro,
        figures.ghost,
        or_dash(figures.ghost_in, 2),
        or_dash(fps, 1),
    );
}

/// What was reached of what is to be reached, on one line.
fn bars(input: &Figures, reached: &Figures) -> String {
    let bar = |held: bool, text: String| format!("{text} {}", if held { "ok" } else { "MISSED" });
    let most =
        |name: &str, value: f64, most: f64| bar(value <= most, format!("{name} {value:.2} <= {most:.2}"));
    let mut all = vec![
        most("expo", reached.expo, EXPO_MOST),
        most("patch", reached.patch, PATCH_MOST),
        most("boil", reached.boil, BOIL_MOST),
    ];
    if let Some(pores) = reached.pores {
        let text = format!("pores {pores:.3} in {:.2}..{:.2}", PORES.start(), PORES.end());
        all.push(bar(PORES.contains(&pores), text));
    }
    let ghost = format!("ghost {:.2} <= {:.2}", reached.ghost, input.ghost);
    all.push(bar(reached.ghost <= input.ghost + GHOST_SLACK, ghost));
    format!("bars: {}", all.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_understood_or_refused() {
        let wish = Wish::read(&["--variant", "speech", "--quick", "--keep", "here"]).unwrap();
        assert!(wish.quick && wish.wants(&["speech"]) && !wish.wants(&["rigid"]) && wish.keep.is_some());
        assert!(Wish::read(&[]).unwrap().wants(&["rigid"]));
        assert!(Wish::read(&["--variant", "nobody"]).is_err() && Wish::read(&["--fast"]).is_err());
    }

    #[test]
    fn bars_say_which_was_missed() {
        let good = Figures {
            expo: 0.1,
            patch: 0.5,
            boil: 0.5,
            pores: Some(1.0),
            micro: 3.0,
            ghost: 0.4,
            ghost_in: None,
        };
        let bad = Figures { pores: Some(0.8), ..good };
        assert!(!bars(&good, &good).contains("MISSED"));
        assert_eq!(bars(&good, &bad).matches("MISSED").count(), 1);
    }
}
