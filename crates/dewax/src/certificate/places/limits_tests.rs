//! Every limit of a place holds at 0.8 times of it and fails at 1.2 times.

use super::super::measure::{Cell, Moved, Stick, Sums, Swing};
use super::*;

const AREA: f32 = 400.0;
/// Texture is gone everywhere, so that no place is alone.
const USUAL: Usual = Usual { noise_levels: 0.0, lost: [1.0; 2] };

/// A place of surroundings in which nothing was changed, with detail of so many levels.
fn same(levels: f32) -> Cell {
    let energy = AREA * levels * levels;
    let sums = |n: f32| Sums { n, s: 100.0 * n, e: 0.0, ss: [energy; 2], sr: [energy; 2], rr: [energy; 2] };
    let planes = [AREA, AREA / 4.0, AREA / 4.0].map(|n| [sums(n), Sums::default()]);
    Cell { planes, ..Cell::default() }
}

/// The same of skin.
fn skin(levels: f32) -> Cell {
    let mut cell = same(levels);
    cell.planes.iter_mut().for_each(|p| p.swap(0, 1));
    let energy = [AREA * levels * levels; 2];
    cell.stick = Stick { n: AREA, so: energy, ro: energy, oo: energy, ss: energy, sr: energy, rr: energy };
    cell
}

/// Whether a place is over its limit in this way.
fn over(cell: &Cell, span: Span, wrong: Wrong) -> bool {
    look(cell, AREA, span, &Allowed::default(), &USUAL)[wrong as usize].0 > 1.0
}

/// Checks one limit on either side, in both spans.
fn bracketed(wrong: Wrong, limits: [f32; 2], made: impl Fn(f32) -> Cell) {
    for (span, limit) in [Span::Frame, Span::HalfSecond].into_iter().zip(limits) {
        assert!(!over(&made(0.8 * limit), span, wrong), "{wrong:?} {span:?} at 0.8");
        assert!(over(&made(1.2 * limit), span, wrong), "{wrong:?} {span:?} at 1.2");
    }
}

fn both((frame, half): (f32, f32)) -> [f32; 2] {
    [frame, half]
}

#[test]
fn levels_and_colours_are_bracketed() {
    let lit = |mut cell: Cell, plane: usize, kind: usize, by: f32| {
        cell.planes[plane][kind].e = by * cell.planes[plane][kind].n;
        cell
    };
    bracketed(Wrong::AroundLevel, both(LEVEL), |by| lit(same(3.0), 0, 0, by));
    bracketed(Wrong::AroundLevel, both(LEVEL), |by| lit(same(3.0), 0, 0, -by));
    bracketed(Wrong::FeatureLevel, both(LEVEL), |by| Cell { face: 1.0, ..lit(same(3.0), 0, 0, by) });
    bracketed(Wrong::SkinLevel, both(SKIN_LEVEL), |by| lit(skin(3.0), 0, 1, by));
    bracketed(Wrong::Replaced, [REPLACED_LEVEL; 2], |by| lit(same(3.0), 0, 0, by));
    for plane in 1..3 {
        bracketed(Wrong::AroundColour, both(COLOUR), |by| lit(same(3.0), plane, 0, by));
        bracketed(Wrong::SkinColour, both(SKIN_COLOUR), |by| lit(skin(3.0), plane, 1, by));
    }
}

#[test]
fn detail_is_bracketed_by_share_and_by_levels() {
    let softer = |mut cell: Cell, share: f32| {
        let sums = &mut cell.planes[0][0];
        sums.sr = sums.ss.map(|s| s * (1.0 - share));
        sums.rr = sums.ss.map(|s| s * (1.0 - share).powi(2));
        cell
    };
    let limits = [DETAIL.0, DETAIL.1];
    // Strong detail is told by the share, faint by the levels.
    bracketed(Wrong::AroundDetail, limits.map(|l| l.0), |share| softer(same(20.0), share));
    bracketed(Wrong::AroundDetail, limits.map(|l| l.1), |levels| softer(same(levels / 0.9), 0.9));
    bracketed(Wrong::FeatureDetail, limits.map(|l| l.0), |share| Cell {
        face: 1.0,
        ..softer(same(20.0), share)
    });
    let unstuck = |mut cell: Cell, share: f32| {
        let stick = &mut cell.stick;
        stick.ro = stick.so.map(|s| s * (1.0 - share));
        stick.sr = stick.ss.map(|s| s * (1.0 - share));
        stick.rr = stick.ss.map(|s| s * (1.0 - share).powi(2));
        cell
    };
    let limits = [STICK.0, STICK.1];
    bracketed(Wrong::SkinDetail, limits.map(|l| l.0), |share| unstuck(skin(10.0), share));
    bracketed(Wrong::SkinDetail, limits.map(|l| l.1), |levels| unstuck(skin(levels / 0.9), 0.9));
}

