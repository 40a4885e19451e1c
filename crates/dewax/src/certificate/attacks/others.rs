//! Attacks that no test asks for: `cargo xtask bench attacks --only others` says which share of them is refused, how the judge does on what
//! it was not made for.

use super::edit::{Levels, each, factors, map, mix};
use super::place::moved;
use super::{Attack, Cause, Scene, attack, detail};
use crate::color::math::{exp, ln, sin_cos_deg};
use crate::kernels::blur;
use crate::px::{Frame, Plane};

/// All of them.
pub const OTHERS: &[Attack] = &[
    attack("temple", &[Cause::Waxed], |s| detail::blur_spot(s, [0.8, -0.15], 0.2, 1.5)),
    attack("chin", &[Cause::Waxed], |s| detail::blur_spot(s, [0.0, 1.65], 0.22, 2.0)),
    attack("upper-lip", &[Cause::Waxed, Cause::Features], |s| detail::blur_spot(s, [0.0, 0.85], 0.2, 1.5)),
    attack("median", &[Cause::Waxed, Cause::Blurred, Cause::Features], median),
    attack("one-eye-gone", &[Cause::Features, Cause::Replaced], one_eye),
    attack("lips-pale", &[Cause::Colour, Cause::Features], lips_pale),
    attack("brow-darker", &[Cause::Features], brow),
    attack("mirrored", &[Cause::Replaced, Cause::Geometry], mirrored),
    attack("slips-down", &[Cause::Geometry, Cause::Warped], slips),
    attack("turned", &[Cause::Geometry], turned),
    attack("stutters", &[Cause::Repeated, Cause::Order], stutters),
    attack("gamma-1.4", &[Cause::Levels], |s| curve(s, |v| exp(ln(f64::from(v.max(1e-3))) / 1.4) as f32)),
    attack("flat-contrast", &[Cause::Levels], |s| curve(s, |v| 0.5 + 0.7 * (v - 0.5))),
    attack("posterised", &[Cause::Noise, Cause::Blurred, Cause::Waxed], |s| {
        curve(s, |v| (v * 24.0).round() / 24.0)
    }),
    attack("chroma-swapped", &[Cause::Colour], swapped),
    attack("grey", &[Cause::Colour], grey),
    attack("skin-redder", &[Cause::Colour], redder),
    attack("logo", &[Cause::Replaced, Cause::Surroundings], logo),
    attack("mosaic", &[Cause::Waxed], mosaic),
    attack("nose-longer", &[Cause::Warped], nose),
];

fn median(scene: &Scene<'_>) -> Vec<Frame> {
    each(scene, |at, levels| {
        let Some(spot) = scene.spot(at) else { return };
        let was = &levels[0];
        let made = Plane::from_fn(was.width(), was.height(), |x, y| {
            let mut near: Vec<f32> = (-1isize..=1)
                .flat_map(|j| (-1isize..=1).map(move |i| (i, j)))
                .map(|(i, j)| was.at(x as isize + i, y as isize + j))
                .collect();
            near.sort_by(f32::total_cmp);
            near[4]
        });
        mix(&mut levels[0], &made, (1, 1), |x, y| spot.within((x, y), [0.0, 0.45], [0.8, 1.1]));
    })
}

fn one_eye(scene: &Scene<'_>) -> Vec<Frame> {
    each(scene, |at, levels| {
        let Some(spot) = scene.spot(at) else { return };
        let soft = blur::gaussian(&levels[0], 0.25 * spot.iod_px as f32);
        mix(&mut levels[0], &soft, (1, 1), |x, y| spot.within((x, y), [0.5, 0.0], [0.3, 0.16]));
    })
}

fn lips_pale(scene: &Scene<'_>) -> Vec<Frame> {
    each(scene, |at, levels| {
        let Some(spot) = scene.spot(at) else { return };
        for which in [1, 2] {
            let factors = factors(scene, which);
            map(&mut levels[which], factors, |v, x, y| {
                v + 0.6 * (128.0 - v) * spot.within((x, y), [0.0, 1.16], [0.4, 0.14])
            });
        }
    })
}

