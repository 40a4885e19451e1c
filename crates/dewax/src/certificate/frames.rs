//! Frame beside frame, while a file is made: what changed outside the skin, and a few numbers by which a frame is known again.

use crate::px::{Frame, Plane};

/// How many samples outside the skin (weight zero) differ between two frames: must be none for steps bound to it.
pub fn changed_outside(before: &Frame, after: &Frame) -> usize {
    if before.same_picture(after) {
        return 0;
    }
    let mut weights = vec![0.0f32; before.width()];
    let (sx, sy) = before.subsampling.factors();
    let mut changed = 0;
    for which in 0..3 {
        let (fx, fy) = if which == 0 { (1, 1) } else { (sx, sy) };
        for (y, (a, b)) in before.plane(which).rows().zip(after.plane(which).rows()).enumerate() {
            if a == b {
                continue;
            }
            match &before.skin {
                Some(mask) => mask.expand_row(y * fy, 0, &mut weights),
                None => weights.fill(0.0),
            }
            let outside = weights.iter().step_by(fx);
            changed += a.iter().zip(b).zip(outside).filter(|((p, q), w)| **w <= 0.0 && p != q).count();
        }
    }
    changed
}

/// A frame in 3 × 16 numbers: the means of a 4 × 4 grid of each plane, in 8-bit levels, `scaled` by
/// (zero, factor) per plane so that frames of different ranges compare.
pub fn signature(frame: &Frame) -> [f32; 48] {
    let mut out = [0.0; 48];
    for which in 0..3 {
        let plane: &Plane<u16> = frame.plane(which);
        for (i, o) in out[which * 16..(which + 1) * 16].iter_mut().enumerate() {
            let span = |k: usize, n: usize| (k * n / 4, ((k + 1) * n / 4).max(k * n / 4 + 1).min(n));
            let ((x0, x1), (y0, y1)) = (span(i % 4, plane.width()), span(i / 4, plane.height()));
            let (x0, y0) = (x0.min(x1 - 1), y0.min(y1 - 1));
            let mut sum = 0u64;
            for y in y0..y1 {
                sum += plane.row(y)[x0..x1].iter().map(|&v| u64::from(v)).sum::<u64>();
            }
            *o = sum as f32 / ((x1 - x0) * (y1 - y0)) as f32 / crate::px::LEVEL;
        }
    }
    out
}
