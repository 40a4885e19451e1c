//! What is named of the places that are over a limit: what one change explains is not named as several.

use super::places::{Worst, Wrong};
use super::{Cause, Fault, FrameProof, SkinProof};

/// From this on a place is another picture's, whatever else explains it.
const PLAINLY_REPLACED: f32 = 1.3;
/// A shift of what is there is by so much as near to its limit as the change of levels to its own: a warped nose has 0.75 to 1.03 of it, lips
/// 0.46, enlarged eyes 0.31, made-up lips 0.13. And nearer than any change of colour: by so much.
const OF_LEVELS: f32 = 0.25;
const OF_COLOURS: f32 = 1.2;
/// What is done to features alone is by so much nearer to its limit than what is done beside them; and the other way round.
const OF_FEATURES: f32 = 1.5;
const OF_SKIN: f32 = 1.15;
/// From so many times their limit on colours show another thing (blocks that a decoder lost have 3.5 to 4.3), and so does brightness: skin
/// under new grain reaches 1, another face 7 to 11.
const OTHER_COLOUR: f32 = 2.0;
const OTHER_LEVELS: f32 = 4.0;
/// And detail that is as strong but lies so far over its limit goes against what was there: another face has 6, a background that stands still
/// 3.6, every second line of the next frame 2.7, a recursive mean 1.8.
const OTHER_DETAIL: f32 = 3.2;
/// Where detail is another, so much of a shift's limit is enough.
const WITH_OTHER: f32 = 0.7;

/// What the places of a shot say together.
pub(super) struct Naming {
    /// What was done to everything was done to the features as well; or it was done to the skin, and reaches into them.
    not_of_features: bool,
    /// Eyes, lips, brows and hair are what was changed.
    of_features: bool,
    softened: bool,
    shifted: bool,
    /// Colours show another thing, and nothing was softened.
    recoloured_much: bool,
    recoloured: bool,
    is_noisy: bool,
    plainly_replaced: bool,
    /// New texture lies over skin, and does so more than any texture is gone.
    covered: bool,
    /// Brightness of some place is over its limit.
    relit: bool,
    /// Some place is much brighter or darker, with as much detail, but another.
    is_another: bool,
}

impl Naming {
    /// Of the worst places of a shot, and of what was found in the whole picture and skin.
    pub(super) fn of(worst: &[Worst], of_frame: &[Fault], of_skin: &[SkinProof]) -> Self {
        let most = |wrong: &[Wrong]| {
            let of = worst.iter().filter(|w| wrong.contains(&w.wrong)).map(|w| w.ratio);
            of.fold(0.0f32, f32::max)
        };
        let in_frame = |causes: &[Cause]| of_frame.iter().any(|f| causes.contains(&f.cause));
        let in_skin =
            |causes: &[Cause]| of_skin.iter().flat_map(|s| &s.faults).any(|f| causes.contains(&f.cause));
        let everything = [Cause::Blurred, Cause::Waxed, Cause::Sharpened, Cause::Noise, Cause::Averaged];
        let everywhere = most(&[Wrong::AroundDetail]) > 1.0 || in_frame(&everything);
        let features = most(&[Wrong::FeatureDetail, Wrong::FeatureLevel]);
        let texture = most(&[Wrong::SkinDetail]);
        let of_texture = in_skin(&[Cause::Waxed, Cause::Blurred, Cause::Sharpened]);
        let levels = most(&[Wrong::AroundLevel, Wrong::FeatureLevel, Wrong::SkinLevel]);
        let detail = most(&[Wrong::AroundDetail, Wrong::FeatureDetail]);
        let other = most(&[Wrong::AroundOther, Wrong::SkinOther]);
        // What comes and goes with another picture is no noise.
        let is_noisy = (in_frame(&[Cause::Noise]) || in_skin(&[Cause::Noise])) && levels <= OTHER_LEVELS;
        let covered = if is_noisy { 0.0 } else { most(&[Wrong::SkinCovered]) };
        let colours = most(&[Wrong::AroundColour, Wrong::SkinColour]);
        // What was moved differs in its levels more than in its detail; what was blurred does not. And it differs by what was beside it: what
        // got much brighter, or another colour, was not moved.
        let by = most(&[Wrong::Moved]);
        let is_shift = by > OF_LEVELS * levels && by > OF_COLOURS * colours;
        let moved = by > 1.0 && levels > 1.0 && levels > detail;
        Self {
            not_of_features: everywhere
                || (features < texture && (of_texture || OF_SKIN * features < texture)),
            of_features: features > OF_FEATURES * other,
            softened: most(&[Wrong::AroundDetail, Wrong::FeatureDetail]) > 1.0,
            shifted: is_shift && (moved || (by > WITH_OTHER && other > 1.0)),
            recoloured_much: colours > OTHER_COLOUR && colours > detail,
            recoloured: colours > 1.0,
            is_noisy,
            plainly_replaced: most(&[Wrong::Replaced]) > PLAINLY_REPLACED,
            covered: covered > 1.0 && covered > texture.max(other),
            relit: levels > 1.0,
            is_another: other > OTHER_DETAIL
                && !is_noisy
                && most(&[Wrong::SkinLevel, Wrong::AroundLevel]) > OTHER_LEVELS,
        }
    }

