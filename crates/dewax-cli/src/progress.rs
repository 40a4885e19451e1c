//! A progress line on standard error with frames per second and time left; silent where nobody looks.

use crate::{brief, show};
use dewax_job::estimate::Estimate;
use dewax_job::job::{Progress, Stage};
use dewax_media::shown::shown;
use dewax_media::tools::end_children;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// How long a job may take to end by itself.
const GRACE: Duration = Duration::from_secs(2);

static STOPPED: AtomicBool = AtomicBool::new(false);

/// Makes ^C and termination end the job cleanly instead of killing the program.
pub(crate) fn watch_for_interrupt() {
    // Fails only when called twice, and then a handler is there already.
    let _ = ctrlc::set_handler(|| {
        STOPPED.store(true, Ordering::SeqCst);
        // The job ends by itself between two frames. Where no frame comes any more, FFmpeg hangs, and the job with it.
        std::thread::sleep(GRACE);
        end_children();
    });
}

/// Whether the user wants to stop.
pub(crate) fn stopped() -> bool {
    STOPPED.load(Ordering::SeqCst)
}

/// A bar per stage.
pub(crate) struct Bar {
    name: String,
    quiet: bool,
    bar: Mutex<Option<ProgressBar>>,
}

impl Bar {
    pub(crate) fn new(name: &str, quiet: bool) -> Self {
        Self { name: shown(name), quiet, bar: Mutex::new(None) }
    }

    fn with(&self, act: impl FnOnce(&mut Option<ProgressBar>)) {
        // A thread that died while drawing leaves the bar as good as it was.
        act(&mut self.bar.lock().unwrap_or_else(std::sync::PoisonError::into_inner));
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.with(|bar| {
            if let Some(bar) = bar.take() {
                bar.finish_and_clear();
            }
        });
    }
}

impl Progress for Bar {
    fn begin(&self, stage: Stage, frames: Option<usize>) {
        let verb = match stage {
            Stage::Analyse => "measuring",
            Stage::Trial => "trying",
            Stage::Render => "rendering",
            Stage::Verify => "verifying",
            Stage::Passes => "writing passes of",
        };
        self.with(|slot| {
            if let Some(bar) = slot.take() {
                bar.finish_and_clear();
            }
            let bar = frames.map_or_else(ProgressBar::new_spinner, |n| ProgressBar::new(n as u64));
            // indicatif draws nothing when standard error is not a terminal.
            bar.set_draw_target(if self.quiet {
                ProgressDrawTarget::hidden()
            } else {
                ProgressDrawTarget::stderr()
            });
            let template = "{msg} {wide_bar} {pos}/{len} frames  {per_sec}  {eta} left";
            let style =
                ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
            bar.set_style(style.with_key(
                "per_sec",
                |state: &indicatif::ProgressState, w: &mut dyn std::fmt::Write| {
                    let _ = write!(w, "{:.1} fps", state.per_sec());
                },
            ));
            bar.set_message(format!("{} {verb}", self.name));
            *slot = Some(bar);
        });
    }

    fn done(&self, frames: usize) {
        self.with(|bar| {
            if let Some(bar) = bar {
                bar.set_position(frames as u64);
            }
        });
    }

    fn expects(&self, estimate: &Estimate) {
        if self.quiet {
            return;
        }
        let text = format!("{}: {}", self.name, brief::expects(estimate));
        self.with(|bar| match bar {
            Some(bar) => bar.suspend(|| show::note(&text)),
            None => show::note(&text),
        });
    }

    fn stopped(&self) -> bool {
        stopped()
    }
}
