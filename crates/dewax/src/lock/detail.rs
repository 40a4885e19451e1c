//! Detail of the skin by its size on the skin itself: an eye distance of 63 mm says how many pixels a millimetre has.
//!
//! Only detail that two frames share counts: noise and boil are no skin. It is measured as contrast, in percent of the
//! light on the skin, because relief scales with light. Blurs are normalised inside the mask, so that no contour leaks in.

use super::place::Locked;
use super::start::Subject;
use crate::kernels::warp::{Field, by_field};
use crate::kernels::{self, blur, shrink};
use crate::px::{Mask, Plane, Rect};
use crate::skin::{IOD_MM, SIGMA_OF_MEDIAN};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

/// Wavelengths of the bands on the skin, in mm: pores and fine lines; lines, spots and relief.
pub const BANDS_MM: [(f32, f32); 2] = [(0.7, 2.2), (2.2, 7.0)];
/// Every this many frames a pair of frames is measured: skin does not change, and every sixth of a second its worst moment is found.
pub const DETAIL_EVERY_FRAMES: usize = 4;

/// No picture holds a shorter wavelength, px.
const NYQUIST_PX: f32 = 2.0;
/// A band whose longest wavelength is shorter than this is not measured, px: what is left of it is mostly the lens, the
/// demosaicing and the codec.
const LEAST_LONG_PX: f32 = 2.5;
/// Faces are measured with about this many samples per eye distance, or more: 2 samples are 0.7 mm then.
const SAMPLES_PER_IOD: f32 = 180.0;
/// Side of a block on the skin, mm: the longest wavelength fits.
pub(crate) const BLOCK_MM: f32 = 9.0;
/// Fewer blocks say nothing of a face.
const LEAST_BLOCKS: usize = 6;
/// What counts as skin; a block counts when this much of it is.
const SKIN_ENOUGH: f32 = 0.6;
/// Trust below which the lock may be beside the skin.
const LEAST_TRUST: f32 = 0.4;
/// Samples between the nodes of the way from frame to frame.
const FIELD_STEP: usize = 8;

/// Detail of one face's skin in one frame.
#[derive(Clone, Copy, Debug, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
pub struct SkinDetail {
    /// Number of the face's track.
    pub face: u32,
    /// The frame, counted from the start of the shot.
    pub frame: usize,
    /// Frames to the one that it was compared with; 0 for a still, in which noise counts as skin.
    pub gap: usize,
    /// Luma pixels per mm of skin, from the eye distance.
    pub px_per_mm: f32,
    /// Contrast of the skin per band of [`BANDS_MM`], in percent of its luma; 0 where it cannot be measured. The standard deviation
    /// of the middle half of the skin (1.4826 × the median size of the band): lids, nostrils and folds do not count.
    pub skin_percent: [f32; 2],
    /// The same of eyes and brows, RMS: how sharp the picture is where there is something to be sharp.
    pub eye_percent: [f32; 2],
    /// Share of the face's skin that is a smooth, pale highlight, 0..=1.
    pub glow_share: f32,
    /// Contrast per band that a smooth skin shows when it is told in the picture's few colours, with steps and dither, in percent of
    /// luma: it is not part of `skin_percent`. 0 where the picture has no palette.
    #[serde(default)]
    pub palette_percent: [f32; 2],
}

impl SkinDetail {
    /// Whether a file could have said this of a shot of that many frames.
    pub(crate) fn is_sane(&self, frames: usize) -> bool {
        let all = self.skin_percent.iter().chain(&self.eye_percent).chain(&self.palette_percent);
        let finite = |v: &f32| v.is_finite() && (0.0..1e6).contains(v);
        let inside = self.frame < frames && self.gap < frames;
        inside && all.chain([&self.px_per_mm]).all(finite) && (0.0..=1.0).contains(&self.glow_share)
    }
}

