//! The metadata of a written file: what the source says of itself, its timecode, and what dewax adds.

use crate::encoding::EncodeOptions;
use crate::rational::Rational;
use crate::source::Source;
use crate::stated::PROGRAMME_KEYS;
use crate::target::{Container, Target};
use crate::timecode::Counting;
use std::process::Command;

/// Metadata of a video stream that describes the old encoding, not the picture.
const STALE_KEYS: &[&str] =
    &["encoder", "timecode", "duration", "rotate", "vendor_id", "creation_time", "alpha_mode"];

/// Metadata keys that MOV and MP4 have boxes for; others are kept only when asked for.
const KNOWN_KEYS: &[&str] = &[
    "major_brand",
    "minor_version",
    "compatible_brands",
    "encoder",
    "creation_time",
    "timecode",
    "title",
    "artist",
    "album_artist",
    "composer",
    "album",
    "date",
    "comment",
    "genre",
    "copyright",
    "grouping",
    "lyrics",
    "description",
    "synopsis",
    "show",
    "episode_id",
    "network",
    "keywords",
    "track",
    "disc",
    "author",
    "make",
    "model",
    "location",
    "location-eng",
    "duration",
    "media_type",
    "hd_video",
    "gapless_playback",
];

/// The arguments that carry the container's and the picture stream's metadata over.
pub(crate) fn fill(command: &mut Command, source: &Source, target: &Target, options: &EncodeOptions<'_>) {
    let is_movie = matches!(target.container, Container::Mov | Container::Mp4);
    command.args(["-map_metadata", "1", "-map_chapters", "1"]);
    for stale in ["major_brand", "minor_version", "compatible_brands", "encoder"] {
        command.args(["-metadata", &format!("{stale}=")]);
    }
    for (key, value) in &source.video.metadata {
        let about_encoding = STALE_KEYS.contains(&key.to_lowercase().as_str())
            || key.starts_with('_')
            || key.starts_with("BPS");
        // Arguments have a length limit; a stream's own metadata is never that long.
        if !about_encoding && value.len() < 16_384 {
            command.args(["-metadata:s:v:0", &format!("{key}={value}")]);
        }
    }
    // What programmes of a transport stream are called is no metadata of the file to FFmpeg.
    for key in PROGRAMME_KEYS {
        if let Some(name) = source.metadata.get(key) {
            command.args(["-metadata", &format!("{key}={name}")]);
        }
    }
    if !source.video.marks.is_empty() {
        command.args(["-disposition:v:0", &source.video.marks.join("+")]);
    }
    if let Some((_, title)) =
        source.video.metadata.iter().find(|(key, _)| is_movie && key.eq_ignore_ascii_case("title"))
    {
        command.args(["-metadata:s:v:0", &format!("handler_name={title}")]);
    }
    for (key, value) in &options.extra_metadata {
        command.args(["-metadata", &format!("{key}={value}")]);
    }
    if let Some(timecode) = &source.timecode {
        let skipped_s = options
            .audio_range
            .map_or(0.0, |(start_s, _)| start_s - source.video.time_base.seconds(source.video.start_pts));
        let advanced = advance_timecode(timecode, skipped_s, source.video.frame_rate);
        command.args(["-timecode", advanced.as_deref().unwrap_or(timecode)]);
    }
    let custom = |key: &str| !KNOWN_KEYS.contains(&key.to_lowercase().as_str());
    let any_custom = source.metadata.keys().any(|key| custom(key))
        || options.extra_metadata.iter().any(|(key, _)| custom(key));
    if any_custom && is_movie {
        command.args(["-movflags", "+use_metadata_tags"]);
    }
}

/// A timecode `skipped_s` seconds later, drop-frame where it has a `;`.
fn advance_timecode(timecode: &str, skipped_s: f64, rate: Rational) -> Option<String> {
    let skipped = (skipped_s * rate.value()).round() as i64;
    if skipped <= 0 || !rate.is_positive() {
        return None;
    }
    Counting::later(timecode, skipped, rate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn timecodes_advance() {
        let film = Rational::new(24, 1);
        assert_eq!(advance_timecode("01:00:00:00", 1.5, film).as_deref(), Some("01:00:01:12"));
        let ntsc = Rational::new(30000, 1001);
        let later = advance_timecode("00:00:59;29", 1001.0 / 30000.0, ntsc);
        assert_eq!(later.as_deref(), Some("00:01:00;02"));
        let tenth = advance_timecode("00:09:59;29", 1001.0 / 30000.0, ntsc);
        assert_eq!(tenth.as_deref(), Some("00:10:00;00"));
        assert_eq!(advance_timecode("01:00:00:00", 0.0, film), None);
        // What a file says goes on, also where it should not say it: a part without it would begin at the clip's own number.
        let gone = advance_timecode("00:01:00;00", 30.0 * 1001.0 / 30000.0, ntsc);
        assert_eq!(gone.as_deref(), Some("00:01:01;00"));
        let pal = advance_timecode("01:00:00;00", 1.0, Rational::new(25, 1));
        assert!(pal.is_some_and(|later| later.starts_with("01:00:01;")));
    }
}
