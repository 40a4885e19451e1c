//! A portrait that moves: a photograph taken along a known motion, jaw and cheeks included, with flaws on its skin.

use super::clip::decode_rgb;
use super::ground::{Purpose, band_noise, each_frame, exposure, sharp_at, shrunk, soft_at};
use super::scene::{
    BOIL_LEVELS, BOIL_PX, EDGE_PX, EXPOSURE, LIMITED, Made, PATCH_IOD_PX, PATCH_LEVELS, PATCH_PX, Planes,
    SIZE, Scene, assemble, luma_code,
};
use super::stills::{LONG_PX, Still};
use super::truth::{Bulge, Motion, Truth, Walk, ring};
use anyhow::Result;
use dewax::kernels::blur::gaussian;
use dewax::px::Plane;
use dewax_media::tools::Tools;
use std::path::Path;

/// How the photograph moves.
const WALK: Walk = Walk { side_px: 40.0, nod_px: 12.0, turn_deg: 3.0, scale: 1.0 };
/// How far jaw and cheeks move, in distances of the eyes.
const JAW_IODS: f64 = 0.03;
/// Texture around the frame, px: what the walk can bring in.
const MARGIN: (usize, usize) = (100, 80);
/// Over this many px the photograph gives way to a blurred backdrop where it ends.
const FADE_PX: f32 = 24.0;
const BACKDROP_PX: f32 = 20.0;
/// Half the width of the soft edge of the skin, in distances of the eyes.
const SOFT_IODS: f64 = 0.02;
/// Skin beyond eyes, nostrils and mouth where no figures are taken, in distances of the eyes.
const AROUND_IODS: f64 = 0.05;
/// Luma weights of BT.709.
const WEIGHTS: [f32; 3] = [0.2126, 0.7152, 0.0722];

/// A photograph as texture of a clip: luma 0 to 255, and the colour differences as codes around 0.
struct Portrait {
    luma: Plane<f32>,
    chroma: [Plane<f32>; 2],
    /// Where the flaws are laid on, 0 to 1.
    skin: Plane<f32>,
    iod_px: f32,
}

/// How a photograph moves in a picture that is hardly larger than its face.
const STROLL: Walk = Walk { side_px: 12.0, nod_px: 6.0, turn_deg: 2.5, scale: 1.0 };

/// A photograph that moves, without any flaw: its frames, what is known of them, and the texture's place of their corner.
pub(crate) struct Strolling {
    pub(crate) frames: Vec<Planes>,
    pub(crate) truth: Truth,
    pub(crate) corner: (usize, usize),
}

impl Strolling {
    /// Where a place of the picture at rest lies in a frame.
    pub(crate) fn place(&self, frame: usize, at: (f64, f64)) -> (f64, f64) {
        let by = (self.corner.0 as f64, self.corner.1 as f64);
        let texture = (at.0 + by.0 + MARGIN.0 as f64, at.1 + by.1 + MARGIN.1 as f64);
        let place = self.truth.frame_at(frame, texture);
        (place.0 - by.0, place.1 - by.1)
    }
}

