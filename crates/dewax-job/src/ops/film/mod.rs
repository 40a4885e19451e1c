//! A film from its file to treated, matched, verified shots and one page: every file is measured once, every shot is treated by `fix`, and
//! what is there and fits is not made again.

mod known;
pub(crate) mod overview;
mod scenes;
pub(crate) mod sources;

use crate::cdl;
use crate::error::JobError;
use crate::film::{Call, Film, FilmShot, look_of};
use crate::job::Progress;
use crate::ops::fix::{FixWish, Fixed, fix};
use crate::passes::{PassWish, can_be_baked};
use crate::still::Still;
use dewax::color::Cdl;
use dewax::matching::{SkinSamples, Why};
use dewax::param::Limits;
use dewax::report::ShotMatch;
use dewax::stack::{Setting, Stack};
use dewax_media::cube_file::ShowLut;
use dewax_media::guard::{Folder, Guard};
use dewax_media::target::{Codec, ending_of_still};
use dewax_media::tools::Tools;
use dewax_show::film_page::ShotRow;
use known::Known;
pub use overview::Overview;
use scenes::{Compared, References, cdl_of};
use sources::{Measured, Measuring, Told};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What is written when nobody says: what editors take.
const USUAL: Codec = Codec::Prores422Hq;

/// What is wished of a film.
#[derive(Clone, Debug)]
pub struct FilmWish {
    /// Its file.
    pub film: PathBuf,
    /// The folder that everything goes into; made if it is not there.
    pub out: PathBuf,
    /// How strong looks are made where the film says nothing else, that of the call (`each.look`, which is handed in unstrengthened) like
    /// those that the film names.
    pub strength: f32,
    /// What is wished of every shot, where film, scene or shot say nothing else.
    pub each: FixWish,
}

/// A shot that is ready to be treated.
#[derive(Debug)]
struct Ready {
    shot: FilmShot,
    out: PathBuf,
    known: Result<Known, Arc<JobError>>,
    compared: Option<Compared>,
    /// The grade that it gets where it is matched to nothing: that of its cut list, and what is set for it alone.
    grade: Cdl,
}

/// A film whose files are measured and whose shots are matched.
#[derive(Debug)]
pub struct OpenFilm<'a> {
    tools: &'a Tools,
    wish: FilmWish,
    film: Film,
    folder: Folder,
    shots: Vec<Ready>,
    rows: Vec<Option<ShotRow>>,
    /// Its file, as seen from the folder.
    from: String,
    /// The hero of each scene, where it has one.
    heroes: Vec<Option<String>>,
    told: Told,
}

