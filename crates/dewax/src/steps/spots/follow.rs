//! Where the skin of a place lies in a clean frame, to a fraction of a pixel: by the lock, or by the mesh where that began anew, and from there by
//! what lies around the place in both.

use super::Job;
use super::place::{LIGHT_SHARE, RING_TIMES, fall, mesh_motion};
use crate::kernels::warp::{self, Field};
use crate::kernels::{blur, tile};
use crate::lock::{Affine, Locked, weighted_motion};
use crate::px::{Frame, Plane, Rect};
use crate::skin::inside;

/// What lies around a place is compared farther out than its light is read, by so many eye distances: a speck has too little around it to be aligned by.
const AROUND_IOD: f64 = 0.12;
/// Skin that a lock does not know as its own counts for so little there at least: the wings of a nose, the line of a jaw.
const LEAST_SKIN: f32 = 0.25;
/// Rounds of alignment: in each the place itself holds what the one before says that it would get, so that it does not steer.
const ROUNDS: usize = 2;
/// What lies around is no more than so far away from where lock or mesh say, eye distances: more is a wrong answer, as of a ring
/// in which something passes.
const FARTHEST_IOD: f64 = 0.08;
/// A better alignment takes so much of what is missed around the place, else it is noise.
const BETTER: f32 = 0.97;
/// A frame is not the same skin where it misses so many levels around the place, and more than this share of what is to be seen there.
const MOST_MISSED_LEVELS: f32 = 4.0;
const MOST_MISSED_SHARE: f32 = 0.8;

/// Texture is finer than this sigma, px; a clean frame that has more or less of it around the place is brought to what is there now by this factor at most:
/// codecs and motion soften frames by 1 to 2.5 dB one beside the other, more is other skin.
pub(super) const TEXTURE_SIGMA_PX: f32 = 1.5;
const SHARPENED: [f32; 2] = [0.8, 1.4];

/// The way from points of the frame that is made to another one.
#[derive(Clone)]
enum Way<'a> {
    Lock(Locked<'a>),
    Mesh(Affine),
}

/// Where a place lies in a clean frame.
pub(super) struct Lying<'a> {
    way: Way<'a>,
    /// What is moved before that way is gone, in px of the frame that is made.
    nudge: Affine,
    /// What is missed around the place, RMS in 8-bit levels.
    pub(super) misses: f32,
    /// How many times as much texture there is around the place now.
    pub(super) sharper: f32,
}

/// What lies around a place in the frame that is made.
struct Around {
    wide: Rect,
    /// 8-bit levels.
    now: Plane<f32>,
    /// 1 around the place, 0 within it and far away.
    weights: Plane<f32>,
    sums: Plane<f32>,
    sigma: f32,
}

impl Job<'_> {
    /// Where the place lies in a clean frame; `None` where its skin is not followed there, is another one, or moved too far.
    pub(super) fn lying(&self, frame: &Frame) -> Option<Lying<'_>> {
        let way = self.way(frame.index)?;
        let mut lying = Lying { way, nudge: Affine::IDENTITY, misses: f32::INFINITY, sharper: 1.0 };
        let middle = self.disc.lock.to_frame(self.disc.middle);
        let there = self.at(&lying, middle)?;
        let farthest = f64::from(super::LARGEST_MOVE) * frame.width().min(frame.height()) as f64;
        if (0..2).any(|i| (middle[i] - there[i]).abs() > farthest) {
            return None;
        }
        let around = self.around()?;
        let mut taken = self.taken(frame, around.wide, &lying)?;
        let contrast;
        (lying.misses, contrast) = around.missed(&taken);
        for _ in 0..ROUNDS {
            let Some(step) = weighted_motion(&around.filled(&taken), &taken, &around.weights) else { break };
            let nudge = around.in_frame(&step).then(&lying.nudge);
            let next = Lying { way: lying.way.clone(), nudge, misses: 0.0, sharper: 1.0 };
            if self.strays(&next) {
                break;
            }
            let sampled = self.taken(frame, around.wide, &next)?;
            let (misses, _) = around.missed(&sampled);
            if misses > BETTER * lying.misses {
                break;
            }
            (taken, lying) = (sampled, Lying { misses, ..next });
        }
        let [now, then] = [&around.now, &taken].map(|plane| around.texture(plane));
        lying.sharper = (now / then.max(1e-3)).clamp(SHARPENED[0], SHARPENED[1]);
        (lying.misses <= (MOST_MISSED_SHARE * contrast).max(MOST_MISSED_LEVELS)).then_some(lying)
    }

    fn way(&self, index: usize) -> Option<Way<'_>> {
        if let Some(there) = self.disc.lock.segment.held(index) {
            return Some(Way::Lock(there));
        }
        let middle = self.disc.lock.to_frame(self.disc.middle);
        let here = self.source.here().index;
        mesh_motion(self.context.facts, self.disc.face, (here, index), middle).map(Way::Mesh)
    }

    /// Where one point of the frame lies.
    fn at(&self, lying: &Lying<'_>, point: [f64; 2]) -> Option<[f64; 2]> {
        lying.with(&self.disc.lock, |to| to(point))
    }

    /// Whether an alignment leads the place farther away than one can be wrong.
    fn strays(&self, lying: &Lying<'_>) -> bool {
        let farthest = FARTHEST_IOD * f64::from(self.disc.lock.segment.iod_px * self.disc.lock.scale());
        let reach = self.disc.edge * RING_TIMES;
        let corners = [[0.0, 0.0], [-1.0, -1.0], [1.0, -1.0], [-1.0, 1.0], [1.0, 1.0]];
        corners.iter().any(|[x, y]| {
            let [mx, my] = self.disc.middle;
            let [x, y] = self.disc.lock.to_frame([mx + x * reach, my + y * reach]);
            let (u, v) = lying.nudge.apply(x, y);
            let far = (u - x).abs().max((v - y).abs());
            far.is_nan() || far > farthest
        })
    }

    fn around(&self) -> Option<Around> {
        let here = self.source.here();
        let Self { disc, part, .. } = self;
        let margin = AROUND_IOD * f64::from(disc.lock.segment.iod_px);
        let wide = part.grown((margin * f64::from(disc.lock.scale())).ceil() as usize, here.width(), here.height());
        let back = disc.lock.back()?;
        let outer = disc.edge * RING_TIMES + margin;
        let weights = Plane::from_fn(wide.width(), wide.height(), |x, y| {
            let at = back([(wide.x0 + x) as f64, (wide.y0 + y) as f64]);
            let far = ((at[0] - disc.middle[0]).powi(2) + (at[1] - disc.middle[1]).powi(2)).sqrt();
            let beyond = 1.0 - fall(far, disc.edge, 1.15 * disc.edge);
            beyond * fall(far, (disc.edge + outer) / 2.0, outer) * disc.lock.skin(at).max(LEAST_SKIN)
        });
        let sigma = (LIGHT_SHARE * self.edge_px()).max(2.0);
        let sums = blur::gaussian(&weights, sigma);
        Some(Around { wide, now: tile::cut(here.luma(), wide).in_levels(), weights, sums, sigma })
    }

    /// The luma of a frame under a part, levels.
    fn taken(&self, frame: &Frame, part: Rect, lying: &Lying<'_>) -> Option<Plane<f32>> {
        Some(warp::under_field_crisp(frame.luma(), &self.field_to(part, lying)?).in_levels())
    }

    /// Where the samples of a part lie in a clean frame.
    pub(super) fn field_to(&self, part: Rect, lying: &Lying<'_>) -> Option<Field> {
        lying.with(&self.disc.lock, |to| {
            Field::new((part.width(), part.height()), super::place::FIELD_STEP_PX, |x, y| {
                to([(part.x0 + x) as f64, (part.y0 + y) as f64])
            })
        })
    }
}

