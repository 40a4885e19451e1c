//! The skin of a person laid flat, as fields that a picture of some resolution can show: relief of two sizes, blood and melanin. The
//! same key gives the same skin; nothing in it repeats within a face.

use super::events::{spots, vellus};
use super::features::{lines, pores};
use super::light::ramp;
use super::octaves::{COARSE_PER_MM, FINE_PER_MM, Areas, add, add_by_area, band_noise, darkened, levelled, slope_rms};
use super::region::Region;
use crate::color::math::{exp2, log2};
use crate::kernels::{blur, noise};
use crate::flat::{FLAT_SIDE_MM, FLAT_START_MM, Graft};
use crate::px::Plane;
use rayon::prelude::*;
use crate::shelf::Shelf;
use std::sync::Arc;

/// How finely skins are told apart by the resolution of the picture: steps per doubling.
const STEPS_PER_OCTAVE: f32 = 12.0;
/// How many are kept: two faces at two sizes, and what they were made from.
const MOST_KEPT: usize = 6;

/// Octaves of the fine relief: wavelengths in mm, contrast on a cheek in percent, skew. The contrasts fall from pores to lines as those
/// of unretouched photographs of adults do (`skin`); measured at 0.6 to 7 px per mm.
const FINE: [([f32; 2], f32, f32); 3] =
    [([0.35, 0.8], 0.45, 0.26), ([0.8, 1.6], 0.50, 0.23), ([1.6, 3.2], 0.42, 0.21)];
/// The same of the coarse relief.
const COARSE: [([f32; 2], f32, f32); 2] = [([3.2, 7.0], 0.36, 0.20), ([7.0, 16.0], 0.30, 0.10)];
/// What the standard mixtures measure on a face in [`crate::lock::BANDS_MM`] at 2.6 px per mm, as the check measures it, percent: so much
/// is one strength.
pub(super) const FINE_PERCENT: f32 = 0.38;
pub(super) const COARSE_PERCENT: f32 = 0.33;
/// Wavelengths of blood and melanin in mm, and how much of each. Blood comes in larger fields; what is smaller is spots of melanin.
const BLOOD: [([f32; 2], f32); 2] = [([3.0, 8.0], 0.6), ([8.0, 22.0], 0.8)];
const MELANIN: [([f32; 2], f32); 2] = [([2.0, 5.0], 0.7), ([5.0, 14.0], 0.6)];
/// One RMS of blood takes this share of green, one of melanin this share of red.
pub(super) const BLOOD_TAKES: f32 = 0.009;
pub(super) const MELANIN_TAKES: f32 = 0.0045;
/// The longer side of pigment is more of it.
const PIGMENT_SKEW: f32 = 0.22;
/// Luma goes with pigment, but not as far as absorption alone would take it: on photographs of bare skin L* and a* correlate by −0.2
/// to −0.7 between 2.5 and 10 mm, L* and b* by −0.1 to −0.6.
const PIGMENT_LUMA: f32 = 0.65;
/// What one RMS of each takes from luma of skin, percent, as absorption does.
const BLOOD_LUMA_PERCENT: f32 = 0.68;
const MELANIN_LUMA_PERCENT: f32 = 0.68;
/// The strongest spot has so many RMS of its pigment; a brown one has some blood, too.
const SPOT_MELANIN: f32 = 17.0;
const SPOT_BLOOD: f32 = 11.0;
const BROWN_BLOOD: f32 = 3.0;
/// What the best seen vellus hair adds to the light.
const VELLUS: f32 = 0.12;
/// The face is redder where its blood lies near: nose and its wings, cheeks, chin. Places laid flat, mm, radius, and RMS of blood.
const FLUSH: [([f32; 2], f32, f32); 6] = [
    ([0.0, 42.0], 11.0, 0.7),
    ([-17.0, 41.0], 8.0, 0.8),
    ([17.0, 41.0], 8.0, 0.8),
    ([-46.0, 38.0], 20.0, 0.6),
    ([46.0, 38.0], 20.0, 0.6),
    ([0.0, 93.0], 15.0, 0.5),
];
/// Strength differs from area to area by this much RMS, over these wavelengths in mm.
const LIFE: f32 = 0.24;
const LIFE_MM: [f32; 2] = [22.0, 60.0];
/// Each octave has areas of its own beside that: here skin is finer, there coarser, and pigment is more in one place than in another.
const OWN_LIFE: f32 = 0.27;
const OWN_LIFE_MM: [f32; 2] = [14.0, 44.0];
/// Pixels per longest wavelength of an octave at which nothing of it is shown, and from which on all of it.
const SHOWS_PX: (f32, f32) = (2.0, 4.0);
/// Pixels per mm from which on single pores and lines are drawn, and from which on they are most of the fine relief.
const PORES_SHOW: (f32, f32) = (0.9, 3.5);
/// Shares of energy of pores and of lines in the fine relief where they are drawn; the rest is noise.
const PORES_SHARE: f32 = 0.45;
const LINES_SHARE: f32 = 0.12;

