//! What a viewer should see of `dehalo`: lines beside contours are gone, contours are as wide and thin lines as strong as before the
//! picture was sharpened, surfaces are left alone, and a picture that was not sharpened stays as it is.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that fails says so by panicking")]

use dewax::analysis::{Analyser, Analysis};
use dewax::certificate::{Asked, Cause, Judge, Judged};
use dewax::demo::DrawnFace;
use dewax::face::{FaceState, FaceTrack, Mode, Scores, Square};
use dewax::kernels::unsharp::rise;
use dewax::kernels::{blur, edges, noise, tile};
use dewax::plan::plan;
use dewax::px::{Frame, LEVEL, Plane, Rect, Window};
use dewax::recipe::Look;
use dewax::shelf::Shelf;
use dewax::step::{Context, FaceFilter, Step};
use dewax::steps::dehalo::Dehalo;
use std::sync::Arc;

const SIZE: (usize, usize) = (320, 240);
/// Two frames are looked at for contours.
const FRAMES: usize = 5;

/// Dark and bright bars that lean a little, under a blur.
fn bars(blur_px: f64) -> Plane<f32> {
    Plane::from_fn(SIZE.0, SIZE.1, |x, y| {
        let (x, y) = (x as f64, y as f64);
        let at = [(50.0, 1.0), (110.0, -1.0), (170.0, 1.0), (230.0, -1.0)];
        let sum: f64 = at.iter().map(|(place, sign)| sign * rise(x - place - 0.11 * y, blur_px)).sum();
        (100.0 + 60.0 * sum) as f32
    })
}

/// What FFmpeg's `unsharp` with a window of `taps` pixels makes of a picture in levels: ¼, ½, ¼ once for every two pixels.
fn sharpened(clean: &Plane<f32>, amount: f32, taps: usize) -> Plane<f32> {
    let soft = (1..taps).step_by(2).fold(clean.clone(), |plane, _| {
        Plane::from_fn(plane.width(), plane.height(), |x, y| {
            let at = |dx: isize, dy: isize| plane.at(x as isize + dx, y as isize + dy);
            let row = |dy: isize| (at(-1, dy) + 2.0 * at(0, dy) + at(1, dy)) / 4.0;
            (row(-1) + 2.0 * row(0) + row(1)) / 4.0
        })
    });
    Plane::from_fn(clean.width(), clean.height(), |x, y| {
        let (own, soft) = (clean.row(y)[x], soft.row(y)[x]);
        (own + amount * (own - soft)).round().clamp(0.0, 255.0)
    })
}

/// A plane in stored units.
fn stored(levels: &Plane<f32>) -> Plane<u16> {
    Plane::from_fn(levels.width(), levels.height(), |x, y| (levels.row(y)[x] * LEVEL).round() as u16)
}

/// A clip that shows one picture.
struct Still {
    face: DrawnFace,
    frames: Vec<Frame>,
}

impl Still {
    fn of(levels: &Plane<f32>) -> Self {
        let face = DrawnFace::new(SIZE.0, SIZE.1, FRAMES);
        let frames = (0..FRAMES).map(|index| {
            let mut frame = Frame::new(&face.picture().format, index);
            frame.set_plane(0, stored(levels));
            frame
        });
        Self { frames: frames.collect(), face }
    }

    fn analysis(&self) -> Analysis {
        let mut analyser = Analyser::new(self.face.picture(), 24.0, None);
        self.frames.iter().for_each(|frame| analyser.push(frame));
        analyser.finish(self.face.clip(), "test")
    }

    fn step(&self) -> Dehalo {
        Dehalo::default().fitted(&self.analysis().shots[0])
    }

    /// Luma after the step.
    fn after(&self, step: &Dehalo) -> Plane<u16> {
        let (analysis, picture) = (self.analysis(), self.face.picture());
        let context = Context {
            picture: &picture,
            facts: &analysis.shots[0],
            seed: 1,
            faces: FaceFilter::All,
            shelf: &Shelf::default(),
        };
        let frames = [Arc::new(self.frames[0].clone())];
        let mut out = self.frames[0].clone();
        if !step.is_neutral() {
            step.apply(&context, &Window::new(&frames, 0), &mut out);
        }
        out.luma().clone()
    }
}

