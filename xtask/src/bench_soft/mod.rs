//! Whether frames in which a face is soft are found and given their features back: faces of camera clips made soft in some frames, whose clean frames
//! are the truth.

mod faults;

use crate::footage::{self, Wish, name_of};
use crate::held_clip::{HeldClip, faces_with_mesh, write};
use anyhow::{Context, Result};
use dewax::analysis::FaceWish;
use dewax::face::{Descriptor, View};
use dewax::facts::ShotFacts;
use dewax::param::{Limits, Value, record_of};
use dewax::px::{Frame, LEVEL};
use dewax::stack::Setting;
use dewax::step::Step;
use dewax::steps::restore::{Restore, SoftFrames};
use dewax_media::tools::Tools;
use faults::{Fault, Kind, ellipse, face, planned};
use std::path::Path;

/// Frames of each clip at most: all are held.
const FRAMES: usize = 150;
/// A restored face is nearer to the truth by so much, dB, and its flicker is not raised by more than rounding.
const LEAST_GAIN_DB: f64 = 4.0;
const MOST_FLICKER: f64 = 1.02;
/// Descriptors of restored and clean frames lie no farther apart.
const MOST_APART: f32 = 0.10;

#[derive(Default)]
struct Tally {
    frames: usize,
    wrong: usize,
    faults: usize,
    found: usize,
    mended: usize,
    gains_db: Vec<f64>,
}

struct Bench<'a> {
    tools: &'a Tools,
    faces: Option<&'a FaceWish>,
    wish: &'a Wish,
    folder: &'a Path,
    is_given: bool,
}

/// Measures and prints.
///
/// # Errors
/// When a clip cannot be read. Missing clips are no error.
pub(crate) fn run(root: &Path, words: &[&str]) -> Result<()> {
    let has = |word: &str| words.contains(&word);
    let own = ["--held-out", "--given", "--generated"];
    let rest: Vec<&str> = words.iter().copied().filter(|w| !own.contains(w)).collect();
    let wish = Wish::read(root, &rest, FRAMES)?;
    let clips: Vec<_> = match (has("--generated"), has("--held-out")) {
        (true, _) => wish.videos(&[footage::GENERATED]),
        (_, held_out) => wish.videos(&footage::half(held_out)),
    };
    if clips.is_empty() {
        println!("SKIPPED soft: no clips in {}", wish.clips.display());
        return Ok(());
    }
    let tools = Tools::find()?;
    let opened = faces_with_mesh()?;
    let scratch = tempfile::tempdir()?;
    let folder = wish.keep.as_deref().unwrap_or(scratch.path());
    std::fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))?;
    let bench =
        Bench { tools: &tools, faces: opened.wish.as_ref(), wish: &wish, folder, is_given: has("--given") };
    let mut all = Tally::default();
    for clip in &clips {
        match has("--generated") {
            true => bench.as_it_is(clip, &mut all)?,
            false => bench.clip(clip, &mut all)?,
        }
    }
    println!(
        "\n{} faults: {} found, {} mended (PSNR of the face >= +{LEAST_GAIN_DB} dB, flicker <= {MOST_FLICKER} times, descriptors <= {MOST_APART}); \
         named wrongly on clips as they are: {} in {} frames",
        all.faults, all.found, all.mended, all.wrong, all.frames
    );
    all.gains_db.sort_by(f64::total_cmp);
    if let (Some(least), Some(middle)) = (all.gains_db.first(), all.gains_db.get(all.gains_db.len() / 2)) {
        println!("gain in PSNR: least {least:+.1} dB, median {middle:+.1} dB");
    }
    Ok(())
}

