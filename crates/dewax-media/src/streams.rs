//! What goes along with the picture, and what is said because it does not: covers, attachments, subtitles, dynamic metadata.

use crate::codec::{Codec, Container};
use crate::film::FieldsWish;
use crate::source::{OtherStream, Source};
use crate::stated::is_more_than_a_turn;

/// Whether such files are written without the levels of HDR: Matroska has a place for them that FFmpeg cannot be told to fill,
/// and only x265 writes them into the pictures.
pub fn levels_lost(container: Container, codec: Option<Codec>) -> bool {
    match container {
        Container::Mov | Container::Mp4 => false,
        Container::Mkv => !codec.is_some_and(|codec| codec.row().carries_levels),
        Container::Pictures => true,
    }
}

/// Whether a stream beside picture, sound and subtitles goes along unchanged.
pub(crate) fn goes_along(stream: &OtherStream, container: Container) -> bool {
    match container {
        Container::Mkv => stream.kind == "attachment",
        // FFmpeg writes covers into MP4 only, and there not beside keys of one's own.
        Container::Mov | Container::Mp4 | Container::Pictures => false,
    }
}

/// The codec with which a subtitle stream goes into a container; none where it does not.
pub(crate) fn subtitle_codec(stream: &OtherStream, container: Container) -> Option<&'static str> {
    const TEXT: [&str; 7] = ["subrip", "srt", "ass", "ssa", "webvtt", "text", "mov_text"];
    match (container, stream.codec.as_str()) {
        (Container::Pictures, _) => None,
        (Container::Mkv, "mov_text") => Some("srt"),
        (Container::Mkv, _) | (_, "mov_text") => Some("copy"),
        (_, other) if TEXT.contains(&other) => Some("mov_text"),
        _ => None,
    }
}

/// Sound that every FFmpeg from 5.1 on copies into such files, so that it need not be tried (its tables `ff_mp4_obj_type`,
/// `ff_codec_movaudio_tags` and `ff_mkv_codec_tags`). Pictures take none and lose none by it.
pub fn surely_taken(container: Container) -> &'static [&'static str] {
    match container {
        Container::Mov => &["aac", "mp3", "ac3", "alac", "pcm_s16le", "pcm_s24le", "pcm_s32le"],
        Container::Mp4 => &["aac", "mp3", "ac3"],
        Container::Mkv => {
            &["aac", "mp3", "ac3", "alac", "flac", "opus", "vorbis", "pcm_s16le", "pcm_s24le", "pcm_s32le"]
        }
        Container::Pictures => &[],
    }
}

/// The marks of streams that such files have a place for in FFmpeg.
fn marks_kept(container: Container) -> &'static [&'static str] {
    match container {
        Container::Mov => &["default"],
        // As roles of MPEG-DASH; captions are marked as for those who do not hear.
        Container::Mp4 => {
            &["default", "forced", "comment", "dub", "hearing_impaired", "visual_impaired", "captions"]
        }
        Container::Mkv => {
            &["default", "forced", "comment", "original", "hearing_impaired", "visual_impaired"]
        }
        Container::Pictures => &[],
    }
}

/// Which marks of which streams are not written, in sentences.
fn marks_notes(source: &Source, container: Container) -> Vec<String> {
    if container == Container::Pictures {
        return Vec::new();
    }
    let picture = std::iter::once((source.video.index, &source.video.marks));
    let sound = source.audio.iter().map(|stream| (stream.index, &stream.marks));
    let text = source.subtitles.iter().filter(|stream| subtitle_codec(stream, container).is_some());
    let all = picture.chain(sound).chain(text.map(|stream| (stream.index, &stream.marks)));
    let lost = all.filter_map(|(index, marks)| {
        let kept = marks_kept(container);
        // Whoever says both says one thing twice.
        let is_said =
            |mark: &str| mark == "captions" && marks.iter().any(|other| other == "hearing_impaired");
        let lost = marks.iter().map(String::as_str).filter(|mark| !kept.contains(mark) && !is_said(mark));
        let lost: Vec<&str> = lost.collect();
        (!lost.is_empty())
            .then(|| format!("stream #{index} is marked as {}, which is left out", lost.join(", ")))
    });
    lost.collect()
}

