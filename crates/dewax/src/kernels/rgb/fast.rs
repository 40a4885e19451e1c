//! The versions that ship: straight loops the compiler vectorises.

use crate::color::{Levels, LumaWeights, rgb_from_ycc, ycc_from_rgb};
use crate::kernels::{round_u16, simd};

/// A row of R', G', B' samples of full range to rows of Y', Cb, Cr under full-range `levels` of the same depth.
/// Rows shorter than the others end the work.
pub fn planes_from_rgb(rgb: [&[u16]; 3], weights: LumaWeights, levels: &Levels, out: [&mut [u16]; 3]) {
    let [r, g, b] = rgb;
    let [y, cb, cr] = out;
    let count = r.len().min(g.len()).min(b.len()).min(y.len()).min(cb.len()).min(cr.len());
    let (r, g, b) = (&r[..count], &g[..count], &b[..count]);
    let (y, cb, cr) = (&mut y[..count], &mut cb[..count], &mut cr[..count]);
    let unit = 1.0 / white(levels);
    let levels = *levels;
    simd::run(
        #[inline(always)]
        || {
            for i in 0..count {
                let light = [r[i], g[i], b[i]].map(|s| f32::from(s) * unit);
                let [luma, blue, red] = ycc_from_rgb(weights, light);
                y[i] = round_u16(levels.black + luma * levels.luma_span, 65535.0);
                cb[i] = round_u16(levels.chroma_zero + blue * levels.chroma_span, 65535.0);
                cr[i] = round_u16(levels.chroma_zero + red * levels.chroma_span, 65535.0);
            }
        },
    );
}

/// Rows of Y', Cb, Cr under `levels` to a row of full-range R', G', B' samples whose white is the largest code of
/// `bits`.
pub fn rgb_from_planes(
    ycc: [&[u16]; 3],
    weights: LumaWeights,
    levels: &Levels,
    bits: u8,
    out: [&mut [u16]; 3],
) {
    let [y, cb, cr] = ycc;
    let [r, g, b] = out;
    let count = r.len().min(g.len()).min(b.len()).min(y.len()).min(cb.len()).min(cr.len());
    let (r, g, b) = (&mut r[..count], &mut g[..count], &mut b[..count]);
    let (y, cb, cr) = (&y[..count], &cb[..count], &cr[..count]);
    let white = f32::from((u16::MAX >> (16 - bits)) << (16 - bits));
    let (luma_unit, chroma_unit) = (1.0 / levels.luma_span, 1.0 / levels.chroma_span);
    let levels = *levels;
    simd::run(
        #[inline(always)]
        || {
            for i in 0..count {
                let luma = (f32::from(y[i]) - levels.black) * luma_unit;
                let blue = (f32::from(cb[i]) - levels.chroma_zero) * chroma_unit;
                let red = (f32::from(cr[i]) - levels.chroma_zero) * chroma_unit;
                let [r1, g1, b1] = rgb_from_ycc(weights, [luma, blue, red]);
                r[i] = round_u16(r1 * white, 65535.0);
                g[i] = round_u16(g1 * white, 65535.0);
                b[i] = round_u16(b1 * white, 65535.0);
            }
        },
    );
}

/// The stored sample of white among R'G'B' of the depth that full-range `levels` were made for.
#[inline(always)]
fn white(levels: &Levels) -> f32 {
    levels.luma_span
}
