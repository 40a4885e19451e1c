//! Parts of a prompt: what stands between commas and brackets, its words, what must not be touched, and the text without some of them.

/// Bytes of a text from `start` to `end`, on borders of characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Span {
    pub(super) start: usize,
    pub(super) end: usize,
}

impl Span {
    pub(super) fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or_default()
    }
}

/// What ends a chunk.
const BORDERS: [char; 11] = [',', ';', '\n', '(', ')', '[', ']', '{', '}', '|', '\r'];

/// What is no text of the prompt: tags such as `<lora:name:1>`, and names of embeddings.
fn kept(text: &str) -> Vec<Span> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(open) = text.get(at..).and_then(|rest| rest.find('<')).map(|place| at + place) {
        let Some(close) = text.get(open..).and_then(|rest| rest.find(['>', '\n'])).map(|place| open + place)
        else {
            break;
        };
        out.push(Span { start: open, end: close + 1 });
        at = close + 1;
    }
    out.extend(text.match_indices("embedding:").map(|(start, _)| {
        let rest = text.get(start..).unwrap_or_default();
        let length = rest.find(|c: char| c.is_whitespace() || c == ',').unwrap_or(rest.len());
        Span { start, end: start + length }
    }));
    out
}

/// The chunks of a text between commas, brackets, line ends and the ends of sentences, without blanks around them and without their weights.
pub(super) fn chunks(text: &str) -> Vec<Span> {
    let kept = kept(text);
    let inside = |at: usize| kept.iter().find(|span| (span.start..span.end).contains(&at));
    let mut out = Vec::new();
    let mut start = 0;
    let mut end_chunk = |start: usize, end: usize| {
        let whole = text.get(start..end).unwrap_or_default();
        let words = without_weight(whole);
        let front = words.len() - words.trim_start().len();
        let span = Span { start: start + front, end: start + front + words.trim().len() };
        if span.start < span.end {
            out.push(span);
        }
    };
    for (at, c) in text.char_indices() {
        if let Some(span) = inside(at) {
            if at == span.start {
                end_chunk(start, at);
            }
            start = start.max(span.end.min(text.len()));
            continue;
        }
        let next = text.get(at + c.len_utf8()..).and_then(|rest| rest.chars().next());
        let ends_sentence = matches!(c, '.' | '!' | '?') && next.is_none_or(char::is_whitespace);
        if BORDERS.contains(&c) || ends_sentence {
            end_chunk(start, at);
            start = at + c.len_utf8();
        }
    }
    end_chunk(start.min(text.len()), text.len());
    out
}

/// A chunk without the weight behind it: `skin:1.2` is `skin`.
fn without_weight(chunk: &str) -> &str {
    let is_number = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit() || c == '.');
    match chunk.rsplit_once(':') {
        Some((words, weight)) if is_number(weight.trim()) => words,
        _ => chunk,
    }
}

/// Whether a character is part of a word: names with `_` are one.
fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '-' | '_' | '\'' | '’' | '&')
}

/// The words of a part of a text.
pub(super) fn words(text: &str, part: Span) -> Vec<Span> {
    let mut out = Vec::new();
    let mut start = None;
    for (at, c) in part.of(text).char_indices().map(|(at, c)| (part.start + at, c)) {
        match (is_of_word(c), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                out.push(Span { start: from, end: at });
                start = None;
            }
            _ => {}
        }
    }
    out.extend(start.map(|start| Span { start, end: part.end }));
    out
}

/// The words with these numbers, those beside each other as one, each with the blank behind it.
pub(super) fn runs(text: &str, inside: &[Span], taken: &[usize]) -> Vec<Span> {
    let mut out: Vec<Span> = Vec::new();
    for number in taken {
        let Some(word) = inside.get(*number) else { continue };
        match out.last_mut() {
            Some(last) if text.get(last.end..word.start).is_some_and(|gap| gap.trim().is_empty()) => {
                last.end = word.end;
            }
            _ => out.push(*word),
        }
    }
    out
}

/// Whether a text has these words, whatever their case, beginning and ending where words do.
pub(super) fn has(text: &str, wanted: &str) -> bool {
    let (text, wanted) = (text.to_lowercase(), wanted.to_lowercase());
    text.match_indices(&wanted).any(|(at, _)| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let after = text.get(at + wanted.len()..).and_then(|after| after.chars().next());
        before.is_none_or(|c| !is_of_word(c)) && after.is_none_or(|c| !is_of_word(c))
    })
}

