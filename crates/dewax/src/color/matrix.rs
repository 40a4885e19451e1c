//! Code values and light: the levels of a range, and the matrices between Y'CbCr and R'G'B'.

use super::tags::{Matrix, Range, Tags};

/// Where black, white and the chroma span lie among stored samples (16 bit, most significant bits used).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Levels {
    /// Stored luma of black.
    pub black: f32,
    /// Stored luma of white minus that of black.
    pub luma_span: f32,
    /// Stored span of Cb and Cr from −0.5 to +0.5.
    pub chroma_span: f32,
    /// Stored value of neutral chroma.
    pub chroma_zero: f32,
    /// The smallest and largest samples that the interface may carry: video data leaves room for sync codes.
    pub legal: (f32, f32),
}

impl Levels {
    /// The levels of `range` at a source depth of `bits` (BT.709 §3.4, BT.2020 table 5; full range: H.273 eq. 8-10).
    pub fn of(range: Range, bits: u8) -> Self {
        match range {
            Range::Limited => Self {
                black: (16 << 8) as f32,
                luma_span: (219 << 8) as f32,
                chroma_span: (224 << 8) as f32,
                chroma_zero: (128 << 8) as f32,
                legal: ((1 << 8) as f32, ((255 << 8) - 1) as f32),
            },
            Range::Full => {
                let top = f32::from((u16::MAX >> (16 - bits)) << (16 - bits));
                Self {
                    black: 0.0,
                    luma_span: top,
                    chroma_span: top,
                    chroma_zero: (128 << 8) as f32,
                    legal: (0.0, top),
                }
            }
        }
    }

    /// Stored samples as Y' (0..=1) and Cb, Cr (−0.5..=0.5).
    #[inline(always)]
    pub fn units(&self, [y, cb, cr]: [f32; 3]) -> [f32; 3] {
        let chroma = |v: f32| (v - self.chroma_zero) / self.chroma_span;
        [(y - self.black) / self.luma_span, chroma(cb), chroma(cr)]
    }

    /// The other way.
    #[inline(always)]
    pub fn stored(&self, [y, cb, cr]: [f32; 3]) -> [f32; 3] {
        let chroma = |v: f32| self.chroma_zero + v * self.chroma_span;
        [self.black + y * self.luma_span, chroma(cb), chroma(cr)]
    }

    /// The levels of a clip with these tags and this depth.
    pub fn of_tags(tags: &Tags, bits: u8) -> Self {
        Self::of(tags.range.value, bits)
    }
}

/// The weights of R' and B' in Y' (G' has the rest).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LumaWeights {
    /// Weight of R'.
    pub kr: f32,
    /// Weight of B'.
    pub kb: f32,
}

impl LumaWeights {
    /// The weights of a matrix (ITU-T H.273, table 4).
    pub fn of(matrix: Matrix) -> Self {
        let (kr, kb) = match matrix {
            Matrix::Bt709 | Matrix::Rgb => (0.2126, 0.0722),
            Matrix::Fcc => (0.30, 0.11),
            Matrix::Bt470bg | Matrix::Smpte170m => (0.299, 0.114),
            Matrix::Smpte240m => (0.212, 0.087),
            Matrix::Bt2020nc => (0.2627, 0.0593),
        };
        Self { kr, kb }
    }

    /// The weight of G'.
    pub fn kg(&self) -> f32 {
        1.0 - self.kr - self.kb
    }
}

/// R'G'B' (nominally 0..=1) of Y' (0..=1) and Cb, Cr (−0.5..=0.5).
#[inline(always)]
pub fn rgb_from_ycc(w: LumaWeights, [y, cb, cr]: [f32; 3]) -> [f32; 3] {
    let r = y + 2.0 * (1.0 - w.kr) * cr;
    let b = y + 2.0 * (1.0 - w.kb) * cb;
    let g = (y - w.kr * r - w.kb * b) / w.kg();
    [r, g, b]
}

/// Y' (0..=1) and Cb, Cr (−0.5..=0.5) of R'G'B' (nominally 0..=1).
#[inline(always)]
pub fn ycc_from_rgb(w: LumaWeights, [r, g, b]: [f32; 3]) -> [f32; 3] {
    let y = w.kr * r + w.kg() * g + w.kb * b;
    [y, (b - y) / (2.0 * (1.0 - w.kb)), (r - y) / (2.0 * (1.0 - w.kr))]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_and_primaries_of_bt709() {
        let w = LumaWeights::of(Matrix::Bt709);
        assert_eq!(ycc_from_rgb(w, [1.0; 3]).map(|v| (v * 1e6).round() / 1e6), [1.0, 0.0, 0.0]);
        let [y, _, cr] = ycc_from_rgb(w, [1.0, 0.0, 0.0]);
        assert!((y - 0.2126).abs() < 1e-6 && (cr - 0.5).abs() < 1e-6);
    }

    #[test]
    fn there_and_back() {
        for m in [Matrix::Bt709, Matrix::Smpte170m, Matrix::Bt2020nc, Matrix::Fcc, Matrix::Smpte240m] {
            let w = LumaWeights::of(m);
            for rgb in [[0.1, 0.5, 0.9], [1.0, 0.0, 0.3], [0.33, 0.33, 0.33]] {
                let back = rgb_from_ycc(w, ycc_from_rgb(w, rgb));
                for (a, b) in rgb.iter().zip(back) {
                    assert!((a - b).abs() < 1e-6, "{m:?} {rgb:?} {back:?}");
                }
            }
        }
    }
}
