//! A frame: planar Y'CbCr at the source's own chroma subsampling, and the window a step reads.

use super::{CHROMA_ZERO, Plane, Rect};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// How many luma pixels share a chroma sample.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub enum Subsampling {
    /// 4:2:0: half the columns, half the rows.
    #[serde(rename = "4:2:0")]
    C420,
    /// 4:2:2: half the columns.
    #[serde(rename = "4:2:2")]
    C422,
    /// 4:4:4: every pixel.
    #[serde(rename = "4:4:4")]
    C444,
}

impl Subsampling {
    /// Luma columns and rows per chroma sample.
    pub fn factors(self) -> (usize, usize) {
        match self {
            Self::C420 => (2, 2),
            Self::C422 => (2, 1),
            Self::C444 => (1, 1),
        }
    }

    /// Size of a chroma plane under a luma plane of `width` × `height`; odd sizes round up.
    pub fn chroma_size(self, width: usize, height: usize) -> (usize, usize) {
        let (sx, sy) = self.factors();
        (width.div_ceil(sx), height.div_ceil(sy))
    }
}

/// The shape of every frame of a clip.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Format {
    /// Luma columns.
    pub width: usize,
    /// Luma rows.
    pub height: usize,
    /// Chroma subsampling.
    pub subsampling: Subsampling,
    /// Significant bits of a sample in the source: 8, 10, 12 or 16.
    pub bits: u8,
    /// Whether an alpha plane travels with the picture (never changed by a step).
    pub alpha: bool,
}

/// A soft region of the picture, kept at a fraction of its resolution because it is smooth by construction.
#[derive(Clone, Debug, PartialEq)]
pub struct Mask {
    /// Weights 0..=1, one per `step_px` × `step_px` luma pixels; sample (i, j) sits at the centre of its block.
    pub weights: Plane<f32>,
    /// Luma pixels per weight, on both axes.
    pub step_px: usize,
    /// Luma pixels outside this rectangle have weight zero.
    pub roi: Rect,
}

impl Mask {
    /// What either of two masks of the same size covers.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        let mut out = self.clone();
        for (o, &w) in out.weights.samples_mut().iter_mut().zip(other.weights.samples()) {
            *o = o.max(w);
        }
        out.roi = Rect {
            x0: self.roi.x0.min(other.roi.x0),
            y0: self.roi.y0.min(other.roi.y0),
            x1: self.roi.x1.max(other.roi.x1),
            y1: self.roi.y1.max(other.roi.y1),
        };
        out
    }

    /// Writes the weights of the luma pixels `x0..x0 + out.len()` of row `y`: bilinear, zero outside the ROI.
    pub fn expand_row(&self, y: usize, x0: usize, out: &mut [f32]) {
        let (step, w) = (self.step_px as f32, self.weights.width());
        if w == 0 || self.roi.is_empty() || y < self.roi.y0 || y >= self.roi.y1 {
            out.fill(0.0);
            return;
        }
        let fy = (y as f32 + 0.5) / step - 0.5;
        let (upper, lower) = (fy.floor() as isize, fy.floor() as isize + 1);
        let ty = fy - upper as f32;
        let (a, b) = (self.weights.row_clamped(upper), self.weights.row_clamped(lower));
        let (from, to) = (self.roi.x0.max(x0), self.roi.x1.min(x0 + out.len()));
        if from >= to {
            out.fill(0.0);
            return;
        }
        out[..from - x0].fill(0.0);
        out[to - x0..].fill(0.0);
        // Between the centres of two blocks the weight is a straight line.
        let half = self.step_px / 2;
        let mixed = |i: isize| {
            let i = i.clamp(0, w as isize - 1) as usize;
            a[i] + (b[i] - a[i]) * ty
        };
        let mut x = from;
        let mut cell = ((x + self.step_px - half) / self.step_px) as isize - 1;
        let mut left = mixed(cell);
        let inverse = 1.0 / step;
        while x < to {
            let end = (((cell + 1) as usize * self.step_px) + half).min(to);
            let right = mixed(cell + 1);
            let slope = (right - left) * inverse;
            let first = left + slope * (x as f32 + 0.5 - step * (0.5 + cell as f32));
            match &mut out[x - x0..end - x0] {
                // The usual step at 1080p, unrolled.
                [o0, o1, o2, o3] => {
                    (*o0, *o1, *o2, *o3) = (first, first + slope, first + slope * 2.0, first + slope * 3.0);
                }
                part => {
                    for (i, o) in part.iter_mut().enumerate() {
                        *o = first + slope * i as f32;
                    }
                }
            }
            (x, cell, left) = (end, cell + 1, right);
        }
    }

    /// Weight at luma pixel (x, y). For measuring, not for hot loops.
    pub fn at(&self, x: usize, y: usize) -> f32 {
        let mut one = [0.0];
        self.expand_row(y, x, &mut one);
        one[0]
    }

    /// Sum of the weights as a share of the picture, 0..=1.
    pub fn share(&self) -> f32 {
        let sum: f64 = self.weights.samples().iter().map(|&w| f64::from(w)).sum();
        (sum / self.weights.samples().len().max(1) as f64) as f32
    }
}

