//! Which blocks of a frame are hair, clothes, outline of a person, or what noise is told from.

use crate::clip::Picture;
use crate::face::{FaceState, PERSON_CELLS, Square, length};
use crate::facts::Attire;
use crate::px::Mask;

/// Side of a block, px: several waves of the texture that is looked at, and little enough to move as one piece.
pub(super) const BLOCK_PX: usize = 16;
/// Blocks nearer to the picture's edge may leave it on the way to the next frame, px.
const MARGIN_PX: usize = 24;
/// A cell belongs to the person from so much on, and to the background up to [`BEHIND`] (0..=255).
const PERSON: u8 = 190;
const BEHIND: u8 = 25;
/// A block is outline when one of its corners is at least so much person and another at most [`OUTLINE_BEHIND`].
const OUTLINE_PERSON: u8 = 180;
const OUTLINE_BEHIND: u8 = 70;
/// The face in its square (the mesh's bounds made larger by half), as shares of the side: centre 0.5, half axes. Ears are in it.
const FACE_AXES: [f32; 2] = [0.29, 0.36];
/// Down the square: the chin lies at 0.83; above it is hair, from [`COLLAR`] on clothes; between them a neck.
const CHIN: f32 = 0.83;
const COLLAR: f32 = 0.95;
/// A place with this much skin is none of it.
const SKIN: f32 = 0.1;
/// At most so many blocks are compared in a frame: hair, clothes, outline, and what noise is told from. More tell no more.
const MOST: [usize; 4] = [140, 140, 120, 90];

/// A block that may be looked at: its left upper corner, px, and what it is; none for what only noise is told from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in super::super) struct Block {
    pub(super) x: usize,
    pub(super) y: usize,
    pub(super) attire: Option<Attire>,
}

/// A face with the cells of its person.
struct Seen {
    square: Square,
    region: Square,
    cells: std::sync::Arc<Vec<u8>>,
}

impl Seen {
    fn of(state: &FaceState) -> Option<Self> {
        let cells = state.person();
        let is_whole = cells.len() == PERSON_CELLS * PERSON_CELLS && state.square.side_px > 0.0;
        is_whole.then(|| Self { square: state.square, region: state.person_square(), cells })
    }

    /// How much of a place belongs to the person, 0..=255: bilinear between the middles of the cells. None outside of the region.
    fn person_at(&self, at: [f32; 2]) -> Option<u8> {
        let inside = self.region.inside(at).map(|v| v * PERSON_CELLS as f32 - 0.5);
        let last = PERSON_CELLS as f32 - 1.0;
        if inside.iter().any(|v| !(0.0..last).contains(v)) {
            return None;
        }
        let (x, y) = (inside[0] as usize, inside[1] as usize);
        let (fx, fy) = (inside[0] - x as f32, inside[1] - y as f32);
        let cell = |x: usize, y: usize| f32::from(self.cells[y * PERSON_CELLS + x]);
        let upper = cell(x, y) + (cell(x + 1, y) - cell(x, y)) * fx;
        let lower = cell(x, y + 1) + (cell(x + 1, y + 1) - cell(x, y + 1)) * fx;
        Some((upper + (lower - upper) * fy) as u8)
    }
}

/// The blocks of frame number `at` of the shot that are to be looked at. Empty where no person is known.
pub(in super::super) fn blocks(
    picture: &Picture,
    faces: &[&FaceState],
    skin: Option<&Mask>,
    at: usize,
) -> Vec<Block> {
    let seen: Vec<Seen> = faces.iter().filter_map(|f| Seen::of(f)).collect();
    let (width, height) = (picture.format.width, picture.format.height);
    if seen.is_empty() || width < 2 * MARGIN_PX + BLOCK_PX || height < 2 * MARGIN_PX + BLOCK_PX {
        return Vec::new();
    }
    let mut found: [Vec<Block>; 4] = Default::default();
    for y in (MARGIN_PX..=height - MARGIN_PX - BLOCK_PX).step_by(BLOCK_PX) {
        for x in (MARGIN_PX..=width - MARGIN_PX - BLOCK_PX).step_by(BLOCK_PX) {
            let Some(attire) = kind(&seen, skin, x, y) else { continue };
            let which = attire.map_or(3, |a| a as usize);
            found[which].push(Block { x, y, attire });
        }
    }
    let mut out = Vec::new();
    for (all, most) in found.iter().zip(MOST) {
        let stride = all.len().div_ceil(most).max(1);
        out.extend(all.iter().skip(at % stride).step_by(stride));
    }
    out
}

