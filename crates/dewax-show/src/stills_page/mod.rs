//! What became of many stills, as one HTML file and as a table for other programs: a row a picture, with loupes.
//!
//! No network. The one script sorts the rows; without it they stand in the order in which they were given. Everything that came from a file is escaped.

mod strip;
mod table;

use crate::report_page::{Head, begin, escape, path};
use base64::Engine as _;
use dewax::certificate::Proof;
use serde::{Deserialize, Serialize};
use std::fmt::Write;
pub use strip::{Shown, strip};
pub use table::csv;

const OWN_STYLE: &str = include_str!("stills.css");
const SCRIPT: &str = include_str!("stills.js");

/// What there is to say of many stills.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct StillsPage {
    /// The program.
    pub dewax: String,
    /// What was wished of all of them, in words.
    pub wish: String,
    /// The pictures, in the order in which they were given.
    pub stills: Vec<StillRow>,
}

/// Something that a check found in a picture.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct FoundRow {
    /// The check.
    pub check: String,
    /// fine, cannot tell, minor or clear.
    pub severity: String,
    /// Its figure, in units of its limit: 1 is where it speaks.
    pub of_limit: f32,
    /// What was seen, in words.
    pub words: String,
}

/// A picture.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct StillRow {
    /// What it is called.
    pub name: String,
    /// Its file.
    pub file: String,
    /// Its original; none where there is none.
    pub original: Option<String>,
    /// How it is known that they belong together, or why there is no original.
    pub paired: String,
    /// pores, synthetic, graft, hybrid, or none where it was left as it is.
    pub method: String,
    /// Why it was treated so, or left.
    pub because: String,
    /// What was done.
    pub done: Vec<String>,
    /// What the checks say of the picture before.
    pub found: Vec<FoundRow>,
    /// Finest texture of the skin beside the original's, in dB; none without an original.
    pub texture_db: Option<f32>,
    /// Whether the certificate holds; none where nothing was written.
    pub holds: Option<bool>,
    /// What was proven of the result.
    pub proofs: Vec<Proof>,
    /// What a reader must know.
    pub notes: Vec<String>,
    /// How long it took, in seconds.
    pub seconds: f64,
    /// The result, seen from the page.
    pub out: Option<String>,
    /// Its layers, seen from the page.
    pub layers: Option<String>,
    /// Why there is no result.
    pub error: Option<String>,
    /// Where its loupes lie, seen from the page; none where there are none.
    pub loupes: Option<String>,
    /// Before, original and after, whole and through loupes, as one JPEG; empty when there is none. A page of many stills refers to their
    /// files instead.
    #[serde(skip)]
    pub strip_jpeg: Vec<u8>,
}

impl StillRow {
    /// The largest figure of what was found, in units of its limit.
    fn worst(&self) -> f32 {
        self.found.iter().map(|f| f.of_limit).fold(0.0, f32::max)
    }

    /// What became of it, in a word.
    fn state(&self) -> (&'static str, &'static str) {
        match (&self.error, self.holds) {
            (Some(_), _) => ("bad", "NOT MADE"),
            (None, Some(false)) => ("bad", "FAIL"),
            (None, Some(true)) if self.method == "none" => ("quiet", "LEFT"),
            (None, Some(true)) => ("good", "PASS"),
            (None, None) => ("quiet", "LEFT"),
        }
    }
}

impl StillsPage {
    /// The JSON schema of the same as data, `stills.json`.
    pub fn schema() -> serde_json::Value {
        let writing = schemars::generate::SchemaSettings::default().for_serialize();
        writing.into_generator().into_root_schema_for::<Self>().to_value()
    }
}

/// The columns by which rows are sorted: what people read, and the attribute of the row that holds the key.
const COLUMNS: [(&str, &str); 5] = [
    ("Picture", "name"),
    ("Found", "found"),
    ("Method", "method"),
    ("Texture", "texture"),
    ("Certificate", "state"),
];

/// A page holds the loupes of so many stills itself, some 0.2 MB each; one of more refers to the files beside the results.
const MOST_HELD: usize = 60;

/// The page.
pub fn page(stills: &StillsPage) -> String {
    let mut out = String::with_capacity(256 * 1024);
    let is_linked = stills.stills.iter().filter(|row| !row.strip_jpeg.is_empty()).count() > MOST_HELD;
    let head = Head {
        title: "Stills – dewax",
        style: OWN_STYLE,
        script: Some(SCRIPT),
        class: Some("stills"),
        is_alone: !is_linked,
    };
    begin(&head, &mut out);
    header(stills, &mut out);
    out.push_str("<main>\n<div class=\"controls\"><span class=\"quiet\">Sort by</span>");
    for (title, key) in COLUMNS {
        let _ = write!(out, "<button data-sort=\"{key}\" aria-pressed=\"false\">{title}</button>");
    }
    out.push_str("</div>\n<div id=\"rows\">\n");
    stills.stills.iter().for_each(|row| section(row, is_linked, &mut out));
    let _ = write!(
        out,
        "</div>\n</main>\n<footer class=\"quiet\">Made by dewax {}. Loupes show pixels of the files at 100 and 300 %, in sRGB.</footer>\n\
         <script>{SCRIPT}</script>\n</body>\n</html>\n",
        escape(&stills.dewax)
    );
    out
}

