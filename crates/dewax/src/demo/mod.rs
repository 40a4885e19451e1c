//! A drawn person who sways and blinks: a clip with known motion, known skin and known flaws, made by code.
//!
//! For `dewax demo`, for tests and for calibration: nothing is downloaded, nobody's face is used, and the truth is
//! known. The same numbers give the same bits on every machine.

mod canvas;
mod held;
mod noise;
mod paint;

use crate::clip::{Clip, Picture, Ratio, Signs};
use crate::color::math::sin_cos_deg;
use crate::color::{Levels, LumaWeights, Range, Siting, Tag, Tags};
use crate::kernels::{noise::key, round_u16, warp};
use crate::lock::Affine;
use crate::px::{Format, Frame, Plane, Rect, Subsampling};
use canvas::Drawing;
pub use held::held_face;
use rayon::prelude::*;
use std::sync::OnceLock;

/// What is wrong with the skin, each in RMS.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Flaws {
    /// Texture of 2-8 px drawn anew in every frame, in 8-bit luma levels.
    pub boil_levels: f32,
    /// Cheek-sized blotches drawn anew in every frame, in 8-bit luma levels.
    pub patch_levels: f32,
    /// Brightness jumps of the whole frame, in percent.
    pub exposure_percent: f32,
    /// Texture that sticks to the skin, in 8-bit luma levels.
    pub pores_levels: f32,
}

impl Flaws {
    /// Skin as a camera sees it: pores that stick, nothing else.
    pub fn none() -> Self {
        Self { boil_levels: 0.0, patch_levels: 0.0, exposure_percent: 0.0, pores_levels: 2.5 }
    }

    /// The plastic look: hardly any pores, and everything flickers.
    pub fn plastic() -> Self {
        Self { boil_levels: 1.8, patch_levels: 2.5, exposure_percent: 1.2, pores_levels: 0.6 }
    }
}

/// The clip. Make it with [`DrawnFace::new`], then ask for frames in any order: [`DrawnFace::frame`] is pure.
#[derive(Clone, Debug)]
pub struct DrawnFace {
    width: usize,
    height: usize,
    frames: usize,
    subsampling: Subsampling,
    bits: u8,
    flaws: Flaws,
    seed: u32,
    still: bool,
    /// Drawn when the first frame is asked for.
    drawing: OnceLock<Drawing>,
}

impl DrawnFace {
    /// A clean clip (4:2:0, 8 bit, BT.709, limited range) of this size and length.
    pub fn new(width: usize, height: usize, frames: usize) -> Self {
        Self {
            width: width.max(1),
            height: height.max(1),
            frames,
            subsampling: Subsampling::C420,
            bits: 8,
            flaws: Flaws::none(),
            seed: 1,
            still: false,
            drawing: OnceLock::new(),
        }
    }

    /// The same person with these flaws.
    #[must_use]
    pub fn with_flaws(mut self, flaws: Flaws) -> Self {
        self.flaws = flaws;
        self.redrawn()
    }

    /// The same clip with this chroma subsampling and depth in bits (8 to 16).
    #[must_use]
    pub fn with_samples(mut self, subsampling: Subsampling, bits: u8) -> Self {
        (self.subsampling, self.bits) = (subsampling, bits.clamp(8, 16));
        self
    }

    /// The same clip with other pores and flaws.
    #[must_use]
    pub fn with_seed(mut self, seed: u32) -> Self {
        self.seed = seed;
        self.redrawn()
    }

    /// The same clip without motion and blink.
    #[must_use]
    pub fn held_still(mut self) -> Self {
        self.still = true;
        self
    }

    fn redrawn(mut self) -> Self {
        self.drawing = OnceLock::new();
        self
    }

    /// Luma columns.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Luma rows.
    pub fn height(&self) -> usize {
        self.height
    }

    /// Frames of the clip. Later ones can be asked for as well: the motion goes on.
    pub fn frames(&self) -> usize {
        self.frames
    }

    /// What is wrong with the skin.
    pub fn flaws(&self) -> Flaws {
        self.flaws
    }

