//! Which steps of colour within a shot are found and how much of them the way back takes, and what is wrongly taken for one: clips as they
//! are, with steps of known kind, and with what is no seam.

pub(crate) mod changes;

use crate::footage::{CAMERA, GENERATED, Wish, cut, name_of, open};
use anyhow::{Result, bail};
use changes::{contrast, grade, lay};
use dewax::analysis::{Analyser, Analysis, FaceWish};
use dewax::clip::{Clip, Picture};
use dewax::color::{Join, ciede2000, graded_whole, joins_back, lab_from_ycc};
use dewax::px::Frame;
use dewax::skin::SkinSearch;
use dewax_job::job::{Silent, analyse};
use dewax_media::decode::{DecodeOptions, Decoder, FrameSource};
use dewax_media::faces::FaceChoice;
use dewax_media::probe::Source;
use dewax_media::tools::Tools;
use std::path::Path;

/// Frames of each clip.
const FRAMES: usize = 48;

/// What is laid on a clip from some frame on, or over some of them.
struct Row {
    name: &'static str,
    /// Whether it is a seam.
    is_seam: bool,
    /// What a colour becomes in a frame of so many, at a place.
    of: fn(&Picture, [f32; 3], Time, [f32; 2]) -> [f32; 3],
}

/// A frame of a clip, and the frame at which something happens.
#[derive(Clone, Copy)]
struct Time {
    frame: usize,
    at: usize,
    frames: usize,
}

impl Time {
    fn is_behind(self) -> bool {
        self.frame >= self.at
    }

    /// A number by chance, −1..=1, of each frame.
    fn chance(self) -> f32 {
        ((self.frame * 7919 + 13) % 41) as f32 / 20.0 - 1.0
    }
}

/// What stays from a frame on.
macro_rules! seam {
    ($name:literal, |$picture:ident, $c:ident| $made:expr) => {
        Row {
            name: $name,
            is_seam: true,
            of: |$picture, $c, time, _| if time.is_behind() { $made } else { $c },
        }
    };
}

const ROWS: [Row; 16] = [
    seam!("contrast +5 saturation +7", |_p, c| contrast(c, 5.0, 7.0)),
    seam!("contrast +10 saturation +15", |_p, c| contrast(c, 10.0, 15.0)),
    seam!("contrast +15 saturation +25", |_p, c| contrast(c, 15.0, 25.0)),
    seam!("contrast -8 saturation -12", |_p, c| contrast(c, -8.0, -12.0)),
    seam!("gain +6", |p, c| grade(p, c, [1.06; 3], 1.0)),
    seam!("warmer", |p, c| grade(p, c, [1.05, 1.0, 0.94], 1.0)),
    seam!("greener", |p, c| grade(p, c, [0.98, 1.03, 0.98], 1.0)),
    seam!("gamma 1.08", |p, c| grade(p, c, [1.0; 3], 1.08)),
    Row { name: "none", is_seam: false, of: |_, c, _, _| c },
    Row {
        name: "flicker 4",
        is_seam: false,
        of: |p, c, t, _| grade(p, c, [1.0 + 0.04 * t.chance(); 3], 1.0),
    },
    Row {
        name: "flash",
        is_seam: false,
        of: |p, c, t, _| grade(p, c, [if t.frame == t.at { 1.25 } else { 1.0 }; 3], 1.0),
    },
    Row {
        name: "drift",
        is_seam: false,
        of: |_, c, t, _| {
            let share = t.frame as f32 / t.frames as f32;
            contrast(c, 12.0 * share, 20.0 * share)
        },
    },
    Row {
        name: "fade of half a second",
        is_seam: false,
        of: |_, c, t, _| {
            let share = ((t.frame as f32 - t.at as f32) / 12.0).clamp(0.0, 1.0);
            contrast(c, 12.0 * share, 20.0 * share)
        },
    },
    Row { name: "lamp from the right", is_seam: false, of: |_, c, t, [x, _]| lamp(c, t, x * x) },
    Row {
        name: "lamp on the middle",
        is_seam: false,
        of: |_, c, t, [x, y]| {
            let far = ((x - 0.5).powi(2) + (y - 0.45).powi(2)) / 0.08;
            lamp(c, t, 1.0 / (1.0 + far * far))
        },
    },
    Row {
        name: "something before the lens",
        is_seam: false,
        of: |_, c, t, [x, y]| if t.is_behind() && x + 0.5 * y < 0.5 { [0.12, 0.01, 0.02] } else { c },
    },
];

/// A lamp that is switched on: what it reaches gets so much more of its warm light.
fn lamp([y, b, r]: [f32; 3], time: Time, reach: f32) -> [f32; 3] {
    let more = if time.is_behind() { 1.0 + 0.25 * reach } else { 1.0 };
    [y * more, b * more - 0.02 * (more - 1.0), r * more + 0.03 * (more - 1.0)]
}

