//! Marks as programs write them, and as somebody would write them who means harm.

use super::*;
use crate::origin::{CredentialKind, Found};
use crate::still::chunk_of_png;

fn of(key: &str, text: &str) -> Provenance {
    let text = Text { place: "a text".into(), key: key.into(), text: text.into() };
    Provenance::of(&Gathered { texts: vec![text], ..Gathered::default() })
}

fn prompt(provenance: &Provenance) -> (&str, &str, bool) {
    let prompt = provenance.prompt.as_ref().expect("a prompt");
    (&prompt.positive, &prompt.negative, prompt.is_told)
}

const SAMPLED: &str = r#"{
    "7": {"inputs": {"text": "ugly", "clip": ["38", 0]}, "class_type": "CLIPTextEncode"},
    "6": {"inputs": {"text": "a woman smiles", "clip": ["38", 0]}, "class_type": "CLIPTextEncode"},
    "38": {"inputs": {"clip_name": "t5xxl_fp16.safetensors", "type": "ltxv"}, "class_type": "CLIPLoader"},
    "44": {"inputs": {"ckpt_name": "C:\\Users\\jane\\video/ltx-video-2b.safetensors"}, "class_type": "CheckpointLoaderSimple"},
    "45": {"inputs": {"lora_name": "people/skin.safetensors", "strength_model": 0.7, "model": ["44", 0]}, "class_type": "LoraLoader"},
    "69": {"inputs": {"frame_rate": 25.0, "positive": ["6", 0], "negative": ["7", 0]}, "class_type": "LTXVConditioning"},
    "70": {"inputs": {"width": 768, "height": 512, "length": 97}, "class_type": "EmptyLTXVLatentVideo"},
    "71": {"inputs": {"steps": 30}, "class_type": "LTXVScheduler", "is_changed": [NaN]},
    "72": {"inputs": {"cfg": 3.0, "model": ["45", 0], "positive": ["69", 0], "negative": ["69", 1], "sampler": ["73", 0]},
           "class_type": "SamplerCustom"},
    "73": {"inputs": {"sampler_name": "euler"}, "class_type": "KSamplerSelect"}}"#;

#[test]
fn a_prompt_of_comfyui_is_read_along_its_links() {
    let found = of("prompt", SAMPLED);
    assert_eq!(prompt(&found), ("a woman smiles", "ugly", true));
    let settings = &found.settings;
    assert_eq!(settings.models, ["ltx-video-2b.safetensors", "t5xxl_fp16.safetensors"]);
    assert_eq!(settings.loras, [Lora { name: "skin.safetensors".into(), weight: Some(0.7) }]);
    assert_eq!((settings.steps, settings.cfg, settings.frames), (Some(30), Some(3.0), Some(97)));
    assert_eq!((settings.sampler.as_deref(), settings.size_px), (Some("euler"), Some([768, 512])));
    let said = format!("{:?} {}", found.marks, settings.line());
    for secret in ["jane", "woman", "ugly", "people/"] {
        assert!(
            !said.contains(secret) && !found.names().any(|name| name.contains(secret)),
            "{secret}: {said}"
        );
    }
    assert!(!serde_json::to_string(&found).unwrap().contains("woman"));
    assert_eq!(found.names().next(), Some("ltx-video-2b.safetensors"));
}

#[test]
fn texts_that_come_from_other_nodes_and_zeroed_ones_are_known() {
    let found = of(
        "prompt",
        r#"{"1": {"class_type": "PrimitiveString", "inputs": {"value": "a man"}},
            "2": {"class_type": "CLIPTextEncode", "inputs": {"text": ["1", 0], "clip": ["9", 0]}},
            "3": {"class_type": "FluxGuidance", "inputs": {"conditioning": ["2", 0], "guidance": 3.5}},
            "4": {"class_type": "ConditioningZeroOut", "inputs": {"conditioning": ["2", 0]}},
            "5": {"class_type": "KSampler", "inputs": {"positive": ["3", 0], "negative": ["4", 0], "model": ["9", 0], "steps": 20}}}"#,
    );
    assert_eq!(prompt(&found), ("a man", "", true));
    assert_eq!(found.settings.guidance, Some(3.5));
    let wan = of(
        "prompt",
        r#"{"1": {"class_type": "WanVideoTextEncode", "inputs": {"positive_prompt": "a man", "negative_prompt": "blur"}},
            "5": {"class_type": "WanVideoSampler", "inputs": {"text_embeds": ["1", 0], "steps": 20}}}"#,
    );
    assert_eq!(prompt(&wan), ("a man", "blur", true));
    let guided = of(
        "prompt",
        r#"{"1": {"class_type": "CLIPTextEncode", "inputs": {"text": "a man"}},
            "2": {"class_type": "BasicGuider", "inputs": {"conditioning": ["1", 0]}},
            "5": {"class_type": "SamplerCustomAdvanced", "inputs": {"guider": ["2", 0]}}}"#,
    );
    assert_eq!(prompt(&guided), ("a man", "", true));
}

