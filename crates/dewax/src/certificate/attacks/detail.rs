//! Attacks on detail: blur of all kinds, sharpening, noise, texture that does not belong to the skin.

use super::Scene;
use super::edit::{add, each, is_few, levels_of, map, mix, noise_of, stored};
use crate::kernels::{blur, warp};
use crate::px::{Frame, Plane};

/// Half axes of the skin of a face around its middle, eye distances.
const FACE: ([f64; 2], [f64; 2]) = ([0.0, 0.45], [0.85, 1.1]);
/// Blurs between which texture of 2 to 8 px lies, px.
const TEXTURE_PX: (f32, f32) = (0.8, 3.0);

/// The whole picture, in every frame.
pub(super) fn blur(scene: &Scene<'_>, sigma_px: f32) -> Vec<Frame> {
    each(scene, |_, levels| levels[0] = blur::gaussian(&levels[0], sigma_px))
}

/// The whole picture, in three frames.
pub(super) fn blur_few(scene: &Scene<'_>) -> Vec<Frame> {
    each(scene, |at, levels| {
        if is_few(scene, at) {
            levels[0] = blur::gaussian(&levels[0], 2.0);
        }
    })
}

/// One region of the face, in every frame.
pub(super) fn blur_spot(scene: &Scene<'_>, centre: [f64; 2], radius: f64, sigma_px: f32) -> Vec<Frame> {
    each(scene, |at, levels| {
        if let Some(spot) = scene.spot(at) {
            let soft = blur::gaussian(&levels[0], sigma_px);
            mix(&mut levels[0], &soft, (1, 1), |x, y| spot.within((x, y), centre, [radius; 2]));
        }
    })
}

/// Both cheeks, in every frame.
pub(super) fn blur_cheeks(scene: &Scene<'_>) -> Vec<Frame> {
    each(scene, |at, levels| {
        if let Some(spot) = scene.spot(at) {
            let soft = blur::gaussian(&levels[0], 2.5);
            mix(&mut levels[0], &soft, (1, 1), |x, y| {
                let side = |u: f64| spot.within((x, y), [u, 0.6], [0.3; 2]);
                side(-0.62).max(side(0.62))
            });
        }
    })
}

/// The whole face, in three frames.
pub(super) fn blur_face_few(scene: &Scene<'_>) -> Vec<Frame> {
    each(scene, |at, levels| {
        if let Some(spot) = scene.spot(at).filter(|_| is_few(scene, at)) {
            let soft = blur::gaussian(&levels[0], 2.0);
            mix(&mut levels[0], &soft, (1, 1), |x, y| spot.within((x, y), FACE.0, FACE.1));
        }
    })
}

/// The neck, in three frames.
pub(super) fn blur_neck_few(scene: &Scene<'_>) -> Vec<Frame> {
    each(scene, |at, levels| {
        if let Some(spot) = scene.spot(at).filter(|_| is_few(scene, at)) {
            let soft = blur::gaussian(&levels[0], 1.5);
            mix(&mut levels[0], &soft, (1, 1), |x, y| spot.within((x, y), [0.0, 1.95], [0.3; 2]));
        }
    })
}

/// Both eyes.
pub(super) fn blur_eyes(scene: &Scene<'_>) -> Vec<Frame> {
    each(scene, |at, levels| {
        if let Some(spot) = scene.spot(at) {
            let soft = blur::gaussian(&levels[0], 2.0);
            mix(&mut levels[0], &soft, (1, 1), |x, y| {
                let side = |u: f64| spot.within((x, y), [u, 0.0], [0.3, 0.17]);
                side(-0.5).max(side(0.5))
            });
        }
    })
}

/// A beauty filter: the mean of what is as bright.
pub(super) fn surface_blur(scene: &Scene<'_>) -> Vec<Frame> {
    each(scene, |_, levels| {
        let was = &levels[0];
        let made = Plane::from_fn(was.width(), was.height(), |x, y| {
            let own = was.row(y)[x];
            let (mut sum, mut weights) = (0.0, 0.0);
            for dy in -3isize..=3 {
                for dx in -3isize..=3 {
                    let there = was.at(x as isize + dx, y as isize + dy);
                    let weight = (1.0 - ((there - own) / 14.0).powi(2)).max(0.0);
                    sum += weight * there;
                    weights += weight;
                }
            }
            sum / weights
        });
        levels[0] = made;
    })
}

/// FFmpeg's `unsharp=5:5:1.5`, about.
pub(super) fn unsharp(scene: &Scene<'_>) -> Vec<Frame> {
    each(scene, |_, levels| {
        let soft = blur::gaussian(&levels[0], 1.1);
        levels[0].samples_mut().iter_mut().zip(soft.samples()).for_each(|(v, s)| *v += 1.5 * (*v - s));
    })
}

