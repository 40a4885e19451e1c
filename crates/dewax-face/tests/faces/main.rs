//! The finders on drawn pictures, whose truth is known: faces are found, meshes follow them, nothing else is a face.
#![allow(clippy::unwrap_used, reason = "a test that fails says so by panicking")]

mod boxes;
mod mesh;
mod models;

use dewax::clip::Picture;
use dewax::demo::DrawnFace;
use dewax::px::{Frame, Plane, Subsampling};

/// A grey frame with a picture of a drawn face pasted at each of these places (left upper corner, even).
pub(crate) fn pasted(size: (usize, usize), clip: &DrawnFace, places: &[(usize, usize)]) -> (Picture, Frame) {
    let mut picture = clip.picture();
    (picture.format.width, picture.format.height) = size;
    let mut frame = Frame::new(&picture.format, 0);
    frame.plane_mut(0).samples_mut().fill(90 << 8);
    let small = clip.frame(0);
    let (sx, sy) = frame.subsampling.factors();
    for which in 0..3 {
        let (fx, fy) = if which == 0 { (1, 1) } else { (sx, sy) };
        for &(x, y) in places {
            for row in 0..small.plane(which).height() {
                let from = small.plane(which).row(row);
                let to = frame.plane_mut(which).row_mut(y / fy + row);
                to[x / fx..x / fx + from.len()].copy_from_slice(from);
            }
        }
    }
    (picture, frame)
}

/// Noise of the whole range, the same every time.
pub(crate) fn noise(width: usize, height: usize, mut seed: u32) -> (Picture, Frame) {
    let picture = DrawnFace::new(width, height, 1).with_samples(Subsampling::C444, 8).picture();
    let mut plane = || {
        Plane::from_fn(width, height, |_, _| {
            seed ^= seed << 13;
            seed ^= seed >> 17;
            seed ^= seed << 5;
            (seed >> 8) as u16
        })
    };
    let planes = [plane(), plane(), plane()];
    (picture, Frame::from_planes(0, Subsampling::C444, planes).unwrap())
}

/// Sizes at which arithmetic on pictures breaks first.
pub(crate) const ODD_SIZES: [(usize, usize); 9] =
    [(1, 1), (2, 1), (1, 40), (3, 500), (41, 39), (40, 40), (41, 41), (130, 7), (333, 77)];
