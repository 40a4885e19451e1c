//! What of the drawn face is drawn once: the person on a canvas larger than the picture, and the background.

use super::{DrawnFace, noise, paint};
use crate::kernels::blur;
use crate::px::{Plane, Rect};
use rayon::prelude::*;
use std::borrow::Cow;

/// The person as drawn once, in face space, on a canvas that is larger than the picture by a margin.
#[derive(Clone, Debug)]
pub(super) struct Canvas {
    /// Y', Cb, Cr, each times `cover`; the sticky texture is in Y'.
    pub(super) ycc: [Plane<f32>; 3],
    pub(super) cover: Plane<f32>,
    pub(super) skin: Plane<f32>,
}

/// Around everything above zero in a plane; empty when nothing is.
fn extent(plane: &Plane<f32>) -> Rect {
    let mut out = Rect { x0: plane.width(), y0: plane.height(), x1: 0, y1: 0 };
    for (y, row) in plane.rows().enumerate() {
        if let (Some(first), Some(last)) =
            (row.iter().position(|&v| v > 0.0), row.iter().rposition(|&v| v > 0.0))
        {
            out = Rect { x0: out.x0.min(first), y0: out.y0.min(y), x1: out.x1.max(last + 1), y1: y + 1 };
        }
    }
    out
}

/// Everything that is drawn once.
#[derive(Clone, Debug)]
pub(super) struct Drawing {
    pub(super) person: Canvas,
    /// Where on the canvas the person is, and where skin is.
    pub(super) extents: [Rect; 2],
    pub(super) background: [Plane<f32>; 3],
}

impl DrawnFace {
    pub(super) fn drawing(&self) -> &Drawing {
        self.drawing.get_or_init(|| {
            let (mx, my) = self.margin();
            let person = self.draw(Rect::of(self.width + 2 * mx, self.height + 2 * my), 1.0);
            Drawing {
                extents: [extent(&person.cover), extent(&person.skin)],
                person,
                background: noise::background(self.width, self.height, self.seed),
            }
        })
    }

    /// The person with the eyes of frame `index`.
    pub(super) fn person(&self, index: usize) -> Cow<'_, Canvas> {
        let person = &self.drawing().person;
        let open = self.eyes_open(index);
        if open >= 1.0 {
            return Cow::Borrowed(person);
        }
        let ((cx, cy), (mx, my), unit) = (self.middle(), self.margin(), f64::from(self.unit_px()));
        let (left, top) = (cx + mx as f64 - 0.6 * unit, cy + my as f64 - 0.45 * unit);
        let (w, h) = (person.cover.width(), person.cover.height());
        let at = |place: f64, end: usize| (place.max(0.0) as usize).min(end);
        let eyes = Rect {
            x0: at(left, w),
            y0: at(top, h),
            x1: at(left + 1.2 * unit + 1.0, w),
            y1: at(top + 0.6 * unit + 1.0, h),
        };
        let patch = self.draw(eyes, open);
        let mut person = person.clone();
        let Canvas { ycc: [y, cb, cr], cover, skin } = &mut person;
        let Canvas { ycc: [new_y, new_cb, new_cr], cover: new_cover, skin: new_skin } = &patch;
        for (into, from) in [(y, new_y), (cb, new_cb), (cr, new_cr), (cover, new_cover), (skin, new_skin)] {
            for (row, fresh) in from.rows().enumerate() {
                into.row_mut(eyes.y0 + row)[eyes.x0..eyes.x1].copy_from_slice(fresh);
            }
        }
        Cow::Owned(person)
    }

    /// Draws a part of the canvas. A part is the same as if cut from the whole.
    fn draw(&self, part: Rect, open: f32) -> Canvas {
        // Chroma is softened as a camera's low-pass does, so its planes need neighbours.
        let soft_px = 0.45 * self.subsampling.factors().0 as f32;
        let more = blur::radius_px(soft_px);
        let (mx, my) = self.margin();
        let ((cx, cy), unit) = (self.middle(), self.unit_px());
        let (w, h) = (part.width() + 2 * more, part.height() + 2 * more);
        let corner = (part.x0 as i32 - more as i32, part.y0 as i32 - more as i32);
        let pores = noise::pores(self, corner, (w, h));
        let strands = noise::strands(self.seed);
        let pores_gain = self.flaws.pores_levels / 219.0;
        let mut spots = vec![paint::Spot::default(); w * h];
        spots.par_chunks_mut(w.max(1)).enumerate().for_each(|(j, row)| {
            let v = ((f64::from(corner.1) + j as f64 - my as f64 - cy) / f64::from(unit)) as f32;
            for (i, spot) in row.iter_mut().enumerate() {
                let u = ((f64::from(corner.0) + i as f64 - mx as f64 - cx) / f64::from(unit)) as f32;
                *spot = paint::spot(u, v, 1.0 / unit, noise::strand(&strands, u, v), open);
                spot.ycc[0] += pores_gain * spot.skin * pores.row(j)[i];
            }
        });
        let cut = |value: &(dyn Fn(&paint::Spot) -> f32 + Sync)| {
            Plane::from_fn(part.width(), part.height(), |x, y| value(&spots[(y + more) * w + x + more]))
        };
        let chroma = |which: usize| {
            let sharp = Plane::from_fn(w, h, |x, y| spots[y * w + x].ycc[which] * spots[y * w + x].cover);
            let soft = blur::gaussian(&sharp, soft_px);
            Plane::from_fn(part.width(), part.height(), |x, y| soft.row(y + more)[x + more])
        };
        Canvas {
            ycc: [cut(&|s| s.ycc[0] * s.cover), chroma(1), chroma(2)],
            cover: cut(&|s| s.cover),
            skin: cut(&|s| s.skin * s.cover),
        }
    }
}
