//! Originals: a file that lies in register with a clip (the still before it was retouched, the clip before an upscaler or a beauty filter)
//! gives back what the skin lacks beside it.

use crate::job::{JobError, Progress, analyse};
use crate::making::{Feed, Making};
use dewax::analysis::Analysis;
use dewax::face::FaceState;
use dewax::facts::ShotFacts;
use dewax::flat::{Beside, Original};
use dewax::lock::{IN_REGISTER, Lock, Place, Registered, Segment, by_points, register, same_framing};
use dewax::plan::plan;
use dewax::px::{Frame, Mask};
use dewax::recipe::{Look, Recipe};
use dewax_media::faces::FaceChoice;
use dewax_media::losses::{Opening, open};
use dewax_media::matte::Matte;
use dewax_media::probe::Source;
use dewax_media::tools::Tools;
use std::path::Path;
use std::sync::Arc;

/// At most so many runs of frames with one still space get texture of an original, the longest first: each is a picture to keep.
const MOST_RUNS: usize = 6;

/// What texture is to be laid on.
#[derive(Clone, Copy, Debug)]
pub struct Onto<'a> {
    /// The clip.
    pub source: &'a Source,
    /// Its measurements.
    pub analysis: &'a Analysis,
    /// The mask that was given.
    pub matte: Option<&'a Matte>,
    /// Whether pictures are turned upright.
    pub bake_rotation: bool,
}

/// A file that texture is taken from, measured.
#[derive(Debug)]
pub(crate) struct Donor {
    pub(crate) source: Source,
    pub(crate) analysis: Analysis,
}

impl Donor {
    /// Reads and measures a file.
    pub(crate) fn read(
        tools: &Tools,
        path: &Path,
        faces: &FaceChoice,
        opening: Opening,
        progress: &dyn Progress,
    ) -> Result<Self, JobError> {
        let source = open(tools, path, opening)?;
        let opened = faces.open()?;
        let (analysis, _) =
            analyse(tools, &source, source.is_pictures(), opened.wish.as_ref(), None, progress)?;
        Ok(Self { source, analysis })
    }
}

/// What came of laying a donor over a clip.
pub(crate) enum Laid {
    /// It lies in register: what the clip lacks, and that in a sentence.
    InRegister(Original, String),
    /// It does not: why, in words that follow "is not laid on pixel by pixel: ".
    Not(String),
}

/// A run of frames of a face with one still space, and the frame in which it is compared.
struct Run<'a> {
    facts: &'a ShotFacts,
    lock: &'a Lock,
    segment: &'a Segment,
    index: usize,
}

/// What the clip lacks beside the donor, if that lies in register.
pub(crate) fn lay(
    tools: &Tools,
    onto: &Onto<'_>,
    donor: &Donor,
    progress: &dyn Progress,
) -> Result<Laid, JobError> {
    if donor.source.fingerprint == onto.source.fingerprint {
        return Ok(Laid::Not("it is the clip itself".into()));
    }
    let runs = runs(onto.analysis);
    if runs.is_empty() {
        return Ok(Laid::Not("no face of the clip was followed".into()));
    }
    let bench = Bench { tools, onto, donor, recipes: [natural(onto.analysis)?, natural(&donor.analysis)?] };
    let (mut original, mut worst, mut nearest, mut laid) = (Original::default(), 1.0f32, 0.0f32, 0);
    for run in &runs {
        let Some(lies) = bench.run(run, &mut original, progress)? else { continue };
        nearest = nearest.max(lies.agreement);
        if lies.agreement >= IN_REGISTER {
            worst = worst.min(lies.agreement);
            laid += 1;
        }
    }
    let name = &donor.source.name;
    Ok(if original.is_empty() {
        Laid::Not(format!(
            "it does not lie in register with the clip (agreement {nearest:.2}, {IN_REGISTER} is needed)"
        ))
    } else {
        let part = if laid < runs.len() {
            format!(", in {laid} of {} runs of frames", runs.len())
        } else {
            String::new()
        };
        Laid::InRegister(
            original,
            format!(
                "Skin texture of {name}, which lies in register with the clip (agreement {worst:.2}): what the skin lacks beside it is \
                 given back where it lay{part}."
            ),
        )
    })
}

fn natural(analysis: &Analysis) -> Result<Recipe, JobError> {
    Ok(plan(analysis, &Look::named("natural")?, 1)?)
}

/// The longest runs of frames in which a face is held, each with the frame of which most is locked, the one nearest to its middle.
fn runs(analysis: &Analysis) -> Vec<Run<'_>> {
    let locks = analysis.shots.iter().flat_map(|facts| facts.locks.iter().map(move |lock| (facts, lock)));
    let of_face =
        locks.filter(|(facts, lock)| facts.faces.tracks.iter().any(|t| t.id == lock.face && !t.dropped));
    let segments = of_face.flat_map(|(facts, lock)| lock.segments.iter().map(move |s| (facts, lock, s)));
    let mut all: Vec<Run<'_>> = segments
        .filter_map(|(facts, lock, segment)| Some(Run { facts, lock, segment, index: best_frame(segment)? }))
        .collect();
    all.sort_by_key(|r| std::cmp::Reverse(r.segment.places.len()));
    all.truncate(MOST_RUNS);
    all
}

