//! The cases: ways from a photograph to what stands in for its AI version, the skin smoothed between its edges, by a known map.

use super::looks::{self, Look};
use super::still::Still;
use anyhow::Result;
use dewax::analysis::FaceWish;
use dewax::color::math::sin_cos_deg;
use dewax::kernels::{blur, warp};
use dewax::lock::Affine;
use dewax::px::{Plane, Rgb16};

/// Blemishes that are painted: so many, of these sigmas in mm, this much darker in red, green and blue.
pub(super) const SPOTS: usize = 12;
const SPOT_MM: [f32; 3] = [0.5, 0.8, 1.2];
const SPOT_SHARE: [f32; 3] = [0.10, 0.24, 0.20];
/// Photographs of more pixels are not enlarged: no one holds pictures of 48 megapixels four times.
const MOST_ENLARGED_PX: usize = 8_000_000;

/// Which faces are there, and how they are known.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Faces {
    /// The largest one, with its mesh.
    One,
    /// The largest one, as a box.
    Box,
    /// The photograph beside its mirror image.
    Two,
}

/// A way from a photograph to its AI version.
#[derive(Clone, Copy)]
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
    look: Look,
    pub(super) faces: Faces,
}

const ALIGNED: Case = Case {
    name: "aligned",
    scale: 1.0,
    turn_deg: 0.0,
    shift: [0.0; 2],
    bend_px: 0.0,
    is_cropped: false,
    has_spots: false,
    look: Look::Plain,
    faces: Faces::One,
};

/// All of them; the first is the plain one.
pub(super) const CASES: [Case; 19] = [
    ALIGNED,
    Case { name: "median", look: Look::Median, ..ALIGNED },
    Case { name: "spots", has_spots: true, ..ALIGNED },
    Case { name: "moved", scale: 1.015, turn_deg: 0.4, shift: [2.6, -2.0], ..ALIGNED },
    Case { name: "enlarged", scale: 2.0, ..ALIGNED },
    Case { name: "enlarged, sharpened", scale: 2.0, look: Look::Sharpened, ..ALIGNED },
    Case { name: "halved", scale: 0.5, ..ALIGNED },
    Case { name: "cropped", is_cropped: true, ..ALIGNED },
    Case {
        name: "cropped, enlarged",
        scale: 2.03,
        turn_deg: 0.4,
        shift: [2.6, -2.0],
        is_cropped: true,
        ..ALIGNED
    },
    Case { name: "bent 1.5 px", bend_px: 1.5, ..ALIGNED },
    Case { name: "bent 3 px", bend_px: 3.0, ..ALIGNED },
    Case { name: "JPEG 95", look: Look::Jpeg(95), ..ALIGNED },
    Case { name: "JPEG 85", look: Look::Jpeg(85), ..ALIGNED },
    Case {
        name: "JPEG 85, moved",
        scale: 1.015,
        turn_deg: 0.4,
        shift: [2.6, -2.0],
        look: Look::Jpeg(85),
        ..ALIGNED
    },
    Case { name: "original graded", look: Look::Graded, ..ALIGNED },
    Case { name: "original grey", look: Look::Grey, ..ALIGNED },
    Case { name: "other background", look: Look::Background, ..ALIGNED },
    Case {
        name: "boxes, moved",
        scale: 1.015,
        turn_deg: 0.4,
        shift: [2.6, -2.0],
        faces: Faces::Box,
        ..ALIGNED
    },
    Case { name: "two faces", faces: Faces::Two, ..ALIGNED },
];

/// An AI version beside its original.
pub(super) struct Pair {
    pub(super) original: Still,
    pub(super) ai: Still,
    /// The truth: from px of the AI version to px of the photograph.
    pub(super) map: Map,
    /// The original without painted spots, and where they are, px of the photograph, each with its sigma.
    pub(super) clean: Rgb16,
    pub(super) spots: Vec<([f64; 2], f32)>,
}

/// What faces are found with.
pub(super) struct Finders {
    pub(super) mesh: FaceWish,
    pub(super) boxes: FaceWish,
}

/// The AI version of a photograph, and the original that it is given back from. `None` where a case is not for it.
pub(super) fn made(
    photograph: &Still,
    soft: &[Plane<f32>; 3],
    case: &Case,
    finders: &Finders,
) -> Result<Option<Pair>> {
    let (width, height) = photograph.size();
    if case.scale > 1.5 && width * height > MOST_ENLARGED_PX {
        return Ok(None);
    }
    let (map, size) = map_of(case, photograph);
    let there = looks::eight(soft.each_ref().map(|p| moved(p, &map, size, case.scale)));
    let (painted, spots) =
        if case.has_spots { painted(photograph) } else { (photograph.rgb.clone(), Vec::new()) };
    let [there, original] = looks::looked(case.look, there, painted, photograph);
    let name = format!("{} {}", photograph.name, case.name);
    let clean = photograph.rgb.clone();
    let (wish, most) = match case.faces {
        Faces::One => (&finders.mesh, 1),
        Faces::Box => (&finders.boxes, 1),
        Faces::Two => (&finders.mesh, 2),
    };
    let [there, original] = if case.faces == Faces::Two {
        [there, original].map(|rgb| looks::beside_mirrored(&rgb))
    } else {
        [there, original]
    };
    // Codes that only blemishes tell from the photograph's show the same faces.
    let is_same = case.faces == Faces::One && case.look == Look::Plain;
    let original = match is_same {
        true => photograph.with(original),
        false => Still::of(photograph.name.clone(), original, wish, most)?,
    };
    Ok(Some(Pair { original, ai: Still::of(name, there, wish, most)?, map, clean, spots }))
}

type Map = Box<dyn Fn([f64; 2]) -> [f64; 2] + Sync>;

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
        let [p, q] = [v, u].map(|t| sin_cos_deg(360.0 * t / wave).0);
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
