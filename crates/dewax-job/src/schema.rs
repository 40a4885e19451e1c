//! The forms of the files that dewax writes, for programs: those of single clips, and those of what is said of a film, of many stills, or of a generator.

use crate::ops::advise::AdviceFile;
use dewax::surface;
use dewax_show::film_page::FilmPage;
use dewax_show::stills_page::StillsPage;
use serde_json::Value;

/// The name of a form, and what makes its schema.
type Page = (&'static str, fn() -> Value);

/// What is not of a single clip.
const PAGES: [Page; 3] =
    [("film", FilmPage::schema), ("stills", StillsPage::schema), ("advice", AdviceFile::schema)];

/// Names of the schemas, as `dewax schema` takes them.
pub fn names() -> Vec<&'static str> {
    surface::SCHEMAS.into_iter().chain(PAGES.map(|(name, _)| name)).collect()
}

/// The JSON schema of a file format; `None` for an unknown name.
pub fn schema(name: &str) -> Option<Value> {
    surface::schema(name).or_else(|| PAGES.iter().find(|page| page.0 == name).map(|page| page.1()))
}
