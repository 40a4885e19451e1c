//! The frames on both sides of a cut as a strip: whole pictures, cheeks at one scale, and how far the skin of each is from that before the cut.

use crate::canvas::{LETTERS, canvas, fitted, put, resized, set, write};
use crate::exhibits::Rgb8Image;
use crate::neighbours::PX_PER_MM;

/// Columns of a frame, rows of its whole picture at most, and of its skin.
const COLUMN: usize = 144;
const WHOLE: usize = 144;
const SKIN: usize = 108;
/// Millimetres of skin that are shown, across and down: a cheek between nose and ear.
pub const SHOWN_MM: [f32; 2] = [COLUMN as f32 / PX_PER_MM, SKIN as f32 / PX_PER_MM];
/// Rows of a bar for one of CIEDE2000, and of the longest: more than that nobody needs a bar for.
const ROWS_PER_DE: f32 = 16.0;
const BAR: usize = 96;
/// Space between frames, around all, and beside the cut.
const NARROW: usize = 4;
const GAP: usize = 12;
const CUT: usize = 24;

/// A frame as it is shown.
#[derive(Clone, Debug, Default)]
pub struct StripFrame {
    /// Its number in its file.
    pub number: usize,
    /// The whole picture, as [`small`] makes it or larger.
    pub whole: Rgb8Image,
    /// [`SHOWN_MM`] of its skin, in its own pixels; none where no face says how large it is.
    pub skin: Option<Rgb8Image>,
    /// Its skin in CIE L*a*b*.
    pub lab: Option<[f64; 3]>,
    /// ΔE2000 to the skin of the last frame before the cut.
    pub to_last_de00: Option<f32>,
}

/// One side of a cut: what it is called, and its frames in the order of the film.
#[derive(Clone, Debug, Default)]
pub struct Side {
    /// Its name.
    pub name: String,
    /// Its frames.
    pub frames: Vec<StripFrame>,
}

/// A whole picture as it is shown in a strip: who has many of them keeps only that.
pub fn small(whole: &Rgb8Image) -> Rgb8Image {
    fitted(whole, COLUMN, WHOLE)
}

/// Both sides as one picture.
pub fn strip([before, after]: &[Side; 2]) -> Rgb8Image {
    let line = LETTERS + NARROW;
    let name = GAP;
    let whole = name + LETTERS + GAP;
    let all = || [before, after].into_iter().flat_map(|side| &side.frames);
    // Pictures that lie need less than the room of those that stand.
    let rows = all().map(|frame| small(&frame.whole).height).max().unwrap_or(0);
    let skin = whole + rows + NARROW;
    let words = skin + SKIN + GAP;
    let bars = words + 5 * line;
    let width = |side: &Side| side.frames.len() * (COLUMN + NARROW);
    let cut = GAP + width(before) + CUT / 2 - NARROW / 2;
    let mut out = canvas(2 * GAP + width(before) + CUT + width(after) - NARROW, bars + BAR + GAP);
    for y in GAP..out.height - GAP {
        (0..NARROW).for_each(|x| set(&mut out, cut + x, y, [200, 160, 60]));
    }
    for (side, left) in [(before, GAP), (after, GAP + width(before) + CUT)] {
        write(&mut out, &side.name, (left, name), width(side));
        for (at, frame) in side.frames.iter().enumerate() {
            let x = left + at * (COLUMN + NARROW);
            put(&mut out, &small(&frame.whole), (x, whole));
            match &frame.skin {
                Some(own) => put(&mut out, &resized(own, COLUMN, SKIN), (x, skin)),
                None => write(&mut out, "NO FACE", (x, skin), COLUMN),
            }
            for (row, text) in said(frame).iter().enumerate() {
                write(&mut out, text, (x, words + row * line), COLUMN);
            }
            let rows = frame.to_last_de00.map_or(0, |far| (far * ROWS_PER_DE).round() as usize).min(BAR);
            for y in bars + BAR - rows..bars + BAR {
                (0..COLUMN).for_each(|column| set(&mut out, x + column, y, [200, 160, 60]));
            }
        }
    }
    out
}

/// A number under each picture, line by line.
fn said(frame: &StripFrame) -> [String; 5] {
    let [l, a, b] = match frame.lab {
        Some([l, a, b]) => [format!("L {l:.1}"), format!("A {a:+.1}"), format!("B {b:+.1}")],
        None => ["NO SKIN".to_owned(), String::new(), String::new()],
    };
    let far = frame.to_last_de00.map(|far| format!("DE {far:.1}")).unwrap_or_default();
    [frame.number.to_string(), l, a, b, far]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canvas::get;

    #[test]
    fn frames_stand_in_their_order_with_the_cut_between_and_what_differs_has_a_bar() {
        let frame = |number: usize, far: Option<f32>| StripFrame {
            number,
            whole: Rgb8Image { width: 32, height: 18, pixels: [number as u8 * 20, 100, 100].repeat(32 * 18) },
            skin: Some(Rgb8Image { width: 3, height: 2, pixels: [200, number as u8, 90].repeat(6) }),
            lab: Some([60.0, 12.0, 14.0]),
            to_last_de00: far,
        };
        let before = Side { name: "a".into(), frames: vec![frame(1, Some(0.0)), frame(2, None)] };
        let after = Side {
            name: "b".into(),
            frames: vec![frame(3, Some(3.0)), frame(4, Some(99.0)), StripFrame::default()],
        };
        let picture = strip(&[before, after]);
        let left = |at: usize| GAP + at * (COLUMN + NARROW) + if at > 1 { CUT } else { 0 };
        assert_eq!(picture.width, left(5) + GAP - NARROW);
        let top = GAP + LETTERS + GAP;
        let rows = COLUMN * 18 / 32;
        let bar = |at: usize| {
            (0..picture.height).filter(|y| get(&picture, left(at) + 9, *y) == [200, 160, 60]).count()
        };
        for at in 0..4usize {
            assert_eq!(get(&picture, left(at) + 70, top + 40), [(at as u8 + 1) * 20, 100, 100]);
            assert_eq!(get(&picture, left(at) + 70, top + rows + NARROW + 50), [200, at as u8 + 1, 90]);
        }
        assert_eq!([0, 1, 2, 3, 4].map(bar), [0, 0, 48, BAR, 0]);
        let line =
            (0..picture.height).filter(|y| get(&picture, left(2) - CUT / 2, *y) == [200, 160, 60]).count();
        assert_eq!(line, picture.height - 2 * GAP);
        assert_eq!(said(&frame(7, Some(1.25))), ["7", "L 60.0", "A +12.0", "B +14.0", "DE 1.2"]);
    }
}
