//! How a result is written.

use super::overwrite;
use clap::{Arg, ArgMatches, Command, value_parser};
use dewax_media::target::{Codec, Wishes, by_name};

/// Flags that choose how it is written.
pub(crate) fn delivery(command: Command) -> Command {
    let codecs: Vec<&str> = Codec::all().map(Codec::name).collect();
    command
        .arg(range())
        .arg(
            Arg::new("codec")
                .long("codec")
                .value_name("CODEC")
                .value_parser(codecs)
                .help("Codec; by the file's ending when not given (.mov: prores, .mp4: h264, .mkv: ffv1)"),
        )
        .arg(
            Arg::new("bits")
                .long("bits")
                .value_name("N")
                .value_parser(value_parser!(u8))
                .help("Bits of a sample; the source's, as far as the codec has them, when not given"),
        )
        .arg(
            Arg::new("crf")
                .long("crf")
                .value_name("N")
                .value_parser(value_parser!(f32))
                .help("Rate factor of h264 and h265; smaller is better and larger"),
        )
        .arg(Arg::new("preset").long("preset").value_name("NAME").help("Preset of h264 and h265"))
        .arg(overwrite())
}

pub(crate) fn range() -> Arg {
    Arg::new("range")
        .long("range")
        .value_name("FROM..TO")
        .help(
            "Only this part, the end not included: 2s..4s (seconds), 48..96 (frame numbers) or 00:00:02:00..00:00:04:00 (timecode; \
             ; for : before the frames is drop-frame; counted from the clip's own timecode where it carries one)",
        )
}

pub(crate) fn wishes(m: &ArgMatches) -> anyhow::Result<Wishes> {
    let codec = m.get_one::<String>("codec").map(|name| by_name(name)).transpose()?;
    Ok(Wishes {
        codec,
        bits: m.get_one::<u8>("bits").copied(),
        crf: m.get_one::<f32>("crf").copied(),
        preset: m.get_one::<String>("preset").cloned(),
    })
}
