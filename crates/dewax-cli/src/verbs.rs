//! The verbs: each reads its arguments, calls the job, and says what came of it.

use crate::args::{command, faces_of, guard_of, limits_of, look_of, mask_of, opening_of, texture_of};
use crate::given::{given_clips, given_path, is_talkative, name_of};
use crate::outcome::{self, WrongWords, exit};
use crate::progress::{Bar, stopped, watch_for_interrupt};
use crate::show::{self, Row};
use crate::{batch, demo, faces, models};
use anyhow::{Context, anyhow, bail};
use clap::ArgMatches;
use dewax::param::Limits;
use dewax::recipe::{LOOKS, Look};
use dewax::report::Report;
use dewax::stack::Setting;
use dewax::surface;
use dewax_job::character;
use dewax_job::diagnose::{SAVED, diagnose};
use dewax_job::fix::{FixWish, fix, treat};
use dewax_job::grain_from;
use dewax_job::job::parse_range;
use dewax_job::original::Onto;
use dewax_job::session::{Session, SessionWish};
use dewax_job::sidecar::{
    ANALYSIS_FILES, folder_of, folders_of_recipe, read_recipe, recipe_beside, write_analysis,
};
use dewax_job::trial::TrialJob;
use dewax_job::verify::VerifyJob;
use dewax_media::faces::FaceChoice;
use dewax_media::guard::Guard;
use dewax_media::losses;
use dewax_media::matte::Matte;
use dewax_media::probe::probe;
use dewax_media::target::{Codec, Wishes};
use dewax_media::tools::Tools;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// Runs the verb that was asked for.
pub(crate) fn dispatch(matches: &ArgMatches) -> anyhow::Result<u8> {
    let Some((verb, m)) = matches.subcommand() else { return Ok(exit::USAGE) };
    if let Some(&threads) = m.get_one::<u16>("threads") {
        dewax_media::limit_threads(usize::from(threads)).map_err(|e| anyhow!(e))?;
    }
    if !matches!(verb, "looks" | "schema" | "completions" | "man") {
        watch_for_interrupt();
    }
    match verb {
        "diagnose" => diagnose_clips(m),
        "plan" => plan_clip(m),
        "character" => make_character(m),
        "render" => render_clip(m),
        "verify" => verify_clip(m),
        "fix" => fix_clips(m),
        "compare" => compare_clips(m),
        "faces" => faces::show_faces(m),
        "looks" => looks(m),
        "schema" => {
            let name = m.get_one::<String>("FORMAT").map_or("", String::as_str);
            let schema = surface::schema(name).ok_or_else(|| anyhow!("no schema `{name}`"))?;
            show::json(&schema);
            Ok(exit::DONE)
        }
        "models" => models::models(m),
        "doctor" => demo::doctor(m.get_flag("json")),
        "demo" => demo::demo(m),
        "completions" => {
            if let Some(&shell) = m.get_one::<clap_complete::Shell>("SHELL") {
                let mut out = Vec::new();
                clap_complete::generate(shell, &mut command(), "dewax", &mut out);
                show::text(&String::from_utf8_lossy(&out));
            }
            Ok(exit::DONE)
        }
        "man" => {
            let mut out = Vec::new();
            clap_mangen::Man::new(command()).render(&mut out).context("cannot make the man page")?;
            show::text(&String::from_utf8_lossy(&out));
            Ok(exit::DONE)
        }
        other => Err(anyhow!("no verb `{other}`")),
    }
}

fn wishes(m: &ArgMatches) -> anyhow::Result<Wishes> {
    let codec = m.get_one::<String>("codec").map(|name| Codec::from_name(name)).transpose()?;
    Ok(Wishes {
        codec,
        bits: m.get_one::<u8>("bits").copied(),
        crf: m.get_one::<f32>("crf").copied(),
        preset: m.get_one::<String>("preset").cloned(),
    })
}

/// The code that a report earns.
fn code_of(report: &Report) -> u8 {
    if report.is_clean() { exit::DONE } else { exit::ADVISE }
}

