//! Global colour: an ASC CDL per shot, and the gain that takes exposure flicker out of each frame.

use crate::clip::Picture;
use crate::color::math::{exp2, pow};
use crate::color::{rgb_from_ycc, ycc_from_rgb};
use crate::facts::ShotFacts;
use crate::kernels::{chroma, round_u16, simd};
use crate::params;
use crate::px::{Frame, Plane, Subsampling, Window};
use crate::step::{Context, Reach, Step, Touches};
use rayon::prelude::*;

params! {
    /// Global colour balance of a shot.
    pub struct Balance {
        /// How much of the measured exposure flicker to take out; 1 removes all of it.
        deflicker: f32 = 1.0, in 0.0..1.0;
        /// CDL slope (gain) of red.
        slope_red: f32 = 1.0, in 0.25..4.0;
        /// CDL slope (gain) of green.
        slope_green: f32 = 1.0, in 0.25..4.0;
        /// CDL slope (gain) of blue.
        slope_blue: f32 = 1.0, in 0.25..4.0;
        /// CDL offset (lift) of red.
        offset_red: f32 = 0.0, in -0.5..0.5;
        /// CDL offset (lift) of green.
        offset_green: f32 = 0.0, in -0.5..0.5;
        /// CDL offset (lift) of blue.
        offset_blue: f32 = 0.0, in -0.5..0.5;
        /// CDL power (gamma) of red.
        power_red: f32 = 1.0, in 0.25..4.0;
        /// CDL power (gamma) of green.
        power_green: f32 = 1.0, in 0.25..4.0;
        /// CDL power (gamma) of blue.
        power_blue: f32 = 1.0, in 0.25..4.0;
        /// CDL saturation; 0 is grey, 1 leaves it.
        saturation: f32 = 1.0, in 0.0..4.0;
    }
}

/// Below this, a course of brightness counts as steady: camera footage in good light measures 0.1-0.3 %.
pub const FLICKER_FLOOR_PERCENT: f32 = 0.5;
/// No frame is moved by more than this: a larger jump is an event of the picture, not flicker.
const LARGEST_GAIN_STOPS: f32 = 0.3;
/// Rec. 709 luma weights, which the ASC CDL prescribes for saturation whatever the picture's own matrix.
const CDL_WEIGHTS: [f32; 3] = [0.2126, 0.7152, 0.0722];

impl Balance {
    fn slope(&self) -> [f32; 3] {
        [self.slope_red, self.slope_green, self.slope_blue]
    }
    fn offset(&self) -> [f32; 3] {
        [self.offset_red, self.offset_green, self.offset_blue]
    }
    fn power(&self) -> [f32; 3] {
        [self.power_red, self.power_green, self.power_blue]
    }
    fn cdl_is_neutral(&self) -> bool {
        self.slope() == [1.0; 3]
            && self.offset() == [0.0; 3]
            && self.power() == [1.0; 3]
            && self.saturation == 1.0
    }
}

impl Step for Balance {
    const NAME: &'static str = "balance";
    const DOC: &'static str = "Sets the colour of the whole shot by one ASC CDL (slope, offset, power, saturation, in that \
        order, on code values, clamped as the standard says), and takes measured exposure flicker out of each frame. \
        Neutral unless flicker is measured or values are given.";
    const TOUCHES: Touches = Touches::Frame;

    fn neutral() -> Self {
        Self { deflicker: 0.0, ..Self::default() }
    }

    fn is_neutral(&self) -> bool {
        self.deflicker == 0.0 && self.cdl_is_neutral()
    }

    fn fitted(&self, facts: &ShotFacts) -> Self {
        let flickers = facts.figures.exposure_flicker_percent >= FLICKER_FLOOR_PERCENT;
        Self { deflicker: if flickers { self.deflicker } else { 0.0 }, ..self.clone() }
    }

    fn reach(&self, _picture: &Picture) -> Reach {
        Reach { halo_px: if self.cdl_is_neutral() { 0 } else { 4 }, ..Reach::default() }
    }

