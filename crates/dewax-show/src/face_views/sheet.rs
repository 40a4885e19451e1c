//! The contact sheet: the frames that tell most about the faces of a clip, side by side.

use super::draw::{FaceView, write};
use super::small::{GROUND, Small, fitted_size};
use crate::compare::lettering;
use crate::exhibits::Rgb8Image;
use dewax::analysis::Analysis;
use dewax::clip::Picture;
use dewax::face::FaceTrack;
use dewax::px::{Frame, Mask, Rect};
use dewax::report::least_sure;

/// Frames that are spread over a clip, beside those that its faces ask for.
const SPREAD_FRAMES: usize = 12;
/// The most pictures on a sheet: at the smallest size they make one that a viewer still opens.
const MOST_CELLS: usize = 240;
/// Columns of pixels of a sheet, about.
const SHEET_PX: usize = 1980;
/// Between pictures, and around them.
const GAP_PX: usize = 10;
/// Pixels per dot of the words on a sheet.
const DOT_PX: usize = 2;
/// Rows under a picture for its words.
const WORDS_PX: usize = 7 * DOT_PX + 12;

/// A frame of the sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pick {
    /// Its number in the clip.
    pub frame: usize,
    /// The number of its shot, from 0.
    pub shot: usize,
    /// Why it is shown: `FACE 2 FIRST`; empty for one of those that are spread.
    pub why: Vec<String>,
}

/// The frames of a sheet, in order: the first, last and least sure one of every face, and others spread over the clip so
/// that every shot has one (of more than a dozen shots, the longer ones).
pub fn picks(analysis: &Analysis) -> Vec<Pick> {
    let mut picks: Vec<Pick> = Vec::new();
    let mut tracks: Vec<(usize, &FaceTrack)> = analysis
        .shots
        .iter()
        .enumerate()
        .flat_map(|(shot, facts)| facts.faces.tracks.iter().map(move |t| (shot, t)))
        .filter(|(_, t)| !t.states.is_empty())
        .collect();
    tracks.sort_by_key(|(_, t)| std::cmp::Reverse(t.states.len()));
    for (shot, track) in tracks {
        let frames = [
            (track.first_frame, "FIRST"),
            (track.first_frame + least_sure(track), "LEAST SURE"),
            (track.end() - 1, "LAST"),
        ];
        for (frame, word) in frames {
            let why = format!("FACE {} {word}", track.id);
            let has_room = picks.len() < MOST_CELLS;
            match picks.iter_mut().find(|p| p.frame == frame) {
                Some(pick) => pick.why.push(why),
                None if has_room => picks.push(Pick { frame, shot, why: vec![why] }),
                None => {}
            }
        }
    }
    let all = analysis.clip.frames();
    let mut spread: Vec<usize> =
        (0..SPREAD_FRAMES).map(|i| (2 * i + 1) * all / (2 * SPREAD_FRAMES)).collect();
    let mut shots: Vec<&dewax::clip::Shot> = analysis.shots.iter().map(|s| &s.shot).collect();
    shots.sort_by_key(|s| std::cmp::Reverse(s.frames));
    for shot in shots.into_iter().take(SPREAD_FRAMES) {
        if !spread.iter().any(|f| shot.contains(*f)) {
            spread.push(shot.first_frame + shot.frames / 2);
        }
    }
    // What is next to a frame that is shown already shows nothing new.
    let near = all / (3 * SPREAD_FRAMES);
    for frame in spread {
        let Some(shot) = analysis.shots.iter().position(|s| s.shot.contains(frame)) else { continue };
        let shown = |p: &Pick| p.shot == shot && p.frame.abs_diff(frame) <= near;
        if !picks.iter().any(shown) && picks.len() < MOST_CELLS {
            picks.push(Pick { frame, shot, why: Vec::new() });
        }
    }
    picks.sort_by_key(|p| p.frame);
    picks
}

/// A sheet while its frames go by, in order.
#[derive(Debug)]
pub struct Sheet {
    title: String,
    picks: Vec<Pick>,
    /// Size of a picture.
    cell: (usize, usize),
    cells: Vec<Rgb8Image>,
}

impl Sheet {
    /// A sheet of these frames of a clip of that size.
    pub fn new(title: String, picks: Vec<Pick>, (width, height): (usize, usize)) -> Self {
        // Few pictures are shown large; of many, more stand in a row.
        let long_px = match picks.len() {
            0..=20 => 640,
            21..=48 => 480,
            49..=120 => 360,
            _ => 240,
        };
        // An upright clip gets as much room as a lying one.
        Self { title, picks, cell: fitted_size((width, height), (long_px, long_px)), cells: Vec::new() }
    }

