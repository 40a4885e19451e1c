//! Measures how well the light on faces is told: clips whose faces are relit by a known lamp, and the halves of clips as they are.

use crate::footage::{CAMERA, GENERATED, Wish, cut, name_of, open, rewritten};
use anyhow::{Result, bail};
use dewax::analysis::Analysis;
use dewax::clip::Picture;
use dewax::color::math::{angle_deg, sin_cos_deg};
use dewax::color::transfer::{from_linear, to_linear};
use dewax::color::{Transfer, rgb_from_ycc, ycc_from_rgb};
use dewax::face::{Mesh, Topology};
use dewax::kernels::blur;
use dewax::lighting::{FaceLight, between_deg};
use dewax::px::{Frame, Plane};
use dewax_job::job::{Silent, analyse};
use dewax_media::faces::FaceChoice;
use dewax_media::tools::Tools;
use std::collections::BTreeMap;
use std::path::Path;

/// Frames of each clip: two seconds.
const FRAMES: usize = 48;
/// Frames that are relit: enough for a lock.
const RELIT_FRAMES: usize = 12;
/// Lamps: degrees to the right and up, and key to fill in stops.
const LAMPS: [(f64, f64, f32); 8] = [
    (0.0, 10.0, 1.0),
    (45.0, 30.0, 1.0),
    (-45.0, 30.0, 2.0),
    (70.0, 10.0, 1.5),
    (-75.0, 0.0, 2.5),
    (20.0, 60.0, 1.0),
    (-30.0, -30.0, 1.5),
    (95.0, 20.0, 2.0),
];
/// What of a picture is its own light, as the sigma of a blur in eye distances: it is taken out before a face is lit anew. Faces that are
/// **relit** keep their pigment, beard and the shadows of nose and lids; of faces that are **rendered** nothing wider than 6 mm is left, so
/// that all of their shading is the lamp's.
const OWN_LIGHT_IOD: [(&str, f32); 2] = [("relit", 0.3), ("rendered", 0.1)];
/// Green light of skin that faces the lamp, 0..=1: as a face is exposed.
const EXPOSED: f32 = 0.25;

/// Measures both tables.
///
/// # Errors
/// When a clip cannot be read or written, or there are no face models.
pub(crate) fn run(root: &Path, words: &[&str]) -> Result<()> {
    let wish = Wish::read(root, words, FRAMES)?;
    let only = wish.only.as_deref();
    if only.is_some_and(|only| !["relit", "rendered", "halves"].contains(&only)) {
        bail!("--only takes relit, rendered or halves");
    }
    let tools = Tools::find()?;
    let scratch = tempfile::tempdir()?;
    let folder = wish.keep.as_deref().unwrap_or(scratch.path());
    std::fs::create_dir_all(folder)?;
    for (name, own_light_iod) in OWN_LIGHT_IOD.into_iter().filter(|(name, _)| only.is_none_or(|o| o == *name))
    {
        println!("{name}: clip, lamp (right, up, stops): degrees off, stops told, explained");
        let mut off = Vec::new();
        for path in wish.videos(&[CAMERA, GENERATED]) {
            off.extend(relit(&tools, &path, folder, own_light_iod)?);
        }
        let told: Vec<_> = off.iter().filter(|o| o.told).collect();
        summary(&format!("{name}, degrees off where told"), told.iter().map(|o| o.degrees).collect());
        summary(&format!("{name}, stops off where told"), told.iter().map(|o| o.stops).collect());
        println!(
            "{name}: told {} of {}, {} within 15 degrees",
            told.len(),
            off.len(),
            told.iter().filter(|o| o.degrees <= 15.0).count()
        );
    }
    if only.is_none_or(|only| only == "halves") {
        println!("clip: where from, stops, explained; degrees and stops between its halves");
        for path in wish.videos(&[CAMERA, GENERATED]) {
            halves(&tools, &path, wish.frames, folder)?;
        }
    }
    Ok(())
}

fn summary(what: &str, mut values: Vec<f32>) {
    values.sort_by(f32::total_cmp);
    let at = |share: f32| {
        values.get(((values.len().max(1) - 1) as f32 * share) as usize).copied().unwrap_or(f32::NAN)
    };
    println!(
        "{what}: median {:.2}, 90th percentile {:.2}, most {:.2} of {}",
        at(0.5),
        at(0.9),
        at(1.0),
        values.len()
    );
}

fn analysed(tools: &Tools, clip: &Path) -> Result<Analysis> {
    let source = open(tools, clip)?;
    let faces = FaceChoice::default().open()?;
    Ok(analyse(tools, &source, false, faces.wish.as_ref(), None, &Silent)?.0)
}

