//! The same as a table for other programs: comma-separated, a row a picture (RFC 4180).

use super::{StillRow, StillsPage};

/// What the columns hold, and how a row says it.
type Column = (&'static str, fn(&StillRow) -> String);

const COLUMNS: &[Column] = &[
    ("file", |row| row.file.clone()),
    ("original", |row| row.original.clone().unwrap_or_default()),
    ("paired", |row| row.paired.clone()),
    ("method", |row| row.method.clone()),
    ("because", |row| row.because.clone()),
    ("state", |row| row.state().1.into()),
    ("porcelain", |row| of_check(row, "porcelain")),
    ("halo", |row| of_check(row, "halo")),
    ("texture_db", |row| row.texture_db.map_or_else(String::new, |db| format!("{db:.2}"))),
    ("seconds", |row| format!("{:.2}", row.seconds)),
    ("out", |row| row.out.clone().unwrap_or_default()),
    ("layers", |row| row.layers.clone().unwrap_or_default()),
    ("error", |row| row.error.clone().unwrap_or_default()),
];

/// The figure of a check in units of its limit.
fn of_check(row: &StillRow, check: &str) -> String {
    let found = row.found.iter().find(|f| f.check == check);
    found.map_or_else(String::new, |f| format!("{:.3}", f.of_limit))
}

/// The table, with a line of titles.
pub fn csv(stills: &StillsPage) -> String {
    let titles: Vec<String> = COLUMNS.iter().map(|(title, _)| (*title).to_owned()).collect();
    let rows =
        stills.stills.iter().map(|row| COLUMNS.iter().map(|(_, of)| quoted(&of(row))).collect::<Vec<_>>());
    std::iter::once(titles).chain(rows).map(|cells| cells.join(",") + "\r\n").collect()
}

/// A cell, in quotes where it holds what would end it. A name that a spreadsheet would take for a formula is one no more (OWASP, "CSV
/// Injection": an apostrophe before it).
fn quoted(text: &str) -> String {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t']) && text.parse::<f64>().is_err();
    let guarded = if is_formula { format!("'{text}") } else { text.to_owned() };
    let text = guarded.as_str();
    if text.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}
