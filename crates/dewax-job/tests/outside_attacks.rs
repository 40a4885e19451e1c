//! What no certificate may be given to: twelve ways to make figures better and skin worse, each named for what it is. What only
//! copies or encodes well must pass.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at once")]

mod bench;

use bench::{Bench, ffmpeg};
use dewax::certificate::{Cause, Certificate};
use dewax::face::{FaceOptions, Tier};
use dewax_job::job::{Silent, analyse};
use dewax_job::verify::VerifyJob;
use dewax_media::faces::FaceChoice;
use std::path::{Path, PathBuf};

/// Real clips are judged on their first frames.
const FRAMES: usize = 36;

/// How an attack is made, and by which causes it is rightly named. A filter that is several things may be named for any of
/// them.
struct Attack {
    name: &'static str,
    arguments: &'static [&'static str],
    causes: &'static [Cause],
}

const fn filter(name: &'static str, arguments: &'static [&'static str], causes: &'static [Cause]) -> Attack {
    Attack { name, arguments, causes }
}

const ATTACKS: &[Attack] = &[
    filter("gaussian blur 1.0", &["-vf", "gblur=sigma=1.0"], &[Cause::Blurred]),
    filter("gaussian blur 2.5", &["-vf", "gblur=sigma=2.5"], &[Cause::Blurred]),
    // It takes the surroundings' detail as well.
    filter("nlmeans 3", &["-vf", "nlmeans=s=3"], &[Cause::Waxed, Cause::Blurred]),
    filter("hqdn3d temporal 12", &["-vf", "hqdn3d=0:0:12:12"], &[Cause::Averaged, Cause::Waxed]),
    filter("tmix 3", &["-vf", "tmix=frames=3"], &[Cause::Averaged]),
    filter("tmix 5", &["-vf", "tmix=frames=5"], &[Cause::Averaged]),
    // 0.3 of this frame, 0.7 of what was made of the ones before.
    filter(
        "recursive average 0.7",
        &["-vf", "tmix=frames=8:weights='0.0247 0.0353 0.0504 0.072 0.1029 0.147 0.21 0.3'"],
        &[Cause::Averaged],
    ),
    filter("frozen frame", &["-vf", "loop=loop=-1:size=1:start=0,setpts=N/FRAME_RATE/TB"], &[Cause::Frozen]),
    filter("every frame held twice", &["-vf", "shuffleframes=0 0"], &[Cause::Repeated]),
    // FFmpeg's strength of 7 has a standard deviation of about 4 levels.
    filter("white noise 4", &["-vf", "noise=c0s=7:c0f=t"], &[Cause::Noise]),
    filter("texture locked to the screen", &["-vf", "noise=c0s=6"], &[Cause::OnScreen]),
    filter("strong unsharp", &["-vf", "unsharp=5:5:1.5:5:5:0"], &[Cause::Sharpened]),
    filter("beauty bilateral", &["-vf", "bilateral=sigmaS=6:sigmaR=0.08"], &[Cause::Waxed, Cause::Blurred]),
];

const HONEST: &[(&str, &[&str])] = &[
    ("copy", &["-c:v", "ffv1"]),
    ("x264 at CRF 12", &["-c:v", "libx264", "-crf", "12", "-preset", "medium"]),
];

/// The first frames of a clip without loss, and without sound.
fn first_frames(bench: &Bench, clip: &Path) -> PathBuf {
    let (part, frames) = (bench.path("source.mkv"), FRAMES.to_string());
    ffmpeg(&["-i", &clip.to_string_lossy(), "-frames:v", &frames, "-an", "-c:v", "ffv1"], &part);
    part
}

/// Judges every attack on a clip. What went wrong, a line each.
fn judged(bench: &Bench, clip: &Path, faces: &FaceChoice) -> Vec<String> {
    let source = bench.probe(clip);
    let faces = faces.open().unwrap();
    let (analysis, _) = analyse(&bench.tools, &source, false, faces.wish.as_ref(), None, &Silent).unwrap();
    let judge = |name: &str, arguments: &[&str]| -> Certificate {
        let out = bench.path(&format!("{}.mkv", name.replace([' ', '.'], "_")));
        let input = clip.to_string_lossy().into_owned();
        let (frames, codec) = (FRAMES.to_string(), ["-c:v", "ffv1"]);
        let mut all = vec!["-i", &input];
        all.extend(arguments);
        all.extend(["-frames:v", &frames, "-pix_fmt", "yuv420p"]);
        if !arguments.contains(&"-c:v") {
            all.extend(codec);
        }
        ffmpeg(&all, &out);
        let (certificate, _) = VerifyJob {
            tools: &bench.tools,
            source: &source,
            analysis: &analysis,
            recipe: None,
            target: None,
            rendered: None,
            out: &out,
            matte: None,
            range: None,
            bake_rotation: false,
            through: None,
            exhibits: false,
        }
        .run(&Silent)
        .unwrap();
        certificate
    };
    let mut wrong = Vec::new();
    for (name, arguments) in HONEST {
        let certificate = judge(name, arguments);
        if !certificate.passed {
            wrong.push(format!("{name} fails: {}", certificate.failures().join("; ")));
        }
    }
    for attack in ATTACKS {
        let certificate = judge(attack.name, attack.arguments);
        let first = certificate.causes.first();
        if certificate.passed || !first.is_some_and(|cause| attack.causes.contains(cause)) {
            wrong.push(format!(
                "{}: {:?}; {}",
                attack.name,
                certificate.causes,
                certificate.failures().join("; ")
            ));
        }
    }
    wrong
}

#[test]
fn the_drawn_face_cannot_be_cheated_on() {
    let bench = Bench::new();
    let face = dewax::demo::DrawnFace::new(640, 360, FRAMES);
    let drawn = bench.path("drawn.mp4");
    dewax_media::drawn::write_clip(
        &bench.tools,
        &face,
        &dewax_media::guard::Guard::new(false).file(&drawn).unwrap(),
    )
    .unwrap();
    let clip = first_frames(&bench, &drawn);
    // By colour, as on a machine without face models: the lock is found on the skin as a whole.
    let faces = FaceChoice { tier: Some(Tier::ColourOnly), options: FaceOptions::default() };
    let wrong = judged(&bench, &clip, &faces);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Real clips, a generated and a filmed one.
#[test]
fn real_clips_cannot_be_cheated_on() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/clips");
    let clips: Vec<PathBuf> = ["d_ai_fantasy_w01.mp4", "d_re_lp_neutral.mp4"]
        .iter()
        .map(|n| root.join(n))
        .filter(|p| p.is_file())
        .collect();
    if clips.is_empty() {
        eprintln!("*** SKIPPED: no real clips on this machine ***");
        return;
    }
    let mut wrong = Vec::new();
    for clip in clips {
        let bench = Bench::new();
        let part = first_frames(&bench, &clip);
        let name = clip.display();
        wrong.extend(judged(&bench, &part, &FaceChoice::default()).iter().map(|w| format!("{name}: {w}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
