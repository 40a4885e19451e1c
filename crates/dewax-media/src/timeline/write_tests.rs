//! Cut lists, written and read again: the same film.

use super::*;
use crate::guard::Guard;

/// The rates that films have, and whether their timecode leaves numbers out.
const RATES: [(Rational, bool); 7] = [
    (Rational::new(24000, 1001), false),
    (Rational::new(24, 1), false),
    (Rational::new(25, 1), false),
    (Rational::new(30000, 1001), true),
    (Rational::new(30000, 1001), false),
    (Rational::new(60000, 1001), true),
    (Rational::new(50, 1), false),
];

/// A film with everything that a list can hold: parts around the minute where numbers are left out, a gap, grades, a sequence.
fn film(rate: Rational, drop_frame: bool) -> Timeline {
    let second = rate.value().round() as i64;
    let start_frame = 3600 * second - if drop_frame { 108 * second / 30 } else { 0 };
    let part = |name: &str, first_frame: i64, frames: i64, record: i64| TimelineClip {
        name: name.to_owned(),
        reel: None,
        media: Some(PathBuf::from(format!("/treated/{name} ä.mov"))),
        rate,
        first_frame,
        frames,
        record_frame: start_frame + record,
        drop_frame,
        ..TimelineClip::default()
    };
    let marker = Marker {
        name: "TREAT".to_owned(),
        colour: MarkerColour::Green,
        first_frame: 59 * second + 9,
        frames: 1,
        ..Marker::default()
    };
    let cdl = Cdl {
        slope: [1.1, 1.0, 0.93],
        offset: [0.0, -0.0125, 0.02],
        power: [1.0, 0.9, 1.2],
        saturation: 0.85,
    };
    let a = TimelineClip {
        reel: Some("A001".to_owned()),
        cdl: Some(cdl),
        markers: vec![marker],
        recipe: Some("3f9a".to_owned()),
        ..part("a", 59 * second + 5, 2 * second + 7, 0)
    };
    let b = TimelineClip {
        media: Some(PathBuf::from("shots/b.%04d.png")),
        ..part("b", 0, 61 * second, 5 * second)
    };
    Timeline {
        name: "scene 4".to_owned(),
        rate,
        drop_frame,
        start_frame,
        clips: vec![a, b, part("c", 1798, 3, 66 * second)],
        ..Timeline::default()
    }
}

#[test]
fn a_film_comes_back_from_every_list_at_every_rate() {
    for (rate, drops) in RATES {
        let mut film = film(rate, drops);
        let (text, lost) = text(&film, Kind::Edl).unwrap();
        assert!(lost.is_empty(), "{lost:?}");
        assert_eq!(edl::parse(text.as_bytes(), None).unwrap(), film, "{text}");
        film.clips[0].available = Some((0, 20_000));
        film.clips[0].markers[0].comment = "flicker, 3 %".to_owned();
        film.clips[1].first_picture = Some(1001);
        let (text, lost) = super::text(&film, Kind::Otio).unwrap();
        assert!(lost.is_empty(), "{lost:?}");
        assert_eq!(otio::parse(text.as_bytes(), None).unwrap(), film, "{text}");
    }
}

#[test]
fn every_frame_of_a_film_is_told_by_its_timecode() {
    // Parts of one frame, all through the minutes where numbers are left out and where they are not.
    for (rate, drop_frame) in RATES {
        let second = rate.value().round() as i64;
        let clips = (0..900).map(|i| TimelineClip {
            name: "x".to_owned(),
            rate,
            first_frame: i * 7 * second / 6 + i,
            frames: 1 + i % 3,
            record_frame: 3 * i,
            drop_frame,
            ..TimelineClip::default()
        });
        let film = Timeline {
            name: "f".to_owned(),
            rate,
            drop_frame,
            clips: clips.collect(),
            ..Timeline::default()
        };
        for kind in [Kind::Edl, Kind::Otio, Kind::Xml] {
            let (text, _) = text(&film, kind).unwrap();
            let parsed = match kind {
                Kind::Edl => edl::parse(text.as_bytes(), None),
                Kind::Otio => otio::parse(text.as_bytes(), None),
                Kind::Xml => xmeml::parse(text.as_bytes(), None),
            };
            assert_eq!(parsed.unwrap(), film);
        }
    }
}

