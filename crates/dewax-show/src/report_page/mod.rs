//! The report as one HTML file that needs nothing else: for clients, colourists and producers.
//!
//! It opens from a disk, without a network and without scripts; scripts only make before and after easier to
//! compare. Everything that came from a file is escaped, and a content security policy allows no other script.

mod faces;
mod plot;
mod proofs;
mod text;

use crate::exhibits::{Exhibits, ShotExhibit};
use base64::Engine as _;
use dewax::certificate::{Certificate, Proof};
use dewax::check::{Finding, Severity};
use dewax::face::Tier;
use dewax::px::Rect;
use dewax::report::{Report, ShotReport};
use sha2::{Digest as _, Sha256};
use std::fmt::Write;
pub(crate) use text::{escape, number, path};

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("page.js");

/// What the head of a page says.
pub(crate) struct Head<'a> {
    /// Its title, not escaped.
    pub(crate) title: &'a str,
    /// Style behind [`STYLE`].
    pub(crate) style: &'a str,
    /// The one script that may run.
    pub(crate) script: Option<&'a str>,
    /// What the body is called, for its style.
    pub(crate) class: Option<&'a str>,
    /// Whether it holds its pictures itself; else they lie in folders beside it.
    pub(crate) is_alone: bool,
}

/// Everything before the content of a page: no network, no script but its own.
pub(crate) fn begin(head: &Head<'_>, out: &mut String) {
    let digest = |script: &str| {
        let base64 = base64::engine::general_purpose::STANDARD;
        format!("; script-src 'sha256-{}'", base64.encode(Sha256::digest(script.as_bytes())))
    };
    let script = head.script.map(digest).unwrap_or_default();
    // What 'self' means of a page that is read from a disk, browsers do not agree on.
    let beside = if head.is_alone { "" } else { " 'self' file:" };
    let class = head.class.map(|class| format!(" class=\"{class}\"")).unwrap_or_default();
    let _ = write!(
        out,
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:{beside}; \
         style-src 'unsafe-inline'{script}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{}</title>\n<style>\n{STYLE}{}</style>\n</head>\n<body{class}>\n",
        escape(head.title),
        head.style
    );
}

/// The page of a report. `recipe_toml` is empty for a diagnosis.
pub fn page(report: &Report, recipe_toml: &str, exhibits: &Exhibits) -> String {
    let mut out = String::with_capacity(64 * 1024);
    let title = format!("{} – dewax report", report.source);
    begin(&Head { title: &title, style: "", script: Some(SCRIPT), class: None, is_alone: true }, &mut out);
    header(report, &mut out);
    out.push_str("<main>\n");
    for (number, shot) in report.shots.iter().enumerate() {
        let exhibit = exhibits.shots.iter().find(|e| e.shot == number);
        section(number, shot, exhibit, report.tier, &mut out);
    }
    if let Some(certificate) = &report.certificate {
        proofs(certificate, &mut out);
    }
    about(report, &mut out);
    if !recipe_toml.is_empty() {
        let recipe = escape(recipe_toml);
        let _ = writeln!(
            out,
            "<section><details><summary>The recipe: it renders the same pictures again</summary>\
             <pre tabindex=\"0\">{recipe}</pre></details></section>"
        );
    }
    let _ = write!(
        out,
        "</main>\n<footer class=\"quiet\">Made by dewax {}.</footer>\n<script>{SCRIPT}</script>\n</body>\n</html>\n",
        escape(&report.dewax)
    );
    out
}

/// How much a passed certificate says.
fn passed(certificate: &Certificate) -> String {
    match certificate.skin_not_judged() {
        None => format!("{} checks", text::checks(certificate)),
        Some(why) => format!("skin not judged: {why}"),
    }
}

