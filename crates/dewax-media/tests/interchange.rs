//! Cut lists and grades beside OpenTimelineIO and OpenColorIO: what dewax writes they read, and what they write dewax reads. Needs a Python with
//! both (`DEWAX_PYTHON`, else `python3`): OpenTimelineIO, otio-cmx3600-adapter, otio-fcp-adapter, opencolorio; without it says so.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test that fails says so by panicking, and one that is skipped too"
)]

use dewax::color::Cdl;
use dewax_media::cdl_file::{self, NamedCdl};
use dewax_media::guard::Guard;
use dewax_media::rational::Rational;
use dewax_media::timeline::{Kind, Marker, MarkerColour, Timeline, TimelineClip, read_at, text, write};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The rates of films, and whether their timecode leaves numbers out.
const RATES: [(Rational, bool); 7] = [
    (Rational::new(24000, 1001), false),
    (Rational::new(24, 1), false),
    (Rational::new(25, 1), false),
    (Rational::new(30000, 1001), true),
    (Rational::new(30, 1), false),
    (Rational::new(60000, 1001), true),
    (Rational::new(50, 1), false),
];

fn python() -> Option<PathBuf> {
    let python = std::env::var_os("DEWAX_PYTHON").map_or_else(|| PathBuf::from("python3"), PathBuf::from);
    let modules = "import opentimelineio as o, PyOpenColorIO; assert {'cmx_3600', 'fcp_xml'} <= set(o.adapters.available_adapter_names())";
    let there = Command::new(&python).args(["-c", modules]).output().is_ok_and(|out| out.status.success());
    there.then_some(python)
}

/// Grades over what the parameters of `balance` allow, but for a saturation of 0, which the other writer of EDLs leaves out.
fn grade(number: i64) -> Cdl {
    let at =
        |salt: i64, low: f32, high: f32| low + (high - low) * ((number * 37 + salt * 101) % 97) as f32 / 96.0;
    let three = |salt: i64, low: f32, high: f32| {
        [at(salt, low, high), at(salt + 1, low, high), at(salt + 2, low, high)]
    };
    Cdl {
        slope: three(1, 0.25, 2.0),
        offset: three(4, -0.3, 0.3),
        power: three(7, 0.5, 2.0),
        saturation: at(10, 0.05, 2.0),
    }
}

/// A film of 300 short parts that pass the minutes where numbers are left out, with a gap here and there.
fn film(rate: Rational, drop_frame: bool) -> Timeline {
    let second = rate.value().round() as i64;
    let start_frame = 3600 * second - if drop_frame { 108 * second / 30 } else { 0 };
    let mut at = start_frame;
    let clips = (0..300).map(|i| {
        let first_frame = i * 7 * second / 6 + i;
        let frames = 1 + i * i % 23;
        let record_frame = at + if i % 10 == 9 { 17 } else { 0 };
        at = record_frame + frames;
        let marker = Marker {
            name: "TREAT".to_owned(),
            colour: MarkerColour::Green,
            first_frame,
            frames: 1,
            ..Marker::default()
        };
        TimelineClip {
            name: format!("shot {i}"),
            media: Some(PathBuf::from(format!("/treated/shot {i}.mov"))),
            rate,
            first_frame,
            frames,
            available: (i % 2 == 0).then_some((first_frame - first_frame.min(12), frames + 24)),
            record_frame,
            drop_frame,
            cdl: (i % 3 == 0).then(|| grade(i)),
            markers: if i % 5 == 0 { vec![marker] } else { Vec::new() },
            ..TimelineClip::default()
        }
    });
    Timeline {
        name: "film".to_owned(),
        rate,
        drop_frame,
        start_frame,
        clips: clips.collect(),
        ..Timeline::default()
    }
}

/// What the other side is to find in it.
fn meant(film: &Timeline) -> Value {
    let clips = film.clips.iter().map(|clip| {
        let path = clip.media.as_ref().unwrap().to_str().unwrap();
        let cdl = clip.cdl.map(|cdl| json!([cdl.slope, cdl.offset, cdl.power, cdl.saturation]));
        let markers: Vec<Value> = clip.markers.iter().map(|m| json!([m.name, "GREEN", m.first_frame])).collect();
        json!({"name": clip.name, "first_frame": clip.first_frame, "frames": clip.frames, "rate": clip.rate.value(),
            "record_frame": clip.record_frame, "path": path, "url": format!("file://{}", path.replace(' ', "%20")), "cdl": cdl,
            "markers": markers, "begin": clip.available.map_or(0, |(first, _)| first)})
    });
    json!({"rate": film.rate.value(), "drop_frame": film.drop_frame, "start_frame": film.start_frame, "clips": clips.collect::<Vec<Value>>()})
}