/// A photograph in motion, in a picture of the given size around the middle between the eyes.
pub(crate) fn strolling(
    tools: &Tools,
    path: &Path,
    still: &Still,
    frames: usize,
    size: (usize, usize),
) -> Result<Strolling> {
    let Laid { planes: [luma, blue, red], home, eyes, .. } = laid(tools, path, still)?;
    // Even, so that chroma lies where it lies in the whole picture.
    let half = |size: usize, at: f64| ((at - size as f64 / 2.0).max(0.0) as usize).next_multiple_of(2);
    let corner = (half(size.0, still.home.0), half(size.1, still.home.1));
    let truth = Truth {
        motions: (0..frames)
            .map(|t| Motion::new(&STROLL, home, still.home, JAW_IODS * still.iod_px, t))
            .collect(),
        bulge: Some(Bulge::new((luma.width(), luma.height()), eyes)),
        pores: None,
        inner: Plane::new(0, 0),
        hand: None,
        rings: Vec::new(),
        moving: Vec::new(),
    };
    let frames = each_frame(frames, |t| {
        let at = |x: f64, y: f64| {
            let place = (x + corner.0 as f64, y + corner.1 as f64);
            Truth::texture_at(&truth.motions[t], truth.bulge.as_ref(), place)
        };
        let chroma = |plane: &Plane<f32>| {
            Plane::from_fn(size.0 / 2, size.1 / 2, |x, y| {
                let (u, v) = at(2.0 * x as f64, 2.0 * y as f64 + 0.5);
                (128.0 + sharp_at(plane, u, v)).round().clamp(16.0, 240.0) as u8
            })
        };
        let bright = Plane::from_fn(size.0, size.1, |x, y| {
            let (u, v) = at(x as f64, y as f64);
            luma_code(sharp_at(&luma, u, v))
        });
        [bright, chroma(&blue), chroma(&red)]
    });
    Ok(Strolling { frames, truth, corner })
}

/// A photograph laid out as texture: luma and colour differences, where the middle between its eyes lies, and the eyes.
struct Laid {
    planes: [Plane<f32>; 3],
    home: (f64, f64),
    eyes: [(f64, f64); 2],
    /// Px of the clip per px of the copy that the places belong to.
    scale: f64,
}

impl Laid {
    /// Where a place of the copy lies.
    fn placed(&self, still: &Still, at: (f64, f64)) -> (f64, f64) {
        let middle = middle_of(still);
        ((at.0 - middle.0) * self.scale + self.home.0, (at.1 - middle.1) * self.scale + self.home.1)
    }
}

fn middle_of(still: &Still) -> (f64, f64) {
    ((still.eyes[0].0 + still.eyes[1].0) / 2.0, (still.eyes[0].1 + still.eyes[1].1) / 2.0)
}

fn laid(tools: &Tools, path: &Path, still: &Still) -> Result<Laid> {
    let long = still.size_px.0.max(still.size_px.1);
    let apart = (still.eyes[1].0 - still.eyes[0].0).hypot(still.eyes[1].1 - still.eyes[0].1);
    // Px of the clip per px of the copy that the places belong to.
    let scale = still.iod_px / apart;
    let of_picture = |side: f64| (side * LONG_PX / long * scale).round() as usize;
    let size = (of_picture(still.size_px.0), of_picture(still.size_px.1));
    let home = (still.home.0 + MARGIN.0 as f64, still.home.1 + MARGIN.1 as f64);
    let rgb = decode_rgb(tools, path, size)?;
    let mut laid = Laid { planes: colours(&rgb), home, eyes: still.eyes, scale };
    let corner = laid.placed(still, (0.0, 0.0));
    laid.eyes = still.eyes.map(|eye| laid.placed(still, eye));
    laid.planes = laid.planes.map(|plane| laid_out(&plane, corner));
    Ok(laid)
}

