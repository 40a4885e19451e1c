//! The notes of a file before they are understood: texts by key, XMP packets, C2PA stores.

use super::plain::MOST_TEXT_BYTES;
use crate::credentials;
use crate::origin::{CredentialKind, Found};
use crate::still::Facts;
use std::path::Path;

/// A text of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Text {
    /// Where it lies.
    pub(super) place: String,
    /// Its key, in lower case.
    pub(super) key: String,
    /// The text.
    pub(super) text: String,
}

/// All of a file.
#[derive(Clone, Debug, Default)]
pub(super) struct Gathered {
    pub(super) texts: Vec<Text>,
    pub(super) xmp: Vec<String>,
    pub(super) stores: Vec<Found>,
    /// How many texts were too large to be read.
    pub(super) too_large: usize,
}

impl Gathered {
    /// Of a file, and of the metadata that FFmpeg told of it.
    pub(super) fn of<'a>(
        path: &Path,
        metadata: impl Iterator<Item = (&'a str, &'a str)>,
    ) -> std::io::Result<Self> {
        let mut all = Self::default();
        if let Some(facts) = Facts::read(path)? {
            let (texts, too_large) = facts.all_texts(MOST_TEXT_BYTES);
            all.too_large += too_large;
            texts.into_iter().for_each(|(place, key, text)| all.push(place, &key, text));
        }
        for (key, value) in metadata {
            all.push("metadata of the container", key, value.to_owned());
        }
        for found in credentials::find(path)? {
            match found.kind {
                CredentialKind::C2pa => all.stores.push(found),
                CredentialKind::Xmp => all.xmp.push(String::from_utf8_lossy(&found.bytes).into_owned()),
                // Read with the other texts.
                CredentialKind::Generator => {}
            }
        }
        Ok(all)
    }

    fn push(&mut self, place: &str, key: &str, text: String) {
        if text.len() > MOST_TEXT_BYTES {
            self.too_large += 1;
            return;
        }
        // ComfyUI puts its notes into tags of EXIF that are meant for cameras, with the key in front.
        let named = ["prompt", "workflow"].into_iter().find_map(|key| {
            let head = text.get(..key.len()).filter(|head| head.eq_ignore_ascii_case(key))?;
            let rest = text.get(head.len()..)?.strip_prefix(':')?;
            Some((key.to_owned(), rest.to_owned()))
        });
        let (key, text) = named.unwrap_or_else(|| (key.to_lowercase(), text));
        self.texts.push(Text { place: place.into(), key, text });
    }
}
