//! What a frame has on the cells of a face that the frames around it do not have, beside what each cell usually does.

use super::cells::{Board, FINER, LAID, Laid};
use crate::kernels::{blur, middle};
use crate::px::Plane;

/// A cell is compared with at least so many other frames.
const LEAST_OTHERS: usize = 7;
/// What a wide surrounding shares is light: a bell of this sigma, cells, in which no cell counts for more than so many deviations.
const SHARED_CELLS: f32 = 10.0;
const SHARED_DEVIATIONS: f32 = 2.5;
/// A deviation is this many medians of normal noise.
const PER_MEDIAN: f32 = 1.4826;
/// Cells are judged with a little of their neighbours, sigma, cells.
const TOGETHER_CELLS: f32 = 0.7;
/// What is compared: what is laid on cells, and structure that the other frames do not have there: other skin of the same light, colour and roughness.
const CHANNELS: usize = LAID + 1;
/// What counts as one deviation at least, 8-bit levels: light, colour, roughness, structure. Half as much again finds 33 of 49 artefacts that were drawn on the
/// three camera clips for developing, this 40, and half of it more of what is none.
const FLOOR_LEVELS: [f32; CHANNELS] = [0.84, 0.56, 0.56, 0.35, 0.5];
/// Roughness is less sure than light and colour, and structure, which an expression bends, less than roughness.
const WEIGHT: [f32; CHANNELS] = [1.0, 1.0, 1.0, 0.8, 0.6];
/// Structure is compared by its energy within this sigma, cells.
const ENERGY_CELLS: f32 = 1.0;
/// A spot stands out by so many deviations at its peak: 19 of 21 artefacts drawn on the three camera clips for developing do, and two places of their 273 frames
/// without one (8.1 and 6.9, in speech).
pub(super) const STANDS_OUT: f32 = crate::flaw::SPOT_DEVIATIONS;
/// It goes on down to so many.
const GOES_ON: f32 = 3.0;
/// The share of frames that says what a cell usually does, and how many deviations normal noise has there: what is there in fewer frames than the
/// rest is no habit.
const USUAL: [f32; 2] = [0.85, 1.44];
/// The same where less than [`KNOWN_FRAMES`] are known: a spot of five frames of twelve must not be a habit.
const USUAL_OF_FEW: [f32; 2] = [0.6, 0.84];
/// Before so many frames are counted a spot of five would be taken for a habit: nothing is known of it then.
const KNOWN_FRAMES: u16 = 40;
/// A spot reaches as far as it has this share of its peak.
const REACHES: f32 = 0.2;
/// Habits are counted in steps of half an octave from this many levels on.
const HABIT_FROM: f32 = 0.0625;
const HABIT_STEPS: usize = 20;

/// How far the cells of a frame lie from those of the frames around it.
pub(super) struct Apart {
    /// Levels, per channel; the light that a wide surrounding shares is taken out.
    by: [Plane<f32>; CHANNELS],
    /// How far those frames lie apart from each other.
    among: [Plane<f32>; CHANNELS],
    usable: Vec<bool>,
}

impl Apart {
    /// Compares frame `at` of some successive ones with the others. `None` where too few of them show the face.
    pub(super) fn of(frames: &[Option<&Laid>], at: usize) -> Option<Self> {
        let here = frames.get(at).copied().flatten()?;
        let others: Vec<&Laid> =
            frames.iter().enumerate().filter(|(i, _)| *i != at).filter_map(|(_, f)| *f).collect();
        if others.len() < LEAST_OTHERS {
            return None;
        }
        let energies = energies(here, &others);
        let mut pairs: [(Plane<f32>, Plane<f32>); CHANNELS] =
            std::array::from_fn(|channel| match here.planes.get(channel) {
                Some(own) => beside(own, &others.iter().map(|o| &o.planes[channel]).collect::<Vec<_>>()),
                None => beside(&energies.0, &energies.1.iter().collect::<Vec<_>>()),
            });
        let mut out = Self {
            by: pairs.each_mut().map(|pair| std::mem::take(&mut pair.0)),
            among: pairs.map(|pair| pair.1),
            usable: here.usable.clone(),
        };
        out.by.iter_mut().for_each(|plane| flatten(plane, &here.usable));
        Some(out)
    }

    /// How many deviations a cell stands out by.
    fn score(&self, cell: usize, usual: [f32; CHANNELS]) -> f32 {
        let at = |planes: &[Plane<f32>; CHANNELS]| std::array::from_fn(|c| planes[c].samples()[cell]);
        deviations(at(&self.by), at(&self.among), usual)
    }
}

/// How many deviations all channels stand out by together, by what the other frames and the cell usually do.
fn deviations(by: [f32; CHANNELS], among: [f32; CHANNELS], usual: [f32; CHANNELS]) -> f32 {
    let one = |c: usize| {
        // Less structure than usual is no other structure.
        let by = if c < LAID { by[c] } else { by[c].max(0.0) };
        (WEIGHT[c] * by / usual[c].hypot(FLOOR_LEVELS[c]).max(among[c])).powi(2)
    };
    (0..CHANNELS).map(one).sum::<f32>().sqrt()
}

