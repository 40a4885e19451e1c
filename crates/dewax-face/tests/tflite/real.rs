//! The real face models on a made picture, where they are installed: against LiteRT and mediapipe.

use super::{apart, goldens};
use dewax::kernels::simd;
use dewax_face::tflite::Model;
use std::path::PathBuf;

/// Names of the models, the size of their pictures, and whether numbers run from −1 to 1, not 0 to 1.
const MODELS: [(&str, usize, bool); 6] = [
    ("face_detection_short_range", 128, true),
    ("face_detection_full_range_sparse", 192, true),
    ("face_landmark_with_attention", 192, false),
    ("selfie_segmentation", 256, false),
    ("palm_detection_full", 192, false),
    ("hand_landmark_full", 224, false),
];

/// Names and bytes of the models in `$DEWAX_MODELS`, else in the user's folder. Says so where there are none.
pub(crate) fn models_for_tests() -> Option<Vec<(&'static str, Vec<u8>)>> {
    let folder = folder();
    let read = |name: &'static str| Some((name, std::fs::read(folder.join(format!("{name}.tflite"))).ok()?));
    let models: Option<Vec<_>> = MODELS.iter().map(|(name, _, _)| read(name)).collect();
    if models.is_none() {
        eprintln!("SKIPPED: no face models in {}; `dewax models install` puts them there", folder.display());
    }
    models
}

fn folder() -> PathBuf {
    let home =
        || PathBuf::from(std::env::var_os("HOME").unwrap_or_default()).join(".local/share/dewax/models");
    std::env::var_os("DEWAX_MODELS").map_or_else(home, PathBuf::from)
}

/// A picture that the models take for a face: a soft disc with two dark spots and a red one, on a gradient, in 8 bits.
fn picture(size: usize, signed: bool) -> Vec<f32> {
    let soft = |u: f64, v: f64, [x, y, rx, ry]: [f64; 4]| {
        let (du, dv) = ((u - x) / rx, (v - y) / ry);
        ((1.3 - (du * du + dv * dv)) / 0.6).clamp(0.0, 1.0)
    };
    let channels = [[0.35, 0.85, 0.15, 0.6], [0.45, 0.65, 0.1, 0.2], [0.55, 0.55, 0.1, 0.25]];
    let number = |i: usize| {
        let u = ((i / 3 % size) as f64 + 0.5) / size as f64;
        let v = ((i / 3 / size) as f64 + 0.5) / size as f64;
        let [ground, skin, dark, lip] = channels[i % 3];
        let eyes = soft(u, v, [0.38, 0.42, 0.05, 0.035]).max(soft(u, v, [0.62, 0.42, 0.05, 0.035]));
        let mut p = ground * (0.5 + 0.5 * u) * (0.7 + 0.3 * v);
        p += (skin - p) * soft(u, v, [0.5, 0.5, 0.3, 0.38]);
        p += (dark - p) * eyes;
        p += (lip - p) * soft(u, v, [0.5, 0.68, 0.12, 0.035]);
        let code = (p * 255.0).round_ties_even() as f32 * (1.0 / 255.0);
        if signed { code * 2.0 - 1.0 } else { code }
    };
    (0..size * size * 3).map(number).collect()
}

#[test]
fn real_models_agree_with_the_reference() {
    let Some(models) = models_for_tests() else { return };
    let goldens = goldens(include_str!("real_goldens.txt"));
    for ((name, size, signed), (_, bytes)) in MODELS.iter().zip(&models) {
        let model = Model::read(bytes).unwrap();
        let outputs = model.run(&picture(*size, *signed)).unwrap();
        for (i, numbers) in outputs.iter().enumerate() {
            let golden = goldens.iter().find(|g| g.model == *name && g.output == i).unwrap();
            let off = golden.off_by(numbers);
            eprintln!("{name}, output {i}: off by {off:.1e}");
            // Numbers up to 254; mediapipe's mask itself is off by 2e-4 from the textbook, and the hand models are the deepest.
            assert!(off <= 5e-4, "{name}, output {i} is off by {off}");
        }
    }
}

