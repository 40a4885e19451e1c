//! A rectangle of pixels: the region that a step works on.

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

    /// The same region on a plane that is subsampled by `sx` and `sy`, rounded outwards.
    pub fn subsampled(&self, sx: usize, sy: usize) -> Self {
        Self { x0: self.x0 / sx, y0: self.y0 / sy, x1: self.x1.div_ceil(sx), y1: self.y1.div_ceil(sy) }
    }
}
