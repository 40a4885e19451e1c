//! What the two BlazeFace detectors say, in plain numbers: their anchors, the boxes and points around them, and one
//! box out of many that mean the same face.
//!
//! The layout of the anchors and the scales are those of MediaPipe's graph files `face_detection_short_range.pbtxt` and
//! `face_detection_full_range.pbtxt` (0.10.21); averaging overlapping boxes instead of dropping them is from the
//! BlazeFace paper (Bazarevsky et al. 2019, section 4.2): it is what keeps the boxes of a clip calm.

use dewax::color::math;
use dewax::face::{Detection, REGION_PER_FACE};

/// Numbers per anchor: centre x, y, width, height, then x, y of six points.
pub(crate) const NUMBERS: usize = 16;
/// Boxes that share more than this of their union are one face (MediaPipe: `min_suppression_threshold: 0.3`).
const SAME_FACE_IOU: f32 = 0.3;
/// A box of which more than this lies in a better one is a part of that face: its nose, or its half in the next tile.
const PART_OF_FACE: f32 = 0.7;

/// One of the two detectors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Blaze {
    /// Sees large faces: selfies, portraits.
    ShortRange,
    /// Sees faces down to a twelfth of its picture.
    FullRange,
}

impl Blaze {
    /// Samples on a side of the square picture that it looks at.
    pub(crate) fn samples(self) -> usize {
        match self {
            Self::ShortRange => 128,
            Self::FullRange => 192,
        }
    }

    /// How many anchors it has.
    pub(crate) fn anchors(self) -> usize {
        self.grids().iter().map(|&(cells, anchors)| cells * cells * anchors).sum()
    }

    /// Cells on a side of each of its grids, and anchors per cell. All anchors of a cell sit at its centre and have
    /// size 1 (`fixed_anchor_size`). Short range: strides 8, 16, 16, 16 with two anchors each; the three of equal stride
    /// are laid out cell by cell, so they are one grid with six.
    fn grids(self) -> &'static [(usize, usize)] {
        match self {
            Self::ShortRange => &[(16, 2), (8, 6)],
            Self::FullRange => &[(48, 1)],
        }
    }

    /// The faces that score at least `least` (0..=1, and above 0), in shares of the square picture: 0..=1 from its
    /// left and upper edge. Overlapping ones are not merged.
    pub(crate) fn decode(self, numbers: &[f32], logits: &[f32], least: f32) -> Vec<Detection> {
        // The model's numbers are in samples of its picture.
        let unit = 1.0 / self.samples() as f32;
        let mut out = Vec::new();
        for ((centre, numbers), &logit) in
            centres(self.grids()).zip(numbers.chunks_exact(NUMBERS)).zip(logits)
        {
            let score = sigmoid(logit);
            if score < least || !score.is_finite() || !numbers.iter().all(|v| v.is_finite()) {
                continue;
            }
            let point = |i: usize| [0, 1].map(|axis| centre[axis] + numbers[i + axis] * unit);
            let [x, y] = point(0);
            let [width, height] = [numbers[2] * unit, numbers[3] * unit];
            if width <= 0.0 || height <= 0.0 {
                continue;
            }
            out.push(Detection {
                edges: [x - width / 2.0, y - height / 2.0, x + width / 2.0, y + height / 2.0],
                score,
                points: Some([4, 6, 8, 10, 12, 14].map(point)),
            });
        }
        out
    }
}

/// Centres of all anchors of some grids (cells on a side, anchors per cell), 0..=1, in the order of a model's outputs.
pub(crate) fn centres(grids: &[(usize, usize)]) -> impl Iterator<Item = [f32; 2]> {
    grids.iter().flat_map(|&(cells, anchors)| {
        (0..cells * cells * anchors).map(move |i| {
            let cell = i / anchors;
            [cell % cells, cell / cells].map(|at| (at as f32 + 0.5) / cells as f32)
        })
    })
}

/// The score that a logit stands for, 0..=1; the same bits on every machine.
pub(crate) fn sigmoid(logit: f32) -> f32 {
    // MediaPipe clips scores at ±100 (`score_clipping_thresh`).
    (1.0 / (1.0 + math::exp(-f64::from(logit.clamp(-100.0, 100.0))))) as f32
}

