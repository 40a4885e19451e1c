//! The overview of a film: one page and one file of data, a row a shot, of what was made and of what was there.

use super::known::Known;
use super::sources::name_of;
use super::{OpenFilm, Ready};
use crate::brief::{Brief, Certified, Done};
use crate::error::{FilmError, JobError};
use crate::ops::fix::Fixed;
use crate::ops::project::beside as film_beside;
use crate::sidecar::{folder_of, read_text};
use dewax::color::{Cube, ciede2000, lab_seen};
use dewax::px::{Frame, Rect};
use dewax_media::decode::{DecodeError, DecodeOptions, Decoder, FrameSource, SeekTo};
use dewax_media::guard::Guard;
use dewax_media::json::to_json;
use dewax_media::picture::picture_of;
use dewax_media::probe::{Source, probe};
use dewax_media::shown::shown as shown_text;
use dewax_media::tools::Tools;
use dewax_show::exhibits::{Rgb8Image, png_bytes, to_rgb8_through};
use dewax_show::film_page::{self, FilmPage, HeroSkin, MatchRow, SceneRow, ShotRow, SkinRow};
use std::error::Error;
use std::path::{Path, PathBuf};

/// The page and the data.
pub(super) const FILES: [&str; 2] = ["film.html", "film.json"];
/// Bytes that all pictures of the page may take together, about, and bytes that a pixel takes as PNG: as in a shot's own report.
const ALL_PICTURES_BYTES: f64 = 2.6e6;
const BYTES_PER_PIXEL: f64 = 1.9;
/// Columns of a picture: less is no picture, more is in the shot's own report.
const COLUMNS: (f64, f64) = (96.0, 320.0);

/// What was written, and what was found of the film.
#[derive(Clone, Debug)]
pub struct Overview {
    /// The page.
    pub page: PathBuf,
    /// The data.
    pub data: PathBuf,
    /// Files that this run measured; no other run of this film will.
    pub measured: Vec<String>,
    /// Files whose measurements were there.
    pub read: Vec<String>,
    /// Both, as they are written.
    pub film: FilmPage,
}

/// The film as seen from the folder of its results, which holds those of no other one.
///
/// # Errors
/// When it does, and may not be overwritten.
pub(super) fn of_one_film(folder: &Path, film: &Path, guard: &Guard) -> Result<String, FilmError> {
    let here = film_beside(&folder.join(FILES[1]), film).unwrap_or_else(|_| name_of(film));
    let there = read_text(&folder.join(FILES[1])).unwrap_or_default();
    let there: serde_json::Value = serde_json::from_str(&there).unwrap_or_default();
    match there["file"].as_str() {
        Some(other) if other != here && !guard.may_overwrite() => {
            Err(FilmError::OtherFilm { folder: folder.to_owned(), other: shown_text(other) })
        }
        _ => Ok(here),
    }
}

