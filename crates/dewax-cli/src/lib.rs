//! The hands: arguments to jobs, progress to the terminal, results to exit codes.

mod args;
mod batch;
mod brief;
mod commands;
mod each;
mod given;
mod outcome;
mod progress;
mod show;

pub use commands::command;
pub use outcome::exit;

use std::ffi::OsString;

/// Runs the program with these arguments (the first is its own name) and returns its exit code:
/// 0 done and verified, 1 error, 2 usage, 3 finished but REGENERATE or not certified, 130 interrupted.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> u8 {
    let matches = match command().try_get_matches_from(arguments) {
        Ok(matches) => matches,
        Err(error) => {
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
