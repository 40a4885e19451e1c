//! Times the face models on one thread: `cargo run --release --example bench_models [FOLDER]`. Prints per model the
//! median of one run in milliseconds and how many thousand million multiply-adds that is a second. `DEWAX_CPU=avx2` forces
//! an instruction level.
#![allow(clippy::print_stdout, reason = "an example talks to its terminal")]

use dewax::kernels::simd;
use dewax_face::tflite::Model;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// The models that are timed.
const MODELS: [&str; 4] = [
    "face_detection_short_range.tflite",
    "face_detection_full_range_sparse.tflite",
    "face_landmark_with_attention.tflite",
    "selfie_segmentation.tflite",
];

fn folder() -> PathBuf {
    let given = std::env::args_os().nth(1).or_else(|| std::env::var_os("DEWAX_MODELS"));
    let home =
        || PathBuf::from(std::env::var_os("HOME").unwrap_or_default()).join(".local/share/dewax/models");
    given.map_or_else(home, PathBuf::from)
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    if let Some(level) = std::env::var_os("DEWAX_CPU") {
        simd::force(&level.to_string_lossy())?;
    }
    println!("{:44} {:>9} {:>9} {:>9} {:>8}", "model", "read ms", "median ms", "least ms", "GMAC/s");
    for name in MODELS {
        let bytes = std::fs::read(folder().join(name))?;
        let start = Instant::now();
        let model = Model::read(&bytes)?;
        let read_ms = start.elapsed().as_secs_f64() * 1e3;
        let count: usize = model.input_shape().iter().product();
        let input: Vec<f32> = (0..count).map(|i| (i % 255) as f32 / 255.0).collect();
        let mut times_s = Vec::new();
        let started = Instant::now();
        while times_s.len() < 30 || started.elapsed() < Duration::from_secs(2) {
            let start = Instant::now();
            std::hint::black_box(model.run(&input)?);
            times_s.push(start.elapsed().as_secs_f64());
        }
        times_s.sort_by(f64::total_cmp);
        let (median_s, least_s) = (times_s[times_s.len() / 2], times_s[0]);
        let rate = model.work() as f64 / median_s / 1e9;
        println!("{name:44} {read_ms:9.2} {:9.3} {:9.3} {rate:8.1}", median_s * 1e3, least_s * 1e3);
    }
    Ok(())
}
