//! Comparisons with the real FFmpeg: pictures and clips, clips of different form, and what must be refused.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at once")]

mod bench;

use bench::{Bench, decode_all, ffmpeg};
use dewax::clip::Picture;
use dewax::color::{Levels, LumaWeights};
use dewax::px::Rect;
use dewax_media::guard::Guard;
use dewax_show::compare::{CompareError, compare};
use dewax_show::exhibits::to_rgb8;
use std::path::{Path, PathBuf};

/// A clip of a colour bar card, six frames, with a tone. `filter` is put behind it.
fn card(bench: &Bench, name: &str, size: &str, filter: &str, more: &[&str]) -> PathBuf {
    let path = bench.path(name);
    let video = format!("testsrc2=size={size}:rate=24:duration=0.25,{filter}");
    let mut args = vec!["-f", "lavfi", "-i", &video, "-f", "lavfi", "-i", "sine=duration=0.25"];
    args.extend(more);
    ffmpeg(&args, &path);
    path
}

const LOSSLESS: [&str; 8] =
    ["-c:v", "ffv1", "-pix_fmt", "yuv420p", "-colorspace", "bt709", "-c:a", "pcm_s16le"];

fn picture(path: &Path) -> (usize, usize, Vec<u8>) {
    let file = std::io::BufReader::new(std::fs::File::open(path).unwrap());
    let mut reader = png::Decoder::new(file).read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut pixels).unwrap();
    (info.width as usize, info.height as usize, pixels)
}

#[test]
fn a_picture_and_a_clip() {
    let bench = Bench::new();
    let a = card(&bench, "a.mkv", "320x180", "format=yuv420p", &LOSSLESS);
    let b = card(&bench, "b.mkv", "320x180", "format=yuv420p,negate", &LOSSLESS);
    let png = bench.path("split.png");
    let done = compare(&bench.tools, &a, &b, &png, &Guard::new(true), None, Some((60, 60))).unwrap();
    assert_eq!((done.frames, done.first_frame), (1, 3));
    let (w, h, pixels) = picture(&png);
    assert_eq!((w, h), (320, 180));
    // The picture's left is as A, its right as B, which is A's negative.
    let (before, after) = (decode_all(&bench, &a), decode_all(&bench, &b));
    let source = bench.probe(&a);
    let tags = &source.video.tags;
    let as_seen = Picture {
        format: source.frame_format(true),
        levels: Levels::of_tags(tags, 8),
        weights: LumaWeights::of(tags.matrix.value),
        siting: tags.siting.value,
        transfer: tags.transfer.value,
    };
    let whole = Rect::of(320, 180);
    let (left, right) =
        (to_rgb8(&before[3].frame, &as_seen, whole), to_rgb8(&after[3].frame, &as_seen, whole));
    // Below the labels, above the loupe, beside the line and the part that is marked.
    for y in 84..112 {
        let row =
            |pixels: &[u8], from: usize, to: usize| pixels[(y * w + from) * 3..(y * w + to) * 3].to_vec();
        assert_eq!(row(&pixels, 0, 40), row(&left.pixels, 0, 40), "row {y}");
        assert_eq!(row(&pixels, 82, 156), row(&left.pixels, 82, 156), "row {y}");
        assert_eq!(row(&pixels, 164, 320), row(&right.pixels, 164, 320), "row {y}");
    }
    let given = compare(&bench.tools, &a, &b, &png, &Guard::new(true), Some(0), None).unwrap();
    assert_eq!(given.first_frame, 0);
    let clip = bench.path("split.mov");
    let done = compare(&bench.tools, &a, &b, &clip, &Guard::new(true), None, None).unwrap();
    assert_eq!(done.frames, 6);
    let frames = decode_all(&bench, &clip);
    assert_eq!(frames.len(), 6);
    let written = bench.probe(&clip);
    assert_eq!(written.audio.len(), 1, "the sound of the first clip goes with it");
    let error = f32::from(frames[2].frame.luma().row(90)[40]) - f32::from(before[2].frame.luma().row(90)[40]);
    assert!(error.abs() < 4.0 * 256.0, "{error}");
}

#[test]
fn clips_of_another_form_look_the_same() {
    let bench = Bench::new();
    let a = card(&bench, "a.mkv", "320x180", "format=yuv420p", &LOSSLESS);
    let full = [
        "-c:v",
        "ffv1",
        "-pix_fmt",
        "yuv444p10le",
        "-color_range",
        "pc",
        "-colorspace",
        "bt709",
        "-c:a",
        "pcm_s16le",
    ];
    let b = card(&bench, "b.mkv", "320x180", "scale=out_range=pc,format=yuv444p10le", &full);
    assert_eq!(bench.probe(&b).video.tags.range.value.name(), "pc");
    let (same, other) = (bench.path("same.png"), bench.path("other.png"));
    compare(&bench.tools, &a, &a, &same, &Guard::new(true), Some(2), Some((90, 90))).unwrap();
    let done = compare(&bench.tools, &a, &b, &other, &Guard::new(true), Some(2), Some((90, 90))).unwrap();
    assert!(done.notes.iter().any(|n| n.contains("converted")), "{:?}", done.notes);
    let (one, two) = (picture(&same), picture(&other));
    let mean =
        one.2.iter().zip(&two.2).map(|(p, q)| f64::from(p.abs_diff(*q))).sum::<f64>() / one.2.len() as f64;
    assert!(mean < 2.5, "{mean}");
}

#[test]
fn what_does_not_fit_is_refused() {
    let bench = Bench::new();
    let a = card(&bench, "a.mkv", "320x180", "format=yuv420p", &LOSSLESS);
    let b = card(&bench, "b.mkv", "160x96", "format=yuv420p", &LOSSLESS);
    let png = bench.path("split.png");
    let why = |result: Result<_, CompareError>| {
        result.map(|_: dewax_show::compare::Compared| ()).unwrap_err().to_string()
    };
    let sizes = why(compare(&bench.tools, &a, &b, &png, &Guard::new(true), None, None));
    assert_eq!(
        sizes,
        "`a.mkv` is 320x180 and `b.mkv` is 160x96: only pictures of one size can be compared, or of 2 or 4 times that"
    );
    assert!(
        why(compare(&bench.tools, &a, &a, &png, &Guard::new(true), Some(6), None)).contains("only 6 frames")
    );
    assert!(
        why(compare(&bench.tools, &a, &a, &bench.path("x.mov"), &Guard::new(true), Some(1), None))
            .contains(".png")
    );
    assert!(
        why(compare(&bench.tools, &a, &a, &png, &Guard::new(true), None, Some((320, 0)))).contains("outside")
    );
    assert!(why(compare(&bench.tools, &a, &a, &a, &Guard::new(true), None, None)).contains("another name"));
    assert!(
        why(compare(&bench.tools, &a, &a, &bench.path("none/x.png"), &Guard::new(true), None, None))
            .contains("does not exist")
    );
    assert!(!png.exists(), "a refused comparison must leave nothing");
    assert_eq!(decode_all(&bench, &a).len(), 6);
}
