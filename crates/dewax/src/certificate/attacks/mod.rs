//! Ways to make a picture worse, or only other, as pure functions from frames to frames: what a certificate must refuse, and by
//! which name; and what is harmless, and must pass.

mod colour;
mod detail;
mod edit;
mod others;
mod place;
mod time;

use super::Cause;
use crate::px::Frame;
use edit::Spot;
pub use others::OTHERS;

/// Frames of one shot, and where the face is in them.
#[derive(Debug)]
pub struct Scene<'a> {
    /// Successive frames.
    pub frames: &'a [Frame],
    /// Per frame the eyes of the face, the picture's left one first, luma px; none where it is not seen.
    pub eyes: &'a [Option<[[f64; 2]; 2]>],
}

impl Scene<'_> {
    /// The face's place in a frame.
    fn spot(&self, at: usize) -> Option<Spot> {
        self.eyes.get(at).copied().flatten().map(Spot::between)
    }
}

/// One way to change frames.
#[derive(Clone, Copy, Debug)]
pub struct Attack {
    /// Its name in tables and on the command line.
    pub name: &'static str,
    /// The causes of which the first that is named must be one; none for what is harmless and must pass.
    pub causes: &'static [Cause],
    make: fn(&Scene<'_>) -> Vec<Frame>,
}

impl Attack {
    /// The frames after it.
    pub fn frames(&self, scene: &Scene<'_>) -> Vec<Frame> {
        (self.make)(scene)
    }

    /// Whether it is harmless.
    pub fn must_pass(&self) -> bool {
        self.causes.is_empty()
    }
}

const fn attack(name: &'static str, causes: &'static [Cause], make: fn(&Scene<'_>) -> Vec<Frame>) -> Attack {
    Attack { name, causes, make }
}

/// All of them.
pub const ATTACKS: &[Attack] = &[
    attack("copy", &[], time::copy),
    attack("grain-everywhere", &[], detail::grain),
    attack("exposure-up", &[], colour::brighter),
    attack("exposure-down", &[], colour::darker),
    attack("gamma", &[], colour::gamma),
    attack("dither", &[], detail::dither),
    attack("blur-1", &[Cause::Blurred], |s| detail::blur(s, 1.0)),
    attack("blur-2.5", &[Cause::Blurred], |s| detail::blur(s, 2.5)),
    attack("blur-few-frames", &[Cause::Blurred], detail::blur_few),
    attack("cheek-left", &[Cause::Waxed, Cause::Features], |s| detail::blur_spot(s, [-0.62, 0.6], 0.27, 2.5)),
    attack("cheek-right", &[Cause::Waxed, Cause::Features], |s| detail::blur_spot(s, [0.62, 0.6], 0.27, 1.5)),
    attack("cheeks", &[Cause::Waxed, Cause::Features], detail::blur_cheeks),
    attack("nose", &[Cause::Waxed, Cause::Features], |s| detail::blur_spot(s, [0.0, 0.5], 0.22, 2.0)),
    attack("forehead", &[Cause::Waxed, Cause::Features], |s| detail::blur_spot(s, [0.0, -0.55], 0.27, 2.0)),
    attack("neck", &[Cause::Waxed], |s| detail::blur_spot(s, [0.0, 1.95], 0.33, 2.5)),
    attack("neck-little", &[Cause::Waxed], |s| detail::blur_spot(s, [0.0, 1.95], 0.3, 1.5)),
    attack("neck-few-frames", &[Cause::Waxed], detail::blur_neck_few),
    attack("face-few-frames", &[Cause::Waxed, Cause::Features], detail::blur_face_few),
    attack("eyes-blurred", &[Cause::Features], detail::blur_eyes),
    attack("surface-blur", &[Cause::Waxed, Cause::Blurred], detail::surface_blur),
    attack("unsharp", &[Cause::Sharpened], detail::unsharp),
    attack("white-noise", &[Cause::Noise], |s| detail::noise(s, 0, 4.0)),
    attack("grain-off-skin", &[Cause::Noise, Cause::Waxed], detail::grain_off_skin),
    attack("islands", &[Cause::Unnatural, Cause::OnScreen, Cause::Noise], detail::islands),
    attack("leather", &[Cause::Unnatural], detail::leather),
    attack("average-3", &[Cause::Averaged], |s| time::average(s, 1)),
    attack("average-5", &[Cause::Averaged], |s| time::average(s, 2)),
    attack("recursive", &[Cause::Averaged], time::recursive),
    attack("frozen", &[Cause::Frozen], time::frozen),
    attack("held-twice", &[Cause::Repeated], time::held_twice),
    attack("late-1", &[Cause::Order], |s| time::late(s, 1)),
    attack("late-5", &[Cause::Order], |s| time::late(s, 5)),
    attack("swapped", &[Cause::Order], time::swapped),
    attack("elsewhere", &[Cause::Replaced], time::elsewhere),
    attack("half-grey", &[Cause::Replaced], time::half_grey),
    // A mouth that does not speak differs by its sampling only.
    attack("other-mouth", &[Cause::Features, Cause::Warped, Cause::Noise], time::other_mouth),
    attack("screen-texture", &[Cause::OnScreen, Cause::Averaged], detail::screen_texture),
    attack("screen-pattern", &[Cause::OnScreen], detail::screen_pattern),
    attack("lips-brighter", &[Cause::Features], colour::lips),
    attack("colour-blotches", &[Cause::Colour], colour::blotches),
    attack("chroma-noise", &[Cause::Noise], colour::chroma_noise),
    attack("chroma-shifted", &[Cause::Colour], colour::chroma_shifted),
    attack("chroma-frozen", &[Cause::Colour], colour::chroma_frozen),
    attack("chroma-late", &[Cause::Order], colour::chroma_late),
    attack("chroma-blocks", &[Cause::Colour], colour::chroma_blocks),
    attack("chroma-blurred", &[Cause::Colour], colour::chroma_blurred),
    attack("hue-alternating", &[Cause::Flicker, Cause::Colour], colour::hue_alternating),
    attack("hue-turned", &[Cause::Colour], colour::hue_turned),
    attack("background-recoloured", &[Cause::Colour], colour::background),
    attack("background-lit", &[Cause::Surroundings], colour::background_lit),
    attack("skin-lit", &[Cause::Seam, Cause::Colour], colour::skin_lit),
    attack("patches", &[Cause::Flicker, Cause::Colour], colour::patches),
    attack("pulsing-spot", &[Cause::Flicker], colour::pulsing_spot),
    attack("flicker", &[Cause::Flicker], colour::flicker),
    attack("dip-in-light", &[Cause::Flicker], colour::dip),
    attack("full-range-codes", &[Cause::Levels], colour::full_range),
    attack("negative", &[Cause::Levels], colour::negative),
    attack("crop", &[Cause::Geometry], place::crop),
    attack("half-pixel", &[Cause::Geometry], |s| place::shift(s, 0.5)),
    attack("jaw-narrowed", &[Cause::Warped, Cause::Replaced], place::jaw),
    attack("eyes-enlarged", &[Cause::Warped], place::eyes),
];
