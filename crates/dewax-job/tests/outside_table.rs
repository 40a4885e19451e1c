//! The tables of docs/media.md, cell by cell: what they say is kept is in the written file, what they say is said is in the report.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at once")]

mod bench;

use bench::films::{film, is_pattern, statement};
use bench::pictures::{says as picture_says, sequence};
use bench::{Bench, try_render};
use dewax::face::Tier;
use dewax::recipe::Look;
use dewax_job::fix::{FixWish, fix};
use dewax_job::job::Silent;
use dewax_media::credentials::{CredentialKind, beside};
use dewax_media::encode::EncodeError;
use dewax_media::guard::Guard;
use dewax_media::kept::{FILMS, Fate, PICTURES};
use dewax_media::losses::{Opening, open};
use dewax_media::probe::Source;
use dewax_media::target::{Codec, Target, Wishes};
use std::path::PathBuf;

fn language(code: &str) -> String {
    // ISO 639-2 has two codes for some languages.
    match code {
        "ger" => "deu",
        "fre" => "fra",
        other => other,
    }
    .to_owned()
}

/// What is asked of every stream.
fn tags_of(bench: &Bench, film: &Source, key: &str) -> Vec<String> {
    let path = film.path.clone();
    if is_pattern(&path) {
        return Vec::new();
    }
    let text = bench.ask(&path, key);
    text.lines().filter_map(|line| Some(line.split_once('=')?.1.to_owned())).collect()
}

/// What a film says of a fact; empty where it says nothing.
fn says(bench: &Bench, fact: &str, film: &Source) -> Vec<String> {
    let video = &film.video;
    let once = |is_there: bool, value: String| if is_there { vec![value] } else { Vec::new() };
    let value =
        |key: &str| film.metadata.iter().find(|(k, _)| k.eq_ignore_ascii_case(key)).map(|(_, v)| v.clone());
    let is_text = |codec: &str| !matches!(codec, "hdmv_pgs_subtitle" | "dvb_subtitle");
    let subtitles = |wanted: bool| film.subtitles.iter().filter(move |s| is_text(&s.codec) == wanted);
    let marked = |mark: &str| {
        let all = film.audio.iter().map(|s| &s.marks).chain(film.subtitles.iter().map(|s| &s.marks));
        let all = all.chain([&video.marks]).filter(|marks| marks.iter().any(|own| own == mark));
        all.map(|_| mark.to_owned()).collect::<Vec<_>>()
    };
    let others = |kind: &str, is_cover: bool| {
        let all = film.data.iter().filter(|s| s.kind == kind && s.attached_picture == is_cover);
        all.map(|s| s.kind.clone()).collect::<Vec<_>>()
    };
    let statements = |kind: CredentialKind| {
        film.credentials.iter().filter(|c| c.kind == kind).map(|c| c.bytes_len.to_string()).collect()
    };
    match fact {
        "sound" => film.audio.iter().map(|a| a.codec.clone()).collect(),
        "sound as FLAC" | "sound as PCM" | "sound as Opus" => {
            let wanted = fact.rsplit(' ').next().unwrap().to_lowercase();
            film.audio.iter().filter(|a| a.codec.starts_with(&wanted)).map(|a| a.codec.clone()).collect()
        }
        "language of the sound" => {
            film.audio.iter().filter_map(|a| Some(language(a.language.as_deref()?))).collect()
        }
        "title of a track" => ["Master", "Comments"]
            .into_iter()
            .filter(|title| {
                let said = tags_of(bench, film, "stream_tags=title,handler_name");
                said.iter().any(|own| own == title)
            })
            .map(str::to_owned)
            .collect(),
        "mark of a track: comment" => marked("comment"),
        "mark of a track: forced" => marked("forced"),
        "mark of a track: original" => marked("original"),
        "subtitles as text" => subtitles(true).map(|_| "text".to_owned()).collect(),
        "subtitles as pictures" => subtitles(false).map(|s| s.codec.clone()).collect(),
        "language of the subtitles" => {
            subtitles(true).filter_map(|s| Some(language(s.language.as_deref()?))).collect()
        }
        "chapters and their titles" => tags_of(bench, film, "chapter_tags=title"),
        "timecode" => film.timecode.iter().cloned().collect(),
        "title and comment" => {
            value("title").zip(value("comment")).map(|(t, c)| vec![t, c]).unwrap_or_default()
        }
        "keys of one's own (such as `prompt`)" => value("prompt").into_iter().collect(),
        "name of the programme" => value("service_name").into_iter().collect(),
        "comment inside the pictures" => once(value("title").is_none(), value("comment").unwrap_or_default())
            .into_iter()
            .filter(|comment| !comment.is_empty())
            .collect(),
        "cover picture" => others("video", true),
        "attachment" => others("attachment", false),
        "second video stream" => others("video", false),
        // Tracks of timecode and of chapters are data, too.
        "data stream" if film.timecode.is_none() && film.chapters == 0 => others("data", false),
        "data stream" => Vec::new(),
        "Content Credentials (C2PA)" => statements(CredentialKind::C2pa),
        "XMP, with marks of AI origin" => statements(CredentialKind::Xmp),
        _ => of_picture(fact, film),
    }
}

