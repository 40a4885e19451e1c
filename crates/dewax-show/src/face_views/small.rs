//! A part of a frame at another size, to be drawn on: a picture of its own with its own pixels.

use crate::exhibits::{Rgb8Image, to_rgb8};
use dewax::clip::Picture;
use dewax::color::{Levels, Range, ycc_from_rgb};
use dewax::kernels::round_u16;
use dewax::px::{Format, Frame, Plane, Rect, Subsampling};

/// Where the points of a clip's frame lie on a canvas.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Place {
    /// Luma pixel of the clip whose upper left corner is the canvas's.
    pub(super) origin: [f32; 2],
    /// Canvas pixels per luma pixel, across and down.
    pub(super) scale: [f32; 2],
}

impl Place {
    /// The canvas is the frame.
    pub(super) const WHOLE: Self = Self { origin: [0.0; 2], scale: [1.0; 2] };

    /// A point of the clip on the canvas. Whole numbers are the centres of pixels on both.
    pub(super) fn of(&self, point: [f32; 2]) -> [f32; 2] {
        [0, 1].map(|i| (point[i] + 0.5 - self.origin[i]) * self.scale[i] - 0.5)
    }

    /// The luma pixel of the clip under a canvas pixel.
    pub(super) fn back(&self, x: usize, y: usize) -> (usize, usize) {
        let one = |v: usize, i: usize| ((v as f32 + 0.5) / self.scale[i] + self.origin[i]).max(0.0) as usize;
        (one(x, 0), one(y, 1))
    }
}

/// A canvas of another size than the frame that it shows.
#[derive(Clone, Debug)]
pub(super) struct Small {
    /// 8-bit full-range 4:4:4.
    pub(super) frame: Frame,
    /// How it is to be read.
    pub(super) picture: Picture,
    /// Where the clip's points lie on it.
    pub(super) place: Place,
    /// Where the picture lies on it; the rest is room for words.
    pub(super) area: Rect,
}

/// The ground around pictures, as in the report: neutral and dark.
pub(super) const GROUND: u8 = 0x23;

impl Small {
    /// The part `rect` of a frame, made smaller or (by whole numbers) larger so that it fits into `room`, with `below`
    /// rows of ground under it. `None` when the part is empty.
    pub(super) fn of(
        frame: &Frame,
        picture: &Picture,
        rect: Rect,
        room: (usize, usize),
        below: usize,
    ) -> Option<Self> {
        let rect = Rect { x1: rect.x1.min(frame.width()), y1: rect.y1.min(frame.height()), ..rect };
        if rect.is_empty() {
            return None;
        }
        let image = fitted(&to_rgb8(frame, picture, rect), room);
        let (width, height) = (image.width, image.height);
        let levels = Levels::of(Range::Full, 8);
        let ground = f32::from(GROUND) / 255.0;
        let stored =
            |value: f32, zero: f32, span: f32| round_u16((zero + value * span).max(0.0), levels.legal.1);
        let mut planes = [0; 3].map(|_| Plane::<u16>::new(width, height + below));
        for y in 0..height + below {
            for x in 0..width {
                let at = (y * width + x) * 3;
                let rgb = match image.pixels.get(at..at + 3) {
                    Some(p) => [0, 1, 2].map(|i| f32::from(p[i]) / 255.0),
                    None => [ground; 3],
                };
                let [luma, cb, cr] = ycc_from_rgb(picture.weights, rgb);
                planes[0].row_mut(y)[x] = stored(luma, levels.black, levels.luma_span);
                planes[1].row_mut(y)[x] = stored(cb, levels.chroma_zero, levels.chroma_span);
                planes[2].row_mut(y)[x] = stored(cr, levels.chroma_zero, levels.chroma_span);
            }
        }
        let format =
            Format { width, height: height + below, subsampling: Subsampling::C444, bits: 8, alpha: false };
        Some(Self {
            frame: Frame::from_planes(frame.index, Subsampling::C444, planes)?,
            picture: Picture { format, levels, ..*picture },
            place: Place {
                origin: [rect.x0 as f32, rect.y0 as f32],
                scale: [width as f32 / rect.width() as f32, height as f32 / rect.height() as f32],
            },
            area: Rect::of(width, height),
        })
    }

    /// What is on it.
    pub(super) fn image(&self) -> Rgb8Image {
        to_rgb8(&self.frame, &self.picture, Rect::of(self.frame.width(), self.frame.height()))
    }
}

/// Size of a picture of this size when it fits into `room`: smaller as needed, larger only by whole numbers.
pub(super) fn fitted_size((width, height): (usize, usize), room: (usize, usize)) -> (usize, usize) {
    let (width, height) = (width.max(1), height.max(1));
    let times = (room.0 / width).min(room.1 / height);
    if times >= 1 {
        return (width * times, height * times);
    }
    let share = (room.0 as f64 / width as f64).min(room.1 as f64 / height as f64);
    let side = |v: usize| ((v as f64 * share).round() as usize).max(1);
    (side(width), side(height))
}

fn fitted(image: &Rgb8Image, room: (usize, usize)) -> Rgb8Image {
    let (width, height) = fitted_size((image.width, image.height), room);
    let times = width / image.width.max(1);
    if times <= 1 {
        return image.shrunk(width);
    }
    let mut pixels = Vec::with_capacity(width * height * 3);
    for row in image.pixels.chunks_exact(image.width * 3) {
        let wide: Vec<u8> = row.chunks_exact(3).flat_map(|p| p.repeat(times)).collect();
        for _ in 0..times {
            pixels.extend_from_slice(&wide);
        }
    }
    Rgb8Image { width, height, pixels }
}
