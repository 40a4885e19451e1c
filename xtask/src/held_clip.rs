//! A clip that is held whole while a step is measured on it: its frames, what is known of them, and what single settings make of them.

use crate::footage;
use anyhow::{Result, bail};
use dewax::analysis::{Analysis, FaceWish};
use dewax::chain::Chain;
use dewax::face::Tier;
use dewax::facts::ShotFacts;
use dewax::px::Frame;
use dewax::stack::{Setting, Stack};
use dewax_job::job::{Silent, analyse};
use dewax_media::decode::{DecodeOptions, Decoder, FrameSource};
use dewax_media::faces::{FaceChoice, Opened};
use dewax_media::tools::Tools;
use std::path::Path;
use std::time::Instant;

/// A clip that was read whole.
pub(crate) struct HeldClip {
    pub(crate) analysis: Analysis,
    pub(crate) frames: Vec<Frame>,
}

/// The finder of faces, for measurements that need meshes.
///
/// # Errors
/// When the models of that are not there.
pub(crate) fn faces_with_mesh() -> Result<Opened> {
    let opened = FaceChoice::default().open()?;
    if opened.wish.as_ref().is_none_or(|w| w.finder.tier() != Tier::Mesh) {
        bail!("this needs the face models: `dewax models install`");
    }
    Ok(opened)
}

impl HeldClip {
    /// Reads and measures a file.
    ///
    /// # Errors
    /// When it cannot be read.
    pub(crate) fn read(tools: &Tools, faces: Option<&FaceWish>, path: &Path) -> Result<Self> {
        let source = footage::open(tools, path)?;
        let (analysis, _) = analyse(tools, &source, false, faces, None, &Silent)?;
        let mut decoder = Decoder::open(tools, &source, DecodeOptions::default())?;
        let mut frames = Vec::new();
        while let Some(picture) = decoder.next()? {
            frames.push(picture.frame);
        }
        Ok(Self { analysis, frames })
    }

    /// The first shot with these settings and nothing else, and how long that took, seconds.
    pub(crate) fn rendered(&self, settings: &[Setting]) -> (Vec<Frame>, f64) {
        let facts: &ShotFacts = &self.analysis.shots[0];
        let picture = self.analysis.clip.picture();
        let mut stack = Stack::neutral();
        settings.iter().for_each(|setting| stack.set(setting));
        let mut chain = Chain::new(&picture, facts, &stack, 1);
        let mut out = Vec::new();
        let start = Instant::now();
        let mut give = |n: usize| Ok::<_, std::convert::Infallible>(self.frames[n].clone());
        for n in facts.shot.first_frame..facts.shot.end() {
            let Ok(made) = chain.frame(n, &mut give);
            out.push((*made.done).clone());
        }
        (out, start.elapsed().as_secs_f64())
    }
}

/// Writes made frames as the clip `like` is.
///
/// # Errors
/// When that cannot be read, or the other not be written.
pub(crate) fn write(tools: &Tools, like: &Path, out: &Path, made: &[Frame]) -> Result<()> {
    let source = footage::open(tools, like)?;
    let mut number = 0;
    footage::rewritten(tools, &source, out, |frame| {
        if let Some(own) = made.get(number) {
            *frame = own.clone();
        }
        number += 1;
    })
}
