//! Final Cut Pro 7 XML that is hostile or rare: short files that say much, parts of clips, nested speed, timecode of other rates.

use super::xmeml_tests::{clip, film, rate, read_xml, row};
use super::*;

fn track(items: &str) -> String {
    film(24, false, &format!("<track>{items}</track>"), "")
}

/// So many sequences with the items of `inside` in the first, each of the others showing the one before it so many times.
fn nested(levels: usize, times: i64, inside: &str) -> String {
    let sequence = |level: usize, items: &str| {
        format!(
            "<sequence id=\"n{level}\"><name>n</name>{}<media><video><track>{items}</track></video></media></sequence>",
            rate(24, false)
        )
    };
    let last: String = (0..levels)
        .map(|level| {
            let before = format!("<sequence id=\"n{}\"/>", level.wrapping_sub(1));
            let items: String = (0..times).map(|i| clip("x", [i, i + 1, 0, 1], &before)).collect();
            sequence(level, if level == 0 { inside } else { &items })
        })
        .collect();
    format!("<xmeml>{last}</xmeml>")
}

#[test]
fn a_short_file_ends_quickly_whatever_it_shows_again() {
    let refused = |what: &str, text: &str| {
        let began = std::time::Instant::now();
        let Bad(said) = read_xml(text).unwrap_err();
        assert!(
            said.contains("more often than any film") || said.contains("more than 50000"),
            "{what}: {said}"
        );
        // Each took minutes or the memory; slow machines have their time.
        assert!(began.elapsed().as_secs() < 60, "{what} took {:?}", began.elapsed());
    };
    let notes: String = (0..100)
        .map(|_| format!("<marker><comment>{}</comment><in>0</in><out>-1</out></marker>", "c".repeat(4000)))
        .collect();
    refused("notes of what is nested", &nested(4, 30, &clip("a", [0, 1, 0, 1], &notes)));
    // A part of one frame that lasts a whole film, below so many others that it is seen in each gap.
    let slow = "<rate><timebase>0.1</timebase></rate>";
    let above: String = (0..2000i64).map(|i| clip("x", [2 * i, 2 * i + 1, 0, 1], "")).collect();
    let below = clip("slow", [0, 10_000, 0, 1], &format!("{slow}{notes}"));
    refused(
        "notes of what is seen in gaps",
        &film(1000, false, &format!("<track>{below}</track><track>{above}</track>"), ""),
    );
    let names = "<name/>".repeat(20_000);
    let uses: String = (1..3000i64).map(|i| clip("x", [i, i + 1, 0, 1], "<file id=\"f\"/>")).collect();
    refused(
        "a file",
        &track(&format!("{}{uses}", clip("x", [0, 1, 0, 1], &format!("<file id=\"f\">{names}</file>")))),
    );
    let tracks = "<track/>".repeat(1000);
    let many = nested(2, 1000, "").replacen("<track></track>", &tracks, 1);
    refused("empty tracks", &many);
}

#[test]
fn a_part_of_a_clip_counts_from_its_own_start() {
    let marker = "<marker><name>x</name><in>7</in><out>-1</out></marker>";
    let part =
        format!("<subclipinfo><startoffset>100</startoffset><endoffset>9</endoffset></subclipinfo>{marker}");
    let timeline = read_xml(&track(&clip("part", [0, 10, 5, 15], &part))).unwrap();
    assert_eq!(row(&timeline), [("part", 105, 10, 86400)]);
    assert_eq!(timeline.clips[0].markers[0].first_frame, 107);
}

#[test]
fn what_is_nested_begins_later_where_it_runs_faster() {
    let fast = "<filter><effect><effectid>timeremap</effectid><parameter><parameterid>speed</parameterid><value>200</value></parameter></effect>\
                </filter>";
    let items = format!("{}{}", clip("a", [0, 20, 0, 20], ""), clip("b", [20, 60, 0, 40], ""));
    let inner = format!(
        "<sequence id=\"i\">{}<media><video><track>{items}</track></video></media></sequence>{fast}",
        rate(24, false)
    );
    let timeline = read_xml(&track(&clip("nested", [0, 10, 15, 25], &inner))).unwrap();
    // From its fifteenth frame at twice the speed: the thirtieth.
    assert_eq!(row(&timeline), [("b", 10, 10, 86400)]);
}

#[test]
fn a_timecode_of_thirty_counts_the_frames_of_ntsc() {
    let file = |format: &str, said: &str| {
        format!(
            "{0}<file id=\"{format}\">{0}<timecode>{1}<string>{said}</string><displayformat>{format}</displayformat></timecode></file>",
            rate(30, true),
            rate(30, false)
        )
    };
    let items = [
        clip("plain", [0, 24, 0, 30], &file("NDF", "01:00:00:00")),
        clip("drop", [24, 48, 0, 30], &file("DF", "00:01:00;02")),
    ];
    let timeline = read_xml(&track(&items.concat())).unwrap();
    let first: Vec<i64> = timeline.clips.iter().map(|clip| clip.first_frame).collect();
    assert_eq!(first, [108_000, 1800]);
}

#[test]
fn pictures_are_known_by_the_numbers_behind_their_name() {
    for (name, pattern, first) in [
        ("shot[v2].[1001-1048].png", "shot[v2].%04d.png", 1001),
        ("shot.[7-12]_[v2].png", "shot.%d_[v2].png", 7),
    ] {
        let file = format!("<file id=\"f\"><pathurl>file://localhost/s/{name}</pathurl></file>");
        let timeline = read_xml(&track(&clip("a", [0, 10, 0, 10], &file))).unwrap();
        assert_eq!(timeline.clips[0].media, Some(PathBuf::from(format!("/s/{pattern}"))));
        assert_eq!(timeline.clips[0].first_picture, Some(first));
    }
}
