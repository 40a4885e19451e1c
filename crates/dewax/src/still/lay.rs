//! An original, laid under the pixels of its AI version: face by face, by landmarks, framing and what both show, resampled once or not at all.

use super::clear::{Clear, clear};
use super::mapping::{Mapping, bounds, marks, under};
use super::split::within;
use super::{Side, luma};
use crate::face::{FaceState, Topology, length};
use crate::lock::{
    Affine, IN_REGISTER, Laying, Lies, Registered, agreement, by_points, placed, register, same_framing,
};
use crate::px::{Plane, Rect, Rgb16};

/// A picture that mirrored fits better by this is mirrored: faces are alike on both sides, so the wrong way agrees in part, too.
const MIRRORED_BETTER: f32 = 0.05;
/// Above this agreement nobody asks whether the picture is mirrored: no mirrored photograph comes near it.
const SURELY_NOT_MIRRORED: f32 = 0.93;
/// Landmarks of the same face in both pictures may lie apart by this, median, eye distances: the models stray by 0.02, retouching moves by
/// as much. More is another face, or another expression all over.
const MOST_APART_IOD: f32 = 0.08;
/// A bend that is smaller than this where cells have something to say, RMS, is what noise makes of none, px.
const NO_BEND_PX: f32 = 0.12;
/// A bend that explains less than this of what speaks against a place, in cells that were not asked for it, is none: a picture that was
/// smoothed differs from its original, and a mesh makes of that whatever it can.
const EXPLAINS: f32 = 0.4;
/// So much of the original is laid around what is wanted, eye distances: three sigmas of the widest blur of a method, and a pixel or two.
const READ_IOD: f32 = 3.0 * 8.2 / super::PORTRAIT_IOD_PX;

/// Why an original was not laid under an AI version, or under one of its faces.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum NotTheSame {
    /// There is no face to go by.
    #[error("no face was found in {0}, and faces are what the two pictures are compared by")]
    NoFace(&'static str),
    /// They show different things.
    #[error(
        "the two do not show the same face in the same pose: they agree by {agreement:.2} where {IN_REGISTER} is needed; name the picture \
         that the AI version was made of"
    )]
    Different {
        /// Correlation of what both show at the best place, −1..=1.
        agreement: f32,
    },
    /// One is the mirror image of the other.
    #[error(
        "one is the mirror image of the other: mirrored they agree by {mirrored:.2}, as they are by {agreement:.2}; flip one of them"
    )]
    Mirrored {
        /// Correlation as they are.
        agreement: f32,
        /// Correlation with one of them mirrored.
        mirrored: f32,
    },
    /// Eyes would come to lie on cheeks.
    #[error(
        "the faces do not fit: laid over each other, landmarks lie {apart_iod:.2} eye distances apart where {MOST_APART_IOD} is the most"
    )]
    Landmarks {
        /// Median distance of landmarks, eye distances.
        apart_iod: f32,
    },
}

/// The original under one face of the AI version.
#[derive(Clone, Debug, PartialEq)]
pub struct LaidFace {
    /// The part of the AI version under which it lies, px.
    pub rect: Rect,
    /// The original's codes there.
    pub rgb: Rgb16,
    /// Where it may be taken from.
    pub clear: Clear,
    /// From px of the AI version to px of the original, without bends.
    pub map: Affine,
    /// Px of the original per px of the AI version: 0.5 where that was enlarged twice.
    pub scale: f32,
    /// By how much it was turned, degrees, clockwise on the screen.
    pub turn_deg: f32,
    /// The farthest that a place bends away from the map, px of the AI version; 0 where nothing bends.
    pub bent_px: f32,
    /// What is left of the motion between the two, RMS over what tells, px of the AI version.
    pub residual_px: f32,
    /// Correlation of what both show, −1..=1.
    pub agreement: f32,
    /// Whether the original lies there sample by sample: nothing was resampled.
    pub is_exact: bool,
    way: Mapping,
}

