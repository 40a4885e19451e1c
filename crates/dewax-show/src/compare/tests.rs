//! Comparison pictures of the drawn face.

use super::*;
use dewax::color::{Levels, LumaWeights, Matrix, Range, Siting};
use dewax::demo::{DrawnFace, Flaws};
use dewax::px::Subsampling;

fn layout(loupe: Option<Rect>) -> Layout {
    Layout { split: 0.5, loupe, labels: false }
}

#[test]
fn left_is_before_and_right_is_after() {
    for (subsampling, width, height) in
        [(Subsampling::C420, 161, 91), (Subsampling::C422, 160, 90), (Subsampling::C444, 97, 55)]
    {
        let one = DrawnFace::new(width, height, 2).with_samples(subsampling, 10);
        let two = one.clone().with_flaws(Flaws::plastic());
        let (before, after) = (one.frame(1), two.frame(1));
        let both = compose(&before, &after, &one.picture(), &layout(None));
        let middle = width / 2;
        for y in 0..height {
            let row = both.luma().row(y);
            assert_eq!(row[..middle - 2], before.luma().row(y)[..middle - 2]);
            assert_eq!(row[middle + 2..], after.luma().row(y)[middle + 2..]);
        }
        // Corners of chroma, away from the line.
        for which in [1, 2] {
            let plane = both.plane(which);
            let (right, bottom) = (plane.width() - 1, plane.height() - 1);
            assert_eq!(plane.row(bottom)[0], before.plane(which).row(bottom)[0]);
            assert_eq!(plane.row(bottom)[right], after.plane(which).row(bottom)[right]);
        }
    }
}

#[test]
fn the_loupe_shows_both_twice_as_large() {
    let one = DrawnFace::new(320, 180, 2);
    let two = one.clone().with_flaws(Flaws::plastic());
    let (before, after) = (one.frame(0), two.frame(0));
    let rect = Rect { x0: 130, y0: 80, x1: 160, y1: 110 };
    let both = compose(&before, &after, &one.picture(), &layout(Some(rect)));
    // Margin 4, halves of 60, a gap of 2: in the lower right corner, as the part lies left of the middle.
    let (left, top) = (320 - 4 - 122, 180 - 4 - 60);
    for y in 0..60 {
        for x in 0..60 {
            let row = both.luma().row(top + y);
            assert_eq!(row[left + x], before.luma().row(80 + y / 2)[130 + x / 2], "{x} {y}");
            assert_eq!(row[left + 62 + x], after.luma().row(80 + y / 2)[130 + x / 2], "{x} {y}");
        }
    }
    // Any part of any size is put somewhere without harm.
    for (w, h) in [(1, 1), (7, 5), (64, 48), (33, 200)] {
        let face = DrawnFace::new(w, h, 1);
        let frame = face.frame(0);
        for rect in
            [Rect::of(w, h), Rect::of(1, 1), Rect { x0: w, y0: h, x1: w + 9, y1: h + 9 }, Rect::default()]
        {
            let layout = Layout { split: 1.5, loupe: Some(rect), labels: true };
            let both = compose(&frame, &frame, &face.picture(), &layout);
            assert_eq!((both.width(), both.height()), (w, h));
        }
    }
}

#[test]
fn frames_of_another_form_are_converted() {
    let face = DrawnFace::new(96, 64, 1).with_samples(Subsampling::C444, 10);
    let (frame, picture) = (face.frame(0), face.picture());
    assert!(matched(&frame, &picture, &picture).same_picture(&frame));
    let mut others = [picture; 4];
    others[0].levels = Levels::of(Range::Full, 10);
    others[1].weights = LumaWeights::of(Matrix::Smpte170m);
    others[2].format.subsampling = Subsampling::C420;
    others[3] = Picture { siting: Siting::TopLeft, ..others[2] };
    others[3].levels = Levels::of(Range::Full, 10);
    for (number, other) in others.into_iter().enumerate() {
        let there = matched(&frame, &picture, &other);
        assert_eq!(there.subsampling, other.format.subsampling);
        let whole = Rect::of(96, 64);
        let (want, got) = (to_rgb8(&frame, &picture, whole), to_rgb8(&there, &other, whole));
        let errors = want.pixels.iter().zip(&got.pixels).map(|(a, b)| f64::from(a.abs_diff(*b)));
        let mean = errors.sum::<f64>() / want.pixels.len() as f64;
        let most = if other.format.subsampling == Subsampling::C444 { 0.1 } else { 2.0 };
        assert!(mean < most, "{number}: {mean}");
    }
}

#[test]
fn to_look_at() {
    let one = DrawnFace::new(640, 360, 2).with_flaws(Flaws::plastic());
    let two = one.clone().with_flaws(Flaws::none());
    let (before, after) = (one.frame(1), two.frame(1));
    let mut loupe = Loupe { fixed: None, rect: None, last: None };
    let rect = loupe.at(&before, &one.picture());
    let both =
        compose(&before, &after, &one.picture(), &Layout { split: 0.5, loupe: Some(rect), labels: true });
    let png = png_bytes(&to_rgb8(&both, &one.picture(), Rect::of(640, 360))).unwrap();
    std::fs::write(std::env::temp_dir().join("dewax_sample_compare.png"), png).unwrap();
    let (cx, cy) = ((rect.x0 + rect.x1) / 2, (rect.y0 + rect.y1) / 2);
    assert!((200..440).contains(&cx) && (100..260).contains(&cy), "the loupe is not on the face: {rect:?}");
}
