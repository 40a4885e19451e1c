//! Temporal calming: takes out of the skin what its neighbours in time do not share, in the still space of its lock.
//!
//! Two bands, two ways. The low band is steadied from the series in the lock, over a second of time and without reading a
//! frame. The pore band is averaged over a few neighbours, each brought into place with one sampling, as far as the lock is
//! trusted there and the structure agrees: brightness that differs is the flicker to be removed, structure that differs is
//! motion the lock missed, a hand, or a mouth, and is left alone.

mod average;
mod steady;

use crate::deed::Deed;
use crate::cause::Cause;
use crate::clip::Picture;
use crate::color::graded_whole;
use crate::facts::{ShotFacts, ShotFigures};
use crate::flaw::{BOIL_FLOOR_LEVELS, Flaw, PATCH_FLOOR_LEVELS};
use crate::kernels::blocks::Blocks;
use crate::kernels::warp::{self, Field};
use crate::kernels::{blur, tile};
use crate::lock::{LOW_SIGMA_NODES, Locked};
use crate::params;
use crate::px::{Frame, LEVEL, Mask, Plane, Rect, Window};
use crate::step::{Blame, Context, Reach, Step, Touches};
use average::{Average, add_masked, agreement};

params! {
    /// Light temporal calming of the skin.
    pub struct Calm {
        /// How much of the boil (fine texture redrawn every frame) to take out, at most.
        amount: f32 = 1.0, in 0.0..1.0;
        /// How much of the patch flicker (cheek-sized brightness and colour) to take out, at most.
        patch: f32 = 1.0, in 0.0..1.0;
        /// Frames read on each side.
        radius_frames: i64 = 6, in 1..6, unit "frames";
        /// The boil measured in the shot: what differs by clearly more is motion, and is left alone.
        boil_levels: f32 = 1.5, in 0.0..20.0, unit "levels";
        /// The patch flicker measured in the shot: what changes by clearly more is light, and stays.
        patch_levels: f32 = 2.0, in 0.0..30.0, unit "levels", since 3 before 2.0;
        /// Fit all of the above to what was measured in the shot; false takes them as they are.
        auto: bool = true;
    }
}

/// What is averaged is finer than this blur, px up to 1080p: boil has 2-16 px. What is coarser hardly boils, and where a head is quick, light
/// that slides over it would be left behind in blotches.
const FINE_SIGMA_PX: f32 = 4.0;
/// Where no patch flickers, blocks of skin differ by so much from frame to frame, 8-bit levels: what boil leaves of their means.
const STEADY_PATCH_LEVELS: f32 = 0.35;
/// So much boil may stay, 8-bit levels, but no less and no more than these shares of it; and as much as is grain, which the surroundings
/// have as well: skin without it would be a mask.
const MAY_STAY_LEVELS: f32 = 0.45;
const WISHED_REST: [f32; 2] = [0.21, 0.335];
/// Texture that sticks keeps at least this share: −0.5 dB; and −0.9 dB (the certificate allows −1), where the boil is so many times as
/// strong: who sees three levels of boil over half a level of pores does not miss a tenth of the pores.
const LEAST_KEPT: f32 = 0.944;
const LEAST_KEPT_UNDER_BOIL: f32 = 0.905;
const DROWNED: f32 = 2.0;
/// Bands with less texture than this have none to lose, 8-bit levels.
const LEAST_STICKY_LEVELS: f32 = 0.3;
/// A neighbour that moved further than this share of the frame's shorter side is not read.
const LARGEST_MOVE: f32 = 0.12;
/// The largest sigma of the low band, as a share of the frame's shorter side: that of a face that fills it.
const LARGEST_SIGMA: f32 = 0.05;
/// Blocks in which agreement is judged are never larger, luma px at 1080p.
const LARGEST_BLOCK_PX: f32 = 48.0;
/// Skin of a lock from this weight on is its own; below it fades.
const OWN_SKIN: f32 = 0.2;

/// What frames do to each other that are mixed, and nothing else a step does.
const MIXED: &[Cause] = &[
    Cause::Levels,
    Cause::Frozen,
    Cause::Order,
    Cause::Repeated,
    Cause::Geometry,
    Cause::Averaged,
    Cause::Replaced,
    Cause::Warped,
    Cause::Features,
];

fn shorter(picture: &Picture) -> f32 {
    picture.format.width.min(picture.format.height) as f32
}