/// Reads a film, measures each of its files, or reads what was measured, and matches the shots of its scenes. `watch` gives the progress
/// of a file by its name. A file that cannot be measured costs only its own shots.
///
/// # Errors
/// When the film cannot be read, the folder not be made or holds another film, or the user stops.
pub fn open<'a, P: Progress>(
    tools: &'a Tools,
    wish: FilmWish,
    watch: impl Fn(&str) -> P,
) -> Result<OpenFilm<'a>, JobError> {
    let film = Film::read(&wish.film)?;
    let outs: Vec<PathBuf> = film.shots.iter().map(|shot| out_of(&wish, shot)).collect();
    let named = film.shots.iter().map(|shot| shot.path(&wish.film));
    let named = named.chain(film.references().map(|file| beside(&wish.film, file)));
    let lut = film.show_lut.as_ref().map(|file| beside(&wish.film, file));
    let named = named.chain(lut.clone());
    if film.bake_lut {
        let has_lut = lut.is_some() || wish.each.show_lut.is_some();
        can_be_baked(outs.first().filter(|_| has_lut).unwrap_or(&wish.film), has_lut)?;
    }
    let guard = named.fold(wish.each.guard.clone().reading(&wish.film), Guard::reading);
    let folder = guard.folder(&wish.out, &overview::FILES)?;
    let from = overview::of_one_film(folder.path(), &wish.film, &guard)?;
    // What the call says wins.
    let show_lut = match (&wish.each.show_lut, &lut) {
        (None, Some(file)) => Some(Arc::new(ShowLut::read(file)?)),
        (given, _) => given.clone(),
    };
    let wish = FilmWish { each: FixWish { guard, show_lut, ..wish.each }, ..wish };
    let measuring = Measuring {
        tools,
        film: &wish.film,
        faces: &wish.each.faces,
        mask: wish.each.mask.as_deref(),
        opening: wish.each.opening,
        guard: &wish.each.guard,
        keeps_turn: sources::keeps_turn(wish.each.delivery.codec.unwrap_or(USUAL).ending()),
    };
    let mut told = Told::default();
    let mut references = References::new();
    for file in film.references() {
        let path = beside(&wish.film, file);
        let skin = match Still::is_named(&path) {
            true => Still::read(&path).map(|still| Some(still.skin)).map_err(JobError::from),
            false => told.file(&measuring, &path, &watch).map(|m| SkinSamples::of(&m.session.analysis, 0)),
        };
        if matches!(skin, Err(JobError::Interrupted)) {
            return Err(JobError::Interrupted);
        }
        references.insert(file.to_owned(), skin.map_err(Arc::new));
    }
    let mut known: BTreeMap<usize, Result<Known, Arc<JobError>>> = BTreeMap::new();
    for (path, shots) in files(&film, &wish.film) {
        let found = match told.file(&measuring, &path, &watch) {
            Err(JobError::Interrupted) => return Err(JobError::Interrupted),
            found => found.map_err(Arc::new),
        };
        for shot in shots {
            let of = |m: &Measured<'_>| Known::of(m, &film.shots[shot]).map_err(Arc::new);
            known.insert(shot, found.as_ref().map_err(Arc::clone).and_then(of));
        }
    }
    let shots = film.shots.iter().zip(outs).zip(known.into_values());
    let ready = |((shot, out), known): ((&FilmShot, PathBuf), _)| Ready {
        shot: shot.clone(),
        out,
        known,
        compared: None,
        grade: own_grade(&film, shot, &wish.each.look.pinned),
    };
    let mut shots: Vec<Ready> = shots.map(ready).collect();
    let through = wish.each.show_lut.as_ref().map(|lut| &lut.cube);
    let heroes = scenes::matched(&film, &mut shots, &references, through);
    let rows = shots.iter().map(|_| None).collect();
    Ok(OpenFilm { tools, wish, film, folder, shots, rows, from, heroes, told })
}

impl FilmWish {
    fn call(&self) -> Call<'_> {
        Call { look: &self.each.look, strength: self.strength }
    }
}

/// See [`Ready::grade`]. What looks, scene and call say holds for the shots that are matched to it as well; what the call `pinned` wins
/// over what is the shot's own.
fn own_grade(film: &Film, shot: &FilmShot, pinned: &[Setting]) -> Cdl {
    let mut stack = Stack::neutral();
    let is_pinned = |own: &Setting| {
        pinned
            .iter()
            .any(|pin| pin.face.is_none() && (pin.step, pin.param.name) == (own.step, own.param.name))
    };
    let of_list = cdl_of(film, shot, None).as_ref().map(cdl::nearest).unwrap_or_default();
    // The film was checked: every value can be read.
    let own = shot.set.iter().filter_map(|text| Setting::read(text, Limits::Hold).ok());
    let all = of_list.into_iter().chain(own.filter(cdl::is_of)).filter(|own| !is_pinned(own));
    all.for_each(|setting| stack.set(&setting));
    cdl::of(&stack)
}

