//! Draws the faces of one frame: skin as a tint, mesh or box, and a label with number, mode and confidence.

use super::layer::{Ink, Layer};
use super::small::{Place, Small};
use crate::compare::lettering;
use dewax::clip::Picture;
use dewax::face::{FaceState, FaceTrack, Hand, Mesh, Mode, Square, Topology};
use dewax::facts::ShotFacts;
use dewax::px::{Frame, Mask, Rect, Window};
use dewax::report::FACE_OF_SQUARE;
use dewax::shelf::Shelf;
use dewax::step::{AnyStep, Context, FaceFilter};
use std::collections::BTreeSet;
use std::sync::Arc;

/// One colour per face, by its number: bright, far from skin, and told apart by people who see fewer colours too
/// because they differ in lightness.
const COLOURS: [[f32; 3]; 8] = [
    [0.25, 0.85, 1.0],
    [1.0, 0.9, 0.2],
    [1.0, 0.45, 0.95],
    [0.55, 1.0, 0.35],
    [0.5, 0.6, 1.0],
    [1.0, 0.6, 0.15],
    [0.8, 0.6, 1.0],
    [0.95, 0.95, 0.95],
];
/// The skin's tint: no light makes skin green.
const SKIN: [f32; 3] = [0.2, 0.72, 0.4];
/// How much of the tint is taken. The picture's own light and dark stay as they are.
const SKIN_OPACITY: f32 = 0.8;
/// What is left alone.
const GREY: [f32; 3] = [0.62, 0.62, 0.62];
const WHITE: [f32; 3] = [0.95, 0.95, 0.95];
const DARK: [f32; 3] = [0.06, 0.06, 0.06];
/// A mesh is drawn when its eyes are at least so many canvas pixels apart; below, its lines would fill the face.
const MESH_IOD_PX: f32 = 22.0;
/// The same for eyes, brows and lips; below, only the outline is drawn.
const CONTOUR_IOD_PX: f32 = 9.0;

/// On a contact sheet eyes should be at least so many pixels apart.
const SHEET_IOD_PX: f32 = 28.0;

/// A canvas on which lines are as thick as at 1080 rows has this many pixels on its shorter side per pixel of pen.
const PIXELS_PER_PEN: f32 = 720.0;

/// The lines of a face mesh, each once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wires {
    /// Edges of triangles that belong to no contour.
    surface: Vec<[u16; 2]>,
    /// Outlines of the face, the eyes, the lips and the irises, and the brows.
    contours: Vec<[u16; 2]>,
    /// The outline of the face alone.
    oval: Vec<[u16; 2]>,
}

impl Wires {
    /// The lines of a topology.
    pub fn of(topology: &Topology) -> Self {
        let sorted = |a: u16, b: u16| if a < b { [a, b] } else { [b, a] };
        let all: BTreeSet<[u16; 2]> = topology
            .triangles
            .iter()
            .flat_map(|&[a, b, c]| [sorted(a, b), sorted(b, c), sorted(c, a)])
            .collect();
        let closed = |points: &[u16]| -> Vec<[u16; 2]> {
            let next = points.iter().cycle().skip(1);
            points.iter().zip(next).map(|(&a, &b)| sorted(a, b)).collect()
        };
        let oval = closed(&topology.oval);
        let loops = [&topology.lips_outer, &topology.lips_inner, &topology.right_eye, &topology.left_eye];
        let mut contours: BTreeSet<[u16; 2]> = loops.into_iter().flat_map(|l| closed(l)).collect();
        contours.extend(&oval);
        // The last ten points are the irises: the middle and four of the rim, right and left.
        contours.extend([closed(&[469, 470, 471, 472]), closed(&[474, 475, 476, 477])].concat());
        // Brows are known as points: their outline is what belongs to one triangle of theirs only.
        for brow in [&topology.right_brow, &topology.left_brow] {
            let within = topology.triangles.iter().filter(|t| t.iter().all(|p| brow.contains(p)));
            let edges: Vec<[u16; 2]> =
                within.flat_map(|&[a, b, c]| [sorted(a, b), sorted(b, c), sorted(c, a)]).collect();
            contours.extend(edges.iter().filter(|e| edges.iter().filter(|o| o == e).count() == 1));
        }
        let surface = all.difference(&contours).copied().collect();
        Self { surface, contours: contours.into_iter().collect(), oval }
    }
}

