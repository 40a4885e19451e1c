//! Retouches that are given by hand: `812,430@2.1s..2.3s:24:clone`, read, and brought to the frames and the skin of a clip.

use crate::range::{Asked, RangeError};
use dewax::analysis::Analysis;
use dewax::facts::ShotFacts;
use dewax::param::{Limits, Value, record_of};
use dewax::stack::Setting;
use dewax::steps::spots::{CARRIES, KINDS, Retouch, Spots};
use dewax_media::probe::Source;

/// How a retouch is written.
const HOW: &str = "write X,Y@FROM..TO, as 812,430@2.1s..2.3s: pixels of the frame FROM, then seconds, frames (63..69) or timecode; TO is not \
    included. Behind it may stand :SIZE in pixels (its diameter, as :24px) and :KIND (clone, blur, inpaint)";
/// A size that is not given, as a share of the eye distance: 8 mm of skin, a pimple with what is around it.
const USUAL_SIZE_IOD: f32 = 0.12;

/// Why a retouch cannot be done.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum SpotError {
    /// Not readable.
    #[error("`{0}` is no retouch: {HOW}")]
    Words(String),
    /// Its frames are none of the clip.
    #[error("the retouch `{0}`: {1}")]
    Range(String, RangeError),
    /// It lies beside the picture.
    #[error("the retouch `{text}` lies beside the picture, which has {width} × {height} pixels")]
    Outside {
        /// As it was given.
        text: String,
        /// Columns.
        width: usize,
        /// Rows.
        height: usize,
    },
    /// Nothing carries it.
    #[error(
        "the retouch `{text}` lies on no skin that is followed in frame {frame}: give a place on a face that `dewax faces` shows as \
         followed there, in the pixels of that frame"
    )]
    NoSkin {
        /// As it was given.
        text: String,
        /// The frame that it was looked for in.
        frame: usize,
    },
}

/// A retouch that is wished.
#[derive(Clone, Debug, PartialEq)]
pub struct SpotWish {
    /// As it was given.
    pub text: String,
    at_px: [f32; 2],
    frames: Asked,
    size_px: Option<f32>,
    kind: usize,
}

impl SpotWish {
    /// Reads `X,Y@FROM..TO[:SIZE[:KIND]]`.
    ///
    /// # Errors
    /// A sentence that says how to write it.
    pub fn read(text: &str) -> Result<Self, SpotError> {
        let bad = || SpotError::Words(text.to_owned());
        let (place, mut rest) = text.split_once('@').ok_or_else(bad)?;
        let (x, y) = place.split_once(',').ok_or_else(bad)?;
        let number = |text: &str| text.trim().parse::<f32>().ok().filter(|v| v.is_finite() && *v >= 0.0);
        let at_px = [number(x).ok_or_else(bad)?, number(y).ok_or_else(bad)?];
        let last =
            |rest: &str| rest.rsplit_once(':').map(|(before, last)| (before.len(), last.trim().to_owned()));
        let mut kind = 0;
        if let Some((before, name)) = last(rest)
            && let Some(found) = KINDS.iter().position(|k| *k == name)
        {
            (kind, rest) = (found, &rest[..before]);
        }
        // The last two digits of a timecode are no size: beside one it is written with its unit.
        let mut size_px = None;
        if let Some((before, size)) = last(rest) {
            let is_timecode = rest[..before].contains([':', ';']);
            let plain = size.strip_suffix("px").or_else(|| (!is_timecode).then_some(size.as_str()));
            if let Some(size) = plain {
                let size = number(size).filter(|v| (2.0..=2000.0).contains(v)).ok_or_else(bad)?;
                (size_px, rest) = (Some(size), &rest[..before]);
            }
        }
        let frames = Asked::read(rest).map_err(|e| SpotError::Range(text.to_owned(), e))?;
        Ok(Self { text: text.to_owned(), at_px, frames, size_px, kind })
    }

    /// The retouch that it is in a clip, with the number of its shot.
    ///
    /// # Errors
    /// When its frames or its place are none of the clip.
    fn resolved(&self, analysis: &Analysis, source: &Source) -> Result<(usize, Retouch), SpotError> {
        let clip = &analysis.clip;
        // It is given in the source's own pixels, also where those are made larger.
        let times = source.upscale;
        let (width, height) = (clip.format.width / times, clip.format.height / times);
        if self.at_px[0] >= width as f32 || self.at_px[1] >= height as f32 {
            return Err(SpotError::Outside { text: self.text.clone(), width, height });
        }
        let larger = times as f32;
        let at_px = self.at_px.map(|at| (at + 0.5) * larger - 0.5);
        let frames = self.frames.frames(clip, source.video.frame_rate, source.timecode.as_deref());
        let (from, to) = frames.map_err(|e| SpotError::Range(self.text.clone(), e))?;
        let nowhere = || SpotError::NoSkin { text: self.text.clone(), frame: from };
        let shot = analysis.shots.iter().position(|s| s.shot.contains(from)).ok_or_else(nowhere)?;
        let facts = &analysis.shots[shot];
        let to = to.min(facts.shot.end());
        let iod_px = iod_px(facts, at_px, from).ok_or_else(nowhere)?;
        let size_px = self
            .size_px
            .map(|size| size * larger)
            .unwrap_or_else(|| (USUAL_SIZE_IOD * iod_px).clamp(2.0, 2000.0));
        let last = to.saturating_sub(1);
        let as_i64 = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        Ok((
            shot,
            Retouch {
                at_px,
                in_frame: as_i64(from),
                first_frame: as_i64(from),
                last_frame: as_i64(last),
                size_px,
                kind: self.kind,
            },
        ))
    }
}

/// The eye distance of the skin that is followed at a place of a frame, px there; `None` where none is.
fn iod_px(facts: &ShotFacts, at_px: [f32; 2], frame: usize) -> Option<f32> {
    let point = at_px.map(f64::from);
    let held = facts.locks.iter().filter_map(|l| l.held(frame));
    let on_skin = held.filter_map(|lock| {
        let skin = lock.skin(lock.back()?(point));
        (skin >= CARRIES).then_some((skin, lock.segment.iod_px * lock.scale()))
    });
    on_skin.max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, iod_px)| iod_px)
}

/// The retouches of a clip as settings of each of its shots; a list of nothing for each without any. Beside them what a reader must know.
///
/// # Errors
/// When one of them cannot be done.
pub(crate) fn settings(
    wishes: &[SpotWish],
    analysis: &Analysis,
    source: &Source,
) -> Result<(Vec<Vec<Setting>>, Vec<String>), SpotError> {
    let mut by_shot: Vec<Vec<Retouch>> = vec![Vec::new(); analysis.shots.len()];
    let mut notes = Vec::new();
    for wish in wishes {
        let (shot, retouch) = wish.resolved(analysis, source)?;
        let (from, to) = (retouch.first_frame, retouch.last_frame);
        notes.push(format!(
            "The retouch `{}` is done in frames {from}..={to}, {:.0} px wide, by {}.",
            wish.text, retouch.size_px, KINDS[retouch.kind]
        ));
        by_shot[shot].push(retouch);
    }
    let setting = |list: &Vec<Retouch>| {
        let records = Value::List(list.iter().map(record_of).collect());
        Setting::nearest::<Spots>(Spots::given, records, Limits::Hold)
    };
    let settings = by_shot.iter().map(|list| if list.is_empty() { Vec::new() } else { vec![setting(list)] });
    Ok((settings.collect(), notes))
}

#[cfg(test)]
#[path = "spots_tests.rs"]
mod tests;