/// Makes the scene of a portrait that lies at `path`.
pub(super) fn moved(tools: &Tools, path: &Path, still: &Still, frames: usize) -> Result<Scene> {
    let laid = laid(tools, path, still)?;
    let (home, scale) = (laid.home, laid.scale);
    let placed = |at: (f64, f64)| laid.placed(still, at);
    let planes = &laid.planes;
    let (outline, holes) = (
        still.skin.iter().map(|&p| placed(p)).collect::<Vec<_>>(),
        still
            .no_skin
            .iter()
            .map(|&(at, radii)| (placed(at), (radii.0 * scale, radii.1 * scale)))
            .collect::<Vec<_>>(),
    );
    let canvas = (planes[0].width(), planes[0].height());
    let bare = |more_px: f64| {
        Plane::from_fn(canvas.0, canvas.1, |x, y| {
            let at = (x as f64, y as f64);
            within(&outline, at)
                && holes.iter().all(|(middle, radii)| {
                    let (x, y) =
                        ((at.0 - middle.0) / (radii.0 + more_px), (at.1 - middle.1) / (radii.1 + more_px));
                    x * x + y * y > 1.0
                })
        })
    };
    let hard = bare(0.0);
    let hard = Plane::from_fn(canvas.0, canvas.1, |x, y| if hard.row(y)[x] { 1.0 } else { 0.0 });
    let face = Plane::from_fn(canvas.0, canvas.1, |x, y| within(&outline, (x as f64, y as f64)));
    let (far, around) = (shrunk(&face, EDGE_PX), bare(AROUND_IODS * still.iod_px));
    let inner = Plane::from_fn(canvas.0, canvas.1, |x, y| far.row(y)[x] && around.row(y)[x]);
    let eyes = laid.eyes;
    let [luma, blue, red] = laid.planes;
    let portrait = Portrait {
        skin: gaussian(&hard, (SOFT_IODS * still.iod_px) as f32),
        luma,
        chroma: [blue, red],
        iod_px: still.iod_px as f32,
    };
    let jaw_px = JAW_IODS * still.iod_px;
    let mut pores = portrait.luma.clone();
    pores.samples_mut().iter_mut().for_each(|v| *v *= LIMITED);
    let truth = Truth {
        motions: (0..frames).map(|t| Motion::new(&WALK, home, still.home, jaw_px, t)).collect(),
        bulge: Some(Bulge::new(canvas, eyes)),
        pores: Some(pores),
        inner,
        hand: None,
        rings: Vec::new(),
        moving: Vec::new(),
    };
    let made = each_frame(frames, |t| frame(&portrait, &truth, t));
    Ok(assemble(format!("portrait {}", still.name), truth, made, false, false))
}

/// Luma 0 to 255 and colour differences as 8-bit codes around 0, from R'G'B' of 0 to 255.
fn colours(rgb: &[Plane<f32>; 3]) -> [Plane<f32>; 3] {
    let (width, height) = (rgb[0].width(), rgb[0].height());
    let luma = Plane::from_fn(width, height, |x, y| {
        rgb.iter().zip(WEIGHTS).map(|(plane, weight)| plane.row(y)[x] * weight).sum::<f32>()
    });
    let difference = |which: usize| {
        let gain = 224.0 / 255.0 / (2.0 * (1.0 - WEIGHTS[which]));
        let plane = Plane::from_fn(width, height, |x, y| (rgb[which].row(y)[x] - luma.row(y)[x]) * gain);
        // Every second pixel is taken of it.
        gaussian(&plane, 0.8)
    };
    let (blue, red) = (difference(2), difference(0));
    [luma, blue, red]
}

/// The photograph with its corner at a place of the texture; where it ends it is continued, blurred.
fn laid_out(photo: &Plane<f32>, (left, top): (f64, f64)) -> Plane<f32> {
    let (width, height) = (SIZE.0 + 2 * MARGIN.0, SIZE.1 + 2 * MARGIN.1);
    let sharp = Plane::from_fn(width, height, |x, y| sharp_at(photo, x as f64 - left, y as f64 - top));
    let soft = gaussian(&sharp, BACKDROP_PX);
    Plane::from_fn(width, height, |x, y| {
        let (u, v) = (x as f64 - left, y as f64 - top);
        let inside = u.min(v).min(photo.width() as f64 - 1.0 - u).min(photo.height() as f64 - 1.0 - v) as f32;
        let share = (inside / FADE_PX).clamp(0.0, 1.0);
        soft.row(y)[x] + (sharp.row(y)[x] - soft.row(y)[x]) * share
    })
}

