//! Asks FFmpeg what a film says of its frames beside their pixels.

use crate::film::FilmFacts;
use crate::input::input_args;
use crate::probe_error::ProbeError;
use crate::source::Source;
use crate::tools::{Tools, capture};
use std::process::Command;

/// Asks for what a source says.
///
/// # Errors
/// When it gives no answer.
pub fn film_facts(tools: &Tools, source: &Source) -> Result<FilmFacts, ProbeError> {
    if source.is_pictures() {
        return Ok(FilmFacts::default());
    }
    let mut command = Command::new(&tools.ffprobe);
    command.args(["-v", "error", "-select_streams", &source.video.index.to_string()]);
    // The first frames: some need more than one packet.
    command.args(["-read_intervals", "%+#3", "-show_frames", "-show_entries"]);
    command.args([
        "frame=interlaced_frame,top_field_first,side_data_list:stream=field_order,closed_captions:stream_side_data_list",
    ]);
    command.args(["-of", "json"]).args(input_args(&source.path, false, None));
    let printed = capture(&mut command).map_err(|why| not_told(source, why))?;
    FilmFacts::read(&String::from_utf8_lossy(&printed)).map_err(|error| not_told(source, error.to_string()))
}

fn not_told(source: &Source, why: String) -> ProbeError {
    ProbeError::NotTold { path: source.path.clone(), why }
}
