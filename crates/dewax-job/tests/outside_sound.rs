//! Sound in other packets is the same sound when every sample is, and it stays in its place; other sound is refused.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at once")]

mod bench;

use bench::{Bench, ffmpeg};
use dewax::certificate::Proof;
use dewax::face::Tier;
use dewax::recipe::Look;
use dewax_job::fix::{FixWish, fix};
use dewax_job::job::Silent;
use dewax_media::guard::Guard;
use dewax_media::streams::surely_taken;
use dewax_media::target::Container;
use std::path::Path;

fn proofs(bench: &Bench, source: &Path, out: &Path) -> Vec<Proof> {
    let mut wish = FixWish::new(Look::named("off").unwrap(), Guard::new(true));
    wish.faces.tier = Some(Tier::ColourOnly);
    fix(&bench.tools, source, out, &wish, &Silent).unwrap().report.certificate.unwrap().file
}

/// Every sample is there, and frames, times and sound hold.
#[track_caller]
fn holds(bench: &Bench, source: &Path, out: &str) -> String {
    let all = proofs(bench, source, &bench.path(out));
    let bad: Vec<_> =
        all.iter().filter(|p| p.holds == Some(false)).map(|p| format!("{}: {}", p.what, p.seen)).collect();
    assert!(bad.is_empty(), "{} to {out}: {bad:?}", source.display());
    all.into_iter().find(|p| p.what == "sound").unwrap().seen
}

#[test]
fn sound_in_other_packets_is_the_same_sound() {
    let bench = Bench::new();
    let picture = [
        "-f",
        "lavfi",
        "-i",
        "testsrc2=s=64x48:r=25:d=0.4",
        "-f",
        "lavfi",
        "-i",
        "sine=r=48000:d=0.4",
        "-pix_fmt",
        "yuv420p",
    ];
    let make = |name: &str, coding: &[&str]| {
        let path = bench.path(name);
        ffmpeg(&[&picture[..], coding].concat(), &path);
        path
    };
    let transport = make("aac.ts", &["-c:v", "libx264", "-c:a", "aac"]);
    let exchange = make("pcm.mxf", &["-c:v", "mpeg2video", "-c:a", "pcm_s16le"]);
    let web = make("opus.webm", &["-c:v", "libvpx", "-c:a", "libopus"]);
    // Starts between two milliseconds, in pieces.
    let pieces = make(
        "pieces.mp4",
        &[
            "-c:v",
            "libx264",
            "-bf",
            "2",
            "-c:a",
            "aac",
            "-movflags",
            "frag_keyframe+empty_moov",
            "-avoid_negative_ts",
            "disabled",
        ],
    );
    assert!(holds(&bench, &transport, "a.mov").contains("every sample the same"));
    holds(&bench, &transport, "b.mkv");
    holds(&bench, &exchange, "c.mov");
    holds(&bench, &web, "d.mkv");
    holds(&bench, &pieces, "e.mov");
    holds(&bench, &pieces, "f.mkv");
}

/// FFmpeg's encoder for a codec of sound.
fn encoder_of(codec: &str) -> &str {
    match codec {
        "mp3" => "libmp3lame",
        "opus" => "libopus",
        "vorbis" => "libvorbis",
        other => other,
    }
}

#[test]
fn sound_that_is_not_tried_is_taken() {
    let bench = Bench::new();
    let mut tried = 0;
    for (container, ending) in [(Container::Mov, "mov"), (Container::Mp4, "mp4"), (Container::Mkv, "mkv")] {
        for codec in surely_taken(container) {
            // Written by a container that takes all of them, then copied as a render does.
            let (sound, out) =
                (bench.path(&format!("{codec}.mka")), bench.path(&format!("{codec}.{ending}")));
            if bench.tools.has_encoder(encoder_of(codec)) && !sound.exists() {
                let coding = ["-f", "lavfi", "-i", "sine=r=48000:d=0.1", "-c:a", encoder_of(codec)];
                ffmpeg(&coding, &sound);
            }
            if sound.exists() {
                ffmpeg(&["-i", sound.to_str().unwrap(), "-c", "copy"], &out);
                let told = bench.ask(&out, "stream=codec_name");
                assert!(told.contains(&format!("codec_name={codec}")), "{ending}: {told}");
                tried += 1;
            }
        }
    }
    assert!(tried > 12, "only {tried} could be tried");
}
