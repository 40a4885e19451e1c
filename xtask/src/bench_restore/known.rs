//! What is known of a true clip: its frames, where its skin lies and stays, and what of it is eyes and lips.

use crate::bench_lock::ground::{each_frame, grown, sharp_at, shrunk, soft_at};
use crate::bench_lock::portrait::Strolling;
use anyhow::{Context, Result};
use dewax::analysis::Analysis;
use dewax::clip::Picture;
use dewax::face::{FaceState, Topology};
use dewax::px::{Frame, Plane};

/// Skin from this weight on is skin where figures are taken.
const SURE: f32 = 0.8;
/// How far inside its edge that is, in eye distances.
const EDGE_IODS: f32 = 0.04;
/// Trust in the truth's own lock from which its motion counts as known.
const LEAST_TRUST: f32 = 0.5;
/// Every so many frames must agree that a place is skin.
const ASKED_FRAMES: usize = 6;
/// Skin around eyes and lips that belongs to them, in eye distances.
const AROUND_FEATURES_IODS: f32 = 0.04;

/// Where the motion is known from.
pub(super) enum Course<'a> {
    /// From the warp that made the clip.
    Warp(&'a Strolling),
    /// From the lock of the true clip, never of a treated one.
    Lock,
}

/// A true clip.
pub(super) struct Known {
    pub(super) picture: Picture,
    pub(super) frames: Vec<Frame>,
    /// Where the samples of the still picture lie, frame by frame; none where that is not known.
    pub(super) ways: Vec<Option<Plane<[f32; 2]>>>,
    /// 1 where the still picture is skin, 0 elsewhere.
    pub(super) inner: Plane<f32>,
    /// Weight of the skin in each frame, at luma's size.
    pub(super) skin: Vec<Plane<f32>>,
    /// Eyes, brows and lips in each frame.
    pub(super) features: Vec<Plane<bool>>,
    pub(super) iod_px: f32,
}

/// Where a point of the still picture lies in a frame.
type At<'a> = dyn Fn(usize, [f64; 2]) -> Option<[f64; 2]> + Sync + 'a;

/// A still picture: where it begins, how large it is, and where its points lie.
struct Still<'a> {
    corner: [f64; 2],
    size: (usize, usize),
    at: Box<At<'a>>,
    /// Whether that can be trusted.
    sure: Box<dyn Fn(usize, [f64; 2]) -> bool + Sync + 'a>,
}

impl Known {
    /// From the analysis of the true clip.
    pub(super) fn of(analysis: &Analysis, frames: Vec<Frame>, course: &Course<'_>) -> Result<Self> {
        let picture = analysis.clip.picture();
        let facts = analysis.shots.first().context("it has no shot")?;
        let (width, height) = (picture.format.width, picture.format.height);
        let fitted = facts.skin_search();
        let skin = each_frame(frames.len(), |t| match fitted.find(&picture, &facts.faces, &frames[t]) {
            Some(mask) => {
                let mut plane = Plane::new(width, height);
                (0..height).for_each(|y| mask.expand_row(y, 0, plane.row_mut(y)));
                plane
            }
            None => Plane::new(width, height),
        });
        let lock =
            facts.locks.iter().max_by_key(|lock| lock.segments.iter().map(|s| s.places.len()).sum::<usize>());
        let segment = lock.and_then(|lock| lock.segments.iter().max_by_key(|s| s.places.len()));
        let segment = segment.context("its skin has no lock")?;
        let iod_px = segment.iod_px;
        let still = match course {
            Course::Warp(made) => Still {
                corner: [0.0; 2],
                size: (made.frames[0][0].width(), made.frames[0][0].height()),
                at: Box::new(|t, [x, y]| Some(made.place(t, (x, y)).into())),
                sure: Box::new(|_, _| true),
            },
            Course::Lock => {
                let grid = &segment.grid;
                let side = |nodes: usize| ((nodes - 1) as f32 * grid.step_px) as usize;
                let held =
                    move |t: usize| lock.and_then(|l| l.held(t)).filter(|l| std::ptr::eq(l.segment, segment));
                Still {
                    corner: [f64::from(grid.x), f64::from(grid.y)],
                    size: (side(grid.columns), side(grid.rows)),
                    at: Box::new(move |t, point| Some(held(t)?.to_frame(point))),
                    sure: Box::new(move |t, point| {
                        segment.is_face(point) && held(t).is_some_and(|l| l.trust(point) >= LEAST_TRUST)
                    }),
                }
            }
        };
        let features = features(analysis, frames.len(), (width, height), iod_px);
        let (inner, ways) =
            placed(&still, &skin, &features, iod_px).context("too little of its skin is seen")?;
        Ok(Self { picture, frames, ways, inner, skin, features, iod_px })
    }

    /// A plane of a frame brought to the still picture; none where the motion is not known. `factors`: luma px per sample.
    pub(super) fn aligned(
        &self,
        frame: usize,
        plane: &Plane<f32>,
        (across, down): (usize, usize),
    ) -> Option<Plane<f32>> {
        let way = self.ways.get(frame)?.as_ref()?;
        Some(Plane::from_fn(way.width(), way.height(), |x, y| {
            let [u, v] = way.row(y)[x].map(f64::from);
            // 4:2:0 has its colour on the left column and between the rows.
            let between = if down == 2 { 0.25 } else { 0.0 };
            sharp_at(plane, u / across as f64, v / down as f64 - between)
        }))
    }
}

