//! A finder that knows the truth, and the frames that it looks at.

use super::*;

/// Where a face is in a frame: its middle, and how far apart the eyes are; `None` while it is not to be seen.
pub(crate) type Course = fn(usize) -> Option<([f32; 2], f32)>;

/// A finder of faces that move along known courses. Its readings have an error that changes with the region, as a
/// network's has.
#[derive(Debug)]
pub(crate) struct Knows {
    pub(crate) faces: Vec<Course>,
    /// A place where the detector sees a face that the mesh does not confirm.
    pub(crate) false_face: Option<[f32; 2]>,
    pub(crate) noise_px: f32,
    pub(crate) topology: Topology,
}

/// The face in eye distances, from the middle between the eyes: four points for each contour, the rest over the face.
pub(crate) fn template() -> Vec<[f32; 2]> {
    let ring =
        |x: f32, y: f32, wide: f32, high: f32| [[x - wide, y], [x, y - high], [x + wide, y], [x, y + high]];
    let mut points: Vec<[f32; 2]> = Vec::new();
    points.extend(ring(-0.5, 0.0, 0.2, 0.1));
    points.extend(ring(0.5, 0.0, 0.2, 0.1));
    points.extend(ring(0.0, 1.0, 0.4, 0.15));
    points.extend(ring(0.0, 1.0, 0.3, 0.05));
    points.extend(ring(-0.5, -0.3, 0.25, 0.06));
    points.extend(ring(0.5, -0.3, 0.25, 0.06));
    // Point 1 is the tip of the nose in every mesh: the eye has another one for its lid.
    points.push(points[1]);
    points[1] = [0.0, 0.6];
    for i in points.len()..MESH_POINTS {
        let (row, column) = (i / 22, i % 22);
        points.push([(column as f32 - 10.5) / 10.5, (row as f32 - 11.0) / 11.0 * 1.25 + 0.35]);
    }
    points
}

pub(crate) fn topology() -> Topology {
    let four = |from: u16| (from..from + 4).collect::<Vec<u16>>();
    let triangles = (0..20u16)
        .flat_map(|row| {
            (0..21u16).flat_map(move |column| {
                let at = 25 + row * 22 + column;
                let fits = at + 23 < MESH_POINTS as u16;
                fits.then_some([[at, at + 1, at + 22], [at + 1, at + 23, at + 22]]).into_iter().flatten()
            })
        })
        .collect();
    Topology {
        triangles,
        oval: four(25),
        right_eye: vec![0, 24, 2, 3],
        left_eye: four(4),
        lips_outer: four(8),
        lips_inner: four(12),
        right_brow: four(16),
        left_brow: four(20),
    }
}

/// A number in −1..=1 that depends on everything given.
pub(crate) fn hash(values: &[f32]) -> f32 {
    let mut state = 0x9E37_79B9u32;
    for v in values {
        state = (state ^ v.to_bits()).wrapping_mul(0x85EB_CA6B);
        state ^= state >> 13;
        state = state.wrapping_mul(0xC2B2_AE35);
        state ^= state >> 16;
    }
    state as f32 / u32::MAX as f32 * 2.0 - 1.0
}

impl Knows {
    pub(crate) fn new(faces: Vec<Course>) -> Self {
        Self { faces, false_face: None, noise_px: 0.0, topology: topology() }
    }

    pub(crate) fn truth(middle: [f32; 2], iod: f32) -> Vec<[f32; 3]> {
        template().iter().map(|p| [middle[0] + p[0] * iod, middle[1] + p[1] * iod, 0.0]).collect()
    }

    fn seen(&self, index: usize) -> impl Iterator<Item = ([f32; 2], f32)> {
        self.faces.iter().filter_map(move |course| course(index))
    }

