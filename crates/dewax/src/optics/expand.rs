//! Small planes at every pixel: rows of them between their samples.

use crate::px::Plane;

/// Where the samples of a row of `to` lie between those of a smaller plane.
pub(super) struct Columns {
    /// The left one of two, and how far from it to the next.
    at: Vec<(u32, f32)>,
    rows: f32,
    last: usize,
}

impl Columns {
    /// For rows of `to` = (columns, rows), of which each sample of a small plane covers `step` = (columns, rows).
    pub(super) fn of(to: usize, small: usize, (across, down): (f32, f32)) -> Self {
        let last = small.saturating_sub(1);
        let at = (0..to).map(|x| {
            let place = ((x as f32 + 0.5) / across - 0.5).clamp(0.0, last as f32);
            let left = (place as usize).min(last.saturating_sub(1));
            (left as u32, place - left as f32)
        });
        Self { at: at.collect(), rows: down, last }
    }

    /// Row `y` of the larger plane; `scratch` is of any size.
    pub(super) fn row(&self, plane: &Plane<f32>, y: usize, scratch: &mut Vec<f32>, out: &mut [f32]) {
        let place = ((y as f32 + 0.5) / self.rows - 0.5).clamp(0.0, plane.height().saturating_sub(1) as f32);
        let upper = place as usize;
        let (one, other, down) =
            (plane.row_clamped(upper as isize), plane.row_clamped(upper as isize + 1), place - upper as f32);
        scratch.clear();
        scratch.extend(one.iter().zip(other).map(|(a, b)| a + (b - a) * down));
        // A plane of one column has no next one.
        if self.last == 0 {
            out.fill(scratch.first().copied().unwrap_or(0.0));
            return;
        }
        for (o, &(left, part)) in out.iter_mut().zip(&self.at) {
            let left = left as usize;
            *o = scratch[left] + (scratch[left + 1] - scratch[left]) * part;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ramp_stays_a_ramp_and_its_ends_repeat() {
        let small = Plane::from_fn(5, 4, |x, y| 4.0 * x as f32 + 40.0 * y as f32);
        let columns = Columns::of(20, 5, (4.0, 4.0));
        let (mut scratch, mut out) = (Vec::new(), vec![0.0; 20]);
        columns.row(&small, 6, &mut scratch, &mut out);
        for (x, v) in out.iter().enumerate().take(17).skip(2) {
            assert!((v - (x as f32 - 1.5 + 45.0)).abs() < 1e-4, "{x} {v}");
        }
        assert_eq!((out[0], out[19]), (out[1], out[18]));
        let one = Columns::of(3, 1, (4.0, 4.0));
        one.row(&Plane::filled(1, 1, 7.0), 0, &mut scratch, &mut out[..3]);
        assert_eq!(out[..3], [7.0; 3]);
    }
}
