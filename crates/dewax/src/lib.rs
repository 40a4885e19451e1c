//! The treatment: pixels in, pixels and verdicts out.
pub mod color;
pub mod kernels;
pub mod px;
