//! Looks and recipes: complete, exact, and refused with the cure when they are wrong.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::type_complexity,
    reason = "a test that fails says so by panicking"
)]

use dewax::analysis::{ANALYSIS_VERSION, Analysis, MadeWith, Noticed};
use dewax::clip::{Clip, Ratio, Shot, Signs};
use dewax::color::Tags;
use dewax::face::{FaceOptions, FaceTrack, Tier};
use dewax::facts::{Glimpse, ShotFacts};
use dewax::param::Limits;
use dewax::plan::{plan, plan_with_matte};
use dewax::px::{Format, Subsampling};
use dewax::recipe::{LOOKS, Look, RECIPE_VERSION, Recipe, RecipeMatte};

fn analysis() -> Analysis {
    let clip = Clip {
        name: "a \"strange\" name\n.mp4".into(),
        fingerprint: "00ff".into(),
        format: Format { width: 64, height: 48, subsampling: Subsampling::C420, bits: 8, alpha: false },
        tags: Tags::assumed(48),
        time_base: Ratio { num: 1, den: 24 },
        pts: (0..20).collect(),
        last_duration: 1,
        signs: Signs::default(),
    };
    let mut shots: Vec<ShotFacts> =
        [(0, 8), (8, 12)].map(|(first_frame, frames)| ShotFacts::still(Shot { first_frame, frames })).into();
    shots[1].figures.boil_levels = 3.0;
    shots[1].figures.exposure_flicker_percent = 2.0;
    Analysis {
        analysis_version: ANALYSIS_VERSION,
        dewax: "0.1.0".into(),
        tier: Tier::ColourOnly,
        face_options: FaceOptions::default(),
        made_with: MadeWith::default(),
        noticed: Noticed::default(),
        clip,
        shots,
    }
}

#[test]
fn every_look_reads_plans_and_round_trips() {
    for (name, _) in LOOKS {
        let look = Look::named(name).unwrap();
        assert_eq!(look.name, name);
        assert!(look.about.len() > 10);
        let text = look.to_toml();
        assert_eq!(Look::parse(&text, Limits::Hold).unwrap().to_toml(), text, "{name}");
        let recipe = plan(&analysis(), &look, 5).unwrap().to_toml();
        assert_eq!(Recipe::parse(&recipe).unwrap().to_toml(), recipe, "{name}");
        assert!(!recipe.contains("0.40000000"), "decimals are the shortest");
    }
}

#[test]
fn off_is_nothing_and_unnamed_steps_stay_off() {
    let recipe = plan(&analysis(), &Look::named("off").unwrap(), 1).unwrap();
    assert!(recipe.shots.iter().all(|s| s.stack.steps().iter().all(|step| step.is_neutral())));
    let light = Look::named("light").unwrap();
    assert!(light.stack.step("grain").unwrap().is_neutral());
}

#[test]
fn the_skin_of_a_stylised_face_is_left_and_what_was_pinned_is_done() {
    let mut analysis = analysis();
    let drawn = Glimpse {
        skin_blocks: 90,
        tone_share: 0.9,
        tone_span_levels: 60.0,
        flat_share: 0.8,
        ..Glimpse::default()
    };
    let mut look = Look::named("natural").unwrap();
    let is_off = |analysis: &Analysis, look: &Look, step: &str| {
        plan(analysis, look, 1).unwrap().shots[1].stack.step(step).unwrap().is_neutral()
    };
    assert!(!is_off(&analysis, &look, "calm"));
    analysis.shots[1].glimpses = vec![drawn];
    assert!(
        is_off(&analysis, &look, "calm") && !is_off(&analysis, &look, "balance"),
        "flicker of the picture goes all the same"
    );
    look.pin("calm.amount=0.3".parse().unwrap());
    assert!(!is_off(&analysis, &look, "calm"));
}