/// What a block is; `Some(None)` for what only noise is told from.
fn kind(seen: &[Seen], skin: Option<&Mask>, x: usize, y: usize) -> Option<Option<Attire>> {
    let (left, top, side) = (x as f32, y as f32, BLOCK_PX as f32 - 1.0);
    let places = [[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [1.0, 1.0], [0.5, 0.5]];
    let places = places.map(|[u, v]| [left + u * side, top + v * side]);
    let middle = places[4];
    let in_face = |square: &Square, at: [f32; 2]| {
        let [u, v] = square.inside(at).map(|v| v - 0.5);
        (u / FACE_AXES[0]).powi(2) + (v / FACE_AXES[1]).powi(2) < 1.0
    };
    if seen.iter().any(|s| places.iter().any(|p| in_face(&s.square, *p))) {
        return None;
    }
    let is_skin = skin.is_some_and(|m| places.iter().any(|p| m.at(p[0] as usize, p[1] as usize) > SKIN));
    if is_skin {
        return None;
    }
    let away = |s: &Seen| length([s.square.x - middle[0], s.square.y - middle[1]]) / s.square.side_px;
    let nearest = seen.iter().min_by(|a, b| away(a).total_cmp(&away(b)))?;
    let person = places.map(|p| nearest.person_at(p));
    if person.iter().any(Option::is_none) {
        // What lies outside of all regions may be anything; noise is told from it all the same.
        return seen.iter().all(|s| places.iter().all(|p| s.person_at(*p).is_none())).then_some(None);
    }
    let person = person.map(Option::unwrap_or_default);
    let least = person.iter().copied().min().unwrap_or_default();
    let most = person.iter().copied().max().unwrap_or_default();
    if most <= BEHIND {
        return Some(None);
    }
    let down = nearest.square.inside(middle)[1];
    if least >= PERSON {
        return match down {
            d if d < CHIN => Some(Some(Attire::Hair)),
            d if d > COLLAR => Some(Some(Attire::Clothes)),
            _ => None,
        };
    }
    (most >= OUTLINE_PERSON && least <= OUTLINE_BEHIND).then_some(Some(Attire::Outline))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clip::Clip;
    use crate::demo::DrawnFace;
    use crate::face::{Mode, Scores};

    #[test]
    fn hair_is_above_the_chin_clothes_below_and_the_outline_between_person_and_background() {
        let clip: Clip = DrawnFace::new(640, 640, 2).clip();
        let square = Square::upright(320.0, 250.0, 240.0);
        let mut state = FaceState {
            mode: Mode::BoxOnly,
            weight: 1.0,
            square,
            iod_px: 60.0,
            scores: Scores::default(),
            mesh: None,
            skin: None,
            person: Vec::new().into(),
            hands: Vec::new(),
        };
        assert!(blocks(&clip.picture(), &[&state], None, 0).is_empty(), "no person is known");
        // A person as wide as 0.3 of the region on each side of its middle, from a fifth of it downwards.
        let cell = |i: usize| {
            let (x, y) = (i % PERSON_CELLS, i / PERSON_CELLS);
            if x.abs_diff(PERSON_CELLS / 2) < 14 && y > 10 { 255u8 } else { 0 }
        };
        state.person = (0..PERSON_CELLS * PERSON_CELLS).map(cell).collect::<Vec<u8>>().into();
        let found = blocks(&clip.picture(), &[&state], None, 0);
        let of = |wanted: Option<Attire>| found.iter().filter(move |b| b.attire == wanted);
        assert!(Attire::ALL.iter().all(|a| of(Some(*a)).count() > 5), "{found:?}");
        let chin = 250.0 + (CHIN - 0.5) * 240.0;
        assert!(of(Some(Attire::Hair)).all(|b| (b.y as f32) < chin));
        assert!(of(Some(Attire::Clothes)).all(|b| (b.y as f32) > chin));
        // Below the region nothing is known.
        assert!(of(None).all(|b| (b.x as f32 + 8.0 - 320.0).abs() > 100.0 || b.y < 200 || b.y > 560));
        assert!(
            !found.iter().any(|b| b.x.abs_diff(312) < 30 && b.y.abs_diff(242) < 40),
            "the face is no attire"
        );
        assert!(of(Some(Attire::Hair)).count() <= MOST[0]);
    }
}
