//! What to ask of a generator next time: what the file says of how it was made, what was measured, and the prompt with other words.

mod document;
mod pack;

pub use crate::advise_error::AdviseError;
use crate::job::{JobError, Progress};
use crate::session::{Session, SessionWish};
use crate::sidecar::folder_of;
use dewax::advice::{
    Edited, Generator, Hints, Negative, edited, edited_negative, fitting, of_shot, unmeasured, words_of,
};
use dewax::report::Report;
use dewax_media::faces::FaceChoice;
use dewax_media::guard::Guard;
use dewax_media::losses::{self, Opening};
use dewax_media::probe::probe;
use dewax_media::provenance::{Prompt, Provenance};
use dewax_media::shown::shown;
use dewax_media::tools::Tools;
pub use document::{AdviceFile, AdvisedGenerator, AdvisedPrompt, ShownPrompt};
use pack::{Packed, pack};
use std::path::{Path, PathBuf};

/// The largest table of hints that is read, bytes; the program's own has 20 thousand.
const MOST_HINTS_BYTES: u64 = 4 << 20;

/// How a clip is to be advised on.
#[derive(Clone, Debug, Default)]
pub struct AdviseWish {
    /// The generator, where the file does not say it or is not believed.
    pub generator: Option<String>,
    /// A table of hints instead of the program's own.
    pub hints: Option<PathBuf>,
    /// Whether only the file's marks are read, and nothing is measured.
    pub marks_only: bool,
    /// Whether the prompt may be in the document and in the pack.
    pub shows_prompt: bool,
    /// Where the edited prompt goes.
    pub prompt_out: Option<PathBuf>,
    /// Where the evidence pack goes, a zip.
    pub evidence: Option<PathBuf>,
    /// A folder in which an analysis may lie.
    pub saved: Option<PathBuf>,
    /// How faces are found.
    pub faces: FaceChoice,
    /// A clip or still that says where the skin is.
    pub mask: Option<PathBuf>,
    /// How the clip is opened.
    pub opening: Opening,
    /// What else is read, and whether files that dewax did not make may be replaced.
    pub guard: Guard,
}

/// Says what to ask for next time, and writes what was wished.
///
/// # Errors
/// When the clip cannot be read, or not measured, a file may not be written, no such generator is known, or the user stops.
pub fn run(
    tools: &Tools,
    clip: &Path,
    wish: &AdviseWish,
    progress: &dyn Progress,
) -> Result<AdviceFile, JobError> {
    let guard = wish.guard.clone().reading(clip);
    // Asked before the work.
    let [evidence, prompt_out] =
        [&wish.evidence, &wish.prompt_out].map(|out| out.as_ref().map(|out| guard.file(out)).transpose());
    let (evidence, prompt_out) = (evidence?, prompt_out?);
    if wish.marks_only && evidence.is_some() {
        return Err(AdviseError::NoEvidence.into());
    }
    let read = wish.hints.as_deref().map(read_hints).transpose()?;
    let hints = read.as_ref().unwrap_or_else(|| Hints::own());
    let asked = wish.generator.as_deref().map(|asked| generator_named(hints, asked)).transpose()?;
    let (provenance, measured) = if wish.marks_only {
        (marks_of(tools, clip)?, None)
    } else {
        let (provenance, session) = measured(tools, clip, wish, progress)?;
        let report = Report::of(&session.analysis, None, None);
        (provenance, Some((session, report)))
    };
    let told = hints.recognised(provenance.names());
    let generator = asked.or(told);
    let mut file = document(clip, provenance, generator, asked.is_none());
    match &measured {
        None => file.unmeasured = unmeasured(hints, generator),
        Some((session, report)) => {
            let all = report.shots.iter().zip(&session.analysis.shots);
            file.shots = all
                .map(|(shot, facts)| of_shot(hints, generator, &session.analysis.clip, facts, &shot.findings))
                .collect();
            file.verdict = Some(report.verdict);
            file.notes.extend(session.notes.iter().cloned());
            file.losses = session.losses().to_vec();
        }
    }
    let prompt = file.provenance.prompt.clone();
    let after = prompt.as_ref().map(|prompt| reworded(hints, generator, prompt, &file));
    if let Some((prompt, (advised, after))) = prompt.as_ref().zip(after) {
        if let Some(permit) = &prompt_out {
            permit.write(prompt_text(&after).as_bytes())?;
            file.files.push(shown(&permit.path().display().to_string()));
        }
        let before = [prompt.positive.clone(), prompt.negative.clone()];
        let shown = wish.shows_prompt.then_some(ShownPrompt { before, after });
        file.prompt = Some(AdvisedPrompt { shown, ..advised });
    } else if let Some(permit) = &prompt_out {
        return Err(AdviseError::NoPrompt(permit.path().to_owned()).into());
    }
    if let Some((permit, (session, report))) = evidence.as_ref().zip(measured.as_ref()) {
        let bytes = pack(&Packed { session, report, advice: &file }, progress)?;
        permit.write(&bytes)?;
        file.files.push(shown(&permit.path().display().to_string()));
    }
    Ok(file)
}

fn read_hints(path: &Path) -> Result<Hints, AdviseError> {
    let bad = |why: String| AdviseError::Unreadable { path: path.to_owned(), why };
    let length = std::fs::metadata(path).map_err(|e| bad(e.to_string()))?.len();
    if length > MOST_HINTS_BYTES {
        return Err(bad(format!("it has {length} bytes, {MOST_HINTS_BYTES} at most")));
    }
    Ok(Hints::parse(&std::fs::read_to_string(path).map_err(|e| bad(e.to_string()))?)?)
}

