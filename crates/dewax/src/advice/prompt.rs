//! Edits the words of a prompt: takes out what harms skin where it is said of skin, adds what is missing once, and leaves all else as it is.

use super::hints::Words;
use super::spans::{self, Span};
use serde::Serialize;

/// The largest prompt that is edited, bytes: far above what generators read.
const MOST_BYTES: usize = 64 << 10;
/// So many words before a word for skin are looked at: "perfect, clear and very smooth fair skin" has six.
const WORDS_BEFORE: usize = 8;
/// Words between which such words stand.
const JOINING: [&str; 3] = ["and", "or", "&"];
/// Words that turn what follows into its opposite.
const DENIES: [&str; 5] = ["no", "not", "without", "never", "non"];
/// From so many words on a text is long enough to tell its language by its small words.
const LEAST_WORDS: usize = 6;
/// Small words of English, and of other languages in the same letters. Those that are words of several are left out.
const ENGLISH: [&str; 22] = [
    "the", "a", "an", "of", "with", "and", "is", "are", "her", "his", "to", "at", "by", "from", "looking",
    "light", "woman", "man", "portrait", "photo", "skin", "wearing",
];
const OTHERS: [&str; 44] = [
    "der", "die", "das", "und", "mit", "ein", "eine", "einer", "ist", "auf", "im", "für", "von", "le", "la",
    "les", "une", "des", "et", "avec", "dans", "sur", "est", "el", "los", "las", "una", "con", "en", "y",
    "del", "il", "che", "di", "della", "per", "um", "uma", "com", "não", "het", "een", "van", "met",
];

/// A prompt before and after.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct Edited {
    /// The text.
    pub text: String,
    /// What was taken out, as it stood there.
    pub dropped: Vec<String>,
    /// What was added.
    pub added: Vec<String>,
    /// Why it was left as it is; none where it was not.
    pub left_alone: Option<String>,
}

/// Takes out of a prompt what harms skin, and adds `add` as far as it is missing. Weights `(word:1.2)`, tags `<lora:name:1>` and everything else stay
/// byte for byte; done twice it is as done once. A prompt in another language than English is left as it is, and so is one too large.
pub fn edited(prompt: &str, words: &Words, add: &[String]) -> Edited {
    if let Some(why) = why_not(prompt) {
        return Edited { text: prompt.into(), left_alone: Some(why), ..Edited::default() };
    }
    let (text, dropped) = without_all(prompt, |text| harms(text, words));
    let added = missing(&text, add);
    Edited { text: with_more(&text, &added), dropped, added, left_alone: None }
}

/// The same of what is not wanted: what asks for no texture is taken out, and `add` is added as far as it is missing, in `most_words` words altogether
/// where the generator takes no more.
pub fn edited_negative(negative: &str, words: &Words, add: &[String], most_words: Option<usize>) -> Edited {
    if let Some(why) = why_not(negative) {
        return Edited { text: negative.into(), left_alone: Some(why), ..Edited::default() };
    }
    let (text, dropped) = without_all(negative, |text| {
        let mut found = spans::chunks(text);
        found.retain(|chunk| is_any(chunk.of(text), &words.negative_harms));
        found
    });
    let count = |text: &str| text.split_whitespace().count();
    let mut room = most_words.map_or(usize::MAX, |most| most.saturating_sub(count(&text)));
    let mut added = missing(&text, add);
    added.retain(|word| {
        let fits = count(word) <= room;
        room = room.saturating_sub(if fits { count(word) } else { 0 });
        fits
    });
    Edited { text: with_more(&text, &added), dropped, added, left_alone: None }
}

/// A text without what is found in it, and what that said. What is taken out can bring a word to stand alone: until nothing is found any more.
/// Each round takes something out, so it ends.
fn without_all(text: &str, found: impl Fn(&str) -> Vec<Span>) -> (String, Vec<String>) {
    let mut text = text.to_owned();
    let mut dropped = Vec::new();
    loop {
        let parts = found(&text);
        if parts.is_empty() {
            break;
        }
        let (next, gone) = spans::without(&text, &parts);
        dropped.extend(gone);
        if next.len() >= text.len() {
            break;
        }
        text = next;
    }
    (text, dropped)
}

fn why_not(prompt: &str) -> Option<String> {
    if prompt.len() > MOST_BYTES {
        return Some(format!("it has {} bytes, and {MOST_BYTES} at most are edited", prompt.len()));
    }
    (!is_english(prompt)).then(|| "it is not in English, and only English words are known here".into())
}

/// Whether a text is in English as far as its letters and small words tell; short ones in Latin letters are taken for English.
fn is_english(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let foreign = text.chars().filter(|c| c.is_alphabetic() && !c.is_ascii()).count();
    if foreign * 5 > letters {
        return false;
    }
    let words: Vec<String> = text.split(|c: char| !c.is_alphabetic()).map(str::to_lowercase).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).filter(|word| !word.is_empty()).collect();
    let count = |known: &[&str]| words.iter().filter(|word| known.contains(word)).count();
    words.len() < LEAST_WORDS || count(&ENGLISH) >= count(&OTHERS)
}