/// A face in a frame.
#[derive(Clone)]
pub(crate) struct Seen<'a> {
    /// The frame's luma, stored units.
    pub(crate) luma: &'a Plane<u16>,
    /// Where its skin lies.
    pub(crate) lock: Locked<'a>,
}

impl Seen<'_> {
    /// The rectangle that the face covers; `None` when it lies outside the frame.
    pub(super) fn face(&self) -> Option<Rect> {
        let rect = self.lock.face_bounds(self.luma.width(), self.luma.height());
        (!rect.is_empty()).then_some(rect)
    }
}

/// Blurs of a region that bound the bands, finest first, in stored units.
type Blurs = [Plane<f32>; 3];

/// A block of skin: where its middle lies in lock space, and the square of the contrast that sticks to it, per band of
/// [`BANDS_MM`], in percent².
#[derive(Clone, Copy, Debug)]
pub(crate) struct Spot {
    pub(crate) still: [f64; 2],
    pub(crate) shared_percent2: [f32; 2],
}

/// Measures a face in the frame `now`, with what a later frame shares of it, or with itself for a still: the face, and its
/// blocks. `black` is black's luma in stored units. `None` where too little skin is seen. `noted` is filled in.
pub(crate) fn skin_detail(
    now: Seen<'_>,
    later: Option<Seen<'_>>,
    subject: &Subject,
    black: f32,
    noted: SkinDetail,
) -> Option<(SkinDetail, Vec<Spot>)> {
    let iod_px = now.lock.segment.iod_px * now.lock.scale();
    let step = ((iod_px / SAMPLES_PER_IOD) as usize).max(1);
    let region = now.face()?.and(&subject.mask.roi);
    let samples_per_mm = iod_px / IOD_MM / step as f32;
    let sigmas = sigmas(samples_per_mm);
    let block = ((BLOCK_MM * samples_per_mm).round() as usize).max(8);
    if region.width() < 2 * step * block || region.height() < 2 * step * block {
        return None;
    }
    let here = shrink::shrink_part(now.luma, region, step);
    let size = (here.width(), here.height());
    let place = |x: usize, y: usize| {
        let along = |from: usize, i: usize| (from + i * step) as f64 + (step - 1) as f64 / 2.0;
        [along(region.x0, x), along(region.y0, y)]
    };
    let back = now.lock.back()?;
    let there = match &later {
        Some(later) => {
            let part = later.face()?.grown(8 * step, later.luma.width(), later.luma.height());
            let plane = shrink::shrink_part(later.luma, part, step);
            let to_sample = |v: f64, from: usize| (v - from as f64 + 0.5) / step as f64 - 0.5;
            let field = Field::new(size, FIELD_STEP, |x, y| {
                let [u, v] = later.lock.to_frame(back(place(x, y)));
                [to_sample(u, part.x0), to_sample(v, part.y0)]
            });
            Some(by_field(&plane, &field))
        }
        None => None,
    };
    let known = |x: usize, y: usize| {
        let still = back(place(x, y));
        let trusted = |seen: &Seen<'_>| seen.lock.trust(still) >= LEAST_TRUST;
        now.lock.segment.is_face(still) && trusted(&now) && later.as_ref().is_none_or(trusted)
    };
    let weights = weights(&subject.mask, size, place, known);
    let sums = blurs(&weights, sigmas);
    let banded = |plane: &Plane<f32>| normalised(plane, &weights, &sums, sigmas);
    let (one, two) = rayon::join(|| banded(&here), || there.as_ref().map(banded));
    let two = two.as_ref().unwrap_or(&one);
    let blocks = blocks(&one, two, &weights, block, black);
    if blocks.len() < LEAST_BLOCKS {
        return None;
    }
    let mut lights: Vec<f32> = blocks.iter().map(|b| b.light).collect();
    let light = kernels::middle(&mut lights, f32::total_cmp).unwrap_or(0.0);
    let measured = |band: usize| BANDS_MM[band].1 * samples_per_mm >= LEAST_LONG_PX;
    let in_band = |band: usize, value: f32| if measured(band) { 100.0 * value.max(0.0).sqrt() } else { 0.0 };
    let typical = [0, 1].map(|band| shared2(&one, two, &sums, band, black));
    let eyes = subject.eyes.iter().map(|e| eye(now.luma, *e, step, sigmas, light)).collect::<Vec<_>>();
    let best_eye = |band: usize| eyes.iter().map(|e| e[band]).fold(0.0, f32::max);
    let detail = SkinDetail {
        px_per_mm: iod_px / IOD_MM,
        skin_percent: std::array::from_fn(|band| in_band(band, typical[band])),
        eye_percent: std::array::from_fn(|band| in_band(band, best_eye(band))),
        ..noted
    };
    let spot = |b: &Block| Spot {
        still: back(place(b.middle[0], b.middle[1])),
        shared_percent2: b.shared.map(|s| 1e4 * s),
    };
    Some((detail, blocks.iter().map(spot).collect()))
}

