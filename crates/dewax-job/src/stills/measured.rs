//! A picture as a clip of one frame: its frame, and its measurements.

use crate::error::{JobError, is_whole};
use dewax::analysis::{Analyser, Analysis, FaceWish};
use dewax::clip::{Clip, Picture, Ratio, Signs};
use dewax::color::{Levels, LumaWeights, Matrix, Primaries, Range, Siting, Tag, Tags, Transfer};
use dewax::face::FaceState;
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
pub(super) struct Measured {
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

    /// The faces that are to be treated.
    pub(super) fn faces(&self) -> Vec<&FaceState> {
        let all = self.analysis.shots.iter().flat_map(|facts| facts.faces.at(0));
        all.filter(|(track, _)| !track.dropped).map(|(_, state)| state).collect()
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
    Frame::from_planes(0, Subsampling::C444, out).unwrap_or_else(|| Frame::new(&format(width, height, bits), 0))
}

/// What a treatment did to a frame, laid on the codes that the frame was made of: what it left is left to the bit.
pub(super) fn moved(codes: &Rgb16, picture: &Picture, before: &Frame, after: &Frame) -> Rgb16 {
    let of = |frame: &Frame| {
        rgb::rgb_of_frame(frame, picture.siting, picture.weights, &picture.levels, 16)
    };
    let (before, after) = (of(before), of(after));
    let mut out = codes.clone();
    for ((out, before), after) in out.iter_mut().zip(&before).zip(&after) {
        for ((code, from), to) in out.samples_mut().iter_mut().zip(before.samples()).zip(after.samples()) {
            if from != to {
                *code = (i32::from(*code) + i32::from(*to) - i32::from(*from)).clamp(0, 65535) as u16;
            }
        }
    }
    out
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
    fn what_a_treatment_left_is_left_to_the_bit() {
        for bits in [8, 16] {
            let codes = codes(bits);
            let frame = frame_of(&codes, bits);
            let clip = format(40, 30, bits);
            let picture = Picture {
                format: clip,
                levels: Levels::of(Range::Full, bits),
                weights: LumaWeights::of(Matrix::Bt709),
                siting: Siting::Left,
            };
            assert_eq!(moved(&codes, &picture, &frame, &frame), codes);
            let mut lit = frame.clone();
            lit.plane_mut(0).row_mut(7)[9] += 300;
            let out = moved(&codes, &picture, &frame, &lit);
            let changed: usize = (0..3)
                .map(|c| out[c].samples().iter().zip(codes[c].samples()).filter(|(a, b)| a != b).count())
                .sum();
            assert_eq!(changed, 3, "one pixel, in three colours, at {bits} bits");
            let up = i32::from(out[1].row(7)[9]) - i32::from(codes[1].row(7)[9]);
            assert!((295..=308).contains(&up), "{up} at {bits} bits");
        }
    }
}
