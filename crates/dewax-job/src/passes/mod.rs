//! What a grade wants beside the treated clip: the mask that the steps used, and what texture added, each as a film or pictures.

mod pictures;

use crate::error::JobError;
use crate::progress::{Progress, Stage};
use crate::render::writing;
use crate::session::Session;
use crate::sidecar::{WISH_FILE, folder_of};
use dewax::analysis::Analysis;
use dewax::face::FaceState;
use dewax::px::{Frame, Mask};
use dewax::recipe::{Recipe, RecipeError};
use dewax::skin::given;
use dewax::stack::Stack;
use dewax::step::Step;
use dewax::steps::texture_contrast::TextureContrast;
use dewax::steps::texture_pores::Pores;
use dewax_media::encode::{Encoder, FrameSink, Sealed};
use dewax_media::film::FilmFacts;
use dewax_media::guard::{Guard, Passes, Place};
use dewax_media::layout::Planes;
use dewax_media::matte::Matte;
use dewax_media::probe::Source;
use dewax_media::target::{Codec, Container, Target, Wishes, by_ending};
use dewax_media::tools::Tools;
use pictures::{BITS, Scales};
use std::ops::Range;
use std::path::{Path, PathBuf};

/// What stands for the number of a face in the name of a matte.
pub const FACE: &str = "{face}";

/// Files that are wished beside the treated clip.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PassWish {
    /// The mask that the steps used, with its feather: white is all of the treatment. With `{face}` in its name a file for each face.
    pub matte: Option<PathBuf>,
    /// What the steps `texture.*` added, about mid grey: `base + 2 × (pass − 0.5)` is the treated picture.
    pub texture: Option<PathBuf>,
    /// That base: the treated picture without what `texture.*` added.
    pub base: Option<PathBuf>,
}

impl PassWish {
    /// Whether none is wished.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// How often the frames are made once more for them: with the texture, and where it matters without it.
    pub(crate) fn rounds(&self) -> usize {
        match self {
            Self { texture: None, base: None, matte: None } => 0,
            Self { texture: None, base: None, .. } => 1,
            _ => 2,
        }
    }

    fn named(&self) -> [(Kind, Option<&PathBuf>); 3] {
        [
            (Kind::Matte(None), self.matte.as_ref()),
            (Kind::Texture, self.texture.as_ref()),
            (Kind::Base, self.base.as_ref()),
        ]
    }

    /// Asks before long work what can be asked then: whether the names can be written to, and say how.
    ///
    /// # Errors
    /// When one may not be written, or names a face where it cannot.
    pub(crate) fn check(
        &self,
        tools: &Tools,
        source: &Source,
        guard: &Guard,
        out: &Path,
    ) -> Result<(), JobError> {
        let there = Passes::of(out, &folder_of(out));
        for (kind, path) in self.named() {
            let Some(path) = path else { continue };
            kind.names_face(path)?;
            kind.target(tools, source, path)?;
            if !by_face(path) {
                there.place(guard, path)?;
            }
        }
        Ok(())
    }

    /// Whether all that is wished lies there, as dewax wrote it for what is now wished of an output that is there.
    pub(crate) fn is_there(&self, out: &Path) -> bool {
        let there = Passes::of(out, &folder_of(out));
        self.named().into_iter().filter_map(|(_, path)| path).all(|path| {
            let wished = Names::of(path);
            there.are_there(WISH_FILE, |file| wished.has(file))
        })
    }
}

fn by_face(path: &Path) -> bool {
    path.to_string_lossy().contains(FACE)
}

/// As many mattes are written at once: an encoder and its FFmpeg run for each, and eight share the memory of a usual machine.
const MOST_FACES: usize = 8;

/// The faces of which mattes are written.
fn each_face(mut faces: Vec<u32>, path: &Path) -> Result<Vec<u32>, JobError> {
    faces.sort_unstable();
    faces.dedup();
    let path = path.display();
    match faces.len() {
        0 => Err(JobError::FaceName(format!(
            "`{path}` names a face, and no face was found in these frames; leave {FACE} out for the whole mask"
        ))),
        1..=MOST_FACES => Ok(faces),
        many => Err(JobError::FaceName(format!(
            "`{path}` names a face, and there are {many} in these frames; at most {MOST_FACES} mattes are written at once: give a --range \
             with fewer, or leave {FACE} out for the whole mask"
        ))),
    }
}

/// What a pass shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// The mask; of one face where it is named.
    Matte(Option<u32>),
    Texture,
    Base,
}

impl Kind {
    /// Checks where a name has the number of a face: in that of the file, and of a matte.
    fn names_face(self, path: &Path) -> Result<(), JobError> {
        let in_folder = path.parent().is_some_and(by_face);
        if !by_face(path) || matches!(self, Self::Matte(_)) && !in_folder {
            return Ok(());
        }
        let what = if in_folder {
            "stands in the name of the file, not of its folder"
        } else {
            "is for --matte-out only"
        };
        Err(JobError::FaceName(format!("`{}`: {FACE} {what}", path.display())))
    }

