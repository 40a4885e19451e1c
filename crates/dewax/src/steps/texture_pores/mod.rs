//! Skin texture made by code on the skin itself: pores, fine lines, unevenness and pigment that move, turn and stretch with the person.

mod events;
mod features;
mod fields;
mod fields_between;
mod light;
mod octaves;
mod original;
mod over_time;
mod paint;
mod region;
mod stamp;

use crate::deed::Deed;
use crate::asks::Asks;
use crate::cause::Cause;
use crate::flaw::Flaw;
use crate::kernels::blocks::Blocks;
use crate::kernels::noise;
use crate::kernels::warp::{Field, by_field};
use crate::flat::{Chart, FLAT_SIDE_MM, FLAT_START_MM};
use crate::lock::{Grid, IOD_MM, Locked, Place, skin_level};
use crate::params;
use crate::px::{Frame, Mask, Plane, Rect, Window};
use crate::skin::COARSE_BY_FINE;
use crate::step::{Blame, Context, Step, Tells, Touches};
use fields::{COARSE_PERCENT, FINE_PERCENT, Kind, Skin};
use light::{Light, ramp};
use over_time::{fade, steady_shifts, steady_trust};
use octaves::{COARSE_PER_MM, FINE_PER_MM};
use paint::{Chroma, Layers, Paint};

params! {
    /// Pores, fine lines, unevenness and pigment that stick to the skin.
    pub struct Pores {
        /// How much of what the skin lacks beside real skin is given to it; 1 is all of it.
        amount: f32 = 1.0, in 0.0..2.0;
        /// Contrast to which pores and fine lines (0.7 to 2.2 mm) are brought, as a share of the light; real skin has 0.36 to 1.36. Skin
        /// barer than 0.35 counts as 0.35.
        fine_percent: f32 = 0.5, in 0.0..4.0, cap 1.6, unit "%";
        /// Contrast to which lines and unevenness (2.2 to 7 mm) are brought, pigment included; real skin has 0.52 to 1.95. Skin barer than
        /// 0.40 counts as 0.40.
        coarse_percent: f32 = 0.52, in 0.0..4.0, cap 2.0, unit "%";
        /// How much skin differs in blood and melanin from place to place; 1 as on a bare cheek. The mean colour stays.
        pigment: f32 = 0.95, in 0.0..2.0, since 5 before 0.0;
        /// A few irregular marks, as freckles and the rest of a pimple are, the same in every shot of a person; 0 none, 1 as on an adult without freckles.
        marks: f32 = 1.0, in 0.0..2.0, since 5 before 0.0;
        /// Vellus hairs that catch the light, where there are pixels for them; 1 as on a bare cheek, 0 none.
        vellus: f32 = 1.0, in 0.0..2.0, since 6 before 0.0;
        /// How much relief breaks what the skin mirrors into points of light; 0 not at all.
        glints: f32 = 1.0, in 0.0..2.0, since 6 before 0.0;
        /// How much strength and redness differ from area to area, beside what nose, cheek and forehead differ by; 0 is a carpet.
        life: f32 = 1.0, in 0.0..2.0, since 5 before 0.0;
        /// How much pores stand out among the fine texture where there are pixels for them; 1 as on a bare cheek.
        pores: f32 = 1.0, in 0.0..2.0;
        /// How much fine lines stand out; 1 as on a bare cheek.
        lines: f32 = 1.0, in 0.0..2.0;
        /// How much of the fine texture is shade thrown by the light in the picture; the rest are hollows that are dark from everywhere.
        relief: f32 = 0.25, in 0.0..1.0;
        /// How much smoother stretched skin gets, and pressed skin rougher; 0 not at all.
        strain: f32 = 1.0, in 0.0..2.0;
        /// Sharpness of the texture, as the sigma of a blur at 1080p: as sharp as the picture itself.
        softness_px: f32 = 0.55, in 0.2..4.0, unit "px";
        /// Whose skin it is: the same number and seed give the same skin in every shot.
        character: i64 = 1, in 1..1_000_000;
        /// How much of the pores of a portrait or character (`--texture-from`) is used where they are known; without one, none.
        graft: f32 = 1.0, in 0.0..1.0;
        /// Acts only where the check `porcelain` calls the skin smooth; false always acts.
        auto: bool = true;
    }
}

