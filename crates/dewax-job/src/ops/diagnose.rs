//! The diagnosis of one clip: what is wrong with its skin, what to do about it, and a repair tried on its worst seconds.

use crate::job::{JobError, Progress};
use crate::ops::plan::{Taste, tried};
use crate::session::{Session, SessionWish};
use crate::sidecar::{FACES_FILE, write_analysis};
use dewax::analysis::Analysis;
use dewax::color::{ciede2000, lab_from_ycc};
use dewax::facts::{PAIR_GAPS, ShotFacts};
use dewax::recipe::{Look, Recipe};
use dewax::report::{Report, worst_frame};
use dewax_media::cube_file::ShowLut;
use dewax_media::faces::FaceChoice;
use dewax_media::guard::Folder;
use dewax_media::json::to_json;
use dewax_media::losses::{self, Opening};
use dewax_media::tools::Tools;
use dewax_show::exhibits::{Exhibits, Series, ShotExhibit};
use dewax_show::report_page;
use std::path::Path;

/// How a clip is to be diagnosed.
#[derive(Clone, Copy, Debug)]
pub struct DiagnoseWish<'a> {
    /// How faces are found.
    pub faces: &'a FaceChoice,
    /// A clip or still that says where the skin is.
    pub mask: Option<&'a Path>,
    /// How the clip is opened.
    pub opening: Opening,
    /// Where measurements of it may lie.
    pub saved: Option<&'a Path>,
    /// What the sequence is seen through.
    pub show_lut: Option<&'a ShowLut>,
}

/// Measures a clip, in the skin of its `mask` if one is given, and tries a repair with the look `natural` on the worst second of
/// each shot that it would change. What was saved of it earlier is read, if it fits.
///
/// # Errors
/// When it cannot be read, or the user stops.
pub fn diagnose(
    tools: &Tools,
    clip: &Path,
    wished: &DiagnoseWish<'_>,
    progress: &dyn Progress,
) -> Result<Diagnosed, JobError> {
    let DiagnoseWish { faces, mask, opening, saved, show_lut } = *wished;
    let source = losses::open(tools, clip, opening)?;
    let bake_rotation = source.is_pictures();
    let folders = saved.map(Path::to_owned).into_iter().collect();
    let wish = SessionWish {
        faces: faces.clone(),
        mask,
        bake_rotation,
        folders,
        must_know_faces: true,
        ..SessionWish::default()
    };
    let mut session = Session::open(tools, source, &wish, progress)?;
    let look = Look::named("natural")?;
    let taste = Taste {
        look: &look,
        seed: 1,
        texture_from: None,
        reference: None,
        spots: &[],
        show_lut,
        faces,
        range: None,
    };
    let tried = tried(&mut session, &taste, Path::new(""), progress)?;
    let Session { analysis, matte, .. } = &session;
    let mut report = Report::of(analysis, None, Some(&tried.trials));
    report.losses = session.losses().to_vec();
    report.notes = session.notes.clone();
    report.notes.extend(tried.notes);
    if let Some(matte) = matte {
        matte.mention(&mut report);
    }
    let exhibits = with_curves(tried.exhibits, analysis);
    Ok(Diagnosed { analysis: session.analysis, report, recipe: tried.recipe, exhibits })
}

/// What is known of a clip that was only measured.
#[derive(Clone, Debug)]
pub struct Diagnosed {
    /// The measurements.
    pub analysis: Analysis,
    /// The verdicts.
    pub report: Report,
    /// What the look `natural` would do.
    pub recipe: Recipe,
    /// The worst second of each shot that could be treated, before and after.
    pub exhibits: Exhibits,
}

/// The files of a saved diagnosis.
pub const SAVED: [&str; 4] = [FACES_FILE, "analysis.json", "report.json", "report.html"];

impl Diagnosed {
    /// Writes analysis, report and the report's page into a folder.
    ///
    /// # Errors
    /// When a file may not or cannot be written.
    pub fn save(&self, folder: &mut Folder) -> Result<(), JobError> {
        write_analysis(folder, &self.analysis)?;
        folder.write("report.json", to_json(&self.report).as_bytes())?;
        let page = report_page::page(&self.report, "", &self.exhibits);
        Ok(folder.write("report.html", page.as_bytes())?)
    }
}

/// The exhibits with the curves of every shot's source, also of those that nothing was tried on.
fn with_curves(mut exhibits: Exhibits, analysis: &Analysis) -> Exhibits {
    for (shot, facts) in analysis.shots.iter().enumerate() {
        let series = curves(facts, analysis);
        match exhibits.shots.iter_mut().find(|e| e.shot == shot) {
            Some(shown) => shown.series = series,
            None => {
                let worst_frame = worst_frame(analysis, shot);
                let frame = worst_frame;
                exhibits.shots.push(ShotExhibit {
                    shot,
                    frame,
                    worst_frame,
                    series,
                    ..ShotExhibit::default()
                });
            }
        }
    }
    exhibits.shots.sort_by_key(|e| e.shot);
    exhibits
}

/// What was measured frame by frame in a shot.
fn curves(facts: &ShotFacts, analysis: &Analysis) -> Vec<Series> {
    let one = |title: &str, unit: &str, before: Vec<f32>| Series {
        title: title.into(),
        unit: unit.into(),
        first_frame: facts.shot.first_frame,
        before,
        after: Vec::new(),
    };
    let percent = facts.exposure_stops.iter().map(|s| s * std::f32::consts::LN_2 * 100.0);
    let patch = facts.patch_levels.iter().map(|&v| if v > 0.0 { v } else { f32::NAN });
    let mut boil = vec![f32::NAN; facts.shot.frames];
    for pair in facts.texture.iter().filter(|p| p.gap == PAIR_GAPS[0]) {
        if let Some(slot) = boil.get_mut(pair.frame) {
            *slot = slot.max(pair.boil);
        }
    }
    let weights = analysis.clip.picture().weights;
    let skin: Vec<_> = facts.skin_color.iter().map(|c| lab_from_ycc(weights, c.0)).collect();
    let count = skin.len().max(1) as f64;
    let mean = std::array::from_fn(|i| skin.iter().map(|lab| lab[i]).sum::<f64>() / count);
    let seen = facts.skin_color.iter().zip(&skin);
    let apart = seen.map(|(c, lab)| if c.0[0] > 0.0 { ciede2000(mean, *lab) as f32 } else { f32::NAN });
    vec![
        one("Exposure around its smooth course", "%", percent.collect()),
        one("Patch flicker", "levels", patch.collect()),
        one("Boil", "levels", boil),
        one("Skin colour, distance from its mean", "ΔE2000", apart.collect()),
    ]
}
