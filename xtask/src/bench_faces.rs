//! How steadily faces are followed: real portraits moved by a known motion, and what the tracker makes of them.

use anyhow::{Context, Result, bail};
use dewax::analysis::{Analyser, FaceWish};
use dewax::clip::{Clip, Picture, Ratio, Signs};
use dewax::color::Tags;
use dewax::color::math::sin_cos_deg;
use dewax::face::{FaceTrack, Mode, Tier};
use dewax::kernels::noise::{key, normal_row};
use dewax::kernels::{chroma, shrink, warp};
use dewax::lock::Affine;
use dewax::px::{Format, Frame, LEVEL, Plane, Subsampling};
use dewax_media::decode::{DecodeOptions, Decoder, FrameSource};
use dewax_media::faces::FaceChoice;
use dewax_media::probe::probe;
use dewax_media::tools::Tools;
use std::path::Path;

/// Frames of the made clip.
const FRAMES: usize = 60;
/// Side of its pictures, px.
const SIDE: usize = 960;
/// Eye distance in it, px.
const IOD_PX: f64 = 200.0;
/// Noise of every pixel, in 8-bit levels, and the swing of the brightness.
const NOISE_LEVELS: f32 = 2.0;
const FLICKER: f32 = 0.02;
/// Seed of the noise.
const SEED: u32 = 1;

/// Measures and prints.
pub(crate) fn run(root: &Path, portraits: &[&str]) -> Result<()> {
    let tools = Tools::find()?;
    let choice = FaceChoice { tier: Some(Tier::Mesh), ..FaceChoice::default() };
    let wish = choice.open()?.wish.context("no finder")?;
    let clips = root.join("../shared/clips");
    let named: Vec<std::path::PathBuf> = if portraits.is_empty() {
        ["d_st_consented_woman.jpg", "d_st_flux_woman.png", "d_st_ai_porcelain.jpg"]
            .map(|n| clips.join(n))
            .into()
    } else {
        portraits.iter().map(std::path::PathBuf::from).collect()
    };
    println!(
        "known motion, noise {NOISE_LEVELS} levels, flicker ±{} %, IOD {IOD_PX} px; px",
        FLICKER * 100.0
    );
    println!("{:<28} {:>12} {:>12} {:>12} {:>12}", "", "raw jitter", "raw error", "jitter", "error");
    for path in named {
        if !path.exists() {
            println!(
                "SKIPPED: there is no {}; name portraits: cargo xtask bench faces PICTURE...",
                path.display()
            );
            continue;
        }
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let moved = Moved::of(&tools, &path, &wish)?;
        let track = moved.followed(&wish)?;
        let (raw, smooth) = (moved.errors(&track, false), moved.errors(&track, true));
        println!("{name:<28} {:>12.3} {:>12.3} {:>12.3} {:>12.3}", raw.0, raw.1, smooth.0, smooth.1);
    }
    Ok(())
}

fn clip(format: Format, tags: Tags, frames: usize) -> Clip {
    Clip {
        name: "moved".into(),
        fingerprint: String::new(),
        format,
        tags,
        time_base: Ratio { num: 1, den: 24 },
        pts: (0..frames as i64).collect(),
        last_duration: 1,
        signs: Signs::default(),
    }
}

/// A portrait and the motion it is given.
struct Moved {
    picture: Picture,
    planes: [Plane<f32>; 3],
    /// The middle of the face in the portrait, and px of the portrait per px of the clip.
    middle: (f64, f64),
    scale: f64,
}

impl Moved {
    fn of(tools: &Tools, path: &Path, wish: &FaceWish) -> Result<Self> {
        let source = probe(tools, path)?;
        let mut decoder = Decoder::open(tools, &source, DecodeOptions::default())?;
        let frame = decoder.next()?.context("the file holds no picture")?.frame;
        let clip = clip(source.frame_format(false), source.video.tags, 1);
        let picture = clip.picture();
        let mut analyser = Analyser::new(picture, 24.0, Some(wish));
        analyser.push(&frame);
        let analysis = analyser.finish(clip, dewax::VERSION);
        let tracks = analysis.shots.into_iter().flat_map(|s| s.faces.tracks);
        let face =
            tracks.max_by(|a, b| a.iod_px().total_cmp(&b.iod_px())).context("no face in the portrait")?;
        let (square, iod) = (face.states[0].square, f64::from(face.iod_px()));
        let size = (frame.width(), frame.height());
        // Large portraits are shrunk first: sampling every third pixel would make texture that flickers.
        let step = ((iod / IOD_PX).floor() as usize).max(1);
        let planes = [0, 1, 2].map(|which| {
            let full = if which == 0 {
                frame.luma().clone()
            } else {
                let (from, siting) = (frame.subsampling, picture.siting);
                chroma::resample(frame.plane(which), size, from, Subsampling::C444, siting)
            };
            shrink::shrink(&full, step)
        });
        let at = |v: f32| (f64::from(v) + 0.5) / step as f64 - 0.5;
        Ok(Self { picture, planes, middle: (at(square.x), at(square.y)), scale: iod / step as f64 / IOD_PX })
    }