fn header(report: &Report, out: &mut String) {
    let (class, word, small) = match &report.certificate {
        Some(c) if c.passed => ("pass", "PASS", passed(c)),
        Some(c) => ("fail", "FAIL", format!("{} of {} checks", c.failures().len(), text::checks(c).max(1))),
        None => ("none", report.verdict.name(), "not rendered".into()),
    };
    let label = if report.certificate.is_some() { "Certificate" } else { "Verdict" };
    let _ = writeln!(
        out,
        "<header class=\"head\"><div><h1>{}</h1><p class=\"verdict\">{}</p><p class=\"quiet\">{}</p></div>\
         <div class=\"badge {class}\"><small>{label}</small>{word}<small>{small}</small></div></header>",
        escape(&report.source),
        escape(&text::headline(report)),
        escape(&report.picture),
    );
}

fn section(number: usize, shot: &ShotReport, exhibit: Option<&ShotExhibit>, tier: Tier, out: &mut String) {
    let last = shot.shot.end().saturating_sub(1);
    let _ = writeln!(
        out,
        "<section data-shot style=\"--cut:50%\" aria-labelledby=\"shot{number}\">\
         <h2 id=\"shot{number}\">Shot {} <span class=\"tag\">{}</span></h2>\
         <p class=\"quiet\">Frames {} to {last}; the verdict is {:.0} % sure</p><p>{}</p>",
        number + 1,
        shot.verdict.name(),
        shot.shot.first_frame,
        shot.confidence * 100.0,
        escape(&shot.because),
    );
    outlook(shot, out);
    if let Some(exhibit) = exhibit {
        if !exhibit.before_png.is_empty() {
            pictures(number, exhibit, out);
        }
        curves(exhibit, out);
    }
    faces::faces(shot, exhibit.map(|e| &*e.faces).unwrap_or_default(), tier, out);
    findings(&shot.findings, out);
    if !shot.treatment.is_empty() {
        out.push_str("<h3>Treatment</h3><ul>");
        for treatment in &shot.treatment {
            let _ = write!(out, "<li><code>{}</code></li>", escape(&treatment.line()));
        }
        out.push_str("</ul>");
    }
    out.push_str("</section>\n");
}

/// What a trial repair promises, and what to ask of the generator.
fn outlook(shot: &ShotReport, out: &mut String) {
    if let Some(trial) = &shot.trial {
        let (from, to) = trial.frames;
        let held = if trial.holds { "held" } else { "did not hold" };
        let _ = write!(
            out,
            "<p>A repair was tried on frames {from} to {to} and {held}: {}. The whole shot takes about {} s on the machine that \
             made this report.",
            escape(&trial.expects()),
            number(trial.estimate_s as f32),
        );
        if !trial.changes.is_empty() {
            let _ = write!(out, " Taken back: {}.", escape(&trial.changes.join("; ")));
        }
        out.push_str("</p>");
    }
    if !shot.advice.is_empty() {
        out.push_str("<h3>Next time</h3><ul>");
        for line in &shot.advice {
            let _ = write!(out, "<li>{}</li>", escape(line));
        }
        out.push_str("</ul><p class=\"quiet\">All of it, with sources and the prompt's words: <code>dewax advise</code> and the clip.</p>");
    }
}

/// A picture inside the page.
pub(crate) fn image(png: &[u8], alt: &str, out: &mut String) {
    out.push_str("<img alt=\"");
    out.push_str(&escape(alt));
    out.push_str("\" src=\"data:image/png;base64,");
    base64::engine::general_purpose::STANDARD.encode_string(png, out);
    out.push_str("\">");
}

/// A picture before and after; `extra` is put on top of each.
fn pair(before: &[u8], after: &[u8], what: &str, extra: &str, out: &mut String) {
    out.push_str("<div class=\"pair\">");
    for (png, word) in [(before, "before"), (after, "after")] {
        if !png.is_empty() {
            out.push_str("<div class=\"side\">");
            image(png, &format!("{what}, {word}"), out);
            let _ = write!(out, "{extra}<span>{word}</span></div>");
        }
    }
    out.push_str("</div>");
}

