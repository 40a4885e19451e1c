//! Picture files made here, read, and written again.

use super::planes::{narrowed, widened};
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
    PictureFile { alpha, facts, colours, ..PictureFile::of_srgb("drawn", rgb, bits) }
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

/// What is read back of a written picture, as [`PictureFile::apart`] expects it: the slow version, which makes all of it.
fn read_back(file: &PictureFile, rgb: &Rgb16, kind: PictureKind, bits: u8) -> Rgb16 {
    let mut out = match file.stored(rgb, kind) {
        Stored::Grey(grey) => [grey.clone(), grey.clone(), grey],
        Stored::Colours(rgb) => rgb.into_owned(),
    };
    if bits == 8 {
        let round = |code: &mut u16| *code = widened(narrowed(*code));
        out.iter_mut().for_each(|plane| plane.samples_mut().iter_mut().for_each(round));
    }
    out
}

#[test]
fn what_is_read_back_is_known_before() {
    let rgb = picture(301, 99, 16);
    let alpha = picture(301, 99, 16)[2].clone();
    let on_black =
        PictureFile { is_on_black: true, ..file_of(rgb.clone(), 16, Some(alpha), Facts::default()) };
    let grey = PictureFile { is_grey: true, ..file_of(rgb.clone(), 16, None, Facts::default()) };
    let (mut changed, other) = (0, picture(301, 99, 8));
    for (what, file) in [("opacity", &on_black), ("grey", &grey)] {
        for (kind, bits) in
            [(PictureKind::Png, 16), (PictureKind::Png, 8), (PictureKind::Tiff, 16), (PictureKind::Webp, 8)]
        {
            let wanted = read_back(file, &rgb, kind, bits);
            let again = opened(&file.written(&rgb, kind, bits).expect("a picture"));
            assert!(again.rgb == wanted, "{what} {kind:?} {bits}");
            assert_eq!(file.apart(&rgb, &again).expect("one size"), Apart::default());
            assert!(
                file.apart(&wanted, &file_of(other.clone(), bits, None, Facts::default()))
                    .expect("one size")
                    .most_codes
                    > 257
            );
            changed += usize::from(most(&wanted, &rgb) > 257);
        }
    }
    // All but TIFF of what is on black, and WebP, which has no grey.
    assert_eq!(changed, 6);
    // JPEG adds its loss and nothing else.
    let wanted = read_back(&grey, &rgb, PictureKind::Jpeg, 8);
    let again = opened(&grey.written(&rgb, PictureKind::Jpeg, 8).expect("a picture"));
    assert!(again.is_grey && most(&wanted, &again.rgb) < 12 * 257, "{}", most(&wanted, &again.rgb));
    assert!(on_black.apart(&picture(300, 99, 16), &on_black).is_err());
}

#[test]
fn a_profile_of_tables_is_the_same_as_itself() {
    use moxcms::{LutDataType, LutStore, LutType, LutWarehouse, Matrix3d};
    let ramp = || LutStore::Store16([0, 65_535].repeat(3));
    let corners = (0..8u16).flat_map(|at| [at & 4, at & 2, at & 1]).map(|on| if on > 0 { 60_000 } else { 9 });
    let tables = LutDataType {
        num_input_channels: 3,
        num_output_channels: 3,
        num_clut_grid_points: 2,
        matrix: Matrix3d::IDENTITY,
        num_input_table_entries: 2,
        num_output_table_entries: 2,
        input_table: ramp(),
        clut_table: LutStore::Store16(corners.collect()),
        output_table: ramp(),
        lut_type: LutType::Lut16,
    };
    let mut icc = ColorProfile::new_srgb();
    icc.cicp = None;
    icc.lut_a_to_b_perceptual = Some(LutWarehouse::Lut(tables));
    let facts = Facts { icc: Some(profile(&icc)), ..Facts::default() };
    let rgb = picture(40, 30, 16);
    let one = file_of(rgb.clone(), 16, None, facts.clone());
    let two = file_of(picture(40, 30, 8), 16, None, facts);
    assert!(one.clone().into_profile_of(&two).expect("the same codes") == rgb);
    assert!(
        one.clone()
            .into_profile_of(&PictureFile::of_srgb("sRGB", rgb.clone(), 16))
            .is_ok_and(|other| other != rgb)
    );
    assert!(!one.is_srgb());
}

#[test]
fn big_tiff_is_refused_in_words() {
    for head in [&b"II+\0\x08\0\0\0"[..], b"MM\0+\0\x08\0\0"] {
        let words = read_bytes("far.tif", &[head, &[0; 64]].concat()).expect_err("refused").to_string();
        assert!(words.contains("far.tif") && words.contains("save it as a classic TIFF"), "{words}");
    }
}

