//! Morphs: for three frames another face shows through, the mouth is stretched, or an eye is there twice.

use super::scene::Scene;
use crate::frames::{add_levels, chroma_of, even, part_of};
use dewax::color::math::exp;
use dewax::kernels::warp::{Field, under_field};
use dewax::px::{Frame, Plane, Rect};

/// Frames before and behind the worst one that are changed, too.
const BESIDE: usize = 1;
/// Samples between places where the way is asked for; a multiple of two for chroma.
const STEP_PX: usize = 4;
/// How far around the middle of the eyes a frame is changed, eye distances: left and right, up, down.
const AROUND_IOD: [f64; 3] = [1.6, 1.4, 2.2];

/// A place of the face in eye distances from the middle of the eyes: to the person's left, and down.
type Place = [f64; 2];

/// Another face shows through: this one mirrored, 8 % wider, its eyes and mouth a little higher. `strength` is its opacity.
pub(super) fn blend(scene: &Scene<'_>, strength: f32, frame: &mut Frame) {
    let weight = |[u, v]: Place| {
        let away = (u * u + ((v - 0.35) / 1.25).powi(2)).sqrt();
        ((1.1 - away) / 0.3).clamp(0.0, 1.0) * f64::from(strength)
    };
    change(scene, frame, |_, [u, v]| [-u / 1.08, v / 1.08 - 0.02], |_, p| weight(p));
}

/// The mouth is `strength` times as wide.
pub(super) fn mouth(scene: &Scene<'_>, strength: f32, frame: &mut Frame) {
    let share = 1.0 - 1.0 / f64::from(strength);
    let from = |mouth: Place, [u, v]: Place| {
        let (x, y) = ((u - mouth[0]) / 0.45, (v - mouth[1]) / 0.3);
        let by = 1.0 - share * exp(-0.5 * (x * x + y * y));
        [mouth[0] + (u - mouth[0]) * by, v]
    };
    change(scene, frame, from, |_, _| 1.0);
}

/// The person's left eye is there a second time, on the cheek. `strength` is its opacity.
pub(super) fn eye(scene: &Scene<'_>, strength: f32, frame: &mut Frame) {
    const DOWN: Place = [0.1, 0.42];
    let weight = |[u, v]: Place| {
        let (x, y) = ((u - 0.5 - DOWN[0]) / 0.32, (v - DOWN[1]) / 0.2);
        ((1.15 - (x * x + y * y).sqrt()) / 0.4).clamp(0.0, 1.0) * f64::from(strength)
    };
    change(scene, frame, |_, [u, v]| [u - DOWN[0], v - DOWN[1]], |_, p| weight(p));
}

/// Lays over a face what lies elsewhere in it. `from` says where, `weight` how much of it; both are told where the mouth is.
fn change(
    scene: &Scene<'_>,
    frame: &mut Frame,
    from: impl Fn(Place, Place) -> Place + Sync,
    weight: impl Fn(Place, Place) -> f64,
) {
    if frame.index.abs_diff(scene.course.worst_frame) > BESIDE {
        return;
    }
    let Some((state, topology)) = scene.face(frame.index) else { return };
    let Some(mesh) = state.mesh() else { return };
    let [right, left] = mesh.eyes(topology).map(|eye| eye.map(f64::from));
    let middle = [0, 1].map(|i| (right[i] + left[i]) / 2.0);
    let across = [left[0] - right[0], left[1] - right[1]];
    let iod_px = (across[0] * across[0] + across[1] * across[1]).sqrt().max(1.0);
    let across = across.map(|v| v / iod_px);
    let lips = mesh.middle(&topology.lips_outer).map(f64::from);
    let turned = [-across[1], across[0]];
    let dot = |a: [f64; 2], b: [f64; 2]| a[0] * b[0] + a[1] * b[1];
    let below = dot([lips[0] - middle[0], lips[1] - middle[1]], turned).signum();
    let down = turned.map(|v| v * below);
    let told = |p: [f64; 2]| -> Place {
        let off = [p[0] - middle[0], p[1] - middle[1]];
        [dot(off, across) / iod_px, dot(off, down) / iod_px]
    };
    let lies = |[u, v]: Place| [0, 1].map(|i| middle[i] + iod_px * (u * across[i] + v * down[i]));
    let mouth = told(lips);
    let [side, up, below] = AROUND_IOD.map(|v| v * iod_px);
    let clipped = |at: f64, most: usize| (at.max(0.0) as usize).min(most);
    let part = Rect {
        x0: clipped(middle[0] - side, frame.width()),
        y0: clipped(middle[1] - up, frame.height()),
        x1: clipped(middle[0] + side, frame.width()),
        y1: clipped(middle[1] + below, frame.height()),
    };
    let part = even(part, frame);
    if part.is_empty() {
        return;
    }
    let field = Field::new((part.width(), part.height()), STEP_PX, |x, y| {
        lies(from(mouth, told([(part.x0 + x) as f64, (part.y0 + y) as f64])))
    });
    let chroma_part = chroma_of(part, frame);
    let (sx, sy) = frame.subsampling.factors();
    let chroma_field = field.subsampled((sx, sy), (chroma_part.width(), chroma_part.height()));
    for which in 0..3 {
        let (field, at, by) =
            if which == 0 { (&field, part, (1, 1)) } else { (&chroma_field, chroma_part, (sx, sy)) };
        let there = under_field(frame.plane(which), field);
        let now = part_of(frame.plane(which), at);
        let laid = Plane::from_fn(at.width(), at.height(), |x, y| {
            let p = told([((at.x0 + x) * by.0) as f64, ((at.y0 + y) * by.1) as f64]);
            weight(mouth, p) as f32 * (there.row(y)[x] / dewax::px::LEVEL - now.row(y)[x])
        });
        add_levels(frame, which, (at.x0, at.y0), &laid);
    }
}
