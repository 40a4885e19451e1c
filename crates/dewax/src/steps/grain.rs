//! Finishing film grain over the whole frame.

use crate::deed::Deed;
use crate::asks::Asks;
use crate::cause::Cause;
use crate::clip::Picture;
use crate::color::rgb_from_ycc;
use crate::kernels::grain::model::{Response, ToneCurve, in_room};
use crate::kernels::{grain, noise, round_u16, simd};
use crate::params;
use crate::px::{Frame, LEVEL, Window};
use crate::step::{Blame, Context, Step, Touches};
use rayon::prelude::*;

params! {
    /// Film grain over the frame.
    pub struct Grain {
        /// RMS of the grain at the tone where it is strongest.
        amount_levels: f32 = 0.6, in 0.0..16.0, cap 6.0, unit "levels";
        /// Size of a grain at 1080p: full width at half maximum. Finer than a pixel is white noise of the same RMS.
        size_px: f32 = 1.8, in 0.5..8.0, unit "px";
        /// RMS of the grain in either colour difference, as a share of that in the brightness; less in strong colours.
        chroma: f32 = 0.35, in 0.0..1.0;
        /// How much colour grain follows brightness grain, towards green where it is brighter: 0 not at all, about 0.5 as
        /// three layers of film that know nothing of each other, 1 as a tint of the brightness grain.
        correlation: f32 = 0.5, in 0.0..1.0;
        /// Where grain is strong: film in the mid tones with clean black and white, a sensor in the shadows, even everywhere.
        response: pick = 0, one of Response::NAMES;
    }
}

/// What this noise is for, as part of its key; one key per plane.
const PURPOSES: [u32; 3] = [0x6772_0000, 0x6772_0001, 0x6772_0002];
/// Luma rows that a thread makes at a time; even, so that chroma rows belong to one band.
const BAND: usize = 64;
/// Strengths are kept per 16 stored units: a sixteenth of an 8-bit level.
const STRENGTHS: usize = 4096;
/// Chroma (0.5 is as far as it goes) at which colour grain is half of what it is on grey. A blue sky lies about there, and
/// coloured speckle in it is the first thing that is called digital.
const HALF_AT_CHROMA: f32 = 0.25;

impl Step for Grain {
    const NAME: &'static str = "grain";
    const DOC: &'static str = "Lays film grain over the whole frame: the spectrum and the tones of film (disks of dye seen \
        through a lens, Newson et al. 2017), its size a fraction of the frame, black, white and pure colours clean, \
        never the same twice, and without shifting the mean. The same seed gives the same grain for the same frame, \
        however the clip is cut up for rendering.";
    const TOUCHES: Touches = Touches::Frame;
    const STRENGTHS: &'static [&'static str] = &["amount_levels"];
    const BLAME: &'static [Blame] = &[Blame::skin(1, &[Cause::Noise]), Blame::frame(0, &[Cause::Noise])];

    fn neutral() -> Self {
        Self { amount_levels: 0.0, ..Self::default() }
    }

    fn is_neutral(&self) -> bool {
        self.amount_levels == 0.0
    }

    fn deeds(&self) -> Vec<Deed> {
        Deed::levels("film grain laid over the frame", self.amount_levels).into_iter().collect()
    }

    fn asks(&self) -> Asks {
        Asks { noise_levels: self.amount_levels, noise_size_px: self.size_px, ..Asks::NOTHING }
    }

    fn apply(&self, context: &Context<'_>, source: &Window<'_>, out: &mut Frame) {
        let here = source.here();
        if here.width() == 0 || here.height() == 0 {
            return;
        }
        let laying = Laying::of(self, context, here);
        let (sx, sy) = here.subsampling.factors();
        let (width, chroma_width) = (here.width(), here.plane(1).width());
        let [luma, cb, cr] = out.planes_mut();
        let bands = luma.samples_mut().par_chunks_mut(width * BAND);
        let chroma = cb.samples_mut().par_chunks_mut(chroma_width * BAND / sy);
        let chroma = chroma.zip(cr.samples_mut().par_chunks_mut(chroma_width * BAND / sy));
        bands.zip(chroma).enumerate().for_each(|(band, (luma, (cb, cr)))| {
            laying.band(band * BAND, luma, [cb, cr], (sx, sy));
        });
    }
}

impl Grain {
    /// Where grain is strong.
    pub fn tones(&self) -> Response {
        Response::ALL.get(self.response).copied().unwrap_or(Response::Film)
    }
}

