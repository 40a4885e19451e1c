//! What the black-box tests share: a drawn clip, the binary, a folder per test, FFmpeg's view of a file.

use dewax::demo::{DrawnFace, Flaws};
use dewax_media::drawn::write_clip;
use dewax_media::guard::Guard;
use dewax_media::tools::Tools;
use serde_json::Value;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

/// Frames of the drawn clip.
pub(crate) const FRAMES: usize = 30;

/// A folder of its own for a test; gone when it is dropped.
pub(crate) struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// A folder that holds the drawn clip as `clip.mp4`.
    pub(crate) fn with_clip() -> (Self, PathBuf) {
        let place = Self::new();
        let clip = place.at("clip.mp4");
        std::fs::write(&clip, drawn()).unwrap();
        (place, clip)
    }

    pub(crate) fn root(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn at(&self, name: &str) -> PathBuf {
        self.root().join(name)
    }

    /// Writes a file and gives its path.
    pub(crate) fn put(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.at(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }

    /// The names in the folder, hidden ones included, sorted.
    pub(crate) fn names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.root()).unwrap();
        let mut names: Vec<String> =
            entries.map(|e| e.unwrap().file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }
}

/// The bytes of a small drawn clip with every flaw: 320x240, H.264 with a tone.
pub(crate) fn drawn() -> &'static [u8] {
    static CLIP: OnceLock<Vec<u8>> = OnceLock::new();
    CLIP.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("clip.mp4");
        let face = DrawnFace::new(320, 240, FRAMES).with_flaws(Flaws::plastic());
        write_clip(&Tools::find().unwrap(), &face, &Guard::new(false).file(&path).unwrap()).unwrap();
        std::fs::read(path).unwrap()
    })
}

/// The program, not yet started, with nothing of this process's choices.
pub(crate) fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dewax"));
    command.env_remove("DEWAX_CPU").stdin(Stdio::null());
    command
}

/// Runs the program.
pub(crate) fn dewax<A: AsRef<OsStr>>(arguments: impl IntoIterator<Item = A>) -> Ran {
    Ran::of(program().args(arguments))
}

/// What a run came to.
#[derive(Debug)]
pub(crate) struct Ran {
    /// The exit code; `None` when a signal ended it.
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    pub(crate) fn of(command: &mut Command) -> Self {
        Self::from(command.output().unwrap())
    }

    /// Says that the job came to its end. Whether a drawn clip earns the certificate is not what these tests ask.
    #[track_caller]
    pub(crate) fn done(self) -> Self {
        assert!(matches!(self.code, Some(0 | 3)), "{self:#?}");
        self
    }

    /// Says that it failed with `code` and exactly one line, which contains every one of `words`.
    #[track_caller]
    pub(crate) fn refused(self, code: i32, words: &[&str]) -> Self {
        assert_eq!(self.code, Some(code), "{self:#?}");
        // What was to be expected was said before anybody knew that nothing comes of it.
        let lines: Vec<&str> = self.err.lines().filter(|line| !line.contains(": about ")).collect();
        assert_eq!(lines.len(), 1, "one line: {self:#?}");
        assert!(lines[0].starts_with("dewax: "), "{self:#?}");
        for word in words {
            assert!(lines[0].contains(word), "`{word}` is not in {self:#?}");
        }
        self
    }

    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|e| panic!("not one JSON document ({e}): {self:#?}"))
    }
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
        Self { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }
}

/// Runs FFmpeg and gives what it printed.
#[track_caller]
pub(crate) fn ffmpeg<A: AsRef<OsStr>>(arguments: impl IntoIterator<Item = A>) -> String {
    let mut command = Command::new(Tools::find().unwrap().ffmpeg);
    tool(command.args(["-nostdin", "-v", "error", "-y"]).args(arguments))
}

/// Runs ffprobe and gives what it printed.
#[track_caller]
pub(crate) fn ffprobe<A: AsRef<OsStr>>(arguments: impl IntoIterator<Item = A>) -> String {
    tool(Command::new(Tools::find().unwrap().ffprobe).args(["-v", "error"]).args(arguments))
}