#[test]
fn jpeg_loses_little_of_photographs() {
    let clips = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/clips");
    for name in ["d_st_unsplash_pores.jpg", "d_st_photo_4.png", "d_st_consented_woman.jpg"] {
        let Ok(file) = read(&clips.join(name)) else {
            println!("SKIPPED: {name} is not in {}", clips.display());
            continue;
        };
        let wanted = read_back(&file, &file.rgb, PictureKind::Jpeg, 8);
        let bytes = file.written(&file.rgb, PictureKind::Jpeg, 8).expect("a picture");
        let rms = rms_codes(&wanted, &opened(&bytes).rgb);
        println!("{name}: RMS {rms:.2} codes of 255, {:.1} MB", bytes.len() as f64 / 1e6);
        assert!(rms < 1.5, "{name}: {rms}");
    }
}

/// The RMS difference of two pictures, in codes of 255.
fn rms_codes(one: &Rgb16, two: &Rgb16) -> f64 {
    let pairs = one.iter().zip(two).flat_map(|(a, b)| a.samples().iter().zip(b.samples()));
    let squares: f64 = pairs.map(|(a, b)| (f64::from(a.abs_diff(*b)) / 257.0).powi(2)).sum();
    (squares / (3 * one[0].samples().len()) as f64).sqrt()
}

#[test]
fn jpeg_loses_little_of_any_size() {
    for (width, height) in [(1, 1), (7, 9), (64, 64), (403, 217), (1999, 8)] {
        let file = file_of(picture(width, height, 8), 8, None, Facts::default());
        let again = opened(&file.written(&file.rgb, PictureKind::Jpeg, 8).expect("a picture"));
        assert_eq!((again.width(), again.height()), (width, height));
        let off = rms_codes(&file.rgb, &again.rgb).powi(2);
        // Noise with edges, at 403×217: 1.76 of this writer and 1.64 of libjpeg-turbo at the same quality.
        assert!(off < 2.0, "{width}×{height}: {off}");
    }
}

/// A small file of each kind, with everything it can say.
pub(crate) fn samples() -> Vec<Vec<u8>> {
    let facts = Facts { icc: Some(profile(&ColorProfile::new_adobe_rgb())), ..facts_for_tests() };
    let rgb = picture(19, 11, 16);
    let file = file_of(rgb.clone(), 16, Some(rgb[0].clone()), facts);
    let kinds = PictureKind::ALL.into_iter().flat_map(|kind| [(kind, 8), (kind, 16)]);
    kinds.filter_map(|(kind, bits)| file.written(&rgb, kind, bits).ok()).collect()
}

#[test]
fn what_files_say_is_the_same_in_every_kind() {
    let icc = profile(&ColorProfile::new_pro_photo_rgb());
    let facts = Facts { icc: Some(icc), ..facts_for_tests() }.set_upright();
    let rgb = picture(40, 30, 16);
    let file = file_of(rgb.clone(), 16, Some(rgb[2].clone()), facts.clone());
    for (kind, lost) in [
        (PictureKind::Png, vec!["IPTC"]),
        (PictureKind::Jpeg, vec!["texts (such as a prompt)", "transparency", "16 bits a channel"]),
        (PictureKind::Tiff, vec!["texts (such as a prompt)"]),
        (PictureKind::Webp, vec!["IPTC", "the density", "texts (such as a prompt)", "16 bits a channel"]),
    ] {
        assert_eq!(file.lost_in(kind), lost, "{kind:?}");
        let again = opened(&file.written(&rgb, kind, kind.most_bits()).expect("a picture"));
        assert_eq!((&again.facts.icc, &again.facts.xmp), (&facts.icc, &facts.xmp), "{kind:?}");
        assert_eq!(again.profile().to_string(), "ProPhoto RGB");
        let has = |what: &str| !lost.contains(&what);
        assert_eq!(again.facts.iptc.is_some(), has("IPTC"), "{kind:?}");
        assert_eq!(again.facts.density, facts.density.filter(|_| has("the density")), "{kind:?}");
        assert_eq!(again.facts.texts.is_empty(), !has("texts (such as a prompt)"), "{kind:?}");
        // TIFF holds the entries one by one, and of this one there is none but that it is upright.
        if kind != PictureKind::Tiff {
            assert_eq!(again.facts.exif, facts.exif, "{kind:?}");
        }
        assert_eq!(again.alpha.is_some(), has("transparency"));
    }
    // What is too large for a segment of JPEG is left out and named.
    let large = Facts { xmp: Some(vec![b'x'; 70_000]), ..facts };
    let file = file_of(rgb.clone(), 16, None, large);
    assert!(file.lost_in(PictureKind::Jpeg).contains(&"XMP"));
    assert!(!file.lost_in(PictureKind::Png).contains(&"XMP"));
    assert_eq!(opened(&file.written(&rgb, PictureKind::Jpeg, 8).expect("a picture")).facts.xmp, None);
}

