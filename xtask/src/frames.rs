//! Levels of a frame's planes, there and back: what attacks and injected flaws do their arithmetic on.

use dewax::px::{Frame, LEVEL, Plane, Rect};

/// The lowest and the highest 8-bit code that a made picture may hold: those beyond are reserved in video.
const CODES: (f32, f32) = (1.0, 254.0);

/// A plane in 8-bit levels.
pub(crate) fn levels_of(plane: &Plane<u16>) -> Plane<f32> {
    part_of(plane, Rect { x0: 0, y0: 0, x1: plane.width(), y1: plane.height() })
}

/// A part of a plane in 8-bit levels.
pub(crate) fn part_of(plane: &Plane<u16>, part: Rect) -> Plane<f32> {
    Plane::from_fn(part.width(), part.height(), |x, y| f32::from(plane.row(part.y0 + y)[part.x0 + x]) / LEVEL)
}

/// Adds levels to a plane from `corner` on and rounds what changes to whole 8-bit codes, as generators write them.
pub(crate) fn add_levels(frame: &mut Frame, which: usize, corner: (usize, usize), change: &Plane<f32>) {
    let plane = frame.plane_mut(which);
    for y in 0..change.height().min(plane.height().saturating_sub(corner.1)) {
        let row = plane.row_mut(corner.1 + y);
        for (sample, by) in row.iter_mut().skip(corner.0).zip(change.row(y)) {
            if *by != 0.0 {
                let code = (f32::from(*sample) / LEVEL + by).round().clamp(CODES.0, CODES.1);
                *sample = (code * LEVEL) as u16;
            }
        }
    }
}

/// A rectangle made so large that chroma samples are not cut, within a frame.
pub(crate) fn even(part: Rect, frame: &Frame) -> Rect {
    Rect {
        x0: part.x0 & !1,
        y0: part.y0 & !1,
        x1: part.x1.next_multiple_of(2).min(frame.width()),
        y1: part.y1.next_multiple_of(2).min(frame.height()),
    }
}

/// The same rectangle in a plane of chroma.
pub(crate) fn chroma_of(part: Rect, frame: &Frame) -> Rect {
    let (across, down) = frame.subsampling.factors();
    Rect {
        x0: part.x0 / across,
        y0: part.y0 / down,
        x1: part.x1.div_ceil(across).min(frame.plane(1).width()),
        y1: part.y1.div_ceil(down).min(frame.plane(1).height()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dewax::px::{Format, Subsampling};

    #[test]
    fn levels_go_there_and_back() {
        let format = Format { width: 8, height: 6, subsampling: Subsampling::C420, bits: 8, alpha: false };
        let mut frame = Frame::new(&format, 0);
        add_levels(&mut frame, 0, (2, 1), &Plane::filled(3, 2, 40.4));
        assert_eq!(levels_of(frame.luma()).at(3, 2), 40.0);
        assert_eq!(levels_of(frame.luma()).at(0, 0), 0.0);
        add_levels(&mut frame, 0, (0, 0), &Plane::filled(8, 6, 900.0));
        assert_eq!(levels_of(frame.luma()).at(7, 5), 254.0);
        let part = even(Rect { x0: 3, y0: 1, x1: 5, y1: 5 }, &frame);
        assert_eq!(part, Rect { x0: 2, y0: 0, x1: 6, y1: 6 });
        assert_eq!(chroma_of(part, &frame), Rect { x0: 1, y0: 0, x1: 3, y1: 3 });
    }
}
