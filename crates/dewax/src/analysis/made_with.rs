//! What an analysis was made with, beside the bytes of the clip: with anything else its figures could be others.

use serde::{Deserialize, Serialize};

/// What an analysis was made with. An analysis that is there fits when this is what would be used now.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct MadeWith {
    /// What decoded the clip, with its version.
    pub decoder: String,
    /// The models that found the faces, as a hash; empty without models.
    pub models: String,
    /// Fingerprint of the mask that said where the skin is; none where it was found.
    pub mask: Option<String>,
    /// Whether pictures were turned upright.
    pub upright: bool,
    /// How many times as wide and as high pictures were made first; none where they were not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub upscale: Option<usize>,
    /// What was done with fields.
    pub fields: String,
    /// Lengths and times of change of the files of a sequence, as a hash; empty for anything else.
    pub files: String,
}

impl MadeWith {
    /// What of it differs from `now`, in words that follow "it was made"; none when it fits.
    pub fn differs(&self, now: &Self) -> Option<&'static str> {
        if self.decoder.is_empty() {
            // As up to 0.1: nothing is known of how it came about.
            return Some("by a version of dewax that did not note with what");
        }
        let checks = [
            (self.decoder == now.decoder, "with another FFmpeg"),
            (self.models == now.models, "with other face models"),
            (self.mask == now.mask, "with another mask, or none"),
            (self.upright == now.upright, "of pictures that were turned otherwise"),
            (self.upscale == now.upscale, "of pictures that were made larger, or not"),
            (self.fields == now.fields, "of fields that were taken otherwise"),
            (self.files == now.files, "when the pictures were others, or others had their names"),
        ];
        checks.into_iter().find(|(same, _)| !same).map(|(_, words)| words)
    }
}

/// What was noticed while a clip was read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Noticed {
    /// What the decoder complained about, although every picture came.
    pub warnings: Vec<String>,
    /// What of the source is missing, in sentences.
    pub losses: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_differs_is_named() {
        let now = MadeWith { decoder: "FFmpeg 7".into(), models: "0a".into(), ..MadeWith::default() };
        assert_eq!(now.differs(&now), None);
        let other = |change: fn(&mut MadeWith)| {
            let mut made = now.clone();
            change(&mut made);
            made.differs(&now).unwrap_or_default()
        };
        for (words, change) in [
            ("FFmpeg", (|m| m.decoder.push('1')) as fn(&mut MadeWith)),
            ("models", |m| m.models.clear()),
            ("mask", |m| m.mask = Some("0b".into())),
            ("turned", |m| m.upright = true),
            ("made larger", |m| m.upscale = Some(2)),
            ("fields", |m| m.fields.push('x')),
            ("pictures were others", |m| m.files.push('x')),
            ("did not note", |m| *m = MadeWith::default()),
        ] {
            assert!(other(change).contains(words), "{words}");
        }
    }
}
