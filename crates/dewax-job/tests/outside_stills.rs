//! Pictures stay pictures: profile, camera, density, texts and marks of AI origin are in the treated file as they were.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at once")]

mod bench;

use bench::{Bench, ffmpeg};
use dewax::face::Tier;
use dewax::recipe::Look;
use dewax::report::Report;
use dewax_job::fix::{FixWish, fix};
use dewax_job::job::Silent;
use dewax_media::guard::Guard;
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
    // As TIFF it carries all of it, too.
    let tiff = bench.path("phone.tif");
    let report = treat(&bench, &source, &tiff);
    facts_hold(&report);
    assert!(!report.notes.iter().any(|n| n.contains("EXIF")), "{:?}", report.notes);
    let bytes = std::fs::read(&tiff).unwrap();
    assert!(bytes.windows(300).any(|w| w == profile()) && bytes.windows(3).any(|w| w == b"Ada"));
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

/// The chunks of a WebP around its picture.
fn webp(bench: &Bench, chunks: &[(&[u8; 4], &[u8])]) -> std::path::PathBuf {
    let path = bench.path("p.webp");
    let form =
        ["-f", "lavfi", "-i", "testsrc2=s=64x48", "-frames:v", "1", "-c:v", "libwebp", "-lossless", "1"];
    ffmpeg(&form, &path);
    let plain = std::fs::read(&path).unwrap();
    // With facts there is a head that says so: flags for profile, EXIF and XMP, and the size less one.
    let mut body = b"WEBPVP8X\x0a\0\0\0\x2c\0\0\0\x3f\0\0\x2f\0\0".to_vec();
    let mut put = |kind: &[u8], content: &[u8]| {
        body.extend(kind);
        body.extend((content.len() as u32).to_le_bytes());
        body.extend(content);
        body.resize(body.len().next_multiple_of(2), 0);
    };
    put(b"ICCP", &profile());
    let at = plain.windows(4).position(|w| w == b"VP8L").unwrap();
    let size = u32::from_le_bytes(plain[at + 4..at + 8].try_into().unwrap()) as usize;
    put(b"VP8L", &plain[at + 8..at + 8 + size]);
    chunks.iter().for_each(|(kind, content)| put(*kind, content));
    std::fs::write(&path, [b"RIFF".as_slice(), &(body.len() as u32).to_le_bytes(), &body].concat()).unwrap();
    path
}

#[test]
fn a_webp_keeps_what_it_says_and_its_credentials_lie_beside() {
    let bench = Bench::new();
    let exif =
        b"MM\0*\0\0\0\x08\0\x02\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\x01\x3b\0\x02\0\0\0\x04Ada\0\0\0\0\0";
    let source = webp(&bench, &[(b"EXIF", exif), (b"XMP ", XMP.as_bytes()), (b"C2PA", b"signed for others")]);
    assert_eq!(bench.probe(&source).video.rotation_deg, 90);
    let out = bench.path("p_dewax.png");
    facts_hold(&treat(&bench, &source, &out));
    let (_, info) = read(&out);
    assert_eq!((info.width, info.height), (48, 64), "turned upright");
    assert_eq!(info.icc_profile.as_deref(), Some(&profile()[..]));
    let bytes = std::fs::read(&out).unwrap();
    let has = |part: &[u8]| bytes.windows(part.len()).any(|w| w == part);
    assert!(has(b"Ada") && has(XMP.as_bytes()) && has(b"\x01\x12\0\x03\0\0\0\x01\0\x01"));
    assert_eq!(std::fs::read(bench.path("p_dewax.png.c2pa")).unwrap(), b"signed for others");
}

