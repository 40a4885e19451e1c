//! What becomes of everything that a source says beside its pixels, by the kind of file that is written: the tables of docs/media.md.

use std::fmt::Write;

/// What becomes of a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is in the written file.
    Kept,
    /// It is not, and the report says so.
    Said,
    /// It is not, and lies in a file beside the output, as the report says.
    Beside,
    /// Such a source is refused for such a file, in one line that says what to do.
    Refused,
}

impl Fate {
    fn word(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Said => "said",
            Self::Beside => "beside",
            Self::Refused => "refused",
        }
    }
}

/// A fact, and its fate in each kind of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// What a source says.
    pub fact: &'static str,
    /// In the kinds of [`Table::kinds`].
    pub fates: &'static [Fate],
    /// The kinds of sources with which every cell of the row is tried; others cannot say it, or not to FFmpeg.
    pub sources: &'static [&'static str],
}

/// The facts of a kind of source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Table {
    /// What such sources are.
    pub of: &'static str,
    /// Endings of written files, and the codec in them where it is not the only one.
    pub kinds: &'static [(&'static str, &'static str)],
    /// Its facts.
    pub rows: &'static [Row],
}

use Fate::{Beside, Kept, Refused, Said};

const fn row(fact: &'static str, fates: &'static [Fate], sources: &'static [&'static str]) -> Row {
    Row { fact, fates, sources }
}

/// A fact whose fate in films does not depend on the codec: in `.mov`, `.mp4`, `.mkv` and pictures.
const fn by_container([mov, mp4, mkv, pictures]: [Fate; 4]) -> [Fate; 14] {
    [mov, mov, mov, mov, mov, mp4, mp4, mkv, mkv, mkv, mkv, pictures, pictures, pictures]
}

const ALL_KEPT: &[Fate] = &by_container([Kept; 4]);
const ALL_SAID: &[Fate] = &by_container([Said; 4]);
const ALL_BESIDE: &[Fate] = &by_container([Beside; 4]);
const FILM_KEPT: &[Fate] = &by_container([Kept, Kept, Kept, Said]);
const MKV_KEPT: &[Fate] = &by_container([Said, Said, Kept, Said]);

/// Facts of films.
pub const FILMS: Table = Table {
    of: "a film",
    kinds: &[
        ("mov", "prores"),
        ("mov", "prores4444"),
        ("mov", "h264"),
        ("mov", "h265"),
        ("mov", "ffv1"),
        ("mp4", "h264"),
        ("mp4", "h265"),
        ("mkv", "prores"),
        ("mkv", "h264"),
        ("mkv", "h265"),
        ("mkv", "ffv1"),
        ("png", "png"),
        ("tif", "tiff"),
        ("exr", "exr"),
    ],
    rows: &[
        row("sound", FILM_KEPT, &["mov", "mp4", "mkv", "webm", "ts", "mxf", "avi", "flac"]),
        row("sound as PCM", &by_container([Kept, Refused, Kept, Said]), &["mxf"]),
        row("sound as FLAC", &by_container([Refused, Kept, Kept, Said]), &["flac"]),
        row("sound as Opus", &by_container([Refused, Kept, Kept, Said]), &["webm"]),
        row("language of the sound", FILM_KEPT, &["mov", "mp4", "mkv", "webm", "ts"]),
        row("title of a track", FILM_KEPT, &["mkv", "webm", "avi"]),
        row("mark of a track: comment", &by_container([Said, Kept, Kept, Said]), &["mp4", "mkv"]),
        row("mark of a track: forced", &by_container([Said, Kept, Kept, Said]), &["mp4", "mkv", "webm"]),
        row("mark of a track: original", MKV_KEPT, &["mkv"]),
        row("subtitles as text", FILM_KEPT, &["mov", "mp4", "mkv", "webm"]),
        row("language of the subtitles", FILM_KEPT, &["mov", "mp4", "mkv", "webm"]),
        row("subtitles as pictures", MKV_KEPT, &["mkv", "ts"]),
        row("chapters and their titles", FILM_KEPT, &["mov", "mp4", "mkv", "webm"]),
        row("timecode", FILM_KEPT, &["mov", "mp4", "mkv", "webm", "mxf", "avi"]),
        row("title and comment", FILM_KEPT, &["mov", "mp4", "mkv", "webm", "avi"]),
        row("keys of one's own (such as `prompt`)", FILM_KEPT, &["mov", "mkv", "webm"]),
        row("name of the programme", FILM_KEPT, &["ts"]),
        row("comment inside the pictures", FILM_KEPT, &["gif"]),
        row("colour tags", FILM_KEPT, &["mov", "mp4", "mkv", "webm", "ts", "mxf", "avi"]),
        row("pixel aspect", ALL_KEPT, &["mov", "mp4", "mkv", "webm", "ts", "avi"]),
        row("quarter turn", ALL_KEPT, &["turned"]),
        row("mirrored display", &by_container([Kept, Kept, Said, Said]), &["mirrored"]),
        row(
            "transparency",
            &[Said, Kept, Said, Said, Kept, Said, Said, Said, Said, Said, Kept, Kept, Kept, Kept],
            &["gif", "alpha"],
        ),
        row("transparency of VP8 and VP9", ALL_SAID, &["webm"]),
        row(
            "mastering display and content light",
            &[Kept, Kept, Kept, Kept, Kept, Kept, Kept, Said, Said, Kept, Said, Said, Said, Said],
            &["mov", "mp4", "mkv", "ts"],
        ),
        row("HDR10+", ALL_SAID, &["mov", "mp4", "mkv", "ts"]),
        row("Dolby Vision", ALL_SAID, &["mp4"]),
        row("closed captions", ALL_SAID, &["mov", "mp4", "mkv", "ts"]),
        row("cover picture", ALL_SAID, &["mp4", "mkv"]),
        row("attachment", MKV_KEPT, &["mkv"]),
        row("second video stream", ALL_SAID, &["mov", "mkv", "webm", "ts", "avi"]),
        row("data stream", ALL_SAID, &["ts"]),
        row("Content Credentials (C2PA)", ALL_BESIDE, &["mov", "mp4", "avi", "gif"]),
        row("XMP, with marks of AI origin", ALL_BESIDE, &["mov", "mp4", "avi", "gif"]),
    ],
};

