//! What is laid over a place: the same skin out of clean frames, or skin from beside it, each in the light that is around the place.

use super::follow::{TEXTURE_SIGMA_PX, fine_power};
use super::place::{Carried, LIGHT_SHARE, RING_TIMES};
use super::{Disc, Job, Retouch, Under};
use crate::color::math::sin_cos_deg;
use crate::kernels::warp::{self, Field};
use crate::kernels::{blur, middle};
use crate::lock::Segment;
use crate::px::{Frame, LEVEL, Plane};

/// At most so many clean frames are compared, the nearest: three before and three behind.
const MOST_CLEAN: usize = 6;
/// Clean frames differ from their median by noise and by what the lock misses; one that does so by this many times what the best does, and by so
/// many levels more, shows something else.
const AGREES_TIMES: f32 = 1.6;
const AGREES_LEVELS: f32 = 1.0;
/// Sigma behind which clean frames are compared, px: noise is not.
const COMPARED_SIGMA_PX: f32 = 1.5;
/// The sharpest of so many nearest clean frames are taken: some are soft by motion or by a codec, and none has more texture than the skin.
const SHARPEST_OF: usize = 4;
/// Successive frames of a place take turns among so many clean ones, so that noise that is new in every frame stays so.
const TURNS: usize = 2;
/// Skin beside a place is looked for in so many directions, so far from its middle in outer radii.
const DIRECTIONS: usize = 16;
const BESIDE_RADII: [f64; 3] = [2.05, 2.6, 3.2];
/// Skin there must be skin by this share, everywhere.
const BESIDE_SKIN: f32 = 0.85;
/// What is finer than this share of the outer radius is texture.
const TEXTURE_SHARE: f32 = 0.25;

/// What is coarser than this sigma, px, is taken from the nearest clean frames before and behind, by how near each is: skin bends between them.
const BETWEEN_SIGMA_PX: f32 = 2.5;

/// A clean frame: its planes brought under the place and into its light.
struct Clean {
    /// How many frames later it is.
    by: isize,
    planes: Vec<Plane<f32>>,
    /// What it misses around the place, levels.
    around: f32,
    /// Mean square of its texture in the place.
    texture: f32,
}

