//! Looks for palms in a square of a frame, and reads a hand's joints where one is.
//!
//! The layout of the anchors and the scales are those of MediaPipe's graph files `palm_detection_cpu.pbtxt` and
//! `palm_detection_detection_to_roi.pbtxt` (0.10.21).

use crate::bad_models::{BadModels, check_input};
use crate::blaze::{centres, iou, sigmoid};
use crate::tflite::{Model, Output};
use dewax::face::{HAND_JOINTS, Hand, Outside, Square, View};

/// Samples on a side of the region in which palms are sought, and of the one in which a hand is read.
const PALM_SAMPLES: usize = 192;
const HAND_SAMPLES: usize = 224;
/// Cells on a side of the detector's grids, and anchors per cell.
const GRIDS: [(usize, usize); 2] = [(24, 2), (12, 6)];
const ANCHORS: usize = 24 * 24 * 2 + 12 * 12 * 6;
/// Numbers per anchor: centre, size, then x, y of seven points.
const NUMBERS: usize = 18;
/// Candidates below this are dropped (MediaPipe: 0.5); what is no hand is told by reading it.
const LEAST_SCORE: f32 = 0.5;
/// Palms that share more than this of their union are one.
const SAME_PALM_IOU: f32 = 0.3;
/// The region of a hand is that many times as large as its palm's box, and its middle lies half a box further from the wrist.
const REGION_PER_PALM: f32 = 2.6;
const REGION_SHIFT: f32 = -0.5;
const PALM: &str = "palm";
const HAND: &str = "hand";

/// The two models of hands, as the bytes of their `.tflite` files (MediaPipe 0.10.21).
#[derive(Clone, Copy, Debug)]
pub struct HandBytes<'a> {
    /// `palm_detection_full`.
    pub palm: &'a [u8],
    /// `hand_landmark_full`.
    pub hand: &'a [u8],
}

/// Finds and reads hands.
#[derive(Debug)]
pub(crate) struct Hands {
    palm: Model,
    hand: Model,
    numbers: usize,
    logits: usize,
    joints: usize,
    flag: usize,
}

/// The output of that name and size.
fn output(name: &'static str, model: &Model, wanted: &str, size: usize) -> Result<usize, BadModels> {
    let fits = |o: &Output| o.name == wanted && o.shape.iter().product::<usize>() == size;
    model.outputs().iter().position(fits).ok_or(BadModels::Other { name, what: "an output" })
}

impl Hands {
    /// The finder that these models make.
    ///
    /// # Errors
    /// A file is no model, or is another one.
    pub(crate) fn new(bytes: HandBytes<'_>) -> Result<Self, BadModels> {
        let read = |name, bytes| Model::read(bytes).map_err(|source| BadModels::Unreadable { name, source });
        let (palm, hand) = (read(PALM, bytes.palm)?, read(HAND, bytes.hand)?);
        check_input(PALM, &palm, PALM_SAMPLES)?;
        check_input(HAND, &hand, HAND_SAMPLES)?;
        Ok(Self {
            numbers: output(PALM, &palm, "Identity", ANCHORS * NUMBERS)?,
            logits: output(PALM, &palm, "Identity_1", ANCHORS)?,
            joints: output(HAND, &hand, "Identity", HAND_JOINTS * 3)?,
            flag: output(HAND, &hand, "Identity_1", 1)?,
            palm,
            hand,
        })
    }

    /// The regions in a square in which hands may be, surest first.
    pub(crate) fn palms(&self, view: &View<'_>, square: &Square) -> Vec<Square> {
        let samples = view.crop(square, PALM_SAMPLES, Outside::Black);
        let Ok(outputs) = self.palm.run(&samples) else { return Vec::new() };
        let (Some(numbers), Some(logits)) = (outputs.get(self.numbers), outputs.get(self.logits)) else {
            return Vec::new();
        };
        let found = single(decode(numbers, logits));
        found.into_iter().filter_map(|palm| palm.region(square)).collect()
    }

    /// The hand in a region, whatever its flag; `None` when the model gives something that is none.
    pub(crate) fn read(&self, view: &View<'_>, square: &Square) -> Option<Hand> {
        let outputs = self.hand.run(&view.crop(square, HAND_SAMPLES, Outside::Black)).ok()?;
        let mut joints = [[0.0f32; 2]; HAND_JOINTS];
        let unit = 1.0 / HAND_SAMPLES as f32;
        for (joint, from) in joints.iter_mut().zip(outputs.get(self.joints)?.as_chunks::<3>().0) {
            *joint = square.point(from[0] * unit, from[1] * unit);
        }
        let flag = outputs.get(self.flag)?.first().copied()?;
        let is_finite = flag.is_finite() && joints.iter().flatten().all(|v| v.is_finite());
        is_finite.then_some(Hand { joints, flag: flag.clamp(0.0, 1.0) })
    }
}

