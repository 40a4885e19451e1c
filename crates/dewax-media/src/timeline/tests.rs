//! Cut lists as programs write them, read.

use super::*;
use serde_json::{Value, json};

const NTSC: Rational = Rational::new(30000, 1001);

fn time(value: f64, rate: f64) -> Value {
    json!({"OTIO_SCHEMA": "RationalTime.1", "value": value, "rate": rate})
}

fn range(first: f64, frames: f64, rate: f64) -> Value {
    json!({"OTIO_SCHEMA": "TimeRange.1", "start_time": time(first, rate), "duration": time(frames, rate)})
}

fn clip(name: &str, first: f64, frames: f64, rate: f64) -> Value {
    json!({
        "OTIO_SCHEMA": "Clip.2", "name": name, "metadata": {}, "source_range": range(first, frames, rate), "effects": [], "markers": [],
        "enabled": true, "active_media_reference_key": "DEFAULT_MEDIA",
        "media_references": {"DEFAULT_MEDIA": {
            "OTIO_SCHEMA": "ExternalReference.1", "target_url": format!("file:///shots/{name}%201.mov"),
            "available_range": range(first - 12.0, frames + 24.0, rate)}},
    })
}

fn gap(frames: f64, rate: f64) -> Value {
    json!({"OTIO_SCHEMA": "Gap.1", "source_range": range(0.0, frames, rate)})
}

fn track(children: Value) -> Value {
    json!({"OTIO_SCHEMA": "Track.1", "name": "V1", "kind": "Video", "source_range": null, "children": children})
}

fn film(start: Value, tracks: Value) -> Value {
    json!({
        "OTIO_SCHEMA": "Timeline.1", "name": "cut", "metadata": {}, "global_start_time": start,
        "tracks": {"OTIO_SCHEMA": "Stack.1", "name": "tracks", "children": tracks},
    })
}

fn read_otio(value: &Value) -> Result<Timeline, Bad> {
    otio::parse(value.to_string().as_bytes(), None)
}

fn read_edl(text: &str, rate: Rational) -> Timeline {
    edl::parse(text.as_bytes(), Some(rate)).unwrap()
}

/// Name, first frame, frames and place in the film of each part.
fn row(timeline: &Timeline) -> Vec<(&str, i64, i64, i64)> {
    timeline.clips.iter().map(|c| (c.name.as_str(), c.first_frame, c.frames, c.record_frame)).collect()
}

pub(crate) fn parse_otio(bytes: &[u8]) -> Option<Timeline> {
    otio::parse(bytes, None).ok()
}

pub(crate) fn parse_edl(bytes: &[u8]) -> Option<Timeline> {
    edl::parse(bytes, None).ok()
}

pub(crate) fn samples_otio() -> Vec<Vec<u8>> {
    let mut graded = clip("a", 100.0, 48.0, 24.0);
    graded["metadata"] = json!({"cdl": {"asc_sat": 0.9, "asc_sop": {"slope": [1.1, 1, 0.9], "offset": [0, 0.01, 0], "power": [1, 1, 1.2]}},
        "dewax": {"recipe": "abc"}, "cmx_3600": {"reel": "A001"}});
    graded["markers"] = json!([{"OTIO_SCHEMA": "Marker.2", "name": "TREAT", "color": "GREEN", "comment": "flicker",
        "marked_range": range(110.0, 1.0, 24.0)}]);
    graded["effects"] =
        json!([{"OTIO_SCHEMA": "LinearTimeWarp.1", "effect_name": "LinearTimeWarp", "time_scalar": 2.0}]);
    let nested = json!({"OTIO_SCHEMA": "Stack.1", "source_range": range(6.0, 30.0, 24.0), "children": [
        track(json!([clip("n", 0.0, 24.0, 24.0), clip("m", 0.0, 24.0, 24.0)]))]});
    let dissolve = json!({"OTIO_SCHEMA": "Transition.1", "transition_type": "SMPTE_Dissolve"});
    let below = track(json!([graded, dissolve, gap(12.0, 24.0), nested]));
    let above = track(json!([gap(20.0, 24.0), clip("top", 0.0, 10.0, 24.0)]));
    let sound = json!({"OTIO_SCHEMA": "Track.1", "kind": "Audio", "children": []});
    let whole = film(time(86400.0, 24.0), json!([below, above, sound]));
    let list =
        json!({"OTIO_SCHEMA": "SerializableCollection.1", "children": [whole, film(Value::Null, json!([]))]});
    [whole, list].iter().map(|value| crate::json::to_json(value).into_bytes()).collect()
}

