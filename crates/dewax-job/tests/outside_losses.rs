//! What is judged of a source: by counts, by what FFmpeg does, and picture by picture; never by the first few or by words.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at once")]

mod bench;

use bench::{Bench, ffmpeg};
use dewax::face::Tier;
use dewax::recipe::Look;
use dewax::report::Report;
use dewax_job::fix::{FixWish, fix};
use dewax_job::grain_from;
use dewax_job::job::{JobError, Noticed, Silent, analyse};
use dewax_job::texture_from::TextureFrom;
use dewax_media::film::FieldsWish;
use dewax_media::guard::Guard;
use dewax_media::losses::{Opening, open};
use dewax_media::tools::Tools;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

fn treat(bench: &Bench, source: &Path, out: &Path, opening: Opening) -> Result<Report, JobError> {
    let mut wish = FixWish::new(Look::named("off").unwrap(), Guard::new(true));
    wish.faces.tier = Some(Tier::ColourOnly);
    wish.opening = opening;
    fix(&bench.tools, source, out, &wish, &Silent).map(|fixed| fixed.report)
}

/// A sequence of JPEG, each with an EXIF orientation.
fn turned(bench: &Bench, turns: &[u8]) -> PathBuf {
    let pattern = bench.path("t_%d.jpg");
    let count = turns.len().to_string();
    ffmpeg(&["-f", "lavfi", "-i", "testsrc2=s=64x48", "-frames:v", &count, "-q:v", "2"], &pattern);
    for (number, turn) in turns.iter().enumerate() {
        let path = bench.path(&format!("t_{}.jpg", number + 1));
        let plain = std::fs::read(&path).unwrap();
        let exif = [
            b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".as_slice(),
            &[*turn, 0, 0, 0, 0, 0, 0],
        ];
        let exif = exif.concat();
        let head = [&[0xff, 0xd8, 0xff, 0xe1][..], &(exif.len() as u16 + 2).to_be_bytes()].concat();
        std::fs::write(&path, [&head[..], &exif, &plain[2..]].concat()).unwrap();
    }
    pattern
}

#[test]
fn every_picture_of_a_sequence_is_turned_as_it_says_itself() {
    let bench = Bench::new();
    let pattern = turned(&bench, &[1, 3, 1, 2]);
    let out = bench.path("o_%d.jpg");
    let report = treat(&bench, &pattern, &out, Opening::default()).unwrap();
    assert!(
        report.notes.iter().any(|n| n.contains("1 of 4 pictures are stored mirrored")),
        "{:?}",
        report.notes
    );
    for number in 1..=4 {
        // FFmpeg undoes what is stored mirrored when it reads it, so its judge does too.
        let half = ["null", "hflip,vflip", "null", "hflip"][number - 1];
        let judge = bench.path("judge.mkv");
        let own = bench.path(&format!("t_{number}.jpg"));
        ffmpeg(&["-noautorotate", "-i", own.to_str().unwrap(), "-vf", half, "-c:v", "ffv1"], &judge);
        let (was, is) =
            (bench.raw(&judge, "gray"), bench.raw(&bench.path(&format!("o_{number}.jpg")), "gray"));
        let apart = was.iter().zip(&is).map(|(a, b)| a.abs_diff(*b)).max().unwrap();
        assert!(was.len() == is.len() && apart <= 6, "picture {number}: {apart}");
        let bytes = std::fs::read(bench.path(&format!("o_{number}.jpg"))).unwrap();
        let says = |turn: u8| bytes.windows(10).any(|w| w == [1, 0x12, 0, 3, 0, 0, 0, 1, 0, turn]);
        // What was turned is upright now; what is mirrored is stored so still.
        assert!(says(if number == 4 { 2 } else { 1 }), "picture {number}");
    }
}