fn pictures(number: usize, exhibit: &ShotExhibit, out: &mut String) {
    let (rect, frame) = (exhibit.rect, exhibit.frame);
    let compared = !exhibit.after_png.is_empty();
    if compared {
        let _ = write!(
            out,
            "<div class=\"controls\"><label for=\"cut{number}\">Split</label>\
             <input type=\"range\" id=\"cut{number}\" min=\"0\" max=\"100\" step=\"0.5\" value=\"50\">\
             <button type=\"button\" data-show-to=\"before\">Before <kbd>1</kbd></button>\
             <button type=\"button\" data-show-to=\"after\">After <kbd>2</kbd></button>\
             <button type=\"button\" data-show-to=\"split\">Split <kbd>3</kbd></button>\
             <span class=\"quiet\">Zoom</span>"
        );
        for (factor, pressed) in [(1, "false"), (2, "true"), (4, "false")] {
            let _ = write!(
                out,
                "<button type=\"button\" data-zoom-to=\"{factor}\" aria-pressed=\"{pressed}\">{factor}00 %</button>"
            );
        }
        out.push_str("</div>");
    }
    let _ = write!(
        out,
        "<div class=\"look\"><figure><div class=\"crop\" style=\"--w:{};--h:{};--zoom:2\">",
        rect.width(),
        rect.height()
    );
    pair(&exhibit.before_png, &exhibit.after_png, &format!("Detail of frame {frame}"), "", out);
    let _ = write!(
        out,
        "</div><figcaption>Frame {frame}, pixels enlarged without smoothing</figcaption></figure>"
    );
    if !exhibit.whole_before_png.is_empty() {
        out.push_str("<figure class=\"whole\">");
        let mark = mark(rect, exhibit.size_px);
        pair(&exhibit.whole_before_png, &exhibit.whole_after_png, &format!("Frame {frame}"), &mark, out);
        out.push_str("<figcaption>The whole frame; the box marks the detail</figcaption></figure>");
    }
    out.push_str("</div>");
    strips(exhibit, out);
}

/// The outline of a part on a picture of this size, in percent, so that it fits at any zoom.
fn mark(rect: Rect, (width, height): (usize, usize)) -> String {
    let percent = |part: usize, whole: usize| 100.0 * part as f64 / whole.max(1) as f64;
    format!(
        "<div class=\"frame\" style=\"left:{:.2}%;top:{:.2}%;width:{:.2}%;height:{:.2}%\"></div>",
        percent(rect.x0, width),
        percent(rect.y0, height),
        percent(rect.width(), width),
        percent(rect.height(), height),
    )
}

fn strips(exhibit: &ShotExhibit, out: &mut String) {
    if exhibit.strip_before.len() < 2 {
        return;
    }
    let _ = write!(
        out,
        "<h3>{} frames in a row, at 200 %</h3>\
         <p class=\"quiet\">The same patch of skin, followed through the shot. Brightness that jumps from one picture \
         to the next is flicker; texture that stays is skin.</p>",
        exhibit.strip_before.len()
    );
    for (word, pngs) in [("Before", &exhibit.strip_before), ("After", &exhibit.strip_after)] {
        if pngs.is_empty() {
            continue;
        }
        let (w, h) = (exhibit.strip_rect.width(), exhibit.strip_rect.height());
        let _ = write!(
            out,
            "<p class=\"rowname\">{word}</p>\
             <div class=\"strip\" tabindex=\"0\" role=\"group\" aria-label=\"Frames in a row, {word}\" style=\"--w:{w};--h:{h}\">"
        );
        for (i, png) in pngs.iter().enumerate() {
            let frame = exhibit.frame + i;
            out.push_str("<figure>");
            image(png, &format!("Frame {frame}, {word}"), out);
            let _ = write!(out, "<figcaption>{frame}</figcaption></figure>");
        }
        out.push_str("</div>");
    }
}

fn curves(exhibit: &ShotExhibit, out: &mut String) {
    let mut plots = String::new();
    for series in &exhibit.series {
        plot::plot(series, Some(exhibit.worst_frame), &mut plots);
    }
    if plots.is_empty() {
        return;
    }
    let _ = write!(
        out,
        "<h3>Over time</h3><p class=\"quiet key\"><i></i>before<i class=\"a\"></i>after; the dashed line marks the worst frame</p>\
         <div class=\"plots\">{plots}</div>"
    );
}

