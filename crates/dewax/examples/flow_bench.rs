//! Times the dense flow kernel and measures its error: on two given pictures, or on pictures of its own with known motion.
//!
//! `flow_bench [--preset ultrafast|fast|medium] [--repeat N] [--size WxH] [--cpu sse2|avx2|…] [--out FLOW] [--truth FLOW] [ONE TWO]`
//!
//! Pictures are PGM (8 bit) or PFM (grey, f32 in 8-bit levels). FLOW is the bytes `PIEH`, width and height as
//! little-endian i32, then dx and dy of every pixel as f32: the .flo of Middlebury. Times include the pyramids of both
//! pictures; they are CPU time of all threads where Linux tells it, else wall-clock time.
#![allow(clippy::print_stdout, reason = "a benchmark prints")]

use dewax::kernels::blur;
use dewax::kernels::flow::{Flow, Prepared, Preset, confidence, flow};
use dewax::kernels::{noise, simd};
use dewax::px::Plane;
use std::error::Error;
use std::fs;
use std::time::Instant;

type Outcome<T> = Result<T, Box<dyn Error>>;

/// CPU time of this process; a shared machine disturbs it less than wall-clock time.
struct Clock {
    wall: Instant,
    cpu_ns: Option<f64>,
}

impl Clock {
    fn start() -> Self {
        Self { wall: Instant::now(), cpu_ns: cpu_ns() }
    }

    fn ms(&self) -> f64 {
        match (self.cpu_ns, cpu_ns()) {
            (Some(before), Some(now)) => (now - before) * 1e-6,
            _ => self.wall.elapsed().as_secs_f64() * 1e3,
        }
    }
}

/// What the threads of this process have run, ns.
fn cpu_ns() -> Option<f64> {
    let mut sum = 0.0;
    for thread in fs::read_dir("/proc/self/task").ok()? {
        let text = fs::read_to_string(thread.ok()?.path().join("schedstat")).ok()?;
        sum += text.split_whitespace().next()?.parse::<f64>().ok()?;
    }
    Some(sum)
}

struct Task {
    preset: Preset,
    repeat: usize,
    size: (usize, usize),
    out: Option<String>,
    truth: Option<String>,
    pictures: Vec<String>,
}

fn main() -> Outcome<()> {
    let task = task()?;
    let (one, two, truth) = match task.pictures.as_slice() {
        [] => made(task.size),
        [one, two] => {
            (read_picture(one)?, read_picture(two)?, task.truth.as_deref().map(read_flow).transpose()?)
        }
        _ => return Err("give two pictures, or none".into()),
    };
    if (one.width(), one.height()) != (two.width(), two.height()) {
        return Err("the pictures differ in size".into());
    }
    let (mut prepare_ms, mut total_ms, mut found) = (f64::INFINITY, f64::INFINITY, None);
    for _ in 0..task.repeat.max(1) {
        let began = Clock::start();
        let (from, to) = (Prepared::new(&one), Prepared::new(&two));
        prepare_ms = prepare_ms.min(began.ms());
        let result = flow(&from, &to, &task.preset, None);
        total_ms = total_ms.min(began.ms());
        found = Some((from, to, result));
    }
    let Some((from, to, found)) = found else { return Err("nothing was run".into()) };
    let backward = flow(&to, &from, &task.preset, None);
    let began = Clock::start();
    let trust = confidence(&found, &backward, &from);
    let trust_ms = began.ms();
    let mean =
        trust.samples().iter().map(|&v| f64::from(v)).sum::<f64>() / trust.samples().len().max(1) as f64;
    print!("ms {total_ms:.2} prepare {prepare_ms:.2} confidence {trust_ms:.2} trust {mean:.3}");
    if let Some(truth) = truth {
        let sure = end_point_error(&found, &truth, |x, y| trust.row(y)[x] >= 0.5)?;
        let unsure = end_point_error(&found, &truth, |x, y| trust.row(y)[x] < 0.1)?;
        let whole = end_point_error(&found, &truth, |_, _| true)?;
        print!(" where sure {sure:.4} where unsure {unsure:.4} epe {whole:.4}");
    }
    println!();
    if let Some(path) = task.out {
        write_flow(&path, &found)?;
    }
    Ok(())
}

fn task() -> Outcome<Task> {
    let mut task = Task {
        preset: Preset::FAST,
        repeat: 5,
        size: (1280, 720),
        out: None,
        truth: None,
        pictures: Vec::new(),
    };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let mut value = || words.next().ok_or(format!("{word} needs a value"));
        match word.as_str() {
            "--preset" => {
                task.preset = match value()?.as_str() {
                    "ultrafast" => Preset::ULTRAFAST,
                    "fast" => Preset::FAST,
                    "medium" => Preset::MEDIUM,
                    other => return Err(format!("no preset {other}").into()),
                }
            }
            "--repeat" => task.repeat = value()?.parse()?,
            "--size" => {
                let size = value()?;
                let (width, height) = size.split_once('x').ok_or("a size is like 1280x720")?;
                task.size = (width.parse()?, height.parse()?);
            }
            "--cpu" => simd::force(&value()?)?,
            "--out" => task.out = Some(value()?),
            "--truth" => task.truth = Some(value()?),
            _ => task.pictures.push(word),
        }
    }
    Ok(task)
}

