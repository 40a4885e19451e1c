//! What others wrote, made plain: JSON as Python writes it, names of files without their folders, texts of bounded length.

use serde_json::Value;

/// The largest note that is read, bytes: workflows have some hundred thousand.
pub(super) const MOST_TEXT_BYTES: usize = 8 << 20;
/// The longest name that is passed on, characters.
const MOST_NAME: usize = 120;

/// JSON, also with the `NaN` and the single quotes that Python writes. The reader goes no deeper than 128 levels.
pub(super) fn json(text: &str) -> Option<Value> {
    let text = text.trim().trim_end_matches('\0');
    if text.len() > MOST_TEXT_BYTES || !text.starts_with(['{', '[']) {
        return None;
    }
    serde_json::from_str(text).ok().or_else(|| serde_json::from_str(&mended(text)).ok())
}

/// The text with `null` for the numbers that JSON does not have and, where it is in single quotes throughout, in double ones.
fn mended(text: &str) -> String {
    let is_single = text.trim_start_matches(['{', '[', ' ', '\n']).starts_with('\'');
    let quote = if is_single { '\'' } else { '"' };
    let mut out = String::with_capacity(text.len());
    let (mut inside, mut escaped) = (false, false);
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let found = ["NaN", "-Infinity", "Infinity", "None", "True", "False"]
            .into_iter()
            .find(|w| !inside && rest.starts_with(w));
        if let Some(word) = found {
            out.push_str(match word {
                "True" => "true",
                "False" => "false",
                _ => "null",
            });
            rest = rest.get(word.len()..).unwrap_or_default();
            continue;
        }
        match c {
            _ if escaped => {
                // JSON knows no escaped single quote.
                if c == '\'' {
                    out.pop();
                }
                out.push(c);
                escaped = false;
            }
            '\\' if inside => {
                out.push(c);
                escaped = true;
            }
            c if c == quote => {
                inside = !inside;
                out.push('"');
            }
            '"' if inside => out.push_str("\\\""),
            c => out.push(c),
        }
        rest = rest.get(c.len_utf8()..).unwrap_or_default();
    }
    out
}

/// The name of a file without its folders.
pub(super) fn base_name(path: &str) -> String {
    short(path.rsplit(['/', '\\']).next().unwrap_or_default())
}

/// The beginning of a text, without what a terminal would obey.
pub(super) fn short(text: &str) -> String {
    crate::shown::shown(&text.trim().chars().filter(|c| !c.is_control()).take(MOST_NAME).collect::<String>())
}

/// A number, also one that is written as a text.
pub(super) fn number(value: &Value) -> Option<f64> {
    let number = value.as_f64().or_else(|| value.as_str()?.trim().parse().ok());
    number.filter(|number| number.is_finite())
}

/// A count.
pub(super) fn count(value: f64) -> Option<u32> {
    (1.0..=1e7).contains(&value).then_some(value as u32)
}

/// Whether a text names a file of a model.
pub(super) fn is_model(text: &str) -> bool {
    const ENDINGS: [&str; 8] = [".safetensors", ".gguf", ".ckpt", ".pth", ".pt", ".bin", ".sft", ".onnx"];
    let lower = text.to_lowercase();
    text.len() < 1024 && ENDINGS.iter().any(|ending| lower.ends_with(ending))
}
