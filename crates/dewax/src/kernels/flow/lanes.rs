//! A few numbers side by side: arithmetic on short arrays that the compiler turns into vector instructions.
//!
//! Element by element, so the bits do not depend on the width of the machine's vectors; the one sum has a fixed order.

use std::ops::{Add, Mul, Sub};

/// `N` numbers side by side.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lanes<const N: usize>(pub [f32; N]);

impl<const N: usize> Lanes<N> {
    /// The same number in every lane.
    #[inline(always)]
    pub(super) fn all(value: f32) -> Self {
        Self([value; N])
    }

    /// The result of `f` of each lane.
    #[inline(always)]
    pub(super) fn map(self, f: impl Fn(f32) -> f32) -> Self {
        let mut out = self;
        for value in &mut out.0 {
            *value = f(*value);
        }
        out
    }

    /// The result of `f` of each pair of lanes.
    #[inline(always)]
    fn with(self, other: Self, f: impl Fn(f32, f32) -> f32) -> Self {
        let mut out = self;
        for (value, other) in out.0.iter_mut().zip(other.0) {
            *value = f(*value, other);
        }
        out
    }

    /// Between `self` (`share` 0) and `other` (`share` 1).
    #[inline(always)]
    pub(super) fn mix(self, other: Self, share: Self) -> Self {
        self + (other - self) * share
    }

    /// [`inverse_root`] of each lane.
    #[inline(always)]
    pub(super) fn inverse_root(self) -> Self {
        self.map(inverse_root)
    }
}

/// One over the square root of a number above 0, to about 5e-6: Newton's iteration from a guess in the exponent
/// (C. Lomont, "Fast inverse square root", 2003). Exact steps only, hence the same bits everywhere, without the
/// slow square root and division.
#[inline(always)]
pub(super) fn inverse_root(value: f32) -> f32 {
    let half = 0.5 * value;
    let guess = f32::from_bits(0x5f37_5a86 - (value.to_bits() >> 1));
    let guess = guess * (1.5 - half * guess * guess);
    guess * (1.5 - half * guess * guess)
}

/// The sum of the lanes of each of some groups: halves onto halves.
#[inline(always)]
pub(super) fn sums<const COUNT: usize>(groups: [Lanes<8>; COUNT]) -> [f32; COUNT] {
    // Opaque, or the compiler gathers one lane of every group into a vector all the way up, and runs at half the speed.
    let groups = std::hint::black_box(groups);
    let mut out = [0.0; COUNT];
    for (sum, Lanes(v)) in out.iter_mut().zip(groups) {
        let four = [v[0] + v[4], v[1] + v[5], v[2] + v[6], v[3] + v[7]];
        *sum = (four[0] + four[2]) + (four[1] + four[3]);
    }
    out
}

impl<const N: usize> Add for Lanes<N> {
    type Output = Self;
    #[inline(always)]
    fn add(self, other: Self) -> Self {
        self.with(other, |a, b| a + b)
    }
}

impl<const N: usize> Sub for Lanes<N> {
    type Output = Self;
    #[inline(always)]
    fn sub(self, other: Self) -> Self {
        self.with(other, |a, b| a - b)
    }
}

impl<const N: usize> Mul for Lanes<N> {
    type Output = Self;
    #[inline(always)]
    fn mul(self, other: Self) -> Self {
        self.with(other, |a, b| a * b)
    }
}

/// `count` successive groups of `N` numbers of a row, from number `from` on.
#[inline(always)]
pub(super) fn groups<const N: usize>(row: &[f32], from: usize, count: usize) -> &[[f32; N]] {
    &row[from..].as_chunks::<N>().0[..count]
}

/// [`groups`], to be written.
#[inline(always)]
pub(super) fn groups_mut<const N: usize>(row: &mut [f32], from: usize, count: usize) -> &mut [[f32; N]] {
    &mut row[from..].as_chunks_mut::<N>().0[..count]
}
