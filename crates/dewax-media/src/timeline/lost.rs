//! What a cut list says and a `Timeline` does not hold, in words: bounded, whatever the file says.

use crate::shown::shown;

/// As many sentences are told; who needs more reads the file.
const MOST: usize = 60;
/// As many characters of a name are shown.
const MOST_CHARACTERS: usize = 120;

/// As many bytes of a text are kept: the longest path that Linux has, and a film of 50 000 parts with such names still fits in memory.
pub(super) const MOST_TEXT: usize = 4096;

/// Sentences about what was left out.
#[derive(Debug, Default)]
pub(super) struct Lost {
    told: Vec<String>,
    more: usize,
}

impl Lost {
    /// One sentence; the same one is told once.
    pub(super) fn say(&mut self, sentence: String) {
        if self.told.contains(&sentence) {
            return;
        }
        if self.told.len() < MOST { self.told.push(sentence) } else { self.more += 1 }
    }

    /// A text of a file as it is kept: of one that is longer than any name its beginning.
    pub(super) fn short(&mut self, text: &str) -> String {
        let end = text.floor_char_boundary(MOST_TEXT);
        if end < text.len() {
            self.say(format!("what {} says behind its first {MOST_TEXT} bytes", named(text)));
        }
        text[..end].to_owned()
    }

    /// All of them.
    pub(super) fn told(self) -> Vec<String> {
        let Self { mut told, more } = self;
        if more > 0 {
            told.push(format!("and {more} more of such"));
        }
        told
    }
}

/// A name out of a file, short and with nothing that a terminal obeys.
pub(super) fn named(name: &str) -> String {
    let mut short: String = shown(&name.chars().take(MOST_CHARACTERS).collect::<String>());
    if name.chars().nth(MOST_CHARACTERS).is_some() {
        short.push('…');
    }
    format!("`{short}`")
}
