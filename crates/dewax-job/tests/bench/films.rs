//! Films of every kind that is read, each with everything beside its pixels that such a file can say to FFmpeg.

use super::{Bench, ffmpeg};
use std::path::{Path, PathBuf};

const XMP: &[u8] = b"<x:xmpmeta>digitalsourcetype/trainedAlgorithmicMedia</x:xmpmeta>";
const STORE: &[u8] = b"STORE";

/// The statement of origin in the films that is kept in a file of that ending.
pub(crate) fn statement(ending: &str) -> &'static [u8] {
    if ending == "xmp" { XMP } else { STORE }
}

const CLIP: &str = "-f lavfi -i testsrc2=s=64x48:r=25:d=0.2 -f lavfi -i sine=d=0.2:r=48000";
const H264: &str = "-c:v libx264 -preset ultrafast -bf 0 -pix_fmt yuv420p";
const COLOURS: &str = "-color_primaries bt2020 -color_trc smpte2084 -colorspace bt2020nc";
/// The streams of a film: picture and two of sound, in two languages.
const STREAMS: &str = "-map 0:v -map 1:a -map 1:a -metadata:s:v:0 title=Master -metadata:s:a:0 language=deu -metadata:s:a:1 language=fra \
                       -metadata:s:a:1 title=Comments -disposition:a:0 default -disposition:a:1 comment";

/// What is laid beside the picture of a film: its inputs, with texts.
struct Beside {
    text: String,
    screens: String,
    noted: String,
}

const OF_TEXT: &str = "-metadata:s:s:0 language=deu -disposition:s:0 forced";

fn make(bench: &Bench, name: &str, words: &str) -> PathBuf {
    let out = bench.path(name);
    let words: Vec<&str> = words.split_whitespace().collect();
    ffmpeg(&words, &out);
    out
}

/// The film of that kind.
pub(crate) fn film(bench: &Bench, kind: &str) -> PathBuf {
    let notes = put(
        bench,
        "notes.txt",
        b";FFMETADATA1\ntitle=Take 5\ncomment=AI\nprompt={}\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=100\ntitle=one\n",
    );
    let text = put(bench, "text.srt", b"1\n00:00:00,010 --> 00:00:00,150\nHello\n");
    let screens = put(bench, "text.sup", &picture_subtitles());
    let noted = format!(
        "{CLIP} -i {notes} -i {text} {STREAMS} -map 3:s -map_metadata 2 -map_chapters 2 -timecode 10:11:12:13"
    );
    let beside = Beside { text, screens, noted };
    match kind {
        "mov" | "mp4" => movie(bench, kind, &beside),
        "mkv" => matroska(bench, &beside),
        "webm" => webm(bench, &beside),
        "ts" => transport_stream(bench, &beside),
        "mxf" => {
            let coding =
                "-vf setsar=8/9 -c:v mpeg2video -pix_fmt yuv420p -q:v 2 -c:a pcm_s16le -timecode 10:11:12:13";
            make(bench, "film.mxf", &format!("{CLIP} {coding} {COLOURS}"))
        }
        "avi" => avi(bench, &beside),
        "gif" => gif(bench),
        "flac" => make(bench, "flac.mkv", &format!("{CLIP} {H264} -c:a flac")),
        "alpha" => make(
            bench,
            "alpha.mov",
            "-f lavfi -i testsrc2=s=64x48:r=25:d=0.2 -vf format=yuva444p10le,geq=lum=lum(X\\,Y):a=X*16 -c:v prores_ks -profile:v 4444",
        ),
        turned => turned_film(bench, turned),
    }
}

