//! What is done to pictures before they are given back to each other: smoothing, files, grades, other backgrounds.

use super::jpeg;
use super::still::Still;
use dewax::kernels::{blur, guided, tile};
use dewax::px::{Plane, Rect, Rgb16};

/// What an AI version smooths, as the sigma of a guided filter, mm, and the contrast that it keeps, codes.
const SMOOTH_MM: f32 = 1.0;
const KEEPS: f32 = 6.0 * 257.0;
/// Its colours: red, green and blue are multiplied so.
const COLOURS: [f32; 3] = [1.02, 1.0, 0.985];
/// A sharpening enlarger: sigma in px of the enlarged picture, and how much is added.
const SHARPENED: (f32, f32) = (1.5, 0.8);
/// How far from the middle of the face a background begins, and is all there, eye distances.
const BACKGROUND_IOD: [f32; 2] = [2.0, 2.3];
/// The radius in which the other smoothing looks for the middle value, mm.
const MEDIAN_MM: f32 = 0.6;

/// How pictures of a pair look.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    /// The AI version smooth between its edges.
    Plain,
    /// It has middle values instead: what is finer is gone, not weaker.
    Median,
    /// Both as JPEG files of this quality, 4:2:0.
    Jpeg(u32),
    /// The AI version sharpened after it was enlarged.
    Sharpened,
    /// The original with more contrast, and warmer.
    Graded,
    /// The original in black and white.
    Grey,
    /// The AI version before something else.
    Background,
}

/// Eight bits, as most AI versions come.
pub(super) fn eight(planes: [Plane<f32>; 3]) -> Rgb16 {
    planes.map(|plane| {
        Plane::from_fn(plane.width(), plane.height(), |x, y| {
            (plane.row(y)[x] / 257.0).round().clamp(0.0, 255.0) as u16 * 257
        })
    })
}

/// A photograph whose skin was smoothed.
pub(super) fn retouched(still: &Still) -> [Plane<f32>; 3] {
    let (width, height) = still.size();
    let px_per_mm = still.iod_px() / 63.0;
    let skin = still.weights();
    [0, 1, 2].map(|c| {
        let plane = tile::cut(&still.rgb[c], Rect::of(width, height));
        let soft = guided::guided(&plane, &plane, SMOOTH_MM * px_per_mm, KEEPS * KEEPS);
        Plane::from_fn(width, height, |x, y| {
            let (own, soft) = (plane.row(y)[x], soft.row(y)[x]);
            (own + skin.row(y)[x] * (soft - own)) * COLOURS[c]
        })
    })
}

/// An AI version and its original as a look has them. `photograph` is what both were made of.
pub(super) fn looked(look: Look, ai: Rgb16, original: Rgb16, photograph: &Still) -> [Rgb16; 2] {
    match look {
        Look::Plain => [ai, original],
        Look::Median => [median(&ai, photograph), original],
        Look::Jpeg(quality) => [jpeg::through(&ai, quality), jpeg::through(&original, quality)],
        Look::Sharpened => [sharpened(&ai), original],
        Look::Graded => [ai, graded(&original)],
        Look::Grey => [ai, grey(&original)],
        Look::Background => [before_another(&ai, photograph), original],
    }
}

/// Middle values of a square around each pixel of skin, of every other pixel of it.
fn median(ai: &Rgb16, photograph: &Still) -> Rgb16 {
    let (skin, radius) =
        (photograph.weights(), (MEDIAN_MM * photograph.iod_px() / 63.0).round().max(1.0) as isize);
    let source = &photograph.rgb;
    [0, 1, 2].map(|c| {
        let mut near = Vec::new();
        Plane::from_fn(ai[c].width(), ai[c].height(), |x, y| {
            let share = skin.row(y)[x];
            if share <= 0.0 {
                return ai[c].row(y)[x];
            }
            near.clear();
            for v in (-radius..=radius).step_by(2) {
                for u in (-radius..=radius).step_by(2) {
                    near.push(source[c].at(x as isize + u, y as isize + v));
                }
            }
            let middle = near.len() / 2;
            let middle = f32::from(*near.select_nth_unstable(middle).1);
            let own = f32::from(source[c].row(y)[x]);
            let value = (own + share * (middle - own)) * COLOURS[c];
            (value / 257.0).round().clamp(0.0, 255.0) as u16 * 257
        })
    })
}

fn sharpened(rgb: &Rgb16) -> Rgb16 {
    let (sigma, more) = SHARPENED;
    eight(rgb.each_ref().map(|plane| {
        let own = tile::cut(plane, Rect::of(plane.width(), plane.height()));
        let low = blur::gaussian(&own, sigma);
        Plane::from_fn(own.width(), own.height(), |x, y| {
            let (v, low) = (own.row(y)[x], low.row(y)[x]);
            v + more * (v - low)
        })
    }))
}

fn graded(rgb: &Rgb16) -> Rgb16 {
    // An S through black, grey and white, brighter reds and darker blues.
    let grade = |c: usize, v: u16| {
        let v = f32::from(v) / 65535.0;
        let s = v + 0.25 * v * (1.0 - v) * (2.0 * v - 1.0) * 2.0;
        s.clamp(0.0, 1.0).powf([0.9, 1.0, 1.12][c]) * 65535.0
    };
    let each =
        [0, 1, 2].map(|c| Plane::from_fn(rgb[c].width(), rgb[c].height(), |x, y| grade(c, rgb[c].row(y)[x])));
    eight(each)
}

fn grey(rgb: &Rgb16) -> Rgb16 {
    let [r, g, b] = rgb;
    let luma = Plane::from_fn(r.width(), r.height(), |x, y| {
        0.2126 * f32::from(r.row(y)[x]) + 0.7152 * f32::from(g.row(y)[x]) + 0.0722 * f32::from(b.row(y)[x])
    });
    eight([luma.clone(), luma.clone(), luma])
}

fn before_another(ai: &Rgb16, photograph: &Still) -> Rgb16 {
    let Some(&face) = photograph.states().first() else { return ai.clone() };
    let iod = face.iod_px;
    let far = |x: usize, y: usize| (x as f32 - face.square.x).hypot(y as f32 - face.square.y) / iod;
    [0, 1, 2].map(|c| {
        Plane::from_fn(ai[c].width(), ai[c].height(), |x, y| {
            let [from, to] = BACKGROUND_IOD;
            let share = ((far(x, y) - from) / (to - from)).clamp(0.0, 1.0);
            let waves = (x as f32 / (0.3 * iod)).sin() * (y as f32 / (0.2 * iod)).cos();
            let there = [90.0, 110.0, 140.0][c] + 40.0 * waves;
            let own = f32::from(ai[c].row(y)[x]) / 257.0;
            (own + share * (there - own)).round().clamp(0.0, 255.0) as u16 * 257
        })
    })
}

/// A picture mirrored.
pub(super) fn mirrored(rgb: &Rgb16) -> Rgb16 {
    let last = rgb[0].width() - 1;
    rgb.each_ref().map(|p| Plane::from_fn(p.width(), p.height(), |x, y| p.row(y)[last - x]))
}

/// A picture, and its mirror image to the right of it.
pub(super) fn beside_mirrored(rgb: &Rgb16) -> Rgb16 {
    let width = rgb[0].width();
    rgb.each_ref().map(|p| {
        Plane::from_fn(2 * width, p.height(), |x, y| p.row(y)[if x < width { x } else { 2 * width - 1 - x }])
    })
}
