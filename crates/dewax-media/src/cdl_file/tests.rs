//! CDL files, written and read, and those of other programs.

use super::*;
use crate::guard::Guard;

/// Files as other programs write them.
const OTHERS: [&str; 2] = [
    "<?xml version='1.0'?>\n<ColorCorrection id='sh 010'>\n<SOPNode>\n<Description>warm</Description>\n<Slope>1.2 1.0  0.9</Slope>\
     <Offset>0 -1e-2 0.02</Offset><Power>1 1 1.1</Power></SOPNode><SATNode><Saturation>0.8</Saturation></SATNode></ColorCorrection>",
    "<ColorDecisionList xmlns=\"urn:ASC:CDL:v1.2\"><InputDescription>Rec.709</InputDescription><ColorDecision><MediaRef ref=\"http://x/a.mov\"/>\
     <ColorCorrection id=\"a\"><SOPNode><Slope>2 2 2</Slope></SOPNode></ColorCorrection></ColorDecision><ColorDecision>\
     <ColorCorrection id=\"b\"><SatNode><Saturation>0</Saturation></SatNode></ColorCorrection></ColorDecision></ColorDecisionList>",
];

pub(crate) fn parse_any(bytes: &[u8]) -> Option<Vec<NamedCdl>> {
    parse(bytes).ok()
}

fn two() -> Vec<NamedCdl> {
    let cdl = Cdl {
        slope: [1.1, 1.0, 0.93],
        offset: [0.0, -0.0125, 1e-7],
        power: [1.0, 0.9, 1.2],
        saturation: 0.85,
    };
    let odd = "Zoë & <b> \"x\"";
    vec![
        NamedCdl { id: odd.to_owned(), description: odd.to_owned(), cdl },
        NamedCdl { id: "sh020".to_owned(), ..NamedCdl::default() },
    ]
}

pub(crate) fn samples() -> Vec<Vec<u8>> {
    let own = ["ccc", "cdl"].map(|ending| write::text(&two(), ending).unwrap());
    OTHERS.iter().map(|text| (*text).to_owned()).chain(own).map(String::into_bytes).collect()
}

#[test]
fn what_is_written_is_read_to_the_bit() {
    let folder = tempfile::tempdir().unwrap();
    for (ending, all) in [("cc", &two()[..1]), ("ccc", &two()[..]), ("cdl", &two()[..])] {
        let path = folder.path().join(format!("grade.{ending}"));
        write(all, &Guard::new(false).file(&path).unwrap()).unwrap();
        assert_eq!(read(&path).unwrap(), all, "{ending}");
    }
}

#[test]
fn files_of_others_are_read() {
    let [one] = &parse(OTHERS[0].as_bytes()).unwrap()[..] else { panic!("one") };
    let due =
        Cdl { slope: [1.2, 1.0, 0.9], offset: [0.0, -0.01, 0.02], power: [1.0, 1.0, 1.1], saturation: 0.8 };
    assert_eq!((one.id.as_str(), one.description.as_str(), one.cdl), ("sh 010", "warm", due));
    let [a, b] = &parse(OTHERS[1].as_bytes()).unwrap()[..] else { panic!("two") };
    assert_eq!(
        (a.cdl, b.cdl),
        (Cdl { slope: [2.0; 3], ..Cdl::NEUTRAL }, Cdl { saturation: 0.0, ..Cdl::NEUTRAL })
    );
}

#[test]
fn one_of_several_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("all.ccc");
    write(&two(), &Guard::new(false).file(&path).unwrap()).unwrap();
    let name = path.to_str().unwrap();
    assert_eq!(pick(&format!("{name}#sh020")).unwrap().cdl, Cdl::NEUTRAL);
    let said = pick(name).unwrap_err().to_string();
    assert!(said.contains("2 grades") && said.contains("#Zoë"), "{said}");
    let said = pick(&format!("{name}#sh03")).unwrap_err().to_string();
    assert!(said.contains("no grade `sh03`") && said.contains("sh020"), "{said}");
    // A name is shown with nothing in it that a terminal obeys, and one that is asked for too.
    let odd = |id: &str| NamedCdl { id: id.to_owned(), ..NamedCdl::default() };
    write(&[odd("a\u{202e}b"), odd("c")], &Guard::new(true).file(&path).unwrap()).unwrap();
    for named in [name.to_owned(), format!("{name}#\u{1b}[2J")] {
        let said = pick(&named).unwrap_err().to_string();
        assert!(!said.contains(['\u{202e}', '\u{1b}']), "{said:?}");
    }
    let bad = "<ColorCorrection id='a\u{202e}b'><SOPNode><Slope>1 1</Slope></SOPNode></ColorCorrection>";
    assert!(!parse(bad.as_bytes()).unwrap_err().contains('\u{202e}'));
    // A file of that name is meant.
    let odd = folder.path().join("take#2.cc");
    write(&two()[..1], &Guard::new(false).file(&odd).unwrap()).unwrap();
    assert_eq!(pick(odd.to_str().unwrap()).unwrap(), two()[0]);
}

#[test]
fn what_is_none_is_refused_in_words() {
    for (text, word) in [
        ("", "root"),
        ("<a/>", "begins with <a>"),
        ("<ColorDecisionList/>", "no ColorCorrection"),
        ("<ColorCorrection id='x'><SOPNode><Slope>1 1</Slope></SOPNode></ColorCorrection>", "the Slope of x"),
        (
            "<ColorCorrection><SOPNode><Power>0 1 1</Power></SOPNode></ColorCorrection>",
            "the CDL of its grade",
        ),
        (
            "<ColorCorrection><SatNode><Saturation>nan</Saturation></SatNode></ColorCorrection>",
            "the CDL of its grade",
        ),
        ("<!DOCTYPE x [<!ENTITY a 'b'>]><ColorCorrection>&a;</ColorCorrection>", "DTD"),
    ] {
        let said = parse(text.as_bytes()).unwrap_err();
        assert!(said.contains(word), "{word} in {said}");
    }
    // As deep as a file can be: refused, and nothing calls itself down there.
    assert!(parse("<a>".repeat(1 << 20).as_bytes()).is_err());
    assert!(parse(["<a>".repeat(400_000), "</a>".repeat(400_000)].concat().as_bytes()).is_err());
    let folder = tempfile::tempdir().unwrap();
    let guard = Guard::new(false);
    for (name, word) in [("a.cc", "write a .ccc"), ("a.xml", ".cc, .ccc or .cdl")] {
        let said = write(&two(), &guard.file(&folder.path().join(name)).unwrap()).unwrap_err().to_string();
        assert!(said.contains(word), "{said}");
    }
    assert!(write(&[], &guard.file(&folder.path().join("a.ccc")).unwrap()).is_err());
}
