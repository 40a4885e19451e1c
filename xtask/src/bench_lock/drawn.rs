//! A drawn face before a drawn backdrop: pores that stick, and flaws of known strength on top.

use super::ground::{Purpose, band_noise, each_frame, exposure, sharp_at, shrunk, soft_at};
use super::hand::Hand;
use super::scene::{
    BOIL_LEVELS, BOIL_PX, EDGE_PX, EXPOSURE, LIMITED, Made, PATCH_LEVELS, PATCH_PX, SIZE, Scene, assemble,
    luma_code,
};
use super::truth::{Bulge, Motion, Truth, Walk, ring};
use dewax::color::math::sin_cos_deg;
use dewax::px::Plane;

/// Side of the face's texture, px, and its middle.
const SIDE: usize = 800;
const MIDDLE: f64 = 400.0;
/// How the head moves.
const WALK: Walk = Walk { side_px: 90.0, nod_px: 14.0, turn_deg: 6.0, scale: 0.95 };
/// Contrast of the pores, and of the coarser structure that a real face has besides, RMS in levels.
const PORES_LEVELS: f32 = 4.0;
const STRUCTURE_LEVELS: f32 = 3.0;
const STRUCTURE_PX: (f32, f32) = (4.0, 10.0);
/// How far jaw and cheeks move, px.
const JAW_PX: f64 = 6.0;
/// Skin beyond eyes and mouth where no figures are taken, px.
const AROUND_FEATURES_PX: f64 = 25.0;
/// Skin beyond eyes and mouth that the mask leaves out, px.
const MASK_MARGIN_PX: f64 = 5.0;
/// Brightness of eyes and mouth.
const DARK: f32 = 60.0;
/// Chroma of every pixel: skin.
const CHROMA: [u8; 2] = [110, 148];

/// What the drawn face does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Variant {
    /// Moves as a whole.
    Rigid,
    /// Jaw and cheeks move, too.
    Nonrigid,
    /// As a whole, but without pores or other structure that would show the motion.
    Porcelain,
    /// As `Rigid`, with a hand that crosses the face.
    Occlusion,
    /// As `Nonrigid`, with a mouth that speaks and eyes that blink.
    Speech,
}

/// All of them, as they are named.
pub(super) const VARIANTS: [(&str, Variant); 5] = [
    ("rigid", Variant::Rigid),
    ("nonrigid", Variant::Nonrigid),
    ("porcelain", Variant::Porcelain),
    ("occlusion", Variant::Occlusion),
    ("speech", Variant::Speech),
];

/// An eye or the mouth: an ellipse of the texture.
#[derive(Clone, Copy, Debug)]
struct Feature {
    at: (f64, f64),
    radii: (f64, f64),
    /// How much higher or lower than at rest it can get.
    opens: f64,
}

const EYES: [(f64, f64); 2] = [(320.0, 340.0), (480.0, 340.0)];
const EYE_RADII: (f64, f64) = (38.0, 16.0);
const MOUTH: Feature = Feature { at: (400.0, 540.0), radii: (70.0, 18.0), opens: 3.0 };

impl Feature {
    /// About how far a place of the texture lies outside of it, px; less than 0 inside.
    fn distance_px(&self, (x, y): (f64, f64)) -> f64 {
        let (x, y) = ((x - self.at.0) / self.radii.0, (y - self.at.1) / self.radii.1);
        ((x * x + y * y).sqrt() - 1.0) * self.radii.0.min(self.radii.1)
    }

    fn widened(mut self, px: f64) -> Self {
        self.radii = (self.radii.0 + px, self.radii.1 + px);
        self
    }
}

impl Variant {
    fn bulges(self) -> bool {
        matches!(self, Self::Nonrigid | Self::Speech)
    }

    /// Eyes and mouth in a frame; of their largest extent without one.
    fn features(self, frame: Option<usize>) -> [Feature; 3] {
        let mut features = [
            Feature { at: EYES[0], radii: EYE_RADII, opens: 1.0 },
            Feature { at: EYES[1], radii: EYE_RADII, opens: 1.0 },
            MOUTH,
        ];
        if self == Self::Speech {
            let open = frame.map(|t| (speaks(t), blinks(t)));
            for (i, feature) in features.iter_mut().enumerate() {
                let factor = match open {
                    Some((mouth, eyes)) => {
                        if i == 2 {
                            mouth
                        } else {
                            eyes
                        }
                    }
                    None => feature.opens,
                };
                feature.radii.1 *= factor;
            }
        }
        features
    }

    /// What moves by itself in a scene, besides the face.
    fn has_own_motion(self) -> bool {
        matches!(self, Self::Speech | Self::Occlusion)
    }
}

/// How high the mouth is beside its rest: up to three times, every nine frames.
fn speaks(frame: usize) -> f64 {
    let (_, cos) = sin_cos_deg(frame as f64 * 40.0);
    1.0 + (MOUTH.opens - 1.0) * (0.5 - 0.5 * cos)
}