pub(crate) const EDL: &str = "TITLE: scene 4\nFCM: NON-DROP FRAME\n\n\
    001  A001     V     C        01:00:04:04 01:00:06:04 01:00:00:00 01:00:02:00\n\
    * FROM CLIP NAME:  a\n* SOURCE FILE: /shots/a 1.mov\n* ASC_SOP (1.1 1 0.9)(0 0.01 0)(1 1 1.2)\n* ASC_SAT 0.9\n\
    * LOC: 01:00:00:10 GREEN   TREAT\nM2   A001       048.0                01:00:04:04\n\
    002  AX       V     C        00:00:00:00 00:00:00:00 01:00:02:00 01:00:02:00\n\
    002  AX       V     D    012 00:00:01:00 00:00:03:00 01:00:02:00 01:00:04:00\n\
    * FROM CLIP NAME: a\n* TO CLIP NAME: b.mov\n\
    003  BL       V     C        00:00:00:00 00:00:01:00 01:00:04:00 01:00:05:00\n\
    004  AX       AA    C        00:00:00:00 00:00:01:00 01:00:04:00 01:00:05:00\n";

#[test]
fn a_film_of_one_track_is_read_frame_by_frame() {
    let mut value = film(
        time(86400.0, 24.0),
        json!([track(json!([clip("a", 100.0, 48.0, 24.0), clip("b", 0.0, 10.0, 24.0)]))]),
    );
    let timeline = read_otio(&value).unwrap();
    assert_eq!(row(&timeline), [("a", 100, 48, 86400), ("b", 0, 10, 86448)]);
    assert_eq!(timeline.clips[0].media, Some(PathBuf::from("/shots/a 1.mov")));
    assert_eq!(timeline.clips[0].available, Some((88, 72)));
    assert_eq!(
        (timeline.rate, timeline.start_frame, timeline.drop_frame),
        (Rational::new(24, 1), 86400, false)
    );
    assert!(timeline.lost.is_empty(), "{:?}", timeline.lost);
    // Without a range of its own all of the file is shown; older files have one media reference.
    let first = &mut value["tracks"]["children"][0]["children"][0];
    first["source_range"] = Value::Null;
    first["media_reference"] = first["media_references"]["DEFAULT_MEDIA"].take();
    first["OTIO_SCHEMA"] = json!("Clip.1");
    assert_eq!(row(&read_otio(&value).unwrap())[0], ("a", 88, 72, 86400));
    // A newer version is read, and that is said.
    value["tracks"]["children"][0]["OTIO_SCHEMA"] = json!("Track.9");
    let newer = read_otio(&value).unwrap();
    assert!(newer.clips.len() == 2 && newer.lost[0].contains("version 9"), "{:?}", newer.lost);
}

#[test]
fn what_a_film_has_besides_is_in_place_or_said() {
    let timeline = otio::parse(&samples_otio()[1], None).unwrap();
    // The upper track hides ten frames of `a`; of the nested ones thirty from the sixth on are shown.
    assert_eq!(
        row(&timeline),
        [
            ("a", 100, 20, 86400),
            ("top", 0, 10, 86420),
            ("a", 130, 18, 86430),
            ("n", 6, 18, 86460),
            ("m", 0, 12, 86478)
        ]
    );
    let a = &timeline.clips[0];
    assert_eq!(a.cdl.unwrap().slope, [1.1, 1.0, 0.9]);
    assert_eq!((a.reel.as_deref(), a.recipe.as_deref()), (Some("A001"), Some("abc")));
    assert_eq!((a.markers[0].first_frame, a.markers[0].colour), (110, MarkerColour::Green));
    assert!(timeline.clips[2].markers.is_empty(), "a marker stands on its own frame only");
    let said = timeline.lost.join("\n");
    for word in [
        "SMPTE_Dissolve",
        "2 times as fast",
        "1 tracks that hold no pictures",
        "below other tracks",
        "beside the first",
    ] {
        assert!(said.contains(word), "{word} in {said}");
    }
}