/// Which skin.
#[derive(Clone, Debug)]
pub(super) struct Kind {
    /// Whose.
    pub(super) key: u32,
    /// How strong pores, lines, pigment, marks and differences from area to area are, 1 as on real skin.
    pub(super) pores: f32,
    pub(super) lines: f32,
    pub(super) pigment: f32,
    pub(super) marks: f32,
    pub(super) vellus: f32,
    pub(super) life: f32,
    /// Texture of a real skin, and how much of it is taken where it is known.
    pub(super) graft: Option<(Arc<Graft>, f32)>,
}

impl PartialEq for Kind {
    fn eq(&self, other: &Self) -> bool {
        let same_graft = match (&self.graft, &other.graft) {
            (None, None) => true,
            (Some((one, a)), Some((two, b))) => a == b && (Arc::ptr_eq(one, two) || one == two),
            _ => false,
        };
        let numbers = |k: &Self| (k.key, k.pores, k.lines, k.pigment, k.marks, k.vellus, k.life);
        same_graft && numbers(self) == numbers(other)
    }
}

/// A skin as a picture of some resolution shows it.
#[derive(Debug)]
pub(super) struct Skin {
    /// Pores, lines and fine noise, [`FINE_PER_MM`]: share of the light at strength [`FINE_PERCENT`].
    pub(super) fine: Plane<f32>,
    /// Coarser relief with what pigment takes of luma, [`COARSE_PER_MM`], at strength [`COARSE_PERCENT`].
    pub(super) coarse: Plane<f32>,
    /// Blood and melanin, RMS about 1, [`COARSE_PER_MM`].
    pub(super) blood: Plane<f32>,
    pub(super) melanin: Plane<f32>,
    /// RMS of the slope of the fine relief, per mm along one direction.
    pub(super) slope_per_mm: f32,
}

impl Skin {
    /// The skin as a picture shows it that has `px_per_mm` and blurs luma and chroma by `softness_px` (sigmas, luma px).
    ///
    /// Kept for the next frame: it is a function of its arguments, and costs more than a frame.
    pub(super) fn seen(shelf: &Shelf, kind: &Kind, px_per_mm: f32, softness_px: [f32; 2]) -> Arc<Self> {
        let per_octave = f64::from(STEPS_PER_OCTAVE);
        let steps = |v: f32| (per_octave * log2(f64::from(v.clamp(0.05, 100.0)))).round() as i32;
        let [luma_px, chroma_px] = softness_px;
        let at = [px_per_mm, luma_px, chroma_px].map(steps);
        shelf.get(&(kind.clone(), at), MOST_KEPT, || {
            let [px_per_mm, luma_px, chroma_px] = at.map(|s| exp2(f64::from(s) / per_octave) as f32);
            Self::made(&raw(shelf, kind), kind, px_per_mm, [luma_px, chroma_px])
        })
    }

