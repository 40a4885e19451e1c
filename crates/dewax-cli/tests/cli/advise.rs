//! `dewax advise`: marks are read and not obeyed, prompts are not shown unasked, and what is written holds neither path nor prompt.

use crate::tools::{Place, Ran, dewax, ffmpeg, unlike};
use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};

const PROMPT: &str = r#"{"1": {"class_type": "CLIPTextEncode", "inputs": {"text": "SECRET portrait, flawless skin, perfect timing"}},
    "2": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "/home/jane/models/wan2.2_i2v.safetensors"}},
    "3": {"class_type": "KSampler", "inputs": {"positive": ["1", 0], "model": ["2", 0], "steps": 20}}}"#;

/// The drawn clip with marks of ComfyUI and the label of AIGC, as FFmpeg writes them.
fn marked() -> (Place, PathBuf) {
    let (place, clip) = Place::with_clip();
    let out = place.at("marked.mp4");
    let tags = [
        format!("prompt={PROMPT}"),
        r#"AIGC={"Label": "1", "ContentProducer": "Kling\u001b[31m"}"#.to_owned(),
    ];
    ffmpeg([
        "-i",
        clip.to_str().unwrap(),
        "-c",
        "copy",
        "-movflags",
        "use_metadata_tags",
        "-metadata",
        &tags[0],
        "-metadata",
        &tags[1],
        out.to_str().unwrap(),
    ]);
    (place, out)
}

fn advise(clip: &Path, more: &[&str]) -> Ran {
    dewax(["advise", clip.to_str().unwrap()].iter().chain(more))
}

#[test]
fn marks_are_read_and_the_prompt_is_shown_only_when_asked() {
    let (place, clip) = marked();
    let said = advise(&clip, &["--no-measure"]).done();
    for word in [
        "Wan 2, by the marks",
        "wan2.2_i2v.safetensors",
        "label 1 (generated)",
        "take out: flawless skin",
        "add: visible pores",
    ] {
        assert!(said.out.contains(word), "{word}: {}", said.out);
    }
    for secret in ["SECRET", "timing", "jane", "\u{1b}"] {
        assert!(!said.out.contains(secret), "{secret}: {}", said.out);
        let data = advise(&clip, &["--no-measure", "--json"]).out;
        assert!(!data.contains(secret), "{secret}: {data}");
    }
    let shown = advise(&clip, &["--no-measure", "--show-prompt"]).done();
    assert!(shown.out.contains("SECRET portrait, perfect timing, visible pores"), "{}", shown.out);
    let file = place.at("prompt.txt");
    advise(&clip, &["--no-measure", "--prompt-out", file.to_str().unwrap()]).done();
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(
        text.starts_with("SECRET portrait, perfect timing, ")
            && text.contains("\nNegative prompt: airbrushed"),
        "{text}"
    );
    advise(&clip, &["--no-measure", "--prompt-out", file.to_str().unwrap()]).refused(1, &["--overwrite"]);
    // What is said as data is what its schema says.
    let schema = dewax(["schema", "advice"]).done().json();
    let data = advise(&clip, &["--no-measure", "--show-prompt", "--json"]).done().json();
    assert_eq!(unlike(&schema, &schema, &data, "advice"), Vec::<String>::new());
}

#[test]
fn a_file_without_marks_says_so_and_wrong_wishes_are_refused() {
    let (place, clip) = Place::with_clip();
    let said = advise(&clip, &["--no-measure"]).done();
    assert!(said.out.contains("does not say what made it; --generator NAME"), "{}", said.out);
    let kling = advise(&clip, &["--no-measure", "--generator", "kling"]).done();
    assert!(kling.out.contains("Kling, as you said"), "{}", kling.out);
    advise(&clip, &["--no-measure", "--generator", "nobody"]).refused(2, &["nobody", "kling"]);
    let zip = place.at("x.zip");
    advise(&clip, &["--no-measure", "--evidence", zip.to_str().unwrap()]).refused(2, &["--no-measure"]);
    let out = place.at("p.txt");
    advise(&clip, &["--no-measure", "--prompt-out", out.to_str().unwrap()]).refused(1, &["no prompt"]);
    let hints = place.put("hints.toml", b"hints_version = 1\n[[hint]]\ngenerator = \"any\"\n");
    advise(&clip, &["--no-measure", "--hints", hints.to_str().unwrap()]).refused(1, &["hints"]);
    assert!(!zip.exists() && !out.exists());
}

/// The files of a zip.
fn unpacked(path: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut zip = zip::ZipArchive::new(std::fs::File::open(path).unwrap()).unwrap();
    let mut files = BTreeMap::new();
    for number in 0..zip.len() {
        let mut file = zip.by_index(number).unwrap();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        files.insert(file.name().unwrap().into_owned(), bytes);
    }
    files
}

#[test]
fn an_evidence_pack_holds_pictures_and_figures_and_no_path_or_prompt() {
    let (place, clip) = marked();
    let zip = place.at("evidence.zip");
    let said = advise(&clip, &["--evidence", zip.to_str().unwrap()]).done();
    assert!(said.out.contains("evidence.zip") && said.out.contains("route:"), "{}", said.out);
    let files = unpacked(&zip);
    let text = |name: &str| String::from_utf8(files[name].clone()).unwrap();
    let (readme, figures, table) = (text("README.txt"), text("figures.json"), text("figures.csv"));
    assert!(readme.contains("SHA-256") && readme.contains("marked.mp4") && readme.contains("counts from"));
    assert!(table.lines().count() > 10 && table.starts_with("shot,check"));
    let figures: serde_json::Value = serde_json::from_str(&figures).unwrap();
    let listed = figures["pictures"].as_array().unwrap();
    assert!(listed.len() >= 3, "{figures:#}");
    for name in listed.iter().filter_map(|name| name.as_str()) {
        assert!(files[name].starts_with(b"\x89PNG"), "{name}");
    }
    let folder = place.root().to_str().unwrap();
    for (name, bytes) in files.iter().filter(|(name, _)| !name.ends_with(".png")) {
        let text = String::from_utf8_lossy(bytes);
        for secret in [folder, "SECRET", "jane"] {
            assert!(!text.contains(secret), "{name} holds {secret}");
        }
    }
    let before = std::fs::read(&zip).unwrap();
    advise(&clip, &["--evidence", zip.to_str().unwrap()]).refused(1, &["--overwrite"]);
    assert_eq!(std::fs::read(&zip).unwrap(), before);
    // With the prompt where that was asked for; and from what was measured before.
    let saved = place.at("saved");
    dewax(["diagnose", clip.to_str().unwrap(), "--save", saved.to_str().unwrap()]).done();
    let more = [
        "--evidence",
        zip.to_str().unwrap(),
        "--overwrite",
        "--show-prompt",
        "--saved",
        saved.to_str().unwrap(),
    ];
    let again = advise(&clip, &more).done();
    assert!(again.out.contains("was read from"), "{}", again.out);
    assert!(String::from_utf8_lossy(&unpacked(&zip)["prompt.txt"]).contains("SECRET portrait"));
    let page = std::fs::read_to_string(saved.join("report.html")).unwrap();
    assert!(!page.contains("SECRET"));
}
