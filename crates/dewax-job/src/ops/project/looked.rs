//! A measured file as it looks: pictures of its shots, and the faces on them.

use crate::error::JobError;
use crate::film::{FaceSeen, Seen, Tones};
use crate::ops::film::overview::shown;
use crate::ops::film::sources::Measured;
use dewax::analysis::Looks;
use dewax::face::{Describe, Descriptor, FaceTrack, Mode, REGION_PER_FACE, Tier, View, may_vote};
use dewax::px::Frame;
use dewax_media::decode::{DecodeOptions, Decoder, FrameSource, SeekTo};
use dewax_media::tools::Tools;
use std::ops::Range;

/// So many pictures of a shot are looked at, evenly spread.
const PICTURES: usize = 3;
/// Columns of a picture whose colours are counted: places, not textures.
const COLUMNS: usize = 64;

/// A file that was measured.
#[derive(Debug)]
pub(super) struct Looked<'a>(pub(super) Measured<'a>);

impl Looked<'_> {
    /// Its runs without a cut.
    pub(super) fn runs(&self) -> Vec<Range<usize>> {
        self.0.session.analysis.shots.iter().map(|s| s.shot.first_frame..s.shot.end()).collect()
    }

    /// When its frames are shown, in seconds from the first, and how long all of it is.
    pub(super) fn clip(&self) -> &dewax::clip::Clip {
        &self.0.session.analysis.clip
    }

    pub(super) fn source(&self) -> &dewax_media::probe::Source {
        &self.0.session.source
    }

    /// What is seen of some of its frames; who it is, where there is a `describer` and faces have meshes.
    ///
    /// # Errors
    /// When they cannot be decoded any more.
    pub(super) fn seen(
        &self,
        tools: &Tools,
        describer: Option<&dyn Describe>,
        name: &str,
        frames: Range<usize>,
    ) -> Result<Seen, JobError> {
        let session = &self.0.session;
        let (analysis, picture) = (&session.analysis, session.analysis.clip.picture());
        let shots = || {
            analysis.shots.iter().filter(|s| s.shot.first_frame < frames.end && s.shot.end() > frames.start)
        };
        let tracks: Vec<&FaceTrack> = shots().flat_map(|s| &s.faces.tracks).filter(|t| !t.dropped).collect();
        let mut faces = vec![(Vec::new(), Vec::new()); tracks.len()];
        let describer = describer.filter(|_| analysis.tier == Tier::Mesh);
        let (mut tones, mut side) = (Vec::new(), 0.0f32);
        for number in 0..PICTURES {
            let index = frames.start + (frames.len() * (2 * number + 1)) / (2 * PICTURES);
            let Some(frame) = self.frame(tools, index)? else { continue };
            tones.push(Tones::of(
                &shown(&session.source, session.bake_rotation, &frame, None).shrunk(COLUMNS),
            ));
            let view = View::new(&picture, &frame);
            for (track, (looks, who)) in tracks.iter().zip(&mut faces) {
                if let Some(state) = track.at(index).filter(|s| s.mode != Mode::Lost) {
                    looks.push(Looks::of(&view, &state.square));
                    let mesh = state.mesh().filter(|mesh| may_vote(&mesh.raw, state.iod_px));
                    who.extend(mesh.zip(describer).and_then(|(m, d)| d.describe(&view, &m.raw)));
                    side = side.max(state.square.side_px / REGION_PER_FACE);
                }
            }
        }
        faces.retain(|(looks, _)| !looks.is_empty());
        let seen = |(looks, who): (_, Vec<Descriptor>)| FaceSeen { looks, who: Descriptor::mean(&who) };
        let faces = faces.into_iter().map(seen).collect();
        let drift_de = shots().map(|s| s.figures.skin_drift_de).fold(0.0, f32::max);
        let height = analysis.clip.format.height.max(1) as f32;
        Ok(Seen { name: name.into(), tones, faces, face_share: side / height, drift_de })
    }

    fn frame(&self, tools: &Tools, index: usize) -> Result<Option<Frame>, JobError> {
        let session = &self.0.session;
        let Some(&pts) = session.analysis.clip.pts.get(index) else { return Ok(None) };
        let options = DecodeOptions {
            from: Some(SeekTo { pts }),
            bake_rotation: session.bake_rotation,
            ..DecodeOptions::default()
        };
        Ok(Decoder::open(tools, &session.source, options)?.next()?.map(|decoded| decoded.frame))
    }
}