    fn made(raw: &Raw, kind: &Kind, px_per_mm: f32, softness_px: [f32; 2]) -> Self {
        let shows = |longest_mm: f32| ramp(longest_mm * px_per_mm, SHOWS_PX.0, SHOWS_PX.1);
        // Single pores take the place of noise where there are pixels for them.
        let single = ramp(px_per_mm, PORES_SHOW.0, PORES_SHOW.1);
        let (p, l) = (single * PORES_SHARE, single * LINES_SHARE);
        let rest = (1.0 - p - l).max(0.0).sqrt();
        let side = raw.fine[0].width();
        let mut fine = Plane::new(side, side);
        let mut pored = 0.0f32;
        for ((plane, (mm, percent, _)), own) in raw.fine.iter().zip(FINE).zip(&raw.own) {
            let amount = percent / 100.0 * shows(mm[1]);
            let is_of_pores = mm[1] < 2.0;
            add_by_area(&mut fine, plane, amount * if is_of_pores { rest } else { 1.0 }, (own, FINE_PER_MM));
            if is_of_pores {
                pored = pored.hypot(amount);
            }
        }
        add(&mut fine, &raw.pores, pored * kind.pores * p.sqrt());
        add(&mut fine, &raw.lines, pored * kind.lines * l.sqrt());
        let side = raw.coarse[0].width();
        let mut coarse = Plane::new(side, side);
        for ((plane, (mm, percent, _)), own) in raw.coarse.iter().zip(COARSE).zip(&raw.own[FINE.len()..]) {
            add_by_area(&mut coarse, plane, percent / 100.0 * shows(mm[1]), (own, COARSE_PER_MM));
        }
        let luma = -PIGMENT_LUMA * kind.pigment / 100.0;
        add(&mut coarse, &raw.blood, luma * BLOOD_LUMA_PERCENT);
        add(&mut coarse, &raw.melanin, luma * MELANIN_LUMA_PERCENT);
        shape(&mut fine, FINE_PER_MM, |r| r.fine, &raw.life);
        // A hair is there or not, whatever lies below it; half a pixel wide it is seen as half as much.
        add(&mut fine, &raw.vellus, VELLUS * kind.vellus);
        shape(&mut coarse, COARSE_PER_MM, |r| r.coarse, &raw.life);
        if let Some((graft, share)) = &kind.graft {
            grafted(&mut fine, graft, 0, *share);
            grafted(&mut coarse, graft, 1, *share);
        }
        let [luma_mm, chroma_mm] = softness_px.map(|px| px / px_per_mm);
        let soft = |plane: Plane<f32>, per_mm: f32, sigma_mm: f32| {
            let sigma = sigma_mm * per_mm;
            if sigma > 0.25 { blur::gaussian(&plane, sigma) } else { plane }
        };
        let (fine, (coarse, (blood, melanin))) = rayon::join(
            || soft(fine, FINE_PER_MM, luma_mm),
            || {
                rayon::join(
                    || soft(coarse, COARSE_PER_MM, luma_mm),
                    || rayon::join(|| soft(raw.blood.clone(), COARSE_PER_MM, chroma_mm), || soft(raw.melanin.clone(), COARSE_PER_MM, chroma_mm)),
                )
            },
        );
        let slope_per_mm = slope_rms(&fine) * FINE_PER_MM;
        Self { fine, coarse, blood, melanin, slope_per_mm }
    }
}

/// Makes a relief as strong as each region has it, and differs it from area to area.
fn shape(plane: &mut Plane<f32>, per_mm: f32, strength: fn(&Region) -> f32, life: &Areas) {
    // What regions differ by is softer than a millimetre.
    let cell = (2.0 * per_mm) as usize;
    let cells = plane.width().div_ceil(cell) + 1;
    let of_region = Plane::from_fn(cells, cells, |x, y| {
        let mm = |i: usize, start: f32| start + (i * cell) as f32 / per_mm;
        strength(&Region::at([mm(x, FLAT_START_MM[0]), mm(y, FLAT_START_MM[1])]))
    });
    let side = plane.width();
    plane.samples_mut().par_chunks_mut(side).enumerate().for_each(|(y, row)| {
        let (j, t) = (y / cell, (y % cell) as f32 / cell as f32);
        let (upper, lower) = (of_region.row(j), of_region.row(j + 1));
        for (x, v) in row.iter_mut().enumerate() {
            let (i, s) = (x / cell, (x % cell) as f32 / cell as f32);
            let mix = |r: &[f32]| r[i] + s * (r[i + 1] - r[i]);
            *v *= (mix(upper) + t * (mix(lower) - mix(upper))) * life.at(x, y, per_mm);
        }
    });
}

/// A skin in full detail, octave by octave.
struct Raw {
    fine: [Plane<f32>; 3],
    coarse: [Plane<f32>; 2],
    pores: Plane<f32>,
    lines: Plane<f32>,
    vellus: Plane<f32>,
    blood: Plane<f32>,
    melanin: Plane<f32>,
    life: Areas,
    /// Of the octaves of the fine and of the coarse relief.
    own: [Areas; 5],
}

/// See [`Skin::seen`]: kept as well, for other resolutions.
fn raw(shelf: &Shelf, kind: &Kind) -> Arc<Raw> {
    // What is mixed later does not count.
    let plain = Kind { pores: 1.0, lines: 1.0, pigment: 1.0, vellus: 1.0, graft: None, ..kind.clone() };
    shelf.get(&plain, MOST_KEPT / 3, || Raw::of(&plain))
}

