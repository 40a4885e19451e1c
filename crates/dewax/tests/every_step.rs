//! What every step owes. A new step gets these without writing a line.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::type_complexity,
    reason = "a test that fails says so by panicking"
)]

#[path = "every_step/made.rs"]
mod made;

use dewax::chain::Chain;
use dewax::clip::{Picture, Shot};
use dewax::color::{Levels, LumaWeights, Matrix, Range, Siting, Transfer};
use dewax::demo::held_face;
use dewax::facts::{ShotFacts, SkinModel};
use dewax::kernels::{noise, simd};
use dewax::lock::{Affine, Grid, Lock, Nodes, Place, Segment};
use dewax::param::{Kind, Limits, Value};
use dewax::px::{Format, Frame, Mask, Plane, Rect, Subsampling, Window};
use dewax::shelf::Shelf;
use dewax::stack::{Setting, Stack};
use dewax::step::{AnyStep, Context, Entry, FaceFilter, Touches};
use dewax::steps::STEPS;
use dewax::surface;
use made::*;
use std::sync::Arc;

const SIZES: &[(usize, usize)] = &[(1, 1), (7, 5), (64, 65), (97, 66)];
const ALL: [Subsampling; 3] = [Subsampling::C420, Subsampling::C422, Subsampling::C444];

#[test]
fn defaults_are_in_range_documented_and_below_their_limits() {
    for e in STEPS {
        assert!(e.doc.len() > 40 && e.doc.ends_with('.'), "{} has no doc", e.name);
        for p in e.params {
            assert!(p.holds(&p.default), "{}.{}", e.name, p.name);
            assert!(
                p.doc.trim().len() > 12 && p.doc.trim().ends_with('.'),
                "{}.{} has no doc",
                e.name,
                p.name
            );
            if let (Kind::F { cap, max, .. }, Value::F(v)) = (p.kind, &p.default) {
                assert!(*v <= cap && cap <= max, "{}.{}", e.name, p.name);
            }
        }
        for needs in e.needs {
            let place = |n: &str| STEPS.iter().position(|s| s.name == n).unwrap();
            assert!(place(needs) < place(e.name), "{} needs {needs}, which runs later", e.name);
        }
    }
}

#[test]
fn neutral_changes_nothing_bit_for_bit() {
    for e in STEPS {
        assert!((e.neutral)().is_neutral(), "{}", e.name);
        for &(w, h) in SIZES {
            for sub in ALL {
                let p = picture(w, h, sub);
                let c = clip_for(e, &p, 7, 1);
                let out = run(&*(e.neutral)(), &p, &facts_for(e, &p, 0..7), &c, 3);
                assert!(out.same_picture(&c[3]), "{} {w}x{h} {sub:?}", e.name);
            }
        }
    }
}

#[test]
fn strong_values_do_something_and_stay_finite_and_legal() {
    for e in STEPS.iter().filter(|e| e.touches != Touches::Mask) {
        for sub in ALL {
            let p = picture(96, 66, sub);
            let c = clip(&p, 7, 2);
            let out = run(&*strong(e), &p, &facts_for(e, &p, 0..7), &c, 3);
            assert!(!out.same_picture(&c[3]), "{} does nothing", e.name);
            assert!(!strong(e).is_neutral());
            let legal = p.levels.legal;
            for which in 0..3 {
                for &s in out.plane(which).samples() {
                    assert!((legal.0..=legal.1).contains(&f32::from(s)), "{} makes {s}", e.name);
                }
            }
        }
    }
}

#[test]
fn any_size_and_extreme_frames_are_survived() {
    for e in STEPS {
        for &(w, h) in SIZES {
            for sub in ALL {
                let p = picture(w, h, sub);
                for value in [0u16, 65535, 4096, 60160] {
                    let mut c = clip_for(e, &p, 3, 3);
                    for f in &mut c {
                        let f = Arc::make_mut(f);
                        (0..3).for_each(|i| f.plane_mut(i).samples_mut().fill(value));
                    }
                    run(&*strong(e), &p, &facts_for(e, &p, 0..3), &c, 1);
                    run(&*(e.default)(), &p, &ShotFacts::still(Shot { first_frame: 0, frames: 3 }), &c, 1);
                }
            }
        }
    }
}

#[test]
fn steps_bound_to_the_skin_leave_the_rest_alone() {
    for e in STEPS.iter().filter(|e| e.touches == Touches::Skin) {
        for sub in ALL {
            let p = picture(96, 66, sub);
            let c = clip(&p, 7, 4);
            let out = run(&*strong(e), &p, &facts_for(e, &p, 0..7), &c, 3);
            assert_eq!(dewax::certificate::changed_outside(&c[3], &out), 0, "{} {sub:?}", e.name);
            let mut bare = (*c[3]).clone();
            bare.skin = None;
            let none: Vec<_> = vec![Arc::new(bare.clone())];
            assert!(
                run(&*strong(e), &p, &facts_for(e, &p, 0..1), &none, 0).same_picture(&bare),
                "{} without skin",
                e.name
            );
        }
    }
}

#[test]
fn steps_for_the_mask_change_no_pixel() {
    for e in STEPS.iter().filter(|e| e.touches == Touches::Mask) {
        let p = picture(96, 66, Subsampling::C420);
        let c = clip_for(e, &p, 3, 4);
        let out = run(&*strong(e), &p, &facts_for(e, &p, 0..3), &c, 1);
        assert!(out.same_picture(&c[1]) && out.skin.is_some(), "{}", e.name);
    }
}