impl LaidFace {
    /// An original that lies there sample by sample, known everywhere: for tests.
    #[cfg(test)]
    pub(super) fn exact(rect: Rect, rgb: Rgb16) -> Self {
        let all = crate::px::Mask {
            weights: Plane::filled(1, 1, 1.0),
            step_px: rect.width().max(rect.height()),
            roi: Rect::of(rect.width(), rect.height()),
        };
        let way = Mapping { map: Affine::IDENTITY, bent: None, residual_px: 0.0, is_framing: true };
        Self {
            rect,
            rgb,
            clear: Clear { known: all.clone(), skin: all },
            map: Affine::IDENTITY,
            scale: 1.0,
            turn_deg: 0.0,
            bent_px: 0.0,
            residual_px: 0.0,
            agreement: 1.0,
            is_exact: true,
            way,
        }
    }

    /// Where a pixel of the AI version lies in the original.
    pub fn place(&self, point: [f64; 2]) -> [f64; 2] {
        self.way.at(point)
    }
}

/// An original under its AI version.
#[derive(Clone, Debug, PartialEq)]
pub struct Laid {
    /// For each face of the AI version: the original under it, or why there is none.
    pub faces: Vec<Result<LaidFace, NotTheSame>>,
}

impl Laid {
    /// What lies under a face.
    pub fn face(&self, number: usize) -> Option<&LaidFace> {
        self.faces.get(number)?.as_ref().ok()
    }
}

/// Lays `original` under the faces of `ai`. `wanted` are the parts that are to be treated (the rectangles of the masks), one for each face.
///
/// # Errors
/// Why it lies under none of the faces.
pub fn lay(
    ai: &Side<'_>,
    original: &Side<'_>,
    topology: Option<&Topology>,
    wanted: &[Rect],
) -> Result<Laid, NotTheSame> {
    if ai.faces.is_empty() {
        return Err(NotTheSame::NoFace("the AI version"));
    }
    let (width, height) = ai.size();
    let faces: Vec<_> = ai
        .faces
        .iter()
        .enumerate()
        .map(|(i, face)| {
            // Blurs read beyond the part.
            let more = (READ_IOD * face.iod_px).ceil() as usize;
            let part = wanted.get(i).copied().unwrap_or_default().and(&Rect::of(width, height));
            let part = part.grown(more, width, height);
            Pair { ai, original, topology, face, iod_px: face.iod_px }.lay(part)
        })
        .collect();
    match faces.iter().find_map(|f| f.as_ref().err()).filter(|_| faces.iter().all(Result::is_err)) {
        Some(why) => Err(why.clone()),
        None => Ok(Laid { faces }),
    }
}

/// A face of the AI version and the picture in which it is looked for.
struct Pair<'a> {
    ai: &'a Side<'a>,
    original: &'a Side<'a>,
    topology: Option<&'a Topology>,
    face: &'a FaceState,
    iod_px: f32,
}

/// The AI version's luma around a face.
struct Own {
    luma: Plane<u16>,
    part: Rect,
    face: Rect,
}

/// The original's luma around where the face may be.
struct Near {
    luma: Plane<u16>,
    part: Rect,
}

