//! A textured face on a grey ground whose every motion and flaw is known: made pixel by pixel, no dewax code but kernels.

use dewax::analysis::{Analyser, Analysis};
use dewax::clip::{Clip, Picture, Ratio, Signs};
use dewax::color::math::sin_cos_deg;
use dewax::color::{Levels, LumaWeights, Matrix, Range, Siting, Tags, Transfer};
use dewax::kernels::{blur, noise, round_u16, warp};
use dewax::lock::Affine;
use dewax::px::{Format, Frame, LEVEL, Plane, Rect, Subsampling};
use dewax::skin::given::from_luma;
use std::sync::Arc;

pub(crate) const SIZE: (usize, usize) = (320, 240);
/// The middle of the face at rest, and its half axes, px.
const MIDDLE: [f64; 2] = [160.0, 120.0];
const AXES: [f64; 2] = [86.0, 104.0];
/// Jaw and cheeks: where they move most, how wide, and how far, px.
const JAW: [f64; 2] = [160.0, 175.0];
const JAW_SIGMA_PX: f64 = 28.0;
/// Pores, RMS in levels.
const PORES_LEVELS: f32 = 4.0;
/// The coarsest of boil and the finest of patches part here.
const FINE_SIGMA_PX: f32 = 4.0;

/// A rectangle of the picture: x0, y0, x1, y1.
pub(crate) type Area = [f64; 4];

/// What is filmed, and what is wrong with it.
#[derive(Clone, Debug)]
pub(crate) struct Scene {
    pub(crate) frames: usize,
    /// Another face, another ground.
    pub(crate) seed: u32,
    pub(crate) jaw_px: f64,
    /// Fine texture drawn anew in every frame, RMS in levels.
    pub(crate) boil_levels: f32,
    /// Blotches drawn anew in every frame, RMS in levels.
    pub(crate) patch_levels: f32,
    /// Brightness of the whole picture drawn anew in every frame, RMS in percent.
    pub(crate) exposure_percent: f32,
    /// From this frame on a lamp from the left makes the skin brighter, by so many levels on the left.
    pub(crate) lamp: Option<(usize, f32)>,
    /// Something with a texture of its own that passes in front.
    pub(crate) hand: fn(usize) -> Option<Area>,
    /// Frames without the face.
    pub(crate) away: std::ops::Range<usize>,
}

impl Scene {
    /// A face that moves and speaks, without a flaw.
    pub(crate) fn clean(frames: usize) -> Self {
        Self {
            frames,
            seed: 1,
            jaw_px: 3.0,
            boil_levels: 0.0,
            patch_levels: 0.0,
            exposure_percent: 0.0,
            lamp: None,
            hand: |_| None,
            away: 0..0,
        }
    }

    /// Where the head is.
    fn motion(&self, index: usize) -> Affine {
        let wave = |period: f64, phase: f64| sin_cos_deg(360.0 * index as f64 / period + phase).0;
        let (sin, cos) = sin_cos_deg(4.0 * wave(31.0, 20.0));
        let scale = 1.0 + 0.03 * wave(40.0, 70.0);
        let (a, b) = (scale * cos, scale * sin);
        let [x, y] = MIDDLE;
        Affine([
            a,
            -b,
            x - a * x + b * y + 18.0 * wave(36.0, 0.0),
            b,
            a,
            y - b * x - a * y + 5.0 * wave(23.0, 50.0),
        ])
    }

    fn jaw(&self, index: usize, [x, y]: [f64; 2]) -> [f64; 2] {
        let open = self.jaw_px * (0.5 - 0.5 * sin_cos_deg(360.0 * index as f64 / 11.0).1);
        let far = ((x - JAW[0]).powi(2) + (y - JAW[1]).powi(2)) / (2.0 * JAW_SIGMA_PX * JAW_SIGMA_PX);
        let bump = (-far).exp();
        [0.3 * open * bump, open * bump]
    }

    /// Where a place of the face at rest lies in a frame: the truth.
    pub(crate) fn to_frame(&self, index: usize, at: [f64; 2]) -> [f64; 2] {
        let by = self.jaw(index, at);
        let (x, y) = self.motion(index).apply(at[0] + by[0], at[1] + by[1]);
        [x, y]
    }

