//! Antialiased shapes: a layer says how much of each luma pixel a shape covers, and is painted onto all three planes.

use crate::compare::lettering;
use dewax::clip::Picture;
use dewax::color::ycc_from_rgb;
use dewax::kernels::round_u16;
use dewax::px::{Frame, Mask, Plane, Rect};

/// A colour in the stored values of a picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Ink([f32; 3]);

impl Ink {
    /// The ink of a colour, R'G'B' 0..=1.
    pub(super) fn of(picture: &Picture, rgb: [f32; 3]) -> Self {
        let levels = &picture.levels;
        let [y, cb, cr] = ycc_from_rgb(picture.weights, rgb);
        let chroma = |v: f32| levels.chroma_zero + v * levels.chroma_span;
        Self([levels.black + y * levels.luma_span, chroma(cb), chroma(cr)])
    }
}

/// How much of each pixel of a part of the picture is covered, 0..=1.
#[derive(Clone, Debug)]
pub(super) struct Layer {
    rect: Rect,
    cover: Plane<f32>,
}

impl Layer {
    /// An empty layer over the part of `within` between two corners, which may lie anywhere. `None` when nothing of it
    /// lies in the picture.
    pub(super) fn new(within: Rect, low: [f32; 2], high: [f32; 2]) -> Option<Self> {
        if !low.iter().chain(&high).all(|v| v.is_finite()) {
            return None;
        }
        // On chroma's grid, so that every chroma sample is wholly in the layer or wholly outside.
        let from = |v: f32, start: usize, end: usize| (v.floor().max(start as f32) as usize).min(end) & !1;
        let to = |v: f32, start: usize, end: usize| {
            ((v.ceil() + 1.0).max(start as f32) as usize).next_multiple_of(2).min(end)
        };
        let rect = Rect {
            x0: from(low[0], within.x0, within.x1),
            y0: from(low[1], within.y0, within.y1),
            x1: to(high[0], within.x0, within.x1),
            y1: to(high[1], within.y0, within.y1),
        };
        (!rect.is_empty()).then(|| Self { rect, cover: Plane::new(rect.width(), rect.height()) })
    }

    /// The layer of a mask at the picture's own resolution.
    pub(super) fn of_mask(mask: &Mask, within: Rect) -> Option<Self> {
        let (low, high) = (mask.roi, mask.roi);
        let mut layer = Self::new(within, [low.x0 as f32, low.y0 as f32], [high.x1 as f32, high.y1 as f32])?;
        let Rect { x0, y0, .. } = layer.rect;
        for y in 0..layer.rect.height() {
            mask.expand_row(y0 + y, x0, layer.cover.row_mut(y));
        }
        Some(layer)
    }

    /// Covers each pixel as `cover` says, which is given its place in the picture.
    pub(super) fn fill_with(&mut self, cover: impl Fn(usize, usize) -> f32) {
        let Rect { x0, y0, .. } = self.rect;
        for y in 0..self.rect.height() {
            for (x, c) in self.cover.row_mut(y).iter_mut().enumerate() {
                *c = cover(x0 + x, y0 + y).clamp(0.0, 1.0);
            }
        }
    }

    /// A straight line, `half_px` to each side.
    pub(super) fn line(&mut self, from: [f32; 2], to: [f32; 2], half_px: f32) {
        let reach = half_px + 1.0;
        let Some([a, b]) = self.clipped(from, to, reach) else { return };
        let d = [b[0] - a[0], b[1] - a[1]];
        let length2 = d[0] * d[0] + d[1] * d[1];
        // Along the longer axis pixel by pixel, across it only as far as the line is wide.
        let (major, minor) = if d[1].abs() > d[0].abs() { (1, 0) } else { (0, 1) };
        let across = reach * std::f32::consts::SQRT_2;
        let (low, high) = (a[major].min(b[major]) - reach, a[major].max(b[major]) + reach);
        for m in low.floor() as i64..=high.ceil() as i64 {
            let t = if length2 > 0.0 { ((m as f32 - a[major]) / d[major]).clamp(0.0, 1.0) } else { 0.0 };
            let middle = a[minor] + t * d[minor];
            for n in (middle - across).floor() as i64..=(middle + across).ceil() as i64 {
                let (x, y) = if major == 0 { (m, n) } else { (n, m) };
                let p = [x as f32 - a[0], y as f32 - a[1]];
                let along =
                    if length2 > 0.0 { ((p[0] * d[0] + p[1] * d[1]) / length2).clamp(0.0, 1.0) } else { 0.0 };
                let (dx, dy) = (p[0] - along * d[0], p[1] - along * d[1]);
                self.raise(x, y, half_px + 0.5 - (dx * dx + dy * dy).sqrt());
            }
        }
    }

    /// A line of dashes as long as the gaps between them.
    pub(super) fn dashes(&mut self, from: [f32; 2], to: [f32; 2], half_px: f32, dash_px: f32) {
        let Some([a, b]) = self.clipped(from, to, half_px + 1.0) else { return };
        let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
        let pieces = ((dx * dx + dy * dy).sqrt() / dash_px.max(1.0)).ceil().clamp(1.0, 4096.0) as usize;
        let at = |i: usize| [a[0] + dx * i as f32 / pieces as f32, a[1] + dy * i as f32 / pieces as f32];
        for i in (0..pieces).step_by(2) {
            self.line(at(i), at(i + 1), half_px);
        }
    }

    /// A filled rectangle of whole pixels.
    pub(super) fn block(&mut self, rect: Rect) {
        for y in rect.y0..rect.y1 {
            for x in rect.x0..rect.x1 {
                self.raise(x as i64, y as i64, 1.0);
            }
        }
    }

