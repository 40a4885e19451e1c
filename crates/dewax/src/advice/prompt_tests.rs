//! Prompts as they are written, and what must stay of them.

use super::*;
use crate::advice::hints::Hints;

fn cut(prompt: &str) -> String {
    edited(prompt, &Hints::own().words, &[]).text
}

fn add() -> Vec<String> {
    ["visible pores", "fine lines", "85mm lens"].map(String::from).to_vec()
}

#[test]
fn words_that_harm_go_where_they_speak_of_skin() {
    for (from, to) in [
        ("portrait, perfect skin, soft light", "portrait, soft light"),
        ("perfect skin, portrait", "portrait"),
        ("portrait, flawless skin", "portrait"),
        ("portrait, (perfect skin:1.3), soft light", "portrait, soft light"),
        ("portrait, ((flawless)), soft light", "portrait, soft light"),
        ("portrait, (freckles, flawless skin:1.2), bokeh", "portrait, (freckles:1.2), bokeh"),
        ("a woman with perfect skin at a window", "a woman with skin at a window"),
        ("a woman with an ultra-smooth complexion.", "a woman with a complexion."),
        ("her smooth and flawless pale skin glows", "her pale skin glows"),
        ("very smooth skin in the sun", "skin in the sun"),
        ("cinematic, 8k, film", "cinematic, film"),
        ("epic detailed 8k photograph", "epic detailed photograph"),
        ("beauty lighting, a girl", "lighting, a girl"),
        ("Flawless Skin\nNikon", "\nNikon"),
        ("woman | perfect skin | bokeh", "woman | | bokeh"),
    ] {
        assert_eq!(cut(from), to, "of {from}");
    }
}

#[test]
fn the_same_words_stay_where_they_speak_of_something_else() {
    for stays in [
        "a juggler with perfect timing",
        "a porcelain vase on a smooth table",
        "flawless execution of a backflip",
        "the smooth surface of the lake, beauty of nature",
        "ultra-smooth camera movement around her",
        "an 8k run through the park",
        "a beauty salon, her face behind glass",
        "<lora:perfect skin:0.8>, <lora:flawless_8k:1>",
        "embedding:flawless-skin, woman",
        "perfect_skin_v2, unretouched skin",
        "A face of a perfect stranger",
        "a woman, no plastic skin, not airbrushed skin",
        "(masterpiece:1.2), [cat|dog], {a|b}, 4k",
    ] {
        assert_eq!(cut(stays), stays);
    }
}

#[test]
fn what_is_missing_is_added_once_and_twice_is_once() {
    let words = &Hints::own().words;
    for (from, to) in [
        ("portrait, perfect skin", "portrait, visible pores, fine lines, 85mm lens"),
        ("A woman smiles.", "A woman smiles. Visible pores, fine lines, 85mm lens."),
        ("portrait, Visible Pores,", "portrait, Visible Pores, fine lines, 85mm lens"),
        ("", "visible pores, fine lines, 85mm lens"),
        ("flawless", "visible pores, fine lines, 85mm lens"),
        ("portrait <lora:x:1>\n", "portrait <lora:x:1>, visible pores, fine lines, 85mm lens\n"),
    ] {
        let once = edited(from, words, &add());
        assert_eq!(once.text, to);
        let twice = edited(&once.text, words, &add());
        assert_eq!(
            (twice.text.as_str(), twice.added.len(), twice.dropped.len()),
            (to, 0, 0),
            "again, of {from}"
        );
    }
}

#[test]
fn any_text_is_edited_to_an_end_and_twice_is_once() {
    // Pieces that meet each other in every order.
    let pieces = [
        "perfect skin",
        ",",
        " ",
        "(",
        ":1.2)",
        "and",
        "8k",
        "<lora:a:1>",
        ".",
        "flawless",
        "ä",
        "\n",
        "smooth",
        "face",
        "[",
    ];
    let words = &Hints::own().words;
    let mut state = 7u64;
    for _ in 0..4000 {
        let mut text = String::new();
        for _ in 0..9 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            text.push_str(pieces[(state >> 33) as usize % pieces.len()]);
        }
        let once = edited(&text, words, &add());
        let twice = edited(&once.text, words, &add());
        assert_eq!(twice.text, once.text, "of {text:?}");
        for tag in ["<lora:a:1>", "ä"] {
            assert_eq!(
                once.text.matches(tag).count(),
                text.matches(tag).count(),
                "of {text:?}: {:?}",
                once.text
            );
        }
    }
}

#[test]
fn other_languages_are_left_alone() {
    for foreign in [
        "一位女性的肖像,完美的皮肤",
        "eine Frau mit makelloser Haut und der Mann auf der Straße",
        "une femme avec une peau parfaite dans la rue",
    ] {
        let left = edited(foreign, &Hints::own().words, &add());
        assert_eq!(left.text, foreign);
        assert!(left.left_alone.is_some_and(|why| why.contains("English")), "{foreign}");
    }
    let english = "Die-cut paper portrait of a woman with red hair in a café";
    assert!(edited(english, &Hints::own().words, &add()).left_alone.is_none());
    assert!(edited(&"a ".repeat(MOST_BYTES), &Hints::own().words, &add()).left_alone.is_some());
}

#[test]
fn what_is_not_wanted_keeps_texture_and_the_limit_of_words() {
    let words = &Hints::own().words;
    let add: Vec<String> = ["airbrushed", "plastic skin", "waxy skin"].map(String::from).to_vec();
    let common =
        edited_negative("lowres, skin spots, acnes, (airbrushed, cartoon:1.3), blurry", words, &add, None);
    assert_eq!(common.text, "lowres, (airbrushed, cartoon:1.3), blurry, plastic skin, waxy skin");
    assert_eq!(common.dropped, ["skin spots", "acnes"]);
    let short = edited_negative("", words, &add, Some(3));
    assert_eq!(short.added, ["airbrushed", "plastic skin"]);
}

#[test]
fn what_is_added_harms_nothing() {
    let own = Hints::own();
    for row in &own.rows {
        let text = row.add.join(", ");
        assert_eq!(edited(&text, &own.words, &[]).text, text);
        assert!(row.negative.iter().all(|word| !is_any(word, &own.words.negative_harms)));
    }
}