impl Raw {
    fn of(kind: &Kind) -> Self {
        let key = |purpose: u32| noise::hash32(kind.key ^ purpose);
        let side = |per_mm: f32| (FLAT_SIDE_MM * per_mm) as usize;
        let octave = |purpose: u32, per_mm: f32, mm: [f32; 2], skew: f32| {
            darkened(band_noise(key(purpose), side(per_mm), mm.map(|v| v * per_mm)), skew)
        };
        let sum = |purpose: u32, parts: [([f32; 2], f32); 2]| {
            let mut plane = Plane::new(side(COARSE_PER_MM), side(COARSE_PER_MM));
            for (i, (mm, amount)) in parts.into_iter().enumerate() {
                add(&mut plane, &octave(purpose + i as u32, COARSE_PER_MM, mm, 0.0), amount);
            }
            // Skin has red and brown spots on a pale ground, not as many green ones.
            darkened(levelled(plane), -PIGMENT_SKEW)
        };
        let (fine, ((pores, vellus), lines)) = rayon::join(
            || [0, 1, 2].map(|i| octave(0x6600 + i as u32, FINE_PER_MM, FINE[i].0, FINE[i].2)),
            || rayon::join(|| (pores(key(0x7001)), vellus(key(0x7665))), || lines(key(0x6c01))),
        );
        let areas = |purpose: u32, mm: [f32; 2], by: f32| Areas::new(key(purpose), FLAT_SIDE_MM as usize, mm, by * kind.life);
        let own = [0, 1, 2, 3, 4].map(|i| areas(0x6f00 + i, OWN_LIFE_MM, OWN_LIFE));
        let coarse = [0, 1].map(|i| octave(0x6300 + i as u32, COARSE_PER_MM, COARSE[i].0, COARSE[i].2));
        let [mut blood, mut melanin] = [(0x6200, BLOOD), (0x6d00, MELANIN)].map(|(purpose, parts)| {
            let mut plane = Plane::new(side(COARSE_PER_MM), side(COARSE_PER_MM));
            add_by_area(&mut plane, &sum(purpose, parts), 1.0, (&areas(purpose + 0x80, OWN_LIFE_MM, OWN_LIFE), COARSE_PER_MM));
            plane
        });
        if kind.life > 0.0 {
            add(&mut blood, &flush(), kind.life);
        }
        if kind.marks > 0.0 {
            let [brown, red] = spots(key(0x7350), COARSE_PER_MM);
            add(&mut melanin, &brown, SPOT_MELANIN * kind.marks);
            add(&mut blood, &brown, BROWN_BLOOD * kind.marks);
            add(&mut blood, &red, SPOT_BLOOD * kind.marks);
        }
        let life = areas(0x7061, LIFE_MM, LIFE);
        Self { fine, coarse, pores, lines, vellus, blood, melanin, life, own }
    }
}

/// Where a face is redder than as a whole; its mean over a face is 0, so that the face keeps its colour.
fn flush() -> Plane<f32> {
    let side = (FLAT_SIDE_MM * COARSE_PER_MM) as usize;
    let plane = Plane::from_fn(side, side, |x, y| {
        let mm = [FLAT_START_MM[0] + x as f32 / COARSE_PER_MM, FLAT_START_MM[1] + y as f32 / COARSE_PER_MM];
        FLUSH.iter().fold(0.0, |sum, (middle, radius, amount)| {
            let r2 = (mm[0] - middle[0]).powi(2) + (mm[1] - middle[1]).powi(2);
            sum + amount / (1.0 + (r2 / (radius * radius)).powi(2))
        })
    });
    // A face is about an ellipse of 62 by 82 mm around the nose.
    let on_face = |x: usize, y: usize| {
        let mm = [FLAT_START_MM[0] + x as f32 / COARSE_PER_MM, FLAT_START_MM[1] + y as f32 / COARSE_PER_MM];
        (mm[0] / 62.0).powi(2) + ((mm[1] - 25.0) / 82.0).powi(2) < 1.0
    };
    let cells = (0..side).flat_map(|y| (0..side).map(move |x| (x, y))).filter(|&(x, y)| on_face(x, y));
    let (sum, count) = cells.fold((0.0f64, 0.0f64), |(s, n), (x, y)| (s + f64::from(plane.row(y)[x]), n + 1.0));
    let mean = (sum / count.max(1.0)) as f32;
    Plane::from_fn(side, side, |x, y| plane.row(y)[x] - mean)
}

/// Puts `share` of a graft's layer in the place of what was made, where it is known, as strong as that was.
fn grafted(plane: &mut Plane<f32>, graft: &Graft, layer: usize, share: f32) {
    let side = plane.width();
    let (mut made, mut given) = (0.0f64, 0.0f64);
    for (y, row) in plane.samples().chunks_exact(side).enumerate() {
        for (x, v) in row.iter().enumerate() {
            let known = f64::from(graft.known(layer, x, y));
            made += known * f64::from(*v).powi(2);
            given += known * f64::from(graft.contrast(layer, x, y)).powi(2);
        }
    }
    if given <= 0.0 {
        return;
    }
    let gain = (made / given).sqrt() as f32;
    plane.samples_mut().par_chunks_mut(side).enumerate().for_each(|(y, row)| {
        for (x, v) in row.iter_mut().enumerate() {
            let taken = share * graft.known(layer, x, y);
            // What is independent adds up by its energy.
            *v = (1.0 - taken * taken).max(0.0).sqrt() * *v + taken * gain * graft.contrast(layer, x, y);
        }
    });
}