/// What the treated stream says of its pictures that is not written, in sentences.
fn picture_notes(source: &Source, container: Container) -> Vec<String> {
    let video = &source.video;
    let mut notes = Vec::new();
    let keeps_matrix = matches!(container, Container::Mov | Container::Mp4);
    if video.display_matrix.as_ref().is_some_and(is_more_than_a_turn) && !keeps_matrix {
        let then = "what is written is turned at most, and not mirrored or slanted; .mov and .mp4 keep that";
        notes.push(format!("players show the source mirrored or slanted: {then}"));
    }
    let has_alpha = |(key, value): (&String, &String)| key.eq_ignore_ascii_case("alpha_mode") && value == "1";
    if !video.format.alpha && video.metadata.iter().any(has_alpha) {
        let codec = &video.codec;
        let decoder = if codec == "vp8" { "libvpx" } else { "libvpx-vp9" };
        notes.push(format!(
            "the transparency of the source is left out: FFmpeg's own decoder of {codec} does not give it; to keep it, write a .mov with \
             `ffmpeg -c:v {decoder} -i SOURCE -c:v prores_ks -profile:v 4444` first"
        ));
    }
    for name in &source.film.others {
        notes.push(format!(
            "the {name} of the source {} left out",
            if name.ends_with('s') { "are" } else { "is" }
        ));
    }
    notes
}

/// What is not written, in sentences.
pub(crate) fn notes(source: &Source, container: Container, codec: Codec) -> Vec<String> {
    let mut notes = Vec::new();
    if container != Container::Pictures {
        for stream in &source.subtitles {
            if subtitle_codec(stream, container).is_none() {
                notes.push(format!(
                    "the subtitles #{} ({}) are left out; .mkv takes them",
                    stream.index, stream.codec
                ));
            }
        }
    }
    for stream in source.data.iter().filter(|stream| !goes_along(stream, container)) {
        // Tracks of timecode and of chapters are written anew.
        let is_timecode = source.timecode.is_some() && matches!(stream.codec.as_str(), "" | "none");
        let is_chapters = source.chapters > 0 && stream.codec == "bin_data";
        if stream.kind == "data" && (is_timecode || is_chapters) {
            continue;
        }
        let what = match (stream.attached_picture, stream.kind.as_str()) {
            (true, _) => "cover picture",
            (_, "video") => "second video stream, untreated,",
            (_, "attachment") => "attachment",
            _ => "data stream",
        };
        notes.push(format!("the {what} #{} ({}) is left out", stream.index, stream.codec));
    }
    notes.extend(marks_notes(source, container));
    notes.extend(picture_notes(source, container));
    if source.film.has_levels() && levels_lost(container, Some(codec)) {
        notes.push("the mastering display and content light of the source are left out here; .mov, .mp4 and h265 carry them".to_owned());
    }
    for name in &source.film.dynamic {
        notes.push(format!(
            "the {name} metadata of the source describes the untreated frames and is left out"
        ));
    }
    if source.fields_wish == FieldsWish::Deinterlace && source.film.fields.is_none() && !source.is_pictures()
    {
        let which = "the first frames of the source do not say that they are interlaced: of those that do, whole frames were made";
        notes.push(format!("{which}, as asked"));
    }
    if let Some(fields) = source.film.fields {
        notes.push(match source.fields_wish {
            FieldsWish::Deinterlace => {
                format!(
                    "the source is interlaced ({}): whole frames were made of its fields, as asked",
                    fields.words()
                )
            }
            _ => format!(
                "the source says it is interlaced ({}): its frames were taken for whole, as asked",
                fields.words()
            ),
        });
    }
    notes
}
