//! Photographs, and what stands in for their AI versions: skin smoothed between its edges, colours moved, and a known map.

use anyhow::{Context, Result};
use dewax::analysis::{Analyser, FaceWish};
use dewax::clip::{Clip, Picture, Ratio, Signs};
use dewax::color::math::sin_cos_deg;
use dewax::color::{Range, Tag, Tags};
use dewax::face::{FaceState, FaceTrack, ShotFaces, Topology};
use dewax::kernels::{blur, guided, rgb, tile, warp};
use dewax::lock::Affine;
use dewax::px::{Format, Frame, Mask, Plane, Rect, Rgb16, Subsampling};
use dewax::skin::{SkinSearch, Small};
use dewax::still::LaidFace;
use dewax_media::decode::{DecodeOptions, Decoder, FrameSource};
use dewax_media::probe::probe;
use dewax_media::tools::Tools;
use std::io::Write;
use std::path::Path;

/// What an AI version smooths, as the sigma of a guided filter, mm, and the contrast that it keeps, codes.
const SMOOTH_MM: f32 = 1.0;
const KEEPS: f32 = 6.0 * 257.0;
/// Its colours: red, green and blue are multiplied so.
const COLOURS: [f32; 3] = [1.02, 1.0, 0.985];
/// Blemishes that are painted: so many, of these sigmas in mm, this much darker in red, green and blue.
pub(super) const SPOTS: usize = 12;
const SPOT_MM: [f32; 3] = [0.5, 0.8, 1.2];
const SPOT_SHARE: [f32; 3] = [0.10, 0.24, 0.20];

/// A picture with what was found in it.
pub(super) struct Still {
    pub(super) name: String,
    pub(super) rgb: Rgb16,
    faces: ShotFaces,
    pub(super) skin: Vec<Option<Mask>>,
}

/// A way from a photograph to its AI version.
pub(super) struct Case {
    pub(super) name: &'static str,
    /// Px of the AI version per px of the photograph, turn, shift, and how far it bends, px of the photograph.
    pub(super) scale: f64,
    turn_deg: f64,
    shift: [f64; 2],
    bend_px: f64,
    /// Whether its edges are cut off.
    is_cropped: bool,
    pub(super) has_spots: bool,
}

const ALIGNED: Case = Case {
    name: "aligned",
    scale: 1.0,
    turn_deg: 0.0,
    shift: [0.0; 2],
    bend_px: 0.0,
    is_cropped: false,
    has_spots: false,
};

/// All of them; the first is the plain one.
pub(super) const CASES: [Case; 8] = [
    ALIGNED,
    Case { name: "spots", has_spots: true, ..ALIGNED },
    Case { name: "moved", scale: 1.015, turn_deg: 0.4, shift: [2.6, -2.0], ..ALIGNED },
    Case { name: "enlarged", scale: 2.0, ..ALIGNED },
    Case { name: "halved", scale: 0.5, ..ALIGNED },
    Case { name: "cropped", is_cropped: true, ..ALIGNED },
    Case { name: "enlarged+", scale: 2.03, turn_deg: 0.4, shift: [2.6, -2.0], is_cropped: true, ..ALIGNED },
    Case { name: "bent", bend_px: 1.5, ..ALIGNED },
];

/// An AI version beside its original.
pub(super) struct Pair {
    pub(super) original: Still,
    pub(super) ai: Option<Still>,
    /// The truth: from px of the AI version to px of the photograph.
    pub(super) map: Box<dyn Fn([f64; 2]) -> [f64; 2]>,
    /// The original without painted spots, and where they are, px of the photograph, each with its sigma.
    pub(super) clean: Rgb16,
    pub(super) spots: Vec<([f64; 2], f32)>,
}

