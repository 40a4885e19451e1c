//! The pictures of the passes: a mask as grey, and what lies between two frames about mid grey.

use dewax::clip::Picture;
use dewax::color::{Levels, Tags, rgb_from_ycc, ycc_from_rgb};
use dewax::kernels::chroma;
use dewax::px::{CHROMA_ZERO, Frame, Mask, Plane, Subsampling};
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

    /// The same for pictures of red, green and blue, which cut off what lies outside of them: of base and treated picture as they are
    /// written, so that it adds up there as well. The frame has chroma for every pixel.
    pub(super) fn between_rgb(&self, base: &Frame, treated: &Frame, picture: &Picture) -> Frame {
        let size = (treated.width(), treated.height());
        let wide = |frame: &Frame| {
            [1, 2].map(|which| {
                chroma::resample(
                    frame.plane(which),
                    size,
                    frame.subsampling,
                    Subsampling::C444,
                    picture.siting,
                )
            })
        };
        let (before, after) = (wide(base), wide(treated));
        let [mut luma, mut blue, mut red] = [0; 3].map(|_| Plane::<u16>::new(size.0, size.1));
        let width = size.0.max(1);
        let rows = luma.samples_mut().par_chunks_mut(width).zip(blue.samples_mut().par_chunks_mut(width));
        rows.zip(red.samples_mut().par_chunks_mut(width)).enumerate().for_each(|(y, ((luma, blue), red))| {
            let rgb = |frame: &Frame, chroma: &[Plane<u16>; 2], x: usize| {
                let stored =
                    [frame.luma().row(y)[x], chroma[0].row(y)[x], chroma[1].row(y)[x]].map(f32::from);
                rgb_from_ycc(picture.weights, self.own.units(stored)).map(|v| v.clamp(0.0, 1.0))
            };
            for (x, ((luma, blue), red)) in luma.iter_mut().zip(blue).zip(red).enumerate() {
                let (was, is) = (rgb(base, &before, x), rgb(treated, &after, x));
                let half = std::array::from_fn(|c| 0.5 + 0.5 * (is[c] - was[c]));
                [*luma, *blue, *red] =
                    self.pass.stored(ycc_from_rgb(picture.weights, half)).map(|v| v.round() as u16);
            }
        });
        Frame::from_planes(treated.index, Subsampling::C444, [luma, blue, red])
            .unwrap_or_else(|| bare(treated.clone()))
    }
}

/// A frame of pixels alone.
fn bare(mut frame: Frame) -> Frame {
    (frame.alpha, frame.skin) = (None, None);
    frame.skin_parts.clear();
    frame
}
