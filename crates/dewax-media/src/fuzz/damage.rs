//! Damages what others can hand to dewax, reader by reader: no bytes make one panic, hang or take memory without end.
//!
//! A short run comes with every test run. `DEWAX_FUZZ_COUNT=1000000 cargo test -p dewax-media -p dewax-job --lib damaged` is a long one; it also
//! says what each reader took, and refuses more than 1 GiB of memory.
#![allow(clippy::print_stderr, reason = "a long run says how it went")]

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

/// No input takes a reader so long, also on a machine that is busy; those of the tests take microseconds.
const LONGEST: Duration = Duration::from_secs(5);
/// What the whole of a long run may take at most: all readers bound what they read.
const MOST_MEMORY_KIB: u64 = 1 << 20;
/// Numbers that texts are damaged with.
const NUMBERS: &[&str] = &[
    "0",
    "-1",
    "1e400",
    "-1e400",
    "nan",
    "inf",
    "1e-320",
    "65535",
    "4294967296",
    "9223372036854775807",
    "-9223372036854775808",
    "99999999999999999999999999",
    "0x7f",
    "\"\"",
    "[]",
    "{}",
    "null",
    "true",
];
/// Numbers of four bytes that lengths and counts are damaged with.
const WORDS: &[u32] =
    &[0, 1, 2, 7, 8, 12, 0xff, 0x7fff, 0xffff, 0x00ff_ffff, 0x7fff_ffff, 0x8000_0000, u32::MAX];

/// Numbers without end from a seed.
pub(crate) struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end.max(1)
    }

    fn one<T: Copy>(&mut self, all: &[T]) -> Option<T> {
        all.get(self.below(all.len())).copied()
    }
}

/// How many inputs: `DEWAX_FUZZ_COUNT` asks for more than a test run has.
fn count(usual: usize) -> (usize, bool) {
    let asked = std::env::var("DEWAX_FUZZ_COUNT").ok().and_then(|text| text.parse().ok());
    (asked.unwrap_or(usual), asked.is_some())
}

/// Hands damaged copies of files to a reader that says whether it read them. At least one must be read and one refused, or they test
/// nothing.
pub(crate) fn damaged(name: &str, usual: usize, good: &[Vec<u8>], mut read: impl FnMut(&[u8]) -> bool) {
    let (inputs, is_long) = count(usual);
    let mut chance = Chance(name.bytes().fold(7, |sum, byte| sum * 31 + u64::from(byte)));
    let (mut accepted, mut slowest) = (0, Duration::ZERO);
    let start = Instant::now();
    for file in good {
        assert!(read(file), "{name}: a file that is whole is not read");
    }
    for number in 0..inputs {
        let own = &good[number % good.len()];
        let other = &good[chance.below(good.len())];
        let bytes = mutant(&mut chance, own, other);
        let before = Instant::now();
        let result = catch_unwind(AssertUnwindSafe(|| read(&bytes)));
        let took = before.elapsed();
        let shown = || String::from_utf8_lossy(&bytes[..bytes.len().min(4_000)]).into_owned();
        assert!(result.is_ok(), "{name}: input {number} makes it panic: {:?}", shown());
        assert!(took < LONGEST, "{name}: input {number} takes {took:?}: {:?}", shown());
        slowest = slowest.max(took);
        accepted += usize::from(result.is_ok_and(|read| read));
    }
    assert!(accepted > 0 && accepted < inputs, "{name}: {accepted} of {inputs} were read");
    if is_long {
        let (took, most) = (start.elapsed(), most_memory_kib());
        eprintln!(
            "{name}: {inputs} inputs, {accepted} read, {took:.1?} in all, {slowest:.1?} the slowest, {most:?} KiB at most"
        );
        assert!(most.is_none_or(|kib| kib < MOST_MEMORY_KIB), "{name}: {most:?} KiB");
    }
}

/// The most memory that this process ever had, where the system says it.
fn most_memory_kib() -> Option<u64> {
    let text = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = text.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

fn mutant(chance: &mut Chance, own: &[u8], other: &[u8]) -> Vec<u8> {
    let mut bytes = own.to_vec();
    for _ in 0..=chance.below(4) {
        if bytes.is_empty() {
            break;
        }
        // Heads say more than what follows them.
        let reach = if chance.below(2) == 0 { bytes.len() } else { bytes.len().min(256) };
        let at = chance.below(reach);
        let end = (at + 1 + chance.below(40)).min(bytes.len());
        match chance.below(12) {
            0 | 1 => bytes[at] ^= 1 << chance.below(8),
            2 => bytes[at] = chance.below(256) as u8,
            3 | 4 => word(chance, &mut bytes, at),
            5 => bytes.truncate(at),
            6 => bytes.drain(at..end).for_each(drop),
            7 => {
                let part = bytes[at..end].to_vec();
                bytes.splice(at..at, part).for_each(drop);
            }
            8 => {
                let from = chance.below(other.len());
                let part = &other[from..(from + 1 + chance.below(400)).min(other.len())];
                bytes.splice(at..end, part.iter().copied()).for_each(drop);
            }
            9 | 10 => number(chance, &mut bytes, at),
            _ => {
                // Brackets in brackets, which a reader that calls itself goes down.
                let bracket = chance.one(&[b'[', b'{', b'(', 0xff]).unwrap_or(b'[');
                let many = vec![bracket; 1 + chance.below(3_000)];
                bytes.splice(at..at, many).for_each(drop);
            }
        }
    }
    bytes
}

/// Puts a number in the place of four bytes.
fn word(chance: &mut Chance, bytes: &mut [u8], at: usize) {
    let own = if chance.below(2) == 0 { bytes.len() as u32 } else { chance.one(WORDS).unwrap_or(0) };
    let near = own.wrapping_add(chance.below(3) as u32).wrapping_sub(1);
    let four = if chance.below(2) == 0 { near.to_be_bytes() } else { near.to_le_bytes() };
    bytes.iter_mut().skip(at).zip(four).for_each(|(old, new)| *old = new);
}

/// Puts another number in the place of the next one of a text.
fn number(chance: &mut Chance, bytes: &mut Vec<u8>, at: usize) {
    let is_number = |byte: &u8| byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'e');
    let Some(start) = bytes.iter().skip(at).position(u8::is_ascii_digit).map(|place| at + place) else {
        return;
    };
    let length = bytes[start..].iter().position(|byte| !is_number(byte)).unwrap_or(bytes.len() - start);
    let new = chance.one(NUMBERS).unwrap_or("0");
    bytes.splice(start..start + length, new.bytes()).for_each(drop);
}