impl Bench<'_> {
    fn read(&self, path: &Path) -> Result<HeldClip> {
        HeldClip::read(self.tools, self.faces, path)
    }

    /// What is named on a clip as it is.
    fn clean(&self, clip: &Path, all: &mut Tally) -> Result<HeldClip> {
        let name = name_of(clip);
        let at = self.folder.join(format!("{name}.mkv"));
        footage::cut(self.tools, clip, self.wish.frames, &at)?;
        let clean = self.read(&at)?;
        let wrong: Vec<_> = clean.analysis.shots.iter().flat_map(|s| &s.soft).collect();
        println!("\n{name}: {} frames; named on it as it is: {}", clean.frames.len(), wrong.len());
        for run in &wrong {
            println!(
                "  frames {}-{}: sigma {:?} px, lacks {:.1} dB, good {:?} {:?}",
                run.first_frame, run.last_frame, run.sigma_px, run.lacks_db, run.before, run.behind
            );
        }
        all.frames += clean.frames.len();
        all.wrong += wrong.len();
        Ok(clean)
    }

    /// A clip as it is, treated.
    fn as_it_is(&self, clip: &Path, all: &mut Tally) -> Result<()> {
        let clean = self.clean(clip, all)?;
        if self.wish.keep.is_some() && clean.analysis.shots.iter().any(|s| !s.soft.is_empty()) {
            let name = name_of(clip);
            let (made, _) = render(&clean, &Step::fitted(&Restore::default(), &clean.analysis.shots[0]));
            self.write(&self.folder.join(format!("{name}.mkv")), &format!("{name}_restored"), &made)?;
        }
        Ok(())
    }

    fn clip(&self, clip: &Path, all: &mut Tally) -> Result<()> {
        let clean = self.clean(clip, all)?;
        let name = name_of(clip);
        let facts = &clean.analysis.shots[0];
        let faults = planned(clean.frames.len().min(facts.shot.frames));
        let bad_at = self.folder.join(format!("{name}_soft.mkv"));
        let source = footage::open(self.tools, &self.folder.join(format!("{name}.mkv")))?;
        let mut number = 0;
        footage::rewritten(self.tools, &source, &bad_at, |frame| {
            if let (Some(fault), Some(state)) = (faults.iter().find(|f| f.has(number)), face(facts, number)) {
                fault.draw(state, frame);
            }
            number += 1;
        })?;
        let bad = self.read(&bad_at)?;
        let seen = &bad.analysis.shots[0];
        let step = match self.is_given {
            true => Restore {
                given: faults.iter().map(|f| given(f, seen)).collect(),
                auto: false,
                ..Restore::default()
            },
            false => Step::fitted(&Restore::default(), seen),
        };
        let (made, seconds) = render(&bad, &step);
        for fault in &faults {
            all.faults += 1;
            let found = seen.soft.iter().find(|r| r.first_frame <= fault.last && r.last_frame >= fault.first);
            all.found += usize::from(found.is_some());
            let psnr = |frames: &[Frame]| psnr_db(fault, facts, &clean.frames, frames);
            let (before, after) = (psnr(&bad.frames), psnr(&made));
            let flicker = |frames: &[Frame]| flicker_levels(fault, facts, &clean.frames, frames);
            let (was, is) = (flicker(&bad.frames), flicker(&made));
            let apart = self.apart(fault, &clean, [&bad.frames, &made]);
            let holds = after - before >= LEAST_GAIN_DB
                && is <= MOST_FLICKER * was
                && apart.is_none_or(|[_, after]| after <= MOST_APART);
            all.mended += usize::from(holds);
            all.gains_db.push(after - before);
            let said = found.map_or("MISSED".into(), |r| {
                format!("found {}-{} sigma {:.1}", r.first_frame, r.last_frame, r.most_sigma_px())
            });
            let who = apart.map_or("-".into(), |[b, a]| format!("{b:.3} -> {a:.3}"));
            println!(
                "  {:<10} frames {}-{}: {said}; PSNR {before:.1} -> {after:.1} dB ({:+.1}); flicker {was:.2} -> {is:.2} levels; identity {who}{}",
                match fault.kind {
                    Kind::Blur(sigma) => format!("blur {sigma}"),
                    Kind::Smear(px) => format!("smear {px}"),
                },
                fault.first,
                fault.last,
                after - before,
                if holds { "" } else { " NOT MENDED" }
            );
        }
        let beyond = seen
            .soft
            .iter()
            .filter(|r| !faults.iter().any(|f| r.first_frame <= f.last && r.last_frame >= f.first));
        let beyond = beyond.count();
        let frames: usize = faults.iter().map(|f| f.last - f.first + 1).sum();
        println!(
            "  named beside the faults: {beyond}; {:.0} ms for each soft frame",
            1000.0 * seconds / frames.max(1) as f64
        );
        if self.wish.keep.is_some() {
            self.write(&bad_at, &format!("{name}_restored"), &made)?;
        }
        Ok(())
    }

    /// Writes a treated clip.
    fn write(&self, like: &Path, name: &str, made: &[Frame]) -> Result<()> {
        write(self.tools, like, &self.folder.join(format!("{name}.mkv")), made)
    }

    /// How far the descriptors of the frames of a fault lie from those of the clean ones, on average, before and after. `None` without a describer.
    fn apart(&self, fault: &Fault, clean: &HeldClip, sides: [&[Frame]; 2]) -> Option<[f32; 2]> {
        let describer = self.faces?.finder.describer()?;
        let picture = clean.analysis.clip.picture();
        let mean = |frames: &[Frame]| {
            let of = |n: usize| -> Option<Descriptor> {
                let mesh = face(&clean.analysis.shots[0], n)?.mesh()?;
                describer.describe(&View::new(&picture, frames.get(n)?), &mesh.raw)
            };
            let all: Vec<Descriptor> = (fault.first..=fault.last).filter_map(of).collect();
            Descriptor::mean(all.iter())
        };
        let truth = mean(&clean.frames)?;
        let [before, after] = sides.map(|frames| mean(frames).map(|m| m.distance(&truth)));
        Some([before?, after?])
    }
}

