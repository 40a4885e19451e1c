//! The project's own tasks: generated files, licences of dependencies, measurements.
#![allow(clippy::print_stdout, reason = "a developer's tool that talks to a terminal")]

mod attacks;
mod bench_blind;
mod bench_faces;
mod bench_fix;
mod bench_flaws;
mod bench_grain;
mod bench_halo;
mod bench_kernels;
mod bench_lock;
mod bench_restore;
mod bench_skin;
mod bench_texture;
mod calibrate;
mod footage;
mod frames;
mod generated;
mod licences;
mod memory;

use anyhow::{Result, bail};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

const USAGE: &str = "cargo xtask gen [--check]     write the generated files, or fail when one is stale
cargo xtask licences          fail when a dependency has a licence that is not allowed
cargo xtask bench [--quick]   kernels and steps: ns per pixel beside the slow version and the memory floor
cargo xtask bench faces [PICTURE...]   jitter of a tracked face against known motion
cargo xtask bench fix [--quick]   `dewax fix` beside plain ffmpeg: wall, CPU, peak memory
cargo xtask bench grain [--quick]   grain that ships beside film drawn disk by disk, and its time on 1344x768
cargo xtask bench lock [--variant NAME] [--quick] [--keep DIR]   what is left of flicker and of pores, beside others
cargo xtask bench flaws [--clips DIR] [--frames N] [--only FLAW] [--clip NAME] [--keep DIR] [--as-written]
                              does `diagnose` name flaws that are injected into camera clips
cargo xtask bench halo [--amount A] [--clips DIR] [--frames N] [--clip NAME] [--keep DIR]
                              sharpens camera clips, takes that back, and measures their contours
cargo xtask bench attacks [--clips DIR] [--frames N] [--only NAME] [--clip NAME] [--keep DIR]
                              does `verify` refuse files that only look better in figures
cargo xtask bench texture [--clips DIR] [--frames N] [--clip NAME] [--keep DIR]
                              what `texture.pores` gives to smooth faces, and that it leaves camera footage alone
cargo xtask bench restore [--only CLIP] [--fault NAME] [--held-out] [--middle] [--no-peers] [--set S.P=V] [--keep DIR]
                              how much of a known fault `fix` takes out, judged beside the truth, with guards
cargo xtask bench skin [--clips DIR] [--frames N] [--clip NAME]   figures of real skin by region, size and channel
cargo xtask bench blind --keep DIR [--clips DIR] [--frames N] [--clip NAME] [--only score]
                              pairs of source and result for eyes that know nothing, and what they answered
cargo xtask calibrate [--clips DIR] [--frames N] [--only CHECK] [--material NAME] [--keep DIR]   what the checks make of
                              real, generated and flawed footage: writes docs/calibration.md";

/// The root of the repository.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map(Path::to_path_buf).unwrap_or_default()
}

fn run(words: &[&str]) -> Result<()> {
    match words {
        ["gen"] => generated::write(&root()),
        ["gen", "--check"] => generated::check(&root()),
        ["licences"] => licences::check(&root()),
        ["bench" | "calibrate", ..] if cfg!(debug_assertions) => in_release(words),
        ["bench"] => bench_kernels::run(false),
        ["bench", "--quick"] => bench_kernels::run(true),
        ["bench", "faces", portraits @ ..] => bench_faces::run(&root(), portraits),
        ["bench", "fix"] => bench_fix::run(&root(), false),
        ["bench", "fix", "--quick"] => bench_fix::run(&root(), true),
        ["bench", "grain"] => bench_grain::run(false),
        ["bench", "grain", "--quick"] => bench_grain::run(true),
        ["bench", "lock", rest @ ..] => bench_lock::run(&root(), rest),
        ["bench", "flaws", rest @ ..] => bench_flaws::run(&root(), rest),
        ["bench", "texture", rest @ ..] => bench_texture::run(&root(), rest),
        ["bench", "restore", rest @ ..] => bench_restore::run(&root(), rest),
        ["bench", "skin", rest @ ..] => bench_skin::run(&root(), rest),
        ["bench", "blind", rest @ ..] => bench_blind::run(&root(), rest),
        ["bench", "halo", rest @ ..] => bench_halo::run(&root(), rest),
        ["bench", "attacks", rest @ ..] => attacks::run(&root(), rest),
        ["calibrate", rest @ ..] => calibrate::run(&root(), rest),
        _ => bail!("no such task; the tasks are\n{USAGE}"),
    }
}

/// Measures what users run: builds this tool and the program optimised, and hands over.
fn in_release(words: &[&str]) -> Result<()> {
    let cargo = |words: &[&str]| Command::new("cargo").args(words).current_dir(root()).status();
    if matches!(words, ["bench", "fix" | "lock", ..])
        && !cargo(&["build", "--release", "--quiet", "--locked", "-p", "dewax-cli"])?.success()
    {
        bail!("the program does not build");
    }
    let mut all = vec!["run", "--release", "--quiet", "--locked", "-p", "xtask", "--"];
    all.extend(words);
    if cargo(&all)?.success() { Ok(()) } else { bail!("the measurement failed") }
}

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match run(&words) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            println!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}
