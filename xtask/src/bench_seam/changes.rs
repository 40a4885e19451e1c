//! Changes of colour of known kind and size, laid on frames as programs lay them, and what is no seam.

use crate::frames::{add_levels, levels_of};
use dewax::clip::Picture;
use dewax::color::math::pow;
use dewax::color::{rgb_from_ycc, ycc_from_rgb};
use dewax::px::{Frame, LEVEL, Plane};

/// What a colour (Y' 0..=1, Cb and Cr −0.5..=0.5) becomes at a place (0..=1 across and down).
pub(crate) type Change<'a> = &'a (dyn Fn([f32; 3], [f32; 2]) -> [f32; 3] + Sync);

/// Changes a frame: luma with the chroma nearest to it, chroma with the mean luma it covers, in whole 8-bit codes.
pub(crate) fn lay(picture: &Picture, change: Change<'_>, frame: &mut Frame) {
    let levels = &picture.levels;
    let (black, span) = (levels.black / LEVEL, levels.luma_span / LEVEL);
    let (zero, chroma_span) = (levels.chroma_zero / LEVEL, levels.chroma_span / LEVEL);
    let (across, down) = frame.subsampling.factors();
    let [luma, cb, cr] = [0, 1, 2].map(|which| levels_of(frame.plane(which)));
    let place = |x: usize, y: usize| [x as f32 / luma.width() as f32, y as f32 / luma.height() as f32];
    let made = |y: f32, b: f32, r: f32, at: [f32; 2]| {
        let [y, b, r] = change([(y - black) / span, (b - zero) / chroma_span, (r - zero) / chroma_span], at);
        [black + y * span, zero + b * chroma_span, zero + r * chroma_span]
    };
    let bright = Plane::from_fn(luma.width(), luma.height(), |x, y| {
        let (was, u, v) = (luma.row(y)[x], (x / across) as isize, (y / down) as isize);
        made(was, cb.at(u, v), cr.at(u, v), place(x, y))[0] - was
    });
    let chroma = |which: usize| {
        Plane::from_fn(cb.width(), cb.height(), |x, y| {
            let (u, v) = ((x * across) as isize, (y * down) as isize);
            let covered =
                (0..across * down).map(|i| luma.at(u + (i % across) as isize, v + (i / across) as isize));
            let mean = covered.sum::<f32>() / (across * down) as f32;
            let now = [mean, cb.row(y)[x], cr.row(y)[x]];
            made(mean, now[1], now[2], place(u as usize, v as usize))[which] - now[which]
        })
    };
    let (blue, red) = (chroma(1), chroma(2));
    add_levels(frame, 0, (0, 0), &bright);
    add_levels(frame, 1, (0, 0), &blue);
    add_levels(frame, 2, (0, 0), &red);
}

/// Contrast about the middle and saturation, in percent more: as FFmpeg's `eq` and most players have them.
pub(crate) fn contrast([y, b, r]: [f32; 3], contrast: f32, saturation: f32) -> [f32; 3] {
    let (c, s) = (1.0 + 0.01 * contrast, 1.0 + 0.01 * saturation);
    [0.5 + c * (y - 0.5), s * b, s * r]
}

/// Gains of red, green and blue, and one exponent for all.
pub(crate) fn grade(picture: &Picture, ycc: [f32; 3], gains: [f32; 3], power: f32) -> [f32; 3] {
    let mut rgb = rgb_from_ycc(picture.weights, ycc);
    for (v, gain) in rgb.iter_mut().zip(gains) {
        *v = pow(f64::from((*v * gain).max(0.0)), f64::from(power)) as f32;
    }
    ycc_from_rgb(picture.weights, rgb)
}