    fn apply(&self, context: &Context<'_>, source: &Window<'_>, out: &mut Frame) {
        let stops = (self.deflicker * context.facts.exposure_of(source.here().index))
            .clamp(-LARGEST_GAIN_STOPS, LARGEST_GAIN_STOPS);
        let gain = exp2(f64::from(-stops)) as f32;
        let levels = &context.picture.levels;
        if !self.cdl_is_neutral() {
            self.grade(context.picture, gain, out);
        } else if gain != 1.0 {
            for which in 0..3 {
                let zero = if which == 0 { levels.black } else { levels.chroma_zero };
                scale(out.plane_mut(which), zero, gain, levels.legal);
            }
        }
    }
}

/// `sample → zero + (sample − zero) · gain`.
fn scale(plane: &mut Plane<u16>, zero: f32, gain: f32, legal: (f32, f32)) {
    let width = plane.width().max(1);
    plane.samples_mut().par_chunks_mut(width).for_each(|row| {
        simd::run(
            #[inline(always)]
            || {
                for s in row.iter_mut() {
                    let v = zero + (f32::from(*s) - zero) * gain;
                    *s = round_u16(if v > legal.0 { v } else { legal.0 }, legal.1);
                }
            },
        );
    });
}

/// Entries of the table of one channel's slope, offset, power.
const CURVE: usize = 4096;

impl Balance {
    /// The CDL on every pixel at 4:4:4; luma keeps its own resolution, chroma goes back to the frame's.
    fn grade(&self, picture: &Picture, gain: f32, out: &mut Frame) {
        let (levels, weights) = (&picture.levels, picture.weights);
        let curves: Vec<Vec<f32>> = (0..3)
            .map(|c| {
                (0..=CURVE)
                    .map(|i| {
                        let v = i as f32 / CURVE as f32 * self.slope()[c] * gain + self.offset()[c];
                        pow(f64::from(v.clamp(0.0, 1.0)), f64::from(self.power()[c])) as f32
                    })
                    .collect()
            })
            .collect();
        let size = (out.width(), out.height());
        let (native, siting) = (out.subsampling, picture.siting);
        let wide = |plane: &Plane<u16>| chroma::resample(plane, size, native, Subsampling::C444, siting);
        let (mut cb, mut cr) = (wide(out.plane(1)), wide(out.plane(2)));
        let width = size.0.max(1);
        let saturation = self.saturation;
        let luma_rows = out.plane_mut(0).samples_mut().par_chunks_mut(width);
        let chroma_rows = cb.samples_mut().par_chunks_mut(width).zip(cr.samples_mut().par_chunks_mut(width));
        luma_rows.zip(chroma_rows).for_each(|(y_row, (cb_row, cr_row))| {
            for ((y, cb), cr) in y_row.iter_mut().zip(cb_row).zip(cr_row) {
                let ycc = [
                    (f32::from(*y) - levels.black) / levels.luma_span,
                    (f32::from(*cb) - levels.chroma_zero) / levels.chroma_span,
                    (f32::from(*cr) - levels.chroma_zero) / levels.chroma_span,
                ];
                let rgb = rgb_from_ycc(weights, ycc);
                let toned: [f32; 3] = std::array::from_fn(|c| look_up(&curves[c], rgb[c]));
                let grey: f32 = toned.iter().zip(CDL_WEIGHTS).map(|(v, w)| v * w).sum();
                let graded = toned.map(|v| (grey + saturation * (v - grey)).clamp(0.0, 1.0));
                let [ny, ncb, ncr] = ycc_from_rgb(weights, graded);
                *y = round_u16(levels.black + ny * levels.luma_span, levels.legal.1);
                *cb = round_u16(levels.chroma_zero + ncb * levels.chroma_span, levels.legal.1);
                *cr = round_u16(levels.chroma_zero + ncr * levels.chroma_span, levels.legal.1);
            }
        });
        out.set_plane(1, chroma::resample(&cb, size, Subsampling::C444, native, siting));
        out.set_plane(2, chroma::resample(&cr, size, Subsampling::C444, native, siting));
    }
}

#[inline(always)]
fn look_up(curve: &[f32], value: f32) -> f32 {
    let at = value.clamp(0.0, 1.0) * CURVE as f32;
    let i = (at as usize).min(CURVE - 1);
    curve[i] + (curve[i + 1] - curve[i]) * (at - i as f32)
}
