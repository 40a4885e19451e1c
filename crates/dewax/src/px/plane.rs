//! A plane: a rectangle of samples, reached row by row.

/// A rectangle of samples, rows from top to bottom, without padding between rows.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Plane<T> {
    width: usize,
    height: usize,
    data: Vec<T>,
}

impl Plane<f32> {
    /// Samples in stored units as 8-bit levels.
    #[must_use]
    pub fn in_levels(mut self) -> Self {
        self.data.iter_mut().for_each(|v| *v /= super::LEVEL);
        self
    }
}

impl<T: Copy + Default> Plane<T> {
    /// A plane of `width` × `height` samples, all of them `T::default()`.
    pub fn new(width: usize, height: usize) -> Self {
        Self::filled(width, height, T::default())
    }

    /// A plane of `width` × `height` samples, all of them `value`.
    pub fn filled(width: usize, height: usize, value: T) -> Self {
        Self { width, height, data: vec![value; width * height] }
    }

    /// A plane over samples that exist already, in row order.
    /// `None` when there are not exactly `width * height` of them.
    pub fn from_vec(width: usize, height: usize, data: Vec<T>) -> Option<Self> {
        (data.len() == width * height).then_some(Self { width, height, data })
    }

    /// A plane whose sample at (x, y) is `value(x, y)`.
    pub fn from_fn(width: usize, height: usize, mut value: impl FnMut(usize, usize) -> T) -> Self {
        let mut data = Vec::with_capacity(width * height);
        for y in 0..height {
            data.extend((0..width).map(|x| value(x, y)));
        }
        Self { width, height, data }
    }

    /// Samples in a row.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Rows.
    pub fn height(&self) -> usize {
        self.height
    }

    /// Row `y`. Panics beyond the last row, as slices do.
    pub fn row(&self, y: usize) -> &[T] {
        &self.data[y * self.width..(y + 1) * self.width]
    }

    /// Row `y`, to be written. Panics beyond the last row, as slices do.
    pub fn row_mut(&mut self, y: usize) -> &mut [T] {
        &mut self.data[y * self.width..(y + 1) * self.width]
    }

    /// Row `y`, where rows above the first and below the last repeat the edge.
    pub fn row_clamped(&self, y: isize) -> &[T] {
        self.row(y.clamp(0, self.height as isize - 1) as usize)
    }

    /// All samples, row after row.
    pub fn samples(&self) -> &[T] {
        &self.data
    }

    /// All samples, row after row, to be written.
    pub fn samples_mut(&mut self) -> &mut [T] {
        &mut self.data
    }

    /// The rows, from top to bottom.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = &[T]> {
        self.data.chunks_exact(self.width.max(1))
    }

    /// The sample at (x, y), where coordinates outside repeat the edge. For tests and set-up, not for hot loops.
    pub fn at(&self, x: isize, y: isize) -> T {
        self.row_clamped(y)[x.clamp(0, self.width as isize - 1) as usize]
    }
}
