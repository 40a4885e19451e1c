//! Pictures of one still beside each other: whole, through a loupe at 100 %, and at 300 %.

use crate::canvas::{LETTERS, canvas, fitted, put, write};
use crate::exhibits::Rgb8Image;
use dewax::kernels::shrink;
use dewax::px::{Plane, Rect, Rgb16};

/// Columns of each picture: three of them fit a screen of a laptop.
const COLUMNS: usize = 400;
/// Rows of the whole picture at most, and of each loupe.
const WHOLE_ROWS: usize = 500;
const LOUPE_ROWS: usize = 300;
/// The second loupe shows every pixel so many times as large.
const TIMES: usize = 3;
/// Between pictures.
const GAP: usize = 8;

/// A picture of the strip.
#[derive(Clone, Debug)]
pub struct Shown<'a> {
    /// What is written above it.
    pub title: &'a str,
    /// Its pixels, in codes of any profile.
    pub rgb: &'a Rgb16,
    /// What lies over parts of it.
    pub over: Vec<(Rect, &'a Rgb16)>,
}

/// The strip; `at` is the place that the loupes show the middle of. Pictures are all of one size; what is shown of each is made sRGB by `srgb`.
///
/// # Errors
/// Those of `srgb`.
pub fn strip<E>(
    all: &[Shown<'_>],
    at: Rect,
    srgb: impl Fn(&Rgb16) -> Result<Rgb16, E>,
) -> Result<Rgb8Image, E> {
    let whole_rows = all.first().map_or(0, |shown| rows_of(shown.rgb));
    let (width, height) = (all.len() * (COLUMNS + GAP), LETTERS + whole_rows + 2 * LOUPE_ROWS + 3 * GAP);
    let mut out = canvas(width.saturating_sub(GAP).max(1), height);
    for (number, shown) in all.iter().enumerate() {
        let x = number * (COLUMNS + GAP);
        write(&mut out, shown.title, (x, 0), COLUMNS);
        let mut y = LETTERS + GAP;
        put(&mut out, &fitted(&codes(&srgb(&whole(shown))?, 1), COLUMNS, whole_rows), (x, y));
        y += whole_rows + GAP;
        for times in [1, TIMES] {
            let loupe = part(shown, at, (COLUMNS / times, LOUPE_ROWS / times));
            put(&mut out, &codes(&srgb(&loupe)?, times), (x, y));
            y += LOUPE_ROWS + GAP;
        }
    }
    Ok(out)
}

/// Rows of the whole picture as it is shown.
fn rows_of([red, ..]: &Rgb16) -> usize {
    (red.height() * COLUMNS / red.width().max(1)).clamp(1, WHOLE_ROWS)
}

/// The whole picture, made about twice as large as it is shown.
fn whole(shown: &Shown<'_>) -> Rgb16 {
    let [red, ..] = shown.rgb;
    let step = (red.width() / (2 * COLUMNS)).min(red.height() / (2 * WHOLE_ROWS)).max(1);
    let mut out = shrink::smaller(shown.rgb, step);
    for (rect, rgb) in &shown.over {
        for (plane, own) in out.iter_mut().zip(shrink::smaller(rgb, step)) {
            let at = Rect::of(plane.width(), plane.height());
            // To the nearest pixel of the small picture.
            let [x0, y0] = [rect.x0, rect.y0].map(|v| (v + step / 2) / step);
            let at = at.and(&Rect { x0, y0, x1: x0 + own.width(), y1: y0 + own.height() });
            for y in at.y0..at.y1 {
                let row = own.row(y - at.y0).iter().take(at.width());
                plane.row_mut(y)[at.x0..at.x1].iter_mut().zip(row).for_each(|(o, v)| *o = *v);
            }
        }
    }
    out
}

/// A window of a picture around the middle of a place.
fn part(shown: &Shown<'_>, at: Rect, (columns, rows): (usize, usize)) -> Rgb16 {
    let [red, ..] = shown.rgb;
    let (columns, rows) = (columns.min(red.width()), rows.min(red.height()));
    let corner = |from: usize, to: usize, side: usize, all: usize| {
        ((from + to) / 2).saturating_sub(side / 2).min(all - side)
    };
    let (x0, y0) = (corner(at.x0, at.x1, columns, red.width()), corner(at.y0, at.y1, rows, red.height()));
    let code = |channel: usize, x: usize, y: usize| {
        let is_over = |rect: &Rect| (rect.x0..rect.x1).contains(&x) && (rect.y0..rect.y1).contains(&y);
        match shown.over.iter().rev().find(|(rect, _)| is_over(rect)) {
            Some((rect, rgb)) => rgb[channel].row(y - rect.y0)[x - rect.x0],
            None => shown.rgb[channel].row(y)[x],
        }
    };
    [0, 1, 2].map(|channel| Plane::from_fn(columns, rows, |x, y| code(channel, x0 + x, y0 + y)))
}

/// A picture in codes of 8 bits, each of its pixels `times` as large.
fn codes(rgb: &Rgb16, times: usize) -> Rgb8Image {
    let (width, height) = (rgb[0].width() * times, rgb[0].height() * times);
    let mut pixels = Vec::with_capacity(width * height * 3);
    for y in 0..height {
        for x in 0..width {
            let code = |plane: usize| ((u32::from(rgb[plane].row(y / times)[x / times]) + 128) / 257) as u8;
            pixels.extend([0, 1, 2].map(code));
        }
    }
    Rgb8Image { width, height, pixels }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canvas::get;

    #[test]
    fn loupes_show_the_pixels_of_the_place_and_each_picture_stands_in_its_column() {
        let of = |base: u16| -> Rgb16 {
            [0u16, 1, 2]
                .map(|c| Plane::from_fn(900, 1200, |x, y| 257 * (base + c + u16::from(x == 500 && y == 700))))
        };
        let (one, two) = (of(60), of(120));
        let over: Rgb16 = [0, 1, 2].map(|_| Plane::filled(2, 2, 9 * 257));
        let covered = vec![(Rect { x0: 503, y0: 700, x1: 505, y1: 702 }, &over)];
        let shown = [
            Shown { title: "before", rgb: &one, over: Vec::new() },
            Shown { title: "after", rgb: &two, over: covered },
        ];
        let same = |rgb: &Rgb16| Ok::<_, ()>(rgb.clone());
        let strip = strip(&shown, Rect { x0: 490, y0: 690, x1: 510, y1: 710 }, same).unwrap();
        // The middle of the loupe of 100 %, in both columns.
        let y = LETTERS + GAP + rows_of(&one) + GAP + LOUPE_ROWS / 2;
        for (column, base) in [(0, 60), (1, 120)] {
            let x = column * (COLUMNS + GAP) + COLUMNS / 2;
            assert_eq!(get(&strip, x, y), [base + 1, base + 2, base + 3]);
            assert_eq!(get(&strip, x + 1, y), [base, base + 1, base + 2]);
            assert_eq!(get(&strip, x, y - LOUPE_ROWS / 2 - 2 * GAP), [base, base + 1, base + 2]);
        }
        // What lies over a picture is seen in its place.
        let after = COLUMNS + GAP + COLUMNS / 2;
        assert_eq!(get(&strip, after + 2, y), [120, 121, 122]);
        assert_eq!(get(&strip, after + 3, y), [9, 9, 9]);
        assert_eq!(get(&strip, after + 5, y), [120, 121, 122]);
        // A picture smaller than the loupe is shown as it is.
        let tiny: Rgb16 = [0, 1, 2].map(|_| Plane::filled(5, 4, 257));
        let tiny = Shown { title: "", rgb: &tiny, over: Vec::new() };
        assert_eq!(codes(&part(&tiny, Rect::of(5, 4), (40, 30)), 3).width, 15);
    }
}