fn movie(bench: &Bench, kind: &str, beside: &Beside) -> PathBuf {
    let Beside { text, noted, .. } = beside;
    let of_text = OF_TEXT;
    let levels = pictures_with_levels(bench);
    let first = noted.replacen("-f lavfi -i testsrc2=s=64x48:r=25:d=0.2", &format!("-r 25 -i {levels}"), 1);
    let more = if kind == "mov" {
        // A second film in one.
        format!("-f lavfi -i color=blue:s=32x32:d=0.2 -map 4 -c:v:1 mpeg4 {of_text}").replace("deu", "ger")
            + " -movflags +use_metadata_tags"
    } else {
        make(bench, "cover.png", "-f lavfi -i color=red:s=16x16 -frames:v 1");
        format!(
            "-i {} -map 4 -c:v:1 copy -disposition:v:1 attached_pic {of_text}",
            bench.path("cover.png").display()
        )
    };
    let (inputs, outputs) = more.split_once(" -map 4").unwrap();
    let first = first.replacen(&format!("-i {text}"), &format!("-i {text} {inputs}"), 1);
    let coding = "-c:v:0 copy -c:a aac -c:s mov_text";
    let out = make(bench, &format!("film.{kind}"), &format!("{first} -map 4{outputs} {coding}"));
    let mut bytes = std::fs::read(&out).unwrap();
    if kind == "mp4" {
        name_as_dolby(&mut bytes);
    }
    bytes.extend(uuid(b"\xbe\x7a\xcf\xcb\x97\xa9\x42\xe8\x9c\x71\x99\x94\x91\xe3\xaf\xac", XMP));
    let store = [&b"\0\0\0\0manifest\0\0\0\0\0\0\0\0\0"[..], STORE].concat();
    bytes.extend(uuid(b"\xd8\xfe\xc3\xd6\x1b\x0e\x48\x3c\x92\x97\x58\x28\x87\x7e\xc4\x81", &store));
    std::fs::write(&out, bytes).unwrap();
    out
}

fn matroska(bench: &Bench, beside: &Beside) -> PathBuf {
    let Beside { text, screens, noted } = beside;
    let of_text = OF_TEXT;
    let font = put(bench, "font.ttf", b"no font");
    make(bench, "cover.png", "-f lavfi -i color=red:s=16x16 -frames:v 1");
    let cover = bench.path("cover.png").display().to_string();
    let levels = pictures_with_levels(bench);
    let first = noted.replacen("-f lavfi -i testsrc2=s=64x48:r=25:d=0.2", &format!("-r 25 -i {levels}"), 1);
    let inputs = format!("-i {text} -i {screens} -i {cover} -f lavfi -i color=blue:s=32x32:d=0.2");
    let first = first.replacen(&format!("-i {text}"), &inputs, 1);
    let more =
        "-map 4 -map 6 -c:v:0 copy -c:v:1 mpeg4 -c:a aac -c:s:0 srt -c:s:1 copy -disposition:v:0 original";
    let attached = format!(
        "-attach {font} -metadata:s:t:0 mimetype=font/ttf -attach {cover} -metadata:s:t:1 mimetype=image/png"
    );
    make(
        bench,
        "film.mkv",
        &format!("{first} {more} {of_text} {attached} -metadata:s:t:1 filename=cover.png"),
    )
}

fn webm(bench: &Bench, beside: &Beside) -> PathBuf {
    let Beside { text, noted, .. } = beside;
    let of_text = OF_TEXT;
    let coding = "-filter:v:0 format=yuva420p,setsar=8/9 -c:v libvpx-vp9 -auto-alt-ref 0 -cpu-used 8 -deadline realtime \
                  -c:a libopus -c:s webvtt";
    let inputs = format!("-i {text} -f lavfi -i color=blue:s=32x32:d=0.2");
    let first = noted.replacen(&format!("-i {text}"), &inputs, 1);
    make(bench, "film.webm", &format!("{first} -map 4:v {coding} {COLOURS} {of_text}"))
}

fn transport_stream(bench: &Bench, beside: &Beside) -> PathBuf {
    let Beside { screens, .. } = beside;
    let levels = pictures_with_levels(bench);
    let data = put(bench, "data.bin", b"some data");
    let inputs = format!(
        "-r 25 -i {levels} -f lavfi -i sine=d=0.2:r=48000 -i {screens} -f lavfi -i color=blue:s=32x32:d=0.2 -f data -i {data}"
    );
    let coding = "-c:v:0 copy -c:v:1 mpeg2video -c:a aac -c:s dvbsub -c:d copy -metadata service_name=Take_5";
    make(bench, "film.ts", &format!("{inputs} {STREAMS} -map 2 -map 3 -map 4 {coding}"))
}

