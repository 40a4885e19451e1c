//! Every reader of what others can hand to dewax, with files that are whole to begin with.

use super::damaged;
use crate::bmff::make;
use crate::character::Character;
use crate::graft_file::{Kept, graft_bytes, of_bytes};
use crate::nut::NutReader;
use crate::sidecar::to_json;
use crate::target::Codec;
use crate::{bmff, credentials, film, losses, nut, stated, still};
use dewax::analysis::{ANALYSIS_VERSION, Analysis, MadeWith, Noticed};
use dewax::clip::{Clip, Shot};
use dewax::demo::DrawnFace;
use dewax::face::{FaceOptions, Tier};
use dewax::facts::ShotFacts;
use dewax::lock::Original;
use dewax::param::Limits;
use dewax::plan::plan;
use dewax::recipe::{LOOKS, Look, Recipe, RecipeGraft, RecipeMatte};
use std::io::Cursor;
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

#[test]
fn damaged_pipes() {
    damaged("nut", 50_000, &[nut::sample()], |bytes| {
        let Ok(mut reader) = NutReader::new(bytes, 1 << 16) else { return false };
        let mut payload = Vec::new();
        let mut pictures = 0;
        loop {
            match reader.next(&mut payload) {
                Ok(Some(_)) => {
                    pictures += 1;
                    assert!(payload.len() <= 1 << 16 && pictures <= bytes.len());
                }
                Ok(None) => return true,
                Err(_) => return false,
            }
        }
    });
}

fn movie() -> Vec<u8> {
    let handler = make(b"hdlr", b"\0\0\0\0\0\0\0\0vide");
    let entry = make(b"avc1", &[0; 78]);
    let table = make(b"stsd", &[&[0, 0, 0, 0, 0, 0, 0, 1][..], &entry].concat());
    let media = make(b"mdia", &[handler, make(b"minf", &make(b"stbl", &table))].concat());
    let track = make(b"trak", &[make(b"tkhd", &[0; 84]), media].concat());
    let packet = make(b"udta", &make(b"XMP_", b"<x:xmpmeta/>"));
    [make(b"ftyp", b"isom"), make(b"mdat", b"pixels"), make(b"moov", &[track, packet].concat())].concat()
}

#[test]
fn damaged_boxes() {
    damaged("bmff", 50_000, &[movie()], |bytes| {
        let mut file = Cursor::new(bytes.to_vec());
        let all = bmff::boxes(&mut file, 0, bytes.len() as u64).unwrap();
        for span in &all {
            assert!(bmff::content(&mut file, span, 1 << 20).unwrap().len() <= bytes.len());
        }
        let _ = bmff::stated_length(&mut file, bytes.len() as u64).unwrap();
        let turned = bmff::set_display_matrix(&mut file, &[1; 9]).unwrap();
        assert_eq!(file.get_ref().len(), bytes.len());
        let grown = bmff::add_to_sample_entry(&mut file, b"\0\0\0\x0cclli1234").unwrap();
        assert_eq!(file.get_ref().len(), bytes.len() + 12 * grown);
        turned > 0 && grown > 0
    });
}

#[test]
fn damaged_pictures() {
    let pictures = still::samples();
    damaged("still", 8_000, &pictures, |bytes| {
        let _ = still::orientation_of(bytes);
        let Some(facts) = still::Facts::of(bytes) else { return false };
        let _ = (facts.turn_deg(), facts.plain_texts(), facts.lost_in_any());
        let treated = facts.clone().of_treated(true);
        for out in &pictures[..3] {
            let _ = treated.put_into(out);
        }
        let _ = facts.put_into(bytes);
        facts.icc.is_some() || facts.exif.is_some()
    });
}

#[test]
fn damaged_statements() {
    damaged("credentials", 50_000, &credentials::samples(), |bytes| {
        let found = credentials::find_in(&mut Cursor::new(bytes)).unwrap();
        assert!(found.iter().map(|one| one.bytes.len()).sum::<usize>() <= 2 * bytes.len());
        found.iter().map(credentials::Found::summary).count() > 0
    });
}

#[test]
fn damaged_lengths() {
    let avi = b"RIFF\x10\0\0\0AVI 123456789012".to_vec();
    let mkv = b"\x1a\x45\xdf\xa3\x82\0\0\x18\x53\x80\x67\x40\x041234".to_vec();
    damaged("cut off", 50_000, &[movie(), avi, mkv], |bytes| {
        losses::cut_off_in(&mut Cursor::new(bytes)).unwrap().is_none_or(|(stated, there)| {
            assert!(stated > there);
            false
        })
    });
}

#[test]
fn damaged_answers() {
    let streams = br#"{"streams":[{"index":0,"codec_name":"h264","codec_type":"video","width":64,"height":48,"pix_fmt":"yuv420p",
        "disposition":{"default":1},"tags":{"title":"a"},"side_data_list":[{"displaymatrix":"\n0: 0 65536 0\n1: -65536 0 0\n2: 0 0 1073741824\n"}]}],
        "format":{"format_name":"mov","tags":{}},"chapters":[{}],"programs":[{"tags":{"service_name":"b"}}]}"#;
    let frames = br#"{"frames":[{"interlaced_frame":1,"side_data_list":[{"side_data_type":"Mastering display metadata",
        "red_x":"34000/50000","red_y":"16000/50000","green_x":"1/5","green_y":"1/5","blue_x":"1/5","blue_y":"1/5","white_point_x":"1/5",
        "white_point_y":"1/5","min_luminance":"1/10000","max_luminance":"1000/1"}]}],"streams":[{"index":0,"field_order":"tt"}]}"#;
    damaged("ffprobe", 30_000, &[streams.to_vec(), frames.to_vec()], |bytes| {
        let text = text(bytes);
        let facts = film::FilmFacts::read(&text).map(|facts| (facts.x265(), facts.boxes()));
        let Ok(listing) = serde_json::from_str::<stated::Listing>(&text) else { return false };
        for stream in &listing.streams {
            let matrix = stream
                .side_data_list
                .iter()
                .find_map(|s| stated::display_matrix(s.displaymatrix.as_deref()?));
            let _ =
                matrix.map(|matrix| (stated::rotation_deg(&matrix), stated::is_more_than_a_turn(&matrix)));
        }
        facts.is_ok() && listing.programmes().count() < 3
    });
}

/// What a film loses of a picture, to have it asked for.
impl still::Facts {
    fn lost_in_any(&self) -> usize {
        Codec::ALL.iter().map(|codec| self.lost_in(*codec).len()).sum()
    }
}
