//! Ways to make a file look better in figures and worse in fact, and whether the certificate sees through each of them.

mod makers;

use crate::footage::{self, CAMERA, GENERATED, Wish, name_of};
use anyhow::{Context, Result};
use dewax::analysis::Analysis;
use dewax::certificate::Certificate;
use dewax_media::faces::FaceChoice;
use dewax_media::job::{Silent, analyse};
use dewax_media::probe::Source;
use dewax_media::tools::Tools;
use dewax_media::verify::VerifyJob;
pub(crate) use makers::ATTACKS;
use makers::Attack;
use std::path::Path;
use std::time::Instant;

/// Frames of each clip: two seconds, so that texture ten frames apart is compared many times.
const FRAMES: usize = 48;
/// Letters of a reason that a row shows.
const REASON_LETTERS: usize = 110;

/// How often an attack was judged as it should be.
#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    right: usize,
    of: usize,
}

/// Measures and prints.
///
/// # Errors
/// When a name is not known, or a clip cannot be read. Missing clips are no error.
pub(crate) fn run(root: &Path, words: &[&str]) -> Result<()> {
    let wish = Wish::read(root, words, FRAMES)?;
    let chosen = footage::chosen(ATTACKS, |attack| attack.name, &wish, "attack")?;
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
    let folder = wish.keep.as_deref().unwrap_or(scratch.path());
    std::fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))?;
    println!("{} clips, {} frames, FFmpeg {}", clips.len(), wish.frames, tools.version);
    let mut tallies = vec![Tally::default(); chosen.len()];
    let start = Instant::now();
    for clip in &clips {
        let name = name_of(clip);
        let path = folder.join(format!("{name}.mkv"));
        footage::cut(&tools, clip, wish.frames, &path)?;
        let source = footage::open(&tools, &path)?;
        let (analysis, _) = analyse(&tools, &source, false, faces.wish.as_ref(), None, &Silent)?;
        println!("\n{name}{}", if analysis.shots.iter().any(|s| s.has_skin()) { "" } else { " (no skin)" });
        for (attack, tally) in chosen.iter().zip(&mut tallies) {
            let out = folder.join(format!("{name}_{}.mkv", attack.name));
            attack.make(&tools, &source, &out)?;
            let certificate = certify(&tools, &source, &analysis, &out)?;
            tally.of += 1;
            tally.right += usize::from(certificate.passed == attack.must_pass);
            println!("{}", row(attack, &certificate));
            if wish.keep.is_none() {
                std::fs::remove_file(&out).with_context(|| format!("removing {}", out.display()))?;
            }
        }
    }
    println!("\n{:<18} {:>9} {:>7} {:>8}", "attack", "should", "as due", "of");
    for (attack, tally) in chosen.iter().zip(&tallies) {
        let due = if attack.must_pass { "PASS" } else { "FAIL" };
        println!("{:<18} {due:>9} {:>7} {:>8}", attack.name, tally.right, tally.of);
    }
    let sum = |must_pass: bool| {
        let of_kind = chosen.iter().zip(&tallies).filter(|(a, _)| a.must_pass == must_pass);
        of_kind.fold(Tally::default(), |s, (_, t)| Tally { right: s.right + t.right, of: s.of + t.of })
    };
    let (caught, passed) = (sum(false), sum(true));
    println!(
        "attacks caught {} of {}, honest files passed {} of {}; {:.0} s",
        caught.right,
        caught.of,
        passed.right,
        passed.of,
        start.elapsed().as_secs_f64()
    );
    Ok(())
}

/// What `dewax verify OUT --source CLIP` does, with an analysis that was made before.
fn certify(tools: &Tools, source: &Source, analysis: &Analysis, out: &Path) -> Result<Certificate> {
    let job = VerifyJob {
        tools,
        source,
        analysis,
        recipe: None,
        target: None,
        rendered: None,
        out,
        matte: None,
        range: None,
        bake_rotation: false,
    };
    let (certificate, _) = job.run(&Silent).with_context(|| format!("judging {}", out.display()))?;
    Ok(certificate)
}

fn row(attack: &Attack, certificate: &Certificate) -> String {
    let verdict = if certificate.passed { "PASS" } else { "FAIL" };
    let due = if certificate.passed == attack.must_pass { "" } else { "  NOT AS DUE" };
    let reasons: Vec<String> =
        certificate.failures().iter().map(|f| f.chars().take(REASON_LETTERS).collect()).collect();
    let reasons = if reasons.is_empty() { String::new() } else { format!("  {}", reasons.join(" | ")) };
    format!("  {:<18} {verdict}{due}{reasons}", attack.name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_say_what_was_not_as_due() {
        let certificate = Certificate::of(Vec::new(), Vec::new(), Vec::new());
        for attack in ATTACKS {
            assert_eq!(row(attack, &certificate).contains("NOT AS DUE"), !attack.must_pass);
        }
    }

    #[test]
    fn no_clips_are_no_error() {
        run(Path::new("nowhere"), &["--clips", "nowhere"]).unwrap();
        assert!(run(Path::new("nowhere"), &["--only", "nothing"]).is_err());
    }
}