/// Clips that no limit was set by.
const HELD_OUT: [&str; 8] = [
    "d_re_lp_neutral",
    "d_re_lp_selfie",
    "d_re_mustache",
    "d_re_latentsync_chef",
    "d_ai_ltx2_soldier",
    "d_ai_ovi_lady",
    "d_ai_fantasy_w10",
    "d_ai_edtalk_woman",
];

/// Measures and prints.
///
/// # Errors
/// When a clip cannot be read, or a name is not known.
pub(crate) fn run(root: &Path, words: &[&str]) -> Result<()> {
    let held_out = words.contains(&"--held-out");
    let words: Vec<&str> = words.iter().copied().filter(|w| *w != "--held-out").collect();
    let wish = Wish::read(root, &words, FRAMES)?;
    let rows: Vec<&Row> = ROWS
        .iter()
        .filter(|r| wish.only.as_ref().is_none_or(|only| r.name.starts_with(only.as_str())))
        .collect();
    if rows.is_empty() {
        bail!("there is no row like that; there are {}", ROWS.map(|r| r.name).join(", "));
    }
    let paths: Vec<_> = wish
        .videos(&[CAMERA, GENERATED])
        .into_iter()
        .filter(|path| HELD_OUT.contains(&name_of(path).as_str()) == held_out)
        .collect();
    if paths.is_empty() {
        println!("SKIPPED seam: none of its clips is in {}", wish.clips.display());
        return Ok(());
    }
    let tools = Tools::find()?;
    let faces = FaceChoice::default().open()?;
    let scratch = tempfile::tempdir()?;
    let mut tally = vec![Tally::default(); rows.len()];
    for path in paths {
        let clip = scratch.path().join("clip.mkv");
        cut(&tools, &path, wish.frames, &clip)?;
        let source = open(&tools, &clip)?;
        let all = frames(&tools, &source)?;
        let clip = analyse(&tools, &source, false, None, None, &Silent)?.0.clip;
        for (row, tally) in rows.iter().zip(&mut tally) {
            one(&name_of(&path), &source, (&clip, &all), faces.wish.as_ref(), row, tally);
        }
    }
    println!();
    for (row, tally) in rows.iter().zip(&tally) {
        tally.print(row);
    }
    Ok(())
}

/// What came of a row over the clips.
#[derive(Clone, Debug, Default)]
struct Tally {
    clips: usize,
    found: usize,
    others: usize,
    /// ΔE2000 by which the skin steps, and still steps.
    skin: Vec<(f32, f32)>,
    /// The same of the whole picture.
    picture: Vec<(f32, f32)>,
}

impl Tally {
    fn print(&self, row: &Row) {
        let gone = |all: &[(f32, f32)]| {
            let (was, is) = all.iter().fold((0.0, 0.0), |sum, v| (sum.0 + v.0, sum.1 + v.1));
            let count = all.len().max(1) as f32;
            let shares = all.iter().map(|v| 1.0 - v.1 / v.0.max(1e-3));
            let least = shares.fold(f32::INFINITY, f32::min);
            format!(
                "{:.2} to {:.2} ({:.0} % gone, least {:.0} %)",
                was / count,
                is / count,
                100.0 * (1.0 - is / f32::max(was, 1e-3)),
                100.0 * least
            )
        };
        if row.is_seam {
            println!(
                "{:<28} found {} of {}, {} others; of those found dE of skin {}, of the picture {}",
                row.name,
                self.found,
                self.clips,
                self.others,
                gone(&self.skin),
                gone(&self.picture)
            );
        } else {
            println!("{:<28} {} taken for seams in {} clips", row.name, self.found + self.others, self.clips);
        }
    }
}

/// One clip with one row.
fn one(
    name: &str,
    source: &Source,
    (clip, frames): (&Clip, &[Frame]),
    faces: Option<&FaceWish>,
    row: &Row,
    tally: &mut Tally,
) {
    let at = frames.len() / 2 + 1;
    let picture = clip.picture();
    let changed = |frame: &Frame, index: usize| {
        let mut out = frame.clone();
        let time = Time { frame: index, at, frames: frames.len() };
        lay(&picture, &|c, place| (row.of)(&picture, c, time, place), &mut out);
        out
    };
    let made: Vec<Frame> = frames.iter().enumerate().map(|(i, f)| changed(f, i)).collect();
    let mut analyser = Analyser::new(picture, source.video.frame_rate.value(), faces);
    made.iter().for_each(|frame| analyser.push(frame));
    let analysis = analyser.finish(clip.clone(), "bench");
    let joins: Vec<(usize, &Join)> = analysis
        .shots
        .iter()
        .flat_map(|s| s.joins.iter().map(|j| (s.shot.first_frame + j.frame, j)))
        .collect();
    tally.clips += 1;
    let is_it = |j: &&(usize, &Join)| row.is_seam && j.0 == at;
    tally.others += joins.iter().filter(|j| !is_it(j)).count();
    let words: Vec<String> = joins
        .iter()
        .map(|(frame, j)| {
            format!(
                "frame {frame}: contrast {:+.1} saturation {:+.1} grey {:+.1}, skin {:.2} picture {:.2}, explained {:.2}",
                j.contrast_percent, j.saturation_percent, j.lighter_percent, j.skin_de, j.picture_de, j.explained
            )
        })
        .collect();
    if let Some((_, join)) = joins.iter().find(is_it) {
        tally.found += 1;
        let (skin, around) = off(&picture, &analysis, at, join, frames, &made);
        tally.skin.push(skin);
        tally.picture.push(around);
        println!(
            "{name:<24} {:<28} skin {:.2} to {:.2}, picture {:.2} to {:.2}; {}",
            row.name,
            skin.0,
            skin.1,
            around.0,
            around.1,
            words.join("; ")
        );
    } else {
        println!(
            "{name:<24} {:<28} {}",
            row.name,
            if words.is_empty() { "-".into() } else { words.join("; ") }
        );
    }
}