    /// From the clip's frame to the portrait: a slow walk, a nod, and a little nearer and farther.
    fn map(&self, frame: usize) -> Affine {
        let t = frame as f64;
        let (turn, _) = sin_cos_deg(t * 5.0);
        let (walk, sway) = sin_cos_deg(t * 7.0);
        let (sin, cos) = sin_cos_deg(4.0 * turn);
        let scale = self.scale * (1.0 + 0.03 * sin_cos_deg(t * 4.0).0);
        let half = SIDE as f64 / 2.0;
        let (x, y) = (half + 26.0 * walk, half + 14.0 * sway);
        let (a, b) = (scale * cos, scale * sin);
        Affine([a, -b, self.middle.0 - a * x + b * y, b, a, self.middle.1 - b * x - a * y])
    }

    fn frame(&self, index: usize) -> Frame {
        let map = self.map(index);
        let gain = 1.0
            + FLICKER
                * if index.is_multiple_of(2) { 1.0 } else { -1.0 }
                * (0.4 + 0.6 * (index % 5) as f32 / 4.0);
        let black = self.picture.levels.black;
        let planes = [0, 1, 2].map(|which| {
            let warped = warp::warp(&self.planes[which], map.0, SIDE, SIDE);
            let key = key(SEED, which as u32, index);
            let mut noise = vec![0.0; SIDE];
            let mut plane = Plane::new(SIDE, SIDE);
            for (y, row) in warped.rows().enumerate() {
                normal_row(key, y as i32, 0, &mut noise);
                for ((out, &v), &noise) in plane.row_mut(y).iter_mut().zip(row).zip(&noise) {
                    let lit = if which == 0 { black + (v - black) * gain } else { v };
                    let levels = (lit / LEVEL + NOISE_LEVELS * noise).round();
                    *out = (levels.clamp(0.0, 255.0) * LEVEL) as u16;
                }
            }
            plane
        });
        Frame::from_planes(index, Subsampling::C444, planes)
            .unwrap_or_else(|| Frame::new(&self.picture.format, index))
    }

    fn followed(&self, wish: &FaceWish) -> Result<FaceTrack> {
        let mut picture = self.picture;
        (picture.format.width, picture.format.height) = (SIDE, SIDE);
        picture.format.subsampling = Subsampling::C444;
        let mut analyser = Analyser::new(picture, 24.0, Some(wish));
        (0..FRAMES).for_each(|i| analyser.push(&self.frame(i)));
        let clip = clip(picture.format, Tags::assumed(SIDE), FRAMES);
        let analysis = analyser.finish(clip, dewax::VERSION);
        let track = analysis.shots.into_iter().flat_map(|s| s.faces.tracks).max_by_key(|t| t.states.len());
        let track = track.context("the moved face was not found")?;
        if track.frames_in(Mode::Mesh) < FRAMES {
            bail!("the moved face was held in {} of {FRAMES} frames only", track.frames_in(Mode::Mesh));
        }
        Ok(track)
    }

    /// RMS change of the error from frame to frame, and RMS error beside the mean one: in px of the clip.
    fn errors(&self, track: &FaceTrack, smoothed: bool) -> (f64, f64) {
        // Every point brought back to the portrait, where it should stay.
        let at_home: Vec<Vec<(f64, f64)>> = track
            .states
            .iter()
            .enumerate()
            .filter_map(|(i, s)| {
                let (mesh, map) = (s.mesh()?, self.map(i));
                let points: Vec<[f32; 2]> = if smoothed {
                    mesh.points.clone()
                } else {
                    mesh.raw.iter().map(|p| [p[0], p[1]]).collect()
                };
                Some(points.iter().map(|p| map.apply(f64::from(p[0]), f64::from(p[1]))).collect())
            })
            .collect();
        let count = at_home.len() as f64;
        let points = at_home.first().map_or(0, Vec::len);
        let (mut jitter, mut error) = (0.0, 0.0);
        for point in 0..points {
            let path: Vec<(f64, f64)> = at_home.iter().map(|f| f[point]).collect();
            let mean = path.iter().fold((0.0, 0.0), |m, p| (m.0 + p.0 / count, m.1 + p.1 / count));
            error += path.iter().map(|p| (p.0 - mean.0).powi(2) + (p.1 - mean.1).powi(2)).sum::<f64>();
            jitter +=
                path.windows(2).map(|w| (w[1].0 - w[0].0).powi(2) + (w[1].1 - w[0].1).powi(2)).sum::<f64>();
        }
        let rms = |sum: f64, of: f64| (sum / of / points.max(1) as f64).sqrt() / self.scale;
        (rms(jitter, count - 1.0), rms(error, count))
    }
}
