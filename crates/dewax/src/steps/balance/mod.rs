//! Global colour: an ASC CDL per shot, and the gain that takes exposure flicker out of each frame.

mod light;

use crate::deed::Deed;
use crate::asks::Asks;
use crate::cause::Cause;
use crate::clip::Picture;
use crate::color::{Cdl, Join, Light};
use crate::facts::ShotFacts;
use crate::flaw::{COLOUR_FLICKER_FLOOR_PERCENT, FLICKER_FLOOR_PERCENT, Flaw};
use crate::kernels::grade::lay as lay_grade;
use crate::kernels::light::lay as lay_light;
use crate::kernels::regrade::lay as lay_back;
use crate::params;
use crate::px::{Frame, Window};
use crate::skin::limbs::{self, Limbs};
use crate::step::{Blame, Context, Reach, Step, Touches};

params! {
    /// Global colour balance of a shot.
    pub struct Balance {
        /// How much of the measured exposure flicker to take out; 1 removes all of it.
        deflicker: f32 = 1.0, in 0.0..1.0;
        /// How much of the drift of colour to take back that all of the picture shares with its skin: 1 leaves the colour of the
        /// start of the shot.
        drift: f32 = 1.0, in 0.0..1.0, since 8 before 0.0;
        /// How much of the step of colour to take back that stays from a seam on, where a part was joined on to the shot: 1 leaves the
        /// colours of before. A step beside which bars, a logo or what is cut off stay as they are is left.
        seam: f32 = 1.0, in 0.0..1.0, since 9 before 0.0;
        /// How far neck, arms and hands that are hotter than their person's face are drawn toward its colour: 0 leaves them. Only as far as
        /// they lie off, and only where that was told from light.
        limbs: f32 = 0.7, in 0.0..0.8, since 10 before 0.0;
        /// CDL slope (gain) of red.
        slope_red: f32 = 1.0, in 0.25..4.0;
        /// CDL slope (gain) of green.
        slope_green: f32 = 1.0, in 0.25..4.0;
        /// CDL slope (gain) of blue.
        slope_blue: f32 = 1.0, in 0.25..4.0;
        /// CDL offset (lift) of red.
        offset_red: f32 = 0.0, in -0.5..0.5;
        /// CDL offset (lift) of green.
        offset_green: f32 = 0.0, in -0.5..0.5;
        /// CDL offset (lift) of blue.
        offset_blue: f32 = 0.0, in -0.5..0.5;
        /// CDL power (gamma) of red.
        power_red: f32 = 1.0, in 0.25..4.0;
        /// CDL power (gamma) of green.
        power_green: f32 = 1.0, in 0.25..4.0;
        /// CDL power (gamma) of blue.
        power_blue: f32 = 1.0, in 0.25..4.0;
        /// CDL saturation; 0 is grey, 1 leaves it.
        saturation: f32 = 1.0, in 0.0..4.0;
    }
}

impl Balance {
    /// The values as a CDL.
    pub fn cdl(&self) -> Cdl {
        Cdl {
            slope: [self.slope_red, self.slope_green, self.slope_blue],
            offset: [self.offset_red, self.offset_green, self.offset_blue],
            power: [self.power_red, self.power_green, self.power_blue],
            saturation: self.saturation,
        }
    }
}