fn avi(bench: &Bench, beside: &Beside) -> PathBuf {
    let Beside { text, noted, .. } = beside;
    let first = noted
        .replacen(&format!("-i {text}"), "-f lavfi -i color=blue:s=32x32:d=0.2", 1)
        .replace("3:s", "3:v");
    let out = make(bench, "film.avi", &format!("{first} -filter:v:0 setsar=8/9 {H264} {COLOURS} -c:a mp3"));
    let mut bytes = std::fs::read(&out).unwrap();
    for (kind, content) in [(b"C2PA", STORE), (b"_PMX", XMP)] {
        let size = (content.len() as u32).to_le_bytes();
        bytes.extend([&kind[..], &size, content, &[0][..content.len() % 2]].concat());
    }
    let size = (bytes.len() as u32 - 8).to_le_bytes();
    bytes[4..8].copy_from_slice(&size);
    std::fs::write(&out, bytes).unwrap();
    out
}

fn gif(bench: &Bench) -> PathBuf {
    let out = make(bench, "film.gif", "-f lavfi -i testsrc2=s=64x48:r=25:d=0.2");
    let mut bytes = std::fs::read(&out).unwrap();
    bytes.pop();
    let magic: Vec<u8> = (0..=255u8).rev().chain([0]).collect();
    bytes.extend([&b"\x21\xff\x0bXMP DataXMP"[..], XMP, &[1], &magic].concat());
    bytes.extend([&b"\x21\xff\x0bC2PA_GIF\x01\0\0\x05"[..], STORE, b"\0\x21\xfe\x05by AI\0;"].concat());
    std::fs::write(&out, bytes).unwrap();
    out
}

fn turned_film(bench: &Bench, turned: &str) -> PathBuf {
    let out =
        make(bench, &format!("{turned}.mov"), &format!("-f lavfi -i testsrc2=s=64x48:r=25:d=0.2 {H264}"));
    let matrix = if turned == "turned" {
        [0, 65536, 0, -65536, 0, 0, 48 << 16, 0, 1 << 30]
    } else {
        [-65536, 0, 0, 0, 65536, 0, 64 << 16, 0, 1 << 30]
    };
    let mut file = std::fs::OpenOptions::new().read(true).write(true).open(&out).unwrap();
    assert_eq!(dewax_media::bmff::set_display_matrix(&mut file, &matrix).unwrap(), 1);
    out
}

fn put(bench: &Bench, name: &str, bytes: &[u8]) -> String {
    let path = bench.path(name);
    std::fs::write(&path, bytes).unwrap();
    path.display().to_string()
}

fn uuid(kind: &[u8; 16], content: &[u8]) -> Vec<u8> {
    let size = (content.len() as u32 + 24).to_be_bytes();
    [&size[..], b"uuid", kind, content].concat()
}

/// A Blu-ray subtitle: a screen with one red block, and an empty one.
fn picture_subtitles() -> Vec<u8> {
    let segment = |at: u32, kind: u8, content: &[u8]| {
        let size = (content.len() as u16).to_be_bytes();
        [&b"PG"[..], &at.to_be_bytes(), &[0; 4], &[kind], &size, content].concat()
    };
    let screen = |count: u8| {
        [
            &[0, 64, 0, 48, 0x10, 0, count, 0x80, 0, 0, count][..],
            &[0, 0, 0, 0, 0, 8, 0, 8][..8 * usize::from(count)],
        ]
        .concat()
    };
    // Two lines of eight pixels in the first colour, each as one run.
    let line = [0, 0x88, 1, 0, 0];
    let object = [&[0, 0, 0, 0xc0, 0, 0, 4 + 2 * line.len() as u8, 0, 8, 0, 2][..], &line, &line].concat();
    let window = [1, 0, 0, 8, 0, 8, 0, 8, 0, 2];
    [
        segment(900, 0x16, &screen(1)),
        segment(900, 0x17, &window),
        segment(900, 0x14, &[0, 0, 1, 81, 240, 90, 255]),
        segment(900, 0x15, &object),
        segment(900, 0x80, &[]),
        segment(9000, 0x16, &screen(0)),
        segment(9000, 0x80, &[]),
    ]
    .concat()
}

