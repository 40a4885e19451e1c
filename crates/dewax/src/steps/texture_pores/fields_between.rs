//! The fields of skin between fine lines: cells nearest to scattered points, and how far a place is from the border of two of them.
//!
//! S. Worley, "A cellular texture basis function", 1996, in a measure that is stretched along the lines of the region.

use super::octaves::chance;
use super::region::Region;
use crate::flat::FLAT_SIDE_MM;
use crate::kernels::simd;

/// From middle to middle of the fields, mm.
const CELL_MM: f32 = 0.95;
/// Cells on each side in which the two nearest points are looked for.
const REACH: i32 = 2;
/// Places of a row that are measured at a time.
const LANES: usize = 8;

/// The points of all cells of the skin laid flat.
pub(super) struct Fields {
    points: Vec<[f32; 2]>,
    /// Cells in a row of `points`.
    columns: usize,
}

impl Fields {
    /// Points from a key alone.
    pub(super) fn scattered(key: u32) -> Self {
        let columns = (FLAT_SIDE_MM / CELL_MM) as i32 + 2 + 2 * REACH;
        let cells = -REACH..columns - REACH;
        let points = cells.clone().flat_map(|y| cells.clone().map(move |x| point(key, [x, y]))).collect();
        Self { points, columns: columns as usize }
    }

    /// How far each place of a row is from the border between the two fields nearest to it, mm. Places are in mm from the corner of
    /// the skin laid flat, from left to right, at the same height.
    pub(super) fn borders_mm(&self, places: &[[f32; 2]], regions: &[Region], out: &mut [f32]) {
        let cell = |mm: f32| (mm / CELL_MM).floor() as i32;
        let mut from = 0;
        while from < places.len() {
            let here = cell(places[from][0]);
            let same = places[from..].iter().take(LANES).take_while(|p| cell(p[0]) == here).count();
            let part = from..from + same;
            self.near([here, cell(places[from][1])], &places[part.clone()], &regions[part.clone()], &mut out[part]);
            from += same;
        }
    }

    /// The same for places of one cell: what is asked of each point is asked of all of them at once.
    fn near(&self, [cx, cy]: [i32; 2], places: &[[f32; 2]], regions: &[Region], out: &mut [f32]) {
        let mut lanes = [[0.0f32; LANES]; 5];
        for (i, (place, region)) in places.iter().zip(regions).enumerate() {
            let values = [place[0] / CELL_MM, place[1] / CELL_MM, region.along[0], region.along[1], region.stretch];
            lanes.iter_mut().zip(values).for_each(|(lane, value)| lane[i] = value);
        }
        let [x, y, ax, ay, stretch] = lanes;
        let (mut first, mut second) = ([f32::INFINITY; LANES], [f32::INFINITY; LANES]);
        simd::run(
            #[inline(always)]
            || {
                for j in 0..=2 * REACH {
                    let row = (cy + j) as usize * self.columns + cx as usize;
                    for point in &self.points[row..=row + 2 * REACH as usize] {
                        for i in 0..LANES {
                            let (dx, dy) = (x[i] - point[0], y[i] - point[1]);
                            let along = (dx * ax[i] + dy * ay[i]) / stretch[i];
                            let across = dy * ax[i] - dx * ay[i];
                            let far = along * along + across * across;
                            second[i] = second[i].min(far.max(first[i]));
                            first[i] = first[i].min(far);
                        }
                    }
                }
            },
        );
        for (out, (first, second)) in out.iter_mut().zip(first.iter().zip(&second)) {
            *out = (second.sqrt() - first.sqrt()) * CELL_MM / 2.0;
        }
    }
}

/// The point of a cell, in cells.
fn point(key: u32, cell: [i32; 2]) -> [f32; 2] {
    [0, 1].map(|k| cell[k] as f32 + chance(key, cell, k as u32))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The textbook: every cell around, one after the other.
    fn border_mm(key: u32, at: [f32; 2], region: &Region) -> f32 {
        let [x, y] = at.map(|v| v / CELL_MM);
        let (cx, cy) = (x.floor() as i32, y.floor() as i32);
        let (mut first, mut second) = (f32::INFINITY, f32::INFINITY);
        for j in -REACH..=REACH {
            for i in -REACH..=REACH {
                let point = point(key, [cx + i, cy + j]);
                let (dx, dy) = (x - point[0], y - point[1]);
                let along = (dx * region.along[0] + dy * region.along[1]) / region.stretch;
                let across = dy * region.along[0] - dx * region.along[1];
                let far = along * along + across * across;
                if far < first {
                    (first, second) = (far, first);
                } else if far < second {
                    second = far;
                }
            }
        }
        (second.sqrt() - first.sqrt()) * CELL_MM / 2.0
    }

    #[test]
    fn a_row_at_once_is_the_textbook_to_the_bit() {
        let fields = Fields::scattered(9);
        for (y_mm, step_mm) in [(0.0, 0.166_666_7), (1.0, 0.5), (128.3, 0.166_666_7), (255.9, 1.3)] {
            let places: Vec<[f32; 2]> =
                (0..1600).map(|x| [x as f32 * step_mm, y_mm]).take_while(|p| p[0] < FLAT_SIDE_MM).collect();
            let regions: Vec<Region> = places.iter().map(|p| Region::at([p[0] - 128.0, p[1] - 100.0])).collect();
            let slow: Vec<u32> =
                places.iter().zip(&regions).map(|(&at, region)| border_mm(9, at, region).to_bits()).collect();
            for level in simd::levels_here() {
                let mut fast = vec![0.0; places.len()];
                simd::with_level(level, || fields.borders_mm(&places, &regions, &mut fast)).unwrap();
                assert!(fast.iter().map(|v| v.to_bits()).eq(slow.iter().copied()), "{level}: row at {y_mm} mm");
            }
        }
    }
}