#[test]
fn workflows_services_and_upscalers_are_told_apart() {
    let drawn = of(
        "workflow",
        r#"{"nodes": [
            {"id": 1, "type": "CLIPTextEncode", "inputs": [], "widgets_values": ["a man"]},
            {"id": 2, "type": "CLIPTextEncode", "inputs": [], "widgets_values": ["blur"]},
            {"id": 4, "type": "LoraLoader", "mode": 4, "widgets_values": ["off.safetensors", 1]},
            {"id": 3, "type": "KSampler", "inputs": [{"name": "positive", "link": 10}, {"name": "negative", "link": 11}],
             "widgets_values": [1, "fixed", 25, 4.5, "euler", "simple", 1]}],
            "links": [[10, 1, 0, 3, 1, "CONDITIONING"], [11, 2, 0, 3, 2, "CONDITIONING"]]}"#,
    );
    assert_eq!(prompt(&drawn), ("a man", "blur", true));
    assert_eq!((drawn.settings.steps, drawn.settings.loras.len()), (Some(25), 0));
    let service = of(
        "prompt",
        r#"{"1": {"class_type": "KlingTextToVideoNode", "inputs": {"prompt": "a man", "negative_prompt": "blur"}}}"#,
    );
    assert_eq!(prompt(&service), ("a man", "blur", false));
    assert!(service.names().any(|name| name == "Kling Text To Video Node"));
    let upscaled = of("prompt", r#"{"1": {"class_type": "LoadVideo", "inputs": {"file": "a.mp4"}}}"#);
    assert!(upscaled.prompt.is_none() && upscaled.notes[0].contains("loads a video"));
    // Nodes for video write both into one comment, one of them as a text.
    let both = serde_json::json!({"prompt": SAMPLED.replace("NaN", "1"), "workflow": {"nodes": []}});
    let both = of("comment", &both.to_string());
    assert_eq!(prompt(&both).0, "a woman smiles");
    assert_eq!(both.marks.len(), 2);
    // The prompt counts before the workflow, wherever it lies.
    let text = |key: &str, text: &str| Text { place: String::new(), key: key.into(), text: text.into() };
    let drawn =
        r#"{"nodes": [{"id": 1, "type": "CLIPTextEncode", "widgets_values": ["old words"]}], "links": []}"#;
    let texts = vec![text("workflow", drawn), text("prompt", SAMPLED)];
    let found = Provenance::of(&Gathered { texts, ..Gathered::default() });
    assert_eq!((prompt(&found).0, found.settings.steps), ("a woman smiles", Some(30)));
}

#[test]
fn parameters_are_split_where_programs_join_them() {
    let usual = of(
        "parameters",
        "a girl, <lora:skin_v2:0.8>,\nlooking, Steps: by step\nNegative prompt: blur, (ugly:1.2)\nSteps: 30, Sampler: DPM++ 2M Karras, \
         CFG scale: 7, Size: 768x1168, Model: some/where/juggernaut, Hashes: \"a: b, Steps: 9\", Version: v1.6.0",
    );
    // A word in quotes behind the settings is none of a prompt's.
    assert_eq!(usual.settings.steps, Some(30), "{:?}", usual.settings);
    assert_eq!(prompt(&usual).0, "a girl, <lora:skin_v2:0.8>,\nlooking, Steps: by step");
    assert_eq!(prompt(&usual).1, "blur, (ugly:1.2)");
    assert_eq!(
        (usual.settings.models.as_slice(), usual.settings.size_px),
        (&["juggernaut".to_owned()][..], Some([768, 1168]))
    );
    assert_eq!(usual.settings.loras, [Lora { name: "skin_v2".into(), weight: Some(0.8) }]);
    let bare = of("parameters", "portrait of a woman, Steps: 30, Seed: 1");
    assert_eq!(prompt(&bare), ("portrait of a woman", "", true));
    assert!(!of("comment", "no settings here").is_telling());
    assert_eq!(of("parameters", "Steps: x").prompt, None);
}

