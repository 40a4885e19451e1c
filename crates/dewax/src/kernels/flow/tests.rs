//! Each stage against the textbook version, and the whole on pictures with known motion.

use super::found::{Found, Grid};
use super::pyramid::Level;
use super::search::{Guesses, Template, search};
use super::spread::{Spread, spread};
use super::{Flow, PATCH_PX, Prepared, Preset, agree, confidence, flow, refine, slow};
use crate::kernels::{noise, simd};
use crate::px::Plane;
use std::f64::consts::TAU;

const PRESETS: [(&str, Preset); 3] =
    [("ultrafast", Preset::ULTRAFAST), ("fast", Preset::FAST), ("medium", Preset::MEDIUM)];

/// A number in 0..1 that looks random.
fn chance(seed: u32, which: u32) -> f64 {
    f64::from(noise::hash32(seed.wrapping_mul(977).wrapping_add(which))) / f64::from(u32::MAX)
}

/// A texture without end: waves of 6 to 60 px in all directions, known exactly at every place.
struct Texture(Vec<[f64; 4]>);

impl Texture {
    fn new(seed: u32) -> Self {
        let wave = |i: u32| {
            let (length, turn) = (6.0 * 10f64.powf(chance(seed, 3 * i)), TAU * chance(seed, 3 * i + 1));
            let pace = TAU / length;
            [pace * turn.cos(), pace * turn.sin(), TAU * chance(seed, 3 * i + 2), 1.5 + length * 0.12]
        };
        Self((0..60).map(wave).collect())
    }

    fn at(&self, x: f64, y: f64) -> f64 {
        120.0 + self.0.iter().map(|[a, b, c, size]| size * (a * x + b * y + c).cos()).sum::<f64>()
    }

    /// The picture of every place `p` moved to `p + motion(p)`.
    fn moved(&self, width: usize, height: usize, motion: impl Fn(f64, f64) -> [f64; 2]) -> Plane<f32> {
        Plane::from_fn(width, height, |x, y| {
            let (x, y) = (x as f64, y as f64);
            let mut from = [x, y];
            for _ in 0..20 {
                let way = motion(from[0], from[1]);
                from = [x - way[0], y - way[1]];
            }
            self.at(from[0], from[1]) as f32
        })
    }
}

/// Noise of σ 1 level, and brightness times `gain`.
fn filmed(plane: &Plane<f32>, gain: f32, seed: u32) -> Plane<f32> {
    let mut row = vec![0.0; plane.width()];
    let mut out = plane.clone();
    for y in 0..plane.height() {
        noise::normal_row(seed, y as i32, 0, &mut row);
        for (value, grain) in out.row_mut(y).iter_mut().zip(&row) {
            *value = *value * gain + grain;
        }
    }
    out
}

/// Mean end-point error, px, 8 px away from the edge.
fn error(found: &Flow, truth: impl Fn(f64, f64) -> [f64; 2]) -> f64 {
    let (mut sum, mut count) = (0.0, 0.0);
    for y in 8..found.height() - 8 {
        for x in 8..found.width() - 8 {
            let [dx, dy] = truth(x as f64, y as f64);
            let (along, down) = (f64::from(found.dx.row(y)[x]) - dx, f64::from(found.dy.row(y)[x]) - dy);
            sum += along.hypot(down);
            count += 1.0;
        }
    }
    sum / count
}

fn smooth(x: f64, y: f64) -> [f64; 2] {
    [1.6 * (y / 31.0).sin() + 0.8, 1.8 * (x / 37.0 + 1.0).cos() - 0.5]
}

fn finite(flow: &Flow) -> bool {
    flow.dx.samples().iter().chain(flow.dy.samples()).all(|v| v.is_finite())
}

/// Two textured pictures of 96 × 64, moved smoothly.
fn pair() -> [Plane<f32>; 2] {
    let texture = Texture::new(4);
    [filmed(&texture.moved(96, 64, |_, _| [0.0; 2]), 1.0, 1), filmed(&texture.moved(96, 64, smooth), 1.02, 2)]
}

