//! The project's own tasks: generated files, licences of dependencies, measurements.
#![allow(clippy::print_stdout, reason = "a developer's tool that talks to a terminal")]

mod attacks;
mod bench_blind;
mod bench_faces;
mod bench_files;
mod bench_fix;
mod bench_flaws;
mod bench_grain;
mod bench_halo;
mod bench_identity;
mod bench_kernels;
mod bench_light;
mod bench_lock;
mod bench_match;
mod bench_restore;
mod bench_seam;
mod bench_skin;
mod bench_soft;
mod bench_spots;
mod bench_steady;
mod bench_stills;
mod bench_texture;
mod bench_upscale;
mod benches;
mod calibrate;
mod dist;
mod footage;
mod frames;
mod generated;
mod held_clip;
mod licences;
mod memory;

use anyhow::{Result, bail};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

/// The root of the repository.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map(Path::to_path_buf).unwrap_or_default()
}

fn run(words: &[&str]) -> Result<()> {
    match words {
        ["gen"] => generated::write(&root()),
        ["gen", "--check"] => generated::check(&root()),
        ["dist", rest @ ..] => dist::run(&root(), rest),
        ["licences"] => licences::check(&root()),
        ["bench" | "calibrate", ..] if cfg!(debug_assertions) => in_release(words),
        ["calibrate", rest @ ..] => calibrate::run(&root(), rest),
        ["bench", rest @ ..] => {
            let (bench, rest) = benches::named(rest)?;
            (bench.run)(&root(), rest)
        }
        _ => bail!("no such task; the tasks are\n{}", usage()),
    }
}

/// Every task, a line each.
fn usage() -> String {
    let mut out = String::from(
        "cargo xtask gen [--check]     write the generated files, or fail when one is stale\n\
         cargo xtask licences          fail when a dependency has a licence that is not allowed\n\
         cargo xtask dist [--target TRIPLE] [--program FILE] [--out DIR]\n    \
         an archive and a Python wheel of the program, into target/dist\n\
         cargo xtask calibrate [--clips DIR] [--frames N] [--only CHECK] [--material NAME] [--keep DIR]\n    \
         what the checks make of real, generated and flawed footage: writes docs/calibration.md\n",
    );
    out.extend(benches::BENCHES.iter().map(benches::Bench::line));
    out
}

/// Measures what users run: builds this tool and, where a bench runs it, the program optimised, and hands over.
fn in_release(words: &[&str]) -> Result<()> {
    let cargo = |words: &[&str]| Command::new("cargo").args(words).current_dir(root()).status();
    let runs_program = match words {
        ["bench", rest @ ..] => benches::named(rest)?.0.runs_program,
        _ => false,
    };
    if runs_program && !cargo(&["build", "--release", "--quiet", "--locked", "-p", "dewax-cli"])?.success() {
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
