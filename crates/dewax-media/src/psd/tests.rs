//! Photoshop documents that are written, read again part by part.

use super::*;
use flate2::read::ZlibDecoder;
use std::io::Read;
use std::process::Command;

/// A picture of 37 by 21 pixels, of which no two planes are alike.
fn plane(salt: usize) -> Plane<u16> {
    Plane::from_fn(37, 21, |x, y| ((x * 1777 + y * y * 311 + salt * 7919) % 65536) as u16)
}

fn rgb(salt: usize) -> Rgb16 {
    [plane(salt), plane(salt + 1), plane(salt + 2)]
}

/// A base, and above it a folder with a texture under a mask and a layer that is not seen; merged as such layers add up.
fn document() -> Document {
    let (base, texture, mask) = (rgb(1), rgb(5), plane(9));
    let merged = std::array::from_fn(|c| {
        Plane::from_fn(37, 21, |x, y| {
            let at = |plane: &Plane<u16>| f64::from(plane.row(y)[x]) / 65535.0;
            let (below, on) = (at(&base[c]), at(&texture[c]));
            let lit = (below + 2.0 * on - 1.0).clamp(0.0, 1.0);
            ((below + at(&mask) * (lit - below)) * 65535.0).round() as u16
        })
    });
    let texture = Layer {
        name: "texture — peau".into(),
        blend: Blend::LinearLight,
        hidden: false,
        rgb: texture,
        mask: Some(mask),
    };
    let source =
        Layer { name: "source".into(), blend: Blend::Normal, hidden: true, rgb: rgb(20), mask: None };
    let base = Layer { name: "base".into(), blend: Blend::Normal, hidden: false, rgb: base, mask: None };
    Document {
        merged,
        entries: vec![Entry::Layer(base), Entry::Group("dewax".into(), vec![texture, source])],
    }
}

fn facts() -> Facts {
    // An IPTC record behind another of Photoshop's facts, whose name and content are of odd length.
    let iptc = b"8BIM\x03\xed\x02ab\x00\x00\x00\x00\x03xyz\x008BIM\x04\x04\x00\x00\x00\x00\x00\x05hello\x00";
    Facts {
        icc: Some(vec![7; 131]),
        xmp: Some(b"<x/>".to_vec()),
        iptc: Some(iptc.to_vec()),
        density: Some((11811, 11811)),
        ..Facts::default()
    }
}

/// Reads big-endian numbers off the front.
struct Reader<'a>(&'a [u8], bool);

impl<'a> Reader<'a> {
    fn take(&mut self, bytes: usize) -> &'a [u8] {
        let (own, rest) = self.0.split_at(bytes);
        self.0 = rest;
        own
    }

    fn number(&mut self, bytes: usize) -> u64 {
        self.take(bytes).iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte))
    }

    fn wide(&mut self) -> usize {
        self.number(if self.1 { 8 } else { 4 }) as usize
    }
}

