//! A film file made of clips or of a cut list: its shots by their cuts, its scenes and heroes proposed with the reason, all to be edited.

mod cut_list;
mod looked;

use crate::error::{FilmError, JobError};
use crate::film::{FILM_VERSION, Film, FilmShot, Proposed, Said, Scene, propose, tidy};
use crate::job::Progress;
use crate::ops::film::sources::{self, Measuring, name_of};
use dewax::face::{Describe, Tier};
use dewax_media::faces::{FaceChoice, describer};
use dewax_media::guard::Guard;
use dewax_media::losses::Opening;
use dewax_media::rational::Rational;
use dewax_media::shown::plain_stem;
use dewax_media::timeline::read_at;
use dewax_media::tools::Tools;
use looked::Looked;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// What a film is made of.
#[derive(Clone, Debug)]
pub enum Material {
    /// Clips, in the order of the film: every run between two cuts is a shot.
    Clips(Vec<PathBuf>),
    /// A cut list, and how many frames a second an EDL counts, where that is known.
    CutList(PathBuf, Option<Rational>),
}

/// What is wished of a new film file.
#[derive(Clone, Debug)]
pub struct ProjectWish {
    /// What it is made of.
    pub material: Material,
    /// Where it goes.
    pub out: PathBuf,
    /// Frames before and behind each shot of a cut list that are treated as well.
    pub handles: usize,
    /// How faces are found.
    pub faces: FaceChoice,
    /// A clip or still that says where the skin is, as `fix` will get it.
    pub mask: Option<PathBuf>,
    /// How clips are opened.
    pub opening: Opening,
    /// What else the run reads, and whether it may replace what is there.
    pub guard: Guard,
}

/// A film file that was written.
#[derive(Clone, Debug)]
pub struct Projected {
    /// The film.
    pub film: Film,
    /// What stands in the file as comments: why scenes were proposed so.
    pub said: Said,
    /// Files that were measured.
    pub measured: Vec<String>,
    /// Files whose measurements were there.
    pub read: Vec<String>,
    /// What is not in the film, in sentences: clips that cannot be read, parts of a cut list without a file.
    pub left_out: Vec<String>,
}

/// A shot before it has its scene.
struct Found {
    shot: FilmShot,
    seen: crate::film::Seen,
}

/// Measures the material, as `fix` would, and proposes a film of it. What was measured lies beside the film's file and is not measured again.
///
/// # Errors
/// When nothing of the material can be read, the file may not be written, or the user stops.
pub fn init<P: Progress>(
    tools: &Tools,
    wish: &ProjectWish,
    watch: impl Fn(&str) -> P,
) -> Result<Projected, JobError> {
    let guard = match &wish.material {
        Material::Clips(clips) => clips.iter().fold(wish.guard.clone(), Guard::reading),
        Material::CutList(list, _) => wish.guard.clone().reading(list),
    };
    let permit = guard.file(&wish.out)?;
    let measuring = Measuring {
        tools,
        film: &wish.out,
        faces: &wish.faces,
        mask: wish.mask.as_deref(),
        opening: wish.opening,
        guard: &guard,
        keeps_turn: true,
    };
    // Read once for all files; without meshes nobody is described.
    let may_describe = wish.faces.tier.is_none_or(|tier| tier == Tier::Mesh);
    let describer = may_describe.then(describer).flatten();
    let mut making = Making {
        measuring,
        wish,
        describer: describer.as_ref().map(|describer| describer as &dyn Describe),
        found: Vec::new(),
        names: BTreeSet::new(),
        told: Told::default(),
    };
    let mut name = plain_stem(&wish.out).trim_end_matches(".dewax").to_owned();
    match &wish.material {
        Material::Clips(clips) => clips.iter().try_for_each(|clip| making.clip(clip, &watch))?,
        Material::CutList(list, rate) => {
            let timeline = read_at(list, *rate).map_err(FilmError::from)?;
            making.told.lost.clone_from(&timeline.lost);
            making.timeline(&timeline, list, &watch)?;
            name = timeline.name;
        }
    }
    let Making { found, told, .. } = making;
    if found.is_empty() {
        return Err(FilmError::NoShots(format!(
            "there is nothing to make a film of: {}",
            told.left_out.join("; ")
        ))
        .into());
    }
    let (shots, seen): (Vec<_>, Vec<_>) = found.into_iter().map(|f| (f.shot, f.seen)).unzip();
    let (film, mut said) = film_of(&tidy(&name), shots, propose(&seen));
    said.film = told.lost.iter().map(|text| format!("Not in the film: {text}")).collect();
    said.film.extend(told.left_out.iter().map(|text| format!("Left out: {text}")));
    film.write(&permit, &said)?;
    let mut left_out = told.left_out;
    left_out.extend(told.lost);
    Ok(Projected { film, said, measured: told.files.measured, read: told.files.read, left_out })
}

/// What is told beside the film.
#[derive(Default)]
struct Told {
    files: sources::Told,
    left_out: Vec<String>,
    lost: Vec<String>,
}

/// A film that is being made.
struct Making<'a> {
    measuring: Measuring<'a>,
    wish: &'a ProjectWish,
    /// What tells persons apart, if it is there.
    describer: Option<&'a dyn Describe>,
    found: Vec<Found>,
    /// Names that are taken, in small letters.
    names: BTreeSet<String>,
    told: Told,
}

