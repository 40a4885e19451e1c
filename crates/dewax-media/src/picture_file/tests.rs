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

/// A picture with faces of all kinds: gradients, noise and edges, each channel another.
fn picture(width: usize, height: usize, bits: u8) -> Rgb16 {
    let grain = noise(width * height, 11);
    std::array::from_fn(|channel| {
        Plane::from_fn(width, height, |x, y| {
            let wave = (x * (channel + 2) * 97 + y * 131) % 40_000;
            let step = if (x / 37 + y / 53 + channel).is_multiple_of(2) { 9_000 } else { 0 };
            let code = (wave + step + usize::from(grain[y * width + x]) * 20 + 3_000) as u16;
            if bits == 8 { code / 257 * 257 } else { code }
        })
    })
}

/// A file of such pixels.
fn file_of(rgb: Rgb16, bits: u8, alpha: Option<Plane<u16>>, facts: Facts) -> PictureFile {
    let colours = Colours::of(&facts, 3).unwrap_or_else(|why| panic!("{why:?}"));
    PictureFile {
        name: "drawn".into(),
        kind: PictureKind::Png,
        rgb,
        bits,
        alpha,
        is_grey: false,
        turned: false,
        notes: Vec::new(),
        facts,
        colours,
        is_on_black: false,
    }
}

#[test]
fn kinds_without_loss_come_back_to_the_bit() {
    for (kind, bits) in
        [(PictureKind::Tiff, 8), (PictureKind::Tiff, 16), (PictureKind::Png, 16), (PictureKind::Webp, 8)]
    {
        for has_alpha in [false, true] {
            let rgb = picture(701, 409, bits);
            let alpha = has_alpha.then(|| rgb[1].clone());
            let file = file_of(rgb, bits, alpha, Facts::default());
            let again = opened(&file.written(&file.rgb, kind, bits).expect("a picture"));
            assert!(again.rgb == file.rgb && again.alpha == file.alpha, "{kind:?} {bits} {has_alpha}");
            assert_eq!((again.bits, again.kind, again.is_grey), (bits, kind, false));
        }
    }
    // Grey stays grey, and what was made of it in colours is made grey.
    let [grey, other, _] = picture(301, 99, 16);
    let mut file = file_of([grey.clone(), grey.clone(), grey.clone()], 16, None, Facts::default());
    file.is_grey = true;
    for kind in [PictureKind::Png, PictureKind::Tiff, PictureKind::Jpeg] {
        let bits = kind.most_bits();
        let again = opened(&file.written(&file.rgb, kind, bits).expect("a picture"));
        assert!(again.is_grey && (bits == 8 || again.rgb == file.rgb), "{kind:?}");
        let tinted = file.written(&[other.clone(), grey.clone(), grey.clone()], kind, bits);
        assert!(opened(&tinted.expect("a picture")).is_grey);
    }
}

#[test]
fn jpeg_loses_little_of_any_size() {
    for (width, height) in [(1, 1), (7, 9), (64, 64), (403, 217), (1999, 8)] {
        let file = file_of(picture(width, height, 8), 8, None, Facts::default());
        let again = opened(&file.written(&file.rgb, PictureKind::Jpeg, 8).expect("a picture"));
        assert_eq!((again.width(), again.height()), (width, height));
        let off: f64 = file
            .rgb
            .iter()
            .zip(&again.rgb)
            .flat_map(|(one, two)| one.samples().iter().zip(two.samples()))
            .map(|(one, two)| ((f64::from(*one) - f64::from(*two)) / 257.0).powi(2))
            .sum::<f64>()
            / (3 * width * height) as f64;
        // One code of 255 on noise with edges.
        assert!(off < 1.5, "{width}×{height}: {off}");
    }
}