#[test]
fn a_picture_of_another_size_is_seen_whatever_its_bytes() {
    let bench = Bench::new();
    // Turned by a quarter, one picture stands where the others lie.
    let pattern = turned(&bench, &[1, 6, 1]);
    let out = bench.path("o_%d.png");
    let refused = treat(&bench, &pattern, &out, Opening::default()).unwrap_err().to_string();
    assert!(refused.contains("frame 1") && refused.contains("64x48"), "{refused}");
    // Stored with its sides swapped: as many bytes.
    ffmpeg(&["-f", "lavfi", "-i", "testsrc2=s=64x48", "-frames:v", "3"], &bench.path("s_%d.png"));
    ffmpeg(&["-f", "lavfi", "-i", "testsrc2=s=48x64", "-frames:v", "1"], &bench.path("s_2.png"));
    let pattern = bench.path("s_%d.png");
    let refused = treat(&bench, &pattern, &out, Opening::default()).unwrap_err().to_string();
    assert!(refused.contains("frame 1") && refused.contains("64x48"), "{refused}");
    let accepted = Opening { accept_missing: true, ..Opening::default() };
    let report = treat(&bench, &pattern, &bench.path("o.mkv"), accepted).unwrap();
    assert!(report.losses.iter().any(|l| l.contains("another size")), "{:?}", report.losses);
    // Odd sides are still what they are.
    for size in ["65x33", "2x2"] {
        let clip = bench
            .clip("odd.mkv", &["-f", "lavfi", "-i", &format!("testsrc2=s={size}:d=0.1"), "-c:v", "ffv1"]);
        assert_eq!(bench::decode_all(&bench, &clip).len(), 3, "{size}");
    }
}

/// Twelve whole frames, then fields.
fn late_fields(bench: &Bench) -> PathBuf {
    let picture = ["-f", "lavfi", "-i", "testsrc2=s=64x48:r=25:d=0.48", "-c:v", "prores_ks"];
    ffmpeg(&picture, &bench.path("a.mkv"));
    ffmpeg(&[&picture[..], &["-flags", "+ildct+ilme", "-vf", "setfield=tff"]].concat(), &bench.path("b.mkv"));
    let list = bench.path("list.txt");
    std::fs::write(&list, "file a.mkv\nfile b.mkv\n").unwrap();
    let clip = bench.path("late.mkv");
    ffmpeg(&["-f", "concat", "-i", list.to_str().unwrap(), "-c", "copy"], &clip);
    clip
}

#[test]
fn fields_are_seen_wherever_they_begin() {
    let bench = Bench::new();
    let clip = late_fields(&bench);
    let out = bench.path("out.mkv");
    let with = |fields| Opening { fields, ..Opening::default() };
    let refused = treat(&bench, &clip, &out, with(FieldsWish::Refuse)).unwrap_err().to_string();
    assert!(refused.contains("interlaced (frame 12") && refused.contains("--interlaced"), "{refused}");
    assert!(!out.exists());
    let report = treat(&bench, &clip, &out, with(FieldsWish::Deinterlace)).unwrap();
    assert!(report.notes.iter().any(|n| n.contains("whole frames were made")), "{:?}", report.notes);
    // What is whole stays as it is, to the bit; what is not does not.
    let hashes = |path: &Path| bench.framemd5(path, "yuv422p10le");
    let (was, is) = (hashes(&clip), hashes(&out));
    assert!(was.len() == 24 && was[..12] == is[..12] && was[12] != is[12], "{was:?} {is:?}");
    treat(&bench, &clip, &out, with(FieldsWish::Whole)).unwrap();
    assert_eq!(was, hashes(&out));
    // Rows in another order are no fields.
    let film = bench.clip("row.png", &["-f", "lavfi", "-i", "testsrc2=s=64x48", "-frames:v", "1"]);
    treat(&bench, &film, &bench.path("row_out.png"), Opening::default()).unwrap();
}

#[test]
fn what_is_taken_from_another_file_is_asked_like_the_clip() {
    let bench = Bench::new();
    let clip = bench.clip("clip.mkv", &["-f", "lavfi", "-i", "testsrc2=s=64x48:d=0.2", "-c:v", "ffv1"]);
    let form = ["-f", "lavfi", "-i", "testsrc2=s=64x48:d=0.2", "-vf", "setfield=tff", "-c:v", "mpeg2video"];
    let donor = bench.clip("donor.mkv", &[&form[..], &["-flags", "+ildct+ilme"]].concat());
    let mut wish = FixWish::new(Look::named("off").unwrap(), Guard::new(true));
    wish.faces.tier = Some(Tier::ColourOnly);
    wish.texture_from = Some(TextureFrom::File(donor.clone()));
    let refused = fix(&bench.tools, &clip, &bench.path("out.mkv"), &wish, &Silent).unwrap_err().to_string();
    assert!(refused.contains("donor.mkv") && refused.contains("interlaced"), "{refused}");
    let refused = grain_from::measure(&bench.tools, &donor, Opening::default(), &Silent).unwrap_err();
    assert!(refused.to_string().contains("interlaced"), "{refused}");
}

