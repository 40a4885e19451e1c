//! Pictures out: packs frames, feeds an FFmpeg child, keeps sound and metadata, and puts the finished file in place.

use crate::encode_args::{self, Inputs};
use crate::encoding::sample_aspect;
pub use crate::encoding::{EncodeError, EncodeOptions};
use crate::layout::Layout;
use crate::nut::{NutError, NutVideo, NutWriter};
pub use crate::output::sweep;
use crate::output::{MovieEntries, Output};
use crate::pack::Packer;
use crate::source::Source;
use crate::still;
use crate::target::{Container, Target};
use crate::tools::{Running, Tools, Watched, gist};
use dewax::px::{Format, Frame};
use std::ffi::OsString;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{ChildStdin, Stdio};
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::thread::JoinHandle;

/// Pictures that wait for FFmpeg.
const QUEUE: usize = 2;

/// A finished output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finished {
    /// Where it is: the file, or the pattern of a sequence.
    pub path: PathBuf,
    /// Frames written.
    pub frames: usize,
    /// Bytes written.
    pub bytes: u64,
    /// What FFmpeg complained about, although it finished.
    pub warnings: Vec<String>,
}

/// Anything that takes pictures one after the other.
pub trait FrameSink {
    /// Takes the next frame, shown from `pts`.
    ///
    /// # Errors
    /// When it cannot be written. The output is then lost.
    fn put(&mut self, frame: &Frame, pts: i64) -> Result<(), EncodeError>;

    /// Ends the output and puts it in place under its final name.
    ///
    /// # Errors
    /// When it cannot be completed. Nothing is left under the final name.
    fn finish(self: Box<Self>) -> Result<Finished, EncodeError>;
}

/// Writes frames with FFmpeg. Dropped before [`FrameSink::finish`], it leaves nothing behind.
#[derive(Debug)]
pub struct Encoder {
    // The order of the fields is that of the drop: pipe, child, then the temporary file.
    sender: Option<SyncSender<(i64, Vec<u8>)>>,
    writer: Option<JoinHandle<Result<(), NutError>>>,
    child: Running,
    spent: Receiver<Vec<u8>>,
    /// None when it is handed on.
    output: Option<Output>,
    path: PathBuf,
    packer: Packer,
    format: Format,
    entries: MovieEntries,
    clock: Clock,
    frames: usize,
    last_pts: Option<i64>,
    ending: String,
    sound: Vec<String>,
    /// For pictures made of pictures: what they were made of, and whether they were turned upright.
    pictures: Option<(Source, bool)>,
    /// Their numbers in the source.
    numbers: Vec<i64>,
}

/// How timestamps of frames become those of the pipe.
#[derive(Clone, Copy, Debug)]
struct Clock {
    /// Ticks added to every timestamp.
    shift: i64,
    /// Whether the first timestamp is subtracted.
    rebase: bool,
}

impl Encoder {
    /// Starts FFmpeg.
    ///
    /// # Errors
    /// When the place is not writable or in use, the container does not take the source's sound, or FFmpeg does not
    /// start.
    pub fn create(
        tools: &Tools,
        source: &Source,
        target: &Target,
        options: &EncodeOptions<'_>,
    ) -> Result<Self, EncodeError> {
        let output = Output::open(options.place, target.container == Container::Pictures)?;
        let inputs = Inputs::choose(source, target);
        if inputs.needs_trial(source, target.container) {
            encode_args::try_streams(tools, source, target, &inputs, &output)?;
        }
        let format = source.frame_format(options.bake_rotation);
        let shift = encode_args::pipe_shift(source, options);
        let mut command = tools.ffmpeg_command();
        encode_args::fill(&mut command, source, target, options, &inputs, &output, &format);
        let mut child = Running::start(command.stdin(Stdio::piped()).stdout(Stdio::null()))
            .map_err(EncodeError::Start)?;
        let stdin = child
            .stdin()
            .ok_or_else(|| EncodeError::Start(std::io::Error::other("it has no standard input")))?;
        let video = nut_video(source, &target.layout, &format, options);
        let float = target.is_float();
        let (sender, pictures) = sync_channel(QUEUE);
        let (spent_in, spent) = channel();
        let writer = std::thread::spawn(move || write_pictures(stdin, float, &video, &pictures, &spent_in));
        let is_movie = matches!(target.container, Container::Mov | Container::Mp4);
        let matrix = source.video.display_matrix.filter(|_| is_movie && !options.bake_rotation);
        let boxes = if is_movie { source.film.boxes() } else { Vec::new() };
        Ok(Self {
            sender: Some(sender),
            writer: Some(writer),
            child,
            spent,
            path: output.path().to_owned(),
            output: Some(output),
            packer: Packer::new(source, target),
            format,
            entries: MovieEntries { matrix, boxes },
            clock: Clock { shift, rebase: options.audio_range.is_some() },
            frames: 0,
            last_pts: None,
            ending: encode_args::ending(options.place.path()),
            sound: inputs.sound_names(source),
            pictures: (source.is_pictures() && target.container == Container::Pictures)
                .then(|| (source.clone(), options.bake_rotation)),
            numbers: Vec::new(),
        })
    }

