//! Every limit of a judged still holds at 0.8 times and fails at 1.2 times.

use super::tests::{SIDE, all, skin, state, whole};
use super::*;

/// What a case changes of the best result: contrast of the texture, how much of it is the original's, levels added to red, green and blue,
/// and codes added left of the mask.
#[derive(Clone, Copy)]
struct Made {
    contrast: f32,
    own: f32,
    levels: [f32; 3],
    outside: u16,
}

const BEST: Made = Made { contrast: 1.0, own: 1.0, levels: [0.0; 3], outside: 0 };

/// The figure of that name.
fn figure(name: &str, made: Made) -> Figure {
    let (ai, original, other) = (skin(1, 0.0), skin(2, 3.0), skin(3, 3.0));
    let mut rgb = ai.clone();
    for (c, plane) in rgb.iter_mut().enumerate() {
        for y in 0..SIDE {
            let rows = [&original, &other].map(|p| p[c].row(y));
            for (x, o) in plane.row_mut(y).iter_mut().enumerate() {
                if x < 40 {
                    *o += made.outside;
                    continue;
                }
                let [own, strange] = rows.map(|r| f32::from(r[x]) - f32::from(*o));
                let texture = made.own * own + (1.0 - made.own * made.own).max(0.0).sqrt() * strange;
                *o = (f32::from(*o) + made.contrast * texture + 257.0 * made.levels[c]).round() as u16;
            }
        }
    }
    let mut mask = Plane::filled(SIDE, SIDE, u16::MAX);
    (0..SIDE).for_each(|y| mask.row_mut(y)[..40].fill(0));
    let layer = Layer {
        face: 0,
        method: Method::hybrid(),
        blending: Blending::LinearLight,
        rect: whole(),
        rgb: rgb.clone(),
        mask,
        radius_px: 8.0,
        spots: 0,
        healed: None,
    };
    let state = state(4.0, [160.0, 120.0]);
    let (side, treated) = (Side { rgb: &ai, faces: &[&state] }, Treated { rgb, layers: vec![layer] });
    let laid = LaidFace::exact(whole(), original);
    let judged = judge(&side, &treated.rgb, &treated.layers, |_| Some(&laid), None);
    judged[0].figures.iter().find(|f| f.name == name).unwrap().clone()
}

fn bracketed(name: &str, made: [Made; 2]) {
    let [holds, fails] = made.map(|m| figure(name, m));
    assert_eq!(holds.holds(), Some(true), "{holds:?}");
    assert_eq!(fails.holds(), Some(false), "{fails:?}");
    assert!(holds.words.is_empty() && !fails.words.is_empty());
}

#[test]
fn texture_is_bracketed() {
    let db = |db: f32| Made { contrast: 10f32.powf(db / 20.0), ..BEST };
    for name in ["texture, fine", "texture, pores", "texture, uneven"] {
        bracketed(name, [db(-0.8), db(-1.2)]);
        bracketed(name, [db(1.6), db(2.4)]);
    }
    bracketed("texture of the original", [Made { own: 0.96, ..BEST }, Made { own: 0.64, ..BEST }]);
    bracketed("strongest contrast", [1.04, 1.56].map(|contrast| Made { contrast, ..BEST }));
}

#[test]
fn what_must_stay_is_bracketed() {
    let green = |levels: f32| Made { levels: [0.0, levels, 0.0], ..BEST };
    bracketed("light and shade", [green(0.64), green(0.96)]);
    let flat = |levels: f32| Made { contrast: 0.0, levels: [levels; 3], ..BEST };
    bracketed("eyes and lips", [flat(0.8), flat(1.2)]);
    bracketed("outside", [BEST, Made { outside: 1, ..BEST }]);
    let red = |levels: f32| Made { contrast: 0.0, levels: [levels, 0.0, 0.0], ..BEST };
    let per_level = figure("colour", red(1.0)).value.unwrap();
    bracketed("colour", [red(0.4 / per_level), red(0.6 / per_level)]);
}

#[test]
fn without_an_original_texture_cannot_be_told() {
    let (ai, state) = (skin(1, 0.6), state(4.0, [160.0, 120.0]));
    let mask = all();
    let part = Part {
        face: 0,
        mask: &mask,
        method: Method::synthetic(252.0, 1),
        strength: 1.0,
        tones: Tones::default(),
    };
    let side = Side { rgb: &ai, faces: &[&state] };
    let treated = treat(&side, None, &[part]);
    let judged = judge(&side, &treated.rgb, &treated.layers, |_| None, None);
    let texture = judged[0].figures.iter().find(|f| f.name == "texture, pores").unwrap();
    assert_eq!((texture.holds(), texture.words.is_empty()), (None, false));
}
