//! What the length of a written file depends on, for rough words beforehand.

use crate::layout::{Layout, Planes};
use dewax::px::Subsampling;

/// A picture as an encoder is given it.
pub(crate) struct Bulk {
    /// Its pixels.
    pixels: usize,
    /// Bits of a pixel before they are compressed.
    pub(crate) raw_bits: f64,
    /// How the rate differs from that at the usual rate factor: six steps of it halve the rate.
    pub(crate) rate: f64,
}

impl Bulk {
    /// Of pictures in that layout, with a rate factor that is by so many steps finer than usual.
    pub(crate) fn of(pixels: usize, layout: &Layout, finer: f32) -> Self {
        let samples = match layout.planes {
            Planes::Gray => 1.0,
            Planes::Ycc(Subsampling::C420) => 1.5,
            Planes::Ycc(Subsampling::C422) => 2.0,
            Planes::Ycc(Subsampling::C444) | Planes::Rgb => 3.0,
        };
        Self { pixels, raw_bits: f64::from(layout.bits) * samples, rate: (f64::from(finer) / 6.0).exp2() }
    }

    /// The bits of a pixel where `prores_ks` grants a block of 16x16 so many: of up to 1620, 2700, 6075 and more blocks.
    pub(crate) fn of_blocks(&self, bits: [f64; 4]) -> f64 {
        let blocks = self.pixels.div_ceil(256);
        let step = [1620, 2700, 6075].iter().take_while(|most| blocks > **most).count();
        bits[step] / 256.0
    }
}
