//! Tables of colour beside OpenColorIO, tetrahedron by tetrahedron. Needs a Python with it (`DEWAX_PYTHON`, else `python3`): opencolorio;
//! without it says so.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test that fails says so by panicking, and one that is skipped too"
)]

use dewax_media::cube_file::ShowLut;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Reads each table and prints what becomes of every colour of the list.
const SCRIPT: &str = r#"
import json, sys
import PyOpenColorIO as ocio
folder = sys.argv[1]
colours = json.load(open(folder + "/colours.json"))
out = {}
for name in sys.argv[2:]:
    config = ocio.Config.CreateRaw()
    file = ocio.FileTransform(folder + "/" + name, interpolation=ocio.INTERP_TETRAHEDRAL)
    cpu = config.getProcessor(file).getOptimizedCPUProcessor(ocio.OPTIMIZATION_LOSSLESS)
    out[name] = [cpu.applyRGB(rgb) for rgb in colours]
json.dump(out, open(folder + "/theirs.json", "w"))
"#;

fn python() -> Option<PathBuf> {
    let python = std::env::var_os("DEWAX_PYTHON").map_or_else(|| PathBuf::from("python3"), PathBuf::from);
    let there = Command::new(&python).args(["-c", "import PyOpenColorIO"]).output();
    there.is_ok_and(|out| out.status.success()).then_some(python)
}

/// Numbers that look like chance, 0..1.
fn chance(state: &mut u64) -> f32 {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*state >> 40) as f32 / (1u64 << 24) as f32
}

/// Tables of 1, 3 and both, smooth as a look is and rough as none is.
fn tables(folder: &Path) -> Vec<&'static str> {
    let mut state = 7;
    let mut put = |name: &'static str, head: &str, count: usize, of: &dyn Fn(usize, f32) -> [f32; 3]| {
        let mut text = head.to_owned();
        for i in 0..count {
            let [r, g, b] = of(i, chance(&mut state));
            text += &format!("{r:.7} {g:.7} {b:.7}\n");
        }
        std::fs::write(folder.join(name), text).unwrap();
        name
    };
    let film = |side: usize| {
        move |i: usize, _: f32| {
            let at = |i: usize| (i % side) as f32 / (side - 1) as f32;
            let [r, g, b] = [at(i), at(i / side), at(i / side / side)];
            let s = |v: f32| v * v * (3.0 - 2.0 * v);
            [s(r) * 0.9 + 0.05 * g + 0.02, s(g) * 0.95 + 0.03 * b, s(b) * 0.8 + 0.1 * (1.0 - r)]
        }
    };
    let rough = |_: usize, chance: f32| [chance, 1.0 - chance * chance, (7.3 * chance).fract()];
    let curve = |count: usize| {
        move |i: usize, _: f32| {
            let v = i as f32 / (count - 1) as f32;
            [v.sqrt(), v * v, 1.0 - v]
        }
    };
    vec![
        put("film_33.cube", "# by hand\nTITLE \"film\"\nLUT_3D_SIZE 33\n", 33 * 33 * 33, &film(33)),
        put("film_2.cube", "LUT_3D_SIZE 2\n", 8, &film(2)),
        put("rough_9.cube", "LUT_3D_SIZE 9\n", 729, &rough),
        put(
            "domain_17.cube",
            "LUT_3D_SIZE 17\nDOMAIN_MIN -0.1 0 0.1\nDOMAIN_MAX 1.2 1 0.9\n",
            17 * 17 * 17,
            &film(17),
        ),
        put("curve_1024.cube", "LUT_1D_SIZE 1024\n", 1024, &curve(1024)),
        // As Resolve writes a shaper: rows of the line, then of the cube.
        put(
            "shaper_17.cube",
            "LUT_1D_SIZE 64\nLUT_1D_INPUT_RANGE -0.1 1.1\nLUT_3D_SIZE 17\nLUT_3D_INPUT_RANGE 0 0.9\n",
            64 + 17 * 17 * 17,
            &|i: usize, _: f32| if i < 64 { curve(64)(i, 0.0) } else { film(17)(i - 64, 0.0) },
        ),
        put("rough_1d.cube", "LUT_1D_SIZE 40\nDOMAIN_MIN 0 0 0\nDOMAIN_MAX 2 2 2\n", 40, &rough),
    ]
}

#[test]
fn a_table_shows_what_opencolorio_shows() {
    let Some(python) = python() else {
        println!("*** SKIPPED: no Python with OpenColorIO; DEWAX_PYTHON names one ***");
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let names = tables(folder.path());
    let mut state = 3;
    let mut colours: Vec<[f32; 3]> =
        (0..4000).map(|_| std::array::from_fn(|_| chance(&mut state) * 1.4 - 0.2)).collect();
    colours.extend((0..=64).map(|i| [i as f32 / 64.0; 3]));
    std::fs::write(folder.path().join("colours.json"), serde_json::to_string(&colours).unwrap()).unwrap();
    let out = Command::new(python).args(["-c", SCRIPT]).arg(folder.path()).args(&names).output().unwrap();
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    let theirs = std::fs::read_to_string(folder.path().join("theirs.json")).unwrap();
    let theirs: serde_json::Value = serde_json::from_str(&theirs).unwrap();
    for name in names {
        let lut = ShowLut::read(&folder.path().join(name)).unwrap();
        let shown: Vec<[f32; 3]> = serde_json::from_value(theirs[name].clone()).unwrap();
        let mut worst = 0.0f32;
        for (rgb, due) in colours.iter().zip(shown) {
            let far = lut.cube.shown(*rgb).iter().zip(due).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
            assert!(far <= 1e-6, "{name}: {rgb:?} is {:?}, not {due:?}", lut.cube.shown(*rgb));
            worst = worst.max(far);
        }
        println!("{name}: {worst:.1e} from OpenColorIO at most");
    }
}
