//! A grade as a table (`.cube`), for programs that take no CDL.

use super::{Cdl, Cube};
use std::fmt::Write;

/// Steps along an edge: what Resolve, Premiere and monitors take, and write themselves.
const SIDE: usize = 33;
/// Places between two steps at which the table is held against the grade: the curve of a power lies farthest from its chord a quarter to a
/// half of the way (`v^p` over `0..h`: at `h·p^(1/(1−p))`).
const BETWEEN: usize = 4;

/// The text of a `.cube` of 33 steps (Adobe Cube LUT 1.0) that says what a grade makes of code values 0..=1, to six digits; `title` is what
/// programs show. At its points it is the grade, clamps and all; between them it is straight.
pub fn cube_of(cdl: &Cdl, title: &str) -> String {
    let title: String = title.chars().filter(|c| !c.is_control() && *c != '"').take(80).collect();
    let mut out = format!(
        "# A grade on code values of red, green and blue, 0 to 1, as the file has them\nTITLE \"{title}\"\nLUT_3D_SIZE {SIDE}\n"
    );
    // Of each channel by itself: only saturation mixes them.
    let curves = curves(cdl, SIDE);
    for (b, g, r) in places(SIDE) {
        let [r, g, b] = cdl.saturated([curves[0][r], curves[1][g], curves[2][b]]);
        let _ = writeln!(out, "{r:.6} {g:.6} {b:.6}");
    }
    out
}

/// How far such a table lies from its grade at most, between its points, in code values 0..=1.
///
/// # Errors
/// When the text is no table, which that of [`cube_of`] is.
pub fn farthest(text: &str, cdl: &Cdl) -> Result<f32, String> {
    let cube = Cube::parse(text)?;
    let count = (SIDE - 1) * BETWEEN + 1;
    let curves = curves(cdl, count);
    let at = |i: usize| i as f32 / (count - 1) as f32;
    let far = places(count).map(|(b, g, r)| {
        let due = cdl.saturated([curves[0][r], curves[1][g], curves[2][b]]);
        let is = cube.shown([at(r), at(g), at(b)]);
        is.iter().zip(due).map(|(is, due)| (is - due).abs()).fold(0.0, f32::max)
    });
    Ok(far.fold(0.0, f32::max))
}

/// What the curves of red, green and blue make of so many values from 0 to 1.
fn curves(cdl: &Cdl, count: usize) -> [Vec<f32>; 3] {
    let of =
        |channel: usize| (0..count).map(move |i| cdl.toned(channel, i as f32 / (count - 1) as f32)).collect();
    [of(0), of(1), of(2)]
}

/// Blue, green and red of all points, red fastest.
fn places(side: usize) -> impl Iterator<Item = (usize, usize, usize)> {
    (0..side).flat_map(move |b| (0..side).flat_map(move |g| (0..side).map(move |r| (b, g, r))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_its_grade_at_every_point_and_says_how_far_off_it_is_between() {
        let strong = Cdl {
            slope: [1.4, 0.8, 1.0],
            offset: [-0.1, 0.05, 0.0],
            power: [0.7, 1.0, 1.6],
            saturation: 1.3,
        };
        for (cdl, between) in [(Cdl::NEUTRAL, 1e-6), (strong, 0.05)] {
            let text = cube_of(&cdl, "wide \"a\"\nLUT_1D_SIZE 2");
            let cube = Cube::parse(&text).unwrap();
            assert_eq!((cube.title.as_str(), cube.size().as_str()), ("wide aLUT_1D_SIZE 2", "3D, 33"));
            let at = |i: usize| i as f32 / (SIDE - 1) as f32;
            for (b, g, r) in places(SIDE) {
                let rgb = [r, g, b].map(at);
                let (is, due) = (cube.shown(rgb), cdl.graded(rgb));
                assert!(
                    is.iter().zip(due).all(|(is, due)| (is - due).abs() < 2e-6),
                    "{rgb:?}: {is:?} {due:?}"
                );
            }
            let far = farthest(&text, &cdl).unwrap();
            assert!(far <= between && (cdl.is_neutral() || far > 1e-3), "{far}");
        }
        assert!(farthest(&cube_of(&strong, ""), &Cdl::NEUTRAL).unwrap() > 0.1, "another grade is far off");
    }

    #[test]
    fn what_a_grade_bends_in_its_last_cell_is_seen() {
        // A kink within a cell: what is cut off at black.
        let cut = Cdl { offset: [-0.01; 3], ..Cdl::NEUTRAL };
        let far = farthest(&cube_of(&cut, ""), &cut).unwrap();
        assert!((0.001..0.01).contains(&far), "{far}");
    }
}
