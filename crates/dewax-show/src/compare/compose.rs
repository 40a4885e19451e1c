//! The comparison picture: before on the left, after on the right, and a loupe that shows both at 200 %.

use super::lettering;
use dewax::clip::Picture;
use dewax::color::{rgb_from_ycc, ycc_from_rgb};
use dewax::kernels::round_u16;
use dewax::px::{CHROMA_ZERO, Format, Frame, Rect, Subsampling};

/// How two frames are put together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Layout {
    /// Where the after side starts, as a share of the width, 0..=1.
    pub split: f32,
    /// What the loupe shows of both frames, in luma pixels; none for no loupe. It is moved to even pixels.
    pub loupe: Option<Rect>,
    /// Whether `BEFORE` and `AFTER` are written into the picture.
    pub labels: bool,
}

/// The side of the square that a loupe shows, in luma pixels: its two enlarged halves then take two thirds of the
/// shorter side of the picture.
pub fn loupe_side_px(width: usize, height: usize) -> usize {
    (width.min(height) / 6).max(2) & !1
}

/// Frame `frame` of a clip `from` in the code values, matrix, siting and subsampling of a clip `to`. Frames of such a
/// clip come back as they are, bit for bit.
pub fn matched(frame: &Frame, from: &Picture, to: &Picture) -> Frame {
    let same_siting = from.siting == to.siting || from.format.subsampling == Subsampling::C444;
    if from.weights == to.weights && (same_siting || to.format.subsampling == Subsampling::C444) {
        return from.converted(frame, to);
    }
    // Matrix and siting are changed where every pixel has its own chroma.
    let wide = |picture: &Picture, levels| Picture {
        format: Format { subsampling: Subsampling::C444, ..picture.format },
        levels,
        ..*picture
    };
    let mut full = from.converted(frame, &wide(from, to.levels));
    let levels = to.levels;
    let stored = |value: f32, zero: f32, span: f32| {
        round_u16((zero + value * span).max(levels.legal.0), levels.legal.1)
    };
    if from.weights != to.weights {
        let [luma, cb, cr] = full.planes_mut();
        for ((y, b), r) in luma.samples_mut().iter_mut().zip(cb.samples_mut()).zip(cr.samples_mut()) {
            let chroma = |v: u16| (f32::from(v) - levels.chroma_zero) / levels.chroma_span;
            let ycc = [(f32::from(*y) - levels.black) / levels.luma_span, chroma(*b), chroma(*r)];
            let [ty, tb, tr] = ycc_from_rgb(to.weights, rgb_from_ycc(from.weights, ycc));
            *y = stored(ty, levels.black, levels.luma_span);
            *b = stored(tb, levels.chroma_zero, levels.chroma_span);
            *r = stored(tr, levels.chroma_zero, levels.chroma_span);
        }
    }
    wide(to, to.levels).converted(&full, to)
}

/// Both frames in one, in the form of `before`. They must have the same size and subsampling, see [`matched`];
/// `before` comes back as it is when they have not.
pub fn compose(before: &Frame, after: &Frame, picture: &Picture, layout: &Layout) -> Frame {
    let mut out = before.clone();
    let (width, height) = (before.width(), before.height());
    let fits = (width, height, before.subsampling) == (after.width(), after.height(), after.subsampling);
    if !fits {
        return out;
    }
    let split = ((layout.split.clamp(0.0, 1.0) * width as f32) as usize) & !1;
    let factors = [(1, 1), before.subsampling.factors(), before.subsampling.factors()];
    for (which, (sx, _)) in factors.into_iter().enumerate() {
        let from = split / sx;
        let (mine, theirs) = (out.plane_mut(which), after.plane(which));
        for y in 0..mine.height() {
            mine.row_mut(y)[from..].copy_from_slice(&theirs.row(y)[from..]);
        }
    }
    let mut pen = Pen { frame: &mut out, white: grey(picture, 0.92), black: grey(picture, 0.06) };
    let thick = 2 * (height.min(width) / 720).max(1);
    pen.fill(
        Rect { x0: split.saturating_sub(thick / 2), y0: 0, x1: split + thick.div_ceil(2), y1: height },
        true,
    );
    if let Some(rect) = layout.loupe {
        loupe(&mut pen, [before, after], rect, thick);
    }
    if layout.labels {
        let dot = (height.min(width) / 260).max(1);
        let room = 4 * dot;
        let (w, _) = lettering::size("AFTER");
        pen.label("BEFORE", (room, room), dot);
        pen.label("AFTER", (width.saturating_sub(w * dot + 3 * room), room), dot);
    }
    out
}

/// Stored luma of a grey, 0..=1.
fn grey(picture: &Picture, share: f32) -> u16 {
    round_u16(picture.levels.black + share * picture.levels.luma_span, picture.levels.legal.1)
}