/// Runs `one` on every clip; a clip that fails costs only itself.
fn each_clip(
    m: &ArgMatches,
    clips: &[PathBuf],
    mut one: impl FnMut(usize, &Path, &Bar) -> anyhow::Result<(Report, String)>,
) -> anyhow::Result<u8> {
    let (mut codes, mut rows, mut documents) = (Vec::new(), Vec::new(), Vec::new());
    for (number, clip) in clips.iter().enumerate() {
        let name = name_of(clip);
        let bar = Bar::new(&name, !is_talkative(m));
        let result = one(number, clip, &bar);
        drop(bar);
        match result {
            Ok((report, place)) => {
                if is_talkative(m) {
                    show::report(&report);
                    if !place.is_empty() {
                        show::line(&place);
                    }
                }
                codes.push(code_of(&report));
                rows.push(Row {
                    name,
                    verdict: Some(report.verdict),
                    certified: report.certificate.as_ref().map(|c| c.passed),
                    text: report.delivery.as_ref().map(|d| d.path.clone()).unwrap_or_default(),
                });
                documents.push(json!({"clip": clip.display().to_string(), "report": report}));
            }
            Err(error) if clips.len() == 1 => {
                if m.get_flag("json") {
                    let text = outcome::sentence(&error);
                    show::json(&json!({"clips": [{"clip": clip.display().to_string(), "error": text}]}));
                }
                return Err(error);
            }
            Err(error) => {
                let text = outcome::sentence(&error);
                show::error(&format!("{name}: {text}"));
                let interrupted = outcome::is_interrupted(&error);
                codes.push(outcome::code_of_error(&error, interrupted));
                documents.push(json!({"clip": clip.display().to_string(), "error": text}));
                rows.push(Row { name, verdict: None, certified: None, text });
            }
        }
        if stopped() {
            break;
        }
    }
    if m.get_flag("json") {
        show::json(&json!({"clips": documents}));
    } else if is_talkative(m) && clips.len() > 1 {
        show::table(&rows);
    }
    Ok(outcome::worst(&codes))
}

fn diagnose_clips(m: &ArgMatches) -> anyhow::Result<u8> {
    let tools = Tools::find()?;
    let save = m.get_one::<PathBuf>("save");
    let clips = given_clips(m)?;
    let (faces, mask) = (faces_of(m), mask_of(m));
    let guard = clips.iter().fold(guard_of(m), Guard::reading);
    each_clip(m, &clips, |_, clip, bar| {
        let folder = save.map(|s| if clips.len() > 1 { s.join(name_of(clip)) } else { s.clone() });
        let saved = folder.clone();
        // Asked before the work: who waited for it is not told then that it cannot be kept.
        let mut folder = folder.map(|folder| guard.folder(&folder, &SAVED)).transpose()?;
        let found = diagnose(&tools, clip, &faces, mask.as_deref(), opening_of(m), saved.as_deref(), bar)?;
        let mut place = String::new();
        if let Some(folder) = &mut folder {
            found.save(folder)?;
            place = format!("  saved: {}", folder.path().display());
        }
        Ok((found.report, place))
    })
}