#[test]
fn noise_is_bracketed() {
    let noisy = |mut cell: Cell, plane: usize, levels: f32| {
        let sums = &mut cell.planes[plane][0];
        sums.rr[0] += levels * levels * sums.n;
        cell
    };
    bracketed(Wrong::Noise, both(NOISE), |levels| noisy(same(3.0), 0, levels));
    bracketed(Wrong::ColourNoise, both(COLOUR_NOISE), |levels| noisy(same(3.0), 1, levels));
}

#[test]
fn a_shift_is_bracketed() {
    // A contour of this slope in both directions, moved across.
    let moved = |px: f32, slope: f32, explained: f32| {
        let energy = slope * slope * AREA;
        let moved = Moved {
            n: AREA,
            gg: [energy, 0.0, energy],
            gd: [-px * energy, 0.0],
            dd: px * px * energy / explained,
        };
        Cell { moved: [moved, Moved::default()], ..Cell::default() }
    };
    let is_over = |cell: &Cell| look_wide(cell, 10.0).0 > 1.0;
    let (share, levels, px) = MOVED;
    assert!(!is_over(&moved(0.8 * px, 20.0, 0.95)) && is_over(&moved(1.2 * px, 20.0, 0.95)));
    assert!(!is_over(&moved(1.0, 0.8 * levels, 0.95)) && is_over(&moved(1.0, 1.2 * levels, 0.95)));
    assert!(!is_over(&moved(1.0, 20.0, 0.8 * share)) && is_over(&moved(1.0, 20.0, 1.2 * share)));
    let longest = MOST_MOVED_CELLS * 10.0;
    assert!(is_over(&moved(0.8 * longest, 20.0, 0.95)) && !is_over(&moved(1.2 * longest, 20.0, 0.95)));
}

#[test]
fn what_is_gone_in_one_place_alone_is_bracketed() {
    let over = |share: f32, levels: f32, of_neck: bool, span: Span| {
        let mut cell = skin(levels / share);
        let stick = &mut cell.stick;
        stick.ro = stick.so.map(|s| s * (1.0 - share));
        stick.sr = stick.ss.map(|s| s * (1.0 - share));
        stick.rr = stick.ss.map(|s| s * (1.0 - share).powi(2));
        if of_neck {
            std::mem::swap(&mut cell.stick, &mut cell.neck);
        }
        let usual = Usual { noise_levels: 0.0, lost: [0.3; 2] };
        look(&cell, AREA, span, &Allowed::default(), &usual)[Wrong::SkinDetail as usize].0 > 1.0
    };
    let (share, levels) = STICK_ALONE;
    for (of_neck, span) in
        [false, true].into_iter().flat_map(|n| [Span::Frame, Span::HalfSecond].map(|s| (n, s)))
    {
        let over = |share, levels| over(share, levels, of_neck, span);
        assert!(!over(0.3 + 0.8 * share, 0.35) && over(0.3 + 1.2 * share, 0.35), "{of_neck} {span:?}");
        assert!(!over(0.9, 0.8 * levels) && over(0.9, 1.2 * levels), "{of_neck} {span:?}");
    }
    // What goes everywhere is judged on the face alone.
    let everywhere = |of_neck: bool| {
        let mut cell = skin(10.0);
        cell.stick.ro = cell.stick.so.map(|s| 0.1 * s);
        if of_neck {
            std::mem::swap(&mut cell.stick, &mut cell.neck);
        }
        self::over(&cell, Span::HalfSecond, Wrong::SkinDetail)
    };
    assert!(everywhere(false) && !everywhere(true));
}

#[test]
fn what_is_gone_is_softer_or_another_or_covered() {
    let seen = |energy: f32| {
        let mut cell = skin(10.0);
        let stick = &mut cell.stick;
        (stick.ro, stick.sr) = (stick.so.map(|s| 0.1 * s), stick.ss.map(|s| 0.1 * s));
        stick.rr = stick.ss.map(|s| energy * s);
        [Wrong::SkinDetail, Wrong::SkinOther, Wrong::SkinCovered].map(|w| over(&cell, Span::HalfSecond, w))
    };
    assert_eq!(seen(0.8 * OTHER), [true, false, false]);
    assert_eq!(seen(1.2 * OTHER), [true, true, false]);
    assert_eq!(seen(0.8 * COVERED), [true, true, false]);
    assert_eq!(seen(1.2 * COVERED), [false, false, true]);
}

#[test]
fn what_goes_up_and_down_is_bracketed() {
    let seen = |own: f32, more: f32| {
        let swing = Swing { n: 40.0, s: 40.0 * own * own, r: 40.0 * (LIFTED * own * own + more * more) };
        let cell = Cell { swing, ..skin(3.0) };
        over(&cell, Span::HalfSecond, Wrong::Flickers)
    };
    for own in [0.0, 3.0] {
        assert!(!seen(own, 0.8 * FLICKERS) && seen(own, 1.2 * FLICKERS), "{own}");
    }
}