fn wide(level: &Level) -> Plane<f64> {
    Plane::from_fn(level.width, level.height, |x, y| f64::from(level.row(y)[x]))
}

fn near(fast: f32, slow: f64, tolerance: f64, what: &str) {
    assert!(
        (f64::from(fast) - slow).abs() <= tolerance * (1.0 + slow.abs()),
        "{what}: fast {fast}, slow {slow}"
    );
}

#[test]
fn levels_agree_with_the_textbook() {
    for (width, height) in [(16, 16), (17, 31), (96, 64), (131, 33)] {
        let plane = Texture::new(1).moved(width, height, |_, _| [0.0; 2]);
        let prepared = Prepared::new(&plane);
        let mut slow = Plane::from_fn(width, height, |x, y| f64::from(plane.row(y)[x]));
        for number in 1..=prepared.count() {
            let level = prepared.level(number).unwrap();
            slow = super::slow_pyramid::halved(&slow);
            assert_eq!((level.width, level.height), (slow.width(), slow.height()));
            for (y, x) in (0..level.height).flat_map(|y| (0..level.width).map(move |x| (y, x))) {
                near(level.row(y)[x], slow.row(y)[x], 1e-6, "level");
            }
            // The margin repeats the edge.
            let corner = level.samples[level.place(-16, -16)];
            assert_eq!(corner, level.row(0)[0]);
            let corner = level.samples[level.place(level.width as isize + 15, level.height as isize + 15)];
            assert_eq!(corner, level.row(level.height - 1)[level.width - 1]);
        }
    }
}

#[test]
fn patches_agree_with_the_textbook() {
    let [one, two] = pair().map(|p| Prepared::new(&p));
    let (from, to) = (one.level(1).unwrap(), two.level(1).unwrap());
    let (slow_from, slow_to) = (wide(from), wide(to));
    for motion in [[0.0, 0.0], [0.4, -1.3], [3.7, 2.2], [-60.0, 5.0], [9.5, 80.0]] {
        for place in [(0, 0), (17, 9), (40, 24), (33, 0)] {
            let template = Template::of(from, place.0, place.1);
            let fast = template.laid(to, place, motion);
            let slow = slow::fit(&slow_from, &slow_to, place, motion.map(f64::from));
            near(fast.cost, slow.cost, 1e-4, "cost");
            near(fast.brighter, slow.brighter, 1e-4, "brightness");
            let (steps, slow_steps) = (template.step(&fast), slow::step(&slow));
            for (step, slow) in steps.into_iter().zip(slow_steps) {
                near(step, slow, 1e-3, "step");
            }
        }
    }
}

/// Patches found in a pair at level 1, before and after they agreed.
fn found(from: &Level, to: &Level) -> (Grid, Vec<Found>) {
    let patches = search(from, to, &Preset::FAST, &Guesses { coarser: None, known: None });
    (patches.grid, patches.found)
}

#[test]
fn agreement_and_spread_agree_with_the_textbook() {
    let [one, two] = pair().map(|p| Prepared::new(&p));
    let (from, to) = (one.level(1).unwrap(), two.level(1).unwrap());
    let (grid, mut patches) = found(from, to);
    let fits: Vec<_> = patches.iter().map(fit_of).collect();
    let slow = slow::agreed(grid.columns, &fits);
    agree::agree(&grid, &mut patches);
    for (fast, slow) in patches.iter().zip(&slow) {
        for (fast, slow) in fast.motion.iter().zip(slow) {
            near(*fast, *slow, 2e-3, "agreement");
        }
    }
    let motions: Vec<_> = patches.iter().map(|f| (f.motion.map(f64::from), f64::from(f.brighter))).collect();
    let fast = spread(from, to, &super::search::Patches { grid, found: patches });
    let slow = slow::spread(&wide(from), &wide(to), &grid, &motions);
    for y in 0..from.height {
        for x in 0..from.width {
            let [dx, dy, light] = slow.row(y)[x];
            near(fast.flow.dx.row(y)[x], dx, 1e-4, "motion to the right");
            near(fast.flow.dy.row(y)[x], dy, 1e-4, "motion down");
            near(fast.brighter.row(y)[x], light, 1e-4, "brightness");
        }
    }
}

