//! What a run came to: exit codes, and errors in one sentence.

use crate::progress::stopped;
use dewax::recipe::RecipeError;
use dewax::stack::StackError;
use dewax_job::job::JobError;
use dewax_job::ops::advise::AdviseError;
use dewax_media::models::InstallError;
use dewax_media::target::TargetError;

/// The exit codes. They are a contract: scripts rely on them.
pub mod exit {
    /// Done and verified.
    pub const DONE: u8 = 0;
    /// An error; nothing was written under the output's name.
    pub const ERROR: u8 = 1;
    /// The arguments are wrong.
    pub const USAGE: u8 = 2;
    /// Finished, but a shot's verdict is REGENERATE, the certificate failed, or something of the source is missing and that was accepted.
    pub const ADVISE: u8 = 3;
    /// `verify`: nothing failed, but no skin could be judged.
    pub const NOT_JUDGED: u8 = 4;
    /// Interrupted by the user.
    pub const INTERRUPTED: u8 = 130;
}

/// Whether the user stopped the job.
pub(crate) fn is_interrupted(error: &anyhow::Error) -> bool {
    // Who was ended while it hung fails in a way of its own.
    stopped()
        || matches!(error.downcast_ref::<JobError>(), Some(JobError::Interrupted))
        || matches!(error.downcast_ref::<InstallError>(), Some(InstallError::Interrupted))
}

/// Whether the arguments cannot be meant, whatever the clip.
pub(crate) fn is_usage(error: &anyhow::Error) -> bool {
    let of_target = |e: &TargetError| !matches!(e, TargetError::NoEncoder { .. });
    let of_look = |e: &RecipeError| {
        matches!(
            e,
            RecipeError::NoFace { .. }
                | RecipeError::NoLook { .. }
                | RecipeError::ManyLooks { .. }
                | RecipeError::NoStock(_)
                | RecipeError::Stack(_)
        )
    };
    match error.downcast_ref::<JobError>() {
        Some(JobError::Range { .. } | JobError::RangeText(_) | JobError::FaceName(_)) => return true,
        Some(JobError::Advise(AdviseError::NoGenerator { .. } | AdviseError::NoEvidence)) => return true,
        Some(JobError::Target(e)) => return of_target(e),
        Some(JobError::Recipe(e)) => return of_look(e),
        _ => {}
    }
    error.downcast_ref::<TargetError>().is_some_and(of_target)
        || error.downcast_ref::<RecipeError>().is_some_and(of_look)
        || error.downcast_ref::<StackError>().is_some()
        || error.downcast_ref::<WrongWords>().is_some()
}

/// The code of an error.
pub(crate) fn code_of_error(error: &anyhow::Error, interrupted: bool) -> u8 {
    match (interrupted, is_usage(error)) {
        (true, _) => exit::INTERRUPTED,
        (_, true) => exit::USAGE,
        _ => exit::ERROR,
    }
}

/// Words that cannot be read.
#[derive(Debug)]
pub(crate) struct WrongWords(pub(crate) String);

impl std::fmt::Display for WrongWords {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for WrongWords {}

/// The error as one line: every cause once, no repeats.
pub(crate) fn sentence(error: &anyhow::Error) -> String {
    // What is in place then was left behind.
    let is_beside = matches!(error.downcast_ref::<JobError>(), Some(JobError::Beside { .. }));
    if is_interrupted(error) && !is_beside {
        return JobError::Interrupted.to_string();
    }
    let mut out = String::new();
    for cause in error.chain().map(ToString::to_string) {
        if out.is_empty() {
            out = cause;
        } else if !out.contains(&cause) {
            out = format!("{out}: {cause}");
        }
    }
    out.replace('\n', " ")
}

/// The code of a batch: the worst of its clips.
pub(crate) fn worst(codes: &[u8]) -> u8 {
    for code in [exit::INTERRUPTED, exit::ERROR, exit::USAGE, exit::ADVISE, exit::NOT_JUDGED] {
        if codes.contains(&code) {
            return code;
        }
    }
    exit::DONE
}
