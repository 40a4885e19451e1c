//! Texture on a face whose truth is known: it sticks, it has the strength that was asked for, it comes and goes softly.

use super::*;
use crate::facts::ShotFacts;
use crate::clip::Shot;
use crate::demo::held_face;
use crate::facts::LockPair;
use crate::kernels::warp;
use crate::flat::Graft;
use crate::lock::{Affine, Seen, SkinDetail, Subject, skin_detail};
use crate::clip::Picture;
use crate::px::LEVEL;
use crate::shelf::Shelf;
use crate::step::FaceFilter;
use std::sync::Arc;

const WIDTH: usize = 520;
const HEIGHT: usize = 560;
const MIDDLE: [f64; 2] = [250.0, 190.0];
const PX_PER_MM: f64 = 2.6;

fn picture() -> Picture {
    Picture::usual(WIDTH, HEIGHT)
}

/// What the tests of this step share: a skin takes longer to make than a frame.
pub(super) fn shelf() -> &'static Shelf {
    static SHELF: std::sync::OnceLock<Shelf> = std::sync::OnceLock::new();
    SHELF.get_or_init(Shelf::default)
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
    let context = Context { picture: &picture, facts, seed: 5, faces: FaceFilter::All, shelf: shelf() };
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
    for px_per_mm in [1.6, 2.6, 3.4] {
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
        // Of a blank face all is missing, but never more than what lies under the floor of what is measured.
        let [fine, coarse] = pores.lacking([0.0; 2]);
        let most = [fine * FINE_PERCENT, coarse * COARSE_PERCENT];
        let db = [0, 1].map(|band| 20.0 * (detail.skin_percent[band] / most[band]).log10());
        assert!((-1.5..=1.5).contains(&db[1]), "{px_per_mm}: {detail:?} of {most:?}");
        // Pores of less than two pixels are not drawn.
        let least = if px_per_mm < 2.0 { -6.0 } else { -2.5 };
        assert!((least..=1.5).contains(&db[0]), "{px_per_mm}: {detail:?} of {most:?}");
    }
}

#[test]
fn skin_that_has_texture_gets_only_what_it_lacks_and_the_same_in_every_cut() {
    let pores = always();
    let [bare, thin, real] = [[0.1, 0.2], [0.42, 0.46], [0.9, 1.2]].map(|have| pores.lacking(have));
    assert!(thin[0] < 0.9 * bare[0] && thin[1] < bare[1] && thin[0] > 0.3 * bare[0], "{bare:?} {thin:?}");
    assert_eq!(real, [0.0; 2]);
    // One frame measures its noise as well, many frames share less: porcelain is porcelain.
    assert_eq!(bare, pores.lacking([0.3, 0.38]));
    // Folds and hard light are no texture of a smooth cheek.
    assert_eq!(pores.lacking([0.2, 1.6])[1], bare[1]);
    let half = Pores { amount: 0.5, ..always() }.lacking([0.1, 0.2]);
    assert!((half[0] - 0.5 * bare[0]).abs() < 1e-6 && (half[1] - 0.5 * bare[1]).abs() < 1e-6);
}

#[test]
fn beards_and_wrinkles_get_less() {
    let bare = facts(1, PX_PER_MM, 0.0, Affine::IDENTITY);
    let with = |percent: u16| {
        let mut facts = bare.clone();
        let segment = &mut facts.locks[0].segments[0];
        segment.detail = vec![[percent, percent]; segment.grid.nodes()];
        cheek_rms(&added(&always(), &facts, 0))
    };
    let (smooth, usual, beard) = (with(0), with(900), with(4000));
    assert!((usual / smooth - 1.0).abs() < 0.05 && beard < 0.5 * smooth && beard > 0.3 * smooth, "{smooth} {usual} {beard}");
}

#[test]
fn what_is_added_is_even_and_dark_and_keeps_the_mean() {
    let facts = facts(1, PX_PER_MM, 0.0, Affine::IDENTITY);
    // A spot is none or one: what is everywhere must be even.
    let plane = added(&Pores { marks: 0.0, vellus: 0.0, ..always() }, &facts, 0);
    // RMS over squares of 6 mm, in steps of 6 mm: chance alone differs by up to 1.5 there, and regions by 1.4.
    let side = (6.0 * PX_PER_MM) as usize;
    let rms = |x0: usize, y0: usize| {
        let rows = (y0..y0 + side).map(|y| plane.row(y)[x0..x0 + side].iter().map(|v| v * v).sum::<f32>());
        (rows.sum::<f32>() / (side * side) as f32).sqrt()
    };
    let squares: Vec<Vec<f32>> =
        (8..28).map(|j| (8..26).map(|i| rms(i * side, j * side)).collect()).collect();
    let mut steps: Vec<f32> =
        squares.iter().flat_map(|row| row.windows(2)).map(|p| (p[0] / p[1]).max(p[1] / p[0])).collect();
    let mut all: Vec<f32> = squares.concat();
    steps.sort_by(f32::total_cmp);
    all.sort_by(f32::total_cmp);
    let at = |v: &[f32], share: f32| v[(share * (v.len() - 1) as f32) as usize];
    assert!(at(&steps, 0.95) < 1.9, "an island has a coast: {}", at(&steps, 0.95));
    let range = at(&all, 0.9) / at(&all, 0.1);
    assert!((1.25..2.6).contains(&range), "neither a carpet nor islands: {range}");
    let inner: Vec<f32> = (130..420).flat_map(|y| plane.row(y)[130..390].to_vec()).collect();
    let count = inner.len() as f32;
    let mean = inner.iter().sum::<f32>() / count;
    let variance = inner.iter().map(|v| (v - mean).powi(2)).sum::<f32>() / count;
    let skew = inner.iter().map(|v| (v - mean).powi(3)).sum::<f32>() / count / variance.powf(1.5);
    assert!(mean.abs() < 0.3 && skew < -0.1, "mean {mean}, skew {skew}");
}

