//! Whether the face descriptor tells persons apart: pairs of pictures of one person and of two, of clips (looks at least a second apart) and
//! stills, by skin tone; and how far it moves within each clip.

mod people;

use crate::footage::name_of;
use anyhow::{Context, Result, bail};
use dewax::analysis::FaceWish;
use dewax::face::{Describe, Descriptor, SamePerson, Search, Square, Tier, View, may_vote, verified};
use dewax_job::job::{Silent, analyse};
use dewax_media::decode::{DecodeOptions, Decoder, FrameSource};
use dewax_media::faces::FaceChoice;
use dewax_media::picture::picture_of;
use dewax_media::probe::probe;
use dewax_media::tools::Tools;
use people::{SITTERS, Sitter, Tone, Which, is_held_out};
use std::path::{Path, PathBuf};
use std::time::Instant;

/// At most so many looks at a clip, a second apart.
const LOOKS: usize = 12;

/// The file whose first face the descriptor is timed on.
const TIMED: &str = "d_re_latentsync_chef";

/// What was asked for.
struct Wish {
    clips: PathBuf,
    clip: Option<String>,
    held_out: bool,
    drift: bool,
}

/// One look at a person.
struct Look {
    sitter: &'static Sitter,
    who: Descriptor,
}

/// Distances of pairs.
#[derive(Default)]
struct Pairs {
    same: Vec<f32>,
    other: Vec<f32>,
}

impl Wish {
    fn read(root: &Path, words: &[&str]) -> Result<Self> {
        let clips = root.join("../shared/clips");
        let mut wish = Self { clips, clip: None, held_out: false, drift: false };
        let mut words = words.iter();
        while let Some(&word) = words.next() {
            let mut value = || words.next().map(|v| (*v).to_owned()).context(format!("{word} needs a value"));
            match word {
                "--held-out" => wish.held_out = true,
                "--drift" => wish.drift = true,
                "--clip" => wish.clip = Some(value()?),
                "--clips" => wish.clips = PathBuf::from(value()?),
                _ => bail!(
                    "`{word}` is not for this measurement; it takes [--held-out] [--drift] [--clip NAME] [--clips DIR]"
                ),
            }
        }
        Ok(wish)
    }

    /// The files, by name.
    fn files(&self) -> Vec<PathBuf> {
        let Ok(folder) = std::fs::read_dir(&self.clips) else { return Vec::new() };
        let known = |path: &PathBuf| SITTERS.iter().any(|sitter| sitter.file == name_of(path));
        let wanted =
            |path: &PathBuf| self.clip.as_ref().is_none_or(|clip| name_of(path).contains(clip.as_str()));
        let mut all: Vec<PathBuf> =
            folder.flatten().map(|e| e.path()).filter(|p| known(p) && wanted(p)).collect();
        all.sort();
        all
    }
}

/// Measures and prints.
///
/// # Errors
/// When a file cannot be read. Missing files and a missing descriptor are no error.
pub(crate) fn run(root: &Path, words: &[&str]) -> Result<()> {
    let wish = Wish::read(root, words)?;
    let choice = FaceChoice { tier: Some(Tier::Mesh), ..FaceChoice::default() };
    let faces = choice.open()?.wish.context("no finder")?;
    let files = wish.files();
    if faces.finder.describer().is_none() || files.is_empty() {
        println!(
            "SKIPPED: no face descriptor (`dewax models install --identity`), or no clips in {}",
            wish.clips.display()
        );
        return Ok(());
    }
    let tools = Tools::find()?;
    if wish.drift {
        return drift(&tools, &files, &faces);
    }
    let mut looks = Vec::new();
    for file in &files {
        let found =
            seen(&tools, file, &faces, &wish).with_context(|| format!("looking at {}", file.display()))?;
        println!("{}: {} looks", name_of(file), found.len());
        looks.extend(found);
    }
    let mut persons: Vec<&str> = looks.iter().map(|look| look.sitter.person).collect();
    persons.sort_unstable();
    persons.dedup();
    println!("{} looks at {} persons", looks.len(), persons.len());
    told("all", &pairs(&looks, |_| true));
    for tone in [Tone::Light, Tone::Medium, Tone::Dark] {
        told(&format!("{tone:?}"), &pairs(&looks, |sitter| sitter.tone == tone));
    }
    nearest(&looks);
    Ok(())
}

