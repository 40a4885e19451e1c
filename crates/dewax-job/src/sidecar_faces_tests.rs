//! Faces and locks survive the way into a file and back, and no file can do harm.

use super::*;
use crate::sidecar::{read_analysis, write_analysis};
use dewax::analysis::Analyser;
use dewax::clip::Picture;
use dewax::demo::{DrawnFace, Flaws};
use dewax::face::tint::Tint;
use dewax::face::{FaceState, Likeness, MESH_POINTS, Mesh, Mode, PERSON_CELLS, Scores, Square, Surface};
use dewax::facts::ShotFacts;
use dewax::px::{Frame, Plane, Window};
use dewax::shelf::Shelf;
use dewax::skin::given::from_luma;
use dewax::step::{Context, FaceFilter, Step};
use dewax::steps::calm::Calm;
use dewax_media::guard::Guard;

/// An analysis with one face, held in every way that there is, and the lock of its skin.
fn analysis() -> Analysis {
    let face = DrawnFace::new(192, 128, 4).with_flaws(Flaws::plastic());
    let mut analyser = Analyser::new(face.picture(), 24.0, None);
    (0..4).for_each(|i| analyser.push(&face.frame(i)));
    let mut analysis = analyser.finish(face.clip(), dewax::VERSION);
    let state = |mode, mesh| FaceState {
        mode,
        weight: if mode == Mode::Lost { 0.0 } else { 1.0 },
        square: Square::upright(48.0, 30.0, 40.0),
        iod_px: 12.5,
        scores: Scores { flag: 0.9, look: 0.8, spread: 0.01, jump: 0.02 },
        mesh,
        skin: Some(Tint { mean: [0.5, -0.1, 0.1, 0.3], covariance: [0.01; 10] }),
        person: vec![200; PERSON_CELLS * PERSON_CELLS].into(),
        hands: Vec::new(),
    };
    let raw: Vec<[f32; 3]> =
        (0..MESH_POINTS).map(|i| [i as f32 * 0.1, 30.0 - i as f32 * 0.01, 1.5]).collect();
    let track = FaceTrack {
        id: 3,
        first_frame: 1,
        states: vec![
            state(Mode::Mesh, Some(Mesh::from_raw(raw).into())),
            state(Mode::BoxOnly, None),
            state(Mode::Lost, None),
        ],
        others: vec![Surface { tint: Tint::default(), of_person: 0.5 }],
        like: vec![Likeness { id: 1, score: 0.8, distance: Some(0.2) }],
        dropped: false,
    };
    let facts = &mut analysis.shots[0];
    facts.faces.tracks = vec![track];
    let triangle = vec![0u16, 1, 2];
    facts.faces.topology = Some(Arc::new(Topology {
        triangles: vec![[0, 1, 2], [2, 3, 1]],
        oval: triangle.clone(),
        lips_outer: triangle.clone(),
        lips_inner: triangle.clone(),
        right_eye: triangle.clone(),
        left_eye: triangle.clone(),
        right_brow: triangle.clone(),
        left_brow: triangle,
    }));
    facts.face_tracks = 1;
    assert!(facts.locks.iter().any(|l| l.held(2).is_some()), "the skin is locked");
    analysis
}

#[test]
fn an_analysis_comes_back_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let analysis = analysis();
    analysis.check().unwrap();
    let mut files = Guard::new(true).folder(folder.path(), &[]).unwrap();
    write_analysis(&mut files, &analysis).unwrap();
    let path = folder.path().join("analysis.json");
    assert!(read_analysis(&path).unwrap() == analysis, "too long to be printed");
    // Without its faces an analysis is not whole, and says so.
    std::fs::remove_file(folder.path().join("faces.bin")).unwrap();
    assert!(read_analysis(&path).unwrap_err().to_string().contains("faces.bin"));
    // A file that was cut off is refused by its checksum.
    write_analysis(&mut files, &analysis).unwrap();
    let faces = folder.path().join("faces.bin");
    let bytes = std::fs::read(&faces).unwrap();
    std::fs::write(&faces, &bytes[..bytes.len() - 1]).unwrap();
    assert!(read_analysis(&path).unwrap_err().to_string().contains("checksum"));
    // A figure that was changed by a hand or a bad disk is seen, although the text is still an analysis.
    std::fs::write(&faces, &bytes).unwrap();
    let text = std::fs::read_to_string(&path).unwrap();
    let changed = text.replacen("\"skin_share\": 0.", "\"skin_share\": 0.1", 1);
    assert_ne!(text, changed);
    std::fs::write(&path, changed).unwrap();
    assert!(read_analysis(&path).unwrap_err().to_string().contains("not as it was written"));
    // Without a face there are locks to be kept all the same.
    let mut faceless = analysis.clone();
    (faceless.shots[0].face_tracks, faceless.shots[0].faces) = (0, ShotFaces::default());
    write_analysis(&mut files, &faceless).unwrap();
    assert!(read_analysis(&path).unwrap() == faceless);
    // Nor is one without both taken for whole by halves.
    let mut none = analysis.clone();
    (none.shots[0].face_tracks, none.shots[0].faces) = (0, ShotFaces::default());
    (none.shots[0].lock_summaries, none.shots[0].locks) = (Vec::new(), Vec::new());
    write_analysis(&mut files, &none).unwrap();
    assert_eq!(read_analysis(&path).unwrap(), none);
}

