//! A frame for a preview is the frame that a render writes, to the bit, and the clip is measured once for all of them.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at once")]

mod bench;

use bench::{Bench, decode_all};
use dewax::demo::{DrawnFace, Flaws};
use dewax::face::Tier;
use dewax::recipe::Look;
use dewax_job::fix::{FixWish, treat};
use dewax_job::job::{JobError, Silent};
use dewax_job::ops::plan::{self, PlanWish};
use dewax_job::session::{Session, SessionWish};
use dewax_media::drawn::write_clip;
use dewax_media::faces::FaceChoice;
use dewax_media::guard::Guard;
use dewax_media::losses::{Opening, open};

#[test]
fn a_previewed_frame_is_the_rendered_one() {
    let bench = Bench::new();
    let (clip, out) = (bench.path("face.mkv"), bench.path("treated.mkv"));
    let face = DrawnFace::new(160, 120, 14).with_flaws(Flaws::plastic());
    write_clip(&bench.tools, &face, &Guard::new(false).file(&clip).unwrap()).unwrap();
    let mut wish = FixWish::new(Look::named("natural").unwrap(), Guard::new(false));
    wish.faces.tier = Some(Tier::ColourOnly);
    wish.delivery.bits = Some(16);
    let treated = treat(&bench.tools, &clip, &out, &wish, &Silent).unwrap();
    assert!(!treated.recipe.shots[0].running().is_empty(), "nothing is treated: the test tells nothing");

    let source = open(&bench.tools, &clip, Opening::default()).unwrap();
    let folders = vec![dewax_job::sidecar::folder_of(&out)];
    let wish = SessionWish { recipe: Some(&treated.recipe), folders, ..SessionWish::default() };
    let session = Session::open(&bench.tools, source, &wish, &Silent).unwrap();
    assert!(session.read_from.is_some(), "measured anew: {:?}", session.notes);
    let (sources, written) = (decode_all(&bench, &clip), decode_all(&bench, &out));
    // Backwards, too: whoever looks at frames jumps.
    for index in [9, 2, 13, 0] {
        let shown = session.frame(index, &treated.recipe, &Silent).unwrap();
        for plane in 0..3 {
            assert!(
                *shown.after.plane(plane) == *written[index].frame.plane(plane),
                "frame {index}, plane {plane}"
            );
            assert!(*shown.before.plane(plane) == *sources[index].frame.plane(plane), "source of {index}");
        }
        assert!(shown.after.plane(0) != shown.before.plane(0));
    }
    let beyond = session.frame(14, &treated.recipe, &Silent).unwrap_err();
    assert!(matches!(beyond, JobError::Range { from: 14, frames: 14, .. }), "{beyond}");
}

#[test]
fn what_is_not_turned_is_measured_once_however_it_is_asked_for() {
    let bench = Bench::new();
    let picture = bench.path("face.png");
    let face = DrawnFace::new(160, 120, 1).with_flaws(Flaws::plastic());
    let clip = bench.path("face.mkv");
    write_clip(&bench.tools, &face, &Guard::new(false).file(&clip).unwrap()).unwrap();
    bench.clip("face.png", &["-i", clip.to_str().unwrap(), "-frames:v", "1"]);
    let wish = |out: &str| PlanWish {
        show_lut: None,
        look: Look::named("natural").unwrap(),
        seed: 1,
        faces: FaceChoice { tier: Some(Tier::ColourOnly), ..FaceChoice::default() },
        mask: None,
        texture_from: None,
        reference: None,
        spots: Vec::new(),
        upscale: dewax_job::upscale::Upscale::default(),
        out: Some(bench.path(out)),
        opening: Opening::default(),
        guard: Guard::new(false),
    };
    // A recipe is planned for the picture, with its measurements beside it; who renders that measures nothing.
    plan::run(&bench.tools, &picture, &wish("recipe.toml"), &Silent).unwrap();
    let source = open(&bench.tools, &picture, Opening::default()).unwrap();
    let folders = vec![dewax_job::sidecar::folder_of(&bench.path("recipe.toml"))];
    for bake_rotation in [false, true] {
        let faces = FaceChoice { tier: Some(Tier::ColourOnly), ..FaceChoice::default() };
        let seen = SessionWish { faces, folders: folders.clone(), bake_rotation, ..SessionWish::default() };
        let session = Session::open(&bench.tools, source.clone(), &seen, &Silent).unwrap();
        assert!(session.read_from.is_some() && !session.bake_rotation, "{:?}", session.notes);
    }
}