/// The same of facts of the picture stream.
fn of_picture(fact: &str, film: &Source) -> Vec<String> {
    let video = &film.video;
    let once = |is_there: bool, value: String| if is_there { vec![value] } else { Vec::new() };
    match fact {
        "colour tags" => {
            let tags = &video.tags;
            let all = tags.primaries.if_stated().zip(tags.transfer.if_stated()).zip(tags.matrix.if_stated());
            all.map(|((p, t), m)| vec![format!("{} {} {}", p.name(), t.name(), m.name())]).unwrap_or_default()
        }
        "pixel aspect" => once(
            video.sample_aspect.num != video.sample_aspect.den && video.sample_aspect.is_positive(),
            video.sample_aspect.to_string(),
        ),
        "quarter turn" => {
            let (w, h) = (video.format.width, video.format.height);
            let (w, h) = if video.rotation_deg % 180 == 0 { (w, h) } else { (h, w) };
            once(h > w, format!("{w}x{h}"))
        }
        "mirrored display" => {
            video.display_matrix.filter(|m| m[0] < 0).map(|m| format!("{m:?}")).into_iter().collect()
        }
        "transparency" => once(video.format.alpha, "alpha".to_owned()),
        "transparency of VP8 and VP9" => {
            once(video.metadata.keys().any(|key| key.eq_ignore_ascii_case("alpha_mode")), "alpha".to_owned())
        }
        "mastering display and content light" => {
            let levels = film.film.mastering.zip(film.film.content_light);
            levels.map(|levels| format!("{levels:?}")).into_iter().collect()
        }
        "HDR10+" | "Dolby Vision" => once(film.film.dynamic.iter().any(|name| name == fact), fact.to_owned()),
        "closed captions" => once(film.film.others.iter().any(|name| name == fact), fact.to_owned()),
        other => panic!("nothing looks for `{other}`"),
    }
}

/// Words of the sentence that says a loss.
fn words(fact: &str, is_pictures: bool) -> &'static str {
    match fact {
        "sound" | "sound as FLAC" | "sound as PCM" | "sound as Opus" => "no sound",
        "mark of a track: comment" if !is_pictures => "is marked as comment",
        "mark of a track: forced" if !is_pictures => "is marked as forced",
        "mark of a track: original" if !is_pictures => "original",
        "subtitles as pictures" if !is_pictures => "the subtitles",
        "subtitles as text" | "subtitles as pictures" => "subtitles",
        "chapters and their titles" => "chapters",
        "timecode" => "timecode",
        "mirrored display" => "mirrored",
        "transparency" => "no transparency",
        "transparency of VP8 and VP9" => "transparency of the source is left out",
        "mastering display and content light" => "mastering display",
        "HDR10+" => "the HDR10+ metadata",
        "Dolby Vision" => "the Dolby Vision metadata",
        "closed captions" => "the closed captions",
        "cover picture" => "cover picture",
        "attachment" => "attachment",
        "second video stream" => "second video",
        "data stream" => "data stream",
        "colour tags" => "colour tags",
        _ => "metadata",
    }
}

