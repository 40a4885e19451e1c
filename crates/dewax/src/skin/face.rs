//! The skin of one face and of the person around it: where the face says it must be, and the face's own colour.

use super::Small;
use super::given::distance;
use super::hands;
use super::search::{EDGE_LEVELS, GUIDE_SIGMA, SkinSearch};
use super::shape::{Shape, regions};
use super::small::{contrast, ramp};
use crate::clip::Picture;
use crate::color::math::ln;
use crate::face::tint::{Look, Ready, Tint, roughness, share};
use crate::face::{FaceState, Hand, PERSON_CELLS, Surface, Topology};
use crate::kernels::{blur, guided, tile};
use crate::px::{LEVEL, Plane, Rect};

/// Inside the face a place is skin up to this squared distance from how the skin looks, unless something else explains
/// it better: highlights, shadows and blush are skin too.
const FACE_SLACK: f32 = 14.0;
/// How much surer skin is inside the face than beside it, as a logarithm.
const FACE_PRIOR: f32 = 3.0;
/// A beard is darker than the skin by this many deviations, and rougher by this much; each with the width of the way.
const BEARD_DARK: (f32, f32) = (0.9, 1.2);
const BEARD_ROUGH: (f32, f32) = (0.03, 0.12);
/// Around the face: the squared distance up to which a place is skin, and the width of the way out.
const AROUND: (f32, f32) = (10.0, 14.0);
/// What lies farther from the skin is none of neck or hands.
pub const AROUND_MOST: f32 = AROUND.0 + AROUND.1;
/// The same for what is far from it.
const FAR: (f32, f32) = (4.0, 6.0);
/// By how much the chroma of neck and chest may stray from the face's, −0.5..=0.5: faces are made up, redder, or less tanned.
pub const CHROMA_SLACK: f32 = 0.012;
/// How much of a place right below a face belongs to its person whatever the outline says, and how far to the side that goes: the
/// width of a neck, eye distances, and the width of the way.
const BELOW_PERSON: f32 = 0.5;
const BELOW_IOD: (f32, f32) = (0.8, 0.5);
/// How much brighter and darker than the face the same skin can be on neck and chest, as the ratio that takes it back.
const RELIT: (f32, f32) = (0.8, 1.9);
/// What clears specks around the face, in eye distances: skin must be skin in its neighbourhood too.
const SPECK: f32 = 0.1;
/// The most of that, and of the softness of features, in cells.
pub(super) const MOST_SPECK: f32 = 8.0;
pub(super) const MOST_SOFT: f32 = 3.0;
/// By how much the luma of neck and hands may differ from the face's, as a share of it.
pub const LUMA_SLACK: f32 = 0.35;
/// The outer share of the person's region over which a mask ends: no straight edge.
const BORDER: f32 = 0.08;
/// The feather is never wider than this share of the eye distance.
const WIDEST_FEATHER: f32 = 0.22;

/// What several faces of a frame share.
#[derive(Debug)]
pub(super) struct Ground<'a> {
    pub(super) small: &'a Small,
    /// Every face of the frame, also those that are left alone.
    pub(super) all: &'a [&'a FaceState],
    /// The user's own qualifier, where it replaces the face's colour.
    pub(super) qualified: Option<&'a Plane<f32>>,
}

/// The cells that a face's mask can reach.
pub fn part_of(state: &FaceState, step_px: usize, width: usize, height: usize) -> Rect {
    let square = state.person_square();
    let range = |middle: f32, size: usize| {
        let low = ((middle - square.side_px / 2.0) / step_px as f32).floor().max(0.0) as usize;
        let high = ((middle + square.side_px / 2.0) / step_px as f32).ceil().max(0.0) as usize + 1;
        (low.min(size), high.min(size))
    };
    let ((x0, x1), (y0, y1)) = (range(square.x, width), range(square.y, height));
    Rect { x0, y0, x1, y1 }
}

