//! The outside world: files, FFmpeg, codecs and containers. What is done with them is the job's.

pub mod ahead;
pub mod audio;
pub mod bmff;
mod bulk;
pub mod cdl_file;
mod child;
mod codec;
pub mod conform;
mod container;
pub mod credentials;
pub mod cube_file;
pub mod decode;
mod decode_args;
mod decoding;
pub mod drawn;
pub mod encode;
mod encode_args;
mod encode_meta;
mod encoding;
pub mod faces;
pub mod film;
pub mod film_asked;
#[cfg(test)]
mod fuzz;
pub mod guard;
pub mod input;
pub mod json;
pub mod kept;
mod lacks;
pub mod layout;
pub mod losses;
pub mod matte;
mod matte_error;
pub mod models;
pub mod nut;
mod origin;
mod output;
pub mod own;
mod pack;
pub mod picture;
pub mod picture_file;
pub mod probe;
mod probe_error;
pub mod provenance;
pub mod psd;
pub mod rational;
pub mod same_tags;
pub mod shown;
mod source;
mod stated;
mod statements;
pub mod still;
pub mod streams;
pub mod target;
pub mod timecode;
pub mod timeline;
pub mod tools;
mod turned;
mod watch;
pub mod zipped;

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