/// The frames of the clip with a mask over everything.
fn masked(picture: &Picture) -> Vec<Arc<Frame>> {
    let mut whole = Plane::new(picture.format.width, picture.format.height);
    whole.samples_mut().fill(u16::MAX);
    let skin = Arc::new(from_luma(picture, &whole, &picture.levels));
    let face = DrawnFace::new(192, 128, 4).with_flaws(Flaws::plastic());
    let with_skin = |i: usize| {
        let mut frame = face.frame(i);
        frame.skin = Some(skin.clone());
        Arc::new(frame)
    };
    (0..4).map(with_skin).collect()
}

/// Lets `calm` follow the locks, whatever they say; whether it does anything.
fn treat(picture: &Picture, facts: &ShotFacts, frames: &[Arc<Frame>]) -> bool {
    let calm = Calm { auto: false, ..Calm::default() };
    let mut out = (*frames[1]).clone();
    let context = Context { picture, facts, seed: 1, faces: FaceFilter::All, shelf: &Shelf::default() };
    calm.apply(&context, &Window::new(frames, 1), &mut out);
    let (low, high) = picture.levels.legal;
    assert!(out.luma().samples().iter().all(|&s| (low..=high).contains(&f32::from(s))));
    !out.same_picture(&frames[1])
}

/// How many mutations; `DEWAX_FUZZ_COUNT` asks for more.
fn rounds() -> usize {
    std::env::var("DEWAX_FUZZ_COUNT").ok().and_then(|n| n.parse().ok()).unwrap_or(3000)
}

#[test]
fn damaged_faces() {
    let analysis = analysis();
    let text = dewax_media::json::to_json(&analysis);
    let sha256 = Sha256::digest(&text).into();
    let whole = to_bytes(&analysis, text.as_bytes()).unwrap()[HEAD_BYTES..].to_vec();
    crate::fuzz::damaged("faces.bin", 1_000, &[whole], |bytes| {
        let mut mutant = analysis.clone();
        add_content(&mut mutant, bytes, sha256).is_ok() && mutant.check().is_ok()
    });
}

#[test]
fn mutated_files_do_no_harm() {
    let analysis = analysis();
    let text = dewax_media::json::to_json(&analysis);
    let (bytes, sha256) = (to_bytes(&analysis, text.as_bytes()).unwrap(), Sha256::digest(&text).into());
    let mut state = 1u64;
    let mut random = move |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below.max(1)
    };
    let picture = analysis.clip.picture();
    let frames = masked(&picture);
    let frame = &*frames[1];
    assert!(treat(&picture, &analysis.shots[0], &frames), "a lock that is whole is followed");
    let (mut read, mut whole, mut followed) = (0, 0, 0);
    // Steps take long: a long run has more of what is only read.
    let every = (rounds() / 400).max(8);
    for round in 0..rounds() {
        let mut bad = if round % 2 == 0 { bytes[HEAD_BYTES..].to_vec() } else { text.clone().into_bytes() };
        for _ in 0..=random(4) {
            let at = random(bad.len());
            match random(5) {
                0 => bad.truncate(at),
                1 => bad.splice(at..(at + random(8)).min(bad.len()), []).for_each(drop),
                2 => bad.insert(at.min(bad.len()), random(256) as u8),
                _ if !bad.is_empty() => bad[at] ^= 1 << random(8),
                _ => {}
            }
            if bad.is_empty() {
                break;
            }
        }
        let mut mutant = analysis.clone();
        if round % 2 == 0 {
            if add_content(&mut mutant, &bad, sha256).is_err() {
                continue;
            }
        } else {
            let Ok(parsed) = serde_json::from_slice::<Analysis>(&bad) else { continue };
            mutant = parsed;
            for (mutant, whole) in mutant.shots.iter_mut().zip(&analysis.shots) {
                (mutant.faces, mutant.locks) = (whole.faces.clone(), whole.locks.clone());
            }
        }
        read += 1;
        if mutant.check().is_err() {
            continue;
        }
        whole += 1;
        // What passes the check must be fit for use.
        if whole % every == 0 && mutant.clip.format == analysis.clip.format {
            let facts = &mutant.shots[0];
            let mask = facts.skin_search();
            if let Some(found) = mask.find(&picture, &facts.faces, frame) {
                assert!(found.weights.samples().iter().all(|w| (0.0..=1.0).contains(w)));
            }
            followed += usize::from(treat(&picture, facts, &frames));
        }
    }
    assert!(
        read > 0 && whole > 0 && followed > 0,
        "{read} read, {whole} whole, {followed} followed: the mutations are too coarse to test anything"
    );
}