#[test]
fn steps_are_fitted_to_the_shot_and_pinned_values_hold() {
    let mut look = Look::named("natural").unwrap();
    let recipe = plan(&analysis(), &look, 1).unwrap();
    let is_off = |r: &Recipe, shot: usize, step: &str| r.shots[shot].stack.step(step).unwrap().is_neutral();
    assert!(is_off(&recipe, 0, "calm") && !is_off(&recipe, 1, "calm"), "calm only where it boils");
    assert!(is_off(&recipe, 0, "balance") && !is_off(&recipe, 1, "balance"));
    look.pin("calm.amount=0.3".parse().unwrap());
    let recipe = plan(&analysis(), &look, 1).unwrap();
    for shot in &recipe.shots {
        let amount = shot.stack.step("calm").unwrap().get("amount");
        assert_eq!(amount, Some(dewax::param::Value::F(0.3)));
    }
}

#[test]
fn errors_name_the_cure() {
    let look = |body: &str| {
        let text = format!("look_version = 1\nname = \"x\"\nabout = \"y\"\n{body}");
        Look::parse(&text, Limits::Hold).unwrap_err().to_string()
    };
    assert_eq!(
        look("[grain]\namont_levels = 0.1"),
        "grain: no parameter `amont_levels`; did you mean `amount_levels`?"
    );
    assert!(look("[grane]").starts_with("no step `grane`; did you mean `grain`?"), "{}", look("[grane]"));
    assert!(look("[grain]\namount_levels = 90").contains("it must be a number from 0 to 16"));
    assert!(look("[finish]\namount = 1.0").contains("--beyond-limits"));
    assert!(look("[grain]\namount_levels = nan").contains("it must be"));
    assert!(look("grain = 3").contains("must be a table"));
    assert!(Look::named("naturel").unwrap_err().to_string().contains("did you mean `natural`?"));
    assert!(Look::parse("name = 1", Limits::Hold).unwrap_err().to_string().contains("look_version"));
    assert!(Look::parse("]", Limits::Hold).unwrap_err().to_string().contains("TOML"));
    let bare = "look_version = 1\nname = \"x\"\nabout = \"y\"\n[\"texture.contrast\"]\namount = 0.2";
    let look = Look::parse(bare, Limits::Hold).unwrap();
    assert!(plan(&analysis(), &look, 1).unwrap_err().to_string().contains("needs balance"));
}

/// The line of a recipe of this version.
fn of_now() -> String {
    format!("recipe_version = {RECIPE_VERSION}")
}

#[test]
fn broken_recipes_are_refused() {
    let good = plan(&analysis(), &Look::named("natural").unwrap(), 1).unwrap().to_toml();
    let bad = |from: &str, to: &str| {
        assert!(good.contains(from), "{from}");
        Recipe::parse(&good.replacen(from, to, 1)).map(|_| ()).unwrap_err().to_string()
    };
    assert!(bad(&of_now(), "recipe_version = 99").contains("dewax plan"));
    assert!(bad("deflicker = ", "deflicked = ").contains("did you mean `deflicker`?"));
    assert!(bad("frames = 8", "frames = 7").contains("another clip"));
    assert!(bad("first_frame = 8", "first_frame = 9").contains("gaps"));
    assert!(bad("size_px = 1.7\n", "").contains("writes every value out"));
    assert!(bad("tier = \"ColourOnly\"", "tier = \"All\"").contains("one of Mesh"));
    assert!(bad("seed = 1", "sead = 1").contains("seed"));
    assert!(bad("drop = []", "drop = [-1]").contains("track numbers"));
    assert!(bad("small = false", "small = 3").contains("true or false"));
    let of_frame = format!("{good}\n[[shot.face]]\nid = 2\n[shot.face.grain]\namount_levels = 1.0\n");
    assert!(Recipe::parse(&of_frame).unwrap_err().to_string().contains("whole frame"));
}