impl Step for Calm {
    const NAME: &'static str = "calm";
    const DOC: &'static str = "Averages the skin with its neighbours in time in the still space of its lock: texture that \
        boils and patches that pulse go, texture that sticks and grain that the surroundings share stay. Does nothing where nothing flickers, where the \
        lock is lost, or where neighbours show something else.";
    const TOUCHES: Touches = Touches::Skin;
    const NEEDS: &'static [&'static str] = &["mask"];
    const PARTS: &'static [&'static str] = &["patch", "amount"];
    // Whatever no other step does most likely comes of mixing frames.
    const BLAME: &'static [Blame] = &[
        Blame::skin(1, &[Cause::Blurred]),
        Blame::skin(0, &[Cause::Waxed, Cause::Flicker, Cause::Seam, Cause::Surroundings]),
        Blame::skin(0, MIXED),
        Blame::frame(1, &[Cause::Blurred, Cause::Waxed]),
        Blame::frame(0, &[Cause::Unnatural, Cause::OnScreen]),
        Blame::frame(3, &[Cause::Seam]),
        Blame::frame(0, MIXED),
    ];
    const FITS_EACH_FACE: bool = true;

    fn neutral() -> Self {
        Self { amount: 0.0, patch: 0.0, ..Self::default() }
    }

    fn is_neutral(&self) -> bool {
        self.amount == 0.0 && self.patch == 0.0
    }

    fn deeds(&self) -> Vec<Deed> {
        let deeds = [
            Deed::share("boil of the skin calmed", self.amount),
            Deed::share("patches of the skin that pulse calmed", self.patch),
        ];
        deeds.into_iter().flatten().collect()
    }

    fn fitted(&self, facts: &ShotFacts) -> Self {
        if !self.auto {
            return self.clone();
        }
        let figures = &facts.figures;
        let round = |v: f32| (v * 100.0).round() / 100.0;
        let (amount, radius_frames) = search(figures, self.amount, self.radius_frames.max(1));
        let patches = figures.patch_levels > PATCH_FLOOR_LEVELS;
        Self {
            amount,
            radius_frames,
            patch: if patches { self.patch } else { 0.0 },
            boil_levels: round(figures.boil_levels.max(BOIL_FLOOR_LEVELS)),
            patch_levels: round(figures.patch_levels.max(PATCH_FLOOR_LEVELS)),
            ..self.clone()
        }
    }

    fn treats(&self, flaw: Flaw) -> bool {
        matches!(flaw, Flaw::Boil | Flaw::Patch)
    }

    fn reach(&self, picture: &Picture) -> Reach {
        let radius = if self.amount > 0.0 { self.radius_frames.max(0) as usize } else { 0 };
        let halo = (LARGEST_MOVE * shorter(picture)).ceil() as usize
            + blur::radius_px(LARGEST_SIGMA * shorter(picture))
            + 3 * (LARGEST_BLOCK_PX * picture.scale()).ceil() as usize
            + 16;
        Reach { back_frames: radius, ahead_frames: radius, halo_px: halo }
    }

    fn apply(&self, context: &Context<'_>, source: &Window<'_>, out: &mut Frame) {
        let here = source.here();
        let Some(mask) = here.skin.clone() else { return };
        let locks: Vec<Locked<'_>> = context.facts.locks.iter().filter_map(|l| l.held(here.index)).collect();
        for (which, lock) in locks.iter().enumerate() {
            let others: Vec<Locked<'_>> =
                locks.iter().enumerate().filter(|(i, _)| *i != which).map(|(_, l)| l.clone()).collect();
            self.calm_one(context, source, (lock, &others), &mask, out);
        }
    }
}

/// The radius and the lowest strength at which the average leaves no more than [`wished_rest`] of the boil and no less
/// texture than [`LEAST_KEPT`]; the best that keeps the texture where both cannot be had. Nothing below the floor.
fn search(figures: &ShotFigures, most: f32, widest: i64) -> (f32, i64) {
    let mut best = (0.0, widest, 1.0f32);
    if figures.own_boil_levels() <= BOIL_FLOOR_LEVELS {
        return (0.0, widest);
    }
    let wished = wished_rest(figures);
    for radius in (1..=widest).rev() {
        for step in 1..=20 {
            let amount = step as f32 / 20.0;
            let rest = rest(amount, radius);
            if amount > most + 1e-6 || !keeps(figures, amount, radius) {
                break;
            }
            if rest < best.2 - 1e-6 {
                best = (amount, radius, rest);
            }
            if rest <= wished {
                return (amount, radius);
            }
        }
    }
    (best.0, best.1)
}

/// The share of the boil that may stay.
fn wished_rest(figures: &ShotFigures) -> f32 {
    let [least, most] = WISHED_REST;
    (MAY_STAY_LEVELS / figures.own_boil_levels().max(1e-3)).clamp(least, most).max(figures.grain_levels / figures.boil_levels)
}