#[track_caller]
fn tool(command: &mut Command) -> String {
    let ran = Ran::of(command.stdin(Stdio::null()));
    assert_eq!(ran.code, Some(0), "{command:?}: {ran:#?}");
    ran.out
}

/// The last column of FFmpeg's framemd5: a hash per picture or packet.
fn hashes(text: &str) -> Vec<String> {
    let lines = text.lines().filter(|l| !l.starts_with('#'));
    // Stream, dts, pts, duration, size, hash; hashes of side data may follow, which belong to the container.
    lines.filter_map(|l| l.split(',').nth(5)).map(|h| h.trim().to_string()).collect()
}

/// A hash per decoded picture, as 8-bit 4:2:0.
#[track_caller]
pub(crate) fn pictures(path: &Path) -> Vec<String> {
    let arguments =
        ["-map", "0:v:0", "-fps_mode", "passthrough", "-pix_fmt", "yuv420p", "-f", "framemd5", "-"];
    hashes(&ffmpeg([OsStr::new("-i"), path.as_os_str()].into_iter().chain(arguments.map(OsStr::new))))
}

/// A hash per packet of sound.
#[track_caller]
pub(crate) fn sound(path: &Path) -> Vec<String> {
    let arguments = ["-map", "0:a:0", "-c", "copy", "-f", "framemd5", "-"].map(OsStr::new);
    hashes(&ffmpeg([OsStr::new("-i"), path.as_os_str()].into_iter().chain(arguments)))
}

/// When each picture is shown, in seconds.
#[track_caller]
pub(crate) fn times(path: &Path) -> Vec<f64> {
    let arguments =
        ["-select_streams", "v:0", "-show_entries", "frame=pts_time", "-of", "csv=p=0"].map(OsStr::new);
    let text = ffprobe(arguments.into_iter().chain([path.as_os_str()]));
    text.lines().filter_map(|l| l.trim().trim_end_matches(',').parse().ok()).collect()
}

/// Waits until `done`, at most so long; whether it came.
pub(crate) fn wait_until(limit: Duration, mut done: impl FnMut() -> bool) -> bool {
    let start = Instant::now();
    while !done() {
        if start.elapsed() > limit {
            return false;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    true
}

/// What of a document its schema does not say: types, keys that are needed, and, more than a schema asks, keys that it does not name.
pub(crate) fn unlike(root: &Value, schema: &Value, value: &Value, at: &str) -> Vec<String> {
    if let Some(name) = schema["$ref"].as_str() {
        return unlike(root, root.pointer(&name[1..]).unwrap(), value, at);
    }
    if let Some(any) = schema["anyOf"].as_array().or(schema["oneOf"].as_array()) {
        let all: Vec<Vec<String>> = any.iter().map(|one| unlike(root, one, value, at)).collect();
        return if all.iter().any(Vec::is_empty) { Vec::new() } else { all.concat() };
    }
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    let mut wrong = Vec::new();
    let types: Vec<&str> = match &schema["type"] {
        Value::String(one) => vec![one],
        Value::Array(all) => all.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    let is_one = types.contains(&kind) || kind == "number" && types.contains(&"integer");
    if !types.is_empty() && !is_one {
        wrong.push(format!("{at}: {kind}, not {types:?}"));
    }
    if schema["enum"].as_array().is_some_and(|all| !all.contains(value))
        || schema.get("const").is_some_and(|one| one != value)
    {
        wrong.push(format!("{at}: {value}"));
    }
    for (number, item) in value.as_array().into_iter().flatten().enumerate() {
        let own = schema["prefixItems"].get(number).unwrap_or(&schema["items"]);
        wrong.extend(unlike(root, own, item, &format!("{at}[{number}]")));
    }
    for (key, item) in value.as_object().into_iter().flatten() {
        match schema["properties"].get(key) {
            Some(own) => wrong.extend(unlike(root, own, item, &format!("{at}.{key}"))),
            None => wrong.push(format!("{at}.{key}: not in the schema")),
        }
    }
    let needed = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
    wrong.extend(needed.filter(|key| value.get(key).is_none()).map(|key| format!("{at}.{key}: missing")));
    wrong
}
