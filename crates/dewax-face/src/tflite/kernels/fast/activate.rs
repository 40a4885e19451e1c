//! Activations, on blocks in registers and on whole tensors.

use crate::tflite::op::Activation;
use dewax::kernels::simd;

/// An activation without its slopes, to choose by once per block.
#[derive(Clone, Copy, Debug)]
pub(super) enum Curve {
    None,
    Relu,
    Relu6,
    HardSwish,
    Logistic,
    Prelu,
}

impl Curve {
    pub(super) fn of(activation: &Activation) -> Self {
        match activation {
            Activation::None => Curve::None,
            Activation::Relu => Curve::Relu,
            Activation::Relu6 => Curve::Relu6,
            Activation::HardSwish => Curve::HardSwish,
            Activation::Logistic => Curve::Logistic,
            Activation::Prelu(_) => Curve::Prelu,
        }
    }
}

#[inline(always)]
fn relu(x: f32) -> f32 {
    if x > 0.0 { x } else { 0.0 }
}

#[inline(always)]
fn relu6(x: f32) -> f32 {
    let x = relu(x);
    if x < 6.0 { x } else { 6.0 }
}

#[inline(always)]
fn hard_swish(x: f32) -> f32 {
    x * relu6(x + 3.0) * (1.0 / 6.0)
}

/// 1 / (1 + e^−x), from + − × ÷ alone. Relative error below 3e-7.
#[inline(always)]
fn logistic(x: f32) -> f32 {
    // Beyond ±87, e^x leaves what an f32 can hold; the result is 0 or 1 by then.
    let x = if x < 87.0 { x } else { 87.0 };
    let x = if x > -87.0 { x } else { -87.0 };
    // e^−x = 2^whole · e^rest. Adding 1.5 · 2^23 rounds to a whole number, which is then in the low bits.
    const ROUND: f32 = 12_582_912.0;
    let biased = x * -std::f32::consts::LOG2_E + ROUND;
    let whole = biased - ROUND;
    // ln 2 in two parts, the first of few enough bits that its product is exact.
    let rest = (-x - whole * 0.693_359_4) + whole * 2.121_944_4e-4;
    // The series to the sixth power: |rest| <= ln 2 / 2 leaves 1.2e-7.
    let mut series = 1.0 / 720.0;
    for factor in [1.0 / 120.0, 1.0 / 24.0, 1.0 / 6.0, 0.5, 1.0, 1.0] {
        series = series * rest + factor;
    }
    let power = f32::from_bits(biased.to_bits().wrapping_sub(ROUND.to_bits()).wrapping_add(127) << 23);
    1.0 / (1.0 + series * power)
}

/// x where positive, else x · slope: written as a sum, because the compiler makes branches of the choice.
#[inline(always)]
fn prelu(x: f32, slope: f32) -> f32 {
    let below = if x < 0.0 { x } else { 0.0 };
    relu(x) + below * slope
}

#[inline(always)]
fn each<const B: usize>(numbers: [f32; B], curve: impl Fn(f32) -> f32) -> [f32; B] {
    // Into another array: in place, the compiler makes stores that depend on conditions.
    let mut out = [0.0; B];
    for i in 0..B {
        out[i] = curve(numbers[i]);
    }
    out
}

/// Applies `curve` to `B` channels of one sample.
#[inline(always)]
pub(super) fn sample<const B: usize>(curve: Curve, slopes: &[f32; B], numbers: [f32; B]) -> [f32; B] {
    match curve {
        Curve::None => numbers,
        Curve::Relu => each(numbers, relu),
        Curve::Relu6 => each(numbers, relu6),
        Curve::HardSwish => each(numbers, hard_swish),
        Curve::Logistic => each(numbers, logistic),
        Curve::Prelu => {
            let mut out = [0.0; B];
            for i in 0..B {
                out[i] = prelu(numbers[i], slopes[i]);
            }
            out
        }
    }
}

/// Applies an activation to all of a tensor of `channels` channels.
pub(super) fn all(activation: &Activation, channels: usize, numbers: &mut [f32]) {
    simd::run(
        #[inline(always)]
        || match activation {
            Activation::Prelu(slopes) => {
                for sample in numbers.chunks_exact_mut(channels.max(1)) {
                    for (number, slope) in sample.iter_mut().zip(slopes.iter()) {
                        *number = prelu(*number, *slope);
                    }
                }
            }
            other => {
                let curve = Curve::of(other);
                let (blocks, rest) = numbers.as_chunks_mut::<16>();
                for block in blocks {
                    *block = sample(curve, &[0.0; 16], *block);
                }
                for one in rest {
                    [*one] = sample(curve, &[0.0], [*one]);
                }
            }
        },
    );
}
