//! Finishing film grain over the whole frame.

use super::skin_grain::sigma_px;
use crate::color::Levels;
use crate::kernels::{noise, round_u16, simd};
use crate::params;
use crate::px::{Frame, LEVEL, Plane, Window};
use crate::step::{Context, Step, Touches};
use rayon::prelude::*;

params! {
    /// Film grain over the frame.
    pub struct Grain {
        /// RMS of the grain where it is strongest.
        amount_levels: f32 = 0.6, in 0.0..16.0, cap 6.0, unit "levels";
        /// Size of a grain at 1080p: full width at half maximum.
        size_px: f32 = 1.8, in 1.0..8.0, unit "px";
        /// Grain in the colour, as a share of that in the brightness.
        chroma: f32 = 0.35, in 0.0..1.0;
        /// How much colour grain follows brightness grain: 1 is monochrome grain, 0 three independent layers.
        correlation: f32 = 0.5, in 0.0..1.0;
        /// Where grain is strong: film in the mid tones, a sensor in the shadows, even everywhere.
        response: pick = 0, one of &["film", "sensor", "even"];
    }
}

/// What this noise is for, as part of its key; one key per plane.
const PURPOSES: [u32; 3] = [0x6772_0000, 0x6772_0001, 0x6772_0002];
const BAND: usize = 64;

impl Step for Grain {
    const NAME: &'static str = "grain";
    const DOC: &'static str = "Lays film grain over the whole frame: band-limited, its size a fraction of the frame, its \
        strength following the tones, never the same twice, and without shifting the mean. The same seed gives the \
        same grain for the same frame, however the clip is cut up for rendering.";
    const TOUCHES: Touches = Touches::Frame;

    fn neutral() -> Self {
        Self { amount_levels: 0.0, ..Self::default() }
    }

    fn is_neutral(&self) -> bool {
        self.amount_levels == 0.0
    }

    fn apply(&self, context: &Context<'_>, source: &Window<'_>, out: &mut Frame) {
        let here = source.here();
        let levels = context.picture.levels;
        let keys = PURPOSES.map(|p| noise::key(context.seed, p, here.index));
        let sigma = sigma_px(self.size_px, context.picture);
        let luma = here.luma();
        let tone = Tone::of(self, &levels);
        each_grain_row(out.plane_mut(0), &[keys[0]], sigma, |y, row, fields| {
            tone.lay(row, luma.row(y), fields[0], levels.legal);
        });
        if self.chroma == 0.0 {
            return;
        }
        let (sx, sy) = here.subsampling.factors();
        let own = self.chroma * (1.0 - self.correlation * self.correlation).max(0.0).sqrt();
        let shared = self.chroma * self.correlation;
        for which in 1..3 {
            // Finer than the chroma grid cannot be: half a sample is the least sigma.
            let chroma_sigma = (sigma / sx as f32).max(0.45);
            let field_keys = [keys[which], hash_shared(keys[0])];
            each_grain_row(out.plane_mut(which), &field_keys, chroma_sigma, |y, row, fields| {
                let grain: Vec<f32> = fields[0].iter().zip(fields[1]).map(|(a, b)| own * a + shared * b).collect();
                let tones: Vec<u16> = luma.row_clamped((y * sy) as isize).iter().step_by(sx).copied().collect();
                tone.lay(row, &tones, &grain, levels.legal);
            });
        }
    }
}

/// How strong grain is at each luma: a sum of the three responses of which one counts, so that one loop serves all.
#[derive(Clone, Copy)]
struct Tone {
    black: f32,
    per_span: f32,
    film: f32,
    sensor: f32,
    even: f32,
}

impl Tone {
    fn of(grain: &Grain, levels: &Levels) -> Self {
        let strength = grain.amount_levels * LEVEL;
        let if_chosen = |response: usize| if grain.response == response { strength } else { 0.0 };
        Self {
            black: levels.black,
            per_span: 1.0 / levels.luma_span,
            film: if_chosen(0),
            sensor: if_chosen(1),
            even: if_chosen(2),
        }
    }

    /// Adds a row of grain to a row of samples with this luma.
    fn lay(&self, row: &mut [u16], luma: &[u16], grain: &[f32], legal: (f32, f32)) {
        let tone = *self;
        simd::run(
            #[inline(always)]
            || {
                for ((s, &l), &g) in row.iter_mut().zip(luma).zip(grain) {
                    let t = (f32::from(l) - tone.black) * tone.per_span;
                    // None at black and white, where grain could only push one way.
                    let low = if t * 25.0 < 1.0 { t * 25.0 } else { 1.0 };
                    let high = if (1.0 - t) * 25.0 < 1.0 { (1.0 - t) * 25.0 } else { 1.0 };
                    let ends = if low > 0.0 && high > 0.0 { low * high } else { 0.0 };
                    let bow = 4.0 * t * (1.0 - t);
                    let film = (if bow > 0.0 { bow } else { 0.0 }).sqrt() * (1.15 - 0.45 * t);
                    let response = tone.film * film + tone.sensor * (1.0 - 0.75 * t) + tone.even;
                    let v = f32::from(*s) + ends * response * g;
                    *s = round_u16(if v > legal.0 { v } else { legal.0 }, legal.1);
                }
            },
        );
    }
}

/// The field that both chroma planes share.
fn hash_shared(key: u32) -> u32 {
    noise::hash32(key ^ 0x7368_6172)
}

/// Hands out every row of a plane with the same rows of one noise field per key, in parallel bands.
fn each_grain_row(
    plane: &mut Plane<u16>,
    keys: &[u32],
    sigma_px: f32,
    each: impl Fn(usize, &mut [u16], &[&[f32]]) + Sync,
) {
    let (width, height) = (plane.width(), plane.height());
    if width == 0 {
        return;
    }
    plane.samples_mut().par_chunks_mut(width * BAND).enumerate().for_each(|(band, rows)| {
        let (from, count) = (band * BAND, BAND.min(height - band * BAND));
        let mut fields = vec![vec![0.0f32; width * count]; keys.len()];
        for (field, &key) in fields.iter_mut().zip(keys) {
            noise::soft_rows(key, sigma_px, (0, width), (from as i32, count), |i, values| {
                field[i * width..(i + 1) * width].copy_from_slice(values);
            });
        }
        for (i, row) in rows.chunks_exact_mut(width).enumerate() {
            let slices: Vec<&[f32]> = fields.iter().map(|f| &f[i * width..(i + 1) * width]).collect();
            each(from + i, row, &slices);
        }
    });
}