/// The light on the face that is seen longest, in a share of the frames of the first shot.
fn light_in(analysis: &Analysis, from: f32, to: f32) -> Option<FaceLight> {
    let facts = analysis.shots.first()?;
    let face = facts.faces.tracks.iter().max_by_key(|t| t.states.len())?.id;
    let at = |share: f32| facts.shot.first_frame + (share * facts.shot.frames as f32) as usize;
    let transfer = analysis.clip.tags.transfer.value;
    FaceLight::of(facts, face, &analysis.clip.picture(), transfer, at(from)..at(to))
}

fn told(light: &FaceLight) -> String {
    let [right, down, near] = light.from.map(f64::from);
    let across = angle_deg(right, near);
    let up = angle_deg(-down, (right * right + near * near).sqrt());
    format!("({across:.0}, {up:.0}, {:.2})", light.key_fill_stops)
}

fn halves(tools: &Tools, path: &Path, frames: usize, folder: &Path) -> Result<()> {
    let clip = folder.join("halves.mkv");
    cut(tools, path, frames, &clip)?;
    let analysis = analysed(tools, &clip)?;
    let name = name_of(path);
    let lights =
        (light_in(&analysis, 0.0, 1.0), light_in(&analysis, 0.0, 0.5), light_in(&analysis, 0.5, 1.0));
    let (Some(whole), Some(one), Some(two)) = lights else {
        println!("{name}: not told");
        return Ok(());
    };
    let gap =
        one.gap(&two).map_or("even".into(), |g| format!("{:.0} degrees, {:.2} stops", g.angle_deg, g.stops));
    println!("{name}: {} {}, explained {:.2}; {gap}", whole.side(), told(&whole), whole.explained);
    Ok(())
}

/// How far what is told of a lamp lies from it.
struct Off {
    degrees: f32,
    stops: f32,
    /// Whether it is said to have a direction at all.
    told: bool,
}

/// Each lamp on the face of a clip.
fn relit(tools: &Tools, path: &Path, folder: &Path, own_light_iod: f32) -> Result<Vec<Off>> {
    let (clip, made) = (folder.join("plain.mkv"), folder.join(format!("{}_relit.mkv", name_of(path))));
    cut(tools, path, RELIT_FRAMES, &clip)?;
    let analysis = analysed(tools, &clip)?;
    let mut off = Vec::new();
    let Some(facts) = analysis.shots.first() else { return Ok(off) };
    let Some(topology) = facts.faces.topology.clone() else {
        bail!("without the face models no light is told")
    };
    let Some(track) = facts.faces.tracks.iter().max_by_key(|t| t.states.len()) else { return Ok(off) };
    let picture = analysis.clip.picture();
    let transfer = analysis.clip.tags.transfer.value;
    let source = open(tools, &clip)?;
    for (right, up, stops) in LAMPS {
        let ((sin, cos), (high, level)) = (sin_cos_deg(right), sin_cos_deg(up));
        let from = [level * sin, -high, level * cos].map(|v| v as f32);
        rewritten(tools, &source, &made, |frame| {
            let state = track.at(frame.index);
            if let Some((mesh, state)) = state.and_then(|s| Some((s.mesh()?, s))) {
                let lit = Lit {
                    topology: &topology,
                    mesh: &mesh,
                    own_light_px: own_light_iod * state.iod_px,
                    from,
                    stops,
                };
                lit.lay(frame, &picture, transfer);
            }
        })?;
        let found = light_in(&analysed(tools, &made)?, 0.0, 1.0);
        let Some(light) = found else {
            println!("{}, ({right}, {up}, {stops}): not told", name_of(path));
            continue;
        };
        let degrees = between_deg(light.from, from);
        println!(
            "{}, ({right}, {up}, {stops}): {degrees:.1}, told {}, {:.2}{}",
            name_of(path),
            told(&light),
            light.explained,
            if light.has_direction() { "" } else { " (too little to tell)" }
        );
        off.push(Off { degrees, stops: (light.key_fill_stops - stops).abs(), told: light.has_direction() });
    }
    Ok(off)
}

/// A face and a lamp.
struct Lit<'a> {
    topology: &'a Topology,
    mesh: &'a Mesh,
    own_light_px: f32,
    from: [f32; 3],
    stops: f32,
}

