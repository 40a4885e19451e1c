//! The nodes of ComfyUI as a graph: from the prompt that was run, or from the workflow as it is drawn. Who walks it bounds the walk.

use serde_json::Value;
use std::collections::BTreeMap;

/// The most nodes that are read: large workflows have some hundred.
const MOST_NODES: usize = 20_000;
/// The most inputs of a node that are read.
const MOST_INPUTS: usize = 256;

/// What a node is given.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Input {
    /// A text.
    Text(String),
    /// A number.
    Number(f64),
    /// What a node gives, by its name and the number of its output.
    Link(String, usize),
}

/// A node.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Node {
    /// Its kind.
    pub(super) class: String,
    /// What people call it.
    pub(super) title: String,
    /// What it is given, by name.
    pub(super) inputs: Vec<(String, Input)>,
}

impl Node {
    /// What it is given under a name.
    pub(super) fn input(&self, name: &str) -> Option<&Input> {
        self.inputs.iter().find(|(own, _)| own == name).map(|(_, input)| input)
    }

    /// The text under a name.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        match self.input(name)? {
            Input::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The number under a name.
    pub(super) fn number(&self, name: &str) -> Option<f64> {
        match self.input(name)? {
            Input::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// The node and output that an input is linked to.
    pub(super) fn link(&self, name: &str) -> Option<(&str, usize)> {
        match self.input(name)? {
            Input::Link(id, slot) => Some((id, *slot)),
            _ => None,
        }
    }
}

/// Nodes by their names.
pub(super) type Graph = BTreeMap<String, Node>;

/// The graph of a prompt: names of nodes with `class_type` and `inputs`. None where it is no such thing.
pub(super) fn of_prompt(value: &Value) -> Option<Graph> {
    let nodes = value.as_object()?.iter().take(MOST_NODES);
    let graph: Graph = nodes
        .filter_map(|(id, node)| {
            let class = node.get("class_type")?.as_str()?.to_owned();
            let title = node.pointer("/_meta/title").and_then(Value::as_str).unwrap_or_default().to_owned();
            let given = node.get("inputs").and_then(Value::as_object);
            let inputs = given.into_iter().flatten().take(MOST_INPUTS);
            let inputs = inputs.filter_map(|(name, value)| Some((name.clone(), input(value)?))).collect();
            Some((id.clone(), Node { class, title, inputs }))
        })
        .collect();
    (!graph.is_empty()).then_some(graph)
}

fn input(value: &Value) -> Option<Input> {
    match value {
        Value::String(text) => Some(Input::Text(text.clone())),
        Value::Number(_) => value.as_f64().map(Input::Number),
        Value::Array(pair) => match pair.as_slice() {
            [node, slot] => Some(Input::Link(name(node)?, slot.as_u64()? as usize)),
            _ => None,
        },
        _ => None,
    }
}

/// Names of nodes are texts in prompts and numbers in workflows.
fn name(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned).or_else(|| value.as_u64().map(|number| number.to_string()))
}

/// The graph of a workflow as it is drawn: lists of nodes and of links. Values have no names there, and get those of the nodes that are known here.
/// None where it is no such thing.
pub(super) fn of_workflow(value: &Value) -> Option<Graph> {
    let nodes = value.get("nodes")?.as_array()?;
    let links: BTreeMap<u64, (String, usize)> = value
        .get("links")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .take(MOST_NODES * 4)
        .filter_map(|link| {
            Some((link.get(0)?.as_u64()?, (name(link.get(1)?)?, link.get(2)?.as_u64()? as usize)))
        })
        .collect();
    let graph: Graph = nodes
        .iter()
        .take(MOST_NODES)
        // Those that are switched off did nothing.
        .filter(|node| !matches!(node.get("mode").and_then(Value::as_u64), Some(2 | 4)))
        .filter_map(|node| {
            let class = node.get("type")?.as_str()?.to_owned();
            let title = node.get("title").and_then(Value::as_str).unwrap_or_default().to_owned();
            let linked = node.get("inputs").and_then(Value::as_array).into_iter().flatten().take(MOST_INPUTS);
            let linked = linked.filter_map(|input| {
                let (node, slot) = links.get(&input.get("link")?.as_u64()?)?;
                Some((input.get("name")?.as_str()?.to_owned(), Input::Link(node.clone(), *slot)))
            });
            let mut inputs: Vec<(String, Input)> = linked.collect();
            let widgets = widgets(&class, node.get("widgets_values"));
            let free: Vec<_> = widgets
                .into_iter()
                .filter(|(own, _)| !inputs.iter().any(|(there, _)| there == own))
                .collect();
            inputs.extend(free);
            Some((name(node.get("id")?)?, Node { class, title, inputs }))
        })
        .collect();
    (!graph.is_empty()).then_some(graph)
}

/// The values of a drawn node, by the names that they have in a prompt.
fn widgets(class: &str, values: Option<&Value>) -> Vec<(String, Input)> {
    if let Some(named) = values.and_then(Value::as_object) {
        return named
            .iter()
            .take(MOST_INPUTS)
            .filter_map(|(name, value)| Some((name.clone(), input(value)?)))
            .collect();
    }
    let names: &[&str] = match class {
        "KSampler" => &["seed", "", "steps", "cfg", "sampler_name", "scheduler", "denoise"],
        "KSamplerAdvanced" => &["", "noise_seed", "", "steps", "cfg", "sampler_name", "scheduler"],
        "LoraLoader" | "LoraLoaderModelOnly" => &["lora_name", "strength_model"],
        "WanVideoTextEncode" => &["positive_prompt", "negative_prompt"],
        _ if class.contains("TextEncode") => &["text"],
        _ if class.starts_with("Primitive") => &["value"],
        _ => &[],
    };
    let all = values.and_then(Value::as_array).into_iter().flatten().take(MOST_INPUTS).enumerate();
    all.filter_map(|(at, value)| {
        let own = names
            .get(at)
            .filter(|name| !name.is_empty())
            .map_or_else(|| format!("value {at}"), |n| (*n).to_owned());
        Some((own, input(value)?))
    })
    .collect()
}