impl OpenFilm<'_> {
    /// Writes the overview: of all shots, also of those that failed or were not begun.
    ///
    /// # Errors
    /// When its files may not be written.
    pub fn finish(mut self) -> Result<Overview, JobError> {
        let rows = std::mem::take(&mut self.rows).into_iter().enumerate();
        let shots = rows.map(|(n, row)| {
            row.unwrap_or_else(|| ShotRow { error: Some(self.not_begun(n).into()), ..self.plain(n) })
        });
        let scenes = self.film.scenes.iter().zip(&self.heroes).map(|(scene, hero)| SceneRow {
            name: scene.name.clone(),
            shots: scene.shots.clone(),
            hero: hero.clone(),
            is_matched: scene.is_matched && scene.halfway > 0.0,
            halfway: scene.halfway,
            reference: scene.reference.clone(),
        });
        let film = FilmPage {
            film: self.film.name.clone(),
            file: self.from.clone(),
            dewax: dewax::VERSION.into(),
            show_lut: self.wish.each.show_lut.as_ref().map(|lut| lut.note()),
            scenes: scenes.collect(),
            shots: shots.collect(),
        };
        let [page, data] = FILES;
        self.folder.renew(page, film_page::page(&film).as_bytes())?;
        self.folder.renew(data, to_json(&film).as_bytes())?;
        let at = self.folder.path();
        let (page, data) = (at.join(page), at.join(data));
        Ok(Overview { page, data, measured: self.told.measured, read: self.told.read, film })
    }

    /// Why a shot has no row of its own.
    fn not_begun(&self, number: usize) -> &'static str {
        let is_there = folder_of(&self.shots[number].out).join("report.json").is_file();
        if is_there { "not begun in this run; what an earlier one made is there" } else { "not begun" }
    }

    /// What is known of a shot that nothing was done with.
    fn plain(&self, number: usize) -> ShotRow {
        let Ready { shot, known, compared, .. } = &self.shots[number];
        let scene = self.film.scenes.iter().position(|s| s.shots.contains(&shot.name));
        let hero = scene.and_then(|at| self.heroes.get(at)?.as_ref());
        let known = known.as_ref().ok();
        let skin_of = |known: &Known| known.skin.as_ref().map(|skin| skin.mean_rgb());
        let hero_rgb = hero.and_then(|hero| {
            let ready = self.shots.iter().find(|r| r.shot.name == *hero)?;
            // As it will be seen: with the grade that it gets.
            let mut skin = ready.known.as_ref().ok()?.skin.clone()?;
            skin.grade(&ready.grade);
            Some(skin.mean_rgb())
        });
        let through = self.through();
        let lab = |rgb: [f32; 3]| lab_seen(rgb, through).map(|v| (v * 100.0).round() / 100.0);
        let seen = |rgb: [f32; 3]| through.map_or(rgb, |cube| cube.shown(rgb));
        ShotRow {
            name: shot.name.clone(),
            scene: scene.map(|at| self.film.scenes[at].name.clone()),
            is_hero: hero == Some(&shot.name),
            file: shot.file.clone(),
            persons: shot.persons.clone(),
            frames: known.map(|k| (k.own.start, k.own.end)),
            skin: known.and_then(skin_of).map(|rgb| SkinRow {
                rgb: seen(rgb),
                lab: lab(rgb),
                hero: hero_rgb.filter(|_| hero != Some(&shot.name)).map(|hero| HeroSkin {
                    rgb: seen(hero),
                    lab: lab(hero),
                    apart_de00: ciede2000(lab(rgb), lab(hero)) as f32,
                }),
            }),
            matched: compared.as_ref().map(|c| MatchRow {
                with: c.with.clone(),
                matched: c.matched,
                words: c.matched.why.words().into(),
            }),
            ..ShotRow::default()
        }
    }

    /// What came of a shot.
    pub(super) fn row(&self, number: usize, came: Result<&Fixed, &JobError>) -> ShotRow {
        let plain = self.plain(number);
        let fixed = match came {
            Ok(fixed) => fixed,
            Err(error) => return ShotRow { error: Some(sentence(error)), ..plain },
        };
        let brief = Brief::of(&fixed.report, Some(&fixed.recipe));
        let folder = folder_of(&fixed.out);
        let pictures = match &self.shots[number].known {
            Ok(known) => self.pictures(known, &fixed.out),
            Err(_) => Ok(Default::default()),
        };
        // A shot that is made and cannot be shown is made all the same.
        let [before_png, after_png] = pictures.unwrap_or_default();
        ShotRow {
            verdict: Some(brief.verdict.name().into()),
            because: brief.because.clone(),
            holds: Some(!matches!(brief.certified, Certified::No(_))),
            certificate: match &brief.certified {
                Certified::NotAsked => String::new(),
                Certified::Yes => "holds".into(),
                Certified::WithoutSkin(why) => format!("holds, skin not judged: {why}"),
                Certified::No(why) => format!("does not hold: {}", why.join("; ")),
            },
            done: brief.matched.iter().cloned().chain(brief.done.iter().map(Done::words)).collect(),
            missing: brief.missing.clone(),
            out: Some(name_of(&fixed.out)),
            report: Some(format!("{}/report.html", name_of(&folder))),
            before_png,
            after_png,
            ..plain
        }
    }

    /// What the film is seen through.
    fn through(&self) -> Option<&Cube> {
        self.wish.each.show_lut.as_ref().map(|lut| &lut.cube)
    }

    /// The middle frame of a shot in its file and in what was written, small.
    fn pictures(&self, known: &Known, out: &Path) -> Result<[Vec<u8>; 2], Box<dyn Error>> {
        let format = known.clip.format;
        let pixels = ALL_PICTURES_BYTES / BYTES_PER_PIXEL / (2 * self.shots.len().max(1)) as f64;
        let columns = (pixels * format.width as f64 / format.height.max(1) as f64).sqrt();
        let columns = columns.clamp(COLUMNS.0, COLUMNS.1) as usize;
        let from = DecodeOptions {
            from: Some(SeekTo { pts: known.middle_pts }),
            bake_rotation: known.bake_rotation,
            ..DecodeOptions::default()
        };
        let through = self.through();
        let before = picture(self.tools, &known.source, from, through)?;
        let at = DecodeOptions { skip_frames: known.middle_in_result(), ..DecodeOptions::default() };
        let after = picture(self.tools, &probe(self.tools, out)?, at, through)?;
        Ok([png_bytes(&before.shrunk(columns))?, png_bytes(&after.shrunk(columns))?])
    }
}

/// The first picture that a decoder gives, for people, as it is seen `through` a table where one is given.
pub(crate) fn picture(
    tools: &Tools,
    source: &Source,
    options: DecodeOptions,
    through: Option<&Cube>,
) -> Result<Rgb8Image, DecodeError> {
    let first = Decoder::open(tools, source, options)?.next()?;
    Ok(first.map(|first| shown(source, options.bake_rotation, &first.frame, through)).unwrap_or_default())
}

/// A frame of a file, for people, as it is seen `through` a table where one is given.
pub(crate) fn shown(
    source: &Source,
    bake_rotation: bool,
    frame: &Frame,
    through: Option<&Cube>,
) -> Rgb8Image {
    let whole = Rect::of(frame.width(), frame.height());
    to_rgb8_through(frame, &picture_of(source, bake_rotation), whole, through)
}

/// An error with its causes, in one line.
fn sentence(error: &JobError) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(next) = cause {
        let more = next.to_string();
        if !text.contains(&more) {
            text = format!("{text}: {more}");
        }
        cause = next.source();
    }
    text.replace('\n', " ")
}