    /// The shape of its frames.
    pub fn format(&self) -> Format {
        let Self { width, height, subsampling, bits, .. } = *self;
        Format { width, height, subsampling, bits, alpha: false }
    }

    /// The clip as an analysis names it, 24 frames a second.
    pub fn clip(&self) -> Clip {
        Clip {
            name: "drawn.mp4".into(),
            fingerprint: "drawn".into(),
            format: self.format(),
            tags: self.tags(),
            time_base: Ratio { num: 1, den: 24 },
            pts: (0..self.frames as i64).collect(),
            last_duration: 1,
            signs: Signs::default(),
        }
    }

    /// Its colours: BT.709 in limited range at any size, all of it stated.
    pub fn tags(&self) -> Tags {
        let of_hd = Tags::assumed(1080);
        Tags {
            primaries: Tag::stated(of_hd.primaries.value),
            transfer: Tag::stated(of_hd.transfer.value),
            matrix: Tag::stated(of_hd.matrix.value),
            range: Tag::stated(Range::Limited),
            siting: Tag::stated(Siting::Left),
        }
    }

    /// What steps need to know of its frames.
    pub fn picture(&self) -> Picture {
        let tags = self.tags();
        Picture {
            format: self.format(),
            levels: Levels::of_tags(&tags, self.bits),
            weights: LumaWeights::of(tags.matrix.value),
            siting: tags.siting.value,
            transfer: tags.transfer.value,
        }
    }

    /// Where the points of face space (the picture at rest, in luma pixels) are in frame `index`: the true motion.
    pub fn motion(&self, index: usize) -> Affine {
        if self.still {
            return Affine::IDENTITY;
        }
        let wave = |period: f64, phase_deg: f64| sin_cos_deg(360.0 * index as f64 / period + phase_deg).0;
        let scale = 1.0 + 0.02 * wave(84.0, 40.0);
        let (sin, cos) = sin_cos_deg(2.6 * wave(66.0, 0.0));
        let (cx, cy) = self.pivot();
        let side = f64::from(self.unit_px());
        let (dx, dy) = (0.20 * side * wave(72.0, 0.0), 0.04 * side * wave(47.0, 90.0));
        let (a, b) = (scale * cos, scale * sin);
        Affine([a, -b, cx - a * cx + b * cy + dx, b, a, cy - b * cx - a * cy + dy])
    }

    /// How far the eyes are open in frame `index`, 0..=1: one blink every 96 frames, the first around frame 20.
    pub fn eyes_open(&self, index: usize) -> f32 {
        if self.still {
            return 1.0;
        }
        match index % 96 {
            18 | 24 => 0.62,
            19 | 23 => 0.22,
            20..=22 => 0.0,
            _ => 1.0,
        }
    }

    /// The skin of frame `index`, 0..=1: face, ears and neck without eyes, brows, lips, nostrils and hair.
    pub fn skin_mask(&self, index: usize) -> Plane<f32> {
        let person = self.person(index);
        let (mx, my) = self.margin();
        let place = self.motion(index).inverse().unwrap_or(Affine::IDENTITY);
        let m = place.0;
        let map = [m[0], m[1], m[2] + mx as f64, m[3], m[4], m[5] + my as f64];
        let mut mask = warp::warp(&person.skin, map, self.width, self.height);
        mask.samples_mut().iter_mut().for_each(|w| *w = w.clamp(0.0, 1.0));
        mask
    }