/// Facts that are gone with the sound.
const OF_SOUND: [&str; 4] =
    ["sound", "language of the sound", "title of a track", "mark of a track: comment"];

/// Every cell of a kind of sources.
fn goes_through(kind: &str) {
    let bench = Bench::new();
    let path = film(&bench, kind);
    let whole = open(&bench.tools, &path, Opening::default()).unwrap();
    let all: Vec<Vec<String>> = FILMS.rows.iter().map(|row| says(&bench, row.fact, &whole)).collect();
    for (row, said) in FILMS.rows.iter().zip(&all) {
        assert_eq!(!said.is_empty(), row.sources.contains(&kind), "{} of {kind}: {said:?}", row.fact);
    }
    // What such a source says does not depend on the codec.
    let is_small = ["flac", "turned", "mirrored"].contains(&kind);
    let mut last = "";
    for (at, (ending, codec)) in FILMS.kinds.iter().enumerate() {
        if is_small && *ending == last {
            continue;
        }
        last = ending;
        let is_pictures = matches!(*ending, "png" | "tif" | "exr");
        let out = bench.path(&format!("out_{codec}{}.{ending}", if is_pictures { "_%02d" } else { "" }));
        let preset = codec.starts_with("h2").then(|| "ultrafast".to_owned());
        let wishes = Wishes { codec: Some(Codec::named(codec).unwrap()), preset, ..Wishes::default() };
        let mut source = whole.clone();
        let refused = FILMS
            .rows
            .iter()
            .zip(&all)
            .find(|(row, said)| row.fates[at] == Fate::Refused && !said.is_empty());
        if let Some((row, _)) = refused {
            let result = try_render(&bench, &source, &out, &wishes);
            assert!(
                matches!(result, Err(EncodeError::Refused { .. })),
                "{} in {ending}: {result:?}",
                row.fact
            );
            assert!(!out.exists() && !bench.leftovers());
            // What else it says is tried without its sound.
            source.audio.clear();
        }
        let target = Target::resolve(&bench.tools, &source, &out, &wishes).unwrap();
        try_render(&bench, &source, &out, &wishes).unwrap();
        let written = open(&bench.tools, &out, Opening::default()).unwrap();
        let files = beside(&source, &out).unwrap();
        for (row, wanted) in FILMS.rows.iter().zip(&all) {
            let is_silent = source.audio.is_empty() && OF_SOUND.contains(&row.fact);
            if wanted.is_empty() || is_silent || row.fates[at] == Fate::Refused {
                continue;
            }
            let found = says(&bench, row.fact, &written);
            let place = format!("{} of {kind} in .{ending} {codec}: {wanted:?}, {found:?}", row.fact);
            let is_said = target.notes.iter().any(|note| note.contains(words(row.fact, is_pictures)));
            if row.fates[at] == Fate::Kept {
                assert_eq!(&found, wanted, "{place}");
            } else if row.fates[at] == Fate::Said {
                assert!(is_said && &found != wanted, "{place}, {:?}", target.notes);
            } else {
                let ending = if row.fact.starts_with("XMP") { "xmp" } else { "c2pa" };
                let is_there = |(file, bytes): &(PathBuf, Vec<u8>)| {
                    file.extension().unwrap() == ending && bytes == statement(ending)
                };
                assert!(files.iter().any(is_there) && found.is_empty(), "{place}");
            }
        }
    }
}