/// The skin of a frame as a step finds it: `mask` of a recipe's stack, or the mask that the analysis measured with. A
/// frame that comes with a skin was given it.
/// `facts` are those of the frame's shot; the frame's index is its number in the clip.
pub fn skin_of(mask: &dyn AnyStep, picture: &Picture, facts: &ShotFacts, frame: &Frame) -> Option<Arc<Mask>> {
    if mask.is_neutral() {
        return None;
    }
    let frames = [Arc::new(frame.clone())];
    let mut out = frame.clone();
    out.skin = None;
    mask.apply(
        &Context { picture, facts, seed: 0, faces: FaceFilter::All, shelf: &Shelf::default() },
        &Window::new(&frames, 0),
        &mut out,
    );
    out.skin
}

/// What is drawn of the faces of a shot.
#[derive(Clone, Copy, Debug)]
pub struct FaceView<'a> {
    /// The faces.
    tracks: &'a [FaceTrack],
    /// The lines of their meshes.
    wires: &'a Wires,
}

impl<'a> FaceView<'a> {
    /// A view of these faces.
    pub fn new(tracks: &'a [FaceTrack], wires: &'a Wires) -> Self {
        Self { tracks, wires }
    }

    /// Draws the faces of frame `frame.index` of the clip, its skin, and `words` in the lower left corner, into that
    /// frame.
    pub fn draw(&self, frame: &mut Frame, picture: &Picture, skin: Option<&Mask>, words: &str) {
        let (index, area) = (frame.index, Rect::of(frame.width(), frame.height()));
        if let Some(layer) = skin.and_then(|mask| Layer::of_mask(mask, area)) {
            layer.tint(frame, picture, Ink::of(picture, SKIN), SKIN_OPACITY);
        }
        let dot = ((area.width().min(area.height()) as f32 / 300.0).round() as usize).max(1);
        let mut canvas = Canvas::new(frame, picture, Place::WHOLE, area, dot);
        self.faces(&mut canvas, index, true);
        canvas.corner(words);
    }

    /// The part of the picture to be shown when it is `columns` pixels wide: the whole, or where the faces are when they
    /// would be too small to see a mesh on. It has the picture's shape, and is the same in every frame of the shot.
    pub(super) fn part(&self, (width, height): (usize, usize), columns: usize) -> Rect {
        let whole = Rect::of(width, height);
        let scale = columns as f32 / width.max(1) as f32;
        let states = || self.tracks.iter().flat_map(|t| &t.states).filter(|s| s.mode != Mode::Lost);
        let iod =
            self.tracks.iter().map(FaceTrack::iod_px).filter(|v| *v > 0.0).fold(f32::INFINITY, f32::min);
        let zoom = (SHEET_IOD_PX / (iod * scale)).clamp(1.0, 4.0);
        let (mut low, mut high) = ([f32::INFINITY; 2], [f32::NEG_INFINITY; 2]);
        for square in states().map(|s| &s.square) {
            for (i, middle) in [square.x, square.y].into_iter().enumerate() {
                low[i] = low[i].min(middle - square.side_px / 2.0);
                high[i] = high[i].max(middle + square.side_px / 2.0);
            }
        }
        // As wide as the faces need, as the zoom allows, and as there are pixels to show.
        let size = [width as f32, height as f32];
        let needed = (0..2).map(|i| (high[i] - low[i]) / size[i]).fold(0.0, f32::max);
        let share = needed.max(1.0 / zoom).max(scale.min(1.0));
        if share >= 0.9 || !low.iter().chain(&high).all(|v| v.is_finite()) {
            return whole;
        }
        let side = |i: usize| ((size[i] * share) as usize).max(1);
        let start = |i: usize, end: usize| {
            let from = (low[i] + high[i]) / 2.0 - size[i] * share / 2.0;
            (from.max(0.0) as usize).min(end.saturating_sub(side(i)))
        };
        let (x0, y0) = (start(0, width), start(1, height));
        Rect { x0, y0, x1: x0 + side(0), y1: y0 + side(1) }
    }

    /// The same on a canvas of another size, without words.
    pub(super) fn draw_small(&self, small: &mut Small, index: usize, skin: Option<&Mask>, labels: bool) {
        let Small { frame, picture, place, area } = small;
        if let Some(mask) = skin
            && let Some(mut layer) = Layer::new(*area, [0.0; 2], [area.x1 as f32, area.y1 as f32])
        {
            layer.fill_with(|x, y| {
                let (x, y) = place.back(x, y);
                mask.at(x, y)
            });
            layer.tint(frame, picture, Ink::of(picture, SKIN), SKIN_OPACITY);
        }
        let dot = if area.width() >= 400 { 2 } else { 1 };
        let mut canvas = Canvas::new(frame, picture, *place, *area, dot);
        self.faces(&mut canvas, index, labels);
    }