#[test]
fn what_cannot_be_written_is_refused_in_words() {
    let rgb = picture(40, 30, 8);
    let file = file_of(rgb.clone(), 8, Some(rgb[0].clone()), Facts::default());
    let refused = |rgb: &Rgb16, kind, bits| file.written(rgb, kind, bits).expect_err("refused").to_string();
    assert!(refused(&rgb, PictureKind::Png, 16).contains("no more"));
    assert!(refused(&rgb, PictureKind::Jpeg, 16).contains("8 bits a channel at most"));
    assert!(refused(&rgb, PictureKind::Png, 12).contains("not 12"));
    let other = picture(41, 30, 8);
    assert!(refused(&other, PictureKind::Png, 8).contains("another size"));
    assert!(file.with_change(&rgb, &rgb, &other).is_err());
    let wide = [0; 3].map(|_| Plane::new(70_000, 1));
    let file = file_of(wide.clone(), 8, None, Facts::default());
    let words = file.written(&wide, PictureKind::Jpeg, 8).expect_err("too wide").to_string();
    assert!(words.contains("65535") && words.contains("TIFF"), "{words}");
    // Bombs: a head that promises more than its bytes can hold, or than is read.
    let mut bytes = png((8, 8), ColorType::Rgb, BitDepth::Eight, &noise(192, 1));
    bytes[16..24].copy_from_slice(&[0, 0, 0x2f, 0xff, 0, 0, 0x2f, 0xff]);
    let mut sum = flate2::Crc::new();
    sum.update(&bytes[12..29]);
    bytes[29..33].copy_from_slice(&sum.sum().to_be_bytes());
    let words = read_bytes("bomb.png", &bytes).expect_err("a bomb").to_string();
    assert!(words.contains("bomb.png") && words.contains("cannot hold 12287×12287"), "{words}");
    let words = read_within("a.png", &bytes, 1_000_000).expect_err("too large").to_string();
    assert!(words.contains("12287×12287 pixels: 1 million at most"), "{words}");
    assert!(read_bytes("a.txt", b"no picture").is_err_and(|error| error.to_string().contains("PNG, JPEG")));
}

#[test]
fn colours_stay_what_they_were() {
    let rgb = picture(160, 90, 16);
    for icc in [
        ColorProfile::new_display_p3(),
        ColorProfile::new_adobe_rgb(),
        ColorProfile::new_pro_photo_rgb(),
        ColorProfile::new_bt2020(),
    ] {
        let facts = Facts { icc: Some(profile(&icc)), ..Facts::default() };
        let wide = file_of(rgb.clone(), 16, None, facts);
        let name = wide.profile().to_string();
        // All of sRGB lies within these: there and back is the same.
        let own = wide.from_srgb(&rgb).expect("codes");
        let back = wide.as_srgb(&own).expect("codes");
        let off = most(&rgb, &back);
        assert!(off <= 66, "{name}: {off} of 65535");
        // In their own codes, too, where sRGB holds them.
        let again = wide.from_srgb(&back).expect("codes");
        let off = most(&own, &again);
        assert!(off <= 66, "{name}: {off} of 65535");
        // A change in sRGB leaves alone what it does not change, whatever that is.
        let srgb = wide.as_srgb(&rgb).expect("codes");
        let mut after = srgb.clone().into_owned();
        after[1].row_mut(7)[20] = 40_000;
        let changed = wide.with_change(&rgb, &srgb, &after).expect("codes");
        let moved = (0..3).map(|c| {
            changed[c]
                .samples()
                .iter()
                .zip(rgb[c].samples())
                .enumerate()
                .filter(|(_, (a, b))| a != b)
                .map(|(at, _)| at)
                .collect::<Vec<_>>()
        });
        assert!(moved.flatten().all(|at| at == 7 * 160 + 20), "{name}");
        // From one to another and back.
        let other = file_of(
            own.clone().into_owned(),
            16,
            None,
            Facts { icc: Some(profile(&ColorProfile::new_pro_photo_rgb())), ..Facts::default() },
        );
        let there = file_of(wide.from_srgb(&rgb).expect("codes").into_owned(), 16, None, wide.facts.clone());
        let there = there.into_profile_of(&other).expect("codes");
        let seen = other.as_srgb(&there).expect("codes");
        assert!(most(&rgb, &seen) <= 66, "{name}: {}", most(&rgb, &seen));
    }
}

/// The largest difference of two pictures, of 65535.
fn most(one: &Rgb16, two: &Rgb16) -> u16 {
    let pairs = one.iter().zip(two).flat_map(|(a, b)| a.samples().iter().zip(b.samples()));
    pairs.map(|(a, b)| a.abs_diff(*b)).max().unwrap_or_default()
}