#[test]
fn rates_may_differ_and_files_elsewhere_are_not_named() {
    let mut far = clip("far", 50.0, 50.0, 25.0);
    far["media_references"]["DEFAULT_MEDIA"]["target_url"] = json!("https://example.org/far.mov");
    let mut off = clip("off", 0.0, 24.0, 24.0);
    off["enabled"] = json!(false);
    let mut drawn = clip("bars", 0.0, 24.0, 24.0);
    drawn["media_references"]["DEFAULT_MEDIA"] =
        json!({"OTIO_SCHEMA": "GeneratorReference.1", "generator_kind": "SMPTEBars"});
    let mut frames = clip("frames", 3.0, 24.0, 24.0);
    frames["media_references"]["DEFAULT_MEDIA"] = json!({"OTIO_SCHEMA": "ImageSequenceReference.1", "target_url_base": "file:///x/",
        "name_prefix": "s.", "name_suffix": ".png", "start_frame": 1001, "frame_zero_padding": 4});
    let timeline =
        read_otio(&film(Value::Null, json!([track(json!([gap(1.0, 24.0), far, off, drawn, frames]))])))
            .unwrap();
    assert_eq!(row(&timeline), [("far", 50, 50, 1), ("frames", 3, 24, 97)]);
    assert_eq!((timeline.clips[0].rate, &timeline.clips[0].media), (Rational::new(25, 1), &None));
    assert_eq!(timeline.clips[1].media, Some(PathBuf::from("/x/s.%04d.png")));
    let said = timeline.lost.join("\n");
    for word in ["another machine", "switched off", "SMPTEBars"] {
        assert!(said.contains(word), "{word} in {said}");
    }
}

