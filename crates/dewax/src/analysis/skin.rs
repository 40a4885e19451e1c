//! Learns the colour of the skin from a frame: the densest hue near the vectorscope's skin line.
//!
//! Skin of every tone lies near one hue (the "I" line, 123° in the Cb-Cr plane), because melanin and blood colour it;
//! what differs is luma and saturation. Light moves it, so the hue is searched within ±40° and weighted towards the line.

use crate::clip::Picture;
use crate::color::math::{angle_deg, exp};
use crate::facts::SkinColor;
use crate::facts::SkinModel;
use crate::lock::Subject;
use crate::px::{Mask, Plane};
use crate::skin::Small;

/// The vectorscope's skin line.
const SKIN_LINE_DEG: f64 = 123.0;
/// How far from it skin is searched.
const SEARCH_DEG: f64 = 40.0;
/// How quickly trust falls with distance from the line.
const PRIOR_SIGMA_DEG: f64 = 16.0;
/// Share of the frame that must look like skin.
const LEAST_SUPPORT: f32 = 0.006;

/// The side of a square as large as the skin of a face and neck, in eye distances: a face is about 2.2 wide and 2.9 high.
const SKIN_SIDE_IOD: f32 = 2.9;
/// The least eye distance that is guessed, luma px.
const LEAST_IOD_PX: f32 = 16.0;

struct Sample {
    hue: f64,
    sat: f32,
    luma: f32,
    weight: f64,
}

/// The skin model of a frame given at the mask's resolution in stored units; `None` when nothing looks like skin.
pub(super) fn learn(picture: &Picture, small: &Small) -> Option<SkinModel> {
    let Small { luma, cb, cr } = small;
    let samples = candidates(picture, luma, cb, cr);
    let bins = 2 * SEARCH_DEG as usize + 1;
    let mut histogram = vec![0.0; bins];
    for s in &samples {
        histogram[(s.hue - SKIN_LINE_DEG + SEARCH_DEG).round().clamp(0.0, bins as f64 - 1.0) as usize] +=
            s.weight;
    }
    let smooth = super::course::smoothed(&histogram, 3.0);
    let peak = (0..bins).max_by(|&a, &b| smooth[a].total_cmp(&smooth[b]))?;
    let mut hue = peak as f64 + SKIN_LINE_DEG - SEARCH_DEG;
    let near = |hue: f64| samples.iter().filter(move |s| (s.hue - hue).abs() < 14.0);
    for _ in 0..3 {
        let (sum, weight) = near(hue).fold((0.0, 0.0), |(s, w), c| (s + c.hue * c.weight, w + c.weight));
        if weight > 0.0 {
            hue = sum / weight;
        }
    }
    let mut chosen: Vec<&Sample> = near(hue).collect();
    let support = chosen.len() as f32 / luma.samples().len().max(1) as f32;
    if support < LEAST_SUPPORT {
        return None;
    }
    let (spread, weight) =
        chosen.iter().fold((0.0, 0.0), |(s, w), c| (s + (c.hue - hue).powi(2) * c.weight, w + c.weight));
    let sigma = (spread / weight).sqrt();
    let mut part = |pick: fn(&Sample) -> f32, share: f64| {
        chosen.sort_by(|a, b| pick(a).total_cmp(&pick(b)));
        let total: f64 = chosen.iter().map(|c| c.weight).sum();
        let mut sum = 0.0;
        let found = chosen.iter().find(|c| {
            sum += c.weight;
            sum >= share * total
        });
        found.map_or(0.0, |c| pick(c))
    };
    let (sat_low, sat_high) = (part(|c| c.sat, 0.06), part(|c| c.sat, 0.96));
    let (luma_low, luma_high) = (part(|c| c.luma, 0.03), part(|c| c.luma, 0.99));
    let tidy = |v: f32| (v * 1000.0).round() / 1000.0;
    Some(SkinModel {
        hue_deg: ((hue * 10.0).round() / 10.0) as f32,
        hue_width_deg: (((2.4 * sigma).clamp(8.0, 20.0) * 10.0).round() / 10.0) as f32,
        sat_min: tidy((sat_low * 0.85).max(0.03)),
        sat_max: tidy((sat_high * 1.1).min(2.0)),
        luma_min: tidy((luma_low * 0.85).clamp(0.0, 1.0)),
        luma_max: tidy((luma_high + 0.06).clamp(0.0, 1.0)),
        support: tidy(support),
    })
}

fn candidates(picture: &Picture, luma: &Plane<f32>, cb: &Plane<f32>, cr: &Plane<f32>) -> Vec<Sample> {
    let levels = &picture.levels;
    let (width, height) = (luma.width() as f64, luma.height() as f64);
    let mut out = Vec::new();
    for y in 0..luma.height() {
        for x in 0..luma.width() {
            let l = (luma.row(y)[x] - levels.black) / levels.luma_span;
            let b = f64::from((cb.row(y)[x] - levels.chroma_zero) / levels.chroma_span);
            let r = f64::from((cr.row(y)[x] - levels.chroma_zero) / levels.chroma_span);
            if !(0.06..=0.97).contains(&l) || r <= 0.0 {
                continue;
            }
            let hue = angle_deg(r, b);
            let sat = (b * b + r * r).sqrt() as f32 / (l + 0.05);
            if (hue - SKIN_LINE_DEG).abs() > SEARCH_DEG || !(0.035..=0.8).contains(&sat) {
                continue;
            }
            let off = (hue - SKIN_LINE_DEG) / PRIOR_SIGMA_DEG;
            // Faces are seldom in a corner: the middle counts up to three times as much as the edge.
            let (u, v) = (x as f64 / width - 0.5, y as f64 / height - 0.42);
            let place = 0.5 + exp(-0.5 * ((u / 0.28).powi(2) + (v / 0.3).powi(2)));
            out.push(Sample { hue, sat, luma: l, weight: exp(-0.5 * off * off) * place });
        }
    }
    out
}

/// The mean colour of the skin of a frame at the mask's resolution; black without any.
pub(crate) fn mean_skin(
    picture: &Picture,
    mask: Option<&Mask>,
    luma: &Plane<f32>,
    cb: &Plane<f32>,
    cr: &Plane<f32>,
) -> SkinColor {
    let Some(mask) = mask else { return SkinColor::default() };
    let (mut sums, mut weight) = ([0.0f64; 3], 0.0f64);
    let planes = luma.samples().iter().zip(cb.samples().iter().zip(cr.samples()));
    for (&w, (&y, (&b, &r))) in mask.weights.samples().iter().zip(planes) {
        for (sum, v) in sums.iter_mut().zip([y, b, r]) {
            *sum += f64::from(w) * f64::from(v);
        }
        weight += f64::from(w);
    }
    let mean = sums.map(|s| (s / weight.max(1e-9)) as f32);
    let levels = &picture.levels;
    SkinColor([
        (mean[0] - levels.black) / levels.luma_span,
        (mean[1] - levels.chroma_zero) / levels.chroma_span,
        (mean[2] - levels.chroma_zero) / levels.chroma_span,
    ])
}

/// All the skin of a frame in which no face is known, as one thing.
pub(super) fn whole(mask: Mask) -> Subject {
    let cells: f32 = mask.weights.samples().iter().sum();
    let side_px = cells.sqrt() * mask.step_px as f32;
    Subject {
        face: 0,
        iod_px: (side_px / SKIN_SIDE_IOD).max(LEAST_IOD_PX),
        mask,
        points: Vec::new(),
        eyes: Vec::new(),
    }
}