fn generator_named<'a>(hints: &'a Hints, asked: &str) -> Result<&'a Generator, AdviseError> {
    let found = hints
        .generators
        .iter()
        .find(|g| g.id.eq_ignore_ascii_case(asked) || g.name.eq_ignore_ascii_case(asked));
    found.ok_or_else(|| {
        let known: Vec<&str> = hints.generators.iter().map(|g| g.id.as_str()).collect();
        AdviseError::NoGenerator { asked: asked.into(), known: known.join(", ") }
    })
}

/// The marks of a file, also of one that FFmpeg does not know.
fn marks_of(tools: &Tools, clip: &Path) -> Result<Provenance, JobError> {
    let failed = match probe(tools, clip) {
        Ok(source) => return Provenance::of_source(&source).map_err(|e| AdviseError::Marks(e).into()),
        Err(why) => why,
    };
    match Provenance::of_file(clip) {
        Ok(found) if !found.marks.is_empty() => Ok(found),
        _ => Err(failed.into()),
    }
}

fn measured<'a>(
    tools: &'a Tools,
    clip: &Path,
    wish: &AdviseWish,
    progress: &dyn Progress,
) -> Result<(Provenance, Session<'a>), JobError> {
    let source = match losses::open(tools, clip, wish.opening) {
        Ok(source) => source,
        Err(why) => {
            let has_marks = Provenance::of_file(clip).is_ok_and(|found| found.is_telling());
            return Err(if has_marks {
                AdviseError::NotMeasured { why: why.to_string() }.into()
            } else {
                why.into()
            });
        }
    };
    let provenance = Provenance::of_source(&source).map_err(AdviseError::Marks)?;
    let seen = SessionWish {
        faces: wish.faces.clone(),
        mask: wish.mask.as_deref(),
        bake_rotation: source.is_pictures(),
        folders: wish.saved.clone().into_iter().chain([folder_of(clip)]).collect(),
        must_know_faces: true,
        ..SessionWish::default()
    };
    Ok((provenance, Session::open(tools, source, &seen, progress)?))
}

fn document(clip: &Path, provenance: Provenance, generator: Option<&Generator>, is_told: bool) -> AdviceFile {
    let mut notes = Vec::new();
    if generator.is_none() {
        let what = if provenance.is_telling() {
            "The marks in the file name no generator of the table"
        } else {
            "The file does not say what made it"
        };
        notes.push(format!("{what}; --generator NAME chooses the hints."));
    }
    notes.extend(provenance.notes.iter().cloned());
    AdviceFile {
        advice_version: document::ADVICE_VERSION,
        dewax: dewax::VERSION.into(),
        source: shown(&clip.file_name().unwrap_or_default().to_string_lossy()),
        provenance,
        generator: generator.map(|g| AdvisedGenerator {
            id: g.id.clone(),
            name: g.name.clone(),
            is_told,
            negative: g.negative,
        }),
        verdict: None,
        shots: Vec::new(),
        unmeasured: Vec::new(),
        prompt: None,
        notes,
        losses: Vec::new(),
        files: Vec::new(),
    }
}

/// The prompt with the words that the advice asks for, and what was done to it.
fn reworded(
    hints: &Hints,
    generator: Option<&Generator>,
    prompt: &Prompt,
    file: &AdviceFile,
) -> (AdvisedPrompt, [String; 2]) {
    let asks =
        file.shots.iter().flat_map(|shot| &shot.flaws).flat_map(|flaw| &flaw.asks).chain(&file.unmeasured);
    let (asks, own) = fitting(asks, &hints.words, &prompt.positive);
    let [mut add, mut negative] = words_of(asks.into_iter());
    // A file that says what was not wanted comes from where there is a field for it.
    let has_field = !prompt.negative.is_empty() || generator.is_none_or(|g| g.negative == Negative::Field);
    if !has_field {
        let at_end = generator.is_some_and(|g| g.negative == Negative::End);
        // "no airbrushed" is no English: only what names a thing is denied.
        add.extend(
            negative.iter().filter(|word| at_end && word.contains(' ')).map(|word| format!("no {word}")),
        );
        negative.clear();
    }
    let most = generator.and_then(|g| g.negative_most_words);
    let wanted = edited(&prompt.positive, &hints.words, &add);
    let not_wanted = if has_field {
        edited_negative(&prompt.negative, &hints.words, &negative, most)
    } else {
        Edited { text: prompt.negative.clone(), ..Edited::default() }
    };
    let advised = AdvisedPrompt {
        characters: [prompt.positive.chars().count(), prompt.negative.chars().count()],
        is_told: prompt.is_told,
        dropped: [wanted.dropped, not_wanted.dropped],
        added: [wanted.added, not_wanted.added],
        own,
        left_alone: wanted.left_alone,
        shown: None,
    };
    (advised, [wanted.text, not_wanted.text])
}

/// A prompt as a file: what is wanted, and what is not behind its name.
pub(crate) fn prompt_text([wanted, not_wanted]: &[String; 2]) -> String {
    if not_wanted.is_empty() {
        format!("{wanted}\n")
    } else {
        format!("{wanted}\nNegative prompt: {not_wanted}\n")
    }
}
