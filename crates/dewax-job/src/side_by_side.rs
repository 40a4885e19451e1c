//! Reads a source and what was made of it frame by frame, and judges the pairs.

use crate::error::JobError;
use crate::progress::Progress;
use crate::trial::judging_mask;
use dewax::analysis::{Analysis, Followed};
use dewax::certificate::{self, Asked, FrameProof, Judge, Persons, Proof, SkinProof};
use dewax::clip::Picture;
use dewax::color::{Lab, ciede2000, lab_from_ycc};
use dewax::face::Describe;
use dewax::recipe::Recipe;
use dewax_media::decode::Picture as Decoded;
use dewax_media::matte::Matte;
use dewax_media::rational::Rational;
use dewax_show::exhibits::{Collector, Exhibits, Series};
use std::ops::Range;
use std::sync::Arc;

/// What the pictures of the two files showed when read side by side.
#[derive(Default)]
pub(crate) struct Pictures {
    pub(crate) frames: usize,
    pub(crate) missing: usize,
    pub(crate) surplus: bool,
    pub(crate) times: Vec<(usize, f64)>,
    pub(crate) worst_signature: (usize, f32),
    pub(crate) frame: Vec<FrameProof>,
    pub(crate) skin: Vec<SkinProof>,
    /// Whether faces are who they were; empty where persons are not told apart.
    pub(crate) persons: Vec<Proof>,
    pub(crate) exhibits: Exhibits,
}

/// Both files while they are read.
pub(crate) struct Reading<'a> {
    pub(crate) analysis: &'a Analysis,
    pub(crate) matte: Option<&'a Matte>,
    pub(crate) recipe: Option<&'a Recipe>,
    /// Of the frames as they were rendered, where they were rendered here.
    pub(crate) signatures: Option<&'a [[f32; 48]]>,
    pub(crate) range: &'a Range<usize>,
    /// What source and output are.
    pub(crate) picture: &'a Picture,
    pub(crate) written: &'a Picture,
    pub(crate) frames_per_second: f64,
    /// Of the output, in seconds.
    pub(crate) tick: Rational,
    /// What tells persons apart, if that is there.
    pub(crate) describer: Option<&'a dyn Describe>,
    pub(crate) seen: Pictures,
    pub(crate) courses: Vec<(usize, Vec<Series>)>,
    pub(crate) collector: Option<Collector<'a>>,
}

