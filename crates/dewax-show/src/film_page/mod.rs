//! The overview of a film as one HTML file that needs nothing else: a row a shot, with links to the reports of the shots.
//!
//! No scripts, no network. Everything that came from a file is escaped, and what is a link is written so that no name leads elsewhere.

use crate::report_page::{Head, begin, escape, image, number, path};
use dewax::matching::{Matched, TONES, Why};
use serde::Serialize;
use std::fmt::Write;

const OWN_STYLE: &str = include_str!("film.css");

/// What there is to say of a film.
#[derive(Clone, Debug, Default, PartialEq, Serialize, schemars::JsonSchema)]
pub struct FilmPage {
    /// What it is called.
    pub film: String,
    /// Its file, as seen from the folder that the page lies in.
    pub file: String,
    /// The program.
    pub dewax: String,
    /// What it is seen through, in a sentence; none where nothing is.
    pub show_lut: Option<String>,
    /// Its scenes.
    pub scenes: Vec<SceneRow>,
    /// Its shots, in the order of the film.
    pub shots: Vec<ShotRow>,
}

impl FilmPage {
    /// The JSON schema of the same as data, `film.json`.
    pub fn schema() -> serde_json::Value {
        let writing = schemars::generate::SchemaSettings::default().for_serialize();
        writing.into_generator().into_root_schema_for::<Self>().to_value()
    }
}

/// A scene.
#[derive(Clone, Debug, Default, PartialEq, Serialize, schemars::JsonSchema)]
pub struct SceneRow {
    /// What it is called.
    pub name: String,
    /// Its shots, by name.
    pub shots: Vec<String>,
    /// The shot that the others are drawn toward.
    pub hero: Option<String>,
    /// Whether they are.
    pub is_matched: bool,
    /// How far, 0..=1.
    pub halfway: f32,
    /// The still that is meant instead of the hero.
    pub reference: Option<String>,
}

/// The colour of the skin of a shot.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, schemars::JsonSchema)]
pub struct SkinRow {
    /// Code values, 0..=1.
    pub rgb: [f32; 3],
    /// CIE L*a*b* on a BT.1886 display.
    pub lab: [f64; 3],
    /// The mean skin of the scene's hero; none without one, and for the hero itself.
    pub hero: Option<HeroSkin>,
}

/// The skin of the hero beside that of a shot.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, schemars::JsonSchema)]
pub struct HeroSkin {
    /// Code values, 0..=1.
    pub rgb: [f32; 3],
    /// CIE L*a*b* on a BT.1886 display.
    pub lab: [f64; 3],
    /// How far the means of both lie apart, CIEDE2000.
    pub apart_de00: f32,
}

/// The match of a shot.
#[derive(Clone, Debug, PartialEq, Serialize, schemars::JsonSchema)]
pub struct MatchRow {
    /// With what: a shot, or a still.
    pub with: String,
    /// What came of it.
    #[serde(flatten)]
    pub matched: Matched,
    /// The same in words.
    pub words: String,
}

/// A shot.
#[derive(Clone, Debug, Default, PartialEq, Serialize, schemars::JsonSchema)]
pub struct ShotRow {
    /// What it is called.
    pub name: String,
    /// Its scene.
    pub scene: Option<String>,
    /// Whether it is its scene's hero.
    pub is_hero: bool,
    /// Its file.
    pub file: String,
    /// Who is in it.
    pub persons: Vec<String>,
    /// Its first frame in the file, and one past its last, without handles; none where the file is not known.
    pub frames: Option<(usize, usize)>,
    /// The verdict; none where nothing came of it.
    pub verdict: Option<String>,
    /// The verdict in a sentence.
    pub because: String,
    /// Whether the certificate holds.
    pub holds: Option<bool>,
    /// The certificate in words.
    pub certificate: String,
    /// What was done.
    pub done: Vec<String>,
    /// What of the source is missing.
    pub missing: Vec<String>,
    /// Its skin in the source.
    pub skin: Option<SkinRow>,
    /// What it was matched with.
    pub matched: Option<MatchRow>,
    /// The result, seen from the page.
    pub out: Option<String>,
    /// Its report, seen from the page.
    pub report: Option<String>,
    /// Why there is no result.
    pub error: Option<String>,
    /// The middle frame of the source as PNG; empty when there is no picture.
    #[serde(skip)]
    pub before_png: Vec<u8>,
    /// The same frame of the result.
    #[serde(skip)]
    pub after_png: Vec<u8>,
}

