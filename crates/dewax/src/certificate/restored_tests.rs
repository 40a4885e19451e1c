//! What holds of a restored face, and what does not.

use super::*;

fn watched(is: f32, coarse: f32, de: f32) -> Watched {
    let run = Restored { face: 1, frames: (61, 66), good_frames: 3 };
    Watched {
        run,
        was: vec![0.4; 6],
        is: vec![is; 6],
        good: vec![1.2; 6],
        coarse: (coarse, 63),
        de: (de, 64),
    }
}

#[test]
fn a_restored_face_has_the_detail_of_the_good_frames_and_keeps_light_and_colour() {
    assert!(watched(1.1, 0.5, 0.1).faults().is_empty());
    for (one, cause) in [
        (watched(2.4, 0.5, 0.1), Cause::Unnatural),
        (watched(0.1, 0.5, 0.1), Cause::Blurred),
        (watched(1.1, 1.2 * MOST_COARSE_LEVELS, 0.1), Cause::Replaced),
        (watched(1.1, 0.5, 1.2 * MOST_DE), Cause::Colour),
    ] {
        let faults = one.faults();
        assert_eq!(faults.iter().map(|f| f.cause).collect::<Vec<_>>(), [cause], "{faults:?}");
    }
}

#[test]
fn it_is_told_which_frames_got_what_from_where() {
    let told = watched(1.1, 0.5, 0.1).told((0, 100));
    assert!(
        told.words().starts_with("features of frames 61-66 restored from frames 58-60 and 67-69:"),
        "{}",
        told.words()
    );
}

#[test]
fn beyond_the_shot_there_are_no_good_frames() {
    assert_eq!(watched(1.1, 0.5, 0.1).told((60, 68)).from, [Some((60, 60)), Some((67, 67))]);
    assert_eq!(watched(1.1, 0.5, 0.1).told((61, 67)).from, [None, None]);
}