#[test]
fn notes_of_other_programs_are_read() {
    let novel = of(
        "comment",
        r#"{"prompt": "1girl", "uc": "lowres", "steps": 28, "sampler": "k_euler", "scale": 5.0}"#,
    );
    assert_eq!(prompt(&novel), ("1girl", "lowres", true));
    assert_eq!(of("comment", r#"{"prompt": "a remark"}"#).prompt, None, "no note of NovelAI");
    let invoke = of(
        "invokeai_metadata",
        r#"{"positive_prompt": "a man", "negative_prompt": "", "model": {"name": "flux dev", "hash": "x"}, "cfg_scale": 1.0}"#,
    );
    assert_eq!((prompt(&invoke).0, invoke.settings.models[0].as_str()), ("a man", "flux dev"));
    let swarm = of(
        "parameters",
        r#"{"sui_image_params": {"prompt": "a man", "model": "a/b.safetensors", "cfgscale": 4}}"#,
    );
    assert_eq!((prompt(&swarm).0, swarm.settings.models[0].as_str()), ("a man", "b.safetensors"));
    let writer = of("encoder", "Lavf62.12.101");
    assert!(writer.marks[0].says.contains("Lavf62.12.101") && !writer.is_telling());
}

#[test]
fn labels_and_kinds_of_source_are_read() {
    let label = of("aigc", r#"{"Label": "1", "ContentProducer": "Kling", "ProduceID": "secret"}"#);
    assert_eq!(label.marks[0].says, "AIGC label (GB 45438-2025), label 1 (generated), producer Kling");
    assert_eq!(label.names().next(), Some("Kling"));
    let python = of(
        "aigc",
        "{'ServiceProvider': 'liblibai.com', 'Time': 1727823710, 'Note': 'it\\'s \"so\"', 'Ok': None}",
    );
    assert!(python.marks[0].says.contains("liblibai.com"));
    let packet = |inside: &str| {
        format!(
            "<x:xmpmeta xmlns:x='adobe:ns:meta/'><r:RDF xmlns:r='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>{inside}</r:RDF></x:xmpmeta>"
        )
    };
    let own = "<r:Description xmlns:T='http://www.tc260.org.cn/ns/AIGC/1.0/'";
    for inside in [
        format!("{own} T:AIGC='{{&quot;Label&quot;:&quot;1&quot;}}'/>"),
        format!("{own}><T:AIGC>{{\"Label\":\"1\"}}</T:AIGC></r:Description>"),
    ] {
        let found = Provenance::of(&Gathered { xmp: vec![packet(&inside)], ..Gathered::default() });
        assert!(found.marks[0].says.contains("generated"), "{inside}");
    }
    let iptc = "<r:Description xmlns:I='http://iptc.org/std/Iptc4xmpExt/2008-02-29/' I:DigitalSourceType='http://cv.iptc.org/x/trainedAlgorithmicMedia'/>";
    let found = Provenance::of(&Gathered { xmp: vec![packet(iptc)], ..Gathered::default() });
    assert_eq!(found.marks[0].says, "kind of source: trainedAlgorithmicMedia");
}

fn boxed(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
    [&(content.len() as u32 + 8).to_be_bytes()[..], kind, content].concat()
}

fn superbox(label: &str, inside: &[Vec<u8>]) -> Vec<u8> {
    let description = [&[0; 16][..], &[3], label.as_bytes(), &[0]].concat();
    boxed(b"jumb", &[boxed(b"jumd", &description), inside.concat()].concat())
}

fn cbor_text(text: &str) -> Vec<u8> {
    [&[0x78, text.len() as u8], text.as_bytes()].concat()
}

/// A claim with this name, beside other values.
fn store(name: &str) -> Found {
    let info = [&[0xa1][..], &cbor_text("name"), &cbor_text(name)].concat();
    let claim =
        [&[0xa2][..], &cbor_text("alg"), &[0x18, 200], &cbor_text("claim_generator_info"), &[0x81], &info]
            .concat();
    let manifest = superbox("urn:uuid:1", &[superbox("c2pa.claim", &[boxed(b"cbor", &claim)])]);
    Found { kind: CredentialKind::C2pa, bytes: superbox("c2pa", &[manifest]) }
}

#[test]
fn a_claim_says_its_name_and_that_nobody_verified_it() {
    let of = |store: Found| Provenance::of(&Gathered { stores: vec![store], ..Gathered::default() });
    let found = of(store("Google C2PA Core Generator Library"));
    assert!(
        found.marks[0].says.contains("Google C2PA Core Generator Library")
            && found.marks[0].says.contains("NOT verified")
    );
    // Of several manifests the last is the one that counts.
    let two = [store("first").bytes, store("second").bytes]
        .map(|bytes| bytes.get(8 + 8 + 22..).unwrap().to_vec())
        .concat();
    let two = of(Found { kind: CredentialKind::C2pa, bytes: superbox("c2pa", &[two]) });
    assert!(two.marks[0].says.contains("second"), "{:?}", two.marks);
    let whole = store("name").bytes;
    for end in 0..whole.len() {
        let found = of(Found { kind: CredentialKind::C2pa, bytes: whole[..end].to_vec() });
        assert!(found.marks[0].says.contains("NOT verified"));
    }
}

#[test]
fn nothing_hostile_is_obeyed_or_followed_without_end() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        let deep = format!("{}1{}", open.repeat(100_000), close.repeat(100_000));
        for key in ["prompt", "workflow", "comment", "parameters", "aigc", "invokeai_metadata"] {
            assert!(of(key, &deep).prompt.is_none());
            assert!(of(key, &format!("{{\"nodes\": {deep}, \"prompt\": {deep}}}")).prompt.is_none());
        }
    }
    // Nodes that lead to each other, to themselves and to nowhere.
    let circle = of(
        "prompt",
        r#"{"1": {"class_type": "A", "inputs": {"conditioning": ["2", 0], "text": ["1", 0]}},
            "2": {"class_type": "B", "inputs": {"conditioning": ["1", 0], "positive": ["2", 1], "negative": ["2", 0]}},
            "5": {"class_type": "KSampler", "inputs": {"positive": ["1", 0], "negative": ["99", 18446744073709551615], "guider": ["5", 0]}}}"#,
    );
    assert!(circle.prompt.is_none());
    let mut chain: serde_json::Map<String, serde_json::Value> = (0..19_000)
        .map(|i| (i.to_string(), serde_json::json!({"class_type": "Pass", "inputs": {"conditioning": [(i + 1).to_string(), 0]}})))
        .collect();
    chain.insert(
        "19000".into(),
        serde_json::json!({"class_type": "CLIPTextEncode", "inputs": {"text": "far away"}}),
    );
    chain.insert("k".into(), serde_json::json!({"class_type": "KSampler", "inputs": {"positive": ["0", 0]}}));
    assert_eq!(prompt(&of("prompt", &serde_json::Value::from(chain).to_string())).0, "far away");
    // Lengths that no file has, values within values, and boxes within boxes.
    let nested = [vec![0x81; 100_000], vec![0]].concat();
    let lengths = [&[0xa1][..], &[0x7b], &[0xff; 8], b"x"].concat();
    let open = vec![0x9f; 100_000];
    for cbor in [nested, lengths, open] {
        let bytes = superbox("c2pa", &[superbox("m", &[superbox("c2pa.claim", &[boxed(b"cbor", &cbor)])])]);
        assert!(c2pa::read(&Found { kind: CredentialKind::C2pa, bytes }).says.contains("could not be read"));
    }
    let boxes = (0..3000).fold(Vec::new(), |inside, _| superbox("c2pa.claim.v2", &[inside]));
    assert!(c2pa::read(&Found { kind: CredentialKind::C2pa, bytes: boxes }).names.is_empty());
    // What the pictures were made with says more than who says so, wherever it lies.
    let text = |key: &str, text: &str| Text { place: String::new(), key: key.into(), text: text.into() };
    let label = r#"{"Label": 1, "ContentProducer": "Kling"}"#;
    let texts = vec![text("encoder", "Lavf"), text("aigc", label), text("prompt", SAMPLED)];
    let found = Provenance::of(&Gathered { texts, ..Gathered::default() });
    assert_eq!(found.names().next(), Some("ltx-video-2b.safetensors"));
    let entities =
        "<!DOCTYPE a [<!ENTITY b 'http://iptc.org/std/Iptc4xmpExt/2008-02-29/'>]><a>&b;</a>".to_owned();
    assert!(Provenance::of(&Gathered { xmp: vec![entities], ..Gathered::default() }).marks.is_empty());
    let name = of("encoder", "a\u{1b}[31mb\u{202e}c");
    assert!(!name.marks[0].says.contains(['\u{1b}', '\u{202e}']));
}

#[test]
fn a_picture_is_read_and_what_inflates_beyond_measure_is_not() {
    let place = tempfile::tempdir().unwrap();
    let packed = |bytes: &[u8]| {
        let mut out = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
        std::io::Write::write_all(&mut out, bytes).unwrap();
        out.finish().unwrap()
    };
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    chunk_of_png(&mut png, *b"zTXt", &[b"parameters\0\0", packed(b"a man\nSteps: 4").as_slice()].concat());
    chunk_of_png(
        &mut png,
        *b"zTXt",
        &[b"workflow\0\0", packed(&vec![b' '; plain::MOST_TEXT_BYTES + 1]).as_slice()].concat(),
    );
    chunk_of_png(&mut png, *b"IEND", b"");
    let file = place.path().join("a.png");
    std::fs::write(&file, &png).unwrap();
    let found = Provenance::of_file(&file).unwrap();
    assert_eq!(prompt(&found), ("a man", "", true));
    assert!(found.notes.iter().any(|note| note.contains("8 MiB")), "{:?}", found.notes);
    std::fs::write(&file, "no picture").unwrap();
    assert_eq!(Provenance::of_file(&file).unwrap(), Provenance::default());
}
