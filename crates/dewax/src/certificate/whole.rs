//! What is asked first of a result: whether its frames are the source's in order, lie where they lay, and have the same range and
//! curve. Where they do not, nothing else can be judged, and that is what is named.

use super::geometry::Laid;
use super::places::Toned;
use super::{Cause, Fault};
use crate::facts::SkinColor;
use crate::kernels::middle;

/// Codes of limited range read as full range, and the other way round.
const FULL_BY_LIMITED: f32 = 255.0 / 219.0;
const RANGE_MISS: f32 = 0.025;
/// The curve of a whole picture may move its middle by so many levels, and change its contrast by this factor: a third of a stop.
const MOST_MOVED_LEVELS: f32 = 16.0;
const MOST_CONTRAST: f32 = 1.25;
/// The mean colour around the skin may move by so many levels over half a second.
const MOST_COLOUR_LEVELS: f32 = 2.0;
/// The mean of a plane may jump by so much more than in the source in the worst half second, levels: brightness, colour.
const MOST_JUMP_LEVELS: (f32, f32) = (1.2, 0.7);
/// And may swing by so much more beside the frames a quarter of a second away: what dips for five frames jumps nowhere.
const MOST_SWING_LEVELS: f32 = 1.6;
/// Frames that must lie elsewhere, as a share of those that were laid over each other.
const MOVED_SHARE: f32 = 0.5;

/// Geometry of a shot. The mean of several frames of a moving picture lies a little beside its frame, neither larger nor turned: that is
/// no move.
pub(super) fn moved(laid: &[Laid], is_mix: bool) -> Option<Fault> {
    let moved: Vec<&Laid> = laid.iter().filter(|l| l.is_moved()).collect();
    let is_moved = !moved.is_empty() && moved.len() as f32 >= MOVED_SHARE * laid.len() as f32;
    let typical = moved.get(moved.len() / 2).filter(|_| is_moved)?;
    if is_mix && typical.zoom_percent.abs() < 0.1 && typical.turn_deg.abs() < 0.2 {
        return None;
    }
    Some(Fault { cause: Cause::Geometry, seen: typical.words() })
}

/// Range and curve of a shot.
pub(super) fn levels(toned: &[Toned], may_grade: bool) -> Option<Fault> {
    let of = |pick: &dyn Fn(&Toned) -> f32| {
        let mut all: Vec<f32> = toned.iter().map(pick).collect();
        middle(&mut all, f32::total_cmp)
    };
    let gain = of(&|t| (t.tones[0].at(180.0) - t.tones[0].at(60.0)) / 120.0)?;
    let by = of(&|t| t.mean(0, 0.0) - t.means[0])?;
    let fault = |seen: String| Some(Fault { cause: Cause::Levels, seen });
    if gain < 0.3 {
        return fault(format!(
            "a level more in the source is {gain:.2} in the result: a negative, or nothing of it"
        ));
    }
    let is_range = |factor: f32| {
        // Black moves with it: a gain alone is a grade.
        let black = of(&|t| t.tones[0].at(16.0)).unwrap_or(16.0);
        (gain / factor - 1.0).abs() < RANGE_MISS && (black - 16.0).abs() > 6.0
    };
    if is_range(FULL_BY_LIMITED) || is_range(1.0 / FULL_BY_LIMITED) {
        return fault(format!("contrast is {gain:.3} of the source's: codes of the other range"));
    }
    let is_graded = by.abs() > MOST_MOVED_LEVELS || !(1.0 / MOST_CONTRAST..=MOST_CONTRAST).contains(&gain);
    if is_graded && !may_grade {
        return fault(format!("the picture is {by:+.1} levels brighter with {gain:.2} of the contrast"));
    }
    None
}

/// The colour around the skin over the worst half second: as a whole, and of its dark and its bright places, which light that flickers
/// in its colour leaves alone over such a time, and a grade does not.
pub(super) fn colour(toned: &[Toned], half_second: usize) -> Option<Fault> {
    let by = |plane: usize, t: &Toned, spreads: f32| t.mean(plane, spreads) - t.means[plane];
    let mut worst = (0.0f32, 0);
    for (at, part) in toned.chunks(half_second.max(1)).enumerate() {
        // What is left at the end is no half second.
        if at > 0 && 2 * part.len() < half_second {
            continue;
        }
        for (plane, spreads) in [(1, -1.0), (1, 0.0), (1, 1.0), (2, -1.0), (2, 0.0), (2, 1.0)] {
            let mean = part.iter().map(|t| by(plane, t, spreads)).sum::<f32>() / part.len() as f32;
            if mean.abs() > worst.0 {
                worst = (mean.abs(), at * half_second);
            }
        }
    }
    (worst.0 > MOST_COLOUR_LEVELS).then(|| Fault {
        cause: Cause::Colour,
        seen: format!(
            "the colours around the skin moved by {:.1} levels from frame {} of the shot on",
            worst.0, worst.1
        ),
    })
}

