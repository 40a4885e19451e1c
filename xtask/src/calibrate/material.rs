//! What the checks are calibrated on: camera footage, generated footage, and camera footage with a known flaw put in.

use anyhow::{Context, Result, bail};
use dewax_media::tools::{Running, Tools};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Where a piece of material comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    /// A camera.
    Real,
    /// A generator.
    Ai,
    /// A camera, then one of [`FLAWS`].
    Flawed(&'static Flaw),
    /// A camera, then strong compression: nothing may be found that was not there.
    Squeezed,
}

/// A flaw that is put into camera footage.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Flaw {
    /// As tables name it.
    pub(super) name: &'static str,
    /// The check that should find it.
    pub(super) check: &'static str,
    /// FFmpeg's filters. `END` stands for the number of frames.
    graph: &'static str,
    /// Whether a single picture can have it.
    on_stills: bool,
}

const fn flaw(name: &'static str, check: &'static str, graph: &'static str, on_stills: bool) -> Flaw {
    Flaw { name, check, graph, on_stills }
}

/// All of them. Smoothing of the kinds that beauty filters use; the others as strong as generators make them.
pub(super) static FLAWS: &[Flaw] = &[
    flaw("bilateral 8 px", "porcelain", "bilateral=sigmaS=8:sigmaR=0.1", true),
    flaw("nlmeans 5", "porcelain", "nlmeans=s=5", true),
    flaw("smartblur 3 px", "porcelain", "smartblur=lr=3:ls=1:lt=20", true),
    flaw("hqdn3d 8", "porcelain", "hqdn3d=8:6:8:6", false),
    flaw("hue, growing to 20 degrees", "drift", "hue=h='20*n/END'", false),
    flaw("hue, growing to 50 degrees", "drift", "hue=h='50*n/END'", false),
    flaw("fading to 40 % of its colour", "drift", "hue=s='1-0.6*n/END'", false),
    flaw("noise 8 levels", "boil", "noise=c0s=8:c0f=t", false),
    flaw("flicker 3 %", "exposure-flicker", "eq=brightness='0.012*(2*mod(n,2)-1)':eval=frame", false),
    flaw(
        "patches 4 levels",
        "patch-flicker",
        "geq=lum='clip(lum(X,Y)+4*sin(2.4*N+X/60)*sin(1.7*N+Y/60),16,235)':cb='cb(X,Y)':cr='cr(X,Y)'",
        false,
    ),
];

/// How camera footage is squeezed, and a picture.
const SQUEEZE: [&str; 6] = ["-c:v", "libx264", "-preset", "medium", "-crf", "34"];
/// Downscales of stills: a face of another size.
const STILL_SCALES: [f64; 3] = [1.0, 0.5, 0.25];
/// Stills larger than this are not filtered: filters reach as far as faces in video are large.
const FILTERED_SCALE: f64 = 0.5;

/// One file of the folder.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Source {
    /// Its name in the manifest.
    pub(super) name: String,
    /// The file.
    pub(super) path: PathBuf,
    /// Whether a generator made it.
    pub(super) is_ai: bool,
    /// Whether it is a single picture.
    pub(super) is_still: bool,
    /// The flaws that whoever looked at it noted, in lower case; empty for none.
    pub(super) noted: String,
}

/// One thing to be measured.
#[derive(Debug)]
pub(super) struct Item {
    pub(super) source: Source,
    pub(super) origin: Origin,
    /// Of a still.
    pub(super) scale: f64,
}

/// Parts of a still's name that say that a camera did not make it.
const MADE: [&str; 4] = ["ai", "flux", "fantasy", "cgi"];

