//! What a render keeps besides pixels: tags, timecode, chapters, languages, rotation, aspect; and what it refuses.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at once")]

#[path = "outside_keep/clips.rs"]
mod clips;

mod bench;

use bench::{Bench, decode_all, decode_with, ffmpeg, render, render_with, try_render};
use clips::*;
use dewax::color::Origin;
use dewax_media::credentials::{CredentialKind, beside};
use dewax_media::decode::{DecodeOptions, Decoder, FrameSource};
use dewax_media::encode::{EncodeError, EncodeOptions, Encoder, FrameSink};
use dewax_media::guard::{Guard, GuardError, Place};
use dewax_media::probe::{ProbeError, Source, probe};
use dewax_media::rational::Rational;
use dewax_media::target::{Codec, Target, TargetError, Wishes, by_name};
use std::path::{Path, PathBuf};

#[test]
fn everything_around_the_picture_is_kept() {
    let bench = Bench::new();
    let source = bench.probe(&rich_clip(&bench));
    assert_eq!((source.chapters, source.audio.len(), source.subtitles.len()), (2, 2, 1));
    assert_eq!(source.timecode.as_deref(), Some("10:11:12:13"));
    assert!(source.credentials.iter().any(|c| c.kind == CredentialKind::Generator));
    for name in ["k.mov", "k.mp4", "k.mkv"] {
        let out = bench.path(name);
        let done = render(&bench, &source, &out);
        assert!(done.warnings.is_empty(), "{:?}", done.warnings);
        let kept = bench.probe(&out);
        assert_eq!(kept.chapters, 2, "{name}");
        assert_eq!(kept.timecode, source.timecode, "{name}");
        assert_eq!(kept.video.sample_aspect, Rational::new(8, 9), "{name}");
        let languages: Vec<_> = kept.audio.iter().map(|a| a.language.as_deref()).collect();
        // QuickTime spells German `ger`.
        let german = if name == "k.mov" { "ger" } else { "deu" };
        assert_eq!(languages, [Some(german), Some("fra")], "{name}");
        assert_eq!(kept.subtitles.len(), 1, "{name}");
        assert_eq!(kept.video.metadata.get("language").map(String::as_str), Some("eng"), "{name}");
        let value = |key: &str| {
            let found = kept.metadata.iter().find(|(k, _)| k.eq_ignore_ascii_case(key));
            found.map(|(_, v)| v.as_str())
        };
        assert_eq!(value("title"), Some("Take 5"), "{name}");
        assert_eq!(value("prompt"), Some("{\"seed\": 1}"), "{name}");
        // The label that GB 45438-2025 asks for, which must be kept.
        assert_eq!(value("AIGC"), Some("{\"Label\": \"1\"}"), "{name}");
        let (was, is) = (&source.video.tags, &kept.video.tags);
        assert_eq!(was.primaries, is.primaries, "{name}");
        assert_eq!(was.transfer, is.transfer, "{name}");
        assert_eq!(was.matrix, is.matrix, "{name}");
        assert!(
            kept.video
                .metadata
                .get("encoder")
                .is_none_or(|e| !e.contains("libx264") || !name.ends_with("mov")),
            "{name}"
        );
    }
}

#[test]
fn untagged_stays_untagged_and_wide_colours_stay_wide() {
    let bench = Bench::new();
    let plain = bench.path("plain.mp4");
    ffmpeg(
        &["-f", "lavfi", "-i", "testsrc2=s=96x64:d=0.2", "-c:v", "libx264", "-pix_fmt", "yuv420p"],
        &plain,
    );
    let wide = bench.path("wide.mkv");
    ffmpeg(
        &[
            "-f",
            "lavfi",
            "-i",
            "testsrc2=s=96x64:d=0.2",
            "-pix_fmt",
            "yuv420p10le",
            "-c:v",
            "ffv1",
            "-color_primaries",
            "bt2020",
            "-color_trc",
            "smpte2084",
            "-colorspace",
            "bt2020nc",
            "-color_range",
            "tv",
        ],
        &wide,
    );
    for name in ["c.mov", "c.mp4", "c.mkv"] {
        let out = bench.path(name);
        render(&bench, &bench.probe(&plain), &out);
        let tags = bench.probe(&out).video.tags;
        assert_eq!((tags.primaries.origin, tags.matrix.origin), (Origin::Assumed, Origin::Assumed), "{name}");
        render(&bench, &bench.probe(&wide), &out);
        let tags = bench.probe(&out).video.tags;
        assert!(tags.is_hdr() && tags.primaries.origin == Origin::Stated, "{name} {}", tags.line());
        assert_eq!(tags.matrix.value.name(), "bt2020nc", "{name}");
    }
}

