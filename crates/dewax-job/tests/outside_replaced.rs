//! A source that is replaced while it is treated is refused: what was judged must be what was measured.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at once")]

mod bench;

use bench::Bench;
use dewax::face::Tier;
use dewax::recipe::Look;
use dewax_job::fix::{FixWish, fix};
use dewax_job::job::{JobError, Progress, Silent, Stage};
use dewax_media::guard::Guard;
use dewax_media::losses::LossError;
use std::path::Path;

/// Replaces a file when the result is about to be judged.
struct Replaces<'a> {
    clip: &'a Path,
    with: Vec<u8>,
}

impl Progress for Replaces<'_> {
    fn begin(&self, stage: Stage, _frames: Option<usize>) {
        if stage == Stage::Verify {
            std::fs::write(self.clip, &self.with).unwrap();
        }
    }
    fn done(&self, _frames: usize) {}
    fn stopped(&self) -> bool {
        false
    }
}

#[test]
fn a_source_that_is_replaced_is_not_certified() {
    let bench = Bench::new();
    let pattern = bench.clip("s_%02d.png", &["-f", "lavfi", "-i", "testsrc2=s=64x48", "-frames:v", "6"]);
    let clip = bench.clip("clip.mkv", &["-i", pattern.to_str().unwrap(), "-c:v", "ffv1"]);
    let mut other = std::fs::read(&clip).unwrap();
    // The title's place, say: the pictures and their times stay.
    let at = other.windows(4).position(|w| w == b"Lavf").unwrap();
    other[at] = b'l';
    let picture = std::fs::read(bench.path("s_05.png")).unwrap();
    for (source, changed, with) in [(&clip, clip.clone(), other), (&pattern, bench.path("s_05.png"), picture)]
    {
        let out = bench.path("out.mov");
        let mut wish = FixWish::new(Look::named("off").unwrap(), Guard::new(false));
        wish.faces.tier = Some(Tier::ColourOnly);
        let progress = Replaces { clip: &changed, with };
        let refused = fix(&bench.tools, source, &out, &wish, &progress).unwrap_err();
        assert!(matches!(refused, JobError::Loss(LossError::Replaced { .. })), "{refused}");
        assert!(!out.exists() && !bench.path("out.mov.dewax").exists());
    }
    let mut wish = FixWish::new(Look::named("off").unwrap(), Guard::new(false));
    wish.faces.tier = Some(Tier::ColourOnly);
    fix(&bench.tools, &pattern, &bench.path("out.mov"), &wish, &Silent).unwrap();
}