#[test]
fn what_a_tiff_says_of_camera_and_captions_is_carried_or_named() {
    let bench = Bench::new();
    let path = bench.path("scan.tif");
    ffmpeg(&["-f", "lavfi", "-i", "testsrc2=s=64x48", "-frames:v", "1", "-pix_fmt", "rgb24"], &path);
    let silent = treat(&bench, &path, &bench.path("a.tif"));
    assert!(!silent.notes.iter().any(|n| n.contains("EXIF")), "{:?}", silent.notes);
    // FFmpeg's own first directory, with an author and captions.
    let mut bytes = std::fs::read(&path).unwrap();
    let at = u32::from_le_bytes(bytes[4..8].try_into().unwrap()) as usize;
    let count = usize::from(u16::from_le_bytes(bytes[at..at + 2].try_into().unwrap()));
    let mut directory = ((count + 2) as u16).to_le_bytes().to_vec();
    let mut entries: Vec<Vec<u8>> =
        bytes[at + 2..at + 2 + count * 12].chunks(12).map(<[u8]>::to_vec).collect();
    entries.push(b"\x3b\x01\x02\0\x04\0\0\0Ada\0".to_vec());
    entries.push(b"\xbb\x83\x07\0\x04\0\0\0\x1c\x02\0\0".to_vec());
    entries.sort_by_key(|entry| u16::from_le_bytes([entry[0], entry[1]]));
    directory.extend(entries.concat());
    directory.extend([0; 4]);
    let place = bytes.len() as u32;
    bytes.extend(directory);
    bytes[4..8].copy_from_slice(&place.to_le_bytes());
    std::fs::write(&path, bytes).unwrap();
    for (out, has_camera, has_captions) in
        [("b.tif", true, true), ("b.png", true, false), ("b.mov", false, false)]
    {
        let report = treat(&bench, &path, &bench.path(out));
        let is_said = |what: &str| report.notes.iter().any(|n| n.contains(what));
        assert_eq!(is_said("camera data (EXIF)"), !has_camera, "{out}: {:?}", report.notes);
        assert_eq!(is_said("IPTC"), !has_captions, "{out}: {:?}", report.notes);
        let bytes = std::fs::read(bench.path(out)).unwrap();
        assert_eq!(bytes.windows(3).any(|w| w == b"Ada"), has_camera, "{out}");
        assert_eq!(bytes.windows(4).any(|w| w == b"\x1c\x02\0\0"), has_captions, "{out}");
    }
}

/// Eight bits of colour and of transparency come back as they were when every step is off.
#[test]
fn transparency_stays_to_the_bit() {
    let bench = Bench::new();
    let clip = bench.path("alpha.png");
    let form = "testsrc2=s=64x48,format=rgba,geq=r='r(X,Y)':g='g(X,Y)':b='b(X,Y)':a='mod(X*4+Y*3,256)'";
    ffmpeg(&["-f", "lavfi", "-i", form, "-frames:v", "1", "-pix_fmt", "rgba"], &clip);
    let wanted = bench.raw(&clip, "rgba");
    for out in ["o.png", "o.mkv"] {
        let out = bench.path(out);
        treat(&bench, &clip, &out);
        assert!(bench.raw(&out, "rgba") == wanted, "{}", out.display());
    }
    // Of sixteen bits both halves are the eight.
    let out = bench.path("o.tif");
    treat(&bench, &clip, &out);
    let alpha = |bytes: &[u8], step: usize, at: usize| bytes.chunks(step).map(|p| p[at]).collect::<Vec<_>>();
    let deep = bench.raw(&out, "rgba64be");
    assert!(alpha(&deep, 8, 6) == alpha(&wanted, 4, 3) && alpha(&deep, 8, 7) == alpha(&wanted, 4, 3));
}

#[test]
fn statements_of_the_pictures_of_a_sequence_are_saved_or_named() {
    let bench = Bench::new();
    for number in 1..4u8 {
        let path = bench.path(&format!("s_{number}.png"));
        generated(&path, number);
        let mut bytes = std::fs::read(&path).unwrap();
        // Behind the head; nobody here looks at its checksum.
        let store = [b"store ".as_slice(), &[b'0' + number]].concat();
        let chunk = [&(store.len() as u32).to_be_bytes()[..], b"caBX", &store, &[0; 4]].concat();
        bytes.splice(33..33, chunk);
        std::fs::write(&path, bytes).unwrap();
    }
    let report = treat(&bench, &bench.path("s_%d.png"), &bench.path("o_%d.png"));
    assert_eq!(std::fs::read(bench.path("o.png.c2pa")).unwrap(), b"store 1");
    assert!(!bench.path("o.png.xmp").exists(), "it is in the pictures");
    let said = |report: &Report, words: &str| report.notes.iter().any(|n| n.contains(words));
    assert!(
        said(&report, "2 pictures of the sequence have statements of origin of their own"),
        "{:?}",
        report.notes
    );
    let report = treat(&bench, &bench.path("s_%d.png"), &bench.path("o.mov"));
    assert_eq!(std::fs::read(bench.path("o.mov.c2pa")).unwrap(), b"store 1");
    assert!(bench.path("o.mov.xmp").is_file());
    // The texts of the first are metadata; those of the others are not.
    assert!(said(&report, "texts (such as a prompt) (of 2 of 3 pictures)"), "{:?}", report.notes);
}