#[test]
fn recipes_of_version_one_mean_what_they_meant() {
    let now = plan(&analysis(), &Look::named("natural").unwrap(), 1).unwrap().to_toml();
    let table: toml::Table = now.parse().unwrap();
    assert!(table.contains_key("faces"));
    // Nor had it the step that takes sharpening back.
    let (before, rest) = now.split_once("[shot.dehalo]").unwrap();
    let now = format!("{before}[{}", rest.split_once('[').unwrap().1);
    // What version 1 had not: the table of faces, and what the mask knows of them.
    let old: Vec<&str> = now
        .lines()
        .filter(|l| {
            !["[faces]", "small = ", "drop = ", "only = ", "faces = ", "patch_levels = ", "recall = "]
                .iter()
                .any(|k| l.starts_with(k))
        })
        .filter(|l| !["forehead", "ears", "neck", "hands"].iter().any(|k| l.starts_with(k)))
        .collect();
    let old = old.join("\n").replace(&of_now(), "recipe_version = 1");
    let recipe = Recipe::parse(&old).unwrap();
    assert_eq!(recipe.faces, FaceOptions::default());
    let mask = recipe.shots[0].stack.step("mask").unwrap();
    assert_eq!(mask.get("faces"), Some(dewax::param::Value::B(false)), "its masks went by colour alone");
    assert_eq!(mask.get("neck"), Some(dewax::param::Value::F(1.0)));
    let skin_grain = recipe.shots[0].stack.step("skin_grain").unwrap();
    assert_eq!(skin_grain.get("recall"), Some(dewax::param::Value::F(0.0)), "nothing came back");
    for name in ["dehalo", "texture.pores"] {
        assert!(recipe.shots[0].stack.step(name).unwrap().is_neutral(), "{name} was not there");
    }
}

#[test]
fn a_recipe_of_version_3_does_what_it_did() {
    let now = plan(&analysis(), &Look::named("natural").unwrap(), 1).unwrap();
    let text = now.to_toml().replace(&of_now(), "recipe_version = 3");
    // Version 3 knew neither these steps nor this parameter.
    let mut table: toml::Table = text.parse().unwrap();
    for shot in table["shot"].as_array_mut().unwrap() {
        let shot = shot.as_table_mut().unwrap();
        assert!(shot.remove("dehalo").is_some() && shot.remove("texture.pores").is_some());
        assert!(shot["skin_grain"].as_table_mut().unwrap().remove("recall").is_some());
    }
    let old = Recipe::parse(&toml::to_string(&table).unwrap()).unwrap();
    for name in ["dehalo", "texture.pores"] {
        assert!(old.shots[0].stack.step(name).unwrap().is_neutral(), "{name}");
    }
    let recall = old.shots[0].stack.step("skin_grain").unwrap().get("recall");
    assert_eq!(recall, Some(dewax::param::Value::F(0.0)));
}

#[test]
fn a_recipe_of_version_5_draws_no_hairs_and_breaks_no_highlights() {
    let mut look = Look::named("natural").unwrap();
    look.pin("texture.pores.auto=false".parse().unwrap());
    let now = plan(&analysis(), &look, 1).unwrap();
    let mut table: toml::Table = now.to_toml().replace(&of_now(), "recipe_version = 5").parse().unwrap();
    let mut coarse = Vec::new();
    for shot in table["shot"].as_array_mut().unwrap() {
        let texture = shot["texture.pores"].as_table_mut().unwrap();
        assert!(texture.remove("vellus").is_some() && texture.remove("glints").is_some());
        coarse.push(texture["coarse_percent"].as_float().unwrap() as f32);
    }
    let old = Recipe::parse(&toml::to_string(&table).unwrap()).unwrap();
    for (shot, coarse) in old.shots.iter().zip(coarse) {
        let texture = shot.stack.step("texture.pores").unwrap();
        for name in ["vellus", "glints"] {
            assert_eq!(texture.get(name), Some(dewax::param::Value::F(0.0)), "{name}");
        }
        assert_eq!(texture.get("coarse_percent"), Some(dewax::param::Value::F(coarse)), "as it was");
    }
}

#[test]
fn a_recipe_of_version_7_leaves_a_drift_of_colour() {
    let mut look = Look::named("natural").unwrap();
    look.pin("balance.slope_red=1.1".parse().unwrap());
    look.pin("balance.drift=1".parse().unwrap());
    let now = plan(&analysis(), &look, 1).unwrap();
    let mut table: toml::Table = now.to_toml().replace(&of_now(), "recipe_version = 7").parse().unwrap();
    for shot in table["shot"].as_array_mut().unwrap() {
        assert!(shot["balance"].as_table_mut().unwrap().remove("drift").is_some());
    }
    let old = Recipe::parse(&toml::to_string(&table).unwrap()).unwrap();
    for shot in &old.shots {
        let drift = shot.stack.step("balance").and_then(|s| s.get("drift"));
        assert_eq!(drift, Some(dewax::param::Value::F(0.0)));
    }
}

