//! Picture files beside Pillow, tifffile and LittleCMS: what they write dewax reads, and what dewax writes they read. Needs a Python with
//! pillow, tifffile, numpy and opencv (`DEWAX_PYTHON`, else `python3`); without it says so.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test that fails says so by panicking, and one that is skipped too"
)]

use dewax::px::{Plane, Rgb16};
use dewax_media::picture_file::{PictureFile, PictureKind, read, read_bytes};
use moxcms::ColorProfile;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;

fn python() -> Option<PathBuf> {
    let python = std::env::var_os("DEWAX_PYTHON").map_or_else(|| PathBuf::from("python3"), PathBuf::from);
    let modules = "import numpy, tifffile, cv2; from PIL import Image, ImageCms; Image.init(); assert 'WEBP' in Image.SAVE";
    let there = Command::new(&python).args(["-c", modules]).output().is_ok_and(|out| out.status.success());
    if !there {
        println!("SKIPPED: DEWAX_PYTHON has no pillow, tifffile, numpy and opencv");
    }
    there.then_some(python)
}

fn said(python: &Path, arguments: &[&str]) -> String {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scripts/picture_files.py");
    let out = Command::new(python).arg(script).args(arguments).output().unwrap();
    assert!(out.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8(out.stdout).unwrap()
}

/// All codes, pixel by pixel.
fn codes(planes: &[&Plane<u16>]) -> Vec<u16> {
    (0..planes[0].samples().len())
        .flat_map(|at| planes.iter().map(move |plane| plane.samples()[at]))
        .collect()
}

fn raw(path: &Path) -> Vec<u16> {
    std::fs::read(path).unwrap().chunks(2).map(|two| u16::from_le_bytes([two[0], two[1]])).collect()
}

/// How far two lists of codes lie apart at most and on average, in codes of 8 bits.
fn off(one: &[u16], two: &[u16]) -> (f64, f64) {
    assert_eq!(one.len(), two.len());
    let all = || one.iter().zip(two).map(|(a, b)| f64::from(a.abs_diff(*b)) / 257.0);
    (all().fold(0.0, f64::max), all().sum::<f64>() / one.len() as f64)
}

#[test]
fn what_others_write_is_read() {
    let Some(python) = python() else { return };
    let folder = tempfile::tempdir().unwrap();
    let list = said(&python, &["make", folder.path().to_str().unwrap()]);
    let mut seen = 0;
    for line in list.lines() {
        let line: Value = serde_json::from_str(line).unwrap();
        let name = line["name"].as_str().unwrap();
        let path = folder.path().join(name);
        seen += 1;
        if let Some(words) = line["refused"].as_str() {
            let error = read(&path).unwrap_err().to_string();
            assert!(error.contains(words) && error.contains(name), "{error}");
            continue;
        }
        let file = read(&path).unwrap();
        let number = |key: &str| line[key].as_u64().unwrap() as usize;
        assert_eq!((file.width(), file.height()), (number("width"), number("height")), "{name}");
        assert_eq!(usize::from(file.bits), number("bits"), "{name}");
        assert_eq!(
            (file.is_grey, file.alpha.is_some()),
            (line["grey"] == true, line["alpha"] == true),
            "{name}"
        );
        let colours = if file.is_grey { 1 } else { 3 };
        let planes: Vec<&Plane<u16>> = file.rgb.iter().take(colours).chain(&file.alpha).collect();
        let (most, mean) = off(&codes(&planes), &raw(&folder.path().join(format!("{name}.raw"))));
        let (most_wanted, mean_wanted) = (line["most"].as_f64().unwrap(), line["mean"].as_f64().unwrap());
        println!("{name}: off by {most:.1} at most, {mean:.3} on average");
        assert!(most <= most_wanted && mean <= mean_wanted, "{name}: {most} at most, {mean} on average");
        assert_eq!(file.turned, name.starts_with("turned") && !name.starts_with("turned1."), "{name}");
        refuses_parts_of(&path, name);
    }
    assert!(seen > 60, "only {seen} files");
}

/// A file that is cut off anywhere is refused in words.
fn refuses_parts_of(path: &Path, name: &str) {
    let bytes = std::fs::read(path).unwrap();
    // Where TIFF keeps its list of entries in front, its end may be missing and nothing with it; so may bytes that fill up.
    for share in [0.02, 0.3, 0.6, 0.9] {
        let cut = &bytes[..(bytes.len() as f64 * share) as usize];
        let error = read_bytes(name, cut).map(|file| file.notes).unwrap_err().to_string();
        assert!(error.contains(name) && error.len() > 40, "{name} at {share}: {error}");
    }
}

/// A picture as a file of this profile.
fn of_profile(icc: &ColorProfile, bits: u8) -> PictureFile {
    let (width, height) = (61usize, 47usize);
    let data: Vec<u8> =
        (0..width * height * 3 * usize::from(bits / 8)).map(|i| (i * i / 7 + i * 13) as u8).collect();
    let mut out = Vec::new();
    let mut info = png::Info::with_size(width as u32, height as u32);
    info.color_type = png::ColorType::Rgb;
    info.bit_depth = if bits == 16 { png::BitDepth::Sixteen } else { png::BitDepth::Eight };
    info.icc_profile = Some(icc.encode().unwrap().into());
    let mut writer = png::Encoder::with_info(&mut out, info).unwrap().write_header().unwrap();
    writer.write_image_data(&data).unwrap();
    writer.finish().unwrap();
    read_bytes("profiled.png", &out).unwrap()
}

fn profiles() -> [(&'static str, ColorProfile); 5] {
    [
        ("sRGB", ColorProfile::new_srgb()),
        ("Display P3", ColorProfile::new_display_p3()),
        ("Adobe RGB", ColorProfile::new_adobe_rgb()),
        ("ProPhoto RGB", ColorProfile::new_pro_photo_rgb()),
        ("Rec. 2020", ColorProfile::new_bt2020()),
    ]
}

#[test]
fn profiles_lead_where_littlecms_leads() {
    let Some(python) = python() else { return };
    let folder = tempfile::tempdir().unwrap();
    for (name, icc) in profiles() {
        let file = of_profile(&icc, 8);
        assert_eq!((file.profile().name.as_str(), file.profile().is_stated), (name, true));
        let (own, seen) = (folder.path().join("a.png"), folder.path().join("a.raw"));
        std::fs::write(&own, file.written(&file.rgb, PictureKind::Png, 8).unwrap()).unwrap();
        let srgb = file.as_srgb(&file.rgb).unwrap();
        let bytes: Vec<u8> = codes(&srgb.each_ref()).into_iter().flat_map(u16::to_le_bytes).collect();
        std::fs::write(&seen, bytes).unwrap();
        let answer = said(&python, &["srgb", own.to_str().unwrap(), seen.to_str().unwrap()]);
        let answer: Value = serde_json::from_str(&answer).unwrap();
        println!("{name}: {answer}");
        // LittleCMS answers in 8 bits, and counts in fixed point.
        assert!(answer["most"].as_f64().unwrap() <= 1.6, "{name}: {answer}");
    }
}

#[test]
fn what_is_written_others_read() {
    let Some(python) = python() else { return };
    let folder = tempfile::tempdir().unwrap();
    for (kind, bits, most, mean) in [
        (PictureKind::Png, 8, 0.0, 0.0),
        (PictureKind::Png, 16, 0.0, 0.0),
        (PictureKind::Tiff, 8, 0.0, 0.0),
        (PictureKind::Tiff, 16, 0.0, 0.0),
        (PictureKind::Webp, 8, 0.0, 0.0),
        (PictureKind::Jpeg, 8, 2000.0, 250.0),
    ] {
        let file = of_profile(&ColorProfile::new_display_p3(), bits);
        let rgb: Rgb16 = std::array::from_fn(|c| {
            let code = |x: usize, y: usize| ((x * 700 + y * 300 + c * 9000) % 65536) as u16;
            Plane::from_fn(61, 47, |x, y| if bits == 8 { code(x, y) / 257 * 257 } else { code(x, y) })
        });
        let path = folder.path().join(format!("a.{}", kind.endings()[0]));
        let seen = folder.path().join("b.raw");
        std::fs::write(&path, file.written(&rgb, kind, bits).unwrap()).unwrap();
        let bytes: Vec<u8> = codes(&rgb.each_ref()).into_iter().flat_map(u16::to_le_bytes).collect();
        std::fs::write(&seen, bytes).unwrap();
        let answer =
            said(&python, &["read", path.to_str().unwrap(), seen.to_str().unwrap(), &bits.to_string()]);
        let answer: Value = serde_json::from_str(&answer).unwrap();
        println!("{kind:?} {bits}: {answer}");
        assert!(
            answer["most"].as_f64().unwrap() <= most && answer["mean"].as_f64().unwrap() <= mean,
            "{answer}"
        );
        let icc = ColorProfile::new_display_p3().encode().unwrap();
        assert_eq!(answer["said"][0][0].as_u64(), Some(icc.len() as u64), "{kind:?}");
    }
}
