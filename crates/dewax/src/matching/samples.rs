//! The skin of a shot in patches of a few millimetres, from the low bands that are stored with its locks.

use crate::analysis::Analysis;
use crate::clip::Picture;
use crate::color::{Cdl, Primaries, Transfer, graded_whole, rgb_from_ycc};
use crate::face::FaceTrack;
use crate::facts::ShotFacts;
use crate::flat::Chart;
use crate::lock::{Lock, SKIN, Segment, TRUSTED};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Side of a patch, mm: the low band of a lock is blurred with a sigma of 5 mm (0.8 of a tenth of an eye distance), finer cells would
/// hold the same again.
pub const PATCH_MM: f32 = 8.0;
/// So many frames of a shot are read, evenly spread: one colour is sought for all of it.
const MOST_FRAMES: usize = 24;
/// No skin of a face lies farther from between the eyes, mm (see [`crate::flat::flat_mm`]).
const FARTHEST_MM: f32 = 160.0;
/// Code values nearer to the ends are clipped, or about to be: they say nothing of a grade. Three 8-bit levels.
const CLIPPED: f32 = 0.012;
/// A patch that was seen less than this is none: the share of one node in one frame that belongs to it.
const LEAST_SEEN: f32 = 0.5;
/// The most that is believed of a file.
const MOST_PERSONS: usize = 64;
const MOST_PATCHES: usize = 4096;

/// One patch of skin.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Patch {
    /// Where it lies on the skin laid flat, in patches of [`PATCH_MM`] from between the eyes, to the person's left and to the chin; none
    /// where no mesh was seen.
    pub place: Option<[i16; 2]>,
    /// Its mean red, green and blue, code values 0..=1.
    pub rgb: [f32; 3],
    /// How far it can be trusted, 0..=1.
    pub weight: f32,
}

/// The skin of one face of a shot. Eyes, brows, lips, neck and hands are not in it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// Number of the face's track in its clip; 0 for skin of which no face is known.
    pub face: u32,
    /// Who it is, where that is known: only persons of one name are compared.
    pub name: Option<String>,
    /// Its patches.
    pub patches: Vec<Patch>,
}

/// The skin of a shot, person by person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SkinSamples {
    /// The curve of its code values: those of another curve cannot be compared with them.
    pub transfer: Transfer,
    /// The primaries, likewise.
    pub primaries: Primaries,
    /// The persons, most skin first.
    pub persons: Vec<Person>,
}

impl SkinSamples {
    /// The skin of shot `shot` (0 is the first). `None` where no face is locked there, or there is no such shot.
    pub fn of(analysis: &Analysis, shot: usize) -> Option<Self> {
        let facts = analysis.shots.get(shot)?;
        let picture = analysis.clip.picture();
        let dropped = |lock: &Lock| facts.faces.tracks.iter().any(|t| t.id == lock.face && t.dropped);
        let kept = facts.locks.iter().filter(|lock| !dropped(lock));
        let mut persons: Vec<Person> = kept.filter_map(|lock| person(lock, facts, &picture)).collect();
        persons.sort_by(|a, b| b.skin().total_cmp(&a.skin()));
        persons.truncate(MOST_PERSONS);
        let tags = &analysis.clip.tags;
        let found = Self { transfer: tags.transfer.value, primaries: tags.primaries.value, persons };
        (!found.persons.is_empty()).then_some(found)
    }

    /// The same skin after a grade.
    pub fn grade(&mut self, cdl: &Cdl) {
        for patch in self.persons.iter_mut().flat_map(|p| &mut p.patches) {
            patch.rgb = cdl.graded(patch.rgb);
        }
    }

    /// Says who a face is. Persons with a name are compared only with those of the same name.
    pub fn name(&mut self, face: u32, name: &str) {
        for person in self.persons.iter_mut().filter(|p| p.face == face) {
            person.name = Some(name.into());
        }
    }

    /// The mean colour of all its skin, code values 0..=1.
    pub fn mean_rgb(&self) -> [f32; 3] {
        let all = || self.persons.iter().flat_map(|p| &p.patches);
        let whole: f32 = all().map(|p| p.weight).sum::<f32>().max(1e-9);
        std::array::from_fn(|c| all().map(|p| p.weight * p.rgb[c]).sum::<f32>() / whole)
    }

    /// Whether a file could have said this: sizes, numbers that are none.
    pub fn is_sane(&self) -> bool {
        let fits = |p: &Patch| {
            let near = |i: i16| i.unsigned_abs() <= (FARTHEST_MM / PATCH_MM) as u16 + 1;
            let colours = p.rgb.iter().all(|v| v.is_finite() && (-1.0..=2.0).contains(v));
            colours && (0.0..=1.0).contains(&p.weight) && p.place.is_none_or(|at| at.into_iter().all(near))
        };
        let sane = |p: &Person| p.patches.len() <= MOST_PATCHES && p.patches.iter().all(fits);
        (1..=MOST_PERSONS).contains(&self.persons.len()) && self.persons.iter().all(sane)
    }
}

impl Person {
    /// How much skin of it is known, in patches.
    pub(super) fn skin(&self) -> f32 {
        self.patches.iter().map(|p| p.weight).sum()
    }
}

