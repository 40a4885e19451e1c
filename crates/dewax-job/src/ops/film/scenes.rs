//! The colours of a scene's shots drawn toward its hero: one CDL per shot, never per frame.

use super::Ready;
use crate::film::{Film, FilmShot, Scene, Seen, hero_of};
use dewax::color::Cdl;
use dewax::matching::{Matched, SkinSamples, fit};
use dewax::param::{Limits, Value};
use dewax::stack::Setting;
use dewax::steps::balance::Balance;
use std::collections::BTreeMap;

/// What a shot was compared with, and what came of it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Compared {
    /// The hero, or the reference, by name.
    pub(crate) with: String,
    pub(crate) matched: Matched,
}

/// Matches the shots of every scene with its reference, or its hero. What comes of it is noted with the shots; the heroes come back, a
/// scene that names none gets the one that would be proposed.
pub(crate) fn matched(
    film: &Film,
    shots: &mut [Ready],
    references: &BTreeMap<String, Option<SkinSamples>>,
) -> Vec<Option<String>> {
    film.scenes.iter().map(|scene| of_scene(scene, shots, references)).collect()
}

fn of_scene(
    scene: &Scene,
    shots: &mut [Ready],
    references: &BTreeMap<String, Option<SkinSamples>>,
) -> Option<String> {
    let numbers: Vec<usize> =
        (0..shots.len()).filter(|&n| scene.shots.contains(&shots[n].shot.name)).collect();
    let hero = hero_number(scene, shots, &numbers);
    let name = hero.map(|n| shots[n].shot.name.clone());
    let of_hero =
        |n: usize| Some((shots[n].known.as_ref().ok()?.skin.clone()?, shots[n].shot.persons.clone()));
    let (with, there, persons) = match &scene.reference {
        Some(file) => (file.clone(), references.get(file).cloned().flatten(), Vec::new()),
        None => {
            let (skin, persons) = hero.and_then(of_hero).unzip();
            (name.clone().unwrap_or_default(), skin, persons.unwrap_or_default())
        }
    };
    let there = there.filter(|_| scene.is_matched && scene.halfway > 0.0);
    for number in numbers {
        let ready = &mut shots[number];
        if ready.shot.name == with {
            continue;
        }
        let here = ready.known.as_ref().ok().and_then(|known| known.skin.clone());
        ready.compared = here.zip(there.clone()).map(|(mut here, mut there)| {
            name_faces(&mut here, &ready.shot.persons, &mut there, &persons);
            Compared { with: with.clone(), matched: fit(&here, &there, scene.halfway) }
        });
    }
    name
}

/// Says who the faces are: which face is whom is known only where there is one of each.
fn name_faces(here: &mut SkinSamples, persons: &[String], there: &mut SkinSamples, others: &[String]) {
    if let ([one], [other]) = (persons, others)
        && let ([face], [their]) = (here.persons.as_slice(), there.persons.as_slice())
    {
        let (face, their) = (face.face, their.face);
        here.name(face, one);
        there.name(their, other);
    }
}

/// The hero that the scene names, else the one that would be proposed.
fn hero_number(scene: &Scene, shots: &[Ready], numbers: &[usize]) -> Option<usize> {
    if let Some(hero) = &scene.hero {
        return numbers.iter().copied().find(|&n| shots[n].shot.name == *hero);
    }
    let seen: Vec<Seen> =
        shots.iter().map(|r| r.known.as_ref().map(|k| k.seen(&r.shot.name)).unwrap_or_default()).collect();
    let persons: Vec<Vec<String>> = shots.iter().map(|r| r.shot.persons.clone()).collect();
    hero_of(numbers, &seen, &persons).map(|(hero, _)| hero)
}

/// The CDL that is laid on a shot: the one of its cut list where that is wished, else the one of its match.
pub(crate) fn cdl_of(film: &Film, shot: &FilmShot, compared: Option<&Compared>) -> Option<Cdl> {
    let own = shot.cdl.filter(|_| film.lay_cdl);
    own.or_else(|| compared.map(|c| c.matched.cdl)).filter(|cdl| !cdl.is_neutral())
}

/// A CDL as values that hold whatever is measured.
pub(crate) fn settings(cdl: &Cdl) -> Vec<Setting> {
    let params = [
        [Balance::slope_red, Balance::slope_green, Balance::slope_blue],
        [Balance::offset_red, Balance::offset_green, Balance::offset_blue],
        [Balance::power_red, Balance::power_green, Balance::power_blue],
    ];
    let values = [cdl.slope, cdl.offset, cdl.power];
    let channels = params.into_iter().flatten().zip(values.into_iter().flatten());
    channels
        .chain([(Balance::saturation, cdl.saturation)])
        .map(|(param, value)| Setting::nearest::<Balance>(param, Value::F(value), Limits::Hold))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use dewax::recipe::Look;

    #[test]
    fn the_settings_of_a_cdl_are_that_cdl() {
        let numbers = ([1.1, 0.9, 0.75], [0.01, -0.02, 0.125], [1.2, 0.8, 1.0]);
        let cdl = Cdl { slope: numbers.0, offset: numbers.1, power: numbers.2, saturation: 0.9 };
        let mut look = Look::named("off").unwrap();
        look.pin_below(settings(&cdl));
        let laid = look.stack.step("balance").unwrap();
        let said = |param: &str| laid.get(param).unwrap().to_string();
        let all = ["slope_red", "slope_blue", "offset_green", "power_red", "saturation"].map(said);
        assert_eq!(all, ["1.1", "0.75", "-0.02", "1.2", "0.9"]);
        assert_eq!(look.pinned.len(), 10);
    }
}
