//! Places that a recipe retouches: the rest of the picture is judged without them, and each is judged by itself, beside the skin around it.

use super::{Cause, Fault};
use crate::clip::Picture;
use crate::color::{ciede2000, lab_from_ycc};
use crate::facts::ShotFacts;
use crate::kernels::{blur, tile};
use crate::px::{Frame, LEVEL, Plane, Rect};
use crate::recipe::RecipeShot;
use crate::step::{AnyStep, Touched};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A retouched place may stand out from the skin around it by this much more than before, CIEDE2000: one just noticeable difference and the noise of
/// means over small places.
const MOST_NEW_DE: f32 = 1.5;
/// Its fine texture may differ from that around it by so much more than before, dB: half or twice.
const MOST_NEW_DB: f32 = 6.0;
/// Fine texture is what is finer than this sigma, px; below so many levels there is none to be compared: codecs leave that.
const FINE_SIGMA_PX: f32 = 1.5;
const LEAST_FINE_LEVELS: f32 = 0.6;
/// A pixel is the place's from this weight on; around it lie those without any weight, up to so many px from its part's edge.
const INSIDE: f32 = 0.9;
const AROUND_PX: usize = 6;
/// Fewer pixels say nothing.
const LEAST_PIXELS: usize = 24;

/// What was retouched of a shot.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Retouched {
    /// Runs of frames in which something was, first and last one by number in the clip.
    pub frames: Vec<(usize, usize)>,
    /// The most places in one frame.
    pub places: usize,
    /// The largest share of the skin that was retouched in one frame, percent; none where no skin is known.
    pub skin_percent: Option<f32>,
    /// The most by which a place stands out from the skin around it, CIEDE2000: before, and after where it does so most.
    pub stands_out_de: (f32, f32),
}

impl Retouched {
    /// In a sentence: "touched in frames 61-63, 0.4 % of the skin".
    pub fn words(&self) -> String {
        let run =
            |(from, to): &(usize, usize)| if from == to { format!("{from}") } else { format!("{from}-{to}") };
        let runs: Vec<String> = self.frames.iter().map(run).collect();
        let share = self.skin_percent.map_or(String::new(), |p| format!(", at most {p:.1} % of the skin"));
        let (was, is) = self.stands_out_de;
        format!(
            "touched in frames {}{share}; what stood out by {was:.1} CIEDE2000 does so by {is:.1}",
            runs.join(", ")
        )
    }
}

/// Judges the retouched places of a shot, frame by frame.
pub(super) struct Retouches {
    steps: Vec<Box<dyn AnyStep>>,
    told: Retouched,
    faults: Vec<Fault>,
}

impl Retouches {
    /// Those of no recipe.
    pub(super) const NONE: Self = Self {
        steps: Vec::new(),
        told: Retouched { frames: Vec::new(), places: 0, skin_percent: None, stands_out_de: (0.0, 0.0) },
        faults: Vec::new(),
    };

    /// Those of a recipe.
    pub(super) fn of(shot: &RecipeShot) -> Self {
        Self { steps: shot.stack.steps().iter().filter(|s| !s.is_neutral()).cloned().collect(), ..Self::NONE }
    }

    /// Takes a frame of source and result. Both without the retouched places: there the result is as the source, and no skin. `None` where nothing is
    /// retouched.
    pub(super) fn push(
        &mut self,
        picture: &Picture,
        facts: &ShotFacts,
        source: &Frame,
        result: &Frame,
    ) -> Option<(Frame, Frame)> {
        let size = (source.width(), source.height());
        let all: Vec<Touched> =
            self.steps.iter().flat_map(|s| s.retouched(facts, source.index, size)).collect();
        if all.is_empty() {
            return None;
        }
        let places: Vec<&Touched> = all.iter().filter(|t| !t.is_face).collect();
        if !places.is_empty() {
            self.note(picture, source, result, &places);
        }
        let (mut source, mut result) = (source.clone(), result.clone());
        for touched in &all {
            put_back(touched, &source, &mut result);
            if let Some(skin) = &mut source.skin {
                let mask = Arc::make_mut(skin);
                let step = mask.step_px.max(1);
                let part = touched.part;
                for y in part.y0 / step..part.y1.div_ceil(step).min(mask.weights.height()) {
                    let row = mask.weights.row_mut(y);
                    let to = part.x1.div_ceil(step).min(row.len());
                    row[(part.x0 / step).min(to)..to].fill(0.0);
                }
            }
        }
        Some((source, result))
    }