#[test]
fn reach_is_honest_in_time() {
    for e in STEPS {
        let p = picture(64, 48, Subsampling::C420);
        let step = strong(e);
        let reach = step.reach(&p);
        let c = clip_for(e, &p, 15, 5);
        let want = run(&*step, &p, &facts_for(e, &p, 0..15), &c, 7);
        for i in 0..15 {
            if i + reach.back_frames < 7 || i > 7 + reach.ahead_frames {
                let mut other = c.clone();
                let mut changed = (*clip_for(e, &p, 15, 99)[i]).clone();
                changed.index = i;
                other[i] = Arc::new(changed);
                let got = run(&*step, &p, &facts_for(e, &p, 0..15), &other, 7);
                assert!(got == want, "{} reads frame {i}, outside its reach", e.name);
            }
        }
    }
}

#[test]
fn reach_is_honest_in_space() {
    for e in STEPS {
        // Large enough that most of the frame lies outside the reach of one corner.
        let p = picture(320, 240, Subsampling::C444);
        let step = strong(e);
        let reach = step.reach(&p);
        let c = clip_for(e, &p, 7, 6);
        let want = run(&*step, &p, &facts_for(e, &p, 0..7), &c, 3);
        let mut other = c.clone();
        for f in &mut other {
            let f = Arc::make_mut(f);
            for which in 0..3 {
                for y in 0..6 {
                    for s in &mut f.plane_mut(which).row_mut(y)[..6] {
                        *s = s.wrapping_add(9000);
                    }
                }
            }
        }
        let got = run(&*step, &p, &facts_for(e, &p, 0..7), &other, 3);
        let far = 6 + reach.halo_px;
        let mut compared = 0;
        for which in 0..3 {
            for y in 0..240 {
                for x in 0..320 {
                    if x >= far || y >= far {
                        compared += 1;
                        let same = got.plane(which).row(y)[x] == want.plane(which).row(y)[x];
                        assert!(same, "{} ({x},{y}) lies {far} px away", e.name);
                    }
                }
            }
        }
        assert!(compared > 10_000, "{}: a reach of {} px leaves nothing to compare", e.name, reach.halo_px);
        if let (Some(a), Some(b)) = (&want.skin, &got.skin) {
            for (y, (ra, rb)) in a.weights.rows().zip(b.weights.rows()).enumerate() {
                for (x, (wa, wb)) in ra.iter().zip(rb).enumerate() {
                    if x * a.step_px >= far || y * a.step_px >= far {
                        assert_eq!(wa, wb, "{} mask ({x},{y})", e.name);
                    }
                }
            }
        }
    }
}

#[test]
fn threads_and_instruction_levels_do_not_change_bits() {
    let pool = |n: usize| rayon::ThreadPoolBuilder::new().num_threads(n).build().unwrap();
    for e in STEPS {
        let p = picture(97, 66, Subsampling::C420);
        let c = clip_for(e, &p, 7, 8);
        let make = || run(&*strong(e), &p, &facts_for(e, &p, 0..7), &c, 3);
        let one = pool(1).install(make);
        assert!(pool(4).install(make) == one, "{} with 4 threads", e.name);
        for level in simd::levels_here() {
            let got = pool(1).install(|| simd::with_level(level, make)).unwrap();
            assert!(got == one, "{} on {level}", e.name);
        }
    }
}

fn strong_stack() -> Stack {
    let mut stack = Stack::defaults();
    for e in STEPS {
        let step = strong(e);
        for param in e.params {
            let value = param.show(&step.get(param.name).unwrap());
            let setting = Setting::named(None, e.name, param.name, &value, Limits::Beyond).unwrap();
            stack.set(&setting);
        }
    }
    stack
}

#[test]
fn a_range_is_a_slice_of_the_whole_render() {
    let p = picture(80, 60, Subsampling::C420);
    let frames = 30;
    let source = bare(clip(&p, frames, 9));
    let facts = facts(&p, 0..frames);
    let stack = strong_stack();
    let render = |range: std::ops::Range<usize>| {
        let mut chain = Chain::new(&p, &facts, &stack, 7);
        let mut give = |n: usize| Ok::<_, std::convert::Infallible>((*source[n]).clone());
        let out: Vec<Frame> = range.map(|n| (*chain.frame(n, &mut give).unwrap().done).clone()).collect();
        (out, chain.made.clone())
    };
    let (whole, cost) = render(0..frames);
    assert!(cost.iter().all(|&made| made == frames), "each level makes each frame once: {cost:?}");
    assert!(!whole[5].same_picture(&source[5]));
    for range in [0..3, 11..17, 28..30, 29..30] {
        assert!(render(range.clone()).0 == whole[range.clone()], "{range:?}");
    }
}

#[test]
fn nothing_crosses_a_cut() {
    let p = picture(64, 48, Subsampling::C420);
    let source = bare(clip(&p, 12, 10));
    let facts = facts(&p, 6..12);
    let stack = strong_stack();
    let mut asked = Vec::new();
    let mut chain = Chain::new(&p, &facts, &stack, 7);
    let mut give = |n: usize| {
        asked.push(n);
        Ok::<_, std::convert::Infallible>((*source[n]).clone())
    };
    for n in 6..12 {
        chain.frame(n, &mut give).unwrap();
    }
    assert_eq!(asked, (6..12).collect::<Vec<_>>());
}

#[test]
fn every_parameter_reaches_schema_and_manual() {
    let manual = surface::manual();
    for name in ["look", "recipe"] {
        let schema = surface::schema(name).unwrap().to_string();
        for e in STEPS {
            for p in e.params {
                let doc = serde_json::to_string(&surface::doc(p)).unwrap();
                assert!(schema.contains(&doc), "{name}: {}.{}", e.name, p.name);
                assert!(manual.contains(&surface::doc(p)), "manual: {}.{}", e.name, p.name);
            }
        }
    }
}
