//! Film grain: how near what ships is to film that is drawn disk by disk, and what it costs.

use crate::bench_kernels::{bytes_per_ns, median_s};
use anyhow::{Context as _, Result};
use dewax::demo::DrawnFace;
use dewax::facts::ShotFacts;
use dewax::kernels::grain::{sigma_px, slow};
use dewax::px::Window;
use dewax::recipe::{Look, stocks};
use dewax::shelf::Shelf;
use dewax::step::{Context, FaceFilter};
use std::sync::Arc;

/// Sizes of grain that are compared, px.
const SIZES_PX: [f64; 3] = [1.2, 1.8, 3.2];
/// Tones at which they are.
const TONES: [f64; 7] = [0.05, 0.15, 0.3, 0.5, 0.7, 0.85, 0.95];
/// A clip as generators make them: what is projected.
const CLIP: (usize, usize, usize) = (1344, 768, 384);

/// Measures and prints.
pub(crate) fn run(quick: bool) -> Result<()> {
    println!("shipped grain beside drawn film (disks, Monte Carlo); the bar is 1 dB");
    println!("{:>8} {:>6} {:>10} {:>12} {:>14}", "size, px", "tone", "film RMS", "RMS, dB", "spectrum, dB");
    let draw = if quick { (6, 80, 200) } else { (16, 96, 400) };
    let mut worst = 0.0f64;
    for size in SIZES_PX {
        for one in slow::compare(sigma_px(size), &TONES, draw) {
            println!(
                "{size:>8} {:>6} {:>10.4} {:>12.2} {:>14.2}",
                one.tone, one.film_rms, one.rms_db, one.spectrum_db
            );
            worst = worst.max(one.rms_db.abs()).max(one.spectrum_db);
        }
    }
    println!("largest difference {worst:.2} dB\n");
    speed(if quick { 5 } else { 15 })
}

fn speed(times: usize) -> Result<()> {
    let (width, height, frames) = CLIP;
    let face = DrawnFace::new(width, height, 1);
    let picture = face.picture();
    let clean = vec![Arc::new(face.frame(0))];
    let facts = ShotFacts::still(face_shot());
    let context = Context {
        picture: &picture,
        facts: &facts,
        seed: 1,
        faces: FaceFilter::All,
        shelf: &Shelf::default(),
    };
    let pixels = (width * height) as f64;
    // Luma and two quarters of chroma, two bytes each, read and written once.
    let floor = 3.0 / bytes_per_ns(times.min(5));
    let most = std::thread::available_parallelism().map_or(1, usize::from);
    println!("{width}x{height} 4:2:0, luma and chroma; memory floor {floor:.2} ns/pixel on one thread");
    println!(
        "{:<18} {:>8} {:>10} {:>10} {:>10} {:>22}",
        "stock", "threads", "ms/frame", "ns/pixel", "x floor", "s for 384 frames"
    );
    for name in stocks() {
        let look = Look::named(name)?;
        let step = look.stack.step("grain").context("a look has every step")?;
        for threads in [1, most] {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build()?;
            let mut out = (*clean[0]).clone();
            let seconds =
                pool.install(|| median_s(times, || step.apply(&context, &Window::new(&clean, 0), &mut out)));
            let ns = seconds * 1e9 / pixels;
            println!(
                "{name:<18} {threads:>8} {:>10.1} {ns:>10.2} {:>10.1} {:>22.1}",
                seconds * 1e3,
                ns / floor,
                seconds * frames as f64
            );
        }
    }
    Ok(())
}

/// The shot of one frame.
fn face_shot() -> dewax::clip::Shot {
    dewax::clip::Shot { first_frame: 0, frames: 1 }
}
