//! Pairs for eyes that know nothing: source and default result side by side in random order, the face at its size and the cheek at 300 %,
//! and strips of six frames. The key lies apart; answers are counted with `--only score`.

use crate::footage::{GENERATED, Wish, ffmpeg, name_of};
use anyhow::{Context, Result, bail};
use dewax::recipe::Look;
use dewax_job::fix::{FixWish, fix};
use dewax_job::job::Silent;
use dewax_job::sidecar::read_analysis;
use dewax_media::guard::Guard;
use dewax_media::tools::Tools;
use std::fmt::Write as _;
use std::hash::{BuildHasher, RandomState};
use std::path::{Path, PathBuf};

/// Frames of each clip.
const FRAMES: usize = 24;
/// How the names of generated stills begin.
const STILLS: [&str; 2] = ["d_st_ai_", "d_st_flux"];
/// Most px of a face, and px of a cheek.
const FACE_PX: f32 = 620.0;
const CHEEK_PX: usize = 420;
/// Points of the mesh in the middle of either cheek, and the tip of the nose.
const CHEEKS: [[usize; 2]; 2] = [[205, 50], [425, 280]];
const NOSE: usize = 1;
/// What is asked of whoever looks.
const QUESTIONS: &str =
    "pair\treal_normal\treal_cheek\tplastic\tdeliver\twrong_left\tsev_left\twrong_right\tsev_right\n";

/// Where a face lies in its frame, px.
struct Places {
    face: [i64; 4],
    cheek: [i64; 4],
}

/// Makes the pairs in the folder given by `--keep`, or counts its answers.
///
/// # Errors
/// When no folder is named, or a file cannot be made or read.
pub(crate) fn run(root: &Path, words: &[&str]) -> Result<()> {
    let wish = Wish::read(root, words, FRAMES)?;
    let Some(folder) = wish.keep.clone() else { bail!("name a folder for the pairs: --keep DIR") };
    if wish.only.as_deref() == Some("score") {
        return score(&folder);
    }
    if folder.join("key.tsv").exists() {
        bail!("{} holds pairs already, with a key of their own: name another folder", folder.display());
    }
    let mut clips = wish.videos(&[GENERATED]);
    clips.extend(stills(&wish));
    // In another order than their names have.
    let chance = RandomState::new();
    clips.sort_by_key(|path| chance.hash_one(name_of(path)));
    let tools = Tools::find()?;
    let made = folder.join("made");
    std::fs::create_dir_all(&made)?;
    let (mut key, mut answers) = (String::new(), QUESTIONS.to_owned());
    for (i, clip) in clips.iter().enumerate() {
        let number = i + 1;
        let is_left = chance.hash_one(number) % 2 == 0;
        match pair(&tools, clip, &wish, &made, (&folder, number, is_left)) {
            Ok(()) => {
                let side = if is_left { "left" } else { "right" };
                writeln!(key, "{number:02}\t{}\t{side} is the result", name_of(clip))?;
                writeln!(answers, "{number}")?;
                println!("pair {number:02}");
            }
            Err(error) => println!("SKIPPED: {}: {error:#}", name_of(clip)),
        }
    }
    std::fs::write(folder.join("key.tsv"), key)?;
    let sheet = folder.join("answers.tsv");
    if !sheet.exists() {
        std::fs::write(&sheet, answers)?;
    }
    println!(
        "show pair_NN.png and strip_NN.png to somebody who sees neither key.tsv nor made/, fill answers.tsv, then --only score"
    );
    Ok(())
}

/// Generated stills of the folder of clips.
fn stills(wish: &Wish) -> Vec<PathBuf> {
    let Ok(folder) = std::fs::read_dir(&wish.clips) else { return Vec::new() };
    let fits = |path: &PathBuf| {
        let name = name_of(path);
        let is_still = path.extension().is_some_and(|e| ["png", "jpg", "jpeg"].iter().any(|k| e == *k));
        is_still
            && STILLS.iter().any(|prefix| name.starts_with(prefix))
            && wish.clip.as_ref().is_none_or(|wanted| name.contains(wanted.as_str()))
    };
    folder.flatten().map(|entry| entry.path()).filter(fits).collect()
}