/// The page.
pub fn page(film: &FilmPage) -> String {
    let mut out = String::with_capacity(64 * 1024);
    let title = format!("{} – dewax film", film.film);
    begin(
        &Head { title: &title, style: OWN_STYLE, script: None, class: Some("film"), is_alone: true },
        &mut out,
    );
    header(film, &mut out);
    out.push_str("<main>\n");
    if let Some(lut) = &film.show_lut {
        let _ = writeln!(out, "<p class=\"quiet\">{}</p>", escape(lut));
    }
    for scene in &film.scenes {
        section(film, Some(scene), &mut out);
    }
    section(film, None, &mut out);
    let _ = write!(
        out,
        "</main>\n<footer class=\"quiet\">Made by dewax {}. \u{394}E is CIEDE2000; 1 is about what can be told side by side. The skin is \
         that of the source; what it is matched by is one CDL a shot.</footer>\n</body>\n</html>\n",
        escape(&film.dewax)
    );
    out
}

fn header(film: &FilmPage, out: &mut String) {
    let count = |is: &dyn Fn(&ShotRow) -> bool| film.shots.iter().filter(|shot| is(shot)).count();
    let verdicts =
        ["LEAVE", "TREAT", "REGENERATE"].map(|word| (count(&|s| s.verdict.as_deref() == Some(word)), word));
    let failed = count(&|s| s.holds == Some(false));
    let broken = count(&|s| s.error.is_some());
    let more = [(failed, "not certified"), (broken, "not made")];
    let said: Vec<String> =
        verdicts.into_iter().chain(more).filter(|(n, _)| *n > 0).map(|(n, w)| format!("{n} {w}")).collect();
    let (class, word) = if failed + broken == 0 { ("pass", "PASS") } else { ("fail", "FAIL") };
    let _ = writeln!(
        out,
        "<header class=\"head\"><div><h1>{}</h1><p class=\"verdict\">{} shots, {} scenes: {}</p></div>\
         <div class=\"badge {class}\"><small>Certificates</small>{word}</div></header>",
        escape(&film.film),
        film.shots.len(),
        film.scenes.len(),
        said.join(", "),
    );
}

/// A scene with its shots; none for those that no scene has.
fn section(film: &FilmPage, scene: Option<&SceneRow>, out: &mut String) {
    let name = scene.map(|scene| scene.name.as_str());
    let shots: Vec<&ShotRow> = film.shots.iter().filter(|shot| shot.scene.as_deref() == name).collect();
    if shots.is_empty() {
        return;
    }
    let _ = writeln!(
        out,
        "<section><h2>{}</h2><p class=\"quiet\">{}</p>",
        escape(name.unwrap_or("By themselves")),
        escape(&toward(scene))
    );
    out.push_str(
        "<div class=\"scroll\"><table><thead><tr><th>Shot</th><th>Before</th><th>After</th><th>Verdict and certificate</th>\
         <th>Skin</th><th>What was done</th></tr></thead><tbody>\n",
    );
    shots.into_iter().for_each(|shot| row(shot, out));
    out.push_str("</tbody></table></div></section>\n");
}

/// What the shots of a scene are drawn toward.
fn toward(scene: Option<&SceneRow>) -> String {
    let Some(scene) = scene else { return "Shots that no scene names; their colours are their own.".into() };
    if !scene.is_matched {
        return "Its colours are not matched.".into();
    }
    let to = match (&scene.reference, &scene.hero) {
        (Some(still), _) => format!("the still {still}"),
        (None, Some(hero)) => format!("shot {hero}"),
        (None, None) => return "No shot of it has skin to be matched with.".into(),
    };
    let way = if scene.halfway < 1.0 {
        format!("{:.0} % of the way ", 100.0 * scene.halfway)
    } else {
        String::new()
    };
    format!("Its skin is drawn {way}toward that of {to}.")
}