    /// Waits for FFmpeg after it stopped taking pictures, and says why it did.
    fn failure(&mut self) -> EncodeError {
        drop(self.sender.take());
        if let Some(writer) = self.writer.take() {
            // Its error is the broken pipe; FFmpeg's own reason says more.
            let _ = writer.join();
        }
        let text = match self.child.wait() {
            Ok((_, text)) => text,
            Err(error) => error.to_string(),
        };
        if let Some(refused) = encode_args::refusal(&text, &self.ending, &self.sound) {
            return refused;
        }
        EncodeError::Failed { path: self.path.clone(), frames: self.frames, why: gist(&text) }
    }
}

impl FrameSink for Encoder {
    fn put(&mut self, frame: &Frame, pts: i64) -> Result<(), EncodeError> {
        let (width, height) = (self.format.width, self.format.height);
        if (frame.width(), frame.height()) != (width, height) {
            let (got_width, got_height) = (frame.width(), frame.height());
            return Err(EncodeError::Size { frame: self.frames, got_width, got_height, width, height });
        }
        if let Some(before) = self.last_pts.filter(|before| *before >= pts) {
            return Err(EncodeError::Order { frame: self.frames, pts, before });
        }
        if self.last_pts.is_none() && self.clock.rebase {
            self.clock.shift = self.clock.shift.saturating_sub(pts);
        }
        self.last_pts = Some(pts);
        let mut bytes = self.spent.try_recv().unwrap_or_default();
        self.packer.pack(frame, &mut bytes);
        let sent =
            self.sender.as_ref().map(|sender| sender.send((pts.saturating_add(self.clock.shift), bytes)));
        if !matches!(sent, Some(Ok(()))) {
            return Err(self.failure());
        }
        if let Some((source, _)) = &self.pictures {
            // The clock of a sequence counts its pictures.
            self.numbers.push(pts - source.video.start_pts);
        }
        self.frames += 1;
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<Finished, EncodeError> {
        self.seal()?.put_in_place()
    }
}

impl Encoder {
    /// Ends the output and leaves it under its temporary name, to be judged before it is put in place.
    ///
    /// # Errors
    /// When it cannot be written. The output is then lost.
    pub fn seal(mut self: Box<Self>) -> Result<Sealed, EncodeError> {
        if self.frames == 0 {
            return Err(EncodeError::NoFrames(self.path.clone()));
        }
        drop(self.sender.take());
        let written = self.writer.take().map(JoinHandle::join);
        let io = |error| EncodeError::Io { path: self.path.clone(), error };
        let (status, text) = self.child.wait().map_err(io)?;
        let output = self.output.take().filter(|_| status.success() && matches!(written, Some(Ok(Ok(())))));
        let Some(output) = output else { return Err(self.failure_of(&text)) };
        let dress = |at: usize, part: &Path| match (&self.pictures, self.numbers.get(at)) {
            (Some((source, upright)), Some(number)) => still::dressed(source, *number, part, *upright),
            _ => Ok(None),
        };
        let bytes = output.seal(&self.entries, self.frames, dress)?;
        let warnings =
            if text.is_empty() { Vec::new() } else { vec![format!("FFmpeg said: {}", gist(&text))] };
        Ok(Sealed { output, frames: self.frames, bytes, warnings })
    }