/// The files that the manifest of `folder` lists and that are there.
pub(super) fn sources(folder: &Path) -> Result<Vec<Source>> {
    let path = folder.join("manifest.tsv");
    let text = std::fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
    let mut lines = text.lines().map(|l| l.split('\t').collect::<Vec<_>>());
    let head = lines.next().context("the manifest is empty")?;
    let column = |name: &str| head.iter().position(|h| *h == name).with_context(|| format!("no `{name}`"));
    let [id, kind, file, notes] = [column("id")?, column("kind")?, column("file")?, column("notes")?];
    let all = lines.filter_map(|l| {
        let name = (*l.get(id)?).to_owned();
        let is_still = *l.get(kind)? == "still";
        let made =
            is_still && name.split('_').any(|part| MADE.contains(&part.trim_end_matches(char::is_numeric)));
        let note = l.get(notes).and_then(|n| n.split("flaw: ").nth(1)).unwrap_or_default();
        let noted =
            if note.starts_with("none") { "" } else { note.split("; T2V").next().unwrap_or_default() };
        Some(Source {
            path: folder.join(l.get(file)?),
            is_ai: *l.get(kind)? == "ai" || made,
            is_still,
            noted: noted.to_lowercase(),
            name,
        })
    });
    Ok(all.filter(|s| s.path.exists()).collect())
}

/// Everything that is made of them.
pub(super) fn items(sources: &[Source], wants: &dyn Fn(&str) -> bool) -> Vec<Item> {
    let mut out = Vec::new();
    for source in sources {
        let mut add = |origin, scale| out.push(Item { source: source.clone(), origin, scale });
        let scales: &[f64] = if source.is_still { &STILL_SCALES } else { &[1.0] };
        for &scale in scales {
            add(if source.is_ai { Origin::Ai } else { Origin::Real }, scale);
            if !source.is_ai && (!source.is_still || scale <= FILTERED_SCALE) {
                let can = |f: &&Flaw| (f.on_stills || !source.is_still) && wants(f.check);
                FLAWS.iter().filter(can).for_each(|f| add(Origin::Flawed(f), scale));
            }
        }
        if !source.is_ai && !source.is_still {
            add(Origin::Squeezed, 1.0);
        }
    }
    out
}

impl Item {
    /// The file to be measured: the source itself, or one made in `folder` from its first `frames` frames.
    pub(super) fn made(&self, tools: &Tools, folder: &Path, frames: usize) -> Result<PathBuf> {
        let graph = match self.origin {
            Origin::Flawed(flaw) => Some(flaw.graph.replace("END", &(frames - 1).max(1).to_string())),
            _ => None,
        };
        let squeezed = self.origin == Origin::Squeezed;
        if graph.is_none() && !squeezed && self.scale == 1.0 {
            return Ok(self.source.path.clone());
        }
        let scale = (self.scale != 1.0).then(|| format!("scale=iw*{0}:ih*{0}:flags=area", self.scale));
        let chain: Vec<String> = scale.into_iter().chain(graph).collect();
        let path = folder.join(if squeezed { "made.mp4" } else { "made.mkv" });
        let mut command = Command::new(&tools.ffmpeg);
        command.args(["-nostdin", "-v", "error", "-y", "-i"]).arg(&self.source.path);
        command.args(["-an", "-frames:v", &frames.to_string()]);
        if !chain.is_empty() {
            command.args(["-vf", &chain.join(",")]);
        }
        if squeezed {
            command.args(SQUEEZE);
        } else {
            command.args(["-c:v", "ffv1"]);
        }
        command.arg(&path).stdin(Stdio::null()).stdout(Stdio::null());
        let (status, text) = Running::start(&mut command)?.wait()?;
        if !status.success() {
            bail!("FFmpeg could not make it: {text}");
        }
        Ok(path)
    }

    /// For the terminal.
    pub(super) fn label(&self) -> String {
        let scale = if self.scale == 1.0 { String::new() } else { format!(" x{}", self.scale) };
        let origin = match self.origin {
            Origin::Real | Origin::Ai => String::new(),
            Origin::Flawed(flaw) => format!(" + {}", flaw.name),
            Origin::Squeezed => " + squeezed".into(),
        };
        format!("{}{scale}{origin}", self.source.name)
    }
}