impl Lying<'_> {
    /// Calls `then` with the whole way.
    fn with<R>(&self, here: &Locked<'_>, then: impl FnOnce(&(dyn Fn([f64; 2]) -> [f64; 2] + Sync)) -> R) -> Option<R> {
        let nudged = |[x, y]: [f64; 2]| self.nudge.apply(x, y);
        match &self.way {
            Way::Lock(there) => {
                let back = here.back()?;
                Some(then(&|p| {
                    let (x, y) = nudged(p);
                    there.to_frame(back([x, y]))
                }))
            }
            Way::Mesh(map) => Some(then(&|p| {
                let (x, y) = nudged(p);
                let (x, y) = map.apply(x, y);
                [x, y]
            })),
        }
    }
}

impl Around {
    /// What is there now, with what was taken in the place itself, in the light that is around it.
    fn filled(&self, taken: &Plane<f32>) -> Plane<f32> {
        let light = self.light(taken);
        let mut out = self.now.clone();
        let all = out.samples_mut().iter_mut().zip(taken.samples()).zip(light.samples()).zip(self.weights.samples());
        // Weights end within the ring: what lies inside of it has none.
        all.filter(|(_, w)| **w == 0.0).for_each(|(((o, t), l), _)| *o = t + l);
        out
    }

    /// How much brighter it is now than what was taken, led smoothly into the place.
    fn light(&self, taken: &Plane<f32>) -> Plane<f32> {
        let mut differs = self.now.clone();
        differs.samples_mut().iter_mut().zip(taken.samples()).for_each(|(d, t)| *d -= t);
        inside(&differs, &self.weights, &self.sums, self.sigma)
    }

    /// What is missed around the place beside its light, and what is to be seen there, RMS, levels.
    fn missed(&self, taken: &Plane<f32>) -> (f32, f32) {
        let light = self.light(taken);
        let low = inside(&self.now, &self.weights, &self.sums, self.sigma);
        let (mut missed, mut seen, mut all) = (0.0f64, 0.0f64, 1e-9f64);
        let samples = self.now.samples().iter().zip(taken.samples());
        for (((n, t), (light, low)), w) in samples.zip(light.samples().iter().zip(low.samples())).zip(self.weights.samples()) {
            missed += f64::from(w * (n - t - light).powi(2));
            seen += f64::from(w * (n - low).powi(2));
            all += f64::from(*w);
        }
        ((missed / all).sqrt() as f32, (seen / all).sqrt() as f32)
    }

    /// RMS of the texture around the place, levels.
    fn texture(&self, plane: &Plane<f32>) -> f32 {
        let soft = blur::gaussian(plane, TEXTURE_SIGMA_PX);
        fine_power(plane, &soft, &self.weights).sqrt() as f32
    }

    /// A motion of samples of the wide part as one of the frame's.
    fn in_frame(&self, motion: &Affine) -> Affine {
        let [x, y] = [self.wide.x0, self.wide.y0].map(|v| v as f64);
        let by = |x: f64, y: f64| Affine([1.0, 0.0, x, 0.0, 1.0, y]);
        by(-x, -y).then(motion).then(&by(x, y))
    }
}

/// Mean square of what is finer than `soft` under some weights, levels².
pub(super) fn fine_power(plane: &Plane<f32>, soft: &Plane<f32>, weights: &Plane<f32>) -> f64 {
    let (mut sum, mut all) = (0.0f64, 1e-9f64);
    for ((v, s), w) in plane.samples().iter().zip(soft.samples()).zip(weights.samples()) {
        sum += f64::from(w * (v - s).powi(2));
        all += f64::from(*w);
    }
    sum / all
}
