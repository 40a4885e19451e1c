//! A picture that pictures and letters are put on.

use crate::compare::lettering;
use crate::exhibits::Rgb8Image;

/// What nothing is put on.
pub(crate) const GREY: u8 = 24;
/// Pixels to a dot of a letter, and rows of a line of letters.
const DOT: usize = 2;
pub(crate) const LETTERS: usize = 7 * DOT;

pub(crate) fn canvas(width: usize, height: usize) -> Rgb8Image {
    Rgb8Image { width, height, pixels: vec![GREY; width * height * 3] }
}

pub(crate) fn set(image: &mut Rgb8Image, x: usize, y: usize, colour: [u8; 3]) {
    if x < image.width && y < image.height {
        let at = (y * image.width + x) * 3;
        if let Some(pixel) = image.pixels.get_mut(at..at + 3) {
            pixel.copy_from_slice(&colour);
        }
    }
}

pub(crate) fn get(image: &Rgb8Image, x: usize, y: usize) -> [u8; 3] {
    let at = (y.min(image.height.saturating_sub(1)) * image.width + x.min(image.width.saturating_sub(1))) * 3;
    image.pixels.get(at..at + 3).and_then(|pixel| pixel.try_into().ok()).unwrap_or([GREY; 3])
}

pub(crate) fn put(out: &mut Rgb8Image, part: &Rgb8Image, (x0, y0): (usize, usize)) {
    for y in 0..part.height {
        (0..part.width).for_each(|x| set(out, x0 + x, y0 + y, get(part, x, y)));
    }
}

/// A text, as many letters of it as have room in so many columns.
pub(crate) fn write(out: &mut Rgb8Image, text: &str, (x0, y0): (usize, usize), columns: usize) {
    let text: String = text.chars().take(columns / (6 * DOT)).collect();
    let (columns, rows) = lettering::size(&text);
    for (x, y) in (0..rows * DOT).flat_map(|y| (0..columns * DOT).map(move |x| (x, y))) {
        if lettering::dot(&text, x / DOT, y / DOT) {
            set(out, x0 + x, y0 + y, [220; 3]);
        }
    }
}

/// As large as fits.
pub(crate) fn fitted(image: &Rgb8Image, width: usize, height: usize) -> Rgb8Image {
    let share = (width as f32 / image.width.max(1) as f32).min(height as f32 / image.height.max(1) as f32);
    let side = |own: usize| ((own as f32 * share).round() as usize).max(1);
    resized(image, side(image.width), side(image.height))
}

/// At a size: smaller by means, larger by straight lines between pixels.
pub(crate) fn resized(image: &Rgb8Image, width: usize, height: usize) -> Rgb8Image {
    let small = image.shrunk(width);
    let mut out = canvas(width, height);
    let scale = [small.width as f32 / width as f32, small.height as f32 / height as f32];
    for (x, y) in (0..height).flat_map(|y| (0..width).map(move |x| (x, y))) {
        let [u, v] = [(x, 0), (y, 1)].map(|(at, i)| ((at as f32 + 0.5) * scale[i] - 0.5).max(0.0));
        let (left, top) = (u as usize, v as usize);
        let corners = [(0, 0), (1, 0), (0, 1), (1, 1)].map(|(i, j)| get(&small, left + i, top + j));
        let mixed = |a: u8, b: u8, t: f32| f32::from(a) + (f32::from(b) - f32::from(a)) * t;
        let colour = std::array::from_fn(|c| {
            let (above, below) = (
                mixed(corners[0][c], corners[1][c], u.fract()),
                mixed(corners[2][c], corners[3][c], u.fract()),
            );
            (above + (below - above) * v.fract()).round() as u8
        });
        set(&mut out, x, y, colour);
    }
    out
}