#[test]
fn pigment_is_there_sticks_and_keeps_the_colour() {
    let facts = facts(1, PX_PER_MM, 0.0, Affine::IDENTITY);
    let frame = made(&always(), &facts, 0);
    let bare = made(&Pores { pigment: 0.0, ..always() }, &facts, 0);
    for which in [1, 2] {
        let plane = frame.plane(which);
        assert!(bare.plane(which).samples().iter().all(|&v| v == bare.plane(which).samples()[0]));
        let values: Vec<f32> =
            (60..210).flat_map(|y| plane.row(y)[65..195].to_vec()).map(|v| f32::from(v) / LEVEL - 128.0).collect();
        let mean = values.iter().sum::<f32>() / values.len() as f32;
        let rms = (values.iter().map(|v| v * v).sum::<f32>() / values.len() as f32).sqrt();
        // A level of Cb or Cr is about 0.6 of a* or b*.
        assert!(mean.abs() < 0.3 && (0.12..1.2).contains(&rms), "{which}: {mean} {rms}");
    }
}

#[test]
fn spots_and_hairs_are_single_events() {
    let facts = facts(1, PX_PER_MM, 0.0, Affine::IDENTITY);
    let with = added(&always(), &facts, 0);
    for (name, without) in [("marks", Pores { marks: 0.0, ..always() }), ("vellus", Pores { vellus: 0.0, ..always() })] {
        let without = added(&without, &facts, 0);
        let mut differs: Vec<f32> =
            with.samples().iter().zip(without.samples()).map(|(a, b)| (a - b).abs()).collect();
        differs.sort_by(f32::total_cmp);
        let at = |share: f32| differs[(share * (differs.len() - 1) as f32) as usize];
        assert!(at(0.7) < 0.25 && at(0.9995) > 0.7, "{name}: {} {}", at(0.7), at(0.9995));
    }
}

#[test]
fn what_the_skin_mirrors_is_broken_into_points_of_light() {
    let mut shining = facts(1, PX_PER_MM, 0.0, Affine::IDENTITY);
    let segment = &mut shining.locks[0].segments[0];
    // The left half is a pale highlight, the right half skin without one.
    let (grid, levels) = (segment.grid, picture().levels);
    let low = |n: usize| {
        let is_left = grid.node(n % grid.columns, n / grid.columns)[0] < MIDDLE[0];
        let [y, cb, cr] = if is_left { [0.8, -0.01, 0.01] } else { [0.5, -0.04, 0.06] };
        let chroma = |v: f32| levels.chroma_zero + v * levels.chroma_span;
        [levels.black + y * levels.luma_span, chroma(cb), chroma(cr)].map(|v| v as u16)
    };
    segment.places[0].nodes.change(|n| n.low = (0..grid.nodes()).map(low).collect());
    let with = added(&always(), &shining, 0);
    let without = added(&Pores { glints: 0.0, ..always() }, &shining, 0);
    let differs = Plane::from_fn(WIDTH, HEIGHT, |x, y| with.row(y)[x] - without.row(y)[x]);
    let brightest = |x0: usize, x1: usize| {
        (130..420).flat_map(|y| differs.row(y)[x0..x1].to_vec()).fold(0.0f32, f32::max)
    };
    let sum = |x0: usize, x1: usize| (130..420).flat_map(|y| differs.row(y)[x0..x1].to_vec()).sum::<f32>();
    let (shines, plain) = (brightest(130, 200), brightest(330, 390));
    assert!(shines > 2.0 && plain < 0.6, "{shines} {plain}");
    // Highlights keep their light.
    let mean = sum(130, 200) / (290.0 * 70.0);
    assert!(mean.abs() < 0.15, "{mean}");
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
        segment.places[0].nodes.change(|n| n.shift = (0..grid.nodes()).map(shift).collect());
        cheek_rms(&added(&Pores { marks: 0.0, vellus: 0.0, pigment: 0.0, ..always() }, &facts, 0))
    };
    let (pressed, still, stretched) = (strained(-0.1), strained(0.0), strained(0.1));
    // Pores and lines are strained, pigment is not.
    assert!(pressed > 1.05 * still && stretched < 0.97 * still, "{pressed} {still} {stretched}");
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
fn pores_of_a_portrait_are_found_again_on_another_face() {
    let portrait = facts(1, 3.2, 0.0, Affine::IDENTITY);
    let shown = made(&always(), &portrait, 0);
    let mesh = portrait.faces.tracks[0].states[0].mesh().unwrap();
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
