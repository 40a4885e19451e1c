//! The frames on both sides of a cut in one picture, with their skin: of two clips that follow each other, or of every two neighbours of a film.

use super::export::Made;
use super::neighbours::{CHEEK, EYES_MM, part, tones};
use crate::error::JobError;
use crate::film::Film;
use crate::ops::film::overview::shown;
use crate::ops::film::sources::{keeps_turn, measurements_of, name_of};
use crate::progress::Progress;
use crate::session::{Session, SessionWish, bakes_turn};
use crate::sidecar::{RECIPE_FILE, folder_of, read_recipe};
use dewax::analysis::Analysis;
use dewax::color::{ciede2000, lab_from_rgb};
use dewax::step::{AnyStep, Step};
use dewax::steps::mask::SkinMask;
use dewax_media::decode::{DecodeOptions, Decoder, FrameSource, SeekTo};
use dewax_media::guard::Guard;
use dewax_media::losses::{self, Opening};
use dewax_media::picture::picture_of;
use dewax_media::probe::{Source, probe};
use dewax_media::tools::Tools;
use dewax_show::cut_strip::{SHOWN_MM, Side, StripFrame, small, strip};
use dewax_show::exhibits::png_bytes;
use dewax_show::face_views::skin_of;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// Frames on each side: half a second of a film, as long as an eye needs to have seen a jump.
pub const FRAMES: usize = 12;

/// What lies on both sides.
#[derive(Clone, Debug)]
pub enum Neighbours {
    /// Two clips; the second follows the first. A picture is made.
    Clips([PathBuf; 2]),
    /// The shots of a film, from the folder that it was treated into. A folder is filled with a picture of each cut.
    Film {
        /// The film's file.
        film: PathBuf,
        /// The folder.
        results: PathBuf,
    },
}

/// What is wished.
#[derive(Clone, Debug)]
pub struct AtCutWish {
    /// What lies on both sides.
    pub of: Neighbours,
    /// The picture, a `.png`, or the folder.
    pub out: PathBuf,
    /// What else is read, and whether files that dewax did not make may be replaced.
    pub guard: Guard,
}

/// A cut that was drawn.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct DrawnCut {
    /// The picture.
    pub out: PathBuf,
    /// What lies before and behind it.
    pub between: [String; 2],
    /// ΔE2000 of the skin from the last frame before it to the first one behind it; none where one has no skin.
    pub jump_de00: Option<f32>,
    /// The most that the skin of two frames beside each other differs on one side.
    pub within_de00: Option<f32>,
    /// The frames before it and behind it.
    pub frames: [Vec<FrameSkin>; 2],
}

/// The skin of a frame in figures.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct FrameSkin {
    /// Its number in its file, where the first is 0.
    pub frame: usize,
    /// Its skin in CIE L*a*b*; none where no skin is seen.
    pub lab: Option<[f64; 3]>,
    /// ΔE2000 to the skin of the last frame before the cut.
    pub to_last_de00: Option<f32>,
}

/// What was drawn, and what was not.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct AtCut {
    /// The cuts, in the order of the film.
    pub cuts: Vec<DrawnCut>,
    /// Shots that were left out, and why.
    pub left_out: Vec<String>,
}

/// Draws the pictures. `watch` gives the progress of a clip by its name.
///
/// # Errors
/// When a clip cannot be read, the film was not treated or has no two shots that were, a picture may not be written, or the user stops.
pub fn run<P: Progress>(
    tools: &Tools,
    wish: &AtCutWish,
    watch: impl Fn(&str) -> P,
) -> Result<AtCut, JobError> {
    match &wish.of {
        Neighbours::Clips(clips) => {
            let permit = clips.iter().fold(wish.guard.clone(), Guard::reading).file(&wish.out)?;
            let [before, after] = [(0, Ends::Last), (1, Ends::First)].map(|(at, ends)| {
                let clip: &Path = &clips[at];
                Seen::of_clip(tools, clip, &watch(&name_of(clip))).and_then(|seen| seen.side(ends))
            });
            let (picture, drawn) = drawn([before?, after?], wish.out.clone());
            permit.write(&png_bytes(&strip(&picture))?)?;
            Ok(AtCut { cuts: vec![drawn], left_out: Vec::new() })
        }
        Neighbours::Film { film, results } => of_film(tools, wish, [film, results], watch),
    }
}

