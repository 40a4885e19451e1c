//! The version that ships: rows first, then columns, three taps each.

use super::taps;
use crate::color::Siting;
use crate::kernels::{round_u16, simd};
use crate::px::{Plane, Subsampling};

/// A chroma plane of a picture of `luma` = (width, height) pixels, moved from one subsampling to another.
/// The same subsampling returns the plane unchanged, bit for bit.
pub fn resample(
    plane: &Plane<u16>,
    luma: (usize, usize),
    from: Subsampling,
    to: Subsampling,
    siting: Siting,
) -> Plane<u16> {
    let (out_w, out_h) = to.chroma_size(luma.0, luma.1);
    if from == to || plane.width() == 0 || plane.height() == 0 {
        return plane.clone();
    }
    let (from_x, from_y) = from.factors();
    let (to_x, to_y) = to.factors();
    let mut out = Plane::new(out_w, out_h);
    let mut mixed = vec![0.0f32; plane.width()];
    for y in 0..out_h {
        let (first, w) = taps(y, from_y, to_y, siting, false);
        let [a, b, c] = [0, 1, 2].map(|k| plane.row_clamped(first + k));
        simd::run(
            #[inline(always)]
            || {
                for (x, m) in mixed.iter_mut().enumerate() {
                    *m = f32::from(a[x]) * w[0] + f32::from(b[x]) * w[1] + f32::from(c[x]) * w[2];
                }
            },
        );
        let last = mixed.len() as isize - 1;
        for (x, o) in out.row_mut(y).iter_mut().enumerate() {
            let (first, w) = taps(x, from_x, to_x, siting, true);
            let at = |k: isize| mixed[(first + k).clamp(0, last) as usize];
            *o = round_u16(at(0) * w[0] + at(1) * w[1] + at(2) * w[2], 65535.0);
        }
    }
    out
}
