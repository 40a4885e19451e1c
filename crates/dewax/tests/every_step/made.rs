//! Pictures, clips, locks and facts that every step is run on.

use super::*;
use dewax::color::math::sin_cos_deg;
use dewax::face::{
    FaceState, FaceTrack, MESH_POINTS, Matte, Mesh, Mode, PointCourse, Scores, Square, Topology,
};
use dewax::facts::FaceShape;

pub(super) fn picture(width: usize, height: usize, subsampling: Subsampling) -> Picture {
    Picture {
        format: Format { width, height, subsampling, bits: 10, alpha: false },
        levels: Levels::of(Range::Limited, 10),
        weights: LumaWeights::of(Matrix::Bt709),
        siting: Siting::Left,
        transfer: Transfer::Bt709,
    }
}

/// Frames of noisy skin colour, darker on the right, with a mask over their middle, as if `mask` had run.
pub(super) fn clip(p: &Picture, frames: usize, seed: u32) -> Vec<Arc<Frame>> {
    let (width, height) = (p.format.width, p.format.height);
    (0..frames)
        .map(|n| {
            let mut frame = Frame::new(&p.format, n);
            for which in 0..3 {
                let key = noise::key(seed, which as u32, n);
                let plane = frame.plane_mut(which);
                let base = [36000.0, 29000.0, 38000.0][which];
                let mut row = vec![0.0; plane.width()];
                for y in 0..plane.height() {
                    noise::normal_row(key, y as i32, 0, &mut row);
                    for (x, (o, &v)) in plane.row_mut(y).iter_mut().zip(&row).enumerate() {
                        // A contour, for what works along contours.
                        let darker = if which == 0 && x >= width * 3 / 4 { 9000.0 } else { 0.0 };
                        *o = (base - darker + v * 400.0) as u16;
                    }
                }
            }
            frame.skin = Some(Arc::new(middle_mask(width, height)));
            Arc::new(frame)
        })
        .collect()
}

/// [`clip`], as a step finds it in the chain: no mask before `mask` has run.
pub(super) fn clip_for(e: &Entry, p: &Picture, frames: usize, seed: u32) -> Vec<Arc<Frame>> {
    if e.touches == Touches::Mask { bare(clip(p, frames, seed)) } else { clip(p, frames, seed) }
}

/// The frames without their masks.
pub(super) fn bare(mut frames: Vec<Arc<Frame>>) -> Vec<Arc<Frame>> {
    frames.iter_mut().for_each(|f| Arc::make_mut(f).skin = None);
    frames
}

pub(super) fn middle_mask(width: usize, height: usize) -> Mask {
    let roi = Rect { x0: width / 4, y0: height / 4, x1: (width * 3 / 4).max(1), y1: (height * 3 / 4).max(1) };
    let weights = Plane::from_fn(width.div_ceil(2), height.div_ceil(2), |x, y| {
        let (x, y) = (2 * x, 2 * y);
        if x >= roi.x0 + 2 && x + 3 < roi.x1 && y >= roi.y0 + 2 && y + 3 < roi.y1 { 0.9 } else { 0.0 }
    });
    Mask { weights, step_px: 2, roi }
}

/// A lock of the whole picture that turns, drifts and bends, and whose low band is another one in every frame.
pub(super) fn lock(p: &Picture, frames: std::ops::Range<usize>) -> Lock {
    const STEP_PX: usize = 8;
    let (columns, rows) = (p.format.width.div_ceil(STEP_PX) + 1, p.format.height.div_ceil(STEP_PX) + 1);
    let grid = Grid { x: 0.0, y: 0.0, step_px: STEP_PX as f32, columns, rows };
    let each_node = 0..grid.nodes();
    let mut affine = Affine::IDENTITY;
    let mut places = Vec::new();
    for n in frames.clone() {
        let shift = |i: usize| [(5 * (i % columns) + 40 * n) % 256, (3 * (i / columns) + 20 * n) % 256];
        let flicker = |i: usize| (noise::key(3, i as u32, n) % 900) as u16;
        places.push(Place {
            affine,
            locked: 1.0,
            nodes: Nodes {
                shift: each_node.clone().map(|i| shift(i).map(|v| v as i16)).collect(),
                trust: vec![255; grid.nodes()],
                low: each_node.clone().map(|i| [36_000, 29_000, 38_000].map(|v| v + flicker(i))).collect(),
            }
            .into(),
        });
        affine = affine.then(&Affine([1.0, 0.001, 0.3, -0.001, 1.0, -0.2]));
    }
    let (skin, face) = (vec![255; grid.nodes()], [0.0, 0.0, p.format.width as f32, p.format.height as f32]);
    let segment =
        Segment { first_frame: frames.start, iod_px: 40.0, grid, skin, face, places, detail: Vec::new() };
    Lock { face: 0, segments: vec![segment] }
}

/// Facts of a shot that flickers in every way, so that fitted steps do something.
pub(super) fn facts(p: &Picture, frames: std::ops::Range<usize>) -> ShotFacts {
    let mut facts = ShotFacts::still(Shot { first_frame: frames.start, frames: frames.len() });
    facts.locks = vec![lock(p, frames)];
    for (i, stops) in facts.exposure_stops.iter_mut().enumerate() {
        *stops = if i % 2 == 0 { 0.05 } else { -0.04 };
    }
    facts.figures.exposure_flicker_percent = 3.0;
    facts.figures.boil_levels = 3.0;
    facts.figures.patch_levels = 3.0;
    facts.skin = Some(SkinModel {
        hue_deg: 123.0,
        hue_width_deg: 20.0,
        sat_min: 0.05,
        sat_max: 0.8,
        luma_min: 0.05,
        luma_max: 0.99,
        support: 0.3,
    });
    facts
}

