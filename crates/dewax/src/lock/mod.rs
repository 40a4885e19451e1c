//! The skin lock: where every point of a face's own still space lies in every frame of a shot, as data that a render only
//! reads.
//!
//! A ladder per face: luma in its flattened mid band, so that exposure and patches do not count; one robust affine map from
//! a template to each frame, never from frame to frame, so that error does not add up; a smooth residual mesh; trust per
//! node from what the frame shares with the template. Where the pose has changed too far the lock begins anew.

mod affine;
mod align;
mod band;
mod bend;
mod cells;
mod detail;
mod detail_map;
mod drift;
mod glow;
mod grid;
mod level;
mod locker;
mod low;
mod mesh;
mod palette;
mod place;
mod plate;
mod register;
mod start;
mod sticky;
mod template;
mod tint;

pub use crate::skin::IOD_MM;
pub(crate) use crate::skin::{SIGMA_OF_MEDIAN, WAVE_PER_SIGMA};
pub use affine::Affine;
pub use bend::Bent;
pub(crate) use bend::{Laying, Lies};
pub use detail::{BANDS_MM, DETAIL_EVERY_FRAMES, SkinDetail};
pub(crate) use detail::{Seen, Spot, skin_detail};
pub(crate) use detail_map::DetailMap;
pub(crate) use drift::of_picture as drift_of_picture;
pub use drift::{PictureDrift, SEEN_DRIFT_DE, farthest, is_uniform, worst_course};
pub(crate) use glow::glow_share;
pub use grid::Grid;
pub use level::{REAL_EYE_PERCENT, REAL_PERCENT, SkinLevel, skin_level, thinnest};
pub(crate) use locker::Locker;
pub use low::{LOW_SIGMA_NODES, low_band};
pub(crate) use low::{PATCH_FRAMES, SIGMA_OF_FOURTH, fourth};
pub(crate) use palette::{Told, skin_detail_told};
pub use place::{LEAST_LOCKED, Lock, Locked, Nodes, Place, Segment, between};
pub(crate) use place::{SKIN, TRUSTED};
pub use register::{IN_REGISTER, Registered, by_points, register, same_framing};
pub(crate) use register::{agreement, placed};
pub use start::Subject;
pub use sticky::{BANDS_PX, PairTexture, pair_texture};
pub(crate) use sticky::{SKIN_BLOCK_PX, band_sigmas, grain_around, skin_blocks};
pub(crate) use tint::tint_course;
pub use tint::{TintStep, de_at_equal_lightness};

use crate::px::Plane;

/// The affine motion that most of a picture follows, from samples of `before` to samples of `after`; both of one size, with
/// `level` units to an 8-bit level. The identity where there is nothing to follow.
pub(crate) fn picture_motion(before: &Plane<f32>, after: &Plane<f32>, level: f32) -> Affine {
    let in_levels = |plane: &Plane<f32>| {
        let mut plane = plane.clone();
        plane.samples_mut().iter_mut().for_each(|v| *v /= level);
        plane
    };
    let everywhere = Plane::filled(before.width(), before.height(), 1.0);
    let template = template::Template::new(in_levels(before), &everywhere, [0.0; 2], 1);
    let bands = band::Bands::new(in_levels(after), [0.0; 2], 1);
    // Brightness of blocks needs no finer motion than half a sample.
    let levels = bands.levels.len();
    align::align(&template, &bands, Affine::IDENTITY, 1.min(levels - 1)..levels).map
}

/// The affine motion of what is weighed of a picture, from samples of `before` to samples of `after`, both of one size, in 8-bit levels.
/// `None` where little of it follows one.
pub(crate) fn weighted_motion(
    before: &Plane<f32>,
    after: &Plane<f32>,
    weight: &Plane<f32>,
) -> Option<Affine> {
    /// Share of the weight that has to follow: less is chance.
    const LEAST_FOLLOWS: f32 = 0.4;
    let template = template::Template::new(before.clone(), weight, [0.0; 2], 1);
    let bands = band::Bands::new(after.clone(), [0.0; 2], 1);
    let levels = bands.levels.len().min(3);
    let fit = align::align(&template, &bands, Affine::IDENTITY, 0..levels);
    (fit.inliers >= LEAST_FOLLOWS).then_some(fit.map)
}
