//! Footage for measurements: clips of a folder, their first frames without loss, and copies made frame by frame or by a
//! filter.

use anyhow::{Context, Result, bail};
use dewax::px::Frame;
use dewax_media::decode::{DecodeOptions, Decoder, FrameSource};
use dewax_media::encode::{EncodeOptions, Encoder, FrameSink};
use dewax_media::guard::Guard;
use dewax_media::probe::{Source, probe};
use dewax_media::target::{Codec, Target, Wishes};
use dewax_media::tools::{Running, Tools};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Endings of files that are read as clips; animated pictures are left out, their dither would be measured instead.
const ENDINGS: [&str; 5] = ["mp4", "mov", "m4v", "mkv", "webm"];
/// Where clips lie beside the repository.
const CLIPS: &str = "../shared/clips";
/// How the names of camera clips, and those of generated ones, begin.
pub(crate) const CAMERA: &str = "d_re_";
pub(crate) const GENERATED: &str = "d_ai_";

/// Camera clips for developing, and those that are set aside: where a bench has two halves, thresholds were chosen on the first.
const OWN: [&str; 3] = ["d_re_lp_neutral", "d_re_lp_green", "d_re_mustache"];
const SET_ASIDE: [&str; 3] = ["d_re_lp_redhead", "d_re_lp_selfie", "d_re_xp_darkskin"];

/// The half of the camera clips that is asked for.
pub(crate) fn half(held_out: bool) -> [&'static str; 3] {
    if held_out { SET_ASIDE } else { OWN }
}

/// What a measurement on footage was asked for.
#[derive(Debug)]
pub(crate) struct Wish {
    /// The folder of clips.
    pub(crate) clips: PathBuf,
    /// How many frames of each are used.
    pub(crate) frames: usize,
    /// Only what has this name.
    pub(crate) only: Option<String>,
    /// Only clips whose name holds this.
    pub(crate) clip: Option<String>,
    /// Where the made files are kept.
    pub(crate) keep: Option<PathBuf>,
    /// Whether a made file is judged as lossless as it is, instead of as compressed as its source was.
    pub(crate) as_written: bool,
}

impl Wish {
    /// Reads the words of a command line.
    ///
    /// # Errors
    /// When one is not understood.
    pub(crate) fn read(root: &Path, words: &[&str], frames: usize) -> Result<Self> {
        let mut wish =
            Self { clips: root.join(CLIPS), frames, only: None, clip: None, keep: None, as_written: false };
        let mut words = words.iter();
        while let Some(&word) = words.next() {
            let mut value = || words.next().map(|v| (*v).to_owned()).context(format!("{word} needs a value"));
            match word {
                "--clips" => wish.clips = PathBuf::from(value()?),
                "--frames" => {
                    let text = value()?;
                    wish.frames = text.parse().with_context(|| format!("`{text}` is no number of frames"))?;
                }
                "--only" => wish.only = Some(value()?),
                "--clip" => wish.clip = Some(value()?),
                "--keep" => wish.keep = Some(PathBuf::from(value()?)),
                "--as-written" => wish.as_written = true,
                _ => bail!(
                    "`{word}` is not for this measurement; it takes --clips DIR, --frames N, --only NAME, --clip NAME, \
                     --keep DIR, --as-written"
                ),
            }
        }
        if wish.frames < 12 {
            bail!("{} frames were asked for; fewer than 12 say nothing of flicker", wish.frames);
        }
        Ok(wish)
    }

    /// The clips to use, by name: those whose name begins with one of `prefixes`, and fits the wish.
    pub(crate) fn videos(&self, prefixes: &[&str]) -> Vec<PathBuf> {
        let Ok(folder) = std::fs::read_dir(&self.clips) else { return Vec::new() };
        let fits = |path: &PathBuf| {
            let name = name_of(path);
            let ending = path.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default();
            ENDINGS.contains(&ending.as_str())
                && prefixes.iter().any(|prefix| name.starts_with(prefix))
                && self.clip.as_ref().is_none_or(|wanted| name.contains(wanted.as_str()))
        };
        let mut paths: Vec<PathBuf> = folder.flatten().map(|entry| entry.path()).filter(fits).collect();
        paths.sort();
        paths
    }
}

