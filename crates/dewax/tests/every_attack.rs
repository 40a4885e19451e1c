//! Every attack of the table on a drawn face: refused, and named for what it is; what is harmless passes; every cause is produced.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test that fails says so by panicking")]

use dewax::analysis::{Analyser, Analysis};
use dewax::certificate::attacks::{ATTACKS, Attack, Scene};
use dewax::certificate::{Asked, Cause, Judge, Judged};
use dewax::color::{Levels, Range};
use dewax::demo::{DrawnFace, Flaws};
use dewax::px::{Frame, Plane};
use dewax::skin::given::from_luma;
use std::sync::OnceLock;

const SIZE: (usize, usize) = (288, 240);
const FRAMES: usize = 18;
/// The eyes of the drawn face: beside and above its middle, in halves of its height (see `demo`).
const EYES: [[f64; 2]; 2] = [[-0.3, -0.122], [0.3, -0.122]];

struct Clip {
    face: DrawnFace,
    frames: Vec<Frame>,
    eyes: Vec<Option<[[f64; 2]; 2]>>,
    analysis: Analysis,
}

fn clip() -> &'static Clip {
    static CLIP: OnceLock<Clip> = OnceLock::new();
    CLIP.get_or_init(|| {
        let face =
            DrawnFace::new(SIZE.0, SIZE.1, FRAMES).with_flaws(Flaws { pores_levels: 3.5, ..Flaws::none() });
        let picture = face.picture();
        let unit = 0.305 * SIZE.1.min(SIZE.0) as f64;
        let middle = [0.5 * SIZE.0 as f64, 0.445 * SIZE.1 as f64];
        let frames: Vec<Frame> = (0..FRAMES)
            .map(|n| {
                let mut frame = face.frame(n);
                let skin = face.skin_mask(n);
                let codes = Plane::from_fn(SIZE.0, SIZE.1, |x, y| {
                    (((skin.row(y)[x] - 0.15).max(0.0) / 0.85 * 255.0) as u16) << 8
                });
                frame.skin = Some(from_luma(&picture, &codes, &Levels::of(Range::Full, 8)).into());
                frame
            })
            .collect();
        let eyes = (0..FRAMES)
            .map(|n| {
                Some(EYES.map(|[u, v]| {
                    let (x, y) = face.motion(n).apply(middle[0] + unit * u, middle[1] + unit * v);
                    [x, y]
                }))
            })
            .collect();
        let mut analyser = Analyser::new(picture, 24.0, None);
        frames.iter().for_each(|f| analyser.push(f));
        let mut analysis = analyser.finish(face.clip(), "test");
        // The skin that was found is this face's.
        analysis.shots[0].locks.iter_mut().for_each(|lock| lock.face = 1);
        Clip { face, frames, eyes, analysis }
    })
}

fn judged(made: &[Frame]) -> Judged {
    let clip = clip();
    let picture = clip.face.picture();
    let mut judge = Judge::new(&picture, &clip.analysis.shots[0], 24.0, Asked::NOTHING);
    clip.frames.iter().zip(made).for_each(|(source, result)| judge.push(source, result));
    judge.finish(0)
}

/// What is wrong with the answer to an attack; none when it is right.
fn wrong(attack: &Attack, found: &[Cause]) -> bool {
    match found.first() {
        None => !attack.must_pass(),
        Some(first) => !attack.causes.contains(first),
    }
}

/// What was found, a line each, for whoever reads a failure.
fn found_in(judged: &Judged) -> String {
    let lines = judged.faults().map(|f| format!("  {:?}: {}", f.cause, f.seen));
    let worst = judged.frame.worst.iter().filter(|w| w.of_limit > 0.5);
    lines
        .chain(worst.map(|w| format!("  {:.2} {} at {:?}", w.of_limit, w.what, w.at)))
        .collect::<Vec<_>>()
        .join("\n")
}

/// What the judge says of every attack of the table.
fn runs() -> &'static [(&'static Attack, Judged)] {
    static RUNS: OnceLock<Vec<(&'static Attack, Judged)>> = OnceLock::new();
    RUNS.get_or_init(|| {
        let scene = Scene { frames: &clip().frames, eyes: &clip().eyes };
        ATTACKS.iter().map(|attack| (attack, judged(&attack.frames(&scene)))).collect()
    })
}

#[test]
fn every_attack_is_refused_and_rightly_named() {
    let mut bad = Vec::new();
    for (attack, judged) in runs() {
        let found = judged.causes();
        println!("{:<22} {found:?}", attack.name);
        if wrong(attack, &found) {
            bad.push(format!("{}: {found:?}, due {:?}\n{}", attack.name, attack.causes, found_in(judged)));
        }
    }
    assert!(bad.is_empty(), "{} wrong:\n{}", bad.len(), bad.join("\n"));
}

/// Read from what the judge said, not from what the table expects: a cause that is never named does not exist.
#[test]
fn every_cause_is_named_of_an_attack_that_is_one() {
    let missing: Vec<Cause> = Cause::ALL
        .into_iter()
        .filter(|cause| !runs().iter().any(|(a, j)| a.causes.contains(cause) && j.causes().contains(cause)))
        .collect();
    assert!(missing.is_empty(), "never named: {missing:?}");
}
