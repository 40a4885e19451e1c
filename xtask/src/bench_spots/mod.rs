//! Whether places of the skin that are wrong in a few frames are found and mended: artefacts of known place, size and kind, drawn on camera clips, whose
//! clean frames are the truth.

mod artefacts;

use crate::footage::{self, Wish, name_of};
use crate::held_clip::{HeldClip, faces_with_mesh, write};
use anyhow::{Context, Result};
use artefacts::{Artefact, Skin, planned};
use dewax::facts::{FoundSpot, ShotFacts};
use dewax::kernels::noise::hash32;
use dewax::kernels::{blur, tile};
use dewax::param::{Limits, Value, record_of};
use dewax::px::{Frame, LEVEL};
use dewax::stack::Setting;
use dewax::step::Step;
use dewax::steps::spots::{Retouch, Spots};
use dewax_media::tools::Tools;
use std::path::Path;

/// Frames of each clip at most: all are held.
const FRAMES: usize = 150;
/// What a mended place may differ by: CIEDE2000, mean over its pixels, and its fine texture, dB.
const MOST_DE: f64 = 2.0;
const MOST_DB: f64 = 1.5;
/// What is given by hand is as large as what a user would draw around an artefact: this much larger than it.
const DRAWN_AROUND: f64 = 1.3;
/// Fine texture is finer than this sigma, px.
const FINE_SIGMA_PX: f32 = 1.5;

#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    frames: usize,
    wrong: usize,
    artefacts: usize,
    found: usize,
    mended: usize,
    by_hand: usize,
    outside: usize,
}

struct Bench<'a> {
    tools: &'a Tools,
    faces: Option<&'a dewax::analysis::FaceWish>,
    wish: &'a Wish,
    folder: &'a Path,
}

/// How a mended place lies beside the truth.
struct Beside {
    de: f64,
    db: f64,
}

impl Beside {
    fn holds(&self) -> bool {
        self.de <= MOST_DE && self.db.abs() <= MOST_DB
    }
}

/// Measures and prints.
///
/// # Errors
/// When a clip cannot be read. Missing clips are no error.
pub(crate) fn run(root: &Path, words: &[&str]) -> Result<()> {
    let held_out = words.contains(&"--held-out");
    let rest: Vec<&str> = words.iter().copied().filter(|w| *w != "--held-out").collect();
    let wish = Wish::read(root, &rest, FRAMES)?;
    let names = footage::half(held_out);
    let clips: Vec<_> = wish.videos(&names);
    if clips.is_empty() {
        println!("SKIPPED spots: no clips {names:?} in {}", wish.clips.display());
        return Ok(());
    }
    let tools = Tools::find()?;
    let opened = faces_with_mesh()?;
    let scratch = tempfile::tempdir()?;
    let folder = wish.keep.as_deref().unwrap_or(scratch.path());
    std::fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))?;
    let bench = Bench { tools: &tools, faces: opened.wish.as_ref(), wish: &wish, folder };
    let mut all = Tally::default();
    for clip in &clips {
        let one = bench.clip(clip)?;
        all = Tally {
            frames: all.frames + one.frames,
            wrong: all.wrong + one.wrong,
            artefacts: all.artefacts + one.artefacts,
            found: all.found + one.found,
            mended: all.mended + one.mended,
            by_hand: all.by_hand + one.by_hand,
            outside: all.outside + one.outside,
        };
    }
    println!(
        "\n{} artefacts: {} found ({:.0} %), {} of them mended (dE <= {MOST_DE}, texture within {MOST_DB} dB); by hand {} mended",
        all.artefacts,
        all.found,
        100.0 * all.found as f64 / all.artefacts.max(1) as f64,
        all.mended,
        all.by_hand
    );
    println!(
        "proposed wrongly on clean clips: {} in {} frames ({:.2} per 100); samples changed outside of what was touched: {}",
        all.wrong,
        all.frames,
        100.0 * all.wrong as f64 / all.frames.max(1) as f64,
        all.outside
    );
    Ok(())
}