/// Whether a place lies inside of an outline: a ray from it crosses the outline an odd number of times.
fn within(outline: &[(f64, f64)], (x, y): (f64, f64)) -> bool {
    let mut inside = false;
    for (i, a) in outline.iter().enumerate() {
        let b = outline[(i + 1) % outline.len()];
        if (a.1 > y) != (b.1 > y) && x < a.0 + (y - a.1) / (b.1 - a.1) * (b.0 - a.0) {
            inside = !inside;
        }
    }
    inside
}

fn frame(portrait: &Portrait, truth: &Truth, index: usize) -> Made {
    let (width, height) = SIZE;
    let canvas = (portrait.luma.width(), portrait.luma.height());
    let mut flaws = band_noise(canvas, BOIL_PX, Purpose::Boil as u32, index);
    let wider = portrait.iod_px / PATCH_IOD_PX;
    let patches = band_noise(canvas, (PATCH_PX.0 * wider, PATCH_PX.1 * wider), Purpose::Patch as u32, index);
    for (flaw, patch) in flaws.samples_mut().iter_mut().zip(patches.samples()) {
        *flaw = *flaw * BOIL_LEVELS + patch * PATCH_LEVELS;
    }
    let gain = exposure(EXPOSURE, index);
    let texture_at = |x: f64, y: f64| Truth::texture_at(&truth.motions[index], truth.bulge.as_ref(), (x, y));
    let mut clean = Plane::new(width, height);
    let mut luma = Plane::new(width, height);
    let mut cover = Plane::new(width, height);
    for y in 0..height {
        for x in 0..width {
            let (u, v) = texture_at(x as f64, y as f64);
            let value = sharp_at(&portrait.luma, u, v);
            let skin = soft_at(&portrait.skin, u, v);
            let flaw = if skin > 0.0 { sharp_at(&flaws, u, v) * skin } else { 0.0 };
            clean.row_mut(y)[x] = luma_code(value);
            luma.row_mut(y)[x] = luma_code((value + flaw) * gain);
            cover.row_mut(y)[x] = skin;
        }
    }
    let chroma = [0, 1].map(|which| {
        Plane::from_fn(width / 2, height / 2, |x, y| {
            // Where 4:2:0 has its colour: on the left column, between the rows.
            let (u, v) = texture_at(2.0 * x as f64, 2.0 * y as f64 + 0.5);
            (128.0 + gain * sharp_at(&portrait.chroma[which], u, v)).round().clamp(16.0, 240.0) as u8
        })
    });
    let [blue, red] = chroma;
    let mask = Plane::from_fn(width, height, |x, y| (cover.row(y)[x] * 255.0).round() as u8);
    let ring = ring(&cover);
    Made { clean, bad: [luma, blue, red], mask, ring, moving: Plane::new(0, 0) }
}

#[cfg(test)]
mod tests {
    use super::super::stills::STILLS;
    use super::*;

    #[test]
    fn places_are_in_the_pictures() {
        for still in STILLS {
            let long = still.size_px.0.max(still.size_px.1);
            let (width, height) = (still.size_px.0 * LONG_PX / long, still.size_px.1 * LONG_PX / long);
            for &(x, y) in still.skin.iter().chain(&still.eyes) {
                assert!((0.0..width).contains(&x) && (0.0..height).contains(&y), "{}: {x} {y}", still.name);
            }
            let holes: Vec<_> = still.no_skin.iter().map(|hole| hole.0).collect();
            let bare = holes.iter().filter(|&&at| within(still.skin, at)).count();
            assert!(bare >= 3, "{}: holes lie in the skin", still.name);
        }
    }

    #[test]
    fn grey_has_no_colour_and_keeps_its_brightness() {
        let grey = [0, 1, 2].map(|_| Plane::filled(8, 8, 90.0));
        let [luma, blue, red] = colours(&grey);
        assert!(
            (luma.row(3)[3] - 90.0).abs() < 1e-3 && blue.row(3)[3].abs() < 1e-3 && red.row(3)[3].abs() < 1e-3
        );
    }
}