#[test]
fn a_recipe_of_version_8_leaves_the_steps_at_seams() {
    let mut look = Look::named("natural").unwrap();
    look.pin("balance.seam=1".parse().unwrap());
    let now = plan(&analysis(), &look, 1).unwrap();
    assert_eq!(
        now.shots[0].stack.step("balance").and_then(|s| s.get("seam")),
        Some(dewax::param::Value::F(1.0))
    );
    let mut table: toml::Table = now.to_toml().replace(&of_now(), "recipe_version = 8").parse().unwrap();
    for shot in table["shot"].as_array_mut().unwrap() {
        assert!(shot["balance"].as_table_mut().unwrap().remove("seam").is_some());
    }
    let old = Recipe::parse(&toml::to_string(&table).unwrap()).unwrap();
    for shot in &old.shots {
        let seam = shot.stack.step("balance").and_then(|s| s.get("seam"));
        assert_eq!(seam, Some(dewax::param::Value::F(0.0)));
    }
}

#[test]
fn a_recipe_of_version_4_asks_for_what_it_asked_for() {
    let mut look = Look::named("natural").unwrap();
    look.pin("texture.pores.auto=false".parse().unwrap());
    let now = plan(&analysis(), &look, 1).unwrap();
    let mut table: toml::Table = now.to_toml().replace(&of_now(), "recipe_version = 4").parse().unwrap();
    for shot in table["shot"].as_array_mut().unwrap() {
        let texture = shot["texture.pores"].as_table_mut().unwrap();
        for name in ["pigment", "marks", "life"] {
            assert!(texture.remove(name).is_some());
        }
        texture.insert("gain".into(), toml::Value::Float(1.7));
        texture.insert("coarse_percent".into(), toml::Value::Float(0.85));
    }
    let old = Recipe::parse(&toml::to_string(&table).unwrap()).unwrap();
    let texture = old.shots[0].stack.step("texture.pores").unwrap();
    for (name, value) in
        [("pigment", 0.0), ("marks", 0.0), ("life", 0.0), ("coarse_percent", 0.561), ("amount", 1.0)]
    {
        assert_eq!(texture.get(name), Some(dewax::param::Value::F(value)), "{name}");
    }
    assert!(old.to_toml().contains(&of_now()));
}

#[test]
fn a_stock_is_the_grain_of_a_look_and_nothing_else() {
    let mut sizes = Vec::new();
    for name in dewax::recipe::stocks() {
        let (mut look, stock) = (Look::named("natural").unwrap(), Look::named(name).unwrap());
        assert_eq!(stock.mentioned, ["grain"], "{name}");
        look.lay_stock(&stock).unwrap();
        let recipe = plan(&analysis(), &look, 1).unwrap();
        let stack = &recipe.shots[0].stack;
        let laid = stack.step("grain").unwrap();
        for param in ["amount_levels", "size_px", "chroma", "correlation", "response"] {
            assert_eq!(laid.get(param), stock.stack.step("grain").unwrap().get(param), "{name} {param}");
        }
        let plain = plan(&analysis(), &Look::named("natural").unwrap(), 1).unwrap();
        let mut others = String::new();
        stack.write_difference(&plain.shots[0].stack, "", &mut others);
        assert_eq!(others.matches('[').count(), 1, "only the grain differs: {others}");
        sizes.push(laid.get("amount_levels").unwrap());
    }
    assert!(sizes.windows(2).all(|w| w[0] != w[1]) && sizes.len() == 5, "{sizes:?}");
    let refused = Look::named("natural").unwrap().lay_stock(&Look::named("light").unwrap()).unwrap_err();
    assert!(refused.to_string().contains("`light` lays no grain; one of grain-35mm-50d"), "{refused}");
}

