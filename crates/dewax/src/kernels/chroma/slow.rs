//! The obvious version, in f64, from the places of the samples alone.

use super::offset_px;
use crate::color::Siting;
use crate::px::{Plane, Subsampling};

/// [`super::resample`], each output sample as a weighted mean over all input samples.
pub fn resample(
    plane: &Plane<u16>,
    luma: (usize, usize),
    from: Subsampling,
    to: Subsampling,
    siting: Siting,
) -> Plane<u16> {
    let (out_w, out_h) = to.chroma_size(luma.0, luma.1);
    let ((from_x, from_y), (to_x, to_y)) = (from.factors(), to.factors());
    let axis = |i: usize, n: usize, f: usize, t: usize, horizontal: bool| -> Vec<(usize, f64)> {
        if f == t {
            return vec![(i, 1.0)];
        }
        let o = offset_px(siting, horizontal);
        let here = if t == 1 { i as f64 } else { 2.0 * i as f64 + o };
        // A tent as wide as the coarser of the two grids.
        let mut taps = Vec::new();
        for k in -2..(n as isize + 2) {
            let there = if f == 1 { k as f64 } else { 2.0 * k as f64 + o };
            let reach = if f > t || here.fract() == 0.0 { 2.0 } else { 1.0 };
            let weight = (1.0 - (there - here).abs() / reach).max(0.0);
            if weight > 0.0 {
                taps.push((k.clamp(0, n as isize - 1) as usize, weight));
            }
        }
        let sum: f64 = taps.iter().map(|t| t.1).sum();
        taps.into_iter().map(|(k, w)| (k, w / sum)).collect()
    };
    Plane::from_fn(out_w, out_h, |x, y| {
        let mut sum = 0.0;
        for (j, wy) in axis(y, plane.height(), from_y, to_y, false) {
            for (i, wx) in axis(x, plane.width(), from_x, to_x, true) {
                sum += wx * wy * f64::from(plane.row(j)[i]);
            }
        }
        sum.round_ties_even().clamp(0.0, 65535.0) as u16
    })
}
