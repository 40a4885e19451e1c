//! How skin is lit, from the low band of its lock: where the light comes from, where it grazes, where it shines.

use crate::color::Levels;
use crate::flat::Chart;
use crate::lock::Locked;

/// Low bands of so many frames on each side make one: the light on a face changes slowly, its flicker does not.
pub(super) const LIGHT_FRAMES: usize = 8;
/// Cb ÷ Y' and Cr ÷ Y' of skin where the face's is not known: light skin in daylight.
const USUAL_COLOUR: [f32; 2] = [-0.07, 0.10];
/// Nodes with less skin tell nothing of the light on it, 0..=255.
const SKIN: u8 = 127;
/// Fewer nodes tell nothing.
const LEAST_NODES: usize = 24;
/// Most of what a lamp adds from one side to the other, as a share of the light.
const MOST_SLOPE: f32 = 0.9;
/// A light above the camera is assumed beside what is measured: nobody is lit from below by habit.
const FROM_ABOVE: f32 = 0.12;
/// Shine is this much brighter than the face and this much paler; see `lock::glow`.
const SHINE: (f32, f32) = (1.12, 0.8);
/// What is left of a relief where skin shines fully.
const IN_SHINE: f32 = 0.85;
/// Luma below which relief fades, and at which none is left, 0..=1: in deep shadow nothing shows but noise.
const SHADOW: (f32, f32) = (0.32, 0.04);
/// Relief is at most so much stronger where light grazes than on the face as a whole, and at least so much weaker.
const RAKING: (f32, f32) = (0.75, 1.35);

/// The light on a face in one frame.
pub(super) struct Light {
    /// Where it comes from, along the axes of lock space: towards the light, 0 straight from the camera, at most about 1.
    pub(super) from: [f32; 2],
    /// How strongly relief shows at each node, about 1.
    pub(super) gain: Vec<f32>,
    /// How much of anything is seen at each node: less in deep shadow, 0..=1.
    pub(super) seen: Vec<f32>,
    /// How much light is mirrored at each node, 0..=1.
    pub(super) shine: Vec<f32>,
    /// Cb ÷ Y' and Cr ÷ Y' of the face.
    pub(super) colour: [f32; 2],
}

impl Light {
    /// The light on a face in frame `index` of the clip.
    pub(super) fn on(lock: &Locked<'_>, chart: &Chart, index: usize, levels: &Levels) -> Self {
        let low = steady_low(lock, index, levels);
        let segment = lock.segment;
        let grid = &segment.grid;
        let on_face = |n: usize| segment.is_face(grid.node(n % grid.columns, n / grid.columns));
        let nodes: Vec<usize> =
            (0..grid.nodes().min(low.len())).filter(|&n| segment.skin[n] > SKIN && on_face(n)).collect();
        let even = Self {
            from: [0.0, -FROM_ABOVE],
            gain: vec![1.0; grid.nodes()],
            seen: vec![1.0; grid.nodes()],
            shine: vec![0.0; grid.nodes()],
            colour: USUAL_COLOUR,
        };
        if nodes.len() < LEAST_NODES {
            return even;
        }
        let mean = nodes.iter().map(|&n| low[n][0]).sum::<f32>() / nodes.len() as f32;
        if mean <= 0.02 {
            return even;
        }
        let [right, down] = slope(&nodes, &low, chart, mean);
        let pale = |c: &[f32; 3]| (c[1] * c[1] + c[2] * c[2]).sqrt() / c[0].max(0.02);
        let saturation = nodes.iter().map(|&n| pale(&low[n])).sum::<f32>() / nodes.len() as f32;
        let shines =
            |c: &[f32; 3]| ramp(c[0] / mean, SHINE.0, 1.35) * ramp(pale(c) / saturation.max(1e-3), 1.0, SHINE.1);
        let gain = low.iter().zip(&chart.normals).map(|(c, normal)| {
            // Where less light falls it falls at a lower angle, and every bump throws more of a shade.
            let lit = 1.0 + right * normal[0] + down * normal[1];
            let raking = (1.0 / lit.max(0.2)).clamp(RAKING.0, RAKING.1);
            let seen = ramp(c[0], SHADOW.1, SHADOW.0);
            raking * (1.0 - (1.0 - IN_SHINE) * shines(c)) * seen
        });
        let gain = gain.collect();
        let seen = low.iter().map(|c| ramp(c[0], SHADOW.1, SHADOW.0)).collect();
        let shine = low.iter().map(shines).collect();
        let colour = [1, 2].map(|i| nodes.iter().map(|&n| low[n][i] / low[n][0].max(0.05)).sum::<f32>() / nodes.len() as f32);
        Self { from: [right, down - FROM_ABOVE], gain, seen, shine, colour }
    }
}

