//! Pictures with everything beside their pixels that their kind can say, and what a written one says, read by other means than dewax's own.

use super::films::statement;
use super::{Bench, ffmpeg};
use std::borrow::Cow;
use std::path::{Path, PathBuf};

const EXIF: &[u8] = b"MM\0*\0\0\0\x08\0\x01\x01\x3b\0\x02\0\0\0\x0d\0\0\0\x1a\0\0\0\0Ada Lovelace\0";
const CAPTION: &[u8] = b"8BIM\x04\x04\0\0\0\0\0\x0c\x1c\x02\x78\0\x07Caption";

/// Nothing of an ICC profile counts here but its length and its colour model.
fn profile() -> Vec<u8> {
    let mut icc = vec![7; 300];
    icc[..4].copy_from_slice(&300u32.to_be_bytes());
    icc[16..20].copy_from_slice(b"RGB ");
    icc
}

/// A sequence of two pictures of a kind.
pub(crate) fn sequence(bench: &Bench, kind: &str) -> PathBuf {
    for number in [1, 2] {
        let path = bench.path(&format!("in_{number:02}.{kind}"));
        match kind {
            "png" => png_picture(&path),
            "jpg" => jpeg_picture(bench, &path),
            "exr" => std::fs::write(&path, exr_picture()).unwrap(),
            _ => std::fs::write(&path, tiff_picture()).unwrap(),
        }
    }
    bench.path(&format!("in_%02d.{kind}"))
}

fn png_picture(path: &Path) {
    let mut info = png::Info::with_size(64, 48);
    info.color_type = png::ColorType::Rgb;
    info.icc_profile = Some(Cow::Owned(profile()));
    info.exif_metadata = Some(Cow::Borrowed(EXIF));
    info.pixel_dims = Some(png::PixelDimensions { xppu: 11811, yppu: 11811, unit: png::Unit::Meter });
    let mut encoder = png::Encoder::with_info(std::fs::File::create(path).unwrap(), info).unwrap();
    encoder.add_text_chunk("parameters".into(), "Steps: 30".into()).unwrap();
    let xmp = String::from_utf8(statement("xmp").to_vec()).unwrap();
    encoder.add_itxt_chunk("XML:com.adobe.xmp".into(), xmp).unwrap();
    let mut writer = encoder.write_header().unwrap();
    writer.write_chunk(png::chunk::ChunkType(*b"caBX"), statement("c2pa")).unwrap();
    writer.write_image_data(&[90; 64 * 48 * 3]).unwrap();
}

fn jpeg_picture(bench: &Bench, path: &Path) {
    let plain = bench.path("plain.jpg");
    ffmpeg(&["-f", "lavfi", "-i", "testsrc2=s=64x48", "-frames:v", "1"], &plain);
    let bytes = std::fs::read(plain).unwrap();
    let store = [&b"JP\0\x01\0\0\0\x01"[..], statement("c2pa")].concat();
    let segments = [
        (0xe0, b"JFIF\0\x01\x02\x01\x01\x2c\x01\x2c\0\0".to_vec()),
        (0xe1, [b"Exif\0\0", EXIF].concat()),
        (0xe1, [b"http://ns.adobe.com/xap/1.0/\0", statement("xmp")].concat()),
        (0xe2, [&b"ICC_PROFILE\0\x01\x01"[..], &profile()].concat()),
        (0xeb, store),
        (0xed, [b"Photoshop 3.0\0", CAPTION].concat()),
    ];
    let mut out = b"\xff\xd8".to_vec();
    for (mark, content) in segments {
        let size = (content.len() as u16 + 2).to_be_bytes();
        out.extend([&[0xff, mark][..], &size, &content].concat());
    }
    // Without FFmpeg's own JFIF.
    assert_eq!(bytes[2..4], [0xff, 0xe0]);
    out.extend(&bytes[4 + usize::from(u16::from_be_bytes([bytes[4], bytes[5]]))..]);
    std::fs::write(path, out).unwrap();
}

/// 8-bit R'G'B' without compression.
fn tiff_picture() -> Vec<u8> {
    let mut values: Vec<u8> = Vec::new();
    let mut entries: Vec<u8> = Vec::new();
    let begin = 8 + 2 + 17 * 12 + 4;
    let mut put = |tag: u16, kind: u16, count: u32, bytes: &[u8]| {
        let place = ((begin + values.len()) as u32).to_le_bytes();
        let value = if bytes.len() > 4 { &place[..] } else { bytes };
        entries.extend([&tag.to_le_bytes()[..], &kind.to_le_bytes(), &count.to_le_bytes(), value].concat());
        entries.resize(entries.len().next_multiple_of(12), 0);
        if bytes.len() > 4 {
            values.extend(bytes);
            values.resize(values.len().next_multiple_of(2), 0);
        }
    };
    let icc = profile();
    let ratio = [300u32.to_le_bytes(), 1u32.to_le_bytes()].concat();
    put(256, 4, 1, &64u32.to_le_bytes());
    put(257, 4, 1, &48u32.to_le_bytes());
    put(258, 3, 3, &[8, 0, 8, 0, 8, 0]);
    put(259, 3, 1, &[1, 0]);
    put(262, 3, 1, &[2, 0]);
    // The pixels lie behind everything else, at a place that no value reaches.
    put(273, 4, 1, &4096u32.to_le_bytes());
    put(277, 3, 1, &[3, 0]);
    put(278, 4, 1, &48u32.to_le_bytes());
    put(279, 4, 1, &(64 * 48 * 3u32).to_le_bytes());
    put(282, 5, 1, &ratio);
    put(283, 5, 1, &ratio);
    put(296, 3, 1, &[2, 0]);
    put(315, 2, 13, b"Ada Lovelace\0");
    put(700, 1, statement("xmp").len() as u32, statement("xmp"));
    put(34377, 1, CAPTION.len() as u32, CAPTION);
    put(34675, 7, icc.len() as u32, &icc);
    put(52545, 7, statement("c2pa").len() as u32, statement("c2pa"));
    let mut out = [&b"II*\0\x08\0\0\0\x11\0"[..], &entries, &[0; 4], &values].concat();
    out.resize(4096, 0);
    out.extend([90; 64 * 48 * 3]);
    out
}