impl Still {
    pub(super) fn read(tools: &Tools, path: &Path, wish: &FaceWish) -> Result<Self> {
        let source = probe(tools, path)?;
        let mut decoder = Decoder::open(tools, &source, DecodeOptions::default())?;
        let frame = decoder.next()?.context("the file holds no picture")?.frame;
        let clip = clip(source.frame_format(false), source.video.tags);
        let picture = clip.picture();
        let bits = picture.format.bits.min(8);
        let codes = rgb::rgb_of_frame(&frame, picture.siting, picture.weights, &picture.levels, bits);
        // 8-bit codes lie in the upper byte here; black to white is 0 to 65535 in a still.
        let rgb = codes.map(|p| Plane::from_fn(p.width(), p.height(), |x, y| (p.row(y)[x] >> 8) * 257));
        Self::of(crate::footage::name_of(path), rgb, wish)
    }

    pub(super) fn of(name: String, rgb: Rgb16, wish: &FaceWish) -> Result<Self> {
        let (width, height) = (rgb[0].width(), rgb[0].height());
        let tags = Tags { range: Tag::assumed(Range::Full), ..Tags::assumed(1080) };
        let format = Format { width, height, subsampling: Subsampling::C444, bits: 16, alpha: false };
        let clip = clip(format, tags);
        let picture = clip.picture();
        let frame = frame_of(&rgb, &picture)?;
        let mut analyser = Analyser::new(picture, 24.0, Some(wish));
        analyser.push(&frame);
        let analysis = analyser.finish(clip, dewax::VERSION);
        let mut faces = analysis.shots.into_iter().next().map(|s| s.faces).unwrap_or_default();
        faces.tracks.sort_by(|a, b| b.iod_px().total_cmp(&a.iod_px()));
        faces.tracks.truncate(1);
        let small = Small::of(&picture, &frame);
        let each: Vec<(&FaceState, _)> =
            faces.tracks.iter().filter_map(|t: &FaceTrack| Some((t.at(0)?, &*t.others))).collect();
        let skin = SkinSearch::default().find_each(
            &picture,
            &small,
            &each,
            &faces.all(0),
            faces.topology.as_deref(),
        );
        Ok(Self { name, rgb, skin, faces })
    }

    pub(super) fn size(&self) -> (usize, usize) {
        (self.rgb[0].width(), self.rgb[0].height())
    }

    pub(super) fn states(&self) -> Vec<&FaceState> {
        self.faces.tracks.iter().filter_map(|t| t.at(0)).collect()
    }

    pub(super) fn topology(&self) -> Option<&Topology> {
        self.faces.topology.as_deref()
    }

    pub(super) fn iod_px(&self) -> f32 {
        self.faces.tracks.first().map_or(0.0, FaceTrack::iod_px)
    }

    pub(super) fn mirrored(&self, wish: &FaceWish) -> Result<Self> {
        let last = self.rgb[0].width() - 1;
        let flipped =
            self.rgb.each_ref().map(|p| Plane::from_fn(p.width(), p.height(), |x, y| p.row(y)[last - x]));
        Self::of(format!("{} mirrored", self.name), flipped, wish)
    }

    /// Skin of the first face, pixel by pixel.
    fn weights(&self) -> Plane<f32> {
        let (width, height) = self.size();
        let mut out = Plane::new(width, height);
        if let Some(Some(mask)) = self.skin.first() {
            (0..height).for_each(|y| mask.expand_row(y, 0, out.row_mut(y)));
        }
        out
    }
}

fn clip(format: Format, tags: Tags) -> Clip {
    Clip {
        name: "still".into(),
        fingerprint: String::new(),
        format,
        tags,
        time_base: Ratio { num: 1, den: 24 },
        pts: vec![0],
        last_duration: 1,
        signs: Signs::default(),
    }
}