#[test]
fn what_a_list_cannot_hold_is_refused_or_said() {
    let mut film = film(Rational::new(25, 1), false);
    // One frame of it is less than half of one of the film's.
    (film.clips[2].rate, film.clips[2].frames) = (Rational::new(60, 1), 1);
    let said = text(&film, Kind::Edl).unwrap_err().to_string();
    assert!(said.contains("60/1") && said.contains("write an .otio"), "{said}");
    let (written, _) = text(&film, Kind::Otio).unwrap();
    let read = otio::parse(written.as_bytes(), None).unwrap();
    assert_eq!(
        (read.clips[2].rate, read.clips[2].frames, read.clips[2].record_frame),
        (film.clips[2].rate, 1, film.clips[2].record_frame)
    );
    film.clips.truncate(1);
    film.clips[0].reel = Some("A long reel/1".to_owned());
    film.clips[0].available = Some((0, 100));
    let (written, lost) = text(&film, Kind::Edl).unwrap();
    assert!(written.contains("001  Alongree V     C        00:00:59:05"), "{written}");
    assert!(
        lost.iter().any(|l| l.contains("Alongree")) && lost.iter().any(|l| l.contains("more there is")),
        "{lost:?}"
    );
    film.clips[0].first_frame = -1;
    assert!(text(&film, Kind::Edl).is_err());
    film.clips.clear();
    assert!(text(&film, Kind::Otio).unwrap_err().to_string().contains("no parts"));
}

#[test]
fn what_somebody_else_made_is_not_written_over() {
    let folder = tempfile::tempdir().unwrap();
    let mut film = film(Rational::new(25, 1), false);
    film.clips[1].first_picture = Some(0);
    let path = folder.path().join("film.otio");
    let guard = Guard::new(false);
    write(&film, &guard.file(&path).unwrap()).unwrap();
    assert_eq!(read(&path).unwrap(), film);
    assert!(guard.file(&path).is_err(), "nothing says whose it is");
    let other = folder.path().join("film.aaf");
    assert!(write(&film, &guard.file(&other).unwrap()).unwrap_err().to_string().contains(".otio"));
    assert!(!other.exists());
}

#[test]
fn rates_that_change_make_no_gaps() {
    let rates = [Rational::new(24, 1), Rational::new(30, 1), Rational::new(30000, 1001)];
    // Places in the film as the sum of whole lengths, and as the whole of the exact sum.
    for sums_whole in [true, false] {
        let (mut at, mut clips) = (0.0f64, Vec::new());
        for i in 0..20i64 {
            let (rate, frames) = (rates[(i % 3) as usize], 11 + i);
            let film = frames as f64 / rate.value() * 24.0;
            let name = format!("{i}");
            let record_frame = at.round() as i64;
            clips.push(TimelineClip { name, rate, frames, record_frame, ..TimelineClip::default() });
            at += if sums_whole { film.round() } else { film };
        }
        let mut film = Timeline { rate: rates[0], clips, ..Timeline::default() };
        let (written, lost) = text(&film, Kind::Otio).unwrap();
        assert!(lost.is_empty() && !written.contains("Gap"), "{sums_whole}: {lost:?}");
        // A gap of two frames is one, and what follows stands in its place again.
        film.clips[10..].iter_mut().for_each(|clip| clip.record_frame += 2);
        let (written, lost) = text(&film, Kind::Otio).unwrap();
        assert!(lost.is_empty() && written.matches("Gap.1").count() == 1, "{sums_whole}: {lost:?}");
        let read = otio::parse(written.as_bytes(), None).unwrap();
        assert_eq!(read.clips[10].record_frame, film.clips[10].record_frame);
    }
}