fn of_film<P: Progress>(
    tools: &Tools,
    wish: &AtCutWish,
    [at, results]: [&Path; 2],
    watch: impl Fn(&str) -> P,
) -> Result<AtCut, JobError> {
    let film = Film::read(at)?;
    let made = Made::read(at, results)?;
    let mut all = AtCut::default();
    let found = made.of(&film, at, results, &mut all.left_out)?;
    let files = film.shots.iter().map(|shot| shot.path(at)).chain(found.iter().map(|(.., out)| out.clone()));
    let guard = files.fold(wish.guard.clone(), Guard::reading).reading(at);
    let place = |name: &str| film.shots.iter().position(|own| own.name == name).unwrap_or(0);
    let names: Vec<String> = found
        .windows(2)
        .map(|two| cut_name(place(&two[1].0.name), [&two[0].0.name, &two[1].0.name]))
        .collect();
    let mut folder = guard.folder(&wish.out, &names.iter().map(String::as_str).collect::<Vec<_>>())?;
    // The end of the shot before, and whether it is the one before in the film.
    let mut last: Option<(usize, Side)> = None;
    for (shot, row, out) in &found {
        let number = place(&shot.name);
        let seen = Seen::of_shot(tools, at, &shot.path(at), out, &watch(&shot.name)).map(|mut seen| {
            seen.name.clone_from(&shot.name);
            if let Some((from, to)) = row.frames {
                seen.first = shot.handles[0].min(from);
                seen.frames = from..to.min(seen.session.analysis.clip.frames());
            }
            seen
        });
        let sides = seen.and_then(|seen| Ok([seen.side(Ends::First)?, seen.side(Ends::Last)?]));
        let [first, end] = match sides {
            Ok(sides) => sides,
            Err(JobError::Interrupted) => return Err(JobError::Interrupted),
            Err(why) => {
                all.left_out.push(format!("{}: {why}", shot.name));
                last = None;
                continue;
            }
        };
        if let Some((_, before)) = last.filter(|(before, _)| before + 1 == number) {
            let name = cut_name(number, [&before.name, &first.name]);
            let (picture, drawn) = drawn([before, first], folder.path().join(&name));
            folder.renew(&name, &png_bytes(&strip(&picture))?)?;
            all.cuts.push(drawn);
        }
        last = Some((number, end));
    }
    Ok(all)
}

/// As many bytes of the name of each shot are in that of a picture, which stays below the 255 that file systems allow with what is written
/// beside it under hidden names.
const MOST_NAME: usize = 80;

/// The name of the picture of a cut: its number in the film, which no other has, and the shots before and behind it.
fn cut_name(number: usize, shots: [&str; 2]) -> String {
    let [before, after] = shots.map(|name| &name[..name.floor_char_boundary(MOST_NAME)]);
    format!("{number:03}_{before}_{after}.png")
}

/// Which frames of a clip lie at a cut.
#[derive(Clone, Copy)]
enum Ends {
    First,
    Last,
}

/// A file whose faces are known.
struct Seen<'a> {
    session: Session<'a>,
    /// The file that is shown: the one that was measured, or what was made of it.
    shown: Source,
    name: String,
    /// The frames that are its own, as they were measured, and which one in the shown file the first of them is.
    frames: Range<usize>,
    first: usize,
}

impl<'a> Seen<'a> {
    /// A clip, measured as for a treatment.
    fn of_clip(tools: &'a Tools, clip: &Path, progress: &dyn Progress) -> Result<Self, JobError> {
        let source = losses::open(tools, clip, Opening::default())?;
        let bake_rotation = source.is_turned() || source.is_pictures();
        let wish = SessionWish { bake_rotation, ..SessionWish::default() };
        let session = Session::open(tools, source, &wish, progress)?;
        let frames = 0..session.analysis.clip.frames();
        Ok(Self { shown: session.source.clone(), name: name_of(clip), session, frames, first: 0 })
    }

    /// What was made of a file, with what was measured of that.
    fn of_shot(
        tools: &'a Tools,
        film: &Path,
        file: &Path,
        out: &Path,
        progress: &dyn Progress,
    ) -> Result<Self, JobError> {
        let recipe = read_recipe(&folder_of(out).join(RECIPE_FILE))?;
        let source = losses::open(tools, file, Opening::default())?;
        let ending = out.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        let bake_rotation = bakes_turn(&source, keeps_turn(ending));
        let folders = vec![measurements_of(film, &source, bake_rotation)];
        let wish = SessionWish { recipe: Some(&recipe), bake_rotation, folders, ..SessionWish::default() };
        let session = Session::open(tools, source, &wish, progress)?;
        let frames = 0..session.analysis.clip.frames();
        Ok(Self { shown: probe(tools, out)?, name: String::new(), session, frames, first: 0 })
    }