    /// The place of the face at rest that lies in a frame.
    pub(crate) fn to_rest(&self, index: usize, at: [f64; 2]) -> [f64; 2] {
        let (x, y) = self.motion(index).inverse().unwrap().apply(at[0], at[1]);
        let mut rest = [x, y];
        for _ in 0..8 {
            let by = self.jaw(index, rest);
            rest = [x - by[0], y - by[1]];
        }
        rest
    }

    /// How deep a place at rest lies in the face: 0 at its edge and beyond, 1 in the middle.
    pub(crate) fn depth(at: [f64; 2]) -> f64 {
        let [u, v] = [0, 1].map(|i| (at[i] - MIDDLE[i]) / AXES[i]);
        (1.0 - (u * u + v * v).sqrt()).max(0.0)
    }

    /// What the frames are before anything goes wrong with them: luma in levels.
    fn face(&self) -> Plane<f32> {
        let (width, height) = SIZE;
        let pores = texture(self.seed, 1, 0, 0.9, PORES_LEVELS);
        let mottling = texture(self.seed, 2, 0, 3.0, 3.0);
        let mut out = Plane::from_fn(width, height, |x, y| {
            let shade = 12.0 * ((y as f32 - MIDDLE[1] as f32) / AXES[1] as f32);
            140.0 - shade + pores.row(y)[x] + mottling.row(y)[x]
        });
        // Eyes and a mouth, softly.
        for (x, y, wide, high) in
            [(124.0, 90.0, 16.0, 6.0), (196.0, 90.0, 16.0, 6.0), (160.0, 168.0, 28.0, 7.0)]
        {
            for j in 0..height {
                for (i, o) in out.row_mut(j).iter_mut().enumerate() {
                    let far = (((i as f32 - x) / wide).powi(2) + ((j as f32 - y) / high).powi(2)).sqrt();
                    *o -= 60.0 * (1.0 - (far - 0.7) / 0.6).clamp(0.0, 1.0);
                }
            }
        }
        out
    }

    /// The skin of a frame, 0..=1, whatever passes in front.
    fn skin(&self, index: usize) -> Plane<f32> {
        Plane::from_fn(SIZE.0, SIZE.1, |x, y| {
            let depth = Self::depth(self.to_rest(index, [x as f64, y as f64]));
            if self.away.contains(&index) { 0.0 } else { (depth as f32 * 20.0).min(1.0) }
        })
    }

    /// The frames, each with its skin as a given mask.
    pub(crate) fn shoot(&self) -> Vec<Arc<Frame>> {
        let face = self.face();
        let ground = texture(self.seed, 3, 0, 2.0, 5.0);
        let hand = texture(self.seed, 4, 0, 1.5, 9.0);
        (0..self.frames).map(|n| Arc::new(self.one(n, &face, &ground, &hand))).collect()
    }

    fn one(&self, n: usize, face: &Plane<f32>, ground: &Plane<f32>, hand: &Plane<f32>) -> Frame {
        let (width, height) = SIZE;
        let skin = self.skin(n);
        let boil = texture(self.seed, 5, n, 0.8, self.boil_levels);
        let patch = texture(self.seed, 6, n, 11.0, self.patch_levels);
        let mut one = [0.0];
        noise::normal_row(noise::key(self.seed, 7, n), 0, 0, &mut one);
        let gain = 1.0 + self.exposure_percent / 100.0 * one[0];
        let area = (self.hand)(n);
        let is_hand = |x: usize, y: usize| {
            area.is_some_and(|[x0, y0, x1, y1]| {
                (x0..x1).contains(&(x as f64)) && (y0..y1).contains(&(y as f64))
            })
        };
        let lit = self.lamp.filter(|(from, _)| n >= *from).map_or(0.0, |(_, levels)| levels);
        let luma = Plane::from_fn(width, height, |x, y| {
            let value = if is_hand(x, y) {
                // It carries its texture along.
                let [x0, y0, ..] = area.unwrap();
                120.0 + hand.at((x as f64 - x0) as isize, (y as f64 - y0) as isize)
            } else {
                let own = skin.row(y)[x];
                let behind = 70.0 + 20.0 * self.seed as f32 + ground.row(y)[x];
                if own > 0.0 {
                    let [u, v] = self.to_rest(n, [x as f64, y as f64]);
                    let lamp = lit * (1.3 - u as f32 / width as f32);
                    let here = warp::at(face, u, v) + lamp + boil.row(y)[x] + patch.row(y)[x];
                    behind + own * (here - behind)
                } else {
                    behind
                }
            };
            round_u16(4.0 * (value * gain).clamp(16.0, 235.0), 940.0) << 6
        });
        let chroma = |skin_code: f32| {
            Plane::from_fn(width / 2, height / 2, |x, y| {
                let own = if is_hand(2 * x, 2 * y) { 1.0 } else { skin.row(2 * y)[2 * x] };
                round_u16(128.0 + own * (skin_code - 128.0), 240.0) << 8
            })
        };
        let planes = [luma, chroma(110.0), chroma(148.0)];
        let mut frame = Frame::from_planes(n, Subsampling::C420, planes).unwrap();
        let codes = Plane::from_fn(width, height, |x, y| round_u16(255.0 * skin.row(y)[x], 255.0) << 8);
        frame.skin = Some(Arc::new(from_luma(&picture(), &codes, &Levels::of(Range::Full, 8))));
        frame
    }
}