impl<'a> Making<'a> {
    /// Takes a clip: every run between two cuts is a shot. One that cannot be read is left out, and said.
    fn clip<P: Progress>(&mut self, clip: &Path, watch: &impl Fn(&str) -> P) -> Result<(), JobError> {
        let file = match beside(&self.wish.out, clip) {
            Ok(file) => file,
            Err(why) => return self.leave_out(clip, why.into()),
        };
        let Some(looked) = self.looked(clip, watch)? else { return Ok(()) };
        let runs = looked.runs();
        for (number, run) in runs.iter().enumerate() {
            let stem = plain_stem(clip);
            let name = self.free(&if runs.len() > 1 { format!("{stem}_{}", number + 1) } else { stem });
            let seen = match looked.seen(self.measuring.tools, self.describer, &name, run.clone()) {
                Ok(seen) => seen,
                Err(why) => {
                    self.leave_out(clip, why)?;
                    continue;
                }
            };
            self.found
                .push(Found { shot: FilmShot::of(name, file.clone(), Some([run.start, run.end])), seen });
        }
        Ok(())
    }

    /// Says that a clip, or a part of it, is left out.
    ///
    /// # Errors
    /// When it is the user who stopped.
    fn leave_out(&mut self, clip: &Path, why: JobError) -> Result<(), JobError> {
        if matches!(why, JobError::Interrupted) {
            return Err(why);
        }
        self.told.left_out.push(format!("{}: {why}", name_of(clip)));
        Ok(())
    }

    fn looked<P: Progress>(
        &mut self,
        clip: &Path,
        watch: &impl Fn(&str) -> P,
    ) -> Result<Option<Looked<'a>>, JobError> {
        match self.told.files.file(&self.measuring, clip, watch) {
            Ok(measured) => Ok(Some(Looked(measured))),
            Err(why) => self.leave_out(clip, why).map(|()| None),
        }
    }

    /// A name that no other shot has.
    fn free(&mut self, wanted: &str) -> String {
        let plain = tidy(wanted);
        let numbered = (2..).map(|n| format!("{plain}_{n}"));
        let mut all = std::iter::once(plain.clone()).chain(numbered);
        // There is always a free one.
        let name = all.find(|name| !self.names.contains(&name.to_lowercase())).unwrap_or(plain);
        self.names.insert(name.to_lowercase());
        name
    }
}

/// The film of shots with what was proposed for them.
fn film_of(name: &str, mut shots: Vec<FilmShot>, proposed: Proposed) -> (Film, Said) {
    let mut said = Said { shots: proposed.alike, ..Said::default() };
    for (shot, persons) in shots.iter_mut().zip(proposed.persons) {
        shot.persons = persons;
    }
    let mut scenes = Vec::new();
    for (number, scene) in proposed.scenes.into_iter().enumerate() {
        let names = scene.shots.iter().map(|&at| shots[at].name.clone());
        scenes.push(Scene {
            name: format!("scene {}", number + 1),
            shots: names.collect(),
            hero: scene.hero.map(|at| shots[at].name.clone()),
            is_matched: true,
            halfway: 1.0,
            reference: None,
            look: None,
            strength: None,
            set: Vec::new(),
        });
        said.scenes.push(scene.why);
    }
    (
        Film {
            film_version: FILM_VERSION,
            name: name.into(),
            lay_cdl: false,
            show_lut: None,
            bake_lut: false,
            shots,
            scenes,
        },
        said,
    )
}

/// A file as seen from the film's folder: relative where they have a folder in common that is not the root of a disk.
///
/// # Errors
/// When its name is no Unicode.
pub(crate) fn beside(film: &Path, file: &Path) -> Result<String, FilmError> {
    let whole = |path: &Path| {
        let folder = path.parent().filter(|f| !f.as_os_str().is_empty()).unwrap_or(Path::new("."));
        folder.canonicalize().map(|folder| folder.join(path.file_name().unwrap_or_default()))
    };
    let text =
        |path: &Path| path.to_str().map(str::to_owned).ok_or_else(|| FilmError::NotUnicode(file.to_owned()));
    let (Ok(film), Ok(there)) = (whole(film), whole(file)) else { return text(file) };
    let (from, to): (Vec<_>, Vec<_>) = (film.components().collect(), there.components().collect());
    let common = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    // A root, and on Windows the disk before it, are no folder in common.
    let is_near = to.iter().take(common).any(|part| matches!(part, std::path::Component::Normal(_)));
    if !is_near {
        return text(&there);
    }
    let ups = from.len().saturating_sub(common + 1);
    let parts = std::iter::repeat_n("..", ups).map(|up| Ok(up.to_owned()));
    let parts = parts.chain(to[common..].iter().map(|part| text(Path::new(part.as_os_str()))));
    Ok(parts.collect::<Result<Vec<_>, _>>()?.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_seen_from_the_film_where_they_are_near() {
        let place = tempfile::tempdir().unwrap();
        for folder in ["film", "takes/a"] {
            std::fs::create_dir_all(place.path().join(folder)).unwrap();
        }
        let film = place.path().join("film/f.dewax.toml");
        let seen = |file: &str| beside(&film, &place.path().join(file)).unwrap();
        assert_eq!(seen("film/x.mp4"), "x.mp4");
        assert_eq!(seen("film/x_%05d.png"), "x_%05d.png");
        assert_eq!(seen("takes/a/x y.mp4"), "../takes/a/x y.mp4");
        assert_eq!(seen("nowhere/x.mp4"), place.path().join("nowhere/x.mp4").to_str().unwrap());
        assert_eq!(beside(&film, Path::new("/x.mp4")).unwrap(), "/x.mp4");
        std::fs::write(place.path().join("takes/a/x.mp4"), "x").unwrap();
        let found = film.parent().unwrap().join(seen("takes/a/x.mp4")).canonicalize().unwrap();
        assert_eq!(found, place.path().join("takes/a/x.mp4").canonicalize().unwrap());
    }
}
