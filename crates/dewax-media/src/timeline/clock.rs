//! Timecodes of a cut list, and frames of them.

use super::Bad;
use super::lost::named;
use crate::rational::Rational;
use crate::timecode::Counting;

/// More frames than any timecode counts.
const MOST_FRAMES: i64 = 1_000_000_000;

/// Whether timecode at this rate may leave numbers out.
pub(super) fn has_drop(rate: Rational) -> bool {
    rate == Rational::new(30000, 1001) || rate == Rational::new(60000, 1001)
}

/// How timecodes of a list are read.
pub(super) struct Clock {
    pub(super) rate: Rational,
    /// Whether any timecode is marked as drop-frame: then those without a mark are not.
    pub(super) has_marks: bool,
}

impl Clock {
    /// The frame of a timecode, or of a plain number of frames. `drops` is what the list says of those without a mark.
    pub(super) fn frame(&self, text: &str, drops: bool, line: usize) -> Result<i64, Bad> {
        if !text.contains([':', ';', '.']) {
            let number = text.parse().ok().filter(|frame| (0..MOST_FRAMES).contains(frame));
            return number.ok_or_else(|| Bad::new(format!("line {line}: {} is no timecode", named(text))));
        }
        let like = if self.is_drop(text, drops) && has_drop(self.rate) { ";" } else { text };
        let counted = Counting::like(like, self.rate).and_then(|counting| counting.frame(text));
        counted.map_err(|error| Bad::new(format!("line {line}: {error}; is the rate right?")))
    }

    /// Whether a timecode of the list leaves numbers out.
    pub(super) fn is_drop(&self, text: &str, drops: bool) -> bool {
        text.contains([';', '.']) || drops && !self.has_marks && has_drop(self.rate)
    }

    /// Frames in a day, behind which timecode begins anew, where it counts as this one does.
    pub(super) fn day(&self, text: &str, drops: bool) -> i64 {
        let like = if self.is_drop(text, drops) { ";" } else { ":" };
        let counting = Counting::like(like, self.rate).or_else(|_| Counting::like(":", self.rate));
        counting.and_then(|counting| counting.frame("24:00:00:00")).unwrap_or(i64::MAX >> 1)
    }
}