    fn faces(&self, canvas: &mut Canvas<'_>, index: usize, labels: bool) {
        let there = || self.tracks.iter().filter_map(|t| Some((t, t.at(index)?)));
        for (track, state) in there() {
            canvas.face(track, state, self.wires);
        }
        for (track, state) in there().filter(|_| labels) {
            canvas.label(track, state);
        }
    }
}

/// What is drawn on.
struct Canvas<'a> {
    frame: &'a mut Frame,
    picture: &'a Picture,
    place: Place,
    /// The part of the frame that is picture.
    area: Rect,
    /// Half the width of a usual line.
    pen: f32,
    /// Pixels per dot of a letter.
    dot: usize,
    /// Where there are words already.
    taken: Vec<Rect>,
}

impl<'a> Canvas<'a> {
    fn new(frame: &'a mut Frame, picture: &'a Picture, place: Place, area: Rect, dot: usize) -> Self {
        let short = area.width().min(area.height());
        let pen = (short as f32 / PIXELS_PER_PEN).max(0.75);
        Self { frame, picture, place, area, pen, dot, taken: Vec::new() }
    }

    fn paint(&mut self, layer: &Layer, colour: [f32; 3], opacity: f32) {
        layer.paint(self.frame, self.picture, Ink::of(self.picture, colour), [opacity; 2]);
    }

    /// A layer over some points and a margin.
    fn layer(&self, points: &[[f32; 2]], margin: f32) -> Option<Layer> {
        let (mut low, mut high) = ([f32::INFINITY; 2], [f32::NEG_INFINITY; 2]);
        for p in points {
            low = [low[0].min(p[0]), low[1].min(p[1])];
            high = [high[0].max(p[0]), high[1].max(p[1])];
        }
        Layer::new(self.area, low.map(|v| v - margin), high.map(|v| v + margin))
    }

    fn face(&mut self, track: &FaceTrack, state: &FaceState, wires: &Wires) {
        let colour = if track.dropped { GREY } else { colour_of(track.id) };
        if let Some(mesh) = state.mesh().filter(|_| !track.dropped) {
            self.mesh(&mesh, state.iod_px, wires, colour);
        }
        state.hands.iter().for_each(|hand| self.hand(hand, colour));
        let corners = self.corners(&state.square);
        let Some(mut layer) = self.layer(&corners, 3.0 * self.pen + 1.0) else { return };
        let half = 0.8 * self.pen;
        for side in 0..4 {
            let (from, to) = (corners[side], corners[(side + 1) % 4]);
            match state.mode {
                Mode::Lost => layer.dashes(from, to, half, 8.0 * self.pen),
                _ => layer.line(from, to, half),
            }
        }
        if track.dropped {
            layer.line(corners[0], corners[2], 1.5 * half);
            layer.line(corners[1], corners[3], 1.5 * half);
        }
        self.paint(&layer, colour, 0.9);
    }

    fn hand(&mut self, hand: &Hand, colour: [f32; 3]) {
        let joints = hand.joints.map(|joint| self.place.of(joint));
        let Some(mut layer) = self.layer(&joints, 2.0 * self.pen + 1.0) else { return };
        Hand::bones().for_each(|[a, b]| layer.line(joints[a], joints[b], 0.7 * self.pen));
        self.paint(&layer, colour, 0.9);
    }

    fn mesh(&mut self, mesh: &Mesh, iod_px: f32, wires: &Wires, colour: [f32; 3]) {
        let points: Vec<[f32; 2]> = mesh.points.iter().map(|&p| self.place.of(p)).collect();
        let iod = iod_px * self.place.scale[0];
        let draw = |layer: &mut Layer, lines: &[[u16; 2]], half: f32| {
            for [a, b] in lines {
                if let (Some(&a), Some(&b)) = (points.get(usize::from(*a)), points.get(usize::from(*b))) {
                    layer.line(a, b, half);
                }
            }
        };
        let Some(empty) = self.layer(&points, 2.0 * self.pen + 1.0) else { return };
        if iod >= MESH_IOD_PX {
            let mut layer = empty.clone();
            draw(&mut layer, &wires.surface, 0.4 * self.pen);
            self.paint(&layer, colour, 0.4);
        }
        let mut layer = empty;
        let contours = if iod >= CONTOUR_IOD_PX { &wires.contours } else { &wires.oval };
        draw(&mut layer, contours, 0.7 * self.pen);
        self.paint(&layer, colour.map(|v| v + (1.0 - v) * 0.35), 0.95);
    }

    /// The corners of the face's box: its region without the margin.
    fn corners(&self, square: &Square) -> [[f32; 2]; 4] {
        let (low, high) = (0.5 - FACE_OF_SQUARE / 2.0, 0.5 + FACE_OF_SQUARE / 2.0);
        [[low, low], [high, low], [high, high], [low, high]].map(|[u, v]| self.place.of(square.point(u, v)))
    }

