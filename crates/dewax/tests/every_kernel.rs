//! What every kernel owes: the fast version agrees with the slow one on every kind of picture, at every size, at every
//! instruction level bit for bit, with one thread and with several.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::type_complexity,
    reason = "a test that fails says so by panicking"
)]

#[path = "every_kernel/pictures.rs"]
mod pictures;

use dewax::color::{Levels, LumaWeights, Matrix, Range, Siting};
use dewax::kernels::depth::CodeMap;
use dewax::kernels::flow::{self, Flow, Prepared, Preset};
use dewax::kernels::{blur, chroma, depth, disc, extent, grain, guided, noise, shrink, simd, unsharp, warp};
use dewax::px::{Plane, Subsampling};
use pictures::*;

const SIZES: &[(usize, usize)] = &[(1, 1), (1, 9), (9, 1), (7, 5), (63, 20), (64, 33), (65, 17), (130, 70)];

const KERNELS: &[Kernel] = &[
    Kernel {
        name: "blur 0.7",
        fast: |p| all(&blur::gaussian(&f32s(p), 0.7)),
        slow: |p| all(&blur::slow::gaussian(&f32s(p), 0.7)),
        tolerance: FLOAT,
    },
    Kernel {
        name: "blur 3.2",
        fast: |p| all(&blur::gaussian(&f32s(p), 3.2)),
        slow: |p| all(&blur::slow::gaussian(&f32s(p), 3.2)),
        tolerance: FLOAT,
    },
    Kernel {
        name: "extent 4",
        fast: |p| all(&extent::extent(&f32s(p), 4)),
        slow: |p| all(&extent::slow::extent(&f32s(p), 4)),
        tolerance: 0.0,
    },
    Kernel {
        name: "disc 0.6",
        fast: |p| all(&disc::disc(&f32s(p), 0.6)),
        slow: |p| all(&disc::slow::disc(&f32s(p), 0.6)),
        tolerance: FLOAT,
    },
    Kernel {
        name: "disc 5.3",
        fast: |p| all(&disc::disc(&f32s(p), 5.3)),
        slow: |p| all(&disc::slow::disc(&f32s(p), 5.3)),
        tolerance: FLOAT,
    },
    Kernel {
        name: "unsharp, taken back",
        fast: |p| all(&unsharp::remove(&f32s(p), 1.5, 1.0)),
        slow: |p| all(&unsharp::slow::remove(&f32s(p), 1.5, 1.0)),
        tolerance: FLOAT,
    },
    Kernel {
        name: "shrink 3",
        fast: |p| all(&shrink::shrink(p, 3)),
        slow: |p| all(&shrink::slow::shrink(p, 3)),
        tolerance: FLOAT,
    },
    Kernel {
        name: "shrink f32 4",
        fast: |p| all(&shrink::shrink_f32(&f32s(p), 4)),
        slow: |p| all(&shrink::slow::shrink(p, 4)),
        tolerance: FLOAT,
    },
    // The guided filter divides differences of large squares; 64 units are a quarter of an 8-bit level.
    Kernel {
        name: "guided",
        fast: |p| all(&guided::guided(&f32s(p), &f32s(p), 1.5, 1e6)),
        slow: |p| all(&guided::slow::guided(&f32s(p), &f32s(p), 1.5, 1e6)),
        tolerance: 64.0,
    },
    Kernel {
        name: "warp",
        fast: |p| all(&warp::warp(&f32s(p), MOTION, p.width(), p.height())),
        slow: |p| all(&warp::slow::warp(&f32s(p), MOTION, p.width(), p.height())),
        tolerance: PLACES,
    },
    Kernel {
        name: "warp by a field",
        fast: |p| all(&warp::by_field(&f32s(p), &bent(p))),
        slow: |p| all(&warp::slow::by_field(&f32s(p), &bent(p))),
        tolerance: PLACES,
    },
    // Coefficients of splines swing further than the samples that they go through.
    Kernel {
        name: "warp by a field, splines",
        fast: |p| all(&warp::by_field_crisp(&f32s(p), &bent(p))),
        slow: |p| all(&warp::slow::by_field_crisp(&f32s(p), &bent(p))),
        tolerance: 2.0 * PLACES,
    },
    // One unit of 65535: the fast version rounds once per axis in f32.
    Kernel {
        name: "chroma",
        fast: |p| each_chroma(p, chroma::resample),
        slow: |p| each_chroma(p, chroma::slow::resample),
        tolerance: 1.0,
    },
    // A patch whose descent stops a step earlier for a rounding moves by 0.04 px of its level.
    Kernel {
        name: "flow",
        fast: |p| {
            let [one, two] = moving(p);
            let (from, to) = (Prepared::new(&one), Prepared::new(&two));
            each_preset(|preset| flow::flow(&from, &to, preset, None))
        },
        slow: |p| {
            let [one, two] = moving(p);
            each_preset(|preset| flow::slow::flow(&one, &two, preset))
        },
        tolerance: 0.04,
    },
    Kernel {
        name: "flow confidence",
        fast: |p| {
            let ([there, back], [luma, _]) = (round_trip(p), moving(p));
            all(&flow::confidence(&there, &back, &Prepared::new(&luma)))
        },
        slow: |p| {
            let ([there, back], [luma, _]) = (round_trip(p), moving(p));
            all(&flow::slow::confidence(&there, &back, &luma))
        },
        tolerance: 1e-3,
    },
    Kernel { name: "unpack", fast: unpacked, slow: unpacked_slow, tolerance: 0.0 },
    // A code can fall on the other side of a rounding edge; exact codes may not, which `exact_codes_stay` tests.
    Kernel { name: "pack", fast: packed, slow: packed_slow, tolerance: 1.0 },
    Kernel { name: "white noise", fast: white, slow: white_slow, tolerance: 1e-6 },
    Kernel { name: "soft noise", fast: soft, slow: soft_slow, tolerance: 1e-5 },
    // That its spectrum is the one of film is tested beside it, in `kernels/grain`.
    Kernel { name: "grain", fast: film_grain, slow: film_grain_slow, tolerance: 1e-5 },
];