fn plan_clip(m: &ArgMatches) -> anyhow::Result<u8> {
    let tools = Tools::find()?;
    let mut look = look_of(m, measured_grain(m, &tools)?)?;
    let clip = given_path(m, "CLIP");
    let out = m.get_one::<PathBuf>("out");
    if out.is_none() && texture_of(m).is_some() {
        bail!("the recipe may name a file with pores: say with -o where the recipe goes, they lie beside it");
    }
    let guard = guard_of(m);
    let permit = out.map(|path| guard.file(path)).transpose()?;
    // Its measurements lie in a folder that belongs to the recipe: who renders it need not measure again.
    let kept = out.map(|path| guard.folder(&folder_of(path), &ANALYSIS_FILES)).transpose()?;
    let source = losses::open(&tools, &clip, opening_of(m))?;
    let bar = Bar::new(&name_of(&clip), !is_talkative(m));
    let mask = mask_of(m);
    let seen = SessionWish {
        faces: faces_of(m),
        mask: mask.as_deref(),
        bake_rotation: source.is_pictures(),
        folders: out.into_iter().flat_map(|path| folders_of_recipe(path)).collect(),
        must_know_faces: true,
        ..SessionWish::default()
    };
    let mut session = Session::open(&tools, source, &seen, &bar)?;
    let Session { source, matte, analysis, .. } = &mut session;
    let texture = texture_of(m).map(|from| {
        // A recipe names the file with the pores: they lie beside it.
        let beside = out.and_then(|o| o.parent()).map_or_else(PathBuf::new, PathBuf::from);
        let onto = Onto { source, analysis, matte: matte.as_ref(), bake_rotation: source.is_pictures() };
        from.open(&tools, &onto, &beside, &faces_of(m), &bar)
    });
    let pores = match texture.transpose()? {
        Some(texture) => {
            look.pin_below(texture.settings, Limits::Hold)?;
            texture.pores
        }
        None => None,
    };
    if let Some(pores) = &pores {
        pores.attach(analysis);
    }
    let (matte, seed) = (matte.as_ref(), seed(m));
    let trial = TrialJob {
        tools: &tools,
        source,
        analysis,
        look: &look,
        seed,
        matte,
        range: None,
        bake_rotation: source.is_pictures(),
    };
    let tried = trial.run(&bar)?;
    let pores = pores.filter(|_| tried.makes_texture());
    let mut recipe = tried.recipe;
    recipe.graft = pores.as_ref().map(|p| p.in_recipe.clone());
    drop(bar);
    if let Some(pores) = &pores {
        pores.store(&guard)?;
    }
    let text = recipe.to_toml();
    match permit {
        Some(permit) => {
            permit.write(text.as_bytes())?;
            if let Some(mut folder) = kept.filter(|kept| session.keeps_analysis_beside(kept.path())) {
                write_analysis(&mut folder, &session.analysis)?;
            }
            if is_talkative(m) {
                session.notes.iter().for_each(|text| show::line(&format!("  note: {text}")));
                show::line(&format!("recipe: {}", permit.path().display()));
            }
        }
        None if m.get_flag("json") => show::json(&json!({"recipe": text})),
        None => show::text(&text),
    }
    for loss in session.losses() {
        show::error(&format!("missing in the source: {loss}"));
    }
    Ok(if session.losses().is_empty() { exit::DONE } else { exit::ADVISE })
}

fn make_character(m: &ArgMatches) -> anyhow::Result<u8> {
    let tools = Tools::find()?;
    let (from, folder) = (given_path(m, "from"), m.get_one::<PathBuf>("out").cloned().unwrap_or_default());
    let name = m.get_one::<String>("NAME").map_or("", String::as_str);
    let bar = Bar::new(&name_of(&from), !is_talkative(m));
    let folder = guard_of(m).folder(&folder, &[&character::file_name(name)?])?;
    let taken = character::take(&tools, name, &from, &faces_of(m), &bar)?;
    let file = taken.save(&folder)?;
    drop(bar);
    let own = &taken.character;
    if m.get_flag("json") {
        show::json(&json!({"file": file.display().to_string(), "character": own}));
    } else if is_talkative(m) {
        show::line(&format!("character: {}", file.display()));
        let [light, a, b] = own.skin_lab;
        show::line(&format!(
            "  skin: L* {light} a* {a} b* {b}; contrast {} % (pores and fine lines), {} % (lines and unevenness)",
            own.fine_percent, own.coarse_percent
        ));
        show::line(match taken.graft {
            Some(_) => "  its own pores are kept beside it",
            None => "  the picture is too coarse for its own pores: they are made to its measure",
        });
    }
    Ok(exit::DONE)
}

fn seed(m: &ArgMatches) -> u32 {
    m.get_one::<u32>("seed").copied().unwrap_or(1)
}

