//! A picture whose texture comes from an original, or from noise on a layer: faces, skin, and what is laid on.

use super::error::StillsError;
use super::measured::{Measured, Whose};
use super::wish::{MethodWish, StillsWish, Values};
use dewax::analysis::FaceWish;
use dewax::face::{FaceState, Surface, Topology};
use dewax::kernels::shrink;
use dewax::px::{Mask, Rect, Rgb16};
use dewax::skin::Small;
use dewax::still::{Laid, Layer, Method, NotTheSame, Part, Side, Treated, Weights, lay, skin_mask, treat};

/// Faces are looked for, and their skin told, in a picture made as much smaller that its longer side has no more than this: of a portrait of
/// 24 megapixels half of each side, where a face has still some hundred pixels between the eyes.
const LOOKED_AT_PX: usize = 3200;

/// The faces of a picture, with their skin, in its own pixels.
#[derive(Debug)]
pub(crate) struct Seen {
    /// What was measured in the picture as it was looked at.
    pub(super) measured: Measured,
    /// Faces that are to be treated, with their numbers.
    pub(super) faces: Vec<(u32, FaceState)>,
    /// The skin of each.
    skin: Vec<Option<Mask>>,
    pub(super) topology: Option<Topology>,
}

/// How many pixels on each side become one, to look at a picture.
pub(super) fn looked_at(width: usize, height: usize) -> usize {
    width.max(height).div_ceil(LOOKED_AT_PX).max(1)
}

impl Seen {
    /// Looks at a picture in sRGB.
    pub(super) fn of(
        whose: Whose,
        srgb: &Rgb16,
        bits: u8,
        faces: Option<&FaceWish>,
    ) -> Result<Self, StillsError> {
        let [red, ..] = srgb;
        let times = looked_at(red.width(), red.height());
        let measured = if times == 1 {
            Measured::of(whose, srgb, bits, faces)?
        } else {
            // Means of codes of 8 bits are none of 8 bits.
            Measured::of(whose, &shrink::smaller(srgb, times), 16, faces)?
        };
        Ok(Self::read(measured, times))
    }

    /// Of a picture that was measured at a size.
    pub(super) fn read(measured: Measured, times: usize) -> Self {
        let picture = measured.picture();
        let Some(facts) = measured.analysis.shots.first() else {
            return Self { measured, faces: Vec::new(), skin: Vec::new(), topology: None };
        };
        let wanted: Vec<_> = facts.faces.at(0).filter(|(track, _)| !track.dropped).collect();
        let each: Vec<(&FaceState, &[Surface])> =
            wanted.iter().map(|(track, state)| (*state, &*track.others)).collect();
        let topology = facts.faces.topology.as_deref().cloned();
        let small = Small::of(&picture, &measured.frame);
        let found =
            facts.skin_search().find_each(&picture, &small, &each, &facts.faces.all(0), topology.as_ref());
        let skin = found.into_iter().map(|mask| mask.map(|mask| enlarged(mask, times))).collect();
        let faces = wanted.iter().map(|(track, state)| (track.id, state.enlarged(times))).collect();
        Self { measured, faces, skin, topology }
    }

    /// The faces.
    pub(super) fn states(&self) -> Vec<&FaceState> {
        self.faces.iter().map(|(_, state)| state).collect()
    }

    /// The numbers of the faces.
    pub(super) fn ids(&self) -> Vec<u32> {
        self.faces.iter().map(|(id, _)| *id).collect()
    }

    /// The number of a face by its place among them; 0 where there is none.
    pub(super) fn id(&self, face: usize) -> u32 {
        self.faces.get(face).map_or(0, |(id, _)| *id)
    }

    /// The skin of each face, by regions.
    pub(super) fn masks(&self, (width, height): (usize, usize), values: &Values) -> Vec<Weights> {
        let each = self.faces.iter().zip(&self.skin);
        each.map(|((_, face), skin)| match skin {
            Some(skin) => skin_mask((width, height), face, skin, self.topology.as_ref(), &values.regions),
            None => Weights::none(),
        })
        .collect()
    }
}

