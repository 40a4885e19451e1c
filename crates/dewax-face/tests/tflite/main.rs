//! What the interpreter owes: every operation agrees with LiteRT, the fast kernels with the textbook, every
//! instruction level with every other to the bit; and no bytes make it panic, hang or ask for much memory.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test that fails says so by panicking, and one that cannot run says so"
)]

mod fuzz;
mod micro;
mod operations;
mod real;
mod writer;

/// A line of a file of goldens: the right numbers, every `step`th of an output.
struct Golden {
    model: &'static str,
    output: usize,
    count: usize,
    step: usize,
    numbers: Vec<f32>,
}

/// Reads lines of model, output, count, step, numbers.
fn goldens(text: &'static str) -> Vec<Golden> {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    let golden = |line: &'static str| {
        let mut words = line.split(' ');
        let mut word = || words.next().unwrap();
        let (model, output, count, step) =
            (word(), word().parse().unwrap(), word().parse().unwrap(), word().parse().unwrap());
        Golden { model, output, count, step, numbers: words.map(|word| word.parse().unwrap()).collect() }
    };
    lines.map(golden).collect()
}

impl Golden {
    /// The largest difference.
    fn off_by(&self, numbers: &[f32]) -> f32 {
        assert_eq!(numbers.len(), self.count, "{}, output {}", self.model, self.output);
        let pairs = numbers.iter().step_by(self.step).zip(&self.numbers);
        assert_eq!(pairs.len(), self.numbers.len());
        pairs.map(|(got, want)| (got - want).abs()).fold(0.0, f32::max)
    }
}

/// The largest difference of two lists.
fn apart(a: &[f32], b: &[f32]) -> f32 {
    assert_eq!(a.len(), b.len());
    a.iter().zip(b).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max)
}
