//! Timecode: the numbers that editors give to frames, drop-frame (SMPTE 12M) and not.

use crate::rational::Rational;

/// How frames are numbered at a rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counting {
    /// Numbers in a second.
    per_second: i64,
    /// Numbers that are left out at the start of every minute that is no tenth one.
    skips: i64,
    /// What stands before the frames.
    mark: char,
}

/// Why a timecode is none.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TimecodeError {
    /// Not four numbers.
    #[error("`{0}` is no timecode: write hours:minutes:seconds:frames, such as 00:00:02:00")]
    Shape(String),
    /// A number that no clock shows.
    #[error("`{text}` is no timecode here: {what} go from 0 to {most}")]
    Beyond {
        /// What was given.
        text: String,
        /// Of what there are too many.
        what: &'static str,
        /// The most there are.
        most: i64,
    },
    /// Left out by drop-frame.
    #[error("`{text}` does not exist in drop-frame timecode: {next} follows {before}")]
    Dropped {
        /// What was given.
        text: String,
        /// The number before the gap.
        before: String,
        /// The number behind it.
        next: String,
    },
    /// Drop-frame where nothing is dropped.
    #[error(
        "`{text}` is drop-frame timecode (;), which only 29.97 and 59.94 frames a second have; this clip has {rate}: write : for ;"
    )]
    NoDrop {
        /// What was given.
        text: String,
        /// Frames a second.
        rate: String,
    },
}

/// Whether a timecode is written as drop-frame.
fn is_drop(text: &str) -> bool {
    text.contains([';', '.'])
}

/// Hours, minutes, seconds and frames.
fn parts(text: &str) -> Option<[i64; 4]> {
    let parts = text.trim().split([':', ';', '.']).map(|part| {
        let is_number = !part.is_empty() && part.len() <= 3 && part.bytes().all(|b| b.is_ascii_digit());
        is_number.then(|| part.parse().ok()).flatten()
    });
    parts.collect::<Option<Vec<i64>>>()?.try_into().ok()
}

impl Counting {
    /// How a timecode like `like` counts at `rate`.
    ///
    /// # Errors
    /// When it is written as drop-frame and the rate has none.
    pub fn like(like: &str, rate: Rational) -> Result<Self, TimecodeError> {
        let counting = Self::as_written(like, rate);
        // 30000/1001 and 60000/1001.
        let per_second = counting.per_second;
        let has_drop = matches!(per_second, 30 | 60) && (rate.value() - per_second as f64).abs() > 0.01;
        if is_drop(like) && !has_drop {
            let rate = format!("{:.3}", rate.value());
            let rate = rate.trim_end_matches('0').trim_end_matches('.').to_owned();
            return Err(TimecodeError::NoDrop { text: like.to_owned(), rate });
        }
        Ok(counting)
    }

    /// The same of what a file says, whether its rate has drop-frame or not.
    fn as_written(like: &str, rate: Rational) -> Self {
        let per_second = (rate.value().round() as i64).max(1);
        let (skips, mark) = if is_drop(like) { (per_second / 15, ';') } else { (0, ':') };
        Self { per_second, skips, mark }
    }

    /// What a file says, so many frames later; also a number that does not exist is carried on, not judged. None where it is no timecode.
    pub(crate) fn later(timecode: &str, frames: i64, rate: Rational) -> Option<String> {
        let counting = Self::as_written(timecode, rate);
        Some(counting.text(counting.counted(parts(timecode)?) + frames))
    }

    /// The frame of a number, counted from 00:00:00:00.
    fn counted(&self, [hours, minutes, seconds, frames]: [i64; 4]) -> i64 {
        let all_minutes = hours * 60 + minutes;
        let dropped = self.skips * (all_minutes - all_minutes / 10);
        (all_minutes * 60 + seconds) * self.per_second + frames - dropped
    }

