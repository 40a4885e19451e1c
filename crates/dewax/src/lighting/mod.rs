//! Where the light on a face comes from, how much stronger it is than what fills the shadows, and whether two shots agree on it.
//!
//! Shading is read from the low band of the lock, its shape from the mesh. The model is the plainest that has a direction: one distant
//! lamp on matte skin (Lambert's cosine law) and light that comes from everywhere.

mod fit;
mod shape;

use crate::clip::Picture;
use crate::color::math::angle_deg;
use crate::color::transfer::to_linear;
use crate::color::{Transfer, rgb_from_ycc};
use crate::facts::ShotFacts;
use crate::flat::FLAT_POINTS;
use fit::{Lit, fitted};
use shape::Shape;
use std::ops::Range;

/// Light changes slowly, and each mesh is right to a few degrees: this many frames, evenly spread, average that away.
const FRAMES: usize = 12;
/// Of each frame every third point is looked at, the next frame's between them: neighbours tell the same.
const EVERY_POINT: usize = 3;
/// Points of the mesh that see the camera at a lower angle are not known well enough, as the cosine: 66 degrees. Of 0.26, 0.4, 0.5 and 0.6 this
/// one was best for faces rendered by known lamps (median of six clips 7.7 degrees off instead of 10.1) and no worse where pigment and beard stay.
const GRAZING: f32 = 0.4;
/// Less skin, or a lock less sure than this, tells nothing of a point, 0..=1.
const SURE: f32 = 0.5;
/// Code values beyond which a picture is clipped or nothing but noise, 0..=1.
const EXPOSED: Range<f32> = 0.03..0.97;
/// Fewer points, over all frames, tell no direction: an eighth of those of a frontal face that is held throughout.
const LEAST_POINTS: usize = 100;

/// The light on a face.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FaceLight {
    /// Number of the face's track.
    pub face: u32,
    /// Unit vector towards the lamp: x right and y down in the picture, z towards the camera.
    pub from: [f32; 3],
    /// The same along the axes of the head: x towards the person's left, y towards the chin, z out of the face.
    pub from_of_head: [f32; 3],
    /// What faces the lamp beside what it does not reach (key and fill to fill), in stops; 0 where there is no lamp.
    pub key_fill_stops: f32,
    /// How much of what differs in brightness over the face the lamp explains, 0..=1.
    pub explained: f32,
    /// How many points of the face told, over all frames.
    pub points: usize,
}

/// How far two faces' light lies apart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LightGap {
    /// Angle between the directions, in degrees: the smaller one of that seen by the camera and that seen by the head. A camera that goes
    /// around a face and a head that turns in its light change one of them only.
    pub angle_deg: f32,
    /// How much more key to fill the first one has, in stops.
    pub stops: f32,
}

impl FaceLight {
    /// The light on face `face` of a shot, from frames `within` of the clip; `None` where its mesh was not held, or too little of the
    /// skin tells. Codes of the picture mean `transfer`.
    pub fn of(
        facts: &ShotFacts,
        face: u32,
        picture: &Picture,
        transfer: Transfer,
        within: Range<usize>,
    ) -> Option<Self> {
        let topology = facts.faces.topology.as_ref()?;
        let track = facts.faces.tracks.iter().find(|t| t.id == face)?;
        let lock = facts.locks.iter().find(|l| l.face == face)?;
        let (mut lit, mut heads) = (Vec::new(), Vec::new());
        let count = within.len().min(FRAMES);
        for k in 0..count {
            let index = within.start + (2 * k + 1) * within.len() / (2 * count);
            let mesh = track.at(index).and_then(|s| s.mesh());
            let (Some(mesh), Some(here)) = (mesh, lock.held(index)) else { continue };
            let (Some(back), Some(shape)) = (here.back(), Shape::of(&mesh, topology)) else { continue };
            let grid = &here.segment.grid;
            let frame = heads.len();
            // Irises are no skin.
            let of_skin = mesh.points.iter().zip(&shape.normals).take(FLAT_POINTS);
            for (point, normal) in of_skin.skip(frame % EVERY_POINT).step_by(EVERY_POINT) {
                if normal[2] < GRAZING {
                    continue;
                }
                let still = back(point.map(f64::from));
                if here.trust(still) < SURE || here.skin(still) < SURE {
                    continue;
                }
                let low = grid.around(still).iter().fold([0.0f32; 3], |sum, &(node, share)| {
                    let low = here.nodes.low[node];
                    std::array::from_fn(|c| sum[c] + share * f32::from(low[c]))
                });
                if let Some(light) = light_of(low, picture, transfer) {
                    lit.push(Lit { normal: *normal, light, frame });
                }
            }
            heads.push(shape.head);
        }
        if lit.len() < LEAST_POINTS {
            return None;
        }
        let lamp = fitted(&mut lit, heads.len())?;
        let of_head = heads.iter().fold([0.0f32; 3], |sum, head| {
            std::array::from_fn(|axis| sum[axis] + dot(head[axis], lamp.from))
        });
        Some(Self {
            face,
            from: lamp.from,
            from_of_head: unit(of_head)?,
            key_fill_stops: lamp.key_fill_stops / FLATTENED,
            explained: lamp.explained,
            points: lit.len(),
        })
    }

