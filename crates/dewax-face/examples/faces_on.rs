//! Shows what the finders see on a picture: reads PPM files, prints faces, and writes overlays.
//!
//! `faces_on [--boxes] [--small] [--models DIR] [--overlay DIR] [--json] PICTURE.ppm …`. For developers: a frame of a
//! clip becomes a PPM by `ffmpeg -i CLIP -frames:v 1 FRAME.ppm`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a tool for developers: it says what is wrong by panicking"
)]

use dewax::clip::Picture;
use dewax::color::{Levels, LumaWeights, Matrix, Range, Siting, Transfer, ycc_from_rgb};
use dewax::face::{Detection, Finder, MeshReading, Search, Square, View, person_square, verified};
use dewax::px::{Format, Frame, Plane, Subsampling};
use dewax_face::{BoxFinder, MeshFinder, ModelBytes};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// An R'G'B' picture, 8 bit.
struct Rgb {
    width: usize,
    height: usize,
    samples: Vec<u8>,
}

impl Rgb {
    fn read(path: &Path) -> Self {
        let bytes = fs::read(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        let (mut words, mut at) = (Vec::new(), 0);
        while words.len() < 4 {
            let end = at + bytes[at..].iter().position(u8::is_ascii_whitespace).expect("a PPM file");
            words.push(String::from_utf8_lossy(&bytes[at..end]).into_owned());
            at = end + 1;
        }
        assert!(words[0] == "P6" && words[3] == "255", "only 8-bit binary PPM is read");
        let [width, height] = [1, 2].map(|i| words[i].parse().expect("a size"));
        Self { width, height, samples: bytes[at..at + width * height * 3].to_vec() }
    }

    fn write(&self, path: &Path) {
        let mut out = format!("P6\n{} {}\n255\n", self.width, self.height).into_bytes();
        out.extend_from_slice(&self.samples);
        fs::File::create(path).unwrap().write_all(&out).unwrap();
    }

    fn dot(&mut self, [x, y]: [f32; 2], radius: i32, color: [u8; 3]) {
        for dy in -radius..=radius {
            for dx in -radius..=radius {
                let (x, y) = (x.round() as i32 + dx, y.round() as i32 + dy);
                if (0..self.width as i32).contains(&x) && (0..self.height as i32).contains(&y) {
                    let i = (y as usize * self.width + x as usize) * 3;
                    self.samples[i..i + 3].copy_from_slice(&color);
                }
            }
        }
    }

    fn line(&mut self, from: [f32; 2], to: [f32; 2], radius: i32, color: [u8; 3]) {
        let steps = (to[0] - from[0]).abs().max((to[1] - from[1]).abs()).ceil().max(1.0);
        for i in 0..=steps as usize {
            let t = i as f32 / steps;
            self.dot([0, 1].map(|a| from[a] + (to[a] - from[a]) * t), radius, color);
        }
    }

    fn polygon(&mut self, corners: &[[f32; 2]], radius: i32, color: [u8; 3]) {
        for (i, &corner) in corners.iter().enumerate() {
            self.line(corner, corners[(i + 1) % corners.len()], radius, color);
        }
    }

    /// The picture as a frame: 4:4:4, BT.709, full range.
    fn frame(&self) -> (Picture, Frame) {
        let (width, height) = (self.width, self.height);
        let format = Format { width, height, subsampling: Subsampling::C444, bits: 8, alpha: false };
        let (levels, weights) = (Levels::of(Range::Full, 8), LumaWeights::of(Matrix::Bt709));
        let picture = Picture { format, levels, weights, siting: Siting::Center, transfer: Transfer::Srgb };
        let plane = |which: usize| {
            Plane::from_fn(width, height, |x, y| {
                let i = (y * width + x) * 3;
                let rgb = [0, 1, 2].map(|c| f32::from(self.samples[i + c]) / 255.0);
                let value = ycc_from_rgb(weights, rgb)[which];
                let stored = match which {
                    0 => levels.black + value * levels.luma_span,
                    _ => levels.chroma_zero + value * levels.chroma_span,
                };
                stored.round().clamp(0.0, 65535.0) as u16
            })
        };
        let frame = Frame::from_planes(0, Subsampling::C444, [plane(0), plane(1), plane(2)]).unwrap();
        (picture, frame)
    }
}

struct Options {
    boxes: bool,
    json: bool,
    search: Search,
    models: PathBuf,
    overlay: Option<PathBuf>,
    pictures: Vec<PathBuf>,
}

fn options() -> Options {
    let home = std::env::var("HOME").unwrap_or_default();
    let models = std::env::var("DEWAX_MODELS").unwrap_or(format!("{home}/.local/share/dewax/models"));
    let mut out = Options {
        boxes: false,
        json: false,
        search: Search::Usual,
        models: models.into(),
        overlay: None,
        pictures: Vec::new(),
    };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        match word.as_str() {
            "--boxes" => out.boxes = true,
            "--json" => out.json = true,
            "--small" => out.search = Search::SmallFaces,
            "--models" => out.models = words.next().expect("a folder").into(),
            "--overlay" => out.overlay = Some(words.next().expect("a folder").into()),
            _ => out.pictures.push(word.into()),
        }
    }
    out
}

