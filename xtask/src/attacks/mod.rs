//! Ways to make a file look better in figures and worse in fact, and whether the certificate sees through each of them: the
//! table of `dewax`, on footage.

use crate::footage::{self, CAMERA, GENERATED, Wish, name_of};
use anyhow::Result;
use dewax::certificate::attacks::{ATTACKS, Attack, OTHERS, Scene};
use dewax::certificate::{Asked, Cause, Judge, Judged};
use dewax::clip::Picture;
use dewax::facts::ShotFacts;
use dewax::px::Frame;
use dewax_job::job::{Silent, analyse};
use dewax_media::decode::{DecodeOptions, Decoder, FrameSource};
use dewax_media::faces::FaceChoice;
use dewax_media::probe::Source;
use dewax_media::tools::Tools;
use std::path::Path;
use std::time::Instant;

/// Frames of each clip: two seconds, so that texture ten frames apart is compared many times.
const FRAMES: usize = 48;
/// Letters of a reason that a row shows.
const REASON_LETTERS: usize = 110;

/// What only an encoder does: it must pass.
const ENCODED: &[(&str, &[&str])] =
    &[("x264-crf12", &["-c:v", "libx264", "-crf", "12"]), ("x264-crf16", &["-c:v", "libx264", "-crf", "16"])];

/// How often an attack was judged as it should be.
#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    right: usize,
    named: usize,
    of: usize,
}

/// The first shot of a clip in memory.
struct Shown<'a> {
    picture: Picture,
    facts: &'a ShotFacts,
    rate: f64,
    frames: Vec<Frame>,
    eyes: Vec<Option<[[f64; 2]; 2]>>,
}

impl<'a> Shown<'a> {
    fn of(tools: &Tools, source: &Source, picture: Picture, facts: &'a ShotFacts) -> Result<Self> {
        let mut frames = read(tools, source, facts.shot.frames)?;
        let mask = facts.has_skin().then(|| facts.skin_search());
        for (index, frame) in frames.iter_mut().enumerate() {
            frame.index = index;
            frame.skin = mask.as_ref().and_then(|m| m.find(&picture, &facts.faces, frame)).map(Into::into);
        }
        let eyes = (0..frames.len()).map(|index| eyes(facts, index)).collect();
        Ok(Self { picture, facts, rate: source.video.frame_rate.value(), frames, eyes })
    }

    fn judged(&self, made: &[Frame]) -> Judged {
        let mut judge = Judge::new(&self.picture, self.facts, self.rate, Asked::NOTHING);
        self.frames.iter().zip(made).for_each(|(source, result)| judge.push(source, result));
        judge.finish(0)
    }
}

/// The eyes of the largest face of a frame, the picture's left one first.
fn eyes(facts: &ShotFacts, index: usize) -> Option<[[f64; 2]; 2]> {
    let topology = facts.faces.topology.as_deref()?;
    let (_, state) = facts.faces.at(index).max_by(|a, b| a.1.iod_px.total_cmp(&b.1.iod_px))?;
    let mut eyes = state.mesh()?.eyes(topology).map(|e| e.map(f64::from));
    eyes.sort_by(|a, b| a[0].total_cmp(&b[0]));
    Some(eyes)
}

fn read(tools: &Tools, source: &Source, frames: usize) -> Result<Vec<Frame>> {
    let mut decoder = Decoder::open(tools, source, DecodeOptions::default())?;
    let mut out = Vec::new();
    while let Some(picture) = decoder.next()?.filter(|_| out.len() < frames) {
        out.push(picture.frame);
    }
    Ok(out)
}