/// What tells skin from what is around it.
struct Judge {
    skin: Ready,
    /// Standard deviation of the skin's luma, 0..=1.
    luma_deviation: f32,
    near: Ready,
    /// What is around, each with how much of it is the person's.
    others: Vec<(Ready, f32)>,
}

impl Judge {
    fn new(skin: &Tint, others: &[Surface]) -> Self {
        Self {
            skin: skin.ready(0.0),
            luma_deviation: skin.covariance[0].max(4e-4).sqrt(),
            near: near(skin),
            others: others.iter().map(|o| (o.tint.ready(0.0), o.of_person)).collect(),
        }
    }

    /// How surely a place inside the face is skin, 0..=1.
    fn inside(&self, look: &Look) -> f32 {
        let distance = self.skin.distance(look).min(FACE_SLACK);
        let skin = self.skin.log_density(distance) + FACE_PRIOR;
        let clear = share(skin, self.rivals(look, |of_person| of_person));
        // A beard: darker than the skin and rougher. Shadows are dark and smooth.
        let mean = self.skin.mean();
        let dark = (mean[0] - look[0]) / self.luma_deviation;
        clear
            * (1.0
                - ramp(dark, BEARD_DARK.0, BEARD_DARK.1)
                    * ramp(look[3] - mean[3], BEARD_ROUGH.0, BEARD_ROUGH.1))
    }

    /// How well what is around explains a look, as logarithms; `met` is the weight of a surface by how much of it is the
    /// person's.
    fn rivals(&self, look: &Look, met: impl Fn(f32) -> f32) -> impl Iterator<Item = f32> {
        self.others.iter().map(move |(other, of_person)| {
            other.log_density(other.distance(look)) + ln(f64::from(met(*of_person).max(1e-6))) as f32
        })
    }

    /// How surely a place beside the face, that belongs to the person with a chance of `person`, is skin, 0..=1.
    /// `far` says how far off it is: there nothing but its looks speaks for it, and they must agree well.
    fn around(&self, look: &Look, person: f32, far: f32) -> f32 {
        let (smooth, distance) = beside(&self.near, look);
        let strict = 1.0 - far * ramp(self.skin.distance(&smooth), FAR.0, FAR.1);
        let near = strict * (1.0 - ramp(distance, AROUND.0, AROUND.1));
        if near <= 0.0 {
            return 0.0;
        }
        let skin = self.near.log_density(distance);
        // A surface is met on the person or behind it; the share of it that is either counts.
        let person = person.clamp(0.02, 0.98);
        let met = |of_person: f32| of_person + (1.0 - of_person) * (1.0 - person) / person;
        near * share(skin, self.rivals(look, met))
    }
}

/// How the skin of a face may look on its neck and hands.
pub fn near(skin: &Tint) -> Ready {
    skin.ready_with(LUMA_SLACK * skin.mean[0].max(0.0), CHROMA_SLACK)
}

/// A look beside a face as it is compared with what is [`near`] its skin, and its squared distance from that.
pub fn beside(near: &Ready, look: &Look) -> (Look, f32) {
    // That a neck is smoother than the face is no evidence against it.
    let smooth = [look[0], look[1], look[2], look[3].max(near.mean()[3])];
    // Nor is it that the chin throws a shadow on it: chroma falls with luma, their ratio stays.
    (smooth, near.distance(&smooth).min(near.distance(&relit(&smooth, near.mean()))))
}

/// A look in the light of another one of the same skin: shading changes luma and chroma alike, within limits.
pub fn relit(look: &Look, light: &Look) -> Look {
    let ratio = (light[0] / look[0].max(0.02)).clamp(RELIT.0, RELIT.1);
    [look[0] * ratio, look[1] * ratio, look[2] * ratio, look[3]]
}

/// How a cell of the grid looks.
pub fn look_at(picture: &Picture, small: &Small, contrast: f32, x: usize, y: usize) -> Look {
    let levels = &picture.levels;
    [
        (small.luma.row(y)[x] - levels.black) / levels.luma_span,
        (small.cb.row(y)[x] - levels.chroma_zero) / levels.chroma_span,
        (small.cr.row(y)[x] - levels.chroma_zero) / levels.chroma_span,
        roughness(contrast / LEVEL),
    ]
}