    /// Notes what was done in a frame, and judges it.
    fn note(&mut self, picture: &Picture, source: &Frame, result: &Frame, all: &[&Touched]) {
        let told = &mut self.told;
        let index = source.index;
        match told.frames.last_mut().filter(|run| run.1 + 1 == index) {
            Some(run) => run.1 = index,
            None => told.frames.push((index, index)),
        }
        told.places = told.places.max(all.len());
        let area: f32 = all.iter().flat_map(|t| t.weights.samples()).sum();
        let whole = (source.width() * source.height()) as f32;
        if let Some(skin) = source.skin.as_ref().map(|m| m.share() * whole).filter(|skin| *skin > 0.0) {
            told.skin_percent = Some(told.skin_percent.unwrap_or(0.0).max((100.0 * area / skin).min(100.0)));
        }
        for touched in all {
            let sides = Sides::of(picture, touched, source).zip(Sides::of(picture, touched, result));
            let Some((before, after)) = sides else { continue };
            let (was, is) = (before.apart_de(picture), after.apart_de(picture));
            if is >= told.stands_out_de.1 {
                told.stands_out_de.1 = is;
            }
            told.stands_out_de.0 = told.stands_out_de.0.max(was);
            if is > was + MOST_NEW_DE {
                let seen = format!(
                    "the place retouched in frame {index} stands out by {is:.1} CIEDE2000 from the skin around it, {was:.1} before"
                );
                self.faults.push(Fault { cause: Cause::Replaced, seen });
            }
            let (was, is) = (before.fine_db(), after.fine_db());
            if is.abs() > was.abs() + MOST_NEW_DB {
                let seen = format!(
                    "the place retouched in frame {index} has {is:+.1} dB of the fine texture around it, {was:+.1} before"
                );
                self.faults.push(Fault { cause: Cause::Unnatural, seen });
            }
        }
    }

    /// What was retouched, and what of that does not hold: one fault of each kind.
    pub(super) fn finish(self) -> (Option<Retouched>, Vec<Fault>) {
        let mut faults: Vec<Fault> = Vec::new();
        for fault in self.faults {
            if !faults.iter().any(|f| f.cause == fault.cause) {
                faults.push(fault);
            }
        }
        ((!self.told.frames.is_empty()).then_some(self.told), faults)
    }
}

/// Makes the result as the source wherever something was put.
fn put_back(touched: &Touched, source: &Frame, result: &mut Frame) {
    for which in 0..3 {
        let (sx, sy) = if which == 0 { (1, 1) } else { source.subsampling.factors() };
        let part = touched.part.subsampled(sx, sy);
        let from = source.plane(which);
        let to = result.plane_mut(which);
        let (right, lower) = (part.x1.min(to.width()), part.y1.min(to.height()));
        for y in part.y0..lower {
            to.row_mut(y)[part.x0..right].copy_from_slice(&from.row(y)[part.x0..right]);
        }
    }
}

/// A retouched place and the skin around it in one frame.
struct Sides {
    /// Y', Cb, Cr in stored units: inside and around.
    means: [[f32; 3]; 2],
    /// RMS of fine texture, levels: inside and around.
    fine_levels: [f32; 2],
    levels: crate::color::Levels,
}

impl Sides {
    fn of(picture: &Picture, touched: &Touched, frame: &Frame) -> Option<Self> {
        let part = touched.part.grown(AROUND_PX, frame.width(), frame.height());
        let luma = tile::cut(frame.luma(), part);
        let weight = |x: usize, y: usize| {
            let own =
                (part.x0 + x).checked_sub(touched.part.x0).zip((part.y0 + y).checked_sub(touched.part.y0));
            let own = own.filter(|(u, v)| *u < touched.part.width() && *v < touched.part.height());
            own.map_or(0.0, |(u, v)| touched.weights.row(v)[u])
        };
        let soft = blur::gaussian(&luma, FINE_SIGMA_PX);
        let (sx, sy) = frame.subsampling.factors();
        let (mut sums, mut fine, mut counts) = ([[0.0f64; 3]; 2], [0.0f64; 2], [0usize; 2]);
        for y in 0..part.height() {
            for x in 0..part.width() {
                let side = match weight(x, y) {
                    w if w >= INSIDE => 0,
                    0.0 => 1,
                    _ => continue,
                };
                let at = |which: usize| {
                    let plane: &Plane<u16> = frame.plane(which);
                    let (u, v) = ((part.x0 + x) / sx, (part.y0 + y) / sy);
                    f64::from(plane.row(v.min(plane.height() - 1))[u.min(plane.width() - 1)])
                };
                let value = luma.row(y)[x];
                for (sum, v) in sums[side].iter_mut().zip([f64::from(value), at(1), at(2)]) {
                    *sum += v;
                }
                fine[side] += f64::from((value - soft.row(y)[x]) / LEVEL).powi(2);
                counts[side] += 1;
            }
        }
        let mean = |side: usize| sums[side].map(|v| (v / counts[side].max(1) as f64) as f32);
        let rms = |side: usize| (fine[side] / counts[side].max(1) as f64).sqrt() as f32;
        let enough = counts.iter().all(|c| *c >= LEAST_PIXELS) && !Rect::is_empty(&part);
        enough.then(|| Self {
            means: [mean(0), mean(1)],
            fine_levels: [rms(0), rms(1)],
            levels: picture.levels,
        })
    }

    fn apart_de(&self, picture: &Picture) -> f32 {
        let [inside, around] = self.means.map(|m| lab_from_ycc(picture.weights, self.levels.units(m)));
        ciede2000(inside, around) as f32
    }

    fn fine_db(&self) -> f32 {
        let [inside, around] = self.fine_levels.map(|v| v.max(LEAST_FINE_LEVELS));
        super::decibel(inside / around)
    }
}

#[cfg(test)]
#[path = "retouched_tests.rs"]
mod tests;
