//! Pictures in: an FFmpeg child decodes, a thread reads ahead, frames come out with the source's own timestamps.

use crate::decode_args::{FLAGGED, seek_point_s, spawn};
pub use crate::decoding::{DecodeError, DecodeOptions, SeekTo};
use crate::losses::LossError;
use crate::nut::{NutError, NutReader};
use crate::picture;
use crate::rational::Rational;
use crate::source::Source;
use crate::tools::{Running, Tools, Watched, gist};
use dewax::kernels::enlarge;
use dewax::px::Frame;
use std::process::ChildStdout;
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::thread::JoinHandle;

/// Pictures that are read ahead: enough for FFmpeg and dewax to work at the same time.
const READ_AHEAD: usize = 2;

/// How many times larger than promised a picture may be before it is no picture.
const OTHER_SIZE: usize = 16;

/// A decoded picture and when it is shown.
#[derive(Clone, Debug)]
pub struct Picture {
    /// The picture; `index` counts from 0 at the first one that this decoder gave.
    pub frame: Frame,
    /// When it is shown, in ticks of the source's `video.time_base`.
    pub pts: i64,
}

/// Anything that gives pictures one after the other.
pub trait FrameSource {
    /// The next picture, or `None` at the end.
    ///
    /// # Errors
    /// When the rest cannot be had.
    fn next(&mut self) -> Result<Option<Picture>, DecodeError>;

    /// What was complained about although pictures came. Complete after the last picture.
    fn warnings(&self) -> Vec<String>;
}

type Raw = Result<Option<(i64, Vec<u8>)>, NutError>;

/// Decodes a source with FFmpeg. Dropping it ends the child.
#[derive(Debug)]
pub struct Decoder {
    source: Source,
    options: DecodeOptions,
    /// The first picture, read while opening.
    first: Option<(i64, Vec<u8>)>,
    pipe: Option<Pipe>,
    frames: usize,
    warnings: Vec<String>,
}

/// A child, the thread that reads it, and the clock of its stream.
#[derive(Debug)]
struct Pipe {
    /// Dropped first: a thread that waits to hand over a picture then ends.
    pictures: Option<Receiver<Raw>>,
    spent: Option<Sender<Vec<u8>>>,
    child: Running,
    reader: Option<JoinHandle<()>>,
    time_base: Rational,
    headroom: i64,
}

impl Drop for Pipe {
    fn drop(&mut self) {
        drop(self.pictures.take());
        drop(self.spent.take());
        self.child.kill();
        if let Some(reader) = self.reader.take() {
            // The thread cannot panic; nothing to learn from its result.
            let _ = reader.join();
        }
    }
}

impl Decoder {
    /// Starts decoding and waits for the first picture.
    ///
    /// # Errors
    /// When FFmpeg does not start, gives no picture, or there is none at the place that is asked for.
    pub fn open(tools: &Tools, source: &Source, options: DecodeOptions) -> Result<Self, DecodeError> {
        let seek_s = options.from.and_then(|place| seek_point_s(source, place));
        let mut opened = Self::start(tools, source, options, seek_s);
        let exact = |decoder: &Self| {
            decoder.first.as_ref().map(|(pts, _)| *pts) == options.from.map(|place| place.pts)
        };
        // A seek that does not land on the wanted frame may have overshot it: then decode from the beginning.
        if seek_s.is_some() && !opened.as_ref().is_ok_and(exact) {
            opened = Self::start(tools, source, options, None);
        }
        opened
    }

    fn start(
        tools: &Tools,
        source: &Source,
        options: DecodeOptions,
        seek_s: Option<f64>,
    ) -> Result<Self, DecodeError> {
        let mut decoder = Self {
            source: source.clone(),
            options,
            first: None,
            pipe: None,
            frames: 0,
            warnings: Vec::new(),
        };
        let (child, stdout, headroom) = spawn(tools, source, options, seek_s)?;
        let video = &source.video;
        // Pictures of another size are told by it, not by their being too large to read.
        let limit = video.layout.frame_bytes(video.format.width, video.format.height).unwrap_or(0);
        let limit = limit.saturating_mul(OTHER_SIZE);
        let mut first = Vec::new();
        let opened = NutReader::new(stdout, limit).and_then(|mut reader| {
            let pts = reader.next(&mut first)?;
            Ok((reader, pts))
        });
        let (reader, Some(pts)) = (match opened {
            Ok(opened) => opened,
            Err(error) => return Err(decoder.no_picture(child, Some(error))),
        }) else {
            return Err(decoder.no_picture(child, None));
        };
        let (num, den) = reader.stream().time_base;
        let time_base = Rational::new(num as i64, den as i64);
        let (pictures_in, pictures) = sync_channel(READ_AHEAD);
        let (spent, spent_out) = channel();
        let reader = std::thread::spawn(move || read_ahead(reader, &pictures_in, &spent_out));
        let pipe = Pipe {
            pictures: Some(pictures),
            spent: Some(spent),
            child,
            reader: Some(reader),
            time_base,
            headroom,
        };
        decoder.first = Some((own_pts(source, &pipe, pts)?, first));
        decoder.pipe = Some(pipe);
        decoder.whole_frames(decoder.first.as_ref().map_or(0, |(pts, _)| *pts))?;
        Ok(decoder)
    }

    fn no_picture(&self, mut child: Running, error: Option<NutError>) -> DecodeError {
        let name = self.source.name.clone();
        // A stream that FFmpeg did end itself has its reason on standard error.
        let why = match error {
            Some(error @ NutError::Broken(_)) if !child.has_hung() => {
                child.kill();
                error.to_string()
            }
            _ => match child.wait() {
                Ok((_, text)) => gist(&text),
                Err(error) => error.to_string(),
            },
        };
        match self.options.from {
            Some(place) if why == gist("") => {
                DecodeError::Beyond { name, at_s: self.source.video.time_base.seconds(place.pts) }
            }
            _ => DecodeError::NoPicture { name, why },
        }
    }