/// Noise of one grain and a known RMS.
fn texture(seed: u32, purpose: u32, frame: usize, sigma_px: f32, levels: f32) -> Plane<f32> {
    let mut white = Plane::new(SIZE.0, SIZE.1);
    if levels == 0.0 {
        return white;
    }
    for y in 0..SIZE.1 {
        noise::normal_row(noise::key(seed, purpose, frame), y as i32, 0, white.row_mut(y));
    }
    let mut soft = blur::gaussian(&white, sigma_px);
    let factor = levels / rms(soft.samples().iter().copied());
    soft.samples_mut().iter_mut().for_each(|v| *v *= factor);
    soft
}

pub(crate) fn rms(values: impl Iterator<Item = f32>) -> f32 {
    let (mut sum, mut count) = (0.0f64, 0.0f64);
    for v in values {
        (sum, count) = (sum + f64::from(v) * f64::from(v), count + 1.0);
    }
    (sum / count.max(1.0)).sqrt() as f32
}

pub(crate) fn picture() -> Picture {
    let (width, height) = SIZE;
    Picture {
        format: Format { width, height, subsampling: Subsampling::C420, bits: 10, alpha: false },
        levels: Levels::of(Range::Limited, 10),
        weights: LumaWeights::of(Matrix::Bt709),
        siting: Siting::Left,
        transfer: Transfer::Bt709,
    }
}

/// The analysis of frames as one clip, whatever their numbers.
pub(crate) fn analysis(frames: &[Arc<Frame>]) -> Analysis {
    let mut analyser = Analyser::new(picture(), 24.0, None);
    frames.iter().for_each(|f| analyser.push(f));
    let clip = Clip {
        name: "made.mp4".into(),
        fingerprint: "made".into(),
        format: picture().format,
        tags: Tags::assumed(SIZE.1),
        time_base: Ratio { num: 1, den: 24 },
        pts: (0..frames.len() as i64).collect(),
        last_duration: 1,
        signs: Signs::default(),
    };
    analyser.finish(clip, "test")
}

/// Luma in levels of the part of a frame, as a coarse and a fine band.
pub(crate) fn bands(luma: &Plane<f32>) -> [Plane<f32>; 2] {
    let coarse = blur::gaussian(luma, FINE_SIGMA_PX);
    let fine = Plane::from_fn(luma.width(), luma.height(), |x, y| luma.row(y)[x] - coarse.row(y)[x]);
    [coarse, fine]
}

pub(crate) fn levels(frame: &Frame) -> Plane<f32> {
    let luma = frame.luma();
    Plane::from_fn(luma.width(), luma.height(), |x, y| f32::from(luma.row(y)[x]) / LEVEL)
}

/// Every so many pixels of the picture.
pub(crate) fn places(step: usize) -> impl Iterator<Item = [f64; 2]> {
    let all = Rect::of(SIZE.0, SIZE.1);
    (0..all.y1).step_by(step).flat_map(move |y| (0..all.x1).step_by(step).map(move |x| [x as f64, y as f64]))
}
