//! An outline of known motion: speech is explained, what moves by itself is named where it is.

use super::*;
use crate::color::math::sin_cos_deg;
use crate::kernels::noise::hash32;

const RATE: f64 = 25.0;

/// An oval face, its chin below, the person's right side before it.
fn places() -> Places {
    let out: Vec<[f64; 2]> = (0..POINTS)
        .map(|i| {
            let (sin, cos) = sin_cos_deg(360.0 * i as f64 / POINTS as f64);
            [-sin, -cos]
        })
        .collect();
    let at = ROWS_IOD.iter().flat_map(|by| out.iter().map(move |n| [(1.05 + by) * n[0], (1.4 + by) * n[1]]));
    Places {
        at: at.collect(),
        out: out.clone(),
        chin: POINTS / 2,
        right_first: true,
        width_iod: 2.1,
        features: [[0.0; 2]; 3],
    }
}

/// `speech` and `breath` in eye distances; the breath is at one point.
fn rows(speech: f64, breath: f64, point: usize) -> Vec<Row> {
    let places = places();
    let wave = |hz: f64, t: usize| sin_cos_deg(360.0 * hz * t as f64 / RATE).1;
    let noise = |i: usize, t: usize| {
        let h = hash32((i * 977 + t * 13 + 7) as u32);
        (f64::from(h % 2001) - 1000.0) * 1e-6
    };
    (0..60)
        .map(|t| {
            // Syllables come and go, so that no rhythm foretells them.
            let mouth = 0.6 * wave(2.1 + 0.02 * t as f64, t) + 0.4 * wave(4.3, t);
            let bump = (1.0 - ((t as f64 - 30.0) / 14.0).powi(2)).max(0.3);
            let swing = bump * 0.5 * (wave(2.3, t.abs_diff(30)) + wave(3.5, t.abs_diff(30)));
            let out = |i: usize| {
                let at = places.at[i];
                let jaw = (at[1] / 1.4).max(0.0);
                let [x, y] = [at[0] - places.at[point][0], at[1] - places.at[point][1]];
                let near = exp(-0.5 * (x * x + y * y) / (0.25 * 0.25));
                (speech * jaw * mouth + breath * near * swing + noise(i, t)) as f32
            };
            let causes = [mouth as f32 * 0.04, 0.0, mouth as f32 * 0.02, 0.0, 0.0, noise(999, t) as f32];
            let out_iod = (0..places.at.len()).map(out).collect();
            Row { frame: 100 + t, out_iod, causes, lacks: None }
        })
        .collect()
}

fn named(speech: f64, breath: f64, point: usize) -> Vec<ContourMotion> {
    let rows = rows(speech, breath, point);
    let all = of(&rows.iter().collect::<Vec<_>>(), &places(), RATE);
    all.parts.into_iter().filter(ContourMotion::is_named).collect()
}

#[test]
fn speech_is_silent_and_what_moves_by_itself_is_named_where_it_is() {
    assert_eq!(named(0.0, 0.0, 8), []);
    assert_eq!(named(0.02, 0.0, 8), []);
    for (point, contour, is_right) in [
        (8, Contour::Ear, true),
        (28, Contour::Ear, false),
        (14, Contour::Jaw, true),
        (25, Contour::Cheek, false),
    ] {
        for speech in [0.0, 0.01] {
            let found = named(speech, 0.015, point);
            let worst = found.iter().max_by(|a, b| a.excess().total_cmp(&b.excess())).unwrap();
            assert_eq!((worst.contour, worst.is_right), (contour, is_right), "{found:?}");
            assert!(worst.frame.abs_diff(130) <= 2, "{worst:?}");
            // RMS of two swings in a bump of a second, and the largest of them over a width of 2.1 eye distances.
            assert!((0.35..0.9).contains(&worst.percent), "{worst:?}");
            assert!((0.4..0.8).contains(&worst.width_percent), "{worst:?}");
        }
    }
}

#[test]
fn a_contour_that_is_not_in_the_picture_is_not_judged() {
    let mut rows = rows(0.0, 0.02, 8);
    rows.iter_mut().for_each(|r| r.out_iod[POINTS + 8] = f32::NAN);
    let all = of(&rows.iter().collect::<Vec<_>>(), &places(), RATE);
    assert!(all.parts.iter().any(|c| c.contour == Contour::Jaw));
    let at_eight = all.parts.iter().filter(|c| c.is_named()).map(|c| c.contour);
    assert!(
        at_eight.clone().all(|c| c == Contour::Ear || c == Contour::Cheek),
        "{:?}",
        at_eight.collect::<Vec<_>>()
    );
    let few = of(&rows[..10].iter().collect::<Vec<_>>(), &places(), RATE);
    assert!(few.parts.is_empty() && few.breath.is_empty());
}

/// What is to be steadied goes with the breath, where it is and nowhere else, and a quiet outline has nothing.
#[test]
fn the_course_of_a_breath_is_told_frame_by_frame() {
    let places = places();
    let told = |breath: f64| {
        let rows = rows(0.01, breath, 8);
        let rows: Vec<&Row> = rows.iter().collect();
        let told = of(&rows, &places, RATE);
        let mut courses = super::super::courses::Courses::default();
        courses.add(&rows, &told, &places);
        courses.of_breathing(&told.parts)
    };
    assert_eq!(told(0.0), []);
    assert_eq!(told(0.2), [], "what is too much to be bent back is left");
    let courses = told(0.015);
    assert!(courses.iter().all(|c| part(c.point, &places) == Some((Contour::Ear, true))), "{courses:?}");
    let wave = |hz: f64, t: usize| sin_cos_deg(360.0 * hz * t as f64 / RATE).1;
    let truth = |t: usize| {
        let bump = (1.0 - ((t as f64 - 30.0) / 14.0).powi(2)).max(0.3);
        0.015 * bump * 0.5 * (wave(2.3, t.abs_diff(30)) + wave(3.5, t.abs_diff(30)))
    };
    let course = courses.iter().find(|c| c.point == 8).unwrap();
    let (mut both, mut own) = (0.0, 0.0);
    for t in 0..60 {
        both += truth(t) * f64::from(course.off_iod(100 + t));
        own += truth(t) * truth(t);
    }
    assert!((0.6..1.1).contains(&(both / own)), "{}", both / own);
}
