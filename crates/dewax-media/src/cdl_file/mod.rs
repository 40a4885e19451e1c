//! ASC CDL files: one grade (`.cc`), a collection of them (`.ccc`), a list of decisions (`.cdl`); read and written.

#[cfg(test)]
mod tests;
mod write;

use crate::guard::{GuardError, Permit};
use dewax::color::Cdl;
use roxmltree::{Document, Node, ParsingOptions};
use std::io::Read;
use std::path::{Path, PathBuf};

/// The largest file that is read, in bytes: a grade takes half a kB, and a film has some thousand.
const MOST_BYTES: u64 = 8 << 20;
/// Elements and texts that are read: some twenty for each grade, and no more than that file can hold.
const MOST_NODES: u32 = 1 << 20;
/// The most grades of a file.
const MOST_GRADES: usize = 20_000;

/// A grade with its name.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NamedCdl {
    /// What the file calls it; empty where it has no name.
    pub id: String,
    /// What the file says about it; empty where it says nothing.
    pub description: String,
    /// The grade.
    pub cdl: Cdl,
}

/// Why a CDL file could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum CdlFileError {
    /// The system said no.
    #[error("cannot read the CDL `{path}`: {error}")]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        error: std::io::Error,
    },
    /// Not such a file.
    #[error("`{path}` is no ASC CDL (.cc, .ccc or .cdl): {what}")]
    Content {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        what: String,
    },
    /// Of several grades none is named.
    #[error("`{path}` holds {} grades; say which one: {path}#{}{}", .ids.len(), .ids.first().map_or(String::new(), |id| crate::shown::shown(id)), others(.ids))]
    Several {
        /// The file.
        path: PathBuf,
        /// Their names.
        ids: Vec<String>,
    },
    /// No grade of this name.
    #[error("`{path}` holds no grade `{}`{}", crate::shown::shown(.id), others(.ids))]
    NoSuch {
        /// The file.
        path: PathBuf,
        /// What was asked for.
        id: String,
        /// What there is.
        ids: Vec<String>,
    },
    /// Cannot be written.
    #[error("cannot write `{path}`: {what}")]
    NotWritten {
        /// The file.
        path: PathBuf,
        /// Why, and what to do.
        what: String,
    },
    /// The file may not be written, or could not be.
    #[error(transparent)]
    Guard(#[from] GuardError),
}

/// The first names of a file, for an error.
fn others(ids: &[String]) -> String {
    let shown: Vec<String> = ids.iter().take(8).map(|id| crate::shown::shown(id)).collect();
    let more = if ids.len() > shown.len() { " …" } else { "" };
    format!(" (there: {}{more})", shown.join(", "))
}

/// Reads every grade of a file.
///
/// # Errors
/// When it cannot be read, is none of the three, or holds no grade or a damaged one.
pub fn read(path: &Path) -> Result<Vec<NamedCdl>, CdlFileError> {
    let io = |error| CdlFileError::Io { path: path.to_owned(), error };
    let mut bytes = Vec::new();
    std::fs::File::open(path).map_err(io)?.take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(io)?;
    let read = if bytes.len() as u64 > MOST_BYTES {
        Err(format!("it has more than {} MiB, and no CDL has", MOST_BYTES >> 20))
    } else {
        parse(&bytes)
    };
    read.map_err(|what| CdlFileError::Content { path: path.to_owned(), what })
}

/// Reads the one grade that `FILE` or `FILE#id` names. A file whose own name has a `#` is meant where it is there.
///
/// # Errors
/// As [`read`], and when the file holds several and none is named, or none of that name.
pub fn pick(named: &str) -> Result<NamedCdl, CdlFileError> {
    let (path, id) = split(named);
    let mut all = read(path)?;
    let ids = || all.iter().map(|one| one.id.clone()).collect();
    let place = match id {
        Some(id) => all.iter().position(|one| one.id == id).ok_or_else(|| CdlFileError::NoSuch {
            path: path.to_owned(),
            id: id.to_owned(),
            ids: ids(),
        })?,
        None if all.len() > 1 => return Err(CdlFileError::Several { path: path.to_owned(), ids: ids() }),
        None => 0,
    };
    Ok(all.swap_remove(place))
}

