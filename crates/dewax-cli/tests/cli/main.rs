//! The program as its users meet it: the built binary, real files, FFmpeg, exit codes. Nothing inside is called.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests: what fails here fails the test")]

mod advise;
mod again;
mod broken;
mod faces;
mod files;
mod film;
mod film_out;
mod guests;
mod inputs;
mod kept;
mod killed;
mod launcher;
mod matte;
mod missing;
mod models;
mod overwrite;
mod range;
mod same;
mod shell;
mod still;
mod stills;
mod tools;
mod words;
