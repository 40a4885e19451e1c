//! Picture files made here, read, and written again.

use super::*;
use crate::still::facts_for_tests;
use moxcms::ColorProfile;
use png::{BitDepth, ColorType, Encoder};

/// A small PNG of any colour type and depth, as others would write it.
fn png(size: (u32, u32), colour: ColorType, depth: BitDepth, data: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut encoder = Encoder::new(&mut out, size.0, size.1);
    encoder.set_color(colour);
    encoder.set_depth(depth);
    if colour == ColorType::Indexed {
        encoder.set_palette(vec![10, 20, 30, 200, 150, 100]);
        encoder.set_trns(vec![255, 77]);
    }
    let mut writer = encoder.write_header().expect("a head");
    writer.write_image_data(data).expect("pixels");
    writer.finish().expect("an end");
    out
}

/// Noise from a seed.
fn noise(count: usize, mut seed: u64) -> Vec<u8> {
    (0..count)
        .map(|_| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 56) as u8
        })
        .collect()
}

/// The bytes of a profile.
fn profile(icc: &ColorProfile) -> Vec<u8> {
    icc.encode().expect("a profile")
}

fn opened(bytes: &[u8]) -> PictureFile {
    read_bytes("a picture", bytes).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn png_of_every_type_and_depth_comes_back_to_the_bit() {
    // Wide enough for several blocks of rows.
    let size = (4001, 301);
    let count = 4001 * 301;
    for (colour, depth, channels, bits) in [
        (ColorType::Grayscale, BitDepth::Eight, 1, 8),
        (ColorType::Grayscale, BitDepth::Sixteen, 2, 16),
        (ColorType::GrayscaleAlpha, BitDepth::Eight, 2, 8),
        (ColorType::Rgb, BitDepth::Eight, 3, 8),
        (ColorType::Rgb, BitDepth::Sixteen, 6, 16),
        (ColorType::Rgba, BitDepth::Eight, 4, 8),
        (ColorType::Rgba, BitDepth::Sixteen, 8, 16),
    ] {
        let data = noise(count * channels, 3);
        let first = opened(&png(size, colour, depth, &data));
        assert_eq!((first.bits, first.is_grey), (bits, channels < 3 && colour != ColorType::Rgb));
        assert_eq!(first.alpha.is_some(), matches!(colour, ColorType::Rgba | ColorType::GrayscaleAlpha));
        let bytes = first.written(&first.rgb, PictureKind::Png, bits).expect("a picture");
        let mut reader = png::Decoder::new(std::io::Cursor::new(&bytes)).read_info().expect("a head");
        assert_eq!((reader.info().color_type, reader.info().bit_depth), (colour, depth));
        let mut own = vec![0; reader.output_buffer_size().expect("a size")];
        reader.next_frame(&mut own).expect("pixels");
        assert!(own == data, "{colour:?} {depth:?}");
        let again = opened(&bytes);
        assert!(again.rgb == first.rgb && again.alpha == first.alpha, "{colour:?} {depth:?}");
    }
}

#[test]
fn what_png_says_comes_back_and_is_upright() {
    let facts =
        Facts { icc: Some(profile(&ColorProfile::new_display_p3())), iptc: None, ..facts_for_tests() };
    let data = noise(30 * 20 * 3, 5);
    let bytes = facts.put_into(&png((30, 20), ColorType::Rgb, BitDepth::Eight, &data)).expect("a picture");
    let first = opened(&bytes);
    assert!(first.turned && first.width() == 20 && first.notes.iter().any(|note| note.contains("upright")));
    assert_eq!(first.profile().to_string(), "Display P3");
    let written = first.written(&first.rgb, PictureKind::Png, 8).expect("a picture");
    let again = opened(&written);
    assert!(again.rgb == first.rgb && !again.turned);
    // PNG has no place for captions.
    assert_eq!(again.facts, Facts { iptc: None, ..facts.clone().set_upright() });
    assert_eq!(Facts::of(&written).expect("facts").icc, facts.icc);
    assert_eq!(first.lost_in(PictureKind::Png), Vec::<&str>::new());
}