    /// The pick that a frame is shown for.
    pub fn pick(&self, frame: usize) -> Option<&Pick> {
        self.picks.iter().find(|p| p.frame == frame)
    }

    /// Takes a frame if it is one of the picks. Its index is its number in the clip.
    pub fn take(&mut self, frame: &Frame, picture: &Picture, view: &FaceView<'_>, skin: Option<&Mask>) {
        let Some(pick) = self.pick(frame.index) else { return };
        let mut words = format!("FRAME {}", pick.frame);
        if !pick.why.is_empty() {
            words = format!("{words}  {}", pick.why.join(", "));
        }
        // Last, so that it is what goes when there is no room.
        words = format!("{words}  SHOT {}", pick.shot + 1);
        let part = view.part((frame.width(), frame.height()), self.cell.0);
        let Some(mut small) = Small::of(frame, picture, part, self.cell, WORDS_PX) else { return };
        view.draw_small(&mut small, frame.index, skin, true);
        let words = cut_to(&words, small.area.width());
        let corner = (0, small.area.y1 + 8);
        write(&mut small, &words, corner, DOT_PX);
        self.cells.push(small.image());
    }

    /// The sheet; `None` when no frame was taken.
    pub fn finish(self, picture: &Picture) -> Option<Rgb8Image> {
        self.cells.first()?;
        let (cell_w, cell_h) = (self.cell.0, self.cell.1 + WORDS_PX);
        let columns = (SHEET_PX / (cell_w + GAP_PX)).clamp(1, self.cells.len());
        let rows = self.cells.len().div_ceil(columns);
        let head = WORDS_PX + GAP_PX;
        let (width, height) =
            (GAP_PX + columns * (cell_w + GAP_PX), head + GAP_PX + rows * (cell_h + GAP_PX));
        let mut sheet = Rgb8Image { width, height, pixels: vec![GROUND; width * height * 3] };
        for (i, cell) in self.cells.iter().enumerate() {
            let (x, y) = (i % columns, i / columns);
            paste(&mut sheet, cell, (GAP_PX + x * (cell_w + GAP_PX), head + GAP_PX + y * (cell_h + GAP_PX)));
        }
        let ground = Rgb8Image {
            width: width - 2 * GAP_PX,
            height: WORDS_PX,
            pixels: vec![GROUND; (width - 2 * GAP_PX) * WORDS_PX * 3],
        };
        let title = cut_to(&self.title, ground.width);
        if let Some(image) = titled(ground, picture, &title) {
            paste(&mut sheet, &image, (GAP_PX, GAP_PX));
        }
        Some(sheet)
    }
}

/// A strip of ground with words.
fn titled(ground: Rgb8Image, picture: &Picture, words: &str) -> Option<Rgb8Image> {
    let size = (ground.width, ground.height);
    let format = dewax::px::Format { width: size.0, height: 1, ..picture.format };
    // Any frame will do: the part below it is all that is kept.
    let any = Frame::new(&format, 0);
    let mut small = Small::of(&any, picture, Rect::of(size.0, 1), (size.0, 1), size.1)?;
    write(&mut small, words, (0, 4), DOT_PX);
    let image = small.image();
    let pixels = image.pixels.get(size.0 * 3..)?.to_vec();
    Some(Rgb8Image { width: size.0, height: size.1, pixels })
}

/// As much of a text as fits into so many pixels.
fn cut_to(text: &str, width_px: usize) -> String {
    let fits = |t: &str| lettering::size(t).0 * DOT_PX <= width_px;
    if fits(text) {
        return text.to_string();
    }
    let most = (width_px / DOT_PX + 1) / 6;
    let kept: String = text.chars().take(most.saturating_sub(2)).collect();
    format!("{}..", kept.trim_end())
}

fn paste(sheet: &mut Rgb8Image, image: &Rgb8Image, (x, y): (usize, usize)) {
    for (row, from) in image.pixels.chunks_exact(image.width.max(1) * 3).enumerate() {
        let at = ((y + row) * sheet.width + x) * 3;
        if let Some(to) = sheet.pixels.get_mut(at..at + from.len()) {
            to.copy_from_slice(from);
        }
    }
}
