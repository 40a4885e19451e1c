//! What is known of a made clip: where the skin goes, what texture it has, and where figures may be taken.

use super::ground::{grown, soft_at};
use dewax::color::math::{exp, sin_cos_deg};
use dewax::px::Plane;

/// Frames in which a nod, a walk and a turn come back, and in which jaw and cheeks move: no two of them in step.
const WALK_FRAMES: f64 = 48.0;
const NOD_FRAMES: f64 = 30.0;
const TURN_FRAMES: f64 = 40.0;
const JAW_FRAMES: f64 = 18.0;
/// Steps that find the place whose bulge leads to a given one: each divides the error by ten at least.
const STEPS: usize = 5;

/// A swing of the given period.
fn swing(frame: usize, period_frames: f64) -> f64 {
    sin_cos_deg(360.0 * frame as f64 / period_frames).0
}

/// How far a head moves as a whole.
#[derive(Clone, Copy, Debug)]
pub(super) struct Walk {
    /// To the side, px.
    pub(super) side_px: f64,
    /// Up and down, px.
    pub(super) nod_px: f64,
    /// About its middle, degrees.
    pub(super) turn_deg: f64,
    /// Px of the frame per px of texture.
    pub(super) scale: f64,
}

/// Where texture lies in one frame: an affine map, and how far jaw and cheeks are out.
#[derive(Clone, Copy, Debug)]
pub(super) struct Motion {
    to_frame: [f64; 6],
    to_texture: [f64; 6],
    jaw_px: f64,
}

impl Motion {
    /// `middle` of the texture comes to lie at `home`, but for the walk.
    pub(super) fn new(
        walk: &Walk,
        middle: (f64, f64),
        home: (f64, f64),
        jaw_most_px: f64,
        frame: usize,
    ) -> Self {
        let (sin, cos) = sin_cos_deg(walk.turn_deg * swing(frame, TURN_FRAMES));
        let (a, b) = (walk.scale * cos, walk.scale * sin);
        let x = home.0 + walk.side_px * swing(frame, WALK_FRAMES);
        let y = home.1 + walk.nod_px * swing(frame, NOD_FRAMES);
        let to_frame = [a, b, x - a * middle.0 - b * middle.1, -b, a, y + b * middle.0 - a * middle.1];
        let square = walk.scale * walk.scale;
        let (c, d) = (a / square, b / square);
        let to_texture = [c, -d, middle.0 - c * x + d * y, d, c, middle.1 - d * x - c * y];
        Self { to_frame, to_texture, jaw_px: jaw_most_px * swing(frame, JAW_FRAMES) }
    }
}

fn apply(m: &[f64; 6], (x, y): (f64, f64)) -> (f64, f64) {
    (m[0] * x + m[1] * y + m[2], m[3] * x + m[4] * y + m[5])
}

/// Smooth motion of jaw and cheeks at full swing, in px of texture, to be scaled per frame.
#[derive(Clone, Debug)]
pub(super) struct Bulge {
    x: Plane<f32>,
    y: Plane<f32>,
}

impl Bulge {
    /// Cheeks widen and the chin drops, in a texture whose eyes are at the given places.
    pub(super) fn new(size: (usize, usize), eyes: [(f64, f64); 2]) -> Self {
        let (right, distance) = {
            let (x, y) = (eyes[1].0 - eyes[0].0, eyes[1].1 - eyes[0].1);
            let distance = (x * x + y * y).sqrt();
            ((x / distance, y / distance), distance)
        };
        let middle = ((eyes[0].0 + eyes[1].0) / 2.0, (eyes[0].1 + eyes[1].1) / 2.0);
        // Places and widths in eye distances, along the line of the eyes and down the face.
        let hump = |x: f64, y: f64, (side, down, width): (f64, f64, f64)| {
            let (x, y) = ((x - middle.0) / distance, (y - middle.1) / distance);
            let (along, across) = (x * right.0 + y * right.1, y * right.0 - x * right.1);
            exp(-((along - side).powi(2) + (across - down).powi(2)) / (2.0 * width * width))
        };
        let fields = Plane::from_fn(size.0, size.1, |x, y| {
            let (x, y) = (x as f64, y as f64);
            let cheeks = 0.6 * (hump(x, y, (-0.625, 1.125, 0.44)) - hump(x, y, (0.625, 1.125, 0.44)));
            let chin = hump(x, y, (0.0, 1.625, 0.56));
            let (out, down) = (cheeks, chin);
            ((out * right.0 - down * right.1) as f32, (out * right.1 + down * right.0) as f32)
        });
        let part = |pick: fn(&(f32, f32)) -> f32| {
            Plane::from_vec(size.0, size.1, fields.samples().iter().map(pick).collect()).unwrap_or_default()
        };
        Self { x: part(|v| v.0), y: part(|v| v.1) }
    }
}

