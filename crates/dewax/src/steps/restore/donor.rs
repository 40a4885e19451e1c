//! A good frame, brought under a soft one: by the way of the skin, and then by a smooth motion between the soft frame and the good one, blurred as much.

use super::SoftFrames;
use super::place::Place;
use crate::kernels::flow::{Prepared, Preset, flow};
use crate::kernels::warp::Field;
use crate::kernels::{blur, tile, warp};
use crate::px::{Frame, LEVEL, Plane};

/// Luma px between the places at which the way is looked up.
const STEP_PX: usize = 4;
/// The motion is smooth over this, eye distances: on faces a sigma of 0.08 took a sixth to a third off the error of a flow (`kernels/flow`), and lids
/// and lips are smaller.
const SMOOTH_IOD: f32 = 0.05;
/// The sigmas that are tried for how soft the frame is: up to so many times what was said, in so many steps; and with which of them motion is looked
/// for. Of blurs of 2, 3 and 4 px on camera clips 1.5, 2.1 and 2.7 px was said, for codecs leave noise in a blurred frame.
const SIGMA_STEPS: usize = 12;
const MOST_TIMES: f32 = 2.0;
const USUAL_TIMES: f32 = 1.4;
/// Light may differ: what is coarser than this, eye distances, does not count.
const LIGHT_IOD: f32 = 0.15;

/// A good frame under a soft one.
pub(super) struct Donor {
    /// Its luma there, 8-bit levels.
    pub(super) luma: Plane<f32>,
    /// The same, as soft as the soft frame.
    pub(super) soft: Plane<f32>,
    /// Cb and Cr, stored units, at their own size.
    pub(super) chroma: [Plane<f32>; 2],
    /// Sigma of that softness, px.
    pub(super) sigma_px: f32,
}

impl Donor {
    /// Brings a good frame under a soft one whose luma there is `own`.
    pub(super) fn under(
        run: &SoftFrames,
        place: &Place<'_>,
        own: &Plane<f32>,
        frame: &Frame,
    ) -> Option<Self> {
        let way = place.way(frame.index)?;
        let (part, size) = (place.part, (own.width(), own.height()));
        let place_at = |x: f64, y: f64| [part.x0 as f64 + x, part.y0 as f64 + y];
        let (luma, field) = way.with(|to| {
            let middle = place_at(size.0 as f64 / 2.0, size.1 as f64 / 2.0);
            let there = to(middle);
            let far = f64::from(place.most_move_px);
            if (there[0] - middle[0]).abs().max((there[1] - middle[1]).abs()) > far {
                return None;
            }
            let plain = Field::new(size, STEP_PX, |x, y| to(place_at(x as f64, y as f64)));
            let first = levels(warp::under_field_crisp(frame.luma(), &plain));
            let soft = blur::gaussian(&first, USUAL_TIMES * run.sigma_px);
            let (one, two) = (Prepared::new(own), Prepared::new(&soft));
            let moved = flow(&one, &two, &Preset::MEDIUM, None).smoothed(SMOOTH_IOD * place.iod_px);
            let field = Field::new(size, STEP_PX, |x, y| {
                let [dx, dy] = moved.at(x as f32, y as f32).map(f64::from);
                to(place_at(x as f64 + dx, y as f64 + dy))
            });
            Some((levels(warp::under_field_crisp(frame.luma(), &field)), field))
        })??;
        // Around the face hair may be as sharp as ever.
        let of_face = |plane: &Plane<f32>| tile::cut(plane, place.mesh);
        let sigma_px = fitted_sigma(&of_face(own), &of_face(&luma), run.sigma_px, place.iod_px);
        let factors = frame.subsampling.factors();
        let chroma_part = part.subsampled(factors.0, factors.1);
        let chroma = [1, 2].map(|which| {
            let field = field.subsampled(factors, (chroma_part.width(), chroma_part.height()));
            warp::under_field_crisp(frame.plane(which), &field)
        });
        let soft = blur::gaussian(&luma, sigma_px);
        Some(Self { luma, soft, chroma, sigma_px })
    }
}

fn levels(mut plane: Plane<f32>) -> Plane<f32> {
    plane.samples_mut().iter_mut().for_each(|v| *v /= LEVEL);
    plane
}

/// The sigma with which a good frame looks most like a soft one, px.
fn fitted_sigma(own: &Plane<f32>, good: &Plane<f32>, said_px: f32, iod_px: f32) -> f32 {
    let most = MOST_TIMES * said_px;
    let miss = |sigma: f32| {
        let soft = if sigma > 0.0 { blur::gaussian(good, sigma) } else { good.clone() };
        let mut rest = own.clone();
        rest.samples_mut().iter_mut().zip(soft.samples()).for_each(|(r, s)| *r -= s);
        let light = blur::gaussian(&rest, (LIGHT_IOD * iod_px).max(2.0));
        let apart = rest.samples().iter().zip(light.samples());
        // What differs for other reasons, as a mouth or the background, weighs no more than four levels.
        apart.map(|(r, l)| f64::from((r - l).abs().min(4.0))).sum::<f64>()
    };
    let tried = (0..=SIGMA_STEPS).map(|n| most * n as f32 / SIGMA_STEPS as f32);
    let best = tried.map(|s| (s, miss(s))).min_by(|a, b| a.1.total_cmp(&b.1));
    best.map_or(said_px, |(s, _)| s)
}
