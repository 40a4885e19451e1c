//! What came of a still beside the truth.

use super::pairs::Pair;
use super::still::Still;
use dewax::kernels::{blur, tile};
use dewax::px::{Plane, Rect, Rgb16};
use dewax::still::{LaidFace, Layer, Treated, Weights};

/// How far places on the skin are off, RMS and most, px of the AI version.
pub(super) fn misplaced(face: &LaidFace, mask: &Weights, truth: &dyn Fn([f64; 2]) -> [f64; 2]) -> [f64; 2] {
    let (mut sum, mut count, mut most) = (0.0f64, 0.0f64, 0.0f64);
    let every = (mask.rect.width() / 100).max(1);
    for y in (mask.rect.y0..mask.rect.y1).step_by(every) {
        for x in (mask.rect.x0..mask.rect.x1).step_by(every) {
            if mask.at(x, y) > 0.5 {
                let point = [x as f64, y as f64];
                let (found, want) = (face.place(point), truth(point));
                let off = (found[0] - want[0]).hypot(found[1] - want[1]) / f64::from(face.scale);
                (sum, count, most) = (sum + off * off, count + 1.0, most.max(off));
            }
        }
    }
    [(sum / count.max(1.0)).sqrt(), most]
}

fn green(rgb: &Rgb16, rect: Rect) -> Plane<f32> {
    tile::cut(&rgb[1], rect)
}

fn band(plane: &Plane<f32>, sigma: f32) -> [Plane<f32>; 2] {
    let low = blur::gaussian(plane, sigma);
    let mut high = plane.clone();
    high.samples_mut().iter_mut().zip(low.samples()).for_each(|(h, l)| *h -= l);
    [low, high]
}

/// PSNR in dB of two planes where a weight is full.
fn psnr(a: &Plane<f32>, b: &Plane<f32>, weight: &Plane<f32>) -> f64 {
    let (mut sum, mut count) = (0.0f64, 1e-9f64);
    for ((x, y), w) in a.samples().iter().zip(b.samples()).zip(weight.samples()) {
        if *w > 0.999 {
            sum += f64::from(x - y).powi(2);
            count += 1.0;
        }
    }
    10.0 * (65535.0f64.powi(2) / (sum / count).max(1e-9)).log10()
}

/// Energy of `a` that goes along with `b`, as a share of `b`'s.
fn kept(a: &Plane<f32>, b: &Plane<f32>, weight: &Plane<f32>) -> f64 {
    let (mut ab, mut bb) = (0.0f64, 1e-9f64);
    for ((x, y), w) in a.samples().iter().zip(b.samples()).zip(weight.samples()) {
        if *w > 0.999 {
            ab += f64::from(x * y);
            bb += f64::from(y * y);
        }
    }
    ab / bb
}

/// What was measured of one face.
#[derive(Clone, Copy, Debug)]
pub(super) struct Score {
    /// How far places on its skin are off, RMS and most, px of the AI version.
    pub(super) off_px: [f64; 2],
    pub(super) agreement: f64,
    pub(super) is_exact: bool,
    /// Share of the part that may be taken from the original.
    pub(super) known: f64,
    /// High band beside the original's, low band beside the AI version's, dB of PSNR.
    pub(super) high_db: f64,
    pub(super) low_db: f64,
    /// Energy of the high band that goes along with the original's, as a share of it, by hybrid and by graft.
    pub(super) pores: [f64; 2],
    /// Blemishes that were healed.
    pub(super) healed: f64,
    /// What of painted ones comes back, the worst, and pores around them; not a number where none were painted.
    pub(super) back: f64,
    pub(super) around: f64,
    /// Pixels that changed where nothing should.
    pub(super) outside: f64,
    /// Time to lay the original, and to treat.
    pub(super) seconds: [f64; 2],
}

