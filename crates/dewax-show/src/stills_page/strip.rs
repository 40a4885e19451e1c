//! Pictures of one still beside each other: whole, through a loupe at 100 %, and at 300 %.

use crate::canvas::{LETTERS, canvas, fitted, put, write};
use crate::exhibits::Rgb8Image;
use dewax::kernels::shrink;
use dewax::px::{Rect, Rgb16};

/// Columns of each picture: three of them fit a screen of a laptop.
const COLUMNS: usize = 400;
/// Rows of the whole picture at most, and of each loupe.
const WHOLE_ROWS: usize = 500;
const LOUPE_ROWS: usize = 300;
/// The second loupe shows every pixel so many times as large.
const TIMES: usize = 3;
/// Between pictures.
const GAP: usize = 8;

/// A picture of the strip, in sRGB.
#[derive(Clone, Copy, Debug)]
pub struct Shown<'a> {
    /// What is written above it.
    pub title: &'a str,
    /// Its pixels.
    pub rgb: &'a Rgb16,
}

/// The strip; `at` is the place that the loupes show the middle of. Pictures are all of one size.
pub fn strip(all: &[Shown<'_>], at: Rect) -> Rgb8Image {
    let whole_rows = all.first().map_or(0, |shown| rows_of(shown.rgb));
    let (width, height) = (all.len() * (COLUMNS + GAP), LETTERS + whole_rows + 2 * LOUPE_ROWS + 3 * GAP);
    let mut out = canvas(width.saturating_sub(GAP).max(1), height);
    for (number, shown) in all.iter().enumerate() {
        let x = number * (COLUMNS + GAP);
        write(&mut out, shown.title, (x, 0), COLUMNS);
        let mut y = LETTERS + GAP;
        put(&mut out, &fitted(&whole(shown.rgb), COLUMNS, whole_rows), (x, y));
        y += whole_rows + GAP;
        put(&mut out, &part(shown.rgb, at, (COLUMNS, LOUPE_ROWS), 1), (x, y));
        y += LOUPE_ROWS + GAP;
        put(&mut out, &part(shown.rgb, at, (COLUMNS / TIMES, LOUPE_ROWS / TIMES), TIMES), (x, y));
    }
    out
}

/// Rows of the whole picture as it is shown.
fn rows_of([red, ..]: &Rgb16) -> usize {
    (red.height() * COLUMNS / red.width().max(1)).clamp(1, WHOLE_ROWS)
}

/// The whole picture, made about twice as large as it is shown.
fn whole(rgb: &Rgb16) -> Rgb8Image {
    let [red, ..] = rgb;
    let step = (red.width() / (2 * COLUMNS)).min(red.height() / (2 * WHOLE_ROWS)).max(1);
    let small = rgb.each_ref().map(|plane| shrink::shrink(plane, step));
    let (width, height) = (small[0].width(), small[0].height());
    let mut pixels = Vec::with_capacity(width * height * 3);
    for y in 0..height {
        for x in 0..width {
            pixels.extend(small.each_ref().map(|plane| (plane.row(y)[x] / 257.0 + 0.5) as u8));
        }
    }
    Rgb8Image { width, height, pixels }
}

/// A window around the middle of a place, each of its pixels `times` as large.
fn part(rgb: &Rgb16, at: Rect, (columns, rows): (usize, usize), times: usize) -> Rgb8Image {
    let [red, ..] = rgb;
    let (columns, rows) = (columns.min(red.width()), rows.min(red.height()));
    let corner = |from: usize, to: usize, side: usize, all: usize| {
        ((from + to) / 2).saturating_sub(side / 2).min(all - side)
    };
    let (x0, y0) = (corner(at.x0, at.x1, columns, red.width()), corner(at.y0, at.y1, rows, red.height()));
    let (width, height) = (columns * times, rows * times);
    let mut pixels = Vec::with_capacity(width * height * 3);
    for y in 0..height {
        for x in 0..width {
            let code = |plane: usize| {
                ((u32::from(rgb[plane].row(y0 + y / times)[x0 + x / times]) + 128) / 257) as u8
            };
            pixels.extend([0, 1, 2].map(code));
        }
    }
    Rgb8Image { width, height, pixels }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canvas::get;
    use dewax::px::Plane;

    #[test]
    fn loupes_show_the_pixels_of_the_place_and_each_picture_stands_in_its_column() {
        let of = |base: u16| -> Rgb16 {
            [0u16, 1, 2]
                .map(|c| Plane::from_fn(900, 1200, |x, y| 257 * (base + c + u16::from(x == 500 && y == 700))))
        };
        let (one, two) = (of(60), of(120));
        let shown = [Shown { title: "before", rgb: &one }, Shown { title: "after", rgb: &two }];
        let strip = strip(&shown, Rect { x0: 490, y0: 690, x1: 510, y1: 710 });
        // The middle of the loupe of 100 %, in both columns.
        let y = LETTERS + GAP + rows_of(&one) + GAP + LOUPE_ROWS / 2;
        for (column, base) in [(0, 60), (1, 120)] {
            let x = column * (COLUMNS + GAP) + COLUMNS / 2;
            assert_eq!(get(&strip, x, y), [base + 1, base + 2, base + 3]);
            assert_eq!(get(&strip, x + 1, y), [base, base + 1, base + 2]);
            assert_eq!(get(&strip, x, y - LOUPE_ROWS / 2 - 2 * GAP), [base, base + 1, base + 2]);
        }
        // A picture smaller than the loupe is shown as it is.
        let tiny: Rgb16 = [0, 1, 2].map(|_| Plane::filled(5, 4, 257));
        assert_eq!(part(&tiny, Rect::of(5, 4), (40, 30), 3).width, 15);
    }
}
