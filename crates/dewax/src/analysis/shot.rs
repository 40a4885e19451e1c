//! Builds the facts of one shot, frame by frame.

use super::faces::Faces;
use super::{exposure, patch, skin};
use crate::clip::{Picture, Shot};
use crate::color::{ciede2000, lab_from_ycc};
use crate::face::{FaceState, Surface};
use crate::facts::{PAIR_EVERY_FRAMES, ShotFacts, ShotFigures, SkinColor, SkinModel};
use crate::kernels::shrink;
use crate::lock::{Affine, AlignInput, PairTexture, align, pair_texture};
use crate::px::{Frame, Mask, Plane, Rect};
use crate::step::Step;
use crate::steps::mask::{SkinMask, Small};

/// Margin around the skin when motion is searched, in mask samples.
const MARGIN: usize = 6;
/// Motion is fitted on luma with about this many rows.
const MOTION_ROWS: usize = 540;
/// Grid on which the part of the picture is chosen in which motion is fitted.
const PART_PX: usize = 64;

/// What of a frame the next two frames still need.
struct Kept {
    frame: Frame,
    blocks: Vec<f32>,
    slow: Plane<f32>,
    mask: Option<Mask>,
    prepared: Option<Prepared>,
}

/// The facts of a shot that is being read.
pub(super) struct ShotBuilder {
    picture: Picture,
    rate: f64,
    facts: ShotFacts,
    steps: Vec<f64>,
    /// The last frame and the one before it.
    last: Option<Kept>,
    before: Option<Kept>,
}

impl std::fmt::Debug for ShotBuilder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ShotBuilder").field("shot", &self.facts.shot).finish_non_exhaustive()
    }
}

impl ShotBuilder {
    pub(super) fn new(picture: Picture, first_frame: usize, rate: f64) -> Self {
        let facts = ShotFacts::still(Shot { first_frame, frames: 0 });
        Self { picture, rate, facts, steps: Vec::new(), last: None, before: None }
    }

    /// An empty builder for the shot that starts at `first_frame`.
    pub(super) fn following(&self, first_frame: usize) -> Self {
        Self::new(self.picture, first_frame, self.rate)
    }

    pub(super) fn frames(&self) -> usize {
        self.facts.shot.frames
    }

    /// Takes the next frame. `faces` are those of the shot, when faces can be found.
    pub(super) fn push(&mut self, frame: &Frame, picture: &Picture, faces: Option<&mut Faces>) {
        // Where the last frame's skin was: there the motion to this frame is searched.
        let part = self.last.as_ref().and_then(|l| l.mask.as_ref()).map(|m| motion_part(m, frame));
        let known = self.facts.skin;
        let shot = self.facts.shot;
        let last = &mut self.last;
        // What happened since the last frame is measured under that frame's mask, while this one's is being found.
        let (found, (prepared, ahead)) = rayon::join(
            || Found::in_frame(picture, frame, known, shot, faces),
            || {
                let prepared = part.map(|part| prepare(picture, frame, part));
                let ahead =
                    last.as_mut().map(|last| Ahead::of(picture, last, frame, prepared.as_ref(), shot));
                (prepared, ahead)
            },
        );
        let Found { small, skin, mask } = found;
        let Small { luma, cb, cr } = small;
        self.facts.skin = skin;
        let kept = Kept {
            frame: frame.clone(),
            blocks: exposure::blocks(&luma, picture.levels.black, picture.levels.luma_span),
            slow: patch::slow_band(&luma),
            mask,
            prepared,
        };
        let facts = &mut self.facts;
        facts.skin_share.push(kept.mask.as_ref().map_or(0.0, Mask::share));
        facts.skin_color.push(mean_skin(picture, kept.mask.as_ref(), &luma, &cb, &cr));
        facts.exposure_stops.push(0.0);
        facts.patch_levels.push(0.0);
        if let (Some(last), Some(Ahead { map, inliers, pair })) = (&self.last, ahead) {
            self.steps.push(exposure::step_stops(&last.blocks, &kept.blocks));
            facts.motion.push(map);
            facts.inliers.push(inliers);
            facts.texture.extend(pair);
            let at = facts.shot.frames - 1;
            if let (Some(before), Some(mask)) = (&self.before, &last.mask)
                && let Some(back) = facts.motion[at - 1].inverse()
            {
                let small = |m: &Affine| m.scaled(1.0 / picture.mask_step_px() as f64);
                let slow = [&before.slow, &last.slow, &kept.slow];
                let levels = patch::patch_levels(slow, &small(&back), &small(&map), &mask.weights);
                facts.patch_levels[at] = levels.unwrap_or(0.0);
            }
        }
        facts.shot.frames += 1;
        self.before = self.last.take();
        self.last = Some(kept);
    }

    pub(super) fn finish(mut self) -> ShotFacts {
        self.facts.exposure_stops = exposure::deviations(&self.steps, self.rate);
        self.facts.exposure_stops.truncate(self.facts.shot.frames);
        self.facts.figures = figures(&self.picture, &self.facts, self.rate);
        tidy(&mut self.facts);
        self.facts
    }
}

