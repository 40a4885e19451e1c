//! What a file says of the program that generated its pictures, and with which words: read from untrusted notes, bounded, and never obeyed.

mod a1111;
mod aigc;
mod c2pa;
mod comfy;
mod gathered;
mod graph;
mod notes;
mod plain;

use crate::source::Source;
use crate::still;
use gathered::{Gathered, Text};
use serde::Serialize;
use std::path::Path;

/// What kind of mark it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum MarkKind {
    /// A prompt or workflow of ComfyUI.
    Comfyui,
    /// Parameters as AUTOMATIC1111, Forge and their kin write them.
    A1111,
    /// A note of NovelAI.
    Novelai,
    /// A note of InvokeAI.
    Invokeai,
    /// Parameters as JSON, as SwarmUI and Fooocus write them.
    Parameters,
    /// The label that China's GB 45438-2025 asks for.
    Aigc,
    /// Content Credentials.
    C2pa,
    /// An XMP packet that names a kind of source.
    Xmp,
    /// The program that wrote the file: it need not have made the pictures.
    Writer,
}

/// A mark that was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct Mark {
    /// What kind of mark it is.
    pub kind: MarkKind,
    /// Where it lies in the file.
    pub place: String,
    /// What it says, in words: no prompt, and no path.
    pub says: String,
}

/// The words that the pictures were asked for with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Prompt {
    /// What is wanted.
    pub positive: String,
    /// What is not wanted; empty where nothing is said.
    pub negative: String,
    /// Whether the file says which is which; else it was guessed.
    pub is_told: bool,
}

/// An addition to a model.
#[derive(Clone, Debug, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Lora {
    /// The name of its file.
    pub name: String,
    /// How much of it was taken; none where that is not said.
    pub weight: Option<f64>,
}

/// What else the marks say of how the pictures were made.
#[derive(Clone, Debug, Default, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Settings {
    /// Names of the files of models, the main ones first; never their folders.
    pub models: Vec<String>,
    /// What was added to them.
    pub loras: Vec<Lora>,
    /// The sampler.
    pub sampler: Option<String>,
    /// Its schedule.
    pub scheduler: Option<String>,
    /// How many steps.
    pub steps: Option<u32>,
    /// Guidance by what is not wanted.
    pub cfg: Option<f64>,
    /// Guidance of models that have it built in.
    pub guidance: Option<f64>,
    /// Width and height, pixels.
    pub size_px: Option<[u32; 2]>,
    /// How many frames.
    pub frames: Option<u32>,
    /// How many of them in a second.
    pub frames_per_second: Option<f64>,
}

impl Settings {
    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Takes what is not known yet.
    fn fill_in(&mut self, more: Self) {
        fn take<T>(own: &mut Option<T>, other: Option<T>) {
            *own = own.take().or(other);
        }
        if self.models.is_empty() {
            self.models = more.models;
        }
        if self.loras.is_empty() {
            self.loras = more.loras;
        }
        take(&mut self.sampler, more.sampler);
        take(&mut self.scheduler, more.scheduler);
        take(&mut self.steps, more.steps);
        take(&mut self.cfg, more.cfg);
        take(&mut self.guidance, more.guidance);
        take(&mut self.size_px, more.size_px);
        take(&mut self.frames, more.frames);
        take(&mut self.frames_per_second, more.frames_per_second);
    }

    /// In one line; empty where nothing is said.
    pub fn line(&self) -> String {
        let mut parts = Vec::new();
        if !self.models.is_empty() {
            parts.push(format!("model {}", self.models.join(", ")));
        }
        if !self.loras.is_empty() {
            let one = |lora: &Lora| match lora.weight {
                Some(weight) => format!("{} ({weight})", lora.name),
                None => lora.name.clone(),
            };
            parts.push(format!("LoRA {}", self.loras.iter().map(one).collect::<Vec<_>>().join(", ")));
        }
        if let Some(sampler) = &self.sampler {
            let schedule = self.scheduler.as_ref().map(|s| format!(" ({s})")).unwrap_or_default();
            parts.push(format!("sampler {sampler}{schedule}"));
        }
        parts.extend(self.steps.map(|steps| format!("{steps} steps")));
        parts.extend(self.cfg.map(|cfg| format!("CFG {cfg}")));
        parts.extend(self.guidance.map(|guidance| format!("guidance {guidance}")));
        parts.extend(self.size_px.map(|[width, height]| format!("{width}x{height}")));
        parts.extend(self.frames.map(|frames| format!("{frames} frames")));
        parts.extend(self.frames_per_second.map(|rate| format!("{rate} fps")));
        parts.join(", ")
    }
}

/// What a file says of how its pictures came about. It may say anything: nothing of it is obeyed, and no file that it names is opened.
#[derive(Clone, Debug, Default, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Provenance {
    /// The marks.
    pub marks: Vec<Mark>,
    /// Models, sampler and the like.
    pub settings: Settings,
    /// What to know of them, in sentences.
    pub notes: Vec<String>,
    /// The prompt. Whoever wrote it may not want it shown, so that it is in no document of itself.
    #[serde(skip)]
    pub prompt: Option<Prompt>,
    /// Names that a table of generators may know, the most telling first.
    #[serde(skip)]
    names: Vec<(Telling, String)>,
}