/// What the part of a face's mask shows.
struct Seen {
    judge: Option<Judge>,
    luma: Plane<f32>,
    /// How much hands cover; none where there is none.
    hand: Option<Plane<f32>>,
}

/// The mask of one face on its part of the grid, feathered inwards. `None` where the face lies outside the picture.
pub(super) fn weights(
    mask: &SkinSearch,
    picture: &Picture,
    ground: &Ground<'_>,
    state: &FaceState,
    others: &[Surface],
    topology: Option<&Topology>,
) -> Option<(Rect, Plane<f32>)> {
    let step_px = picture.mask_step_px();
    let part = part_of(state, step_px, ground.small.luma.width(), ground.small.luma.height());
    if part.is_empty() {
        return None;
    }
    let shape = Shape::of(state, topology, step_px, part);
    let hands: Vec<&Hand> = ground.all.iter().flat_map(|face| &face.hands).collect();
    let seen = Seen {
        judge: state.skin.as_ref().map(|skin| Judge::new(skin, others)),
        luma: tile::cut(&ground.small.luma, part),
        hand: hands::cover(&hands, step_px, part),
    };
    let mut raw = qualified(mask, picture, ground, state, &shape, &seen);
    let nearby = blur::gaussian(&raw, (SPECK * shape.iod).clamp(0.5, MOST_SPECK));
    let places = nearby.samples().iter().zip(shape.surface.samples());
    for (r, (&near, &surface)) in raw.samples_mut().iter_mut().zip(places) {
        *r *= surface.max(ramp(near, 0.3, 0.3));
    }
    let epsilon = (EDGE_LEVELS * LEVEL) * (EDGE_LEVELS * LEVEL);
    let mut out = guided::guided(&raw, &seen.luma, GUIDE_SIGMA, epsilon);
    let feather = mask.feather(picture).min(WIDEST_FEATHER * shape.iod);
    if feather > 0.0 {
        // Blurred, an edge is at one half: what is above that lies inside.
        let soft = blur::gaussian(&out, feather / 2.0);
        for (o, &s) in out.samples_mut().iter_mut().zip(soft.samples()) {
            *o = ramp(*o, 0.25, 0.5) * ramp(s, 0.42, 0.4);
        }
    }
    // Features last: no filter may bleed skin into them.
    let soft_features = blur::gaussian(&shape.features, (0.025 * shape.iod).clamp(0.3, MOST_SOFT));
    let keep = soft_features.samples().iter().zip(shape.features.samples());
    for (o, (&soft, &hard)) in out.samples_mut().iter_mut().zip(keep) {
        *o *= mask.amount * state.weight * (1.0 - (2.0 * soft).min(1.0).max(hard));
    }
    // What a hand covers of the face is none of it: no filter may bleed skin there, either.
    if let Some(hand) = &seen.hand {
        let places = hand.samples().iter().zip(shape.surface.samples());
        for (o, (&hand, &surface)) in out.samples_mut().iter_mut().zip(places) {
            *o *= 1.0 - hand * surface;
        }
    }
    Some((part, out))
}

