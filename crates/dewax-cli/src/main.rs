//! The `dewax` program: reads the arguments, runs the job, ends with a code that tells the truth.

use std::process::ExitCode;

/// Planes of many megabytes come and go with every frame; the system's allocator hands each back to the kernel and
/// faults it in again, which cost a fifth of the running time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    ExitCode::from(dewax_cli::run(std::env::args_os()))
}
