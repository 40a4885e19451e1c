//! Timestamps, seeks, durations and sound with the real FFmpeg.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at once")]

mod bench;

use bench::{Bench, decode_all, decode_with, ffmpeg, render};
use dewax_media::audio::{packet_hashes, run_within};
use dewax_media::decode::{DecodeError, DecodeOptions, Decoder, SeekTo};
use dewax_media::encode::{EncodeOptions, Encoder, FrameSink};
use dewax_media::guard::Guard;
use dewax_media::target::{Target, Wishes};
use std::path::{Path, PathBuf};

const H264: [&str; 6] = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p"];

/// Picture and sound, with B-frames and several key frames.
fn clip(bench: &Bench, name: &str, extra: &[&str]) -> PathBuf {
    let mut args = vec![
        "-f",
        "lavfi",
        "-i",
        "testsrc2=s=96x64:r=24:d=5",
        "-f",
        "lavfi",
        "-i",
        "sine=d=5:r=48000",
        "-c:v",
        "libx264",
        "-preset",
        "veryfast",
        "-bf",
        "3",
        "-g",
        "30",
        "-pix_fmt",
        "yuv420p",
        "-c:a",
        "aac",
    ];
    args.extend(extra);
    let path = bench.path(name);
    ffmpeg(&args, &path);
    path
}

fn pts(bench: &Bench, path: &Path) -> Vec<i64> {
    decode_all(bench, path).iter().map(|p| p.pts).collect()
}

fn seconds(bench: &Bench, path: &Path) -> Vec<f64> {
    let base = bench.probe(path).video.time_base;
    pts(bench, path).into_iter().map(|p| base.seconds(p)).collect()
}

#[test]
fn variable_rates_keep_every_timestamp() {
    let bench = Bench::new();
    let path = bench.path("vfr.mp4");
    let filter = "settb=1/90000,select='not(mod(n,3))+gt(n,20)',setpts='PTS+if(gt(N,9),777,0)'";
    let mut args = vec![
        "-f",
        "lavfi",
        "-i",
        "testsrc2=s=96x64:r=30:d=2",
        "-vf",
        filter,
        "-fps_mode",
        "passthrough",
        "-enc_time_base",
        "1/90000",
    ];
    args.extend(H264);
    args.extend(["-video_track_timescale", "90000"]);
    ffmpeg(&args, &path);
    let before = pts(&bench, &path);
    let gaps: std::collections::BTreeSet<i64> = before.windows(2).map(|w| w[1] - w[0]).collect();
    assert!(gaps.len() > 2, "the clip is not variable: {gaps:?}");
    for name in ["out.mov", "out.mp4"] {
        let out = bench.path(name);
        let source = bench.probe(&path);
        render(&bench, &source, &out);
        assert_eq!(pts(&bench, &out), before, "{name}");
        assert_eq!(bench.probe(&out).video.time_base, source.video.time_base, "{name}");
        let length = |p: &Path| {
            let video = bench.probe(p).video;
            video.duration_ts.unwrap() * video.time_base.num
        };
        assert_eq!(length(&out), length(&path), "{name}: the last frame's duration");
    }
    let out = bench.path("out.mkv");
    render(&bench, &bench.probe(&path), &out);
    for (a, b) in seconds(&bench, &path).iter().zip(seconds(&bench, &out)) {
        assert!((a - b).abs() <= 0.000_51, "Matroska has milliseconds: {a} {b}");
    }
}