/// Name, rate, first frame, frames, place in the film, file, grade.
type Row = (String, Rational, i64, i64, i64, Option<PathBuf>, Option<Cdl>);

/// The parts of a film as far as every list holds them; places from the first one.
fn rows(film: &Timeline) -> Vec<Row> {
    let start = film.clips[0].record_frame;
    let row = |c: &TimelineClip| {
        (c.name.clone(), c.rate, c.first_frame, c.frames, c.record_frame - start, c.media.clone(), c.cdl)
    };
    film.clips.iter().map(row).collect()
}

/// Part by part: what differs is seen where it does.
fn same(read: &Timeline, film: &Timeline) {
    for (got, due) in rows(read).iter().zip(rows(film)) {
        assert_eq!(got, &due);
    }
    assert_eq!(read.clips.len(), film.clips.len());
}

fn colours(cdl: &Cdl) -> Vec<Value> {
    let grid = (0..125).map(|i| [i % 5, i / 5 % 5, i / 25].map(|v| v as f32 / 4.0 * 1.2 - 0.1));
    grid.map(|rgb| json!([rgb, cdl.graded(rgb)])).collect()
}

fn written(folder: &Path) -> Vec<Timeline> {
    let guard = Guard::new(false);
    let mut films: Vec<Timeline> = RATES.iter().map(|(rate, drops)| film(*rate, *drops)).collect();
    // Sources of another rate in a film of 23.976, as those with a rate that varies are once they are conformed.
    let mut mixed = film(RATES[0].0, false);
    for (clip, rate) in
        mixed.clips.iter_mut().zip([(30000, 1001), (25, 1), (24000, 1001), (60000, 1001)].iter().cycle())
    {
        clip.rate = Rational::new(rate.0, rate.1);
        // One frame of 59.94 is none of 23.976.
        clip.frames += 2;
    }
    mixed.clips.iter_mut().for_each(|clip| clip.record_frame += 40 * (clip.record_frame - mixed.start_frame));
    films.push(mixed);
    for (number, film) in films.iter().enumerate() {
        let path = |ending: &str| folder.join(format!("ours_{number}.{ending}"));
        std::fs::write(path("json"), meant(film).to_string()).unwrap();
        write(film, &guard.file(&path("otio")).unwrap()).unwrap();
        write(film, &guard.file(&path("xml")).unwrap()).unwrap();
        if text(film, Kind::Edl).is_ok() {
            write(film, &guard.file(&path("edl")).unwrap()).unwrap();
        }
    }
    for number in 0..40 {
        let cdl = grade(number);
        let one = [NamedCdl { id: "a".to_owned(), description: String::new(), cdl }];
        for ending in ["cc", "ccc", "cdl"] {
            let path = folder.join(format!("grade_{number}.{ending}"));
            cdl_file::write(&one, &guard.file(&path).unwrap()).unwrap();
        }
        let told = json!({"colours": colours(&cdl)}).to_string();
        std::fs::write(folder.join(format!("grade_{number}.json")), told).unwrap();
    }
    films
}

#[test]
fn other_programs_read_what_is_written_and_are_read() {
    let Some(python) = python() else {
        println!("*** SKIPPED: no Python with OpenTimelineIO and OpenColorIO; DEWAX_PYTHON names one ***");
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let films = written(folder.path());
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scripts/interchange.py");
    let out = Command::new(python).arg(script).arg(folder.path()).output().unwrap();
    let said = format!("{}{}", String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr));
    assert!(out.status.success(), "{said}");
    println!("{said}");
    for (number, film) in films.iter().enumerate() {
        let path = |ending: &str| folder.path().join(format!("theirs_{number}.{ending}"));
        let read = read_at(&path("otio"), None).unwrap();
        same(&read, film);
        assert_eq!((read.start_frame, read.rate), (film.start_frame, film.rate));
        assert!(read.lost.is_empty(), "{:?}", read.lost);
        // Such a file has no grades.
        let read = read_at(&path("xml"), None).unwrap();
        let mut plain = film.clone();
        plain.clips.iter_mut().for_each(|clip| clip.cdl = None);
        same(&read, &plain);
        assert_eq!(
            (read.start_frame, read.rate, read.drop_frame),
            (film.start_frame, film.rate, film.drop_frame)
        );
        assert!(read.clips.iter().zip(&film.clips).all(|(read, due)| read.drop_frame == due.drop_frame));
        assert!(read.lost.is_empty(), "{:?}", read.lost);
        if film.clips.iter().all(|clip| clip.rate == film.rate) {
            let read = read_at(&path("edl"), Some(film.rate)).unwrap();
            same(&read, film);
            assert_eq!(read.drop_frame, film.drop_frame);
        }
    }
}