impl Job<'_> {
    /// What clean frames before and behind show of the same skin.
    pub(super) fn by_clean_frames(&self, planes: &[Under]) -> Option<Vec<Plane<f32>>> {
        let here = self.source.here();
        let mut near: Vec<(isize, &Frame)> = (1..)
            .take(super::TIMELY_FRAMES as usize + super::CLEAN_FRAMES as usize)
            .flat_map(|far: isize| [-far, far])
            .filter_map(|by| Some((by, self.source.off(by)?)))
            .collect();
        near.retain(|(_, frame)| self.is_clean(frame.index));
        let mut clean: Vec<Clean> = Vec::new();
        for (by, frame) in near {
            if clean.len() >= MOST_CLEAN {
                break;
            }
            clean.extend(self.moved(frame, by, planes));
        }
        let least = clean.iter().map(|c| c.around).fold(f32::INFINITY, f32::min);
        clean.retain(|c| agrees(c.around, least));
        let usual = median(&clean)?;
        let soft = |plane: &Plane<f32>| blur::gaussian(plane, COMPARED_SIGMA_PX);
        let (usual, weights) = (soft(&usual), &planes[0].cover.weights);
        let misses: Vec<f32> = clean.iter().map(|c| apart(&soft(&c.planes[0]), &usual, weights)).collect();
        let least = misses.iter().copied().fold(f32::INFINITY, f32::min);
        let mut kept: Vec<Clean> =
            clean.into_iter().zip(misses).filter(|(_, miss)| agrees(*miss, least)).map(|(c, _)| c).collect();
        kept.sort_by_key(|c| c.by.unsigned_abs());
        let between = between(&kept, planes);
        kept.truncate(SHARPEST_OF);
        kept.sort_by(|a, b| b.texture.total_cmp(&a.texture));
        let turn = here.index.saturating_sub(usize::try_from(self.retouch.first_frame).unwrap_or(0));
        let at = turn % kept.len().clamp(1, TURNS);
        let taken = (at < kept.len()).then(|| kept.swap_remove(at).planes)?;
        Some(match between {
            None => taken,
            Some(between) => taken.into_iter().zip(between).zip(planes).map(|((own, low), under)| with_low(own, &low, under)).collect(),
        })
    }

    /// Whether no retouch is at work there in a frame.
    fn is_clean(&self, index: usize) -> bool {
        let overlaps = |other: &Retouch| {
            let there = Carried::of(self.context.facts, other, index);
            there.is_some_and(|there| there.meets(&self.disc, self.disc.middle))
        };
        !self.all.iter().any(|other| super::over_time(other, index) > 0.0 && overlaps(other))
    }

    /// A clean frame, `by` frames later, under the place and in its light; `None` where its skin is not followed there, or moved too far.
    fn moved(&self, frame: &Frame, by: isize, planes: &[Under]) -> Option<Clean> {
        let lying = self.lying(frame)?;
        let mut laid = self.under(frame, &self.field_to(self.part, &lying)?, planes);
        let (luma, weights) = (laid.first_mut()?, &planes.first()?.cover.weights);
        let soft = blur::gaussian(luma, TEXTURE_SIGMA_PX);
        let samples = luma.samples_mut().iter_mut().zip(soft.samples());
        samples.for_each(|(v, s)| *v = s + lying.sharper * (*v - s));
        let texture = fine_power(luma, &soft, weights) as f32;
        Some(Clean { by, planes: laid, around: lying.misses, texture })
    }

    /// A frame under the place, whose samples lie there as a field says, in the light that is around the place.
    fn under(&self, frame: &Frame, field: &Field, planes: &[Under]) -> Vec<Plane<f32>> {
        let one = |under: &Under| {
            let plane = frame.plane(under.which);
            if under.which == 0 {
                return self.lit(warp::under_field_crisp(plane, field), under);
            }
            let field = field.subsampled(under.factors, (under.part.width(), under.part.height()));
            self.lit(warp::under_field_crisp(plane, &field), under)
        };
        planes.iter().map(one).collect()
    }

    /// What was taken from elsewhere, in the light that is around the place.
    fn lit(&self, mut taken: Plane<f32>, under: &Under) -> Plane<f32> {
        let mut differs = under.now.clone();
        differs.samples_mut().iter_mut().zip(taken.samples()).for_each(|(d, t)| *d -= t);
        let light = self.spread(&differs, under);
        taken.samples_mut().iter_mut().zip(light.samples()).for_each(|(t, l)| *t += l);
        taken
    }

    /// What is around a place, led smoothly into it.
    pub(super) fn spread(&self, plane: &Plane<f32>, under: &Under) -> Plane<f32> {
        let sigma = (LIGHT_SHARE * self.edge_px() / under.factors.0 as f32).max(1.0);
        let around = &under.cover.around;
        let mut sum = plane.clone();
        sum.samples_mut().iter_mut().zip(around.samples()).for_each(|(v, a)| *v *= a);
        let (mut sum, known) = rayon::join(|| blur::gaussian(&sum, sigma), || blur::gaussian(around, sigma));
        let mut all: Vec<f32> = plane.samples().iter().zip(around.samples()).filter(|(_, a)| **a > 0.5).map(|(v, _)| *v).collect();
        let usual = middle(&mut all, f32::total_cmp).unwrap_or(0.0);
        // Where next to nothing around is known, what is usual around it.
        const LITTLE: f32 = 1e-3;
        sum.samples_mut().iter_mut().zip(known.samples()).for_each(|(s, k)| *s = (*s + LITTLE * usual) / (k + LITTLE));
        sum
    }

    /// Skin from beside the place, of the same frame.
    pub(super) fn by_skin_beside(&self, planes: &[Under]) -> Option<Vec<Plane<f32>>> {
        let by = self.beside()?;
        let field = self.disc.field(self.part, by)?;
        Some(self.under(self.source.here(), &field, planes))
    }

    /// By how many lock px skin lies beside the place that is as rough as what is around it. What it goes by does not change from frame to
    /// frame: nor does the choice.
    fn beside(&self) -> Option<[f64; 2]> {
        let (Disc { middle, edge, .. }, segment) = (&self.disc, self.disc.lock.segment);
        let own = roughness(segment, *middle, edge * RING_TIMES);
        let mut best: Option<(f32, [f64; 2])> = None;
        for radii in BESIDE_RADII {
            for direction in 0..DIRECTIONS {
                let (sin, cos) = sin_cos_deg(360.0 * direction as f64 / DIRECTIONS as f64);
                let by = [radii * edge * cos, radii * edge * sin];
                let there = [middle[0] + by[0], middle[1] + by[1]];
                let skin = least_skin(segment, there, *edge);
                if skin < BESIDE_SKIN || !self.is_free(there) {
                    continue;
                }
                let rough = roughness(segment, there, *edge);
                let unlike = (rough - own).abs() / (rough + own).max(1e-6);
                let cost = unlike + 0.2 * radii as f32 + 2.0 * (1.0 - skin);
                if best.is_none_or(|(least, _)| cost < least) {
                    best = Some((cost, by));
                }
            }
        }
        best.map(|(_, by)| by)
    }

    /// Whether no retouch of the shot lies there, in whatever frame.
    fn is_free(&self, there: [f64; 2]) -> bool {
        let here = self.source.here().index;
        let lies = |other: &&Retouch| Carried::of(self.context.facts, other, here).is_some_and(|o| o.meets(&self.disc, there));
        !self.all.iter().any(lies)
    }

    /// The light around the place, with the texture of skin beside it.
    pub(super) fn on_even_ground(&self, planes: &[Under]) -> Option<Vec<Plane<f32>>> {
        let beside = self.by_skin_beside(planes)?;
        let one = |(under, beside): (&Under, Plane<f32>)| {
            let sigma = (TEXTURE_SHARE * self.edge_px() / under.factors.0 as f32).max(0.7);
            let (mut ground, slow) = (self.spread(&under.now, under), blur::gaussian(&beside, sigma));
            let texture = beside.samples().iter().zip(slow.samples()).map(|(b, s)| b - s);
            ground.samples_mut().iter_mut().zip(texture).for_each(|(g, t)| *g += t);
            ground
        };
        Some(planes.iter().zip(beside).map(one).collect())
    }
}

