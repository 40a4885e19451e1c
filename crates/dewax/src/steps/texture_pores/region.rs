//! What skin is like on the parts of a face: where its pores are, how large, and how its fine lines run.
//!
//! Sources, as far as there are figures: visible pores are those wider than 0.25 mm, and there are some on every cheek
//! (F. Flament et al., "Facial skin pores: a multiethnic study", Clin. Cosmet. Investig. Dermatol. 8, 2015); the widest are
//! on nose and forehead (H. J. Jung et al., "Analysis of the distribution of pores", Korean J. Dermatol. 52, 2014); primary
//! and secondary lines form polygons 20 to 200 µm deep (R. Bibb, "Medical Modelling", 2006); their patterns differ between
//! forehead, cheek, nose, chin and eyes (P. Graham et al., "Measurement-based synthesis of facial microgeometry", 2013).
//! Spacings between the figures were set by eye on photographs.

/// Skin around one point.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Region {
    /// From pore to pore, mm.
    pub(super) pore_spacing_mm: f32,
    /// Sigma of the hollow of a pore, mm; what is seen of it is about 2.4 times as wide.
    pub(super) pore_radius_mm: f32,
    /// Depth of the pores beside those of the cheek.
    pub(super) pore_depth: f32,
    /// Strength of fine lines beside the cheek's.
    pub(super) lines: f32,
    /// Direction in which the lines run, as cosine and sine of its angle.
    pub(super) along: [f32; 2],
    /// How much longer than wide the fields between the lines are.
    pub(super) stretch: f32,
    /// How strong its fine and its coarse relief are made beside the cheek's. Not how strong they are: a generator's nose has more of
    /// its own than its cheek, and what is there counts.
    pub(super) fine: f32,
    pub(super) coarse: f32,
}

const CHEEK: Region = Region {
    pore_spacing_mm: 1.25,
    pore_radius_mm: 0.16,
    pore_depth: 1.0,
    lines: 1.0,
    along: [0.64, 0.77],
    stretch: 1.3,
    fine: 1.0,
    coarse: 1.0,
};
const NOSE: Region = Region {
    pore_spacing_mm: 0.95,
    pore_radius_mm: 0.2,
    pore_depth: 1.3,
    lines: 0.3,
    along: [1.0, 0.0],
    stretch: 1.0,
    fine: 1.12,
    coarse: 1.15,
};
const FOREHEAD: Region = Region {
    pore_spacing_mm: 1.3,
    pore_radius_mm: 0.15,
    pore_depth: 0.8,
    lines: 1.1,
    along: [1.0, 0.0],
    stretch: 2.2,
    fine: 0.92,
    coarse: 0.78,
};
const CHIN: Region = Region {
    pore_spacing_mm: 1.15,
    pore_radius_mm: 0.18,
    pore_depth: 1.1,
    lines: 0.8,
    along: [1.0, 0.0],
    stretch: 1.0,
    fine: 1.05,
    coarse: 1.08,
};
const EYES: Region = Region {
    pore_spacing_mm: 2.2,
    pore_radius_mm: 0.11,
    pore_depth: 0.4,
    lines: 1.6,
    along: [1.0, 0.0],
    stretch: 2.0,
    fine: 0.72,
    coarse: 0.72,
};

impl Region {
    /// The skin at a place laid flat, mm.
    pub(super) fn at([x, y]: [f32; 2]) -> Self {
        let away = x.abs();
        let nose = inside(x / 17.0, (y - 30.0) / 24.0);
        let eyes = inside((away - 36.0) / 27.0, (y - 2.0) / 17.0);
        let forehead = falls((-24.0 - y) / 6.0);
        let chin = inside(x / 34.0, (y - 95.0) / 17.0);
        let others = [(NOSE, nose), (EYES, eyes), (FOREHEAD, forehead), (CHIN, chin)];
        let rest = (1.0 - others.iter().map(|o| o.1).sum::<f32>()).max(0.0);
        let all: f32 = rest + others.iter().map(|o| o.1).sum::<f32>();
        let mix = |pick: fn(&Self) -> f32| {
            (rest * pick(&CHEEK) + others.iter().map(|(r, w)| w * pick(r)).sum::<f32>()) / all
        };
        // Lines run across the forehead, away from the outer corner of the eye, and down the cheeks to both sides.
        let side = if x < 0.0 { -1.0 } else { 1.0 };
        let spread = [away - 18.0, y - 2.0];
        let far = (spread[0] * spread[0] + spread[1] * spread[1]).sqrt().max(1.0);
        let around_eye = [side * spread[0] / far, spread[1] / far];
        let along = [0, 1].map(|i| {
            let cheek = if i == 0 { side * CHEEK.along[0] } else { CHEEK.along[1] };
            rest * cheek + eyes * around_eye[i] + (nose + chin + forehead) * FOREHEAD.along[i]
        });
        let length = (along[0] * along[0] + along[1] * along[1]).sqrt();
        let along = if length > 1e-3 { along.map(|v| v / length) } else { [1.0, 0.0] };
        Self {
            pore_spacing_mm: mix(|r| r.pore_spacing_mm),
            pore_radius_mm: mix(|r| r.pore_radius_mm),
            pore_depth: mix(|r| r.pore_depth),
            lines: mix(|r| r.lines),
            along,
            stretch: mix(|r| r.stretch),
            fine: mix(|r| r.fine),
            coarse: mix(|r| r.coarse),
        }
    }
}

/// 1 in the middle of an ellipse, a half on its edge, nothing beyond.
fn inside(x: f32, y: f32) -> f32 {
    let r2 = x * x + y * y;
    1.0 / (1.0 + r2 * r2 * r2)
}

/// A soft step: nothing far below 0, 1 far above.
fn falls(x: f32) -> f32 {
    0.5 + 0.5 * x / (1.0 + x * x).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn noses_have_wider_pores_than_cheeks_and_eyes_hardly_any() {
        let [nose, cheek, eye, brow, chin] =
            [[0.0, 32.0], [45.0, 40.0], [36.0, 10.0], [0.0, -45.0], [3.0, 98.0]].map(Region::at);
        assert!(nose.pore_radius_mm > cheek.pore_radius_mm && cheek.pore_radius_mm > eye.pore_radius_mm);
        assert!(nose.pore_spacing_mm < cheek.pore_spacing_mm && eye.pore_spacing_mm > 1.7);
        assert!(brow.along[0] > 0.95 && brow.stretch > 1.8, "{brow:?}");
        assert!(eye.fine < 0.85 && chin.fine > 1.0 && brow.coarse < 0.85 && nose.coarse > 1.05);
        // The same on both sides.
        let [left, right] = [[-60.0, 50.0], [60.0, 50.0]].map(Region::at);
        assert!(left.fine == right.fine && (left.along[0] + right.along[0]).abs() < 0.3, "{left:?} {right:?}");
    }
}
