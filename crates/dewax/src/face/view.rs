//! A frame as the face models look at it: R'G'B' crops of turned squares, from a copy of the right size.

use super::Square;
use crate::clip::Picture;
use crate::kernels::shrink;
use crate::px::{Frame, Plane};
use std::sync::OnceLock;

/// Copies of the frame, each half the size of the one before.
const COPIES: usize = 7;

/// What a crop shows beyond the edges of the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outside {
    /// The nearest pixel of the picture.
    Repeat,
    /// Black.
    Black,
}

/// One plane of one copy, and how many luma pixels one of its samples stands for.
#[derive(Debug)]
struct Scaled {
    plane: Plane<f32>,
    step_px: [f32; 2],
}

/// A frame with the smaller copies that crops are taken from. Copies are made when they are first needed.
#[derive(Debug)]
pub struct View<'a> {
    picture: &'a Picture,
    frame: &'a Frame,
    copies: [OnceLock<[Scaled; 3]>; COPIES],
}

impl<'a> View<'a> {
    /// The view of a frame of that kind.
    pub fn new(picture: &'a Picture, frame: &'a Frame) -> Self {
        Self { picture, frame, copies: Default::default() }
    }

    /// Luma columns of the frame.
    pub fn width(&self) -> usize {
        self.frame.width()
    }

    /// Luma rows of the frame.
    pub fn height(&self) -> usize {
        self.frame.height()
    }

    /// The frame.
    pub fn frame(&self) -> &'a Frame {
        self.frame
    }

    /// What the frames of the clip have in common.
    pub fn picture(&self) -> &'a Picture {
        self.picture
    }

    /// `samples` × `samples` pixels of the square, as interleaved R'G'B' of the picture's own transfer curve, 0..=1.
    pub fn crop(&self, square: &Square, samples: usize, outside: Outside) -> Vec<f32> {
        let copies = self.copy_for(square.side_px / samples.max(1) as f32);
        let levels = &self.picture.levels;
        let weights = self.picture.weights;
        let green = 1.0 - weights.kr - weights.kb;
        let (red_of_cr, blue_of_cb) = (2.0 * (1.0 - weights.kr), 2.0 * (1.0 - weights.kb));
        let mut out = Vec::with_capacity(samples * samples * 3);
        let edge = [self.width() as f32 - 0.5, self.height() as f32 - 0.5];
        for row in 0..samples {
            for column in 0..samples {
                let at = |i: usize| (i as f32 + 0.5) / samples as f32;
                let point = square.point(at(column), at(row));
                let beyond = (0..2).any(|i| !(-0.5..=edge[i]).contains(&point[i]));
                if beyond && outside == Outside::Black {
                    out.extend([0.0; 3]);
                    continue;
                }
                let [y, cb, cr] = [&copies[0], &copies[1], &copies[2]].map(|c| c.at(point));
                let y = (y - levels.black) / levels.luma_span;
                let cb = (cb - levels.chroma_zero) / levels.chroma_span;
                let cr = (cr - levels.chroma_zero) / levels.chroma_span;
                let (red, blue) = (y + red_of_cr * cr, y + blue_of_cb * cb);
                let rest = (y - weights.kr * red - weights.kb * blue) / green;
                out.extend([red, rest, blue].map(|v| v.clamp(0.0, 1.0)));
            }
        }
        out
    }

    /// Luma of the square in 8-bit levels, `samples` × `samples`.
    pub fn luma(&self, square: &Square, samples: usize) -> Plane<f32> {
        let copies = self.copy_for(square.side_px / samples.max(1) as f32);
        let (black, level) = (self.picture.levels.black, self.picture.levels.luma_span / 255.0);
        let at = |i: usize| (i as f32 + 0.5) / samples as f32;
        Plane::from_fn(samples, samples, |x, y| (copies[0].at(square.point(at(x), at(y))) - black) / level)
    }

    /// The smallest copy that still has a sample for every sample of a crop with one sample per `step_px`.
    fn copy_for(&self, step_px: f32) -> &[Scaled; 3] {
        let mut which = 0;
        while which + 1 < COPIES && step_px >= (2 << which) as f32 {
            which += 1;
        }
        self.copies[which].get_or_init(|| {
            let (sx, sy) = self.frame.subsampling.factors();
            [0, 1, 2].map(|plane| {
                let (fx, fy) = if plane == 0 { (1, 1) } else { (sx, sy) };
                // Chroma has been halved already, where it is subsampled in both directions or not at all.
                let step = ((1usize << which) / fx.max(fy)).max(1);
                Scaled {
                    plane: shrink::shrink(self.frame.plane(plane), step),
                    step_px: [(step * fx) as f32, (step * fy) as f32],
                }
            })
        })
    }
}

impl Scaled {
    /// The value at a point of the frame, bilinear, edges repeated.
    #[inline]
    fn at(&self, point: [f32; 2]) -> f32 {
        let (width, height) = (self.plane.width(), self.plane.height());
        let x = ((point[0] + 0.5) / self.step_px[0] - 0.5).clamp(0.0, (width - 1) as f32);
        let y = ((point[1] + 0.5) / self.step_px[1] - 0.5).clamp(0.0, (height - 1) as f32);
        let (left, upper) = (x as usize, y as usize);
        let (tx, ty) = (x - left as f32, y - upper as f32);
        let right = (left + 1).min(width - 1);
        let [above, below] = [upper, (upper + 1).min(height - 1)].map(|r| self.plane.row(r));
        let mix = |a: f32, b: f32, t: f32| a + (b - a) * t;
        mix(mix(above[left], above[right], tx), mix(below[left], below[right], tx), ty)
    }
}
