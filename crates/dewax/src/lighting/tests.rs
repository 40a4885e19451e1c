//! Faces of known shape under a known lamp: direction and ratio come back.

use super::fit::{Lit, fitted};
use super::*;
use crate::color::math::sin_cos_deg;

/// Points of the visible half of a head, lit by one lamp; pigment differs from point to point, and a nose throws a shadow.
fn head(from: [f32; 3], key_fill_stops: f32) -> Vec<Lit> {
    let fill = 1.0;
    let key = fill * (2f32.powf(key_fill_stops) - 1.0);
    let mut lit = Vec::new();
    for (i, ring) in (0..8).flat_map(|ring| (0..24).map(move |k| (k, ring))) {
        let (sin, cos) = sin_cos_deg(9.0 * f64::from(ring));
        let (up, right) = sin_cos_deg(15.0 * f64::from(i) + 4.0 * f64::from(ring));
        let normal = [sin * right, sin * up, cos].map(|v| v as f32);
        let pigment = 1.0 + 0.05 * (((i * 7 + ring * 13) % 9) as f32 / 4.0 - 1.0);
        let shadow = if i % 12 == 5 { 0.0 } else { 1.0 };
        let light = 0.1 * pigment * (fill + shadow * key * dot(normal, from).max(0.0));
        lit.push(Lit { normal, light, frame: 0 });
    }
    lit
}

fn toward(right_deg: f64, up_deg: f64) -> [f32; 3] {
    let ((sin, cos), (up, level)) = (sin_cos_deg(right_deg), sin_cos_deg(up_deg));
    [level * sin, -up, level * cos].map(|v| v as f32)
}

#[test]
fn a_known_lamp_comes_back() {
    for (right, up) in [(0.0, 0.0), (40.0, 30.0), (-60.0, 20.0), (75.0, -20.0), (-100.0, 10.0)] {
        for stops in [0.7, 1.5, 3.0] {
            let from = toward(right, up);
            let lamp = fitted(&mut head(from, stops), 1).unwrap();
            let off = between_deg(lamp.from, from);
            assert!(off < 8.0, "{right} {up} {stops}: {off} degrees off, {:?}", lamp.from);
            // Behind the face only its rim tells how strong the lamp is.
            let bound = if right.abs() > 90.0 { 1.0 } else { 0.2 };
            assert!(
                (lamp.key_fill_stops - stops).abs() < bound,
                "{right} {up}: {} for {stops}",
                lamp.key_fill_stops
            );
        }
    }
}

#[test]
fn even_light_has_no_direction() {
    let lamp = fitted(&mut head(toward(30.0, 0.0), 0.0), 1).unwrap();
    let light = FaceLight {
        face: 1,
        from: lamp.from,
        from_of_head: lamp.from,
        key_fill_stops: lamp.key_fill_stops,
        explained: lamp.explained,
        points: 192,
    };
    assert!(!light.has_direction(), "{light:?}");
    assert!(light.gap(&light).is_none());
}

#[test]
fn a_camera_that_goes_around_or_a_head_that_turns_is_no_other_light() {
    let light = |from: [f32; 3], from_of_head: [f32; 3]| FaceLight {
        face: 1,
        from,
        from_of_head,
        key_fill_stops: 2.0,
        explained: 0.9,
        points: 192,
    };
    let (left, right) = (toward(-60.0, 20.0), toward(60.0, 20.0));
    let gap = |a: FaceLight, b: FaceLight| a.gap(&b).unwrap().angle_deg;
    assert!(gap(light(left, left), light(left, right)) < 0.1, "the head turned");
    assert!(gap(light(left, left), light(right, left)) < 0.1, "the camera went around");
    assert!(gap(light(left, left), light(right, right)) > 90.0, "the lamp moved");
    assert_eq!(
        (light(left, left).side(), light(toward(0.0, 0.0), left).side()),
        ("above and the left".into(), "the camera".into())
    );
}
