//! Tests of: The codecs and containers that are written: one row of [`TABLE`] each. Whoever adds a codec adds a row and its name.

use super::*;

#[test]
fn every_codec_has_one_row_and_its_name_is_the_one_in_files() {
    for (at, row) in TABLE.iter().enumerate() {
        assert!(TABLE[..at].iter().all(|other| other.codec != row.codec && other.name != row.name));
        assert!(
            !row.encoder.is_empty()
                && !row.title.is_empty()
                && !row.depths.is_empty()
                && !row.into.is_empty(),
            "{}",
            row.name
        );
        assert_eq!(serde_json::to_value(row.codec).unwrap(), row.name);
        assert_eq!(Codec::named(&row.name.to_uppercase()), Some(row.codec));
        // What is written under the usual ending is found again by it.
        assert!(row.codec.container(row.codec.ending()).is_some(), "{}", row.name);
    }
    // An enum's last value: with its place in the table, none can be missing.
    assert_eq!(Codec::Exr as usize + 1, TABLE.len());
}

#[test]
fn endings_ask_for_the_usual_codec() {
    let asked = |ending| Codec::of_ending(ending).map(Codec::name);
    let expected = [
        ("mov", "prores"),
        ("mp4", "h264"),
        ("m4v", "h264"),
        ("mkv", "ffv1"),
        ("png", "png"),
        ("jpeg", "jpg"),
        ("jpg", "jpg"),
        ("tif", "tiff"),
        ("tiff", "tiff"),
        ("exr", "exr"),
    ];
    for (ending, name) in expected {
        assert_eq!(asked(ending), Some(name), "{ending}");
    }
    assert_eq!((asked("avi"), asked("")), (None, None));
    assert_eq!(Codec::H265.endings_in_words(), ".mp4, .mov or .mkv");
    assert_eq!(Codec::Prores4444.endings_in_words(), ".mov or .mkv");
    assert_eq!(
        (Codec::Jpeg.endings_in_words(), Codec::Tiff.endings_in_words()),
        (".jpg".into(), ".tif".into())
    );
    assert_eq!((Codec::Ffv1.container("mp4"), Codec::Png.container("mov")), (None, None));
    assert_eq!(Codec::H264.container("m4v"), Some(Container::Mp4));
}

#[test]
fn a_file_grows_with_the_picture_its_depth_and_the_rate() {
    let layout = |bits| Layout { planes: Planes::Ycc(Subsampling::C422), bits, alpha: false };
    let full = Codec::Prores422Hq.rough_bits_per_pixel(1920 * 1080, &layout(10), 0.0);
    // 220 Mbit/s at 29.97 frames a second, says Apple's paper.
    assert!((full * 1920.0 * 1080.0 * 29.97 / 220e6 - 1.0).abs() < 0.1, "{full}");
    assert!(Codec::Prores422Hq.rough_bits_per_pixel(256 * 256, &layout(10), 0.0) > 1.5 * full);
    let h264 = |finer| Codec::H264.rough_bits_per_pixel(1, &layout(8), finer);
    assert!((h264(6.0) / h264(0.0) - 2.0).abs() < 1e-9);
    let ffv1 = |bits| Codec::Ffv1.rough_bits_per_pixel(1, &layout(bits), 0.0);
    assert!(ffv1(16) > ffv1(8));
}
