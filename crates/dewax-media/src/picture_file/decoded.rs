//! What the reader of each kind of file hands on, before the picture is set upright and its colours are known.

use dewax::px::Plane;

/// Pixels as they are stored.
#[derive(Debug)]
pub(super) struct Decoded {
    /// One plane of grey, or red, green and blue, or four inks.
    pub(super) colours: Vec<Plane<u16>>,
    /// Opacity.
    pub(super) alpha: Option<Plane<u16>>,
    /// Whether the colours are those on black, opacity multiplied in.
    pub(super) is_on_black: bool,
    /// Bits of the file: 8 or 16.
    pub(super) bits: u8,
    /// What people are to know.
    pub(super) notes: Vec<String>,
}

/// Why pixels were not read; the file gets its name later.
#[derive(Debug)]
pub(super) enum Refusal {
    /// It has so many pixels, across and down.
    Large((usize, usize)),
    /// It is broken, and where.
    Damaged(String),
    /// It is of a form that is not treated: what it is, and what to do.
    Form(String, String),
}

impl Refusal {
    /// Refuses more pixels than `most_px`, and none.
    pub(super) fn too_large((width, height): (usize, usize), most_px: usize) -> Result<(), Self> {
        match width.checked_mul(height) {
            Some(0) => Err(Self::Damaged("it has no pixels".into())),
            Some(count) if count <= most_px => Ok(()),
            _ => Err(Self::Large((width, height))),
        }
    }
}

impl Decoded {
    /// Of planes of which the last is opacity where it `has_alpha`.
    pub(super) fn of(mut planes: Vec<Plane<u16>>, has_alpha: bool, bits: u8) -> Result<Self, Refusal> {
        let alpha = if has_alpha { planes.pop() } else { None };
        if !matches!(planes.len(), 1 | 3 | 4) {
            return Err(Refusal::Damaged(format!("it has {} colours", planes.len())));
        }
        Ok(Self { colours: planes, alpha, is_on_black: false, bits, notes: Vec::new() })
    }
}
