//! Skin texture made by code on the skin itself: pores, fine lines and unevenness that move, turn and stretch with the face.

mod features;
mod light;
mod region;
mod relief;

use crate::clip::Picture;
use crate::facts::ShotFacts;
use crate::kernels::blocks::{Blocks, expand_row};
use crate::kernels::warp::{Field, by_field};
use crate::kernels::{noise, round_u16, simd};
use crate::lock::{Chart, IOD_MM, Lock, Locked, skin_level, thinnest};
use crate::params;
use crate::px::{Frame, Mask, Plane, Rect, Window};
use crate::step::{Context, Step, Touches};
use light::{Light, ramp};
use rayon::prelude::*;
use relief::{COARSE_PER_MM, FINE_PER_MM, Kind, Relief, START_MM};

params! {
    /// Pores, fine lines and unevenness that stick to the skin.
    pub struct Pores {
        /// How much of the texture that the skin lacks beside real skin is given to it; 1 is all of it.
        amount: f32 = 1.0, in 0.0..1.0;
        /// Contrast to which pores and fine lines (0.7 to 2.2 mm) are brought, RMS of the light on the skin; real skin has 0.5 to 1.5.
        fine_percent: f32 = 0.6, in 0.0..4.0, cap 1.6, unit "%";
        /// Contrast to which lines and unevenness (2.2 to 7 mm) are brought; real skin has 0.5 to 1.8.
        coarse_percent: f32 = 0.85, in 0.0..4.0, cap 2.0, unit "%";
        /// How much pores stand out among the fine texture; 1 as on a bare cheek.
        pores: f32 = 1.0, in 0.0..2.0;
        /// How much fine lines stand out; 1 as on a bare cheek.
        lines: f32 = 1.0, in 0.0..2.0;
        /// How much of the texture is shade thrown by the light in the picture; the rest are hollows that are dark from everywhere.
        relief: f32 = 0.25, in 0.0..1.0;
        /// How much smoother stretched skin gets, and pressed skin rougher; 0 not at all.
        strain: f32 = 1.0, in 0.0..2.0;
        /// Sharpness of the texture, as the sigma of a blur at 1080p: as sharp as the picture itself.
        softness_px: f32 = 0.7, in 0.2..4.0, unit "px";
        /// Whose skin it is: the same number and seed give the same pores in every shot.
        character: i64 = 1, in 1..1_000_000;
        /// How much stronger texture is made than it is to arrive: light, shadow, mask and what the lock misses take from it. The trial sets it.
        gain: f32 = 1.4, in 1.0..3.0, cap 2.4;
        /// How much of the pores of a portrait or character (`--texture-from`) is used where they are known; without one, none.
        graft: f32 = 1.0, in 0.0..1.0;
        /// Acts only as far as the skin is measured to be smoother than real skin, and not where the whole picture is soft; false always acts.
        auto: bool = true;
    }
}

/// What this noise is for, as part of its key.
const PURPOSE: u32 = 0x706f_7265;
/// Skin this far below real skin is left as it is, dB, and from there on it gets all it lacks: camera footage has down to −7.
const LEFT_DB: f32 = -7.0;
const GIVEN_DB: f32 = -8.0;
/// Pixels per mm below which none of a layer is shown, and from which on all of it: bumps of 1.5 mm and 4 mm need 2 px.
const FINE_SHOWS: (f32, f32) = (0.75, 1.2);
const COARSE_SHOWS: (f32, f32) = (0.4, 0.75);
/// Frames over which texture comes and goes beside frames in which the lock is lost.
const FADE_FRAMES: usize = 6;
/// No pixel is changed by more than this share of its light: four times the contrast of real skin.
const MOST_CHANGE: f32 = 0.1;
/// Luma pixels between the places at which the way to the skin is looked up.
const FIELD_STEP_PX: usize = 8;
/// Blocks in which strength is judged are at most this large at 1080p, luma px.
const LARGEST_BLOCK_PX: f32 = 16.0;
/// Skin that the mask is less than fully sure of is textured fully from `1 / FULL_MASK` on: half a texture is still smooth skin.
const FULL_MASK: f32 = 1.5;
/// Share of this skin from which on texture is applied fully, and trust in the lock from which on.
const OWN_SKIN: f32 = 0.5;
const TRUSTED: f32 = 0.45;
/// Millimetres over which the relief ends at the border of what is made.
const EDGE_MM: f32 = 6.0;
/// Where the chart is so much longer than wide, relief is drawn fully, and not at all: it would look like the lines of a hand.
const CROOKED: (f32, f32) = (2.2, 3.2);
/// How much of the coarse layer's unevenness is relief, beside the fine one's.
const COARSE_RELIEF: f32 = 0.4;
/// How much rougher or smoother strain can make skin at most.
const STRAINED: (f32, f32) = (0.65, 1.5);

