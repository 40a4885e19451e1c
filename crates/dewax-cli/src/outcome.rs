//! What a run came to: exit codes, and errors in one sentence.

use dewax_media::job::JobError;
use dewax_media::models::InstallError;

/// The exit codes. They are a contract: scripts rely on them.
pub mod exit {
    /// Done and verified.
    pub const DONE: u8 = 0;
    /// An error; nothing was written under the output's name.
    pub const ERROR: u8 = 1;
    /// The arguments are wrong.
    pub const USAGE: u8 = 2;
    /// Finished, but a shot's verdict is REGENERATE or the certificate failed.
    pub const ADVISE: u8 = 3;
    /// `verify`: nothing failed, but no skin could be judged.
    pub const NOT_JUDGED: u8 = 4;
    /// Interrupted by the user.
    pub const INTERRUPTED: u8 = 130;
}

/// Whether the user stopped the job.
pub(crate) fn is_interrupted(error: &anyhow::Error) -> bool {
    matches!(error.downcast_ref::<JobError>(), Some(JobError::Interrupted))
        || matches!(error.downcast_ref::<InstallError>(), Some(InstallError::Interrupted))
}

/// The error as one line: every cause once, no repeats.
pub(crate) fn sentence(error: &anyhow::Error) -> String {
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
    for code in [exit::INTERRUPTED, exit::ERROR, exit::ADVISE, exit::NOT_JUDGED] {
        if codes.contains(&code) {
            return code;
        }
    }
    exit::DONE
}