#[test]
fn rgb_sources_get_the_tags_that_dewax_chose() {
    let bench = Bench::new();
    let clip = bench.path("rgb.mkv");
    ffmpeg(&["-f", "lavfi", "-i", "color=red:s=97x65:d=0.2", "-pix_fmt", "bgr0", "-c:v", "ffv1"], &clip);
    let out = bench.path("rgb.mp4");
    render(&bench, &bench.probe(&clip), &out);
    let written = bench.probe(&out);
    assert_eq!(written.video.tags.matrix.origin, Origin::Stated);
    assert_eq!(written.video.tags.range.value.name(), "tv");
    let frame = &decode_all(&bench, &out)[0].frame;
    // BT.709 red in limited range: 63, 102, 240.
    let code = |plane: usize| i32::from(frame.plane(plane).samples()[0] >> 8);
    assert!((code(0) - 63).abs() <= 1 && (code(1) - 102).abs() <= 1 && (code(2) - 240).abs() <= 1);
}

#[test]
fn rotation_is_kept_or_baked() {
    let bench = Bench::new();
    let flat = bench.path("flat.mp4");
    ffmpeg(
        &[
            "-f",
            "lavfi",
            "-i",
            "testsrc2=s=96x64:d=0.2",
            "-c:v",
            "libx264",
            "-qp",
            "0",
            "-pix_fmt",
            "yuv444p",
        ],
        &flat,
    );
    let turned = bench.path("turned.mp4");
    ffmpeg(&["-i", &flat.display().to_string(), "-c", "copy", "-metadata:s:v", "rotate=90"], &turned);
    let source = bench.probe(&turned);
    assert!(source.video.rotation_deg % 180 != 0, "{}", source.video.rotation_deg);
    let out = bench.path("turned.mov");
    render(&bench, &source, &out);
    let kept = bench.probe(&out);
    assert_eq!(kept.video.display_matrix, source.video.display_matrix);
    assert_eq!((kept.video.format.width, kept.video.format.height), (96, 64));
    let out = bench.path("turned.mkv");
    render(&bench, &source, &out);
    let baked = bench.probe(&out);
    assert_eq!((baked.video.format.width, baked.video.format.height, baked.video.rotation_deg), (64, 96, 0));
    // FFmpeg's own turn is the judge.
    let judge = bench.path("judge.mkv");
    ffmpeg(&["-i", &turned.display().to_string(), "-c:v", "ffv1"], &judge);
    assert_eq!(bench.framemd5(&out, "yuv444p"), bench.framemd5(&judge, "yuv444p"));
}

#[test]
fn broken_sources_get_one_clear_sentence() {
    let bench = Bench::new();
    let refused = |path: &Path| probe(&bench.tools, path).unwrap_err();
    let write = |name: &str, bytes: &[u8]| {
        let path = bench.path(name);
        std::fs::write(&path, bytes).unwrap();
        path
    };
    assert!(matches!(refused(&bench.path("none.mp4")), ProbeError::Missing(_)));
    assert!(matches!(refused(bench.folder()), ProbeError::NotAFile(_)));
    assert!(matches!(refused(&write("empty.mp4", b"")), ProbeError::Empty(_)));
    assert!(matches!(refused(&write("text.mp4", b"this is not a video")), ProbeError::NotMedia { .. }));
    let sound = bench.path("sound.m4a");
    ffmpeg(&["-f", "lavfi", "-i", "sine=d=0.3"], &sound);
    assert!(matches!(refused(&sound), ProbeError::NoVideo(_)));
    let mut webp =
        b"RIFF\x40\0\0\0WEBPVP8X\x0a\0\0\0\x02\0\0\0\x0f\0\0\x0f\0\0ANIM\x06\0\0\0\0\0\0\0\0\0".to_vec();
    webp.resize(72, 0);
    let error = refused(&write("moving.webp", &webp));
    assert!(matches!(error, ProbeError::AnimatedWebp(_)), "{error}");
    for error in [refused(&bench.path("none.mp4")), refused(&sound)] {
        let text = error.to_string();
        assert!(!text.contains('\n') && text.len() < 300, "{text}");
    }
}

#[test]
fn a_file_that_ends_early_gives_its_frames_and_a_warning() {
    let bench = Bench::new();
    let whole = bench.path("whole.mkv");
    ffmpeg(&["-f", "lavfi", "-i", "testsrc2=s=96x64:d=2", "-c:v", "libx264", "-pix_fmt", "yuv420p"], &whole);
    let bytes = std::fs::read(&whole).unwrap();
    let cut = bench.path("cut.mkv");
    std::fs::write(&cut, &bytes[..bytes.len() / 2]).unwrap();
    let source = bench.probe(&cut);
    let mut decoder = Decoder::open(&bench.tools, &source, DecodeOptions::default()).unwrap();
    let mut frames = 0;
    while decoder.next().unwrap().is_some() {
        frames += 1;
    }
    assert!(frames > 5 && frames < 50, "{frames}");
    assert_eq!(decoder.warnings().len(), 1, "{:?}", decoder.warnings());
}

