//! Cut lists and grades beside OpenTimelineIO and OpenColorIO: what dewax writes they read, and what they write dewax reads. Needs a Python with
//! both (`DEWAX_PYTHON`, else `python3`): OpenTimelineIO, otio-cmx3600-adapter, otio-fcp-adapter, opencolorio; without it says so.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test that fails says so by panicking, and one that is skipped too"
)]

use dewax::color::Cdl;
use dewax_media::cdl_file::{self, NamedCdl};
use dewax_media::conform::Times;
use dewax_media::cube_file;
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

/// A file of a grid of which frames are missing here and there, as of a phone, and when its frames are shown, in ticks of 90 kHz.
fn varying(rate: Rational) -> (Times, Vec<i64>) {
    let tick = |at: i64| (at as f64 / rate.value() * 90_000.0).round() as i64;
    let pts: Vec<i64> =
        (0..9000).filter(|at| at % 7 != 3 && at % 11 != 5 && at / 40 % 9 != 2).map(tick).collect();
    (Times::of(&pts, Rational::new(1, 90_000), tick(1)), pts)
}

/// A film of parts of such a file, as it is exported: at a steady rate. What each of them shows stands beside it.
fn conformed((rate, drops): (Rational, bool)) -> (Timeline, Vec<Value>) {
    let (times, pts) = varying(rate);
    let counted = times.counted(rate);
    assert!(counted.rate == rate && !counted.is_steady, "{counted:?}");
    let mut film = film(rate, drops);
    let (mut at, mut shown) = (film.start_frame, Vec::new());
    for (number, clip) in film.clips.iter_mut().enumerate() {
        let first = number * 20 % (times.frames() - 40);
        let frames = first..first + 1 + number % 23;
        let ticks = times.ticks(rate, frames.clone());
        assert_eq!(times.shown_in(rate, ticks.clone()), Some(frames.clone()));
        (clip.first_frame, clip.frames) = (ticks.start, ticks.end - ticks.start);
        clip.available = Some((0, times.ticks(rate, 0..times.frames()).end));
        clip.markers.iter_mut().for_each(|marker| marker.first_frame = ticks.start);
        clip.record_frame = at;
        at += clip.frames;
        let seconds: Vec<f64> = pts.iter().map(|pts| *pts as f64 / 90_000.0).collect();
        shown.push(json!({"seconds": seconds[first..], "frames": frames.len()}));
    }
    (film, shown)
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

/// What a grade makes of points of a table of 33 steps.
fn points(cdl: &Cdl) -> Vec<Value> {
    let grid = (0..729).map(|i| [i % 9, i / 9 % 9, i / 81].map(|v| v as f32 / 8.0));
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
    let plain = films.len();
    let (varied, shown): (Vec<Timeline>, Vec<Vec<Value>>) =
        [RATES[0], RATES[3], RATES[4], RATES[5]].map(conformed).into_iter().unzip();
    films.extend(varied);
    for (number, film) in films.iter().enumerate() {
        let path = |ending: &str| folder.join(format!("ours_{number}.{ending}"));
        let mut meant = meant(film);
        for (clip, shown) in
            number.checked_sub(plain).iter().flat_map(|varied| shown[*varied].iter().enumerate())
        {
            meant["clips"][clip]["shown"] = shown.clone();
        }
        std::fs::write(path("json"), meant.to_string()).unwrap();
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
        cube_file::write("a", &cdl, &guard.file(&folder.join(format!("grade_{number}.cube"))).unwrap())
            .unwrap();
        let told = json!({"colours": colours(&cdl), "points": points(&cdl)}).to_string();
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
