//! Times picture files: a photograph, laid side by side until it has 24 million pixels, is written and read in every kind, and converted.

use anyhow::{Context, Result};
use dewax::px::{Plane, Rgb16};
use dewax_media::picture_file::{PictureFile, PictureKind, read, read_bytes};
use std::path::Path;
use std::time::Instant;

/// A picture of 24 million pixels, as retouchers have them.
const SIZE_PX: (usize, usize) = (6000, 4000);
/// Each time is the best of so many.
const TRIES: usize = 3;
/// Codes of 8 bits by which grain moves them at most, so that what lies side by side is not the same again to a deflater.
const GRAIN_CODES: u32 = 7;
/// How far codes are moved at most so that 8 bits become 16 of a camera, whose low bytes are noise.
const NOISE_CODES: u32 = 256;
/// Pictures that are read where none is named: a smooth one, one with pores, a photograph.
const USUAL: [&str; 3] = ["d_st_ai_porcelain.jpg", "d_st_unsplash_pores.jpg", "d_st_photo_4.png"];

/// Prints a line for each kind and depth.
///
/// # Errors
/// When a picture cannot be read or written.
pub(crate) fn run(root: &Path, words: &[&str]) -> Result<()> {
    let usual = USUAL.map(|name| root.join("../shared/clips").join(name));
    let named: Vec<_> = words.iter().map(|word| Path::new(word).to_owned()).collect();
    let all = if named.is_empty() { usual.to_vec() } else { named };
    for path in all {
        let own = read(&path).with_context(|| format!("{}: name pictures", path.display()))?;
        println!(
            "{}, {}x{} side by side to {}x{}",
            own.name,
            own.width(),
            own.height(),
            SIZE_PX.0,
            SIZE_PX.1
        );
        let eight = PictureFile::of_srgb(&own.name, tiled(own.as_srgb(&own.rgb)?.as_ref()), 8);
        let sixteen = PictureFile::of_srgb(&own.name, noisy(&eight.rgb), 16);
        for kind in PictureKind::ALL {
            one(&eight, kind, 8)?;
            if kind.most_bits() == 16 {
                one(&sixteen, kind, 16)?;
            }
        }
    }
    Ok(())
}

fn one(file: &PictureFile, kind: PictureKind, bits: u8) -> Result<()> {
    let (write_s, bytes) = timed(|| file.written(&file.rgb, kind, bits))?;
    let (read_s, again) = timed(|| read_bytes("again", &bytes))?;
    let far = |(one, two): (&u16, &u16)| (f64::from(one.abs_diff(*two)) / 257.0).powi(2);
    let pairs =
        file.rgb.iter().zip(&again.rgb).flat_map(|(one, two)| one.samples().iter().zip(two.samples()));
    let mean = pairs.map(far).sum::<f64>() / (3 * file.width() * file.height()) as f64;
    let loss =
        if mean > 0.0 { format!("{:.1} dB", 10.0 * (255.0 * 255.0 / mean).log10()) } else { "none".into() };
    let megabytes = bytes.len() as f64 / 1e6;
    println!(
        "  {:4} {bits:2} bit: written in {write_s:.2} s, {megabytes:.1} MB, read in {read_s:.2} s, loss {loss}",
        kind.name()
    );
    Ok(())
}

/// The best time of some tries, in seconds, and the last result.
fn timed<T, E>(work: impl Fn() -> Result<T, E>) -> Result<(f64, T), E> {
    let once = || {
        let start = Instant::now();
        work().map(|done| (start.elapsed().as_secs_f64(), done))
    };
    let mut best = once()?;
    for _ in 1..TRIES {
        let (seconds, done) = once()?;
        best = (best.0.min(seconds), done);
    }
    Ok(best)
}

/// Codes of 8 bits, with grain.
fn tiled(own: &Rgb16) -> Rgb16 {
    let mut state = 1u32;
    own.each_ref().map(|plane| {
        Plane::from_fn(SIZE_PX.0, SIZE_PX.1, |x, y| {
            let code = u32::from(plane.row(y % plane.height())[x % plane.width()]);
            let grain = next(&mut state) % GRAIN_CODES;
            (((code + 128) / 257 + grain).saturating_sub(GRAIN_CODES / 2).min(255) * 257) as u16
        })
    })
}

fn noisy(own: &Rgb16) -> Rgb16 {
    let mut state = 1u32;
    own.each_ref().map(|plane| {
        let mut out = plane.clone();
        for code in out.samples_mut() {
            *code = code.saturating_add((next(&mut state) % NOISE_CODES) as u16);
        }
        out
    })
}

/// The next number of a row of them, of 16 bits.
fn next(state: &mut u32) -> u32 {
    *state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
    *state >> 16
}
