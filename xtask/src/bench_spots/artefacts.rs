//! What is drawn on the skin of a clip for a few frames: where, when, how large, and of which kind.

use dewax::clip::Picture;
use dewax::color::{ciede2000, lab_from_ycc};
use dewax::face::{FaceState, Topology};
use dewax::facts::ShotFacts;
use dewax::kernels::noise::hash32;
use dewax::kernels::{blur, tile, warp};
use dewax::lock::Locked;
use dewax::px::{Frame, LEVEL, Plane, Rect};

/// Frames from one artefact to the next: each is judged with five clean frames before and behind it, and lasts five at most.
const EVERY_FRAMES: usize = 12;
const FIRST_FRAME: usize = 7;
/// Diameters, eye distances.
const SIZES_IOD: [f64; 2] = [0.05, 0.3];
/// An artefact that changes its place by less than this in one of its frames, mean CIEDE2000, is none: what is mended may differ by as much. It is drawn
/// elsewhere, or as another kind.
const LEAST_SEEN_DE: f64 = super::MOST_DE;
const TRIES: u32 = 60;
/// Nearer than this to eyes and brows, lips and outline, eye distances, there is no cheek, jaw or nose.
const FROM_EYES_IOD: f64 = 0.22;
const FROM_LIPS_IOD: f64 = 0.14;
const FROM_OUTLINE_IOD: f64 = 0.05;

/// What it looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Another colour of the same light.
    Colour,
    /// A fifth darker.
    Dark,
    /// Much brighter.
    Bright,
    /// Without its texture.
    Smear,
    /// A piece of skin from elsewhere.
    Elsewhere,
}

const KINDS: [Kind; 5] = [Kind::Colour, Kind::Dark, Kind::Bright, Kind::Smear, Kind::Elsewhere];

/// One artefact, in the lock of a face.
#[derive(Clone, Copy, Debug)]
pub(super) struct Artefact {
    pub(super) kind: Kind,
    pub(super) first_frame: usize,
    pub(super) last_frame: usize,
    pub(super) size_iod: f64,
    /// Lock px.
    pub(super) middle: [f64; 2],
    radius: f64,
    seed: u32,
}

/// The face of a clip that is drawn on.
pub(super) struct Skin<'a> {
    pub(super) facts: &'a ShotFacts,
    pub(super) face: u32,
    pub(super) picture: Picture,
}

impl<'a> Skin<'a> {
    /// The face that is locked longest.
    pub(super) fn of(facts: &'a ShotFacts, picture: Picture) -> Option<Self> {
        let frames = |face: u32| -> usize {
            facts
                .locks
                .iter()
                .filter(|l| l.face == face)
                .flat_map(|l| &l.segments)
                .map(|s| s.places.len())
                .sum()
        };
        let face = facts.locks.iter().filter(|l| l.face > 0).map(|l| l.face).max_by_key(|f| frames(*f))?;
        Some(Self { facts, face, picture })
    }

    pub(super) fn lock(&self, frame: usize) -> Option<Locked<'a>> {
        self.facts.locks.iter().find(|l| l.face == self.face)?.held(frame)
    }

    fn state(&self, frame: usize) -> Option<&'a FaceState> {
        self.facts.faces.tracks.iter().find(|t| t.id == self.face)?.at(frame)
    }

    /// Whether a place of the lock is cheek, jaw, nose or forehead in a frame, with `around` eye distances around it.
    fn is_plain(&self, frame: usize, middle: [f64; 2], around: f64) -> bool {
        let (Some(lock), Some(state)) = (self.lock(frame), self.state(frame)) else { return false };
        let (Some(mesh), Some(topology)) = (state.mesh(), self.facts.faces.topology.as_deref()) else {
            return false;
        };
        let iod = f64::from(state.iod_px);
        let p = lock.to_frame(middle);
        let ring = |contour: &[u16]| -> Vec<[f64; 2]> {
            contour
                .iter()
                .filter_map(|&i| mesh.points.get(usize::from(i)))
                .map(|p| p.map(f64::from))
                .collect()
        };
        let Topology { lips_outer, oval, .. } = topology;
        let eyes = mesh.eye_boxes(topology).into_iter().all(|eye| {
            let [left, upper, right, lower] = eye.map(f64::from);
            let beyond = |v: f64, from: f64, to: f64| (from - v).max(v - to).max(0.0);
            beyond(p[0], left, right).hypot(beyond(p[1], upper, lower)) > (FROM_EYES_IOD + around) * iod
        });
        eyes && lock.skin(middle) > 0.9
            && depth(&ring(lips_outer), p) < -(FROM_LIPS_IOD + around) * iod
            && depth(&ring(oval), p) > (FROM_OUTLINE_IOD + around) * iod
    }
}

