//! A rectangle of pixels: the region that a step works on.

use super::Plane;

/// A half-open rectangle of luma pixels: columns `x0..x1`, rows `y0..y1`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Rect {
    /// First column.
    pub x0: usize,
    /// First row.
    pub y0: usize,
    /// One past the last column.
    pub x1: usize,
    /// One past the last row.
    pub y1: usize,
}

impl Rect {
    /// The whole of a picture.
    pub fn of(width: usize, height: usize) -> Self {
        Self { x0: 0, y0: 0, x1: width, y1: height }
    }

    /// The samples of a plane that are larger than a value; empty when there are none.
    pub fn around(plane: &Plane<f32>, above: f32) -> Self {
        let mut out = Self { x0: usize::MAX, y0: usize::MAX, x1: 0, y1: 0 };
        for (y, row) in plane.rows().enumerate() {
            let first = row.iter().position(|&w| w > above);
            let last = row.iter().rposition(|&w| w > above);
            if let (Some(first), Some(last)) = (first, last) {
                (out.x0, out.x1) = (out.x0.min(first), out.x1.max(last + 1));
                (out.y0, out.y1) = (out.y0.min(y), y + 1);
            }
        }
        if out.x1 == 0 { Self::default() } else { out }
    }

    /// What of a picture of `width` × `height` lies around points, with `beyond_px` on each side.
    pub fn around_points(points: &[[f32; 2]], beyond_px: f32, (width, height): (usize, usize)) -> Self {
        let span = |axis: usize, size: usize| {
            let all = || points.iter().map(|p| p[axis]);
            let low = all().fold(f32::INFINITY, f32::min) - beyond_px;
            let high = all().fold(f32::NEG_INFINITY, f32::max) + beyond_px;
            ((low.max(0.0) as usize).min(size), (high.max(0.0).ceil() as usize).min(size))
        };
        let ((x0, x1), (y0, y1)) = (span(0, width), span(1, height));
        Self { x0, y0, x1, y1 }
    }

    /// Columns.
    pub fn width(&self) -> usize {
        self.x1.saturating_sub(self.x0)
    }

    /// Rows.
    pub fn height(&self) -> usize {
        self.y1.saturating_sub(self.y0)
    }

    /// Pixels.
    pub fn area(&self) -> usize {
        self.width() * self.height()
    }

    /// Whether it holds no pixel.
    pub fn is_empty(&self) -> bool {
        self.area() == 0
    }

    /// The rectangle grown by `by_px` on each side, cut to a picture of `width` × `height`.
    pub fn grown(&self, by_px: usize, width: usize, height: usize) -> Self {
        if self.is_empty() {
            return Self::default();
        }
        Self {
            x0: self.x0.saturating_sub(by_px),
            y0: self.y0.saturating_sub(by_px),
            x1: (self.x1 + by_px).min(width),
            y1: (self.y1 + by_px).min(height),
        }
    }

    /// What both rectangles hold.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        let x0 = self.x0.max(other.x0);
        let y0 = self.y0.max(other.y0);
        Self { x0, y0, x1: self.x1.min(other.x1).max(x0), y1: self.y1.min(other.y1).max(y0) }
    }

    /// The same region on a plane that is subsampled by `sx` and `sy`, rounded outwards.
    pub fn subsampled(&self, sx: usize, sy: usize) -> Self {
        Self { x0: self.x0 / sx, y0: self.y0 / sy, x1: self.x1.div_ceil(sx), y1: self.y1.div_ceil(sy) }
    }
}

impl<T: Copy + Default> Plane<T> {
    /// The part of the plane that lies in a rectangle.
    pub fn part(&self, rect: Rect) -> Self {
        let rect = rect.and(&Rect::of(self.width(), self.height()));
        if rect.is_empty() {
            return Self::new(rect.width(), rect.height());
        }
        let mut out = Self::new(rect.width(), rect.height());
        for y in 0..out.height() {
            out.row_mut(y).copy_from_slice(&self.row(rect.y0 + y)[rect.x0..rect.x1]);
        }
        out
    }
}
