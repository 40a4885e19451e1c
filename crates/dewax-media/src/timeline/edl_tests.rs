//! What real lists of CMX 3600 have besides cuts.

use super::*;

const FILM: Rational = Rational::new(24, 1);

fn read_edl(text: &str) -> Timeline {
    edl::parse(text.as_bytes(), Some(FILM)).unwrap()
}

#[test]
fn keys_are_read_in_one_word_and_in_two() {
    let times = "00:00:01:00 00:00:02:00 01:00:00:00 01:00:01:00";
    for (below, above) in [("K B", "K O 000"), ("KB", "KO 000"), ("K B (F) 010", "K     012"), ("k b", "k o")]
    {
        let text = format!("037 131 V {below} {times}\n037 051 V {above} {times}\n");
        let timeline = read_edl(&text);
        // What lies below is a picture of the film; what is keyed over it is said.
        let [clip] = &timeline.clips[..] else { panic!("{text}{:?}", timeline.clips) };
        assert_eq!((clip.reel.as_deref(), clip.first_frame, clip.frames), (Some("131"), 24, 24), "{text}");
        assert!(timeline.lost.iter().any(|said| said.contains("keyed over another")), "{:?}", timeline.lost);
    }
    // A reel that is called so is one.
    assert_eq!(read_edl(&format!("001 K B C {times}\n002 K V C {times}")).clips.len(), 2);
}

#[test]
fn remarks_about_a_clip_are_no_files() {
    let event = "001 A001 V C 00:00:01:00 00:00:02:00 01:00:00:00 01:00:01:00\n* FROM CLIP NAME: a\n";
    for remark in
        ["* FROM CLIP IS A STILL", "* TO CLIP IS A STILL", "* from clip: is a still", "* FROM CLIP  /x/a.mov"]
    {
        let timeline = read_edl(&format!("{event}{remark}\n"));
        assert_eq!(
            (timeline.clips[0].media.as_deref(), timeline.clips[0].name.as_str()),
            (None, "a"),
            "{remark}"
        );
        assert!(timeline.lost.iter().any(|said| said.contains("remark at event 001")), "{:?}", timeline.lost);
    }
    let timeline = read_edl(&format!("{event}* FROM CLIP: /x/a.mov\n"));
    assert_eq!(timeline.clips[0].media.as_deref(), Some(Path::new("/x/a.mov")));
}

#[test]
fn a_list_with_endless_names_takes_little_memory() {
    // One part with a name of 1 MiB, a marker for each second and a hundred short parts above it.
    let long = "x".repeat(1 << 20);
    let code = |second: usize| format!("00:{:02}:{:02}:00", second / 60, second % 60);
    let mut text =
        format!("001 {long} V C 00:00:00:00 00:10:00:00 00:00:00:00 00:10:00:00\n* FROM CLIP NAME: {long}\n");
    text += &format!("* FROM FILE: /x/{long}\n* DEWAX RECIPE: {long}\n");
    (0..500).for_each(|second| text += &format!("* LOC: {} RED {}\n", code(second), &long[..9000]));
    for second in 0..100 {
        let at = code(5 * second + 1);
        text += &format!("002 B V2 C 00:00:00:00 00:00:00:01 {at} {}01\n", &at[..9]);
    }
    let timeline = read_edl(&text);
    assert_eq!(timeline.clips.len(), 201);
    let size = |clip: &TimelineClip| {
        let markers: usize = clip.markers.iter().map(|marker| marker.name.len()).sum();
        let media = clip.media.as_ref().map_or(0, |path| path.as_os_str().len());
        markers
            + media
            + clip.name.len()
            + [&clip.reel, &clip.recipe].into_iter().flatten().map(String::len).sum::<usize>()
    };
    let all: usize = timeline.clips.iter().map(size).sum();
    assert!(all < (500 + 101 * 4) * 4100, "{all} bytes");
    assert!(timeline.lost.iter().any(|said| said.contains("first 4096 bytes")), "{:?}", timeline.lost);
    // As OpenTimelineIO.
    let range = |first: i64, frames: i64| {
        let time =
            |value: i64| serde_json::json!({"OTIO_SCHEMA": "RationalTime.1", "value": value, "rate": 24});
        serde_json::json!({"OTIO_SCHEMA": "TimeRange.1", "start_time": time(first), "duration": time(frames)})
    };
    let value = serde_json::json!({"OTIO_SCHEMA": "Track.1", "kind": "Video", "children": [{"OTIO_SCHEMA": "Clip.1", "name": long,
        "source_range": range(0, 24), "metadata": {"cmx_3600": {"reel": long}, "dewax": {"recipe": long}},
        "markers": [{"OTIO_SCHEMA": "Marker.2", "name": long, "comment": long, "marked_range": range(1, 1)}],
        "media_reference": {"OTIO_SCHEMA": "ExternalReference.1", "target_url": format!("/x/{long}")}}]});
    let timeline = serde_json::json!({"OTIO_SCHEMA": "Timeline.1", "global_start_time": null,
        "tracks": {"OTIO_SCHEMA": "Stack.1", "children": [value]}});
    let timeline = otio::parse(timeline.to_string().as_bytes(), None).unwrap();
    assert!(size(&timeline.clips[0]) < 6 * 4100 && timeline.clips[0].media.is_none());
    assert!(timeline.lost.iter().any(|said| said.contains("first 4096 bytes")), "{:?}", timeline.lost);
}

