//! Damaged models: whatever the bytes, reading and running end well, or with a reason.
//!
//! `DEWAX_FUZZ_COUNT=1000000 cargo test --release -p dewax-face --test tflite damaged` for a long run.

use super::{micro, real};
use dewax_face::tflite::Model;
use std::time::{Duration, Instant};

/// SplitMix64 (Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }
}

/// Damages one place. `places` are the bytes worth damaging.
fn damage(bytes: &mut Vec<u8>, places: &[usize], other: &[u8], random: &mut Random) {
    let at = places[random.below(places.len())].min(bytes.len().saturating_sub(1));
    let aligned = at & !3;
    match random.below(16) {
        // A bit, a byte, a small step up or down.
        0..=3 => bytes[at] ^= 1 << random.below(8),
        4 => bytes[at] = random.next() as u8,
        5 => bytes[at] = bytes[at].wrapping_add(1),
        6 => bytes[at] = bytes[at].wrapping_sub(1),
        // A whole number: wild, an offset within the file, or at the edges of what it can be.
        7..=12 => {
            let number = match random.below(4) {
                0 => random.next() as u32,
                1 => random.below(bytes.len() + 16) as u32,
                2 => [0, 1, 2, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff, 0x10000, 0xfff0_0000][random.below(8)],
                _ => random.below(300) as u32,
            };
            if let Some(four) = bytes.get_mut(aligned..aligned + 4) {
                four.copy_from_slice(&number.to_le_bytes());
            }
        }
        // A part of this or another model.
        13 | 14 => {
            let length = 1 + random.below(64);
            let from = random.below(other.len());
            let part = &other[from..(from + length).min(other.len())];
            let end = (aligned + part.len()).min(bytes.len());
            bytes[aligned..end].copy_from_slice(&part[..end - aligned]);
        }
        // An end.
        _ => bytes.truncate(at),
    }
}

/// How many damaged models, and how many of them could be read and run.
#[derive(Debug, Default)]
struct Tally {
    damaged: usize,
    read: usize,
    run: usize,
    slowest: Duration,
}

impl Tally {
    fn try_out(&mut self, bytes: &[u8]) {
        let start = Instant::now();
        self.damaged += 1;
        if let Ok(model) = Model::read(bytes) {
            self.read += 1;
            // A damaged size can ask for seconds of honest work.
            if model.work() <= 50_000_000 {
                let input = vec![0.5; model.input_shape().iter().product()];
                let outputs = model.run(&input).unwrap();
                assert_eq!(outputs.len(), model.outputs().len());
                self.run += 1;
            }
        }
        self.slowest = self.slowest.max(start.elapsed());
    }
}

/// How often to try: 20 000 times unless the environment says otherwise.
fn count() -> usize {
    std::env::var("DEWAX_FUZZ_COUNT").ok().and_then(|text| text.parse().ok()).unwrap_or(20_000)
}

#[test]
fn damaged_small_models_do_no_harm() {
    let models = micro::all();
    let mut random = Random(1);
    let mut tally = Tally::default();
    for i in 0..count() {
        let (name, bytes) = &models[i % models.len()];
        let other = &models[random.below(models.len())].1;
        let mut bytes = bytes.clone();
        let places: Vec<usize> = (0..bytes.len()).collect();
        for _ in 0..=random.below(4) {
            damage(&mut bytes, &places, other, &mut random);
            if bytes.is_empty() {
                break;
            }
        }
        tally.try_out(&bytes);
        assert!(tally.slowest < Duration::from_secs(20), "{name}, try {i}: {tally:?}");
    }
    eprintln!("{tally:?}");
    // Damage that nothing survives would test nothing but the first check.
    assert!(tally.run > count() / 20, "{tally:?}");
}

#[test]
fn every_cut_is_refused_or_harmless() {
    for (name, bytes) in micro::all() {
        for end in 0..bytes.len() {
            if let Ok(model) = Model::read(&bytes[..end]) {
                let input = vec![0.5; model.input_shape().iter().product()];
                assert!(model.run(&input).is_ok(), "{name} cut at {end}");
            }
        }
    }
}

/// Bytes that tell how the file is made: around them are zeros, as in offsets and sizes, and not among weights.
fn structure(bytes: &[u8]) -> Vec<usize> {
    let chunks = bytes.chunks(64).enumerate();
    let made = chunks.filter(|(_, chunk)| chunk.iter().filter(|byte| **byte == 0).count() * 4 > chunk.len());
    made.flat_map(|(i, chunk)| 64 * i..64 * i + chunk.len()).collect()
}

#[test]
fn damaged_real_models_do_no_harm() {
    let Some(models) = real::models_for_tests() else { return };
    let mut random = Random(2);
    let mut tally = Tally::default();
    let places: Vec<Vec<usize>> = models.iter().map(|(_, bytes)| structure(bytes)).collect();
    // A real model takes a thousand times as long as a small one.
    for i in 0..count() / 50 {
        let which = i % models.len();
        let mut bytes = models[which].1.clone();
        for _ in 0..=random.below(4) {
            damage(&mut bytes, &places[which], &models[0].1, &mut random);
            if bytes.is_empty() {
                break;
            }
        }
        tally.try_out(&bytes);
        assert!(tally.slowest < Duration::from_secs(20), "{}, try {i}: {tally:?}", models[which].0);
    }
    eprintln!("{tally:?}");
}