/// How deep a point lies in a closed loop; negative outside.
fn depth(ring: &[[f64; 2]], p: [f64; 2]) -> f64 {
    let (mut inside, mut least) = (false, f64::INFINITY);
    for (i, a) in ring.iter().enumerate() {
        let b = ring[(i + 1) % ring.len()];
        if (a[1] > p[1]) != (b[1] > p[1]) && p[0] < a[0] + (p[1] - a[1]) * (b[0] - a[0]) / (b[1] - a[1]) {
            inside = !inside;
        }
        let (along, to) = ([b[0] - a[0], b[1] - a[1]], [p[0] - a[0], p[1] - a[1]]);
        let t = ((to[0] * along[0] + to[1] * along[1]) / along[0].hypot(along[1]).powi(2).max(1e-12))
            .clamp(0.0, 1.0);
        least = least.min((to[0] - t * along[0]).hypot(to[1] - t * along[1]));
    }
    if inside { least } else { -least }
}

/// The artefacts of a clip, by chance from `seed`.
pub(super) fn planned(skin: &Skin<'_>, frames: &[Frame], seed: u32) -> Vec<Artefact> {
    let mut out = Vec::new();
    let mut first = FIRST_FRAME;
    while first + 5 + 6 <= frames.len() {
        let number = u32::try_from(out.len()).unwrap_or(0);
        let found = (0..TRIES).find_map(|attempt| {
            let seed = hash32(seed ^ hash32(1 + number) ^ hash32(7000 + attempt));
            // After half of the tries another kind has its turn.
            let turn = number as usize + usize::try_from(attempt / (TRIES / 2)).unwrap_or(0);
            one(skin, frames, first, KINDS[turn % KINDS.len()], seed)
        });
        out.extend(found);
        first += EVERY_FRAMES;
    }
    out
}

fn one(skin: &Skin<'_>, frames: &[Frame], first: usize, kind: Kind, seed: u32) -> Option<Artefact> {
    let chance = |which: u32| f64::from(hash32(seed ^ hash32(which))) / f64::from(u32::MAX);
    let last = first + (chance(1) * 4.999) as usize;
    let size_iod = SIZES_IOD[0] + chance(2) * (SIZES_IOD[1] - SIZES_IOD[0]);
    let lock = skin.lock(first)?;
    let [left, upper, right, lower] = lock.segment.face.map(f64::from);
    let middle = [left + chance(3) * (right - left), upper + chance(4) * (lower - upper)];
    let radius = size_iod * f64::from(lock.segment.iod_px) / 2.0;
    let artefact = Artefact { kind, first_frame: first, last_frame: last, size_iod, middle, radius, seed };
    let is_plain = (first..=last).all(|n| {
        let same = skin.lock(n).is_some_and(|l| std::ptr::eq(l.segment, lock.segment));
        same && skin.is_plain(n, middle, size_iod / 2.0)
    });
    let seen = |n: usize| {
        let mut drawn = frames[n].clone();
        artefact.draw(skin, n, &mut drawn);
        artefact.differs(skin, n, &frames[n], &drawn).is_some_and(|(de, _)| de >= LEAST_SEEN_DE)
    };
    (is_plain && (first..=last).all(seen)).then_some(artefact)
}

/// A sample that an artefact covers: column, row, place in the lock, weight.
pub(super) type Cell = (usize, usize, [f64; 2], f32);

impl Artefact {
    pub(super) fn is_in(&self, frame: usize) -> bool {
        (self.first_frame..=self.last_frame).contains(&frame)
    }

    /// Where it lies in a frame, px, and its diameter there.
    pub(super) fn at(&self, skin: &Skin<'_>, frame: usize) -> Option<([f64; 2], f64)> {
        let lock = skin.lock(frame)?;
        Some((lock.to_frame(self.middle), 2.0 * self.radius * f64::from(lock.scale())))
    }

