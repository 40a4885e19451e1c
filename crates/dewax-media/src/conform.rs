//! When the frames of a file are shown, and which of them an editing program shows, which counts frames at a steady rate and conforms what varies.

use crate::input::input_args;
use crate::rational::Rational;
use crate::source::Source;
use crate::tools::{Tools, capture};
use dewax::clip::Clip;
use std::ops::Range;
use std::process::Command;

/// Timestamps are rounded, in Matroska to milliseconds, and cameras start a frame late: so much of a frame is no other frame.
pub const SLACK_FRAMES: f64 = 0.25;

/// Rates that cameras, screens, generators and editing programs have, the lowest first.
const USUAL: [(i64, i64); 15] = [
    (8, 1),
    (10, 1),
    (12, 1),
    (15, 1),
    (16, 1),
    (24000, 1001),
    (24, 1),
    (25, 1),
    (30000, 1001),
    (30, 1),
    (48, 1),
    (50, 1),
    (60000, 1001),
    (60, 1),
    (120, 1),
];

/// Rates as near as this are one rate with its thousandth less; 24 and 25 are farther apart.
const ONE_RATE: f64 = 1.02;

/// When each frame of a file is shown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Times {
    /// In seconds from the first frame, which rise.
    seconds: Vec<f64>,
    /// When the last frame ends.
    end: f64,
}

/// A rate at which a file's frames are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counted {
    /// Frames a second.
    pub rate: Rational,
    /// Whether every frame of the file is shown for just one of it.
    pub is_steady: bool,
}

impl Times {
    /// Of timestamps in ticks of a time base; the last frame is shown for `last` of them.
    pub fn of(pts: &[i64], base: Rational, last: i64) -> Self {
        let mut pts = pts.to_vec();
        pts.sort_unstable();
        pts.dedup();
        let first = pts.first().copied().unwrap_or(0);
        let seconds: Vec<f64> = pts.iter().map(|at| base.seconds(at.saturating_sub(first))).collect();
        let end = seconds.last().map_or(0.0, |at| at + base.seconds(last.max(0)));
        Self { seconds, end }
    }

    /// Of a clip that was measured.
    pub fn of_clip(clip: &Clip) -> Self {
        Self::of(&clip.pts, Rational::new(clip.time_base.num, clip.time_base.den), clip.last_duration)
    }

    /// So many frames, one after the other at a rate.
    pub fn steady(frames: usize, rate: Rational) -> Self {
        let pts: Vec<i64> = (0..frames as i64).collect();
        Self::of(&pts, Rational::new(rate.den, rate.num), 1)
    }

    /// Of a file that lies there: its timestamps are read, its pictures are not decoded. None where it states none.
    pub fn of_file(tools: &Tools, source: &Source) -> Option<Self> {
        if source.is_pictures() {
            let frames = if source.pattern { source.lacks.run.unwrap_or(0) } else { 1 };
            return (frames > 0).then(|| Self::steady(frames, source.video.frame_rate));
        }
        let mut command = Command::new(&tools.ffprobe);
        command.args(["-v", "error", "-select_streams", &source.video.index.to_string()]);
        command.args(["-show_entries", "packet=pts,flags", "-of", "csv=p=0"]);
        command.args(input_args(&source.path, false, None));
        let printed = capture(&mut command).ok()?;
        let text = String::from_utf8_lossy(&printed);
        // What an edit list takes out is marked with a D.
        let shown =
            text.lines().filter_map(|line| line.split_once(',')).filter(|(_, flags)| !flags.contains('D'));
        let mut pts: Vec<i64> = shown.filter_map(|(pts, _)| pts.trim().parse().ok()).collect();
        pts.sort_unstable();
        let last = source.last_duration(&pts);
        (!pts.is_empty()).then(|| Self::of(&pts, source.video.time_base, last))
    }

    /// How many frames there are.
    pub fn frames(&self) -> usize {
        self.seconds.len()
    }

    /// How long all of it is, in seconds.
    pub fn seconds(&self) -> f64 {
        self.end
    }

    /// The times of some of the frames, from the first of them.
    pub fn part(&self, frames: Range<usize>) -> Self {
        let all = self.seconds.get(frames.clone()).unwrap_or_default();
        let first = all.first().copied().unwrap_or(0.0);
        let end = self.seconds.get(frames.end).copied().unwrap_or(self.end);
        Self { seconds: all.iter().map(|at| at - first).collect(), end: end - first }
    }

