//! `demo` and `doctor`: what a new user runs first.

use crate::args::guard_of;
use crate::models::Standing;
use crate::outcome::exit;
use crate::progress::Bar;
use crate::show;
use clap::ArgMatches;
use dewax::demo::{DrawnFace, Flaws};
use dewax::kernels::simd;
use dewax::recipe::Look;
use dewax_job::fix::{FixWish, fix};
use dewax_media::drawn::write_clip;
use dewax_media::target::Codec;
use dewax_media::tools::Tools;
use serde_json::json;
use std::path::PathBuf;

/// Two and a half seconds: long enough to see flicker, short enough to wait for.
const FRAMES: usize = 60;
/// The clip that is drawn.
const BEFORE: &str = "before.mp4";

/// Makes a clip with every flaw, treats it, and says where everything lies.
pub(crate) fn demo(m: &ArgMatches) -> anyhow::Result<u8> {
    let folder = m.get_one::<PathBuf>("DIR").cloned().unwrap_or_else(|| "dewax-demo".into());
    let talk = !m.get_flag("quiet") && !m.get_flag("json");
    let guard = guard_of(m);
    let mut made = guard.folder(&folder, &[BEFORE])?;
    let tools = Tools::find()?;
    let (before, after) = (folder.join(BEFORE), folder.join("after.mp4"));
    if talk {
        show::note("drawing a face with boiling skin, pulsing cheeks and flickering light ...");
    }
    let face = DrawnFace::new(1280, 720, FRAMES).with_flaws(Flaws::plastic());
    write_clip(&tools, &face, &made.permit(BEFORE)?)?;
    made.wrote(BEFORE)?;
    let wish = FixWish::new(Look::named("natural")?, guard);
    let bar = Bar::new(BEFORE, !talk);
    let fixed = fix(&tools, &before, &after, &wish, &bar)?;
    drop(bar);
    let page = fixed.folder.join("report.html");
    if m.get_flag("json") {
        show::json(&json!({
            "before": before.display().to_string(),
            "after": after.display().to_string(),
            "report": page.display().to_string(),
            "certified": fixed.report.certificate.as_ref().map(|c| c.passed),
        }));
    } else if talk {
        show::report(&fixed.report);
        show::line(&format!("before: {}", before.display()));
        show::line(&format!("after:  {}", after.display()));
        show::line(&format!("report: {}", page.display()));
    }
    Ok(if fixed.report.is_clean() { exit::DONE } else { exit::ADVISE })
}

/// What this machine has and lacks.
pub(crate) fn doctor(as_json: bool) -> anyhow::Result<u8> {
    let levels = simd::levels_here();
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let tools = Tools::find();
    let models = Standing::now();
    let encoders: Vec<(&str, bool)> = match &tools {
        Ok(tools) => Codec::ALL.iter().map(|c| (c.encoder(), tools.has_encoder(c.encoder()))).collect(),
        Err(_) => Vec::new(),
    };
    if as_json {
        show::json(&json!({
            "dewax": dewax::VERSION,
            "ffmpeg": tools.as_ref().map(|t| t.version.clone()).ok(),
            "ffmpeg_problem": tools.as_ref().err().map(ToString::to_string),
            "encoders": encoders.iter().map(|(n, has)| (n.to_string(), json!(has))).collect::<serde_json::Map<_, _>>(),
            "instructions": levels,
            "threads": threads,
            "faces": models.tier(),
            "models": models.json(),
        }));
    } else {
        show::line(&format!("dewax         {}", dewax::VERSION));
        match &tools {
            Ok(tools) => show::line(&format!("FFmpeg        {} ({})", tools.version, tools.ffmpeg.display())),
            Err(problem) => show::line(&format!("FFmpeg        MISSING: {problem}")),
        }
        for (name, has) in &encoders {
            show::line(&format!("  {name:<11} {}", if *has { "there" } else { "MISSING in this FFmpeg" }));
        }
        show::line(&format!("instructions  {}", levels.join(", ")));
        show::line(&format!("threads       {threads}"));
        show::line(&models.line());
    }
    Ok(if tools.is_ok() { exit::DONE } else { exit::ERROR })
}
