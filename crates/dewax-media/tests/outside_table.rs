//! The table of docs/media.md, cell by cell: what it says is kept is in the written file, and what it says is said is in the report.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at once")]

mod bench;

use bench::{Bench, ffmpeg, render};
use dewax_media::kept::{FILMS, Fate};
use dewax_media::losses::{Opening, open};
use dewax_media::probe::Source;
use dewax_media::target::{Target, Wishes};
use std::path::Path;

/// An empty screen as a Blu-ray subtitle.
fn picture_subtitles(bench: &Bench) -> String {
    let segment = |kind: u8, content: &[u8]| {
        let head =
            [&b"PG"[..], &9000u32.to_be_bytes(), &[0; 4], &[kind], &(content.len() as u16).to_be_bytes()]
                .concat();
        [&head[..], content].concat()
    };
    let screen = [0, 64, 0, 48, 0x10, 0, 0, 0x80, 0, 0, 0];
    let path = bench.path("text.sup");
    std::fs::write(&path, [segment(0x16, &screen), segment(0x80, &[])].concat()).unwrap();
    path.display().to_string()
}

/// Two films that have everything between them: MP4 has covers, Matroska has attachments and subtitles as pictures.
fn films(bench: &Bench) -> [Source; 2] {
    let put = |name: &str, text: &str| {
        std::fs::write(bench.path(name), text).unwrap();
        bench.path(name).display().to_string()
    };
    let notes = put(
        "notes.txt",
        ";FFMETADATA1\ntitle=Take 5\nprompt={}\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=100\ntitle=one\n",
    );
    let (text, font) =
        (put("text.srt", "1\n00:00:00,010 --> 00:00:00,150\nHello\n"), put("font.ttf", "no font"));
    let screens = picture_subtitles(bench);
    let cover = bench.clip("cover.png", &["-f", "lavfi", "-i", "color=red:s=16x16", "-frames:v", "1"]);
    let cover = cover.display().to_string();
    let picture = [
        "-f",
        "lavfi",
        "-i",
        "testsrc2=s=64x48:r=25:d=0.2",
        "-f",
        "lavfi",
        "-i",
        "sine=d=0.2",
        "-i",
        &notes,
        "-i",
        &text,
    ];
    let levels = "log-level=error:master-display=G(13250,34500)B(7500,3000)R(34000,16000)WP(15635,16450)L(10000000,50):max-cll=1000,400";
    let coding = [
        "-c:v:0",
        "libx265",
        "-x265-params",
        levels,
        "-pix_fmt",
        "yuv420p10le",
        "-filter:v:0",
        "setsar=8/9",
        "-c:a",
        "aac",
    ];
    let about = [
        "-map_metadata",
        "2",
        "-map_chapters",
        "2",
        "-metadata:s:a:0",
        "language=deu",
        "-timecode",
        "10:11:12:13",
    ];
    let colours = ["-color_primaries", "bt2020", "-color_trc", "smpte2084", "-colorspace", "bt2020nc"];
    let common = [
        &picture[..],
        &["-i", &cover, "-i", &screens, "-map", "0", "-map", "1", "-map", "3"],
        &coding,
        &about,
        &colours,
    ]
    .concat();
    let mp4 = bench.path("film.mp4");
    let covered = ["-map", "4", "-c:v:1", "copy", "-disposition:v:1", "attached_pic", "-c:s", "mov_text"];
    ffmpeg(&[&common[..], &covered].concat(), &mp4);
    let mkv = bench.path("film.mkv");
    let more = [
        "-map",
        "5",
        "-map",
        "4",
        "-c:v:1",
        "png",
        "-c:s:0",
        "srt",
        "-c:s:1",
        "copy",
        "-attach",
        &font,
        "-metadata:s:t",
        "mimetype=font/ttf",
    ];
    ffmpeg(&[&common[..], &more].concat(), &mkv);
    [mp4, mkv].map(|path| open(&bench.tools, &path, Opening::default()).unwrap())
}

/// How often a source has a fact.
fn count(fact: &str, film: &Source) -> usize {
    let of_text =
        |is_text: bool| film.subtitles.iter().filter(|s| (s.codec != "hdmv_pgs_subtitle") == is_text).count();
    let has = |key: &str| film.metadata.keys().any(|k| k.eq_ignore_ascii_case(key));
    match fact {
        "sound" => film.audio.len(),
        "language of the sound" => {
            film.audio.iter().filter(|a| matches!(a.language.as_deref(), Some("deu" | "ger"))).count()
        }
        "subtitles as text" => of_text(true),
        "subtitles as pictures" => of_text(false),
        "chapters" => film.chapters,
        "timecode" => usize::from(film.timecode.as_deref() == Some("10:11:12:13")),
        "title, and keys of one's own (such as `prompt`)" => usize::from(has("title") && has("prompt")),
        "colour tags" => {
            usize::from(film.video.tags.is_hdr() && film.video.tags.primaries.value.name() == "bt2020")
        }
        "pixel aspect" => usize::from(film.video.sample_aspect.to_string().replace(':', "/") == "8/9"),
        "mastering display and content light" => {
            usize::from(film.film.mastering.is_some() && film.film.content_light.is_some())
        }
        "cover picture" => film.data.iter().filter(|s| s.attached_picture).count(),
        "attachment" => film.data.iter().filter(|s| s.kind == "attachment").count(),
        "second video stream" => {
            film.data.iter().filter(|s| s.kind == "video" && !s.attached_picture).count()
        }
        other => panic!("nothing looks for `{other}`"),
    }
}

/// Words of the sentence that says a loss.
fn words(fact: &str, is_pictures: bool) -> &'static str {
    match fact {
        "sound" | "language of the sound" => "no sound",
        "subtitles as text" | "subtitles as pictures" if !is_pictures => "the subtitles",
        "subtitles as text" | "subtitles as pictures" => "subtitles",
        "chapters" => "chapters",
        "timecode" => "timecode",
        "mastering display and content light" => "mastering display",
        "cover picture" => "cover picture",
        "attachment" => "attachment",
        "second video stream" => "second video",
        "colour tags" => "colour tags",
        _ => "metadata",
    }
}

#[test]
fn no_fact_of_a_film_is_lost_in_silence() {
    let bench = Bench::new();
    let mut seen = std::collections::BTreeSet::new();
    for film in films(&bench) {
        for (at, kind) in FILMS.kinds.iter().enumerate() {
            let is_pictures = *kind == "png";
            let out = bench.path(&format!("out{}.{kind}", if is_pictures { "_%02d" } else { "" }));
            let target = Target::resolve(&bench.tools, &film, &out, &Wishes::default()).unwrap();
            render(&bench, &film, &out);
            let written: &Path = &out;
            let kept = open(&bench.tools, written, Opening::default()).unwrap();
            for row in FILMS.rows {
                let wanted = count(row.fact, &film);
                if wanted == 0 {
                    continue;
                }
                seen.insert(row.fact);
                let (found, place) =
                    (count(row.fact, &kept), format!("{}: {} to .{kind}", row.fact, film.name));
                let is_said = target.notes.iter().any(|note| note.contains(words(row.fact, is_pictures)));
                match row.fates[at] {
                    Fate::Kept => assert_eq!(found, wanted, "{place}"),
                    _ => {
                        assert!(is_said && found < wanted, "{place}: {found} of {wanted}, {:?}", target.notes)
                    }
                }
            }
        }
    }
    assert_eq!(seen.len(), FILMS.rows.len(), "a row has no source that has its fact: {seen:?}");
}
