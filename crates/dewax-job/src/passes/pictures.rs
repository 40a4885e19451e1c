//! The pictures of the passes: a mask as grey, and what lies between two frames about mid grey.

use dewax::color::{Levels, Tags};
use dewax::px::{CHROMA_ZERO, Frame, Mask, Plane};
use rayon::prelude::*;

/// Bits that passes are made with: half a difference of the finest sources still is a code.
pub(super) const BITS: u8 = 16;

/// How samples of passes and of the frames that they are of are read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scales {
    own: Levels,
    pass: Levels,
}

impl Scales {
    /// Of a clip with these tags and so many bits.
    pub(super) fn of(tags: &Tags, bits: u8) -> Self {
        Self { own: Levels::of_tags(tags, bits), pass: Levels::of_tags(tags, BITS) }
    }

    /// The weights of the luma pixels as grey: black is 0, white is 1. Without a mask it is black.
    pub(super) fn matte(&self, like: &Frame, mask: Option<&Mask>) -> Frame {
        let mut out = like.clone();
        let (width, height) = (like.width(), like.height());
        let mut luma = Plane::<u16>::new(width, height);
        luma.samples_mut().par_chunks_mut(width.max(1)).enumerate().for_each_init(
            || vec![0.0f32; width],
            |weights, (y, row)| {
                match mask {
                    Some(mask) => mask.expand_row(y, 0, weights),
                    None => weights.fill(0.0),
                }
                for (sample, weight) in row.iter_mut().zip(weights.iter()) {
                    *sample = (self.pass.black + weight * self.pass.luma_span).round() as u16;
                }
            },
        );
        out.set_plane(0, luma);
        for which in 1..3 {
            let (width, height) = (like.plane(which).width(), like.plane(which).height());
            out.set_plane(which, Plane::filled(width, height, CHROMA_ZERO));
        }
        bare(out)
    }

    /// Half of what `treated` has more than `base`, about mid grey: `base + 2 × (pass − 0.5)` is `treated`, in code values of red, green and
    /// blue, and as well in those of luma and chroma, which go with them in a straight line.
    pub(super) fn between(&self, base: &Frame, treated: &Frame) -> Frame {
        let mut out = treated.clone();
        for which in 0..3 {
            let (own, pass, middle) = match which {
                0 => (self.own.luma_span, self.pass.luma_span, self.pass.black + 0.5 * self.pass.luma_span),
                _ => (self.own.chroma_span, self.pass.chroma_span, self.pass.chroma_zero),
            };
            let scale = 0.5 * pass / own;
            let (before, after) = (base.plane(which), treated.plane(which));
            let mut plane = Plane::<u16>::new(after.width(), after.height());
            let all = plane.samples_mut().par_iter_mut().zip(before.samples()).zip(after.samples());
            all.for_each(|((out, before), after)| {
                *out = (middle + scale * (f32::from(*after) - f32::from(*before))).round() as u16;
            });
            out.set_plane(which, plane);
        }
        bare(out)
    }
}

/// A frame of pixels alone.
fn bare(mut frame: Frame) -> Frame {
    (frame.alpha, frame.skin) = (None, None);
    frame.skin_parts.clear();
    frame
}
