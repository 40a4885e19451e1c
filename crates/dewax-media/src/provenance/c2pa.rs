//! Content Credentials: the name that the claim gives to its maker. The signature is not verified here, and that is said.

use super::plain::short;
use super::{MarkKind, Told};
use crate::origin::{CredentialKind, Found};

/// Boxes in boxes that are followed: a claim lies in the fourth.
const MOST_DEPTH: usize = 6;
/// The most boxes of a level that are looked at.
const MOST_BOXES: usize = 4096;
/// Values in values of CBOR that are followed.
const MOST_NESTED: usize = 16;
/// The most values of a claim that are read.
const MOST_VALUES: usize = 20_000;

/// Of a manifest store.
pub(super) fn read(store: &Found) -> Told {
    let name = claim(&store.bytes).and_then(claim_generator).map(|name| short(&name));
    let source = store.summary().digital_source_type;
    debug_assert_eq!(store.kind, CredentialKind::C2pa);
    let mut says = vec![match &name {
        Some(name) => format!("Content Credentials (C2PA), claim made by {name}"),
        None => "Content Credentials (C2PA) whose claim could not be read".to_owned(),
    }];
    says.extend(source.map(|word| format!("kind of source: {word}")));
    says.push("the signature was NOT verified".into());
    let mut told = Told::new(MarkKind::C2pa, says.join(", "));
    told.names.extend(name);
    told
}

/// A box of JUMBF: its kind and content.
fn boxes(bytes: &[u8]) -> Vec<(&[u8], &[u8])> {
    let (mut out, mut at) = (Vec::new(), 0usize);
    while let (Some(head), true) = (bytes.get(at..at.saturating_add(8)), out.len() < MOST_BOXES) {
        let (size, kind) = head.split_at(4);
        let size = size.iter().fold(0usize, |all, byte| all << 8 | usize::from(*byte));
        let (from, end) = match size {
            0 => (at + 8, bytes.len()),
            1 => {
                let large = bytes.get(at + 8..at + 16).unwrap_or_default();
                let size = large.iter().fold(0u64, |all, byte| all << 8 | u64::from(*byte));
                (at + 16, usize::try_from(size).ok().and_then(|s| at.checked_add(s)).unwrap_or(usize::MAX))
            }
            size => (at + 8, at.saturating_add(size)),
        };
        let Some(content) = bytes.get(from..end.min(bytes.len())).filter(|_| end > at) else { break };
        out.push((kind, content));
        at = end;
    }
    out
}

/// The label of a superbox: behind the identifier of its kind and a byte of switches.
fn label<'a>(inside: &[(&[u8], &'a [u8])]) -> &'a [u8] {
    let description = inside.first().filter(|(kind, _)| *kind == b"jumd").map(|(_, content)| *content);
    let text = description.and_then(|content| content.get(17..)).unwrap_or_default();
    text.split(|byte| *byte == 0).next().unwrap_or_default()
}

/// The CBOR of the claim of the active manifest, which is the last.
fn claim(store: &[u8]) -> Option<&[u8]> {
    let mut found = None;
    // Boxes that are yet to be opened, with how deep they lie.
    let mut next: Vec<(&[u8], usize)> = vec![(store, 0)];
    let mut opened = 0;
    while let Some((content, depth)) = next.pop() {
        opened += 1;
        if depth > MOST_DEPTH || opened > MOST_BOXES {
            break;
        }
        let inside = boxes(content);
        if label(&inside).starts_with(b"c2pa.claim") {
            let cbor = inside.iter().find(|(kind, _)| *kind == b"cbor").map(|(_, content)| *content);
            // The last box is opened first.
            found = found.or(cbor);
        }
        next.extend(
            inside.iter().filter(|(kind, _)| *kind == b"jumb").map(|(_, content)| (*content, depth + 1)),
        );
    }
    found
}

/// A value of CBOR (RFC 8949) as far as claims need it.
#[derive(Debug, PartialEq)]
enum Cbor {
    Text(String),
    List(Vec<Cbor>),
    Map(Vec<(Cbor, Cbor)>),
    Other,
}

impl Cbor {
    fn get(&self, name: &str) -> Option<&Self> {
        let Self::Map(pairs) = self else { return None };
        pairs.iter().find(|(key, _)| matches!(key, Self::Text(text) if text == name)).map(|(_, value)| value)
    }

    fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }
}

fn claim_generator(cbor: &[u8]) -> Option<String> {
    let mut reader = Reader { bytes: cbor, at: 0, values: 0 };
    let claim = reader.value(0)?;
    let info = claim.get("claim_generator_info");
    let first = match info {
        Some(Cbor::List(list)) => list.first(),
        other => other,
    };
    let name = first.and_then(|info| info.get("name")?.text());
    // Older claims have one text: name/version, and what it was built with.
    let old = || Some(claim.get("claim_generator")?.text()?.split([' ', '/']).next()?.to_owned());
    name.map(str::to_owned).or_else(old).filter(|name| !name.is_empty())
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
    values: usize,
}

impl Reader<'_> {
    /// The next value; none where there is none, or too many in each other.
    fn value(&mut self, depth: usize) -> Option<Cbor> {
        self.values += 1;
        if depth > MOST_NESTED || self.values > MOST_VALUES {
            return None;
        }
        let first = *self.bytes.get(self.at)?;
        self.at += 1;
        let (major, small) = (first >> 5, first & 31);
        let is_open = small == 31;
        let argument = if is_open { 0 } else { self.argument(small)? };
        match major {
            0 | 1 => Some(Cbor::Other),
            2 | 3 if is_open => {
                while !self.ends() {
                    self.value(depth + 1)?;
                }
                Some(Cbor::Other)
            }
            2 | 3 => {
                let end = self.at.checked_add(usize::try_from(argument).ok()?)?;
                let bytes = self.bytes.get(self.at..end)?;
                self.at = end;
                Some(if major == 3 {
                    Cbor::Text(String::from_utf8_lossy(bytes).into_owned())
                } else {
                    Cbor::Other
                })
            }
            4 => {
                let mut list = Vec::new();
                while if is_open { !self.ends() } else { (list.len() as u64) < argument } {
                    list.push(self.value(depth + 1)?);
                }
                Some(Cbor::List(list))
            }
            5 => {
                let mut pairs = Vec::new();
                while if is_open { !self.ends() } else { (pairs.len() as u64) < argument } {
                    pairs.push((self.value(depth + 1)?, self.value(depth + 1)?));
                }
                Some(Cbor::Map(pairs))
            }
            6 => self.value(depth + 1),
            _ => Some(Cbor::Other),
        }
    }

    /// Whether the mark that ends what was left open is next, which is passed then.
    fn ends(&mut self) -> bool {
        let ends = self.bytes.get(self.at) == Some(&0xff);
        self.at += usize::from(ends);
        ends
    }

    fn argument(&mut self, small: u8) -> Option<u64> {
        let length = match small {
            0..24 => return Some(u64::from(small)),
            24 => 1,
            25 => 2,
            26 => 4,
            27 => 8,
            _ => return None,
        };
        let bytes = self.bytes.get(self.at..self.at.checked_add(length)?)?;
        self.at += length;
        Some(bytes.iter().fold(0, |all, byte| all << 8 | u64::from(*byte)))
    }
}