/// FFmpeg or ffprobe, with a line of shell that runs before or instead of it.
fn faked(bench: &Bench, name: &str, program: &Path, body: &str) -> PathBuf {
    let path = bench.path(name);
    let text = format!("#!/bin/sh\nreal='{}'\n{body}\n", program.display());
    std::fs::write(&path, text).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    path
}

fn noticed(tools: &Tools, clip: &Path) -> Result<Noticed, JobError> {
    let source = open(tools, clip, Opening::default())?;
    analyse(tools, &source, false, None, None, &Silent).map(|(_, noticed)| noticed)
}

#[test]
fn no_answer_is_not_the_answer_that_there_is_nothing() {
    let bench = Bench::new();
    let clip = bench.clip("clip.mkv", &["-f", "lavfi", "-i", "testsrc2=s=64x48:d=0.2", "-c:v", "ffv1"]);
    let body = "case \"$*\" in *show_frames*) echo 'no such thing' >&2; exit 1;; esac; exec \"$real\" \"$@\"";
    let probe = faked(&bench, "probe.sh", &bench.tools.ffprobe, body);
    let tools = Tools::at(bench.tools.ffmpeg.clone(), probe).unwrap();
    let refused = noticed(&tools, &clip).unwrap_err().to_string();
    assert!(refused.contains("clip.mkv") && refused.contains("no such thing"), "{refused}");
}

#[test]
fn damage_is_what_ffmpeg_does_and_not_what_it_says() {
    let bench = Bench::new();
    let clip = bench.clip("clip.mkv", &["-f", "lavfi", "-i", "testsrc2=s=64x48:d=0.2", "-c:v", "ffv1"]);
    // Every word of damage, and every picture is there.
    let body = "\"$real\" \"$@\"; code=$?\ncase \"$*\" in *rawvideo*) echo 'corrupt, truncated, damaged: Invalid data found when \
                processing input' >&2;; esac\nexit $code";
    let talks =
        Tools::at(faked(&bench, "talks.sh", &bench.tools.ffmpeg, body), bench.tools.ffprobe.clone()).unwrap();
    let found = noticed(&talks, &clip).unwrap();
    assert!(found.losses.is_empty() && found.warnings[0].contains("truncated"), "{found:?}");
    // A word that nobody knows, and FFmpeg would stop there.
    let body = "case \"$*\" in *xerror*) exit 1;; esac\n\"$real\" \"$@\"; code=$?\ncase \"$*\" in *rawvideo*) echo kaputt >&2;; \
                esac\nexit $code";
    let hides =
        Tools::at(faked(&bench, "hides.sh", &bench.tools.ffmpeg, body), bench.tools.ffprobe.clone()).unwrap();
    let refused = noticed(&hides, &clip).unwrap_err().to_string();
    assert!(refused.contains("kaputt") && refused.contains("--accept-missing"), "{refused}");
    // A stream that breaks off after a few pictures is no end of the film.
    let body = "case \"$*\" in *rawvideo*) \"$real\" \"$@\" | head -c 30000; echo 'Killed' >&2; exit 137;; esac\nexec \"$real\" \"$@\"";
    let breaks =
        Tools::at(faked(&bench, "breaks.sh", &bench.tools.ffmpeg, body), bench.tools.ffprobe.clone())
            .unwrap();
    let refused = noticed(&breaks, &clip).unwrap_err().to_string();
    assert!(refused.contains("failed after") && refused.contains("Killed"), "{refused}");
}

#[test]
fn damaged_packets_are_found_in_every_codec() {
    let bench = Bench::new();
    for codec in ["ffv1 -level 3 -slicecrc 1", "libx264 -g 5 -preset ultrafast", "mpeg4", "mjpeg -q:v 2"] {
        let name = format!("{}.mkv", codec.split(' ').next().unwrap());
        let picture = ["-f", "lavfi", "-i", "testsrc2=s=128x96:d=0.6", "-pix_fmt", "yuv420p", "-c:v"];
        let clip = bench.clip(&name, &picture.into_iter().chain(codec.split(' ')).collect::<Vec<_>>());
        assert_eq!(noticed(&bench.tools, &clip).unwrap(), Noticed::default(), "{codec}");
        let mut bytes = std::fs::read(&clip).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle..middle + 60].fill(0xa5);
        std::fs::write(&clip, bytes).unwrap();
        let refused = noticed(&bench.tools, &clip).unwrap_err().to_string();
        assert!(refused.contains("--accept-missing"), "{codec}: {refused}");
    }
}
