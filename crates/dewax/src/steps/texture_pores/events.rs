//! What happens once on a skin, laid flat: spots of melanin and of blood, vellus hairs. Each from a key alone, the same in every shot.

use super::features::size;
use super::octaves::{Areas, FINE_PER_MM, chance};
use super::stamp::Stamp;
use crate::color::math::sin_cos_deg;
use crate::kernels::noise;
use crate::flat::{FLAT_SIDE_MM, FLAT_START_MM};
use crate::px::Plane;

/// From middle to middle of the cells that hold at most one spot of a kind, mm, and which share of them does where there are as many
/// as on a face in the mean.
const BROWN: Spots = Spots { cell_mm: 9.0, share: 0.5, sigma_mm: [0.3, 0.35], tail: 0.92, purpose: 0x6272 };
const RED: Spots = Spots { cell_mm: 22.0, share: 0.4, sigma_mm: [0.6, 0.9], tail: 0.8, purpose: 0x7265 };
/// Areas with more spots and with fewer, mm, and by how much they differ, RMS.
const CROWDS_MM: [f32; 2] = [24.0, 70.0];
const CROWDS: f32 = 0.7;
/// From middle to middle of the cells that hold one hair each, mm. The face has hundreds of them per cm²; what is seen in a picture are
/// those few that stand in the light.
const HAIR_CELL_MM: f32 = 2.6;
/// Sigma across a hair, mm, and its least and greatest length, mm.
const HAIR_SIGMA_MM: f32 = 0.09;
const HAIR_MM: (f32, f32) = (1.2, 4.5);

/// One kind of spots.
struct Spots {
    cell_mm: f32,
    share: f32,
    /// Least sigma, and how much larger the largest are.
    sigma_mm: [f32; 2],
    /// How much of the strength lies in few of them, below 1: the strongest has 1, the middle one `(1 - tail) / (1 - tail / 2)`.
    tail: f32,
    purpose: u32,
}

/// Spots of melanin (freckles, small moles) and of blood (the rest of a pimple, a scratch). 0 and above; the strongest has 1.
pub(super) fn spots(key: u32, per_mm: f32) -> [Plane<f32>; 2] {
    let crowds = Areas::new(noise::hash32(key ^ 0x6372), FLAT_SIDE_MM as usize, CROWDS_MM, CROWDS);
    [BROWN, RED].map(|kind| kind.drawn(noise::hash32(key ^ kind.purpose), per_mm, &crowds))
}

impl Spots {
    fn drawn(&self, key: u32, per_mm: f32, crowds: &Areas) -> Plane<f32> {
        let side = size(per_mm);
        let cell = self.cell_mm * per_mm;
        let cells = (side as f32 / cell) as i32 + 1;
        let mut plane = Plane::new(side, side);
        for (cx, cy) in (0..=cells).flat_map(|cy| (0..=cells).map(move |cx| (cx, cy))) {
            let of = |purpose: u32| chance(key, [cx, cy], purpose);
            let middle = [0, 1].map(|i| ([cx, cy][i] as f32 + of(i as u32)) * cell);
            let [x, y] = middle.map(|v| (v as usize).min(side - 1));
            if of(2) > self.share * crowds.at(x, y, per_mm) {
                continue;
            }
            let sigma = (self.sigma_mm[0] + self.sigma_mm[1] * of(3) * of(4)) * per_mm;
            let depth = (1.0 - self.tail) / (1.0 - self.tail * of(5));
            // Two or three blots that overlap are no circle.
            for blot in 0..3 {
                let off = [0, 1].map(|i| (of(20 + 3 * blot + i) - 0.5) * 1.4 * sigma);
                let smaller = sigma * (1.0 - 0.35 * of(22 + 3 * blot));
                let sigmas = [smaller * (1.0 + 0.5 * of(30 + blot)), smaller];
                dab(&mut plane, [middle[0] + off[0], middle[1] + off[1]], sigmas, depth / 2.2);
            }
        }
        plane
    }
}