    /// How it is written. A film in `.mov` is ProRes 4444: mattes and differences want all columns of chroma and no 4:2:2.
    fn target(self, tools: &Tools, source: &Source, path: &Path) -> Result<Target, JobError> {
        let usual = by_ending(path)?;
        let codec = if usual == Codec::Prores422Hq { Codec::Prores4444 } else { usual };
        // As deep as it goes: steps make more than the codes of an 8-bit source.
        let wishes = Wishes { codec: Some(codec), bits: codec.depths().last().copied(), ..Wishes::default() };
        Ok(Target::resolve(tools, &self.source(source), path, &wishes)?)
    }

    /// The source as it is for a pass: pictures and their times, nothing else.
    fn source(self, source: &Source) -> Source {
        let mut own = source.clone();
        (own.audio, own.subtitles, own.data) = (Vec::new(), Vec::new(), Vec::new());
        own.film = FilmFacts::default();
        own.video.format.alpha = false;
        if self != Self::Base {
            own.video.format.bits = BITS;
        }
        own
    }
}

/// A pass with the place that it is written to.
#[derive(Debug)]
pub(crate) struct Claimed {
    kind: Kind,
    place: Place,
    target: Target,
}

impl Claimed {
    /// The places of all that is wished.
    ///
    /// # Errors
    /// When one may not be written to.
    pub(crate) fn all(
        session: &Session<'_>,
        wish: &PassWish,
        guard: &Guard,
        out: &Path,
        range: Option<(usize, usize)>,
    ) -> Result<Vec<Self>, JobError> {
        let there = Passes::of(out, &folder_of(out));
        let (first, end) = range.unwrap_or((0, session.analysis.clip.pts.len()));
        let shots = session.analysis.shots.iter();
        let seen = shots.filter(|facts| facts.shot.first_frame < end && facts.shot.end() > first);
        let faces: Vec<u32> = seen.flat_map(|facts| &facts.faces.tracks).map(|track| track.id).collect();
        let mut all = Vec::new();
        for (kind, path) in wish.named() {
            let Some(path) = path else { continue };
            let each = match kind {
                Kind::Matte(_) if by_face(path) => {
                    let faces = each_face(faces.clone(), path)?;
                    faces.into_iter().map(|face| (Kind::Matte(Some(face)), of_face(path, face))).collect()
                }
                _ => vec![(kind, path.clone())],
            };
            for (kind, path) in each {
                let target = kind.target(session.tools, &session.source, &path)?;
                all.push(Self { kind, place: there.place(guard, &path)?, target });
            }
        }
        Ok(all)
    }

    /// What it is, and where, for people.
    pub(crate) fn note(&self) -> String {
        let path = self.place.path().display();
        let lossy =
            if matches!(self.target.container, Container::Pictures) || self.target.codec == Codec::Ffv1 {
                ""
            } else {
                " (as far as a codec with losses lets it: .mkv and .png are exact)"
            };
        match self.kind {
            Kind::Matte(None) => format!("The mask that the steps used is in `{path}`."),
            Kind::Matte(Some(face)) => format!("The mask of face {face} is in `{path}`."),
            Kind::Texture => format!(
                "What texture added is in `{path}`: base + 2 × (pass − 0.5) is the treated picture{lossy}."
            ),
            Kind::Base => format!("The treated picture without what texture added is in `{path}`."),
        }
    }
}

fn of_face(path: &Path, face: u32) -> PathBuf {
    PathBuf::from(path.to_string_lossy().replace(FACE, &face.to_string()))
}

/// The same recipe without what `texture.*` gives.
fn without_texture(recipe: &Recipe) -> Result<Recipe, JobError> {
    let (mut plain, neutral) = (recipe.clone(), Stack::neutral());
    for shot in &mut plain.shots {
        for stack in shot.stacks_mut() {
            for step in [TextureContrast::NAME, Pores::NAME] {
                stack.take_step(step, &neutral).map_err(RecipeError::from)?;
            }
        }
    }
    Ok(plain)
}

/// What is to be written beside an output that is in place.
#[derive(Debug)]
pub(crate) struct Beside<'a> {
    session: Session<'a>,
    claimed: Vec<Claimed>,
    range: Range<usize>,
}

impl<'a> Beside<'a> {
    /// What a report tells of a session, and the session itself where something is still to be written of it.
    pub(crate) fn of(
        session: Session<'a>,
        claimed: Vec<Claimed>,
        range: Range<usize>,
    ) -> (Analysis, Option<Matte>, Option<Self>) {
        if claimed.is_empty() {
            return (session.analysis, session.matte, None);
        }
        let (analysis, matte) = (session.analysis.clone(), session.matte.clone());
        (analysis, matte, Some(Self { session, claimed, range }))
    }

    /// Writes all of it, and puts it in place when all of it is whole.
    ///
    /// # Errors
    /// When the clip cannot be decoded any more, a file cannot be written, or the user stops; it says that the output is there.
    pub(crate) fn write(&self, out: &Path, recipe: &Recipe, progress: &dyn Progress) -> Result<(), JobError> {
        let written = write(&self.session, recipe, &self.claimed, self.range.clone(), progress)
            .and_then(|all| put_in_place(all, out));
        written.map_err(|error| JobError::Beside { out: out.to_owned(), error: Box::new(error) })
    }
}