/// What this noise is for, as part of its key.
const PURPOSE: u32 = 0x706f_7265;
/// Pixels per mm below which nothing of a skin is shown, and from which on all that there are pixels for.
const SHOWS_PER_MM: (f32, f32) = (0.4, 0.6);
/// Luma pixels between the places at which the way to the skin is looked up.
const FIELD_STEP_PX: usize = 8;
/// Blocks in which strength is judged are at most this large at 1080p, luma px.
const LARGEST_BLOCK_PX: f32 = 16.0;
/// Share of this skin from which on texture is applied fully, and trust in the lock from which on.
const OWN_SKIN: f32 = 0.25;
const TRUSTED: f32 = 0.3;
/// Where the chart is so much longer than wide, relief is drawn fully, and as little as [`LEAST_CROOKED`] of it: it would look like the
/// lines of a hand, but skin that is turned away is not bare.
const CROOKED: (f32, f32) = (1.6, 2.6);
const LEAST_CROOKED: f32 = 0.3;
/// No lens and no decoder shows a sharper texture, sigma, px.
const LEAST_SOFT_PX: f32 = 0.42;
/// See [`Chart::softened`]: about 8 mm.
const SOFT_ROUNDS: usize = 4;
/// Skin that has so many times the contrast that is wanted by itself, as a beard or wrinkles have, gets the least; up to the first
/// figure it gets what the face lacks.
const ROUGH: (f32, f32) = (2.0, 4.0);
const LEAST_ROUGH: f32 = 0.4;
/// Skin barer than this counts as if it had so much, percent: below, a figure tells more of the number of frames, their noise and their
/// codec than of the skin, and the same person must get the same skin in every cut.
const LEAST_HAVE: [f32; 2] = [0.35, 0.40];
/// How much rougher or smoother strain can make skin at most.
const STRAINED: (f32, f32) = (0.75, 1.35);