#[test]
fn what_is_no_film_is_refused_in_words() {
    for (value, word) in [
        (json!({}), "OTIO_SCHEMA"),
        (json!([1]), "OTIO_SCHEMA"),
        (json!({"OTIO_SCHEMA": "Marker.2"}), "a timeline is needed"),
        (film(Value::Null, json!([])), "how many frames a second"),
        (film(time(0.0, 24.0), json!([track(json!([gap(4.0, 24.0)]))])), "no part with pictures"),
        (film(time(0.0, 0.0), json!([])), "value or rate"),
        (film(time(0.0, 24.0), json!([track(json!([clip("a", 0.0, -4.0, 24.0)]))])), "shorter than nothing"),
    ] {
        let Bad(said) = read_otio(&value).unwrap_err();
        assert!(said.contains(word), "{word} in {said}");
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cut.aaf");
    assert!(read(&path).unwrap_err().to_string().contains(".edl"));
    assert!(read(&folder.path().join("none.edl")).unwrap_err().to_string().contains("cannot read"));
}

#[test]
fn an_edl_is_read_frame_by_frame() {
    let timeline = read_edl(EDL, Rational::new(24, 1));
    assert_eq!(row(&timeline), [("a", 86500, 48, 86400), ("b.mov", 24, 48, 86448)]);
    let [a, b] = &timeline.clips[..] else { panic!("two") };
    assert_eq!(a.media, Some(PathBuf::from("/shots/a 1.mov")));
    assert_eq!((a.reel.as_deref(), b.reel.as_deref()), (Some("A001"), None));
    assert_eq!(b.media, Some(PathBuf::from("b.mov")));
    let cdl = a.cdl.unwrap();
    assert_eq!(
        (cdl.slope, cdl.offset, cdl.power, cdl.saturation),
        ([1.1, 1.0, 0.9], [0.0, 0.01, 0.0], [1.0, 1.0, 1.2], 0.9)
    );
    assert_eq!(
        (a.markers[0].name.as_str(), a.markers[0].colour, a.markers[0].first_frame),
        ("TREAT", MarkerColour::Green, 86510)
    );
    assert_eq!(timeline.name, "scene 4");
    let said = timeline.lost.join("\n");
    for word in ["dissolve of event 002", "M2", "1 events without pictures"] {
        assert!(said.contains(word), "{word} in {said}");
    }
}

#[test]
fn an_edl_does_not_say_its_rate_and_that_is_said() {
    let line = |out: &str| format!("001 AX V C 00:00:00:00 {out} 00:00:00:00 {out}\n");
    for (out, rate) in [("00:00:01:23", 24), ("00:00:01:24", 25), ("00:00:01:29", 30), ("00:00:01:49", 50)] {
        let timeline = edl::parse(line(out).as_bytes(), None).unwrap();
        assert!(
            timeline.rate_is_guessed && timeline.rate == Rational::new(rate, 1),
            "{out}: {:?}",
            timeline.rate
        );
        assert!(timeline.lost[0].contains(&format!("{rate} is the lowest")), "{:?}", timeline.lost);
    }
    let told =
        edl::parse(format!("{}* DEWAX RATE: 24000/1001\n", line("00:00:01:00")).as_bytes(), None).unwrap();
    assert!(!told.rate_is_guessed && told.rate == Rational::new(24000, 1001));
    let wrong = edl::parse(line("00:00:01:24").as_bytes(), Some(Rational::new(24, 1))).unwrap_err();
    assert!(wrong.0.contains("line 1") && wrong.0.contains("0 to 23"), "{wrong:?}");
}

#[test]
fn drop_frame_counts_frames_however_it_is_written() {
    // Old lists say it once at the top, newer ones in each timecode: the second minute begins at ;02.
    let old = "FCM: DROP FRAME\n001 AX V C 00:00:59:29 00:01:00:12 01:00:59:29 01:01:00:12\n";
    for (text, drops) in [(old.to_owned(), true), (old.replace(":29", ";29").replace(":12", ";12"), true)] {
        let timeline = read_edl(&text, NTSC);
        assert_eq!(row(&timeline), [("AX", 1799, 11, 107_892 + 1799)], "{text}");
        assert_eq!(timeline.drop_frame, drops);
    }
    // Of mixed ones each is what its mark says.
    let mixed = "FCM: DROP FRAME\n001 AX V C 00:00:59:29 00:01:00:10 01:00:59;29 01:01:00;12\n";
    assert_eq!(row(&read_edl(mixed, NTSC)), [("AX", 1799, 11, 107_892 + 1799)]);
    let gone =
        edl::parse(b"001 AX V C 00:01:00;00 00:01:01;00 00:00:00;00 00:00:01;00", Some(NTSC)).unwrap_err();
    assert!(gone.0.contains("does not exist in drop-frame"), "{gone:?}");
    // Behind midnight it goes on.
    let night = "001 AX V C 23:59:59;20 00:00:00;10 23:59:59;20 00:00:00;10\n";
    assert_eq!(read_edl(night, NTSC).clips[0].frames, 20);
}

#[test]
fn lines_that_are_no_events_are_refused_with_their_number() {
    for (text, word) in [
        ("TITLE: x\n001 AX V C 00:00:00:00", "line 2"),
        ("001 AX V Q 0 1 0 1", "no kind of edit"),
        ("001 AX V C 0 x 0 1", "no timecode"),
        ("001 AX V C 41:00:00:00 41:00:01:00 0 24", "beyond 24 hours"),
        ("001 AX V C 5 1 0 1", "ends before it begins"),
        ("TITLE: x", "no event with pictures"),
    ] {
        let Bad(said) = edl::parse(text.as_bytes(), Some(Rational::new(24, 1))).unwrap_err();
        assert!(said.contains(word), "{word} in {said}");
    }
    let long: String = (0..200).map(|i| format!("word{i}\n")).collect();
    let timeline = read_edl(&format!("001 AX V C 0 9 0 9\n{long}"), Rational::new(24, 1));
    assert!(timeline.lost.len() < 70 && timeline.lost.last().unwrap().contains("more of such"));
}
