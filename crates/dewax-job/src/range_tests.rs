//! Ranges in every unit, inside the clip and beyond it.

use super::*;
use dewax::clip::{Ratio, Signs};
use dewax::color::Tags;
use dewax::px::{Format, Subsampling};

const FILM: Rational = Rational::new(24, 1);
const NTSC: Rational = Rational::new(30000, 1001);

fn clip(frames: i64, rate: Rational) -> Clip {
    Clip {
        name: "a.mov".into(),
        fingerprint: String::new(),
        format: Format { width: 64, height: 48, subsampling: Subsampling::C420, bits: 8, alpha: false },
        tags: Tags::assumed(48),
        time_base: Ratio { num: rate.den, den: rate.num },
        pts: (0..frames).collect(),
        last_duration: 1,
        signs: Signs::default(),
    }
}

fn frames(text: &str, clip: &Clip, rate: Rational, start: Option<&str>) -> Result<(usize, usize), String> {
    Asked::read(text).and_then(|asked| asked.frames(clip, rate, start)).map_err(|e| e.to_string())
}

#[test]
fn one_part_in_every_unit() {
    let clip = clip(120, FILM);
    for text in ["48..96", "2s..4s", "00:00:02:00..00:00:04:00", "48..4s", " 48 .. 00:00:04:00"] {
        assert_eq!(frames(text, &clip, FILM, None), Ok((48, 96)), "{text}");
        assert_eq!(Asked::read(text).unwrap().rough_frames(120, FILM, None), 48, "{text}");
    }
    for (text, want) in
        [("..5s", (0, 120)), ("..", (0, 120)), ("00:00:04:23..", (119, 120)), ("..00:00:05:00", (0, 120))]
    {
        assert_eq!(frames(text, &clip, FILM, None), Ok(want), "{text}");
    }
}

#[test]
fn drop_frame_counts_as_the_clip_does() {
    let clip = clip(2000, NTSC);
    assert_eq!(frames("00:00:59;29..00:01:00;02", &clip, NTSC, None), Ok((1799, 1800)));
    assert_eq!(frames("00:00:59:29..00:01:00:02", &clip, NTSC, None), Ok((1799, 1802)));
    let gone = frames("00:00:10;00..00:01:00;00", &clip, NTSC, None).unwrap_err();
    assert!(gone.contains("00:01:00;02 follows 00:00:59;29"), "{gone}");
    let none = frames("00:00:00;00..", &clip, FILM, None).unwrap_err();
    assert!(none.contains("29.97"), "{none}");
}

#[test]
fn the_clips_own_timecode_is_counted_from() {
    let clip = clip(120, FILM);
    let own = Some("01:00:00:00");
    assert_eq!(frames("01:00:02:00..01:00:04:00", &clip, FILM, own), Ok((48, 96)));
    let before = frames("00:00:02:00..00:00:04:00", &clip, FILM, own).unwrap_err();
    assert!(
        before.contains("01:00:00:00..01:00:05:00 by its own timecode")
            && before.contains("seconds or frames"),
        "{before}"
    );
    assert_eq!(frames("2s..4s", &clip, FILM, own), Ok((48, 96)), "seconds count from the first frame");
}

#[test]
fn the_clip_says_whether_its_numbers_are_drop_frame() {
    let clip = clip(300, NTSC);
    // Whichever marks are typed.
    for (start, text) in [
        ("01:00:00;00", "01:00:02:00..01:00:04:00"),
        ("01:00:00;00", "01:00:02;00..01:00:04;00"),
        ("01:00:00:00", "01:00:02;00..01:00:04;00"),
    ] {
        assert_eq!(frames(text, &clip, NTSC, Some(start)), Ok((60, 120)), "{start} {text}");
    }
}

#[test]
fn beyond_the_end_is_an_error_in_every_unit() {
    let clip = clip(120, FILM);
    for (text, length) in [
        ("48..121", "frames 0..120 (5.000 s)"),
        ("120..", "frames 0..120"),
        ("2s..5.1s", "5.000 s (frames 0..120)"),
        ("9s..", "5.000 s"),
        ("00:00:02:00..00:00:05:01", "00:00:00:00..00:00:05:00 (frames 0..120)"),
        ("00:01:00:00..", "00:00:00:00..00:00:05:00"),
    ] {
        let said = frames(text, &clip, FILM, None).unwrap_err();
        assert!(said.contains(text) && said.contains(length) && said.contains("inside it"), "{text}: {said}");
    }
    for text in ["96..48", "4s..4s", "00:00:04:00..00:00:02:00"] {
        let said = frames(text, &clip, FILM, None).unwrap_err();
        assert!(said.contains("holds no frame"), "{text}: {said}");
    }
    for text in ["48", "a..b", "-1s..2s", "1..2..3", "NaNs.."] {
        let said = frames(text, &clip, FILM, None).unwrap_err();
        assert!(said.contains("is no range") && said.contains("00:00:02:00"), "{text}: {said}");
    }
}