/// How much a name tells of the generator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Telling {
    /// What the pictures were made with.
    Made,
    /// Who says that they were made.
    Said,
    /// Who wrote the file, and what people noted.
    Wrote,
}

impl MarkKind {
    fn telling(self) -> Telling {
        match self {
            Self::Comfyui | Self::A1111 | Self::Novelai | Self::Invokeai | Self::Parameters => Telling::Made,
            Self::Aigc | Self::C2pa | Self::Xmp => Telling::Said,
            Self::Writer => Telling::Wrote,
        }
    }
}

impl Provenance {
    /// Names that a table of generators may know, the most telling first: models, nodes, claims, programs.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(|(_, name)| name.as_str())
    }

    /// Whether it says anything of how the pictures were generated; a program that wrote the file says nothing of that.
    pub fn is_telling(&self) -> bool {
        self.marks.iter().any(|mark| mark.kind != MarkKind::Writer)
    }

    /// Of a source that was opened; of a sequence that of its first picture.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn of_source(source: &Source) -> std::io::Result<Self> {
        let metadata = source.metadata.iter().chain(&source.video.metadata);
        let file = still::file_of(source, 0).unwrap_or_else(|| source.path.clone());
        Ok(Self::of(&Gathered::of(&file, metadata.map(|(key, value)| (key.as_str(), value.as_str())))?))
    }

    /// Of a file that FFmpeg need not know, without the metadata that only it reads.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn of_file(path: &Path) -> std::io::Result<Self> {
        Ok(Self::of(&Gathered::of(path, std::iter::empty())?))
    }

    /// The rows of this table are the kinds of marks; each file of this folder reads one.
    fn of(gathered: &Gathered) -> Self {
        let mut all = Self::default();
        let mut texts: Vec<&Text> = gathered.texts.iter().collect();
        // A prompt says what was run, the workflow beside it what was drawn.
        texts.sort_by_key(|text| text.key == "workflow");
        for text in texts {
            for told in comfy::read(text).into_iter().chain(a1111::read(text)).chain(notes::read(text)) {
                all.add(told, &text.place);
            }
            all.extend(aigc::read(&text.key, &text.text), &text.place);
            all.extend(written_by(text), &text.place);
        }
        for packet in &gathered.xmp {
            all.extend(aigc::in_xmp(packet), "XMP");
        }
        for store in &gathered.stores {
            all.extend(Some(c2pa::read(store)), "Content Credentials");
        }
        all.names.sort_by_key(|(rank, _)| *rank);
        if gathered.too_large > 0 {
            let most = plain::MOST_TEXT_BYTES >> 20;
            all.notes.push(format!(
                "{} notes in the file are larger than {most} MiB and were not read.",
                gathered.too_large
            ));
        }
        all
    }

    fn extend(&mut self, told: Option<Told>, place: &str) {
        if let Some(told) = told {
            self.add(told, place);
        }
    }

    /// What comes first counts: a prompt says more than the workflow behind it.
    fn add(&mut self, told: Told, place: &str) {
        let mark = Mark { kind: told.kind, place: place.into(), says: told.says };
        if !self.marks.contains(&mark) {
            self.marks.push(mark);
        }
        if self.prompt.is_none() {
            self.prompt = told.prompt;
        }
        self.settings.fill_in(told.settings);
        let rank = told.kind.telling();
        let new: Vec<String> = told.notes.into_iter().filter(|one| !self.notes.contains(one)).collect();
        self.notes.extend(new);
        let names = told.names.into_iter().map(|name| (rank, name));
        let new: Vec<_> = names.filter(|one| !self.names.contains(one)).collect();
        self.names.extend(new);
    }
}

/// What one mark tells.
#[derive(Debug)]
struct Told {
    kind: MarkKind,
    says: String,
    prompt: Option<Prompt>,
    settings: Settings,
    names: Vec<String>,
    notes: Vec<String>,
}

impl Told {
    fn new(kind: MarkKind, says: impl Into<String>) -> Self {
        let (prompt, settings) = (None, Settings::default());
        Self { kind, says: says.into(), prompt, settings, names: Vec::new(), notes: Vec::new() }
    }
}

/// Programs that wrote the file, and words that people left in it.
fn written_by(text: &Text) -> Option<Told> {
    const WRITERS: [&str; 4] = ["encoder", "software", "writing_application", "writing_library"];
    const FREE: [&str; 3] = ["comment", "description", "title"];
    let name = plain::short(&text.text);
    if WRITERS.contains(&text.key.as_str()) {
        let told = Told::new(
            MarkKind::Writer,
            format!("written by {name} (it wrote the file, and need not have made the pictures)"),
        );
        return Some(Told { names: vec![name], ..told });
    }
    let is_free = FREE.contains(&text.key.as_str()) && !text.text.trim_start().starts_with('{');
    // What people wrote may hold a prompt: it is looked through for names, and not said.
    let told = Told::new(MarkKind::Writer, format!("has a {}", text.key));
    is_free.then(|| Told { names: vec![name], ..told })
}

#[cfg(test)]
mod tests;
