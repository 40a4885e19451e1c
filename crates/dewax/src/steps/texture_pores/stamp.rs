//! Soft hills and hollows stamped into a plane of the skin laid flat.

use crate::kernels::exp::exp_all;
use std::ops::Range;

/// The samples of a plane that something reaches.
pub(super) struct Stamp {
    middle: [f32; 2],
    columns: Range<usize>,
    rows: Range<usize>,
}

impl Stamp {
    /// What lies within `reach` samples of `middle`, in a plane of so many columns, as far as these rows go.
    pub(super) fn around(middle: [f32; 2], reach: f32, width: usize, rows: Range<usize>) -> Self {
        let span = |middle: f32, from: usize, len: usize| {
            let low = (middle - reach - from as f32).clamp(0.0, len as f32) as usize;
            let high = (middle + reach + 1.0 - from as f32).clamp(0.0, len as f32) as usize;
            from + low..from + high.max(low)
        };
        Self { middle, columns: span(middle[0], 0, width), rows: span(middle[1], rows.start, rows.len()) }
    }

    /// `exp(-r2 / 2)` at each sample, row by row, where `r2` is a function of the way from the middle.
    pub(super) fn hills(&self, r2: impl Fn([f32; 2]) -> f32) -> Vec<f64> {
        let from_middle = |x: usize, y: usize| [x as f32 - self.middle[0], y as f32 - self.middle[1]];
        let rows = self.rows.clone().flat_map(|y| self.columns.clone().map(move |x| (x, y)));
        let mut all: Vec<f64> = rows.map(|(x, y)| f64::from(-r2(from_middle(x, y)) / 2.0)).collect();
        exp_all(&mut all);
        all
    }

    /// Adds a value to each sample, in the order of [`Self::hills`]; `into` are whole rows from `first_row` on.
    pub(super) fn add(&self, into: &mut [f32], (width, first_row): (usize, usize), values: impl Iterator<Item = f32>) {
        let mut values = values;
        for y in self.rows.clone() {
            let row = &mut into[(y - first_row) * width..][..width];
            row[self.columns.clone()].iter_mut().zip(values.by_ref()).for_each(|(sample, value)| *sample += value);
        }
    }
}
