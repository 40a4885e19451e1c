//! CIELAB and CIEDE2000: colour differences as an eye sees them.

use super::math::{angle_deg, exp, pow, sin_cos_deg};
use super::{Cube, LumaWeights, rgb_from_ycc};

/// L*, a*, b* (CIE 15:2004, D65).
pub type Lab = [f64; 3];

/// CIELAB of Y' (0..=1), Cb, Cr (−0.5..=0.5), seen on a BT.1886 display (gamma 2.4) with BT.709 primaries.
/// For wider primaries the result is that of the same code values on such a display: good for differences.
pub fn lab_from_ycc(weights: LumaWeights, ycc: [f32; 3]) -> Lab {
    lab_from_rgb(rgb_from_ycc(weights, ycc))
}

/// CIEDE2000 between two colours (Y', Cb, Cr), the second with the luma and lightness of the first: a difference of light drops out.
pub fn at_equal_light(weights: LumaWeights, one: [f32; 3], two: [f32; 3]) -> f32 {
    let scale = if two[0] > 0.0 { one[0] / two[0] } else { 1.0 };
    let (first, second) = (lab_from_ycc(weights, one), lab_from_ycc(weights, two.map(|v| v * scale)));
    ciede2000(first, [first[0], second[1], second[2]]) as f32
}

/// CIELAB of red, green and blue code values (0..=1, clamped), seen as those of [`lab_from_ycc`].
pub fn lab_from_rgb(rgb: [f32; 3]) -> Lab {
    let [r, g, b] = rgb.map(|v| pow(f64::from(v.clamp(0.0, 1.0)), 2.4));
    // Rec. ITU-R BT.709 primaries, D65, to XYZ over the white point.
    let xyz = [
        (0.412_390_8 * r + 0.357_584_3 * g + 0.180_480_8 * b) / 0.950_455_9,
        0.212_639_0 * r + 0.715_168_7 * g + 0.072_192_3 * b,
        (0.019_330_8 * r + 0.119_194_8 * g + 0.950_532_2 * b) / 1.089_057_8,
    ];
    let [fx, fy, fz] = xyz
        .map(|t| if t > 216.0 / 24389.0 { pow(t, 1.0 / 3.0) } else { (24389.0 / 27.0 * t + 16.0) / 116.0 });
    [116.0 * fy - 16.0, 500.0 * (fx - fy), 200.0 * (fy - fz)]
}

/// The same of what is seen `through` a table, where one is given.
pub fn lab_seen(rgb: [f32; 3], through: Option<&Cube>) -> Lab {
    lab_from_rgb(through.map_or(rgb, |cube| cube.shown(rgb)))
}

/// CIEDE2000 (G. Sharma, W. Wu, E. Dalal, "The CIEDE2000 Color-Difference Formula", 2005), kL = kC = kH = 1.
pub fn ciede2000(one: Lab, two: Lab) -> f64 {
    let ([l1, a1, b1], [l2, a2, b2]) = (one, two);
    let chroma = |a: f64, b: f64| (a * a + b * b).sqrt();
    let mean_c = (chroma(a1, b1) + chroma(a2, b2)) / 2.0;
    let c7 = mean_c.powi(7);
    let g = 0.5 * (1.0 - (c7 / (c7 + 25f64.powi(7))).sqrt());
    let (a1, a2) = (a1 * (1.0 + g), a2 * (1.0 + g));
    let (c1, c2) = (chroma(a1, b1), chroma(a2, b2));
    let hue = |a: f64, b: f64| if a == 0.0 && b == 0.0 { 0.0 } else { angle_deg(b, a).rem_euclid(360.0) };
    let (h1, h2) = (hue(a1, b1), hue(a2, b2));
    let (dl, dc) = (l2 - l1, c2 - c1);
    let grey = c1 * c2 == 0.0;
    let dh_deg = match h2 - h1 {
        _ if grey => 0.0,
        d if d > 180.0 => d - 360.0,
        d if d < -180.0 => d + 360.0,
        d => d,
    };
    let dh = 2.0 * (c1 * c2).sqrt() * sin_cos_deg(dh_deg / 2.0).0;
    let (l, c) = ((l1 + l2) / 2.0, (c1 + c2) / 2.0);
    let h = match (h1 - h2).abs() {
        _ if grey => h1 + h2,
        d if d <= 180.0 => (h1 + h2) / 2.0,
        _ if h1 + h2 < 360.0 => (h1 + h2 + 360.0) / 2.0,
        _ => (h1 + h2 - 360.0) / 2.0,
    };
    let cos = |degrees: f64| sin_cos_deg(degrees).1;
    let t = 1.0 - 0.17 * cos(h - 30.0) + 0.24 * cos(2.0 * h) + 0.32 * cos(3.0 * h + 6.0)
        - 0.20 * cos(4.0 * h - 63.0);
    let d_theta = 30.0 * exp(-((h - 275.0) / 25.0).powi(2));
    let rc = 2.0 * (c.powi(7) / (c.powi(7) + 25f64.powi(7))).sqrt();
    let l50 = (l - 50.0).powi(2);
    let sl = 1.0 + 0.015 * l50 / (20.0 + l50).sqrt();
    let (sc, sh) = (1.0 + 0.045 * c, 1.0 + 0.015 * c * t);
    let rt = -sin_cos_deg(2.0 * d_theta).0 * rc;
    ((dl / sl).powi(2) + (dc / sc).powi(2) + (dh / sh).powi(2) + rt * (dc / sc) * (dh / sh)).max(0.0).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::color::Matrix;

    #[test]
    fn published_pairs() {
        // Pairs 1, 4, 7, 9, 17, 25 and 34 of Sharma's table 1.
        let pairs = [
            ([50.0, 2.6772, -79.7751], [50.0, 0.0, -82.7485], 2.0425),
            ([50.0, -1.3802, -84.2814], [50.0, 0.0, -82.7485], 1.0000),
            ([50.0, 0.0, 0.0], [50.0, -1.0, 2.0], 2.3669),
            ([50.0, 2.49, -0.001], [50.0, -2.49, 0.0009], 7.1792),
            ([50.0, 2.5, 0.0], [73.0, 25.0, -18.0], 27.1492),
            ([60.2574, -34.0099, 36.2677], [60.4626, -34.1751, 39.4387], 1.2644),
            ([2.0776, 0.0795, -1.1350], [0.9033, -0.0636, -0.5514], 0.9082),
        ];
        for (one, two, want) in pairs {
            let got = ciede2000(one, two);
            assert!((got - want).abs() < 1e-4, "{one:?} {two:?}: {got}, not {want}");
        }
    }

    #[test]
    fn white_and_black() {
        let w = LumaWeights::of(Matrix::Bt709);
        let white = lab_from_ycc(w, [1.0, 0.0, 0.0]);
        assert!((white[0] - 100.0).abs() < 1e-3 && white[1].abs() < 0.01 && white[2].abs() < 0.01);
        assert!(lab_from_ycc(w, [0.0; 3])[0].abs() < 1e-9);
    }
}
