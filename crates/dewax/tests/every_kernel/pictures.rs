//! Pictures that find mistakes, and kernels as numbers.

use super::*;

/// Pictures that find mistakes: random, an impulse, a ramp, a constant, the two extremes.
pub(crate) fn pictures(width: usize, height: usize) -> Vec<Plane<u16>> {
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

pub(crate) fn f32s(plane: &Plane<u16>) -> Plane<f32> {
    Plane::from_fn(plane.width(), plane.height(), |x, y| f32::from(plane.row(y)[x]))
}

/// A kernel under test: its results as numbers, fast and slow, and how far they may lie apart (stored units).
pub(crate) struct Kernel {
    pub(crate) name: &'static str,
    pub(crate) fast: fn(&Plane<u16>) -> Vec<f64>,
    pub(crate) slow: fn(&Plane<u16>) -> Vec<f64>,
    pub(crate) tolerance: f64,
}

pub(crate) fn all(plane: &Plane<f32>) -> Vec<f64> {
    plane.samples().iter().map(|&v| f64::from(v)).collect()
}

pub(crate) fn all_u16(plane: &Plane<u16>) -> Vec<f64> {
    plane.samples().iter().map(|&v| f64::from(v)).collect()
}

pub(crate) const MOTION: [f64; 6] = [1.02, 0.05, -1.3, -0.04, 0.97, 2.2];

/// A motion that bends and leaves the picture.
pub(crate) fn bent(p: &Plane<u16>) -> warp::Field {
    warp::Field::new((p.width(), p.height()), 12, |x, y| {
        let (x, y) = (x as f64, y as f64);
        [MOTION[0] * x + MOTION[2] + 0.002 * y * y, 0.98 * y + 0.03 * x + 1.4]
    })
}

pub(crate) fn each_chroma(
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

pub(crate) fn maps() -> Vec<CodeMap> {
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

pub(crate) fn packed(p: &Plane<u16>) -> Vec<f64> {
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

pub(crate) fn packed_slow(p: &Plane<u16>) -> Vec<f64> {
    let rows = |map: &CodeMap| {
        (0..p.height()).flat_map(|y| depth::slow::pack(p.row(y), map, y)).map(f64::from).collect::<Vec<_>>()
    };
    maps().iter().flat_map(rows).collect()
}

pub(crate) fn soft(p: &Plane<u16>) -> Vec<f64> {
    let mut out = Vec::new();
    noise::soft_rows(7, 1.1, (-3, p.width()), (-2, p.height()), |_, row| {
        out.extend(row.iter().map(|&v| f64::from(v)));
    });
    out
}

pub(crate) fn soft_slow(p: &Plane<u16>) -> Vec<f64> {
    let place = |i: usize| ((i % p.width()) as i32 - 3, (i / p.width()) as i32 - 2);
    (0..p.width() * p.height()).map(|i| noise::slow::soft(7, 1.1, place(i).0, place(i).1)).collect()
}

/// Sizes below, at and above a pixel.
pub(crate) const GRAIN_SIGMAS_PX: [f64; 3] = [0.2, 0.76, 2.1];

pub(crate) fn film_grain(p: &Plane<u16>) -> Vec<f64> {
    let mut out = Vec::new();
    for sigma in GRAIN_SIGMAS_PX {
        grain::rows(11, &grain::taps(sigma), (-3, p.width()), (-2, p.height()), |_, row| {
            out.extend(row.iter().map(|&v| f64::from(v)));
        });
    }
    out
}

pub(crate) fn film_grain_slow(p: &Plane<u16>) -> Vec<f64> {
    let place = |i: usize| ((i % p.width()) as i32 - 3, (i / p.width()) as i32 - 2);
    let one = |sigma: f64| {
        let taps = grain::taps(sigma);
        (0..p.width() * p.height()).map(move |i| grain::slow::at(11, &taps, place(i).0, place(i).1))
    };
    GRAIN_SIGMAS_PX.into_iter().flat_map(one).collect()
}

pub(crate) fn white(p: &Plane<u16>) -> Vec<f64> {
    let mut row = vec![0.0; p.width()];
    (0..p.height())
        .flat_map(|y| {
            noise::normal_row(3, y as i32 - 1, -5, &mut row);
            row.iter().map(|&v| f64::from(v)).collect::<Vec<_>>()
        })
        .collect()
}

pub(crate) fn white_slow(p: &Plane<u16>) -> Vec<f64> {
    let place = |i: usize| ((i % p.width()) as i32 - 5, (i / p.width()) as i32 - 1);
    (0..p.width() * p.height()).map(|i| noise::slow::normal(3, place(i).0, place(i).1)).collect()
}

pub(crate) fn unpacked(p: &Plane<u16>) -> Vec<f64> {
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

pub(crate) fn unpacked_slow(p: &Plane<u16>) -> Vec<f64> {
    let bytes: Vec<u8> = p.samples().iter().flat_map(|v| v.to_le_bytes()).collect();
    let deep = [9, 10, 12, 16].into_iter().flat_map(|bits| depth::slow::unpack16(&bytes, bits));
    deep.chain(depth::slow::unpack8(&bytes[..p.samples().len()])).map(f64::from).collect()
}

/// A picture in 8-bit levels over a texture, and the same moved to the right by one pixel. Without the texture, on
/// ramps and blank areas, motion is made up, and a rounding decides which.
pub(crate) fn moving(p: &Plane<u16>) -> [Plane<f32>; 2] {
    let white = |x: isize, y: usize| (noise::hash32((x + 7) as u32 * 641 + y as u32 * 77_773) >> 16) as f32;
    [0, 1].map(|by| {
        let plane = Plane::from_fn(p.width(), p.height(), |x, y| {
            let x = x as isize - by;
            f32::from(p.at(x, y as isize)) / 1024.0 + white(x, y) / 64.0
        });
        blur::gaussian(&plane, 2.0)
    })
}

pub(crate) fn each_preset(flow: impl Fn(&Preset) -> Flow) -> Vec<f64> {
    let found = [Preset::ULTRAFAST, Preset::FAST, Preset::MEDIUM].map(|preset| flow(&preset));
    found.iter().flat_map(|flow| [all(&flow.dx), all(&flow.dy)]).flatten().collect()
}

/// A flow there and one back that agree in places.
pub(crate) fn round_trip(p: &Plane<u16>) -> [Flow; 2] {
    let part = |x: usize, y: usize| (f32::from(p.at(x as isize, y as isize / 8 * 8)) / 65535.0 - 0.5) * 3.0;
    let plane = |f: &dyn Fn(usize, usize) -> f32| Plane::from_fn(p.width(), p.height(), f);
    let wave = |x: usize, y: usize| ((x + 2 * y) % 40) as f32 * 0.05;
    [
        Flow { dx: plane(&wave), dy: plane(&|x, y| wave(y, x)) },
        Flow { dx: plane(&|x, y| part(x, y) - wave(x, y)), dy: plane(&|x, y| -wave(y, x)) },
    ]
}

/// f32 sums over up to 30 taps of values up to 65535: 0.05 stored units are 120 dB below full scale.
pub(crate) const FLOAT: f64 = 0.05;
/// Offsets are f32, too: a millionth of a pixel more, on a picture that goes from black to white between two pixels.
pub(crate) const PLACES: f64 = 0.1;