    fn label(&mut self, track: &FaceTrack, state: &FaceState) {
        let colour = if track.dropped { GREY } else { colour_of(track.id) };
        let text = match (track.dropped, state.mode) {
            (true, _) => format!("FACE {} LEFT ALONE", track.id),
            (_, Mode::Mesh) => format!("FACE {} MESH {:.2}", track.id, state.confidence()),
            (_, Mode::BoxOnly) => format!("FACE {} BOX {:.2}", track.id, state.confidence()),
            (_, Mode::Lost) => format!("FACE {} LOST", track.id),
        };
        let corners = self.corners(&state.square);
        let least = |axis: usize| corners.iter().map(|c| c[axis]).fold(f32::INFINITY, f32::min);
        let Some((width, height)) = self.plate_size(&text) else { return };
        let inside = |v: f32, from: usize, end: usize, size: usize| {
            let last = end.saturating_sub(size).max(from);
            if v.is_finite() { (v.max(0.0) as usize).clamp(from, last) } else { from }
        };
        let Rect { x0, y0, x1, y1 } = self.area;
        let x = inside(least(0), x0, x1, width);
        let mut y = inside(least(1) - height as f32 - 2.0 * self.pen, y0, y1, height);
        // Faces in a crowd: a label that would lie on another goes below it, as long as there is room.
        for _ in 0..self.taken.len() {
            let here = Rect { x0: x, y0: y, x1: x + width, y1: y + height };
            let under = self.taken.iter().filter(|t| overlaps(t, &here)).map(|t| t.y1 + self.dot).max();
            match under.filter(|u| u + height <= y1) {
                Some(under) => y = under,
                None => break,
            }
        }
        self.plate(&text, (x, y), Some(colour));
    }

    /// Words in the lower left corner.
    fn corner(&mut self, text: &str) {
        if let Some((_, height)) = self.plate_size(text).filter(|_| !text.is_empty()) {
            let room = 4 * self.dot;
            let place = (self.area.x0 + room, self.area.y1.saturating_sub(height + room));
            self.plate(text, place, None);
        }
    }

    /// Size of a plate with a text; `None` when it is larger than the picture, where it would hide more than it says.
    fn plate_size(&self, text: &str) -> Option<(usize, usize)> {
        let ((columns, rows), dot) = (lettering::size(text), self.dot);
        let size = ((columns + 7) * dot, (rows + 4) * dot);
        (size.0 <= self.area.width() && size.1 <= self.area.height()).then_some(size)
    }

    /// White letters on a dark plate, with a bar of colour at its left edge.
    fn plate(&mut self, text: &str, (x, y): (usize, usize), bar: Option<[f32; 3]>) {
        let Some((width, height)) = self.plate_size(text) else { return };
        let rect = Rect { x0: x, y0: y, x1: x + width, y1: y + height };
        let edges = |r: &Rect| [[r.x0 as f32, r.y0 as f32], [r.x1 as f32, r.y1 as f32]];
        let blank = self.layer(&edges(&rect), 0.0);
        let Some(mut plate) = blank.clone() else { return };
        plate.block(rect);
        self.paint(&plate, DARK, 0.8);
        if let (Some(colour), Some(mut layer)) = (bar, blank.clone()) {
            layer.block(Rect { x1: x + 2 * self.dot, ..rect });
            self.paint(&layer, colour, 1.0);
        }
        if let Some(mut letters) = blank {
            letters.text(text, (x + 4 * self.dot, y + 2 * self.dot), self.dot);
            self.paint(&letters, WHITE, 1.0);
        }
        self.taken.push(rect);
    }
}

/// White letters without a plate, on the ground of a sheet.
pub(super) fn write(small: &mut Small, text: &str, corner: (usize, usize), dot_px: usize) {
    let Small { frame, picture, .. } = small;
    let whole = Rect::of(frame.width(), frame.height());
    let (columns, rows) = lettering::size(text);
    let low = [corner.0 as f32, corner.1 as f32];
    let high = [low[0] + (columns * dot_px) as f32, low[1] + (rows * dot_px) as f32];
    if let Some(mut layer) = Layer::new(whole, low, high) {
        layer.text(text, corner, dot_px);
        layer.paint(frame, picture, Ink::of(picture, [0.85; 3]), [1.0; 2]);
    }
}

/// The colour of a face.
fn colour_of(id: u32) -> [f32; 3] {
    COLOURS[id.saturating_sub(1) as usize % COLOURS.len()]
}

fn overlaps(one: &Rect, other: &Rect) -> bool {
    one.x0 < other.x1 && other.x0 < one.x1 && one.y0 < other.y1 && other.y0 < one.y1
}
