//! What a film needs to know of a shot once its file is measured: its frames, its skin, and where to look at it.

use super::sources::Measured;
use crate::error::{FilmError, JobError};
use crate::film::{FaceSeen, FilmShot, Seen};
use dewax::clip::Clip;
use dewax::face::{FaceTrack, REGION_PER_FACE};
use dewax::matching::SkinSamples;
use dewax_media::probe::Source;
use std::ops::Range;
use std::path::PathBuf;

/// A shot whose file is measured.
#[derive(Clone, Debug)]
pub(crate) struct Known {
    /// Its own frames in the file.
    pub(crate) own: Range<usize>,
    /// The frames that are treated: with its handles.
    pub(crate) treated: Range<usize>,
    /// Whether that is all of the file.
    pub(crate) is_all: bool,
    /// Its skin; none where no face is locked.
    pub(crate) skin: Option<SkinSamples>,
    /// How many faces it has.
    pub(crate) faces: usize,
    /// Side of its largest face in heights of the picture; 0 where there is none.
    pub(crate) face_share: f32,
    /// How far the colour of its skin drifts, CIEDE2000.
    pub(crate) drift_de: f32,
    /// When its middle frame is shown, in ticks of its file.
    pub(crate) middle_pts: i64,
    /// Where the measurements of its file lie.
    pub(crate) analyses: PathBuf,
    pub(crate) source: Source,
    pub(crate) bake_rotation: bool,
    /// Its file as it was measured, without timestamps.
    pub(crate) clip: Clip,
}

impl Known {
    /// What is known of `shot`, a part of the measured file.
    ///
    /// # Errors
    /// When the file has no such frames.
    pub(crate) fn of(measured: &Measured<'_>, shot: &FilmShot) -> Result<Self, JobError> {
        let analysis = &measured.session.analysis;
        let there = analysis.clip.frames();
        let [first, end] = shot.frames.unwrap_or([0, there]);
        if first >= end || end > there {
            let (shot, file) = (shot.name.clone(), shot.file.clone());
            return Err(FilmError::NoFrames { shot, file, first, end, there }.into());
        }
        let treated = first.saturating_sub(shot.handles[0])..end.saturating_add(shot.handles[1]).min(there);
        let common = |at: &usize| {
            let run = analysis.shots[*at].shot;
            run.end().min(end).saturating_sub(run.first_frame.max(first))
        };
        // The first of equals.
        let main = (0..analysis.shots.len()).rev().max_by_key(common).unwrap_or(0);
        let faces = || {
            let tracks = analysis.shots.get(main).into_iter().flat_map(|s| &s.faces.tracks);
            tracks.filter(|t| !t.dropped && t.first_frame < end && t.end() > first)
        };
        let side = |track: &FaceTrack| {
            let mut sides: Vec<f32> =
                track.states.iter().map(|s| s.square.side_px / REGION_PER_FACE).collect();
            sides.sort_by(f32::total_cmp);
            sides[sides.len() / 2]
        };
        let height = analysis.clip.format.height as f32;
        Ok(Self {
            own: first..end,
            is_all: treated == (0..there),
            treated,
            skin: SkinSamples::of(analysis, main),
            faces: faces().count(),
            face_share: faces().map(|t| side(t) / height).fold(0.0, f32::max),
            drift_de: analysis.shots.get(main).map_or(0.0, |s| s.figures.skin_drift_de),
            middle_pts: analysis.clip.pts[first + (end - first) / 2],
            analyses: measured.folder.clone(),
            source: measured.session.source.clone(),
            bake_rotation: measured.session.bake_rotation,
            clip: Clip { pts: Vec::new(), ..analysis.clip.clone() },
        })
    }

    /// What its hero is chosen by.
    pub(crate) fn seen(&self, name: &str) -> Seen {
        let faces = vec![FaceSeen::default(); self.faces];
        Seen {
            name: name.into(),
            tones: Vec::new(),
            faces,
            face_share: self.face_share,
            drift_de: self.drift_de,
        }
    }

    /// Number of the middle frame of its own in what is treated.
    pub(crate) fn middle_in_result(&self) -> usize {
        self.own.start + self.own.len() / 2 - self.treated.start
    }
}
