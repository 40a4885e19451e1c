//! The label that China's GB 45438-2025 asks of generated pictures, and the kind of source that an XMP packet names.

use super::plain::{MOST_TEXT_BYTES, json, short};
use super::{MarkKind, Told};

/// The namespace of the label in XMP (TC260, practice guide of 2025).
const NAMESPACE: &str = "http://www.tc260.org.cn/ns/AIGC/1.0/";
/// The namespace of the kind of source in XMP (IPTC).
const IPTC: &str = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/";
/// The most nodes of an XMP packet that are read: cameras and editors write some thousand.
const MOST_NODES: u32 = 100_000;

/// Of a text under the key `aigc`.
pub(super) fn read(key: &str, text: &str) -> Option<Told> {
    (key == "aigc").then(|| label(text)).flatten()
}

fn label(text: &str) -> Option<Told> {
    let value = json(text)?;
    let of = |names: &[&str]| {
        let found = names.iter().find_map(|name| value.get(*name));
        found.and_then(|value| value.as_str().map(short).or_else(|| value.as_u64().map(|n| n.to_string())))
    };
    let label = of(&["Label"]).map(|label| match label.as_str() {
        "1" => "label 1 (generated)".to_owned(),
        _ => format!("label {label}"),
    });
    let producer = of(&["ContentProducer", "ServiceProvider"]).filter(|name| !name.is_empty());
    let spread = of(&["ContentPropagator"]).filter(|name| !name.is_empty());
    let mut says = vec!["AIGC label (GB 45438-2025)".to_owned()];
    says.extend(label);
    says.extend(producer.as_ref().map(|name| format!("producer {name}")));
    says.extend(spread.as_ref().map(|name| format!("spread by {name}")));
    let mut told = Told::new(MarkKind::Aigc, says.join(", "));
    told.names.extend(producer);
    value.is_object().then_some(told)
}

/// Of an XMP packet: the label, or else the kind of source.
pub(super) fn in_xmp(packet: &str) -> Option<Told> {
    if packet.len() > MOST_TEXT_BYTES || !(packet.contains(NAMESPACE) || packet.contains(IPTC)) {
        return None;
    }
    let options =
        roxmltree::ParsingOptions { allow_dtd: false, nodes_limit: MOST_NODES, ..Default::default() };
    let tree = roxmltree::Document::parse_with_options(packet.trim_matches('\0'), options).ok()?;
    let found = |namespace: &str, name: &str| -> Option<String> {
        tree.descendants().find_map(|node| {
            let own = node.attribute((namespace, name));
            let is_it = node.tag_name().namespace() == Some(namespace) && node.tag_name().name() == name;
            own.or_else(|| node.text().filter(|_| is_it)).map(str::to_owned)
        })
    };
    if let Some(told) = found(NAMESPACE, "AIGC").and_then(|text| label(&text)) {
        return Some(told);
    }
    let source = found(IPTC, "DigitalSourceType")?;
    let word = source.rsplit('/').next().map(short).filter(|word| !word.is_empty())?;
    Some(Told::new(MarkKind::Xmp, format!("kind of source: {word}")))
}
