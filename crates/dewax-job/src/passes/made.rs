//! Makes the frames of a range once more, for what is wished beside their output.

use super::pictures::Scales;
use super::there::Ready;
use super::{Claimed, Kind, layers, without_texture};
use crate::error::JobError;
use crate::progress::{Progress, Stage};
use crate::render::writing;
use crate::session::Session;
use dewax::clip::Picture;
use dewax::face::FaceState;
use dewax::kernels::grade;
use dewax::px::{Frame, Mask};
use dewax::recipe::Recipe;
use dewax::skin::given;
use dewax_media::encode::{Encoder, FrameSink};
use dewax_media::layout::Planes;
use dewax_media::psd::Document;
use dewax_media::target::Target;
use std::ops::Range;

/// Who takes the pictures of a pass.
enum Taker<'a> {
    Film(Box<Encoder>, &'a Target),
    Layers(Option<Document>),
}

/// Makes the frames of a range once more, and writes what is wished of them; nothing is in place yet.
pub(super) fn write<'a>(
    session: &Session<'_>,
    recipe: &Recipe,
    claimed: &'a [Claimed],
    range: Range<usize>,
    progress: &dyn Progress,
) -> Result<Vec<Ready<'a>>, JobError> {
    let (clip, source) = (&session.analysis.clip, &session.source);
    let scales = Scales::of(&source.video.tags, source.video.format.bits);
    let mut takers = Vec::with_capacity(claimed.len());
    for pass in claimed {
        takers.push(match &pass.target {
            None => Taker::Layers(None),
            Some(target) => {
                let options = writing(session, &pass.place, target, &range);
                let encoder = Encoder::create(session.tools, &pass.kind.source(source), target, &options)?;
                Taker::Film(Box::new(encoder), target)
            }
        });
    }
    let plain = without_texture(recipe)?;
    let wants_plain = claimed.iter().any(|pass| !matches!(pass.kind, Kind::Matte(_) | Kind::Baked));
    let second = wants_plain.then_some(&plain);
    progress.begin(Stage::Passes, Some(range.len()));
    let (first, picture_of) = (range.start, clip.picture());
    session.making(recipe).each_beside(second, range, progress, |index, made, base| {
        let base = base.as_ref().map_or(&made.done, |base| &base.done);
        let mask = made.masked.skin.as_deref();
        for (pass, taker) in claimed.iter().zip(&mut takers) {
            let (encoder, target) = match taker {
                Taker::Film(encoder, target) => (encoder, target),
                Taker::Layers(document) => {
                    *document = Some(layers::document([&made.source, base, &made.done], mask, &picture_of));
                    continue;
                }
            };
            let picture: Frame = match pass.kind {
                Kind::Matte(None) => scales.matte(&made.done, mask),
                Kind::Matte(Some(face)) => {
                    scales.matte(&made.done, share(session, index, mask, face).as_ref())
                }
                Kind::Texture if target.layout.planes == Planes::Rgb => {
                    scales.between_rgb(base, &made.done, &picture_of)
                }
                Kind::Texture => scales.between(base, &made.done),
                Kind::Base | Kind::Layers => (**base).clone(),
                Kind::Baked => shown(&made.done, pass, &picture_of),
            };
            encoder.put(&picture, clip.pts[index])?;
        }
        progress.done(index + 1 - first);
        Ok(true)
    })?;
    let ready = takers.into_iter().zip(claimed).filter_map(|(taker, pass)| match taker {
        Taker::Film(encoder, _) => Some(encoder.seal().map(Ready::Film).map_err(JobError::from)),
        Taker::Layers(document) => Some(
            layers::file(&document?, &pass.place, session).map(|bytes| Ready::Layers(&pass.place, bytes)),
        ),
    });
    ready.collect()
}

/// The treated frame as a screen shows it that has the pass's LUT.
fn shown(done: &Frame, pass: &Claimed, picture: &Picture) -> Frame {
    let mut out = done.clone();
    if let Some(lut) = &pass.lut {
        grade::show(&picture.levels, picture.weights, picture.siting, &lut.cube, &mut out);
    }
    out
}

/// What of a frame's mask belongs to a face: each place goes whole to the nearest one that is held, so that the parts
/// add up to the whole.
fn share(session: &Session<'_>, index: usize, mask: Option<&Mask>, face: u32) -> Option<Mask> {
    let facts = session.analysis.shot_of(index)?;
    let (ids, states): (Vec<u32>, Vec<&FaceState>) =
        facts.faces.at(index).map(|(track, state)| (track.id, state)).unzip();
    let which = ids.iter().position(|id| *id == face)?;
    given::part_of_face(mask?, &session.analysis.clip.picture(), &states, which)
}
