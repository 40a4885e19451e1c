//! The hands: arguments to jobs, progress to the terminal, results to exit codes.

mod args;
mod batch;
mod brief;
mod commands;
mod each;
mod given;
mod glob;
mod inputs;
mod outcome;
mod progress;
mod show;

pub use commands::{command, completion, pages};
pub use outcome::exit;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use std::ffi::OsString;

/// What was meant where a clip was given without a verb.
fn meant(error: &clap::Error) -> Option<String> {
    if error.kind() != ErrorKind::InvalidSubcommand {
        return None;
    }
    let Some(ContextValue::String(word)) = error.get(ContextKind::InvalidSubcommand) else { return None };
    let path = std::path::Path::new(word);
    let is_clip = path.exists() || path.extension().is_some() || word.contains(['/', '\\', '%', '*']);
    let quoted = if word.contains([' ', '*', '?', '\'', '[', '&', '(']) {
        format!("\"{word}\"")
    } else {
        word.clone()
    };
    is_clip.then(|| format!("`{word}` is no verb; did you mean: dewax fix {quoted}"))
}

/// Runs the program with these arguments (the first is its own name) and returns its exit code:
/// 0 done and verified, 1 error, 2 usage, 3 finished but REGENERATE or not certified, 130 interrupted.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> u8 {
    let matches = match command().try_get_matches_from(arguments) {
        Ok(matches) => matches,
        Err(error) => {
            if let Some(text) = meant(&error) {
                show::error(&text);
                return exit::USAGE;
            }
            // Help and version are no errors; a closed pipe is nobody's fault.
            let _ = error.print();
            return if error.use_stderr() { exit::USAGE } else { exit::DONE };
        }
    };
    if let Some(level) = std::env::var_os("DEWAX_CPU")
        && let Err(text) = dewax::kernels::simd::force(&level.to_string_lossy())
    {
        show::error(&format!("DEWAX_CPU: {text}"));
        return exit::USAGE;
    }
    match commands::dispatch(&matches) {
        Ok(code) => code,
        Err(error) => {
            let interrupted = outcome::is_interrupted(&error);
            show::error(&outcome::sentence(&error));
            outcome::code_of_error(&error, interrupted)
        }
    }
}