/// Sigmas of the blurs that bound the bands, in samples; a difference of two Gaussians passes wavelengths of about 4.4 of
/// their sigmas. 0 is no blur.
fn sigmas(samples_per_mm: f32) -> [f32; 3] {
    let [(shortest, _), (middle, longest)] = BANDS_MM;
    [shortest, middle, longest].map(|mm| {
        let wave = mm * samples_per_mm;
        if wave <= NYQUIST_PX { 0.0 } else { wave / 4.4 }
    })
}

/// 1 where there is skin of the face whose way is known, 0 elsewhere.
fn weights(
    mask: &Mask,
    (width, height): (usize, usize),
    place: impl Fn(usize, usize) -> [f64; 2] + Sync,
    known: impl Fn(usize, usize) -> bool + Sync,
) -> Plane<f32> {
    let columns = width.div_ceil(FIELD_STEP);
    let rows = height.div_ceil(FIELD_STEP);
    let cells: Vec<bool> = (0..rows * columns)
        .into_par_iter()
        .map(|n| known(n % columns * FIELD_STEP + FIELD_STEP / 2, n / columns * FIELD_STEP + FIELD_STEP / 2))
        .collect();
    Plane::from_fn(width, height, |x, y| {
        let [u, v] = place(x, y);
        let is_skin = cells[y / FIELD_STEP * columns + x / FIELD_STEP]
            && mask.at(u.round() as usize, v.round() as usize) >= SKIN_ENOUGH;
        f32::from(u8::from(is_skin))
    })
}

fn blurs(plane: &Plane<f32>, sigmas: [f32; 3]) -> Blurs {
    sigmas.map(|sigma| if sigma > 0.0 { blur::gaussian(plane, sigma) } else { plane.clone() })
}

/// Blurs of a plane that look at skin only. 0 where none is near.
fn normalised(plane: &Plane<f32>, weights: &Plane<f32>, sums: &Blurs, sigmas: [f32; 3]) -> Blurs {
    let mut weighted = plane.clone();
    weighted.samples_mut().iter_mut().zip(weights.samples()).for_each(|(v, w)| *v *= w);
    let mut out = blurs(&weighted, sigmas);
    for (plane, sum) in out.iter_mut().zip(sums) {
        plane.samples_mut().iter_mut().zip(sum.samples()).for_each(|(v, &s)| *v /= s.max(1e-3));
    }
    out
}

/// A block of skin: what the two frames share of each band, squared and over the square of its light; its light; and the
/// sample in its middle.
struct Block {
    shared: [f32; 2],
    light: f32,
    middle: [usize; 2],
}