impl Pair<'_> {
    fn lay(&self, part: Rect) -> Result<LaidFace, NotTheSame> {
        let (width, height) = self.ai.size();
        let bounds = bounds(self.face).and(&Rect::of(width, height));
        if bounds.is_empty() {
            return Err(NotTheSame::NoFace("the AI version"));
        }
        let framing = same_framing((width, height), self.original.size());
        let own_marks = marks(self.face);
        let by_face = self.original.faces.iter().filter_map(|o| by_points(&own_marks, &marks(o)));
        let starts: Vec<Affine> = framing.into_iter().chain(by_face).collect();
        if starts.is_empty() {
            return Err(NotTheSame::NoFace("the original"));
        }
        // Also the neck bends.
        let wide = if part.is_empty() { bounds } else { around(bounds, part) };
        let own = Own { luma: luma(self.ai.rgb, wide), part: wide, face: bounds };
        let near = self.near(wide, &starts);
        let plain = near.as_ref().zip(framing).and_then(|(n, map)| n.plain(&own, map));
        let Some(found) = plain.or_else(|| near.as_ref().and_then(|n| n.register(&own, &starts))) else {
            return Err(NotTheSame::Different { agreement: 0.0 });
        };
        let near = near.unwrap_or(Near { luma: Plane::new(0, 0), part: Rect::default() });
        self.refuse_mirrored(&own, &near, found.agreement)?;
        if found.agreement < IN_REGISTER {
            return Err(NotTheSame::Different { agreement: found.agreement });
        }
        self.refuse_elsewhere(&found.map)?;
        let way = self.way(&own, &near, &found, framing);
        Ok(self.taken(part, way, found.agreement))
    }

    /// The original around the places where the maps lead the face.
    fn near(&self, bounds: Rect, maps: &[Affine]) -> Option<Near> {
        let (width, height) = self.original.size();
        let part = maps.iter().map(|m| under(bounds, m, (width, height))).reduce(around)?;
        (part.width() >= 16 && part.height() >= 16)
            .then(|| Near { luma: luma(self.original.rgb, part), part })
    }

    fn refuse_mirrored(&self, own: &Own, near: &Near, agreement: f32) -> Result<(), NotTheSame> {
        if agreement > SURELY_NOT_MIRRORED {
            return Ok(());
        }
        let last = near.luma.width().saturating_sub(1);
        let luma = Plane::from_fn(near.luma.width(), near.luma.height(), |x, y| near.luma.row(y)[last - x]);
        let flipped = Near { luma, part: near.part };
        // The mirror of the part lies where the part lies.
        let mirror = (near.part.x0 + near.part.x0 + last) as f32;
        let marks = self.few(self.face, false);
        let starts: Vec<Affine> = self
            .original
            .faces
            .iter()
            .filter_map(|o| {
                let there: Vec<_> = self.few(o, true).iter().map(|p| [mirror - p[0], p[1]]).collect();
                by_points(&marks, &there)
            })
            .collect();
        match flipped.register(own, &starts) {
            Some(found)
                if found.agreement > agreement + MIRRORED_BETTER && found.agreement > IN_REGISTER / 1.5 =>
            {
                Err(NotTheSame::Mirrored { agreement, mirrored: found.agreement })
            }
            _ => Ok(()),
        }
    }

    /// Eyes and mouth of a face; `swapped` as a mirror shows them.
    fn few(&self, face: &FaceState, swapped: bool) -> Vec<[f32; 2]> {
        let (Some(mesh), Some(topology)) = (face.mesh(), self.topology) else {
            let square = [[0.37, 0.42], [0.63, 0.42], [0.5, 0.667]];
            return square.map(|[u, v]| face.square.point(u, v)).to_vec();
        };
        let [right, left] = mesh.eyes(topology);
        let (one, two) = if swapped { (left, right) } else { (right, left) };
        vec![one, two, mesh.middle(&topology.lips_outer)]
    }

    /// Whether landmarks come to lie on their own.
    fn refuse_elsewhere(&self, map: &Affine) -> Result<(), NotTheSame> {
        let Some(here) = self.face.mesh() else { return Ok(()) };
        let apart = |other: &&FaceState| -> Option<f32> {
            let there = other.mesh()?;
            let scale = other.iod_px.max(1.0);
            let mut all: Vec<f32> = here
                .points
                .iter()
                .zip(&there.points)
                .map(|(p, q)| {
                    let (x, y) = map.apply(f64::from(p[0]), f64::from(p[1]));
                    length([x as f32 - q[0], y as f32 - q[1]]) / scale
                })
                .collect();
            crate::kernels::middle(&mut all, f32::total_cmp)
        };
        match self.original.faces.iter().filter_map(apart).min_by(f32::total_cmp) {
            Some(apart_iod) if apart_iod.is_nan() || apart_iod > MOST_APART_IOD => {
                Err(NotTheSame::Landmarks { apart_iod })
            }
            _ => Ok(()),
        }
    }

    /// The closest way to the original: plain framing where nothing speaks against it.
    fn way(&self, own: &Own, near: &Near, found: &Registered, framing: Option<Affine>) -> Mapping {
        // A pixel of the original may be several of the AI version: noise is as large as the larger one.
        let unit = (1.0 / found.map.scale()).clamp(1.0, 4.0) as f32;
        let well = |lies: &Lies| lies.explained < EXPLAINS || lies.off_px < NO_BEND_PX * unit;
        let straight = |map: Affine, lies: Lies| {
            let residual_px = lies.off_px * lies.explained.max(0.0);
            Mapping { map, bent: None, residual_px, is_framing: framing == Some(map) }
        };
        let laying =
            |map: &Affine| Laying::new(&own.luma, own.part, &near.placed(map, own.part), self.iod_px);
        let none = Lies { explained: 0.0, off_px: 0.0 };
        let Some(first) = laying(&found.map) else { return straight(found.map, none) };
        let lies = first.lies();
        if well(&lies) && framing == Some(found.map) {
            return straight(found.map, lies);
        }
        let moved = first.moved();
        let map = moved.then(&found.map);
        let lies = laying(&map).map_or(none, |second| second.lies());
        if well(&lies) {
            return straight(map, lies);
        }
        let bent = first.bent(&moved, &found.map);
        Mapping { map, residual_px: first.left(&moved, &bent).off_px, bent: Some(bent), is_framing: false }
    }

    /// The original's codes along the way.
    fn taken(&self, part: Rect, way: Mapping, agreement: f32) -> LaidFace {
        let is_exact = way.is_framing && way.map == Affine::IDENTITY;
        let rgb = match is_exact {
            true => self.original.rgb.each_ref().map(|plane| plane.part(part)),
            false => self.original.rgb.each_ref().map(|plane| way.sampled(plane, part)),
        };
        let bent_px = way.bent.iter().flat_map(|b| &b.shift).map(|s| length(*s)).fold(0.0, f32::max);
        let [a, _, _, c, ..] = way.map.0;
        let clear = clear(self.ai, self.original, self.topology, self.face, part, &rgb, &|p| way.at(p));
        LaidFace {
            rect: part,
            rgb,
            clear,
            map: way.map,
            scale: way.map.scale() as f32,
            turn_deg: crate::color::math::angle_deg(c, a) as f32,
            bent_px,
            residual_px: way.residual_px,
            agreement,
            is_exact,
            way,
        }
    }
}