/// A mask of a picture made smaller, of the picture itself.
fn enlarged(mask: Mask, times: usize) -> Mask {
    let Rect { x0, y0, x1, y1 } = mask.roi;
    let roi = Rect { x0: x0 * times, y0: y0 * times, x1: x1 * times, y1: y1 * times };
    Mask { weights: mask.weights, step_px: mask.step_px * times, roi }
}

/// An original, in the profile of the picture that it belongs to.
#[derive(Debug)]
pub(super) struct Original {
    pub(super) name: String,
    pub(super) rgb: Rgb16,
    pub(super) seen: Seen,
}

/// A picture with what was laid on it.
#[derive(Debug)]
pub(crate) struct Grafted {
    /// The picture, in its own profile.
    pub(super) rgb: Rgb16,
    /// What was laid on it, from the bottom upwards.
    pub(super) layers: Vec<Layer>,
    /// What lies under which face; none without an original.
    pub(super) laid: Option<Laid>,
    /// What was done, for people.
    pub(super) done: Vec<String>,
    /// What was not, and why.
    pub(super) notes: Vec<String>,
}

/// Lays the original under a picture.
///
/// # Errors
/// Why it lies under none of its faces.
pub(super) fn laid(
    rgb: &Rgb16,
    seen: &Seen,
    original: &Original,
    masks: &[Weights],
) -> Result<Laid, NotTheSame> {
    let (own, theirs) = (seen.states(), original.seen.states());
    let wanted: Vec<Rect> = masks.iter().map(|mask| mask.rect).collect();
    lay(
        &Side { rgb, faces: &own },
        &Side { rgb: &original.rgb, faces: &theirs },
        seen.topology.as_ref(),
        &wanted,
    )
}

/// Treats the faces of a picture by a method.
pub(super) fn grafted(
    rgb: &Rgb16,
    seen: &Seen,
    masks: &[Weights],
    laid: Option<Laid>,
    method: MethodWish,
    wish: &StillsWish,
) -> Grafted {
    let values = &wish.values;
    let strength = |id: u32| values.strength_of(id).clamp(0.0, 1.0);
    let parts: Vec<Part<'_>> = seen
        .faces
        .iter()
        .enumerate()
        .map(|(face, (id, state))| Part {
            face,
            mask: &masks[face],
            method: method_of(method, state.iod_px, wish),
            strength: strength(*id),
            tones: values.tones,
        })
        .collect();
    let Treated { rgb: out, layers } = treat(&Side { rgb, faces: &seen.states() }, laid.as_ref(), &parts);
    let (mut done, mut notes) = (Vec::new(), values.beyond(&seen.ids(), 1.0));
    for layer in &layers {
        let id = seen.id(layer.face);
        let spots = match layer.spots {
            0 => String::new(),
            1 => ", 1 blemish kept from coming back".into(),
            many => format!(", {many} blemishes kept from coming back"),
        };
        let name = layer.method.name();
        done.push(format!(
            "face {id}: {name}, radius {:.1} px, strength {}{spots}",
            layer.radius_px,
            strength(id)
        ));
    }
    for (number, (id, _)) in seen.faces.iter().enumerate() {
        match laid.as_ref().and_then(|laid| laid.faces.get(number)) {
            Some(Err(why)) => notes.push(format!("Face {id} was left as it is: {why}.")),
            Some(Ok(face)) => notes.push(format!(
                "The original lies under face {id}: scale {:.4}, turned {:.2}°, bent by {:.2} px at most, {:.2} px left, agreement {:.2}.",
                face.scale, face.turn_deg, face.bent_px, face.residual_px, face.agreement
            )),
            None => {}
        }
    }
    Grafted { rgb: out, layers, laid, done, notes }
}

/// The method for a face of this size, with the values that were given.
fn method_of(method: MethodWish, iod_px: f32, wish: &StillsWish) -> Method {
    let values = &wish.values;
    let mut out = match method {
        MethodWish::Synthetic => Method::synthetic(iod_px, wish.seed),
        MethodWish::Graft => Method::graft(iod_px),
        _ => Method::hybrid(),
    };
    match &mut out {
        Method::Synthetic { noise, .. } => *noise = values.noise.unwrap_or(*noise),
        Method::Graft { radius_px, .. } => *radius_px = values.radius_px.unwrap_or(*radius_px),
        Method::Hybrid { radius_px, .. } => *radius_px = values.radius_px.or(*radius_px),
    }
    out
}