impl OpenFilm<'_> {
    /// The names of its shots, in the order of the film.
    pub fn shots(&self) -> Vec<String> {
        self.shots.iter().map(|ready| ready.shot.name.clone()).collect()
    }

    /// Treats one shot: the whole job of one clip, with the look that film, scene and shot say, and the colours of its scene.
    ///
    /// # Errors
    /// When its file could not be measured, or the job does not come to its end.
    pub fn fix(&mut self, number: usize, progress: &dyn Progress) -> Result<Fixed, JobError> {
        let came = self.fixed(number, progress);
        if !matches!(came, Err(JobError::Interrupted)) {
            self.rows[number] = Some(self.row(number, came.as_ref()));
        }
        came
    }

    fn fixed(&self, number: usize, progress: &dyn Progress) -> Result<Fixed, JobError> {
        let Ready { shot, out, known, compared, .. } = &self.shots[number];
        let known = known.as_ref().map_err(|why| JobError::Measured(Arc::clone(why)))?;
        let cdl = cdl_of(&self.film, shot, compared.as_ref());
        let below = cdl.as_ref().map(cdl::nearest).unwrap_or_default();
        let scene = self.film.scene_of(&shot.name);
        let part = &known.treated;
        let wish = FixWish {
            look: look_of(self.wish.call(), &self.wish.film, scene, shot, below)?,
            range: (!known.is_all).then(|| format!("{}..{}", part.start, part.end)),
            analyses: vec![known.analyses.clone()],
            matched: matched_of(compared.as_ref(), cdl.as_ref()),
            passes: PassWish { baked: self.film.bake_lut.then(|| shown_beside(out)), ..PassWish::default() },
            is_named_by_clip: false,
            ..self.wish.each.clone()
        };
        fix(self.tools, &shot.path(&self.wish.film), out, &wish, progress)
    }
}

/// What the grade of a shot was made by, where that is its match.
fn matched_of(compared: Option<&Compared>, cdl: Option<&Cdl>) -> Option<ShotMatch> {
    let Compared { with, matched } = compared?;
    let is_laid = matched.why == Why::Matched && cdl == Some(&matched.cdl);
    is_laid.then(|| ShotMatch { to: with.clone(), matched: *matched })
}

/// The files of a film in the order in which they are first needed, each with its shots.
fn files(film: &Film, at: &Path) -> Vec<(PathBuf, Vec<usize>)> {
    let mut files: Vec<(PathBuf, Vec<usize>)> = Vec::new();
    for (number, shot) in film.shots.iter().enumerate() {
        let path = shot.path(at);
        match files.iter_mut().find(|(known, _)| *known == path) {
            Some((_, shots)) => shots.push(number),
            None => files.push((path, vec![number])),
        }
    }
    files
}

fn beside(film: &Path, file: &str) -> PathBuf {
    film.parent().unwrap_or(Path::new("")).join(file)
}

/// Where the result of a shot goes: it has the shot's name. A still stays one.
fn out_of(wish: &FilmWish, shot: &FilmShot) -> PathBuf {
    let codec = wish.each.delivery.codec;
    let still = ending_of_still(Path::new(&shot.file));
    let own = still.clone().filter(|_| codec.is_none());
    let ending = own.unwrap_or_else(|| codec.unwrap_or(USUAL).ending().to_owned());
    let number = if codec.is_some_and(Codec::is_pictures) && still.is_none() { "_%05d" } else { "" };
    wish.out.join(format!("{}{number}.{ending}", shot.name))
}

/// What ends the stem of a result with the show LUT laid.
pub const SHOWN: &str = ".shown";

/// Where a result goes with the show LUT laid: `a.mov` becomes `a.shown.mov`, and `a_%05d.png` becomes `a.shown_%05d.png`.
fn shown_beside(out: &Path) -> PathBuf {
    let name = out.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let at = name.rfind("_%").or_else(|| name.rfind('.')).unwrap_or(name.len());
    out.with_file_name(format!("{}{SHOWN}{}", &name[..at], &name[at..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_lies_beside_its_result() {
        for (out, due) in
            [("o/a.mov", "o/a.shown.mov"), ("o/b.2_%05d.png", "o/b.2.shown_%05d.png"), ("c", "c.shown")]
        {
            assert_eq!(shown_beside(Path::new(out)), Path::new(due));
        }
    }

    #[test]
    fn what_the_call_pins_is_no_grade_of_one_shot() {
        let set = vec!["balance.slope_red=1.2".into(), "balance.slope_blue=0.9".into()];
        let shot = FilmShot { set, ..FilmShot::of("a", "a.mp4", None) };
        let text = "film_version = 1\nname = \"f\"\n[[shot]]\nname = \"a\"\nfile = \"a.mp4\"\n";
        let film = Film::parse(text).unwrap();
        let own = |pinned: &[Setting]| own_grade(&film, &shot, pinned).slope;
        assert_eq!(own(&[]), [1.2, 1.0, 0.9]);
        assert_eq!(own(&["balance.slope_red=1.05".parse().unwrap()]), [1.0, 1.0, 0.9]);
    }
}