#[test]
fn a_given_mask_is_named_and_never_fitted_away() {
    let matte = RecipeMatte { file: "a \"mask\"\n.mov".into(), fingerprint: "77".into() };
    let look = Look::named("natural").unwrap();
    let with = plan_with_matte(&analysis(), &look, 1, Some(matte.clone())).unwrap();
    let without = plan(&analysis(), &look, 1).unwrap();
    let is_off = |r: &Recipe| r.shots[0].stack.step("mask").unwrap().is_neutral();
    assert!(is_off(&without) && !is_off(&with), "no skin was found, but one was given");
    let text = with.to_toml();
    let again = Recipe::parse(&text).unwrap();
    assert_eq!((again.matte.as_ref(), again.to_toml()), (Some(&matte), text.clone()));
    assert_eq!(Recipe::parse(&without.to_toml()).unwrap().matte, None);
    let bad = |from: &str, to: &str| {
        assert!(text.contains(from), "{from}");
        Recipe::parse(&text.replacen(from, to, 1)).map(|_| ()).unwrap_err().to_string()
    };
    assert!(bad("fingerprint = \"77\"", "fingerprint = 77").contains("fingerprint"));
    assert!(bad("fingerprint = \"77\"", "").contains("fingerprint"));
    assert!(bad("fingerprint = \"77\"", "fingerprint = \"77\"\nsize = 3").contains("recipe's matte"));
    let no_table = text.replacen("[matte]", "[[matte]]", 1);
    assert!(Recipe::parse(&no_table).unwrap_err().to_string().contains("`matte` must be a table"));
}

#[test]
fn faces_have_values_of_their_own() {
    let mut analysis = analysis();
    let track = |id: u32| FaceTrack {
        id,
        first_frame: 8,
        states: Vec::new(),
        others: Vec::new(),
        like: Vec::new(),
        dropped: false,
    };
    analysis.shots[1].faces.tracks = vec![track(1), track(2)];
    let mut look = Look::named("natural").unwrap();
    for text in ["calm.amount = 0.3", "face2.calm.amount = 0.1", "face2.texture.contrast.amount = 0.2"] {
        look.pin(text.parse().unwrap());
    }
    let recipe = plan(&analysis, &look, 1).unwrap();
    assert!(recipe.shots[0].faces.is_empty(), "that shot has no face 2");
    let amount = |stack: &dewax::stack::Stack, step: &str| stack.step(step).unwrap().get("amount").unwrap();
    let own = &recipe.shots[1].faces;
    assert_eq!((own.len(), own[0].id), (1, 2));
    assert_eq!(amount(&own[0].stack, "calm"), dewax::param::Value::F(0.1));
    assert_eq!(amount(&recipe.shots[1].stack, "calm"), dewax::param::Value::F(0.3));
    let text = recipe.to_toml();
    let again = Recipe::parse(&text).unwrap();
    assert_eq!(again.to_toml(), text);
    assert_eq!(amount(&again.shots[1].faces[0].stack, "texture.contrast"), dewax::param::Value::F(0.2));
    let refused = |text: &str| {
        let mut look = Look::named("natural").unwrap();
        match text.parse() {
            Err::<dewax::stack::Setting, _>(error) => error.to_string(),
            Ok(setting) => {
                look.pin(setting);
                plan(&analysis, &look, 1).unwrap_err().to_string()
            }
        }
    };
    assert!(refused("face7.calm.amount = 0.1").contains("the faces of this clip are 1, 2"));
    assert!(refused("face2.grain.size_px = 2").contains("whole frame"));
}

#[test]
fn settings_need_step_parameter_and_value() {
    for wrong in ["", "calm", "calm.amount", "=1", "calm=1", ".=", "calm.=1"] {
        assert!(wrong.parse::<dewax::stack::Setting>().is_err(), "{wrong}");
    }
    let setting: dewax::stack::Setting = "texture.contrast.amount = 0.2".parse().unwrap();
    assert_eq!((setting.step, setting.param.name), ("texture.contrast", "amount"));
}
