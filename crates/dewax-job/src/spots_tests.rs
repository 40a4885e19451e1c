//! How retouches are written, and what is refused with the cure.

use super::*;

#[test]
fn a_retouch_is_read_with_and_without_its_size_and_kind() {
    let read = |text: &str| SpotWish::read(text).map(|s| (s.at_px, s.size_px, s.kind));
    assert_eq!(read("812,430@2.1s..2.3s"), Ok(([812.0, 430.0], None, 0)));
    assert_eq!(read("812.5, 430@63..69:24"), Ok(([812.5, 430.0], Some(24.0), 0)));
    assert_eq!(read("8,4@63..69:24px:blur"), Ok(([8.0, 4.0], Some(24.0), 1)));
    assert_eq!(read("8,4@63..69:inpaint"), Ok(([8.0, 4.0], None, 2)));
    let timecode = "8,4@00:00:02:00..00:00:02:10";
    assert_eq!(read(timecode), Ok(([8.0, 4.0], None, 0)));
    assert_eq!(read(&format!("{timecode}:30px:clone")), Ok(([8.0, 4.0], Some(30.0), 0)));
}

#[test]
fn what_is_none_is_refused_with_how_to_write_it() {
    for bad in [
        "",
        "812,430",
        "812@1s..2s",
        "a,b@1s..2s",
        "-1,2@1s..2s",
        "1,2@1s",
        "1,2@1s..2s:1",
        "1,2@1s..2s:big:blur",
    ] {
        let error = SpotWish::read(bad).unwrap_err().to_string();
        assert!(error.contains("write "), "{bad}: {error}");
    }
    assert!(SpotWish::read("812,430").unwrap_err().to_string().contains("812,430@2.1s..2.3s"));
}
