//! Final Cut Pro 7 XML as Premiere and Resolve write it, read; and what dewax writes, read again.

use super::*;

const FILM: Rational = Rational::new(24, 1);

pub(super) fn rate(base: u32, ntsc: bool) -> String {
    let ntsc = if ntsc { "TRUE" } else { "FALSE" };
    format!("<rate><timebase>{base}</timebase><ntsc>{ntsc}</ntsc></rate>")
}

pub(super) fn film(base: u32, ntsc: bool, tracks: &str, after: &str) -> String {
    let rate = rate(base, ntsc);
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE xmeml>\n<xmeml version=\"4\"><sequence id=\"sequence-1\"><name>cut</name>{rate}\
         <timecode>{rate}<string>01:00:00:00</string><frame>86400</frame><displayformat>NDF</displayformat></timecode>\
         <media><video><format/>{tracks}</video><audio><track/></audio></media>{after}</sequence></xmeml>"
    )
}

pub(super) fn clip(name: &str, place: [i64; 4], inside: &str) -> String {
    let [start, end, first, last] = place;
    format!(
        "<clipitem id=\"c {name}\"><name>{name}</name><start>{start}</start><end>{end}</end><in>{first}</in><out>{last}</out>{inside}</clipitem>"
    )
}

fn file(id: u32, name: &str) -> String {
    format!(
        "<file id=\"file-{id}\"><name>{name}</name><pathurl>file://localhost/shots/{name}%201.mov</pathurl>{}<duration>500</duration>\
         <timecode><string>01:00:00:00</string><frame>86400</frame><displayformat>NDF</displayformat><reel><name>A001</name></reel></timecode>\
         </file>",
        rate(24, false)
    )
}

pub(super) fn read_xml(text: &str) -> Result<Timeline, Bad> {
    xmeml::parse(text.as_bytes(), None)
}

/// Name, first frame, frames and place in the film of each part.
pub(super) fn row(timeline: &Timeline) -> Vec<(&str, i64, i64, i64)> {
    timeline.clips.iter().map(|c| (c.name.as_str(), c.first_frame, c.frames, c.record_frame)).collect()
}

pub(crate) fn parse_xml(bytes: &[u8]) -> Option<Timeline> {
    xmeml::parse(bytes, None).ok()
}

pub(crate) fn samples_xml() -> Vec<Vec<u8>> {
    let dissolve = "<transitionitem><start>40</start><end>56</end><alignment>center</alignment><effect><name>Cross Dissolve</name></effect></transitionitem>";
    let marker = "<marker><name>TREAT</name><comment>flicker</comment><in>20</in><out>-1</out><pproColor>4281740498</pproColor></marker>";
    let motion = "<filter><effect><name>Basic Motion</name><effectid>basic</effectid></effect></filter>";
    let speed = "<filter><effect><name>Time Remap</name><effectid>timeremap</effectid><parameter><parameterid>speed</parameterid>\
                 <value>200</value></parameter></effect></filter>";
    let inner = format!(
        "<sequence id=\"inner\"><name>inner</name>{}<media><video><track>{}{}</track></video></media></sequence>",
        rate(24, false),
        clip("n", [0, 24, 0, 24], &file(3, "n")),
        clip("m", [24, 48, 0, 24], &file(4, "m"))
    );
    let below = [
        clip("a", [0, -1, 10, 66], &format!("{}{marker}{motion}", file(1, "a"))),
        dissolve.to_owned(),
        clip("b", [-1, 96, 4, 60], &format!("{}{motion}", file(2, "b"))),
        clip("nested", [100, 130, 6, 36], &inner),
        clip("again", [130, 140, 0, 10], "<file id=\"file-1\"/>"),
        clip("fast", [140, 150, 50, 60], &format!("<file id=\"file-2\"/>{speed}")),
    ];
    let above = [
        clip("top", [20, 30, 0, 10], "<file id=\"file-2\"/>"),
        "<generatoritem><name>bars</name><start>200</start><end>210</end></generatoritem>".to_owned(),
        clip("off", [220, 230, 0, 10], "<enabled>FALSE</enabled>"),
        clip("slug", [230, 240, 0, 10], "<file id=\"s\"><mediaSource>Slug</mediaSource></file>"),
    ];
    let tracks = format!("<track>{}</track><track>{}</track>", below.concat(), above.concat());
    let whole = film(24, false, &tracks, "<marker><name>x</name><in>0</in><out>-1</out></marker>");
    let (_, sequence) = whole.split_once("<sequence").unwrap();
    let sequence = sequence.replace("</xmeml>", "");
    let project = format!(
        "<xmeml version=\"5\"><project><children><bin><children><sequence{sequence}<sequence id=\"inner\"/><sequence id=\"z\">\
         <name>other</name></sequence></children></bin></children></project></xmeml>"
    );
    [whole, project].map(String::into_bytes).to_vec()
}

