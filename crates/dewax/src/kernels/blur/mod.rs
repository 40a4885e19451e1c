//! Gaussian blur of a plane, edges repeated.

mod fast;
#[cfg(any(test, feature = "slow"))]
pub mod slow;

pub use fast::{gaussian, gaussian_rows};

use crate::color::math::exp;

/// Pixels that a Gaussian of `sigma_px` reads on each side: three sigmas, rounded up.
pub fn radius_px(sigma_px: f32) -> usize {
    if sigma_px <= 0.0 { 0 } else { (3.0 * sigma_px).ceil() as usize }
}

/// The weights of a Gaussian from the centre outwards (`radius_px + 1` of them); both sides together sum to 1.
pub fn weights(sigma_px: f32) -> Vec<f32> {
    let radius = radius_px(sigma_px);
    let sigma = f64::from(sigma_px.max(1e-6));
    let raw: Vec<f64> = (0..=radius).map(|i| exp(-0.5 * (i as f64 / sigma) * (i as f64 / sigma))).collect();
    let sum = raw[0] + 2.0 * raw[1..].iter().sum::<f64>();
    raw.iter().map(|w| (w / sum) as f32).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::px::Plane;

    #[test]
    fn row_by_row_it_is_the_same() {
        let plane = Plane::from_fn(61, 83, |x, y| ((x * 31 + y * 17) % 47) as f32);
        for sigma in [0.0, 0.4, 3.1] {
            let whole = gaussian(&plane, sigma);
            let mut out = vec![0.0f32; 20 * 60];
            gaussian_rows(&plane, sigma, 11, (&mut out, 20), |_, row, out| out.copy_from_slice(&row[30..50]));
            for (i, row) in out.chunks(20).enumerate() {
                assert_eq!(row, &whole.row(11 + i)[30..50]);
            }
        }
    }
}
