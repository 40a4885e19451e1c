//! A lens of shallow focus, laid on a picture that was taken without one: how far out of focus a plane behind a person is (thin lens), who stays
//! sharp (`cut.rs`), and what becomes of the rest (`lay.rs`).

mod bars;
mod cut;
mod expand;
mod lay;
mod light;

pub use cut::persons;
pub use lay::Shallow;
pub(crate) use lay::reach_px;

/// Longer side of the sensor, mm: the 24 × 36 mm of which focal lengths of portraits are told.
const SENSOR_MM: f32 = 36.0;
/// Distance of the middles of the eyes, mm: the mean of adults (N. A. Dodgson, "Variation and extrema of human interpupillary distance", 2004).
const EYES_MM: f32 = 63.0;
/// Largest radius, as a share of the picture's longer side: 77 px of 1920. Beyond it a close-up at f/1.2 would be wider than what is known of
/// the background beside a head.
pub const MOST_RADIUS_SHARE: f32 = 0.04;

/// A lens, and what lies behind the person.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct Lens {
    /// Share of its radius, 0..=1; 0 is no lens.
    pub amount: f32,
    /// Focal length on a sensor of 36 mm, mm.
    pub focal_mm: f32,
    /// Focal length over aperture.
    pub f_stop: f32,
    /// How far behind the eyes the background lies, m.
    pub behind_m: f32,
    /// How much of the source's own grain comes back to what was made soft, 0..=1.
    pub grain: f32,
    /// Whether black bars stay as they are, and give the picture beside them no black.
    pub bars: bool,
}

impl Lens {
    /// No lens.
    pub const NONE: Self =
        Self { amount: 0.0, focal_mm: 85.0, f_stop: 2.8, behind_m: 2.5, grain: 0.0, bars: true };

    /// Whether it changes anything.
    pub fn is_asked(&self) -> bool {
        self.amount > 0.0
    }

    /// The stronger of two.
    #[must_use]
    pub fn larger(self, other: Self) -> Self {
        if other.amount > self.amount { other } else { self }
    }

    /// How far away the person stands whose eyes are `eyes_px` apart in a picture of `long_px` on its longer side, if this lens took it, mm.
    pub fn distance_mm(&self, eyes_px: f32, long_px: f32) -> f32 {
        // As wide as the sensor is: `long_px / eyes_px` eye distances at the person.
        let field_mm = EYES_MM * long_px / eyes_px.max(1e-3);
        self.focal_mm * (1.0 + field_mm / SENSOR_MM)
    }

    /// Radius of the disc that a point of the background becomes, luma px: `c = f² / (N (s − f)) · |d − s| / d` for a lens of focal length f at
    /// stop N that is focused at s, and a point at d.
    pub fn radius_px(&self, eyes_px: f32, long_px: f32) -> f32 {
        let (focal, near) = (self.focal_mm, self.distance_mm(eyes_px, long_px));
        let far = near + 1000.0 * self.behind_m.max(0.0);
        let circle_mm = focal * focal / (self.f_stop.max(0.1) * (near - focal).max(1.0)) * (far - near) / far;
        let radius_px = circle_mm / SENSOR_MM * long_px / 2.0;
        self.amount * radius_px.min(MOST_RADIUS_SHARE * long_px)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_circle_is_that_of_a_thin_lens() {
        // 150 px between the eyes at 1920: 806 mm of field, at 85 mm from 1.99 m away.
        let lens = Lens { amount: 1.0, ..Lens::NONE };
        assert!((lens.distance_mm(150.0, 1920.0) - 1989.0).abs() < 2.0);
        // 7225 / (2.8 * 1904) * 2500 / 4489 = 0.755 mm: 40 px of 1920 in diameter.
        assert!((lens.radius_px(150.0, 1920.0) - 20.1).abs() < 0.2, "{}", lens.radius_px(150.0, 1920.0));
    }

    #[test]
    fn wider_apertures_farther_backgrounds_and_longer_lenses_are_softer() {
        let lens = Lens { amount: 1.0, ..Lens::NONE };
        let radius = |l: Lens| l.radius_px(100.0, 1920.0);
        assert!(radius(Lens { f_stop: 1.4, ..lens }) > 1.9 * radius(lens));
        assert!(radius(Lens { behind_m: 8.0, ..lens }) > radius(lens));
        assert!(radius(Lens { focal_mm: 50.0, ..lens }) < radius(lens));
        assert_eq!(radius(Lens { amount: 0.5, ..lens }), 0.5 * radius(lens));
        assert!(Lens { f_stop: 1.2, ..lens }.radius_px(600.0, 1920.0) <= 0.04 * 1920.0);
    }
}