/// Linear light in lines of 32-bit floats, without compression, with depth beside R, G and B.
fn exr_picture() -> Vec<u8> {
    let (width, height) = (64i32, 48i32);
    let mut out = b"\x76\x2f\x31\x01\x02\0\0\0".to_vec();
    let mut put = |name: &str, kind: &str, content: &[u8]| {
        let size = (content.len() as u32).to_le_bytes();
        out.extend([name.as_bytes(), b"\0", kind.as_bytes(), b"\0", &size, content].concat());
    };
    let channel = |name: &[u8]| [name, b"\0\x02\0\0\0\0\0\0\0\x01\0\0\0\x01\0\0\0"].concat();
    let channels = [&b"B"[..], b"G", b"R", b"Z"].map(channel).concat();
    let window: Vec<u8> = [0, 0, width - 1, height - 1].iter().flat_map(|v| v.to_le_bytes()).collect();
    let floats = |values: &[f32]| values.iter().flat_map(|v| v.to_le_bytes()).collect::<Vec<u8>>();
    put("channels", "chlist", &[&channels[..], b"\0"].concat());
    put("chromaticities", "chromaticities", &floats(&[0.64, 0.33, 0.3, 0.6, 0.15, 0.06, 0.3127, 0.329]));
    put("compression", "compression", &[0]);
    put("dataWindow", "box2i", &window);
    put("displayWindow", "box2i", &window);
    put("lineOrder", "lineOrder", &[0]);
    put("owner", "string", b"A studio");
    put("pixelAspectRatio", "float", &floats(&[1.0]));
    put("screenWindowCenter", "v2f", &floats(&[0.0, 0.0]));
    put("screenWindowWidth", "float", &floats(&[1.0]));
    out.push(0);
    let line = floats(&[[0.2; 64], [0.3; 64], [0.4; 64], [7.0; 64]].concat());
    let first = out.len() + 8 * height as usize;
    out.extend((0..height as usize).flat_map(|y| ((first + y * (line.len() + 8)) as u64).to_le_bytes()));
    for y in 0..height {
        out.extend([&y.to_le_bytes()[..], &(line.len() as u32).to_le_bytes(), &line].concat());
    }
    out
}

/// Whether a picture says a fact of docs/media.md as those above do.
pub(crate) fn says(path: &Path, fact: &str) -> bool {
    let bytes = std::fs::read(path).unwrap();
    let has = |part: &[u8]| bytes.windows(part.len()).any(|own| own == part);
    let is_png = bytes.starts_with(b"\x89PNG");
    match fact.split([' ', ',']).next().unwrap() {
        "colour" if is_png => {
            let reader = png::Decoder::new(std::io::Cursor::new(&bytes)).read_info().unwrap();
            reader.info().icc_profile.as_deref() == Some(&profile()[..])
        }
        "colour" => has(&profile()),
        "camera" => has(b"Ada Lovelace"),
        "XMP" => has(statement("xmp")),
        "Content" => has(statement("c2pa")),
        "IPTC" => has(CAPTION),
        "attributes" => has(b"owner\0string"),
        "chromaticities" => has(b"chromaticities\0"),
        "further" => has(b"Z\0\x02\0\0\0"),
        // 300 dots per inch.
        "density" if is_png => has(b"pHYs\0\0\x2e\x23\0\0\x2e\x23\x01"),
        "density" if bytes.starts_with(b"\xff\xd8") => has(b"\x01\x01\x2c\x01\x2c\0\0"),
        "density" => {
            bytes.starts_with(b"II*") && tiff_density(&bytes).is_some_and(|dpi| (dpi - 300.0).abs() < 0.5)
        }
        "texts" => has(b"parameters\0Steps: 30"),
        other => panic!("nothing looks for `{other}`"),
    }
}

fn tiff_density(bytes: &[u8]) -> Option<f64> {
    let long = |at: usize| u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap());
    let short = |at: usize| u16::from_le_bytes(bytes[at..at + 2].try_into().unwrap());
    let start = long(4) as usize;
    let entry =
        |tag: u16| (0..usize::from(short(start))).map(|n| start + 2 + 12 * n).find(|at| short(*at) == tag);
    let at = long(entry(282)? + 8) as usize;
    let per_unit = f64::from(long(at)) / f64::from(long(at + 4));
    Some(if short(entry(296)? + 8) == 3 { per_unit * 2.54 } else { per_unit })
}