fn given(fault: &Fault, facts: &ShotFacts) -> SoftFrames {
    let longest = facts.faces.tracks.iter().filter(|t| !t.dropped).max_by_key(|t| t.states.len());
    let sigma_px = match fault.kind {
        Kind::Blur(sigma) => sigma,
        Kind::Smear(px) => px as f32 / 12f32.sqrt(),
    };
    SoftFrames {
        face: longest.map_or(0, |t| i64::from(t.id)),
        first_frame: fault.first as i64,
        last_frame: fault.last as i64,
        sigma_px,
    }
}

/// The clip with these frames restored alone, and how long that took, seconds.
fn render(clip: &HeldClip, step: &Restore) -> (Vec<Frame>, f64) {
    let list = |param, list: &[SoftFrames]| {
        let records = Value::List(list.iter().map(record_of).collect());
        Setting::nearest::<Restore>(param, records, Limits::Hold)
    };
    clip.rendered(&[
        list(Restore::given, &step.given),
        list(Restore::found, &step.found),
        Setting::nearest::<Restore>(Restore::amount, Value::F(step.amount), Limits::Hold),
    ])
}

/// Calls `each` with the luma of the pixels of the face in both frames, 8-bit levels.
fn over_face(facts: &ShotFacts, n: usize, size: (usize, usize), mut each: impl FnMut(usize, usize)) {
    let Some((middle, radius)) = face(facts, n).and_then(|state| ellipse(state, 0.0)) else { return };
    let span = |axis: usize, size: usize| {
        let from = (middle[axis] - radius[axis]).max(0.0) as usize;
        from.min(size)..((middle[axis] + radius[axis]).max(0.0) as usize).min(size)
    };
    for y in span(1, size.1) {
        for x in span(0, size.0) {
            let u = (x as f32 - middle[0]) / radius[0];
            if u.hypot((y as f32 - middle[1]) / radius[1]) <= 1.0 {
                each(x, y);
            }
        }
    }
}

/// PSNR of the face over the frames of a fault, dB.
fn psnr_db(fault: &Fault, facts: &ShotFacts, truth: &[Frame], made: &[Frame]) -> f64 {
    let (mut sum, mut count) = (0.0f64, 0usize);
    for n in fault.first..=fault.last {
        let (Some(truth), Some(made)) = (truth.get(n), made.get(n)) else { continue };
        over_face(facts, n, (truth.width(), truth.height()), |x, y| {
            let level = |f: &Frame| f32::from(f.luma().row(y)[x]) / LEVEL;
            sum += f64::from(level(truth) - level(made)).powi(2);
            count += 1;
        });
    }
    10.0 * (255f64.powi(2) * count as f64 / sum.max(1e-9)).log10()
}

/// How much the face changes from frame to frame that it does not in truth, RMS, levels, over the frames of a fault and the steps into and out of it.
fn flicker_levels(fault: &Fault, facts: &ShotFacts, truth: &[Frame], made: &[Frame]) -> f64 {
    let (mut sum, mut count) = (0.0f64, 0usize);
    for n in fault.first..=fault.last + 1 {
        let all = [truth.get(n - 1), truth.get(n), made.get(n - 1), made.get(n)];
        let [Some(a), Some(b), Some(c), Some(d)] = all else { continue };
        over_face(facts, n, (a.width(), a.height()), |x, y| {
            let level = |f: &Frame| f64::from(f.luma().row(y)[x]) / f64::from(LEVEL);
            sum += ((level(d) - level(c)) - (level(b) - level(a))).powi(2);
            count += 1;
        });
    }
    (sum / count.max(1) as f64).sqrt()
}