/// A palm in shares of the square in which it was sought.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Palm {
    edges: [f32; 4],
    score: f32,
    /// Where the wrist and where the middle finger begins.
    wrist: [f32; 2],
    knuckle: [f32; 2],
}

impl Palm {
    /// The region of the frame in which to read the hand.
    fn region(&self, square: &Square) -> Option<Square> {
        let [left, upper, right, lower] = self.edges;
        let [x, y] = square.point((left + right) / 2.0, (upper + lower) / 2.0);
        let ([wx, wy], [kx, ky]) =
            (square.point(self.wrist[0], self.wrist[1]), square.point(self.knuckle[0], self.knuckle[1]));
        // The axis of a region points right where the middle finger points up.
        let axis = [wy - ky, kx - wx];
        let length = (axis[0] * axis[0] + axis[1] * axis[1]).sqrt();
        let side_px = (right - left).max(lower - upper) * square.side_px;
        if !(length > 1e-3 && side_px > 0.0) {
            return None;
        }
        let palm = Square { x, y, side_px, turn: axis.map(|v| v / length) };
        Some(palm.nudged(0.0, REGION_SHIFT, REGION_PER_PALM, 0.0))
    }
}

/// The palms that score enough. All anchors of a cell sit at its centre and have size 1 (`fixed_anchor_size`).
fn decode(numbers: &[f32], logits: &[f32]) -> Vec<Palm> {
    let unit = 1.0 / PALM_SAMPLES as f32;
    let mut out = Vec::new();
    for ((centre, numbers), &logit) in centres(&GRIDS).zip(numbers.chunks_exact(NUMBERS)).zip(logits) {
        let score = sigmoid(logit);
        if score < LEAST_SCORE || !score.is_finite() || !numbers.iter().all(|v| v.is_finite()) {
            continue;
        }
        let point = |i: usize| [0, 1].map(|axis| centre[axis] + numbers[i + axis] * unit);
        let ([x, y], [width, height]) = (point(0), [numbers[2] * unit, numbers[3] * unit]);
        if width > 0.0 && height > 0.0 {
            let edges = [x - width / 2.0, y - height / 2.0, x + width / 2.0, y + height / 2.0];
            out.push(Palm { edges, score, wrist: point(4), knuckle: point(8) });
        }
    }
    out
}

/// One palm per hand, surest first.
fn single(mut palms: Vec<Palm>) -> Vec<Palm> {
    palms.sort_by(|a, b| b.score.total_cmp(&a.score));
    let mut out: Vec<Palm> = Vec::new();
    for palm in palms {
        if out.iter().all(|better| iou(better.edges, palm.edges) <= SAME_PALM_IOU) {
            out.push(palm);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_of_overlapping_palms_stays() {
        let palm = |x: f32, score| Palm {
            edges: [x, 0.4, x + 0.2, 0.6],
            score,
            wrist: [x + 0.1, 0.6],
            knuckle: [x + 0.1, 0.4],
        };
        let found = single(vec![palm(0.1, 0.6), palm(0.12, 0.9), palm(0.6, 0.7)]);
        assert_eq!(found.iter().map(|p| p.score).collect::<Vec<_>>(), [0.9, 0.7]);
        let square = Square::upright(100.0, 100.0, 100.0);
        let region = found[0].region(&square).unwrap();
        assert_eq!(region.turn, [1.0, 0.0]);
        assert!((region.side_px - 52.0).abs() < 1e-3, "{region:?}");
        // Half a box up from its middle.
        assert!((region.y - 90.0).abs() < 1e-3 && (region.x - 72.0).abs() < 1e-3, "{region:?}");
        let flat = Palm { knuckle: found[0].wrist, ..found[0] };
        assert_eq!(flat.region(&square), None);
    }

    #[test]
    fn numbers_become_palms() {
        let (mut numbers, mut logits) = (vec![0.0; ANCHORS * NUMBERS], vec![-100.0; ANCHORS]);
        // The second anchor of the cell in row 3, column 5 of the finer grid.
        let anchor = 2 * (3 * 24 + 5) + 1;
        logits[anchor] = 2.0;
        numbers[anchor * NUMBERS..][..10]
            .copy_from_slice(&[0.0, 0.0, 48.0, 48.0, 0.0, 24.0, 0.0, 0.0, 0.0, -24.0]);
        let palms = decode(&numbers, &logits);
        let [palm] = *palms else { panic!("{palms:?}") };
        let (x, y) = (5.5 / 24.0, 3.5 / 24.0);
        assert!((palm.edges[0] - (x - 0.125)).abs() < 1e-6 && (palm.edges[3] - (y + 0.125)).abs() < 1e-6);
        assert!((palm.wrist[1] - (y + 0.125)).abs() < 1e-6 && (palm.knuckle[1] - (y - 0.125)).abs() < 1e-6);
        numbers[anchor * NUMBERS + 7] = f32::NAN;
        assert_eq!(decode(&numbers, &logits), vec![]);
    }
}