fn start<'a>(bench: &Bench, source: &Source, place: &'a Place) -> (Target, EncodeOptions<'a>) {
    let target = Target::resolve(&bench.tools, source, place.path(), &Wishes::default()).unwrap();
    let options = EncodeOptions {
        place,
        time_base: source.video.time_base,
        last_duration: source.last_duration(&[]),
        audio_range: None,
        extra_metadata: vec![("dewax_recipe".to_owned(), "abc".to_owned())],
        bake_rotation: false,
    };
    (target, options)
}

#[test]
fn places_that_cannot_be_written_are_refused() {
    let bench = Bench::new();
    let clip = bench.path("clip.mov");
    ffmpeg(&["-f", "lavfi", "-i", "testsrc2=s=96x64:d=0.2", "-c:v", "libx264", "-pix_fmt", "yuv420p"], &clip);
    let source = bench.probe(&clip);
    let create = |out: &Path| {
        let place = Guard::new(true).reading(&clip).place(out, None)?;
        let (target, options) = start(&bench, &source, &place);
        Encoder::create(&bench.tools, &source, &target, &options).map(drop)
    };
    assert!(matches!(
        create(&bench.path("no/such/out.mov")),
        Err(EncodeError::Guard(GuardError::NoFolder(_)))
    ));
    assert!(matches!(create(&clip), Err(EncodeError::Guard(GuardError::Input { .. }))));
    let link = bench.path("link.mov");
    std::fs::hard_link(&clip, &link).unwrap();
    assert!(matches!(create(&link), Err(EncodeError::Guard(GuardError::Input { .. }))));
    let folder = bench.path("folder.mov");
    std::fs::create_dir(&folder).unwrap();
    assert!(matches!(create(&folder), Err(EncodeError::Guard(GuardError::IsFolder(_)))));
    // Two at once; then, after the first is dropped, again.
    let out = bench.path("out.mov");
    let place = Guard::new(true).place(&out, None).unwrap();
    let (target, options) = start(&bench, &source, &place);
    let mut first = Encoder::create(&bench.tools, &source, &target, &options).unwrap();
    assert!(matches!(create(&out), Err(EncodeError::Guard(GuardError::Busy(_)))));
    first.put(&decode_all(&bench, &clip)[0].frame, 0).unwrap();
    drop((first, place));
    assert!(!out.exists() && !bench.leftovers());
    // What a killed run left is no hindrance.
    std::fs::write(bench.path(".out.mov.dewax-part.mov"), b"junk").unwrap();
    render(&bench, &source, &out);
    assert!(!bench.leftovers());
    let place = Guard::new(true).place(&out, None).unwrap();
    let (target, options) = start(&bench, &source, &place);
    let error =
        Box::new(Encoder::create(&bench.tools, &source, &target, &options).unwrap()).finish().unwrap_err();
    assert!(matches!(error, EncodeError::NoFrames(_)));
    assert!(
        bench.probe(&out).video.format.width == 96,
        "an output that is there stays until a new one is complete"
    );
}