#[test]
fn a_seek_gives_the_frame_of_a_full_decode() {
    let bench = Bench::new();
    let whole = clip(&bench, "whole.mp4", &[]);
    // Cut in the middle of a group without encoding: an edit list hides frames. Late: everything starts at 3.4 s.
    let cut = bench.path("cut.mp4");
    ffmpeg(&["-ss", "1.3", "-i", &whole.display().to_string(), "-c", "copy"], &cut);
    let late = bench.path("late.mkv");
    ffmpeg(&["-itsoffset", "3.4", "-i", &whole.display().to_string(), "-c", "copy", "-copyts"], &late);
    let stream = bench.path("stream.ts");
    ffmpeg(&["-i", &whole.display().to_string(), "-c", "copy"], &stream);
    for path in [&whole, &cut, &late, &stream] {
        let source = bench.probe(path);
        let all = decode_all(&bench, path);
        assert!(all.len() > 60, "{}", all.len());
        for number in [0, 1, 57, 83, all.len() - 1] {
            let wanted = &all[number];
            let from = Some(SeekTo { pts: wanted.pts });
            let got = decode_with(&bench, &source, DecodeOptions { from, ..DecodeOptions::default() });
            assert_eq!(got.len(), all.len() - number, "{}", path.display());
            for (a, b) in got.iter().zip(&all[number..]) {
                assert_eq!(a.pts, b.pts);
                assert!(a.frame.same_picture(&b.frame), "{} frame {number}", path.display());
            }
        }
        // Between two frames: the later one; behind the last: a clear refusal.
        let from = Some(SeekTo { pts: all[60].pts + 1 });
        let got = decode_with(&bench, &source, DecodeOptions { from, ..DecodeOptions::default() });
        assert_eq!(got[0].pts, all[61].pts);
        let from = Some(SeekTo { pts: all[all.len() - 1].pts + 1 });
        let error = Decoder::open(&bench.tools, &source, DecodeOptions { from, ..DecodeOptions::default() })
            .unwrap_err();
        assert!(matches!(error, DecodeError::Beyond { .. }), "{error}");
    }
}

#[test]
fn sound_is_copied_and_stays_in_place() {
    let bench = Bench::new();
    let plain = clip(&bench, "plain.mp4", &["-ac", "2"]);
    let cut = bench.path("cut.mp4");
    ffmpeg(&["-ss", "1.3", "-i", &plain.display().to_string(), "-c", "copy"], &cut);
    let two_inputs = |name: &str, offsets: [&str; 2]| {
        let path = bench.path(name);
        let input = plain.display().to_string();
        ffmpeg(
            &[
                "-itsoffset",
                offsets[0],
                "-i",
                &input,
                "-itsoffset",
                offsets[1],
                "-i",
                &input,
                "-map",
                "0:v",
                "-map",
                "1:a",
                "-c",
                "copy",
                "-copyts",
            ],
            &path,
        );
        path
    };
    let late_sound = two_inputs("late_sound.mp4", ["0", "0.5"]);
    let late_picture = two_inputs("late_picture.mp4", ["0.416", "0"]);
    for path in [&plain, &cut, &late_sound, &late_picture] {
        let source = bench.probe(path);
        let before = packet_hashes(&bench.tools, path).unwrap();
        let shown = seconds(&bench, path);
        for name in ["s.mov", "s.mp4", "s.mkv"] {
            let out = bench.path(name);
            render(&bench, &source, &out);
            let after = packet_hashes(&bench.tools, &out).unwrap();
            assert_eq!(after.len(), 1);
            assert_eq!(after[0].len(), before[0].len(), "{} {name}", path.display());
            let again = seconds(&bench, &out);
            assert_eq!(again.len(), shown.len(), "{} {name}", path.display());
            // Containers may move their zero; picture and sound must move together.
            let moved = again[0] - shown[0];
            for (a, b) in before[0].iter().zip(&after[0]) {
                assert_eq!((&a.hash, a.size), (&b.hash, b.size), "{} {name}", path.display());
                assert!(
                    (b.pts_s - a.pts_s - moved).abs() < 0.0011,
                    "{} {name}: {} {} {moved}",
                    path.display(),
                    a.pts_s,
                    b.pts_s
                );
            }
            for (a, b) in shown.iter().zip(&again) {
                assert!((b - a - moved).abs() < 0.0011, "{} {name}: {a} {b} {moved}", path.display());
            }
            if !name.ends_with("mkv") {
                assert!(moved.abs() < 1e-6, "{} {name}: {moved}", path.display());
            }
        }
    }
}

