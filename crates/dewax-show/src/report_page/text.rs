//! Words and numbers of the page.

use dewax::certificate::Certificate;
use dewax::check::Severity;
use dewax::report::{Report, Verdict};
use std::fmt::Write;

/// Text that cannot become markup: file names come from strangers.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            // Control and direction characters could turn a file name into another one on the page.
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => out.push('\u{fffd}'),
            c if c.is_control() && c != '\n' && c != '\t' => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

/// A number with as many places as it deserves.
pub(crate) fn number(value: f32) -> String {
    if !value.is_finite() {
        return "–".into();
    }
    match value.abs() {
        v if v >= 99.95 => format!("{value:.0}"),
        v if v >= 9.995 => format!("{value:.1}"),
        _ => {
            let text = format!("{value:.2}");
            if text == "-0.00" { "0.00".into() } else { text }
        }
    }
}

/// A severity as people say it.
pub(super) fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Fine => "fine",
        Severity::CannotTell => "cannot tell",
        Severity::Minor => "minor",
        Severity::Clear => "clear",
    }
}

fn shots(count: usize) -> String {
    if count == 1 { "1 shot".into() } else { format!("{count} shots") }
}

/// What happened and what to do, in a sentence or two for somebody who knows nothing of checks.
pub(super) fn headline(report: &Report) -> String {
    let of = |wanted: Verdict| report.shots.iter().filter(|s| s.verdict == wanted).count();
    let (all, treat, again) = (report.shots.len(), of(Verdict::Treat), of(Verdict::Regenerate));
    let verb = |count: usize, one: &'static str, many: &'static str| if count == 1 { one } else { many };
    let again_text = format!(
        "{} of {all} should be generated again: treatment cannot repair {}.",
        shots(again),
        verb(again, "it", "them")
    );
    match (&report.delivery, &report.certificate) {
        (None, None) => match report.verdict {
            Verdict::Regenerate => match report.shots.first() {
                Some(only) if all == 1 => format!("This clip should be generated again. {}", only.because),
                _ => again_text,
            },
            Verdict::Treat => match report.shots.first() {
                Some(only) if all == 1 => format!("This clip can be repaired. {}", only.because),
                _ => format!("This clip can be repaired: {} of {all} would be treated.", shots(treat)),
            },
            Verdict::Leave => match report.shots.first() {
                Some(only) if all == 1 => format!("This clip can stay as it is. {}", only.because),
                _ => "This clip can stay as it is: no shot needs treating.".into(),
            },
        },
        (_, Some(certificate)) if !certificate.passed => {
            let failed = certificate.failures().len();
            let what = certificate.causes.first().map_or(String::new(), |c| format!(" ({})", c.words()));
            format!(
                "{failed} {} failed on the finished file{what}. Read below what failed before you use it.",
                verb(failed, "check", "checks")
            )
        }
        (_, Some(certificate)) => {
            let done = match treat {
                0 => match report.matched_to() {
                    Some(matched) => {
                        format!("The colours of the clip were taken to those of another ({matched})")
                    }
                    None => "The clip needed no treatment of its skin".to_string(),
                },
                _ => format!("{} of {all} {} treated", shots(treat), verb(treat, "was", "were")),
            };
            let proof = format!("{done}, and the finished file passed all {} checks.", checks(certificate));
            if again > 0 { format!("{proof} But {again_text}") } else { proof }
        }
        (Some(_), None) => "The file was written, but nothing has been proven of it yet.".into(),
    }
}

/// How many proofs were made.
pub(super) fn checks(certificate: &Certificate) -> usize {
    certificate.file.iter().filter(|p| p.holds.is_some()).count()
        + certificate.frame.len()
        + certificate.skin.len()
}

/// A relative path as a link: whatever could mean something else to a browser is spelled out.
pub(crate) fn path(to: &str) -> String {
    let mut out = String::with_capacity(to.len());
    for byte in to.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' | b'/' => {
                out.push(char::from(byte))
            }
            _ => {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_becomes_markup() {
        assert_eq!(
            escape("<img src=x onerror='a(\"&\")'>"),
            "&lt;img src=x onerror=&#39;a(&quot;&amp;&quot;)&#39;&gt;"
        );
        assert_eq!(escape("a\u{202e}4pm.exe\u{0}\u{1b}"), "a\u{fffd}4pm.exe\u{fffd}\u{fffd}");
        assert_eq!(escape("gesicht_ä 顔.mp4"), "gesicht_ä 顔.mp4");
    }

    #[test]
    fn numbers() {
        for (value, want) in [
            (0.0, "0.00"),
            (-0.001, "0.00"),
            (1.2345, "1.23"),
            (12.34, "12.3"),
            (1234.5, "1234"),
            (f32::NAN, "–"),
        ] {
            assert_eq!(number(value), want);
        }
    }
}