/// Of texture that is new in every frame the average over n = 2r + 1 frames with weight `a` leaves
/// `√((1 − a + a/n)² + a²(n − 1)/n²)`.
fn rest(amount: f32, radius: i64) -> f32 {
    let n = (2 * radius + 1) as f32;
    ((1.0 - amount + amount / n).powi(2) + amount * amount * (n - 1.0) / (n * n)).sqrt()
}

/// Whether the average leaves enough of the texture that sticks, in every band that has any: frames k apart share what lasts for one
/// frame, to the power of k.
fn keeps(figures: &ShotFigures, amount: f32, radius: i64) -> bool {
    let bands = figures.lasting.iter().zip(figures.sticky_levels);
    bands.filter(|(_, levels)| *levels >= LEAST_STICKY_LEVELS).all(|(&lasting, levels)| {
        let drowned = figures.own_boil_levels() >= DROWNED * levels;
        let shared: f32 = (1..=radius).map(|k| 2.0 * lasting.powi(k as i32)).sum();
        let kept = 1.0 - amount + amount * (1.0 + shared) / (2 * radius + 1) as f32;
        kept >= if drowned { LEAST_KEPT_UNDER_BOIL } else { LEAST_KEPT }
    })
}

impl Calm {
    /// Calms the skin of one lock. `others` are the other locks of the frame: where skins overlap, each has its share.
    fn calm_one(
        &self,
        context: &Context<'_>,
        source: &Window<'_>,
        (lock, others): (&Locked<'_>, &[Locked<'_>]),
        mask: &Mask,
        out: &mut Frame,
    ) {
        let here = source.here();
        let picture = context.picture;
        let (width, height) = (here.width(), here.height());
        let scale = lock.scale();
        let step_px = lock.segment.grid.step_px * scale;
        let sigma_px = (LOW_SIGMA_NODES * step_px)
            .min(LARGEST_SIGMA * shorter(picture))
            .min(FINE_SIGMA_PX * picture.scale().max(1.0))
            .max(1.0);
        let largest = (LARGEST_BLOCK_PX * picture.scale()).max(4.0) as usize;
        // Even, so that blocks of chroma lie under blocks of luma.
        let block = (step_px.round() as usize).clamp(4, largest) / 2 * 2;
        let Some(back) = lock.back() else { return };
        let own = mask.roi.and(&lock.bounds(width, height));
        if own.is_empty() {
            return;
        }
        let region = own.grown(blur::radius_px(sigma_px), width, height);
        let region = Rect { x0: region.x0 / 2 * 2, y0: region.y0 / 2 * 2, ..region };
        let blocks = Blocks::over(region, block);
        let still = blocks.map(&back);
        let weights = blocks.map_with(&still, |point, &at| {
            let own = lock.skin(at);
            let rest: f32 = others.iter().filter_map(|o| Some(o.skin(o.back()?(point)))).sum();
            (own / OWN_SKIN).min(1.0) * own / (own + rest).max(1e-6) * lock.trust(at)
        });
        let weights = blocks.plane(&weights, |w| *w);
        let low = (self.patch > 0.0).then(|| self.steadied(context, lock, here.index, (&blocks, &still)));
        let neighbours = self.neighbours(context, source, lock, (&blocks, &still), region);
        // Where no patch flickers, what patches differ by is light that moved.
        let patches = if self.patch > 0.0 { self.patch_levels } else { STEADY_PATCH_LEVELS };
        let limits = (self.boil_levels * LEVEL, patches * LEVEL);
        let now = tile::cut(here.luma(), region);
        let mut trusts: Vec<Plane<f32>> = Vec::new();
        for plane in 0..3 {
            let (sx, sy) = if plane == 0 { (1, 1) } else { here.subsampling.factors() };
            let part = region.subsampled(sx, sy);
            let part = Rect { x1: part.x1.min(here.plane(plane).width()), y1: part.y1.min(here.plane(plane).height()), ..part };
            let cells = (block / sx, block / sy);
            let mut average = Average::new(part);
            let own = if plane == 0 { None } else { Some(tile::cut(here.plane(plane), part)) };
            let own = own.as_ref().unwrap_or(&now);
            for (i, n) in neighbours.iter().enumerate() {
                let moved = n.sample(plane, part, (sx, sy));
                if plane == 0 {
                    let mut trust = agreement(own, &moved, block, limits);
                    trust.samples_mut().iter_mut().zip(n.trust.samples()).for_each(|(t, l)| *t *= l);
                    trusts.push(trust);
                }
                average.add(own, &moved, &trusts[i], cells);
            }
            let fine = (!neighbours.is_empty())
                .then(|| average.fine_change(sigma_px / sx as f32, self.amount));
            let coarse = low.as_ref().map(|low| blocks.plane(low, |c| c[plane]));
            add_masked(
                out.plane_mut(plane),
                (fine.as_ref(), coarse.as_ref()),
                part,
                (mask, &weights),
                (cells, (sx, sy)),
                picture.levels.legal,
            );
        }
    }

    /// By how much the low band of each block is to change, so that patches of skin keep their brightness.
    fn steadied(
        &self,
        context: &Context<'_>,
        lock: &Locked<'_>,
        index: usize,
        (blocks, still): (&Blocks, &[[f64; 2]]),
    ) -> Vec<[f32; 3]> {
        let (picture, facts) = (context.picture, context.facts);
        let lit = |index: usize| {
            let light = facts.light_back(index, picture.weights, 1.0, f32::INFINITY);
            let light = light.then(&facts.colour_back(index, 1.0));
            // Nor is the step of a seam a patch that pulses: it goes by balance, or stays.
            let joins = facts.without_joins(index);
            move |low: [u16; 3]| {
                let seen = graded_whole(picture.weights, &joins, picture.levels.units(low.map(f32::from)));
                picture.levels.stored(light.of(seen))
            }
        };
        let nodes = steady::correction(lock, index, &lit, self.patch_levels);
        let grid = &lock.segment.grid;
        blocks.map_with(still, |_, &at| {
            grid.around(at).iter().fold([0.0f32; 3], |sum, (node, share)| {
                [0, 1, 2].map(|i| sum[i] + share * nodes[*node][i] * self.patch)
            })
        })
    }

    /// The frames around this one in which the lock holds and is near.
    fn neighbours<'a>(
        &self,
        context: &Context<'_>,
        source: &Window<'a>,
        lock: &Locked<'_>,
        (blocks, still): (&Blocks, &[[f64; 2]]),
        region: Rect,
    ) -> Vec<Neighbour<'a>> {
        let radius = if self.amount > 0.0 { self.radius_frames as isize } else { 0 };
        let Some(back) = lock.back() else { return Vec::new() };
        let size = (region.width(), region.height());
        // Lock places of the field's nodes, once for all neighbours.
        let nodes = Field::new(size, blocks.block, |x, y| back([(region.x0 + x) as f64, (region.y0 + y) as f64]));
        let farthest = f64::from(LARGEST_MOVE * shorter(context.picture));
        let one = |by: isize| {
            let frame = source.off(by)?;
            let index = frame.index;
            let held = context.facts.locks.iter().filter_map(|l| l.held(index));
            let pair = held.into_iter().find(|l| std::ptr::eq(l.segment, lock.segment))?;
            let trust = blocks.map_with(still, |point, &at| {
                let there = pair.to_frame(at);
                let moved = (there[0] - point[0]).abs().max((there[1] - point[1]).abs());
                if moved <= farthest { pair.trust(at) * lock.trust(at) } else { 0.0 }
            });
            let trust = blocks.plane(&trust, |t| *t);
            let field = nodes.then(|still| pair.to_frame(still));
            Some(Neighbour { frame, field, trust })
        };
        (-radius..=radius).filter(|&by| by != 0).filter_map(one).collect()
    }
}

