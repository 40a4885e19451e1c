//! `stills`: many retouched or generated pictures get their skin back, each from its original where there is one.

use crate::args::{faces_of, flag, found_faces, guard_of, look_of, overwrite, plain_taste};
use crate::given::{is_talkative, name_of};
use crate::inputs::{self, MARK};
use crate::outcome::{WrongWords, exit};
use crate::progress::{Bar, stopped};
use crate::show;
use anyhow::Context;
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use dewax::still::{Regions, Tones};
use dewax_job::ops::stills::{MethodWish, Planned, StillsDone, StillsWish, Values, open};
use dewax_media::guard::Guard;
use dewax_media::picture_file::PictureKind;
use dewax_show::stills_page::StillRow;
use serde_json::json;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

/// What `--flat` takes.
const KINDS: [(&str, PictureKind); 3] =
    [("tiff", PictureKind::Tiff), ("png", PictureKind::Png), ("jpeg", PictureKind::Jpeg)];

pub(super) fn cli() -> Command {
    let file = |name: &'static str, value: &'static str, help: &'static str| {
        Arg::new(name).long(name).value_name(value).value_parser(value_parser!(PathBuf)).help(help)
    };
    let number = |name: &'static str, value: &'static str, help: &'static str| {
        Arg::new(name).long(name).value_name(value).value_parser(value_parser!(f32)).help(help)
    };
    let methods: Vec<&str> = MethodWish::ALL.map(MethodWish::name).to_vec();
    found_faces(plain_taste(
        Command::new("stills").about("Give many AI-smoothed pictures their skin back, from their originals where they are there"),
    ))
    .arg(
        Arg::new("PICTURE")
            .value_parser(value_parser!(PathBuf))
            .required(true)
            .num_args(1..)
            .action(ArgAction::Append)
            .help("Pictures (PNG, TIFF, JPEG, WebP), folders of them, or names with * in quotes"),
    )
    .arg(
        file("out", "FOLDER", "The folder for the results, stills.html, stills.json and stills.csv; it is made when it is not there")
            .short('o')
            .required(true),
    )
    .arg(file(
        "original",
        "FILE|FOLDER",
        "The picture before it was smoothed, or a folder in which each picture finds its own: by name, time of taking, or what it shows",
    ))
    .arg(
        Arg::new("method").long("method").value_name("METHOD").value_parser(methods).default_value("auto").help(
            "auto: hybrid where an original lies under the picture, else pores; pores: made after real skin; synthetic: noise on a \
             grey layer; graft: the original's high pass; hybrid: the original's high frequencies for the picture's own",
        ),
    )
    .arg(number("radius", "PX", "Radius of the high pass (graft) or of the blur that divides frequencies (hybrid); by the eye distance when not given"))
    .arg(number("noise", "PERCENT", "The most that the noise of synthetic strays from grey; 3.5 when not given"))
    .arg(words("regions", "NAME[=VALUE]", "Only these, each 0 to 1: forehead, cheeks, nose, chin, jaw, ears, neck, hands"))
    .arg(words("tones", "NAME=VALUE", "How much lights, mids and darks get, each 0 to 1"))
    .arg(words("face-strength", "ID=VALUE", "Strength of one face by its number"))
    .arg(Arg::new("flat").long("flat").value_name("KIND").value_parser(KINDS.map(|k| k.0)).help("Write this kind of file; the picture's own when not given"))
    .arg(flag("layers", "Also write NAME.psd with what was done as layers"))
    .arg(flag("list", "Only say which picture has which original and where its result would go"))
    .arg(flag("force", "Make it again, although the result is there and is just what is wished"))
    .arg(flag("again", "Treat what dewax made already once more"))
    .arg(overwrite())
}

fn words(name: &'static str, value: &'static str, help: &'static str) -> Arg {
    Arg::new(name).long(name).value_name(value).value_delimiter(',').action(ArgAction::Append).help(help)
}

pub(super) fn exec(m: &ArgMatches) -> anyhow::Result<u8> {
    let given: Vec<PathBuf> = m.get_many("PICTURE").into_iter().flatten().cloned().collect();
    let pictures = inputs::pictures(&given)?;
    let folder = m.get_one::<PathBuf>("out").cloned().unwrap_or_default();
    let wish = wish_of(m, &pictures)?;
    let outs = names(&pictures, &folder);
    let open = open(&pictures, &outs, &wish)?;
    let planned = open.planned();
    if m.get_flag("list") {
        list(m, &planned);
        return Ok(exit::DONE);
    }
    if is_talkative(m) && !wish.originals.is_empty() {
        planned.iter().for_each(|one| show::line(&pair_line(one)));
    }
    let bar = Bar::new(&counted(pictures.len()), !is_talkative(m));
    let said = Mutex::new(());
    let tell = |row: &StillRow| {
        let _one = said.lock();
        match &row.error {
            Some(error) => show::error(&format!("{}: {error}", row.name)),
            None if is_talkative(m) => show::line(&line(row)),
            None => {}
        }
    };
    let done = open.run(&folder, &bar, &tell)?;
    drop(bar);
    end(m, &done)
}

