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

fn facts() -> Facts {
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
    let plain = Facts { exif: None, iptc: None, texts: Vec::new(), ..all.clone() };
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

#[test]
fn no_bytes_make_it_panic() {
    let mut state = 5u64;
    let all = Facts { icc: Some(rgb_profile(700)), ..facts() };
    for good in
        [all.put_into(&png()).unwrap(), all.put_into(&jpeg()).unwrap(), all.put_into(&tiff()).unwrap()]
    {
        for _ in 0..500 {
            let mut bytes = good.clone();
            for _ in 0..3 {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                let at = (state >> 33) as usize % bytes.len().min(400);
                bytes[at] = (state >> 20) as u8;
            }
            bytes.truncate(bytes.len() - (state >> 50) as usize % 9);
            if let Some(read) = Facts::of(&bytes) {
                let _ = read.turn_deg();
                let read = read.of_treated(true);
                for out in [png(), jpeg(), tiff()] {
                    let _ = read.put_into(&out);
                }
            }
            let _ = all.put_into(&bytes);
        }
    }
}

#[test]
fn the_table_says_what_is_done() {
    use crate::kept::{Fate, PICTURES};
    let codecs = [Codec::Jpeg, Codec::Png, Codec::Tiff, Codec::Exr, Codec::Prores422Hq];
    let none = Facts::default;
    let alone = [
        Facts { icc: facts().icc, ..none() },
        Facts { exif: facts().exif, ..none() },
        Facts { xmp: facts().xmp, ..none() },
        Facts { iptc: facts().iptc, ..none() },
        Facts { density: facts().density, ..none() },
        Facts { texts: facts().texts, ..none() },
    ];
    assert_eq!(PICTURES.rows.len(), alone.len());
    for (row, fact) in PICTURES.rows.iter().zip(alone) {
        for (codec, fate) in codecs.iter().zip(row.fates) {
            // A film takes texts as metadata.
            let is_lost = !fact.lost_in(*codec).is_empty() && (fact.texts.is_empty() || codec.is_pictures());
            assert_eq!(is_lost, *fate != Fate::Kept, "{} in {}", row.fact, codec.name());
        }
    }
}
