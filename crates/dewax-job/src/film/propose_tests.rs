//! Scenes, persons and heroes of shots whose truth is known.

use super::*;
use dewax::demo::DrawnFace;
use dewax::face::{Square, View};
use dewax_show::exhibits::Rgb8Image;

fn room(red: f32, lift: f32) -> Tones {
    let pixels = (0..36 * 64).flat_map(|i| {
        let light = 0.2 + 0.6 * (i % 64) as f32 / 64.0;
        let wall = if i / 64 < 14 {
            [red * light, 0.6 * light, 0.3 * light]
        } else {
            [0.2 * light, 0.3 * light, 0.5 * light]
        };
        wall.map(|v| ((lift + v).clamp(0.0, 1.0) * 255.0) as u8)
    });
    Tones::of(&Rgb8Image { width: 64, height: 36, pixels: pixels.collect() })
}

/// The looks of a square of a drawn picture: other squares are other faces.
fn looks(x: f32, y: f32, side: f32) -> Looks {
    let drawn = DrawnFace::new(320, 240, 2);
    let picture = drawn.picture();
    let frame = drawn.frame(0);
    Looks::of(&View::new(&picture, &frame), &Square::upright(x, y, side))
}

fn seen(name: &str, tones: Tones, faces: Vec<Vec<Looks>>, face_share: f32, drift_de: f32) -> Seen {
    let faces = faces.into_iter().map(|looks| FaceSeen { looks, who: None }).collect();
    Seen { name: name.into(), tones: vec![tones], faces, face_share, drift_de }
}

#[test]
fn shots_of_one_place_are_a_scene_and_the_hero_is_the_widest_with_all() {
    let (ada, bob) = (looks(160.0, 110.0, 150.0), looks(60.0, 60.0, 60.0));
    assert!(ada.alike(&bob) < SAME_PERSON, "{}", ada.alike(&bob));
    let shots = [
        seen("wide", room(0.8, 0.0), vec![vec![ada.clone()], vec![bob.clone()]], 0.2, 1.4),
        seen("close", room(0.8, 0.01), vec![vec![ada.clone()]], 0.7, 0.0),
        seen("night", room(0.05, 0.0), vec![vec![bob.clone()]], 0.1, 0.0),
        seen("wide 2", room(0.79, 0.0), vec![vec![ada.clone()], vec![bob]], 0.22, 0.3),
        seen("graded", room(0.8, 0.2), vec![vec![ada]], 0.5, 0.0),
        seen("empty", room(0.8, 0.2), Vec::new(), 0.0, 0.0),
    ];
    let found = propose(&shots);
    let scenes: Vec<_> = found.scenes.iter().map(|s| s.shots.clone()).collect();
    assert_eq!(scenes, [vec![0, 1, 3, 4, 5], vec![2]], "{found:#?}");
    assert_eq!(found.persons[0], ["person 1", "person 2"]);
    assert_eq!((&found.persons[1], &found.persons[2]), (&vec!["person 1".into()], &vec!["person 2".into()]));
    assert_eq!(found.scenes[0].hero, Some(3), "as wide as the first, and it drifts less");
    assert_eq!(found.scenes[1].hero, Some(2));
    let why = found.scenes[0].why.join("; ");
    assert!(why.contains("but for a grade") && why.contains("hero wide 2"), "{why}");
    assert!(found.alike[1][0].contains("may be who is in wide"), "{:?}", found.alike);
}

#[test]
fn without_faces_there_is_no_hero_and_without_shots_nothing() {
    let empty = seen("a", room(0.8, 0.0), Vec::new(), 0.0, 0.0);
    let found = propose(&[empty]);
    assert_eq!((found.scenes[0].hero, found.scenes[0].why.len()), (None, 0));
    assert!(propose(&[]).scenes.is_empty());
}

#[test]
fn who_is_known_is_asked_before_looks() {
    let ada = looks(160.0, 110.0, 150.0);
    let who = |at: f32| {
        let mut numbers = [0.0; 128];
        numbers[0] = at;
        Descriptor::of(&numbers)
    };
    let shot = |name: &str, at: Option<f32>| Seen {
        faces: vec![FaceSeen { looks: vec![ada.clone()], who: at.and_then(who) }],
        ..seen(name, room(0.8, 0.0), Vec::new(), 0.3, 0.0)
    };
    let shots =
        [shot("one", Some(0.0)), shot("two", Some(0.9)), shot("three", Some(0.2)), shot("unknown", None)];
    let found = propose(&shots);
    assert_eq!(
        found.persons,
        [["person 1"], ["person 2"], ["person 1"], ["person 2"]].map(|p| p.map(String::from).to_vec())
    );
    assert_eq!(found.alike[2], ["person 1 is who is in one (distance 0.20)"]);
    assert!(found.alike[1].is_empty() && found.alike[3][0].contains("may be who is in"), "{:?}", found.alike);
}