fn brow(scene: &Scene<'_>) -> Vec<Frame> {
    each(scene, |at, levels| {
        let Some(spot) = scene.spot(at) else { return };
        map(&mut levels[0], (1, 1), |v, x, y| v - 20.0 * spot.within((x, y), [-0.5, -0.35], [0.4, 0.12]));
    })
}

fn mirrored(scene: &Scene<'_>) -> Vec<Frame> {
    each(scene, |_, levels| {
        for plane in levels.iter_mut() {
            for y in 0..plane.height() {
                plane.row_mut(y).reverse();
            }
        }
    })
}

fn slips(scene: &Scene<'_>) -> Vec<Frame> {
    each(scene, |at, levels| {
        if 3 * at >= 2 * scene.frames.len() {
            moved(scene, levels, |x, y| [x, y - 2.0]);
        }
    })
}

fn turned(scene: &Scene<'_>) -> Vec<Frame> {
    let (sin, cos) = sin_cos_deg(1.0);
    each(scene, |_, levels| {
        let middle = [levels[0].width() as f64 / 2.0, levels[0].height() as f64 / 2.0];
        moved(scene, levels, |x, y| {
            let (u, v) = (x - middle[0], y - middle[1]);
            [middle[0] + cos * u - sin * v, middle[1] + sin * u + cos * v]
        });
    })
}

fn stutters(scene: &Scene<'_>) -> Vec<Frame> {
    let from = |at: usize| if at % 6 == 5 { at - 1 } else { at };
    (0..scene.frames.len())
        .map(|at| {
            let mut frame = scene.frames[from(at)].clone();
            frame.index = scene.frames[at].index;
            frame
        })
        .collect()
}

/// A curve over black to white.
fn curve(scene: &Scene<'_>, to: impl Fn(f32) -> f32) -> Vec<Frame> {
    each(scene, |_, levels| {
        map(&mut levels[0], (1, 1), |v, _, _| 16.0 + 219.0 * to(((v - 16.0) / 219.0).clamp(0.0, 1.0)));
    })
}

fn swapped(scene: &Scene<'_>) -> Vec<Frame> {
    each(scene, |_, levels: &mut Levels| levels.swap(1, 2))
}

fn grey(scene: &Scene<'_>) -> Vec<Frame> {
    each(scene, |_, levels| levels[1..].iter_mut().for_each(|p| p.samples_mut().fill(128.0)))
}

fn redder(scene: &Scene<'_>) -> Vec<Frame> {
    each(scene, |at, levels| {
        let Some(mask) = scene.frames[at].skin.as_deref() else { return };
        for which in [1, 2] {
            let factors = factors(scene, which);
            map(&mut levels[which], factors, |v, x, y| {
                v + 0.4 * (v - 128.0) * mask.at(x as usize, y as usize)
            });
        }
    })
}

fn logo(scene: &Scene<'_>) -> Vec<Frame> {
    each(scene, |_, levels| {
        let side = levels[0].width() as f64 / 16.0;
        map(&mut levels[0], (1, 1), |v, x, y| {
            let is_in = (side..2.0 * side).contains(&x) && (side..2.0 * side).contains(&y);
            if is_in { 235.0 } else { v }
        });
    })
}

fn mosaic(scene: &Scene<'_>) -> Vec<Frame> {
    each(scene, |at, levels| {
        let Some(spot) = scene.spot(at) else { return };
        let was = levels[0].clone();
        let made = Plane::from_fn(was.width(), was.height(), |x, y| {
            let (x0, y0) = (x / 4 * 4, y / 4 * 4);
            let near = (0..16).map(|i| was.at((x0 + i % 4) as isize, (y0 + i / 4) as isize));
            near.sum::<f32>() / 16.0
        });
        mix(&mut levels[0], &made, (1, 1), |x, y| spot.within((x, y), [-0.6, 0.6], [0.28; 2]));
    })
}

fn nose(scene: &Scene<'_>) -> Vec<Frame> {
    each(scene, |at, levels| {
        let Some(spot) = scene.spot(at) else { return };
        moved(scene, levels, |x, y| {
            let [u, v] = spot.of(x, y);
            let far = ((u / 0.45).powi(2) + ((v - 0.6) / 0.4).powi(2)).min(1.0);
            if far >= 1.0 { [x, y] } else { spot.at([u, v - 0.08 * (1.0 - far)]) }
        });
    })
}
