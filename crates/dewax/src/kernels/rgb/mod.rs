//! Rows of R'G'B' to rows of Y'CbCr 4:4:4 and back, for sources and targets that hold R'G'B'.
//!
//! R'G'B' samples are stored as everything else: the code in the most significant bits, black at 0, white at the
//! largest code. In full range the way there and back is exact up to 12 bits, because both roundings together move
//! a sample by less than 2 of its 65536 units, and a 12-bit code is 16 units wide; at 16 bits it is within 2 codes.

mod fast;
#[cfg(any(test, feature = "slow"))]
pub mod slow;

use super::chroma;
use crate::color::{Levels, LumaWeights, Siting};
use crate::px::{Frame, Plane, Subsampling};
pub use fast::{planes_from_rgb, rgb_from_planes};
use std::borrow::Cow;

/// A whole frame as planes of R'G'B', as [`rgb_from_planes`] makes their rows; its chroma is widened to every pixel first.
pub fn rgb_of_frame(
    frame: &Frame,
    siting: Siting,
    weights: LumaWeights,
    levels: &Levels,
    bits: u8,
) -> [Plane<u16>; 3] {
    let size = (frame.width(), frame.height());
    let wide = |which: usize| {
        let plane = frame.plane(which);
        match frame.subsampling {
            Subsampling::C444 => Cow::Borrowed(plane),
            from => Cow::Owned(chroma::resample(plane, size, from, Subsampling::C444, siting)),
        }
    };
    let (cb, cr) = (wide(1), wide(2));
    let mut out = [0; 3].map(|_| Plane::new(size.0, size.1));
    let [r, g, b] = &mut out;
    rgb_from_planes(
        [frame.luma().samples(), cb.samples(), cr.samples()],
        weights,
        levels,
        bits,
        [r.samples_mut(), g.samples_mut(), b.samples_mut()],
    );
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::color::{Levels, LumaWeights, Matrix, Range};
    use crate::kernels::simd;

    /// Many colours of a depth: the corners, the greys, and a walk through the cube.
    fn colours(bits: u8) -> [Vec<u16>; 3] {
        let top = (1u32 << bits) - 1;
        let mut rgb: [Vec<u16>; 3] = Default::default();
        let mut push = |codes: [u32; 3]| {
            for (row, code) in rgb.iter_mut().zip(codes) {
                row.push((code << (16 - bits)) as u16);
            }
        };
        for corner in 0..8u32 {
            push([0, 1, 2].map(|axis| if corner >> axis & 1 == 1 { top } else { 0 }));
        }
        for grey in 0..=top {
            push([grey; 3]);
        }
        let mut state = 12345u32;
        for _ in 0..200_000 {
            push([0, 1, 2].map(|_| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (state >> 16) & top
            }));
        }
        rgb
    }

    fn round_trip(bits: u8, matrix: Matrix) -> u32 {
        let levels = Levels::of(Range::Full, bits);
        let weights = LumaWeights::of(matrix);
        let [r, g, b] = colours(bits);
        let [mut y, mut cb, mut cr] = [0; 3].map(|_| vec![0u16; r.len()]);
        planes_from_rgb([&r, &g, &b], weights, &levels, [&mut y, &mut cb, &mut cr]);
        let mut back = [0; 3].map(|_| vec![0u16; r.len()]);
        let [r2, g2, b2] = &mut back;
        rgb_from_planes([&y, &cb, &cr], weights, &levels, bits, [r2, g2, b2]);
        let mut worst = 0;
        for (before, after) in [r, g, b].iter().zip(&back) {
            for (&from, &to) in before.iter().zip(after) {
                // Rounded to the code, as writing does without dither.
                let unit = 1u32 << (16 - bits);
                let code = (u32::from(to) + unit / 2) / unit;
                worst = worst.max(code.min((1 << bits) - 1).abs_diff(u32::from(from) / unit));
            }
        }
        worst
    }

    #[test]
    fn exact_there_and_back_up_to_12_bits() {
        for matrix in [Matrix::Bt709, Matrix::Smpte170m, Matrix::Bt2020nc, Matrix::Fcc, Matrix::Smpte240m] {
            for bits in [8, 10, 12] {
                assert_eq!(round_trip(bits, matrix), 0, "{bits} bit {matrix:?}");
            }
            assert!(round_trip(16, matrix) <= 2, "{matrix:?}");
        }
    }

    #[test]
    fn agrees_with_the_textbook_on_every_level() {
        let levels = Levels::of(Range::Full, 10);
        let weights = LumaWeights::of(Matrix::Bt709);
        let [r, g, b] = colours(10).map(|row| row[..5000].to_vec());
        let want = slow::planes_from_rgb([&r, &g, &b], weights, &levels);
        for level in simd::levels_here() {
            let mut got = [0; 3].map(|_| vec![0u16; r.len()]);
            let mut back = got.clone();
            simd::with_level(level, || {
                let [y, cb, cr] = &mut got;
                planes_from_rgb([&r, &g, &b], weights, &levels, [y, cb, cr]);
                let [r2, g2, b2] = &mut back;
                rgb_from_planes([&got[0], &got[1], &got[2]], weights, &levels, 10, [r2, g2, b2]);
            })
            .unwrap();
            let textbook = slow::rgb_from_planes([&got[0], &got[1], &got[2]], weights, &levels, 10);
            for (plane, (fast, slow)) in got.iter().chain(&back).zip(want.iter().chain(&textbook)).enumerate()
            {
                for (f, s) in fast.iter().zip(slow) {
                    assert!(f.abs_diff(*s) <= 1, "{level} plane {plane}: {f} {s}");
                }
            }
        }
    }
}