    /// The frame that has this number, counted from 00:00:00:00.
    ///
    /// # Errors
    /// When there is no such number.
    pub fn frame(&self, text: &str) -> Result<i64, TimecodeError> {
        let number = parts(text).ok_or_else(|| TimecodeError::Shape(text.to_owned()))?;
        let [hours, minutes, seconds, frames] = number;
        for (value, what, most) in
            [(minutes, "minutes", 59), (seconds, "seconds", 59), (frames, "frames", self.per_second - 1)]
        {
            if value > most {
                return Err(TimecodeError::Beyond { text: text.to_owned(), what, most });
            }
        }
        if seconds == 0 && frames < self.skips && minutes % 10 != 0 {
            let next = self.skips;
            return Err(TimecodeError::Dropped {
                text: text.to_owned(),
                before: format!("{:02}:{:02}:59;{:02}", hours, minutes - 1, self.per_second - 1),
                next: format!("{hours:02}:{minutes:02}:00;{next:02}"),
            });
        }
        Ok(self.counted(number))
    }

    /// The number of a frame that is counted from 00:00:00:00.
    pub fn text(&self, frame: i64) -> String {
        let (ten, one) = (self.per_second * 600 - self.skips * 9, self.per_second * 60 - self.skips);
        let (tens, rest) = (frame / ten, frame % ten);
        let after = if rest >= self.skips { (rest - self.skips) / one } else { 0 };
        let number = frame + self.skips * (9 * tens + after);
        let (all_seconds, frames) = (number / self.per_second, number % self.per_second);
        let (hours, minutes, seconds) = (all_seconds / 3600 % 24, all_seconds / 60 % 60, all_seconds % 60);
        format!("{hours:02}:{minutes:02}:{seconds:02}{}{frames:02}", self.mark)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NTSC: Rational = Rational::new(30000, 1001);
    const FILM: Rational = Rational::new(24, 1);

    #[test]
    fn drop_frame_leaves_out_two_numbers_a_minute_but_not_every_tenth() {
        let counting = Counting::like(";", NTSC).unwrap();
        for (text, frame) in [
            ("00:00:59;29", 1799),
            ("00:01:00;02", 1800),
            ("00:09:59;29", 17981),
            ("00:10:00;00", 17982),
            ("01:00:00;00", 107_892),
        ] {
            assert_eq!(counting.frame(text).unwrap(), frame, "{text}");
            assert_eq!(counting.text(frame), text);
        }
        let gone = counting.frame("00:01:00;00").unwrap_err().to_string();
        assert!(gone.contains("00:01:00;02 follows 00:00:59;29"), "{gone}");
        // Every frame of an hour has a number of its own, and the way back.
        assert!((0..107_900).all(|frame| counting.frame(&counting.text(frame)) == Ok(frame)));
        let double = Counting::like("00:00:00;00", Rational::new(60000, 1001)).unwrap();
        assert_eq!(double.text(double.frame("00:00:59;59").unwrap() + 1), "00:01:00;04");
    }

    #[test]
    fn non_drop_counts_on() {
        let film = Counting::like("00:00:02:00", FILM).unwrap();
        assert_eq!(film.frame("00:00:02:00"), Ok(48));
        assert_eq!(film.text(24 * 3600 + 36), "01:00:01:12");
        let ntsc = Counting::like(":", NTSC).unwrap();
        assert_eq!((ntsc.frame("00:01:00:00"), ntsc.text(1800)), (Ok(1800), "00:01:00:00".into()));
    }

    #[test]
    fn what_is_none_is_refused_with_the_way_to_write_it() {
        let film = Counting::like(":", FILM).unwrap();
        for (text, word) in [
            ("00:00:02", "hours:minutes:seconds:frames"),
            ("00:00:02:24", "frames go from 0 to 23"),
            ("00:60:00:00", "minutes go from 0 to 59"),
            ("00:00:-2:00", "hours:minutes"),
            ("00:00:+2:00", "hours:minutes"),
        ] {
            let said = film.frame(text).unwrap_err().to_string();
            assert!(said.contains(word) && said.contains(text), "{said}");
        }
        let said = Counting::like("00:00:02;00", FILM).unwrap_err().to_string();
        assert!(said.contains("this clip has 24:") && said.contains("29.97"), "{said}");
    }
}
