//! Renders a clip: treats its frames and hands them to the encoder, to a file that gets its name when it was judged.

use crate::error::{JobError, is_whole};
use crate::progress::{Progress, Stage};
use crate::session::Session;
use dewax::certificate;
use dewax::px::Frame;
use dewax::recipe::Recipe;
use dewax_media::ahead::IN_FLIGHT;
use dewax_media::encode::{EncodeError, EncodeOptions, Encoder, FrameSink, Sealed};
use dewax_media::guard::Place;
use dewax_media::matte::Matte;
use dewax_media::own;
use dewax_media::still;
use dewax_media::target::Target;
use std::ops::Range;
use std::sync::mpsc::sync_channel;

/// What to render, and to where.
#[derive(Clone, Copy, Debug)]
pub struct RenderJob<'a> {
    /// The clip, and what is known of it.
    pub session: &'a Session<'a>,
    /// What to do.
    pub recipe: &'a Recipe,
    /// How to write it.
    pub target: &'a Target,
    /// Where to.
    pub place: &'a Place,
    /// Which frames; all of them when not given.
    pub range: Option<(usize, usize)>,
}

/// What a render leaves for the verification.
#[derive(Debug)]
pub struct Rendered {
    /// The file, which gets its name when it was judged.
    pub sealed: Sealed,
    /// Which frames of the clip it holds.
    pub range: Range<usize>,
    /// Every frame in a few numbers, to be found again in the written file.
    pub signatures: Vec<[f32; 48]>,
    /// Samples outside the skin that a step bound to the skin changed: must be none.
    pub changed_outside: usize,
}

/// How frames of a range are written: at their times, with what goes along.
pub(crate) fn writing<'a>(
    session: &Session<'_>,
    place: &'a Place,
    target: &Target,
    range: &Range<usize>,
) -> EncodeOptions<'a> {
    let clip = &session.analysis.clip;
    let whole = *range == (0..clip.frames());
    let tick = |pts: i64| pts as f64 * clip.time_base.value();
    let end_pts = clip.pts.get(range.end).copied().unwrap_or(clip.pts[range.end - 1] + clip.last_duration);
    EncodeOptions {
        place,
        time_base: session.source.video.time_base,
        last_duration: end_pts - clip.pts[range.end - 1],
        audio_range: (!whole).then(|| (tick(clip.pts[range.start]), tick(end_pts))),
        extra_metadata: still::as_metadata(&session.source)
            .into_iter()
            .chain(own::mark(&session.source, target.container))
            .collect(),
        bake_rotation: session.bake_rotation,
    }
}

impl RenderJob<'_> {
    /// The frames to render.
    ///
    /// # Errors
    /// When the range lies outside the clip.
    pub fn frames(&self) -> Result<Range<usize>, JobError> {
        let clip = &self.session.analysis.clip;
        let (from, to) = self.range.unwrap_or((0, clip.frames()));
        if from >= to || to > clip.frames() {
            return Err(JobError::Range { from, to, frames: clip.frames(), seconds: clip.duration_s() });
        }
        Ok(from..to)
    }

    /// Checks that source, analysis and recipe belong together.
    fn check(&self) -> Result<(), JobError> {
        let (found, clip, made) = (&self.session.source, &self.session.analysis.clip, &self.recipe.source);
        let differs = |what, made_for: &str, why| {
            let (made_for, found) = (made_for.to_string(), found.name.clone());
            Err(JobError::OtherClip { what, made_for, found, why })
        };
        if clip.fingerprint != found.fingerprint {
            return differs("analysis", &clip.name, "its bytes differ");
        }
        if made.fingerprint != found.fingerprint {
            return differs("recipe", &made.name, "its bytes differ");
        }
        if self.recipe.tier != self.session.analysis.tier
            || self.recipe.faces != self.session.analysis.face_options
        {
            return differs("recipe", &made.name, "the analysis found its faces in another way");
        }
        if made.frames != clip.frames()
            || (made.width, made.height) != (clip.format.width, clip.format.height)
        {
            return differs("recipe", &made.name, "it has another size or length");
        }
        Ok(Matte::check_recipe(self.session.matte.as_ref(), self.recipe)?)
    }

    /// Renders and encodes.
    ///
    /// # Errors
    /// When something does not fit together, cannot be decoded or written, or the user stops. Nothing is then left
    /// under the output's name.
    pub fn run(&self, progress: &dyn Progress) -> Result<Rendered, JobError> {
        self.check()?;
        let range = self.frames()?;
        // Before the long work: pictures of somebody else that would follow these.
        self.place.stale(self.session.source.start_number.unwrap_or(1), range.len())?;
        let writing = writing(self.session, self.place, self.target, &range);
        let encoder = Encoder::create(self.session.tools, &self.session.source, self.target, &writing)?;
        progress.begin(Stage::Render, Some(range.len()));
        self.write(range, encoder, progress)
    }

    /// Makes the frames and hands them to the encoder's thread.
    fn write(
        &self,
        range: Range<usize>,
        encoder: Encoder,
        progress: &dyn Progress,
    ) -> Result<Rendered, JobError> {
        let pts = &self.session.analysis.clip.pts;
        let (mut signatures, mut changed_outside) = (Vec::with_capacity(range.len()), 0);
        let sealed = std::thread::scope(|scope| {
            let (sender, receiver) = sync_channel::<(Frame, i64)>(IN_FLIGHT);
            let writer = scope.spawn(move || -> Result<Encoder, EncodeError> {
                let mut encoder = encoder;
                for (frame, pts) in receiver {
                    encoder.put(&frame, pts)?;
                }
                Ok(encoder)
            });
            let treated = self.session.making(self.recipe).each(range.clone(), progress, |index, made| {
                changed_outside += certificate::changed_outside(&made.masked, &made.treated);
                signatures.push(certificate::signature(&made.done));
                progress.done(signatures.len());
                // When the writer ended first, its own error says why.
                Ok(sender.send(((*made.done).clone(), pts[index])).is_ok())
            });
            drop(sender);
            let encoder = match writer.join() {
                Ok(result) => result.map_err(JobError::from),
                Err(_) => Err(JobError::Died("writes the pictures")),
            };
            treated?;
            if progress.stopped() {
                return Err(JobError::Interrupted);
            }
            Box::new(encoder?).seal().map_err(JobError::from)
        })?;
        is_whole(&self.session.analysis)?;
        Ok(Rendered { sealed, range, signatures, changed_outside })
    }
}
