//! What a palette makes of smooth skin: the steps and the dither of a picture with few colours (a GIF) are no texture of the skin.
//!
//! The skin of a frame is made smooth and told again with the frame's own colours, by error diffusion as strong as the frame
//! shows it (R. W. Floyd, L. Steinberg, "An adaptive algorithm for spatial grey scale", 1976). What two frames then share beyond the
//! smooth skin is what the palette alone brings about, motion and stillness included; energies of what is independent add up.

use super::detail::{BANDS_MM, Seen, SkinDetail, Spot, skin_detail};
use super::start::Subject;
use crate::kernels::{blur, tile};
use crate::px::{Frame, Mask, Plane, Rect, Subsampling};
use crate::skin::WAVE_PER_SIGMA;
use std::collections::HashSet;

/// A face told with more colours has no palette: a GIF has 256 per frame, and a face that is drawn over an older frame may show those
/// of two. Faces of camera and generator show 3,000 and more.
const MOST_COLOURS: usize = 512;
/// So many pixels must share a colour in the mean: few pixels have few colours by themselves.
const LEAST_PX_PER_COLOUR: usize = 16;
/// Skin that the mask is less sure of than this stays as it is.
const SKIN: f32 = 0.5;
/// Shares of the error that are tried.
const DIFFUSIONS: [f32; 5] = [0.0, 0.25, 0.5, 0.75, 1.0];

/// Pores and fine lines of which the palette makes more than this cannot be told from it. A drawn face with pores of 2.5 levels has 2.02 %
/// under dither of 2.10 %, and without dither 0.99 %.
const DROWNED: f32 = 0.8;

/// A frame in which a face was measured.
#[derive(Clone)]
pub(crate) struct Told<'a> {
    pub(crate) frame: &'a Frame,
    pub(crate) seen: Seen<'a>,
}

/// Measures a face like [`skin_detail`], without what a palette makes of it.
pub(crate) fn skin_detail_told(
    now: Told<'_>,
    later: Option<Told<'_>>,
    subject: &Subject,
    black: f32,
    noted: SkinDetail,
) -> Option<(SkinDetail, Vec<Spot>)> {
    let (mut detail, mut spots) =
        skin_detail(now.seen.clone(), later.as_ref().map(|l| l.seen.clone()), subject, black, noted)?;
    let smoothed = |told: &Told<'_>| smoothed(told, &subject.mask, detail.px_per_mm);
    let one = smoothed(&now);
    let two = later.as_ref().and_then(smoothed);
    let Some(one) = one.filter(|_| later.is_some() == two.is_some()) else { return Some((detail, spots)) };
    let there = later.zip(two.as_ref()).map(|(l, two)| Seen { luma: two, lock: l.seen.lock });
    let here = Seen { luma: &one, lock: now.seen.lock };
    let Some((by_palette, by_palette_spots)) = skin_detail(here, there, subject, black, noted) else {
        return Some((detail, spots));
    };
    for band in 0..BANDS_MM.len() {
        let palette = by_palette.skin_percent[band];
        detail.palette_percent[band] = palette;
        let all = detail.skin_percent[band];
        detail.skin_percent[band] = (all * all - palette * palette).max(0.0).sqrt();
        if band == 0 && palette > DROWNED * all {
            // What is left of a small difference of large numbers says nothing: the coarser band decides.
            (detail.skin_percent[band], detail.eye_percent[band]) = (0.0, 0.0);
        }
        for (spot, palette) in spots.iter_mut().zip(&by_palette_spots) {
            spot.shared_percent2[band] -= palette.shared_percent2[band].max(0.0);
        }
    }
    Some((detail, spots))
}

