//! Parts of a clip: in timecode as in frames and seconds, by the clip's own where it has one, and never beyond its end.

use crate::tools::{Place, Ran, ffmpeg, pictures, program};

/// Twenty frames at 29.97 a second, whose timecode starts as given.
fn clip(place: &Place, name: &str, timecode: Option<&str>) {
    let out = place.at(name);
    let form = ["-f", "lavfi", "-i", "testsrc2=s=64x48:r=30000/1001", "-frames:v", "20", "-c:v", "libx264"];
    let own = timecode.map(|timecode| ["-timecode", timecode]).into_iter().flatten();
    ffmpeg(form.into_iter().chain(own).chain([out.to_str().unwrap()]));
}

fn render(place: &Place, clip: &str, range: &str, out: &str) -> Ran {
    let mut command = program();
    command.current_dir(place.root()).args(["render", clip, "--look=off", "--faces=off", "-v", "-o", out]);
    Ran::of(command.arg(format!("--range={range}")))
}

#[test]
fn a_part_is_the_same_in_timecode() {
    let place = Place::new();
    clip(&place, "plain.mov", None);
    clip(&place, "late.mov", Some("00:00:59;25"));
    render(&place, "plain.mov", "5..12", "frames.mkv").done();
    let want = pictures(&place.at("frames.mkv"));
    assert_eq!(want.len(), 7);
    let ran = render(&place, "plain.mov", "00:00:00:05..00:00:00:12", "plain.mkv").done();
    assert!(ran.out.contains("carries no timecode") && ran.out.contains("frames 5..12"), "{ran:#?}");
    // Over the minute, whose first two numbers do not exist.
    let ran = render(&place, "late.mov", "00:01:00;02..00:01:00;09", "late.mkv").done();
    assert!(ran.out.contains("own timecode, which starts at 00:00:59;25: frames 5..12"), "{ran:#?}");
    for out in ["plain.mkv", "late.mkv"] {
        assert!(pictures(&place.at(out)) == want, "{out}");
    }
}

#[test]
fn beyond_the_end_is_refused_in_every_unit() {
    let place = Place::new();
    clip(&place, "a.mov", None);
    for (range, words) in [
        ("5..21", "frames 0..20 (0.667 s)"),
        ("0.2s..9s", "0.667 s (frames 0..20)"),
        ("00:00:00;05..00:00:01;00", "00:00:00;00..00:00:00;20"),
        ("00:01:00;00..", "00:01:00;02 follows 00:00:59;29"),
        ("00:00:00:05", "is no range"),
    ] {
        render(&place, "a.mov", range, "out.mkv").refused(2, &[range, words]);
    }
    assert_eq!(place.names(), ["a.mov"]);
}
