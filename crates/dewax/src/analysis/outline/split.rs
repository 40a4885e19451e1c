//! Splits the course of a point of an outline into what expression and the rest of the outline explain, what it does by itself, and noise:
//! three Gaussian processes whose sum is seen, each by its posterior mean (C. E. Rasmussen, C. K. I. Williams, "Gaussian Processes for
//! Machine Learning", MIT Press 2006, 2.2 and 5.4.1).

use crate::color::math::{exp, ln};

/// How long a breath goes one way, seconds: a bell of this sigma. Of 0.05 to 0.12 s this took back most of known warps of three camera
/// clips.
const TAU_S: f64 = 0.08;
/// How large a breath may be, RMS in eye distances: the most likely one of these is taken. From a twentieth of a percent, which nobody sees, to
/// what is twice the cap.
const BREATHS_IOD: [f64; 6] = [0.0005, 0.001, 0.002, 0.004, 0.008, 0.016];
/// How much more of the outline's motion a place may show than the outline on average: a jaw that speaks shows more, times in variance.
const SHOWS: [f64; 2] = [1.0, 3.0];
/// What windows miss by from frame to frame, eye distances: a twentieth of a sample at 100 samples per eye distance. Of 0.00035 to 0.0015 it
/// took back most of known warps at jaws, and about as much as the others at cheeks.
const NOISE_IOD: f64 = 0.0005;

/// What of a course the point does by itself, frame by frame; `like` says how alike frames are in what explains it (products, eye
/// distances²), `rate` is in frames per second. All 0 where nothing can be told.
pub(super) fn split(like: &[f64], own: &[f64], rate: f64) -> Vec<f64> {
    let frames = own.len();
    let tau = (TAU_S * rate).max(1.0);
    let near: Vec<f64> = (0..frames).map(|d| exp(-0.5 * (d as f64 / tau).powi(2))).collect();
    let mut best: Option<(f64, f64, Vec<f64>)> = None;
    for breath in BREATHS_IOD {
        let power = breath * breath;
        for shows in SHOWS {
            let mut matrix: Vec<f64> = like.iter().map(|l| shows * l).collect();
            for (i, row) in matrix.chunks_mut(frames.max(1)).enumerate() {
                row.iter_mut().enumerate().for_each(|(j, v)| *v += power * near[i.abs_diff(j)]);
                row[i] += NOISE_IOD * NOISE_IOD;
            }
            let Some((weights, ln_det)) = solved(matrix, own.to_vec()) else { continue };
            let likely = -0.5 * (own.iter().zip(&weights).map(|(o, w)| o * w).sum::<f64>() + ln_det);
            if best.as_ref().is_none_or(|b| likely > b.0) {
                best = Some((likely, power, weights));
            }
        }
    }
    let Some((_, power, weights)) = best else { return vec![0.0; frames] };
    let of = |i: usize| power * weights.iter().enumerate().map(|(j, w)| near[i.abs_diff(j)] * w).sum::<f64>();
    (0..frames).map(of).collect()
}

/// Solves a symmetric positive system by Cholesky; with the logarithm of its determinant.
pub(super) fn solved(mut a: Vec<f64>, mut b: Vec<f64>) -> Option<(Vec<f64>, f64)> {
    let n = b.len();
    let mut ln_det = 0.0;
    for i in 0..n {
        for j in 0..=i {
            let (head, tail) = a.split_at(i * n);
            let row_j = if j == i { &tail[..n] } else { &head[j * n..(j + 1) * n] };
            let sum: f64 = tail[..j].iter().zip(&row_j[..j]).map(|(p, q)| p * q).sum();
            let value = tail[j] - sum;
            let value = if j == i {
                if !(value > 0.0 && value.is_finite()) {
                    return None;
                }
                ln_det += ln(value);
                value.sqrt()
            } else {
                value / row_j[j]
            };
            a[i * n + j] = value;
        }
    }
    for i in 0..n {
        let sum: f64 = (0..i).map(|k| a[i * n + k] * b[k]).sum();
        b[i] = (b[i] - sum) / a[i * n + i];
    }
    for i in (0..n).rev() {
        let sum: f64 = (i + 1..n).map(|k| a[k * n + i] * b[k]).sum();
        b[i] = (b[i] - sum) / a[i * n + i];
    }
    Some((b, ln_det))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::color::math::sin_cos_deg;

    fn wave(hz: f64, t: usize) -> f64 {
        sin_cos_deg(360.0 * hz * t as f64 / 25.0).1
    }

    #[test]
    fn a_breath_is_told_from_what_the_outline_does_and_nothing_is_none() {
        let speech: Vec<f64> = (0..60).map(|t| 0.01 * wave(1.7 + 0.02 * t as f64, t)).collect();
        let breath: Vec<f64> = (0..60).map(|t| 0.006 * wave(2.9, t)).collect();
        let like: Vec<f64> = speech.iter().flat_map(|a| speech.iter().map(move |b| a * b)).collect();
        let seen: Vec<f64> = speech.iter().zip(&breath).map(|(s, b)| 1.3 * s + b).collect();
        let told = split(&like, &seen, 25.0);
        let both: f64 = told.iter().zip(&breath).map(|(t, b)| t * b).sum();
        let own: f64 = breath.iter().map(|b| b * b).sum();
        assert!((0.8..1.1).contains(&(both / own)), "{}", both / own);
        let missed: f64 = told.iter().zip(&breath).map(|(t, b)| (t - b).powi(2)).sum();
        assert!(missed < 0.1 * own, "{missed} of {own}");
        let quiet = split(&like, &speech, 25.0);
        let left: f64 = quiet.iter().map(|v| v * v).sum();
        assert!(left < 0.01 * own, "{left} of {own}");
        assert_eq!(split(&[], &[], 25.0), Vec::<f64>::new());
    }

    #[test]
    fn a_system_is_solved_and_one_that_is_not_positive_is_not() {
        let (x, ln_det) = solved(vec![4.0, 1.0, 1.0, 3.0], vec![6.0, 7.0]).unwrap();
        assert!((x[0] - 1.0).abs() < 1e-12 && (x[1] - 2.0).abs() < 1e-12);
        assert!((ln_det - ln(11.0)).abs() < 1e-9);
        assert!(solved(vec![1.0, 2.0, 2.0, 1.0], vec![1.0, 1.0]).is_none());
    }
}