/// Luma of a frame whose skin is made smooth and told again with the frame's colours.
/// `None` where the face has more colours than a palette.
fn smoothed(told: &Told<'_>, mask: &Mask, px_per_mm: f32) -> Option<Plane<u16>> {
    let Told { frame, seen } = told;
    if frame.subsampling != Subsampling::C444 {
        return None;
    }
    let region = seen.face()?.and(&mask.roi);
    let colours = colours(frame, region)?;
    let sigma = BANDS_MM[1].1 * px_per_mm / WAVE_PER_SIGMA;
    let mut weights = Plane::new(region.width(), region.height());
    for y in 0..region.height() {
        mask.expand_row(region.y0 + y, region.x0, weights.row_mut(y));
    }
    weights.samples_mut().iter_mut().for_each(|w| *w = f32::from(u8::from(*w >= SKIN)));
    let near = blur::gaussian(&weights, sigma);
    let own = [0, 1, 2].map(|plane| tile::cut(frame.plane(plane), region));
    let soft = [0, 1, 2].map(|plane: usize| {
        let mut part = own[plane].clone();
        part.samples_mut().iter_mut().zip(weights.samples()).for_each(|(v, w)| *v *= w);
        let mut soft = blur::gaussian(&part, sigma);
        soft.samples_mut().iter_mut().zip(near.samples()).for_each(|(v, n)| *v /= n.max(1e-3));
        soft
    });
    let rough = roughness(&own[0], &weights);
    let tried = DIFFUSIONS.map(|diffusion| with_colours(&soft, &weights, &colours, diffusion));
    let misses = |luma: &Plane<f32>| (roughness(luma, &weights) - rough).abs();
    let nearest = tried.into_iter().min_by(|a, b| misses(a).total_cmp(&misses(b)))?;
    let mut out = seen.luma.clone();
    for y in 0..region.height() {
        let row = &mut out.row_mut(region.y0 + y)[region.x0..region.x1];
        for ((o, &v), &w) in row.iter_mut().zip(nearest.row(y)).zip(weights.row(y)) {
            if w > 0.0 {
                *o = crate::kernels::round_u16(v.max(0.0), f32::from(u16::MAX));
            }
        }
    }
    Some(out)
}

/// The colours of a region; `None` when they are too many for a palette.
fn colours(frame: &Frame, region: Rect) -> Option<Vec<[f32; 3]>> {
    let mut found: HashSet<[u16; 3]> = HashSet::new();
    for y in region.y0..region.y1 {
        let rows = [0, 1, 2].map(|plane| &frame.plane(plane).row(y)[region.x0..region.x1]);
        for x in 0..region.width() {
            found.insert(rows.map(|row| row[x]));
        }
        if found.len() > MOST_COLOURS {
            return None;
        }
    }
    if found.len() * LEAST_PX_PER_COLOUR > region.width() * region.height() {
        return None;
    }
    let mut all: Vec<[u16; 3]> = found.into_iter().collect();
    all.sort_unstable();
    Some(all.into_iter().map(|c| c.map(f32::from)).collect())
}

/// How much neighbours differ, mean over the skin: what dither changes first.
fn roughness(luma: &Plane<f32>, weights: &Plane<f32>) -> f32 {
    let (mut sum, mut count) = (0.0f64, 0.0f64);
    for y in 0..luma.height() {
        let (row, skin) = (luma.row(y), weights.row(y));
        for x in 1..luma.width() {
            let w = f64::from(skin[x] * skin[x - 1]);
            sum += w * f64::from((row[x] - row[x - 1]).powi(2));
            count += w;
        }
    }
    (sum / count.max(1.0)).sqrt() as f32
}

/// Luma of a smooth skin told with these colours; this share of the error is handed on to the neighbours.
fn with_colours(
    soft: &[Plane<f32>; 3],
    weights: &Plane<f32>,
    colours: &[[f32; 3]],
    diffusion: f32,
) -> Plane<f32> {
    let (width, height) = (weights.width(), weights.height());
    let mut out = soft[0].clone();
    // Errors of this row and the next, with a column to spare on each side.
    let mut errors = [vec![[0.0f32; 3]; width + 2], vec![[0.0f32; 3]; width + 2]];
    for y in 0..height {
        let [here, below] = &mut errors;
        below.fill([0.0; 3]);
        for x in 0..width {
            if weights.row(y)[x] == 0.0 {
                continue;
            }
            let wanted: [f32; 3] = std::array::from_fn(|i| soft[i].row(y)[x] + diffusion * here[x + 1][i]);
            let Some(&got) = colours.iter().min_by(|a, b| apart(a, &wanted).total_cmp(&apart(b, &wanted)))
            else {
                continue;
            };
            out.row_mut(y)[x] = got[0];
            let hand = |to: &mut [f32; 3], share: f32| {
                (0..3).for_each(|i| to[i] += share * (wanted[i] - got[i]));
            };
            hand(&mut here[x + 2], 7.0 / 16.0);
            hand(&mut below[x], 3.0 / 16.0);
            hand(&mut below[x + 1], 5.0 / 16.0);
            hand(&mut below[x + 2], 1.0 / 16.0);
        }
        errors.swap(0, 1);
    }
    out
}

/// How far two colours lie apart, squared: in R'G'B' up to a factor, with BT.601's weights, which is where palettes are made.
#[inline(always)]
fn apart(a: &[f32; 3], b: &[f32; 3]) -> f32 {
    let [y, cb, cr] = [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
    (y + 1.402 * cr).powi(2) + (y - 0.344 * cb - 0.714 * cr).powi(2) + (y + 1.772 * cb).powi(2)
}
