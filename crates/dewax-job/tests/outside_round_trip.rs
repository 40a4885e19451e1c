//! Sources through the pipes and back with the real FFmpeg: every code value, timestamp and packet is kept.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at once")]

mod bench;

use bench::{Bench, decode_all, decode_with, ffmpeg, render, render_with};
use dewax::px::Subsampling;
use dewax_media::decode::DecodeOptions;
use dewax_media::layout::Layout;
use dewax_media::target::{Codec, Wishes};
use std::path::PathBuf;

/// Pictures in each clip of noise.
const FRAMES: usize = 1;

/// Sizes with whole, odd and single samples.
const SIZES: [&str; 3] = ["641x361", "7x5", "1x1"];

#[test]
fn ffv1_keeps_every_code() {
    let bench = Bench::new();
    for size in SIZES {
        for pix_fmt in [
            "yuv420p",
            "yuv422p",
            "yuv444p",
            "yuv420p10le",
            "yuv422p10le",
            "yuv444p10le",
            "yuv420p12le",
            "yuv422p12le",
            "yuv444p12le",
            "yuva444p10le",
            "gbrp",
            "gbrp10le",
            "gbrp12le",
        ] {
            for range in ["tv", "pc"] {
                // Each step costs several processes: full range once per format, single pixels once per depth.
                let repeats = range == "pc" && (size != "7x5" || pix_fmt.starts_with('g'))
                    || size == "1x1" && !pix_fmt.contains("420");
                if repeats {
                    continue;
                }
                let clip = noise(&bench, size, pix_fmt, range);
                let out = bench.path("codes.mkv");
                let source = bench.probe(&clip);
                assert_eq!(
                    source.video.tags.range.value.name(),
                    if pix_fmt.starts_with('g') { "pc" } else { range }
                );
                render(&bench, &source, &out);
                let before = decode_with(&bench, &source, DecodeOptions::default());
                let after = decode_all(&bench, &out);
                assert_eq!(before.len(), FRAMES, "{size} {pix_fmt} {range}");
                for (one, two) in before.iter().zip(&after) {
                    assert!(one.frame.same_picture(&two.frame), "{size} {pix_fmt} {range}");
                    assert_eq!(one.frame.alpha, two.frame.alpha, "{size} {pix_fmt}");
                }
                if size == "641x361" {
                    // FFmpeg's own decoder agrees.
                    assert_eq!(bench.framemd5(&clip, pix_fmt), bench.framemd5(&out, pix_fmt), "{pix_fmt}");
                }
            }
        }
    }
}

#[test]
fn prores_keeps_luma() {
    let bench = Bench::new();
    for (pix_fmt, range) in [("yuv420p", "tv"), ("yuv422p10le", "tv"), ("yuvj420p", "pc")] {
        let clip = bench.clip("luma.nut", &soft("320x180", pix_fmt, range));
        let out = bench.path("luma.mov");
        let source = bench.probe(&clip);
        render(&bench, &source, &out);
        let written = bench.probe(&out);
        assert_eq!((written.video.codec.as_str(), written.video.format.bits), ("prores", 10));
        assert_eq!(written.video.format.subsampling, Subsampling::C422);
        assert_ne!(written.video.tags.range.value.name(), "pc");
        for (one, two) in decode_all(&bench, &clip).iter().zip(&decode_all(&bench, &out)) {
            for (a, b) in one.frame.luma().samples().iter().zip(two.frame.luma().samples()) {
                let full = f64::from(*a) * 219.0 / 255.0 + 4096.0;
                let want = if range == "pc" { full } else { f64::from(*a) };
                assert!((want - f64::from(*b)).abs() <= 4.0 * 64.0, "{pix_fmt}: {want} {b}");
            }
        }
    }
}

#[test]
fn the_other_codecs_stay_close() {
    let bench = Bench::new();
    let clip = bench.clip("soft.nut", &soft("320x180", "yuv420p10le", "tv"));
    let source = bench.probe(&clip);
    let before = decode_all(&bench, &clip);
    for (codec, name, bits) in [
        (Codec::H264, "c.mp4", 10u8),
        (Codec::H265, "c.mov", 10),
        (Codec::Prores4444, "c2.mov", 10),
        (Codec::H264, "c.mkv", 10),
        (Codec::Ffv1, "c3.mov", 10),
    ] {
        let out = bench.path(name);
        let wishes = Wishes { codec: Some(codec), ..Wishes::default() };
        render_with(&bench, &source, &out, &wishes);
        let after = decode_all(&bench, &out);
        assert_eq!(after.len(), before.len(), "{name}");
        let written = bench.probe(&out);
        // FFmpeg decodes 4444 as 12 bits.
        assert!(written.video.format.bits == bits || codec == Codec::Prores4444, "{name}");
        let (a, b) = (before[1].frame.luma().samples(), after[1].frame.luma().samples());
        let sum: f64 = a.iter().zip(b).map(|(a, b)| f64::from(a.abs_diff(*b))).sum();
        assert!(sum / (a.len() as f64) < 256.0, "{name}: {}", sum / a.len() as f64);
    }
}