/// Measures and prints.
///
/// # Errors
/// When a name is not known, or a clip cannot be read. Missing clips are no error.
pub(crate) fn run(root: &Path, words: &[&str]) -> Result<()> {
    let mut wish = Wish::read(root, words, FRAMES)?;
    let table = if wish.only.as_deref() == Some("others") { OTHERS } else { ATTACKS };
    wish.only = wish.only.filter(|only| only != "others");
    let chosen = footage::chosen(table, |attack| attack.name, &wish, "attack")?;
    let clips = wish.videos(&[CAMERA, GENERATED]);
    if clips.is_empty() {
        println!("SKIPPED attacks: no clips `{CAMERA}*`, `{GENERATED}*` in {}", wish.clips.display());
        return Ok(());
    }
    let tools = Tools::find()?;
    let faces = FaceChoice::default().open()?;
    if let Some(note) = &faces.note {
        println!("{note}");
    }
    let scratch = tempfile::tempdir()?;
    println!("{} clips, {} frames, FFmpeg {}", clips.len(), wish.frames, tools.version);
    let mut tallies = vec![Tally::default(); chosen.len()];
    let start = Instant::now();
    for clip in &clips {
        let name = name_of(clip);
        let path = scratch.path().join(format!("{name}.mkv"));
        footage::cut(&tools, clip, wish.frames, &path)?;
        let source = footage::open(&tools, &path)?;
        let (analysis, _) = analyse(&tools, &source, false, faces.wish.as_ref(), None, &Silent)?;
        let Some(facts) = analysis.shots.first() else { continue };
        let shown = Shown::of(&tools, &source, analysis.clip.picture(), facts)?;
        println!(
            "\n{name}, {} frames{}",
            shown.frames.len(),
            if facts.has_skin() { "" } else { " (no skin)" }
        );
        let scene = Scene { frames: &shown.frames, eyes: &shown.eyes };
        for (attack, tally) in chosen.iter().zip(&mut tallies) {
            let (started, judged) = (Instant::now(), shown.judged(&attack.frames(&scene)));
            let causes = judged.causes();
            tally.of += 1;
            tally.right += usize::from(causes.is_empty() == attack.must_pass());
            tally.named +=
                usize::from(causes.first().map_or(attack.must_pass(), |c| attack.causes.contains(c)));
            println!(
                "{} {:.1} s",
                row(attack.name, attack.causes, &causes, &judged),
                started.elapsed().as_secs_f64()
            );
        }
        if wish.only.is_none() && table.len() == ATTACKS.len() {
            for (name, words) in ENCODED {
                let out = scratch.path().join(format!("{name}.mkv"));
                footage::ffmpeg(&tools, &path, &out, words)?;
                let made = read(&tools, &footage::open(&tools, &out)?, shown.frames.len())?;
                let judged = shown.judged(&made);
                println!("{}", row(name, &[], &judged.causes(), &judged));
            }
        }
    }
    summary(&chosen, &tallies, start.elapsed().as_secs_f64());
    Ok(())
}

fn summary(chosen: &[&Attack], tallies: &[Tally], seconds: f64) {
    println!("\n{:<22} {:>9} {:>7} {:>7} {:>8}", "attack", "should", "as due", "named", "of");
    for (attack, tally) in chosen.iter().zip(tallies) {
        let due = if attack.must_pass() { "PASS" } else { "FAIL" };
        println!("{:<22} {due:>9} {:>7} {:>7} {:>8}", attack.name, tally.right, tally.named, tally.of);
    }
    let sum = |must_pass: bool| {
        let of_kind = chosen.iter().zip(tallies).filter(|(a, _)| a.must_pass() == must_pass);
        of_kind.fold(Tally::default(), |s, (_, t)| Tally {
            right: s.right + t.right,
            named: s.named + t.named,
            of: s.of + t.of,
        })
    };
    let (caught, passed) = (sum(false), sum(true));
    println!(
        "attacks caught {} of {}, rightly named {}; harmless edits passed {} of {}; {seconds:.0} s",
        caught.right, caught.of, caught.named, passed.right, passed.of,
    );
}

fn row(name: &str, due: &[Cause], causes: &[Cause], judged: &Judged) -> String {
    let verdict = if causes.is_empty() { "PASS" } else { "FAIL" };
    let is_due = causes.is_empty() == due.is_empty();
    let is_named = causes.first().is_none_or(|c| due.contains(c));
    let due = match (is_due, is_named) {
        (false, _) => "  NOT AS DUE",
        (true, false) => "  MISNAMED",
        (true, true) => "",
    };
    let mut faults: Vec<_> = judged.faults().collect();
    faults.sort_by_key(|f| f.cause);
    let reasons: Vec<String> = faults
        .iter()
        .map(|f| format!("{:?}: {}", f.cause, f.seen).chars().take(REASON_LETTERS).collect())
        .collect();
    let mut worst: Vec<_> = judged.frame.worst.iter().collect();
    worst.sort_by(|a, b| b.of_limit.total_cmp(&a.of_limit));
    let worst: Vec<String> = worst.iter().take(3).map(|w| format!("{:.2} {}", w.of_limit, w.what)).collect();
    format!("  {name:<22} {verdict}{due}  {}  [{}]", reasons.join(" | "), worst.join("; "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_clips_are_no_error() {
        run(Path::new("nowhere"), &["--clips", "nowhere"]).unwrap();
        assert!(run(Path::new("nowhere"), &["--only", "nothing"]).is_err());
    }
}