fn frame_of(codes: &Rgb16, picture: &Picture) -> Result<Frame> {
    let (width, height) = (codes[0].width(), codes[0].height());
    let mut planes = [0; 3].map(|_| Plane::new(width, height));
    let [y, cb, cr] = &mut planes;
    rgb::planes_from_rgb(
        codes.each_ref().map(|p| p.samples()),
        picture.weights,
        &picture.levels,
        [y.samples_mut(), cb.samples_mut(), cr.samples_mut()],
    );
    Frame::from_planes(0, Subsampling::C444, planes).context("the planes do not fit")
}

fn codes_of(plane: &Plane<f32>) -> Plane<u16> {
    // Eight bits, as most AI versions come.
    Plane::from_fn(plane.width(), plane.height(), |x, y| {
        (plane.row(y)[x] / 257.0).round().clamp(0.0, 255.0) as u16 * 257
    })
}

/// The AI version of a photograph, and the original that it is given back from.
pub(super) fn made(still: &Still, case: &Case, faces: &FaceWish) -> Result<Pair> {
    let retouched = retouched(still);
    let (width, height) = still.size();
    let (map, size) = map_of(case, still);
    let there: Vec<Plane<u16>> =
        retouched.iter().map(|p| codes_of(&moved(p, &map, size, case.scale))).collect();
    let there: Rgb16 = there.try_into().map_err(|_| anyhow::anyhow!("three planes"))?;
    let ai = Still::of(format!("{} {}", still.name, case.name), there, faces)?;
    let ai = (!ai.states().is_empty()).then_some(ai);
    let (painted, spots) = if case.has_spots { painted(still) } else { (still.rgb.clone(), Vec::new()) };
    let original = Still::of(still.name.clone(), painted, faces)?;
    debug_assert_eq!(original.size(), (width, height));
    Ok(Pair { original, ai, map, clean: still.rgb.clone(), spots })
}

fn retouched(still: &Still) -> [Plane<f32>; 3] {
    let (width, height) = still.size();
    let px_per_mm = still.iod_px() / 63.0;
    let skin = still.weights();
    [0, 1, 2].map(|c| {
        let plane = tile::cut(&still.rgb[c], Rect::of(width, height));
        let soft = guided::guided(&plane, &plane, SMOOTH_MM * px_per_mm, KEEPS * KEEPS);
        Plane::from_fn(width, height, |x, y| {
            let (own, soft) = (plane.row(y)[x], soft.row(y)[x]);
            (own + skin.row(y)[x] * (soft - own)) * COLOURS[c]
        })
    })
}

type Map = Box<dyn Fn([f64; 2]) -> [f64; 2]>;

fn map_of(case: &Case, still: &Still) -> (Map, (usize, usize)) {
    let (width, height) = still.size();
    let cut = if case.is_cropped { [width / 9, height / 13] } else { [0; 2] };
    let size = ((width - 2 * cut[0]) as f64 * case.scale, (height - 2 * cut[1]) as f64 * case.scale);
    let (sin, cos) = sin_cos_deg(case.turn_deg);
    let s = 1.0 / case.scale;
    let (a, b) = (s * cos, s * sin);
    // Turned about the middle; the centres of corner pixels lie half a pixel inside.
    let (mx, my) = (size.0 / 2.0 - 0.5, size.1 / 2.0 - 0.5);
    let (cx, cy) = (width as f64 / 2.0 - 0.5 + case.shift[0], height as f64 / 2.0 - 0.5 + case.shift[1]);
    let map = Affine([a, -b, cx - a * mx + b * my, b, a, cy - b * mx - a * my]);
    let (bend, wave) = (case.bend_px, f64::from(still.iod_px()) * 1.6);
    let place = move |[x, y]: [f64; 2]| {
        let (u, v) = map.apply(x, y);
        if bend == 0.0 {
            return [u, v];
        }
        let ([p, _], [q, _]) = [v, u].map(|t| sin_cos_deg(360.0 * t / wave)).map(|(s, c)| [s, c]).into();
        [u + bend * p, v + bend * q]
    };
    (Box::new(place), (size.0.round() as usize, size.1.round() as usize))
}