/// Treats one clip and lays both beside each other.
fn pair(
    tools: &Tools,
    clip: &Path,
    wish: &Wish,
    made: &Path,
    (folder, number, is_left): (&Path, usize, bool),
) -> Result<()> {
    let name = name_of(clip);
    let is_still = STILLS.iter().any(|prefix| name.starts_with(prefix));
    let ending = if is_still { "png" } else { "mkv" };
    let source = made.join(format!("{name}.{ending}"));
    let count = if is_still { "1".to_owned() } else { wish.frames.to_string() };
    if is_still {
        ffmpeg(tools, clip, &source, &["-frames:v", &count, "-pix_fmt", "rgb24"])?;
    } else {
        // As it was encoded: how many bits it had tells porcelain from a squeezed file.
        ffmpeg(tools, clip, &source, &["-frames:v", &count, "-c:v", "copy"])?;
    }
    let out = made.join(format!("{name}_made.{ending}"));
    let fixing = FixWish::new(Look::named("natural")?, Guard::new(true));
    let fixed = fix(tools, &source, &out, &fixing, &Silent)?;
    let analysis = read_analysis(&fixed.folder.join("analysis.json"))?;
    let frames = analysis.clip.frames();
    let at = frames / 2;
    let shot = analysis.shots.iter().find(|s| (s.shot.first_frame..s.shot.end()).contains(&at));
    let state = shot.and_then(|s| s.faces.at(at).find(|(_, state)| state.mesh.is_some()));
    let (_, state) = state.context("no face with a mesh in the middle frame")?;
    let mesh = state.mesh().context("no mesh")?;
    let size = (analysis.clip.format.width, analysis.clip.format.height);
    let places = places(&mesh.points, state.iod_px, size).context("the face lies outside")?;
    let views = [&source, &fixed.out].map(|file| view(tools, file, made, at, &places));
    let [before, after] = views;
    let (one, two) = if is_left { (after?, before?) } else { (before?, after?) };
    let beside = folder.join(format!("pair_{number:02}.png"));
    ffmpeg(tools, &one, &beside, &["-vf", &format!("movie={}[b];[in][b]hstack[out]", two.display())])?;
    if frames >= 8 {
        let [before, after] = [&source, &fixed.out].map(|file| strip(tools, file, made, at, &places));
        let (one, two) = if is_left { (after?, before?) } else { (before?, after?) };
        let rows = folder.join(format!("strip_{number:02}.png"));
        // The left one of the pair is the upper one of the strip.
        ffmpeg(tools, &one, &rows, &["-vf", &format!("movie={}[b];[in][b]vstack[out]", two.display())])?;
    }
    Ok(())
}

/// The face with some of what is around it, and the cheek that is turned to the camera.
fn places(points: &[[f32; 2]], iod_px: f32, (width, height): (usize, usize)) -> Option<Places> {
    let span = |axis: usize| {
        let all = points.iter().map(|p| p[axis]);
        (all.clone().fold(f32::INFINITY, f32::min), all.fold(f32::NEG_INFINITY, f32::max))
    };
    let within = |x0: f32, y0: f32, x1: f32, y1: f32| {
        let (x0, y0) = (x0.max(0.0) as i64, y0.max(0.0) as i64);
        let (x1, y1) = ((x1 as i64).min(width as i64), (y1 as i64).min(height as i64));
        (x1 - x0 >= 16 && y1 - y0 >= 16).then_some([x0, y0, (x1 - x0) / 2 * 2, (y1 - y0) / 2 * 2])
    };
    let ((x0, x1), (y0, y1)) = (span(0), span(1));
    let face = within(x0 - 0.3 * iod_px, y0 - 0.3 * iod_px, x1 + 0.3 * iod_px, y1 + 0.8 * iod_px)?;
    let nose = points.get(NOSE)?;
    let middles = CHEEKS.map(|[a, b]| {
        let (a, b) = (points.get(a)?, points.get(b)?);
        Some([0, 1].map(|i| (a[i] + b[i]) / 2.0))
    });
    let far = |m: &[f32; 2]| (m[0] - nose[0]).abs();
    let [x, y] = middles.into_iter().flatten().max_by(|a, b| far(a).total_cmp(&far(b)))?;
    let half = 0.45 * iod_px;
    Some(Places { face, cheek: within(x - half, y - half, x + half, y + half)? })
}

fn crop([x, y, width, height]: [i64; 4]) -> String {
    format!("crop={width}:{height}:{x}:{y}:exact=1")
}

