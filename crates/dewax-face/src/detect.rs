//! Looks for faces in a whole frame: the short-range detector on all of it, the full-range one on all of it and on
//! overlapping tiles, and one candidate out of all that mean the same face.

use crate::bad_models::BadModels;
use crate::blaze::{self, Blaze};
use crate::tflite::Model;
use dewax::face::{Detection, Outside, Search, Square, View};
use rayon::prelude::*;

/// Candidates below this score are dropped. Measured on 145 pictures of all kinds: with every candidate verified by its
/// mesh, 0.5 finds all faces of portraits and adds none that is false.
const LEAST_SCORE: f32 = 0.5;
/// Smaller boxes are dropped, luma px: eyes 10 px apart leave nothing to treat and too little to verify. Measured on the
/// same pictures: the eyes of true faces are 17 px apart and more in 98 %.
const LEAST_FACE_PX: f32 = 24.0;
/// Sides of the tiles of each finer pass, in longer sides of the frame. More than a half and a quarter, so that tiles
/// overlap by at least a sixteenth of the frame's longer side: the coarser pass finds every face larger than that
/// (twelve of its 192 samples), and each smaller one lies whole in some tile.
const HALVES: f32 = 0.6;
const QUARTERS: f32 = 0.3;
/// A face larger than the frame, or cut by its edges, is seen from further away: the frame with black around it.
const FROM_AFAR: f32 = 2.0;
/// The least overlap of neighbouring tiles, in sides of a tile.
const LEAST_OVERLAP: f32 = 0.2;
/// How near to an edge inside the frame a box may come, in sides of the tile, before the face counts as cut by it: a
/// detector draws the box of a cut face up to the edge, rarely beyond.
const EDGE: f32 = 0.01;

/// Scores of a region below this count as nothing.
const LEAST_LOOK: f32 = 0.1;

/// One of the two detectors with its model.
#[derive(Debug)]
pub(crate) struct Detector {
    kind: Blaze,
    model: Model,
    /// Which of the model's outputs are the boxes, which the scores.
    numbers: usize,
    logits: usize,
}

impl Detector {
    /// The detector of a model.
    ///
    /// # Errors
    /// The file is no model, or is another one.
    pub(crate) fn new(kind: Blaze, name: &'static str, bytes: &[u8]) -> Result<Self, BadModels> {
        let model = Model::read(bytes).map_err(|source| BadModels::Unreadable { name, source })?;
        crate::bad_models::check_input(name, &model, kind.samples())?;
        let find = |size: usize| {
            let place = model.outputs().iter().position(|o| o.shape.iter().product::<usize>() == size);
            place.ok_or(BadModels::Other { name, what: "an output" })
        };
        let (numbers, logits) = (find(kind.anchors() * blaze::NUMBERS)?, find(kind.anchors())?);
        Ok(Self { kind, model, numbers, logits })
    }

    /// The faces in a square region that score at least `least`, in shares of the square; not merged.
    pub(crate) fn faces(&self, view: &View, square: &Square, outside: Outside, least: f32) -> Vec<Detection> {
        let mut samples = view.crop(square, self.kind.samples(), outside);
        // The models want −1..=1.
        samples.iter_mut().for_each(|v| *v = *v * 2.0 - 1.0);
        let Ok(outputs) = self.model.run(&samples) else { return Vec::new() };
        let (Some(numbers), Some(logits)) = (outputs.get(self.numbers), outputs.get(self.logits)) else {
            return Vec::new();
        };
        self.kind.decode(numbers, logits, least)
    }

    /// The face that a region is about, if there is one: its box is about the middle of the region. In luma px.
    pub(crate) fn face_in(&self, view: &View, square: &Square) -> Option<Detection> {
        let found = self.faces(view, square, Outside::Black, LEAST_LOOK);
        let best = blaze::merged(blaze::in_middle(found, 1.0)).into_iter().next()?;
        let [left, upper, right, lower] = best.edges;
        let [x, y] = square.point((left + right) / 2.0, (upper + lower) / 2.0);
        let (half_width, half_height) =
            ((right - left) / 2.0 * square.side_px, (lower - upper) / 2.0 * square.side_px);
        Some(Detection {
            // An upright box, however the region is turned: boxes of these detectors are square.
            edges: [x - half_width, y - half_height, x + half_width, y + half_height],
            score: best.score,
            points: best.points.map(|points| points.map(|[u, v]| square.point(u, v))),
        })
    }
}

