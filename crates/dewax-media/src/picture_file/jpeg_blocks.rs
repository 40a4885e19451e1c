//! Planes as blocks of quantised cosines, as JPEG stores them (ITU-T T.81, A.3.3 and A.3.4).

use dewax::px::Plane;

/// Samples along a side of a block.
pub(super) const SIDE: usize = 8;
/// Samples of a block.
pub(super) const AREA: usize = SIDE * SIDE;

/// Quantisers of brightness and of colour that T.81 gives as examples (K.1 and K.2), row by row.
const BRIGHTNESS: [u16; AREA] = [
    16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17,
    22, 29, 51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78,
    87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
];
const COLOUR: [u16; AREA] = [
    17, 18, 24, 47, 99, 99, 99, 99, 18, 21, 26, 66, 99, 99, 99, 99, 24, 26, 56, 99, 99, 99, 99, 99, 47, 66,
    99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
    99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
];
/// The order in which a block is stored, as places row by row (T.81, figure A.6).
pub(super) const ZIGZAG: [usize; AREA] = [
    0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7,
    14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39,
    46, 53, 60, 61, 54, 47, 55, 62, 63,
];

/// How finely cosines are told, brightness and colour.
pub(super) fn quantisers(quality: u16) -> [[u8; AREA]; 2] {
    // The scale of the Independent JPEG Group, by which 100 is 1 everywhere and 50 is the tables as they are.
    let scale = 200u16.saturating_sub(2 * quality.clamp(50, 100));
    [BRIGHTNESS, COLOUR].map(|table| table.map(|step| ((step * scale + 50) / 100).clamp(1, 255) as u8))
}

/// What makes blocks of rows.
pub(super) struct Blocks {
    /// The cosines of T.81, A.3.3: row u at place x, the root of their norm in them.
    cosines: [[f32; SIDE]; SIDE],
    /// One over the quantisers, brightness and colour.
    shares: [[f32; AREA]; 2],
}

impl Blocks {
    pub(super) fn new(quantisers: &[[u8; AREA]; 2]) -> Self {
        Self { cosines: cosines(), shares: quantisers.map(|table| table.map(|step| 1.0 / f32::from(step))) }
    }

    /// The blocks of the eight rows from `y` on, from left to right and in each Y', Cb, Cr (or grey alone), in the order of storage. Beyond
    /// the picture its last row and column go on.
    pub(super) fn of_rows(&self, planes: &[&Plane<u16>], y: usize) -> Vec<[i16; AREA]> {
        let (width, height) = planes.first().map_or((0, 0), |plane| (plane.width(), plane.height()));
        let across = width.div_ceil(SIDE);
        let padded = across * SIDE;
        let mut rows = vec![vec![0.0f32; padded * SIDE]; planes.len()];
        for line in 0..SIDE {
            let from = (y + line).min(height.saturating_sub(1));
            let span = line * padded..(line + 1) * padded;
            let mut own: Vec<&mut [f32]> =
                rows.iter_mut().filter_map(|plane| plane.get_mut(span.clone())).collect();
            fill(planes, from, &mut own);
        }
        let mut out = Vec::with_capacity(across * planes.len());
        for block in 0..across {
            for (channel, plane) in rows.iter().enumerate() {
                let mut own = [0.0; AREA];
                for (line, part) in own.chunks_exact_mut(SIDE).enumerate() {
                    let at = line * padded + block * SIDE;
                    part.copy_from_slice(&plane[at..at + SIDE]);
                }
                out.push(self.quantised(&own, &self.shares[channel.min(1)]));
            }
        }
        out
    }

    fn quantised(&self, block: &[f32; AREA], shares: &[f32; AREA]) -> [i16; AREA] {
        let all = transformed(block, &self.cosines);
        // In this range of floats the last bit is one: adding it rounds, halves to even.
        const ROUNDS: f32 = 12_582_912.0;
        let whole: [i16; AREA] = std::array::from_fn(|i| ((all[i] * shares[i] + ROUNDS) - ROUNDS) as i16);
        ZIGZAG.map(|place| whole[place])
    }
}

