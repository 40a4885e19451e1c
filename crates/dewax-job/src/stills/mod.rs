//! Hundreds of pictures at once: which original belongs to which, what each gets, and what is said of all of them.

pub mod pairs;
pub mod small;