#[test]
fn pictures_come_back_exactly() {
    let bench = Bench::new();
    for (pix_fmt, name) in [
        ("rgb24", "p_%05d.png"),
        ("rgb48be", "q_%05d.png"),
        ("rgb48le", "t_%05d.tif"),
        ("rgba", "a_%05d.png"),
    ] {
        let clip = bench.clip(
            "rgb.mkv",
            &["-f", "lavfi", "-i", "testsrc2=s=65x33:r=10:d=0.3", "-pix_fmt", pix_fmt, "-c:v", "ffv1"],
        );
        let source = bench.probe(&clip);
        let out = bench.path(name);
        let done = render(&bench, &source, &out);
        assert_eq!(done.frames, 3);
        assert!(!bench.leftovers());
        let (before, after) = (decode_all(&bench, &clip), decode_all(&bench, &out));
        assert_eq!(after.len(), 3, "{name}");
        let exact = source.video.format.bits == 8;
        for (one, two) in before.iter().zip(&after) {
            let wide = |p: &dewax_media::decode::Picture| p.frame.luma().samples().to_vec();
            let worst = wide(one).iter().zip(wide(two)).map(|(a, b)| a.abs_diff(b)).max().unwrap();
            // 16-bit TIFF of an 8-bit source has another white (255 * 257), hence the wider bar.
            assert!(worst <= if exact && name.ends_with("png") { 0 } else { 300 }, "{name}: {worst}");
        }
    }
}

#[test]
fn exr_is_linear_light() {
    let bench = Bench::new();
    let clip = bench.path("grey.png");
    ffmpeg(
        &["-f", "lavfi", "-i", "color=0x808080:s=16x16:d=0.04", "-frames:v", "1", "-pix_fmt", "rgb24"],
        &clip,
    );
    let source = bench.probe(&clip);
    assert!(source.still && source.video.rgb);
    let out = bench.path("grey.exr");
    render(&bench, &source, &out);
    let values = bench.raw(&out, "gbrpf32le");
    let first = f32::from_le_bytes(values[..4].try_into().unwrap());
    assert!((first - 0.2158).abs() < 1e-3, "{first}");
}

#[test]
fn one_picture_stays_one_picture() {
    let bench = Bench::new();
    let clip = bench.path("one %d.png");
    ffmpeg(
        &[
            "-f",
            "lavfi",
            "-i",
            "testsrc2=s=33x17",
            "-frames:v",
            "1",
            "-pix_fmt",
            "rgb24",
            "-update",
            "1",
            "-f",
            "image2pipe",
            "-c:v",
            "png",
        ],
        &clip,
    );
    let source = bench.probe(&clip);
    assert!(source.still);
    let out = bench.path("out.png");
    assert_eq!(render(&bench, &source, &out).frames, 1);
    assert_eq!(bench.framemd5(&clip, "rgb24"), bench.framemd5(&out, "rgb24"));
}

/// A clip of noise in every code of a format, as FFV1.
fn noise(bench: &Bench, size: &str, pix_fmt: &str, range: &str) -> PathBuf {
    let layout = Layout::for_source(pix_fmt).unwrap();
    let (width, height) =
        size.split_once('x').map(|(w, h)| (w.parse().unwrap(), h.parse().unwrap())).unwrap();
    let count = layout.frame_bytes(width, height).unwrap() * FRAMES;
    let mask = ((1u32 << layout.bits) - 1).to_le_bytes();
    let mut state = 7u64;
    let bytes: Vec<u8> = (0..count)
        .map(|at| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (state >> 40) as u8 & mask[if layout.bits > 8 { at % 2 } else { 0 }]
        })
        .collect();
    let raw = bench.path("noise.raw");
    std::fs::write(&raw, bytes).unwrap();
    // FFV1 holds 8-bit R'G'B' packed.
    let stored = if pix_fmt == "gbrp" { "bgr0" } else { pix_fmt };
    let input = raw.display().to_string();
    bench.clip(
        "codes.nut",
        &[
            "-f",
            "rawvideo",
            "-pix_fmt",
            pix_fmt,
            "-s",
            size,
            "-i",
            &input,
            "-pix_fmt",
            stored,
            "-c:v",
            "ffv1",
            "-color_range",
            range,
        ],
    )
}

fn soft(size: &str, pix_fmt: &str, range: &str) -> Vec<String> {
    let graph = format!("mandelbrot=s={size}:r=25,gblur=8,trim=end_frame=3");
    [
        "-f",
        "lavfi",
        "-i",
        &graph,
        "-pix_fmt",
        pix_fmt,
        "-color_range",
        range,
        "-c:v",
        if pix_fmt.starts_with("yuvj") { "ffvhuff" } else { "ffv1" },
    ]
    .map(str::to_owned)
    .into()
}