/// High and low band beside original and AI version: PSNR of both in dB, and pores.
pub(super) fn bands(ai: &Still, face: &LaidFace, treated: &Treated, layer: &Layer) -> [f64; 3] {
    let rect = layer.rect;
    let sigma = layer.radius_px;
    let inner = Rect {
        x0: rect.x0 - face.rect.x0,
        y0: rect.y0 - face.rect.y0,
        x1: rect.x1 - face.rect.x0,
        y1: rect.y1 - face.rect.y0,
    };
    let (out, own) = (green(&treated.rgb, rect), green(&ai.rgb, rect));
    let original = green(&face.rgb, inner);
    let top = f32::from(layer.mask.samples().iter().copied().max().unwrap_or(1).max(1));
    let weight = Plane::from_fn(rect.width(), rect.height(), |x, y| {
        let healed = layer.healed.as_ref().map_or(0, |h| h.row(y)[x]);
        f32::from(layer.mask.row(y)[x]) / top * if healed > 0 { 0.0 } else { 1.0 }
    });
    let ([low_out, high_out], [low_ai, _], [_, high_original]) =
        (band(&out, sigma), band(&own, sigma), band(&original, sigma));
    [
        psnr(&high_out, &high_original, &weight),
        psnr(&low_out, &low_ai, &weight),
        kept(&high_out, &high_original, &weight),
    ]
}

/// Pixels that changed where the mask is nothing.
pub(super) fn outside(ai: &Still, treated: &Treated) -> f64 {
    let mut count = 0usize;
    for (before, after) in ai.rgb.iter().zip(&treated.rgb) {
        for y in 0..before.height() {
            for x in 0..before.width() {
                let is_in = treated.layers.iter().any(|layer| {
                    let Rect { x0, y0, x1, y1 } = layer.rect;
                    (x0..x1).contains(&x) && (y0..y1).contains(&y) && layer.mask.row(y - y0)[x - x0] > 0
                });
                count += usize::from(!is_in && before.row(y)[x] != after.row(y)[x]);
            }
        }
    }
    count as f64
}

/// What of painted spots is in the result: the worst contrast beside that in the original, and pores around them.
pub(super) fn spots(pair: &Pair, treated: &Treated) -> [f64; 2] {
    let (ai, mut worst, mut around) = (&pair.ai, f64::NAN, (0.0f64, 0.0f64));
    for ([x, y], sigma) in &pair.spots {
        // How far a spot goes along with the bell that was painted.
        let contrast = |rgb: &Rgb16, without: &Rgb16| {
            let reach = (2.5 * sigma) as isize;
            let (mut sum, mut all) = (0.0f64, 0.0f64);
            for v in -reach..=reach {
                for u in -reach..=reach {
                    let bell = (-((u * u + v * v) as f32) / (2.0 * sigma * sigma)).exp();
                    let (px, py) = (*x as isize + u, *y as isize + v);
                    let differs = f64::from(rgb[1].at(px, py)) - f64::from(without[1].at(px, py));
                    (sum, all) = (sum + differs * f64::from(bell), all + f64::from(bell * bell));
                }
            }
            sum / all
        };
        let painted = contrast(&pair.original.rgb, &pair.clean);
        worst = worst.max((contrast(&treated.rgb, &ai.rgb) / painted).abs());
        let reach = (9.0 * sigma) as usize;
        let part = Rect { x0: *x as usize, y0: *y as usize, x1: *x as usize + 1, y1: *y as usize + 1 }.grown(
            reach,
            pair.clean[0].width(),
            pair.clean[0].height(),
        );
        let fine = |rgb: &Rgb16| band(&green(rgb, part), 0.25 * sigma)[1].clone();
        let (out, clean) = (fine(&treated.rgb), fine(&pair.clean));
        for v in 0..part.height() {
            for u in 0..part.width() {
                let far = ((part.x0 + u) as f64 - x).hypot((part.y0 + v) as f64 - y) / f64::from(*sigma);
                let (a, b) = (f64::from(out.row(v)[u]), f64::from(clean.row(v)[u]));
                if (4.5..8.5).contains(&far) {
                    around = (around.0 + a * b, around.1 + b * b);
                }
            }
        }
    }
    [worst, around.0 / around.1]
}