    /// What FFmpeg complained about although it gave pictures, such as a file that ends early. Complete after the
    /// last picture.
    pub fn warnings(&self) -> &[String] {
        &self.warnings
    }

    fn raw(&mut self) -> Result<Option<(i64, Vec<u8>)>, DecodeError> {
        if let Some(first) = self.first.take() {
            return Ok(Some(first));
        }
        let Some(pipe) = &mut self.pipe else { return Ok(None) };
        let received = pipe.pictures.as_ref().and_then(|pictures| pictures.recv().ok());
        match received {
            Some(Ok(Some((pts, bytes)))) => Ok(Some((own_pts(&self.source, pipe, pts)?, bytes))),
            // A thread that ends says so.
            None => Err(DecodeError::Died { name: self.source.name.clone(), frames: self.frames }),
            ended => {
                let failed = |text: &str| DecodeError::Failed {
                    name: self.source.name.clone(),
                    frames: self.frames,
                    why: gist(text),
                };
                if let Some(Err(error)) = ended {
                    // A stream that breaks off is no end. When FFmpeg died, its own reason is the better one.
                    pipe.child.kill();
                    let text = pipe.child.error_text();
                    return Err(if text.is_empty() { error.into() } else { failed(&text) });
                }
                let (status, text) = pipe.child.wait().map_err(NutError::Io)?;
                if !status.success() {
                    return Err(failed(&text));
                }
                self.pipe = None;
                if !text.is_empty() {
                    let frames = self.frames;
                    let mut said = gist(&text);
                    // The decoder's own words are never among those that are left out.
                    let of_decoder = format!("[{} @ ", self.source.video.codec);
                    if let Some(own) = text.lines().rfind(|line| line.starts_with(&of_decoder)).map(gist)
                        && !said.contains(&own)
                    {
                        said = format!("{own}; {said}");
                    }
                    self.warnings.push(format!("{frames} frames were decoded, but FFmpeg said: {said}"));
                }
                Ok(None)
            }
        }
    }
}

impl Decoder {
    /// Refuses a picture of two fields, which FFmpeg has marked in its time, where nothing is said of them.
    fn whole_frames(&self, pts: i64) -> Result<(), LossError> {
        if pts.saturating_sub(self.source.video.start_pts) < FLAGGED / 2 {
            return Ok(());
        }
        let fields = format!("frame {} is the first that says so", self.frames);
        Err(LossError::Interlaced { name: self.source.name.clone(), fields })
    }

    /// The next picture as a frame; none where it is not of the size of the others.
    fn frame_of(&self, pts: i64, bytes: &[u8]) -> Option<Frame> {
        let mut frame = picture::unpack(&self.source, bytes, self.frames)?;
        let bake_rotation = self.options.bake_rotation;
        if bake_rotation {
            frame = picture::upright(&self.source, frame, self.source.turn_deg_at(pts))?;
        }
        let picture = picture::picture_of(&self.source, bake_rotation);
        let (wanted, times) = (picture.format, self.source.upscale);
        let fits = (frame.width() * times, frame.height() * times) == (wanted.width, wanted.height);
        fits.then(|| enlarge::enlarged(&frame, picture.siting, times))
    }

    fn changed(&self) -> DecodeError {
        let format = self.source.frame_format(self.options.bake_rotation);
        DecodeError::Changed {
            name: self.source.name.clone(),
            frame: self.frames,
            width: format.width,
            height: format.height,
            pix_fmt: self.source.video.pix_fmt.clone(),
        }
    }
}

impl FrameSource for Decoder {
    fn next(&mut self) -> Result<Option<Picture>, DecodeError> {
        while let Some((pts, bytes)) = self.raw()? {
            self.whole_frames(pts)?;
            let frame = self.frame_of(pts, &bytes);
            if let Some(spent) = self.pipe.as_ref().and_then(|pipe| pipe.spent.as_ref()) {
                // The reader is gone after the last picture; then the buffer is simply freed.
                let _ = spent.send(bytes);
            }
            if let Some(frame) = frame {
                self.frames += 1;
                return Ok(Some(Picture { frame, pts }));
            }
            if !self.source.accepts_missing {
                return Err(self.changed());
            }
            let after = self.frames;
            self.warnings.push(format!("a picture after frame {after} has another size and is left out"));
        }
        Ok(None)
    }

    fn warnings(&self) -> Vec<String> {
        self.warnings.clone()
    }
}

/// Reads pictures until the end, the first error, or nobody wants them any more.
fn read_ahead(mut reader: NutReader<Watched<ChildStdout>>, out: &SyncSender<Raw>, spent: &Receiver<Vec<u8>>) {
    loop {
        let mut bytes = spent.try_recv().unwrap_or_default();
        let raw = reader.next(&mut bytes).map(|pts| pts.map(|pts| (pts, bytes)));
        let more = matches!(raw, Ok(Some(_)));
        if out.send(raw).is_err() || !more {
            return;
        }
    }
}

/// A timestamp of the pipe as one of the source.
fn own_pts(source: &Source, pipe: &Pipe, pts: i64) -> Result<i64, NutError> {
    let own = source.video.time_base.rescale(pts, pipe.time_base);
    own.and_then(|ticks| ticks.checked_sub(pipe.headroom)).ok_or(NutError::Broken("a timestamp out of range"))
}
