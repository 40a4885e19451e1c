//! The certificate: figures measured on the finished file, beside those of the source, and what they must keep.

use crate::analysis::Followed;
use crate::facts::{PAIR_GAPS, ShotFacts};
use crate::lock::{BANDS_PX, PairTexture};
use crate::px::{Frame, Plane};
use serde::{Deserialize, Serialize};

/// Sticky texture may fall by this much before skin counts as waxed (DESIGN: the no-wax bar).
pub const LEAST_TEXTURE_DB: f32 = -1.0;
/// Sticky texture may rise by this much over what the recipe asks for.
pub const MOST_TEXTURE_DB: f32 = 2.0;
/// Below this, a band holds no texture that could be lost, and its change says nothing.
pub const TEXTURE_FLOOR_LEVELS: f32 = 0.3;
/// Flicker may grow by this much (levels, or percent) before the result counts as worse: what encoders add.
pub const MOST_NEW_FLICKER: f32 = 0.3;
/// Mean brightness of a 16th of the frame may differ by this much between what was rendered and what was written:
/// coarser than any encoder's error, finer than any wrong frame, range or matrix.
pub const PICTURE_LEVELS: f32 = 2.0;

/// One thing that was checked, and how it went.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Proof {
    /// What was checked.
    pub what: String,
    /// Whether it holds; none when it does not apply.
    pub holds: Option<bool>,
    /// What was seen.
    pub seen: String,
}

impl Proof {
    /// A proof that was made.
    pub fn made(what: &str, holds: bool, seen: impl Into<String>) -> Self {
        Self { what: what.into(), holds: Some(holds), seen: seen.into() }
    }

    /// A proof that does not apply.
    pub fn skipped(what: &str, why: impl Into<String>) -> Self {
        Self { what: what.into(), holds: None, seen: why.into() }
    }
}

/// The skin of one shot, before and after.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct SkinProof {
    /// The shot, from 0.
    pub shot: usize,
    /// Pairs of frames that were compared.
    pub pairs: usize,
    /// Texture that sticks, per band (2-4, 4-8, 8-16 px), in 8-bit levels, in the source.
    pub sticky_before: [f32; 3],
    /// The same in the written file.
    pub sticky_after: [f32; 3],
    /// Change of each band in dB; none where the source has no texture to lose.
    pub sticky_db: [Option<f32>; 3],
    /// The same for texture that frames far apart share, so that averaged boil cannot pass for it; none where there is none
    /// to lose.
    #[serde(default)]
    pub lasting_db: [Option<f32>; 3],
    /// What the recipe asks for in dB, at most.
    pub asked_db: f32,
    /// Boil before and after, in 8-bit levels. Grain counts as boil here: it is new in every frame.
    pub boil: (f32, f32),
    /// Patch flicker before and after, in 8-bit levels.
    pub patch: (f32, f32),
    /// Exposure flicker before and after, in percent.
    pub exposure: (f32, f32),
    /// Whether the skin was kept.
    pub holds: bool,
    /// Why not; empty when it was.
    pub why: Vec<String>,
}

/// Everything that was proven of a written file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Certificate {
    /// Whether every proof holds.
    pub passed: bool,
    /// File and container.
    pub file: Vec<Proof>,
    /// Skin, per shot.
    pub skin: Vec<SkinProof>,
}

impl Certificate {
    /// The certificate of these proofs.
    pub fn of(file: Vec<Proof>, skin: Vec<SkinProof>) -> Self {
        let passed = file.iter().all(|p| p.holds != Some(false)) && skin.iter().all(|s| s.holds);
        Self { passed, file, skin }
    }

    /// What failed, a line each.
    pub fn failures(&self) -> Vec<String> {
        let file =
            self.file.iter().filter(|p| p.holds == Some(false)).map(|p| format!("{}: {}", p.what, p.seen));
        let skin =
            self.skin.iter().flat_map(|s| s.why.iter().map(move |w| format!("shot {}: {w}", s.shot + 1)));
        file.chain(skin).collect()
    }
}