    /// The rate at which they are counted: the one that the file states where it is steady; else the lowest usual one of which every frame
    /// begins on a frame of its own; else, where cameras waver, the usual one nearest to how fast its frames follow each other.
    pub fn counted(&self, stated: Rational) -> Counted {
        let stated = Rational::of_frames(stated.value()).unwrap_or(stated);
        let usual = || USUAL.into_iter().map(|(num, den)| Rational::new(num, den));
        let far = |rate: &Rational| self.seconds.iter().map(|at| off_grid(at * rate.value())).sum::<f64>();
        let best = |all: &mut dyn Iterator<Item = Rational>| all.min_by(|a, b| far(a).total_cmp(&far(b)));
        let says_so = Some(stated).filter(|rate| rate.is_positive() && self.is_one_by_one(*rate));
        if let Some(rate) = says_so.or_else(|| best(&mut usual().filter(|rate| self.is_one_by_one(*rate)))) {
            return Counted { rate, is_steady: true };
        }
        let lowest = usual().find(|rate| self.is_on(*rate));
        let near = |rate: &Rational| lowest.is_some_and(|low| rate.value() <= low.value() * ONE_RATE);
        let best = best(&mut usual().filter(|rate| near(rate) && self.is_on(*rate)));
        let rate = best.unwrap_or_else(|| nearest(self.usual_gap().recip()));
        Counted { rate, is_steady: false }
    }

    /// Whether frame after frame begins where those of a rate do.
    fn is_one_by_one(&self, rate: Rational) -> bool {
        let is_due = |(number, at): (usize, &f64)| (at * rate.value() - number as f64).abs() <= SLACK_FRAMES;
        self.seconds.iter().enumerate().all(is_due)
    }

    /// Whether every frame begins where one of a rate does, no two where the same one does.
    fn is_on(&self, rate: Rational) -> bool {
        let places = || self.seconds.iter().map(|at| at * rate.value());
        let apart = places().zip(places().skip(1)).all(|(a, b)| a.round() < b.round());
        apart && places().all(|place| off_grid(place) <= SLACK_FRAMES)
    }

    /// How long frames are shown in seconds, where they follow each other without a gap: a quarter are shorter.
    fn usual_gap(&self) -> f64 {
        let mut gaps: Vec<f64> = self.seconds.windows(2).map(|pair| pair[1] - pair[0]).collect();
        gaps.sort_by(f64::total_cmp);
        gaps.get(gaps.len() / 4).copied().unwrap_or(self.end).max(1e-3)
    }

    /// The frames of a rate in which some of the file's are shown: the first, and one past the last.
    pub fn ticks(&self, rate: Rational, frames: Range<usize>) -> Range<i64> {
        let tick = |frame: usize| {
            let seconds = self.seconds.get(frame).copied().unwrap_or(self.end);
            (seconds * rate.value() - SLACK_FRAMES).ceil() as i64
        };
        tick(frames.start)..tick(frames.end)
    }

    /// The file's frames that are shown in frames of a rate, and those between them that are too short to be. None where the file has not all
    /// of that.
    pub fn shown_in(&self, rate: Rational, ticks: Range<i64>) -> Option<Range<usize>> {
        let at = |tick: i64, by: f64| (tick as f64 + by) / rate.value();
        let last = at(ticks.end.checked_sub(1)?, SLACK_FRAMES);
        if ticks.start < 0 || ticks.is_empty() || last >= self.end {
            return None;
        }
        let shown = |seconds: f64| self.seconds.partition_point(|begins| *begins <= seconds).checked_sub(1);
        let from = shown(at(ticks.start, SLACK_FRAMES))?;
        let mut to = shown(last)? + 1;
        // Of a file with more frames than the rate, what begins and ends within the last frame.
        let ends = |frame: usize| self.seconds.get(frame + 1).copied().unwrap_or(self.end);
        while to < self.frames() && ends(to) <= at(ticks.end, SLACK_FRAMES) {
            to += 1;
        }
        Some(from..to)
    }

    /// How many of some frames begin and end between two frames of a rate, and are not shown in it.
    pub fn unseen(&self, rate: Rational, frames: Range<usize>) -> usize {
        frames.filter(|&frame| self.ticks(rate, frame..frame + 1).is_empty()).count()
    }
}

/// How far from the nearest whole number.
fn off_grid(place: f64) -> f64 {
    (place - place.round()).abs()
}