#[test]
fn halos_go_and_contours_are_as_wide_as_before() {
    let mut wrong = Vec::new();
    let (mut worst_width, mut worst_left) = (0.0f32, 0.0f32);
    for blur_px in [0.7, 0.85, 1.0, 1.25, 1.5] {
        let clean = bars(blur_px);
        let places = edges::find(&stored(&clean), Rect::of(SIZE.0, SIZE.1));
        let was = edges::profile(&stored(&clean), &places);
        for taps in [3, 5, 7, 9] {
            for amount in [0.5, 1.0, 1.5, 2.25] {
                let still = Still::of(&sharpened(&clean, amount, taps));
                let injected = edges::profile(still.frames[0].luma(), &places);
                // Soft contours under a weak mask hardly overshoot, and are left alone.
                if injected.overshoot < 0.016 {
                    continue;
                }
                let step = still.step();
                if step.is_neutral() {
                    // What cannot be read surely is left; the usual masks are read.
                    if taps == 5 && (1.0..=1.5).contains(&amount) && injected.overshoot > 0.03 {
                        wrong.push(format!("left: blur {blur_px}, {amount}: {injected:?}"));
                    }
                    continue;
                }
                let made = edges::profile(&still.after(&step), &places);
                let left = (made.overshoot - was.overshoot) / (injected.overshoot - was.overshoot);
                let wider = made.width_px / was.width_px;
                (worst_width, worst_left) = (worst_width.max(wider), worst_left.max(left.abs()));
                let points = (made.overshoot - was.overshoot).abs();
                // A wide window is taken for the usual one with a larger amount: contours get a little too soft.
                let widest = if taps >= 9 || amount > 2.0 { 1.15 } else { 1.1 };
                if wider > widest || (left.abs() > 0.1 && points > 0.006) {
                    wrong.push(format!(
                        "blur {blur_px}, {taps} px, {amount}: {was:?} {injected:?} {made:?} {step:?}"
                    ));
                }
            }
        }
    }
    println!("widest x {worst_width:.3}, most left {:.1} %", 100.0 * worst_left);
    assert!(wrong.is_empty(), "{}\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn thin_lines_keep_their_contrast_and_lose_their_outlines() {
    let mut wrong = Vec::new();
    for width_px in [1.0, 2.0, 3.0] {
        for contrast in [-70.0, 70.0] {
            // Thin lines beside bars that tell how the picture was sharpened.
            let mut clean = bars(0.8);
            for y in 0..SIZE.1 {
                for x in 285..SIZE.0 {
                    let at = x as f64 - 300.0;
                    let line = rise(at + width_px / 2.0, 0.5) - rise(at - width_px / 2.0, 0.5);
                    clean.row_mut(y)[x] = (110.0 + contrast * line) as f32;
                }
            }
            for amount in [0.5, 1.0, 1.5, 2.25] {
                let still = Still::of(&sharpened(&clean, amount, 5));
                let step = still.step();
                if step.is_neutral() && !(1.0..=1.5).contains(&amount) {
                    continue;
                }
                let made = still.after(&step);
                // Rows in which the bars are far from the line.
                let row = |luma: &Plane<u16>| -> Vec<f32> {
                    let levels = luma.row(20)[290..311].iter().map(|&v| f32::from(v) / LEVEL);
                    levels.map(|v| (v - 110.0) * contrast.signum() as f32).collect()
                };
                let most = |v: &[f32]| v.iter().copied().fold(f32::MIN, f32::max);
                let least = |v: &[f32]| v.iter().copied().fold(f32::MAX, f32::min);
                let (plain, sharp, made) = (row(&stored(&clean)), row(still.frames[0].luma()), row(&made));
                let kept = most(&made) / most(&plain);
                let outline = -least(&made) / most(&plain);
                let injected = -least(&sharp) / most(&plain);
                // Never paler than it was drawn, nor darker than the sharpener left it. The faintest outlines, of lines that are
                // one pixel wide, count as texture in part.
                let strongest = most(&sharp) / most(&plain);
                let may_stay = if width_px < 2.0 { 0.45 } else { 0.15 };
                if !(0.9..=strongest.max(1.1)).contains(&kept) || outline > (may_stay * injected).max(0.02) {
                    wrong.push(format!(
                        "{width_px} px, {contrast}, {amount}: contrast x {kept:.3}, outline {injected:.3} to {outline:.3}"
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn surfaces_are_left_alone_and_nothing_new_appears() {
    let mut sharp = sharpened(&bars(0.8), 1.5, 5);
    let mut row = vec![0.0; SIZE.0];
    for y in 0..SIZE.1 {
        noise::normal_row(5, y as i32, 0, &mut row);
        sharp.row_mut(y).iter_mut().zip(&row).for_each(|(s, n)| *s = (*s + 1.5 * n).round());
    }
    let still = Still::of(&sharp);
    let step = still.step();
    assert!(!step.is_neutral());
    let (source, made) = (still.frames[0].luma(), still.after(&step));
    let reach = step.reach(&still.face.picture()).halo_px as isize;
    let mut same = 0;
    for y in 0..SIZE.1 {
        for x in 0..SIZE.0 {
            let near = (-reach..=reach).flat_map(|j| (-reach..=reach).map(move |i| (i, j)));
            // The whole neighbourhood is asked only where it could be left.
            let (own, was) = (made.row(y)[x], source.row(y)[x]);
            same += usize::from(own == was);
            if own != was && (x + 7 * y) % 13 == 0 {
                let around = near.map(|(i, j)| source.at(x as isize + i, y as isize + j));
                let (low, high) = around.fold((u16::MAX, 0), |(l, h), v| (l.min(v), h.max(v)));
                assert!((low..=high).contains(&own), "({x},{y})");
            }
        }
    }
    let share = same as f32 / (SIZE.0 * SIZE.1) as f32;
    assert!(share > 0.4, "only {share} of the picture was left alone");
}

#[test]
fn eyes_brows_and_lips_are_kept() {
    let still = Still::of(&sharpened(&bars(0.8), 1.5, 5));
    let (step, mut analysis) = (still.step(), still.analysis());
    let all = still.after(&step);
    // A face known by its box: its eyes lie on the second and third bar.
    let state = FaceState {
        mode: Mode::BoxOnly,
        weight: 1.0,
        square: Square::upright(140.0, 120.0, 160.0),
        iod_px: 42.0,
        scores: Scores::default(),
        mesh: None,
        skin: None,
        person: dewax::stow::Stowed::default(),
        hands: Vec::new(),
    };
    let states = vec![state; FRAMES];
    let track =
        FaceTrack { id: 1, first_frame: 0, states, others: Vec::new(), like: Vec::new(), dropped: false };
    analysis.shots[0].faces.tracks = vec![track];
    let picture = still.face.picture();
    let context = Context {
        picture: &picture,
        facts: &analysis.shots[0],
        seed: 1,
        faces: FaceFilter::All,
        shelf: &Shelf::default(),
    };
    let frames = [Arc::new(still.frames[0].clone())];
    let mut out = still.frames[0].clone();
    step.apply(&context, &Window::new(&frames, 0), &mut out);
    let (source, made) = (still.frames[0].luma(), out.luma());
    // The eye that lies on the second bar, which leans: it crosses its middle row at 110 + 0.11 * 107.
    let eye = |luma: &Plane<u16>| luma.row(107)[118..126].to_vec();
    assert_eq!(eye(made), eye(source));
    assert_ne!(eye(&all), eye(source));
    // Beside the features the same contour is treated as before.
    assert_eq!(made.row(180), all.row(180));
}

#[test]
fn what_was_not_sharpened_stays_as_it_is() {
    for blur_px in [0.5, 0.7, 1.0, 1.5] {
        assert!(Still::of(&bars(blur_px)).step().is_neutral(), "{blur_px}");
    }
    // A bright line on one side of each contour is rim light.
    let rim = Plane::from_fn(SIZE.0, SIZE.1, |x, _| match x % 80 {
        0..40 => 70.0,
        40..42 => 150.0,
        _ => 120.0,
    });
    assert!(Still::of(&rim).step().is_neutral());
}

/// What the judge says of a clip whose recipe takes sharpening back, when its frames are these.
fn judged(still: &Still, analysis: &Analysis, make: impl Fn(&Frame) -> Plane<u16>) -> Judged {
    let recipe = plan(analysis, &Look::named("light").unwrap(), 1).unwrap();
    let picture = still.face.picture();
    let asked = Asked::of(&recipe.shots[0], &picture, false);
    let mut judge = Judge::new(&picture, &analysis.shots[0], 24.0, asked);
    for frame in &still.frames {
        let mut made = frame.clone();
        made.set_plane(0, make(frame));
        judge.push(frame, &made);
    }
    judge.finish(0)
}

#[test]
fn a_removed_halo_is_certified_and_a_blur_is_not() {
    let still = Still::of(&sharpened(&bars(0.8), 1.5, 5));
    let (analysis, step) = (still.analysis(), still.step());
    let treated = still.after(&step);
    let honest = judged(&still, &analysis, |_| treated.clone());
    assert!(honest.holds(), "{:?}", honest.frame);
    let (was, is) = honest.frame.halo_percent.unwrap();
    assert!(was > 5.0 && is < 1.0, "{was} {is}");
    for sigma_px in [1.0, 2.0] {
        let blurred = blur::gaussian(&tile::cut(&treated, Rect::of(SIZE.0, SIZE.1)), sigma_px);
        let blurred = Plane::from_fn(SIZE.0, SIZE.1, |x, y| blurred.row(y)[x].round() as u16);
        let judged = judged(&still, &analysis, |_| blurred.clone());
        let first = judged.frame.faults.first().map(|f| f.cause);
        assert_eq!(first, Some(Cause::Blurred), "{sigma_px}: {:?}", judged.frame);
    }
}
