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
