//! A few letters of five by seven dots, for labels in pictures.

/// Dots of a letter from top to bottom; the highest of five bits is the left column. Unknown letters are blank.
fn glyph(letter: char) -> [u8; 7] {
    match letter {
        'A' => [0b01110, 0b10001, 0b10001, 0b11111, 0b10001, 0b10001, 0b10001],
        'B' => [0b11110, 0b10001, 0b10001, 0b11110, 0b10001, 0b10001, 0b11110],
        'E' => [0b11111, 0b10000, 0b10000, 0b11110, 0b10000, 0b10000, 0b11111],
        'F' => [0b11111, 0b10000, 0b10000, 0b11110, 0b10000, 0b10000, 0b10000],
        'O' => [0b01110, 0b10001, 0b10001, 0b10001, 0b10001, 0b10001, 0b01110],
        'R' => [0b11110, 0b10001, 0b10001, 0b11110, 0b10100, 0b10010, 0b10001],
        'T' => [0b11111, 0b00100, 0b00100, 0b00100, 0b00100, 0b00100, 0b00100],
        _ => [0; 7],
    }
}

/// Columns and rows of a text, in dots, with a dot between letters.
pub(super) fn size(text: &str) -> (usize, usize) {
    ((text.chars().count() * 6).saturating_sub(1), 7)
}

/// Whether the dot at (x, y) of a text is set.
pub(super) fn dot(text: &str, x: usize, y: usize) -> bool {
    let (letter, column) = (text.chars().nth(x / 6), x % 6);
    letter.is_some_and(|l| column < 5 && y < 7 && glyph(l)[y] >> (4 - column) & 1 == 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_differ_and_have_dots() {
        let letters = ['A', 'B', 'E', 'F', 'O', 'R', 'T'];
        for (i, one) in letters.iter().enumerate() {
            assert!(glyph(*one).iter().any(|row| *row != 0));
            assert!(letters[..i].iter().all(|other| glyph(*other) != glyph(*one)));
        }
        assert_eq!(size("AFTER"), (29, 7));
        assert!(dot("AT", 6, 0) && !dot("AT", 5, 0) && !dot("AT", 600, 0));
    }
}
