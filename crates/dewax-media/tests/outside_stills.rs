//! Pictures stay pictures: profile, camera, density, texts and marks of AI origin are in the treated file as they were.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at once")]

mod bench;

use bench::{Bench, ffmpeg};
use dewax::face::Tier;
use dewax::recipe::Look;
use dewax::report::Report;
use dewax_media::fix::{FixWish, fix};
use dewax_media::guard::Guard;
use dewax_media::job::Silent;
use std::borrow::Cow;
use std::path::Path;

const XMP: &str =
    "<x:xmpmeta>http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia</x:xmpmeta>";

/// Nothing of an ICC profile counts here but its length and its colour model.
fn profile() -> Vec<u8> {
    let mut icc = vec![7; 300];
    icc[..4].copy_from_slice(&300u32.to_be_bytes());
    icc[16..20].copy_from_slice(b"RGB ");
    icc
}

/// A PNG as image generators write it, of a size whose picture tells `seed`.
fn generated(path: &Path, seed: u8) {
    let mut info = png::Info::with_size(64, 48);
    info.color_type = png::ColorType::Rgb;
    info.icc_profile = Some(Cow::Owned(profile()));
    info.pixel_dims = Some(png::PixelDimensions { xppu: 11811, yppu: 11811, unit: png::Unit::Meter });
    let mut encoder = png::Encoder::with_info(std::fs::File::create(path).unwrap(), info).unwrap();
    encoder.add_text_chunk("parameters".into(), format!("portrait, Steps: 30, Seed: {seed}")).unwrap();
    encoder.add_itxt_chunk("workflow".into(), "{\"nodes\":[]}".into()).unwrap();
    encoder.add_itxt_chunk("XML:com.adobe.xmp".into(), XMP.into()).unwrap();
    let pixels: Vec<u8> = (0..64 * 48 * 3).map(|i| (i * 31 % 251) as u8 ^ seed).collect();
    encoder.write_header().unwrap().write_image_data(&pixels).unwrap();
}

/// A JPEG as a phone writes it: stored lying, EXIF says to turn it by a quarter; 300 dpi.
fn phone(bench: &Bench) -> std::path::PathBuf {
    let plain =
        bench.clip("plain.jpg", &["-f", "lavfi", "-i", "testsrc2=s=64x48", "-frames:v", "1", "-q:v", "2"]);
    let bytes = std::fs::read(plain).unwrap();
    let mut out = b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x02\x01\x01\x2c\x01\x2c\0\0".to_vec();
    // Orientation 6, and an artist.
    let exif =
        b"MM\0*\0\0\0\x08\0\x02\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\x01\x3b\0\x02\0\0\0\x04Ada\0\0\0\0\0";
    let xmp = [b"http://ns.adobe.com/xap/1.0/\0", XMP.as_bytes()].concat();
    let icc = [&b"ICC_PROFILE\0\x01\x01"[..], &profile()].concat();
    for (mark, content) in [(0xe1, [&b"Exif\0\0"[..], exif].concat()), (0xe1, xmp), (0xe2, icc)] {
        out.extend([0xff, mark]);
        out.extend((content.len() as u16 + 2).to_be_bytes());
        out.extend(content);
    }
    // Without FFmpeg's own JFIF.
    assert_eq!(bytes[2..4], [0xff, 0xe0]);
    out.extend(&bytes[4 + usize::from(u16::from_be_bytes([bytes[4], bytes[5]]))..]);
    let path = bench.path("phone.jpg");
    std::fs::write(&path, out).unwrap();
    path
}

fn treat(bench: &Bench, source: &Path, out: &Path) -> Report {
    let mut wish = FixWish::new(Look::named("off").unwrap(), Guard::new(true));
    wish.faces.tier = Some(Tier::ColourOnly);
    fix(&bench.tools, source, out, &wish, &Silent).unwrap().report
}

#[track_caller]
fn facts_hold(report: &Report) {
    let certificate = report.certificate.as_ref().unwrap();
    let proof = certificate.file.iter().find(|p| p.what == "what the picture says").unwrap();
    assert_eq!(proof.holds, Some(true), "{}", proof.seen);
}

/// What another reader of PNG finds.
fn read(path: &Path) -> (Vec<u8>, png::Info<'static>) {
    let mut reader =
        png::Decoder::new(std::io::BufReader::new(std::fs::File::open(path).unwrap())).read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    reader.next_frame(&mut pixels).unwrap();
    (pixels, reader.info().clone())
}

