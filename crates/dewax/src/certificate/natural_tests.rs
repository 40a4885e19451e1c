//! What is even is told from islands, and what is dark from what is bright.

use super::*;
use crate::demo::held_face;
use crate::kernels::noise::{self, normal_row};
use crate::lock::Affine;
use crate::px::{Format, Frame, Rect, Subsampling};
use crate::skin::Channel;

const SIDE: usize = 420;

fn blank() -> Frame {
    let format = Format { width: SIDE, height: SIDE, subsampling: Subsampling::C420, bits: 8, alpha: false };
    let mut frame = Frame::new(&format, 0);
    frame.plane_mut(0).samples_mut().fill((150.0 * LEVEL) as u16);
    frame
}

/// The blank face with noise of 1.5 levels times `strength` of a place, its dark side longer by `skew`.
fn with(strength: impl Fn(usize, usize) -> f32, skew: f32) -> Frame {
    let mut out = blank();
    noise::soft_rows(9, 1.6, (0, SIDE), (0, SIDE), |y, row| {
        let samples = out.plane_mut(0).row_mut(y);
        for (x, (s, &v)) in samples.iter_mut().zip(row).enumerate() {
            let t = v - skew * (v * v - 1.0);
            *s = (f32::from(*s) + 1.5 * LEVEL * strength(x, y) * t) as u16;
        }
    });
    out
}

fn seen(result: &Frame) -> Look {
    seen_of(&blank(), result)
}

fn seen_of(source: &Frame, result: &Frame) -> Look {
    let (lock, track) = held_face((0, 1), [210.0, 150.0], 1.7, 0.0, Affine::IDENTITY);
    let mask =
        Mask { weights: Plane::filled(SIDE / 4, SIDE / 4, 1.0), step_px: 4, roi: Rect::of(SIDE, SIDE) };
    let mut natural = Natural::default();
    let face = Held { lock: &lock, track: Some(&track), held: lock.held(0).unwrap() };
    let levels = Levels::of(crate::color::Range::Limited, 8);
    natural.push(&Sides { source, result }, &face, &mask, &levels);
    natural.typical().unwrap()
}

#[test]
fn an_island_has_a_coast_and_a_carpet_has_none() {
    let even = seen(&with(|_, _| 1.0, 0.1));
    let gentle = seen(&with(|x, y| 1.0 + 0.25 * ((x as f32 / 60.0).sin() * (y as f32 / 60.0).sin()), 0.1));
    let island = seen(&with(|x, _| if x < 190 { 0.3 } else { 1.4 }, 0.1));
    assert!(even.step < 1.5 && gentle.step < 1.55, "{even:?} {gentle:?}");
    assert!(island.step > 1.7, "{island:?}");
    assert!(even.range < gentle.range && gentle.range < island.range);
    assert!((0.8..2.0).contains(&even.added_levels), "{even:?}");
}

#[test]
fn what_is_only_taken_off_is_not_added_however_unevenly() {
    let noisy = with(|_, _| 2.0, 0.0);
    let calmed = seen_of(&noisy, &with(|x, _| if x < 190 { 1.6 } else { 0.6 }, 0.0));
    assert!(!calmed.is_seen(), "{calmed:?}");
    let drawn = seen_of(&noisy, &with(|x, _| if x < 190 { 2.4 } else { 3.4 }, 0.0));
    assert!(drawn.is_seen() && drawn.step > MOST_STEP, "{drawn:?}");
}

#[test]
fn noise_that_left_texture_behind_is_not_added_and_texture_that_came_is() {
    let size = (120, 120);
    let noise = |seed: u32| {
        let mut out = Plane::new(size.0, size.1);
        for (y, row) in out.samples_mut().chunks_mut(size.0).enumerate() {
            normal_row(seed, y as i32, 0, row);
        }
        out
    };
    let (texture, boil) = (noise(3), noise(4));
    let mix = |one: f32, other: f32, on: &dyn Fn(usize) -> bool| {
        Plane::from_fn(size.0, size.1, |x, y| {
            if on(x) { one * texture.row(y)[x] + other * boil.row(y)[x] } else { 0.0 }
        })
    };
    let mut source = mix(1.5, 2.0, &|_| true);
    source.samples_mut().iter_mut().for_each(|v| *v = (*v + 120.0) * LEVEL);
    let weights = Plane::filled(size.0, size.1, 1.0);
    let sums = blur::gaussian(&weights, 6.0);
    let most = |added: Plane<f32>| {
        let strength = strength(added, &source, (&weights, &sums), (12.0, 6.0));
        strength.samples().iter().fold(0.0f32, |most, v| most.max(*v)) - UNSEEN_LEVELS
    };
    let calmed = most(mix(0.0, -0.8, &|x| x < 90));
    assert!(calmed < 0.5 * LEAST_ADDED_LEVELS, "{calmed}");
    let drawn = most(mix(0.8, 0.0, &|x| x < 90));
    assert!(drawn > 0.6, "{drawn}");
}

#[test]
fn bright_specks_are_told_from_dark_ones() {
    let (dark, bright) = (seen(&with(|_, _| 2.0, 0.3)), seen(&with(|_, _| 2.0, -0.3)));
    assert!(dark.skew[1] < -0.1 && bright.skew[1] > 0.1, "{dark:?} {bright:?}");
}

