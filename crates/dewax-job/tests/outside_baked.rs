//! What the show LUT is laid on, with the real FFmpeg: the treated picture through it, beside an output that stays without it.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at once")]

mod bench;

use bench::{Bench, decode_all};
use dewax::color::Cdl;
use dewax::demo::{DrawnFace, Flaws};
use dewax::face::Tier;
use dewax::kernels::grade;
use dewax::px::{Frame, LEVEL};
use dewax::recipe::Look;
use dewax_job::fix::{FixWish, treat};
use dewax_job::job::Silent;
use dewax_job::passes::PassWish;
use dewax_job::session::{Session, SessionWish};
use dewax_media::cube_file::{self, ShowLut};
use dewax_media::drawn::write_clip;
use dewax_media::guard::Guard;
use dewax_media::losses::{Opening, open};
use std::path::{Path, PathBuf};
use std::sync::Arc;

const FRAMES: usize = 4;

fn drawn(bench: &Bench) -> PathBuf {
    let clip = bench.path("face.mkv");
    let face = DrawnFace::new(160, 120, FRAMES).with_flaws(Flaws::plastic());
    write_clip(&bench.tools, &face, &Guard::new(false).file(&clip).unwrap()).unwrap();
    clip
}

fn wish(lut: Option<Arc<ShowLut>>, baked: Option<&Path>) -> FixWish {
    let mut wish = FixWish::new(Look::named("natural").unwrap(), Guard::new(true));
    wish.faces.tier = Some(Tier::ColourOnly);
    wish.delivery.bits = Some(16);
    let passes = PassWish { baked: baked.map(Path::to_owned), ..PassWish::default() };
    FixWish { show_lut: lut, passes, ..wish }
}

/// A table that makes all of it darker and warmer.
fn warm(bench: &Bench) -> Arc<ShowLut> {
    let cdl = Cdl { slope: [1.0, 0.9, 0.7], offset: [-0.05; 3], saturation: 0.8, ..Cdl::NEUTRAL };
    let path = bench.path("warm.cube");
    cube_file::write("warm", &cdl, &Guard::new(true).file(&path).unwrap()).unwrap();
    Arc::new(ShowLut::read(&path).unwrap())
}

#[test]
fn a_show_lut_is_laid_only_where_that_is_asked_for_and_judged_nowhere() {
    let bench = Bench::new();
    let clip = drawn(&bench);
    let (out, baked) = (bench.path("out.mkv"), bench.path("shown.mkv"));
    let treated = |wish: &FixWish| treat(&bench.tools, &clip, &out, wish, &Silent);
    let said = treated(&wish(None, Some(&baked))).unwrap_err().to_string();
    assert!(said.contains("--show-lut") && !out.exists() && !baked.exists(), "{said}");
    let lut = warm(&bench);
    let floats = bench.path("shown_%05d.exr");
    let said = treated(&wish(Some(lut.clone()), Some(&floats))).unwrap_err().to_string();
    assert!(said.contains("linear light") && said.contains(".png") && !out.exists(), "{said}");
    let plain = treated(&wish(Some(lut.clone()), None)).unwrap();
    let was = std::fs::read(&out).unwrap();
    let both = treated(&wish(Some(lut.clone()), Some(&baked))).unwrap();
    assert!(std::fs::read(&out).unwrap() == was, "the output itself stays as it was");
    assert_eq!(both.certificate, plain.certificate);
    assert_eq!(both.recipe.show_lut.as_ref().unwrap().sha256, lut.sha256);
    assert!(
        both.notes.iter().any(|note| note.contains("shown.mkv") && note.contains("warm.cube")),
        "{:?}",
        both.notes
    );
    let (whole, shown) = (decode_all(&bench, &out), decode_all(&bench, &baked));
    assert_eq!([whole.len(), shown.len()], [FRAMES; 2]);
    let session = Session::open(
        &bench.tools,
        open(&bench.tools, &clip, Opening::default()).unwrap(),
        &SessionWish::default(),
        &Silent,
    );
    let picture = session.unwrap().analysis.clip.picture();
    // The file is written with the bits of the source, and dithered.
    let (mut most, mut without) = (0.0f32, 0.0f32);
    for (whole, shown) in whole.iter().zip(&shown) {
        let mut due = whole.frame.clone();
        grade::show(&picture.levels, picture.weights, picture.siting, &lut.cube, &mut due);
        let far = |a: &Frame, which: usize| {
            let pairs = a.plane(which).samples().iter().zip(shown.frame.plane(which).samples());
            pairs.map(|(a, b)| (f32::from(*a) - f32::from(*b)).abs() / LEVEL).fold(0.0, f32::max)
        };
        (0..3).for_each(|which| {
            most = most.max(far(&due, which));
            without = without.max(far(&whole.frame, which));
        });
    }
    assert!(most <= 1.5 && without > 10.0, "{most} and {without} levels of 8 bits");
    // From the recipe again, the same.
    let first = std::fs::read(&baked).unwrap();
    let again = FixWish { recipe: Some(both.recipe), ..wish(Some(lut), Some(&baked)) };
    treated(&again).unwrap();
    assert!(std::fs::read(&baked).unwrap() == first && std::fs::read(&out).unwrap() == was);
}