fn moved(plane: &Plane<f32>, map: &Map, (width, height): (usize, usize), scale: f64) -> Plane<f32> {
    if (width, height) == (plane.width(), plane.height()) && map([3.0, 5.0]) == [3.0, 5.0] {
        return plane.clone();
    }
    // A pixel that is larger sees more.
    let source = if scale < 0.9 {
        blur::gaussian(plane, (0.5 * (1.0 / (scale * scale) - 1.0).sqrt()) as f32)
    } else {
        plane.clone()
    };
    Plane::from_fn(width, height, |x, y| {
        let [u, v] = map([x as f64, y as f64]);
        warp::at(&source, u, v)
    })
}

/// The photograph with dark red spots on its skin, far from each other and from edges.
fn painted(still: &Still) -> (Rgb16, Vec<([f64; 2], f32)>) {
    let (px_per_mm, skin) = (still.iod_px() / 63.0, still.weights());
    let inner = blur::gaussian(&skin, 2.0 * px_per_mm);
    let (width, height) = still.size();
    let mut spots: Vec<([f64; 2], f32)> = Vec::new();
    let mut key = 7u32;
    for _ in 0..200_000 {
        key = dewax::kernels::noise::hash32(key.wrapping_add(0x9e37_79b9));
        let (x, y) = (key as usize % width, (key >> 8) as usize % height);
        let far =
            |p: &([f64; 2], f32)| (p.0[0] - x as f64).hypot(p.0[1] - y as f64) > f64::from(9.0 * px_per_mm);
        if inner.row(y)[x] > 0.97 && spots.iter().all(far) {
            spots.push(([x as f64, y as f64], SPOT_MM[spots.len() % 3] * px_per_mm));
            if spots.len() == SPOTS {
                break;
            }
        }
    }
    let mut rgb = still.rgb.clone();
    for (c, plane) in rgb.iter_mut().enumerate() {
        for ([x, y], sigma) in &spots {
            let reach = (4.0 * sigma) as isize;
            for v in (*y as isize - reach).max(0)..(*y as isize + reach).min(height as isize) {
                for u in (*x as isize - reach).max(0)..(*x as isize + reach).min(width as isize) {
                    let far =
                        ((u as f64 - x).powi(2) + (v as f64 - y).powi(2)) as f32 / (2.0 * sigma * sigma);
                    let o = &mut plane.row_mut(v as usize)[u as usize];
                    *o = (f32::from(*o) * (1.0 - SPOT_SHARE[c] * (-far).exp())).round() as u16;
                }
            }
        }
    }
    (rgb, spots)
}

/// Writes a picture for looking at.
pub(super) fn keep(folder: &Path, name: &str, rgb: &Rgb16) -> Result<()> {
    std::fs::create_dir_all(folder)?;
    let path = folder.join(format!("{}.ppm", name.replace(' ', "_")));
    let mut file = std::io::BufWriter::new(std::fs::File::create(&path)?);
    let (width, height) = (rgb[0].width(), rgb[0].height());
    writeln!(file, "P6 {width} {height} 255")?;
    for y in 0..height {
        let rows = rgb.each_ref().map(|p| p.row(y));
        let row: Vec<u8> =
            (0..width).flat_map(|x| rows.map(|r| ((f32::from(r[x]) / 257.0).round()) as u8)).collect();
        file.write_all(&row)?;
    }
    Ok(())
}

/// Writes what of the original lies under a face, on its AI version.
pub(super) fn keep_part(folder: &Path, name: &str, ai: &Still, face: &LaidFace) -> Result<()> {
    let mut rgb = ai.rgb.clone();
    for (plane, laid) in rgb.iter_mut().zip(&face.rgb) {
        for y in 0..laid.height() {
            plane.row_mut(face.rect.y0 + y)[face.rect.x0..face.rect.x1].copy_from_slice(laid.row(y));
        }
    }
    keep(folder, name, &rgb)
}