impl Reading<'_> {
    /// Judges a shot; `both` gives the next frame of the source and of the output.
    pub(crate) fn shot(
        &mut self,
        number: usize,
        both: &mut impl FnMut() -> Result<(Option<Decoded>, Option<Decoded>), JobError>,
        progress: &dyn Progress,
    ) -> Result<(), JobError> {
        let facts = &self.analysis.shots[number];
        let size = |picture: &Picture| (picture.format.width, picture.format.height);
        let same_size = size(self.written) == size(self.picture);
        let part = self.range.start.max(facts.shot.first_frame)..self.range.end.min(facts.shot.end());
        let mask = judging_mask(self.matte, self.analysis, number);
        let recipe = self.recipe.and_then(|r| r.shot_of(facts.shot.first_frame));
        let asked = recipe.map_or(Asked::NOTHING, |s| Asked::of(s, self.picture, mask.is_some()));
        let mut judge = Judge::new(self.picture, facts, self.frames_per_second, asked);
        if let Some(recipe) = recipe {
            judge = judge.retouching(recipe);
        }
        let mut persons = self.describer.map(|describer| {
            let persons = Persons::new(describer, self.picture, facts);
            if let Some(recipe) = recipe { persons.restoring(recipe) } else { persons }
        });
        let known = self.seen.frames;
        for index in part.clone() {
            if progress.stopped() {
                return Err(JobError::Interrupted);
            }
            let (Some(source), Some(result)) = both()? else {
                self.seen.missing += 1;
                continue;
            };
            self.seen.times.push((index, self.tick.seconds(result.pts)));
            self.seen.frames += 1;
            if !same_size {
                continue;
            }
            let mut original = source.frame;
            original.index = index;
            let (skin, (mut treated, signature)) = rayon::join(
                || mask.as_ref().and_then(|m| m.find(self.picture, &facts.faces, &original)).map(Arc::new),
                || {
                    let treated = self.written.converted(&result.frame, self.picture);
                    let signature = certificate::signature(&treated);
                    (treated, signature)
                },
            );
            original.skin = skin;
            treated.index = index;
            self.compare_signature(&signature, index - self.range.start);
            if let Some(persons) = persons.as_mut().filter(|persons| persons.is_due(index)) {
                persons.push(judge.due(&original).as_ref().unwrap_or(&original), &treated);
            }
            judge.push(&original, &treated);
            if let Some(collector) = &mut self.collector {
                collector.take(index, &original, &treated);
            }
            progress.done(self.seen.frames);
        }
        // Of a shot without a frame nothing was judged.
        if self.seen.frames > known && same_size {
            let judged = judge.finish(number);
            let course = series(part.start, &judged.before, &judged.after, self.picture);
            self.courses.push((number, course));
            self.seen.frame.push(judged.frame);
            self.seen.skin.extend(judged.skin);
            self.seen.persons.extend(persons.into_iter().flat_map(|persons| persons.finish(number)));
        }
        Ok(())
    }

    fn compare_signature(&mut self, got: &[f32; 48], at: usize) {
        let Some(wanted) = self.signatures.and_then(|signatures| signatures.get(at)) else { return };
        let apart = wanted.iter().zip(got).map(|(w, g)| (w - g).abs()).fold(0.0, f32::max);
        if apart > self.seen.worst_signature.1 {
            self.seen.worst_signature = (at, apart);
        }
    }

    /// What was seen, with the pictures of a report.
    pub(crate) fn finish(self) -> Result<Pictures, JobError> {
        let (mut seen, mut courses) = (self.seen, self.courses);
        seen.exhibits = self.collector.map(Collector::finish).transpose()?.unwrap_or_default();
        for shot in &mut seen.exhibits.shots {
            if let Some((_, series)) = courses.iter_mut().find(|(number, _)| *number == shot.shot) {
                shot.series = std::mem::take(series);
            }
        }
        Ok(seen)
    }
}

/// The curves of a shot, source and result on the same ruler.
fn series(first_frame: usize, before: &Followed, after: &Followed, picture: &Picture) -> Vec<Series> {
    let percent = |f: &Followed| {
        f.exposure_stops.iter().map(|s| s * std::f32::consts::LN_2 * 100.0).collect::<Vec<f32>>()
    };
    let lab = |f: &Followed| -> Vec<Lab> {
        f.skin_color.iter().map(|c| lab_from_ycc(picture.weights, c.0)).collect()
    };
    let (labs_before, labs_after) = (lab(before), lab(after));
    // Both against the source's mean skin, so that a change of colour by the treatment shows as an offset.
    let count = labs_before.len().max(1) as f64;
    let mean: Lab = std::array::from_fn(|i| labs_before.iter().map(|l| l[i]).sum::<f64>() / count);
    let apart = |labs: &[Lab]| labs.iter().map(|l| ciede2000(mean, *l) as f32).collect::<Vec<f32>>();
    let one = |title: &str, unit: &str, before: Vec<f32>, after: Vec<f32>| Series {
        title: title.into(),
        unit: unit.into(),
        first_frame,
        before,
        after,
    };
    // Frames that could not be measured leave a gap in the curve.
    let patch = |f: &Followed| {
        f.patch_course().into_iter().map(|v| if v > 0.0 { v } else { f32::NAN }).collect::<Vec<f32>>()
    };
    vec![
        one("Exposure around its smooth course", "%", percent(before), percent(after)),
        one("Patch flicker", "levels", patch(before), patch(after)),
        one(
            "Skin colour, distance from the source's mean",
            "ΔE2000",
            apart(&labs_before),
            apart(&labs_after),
        ),
    ]
}