    /// Frame `index`. Pure: the same number gives the same frame, whatever was asked for before.
    pub fn frame(&self, index: usize) -> Frame {
        let person = self.person(index);
        let Drawing { background, extents, .. } = self.drawing();
        let place = self.motion(index).inverse().unwrap_or(Affine::IDENTITY);
        let gain = 1.0 + self.flaws.exposure_percent / 100.0 * noise::one(key(self.seed, 11, index));
        let [person_area, skin_area] = extents.map(|area| self.seen(area, index));
        let flaws = noise::Field::new(self, index, skin_area);
        let levels = self.picture().levels;
        let (shift, codes) = (16 - self.bits, (levels.legal.1 as u16) >> (16 - self.bits));
        let unit = f32::from(1u16 << shift);
        let store = move |stored: f32| {
            round_u16((stored / unit).max(levels.legal.0 / unit), f32::from(codes)) << shift
        };
        let (sx, sy) = self.subsampling.factors();
        let (mx, my) = self.margin();
        let plane = |which: usize| {
            let (fx, fy) = if which == 0 { (1, 1) } else { (sx, sy) };
            let (w, h) = (self.width.div_ceil(fx), self.height.div_ceil(fy));
            // Left siting: level with the first column of a pair, between the rows of a pair.
            let row_shift = (fy as f64 - 1.0) / 2.0;
            let mut out = Plane::new(w, h);
            out.samples_mut().par_chunks_mut(w).enumerate().for_each(|(j, row)| {
                let y = (j * fy) as f64 + row_shift;
                let mut fault = vec![0.0f32; if which == 0 { skin_area.width() } else { 0 }];
                let faulty = which == 0 && flaws.row(j, &mut fault);
                let (zero, span) = match which {
                    0 => (levels.black, levels.luma_span),
                    _ => (levels.chroma_zero, levels.chroma_span),
                };
                let behind = background[which].row((j * fy).min(self.height - 1));
                for (i, o) in row.iter_mut().enumerate() {
                    let x = i * fx;
                    let mut value = behind[x.min(self.width - 1)];
                    if x + 1 >= person_area.x0 && x <= person_area.x1 {
                        let (px, py) = place.apply(x as f64, y);
                        let (px, py) = (px + mx as f64, py + my as f64);
                        let cover = warp::at(&person.cover, px, py).clamp(0.0, 1.0);
                        if cover > 0.0 {
                            value = value * (1.0 - cover) + warp::at(&person.ycc[which], px, py);
                            if faulty && x >= skin_area.x0 && x < skin_area.x1 {
                                let skin = warp::at(&person.skin, px, py).clamp(0.0, 1.0);
                                value += fault[x - skin_area.x0] * skin;
                            }
                        }
                    }
                    *o = store(zero + value * gain * span);
                }
            });
            out
        };
        let format = self.format();
        Frame::from_planes(index, self.subsampling, [plane(0), plane(1), plane(2)])
            .unwrap_or_else(|| Frame::new(&format, index))
    }

    /// The part of picture `index` that a part of the canvas can reach.
    fn seen(&self, area: Rect, index: usize) -> Rect {
        if area.is_empty() {
            return Rect::default();
        }
        let (motion, (mx, my)) = (self.motion(index), self.margin());
        let corners = [(area.x0, area.y0), (area.x1, area.y0), (area.x0, area.y1), (area.x1, area.y1)];
        let corners = corners.map(|(x, y)| motion.apply(x as f64 - mx as f64, y as f64 - my as f64));
        let least = |pick: fn(&(f64, f64)) -> f64| corners.iter().map(pick).fold(f64::MAX, f64::min);
        let most = |pick: fn(&(f64, f64)) -> f64| corners.iter().map(pick).fold(f64::MIN, f64::max);
        // Sampling reads two pixels around a point.
        let within = |place: f64, end: usize| (place.max(0.0) as usize).min(end);
        Rect {
            x0: within(least(|c| c.0) - 3.0, self.width),
            y0: within(least(|c| c.1) - 3.0, self.height),
            x1: within(most(|c| c.0) + 4.0, self.width),
            y1: within(most(|c| c.1) + 4.0, self.height),
        }
    }

    /// Half the height of the head, in luma pixels.
    fn unit_px(&self) -> f32 {
        0.305 * (self.height as f32).min(self.width as f32 * 1.05)
    }

    /// The middle of the face at rest.
    fn middle(&self) -> (f64, f64) {
        (0.5 * self.width as f64 - 0.5, 0.445 * self.height as f64)
    }

    /// The point about which the person turns: the base of the neck.
    fn pivot(&self) -> (f64, f64) {
        let (cx, cy) = self.middle();
        (cx, cy + 1.1 * f64::from(self.unit_px()))
    }

    /// How far the canvas reaches beyond the picture.
    fn margin(&self) -> (usize, usize) {
        (self.width / 8 + 8, self.height / 8 + 8)
    }
}

#[cfg(test)]
mod tests;