    /// Whether the light has a direction that can be told.
    pub fn has_direction(&self) -> bool {
        self.key_fill_stops >= LEAST_KEY_STOPS && self.explained >= LEAST_EXPLAINED
    }

    /// How far the light lies from that on another face, or on the same in another shot. `None` where either has no direction.
    pub fn gap(&self, other: &Self) -> Option<LightGap> {
        if !(self.has_direction() && other.has_direction()) {
            return None;
        }
        let by_camera = between_deg(self.from, other.from);
        let by_head = between_deg(self.from_of_head, other.from_of_head);
        let stops = self.key_fill_stops - other.key_fill_stops;
        Some(LightGap { angle_deg: by_camera.min(by_head), stops })
    }

    /// Where it comes from, as a person behind the camera says it.
    pub fn side(&self) -> String {
        // Within 15 degrees of the camera's axis neither side is meant.
        let told = |value: f32, [less, more]: [&'static str; 2]| match value {
            v if v < -0.26 => less,
            v if v > 0.26 => more,
            _ => "",
        };
        let words = [told(self.from[1], ["above", "below"]), told(self.from[0], ["the left", "the right"])];
        let words: Vec<&str> = words.into_iter().filter(|w| !w.is_empty()).collect();
        let behind = if self.from[2] < 0.0 { " behind" } else { "" };
        if words.is_empty() { "the camera".into() } else { words.join(" and ") + behind }
    }
}

/// Low bands are blurred over half a centimetre and meshes are right to some degrees, so that shading is told flatter than it is: of 8 lamps
/// on a face of a clip, 0.86 of their stops in the mean.
const FLATTENED: f32 = 0.86;
/// Below this the light is as good as even. Of 96 lamps on twelve rendered faces 89 pass this limit and the next one, and 85 of them are told to
/// 15 degrees, the worst to 21. Where faces keep their pigment, beard and own shadows 82 pass: 54 are told to 15 degrees, the worst to 42 (`cargo
/// xtask bench light`).
const LEAST_KEY_STOPS: f32 = 0.4;
/// Where a lamp explains less of the face's shading, pigment, beard and the shadow of the nose say more than the light.
const LEAST_EXPLAINED: f32 = 0.35;

/// The light that a low band means, as luminance; `None` where it is clipped or noise.
fn light_of(low: [f32; 3], picture: &Picture, transfer: Transfer) -> Option<f32> {
    let rgb = rgb_from_ycc(picture.weights, picture.levels.units(low));
    if !rgb.iter().all(|v| *v < EXPOSED.end) || !rgb.iter().any(|v| *v > EXPOSED.start) {
        return None;
    }
    let linear = rgb.map(|v| to_linear(transfer, f64::from(v)) as f32);
    let weights = [picture.weights.kr, picture.weights.kg(), picture.weights.kb];
    Some(linear.iter().zip(weights).map(|(v, w)| v * w).sum())
}

fn dot(a: [f32; 3], b: [f32; 3]) -> f32 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

/// A vector of length 1; `None` of nothing.
fn unit(v: [f32; 3]) -> Option<[f32; 3]> {
    let length = dot(v, v).sqrt();
    (length > 1e-6).then(|| v.map(|c| c / length))
}

/// The angle between two unit vectors, degrees.
pub fn between_deg(a: [f32; 3], b: [f32; 3]) -> f32 {
    let cos = f64::from(dot(a, b)).clamp(-1.0, 1.0);
    angle_deg((1.0 - cos * cos).sqrt(), cos) as f32
}

#[cfg(test)]
mod tests;