#[test]
fn sound_that_a_container_refuses_is_named() {
    let bench = Bench::new();
    let clip = bench.path("flac.mkv");
    ffmpeg(
        &[
            "-f",
            "lavfi",
            "-i",
            "testsrc2=s=96x64:d=0.2",
            "-f",
            "lavfi",
            "-i",
            "sine=d=0.2",
            "-c:v",
            "libx264",
            "-pix_fmt",
            "yuv420p",
            "-c:a",
            "flac",
        ],
        &clip,
    );
    let source = bench.probe(&clip);
    let error = try_render(&bench, &source, &bench.path("v.mov"), &Wishes::default()).unwrap_err();
    let text = error.to_string();
    assert!(
        matches!(error, EncodeError::Refused { .. }) && text.contains("flac") && text.contains(".mkv"),
        "{text}"
    );
    assert!(!bench.leftovers() && !bench.path("v.mov").exists());
    render(&bench, &source, &bench.path("v.mkv"));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_leaves_nothing_under_the_final_name() {
    let bench = Bench::new();
    let clip = bench.path("clip.mkv");
    ffmpeg(&["-f", "lavfi", "-i", "testsrc2=s=320x240:d=2", "-c:v", "libx264", "-pix_fmt", "yuv420p"], &clip);
    let source = bench.probe(&clip);
    // An encoder that cannot write more than 64 KiB: what a full disk looks like to dewax.
    let script = bench.path("ffmpeg");
    std::fs::write(&script, "#!/bin/sh\nulimit -f 64\ntrap '' XFSZ\nexec ffmpeg \"$@\"\n").unwrap();
    std::os::unix::fs::PermissionsExt::set_mode(
        &mut std::fs::metadata(&script).unwrap().permissions(),
        0o755,
    );
    std::process::Command::new("chmod").arg("+x").arg(&script).status().unwrap();
    let small = dewax_media::tools::Tools::at(script, bench.tools.ffprobe.clone()).unwrap();
    let out = bench.path("full.mov");
    let place = Guard::new(true).place(&out, None).unwrap();
    let (target, options) = start(&bench, &source, &place);
    let pictures = decode_with(&bench, &source, DecodeOptions::default());
    let mut encoder = Box::new(Encoder::create(&small, &source, &target, &options).unwrap());
    let mut result = Ok(());
    for picture in &pictures {
        result = encoder.put(&picture.frame, picture.pts);
        if result.is_err() {
            break;
        }
    }
    let error = match result {
        Err(error) => error,
        Ok(()) => encoder.finish().unwrap_err(),
    };
    assert!(matches!(error, EncodeError::Failed { .. }), "{error}");
    assert!(!out.exists());
}

#[test]
fn wishes_that_contradict_are_refused() {
    let bench = Bench::new();
    let clip = bench.path("clip.mkv");
    ffmpeg(
        &["-f", "lavfi", "-i", "mandelbrot=s=97x65,trim=end_frame=3", "-c:v", "ffv1", "-pix_fmt", "yuv420p"],
        &clip,
    );
    let source = bench.probe(&clip);
    let resolve =
        |name: &str, wishes: Wishes| Target::resolve(&bench.tools, &source, Path::new(name), &wishes);
    let wish = |codec| Wishes { codec: Some(codec), ..Wishes::default() };
    assert!(matches!(resolve("a.avi", Wishes::default()), Err(TargetError::UnknownEnding(_))));
    assert!(matches!(resolve("a.mp4", wish(Codec::Prores4444)), Err(TargetError::Container { .. })));
    assert!(matches!(resolve("a.png", Wishes::default()), Err(TargetError::OnePicture(_))));
    let bits = Wishes { bits: Some(12), ..Wishes::default() };
    assert!(matches!(resolve("a.mov", bits), Err(TargetError::Depth { .. })));
    let crf = Wishes { crf: Some(99.0), ..Wishes::default() };
    assert!(matches!(resolve("a.mp4", crf), Err(TargetError::Crf { .. })));
    let preset = Wishes { preset: Some("fastest".into()), ..Wishes::default() };
    assert!(matches!(resolve("a.mp4", preset), Err(TargetError::Preset { .. })));
    // 97x65 cannot halve its chroma in H.264.
    assert_eq!(resolve("a.mp4", Wishes::default()).unwrap().pix_fmt, "yuv444p");
    assert!(by_name("mpeg2").unwrap_err().to_string().contains("prores"));
    for codec in Codec::all() {
        assert_eq!(by_name(codec.name()).unwrap(), codec);
    }
    let out = bench.path("odd.mp4");
    render_with(&bench, &source, &out, &Wishes::default());
    assert_eq!(bench.probe(&out).video.format.height, 65);
}

#[test]
fn statements_of_origin_are_saved_beside() {
    let bench = Bench::new();
    let clip = bench.path("ai.mp4");
    ffmpeg(&["-f", "lavfi", "-i", "testsrc2=s=96x64:d=0.2", "-c:v", "libx264", "-pix_fmt", "yuv420p"], &clip);
    let mut bytes = std::fs::read(&clip).unwrap();
    let content = b"\xd8\xfe\xc3\xd6\x1b\x0e\x48\x3c\x92\x97\x58\x28\x87\x7e\xc4\x81\0\0\0\0manifest\0\0\0\0\0\0\0\0\0STORE";
    bytes.extend((content.len() as u32 + 8).to_be_bytes());
    bytes.extend(b"uuid");
    bytes.extend(content);
    std::fs::write(&clip, bytes).unwrap();
    let source = bench.probe(&clip);
    assert_eq!(source.credentials[0].kind, CredentialKind::C2pa);
    let out = bench.path("out.mov");
    let files = beside(&source, &out).unwrap();
    assert_eq!(files, [(bench.path("out.mov.c2pa"), b"STORE".to_vec())]);
}
