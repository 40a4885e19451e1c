//! Planes turned and mirrored: as EXIF says that they are stored, and by quarters.

use dewax::px::Plane;
use rayon::prelude::*;

/// Rows of a turned picture that are made at once: a cache line of columns is read while it is there.
const ROWS_AT_ONCE: usize = 32;

/// A plane as viewers show it that is stored with this EXIF orientation (CIPA DC-008, tag 274): 1 and unknown ones change nothing.
pub(crate) fn upright(plane: Plane<u16>, orientation: u16) -> Plane<u16> {
    stored_otherwise(&plane, orientation).unwrap_or(plane)
}

/// [`upright`], where that is another plane.
fn stored_otherwise(plane: &Plane<u16>, orientation: u16) -> Option<Plane<u16>> {
    let (width, height) = (plane.width(), plane.height());
    let (right, bottom) = (width.saturating_sub(1), height.saturating_sub(1));
    match orientation {
        2 => Some(mapped(plane, (width, height), |x, y| (right - x, y))),
        3 => Some(mapped(plane, (width, height), |x, y| (right - x, bottom - y))),
        4 => Some(mapped(plane, (width, height), |x, y| (x, bottom - y))),
        5 => Some(mapped(plane, (height, width), |x, y| (y, x))),
        6 => Some(mapped(plane, (height, width), |x, y| (y, bottom - x))),
        7 => Some(mapped(plane, (height, width), |x, y| (right - y, bottom - x))),
        8 => Some(mapped(plane, (height, width), |x, y| (right - y, x))),
        _ => None,
    }
}

/// The plane of this size whose sample at (x, y) is that of `from` at `place(x, y)`.
fn mapped(
    from: &Plane<u16>,
    (width, height): (usize, usize),
    place: impl Fn(usize, usize) -> (usize, usize) + Sync,
) -> Plane<u16> {
    let mut out = Plane::new(width, height);
    let stride = from.width();
    let samples = from.samples();
    out.samples_mut().par_chunks_mut((width * ROWS_AT_ONCE).max(1)).enumerate().for_each(|(band, rows)| {
        for x in 0..width {
            for (row, out) in rows.iter_mut().skip(x).step_by(width).enumerate() {
                let (from_x, from_y) = place(x, band * ROWS_AT_ONCE + row);
                *out = samples.get(from_y * stride + from_x).copied().unwrap_or_default();
            }
        }
    });
    out
}

/// A plane turned clockwise by a multiple of 90 degrees, 0 to 270.
pub(crate) fn turned(plane: &Plane<u16>, turn_deg: i32) -> Plane<u16> {
    // What is stored so is shown turned by as much.
    let orientation = match turn_deg {
        90 => 6,
        180 => 3,
        270 => 8,
        _ => 1,
    };
    stored_otherwise(plane, orientation).unwrap_or_else(|| plane.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turns_clockwise() {
        // 1 2 3
        // 4 5 6
        let plane = Plane::from_vec(3, 2, vec![1, 2, 3, 4, 5, 6]).unwrap();
        assert_eq!(turned(&plane, 90).samples(), [4, 1, 5, 2, 6, 3]);
        assert_eq!(turned(&plane, 180).samples(), [6, 5, 4, 3, 2, 1]);
        assert_eq!(turned(&plane, 270).samples(), [3, 6, 2, 5, 1, 4]);
        assert_eq!(turned(&turned(&plane, 90), 270), plane);
    }
}