/// How long the descriptor takes for one face, milliseconds on one thread, the least of some.
fn speed_ms(describer: &dyn Describe, view: &View<'_>, mesh: &[[f32; 3]]) -> f64 {
    let once = |_| {
        let begun = Instant::now();
        describer.describe(view, mesh).map_or(f64::INFINITY, |_| begun.elapsed().as_secs_f64() * 1000.0)
    };
    (0..10).map(once).fold(f64::INFINITY, f64::min)
}

/// The looks at the persons of a file that may be used.
fn seen(tools: &Tools, file: &Path, faces: &FaceWish, wish: &Wish) -> Result<Vec<Look>> {
    let (finder, mut looks) = (&*faces.finder, Vec::new());
    let (Some(describer), Some(topology)) = (finder.describer(), finder.topology()) else { return Ok(looks) };
    let sitters: Vec<&'static Sitter> = SITTERS
        .iter()
        .filter(|s| s.file == name_of(file) && is_held_out(s.person) == wish.held_out)
        .collect();
    if sitters.is_empty() {
        return Ok(looks);
    }
    let source = probe(tools, file)?;
    let picture = picture_of(&source, false);
    let every = (source.video.frame_rate.value().ceil() as usize).max(1);
    let mut decoder = Decoder::open(tools, &source, DecodeOptions::default())?;
    let mut number = 0;
    while let Some(decoded) = decoder.next()? {
        if number % every == 0 && number / every < LOOKS {
            let view = View::new(&picture, &decoded.frame);
            let found = finder.detect(&view, Search::Usual);
            let meshes = found.iter().filter_map(|detection| verified(finder, &view, detection));
            // One face gives several detections.
            let mut all: Vec<(Square, Vec<[f32; 3]>, f32)> = Vec::new();
            for mesh in meshes {
                let Some(square) = mesh.square(topology) else { continue };
                if !all.iter().any(|(known, ..)| known.overlap(&square) > 0.3) {
                    all.push((square, mesh.points.clone(), mesh.iod_px(topology)));
                }
            }
            for sitter in &sitters {
                let Some((_, mesh, iod_px)) = face_of(sitter, &all, view.width()) else { continue };
                if number == 0 && sitter.file == TIMED {
                    println!("one face in {:.1} ms", speed_ms(describer, &view, mesh));
                }
                let who = may_vote(mesh, *iod_px).then(|| describer.describe(&view, mesh)).flatten();
                looks.extend(who.map(|who| Look { sitter, who }));
            }
        }
        number += 1;
    }
    Ok(looks)
}

type Found = (Square, Vec<[f32; 3]>, f32);

/// The face of a sitter among those of a frame.
fn face_of<'a>(sitter: &Sitter, all: &'a [Found], width: usize) -> Option<&'a Found> {
    let middle = width as f32 / 2.0;
    let fits = |found: &&Found| match sitter.which {
        Which::Only => true,
        Which::Left => found.0.x < middle,
        Which::Right => found.0.x >= middle,
    };
    all.iter().filter(fits).max_by(|a, b| a.2.total_cmp(&b.2))
}

fn pairs(looks: &[Look], of: impl Fn(&Sitter) -> bool) -> Pairs {
    let mut pairs = Pairs::default();
    for (at, one) in looks.iter().enumerate().filter(|(_, look)| of(look.sitter)) {
        for two in looks[at + 1..].iter().filter(|look| of(look.sitter)) {
            let apart = one.who.distance(&two.who);
            if one.sitter.person == two.sitter.person {
                pairs.same.push(apart);
            } else if one.sitter.kin != two.sitter.kin {
                pairs.other.push(apart);
            }
        }
    }
    pairs
}

/// The error at which as many pairs of one person lie beyond a distance as pairs of two within it, and that distance.
fn equal_error(pairs: &Pairs) -> Option<(f32, f32)> {
    let share = |all: &[f32], is: &dyn Fn(f32) -> bool| {
        all.iter().filter(|d| is(**d)).count() as f32 / all.len().max(1) as f32
    };
    let at = |limit: f32| (share(&pairs.same, &|d| d > limit), share(&pairs.other, &|d| d <= limit));
    let all = (1..200).map(|step| step as f32 / 200.0);
    let (miss, hit, limit) = all
        .map(|limit| (at(limit).0, at(limit).1, limit))
        .min_by(|a, b| (a.0 - a.1).abs().total_cmp(&(b.0 - b.1).abs()))?;
    (!pairs.same.is_empty() && !pairs.other.is_empty()).then_some((miss.midpoint(hit), limit))
}