/// Facts of pictures.
pub const PICTURES: Table = Table {
    of: "a still or a sequence of pictures",
    kinds: &[
        ("jpg", "jpg"),
        ("png", "png"),
        ("tif", "tiff"),
        ("exr", "exr"),
        ("mov", ""),
        ("mp4", ""),
        ("mkv", ""),
    ],
    rows: &[
        row("colour profile (R'G'B')", &[Kept, Kept, Kept, Said, Said, Said, Said], &["jpg", "png", "tif"]),
        row(
            "camera data (EXIF), without its thumbnail",
            &[Kept, Kept, Kept, Said, Said, Said, Said],
            &["jpg", "png", "tif"],
        ),
        row(
            "XMP, with marks of AI origin",
            &[Kept, Kept, Kept, Beside, Beside, Beside, Beside],
            &["jpg", "png", "tif"],
        ),
        row("Content Credentials (C2PA)", &[Beside; 7], &["jpg", "png", "tif"]),
        row("IPTC", &[Kept, Said, Kept, Said, Said, Said, Said], &["jpg", "tif"]),
        row("density", &[Kept, Kept, Kept, Said, Said, Said, Said], &["jpg", "png", "tif"]),
        row(
            "texts of PNG (`parameters`, `prompt`, `workflow`)",
            &[Said, Kept, Said, Said, Kept, Kept, Kept],
            &["png"],
        ),
        row("attributes of EXR (such as `owner` and `timeCode`)", &[Said; 7], &["exr"]),
        row("chromaticities of EXR", &[Said; 7], &["exr"]),
        row("further layers and channels of EXR (such as depth)", &[Said; 7], &["exr"]),
    ],
};

/// The document with both tables.
pub fn document() -> String {
    let mut out = String::from(
        "<!-- Generated by `cargo xtask gen`; do not edit. -->\n# What is kept beside the pixels\n\n\
         *kept*: it is in the written file. *said*: it is not, and the report says so. *beside*: it lies in a file beside the output.\n\
         *refused*: in one line that says what to do. The last column names the sources with which every cell of a row is tried, by\n\
         `dewax-job/tests/outside_table.rs`; the others cannot say it, or not to FFmpeg.\n",
    );
    for table in [FILMS, PICTURES] {
        let kind = |(ending, codec): &(&str, &str)| {
            if codec.is_empty() || codec.starts_with(ending) {
                format!("`.{ending}`")
            } else {
                format!("`.{ending}` {codec}")
            }
        };
        let kinds: Vec<String> = table.kinds.iter().map(kind).collect();
        let _ = write!(out, "\n## Of {}\n\n| | {} | tried with |\n|---|", table.of, kinds.join(" | "));
        out.push_str(&"---|".repeat(table.kinds.len() + 1));
        out.push('\n');
        for row in table.rows {
            let fates: Vec<&str> = row.fates.iter().map(|fate| fate.word()).collect();
            let _ = writeln!(out, "| {} | {} | {} |", row.fact, fates.join(" | "), row.sources.join(" "));
        }
    }
    out.push_str(
        "\nAlso tried: *turned* and *mirrored* are `.mov` files that players turn or mirror, *alpha* is ProRes 4444, *flac* Matroska with such\n\
         sound; GIF, MXF, AVI and transport streams are read and never written. In `.mov` and `.mp4` a track's title is the name of its\n\
         handler.\n\n\
         Refused, each in one line that says what to do: a source of which something is missing (unless `--accept-missing`), an interlaced\n\
         one (unless `--interlaced deinterlace` or `whole`), lists that lead to other files (HLS, DASH, concat), sound that the container does\n\
         not take, JPEG from anything but JPEG. Whatever else FFmpeg lists beside the pictures of a film (spherical or stereo video, ambient\n\
         light, …) is said by FFmpeg's name for it, and so is what AVIF sources say of camera, place and captions, and what only\n\
         some pictures of a sequence say. Content Credentials (C2PA) lie beside the output, of a sequence those of its first picture: they are\n\
         signed for other pixels.\n\n\
         Every film that dewax writes says so itself: `treated by dewax VERSION` as the comment in `.mov` and `.mp4`, under the key `dewax` in\n\
         `.mkv`, and in `.mov` and `.mp4` as well where the source has a comment, which stays. By that `fix` knows its own films again under any\n\
         name. Pictures carry no such mark: they are known by the folder beside them.\n",
    );
    out
}