/// Noise of three sizes, moved by (2.3, −1.1) px, and the truth.
fn made((width, height): (usize, usize)) -> (Plane<f32>, Plane<f32>, Option<Flow>) {
    let white = Plane::from_fn(width + 8, height + 8, |x, y| {
        (noise::hash32((y * (width + 8) + x) as u32) >> 16) as f32 / 256.0 - 128.0
    });
    let bands =
        [(1.5, 1.0f32), (4.0, 3.0), (12.0, 9.0)].map(|(sigma, gain)| (blur::gaussian(&white, sigma), gain));
    let sum = |x: usize, y: usize| bands.iter().map(|(band, gain)| band.row(y)[x] * gain).sum::<f32>();
    let whole = Plane::from_fn(width + 8, height + 8, |x, y| 128.0 + sum(x, y));
    let (dx, dy) = (2.3f32, -1.1f32);
    let one = Plane::from_fn(width, height, |x, y| whole.row(y + 4)[x + 4]);
    let places = Flow { dx: whole.clone(), dy: whole };
    let two = Plane::from_fn(width, height, |x, y| places.at(x as f32 + 4.0 - dx, y as f32 + 4.0 - dy)[0]);
    let truth = Flow { dx: Plane::filled(width, height, dx), dy: Plane::filled(width, height, dy) };
    (one, two, Some(truth))
}

/// Mean distance between the ends of two motions, px, away from the edge, over the pixels that count.
fn end_point_error(found: &Flow, truth: &Flow, counts: impl Fn(usize, usize) -> bool) -> Outcome<f64> {
    let (width, height) = (found.width(), found.height());
    if (truth.width(), truth.height()) != (width, height) {
        return Err("the truth has another size".into());
    }
    let edge = (width.min(height) / 8).min(16);
    let (mut sum, mut count) = (0.0, 0.0);
    for y in edge..height - edge {
        for x in (edge..width - edge).filter(|&x| counts(x, y)) {
            let along = f64::from(found.dx.row(y)[x] - truth.dx.row(y)[x]);
            let down = f64::from(found.dy.row(y)[x] - truth.dy.row(y)[x]);
            sum += (along * along + down * down).sqrt();
            count += 1.0;
        }
    }
    Ok(sum / count)
}

/// A PGM of 8 bits or a grey PFM.
fn read_picture(path: &str) -> Outcome<Plane<f32>> {
    let bytes = fs::read(path)?;
    let mut at = 0;
    let mut words = Vec::new();
    while words.len() < 4 {
        let end = bytes[at..].iter().position(u8::is_ascii_whitespace).ok_or("the header is cut off")? + at;
        if end > at {
            words.push(String::from_utf8_lossy(&bytes[at..end]).into_owned());
        }
        at = end + 1;
    }
    let (width, height): (usize, usize) = (words[1].parse()?, words[2].parse()?);
    let body = &bytes[at..];
    let mut plane = match words[0].as_str() {
        "P5" => Plane::from_vec(width, height, body.iter().map(|&v| f32::from(v)).collect()),
        "Pf" => Plane::from_vec(width, height, floats(body)),
        _ => None,
    }
    .ok_or("neither an 8-bit PGM nor a grey PFM")?;
    if words[0] == "Pf" {
        // PFM goes from the lowest row up.
        let upside_down = plane.clone();
        for y in 0..height {
            plane.row_mut(y).copy_from_slice(upside_down.row(height - 1 - y));
        }
    }
    Ok(plane)
}

fn floats(bytes: &[u8]) -> Vec<f32> {
    bytes.as_chunks::<4>().0.iter().map(|&four| f32::from_le_bytes(four)).collect()
}

fn read_flow(path: &str) -> Outcome<Flow> {
    let bytes = fs::read(path)?;
    let numbers = bytes.get(4..12).ok_or("the flow is cut off")?.as_chunks::<4>().0;
    let [width, height] = [numbers[0], numbers[1]].map(|four| i32::from_le_bytes(four).max(0) as usize);
    let body = floats(&bytes[12..]);
    let part = |first: usize| body.iter().skip(first).step_by(2).copied().collect();
    let (dx, dy) = (Plane::from_vec(width, height, part(0)), Plane::from_vec(width, height, part(1)));
    dx.zip(dy).map(|(dx, dy)| Flow { dx, dy }).ok_or_else(|| "the flow is cut off".into())
}

fn write_flow(path: &str, flow: &Flow) -> Outcome<()> {
    let mut bytes = b"PIEH".to_vec();
    bytes.extend((flow.width() as i32).to_le_bytes());
    bytes.extend((flow.height() as i32).to_le_bytes());
    for (dx, dy) in flow.dx.samples().iter().zip(flow.dy.samples()) {
        bytes.extend(dx.to_le_bytes());
        bytes.extend(dy.to_le_bytes());
    }
    Ok(fs::write(path, bytes)?)
}