/// Whether a clean frame shows the same as the best of them, by what both miss.
fn agrees(misses: f32, least: f32) -> bool {
    misses <= AGREES_TIMES * least + AGREES_LEVELS
}

/// The luma that is in the middle of all clean frames; `None` without one.
fn median(clean: &[Clean]) -> Option<Plane<f32>> {
    let first = &clean.first()?.planes[0];
    let mut values = Vec::with_capacity(clean.len());
    let width = first.width();
    Some(Plane::from_fn(width, first.height(), |x, y| {
        values.clear();
        values.extend(clean.iter().map(|c| c.planes[0].row(y)[x]));
        middle(&mut values, f32::total_cmp).unwrap_or(0.0)
    }))
}

/// The low band of the nearest clean frames before and behind, by how near each is; `None` where there are none on one side.
fn between(kept: &[Clean], planes: &[Under]) -> Option<Vec<Plane<f32>>> {
    let before = kept.iter().find(|c| c.by < 0)?;
    let behind = kept.iter().find(|c| c.by > 0)?;
    let [near, far] = [before, behind].map(|c| c.by.unsigned_abs() as f32);
    let share = near / (near + far);
    let one = |(i, under): (usize, &Under)| {
        let mut mixed = before.planes[i].clone();
        let pairs = mixed.samples_mut().iter_mut().zip(behind.planes[i].samples());
        pairs.for_each(|(a, b)| *a += share * (b - *a));
        blur::gaussian(&mixed, low_sigma(under))
    };
    Some(planes.iter().enumerate().map(one).collect())
}

fn low_sigma(under: &Under) -> f32 {
    BETWEEN_SIGMA_PX / under.factors.0 as f32
}

/// A plane with another low band.
fn with_low(mut own: Plane<f32>, low: &Plane<f32>, under: &Under) -> Plane<f32> {
    let was = blur::gaussian(&own, low_sigma(under));
    let bands = was.samples().iter().zip(low.samples());
    own.samples_mut().iter_mut().zip(bands).for_each(|(o, (w, l))| *o += l - w);
    own
}

/// How far two planes lie apart under a place, levels.
fn apart(one: &Plane<f32>, other: &Plane<f32>, weights: &Plane<f32>) -> f32 {
    let (mut sum, mut all) = (0.0f64, 1e-6f64);
    for ((a, b), w) in one.samples().iter().zip(other.samples()).zip(weights.samples()) {
        sum += f64::from((a - b).abs() * w / LEVEL);
        all += f64::from(*w);
    }
    (sum / all) as f32
}

/// How much a disc of lock space is skin where it is so least.
fn least_skin(segment: &Segment, middle: [f64; 2], radius: f64) -> f32 {
    let skin = |at: [f64; 2]| {
        if !segment.grid.holds(at) || !segment.is_face(at) {
            return 0.0;
        }
        segment.grid.around(at).iter().map(|&(n, share)| share * f32::from(segment.skin[n])).sum::<f32>() / 255.0
    };
    let ring = (0..8).map(|i| {
        let (sin, cos) = sin_cos_deg(45.0 * f64::from(i));
        skin([middle[0] + radius * cos, middle[1] + radius * sin])
    });
    ring.fold(skin(middle), f32::min)
}

/// Contrast that sticks to the skin around a place of lock space; 0 where it was not measured.
fn roughness(segment: &Segment, middle: [f64; 2], radius: f64) -> f32 {
    if segment.detail.is_empty() {
        return 0.0;
    }
    let at = |at: [f64; 2]| -> f32 {
        let nodes = segment.grid.around(at);
        nodes.iter().map(|&(n, share)| share * f32::from(segment.detail[n][0])).sum()
    };
    let ring = (0..8).map(|i| {
        let (sin, cos) = sin_cos_deg(45.0 * f64::from(i));
        at([middle[0] + radius * cos, middle[1] + radius * sin])
    });
    ring.sum::<f32>() / 8.0
}
