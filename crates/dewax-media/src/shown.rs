//! Names and texts of others, so that no terminal and no list obeys them.

use std::path::Path;

/// The text with every control character, and every mark that turns the direction of writing, spelled out.
pub fn shown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let turns = matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        if c.is_control() || turns {
            out.extend(c.escape_unicode());
        } else {
            out.push(c);
        }
    }
    out
}

/// A text with nothing in it that XML obeys; what XML cannot say at all is a question mark.
pub(crate) fn xml(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\r' | '\t' => out.push(' '),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => out.push('?'),
            c => out.push(c),
        }
    }
    out
}

/// The stem of a file's name without the place of a number.
pub fn plain_stem(out: &Path) -> String {
    let stem = out.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
    let plain = stem.split('%').next().unwrap_or_default().trim_end_matches(['_', '-', '.']);
    if plain.is_empty() { "sequence".to_owned() } else { plain.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_obeyed() {
        assert_eq!(shown("a\u{1b}[31mb\n- c\u{202e}4pm"), "a\\u{1b}[31mb\\u{a}- c\\u{202e}4pm");
        assert_eq!(shown("Zoë – 顔.mov"), "Zoë – 顔.mov");
    }

    #[test]
    fn stems() {
        for (out, want) in [("a/shot.mov", "shot"), ("s_%05d.png", "s"), ("%d.exr", "sequence")] {
            assert_eq!(plain_stem(Path::new(out)), want);
        }
    }
}
