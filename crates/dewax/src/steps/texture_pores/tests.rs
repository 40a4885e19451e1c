//! Texture on a face whose truth is known: it sticks, it has the strength that was asked for, it comes and goes softly.

use super::*;
use crate::clip::Shot;
use crate::color::{LumaWeights, Matrix, Range};
use crate::demo::held_face;
use crate::facts::LockPair;
use crate::kernels::warp;
use crate::lock::{Affine, Graft, Seen, SkinDetail, Subject, skin_detail};
use crate::px::{Format, LEVEL, Subsampling};
use crate::step::FaceFilter;
use std::sync::Arc;

const WIDTH: usize = 520;
const HEIGHT: usize = 560;
const MIDDLE: [f64; 2] = [250.0, 190.0];
const PX_PER_MM: f64 = 2.6;

fn picture() -> Picture {
    let format =
        Format { width: WIDTH, height: HEIGHT, subsampling: Subsampling::C420, bits: 8, alpha: false };
    Picture { format, levels: crate::color::Levels::of(Range::Limited, 8), weights: LumaWeights::of(Matrix::Bt709), siting: crate::color::Siting::Left }
}

/// Grey skin everywhere.
fn blank(index: usize) -> Frame {
    let mut frame = Frame::new(&picture().format, index);

    frame.plane_mut(0).samples_mut().fill((160.0 * LEVEL) as u16);
    let weights = Plane::filled(WIDTH / 4, HEIGHT / 4, 1.0);
    frame.skin = Some(Arc::new(Mask { weights, step_px: 4, roi: Rect::of(WIDTH, HEIGHT) }));
    frame
}

fn facts(frames: usize, px_per_mm: f64, turn_deg: f64, step: Affine) -> ShotFacts {
    let (lock, track) = held_face((0, frames), MIDDLE, px_per_mm, turn_deg, step);
    let mut facts = ShotFacts::still(Shot { first_frame: 0, frames });
    facts.locks = vec![lock];
    facts.faces.tracks = vec![track];
    facts
}

/// What the step adds to a blank frame, in 8-bit levels.
fn added(pores: &Pores, facts: &ShotFacts, index: usize) -> Plane<f32> {
    let (made, blank) = (made(pores, facts, index), blank(index));
    Plane::from_fn(WIDTH, HEIGHT, |x, y| {
        (f32::from(made.luma().row(y)[x]) - f32::from(blank.luma().row(y)[x])) / LEVEL
    })
}

fn made(pores: &Pores, facts: &ShotFacts, index: usize) -> Frame {
    let picture = picture();
    let context = Context { picture: &picture, facts, seed: 5, faces: FaceFilter::All };
    let near = [Arc::new(blank(index))];
    let mut out = (*near[0]).clone();
    pores.apply(&context, &Window::new(&near, 0), &mut out);
    out
}

fn always() -> Pores {
    Pores { auto: false, ..Pores::default() }
}

/// Over the cheeks, where no feature of the chart disturbs.
fn cheek_rms(plane: &Plane<f32>) -> f32 {
    let rect = Rect { x0: 300, y0: 230, x1: 400, y1: 350 };
    let mut sum = 0.0;
    for y in rect.y0..rect.y1 {
        sum += plane.row(y)[rect.x0..rect.x1].iter().map(|v| v * v).sum::<f32>();
    }
    (sum / (rect.width() * rect.height()) as f32).sqrt()
}

/// Correlation of two planes over the middle of the face.
fn correlation(one: &Plane<f32>, two: &Plane<f32>) -> f32 {
    let (mut ab, mut aa, mut bb) = (0.0f64, 0.0f64, 0.0f64);
    for y in 120..440 {
        for (a, b) in one.row(y)[120..390].iter().zip(&two.row(y)[120..390]) {
            ab += f64::from(a * b);
            aa += f64::from(a * a);
            bb += f64::from(b * b);
        }
    }
    (ab / (aa * bb).sqrt()) as f32
}