fn fit_of(found: &Found) -> slow::Fit {
    slow::Fit {
        motion: found.motion.map(f64::from),
        guess: found.guess.map(f64::from),
        cost: f64::from(found.cost),
        matrix: found.matrix.map(f64::from),
        ..slow::Fit::default()
    }
}

#[test]
fn the_refinement_agrees_with_the_textbook() {
    // Odd sizes, sizes of one band and of several.
    for (width, height, rounds) in [(96, 64, 1), (96, 64, 5), (71, 203, 2), (33, 17, 3), (64, 128, 1)] {
        let texture = Texture::new(9);
        let pictures = [texture.moved(width, height, |_, _| [0.0; 2]), texture.moved(width, height, smooth)];
        let [one, two] = pictures.map(|p| Prepared::new(&p));
        let (from, to) = (one.level(1).unwrap(), two.level(1).unwrap());
        let patches = search(from, to, &Preset::FAST, &Guesses { coarser: None, known: None });
        let mut fast: Spread = spread(from, to, &patches);
        let before = Plane::from_fn(from.width, from.height, |x, y| {
            [&fast.flow.dx, &fast.flow.dy, &fast.brighter].map(|p| f64::from(p.row(y)[x]))
        });
        let slow = slow::refined(&wide(from), &wide(to), &before, rounds);
        refine::refine(from, to, &mut fast, rounds);
        for (y, x) in (0..from.height).flat_map(|y| (0..from.width).map(move |x| (y, x))) {
            let [dx, dy] = slow.row(y)[x];
            // The penalties have a sharp bend at 0.001 px, which makes a little of every rounding.
            near(fast.flow.dx.row(y)[x], dx, 5e-3, "motion to the right");
            near(fast.flow.dy.row(y)[x], dy, 5e-3, "motion down");
        }
    }
}

#[test]
fn the_whole_agrees_with_the_textbook() {
    let [one, two] = pair();
    for (name, preset) in PRESETS {
        let fast = flow(&Prepared::new(&one), &Prepared::new(&two), &preset, None);
        let slow = slow::flow(&one, &two, &preset);
        let place = |x: f64, y: f64| (x as usize, y as usize);
        let apart = error(&fast, |x, y| {
            let (x, y) = place(x, y);
            [f64::from(slow.dx.row(y)[x]), f64::from(slow.dy.row(y)[x])]
        });
        // A patch whose descent stops one step earlier moves by 0.04 px of its level.
        assert!(apart < 0.02, "{name}: {apart} px apart");
    }
}

#[test]
fn known_motion_is_found() {
    let texture = Texture::new(2);
    let (width, height) = (192, 144);
    let still = texture.moved(width, height, |_, _| [0.0; 2]);
    type Motion = fn(f64, f64) -> [f64; 2];
    let motions: [(&str, Motion, [f64; 3]); 4] = [
        ("none", |_, _| [0.0, 0.0], [0.12, 0.08, 0.06]),
        ("shift", |_, _| [2.3, -1.1], [0.15, 0.12, 0.08]),
        (
            "turn",
            |x, y| [0.02 * (x - 96.0) - 0.03 * (y - 72.0), 0.03 * (x - 96.0) + 0.01 * (y - 72.0)],
            [0.3, 0.25, 0.15],
        ),
        ("smooth", smooth, [0.4, 0.35, 0.2]),
    ];
    for (name, motion, bounds) in motions {
        let two = texture.moved(width, height, motion);
        for gain in [0.98, 1.0, 1.02] {
            let (from, to) = (Prepared::new(&filmed(&still, 1.0, 5)), Prepared::new(&filmed(&two, gain, 6)));
            for ((preset_name, preset), bound) in PRESETS.into_iter().zip(bounds) {
                let apart = error(&flow(&from, &to, &preset, None), motion);
                assert!(apart < bound, "{name}, {preset_name}, gain {gain}: {apart} px");
            }
        }
    }
}

