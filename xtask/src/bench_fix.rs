//! `dewax fix` beside plain FFmpeg with the same encoder settings, in the same run: wall, processor time, peak memory.

use crate::memory::{Cost, watch};
use anyhow::{Context, Result};
use dewax::demo::{DrawnFace, Flaws};
use dewax_media::drawn::{FRAMES_PER_SECOND, write_clip};
use dewax_media::guard::Guard;
use dewax_media::target::{DEFAULT_CRF, DEFAULT_PRESET};
use dewax_media::tools::Tools;
use std::path::Path;
use std::process::Command;

/// Encoder settings of dewax's two main targets, as FFmpeg takes them.
fn targets() -> [(&'static str, Vec<String>); 2] {
    let crf = DEFAULT_CRF.to_string();
    let words = |list: &[&str]| list.iter().map(ToString::to_string).collect();
    [
        ("mp4", words(&["-c:v", "libx264", "-preset", DEFAULT_PRESET, "-crf", &crf, "-c:a", "copy"])),
        ("mov", words(&["-c:v", "prores_ks", "-profile:v", "hq", "-pix_fmt", "yuv422p10le", "-c:a", "copy"])),
    ]
}

/// Measures and prints.
pub(crate) fn run(root: &Path, quick: bool) -> Result<()> {
    let tools = Tools::find()?;
    let folder = tempfile::tempdir()?;
    let (width, height, seconds, times) = if quick { (640, 360, 2, 1) } else { (1920, 1080, 10, 3) };
    let clip = folder.path().join("clip.mp4");
    let draw = |seconds: usize, to: &Path| {
        let face = DrawnFace::new(width, height, seconds * FRAMES_PER_SECOND).with_flaws(Flaws::plastic());
        anyhow::Ok(write_clip(&tools, &face, &Guard::new(false).file(to)?)?)
    };
    draw(seconds, &clip)?;
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |t| root.join(t));
    let program = target.join("release/dewax");
    println!("drawn clip {width}x{height}, {seconds} s, FFmpeg {}; median of {times}", tools.version);
    println!("{:<28} {:>8} {:>8} {:>10}", "", "wall s", "CPU s", "peak MiB");
    let show = |name: &str, cost: Cost| {
        println!("{name:<28} {:>8.2} {:>8.2} {:>10.0}", cost.wall_s, cost.cpu_s, cost.peak_mib);
    };
    let fix = |clip: &Path, ending: &str| {
        let mut command = Command::new(&program);
        command
            .arg("fix")
            .arg(clip)
            .args(["-q", "--overwrite", "-o"])
            .arg(folder.path().join(format!("fixed.{ending}")));
        watch(&mut command, &[0, 3]).context("run `cargo build --release -p dewax-cli` first")
    };
    for (ending, settings) in targets() {
        let plain = || {
            let mut command = Command::new(&tools.ffmpeg);
            command.args(["-nostdin", "-v", "error", "-y", "-i"]).arg(&clip).args(&settings);
            watch(command.arg(folder.path().join(format!("plain.{ending}"))), &[0])
        };
        // In turns, so that a busy machine is as busy for both.
        let mut costs = (Vec::new(), Vec::new());
        for _ in 0..times {
            costs.0.push(plain()?);
            costs.1.push(fix(&clip, ending)?);
        }
        let (plain, fixed) = (median(costs.0), median(costs.1));
        show(&format!("{ending}: ffmpeg alone"), plain);
        show(&format!("{ending}: dewax fix"), fixed);
        println!(
            "{:<28} {:>7.2}x {:>7.2}x",
            "  ratio",
            fixed.wall_s / plain.wall_s,
            fixed.cpu_s / plain.cpu_s
        );
    }
    // Whether memory depends on the length.
    let long = folder.path().join("long.mp4");
    draw(seconds * 6, &long)?;
    show(&format!("mp4: dewax fix, {} s", seconds * 6), fix(&long, "mp4")?);
    Ok(())
}

fn median(mut costs: Vec<Cost>) -> Cost {
    costs.sort_by(|a, b| a.wall_s.total_cmp(&b.wall_s));
    costs.get(costs.len() / 2).copied().unwrap_or_default()
}
