//! Samples of picture files as planes and back, and pictures set upright.

use dewax::px::{Plane, Rgb16};
use rayon::prelude::*;

/// A code of 8 bits as one of 16.
pub(super) fn widened(code: u8) -> u16 {
    u16::from(code) * 257
}

/// A code of 16 bits as the nearest of 8.
pub(super) fn narrowed(code: u16) -> u8 {
    ((u32::from(code) + 128) / 257) as u8
}

/// Planes of samples that stand pixel by pixel, `channels` to each; none where there are too few.
pub(super) fn split<T: Copy + Sync>(
    samples: &[T],
    (width, height): (usize, usize),
    channels: usize,
    code: impl Fn(T) -> u16 + Sync,
) -> Option<Vec<Plane<u16>>> {
    let stride = width.checked_mul(channels).filter(|stride| *stride > 0)?;
    if samples.len() != stride.checked_mul(height)? {
        return None;
    }
    if channels == 3 {
        return Some(split_three(samples, (width, height), code).into());
    }
    let plane = |channel: usize| {
        let mut plane = Plane::new(width, height);
        plane.samples_mut().par_chunks_mut(width).zip(samples.par_chunks(stride)).for_each(|(out, row)| {
            let own = row.iter().skip(channel).step_by(channels);
            out.iter_mut().zip(own).for_each(|(out, sample)| *out = code(*sample));
        });
        plane
    };
    Some((0..channels).map(plane).collect())
}

/// [`split`] of three channels, all of them in one pass: pictures of 24 megapixels are usual.
fn split_three<T: Copy + Sync>(
    samples: &[T],
    (width, height): (usize, usize),
    code: impl Fn(T) -> u16 + Sync,
) -> Rgb16 {
    let mut out: Rgb16 = std::array::from_fn(|_| Plane::new(width, height));
    let [red, green, blue] = &mut out;
    let rows = (
        red.samples_mut().par_chunks_mut(width),
        green.samples_mut().par_chunks_mut(width),
        blue.samples_mut().par_chunks_mut(width),
        samples.par_chunks(3 * width),
    );
    rows.into_par_iter().for_each(|(red, green, blue, row)| {
        let (pixels, _) = row.as_chunks::<3>();
        for ((([r, g, b], red), green), blue) in pixels.iter().zip(red).zip(green).zip(blue) {
            (*red, *green, *blue) = (code(*r), code(*g), code(*b));
        }
    });
    out
}

/// Puts row `y` of all planes pixel by pixel, as codes of `bits` (8 or 16, the high byte first or last), behind `out`.
pub(super) fn join_row(planes: &[&Plane<u16>], y: usize, depth: Depth, out: &mut Vec<u8>) {
    let from = out.len();
    let width = planes.first().map_or(0, |plane| plane.width());
    out.resize(from + width * planes.len() * depth.bytes(), 0);
    join(planes, y, depth, out.get_mut(from..).unwrap_or_default());
}

/// All rows of all planes pixel by pixel.
pub(super) fn joined(planes: &[&Plane<u16>], depth: Depth) -> Vec<u8> {
    let (width, height) = planes.first().map_or((0, 0), |plane| (plane.width(), plane.height()));
    let stride = width * planes.len() * depth.bytes();
    let mut out = vec![0; stride * height];
    out.par_chunks_mut(stride.max(1)).enumerate().for_each(|(y, row)| join(planes, y, depth, row));
    out
}

/// Row `y` of all planes, in the place of a row of the file.
fn join(planes: &[&Plane<u16>], y: usize, depth: Depth, row: &mut [u8]) {
    if let ([red, green, blue], Depth::Eight) = (planes, depth) {
        let (pixels, _) = row.as_chunks_mut::<3>();
        let codes = red.row(y).iter().zip(green.row(y)).zip(blue.row(y));
        for (pixel, ((r, g), b)) in pixels.iter_mut().zip(codes) {
            *pixel = [narrowed(*r), narrowed(*g), narrowed(*b)];
        }
        return;
    }
    let size = (planes.len() * depth.bytes()).max(1);
    for (channel, plane) in planes.iter().enumerate() {
        let pixels = row.chunks_exact_mut(size).zip(plane.row(y));
        match depth {
            Depth::Eight => pixels.for_each(|(pixel, code)| {
                if let Some(place) = pixel.get_mut(channel) {
                    *place = narrowed(*code);
                }
            }),
            Depth::Big | Depth::Little => pixels.for_each(|(pixel, code)| {
                let two = if depth == Depth::Big { code.to_be_bytes() } else { code.to_le_bytes() };
                if let Some(place) = pixel.get_mut(2 * channel..2 * channel + 2) {
                    place.copy_from_slice(&two);
                }
            }),
        }
    }
}

/// How codes stand in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Depth {
    /// One byte.
    Eight,
    /// Two, the high one first.
    Big,
    /// Two, the low one first.
    Little,
}

impl Depth {
    /// Bytes of a code.
    pub(super) fn bytes(self) -> usize {
        if self == Self::Eight { 1 } else { 2 }
    }
}

/// Colours without the opacity that is multiplied into them.
pub(super) fn freed_of(rgb: &Rgb16, alpha: &Plane<u16>) -> Rgb16 {
    let mut out = rgb.clone();
    let step = alpha.width().max(1);
    for plane in &mut out {
        plane.samples_mut().par_chunks_mut(step).enumerate().for_each(|(y, row)| {
            for (code, alpha) in row.iter_mut().zip(alpha.row(y)).filter(|(_, alpha)| **alpha > 0) {
                let whole = u32::from(u16::MAX);
                let freed = (u32::from(*code) * whole + u32::from(*alpha) / 2) / u32::from(*alpha);
                *code = freed.min(whole) as u16;
            }
        });
    }
    out
}

/// One channel of three: the luma (BT.709) of what is not grey.
pub(super) fn grey_of(rgb: &Rgb16) -> Plane<u16> {
    let [red, green, blue] = rgb;
    let mut out = green.clone();
    let step = out.width().max(1);
    out.samples_mut().par_chunks_mut(step).enumerate().for_each(|(y, row)| {
        let own = red.row(y).iter().zip(blue.row(y));
        for (green, (red, blue)) in row.iter_mut().zip(own) {
            if red != green || blue != green {
                let luma = 0.2126 * f32::from(*red) + 0.7152 * f32::from(*green) + 0.0722 * f32::from(*blue);
                *green = luma.round() as u16;
            }
        }
    });
    out
}