#[test]
fn it_sticks_to_the_skin_and_not_to_the_screen() {
    let (sin, cos) = crate::color::math::sin_cos_deg(1.2);
    let step = Affine([cos, -sin, 14.4, sin, cos, -12.3]);
    let facts = facts(3, PX_PER_MM, 4.0, step);
    let [first, second] = [0, 1].map(|i| added(&always(), &facts, i));
    // The second frame as it looks from the first one.
    let back = warp::warp(&second, step.0, WIDTH, HEIGHT);
    let (along, still) = (correlation(&first, &back), correlation(&first, &second));
    assert!(along >= 0.9, "{along}");
    assert!(still * still <= 0.05, "{still}");
}

#[test]
fn the_strength_is_the_one_that_was_asked_for_as_the_check_measures_it() {
    for px_per_mm in [1.6, 2.6] {
        let facts = facts(2, px_per_mm, 0.0, Affine::IDENTITY);
        let pores = always();
        let frames = [0, 1].map(|i| made(&pores, &facts, i));
        let pair: LockPair<'_> = facts.pairs(0, 1).next().unwrap();
        let half = (50.0 * px_per_mm) as usize;
        let [x, y] = MIDDLE.map(|v| v as usize);
        let roi = Rect { x0: x - half, y0: y - half / 2, x1: x + half, y1: y + 3 * half / 2 };
        let mask = Mask { roi, ..frames[0].skin.as_deref().unwrap().clone() };
        let iod_px = pair.here.segment.iod_px;
        let subject = Subject { face: 1, iod_px, mask, points: Vec::new(), eyes: Vec::new() };
        let (now, later) = (
            Seen { luma: frames[0].luma(), lock: pair.here },
            Seen { luma: frames[1].luma(), lock: pair.there },
        );
        let black = picture().levels.black;
        let (detail, _) = skin_detail(now, Some(later), &subject, black, SkinDetail::default()).unwrap();
        // A drawn face loses nothing on the way: what was added so that enough arrives is all there.
        let most = [pores.fine_percent, pores.coarse_percent].map(|p| p * pores.gain);
        for (found, most) in detail.skin_percent.into_iter().zip(most) {
            let db = 20.0 * (found / most).log10();
            assert!((-2.5..=1.0).contains(&db), "{px_per_mm}: {detail:?} of {most}");
        }
    }
}

#[test]
fn skin_that_has_texture_gets_only_what_it_lacks() {
    let bare = facts(1, PX_PER_MM, 0.0, Affine::IDENTITY);
    let with = |percent: f32| {
        let mut facts = bare.clone();
        let segment = &mut facts.locks[0].segments[0];
        segment.detail = vec![[(1000.0 * percent) as u16, (1300.0 * percent) as u16]; segment.grid.nodes()];
        cheek_rms(&added(&always(), &facts, 0))
    };
    let (nothing, some, enough) = (with(0.0), with(0.4), with(0.66));
    assert!(nothing > 0.8 && some < 0.85 * nothing && some > 0.2 * nothing, "{nothing} {some}");
    assert_eq!(enough, 0.0);
}

#[test]
fn the_same_character_has_the_same_pores_in_another_shot() {
    let one = facts(1, PX_PER_MM, 0.0, Affine::IDENTITY);
    let turned = facts(1, PX_PER_MM, 15.0, Affine::IDENTITY);
    // From the first shot's picture to the second one's.
    let (sin, cos) = crate::color::math::sin_cos_deg(15.0);
    let [x, y] = MIDDLE;
    let map = [cos, -sin, x - cos * x + sin * y, sin, cos, y - sin * x - cos * y];
    let first = added(&always(), &one, 0);
    let again = warp::warp(&added(&always(), &turned, 0), map, WIDTH, HEIGHT);
    // The shade falls to another side of the head, the pores are the same.
    assert!(correlation(&first, &again) > 0.85, "{}", correlation(&first, &again));
    let other = Pores { character: 2, ..always() };
    assert!(correlation(&first, &added(&other, &one, 0)).abs() < 0.1);
}

