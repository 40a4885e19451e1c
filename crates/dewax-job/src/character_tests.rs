//! Tests of: Characters: the skin of one person (its contrast, its colour, its pores) taken from a portrait or a clip, so that every shot

use super::*;

fn taken() -> Taken {
    let character = Character {
        character_version: CHARACTER_VERSION,
        name: "ada".into(),
        number: number("ada"),
        fine_percent: 0.62,
        coarse_percent: 0.9,
        skin_lab: [61.2, 14.0, 17.5],
        from: "portrait.jpg".into(),
        pores_file: String::new(),
        pores_sha256: String::new(),
    };
    Taken { character, graft: None }
}

#[test]
fn a_character_is_the_same_when_it_is_read_again() {
    let folder = tempfile::tempdir().unwrap();
    let at = Guard::new(true).folder(folder.path(), &[]).unwrap();
    let path = taken().save(&at).unwrap();
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains("fine_percent = 0.62\n"), "{text}");
    let texture = Character::read(&path).unwrap();
    let values: Vec<String> =
        texture.settings.iter().map(|s| format!("{}={}", s.param.name, s.param.show(&s.value))).collect();
    assert_eq!(values[1..], ["fine_percent=0.62", "coarse_percent=0.62", "auto=false"]);
    assert_eq!(values[0], format!("character={}", number("ada")));
    assert!(texture.pores.is_none() && texture.note.contains("ada's"));
    assert_ne!(number("ada"), number("eva"));
    let mut look = Look::named("natural").unwrap();
    look.pin("texture.pores.fine_percent=0.5".parse().unwrap());
    look.pin_below(texture.settings);
    let stack = &look.stack;
    let fine = stack.step("texture.pores").unwrap().get("fine_percent");
    assert_eq!(fine, Some(Value::F(0.5)), "what the user says counts more");
}

#[test]
fn broken_characters_are_refused_with_the_cure() {
    let folder = tempfile::tempdir().unwrap();
    let at = Guard::new(true).folder(folder.path(), &[]).unwrap();
    let path = taken().save(&at).unwrap();
    let text = std::fs::read_to_string(&path).unwrap();
    let refused = |changed: String| {
        std::fs::write(&path, changed).unwrap();
        Character::read(&path).unwrap_err().to_string()
    };
    assert!(refused("nonsense".into()).contains("dewax character"));
    assert!(refused(text.replace("character_version = 1", "character_version = 9")).contains("version 9"));
    assert!(refused(text.replace("fine_percent = 0.62", "fine_percent = 72.0")).contains("out of range"));
    let gone = text.replace("pores_file = \"\"", "pores_file = \"ada.graft\"");
    assert!(refused(gone.clone()).contains("are not there"));
    std::fs::write(folder.path().join("ada.graft"), b"anything").unwrap();
    assert!(refused(gone.clone()).contains("their bytes differ"));
    let sha256 = hex(&Sha256::digest(b"anything"));
    let named = gone.replace("pores_sha256 = \"\"", &format!("pores_sha256 = \"{sha256}\""));
    assert!(refused(named).contains("are no pores"));
    std::fs::remove_file(&path).unwrap();
    assert!(Character::read(&path).is_err());
}
