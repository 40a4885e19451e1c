//! Parameters as AUTOMATIC1111, Forge and their kin write them: the prompt, what is not wanted, and a line of settings.

use super::plain::{base_name, count, short};
use super::{Lora, MarkKind, Prompt, Settings, Text, Told};

/// What the line of settings begins with.
const STEPS: &str = "Steps: ";
/// What stands before that which is not wanted.
const NEGATIVE: &str = "Negative prompt:";
/// The most additions to a model that are listed.
const MOST_LORAS: usize = 32;

/// Of the text `parameters` of PNG, or of the comment of EXIF.
pub(super) fn read(text: &Text) -> Option<Told> {
    let is_here = matches!(text.key.as_str(), "parameters" | "usercomment" | "comment" | "description");
    let text = text.text.trim_end_matches('\0');
    let at = begin(text).filter(|_| is_here)?;
    let (body, settings) = (text.get(..at)?, text.get(at..)?);
    let (positive, negative) = body.split_once(NEGATIVE).unwrap_or((body, ""));
    let clean = |text: &str| text.trim().trim_end_matches(',').trim_end().to_owned();
    // What stands after the positive prompt in its line is a part of it.
    let positive = if negative.is_empty() { clean(positive) } else { positive.trim().to_owned() };
    let settings = settings_of(settings, &positive);
    let mut told = Told::new(MarkKind::A1111, "parameters as AUTOMATIC1111, Forge and their kin write them");
    told.names.clone_from(&settings.models);
    let negative = negative.trim().to_owned();
    told.prompt = (!positive.is_empty()).then_some(Prompt { positive, negative, is_told: true });
    told.settings = settings;
    Some(told)
}

/// Where the settings begin: at the last line that says how many steps, or behind the last comma; a prompt can hold the word, too.
fn begin(text: &str) -> Option<usize> {
    let line = text.rfind("\nSteps: ").map(|at| at + 1);
    let first = text.starts_with(STEPS).then_some(0);
    line.or(first).or_else(|| text.rfind(", Steps: ").map(|at| at + 2))
}

fn settings_of(line: &str, positive: &str) -> Settings {
    let mut out = Settings { loras: loras(positive), ..Settings::default() };
    for (key, value) in pairs(line) {
        let number = || value.parse::<f64>().ok().filter(|number| number.is_finite());
        match key {
            "Steps" => out.steps = number().and_then(count),
            "Sampler" => out.sampler = Some(short(value)),
            "Schedule type" => out.scheduler = Some(short(value)),
            "CFG scale" => out.cfg = number(),
            "Distilled CFG Scale" => out.guidance = number(),
            "Model" => out.models.push(base_name(value)),
            "Size" => {
                let sides = value.split_once('x').and_then(|(w, h)| Some([w.parse().ok()?, h.parse().ok()?]));
                out.size_px = sides;
            }
            _ => {}
        }
    }
    out
}

/// The settings of a line: `Key: value`, apart by commas; values with commas are in quotes.
fn pairs(line: &str) -> Vec<(&str, &str)> {
    let (mut out, mut start, mut quoted) = (Vec::new(), 0, false);
    let add = |part: &'_ str| -> Option<(usize, usize)> {
        let at = part.find(": ")?;
        Some((at, at + 2))
    };
    let ends = line.char_indices().filter_map(|(at, c)| {
        quoted ^= c == '"';
        (c == ',' && !quoted || c == '\n').then_some(at)
    });
    for end in ends.chain([line.len()]).collect::<Vec<_>>() {
        let part = line.get(start..end).unwrap_or_default().trim();
        if let Some((key_end, value)) = add(part) {
            let of = |from: usize, to: usize| part.get(from..to).unwrap_or_default();
            out.push((of(0, key_end), of(value, part.len()).trim_matches('"')));
        }
        start = end + 1;
    }
    out
}

/// Tags such as `<lora:name:0.8>` in a prompt.
fn loras(prompt: &str) -> Vec<Lora> {
    let tags = prompt.split('<').skip(1).filter_map(|rest| rest.split_once('>')).map(|(tag, _)| tag);
    let loras = tags.filter_map(|tag| tag.strip_prefix("lora:").or_else(|| tag.strip_prefix("lyco:")));
    loras
        .take(MOST_LORAS)
        .map(|tag| {
            let (name, weight) = tag.split_once(':').unwrap_or((tag, ""));
            Lora { name: base_name(name), weight: weight.split(':').next().and_then(|w| w.parse().ok()) }
        })
        .collect()
}
