//! What a shot of a film is to get: the wish of the call, what its scene says of it, and what it says itself.

use super::{FilmShot, Scene};
use crate::error::{FilmError, JobError};
use crate::sidecar::read_text;
use dewax::param::Limits;
use dewax::recipe::{Look, RecipeError};
use dewax::stack::{Setting, StackError};
use std::path::Path;

/// What a call wishes of all shots.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Call<'a> {
    /// Its look, not strengthened yet.
    pub(crate) look: &'a Look,
    /// How strong looks are made, its own and those of the film, where the film says nothing of it.
    pub(crate) strength: f32,
}

/// The look of a shot. A shot's word wins over its scene's, and what was pinned in the call over both; `below` holds where nobody
/// said otherwise.
///
/// # Errors
/// When a look is not there, or a value is none.
pub(crate) fn look_of(
    call: Call<'_>,
    film: &Path,
    scene: Option<&Scene>,
    shot: &FilmShot,
    below: Vec<Setting>,
) -> Result<Look, JobError> {
    let named = shot.look.as_deref().or_else(|| scene.and_then(|s| s.look.as_deref()));
    let mut look = match named {
        None => call.look.clone(),
        Some(name) => Look { pinned: call.look.pinned.clone(), ..open(name, film)? },
    };
    let own = shot.strength.or_else(|| scene.and_then(|s| s.strength));
    look.stack.strengthen(own.unwrap_or(call.strength));
    let said = scene.into_iter().flat_map(|s| &s.set).chain(&shot.set);
    let said = said.map(|text| Setting::read(text, Limits::Hold)).collect::<Result<Vec<_>, StackError>>();
    let said = said.map_err(RecipeError::from)?;
    look.pin_below(below.into_iter().chain(said).collect());
    Ok(look)
}

/// A look by name, or a file beside the film's.
fn open(name: &str, film: &Path) -> Result<Look, JobError> {
    let plain = Path::new(name);
    if plain.extension().is_none() && plain.components().count() == 1 {
        return Ok(Look::named(name)?);
    }
    let file = film.parent().unwrap_or(Path::new("")).join(plain);
    let no_look =
        |e: RecipeError| FilmError::NoFilm { path: film.to_owned(), why: format!("look `{name}`: {e}") };
    Ok(Look::parse(&read_text(&file)?, Limits::Hold).map_err(no_look)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(look: &Look, step: &str, param: &str) -> String {
        look.stack.step(step).and_then(|s| s.get(param)).unwrap().to_string()
    }

    #[test]
    fn a_shot_wins_over_its_scene_and_the_call_over_both() {
        let film = crate::film::Film::parse(
            "film_version = 1\nname = \"f\"\n[[shot]]\nname = \"a\"\nfile = \"a.mp4\"\nstrength = 0.0\n\
             set = [\"grain.amount_levels=3\", \"finish.amount=0.1\"]\n[[shot]]\nname = \"b\"\nfile = \"b.mp4\"\nlook = \"off\"\n\
             [[scene]]\nname = \"s\"\nshots = [\"a\", \"b\"]\nlook = \"film-35\"\n\
             set = [\"grain.amount_levels=2\", \"calm.amount=0.3\", \"balance.slope_red=1.1\"]\n",
        );
        let film = film.unwrap();
        let mut call = Look::named("natural").unwrap();
        call.pin("finish.amount=0.05".parse().unwrap());
        let below = vec!["balance.slope_red=1.5".parse().unwrap(), "balance.slope_blue=0.9".parse().unwrap()];
        let of = |shot: usize| {
            look_of(
                Call { look: &call, strength: 0.5 },
                Path::new("x/f.toml"),
                film.scene_of("a"),
                &film.shots[shot],
                below.clone(),
            )
            .unwrap()
        };
        let (a, b) = (of(0), of(1));
        assert_eq!((a.name.as_str(), b.name.as_str()), ("film-35", "off"));
        assert_eq!(value(&a, "grain", "amount_levels"), "3");
        assert_eq!(value(&a, "finish", "amount"), "0.05");
        assert_eq!(value(&b, "grain", "amount_levels"), "2");
        assert_eq!(
            (value(&b, "balance", "slope_red"), value(&b, "balance", "slope_blue")),
            ("1.1".into(), "0.9".into())
        );
        assert_eq!(value(&a, "calm", "amount"), "0.3", "what is said holds at any strength");
        let none = FilmShot { look: Some("nonesuch".into()), ..FilmShot::of("c", "c.mp4", None) };
        assert!(
            look_of(Call { look: &call, strength: 1.0 }, Path::new("f.toml"), None, &none, Vec::new())
                .is_err()
        );
        // A look that the film names is as strong as the call says.
        let amount = |strength: f32| {
            let shot = FilmShot { look: Some("grain-16mm".into()), ..FilmShot::of("d", "d.mp4", None) };
            let look = look_of(Call { look: &call, strength }, Path::new("f.toml"), None, &shot, Vec::new())
                .unwrap();
            value(&look, "grain", "amount_levels").parse::<f32>().unwrap()
        };
        assert!((amount(0.5) - amount(1.0) / 2.0).abs() < 1e-6 && amount(1.0) > 0.0);
        // One rule for the call's look as well: once, and a shot's own number wins.
        let call = Look::named("grain-16mm").unwrap();
        let of_call = |own: Option<f32>| {
            let shot = FilmShot { strength: own, ..FilmShot::of("e", "e.mp4", None) };
            let call = Call { look: &call, strength: 0.5 };
            let look = look_of(call, Path::new("f.toml"), None, &shot, Vec::new()).unwrap();
            value(&look, "grain", "amount_levels").parse::<f32>().unwrap()
        };
        assert!(
            (of_call(None) - amount(0.5)).abs() < 1e-6 && (of_call(Some(1.0)) - amount(1.0)).abs() < 1e-6
        );
    }
}