fn cosines() -> [[f32; SIDE]; SIDE] {
    std::array::from_fn(|u| {
        std::array::from_fn(|x| {
            let norm = if u == 0 { std::f64::consts::FRAC_1_SQRT_2 } else { 1.0 } / 2.0;
            (norm * cosine((2 * x + 1) * u % 32)) as f32
        })
    })
}

/// The cosine of so many sixteenths of a half turn, by its series at the root of the first eighth: the same bits on every machine.
fn cosine(sixteenths: usize) -> f64 {
    let (folded, sign) = match sixteenths % 32 {
        n @ 0..=8 => (n, 1.0),
        n @ 9..=16 => (16 - n, -1.0),
        n @ 17..=24 => (n - 16, -1.0),
        n => (32 - n, 1.0),
    };
    let angle = folded as f64 * std::f64::consts::PI / 16.0;
    // Below a quarter turn twelve terms are exact to the last bit of a float of 64.
    let mut term = 1.0;
    let mut sum = 1.0;
    for n in 1..12 {
        term *= -angle * angle / f64::from((2 * n - 1) * (2 * n));
        sum += term;
    }
    sign * sum
}

/// The cosine transform of a block: along rows, then along columns.
fn transformed(block: &[f32; AREA], cosines: &[[f32; SIDE]; SIDE]) -> [f32; AREA] {
    let mut down = [0.0f32; AREA];
    for (u, out) in down.chunks_exact_mut(SIDE).enumerate() {
        for (line, own) in block.chunks_exact(SIDE).enumerate() {
            let share = cosines[u][line];
            out.iter_mut().zip(own).for_each(|(out, own)| *out += share * own);
        }
    }
    let mut out = [0.0f32; AREA];
    for (own, out) in down.chunks_exact(SIDE).zip(out.chunks_exact_mut(SIDE)) {
        for (x, value) in own.iter().enumerate() {
            for (u, out) in out.iter_mut().enumerate() {
                *out += cosines[u][x] * value;
            }
        }
    }
    out
}

/// Codes of a row as Y'CbCr of JFIF, or grey, around zero, in codes of 8 bits with what 16 know beyond them; the last one goes on.
fn fill(planes: &[&Plane<u16>], y: usize, out: &mut [&mut [f32]]) {
    const CODE: f32 = 1.0 / 257.0;
    const MIDDLE: f32 = 128.0;
    match (planes, &mut *out) {
        ([red, green, blue], [luma, cb, cr]) => {
            let own = red.row(y).iter().zip(green.row(y)).zip(blue.row(y));
            let places = luma.iter_mut().zip(cb.iter_mut()).zip(cr.iter_mut());
            for (((r, g), b), ((luma, cb), cr)) in own.zip(places) {
                let (r, g, b) = (f32::from(*r) * CODE, f32::from(*g) * CODE, f32::from(*b) * CODE);
                // ITU-T T.871, 7.
                *luma = 0.299 * r + 0.587 * g + 0.114 * b - MIDDLE;
                *cb = -0.168_735_9 * r - 0.331_264_1 * g + 0.5 * b;
                *cr = 0.5 * r - 0.418_687_6 * g - 0.081_312_4 * b;
            }
        }
        ([grey, ..], [luma, ..]) => {
            luma.iter_mut()
                .zip(grey.row(y))
                .for_each(|(luma, grey)| *luma = f32::from(*grey) * CODE - MIDDLE);
        }
        _ => return,
    }
    let width = planes.first().map_or(0, |plane| plane.width());
    for plane in out {
        let last = plane.get(width.saturating_sub(1)).copied().unwrap_or_default();
        plane.iter_mut().skip(width).for_each(|value| *value = last);
    }
}
