//! What is put into a file is read again, whatever the kinds; no bytes make it panic.

use super::*;

fn rgb_profile(length: usize) -> Vec<u8> {
    let mut icc: Vec<u8> = (0..length).map(|i| (i * 7) as u8).collect();
    icc[16..20].copy_from_slice(b"RGB ");
    icc
}

fn exif(turn: u8) -> Vec<u8> {
    // One entry, and a thumbnail behind it.
    [&b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0"[..], &[turn, 0, 0, 0, 0, 0, 99]].concat()
}

pub(crate) fn facts() -> Facts {
    Facts {
        icc: Some(rgb_profile(70_000)),
        exif: Some(exif(6)),
        xmp: Some(b"<x:xmpmeta>trainedAlgorithmicMedia</x:xmpmeta>".to_vec()),
        iptc: Some(b"8BIM\x04\x04".to_vec()),
        density: Some((11811, 11811)),
        texts: vec![
            (*b"tEXt", b"parameters\0Steps: 30".to_vec()),
            (*b"iTXt", b"workflow\0\0\0\0\0{}".to_vec()),
        ],
        colours: Vec::new(),
        untold: Vec::new(),
    }
}

fn png() -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut writer = ::png::Encoder::new(&mut bytes, 1, 1);
    writer.set_color(::png::ColorType::Rgb);
    writer.write_header().unwrap().write_image_data(&[1, 2, 3]).unwrap();
    bytes
}

fn jpeg() -> Vec<u8> {
    b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x02\0\0\x01\0\x01\0\0\xff\xfe\0\x06Lavc\xff\xdb\0\x04\x01\x02\xff\xda\0\x02pixels\xff\xd9"
        .to_vec()
}

fn tiff() -> Vec<u8> {
    // Width and the density that FFmpeg states.
    let mut bytes = b"II*\0\x10\0\0\0\x48\0\0\0\x01\0\0\0\x02\0\0\x01\x03\0\x01\0\0\0\x09\0\0\0".to_vec();
    bytes.extend(b"\x1a\x01\x05\0\x01\0\0\0\x08\0\0\0\0\0\0\0");
    bytes
}

#[test]
fn what_is_put_in_is_read_again() {
    let all = facts();
    let written = Facts::of(&all.put_into(&png()).unwrap()).unwrap();
    assert_eq!(written, Facts { iptc: None, ..all.clone() });
    let written = Facts::of(&all.put_into(&jpeg()).unwrap()).unwrap();
    assert_eq!(written, Facts { texts: Vec::new(), ..all.clone() });
    let bytes = all.put_into(&tiff()).unwrap();
    let written = Facts::of(&bytes).unwrap();
    // Camera data are those entries among its own, low bytes first.
    let turned = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0".to_vec();
    let plain = Facts { exif: Some(turned), texts: Vec::new(), ..all.clone() };
    assert_eq!(written, plain);
    // Twice is once.
    assert_eq!(Facts::of(&all.put_into(&bytes).unwrap()).unwrap(), plain);
    // The picture itself stays.
    assert!(all.put_into(&jpeg()).unwrap().ends_with(b"\xff\xdb\0\x04\x01\x02\xff\xda\0\x02pixels\xff\xd9"));
    let bytes = all.put_into(&png()).unwrap();
    let mut reader = ::png::Decoder::new(std::io::Cursor::new(&bytes)).read_info().unwrap();
    let mut pixel = [0; 3];
    reader.next_frame(&mut pixel).unwrap();
    assert_eq!((pixel, reader.info().pixel_dims.map(|d| d.xppu)), ([1, 2, 3], Some(11811)));
}

#[test]
fn jpeg_is_read_behind_bytes_that_fill_up_and_stray_ones() {
    let whole = facts().put_into(&jpeg()).unwrap();
    let wanted = Facts::of(&whole).unwrap();
    assert!(wanted.icc.is_some() && wanted.exif.is_some());
    for between in [&b"\xff\xff\xff"[..], b"\0\0", b"stray\xff\0\0\xff"] {
        let mut filled = whole[..2].to_vec();
        let mut start = 2;
        for (_, _, end) in jpeg::segments(&whole) {
            filled.extend([between, &whole[start..end]].concat());
            start = end;
        }
        filled.extend(&whole[start..]);
        assert_eq!(Facts::of(&filled), Some(wanted.clone()), "{between:?}");
        assert_eq!(orientation_of(&filled), 6);
    }
}

