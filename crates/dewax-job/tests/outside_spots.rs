//! A retouch that is given by hand, with the real FFmpeg: the blot is gone in its frames, nothing else changed, and a recipe makes the same again.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at once")]

mod bench;

use bench::{Bench, decode_all};
use dewax::demo::{DrawnFace, Flaws};
use dewax::face::Tier;
use dewax::recipe::{Look, Recipe};
use dewax_job::fix::{FixWish, treat};
use dewax_job::job::{JobError, Silent};
use dewax_job::spots::{SpotError, SpotWish};
use dewax_media::drawn::write_clip;
use dewax_media::guard::Guard;

const FRAMES: usize = 14;
/// The blot: a square in two frames.
const BLOT: &str = "drawbox=x=66:y=70:w=9:h=9:color=0x40180c:t=fill:enable='between(n,6,7)'";

fn wish(spot: &str) -> FixWish {
    let mut wish = FixWish::new(Look::named("off").unwrap(), Guard::new(true));
    wish.faces.tier = Some(Tier::ColourOnly);
    wish.spots = vec![SpotWish::read(spot).unwrap()];
    wish
}

#[test]
fn a_blot_goes_in_its_frames_and_nothing_else_changes() {
    let bench = Bench::new();
    let (clean, bad, out) = (bench.path("clean.mkv"), bench.path("bad.mkv"), bench.path("out.mkv"));
    let face = DrawnFace::new(160, 120, FRAMES).with_flaws(Flaws::none());
    write_clip(&bench.tools, &face, &Guard::new(false).file(&clean).unwrap()).unwrap();
    bench.clip("bad.mkv", &["-i", clean.to_str().unwrap(), "-vf", BLOT, "-c:v", "ffv1"]);
    let treated = treat(&bench.tools, &bad, &out, &wish("70,74@6..8:16"), &Silent).unwrap();
    assert_eq!(treated.recipe.shots[0].running(), ["spots"]);
    let told = treated.certificate.frame[0].retouched.clone().unwrap();
    assert_eq!((told.frames, told.places), (vec![(6, 7)], 1));
    let [truth, before, after] = [&clean, &bad, &out].map(|path| decode_all(&bench, path));
    let apart = |a: &dewax::px::Frame, b: &dewax::px::Frame| {
        let differs = |(a, b): (&u16, &u16)| (f64::from(*a) - f64::from(*b)).abs() / 256.0;
        let rows = (70..79).flat_map(|y| a.luma().row(y)[66..75].iter().zip(&b.luma().row(y)[66..75]));
        rows.map(differs).sum::<f64>() / 81.0
    };
    for n in 0..FRAMES {
        let [truth, before, after] = [&truth, &before, &after].map(|f| &f[n].frame);
        if (6..8).contains(&n) {
            let (was, is) = (apart(before, truth), apart(after, truth));
            assert!(was > 40.0 && is < 4.0, "frame {n}: {was:.1} to {is:.1} levels");
            let far = |x: usize, y: usize| (x as f64 - 70.0).hypot(y as f64 - 74.0) > 24.0;
            let same =
                |y: usize| (0..160).all(|x| !far(x, y) || before.luma().row(y)[x] == after.luma().row(y)[x]);
            assert!((0..120).all(same), "frame {n}: something else changed");
        } else {
            assert!(after.same_picture(before), "frame {n}");
        }
    }
    // The recipe says it all.
    let again = bench.path("again.mkv");
    let recipe = Recipe::parse(&treated.recipe.to_toml()).unwrap();
    let from_recipe = FixWish { recipe: Some(recipe), spots: Vec::new(), ..wish("70,74@6..8:16") };
    treat(&bench.tools, &bad, &again, &from_recipe, &Silent).unwrap();
    let again = decode_all(&bench, &again);
    assert!(again.iter().zip(&after).all(|(a, b)| a.frame.same_picture(&b.frame)));
    let nowhere = treat(&bench.tools, &bad, &out, &wish("2,2@6..8"), &Silent).unwrap_err();
    assert!(matches!(nowhere, JobError::Spot(SpotError::NoSkin { frame: 6, .. })), "{nowhere}");
    let outside = treat(&bench.tools, &bad, &out, &wish("400,2@6..8"), &Silent).unwrap_err();
    assert!(outside.to_string().contains("160 × 120"), "{outside}");
    let beyond = treat(&bench.tools, &bad, &out, &wish("70,74@60..80"), &Silent).unwrap_err();
    assert!(beyond.to_string().contains("beyond the clip"), "{beyond}");
}
