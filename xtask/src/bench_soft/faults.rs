//! Frames whose face is made soft: which, how, and where.

use dewax::face::FaceState;
use dewax::facts::ShotFacts;
use dewax::kernels::{blur, round_u16, tile};
use dewax::px::{Frame, Plane, Rect};

/// How a face is made soft.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Kind {
    /// A Gaussian of this sigma, px.
    Blur(f32),
    /// A mean over so many px from left to right.
    Smear(usize),
}

/// Each has its turn.
const KINDS: [Kind; 4] = [Kind::Blur(2.0), Kind::Blur(3.0), Kind::Blur(4.0), Kind::Smear(9)];
/// So do lengths, frames.
const LENGTHS: [usize; 5] = [4, 6, 8, 5, 7];
/// The first run begins here, and another one so many frames after each.
const FIRST_FRAME: usize = 12;
const EVERY_FRAMES: usize = 26;
/// What is soft reaches beyond the mesh by so many eye distances, and ends softly over as many.
const BEYOND_IOD: f32 = 0.3;

/// A run of soft frames.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fault {
    pub(super) kind: Kind,
    pub(super) first: usize,
    pub(super) last: usize,
}

/// The faults of a clip of so many frames.
pub(super) fn planned(frames: usize) -> Vec<Fault> {
    let firsts = (0..).map(|n| (n, FIRST_FRAME + n * EVERY_FRAMES));
    let fits = |(n, first): &(usize, usize)| first + LENGTHS[n % LENGTHS.len()] + 8 <= frames;
    let one = |(n, first): (usize, usize)| Fault {
        kind: KINDS[n % KINDS.len()],
        first,
        last: first + LENGTHS[n % LENGTHS.len()] - 1,
    };
    firsts.take_while(fits).map(one).collect()
}

/// The face of a shot that is seen longest, in one frame.
pub(super) fn face(facts: &ShotFacts, frame: usize) -> Option<&FaceState> {
    let track = facts.faces.tracks.iter().filter(|t| !t.dropped).max_by_key(|t| t.states.len())?;
    track.at(frame).filter(|s| s.mesh().is_some())
}

/// Middle and radii of a face in a frame, luma px, with `beyond` eye distances around its mesh.
pub(super) fn ellipse(state: &FaceState, beyond: f32) -> Option<([f32; 2], [f32; 2])> {
    let mesh = state.mesh()?;
    let span = |axis: usize| {
        let all = || mesh.points.iter().map(|p| p[axis]);
        let low = all().fold(f32::INFINITY, f32::min) - beyond * state.iod_px;
        let high = all().fold(f32::NEG_INFINITY, f32::max) + beyond * state.iod_px;
        ((low + high) / 2.0, (high - low) / 2.0)
    };
    let ((x, a), (y, b)) = (span(0), span(1));
    Some(([x, y], [a, b]))
}

impl Fault {
    pub(super) fn has(&self, frame: usize) -> bool {
        (self.first..=self.last).contains(&frame)
    }

    /// Makes a face of a frame soft.
    pub(super) fn draw(&self, state: &FaceState, frame: &mut Frame) {
        let (Some((middle, outer)), Some((_, inner))) = (ellipse(state, BEYOND_IOD), ellipse(state, 0.0))
        else {
            return;
        };
        for which in 0..3 {
            let (sx, sy) = if which == 0 { (1, 1) } else { frame.subsampling.factors() };
            let plane = frame.plane_mut(which);
            let own = tile::cut(plane, Rect::of(plane.width(), plane.height()));
            let soft = match self.kind {
                Kind::Blur(sigma) => blur::gaussian(&own, sigma / sx as f32),
                Kind::Smear(length) => smeared(&own, length / sx),
            };
            for y in 0..plane.height() {
                for (x, s) in plane.row_mut(y).iter_mut().enumerate() {
                    let along = |radius: [f32; 2]| {
                        let u = ((x * sx) as f32 - middle[0]) / radius[0].max(1.0);
                        let v = ((y * sy) as f32 - middle[1]) / radius[1].max(1.0);
                        u.hypot(v)
                    };
                    // 1 within the mesh's ellipse, 0 beyond the outer one.
                    let (near, far) = (along(inner), along(outer));
                    let w = if near <= 1.0 {
                        1.0
                    } else {
                        ((1.0 - far) / (near - far).max(1e-3)).clamp(0.0, 1.0)
                    };
                    if w > 0.0 {
                        let v = f32::from(*s);
                        *s = round_u16((v + w * (soft.row(y)[x] - v)).max(0.0), 65535.0);
                    }
                }
            }
        }
    }
}

fn smeared(plane: &Plane<f32>, length: usize) -> Plane<f32> {
    let half = (length.max(1) / 2) as isize;
    Plane::from_fn(plane.width(), plane.height(), |x, y| {
        let row = plane.row(y);
        let at = |by: isize| row[(x as isize + by).clamp(0, row.len() as isize - 1) as usize];
        (-half..=half).map(at).sum::<f32>() / (2 * half + 1) as f32
    })
}
