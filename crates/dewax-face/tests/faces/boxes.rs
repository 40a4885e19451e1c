//! The boxes-only finder: needs nothing, so it is always tested.

use crate::{ODD_SIZES, noise, pasted};
use dewax::demo::DrawnFace;
use dewax::face::{Finder, Search, Square, Tier, View};
use dewax_face::BoxFinder;

#[test]
fn a_frontal_face_gets_one_box_around_it() {
    let finder = BoxFinder::new().unwrap();
    for (width, height) in [(200, 200), (640, 480), (1920, 1080), (720, 1280)] {
        let clip = DrawnFace::new(width, height, 30);
        let (picture, frame) = (clip.picture(), clip.frame(7));
        let view = View::new(&picture, &frame);
        let found = finder.detect(&view, Search::Usual);
        assert_eq!(found.len(), 1, "{width}x{height}: {found:?}");
        let face = found[0];
        assert!(face.score > 0.8 && face.points.is_none(), "{face:?}");
        // The drawn head: its middle, moved as the clip moves it, and the height that `demo` gives it.
        let middle = clip.motion(7).apply(0.5 * width as f64, 0.445 * height as f64);
        let head = 0.61 * (height as f32).min(width as f32 * 1.05);
        let [left, upper, right, lower] = face.edges;
        let (dx, dy) = ((left + right) / 2.0 - middle.0 as f32, (upper + lower) / 2.0 - middle.1 as f32);
        assert!(dx.abs() < 0.15 * head && dy.abs() < 0.25 * head, "{width}x{height}: {dx} {dy} of {head}");
        assert!((0.6..1.2).contains(&(face.side_px() / head)), "{} of {head}", face.side_px());
        assert!(finder.look(&view, &face.square()) > 0.8);
        let beside = Square::upright(left / 2.0, upper / 2.0, left.min(upper));
        assert_eq!(finder.look(&view, &beside), 0.0);
    }
}

#[test]
fn smaller_faces_are_found_when_asked_for() {
    let finder = BoxFinder::new().unwrap();
    let clip = DrawnFace::new(160, 120, 1);
    let (picture, frame) = pasted((1920, 1080), &clip, &[(200, 300), (1500, 700)]);
    let view = View::new(&picture, &frame);
    assert_eq!(finder.detect(&view, Search::Usual).len(), 0);
    assert_eq!(finder.detect(&view, Search::SmallFaces).len(), 2);
}

#[test]
fn nothing_is_found_in_noise_and_in_hardly_any_picture() {
    let finder = BoxFinder::new().unwrap();
    for (n, (width, height)) in ODD_SIZES.into_iter().chain([(640, 480)]).enumerate() {
        let (picture, frame) = noise(width, height, n as u32 + 1);
        let view = View::new(&picture, &frame);
        for search in [Search::Usual, Search::SmallFaces] {
            assert!(finder.detect(&view, search).is_empty(), "{width}x{height}");
        }
        assert_eq!(finder.look(&view, &Square::upright(1.0, 1.0, 20.0)), 0.0);
    }
}

#[test]
fn faces_cut_by_the_edges_of_the_picture_do_no_harm() {
    let finder = BoxFinder::new().unwrap();
    for (n, (dx, dy)) in [(0, 0), (30, 10), (60, 60), (90, 20), (100, 110), (8, 90)].into_iter().enumerate() {
        // A window on the drawn face that cuts it somewhere else each time.
        let clip = DrawnFace::new(240, 240, 1);
        let (picture, frame) = (clip.picture(), clip.frame(0));
        let view = View::new(&picture, &frame);
        let cut = view.luma(&Square::upright(dx as f32, dy as f32, 150.0), 150);
        let (picture, mut frame) = noise(150, 150, n as u32 + 7);
        for (to, from) in frame.plane_mut(0).samples_mut().iter_mut().zip(cut.samples()) {
            *to = (from.clamp(0.0, 255.0) * 256.0) as u16;
        }
        let view = View::new(&picture, &frame);
        let found = finder.detect(&view, Search::Usual);
        assert!(found.iter().flat_map(|d| d.edges).all(f32::is_finite));
    }
}

#[test]
fn it_says_nothing_that_a_box_cannot_tell() {
    let finder = BoxFinder::new().unwrap();
    let clip = DrawnFace::new(320, 240, 1);
    let (picture, frame) = (clip.picture(), clip.frame(0));
    let view = View::new(&picture, &frame);
    let square = Square::upright(160.0, 107.0, 200.0);
    assert_eq!(finder.tier(), Tier::BoxOnly);
    assert!(finder.mesh(&view, &square).is_none() && finder.person(&view, &square, 8).is_none());
    assert!(finder.topology().is_none());
}