/// Where the results go: of the picture's own kind by its name, PNG where that tells none. Two of one name keep apart by their endings.
fn names(pictures: &[PathBuf], folder: &Path) -> Vec<PathBuf> {
    let mut out: Vec<PathBuf> = Vec::new();
    for picture in pictures {
        let stem = picture.file_stem().unwrap_or_default().to_string_lossy();
        let own = picture.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default();
        let ending = PictureKind::by_ending(picture).map_or("png", |_| own.as_str());
        let first = folder.join(format!("{stem}{MARK}.{ending}"));
        let is_taken = |stem_of: &Path| out.iter().any(|other| other.file_stem() == stem_of.file_stem());
        out.push(if is_taken(&first) { folder.join(format!("{stem}{MARK}_{own}.{ending}")) } else { first });
    }
    out
}

fn counted(pictures: usize) -> String {
    if pictures == 1 { "1 picture".into() } else { format!("{pictures} pictures") }
}

/// What is wished.
fn wish_of(m: &ArgMatches, pictures: &[PathBuf]) -> anyhow::Result<StillsWish> {
    let original = m.get_one::<PathBuf>("original");
    let originals = match original {
        None => Vec::new(),
        Some(path) if path.is_dir() => {
            let all = inputs::pictures(std::slice::from_ref(path))?;
            // Where both lie in one folder, none is its own original.
            let is = |path: &PathBuf| path.canonicalize().ok();
            let own: Vec<_> = pictures.iter().map(is).collect();
            all.into_iter().filter(|path| !own.contains(&is(path))).collect()
        }
        Some(path) => vec![path.clone()],
    };
    if original.is_some() && originals.is_empty() {
        return Err(WrongWords("the folder that --original names holds no picture but those that are to be treated".into()).into());
    }
    let strength = m.get_one::<f32>("strength").copied().unwrap_or(1.0);
    let noise = m.get_one::<f32>("noise").map(|percent| percent / 100.0);
    let values = Values {
        strength,
        radius_px: m.get_one::<f32>("radius").copied(),
        noise,
        regions: regions_of(m)?,
        tones: tones_of(m)?,
        faces: faces_with_strength(m)?,
    };
    let within = |value: Option<f32>, least: f32, most: f32| value.is_none_or(|v| (least..=most).contains(&v));
    if !within(values.radius_px, 0.1, 200.0) || !within(values.noise, 0.0, 0.5) {
        return Err(WrongWords("--radius is 0.1 to 200 px, --noise 0 to 50 percent".into()).into());
    }
    Ok(StillsWish {
        is_one_original: original.is_some_and(|path| !path.is_dir()),
        originals,
        method: MethodWish::ALL
            .into_iter()
            .find(|method| m.get_one::<String>("method").is_some_and(|name| name == method.name()))
            .unwrap_or_default(),
        values,
        look: look_of(m, Vec::new())?,
        seed: m.get_one::<u32>("seed").copied().unwrap_or(1),
        faces: faces_of(m),
        flat: m.get_one::<String>("flat").and_then(|name| KINDS.iter().find(|kind| kind.0 == name)).map(|kind| kind.1),
        layers: m.get_flag("layers"),
        keeps_what_fits: !m.get_flag("force"),
        again: m.get_flag("again"),
        guard: pictures.iter().fold(guard_of(m), Guard::reading),
    })
}

/// `name=value` pairs of an argument; a name alone is 1.
fn pairs(m: &ArgMatches, name: &'static str) -> anyhow::Result<Vec<(String, f32)>> {
    let all = m.get_many::<String>(name).into_iter().flatten();
    all.map(|text| {
        let (own, value) = text.split_once('=').map_or((text.as_str(), "1"), |(own, value)| (own, value));
        let value: f32 = value.trim().parse().with_context(|| format!("--{name} {text}: `{value}` is no number"))?;
        if !(0.0..=1.0).contains(&value) {
            return Err(WrongWords(format!("--{name} {text}: a value is 0 to 1")).into());
        }
        Ok((own.trim().to_owned(), value))
    })
    .collect()
}