/// What share of colour grain is left where the picture has this chroma (Cb and Cr, −0.5..=0.5).
#[inline(always)]
pub fn colour_share(cb: f32, cr: f32) -> f32 {
    1.0 / (1.0 + (cb * cb + cr * cr) * (1.0 / (HALF_AT_CHROMA * HALF_AT_CHROMA)))
}

/// Everything that is the same for all rows of a frame.
struct Laying<'a> {
    here: &'a Frame,
    picture: &'a Picture,
    keys: [u32; 3],
    taps: Vec<f32>,
    chroma_taps: Vec<f32>,
    /// RMS over stored luma, in stored units.
    strengths: Vec<f32>,
    /// Of the colour grain: what it shares with brightness grain (already scaled to the mean of a chroma sample's pixels), and
    /// what it has of its own. Nothing when there is none.
    shared: f32,
    own: f32,
}

impl<'a> Laying<'a> {
    fn of(step: &Grain, context: &Context<'a>, here: &'a Frame) -> Self {
        let picture = context.picture;
        let sigma = grain::sigma_px(f64::from(step.size_px) * f64::from(picture.scale()));
        let taps = grain::taps(sigma);
        let (sx, sy) = here.subsampling.factors();
        // A chroma sample is the mean of its pixels, which blurs by (s^2 - 1) / 12 px^2 on either axis.
        let wider = (sigma * sigma + ((sx * sx) as f64 - 1.0) / 12.0).sqrt() / sx as f64;
        let of_mean = (grain::variance_of_mean(&taps, sx) * grain::variance_of_mean(&taps, sy)).sqrt();
        let (chroma, follows) = (f64::from(step.chroma), f64::from(step.correlation));
        Self {
            here,
            picture,
            keys: PURPOSES.map(|p| noise::key(context.seed, p, here.index)),
            chroma_taps: if step.chroma == 0.0 { Vec::new() } else { grain::taps(wider) },
            taps,
            strengths: strengths(step, picture),
            // Against the brightness: green is most of it, and green is where Cb and Cr are below neutral.
            shared: (-chroma * follows / of_mean / (sx * sy) as f64) as f32,
            own: (chroma * (1.0 - follows * follows).max(0.0).sqrt()) as f32,
        }
    }

    /// Lays the rows from luma row `from` on. `chroma` are the rows of Cb and Cr that belong to them.
    fn band(&self, from: usize, luma: &mut [u16], chroma: [&mut [u16]; 2], (sx, sy): (usize, usize)) {
        let (width, height) = (self.here.width(), self.here.height());
        let count = BAND.min(height - from);
        let has_chroma = !self.chroma_taps.is_empty();
        let chroma_width = self.here.plane(1).width();
        let chroma_rows = count.div_ceil(sy);
        // Whole chroma samples, also at an odd edge.
        let field_width = chroma_width * sx;
        let mut shared = vec![0.0f32; if has_chroma { chroma_width * chroma_rows } else { 0 }];
        let rows = (from as i32, chroma_rows * sy);
        grain::rows(self.keys[0], &self.taps, (0, field_width), rows, |i, field| {
            if i < count {
                self.lay_luma(self.here.luma().row(from + i), field, &mut luma[i * width..(i + 1) * width]);
            }
            if has_chroma {
                let at = i / sy * chroma_width;
                for (sum, pixels) in shared[at..at + chroma_width].iter_mut().zip(field.chunks_exact(sx)) {
                    *sum += pixels.iter().sum::<f32>();
                }
            }
        });
        if !has_chroma {
            return;
        }
        let first = from / sy;
        // Half the picture's own colours: strengths first, then both planes.
        let mut strength = vec![0.0f32; chroma_width * chroma_rows];
        for (i, row) in strength.chunks_exact_mut(chroma_width).enumerate() {
            self.colour_strength(first + i, (sx, sy), row);
        }
        for (which, samples) in [1, 2].into_iter().zip(chroma) {
            let rows = (first as i32, chroma_rows);
            grain::rows(self.keys[which], &self.chroma_taps, (0, chroma_width), rows, |i, field| {
                let part = i * chroma_width..(i + 1) * chroma_width;
                let row = &mut samples[part.clone()];
                self.lay_chroma(row, field, &shared[part.clone()], &strength[part]);
            });
        }
    }

