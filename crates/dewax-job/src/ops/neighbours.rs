//! Several clips beside each other in one picture: of each a frame with its longest face, measured as for a treatment.

use crate::error::JobError;
use crate::ops::film::overview::shown;
use crate::progress::Progress;
use crate::session::{Session, SessionWish};
use dewax::analysis::Analysis;
use dewax::color::{Cube, ciede2000, lab_seen};
use dewax::matching::SkinSamples;
use dewax::px::Rect;
use dewax::step::{AnyStep, Step};
use dewax::steps::mask::SkinMask;
use dewax_media::cube_file::ShowLut;
use dewax_media::decode::{DecodeOptions, Decoder, FrameSource, SeekTo};
use dewax_media::faces::FaceChoice;
use dewax_media::guard::Guard;
use dewax_media::losses::{self, Opening};
use dewax_media::tools::Tools;
use dewax_show::exhibits::{Rgb8Image, png_bytes};
use dewax_show::face_views::skin_of;
use dewax_show::neighbours::{Neighbour, SHOWN_MM, sheet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Millimetres between the eyes of an adult: what says how large a face is.
pub(super) const EYES_MM: f32 = 63.0;
/// Where a cheek lies from the middle of a face, in eye distances.
pub(super) const CHEEK: [f32; 2] = [0.45, 0.15];
/// As many pixels of skin are drawn on the vectorscope.
const TONES: usize = 6000;

/// What is wished.
#[derive(Clone, Debug)]
pub struct NeighboursWish {
    /// The clips.
    pub clips: Vec<PathBuf>,
    /// The picture, a `.png`.
    pub out: PathBuf,
    /// The frame of each; without it one in which the longest face is seen.
    pub frame: Option<usize>,
    /// What all of them are seen through.
    pub show_lut: Option<Arc<ShowLut>>,
    /// What else is read, and whether files that dewax did not make may be replaced.
    pub guard: Guard,
}

/// The skin of a clip in figures.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct NeighbourSkin {
    /// The clip's name.
    pub name: String,
    /// The frame that is shown.
    pub frame: usize,
    /// Its skin in CIE L*a*b*; none where no skin is known.
    pub lab: Option<[f64; 3]>,
    /// ΔE2000 to the skin of the first clip.
    pub to_first_de00: Option<f32>,
}

/// Draws the picture. `watch` gives the progress of a clip by its name.
///
/// # Errors
/// When a clip cannot be read or has no such frame, the picture may not be written, or the user stops.
pub fn run<P: Progress>(
    tools: &Tools,
    wish: &NeighboursWish,
    watch: impl Fn(&str) -> P,
) -> Result<Vec<NeighbourSkin>, JobError> {
    let read = wish.clips.iter().chain(wish.show_lut.iter().map(|lut| &lut.path));
    let guard = read.fold(wish.guard.clone(), Guard::reading);
    let through = wish.show_lut.as_ref().map(|lut| &lut.cube);
    let permit = guard.file(&wish.out)?;
    let (mut all, mut told) = (Vec::new(), Vec::<NeighbourSkin>::new());
    for clip in &wish.clips {
        let name = clip.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let (mut one, frame) = seen(tools, clip, wish.frame, through, &watch(&name))?;
        let lab = one.lab.map(|(lab, _)| lab);
        let first = told.first().and_then(|first| first.lab);
        let far = lab.zip(first).map(|(own, first)| ciede2000(own, first) as f32);
        one.lab = lab.map(|lab| (lab, far));
        told.push(NeighbourSkin { name: name.clone(), frame, lab, to_first_de00: far });
        all.push(Neighbour { name, ..one });
    }
    permit.write(&png_bytes(&sheet(&all))?)?;
    Ok(told)
}

