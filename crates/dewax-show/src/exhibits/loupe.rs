//! Where to look: the window that shows skin best, which on a face is a cheek.

use dewax::kernels::shrink;
use dewax::px::{Mask, Plane, Rect};

/// A square window of `side_px` (smaller only where the picture is) around the place with the most skin; with the luma
/// plane given, the place that also has the least edges, so that a cheek is preferred to eyes and lips, and a lit one
/// to the throat. The middle of the picture when there is no skin. Its corner is on even pixels.
pub fn loupe_rect(
    mask: Option<&Mask>,
    luma: Option<&Plane<u16>>,
    width: usize,
    height: usize,
    side_px: usize,
) -> Rect {
    let (w, h) = (side_px.clamp(1, width.max(1)), side_px.clamp(1, height.max(1)));
    let place = |x: usize, y: usize| {
        let (x0, y0) = (x.min(width.saturating_sub(w)) & !1, y.min(height.saturating_sub(h)) & !1);
        Rect { x0, y0, x1: (x0 + w).min(width), y1: (y0 + h).min(height) }
    };
    let middle = place((width.saturating_sub(w)) / 2, (height.saturating_sub(h)) / 2);
    let Some(mask) = mask.filter(|m| m.share() > 1e-4) else { return middle };
    let step = mask.step_px.max(1);
    let (columns, rows) = (mask.weights.width(), mask.weights.height());
    let brightness = luma.map(|l| shrink::shrink(l, step));
    let bright =
        |x: usize, y: usize| brightness.as_ref().map_or(0.0, |b| b.at(x as isize, y as isize) / 65536.0);
    // Brightness beside that of the skin as a whole, so that dark skin is treated as fair skin is.
    let (mut sum, mut weights) = (0.0f32, 0.0f32);
    for y in 0..rows {
        for (x, weight) in mask.weights.row(y).iter().enumerate() {
            (sum, weights) = (sum + weight * bright(x, y), weights + weight);
        }
    }
    let usual = (sum / weights.max(1e-6)).max(1.0 / 256.0);
    let worth = |x: usize, y: usize| {
        let steps = (bright(x + 1, y) - bright(x, y)).abs() + (bright(x, y + 1) - bright(x, y)).abs();
        let lit = 0.3 + 0.7 * (bright(x, y) / usual).min(1.3);
        // 8 levels of 8 bit from one mask cell to the next undo a cell of skin.
        f64::from(mask.weights.row(y)[x] * lit) - f64::from(steps * 256.0 / 8.0)
    };
    // Sums over everything above and left of a place make any window's sum four look-ups.
    let mut sums = vec![0.0f64; (columns + 1) * (rows + 1)];
    for y in 0..rows {
        let mut line = 0.0;
        for x in 0..columns {
            line += worth(x, y);
            sums[(y + 1) * (columns + 1) + x + 1] = sums[y * (columns + 1) + x + 1] + line;
        }
    }
    // Cheeks are looked for at the size of cheeks: a larger window would find the throat, which has no features.
    let cheek_px = (width.min(height) / 8).max(1);
    let cells = |side: usize, all: usize| (side.min(cheek_px) / step).clamp(1, all);
    let (cells_w, cells_h) = (cells(w, columns), cells(h, rows));
    let mut best = (f64::MIN, 0, 0);
    for y in 0..=rows - cells_h {
        for x in 0..=columns - cells_w {
            let corner = |x: usize, y: usize| sums[y * (columns + 1) + x];
            let sum = corner(x + cells_w, y + cells_h) + corner(x, y)
                - corner(x + cells_w, y)
                - corner(x, y + cells_h);
            // Faces are above hands: a little preference for what is higher up.
            let score = sum / (cells_w * cells_h) as f64 - 0.2 * y as f64 / rows as f64;
            if score > best.0 {
                best = (score, x, y);
            }
        }
    }
    let corner =
        |cell: usize, cells: usize, side: usize| (cell * step + cells * step / 2).saturating_sub(side / 2);
    place(corner(best.1, cells_w, w), corner(best.2, cells_h, h))
}