/// What lies between the last frame and this one.
struct Ahead {
    map: Affine,
    inliers: f32,
    /// Of every [`PAIR_EVERY_FRAMES`]th pair.
    pair: Option<PairTexture>,
}

impl Ahead {
    fn of(
        picture: &Picture,
        last: &mut Kept,
        frame: &Frame,
        prepared: Option<&Prepared>,
        shot: Shot,
    ) -> Self {
        let (map, inliers) = motion(picture, last, prepared);
        let at = shot.frames.saturating_sub(1);
        let mask = last.mask.as_ref().filter(|_| at.is_multiple_of(PAIR_EVERY_FRAMES));
        let pair = mask.map(|mask| pair_texture(last.frame.luma(), frame.luma(), &map, mask, at));
        Self { map, inliers, pair: pair.filter(|p| p.share > 0.0) }
    }
}

/// A frame at the mask's resolution, and its skin.
struct Found {
    small: Small,
    skin: Option<SkinModel>,
    mask: Option<Mask>,
}

impl Found {
    fn in_frame(
        picture: &Picture,
        frame: &Frame,
        known: Option<SkinModel>,
        shot: Shot,
        faces: Option<&mut Faces>,
    ) -> Self {
        let small = Small::of(picture, frame);
        let skin = known.or_else(|| skin::learn(picture, &small));
        let plain = SkinMask::default();
        let mask = match faces {
            Some(faces) => {
                faces.step(picture, frame, &small);
                let here: Vec<(&FaceState, &[Surface])> =
                    faces.here().into_iter().map(|s| (s, &[][..])).collect();
                faces.any().then(|| plain.find_faces(picture, &small, &here, &faces.all(), faces.topology()))
            }
            None => None,
        };
        // No face so far: what looks like skin.
        let mask = mask.unwrap_or_else(|| {
            let facts = ShotFacts { skin: Some(skin?), ..ShotFacts::still(shot) };
            plain.fitted(&facts).find_colour(picture, &small)
        });
        Self { small, skin, mask }
    }
}

/// Luma of a part of a frame, prepared for alignment.
struct Prepared {
    part: Rect,
    input: AlignInput,
}

/// Luma samples per pixel side when motion is fitted: about [`MOTION_ROWS`] rows.
fn motion_step_px(width: usize, height: usize) -> usize {
    width.min(height).div_ceil(MOTION_ROWS).max(1)
}

fn prepare(picture: &Picture, frame: &Frame, part: Rect) -> Prepared {
    let step_px = motion_step_px(frame.width(), frame.height());
    let mut luma = shrink::shrink_part(frame.luma(), part, step_px);
    let level = picture.levels.luma_span / 255.0;
    luma.samples_mut().iter_mut().for_each(|v| *v /= level);
    Prepared { part, input: AlignInput::new(&luma) }
}

/// The part of the picture in which the motion of the masked skin is searched, on a coarse grid, so that successive
/// frames mostly share the part and its preparation.
fn motion_part(mask: &Mask, frame: &Frame) -> Rect {
    let (width, height) = (frame.width(), frame.height());
    let roi = mask.roi.grown(MARGIN * mask.step_px, width, height);
    Rect {
        x0: roi.x0 / PART_PX * PART_PX,
        y0: roi.y0 / PART_PX * PART_PX,
        x1: (roi.x1.div_ceil(PART_PX) * PART_PX).min(width),
        y1: (roi.y1.div_ceil(PART_PX) * PART_PX).min(height),
    }
}

/// Motion of the skin from one frame to the next, and the share of the skin that follows it.
fn motion(picture: &Picture, from: &mut Kept, to: Option<&Prepared>) -> (Affine, f32) {
    let (Some(mask), Some(two)) = (&from.mask, to) else { return (Affine::IDENTITY, 0.0) };
    let step_px = motion_step_px(from.frame.width(), from.frame.height());
    let part = two.part;
    let ready = from.prepared.take().filter(|p| p.part == part);
    let one = ready.unwrap_or_else(|| prepare(picture, &from.frame, part));
    let (columns, rows) = shrink::size(part.width(), part.height(), step_px);
    let weight = Plane::from_fn(columns, rows, |x, y| {
        let at = |corner: usize, i: usize| ((corner + i * step_px + step_px / 2) / mask.step_px) as isize;
        mask.weights.at(at(part.x0, x), at(part.y0, y))
    });
    let fit = align(&one.input, &weight, &two.input, Affine::IDENTITY);
    // From the part's coordinates back to the frame's.
    let (x, y) = (part.x0 as f64, part.y0 as f64);
    let shift = Affine([1.0, 0.0, -x, 0.0, 1.0, -y]);
    let back = Affine([1.0, 0.0, x, 0.0, 1.0, y]);
    (shift.then(&fit.map.scaled(step_px as f64)).then(&back), fit.inliers)
}