/// What each sample of some planes makes of the middle of all, and of all of them.
fn over(planes: &[&Plane<f32>], mut put: impl FnMut(usize, f32, &mut [f32])) {
    let mut values = Vec::with_capacity(planes.len());
    for i in 0..planes.first().map_or(0, |p| p.samples().len()) {
        values.clear();
        values.extend(planes.iter().map(|p| p.samples()[i]));
        let usual = middle_of(&mut values);
        put(i, usual, &mut values);
    }
}

/// A plane less the middle of the others, and how far those lie apart from it.
fn beside(own: &Plane<f32>, others: &[&Plane<f32>]) -> (Plane<f32>, Plane<f32>) {
    let (mut by, mut among) = (own.clone(), own.clone());
    over(others, |i, usual, values| {
        by.samples_mut()[i] -= usual;
        values.iter_mut().for_each(|v| *v = (*v - usual).abs());
        among.samples_mut()[i] = PER_MEDIAN * middle_of(values);
    });
    (by, among)
}

/// How much structure each cell of a frame has that the middle of the others does not have, RMS in levels; and the same of each of the others.
fn energies(here: &Laid, others: &[&Laid]) -> (Plane<f32>, Vec<Plane<f32>>) {
    let mut usual = here.structure.clone();
    let structures: Vec<&Plane<f32>> = others.iter().map(|o| &o.structure).collect();
    over(&structures, |i, middle, _| usual.samples_mut()[i] = middle);
    let energy = |own: &Plane<f32>| {
        let square = |x: usize, y: usize| (own.row(y)[x] - usual.row(y)[x]).powi(2);
        let cell = |x: usize, y: usize| {
            let of = |i: usize| square(FINER * x + i % FINER, FINER * y + i / FINER);
            (0..FINER * FINER).map(of).sum::<f32>() / (FINER * FINER) as f32
        };
        let squares = Plane::from_fn(own.width() / FINER, own.height() / FINER, cell);
        let mut out = blur::gaussian(&squares, ENERGY_CELLS);
        out.samples_mut().iter_mut().for_each(|v| *v = v.max(0.0).sqrt());
        out
    };
    (energy(&here.structure), structures.into_iter().map(energy).collect())
}

/// The middle of some values: the mean of two.
fn middle_of(values: &mut [f32]) -> f32 {
    values.sort_unstable_by(f32::total_cmp);
    let half = values.len() / 2;
    match values {
        [] => 0.0,
        v if v.len() % 2 == 1 => v[half],
        v => (v[half - 1] + v[half]) / 2.0,
    }
}

/// Takes out what a wide surrounding shares, and brings each cell together with its neighbours.
fn flatten(plane: &mut Plane<f32>, usable: &[bool]) {
    let mut sizes: Vec<f32> =
        plane.samples().iter().zip(usable).filter(|(_, u)| **u).map(|(v, _)| v.abs()).collect();
    let Some(usual) = middle(&mut sizes, f32::total_cmp) else { return };
    let limit = SHARED_DEVIATIONS * PER_MEDIAN * usual + 0.5;
    let mut weights: Plane<f32> = Plane::new(plane.width(), plane.height());
    weights.samples_mut().iter_mut().zip(usable).for_each(|(w, u)| *w = f32::from(u8::from(*u)));
    let mut held = plane.clone();
    held.samples_mut().iter_mut().zip(weights.samples()).for_each(|(v, w)| *v = v.clamp(-limit, limit) * w);
    let (shared, known) =
        rayon::join(|| blur::gaussian(&held, SHARED_CELLS), || blur::gaussian(&weights, SHARED_CELLS));
    let all = plane.samples_mut().iter_mut().zip(shared.samples()).zip(known.samples());
    all.for_each(|((v, s), k)| *v -= s / (k + 1e-3));
    *plane = blur::gaussian(plane, TOGETHER_CELLS);
}

/// What each cell usually does, counted: it does not grow with the clip.
pub(super) struct Habit {
    counts: Vec<[[u16; HABIT_STEPS]; CHANNELS]>,
    frames: Vec<u16>,
}

impl Habit {
    pub(super) fn of(cells: usize) -> Self {
        Self { counts: vec![[[0; HABIT_STEPS]; CHANNELS]; cells], frames: vec![0; cells] }
    }

    /// Counts a frame; no more of them than a `u16` holds.
    pub(super) fn add(&mut self, apart: &Apart) {
        for (cell, (counts, frames)) in self.counts.iter_mut().zip(&mut self.frames).enumerate() {
            if *frames == u16::MAX {
                continue;
            }
            *frames += 1;
            for (own, plane) in counts.iter_mut().zip(&apart.by) {
                let size = plane.samples()[cell].abs();
                let mut edge = HABIT_FROM;
                let mut step = 0;
                while step + 1 < HABIT_STEPS && size > edge {
                    edge *= std::f32::consts::SQRT_2;
                    step += 1;
                }
                own[step] += 1;
            }
        }
    }

