//! Oklab: lightness and two opponent colours in which steps of one length look about alike.

use super::Cube;
use super::math::pow;

/// L (0 black, 1 white), a, b.
pub type Oklab = [f64; 3];

/// Gamma of the display on which code values are seen, BT.1886.
const GAMMA: f64 = 2.4;

/// Oklab of red, green and blue code values (0..=1, clamped), seen on a BT.1886 display with BT.709 primaries (B. Ottosson, "A perceptual
/// color space for image processing", 2020). For wider primaries the result is that of the same code values on such a display.
pub fn oklab_from_rgb(rgb: [f32; 3]) -> Oklab {
    let [r, g, b] = rgb.map(|v| pow(f64::from(v.clamp(0.0, 1.0)), GAMMA));
    let cones = [
        0.412_221_470_8 * r + 0.536_332_536_3 * g + 0.051_445_992_9 * b,
        0.211_903_498_2 * r + 0.680_699_545_1 * g + 0.107_396_956_6 * b,
        0.088_302_461_9 * r + 0.281_718_837_6 * g + 0.629_978_700_5 * b,
    ];
    let [l, m, s] = cones.map(|v| pow(v, 1.0 / 3.0));
    [
        0.210_454_255_3 * l + 0.793_617_785_0 * m - 0.004_072_046_8 * s,
        1.977_998_495_1 * l - 2.428_592_205_0 * m + 0.450_593_709_9 * s,
        0.025_904_037_1 * l + 0.782_771_766_2 * m - 0.808_675_766_0 * s,
    ]
}

/// The same of what is seen `through` a table, where one is given.
pub fn oklab_seen(rgb: [f32; 3], through: Option<&Cube>) -> Oklab {
    oklab_from_rgb(through.map_or(rgb, |cube| cube.shown(rgb)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_is_one_grey_has_no_colour_and_red_is_where_it_was_published() {
        let near = |a: Oklab, b: Oklab| a.iter().zip(b).all(|(a, b)| (a - b).abs() < 1e-3);
        assert!(near(oklab_from_rgb([1.0; 3]), [1.0, 0.0, 0.0]));
        assert!(near(oklab_from_rgb([0.0; 3]), [0.0; 3]));
        let grey = oklab_from_rgb([0.4; 3]);
        assert!(grey[1].abs() < 1e-3 && grey[2].abs() < 1e-3);
        // Pure red of BT.709 has no gamma in it: the published value of sRGB red.
        assert!(near(oklab_from_rgb([1.0, 0.0, 0.0]), [0.627_96, 0.224_86, 0.125_85]));
    }
}