/// How open the eyes are: a blink of four frames about every second.
fn blinks(frame: usize) -> f64 {
    match frame % 22 {
        11 | 14 => 0.5,
        12 | 13 => 0.12,
        _ => 1.0,
    }
}

/// The face's texture without eyes and mouth, its mask, and its pores.
struct Face {
    variant: Variant,
    skin: Plane<f32>,
    mask: Plane<f32>,
    pores: Option<Plane<f32>>,
}

impl Face {
    fn new(variant: Variant) -> Self {
        let size = (SIDE, SIDE);
        let from_middle = |x: usize, y: usize| (x as f64 - MIDDLE, y as f64 - MIDDLE);
        let mask = Plane::from_fn(SIDE, SIDE, |x, y| {
            let (x, y) = from_middle(x, y);
            let (x, y) = (x / 230.0, y / 300.0);
            ((1.0 - (x * x + y * y).sqrt()) / 0.02).clamp(0.0, 1.0) as f32
        });
        let mut skin = Plane::from_fn(SIDE, SIDE, |x, y| {
            let (x, y) = from_middle(x, y);
            let cos = |radians: f64| sin_cos_deg(radians.to_degrees()).1;
            (150.0 + 35.0 * cos((x - 60.0) / 300.0 * 1.2) * cos((y + 50.0) / 400.0 * 1.1)) as f32
        });
        let mut add = |levels: f32, band: &Plane<f32>| {
            skin.samples_mut().iter_mut().zip(band.samples()).for_each(|(s, b)| *s += levels * b);
        };
        let mut pores = None;
        if variant != Variant::Porcelain {
            let mut band = band_noise(size, BOIL_PX, Purpose::Pores as u32, 0);
            add(PORES_LEVELS, &band);
            band.samples_mut().iter_mut().for_each(|v| *v *= PORES_LEVELS * LIMITED);
            pores = Some(band);
        }
        if variant.bulges() {
            add(STRUCTURE_LEVELS, &band_noise(size, STRUCTURE_PX, Purpose::Structure as u32, 0));
        }
        Self { variant, skin, mask, pores }
    }

    /// The texture in a frame: skin with eyes and mouth.
    fn texture(&self, frame: usize) -> Plane<f32> {
        let mut texture = self.skin.clone();
        for feature in self.variant.features(Some(frame)) {
            for y in 0..SIDE {
                for (x, value) in texture.row_mut(y).iter_mut().enumerate() {
                    let cover = (0.5 - feature.distance_px((x as f64, y as f64))).clamp(0.0, 1.0) as f32;
                    *value += (DARK - *value) * cover;
                }
            }
        }
        texture
    }

    /// Where figures are taken: skin away from the edge, from eyes and from mouth.
    fn inner(&self) -> Plane<bool> {
        let face = Plane::from_fn(SIDE, SIDE, |x, y| self.mask.row(y)[x] > 0.99);
        let far = shrunk(&face, EDGE_PX);
        let around = self.variant.features(None).map(|f| f.widened(AROUND_FEATURES_PX));
        Plane::from_fn(SIDE, SIDE, |x, y| {
            far.row(y)[x] && around.iter().all(|f| f.distance_px((x as f64, y as f64)) > 0.0)
        })
    }

    /// Boil and patches of a frame.
    fn flaws(frame: usize) -> Plane<f32> {
        let mut flaws = band_noise((SIDE, SIDE), BOIL_PX, Purpose::Boil as u32, frame);
        let patches = band_noise((SIDE, SIDE), PATCH_PX, Purpose::Patch as u32, frame);
        for (flaw, patch) in flaws.samples_mut().iter_mut().zip(patches.samples()) {
            *flaw = *flaw * BOIL_LEVELS + patch * PATCH_LEVELS;
        }
        flaws
    }
}

/// A backdrop as photographs have it, the same energy in every octave, wide enough to pan over it.
fn backdrop(frames: usize) -> Plane<f32> {
    const OCTAVES: u32 = 9;
    let mut sum = Plane::filled(SIZE.0 + frames, SIZE.1, 90.0);
    for octave in 0..OCTAVES {
        let fine_px = 0.7 * (1u32 << octave) as f32;
        let band = band_noise(
            (sum.width(), sum.height()),
            (fine_px, 2.0 * fine_px),
            Purpose::Backdrop as u32 + octave,
            0,
        );
        let levels = 28.0 / (OCTAVES as f32).sqrt();
        sum.samples_mut().iter_mut().zip(band.samples()).for_each(|(s, b)| *s += levels * b);
    }
    sum
}

/// Draws a scene.
pub(super) fn draw(name: &str, variant: Variant, frames: usize) -> Scene {
    let face = Face::new(variant);
    let middle = (SIZE.0 as f64 / 2.0, SIZE.1 as f64 / 2.0);
    let motion = |t| Motion::new(&WALK, (MIDDLE, MIDDLE), middle, JAW_PX, t);
    let mut truth = Truth {
        motions: (0..frames).map(motion).collect(),
        bulge: variant.bulges().then(|| Bulge::new((SIDE, SIDE), EYES)),
        pores: None,
        inner: face.inner(),
        hand: (variant == Variant::Occlusion).then(|| Hand::new(SIZE.0, SIZE.1)),
        rings: Vec::new(),
        moving: Vec::new(),
    };
    let backdrop = backdrop(frames);
    let made = each_frame(frames, |t| frame(&face, &truth, &backdrop, t));
    truth.pores = face.pores;
    assemble(name.to_owned(), truth, made, variant.has_own_motion(), true)
}