/// A neighbour in time: where the pixels of the region lie in it, and how far to trust each block.
struct Neighbour<'a> {
    frame: &'a Frame,
    field: Field,
    trust: Plane<f32>,
}

impl Neighbour<'_> {
    /// A plane of the neighbour under a part of the plane of the frame, one sampling. `factors`: luma px per sample.
    fn sample(&self, plane: usize, part: Rect, factors: (usize, usize)) -> Plane<f32> {
        if plane == 0 {
            return warp::under_field_crisp(self.frame.luma(), &self.field);
        }
        let field = self.field.subsampled(factors, (part.width(), part.height()));
        warp::under_field_crisp(self.frame.plane(plane), &field)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(boil_levels: f32, sticky: f32) -> (f32, i64) {
        // What a lock loses by noise: neighbours share a little less than all.
        let figures =
            ShotFigures { boil_levels, sticky_levels: [sticky; 3], lasting: [0.954, 0.986, 0.973], ..Default::default() };
        search(&figures, 1.0, 6)
    }

    #[test]
    fn boil_that_drowns_the_texture_is_taken_out_and_texture_that_shows_is_kept() {
        let (amount, radius) = found(3.0, 0.5);
        assert!(rest(amount, radius) < 0.42, "{amount} {radius}");
        let (amount, radius) = found(3.0, 2.0);
        assert!(rest(amount, radius) > 0.43, "{amount} {radius}");
    }
}