#[test]
fn a_known_flow_helps_where_motion_is_large() {
    let texture = Texture::new(7);
    let motion = |_: f64, _: f64| [38.0, -21.0];
    let (one, two) = (texture.moved(192, 144, |_, _| [0.0; 2]), texture.moved(192, 144, motion));
    let (from, to) = (Prepared::new(&one), Prepared::new(&two));
    let start = Flow { dx: Plane::filled(192, 144, 37.0), dy: Plane::filled(192, 144, -20.0) };
    let helped = flow(&from, &to, &Preset::MEDIUM, Some(&start));
    let mut inner = 0.0;
    for y in 30..140 {
        for x in 8..144 {
            inner += f64::from(helped.dx.row(y)[x] - 38.0).hypot(f64::from(helped.dy.row(y)[x] + 21.0));
        }
    }
    assert!(inner / (110.0 * 136.0) < 0.3, "{}", inner / (110.0 * 136.0));
    // A wrong one does no lasting harm.
    let near = texture.moved(192, 144, |_, _| [1.0, 0.5]);
    let wrong = flow(&from, &Prepared::new(&near), &Preset::FAST, Some(&start));
    assert!(error(&wrong, |_, _| [1.0, 0.5]) < 0.3, "{}", error(&wrong, |_, _| [1.0, 0.5]));
    let broken = Flow { dx: Plane::filled(192, 144, f32::NAN), dy: Plane::filled(192, 144, f32::INFINITY) };
    assert!(finite(&flow(&from, &to, &Preset::FAST, Some(&broken))));
    let other_size = Flow::still(10, 10);
    assert_eq!(flow(&from, &to, &Preset::FAST, Some(&other_size)), flow(&from, &to, &Preset::FAST, None));
}

#[test]
fn confidence_is_high_on_texture_and_nothing_on_blank_areas() {
    let texture = Texture::new(3);
    // The right half is a blank wall.
    let wall =
        |plane: Plane<f32>| Plane::from_fn(192, 128, |x, y| if x < 96 { plane.row(y)[x] } else { 128.0 });
    let one = filmed(&wall(texture.moved(192, 128, |_, _| [0.0; 2])), 1.0, 8);
    let two = filmed(&wall(texture.moved(192, 128, |_, _| [1.5, 0.7])), 1.02, 9);
    let (from, to) = (Prepared::new(&one), Prepared::new(&two));
    for (name, preset) in PRESETS {
        let there = flow(&from, &to, &preset, None);
        let back = flow(&to, &from, &preset, None);
        let trust = confidence(&there, &back, &from);
        assert!(trust.samples().iter().all(|v| (0.0..=1.0).contains(v)), "{name}");
        let mean = |x0: usize, x1: usize| {
            let values = (8..120).flat_map(|y| trust.row(y)[x0..x1].iter().copied());
            values.sum::<f32>() / (112 * (x1 - x0)) as f32
        };
        assert!(mean(8, 80) > 0.8, "{name}: {} on texture", mean(8, 80));
        assert!(mean(116, 184) < 0.03, "{name}: {} on the wall", mean(116, 184));
    }
    // Motion out of the picture, and no agreement of the directions.
    let away = Flow { dx: Plane::filled(192, 128, 500.0), dy: Plane::new(192, 128) };
    assert!(confidence(&away, &away, &from).samples().iter().all(|&v| v == 0.0));
    let aside = Flow { dx: Plane::filled(192, 128, 6.0), dy: Plane::new(192, 128) };
    assert!(confidence(&aside, &aside, &from).samples().iter().all(|&v| v < 0.02));
    assert!(confidence(&aside, &Flow::still(4, 4), &from).samples().iter().all(|&v| v == 0.0));
}