/// One picture of a clip. Cloning shares the planes; writing to a shared plane copies it first.
#[derive(Clone, Debug, PartialEq)]
pub struct Frame {
    /// Number of the frame in its clip, from 0.
    pub index: usize,
    /// Chroma subsampling.
    pub subsampling: Subsampling,
    planes: [Arc<Plane<u16>>; 3],
    /// Opacity, carried through untouched.
    pub alpha: Option<Arc<Plane<u16>>>,
    /// The skin, once the `mask` step has run; before that, the mask that was given with the frame, if one was.
    pub skin: Option<Arc<Mask>>,
    /// Where faces have settings of their own: the skin of all the others, then that of each of them. Empty otherwise.
    pub skin_parts: Vec<Option<Arc<Mask>>>,
}

impl Frame {
    /// A black frame (luma 0, neutral chroma) of the given format.
    pub fn new(format: &Format, index: usize) -> Self {
        let (cw, ch) = format.subsampling.chroma_size(format.width, format.height);
        let chroma = Arc::new(Plane::filled(cw, ch, CHROMA_ZERO));
        Self {
            index,
            subsampling: format.subsampling,
            planes: [Arc::new(Plane::new(format.width, format.height)), chroma.clone(), chroma],
            alpha: format.alpha.then(|| Arc::new(Plane::filled(format.width, format.height, u16::MAX))),
            skin: None,
            skin_parts: Vec::new(),
        }
    }

    /// A frame of planes Y', Cb, Cr that exist already.
    /// `None` when the chroma planes do not have the size that `subsampling` gives them.
    pub fn from_planes(index: usize, subsampling: Subsampling, planes: [Plane<u16>; 3]) -> Option<Self> {
        let want = subsampling.chroma_size(planes[0].width(), planes[0].height());
        let fits = planes[1..].iter().all(|p| (p.width(), p.height()) == want);
        fits.then(|| Self {
            index,
            subsampling,
            planes: planes.map(Arc::new),
            alpha: None,
            skin: None,
            skin_parts: Vec::new(),
        })
    }

    /// Luma columns.
    pub fn width(&self) -> usize {
        self.planes[0].width()
    }

    /// Luma rows.
    pub fn height(&self) -> usize {
        self.planes[0].height()
    }

    /// Plane 0 (Y'), 1 (Cb) or 2 (Cr).
    pub fn plane(&self, which: usize) -> &Plane<u16> {
        &self.planes[which]
    }

    /// Luma.
    pub fn luma(&self) -> &Plane<u16> {
        &self.planes[0]
    }

    /// A plane to be written; a plane shared with another frame is copied first.
    pub fn plane_mut(&mut self, which: usize) -> &mut Plane<u16> {
        Arc::make_mut(&mut self.planes[which])
    }

    /// All three planes to be written at once.
    pub fn planes_mut(&mut self) -> [&mut Plane<u16>; 3] {
        self.planes.each_mut().map(Arc::make_mut)
    }

    /// Puts another plane of the same size in place of plane `which`.
    pub fn set_plane(&mut self, which: usize, plane: Plane<u16>) {
        debug_assert_eq!(plane.width(), self.planes[which].width());
        debug_assert_eq!(plane.height(), self.planes[which].height());
        self.planes[which] = Arc::new(plane);
    }

    /// Whether both frames have the same samples in Y', Cb and Cr (the skin and the index do not count).
    pub fn same_picture(&self, other: &Self) -> bool {
        self.planes == other.planes
    }
}

/// A frame with its neighbours in the same shot. It ends where the shot ends: nothing crosses a cut.
#[derive(Clone, Copy, Debug)]
pub struct Window<'a> {
    /// Successive frames of one shot.
    frames: &'a [Arc<Frame>],
    /// Which of them is to be made.
    at: usize,
}

impl<'a> Window<'a> {
    /// A window over successive frames of one shot, `at` being the one to make. Panics when `at` is not among them.
    pub fn new(frames: &'a [Arc<Frame>], at: usize) -> Self {
        assert!(at < frames.len(), "the frame to make is not in its window");
        Self { frames, at }
    }

    /// The frame to make.
    pub fn here(&self) -> &'a Frame {
        &self.frames[self.at]
    }

    /// The frame `by` frames later (or earlier, if negative); `None` beyond the window or the shot.
    pub fn off(&self, by: isize) -> Option<&'a Frame> {
        self.at.checked_add_signed(by).and_then(|i| self.frames.get(i)).map(|f| &**f)
    }
}