#[test]
fn fast_agrees_with_slow() {
    for kernel in KERNELS {
        for &(w, h) in SIZES {
            for (i, picture) in pictures(w, h).iter().enumerate() {
                let (fast, slow) = ((kernel.fast)(picture), (kernel.slow)(picture));
                assert_eq!(fast.len(), slow.len(), "{} {w}x{h}", kernel.name);
                for (at, (a, b)) in fast.iter().zip(&slow).enumerate() {
                    let apart = (a - b).abs();
                    assert!(
                        apart <= kernel.tolerance,
                        "{} {w}x{h} picture {i}, value {at}: fast {a}, slow {b}",
                        kernel.name
                    );
                }
            }
        }
    }
}

#[test]
fn every_instruction_level_gives_the_same_bits() {
    let levels = simd::levels_here();
    assert!(!levels.is_empty());
    for kernel in KERNELS {
        for picture in pictures(130, 70) {
            let bits = |v: Vec<f64>| v.into_iter().map(f64::to_bits).collect::<Vec<_>>();
            // One thread, so that the level of this thread is the level of the kernel.
            let one = rayon_pool(1);
            let results: Vec<_> = levels
                .iter()
                .map(|l| bits(one.install(|| simd::with_level(l, || (kernel.fast)(&picture))).unwrap()))
                .collect();
            assert!(results.windows(2).all(|w| w[0] == w[1]), "{} differs between {levels:?}", kernel.name);
        }
    }
}

#[test]
fn threads_do_not_change_bits() {
    for kernel in KERNELS {
        for picture in pictures(130, 70) {
            let (one, four) = (rayon_pool(1), rayon_pool(4));
            assert_eq!(
                one.install(|| (kernel.fast)(&picture)),
                four.install(|| (kernel.fast)(&picture)),
                "{}",
                kernel.name
            );
        }
    }
}

fn rayon_pool(threads: usize) -> rayon::ThreadPool {
    rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap()
}

#[test]
fn exact_codes_stay() {
    for bits in [8u8, 10, 12, 16] {
        for range in [Range::Limited, Range::Full] {
            let levels = Levels::of(range, bits);
            let codes: Vec<u16> = (0..1u32 << bits).map(|v| (v << (16 - bits)) as u16).collect();
            for map in [CodeMap::luma(&levels, &levels, bits), CodeMap::chroma(&levels, &levels, bits)] {
                for y in 0..5 {
                    let mut bytes = vec![0u8; codes.len() * 2];
                    depth::pack16(&codes, &map, y, &mut bytes);
                    for (i, b) in bytes.chunks(2).enumerate() {
                        assert_eq!(usize::from(u16::from_le_bytes([b[0], b[1]])), i, "{bits} bit {range:?}");
                    }
                }
            }
        }
    }
}

#[test]
fn the_noise_is_white_and_normal() {
    let (width, height) = (1024usize, 512usize);
    let mut field = vec![0.0f32; width * height];
    for (y, row) in field.chunks_mut(width).enumerate() {
        noise::normal_row(noise::key(1, 2, 3), y as i32, 0, row);
    }
    let n = field.len() as f64;
    let moment = |power: i32| field.iter().map(|&v| f64::from(v).powi(power)).sum::<f64>() / n;
    assert!(moment(1).abs() < 0.005 && (moment(2) - 1.0).abs() < 0.01, "{} {}", moment(1), moment(2));
    assert!((2.7..3.0).contains(&moment(4)), "kurtosis {}", moment(4));
    let lag = |by: usize| field.iter().zip(&field[by..]).map(|(a, b)| f64::from(a * b)).sum::<f64>() / n;
    assert!(lag(1).abs() < 0.005 && lag(width).abs() < 0.005);
    let mut next = vec![0.0f32; width];
    noise::normal_row(noise::key(1, 2, 4), 0, 0, &mut next);
    let cross = field.iter().zip(&next).map(|(a, b)| f64::from(a * b)).sum::<f64>() / width as f64;
    assert!(cross.abs() < 0.12, "successive frames share noise: {cross}");
}

#[test]
fn weights_of_matrices_sum_to_one() {
    for m in [Matrix::Bt709, Matrix::Smpte170m, Matrix::Bt2020nc] {
        let w = LumaWeights::of(m);
        assert!((w.kr + w.kg() + w.kb - 1.0).abs() < 1e-6);
    }
}