/// A round face in the middle whose outline is off by itself in every frame, for the step that takes that back.
fn breathing(p: &Picture, facts: &mut ShotFacts) {
    let middle = [p.format.width as f32 / 2.0, p.format.height as f32 / 2.0];
    let radius = (middle[1] * 0.7).max(1.0);
    let raw = (0..MESH_POINTS).map(|i| {
        let (sin, cos) = sin_cos_deg(10.0 * (i % 36) as f64);
        [middle[0] + radius * sin as f32, middle[1] + radius * cos as f32, 0.0]
    });
    let state = FaceState {
        mode: Mode::Mesh,
        weight: 1.0,
        square: Square::upright(middle[0], middle[1], 3.0 * radius),
        iod_px: radius,
        scores: Scores::default(),
        mesh: Some(Mesh::from_raw(raw.collect()).into()),
        skin: None,
        person: Vec::new().into(),
        hands: Vec::new(),
    };
    let Shot { first_frame, frames } = facts.shot;
    let (states, others) = (vec![state; frames], Vec::new());
    facts.faces.topology = Some(Arc::new(Topology { oval: (0..36).collect(), ..Topology::default() }));
    facts.faces.tracks =
        vec![FaceTrack { id: 1, first_frame, states, others, like: Vec::new(), dropped: false }];
    let course =
        |point: usize| PointCourse::of(point, 0, (0..frames).map(|t| if t % 2 == 0 { 0.03 } else { -0.03 }));
    let breath = (8..12).map(course).collect();
    facts.shapes = vec![FaceShape { face: 1, breath, ..FaceShape::default() }];
}

/// A person in the left half of the picture, whose face is held, for the step that lays a lens behind persons.
fn standing(p: &Picture, facts: &mut ShotFacts) {
    breathing(p, facts);
    facts.shapes.clear();
    let cells = Plane::from_fn(p.format.width, p.format.height, |x, _| f32::from(2 * x < p.format.width));
    facts.faces.mattes = vec![Matte::of(&cells).into(); facts.shot.frames];
}

/// [`facts`], with a known face for the step that works on faces alone.
pub(super) fn facts_for(e: &Entry, p: &Picture, frames: std::ops::Range<usize>) -> ShotFacts {
    let mut facts = facts(p, frames.clone());
    if e.name == "steady" || e.name == "restore" {
        breathing(p, &mut facts);
    }
    if e.name == "lens" {
        standing(p, &mut facts);
    }
    if e.name == "texture.pores" {
        let middle = [p.format.width as f64 / 2.0, p.format.height as f64 / 3.0];
        let step = Affine([1.0, 0.001, 0.3, -0.001, 1.0, -0.2]);
        let (lock, track) = held_face((frames.start, frames.len()), middle, 1.3, 2.0, step);
        facts.locks = vec![lock];
        facts.faces.tracks = vec![track];
    }
    facts
}

/// What the tests of this file share: a skin takes longer to make than a frame.
pub(super) fn shelf() -> &'static Shelf {
    static SHELF: std::sync::OnceLock<Shelf> = std::sync::OnceLock::new();
    SHELF.get_or_init(Shelf::default)
}

pub(super) fn run(
    step: &dyn AnyStep,
    p: &Picture,
    facts: &ShotFacts,
    frames: &[Arc<Frame>],
    at: usize,
) -> Frame {
    let mut out = (*frames[at]).clone();
    step.apply(
        &Context { picture: p, facts, seed: 7, faces: FaceFilter::All, shelf: shelf() },
        &Window::new(frames, at),
        &mut out,
    );
    out
}

/// The step with every strength up, so that the tests below cannot pass by doing nothing.
pub(super) fn strong(e: &Entry) -> Box<dyn AnyStep> {
    let mut step = (e.default)();
    for p in e.params {
        if let Kind::F { min, max, .. } = p.kind
            && (p.name.starts_with("amount") || p.name == "deflicker" || p.name == "slope_red")
        {
            step.put(p.name, Value::F(min + (max - min) * 0.6));
        }
        if p.name == "auto" {
            step.put(p.name, Value::B(false));
        }
        if (e.name, p.name) == ("restore", "given") {
            // The face of `breathing`, in the frames that the tests look at.
            let list = "[{ face = 1, first_frame = 3, last_frame = 3, sigma_px = 1 }, { face = 1, first_frame = 6, last_frame = 7, sigma_px = 1 }]";
            step.put(p.name, p.parse(list, Limits::Hold).unwrap());
        } else if let (Kind::List { .. }, "given") = (p.kind, p.name) {
            // What is given by hand: a place in each of the frames that the tests look at, of each kind.
            let list = "[{ at_px = [20, 16], in_frame = 3, first_frame = 3, last_frame = 3, size_px = 8 }, \
                { at_px = [24, 20], in_frame = 7, first_frame = 6, last_frame = 7, size_px = 8 }, \
                { at_px = [40, 20], in_frame = 12, first_frame = 9, last_frame = 13, size_px = 9, kind = \"blur\" }, \
                { at_px = [30, 20], in_frame = 16, first_frame = 15, last_frame = 16, size_px = 9, kind = \"inpaint\" }]";
            step.put(p.name, p.parse(list, Limits::Hold).unwrap());
        }
    }
    step
}