impl Bench<'_> {
    fn read(&self, path: &Path) -> Result<HeldClip> {
        HeldClip::read(self.tools, self.faces, path)
    }

    fn clip(&self, clip: &Path) -> Result<Tally> {
        let name = name_of(clip);
        let clean_at = self.folder.join(format!("{name}.mkv"));
        footage::cut(self.tools, clip, self.wish.frames, &clean_at)?;
        let clean = self.read(&clean_at)?;
        let facts = &clean.analysis.shots[0];
        let wrong: Vec<_> =
            clean.analysis.shots.iter().flat_map(|s| &s.spots).filter(|s| s.is_free).collect();
        println!("\n{name}: {} frames; proposed on it as it is: {}", clean.frames.len(), wrong.len());
        wrong.iter().for_each(|spot| println!("  wrongly: {}", line(spot)));
        let mut tally = Tally { frames: clean.frames.len(), wrong: wrong.len(), ..Tally::default() };
        let Some(skin) = Skin::of(facts, clean.analysis.clip.picture()) else { return Ok(tally) };
        let seed = name.bytes().fold(1, |h, b| hash32(h ^ u32::from(b)));
        let drawn = planned(&skin, &clean.frames, seed);
        let bad_at = self.folder.join(format!("{name}_spots.mkv"));
        let source = footage::open(self.tools, &clean_at)?;
        let mut number = 0;
        footage::rewritten(self.tools, &source, &bad_at, |frame| {
            drawn.iter().for_each(|artefact| artefact.draw(&skin, number, frame));
            number += 1;
        })?;
        let bad = self.read(&bad_at)?;
        let found = &bad.analysis.shots[0];
        found.spots.iter().for_each(|spot| println!("  told: {}", line(spot)));
        let proposed = Step::fitted(&Spots::default(), found);
        let by_hand: Vec<Retouch> = drawn.iter().filter_map(|a| given(a, &skin)).collect();
        let (auto, auto_outside, _) = render(&bad, &proposed);
        let (hand, hand_outside, seconds) =
            render(&bad, &Spots { given: by_hand, auto: false, ..Spots::default() });
        tally.outside = auto_outside + hand_outside;
        tally.artefacts = drawn.len();
        for artefact in &drawn {
            let is_found = proposed.found.iter().any(|r| meets(r, artefact, &skin));
            let of = |made: &[Frame]| beside(artefact, &skin, &clean.frames, made);
            let (before, mended, hand) = (of(&bad.frames), of(&auto), of(&hand));
            println!(
                "  {:<10} {:.2} IOD frames {}-{}: {} dE {:.1} -> {:.2}, {:+.1} dB{}; by hand dE {:.2}, {:+.1} dB{}",
                format!("{:?}", artefact.kind),
                artefact.size_iod,
                artefact.first_frame,
                artefact.last_frame,
                if is_found { "found " } else { "MISSED" },
                before.de,
                mended.de,
                mended.db,
                if is_found && !mended.holds() { " NOT MENDED" } else { "" },
                hand.de,
                hand.db,
                if hand.holds() { "" } else { " NOT MENDED" }
            );
            tally.found += usize::from(is_found);
            tally.mended += usize::from(is_found && mended.holds());
            tally.by_hand += usize::from(hand.holds());
        }
        let touched = drawn.iter().map(|a| a.last_frame - a.first_frame + 1).sum::<usize>().max(1);
        println!("  by hand: {:.0} ms for each frame that is touched", 1000.0 * seconds / touched as f64);
        if self.wish.keep.is_some() {
            write(self.tools, &bad_at, &self.folder.join(format!("{name}_mended.mkv")), &auto)?;
        }
        Ok(tally)
    }
}

/// The artefact as a user would give it.
fn given(artefact: &Artefact, skin: &Skin<'_>) -> Option<Retouch> {
    let (at, size_px) = artefact.at(skin, artefact.first_frame)?;
    let first = artefact.first_frame as i64;
    let size_px = (size_px * DRAWN_AROUND + 2.0).max(2.0) as f32;
    Some(Retouch {
        at_px: at.map(|v| v as f32),
        in_frame: first,
        first_frame: first,
        last_frame: artefact.last_frame as i64,
        size_px,
        kind: 0,
    })
}

