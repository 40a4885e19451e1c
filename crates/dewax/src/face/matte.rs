//! Whom the places of a whole frame belong to: a small picture of the persons in it, packed in runs, and how it is steadied over time.

use super::{Square, View};
use crate::px::Plane;
use crate::stow::{Packed, Stow, Stowed};
use serde::{Deserialize, Serialize};

/// Cells along the frame's longer side: the model answers 256 a side of a square, and squares around faces are smaller than the frame.
/// At 1080p a cell is 5 px, the least that edges in the frame then make sharp.
pub const MATTE_CELLS: usize = 384;
/// Steps of a weight: runs of equal ones are what makes a matte small, and a 63rd cannot be seen in an edge that the frame makes anew.
const STEPS: f32 = 63.0;
/// Share of a face's region beside its border in which it counts less and less: what it says there is cut off.
const BORDER: f32 = 0.12;
/// Frames on each side that a matte is steadied by; see [`steady_mattes`].
const NEAR: usize = 2;
/// What is left out at both ends of them.
const LEFT_OUT: usize = 1;

/// How much each cell of a frame belongs to a person.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
pub struct Matte {
    columns: u16,
    rows: u16,
    /// Pairs of a weight, 0..=63, and for how many cells it holds, 1..=255, row by row.
    runs: Vec<u8>,
}

impl Matte {
    /// Of weights 0..=1.
    pub fn of(cells: &Plane<f32>) -> Self {
        let (Ok(columns), Ok(rows)) = (u16::try_from(cells.width()), u16::try_from(cells.height())) else {
            return Self::default();
        };
        let mut runs: Vec<u8> = Vec::new();
        for &cell in cells.samples() {
            let value = (cell.clamp(0.0, 1.0) * STEPS + 0.5) as u8;
            match runs.as_mut_slice() {
                [.., last, count] if *last == value && *count < u8::MAX => *count += 1,
                _ => runs.extend([value, 1]),
            }
        }
        Self { columns, rows, runs }
    }

    /// Whether the runs fill the cells, or nothing is known: files may say anything.
    pub(crate) fn is_sane(&self) -> bool {
        let (columns, rows) = (usize::from(self.columns), usize::from(self.rows));
        let filled: usize = self.runs.as_chunks::<2>().0.iter().map(|pair| usize::from(pair[1])).sum();
        columns.max(rows) <= MATTE_CELLS && filled == columns * rows
    }

    /// The weights, 0..=1. `None` where nothing is known, or where the runs do not fill the cells.
    pub fn cells(&self) -> Option<Plane<f32>> {
        let (columns, rows) = (usize::from(self.columns), usize::from(self.rows));
        if columns * rows == 0 || !self.is_sane() {
            return None;
        }
        let mut cells = Vec::with_capacity(columns * rows);
        for pair in self.runs.as_chunks::<2>().0 {
            let value = (f32::from(pair[0]) / STEPS).min(1.0);
            cells.resize(cells.len() + usize::from(pair[1]), value);
        }
        Plane::from_vec(columns, rows, cells)
    }

    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        self.runs.is_empty()
    }
}

impl Packed for Matte {
    fn pack(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(4 + self.runs.len());
        out.extend_from_slice(&self.columns.to_le_bytes());
        out.extend_from_slice(&self.rows.to_le_bytes());
        out.extend_from_slice(&self.runs);
        out
    }

    fn unpack(bytes: &[u8]) -> Option<Self> {
        let (columns, rest) = bytes.split_first_chunk::<2>()?;
        let (rows, runs) = rest.split_first_chunk::<2>()?;
        Some(Self {
            columns: u16::from_le_bytes(*columns),
            rows: u16::from_le_bytes(*rows),
            runs: runs.to_vec(),
        })
    }
}

/// The square that holds a whole frame.
pub(crate) fn whole_square(view: &View) -> Square {
    let (width, height) = (view.width() as f32, view.height() as f32);
    Square::upright((width - 1.0) / 2.0, (height - 1.0) / 2.0, width.max(height))
}

/// The matte of a frame of `size` luma px from what was answered for the whole of it and for regions around its faces, which see more.
pub(crate) fn joined(
    size: (usize, usize),
    (whole, answer): (&Square, &Plane<f32>),
    near: &[(Square, Plane<f32>)],
) -> Plane<f32> {
    let cell_px = size.0.max(size.1) as f32 / MATTE_CELLS as f32;
    let count = |px: usize| ((px as f32 / cell_px).round() as usize).clamp(1, MATTE_CELLS);
    let (columns, rows) = (count(size.0), count(size.1));
    Plane::from_fn(columns, rows, |x, y| {
        let at = [
            (x as f32 + 0.5) * size.0 as f32 / columns as f32 - 0.5,
            (y as f32 + 0.5) * size.1 as f32 / rows as f32 - 0.5,
        ];
        let far = sampled(answer, whole.inside(at));
        let (mut most, mut weight) = (0.0f32, 0.0f32);
        for (square, answer) in near.iter().filter(|(square, _)| square.side_px < whole.side_px) {
            let place = square.inside(at);
            let border = place.iter().fold(1.0f32, |least, v| least.min(*v).min(1.0 - *v));
            if border > 0.0 {
                most = most.max(sampled(answer, place));
                weight = weight.max((border / BORDER).min(1.0));
            }
        }
        far + (most - far) * weight
    })
}

