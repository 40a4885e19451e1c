//! What is wanted beside the treated clip: the mask that the steps used, and what texture added, for a grade; and the clip with the show LUT
//! laid, for eyes; each as a film or pictures.

pub(crate) mod layers;
mod made;
mod pictures;
mod there;

use crate::error::JobError;
use crate::progress::Progress;
use crate::session::Session;
use crate::sidecar::{WISH_FILE, folder_of};
use dewax::analysis::Analysis;
use dewax::recipe::{Recipe, RecipeError};
use dewax::stack::Stack;
use dewax::step::Step;
use dewax::steps::texture_contrast::TextureContrast;
use dewax::steps::texture_pores::Pores;
use dewax_media::cube_file::ShowLut;
use dewax_media::film::FilmFacts;
use dewax_media::guard::{Guard, Passes, Place};
use dewax_media::matte::Matte;
use dewax_media::probe::Source;
use dewax_media::psd::{PsdError, is_psb, lost_of};
use dewax_media::target::{Codec, Container, Target, Wishes, by_ending};
use dewax_media::tools::Tools;
use made::write;
use pictures::BITS;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use there::{Names, put_in_place};

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
    /// Source, base and texture as layers of one picture, `.psd` or `.psb`; for one frame.
    pub layers: Option<PathBuf>,
    /// The treated clip with the show LUT laid, for whoever has no LUT: with sound, subtitles and timecode as far as its file holds them, and
    /// without what the source says of its light, which is of code values before the LUT. In no file of floats.
    pub baked: Option<PathBuf>,
}

impl PassWish {
    /// Whether none is wished.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// How often the frames are made once more for them: with the texture, and where it matters without it.
    pub(crate) fn rounds(&self) -> usize {
        match self {
            Self { texture: None, base: None, layers: None, matte: None, baked: None } => 0,
            Self { texture: None, base: None, layers: None, .. } => 1,
            _ => 2,
        }
    }

    fn named(&self) -> [(Kind, Option<&PathBuf>); 5] {
        [
            (Kind::Matte(None), self.matte.as_ref()),
            (Kind::Texture, self.texture.as_ref()),
            (Kind::Base, self.base.as_ref()),
            (Kind::Layers, self.layers.as_ref()),
            (Kind::Baked, self.baked.as_ref()),
        ]
    }

