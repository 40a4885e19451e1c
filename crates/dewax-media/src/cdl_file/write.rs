//! The text of a CDL file (ASC CDL 1.2).

use super::NamedCdl;
use crate::shown::xml;
use dewax::color::Cdl;
use std::fmt::Write;

/// The namespace of version 1.2.
const SPACE: &str = "urn:ASC:CDL:v1.2";

/// The text of a file of this ending.
pub(super) fn text(all: &[NamedCdl], ending: &str) -> Result<String, String> {
    let mut out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned();
    match (ending, all) {
        ("cc", [one]) => grade(&mut out, one, 0, &format!(" xmlns=\"{SPACE}\"")),
        ("cc", _) => return Err(format!("a .cc holds one grade, and there are {}; write a .ccc", all.len())),
        ("ccc" | "cdl", []) => return Err("there is no grade to write".to_owned()),
        ("ccc", _) => {
            let _ = writeln!(out, "<ColorCorrectionCollection xmlns=\"{SPACE}\">");
            all.iter().for_each(|one| grade(&mut out, one, 2, ""));
            out.push_str("</ColorCorrectionCollection>\n");
        }
        ("cdl", _) => {
            let _ = writeln!(out, "<ColorDecisionList xmlns=\"{SPACE}\">");
            for one in all {
                out.push_str("  <ColorDecision>\n");
                grade(&mut out, one, 4, "");
                out.push_str("  </ColorDecision>\n");
            }
            out.push_str("</ColorDecisionList>\n");
        }
        _ => return Err("the name of a CDL ends in .cc, .ccc or .cdl".to_owned()),
    }
    Ok(out)
}

fn grade(out: &mut String, one: &NamedCdl, indent: usize, space: &str) {
    let Cdl { slope, offset, power, saturation } = one.cdl;
    let group = |three: [f32; 3]| format!("{} {} {}", three[0], three[1], three[2]);
    let about = if one.description.is_empty() {
        String::new()
    } else {
        format!("<Description>{}</Description>\n    ", xml(&one.description))
    };
    let id = if one.id.is_empty() { String::new() } else { format!(" id=\"{}\"", xml(&one.id)) };
    let text = format!(
        "<ColorCorrection{space}{id}>\n  <SOPNode>\n    {about}<Slope>{}</Slope>\n    <Offset>{}</Offset>\n    <Power>{}</Power>\n  \
         </SOPNode>\n  <SatNode>\n    <Saturation>{saturation}</Saturation>\n  </SatNode>\n</ColorCorrection>\n",
        group(slope),
        group(offset),
        group(power)
    );
    for line in text.lines() {
        let _ = writeln!(out, "{:indent$}{line}", "");
    }
}
