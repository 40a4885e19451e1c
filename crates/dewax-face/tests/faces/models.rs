//! The finder under test, from the models of this machine.

use dewax_face::{BadModels, HandBytes, MeshFinder, ModelBytes};
use std::io::Write;
use std::path::PathBuf;

/// The bytes of the models and the topology of the mesh.
pub(crate) struct Models {
    pub(crate) short: Vec<u8>,
    pub(crate) full: Vec<u8>,
    pub(crate) mesh: Vec<u8>,
    pub(crate) person: Vec<u8>,
    hands: [Vec<u8>; 2],
    topology: Vec<u8>,
}

impl Models {
    pub(crate) fn bytes(&self) -> ModelBytes<'_> {
        let [palm, hand] = &self.hands;
        let hands = Some(HandBytes { palm, hand });
        ModelBytes {
            short: &self.short,
            full: &self.full,
            mesh: &self.mesh,
            person: Some(&self.person),
            hands,
        }
    }

    pub(crate) fn topology(&self) -> dewax::face::Topology {
        serde_json::from_slice(&self.topology).unwrap()
    }

    pub(crate) fn finder(&self, bytes: ModelBytes<'_>) -> Result<MeshFinder, BadModels> {
        MeshFinder::new(bytes, self.topology())
    }
}

/// The models in `$DEWAX_MODELS`, else in the user's folder. Says so where there are none.
pub(crate) fn models() -> Option<Models> {
    let home =
        || PathBuf::from(std::env::var_os("HOME").unwrap_or_default()).join(".local/share/dewax/models");
    let folder = std::env::var_os("DEWAX_MODELS").map_or_else(home, PathBuf::from);
    let read = |name: &str| std::fs::read(folder.join(name)).ok();
    let all = || {
        Some(Models {
            short: read("face_detection_short_range.tflite")?,
            full: read("face_detection_full_range_sparse.tflite")?,
            mesh: read("face_landmark_with_attention.tflite")?,
            person: read("selfie_segmentation.tflite")?,
            hands: [read("palm_detection_full.tflite")?, read("hand_landmark_full.tflite")?],
            topology: read("mesh.json")?,
        })
    };
    let found = all();
    if found.is_none() {
        // Not by `eprintln!`, which the test runner hides where all is well.
        let text = format!("SKIPPED: no face models in {}; `dewax models install`\n", folder.display());
        std::io::stderr().write_all(text.as_bytes()).unwrap();
    }
    found
}
