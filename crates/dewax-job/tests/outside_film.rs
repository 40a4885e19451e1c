//! What a film says beside its pixels is carried or said: fields, levels of HDR, curves of PAL, covers, attachments, subtitles.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at once")]

mod bench;

use bench::{Bench, ffmpeg};
use dewax::face::Tier;
use dewax::recipe::Look;
use dewax::report::Report;
use dewax_job::fix::{FixWish, fix};
use dewax_job::job::{JobError, Silent};
use dewax_media::film::FieldsWish;
use dewax_media::guard::Guard;
use dewax_media::losses::{LossError, Opening, open};
use dewax_media::target::Codec;
use std::path::Path;

fn wish(fields: FieldsWish) -> FixWish {
    let mut wish = FixWish::new(Look::named("off").unwrap(), Guard::new(true));
    wish.faces.tier = Some(Tier::ColourOnly);
    wish.opening.fields = fields;
    wish
}

fn treat(bench: &Bench, source: &Path, out: &Path, codec: Option<Codec>) -> Report {
    let mut wish = wish(FieldsWish::Refuse);
    wish.delivery.codec = codec;
    fix(&bench.tools, source, out, &wish, &Silent).unwrap().report
}

fn proof(report: &Report, what: &str) -> Option<bool> {
    report.certificate.as_ref().unwrap().file.iter().find(|p| p.what == what).unwrap().holds
}

#[test]
fn interlaced_is_refused_or_made_whole() {
    let bench = Bench::new();
    let fields =
        ["-f", "lavfi", "-i", "testsrc2=s=64x48:r=50:d=0.4", "-vf", "tinterlace=interleave_top,setfield=tff"];
    let coding = ["-c:v", "mpeg2video", "-flags", "+ildct+ilme", "-q:v", "2", "-color_trc", "gamma28"];
    let clip = bench.clip("pal.mkv", &[&fields[..], &coding].concat());
    let out = bench.path("out.mkv");
    let refused = fix(&bench.tools, &clip, &out, &wish(FieldsWish::Refuse), &Silent).unwrap_err();
    assert!(matches!(refused, JobError::Loss(LossError::Interlaced { .. })), "{refused}");
    assert!(refused.to_string().contains("top field first") && !out.exists());
    let report = fix(&bench.tools, &clip, &out, &wish(FieldsWish::Deinterlace), &Silent).unwrap().report;
    assert!(
        report.notes.iter().any(|n| n.contains("whole frames were made of its fields")),
        "{:?}",
        report.notes
    );
    // FFmpeg's own filter is the judge; nothing else changed the pictures.
    let judge = bench.clip(
        "judge.mkv",
        &["-i", clip.to_str().unwrap(), "-vf", "bwdif=send_frame:tff:all", "-c:v", "ffv1"],
    );
    assert_eq!(bench.framemd5(&out, "yuv420p"), bench.framemd5(&judge, "yuv420p"));
    assert_eq!(proof(&report, "timestamps"), Some(true));
    // A curve of PAL is written under its name.
    assert_eq!(bench.probe(&out).video.tags.transfer.value.name(), "bt470bg");
    let report = fix(&bench.tools, &clip, &out, &wish(FieldsWish::Whole), &Silent).unwrap().report;
    assert!(report.notes.iter().any(|n| n.contains("taken for whole, as asked")), "{:?}", report.notes);
    assert_eq!(bench.framemd5(&out, "yuv420p"), bench.framemd5(&clip, "yuv420p"));
    assert!(bench.probe(&out).video.format.height == 48 && report.losses.is_empty());
}