fn findings(findings: &[Finding], out: &mut String) {
    if findings.is_empty() {
        return;
    }
    out.push_str(
        "<h3>What was measured in the source</h3><div class=\"scroll\"><table><thead><tr><th>Check</th>\
         <th class=\"n\">Value</th><th>Unit</th><th class=\"n\">Counts from</th><th>Severity</th>\
         <th class=\"n\">Worst frame</th><th>In words</th></tr></thead><tbody>",
    );
    for f in findings {
        let told = f.severity != Severity::CannotTell;
        let _ = write!(
            out,
            "<tr><td class=\"k\">{}</td><td class=\"n\">{}</td><td class=\"k\">{}</td><td class=\"n\">{}</td>\
             <td class=\"k\">{}</td><td class=\"n\">{}</td><td>{}</td></tr>",
            escape(&f.code),
            if told { number(f.value) } else { "–".into() },
            escape(&f.unit),
            number(f.threshold),
            text::severity(f.severity),
            if f.severity >= Severity::Minor { f.worst_frame.to_string() } else { "–".into() },
            escape(&f.text),
        );
    }
    out.push_str("</tbody></table></div>");
}

fn held(holds: Option<bool>) -> &'static str {
    match holds {
        Some(true) => "<td class=\"k good\">✓ holds</td>",
        Some(false) => "<td class=\"k bad\">✗ FAILS</td>",
        None => "<td class=\"k\">not applicable</td>",
    }
}

fn proofs(certificate: &Certificate, out: &mut String) {
    let _ = write!(
        out,
        "<section aria-labelledby=\"certificate\"><h2 id=\"certificate\">Certificate <span class=\"tag\">{}</span></h2>\
         <p class=\"quiet\">Measured on the finished file after it was decoded again.</p>",
        certificate.words()
    );
    out.push_str(
        "<div class=\"scroll\"><table><thead><tr><th>What was checked</th><th>Result</th><th>What was seen</th></tr></thead><tbody>",
    );
    for Proof { what, holds, seen } in &certificate.file {
        let _ = write!(out, "<tr><td>{}</td>{}<td>{}</td></tr>", escape(what), held(*holds), escape(seen));
    }
    out.push_str("</tbody></table></div>");
    proofs::pictures(&certificate.frame, out);
    proofs::skin(&certificate.skin, out);
    out.push_str("</section>\n");
}

fn about(report: &Report, out: &mut String) {
    out.push_str("<section aria-labelledby=\"about\"><h2 id=\"about\">About this report</h2>");
    if !report.losses.is_empty() || !report.notes.is_empty() {
        out.push_str("<ul>");
        for loss in &report.losses {
            let _ = write!(out, "<li><strong>Missing in the source:</strong> {}</li>", escape(loss));
        }
        for note in &report.notes {
            let _ = write!(out, "<li>{}</li>", escape(note));
        }
        out.push_str("</ul>");
    }
    let mut rows = vec![("Source", report.source.clone()), ("Picture", report.picture.clone())];
    rows.push(("Colour tags (? = assumed)", report.tags.clone()));
    if !report.tier_note.is_empty() {
        rows.push(("What was not known", report.tier_note.clone()));
    }
    if let Some(delivery) = &report.delivery {
        let (first, end) = delivery.range;
        rows.push(("Written", delivery.path.clone()));
        rows.push(("As", delivery.codec.clone()));
        rows.push(("Frames", format!("{first} to {}", end.saturating_sub(1))));
        rows.push((
            "Size",
            format!("{:.1} MB, made in {:.1} s", delivery.bytes as f64 / 1e6, delivery.seconds),
        ));
        rows.push(("Recipe (SHA-256)", delivery.recipe_sha256.clone()));
    }
    out.push_str("<table><tbody>");
    for (name, value) in rows {
        let _ = write!(out, "<tr><th scope=\"row\">{name}</th><td>{}</td></tr>", escape(&value));
    }
    out.push_str("</tbody></table></section>\n");
}

#[cfg(test)]
mod tests;
