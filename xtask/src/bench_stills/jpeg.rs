//! What a JPEG file leaves of a picture: blocks of 8 × 8 in Y'CbCr with halved chroma, quantised as its quality says (Rec. ITU-T T.81, tables of
//! Annex K, scaled as the Independent JPEG Group does).

use dewax::px::{Plane, Rgb16};

/// Steps of brightness and of colour at quality 50, row by row.
const LUMA: [u8; 64] = [
    16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17,
    22, 29, 51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78,
    87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
];
const CHROMA: [u8; 64] = [
    17, 18, 24, 47, 99, 99, 99, 99, 18, 21, 26, 66, 99, 99, 99, 99, 24, 26, 56, 99, 99, 99, 99, 99, 47, 66,
    99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
    99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
];

/// The picture as a file of that quality, 4:2:0, shows it.
pub(super) fn through(rgb: &Rgb16, quality: u32) -> Rgb16 {
    let (width, height) = (rgb[0].width(), rgb[0].height());
    let at = |x: usize, y: usize| [0, 1, 2].map(|c| f32::from(rgb[c].row(y)[x]) / 257.0);
    let ycc = |x: usize, y: usize| {
        let [r, g, b] = at(x.min(width - 1), y.min(height - 1));
        let luma = 0.299 * r + 0.587 * g + 0.114 * b;
        [luma, 0.564 * (b - luma), 0.713 * (r - luma)]
    };
    let luma = coded(&Plane::from_fn(width, height, |x, y| ycc(x, y)[0] - 128.0), &LUMA, quality);
    let [cb, cr] = [1, 2].map(|k| {
        let half = |x: usize, y: usize| {
            let (x, y) = (2 * x, 2 * y);
            (ycc(x, y)[k] + ycc(x + 1, y)[k] + ycc(x, y + 1)[k] + ycc(x + 1, y + 1)[k]) / 4.0
        };
        coded(&Plane::from_fn(width.div_ceil(2), height.div_ceil(2), half), &CHROMA, quality)
    });
    // Chroma between its samples, as readers fill it in.
    let full = |plane: &Plane<f32>, x: usize, y: usize| {
        let (x, y) = (0.5 * x as f64 - 0.25, 0.5 * y as f64 - 0.25);
        dewax::kernels::warp::at(plane, x, y)
    };
    let mut out = rgb.clone();
    for y in 0..height {
        for x in 0..width {
            let (l, b, r) = (luma.row(y)[x] + 128.0, full(&cb, x, y), full(&cr, x, y));
            let values = [l + 1.402 * r, l - 0.344 * b - 0.714 * r, l + 1.772 * b];
            for (plane, v) in out.iter_mut().zip(values) {
                plane.row_mut(y)[x] = v.round().clamp(0.0, 255.0) as u16 * 257;
            }
        }
    }
    out
}

/// A plane around zero whose blocks were quantised.
fn coded(plane: &Plane<f32>, steps: &[u8; 64], quality: u32) -> Plane<f32> {
    let scale = if quality < 50 { 5000 / quality.max(1) } else { 200 - 2 * quality.min(100) };
    let steps = steps.map(|s| ((u32::from(s) * scale + 50) / 100).clamp(1, 255) as f32);
    let wave: [[f32; 8]; 8] = std::array::from_fn(|k| {
        std::array::from_fn(|i| {
            let size = if k == 0 { 0.125f32.sqrt() } else { 0.5 };
            size * (std::f32::consts::PI * (2 * i + 1) as f32 * k as f32 / 16.0).cos()
        })
    });
    let (width, height) = (plane.width(), plane.height());
    let mut out = plane.clone();
    for (y0, x0) in (0..height).step_by(8).flat_map(|y| (0..width).step_by(8).map(move |x| (y, x))) {
        let block = |j: usize, i: usize| plane.row((y0 + j).min(height - 1))[(x0 + i).min(width - 1)];
        let source: [[f32; 8]; 8] = std::array::from_fn(|j| std::array::from_fn(|i| block(j, i)));
        let mut waves = product(&product(&wave, &source, false), &wave, true);
        for (v, step) in waves.iter_mut().flatten().zip(steps) {
            *v = (*v / step).round() * step;
        }
        let turned: [[f32; 8]; 8] = std::array::from_fn(|j| std::array::from_fn(|i| wave[i][j]));
        let back = product(&product(&turned, &waves, false), &turned, true);
        for (j, row) in back.iter().enumerate().take(height - y0) {
            for (i, v) in row.iter().enumerate().take(width - x0) {
                out.row_mut(y0 + j)[x0 + i] = *v;
            }
        }
    }
    out
}

/// The product of two squares, the second one turned over if so.
fn product(a: &[[f32; 8]; 8], b: &[[f32; 8]; 8], is_turned: bool) -> [[f32; 8]; 8] {
    std::array::from_fn(|j| {
        std::array::from_fn(|i| (0..8).map(|k| a[j][k] * if is_turned { b[i][k] } else { b[k][i] }).sum())
    })
}