/// A square to look at, and whether each of its edges (left, upper, right, lower) lies inside the frame.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Tile {
    square: Square,
    inside: [bool; 4],
}

/// The whole frame in one square of that many of its longer sides, black around it.
fn whole(width: usize, height: usize, sides: f32) -> Tile {
    let (w, h) = (width as f32, height as f32);
    let square = Square::upright((w - 1.0) / 2.0, (h - 1.0) / 2.0, w.max(h) * sides);
    Tile { square, inside: [false; 4] }
}

/// Where tiles of `side` begin along `length`: evenly spread from edge to edge, or one in the middle of a length that
/// fits into it.
fn starts(length: f32, side: f32) -> Vec<f32> {
    if length <= side {
        return vec![(length - side) / 2.0];
    }
    let step = side * (1.0 - LEAST_OVERLAP);
    let gaps = ((length - side) / step).ceil().max(1.0);
    (0..=gaps as usize).map(|i| (length - side) * i as f32 / gaps).collect()
}

/// Overlapping square tiles of `share` of the longer side that cover the frame, row after row.
fn tiles(width: usize, height: usize, share: f32) -> Vec<Tile> {
    let (w, h) = (width as f32, height as f32);
    let side = w.max(h) * share;
    let mut out = Vec::new();
    for y in starts(h, side) {
        for x in starts(w, side) {
            let square = Square::upright(x + side / 2.0 - 0.5, y + side / 2.0 - 0.5, side);
            // Half a pixel of slack for rounding.
            let inside = [x > 0.5, y > 0.5, x + side < w - 0.5, y + side < h - 0.5];
            out.push(Tile { square, inside });
        }
    }
    out
}

impl Tile {
    /// Whether an edge of the tile cuts the face in two. Its neighbour, or the coarser pass, sees all of it.
    fn cuts(&self, found: &Detection) -> bool {
        let [left, upper, right, lower] = found.edges;
        let beyond = [left < EDGE, upper < EDGE, right > 1.0 - EDGE, lower > 1.0 - EDGE];
        self.inside.iter().zip(beyond).any(|(&inside, beyond)| inside && beyond)
    }

    /// A detection in shares of the tile, in pixels of the frame.
    fn in_frame(&self, found: &Detection) -> Detection {
        let [left, upper, right, lower] = found.edges;
        let ([left, upper], [right, lower]) =
            (self.square.point(left, upper), self.square.point(right, lower));
        let points = found.points.map(|points| points.map(|[u, v]| self.square.point(u, v)));
        Detection { edges: [left, upper, right, lower], score: found.score, points }
    }
}