/// What is known of a made clip.
#[derive(Debug)]
pub(crate) struct Truth {
    pub(super) motions: Vec<Motion>,
    pub(super) bulge: Option<Bulge>,
    /// The texture that belongs to the skin, in levels of the clip; none on porcelain.
    pub(super) pores: Option<Plane<f32>>,
    /// Where figures are taken, in texture.
    pub(super) inner: Plane<bool>,
    /// What passes in front of the face, if anything does.
    pub(super) hand: Option<super::hand::Hand>,
    /// Around the face, frame by frame: where ghosts show.
    pub(super) rings: Vec<Plane<bool>>,
    /// What moves by itself (eyes and mouth that open, a hand), frame by frame; empty when nothing does.
    pub(super) moving: Vec<Plane<bool>>,
}

impl Truth {
    /// What of the texture lies at a place of the frame.
    pub(super) fn texture_at(motion: &Motion, bulge: Option<&Bulge>, at: (f64, f64)) -> (f64, f64) {
        let (x, y) = apply(&motion.to_texture, at);
        match bulge {
            Some(b) => (
                x + motion.jaw_px * f64::from(soft_at(&b.x, x, y)),
                y + motion.jaw_px * f64::from(soft_at(&b.y, x, y)),
            ),
            None => (x, y),
        }
    }

    /// Where in a frame a place of the texture lies.
    pub(crate) fn frame_at(&self, frame: usize, texture: (f64, f64)) -> (f64, f64) {
        let motion = &self.motions[frame];
        let mut from = texture;
        if let Some(bulge) = &self.bulge {
            for _ in 0..STEPS {
                let (x, y) = from;
                from = (
                    texture.0 - motion.jaw_px * f64::from(soft_at(&bulge.x, x, y)),
                    texture.1 - motion.jaw_px * f64::from(soft_at(&bulge.y, x, y)),
                );
            }
        }
        apply(&motion.to_frame, from)
    }
}

/// The ring around a face in which ghosts show: 12 px beyond its edge, none of it inside.
pub(super) fn ring(face: &Plane<f32>) -> Plane<bool> {
    let wide = grown(&Plane::from_fn(face.width(), face.height(), |x, y| face.row(y)[x] > 0.5), 12);
    Plane::from_fn(face.width(), face.height(), |x, y| wide.row(y)[x] && face.row(y)[x] < 0.02)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back_is_the_same_place() {
        let walk = Walk { side_px: 90.0, nod_px: 14.0, turn_deg: 6.0, scale: 0.95 };
        let motions: Vec<Motion> =
            (0..20).map(|t| Motion::new(&walk, (400.0, 400.0), (640.0, 360.0), 6.0, t)).collect();
        let bulge = Some(Bulge::new((800, 800), [(320.0, 340.0), (480.0, 340.0)]));
        let nothing = Plane::new(1, 1);
        let truth =
            Truth { motions, bulge, pores: None, inner: nothing, hand: None, rings: vec![], moving: vec![] };
        for frame in 0..20 {
            let at = truth.frame_at(frame, (330.0, 560.0));
            let back = Truth::texture_at(&truth.motions[frame], truth.bulge.as_ref(), at);
            assert!((back.0 - 330.0).abs() < 0.01 && (back.1 - 560.0).abs() < 0.01, "{frame}: {back:?}");
        }
    }
}
