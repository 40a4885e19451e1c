//! Pictures of several clips beside each other, with skin at one scale, its figures and its place on a vectorscope: for eyes that match shots.

use crate::canvas::{LETTERS, canvas, fitted, put, resized, set, write};
use crate::exhibits::Rgb8Image;
use dewax::color::{LumaWeights, Matrix, ycc_from_rgb};

/// Columns of one clip.
const COLUMN: usize = 360;
/// Rows of the whole picture at most, and of its skin.
const WHOLE: usize = 270;
const SKIN: usize = 240;
/// Pixels to a millimetre of skin, the same for every clip: a face of a usual close-up at 1080p has about as many.
pub const PX_PER_MM: f32 = 6.0;
/// Millimetres of skin that are shown, across and down.
pub const SHOWN_MM: [f32; 2] = [COLUMN as f32 / PX_PER_MM, SKIN as f32 / PX_PER_MM];
/// Side of the vectorscope, and the chroma (of 0.5) at its rim: skin has less than half of it.
const SCOPE: usize = 240;
const RIM: f32 = 0.25;
/// Where skin lies on a vectorscope, from Cb towards Cr: the usual "I" line of such instruments.
const SKIN_LINE_DEG: f32 = 123.0;
/// Space between things.
const GAP: usize = 12;

/// A clip as it is shown.
#[derive(Clone, Debug, Default)]
pub struct Neighbour {
    /// Its name.
    pub name: String,
    /// The whole picture.
    pub whole: Rgb8Image,
    /// [`SHOWN_MM`] of its skin, in the clip's own pixels; none where no face says how large it is.
    pub skin: Option<Rgb8Image>,
    /// Its skin in CIE L*a*b*, and ΔE2000 to that of the first.
    pub lab: Option<([f64; 3], Option<f32>)>,
    /// Some of its skin's pixels, R'G'B' 0..=1.
    pub tones: Vec<[f32; 3]>,
}

/// All of them as one picture.
pub fn sheet(all: &[Neighbour]) -> Rgb8Image {
    let letters = LETTERS + GAP;
    let tops = [GAP, GAP + letters, GAP + letters + WHOLE + GAP, GAP + letters + WHOLE + SKIN + 2 * GAP];
    let height = tops[3] + 2 * letters + SCOPE + GAP;
    let mut out = canvas(GAP + all.len() * (COLUMN + GAP), height);
    for (number, one) in all.iter().enumerate() {
        let x = GAP + number * (COLUMN + GAP);
        write(&mut out, &format!("{} {}", number + 1, one.name), (x, tops[0]), COLUMN);
        put(&mut out, &fitted(&one.whole, COLUMN, WHOLE), (x, tops[1]));
        match &one.skin {
            Some(skin) => put(&mut out, &resized(skin, COLUMN, SKIN), (x, tops[2])),
            None => write(&mut out, "NO FACE: NO SCALE", (x, tops[2]), COLUMN),
        }
        let [first, second] = words(one);
        write(&mut out, &first, (x, tops[3]), COLUMN);
        write(&mut out, &second, (x, tops[3] + letters), COLUMN);
        put(&mut out, &scope(&one.tones), (x, tops[3] + 2 * letters));
    }
    out
}

fn words(one: &Neighbour) -> [String; 2] {
    match one.lab {
        None => ["NO SKIN".to_owned(), String::new()],
        Some(([l, a, b], far)) => {
            let far = far.map(|far| format!("DE {far:.1} TO 1")).unwrap_or_default();
            [format!("L {l:.1} A {a:+.1} B {b:+.1}"), far]
        }
    }
}

/// Cb to the right, Cr up, the skin line, and each tone in its own colour.
fn scope(tones: &[[f32; 3]]) -> Rgb8Image {
    let mut out = canvas(SCOPE, SCOPE);
    let middle = SCOPE as f32 / 2.0;
    let mut dot = |cb: f32, cr: f32, colour: [u8; 3]| {
        let (x, y) = (middle + cb / RIM * middle, middle - cr / RIM * middle);
        if x >= 0.0 && y >= 0.0 {
            set(&mut out, x as usize, y as usize, colour);
        }
    };
    for step in 0..SCOPE {
        let along = (step as f32 / SCOPE as f32 - 0.5) * 2.0 * RIM;
        dot(along, 0.0, [60; 3]);
        dot(0.0, along, [60; 3]);
        let (sin, cos) = SKIN_LINE_DEG.to_radians().sin_cos();
        dot(along.abs() * cos, along.abs() * sin, [200, 160, 60]);
    }
    let weights = LumaWeights::of(Matrix::Bt709);
    for rgb in tones {
        let [_, cb, cr] = ycc_from_rgb(weights, *rgb);
        dot(cb, cr, rgb.map(|v| (v.clamp(0.0, 1.0) * 200.0) as u8 + 55));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canvas::get;

    fn flat(width: usize, height: usize, colour: [u8; 3]) -> Rgb8Image {
        Rgb8Image { width, height, pixels: colour.repeat(width * height) }
    }

    #[test]
    fn each_clip_has_its_column_and_skin_the_same_scale() {
        let skin = |side: usize, colour| Some(flat(side * 3, side * 2, colour));
        let [far, near] = [[200, 120, 100], [180, 140, 120]];
        let one = Neighbour {
            name: "a".into(),
            whole: flat(1920, 1080, far),
            skin: skin(20, far),
            ..Neighbour::default()
        };
        let two = Neighbour {
            name: "b".into(),
            whole: flat(512, 768, near),
            skin: skin(300, near),
            ..Neighbour::default()
        };
        let none = Neighbour { whole: flat(64, 64, near), ..Neighbour::default() };
        let sheet = sheet(&[one, two, none]);
        assert_eq!(sheet.width, 4 * GAP + 3 * COLUMN);
        let counted = |colour: [u8; 3], from: usize| {
            let column = from..from + COLUMN;
            let rows = 0..sheet.height;
            rows.flat_map(|y| column.clone().map(move |x| (x, y)))
                .filter(|(x, y)| get(&sheet, *x, *y) == colour)
                .count()
        };
        // However large a millimetre was in the clip, as many pixels are shown; the whole picture keeps its shape.
        assert_eq!(counted(far, GAP), 360 * 240 + 360 * 203);
        assert_eq!(counted(near, 2 * GAP + COLUMN), 360 * 240 + 180 * 270);
        assert_eq!(counted(near, 3 * GAP + 2 * COLUMN), 270 * 270);
    }

    #[test]
    fn skin_lies_on_the_line_and_grey_in_the_middle() {
        let lit = |tones: &[[f32; 3]]| {
            let (with, without) = (scope(tones), scope(&[]));
            (0..SCOPE * SCOPE)
                .filter(|at| get(&with, at % SCOPE, at / SCOPE) != get(&without, at % SCOPE, at / SCOPE))
                .collect::<Vec<_>>()
        };
        let grey = lit(&[[0.5; 3]])[0];
        assert_eq!((grey % SCOPE, grey / SCOPE), (SCOPE / 2, SCOPE / 2));
        let skin = lit(&[[0.8, 0.6, 0.5]])[0];
        assert!(skin % SCOPE < SCOPE / 2 && skin / SCOPE < SCOPE / 2, "left and up");
    }
}