/// The usual rate nearest to one, by their ratio.
fn nearest(per_second: f64) -> Rational {
    let far = |rate: &Rational| (rate.value() / per_second).ln().abs();
    let all = USUAL.into_iter().map(|(num, den)| Rational::new(num, den));
    all.min_by(|a, b| far(a).total_cmp(&far(b))).unwrap_or(Rational::new(25, 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    const MS: Rational = Rational::new(1, 1000);

    /// Frames of a grid of 90 kHz that are there.
    fn dropped(rate: Rational, frames: i64, is_there: impl Fn(i64) -> bool) -> Times {
        let tick = |at: i64| (at as f64 / rate.value() * 90_000.0).round() as i64;
        let there: Vec<i64> = (0..frames).filter(|at| is_there(*at)).collect();
        let last = there[there.len() - 1];
        let pts: Vec<i64> = there.iter().map(|at| tick(*at)).collect();
        Times::of(&pts, Rational::new(1, 90_000), tick(frames) - tick(last))
    }

    #[test]
    fn steady_files_are_counted_frame_by_frame() {
        for (num, den) in
            [(24000, 1001), (24, 1), (25, 1), (30000, 1001), (30, 1), (60000, 1001), (14_141, 1000)]
        {
            let rate = Rational::new(num, den);
            // As Matroska rounds, and longer than an hour.
            let pts: Vec<i64> =
                (0..100_000).map(|at| (at as f64 / rate.value() * 1e3).round() as i64).collect();
            let times = Times::of(&pts, MS, (1e3 / rate.value()).round() as i64);
            assert_eq!(times.counted(rate), Counted { rate, is_steady: true });
            for range in [0..1, 17..99_000, 99_999..100_000] {
                let ticks = times.ticks(rate, range.clone());
                assert_eq!(ticks, range.start as i64..range.end as i64, "{rate}");
                assert_eq!(times.shown_in(rate, ticks), Some(range));
            }
            assert_eq!(times.shown_in(rate, 0..100_001), None, "more than there is");
            assert_eq!((times.shown_in(rate, -1..3), times.shown_in(rate, 3..3)), (None, None));
        }
        // A file that states a rate that it does not have: 24 of a container that says 25.
        let film = dropped(Rational::new(24, 1), 48, |_| true);
        assert_eq!(
            film.counted(Rational::new(25, 1)),
            Counted { rate: Rational::new(24, 1), is_steady: true }
        );
        let double = Times::steady(120, Rational::new(60, 1));
        assert_eq!(double.shown_in(Rational::new(30, 1), 10..20), Some(20..40), "all of the frames between");
        assert_eq!(
            Times::steady(30, Rational::new(15, 1)).shown_in(Rational::new(30, 1), 10..20),
            Some(5..10)
        );
    }

    #[test]
    fn what_varies_is_counted_on_the_grid_that_it_fits() {
        for (num, den) in
            [(24000, 1001), (24, 1), (25, 1), (30000, 1001), (30, 1), (50, 1), (60000, 1001), (60, 1)]
        {
            let rate = Rational::new(num, den);
            let there = |at: i64| at % 7 != 3 && at % 11 != 5 && !(40..46).contains(&at);
            let times = dropped(rate, 600, there);
            let stated = Rational::new(times.frames() as i64 * num, 600 * den);
            assert_eq!(times.counted(stated), Counted { rate, is_steady: false });
            let due: Vec<i64> = (0..600).filter(|at| there(*at)).collect();
            for from in 0..times.frames() {
                for to in [from + 1, (from + 30).min(times.frames()), times.frames()] {
                    let ticks = times.ticks(rate, from..to);
                    let end = due.get(to).copied().unwrap_or(600);
                    assert_eq!(ticks, due[from]..end);
                    assert_eq!(times.shown_in(rate, ticks), Some(from..to));
                }
            }
            assert_eq!(times.unseen(rate, 0..times.frames()), 0);
            assert!((times.seconds() - 600.0 / rate.value()).abs() < 1e-4);
            let part = times.part(10..20);
            assert_eq!((part.frames(), part.ticks(rate, 0..10)), (10, 0..due[20] - due[10]));
        }
    }

    #[test]
    fn what_wavers_is_counted_at_about_its_rate_and_comes_back() {
        // Frames of a phone, up to a third of one early or late, and now and then one that is missing.
        let mut state = 7u64;
        let mut wavers = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as f64 / f64::from(1u32 << 31) - 0.5
        };
        let place = |at: i64, by: f64| ((at as f64 + 0.6 * by) / 30.0 * 90_000.0).round() as i64;
        let pts: Vec<i64> = (0..400).filter(|at| at % 13 != 4).map(|at| place(at, wavers())).collect();
        let times = Times::of(&pts, Rational::new(1, 90_000), 3000);
        let Counted { rate, is_steady } = times.counted(Rational::new(277, 10));
        assert!(
            !is_steady && [24, 25, 30].iter().any(|near| (rate.value() - f64::from(*near)).abs() < 0.1),
            "{rate}"
        );
        // Everything that is seen is in the place where it is seen, also after there and back.
        for from in (0..times.frames() - 40).step_by(7) {
            let ticks = times.ticks(rate, from..from + 33);
            let back = times.shown_in(rate, ticks.clone()).unwrap();
            assert_eq!(times.ticks(rate, back.clone()), ticks, "{from}: {back:?}");
        }
        let seen = |from: usize| times.shown_in(rate, times.ticks(rate, from..from + 1));
        let unseen = times.unseen(rate, 0..times.frames());
        assert_eq!((0..times.frames()).filter(|from| seen(*from).is_none()).count(), unseen);
        assert_eq!(Times::default().counted(Rational::new(25, 1)).rate, Rational::new(25, 1));
    }
}
