//! What of a frame is a picture: inside black bars above and below, or left and right, which belong to no scene and have no depth.

use crate::clip::Picture;
use crate::px::{LEVEL, Plane, Rect};

/// Bars are at most so much brighter than black, 8-bit levels: what codecs draw beside an edge, and black that was not quite.
const BLACK_LEVELS: f32 = 6.0;
/// Bars on one side take at most this share of a frame; more is a dark scene. 2.39:1 in 4:3 leaves 0.22, upright in 16:9 leaves 0.34.
const MOST_SHARE: f32 = 0.35;

/// The picture of a frame, luma px; all of it where there are no bars, or nothing but black.
pub(super) fn open(picture: &Picture, luma: &Plane<u16>) -> Rect {
    let (width, height) = (luma.width(), luma.height());
    let limit = (picture.levels.black + BLACK_LEVELS * LEVEL) as u16;
    let is_row = |y: usize| luma.row(y).iter().all(|s| *s <= limit);
    let is_column = |x: usize| (0..height).all(|y| luma.row(y)[x] <= limit);
    // Bars come in pairs: what is dark on one side alone is part of the scene.
    let bars = |count: usize, is: &dyn Fn(usize) -> bool| {
        let most = (MOST_SHARE * count as f32) as usize;
        let first = (0..count).take_while(|i| is(*i)).count();
        let last = (0..count).rev().take_while(|i| is(*i)).count();
        if first.min(last) == 0 || first.max(last) > most { (0, 0) } else { (first, last) }
    };
    let ((top, bottom), (left, right)) = (bars(height, &is_row), bars(width, &is_column));
    Rect { x0: left, y0: top, x1: width - right, y1: height - bottom }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn luma(picture: &Picture, is_scene: &dyn Fn(usize, usize) -> bool) -> Plane<u16> {
        let at = |share: f32| (picture.levels.black + share * picture.levels.luma_span) as u16;
        Plane::from_fn(160, 90, |x, y| if is_scene(x, y) { at(0.4) } else { at(0.01) })
    }

    #[test]
    fn bars_come_in_pairs_and_a_dark_scene_has_none() {
        let picture = Picture::usual(160, 90);
        let of = |is_scene: &dyn Fn(usize, usize) -> bool| {
            let Rect { x0, y0, x1, y1 } = open(&picture, &luma(&picture, is_scene));
            (x0, y0, x1, y1)
        };
        let all = (0, 0, 160, 90);
        assert_eq!(of(&|_, y| (12..78).contains(&y)), (0, 12, 160, 78));
        assert_eq!(of(&|x, _| (50..110).contains(&x)), (50, 0, 110, 90));
        assert_eq!(of(&|_, y| y < 70), all, "a dark floor");
        assert_eq!(of(&|x, y| x.abs_diff(80) < 10 && y.abs_diff(45) < 5), all, "a lamp in the dark");
        assert_eq!((of(&|_, _| false), of(&|_, _| true)), (all, all));
    }
}
