//! The obvious versions, in f64, for tests.

use crate::color::{Levels, LumaWeights};

fn stored(value: f64) -> u16 {
    value.round_ties_even().clamp(0.0, 65535.0) as u16
}

/// [`super::planes_from_rgb`] by the definition of Y', Cb and Cr (ITU-T H.273, equations 38 to 40).
pub fn planes_from_rgb(rgb: [&[u16]; 3], weights: LumaWeights, levels: &Levels) -> [Vec<u16>; 3] {
    let (kr, kb) = (f64::from(weights.kr), f64::from(weights.kb));
    let mut out: [Vec<u16>; 3] = Default::default();
    for ((&r, &g), &b) in rgb[0].iter().zip(rgb[1]).zip(rgb[2]) {
        let [r, g, b] = [r, g, b].map(|s| f64::from(s) / f64::from(levels.luma_span));
        let luma = kr * r + (1.0 - kr - kb) * g + kb * b;
        let blue = (b - luma) / (2.0 * (1.0 - kb));
        let red = (r - luma) / (2.0 * (1.0 - kr));
        out[0].push(stored(f64::from(levels.black) + luma * f64::from(levels.luma_span)));
        out[1].push(stored(f64::from(levels.chroma_zero) + blue * f64::from(levels.chroma_span)));
        out[2].push(stored(f64::from(levels.chroma_zero) + red * f64::from(levels.chroma_span)));
    }
    out
}

/// [`super::rgb_from_planes`], solved from the definition of Y', Cb and Cr.
pub fn rgb_from_planes(ycc: [&[u16]; 3], weights: LumaWeights, levels: &Levels, bits: u8) -> [Vec<u16>; 3] {
    let (kr, kb) = (f64::from(weights.kr), f64::from(weights.kb));
    let white = f64::from((u32::from(u16::MAX) >> (16 - bits)) << (16 - bits));
    let mut out: [Vec<u16>; 3] = Default::default();
    for ((&y, &cb), &cr) in ycc[0].iter().zip(ycc[1]).zip(ycc[2]) {
        let luma = (f64::from(y) - f64::from(levels.black)) / f64::from(levels.luma_span);
        let blue = (f64::from(cb) - f64::from(levels.chroma_zero)) / f64::from(levels.chroma_span);
        let red = (f64::from(cr) - f64::from(levels.chroma_zero)) / f64::from(levels.chroma_span);
        let r = luma + 2.0 * (1.0 - kr) * red;
        let b = luma + 2.0 * (1.0 - kb) * blue;
        let g = (luma - kr * r - kb * b) / (1.0 - kr - kb);
        for (row, value) in out.iter_mut().zip([r, g, b]) {
            row.push(stored(value * white));
        }
    }
    out
}
