//! Every kernel and every step at 1080p: ns per pixel, beside the slow version and what the memory alone would take.

use anyhow::Result;
use dewax::analysis::{Analyser, Analysis};
use dewax::color::{Levels, LumaWeights, Matrix, Range, Siting};
use dewax::demo::{DrawnFace, Flaws, held_face};
use dewax::kernels::depth::{CodeMap, pack8, pack16, unpack8, unpack16};
use dewax::kernels::{blur, chroma, depth, disc, extent, grain, guided, noise, rgb, shrink, unsharp, warp};
use dewax::lock::Affine;
use dewax::px::{Frame, Plane, Subsampling, Window};
use dewax::recipe::Look;
use dewax::shelf::Shelf;
use dewax::step::{Context, FaceFilter, Step};
use dewax::steps::STEPS;
use dewax::steps::texture_pores::Pores;
use std::hint::black_box;
use std::sync::Arc;
use std::time::Instant;

const WIDTH: usize = 1920;
const HEIGHT: usize = 1080;
/// The slow versions run on this much of the picture.
const SLOW: (usize, usize) = (96, 64);
/// A slight turn and scale, as between two frames of a face.
const MOTION: [f64; 6] = [1.002, 0.005, -1.3, -0.004, 0.997, 2.2];

/// A kernel: fast and slow on a picture of samples.
struct Kernel {
    name: &'static str,
    fast: fn(&Picture),
    slow: fn(&Picture),
}

/// A picture in the forms that kernels take.
struct Picture {
    samples: Plane<u16>,
    floats: Plane<f32>,
    bytes: Vec<u8>,
    /// Of half the width and height: the chroma of a picture of this size.
    quarter: Plane<u16>,
}

impl Picture {
    fn new(width: usize, height: usize) -> Self {
        let samples = Plane::from_fn(width, height, |x, y| {
            (noise::hash32((y * width + x) as u32) >> 18) as u16 + ((x * 20 + y * 8) % 40_000) as u16
        });
        let floats = Plane::from_fn(width, height, |x, y| f32::from(samples.row(y)[x]));
        let bytes = samples.samples().iter().flat_map(|v| v.to_le_bytes()).collect();
        let quarter = Plane::from_fn(width / 2, height / 2, |x, y| samples.row(y)[x]);
        Self { samples, floats, bytes, quarter }
    }

    fn size(&self) -> (usize, usize) {
        (self.samples.width(), self.samples.height())
    }
}

fn map(bits: u8) -> CodeMap {
    CodeMap::luma(&Levels::of(Range::Limited, bits), &Levels::of(Range::Limited, bits), bits)
}

fn weights() -> (LumaWeights, Levels) {
    (LumaWeights::of(Matrix::Bt709), Levels::of(Range::Full, 10))
}

