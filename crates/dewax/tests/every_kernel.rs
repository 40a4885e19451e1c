//! What every kernel owes: the fast version agrees with the slow one on every kind of picture, at every size, at every
//! instruction level bit for bit, with one thread and with several.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::type_complexity,
    reason = "a test that fails says so by panicking"
)]

use dewax::color::{Levels, LumaWeights, Matrix, Range, Siting};
use dewax::kernels::depth::CodeMap;
use dewax::kernels::flow::{self, Flow, Prepared, Preset};
use dewax::kernels::{blur, chroma, depth, extent, grain, guided, noise, shrink, simd, unsharp, warp};
use dewax::px::{Plane, Subsampling};

const SIZES: &[(usize, usize)] = &[(1, 1), (1, 9), (9, 1), (7, 5), (63, 20), (64, 33), (65, 17), (130, 70)];

/// Pictures that find mistakes: random, an impulse, a ramp, a constant, the two extremes.
fn pictures(width: usize, height: usize) -> Vec<Plane<u16>> {
    let mut state = 0x1234_5678u32;
    let mut random = || {
        state = noise::hash32(state.wrapping_add(0x9e37_79b9));
        (state >> 16) as u16
    };
    vec![
        Plane::from_fn(width, height, |_, _| random()),
        Plane::from_fn(width, height, |x, y| if (x, y) == (width / 2, height / 2) { 60000 } else { 4096 }),
        Plane::from_fn(width, height, |x, y| ((x * 700 + y * 300) % 65536) as u16),
        Plane::filled(width, height, 40000),
        Plane::from_fn(width, height, |x, y| if (x + y) % 2 == 0 { 0 } else { 65535 }),
    ]
}

fn f32s(plane: &Plane<u16>) -> Plane<f32> {
    Plane::from_fn(plane.width(), plane.height(), |x, y| f32::from(plane.row(y)[x]))
}

/// A kernel under test: its results as numbers, fast and slow, and how far they may lie apart (stored units).
struct Kernel {
    name: &'static str,
    fast: fn(&Plane<u16>) -> Vec<f64>,
    slow: fn(&Plane<u16>) -> Vec<f64>,
    tolerance: f64,
}

fn all(plane: &Plane<f32>) -> Vec<f64> {
    plane.samples().iter().map(|&v| f64::from(v)).collect()
}

fn all_u16(plane: &Plane<u16>) -> Vec<f64> {
    plane.samples().iter().map(|&v| f64::from(v)).collect()
}

const MOTION: [f64; 6] = [1.02, 0.05, -1.3, -0.04, 0.97, 2.2];

/// A motion that bends and leaves the picture.
fn bent(p: &Plane<u16>) -> warp::Field {
    warp::Field::new((p.width(), p.height()), 12, |x, y| {
        let (x, y) = (x as f64, y as f64);
        [MOTION[0] * x + MOTION[2] + 0.002 * y * y, 0.98 * y + 0.03 * x + 1.4]
    })
}

fn each_chroma(
    p: &Plane<u16>,
    resample: fn(&Plane<u16>, (usize, usize), Subsampling, Subsampling, Siting) -> Plane<u16>,
) -> Vec<f64> {
    use Subsampling::{C420, C422, C444};
    let mut out = Vec::new();
    for siting in [Siting::Left, Siting::Center, Siting::TopLeft, Siting::Top] {
        // The picture as a chroma plane of every subsampling; odd luma sizes among them.
        for (from, luma) in [
            (C420, (p.width() * 2 - 1, p.height() * 2 - 1)),
            (C420, (p.width() * 2, p.height() * 2)),
            (C422, (p.width() * 2 - 1, p.height())),
            (C444, (p.width(), p.height())),
        ] {
            for to in [C420, C422, C444] {
                out.extend(all_u16(&resample(p, luma, from, to, siting)));
            }
        }
    }
    out
}

fn maps() -> Vec<CodeMap> {
    let (tv, pc8, pc10) =
        (Levels::of(Range::Limited, 8), Levels::of(Range::Full, 8), Levels::of(Range::Full, 10));
    vec![
        CodeMap::luma(&tv, &tv, 8),
        CodeMap::luma(&pc8, &tv, 10),
        CodeMap::chroma(&pc10, &tv, 10),
        CodeMap::chroma(&tv, &tv, 12),
        CodeMap::full(8, 16),
    ]
}

fn packed(p: &Plane<u16>) -> Vec<f64> {
    let mut out = Vec::new();
    for map in maps() {
        for y in 0..p.height() {
            let mut bytes = vec![0u8; p.width() * 2];
            if map.max <= 255.0 {
                depth::pack8(p.row(y), &map, y, &mut bytes[..p.width()]);
                out.extend(bytes[..p.width()].iter().map(|&b| f64::from(b)));
            } else {
                depth::pack16(p.row(y), &map, y, &mut bytes);
                out.extend(bytes.chunks(2).map(|b| f64::from(u16::from_le_bytes([b[0], b[1]]))));
            }
        }
    }
    out
}

fn packed_slow(p: &Plane<u16>) -> Vec<f64> {
    let rows = |map: &CodeMap| {
        (0..p.height()).flat_map(|y| depth::slow::pack(p.row(y), map, y)).map(f64::from).collect::<Vec<_>>()
    };
    maps().iter().flat_map(rows).collect()
}

