//! Names and texts of others, so that no terminal and no list obeys them.

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_obeyed() {
        assert_eq!(shown("a\u{1b}[31mb\n- c\u{202e}4pm"), "a\\u{1b}[31mb\\u{a}- c\\u{202e}4pm");
        assert_eq!(shown("Zoë – 顔.mov"), "Zoë – 顔.mov");
    }
}