    /// A row of luma with its grain.
    fn lay_luma(&self, before: &[u16], field: &[f32], row: &mut [u16]) {
        let levels = &self.picture.levels;
        let (black, white) = (levels.black, levels.black + levels.luma_span);
        let strengths = &self.strengths[..STRENGTHS];
        simd::run(
            #[inline(always)]
            || {
                for ((s, &l), &g) in row.iter_mut().zip(before).zip(field) {
                    let own = f32::from(l);
                    let v = own + strengths[usize::from(l >> 4)] * g;
                    // The last of the tails: nothing below black or above white that was not there before.
                    let (low, high) = (if own < black { own } else { black }, if own > white { own } else { white });
                    *s = round_u16(if v > low { v } else { low }, high);
                }
            },
        );
    }

    /// How strong colour grain is along a row of chroma samples, in stored units of chroma: as brightness grain there, less
    /// where the colour is strong, and none where a primary has no room.
    fn colour_strength(&self, y: usize, (sx, sy): (usize, usize), out: &mut [f32]) {
        let levels = &self.picture.levels;
        let weights = self.picture.weights;
        let luma = self.here.luma().row_clamped((y * sy) as isize);
        let (cb, cr) = (self.here.plane(1).row(y), self.here.plane(2).row(y));
        let (per_luma, per_chroma) = (1.0 / levels.luma_span, 1.0 / levels.chroma_span);
        let strengths = &self.strengths[..STRENGTHS];
        let (levels, last) = (*levels, luma.len() - 1);
        simd::run(
            #[inline(always)]
            || {
                for (x, ((o, &b), &r)) in out.iter_mut().zip(cb).zip(cr).enumerate() {
                    let at = x * sx;
                    let l = luma[if at < last { at } else { last }];
                    let b = (f32::from(b) - levels.chroma_zero) * per_chroma;
                    let r = (f32::from(r) - levels.chroma_zero) * per_chroma;
                    let rgb = rgb_from_ycc(weights, [(f32::from(l) - levels.black) * per_luma, b, r]);
                    let inside = |v: f32| if v < 1.0 - v { v } else { 1.0 - v };
                    let mut room = inside(rgb[0]);
                    room = if inside(rgb[1]) < room { inside(rgb[1]) } else { room };
                    room = if inside(rgb[2]) < room { inside(rgb[2]) } else { room };
                    let full = strengths[usize::from(l >> 4)];
                    let rms = full * colour_share(b, r);
                    // A chroma step moves B' and R' by almost two: two and a half sigmas are five. Met as `in_room` does.
                    let most = room * levels.luma_span * 0.2;
                    let share = rms / (if most > 1e-3 { most } else { 1e-3 });
                    let square = share * share;
                    *o = if room > 0.0 { rms / (1.0 + square * square).sqrt().sqrt() } else { 0.0 };
                }
            },
        );
    }

    /// A row of a chroma plane with its grain.
    fn lay_chroma(&self, row: &mut [u16], field: &[f32], shared: &[f32], strength: &[f32]) {
        let levels = &self.picture.levels;
        let (low, high) =
            (levels.chroma_zero - 0.5 * levels.chroma_span, levels.chroma_zero + 0.5 * levels.chroma_span);
        let (of_shared, of_own) = (self.shared, self.own);
        simd::run(
            #[inline(always)]
            || {
                for (((s, &g), &both), &rms) in row.iter_mut().zip(field).zip(shared).zip(strength) {
                    let before = f32::from(*s);
                    let v = before + rms * (of_own * g + of_shared * both);
                    let (low, high) =
                        (if before < low { before } else { low }, if before > high { before } else { high });
                    *s = round_u16(if v > low { v } else { low }, high);
                }
            },
        );
    }
}

/// RMS of the grain over stored luma, in stored units: the response's curve, and next to black and white no more than there
/// is room for.
fn strengths(step: &Grain, picture: &Picture) -> Vec<f32> {
    let levels = &picture.levels;
    let (black, span) = (f64::from(levels.black), f64::from(levels.luma_span));
    let curve = ToneCurve::of(step.tones());
    let most = f64::from(step.amount_levels) * f64::from(LEVEL);
    (0..STRENGTHS)
        .map(|i| {
            let above = (i * 65_536 / STRENGTHS) as f64 - black;
            let room = above.min(span - above);
            in_room(most * curve.rms(above / span), room) as f32
        })
        .collect()
}
