//! The outside world: files, FFmpeg, sidecars.
