//! The mark by which dewax knows its own films again, whatever they are called: in metadata that every container of films carries.

use crate::probe::Source;
use crate::target::Container;

/// The key where a container takes keys of one's own, or the source has a comment that must stay.
const KEY: &str = "dewax";
/// The key that all containers carry.
const COMMENT: &str = "comment";
/// How the mark begins and ends around the version, and around how often, if more than once.
const BEGINS: &str = "treated ";

/// How often dewax treated what was read, by its mark; none where there is none.
pub fn treated(source: &Source) -> Option<u32> {
    let marked = source.metadata.iter().filter(|(key, _)| is(key, KEY) || is(key, COMMENT));
    marked.filter_map(|(_, text)| times(text)).max()
}

fn is(key: &str, wanted: &str) -> bool {
    key.eq_ignore_ascii_case(wanted)
}

/// How often a text says that dewax treated it.
fn times(text: &str) -> Option<u32> {
    let rest = text.strip_prefix(BEGINS)?;
    if rest.starts_with("by dewax ") {
        return Some(1);
    }
    let (count, rest) = rest.split_once(' ')?;
    rest.starts_with("times by dewax ").then(|| count.parse().ok()).flatten()
}

/// The mark of a film that is made from `source`: key and text; none for pictures.
pub fn mark(source: &Source, container: Container) -> Option<(String, String)> {
    let count = treated(source).unwrap_or(0).saturating_add(1);
    let text = match count {
        1 => format!("{BEGINS}by dewax {}", dewax::VERSION),
        n => format!("{BEGINS}{n} times by dewax {}", dewax::VERSION),
    };
    let comment = source.metadata.iter().find(|(key, _)| is(key, COMMENT));
    // A comment of others stays.
    let is_free = comment.is_none_or(|(_, said)| times(said).is_some());
    let key = match container {
        Container::Pictures => return None,
        Container::Mkv => KEY,
        Container::Mov | Container::Mp4 if is_free => COMMENT,
        Container::Mov | Container::Mp4 => KEY,
    };
    Some((key.to_owned(), text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_read_as_it_is_written() {
        for (text, want) in [
            (format!("treated by dewax {}", dewax::VERSION), Some(1)),
            ("treated 3 times by dewax 9.9".into(), Some(3)),
            ("treated by Ann".into(), None),
            ("treated many times by dewax 1".into(), None),
            ("".into(), None),
        ] {
            assert_eq!(times(&text), want, "{text}");
        }
    }
}