impl Step for Pores {
    const NAME: &'static str = "texture.pores";
    const DOC: &'static str = "Gives smooth skin the texture it lacks: pores, fine lines and unevenness at their true size (an \
        eye distance counts as 63 mm), made by code on the face's own still space, so that they move, turn and stretch \
        with the skin and are the same in every shot. Lit by the light in the picture, weaker in highlights and shadows, never \
        more than real skin has; where there is texture, only what is missing is added. Needs the face mesh; faces too \
        small to show pores get none.";
    const TOUCHES: Touches = Touches::Skin;
    const NEEDS: &'static [&'static str] = &["mask", "calm"];

    fn neutral() -> Self {
        Self { amount: 0.0, ..Self::default() }
    }

    fn is_neutral(&self) -> bool {
        self.amount == 0.0
    }

    fn fitted(&self, facts: &ShotFacts) -> Self {
        if !self.auto {
            return self.clone();
        }
        let lacks = match thinnest(&facts.detail) {
            Some(skin) if !skin.is_soft_picture() => ramp(skin.db, LEFT_DB, GIVEN_DB),
            _ => 0.0,
        };
        Self { amount: (self.amount * lacks * 100.0).round() / 100.0, ..self.clone() }
    }

    fn apply(&self, context: &Context<'_>, source: &Window<'_>, out: &mut Frame) {
        let here = source.here();
        let Some(mask) = here.skin.clone() else { return };
        let held: Vec<Locked<'_>> = context.facts.locks.iter().filter_map(|l| l.held(here.index)).collect();
        for lock in context.facts.locks.iter().filter(|l| l.face > 0) {
            let track = context.facts.faces.tracks.iter().find(|t| t.id == lock.face && !t.dropped);
            let (Some(track), Some(locked)) = (track, lock.held(here.index)) else { continue };
            let Some(chart) = Chart::of(lock, locked.segment, track) else { continue };
            let fade = fade(lock, context.facts, here.index);
            let others: Vec<Locked<'_>> =
                held.iter().filter(|o| !std::ptr::eq(o.segment, locked.segment)).copied().collect();
            let level = skin_level(lock.face, &context.facts.detail);
            let have = level.map_or([0.0; 2], |l| l.percent);
            self.texture(context, here, &Face { lock: locked, chart, others, have, fade }, &mask, out);
        }
    }
}

/// How much of the texture is there in a frame: all of it, but none in the frames beside those in which the lock is lost.
fn fade(lock: &Lock, facts: &ShotFacts, index: usize) -> f32 {
    let shot = facts.shot;
    let lost = |by: usize| {
        let before = index.checked_sub(by).filter(|&i| i >= shot.first_frame);
        let after = Some(index + by).filter(|&i| i < shot.end());
        before.into_iter().chain(after).any(|i| lock.held(i).is_none())
    };
    let near = (1..=FADE_FRAMES).find(|&by| lost(by)).unwrap_or(FADE_FRAMES + 1);
    ramp(near as f32 / (FADE_FRAMES + 1) as f32, 0.0, 1.0)
}

/// A face in the frame that is being made.
struct Face<'a> {
    lock: Locked<'a>,
    chart: Chart,
    others: Vec<Locked<'a>>,
    /// Texture that its skin has, percent.
    have: [f32; 2],
    fade: f32,
}

/// Strengths at the blocks of a region: of the fine and the coarse layer, and where the light comes from.
type Strength = [f32; 4];