impl Step for Pores {
    const NAME: &'static str = "texture.pores";
    const DOC: &'static str = "Gives smooth skin what it lacks beside real skin at the size at which it is seen: pores, fine lines, \
        unevenness, and the blood and melanin that make skin more than one colour (an eye distance counts as 63 mm). Made by \
        code on the person's own skin laid flat, so that it moves, turns and stretches with the skin and is the same in every shot, \
        and evenly over face, ears, neck and chest: what is too small for the picture's pixels is not drawn. Lit by the light in the \
        picture, weaker in deep shadow; the mean colour stays. Needs the face mesh.";
    const TOUCHES: Touches = Touches::Skin;
    const NEEDS: &'static [&'static str] = &["mask", "calm"];
    const STRENGTHS: &'static [&'static str] = &["amount"];
    const BLAME: &'static [Blame] = &[
        Blame::skin(0, &[Cause::OnScreen, Cause::Unnatural]),
        Blame::skin(1, &[Cause::Sharpened]),
        Blame::skin(2, &[Cause::Noise]),
        Blame::frame(1, &[Cause::Seam]),
    ];
    const SINCE: i64 = 4;

    fn renew(version: i64, values: &mut toml::Table) {
        if version > 4 {
            return;
        }
        // Until version 4 a gain chased what the lock lost, and relief was another one; how much of it there is to be stays.
        values.remove("gain");
        if let Some(coarse) = values.get_mut("coarse_percent")
            && let Some(old) = coarse.as_float().or_else(|| coarse.as_integer().map(|v| v as f64))
            && old > 0.0
        {
            // Lids and folds counted: what is 0.85 by that measure is 0.56 on a cheek. Below 0.45 nothing would be asked for.
            *coarse = toml::Value::Float((old * 0.66 * 1000.0).round().max(450.0) / 1000.0);
        }
    }

    fn neutral() -> Self {
        Self { amount: 0.0, ..Self::default() }
    }

    fn is_neutral(&self) -> bool {
        self.amount == 0.0
    }

    fn deeds(&self) -> Vec<Deed> {
        Deed::share("pores, lines and pigment given that the skin lacks", self.amount).into_iter().collect()
    }

    fn treats(&self, flaw: Flaw) -> bool {
        flaw == Flaw::Porcelain
    }

    fn asks(&self) -> Asks {
        let percent = if self.amount > 0.0 { [self.fine_percent, self.coarse_percent] } else { [0.0; 2] };
        Asks { texture_percent: percent, ..Asks::NOTHING }
    }

    fn tells(&self) -> Tells {
        let acts = self.amount != 0.0;
        Tells { gives_by_need: acts && self.auto, makes_texture: acts }
    }

    fn apply(&self, context: &Context<'_>, source: &Window<'_>, out: &mut Frame) {
        let here = source.here();
        let Some(mask) = here.skin.clone() else { return };
        let held: Vec<Locked<'_>> = context.facts.locks.iter().filter_map(|l| l.held(here.index)).collect();
        for lock in context.facts.locks.iter().filter(|l| l.face > 0) {
            let track = context.facts.faces.tracks.iter().find(|t| t.id == lock.face && !t.dropped);
            let (Some(track), Some(locked)) = (track, lock.held(here.index)) else { continue };
            let Some(chart) = Chart::of(lock, locked.segment, track) else { continue };
            // Pores of a portrait must lie where they lay; what is made by code may stray with the chart.
            let rounds = if context.facts.graft.is_some() { 0 } else { SOFT_ROUNDS };
            let chart = chart.softened(&locked.segment.grid, rounds);
            let others: Vec<Locked<'_>> =
                held.iter().filter(|o| !std::ptr::eq(o.segment, locked.segment)).cloned().collect();
            let level = skin_level(lock.face, &context.facts.detail);
            let face = Face {
                chart,
                others,
                lacks: self.lacking(level.map_or([0.0; 2], |l| l.percent)),
                fade: fade(lock, context.facts, here.index),
                trust: steady_trust(&locked, here.index),
                shifts: steady_shifts(&locked, here.index),
                lock: locked,
            };
            let original = context.facts.original.as_ref().filter(|_| self.graft > 0.0);
            match original.and_then(|o| o.of(lock.face, face.lock.segment.first_frame)) {
                Some(lacking) => self.give_back(&lacking, context, (here, &mask), &face, out),
                None => self.texture(context, here, &face, &mask, out),
            }
        }
    }
}

/// A face in the frame that is being made.
struct Face<'a> {
    lock: Locked<'a>,
    chart: Chart,
    others: Vec<Locked<'a>>,
    /// Strengths of fine and coarse fields that its skin lacks, 1 as on a cheek of real skin.
    lacks: [f32; 2],
    fade: f32,
    /// Trust in each node, and its shift.
    trust: Vec<f32>,
    shifts: Vec<[f32; 2]>,
}

/// Strengths at the blocks of a region: of the fine and the coarse layer, where the light comes from, and of pigment, of points of light.
type Strength = [f32; 6];

impl Pores {
    /// What a skin of so much contrast lacks, as strengths of the fields: energies of what is independent add up.
    fn lacking(&self, have_percent: [f32; 2]) -> [f32; 2] {
        let wanted = [self.fine_percent / FINE_PERCENT, self.coarse_percent / COARSE_PERCENT];
        // A face has no more unevenness than its pores say: folds and hard light are not what a smooth cheek lacks.
        let coarse = match have_percent {
            [fine, coarse] if fine > 0.0 => coarse.min(COARSE_BY_FINE * fine),
            [_, coarse] => coarse,
        };
        let have = [have_percent[0].max(LEAST_HAVE[0]) / FINE_PERCENT, coarse.max(LEAST_HAVE[1]) / COARSE_PERCENT];
        [0, 1].map(|b| self.amount * (wanted[b] * wanted[b] - have[b] * have[b]).max(0.0).sqrt())
    }