#[test]
fn pictures_without_texture_do_not_move() {
    let grey = Prepared::new(&Plane::filled(80, 60, 90.0));
    let brighter = Prepared::new(&Plane::filled(80, 60, 97.0));
    for (name, preset) in PRESETS {
        let found = flow(&grey, &brighter, &preset, None);
        assert_eq!(found, Flow::still(80, 60), "{name}");
        assert!(confidence(&found, &found, &grey).samples().iter().all(|&v| v == 0.0), "{name}");
    }
}

#[test]
fn any_size_and_any_garbage_gives_numbers() {
    let garbage = |seed: u32| {
        move |x: usize, y: usize| match noise::hash32((x * 31 + y * 1009) as u32 + seed) % 7 {
            0 => f32::NAN,
            1 => f32::INFINITY,
            2 => f32::NEG_INFINITY,
            3 => f32::MAX,
            4 => 1e-40,
            5 => -3e4,
            _ => 250.0,
        }
    };
    let sizes =
        [(1, 1), (1, 50), (50, 1), (7, 9), (15, 40), (16, 16), (17, 16), (33, 70), (90, 65), (0, 0), (0, 5)];
    for (width, height) in sizes {
        let one = Prepared::new(&Plane::from_fn(width, height, garbage(1)));
        let two = Prepared::new(&Plane::from_fn(width, height, garbage(2)));
        for (_, preset) in PRESETS {
            let (there, back) = (flow(&one, &two, &preset, None), flow(&two, &one, &preset, None));
            assert_eq!((there.width(), there.height()), (width, height));
            assert!(finite(&there), "{width}x{height}");
            assert!(width.min(height) >= 15 || there == Flow::still(width, height));
            let trust = confidence(&there, &back, &one);
            assert!(trust.samples().iter().all(|v| (0.0..=1.0).contains(v)));
            assert!(there.at(f32::NAN, f32::INFINITY).iter().all(|v| v.is_finite()));
            assert!(finite(&there.smoothed(2.0)));
        }
    }
    let (small, large) = (Prepared::new(&Plane::new(40, 40)), Prepared::new(&Plane::new(40, 48)));
    assert_eq!(flow(&small, &large, &Preset::FAST, None), Flow::still(40, 40));
    let odd = Preset { finest: 9, stride_px: 0, descent_steps: 0, refinement: 1 };
    assert!(finite(&flow(&small, &small, &odd, None)));
    assert_eq!(PATCH_PX, 8);
}

#[test]
fn instruction_levels_and_threads_do_not_change_bits() {
    let texture = Texture::new(6);
    let (one, two) = (texture.moved(270, 203, |_, _| [0.0; 2]), texture.moved(270, 203, smooth));
    let all = || {
        let (from, to) = (Prepared::new(&one), Prepared::new(&two));
        let there = flow(&from, &to, &Preset::MEDIUM, None);
        let back = flow(&to, &from, &Preset::FAST, Some(&there));
        let trust = confidence(&there, &back, &from);
        let planes = [&there.dx, &there.dy, &back.dx, &back.dy, &trust];
        planes.iter().flat_map(|p| p.samples().iter().map(|v| v.to_bits())).collect::<Vec<_>>()
    };
    let pool = |threads: usize| rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    let alone = pool(1).install(all);
    for threads in [2, 5] {
        assert!(pool(threads).install(all) == alone, "{threads} threads");
    }
    let levels = simd::levels_here();
    for level in levels {
        assert!(pool(1).install(|| simd::with_level(level, all)).unwrap() == alone, "{level}");
    }
}

#[test]
fn a_flow_is_read_between_pixels() {
    let plane = Plane::from_fn(5, 4, |x, y| x as f32 * 2.0 + y as f32);
    let field = Flow { dx: plane.clone(), dy: plane };
    assert_eq!(field.at(1.5, 2.25), [5.25, 5.25]);
    assert_eq!(field.at(-9.0, 99.0), [3.0, 3.0]);
    let flat = Flow { dx: Plane::filled(9, 9, 1.5), dy: Plane::filled(9, 9, -2.0) };
    let blurred = flat.smoothed(1.0);
    assert!(blurred.dx.samples().iter().all(|v| (v - 1.5).abs() < 1e-5));
}