macro_rules! kinds {
    ($($name:ident)*) => {
        const TRIED: &[&str] = &[$(stringify!($name)),*];
        $(#[test] fn $name() { goes_through(stringify!($name)); })*
    };
}

/// No fact of a film of that kind is lost in silence.
mod no_fact_is_lost_in_silence_of {
    use super::goes_through;

    kinds!(mov mp4 mkv webm ts mxf avi gif flac turned mirrored alpha);

    #[test]
    fn any_kind() {
        for row in dewax_media::kept::FILMS.rows {
            assert!(
                !row.sources.is_empty() && row.fates.len() == dewax_media::kept::FILMS.kinds.len(),
                "{row:?}"
            );
            assert!(row.sources.iter().all(|kind| TRIED.contains(kind)), "{row:?}");
        }
    }
}

/// What the report calls a fact of a picture that is not in the written file.
fn words_of_picture(fact: &str) -> &'static str {
    match fact.split([' ', ',']).next().unwrap() {
        "colour" => "the colour profile",
        "camera" => "camera data (EXIF)",
        "IPTC" => "IPTC",
        "density" => "the density",
        "texts" => "texts (such as a prompt)",
        "attributes" => "attributes of EXR",
        "chromaticities" => "the chromaticities of EXR",
        "further" => "further layers and channels of EXR",
        _ => "XMP",
    }
}

#[test]
fn no_fact_of_a_sequence_is_lost_in_silence() {
    for kind in ["jpg", "png", "tif", "exr"] {
        let bench = Bench::new();
        let path = sequence(&bench, kind);
        let first = bench.path(&format!("in_01.{kind}"));
        let source = open(&bench.tools, &path, Opening::default()).unwrap();
        for row in PICTURES.rows {
            assert_eq!(picture_says(&first, row.fact), row.sources.contains(&kind), "{} of {kind}", row.fact);
        }
        for (at, (ending, _)) in PICTURES.kinds.iter().enumerate() {
            let is_film = matches!(*ending, "mov" | "mp4" | "mkv");
            let out = bench.path(&format!("out{}.{ending}", if is_film { "" } else { "_%02d" }));
            if *ending == "jpg" && kind != "jpg" {
                assert!(Target::resolve(&bench.tools, &source, &out, &Wishes::default()).is_err());
                continue;
            }
            let target = Target::resolve(&bench.tools, &source, &out, &Wishes::default()).unwrap();
            if is_film && kind == "png" {
                // Texts of pictures come into films with what a whole run adds.
                let mut wish = FixWish::new(Look::named("off").unwrap(), Guard::new(true));
                wish.faces.tier = Some(Tier::ColourOnly);
                fix(&bench.tools, &path, &out, &wish, &Silent).unwrap();
            } else {
                try_render(&bench, &source, &out, &Wishes::default()).unwrap();
            }
            let files = beside(&source, &out).unwrap();
            for row in PICTURES.rows.iter().filter(|row| row.sources.contains(&kind)) {
                let is_there = |number: usize| match (is_film, row.fact.starts_with("texts")) {
                    (true, true) => bench
                        .probe(&out)
                        .metadata
                        .iter()
                        .any(|(key, text)| key.eq_ignore_ascii_case("parameters") && text == "Steps: 30"),
                    (true, false) => picture_says(&out, row.fact),
                    (false, _) => picture_says(&bench.path(&format!("out_{number:02}.{ending}")), row.fact),
                };
                let place = format!("{} of {kind} in .{ending}: {:?}", row.fact, target.notes);
                match row.fates[at] {
                    Fate::Kept => assert!(is_there(1) && is_there(2), "{place}"),
                    Fate::Said => {
                        let said = words_of_picture(row.fact);
                        assert!(
                            !is_there(1) && target.notes.iter().any(|note| note.contains(said)),
                            "{place}"
                        );
                    }
                    Fate::Beside => {
                        let ending = if row.fact.starts_with("XMP") { "xmp" } else { "c2pa" };
                        let saved = files.iter().find(|(file, _)| file.extension().unwrap() == ending);
                        assert!(
                            !is_there(1) && saved.is_some_and(|(_, bytes)| bytes == statement(ending)),
                            "{place}"
                        );
                    }
                    Fate::Refused => panic!("{place}"),
                }
            }
        }
    }
}