/// How much a series lies off the frames `apart` before and after in its worst half second, beside another one of the same frames.
fn jumps(before: &[f32], after: &[f32], half_second: usize, apart: usize) -> (f32, f32, usize) {
    let jump = |v: &[f32], n: usize| v[n] - (v[n - apart] + v[n + apart]) / 2.0;
    let count = before.len().min(after.len());
    let mut worst = (0.0, 0.0, 0);
    let inner: Vec<usize> = (apart..count.saturating_sub(apart)).collect();
    for part in inner.windows(half_second.min(inner.len()).max(1)) {
        let rms =
            |v: &[f32]| (part.iter().map(|&n| jump(v, n).powi(2)).sum::<f32>() / part.len() as f32).sqrt();
        let (was, is) = (rms(before), rms(after));
        if is - was > worst.1 - worst.0 {
            worst = (was, is, part[0]);
        }
    }
    worst
}

/// Flicker of brightness and colour, around the skin and on it.
pub(super) fn flicker(
    toned: &[Toned],
    skin: (&[SkinColor], &[SkinColor]),
    half_second: usize,
    recoloured: bool,
) -> Option<Fault> {
    let mut worst: Option<(f32, Fault)> = None;
    let mut take = |where_: &str, plane: usize, before: &[f32], after: &[f32]| {
        let jump = if plane == 0 { MOST_JUMP_LEVELS.0 } else { MOST_JUMP_LEVELS.1 };
        let spans = [(1, jump, "jumps"), ((half_second / 2).max(2), MOST_SWING_LEVELS, "swings")];
        for (apart, most, how) in spans.into_iter().take(if plane == 0 { 2 } else { 1 }) {
            let (was, is, at) = jumps(before, after, half_second, apart);
            let over = (is - was) / most;
            if over > worst.as_ref().map_or(1.0, |w| w.0) {
                let what = if plane == 0 { "brightness" } else { "colour" };
                let frames = if apart == 1 { "from frame to frame" } else { "within half a second" };
                let seen = format!(
                    "the {what} {where_} {how} by {is:.1} levels {frames}, not {was:.1}, from frame {at} of the shot on"
                );
                worst = Some((over, Fault { cause: Cause::Flicker, seen }));
            }
        }
    };
    for plane in 0..3 {
        let before: Vec<f32> = toned.iter().map(|t| t.means[plane]).collect();
        let after: Vec<f32> = toned.iter().map(|t| t.mean(plane, 0.0)).collect();
        // Where a part has another colour, what is usual may be that of either part.
        if plane == 0 || !recoloured {
            take("around the skin", plane, &before, &after);
        }
        // Only where there is skin in every frame: its coming and going is no flicker.
        if skin.0.iter().chain(skin.1).all(|c| c.0[0] > 0.0) {
            let of = |side: &[SkinColor]| side.iter().map(|c| 255.0 * c.0[plane]).collect::<Vec<f32>>();
            take("of the skin", plane, &of(skin.0), &of(skin.1));
        }
    }
    worst.map(|w| w.1)
}

#[cfg(test)]
mod tests {
    use super::super::places::Tone;
    use super::*;
    use crate::color::math::sin_cos_deg;
    use crate::px::Plane;

    /// The tones of frames that went through `change`, which gets a frame's number.
    fn toned(frames: usize, change: impl Fn(usize, f32) -> f32) -> Vec<Toned> {
        let source = Plane::from_fn(40, 30, |x, y| ((x * 37 + y * 91) % 180 + 30) as f32);
        let mean = source.samples().iter().sum::<f32>() / 1200.0;
        let one = |n: usize| {
            let result = Plane::from_fn(40, 30, |x, y| change(n, source.row(y)[x]));
            let tone = Tone::of(&source, &result, &[true; 1200], true);
            Toned { tones: [tone; 3], means: [mean; 3], spread: 0.0 }
        };
        (0..frames).map(one).collect()
    }