    fn kind(&self, context: &Context<'_>) -> Kind {
        Kind {
            key: noise::key(context.seed, PURPOSE, self.character as usize),
            pores: self.pores,
            lines: self.lines,
            pigment: self.pigment,
            marks: self.marks,
            vellus: self.vellus,
            life: self.life,
            graft: context.facts.graft.clone().filter(|_| self.graft > 0.0).map(|g| (g, self.graft)),
        }
    }

    /// Adds the texture of one face and of what belongs to it.
    fn texture(&self, context: &Context<'_>, here: &Frame, face: &Face<'_>, mask: &Mask, out: &mut Frame) {
        let picture = context.picture;
        let (lock, chart) = (&face.lock, &face.chart);
        let region = mask.roi.and(&lock.bounds(here.width(), here.height()));
        let Some(back) = lock.back() else { return };
        if region.is_empty() || face.lacks == [0.0; 2] {
            return;
        }
        // One resolution for a segment: a face that comes nearer must not change its skin on the way.
        let px_per_mm = lock.segment.iod_px * mean_scale(lock) / IOD_MM;
        if px_per_mm < SHOWS_PER_MM.0 {
            return;
        }
        let softness_px = (self.softness_px * picture.scale()).max(LEAST_SOFT_PX);
        let (sx, sy) = here.subsampling.factors();
        // A spot as small as a pixel must not pulse as it moves from one chroma sample to the next.
        let chroma_softness_px = softness_px * sx.max(sy) as f32;
        let skin = Skin::seen(context.shelf, &self.kind(context), px_per_mm, [softness_px, chroma_softness_px]);
        // From the pixels of the region to the skin laid flat, mm.
        let flat = |x: f64, y: f64| chart.at(lock.segment, back([x, y])).map(f64::from);
        let sampled = |plane: &Plane<f32>, field: &Field, per_mm: f32| by_field(plane, &on_plane(field, per_mm));
        let field = Field::new((region.width(), region.height()), FIELD_STEP_PX, |x, y| {
            flat((region.x0 + x) as f64, (region.y0 + y) as f64)
        });
        let small = region.subsampled(sx, sy);
        let small = Rect {
            x1: small.x1.min(here.plane(1).width()),
            y1: small.y1.min(here.plane(1).height()),
            ..small
        };
        let middle = |at: usize, by: usize| (at * by) as f64 + (by - 1) as f64 / 2.0;
        let small_field = Field::new((small.width(), small.height()), FIELD_STEP_PX / sx.max(sy), |x, y| {
            flat(middle(small.x0 + x, sx), middle(small.y0 + y, sy))
        });
        let ((fine, coarse), (blood, melanin)) = rayon::join(
            || {
                rayon::join(
                    || sampled(&skin.fine, &field, FINE_PER_MM),
                    || sampled(&skin.coarse, &field, COARSE_PER_MM),
                )
            },
            || {
                rayon::join(
                    || sampled(&skin.blood, &small_field, COARSE_PER_MM),
                    || sampled(&skin.melanin, &small_field, COARSE_PER_MM),
                )
            },
        );
        let light = Light::on(lock, chart, here.index, &picture.levels);
        let largest = (LARGEST_BLOCK_PX * picture.scale()).max(4.0) as usize;
        let step_px = lock.segment.grid.step_px * lock.scale();
        let blocks = Blocks::over(region, (step_px.round() as usize).clamp(4, largest) / 2 * 2);
        let strengths = blocks.map(|point| self.strength(face, &light, back(point), point));
        let planes = [0, 1, 2, 3, 4, 5].map(|i| blocks.plane(&strengths, |s| s[i]));
        let paint = Paint { picture, mask, region, block: blocks.block, strengths: &planes };
        paint.chroma(&Chroma { part: small, blood: &blood, melanin: &melanin, colour: light.colour }, here, out);
        let slope = self.relief * px_per_mm / 2.0;
        // The difference of two pixels, of which the relief has one RMS.
        let usual_slope = 2.0 * skin.slope_per_mm / px_per_mm;
        let layers = Layers { fine: &fine, coarse: &coarse, hollow: 1.0 - self.relief, slope, usual_slope };
        paint.luma(&layers, here, out);
    }

