//! How the picture of a shot looks as a whole: which colours it has how often, as they are and apart from a grade.

use dewax_show::exhibits::Rgb8Image;

/// Bins per axis: brightness, and what red and blue have more than it. With 6 of them 18 clips of 18 places were told from their own
/// halves in 99.5 of 100 pairs; finer ones fall apart when the framing changes.
const BINS: usize = 6;
/// Nodes of the table: a colour is shared between those around it, so that a small step moves little.
const NODES: usize = BINS + 1;
/// Luma weights of Rec. 709.
const WEIGHTS: [f32; 3] = [0.2126, 0.7152, 0.0722];
/// How far red and blue go from the brightness in pictures as they are, and in units of the picture's contrast.
const CHROMA: [f32; 2] = [0.3, 0.6];
/// So many deviations of the brightness around the middle are told apart.
const DEVIATIONS: f32 = 2.0;
/// Share of the pixels below and above which contrast is read: one deviation of a normal distribution.
const QUANTILES: [f32; 2] = [0.16, 0.84];
/// Less contrast than this is that of an empty picture, 0..=1.
const LEAST_CONTRAST: f32 = 0.01;

/// The colours of a picture.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Tones {
    plain: Vec<f32>,
    /// The same about the picture's own middle and in units of its own contrast: a grade moves it little.
    apart: Vec<f32>,
}

impl Tones {
    /// Of a small picture.
    pub(crate) fn of(image: &Rgb8Image) -> Self {
        let colours: Vec<[f32; 3]> = image
            .pixels
            .chunks_exact(3)
            .map(|p| {
                let rgb = [0, 1, 2].map(|i| f32::from(p[i]) / 255.0);
                let luma: f32 = rgb.iter().zip(WEIGHTS).map(|(v, w)| v * w).sum();
                [luma, rgb[0] - luma, rgb[2] - luma]
            })
            .collect();
        let sorted = [0, 1, 2].map(|i| {
            let mut values: Vec<f32> = colours.iter().map(|c| c[i]).collect();
            values.sort_by(f32::total_cmp);
            values
        });
        let at = |i: usize, share: f32| {
            let last = sorted[i].len().saturating_sub(1) as f32;
            sorted[i].get((share * last) as usize).copied().unwrap_or_default()
        };
        let middle = [0, 1, 2].map(|i| at(i, 0.5));
        let contrast = (at(0, QUANTILES[1]) - at(0, QUANTILES[0])).max(LEAST_CONTRAST);
        let unit = |v: f32, reach: f32| (v + reach) / (2.0 * reach);
        let plain = colours.iter().map(|c| [c[0], unit(c[1], CHROMA[0]), unit(c[2], CHROMA[0])]);
        let apart = colours.iter().map(|c| {
            let v = [0, 1, 2].map(|i| (c[i] - middle[i]) / contrast);
            [unit(v[0], DEVIATIONS), unit(v[1], CHROMA[1]), unit(v[2], CHROMA[1])]
        });
        Self { plain: table(plain), apart: table(apart) }
    }

    /// The share of their colours that two pictures have in common, 0..=1.
    pub(crate) fn alike(&self, other: &Self) -> f32 {
        common(&self.plain, &other.plain)
    }

    /// The same apart from a grade, 0..=1.
    pub(crate) fn alike_but_for_a_grade(&self, other: &Self) -> f32 {
        common(&self.apart, &other.apart)
    }
}

fn common(one: &[f32], other: &[f32]) -> f32 {
    one.iter().zip(other).map(|(a, b)| a.min(*b)).sum()
}

/// How much of a picture has which colour; 1 in sum. Values run from 0 to 1 on every axis.
fn table(colours: impl Iterator<Item = [f32; 3]>) -> Vec<f32> {
    let mut nodes = vec![0.0f32; NODES * NODES * NODES];
    let mut count = 0.0f32;
    for colour in colours {
        count += 1.0;
        // Just below the last node, so that there is one behind each.
        let place = colour.map(|v| v.clamp(0.0, 0.999) * BINS as f32);
        for corner in 0..8usize {
            let (mut weight, mut at) = (1.0, 0);
            for (axis, value) in place.iter().enumerate() {
                let below = value.floor();
                let is_above = corner >> axis & 1;
                weight *= if is_above == 1 { value - below } else { 1.0 - (value - below) };
                at = at * NODES + below as usize + is_above;
            }
            nodes[at] += weight;
        }
    }
    nodes.iter_mut().for_each(|n| *n /= count.max(1.0));
    nodes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn image(of: impl Fn(usize, usize) -> [f32; 3]) -> Rgb8Image {
        let pixels = (0..36 * 64).flat_map(|i| of(i % 64, i / 64).map(|v| (v.clamp(0.0, 1.0) * 255.0) as u8));
        Rgb8Image { width: 64, height: 36, pixels: pixels.collect() }
    }

    #[test]
    fn a_grade_moves_the_colours_and_not_what_they_are_to_each_other() {
        let wall = |x: usize, y: usize| {
            let light = 0.2 + 0.5 * (x as f32 / 64.0);
            if y < 12 { [light, 0.8 * light, 0.5 * light] } else { [0.3 * light, 0.4 * light, 0.6 * light] }
        };
        let room = Tones::of(&image(wall));
        let cropped = Tones::of(&image(|x, y| wall(x / 2 + 16, y)));
        let graded = Tones::of(&image(|x, y| wall(x, y).map(|v| 0.1 + 0.7 * v)));
        let other = Tones::of(&image(|x, y| [0.1, 0.3 + 0.01 * y as f32, 0.1 + 0.002 * x as f32]));
        assert!((room.alike(&room) - 1.0).abs() < 1e-4);
        assert!(room.alike(&cropped) > 0.7, "{}", room.alike(&cropped));
        assert!(room.alike(&graded) < 0.7, "{}", room.alike(&graded));
        let but_for = room.alike_but_for_a_grade(&graded);
        assert!(but_for > 0.9 && room.alike_but_for_a_grade(&other) < 0.5, "{but_for}");
        assert!(room.alike(&other) < 0.3);
        let empty = Tones::of(&Rgb8Image::default());
        assert_eq!(empty.alike(&room), 0.0, "of no picture nothing is told");
    }
}