const KERNELS: &[Kernel] = &[
    Kernel {
        name: "blur, sigma 2 px",
        fast: |p| drop(black_box(blur::gaussian(&p.floats, 2.0))),
        slow: |p| drop(black_box(blur::slow::gaussian(&p.floats, 2.0))),
    },
    Kernel {
        name: "extent, 5 px",
        fast: |p| drop(black_box(extent::extent(&p.floats, 5))),
        slow: |p| drop(black_box(extent::slow::extent(&p.floats, 5))),
    },
    Kernel {
        name: "disc, radius 5 px",
        fast: |p| drop(black_box(disc::disc(&p.floats, 5.0))),
        slow: |p| drop(black_box(disc::slow::disc(&p.floats, 5.0))),
    },
    Kernel {
        name: "unsharp, taken back",
        fast: |p| drop(black_box(unsharp::remove(&p.floats, 1.5, 1.0))),
        slow: |p| drop(black_box(unsharp::slow::remove(&p.floats, 1.5, 1.0))),
    },
    Kernel {
        name: "guided, sigma 4 px",
        fast: |p| drop(black_box(guided::guided(&p.floats, &p.floats, 4.0, 1000.0))),
        slow: |p| drop(black_box(guided::slow::guided(&p.floats, &p.floats, 4.0, 1000.0))),
    },
    Kernel {
        name: "warp, bicubic",
        fast: |p| drop(black_box(warp::warp(&p.floats, MOTION, p.size().0, p.size().1))),
        slow: |p| drop(black_box(warp::slow::warp(&p.floats, MOTION, p.size().0, p.size().1))),
    },
    Kernel {
        name: "shrink by 4",
        fast: |p| drop(black_box(shrink::shrink(&p.samples, 4))),
        slow: |p| drop(black_box(shrink::slow::shrink(&p.samples, 4))),
    },
    Kernel {
        name: "chroma 4:2:0 to 4:4:4",
        fast: |p| drop(black_box(resample(p, chroma::resample))),
        slow: |p| drop(black_box(resample(p, chroma::slow::resample))),
    },
    Kernel {
        name: "rgb to planes",
        fast: |p| {
            let (weights, levels) = weights();
            let row = p.samples.samples();
            let [mut y, mut cb, mut cr] = [0; 3].map(|_| vec![0u16; row.len()]);
            rgb::planes_from_rgb([row, row, row], weights, &levels, [&mut y, &mut cb, &mut cr]);
            black_box((y, cb, cr));
        },
        slow: |p| {
            let (weights, levels) = weights();
            let row = p.samples.samples();
            black_box(rgb::slow::planes_from_rgb([row, row, row], weights, &levels));
        },
    },
    Kernel {
        name: "planes to rgb",
        fast: |p| {
            let (weights, levels) = weights();
            let row = p.samples.samples();
            let [mut r, mut g, mut b] = [0; 3].map(|_| vec![0u16; row.len()]);
            rgb::rgb_from_planes([row, row, row], weights, &levels, 10, [&mut r, &mut g, &mut b]);
            black_box((r, g, b));
        },
        slow: |p| {
            let (weights, levels) = weights();
            let row = p.samples.samples();
            black_box(rgb::slow::rgb_from_planes([row, row, row], weights, &levels, 10));
        },
    },
    Kernel {
        name: "unpack, 8 bit",
        fast: |p| {
            let mut out = vec![0; p.samples.samples().len()];
            unpack8(&p.bytes[..out.len()], &mut out);
            black_box(out);
        },
        slow: |p| drop(black_box(depth::slow::unpack8(&p.bytes[..p.bytes.len() / 2]))),
    },
    Kernel {
        name: "unpack, 10 bit",
        fast: |p| {
            let mut out = vec![0; p.samples.samples().len()];
            unpack16(&p.bytes, 10, &mut out);
            black_box(out);
        },
        slow: |p| drop(black_box(depth::slow::unpack16(&p.bytes, 10))),
    },
    Kernel {
        name: "pack, 8 bit",
        fast: |p| {
            let mut out = vec![0; p.size().0];
            let map = map(8);
            for (y, row) in p.samples.rows().enumerate() {
                pack8(row, &map, y, &mut out);
                black_box(&out);
            }
        },
        slow: |p| pack_slow(p, 8),
    },
    Kernel {
        name: "pack, 10 bit",
        fast: |p| {
            let mut out = vec![0; p.size().0 * 2];
            let map = map(10);
            for (y, row) in p.samples.rows().enumerate() {
                pack16(row, &map, y, &mut out);
                black_box(&out);
            }
        },
        slow: |p| pack_slow(p, 10),
    },
    Kernel {
        name: "white noise",
        fast: |p| {
            let mut row = vec![0.0; p.size().0];
            for y in 0..p.size().1 {
                noise::normal_row(3, y as i32, 0, &mut row);
                black_box(&row);
            }
        },
        slow: |p| each_pixel(p, |x, y| noise::slow::normal(3, x, y)),
    },
    Kernel {
        name: "soft noise, sigma 1 px",
        fast: |p| {
            noise::soft_rows(7, 1.0, (0, p.size().0), (0, p.size().1), |_, row| {
                black_box(row);
            });
        },
        slow: |p| each_pixel(p, |x, y| noise::slow::soft(7, 1.0, x, y)),
    },
    // Slow is the film that the fast one stands for, drawn disk by disk.
    Kernel {
        name: "grain, 1.8 px",
        fast: |p| {
            let taps = grain::taps(grain::sigma_px(1.8));
            grain::rows(7, &taps, (0, p.size().0), (0, p.size().1), |_, row| {
                black_box(row);
            });
        },
        slow: |p| {
            let film = grain::slow::Film::of_sigma(7, grain::sigma_px(1.8));
            // A square of as many pixels.
            let side = ((p.size().0 * p.size().1) as f64).sqrt().round() as usize;
            drop(black_box(film.seen(side, 200, |_, _| 0.5)));
        },
    },
];

type Resample = fn(&Plane<u16>, (usize, usize), Subsampling, Subsampling, Siting) -> Plane<u16>;

fn resample(p: &Picture, how: Resample) -> Plane<u16> {
    how(&p.quarter, p.size(), Subsampling::C420, Subsampling::C444, Siting::Left)
}

fn pack_slow(p: &Picture, bits: u8) {
    let map = map(bits);
    for (y, row) in p.samples.rows().enumerate() {
        black_box(depth::slow::pack(row, &map, y));
    }
}

fn each_pixel(p: &Picture, value: fn(i32, i32) -> f64) {
    for y in 0..p.size().1 as i32 {
        for x in 0..p.size().0 as i32 {
            black_box(value(x, y));
        }
    }
}

/// The median of several runs of `body`, in seconds; one run before them is not counted.
pub(crate) fn median_s(times: usize, mut body: impl FnMut()) -> f64 {
    body();
    let mut all: Vec<f64> = (0..times)
        .map(|_| {
            let start = Instant::now();
            body();
            start.elapsed().as_secs_f64()
        })
        .collect();
    all.sort_by(f64::total_cmp);
    all.get(times / 2).copied().unwrap_or_default()
}