#[test]
fn a_film_is_read_frame_by_frame_and_what_it_has_besides_is_said() {
    for (number, sample) in samples_xml().iter().enumerate() {
        let timeline = xmeml::parse(sample, None).unwrap();
        assert_eq!(
            row(&timeline),
            [
                // Ten frames of it are hidden; the cut is in the middle of the dissolve.
                ("a", 86410, 20, 86400),
                ("top", 86400, 10, 86420),
                ("a", 86440, 18, 86430),
                // `in` is where the dissolve begins.
                ("b", 86412, 48, 86448),
                ("n", 86406, 18, 86500),
                ("m", 86400, 12, 86518),
                ("again", 86400, 10, 86530),
                // At twice the speed the fiftieth frame is the hundredth of the file.
                ("fast", 86500, 10, 86540),
            ]
        );
        assert_eq!((timeline.rate, timeline.start_frame, timeline.drop_frame), (FILM, 86400, false));
        let a = &timeline.clips[0];
        assert_eq!(a.media, Some(PathBuf::from("/shots/a 1.mov")));
        assert_eq!((a.available, a.reel.as_deref()), (Some((86400, 500)), Some("A001")));
        assert_eq!((a.markers[0].first_frame, a.markers[0].colour), (86420, MarkerColour::Red));
        assert_eq!(timeline.clips[6].media, a.media, "a file is said once");
        let said = timeline.lost.join("\n");
        for word in [
            "Cross Dissolve",
            "on 2 parts, `a` the first: `Basic Motion`",
            "2 times as fast",
            "below other tracks",
            "markers of a whole",
            "`bars`, which a program draws",
            "`off`, which is switched off",
            "Slug",
        ] {
            assert!(said.contains(word), "{word} in {said}");
        }
        assert_eq!(said.contains("`other` beside the first"), number == 1, "{said}");
        assert!(!said.contains("`inner` beside"), "it lies in the film: {said}");
    }
}

#[test]
fn rates_differ_and_files_lie_elsewhere() {
    let own = |base, ntsc, url: &str, more: &str| {
        format!(
            "{}<file id=\"{url}\"><pathurl>{url}</pathurl>{}{more}</file>",
            rate(base, ntsc),
            rate(base, ntsc)
        )
    };
    let drop = format!(
        "<timecode>{}<string>00:01:00;02</string><displayformat>DF</displayformat></timecode>",
        rate(30, true)
    );
    let items = [
        clip("ntsc", [0, 24, 30, 60], &own(30, true, "file://localhost/C%3a/x%20y.mov", &drop)),
        clip("far", [24, 48, 0, 24], &own(24, false, "https://x/a.mov", "")),
        clip("stills", [48, 72, 0, 24], &own(24, false, "file://localhost/s/a.[0101-0124].png", "")),
        // A file of 60 whose timecode counts 30.
        clip("half", [72, 96, 60, 120], &own(60, true, "file:///h.mov", &drop)),
        clip("none", [96, 97, 0, 1], ""),
    ];
    let timeline = read_xml(&film(24, true, &format!("<track>{}</track>", items.concat()), "")).unwrap();
    assert_eq!(timeline.rate, Rational::new(24000, 1001));
    assert_eq!(
        row(&timeline),
        [
            ("ntsc", 1830, 30, 86400),
            ("far", 0, 24, 86424),
            ("stills", 0, 24, 86448),
            ("half", 3660, 60, 86472),
            ("none", 0, 1, 86496)
        ]
    );
    let [ntsc, far, stills, half, none] = &timeline.clips[..] else { panic!("five") };
    assert_eq!((ntsc.rate, ntsc.drop_frame), (Rational::new(30000, 1001), true));
    assert_eq!(ntsc.media, Some(PathBuf::from("C:/x y.mov")));
    assert_eq!((&far.media, &none.media), (&None, &None));
    assert_eq!(
        (stills.media.clone(), stills.first_picture),
        (Some(PathBuf::from("/s/a.%04d.png")), Some(101))
    );
    assert_eq!(half.rate, Rational::new(60000, 1001));
    assert!(timeline.lost.iter().any(|l| l.contains("another machine")), "{:?}", timeline.lost);
}

