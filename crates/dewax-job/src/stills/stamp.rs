//! A picture as small as a stamp, and how alike two of them are, also where one is a part of the other.

/// The longer side, samples. A face of a portrait keeps about ten of them, enough to tell two frames of a session apart.
const LONG: usize = 40;
/// A part may be as small as this share of the whole: tighter crops show too little of it.
const SCALES: [f32; 6] = [1.0, 0.92, 0.84, 0.76, 0.68, 0.6];

/// A picture as small as a stamp.
#[derive(Clone, Debug, PartialEq)]
pub struct Stamp {
    width: usize,
    height: usize,
    values: Vec<f32>,
}

impl Stamp {
    /// Of a picture of `width` × `height`, of which `value` tells the light at a place.
    pub fn of(width: usize, height: usize, value: impl Fn(usize, usize) -> f32) -> Self {
        let long = width.max(height).max(1) as f32;
        let side = |px: usize| ((px * LONG) as f32 / long).round().max(2.0) as usize;
        let (w, h) = (side(width), side(height));
        // The mean of up to 8 × 8 places spread over the cell.
        let mean = |cx: usize, cy: usize| {
            let spread = |cell: usize, cells: usize, px: usize| {
                let (from, to) = (cell * px / cells, ((cell + 1) * px / cells).max(cell * px / cells + 1));
                (from..to.min(px.max(1))).step_by(((to - from) / 8).max(1))
            };
            let (mut sum, mut count) = (0.0, 0.0f32);
            for y in spread(cy, h, height) {
                for x in spread(cx, w, width) {
                    sum += value(x, y);
                    count += 1.0;
                }
            }
            sum / count.max(1.0)
        };
        let values = (0..w * h).map(|at| mean(at % w, at / w)).collect();
        Self { width: w, height: h, values }
    }

    /// Correlation of this picture with the part of `other` that fits it best, at any of a few scales; also the other way round.
    pub fn alike(&self, other: &Self) -> f32 {
        self.within(other).max(other.within(self))
    }

    /// The best correlation of this picture, made smaller, with a part of `other`.
    fn within(&self, other: &Self) -> f32 {
        let mut best = -1.0f32;
        for scale in SCALES {
            let size = |px: usize| ((px as f32 * scale).round() as usize).max(2);
            let part = self.resized(size(self.width), size(self.height));
            if part.width > other.width || part.height > other.height {
                continue;
            }
            for y in 0..=other.height - part.height {
                for x in 0..=other.width - part.width {
                    best = best.max(part.correlation(other, x, y));
                }
            }
        }
        best
    }

    fn resized(&self, width: usize, height: usize) -> Self {
        let value = |x: usize, y: usize| {
            let place = |at: usize, from: usize, to: usize| {
                ((at as f32 + 0.5) * from as f32 / to as f32 - 0.5).clamp(0.0, from as f32 - 1.0)
            };
            let (fx, fy) = (place(x, self.width, width), place(y, self.height, height));
            let (x0, y0) = (fx as usize, fy as usize);
            let (x1, y1) = ((x0 + 1).min(self.width - 1), (y0 + 1).min(self.height - 1));
            let at = |x: usize, y: usize| self.values[y * self.width + x];
            let (tx, ty) = (fx - x0 as f32, fy - y0 as f32);
            let top = at(x0, y0) + tx * (at(x1, y0) - at(x0, y0));
            let bottom = at(x0, y1) + tx * (at(x1, y1) - at(x0, y1));
            top + ty * (bottom - top)
        };
        let values = (0..width * height).map(|i| value(i % width, i / width)).collect();
        Self { width, height, values }
    }

    /// Correlation with the part of `other` whose corner is given.
    fn correlation(&self, other: &Self, left: usize, top: usize) -> f32 {
        let [mut a, mut b, mut aa, mut bb, mut ab] = [0.0f32; 5];
        for y in 0..self.height {
            let own = &self.values[y * self.width..][..self.width];
            let theirs = &other.values[(y + top) * other.width + left..][..self.width];
            for (p, q) in own.iter().zip(theirs) {
                a += p;
                b += q;
                aa += p * p;
                bb += q * q;
                ab += p * q;
            }
        }
        let n = (self.width * self.height) as f32;
        let (va, vb) = (aa - a * a / n, bb - b * b / n);
        if va <= 1e-3 * n || vb <= 1e-3 * n {
            return 0.0;
        }
        (ab - a * b / n) / (va * vb).sqrt()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scene(x: f32, y: f32) -> f32 {
        100.0 + 60.0 * (x * 0.021).sin() * (y * 0.017).cos() + 40.0 * ((x + 2.0 * y) * 0.05).sin() + 0.05 * x
    }

    #[test]
    fn a_crop_an_enlargement_and_a_grade_are_alike_and_another_picture_is_not() {
        let whole = Stamp::of(600, 800, |x, y| scene(x as f32, y as f32));
        let crop = Stamp::of(450, 600, |x, y| scene(x as f32 + 80.0, y as f32 + 90.0));
        let large = Stamp::of(1200, 1600, |x, y| 0.8 * scene(x as f32 / 2.0, y as f32 / 2.0) + 10.0);
        let other = Stamp::of(600, 800, |x, y| scene(y as f32 + 300.0, x as f32));
        let mirrored = Stamp::of(600, 800, |x, y| scene(599.0 - x as f32, y as f32));
        assert!(whole.alike(&large) > 0.99, "{}", whole.alike(&large));
        assert!(crop.alike(&whole) > 0.93, "{}", crop.alike(&whole));
        assert!(whole.alike(&other) < 0.7, "{}", whole.alike(&other));
        assert!(whole.alike(&mirrored) < 0.9, "{}", whole.alike(&mirrored));
        // A picture of one colour tells nothing.
        let flat = Stamp::of(600, 800, |_, _| 7.0);
        assert_eq!(flat.alike(&whole), 0.0);
    }
}