/// The part of the still picture that is skin in all frames, and the way from there to each frame.
#[allow(clippy::type_complexity, reason = "two values of one place, used once")]
fn placed(
    still: &Still<'_>,
    skin: &[Plane<f32>],
    features: &[Plane<bool>],
    iod_px: f32,
) -> Option<(Plane<f32>, Vec<Option<Plane<[f32; 2]>>>)> {
    let point = |x: usize, y: usize| [still.corner[0] + x as f64, still.corner[1] + y as f64];
    let middle = point(still.size.0 / 2, still.size.1 / 2);
    let seen: Vec<usize> = (0..skin.len()).filter(|&t| (still.at)(t, middle).is_some()).collect();
    let asked: Vec<usize> = seen.iter().copied().step_by(ASKED_FRAMES).collect();
    if asked.is_empty() {
        return None;
    }
    let is_skin = Plane::from_fn(still.size.0, still.size.1, |x, y| {
        asked.iter().all(|&t| {
            (still.at)(t, point(x, y)).is_some_and(|[u, v]| {
                let near = features[t].row_clamped(v as isize);
                (still.sure)(t, point(x, y))
                    && soft_at(&skin[t], u, v) >= SURE
                    && !near[(u.max(0.0) as usize).min(near.len() - 1)]
            })
        })
    });
    let inner = shrunk(&is_skin, (EDGE_IODS * iod_px).ceil() as usize);
    let (mut x0, mut y0, mut x1, mut y1) = (still.size.0, still.size.1, 0, 0);
    for (y, row) in inner.rows().enumerate() {
        for (x, _) in row.iter().enumerate().filter(|(_, set)| **set) {
            (x0, y0, x1, y1) = (x0.min(x), y0.min(y), x1.max(x + 1), y1.max(y + 1));
        }
    }
    if x1 <= x0 || y1 <= y0 {
        return None;
    }
    let cut = Plane::from_fn(x1 - x0, y1 - y0, |x, y| if inner.row(y0 + y)[x0 + x] { 1.0 } else { 0.0 });
    let ways = each_frame(skin.len(), |t| {
        (still.at)(t, middle)?;
        Some(Plane::from_fn(x1 - x0, y1 - y0, |x, y| {
            (still.at)(t, point(x0 + x, y0 + y)).unwrap_or_default().map(|v| v as f32)
        }))
    });
    Some((cut, ways))
}

/// Eyes, brows and lips of every known face.
fn features(
    analysis: &Analysis,
    count: usize,
    (width, height): (usize, usize),
    iod_px: f32,
) -> Vec<Plane<bool>> {
    let faces = |t: usize| -> Option<(Vec<&FaceState>, &Topology)> {
        let facts = analysis.shot_of(t)?;
        Some((facts.faces.all(t), facts.faces.topology.as_deref()?))
    };
    each_frame(count, |t| {
        let mut out = Plane::new(width, height);
        let Some((states, topology)) = faces(t) else { return out };
        for state in states {
            let Some(mesh) = state.mesh() else { continue };
            let loops = [&topology.lips_outer, &topology.right_eye, &topology.left_eye];
            let brows = [&topology.right_brow, &topology.left_brow];
            let places = |points: &[u16]| -> Vec<[f32; 2]> {
                points.iter().filter_map(|&i| mesh.points.get(usize::from(i)).copied()).collect()
            };
            for outline in loops {
                let outline = places(outline);
                fill(&mut out, &outline);
            }
            for brow in brows {
                for [x, y] in places(brow) {
                    mark(&mut out, x, y);
                }
            }
        }
        grown(&out, (AROUND_FEATURES_IODS * iod_px).ceil() as usize)
    })
}

fn mark(out: &mut Plane<bool>, x: f32, y: f32) {
    if x >= 0.0 && y >= 0.0 && (x as usize) < out.width() && (y as usize) < out.height() {
        out.row_mut(y as usize)[x as usize] = true;
    }
}

/// Sets what lies within an outline: a row is inside between every two of its crossings.
fn fill(out: &mut Plane<bool>, outline: &[[f32; 2]]) {
    for y in 0..out.height() {
        let at = y as f32 + 0.01;
        let mut crossings: Vec<f32> = (0..outline.len())
            .filter_map(|i| {
                let (a, b) = (outline[i], outline[(i + 1) % outline.len()]);
                ((a[1] > at) != (b[1] > at)).then(|| a[0] + (at - a[1]) / (b[1] - a[1]) * (b[0] - a[0]))
            })
            .collect();
        crossings.sort_by(f32::total_cmp);
        for pair in crossings.chunks_exact(2) {
            let (from, to) = (pair[0].max(0.0) as usize, (pair[1].max(0.0) as usize + 1).min(out.width()));
            if from < to {
                out.row_mut(y)[from..to].fill(true);
            }
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use dewax::demo::DrawnFace;

    /// A still clip of nothing but textured skin, with eyes in a corner.
    pub(in super::super) fn wall(frames: Vec<Frame>) -> Known {
        let (width, height) = (frames[0].width(), frames[0].height());
        let way = Plane::from_fn(width - 32, height - 32, |x, y| [x as f32 + 16.0, y as f32 + 16.0]);
        Known {
            picture: DrawnFace::new(width, height, frames.len()).picture(),
            ways: vec![Some(way); frames.len()],
            inner: Plane::filled(width - 32, height - 32, 1.0),
            skin: vec![
                Plane::from_fn(width, height, |x, _| if x + 8 < width { 1.0 } else { 0.0 });
                frames.len()
            ],
            features: vec![Plane::from_fn(width, height, |x, y| x < 8 && y < 8); frames.len()],
            iod_px: 60.0,
            frames,
        }
    }

    #[test]
    fn an_outline_is_filled_and_nothing_else() {
        let mut plane = Plane::new(20, 20);
        fill(&mut plane, &[[4.0, 4.0], [14.0, 4.0], [14.0, 12.0], [4.0, 12.0]]);
        assert!(plane.row(8)[9] && !plane.row(8)[2] && !plane.row(8)[17] && !plane.row(15)[9]);
    }
}
