//! Measures real skin by region, size and channel: prints the table of `dewax::skin`, and how a skin that is left out of it stands in it.

use crate::footage::{CAMERA, Wish, cut, name_of};
use anyhow::{Context, Result};
use dewax::certificate::RegionFigure;
use dewax::skin::{Channel, Region, SIZES_MM};
use dewax_job::job::{Silent, analyse};
use dewax_job::verify::VerifyJob;
use dewax_media::faces::FaceChoice;
use dewax_media::probe::probe;
use dewax_media::tools::Tools;
use std::path::{Path, PathBuf};

/// Frames of each clip.
const FRAMES: usize = 24;
/// How the names of unretouched photographs begin, and their endings.
const PHOTOGRAPHS: [&str; 4] = ["d_st_photo_", "d_st_series_", "d_st_consented_", "d_st_unsplash_"];
const ENDINGS: [&str; 4] = ["png", "jpg", "jpeg", "webp"];
/// Of fewer skins there are no percentiles.
const LEAST_SKINS: usize = 5;

/// One person's figures.
struct Skin {
    name: String,
    figures: Vec<RegionFigure>,
}

impl Skin {
    fn percent(&self, region: Region, size: usize, channel: Channel) -> Option<f32> {
        let is = |f: &&RegionFigure| {
            f.region == region.name() && f.channel == channel.name() && f.size_mm == SIZES_MM[size]
        };
        self.figures.iter().find(is).map(|f| f.percent.0)
    }
}

/// Measures every photograph and camera clip.
///
/// # Errors
/// When one cannot be read. Missing ones are no error.
pub(crate) fn run(root: &Path, words: &[&str]) -> Result<()> {
    let wish = Wish::read(root, words, FRAMES)?;
    let mut paths = wish.videos(&[CAMERA]);
    paths.extend(photographs(&wish));
    let tools = Tools::find()?;
    let folder = tempfile::tempdir()?;
    let mut skins = Vec::new();
    for path in paths {
        let name = name_of(&path);
        let figures = measured(&tools, &path, wish.frames, folder.path())
            .with_context(|| format!("measuring {name}"))?;
        println!("{name}: {} figures", figures.len());
        skins.push(Skin { name, figures });
    }
    if skins.len() < LEAST_SKINS {
        println!("{} skins in {}: too few for percentiles", skins.len(), wish.clips.display());
        return Ok(());
    }
    print_table(&skins);
    print_left_out(&skins);
    Ok(())
}

fn photographs(wish: &Wish) -> Vec<PathBuf> {
    let Ok(folder) = std::fs::read_dir(&wish.clips) else { return Vec::new() };
    let fits = |path: &PathBuf| {
        let name = name_of(path);
        path.extension().is_some_and(|e| ENDINGS.iter().any(|known| e.eq_ignore_ascii_case(known)))
            && PHOTOGRAPHS.iter().any(|prefix| name.starts_with(prefix))
            && wish.clip.as_ref().is_none_or(|wanted| name.contains(wanted.as_str()))
    };
    let mut paths: Vec<PathBuf> = folder.flatten().map(|entry| entry.path()).filter(fits).collect();
    paths.sort();
    paths
}

/// The figures of the face of which most is seen.
fn measured(tools: &Tools, path: &Path, frames: usize, folder: &Path) -> Result<Vec<RegionFigure>> {
    let clip = folder.join("skin.mkv");
    cut(tools, path, frames, &clip)?;
    let source = probe(tools, &clip)?;
    let faces = FaceChoice::default().open()?;
    let (analysis, _) = analyse(tools, &source, false, faces.wish.as_ref(), None, &Silent)?;
    let job = VerifyJob {
        tools,
        source: &source,
        analysis: &analysis,
        recipe: None,
        target: None,
        rendered: None,
        out: &clip,
        matte: None,
        range: None,
        bake_rotation: false,
        through: None,
        exhibits: false,
    };
    let (certificate, _) = job.run(&Silent)?;
    let all = certificate.skin.into_iter().map(|s| s.regions);
    Ok(all.max_by_key(Vec::len).unwrap_or_default())
}

fn cells() -> impl Iterator<Item = (Region, usize, Channel)> {
    let regions = Region::ALL.into_iter();
    let of_size = |region| (0..SIZES_MM.len()).flat_map(move |size| Channel::ALL.map(|c| (region, size, c)));
    regions.flat_map(of_size)
}

/// The value below which a share of the values lies, linear between neighbours.
fn percentile(mut values: Vec<f32>, share: f32) -> f32 {
    values.sort_by(f32::total_cmp);
    let at = share * (values.len().saturating_sub(1)) as f32;
    let value = |i: usize| values.get(i).or(values.last()).copied().unwrap_or(0.0);
    value(at as usize) + at.fract() * (value(at as usize + 1) - value(at as usize))
}

fn range(skins: &[&Skin], (region, size, channel): (Region, usize, Channel)) -> Option<[f32; 3]> {
    let values: Vec<f32> = skins.iter().filter_map(|s| s.percent(region, size, channel)).collect();
    (values.len() >= LEAST_SKINS).then(|| [0.05, 0.5, 0.95].map(|share| percentile(values.clone(), share)))
}

fn print_table(skins: &[Skin]) {
    let all: Vec<&Skin> = skins.iter().collect();
    println!(
        "region, size in mm, channel: 5th, 50th, 95th percentile of {} skins, percent of the light",
        all.len()
    );
    for (region, size, channel) in cells() {
        let Some([low, middle, high]) = range(&all, (region, size, channel)) else { continue };
        let (short, long) = SIZES_MM[size];
        println!(
            "{:<9} {short:>4}-{long:<4} {:<8} real({low:.2}, {middle:.2}, {high:.2})",
            region.name(),
            channel.name()
        );
    }
}

/// How many figures of a skin lie within what the others have: more cannot be asked of a treated one.
fn print_left_out(skins: &[Skin]) {
    let (mut within, mut of) = (0, 0);
    for skin in skins {
        let others: Vec<&Skin> = skins.iter().filter(|s| s.name != skin.name).collect();
        let (mut inside, mut count) = (0, 0);
        for (region, size, channel) in cells() {
            let known = skin.percent(region, size, channel).zip(range(&others, (region, size, channel)));
            let Some((value, [low, _, high])) = known else { continue };
            count += 1;
            inside += usize::from((low..=high).contains(&value));
        }
        println!("{:<28} {inside} of {count} within the others' 5th to 95th percentile", skin.name);
        (within, of) = (within + inside, of + count);
    }
    println!("all: {:.0} %", 100.0 * within as f32 / of.max(1) as f32);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_lie_between_neighbours() {
        assert_eq!(percentile(vec![3.0, 1.0, 2.0], 0.5), 2.0);
        assert_eq!(percentile(vec![0.0, 10.0], 0.25), 2.5);
        assert_eq!(percentile(vec![4.0], 0.95), 4.0);
        assert_eq!(cells().count(), 45);
    }

    #[test]
    fn no_skins_are_no_error() {
        run(Path::new("nowhere"), &["--clips", "nowhere"]).unwrap();
    }
}