#[test]
fn a_part_starts_at_zero_with_its_own_sound() {
    let bench = Bench::new();
    let plain = clip(&bench, "plain.mp4", &["-timecode", "01:00:00:00"]);
    let late = bench.path("late.mov");
    ffmpeg(
        &[
            "-itsoffset",
            "3.4",
            "-i",
            &plain.display().to_string(),
            "-map",
            "0:v",
            "-map",
            "0:a",
            "-c",
            "copy",
            "-copyts",
        ],
        &late,
    );
    for path in [&plain, &late] {
        let source = bench.probe(path);
        let base = source.video.time_base;
        let all = decode_all(&bench, path);
        let part = &all[50..74];
        let start_s = base.seconds(part[0].pts);
        let end_s = base.seconds(all[74].pts);
        let out = bench.path("part.mov");
        let target = Target::resolve(&bench.tools, &source, &out, &Wishes::default()).unwrap();
        let place = Guard::new(true).place(&out, None).unwrap();
        let options = EncodeOptions {
            place: &place,
            time_base: base,
            last_duration: 512,
            audio_range: Some((start_s, end_s)),
            extra_metadata: Vec::new(),
            bake_rotation: false,
        };
        let mut encoder = Box::new(Encoder::create(&bench.tools, &source, &target, &options).unwrap());
        for picture in part {
            encoder.put(&picture.frame, picture.pts).unwrap();
        }
        encoder.finish().unwrap();
        let shown = seconds(&bench, &out);
        assert_eq!(shown.len(), 24);
        assert!(shown[0].abs() < 1e-6, "{}", shown[0]);
        for (a, b) in part.iter().zip(&shown) {
            assert!((base.seconds(a.pts) - start_s - b).abs() < 1e-6);
        }
        let (whole, cut) =
            (packet_hashes(&bench.tools, path).unwrap(), packet_hashes(&bench.tools, &out).unwrap());
        let at = run_within(&cut[0], &whole[0]).unwrap();
        let first = whole[0][at].pts_s;
        assert!(first >= start_s - 0.03 && first < start_s + 0.03, "{first} {start_s}");
        assert!((cut[0][0].pts_s - (first - start_s)).abs() < 0.001, "{} {first} {start_s}", cut[0][0].pts_s);
        assert!((cut[0].len() as f64 * 1024.0 / 48000.0 - 1.0).abs() < 0.05, "{}", cut[0].len());
    }
    assert_eq!(bench.probe(&bench.path("part.mov")).video.format.bits, 10);
}

#[test]
fn a_part_advances_the_timecode() {
    let bench = Bench::new();
    let plain = clip(&bench, "plain.mov", &["-timecode", "01:00:00:00"]);
    let source = bench.probe(&plain);
    assert_eq!(source.timecode.as_deref(), Some("01:00:00:00"));
    let all = decode_all(&bench, &plain);
    let out = bench.path("part.mov");
    let target = Target::resolve(&bench.tools, &source, &out, &Wishes::default()).unwrap();
    let base = source.video.time_base;
    let place = Guard::new(true).place(&out, None).unwrap();
    let options = EncodeOptions {
        place: &place,
        time_base: base,
        last_duration: source.last_duration(&[]),
        audio_range: Some((base.seconds(all[36].pts), base.seconds(all[40].pts))),
        extra_metadata: Vec::new(),
        bake_rotation: false,
    };
    let mut encoder = Box::new(Encoder::create(&bench.tools, &source, &target, &options).unwrap());
    for (picture, pts) in all[36..40].iter().zip([0, 512, 1024, 1536]) {
        // Timestamps that start at zero already mean the same.
        encoder.put(&picture.frame, pts).unwrap();
    }
    encoder.finish().unwrap();
    assert_eq!(bench.probe(&out).timecode.as_deref(), Some("01:00:01:12"));
    assert_eq!(pts(&bench, &out), [0, 512, 1024, 1536]);
}

#[test]
fn a_transport_stream_keeps_its_clock() {
    let bench = Bench::new();
    let plain = clip(&bench, "plain.mp4", &[]);
    let stream = bench.path("stream.ts");
    ffmpeg(&["-i", &plain.display().to_string(), "-c", "copy"], &stream);
    let out = bench.path("stream.mov");
    render(&bench, &bench.probe(&stream), &out);
    let (before, after) = (seconds(&bench, &stream), seconds(&bench, &out));
    assert_eq!(before.len(), after.len());
    for (a, b) in before.iter().zip(&after) {
        assert!((a - b).abs() < 0.0005, "{a} {b}");
    }
}
