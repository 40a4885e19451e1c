//! The table of hints: generators with the words that files are known by, and what to change at which for which flaw, each with its source.

use serde::{Deserialize, Serialize};
use std::sync::LazyLock;

/// The table that comes with the program.
const OWN: &str = include_str!("hints.toml");
/// The version of the form of a table. A table of another version is refused.
const HINTS_VERSION: u32 = 1;
/// The largest table that is read, bytes: the program's own has 20 thousand.
const MOST_BYTES: usize = 4 << 20;
/// What stands for all generators in a row.
pub const ANY: &str = "any";

/// How sure a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Sure {
    /// Measured, by dewax or in the source.
    Measured,
    /// Said in the source, and not tried here.
    Read,
    /// An opinion.
    Believed,
}

/// Where what is not wanted is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Negative {
    /// In a field of its own.
    Field,
    /// There is no field: at the end of the prompt.
    End,
    /// There is no field: it is said positively.
    None,
    /// It is not known.
    #[default]
    Unknown,
}

/// What is to be changed.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Change {
    /// The portrait that the generator is shown.
    Reference,
    /// How long the clip is.
    Duration,
    /// Words of the prompt.
    Words,
    /// What the prompt says of the light.
    Light,
    /// What it says of the lens.
    Lens,
    /// How large the face is, and from where it is seen.
    Framing,
    /// How much moves.
    Motion,
    /// Switches and numbers of the generator.
    Setting,
    /// The model.
    Model,
}

impl Change {
    /// As it is said before a hint.
    pub fn name(self) -> &'static str {
        match self {
            Self::Reference => "reference",
            Self::Duration => "duration",
            Self::Words => "words",
            Self::Light => "light",
            Self::Lens => "lens",
            Self::Framing => "framing",
            Self::Motion => "motion",
            Self::Setting => "setting",
            Self::Model => "model",
        }
    }
}

/// Words of prompts; see the head of the table.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// Where they were read.
    pub source: String,
    /// When.
    pub date: String,
    /// How sure they are; none of a table without words.
    pub sure: Option<Sure>,
    /// What is spoken of as skin.
    pub skin: Vec<String>,
    /// What is spoken of as the look of a picture.
    pub look: Vec<String>,
    /// What hurts before `skin`.
    pub harms_skin: Vec<String>,
    /// What hurts before `look`.
    pub harms_look: Vec<String>,
    /// What hurts where it stands alone between commas.
    pub harms_alone: Vec<String>,
    /// What hurts anywhere, but before `unless_before`.
    pub harms_anywhere: Vec<String>,
    /// See `harms_anywhere`.
    pub unless_before: Vec<String>,
    /// What makes such a word stronger, and goes with it.
    pub stronger: Vec<String>,
    /// What takes texture away in a negative prompt.
    pub negative_harms: Vec<String>,
    /// By which of these a prompt names its light itself.
    pub own_light: Vec<String>,
    /// By which of these it names its lens itself.
    pub own_lens: Vec<String>,
}

/// A generator that files can be known to come from.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Generator {
    /// What it is called in rows and on the command line.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Beginnings of words by which files name it, in lower case.
    pub words: Vec<String>,
    /// Where what is not wanted is said.
    #[serde(default)]
    pub negative: Negative,
    /// The most words that it takes there; none where that is not known.
    pub negative_most_words: Option<usize>,
    /// How long the clips of its publishers' own examples are, frames.
    pub frames: Option<u32>,
    /// Their frames per second.
    pub frames_per_second: Option<u32>,
    /// Where that was read.
    pub source: String,
    /// When.
    pub date: String,
    /// How sure it is.
    pub sure: Sure,
}

impl Generator {
    /// How long the clips of its publishers' own examples are, in seconds.
    pub fn seconds(&self) -> Option<f64> {
        let (frames, rate) = (self.frames?, self.frames_per_second?);
        (rate > 0).then(|| f64::from(frames) / f64::from(rate))
    }
}

