//! What a step asks for is what it does: as strong as it may be set it holds by what it asks for, and what asks for something is refused
//! where nothing was asked.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test that fails says so by panicking")]

use dewax::analysis::{Analyser, Analysis};
use dewax::asks::Asks;
use dewax::certificate::{Asked, Judge, Judged};
use dewax::chain::Chain;
use dewax::clip::Shot;
use dewax::color::{Levels, Range};
use dewax::demo::{DrawnFace, Flaws};
use dewax::flaw::Flaw;
use dewax::kernels::blur;
use dewax::param::{Kind, Limits, Value};
use dewax::px::{Frame, Plane};
use dewax::recipe::RecipeShot;
use dewax::skin::given::from_luma;
use dewax::stack::{Setting, Stack};
use dewax::step::{Entry, Touches};
use dewax::steps::STEPS;
use std::convert::Infallible;

const FRAMES: usize = 18;
/// Sigma of the mask's edge, px.
const FEATHER_PX: f32 = 6.0;

struct Clip {
    face: DrawnFace,
    frames: Vec<Frame>,
    analysis: Analysis,
}

/// A drawn face whose mask is given.
fn clip((width, height): (usize, usize), flaws: Flaws) -> Clip {
    let face = DrawnFace::new(width, height, FRAMES).with_flaws(flaws);
    let picture = face.picture();
    let mut frames: Vec<Frame> = (0..FRAMES).map(|n| face.frame(n)).collect();
    for (n, frame) in frames.iter_mut().enumerate() {
        let skin = face.skin_mask(n);
        // Feathered inwards, as masks are that dewax finds itself.
        let inside = Plane::from_fn(width, height, |x, y| (2.0 * skin.row(y)[x] - 1.0).max(0.0));
        let soft = blur::gaussian(&inside, FEATHER_PX);
        let codes = Plane::from_fn(width, height, |x, y| {
            (((2.0 * soft.row(y)[x] - 1.0).clamp(0.0, 1.0) * 255.0) as u16) << 8
        });
        frame.skin = Some(from_luma(&picture, &codes, &Levels::of(Range::Full, 8)).into());
    }
    let mut analyser = Analyser::new(picture, 24.0, None);
    frames.iter().for_each(|f| analyser.push(f));
    let mut analysis = analyser.finish(face.clip(), "test");
    let shot = &mut analysis.shots[0];
    shot.locks.iter_mut().for_each(|lock| lock.face = 1);
    Clip { face, frames, analysis }
}

/// A step alone, with the mask: fitted to the shot, and as strong as its limits let it be.
fn alone(entry: &Entry, clip: &Clip) -> Stack {
    let mut defaults = Stack::defaults();
    let mut stack = Stack::neutral();
    for param in entry.params {
        let value = match param.kind {
            Kind::B if param.name == "auto" && entry.parts.is_empty() => Value::B(false),
            Kind::F { cap, .. } if entry.strengths.contains(&param.name) => Value::F(cap),
            // What is given by hand: a cheek in two frames, or the whole face.
            Kind::List { .. } if param.name == "given" => {
                let cheek =
                    "[{ at_px = [120, 130], in_frame = 8, first_frame = 8, last_frame = 9, size_px = 12 }]";
                let face = "[{ face = 1, first_frame = 8, last_frame = 9 }]";
                param.parse(cheek, Limits::Hold).or_else(|_| param.parse(face, Limits::Hold)).unwrap()
            }
            _ => continue,
        };
        defaults.set(&Setting { face: None, step: entry.name, param, value });
    }
    let fitted = defaults.fitted(&clip.analysis.shots[0]);
    for line in STEPS.iter().filter(|e| e.name == entry.name || e.touches == Touches::Mask) {
        let from = if line.touches == Touches::Mask { &defaults } else { &fitted };
        stack.take_step(line.name, from).unwrap();
    }
    stack
}

/// The clip treated, judged by what its steps ask for, and as if nothing were asked for.
fn judged(clip: &Clip, stack: Stack) -> [Judged; 2] {
    let picture = clip.face.picture();
    let shot = of_clip(stack);
    [Asked::of(&shot, &picture, true), Asked::NOTHING].map(|asked| judged_as(clip, &shot, asked))
}

fn of_clip(stack: Stack) -> RecipeShot {
    RecipeShot { shot: Shot { first_frame: 0, frames: FRAMES }, stack, faces: Vec::new() }
}

/// The clip treated by a recipe, and judged by what was asked for.
fn judged_as(clip: &Clip, shot: &RecipeShot, asked: Asked) -> Judged {
    let (picture, facts) = (clip.face.picture(), &clip.analysis.shots[0]);
    let mut chain = Chain::new(&picture, facts, &shot.stack, 7);
    let made: Vec<_> = (0..FRAMES)
        .map(|n| chain.frame(n, &mut |i| Ok::<_, Infallible>(clip.frames[i].clone())).unwrap().done)
        .collect();
    let mut judge = Judge::new(&picture, facts, 24.0, asked).retouching(shot);
    clip.frames.iter().zip(&made).for_each(|(source, result)| judge.push(source, result));
    judge.finish(0)
}

