//! What the tests with the real FFmpeg share: a folder, clips made by lavfi, a whole render.
#![allow(dead_code, reason = "each test file uses a part")]

pub(crate) mod films;
pub(crate) mod pictures;

use dewax_media::decode::{DecodeOptions, Decoder, FrameSource, Picture};
use dewax_media::encode::{EncodeError, EncodeOptions, Encoder, Finished, FrameSink};
use dewax_media::guard::Guard;
use dewax_media::probe::{Source, probe};
use dewax_media::target::{Container, Target, Wishes};
use dewax_media::tools::Tools;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A folder for clips and outputs, and the tools.
pub(crate) struct Bench {
    folder: tempfile::TempDir,
    pub(crate) tools: Tools,
}

impl Bench {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), tools: Tools::find().unwrap() }
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Makes a clip. NUT keeps no range, so a `.nut` name becomes `.mkv`.
    pub(crate) fn clip(&self, name: &str, args: &[impl AsRef<OsStr>]) -> PathBuf {
        let path = self.path(&name.replace(".nut", "_in.mkv"));
        ffmpeg(args, &path);
        path
    }

    pub(crate) fn probe(&self, path: &Path) -> Source {
        probe(&self.tools, path).unwrap()
    }

    /// FFmpeg's own hashes of the decoded pictures.
    pub(crate) fn framemd5(&self, path: &Path, pix_fmt: &str) -> Vec<String> {
        let url = format!("file:{}", path.display());
        let mut command = Command::new(&self.tools.ffmpeg);
        command.args(["-v", "error", "-noautorotate"]);
        if path.to_string_lossy().contains('%') && path.exists() {
            command.args(["-f", "image2", "-pattern_type", "none"]);
        }
        let out = command
            .args(["-i", &url, "-map", "0:v:0", "-fps_mode", "passthrough"])
            .args(["-pix_fmt", pix_fmt, "-f", "framemd5", "-"])
            .output()
            .unwrap();
        let text = String::from_utf8(out.stdout).unwrap();
        let hashes = text.lines().filter(|l| !l.starts_with('#'));
        hashes.map(|l| l.rsplit(',').next().unwrap().trim().to_owned()).collect()
    }

    /// The decoded bytes of the first picture.
    pub(crate) fn raw(&self, path: &Path, pix_fmt: &str) -> Vec<u8> {
        let mut command = Command::new(&self.tools.ffmpeg);
        command.args(["-v", "error", "-i"]).arg(path);
        command.args(["-frames:v", "1", "-pix_fmt", pix_fmt, "-f", "rawvideo", "-"]).output().unwrap().stdout
    }

    /// Whether temporary or lock files are left.
    pub(crate) fn leftovers(&self) -> bool {
        std::fs::read_dir(self.folder())
            .unwrap()
            .any(|e| e.unwrap().file_name().to_string_lossy().contains(".dewax-"))
    }

    /// A value that ffprobe prints.
    pub(crate) fn ask(&self, path: &Path, entries: &str) -> String {
        let mut command = Command::new(&self.tools.ffprobe);
        command.args(["-v", "error", "-show_entries", entries, "-of", "default=nw=1"]).arg(path);
        String::from_utf8(command.output().unwrap().stdout).unwrap()
    }
}

/// Runs FFmpeg to make a file.
pub(crate) fn ffmpeg(args: &[impl AsRef<OsStr>], out: &Path) {
    let done =
        Command::new("ffmpeg").args(["-v", "error", "-nostdin", "-y"]).args(args).arg(out).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

/// Every picture of a file.
pub(crate) fn decode_all(bench: &Bench, path: &Path) -> Vec<Picture> {
    decode_with(bench, &bench.probe(path), DecodeOptions::default())
}

pub(crate) fn decode_with(bench: &Bench, source: &Source, options: DecodeOptions) -> Vec<Picture> {
    let mut decoder = Decoder::open(&bench.tools, source, options).unwrap();
    let mut all = Vec::new();
    while let Some(picture) = decoder.next().unwrap() {
        all.push(picture);
    }
    assert!(decoder.warnings().is_empty(), "{:?}", decoder.warnings());
    all
}

/// Decodes and encodes a whole source without change.
pub(crate) fn render(bench: &Bench, source: &Source, out: &Path) -> Finished {
    render_with(bench, source, out, &Wishes::default())
}

pub(crate) fn render_with(bench: &Bench, source: &Source, out: &Path, wishes: &Wishes) -> Finished {
    try_render(bench, source, out, wishes).unwrap()
}

pub(crate) fn try_render(
    bench: &Bench,
    source: &Source,
    out: &Path,
    wishes: &Wishes,
) -> Result<Finished, EncodeError> {
    let target = Target::resolve(&bench.tools, source, out, wishes).unwrap();
    let bake_rotation = !matches!(target.container, Container::Mov | Container::Mp4);
    let pictures = decode_with(bench, source, DecodeOptions { bake_rotation, ..DecodeOptions::default() });
    let pts: Vec<i64> = pictures.iter().map(|p| p.pts).collect();
    let place = Guard::new(true).reading(&source.path).place(out, None)?;
    let options = EncodeOptions {
        place: &place,
        time_base: source.video.time_base,
        last_duration: source.last_duration(&pts),
        audio_range: None,
        extra_metadata: Vec::new(),
        bake_rotation,
    };
    let mut encoder = Box::new(Encoder::create(&bench.tools, source, &target, &options)?);
    for picture in &pictures {
        encoder.put(&picture.frame, picture.pts)?;
    }
    encoder.finish()
}