/// The grain of the clip that the arguments name as a reference, as settings; none when they name none.
fn measured_grain(m: &ArgMatches, tools: &Tools) -> anyhow::Result<Vec<Setting>> {
    let Some(path) = m.get_one::<PathBuf>("grain-from") else { return Ok(Vec::new()) };
    if let Some(out) = m.get_one::<PathBuf>("out").filter(|out| !out.is_dir()) {
        guard_of(m).check(out)?;
    }
    let bar = Bar::new(&name_of(path), !is_talkative(m));
    let found = grain_from::measure(tools, path, opening_of(m), &bar)?;
    drop(bar);
    if is_talkative(m) {
        show::note(&format!("{}: {}", name_of(path), found.note()));
    }
    Ok(found.settings(limits_of(m)))
}

fn fix_wish(m: &ArgMatches, tools: &Tools) -> anyhow::Result<FixWish> {
    let recipe = m.get_one::<PathBuf>("recipe").map(|path| read_recipe(path)).transpose()?;
    Ok(FixWish {
        look: if recipe.is_some() { Look::named("off")? } else { look_of(m, measured_grain(m, tools)?)? },
        recipe,
        recipe_file: m.get_one::<PathBuf>("recipe").cloned(),
        seed: seed(m),
        range: m.get_one::<String>("range").cloned(),
        faces: faces_of(m),
        mask: mask_of(m),
        texture_from: texture_of(m),
        delivery: wishes(m)?,
        opening: opening_of(m),
        guard: guard_of(m),
    })
}

fn fix_clips(m: &ArgMatches) -> anyhow::Result<u8> {
    let tools = Tools::find()?;
    let clips = given_clips(m)?;
    let mut wish = fix_wish(m, &tools)?;
    // Also what lies in a folder that was named.
    wish.guard = clips.iter().fold(wish.guard, Guard::reading);
    let outs = batch::outputs(&clips, m.get_one::<PathBuf>("out").map(|p| &**p), wish.delivery.codec)?;
    each_clip(m, &clips, |number, clip, bar| {
        let fixed = fix(&tools, clip, &outs[number], &wish, bar)?;
        let page = fixed.folder.join("report.html");
        let seconds = fixed.report.delivery.as_ref().map_or(0.0, |d| d.seconds);
        let place = format!("  wrote:  {} ({seconds} s)\n  report: {}", fixed.out.display(), page.display());
        Ok((fixed.report, place))
    })
}

/// Renders without report: for farms and for trying values.
fn render_clip(m: &ArgMatches) -> anyhow::Result<u8> {
    let tools = Tools::find()?;
    let wish = fix_wish(m, &tools)?;
    let (clip, out) = (given_path(m, "CLIP"), given_path(m, "out"));
    let bar = Bar::new(&name_of(&clip), !is_talkative(m));
    let treated = treat(&tools, &clip, &out, &wish, &bar)?;
    drop(bar);
    let mut report = Report::of(&treated.analysis, Some(&treated.recipe), treated.trials.as_deref());
    report.losses = treated.losses;
    report.notes = treated.notes;
    report.certificate = Some(treated.certificate);
    finish_certified(m, &out, report, treated.matte.as_ref())
}

fn finish_certified(
    m: &ArgMatches,
    out: &Path,
    mut report: Report,
    matte: Option<&Matte>,
) -> anyhow::Result<u8> {
    if let Some(matte) = matte {
        matte.mention(&mut report);
    }
    if m.get_flag("json") {
        show::json(&json!({"out": out.display().to_string(), "report": report}));
    } else if is_talkative(m) {
        show::line(&format!(
            "{}: {}",
            out.display(),
            if report.is_clean() { "certified" } else { "NOT certified" }
        ));
        show::losses(&report.losses);
        report.notes.iter().for_each(|text| show::line(&format!("  note: {text}")));
        show::certificate(&report);
    }
    Ok(code_of(&report))
}

