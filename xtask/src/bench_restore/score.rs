//! The score: which share of a fault is gone, and which guards broke on the way. A broken guard voids the gain.

use super::faults::Kind;
use super::figures::{BANDS, Figures, TEXTURE};

/// Least fault, in levels, of which a share can be told.
const LEAST: f64 = 0.05;
/// Glow of less is none, 8-bit levels.
const LEAST_GLOW: f64 = 0.4;
/// Texture that sticks may fall and rise by so much, dB, where the truth has at least so much of it, 8-bit levels.
const TEXTURE_DB: [f64; 2] = [-1.0, 2.0];
const LEAST_TEXTURE: f64 = 0.3;
/// New flicker of a band, 8-bit levels.
const FLICKER_LEVELS: f64 = 0.3;
/// What of a neighbouring frame may stand around the face.
const GHOST: f64 = 0.05;
/// Overshoot of contours may rise by so much of a step, their width to so many times the true one.
const HALO: f64 = 0.03;
const WIDTH: f64 = 1.1;
/// The skin's colour may go away from the true one by so much, CIEDE2000.
const DELTA_E: f64 = 0.5;
/// Eyes and lips, and what is no skin, by so much, 8-bit levels.
const TOUCHED_LEVELS: f64 = 1.0;
/// Places of the face may shift to and fro by so much more, percent of the eye distance.
const JITTER_PERCENT: f64 = 0.1;

/// What the bands of luma are called.
const NAMES: [&str; BANDS] = ["2-4 px", "4-8 px", "8-16 px", "16-32 px", "patches"];

/// What a treatment came to.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Score {
    /// The share of the fault that is gone; none where there was no fault.
    pub(super) gain: Option<f64>,
    /// Which guards broke, with what was measured.
    pub(super) broken: Vec<String>,
}

impl Score {
    /// The gain, unless a guard broke.
    pub(super) fn value(&self) -> Option<f64> {
        self.gain.map(|gain| if self.broken.is_empty() { gain } else { gain.min(0.0) })
    }
}

/// What is left of a fault, in levels: one or several kinds of error, each of which counts as much.
fn faults(kind: Kind, truth: &Figures, of: &Figures) -> Vec<f64> {
    let root = |parts: &[f64]| parts.iter().map(|v| v * v).sum::<f64>().sqrt();
    let changes =
        |bands: std::ops::Range<usize>| root(&of.luma[bands].iter().map(|b| b.changes).collect::<Vec<_>>());
    let texture = || root(&(0..TEXTURE).map(|b| of.shared[b] - truth.shared[b]).collect::<Vec<_>>());
    let glow = || root(&of.luma[TEXTURE..BANDS].iter().map(|b| b.sticks).collect::<Vec<_>>());
    let pulse = || root(&[changes(TEXTURE..BANDS), of.chroma.changes]);
    match kind {
        Kind::Texture => vec![changes(0..TEXTURE)],
        Kind::Exposure | Kind::Coloured | Kind::Drift | Kind::Seam => vec![of.cells.changes],
        Kind::Pulse => vec![pulse()],
        Kind::Halo => vec![of.contours],
        Kind::Porcelain => vec![texture(), glow()],
        Kind::All => vec![changes(0..TEXTURE), pulse(), of.cells.changes, of.contours, texture()],
        Kind::Clean => Vec::new(),
    }
}

/// Which share of the fault is gone from `after`, beside `before`.
fn gain(kind: Kind, [truth, before, after]: [&Figures; 3]) -> Option<f64> {
    let (was, is) = (faults(kind, truth, before), faults(kind, truth, after));
    let least = |i: usize| if kind == Kind::Porcelain && i == 1 { LEAST_GLOW } else { LEAST };
    let shares: Vec<f64> =
        (0..was.len()).filter(|&i| was[i] >= least(i)).map(|i| 1.0 - is[i] / was[i]).collect();
    (!shares.is_empty()).then(|| shares.iter().sum::<f64>() / shares.len() as f64)
}

/// Judges a treatment: the truth beside itself, the degraded clip, and what was made of it.
pub(super) fn score(kind: Kind, [truth, before, after]: [&Figures; 3]) -> Score {
    let mut broken = Vec::new();
    let mut guard = |name: &str, holds: bool, seen: String| {
        if !holds {
            broken.push(format!("{name} {seen}"));
        }
    };
    let db = |is: f64, was: f64| 20.0 * (is.max(1e-6) / was.max(1e-6)).log10();
    for (band, name) in NAMES.iter().enumerate().take(TEXTURE) {
        if truth.shared[band] < LEAST_TEXTURE {
            continue;
        }
        let kept = db(after.kept[band], before.kept[band].min(1.0));
        guard("texture", kept >= TEXTURE_DB[0], format!("{kept:+.1} dB at {name}"));
        let rose = db(after.shared[band], before.shared[band].max(truth.shared[band]));
        guard("texture", rose <= TEXTURE_DB[1], format!("{rose:+.1} dB at {name}"));
    }
    let new = |is: f64, was: f64| is - was;
    for (band, name) in NAMES.iter().enumerate() {
        let by = new(after.luma[band].changes, before.luma[band].changes);
        guard("flicker", by <= FLICKER_LEVELS, format!("{by:+.2} at {name}"));
    }
    let by = new(after.chroma.changes, before.chroma.changes);
    guard("flicker", by <= FLICKER_LEVELS, format!("{by:+.2} of colour"));
    let by = new(after.cells.changes, before.cells.changes);
    guard("flicker", by <= FLICKER_LEVELS, format!("{by:+.2} of the picture"));
    guard("ghost", after.ghost <= GHOST.max(before.ghost), format!("{:.2}", after.ghost));
    let by = after.overshoot - before.overshoot.max(truth.overshoot);
    guard("halo", by <= HALO, format!("{by:+.3}"));
    let by = after.width_px / truth.width_px.max(before.width_px).max(1e-6);
    guard("width", by <= WIDTH || truth.width_px == 0.0, format!("x{by:.2}"));
    let by = new(after.delta_e, before.delta_e);
    guard("colour", by <= DELTA_E, format!("{by:+.1} dE"));
    let by = new(after.features, before.features);
    guard("eyes, lips", by <= TOUCHED_LEVELS, format!("{by:+.1}"));
    let by = new(after.outside, before.outside);
    guard("outside", by <= TOUCHED_LEVELS, format!("{by:+.1}"));
    let by = new(after.jitter_percent, before.jitter_percent);
    guard("geometry", by <= JITTER_PERCENT, format!("{by:+.2} %"));
    Score { gain: gain(kind, [truth, before, after]), broken }
}

