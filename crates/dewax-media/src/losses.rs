//! What a source promises and does not give: gaps of a sequence, files that are cut off, pictures that are damaged.

use crate::film::FieldsWish;
use crate::film_asked::film_facts;
use crate::input;
pub use crate::lacks::Lacks;
use crate::probe::probe;
use crate::probe_error::ProbeError;
use crate::source::Source;
use crate::tools::{Tools, capture};
use std::path::Path;
use std::process::Command;

/// What FFmpeg says, and only says, of a film that ends in the middle of something: some films do not state how long they are.
const ENDS_EARLY: &[&str] = &["ended prematurely", "partial file"];
/// Codecs of whole pictures, whose decoders go on over damage without telling FFmpeg: whatever they complain of is damage.
const TOLERANT: &[&str] = &["ffv1", "prores", "dnxhd", "mjpeg"];

/// Why a source is not treated although it can be read, or not any more.
#[derive(Debug, thiserror::Error)]
pub enum LossError {
    /// Something is missing.
    #[error("`{name}` is not whole: {what}; get the rest, or say --accept-missing to treat what is there")]
    NotWhole {
        /// The source.
        name: String,
        /// What is missing.
        what: String,
    },
    /// Its frames are two fields each.
    #[error(
        "`{name}` is interlaced ({fields}): say --interlaced deinterlace to make whole frames of its fields first, or \
         --interlaced whole if its frames are whole although it says otherwise"
    )]
    Interlaced {
        /// The source.
        name: String,
        /// The order of its fields, or where they were seen.
        fields: String,
    },
    /// Another file has its name now.
    #[error(
        "`{name}` was changed while it was treated; nothing was written: run again when it stays as it is"
    )]
    Replaced {
        /// The source.
        name: String,
    },
}

/// How a source is opened that is to be treated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Opening {
    /// Whether it is treated as far as it goes when something of it is missing.
    pub accept_missing: bool,
    /// What is done with interlaced frames.
    pub fields: FieldsWish,
}

/// Why a source cannot be treated.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// It is not one.
    #[error(transparent)]
    Probe(#[from] ProbeError),
    /// It is not whole, or not taken as it is.
    #[error(transparent)]
    Loss(#[from] LossError),
}

/// Probes a source that is to be treated.
///
/// # Errors
/// As of [`probe`], and when something of it is missing, or it is interlaced and nothing is said of that.
pub fn open(tools: &Tools, path: &Path, opening: Opening) -> Result<Source, OpenError> {
    let mut source = probe(tools, path)?;
    source.accepts_missing = opening.accept_missing;
    source.film = film_facts(tools, &source)?;
    source.fields_wish = opening.fields;
    if let Some(fields) = source.film.fields.filter(|_| opening.fields == FieldsWish::Refuse) {
        let (name, fields) = (source.name.clone(), fields.words().to_owned());
        return Err(LossError::Interlaced { name, fields }.into());
    }
    // Films wait for the count of their pictures: then it can be said how many are there.
    if source.lacks.gap.is_some() {
        source.refuse(&source.lacks.words())?;
    }
    Ok(source)
}

impl Source {
    /// What is missing, in sentences, when so many pictures were decoded and FFmpeg complained in these words.
    ///
    /// # Errors
    /// When something is, and that was not accepted.
    pub fn losses(
        &self,
        tools: &Tools,
        decoded: usize,
        complaints: &[String],
    ) -> Result<Vec<String>, LossError> {
        let mut losses = self.lacks.words();
        if let Some(run) = self.lacks.run.filter(|run| *run != decoded) {
            losses.push(format!("{decoded} of the {run} pictures that are there could be decoded"));
        }
        if let Some(stated) = self.stated_frames(tools, decoded) {
            losses.push(format!("{decoded} of the {stated} frames that it states could be decoded"));
        }
        // What FFmpeg complains of in words may be harmless. Where no count says that pictures are gone, FFmpeg is asked to stop at the
        // first that is damaged.
        let of_decoder = format!("[{}]", self.video.codec);
        let by_decoder = TOLERANT.contains(&self.video.codec.as_str())
            && complaints.iter().any(|complaint| complaint.contains(&of_decoder));
        let ends_early = complaints.iter().any(|said| ENDS_EARLY.iter().any(|words| said.contains(words)));
        let of_damage =
            || self.is_pictures() || by_decoder || ends_early || !losses.is_empty() || !self.is_sound(tools);
        if !complaints.is_empty() && of_damage() {
            losses.extend(complaints.iter().cloned());
        }
        self.refuse(&losses)?;
        Ok(losses)
    }

    /// Whether FFmpeg reads and decodes the film to its end when it is to fail at the first damage.
    fn is_sound(&self, tools: &Tools) -> bool {
        let mut command = tools.ffmpeg_command();
        command.arg("-xerror");
        let mut input = input::input_args(&self.path, false, None);
        let url = input.pop().unwrap_or_default();
        command.args(input).arg("-i").arg(url).args(["-map", &format!("0:{}", self.video.index)]);
        capture(command.args(["-fps_mode", "passthrough", "-f", "null", "-"])).is_ok()
    }

    /// Refuses what is not whole, unless that was accepted.
    pub fn refuse(&self, losses: &[String]) -> Result<(), LossError> {
        if losses.is_empty() || self.accepts_missing {
            return Ok(());
        }
        Err(LossError::NotWhole { name: self.name.clone(), what: losses.join("; ") })
    }

    /// How many frames a film states, where that is more than were decoded and no edit list says why.
    fn stated_frames(&self, tools: &Tools, decoded: usize) -> Option<u64> {
        let stated = self.video.frames_hint.filter(|stated| *stated > decoded as u64)?;
        if self.lacks.cut_off.is_some() {
            return Some(stated);
        }
        // An edit list takes frames out that the index counts: the packets say which are to be shown.
        let shown = self.shown_packets(tools)?;
        (self.container.contains("mp4") && shown > decoded as u64).then_some(shown)
    }

    /// Packets of the picture stream that are to be shown.
    fn shown_packets(&self, tools: &Tools) -> Option<u64> {
        let mut command = Command::new(&tools.ffprobe);
        command.args(["-v", "error", "-select_streams", &self.video.index.to_string()]);
        command.args(["-show_entries", "packet=flags", "-of", "csv=p=0"]);
        command.args(input::input_args(&self.path, false, None));
        let printed = capture(&mut command).ok()?;
        let text = String::from_utf8_lossy(&printed);
        Some(text.lines().filter(|flags| !flags.trim().is_empty() && !flags.contains('D')).count() as u64)
    }

    /// Looks whether the source is still the one that was probed.
    ///
    /// # Errors
    /// When it is not.
    pub fn unchanged(&self) -> Result<(), LossError> {
        let replaced = || LossError::Replaced { name: self.name.clone() };
        let now = input::File::open(&self.path).map_err(|_: ProbeError| replaced())?;
        // A fingerprint samples the bytes of a file, and of a sequence only those of the first.
        let same = now.fingerprint == self.fingerprint && now.stamp == self.stamp;
        if same { Ok(()) } else { Err(replaced()) }
    }
}