/// A row of the table.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hint {
    /// The generator, or [`ANY`].
    pub generator: String,
    /// The check.
    pub flaw: String,
    /// What is to be changed.
    pub change: Change,
    /// The hint, in a sentence.
    pub hint: String,
    /// Words for the prompt.
    #[serde(default)]
    pub add: Vec<String>,
    /// Words for what is not wanted.
    #[serde(default)]
    pub negative: Vec<String>,
    /// The most seconds that it speaks of.
    pub most_seconds: Option<f64>,
    /// Where it was read.
    pub source: String,
    /// When.
    pub date: String,
    /// How sure it is.
    pub sure: Sure,
}

/// A table of hints.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hints {
    hints_version: u32,
    /// Words of prompts.
    #[serde(default)]
    pub words: Words,
    /// The generators, the most telling first.
    #[serde(default, rename = "generator")]
    pub generators: Vec<Generator>,
    /// The rows.
    #[serde(default, rename = "hint")]
    pub rows: Vec<Hint>,
}

/// Why a table of hints cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "the table of hints cannot be used: {0}; `crates/dewax/src/advice/hints.toml` in the sources is one to start from"
)]
pub struct BadHints(String);

impl Hints {
    /// The table that comes with the program.
    pub fn own() -> &'static Self {
        // A test says that it can be read.
        static TABLE: LazyLock<Hints> = LazyLock::new(|| Hints::parse(OWN).unwrap_or_default());
        &TABLE
    }

    /// A table from its text. Every row must have a source and a date, speak of a check that there is, and of a generator of the table.
    ///
    /// # Errors
    /// What is wrong, with the row.
    pub fn parse(text: &str) -> Result<Self, BadHints> {
        if text.len() > MOST_BYTES {
            return Err(BadHints(format!("it has {} bytes, {MOST_BYTES} at most", text.len())));
        }
        let table: Self = toml::from_str(text).map_err(|e| BadHints(e.message().to_owned()))?;
        if table.hints_version != HINTS_VERSION {
            let found = table.hints_version;
            return Err(BadHints(format!(
                "its hints_version is {found}, and this program reads {HINTS_VERSION}"
            )));
        }
        for generator in &table.generators {
            let what = format!("generator `{}`", generator.id);
            is_sourced(&what, &generator.source, &generator.date)?;
            if generator.words.iter().any(|word| word.trim().is_empty()) {
                return Err(BadHints(format!("{what} has an empty word")));
            }
        }
        for row in &table.rows {
            let what = format!("the hint for `{}` and `{}`", row.generator, row.flaw);
            is_sourced(&what, &row.source, &row.date)?;
            if !crate::checks::CHECKS.iter().any(|check| check.name == row.flaw) {
                let all: Vec<&str> = crate::checks::CHECKS.iter().map(|check| check.name).collect();
                return Err(BadHints(format!("{what} names no check; the checks are {}", all.join(", "))));
            }
            if row.generator != ANY && table.generator(&row.generator).is_none() {
                return Err(BadHints(format!("{what} names no generator of the table")));
            }
        }
        Ok(table)
    }

    /// The generator of that name.
    pub fn generator(&self, id: &str) -> Option<&Generator> {
        self.generators.iter().find(|generator| generator.id == id)
    }

    /// The generator that one of these names speaks of, the first names first: names of models, of nodes, of programs. Words count where they
    /// begin a word.
    pub fn recognised<'a>(&self, names: impl Iterator<Item = &'a str>) -> Option<&Generator> {
        names.map(str::to_lowercase).find_map(|name| {
            self.generators.iter().find(|g| g.words.iter().any(|word| begins_a_word(&name, word)))
        })
    }

    /// The rows for a flaw: those of the generator first, then those for all.
    pub fn of<'a>(&'a self, generator: Option<&'a str>, flaw: &'a str) -> impl Iterator<Item = &'a Hint> {
        let rows = |wanted: Option<&'a str>| {
            self.rows.iter().filter(move |row| row.flaw == flaw && Some(row.generator.as_str()) == wanted)
        };
        rows(generator).chain(rows(Some(ANY)))
    }
}

