//! Between the bytes of a raw picture and a frame: unpacks what was decoded, and turns frames that must be turned.

use crate::layout::{Layout, Planes};
use crate::source::Source;
use crate::turned::turned;
use dewax::clip::Picture;
use dewax::color::{Levels, LumaWeights, Range};
use dewax::kernels::enlarge::TIMES;
use dewax::kernels::{chroma, depth, rgb};
use dewax::px::{CHROMA_ZERO, Format, Frame, Plane, Subsampling};
use std::sync::Arc;

impl Source {
    /// The shape of the frames that a decoder gives, made larger where that is wished. With `bake_rotation` a picture that players would turn is
    /// turned already: its sides may change places, and its chroma is 4:4:4, because no siting that files can state
    /// describes turned 4:2:0.
    pub fn frame_format(&self, bake_rotation: bool) -> Format {
        let mut format = self.video.format;
        if bake_rotation && self.is_turned() {
            format.subsampling = Subsampling::C444;
            if self.video.rotation_deg % 180 != 0 {
                (format.width, format.height) = (format.height, format.width);
            }
        }
        (format.width, format.height) = (format.width * self.upscale, format.height * self.upscale);
        format
    }

    /// How many times as wide and as high the pictures of a file are that may have been made of it: 1, 2 or 4, and 1 where it is none of them.
    pub fn times_to(&self, made: &Self, bake_rotation: bool) -> usize {
        let (own, there) = (self.frame_format(bake_rotation), made.frame_format(bake_rotation));
        let is_it =
            |times: &&usize| (own.width * **times, own.height * **times) == (there.width, there.height);
        TIMES.iter().find(is_it).copied().unwrap_or(1)
    }

    /// Whether players turn any of its pictures.
    pub fn is_turned(&self) -> bool {
        self.video.rotation_deg != 0 || self.turns_deg.iter().any(|turn_deg| *turn_deg != 0)
    }

    /// The turn in degrees clockwise of the picture that is shown at `pts`: each of a sequence has its own.
    pub(crate) fn turn_deg_at(&self, pts: i64) -> i32 {
        // The clock of a sequence counts its pictures.
        let number = usize::try_from(pts - self.video.start_pts).unwrap_or_default();
        self.turns_deg.get(number).copied().unwrap_or(self.video.rotation_deg)
    }
}

/// Makes the frame of a raw picture; `None` when it does not have the size that the source says.
pub(crate) fn unpack(source: &Source, bytes: &[u8], index: usize) -> Option<Frame> {
    let video = &source.video;
    let layout = &video.layout;
    let (width, height) = (video.format.width, video.format.height);
    if layout.frame_bytes(width, height)? != bytes.len() {
        return None;
    }
    let mut planes = Vec::with_capacity(4);
    let mut rest = bytes;
    for (w, h) in layout.plane_sizes(width, height) {
        let (own, after) = rest.split_at_checked(w * h * layout.sample_bytes())?;
        rest = after;
        planes.push(unpack_plane(own, w, h, layout)?);
    }
    let alpha = if layout.alpha { planes.pop() } else { None };
    let mut frame = match layout.planes {
        Planes::Gray => {
            let (cw, ch) = layout.subsampling().chroma_size(width, height);
            let neutral = Plane::filled(cw, ch, CHROMA_ZERO);
            Frame::from_planes(index, layout.subsampling(), [planes.pop()?, neutral.clone(), neutral])?
        }
        Planes::Ycc(sub) => Frame::from_planes(index, sub, planes.try_into().ok()?)?,
        Planes::Rgb => {
            let gbr: [Plane<u16>; 3] = planes.try_into().ok()?;
            Frame::from_planes(index, Subsampling::C444, from_gbr(source, gbr))?
        }
    };
    frame.alpha = alpha.map(Arc::new);
    Some(frame)
}

fn unpack_plane(bytes: &[u8], width: usize, height: usize, layout: &Layout) -> Option<Plane<u16>> {
    // Planes have no padding, neither here nor in the pipe, so a plane is one long row.
    let mut samples = vec![0u16; width * height];
    if layout.bits == 8 {
        depth::unpack8(bytes, &mut samples);
    } else {
        depth::unpack16(bytes, layout.bits, &mut samples);
    }
    Plane::from_vec(width, height, samples)
}

/// The Y'CbCr planes of G, B and R ones.
fn from_gbr(source: &Source, [g, b, r]: [Plane<u16>; 3]) -> [Plane<u16>; 3] {
    let (width, height) = (g.width(), g.height());
    let levels = Levels::of(Range::Full, source.video.format.bits);
    let weights = LumaWeights::of(source.video.tags.matrix.value);
    let [mut y, mut cb, mut cr] = [0; 3].map(|_| Plane::new(width, height));
    rgb::planes_from_rgb(
        [r.samples(), g.samples(), b.samples()],
        weights,
        &levels,
        [y.samples_mut(), cb.samples_mut(), cr.samples_mut()],
    );
    [y, cb, cr]
}

/// A frame turned clockwise, in 4:4:4; unchanged when nothing of the source is to be turned.
pub(crate) fn upright(source: &Source, frame: Frame, turn_deg: i32) -> Option<Frame> {
    if !source.is_turned() {
        return Some(frame);
    }
    let size = (frame.width(), frame.height());
    let siting = source.video.tags.siting.value;
    let planes = [0, 1, 2].map(|which| {
        let plane = frame.plane(which);
        if which == 0 {
            turned(plane, turn_deg)
        } else {
            let whole = chroma::resample(plane, size, frame.subsampling, Subsampling::C444, siting);
            turned(&whole, turn_deg)
        }
    });
    let mut upright = Frame::from_planes(frame.index, Subsampling::C444, planes)?;
    upright.alpha = frame.alpha.as_deref().map(|alpha| Arc::new(turned(alpha, turn_deg)));
    Some(upright)
}

/// How the pictures of a file are to be read.
pub fn picture_of(source: &Source, bake_rotation: bool) -> Picture {
    let format = source.frame_format(bake_rotation);
    Picture {
        format,
        levels: Levels::of_tags(&source.video.tags, format.bits),
        weights: LumaWeights::of(source.video.tags.matrix.value),
        siting: source.video.tags.siting.value,
        transfer: source.video.tags.transfer.value,
    }
}