/// The file and the name in it of `FILE#id`.
pub fn split(named: &str) -> (&Path, Option<&str>) {
    match named.rsplit_once('#') {
        Some((file, id)) if !Path::new(named).is_file() => (Path::new(file), Some(id)),
        _ => (Path::new(named), None),
    }
}

/// Writes grades, as the file's name says: `.cc` one, `.ccc` and `.cdl` any number.
///
/// # Errors
/// When the name says none of them, a `.cc` is to hold another number than one, or the file cannot be written.
pub fn write(all: &[NamedCdl], permit: &Permit) -> Result<(), CdlFileError> {
    let path = permit.path();
    let ending = path.extension().and_then(|e| e.to_str()).unwrap_or_default().to_lowercase();
    let text =
        write::text(all, &ending).map_err(|what| CdlFileError::NotWritten { path: path.to_owned(), what })?;
    Ok(permit.write(text.as_bytes())?)
}

/// Every grade of a file's bytes.
fn parse(bytes: &[u8]) -> Result<Vec<NamedCdl>, String> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|_| "it is not UTF-8".to_owned())?;
    let options = ParsingOptions { nodes_limit: MOST_NODES, ..ParsingOptions::default() };
    let document = Document::parse_with_options(text, options).map_err(|error| error.to_string())?;
    let root = document.root_element();
    let is_root = ["ColorCorrection", "ColorCorrectionCollection", "ColorDecisionList"];
    if !is_root.contains(&root.tag_name().name()) {
        return Err(format!("it begins with <{}>", crate::shown::shown(root.tag_name().name())));
    }
    let grades = root.descendants().filter(|node| node.tag_name().name() == "ColorCorrection");
    let all = grades.take(MOST_GRADES + 1).map(|node| grade(&node)).collect::<Result<Vec<_>, String>>()?;
    match all.len() {
        0 => Err("it holds no ColorCorrection".to_owned()),
        1..=MOST_GRADES => Ok(all),
        _ => Err(format!("it holds more than {MOST_GRADES} grades")),
    }
}

fn child<'a, 'b>(node: &Node<'a, 'b>, names: &[&str]) -> Option<Node<'a, 'b>> {
    node.children().find(|child| names.contains(&child.tag_name().name()))
}

fn text_of(node: &Node<'_, '_>, name: &str) -> Option<String> {
    child(node, &[name]).and_then(|found| found.text()).map(|text| text.trim().to_owned())
}

fn grade(node: &Node<'_, '_>) -> Result<NamedCdl, String> {
    let id = node.attribute("id").unwrap_or_default().to_owned();
    let bad = |what: &str| {
        let whose = if id.is_empty() { "its grade".to_owned() } else { crate::shown::shown(&id) };
        format!("the {what} of {whose} is none")
    };
    let mut cdl = Cdl::NEUTRAL;
    // Versions 1.01 and 1.2 differ in capitals.
    let sop = child(node, &["SOPNode", "ASC_SOP"]);
    if let Some(sop) = &sop {
        for (name, place) in
            [("Slope", &mut cdl.slope), ("Offset", &mut cdl.offset), ("Power", &mut cdl.power)]
        {
            if let Some(text) = text_of(sop, name) {
                *place = three(&text).ok_or_else(|| bad(name))?;
            }
        }
    }
    let sat = child(node, &["SatNode", "SATNode", "SaturationNode", "ASC_SAT"]);
    if let Some(text) = sat.as_ref().and_then(|sat| text_of(sat, "Saturation")) {
        cdl.saturation = text.parse().map_err(|_| bad("Saturation"))?;
    }
    if !cdl.is_legal() {
        return Err(bad("CDL"));
    }
    let description = text_of(node, "Description")
        .or_else(|| sop.as_ref().and_then(|sop| text_of(sop, "Description")))
        .unwrap_or_default();
    Ok(NamedCdl { id, description, cdl })
}

fn three(text: &str) -> Option<[f32; 3]> {
    let all = text.split_whitespace().map(|number| number.parse().ok()).collect::<Option<Vec<f32>>>()?;
    all.try_into().ok()
}

#[cfg(test)]
pub(crate) use tests::{parse_any, samples};