/// The planes of all layers, bottom first, and what is behind them: a reader of its own, as slow and plain as can be.
fn read(bytes: &[u8], is_psb: bool) -> (Vec<Vec<Vec<u16>>>, Vec<u16>) {
    let mut all = Reader(bytes, is_psb);
    assert_eq!(all.take(4), b"8BPS");
    assert_eq!(all.number(2), if is_psb { 2 } else { 1 });
    all.take(6);
    assert_eq!(
        [all.number(2), all.number(4), all.number(4), all.number(2), all.number(2)],
        [3, 21, 37, 16, 3]
    );
    assert_eq!(all.number(4), 0);
    let length = all.number(4) as usize;
    all.take(length);
    let length = all.wide();
    let mut section = Reader(all.take(length), is_psb);
    assert_eq!((section.wide(), section.number(4)), (0, 0));
    assert_eq!(section.take(8), b"8BIMLr16");
    let length = section.wide();
    let mut info = Reader(section.take(length), is_psb);
    assert!(section.0.is_empty());
    let count = info.number(2);
    let mut lengths = Vec::new();
    for _ in 0..count {
        let sides: Vec<u64> = (0..4).map(|_| info.number(4)).collect();
        let channels = info.number(2);
        let own: Vec<(u64, usize)> = (0..channels).map(|_| (info.number(2), info.wide())).collect();
        info.take(12);
        let rest = info.number(4) as usize;
        info.take(rest);
        lengths.push((sides[2] > 0, own));
    }
    let planes = lengths.iter().map(|(has_pixels, own)| {
        let channel = |(_, length): &(u64, usize)| {
            let mut own = Reader(info.take(*length), is_psb);
            let packing = own.number(2);
            assert_eq!(packing, if *has_pixels { 3 } else { 0 });
            let mut raw = Vec::new();
            if *has_pixels {
                ZlibDecoder::new(own.0).read_to_end(&mut raw).expect("a packed plane");
            }
            let rows = raw.chunks(2 * 37).flat_map(|row| {
                row.chunks(2).scan(0u16, |left, pair| {
                    *left = left.wrapping_add(u16::from_be_bytes([pair[0], pair[1]]));
                    Some(*left)
                })
            });
            rows.collect::<Vec<u16>>()
        };
        own.iter().map(channel).collect::<Vec<_>>()
    });
    let planes = planes.collect();
    assert_eq!(all.number(2), 0);
    (planes, all.0.chunks(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect())
}

#[test]
fn layers_masks_and_the_flat_picture_come_back_as_they_went_in() {
    let document = document();
    for is_psb in [false, true] {
        let bytes = file(&document, &facts(), is_psb).expect("a small picture");
        let (layers, merged) = read(&bytes, is_psb);
        // Base; what is below the folder; texture and source in it; the folder.
        assert_eq!(layers.iter().map(Vec::len).collect::<Vec<_>>(), [3, 4, 4, 3, 4]);
        let Entry::Group(_, members) = &document.entries[1] else { panic!("a folder") };
        let texture = members[0].rgb.iter().chain(&members[0].mask);
        for (plane, found) in texture.zip(&layers[2]) {
            assert_eq!(plane.samples(), found);
        }
        let flat: Vec<u16> = document.merged.iter().flat_map(|plane| plane.samples().to_vec()).collect();
        assert_eq!(flat, merged);
        for fact in [&[7; 131][..], b"<x/>", b"hello"] {
            assert!(bytes.windows(fact.len()).any(|part| part == fact));
        }
    }
}

#[test]
fn what_does_not_fit_is_refused() {
    assert!(!is_psb(Path::new("a/b.PSD")).expect("a PSD") && is_psb(Path::new("b.psb")).expect("a PSB"));
    assert!(is_psb(Path::new("b.tif")).is_err_and(|error| error.to_string().contains(".psd")));
    let mut other = document();
    other.merged[2] = Plane::new(36, 21);
    assert!(matches!(file(&other, &facts(), false), Err(PsdError::Size)));
    let wide = [0; 3].map(|_| Plane::new(30_001, 1));
    let wide = Document { merged: wide, entries: Vec::new() };
    let error = file(&wide, &facts(), false).expect_err("too wide").to_string();
    assert!(error.contains("30001×1") && error.contains(".psb"), "{error}");
    assert!(file(&wide, &facts(), true).is_ok());
}

#[test]
fn captions_are_found_among_facts_and_broken_ones_are_none() {
    let facts = facts();
    let all = facts.iptc.as_deref().expect("facts");
    assert_eq!(captions(all), Some(&b"hello"[..]));
    for end in 0..all.len() - 6 {
        assert_eq!(captions(&all[..end]), None, "{end}");
    }
}

#[test]
fn psd_tools_reads_the_same_layers() {
    let python = std::env::var_os("DEWAX_PYTHON").unwrap_or_else(|| "python3".into());
    let there = Command::new(&python).args(["-c", "import psd_tools, numpy"]).output();
    if !there.is_ok_and(|out| out.status.success()) {
        println!("SKIPPED psd_tools: DEWAX_PYTHON has no psd-tools");
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let document = document();
    let raw = |planes: &[Plane<u16>]| -> Vec<u8> {
        planes.iter().flat_map(|plane| plane.samples()).flat_map(|sample| sample.to_le_bytes()).collect()
    };
    let Entry::Group(_, members) = &document.entries[1] else { panic!("a folder") };
    let at = |name: &str| folder.path().join(name);
    std::fs::write(at("merged"), raw(&document.merged)).expect("written");
    std::fs::write(at("texture"), raw(&members[0].rgb)).expect("written");
    std::fs::write(at("mask"), raw(members[0].mask.as_slice())).expect("written");
    for (name, is_psb) in [("a.psd", false), ("a.psb", true)] {
        std::fs::write(at(name), file(&document, &facts(), is_psb).expect("a picture")).expect("written");
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scripts/psd.py");
        let out = Command::new(&python).arg(script).arg(at(name)).output().expect("a Python");
        let said = String::from_utf8_lossy(&out.stdout).into_owned() + &String::from_utf8_lossy(&out.stderr);
        println!("{name}: {said}");
        assert!(out.status.success(), "{said}");
    }
}
