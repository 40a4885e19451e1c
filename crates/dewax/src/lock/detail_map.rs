//! Where on a face its skin has how much detail: what was measured block by block, spread over the nodes of its lock.

use super::detail::Spot;
use super::place::{Lock, Segment};
use crate::kernels::middle;

/// Steps of a stored contrast, per percent.
const PERCENT_STEPS: f32 = 1000.0;
/// A node is believed as far as it was measured: so many blocks of the whole face count beside its own.
const FACE_COUNTS: f32 = 3.0;

/// Detail of the nodes of one segment, while a shot is being read.
#[derive(Clone, Debug)]
pub(crate) struct DetailMap {
    face: u32,
    first_frame: usize,
    /// Per node: the sums of the contrasts of both bands, and of their weights. Contrasts, not their squares: a block on a lid or a
    /// nostril must not speak for its neighbours.
    sums: Vec<[f32; 3]>,
}

impl DetailMap {
    /// An empty map for a segment of a face's lock.
    pub(crate) fn new(face: u32, segment: &Segment) -> Self {
        Self { face, first_frame: segment.first_frame, sums: vec![[0.0; 3]; segment.grid.nodes()] }
    }

    /// Whether it is that segment's.
    pub(crate) fn is_of(&self, face: u32, segment: &Segment) -> bool {
        (self.face, self.first_frame) == (face, segment.first_frame)
    }

    /// Takes the blocks of a frame.
    pub(crate) fn add(&mut self, segment: &Segment, spots: &[Spot]) {
        for spot in spots.iter().filter(|s| segment.grid.holds(s.still)) {
            let percent = spot.shared_percent2.map(|v| v.max(0.0).sqrt());
            for (node, share) in segment.grid.around(spot.still) {
                let sums = &mut self.sums[node];
                for (sum, value) in sums.iter_mut().zip([percent[0], percent[1], 1.0]) {
                    *sum += share * value;
                }
            }
        }
    }

    /// Writes what was measured into its segment of the lock, if that is among them.
    pub(crate) fn write(&self, locks: &mut [Lock]) {
        let of_face = locks.iter_mut().filter(|l| l.face == self.face).flat_map(|l| &mut l.segments);
        let Some(segment) = of_face.into_iter().find(|s| s.first_frame == self.first_frame) else { return };
        let all: f32 = self.sums.iter().map(|s| s[2]).sum();
        if all < 1.0 || self.sums.len() != segment.grid.nodes() {
            return;
        }
        let whole = [0, 1].map(|band| {
            let mut seen: Vec<f32> =
                self.sums.iter().filter(|s| s[2] > 0.1).map(|s| s[band] / s[2]).collect();
            middle(&mut seen, f32::total_cmp).unwrap_or(0.0)
        });
        // Neighbours help each other: a block is larger than the way from node to node.
        let near = segment.grid.smoothed(&self.sums);
        let value = |sums: &[f32; 3], band: usize| {
            let mean = (sums[band] + FACE_COUNTS * whole[band]) / (sums[2] + FACE_COUNTS);
            (PERCENT_STEPS * mean.max(0.0)).min(f32::from(u16::MAX)).round() as u16
        };
        segment.detail = near.iter().map(|sums| [value(sums, 0), value(sums, 1)]).collect();
    }
}

impl Segment {
    /// Contrast that sticks to the skin at a node, per band of [`super::BANDS_MM`], in percent of its light; `None` where it
    /// was not measured.
    pub fn detail_percent(&self, node: usize) -> Option<[f32; 2]> {
        self.detail.get(node).map(|d| d.map(|v| f32::from(v) / PERCENT_STEPS))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lock::Grid;

    #[test]
    fn a_smooth_cheek_stays_smooth_beside_a_rough_one() {
        let grid = Grid { x: 0.0, y: 0.0, step_px: 10.0, columns: 12, rows: 6 };
        let segment = Segment {
            first_frame: 3,
            iod_px: 100.0,
            grid,
            skin: vec![255; grid.nodes()],
            face: [0.0, 0.0, 110.0, 50.0],
            places: Vec::new(),
            detail: Vec::new(),
        };
        let mut map = DetailMap::new(1, &segment);
        for _ in 0..20 {
            let spots = (0..12).flat_map(|x| (0..6).map(move |y| [f64::from(x) * 10.0, f64::from(y) * 10.0]));
            let percent = |x: f64| if x < 55.0 { 0.2f32 } else { 1.5 };
            let spots: Vec<Spot> = spots
                .map(|still| Spot { still, shared_percent2: [percent(still[0]).powi(2), 1.0] })
                .collect();
            map.add(&segment, &spots);
        }
        let mut locks = [Lock { face: 1, segments: vec![segment] }];
        map.write(&mut locks);
        let at = |column: usize| locks[0].segments[0].detail_percent(3 * 12 + column).unwrap();
        assert!(at(1)[0] < 0.5 && at(10)[0] > 1.3, "{:?} {:?}", at(1), at(10));
        assert!((at(6)[1] - 1.0).abs() < 0.01);
    }
}