fn seen(judged: &Judged) -> String {
    judged.faults().map(|f| format!("{:?}: {}", f.cause, f.seen)).collect::<Vec<_>>().join("; ")
}

/// Four steps are judged elsewhere, because a drawn face cannot show what they ask for: contours as lenses make them (`tests/dehalo.rs`),
/// outlines of a mesh (`steps/steady_tests.rs`), a lens behind persons (`steps/lens_tests.rs`, `certificate/focus.rs`), and skin whose texture is known to the mesh (`steps/texture_pores/tests.rs`, and every run on real clips).
#[test]
fn a_strong_step_holds_by_what_it_asks_for_and_not_where_nothing_was_asked() {
    let plain = clip((288, 240), Flaws { pores_levels: 1.2, ..Flaws::none() });
    let flickering = clip((288, 240), Flaws { exposure_percent: 1.5, ..Flaws::none() });
    let boiling = clip((288, 240), Flaws { boil_levels: 1.8, patch_levels: 2.5, ..Flaws::none() });
    let (mut wrong, mut tried) = (Vec::new(), 0);
    for entry in STEPS.iter().filter(|e| e.touches != Touches::Mask) {
        let default = (entry.default)();
        if default.asks().lens.is_asked() {
            continue;
        }
        if default.treats(Flaw::Halo) || default.treats(Flaw::Breath) || default.tells().makes_texture {
            continue;
        }
        tried += 1;
        let clip = match &default {
            step if step.treats(Flaw::Boil) => &boiling,
            step if step.treats(Flaw::Exposure) => &flickering,
            _ => &plain,
        };
        let stack = alone(entry, clip);
        let step = stack.step(entry.name).unwrap();
        assert!(!step.is_neutral(), "{} does nothing", entry.name);
        let step_asks = step.asks();
        let asks = step_asks != Asks::NOTHING;
        let [own, nothing] = judged(clip, stack);
        println!("{:<18} own: {}\n{:<18} nothing: {}", entry.name, seen(&own), "", seen(&nothing));
        if !own.holds() {
            wrong.push(format!("{} does more than it asks for: {}", entry.name, seen(&own)));
        }
        if !asks && !nothing.holds() {
            wrong.push(format!("{} asks for nothing and harms: {}", entry.name, seen(&nothing)));
        }
        // What is new in a picture needs leave; what lifts a little of what is there may stay within what anybody may do.
        let is_new = step_asks.noise_levels > 0.0 || step_asks.skin_noise_levels > 0.0;
        if is_new && nothing.holds() {
            wrong.push(format!("{} asks for what nobody has to ask for", entry.name));
        }
    }
    assert!(tried >= 6, "only {tried} steps were tried");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A grade that a user asks for is no damage.
#[test]
fn a_grade_holds_where_it_was_asked_for() {
    let clip = clip((288, 240), Flaws { pores_levels: 1.2, ..Flaws::none() });
    let mut stack = Stack::neutral();
    for text in ["balance.slope_red=1.15", "balance.saturation=0.9", "mask.amount=1"] {
        stack.set(&text.parse().unwrap());
    }
    let [own, nothing] = judged(&clip, stack);
    assert!(own.holds(), "{}", seen(&own));
    assert!(!nothing.holds(), "a grade that nobody asked for passes");
}

/// Nor is a strong one, with which a shot is matched to another: it bends curves and takes colour out. What is done under it is seen.
#[test]
fn a_strong_grade_holds_and_hides_nothing() {
    let clip = clip((288, 240), Flaws { pores_levels: 1.2, ..Flaws::none() });
    let grade = [
        "balance.slope_red=1.19",
        "balance.slope_blue=0.85",
        "balance.offset_green=-0.045",
        "balance.power_red=1.25",
        "balance.power_blue=0.9",
        "balance.saturation=0.7",
    ];
    let mut stack = Stack::neutral();
    grade.iter().for_each(|text| stack.set(&text.parse().unwrap()));
    let [own, nothing] = judged(&clip, stack.clone());
    assert!(own.holds(), "{}", seen(&own));
    assert!(!nothing.holds(), "a grade that nobody asked for passes");
    let asked = Asked::of(&of_clip(stack.clone()), &clip.face.picture(), true);
    for text in ["finish.amount=0.3", "grain.amount_levels=4"] {
        stack.set(&text.parse().unwrap());
    }
    assert!(!judged_as(&clip, &of_clip(stack), asked).holds(), "what nobody asked for passes under a grade");
}