#[test]
fn limits_hold_below_and_fail_above() {
    let look = Look { added_levels: 1.0, step: 1.3, range: 1.5, skew: [0.0, -0.2], cells: Vec::new() };
    let says = |look: Look, detail: Option<[[f32; 2]; 2]>| {
        unnatural(Some(&look), detail, 0.0).into_iter().map(|f| f.seen).collect::<String>()
    };
    assert_eq!(says(look.clone(), None), "");
    assert_eq!(says(Look { step: 0.8 * MOST_STEP, ..look.clone() }, None), "");
    assert!(says(Look { step: 1.2 * MOST_STEP, ..look.clone() }, None).contains("islands"));
    let unseen = Look { step: 9.0, added_levels: 0.8 * LEAST_ADDED_LEVELS, ..look.clone() };
    assert_eq!(says(unseen.clone(), None), "");
    assert!(
        says(Look { added_levels: 1.2 * LEAST_ADDED_LEVELS, ..unseen.clone() }, None).contains("islands")
    );
    assert_eq!(says(Look { skew: [0.0, 0.8 * MOST_SKEW], ..look.clone() }, None), "");
    assert!(says(Look { skew: [0.0, 1.2 * MOST_SKEW], ..look.clone() }, None).contains("bright specks"));
    // A source may be what it is.
    assert_eq!(says(Look { skew: [0.6, 0.6 + 0.8 * MOST_NEW_SKEW], ..look.clone() }, None), "");
    for band in 0..2 {
        let with = |before: f32, share: f32| {
            let mut detail = [[0.3; 2]; 2];
            (detail[0][band], detail[1][band]) = (before, share * FACE_PERCENT[band].high);
            says(look.clone(), Some(detail))
        };
        assert_eq!(with(0.3, 0.8), "");
        assert!(with(0.3, 1.2).contains("more than real skin has"));
        assert_eq!(with(1.2 * FACE_PERCENT[band].high, 1.3), "", "it had it");
    }
}

/// A number of figures that went to so many times the highest of real skin.
fn figures(count: usize, over: f32, was_over: f32) -> Vec<[Cell; 2]> {
    let regions = [Region::Cheek, Region::Nose, Region::Chin, Region::Jaw, Region::Forehead];
    let cell = |region| Cell { region, size: 1, channel: Channel::Red, percent: 0.0, light: 0.9 };
    let with = |cell: Cell, over: f32| Cell { percent: over * cell.real().high, ..cell };
    regions[..count].iter().map(|&r| [with(cell(r), was_over), with(cell(r), over)]).collect()
}

#[test]
fn regions_that_leave_real_skin_are_named_and_few_of_them_are_not() {
    let look = Look { added_levels: 1.0, step: 1.3, range: 1.5, skew: [0.0, -0.2], cells: Vec::new() };
    let says = |cells: Vec<[Cell; 2]>| {
        unnatural(Some(&Look { cells, ..look.clone() }), None, 0.0)
            .into_iter()
            .map(|f| f.seen)
            .collect::<String>()
    };
    assert!(says(figures(5, 1.2 * CELL_OVER, 0.5)).contains("redness from 2.5 to 5 mm"));
    assert_eq!(says(figures(5, 0.8 * CELL_OVER, 0.5)), "");
    assert_eq!(says(figures(MOST_CELLS, 2.0 * CELL_OVER, 0.5)), "");
    assert!(!says(figures(MOST_CELLS + 1, 2.0 * CELL_OVER, 0.5)).is_empty());
    // What no eye sees is no colour: in deep shadow grain is a large share of hardly any light.
    let dark = |light: f32| {
        let with = |c: Cell| Cell { light, ..c };
        says(figures(5, 2.0, 0.0).into_iter().map(|c| c.map(with)).collect())
    };
    let least = figures(1, 2.0, 0.0)[0][1];
    let light = CELL_LEVELS / (least.percent / 100.0 * 255.0);
    assert!(!dark(1.2 * light).is_empty());
    assert_eq!(dark(0.6 * light), "");
    // Grain that lies everywhere lies on the skin as well.
    let under =
        |levels: f32| unnatural(Some(&Look { cells: figures(5, 2.0, 0.0), ..look.clone() }), None, levels);
    let got = 2.0 * least.real().high / 100.0 * least.light * 255.0;
    assert!(!under(0.5 * got).is_empty() && under(1.1 * got).is_empty());
    // Skin may be what it was.
    assert_eq!(says(figures(5, 2.0, 2.0 / (0.8 * CELL_OVER))), "");
    assert!(!says(figures(5, 2.0, 2.0 / (1.2 * CELL_OVER))).is_empty());
}

#[test]
fn blotches_of_colour_are_measured_in_their_regions() {
    let coloured = |levels: f32| {
        let mut out = blank();
        for plane in 1..3 {
            let side = SIDE / 2;
            noise::soft_rows(plane as u32, 1.2, (0, side), (0, side), |y, row| {
                let samples = out.plane_mut(plane).row_mut(y);
                samples.iter_mut().zip(row).for_each(|(s, v)| *s = ((128.0 + levels * v) * LEVEL) as u16);
            });
        }
        out
    };
    let (faint, strong) = (seen(&coloured(0.15)), seen(&coloured(6.0)));
    let outside = |look: &Look| look.cells.iter().filter(|c| is_outside(c, 0.0)).count();
    assert!(faint.cells.len() >= 9 && outside(&faint) == 0, "{:?}", faint.cells);
    assert!(outside(&strong) > MOST_CELLS, "{:?}", strong.cells);
    assert!(strong.cells.iter().filter(|c| is_outside(c, 0.0)).all(|c| c[1].channel != Channel::Luma));
}
