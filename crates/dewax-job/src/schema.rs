//! The forms of the files that dewax writes, for programs: those of single clips, and that of a film's overview.

use dewax::surface;
use dewax_show::film_page::FilmPage;
use serde_json::Value;

/// What is not of a single clip.
const FILM: &str = "film";

/// Names of the schemas, as `dewax schema` takes them.
pub fn names() -> Vec<&'static str> {
    surface::SCHEMAS.into_iter().chain([FILM]).collect()
}

/// The JSON schema of a file format; `None` for an unknown name.
pub fn schema(name: &str) -> Option<Value> {
    surface::schema(name).or_else(|| (name == FILM).then(FilmPage::schema))
}