/// Gives files their names, and notes them, so that the next run may replace them.
fn put_in_place(all: Vec<Sealed>, out: &Path) -> Result<(), JobError> {
    let mut there = Passes::of(out, &folder_of(out));
    for pass in &all {
        for (name, at) in pass.files()? {
            there.will_be(&pass.path().with_file_name(name), &at, WISH_FILE)?;
        }
    }
    there.write()?;
    all.into_iter().try_for_each(|pass| pass.put_in_place().map(drop))?;
    Ok(there.are_in_place()?)
}

/// The names that files of a wish have: with a number for `{face}`, or for each picture.
struct Names {
    folder: PathBuf,
    before: String,
    behind: String,
}

impl Names {
    fn of(path: &Path) -> Self {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        // Pictures of a face have both: what stands between them is no longer told apart.
        let pictures = name.find('%').and_then(|at| Some((at, at + name[at..].find('d')? + 1)));
        let face = name.find(FACE).map(|at| (at, at + FACE.len()));
        let places = || pictures.into_iter().chain(face);
        let first = places().map(|(start, _)| start).min().unwrap_or(name.len());
        let last = places().map(|(_, end)| end).max().unwrap_or(name.len());
        let (before, behind) = (name[..first].to_owned(), name[last..].to_owned());
        Self { folder: folder.canonicalize().unwrap_or_else(|_| folder.to_owned()), before, behind }
    }

    fn has(&self, file: &Path) -> bool {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let rest = name.strip_prefix(&self.before).and_then(|rest| rest.strip_suffix(&self.behind));
        file.parent() == Some(&self.folder)
            && rest.is_some_and(|number| number.is_empty() || number.contains(|c: char| c.is_ascii_digit()))
    }
}

/// Makes the frames of a range once more, and writes what is wished of them; nothing is in place yet.
fn write(
    session: &Session<'_>,
    recipe: &Recipe,
    claimed: &[Claimed],
    range: Range<usize>,
    progress: &dyn Progress,
) -> Result<Vec<Sealed>, JobError> {
    let (clip, source) = (&session.analysis.clip, &session.source);
    let scales = Scales::of(&source.video.tags, source.video.format.bits);
    let mut encoders = Vec::with_capacity(claimed.len());
    for pass in claimed {
        let own = pass.kind.source(source);
        let options = writing(session, &pass.place, &pass.target, &range);
        encoders.push(Encoder::create(session.tools, &own, &pass.target, &options)?);
    }
    let plain = without_texture(recipe)?;
    let wants_plain = claimed.iter().any(|pass| matches!(pass.kind, Kind::Texture | Kind::Base));
    let second = wants_plain.then_some(&plain);
    progress.begin(Stage::Passes, Some(range.len()));
    let (first, picture_of) = (range.start, clip.picture());
    session.making(recipe).each_beside(second, range, progress, |index, made, base| {
        let base = base.as_ref().map_or(&made.done, |base| &base.done);
        for (pass, encoder) in claimed.iter().zip(&mut encoders) {
            let mask = made.masked.skin.as_deref();
            let picture: Frame = match pass.kind {
                Kind::Matte(None) => scales.matte(&made.done, mask),
                Kind::Matte(Some(face)) => {
                    scales.matte(&made.done, share(session, index, mask, face).as_ref())
                }
                Kind::Texture if pass.target.layout.planes == Planes::Rgb => {
                    scales.between_rgb(base, &made.done, &picture_of)
                }
                Kind::Texture => scales.between(base, &made.done),
                Kind::Base => (**base).clone(),
            };
            encoder.put(&picture, clip.pts[index])?;
        }
        progress.done(index + 1 - first);
        Ok(true)
    })?;
    encoders.into_iter().map(|encoder| Box::new(encoder).seal().map_err(JobError::from)).collect()
}

/// What of a frame's mask belongs to a face: each place goes whole to the nearest one that is held, so that the parts
/// add up to the whole.
fn share(session: &Session<'_>, index: usize, mask: Option<&Mask>, face: u32) -> Option<Mask> {
    let facts = session.analysis.shot_of(index)?;
    let (ids, states): (Vec<u32>, Vec<&FaceState>) =
        facts.faces.at(index).map(|(track, state)| (track.id, state)).unzip();
    let which = ids.iter().position(|id| *id == face)?;
    given::part_of_face(mask?, &session.analysis.clip.picture(), &states, which)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mattes_of_no_face_or_of_a_crowd_are_refused() {
        let path = Path::new("matte_{face}.mov");
        assert_eq!(each_face(vec![3, 1, 3], path).ok(), Some(vec![1, 3]));
        let said =
            |faces: Vec<u32>| each_face(faces, path).err().map(|error| error.to_string()).unwrap_or_default();
        assert!(said(Vec::new()).contains("no face was found"));
        assert!(said((0..9).collect()).contains("there are 9") && said((0..8).collect()).is_empty());
    }
}
