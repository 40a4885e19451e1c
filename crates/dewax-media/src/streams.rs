//! What goes along with the picture, and what is said because it does not: covers, attachments, subtitles, dynamic metadata.

use crate::film::FieldsWish;
use crate::probe::{OtherStream, Source};
use crate::target::{Codec, Container};

/// Whether such files are written without the levels of HDR: Matroska has a place for them that FFmpeg cannot be told to fill,
/// and only x265 writes them into the pictures.
pub(crate) fn levels_lost(container: Container, codec: Option<Codec>) -> bool {
    match container {
        Container::Mov | Container::Mp4 => false,
        Container::Mkv => codec != Some(Codec::H265),
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