/// H.265 with the levels of HDR, and in each picture HDR10+ and captions.
fn pictures_with_levels(bench: &Bench) -> String {
    let plain = bench.path("plain.h265");
    let levels = "log-level=error:bframes=0:repeat-headers=1:master-display=G(13250,34500)B(7500,3000)R(34000,16000)WP(15635,16450)\
                  L(10000000,50):max-cll=1000,400";
    let coding = format!(
        "-f lavfi -i testsrc2=s=64x48:r=25:d=0.2 -vf setsar=8/9 -c:v libx265 -preset ultrafast -pix_fmt yuv420p10le {COLOURS}"
    );
    let mut words: Vec<&str> = coding.split_whitespace().collect();
    words.extend(["-x265-params", levels]);
    ffmpeg(&words, &plain);
    // Registered by ITU-T T.35 for the United States, and by its member: HDR10+ (with no more than its brightest pixels), captions.
    let captions = b"\xb5\0\x31GA94\x03\x41\xff\xfc\x94\x20\xff";
    let message = |content: &[u8]| [&[0x4e, 1, 4, content.len() as u8][..], content, &[0x80]].concat();
    let extra: Vec<u8> =
        [message(&hdr10_plus()), message(captions)].iter().flat_map(|unit| unit_of(unit)).collect();
    let bytes = std::fs::read(&plain).unwrap();
    let mut out = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        // Types below 32 are pictures.
        if bytes[at..].starts_with(&[0, 0, 1]) && (bytes[at + 3] >> 1) < 32 {
            let zero = usize::from(out.last() == Some(&0));
            out.truncate(out.len() - zero);
            out.extend(&extra);
            out.extend(&[0][..zero]);
        }
        out.push(bytes[at]);
        at += 1;
    }
    put(bench, "levels.h265", &out)
}

/// A unit of a stream: what could be taken for the beginning of another is broken up.
fn unit_of(content: &[u8]) -> Vec<u8> {
    let mut out = vec![0, 0, 0, 1];
    let mut zeros = 0;
    for byte in content {
        if zeros >= 2 && *byte <= 3 {
            out.push(3);
            zeros = 0;
        }
        zeros = if *byte == 0 { zeros + 1 } else { 0 };
        out.push(*byte);
    }
    out
}

/// ST 2094-40: one window, its brightest pixels, no curve.
fn hdr10_plus() -> Vec<u8> {
    let mut bits = Vec::new();
    let mut push = |value: u32, count: u32| bits.extend((0..count).rev().map(|bit| (value >> bit) & 1 == 1));
    // Windows; light of the display; whether its own light is told.
    for (value, count) in [(1, 2), (1000, 27), (0, 1)] {
        push(value, count);
    }
    // Three maxima, their mean, no percentiles, bright pixels; no light of the mastering display, no curve, no saturation.
    for (value, count) in
        [(50_000, 17), (50_000, 17), (50_000, 17), (20_000, 17), (0, 4), (100, 10), (0, 1), (0, 1), (0, 1)]
    {
        push(value, count);
    }
    let bytes = bits
        .chunks(8)
        .map(|byte| byte.iter().enumerate().fold(0, |sum, (at, bit)| sum | (u8::from(*bit) << (7 - at))));
    [&b"\xb5\0\x3c\0\x01\x04\x01"[..], &bytes.collect::<Vec<u8>>()].concat()
}

/// Puts the record of Dolby Vision in the place of the box with the bit rate of the picture.
fn name_as_dolby(bytes: &mut [u8]) {
    let at = bytes.windows(4).position(|kind| kind == b"btrt").unwrap();
    // Version 1.0, profile 8, level 1, base and metadata are there; compatible with HDR10.
    bytes[at..at + 16].copy_from_slice(b"dvcC\x01\0\x10\x0d\x10\0\0\0\0\0\0\0");
}

/// Whether a path is the pattern of a sequence.
pub(crate) fn is_pattern(path: &Path) -> bool {
    path.to_string_lossy().contains('%')
}