/// 0 at `from`, 1 at `to` and beyond, whichever is larger; smooth.
pub(super) fn ramp(value: f32, from: f32, to: f32) -> f32 {
    let t = ((value - from) / (to - from)).clamp(0.0, 1.0);
    t * t * (3.0 - 2.0 * t)
}

/// The low band at the nodes, mean of the frames around one: luma 0..=1, chroma −0.5..=0.5.
fn steady_low(lock: &Locked<'_>, index: usize, levels: &Levels) -> Vec<[f32; 3]> {
    let segment = lock.segment;
    let at = index - segment.first_frame.min(index);
    let from = at.saturating_sub(LIGHT_FRAMES);
    let to = (at + LIGHT_FRAMES + 1).min(segment.places.len());
    let held: Vec<_> = segment.places[from.min(to)..to]
        .iter()
        .filter(|p| p.holds())
        .filter_map(|p| p.nodes.get())
        .collect();
    let count = held.len().max(1) as f32;
    let mut out = vec![[0.0f32; 3]; segment.grid.nodes()];
    for place in &held {
        for (sum, low) in out.iter_mut().zip(&place.low) {
            for (s, &v) in sum.iter_mut().zip(low) {
                *s += f32::from(v);
            }
        }
    }
    for c in &mut out {
        let [y, cb, cr] = c.map(|v| v / count);
        *c = [
            (y - levels.black) / levels.luma_span,
            (cb - levels.chroma_zero) / levels.chroma_span,
            (cr - levels.chroma_zero) / levels.chroma_span,
        ];
    }
    out
}

/// How luma changes with the normal, as a share of its mean: least squares over the nodes, twice, without what is far off.
fn slope(nodes: &[usize], low: &[[f32; 3]], chart: &Chart, mean: f32) -> [f32; 2] {
    let mut found = [0.0f32; 3];
    for round in 0..2 {
        let off = |n: usize| {
            let [x, y] = chart.normals[n];
            low[n][0] / mean - found[0] - found[1] * x - found[2] * y
        };
        let used = nodes.iter().copied().filter(|&n| round == 0 || off(n).abs() < 0.25);
        let (mut a, mut b) = ([[0.0f64; 3]; 3], [0.0f64; 3]);
        for n in used {
            let [x, y] = chart.normals[n].map(f64::from);
            let row = [1.0, x, y];
            for i in 0..3 {
                for j in 0..3 {
                    a[i][j] += row[i] * row[j];
                }
                b[i] += row[i] * f64::from(low[n][0] / mean);
            }
        }
        // A flat face says nothing of the light: pulled to none.
        let count = a[0][0].max(1.0);
        (a[1][1], a[2][2]) = (a[1][1] + 0.01 * count, a[2][2] + 0.01 * count);
        found = solved(a, b).map(|v| v as f32);
    }
    let length = (found[1] * found[1] + found[2] * found[2]).sqrt();
    let share = if length > MOST_SLOPE { MOST_SLOPE / length } else { 1.0 };
    [found[1] * share, found[2] * share]
}

/// The solution of three linear equations (Cramer); nothing but the mean where they have none.
fn solved(a: [[f64; 3]; 3], b: [f64; 3]) -> [f64; 3] {
    let det = |m: &[[f64; 3]; 3]| {
        m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1]) - m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0])
            + m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0])
    };
    let whole = det(&a);
    if whole.abs() < 1e-9 {
        return [1.0, 0.0, 0.0];
    }
    [0, 1, 2].map(|column| {
        let mut with = a;
        (0..3).for_each(|row| with[row][column] = b[row]);
        det(&with) / whole
    })
}
