//! `doctor`: what this machine has and lacks.

use super::models::Standing;
use crate::outcome::exit;
use crate::show;
use clap::{ArgMatches, Command};
use dewax::kernels::simd;
use dewax_media::target::Codec;
use dewax_media::tools::Tools;
use serde_json::json;

pub(super) fn cli() -> Command {
    Command::new("doctor").about("Say what this machine has, what is missing, and how to get it")
}

/// What this machine has and lacks.
pub(super) fn exec(m: &ArgMatches) -> anyhow::Result<u8> {
    let as_json = m.get_flag("json");
    let levels = simd::levels_here();
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let tools = Tools::find().and_then(|tools| tools.check_ffprobe().map(|()| tools));
    let models = Standing::now();
    let encoders: Vec<(&str, bool)> = match &tools {
        Ok(tools) => {
            let mut names: Vec<&str> = Codec::all().map(|c| c.encoder()).collect();
            // Two codecs of one encoder stand side by side in the table.
            names.dedup();
            names.into_iter().map(|name| (name, tools.has_encoder(name))).collect()
        }
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
        show::line(&models.identity_line());
    }
    Ok(if tools.is_ok() { exit::DONE } else { exit::ERROR })
}