fn is_any(text: &str, phrases: &[String]) -> bool {
    phrases.iter().any(|phrase| phrase.eq_ignore_ascii_case(text))
}

/// What harms skin in a text, in order and apart from each other.
fn harms(text: &str, words: &Words) -> Vec<Span> {
    let mut found: Vec<Span> = Vec::new();
    for chunk in spans::chunks(text) {
        if is_any(chunk.of(text), &words.harms_alone) {
            found.push(chunk);
            continue;
        }
        let inside = spans::words(text, chunk);
        let taken = in_chunk(text, &inside, words);
        if taken.is_empty() {
            continue;
        }
        // A tag that is nothing but such words and a word for skin goes as a whole.
        let is_word_for = |word: &Span| is_any(word.of(text), &words.skin);
        let is_all = inside.iter().enumerate().all(|(at, word)| taken.contains(&at) || is_word_for(word));
        if is_all && !is_sentence(text, chunk) {
            found.push(chunk);
        } else {
            found.extend(spans::runs(text, &inside, &taken));
        }
    }
    found
}

/// Whether a chunk is the whole of a text or the end of a sentence, so that there would be a hole where it was.
fn is_sentence(text: &str, chunk: Span) -> bool {
    text.get(chunk.end..).is_some_and(|rest| rest.trim_start().starts_with(['.', '!', '?']))
}

/// Which words of a chunk are to go, by their numbers in it.
fn in_chunk(text: &str, inside: &[Span], words: &Words) -> Vec<usize> {
    let at = |number: usize| inside.get(number).map_or("", |word| word.of(text));
    let mut taken: Vec<usize> = Vec::new();
    for number in 0..inside.len() {
        let lists = [(&words.skin, &words.harms_skin), (&words.look, &words.harms_look)];
        for (_, harming) in lists.iter().filter(|(nouns, _)| is_any(at(number), nouns)) {
            let before = (number.saturating_sub(WORDS_BEFORE)..number).rev();
            let near: Vec<usize> = before.take_while(|place| may_describe(at(*place))).collect();
            // "no plastic skin" asks for the opposite.
            let is_denied = near.iter().any(|place| DENIES.contains(&at(*place).to_lowercase().as_str()));
            taken.extend(near.iter().filter(|place| !is_denied && is_any(at(**place), harming)));
        }
        let stays = is_any(at(number + 1), &words.unless_before);
        taken.extend((is_any(at(number), &words.harms_anywhere) && !stays).then_some(number));
    }
    for number in (0..inside.len()).rev() {
        // What makes it stronger goes with it, and so does what joined it.
        let next_goes = taken.contains(&(number + 1));
        let is_joining = JOINING.contains(&at(number).to_lowercase().as_str());
        let goes = next_goes && is_any(at(number), &words.stronger)
            || is_joining && (next_goes || number > 0 && taken.contains(&(number - 1)));
        taken.extend(goes.then_some(number));
    }
    taken.sort_unstable();
    taken.dedup();
    taken
}

/// Whether a word can stand between a harming one and the skin that it speaks of: no verb or small word that begins something else.
fn may_describe(word: &str) -> bool {
    const ENDS: [&str; 20] = [
        "of", "with", "in", "on", "at", "by", "for", "from", "to", "is", "are", "has", "have", "as", "like",
        "over", "under", "into", "her", "his",
    ];
    !ENDS.contains(&word.to_lowercase().as_str())
}

/// Whether a prompt says this word, or has a number in front of it, as `85mm` has.
pub(super) fn names(prompt: &str, word: &str) -> bool {
    let lower = prompt.to_lowercase();
    let behind_number = |(at, _): (usize, &str)| {
        let (before, after) =
            (lower.get(..at).unwrap_or_default(), lower.get(at + word.len()..).unwrap_or_default());
        before.ends_with(|c: char| c.is_ascii_digit()) && !after.starts_with(char::is_alphanumeric)
    };
    spans::has(prompt, word) || lower.match_indices(word).any(behind_number)
}

/// Those that a text does not have yet, each once.
fn missing(text: &str, add: &[String]) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for word in add {
        if !spans::has(text, word) && !out.iter().any(|there| spans::has(there, word)) {
            out.push(word.clone());
        }
    }
    out
}

/// The text with more words behind it: as a sentence where it ends in one, else behind a comma.
fn with_more(text: &str, added: &[String]) -> String {
    if added.is_empty() {
        return text.into();
    }
    let more = added.join(", ");
    let body = text.trim_end();
    let tail = text.get(body.len()..).unwrap_or_default();
    match body.chars().next_back() {
        None => format!("{more}{tail}"),
        Some('.' | '!' | '?') => {
            let mut letters = more.chars();
            let first: String = letters.next().map(|c| c.to_uppercase().collect()).unwrap_or_default();
            format!("{body} {first}{}.{tail}", letters.as_str())
        }
        Some(',' | ';') => format!("{body} {more}{tail}"),
        Some(_) => format!("{body}, {more}{tail}"),
    }
}

#[cfg(test)]
#[path = "prompt_tests.rs"]
mod tests;