    /// Whether something else explains this.
    pub(super) fn follows(&self, wrong: Wrong) -> bool {
        match wrong {
            Wrong::FeatureDetail | Wrong::FeatureLevel => self.not_of_features,
            // What was moved far does not lie on what was there.
            Wrong::Moved => !self.shifted,
            Wrong::Replaced => self.shifted && !self.plainly_replaced,
            // What was softened keeps its colours.
            Wrong::AroundDetail => self.recoloured_much,
            Wrong::SkinDetail => self.recoloured_much || self.is_covered(),
            // New noise in place of texture is noise.
            Wrong::SkinCovered => self.shifted || self.is_noisy,
            Wrong::SkinOther => self.shifted || self.is_noisy || self.of_features || self.is_covered(),
            Wrong::AroundOther => self.shifted || self.is_noisy || self.of_features,
            Wrong::ColourNoise => self.recoloured,
            Wrong::Noise => self.softened,
            // What is lit otherwise and moves flickers where its edge passes.
            Wrong::Flickers => self.relit,
            _ => false,
        }
    }

    /// Whether new texture over the skin is what is named.
    fn is_covered(&self) -> bool {
        self.covered && !self.shifted
    }

    /// From which share of its limit on it is named.
    pub(super) fn least(&self, wrong: Wrong) -> f32 {
        if wrong == Wrong::Moved && self.shifted { WITH_OTHER } else { 1.0 }
    }

    /// Takes away what cannot be where another picture is: neither a mean of frames nor texture that stands is so much brighter or darker,
    /// and goes so much against what was there.
    pub(super) fn without_mixes(&self, frame: &mut FrameProof, skin: &mut [SkinProof]) {
        if self.is_another {
            let of_skin = skin.iter_mut().map(|s| &mut s.faults);
            for faults in std::iter::once(&mut frame.faults).chain(of_skin) {
                faults.retain(|f| !matches!(f.cause, Cause::Averaged | Cause::OnScreen));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::places::Span;
    use super::*;

    fn naming(seen: &[(Wrong, f32)]) -> Naming {
        let place = |&(wrong, ratio): &(Wrong, f32)| Worst {
            wrong,
            span: Span::Frame,
            frame: 0,
            at: (0, 0),
            ratio,
            figure: 1.0,
        };
        Naming::of(&seen.iter().map(place).collect::<Vec<_>>(), &[], &[])
    }

    #[test]
    fn a_shift_is_told_from_what_is_lit_or_painted_otherwise() {
        let is_moved = |seen: &[(Wrong, f32)]| !naming(seen).follows(Wrong::Moved);
        for (by, is) in [(0.8, false), (1.2, true)] {
            assert_eq!(is_moved(&[(Wrong::Moved, by * OF_LEVELS * 6.0), (Wrong::FeatureLevel, 6.0)]), is);
            let painted =
                [(Wrong::Moved, by * OF_COLOURS * 2.0), (Wrong::SkinLevel, 2.0), (Wrong::SkinColour, 2.0)];
            assert_eq!(is_moved(&painted), is);
            let other = [(Wrong::Moved, by * WITH_OTHER), (Wrong::SkinLevel, 1.1), (Wrong::SkinOther, 1.5)];
            assert_eq!(is_moved(&other), is);
        }
    }

    #[test]
    fn another_picture_is_no_mean_of_frames() {
        for (by, stays) in [(0.8, true), (1.2, false)] {
            let mean = Fault { cause: Cause::Averaged, seen: String::new() };
            let mut frame = FrameProof { faults: vec![mean], ..FrameProof::default() };
            let seen = [(Wrong::SkinOther, by * OTHER_DETAIL), (Wrong::SkinLevel, 2.0 * OTHER_LEVELS)];
            naming(&seen).without_mixes(&mut frame, &mut []);
            assert_eq!(!frame.faults.is_empty(), stays, "{by}");
        }
    }

    #[test]
    fn something_is_named_whatever_lies_over_its_limit() {
        for a in Wrong::ALL {
            for b in Wrong::ALL {
                for (x, y) in [(1.1, 1.1), (1.1, 3.0), (3.0, 1.1), (6.0, 6.0), (1.1, 9.0)] {
                    let naming = naming(&[(a, x), (b, y)]);
                    // A shift alone moves nothing that is seen.
                    let alone = |wrong: Wrong| wrong == Wrong::Moved;
                    let named = [a, b].into_iter().any(|w| !naming.follows(w));
                    assert!(named || (alone(a) && alone(b)), "{a:?} {x}, {b:?} {y}");
                }
            }
        }
    }
}
