//! The outside world: files, FFmpeg, sidecars, and the job that ties them together.

mod ahead;
pub mod audio;
pub mod bmff;
pub mod character;
mod child;
mod codec;
pub mod compare;
pub mod credentials;
pub mod decode;
mod decode_args;
pub mod diagnose;
pub mod drawn;
pub mod encode;
mod encode_args;
mod encode_meta;
pub mod exhibits;
pub mod face_views;
pub mod faces;
pub mod film;
pub mod fix;
#[cfg(test)]
mod fuzz;
mod graft_file;
pub mod grain_from;
pub mod guard;
mod input;
pub mod job;
pub mod kept;
pub mod layout;
pub mod losses;
mod making;
pub mod matte;
pub mod models;
mod notes;
pub mod nut;
pub mod original;
mod output;
mod pack;
mod picture;
pub mod probe;
pub mod rational;
mod render;
pub mod report_page;
mod same_tags;
pub mod session;
pub mod shown;
pub mod sidecar;
mod sidecar_faces;
mod stated;
mod statements;
mod still;
mod streams;
pub mod target;
pub mod tools;
pub mod trial;
pub mod verify;
mod watch;
mod wish;

/// Limits the threads of the treatment. To be called once, before the first job; the pixels do not depend on it.
///
/// # Errors
/// When threads were started before.
pub fn limit_threads(threads: usize) -> Result<(), String> {
    rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build_global()
        .map_err(|e| format!("cannot run on {threads} threads: {e}"))
}