fn row(shot: &ShotRow, out: &mut String) {
    let hero = if shot.is_hero { " <span class=\"tag\">hero</span>" } else { "" };
    let frames = shot
        .frames
        .map(|(from, end)| format!(", frames {from} to {}", end.saturating_sub(1)))
        .unwrap_or_default();
    let _ = write!(
        out,
        "<tr><td><strong>{}</strong>{hero}<p class=\"quiet\">{}{frames}</p>",
        escape(&shot.name),
        escape(&shot.file)
    );
    if !shot.persons.is_empty() {
        let _ = write!(out, "<p class=\"quiet\">{}</p>", escape(&shot.persons.join(", ")));
    }
    link("report", shot.report.as_deref(), out);
    link("file", shot.out.as_deref(), out);
    out.push_str("</td>");
    for (png, word) in [(&shot.before_png, "before"), (&shot.after_png, "after")] {
        out.push_str("<td class=\"still\">");
        if !png.is_empty() {
            image(png, &format!("{}, {word}", shot.name), out);
        }
        out.push_str("</td>");
    }
    out.push_str("<td>");
    if let Some(error) = &shot.error {
        let _ = write!(out, "<strong class=\"bad\">NOT MADE</strong><p>{}</p>", escape(error));
    }
    if let Some(verdict) = &shot.verdict {
        let _ = write!(out, "<strong>{}</strong><p>{}</p>", escape(verdict), escape(&shot.because));
        let (class, mark) = if shot.holds == Some(false) { ("bad", "✗") } else { ("good", "✓") };
        let _ = write!(out, "<p class=\"{class}\">{mark} {}</p>", escape(&shot.certificate));
    }
    for missing in &shot.missing {
        let _ = write!(out, "<p class=\"bad\">Missing in the source: {}</p>", escape(missing));
    }
    out.push_str("</td><td>");
    skin(shot, out);
    out.push_str("</td><td>");
    if !shot.done.is_empty() {
        out.push_str("<ul>");
        for done in &shot.done {
            let _ = write!(out, "<li>{}</li>", escape(done));
        }
        out.push_str("</ul>");
    }
    out.push_str("</td></tr>\n");
}

fn skin(shot: &ShotRow, out: &mut String) {
    let Some(skin) = &shot.skin else {
        out.push_str("<p class=\"quiet\">none that is held</p>");
        return;
    };
    swatch(skin.rgb, skin.lab, "", out);
    if let Some(hero) = &skin.hero {
        swatch(hero.rgb, hero.lab, " hero", out);
    }
    match &shot.matched {
        Some(MatchRow { with, matched, .. }) if matched.why == Why::Matched => {
            let _ = write!(
                out,
                "<p>\u{394}E to {} {} → {} <span class=\"quiet\">(nine tenths below {} → {})</span></p>",
                escape(with),
                number(matched.before_de00),
                number(matched.after_de00),
                number(matched.p90_before_de00),
                number(matched.p90_after_de00),
            );
            tones(matched, out);
        }
        Some(MatchRow { with, matched, words }) => {
            let known = if matched.persons > 0 {
                format!(" ({} \u{394}E)", number(matched.before_de00))
            } else {
                String::new()
            };
            let _ = write!(out, "<p>not moved toward {}: {}{known}</p>", escape(with), escape(words));
        }
        None => {
            if let Some(hero) = &skin.hero {
                let _ = write!(out, "<p>\u{394}E to the hero {}</p>", number(hero.apart_de00));
            }
        }
    }
}

/// Where the difference sat, and what is left of it there: third by third of the skin.
fn tones(matched: &Matched, out: &mut String) {
    for (name, tone) in TONES.into_iter().zip(&matched.tones) {
        let off = |off: [f32; 3]| off.map(|v| format!("{v:+.1}")).join(" ");
        let _ = write!(
            out,
            "<p class=\"quiet\">{name} {} → {}, Lab {} → {}</p>",
            number(tone.before_de00),
            number(tone.after_de00),
            off(tone.off_before),
            off(tone.off_after),
        );
    }
}

/// A colour, and its figures.
fn swatch(rgb: [f32; 3], lab: [f64; 3], whose: &str, out: &mut String) {
    let [r, g, b] = rgb.map(|v| (v.clamp(0.0, 1.0) * 255.0).round() as u8);
    let [l, a, lab_b] = lab.map(|v| number(v as f32));
    let _ = write!(
        out,
        "<div><i class=\"skin\" style=\"background:rgb({r},{g},{b})\"></i><code>Lab {l} {a} {lab_b}</code>{whose}</div>"
    );
}

fn link(word: &str, to: Option<&str>, out: &mut String) {
    if let Some(to) = to {
        let _ = write!(out, "<a href=\"./{}\">{word}</a> ", path(to));
    }
}

#[cfg(test)]
mod tests;