/// One file's face above, its cheek below.
fn view(tools: &Tools, file: &Path, made: &Path, at: usize, places: &Places) -> Result<PathBuf> {
    let out = made.join(format!("{}.view.png", name_of(file)));
    let [_, _, width, height] = places.face;
    let share = (FACE_PX / width.max(height) as f32).min(1.0);
    let (w, h) = ((width as f32 * share) as usize, (height as f32 * share) as usize);
    let wide = w.max(CHEEK_PX);
    let filter = format!(
        "select=eq(n\\,{at}),format=rgb24,split[a][b];[a]{},scale={w}:{h}:flags=area,pad={wide}:{h}[f];\
         [b]{},scale={CHEEK_PX}:{CHEEK_PX}:flags=bicubic,pad={wide}:{CHEEK_PX}[c];[f][c]vstack,pad=iw+12:ih:6:0",
        crop(places.face),
        crop(places.cheek),
    );
    ffmpeg(tools, file, &out, &["-vf", &filter, "-frames:v", "1"])?;
    Ok(out)
}

/// Six frames of one file's cheek.
fn strip(tools: &Tools, file: &Path, made: &Path, at: usize, places: &Places) -> Result<PathBuf> {
    let out = made.join(format!("{}.strip.png", name_of(file)));
    let from = at - 3;
    let filter = format!(
        "select=between(n\\,{from}\\,{}),format=rgb24,{},scale=230:230:flags=bicubic,tile=6x1,pad=iw:ih+8",
        from + 5,
        crop(places.cheek)
    );
    ffmpeg(tools, file, &out, &["-vf", &filter, "-frames:v", "1"])?;
    Ok(out)
}

/// Counts the answers of a folder.
fn score(folder: &Path) -> Result<()> {
    let read = |name: &str| {
        std::fs::read_to_string(folder.join(name)).with_context(|| format!("{name} of {}", folder.display()))
    };
    println!("{}", counted(&read("key.tsv")?, &read("answers.tsv")?)?);
    Ok(())
}

/// What a sheet of answers says of the results.
fn counted(key: &str, answers: &str) -> Result<String> {
    let mut lines = answers.lines();
    let head: Vec<&str> = lines.next().context("the answers are empty")?.split('\t').collect();
    let (mut pairs, mut real, mut cheek, mut delivered, mut either, mut wrong) = (0, 0, 0, 0, 0, [0; 4]);
    for line in lines {
        let cells: Vec<&str> = line.split('\t').collect();
        let cell = |name: &str| {
            let at = head.iter().position(|h| *h == name)?;
            cells.get(at).map(|c| c.trim()).filter(|c| !c.is_empty())
        };
        let (Some(number), Some(normal)) = (cell("pair"), cell("real_normal")) else { continue };
        let number: usize = number.parse().with_context(|| format!("`{number}` is no number of a pair"))?;
        let entry = key.lines().find(|l| l.starts_with(&format!("{number:02}\t")));
        let entry = entry.with_context(|| format!("the key has no pair {number}"))?;
        let side = if entry.contains("\tleft is") { "left" } else { "right" };
        pairs += 1;
        real += usize::from(normal == side);
        cheek += usize::from(cell("real_cheek") == Some(side));
        delivered += usize::from(cell("deliver") == Some(side));
        either += usize::from(cell("deliver") == Some("either"));
        let severity: usize = cell(&format!("sev_{side}")).unwrap_or("0").parse().unwrap_or(3);
        wrong[severity.min(3)] += 1;
    }
    Ok(format!(
        "{pairs} pairs answered: the result is more real at normal size in {real}, in the cheek in {cheek}; delivered in \
         {delivered}, either in {either}; wrong with severity 0, 1, 2, 3 in {wrong:?}"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_counted_by_the_key() {
        let key = "01\ta\tleft is the result\n02\tb\tright is the result\n";
        let answers = format!(
            "{QUESTIONS}1\tleft\tright\tright\tleft\t-\t1\t-\t0\n2\tleft\tright\tleft\teither\t-\t0\t-\t2\n3\n"
        );
        let said = counted(key, &answers).unwrap();
        assert!(said.contains("2 pairs answered: the result is more real at normal size in 1, in the cheek in 1; delivered in 1, either in 1"), "{said}");
        assert!(said.contains("in [0, 1, 1, 0]"), "{said}");
        assert!(counted("", &answers).is_err());
    }
}
