//! ComfyUI: prompt and settings out of the graph of nodes, from samplers back along their links.

use super::graph::{Graph, Input, Node, of_prompt, of_workflow};
use super::plain::{self, base_name, count, is_model, json, short};
use super::{Lora, MarkKind, Prompt, Settings, Text, Told};
use serde_json::Value;
use std::collections::BTreeSet;

/// The most texts of a prompt that are taken together.
const MOST_TEXTS: usize = 32;
/// Names under which nodes hold a text of the prompt.
const TEXTS: [&str; 13] = [
    "text",
    "text_g",
    "text_l",
    "clip_g",
    "clip_l",
    "t5xxl",
    "llama",
    "prompt",
    "value",
    "string",
    "string_a",
    "string_b",
    "user_prompt",
];
/// What leads to models and pictures, not to words.
const NO_WORDS: [&str; 19] = [
    "clip",
    "model",
    "vae",
    "image",
    "images",
    "pixels",
    "latent",
    "samples",
    "latent_image",
    "clip_vision",
    "clip_vision_output",
    "control_net",
    "mask",
    "start_image",
    "end_image",
    "noise",
    "sigmas",
    "sampler",
    "t5",
];

/// Which half of a prompt is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Side {
    Positive,
    Negative,
}

impl Side {
    fn name(self) -> &'static str {
        if self == Self::Positive { "positive" } else { "negative" }
    }

    /// Under which name nodes that hold both halves have this one.
    fn own_text(self) -> &'static str {
        if self == Self::Positive { "positive_prompt" } else { "negative_prompt" }
    }
}

/// The prompt, or the workflow, that ComfyUI or its nodes for video noted.
pub(super) fn read(text: &Text) -> Vec<Told> {
    match text.key.as_str() {
        "prompt" => json(&text.text).and_then(|v| told(of_prompt(&v)?, "its prompt")).into_iter().collect(),
        "workflow" => json(&text.text).map(|v| of_drawn(&v)).into_iter().collect(),
        // Nodes for video write one object with both.
        "comment" | "description" => json(&text.text).map(|v| of_both(&v)).unwrap_or_default(),
        _ => Vec::new(),
    }
}

fn of_both(value: &Value) -> Vec<Told> {
    let part = |name: &str| {
        let part = value.get(name)?;
        // One of them can be a text with JSON in it.
        part.as_str().map_or_else(|| Some(part.clone()), json)
    };
    let prompt = part("prompt").and_then(|v| told(of_prompt(&v)?, "its prompt"));
    prompt.into_iter().chain(part("workflow").map(|v| of_drawn(&v))).collect()
}

fn of_drawn(value: &Value) -> Told {
    let found = of_workflow(value).and_then(|graph| told(graph, "its workflow"));
    found.unwrap_or_else(|| {
        Told::new(MarkKind::Comfyui, "ComfyUI: a workflow without nodes that are known here")
    })
}

fn told(graph: Graph, what: &str) -> Option<Told> {
    let mut told = Told::new(MarkKind::Comfyui, format!("ComfyUI: {what}, {} nodes", graph.len()));
    told.settings = settings(&graph);
    told.prompt = prompt(&graph);
    told.names.clone_from(&told.settings.models);
    for class in graph.values().map(|node| short(&node.class)) {
        told.names.extend([apart(&class), class]);
    }
    let loads = |node: &Node| {
        let class = node.class.to_lowercase();
        class.contains("load") && class.contains("video")
    };
    if told.prompt.is_none() && graph.values().any(loads) {
        told.notes.push(
            "The workflow in the file loads a video and holds no prompt: it changed a clip, and does not say what generated it.".into(),
        );
    }
    Some(told)
}

/// `KlingTextToVideoNode` as words.
fn apart(class: &str) -> String {
    let mut out = String::new();
    for c in class.chars() {
        if c.is_uppercase() && !out.is_empty() {
            out.push(' ');
        }
        out.push(c);
    }
    out
}

/// The words that samplers were given, found along their links; else those of nodes that look like words of a prompt.
fn prompt(graph: &Graph) -> Option<Prompt> {
    let (mut positive, mut negative) = (Vec::new(), Vec::new());
    for node in graph.values().filter(|node| is_sampler(node)) {
        for (side, out) in [(Side::Positive, &mut positive), (Side::Negative, &mut negative)] {
            collect(graph, node, side, out);
        }
    }
    let is_told = !positive.is_empty();
    if !is_told {
        guess(graph, &mut positive, &mut negative);
    }
    let joined = |texts: &[String]| texts.join("\n");
    (!positive.is_empty()).then(|| Prompt {
        positive: joined(&positive),
        negative: joined(&negative),
        is_told,
    })
}

fn is_sampler(node: &Node) -> bool {
    let class = node.class.to_lowercase();
    let words = ["positive", "guider", "text_embeds", "conditioning"];
    (class.contains("sampler") || node.link("positive").is_some() && node.link("model").is_some())
        && words.iter().any(|name| node.link(name).is_some())
}