#[test]
fn places_that_are_not_said_follow_from_what_is() {
    let items = [
        clip("a", [-1, 24, 0, 24], ""),
        clip("b", [24, -1, 5, 15], ""),
        clip("bin", [-1, -1, 0, 9], ""),
        "<clipitem><name>empty</name></clipitem>".to_owned(),
    ];
    let timeline = read_xml(&film(24, false, &format!("<track>{}</track>", items.concat()), "")).unwrap();
    assert_eq!(row(&timeline), [("a", 0, 24, 86400), ("b", 5, 10, 86424)]);
    let said = timeline.lost.join("\n");
    assert!(said.contains("`bin`, which has no place") && said.contains("`empty`"), "{said}");
}

#[test]
fn what_is_no_film_is_refused_in_words() {
    let track = |inside: &str| film(24, false, &format!("<track>{inside}</track>"), "");
    let itself = clip("x", [0, 9, 0, 9], "<sequence id=\"sequence-1\"/>");
    let deep = (0..60).fold(String::new(), |inner, level| {
        let item = if inner.is_empty() { String::new() } else { clip("x", [0, 9, 0, 9], &inner) };
        format!(
            "<sequence id=\"s{level}\">{}<media><video><track>{item}</track></video></media></sequence>",
            rate(24, false)
        )
    });
    for (text, word) in [
        ("no xml".to_owned(), "no XML that can be read"),
        ("<a/>".to_owned(), "begins with <a>"),
        ("<fcpxml/>".to_owned(), "Final Cut Pro X"),
        ("<xmeml/>".to_owned(), "no <sequence>"),
        ("<!DOCTYPE x [<!ENTITY a \"b\">]><xmeml/>".to_owned(), "entities"),
        ("<xmeml><sequence/></xmeml>".to_owned(), "how many frames a second"),
        (film(0, false, "", ""), "<timebase>"),
        (track(""), "no part with pictures"),
        (track(&itself), "no part with pictures"),
        (track(&clip("x", [0, 9, 0, 9], &deep)), "deep"),
        (track("<clipitem><start>x</start></clipitem>"), "no number of frames in <start>"),
    ] {
        let Bad(said) = read_xml(&text).unwrap_err();
        assert!(said.contains(word), "{word} in {said}");
    }
    // Nor does a short file keep a computer busy: each of these sequences shows the next one a hundred times.
    let many: String = (0..8)
        .map(|level| {
            let next = format!("<sequence id=\"m{}\"/>", level + 1);
            let items: String = (0..100).map(|i| clip("x", [i, i + 1, 0, 1], &next)).collect();
            format!(
                "<sequence id=\"m{level}\">{}<media><video><track>{items}</track></video></media></sequence>",
                rate(24, false)
            )
        })
        .collect();
    let Bad(said) = read_xml(&format!("<xmeml>{many}</xmeml>")).unwrap_err();
    assert!(said.contains("more than 50000 parts"), "{said}");
    // Nor does a deep one end it.
    let [open, close] = ["<a>", "</a>"].map(|tag| tag.repeat(200_000));
    assert!(read_xml(&format!("<xmeml>{open}{close}</xmeml>")).is_err());
}

