//! What is measured: `dewax fix`, FFmpeg's filters, and MDegrain3 of VapourSynth where it is installed.

use super::scene::Scene;
use anyhow::{Result, bail};
use dewax_media::tools::{Running, Tools};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

/// FFmpeg's filters against flicker and noise, and how they are told to act in time.
const FILTERS: [(&str, &str); 6] = [
    ("deflicker", "deflicker"),
    ("atadenoise", "atadenoise"),
    ("atadenoise strong", "atadenoise=0a=0.3:0b=0.6:1a=0.3:1b=0.6:2a=0.3:2b=0.6:s=9"),
    ("hqdn3d temporal", "hqdn3d=0:0:12:12"),
    ("nlmeans", "nlmeans=s=3"),
    // It averages what came before, two frames late: put right, or it would be judged for the delay alone.
    ("tmix of 5", "tpad=stop=2:stop_mode=clone,tmix=frames=5,trim=start_frame=2,setpts=PTS-STARTPTS"),
];

/// Everything but balance, mask and calm off: what adds texture has no part in this measurement.
const CALM_ONLY: [&str; 5] = [
    "texture.contrast.amount=0",
    "texture.contrast.curve=0",
    "skin_grain.amount_levels=0",
    "grain.amount_levels=0",
    "finish.amount=0",
];

/// The exit code of `dewax` for a finished job whose certificate failed.
const NOT_CERTIFIED: i32 = 3;

/// One way to treat a clip.
#[derive(Debug)]
pub(super) struct Peer {
    pub(super) name: String,
    command: Command,
    out: PathBuf,
    is_dewax: bool,
}

/// What a run gave.
#[derive(Debug)]
pub(super) struct Ran {
    pub(super) wall_s: f64,
    pub(super) out: PathBuf,
    /// What the reader of its row must know.
    pub(super) note: &'static str,
}

impl Peer {
    /// Runs it to its end.
    pub(super) fn run(&mut self) -> Result<Ran> {
        let start = Instant::now();
        let mut child = Running::start(self.command.stdin(Stdio::null()).stdout(Stdio::null()))?;
        let (status, text) = child.wait()?;
        let wall_s = start.elapsed().as_secs_f64();
        let failed_certificate = self.is_dewax && status.code() == Some(NOT_CERTIFIED);
        if !status.success() && !failed_certificate {
            bail!("{:?} ended with {status}: {text}", self.command);
        }
        let note = if failed_certificate { "exit code 3: not certified" } else { "" };
        Ok(Ran { wall_s, out: self.out.clone(), note })
    }

    /// Whether it is the one that the bars are for.
    pub(super) fn is_dewax(&self) -> bool {
        self.is_dewax
    }
}

/// What of the machine the peers need.
#[derive(Debug)]
pub(super) struct Machine {
    pub(super) tools: Tools,
    dewax: PathBuf,
    takes_mask: bool,
    /// A Python that has VapourSynth, and the script for it.
    vapoursynth: Option<OsString>,
    script: PathBuf,
}

impl Machine {
    /// Looks for everything, and says what is missing.
    pub(super) fn look(root: &Path) -> Result<Self> {
        let tools = Tools::find()?;
        let target =
            std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |t| root.join(t));
        let dewax = target.join("release/dewax");
        let Ok(help) = Command::new(&dewax).args(["fix", "--help"]).output() else {
            bail!("there is no {}; run `cargo build --release -p dewax-cli` first", dewax.display());
        };
        let takes_mask = String::from_utf8_lossy(&help.stdout).contains("--mask <");
        if !takes_mask {
            println!(
                "`dewax fix` has no --mask here: every dewax row runs with the mask that it finds itself"
            );
        }
        let script = root.join("scripts/mdegrain.py");
        let python = std::env::var_os("DEWAX_VS_PYTHON").unwrap_or_else(|| "python3".into());
        let has = Command::new(&python)
            .args(["-c", "import vapoursynth; vapoursynth.core.mv"])
            .stdin(Stdio::null())
            .output()
            .is_ok_and(|out| out.status.success());
        if !has {
            println!(
                "no MDegrain3 rows: `{}` has no VapourSynth with mvtools; name a Python (3.12 or newer, pip install \
                 vapoursynth vapoursynth-mvtools) in DEWAX_VS_PYTHON",
                python.display()
            );
        }
        Ok(Self { tools, dewax, takes_mask, vapoursynth: has.then_some(python), script })
    }

    /// All that treat the clip of a scene; outputs go beside it.
    pub(super) fn peers(&self, scene: &Scene, clip: &Path, masks: &Path) -> Vec<Peer> {
        let out = |name: &str| {
            let stem = clip.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
            clip.with_file_name(format!("{stem}_{}.mkv", name.replace([' ', ','], "_")))
        };
        let mut peers: Vec<Peer> = FILTERS
            .iter()
            .map(|(name, filter)| {
                let (out, mut command) = (out(name), Command::new(&self.tools.ffmpeg));
                command.args(["-nostdin", "-v", "error", "-y", "-i"]).arg(clip).args(["-vf", filter]);
                command.args(["-c:v", "ffv1"]).arg(&out);
                Peer { name: (*name).to_owned(), command, out, is_dewax: false }
            })
            .collect();
        if let Some(python) = &self.vapoursynth {
            let (out, mut command) = (out("mdegrain3"), Command::new(python));
            command.arg(&self.script).arg(clip).arg(masks).arg(&out);
            command.env("DEWAX_FFMPEG", &self.tools.ffmpeg).env("DEWAX_FFPROBE", &self.tools.ffprobe);
            peers.push(Peer { name: "deflicker+MDegrain3, true mask".into(), command, out, is_dewax: false });
        }
        peers.push(self.dewax(scene, clip, masks, out("dewax")));
        peers
    }

    fn dewax(&self, scene: &Scene, clip: &Path, masks: &Path, out: PathBuf) -> Peer {
        let mut command = Command::new(&self.dewax);
        command.arg("fix").arg(clip).args(["-q", "--overwrite", "--codec", "ffv1", "-o"]).arg(&out);
        for value in CALM_ONLY {
            command.args(["--set", value]);
        }
        let given = scene.mask_given && self.takes_mask;
        if given {
            command.arg("--mask").arg(masks);
        }
        let name = if given { "dewax, true mask" } else { "dewax, own mask" };
        Peer { name: name.into(), command, out, is_dewax: true }
    }
}