    /// Asks before long work what can be asked then: whether the names can be written to, and say how.
    ///
    /// # Errors
    /// When one may not be written, or names a face where it cannot, or is to be seen through a LUT that nobody gave.
    pub(crate) fn check(
        &self,
        tools: &Tools,
        source: &Source,
        guard: &Guard,
        out: &Path,
        show_lut: Option<&ShowLut>,
    ) -> Result<(), JobError> {
        let there = Passes::of(out, &folder_of(out));
        if let Some(path) = &self.baked {
            can_be_baked(path, show_lut.is_some())?;
        }
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

/// Whether a clip can be written to a file of that name as it is seen through a LUT.
///
/// # Errors
/// When there is none, or the file holds linear light.
pub(crate) fn can_be_baked(path: &Path, has_lut: bool) -> Result<(), JobError> {
    let name = path.display();
    if !has_lut {
        return Err(JobError::Baked(format!(
            "`{name}` is to have a show LUT laid on it, and none was given: say which with --show-lut FILE.cube"
        )));
    }
    if by_ending(path)?.is_float() {
        return Err(JobError::Baked(format!(
            "`{name}` is to have a show LUT laid on it, and would hold linear light as floats, which is not what is seen through one: name a film \
             (.mov, .mp4, .mkv) or pictures in .png or .tif"
        )));
    }
    Ok(())
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
    /// Source, base and texture in one picture.
    Layers,
    /// The treated picture with the show LUT laid.
    Baked,
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

    /// How it is written, where it is a film or pictures. A film in `.mov` is ProRes 4444: mattes and differences want all columns of chroma
    /// and no 4:2:2.
    fn target(self, tools: &Tools, source: &Source, path: &Path) -> Result<Option<Target>, JobError> {
        if self == Self::Layers {
            is_psb(path)?;
            return Ok(None);
        }
        let usual = by_ending(path)?;
        if self == Self::Baked {
            let wishes = Wishes { codec: Some(usual), ..Wishes::default() };
            return Ok(Some(Target::resolve(tools, &self.source(source), path, &wishes)?));
        }
        let codec = if usual == Codec::Prores422Hq { Codec::Prores4444 } else { usual };
        // As deep as it goes: steps make more than the codes of an 8-bit source.
        let wishes = Wishes { codec: Some(codec), bits: codec.depths().last().copied(), ..Wishes::default() };
        Ok(Some(Target::resolve(tools, &self.source(source), path, &wishes)?))
    }

    /// The source as it is for a pass: pictures and their times, and nothing else where it is no film to be looked at.
    fn source(self, source: &Source) -> Source {
        let mut own = source.clone();
        if self == Self::Baked {
            // What is said of its light is of code values before the LUT.
            own.film = FilmFacts::default();
            return own;
        }
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
    /// None of layers.
    target: Option<Target>,
    /// What of the source it does not carry, beyond what no pass does.
    lost: Vec<&'static str>,
    /// What is laid on it.
    lut: Option<Arc<ShowLut>>,
}

impl Claimed {
    /// The places of all that is wished.
    ///
    /// # Errors
    /// When one may not be written to.
    pub(crate) fn all(
        session: &Session<'_>,
        (wish, show_lut): (&PassWish, Option<&Arc<ShowLut>>),
        guard: &Guard,
        out: &Path,
        range: Option<(usize, usize)>,
    ) -> Result<Vec<Self>, JobError> {
        let there = Passes::of(out, &folder_of(out));
        let (first, end) = range.unwrap_or((0, session.analysis.clip.pts.len()));
        let shots = session.analysis.shots.iter();
        let seen = shots.filter(|facts| facts.shot.first_frame < end && facts.shot.end() > first);
        let faces: Vec<u32> = seen.flat_map(|facts| &facts.faces.tracks).map(|track| track.id).collect();
        if let (Some(path), frames) = (&wish.layers, end - first)
            && frames != 1
        {
            return Err(PsdError::Frames { path: path.clone(), frames }.into());
        }
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
                let lost = if kind == Kind::Layers { lost_of(&session.source) } else { Vec::new() };
                let lut = show_lut.cloned().filter(|_| kind == Kind::Baked);
                all.push(Self { kind, place: there.place(guard, &path)?, target, lost, lut });
            }
        }
        Ok(all)
    }

    /// What it is, where, and what its file does not hold of the clip, for people.
    pub(crate) fn notes(&self) -> Vec<String> {
        let path = self.place.path().display();
        let lost = self.target.iter().filter(|_| self.kind == Kind::Baked).flat_map(|t| &t.notes);
        std::iter::once(self.note()).chain(lost.map(|note| format!("`{path}`: {note}."))).collect()
    }

    fn note(&self) -> String {
        let path = self.place.path().display();
        let is_exact =
            |target: &Target| matches!(target.container, Container::Pictures) || target.codec == Codec::Ffv1;
        let lossy = if self.target.as_ref().is_none_or(is_exact) {
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
            Kind::Baked => {
                let lut = self.lut.as_deref().map_or_else(String::new, ShowLut::called);
                format!(
                    "The treated clip with the show LUT {lut} laid is in `{path}`. What is certified is the clip without it."
                )
            }
            Kind::Layers if self.lost.is_empty() => {
                format!("Source, treatment and texture are layers of `{path}`.")
            }
            Kind::Layers => format!(
                "Source, treatment and texture are layers of `{path}`, which does not carry: {}.",
                self.lost.join(", ")
            ),
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