    /// Draws it on a frame.
    pub(super) fn draw(&self, skin: &Skin<'_>, number: usize, frame: &mut Frame) {
        let Some(lock) = skin.lock(number).filter(|_| self.is_in(number)) else { return };
        let clean = frame.clone();
        let scale = f64::from(lock.scale());
        let away = 360.0 * f64::from(hash32(self.seed ^ 99)) / f64::from(u32::MAX);
        let (sin, cos) = dewax::color::math::sin_cos_deg(away);
        let by = [2.4 * self.radius * cos, 2.4 * self.radius * sin];
        let sign = if hash32(self.seed ^ 5).is_multiple_of(2) { 1.0 } else { -1.0 };
        for which in 0..3 {
            let factors = if which == 0 { (1, 1) } else { frame.subsampling.factors() };
            let cells = self.cells(&lock, &clean, which, factors);
            let smear = (self.kind == Kind::Smear && which == 0).then(|| {
                let whole = tile::cut(clean.luma(), Rect::of(clean.width(), clean.height()));
                blur::gaussian(&whole, (0.35 * self.radius * scale).max(2.5) as f32)
            });
            let elsewhere: Option<Plane<f32>> = (self.kind == Kind::Elsewhere).then(|| {
                let plane = clean.plane(which);
                tile::cut(plane, Rect::of(plane.width(), plane.height()))
            });
            for (x, y, still, w) in cells {
                let s = &mut frame.plane_mut(which).row_mut(y)[x];
                let v = f32::from(*s);
                let made = match (self.kind, which) {
                    (Kind::Colour, 1) => v + sign * 9.0 * LEVEL,
                    (Kind::Colour, 2) => v - sign * 11.0 * LEVEL,
                    (Kind::Dark, 0) => 0.78 * v,
                    (Kind::Bright, 0) => v + 35.0 * LEVEL,
                    (Kind::Smear, 0) => smear.as_ref().map_or(v, |p| p.row(y)[x]),
                    (Kind::Elsewhere, _) => elsewhere.as_ref().map_or(v, |plane| {
                        let [u, t] = lock.to_frame([still[0] + by[0], still[1] + by[1]]);
                        let (sx, sy) = (factors.0 as f64, factors.1 as f64);
                        warp::at(plane, (u + 0.5) / sx - 0.5, (t + 0.5) / sy - 0.5)
                    }),
                    _ => v,
                };
                // As a file of 8 bits has it.
                *s = (((v + w * (made - v)) / LEVEL).round().clamp(0.0, 255.0) * LEVEL) as u16;
            }
        }
    }

    /// The samples of a plane that it covers.
    pub(super) fn cells(
        &self,
        lock: &Locked<'_>,
        frame: &Frame,
        which: usize,
        (sx, sy): (usize, usize),
    ) -> Vec<Cell> {
        let Some(back) = lock.back() else { return Vec::new() };
        let plane = frame.plane(which);
        let [mx, my] = lock.to_frame(self.middle);
        let reach = 1.5 * self.radius * f64::from(lock.scale()) + 4.0;
        let span = |middle: f64, factor: usize, size: usize| {
            let f = factor as f64;
            (((middle - reach) / f).max(0.0) as usize..(((middle + reach) / f).max(0.0) as usize).min(size))
                .collect::<Vec<_>>()
        };
        let (columns, rows) = (span(mx, sx, plane.width()), span(my, sy, plane.height()));
        let mut out = Vec::new();
        for &y in &rows {
            for &x in &columns {
                let middle = |i: usize, s: usize| (i * s) as f64 + (s as f64 - 1.0) / 2.0;
                let still = back([middle(x, sx), middle(y, sy)]);
                let far = (still[0] - self.middle[0]).hypot(still[1] - self.middle[1]);
                let w = ((self.radius - far) / (0.25 * self.radius).max(1.0) + 0.5).clamp(0.0, 1.0) as f32;
                if w > 0.0 {
                    out.push((x, y, still, w));
                }
            }
        }
        out
    }

    /// How far two frames lie apart in its place, mean CIEDE2000, and over how many pixels.
    pub(super) fn differs(
        &self,
        skin: &Skin<'_>,
        number: usize,
        one: &Frame,
        other: &Frame,
    ) -> Option<(f64, usize)> {
        let lock = skin.lock(number)?;
        let cells = self.cells(&lock, one, 0, (1, 1));
        let (sx, sy) = one.subsampling.factors();
        let Picture { weights, levels, .. } = skin.picture;
        let lab = |f: &Frame, x: usize, y: usize| {
            let codes = [0, 1, 2].map(|i| {
                let plane = f.plane(i);
                let (u, v) = if i == 0 { (x, y) } else { (x / sx, y / sy) };
                f32::from(plane.row(v.min(plane.height() - 1))[u.min(plane.width() - 1)])
            });
            lab_from_ycc(weights, levels.units(codes))
        };
        let sum: f64 = cells.iter().map(|&(x, y, ..)| ciede2000(lab(one, x, y), lab(other, x, y))).sum();
        (!cells.is_empty()).then(|| (sum / cells.len() as f64, cells.len()))
    }
}