/// What of a table is asked for: everything, or what has the name given by `--only`.
///
/// # Errors
/// When nothing has that name.
pub(crate) fn chosen<'a, T>(
    all: &'a [T],
    name: fn(&T) -> &str,
    wish: &Wish,
    what: &str,
) -> Result<Vec<&'a T>> {
    let wanted = |one: &&T| wish.only.as_ref().is_none_or(|only| name(one) == only);
    let chosen: Vec<&T> = all.iter().filter(wanted).collect();
    if chosen.is_empty() {
        let names: Vec<&str> = all.iter().map(name).collect();
        let only = wish.only.as_deref().unwrap_or_default();
        bail!("there is no {what} `{only}`; there are {}", names.join(", "));
    }
    Ok(chosen)
}

/// A file's name without its ending.
pub(crate) fn name_of(path: &Path) -> String {
    path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
}

/// The first frames of a clip as FFV1, without sound. What the clip does not state of its colours stays unstated.
pub(crate) fn cut(tools: &Tools, clip: &Path, frames: usize, out: &Path) -> Result<()> {
    let count = frames.to_string();
    ffmpeg(tools, clip, out, &["-frames:v", &count, "-c:v", "ffv1"])
}

/// A copy through one of FFmpeg's filters. `codec` are the words that say how it is written.
pub(crate) fn filtered(tools: &Tools, clip: &Path, out: &Path, filter: &str, codec: &[&str]) -> Result<()> {
    let mut words = vec!["-vf", filter];
    words.extend(codec);
    ffmpeg(tools, clip, out, &words)
}

/// Runs FFmpeg on the pictures of one file.
pub(crate) fn ffmpeg(tools: &Tools, clip: &Path, out: &Path, words: &[&str]) -> Result<()> {
    let mut command = Command::new(&tools.ffmpeg);
    command.args(["-nostdin", "-v", "error", "-y", "-i"]).arg(clip);
    command.args(["-map", "0:v:0", "-an", "-sn", "-dn", "-fps_mode", "passthrough"]).args(words).arg(out);
    let mut child = Running::start(command.stdin(Stdio::null()).stdout(Stdio::null()))?;
    let (status, text) = child.wait()?;
    if !status.success() {
        bail!("FFmpeg could not make {} of {}: {text}", out.display(), clip.display());
    }
    Ok(())
}

/// A copy as FFV1 in which every frame went through `change`, in order.
pub(crate) fn rewritten(
    tools: &Tools,
    source: &Source,
    out: &Path,
    mut change: impl FnMut(&mut Frame),
) -> Result<()> {
    let wishes = Wishes { codec: Some(Codec::Ffv1), ..Wishes::default() };
    let target = Target::resolve(tools, source, out, &wishes)?;
    let mut decoder = Decoder::open(tools, source, DecodeOptions::default())?;
    let place = Guard::new(true).reading(&source.path).place(out, None)?;
    let options = EncodeOptions {
        place: &place,
        time_base: source.video.time_base,
        last_duration: source.last_duration(&[]),
        audio_range: None,
        extra_metadata: Vec::new(),
        bake_rotation: false,
    };
    let mut encoder = Encoder::create(tools, source, &target, &options)?;
    while let Some(mut picture) = decoder.next()? {
        change(&mut picture.frame);
        encoder.put(&picture.frame, picture.pts)?;
    }
    Box::new(encoder).finish().with_context(|| format!("writing {}", out.display()))?;
    Ok(())
}

/// Opens a file that was just made.
pub(crate) fn open(tools: &Tools, path: &Path) -> Result<Source> {
    probe(tools, path).with_context(|| format!("reading {}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_understood_or_refused() {
        let read = |words: &[&str]| Wish::read(Path::new("here"), words, 60);
        let wish = read(&["--clips", "there", "--frames", "24", "--only", "boil", "--clip", "face"]).unwrap();
        assert_eq!((wish.frames, wish.clips.as_path()), (24, Path::new("there")));
        assert!(read(&["--frames", "some"]).is_err() && read(&["--frames", "3"]).is_err());
        assert!(read(&["--fast"]).is_err() && read(&["--keep"]).is_err());
        assert!(read(&[]).unwrap().videos(&[CAMERA]).is_empty(), "no folder, no clips");
    }
}