/// What one thread copies, in bytes per nanosecond.
pub(crate) fn bytes_per_ns(times: usize) -> f64 {
    let source = vec![1u8; 256 << 20];
    let mut copy = vec![0u8; source.len()];
    let seconds = median_s(times, || {
        copy.copy_from_slice(black_box(&source));
        black_box(&copy);
    });
    source.len() as f64 / seconds / 1e9
}

/// Measures and prints.
pub(crate) fn run(quick: bool) -> Result<()> {
    let times = if quick { 3 } else { 9 };
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    println!("{WIDTH}x{HEIGHT}, {threads} threads, {}", dewax::kernels::simd::levels_here().join(" "));

    let bytes_per_ns = bytes_per_ns(times);
    // A plane of samples read and written once.
    let floor = 2.0 / bytes_per_ns;
    println!(
        "memory: copies {bytes_per_ns:.1} GB/s on one thread; a pixel of 16 bits there and back: {floor:.2} ns\n"
    );
    println!("{:<26} {:>10} {:>10} {:>12}", "kernel", "ns/pixel", "x floor", "slow/fast");
    let (picture, small) = (Picture::new(WIDTH, HEIGHT), Picture::new(SLOW.0, SLOW.1));
    for kernel in KERNELS {
        let pixels = |p: &Picture| (p.size().0 * p.size().1) as f64;
        let fast = median_s(times, || (kernel.fast)(&picture)) * 1e9 / pixels(&picture);
        let slow = median_s(3, || (kernel.slow)(&small)) * 1e9 / pixels(&small);
        println!("{:<26} {fast:>10.2} {:>10.1} {:>12.1}", kernel.name, fast / floor, slow / fast);
    }
    steps(times, floor)
}

/// A drawn face, measured as the program does.
fn measured(face: &DrawnFace, frames: &[Arc<Frame>]) -> Analysis {
    let mut analyser = Analyser::new(face.picture(), 24.0, None);
    for frame in frames {
        analyser.push(frame);
    }
    analyser.finish(face.clip(), dewax::VERSION)
}

/// Where the drawn face is, between its eyes, and how large: luma px, and px per mm.
const MIDDLE: [f64; 2] = [WIDTH as f64 / 2.0, HEIGHT as f64 * 0.43];
const PX_PER_MM: f64 = HEIGHT as f64 / 330.0;

/// The steps, as the look `natural` and its measurements set them, everything that it leaves out at its defaults.
fn steps(times: usize, floor: f64) -> Result<()> {
    let face = DrawnFace::new(WIDTH, HEIGHT, 8).with_flaws(Flaws::plastic());
    let mut frames: Vec<Arc<Frame>> = (0..face.frames()).map(|i| Arc::new(face.frame(i))).collect();
    let analysis = measured(&face, &frames);
    let picture = face.picture();
    let facts = analysis.shots.first().ok_or_else(|| anyhow::anyhow!("the drawn clip has no shot"))?;
    let stack = Look::named("natural")?.stack.fitted(facts);
    // The drawn face has no mesh: a face of its size is put in its place.
    let (lock, track) = held_face((0, frames.len()), MIDDLE, PX_PER_MM, 0.0, Affine::IDENTITY);
    let mut known = facts.clone();
    known.locks = vec![lock];
    known.faces.tracks = vec![track];
    let pixels = (WIDTH * HEIGHT) as f64;
    println!("\n{:<26} {:>10} {:>10} {:>12}", "step", "ns/pixel", "x floor", "skin, %");
    for (entry, fitted) in STEPS.iter().zip(stack.steps()) {
        let step = if fitted.is_neutral() { (entry.default)() } else { fitted.clone() };
        let at = frames.len() / 2;
        let facts = if entry.name == Pores::NAME { &known } else { facts };
        let context =
            Context { picture: &picture, facts, seed: 1, faces: FaceFilter::All, shelf: &Shelf::default() };
        let mut out = (*frames[at]).clone();
        let seconds = median_s(times, || step.apply(&context, &Window::new(&frames, at), &mut out));
        let ns = seconds * 1e9 / pixels;
        let share = out.skin.as_ref().map_or(0.0, |mask| mask.share() * 100.0);
        let note = if fitted.is_neutral() { "  (this clip does not need it; at its defaults)" } else { "" };
        println!("{:<26} {ns:>10.2} {:>10.1} {share:>12.0}{note}", entry.name, ns / floor);
        if entry.name == "mask" {
            // Later steps read the mask of every frame in their window.
            frames = (0..frames.len())
                .map(|i| {
                    let mut masked = (*frames[i]).clone();
                    step.apply(&context, &Window::new(&frames, i), &mut masked);
                    Arc::new(masked)
                })
                .collect();
        }
    }
    Ok(())
}