/// What was seen of a patch.
#[derive(Clone, Copy, Default)]
struct Sum {
    rgb: [f32; 3],
    /// Of what was trusted.
    weight: f32,
    /// Of all that was skin.
    seen: f32,
}

impl Sum {
    fn add(&mut self, rgb: [f32; 3], share: f32, trust: f32) {
        self.seen += share;
        self.weight += share * trust;
        self.rgb = std::array::from_fn(|c| self.rgb[c] + share * trust * rgb[c]);
    }

    fn patch(&self, place: Option<[i16; 2]>) -> Option<Patch> {
        let rgb = self.rgb.map(|v| v / self.weight.max(1e-9));
        let clipped = rgb.iter().any(|v| !(CLIPPED..=1.0 - CLIPPED).contains(v));
        (self.weight >= LEAST_SEEN && !clipped).then(|| Patch {
            place,
            rgb,
            weight: (self.weight / self.seen).clamp(0.0, 1.0),
        })
    }
}

fn person(lock: &Lock, facts: &ShotFacts, picture: &Picture) -> Option<Person> {
    let track = facts.faces.tracks.iter().find(|t| t.id == lock.face);
    let frames: usize = lock.segments.iter().map(|s| s.places.len()).sum();
    let every = frames.div_ceil(MOST_FRAMES).max(1);
    let charts: Vec<Option<Chart>> = lock.segments.iter().map(|s| chart(lock, s, track)).collect();
    // Where one segment has no places, none has: patches with and without could not be told apart.
    let patches = if !charts.is_empty() && charts.iter().all(Option::is_some) {
        let mut cells = BTreeMap::new();
        for (segment, chart) in lock.segments.iter().zip(charts.iter().flatten()) {
            by_place(segment, chart, every, (picture, facts), &mut cells);
        }
        cells.into_iter().filter_map(|(at, sum): ([i16; 2], Sum)| sum.patch(Some(at))).collect()
    } else {
        lock.segments
            .iter()
            .flat_map(|segment| by_node(segment, every, (picture, facts)))
            .collect::<Vec<Patch>>()
    };
    let found = Person { face: lock.face, name: None, patches };
    (!found.patches.is_empty()).then_some(found)
}

fn chart(lock: &Lock, segment: &Segment, track: Option<&FaceTrack>) -> Option<Chart> {
    Chart::of(lock, segment, track?)
}

/// What `each` is told of every trusted node of the face in every so many frames: its number, its colour, how much it is skin, 0..=1, and
/// how far it is trusted, 0..=1.
fn nodes(
    segment: &Segment,
    every: usize,
    (picture, facts): (&Picture, &ShotFacts),
    mut each: impl FnMut(usize, [f32; 3], f32, f32),
) {
    let grid = &segment.grid;
    let on_face = |n: usize| segment.is_face(grid.node(n % grid.columns, n / grid.columns));
    let skin: Vec<usize> = (0..grid.nodes()).filter(|&n| segment.skin[n] > SKIN && on_face(n)).collect();
    let numbered = segment.first_frame..;
    for (index, place) in
        numbered.zip(&segment.places).skip(every / 2).step_by(every).filter(|(_, p)| p.holds())
    {
        let Some(nodes) = place.nodes.get() else { continue };
        // As `balance` leaves it: the step of a seam and a drift of the whole picture are taken back before a grade is laid.
        let (joins, back) = (facts.joins_back(index, 1.0), facts.colour_back(index, 1.0));
        for &n in &skin {
            let trust = if nodes.trust[n] >= TRUSTED { f32::from(nodes.trust[n]) / 255.0 } else { 0.0 };
            let seen = picture.levels.units(nodes.low[n].map(f32::from));
            let ycc = back.of(graded_whole(picture.weights, &joins, seen));
            each(n, rgb_from_ycc(picture.weights, ycc), f32::from(segment.skin[n]) / 255.0, trust);
        }
    }
}

/// Adds what a segment saw to the patches of the skin laid flat, each node to the four nearest.
fn by_place(
    segment: &Segment,
    chart: &Chart,
    every: usize,
    of: (&Picture, &ShotFacts),
    cells: &mut BTreeMap<[i16; 2], Sum>,
) {
    nodes(segment, every, of, |n, rgb, skin, trust| {
        let mm = chart.nodes_mm[n];
        if mm.iter().any(|v| v.abs() > FARTHEST_MM) {
            return;
        }
        let at = mm.map(|v| v / PATCH_MM);
        let low = at.map(f32::floor);
        for (dx, dy) in [(0, 0), (1, 0), (0, 1), (1, 1)] {
            let share = |i: usize, up: i16| {
                let past = at[i] - low[i];
                if up == 1 { past } else { 1.0 - past }
            };
            let cell = [low[0] as i16 + dx, low[1] as i16 + dy];
            cells.entry(cell).or_default().add(rgb, skin * share(0, dx) * share(1, dy), trust);
        }
    });
}

/// The mean of each node of a segment of which no place on the skin is known.
fn by_node(segment: &Segment, every: usize, of: (&Picture, &ShotFacts)) -> Vec<Patch> {
    let mut sums = vec![Sum::default(); segment.grid.nodes()];
    nodes(segment, every, of, |n, rgb, skin, trust| sums[n].add(rgb, skin, trust));
    sums.iter().filter_map(|sum| sum.patch(None)).collect()
}