    /// One deviation of what a cell usually does, levels per channel.
    fn usual(&self, cell: usize) -> [f32; CHANNELS] {
        let [share, deviations] = if self.frames[cell] < KNOWN_FRAMES { USUAL_OF_FEW } else { USUAL };
        let wanted = share * f32::from(self.frames[cell]);
        self.counts[cell].map(|counts| {
            let (mut sum, mut below, mut edge) = (0.0f32, 0.0f32, HABIT_FROM);
            for count in counts.map(f32::from) {
                if sum + count >= wanted && count > 0.0 {
                    let within = (wanted - sum) / count;
                    return (below + within * (edge - below)) / deviations;
                }
                (sum, below) = (sum + count, edge);
                edge *= std::f32::consts::SQRT_2;
            }
            below / deviations
        })
    }
}

/// Cells that stand out together in one frame.
#[derive(Clone, Copy, Debug)]
pub(super) struct Blob {
    /// Number of the frame in the clip.
    pub(super) frame: usize,
    /// Its middle, cells.
    pub(super) middle: [f64; 2],
    /// From there to its farthest cell, cells.
    pub(super) radius: f64,
    /// Share of the cells around it that are skin that holds still.
    pub(super) free: f32,
    peak: usize,
    /// At its peak.
    by: [f32; CHANNELS],
    among: [f32; CHANNELS],
}

impl Blob {
    /// How many deviations it stands out by at its peak, by what the cell there did over the whole segment.
    pub(super) fn score(&self, habit: &Habit) -> f32 {
        deviations(self.by, self.among, habit.usual(self.peak))
    }
}

/// The blobs of a frame, by what is known of the cells' habits so far.
pub(super) fn blobs(apart: &Apart, habit: &Habit, board: &Board, frame: usize) -> Vec<Blob> {
    let known =
        |cell: usize| if habit.frames[cell] < KNOWN_FRAMES { [0.0; CHANNELS] } else { habit.usual(cell) };
    let scores: Vec<f32> = (0..board.cells())
        .map(|cell| if apart.usable[cell] { apart.score(cell, known(cell)) } else { 0.0 })
        .collect();
    let mut taken = vec![false; scores.len()];
    let mut out = Vec::new();
    for start in 0..scores.len() {
        if taken[start] || scores[start] < GOES_ON {
            continue;
        }
        let (mut cells, mut next) = (Vec::new(), vec![start]);
        taken[start] = true;
        while let Some(cell) = next.pop() {
            cells.push(cell);
            for near in around(cell, board) {
                if !taken[near] && scores[near] >= GOES_ON {
                    taken[near] = true;
                    next.push(near);
                }
            }
        }
        let peak = cells
            .iter()
            .copied()
            .fold(start, |best, cell| if scores[cell] > scores[best] { cell } else { best });
        if scores[peak] >= STANDS_OUT {
            out.push(blob(apart, board, &cells, (frame, peak), &scores));
        }
    }
    out
}

fn blob(
    apart: &Apart,
    board: &Board,
    cells: &[usize],
    (frame, peak): (usize, usize),
    scores: &[f32],
) -> Blob {
    let place = |cell: usize| [(cell % board.columns) as f64, (cell / board.columns) as f64];
    let (mut middle, mut all) = ([0.0f64; 2], 0.0f64);
    for &cell in cells {
        let (p, w) = (place(cell), f64::from(scores[cell]));
        (middle, all) = ([middle[0] + w * p[0], middle[1] + w * p[1]], all + w);
    }
    let middle = middle.map(|v| v / all.max(1e-6));
    let far = |p: [f64; 2]| ((p[0] - middle[0]).powi(2) + (p[1] - middle[1]).powi(2)).sqrt();
    let reaches = |c: &&usize| scores[**c] >= REACHES * scores[peak];
    let radius = cells.iter().filter(reaches).map(|&c| far(place(c))).fold(0.0, f64::max) + 0.5;
    // The ring around it: a spot at the edge of the face, or beside the mouth, may be something else.
    let ring: Vec<usize> =
        (0..board.cells()).filter(|&c| (radius..radius + 2.0).contains(&far(place(c)))).collect();
    let free = ring.iter().filter(|&&c| apart.usable[c]).count() as f32 / ring.len().max(1) as f32;
    let at = |planes: &[Plane<f32>; CHANNELS]| std::array::from_fn(|c| planes[c].samples()[peak]);
    Blob { frame, middle, radius, free, peak, by: at(&apart.by), among: at(&apart.among) }
}

/// The cells around one.
fn around(cell: usize, board: &Board) -> impl Iterator<Item = usize> + use<> {
    let (x, y, columns, rows) = (cell % board.columns, cell / board.columns, board.columns, board.rows);
    (-1isize..=1).flat_map(move |dy| (-1isize..=1).map(move |dx| (dx, dy))).filter_map(move |(dx, dy)| {
        let (x, y) = (x.checked_add_signed(dx)?, y.checked_add_signed(dy)?);
        ((dx, dy) != (0, 0) && x < columns && y < rows).then_some(y * columns + x)
    })
}
