//! The arithmetic of each operation: fast, and as the textbook has it.

pub(super) mod fast;
#[cfg(any(test, feature = "slow"))]
pub(super) mod slow;
