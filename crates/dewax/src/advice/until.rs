//! How long a shot held before a flaw that grows with time was to be seen.

use crate::check::Finding;
use crate::clip::Clip;
use crate::facts::ShotFacts;
use crate::lock::{SEEN_DRIFT_DE, TintStep, worst_course};

/// Lengths are given in steps of so many seconds: what is measured half second by half second is not known better.
const STEP_S: f64 = 0.5;
/// Half of the second whose mean descriptor or shape is compared (`analysis/shape`): the flaw was there before its middle.
const HALF_WINDOW_S: f64 = 0.5;
/// Shorter clips are not worth asking for.
const LEAST_S: f64 = 1.0;

/// How long it held.
pub(super) struct Held {
    /// Seconds from the start of the shot.
    pub(super) seconds: f64,
    /// In a sentence.
    pub(super) words: String,
}

/// Of flaws that grow with time: how long the shot was free of them; none of others, and where it was hardly so for a second.
pub(super) fn held(clip: &Clip, facts: &ShotFacts, finding: &Finding) -> Option<Held> {
    let first = facts.shot.first_frame;
    let since = |frame: usize| clip.seconds(frame) - clip.seconds(first);
    let (frame, seconds, what) = match finding.code.as_str() {
        "identity" => {
            let frame = finding.worst_frame;
            (frame, since(frame) - HALF_WINDOW_S, "the face was another")
        }
        "drift" => {
            let frame = first + first_seen(&worst_course(&facts.tint))?;
            (frame, since(frame), "the colour had drifted")
        }
        _ => return None,
    };
    let seconds = (seconds / STEP_S + 1e-6).floor() * STEP_S;
    (seconds >= LEAST_S).then(|| Held {
        seconds,
        words: format!(
            "At most {seconds:.1} s a clip: {what} at {:.1} s (frame {frame}){}.",
            since(frame),
            if finding.code == "identity" { ", and may have been so before" } else { "" }
        ),
    })
}

/// The first frame, counted from the start of the shot, of the half second in which a drift is first to be seen.
fn first_seen(course: &[TintStep]) -> Option<usize> {
    course.iter().find(|step| step.moved_de >= SEEN_DRIFT_DE).map(|step| step.frame)
}