/// The frame of which most is locked; a few frames from the middle of a run weigh less than skin that is not locked.
fn best_frame(segment: &Segment) -> Option<usize> {
    let frames = segment.places.len();
    let held = segment.places.iter().enumerate().filter(|(_, p)| p.holds());
    let worth =
        |at: usize, place: &Place| place.locked - 0.1 * at.abs_diff(frames / 2) as f32 / frames as f32;
    let best = held.max_by(|a, b| worth(a.0, a.1).total_cmp(&worth(b.0, b.1)))?;
    Some(segment.first_frame + best.0)
}

/// A frame as it is, and its skin.
type Seen = (Arc<Frame>, Option<Arc<Mask>>);

/// Clip and donor with what it takes to make their frames.
struct Bench<'a> {
    tools: &'a Tools,
    onto: &'a Onto<'a>,
    donor: &'a Donor,
    recipes: [Recipe; 2],
}

impl Bench<'_> {
    /// Registers the donor under one frame of a run, and takes what is lacking when it lies well. `None` where nothing can be compared.
    fn run(
        &self,
        run: &Run<'_>,
        original: &mut Original,
        progress: &dyn Progress,
    ) -> Result<Option<Registered>, JobError> {
        let other = self.beside(run.index);
        let (Some(here), Some(there)) =
            (self.frame(0, run.index, progress)?, self.frame(1, other, progress)?)
        else {
            return Ok(None);
        };
        let (frame, skin) = here;
        let (luma, donor) = (frame.luma(), there.0.luma().clone());
        let Some(lock) = run.lock.held(run.index) else { return Ok(None) };
        let face = lock.face_bounds(luma.width(), luma.height());
        let framing = same_framing((luma.width(), luma.height()), (donor.width(), donor.height()));
        let points = |state: &FaceState| state.mesh().map(|m| m.points.clone());
        let own = run.facts.faces.tracks.iter().find(|t| t.id == run.lock.face).and_then(|t| t.at(run.index));
        let faces =
            self.donor.analysis.shot_of(other).map(|facts| facts.faces.all(other)).unwrap_or_default();
        let by_face =
            faces.into_iter().filter_map(|state| by_points(&own.and_then(points)?, &points(state)?));
        let starts: Vec<_> = framing.into_iter().chain(by_face).collect();
        let Some(lies) = register(luma, face, &donor, &starts) else { return Ok(None) };
        if let Some(skin) = skin.filter(|_| lies.agreement >= IN_REGISTER) {
            let black = |analysis: &Analysis| analysis.clip.picture().levels.black;
            let beside = Beside { luma: &donor, black: black(&self.donor.analysis), lies };
            original.take(run.lock.face, &lock, (luma, &skin, black(self.onto.analysis)), &beside);
        }
        Ok(Some(lies))
    }

    /// The frame of the donor that is shown when frame `index` of the clip is.
    fn beside(&self, index: usize) -> usize {
        let seconds = |analysis: &Analysis, at: usize| {
            let clip = &analysis.clip;
            let ticks = clip.pts.get(at).zip(clip.pts.first()).map_or(0, |(a, b)| a - b);
            ticks as f64 * clip.time_base.num as f64 / clip.time_base.den.max(1) as f64
        };
        let wanted = seconds(self.onto.analysis, index);
        let apart = |at: &usize| (seconds(&self.donor.analysis, *at) - wanted).abs();
        (0..self.donor.analysis.clip.frames()).min_by(|a, b| apart(a).total_cmp(&apart(b))).unwrap_or(0)
    }

    /// A frame of the clip (0) or the donor (1) as it is, and its skin.
    fn frame(&self, which: usize, index: usize, progress: &dyn Progress) -> Result<Option<Seen>, JobError> {
        let Onto { source, analysis, matte, bake_rotation } = *self.onto;
        let tools = self.tools;
        let donor = &self.donor.source;
        let (feed, analysis) = match which {
            0 => (Feed::File { tools, source, matte, bake_rotation }, analysis),
            _ => {
                let bake_rotation = donor.is_pictures();
                (Feed::File { tools, source: donor, matte: None, bake_rotation }, &self.donor.analysis)
            }
        };
        let making = Making { feed, analysis, recipe: &self.recipes[which.min(1)], shelf: None };
        let mut out = None;
        making.each(index..index + 1, progress, |_, made| {
            out = Some((made.source, made.masked.skin.clone()));
            Ok(false)
        })?;
        Ok(out)
    }
}
