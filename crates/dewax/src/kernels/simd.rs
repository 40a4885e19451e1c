//! Runs a kernel with the widest vector instructions that the machine has; the bits do not depend on which.
//!
//! Kernels are plain loops that the compiler vectorises. None of them uses fused multiply-add, libm, or a sum
//! whose order depends on the vector width, so every level gives identical results; the tests run them all.

use fearless_simd::{Level, Simd, dispatch};
use std::sync::OnceLock;

/// Names of the instruction levels, as `DEWAX_CPU` takes them.
pub const LEVEL_NAMES: &[&str] = &["sse2", "sse4.2", "avx2", "avx512", "neon"];

/// The level of that name, if this machine has it.
pub fn level_named(name: &str) -> Option<Level> {
    let best = Level::new();
    match name {
        #[cfg(target_arch = "x86_64")]
        "sse2" => best.as_sse2().map(Level::Sse2),
        #[cfg(target_arch = "x86_64")]
        "sse4.2" => best.as_sse4_2().map(Level::Sse4_2),
        #[cfg(target_arch = "x86_64")]
        "avx2" => best.as_avx2().map(Level::Avx2),
        #[cfg(target_arch = "x86_64")]
        "avx512" => best.as_avx512().map(Level::Avx512),
        #[cfg(target_arch = "aarch64")]
        "neon" => best.as_neon().map(Level::Neon),
        _ => None,
    }
}

/// The names of the levels that this machine has, narrowest first.
pub fn levels_here() -> Vec<&'static str> {
    LEVEL_NAMES.iter().copied().filter(|n| level_named(n).is_some()).collect()
}

static FORCED: OnceLock<Level> = OnceLock::new();

/// Forces every later kernel of this process onto one level. The CLI calls it once, from `DEWAX_CPU`.
///
/// # Errors
/// The name, when it is not a level of this machine or another level was forced before.
pub fn force(name: &str) -> Result<(), String> {
    let level = level_named(name).ok_or_else(|| {
        format!("this machine has no instruction level `{name}`; it has {}", levels_here().join(", "))
    })?;
    FORCED.set(level).map_err(|_| format!("an instruction level was forced before; `{name}` comes too late"))
}

std::thread_local! {
    static HERE: std::cell::Cell<Option<Level>> = const { std::cell::Cell::new(None) };
}

/// Runs `body` with every kernel of this thread on the named level. For tests and benchmarks.
/// `None` when the machine does not have it.
pub fn with_level<R>(name: &str, body: impl FnOnce() -> R) -> Option<R> {
    let level = level_named(name)?;
    let before = HERE.replace(Some(level));
    let out = body();
    HERE.set(before);
    Some(out)
}

/// Runs a kernel body, compiled for and run with the widest instructions that are allowed.
/// The body must be `#[inline(always)]`, so that it becomes part of the vectorised function.
#[inline(always)]
pub fn run<R>(body: impl FnOnce() -> R) -> R {
    let level = HERE.get().or_else(|| FORCED.get().copied()).unwrap_or_else(Level::new);
    dispatch!(level, simd => simd.vectorize(body))
}