impl Pores {
    /// Adds the texture of one face.
    fn texture(&self, context: &Context<'_>, here: &Frame, face: &Face<'_>, mask: &Mask, out: &mut Frame) {
        let picture = context.picture;
        let (lock, chart) = (&face.lock, &face.chart);
        let region = mask.roi.and(&lock.bounds(here.width(), here.height()));
        let Some(back) = lock.back() else { return };
        if region.is_empty() {
            return;
        }
        let px_per_mm = lock.segment.iod_px * lock.scale() / IOD_MM;
        // Whatever way it is turned, such a face shows nothing of it.
        if px_per_mm < COARSE_SHOWS.0 / 2.0 {
            return;
        }
        let key = noise::key(context.seed, PURPOSE, self.character as usize);
        let graft = context.facts.graft.clone().filter(|_| self.graft > 0.0).map(|g| (g, self.graft));
        let kind = Kind { key, pores: self.pores, lines: self.lines, graft };
        let softness_px = (self.softness_px * picture.scale()).max(0.3);
        let relief = Relief::seen(&kind, px_per_mm, softness_px);
        // From the pixels of the region to the skin laid flat, mm.
        let flat = Field::new((region.width(), region.height()), FIELD_STEP_PX, |x, y| {
            let still = back([(region.x0 + x) as f64, (region.y0 + y) as f64]);
            chart.at(lock.segment, still).map(f64::from)
        });
        let sampled = |plane: &Plane<f32>, per_mm: f32| {
            let per_mm = f64::from(per_mm);
            let start = START_MM.map(f64::from);
            let field = flat.then(|[u, v]| [(u - start[0]) * per_mm, (v - start[1]) * per_mm]);
            by_field(plane, &field)
        };
        let (fine, coarse) = rayon::join(
            || sampled(&relief.fine, FINE_PER_MM),
            || sampled(&relief.coarse, COARSE_PER_MM),
        );
        let light = Light::on(lock, chart, here.index, &picture.levels);
        let largest = (LARGEST_BLOCK_PX * picture.scale()).max(4.0) as usize;
        let step_px = lock.segment.grid.step_px * lock.scale();
        let blocks = Blocks::over(region, (step_px.round() as usize).clamp(4, largest) / 2 * 2);
        let strengths = blocks.map(|point| self.strength(face, &relief, &light, back(point), point));
        let planes = [0, 1, 2, 3].map(|i| blocks.plane(&strengths, |s| s[i]));
        let shade = Shade { shaded: self.shaded(), px_per_mm };
        shade.add(picture, mask, region, blocks.block, (&fine, &coarse), &planes, here.luma(), out);
    }

    /// Share of shade in the fine and in the coarse layer: what is uneven over several mm is more of pigment than of relief.
    fn shaded(&self) -> [f32; 2] {
        [self.relief, COARSE_RELIEF * self.relief]
    }

    /// How strongly the layers are to show at a point of lock space.
    fn strength(
        &self,
        face: &Face<'_>,
        relief: &Relief,
        light: &Light,
        still: [f64; 2],
        point: [f64; 2],
    ) -> Strength {
        let (lock, chart) = (&face.lock, &face.chart);
        let grid = &lock.segment.grid;
        let own = lock.skin(still);
        if own <= 0.0 {
            return [0.0; 4];
        }
        let others = face.others.iter();
        let rest: f32 = others.filter_map(|o| Some(o.skin(o.back()?(point)))).sum();
        let around = grid.around(still);
        let mean = |value: &dyn Fn(usize) -> f32| around.iter().map(|&(n, share)| share * value(n)).sum::<f32>();
        let gain = mean(&|n| light.gain[n]) * mean(&|n| self.strained(lock, n));
        let flat = chart.at(lock.segment, still);
        let weight = (own / OWN_SKIN).min(1.0) * own / (own + rest)
            * ramp(lock.trust(still), 0.0, TRUSTED)
            * made(flat)
            * face.fade
            * gain;
        let have = [0, 1].map(|band| {
            mean(&|n| lock.segment.detail_percent(n).unwrap_or(face.have)[band])
        });
        let wanted = [self.fine_percent, self.coarse_percent];
        // Energies of what is independent add up: only the difference is missing.
        let gain2 = self.gain * self.gain * 1e-4;
        let lacking = [0, 1].map(|b| (wanted[b] * wanted[b] - have[b] * have[b]).max(0.0) * gain2);
        let [fine, coarse] = relief.amplitudes(self.shaded(), lacking);
        // A cheek that is turned away has fewer pixels per mm; folds of the chart have no sensible ones.
        let [narrow, wide] = chart.stretch(grid, still).map(|mm_per_px| lock.scale() / mm_per_px.max(1e-6));
        let (local, even) = (narrow, ramp(wide / narrow, CROOKED.1, CROOKED.0));
        let shows = [
            ramp(local, FINE_SHOWS.0, FINE_SHOWS.1),
            ramp(local, COARSE_SHOWS.0, COARSE_SHOWS.1),
        ];
        let all = self.amount * weight * even;
        // The light turns with the picture, not with the head.
        let [a, b, _, c, d, _] = lock.place.affine.0.map(|v| v as f32);
        let scale = lock.scale().max(1e-6);
        let [x, y] = light.from;
        let from = [(a * x + b * y) / scale, (c * x + d * y) / scale];
        let length = (from[0] * from[0] + from[1] * from[1]).sqrt().max(1e-3);
        [all * shows[0] * fine, all * shows[1] * coarse, from[0] / length, from[1] / length]
    }