fn blocks(one: &Blurs, two: &Blurs, weights: &Plane<f32>, side: usize, black: f32) -> Vec<Block> {
    let (columns, rows) = (weights.width() / side, weights.height() / side);
    let block = |n: usize| {
        let (x, y) = (n % columns * side, n / columns * side);
        let (mut count, mut light, mut shared) = (0.0f32, 0.0f32, [0.0f32; 2]);
        for row in y..y + side {
            let span = x..x + side;
            let [a, b, c] = [0, 1, 2].map(|i| &one[i].row(row)[span.clone()]);
            let [d, e, f] = [0, 1, 2].map(|i| &two[i].row(row)[span.clone()]);
            for (i, &w) in weights.row(row)[span.clone()].iter().enumerate() {
                count += w;
                light += w * c[i];
                shared[0] += w * (a[i] - b[i]) * (d[i] - e[i]);
                shared[1] += w * (b[i] - c[i]) * (e[i] - f[i]);
            }
        }
        let light = light / count.max(1.0) - black;
        let enough = count >= SKIN_ENOUGH * (side * side) as f32 && light > 0.0;
        enough.then(|| Block {
            shared: shared.map(|s| s / count / (light * light)),
            light,
            middle: [x + side / 2, y + side / 2],
        })
    };
    (0..columns * rows).into_par_iter().filter_map(block).collect()
}

/// At most about so many samples of a skin are looked at.
const MOST_SAMPLES: usize = 40_000;
/// A sample counts when so much of what a blur sees around it is skin.
const INSIDE: f32 = 0.97;

/// Square of the contrast in a band that two frames share. Of half their sum the noise of both is half of a frame's, of half their
/// difference too: what is left between the two sticks.
/// `sums` are the blurs of the weights: beside the border of the skin a blur sees one side only, and slow shading looks like texture.
fn shared2(one: &Blurs, two: &Blurs, sums: &Blurs, band: usize, black: f32) -> f32 {
    let inside = || sums[band + 1].samples().iter().enumerate().filter(|(_, w)| **w > INSIDE);
    let every = inside().count().div_ceil(MOST_SAMPLES).max(1);
    let skin = inside().step_by(every);
    let contrast = |blurs: &Blurs, i: usize| {
        let at = |level: usize| blurs[level].samples()[i];
        (at(band) - at(band + 1)) / (at(2) - black).max(1.0)
    };
    let (mut means, mut differences) = (Vec::new(), Vec::new());
    for (i, _) in skin {
        let (a, b) = (contrast(one, i), contrast(two, i));
        means.push((a + b).abs() / 2.0);
        differences.push((a - b).abs() / 2.0);
    }
    let square = |values: &mut Vec<f32>| {
        (SIGMA_OF_MEDIAN * kernels::middle(values, f32::total_cmp).unwrap_or(0.0)).powi(2)
    };
    square(&mut means) - square(&mut differences)
}