fn frame(face: &Face, truth: &Truth, backdrop: &Plane<f32>, index: usize) -> Made {
    let (width, height) = SIZE;
    let (texture, flaws, gain) = (face.texture(index), Face::flaws(index), exposure(EXPOSURE, index));
    let (motion, bulge) = (&truth.motions[index], truth.bulge.as_ref());
    let left_out = face.variant.features(Some(index)).map(|f| f.widened(MASK_MARGIN_PX));
    let widest = face.variant.features(None);
    let mut clean = Plane::new(width, height);
    let mut luma = Plane::new(width, height);
    let mut mask = Plane::new(width, height);
    let mut cover = Plane::new(width, height);
    let mut moving = Plane::new(width, height);
    for y in 0..height {
        for x in 0..width {
            let place = (x as f64, y as f64);
            let mut value = backdrop.row(y)[x + index];
            let (mut flaw, mut skin) = (0.0, 0.0);
            let (u, v) = Truth::texture_at(motion, bulge, place);
            let reach = -1.0..SIDE as f64;
            if reach.contains(&u) && reach.contains(&v) {
                let covered = soft_at(&face.mask, u, v);
                if covered > 0.0 {
                    value += (sharp_at(&texture, u, v) - value) * covered;
                    flaw = sharp_at(&flaws, u, v) * covered;
                    let outside = left_out.iter().map(|f| f.distance_px((u, v))).fold(1.0, f64::min);
                    skin = covered * outside.clamp(0.0, 1.0) as f32;
                    moving.row_mut(y)[x] =
                        face.variant == Variant::Speech && widest.iter().any(|f| f.distance_px((u, v)) < 0.0);
                }
                cover.row_mut(y)[x] = covered;
            }
            if let Some(hand) = &truth.hand {
                let distance = hand.distance_px(index, place);
                if distance < 12.0 {
                    let before = (0.5 - distance / 1.5).clamp(0.0, 1.0) as f32;
                    value += (hand.shade(index, place) - value) * before;
                    flaw *= 1.0 - before;
                    skin *= ((distance - 2.0) / 2.0).clamp(0.0, 1.0) as f32;
                    // With the skin beside it: where a hand was a moment ago, it must not linger.
                    moving.row_mut(y)[x] = true;
                }
            }
            clean.row_mut(y)[x] = luma_code(value);
            luma.row_mut(y)[x] = luma_code((value + flaw) * gain);
            mask.row_mut(y)[x] = (skin * 255.0).round() as u8;
        }
    }
    let chroma = CHROMA.map(|code| Plane::filled(width / 2, height / 2, code));
    let [blue, red] = chroma;
    Made { clean, bad: [luma, blue, red], mask, ring: ring(&cover), moving }
}

#[cfg(test)]
mod tests {
    use super::super::score::score;
    use super::*;

    #[test]
    fn figures_find_the_truth_and_the_flaws() {
        let scene = draw("speech", Variant::Speech, 22);
        let clean = score(&scene.truth, &scene.clean, &scene.clean);
        let pores = clean.pores.unwrap();
        assert!((0.97..1.03).contains(&pores), "{clean:?}");
        assert!(clean.expo < 0.05 && clean.patch < 0.15 && clean.boil < 0.35, "{clean:?}");
        assert_eq!((clean.ghost, clean.ghost_in), (0.0, Some(0.0)));
        let bad = score(&scene.truth, &scene.clean, &scene.bad_luma());
        assert!((0.97..1.05).contains(&bad.pores.unwrap()), "what boils is not what sticks: {bad:?}");
        assert!((1.1..1.7).contains(&bad.boil) && bad.patch > 1.5 && bad.expo > 0.6, "{bad:?}");
        assert!(bad.ghost > 0.3 && bad.micro > clean.micro, "{bad:?}");
    }

    #[test]
    fn a_hand_changes_no_figure() {
        let (bare, crossed) = (draw("", Variant::Rigid, 34), draw("", Variant::Occlusion, 34));
        let bare = score(&bare.truth, &bare.clean, &bare.bad_luma());
        let crossed = score(&crossed.truth, &crossed.clean, &crossed.bad_luma());
        assert!((bare.expo - crossed.expo).abs() < 0.1 * bare.expo, "{bare:?} {crossed:?}");
        assert!((bare.patch - crossed.patch).abs() < 0.1 * bare.patch, "{bare:?} {crossed:?}");
        assert!((bare.boil - crossed.boil).abs() < 0.1 * bare.boil, "{bare:?} {crossed:?}");
        assert!(bare.ghost_in.is_none() && crossed.ghost_in.is_some());
    }
}