/// The text without these parts, and what they said. Of a part that is all between two commas one comma goes with it, of one in brackets of its own the
/// brackets and their weight; else the blank behind it.
pub(super) fn without(text: &str, parts: &[Span]) -> (String, Vec<String>) {
    let mut out = text.to_owned();
    let mut gone: Vec<String> = Vec::new();
    let mut parts = parts.to_vec();
    parts.sort_unstable();
    for part in parts.iter().rev() {
        let hole = hole(&out, *part);
        // Holes that would reach into one that was made are left for the next round.
        if out.get(part.start..part.end) != text.get(part.start..part.end)
            || out.get(hole.start..hole.end).is_none()
        {
            continue;
        }
        gone.push(part.of(text).to_owned());
        out.replace_range(hole.start..hole.end, "");
        mend_article(&mut out, hole.start);
    }
    gone.reverse();
    (out, gone)
}

/// What goes with a part.
fn hole(text: &str, part: Span) -> Span {
    let mut hole = part;
    // Brackets around nothing else, with their weight: as many as there are.
    loop {
        let before = text.get(..hole.start).unwrap_or_default();
        let after = text.get(hole.end..).unwrap_or_default();
        let (front, back) = (before.trim_end(), after.trim_start());
        let blank = after.len() - back.len();
        let weight = weight_length(back);
        let closing = back.get(weight..).and_then(|rest| rest.chars().next());
        let is_pair = match front.chars().next_back() {
            Some('(') => closing == Some(')'),
            Some('[') => closing == Some(']'),
            _ => false,
        };
        if !is_pair {
            break;
        }
        hole = Span { start: front.len() - 1, end: hole.end + blank + weight + 1 };
    }
    let before = text.get(..hole.start).unwrap_or_default();
    let after = text.get(hole.end..).unwrap_or_default();
    let blanks = |text: &str| text.len() - text.trim_start_matches([' ', '\t']).len();
    let is_first =
        before.trim_end_matches([' ', '\t']).chars().next_back().is_none_or(|c| "\n([{|".contains(c));
    let behind_comma = before.trim_end_matches([' ', '\t']).ends_with([',', ';']);
    let next = after.trim_start_matches([' ', '\t']).chars().next();
    match next {
        // Between two commas, or first: the comma behind it goes.
        Some(',' | ';') if behind_comma || is_first => {
            let comma = hole.end + blanks(after) + 1;
            let rest = text.get(comma..).unwrap_or_default();
            Span { end: comma + blanks(rest), ..hole }
        }
        // Last: the comma before it goes.
        None | Some('\n' | '\r' | ')' | ']' | '}' | '|' | ':' | '.') if behind_comma => {
            let front = before.trim_end_matches([' ', '\t']);
            Span { start: front.len() - 1, ..hole }
        }
        // A word among others goes with the blank behind it, or before it where none is behind.
        _ if blanks(after) > 0 => Span { end: hole.end + blanks(after), ..hole },
        _ => Span { start: before.trim_end_matches([' ', '\t']).len(), ..hole },
    }
}

/// The length of `:1.2` at the start of a text; 0 where there is none.
fn weight_length(text: &str) -> usize {
    let Some(rest) = text.strip_prefix(':') else { return 0 };
    let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').len();
    if digits > 0 { digits + 1 } else { 0 }
}

/// `a` and `an` before a word that was taken out are those of the next one.
fn mend_article(text: &mut String, at: usize) {
    let before = text.get(..at).unwrap_or_default().to_owned();
    let Some(next) = text.get(at..).and_then(|rest| rest.chars().next()).filter(|c| c.is_alphabetic()) else {
        return;
    };
    let is_vowel = matches!(next.to_ascii_lowercase(), 'a' | 'e' | 'i' | 'o' | 'u');
    let is_article = |article: &str| {
        let rest = before.strip_suffix(article);
        rest.is_some_and(|rest| rest.chars().next_back().is_none_or(|c| !is_of_word(c)))
    };
    if (is_article("an ") || is_article("An ")) && !is_vowel {
        text.replace_range(at - 2..at - 1, "");
    } else if (is_article("a ") || is_article("A ")) && is_vowel {
        text.insert(at - 1, 'n');
    }
}
