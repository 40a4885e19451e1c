//! What a block of a frame has that neither of its neighbours in time has, along the motion.
//!
//! Let a block be f, and the same piece of the earlier and the later frame a and b. Motion that was not followed to the end, deformation and
//! slow change pull a and b to opposite sides of f: (f − a)·(f − b) is negative. A keyframe's step is between two frames: one factor is
//! nothing. Only what f has by itself is in both: the mean of (f − a)·(f − b) is its variance.

use super::places::BLOCK_PX;
use crate::face::length;
use crate::px::{LEVEL, Plane};

/// Samples around a block that its filters read: a binomial and a box of nine.
const MARGIN: usize = 5;
/// Side of what is cut out for a block.
const CUT: usize = BLOCK_PX + 2 * MARGIN;
/// The same for the coarse band, which is looked at in half of the size.
const COARSE: usize = BLOCK_PX / 2;
const COARSE_CUT: usize = COARSE + 2 * MARGIN;
/// Side of the window in which a contour is looked for, px.
const WINDOW: usize = BLOCK_PX / 2;
/// A contour is where brightness rises by so much, RMS over the window, 8-bit levels per px.
const LEAST_SLOPE_LEVELS: f32 = 6.0;
/// And in one direction: 1 is a straight line.
const LEAST_STRAIGHT: f32 = 0.8;
/// Further than this a contour cannot be told to lie off by its slope, px.
const MOST_OFF_PX: f32 = 2.0;

/// A block beside its neighbours in time; squares of 8-bit levels.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub(super) struct Compared {
    /// Variance of the fine band (about 1-6 px) that the frame has by itself; below 0 by chance.
    pub(super) own: f32,
    /// Variance of the fine band of the neighbours.
    pub(super) texture: f32,
    /// Share of the coarse band (about 4-16 px) that the frame has by itself: where that is not followed, the fine band cannot be.
    pub(super) coarse_own: f32,
}

/// A block beside its neighbours. `corner` px, `by` px to the earlier and to the later frame; `luma` and `half` of the frame, the earlier and
/// the later one, in 8-bit levels × [`LEVEL`] and in levels at half the size.
pub(super) fn compare(
    luma: [&Plane<u16>; 3],
    half: [&Plane<f32>; 3],
    corner: [usize; 2],
    by: [[f32; 2]; 2],
) -> Compared {
    let all = [[0.0; 2], by[0], by[1]];
    let at = corner.map(|v| v as isize - MARGIN as isize);
    let fine: [_; 3] = std::array::from_fn(|i| {
        let cut = moved::<CUT, _>(luma[i], at, all[i], 1.0 / LEVEL);
        band::<CUT, BLOCK_PX>(&cut)
    });
    let at = corner.map(|v| (v / 2) as isize - MARGIN as isize);
    let coarse: [_; 3] = std::array::from_fn(|i| {
        let cut = moved::<COARSE_CUT, _>(half[i], at, all[i].map(|v| v / 2.0), 1.0);
        band::<COARSE_CUT, COARSE>(&cut)
    });
    let [own, texture] = own_and_shared(&fine);
    let [coarse_own, coarse_texture] = own_and_shared(&coarse);
    Compared { own, texture, coarse_own: coarse_own / coarse_texture.max(0.5) }
}

/// The variance that the first of three has by itself, and the mean variance of the other two.
fn own_and_shared<const N: usize>([f, a, b]: &[[[f32; N]; N]; 3]) -> [f32; 2] {
    let (mut own, mut texture) = (0.0f32, 0.0f32);
    for ((f, a), b) in f.iter().flatten().zip(a.iter().flatten()).zip(b.iter().flatten()) {
        own += (f - a) * (f - b);
        texture += (a * a + b * b) / 2.0;
    }
    [own, texture].map(|v| v / (N * N) as f32)
}