impl Lit<'_> {
    /// How much light falls on each pixel of the mesh: 1 facing the lamp; 0 off the mesh.
    fn shade(&self, width: usize, height: usize) -> Plane<f32> {
        let points: Vec<[f32; 3]> = self.mesh.raw.iter().map(|p| [p[0], p[1], -p[2]]).collect();
        let corners = |t: &[u16; 3]| t.map(|i| points.get(usize::from(i)).copied().unwrap_or([f32::NAN; 3]));
        let normal = |[a, b, c]: [[f32; 3]; 3]| {
            let (u, v): ([f32; 3], [f32; 3]) =
                (std::array::from_fn(|i| b[i] - a[i]), std::array::from_fn(|i| c[i] - a[i]));
            let n = [u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]];
            if n[2] < 0.0 { n.map(|x| -x) } else { n }
        };
        let mut at_point: BTreeMap<u16, [f32; 3]> = BTreeMap::new();
        for triangle in &self.topology.triangles {
            let n = normal(corners(triangle));
            for &i in triangle {
                let sum = at_point.entry(i).or_default();
                *sum = std::array::from_fn(|axis| sum[axis] + n[axis]);
            }
        }
        let least = 2f32.powf(-self.stops);
        let light = |i: u16| {
            let n = at_point.get(&i).copied().unwrap_or_default();
            let length = n.iter().map(|v| v * v).sum::<f32>().sqrt().max(1e-6);
            let reach = n.iter().zip(self.from).map(|(a, b)| a * b).sum::<f32>() / length;
            least + (1.0 - least) * reach.max(0.0)
        };
        let mut out = Plane::new(width, height);
        for triangle in &self.topology.triangles {
            let corner = corners(triangle);
            let lights = triangle.map(light);
            let span = |axis: usize, most: usize| {
                let values = corner.map(|c| c[axis]);
                let low = values.iter().copied().fold(f32::INFINITY, f32::min).max(0.0) as usize;
                let high = values.iter().copied().fold(0.0, f32::max).ceil() as usize;
                low..(high + 1).min(most)
            };
            let [a, b, c] = corner;
            let area = (b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1]);
            if area.abs() < 1e-6 || !area.is_finite() {
                continue;
            }
            for y in span(1, height) {
                for x in span(0, width) {
                    let (x0, y0) = (x as f32, y as f32);
                    let v = ((x0 - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (y0 - a[1])) / area;
                    let w = ((b[0] - a[0]) * (y0 - a[1]) - (x0 - a[0]) * (b[1] - a[1])) / area;
                    if v >= -1e-3 && w >= -1e-3 && v + w <= 1.002 {
                        out.row_mut(y)[x] = (1.0 - v - w) * lights[0] + v * lights[1] + w * lights[2];
                    }
                }
            }
        }
        out
    }

    /// Takes the face's own light out of a frame and lays the lamp's.
    fn lay(&self, frame: &mut Frame, picture: &Picture, transfer: Transfer) {
        let (width, height) = (frame.width(), frame.height());
        let shade = self.shade(width, height);
        let (across, down) = frame.subsampling.factors();
        let rgb_at = |frame: &Frame, x: usize, y: usize| {
            let chroma = |which: usize| f32::from(frame.plane(which).row(y / down)[x / across]);
            let stored = [f32::from(frame.luma().row(y)[x]), chroma(1), chroma(2)];
            rgb_from_ycc(picture.weights, picture.levels.units(stored))
                .map(|v| to_linear(transfer, f64::from(v)) as f32)
        };
        let is_face = |x: usize, y: usize| if shade.row(y)[x] > 0.0 { 1.0 } else { 0.0 };
        let sigma = self.own_light_px;
        let green = Plane::from_fn(width, height, |x, y| is_face(x, y) * rgb_at(frame, x, y)[1].max(1e-3));
        let (own, share) =
            (blur::gaussian(&green, sigma), blur::gaussian(&Plane::from_fn(width, height, is_face), sigma));
        let graded = |frame: &Frame, x: usize, y: usize| {
            let lit = shade.row(y)[x];
            let mean = own.row(y)[x] / share.row(y)[x].max(1e-3);
            let rgb = rgb_at(frame, x, y).map(|v| v / mean * lit * EXPOSED);
            let codes = rgb.map(|v| from_linear(transfer, f64::from(v.min(1.0))) as f32);
            picture
                .levels
                .stored(ycc_from_rgb(picture.weights, codes))
                .map(|v| v.round().clamp(0.0, 65535.0) as u16)
        };
        let before = frame.clone();
        for y in 0..height {
            for x in (0..width).filter(|&x| shade.row(y)[x] > 0.0) {
                let [luma, cb, cr] = graded(&before, x, y);
                frame.plane_mut(0).row_mut(y)[x] = luma;
                if x % across == 0 && y % down == 0 {
                    frame.plane_mut(1).row_mut(y / down)[x / across] = cb;
                    frame.plane_mut(2).row_mut(y / down)[x / across] = cr;
                }
            }
        }
    }
}