/// Adds a soft spot.
fn dab(plane: &mut Plane<f32>, middle: [f32; 2], sigmas: [f32; 2], depth: f32) {
    let (width, height) = (plane.width(), plane.height());
    let window = Stamp::around(middle, 4.0 * sigmas[0].max(sigmas[1]), width, 0..height);
    let hills = window.hills(|by| {
        let [dx, dy] = [by[0] / sigmas[0], by[1] / sigmas[1]];
        dx * dx + dy * dy
    });
    window.add(plane.samples_mut(), (width, 0), hills.iter().map(|&h| depth * h as f32));
}

/// Vellus hairs, [`FINE_PER_MM`]: bright where they catch the light, with a faint shade beside them; the strongest has about 1.
///
/// They lie down and away from the middle of the face, as lanugo streams do (Voigt, 1857, after Montagna & Parakkal, "The Structure
/// and Function of Skin", 1974).
pub(super) fn vellus(key: u32) -> Plane<f32> {
    let side = size(FINE_PER_MM);
    let cells = (FLAT_SIDE_MM / HAIR_CELL_MM) as i32;
    let mut plane = Plane::new(side, side);
    for (cx, cy) in (0..=cells).flat_map(|cy| (0..=cells).map(move |cx| (cx, cy))) {
        let of = |purpose: u32| chance(key, [cx, cy], purpose);
        let mut at = [0, 1].map(|i| ([cx, cy][i] as f32 + of(i as u32)) * HAIR_CELL_MM);
        // Few are seen well, most hardly.
        let seen = 0.05 / (1.0 - 0.9 * of(2));
        let length = HAIR_MM.0 + (HAIR_MM.1 - HAIR_MM.0) * of(3) * of(4);
        let away = at[0] + FLAT_START_MM[0];
        let mut angle_deg = 90.0 - 40.0 * (away / 30.0).clamp(-1.0, 1.0) + 60.0 * (of(5) - 0.5);
        let bend_deg = 30.0 * (of(6) - 0.5);
        let steps = (length * FINE_PER_MM).ceil().max(2.0);
        for step in 0..steps as usize {
            // Thin at its tip.
            let strength = seen * (1.0 - step as f32 / steps);
            let [x, y] = at.map(|v| v * FINE_PER_MM);
            let sigma = HAIR_SIGMA_MM * FINE_PER_MM;
            dab(&mut plane, [x, y], [sigma, sigma], 0.5 * strength);
            dab(&mut plane, [x + 1.5 * sigma, y + 2.5 * sigma], [1.5 * sigma, 1.5 * sigma], -0.15 * strength);
            let (sin, cos) = sin_cos_deg(f64::from(angle_deg));
            at = [at[0] + cos as f32 / FINE_PER_MM, at[1] + sin as f32 / FINE_PER_MM];
            angle_deg += bend_deg / steps;
        }
    }
    plane
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spots_are_few_and_most_of_them_faint() {
        let [brown, red] = spots(9, 2.0);
        for plane in [&brown, &red] {
            let covered = |above: f32| {
                plane.samples().iter().filter(|v| **v > above).count() as f32 / plane.samples().len() as f32
            };
            // A few per mille of the skin is a spot that is seen, and there is one.
            assert!(covered(0.02) < 0.08 && covered(0.4) < 0.002 && covered(0.25) > 0.0, "{} {}", covered(0.02), covered(0.4));
            assert!(plane.samples().iter().all(|v| (0.0..1.6).contains(v)));
        }
        assert_ne!(spots(10, 2.0)[0].samples(), brown.samples());
    }

    #[test]
    fn hairs_are_bright_and_thin() {
        let plane = vellus(9);
        let (bright, dark) = plane.samples().iter().fold((0.0f32, 0.0f32), |(b, d), v| (b.max(*v), d.min(*v)));
        assert!(bright > 0.15 && dark > -0.5 * bright, "{bright} {dark}");
        let covered = plane.samples().iter().filter(|v| **v > 0.05).count() as f32 / plane.samples().len() as f32;
        assert!((0.0005..0.05).contains(&covered), "{covered}");
    }
}
