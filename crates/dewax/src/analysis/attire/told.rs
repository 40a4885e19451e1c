//! What the frames of a shot told of hair, of clothes or of outlines, and the worst run of them.

use crate::facts::{Attire, AttireFlicker};

/// Frames are judged together for so long: what is seen as flicker is no single frame.
const TOGETHER_S: f64 = 0.28;
/// Fewer frames that tell say nothing of a shot.
const LEAST_FRAMES: usize = 4;
/// Fewer blocks in all of them say nothing.
const LEAST_TOGETHER: usize = 16;
/// What of a level still belongs to its run.
const OF_RUN: f32 = 0.5;
/// With frames two apart more is a frame's own, since more time goes by: clips of cameras measured two to four times as much.
const FAR_SHARE: f32 = 0.5;

/// What one frame told.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Look {
    /// A share of the texture's variance, or px².
    value: f32,
    count: usize,
    /// Where it is worst, luma px.
    at_px: [f32; 2],
}

impl Look {
    /// The value beyond which one in `part` lies, and the middle of where those are.
    pub(super) fn of(mut values: Vec<(f32, [f32; 2])>, part: usize, least: usize) -> Option<Self> {
        if values.len() < least {
            return None;
        }
        values.sort_by(|a, b| b.0.total_cmp(&a.0));
        let worst = &values[..=values.len() / part];
        let (value, _) = worst.last()?;
        let quarter = &values[..=values.len() / 4];
        let mid = |axis: usize| {
            let mut all: Vec<f32> = quarter.iter().map(|(_, at)| at[axis]).collect();
            all.sort_by(f32::total_cmp);
            all[all.len() / 2]
        };
        Some(Self { value: *value, count: values.len(), at_px: [mid(0), mid(1)] })
    }
}

/// See the file's first line.
#[derive(Debug, Default)]
pub(super) struct Told {
    /// By the frame's number in the shot, in order: beside the next frames, and beside those farther away.
    looks: Vec<(usize, Look)>,
    far: Vec<(usize, Look)>,
}

impl Told {
    /// Notes what frame `at` of the shot told beside the next ones, or beside those that are farther away.
    pub(super) fn note(&mut self, at: usize, look: Option<Look>, is_far: bool) {
        let Some(look) = look else { return };
        if is_far {
            self.far.push((at, Look { value: FAR_SHARE * look.value, ..look }));
        } else {
            self.looks.push((at, look));
        }
    }

    pub(super) fn frames(&self) -> usize {
        self.looks.len()
    }

    /// The worst run; none where too few frames told.
    pub(super) fn worst(&self, attire: Attire, rate: f64) -> Option<AttireFlicker> {
        let near = worst_of(&self.looks, attire, rate);
        let far = worst_of(&self.far, attire, rate);
        let both = near.into_iter().chain(far);
        both.max_by(|a, b| a.level.total_cmp(&b.level))
    }
}

fn worst_of(looks: &[(usize, Look)], attire: Attire, rate: f64) -> Option<AttireFlicker> {
    if looks.len() < LEAST_FRAMES {
        return None;
    }
    let half = ((TOGETHER_S * rate / 2.0).round() as usize).max(1);
    let levels: Vec<Option<f32>> = (0..looks.len()).map(|i| level(looks, i, half)).collect();
    if levels.iter().all(Option::is_none) {
        return None;
    }
    let levels: Vec<f32> = levels.into_iter().map(Option::unwrap_or_default).collect();
    let worst = crate::check::worst(&levels);
    let held = |i: &usize| levels[*i] >= OF_RUN * levels[worst];
    let from = (0..worst).rev().take_while(held).last().unwrap_or(worst);
    let to = (worst + 1..levels.len()).take_while(held).last().unwrap_or(worst);
    let mut sorted = levels.clone();
    sorted.sort_by(f32::total_cmp);
    Some(AttireFlicker {
        attire,
        level: levels[worst],
        usual: sorted[sorted.len() / 2],
        frame: looks[worst].0,
        run: (looks[from].0, looks[to].0),
        at_px: looks[worst].1.at_px,
        frames_told: looks.len(),
    })
}

/// The level around a look; none where too few blocks tell it. Near looks count more, and those of more blocks. In % of the texture, or in hundredths of a pixel.
fn level(looks: &[(usize, Look)], i: usize, half: usize) -> Option<f32> {
    let here = looks[i].0;
    let near = looks.iter().filter(|(at, _)| at.abs_diff(here) <= half);
    let (mut sum, mut weights, mut count) = (0.0f32, 0.0f32, 0);
    for (at, look) in near {
        count += look.count;
        let weight = (1 + half - at.abs_diff(here)) as f32 * look.count as f32;
        sum += weight * look.value;
        weights += weight;
    }
    if count < LEAST_TOGETHER {
        return None;
    }
    Some(100.0 * (sum / weights.max(1e-6)).max(0.0).sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(values: impl Iterator<Item = f32>) -> Told {
        let mut told = Told::default();
        for (at, value) in values.enumerate() {
            told.note(at, Look::of(vec![(value, [30.0, 40.0]); 10], 2, 8), false);
        }
        told
    }

    #[test]
    fn the_worst_run_is_found_and_a_few_frames_tell_nothing() {
        let found = told((0..40).map(|at| if (20..30).contains(&at) { 0.25 } else { 0.0004 }));
        let found = found.worst(Attire::Hair, 24.0).unwrap();
        assert!((found.level - 50.0).abs() < 1.0 && found.usual < 3.0, "{found:?}");
        assert!((22..28).contains(&found.frame), "{found:?}");
        assert!(found.run.0.abs_diff(20) <= 2 && found.run.1.abs_diff(29) <= 2, "{found:?}");
        assert_eq!(found.at_px, [30.0, 40.0]);
        assert!(told(std::iter::repeat_n(0.3, 3)).worst(Attire::Hair, 24.0).is_none());
        assert!(Look::of(vec![(0.3, [0.0; 2]); 7], 2, 8).is_none());
    }

    #[test]
    fn what_is_negative_by_chance_is_nothing() {
        let found = told(std::iter::repeat_n(-0.01, 20)).worst(Attire::Outline, 24.0).unwrap();
        assert_eq!((found.level, found.usual), (0.0, 0.0));
    }

    #[test]
    fn what_is_drawn_anew_in_every_second_frame_shows_two_frames_away() {
        let mut told = Told::default();
        for at in 0..24 {
            told.note(at, Look::of(vec![(0.0, [0.0; 2]); 10], 2, 8), false);
            if at % 2 == 0 {
                told.note(at, Look::of(vec![(0.32, [0.0; 2]); 10], 2, 8), true);
            }
        }
        assert!((told.worst(Attire::Clothes, 24.0).unwrap().level - 40.0).abs() < 0.5);
    }
}
