//! Notes of other programs for pictures, all of them JSON: NovelAI, InvokeAI, SwarmUI, Fooocus.

use super::plain::{base_name, count, json, number, short};
use super::{MarkKind, Prompt, Settings, Text, Told};
use serde_json::Value;

/// Of a text under the key that such a program has.
pub(super) fn read(text: &Text) -> Option<Told> {
    let (kind, says) = match text.key.as_str() {
        "invokeai_metadata" | "invokeai_graph" => (MarkKind::Invokeai, "a note of InvokeAI"),
        "parameters" | "usercomment" | "fooocus_scheme" => {
            (MarkKind::Parameters, "parameters as JSON (SwarmUI, Fooocus and others)")
        }
        "comment" => (MarkKind::Novelai, "a note of NovelAI"),
        _ => return None,
    };
    let value = json(&text.text)?;
    // SwarmUI has them one level below.
    let value = value.get("sui_image_params").unwrap_or(&value);
    // Anybody can leave JSON as a comment: NovelAI's has the name that it gives to what is not wanted.
    if kind == MarkKind::Novelai && value.get("uc").is_none() {
        return None;
    }
    let mut told = Told::new(kind, says);
    told.settings = settings(value);
    told.names.clone_from(&told.settings.models);
    let of = |names: &[&str]| names.iter().find_map(|name| words(value.get(*name)?)).unwrap_or_default();
    let positive = of(&["positive_prompt", "prompt", "Prompt"]);
    let negative = of(&["negative_prompt", "negativeprompt", "uc", "Negative Prompt"]);
    told.prompt = (!positive.is_empty()).then_some(Prompt { positive, negative, is_told: true });
    (told.prompt.is_some() || !told.settings.is_empty()).then_some(told)
}

/// A text, or texts in a list.
fn words(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()),
        Value::Array(list) => {
            let texts = list.iter().filter_map(|one| one.get("prompt").unwrap_or(one).as_str());
            Some(texts.collect::<Vec<_>>().join("\n"))
        }
        _ => None,
    }
    .filter(|text| !text.is_empty())
}

fn settings(value: &Value) -> Settings {
    let of = |names: &[&str]| names.iter().find_map(|name| number(value.get(*name)?));
    let text = |names: &[&str]| names.iter().find_map(|name| value.get(*name)?.as_str().map(short));
    let name = |model: &Value| {
        let own = ["name", "model_name", "key"].iter().find_map(|key| model.get(*key)?.as_str());
        model.as_str().or(own).map(base_name)
    };
    let models = ["model", "base_model", "Model", "Base Model"].iter().find_map(|key| name(value.get(*key)?));
    let size = of(&["width"]).and_then(count).zip(of(&["height"]).and_then(count));
    Settings {
        models: models.into_iter().collect(),
        sampler: text(&["sampler", "Sampler"]),
        scheduler: text(&["scheduler", "Scheduler", "noise_schedule"]),
        steps: of(&["steps", "Steps"]).and_then(count),
        cfg: of(&["cfg_scale", "cfgscale", "scale", "guidance_scale"]),
        size_px: size.map(|(width, height)| [width, height]),
        ..Settings::default()
    }
}