/// One clip, and which frame of it.
fn seen(
    tools: &Tools,
    clip: &Path,
    frame: Option<usize>,
    through: Option<&Cube>,
    progress: &dyn Progress,
) -> Result<(Neighbour, usize), JobError> {
    let source = losses::open(tools, clip, Opening::default())?;
    let bake_rotation = source.is_turned() || source.is_pictures();
    let wish = SessionWish { faces: FaceChoice::default(), bake_rotation, ..SessionWish::default() };
    let session = Session::open(tools, source, &wish, progress)?;
    let analysis = &session.analysis;
    let index = frame.unwrap_or_else(|| telling(analysis));
    let frames = analysis.clip.frames();
    let seconds = analysis.clip.duration_s();
    let beyond = || JobError::Range { from: index, to: index + 1, frames, seconds };
    let pts = *analysis.clip.pts.get(index).ok_or_else(beyond)?;
    let facts = analysis.shot_of(index).ok_or_else(beyond)?;
    let options = DecodeOptions { from: Some(SeekTo { pts }), bake_rotation, ..DecodeOptions::default() };
    let mut picture = Decoder::open(tools, &session.source, options)?.next()?.ok_or_else(beyond)?.frame;
    picture.index = index;
    let whole = shown(&session.source, bake_rotation, &picture, through);
    let mask: Box<dyn AnyStep> = Box::new(Step::fitted(&SkinMask::default(), facts));
    let skin = skin_of(&*mask, &analysis.clip.picture(), facts, &picture);
    let tones = skin.map(|skin| tones(&whole, |x, y| skin.at(x, y))).unwrap_or_default();
    let face = facts.faces.at(index).max_by(|a, b| a.1.iod_px.total_cmp(&b.1.iod_px));
    let cheek = face.and_then(|(_, face)| {
        let at = [face.square.x + CHEEK[0] * face.iod_px, face.square.y + CHEEK[1] * face.iod_px];
        part(&whole, at, face.iod_px / EYES_MM, SHOWN_MM)
    });
    let shot = analysis.shots.iter().position(|shot| shot.shot == facts.shot);
    let samples = shot.and_then(|shot| SkinSamples::of(analysis, shot));
    let lab = samples.map(|samples| (lab_seen(samples.mean_rgb(), through), None));
    Ok((Neighbour { name: String::new(), whole, skin: cheek, lab, tones }, index))
}

/// The middle of the longest face, or of the clip.
fn telling(analysis: &Analysis) -> usize {
    let tracks = analysis.shots.iter().flat_map(|shot| &shot.faces.tracks).filter(|track| !track.dropped);
    let longest = tracks.max_by_key(|track| track.end() - track.first_frame);
    longest.map_or(analysis.clip.frames() / 2, |track| (track.first_frame + track.end()) / 2)
}

/// So many millimetres around a place, as the clip has them.
pub(super) fn part(whole: &Rgb8Image, at: [f32; 2], px_per_mm: f32, shown_mm: [f32; 2]) -> Option<Rgb8Image> {
    let sides = shown_mm.map(|mm| ((mm * px_per_mm).round() as usize).max(2));
    let corner = |i: usize, end: usize| {
        ((at[i] - sides[i] as f32 / 2.0).max(0.0) as usize).min(end.saturating_sub(sides[i]))
    };
    let (x0, y0) = (corner(0, whole.width), corner(1, whole.height));
    let rect = Rect { x0, y0, x1: (x0 + sides[0]).min(whole.width), y1: (y0 + sides[1]).min(whole.height) };
    // A face that is larger than its picture has no such part.
    if rect.width() != sides[0] || rect.height() != sides[1] {
        return None;
    }
    let rows = (rect.y0..rect.y1)
        .filter_map(|y| whole.pixels.get((y * whole.width + rect.x0) * 3..(y * whole.width + rect.x1) * 3));
    Some(Rgb8Image { width: rect.width(), height: rect.height(), pixels: rows.flatten().copied().collect() })
}

/// Pixels of skin, evenly out of all of them.
pub(super) fn tones(whole: &Rgb8Image, weight: impl Fn(usize, usize) -> f32) -> Vec<[f32; 3]> {
    let every = ((whole.width * whole.height) as f32 / (4 * TONES) as f32).sqrt().max(1.0) as usize;
    let places =
        (0..whole.height).step_by(every).flat_map(|y| (0..whole.width).step_by(every).map(move |x| (x, y)));
    let skin = places.filter(|(x, y)| weight(*x, *y) > 0.5);
    skin.filter_map(|(x, y)| whole.pixels.get((y * whole.width + x) * 3..)?.first_chunk::<3>())
        .map(|rgb| rgb.map(|v| f32::from(v) / 255.0))
        .collect()
}