    /// Letters, their upper left dot at `corner`, `dot_px` pixels to a dot.
    pub(super) fn text(&mut self, text: &str, corner: (usize, usize), dot_px: usize) {
        let (columns, rows) = lettering::size(text);
        for y in 0..rows {
            for x in (0..columns).filter(|&x| lettering::dot(text, x, y)) {
                let (x0, y0) = (corner.0 + x * dot_px, corner.1 + y * dot_px);
                self.block(Rect { x0, y0, x1: x0 + dot_px, y1: y0 + dot_px });
            }
        }
    }

    /// Paints the covered pixels: `opacity` says how much of the ink luma and chroma take, 0..=1.
    pub(super) fn paint(&self, frame: &mut Frame, picture: &Picture, ink: Ink, opacity: [f32; 2]) {
        let legal = picture.levels.legal;
        let mixed = |was: u16, ink: f32, share: f32| {
            let was = f32::from(was);
            round_u16((was + (ink - was) * share).max(legal.0), legal.1)
        };
        let Rect { x0, y0, .. } = self.rect;
        let luma = frame.plane_mut(0);
        for (y, cover) in self.cover.rows().enumerate() {
            let row = &mut luma.row_mut(y0 + y)[x0..];
            for (v, &c) in row.iter_mut().zip(cover).filter(|(_, c)| **c > 0.0) {
                *v = mixed(*v, ink.0[0], c * opacity[0]);
            }
        }
        let (sx, sy) = frame.subsampling.factors();
        let part = self.rect.subsampled(sx, sy);
        for cy in part.y0..part.y1 {
            for cx in part.x0..part.x1 {
                let cover = self.mean(cx * sx, cy * sy, sx, sy) * opacity[1];
                if cover > 0.0 {
                    for which in [1, 2] {
                        if let Some(v) = frame.plane_mut(which).row_mut(cy).get_mut(cx) {
                            *v = mixed(*v, ink.0[which], cover);
                        }
                    }
                }
            }
        }
    }

    /// Tints the covered pixels: their chroma goes towards the ink's, the less the darker they are, as the light of a
    /// coloured lamp would; their luma stays.
    pub(super) fn tint(&self, frame: &mut Frame, picture: &Picture, ink: Ink, opacity: f32) {
        let levels = &picture.levels;
        let (sx, sy) = frame.subsampling.factors();
        let part = self.rect.subsampled(sx, sy);
        let [_, cb, cr] = ink.0;
        for cy in part.y0..part.y1 {
            for cx in part.x0..part.x1 {
                let cover = self.mean(cx * sx, cy * sy, sx, sy) * opacity;
                if cover <= 0.0 {
                    continue;
                }
                let luma = f32::from(frame.luma().at((cx * sx) as isize, (cy * sy) as isize));
                let light = ((luma - levels.black) / (ink.0[0] - levels.black).max(1.0)).clamp(0.0, 1.0);
                for (which, chroma) in [(1, cb), (2, cr)] {
                    let goal = levels.chroma_zero + (chroma - levels.chroma_zero) * light;
                    if let Some(v) = frame.plane_mut(which).row_mut(cy).get_mut(cx) {
                        let was = f32::from(*v);
                        *v = round_u16((was + (goal - was) * cover).max(levels.legal.0), levels.legal.1);
                    }
                }
            }
        }
    }

    /// Mean cover of a block of pixels, given by its place in the picture.
    fn mean(&self, x: usize, y: usize, columns: usize, rows: usize) -> f32 {
        let (mut sum, mut count) = (0.0, 0.0f32);
        let Rect { x0, y0, x1, y1 } = self.rect;
        for v in y.max(y0)..(y + rows).min(y1) {
            for u in x.max(x0)..(x + columns).min(x1) {
                sum += self.cover.row(v - y0)[u - x0];
                count += 1.0;
            }
        }
        sum / count.max(1.0)
    }

    /// Overlapping shapes of a layer do not add up: the one that covers more counts.
    fn raise(&mut self, x: i64, y: i64, cover: f32) {
        let Rect { x0, y0, x1, y1 } = self.rect;
        if (x0 as i64..x1 as i64).contains(&x) && (y0 as i64..y1 as i64).contains(&y) {
            let c = &mut self.cover.row_mut(y as usize - y0)[x as usize - x0];
            *c = c.max(cover.clamp(0.0, 1.0));
        }
    }

    /// The part of a line that can be seen in the layer, so that a line to far outside costs nothing.
    fn clipped(&self, from: [f32; 2], to: [f32; 2], margin: f32) -> Option<[[f32; 2]; 2]> {
        if !from.iter().chain(&to).all(|v| v.is_finite()) {
            return None;
        }
        let Rect { x0, y0, x1, y1 } = self.rect;
        let low = [x0 as f32 - margin, y0 as f32 - margin];
        let high = [x1 as f32 + margin, y1 as f32 + margin];
        let (mut start, mut end) = (0.0f32, 1.0f32);
        for axis in 0..2 {
            let d = to[axis] - from[axis];
            if d == 0.0 {
                if !(low[axis]..=high[axis]).contains(&from[axis]) {
                    return None;
                }
                continue;
            }
            let (one, two) = ((low[axis] - from[axis]) / d, (high[axis] - from[axis]) / d);
            (start, end) = (start.max(one.min(two)), end.min(one.max(two)));
        }
        let at = |t: f32| [0, 1].map(|axis| from[axis] + t * (to[axis] - from[axis]));
        (start <= end).then(|| [at(start), at(end)])
    }
}