    /// The frames at one of its ends.
    fn side(&self, ends: Ends) -> Result<Side, JobError> {
        let count = self.frames.len().min(FRAMES);
        let skip = match ends {
            Ends::First => 0,
            Ends::Last => self.frames.len() - count,
        };
        let Analysis { clip, .. } = &self.session.analysis;
        // What was made of a file has other timestamps.
        let is_same = self.shown.path == self.session.source.path;
        let pts = clip.pts.get(self.frames.start + skip).copied().unwrap_or_default();
        let bake_rotation = self.session.bake_rotation && is_same;
        let options = DecodeOptions {
            from: is_same.then_some(SeekTo { pts }),
            skip_frames: if is_same { 0 } else { self.first + skip },
            bake_rotation,
        };
        let mut decoder = Decoder::open(self.session.tools, &self.shown, options)?;
        let mut frames = Vec::new();
        for at in skip..skip + count {
            let Some(decoded) = decoder.next()? else { break };
            let mut frame = decoded.frame;
            frame.index = self.frames.start + at;
            frames.push(StripFrame { number: self.first + at, ..self.frame(&frame, bake_rotation) });
        }
        Ok(Side { name: self.name.clone(), frames })
    }

    fn frame(&self, frame: &dewax::px::Frame, bake_rotation: bool) -> StripFrame {
        let whole = shown(&self.shown, bake_rotation, frame, None);
        let Some(facts) = self.session.analysis.shot_of(frame.index) else {
            return StripFrame { whole: small(&whole), ..StripFrame::default() };
        };
        let mask: Box<dyn AnyStep> = Box::new(Step::fitted(&SkinMask::default(), facts));
        let skin = skin_of(&*mask, &picture_of(&self.shown, bake_rotation), facts, frame);
        let tones = skin.map(|skin| tones(&whole, |x, y| skin.at(x, y))).unwrap_or_default();
        let mean = |at: usize| tones.iter().map(|rgb| rgb[at]).sum::<f32>() / tones.len() as f32;
        let face = facts.faces.at(frame.index).max_by(|a, b| a.1.iod_px.total_cmp(&b.1.iod_px));
        let cheek = face.and_then(|(_, face)| {
            let at = [face.square.x + CHEEK[0] * face.iod_px, face.square.y + CHEEK[1] * face.iod_px];
            part(&whole, at, face.iod_px / EYES_MM, SHOWN_MM)
        });
        let lab = (!tones.is_empty()).then(|| lab_from_rgb([mean(0), mean(1), mean(2)]));
        StripFrame { whole: small(&whole), skin: cheek, lab, ..StripFrame::default() }
    }
}

/// Both sides with their distances from the last frame before the cut.
fn drawn(mut sides: [Side; 2], out: PathBuf) -> ([Side; 2], DrawnCut) {
    let apart = |a: Option<[f64; 3]>, b: Option<[f64; 3]>| a.zip(b).map(|(a, b)| ciede2000(a, b) as f32);
    let last = sides[0].frames.last().and_then(|frame| frame.lab);
    for frame in sides.iter_mut().flat_map(|side| &mut side.frames) {
        frame.to_last_de00 = apart(frame.lab, last);
    }
    let beside = sides.iter().flat_map(|side| side.frames.windows(2));
    let within_de00 = beside.filter_map(|two| apart(two[0].lab, two[1].lab)).reduce(f32::max);
    let figures = |side: &Side| {
        let all = side.frames.iter();
        all.map(|one| FrameSkin { frame: one.number, lab: one.lab, to_last_de00: one.to_last_de00 }).collect()
    };
    let drawn = DrawnCut {
        out,
        between: [0, 1].map(|at| sides[at].name.clone()),
        jump_de00: sides[1].frames.first().and_then(|frame| frame.to_last_de00),
        within_de00,
        frames: [figures(&sides[0]), figures(&sides[1])],
    };
    (sides, drawn)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cut_has_a_name_of_its_own_that_file_systems_take() {
        assert_eq!(cut_name(1, ["a", "b_c"]), "001_a_b_c.png");
        assert_ne!(cut_name(1, ["a", "b_c"]), cut_name(2, ["a_b", "c"]));
        let long = "ä".repeat(120);
        let [one, two] = [1, 40_000].map(|number| cut_name(number, [&long, &long]));
        assert!(one.len() < 200 && two.len() < 200 && one != two, "{one}");
    }
}
