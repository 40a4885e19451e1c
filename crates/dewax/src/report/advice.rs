//! What to ask of a generator next time, by what was wrong with the shot.

use crate::check::{Finding, Remedy, Severity};
use crate::clip::Signs;

/// A generator that files can be known to come from.
#[derive(Clone, Copy, Debug)]
pub struct Generator {
    /// A word by which metadata name it, in lower case.
    pub word: &'static str,
    /// Its name.
    pub name: &'static str,
    /// How long its clips are in its publishers' own examples, frames and frames per second.
    pub frames: usize,
    /// See `frames`.
    pub frames_per_second: usize,
}

/// Generators and the length of the clips in their published examples (diffusers and vLLM-Omni documentation, 2025-2026):
/// faces hold best within it.
pub const GENERATORS: &[Generator] = &[
    Generator { word: "wan2", name: "Wan 2", frames: 81, frames_per_second: 16 },
    Generator { word: "hunyuanvideo", name: "HunyuanVideo 1.5", frames: 121, frames_per_second: 24 },
    Generator { word: "ltx", name: "LTX-2", frames: 121, frames_per_second: 24 },
    Generator { word: "cogvideo", name: "CogVideoX", frames: 49, frames_per_second: 8 },
];

/// What to ask for, a sentence each, for the findings that cannot be repaired.
pub(super) fn of(findings: &[Finding], signs: &Signs) -> Vec<String> {
    let again = |f: &&Finding| f.severity >= Severity::Minor && f.remedy == Remedy::Regenerate;
    let mut out: Vec<String> = Vec::new();
    let mut say = |text: &str| {
        if !out.iter().any(|t| t == text) {
            out.push(text.into());
        }
    };
    for finding in findings.iter().filter(again) {
        for text in for_check(&finding.code) {
            say(text);
        }
    }
    let written = signs.written_by.join(" ").to_lowercase();
    if let Some(g) = GENERATORS.iter().find(|g| written.contains(g.word)) {
        let seconds = g.frames as f64 / g.frames_per_second as f64;
        say(&format!(
            "{}: stay within {} frames ({seconds:.1} s) per clip, the length of its published examples.",
            g.name, g.frames
        ));
    }
    out
}

fn for_check(code: &str) -> &'static [&'static str] {
    const SHORTER: &str = "Make the clip shorter, and join shorter clips in the edit: faces drift with time.";
    const REFERENCE: &str =
        "Give a reference frame of the face, at the start and, where the generator takes one, at the end.";
    const ANGLE: &str = "Ask for a stable three-quarter or frontal angle; strict profiles lose the face.";
    match code {
        "identity" => &[REFERENCE, SHORTER],
        "drift" => {
            &[SHORTER, "Name one light source and its colour, such as \"soft window light from the left\"."]
        }
        "geometry" => &[ANGLE, "Ask for less movement of the head, and a longer lens (85 mm)."],
        "scene" => &[ANGLE, "Keep hands and hair away from the face, and the face large in the frame."],
        "porcelain" | "treated" => &[
            "Ask for skin in words: visible pores, fine lines, peach fuzz, unretouched, natural skin texture.",
            "Switch off face restoration, beauty filters and upscalers: what they take cannot be brought back.",
        ],
        "halo" => &["Switch off sharpening in the generator and in the upscaler."],
        _ => &[REFERENCE],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn advice_is_for_what_cannot_be_repaired_and_said_once() {
        let finding = |code: &str, remedy: Remedy| Finding {
            code: code.into(),
            shot: 0,
            worst_frame: 0,
            value: 9.0,
            unit: String::new(),
            threshold: 1.0,
            severity: Severity::Clear,
            remedy,
            confidence: 1.0,
            text: String::new(),
        };
        let signs = Signs { written_by: vec!["comment: Wan2.2 i2v".into()], ..Signs::default() };
        let found = [
            finding("identity", Remedy::Regenerate),
            finding("drift", Remedy::Regenerate),
            finding("porcelain", Remedy::Leave),
        ];
        let advice = of(&found, &signs);
        assert_eq!(advice.iter().filter(|t| t.contains("shorter")).count(), 1, "{advice:?}");
        assert!(advice.iter().any(|t| t.contains("reference frame")));
        assert!(advice.iter().any(|t| t.contains("81 frames (5.1 s)")));
        assert!(!advice.iter().any(|t| t.contains("pores")));
    }
}