/// Copies the part of both frames, twice as large, side by side into the lower corner farther from the part itself.
fn loupe(pen: &mut Pen<'_>, sides: [&Frame; 2], rect: Rect, thick: usize) {
    let (width, height) = (pen.frame.width(), pen.frame.height());
    let (x0, y0) = (rect.x0 & !1, rect.y0 & !1);
    let gap = thick.next_multiple_of(2);
    let margin = (width.min(height) / 40).max(2) & !1;
    // Whatever was asked for, both halves, the line between them and the margins must fit.
    let most_w = width.saturating_sub(2 * margin + gap) / 4;
    let most_h = height.saturating_sub(2 * margin) / 2;
    let (w, h) = (
        rect.width().min(most_w).min(width.saturating_sub(x0)) & !1,
        rect.height().min(most_h).min(height.saturating_sub(y0)) & !1,
    );
    if w < 2 || h < 2 {
        return;
    }
    let wide = 4 * w + gap;
    let left = 2 * x0 + w > width;
    let to_x = if left { margin } else { width.saturating_sub(margin + wide) & !1 };
    let to_y = height.saturating_sub(margin + 2 * h) & !1;
    let area = Rect { x0: to_x, y0: to_y, x1: to_x + wide, y1: to_y + 2 * h };
    pen.outline(Rect { x0, y0, x1: x0 + w, y1: y0 + h }, thick.div_ceil(2));
    pen.fill(area.grown(gap, width, height), true);
    for (side, frame) in sides.into_iter().enumerate() {
        let start = to_x + side * (2 * w + gap);
        let subsampling = frame.subsampling;
        for which in 0..3 {
            let (sx, sy) = if which == 0 { (1, 1) } else { subsampling.factors() };
            let (from, into) = (frame.plane(which), pen.frame.plane_mut(which));
            for y in 0..2 * h / sy {
                let source = &from.row(y0 / sy + y / 2)[x0 / sx..(x0 + w) / sx];
                let target = &mut into.row_mut(to_y / sy + y)[start / sx..(start + 2 * w) / sx];
                for (two, value) in target.chunks_exact_mut(2).zip(source) {
                    two.fill(*value);
                }
            }
        }
    }
}

/// Draws greys into a frame.
struct Pen<'a> {
    frame: &'a mut Frame,
    white: u16,
    black: u16,
}

impl Pen<'_> {
    /// Fills a part with white or black; chroma samples that lie wholly or partly in it become neutral.
    fn fill(&mut self, rect: Rect, white: bool) {
        let (width, height) = (self.frame.width(), self.frame.height());
        let rect = Rect { x1: rect.x1.min(width), y1: rect.y1.min(height), ..rect };
        if rect.x0 >= rect.x1 || rect.y0 >= rect.y1 {
            return;
        }
        let value = if white { self.white } else { self.black };
        let (sx, sy) = self.frame.subsampling.factors();
        let small = rect.subsampled(sx, sy);
        for (which, part, value) in [(0, rect, value), (1, small, CHROMA_ZERO), (2, small, CHROMA_ZERO)] {
            let plane = self.frame.plane_mut(which);
            for y in part.y0..part.y1.min(plane.height()) {
                let end = part.x1.min(plane.width());
                plane.row_mut(y)[part.x0..end].fill(value);
            }
        }
    }

    /// The four sides of a rectangle, inwards.
    fn outline(&mut self, rect: Rect, thick: usize) {
        let Rect { x0, y0, x1, y1 } = rect;
        self.fill(Rect { y1: y0 + thick, ..rect }, true);
        self.fill(Rect { y0: y1.saturating_sub(thick).max(y0), ..rect }, true);
        self.fill(Rect { x1: x0 + thick, ..rect }, true);
        self.fill(Rect { x0: x1.saturating_sub(thick).max(x0), ..rect }, true);
    }

    /// White letters on black, the box's corner at `corner`, `dot` luma pixels to a dot.
    fn label(&mut self, text: &str, corner: (usize, usize), dot: usize) {
        let ((columns, rows), room) = (lettering::size(text), 2 * dot);
        let (x0, y0) = (corner.0 & !1, corner.1 & !1);
        let area = Rect { x0, y0, x1: x0 + columns * dot + 2 * room, y1: y0 + rows * dot + 2 * room };
        self.fill(area, false);
        for y in 0..rows {
            for x in (0..columns).filter(|&x| lettering::dot(text, x, y)) {
                let (left, top) = (x0 + room + x * dot, y0 + room + y * dot);
                self.fill(Rect { x0: left, y0: top, x1: left + dot, y1: top + dot }, true);
            }
        }
    }
}