/// Every face candidate of the frame, best first, in luma px.
pub(crate) fn detect(short: &Detector, full: &Detector, view: &View, search: Search) -> Vec<Detection> {
    let (width, height) = (view.width(), view.height());
    if width == 0 || height == 0 {
        return Vec::new();
    }
    let mut looks = vec![(short, whole(width, height, 1.0)), (full, whole(width, height, 1.0))];
    looks.push((short, whole(width, height, FROM_AFAR)));
    looks.extend(tiles(width, height, HALVES).into_iter().map(|tile| (full, tile)));
    if search == Search::SmallFaces {
        looks.extend(tiles(width, height, QUARTERS).into_iter().map(|tile| (full, tile)));
    }
    // Collected in the order of the looks, whichever thread is done first.
    let found: Vec<Vec<Detection>> = looks
        .par_iter()
        .map(|(detector, tile)| {
            let found = detector.faces(view, &tile.square, Outside::Black, LEAST_SCORE);
            let whole = found.iter().filter(|d| !tile.cuts(d)).map(|d| tile.in_frame(d));
            // First each look by itself: many boxes around one face would outweigh the one of another look.
            blaze::merged(whole.collect())
        })
        .collect();
    let frame = [-0.5, -0.5, width as f32 - 0.5, height as f32 - 0.5];
    let mut all = blaze::merged(found.concat());
    all.retain(|d| d.side_px() >= LEAST_FACE_PX && blaze::share_inside(d.edges, frame) > 0.0);
    // A face of a few samples has vague points. Seen close up they are sharp; and the sharp ones tell true faces from
    // false ones (see `dewax::face::verified`).
    let close_up = |d: &Detection| match short.face_in(view, &d.square()) {
        Some(seen) => Detection { score: d.score, ..seen },
        None => *d,
    };
    let all: Vec<Detection> = all.par_iter().map(close_up).collect();
    blaze::merged(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(edges: [f32; 4]) -> Detection {
        Detection { edges, score: 0.9, points: Some([[edges[0], edges[1]]; 6]) }
    }

    #[test]
    fn the_whole_frame_fits_into_its_square() {
        let tile = whole(1920, 1080, 1.0);
        assert_eq!(tile.square.side_px, 1920.0);
        let [u, v] = tile.square.inside([-0.5, -0.5]);
        assert!(u.abs() < 1e-6 && (v - 420.0 / 1920.0).abs() < 1e-6);
        assert!(!tile.cuts(&found([-0.1, -0.1, 1.2, 1.2])), "the frame's own edges cut nothing in two");
    }

    #[test]
    fn every_small_face_lies_whole_in_a_tile_whatever_the_shape_of_the_frame() {
        for (width, height) in [(1920, 1080), (1080, 1920), (720, 720), (2560, 1080), (333, 77), (4000, 3000)]
        {
            let longer = width.max(height) as f32;
            for (share, face) in [(HALVES, longer / 16.0), (QUARTERS, longer * HALVES / 16.0)] {
                let all = tiles(width, height, share);
                let rows = height as f32 - face;
                for step in 0..400 {
                    let x = (width as f32 - face) * (step % 20) as f32 / 19.0 - 0.5;
                    let y = rows.max(0.0) * (step / 20) as f32 / 19.0 - 0.5;
                    let seen = all.iter().any(|tile| {
                        let ([l, u], [r, d]) =
                            (tile.square.inside([x, y]), tile.square.inside([x + face, y + face]));
                        !tile.cuts(&found([l, u, r, d]))
                    });
                    assert!(seen, "{width}x{height}: a face of {face} px at {x}, {y}");
                }
            }
        }
    }

    #[test]
    fn there_are_no_more_tiles_than_need_be() {
        assert_eq!(tiles(1920, 1080, HALVES).len(), 2);
        assert_eq!(tiles(1080, 1920, HALVES).len(), 2);
        assert_eq!(tiles(1000, 1000, HALVES).len(), 4);
        assert!(tiles(1920, 1080, QUARTERS).len() <= 12);
        assert_eq!(tiles(1, 1, HALVES).len(), 4);
    }

    #[test]
    fn a_face_at_an_inner_edge_is_cut_and_comes_back_in_pixels_otherwise() {
        let all = tiles(1920, 1080, HALVES);
        let (left, right) = (all[0], all[1]);
        assert!(left.cuts(&found([0.9, 0.4, 1.0, 0.6])) && !right.cuts(&found([0.9, 0.4, 1.0, 0.6])));
        assert!(right.cuts(&found([0.0, 0.4, 0.1, 0.6])) && !left.cuts(&found([0.0, 0.4, 0.1, 0.6])));
        let face = right.in_frame(&found([0.5, 0.5, 1.0, 1.0]));
        assert!((face.edges[2] - 1919.5).abs() < 1e-2, "{face:?}");
        assert!((face.edges[0] - (1919.5 - 576.0)).abs() < 1e-2 && (face.edges[1] - 539.5).abs() < 1e-2);
    }
}
