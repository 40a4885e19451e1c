//! The colours of a scene's shots drawn toward its hero: one CDL per shot, never per frame.

use super::Ready;
use crate::error::{FilmError, JobError};
use crate::film::{Film, FilmShot, Scene, Seen, hero_of};
use dewax::color::{Cdl, Cube};
use dewax::matching::{Matched, SkinSamples, fit_seen};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The skin of what scenes are matched to, by the name of the file; or why it could not be measured.
pub(crate) type References = BTreeMap<String, Result<Option<SkinSamples>, Arc<JobError>>>;

/// What a shot was compared with, and what came of it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Compared {
    /// The hero, or the reference, by name.
    pub(crate) with: String,
    pub(crate) matched: Matched,
}

/// Matches the shots of every scene with its reference, or its hero. What comes of it is noted with the shots; the heroes come back, a
/// scene that names none gets the one that would be proposed. They are matched as they are seen `through` a table, where one is given.
pub(crate) fn matched(
    film: &Film,
    shots: &mut [Ready],
    references: &References,
    through: Option<&Cube>,
) -> Vec<Option<String>> {
    film.scenes.iter().map(|scene| of_scene(film, scene, shots, references, through)).collect()
}

/// What the colours of a scene come from and could not be measured: its reference, its hero, or, where none is named, a shot that may be it.
fn missing(scene: &Scene, shots: &[Ready], numbers: &[usize], references: &References) -> Option<FilmError> {
    let no_hero = |shot: &str, why: &Arc<JobError>| FilmError::NoHero {
        scene: scene.name.clone(),
        shot: shot.into(),
        why: why.to_string(),
    };
    if !scene.is_matched || scene.halfway == 0.0 {
        return None;
    }
    if let Some(file) = &scene.reference {
        return references.get(file)?.as_ref().err().map(|why| no_hero(file, why));
    }
    let may_be = |n: &&usize| scene.hero.as_ref().is_none_or(|hero| *hero == shots[**n].shot.name);
    let lost = |&n: &usize| shots[n].known.as_ref().err().map(|why| no_hero(&shots[n].shot.name, why));
    numbers.iter().filter(may_be).find_map(lost)
}

fn of_scene(
    film: &Film,
    scene: &Scene,
    shots: &mut [Ready],
    references: &References,
    through: Option<&Cube>,
) -> Option<String> {
    let numbers: Vec<usize> =
        (0..shots.len()).filter(|&n| scene.shots.contains(&shots[n].shot.name)).collect();
    if let Some(lost) = missing(scene, shots, &numbers, references) {
        // What is there was matched: it is not replaced by what is not.
        let lost = Arc::new(JobError::Film(lost));
        for number in numbers {
            if shots[number].known.is_ok() {
                shots[number].known = Err(Arc::clone(&lost));
            }
        }
        return scene.hero.clone();
    }
    let hero = hero_number(scene, shots, &numbers);
    let name = hero.map(|n| shots[n].shot.name.clone());
    // As it will be seen: with the grade that it gets.
    let of_hero = |n: usize| {
        let mut skin = shots[n].known.as_ref().ok()?.skin.clone()?;
        skin.grade(&shots[n].grade);
        Some((skin, shots[n].shot.persons.clone()))
    };
    let (with, there, persons) = match &scene.reference {
        Some(file) => (file.clone(), references.get(file).and_then(|r| r.clone().ok()).flatten(), Vec::new()),
        None => {
            let (skin, persons) = hero.and_then(of_hero).unzip();
            (name.clone().unwrap_or_default(), skin, persons.unwrap_or_default())
        }
    };
    let there = there.filter(|_| scene.is_matched && scene.halfway > 0.0);
    for number in numbers {
        let ready = &mut shots[number];
        // The hero, and a shot that gets the grade of its cut list instead.
        if ready.shot.name == with || (film.lay_cdl && ready.shot.cdl.is_some()) {
            continue;
        }
        let here = ready.known.as_ref().ok().and_then(|known| known.skin.clone());
        ready.compared = here.zip(there.clone()).map(|(mut here, mut there)| {
            name_faces(&mut here, &ready.shot.persons, &mut there, &persons);
            Compared { with: with.clone(), matched: fit_seen(&here, &there, scene.halfway, through) }
        });
    }
    name
}

/// Says who the faces are: which face is whom is known only where there is one of each; and where nobody is in both, none of them is another's.
fn name_faces(here: &mut SkinSamples, persons: &[String], there: &mut SkinSamples, others: &[String]) {
    if let ([one], [other]) = (persons, others)
        && let ([face], [their]) = (here.persons.as_slice(), there.persons.as_slice())
    {
        let (face, their) = (face.face, their.face);
        here.name(face, one);
        there.name(their, other);
    } else if !persons.is_empty() && !others.is_empty() && !persons.iter().any(|one| others.contains(one)) {
        // Names that differ: whichever face is whose. A name may hold commas, and no line's end.
        let name = |skin: &mut SkinSamples, all: &[String]| {
            let faces: Vec<u32> = skin.persons.iter().map(|person| person.face).collect();
            faces.into_iter().for_each(|face| skin.name(face, &all.join("\n")));
        };
        name(here, persons);
        name(there, others);
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