    #[test]
    fn range_and_grade_are_bracketed() {
        let told = |change: &dyn Fn(f32) -> f32| levels(&toned(4, |_, v| change(v)), false).map(|f| f.cause);
        assert_eq!(told(&|v| v), None);
        assert_eq!(told(&|v| (v - 16.0) * FULL_BY_LIMITED), Some(Cause::Levels));
        assert_eq!(told(&|v| 16.0 + v / FULL_BY_LIMITED), Some(Cause::Levels));
        assert_eq!(told(&|v| 251.0 - v), Some(Cause::Levels));
        for (by, is_over) in [(0.8, false), (1.2, true)] {
            assert_eq!(told(&|v| v + by * MOST_MOVED_LEVELS).is_some(), is_over, "{by}");
            assert_eq!(
                told(&|v| 120.0 + (v - 120.0) * (1.0 + by * (MOST_CONTRAST - 1.0))).is_some(),
                is_over,
                "{by}"
            );
        }
        assert!(levels(&toned(4, |_, v| v + 40.0), true).is_none(), "a grade that was asked for");
    }

    #[test]
    fn a_move_is_bracketed() {
        let at = |way_px: f32, explains: f32, change_levels: f32| Laid {
            shift_px: [way_px, 0.0],
            zoom_percent: 0.0,
            turn_deg: 0.0,
            way_px,
            explains,
            change_levels,
        };
        for (by, is_over) in [(0.8, false), (1.2, true)] {
            let told = |laid: Laid| moved(&[laid; 3], false).is_some();
            assert_eq!(told(at(by * 0.25, 0.9, 3.0)), is_over);
            assert_eq!(told(at(2.0, by * 0.6, 3.0)), is_over);
            assert_eq!(told(at(2.0, 0.9, by * 0.5)), is_over);
        }
        let (lies, moves) = (at(0.0, 0.0, 1.0), at(2.0, 0.9, 3.0));
        assert!(
            moved(&[lies, lies, moves], false).is_none() && moved(&[lies, moves, moves], false).is_some()
        );
        // The mean of several frames lies beside its frame; a crop does not look like one.
        let shifted = Laid { zoom_percent: 0.0, turn_deg: 0.0, ..moves };
        assert!(moved(&[shifted; 3], true).is_none());
        assert!(moved(&[Laid { zoom_percent: 2.0, ..shifted }; 3], true).is_some());
    }

    #[test]
    fn bright_and_dark_places_of_two_colours_are_a_grade() {
        let luma = Plane::from_fn(40, 30, |x, y| ((x * 37 + y * 91) % 180 + 30) as f32);
        let spread = 180.0 / 12f32.sqrt();
        let grey = Plane::filled(40, 30, 128.0);
        let of = |by: f32| {
            let made = Plane::from_fn(40, 30, |x, y| 128.0 + by * (luma.row(y)[x] - 120.0) / spread);
            let tone = Tone::of_colour(&grey, &made, &luma, &[true; 1200]);
            Toned { tones: [Tone::NONE, tone, tone], means: [120.0, 128.0, 128.0], spread }
        };
        for (by, is_over) in [(0.8, false), (1.2, true)] {
            let stays: Vec<Toned> = (0..24).map(|_| of(by * MOST_COLOUR_LEVELS)).collect();
            assert_eq!(colour(&stays, 12).is_some(), is_over, "{by}");
            let sway = |n: usize| by * MOST_COLOUR_LEVELS * if n.is_multiple_of(2) { 2.0 } else { -2.0 };
            let flickers: Vec<Toned> = (0..24).map(|n| of(sway(n))).collect();
            assert!(colour(&flickers, 12).is_none(), "{by}: light that flickers");
        }
    }

    #[test]
    fn colour_and_jumps_are_bracketed() {
        for (by, is_over) in [(0.8, false), (1.2, true)] {
            let moved = toned(24, |n, v| if n >= 12 { v + by * MOST_COLOUR_LEVELS } else { v });
            assert_eq!(colour(&moved, 12).is_some(), is_over, "{by}");
            // Up and down in turns: each frame lies twice the swing from the mean of its neighbours.
            let swing = |limit: f32| {
                toned(24, move |n, v| v + by * limit / 2.0 * if n % 2 == 0 { 1.0 } else { -1.0 })
            };
            let quiet = Vec::<SkinColor>::new();
            let told = |t: &[Toned], recoloured: bool| flicker(t, (&quiet, &quiet), 12, recoloured).is_some();
            assert_eq!(told(&swing(MOST_JUMP_LEVELS.0), true), is_over, "{by}");
            assert_eq!(told(&swing(MOST_JUMP_LEVELS.1), false), is_over, "{by}");
            // Six frames up, six down: beside the frames six away each lies off by all of the swing, and jumps hardly anywhere.
            let slow = toned(36, |n, v| {
                v + by * MOST_SWING_LEVELS / 2.0 * sin_cos_deg(30.0 * n as f64).0 as f32 * 2f32.sqrt()
            });
            assert_eq!(told(&slow, true), is_over, "{by} slow");
        }
    }
}