#[test]
fn levels_of_hdr_are_carried_or_said() {
    let bench = Bench::new();
    let levels = "log-level=error:hdr10=1:master-display=G(13250,34500)B(7500,3000)R(34000,16000)WP(15635,16450)L(10000000,50)\
                  :max-cll=1000,400";
    let clip = bench.path("hdr.mp4");
    let colours = ["-color_primaries", "bt2020", "-color_trc", "smpte2084", "-colorspace", "bt2020nc"];
    let form = [
        "-f",
        "lavfi",
        "-i",
        "testsrc2=s=64x48:d=0.2",
        "-pix_fmt",
        "yuv420p10le",
        "-c:v",
        "libx265",
        "-x265-params",
    ];
    ffmpeg(&[&form[..], &[levels], &colours].concat(), &clip);
    let film = |path: &Path| open(&bench.tools, path, Opening::default()).unwrap().film;
    let wanted = film(&clip);
    assert_eq!(wanted.content_light, Some([1000, 400]));
    assert_eq!(wanted.mastering.unwrap().light, [10_000_000, 50]);
    for (name, codec) in [
        ("a.mov", Codec::Prores422Hq),
        ("b.mov", Codec::H264),
        ("c.mp4", Codec::H264),
        ("d.mp4", Codec::H265),
        ("e.mkv", Codec::H265),
    ] {
        let out = bench.path(name);
        let report = treat(&bench, &clip, &out, Some(codec));
        assert_eq!(proof(&report, "levels of HDR"), Some(true), "{name}");
        assert_eq!(film(&out), wanted, "{name}");
        // A header that grew is still one.
        assert_eq!(bench.framemd5(&out, "yuv420p10le").len(), 5, "{name}");
    }
    let report = treat(&bench, &clip, &bench.path("f.mkv"), None);
    assert_eq!(proof(&report, "levels of HDR"), None);
    assert!(report.notes.iter().any(|n| n.contains("mastering display")), "{:?}", report.notes);
}

#[test]
fn what_lies_beside_the_picture_goes_along_or_is_named() {
    let bench = Bench::new();
    let cover = bench.clip("cover.png", &["-f", "lavfi", "-i", "color=red:s=16x16", "-frames:v", "1"]);
    let font = bench.path("font.ttf");
    std::fs::write(&font, b"no real font").unwrap();
    let (cover, font) = (cover.to_str().unwrap(), font.to_str().unwrap());
    let picture = ["-f", "lavfi", "-i", "testsrc2=s=64x48:d=0.2"];
    let covered = bench.path("covered.mp4");
    let with_cover = [
        "-i",
        cover,
        "-map",
        "0",
        "-map",
        "1",
        "-c:v:0",
        "libx264",
        "-c:v:1",
        "copy",
        "-disposition:v:1",
        "attached_pic",
    ];
    ffmpeg(&[&picture[..], &with_cover].concat(), &covered);
    for (name, is_kept) in [("a.mov", false), ("b.mp4", false), ("c.mkv", false)] {
        let out = bench.path(name);
        let report = treat(&bench, &covered, &out, None);
        let kept = bench.probe(&out);
        assert_eq!(kept.data.iter().filter(|s| s.attached_picture).count(), usize::from(is_kept), "{name}");
        assert_eq!(
            report.notes.iter().any(|n| n.contains("cover picture")),
            !is_kept,
            "{name} {:?}",
            report.notes
        );
        assert!(kept.video.index == 0 && kept.video.format.width == 64);
    }
    let rich = bench.path("rich.mkv");
    let with_more =
        ["-f", "lavfi", "-i", "color=blue:s=32x32:d=0.2", "-map", "0", "-map", "1", "-c:v", "ffv1"];
    let attached = ["-attach", font, "-metadata:s:t", "mimetype=font/ttf", "-metadata:s:v:0", "title=Master"];
    ffmpeg(&[&picture[..], &with_more, &attached].concat(), &rich);
    for (name, is_kept) in [("d.mkv", true), ("e.mov", false)] {
        let out = bench.path(name);
        let report = treat(&bench, &rich, &out, None);
        let kept = bench.probe(&out);
        assert_eq!(
            kept.data.iter().filter(|s| s.kind == "attachment").count(),
            usize::from(is_kept),
            "{name}"
        );
        assert_eq!(
            report.notes.iter().any(|n| n.contains("attachment")),
            !is_kept,
            "{name} {:?}",
            report.notes
        );
        assert!(report.notes.iter().any(|n| n.contains("second video")), "{name} {:?}", report.notes);
        if is_kept {
            assert_eq!(kept.video.metadata.get("title").map(String::as_str), Some("Master"));
        }
    }
}
