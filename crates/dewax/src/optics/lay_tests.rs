//! What a viewer must see: persons as they were, a background without their colour, lamps as discs, flat places as they were.

use super::*;

/// Large enough for a disc beside a person.
const SIZE: (usize, usize) = (320, 240);

fn picture() -> Picture {
    Picture::usual(SIZE.0, SIZE.1)
}

/// A bright person of texture, with strands of hair at the right, before dark stripes; one lamp among these.
fn frame(picture: &Picture) -> Frame {
    let mut frame = Frame::new(&picture.format, 0);
    for y in 0..SIZE.1 {
        for x in 0..SIZE.0 {
            let code = match () {
                () if is_person(x, y) => 150 + 12 * ((x * 7 + y * 3) % 5),
                () if x.abs_diff(280) + y.abs_diff(40) < 4 => 235,
                () => 40 + 30 * (x / 6 % 2),
            };
            frame.plane_mut(0).row_mut(y)[x] = (code as u16) << 8;
        }
    }
    frame
}

fn is_person(x: usize, y: usize) -> bool {
    x < 140 || x < 165 && y % 12 < 3
}

fn matte() -> Plane<f32> {
    Plane::from_fn(64, 48, |x, _| (30.5 - x as f32).clamp(0.0, 1.0))
}

fn laid(lens: &Lens) -> (Frame, Frame) {
    let picture = picture();
    let before = frame(&picture);
    let mut after = before.clone();
    let matte = matte();
    Shallow { lens, eyes_px: 30.0, matte: &matte, grain_levels: 0.0 }.lay(&picture, &mut after);
    (before, after)
}

const LENS: Lens = Lens { amount: 1.0, ..Lens::NONE };

#[test]
fn the_person_is_as_it_was_to_the_bit_and_stripes_behind_are_gone() {
    let (before, after) = laid(&LENS);
    for y in 0..SIZE.1 {
        assert_eq!(before.luma().row(y)[..110], after.luma().row(y)[..110], "row {y}");
    }
    let swing = |frame: &Frame, y: usize| {
        let row = &frame.luma().row(y)[200..256];
        row.windows(2).map(|w| f32::from(w[0].abs_diff(w[1])) / LEVEL).fold(0.0, f32::max)
    };
    assert!(swing(&before, 120) > 25.0 && swing(&after, 120) < 6.0, "{}", swing(&after, 120));
}

#[test]
fn no_light_of_the_person_bleeds_into_the_background() {
    let (_, after) = laid(&LENS);
    let brightest =
        (20..220).flat_map(|y| after.luma().row(y)[176..240].to_vec()).max().map(|v| f32::from(v) / LEVEL);
    assert!(brightest.is_some_and(|v| v < 75.0), "{brightest:?}");
}

#[test]
fn a_lamp_becomes_a_disc_that_is_even_and_ends() {
    let wide = Lens { f_stop: 1.2, ..LENS };
    let (_, after) = laid(&wide);
    let radius = wide.radius_px(30.0, 320.0);
    let at = |x: f32, y: f32| f32::from(after.luma().row(y as usize)[x as usize]) / LEVEL;
    let (middle, inner, beyond) =
        (at(280.0, 40.0), at(280.0 - 0.5 * radius, 40.0), at(280.0 - 1.8 * radius, 40.0));
    assert!((middle - inner).abs() < 6.0, "even: {middle} {inner}");
    assert!(inner - beyond > 5.0, "and ends: {inner} {beyond}");
}

#[test]
fn what_is_flat_stays_and_half_a_lens_is_softer_than_none() {
    let picture = picture();
    let mut flat = Frame::new(&picture.format, 0);
    flat.plane_mut(0).samples_mut().fill(200 << 8);
    let before = flat.clone();
    let matte = matte();
    Shallow { lens: &LENS, eyes_px: 30.0, matte: &matte, grain_levels: 0.0 }.lay(&picture, &mut flat);
    for (a, b) in before.luma().samples().iter().zip(flat.luma().samples()) {
        assert!(a.abs_diff(*b) < 100, "{a} {b}");
    }
    let (before, half) = laid(&Lens { amount: 0.01, ..LENS });
    assert!(before.same_picture(&half), "less than a pixel is nothing");
}

#[test]
fn grain_comes_back_where_it_went() {
    let picture = picture();
    let mut flat = Frame::new(&picture.format, 3);
    flat.plane_mut(0).samples_mut().fill(120 << 8);
    let matte = matte();
    let lens = Lens { grain: 1.0, ..LENS };
    Shallow { lens: &lens, eyes_px: 30.0, matte: &matte, grain_levels: 2.0 }.lay(&picture, &mut flat);
    let rms = |from: usize, to: usize| {
        let all: Vec<f32> = (10..230)
            .flat_map(|y| {
                flat.luma().row(y)[from..to].iter().map(|v| f32::from(*v) / LEVEL - 120.0).collect::<Vec<_>>()
            })
            .collect();
        (all.iter().map(|v| v * v).sum::<f32>() / all.len() as f32).sqrt()
    };
    assert!((rms(200, 310) - 2.0).abs() < 0.3, "{}", rms(200, 310));
    assert_eq!(rms(0, 100), 0.0);
}

#[test]
fn black_bars_stay_as_they_are_and_darken_nothing_beside_them() {
    let picture = picture();
    let mut before = frame(&picture);
    let black = picture.levels.black as u16;
    (0..30).chain(210..240).for_each(|y| before.plane_mut(0).row_mut(y).fill(black));
    let laid = |bars: bool| {
        let mut after = before.clone();
        let lens = Lens { bars, ..LENS };
        Shallow { lens: &lens, eyes_px: 30.0, matte: &matte(), grain_levels: 0.0 }.lay(&picture, &mut after);
        after
    };
    let row = |frame: &Frame, y: usize| {
        let row = &frame.luma().row(y)[200..256];
        row.iter().map(|v| f32::from(*v) / LEVEL).sum::<f32>() / row.len() as f32
    };
    let (kept, blurred) = (laid(true), laid(false));
    assert!((0..30).all(|y| kept.luma().row(y) == before.luma().row(y)));
    assert!((row(&kept, 31) - row(&kept, 120)).abs() < 1.5, "{} {}", row(&kept, 31), row(&kept, 120));
    assert!(row(&blurred, 29) > row(&before, 29) + 5.0 && row(&blurred, 31) < row(&kept, 31) - 5.0);
}
