//! Every reader of what others can hand to a job, with files that are whole to begin with.

use crate::character::Character;
use crate::fuzz::damaged;
use crate::graft_file::{Kept, graft_bytes, of_bytes};
use crate::still::{STILL_VERSION, Still};
use dewax::analysis::{ANALYSIS_VERSION, Analysis, MadeWith, Noticed};
use dewax::clip::{Clip, Shot};
use dewax::color::{Cdl, Primaries, Transfer};
use dewax::demo::DrawnFace;
use dewax::face::{FaceOptions, Tier};
use dewax::facts::ShotFacts;
use dewax::flat::Original;
use dewax::matching::{Patch, Person, SkinSamples, fit};
use dewax::param::Limits;
use dewax::plan::plan;
use dewax::recipe::{LOOKS, Look, Recipe, RecipeGraft, RecipeMatte};
use dewax_media::json::to_json;
use dewax_show::exhibits::{Rgb8Image, png_bytes, png_with_text};
use std::sync::Arc;

fn analysis() -> Analysis {
    let clip = Clip { name: "a \"strange\" name.mp4".into(), ..DrawnFace::new(64, 48, 20).clip() };
    let shots = [(0, 8), (8, 12)].map(|(first_frame, frames)| ShotFacts::still(Shot { first_frame, frames }));
    Analysis {
        analysis_version: ANALYSIS_VERSION,
        dewax: "0.1.0".into(),
        tier: Tier::ColourOnly,
        face_options: FaceOptions::default(),
        made_with: MadeWith::default(),
        noticed: Noticed::default(),
        clip,
        shots: shots.into(),
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn damaged_recipes() {
    let recipe = |name: &str| {
        let mut recipe = plan(&analysis(), &Look::named(name).unwrap(), 5).unwrap();
        recipe.matte = Some(RecipeMatte { file: "m.mkv".into(), fingerprint: "0a".into() });
        recipe.graft = Some(RecipeGraft { file: "g.graft".into(), sha256: "0b".into() });
        recipe.to_toml().into_bytes()
    };
    damaged("recipe", 8_000, &[recipe("natural"), recipe("film-35")], |bytes| {
        let Ok(read) = Recipe::parse(&text(bytes)) else { return false };
        // What was read is written so that it is read as the same.
        Recipe::parse(&read.to_toml()).is_ok_and(|again| again.to_toml() == read.to_toml())
            || panic!("another recipe comes back of {}", read.to_toml())
    });
}

#[test]
fn damaged_looks() {
    let looks: Vec<Vec<u8>> = LOOKS.iter().map(|(_, text)| text.as_bytes().to_vec()).collect();
    damaged("look", 8_000, &looks, |bytes| {
        let limits = if bytes.len() % 2 == 0 { Limits::Hold } else { Limits::Beyond };
        let Ok(look) = Look::parse(&text(bytes), limits) else { return false };
        // Every look that is read can be planned, or says why not.
        let _ = plan(&analysis(), &look, 1);
        Look::parse(&look.to_toml(), Limits::Beyond).is_ok()
            || panic!("a look that was read is not read again: {}", look.to_toml())
    });
}

#[test]
fn damaged_analyses() {
    let natural = Look::named("natural").unwrap();
    damaged("analysis", 8_000, &[to_json(&analysis()).into_bytes()], |bytes| {
        let Ok(read) = serde_json::from_slice::<Analysis>(bytes) else { return false };
        // What passes the check can be planned.
        read.check().is_ok() && plan(&read, &natural, 1).is_ok()
    });
}

#[test]
fn damaged_characters() {
    let text_of = "character_version = 1\nname = \"ada\"\nnumber = 77\nfine_percent = 0.62\ncoarse_percent = 0.9\n\
                   skin_lab = [61.2, 14.0, 17.5]\nfrom = \"portrait.jpg\"\npores_file = \"ada-0a.graft\"\npores_sha256 = \"0a\"\n";
    damaged("character", 30_000, &[text_of.as_bytes().to_vec()], |bytes| {
        let Ok(own) = Character::parse(&text(bytes)) else { return false };
        // Its pores lie beside it, whatever it says.
        assert!(!own.pores_file.contains('/') && own.pores_file != "..", "{}", own.pores_file);
        true
    });
}

#[test]
fn damaged_stills() {
    let patch =
        |i: i16| Patch { place: (i % 3 > 0).then_some([i - 4, 2]), rgb: [0.6, 0.45, 0.4], weight: 0.9 };
    let person = |face: u32| Person {
        face,
        name: (face > 1).then(|| "Ann".into()),
        patches: (0..9).map(patch).collect(),
    };
    let skin = SkinSamples {
        transfer: Transfer::Bt709,
        primaries: Primaries::Bt709,
        persons: vec![person(1), person(2)],
    };
    let still = Still {
        still_version: STILL_VERSION,
        dewax: "0.1.0".into(),
        from: "hero.mov".into(),
        frame: 12,
        at_s: 0.5,
        look: "natural".into(),
        cdl: Cdl { saturation: 0.9, ..Cdl::NEUTRAL },
        skin_lab: [61.2, 14.0, 17.5],
        skin_percent: Some([0.6, 0.8]),
        skin,
    };
    let picture = Rgb8Image { width: 4, height: 3, pixels: (0..36).collect() };
    let whole = still.bytes(&picture).unwrap();
    assert_eq!(Still::parse(&whole), Ok(still.clone()));
    assert!(Still::parse(&png_bytes(&picture).unwrap()).unwrap_err().contains("did not make"));
    damaged("still", 8_000, &[whole], |bytes| match Still::parse(bytes) {
        // What is read can be matched to.
        Ok(read) => fit(&still.skin, &read.skin, 1.0).after_de00.is_finite(),
        Err(why) => why.is_empty(),
    });
    // Without the sums of the PNG over it: the text alone.
    damaged("still's text", 8_000, &[to_json(&still).into_bytes()], |bytes| {
        let text = text(bytes);
        let wrapped = png_with_text(&picture, "dewax still", &text);
        wrapped.is_ok_and(|png| {
            Still::parse(&png).is_ok_and(|read| fit(&still.skin, &read.skin, 1.0).after_de00.is_finite())
        })
    });
}

#[test]
fn damaged_grafts() {
    let original = graft_bytes(&Kept::Original(Arc::new(Original::default())));
    let patch = original_with_a_patch();
    damaged("graft", 50_000, &[original, patch], |bytes| {
        // The same bytes as those of a skin laid flat.
        let body = bytes.get(b"dewax original 1\n".len()..).unwrap_or_default();
        assert!(of_bytes(&[b"dewax graft 1\n", body].concat()).is_err(), "a skin has megabytes");
        of_bytes(bytes).is_ok()
    });
}

/// A face, the first frame, place and step, 3 by 2 samples: the numbers as postcard writes them.
fn original_with_a_patch() -> Vec<u8> {
    let mut bytes = b"dewax original 1\n\x01\x01\0".to_vec();
    [4f32, 5.0, 1.0].into_iter().for_each(|number| bytes.extend(number.to_le_bytes()));
    bytes.extend([3, 2, 6, 1, 2, 3, 4, 5, 6, 6, 9, 9, 9, 9, 9, 9]);
    bytes
}
