//! From a frame to the bytes of a raw picture: range, subsampling, depth and model of the target, no more.

use crate::layout::Planes;
use crate::source::Source;
use crate::target::Target;
use dewax::color::transfer::to_linear;
use dewax::color::{Levels, LumaWeights, Range, Siting, Transfer};
use dewax::kernels::depth::{CodeMap, pack8, pack16};
use dewax::kernels::{chroma, rgb};
use dewax::px::{Frame, Plane, Subsampling};
use std::borrow::Cow;

/// Peak of the dither of R'G'B' that came through Y'CbCr, in codes. The way through moves a 12-bit sample by up to
/// 0.13 codes, so that less dither than elsewhere leaves exact codes what they are.
const RGB_DITHER_CODES: f32 = 0.35;

/// Turns frames of a source into raw pictures of a target.
#[derive(Debug)]
pub(crate) struct Packer {
    planes: Planes,
    bits: u8,
    alpha: bool,
    from: Levels,
    from_bits: u8,
    luma: CodeMap,
    chroma: CodeMap,
    siting: Siting,
    weights: LumaWeights,
    /// For float targets: the light of each stored R'G'B' sample.
    light: Option<Vec<f32>>,
}

impl Packer {
    pub(crate) fn new(source: &Source, target: &Target) -> Self {
        let tags = &source.video.tags;
        let from_bits = source.video.format.bits;
        let from = Levels::of(tags.range.value, from_bits);
        let bits = target.layout.bits;
        let to = Levels::of(target.range, bits);
        Self {
            planes: target.layout.planes,
            bits,
            alpha: target.layout.alpha,
            from,
            from_bits,
            luma: CodeMap::luma(&from, &to, bits),
            chroma: CodeMap::chroma(&from, &to, bits),
            siting: tags.siting.value,
            weights: LumaWeights::of(tags.matrix.value),
            light: target.is_float().then(|| light_of_samples(tags.transfer.value)),
        }
    }

    /// Writes the raw picture of `frame` to `out`, which is cleared first.
    pub(crate) fn pack(&self, frame: &Frame, out: &mut Vec<u8>) {
        out.clear();
        let size = (frame.width(), frame.height());
        let chroma = |which: usize, to: Subsampling| -> Cow<'_, Plane<u16>> {
            let plane = frame.plane(which);
            if frame.subsampling == to {
                Cow::Borrowed(plane)
            } else {
                Cow::Owned(chroma::resample(plane, size, frame.subsampling, to, self.siting))
            }
        };
        match self.planes {
            Planes::Gray => self.plane(frame.luma(), &self.luma, out),
            Planes::Ycc(sub) => {
                self.plane(frame.luma(), &self.luma, out);
                self.plane(&chroma(1, sub), &self.chroma, out);
                self.plane(&chroma(2, sub), &self.chroma, out);
            }
            Planes::Rgb => {
                let [r, g, b] = rgb::rgb_of_frame(frame, self.siting, self.weights, &self.from, self.bits);
                let mut map = CodeMap::full(self.bits, self.bits);
                map.dither = map.dither.min(RGB_DITHER_CODES);
                for plane in [&g, &b, &r] {
                    match &self.light {
                        Some(light) => float_plane(plane, light, out),
                        None => self.plane(plane, &map, out),
                    }
                }
            }
        }
        if self.alpha {
            let opaque = || Plane::filled(size.0, size.1, u16::MAX);
            let alpha = frame.alpha.as_deref().map_or_else(|| Cow::Owned(opaque()), Cow::Borrowed);
            if self.light.is_some() {
                let top = f32::from((u16::MAX >> (16 - self.from_bits)) << (16 - self.from_bits));
                let cover: Vec<f32> = (0..=u16::MAX).map(|s| (f32::from(s) / top).min(1.0)).collect();
                float_plane(&alpha, &cover, out);
            } else {
                self.plane(&alpha, &CodeMap::full(self.from_bits, self.bits), out);
            }
        }
    }

    fn plane(&self, plane: &Plane<u16>, map: &CodeMap, out: &mut Vec<u8>) {
        let row_bytes = plane.width() * if self.bits > 8 { 2 } else { 1 };
        let start = out.len();
        out.resize(start + row_bytes * plane.height(), 0);
        let own = out.get_mut(start..).unwrap_or_default();
        for (y, (row, bytes)) in plane.rows().zip(own.chunks_exact_mut(row_bytes.max(1))).enumerate() {
            if self.bits > 8 {
                pack16(row, map, y, bytes);
            } else {
                pack8(row, map, y, bytes);
            }
        }
    }
}

fn float_plane(plane: &Plane<u16>, values: &[f32], out: &mut Vec<u8>) {
    for sample in plane.samples() {
        let value = values.get(usize::from(*sample)).copied().unwrap_or(0.0);
        out.extend_from_slice(&value.to_le_bytes());
    }
}

/// The light of every stored 16-bit R'G'B' sample.
fn light_of_samples(transfer: Transfer) -> Vec<f32> {
    let white = f64::from(Levels::of(Range::Full, 16).luma_span);
    (0..=u16::MAX).map(|sample| to_linear(transfer, f64::from(sample) / white) as f32).collect()
}