    fn failure_of(&self, text: &str) -> EncodeError {
        encode_args::refusal(text, &self.ending, &self.sound).unwrap_or_else(|| EncodeError::Failed {
            path: self.path.clone(),
            frames: self.frames,
            why: gist(text),
        })
    }
}

/// An output that is whole and has not got its name yet. Dropped before it is put in place, it goes.
#[derive(Debug)]
pub struct Sealed {
    output: Output,
    /// Frames in it.
    pub frames: usize,
    /// Its size.
    pub bytes: u64,
    /// What FFmpeg complained about, although it finished.
    pub warnings: Vec<String>,
}

impl Sealed {
    /// Where it can be read until it is put in place: a file, or a pattern.
    pub fn at(&self) -> PathBuf {
        self.output.at()
    }

    /// Its final name: a file, or a pattern.
    pub fn path(&self) -> &Path {
        self.output.path()
    }

    /// Every file of it: its final name, and where it lies until then.
    pub fn files(&self) -> Result<Vec<(OsString, PathBuf)>, EncodeError> {
        self.output.files()
    }

    /// That it cannot be read: whoever wrote it said that all is well.
    pub fn unreadable(&self) -> EncodeError {
        let why = "FFmpeg said that it was done, and what it wrote cannot be read; run `dewax doctor`";
        EncodeError::Failed { path: self.output.path().to_owned(), frames: self.frames, why: why.to_owned() }
    }

    /// Gives it its final name.
    ///
    /// # Errors
    /// When something came into its place meanwhile, or the system says no.
    pub fn put_in_place(mut self) -> Result<Finished, EncodeError> {
        self.output.put_in_place()?;
        let path = self.output.path().to_owned();
        Ok(Finished {
            path,
            frames: self.frames,
            bytes: self.bytes,
            warnings: std::mem::take(&mut self.warnings),
        })
    }
}

impl Drop for Encoder {
    fn drop(&mut self) {
        // Without the sender the thread ends; with the child gone, even in the middle of a write.
        drop(self.sender.take());
        if let Some(writer) = self.writer.take() {
            self.child.kill();
            // The thread cannot panic; nothing to learn from its result.
            let _ = writer.join();
        }
    }
}

fn nut_video(source: &Source, layout: &Layout, format: &Format, options: &EncodeOptions<'_>) -> NutVideo {
    let sample_aspect = sample_aspect(source, options).unwrap_or((0, 0));
    let part = |number: i64| u64::try_from(number).unwrap_or(0);
    NutVideo {
        fourcc: layout.fourcc(),
        width: format.width,
        height: format.height,
        sample_aspect,
        time_base: (part(options.time_base.num), part(options.time_base.den)),
        last_duration: options.last_duration,
    }
}

/// Writes pictures until there are no more or FFmpeg takes no more.
fn write_pictures(
    stdin: Watched<ChildStdin>,
    float: bool,
    video: &NutVideo,
    pictures: &Receiver<(i64, Vec<u8>)>,
    spent: &Sender<Vec<u8>>,
) -> Result<(), NutError> {
    // NUT has no name for planes of floats; their timing does not matter either, since they become single files.
    let (mut raw, mut nut) =
        if float { (Some(stdin), None) } else { (None, Some(NutWriter::new(stdin, video)?)) };
    while let Ok((pts, bytes)) = pictures.recv() {
        if let Some(raw) = &mut raw {
            raw.write_all(&bytes)?;
        }
        if let Some(nut) = &mut nut {
            nut.put(pts, &bytes)?;
        }
        // The encoder is gone when it was dropped; then the buffer is simply freed.
        let _ = spent.send(bytes);
    }
    Ok(())
}