#[cfg(test)]
mod tests {
    use super::super::figures::{Rest, figures};
    use super::super::known::Known;
    use super::super::known::tests::wall;
    use super::*;
    use crate::bench_lock::ground::band_noise;
    use crate::frames::{add_levels, levels_of};
    use dewax::kernels::blur::gaussian;
    use dewax::px::{Format, Frame, LEVEL, Plane, Subsampling};

    const SIZE: (usize, usize) = (160, 128);
    const FRAMES: usize = 8;

    fn skin() -> Vec<Frame> {
        let format =
            Format { width: SIZE.0, height: SIZE.1, subsampling: Subsampling::C420, bits: 8, alpha: false };
        let pores = band_noise(SIZE, (0.5, 2.0), 1, 0);
        let of = |t: usize| {
            let mut frame = Frame::new(&format, t);
            let luma =
                Plane::from_fn(SIZE.0, SIZE.1, |x, y| ((120.0 + 4.0 * pores.row(y)[x]) * LEVEL) as u16);
            frame.set_plane(0, luma);
            let grey = |by: u16| Plane::filled(SIZE.0 / 2, SIZE.1 / 2, (128 + by) << 8);
            frame.set_plane(1, grey(0));
            frame.set_plane(2, grey(12));
            frame
        };
        (0..FRAMES).map(of).collect()
    }

    fn changed(frames: &[Frame], change: impl Fn(usize) -> Plane<f32>) -> Vec<Frame> {
        let mut out = frames.to_vec();
        out.iter_mut().enumerate().for_each(|(t, frame)| add_levels(frame, 0, (0, 0), &change(t)));
        out
    }

    fn judged(kind: Kind, known: &Known, before: &[Frame], after: &[Frame]) -> Score {
        let rest = Rest::of(known);
        let of = |frames: &[Frame]| figures(known, &rest, frames);
        score(kind, [&of(&known.frames), &of(before), &of(after)])
    }

    #[test]
    fn truth_is_all_the_fault_is_nothing_and_half_is_half() {
        let known = wall(skin());
        for (kind, blurs, levels) in [(Kind::Texture, (0.7, 1.8), 4.0), (Kind::Pulse, (6.0, 14.0), 6.0)] {
            let with = |share: f32| {
                changed(&known.frames, |t| {
                    let mut noise = band_noise(SIZE, blurs, 2, t);
                    noise.samples_mut().iter_mut().for_each(|v| *v *= share * levels);
                    noise
                })
            };
            let bad = with(1.0);
            let of = |after: &[Frame]| judged(kind, &known, &bad, after);
            assert_eq!((of(&bad).value(), of(&known.frames).value()), (Some(0.0), Some(1.0)), "{kind:?}");
            let half = of(&with(0.5));
            assert!((half.value().unwrap() - 0.5).abs() < 0.07, "{half:?}");
        }
    }

    #[test]
    fn blur_and_a_frozen_frame_break_a_guard() {
        let known = wall(skin());
        let bad = changed(&known.frames, |t| {
            let mut noise = band_noise(SIZE, (0.7, 1.8), 2, t);
            noise.samples_mut().iter_mut().for_each(|v| *v *= 3.0);
            noise
        });
        let blurred: Vec<Frame> = bad
            .iter()
            .map(|frame| {
                let mut out = frame.clone();
                let was = levels_of(frame.luma());
                let mut change = gaussian(&was, 2.0);
                change.samples_mut().iter_mut().zip(was.samples()).for_each(|(v, w)| *v -= w);
                add_levels(&mut out, 0, (0, 0), &change);
                out
            })
            .collect();
        let score = judged(Kind::Texture, &known, &bad, &blurred);
        assert!(score.gain.unwrap() > 0.5 && score.value() == Some(0.0), "{score:?}");
        assert!(score.broken.iter().any(|b| b.starts_with("texture -")), "{score:?}");
        let frozen = vec![bad[3].clone(); FRAMES];
        let score = judged(Kind::Texture, &known, &bad, &frozen);
        assert!(score.broken.iter().any(|b| b.starts_with("texture +")), "a frozen frame sticks: {score:?}");
    }

    #[test]
    fn a_clean_clip_has_no_gain_and_its_changes_break_guards() {
        let known = wall(skin());
        assert_eq!(
            judged(Kind::Clean, &known, &known.frames, &known.frames),
            Score { gain: None, broken: vec![] }
        );
        let brighter = changed(&known.frames, |_| Plane::filled(SIZE.0, SIZE.1, 3.0));
        let score = judged(Kind::Clean, &known, &known.frames, &brighter);
        assert!(score.broken.iter().any(|b| b.starts_with("colour")), "{score:?}");
        assert!(score.broken.iter().any(|b| b.starts_with("eyes")), "{score:?}");
    }
}