#[test]
fn what_would_be_untrue_is_changed() {
    let upright = facts().of_treated(true);
    assert_eq!((facts().turn_deg(), upright.turn_deg()), (90, 0));
    assert!(upright.exif.unwrap().ends_with(&[0, 0, 0, 0]), "no way to the old thumbnail");
    assert_eq!(facts().of_treated(false).orientation(), 6);
    let mut grey = facts();
    grey.icc.as_mut().unwrap()[16..20].copy_from_slice(b"GRAY");
    assert!(grey.lost_in(Codec::Png).contains(&"the colour profile"));
    assert_eq!(grey.of_treated(true).icc, None);
    assert_eq!(facts().lost_in(Codec::Png), ["IPTC"]);
    assert_eq!(facts().lost_in(Codec::H264).len(), 6);
    let texts = [("parameters".to_owned(), "Steps: 30".to_owned()), ("workflow".to_owned(), "{}".to_owned())];
    assert_eq!(facts().plain_texts(), texts);
}

/// A picture of each kind that is written, with everything it can say, and of each that is only read.
pub(crate) fn samples() -> Vec<Vec<u8>> {
    let all = Facts { icc: Some(rgb_profile(700)), ..facts() };
    let chunk = |kind: &[u8; 4], content: &[u8]| {
        [&kind[..], &(content.len() as u32).to_le_bytes(), content, &[0][..content.len() % 2]].concat()
    };
    let chunks =
        [chunk(b"ICCP", &rgb_profile(200)), chunk(b"EXIF", &exif(6)), chunk(b"XMP ", b"<x/>")].concat();
    let webp = [&b"RIFF"[..], &(chunks.len() as u32 + 4).to_le_bytes(), b"WEBP", &chunks].concat();
    let mut written: Vec<Vec<u8>> =
        [png(), jpeg(), tiff()].iter().filter_map(|bytes| all.put_into(bytes)).collect();
    written.push(webp);
    written
}

/// What an OpenEXR file with this attribute says.
fn exr(name: &str, content: &[u8]) -> Facts {
    let size = (content.len() as u32).to_le_bytes();
    let head = b"\x76\x2f\x31\x01\x02\0\0\0";
    let plain = b"lineOrder\0lineOrder\0\x01\0\0\0\0";
    let bytes = [&head[..], plain, name.as_bytes(), b"\0string\0", &size, content, b"\0"].concat();
    Facts::of(&bytes).unwrap()
}

#[test]
fn of_exr_what_is_not_carried_is_named_and_damage_does_no_harm() {
    let layer = [&b"R\0"[..], &[0; 16], b"left.G\0", &[0; 17]].concat();
    for (name, content, said) in [
        ("owner", &b"Ada"[..], "attributes of EXR"),
        ("chromaticities", &[0; 32], "the chromaticities of EXR"),
        ("channels", &layer, "further layers and channels of EXR"),
    ] {
        let facts = exr(name, content);
        assert!(facts.untold.len() == 1 && facts.untold[0].starts_with(said), "{name}: {facts:?}");
    }
    let rgb = [&b"B\0"[..], &[0; 16], b"G\0", &[0; 16], b"R\0", &[0; 17]].concat();
    assert_eq!(exr("channels", &rgb), Facts::default());
    let whole = [&b"\x76\x2f\x31\x01\x02\x10\0\0owner\0string\0\xff\xff\xff\x7fAda"[..], &[0; 9]].concat();
    for length in 4..whole.len() {
        let facts = Facts::of(&whole[..length]).unwrap();
        assert!(facts.untold.len() <= 1, "several parts are all that can be told: {facts:?}");
    }
}

#[test]
fn the_table_says_what_is_done() {
    use crate::kept::{Fate, PICTURES};
    let codecs =
        [Codec::Jpeg, Codec::Png, Codec::Tiff, Codec::Exr, Codec::Prores422Hq, Codec::H264, Codec::Ffv1];
    let none = Facts::default;
    let alone = [
        Facts { icc: facts().icc, ..none() },
        Facts { exif: facts().exif, ..none() },
        Facts { xmp: facts().xmp, ..none() },
        Facts { iptc: facts().iptc, ..none() },
        Facts { density: facts().density, ..none() },
        Facts { texts: facts().texts, ..none() },
        exr("owner", b"Ada"),
        exr("chromaticities", &[0; 32]),
        exr("channels", &[&b"Z\0"[..], &[0; 17]].concat()),
    ];
    // Content Credentials are no fact of the picture: they lie beside everything.
    let rows: Vec<_> = PICTURES.rows.iter().filter(|row| !row.fact.starts_with("Content")).collect();
    assert_eq!(rows.len(), alone.len());
    for (row, fact) in rows.into_iter().zip(alone) {
        for (codec, fate) in codecs.iter().zip(row.fates) {
            // A film takes texts as metadata.
            let is_lost = !fact.lost_in(*codec).is_empty() && (fact.texts.is_empty() || codec.is_pictures());
            assert_eq!(is_lost, *fate != Fate::Kept, "{} in {}", row.fact, codec.name());
        }
    }
}