    pub(crate) fn detection(middle: [f32; 2], iod: f32) -> Detection {
        let [x, y] = middle;
        let at = |u: f32, v: f32| [x + u * iod, y + v * iod];
        Detection {
            edges: [x - iod, y - 0.9 * iod, x + iod, y + 1.6 * iod],
            score: 0.7,
            points: Some([
                at(-0.5, 0.0),
                at(0.5, 0.0),
                at(0.0, 0.6),
                at(0.0, 1.0),
                at(-1.0, 0.2),
                at(1.0, 0.2),
            ]),
        }
    }

    /// The face that a region is about.
    fn under(&self, view: &View<'_>, square: &Square) -> Option<([f32; 2], f32)> {
        self.seen(view.frame().index).find(|(middle, iod)| {
            let [u, v] = square.inside([middle[0], middle[1] + 0.35 * iod]);
            (u - 0.5).abs() < 0.2 && (v - 0.5).abs() < 0.2
        })
    }
}

impl Finder for Knows {
    fn tier(&self) -> Tier {
        Tier::Mesh
    }
    fn detect(&self, view: &View<'_>, _: Search) -> Vec<Detection> {
        let mut all: Vec<Detection> =
            self.seen(view.frame().index).map(|(middle, iod)| Self::detection(middle, iod)).collect();
        all.extend(self.false_face.map(|middle| Self::detection(middle, 24.0)));
        all
    }
    fn look(&self, view: &View<'_>, square: &Square) -> f32 {
        if self.under(view, square).is_some() { 0.9 } else { 0.0 }
    }
    fn mesh(&self, view: &View<'_>, square: &Square) -> Option<MeshReading> {
        let Some((middle, iod)) = self.under(view, square) else {
            return Some(MeshReading {
                points: Self::truth([square.x, square.y], square.side_px / 4.0),
                flag: 0.01,
            });
        };
        let mut points = Self::truth(middle, iod);
        for (i, p) in points.iter_mut().enumerate() {
            let error = |axis: f32| {
                self.noise_px * hash(&[square.x, square.y, square.side_px, i as f32 / 40.0, axis])
            };
            *p = [p[0] + error(0.0), p[1] + error(1.0), 0.0];
        }
        Some(MeshReading { points, flag: 0.99 })
    }
    fn person(&self, _: &View<'_>, _: &Square, cells: usize) -> Option<Plane<f32>> {
        Some(Plane::filled(cells, cells, 0.9))
    }
    fn topology(&self) -> Option<&Topology> {
        Some(&self.topology)
    }
}

/// Frames in which a textured face moves along each course, before a still background.
pub(crate) fn frames(faces: &[Course], count: usize) -> Vec<Frame> {
    let texture = |x: f32, y: f32, salt: f32| {
        // A few waves, smooth at the scale of a pixel.
        let wave = |fx: f32, fy: f32, phase: f32| ((x * fx + y * fy) + phase + salt).sin();
        14.0 * wave(0.31, 0.17, 0.3) + 12.0 * wave(-0.23, 0.29, 1.1) + 9.0 * wave(0.11, -0.37, 2.0)
    };
    (0..count)
        .map(|index| {
            let luma = Plane::from_fn(WIDTH, HEIGHT, |x, y| {
                let (x, y) = (x as f32, y as f32);
                let mut value = 90.0 + texture(x * 0.3, y * 0.3, 9.0) * 0.5;
                for (number, (middle, iod)) in
                    faces.iter().enumerate().filter_map(|(n, c)| Some((n, c(index)?)))
                {
                    let (dx, dy) = (x - middle[0], y - middle[1] - 0.35 * iod);
                    if (dx / iod).powi(2) + (dy / (1.25 * iod)).powi(2) < 1.0 {
                        value = 140.0 + texture(dx * 24.0 / iod, dy * 24.0 / iod, number as f32 * 5.0);
                    }
                }
                (value.clamp(17.0, 230.0) * 256.0) as u16
            });
            let chroma = |value: u16| Plane::filled(WIDTH / 2, HEIGHT.div_ceil(2), value << 8);
            Frame::from_planes(index, Subsampling::C420, [luma, chroma(110), chroma(150)]).unwrap()
        })
        .collect()
}