fn header(stills: &StillsPage, out: &mut String) {
    let count = |word: &str| stills.stills.iter().filter(|row| row.state().1 == word).count();
    let words = ["PASS", "LEFT", "FAIL", "NOT MADE"].map(|word| (count(word), word));
    let said: Vec<String> =
        words.iter().filter(|(n, _)| *n > 0).map(|(n, word)| format!("{n} {word}")).collect();
    let (class, word) = if words[2].0 + words[3].0 == 0 { ("pass", "PASS") } else { ("fail", "FAIL") };
    let _ = writeln!(
        out,
        "<header class=\"head\"><div><h1>{} stills</h1><p class=\"verdict\">{}</p><p class=\"quiet\">{}</p></div>\
         <div class=\"badge {class}\"><small>Certificates</small>{word}</div></header>",
        stills.stills.len(),
        said.join(", "),
        escape(&stills.wish),
    );
}

fn section(row: &StillRow, is_linked: bool, out: &mut String) {
    let (class, state) = row.state();
    let texture = row.texture_db.unwrap_or(f32::MAX);
    let _ = write!(
        out,
        "<section data-name=\"{}\" data-found=\"{:.3}\" data-method=\"{}\" data-texture=\"{:.2}\" data-state=\"{}\">\
         <h2>{} <span class=\"tag\">{}</span> <span class=\"{class}\">{state}</span></h2><p class=\"quiet\">{}",
        escape(&row.name.to_lowercase()),
        row.worst(),
        escape(&row.method),
        texture,
        state,
        escape(&row.name),
        escape(&row.method),
        escape(&row.file),
    );
    match &row.original {
        Some(original) => {
            let _ = write!(out, ", original {} ({})", escape(original), escape(&row.paired));
        }
        None if !row.paired.is_empty() => {
            let _ = write!(out, ", no original: {}", escape(&row.paired));
        }
        None => {}
    }
    out.push_str("</p>");
    if let Some(error) = &row.error {
        let _ = write!(out, "<p class=\"bad\">{}</p>", escape(error));
    }
    if !row.because.is_empty() {
        let _ = write!(out, "<p>{}</p>", escape(&row.because));
    }
    let source = match &row.loupes {
        _ if row.strip_jpeg.is_empty() => None,
        Some(file) if is_linked => Some(format!("./{}", path(file))),
        _ => {
            let data = base64::engine::general_purpose::STANDARD.encode(&row.strip_jpeg);
            Some(format!("data:image/jpeg;base64,{data}"))
        }
    };
    if let Some(source) = source {
        let _ = write!(
            out,
            "<div class=\"scroll\"><img class=\"loupes\" loading=\"lazy\" alt=\"{}: before, original and after, whole, at 100 and at 300 %\" \
             src=\"{source}\"></div>",
            escape(&row.name)
        );
    }
    told(row, out);
    out.push_str("</section>\n");
}

/// What was found, done and proven, as lists.
fn told(row: &StillRow, out: &mut String) {
    if let Some(db) = row.texture_db {
        let _ = write!(out, "<p>Finest texture of the skin beside the original's: {db:+.1} dB.</p>");
    }
    let proofs: Vec<String> = row.proofs.iter().map(proof).collect();
    let found: Vec<String> =
        row.found.iter().map(|f| format!("{} ({}): {}", f.check, f.severity, f.words)).collect();
    for (title, lines) in
        [("Found", &found), ("Done", &row.done), ("Certificate", &proofs), ("Notes", &row.notes)]
    {
        if lines.is_empty() {
            continue;
        }
        let _ = write!(
            out,
            "<details{}><summary>{title}</summary><ul>",
            if title == "Done" { " open" } else { "" }
        );
        for line in lines {
            let _ = write!(out, "<li>{}</li>", escape(line));
        }
        out.push_str("</ul></details>");
    }
    for (word, link) in [("result", &row.out), ("layers", &row.layers)] {
        if let Some(link) = link {
            let _ = write!(out, "<p>{word}: {}</p>", escape(link));
        }
    }
}

/// A proof in a line.
fn proof(proof: &Proof) -> String {
    let mark = match proof.holds {
        Some(true) => "✓",
        Some(false) => "✗",
        None => "–",
    };
    format!("{mark} {}: {}", proof.what, proof.seen)
}

#[cfg(test)]
mod tests;