fn area([left, upper, right, lower]: [f32; 4]) -> f32 {
    (right - left).max(0.0) * (lower - upper).max(0.0)
}

fn shared(one: [f32; 4], other: [f32; 4]) -> f32 {
    area([one[0].max(other[0]), one[1].max(other[1]), one[2].min(other[2]), one[3].min(other[3])])
}

/// Intersection over union of two boxes, 0..=1.
pub(crate) fn iou(one: [f32; 4], other: [f32; 4]) -> f32 {
    let both = shared(one, other);
    both / (area(one) + area(other) - both).max(f32::MIN_POSITIVE)
}

/// The share of a box that lies in another, 0..=1.
pub(crate) fn share_inside(inner: [f32; 4], outer: [f32; 4]) -> f32 {
    shared(inner, outer) / area(inner).max(f32::MIN_POSITIVE)
}

/// The detections in the picture of a region, `side` wide, that are the face which the region is about: those about its
/// middle.
pub(crate) fn in_middle(mut found: Vec<Detection>, side: f32) -> Vec<Detection> {
    let margin = (1.0 - 1.0 / REGION_PER_FACE) / 2.0;
    let middle = [margin, margin, 1.0 - margin, 1.0 - margin].map(|share| share * side);
    found.retain(|d| iou(d.edges, middle) > SAME_FACE_IOU);
    found
}

/// One detection per face, best first: each is the mean of those that overlap the best one, weighted by score, with the
/// best one's score. The order of the input matters only between equal scores.
pub(crate) fn merged(mut detections: Vec<Detection>) -> Vec<Detection> {
    detections.sort_by(|a, b| b.score.total_cmp(&a.score));
    let mut out = Vec::new();
    while let Some(best) = detections.first().copied() {
        let (same, rest): (Vec<_>, Vec<_>) =
            detections.into_iter().partition(|d| *d == best || iou(d.edges, best.edges) > SAME_FACE_IOU);
        out.push(mean(best, &same));
        detections = rest;
    }
    without_parts(out)
}

/// Drops what is only a part of a better detection.
fn without_parts(detections: Vec<Detection>) -> Vec<Detection> {
    let mut out: Vec<Detection> = Vec::with_capacity(detections.len());
    for d in detections {
        if !out.iter().any(|better| share_inside(d.edges, better.edges) > PART_OF_FACE) {
            out.push(d);
        }
    }
    out
}