/// Mean square of the bands of an eye with its brow, over the square of `light`.
fn eye(
    luma: &Plane<u16>,
    [x, y, right, lower]: [f32; 4],
    step: usize,
    sigmas: [f32; 3],
    light: f32,
) -> [f32; 2] {
    let to = |v: f32, size: usize| (v.max(0.0) as usize).min(size);
    let (width, height) = (luma.width(), luma.height());
    let inner = Rect { x0: to(x, width), y0: to(y, height), x1: to(right, width), y1: to(lower, height) };
    if inner.width() < 4 * step || inner.height() < 4 * step {
        return [0.0; 2];
    }
    let halo = step * blur::radius_px(sigmas[2]);
    let part = inner.grown(halo, width, height);
    let [a, b, c] = blurs(&shrink::shrink_part(luma, part, step), sigmas);
    let (left, top) = ((inner.x0 - part.x0) / step, (inner.y0 - part.y0) / step);
    let (columns, rows) = (inner.width() / step, inner.height() / step);
    let mut sums = [0.0f32; 2];
    for row in top..top + rows {
        let [a, b, c] = [&a, &b, &c].map(|p| &p.row(row)[left..left + columns]);
        for i in 0..columns {
            sums[0] += (a[i] - b[i]).powi(2);
            sums[1] += (b[i] - c[i]).powi(2);
        }
    }
    sums.map(|s| s / (columns * rows) as f32 / (light * light).max(1.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::noise;
    use crate::lock::{Affine, Grid, Nodes, Place, Segment};
    use crate::px::LEVEL;

    const SIDE: usize = 320;

    /// Skin everywhere, held still, with eyes `iod_px` apart.
    fn held(iod_px: f32) -> Segment {
        let grid = Grid { x: 0.0, y: 0.0, step_px: 20.0, columns: 16, rows: 16 };
        let nodes = grid.nodes();
        let place = Place {
            affine: Affine::IDENTITY,
            locked: 1.0,
            nodes: Nodes { shift: vec![[0; 2]; nodes], trust: vec![255; nodes], low: vec![[0; 3]; nodes] }
                .into(),
        };
        let face = [0.0, 0.0, SIDE as f32, SIDE as f32];
        Segment {
            first_frame: 0,
            iod_px,
            grid,
            skin: vec![255; nodes],
            face,
            places: vec![place],
            detail: Vec::new(),
        }
    }

    /// Grey of `light` levels with texture of `percent` of it, and noise of its own.
    fn skin(frame: u32, light: f32, percent: f32, noise_levels: f32) -> Plane<u16> {
        let mut out = Plane::filled(SIDE, SIDE, (light * LEVEL) as u16);
        for (key, rms) in [(1, light * percent / 100.0), (100 + frame, noise_levels)] {
            noise::soft_rows(key, 1.0, (0, SIDE), (0, SIDE), |y, values| {
                for (o, &v) in out.row_mut(y).iter_mut().zip(values) {
                    *o = (f32::from(*o) + v * rms * LEVEL).round() as u16;
                }
            });
        }
        out
    }

    fn measured(iod_px: f32, one: &Plane<u16>, two: Option<&Plane<u16>>) -> Option<SkinDetail> {
        let segment = held(iod_px);
        let lock = Locked::of(&segment, &segment.places[0]).unwrap();
        let weights = Plane::filled(SIDE / 4, SIDE / 4, 1.0);
        let mask = Mask { weights, step_px: 4, roi: Rect::of(SIDE, SIDE) };
        let subject = Subject { face: 1, iod_px, mask, points: Vec::new(), eyes: Vec::new() };
        let later = two.map(|luma| Seen { luma, lock: lock.clone() });
        Some(skin_detail(Seen { luma: one, lock }, later, &subject, 0.0, SkinDetail::default())?.0)
    }

    #[test]
    fn contrast_is_that_of_what_sticks_at_any_light() {
        let pair = |light: f32, percent: f32, noise: f32| {
            let frames = [0, 1].map(|i| skin(i, light, percent, noise));
            measured(126.0, &frames[0], Some(&frames[1])).unwrap()
        };
        let (bright, dim) = (pair(180.0, 2.0, 0.0), pair(60.0, 2.0, 0.0));
        assert!((bright.px_per_mm - 2.0).abs() < 1e-3);
        let [fine, coarse] = bright.skin_percent;
        assert!((0.6..1.2).contains(&fine) && (0.6..1.5).contains(&coarse), "{bright:?}");
        assert!((dim.skin_percent[0] / fine - 1.0).abs() < 0.1, "{dim:?} {bright:?}");
        let noisy = pair(180.0, 2.0, 4.0);
        assert!((noisy.skin_percent[0] / fine - 1.0).abs() < 0.1, "{noisy:?} {bright:?}");
        assert!(pair(180.0, 0.0, 4.0).skin_percent[0] < 0.4 * fine);
    }

    #[test]
    fn a_still_is_measured_with_itself_and_a_small_face_in_one_band() {
        let frame = skin(0, 180.0, 2.0, 0.0);
        assert!(measured(126.0, &frame, None).unwrap().skin_percent[0] > 0.6);
        let [fine, coarse] = measured(63.0, &frame, None).unwrap().skin_percent;
        assert!(fine == 0.0 && coarse > 0.5, "{fine} {coarse}");
    }
}
