//! The page and the table say what the data say, and nothing on them is obeyed.

use super::*;

fn stills() -> StillsPage {
    let made = StillRow {
        name: "ada.jpg".into(),
        file: "in/ada.jpg".into(),
        original: Some("raw/ada.tif".into()),
        paired: "name".into(),
        method: "hybrid".into(),
        because: "it has an original".into(),
        done: vec!["texture of the original".into()],
        found: vec![FoundRow {
            check: "porcelain".into(),
            severity: "clear".into(),
            of_limit: 1.75,
            words: "smooth, \"very\"".into(),
        }],
        texture_db: Some(-0.25),
        holds: Some(true),
        proofs: vec![Proof::made("low band", true, "as before")],
        seconds: 1.5,
        out: Some("ada_dewax.jpg".into()),
        strip_jpeg: vec![1, 2, 3],
        ..StillRow::default()
    };
    let broken = StillRow {
        name: "<b>,x.png".into(),
        file: "in/<b>,x.png".into(),
        error: Some("is no \"picture\"".into()),
        ..StillRow::default()
    };
    StillsPage { dewax: "0.1".into(), wish: "method auto".into(), stills: vec![made, broken] }
}

#[test]
fn the_page_shows_each_picture_with_what_it_is_sorted_by() {
    let page = page(&stills());
    for wanted in [
        "2 stills",
        "1 PASS, 1 NOT MADE",
        "data-found=\"1.750\"",
        "data-texture=\"-0.25\"",
        "original raw/ada.tif (name)",
        "data:image/jpeg;base64,AQID",
        "-0.2 dB",
        "is no &quot;picture&quot;",
        "badge fail",
        "✓ low band: as before",
    ] {
        assert!(page.contains(wanted), "{wanted} is not in {page}");
    }
    assert!(!page.contains("<b>"), "markup from a name");
}

#[test]
fn the_table_has_a_row_a_picture_and_quotes_what_would_end_a_cell() {
    let table = csv(&stills());
    let lines: Vec<&str> = table.trim_end().split("\r\n").collect();
    assert_eq!(lines.len(), 3);
    assert!(lines[0].starts_with("file,original,paired,method,"));
    assert!(lines[1].starts_with(
        "in/ada.jpg,raw/ada.tif,name,hybrid,it has an original,PASS,1.750,,-0.25,1.50,ada_dewax.jpg,"
    ));
    assert!(lines[2].starts_with("\"in/<b>,x.png\",,") && lines[2].ends_with("\"is no \"\"picture\"\"\""));
}

#[test]
fn a_page_of_many_refers_to_loupes_in_their_folders() {
    let row = StillRow { loupes: Some("a b_dewax.jpg.dewax/loupes.jpg".into()), ..stills().stills.remove(0) };
    let of = |count: usize| page(&StillsPage { stills: vec![row.clone(); count], ..stills() });
    let (few, many) = (of(MOST_HELD), of(MOST_HELD + 1));
    let linked = "src=\"./a%20b_dewax.jpg.dewax/loupes.jpg\"";
    assert!(few.contains("base64,AQID") && !few.contains(linked) && !few.contains("file:"));
    assert_eq!(many.matches(linked).count(), MOST_HELD + 1);
    assert!(
        !many.contains("base64,AQID") && many.contains("img-src data: 'self' file:;"),
        "it may show them"
    );
}

#[test]
fn no_name_is_a_formula_in_a_spreadsheet() {
    let mut stills = stills();
    stills.stills[0].file = "=HYPERLINK(1).png".into();
    stills.stills[0].original = Some("-1+cmd.tif".into());
    let table = csv(&stills);
    assert!(table.contains("\r\n'=HYPERLINK(1).png,'-1+cmd.tif,"), "{table}");
    // Numbers stay numbers.
    assert!(table.contains(",-0.25,"), "{table}");
}

#[test]
fn data_come_back_as_they_were_written_but_for_the_pictures() {
    let stills = stills();
    let text = serde_json::to_string(&stills).unwrap();
    let mut back: StillsPage = serde_json::from_str(&text).unwrap();
    back.stills[0].strip_jpeg = vec![1, 2, 3];
    assert_eq!(back, stills);
}
