//! Texture of an original that lies in register with the clip: it is given back as it is, where it lay.

use super::paint::{Layers, Paint};
use super::{Face, LARGEST_BLOCK_PX, OWN_SKIN, Pores, TRUSTED, ramp};
use crate::kernels::blocks::Blocks;
use crate::kernels::warp::{Field, by_field};
use crate::lock::Affine;
use crate::px::{Frame, Mask, Plane};
use crate::step::Context;

/// What a face lacks beside its original, and the way from lock px to its samples.
pub(super) type Lacking = (Plane<f32>, Affine);

impl Pores {
    /// Gives a face what it lacks beside its original: no more and nothing else, so no strength by region, light or strain.
    pub(super) fn give_back(
        &self,
        (lacking, to_sample): &Lacking,
        context: &Context<'_>,
        (here, mask): (&Frame, &Mask),
        face: &Face<'_>,
        out: &mut Frame,
    ) {
        let lock = &face.lock;
        let region = mask.roi.and(&lock.bounds(here.width(), here.height()));
        let Some(back) = lock.back() else { return };
        if region.is_empty() {
            return;
        }
        let field = Field::new((region.width(), region.height()), super::FIELD_STEP_PX, |x, y| {
            let [u, v] = back([(region.x0 + x) as f64, (region.y0 + y) as f64]);
            let (x, y) = to_sample.apply(u, v);
            [x, y]
        });
        let fine = by_field(lacking, &field);
        let coarse = Plane::new(region.width(), region.height());
        let largest = (LARGEST_BLOCK_PX * context.picture.scale()).max(4.0) as usize;
        let blocks = Blocks::over(region, largest / 2 * 2);
        let strength = |point: [f64; 2]| {
            let still = back(point);
            let own = lock.skin(still);
            let rest: f32 = face.others.iter().filter_map(|o| Some(o.skin(o.back()?(point)))).sum();
            let around = lock.segment.grid.around(still);
            let trust: f32 =
                around.iter().map(|&(n, share)| share * face.trust.get(n).copied().unwrap_or(0.0)).sum();
            let own = (own / OWN_SKIN).min(1.0) * own / (own + rest).max(1e-6);
            self.graft * self.amount.min(1.0) * own * ramp(trust, 0.0, TRUSTED) * face.fade
        };
        let strengths = blocks.map(strength);
        let given = blocks.plane(&strengths, |s| *s);
        let none = blocks.plane(&strengths, |_| 0.0);
        let planes = [given, none.clone(), none.clone(), none.clone(), none.clone(), none];
        let paint = Paint { picture: context.picture, mask, region, block: blocks.block, strengths: &planes };
paint.luma(&Layers { fine: &fine, coarse: &coarse, hollow: 1.0, slope: 0.0, usual_slope: 1.0 }, here, out);
    }
}

#[cfg(test)]
#[path = "original_tests.rs"]
mod tests;