/// The rectangle around two of them.
fn around(a: Rect, b: Rect) -> Rect {
    Rect { x0: a.x0.min(b.x0), y0: a.y0.min(b.y0), x1: a.x1.max(b.x1), y1: a.y1.max(b.y1) }
}

impl Near {
    /// [`register`] with whole pictures' coordinates.
    fn register(&self, own: &Own, starts: &[Affine]) -> Option<Registered> {
        let inner: Vec<Affine> = starts.iter().map(|m| self.inner(m, own.part)).collect();
        let found = register(&own.luma, within(own.face, own.part), &self.luma, &inner)?;
        Some(Registered { map: self.outer(&found.map, own.part), ..found })
    }

    /// The plain framing, where the two agree along it so well that nobody need look for another map.
    fn plain(&self, own: &Own, map: Affine) -> Option<Registered> {
        let agreement =
            agreement(&own.luma, within(own.face, own.part), &self.luma, &self.inner(&map, own.part))?;
        (agreement > SURELY_NOT_MIRRORED).then_some(Registered { map, agreement })
    }

    /// A map of whole pictures as one of the parts.
    fn inner(&self, map: &Affine, bounds: Rect) -> Affine {
        let there = Affine([1.0, 0.0, bounds.x0 as f64, 0.0, 1.0, bounds.y0 as f64]);
        let back = Affine([1.0, 0.0, -(self.part.x0 as f64), 0.0, 1.0, -(self.part.y0 as f64)]);
        there.then(map).then(&back)
    }

    fn outer(&self, map: &Affine, bounds: Rect) -> Affine {
        let there = Affine([1.0, 0.0, -(bounds.x0 as f64), 0.0, 1.0, -(bounds.y0 as f64)]);
        let back = Affine([1.0, 0.0, self.part.x0 as f64, 0.0, 1.0, self.part.y0 as f64]);
        there.then(map).then(&back)
    }

    /// What lies under the face along a map.
    fn placed(&self, map: &Affine, bounds: Rect) -> Plane<u16> {
        placed(&self.luma, &self.inner(map, bounds), Rect::of(bounds.width(), bounds.height()))
    }
}