/// A sample at a place of a square, 0..=1 on both axes, mixed from the four around it.
fn sampled(plane: &Plane<f32>, [u, v]: [f32; 2]) -> f32 {
    let (x, y) = (u * plane.width() as f32 - 0.5, v * plane.height() as f32 - 0.5);
    let (x0, y0) = (x.floor(), y.floor());
    let row = |j: isize| {
        let at = |i: isize| plane.at(x0 as isize + i, y0 as isize + j);
        at(0) + (at(1) - at(0)) * (x - x0)
    };
    row(0) + (row(1) - row(0)) * (y - y0)
}

/// Mattes made steady: each cell becomes the mean of the middle ones of five frames. An edge that moves on evenly stays where it is, and what
/// one frame says alone is not heard. Frames without a matte have none after it either.
pub(crate) fn steady_mattes(mattes: &[Stowed<Matte>], stow: Option<&Stow>) -> Vec<Stowed<Matte>> {
    let open = |at: usize| mattes.get(at).and_then(|m| m.get()?.cells());
    let mut near: std::collections::VecDeque<Option<Plane<f32>>> = (0..NEAR).map(open).collect();
    (0..mattes.len())
        .map(|at| {
            near.push_back(open(at + NEAR));
            if near.len() > 2 * NEAR + 1 {
                near.pop_front();
            }
            let own = near.get(near.len() - 1 - NEAR).and_then(Option::as_ref);
            let made = own.map_or_else(Matte::default, |own| Matte::of(&middle_of(own, &near)));
            let mut made = Stowed::new(made);
            stow.into_iter().for_each(|stow| made.put_away(stow));
            made
        })
        .collect()
}

fn middle_of(own: &Plane<f32>, near: &std::collections::VecDeque<Option<Plane<f32>>>) -> Plane<f32> {
    let same = |p: &&Plane<f32>| (p.width(), p.height()) == (own.width(), own.height());
    let all: Vec<&Plane<f32>> = near.iter().flatten().filter(same).collect();
    let out = if all.len() > 2 * LEFT_OUT { LEFT_OUT } else { 0 };
    let mut made = own.clone();
    for (i, cell) in made.samples_mut().iter_mut().enumerate() {
        let mut values = [0.0f32; 2 * NEAR + 1];
        let values = &mut values[..all.len()];
        values.iter_mut().zip(&all).for_each(|(v, p)| *v = p.samples()[i]);
        values.sort_unstable_by(f32::total_cmp);
        let kept = &values[out..values.len() - out];
        *cell = kept.iter().sum::<f32>() / kept.len() as f32;
    }
    made
}

#[cfg(test)]
mod tests {
    use super::*;

    fn half(columns: usize, edge: usize) -> Plane<f32> {
        Plane::from_fn(columns, 9, |x, _| if x < edge { 1.0 } else { 0.0 })
    }

    #[test]
    fn what_is_packed_comes_back_and_what_is_damaged_does_not() {
        let cells = Plane::from_fn(300, 7, |x, y| ((x / 9 + y) % 64) as f32 / STEPS);
        let matte = Matte::of(&cells);
        assert_eq!(matte.cells(), Some(cells.clone()));
        assert_eq!(Matte::unpack(&matte.pack()), Some(matte.clone()));
        assert!(Matte { rows: 8, ..matte.clone() }.cells().is_none(), "too few");
        assert!(Matte { columns: 60_000, ..matte.clone() }.cells().is_none(), "too many");
        assert!(matte.is_sane() && Matte::default().is_sane());
        assert!(Matte::default().cells().is_none() && Matte::default().is_empty());
        assert!(Matte::of(&Plane::filled(384, 216, 1.0)).runs.len() < 1000);
        let wild = Matte { runs: vec![255; matte.runs.len()], ..matte };
        assert!(wild.cells().is_none_or(|c| c.samples().iter().all(|v| (0.0..=1.0).contains(v))));
    }

    #[test]
    fn an_edge_that_moves_stays_and_a_wild_frame_is_not_heard() {
        let mut all: Vec<Stowed<Matte>> = (0..14).map(|i| Matte::of(&half(40, 10 + 2 * i)).into()).collect();
        all[4] = Matte::of(&half(40, 40)).into();
        let made: Vec<Plane<f32>> =
            steady_mattes(&all, None).iter().map(|m| m.get().unwrap().cells().unwrap()).collect();
        let edge = |p: &Plane<f32>| p.row(3).iter().sum::<f32>();
        assert!((edge(&made[9]) - 28.0).abs() < 0.1, "{}", edge(&made[9]));
        assert!((edge(&made[4]) - 18.0).abs() < 3.0, "{}", edge(&made[4]));
        assert!(made[4].row(3)[30] < 0.4);
    }

    #[test]
    fn regions_around_faces_count_where_they_see_more_and_end_softly() {
        let whole = (Square::upright(79.5, 44.5, 160.0), Plane::filled(64, 64, 0.2));
        let near = [(Square::upright(40.0, 45.0, 60.0), Plane::filled(64, 64, 1.0))];
        let made = joined((160, 90), (&whole.0, &whole.1), &near);
        assert_eq!((made.width(), made.height()), (384, 216));
        assert!((made.at(96, 108) - 1.0).abs() < 1e-5 && (made.at(300, 108) - 0.2).abs() < 1e-5);
        let row = made.row(108);
        assert!(row.windows(2).all(|w| (w[0] - w[1]).abs() < 0.12), "no step at its border");
    }
}
