//! Rounds what was measured to what it is good for, so that the file can be read by hand.

use crate::facts::ShotFacts;

/// Rounds every column and figure of a shot.
pub(super) fn tidy(facts: &mut ShotFacts) {
    let decimals = |v: &mut f32, places: i32| {
        *v = ((f64::from(*v) * 10f64.powi(places)).round() / 10f64.powi(places)) as f32
    };
    facts.exposure_stops.iter_mut().for_each(|v| decimals(v, 5));
    facts.channel_stops.iter_mut().flatten().for_each(|v| decimals(v, 5));
    facts.skin_share.iter_mut().for_each(|v| decimals(v, 4));
    facts.patch_levels.iter_mut().for_each(|v| decimals(v, 3));
    facts.skin_color.iter_mut().flat_map(|c| &mut c.0).for_each(|v| decimals(v, 5));
    for pair in &mut facts.texture {
        pair.sticky.iter_mut().chain(&mut pair.loose).chain([&mut pair.boil]).for_each(|v| decimals(v, 3));
        decimals(&mut pair.share, 4);
    }
    for d in &mut facts.detail {
        let all = d.skin_percent.iter_mut().chain(&mut d.eye_percent).chain(&mut d.palette_percent);
        all.chain([&mut d.px_per_mm, &mut d.glow_share]).for_each(|v| decimals(v, 4));
    }
    for t in &mut facts.tint {
        let all = t.face_ycc.iter_mut().chain(&mut t.shift);
        all.chain([&mut t.moved_de, &mut t.uniform_share, &mut t.relit_stops]).for_each(|v| decimals(v, 4));
    }
    if let Some(c) = &mut facts.colour_course {
        c.knots.iter_mut().for_each(|k| decimals(&mut k.gain, 5));
        c.knots.iter_mut().flat_map(|k| &mut k.tint).for_each(|v| decimals(v, 5));
        decimals(&mut c.uneven, 3);
    }
    for j in &mut facts.joins {
        let back = j.back.slope.iter_mut().chain(&mut j.back.offset).chain(&mut j.back.power);
        back.chain([&mut j.back.saturation]).for_each(|v| decimals(v, 6));
        let told = [&mut j.contrast_percent, &mut j.saturation_percent, &mut j.lighter_percent];
        told.into_iter().for_each(|v| decimals(v, 2));
        let shares = [&mut j.explained, &mut j.steady_share];
        [&mut j.skin_de, &mut j.picture_de].into_iter().chain(shares).for_each(|v| decimals(v, 3));
    }
    for l in &mut facts.limbs {
        l.face_ycc.iter_mut().chain(&mut l.limbs_ycc).for_each(|v| decimals(v, 5));
        let told = [&mut l.hotter_de, &mut l.face_uneven_de, &mut l.limbs_uneven_de, &mut l.area_iod2];
        told.into_iter().chain([&mut l.seen]).for_each(|v| decimals(v, 3));
    }
    for l in &mut facts.lock_summaries {
        let single = [&mut l.boil_levels, &mut l.patch_levels, &mut l.locked];
        single.into_iter().chain(&mut l.lasting).for_each(|v| decimals(v, 3));
    }
    for g in &mut facts.glimpses {
        let fine = [&mut g.overshoot_percent, &mut g.edge_width_px, &mut g.flat_share, &mut g.tone_share];
        fine.into_iter()
            .chain([&mut g.skin_fine_levels, &mut g.around_fine_levels])
            .for_each(|v| decimals(v, 3));
    }
    if let Some(found) = &mut facts.sharpening {
        decimals(&mut found.amount, 2);
        decimals(&mut found.radius_px, 2);
        decimals(&mut found.overshoot_percent, 3);
        decimals(&mut found.misfit_percent, 3);
    }
    for a in &mut facts.attire {
        [&mut a.level, &mut a.usual].into_iter().chain(&mut a.at_px).for_each(|v| decimals(v, 2));
    }
    for s in &mut facts.shapes {
        let all = [&mut s.outline_percent, &mut s.skin_percent, &mut s.change_percent];
        all.into_iter().flatten().for_each(|v| decimals(v, 3));
        let contours = s.contours.iter_mut();
        contours
            .flat_map(|c| [&mut c.percent, &mut c.limit_percent, &mut c.width_percent])
            .for_each(|v| decimals(v, 4));
    }
    let f = &mut facts.figures;
    let levels = [&mut f.patch_levels, &mut f.boil_levels, &mut f.grain_levels];
    for v in levels.into_iter().chain([
        &mut f.exposure_flicker_percent,
        &mut f.colour_flicker_percent,
        &mut f.skin_drift_de,
    ]) {
        decimals(v, 3);
    }
    f.sticky_levels.iter_mut().chain(&mut f.lasting).for_each(|v| decimals(v, 3));
    decimals(&mut f.skin_share, 4);
    decimals(&mut f.locked, 3);
}
