//! Pictures for an evidence pack: a face at 100 % and at 300 %, and the whole frame with the place of the face, its number and its timecode.

use crate::canvas::{LETTERS, canvas, get, put, set, write};
use crate::exhibits::{ExhibitError, Rgb8Image, png_bytes, to_rgb8};
use dewax::clip::Picture;
use dewax::px::{Frame, Rect};

/// A whole frame is shown at most so wide, px: as wide as most screens.
const WHOLE_PX: usize = 1920;
/// The part that is enlarged is at most so wide and high, px, so that three times of it fits on a screen.
const LOUPE_PX: usize = 360;
/// How many times as large.
const TIMES: usize = 3;
/// Room around letters, px.
const GAP: usize = 6;
/// Thickness of the box around the face, px.
const LINE: usize = 2;
/// The colour of the box: no skin has it.
const BOX: [u8; 3] = [64, 216, 255];

/// The pictures of a frame, as PNG.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FramePictures {
    /// The face, pixel by pixel.
    pub face: Vec<u8>,
    /// Its middle, three times as large, without smoothing.
    pub large: Vec<u8>,
    /// The whole frame, at most 1920 px wide, with a box around the face and words below.
    pub whole: Vec<u8>,
}

/// The pictures of a frame whose face lies in `face`; `words` are written below the whole frame and below the face.
///
/// # Errors
/// When a picture cannot be written as PNG.
pub fn frame_pictures(
    frame: &Frame,
    picture: &Picture,
    face: Rect,
    words: &str,
) -> Result<FramePictures, ExhibitError> {
    let whole = to_rgb8(frame, picture, Rect::of(frame.width(), frame.height()));
    let cut = to_rgb8(frame, picture, face);
    let mut small = whole.shrunk(WHOLE_PX);
    let scale = small.width as f64 / whole.width.max(1) as f64;
    outline(&mut small, face, scale);
    Ok(FramePictures {
        face: png_bytes(&labelled(&cut, words))?,
        large: png_bytes(&labelled(&enlarged(&cut), &format!("{words}  {TIMES}x")))?,
        whole: png_bytes(&labelled(&small, words))?,
    })
}

/// The picture with words below it.
fn labelled(image: &Rgb8Image, words: &str) -> Rgb8Image {
    let mut out = canvas(image.width, image.height + LETTERS + 2 * GAP);
    put(&mut out, image, (0, 0));
    let columns = image.width.saturating_sub(2 * GAP);
    write(&mut out, words, (GAP, image.height + GAP), columns);
    out
}

/// The middle of a picture, every pixel as a square.
fn enlarged(image: &Rgb8Image) -> Rgb8Image {
    let (width, height) = (image.width.min(LOUPE_PX), image.height.min(LOUPE_PX));
    let (x0, y0) = ((image.width - width) / 2, (image.height - height) / 2);
    let mut out = canvas(width * TIMES, height * TIMES);
    for (x, y) in (0..height * TIMES).flat_map(|y| (0..width * TIMES).map(move |x| (x, y))) {
        set(&mut out, x, y, get(image, x0 + x / TIMES, y0 + y / TIMES));
    }
    out
}

fn outline(image: &mut Rgb8Image, rect: Rect, scale: f64) {
    let at = |v: usize| (v as f64 * scale).round() as usize;
    let (x0, y0, x1, y1) = (at(rect.x0), at(rect.y0), at(rect.x1), at(rect.y1));
    for thick in 0..LINE {
        for x in x0..x1 {
            set(image, x, y0 + thick, BOX);
            set(image, x, y1.saturating_sub(1 + thick), BOX);
        }
        for y in y0..y1 {
            set(image, x0 + thick, y, BOX);
            set(image, x1.saturating_sub(1 + thick), y, BOX);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dewax::demo::DrawnFace;

    #[test]
    fn pictures_have_their_sizes_and_the_box_lies_around_the_face() {
        let drawn = DrawnFace::new(320, 240, 2);
        let picture = drawn.clip().picture();
        let face = Rect { x0: 100, y0: 60, x1: 220, y1: 180 };
        let pictures = frame_pictures(&drawn.frame(0), &picture, face, "frame 0").unwrap();
        let size = |png: &[u8]| {
            let reader = png::Decoder::new(std::io::Cursor::new(png)).read_info().unwrap();
            (reader.info().width as usize, reader.info().height as usize)
        };
        let below = LETTERS + 2 * GAP;
        assert_eq!(size(&pictures.face), (120, 120 + below));
        assert_eq!(size(&pictures.large), (360, 360 + below));
        assert_eq!(size(&pictures.whole), (320, 240 + below));
        let mut image = canvas(320, 240);
        outline(&mut image, face, 1.0);
        assert_eq!((get(&image, 100, 60), get(&image, 219, 179)), (BOX, BOX));
        assert_ne!(get(&image, 99, 60), BOX);
        assert_ne!(get(&image, 150, 120), BOX);
    }
}
