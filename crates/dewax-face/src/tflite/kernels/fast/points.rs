//! What the face mesh does with landmarks: where to look closer, looking there, and moving points back.

use crate::tflite::op::{CropMatrix, Sample};
use dewax::color::math::sin_cos_deg;
use dewax::kernels::simd;

/// The matrix that maps the picture of a turned box, in samples, onto the box around the landmarks.
pub(super) fn crop_matrix(op: &CropMatrix, landmarks: &[f32], out: &mut [f32]) {
    let point = |i: usize| {
        let at = |k: usize| f64::from(landmarks.get(3 * i + k).copied().unwrap_or(0.0));
        (at(0), at(1))
    };
    let ((left_x, left_y), (right_x, right_y)) = (point(op.left), point(op.right));
    let (across, down) = (right_x - left_x, right_y - left_y);
    let length = (across * across + down * down).sqrt();
    // Cosine and sine of the angle at which the face lies; of two landmarks in one place, none.
    let (lie_cos, lie_sin) = if length > 0.0 { (across / length, down / length) } else { (1.0, 0.0) };
    let (target_sin, target_cos) = sin_cos_deg(op.target_degrees);
    // Turned by target − lie, the face lies as wanted.
    let cos = target_cos * lie_cos + target_sin * lie_sin;
    let sin = target_sin * lie_cos - target_cos * lie_sin;
    let (mut low, mut high) = ((f64::MAX, f64::MAX), (f64::MIN, f64::MIN));
    for &i in &op.subset {
        let (x, y) = point(i);
        let (x, y) = (x * cos - y * sin, x * sin + y * cos);
        low = (low.0.min(x), low.1.min(y));
        high = (high.0.max(x), high.1.max(y));
    }
    let (middle_x, middle_y) = ((low.0 + high.0) / 2.0, (low.1 + high.1) / 2.0);
    // The middle, turned back.
    let (middle_x, middle_y) = (middle_x * cos + middle_y * sin, middle_y * cos - middle_x * sin);
    let (width, height) = (op.width as f64, op.height as f64);
    let (scale_x, scale_y) =
        (op.scale[0] * (high.0 - low.0) / width, op.scale[1] * (high.1 - low.1) / height);
    let (xx, xy) = (cos * scale_x, sin * scale_y);
    let (yx, yy) = (-sin * scale_x, cos * scale_y);
    let shift_x = middle_x - xx * width / 2.0 - xy * height / 2.0;
    let shift_y = middle_y - yx * width / 2.0 - yy * height / 2.0;
    let matrix = [xx, xy, 0.0, shift_x, yx, yy, 0.0, shift_y, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 1.0];
    for (o, m) in out.iter_mut().zip(matrix) {
        *o = m as f32;
    }
}

/// The samples of `input` at the places where the matrix puts the result's; 0 outside.
pub(super) fn sample(op: &Sample, input: &[f32], matrix: &[f32], out: &mut [f32]) {
    simd::run(
        #[inline(always)]
        || {
            let &[xx, xy, _, shift_x, yx, yy, _, shift_y, ..] = matrix else { return };
            let (from, channels) = (op.from, op.from.channels);
            // The matrix maps squares' corners; samples lie in their middles.
            let shift_x = shift_x + (xx * 0.5 + xy * 0.5 - 0.5);
            let shift_y = shift_y + (yx * 0.5 + yy * 0.5 - 0.5);
            for (i, out) in out.chunks_exact_mut(channels).enumerate() {
                let (to_x, to_y) = ((i % op.to.width) as f32, (i / op.to.width) as f32);
                let (x, y) = (xx * to_x + xy * to_y + shift_x, yx * to_x + yy * to_y + shift_y);
                let inside =
                    x >= 0.0 && x <= (from.width - 1) as f32 && y >= 0.0 && y <= (from.height - 1) as f32;
                if !inside {
                    out.fill(0.0);
                    continue;
                }
                let (left, top) = (x as usize, y as usize);
                let (right, bottom) = ((left + 1).min(from.width - 1), (top + 1).min(from.height - 1));
                let (across, down) = (x - left as f32, y - top as f32);
                let at = |y: usize, x: usize| &input[(y * from.width + x) * channels..][..channels];
                let (a, b, c, d) = (at(top, left), at(top, right), at(bottom, left), at(bottom, right));
                for ((((o, a), b), c), d) in out.iter_mut().zip(a).zip(b).zip(c).zip(d) {
                    let (upper, lower) = (a + (b - a) * across, c + (d - c) * across);
                    *o = upper + (lower - upper) * down;
                }
            }
        },
    );
}

/// Points moved by the upper two rows of the matrix; a third coordinate stays.
pub(super) fn move_points(coordinates: usize, points: &[f32], matrix: &[f32], out: &mut [f32]) {
    let &[xx, xy, _, shift_x, yx, yy, _, shift_y, ..] = matrix else { return };
    for (out, point) in out.chunks_exact_mut(coordinates).zip(points.chunks_exact(coordinates)) {
        out.copy_from_slice(point);
        let &[x, y, ..] = point else { continue };
        let moved = [xx * x + xy * y + shift_x, yx * x + yy * y + shift_y];
        for (o, m) in out.iter_mut().zip(moved) {
            *o = m;
        }
    }
}