fn finder(options: &Options) -> Box<dyn Finder> {
    if options.boxes {
        return Box::new(BoxFinder::new().unwrap());
    }
    let read = |name: &str| {
        let path = options.models.join(name);
        fs::read(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
    };
    let models = ModelBytes {
        short: &read("face_detection_short_range.tflite"),
        full: &read("face_detection_full_range_sparse.tflite"),
        mesh: &read("face_landmark_with_attention.tflite"),
        person: Some(&read("selfie_segmentation.tflite")),
        hands: None,
    };
    Box::new(MeshFinder::new(models, serde_json::from_slice(&read("mesh.json")).unwrap()).unwrap())
}

fn main() {
    let options = options();
    let finder = finder(&options);
    for path in &options.pictures {
        let mut rgb = Rgb::read(path);
        let (picture, frame) = rgb.frame();
        let view = View::new(&picture, &frame);
        let began = Instant::now();
        let found = finder.detect(&view, options.search);
        let ms = began.elapsed().as_secs_f64() * 1e3;
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        println!("{name} {}x{}: {} candidates in {ms:.1} ms", rgb.width, rgb.height, found.len());
        for face in &found {
            let mesh = verified(finder.as_ref(), &view, face);
            report(finder.as_ref(), &view, face, mesh.as_ref());
            if options.json
                && let Some(mesh) = &mesh
            {
                println!("JSON {}", serde_json::to_string(&mesh.points).unwrap());
            }
            if options.overlay.is_some() {
                draw(finder.as_ref(), &view, &mut rgb, face, mesh.as_ref());
            }
        }
        if let Some(folder) = &options.overlay {
            rgb.write(&folder.join(format!("{name}.ppm")));
        }
    }
}

fn report(finder: &dyn Finder, view: &View, face: &Detection, mesh: Option<&MeshReading>) {
    let place = face.edges.map(|v| v.round());
    let square = mesh.zip(finder.topology()).and_then(|(m, t)| m.square(t)).unwrap_or(face.square());
    let began = Instant::now();
    let look = finder.look(view, &square);
    let ms = began.elapsed().as_secs_f64() * 1e3;
    let flag = mesh.map(|m| m.flag);
    println!("  score {:.3} look {look:.3} ({ms:.1} ms) flag {flag:.3?} {place:?}", face.score);
}

fn draw(finder: &dyn Finder, view: &View, rgb: &mut Rgb, face: &Detection, mesh: Option<&MeshReading>) {
    let radius = (rgb.width.max(rgb.height) / 900) as i32;
    let corners = |s: &Square| [[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]].map(|[u, v]| s.point(u, v));
    let [left, upper, right, lower] = face.edges;
    let edges = [[left, upper], [right, upper], [right, lower], [left, lower]];
    let Some((mesh, topology)) = mesh.zip(finder.topology()) else {
        let color = if finder.topology().is_some() { [255, 0, 0] } else { [0, 255, 0] };
        return rgb.polygon(&edges, radius, color);
    };
    rgb.polygon(&edges, radius, [255, 255, 0]);
    if let Some(square) = mesh.square(topology) {
        let region = person_square(&square);
        if let Some(mask) = finder.person(view, &region, 256) {
            tint(rgb, &region, &mask);
        }
        rgb.polygon(&corners(&square), radius, [0, 160, 255]);
    }
    for &[x, y, _] in &mesh.points {
        rgb.dot([x, y], radius, [0, 255, 0]);
    }
    let place = |i: &u16| [mesh.points[usize::from(*i)][0], mesh.points[usize::from(*i)][1]];
    for contour in
        [&topology.oval, &topology.lips_outer, &topology.lips_inner, &topology.right_eye, &topology.left_eye]
    {
        let corners: Vec<_> = contour.iter().map(place).collect();
        rgb.polygon(&corners, (radius - 1).max(0), [255, 0, 255]);
    }
}

/// Darkens and blues what is no person.
fn tint(rgb: &mut Rgb, region: &Square, mask: &Plane<f32>) {
    for y in 0..rgb.height {
        for x in 0..rgb.width {
            let [u, v] = region.inside([x as f32, y as f32]);
            if !((0.0..1.0).contains(&u) && (0.0..1.0).contains(&v)) {
                continue;
            }
            let at = |t: f32, n: usize| (t * n as f32) as isize;
            let person = mask.at(at(u, mask.width()), at(v, mask.height()));
            let i = (y * rgb.width + x) * 3;
            for (c, s) in rgb.samples[i..i + 3].iter_mut().enumerate() {
                let other = if c == 2 { 255.0 } else { 0.0 };
                *s = (f32::from(*s) * (0.4 + 0.6 * person) + other * 0.4 * (1.0 - person)).round() as u8;
            }
        }
    }
}