fn soft(p: &Plane<u16>) -> Vec<f64> {
    let mut out = Vec::new();
    noise::soft_rows(7, 1.1, (-3, p.width()), (-2, p.height()), |_, row| {
        out.extend(row.iter().map(|&v| f64::from(v)));
    });
    out
}

fn soft_slow(p: &Plane<u16>) -> Vec<f64> {
    let place = |i: usize| ((i % p.width()) as i32 - 3, (i / p.width()) as i32 - 2);
    (0..p.width() * p.height()).map(|i| noise::slow::soft(7, 1.1, place(i).0, place(i).1)).collect()
}

/// Sizes below, at and above a pixel.
const GRAIN_SIGMAS_PX: [f64; 3] = [0.2, 0.76, 2.1];

fn film_grain(p: &Plane<u16>) -> Vec<f64> {
    let mut out = Vec::new();
    for sigma in GRAIN_SIGMAS_PX {
        grain::rows(11, &grain::taps(sigma), (-3, p.width()), (-2, p.height()), |_, row| {
            out.extend(row.iter().map(|&v| f64::from(v)));
        });
    }
    out
}

fn film_grain_slow(p: &Plane<u16>) -> Vec<f64> {
    let place = |i: usize| ((i % p.width()) as i32 - 3, (i / p.width()) as i32 - 2);
    let one = |sigma: f64| {
        let taps = grain::taps(sigma);
        (0..p.width() * p.height()).map(move |i| grain::slow::at(11, &taps, place(i).0, place(i).1))
    };
    GRAIN_SIGMAS_PX.into_iter().flat_map(one).collect()
}

fn white(p: &Plane<u16>) -> Vec<f64> {
    let mut row = vec![0.0; p.width()];
    (0..p.height())
        .flat_map(|y| {
            noise::normal_row(3, y as i32 - 1, -5, &mut row);
            row.iter().map(|&v| f64::from(v)).collect::<Vec<_>>()
        })
        .collect()
}

fn white_slow(p: &Plane<u16>) -> Vec<f64> {
    let place = |i: usize| ((i % p.width()) as i32 - 5, (i / p.width()) as i32 - 1);
    (0..p.width() * p.height()).map(|i| noise::slow::normal(3, place(i).0, place(i).1)).collect()
}

fn unpacked(p: &Plane<u16>) -> Vec<f64> {
    let bytes: Vec<u8> = p.samples().iter().flat_map(|v| v.to_le_bytes()).collect();
    let mut out = vec![0; p.samples().len()];
    let mut result = Vec::new();
    for bits in [9, 10, 12, 16] {
        depth::unpack16(&bytes, bits, &mut out);
        result.extend(out.iter().map(|&v| f64::from(v)));
    }
    depth::unpack8(&bytes[..out.len()], &mut out);
    result.extend(out.iter().map(|&v| f64::from(v)));
    result
}

fn unpacked_slow(p: &Plane<u16>) -> Vec<f64> {
    let bytes: Vec<u8> = p.samples().iter().flat_map(|v| v.to_le_bytes()).collect();
    let deep = [9, 10, 12, 16].into_iter().flat_map(|bits| depth::slow::unpack16(&bytes, bits));
    deep.chain(depth::slow::unpack8(&bytes[..p.samples().len()])).map(f64::from).collect()
}

/// A picture in 8-bit levels over a texture, and the same moved to the right by one pixel. Without the texture, on
/// ramps and blank areas, motion is made up, and a rounding decides which.
fn moving(p: &Plane<u16>) -> [Plane<f32>; 2] {
    let white = |x: isize, y: usize| (noise::hash32((x + 7) as u32 * 641 + y as u32 * 77_773) >> 16) as f32;
    [0, 1].map(|by| {
        let plane = Plane::from_fn(p.width(), p.height(), |x, y| {
            let x = x as isize - by;
            f32::from(p.at(x, y as isize)) / 1024.0 + white(x, y) / 64.0
        });
        blur::gaussian(&plane, 2.0)
    })
}

fn each_preset(flow: impl Fn(&Preset) -> Flow) -> Vec<f64> {
    let found = [Preset::ULTRAFAST, Preset::FAST, Preset::MEDIUM].map(|preset| flow(&preset));
    found.iter().flat_map(|flow| [all(&flow.dx), all(&flow.dy)]).flatten().collect()
}

/// A flow there and one back that agree in places.
fn round_trip(p: &Plane<u16>) -> [Flow; 2] {
    let part = |x: usize, y: usize| (f32::from(p.at(x as isize, y as isize / 8 * 8)) / 65535.0 - 0.5) * 3.0;
    let plane = |f: &dyn Fn(usize, usize) -> f32| Plane::from_fn(p.width(), p.height(), f);
    let wave = |x: usize, y: usize| ((x + 2 * y) % 40) as f32 * 0.05;
    [
        Flow { dx: plane(&wave), dy: plane(&|x, y| wave(y, x)) },
        Flow { dx: plane(&|x, y| part(x, y) - wave(x, y)), dy: plane(&|x, y| -wave(y, x)) },
    ]
}

/// f32 sums over up to 30 taps of values up to 65535: 0.05 stored units are 120 dB below full scale.
const FLOAT: f64 = 0.05;
/// Offsets are f32, too: a millionth of a pixel more, on a picture that goes from black to white between two pixels.
const PLACES: f64 = 0.1;

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