    /// How strongly the fields are to show at a point of lock space.
    fn strength(&self, face: &Face<'_>, light: &Light, still: [f64; 2], point: [f64; 2]) -> Strength {
        let (lock, chart) = (&face.lock, &face.chart);
        let grid = &lock.segment.grid;
        let own = lock.skin(still);
        if own <= 0.0 {
            return [0.0; 6];
        }
        let others = face.others.iter();
        let rest: f32 = others.filter_map(|o| Some(o.skin(o.back()?(point)))).sum();
        let around = grid.around(still);
        let mean = |value: &dyn Fn(usize) -> f32| around.iter().map(|&(n, share)| share * value(n)).sum::<f32>();
        let trust = mean(&|n| face.trust.get(n).copied().unwrap_or(0.0));
        let weight = (own / OWN_SKIN).min(1.0) * own / (own + rest) * ramp(trust, 0.0, TRUSTED) * face.fade;
        // A cheek that is turned away has fewer pixels per mm; folds of the chart have no sensible ones.
        let [narrow, wide] = chart.stretch(grid, still).map(|mm_per_px| lock.scale() / mm_per_px.max(1e-6));
        let crooked = ramp(wide / narrow.max(1e-6), CROOKED.1, CROOKED.0);
        let even = LEAST_CROOKED + (1.0 - LEAST_CROOKED) * crooked;
        let shows = ramp(narrow, SHOWS_PER_MM.0, SHOWS_PER_MM.1);
        let have = mean(&|n| lock.segment.detail_percent(n).map_or(0.0, |d| d[1]));
        let smooth = LEAST_ROUGH
            + (1.0 - LEAST_ROUGH) * ramp(have / self.coarse_percent.max(0.05), ROUGH.1, ROUGH.0);
        let all = weight * shows * smooth;
        let lit = mean(&|n| light.gain[n]);
        let strained = mean(&|n| self.strained(grid, &face.shifts, n));
        let [fine, coarse] = face.lacks;
        // The light turns with the picture, not with the head.
        let [a, b, _, c, d, _] = lock.place.affine.0.map(|v| v as f32);
        let scale = lock.scale().max(1e-6);
        let [x, y] = light.from;
        let from = [(a * x + b * y) / scale, (c * x + d * y) / scale];
        let length = (from[0] * from[0] + from[1] * from[1]).sqrt().max(1e-3);
        [
            all * even * lit * strained * fine,
            all * even.sqrt() * lit * coarse,
            from[0] / length,
            from[1] / length,
            all * mean(&|n| light.seen[n]) * coarse * self.pigment,
            all * even * mean(&|n| light.shine[n]) * fine * self.glints,
        ]
    }

    /// How much rougher the skin at a node is for being pressed together (K. Nagano et al., "Skin microstructure deformation with
    /// displacement map convolution", 2015: stretch smooths, compression roughens).
    fn strained(&self, grid: &Grid, shifts: &[[f32; 2]], node: usize) -> f32 {
        let (column, row) = (node % grid.columns, node / grid.columns);
        let shift = |column: usize, row: usize| shifts[row * grid.columns + column];
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

/// How much larger the skin is in the frames of a segment than in its lock space, in the mean.
fn mean_scale(lock: &Locked<'_>) -> f32 {
    let held = || lock.segment.places.iter().filter(|p| p.holds());
    held().map(Place::scale).sum::<f32>() / held().count().max(1) as f32
}

/// A field of places on the skin laid flat, in mm, as samples of a plane of it. Beyond what is laid flat the skin goes on, mirrored:
/// nothing ends.
fn on_plane(field: &Field, per_mm: f32) -> Field {
    let (per_mm, side) = (f64::from(per_mm), f64::from(FLAT_SIDE_MM));
    let mirrored = |mm: f64, start: f32| {
        let at = (mm - f64::from(start)).rem_euclid(2.0 * side);
        (if at < side { at } else { 2.0 * side - at }) * per_mm
    };
    field.then(|[u, v]| [mirrored(u, FLAT_START_MM[0]), mirrored(v, FLAT_START_MM[1])])
}

#[cfg(test)]
mod tests;