/// What is skin, before edges and feather. Features count as skin here, so that the feather does not eat the eyelids.
fn qualified(
    mask: &SkinSearch,
    picture: &Picture,
    ground: &Ground<'_>,
    state: &FaceState,
    shape: &Shape,
    seen: &Seen,
) -> Plane<f32> {
    let part = shape.part;
    let step_px = picture.mask_step_px() as f32;
    let (judge, contrast) = (seen.judge.as_ref(), contrast(&seen.luma));
    let (person_square, person) = (state.person_square(), state.person());
    let asked = [mask.forehead, mask.ears, mask.neck, mask.hands];
    Plane::from_fn(part.width(), part.height(), |x, y| {
        let (row, column) = (part.y0 + y, part.x0 + x);
        let surface = shape.surface.row(y)[x];
        let look = look_at(picture, ground.small, contrast.row(y)[x], column, row);
        let own = ground.qualified.map(|own| own.row(row)[column]);
        let rough = ramp(contrast.row(y)[x] / LEVEL, mask.smooth_levels, mask.smooth_levels * 0.6);
        let mut inside = 0.0;
        if surface > 0.0 {
            // Features are filled up, so that the feather does not eat the eyelids.
            let skin = own.or_else(|| judge.map(|j| j.inside(&look))).unwrap_or(1.0);
            inside = surface * (skin * (1.0 - 0.5 * rough)).max(shape.features.row(y)[x]);
        }
        if surface >= 0.999 {
            return inside;
        }
        // Around it looks, the person's outline and the place must agree.
        let shares = regions(shape.place(x, y));
        let mut wanted: f32 = shares.iter().zip(asked).map(|(s, a)| s * a).sum();
        if state.mesh.is_none() {
            // Of a box too little is known to go far from it: its colour may be that of hair, too.
            let [right, down] = shape.place(x, y);
            wanted *= 1.0 - ramp(right.abs().max(down - 0.8), 1.2, 0.4);
        }
        let at = |i: usize| (i as f32 + 0.5) * step_px - 0.5;
        let here = [at(column), at(row)];
        let in_region = person_square.inside(here);
        let off = in_region.map(|v| (v - 0.5).abs());
        // A hand is skin of the person wherever it is.
        let hand = seen.hand.as_ref().map_or(0.0, |hand| hand.row(y)[x]);
        wanted = wanted.max(mask.hands * hand);
        wanted *= 1.0 - ramp(off[0].max(off[1]), 0.5 - BORDER, BORDER);
        wanted *= own_share(state, ground.all, here);
        // What lies right below a face is its neck and chest, also where the outline of the person misses them; what is behind
        // it is told by its looks.
        let below = shares[2] * (1.0 - ramp(shape.place(x, y)[0].abs(), BELOW_IOD.0, BELOW_IOD.1));
        let likely = person_at(&person, in_region).max(BELOW_PERSON * below).max(hand);
        if wanted * likely <= 0.0 {
            return inside;
        }
        let skin =
            own.or_else(|| judge.map(|j| j.around(&look, likely, shares[3] * (1.0 - hand)))).unwrap_or(0.0);
        let sure = (likely / BELOW_PERSON).min(1.0);
        inside.max((1.0 - surface) * skin * sure * (1.0 - rough) * wanted)
    })
}

/// Whether a place belongs to this face rather than to another one: 1 nearer to this one, 0 nearer to the other.
pub(super) fn own_share(state: &FaceState, all: &[&FaceState], here: [f32; 2]) -> f32 {
    let own = distance(state, here);
    let others = all.iter().filter(|other| !std::ptr::eq(**other, state)).map(|other| distance(other, here));
    let nearest = others.fold(f32::INFINITY, f32::min);
    1.0 - ramp(own - nearest, -0.1, 0.2)
}

/// How much a place of the person's square (0..=1) belongs to the person; 1 where nothing is known of that.
pub(super) fn person_at(person: &[u8], at: [f32; 2]) -> f32 {
    if person.len() != PERSON_CELLS * PERSON_CELLS {
        return 1.0;
    }
    let most = (PERSON_CELLS - 1) as f32;
    let [x, y] = at.map(|v| (v * PERSON_CELLS as f32 - 0.5).clamp(0.0, most));
    let (left, upper) = (x as usize, y as usize);
    let (right, lower) = ((left + 1).min(PERSON_CELLS - 1), (upper + 1).min(PERSON_CELLS - 1));
    let cell = |row: usize, column: usize| f32::from(person[row * PERSON_CELLS + column]) / 255.0;
    let mix = |a: f32, b: f32, t: f32| a + (b - a) * t;
    let (tx, ty) = (x - left as f32, y - upper as f32);
    let value = mix(
        mix(cell(upper, left), cell(upper, right), tx),
        mix(cell(lower, left), cell(lower, right), tx),
        ty,
    );
    ramp(value, 0.3, 0.4)
}