/// How far the mean skin, and all of the picture, lie from the true last frame, as they are and after the way back: ΔE2000, of the picture
/// the mean over cells of eight luma px, whose colours are rounded to codes.
fn off(
    picture: &Picture,
    analysis: &Analysis,
    at: usize,
    join: &Join,
    truth: &[Frame],
    made: &[Frame],
) -> ((f32, f32), (f32, f32)) {
    let last = truth.len() - 1;
    debug_assert!(last >= at);
    let back = joins_back(&[Join { frame: 0, ..*join }], 0, 1.0);
    let facts = analysis.shot_of(last);
    let mask = facts.and_then(|f| {
        let search: SkinSearch = f.skin_search();
        search.find(picture, &f.faces, &made[last])
    });
    let (mut skin, mut all) = (([[0.0f32; 3]; 3], 0.0f32), (0.0, 0.0, 0.0));
    let cell = 8;
    let lab = |ycc: [f32; 3]| lab_from_ycc(picture.weights, ycc);
    let de = |one: [f32; 3], other: [f32; 3]| ciede2000(lab(one), lab(other)) as f32;
    let of = |frame: &Frame, x: usize, y: usize| {
        let (across, down) = frame.subsampling.factors();
        let mean = |which: usize, (across, down): (usize, usize)| {
            let plane = frame.plane(which);
            let mut sum = 0.0;
            for v in 0..cell / down {
                for u in 0..cell / across {
                    sum += f32::from(plane.at((x / across + u) as isize, (y / down + v) as isize));
                }
            }
            sum / ((cell / across) * (cell / down)) as f32
        };
        picture.levels.units([mean(0, (1, 1)), mean(1, (across, down)), mean(2, (across, down))])
    };
    for y in (0..truth[last].height().saturating_sub(cell)).step_by(cell) {
        for x in (0..truth[last].width().saturating_sub(cell)).step_by(cell) {
            let (due, seen) = (of(&truth[last], x, y), of(&made[last], x, y));
            let after = graded_whole(picture.weights, &back, seen);
            let weight = mask.as_ref().map_or(0.0, |m| m.at(x + cell / 2, y + cell / 2));
            for (sum, colour) in skin.0.iter_mut().zip([due, seen, after]) {
                *sum = [0, 1, 2].map(|k| sum[k] + weight * colour[k]);
            }
            skin.1 += weight;
            all = (all.0 + de(due, seen), all.1 + de(due, after), all.2 + 1.0);
        }
    }
    let [due, seen, after] = skin.0.map(|sum| sum.map(|v| v / skin.1.max(1e-6)));
    ((de(due, seen), de(due, after)), (all.0 / f32::max(all.2, 1e-6), all.1 / f32::max(all.2, 1e-6)))
}

/// All frames of a clip, numbered.
fn frames(tools: &Tools, source: &Source) -> Result<Vec<Frame>> {
    let mut decoder = Decoder::open(tools, source, DecodeOptions::default())?;
    let mut out = Vec::new();
    while let Some(decoded) = decoder.next()? {
        let mut frame = decoded.frame;
        frame.index = out.len();
        out.push(frame);
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_of_the_clips_is_set_aside_and_seams_begin_where_they_should() {
        assert!(run(Path::new("nowhere"), &["--clips", "nowhere"]).is_ok(), "missing clips are no error");
        assert!(run(Path::new("nowhere"), &["--only", "plague"]).is_err());
        let picture = dewax::demo::DrawnFace::new(64, 48, 8).picture();
        let colour = [0.6, -0.05, 0.1];
        for row in ROWS.iter().filter(|r| r.is_seam) {
            let of = |frame: usize| (row.of)(&picture, colour, Time { frame, at: 4, frames: 8 }, [0.5; 2]);
            assert_eq!(of(3), colour, "{}", row.name);
            assert!(of(4) != colour && of(4) == of(7), "{}", row.name);
        }
    }
}