#[test]
fn a_film_goes_on_behind_midnight() {
    let text = "001 a V C 00:00:00:00 00:00:10:00 23:59:50:00 24:00:00:00\n\
        003 c V C 00:00:00:00 00:00:10:00 00:00:00:00 00:00:10:00\n* LOC: 00:00:02:00 RED x\n\
        004 d V2 C 23:59:59:00 00:00:04:00 23:59:58:00 00:00:03:00\n* LOC: 00:00:01:00 RED y\n";
    let timeline = read_edl(text);
    let day = 24 * 86400;
    let row: Vec<_> =
        timeline.clips.iter().map(|c| (c.name.as_str(), c.record_frame - day, c.frames)).collect();
    assert_eq!(row, [("a", -240, 192), ("d", -48, 120), ("c", 72, 168)]);
    assert_eq!(timeline.start_frame, day - 240);
    // A marker a second behind midnight is three seconds into its part.
    assert_eq!(timeline.clips[1].markers[0].first_frame, day - 24 + 72);
    let (written, _) = super::text(&timeline, Kind::Edl).unwrap();
    let again = read_edl(&written);
    assert_eq!(
        again.clips.iter().map(|c| c.record_frame).collect::<Vec<_>>(),
        [day - 240, day - 48, day + 72]
    );
    let beyond = edl::parse(b"001 a V C 24:00:00:00 24:00:01:00 0 24", Some(FILM)).unwrap_err();
    assert!(beyond.0.contains("beyond 24 hours"), "{beyond:?}");
}

#[test]
fn each_source_counts_as_the_line_above_it_says() {
    let rate = Rational::new(30000, 1001);
    let text = "FCM: DROP FRAME\n001 a V C 00:01:00:02 00:01:01:02 01:00:00:00 01:00:01:00\nFCM: NON-DROP FRAME\n\
        002 b V C 00:01:00:00 00:01:01:00 01:00:01:00 01:00:02:00\n";
    let timeline = edl::parse(text.as_bytes(), Some(rate)).unwrap();
    let row: Vec<_> = timeline.clips.iter().map(|c| (c.first_frame, c.drop_frame, c.record_frame)).collect();
    // The film counts as the first line says, all through.
    assert_eq!(row, [(1800, true, 107_892), (1800, false, 107_922)]);
    assert!(timeline.drop_frame);
    let turned = text.replacen("DROP FRAME", "NON-DROP FRAME", 1).replacen(
        "FCM: NON-DROP FRAME\n002",
        "FCM: DROP FRAME\n002",
        1,
    );
    let turned = turned.replace("00:01:00:00 00:01:01:00 01:00:01", "00:01:00:02 00:01:01:02 01:00:01");
    let timeline = edl::parse(turned.as_bytes(), Some(rate)).unwrap();
    let row: Vec<_> = timeline.clips.iter().map(|c| (c.first_frame, c.drop_frame, c.record_frame)).collect();
    assert_eq!(row, [(1802, false, 108_000), (1800, true, 108_030)]);
    assert!(!timeline.drop_frame);
}

#[test]
fn lines_are_counted_however_they_end() {
    for end in ["\n", "\r\n", "\r"] {
        let text = ["TITLE: x", "", "001 AX V C 0 x 0 1"].join(end);
        let said = edl::parse(text.as_bytes(), Some(FILM)).unwrap_err().0;
        assert!(said.contains("line 3"), "{end:?}: {said}");
    }
}

#[test]
fn sequences_keep_their_first_number_and_names_their_letters() {
    let event = "001 A V C 00:00:01:00 00:00:02:00 01:00:00:00 01:00:01:00\n";
    let timeline = read_edl(&format!("{event}* FROM FILE: /x/a.[1001-1020].exr\n"));
    let clip = &timeline.clips[0];
    assert_eq!((clip.media.as_deref(), clip.first_picture), (Some(Path::new("/x/a.%04d.exr")), Some(1001)));
    let latin = [event.as_bytes(), b"* FROM FILE: /x/J\xe4ger.mov\n"].concat();
    let timeline = edl::parse(&latin, Some(FILM)).unwrap();
    assert_eq!(timeline.clips[0].media.as_deref(), Some(Path::new("/x/Jäger.mov")));
    // A film whose name has a % is no sequence.
    let mut film = timeline;
    for (name, is_sequence) in [
        ("/x/50%done.mov", false),
        ("/x/50%done.png", false),
        ("/x/a%04d.mov", false),
        ("/x/a%04d.png", true),
        ("/x/a.%d.png", true),
    ] {
        film.clips[0].media = Some(PathBuf::from(name));
        let (written, _) = text(&film, Kind::Otio).unwrap();
        assert_eq!(written.contains("ImageSequenceReference"), is_sequence, "{name}");
    }
}