fn is_sourced(what: &str, source: &str, date: &str) -> Result<(), BadHints> {
    if source.trim().is_empty() {
        return Err(BadHints(format!("{what} has no source")));
    }
    let is_month = |month: &str| month.parse().is_ok_and(|month: u8| (1..=12).contains(&month));
    let parts: Vec<&str> = date.split('-').collect();
    let is_date =
        parts.first().is_some_and(|year| year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit()))
            && parts.get(1).is_some_and(|month| is_month(month));
    if is_date { Ok(()) } else { Err(BadHints(format!("{what} has the date `{date}`: write 2026-11"))) }
}

/// Whether a word begins where a word begins; both in lower case.
fn begins_a_word(text: &str, word: &str) -> bool {
    let before = |at: usize| text.get(..at).and_then(|before| before.chars().next_back());
    text.match_indices(word).any(|(at, _)| before(at).is_none_or(|c| !c.is_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_has_a_source_a_date_and_a_known_flaw() {
        let own = Hints::parse(OWN).unwrap();
        assert!(own.rows.len() > 30 && own.generators.len() > 10, "{} rows", own.rows.len());
        assert_eq!(Hints::own(), &own);
        let row = "[[hint]]\ngenerator = \"any\"\nflaw = \"boil\"\nchange = \"words\"\nhint = \"x\"\nsource = \"s\"\n\
                   date = \"2026-01\"\nsure = \"read\"\n";
        let parse =
            |from: &str, to: &str| Hints::parse(&format!("hints_version = 1\n{}", row.replace(from, to)));
        assert!(parse("", "").is_ok());
        for (from, to, said) in [
            ("\"s\"", "\" \"", "no source"),
            ("2026-01", "2026", "the date"),
            ("2026-01", "2026-13", "the date"),
            ("boil", "wax", "names no check"),
            ("any", "nobody", "no generator"),
            ("sure = \"read\"\n", "", "sure"),
            ("words", "wards", "wards"),
        ] {
            let error = parse(from, to).unwrap_err().to_string();
            assert!(error.contains(said), "{error}");
        }
        assert!(Hints::parse("hints_version = 2").unwrap_err().to_string().contains("reads 1"));
    }

    #[test]
    fn generators_are_known_by_the_beginnings_of_words() {
        let own = Hints::own();
        let known = |name: &str| own.recognised([name].into_iter()).map(|g| g.id.as_str());
        assert_eq!(known("ltx-video-2b-v0.9.safetensors"), Some("ltx"));
        assert_eq!(known("Wan2.2_i2v_high.gguf"), Some("wan"));
        assert_eq!(known("KlingTextToVideoNode"), Some("kling"));
        assert_eq!(known("videoveo3"), None);
        assert_eq!(known("swan2.png"), None);
        assert_eq!(known("Lavf62.12.101"), None);
        // The first name counts: a model says more than the program around it.
        let both = ["hunyuan_video_720.safetensors", "KlingTextToVideoNode"];
        assert_eq!(own.recognised(both.into_iter()).map(|g| g.id.as_str()), Some("hunyuan"));
    }

    #[test]
    fn rows_of_the_generator_come_first() {
        let rows: Vec<&str> =
            Hints::own().of(Some("kling"), "identity").map(|row| row.generator.as_str()).collect();
        assert_eq!(rows.first(), Some(&"kling"));
        assert!(rows.iter().skip(1).all(|generator| *generator == ANY) && rows.len() > 2, "{rows:?}");
        assert!(Hints::own().of(None, "identity").all(|row| row.generator == ANY));
    }
}
