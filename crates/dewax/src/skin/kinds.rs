//! By what skin is told apart: region, size, channel.

/// Sizes at which skin is looked at, wavelengths in mm.
pub const SIZES_MM: [(f32, f32); 3] = [(1.3, 2.5), (2.5, 5.0), (5.0, 10.0)];
/// Planes of a [`super::Sample`]: Y', Cb, Cr.
pub const PLANES: usize = 3;

/// A part of a face that has skin of its own kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Region {
    /// Above the brows.
    Forehead,
    /// Below the eyes, beside the nose.
    Cheek,
    /// Bridge, tip and wings.
    Nose,
    /// Below the lips.
    Chin,
    /// Below the ears, beside the chin.
    Jaw,
}

impl Region {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Forehead, Self::Cheek, Self::Nose, Self::Chin, Self::Jaw];

    /// The region of a place on the skin laid flat, in mm (see [`crate::flat::flat_mm`]); none between the regions.
    pub fn at([x, y]: [f32; 2]) -> Option<Self> {
        let away = x.abs();
        let inside = |cx: f32, cy: f32, rx: f32, ry: f32| {
            let (dx, dy) = ((away - cx) / rx, (y - cy) / ry);
            dx * dx + dy * dy < 1.0
        };
        if inside(0.0, -42.0, 34.0, 16.0) {
            Some(Self::Forehead)
        } else if inside(0.0, 30.0, 12.0, 18.0) {
            Some(Self::Nose)
        } else if inside(42.0, 44.0, 19.0, 19.0) {
            Some(Self::Cheek)
        } else if inside(0.0, 95.0, 20.0, 13.0) {
            Some(Self::Chin)
        } else if inside(52.0, 82.0, 18.0, 14.0) {
            Some(Self::Jaw)
        } else {
            None
        }
    }

    /// For people.
    pub fn name(self) -> &'static str {
        match self {
            Self::Forehead => "forehead",
            Self::Cheek => "cheek",
            Self::Nose => "nose",
            Self::Chin => "chin",
            Self::Jaw => "jaw",
        }
    }
}

/// What differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Channel {
    /// Y', in percent of the light.
    Luma,
    /// Cb, in percent of the light.
    Blue,
    /// Cr, in percent of the light.
    Red,
}

impl Channel {
    /// All of them, in the order of the planes.
    pub const ALL: [Self; PLANES] = [Self::Luma, Self::Blue, Self::Red];

    /// For people.
    pub fn name(self) -> &'static str {
        match self {
            Self::Luma => "light",
            Self::Blue => "yellow",
            Self::Red => "redness",
        }
    }
}