/// Whether a retouch is of an artefact: in one of its frames, over its middle.
fn meets(retouch: &Retouch, artefact: &Artefact, skin: &Skin<'_>) -> bool {
    let frames = retouch.first_frame <= artefact.last_frame as i64
        && retouch.last_frame >= artefact.first_frame as i64;
    let at = usize::try_from(retouch.in_frame).ok().and_then(|n| artefact.at(skin, n));
    frames
        && at.is_some_and(|(at, size)| {
            let [x, y] = retouch.at_px.map(f64::from);
            (x - at[0]).hypot(y - at[1]) <= (size / 2.0).max(f64::from(retouch.size_px) / 2.0)
        })
}

/// The clip with these retouches alone; how many samples changed outside of what the step says that it touches; and how long it took.
fn render(clip: &HeldClip, spots: &Spots) -> (Vec<Frame>, usize, f64) {
    let facts: &ShotFacts = &clip.analysis.shots[0];
    let list = |param, list: &[Retouch]| {
        let records = Value::List(list.iter().map(record_of).collect());
        Setting::nearest::<Spots>(param, records, Limits::Hold)
    };
    let (out, seconds) = clip.rendered(&[
        list(Spots::given, &spots.given),
        list(Spots::found, &spots.found),
        Setting::nearest::<Spots>(Spots::amount, Value::F(1.0), Limits::Hold),
    ]);
    let mut outside = 0;
    for (n, made) in out.iter().enumerate() {
        let size = (made.width(), made.height());
        let touched = Step::retouched(spots, facts, n, size);
        let is_touched = |x: usize, y: usize| {
            touched.iter().any(|t| {
                let own = x.checked_sub(t.part.x0).zip(y.checked_sub(t.part.y0));
                own.is_some_and(|(u, v)| {
                    u < t.part.width() && v < t.part.height() && t.weights.row(v)[u] > 0.0
                })
            })
        };
        let rows = made.luma().rows().zip(clip.frames[n].luma().rows()).enumerate();
        for (y, (after, before)) in rows {
            let changed = after.iter().zip(before).enumerate().filter(|(_, (a, b))| a != b);
            outside += changed.filter(|(x, _)| !is_touched(*x, y)).count();
        }
    }
    (out, outside, seconds)
}

/// How the place of an artefact lies beside the truth, over all of its frames.
fn beside(artefact: &Artefact, skin: &Skin<'_>, truth: &[Frame], made: &[Frame]) -> Beside {
    let (mut de, mut count) = (0.0f64, 0usize);
    let mut fine = [0.0f64; 2];
    for n in artefact.first_frame..=artefact.last_frame {
        let (Some(lock), Some(truth), Some(made)) = (skin.lock(n), truth.get(n), made.get(n)) else {
            continue;
        };
        let whole = dewax::px::Rect::of(truth.width(), truth.height());
        let bands = [truth, made].map(|f| {
            let luma = tile::cut(f.luma(), whole);
            let soft = blur::gaussian(&luma, FINE_SIGMA_PX);
            (luma, soft)
        });
        if let Some((apart, pixels)) = artefact.differs(skin, n, truth, made) {
            (de, count) = (de + apart * pixels as f64, count + pixels);
        }
        for (x, y, ..) in artefact.cells(&lock, truth, 0, (1, 1)) {
            for (sum, (luma, soft)) in fine.iter_mut().zip(&bands) {
                *sum += f64::from((luma.row(y)[x] - soft.row(y)[x]) / LEVEL).powi(2);
            }
        }
    }
    let db = 10.0 * (fine[1].max(1e-6) / fine[0].max(1e-6)).log10();
    Beside { de: de / count.max(1) as f64, db }
}

/// A place that the analysis told of.
fn line(spot: &FoundSpot) -> String {
    let FoundSpot { first_frame, last_frame, at_px: [x, y], size_iod, deviations, is_free, .. } = spot;
    let edge = if *is_free { "" } else { ", at an edge" };
    format!(
        "frames {first_frame}-{last_frame} at {x:.0},{y:.0}, {size_iod:.2} IOD, {deviations:.1} deviations{edge}"
    )
}