#[test]
fn what_is_written_is_read_again_at_every_rate() {
    for (rate, drops) in [
        (Rational::new(24000, 1001), false),
        (FILM, false),
        (Rational::new(30000, 1001), true),
        (Rational::new(60000, 1001), true),
        (Rational::new(50, 1), false),
    ] {
        let start_frame = 3600 * rate.value().round() as i64;
        let part = |name: &str, media: &str, first: i64, record: i64| TimelineClip {
            name: name.to_owned(),
            media: Some(PathBuf::from(media)),
            rate,
            first_frame: first,
            frames: 37,
            available: Some((3600, 9000)),
            record_frame: start_frame + record,
            drop_frame: drops,
            ..TimelineClip::default()
        };
        let colours = xmeml_parts::COLOURS.iter().enumerate().map(|(at, (colour, ..))| Marker {
            name: "a <b> & \"c\"".to_owned(),
            comment: format!("{at}"),
            colour: *colour,
            first_frame: 3610 + at as i64,
            frames: at as i64,
        });
        let a = TimelineClip {
            markers: colours.collect(),
            recipe: Some("3f9a".to_owned()),
            reel: Some("A&1".to_owned()),
            ..part("a & b", "/treated/a ä&b.mov", 3605, 0)
        };
        let timeline = Timeline {
            name: "scene <4>".to_owned(),
            rate,
            drop_frame: drops,
            start_frame,
            clips: vec![a, part("again", "C:/x/a b.mov", 4000, 37), part("more", "C:/x/a b.mov", 5000, 80)],
            ..Timeline::default()
        };
        let (text, lost) = text(&timeline, Kind::Xml).unwrap();
        assert!(lost.is_empty(), "{lost:?}");
        assert!(
            text.contains("file://localhost/C%3a/x/a%20b.mov") && text.contains("<file id=\"file-2\"/>"),
            "{text}"
        );
        assert_eq!(read_xml(&text).unwrap(), timeline, "{text}");
    }
}

#[test]
fn what_such_a_file_cannot_hold_is_refused_or_said() {
    let rates = [Rational::new(24, 1), Rational::new(30, 1), Rational::new(30000, 1001)];
    let mut at = 0.0f64;
    let clips = (0..30i64).map(|i| {
        let (rate, frames) = (rates[(i % 3) as usize], 11 + i);
        let clip = TimelineClip {
            name: format!("{i}"),
            rate,
            frames,
            record_frame: at.round() as i64,
            ..TimelineClip::default()
        };
        at += frames as f64 / rate.value() * 24.0;
        clip
    });
    let mut film = Timeline { rate: rates[0], clips: clips.collect(), ..Timeline::default() };
    let (written, lost) = text(&film, Kind::Xml).unwrap();
    assert!(lost.is_empty(), "{lost:?}");
    let read = read_xml(&written).unwrap();
    assert_eq!(row(&read), row(&film), "other rates leave neither gap nor overlap");
    film.clips[1].media = Some(PathBuf::from("/s/a.%04d.png"));
    (film.clips[1].first_picture, film.clips[2].cdl) = (Some(7), Some(Cdl::NEUTRAL));
    let (written, lost) = text(&film, Kind::Xml).unwrap();
    assert!(written.contains("localhost/s/a.0007.png"), "{written}");
    assert!(
        lost.iter().any(|l| l.contains("first one")) && lost.iter().any(|l| l.contains(".otio")),
        "{lost:?}"
    );
    film.clips[3].rate = Rational::new(14_141, 500);
    let said = text(&film, Kind::Xml).unwrap_err().to_string();
    assert!(said.contains("28.282 frames a second") && said.contains("write an .otio"), "{said}");
    film.clips[3] = TimelineClip { first_frame: -1, ..film.clips[4].clone() };
    assert!(text(&film, Kind::Xml).is_err());
}
