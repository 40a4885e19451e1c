//! A made clip: its frames with and without the flaws, its mask, and what is known of it.

use super::truth::Truth;
use dewax::px::Plane;

/// Frames per second of the made clips.
pub(crate) const FRAMES_PER_SECOND: usize = 24;
/// Their size, px.
pub(super) const SIZE: (usize, usize) = (1280, 720);
/// The flaws, in levels of a full range of 255: what boils and what pulses, RMS, and the share by which exposure does.
pub(super) const BOIL_LEVELS: f32 = 3.0;
pub(super) const PATCH_LEVELS: f32 = 3.5;
pub(super) const EXPOSURE: f32 = 0.01;
/// Blurs between which the boil lies, and those between which the patches of a face with `PATCH_IOD_PX` lie, px.
pub(super) const BOIL_PX: (f32, f32) = (0.8, 2.2);
pub(super) const PATCH_PX: (f32, f32) = (18.0, 60.0);
pub(super) const PATCH_IOD_PX: f32 = 152.0;
/// How far inside the skin's edge figures are taken, px: the widest blur must not see beyond it.
pub(super) const EDGE_PX: usize = 20;

/// A frame as it is written: 8 bit 4:2:0, limited range.
pub(crate) type Planes = [Plane<u8>; 3];

/// A made clip.
#[derive(Debug)]
pub(super) struct Scene {
    pub(super) name: String,
    pub(super) truth: Truth,
    /// Luma without the flaws.
    pub(super) clean: Vec<Plane<u8>>,
    /// The clip that is to be treated.
    pub(super) bad: Vec<Planes>,
    /// Where skin is, 0 to 255.
    pub(super) masks: Vec<Plane<u8>>,
    /// Whether `dewax` is given that mask, or finds its own.
    pub(super) mask_given: bool,
}

impl Scene {
    /// Luma of the clip that is to be treated.
    pub(super) fn bad_luma(&self) -> Vec<Plane<u8>> {
        self.bad.iter().map(|planes| planes[0].clone()).collect()
    }
}

/// Levels of a full range of 255 in levels of the limited range.
pub(super) const LIMITED: f32 = 219.0 / 255.0;

/// Brightness of 0 to 255 as a code of the limited range.
pub(super) fn luma_code(value: f32) -> u8 {
    (value * LIMITED + 16.0).round().clamp(16.0, 235.0) as u8
}

/// One frame while it is made.
#[derive(Debug)]
pub(super) struct Made {
    pub(super) clean: Plane<u8>,
    pub(super) bad: Planes,
    pub(super) mask: Plane<u8>,
    pub(super) ring: Plane<bool>,
    pub(super) moving: Plane<bool>,
}

/// A scene from its frames. `moves`: whether something moves by itself.
pub(super) fn assemble(
    name: String,
    mut truth: Truth,
    frames: Vec<Made>,
    moves: bool,
    mask_given: bool,
) -> Scene {
    let mut scene = (Vec::new(), Vec::new(), Vec::new());
    for made in frames {
        scene.0.push(made.clean);
        scene.1.push(made.bad);
        scene.2.push(made.mask);
        truth.rings.push(made.ring);
        if moves {
            truth.moving.push(made.moving);
        }
    }
    Scene { name, truth, clean: scene.0, bad: scene.1, masks: scene.2, mask_given }
}