impl Step for Balance {
    const NAME: &'static str = "balance";
    const DOC: &'static str = "Sets the colour of the whole shot by one ASC CDL (slope, offset, power, saturation, in that \
        order, on code values, clamped as the standard says), takes measured flicker of exposure, and of the light's colour, out of each \
        frame but for what stays steady in it, as a caption does, takes back a drift of colour that all of the picture shares, \
        along its smooth course, and, by one fixed grade for all frames behind it, the step of colour of a seam; and draws neck, arms and hands \
        that are hotter than their person's face toward it, in colour alone. Neutral unless flicker, drift, a seam or hot limbs are measured or \
        values are given.";
    const TOUCHES: Touches = Touches::Frame;
    const BLAME: &'static [Blame] = &[
        Blame::skin(0, &[Cause::Colour]),
        Blame::frame(0, &[Cause::Surroundings, Cause::Colour, Cause::Flicker]),
    ];

    fn neutral() -> Self {
        Self { deflicker: 0.0, drift: 0.0, seam: 0.0, limbs: 0.0, ..Self::default() }
    }

    fn is_neutral(&self) -> bool {
        [self.deflicker, self.drift, self.seam, self.limbs] == [0.0; 4] && self.cdl().is_neutral()
    }

    fn deeds(&self) -> Vec<Deed> {
        let cdl = (!self.cdl().is_neutral()).then_some(Deed { what: "colours balanced by a CDL", much: 1.0, unit: "" });
        let deeds = [
            Deed::share("flicker of the exposure taken out", self.deflicker),
            Deed::share("drift of colour taken back", self.drift),
            Deed::share("steps of colour at seams taken back", self.seam),
            Deed::share("hotter neck and hands drawn toward the face", self.limbs),
            cdl,
        ];
        deeds.into_iter().flatten().collect()
    }

    fn fitted(&self, facts: &ShotFacts) -> Self {
        let figures = &facts.figures;
        let flickers = figures.exposure_flicker_percent >= FLICKER_FLOOR_PERCENT
            || figures.colour_flicker_percent >= COLOUR_FLICKER_FLOOR_PERCENT;
        let drifts = facts.drift().is_some();
        let kept = |applies: bool, share: f32| if applies { share } else { 0.0 };
        Self {
            deflicker: kept(flickers, self.deflicker),
            drift: kept(drifts, self.drift),
            seam: kept(facts.joins.iter().any(Join::is_taken_back), self.seam),
            limbs: kept(!facts.is_stylised() && facts.kept_limbs().any(Limbs::are_drawn), self.limbs),
            ..self.clone()
        }
    }

    fn treats(&self, flaw: Flaw) -> bool {
        match flaw {
            Flaw::Exposure => self.deflicker > 0.0,
            Flaw::Drift => self.drift > 0.0,
            Flaw::Join => self.seam > 0.0,
            Flaw::Limbs => self.limbs > 0.0,
            _ => false,
        }
    }

    fn asks(&self) -> Asks {
        // Taking out flicker is no grade: what was measured goes, and nothing else may change.
        Asks { colour: !self.cdl().is_neutral(), grade: self.cdl(), drift: self.drift, joins: self.seam, limbs: self.limbs, ..Asks::NOTHING }
    }

    fn reach(&self, picture: &Picture) -> Reach {
        let frames = if self.deflicker > 0.0 { light::STEADY_FRAMES as usize } else { 0 };
        let graded_px = if self.cdl().is_neutral() { 0 } else { 4 };
        let halo_px = graded_px + if self.limbs > 0.0 { limbs::reach_px(picture) } else { 0 };
        Reach { back_frames: frames, ahead_frames: frames, halo_px }
    }

    fn apply(&self, context: &Context<'_>, source: &Window<'_>, out: &mut Frame) {
        let Picture { levels, weights, siting, .. } = context.picture;
        // What was measured beside it was measured in the colours before the seam.
        lay_back(levels, *weights, &context.facts.joins_back(source.here().index, self.seam), out);
        let here = light::of(context, source.here().index, self.deflicker);
        if here != Light::AS_IT_IS {
            light::lay(context, source, &here, out);
        }
        if self.drift > 0.0 {
            let back = context.facts.colour_back(source.here().index, self.drift);
            lay_light(levels, &back, out);
        }
        limbs::draw(context.picture, &context.facts.faces, &context.facts.limbs, self.limbs, out);
        if !self.cdl().is_neutral() {
            lay_grade(levels, *weights, *siting, &self.cdl(), out);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shelf::Shelf;
    use crate::clip::Shot;
    use crate::demo::DrawnFace;
    use crate::px::{LEVEL, Plane};
    use crate::step::FaceFilter;
    use std::sync::Arc;

    const SEAM: Join = Join {
        frame: 3,
        back: Cdl { slope: [0.94, 1.0, 1.05], offset: [0.02; 3], power: [1.0; 3], saturation: 0.9 },
        contrast_percent: 5.0,
        saturation_percent: 10.0,
        lighter_percent: 0.0,
        skin_de: 2.5,
        picture_de: 2.0,
        explained: 0.9,
        steady_share: 0.0,
    };

    /// What balance makes of frame `index` of a clip whose shot begins at frame 100 with this join; one colour below black bars.
    fn regraded(seam: f32, index: usize, join: Join) -> [Frame; 2] {
        let picture = DrawnFace::new(64, 48, 9).picture();
        let mut facts = ShotFacts::still(Shot { first_frame: 100, frames: 9 });
        facts.joins = vec![join];
        let mut frame = Frame::new(&picture.format, index);
        let [ground, black] = [[0.5, -0.06, 0.09], [0.0; 3]].map(|c| picture.levels.stored(c).map(|v| v.round() as u16));
        for which in 0..3 {
            let (width, height) = (frame.plane(which).width(), frame.plane(which).height());
            let at = |y: usize| if y < height / 8 { black[which] } else { ground[which] };
            frame.set_plane(which, Plane::from_fn(width, height, |_, y| at(y)));
        }
        let frames = [Arc::new(frame)];
        let context = Context { picture: &picture, facts: &facts, seed: 1, faces: FaceFilter::All, shelf: &Shelf::default() };
        let mut out = (*frames[0]).clone();
        let step = Balance { deflicker: 0.0, drift: 0.0, seam, ..Balance::default() };
        step.fitted(&facts).apply(&context, &Window::new(&frames, 0), &mut out);
        [(*frames[0]).clone(), out]
    }

    #[test]
    fn a_seam_is_taken_back_from_its_frame_on_by_so_much() {
        let picture = DrawnFace::new(64, 48, 9).picture();
        for (seam, index) in [0.0, 0.5, 1.0].into_iter().flat_map(|s| [100, 102, 103, 104, 108].map(|i| (s, i))) {
            let [was, is] = regraded(seam, index, SEAM);
            let colour = |f: &Frame| {
                let at = |which: usize| f32::from(f.plane(which).row(f.plane(which).height() - 2)[4]);
                picture.levels.units([0, 1, 2].map(at))
            };
            let back = if index < 103 || seam == 0.0 { Vec::new() } else { vec![SEAM.back.share(seam)] };
            let due = crate::color::graded_whole(picture.weights, &back, colour(&was));
            for (is, due) in colour(&is).iter().zip(due) {
                assert!((is - due).abs() < 0.0005, "{seam} {index}: {is} {due}");
            }
            assert_eq!(back.is_empty(), (0..3).all(|c| was.plane(c) == is.plane(c)), "{seam} {index}");
        }
    }

    #[test]
    fn bars_that_stay_stay() {
        let bar = |f: &Frame| f.luma().row(2).to_vec();
        let [was, is] = regraded(1.0, 104, Join { steady_share: 0.2, ..SEAM });
        assert_eq!(bar(&was), bar(&is));
        let [was, is] = regraded(1.0, 104, SEAM);
        assert!(bar(&was) != bar(&is), "as they would without");
    }

    const FRAMES: usize = 9;
    const OFF: [f32; FRAMES] = [0.06, -0.05, 0.02, -0.09, 0.08, -0.03, 0.07, -0.08, 0.04];

    /// A textured ground that flickers, with a bright caption that does not; `adds` says how it flickers. Frame 4 before and after, in
    /// levels, with what the ground is without flicker.
    fn treated(adds: bool) -> [Plane<f32>; 3] {
        let (width, height) = (64, 48);
        let face = DrawnFace::new(width, height, FRAMES);
        let picture = face.picture();
        let ground = |x: usize, y: usize| 80.0 + 30.0 * ((x * 7 + y * 13) % 11) as f32 / 11.0;
        let is_caption = |x: usize, y: usize| (30..36).contains(&y) && x % 5 < 3;
        let light = |level: f32, stops: f32| match adds {
            true => level + 0.5 * 219.0 * (2f32.powf(stops) - 1.0),
            false => 16.0 + (level - 16.0) * 2f32.powf(stops),
        };
        let drawn = |index: usize| {
            let mut frame = Frame::new(&picture.format, index);
            frame.set_plane(
                0,
                Plane::from_fn(width, height, |x, y| {
                    let level = if is_caption(x, y) { 225.0 } else { light(ground(x, y), OFF[index]) };
                    (level.round() * LEVEL) as u16
                }),
            );
            Arc::new(frame)
        };
        let mut facts = ShotFacts::still(Shot { first_frame: 0, frames: FRAMES });
        facts.exposure_stops = OFF.to_vec();
        facts.exposure_added_to = adds.then_some(0.5);
        let frames: Vec<Arc<Frame>> = (1..8).map(drawn).collect();
        let context = Context { picture: &picture, facts: &facts, seed: 1, faces: FaceFilter::All, shelf: &Shelf::default() };
        let mut out = (*frames[3]).clone();
        Balance::default().apply(&context, &Window::new(&frames, 3), &mut out);
        let levels = |luma: &Plane<u16>| Plane::from_fn(width, height, |x, y| f32::from(luma.row(y)[x]) / LEVEL);
        let due = Plane::from_fn(width, height, |x, y| if is_caption(x, y) { 225.0 } else { ground(x, y) });
        [levels(frames[3].luma()), levels(out.luma()), due]
    }

    #[test]
    fn flicker_goes_and_a_steady_caption_stays_steady() {
        for adds in [false, true] {
            let [was, is, due] = treated(adds);
            let most = |plane: &Plane<f32>| {
                plane.samples().iter().zip(due.samples()).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max)
            };
            assert!(most(&was) > 4.0, "{}", most(&was));
            assert!(most(&is) <= 0.8, "adds {adds}: {}", most(&is));
            let caption = |plane: &Plane<f32>| plane.row(32)[11];
            assert!((caption(&is) - caption(&was)).abs() < 0.3, "{}", caption(&is));
        }
    }

    #[test]
    fn a_drift_goes_back_to_the_colour_of_the_start_and_brightness_stays() {
        use crate::color::{ColourCourse, ColourKnot};
        use crate::lock::TintStep;
        let picture = DrawnFace::new(64, 48, 25).picture();
        let (levels, end) = (picture.levels, ColourKnot { frame: 24, gain: 1.1, tint: [-0.06, 0.08] });
        let drawn = |knot: ColourKnot| {
            let mut frame = Frame::new(&picture.format, knot.frame);
            let (across, down) = frame.subsampling.factors();
            let colour = |x: usize, y: usize| {
                let luma = 0.4 + 0.02 * ((x / 2 + y / 2) % 9) as f32;
                let [b, r] = knot.of([-0.1, 0.2]);
                levels.stored([luma, b * luma, r * luma])
            };
            frame.set_plane(0, Plane::from_fn(64, 48, |x, y| colour(x, y)[0].round() as u16));
            for which in 1..3 {
                let at = |x: usize, y: usize| colour(x * across, y * down)[which].round() as u16;
                frame.set_plane(which, Plane::from_fn(64 / across, 48 / down, at));
            }
            Arc::new(frame)
        };
        let start = ColourKnot { frame: 0, gain: 1.0, tint: [0.0; 2] };
        let mut facts = ShotFacts::still(Shot { first_frame: 0, frames: 25 });
        facts.colour_course = Some(ColourCourse { knots: vec![start, end], uneven: 0.0 });
        let step = |frame: usize, share: f32| TintStep {
            face: 1,
            frame,
            face_ycc: [0.4, -0.04, 0.08],
            shift: [0, 1].map(|i| share * (end.of([-0.1, 0.2])[i] - [-0.1, 0.2][i])),
            moved_de: 8.0 * share,
            uniform_share: 0.9,
            ..TintStep::default()
        };
        facts.tint = vec![step(0, 0.0), step(12, 0.5)];
        let fitted = Balance::default().fitted(&facts);
        assert_eq!((fitted.drift, fitted.deflicker), (1.0, 0.0));
        let context = Context { picture: &picture, facts: &facts, seed: 1, faces: FaceFilter::All, shelf: &Shelf::default() };
        let frames = [drawn(end)];
        let mut out = (*frames[0]).clone();
        fitted.apply(&context, &Window::new(&frames, 0), &mut out);
        let due = drawn(ColourKnot { frame: 24, ..start });
        assert_eq!(out.luma(), frames[0].luma());
        for which in 1..3 {
            let pairs = out.plane(which).samples().iter().zip(due.plane(which).samples());
            let most = pairs.map(|(a, b)| (f32::from(*a) - f32::from(*b)).abs() / LEVEL).fold(0.0, f32::max);
            assert!(most < 0.6, "plane {which}: {most}");
        }
        facts.tint.clear();
        assert!(Balance::default().fitted(&facts).is_neutral(), "without skin that drifts nothing does");
    }
}