fn told(name: &str, pairs: &Pairs) {
    let Some((error, limit)) = equal_error(pairs) else {
        println!(
            "{name:<8} too few pairs ({} of one person, {} of two)",
            pairs.same.len(),
            pairs.other.len()
        );
        return;
    };
    let quantile = |all: &[f32], share: f32| {
        let mut all = all.to_vec();
        all.sort_by(f32::total_cmp);
        all[(share * (all.len() - 1) as f32).round() as usize]
    };
    let count = |all: &[f32], is: SamePerson| {
        100.0 * all.iter().filter(|d| SamePerson::of(**d) == is).count() as f32 / all.len() as f32
    };
    println!(
        "{name:<8} EER {:.2} % at {limit:.3}; one person: {} pairs, median {:.2}, 95 % {:.2}, most {:.2}, {:.1} % told as two; \
         two persons: {} pairs, least {:.2}, 5 % {:.2}, median {:.2}, {:.2} % told as one",
        100.0 * error,
        pairs.same.len(),
        quantile(&pairs.same, 0.5),
        quantile(&pairs.same, 0.95),
        quantile(&pairs.same, 1.0),
        count(&pairs.same, SamePerson::No),
        pairs.other.len(),
        quantile(&pairs.other, 0.0),
        quantile(&pairs.other, 0.05),
        quantile(&pairs.other, 0.5),
        count(&pairs.other, SamePerson::Yes),
    );
}

/// The nearest pairs of persons by the means of their looks, and the farthest looks of one.
fn nearest(looks: &[Look]) {
    let mut means: Vec<(&Sitter, Descriptor)> = Vec::new();
    for look in looks.iter().filter(|look| look.sitter.kin == look.sitter.person) {
        let own =
            looks.iter().filter(|other| other.sitter.person == look.sitter.person).map(|other| &other.who);
        if !means.iter().any(|(known, _)| known.person == look.sitter.person) {
            means.extend(Descriptor::mean(own).map(|mean| (look.sitter, mean)));
        }
    }
    let mut all: Vec<(f32, &str, &str)> = Vec::new();
    for (at, (one, mean)) in means.iter().enumerate() {
        all.extend(means[at + 1..].iter().map(|(two, other)| (mean.distance(other), one.person, two.person)));
    }
    all.sort_by(|a, b| a.0.total_cmp(&b.0));
    for (apart, one, two) in all.iter().take(5) {
        println!("means of {one} and {two}: {apart:.2} apart");
    }
}

/// How far descriptors move within each clip.
fn drift(tools: &Tools, files: &[PathBuf], faces: &FaceWish) -> Result<()> {
    for file in files {
        let source = probe(tools, file)?;
        let begun = Instant::now();
        let (analysis, _) = analyse(tools, &source, false, Some(faces), None, &Silent)?;
        for (number, shot) in analysis.shots.iter().enumerate() {
            for person in &shot.persons {
                let apart = person
                    .apart
                    .map_or("cannot be told".into(), |d| format!("{d:.3} at frame {}", person.frame));
                let track = shot.faces.tracks.iter().find(|t| t.id == person.face);
                let frames = track.map_or(0, |t| t.states.len());
                let like: Vec<String> = track.map_or(Vec::new(), |t| {
                    t.like.iter().map(|l| format!("{} {:.2}", l.id, l.distance.unwrap_or(0.0))).collect()
                });
                println!(
                    "{} shot {} face {}: {apart} ({} looks in {frames} frames) like [{}]",
                    name_of(file),
                    number + 1,
                    person.face,
                    person.looks,
                    like.join(", ")
                );
            }
        }
        println!("{}: {:.1} s", name_of(file), begun.elapsed().as_secs_f64());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_many_misses_as_wrong_hits_are_the_equal_error() {
        let pairs = Pairs { same: vec![0.1, 0.2, 0.3, 0.72], other: vec![0.31, 0.8, 0.9, 0.95] };
        let (error, limit) = equal_error(&pairs).unwrap_or_default();
        assert!((error - 0.25).abs() < 1e-6 && (0.3..0.73).contains(&limit), "{error} {limit}");
        assert_eq!(equal_error(&Pairs::default()), None);
    }
}