#[test]
fn a_generated_png_says_what_it_said() {
    let bench = Bench::new();
    let source = bench.path("art.png");
    generated(&source, 1);
    let out = bench.path("art_dewax.png");
    let report = treat(&bench, &source, &out);
    facts_hold(&report);
    let ((was, before), (is, after)) = (read(&source), read(&out));
    assert_eq!(was, is, "nothing was to be changed");
    assert_eq!(after.icc_profile, before.icc_profile);
    assert_eq!(
        (after.pixel_dims.map(|d| d.xppu), before.pixel_dims.map(|d| d.yppu)),
        (Some(11811), Some(11811))
    );
    assert_eq!(after.srgb, None, "a profile stands alone");
    assert_eq!(after.uncompressed_latin1_text, before.uncompressed_latin1_text);
    let text = String::from_utf8_lossy(&std::fs::read(&out).unwrap()).into_owned();
    assert!(
        text.contains("Seed: 1")
            && text.contains("{\"nodes\":[]}")
            && text.contains("trainedAlgorithmicMedia")
    );
    // A film takes the texts as metadata, and says what it does not take.
    let film = bench.path("art.mov");
    let report = treat(&bench, &source, &film);
    let kept = bench.probe(&film);
    assert_eq!(
        kept.metadata.get("workflow").map(String::as_str),
        Some("{\"nodes\":[]}"),
        "{:?}",
        kept.metadata
    );
    assert!(kept.metadata["parameters"].contains("Seed: 1"));
    assert!(
        report.notes.iter().any(|n| n.contains("colour profile") && n.contains("density")),
        "{:?}",
        report.notes
    );
    assert!(bench.path("art.mov.xmp").is_file());
}

#[test]
fn a_phones_jpeg_is_turned_upright_and_keeps_the_rest() {
    let bench = Bench::new();
    let source = phone(&bench);
    assert_eq!(bench.probe(&source).video.rotation_deg, 90);
    let out = bench.path("phone_dewax.jpg");
    facts_hold(&treat(&bench, &source, &out));
    let kept = bench.probe(&out);
    assert_eq!((kept.video.format.width, kept.video.format.height, kept.video.rotation_deg), (48, 64, 0));
    let bytes = std::fs::read(&out).unwrap();
    let has = |part: &[u8]| bytes.windows(part.len()).any(|w| w == part);
    assert!(
        has(b"JFIF\0\x01\x02\x01\x01\x2c\x01\x2c") && has(XMP.as_bytes()) && has(&profile()) && has(b"Ada")
    );
    assert!(has(b"\x01\x12\0\x03\0\0\0\x01\0\x01"), "it is upright now");
    // Turned by another program, it is the same picture.
    let judge = bench.path("judge.mkv");
    ffmpeg(
        &["-noautorotate", "-i", source.to_str().unwrap(), "-vf", "transpose=clock", "-c:v", "ffv1"],
        &judge,
    );
    let (was, is) = (bench.raw(&judge, "gray"), bench.raw(&out, "gray"));
    let apart = was.iter().zip(&is).map(|(a, b)| a.abs_diff(*b)).max().unwrap();
    assert!(was.len() == is.len() && apart <= 6, "{apart}");
    // As TIFF it carries profile, density and XMP; camera data it does not, and says so.
    let tiff = bench.path("phone.tif");
    let report = treat(&bench, &source, &tiff);
    facts_hold(&report);
    assert!(report.notes.iter().any(|n| n.contains("EXIF")), "{:?}", report.notes);
    let bytes = std::fs::read(&tiff).unwrap();
    assert!(bytes.windows(300).any(|w| w == profile()));
    assert_eq!(bench.probe(&tiff).video.format.width, 48);
    // JPEG is only made of JPEG.
    let art = bench.path("art.png");
    generated(&art, 1);
    let wish = FixWish::new(Look::named("off").unwrap(), Guard::new(true));
    let refused = fix(&bench.tools, &art, &bench.path("art.jpg"), &wish, &Silent).unwrap_err();
    assert!(refused.to_string().contains("only from JPEG"), "{refused}");
}

#[test]
fn every_picture_of_a_sequence_keeps_its_own() {
    let bench = Bench::new();
    for number in 5..9 {
        generated(&bench.path(&format!("s_{number}.png")), number);
    }
    let mut wish = FixWish::new(Look::named("off").unwrap(), Guard::new(true));
    wish.faces.tier = Some(Tier::ColourOnly);
    wish.range = Some("1..4".into());
    let out = bench.path("o_%d.png");
    let report = fix(&bench.tools, &bench.path("s_%d.png"), &out, &wish, &Silent).unwrap().report;
    facts_hold(&report);
    // Of a part, pictures are numbered from the source's first number on, and each has the facts of its own source.
    for (written, source) in [(5, 6), (6, 7), (7, 8)] {
        let (path, own) = (bench.path(&format!("o_{written}.png")), bench.path(&format!("s_{source}.png")));
        let ((is, after), (was, _)) = (read(&path), read(&own));
        assert_eq!(is, was);
        assert!(after.uncompressed_latin1_text[0].text.ends_with(&format!("Seed: {source}")), "{written}");
    }
}
