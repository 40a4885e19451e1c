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