/// The mean of detections of one face, weighted by score.
fn mean(best: Detection, same: &[Detection]) -> Detection {
    let total: f32 = same.iter().map(|d| d.score).sum();
    if total <= 0.0 {
        return best;
    }
    let average =
        |value: &dyn Fn(&Detection) -> f32| same.iter().map(|d| value(d) * d.score).sum::<f32>() / total;
    let edges = [0, 1, 2, 3].map(|i| average(&|d| d.edges[i]));
    // All have points or none has: they come from detectors of one kind.
    let points = best.points.filter(|_| same.iter().all(|d| d.points.is_some())).map(|_| {
        let at = |point: usize, axis: usize| average(&|d| d.points.map_or(0.0, |p| p[point][axis]));
        [0, 1, 2, 3, 4, 5].map(|point| [at(point, 0), at(point, 1)])
    });
    Detection { edges, score: best.score, points }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn detection(edges: [f32; 4], score: f32) -> Detection {
        let [x, y] = [(edges[0] + edges[2]) / 2.0, (edges[1] + edges[3]) / 2.0];
        Detection { edges, score, points: Some([[x, y]; 6]) }
    }

    #[test]
    fn anchors_are_as_many_as_the_models_say_and_lie_at_the_middle_of_cells() {
        assert_eq!((Blaze::ShortRange.anchors(), Blaze::FullRange.anchors()), (896, 2304));
        for kind in [Blaze::ShortRange, Blaze::FullRange] {
            let all: Vec<_> = centres(kind.grids()).collect();
            assert_eq!(all.len(), kind.anchors());
            assert!(all.iter().flatten().all(|v| (0.0..=1.0).contains(v)));
        }
        let short: Vec<_> = centres(Blaze::ShortRange.grids()).collect();
        assert_eq!(short[0], [1.0 / 32.0; 2]);
        assert_eq!(short[2], [3.0 / 32.0, 1.0 / 32.0], "two anchors per cell, columns first");
        assert_eq!(short[32], [1.0 / 32.0, 3.0 / 32.0]);
        assert_eq!(short[512], [1.0 / 16.0; 2]);
        assert_eq!(short[518], [3.0 / 16.0, 1.0 / 16.0], "six anchors per cell");
        let full: Vec<_> = centres(Blaze::FullRange.grids()).collect();
        assert_eq!(full[49], [1.5 / 48.0; 2]);
    }

    #[test]
    fn a_face_is_decoded_from_its_anchor() {
        let kind = Blaze::FullRange;
        let mut numbers = vec![0.0; kind.anchors() * NUMBERS];
        let mut logits = vec![-20.0; kind.anchors()];
        let anchor = 20 * 48 + 10;
        logits[anchor] = 2.0;
        let it = &mut numbers[anchor * NUMBERS..(anchor + 1) * NUMBERS];
        it[..4].copy_from_slice(&[19.2, -9.6, 38.4, 57.6]);
        it[4..6].copy_from_slice(&[1.92, 3.84]);
        it[14..].copy_from_slice(&[-1.92, 0.0]);
        let faces = kind.decode(&numbers, &logits, 0.5);
        assert_eq!(faces.len(), 1);
        let (x, y) = (10.5 / 48.0, 20.5 / 48.0);
        let close = |a: f32, b: f32| assert!((a - b).abs() < 1e-6, "{a} {b}");
        let wanted = [x + 0.1 - 0.1, y - 0.05 - 0.15, x + 0.1 + 0.1, y - 0.05 + 0.15];
        faces[0].edges.iter().zip(wanted).for_each(|(&a, b)| close(a, b));
        let points = faces[0].points.unwrap();
        close(points[0][0], x + 0.01);
        close(points[0][1], y + 0.02);
        close(points[5][0], x - 0.01);
        close(faces[0].score, 1.0 / (1.0 + (-2.0f32).exp()));
    }

    #[test]
    fn nothing_that_is_no_number_and_no_box_becomes_a_face() {
        let kind = Blaze::ShortRange;
        for (value, logit) in
            [(f32::NAN, 3.0), (f32::INFINITY, 3.0), (1.0, f32::NAN), (0.0, 3.0), (-4.0, 3.0)]
        {
            let numbers = vec![value; kind.anchors() * NUMBERS];
            let logits = vec![logit; kind.anchors()];
            assert!(kind.decode(&numbers, &logits, 0.5).is_empty(), "{value} {logit}");
        }
        assert!(kind.decode(&[], &[], 0.5).is_empty());
    }

    #[test]
    fn overlapping_boxes_become_their_mean_and_strangers_stay() {
        let one = detection([0.0, 0.0, 10.0, 10.0], 0.9);
        let shifted = detection([2.0, 0.0, 12.0, 10.0], 0.6);
        let far = detection([40.0, 0.0, 50.0, 10.0], 0.8);
        let out = merged(vec![shifted, far, one]);
        assert_eq!(out.len(), 2);
        assert!((out[0].edges[0] - 0.8).abs() < 1e-5 && out[0].score == 0.9, "{out:?}");
        assert!((out[0].points.unwrap()[3][0] - 5.8).abs() < 1e-5);
        assert_eq!(out[1], far);
        assert!(merged(Vec::new()).is_empty());
    }

    #[test]
    fn a_part_of_a_face_is_no_second_face_whatever_its_score() {
        let whole = detection([0.0, 0.0, 100.0, 100.0], 0.7);
        let nose = detection([40.0, 40.0, 60.0, 60.0], 0.6);
        assert_eq!(merged(vec![nose, whole]), [whole]);
        // A large and vague box around a sure small face: the sure one stays, and the vague one is still asked.
        let sure = Detection { score: 0.95, ..nose };
        assert_eq!(merged(vec![whole, sure]).len(), 2);
    }

    #[test]
    fn boxes_without_points_merge_too() {
        let one = Detection { points: None, ..detection([0.0, 0.0, 10.0, 10.0], 0.9) };
        assert_eq!(merged(vec![one, one]), [one]);
    }
}