/// How far the contours in a block lie off those of both neighbours, window by window: the product of both ways across the contour, px².
/// Positive where the frame's own contour is off, negative where it is on its way. Up to half of the way is taken for light where a whole block's contour
/// goes one way: what crawls goes both.
pub(super) fn contours(luma: [&Plane<u16>; 3], corner: [usize; 2], by: [[f32; 2]; 2]) -> Vec<f32> {
    /// A binomial of three samples takes one off on each side.
    const SOFT: usize = CUT - 2;
    let all = [[0.0; 2], by[0], by[1]];
    let at = corner.map(|v| v as isize - MARGIN as isize);
    let soft: [[[f32; SOFT]; SOFT]; 3] =
        std::array::from_fn(|i| binomial::<CUT, SOFT>(&moved::<CUT, _>(luma[i], at, all[i], 1.0 / LEVEL)));
    let [f, a, b] = &soft;
    // The block begins so far into what is soft.
    let from = MARGIN - 1;
    let inner = || (from..from + BLOCK_PX).flat_map(move |y| (from..from + BLOCK_PX).map(move |x| (x, y)));
    let mean = |p: &[[f32; SOFT]; SOFT]| {
        inner().map(|(x, y)| p[y][x] - f[y][x]).sum::<f32>() / (BLOCK_PX * BLOCK_PX) as f32
    };
    // Brightness may differ between frames.
    let lighter = [mean(a), mean(b)];
    let mut out = Vec::new();
    for (wx, wy) in [(0, 0), (WINDOW, 0), (0, WINDOW), (WINDOW, WINDOW)] {
        let places = || {
            (from + wy..from + wy + WINDOW)
                .flat_map(move |y| (from + wx..from + wx + WINDOW).map(move |x| (x, y)))
        };
        let slope =
            |x: usize, y: usize| [(f[y][x + 1] - f[y][x - 1]) / 2.0, (f[y + 1][x] - f[y - 1][x]) / 2.0];
        let (mut xx, mut xy, mut yy) = (0.0f32, 0.0f32, 0.0f32);
        for (x, y) in places() {
            let [gx, gy] = slope(x, y);
            xx += gx * gx;
            xy += gx * gy;
            yy += gy * gy;
        }
        let (sum, apart) = (xx + yy, ((xx - yy).powi(2) + 4.0 * xy * xy).sqrt());
        if sum < LEAST_SLOPE_LEVELS.powi(2) * (WINDOW * WINDOW) as f32 || apart < LEAST_STRAIGHT * sum {
            continue;
        }
        // The direction of the slope: the eigenvector of the larger eigenvalue.
        let way = if xx >= yy { [(xx - yy) + apart, 2.0 * xy] } else { [2.0 * xy, (yy - xx) + apart] };
        let long = length(way).max(1e-9);
        let way = way.map(|v| v / long);
        let (mut squares, mut off) = (1e-3f32, [0.0f32; 2]);
        for (x, y) in places() {
            let [gx, gy] = slope(x, y);
            let g = gx * way[0] + gy * way[1];
            squares += g * g;
            off[0] -= g * (a[y][x] - f[y][x] - lighter[0]);
            off[1] -= g * (b[y][x] - f[y][x] - lighter[1]);
        }
        let [u, v] = off.map(|o| (o / squares).clamp(-MOST_OFF_PX, MOST_OFF_PX));
        out.push(u * v);
    }
    out
}