fn verify_clip(m: &ArgMatches) -> anyhow::Result<u8> {
    let tools = Tools::find()?;
    let (out, clip) = (given_path(m, "OUT"), given_path(m, "source"));
    let source = losses::open(&tools, &clip, opening_of(m))?;
    let bake_rotation = source.is_turned() && !probe(&tools, &out)?.is_turned();
    let bar = Bar::new(&name_of(&out), !is_talkative(m));
    // The recipe beside the file says what was asked for; without it the stricter rule holds: nothing was.
    let recipe = recipe_beside(&out).filter(|r| r.source.fingerprint == source.fingerprint);
    let faces = recipe.as_ref().map_or_else(|| faces_of(m), FaceChoice::of_recipe);
    // A file may be judged in the skin of a mask that its recipe did not know.
    let planned = recipe.as_ref().filter(|r| r.matte.is_some());
    let mask = mask_of(m);
    let seen = SessionWish {
        faces,
        mask: mask.as_deref(),
        recipe: planned,
        bake_rotation,
        folders: vec![folder_of(&out)],
        ..SessionWish::default()
    };
    let session = Session::open(&tools, source, &seen, &bar)?;
    let Session { source, analysis, matte, .. } = &session;
    let text = m.get_one::<String>("range");
    let range = text.map(|r| parse_range(r, &analysis.clip)).transpose().map_err(WrongWords)?;
    let (certificate, _) = VerifyJob {
        tools: &tools,
        source,
        analysis,
        recipe: recipe.as_ref(),
        target: None,
        rendered: None,
        out: &out,
        matte: matte.as_ref(),
        range,
        bake_rotation,
        exhibits: false,
    }
    .run(&bar)?;
    drop(bar);
    let not_judged = certificate.passed && certificate.skin_not_judged().is_some();
    let mut report = Report::of(analysis, recipe.as_ref(), None);
    report.losses = session.losses().to_vec();
    report.notes = session.notes.clone();
    report.certificate = Some(certificate);
    let code = finish_certified(m, &out, report, matte.as_ref())?;
    // Who asks whether a file holds must not take silence for an answer.
    Ok(if code == exit::DONE && not_judged { exit::NOT_JUDGED } else { code })
}

fn compare_clips(m: &ArgMatches) -> anyhow::Result<u8> {
    let tools = Tools::find()?;
    let loupe =
        match m.get_one::<String>("loupe") {
            None => None,
            Some(text) => {
                let place = text
                    .split_once(',')
                    .and_then(|(x, y)| Some((x.trim().parse().ok()?, y.trim().parse().ok()?)));
                Some(place.ok_or_else(|| {
                    WrongWords(format!("`{text}` is no place: write --loupe X,Y in pixels"))
                })?)
            }
        };
    let (before, after, out) = (given_path(m, "BEFORE"), given_path(m, "AFTER"), given_path(m, "out"));
    let compared = dewax_show::compare::compare(
        &tools,
        &before,
        &after,
        &out,
        &guard_of(m),
        m.get_one::<usize>("frame").copied(),
        loupe,
    )?;
    if m.get_flag("json") {
        show::json(
            &json!({"out": out.display().to_string(), "frames": compared.frames, "notes": compared.notes}),
        );
    } else if is_talkative(m) {
        show::line(&format!("wrote: {}", out.display()));
        for note in &compared.notes {
            show::line(&format!("  note: {note}"));
        }
    }
    Ok(exit::DONE)
}

fn looks(m: &ArgMatches) -> anyhow::Result<u8> {
    if let Some(name) = m.get_one::<String>("NAME") {
        let look = Look::named(name)?;
        if m.get_flag("json") {
            show::json(&json!({"name": look.name, "about": look.about, "look": look.to_toml()}));
        } else {
            show::text(&look.to_toml());
        }
        return Ok(exit::DONE);
    }
    let all = LOOKS.iter().map(|(name, _)| Look::named(name)).collect::<Result<Vec<_>, _>>()?;
    if m.get_flag("json") {
        let list: Vec<Value> = all.iter().map(|l| json!({"name": l.name, "about": l.about})).collect();
        show::json(&Value::Array(list));
    } else {
        for look in all {
            show::line(&format!("{:<18} {}", look.name, look.about));
        }
    }
    Ok(exit::DONE)
}
