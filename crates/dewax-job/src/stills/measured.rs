//! A picture as a clip of one frame: its frame, and its measurements.

use crate::error::{JobError, is_whole};
use dewax::analysis::{Analyser, Analysis, FaceWish};
use dewax::clip::{Clip, Picture, Ratio, Signs};
use dewax::color::{Levels, LumaWeights, Matrix, Primaries, Range, Siting, Tag, Tags, Transfer};
use dewax::kernels::rgb;
use dewax::px::{Format, Frame, Plane, Rgb16, Subsampling};

/// Frames are as those of a decoded picture, which is shown for as long as FFmpeg shows one.
pub(super) const FRAMES_PER_SECOND: i64 = 25;

/// Which picture it is.
#[derive(Clone, Debug)]
pub(super) struct Whose {
    /// What it is called.
    pub(super) name: String,
    /// As of files.
    pub(super) fingerprint: String,
    /// What the file says of how it came about.
    pub(super) signs: Signs,
}

/// A picture, measured.
#[derive(Debug)]
pub(crate) struct Measured {
    /// Its one frame.
    pub(super) frame: Frame,
    /// Its measurements.
    pub(super) analysis: Analysis,
}

impl Measured {
    /// Measures a picture in sRGB, which a file holds in so many bits.
    pub(super) fn of(
        whose: Whose,
        srgb: &Rgb16,
        bits: u8,
        faces: Option<&FaceWish>,
    ) -> Result<Self, JobError> {
        let frame = frame_of(srgb, bits);
        let [red, ..] = srgb;
        let clip = Clip {
            name: whose.name,
            fingerprint: whose.fingerprint,
            format: format(red.width(), red.height(), bits),
            tags: tags(),
            time_base: Ratio { num: 1, den: FRAMES_PER_SECOND },
            pts: vec![0],
            last_duration: 1,
            signs: whose.signs,
        };
        let mut analyser = Analyser::new(clip.picture(), FRAMES_PER_SECOND as f64, faces);
        analyser.push(&frame);
        let analysis = analyser.finish(clip, dewax::VERSION);
        is_whole(&analysis)?;
        Ok(Self { frame, analysis })
    }

    /// What steps know of the picture.
    pub(super) fn picture(&self) -> Picture {
        self.analysis.clip.picture()
    }
}

/// The frames of such a picture.
fn format(width: usize, height: usize, bits: u8) -> Format {
    Format { width, height, subsampling: Subsampling::C444, bits, alpha: false }
}

/// The colours of a picture in sRGB, as those of a decoded picture file; that it is in sRGB is known here.
fn tags() -> Tags {
    Tags {
        primaries: Tag::stated(Primaries::Bt709),
        transfer: Tag::stated(Transfer::Srgb),
        matrix: Tag::assumed(Matrix::Bt709),
        range: Tag::stated(Range::Full),
        siting: Tag::assumed(Siting::Left),
    }
}

/// The frame of a picture. Codes of 8 bits stand in the frame as a decoder puts them there.
pub(super) fn frame_of(rgb16: &Rgb16, bits: u8) -> Frame {
    let [red, ..] = rgb16;
    let (width, height) = (red.width(), red.height());
    let packed;
    let planes = if bits == 8 {
        packed = rgb16.each_ref().map(|plane| {
            Plane::from_fn(width, height, |x, y| ((u32::from(plane.row(y)[x]) + 128) / 257) as u16 * 256)
        });
        &packed
    } else {
        rgb16
    };
    let mut out = [0; 3].map(|_| Plane::new(width, height));
    let [y, cb, cr] = &mut out;
    rgb::planes_from_rgb(
        planes.each_ref().map(|plane| plane.samples()),
        LumaWeights::of(Matrix::Bt709),
        &Levels::of(Range::Full, bits),
        [y.samples_mut(), cb.samples_mut(), cr.samples_mut()],
    );
    Frame::from_planes(0, Subsampling::C444, out)
        .unwrap_or_else(|| Frame::new(&format(width, height, bits), 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(bits: u8) -> Rgb16 {
        let value = |salt: usize| {
            Plane::from_fn(40, 30, move |x, y| {
                let v = (x * 37 + y * 101 + salt * 59) * 97 % 65536;
                if bits == 8 { (v >> 8) as u16 * 257 } else { v as u16 }
            })
        };
        [value(1), value(2), value(3)]
    }

    #[test]
    fn the_way_into_a_frame_and_back_is_exact_for_8_bits_and_to_two_codes_for_16() {
        for (bits, most) in [(8, 128), (16, 2)] {
            let codes = codes(bits);
            let levels = Levels::of(Range::Full, bits);
            let frame = frame_of(&codes, bits);
            let back = rgb::rgb_of_frame(&frame, Siting::Left, LumaWeights::of(Matrix::Bt709), &levels, 16);
            for (plane, codes) in back.iter().zip(&codes) {
                // Half a code of 8 bits is none.
                let apart = plane.samples().iter().zip(codes.samples()).map(|(a, b)| a.abs_diff(*b));
                let worst = apart.max().unwrap_or_default();
                assert!(worst <= most, "{worst} at {bits} bits");
            }
        }
    }
}