/// Judges a shot's skin from pairs measured in the source and in the written file, along the source's motion.
/// `asked_gain` is the largest gain of fine texture that the recipe asks for (1 = none).
pub fn skin_proof(shot: usize, before: &Followed, after: &Followed, asked_gain: f32) -> SkinProof {
    let (flicker_before, flicker_after) = (before, after);
    let gap = |f: &Followed, gap: usize| -> Vec<PairTexture> {
        f.texture.iter().filter(|p| p.gap == gap).copied().collect()
    };
    // What a long average smears over frames would pass for texture between neighbours; between frames that are further
    // apart than it reads it cannot. What moves with the skin for a few frames only is seen between neighbours.
    let far_gap = PAIR_GAPS[PAIR_GAPS.len() - 1];
    let far = (gap(before, far_gap), gap(after, far_gap));
    let (before, after) = (&gap(before, PAIR_GAPS[0])[..], &gap(after, PAIR_GAPS[0])[..]);
    let rms = |pairs: &[PairTexture], pick: &dyn Fn(&PairTexture) -> f32| {
        let squares: f64 = pairs.iter().map(|p| f64::from(pick(p)).powi(2)).sum();
        // The sum of nothing is −0.
        (squares / pairs.len().max(1) as f64 + 0.0).sqrt() as f32
    };
    let bands = |pairs: &[PairTexture]| std::array::from_fn(|b| rms(pairs, &|p: &PairTexture| p.sticky[b]));
    let (sticky_before, sticky_after): ([f32; 3], [f32; 3]) = (bands(before), bands(after));
    let asked_db = decibel(asked_gain);
    let mut why = Vec::new();
    let sticky_db = std::array::from_fn(|b| {
        (sticky_before[b] >= TEXTURE_FLOOR_LEVELS).then(|| decibel(sticky_after[b] / sticky_before[b]))
    });
    let (far_before, far_after): ([f32; 3], [f32; 3]) = (bands(&far.0), bands(&far.1));
    let lasting_db: [Option<f32>; 3] = std::array::from_fn(|b| {
        (far_before[b] >= TEXTURE_FLOOR_LEVELS).then(|| decibel(far_after[b] / far_before[b]))
    });
    for ((near, lasting), (short, long)) in sticky_db.iter().zip(lasting_db).zip(BANDS_PX) {
        let near: Option<f32> = *near;
        // Slow boil is shared between neighbours, and may go: texture is what lasts, where that could be measured.
        let judged = if far.0.is_empty() { near } else { lasting };
        let (least, most) = (judged.unwrap_or(0.0), judged.unwrap_or(0.0));
        if least < LEAST_TEXTURE_DB {
            why.push(format!("{short}-{long} px texture that sticks fell by {:.1} dB: that is wax", -least));
        } else if most > MOST_TEXTURE_DB + asked_db {
            why.push(format!("{short}-{long} px texture rose by {most:.1} dB, more than was asked for"));
        }
    }
    for (what, unit, (was, is)) in [
        ("patch flicker", "levels", (flicker_before.patch_levels(), flicker_after.patch_levels())),
        ("exposure flicker", "%", (flicker_before.exposure_percent(), flicker_after.exposure_percent())),
    ] {
        if is > was + MOST_NEW_FLICKER {
            why.push(format!("{what} grew from {was:.2} to {is:.2} {unit}"));
        }
    }
    let tidy = |v: [f32; 3]| v.map(|x| (x * 1000.0).round() / 1000.0);
    SkinProof {
        shot,
        pairs: before.len().min(after.len()),
        sticky_before: tidy(sticky_before),
        sticky_after: tidy(sticky_after),
        sticky_db: sticky_db.map(|d| d.map(|v| (v * 100.0).round() / 100.0)),
        lasting_db: lasting_db.map(|d| d.map(|v| (v * 100.0).round() / 100.0)),
        asked_db: (asked_db * 100.0).round() / 100.0,
        boil: (rms(before, &|p| p.boil), rms(after, &|p| p.boil)),
        patch: (flicker_before.patch_levels(), flicker_after.patch_levels()),
        exposure: (flicker_before.exposure_percent(), flicker_after.exposure_percent()),
        holds: why.is_empty(),
        why,
    }
}

fn decibel(ratio: f32) -> f32 {
    (20.0 * crate::color::math::ln(f64::from(ratio.max(1e-6))) / std::f64::consts::LN_10) as f32
}

/// How many samples outside the skin (weight zero) differ between two frames: must be none for steps bound to it.
pub fn changed_outside(before: &Frame, after: &Frame) -> usize {
    if before.same_picture(after) {
        return 0;
    }
    let mut weights = vec![0.0f32; before.width()];
    let (sx, sy) = before.subsampling.factors();
    let mut changed = 0;
    for which in 0..3 {
        let (fx, fy) = if which == 0 { (1, 1) } else { (sx, sy) };
        for (y, (a, b)) in before.plane(which).rows().zip(after.plane(which).rows()).enumerate() {
            if a == b {
                continue;
            }
            match &before.skin {
                Some(mask) => mask.expand_row(y * fy, 0, &mut weights),
                None => weights.fill(0.0),
            }
            let outside = weights.iter().step_by(fx);
            changed += a.iter().zip(b).zip(outside).filter(|((p, q), w)| **w <= 0.0 && p != q).count();
        }
    }
    changed
}

/// A frame in 3 × 16 numbers: the means of a 4 × 4 grid of each plane, in 8-bit levels, `scaled` by
/// (zero, factor) per plane so that frames of different ranges compare.
pub fn signature(frame: &Frame) -> [f32; 48] {
    let mut out = [0.0; 48];
    for which in 0..3 {
        let plane: &Plane<u16> = frame.plane(which);
        for (i, o) in out[which * 16..(which + 1) * 16].iter_mut().enumerate() {
            let span = |k: usize, n: usize| (k * n / 4, ((k + 1) * n / 4).max(k * n / 4 + 1).min(n));
            let ((x0, x1), (y0, y1)) = (span(i % 4, plane.width()), span(i / 4, plane.height()));
            let (x0, y0) = (x0.min(x1 - 1), y0.min(y1 - 1));
            let mut sum = 0u64;
            for y in y0..y1 {
                sum += plane.row(y)[x0..x1].iter().map(|&v| u64::from(v)).sum::<u64>();
            }
            *o = sum as f32 / ((x1 - x0) * (y1 - y0)) as f32 / crate::px::LEVEL;
        }
    }
    out
}

/// The largest gain of fine skin texture that a shot's stack asks for (1 = none).
pub fn asked_gain(stack: &crate::stack::Stack, facts: &ShotFacts) -> f32 {
    let number = |step: &str, param: &str| match stack.step(step).and_then(|s| s.get(param)) {
        Some(crate::param::Value::F(v)) => v,
        _ => 0.0,
    };
    let contrast = number("texture.contrast", "amount") + number("texture.contrast", "curve");
    let sharpen = number("finish", "amount");
    if facts.skin.is_none() { 1.0 + sharpen } else { (1.0 + contrast) * (1.0 + sharpen) }
}