/// Noise that is new in every frame.
pub(super) fn noise(scene: &Scene<'_>, which: usize, rms_levels: f32) -> Vec<Frame> {
    each(scene, |at, levels| {
        let noise = noise_of(&levels[which], 50 + which as u32, at, 0.0);
        add(&mut levels[which], &noise, rms_levels);
    })
}

/// Fine grain on the whole frame: what a finishing house lays on.
pub(super) fn grain(scene: &Scene<'_>) -> Vec<Frame> {
    each(scene, |at, levels| {
        let noise = noise_of(&levels[0], 53, at, 0.7);
        add(&mut levels[0], &noise, 1.0);
    })
}

/// Half a level up or down before rounding.
pub(super) fn dither(scene: &Scene<'_>) -> Vec<Frame> {
    each(scene, |at, levels| {
        for (which, plane) in levels.iter_mut().enumerate() {
            let noise = noise_of(plane, 54 + which as u32, at, 0.0);
            plane.samples_mut().iter_mut().zip(noise.samples()).for_each(|(v, n)| *v += n.clamp(-1.0, 1.0));
        }
    })
}

/// Grain around the skin, none on it.
pub(super) fn grain_off_skin(scene: &Scene<'_>) -> Vec<Frame> {
    each(scene, |at, levels| {
        if let Some(spot) = scene.spot(at) {
            let noise = noise_of(&levels[0], 57, at, 0.7);
            let mut grainy = levels[0].clone();
            add(&mut grainy, &noise, 2.0);
            mix(&mut levels[0], &grainy, (1, 1), |x, y| 1.0 - spot.within((x, y), FACE.0, FACE.1));
        }
    })
}

/// Made texture on the face that changes a little by its sampling, in islands.
pub(super) fn islands(scene: &Scene<'_>) -> Vec<Frame> {
    let side = 512;
    let skin = noise_of(&Plane::new(side, side), 58, 0, 2.0);
    each(scene, |at, levels| {
        if let Some(spot) = scene.spot(at) {
            map(&mut levels[0], (1, 1), |own, x, y| {
                let [u, v] = spot.of(x, y);
                let place = |w: f64| (w * 80.0 + 256.0).clamp(0.0, 511.0) as usize;
                let is_island = ((u * 3.0).floor() + (v * 3.0).floor()).rem_euclid(2.0) < 1.0;
                let gain = if is_island { 7.0 } else { 0.0 };
                let here = scene.frames[at].skin.as_deref().map_or(1.0, |m| m.at(x as usize, y as usize));
                own + gain * here * skin.row(place(v))[place(u)] * spot.within((x, y), FACE.0, [0.95, 1.1])
            });
        }
    })
}

/// Made texture that sticks to the face: leather.
pub(super) fn leather(scene: &Scene<'_>) -> Vec<Frame> {
    let side = 512;
    let mut skin = noise_of(&Plane::new(side, side), 59, 0, 2.5);
    let slow = blur::gaussian(&skin, 6.0);
    add(&mut skin, &slow, -1.0);
    each(scene, |at, levels| {
        if let (Some(spot), Some(mask)) = (scene.spot(at), scene.frames[at].skin.as_deref()) {
            map(&mut levels[0], (1, 1), |own, x, y| {
                let [u, v] = spot.of(x, y).map(|w| (w * 80.0 + 256.0).clamp(0.0, 511.0));
                let here = mask.at(x as usize, y as usize);
                if here > 0.0 { own + 7.0 * here * warp::at(&skin, u, v) } else { own }
            });
        }
    })
}

/// Every picture has the fine texture of the first, where it was on the screen.
pub(super) fn screen_texture(scene: &Scene<'_>) -> Vec<Frame> {
    let texture = |plane: &Plane<f32>| {
        let mut out = blur::gaussian(plane, TEXTURE_PX.0);
        add(&mut out, &blur::gaussian(plane, TEXTURE_PX.1), -1.0);
        out
    };
    let first = scene.frames.first().map(|frame| texture(&levels_of(frame)[0]));
    each(scene, |_, levels| {
        if let Some(first) = &first {
            let own = texture(&levels[0]);
            add(&mut levels[0], first, 1.0);
            add(&mut levels[0], &own, -1.0);
        }
    })
}

/// Every picture has the same made-up texture, fixed to the screen.
pub(super) fn screen_pattern(scene: &Scene<'_>) -> Vec<Frame> {
    let frames = scene.frames.iter().map(|frame| {
        let mut levels = levels_of(frame);
        let mut noise = noise_of(&levels[0], 51, 0, TEXTURE_PX.0);
        noise.samples_mut().iter_mut().for_each(|v| *v *= 2.5);
        add(&mut levels[0], &noise, 1.0);
        stored(frame, &levels)
    });
    frames.collect()
}
