//! One frame of a source beside the same of its result.

use crate::px::Frame;

/// One frame of both files.
#[derive(Clone, Copy)]
pub(super) struct Sides<'a> {
    pub(super) source: &'a Frame,
    pub(super) result: &'a Frame,
}