/// The texts of one side that lead to a sampler. Every node is looked at once for a side, whatever leads back to it.
fn collect(graph: &Graph, sampler: &Node, side: Side, out: &mut Vec<String>) {
    let mut seen: BTreeSet<(&str, Side)> = BTreeSet::new();
    // The node, which of its outputs, the side, and whether only what names its side counts.
    let mut next: Vec<(&str, usize, Side, bool)> = Vec::new();
    let start = |node: &'_ Node| -> Vec<(String, usize, bool)> {
        let of = |name: &str, strict| node.link(name).map(|(id, slot)| (id.to_owned(), slot, strict));
        let words = if side == Side::Positive { of("conditioning", false) } else { None };
        [of(side.name(), false), words, of("text_embeds", true)].into_iter().flatten().collect()
    };
    let guider = sampler.link("guider").and_then(|(id, _)| graph.get(id));
    for (id, slot, strict) in start(sampler).into_iter().chain(guider.map(start).unwrap_or_default()) {
        if let Some((id, _)) = graph.get_key_value(&id) {
            next.push((id, slot, side, strict));
        }
    }
    while let Some((id, slot, side, strict)) = next.pop() {
        let Some(node) = graph.get(id).filter(|_| seen.insert((id, side))) else { continue };
        // What is zeroed says nothing.
        if node.class.contains("ZeroOut") {
            continue;
        }
        let both = [node.link("positive"), node.link("negative")];
        if let [Some(positive), Some(negative)] = both {
            let side = [Side::Positive, Side::Negative].get(slot).copied().unwrap_or(side);
            let (id, slot) = if side == Side::Positive { positive } else { negative };
            next.push((id, slot, side, strict));
            continue;
        }
        let has_both = node.input("positive_prompt").is_some() || node.input("negative_prompt").is_some();
        let names: Vec<&str> = if strict || has_both {
            vec![side.own_text()]
        } else {
            TEXTS.into_iter().chain([side.name()]).collect()
        };
        let before = (out.len(), next.len());
        for input in names.iter().filter_map(|name| node.input(name)) {
            match input {
                Input::Text(text) => push(out, text),
                Input::Link(id, slot) => next.push((id, *slot, side, false)),
                Input::Number(_) => {}
            }
        }
        if (out.len(), next.len()) == before && !has_both {
            let links = node.inputs.iter().filter(|(name, _)| !NO_WORDS.contains(&name.as_str()));
            next.extend(links.filter_map(|(_, input)| match input {
                Input::Link(id, slot) => Some((id.as_str(), *slot, side, strict)),
                _ => None,
            }));
        }
    }
}

/// Words of nodes that no sampler leads to, as nodes for services have them.
fn guess(graph: &Graph, positive: &mut Vec<String>, negative: &mut Vec<String>) {
    for node in graph.values() {
        let class = node.class.to_lowercase();
        let is_negative = node.title.to_lowercase().contains("negative");
        let is_encoder = class.contains("textencode");
        let wanted = ["positive_prompt", "prompt"].into_iter().chain(is_encoder.then_some("text"));
        for text in wanted.filter_map(|name| node.text(name)) {
            push(if is_negative { negative } else { positive }, text);
        }
        if let Some(text) = node.text("negative_prompt") {
            push(negative, text);
        }
    }
}

fn push(out: &mut Vec<String>, text: &str) {
    let is_new = !text.trim().is_empty() && !out.iter().any(|there| there == text);
    if is_new && out.len() < MOST_TEXTS && text.len() <= plain::MOST_TEXT_BYTES {
        out.push(text.to_owned());
    }
}

fn settings(graph: &Graph) -> Settings {
    let mut out = Settings::default();
    let mut others = Vec::new();
    for node in graph.values() {
        for (name, text) in node.inputs.iter().filter_map(|(name, input)| match input {
            Input::Text(text) if is_model(text) => Some((name.to_lowercase(), text)),
            _ => None,
        }) {
            let (file, class) = (base_name(text), node.class.to_lowercase());
            if name.contains("lora") || class.contains("lora") {
                let weight =
                    ["strength_model", "strength", "lora_strength"].iter().find_map(|name| node.number(name));
                out.loras.push(Lora { name: file, weight });
                continue;
            }
            let helps = ["vae", "clip", "control", "upscale", "text", "t5"];
            let is_helper = helps
                .iter()
                .any(|word| name.contains(word) || class.contains(word) && !class.contains("checkpoint"));
            if is_helper { others.push(file) } else { out.models.push(file) }
        }
        let number =
            |names: &[&str]| names.iter().find_map(|name| node.number(name)).filter(|n| n.is_finite());
        out.steps = out.steps.or_else(|| number(&["steps"]).and_then(count));
        out.cfg = out.cfg.or_else(|| number(&["cfg"]));
        out.guidance = out.guidance.or_else(|| number(&["guidance", "embedded_guidance_scale"]));
        // A `length` can be one of a list of pictures, too.
        let makes =
            ["latent", "video", "sampler"].iter().any(|word| node.class.to_lowercase().contains(word));
        let length = number(&["length", "num_frames", "video_frames"]).filter(|_| makes);
        out.frames = out.frames.or_else(|| length.and_then(count));
        out.frames_per_second = out.frames_per_second.or_else(|| number(&["fps", "frame_rate"]));
        let size = number(&["width"]).and_then(count).zip(number(&["height"]).and_then(count));
        out.size_px = out.size_px.or(size.map(|(width, height)| [width, height]));
        let text = |name: &str| node.text(name).map(short).filter(|text| !text.is_empty());
        out.sampler = out.sampler.take().or_else(|| text("sampler_name"));
        out.scheduler = out.scheduler.take().or_else(|| text("scheduler"));
    }
    out.models.extend(others);
    let mut seen = BTreeSet::new();
    out.models.retain(|name| seen.insert(name.clone()));
    out.models.truncate(MOST_TEXTS);
    out.loras.truncate(MOST_TEXTS);
    out
}
