//! Pixels sorted by colour, as on a chess board: what the refinement works on.
//!
//! A red pixel has black neighbours only, and the pixels of one colour in a row lie side by side: half a row is solved at
//! once by vectors, and the order of rows does not matter.

use crate::px::Plane;

/// Pixels of one colour that are worked on at once.
pub(super) const WIDE: usize = 16;

/// A number per pixel, by colour: row by row, the pixels with even x + y, then those with odd x + y; one cell more at
/// each end of a colour, one row more above and below.
#[derive(Clone, Debug)]
pub(super) struct Board {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) data: Vec<f32>,
}

/// Cells of one colour in a row, rounded up to whole groups; the pixel right of the last one has its cell too.
pub(super) fn cells(width: usize) -> usize {
    (width / 2 + 1).next_multiple_of(WIDE)
}

/// Samples of a row of a board.
pub(super) fn row_length(width: usize) -> usize {
    2 * (cells(width) + 2)
}

/// 1 where the first pixel of `colour` in row `y` is column 1, else 0.
#[inline(always)]
pub(super) fn shift(y: usize, colour: usize) -> usize {
    (y + colour) & 1
}

impl Board {
    pub(super) fn new(width: usize, height: usize) -> Self {
        Self { width, height, data: vec![0.0; row_length(width) * (height + 2)] }
    }

    /// The board of a plane.
    pub(super) fn of(plane: &Plane<f32>) -> Self {
        let mut board = Self::new(plane.width(), plane.height());
        let length = row_length(board.width);
        for (y, (row, from)) in board.data.chunks_exact_mut(length).skip(1).zip(plane.rows()).enumerate() {
            let (even, odd) = row.split_at_mut(length / 2);
            let (even, odd) = (&mut even[1..], &mut odd[1..]);
            let (first, second) = if y % 2 == 0 { (even, odd) } else { (odd, even) };
            let (pairs, rest) = from.as_chunks::<2>();
            for ((f, s), pair) in first.iter_mut().zip(second.iter_mut()).zip(pairs) {
                (*f, *s) = (pair[0], pair[1]);
            }
            if let [last] = rest {
                first[pairs.len()] = *last;
            }
        }
        board
    }

    /// Back to a plane of the same size.
    pub(super) fn put(&self, plane: &mut Plane<f32>) {
        let length = row_length(self.width);
        let rows = plane.samples_mut().chunks_exact_mut(self.width);
        for (y, (row, to)) in self.data.chunks_exact(length).skip(1).zip(rows).enumerate() {
            let (even, odd) = row.split_at(length / 2);
            let (first, second) = if y % 2 == 0 { (&even[1..], &odd[1..]) } else { (&odd[1..], &even[1..]) };
            let (pairs, rest) = to.as_chunks_mut::<2>();
            for ((f, s), pair) in first.iter().zip(second).zip(pairs.iter_mut()) {
                (pair[0], pair[1]) = (*f, *s);
            }
            if let [last] = rest {
                *last = first[pairs.len()];
            }
        }
    }

    /// Repeats the right column and the lowest row beyond the edge, for differences across it.
    pub(super) fn repeat_edge(&mut self) {
        let (length, cells) = (row_length(self.width), cells(self.width) + 2);
        for (y, row) in self.data.chunks_exact_mut(length).skip(1).take(self.height).enumerate() {
            let (last, beyond) = (self.width - 1, self.width);
            row[((beyond + y) & 1) * cells + 1 + beyond / 2] = row[((last + y) & 1) * cells + 1 + last / 2];
        }
        let (inside, below) = self.data.split_at_mut((self.height + 1) * length);
        let lowest = &inside[self.height * length..];
        below[..cells].copy_from_slice(&lowest[cells..]);
        below[cells..].copy_from_slice(&lowest[..cells]);
    }
}