#[test]
fn stretched_skin_is_smoother_and_pressed_skin_rougher() {
    let plain = facts(1, PX_PER_MM, 0.0, Affine::IDENTITY);
    let strained = |share: f64| {
        let mut facts = plain.clone();
        let segment = &mut facts.locks[0].segments[0];
        let grid = segment.grid;
        let shift = |n: usize| {
            let [x, y] = grid.node(n % grid.columns, n / grid.columns);
            [(x - 350.0) * share, (y - 290.0) * share].map(|v| (256.0 * v) as i16)
        };
        segment.places[0].shift = (0..grid.nodes()).map(shift).collect();
        cheek_rms(&added(&always(), &facts, 0))
    };
    let (pressed, still, stretched) = (strained(-0.1), strained(0.0), strained(0.1));
    assert!(pressed > 1.1 * still && stretched < 0.9 * still, "{pressed} {still} {stretched}");
}

#[test]
fn small_faces_get_none_and_lost_frames_are_left_softly() {
    let small = facts(1, 0.35, 0.0, Affine::IDENTITY);
    assert!(added(&always(), &small, 0).samples().iter().all(|&v| v == 0.0));
    let mut torn = facts(20, PX_PER_MM, 0.0, Affine::IDENTITY);
    torn.locks[0].segments[0].places[12].locked = 0.0;
    let rms = |index: usize| cheek_rms(&added(&always(), &torn, index));
    let course = [4, 8, 10, 11, 12].map(rms);
    assert!(course.windows(2).all(|pair| pair[1] <= pair[0]) && course[4] == 0.0, "{course:?}");
    assert!(course[0] > 0.5 && course[3] < 0.3 * course[0] && course[2] < course[0], "{course:?}");
}

#[test]
fn it_acts_only_on_skin_that_is_measured_to_be_smooth() {
    let mut facts = facts(1, PX_PER_MM, 0.0, Affine::IDENTITY);
    let amount = |facts: &ShotFacts| Pores::default().fitted(facts).amount;
    assert_eq!(amount(&facts), 0.0);
    let mut measured = |of_real: f32, eyes: f32| {
        let detail = SkinDetail {
            face: 1,
            gap: 1,
            px_per_mm: 2.6,
            skin_percent: crate::lock::REAL_PERCENT.map(|p| p * of_real),
            eye_percent: [crate::lock::REAL_EYE_PERCENT * eyes, 6.0],
            ..SkinDetail::default()
        };
        facts.detail = vec![detail];
        amount(&facts)
    };
    assert_eq!((measured(1.0, 1.0), measured(0.6, 1.0)), (0.0, 0.0));
    assert_eq!(measured(0.3, 1.0), 1.0);
    let between = measured(0.42, 1.0);
    assert!(between > 0.1 && between < 0.9, "{between}");
    assert_eq!(measured(0.3, 0.3), 0.0, "a soft picture");
}

#[test]
fn pores_of_a_portrait_are_found_again_on_another_face() {
    let portrait = facts(1, 3.2, 0.0, Affine::IDENTITY);
    let shown = made(&always(), &portrait, 0);
    let mesh = portrait.faces.tracks[0].states[0].mesh.clone().unwrap();
    let iod_px = portrait.locks[0].segments[0].iod_px;
    let mask = shown.skin.as_deref().unwrap();
    let black = picture().levels.black;
    let graft = Graft::of(shown.luma(), &mesh.points, iod_px, mask, black).unwrap();
    assert!(graft.share() > 0.1 && graft.is_sane(), "{graft:?}");
    let too_small = Graft::of(shown.luma(), &mesh.points, 100.0, mask, black);
    assert!(too_small.is_none(), "a picture with 1.6 px per mm holds no pores");
    // Another face, turned, of another size, with another character: the portrait's pores, not its own.
    let mut other = facts(1, PX_PER_MM, 7.0, Affine::IDENTITY);
    let its_own = added(&always(), &other, 0);
    other.graft = Some(Arc::new(graft));
    let with = |graft: f32| added(&Pores { character: 2, graft, ..always() }, &other, 0);
    let (grafted, without) = (correlation(&its_own, &with(1.0)), correlation(&its_own, &with(0.0)));
    assert!(grafted > 0.6 && without.abs() < 0.1, "{grafted} {without}");
    let strength = cheek_rms(&with(1.0)) / cheek_rms(&its_own);
    assert!((0.7..1.4).contains(&strength), "{strength}");
}