pub(super) fn mean_skin(
    picture: &Picture,
    mask: Option<&Mask>,
    luma: &Plane<f32>,
    cb: &Plane<f32>,
    cr: &Plane<f32>,
) -> SkinColor {
    let Some(mask) = mask else { return SkinColor::default() };
    let (mut sums, mut weight) = ([0.0f64; 3], 0.0f64);
    let planes = luma.samples().iter().zip(cb.samples().iter().zip(cr.samples()));
    for (&w, (&y, (&b, &r))) in mask.weights.samples().iter().zip(planes) {
        for (sum, v) in sums.iter_mut().zip([y, b, r]) {
            *sum += f64::from(w) * f64::from(v);
        }
        weight += f64::from(w);
    }
    let mean = sums.map(|s| (s / weight.max(1e-9)) as f32);
    let levels = &picture.levels;
    SkinColor([
        (mean[0] - levels.black) / levels.luma_span,
        (mean[1] - levels.chroma_zero) / levels.chroma_span,
        (mean[2] - levels.chroma_zero) / levels.chroma_span,
    ])
}

fn figures(picture: &Picture, facts: &ShotFacts, rate: f64) -> ShotFigures {
    let mean = |v: &[f32]| v.iter().map(|&x| f64::from(x)).sum::<f64>() / v.len().max(1) as f64;
    let flicker: Vec<f32> = facts.patch_levels.iter().copied().filter(|&v| v > 0.0).collect();
    let of = |pick: &dyn Fn(&PairTexture) -> f32| {
        let mut v: Vec<f32> = facts.texture.iter().map(pick).collect();
        median(&mut v)
    };
    ShotFigures {
        exposure_flicker_percent: exposure::flicker_percent(&facts.exposure_stops),
        patch_levels: median(&mut flicker.clone()),
        boil_levels: of(&|p| p.boil),
        sticky_levels: std::array::from_fn(|band| of(&|p| p.sticky[band])),
        skin_drift_de: drift(picture, facts, rate),
        skin_share: mean(&facts.skin_share) as f32,
        inliers: mean(&facts.inliers) as f32,
    }
}

/// Largest CIEDE2000 between the skin's colour over half a second and its median over the shot.
pub(super) fn drift(picture: &Picture, facts: &ShotFacts, rate: f64) -> f32 {
    let seen: Vec<[f32; 3]> =
        facts.skin_color.iter().zip(&facts.skin_share).filter(|(_, s)| **s > 0.0).map(|(c, _)| c.0).collect();
    if seen.len() < 3 {
        return 0.0;
    }
    let middle: [f32; 3] =
        std::array::from_fn(|i| median(&mut seen.iter().map(|c| c[i]).collect::<Vec<_>>()));
    let reference = lab_from_ycc(picture.weights, middle);
    let span = ((rate / 2.0).round() as usize).clamp(1, seen.len());
    let windows = seen.windows(span).map(|w| {
        let mean = std::array::from_fn(|i| w.iter().map(|c| c[i]).sum::<f32>() / span as f32);
        ciede2000(reference, lab_from_ycc(picture.weights, mean))
    });
    windows.fold(0.0, f64::max) as f32
}

/// The middle value; 0 of nothing.
pub(super) fn median(values: &mut [f32]) -> f32 {
    if values.is_empty() {
        return 0.0;
    }
    let mid = values.len() / 2;
    *values.select_nth_unstable_by(mid, f32::total_cmp).1
}

/// Rounds columns to what they are good for, so that the file can be read by hand.
fn tidy(facts: &mut ShotFacts) {
    let decimals = |v: &mut f32, places: i32| {
        *v = ((f64::from(*v) * 10f64.powi(places)).round() / 10f64.powi(places)) as f32
    };
    facts.exposure_stops.iter_mut().for_each(|v| decimals(v, 5));
    facts.inliers.iter_mut().for_each(|v| decimals(v, 3));
    facts.skin_share.iter_mut().for_each(|v| decimals(v, 4));
    facts.patch_levels.iter_mut().for_each(|v| decimals(v, 3));
    facts.skin_color.iter_mut().flat_map(|c| &mut c.0).for_each(|v| decimals(v, 5));
    for pair in &mut facts.texture {
        pair.sticky.iter_mut().chain(&mut pair.loose).chain([&mut pair.boil]).for_each(|v| decimals(v, 3));
        decimals(&mut pair.share, 4);
    }
    for map in &mut facts.motion {
        for (i, v) in map.0.iter_mut().enumerate() {
            let unit = if i % 3 == 2 { 1e5 } else { 1e8 };
            *v = (*v * unit).round() / unit;
        }
    }
    let f = &mut facts.figures;
    for v in [&mut f.exposure_flicker_percent, &mut f.patch_levels, &mut f.boil_levels, &mut f.skin_drift_de]
    {
        decimals(v, 3);
    }
    f.sticky_levels.iter_mut().for_each(|v| decimals(v, 3));
    decimals(&mut f.skin_share, 4);
    decimals(&mut f.inliers, 3);
}