    /// How much rougher the skin at a node is for being pressed together (K. Nagano et al., "Skin microstructure deformation with
    /// displacement map convolution", 2015: stretch smooths, compression roughens).
    fn strained(&self, lock: &Locked<'_>, node: usize) -> f32 {
        let grid = &lock.segment.grid;
        let (column, row) = (node % grid.columns, node / grid.columns);
        let shift = |column: usize, row: usize| lock.place.shift_px(row * grid.columns + column);
        let (left, right) = (column.saturating_sub(1), (column + 1).min(grid.columns - 1));
        let (upper, lower) = (row.saturating_sub(1), (row + 1).min(grid.rows - 1));
        let [far_x, far_y] = [right - left, lower - upper].map(|n| n.max(1) as f32 * grid.step_px);
        let (l, r) = (shift(left, row), shift(right, row));
        let (u, d) = (shift(column, upper), shift(column, lower));
        let area = (1.0 + (r[0] - l[0]) / far_x) * (1.0 + (d[1] - u[1]) / far_y)
            - (r[1] - l[1]) / far_x * (d[0] - u[0]) / far_y;
        // Slopes grow as lengths shrink: twice as fast as one length of the area.
        let rougher = 1.0 / area.max(0.25);
        (1.0 + self.strain * (rougher - 1.0)).clamp(STRAINED.0, STRAINED.1)
    }
}

/// 1 on the skin for which relief was made, 0 beyond.
fn made(flat_mm: [f32; 2]) -> f32 {
    let side = |at: f32, start: f32| {
        let from_edge = (at - start).min(start + relief::SIDE_MM - at);
        ramp(from_edge, 1.0, EDGE_MM)
    };
    side(flat_mm[0], START_MM[0]) * side(flat_mm[1], START_MM[1])
}

/// How layers become light and shade.
struct Shade {
    /// Share of shade thrown by the light, of both layers.
    shaded: [f32; 2],
    px_per_mm: f32,
}

impl Shade {
    /// Adds the layers to the luma of a region.
    #[expect(clippy::too_many_arguments, reason = "one place where everything of a face meets")]
    fn add(
        &self,
        picture: &Picture,
        mask: &Mask,
        region: Rect,
        block: usize,
        (fine, coarse): (&Plane<f32>, &Plane<f32>),
        strengths: &[Plane<f32>; 4],
        luma: &Plane<u16>,
        out: &mut Frame,
    ) {
        let levels = picture.levels;
        let [fine_share, coarse_share] = self.shaded.map(|s| (1.0 - s, s * self.px_per_mm / 2.0));
        let columns = region.width();
        let plane = out.plane_mut(0);
        let width = plane.width().max(1);
        let rows = plane.samples_mut().par_chunks_mut(width).enumerate();
        rows.skip(region.y0).take(region.height()).for_each_init(
            || (vec![0.0f32; columns], [0; 4].map(|_| vec![0.0f32; columns]), vec![0.0f32; columns]),
            |(skin, strength, change), (y, row)| {
                let inner = y - region.y0;
                mask.expand_row(y, region.x0, skin);
                for (row, plane) in strength.iter_mut().zip(strengths) {
                    expand_row(plane, inner, (block, block), row);
                }
                let [kf, kc, from_x, from_y] = &*strength;
                let at = inner as isize;
                let lines = |p: &'_ Plane<f32>| [-1, 0, 1].map(|by| p.row_clamped(at + by).to_vec());
                let (f, c) = (lines(fine), lines(coarse));
                let last = columns - 1;
                let side = |rows: &[Vec<f32>; 3], (hollow, slope): (f32, f32), x: usize, fx: f32, fy: f32| {
                    let (l, r) = (x.saturating_sub(1), (x + 1).min(last));
                    // What falls towards the light is bright: height is positive outwards.
                    let along = fx * (rows[1][r] - rows[1][l]) + fy * (rows[2][x] - rows[0][x]);
                    hollow * rows[1][x] - slope * along
                };
                for (x, o) in change.iter_mut().enumerate() {
                    let (fx, fy) = (from_x[x], from_y[x]);
                    *o = kf[x] * side(&f, fine_share, x, fx, fy) + kc[x] * side(&c, coarse_share, x, fx, fy);
                }
                let (samples, before) = (&mut row[region.x0..region.x1], &luma.row(y)[region.x0..region.x1]);
                simd::run(
                    #[inline(always)]
                    || {
                        let all = samples.iter_mut().zip(before).zip(change.iter().zip(skin.iter()));
                        for ((s, &l), (&t, &w)) in all {
                            let w = if w * FULL_MASK < 1.0 { w * FULL_MASK } else { 1.0 };
                            let t = if t > MOST_CHANGE { MOST_CHANGE } else { t };
                            let t = if t < -MOST_CHANGE { -MOST_CHANGE } else { t };
                            let v = f32::from(*s) + w * t * (f32::from(l) - levels.black);
                            let new = round_u16(v.max(levels.legal.0), levels.legal.1);
                            *s = if w > 0.0 && t != 0.0 { new } else { *s };
                        }
                    },
                );
            },
        );
    }
}

#[cfg(test)]
mod tests;