#[test]
fn real_models_agree_with_the_textbook_and_on_every_level() {
    let Some(models) = models_for_tests() else { return };
    for ((name, size, signed), (_, bytes)) in MODELS.iter().zip(&models) {
        let model = Model::read(bytes).unwrap();
        let input = picture(*size, *signed);
        let fast = model.run(&input).unwrap();
        for level in simd::levels_here() {
            assert!(
                simd::with_level(level, || model.run(&input).unwrap() == fast).unwrap(),
                "{name} at {level}"
            );
        }
        for (i, (fast, slow)) in fast.iter().zip(Model::run_slowly(bytes, &input).unwrap()).enumerate() {
            let off = apart(fast, &slow);
            eprintln!("{name}, output {i}: off by {off:.1e} from the textbook");
            assert!(off <= 5e-4, "{name}, output {i} is off by {off}");
        }
    }
}

#[test]
fn the_attention_model_tells_what_it_refines() {
    let Some(models) = models_for_tests() else { return };
    let subsets = Model::read(&models[2].1).unwrap().landmark_subsets();
    assert_eq!(subsets.iter().map(Vec::len).collect::<Vec<_>>(), [80, 71, 71]);
    assert_eq!((subsets[0][0], subsets[1][0], subsets[2][0]), (61, 33, 263));
}

/// The list of weights of the face descriptor and the weights, where they are installed. Says so where they are not.
pub(crate) fn descriptor_for_tests() -> Option<[Vec<u8>; 2]> {
    let read = |name: &str| std::fs::read(folder().join(name)).ok();
    let names = ["face_recognition_model-weights_manifest.json", "face_recognition_model.bin"];
    let [list, weights] = names.map(read);
    let both = list.zip(weights).map(<[Vec<u8>; 2]>::from);
    if both.is_none() {
        eprintln!("SKIPPED: no face descriptor in {}; `dewax models install --identity`", folder().display());
    }
    both
}

#[test]
fn the_descriptor_agrees_with_the_textbook_and_on_every_level() {
    let Some([list, weights]) = descriptor_for_tests() else { return };
    let model = Model::read_residual(&list, &weights).unwrap();
    // All layers of the real network, with what pools and centring take.
    assert_eq!(model.work(), 271_741_508);
    let input = picture(150, false);
    let fast = model.run(&input).unwrap();
    for level in simd::levels_here() {
        assert!(simd::with_level(level, || model.run(&input).unwrap() == fast).unwrap(), "at {level}");
    }
    let slow = Model::run_residual_slowly(&list, &weights, &input).unwrap();
    let off = apart(&fast[0], &slow[0]);
    eprintln!("descriptor: off by {off:.1e} from the textbook");
    // Its numbers are up to 0.4; their distances count in hundredths.
    assert!(fast[0].len() == 128 && off <= 1e-5, "off by {off}");
}

#[test]
fn a_damaged_descriptor_is_refused() {
    let Some([list, weights]) = descriptor_for_tests() else { return };
    for part in [0, 1, weights.len() / 2, weights.len() - 1] {
        assert!(Model::read_residual(&list, &weights[..part]).is_err());
    }
    assert!(Model::read_residual(&list, &[weights.as_slice(), &[0]].concat()).is_err());
    let text = String::from_utf8(list.clone()).unwrap();
    for (from, to) in [
        ("\"fc\"", "\"cf\""),
        ("[7,7,3,32]", "[7,7,4,24]"),
        ("[3,3,32,32]", "[3,3,9999999999,99999999999]"),
        ("conv64_down/conv1/scale/weights", "conv64_down/conv1/scale/weight"),
        ("\"uint8\"", "\"uint16\""),
        ("\"min\":", "\"max\":"),
        ("[256,128]", "[128,256]"),
    ] {
        let other = text.replacen(from, to, 1);
        assert!(other != text, "{from} is not in the list");
        assert!(Model::read_residual(other.as_bytes(), &weights).is_err(), "{from} as {to}");
    }
    // Damaged anywhere, it is read or refused, and nothing else.
    for at in (0..list.len()).step_by(331) {
        let mut other = list.clone();
        other[at] ^= 1 << (at % 7);
        let _ = Model::read_residual(&other, &weights);
    }
}