fn regions_of(m: &ArgMatches) -> anyhow::Result<Regions> {
    let named = pairs(m, "regions")?;
    if named.is_empty() {
        return Ok(Regions::default());
    }
    let mut regions =
        Regions { forehead: 0.0, cheeks: 0.0, nose: 0.0, chin: 0.0, jaw: 0.0, ears: 0.0, neck: 0.0, hands: 0.0 };
    for (name, value) in named {
        let place = match name.as_str() {
            "forehead" => &mut regions.forehead,
            "cheeks" | "cheek" => &mut regions.cheeks,
            "nose" => &mut regions.nose,
            "chin" => &mut regions.chin,
            "jaw" => &mut regions.jaw,
            "ears" => &mut regions.ears,
            "neck" => &mut regions.neck,
            "hands" => &mut regions.hands,
            _ => {
                return Err(WrongWords(format!(
                    "--regions names `{name}`; there are forehead, cheeks, nose, chin, jaw, ears, neck and hands"
                ))
                .into());
            }
        };
        *place = value;
    }
    Ok(regions)
}

fn tones_of(m: &ArgMatches) -> anyhow::Result<Tones> {
    let mut tones = Tones::default();
    for (name, value) in pairs(m, "tones")? {
        match name.as_str() {
            "lights" => tones.lights = value,
            "mids" => tones.mids = value,
            "darks" => tones.darks = value,
            _ => return Err(WrongWords(format!("--tones names `{name}`; there are lights, mids and darks")).into()),
        }
    }
    Ok(tones)
}

fn faces_with_strength(m: &ArgMatches) -> anyhow::Result<Vec<(u32, f32)>> {
    let face = |(id, value): (String, f32)| {
        let id = id.parse().with_context(|| format!("--face-strength: `{id}` is no number of a face"))?;
        Ok((id, value))
    };
    pairs(m, "face-strength")?.into_iter().map(face).collect()
}

/// A picture and its original in a line.
fn pair_line(one: &Planned) -> String {
    let name = name_of(&one.picture);
    match &one.original {
        Some((path, how)) => format!("{name} <- {} ({how})", name_of(path)),
        None => format!("{name}: no original: {}", one.why),
    }
}

/// Says what would be done.
fn list(m: &ArgMatches, planned: &[Planned]) {
    if m.get_flag("json") {
        let all = planned.iter().map(|one| {
            let (original, how) = one.original.as_ref().map(|(path, how)| (path.display().to_string(), *how)).unzip();
            json!({"picture": one.picture.display().to_string(), "original": original, "how": how, "why_not": one.why, "out": one.out.display().to_string()})
        });
        show::json(&json!({"stills": all.collect::<Vec<_>>()}));
        return;
    }
    planned.iter().for_each(|one| show::line(&format!("{} -> {}", pair_line(one), one.out.display())));
}

/// What became of a picture in a line.
fn line(row: &StillRow) -> String {
    let state = if row.method == "none" {
        "left as it is".to_owned()
    } else {
        format!("{}, {}", row.method, if row.holds == Some(true) { "certified" } else { "NOT certified" })
    };
    let out = row.out.as_deref().unwrap_or_default();
    format!("{}: {state} -> {out}", row.name)
}

/// Sums up; the code of the call.
fn end(m: &ArgMatches, done: &StillsDone) -> anyhow::Result<u8> {
    let rows = &done.stills.stills;
    let failed = rows.iter().filter(|row| row.error.is_some()).count();
    let broken = rows.iter().filter(|row| row.holds == Some(false)).count();
    if m.get_flag("json") {
        let page = done.page.as_deref().map(Path::display).map(|path| path.to_string());
        show::json(&json!({"page": page, "not_begun": done.not_begun, "stills": done.stills}));
    } else if is_talkative(m) {
        let left = rows.iter().filter(|row| row.method == "none").count();
        let treated = rows.len() - failed - left;
        let page = done.page.as_deref().map(|path| path.display().to_string()).unwrap_or_default();
        let mut said = vec![format!("{treated} treated"), format!("{left} left as they are")];
        said.extend((broken > 0).then(|| format!("{broken} NOT certified")));
        said.extend((failed > 0).then(|| format!("{failed} not made")));
        show::line(&format!("{}: {}; all of them: {page}", counted(rows.len()), said.join(", ")));
    }
    if stopped() || done.not_begun > 0 {
        show::error(&format!("interrupted: {} were not begun; the same call goes on with them", counted(done.not_begun)));
        return Ok(exit::INTERRUPTED);
    }
    Ok(if failed > 0 {
        exit::ERROR
    } else if broken > 0 {
        exit::ADVISE
    } else {
        exit::DONE
    })
}