/// A square of a plane from `corner` on, moved by `by`: Catmull and Rom's cubic, rows first, times `scale`.
fn moved<const N: usize, T: Copy + Default + Into<f32>>(
    plane: &Plane<T>,
    corner: [isize; 2],
    by: [f32; 2],
    scale: f32,
) -> [[f32; N]; N] {
    let whole = by.map(|v| v.floor());
    let [tx, ty] = [0, 1].map(|i| taps(by[i] - whole[i]));
    let start = [0, 1].map(|i| corner[i] + whole[i] as isize - 1);
    let (width, last) = (plane.width(), plane.width() as isize - 1);
    let mut lines = [[0.0f32; N]; 4];
    let mut out = [[0.0f32; N]; N];
    let row_of = |y: isize, line: &mut [f32; N]| {
        let row = plane.row_clamped(y);
        let inside = usize::try_from(start[0]).ok().filter(|x| x + N + 3 <= width);
        for (x, v) in line.iter_mut().enumerate() {
            let at = |i: usize| -> f32 {
                match inside {
                    Some(x0) => row[x0 + x + i].into(),
                    None => row[(start[0] + (x + i) as isize).clamp(0, last) as usize].into(),
                }
            };
            *v = scale * (tx[0] * at(0) + tx[1] * at(1) + tx[2] * at(2) + tx[3] * at(3));
        }
    };
    for (i, line) in lines.iter_mut().enumerate().take(3) {
        row_of(start[1] + i as isize, line);
    }
    for (y, out) in out.iter_mut().enumerate() {
        let mut next = [0.0f32; N];
        row_of(start[1] + (y + 3) as isize, &mut next);
        lines[3] = next;
        for (x, v) in out.iter_mut().enumerate() {
            *v = ty[0] * lines[0][x] + ty[1] * lines[1][x] + ty[2] * lines[2][x] + ty[3] * lines[3][x];
        }
        lines.rotate_left(1);
    }
    out
}

/// Weights of four samples at a fraction of the way from the second to the third (E. Catmull and R. Rom, 1974).
fn taps(t: f32) -> [f32; 4] {
    let (t2, t3) = (t * t, t * t * t);
    [
        (-t3 + 2.0 * t2 - t) / 2.0,
        (3.0 * t3 - 5.0 * t2 + 2.0) / 2.0,
        (-3.0 * t3 + 4.0 * t2 + t) / 2.0,
        (t3 - t2) / 2.0,
    ]
}

/// Softened by 1 2 1 both ways: a sample less on each side.
fn binomial<const N: usize, const M: usize>(cut: &[[f32; N]; N]) -> [[f32; M]; M] {
    let mut out = [[0.0f32; M]; M];
    for (y, line) in out.iter_mut().enumerate() {
        let mut column = [0.0f32; N];
        for (x, v) in column.iter_mut().enumerate() {
            *v = (cut[y][x] + 2.0 * cut[y + 1][x] + cut[y + 2][x]) / 4.0;
        }
        for (x, v) in line.iter_mut().enumerate() {
            *v = (column[x] + 2.0 * column[x + 1] + column[x + 2]) / 4.0;
        }
    }
    out
}

/// What a binomial leaves beside a box of nine, of the inner samples: texture of about 1-6 samples.
fn band<const N: usize, const M: usize>(cut: &[[f32; N]; N]) -> [[f32; M]; M] {
    /// As wide as the margin around a block holds on both sides of a sample, when the binomial has taken one off.
    const BOX: usize = 2 * MARGIN - 1;
    let mut columns = [[0.0f32; N]; M];
    for (y, sums) in columns.iter_mut().enumerate() {
        // Rows 1..N − 1 are those which the binomial leaves; the box of row y begins with the first of them.
        for line in cut.iter().skip(y + 1).take(BOX) {
            sums.iter_mut().zip(line).for_each(|(s, v)| *s += v);
        }
    }
    let mut out = [[0.0f32; M]; M];
    for (y, line) in out.iter_mut().enumerate() {
        let mut sum: f32 = columns[y][1..BOX].iter().sum();
        for (x, v) in line.iter_mut().enumerate() {
            sum += columns[y][x + BOX];
            let near = |dy: usize| {
                let row = &cut[y + MARGIN - 1 + dy];
                row[x + MARGIN - 1] + 2.0 * row[x + MARGIN] + row[x + MARGIN + 1]
            };
            *v = (near(0) + 2.0 * near(1) + near(2)) / 16.0 - sum / (BOX * BOX) as f32;
            sum -= columns[y][x + 1];
        }
    }
    out
}

#[cfg(test)]
#[path = "compare_tests.rs"]
mod tests;
