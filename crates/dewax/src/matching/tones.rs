//! Where a difference of skin sits: in its shadows, its mids or its highlights.

use super::told::Pair;
use crate::color::{Cdl, Cube, Lab, ciede2000, lab_seen};
use serde::{Deserialize, Serialize};

/// What the thirds of a skin are called, from the darkest on.
pub const TONES: [&str; 3] = ["shadows", "mids", "highlights"];

/// A third of the skin, by the lightness that it is to have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Tone {
    /// Mean colour of that third of the other shot, CIE L*a*b*.
    pub lab: [f32; 3],
    /// What is added to it to come to the shot as it is: L*, a*, b* of its mean colour.
    pub off_before: [f32; 3],
    /// The same after the CDL.
    pub off_after: [f32; 3],
    /// How far the shot lies from the other one there, in the mean, CIEDE2000.
    pub before_de00: f32,
    /// The same after the CDL.
    pub after_de00: f32,
}

/// The thirds of pairs, from the darkest on, when the first of each is graded.
pub(super) fn tones(pairs: &[Pair], grade: &Cdl, through: Option<&Cube>) -> [Tone; 3] {
    let seen = |rgb: [f32; 3]| lab_seen(rgb, through);
    let mut all: Vec<([Lab; 3], f64)> = pairs
        .iter()
        .map(|p| ([seen(p.from), seen(grade.graded(p.from)), seen(p.to)], f64::from(p.weight)))
        .collect();
    all.sort_by(|a, b| a.0[2][0].total_cmp(&b.0[2][0]));
    let whole: f64 = all.iter().map(|(_, weight)| weight).sum::<f64>().max(1e-9);
    let mut past = 0.0;
    let mut sums = [(0.0, [[0.0; 3]; 3], [0.0; 2]); 3];
    for ([before, after, due], weight) in all {
        let third = (((past + weight / 2.0) / whole * 3.0) as usize).min(2);
        past += weight;
        let (count, labs, far) = &mut sums[third];
        *count += weight;
        for (sum, lab) in labs.iter_mut().zip([before, after, due]) {
            *sum = std::array::from_fn(|i| sum[i] + weight * lab[i]);
        }
        far[0] += weight * ciede2000(before, due);
        far[1] += weight * ciede2000(after, due);
    }
    sums.map(|(count, labs, far)| {
        let count = count.max(1e-9);
        let [before, after, due] = labs.map(|lab: Lab| lab.map(|v| v / count));
        let off = |lab: Lab| std::array::from_fn(|i| (lab[i] - due[i]) as f32);
        Tone {
            lab: due.map(|v| v as f32),
            off_before: off(before),
            off_after: off(after),
            before_de00: (far[0] / count) as f32,
            after_de00: (far[1] / count) as f32,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lift_is_found_in_the_shadows_and_a_gain_in_the_highlights() {
        let pairs = |grade: Cdl| -> Vec<Pair> {
            let skin = |i: usize| [0.2 + 0.006 * i as f32, 0.15 + 0.005 * i as f32, 0.12 + 0.004 * i as f32];
            (0..90).map(|i| Pair { from: grade.graded(skin(i)), to: skin(i), weight: 1.0 }).collect()
        };
        let found = |grade: Cdl| tones(&pairs(grade), &Cdl::NEUTRAL, None);
        let lift = found(Cdl { slope: [0.9; 3], offset: [0.07; 3], ..Cdl::NEUTRAL });
        assert!(lift[0].before_de00 > 1.5 * lift[2].before_de00, "{lift:?}");
        assert!(lift[0].off_before[0] > 2.0 && lift[0].off_after == lift[0].off_before, "{lift:?}");
        let gain = found(Cdl { slope: [1.15; 3], offset: [-0.03; 3], ..Cdl::NEUTRAL });
        assert!(gain[2].before_de00 > 1.5 * gain[0].before_de00 && gain[2].off_before[0] > 3.0, "{gain:?}");
        assert!(gain[0].lab[0] < gain[1].lab[0] && gain[1].lab[0] < gain[2].lab[0]);
        // Taken back, nothing is left anywhere.
        let back = Cdl { slope: [1.0 / 0.95; 3], offset: [-0.06 / 0.95; 3], ..Cdl::NEUTRAL };
        let taken = tones(&pairs(Cdl { slope: [0.95; 3], offset: [0.06; 3], ..Cdl::NEUTRAL }), &back, None);
        assert!(taken.iter().all(|t| t.after_de00 < 0.05 && t.before_de00 > 0.5), "{taken:?}");
    }
}
