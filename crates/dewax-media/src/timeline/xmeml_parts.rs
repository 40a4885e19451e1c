//! The small parts of Final Cut Pro 7 XML that reader and writer share: rates, numbers, timecodes, elements named by `id`, colours.

use super::lost::named;
use super::{Bad, MarkerColour};
use crate::rational::Rational;
use crate::timecode::Counting;
use roxmltree::{Document, Node};
use std::collections::HashMap;

/// Frames beyond this are no frames: three hundred years at a thousand a second.
const MOST_FRAMES: f64 = 1e13;

/// An element of a document.
pub(super) type Element<'a> = Node<'a, 'a>;

/// The first child of a name.
pub(super) fn child<'a>(node: Element<'a>, name: &str) -> Option<Element<'a>> {
    node.children().find(|child| child.has_tag_name(name))
}

/// Every child of a name.
pub(super) fn children<'a>(node: Element<'a>, name: &'static str) -> impl Iterator<Item = Element<'a>> {
    node.children().filter(move |child| child.has_tag_name(name))
}

/// What a child says; nothing where it is not there.
pub(super) fn text<'a>(node: Element<'a>, name: &str) -> &'a str {
    child(node, name).and_then(|found| found.text()).unwrap_or_default().trim()
}

/// Whether a child says TRUE, or FALSE.
pub(super) fn says(node: Element<'_>, name: &str, what: &str) -> bool {
    text(node, name).eq_ignore_ascii_case(what)
}

/// The number that a child says; none where it is not there.
pub(super) fn number(node: Element<'_>, name: &str) -> Result<Option<f64>, Bad> {
    let said = text(node, name);
    if said.is_empty() {
        return Ok(None);
    }
    let found = said.parse().ok().filter(|frame: &f64| frame.is_finite() && frame.abs() <= MOST_FRAMES);
    found.map(Some).ok_or_else(|| {
        Bad::new(format!("{} is no number of frames in <{name}>; export it again", named(said)))
    })
}

/// The rate that an element says of itself: `timebase` numbers a second, slower by 1000/1001 where `ntsc` is TRUE.
pub(super) fn own_rate(node: Element<'_>) -> Result<Option<Rational>, Bad> {
    let Some(rate) = child(node, "rate") else { return Ok(None) };
    let said = text(rate, "timebase");
    let base: f64 = said.parse().map_err(|_| wrong_rate(said))?;
    let found = match says(rate, "ntsc", "TRUE") && base.fract() == 0.0 {
        true => Rational::of_frames(base).map(|whole| Rational::new(whole.num * 1000, 1001)),
        false => Rational::of_frames(base),
    };
    found.map(Some).ok_or_else(|| wrong_rate(said))
}

fn wrong_rate(said: &str) -> Bad {
    Bad::new(format!("{} is no <timebase> that frames can have; export it again", named(said)))
}

/// `timebase` and whether it is `ntsc`, of a rate that this kind of file can say.
pub(super) fn base_of(rate: Rational) -> Option<(i64, bool)> {
    let whole = (rate.value() * 1.001).round() as i64;
    if rate.den == 1 && rate.num > 0 {
        Some((rate.num, false))
    } else {
        (rate == Rational::new(whole * 1000, 1001)).then_some((whole, true))
    }
}

/// Where a file or a film begins, as timecode counts.
pub(super) struct Begins {
    /// The number of its first frame.
    pub(super) frame: i64,
    /// Whether its timecode leaves numbers out.
    pub(super) drops: bool,
}

/// What a `timecode` in an element says, in frames of `rate`.
pub(super) fn begins(node: Element<'_>, rate: Rational) -> Result<Option<Begins>, Bad> {
    let Some(code) = child(node, "timecode") else { return Ok(None) };
    // One of 30 frames a second counts the frames of 29.97: only how many numbers a second has matters.
    let numbers = |rate: Rational| rate.value().round().max(1.0);
    let own = own_rate(code)?.filter(|own| numbers(*own) != numbers(rate)).unwrap_or(rate);
    let drops = says(code, "displayformat", "DF");
    let frame = match number(code, "frame")? {
        Some(frame) => frame,
        None => {
            let said = text(code, "string");
            if said.is_empty() {
                return Ok(None);
            }
            let like = if drops && super::clock::has_drop(own) { ";" } else { said };
            let counted = Counting::like(like, own).and_then(|counting| counting.frame(said));
            counted.map_err(|error| Bad::new(error.to_string()))? as f64
        }
    };
    // A camera of 60 frames a second may count 30 of them.
    let frame = frame / numbers(own) * numbers(rate);
    Ok(Some(Begins { frame: frame.round() as i64, drops }))
}

/// Elements that are said once and then named by their `id`.
pub(super) struct Ids<'a>(HashMap<(&'a str, &'a str), Element<'a>>);

impl<'a> Ids<'a> {
    pub(super) fn of(document: &'a Document<'a>) -> Self {
        let mut all = HashMap::new();
        for node in document.descendants().filter(|node| has_content(*node)) {
            if let Some(id) = node.attribute("id") {
                all.entry((node.tag_name().name(), id)).or_insert(node);
            }
        }
        Self(all)
    }

    /// The element that one stands for: itself, or where it is empty the one that has its name.
    pub(super) fn whole(&self, node: Element<'a>) -> Element<'a> {
        let id = node.attribute("id").filter(|_| !has_content(node));
        id.and_then(|id| self.0.get(&(node.tag_name().name(), id)).copied()).unwrap_or(node)
    }
}

fn has_content(node: Element<'_>) -> bool {
    node.children().any(|child| child.is_element())
}

/// A colour as red, green and blue of 0 to 255, and as Premiere writes it beside them (`pproColor`: alpha, blue, green, red), where it has such
/// markers. Adobe documents no such numbers. That of red is in OpenTimelineIO's tests and the others are what several public programs write for
/// Premiere; none was held against an export of ours. How they decode and which of its names is nearest is all that depends on them.
pub(super) const COLOURS: [(MarkerColour, [u8; 3], Option<u32>); 11] = [
    (MarkerColour::Red, [255, 0, 0], Some(4_281_740_498)),
    (MarkerColour::Orange, [255, 128, 0], Some(4_280_578_025)),
    (MarkerColour::Yellow, [255, 255, 0], Some(4_281_049_552)),
    (MarkerColour::Green, [0, 255, 0], Some(4_281_828_977)),
    (MarkerColour::Cyan, [0, 255, 255], Some(4_292_277_273)),
    (MarkerColour::Blue, [0, 0, 255], Some(4_294_741_314)),
    (MarkerColour::Purple, [128, 0, 255], Some(4_289_825_711)),
    (MarkerColour::Magenta, [255, 0, 255], None),
    (MarkerColour::Pink, [255, 128, 192], None),
    (MarkerColour::Black, [0, 0, 0], None),
    (MarkerColour::White, [255, 255, 255], Some(4_294_967_295)),
];

/// The colour of a marker; without one it is green, as Premiere has it.
pub(super) fn colour(marker: Element<'_>) -> MarkerColour {
    let own = child(marker, "color").and_then(|colour| {
        let part = |name: &str| text(colour, name).parse::<f64>().ok().filter(|part| part.is_finite());
        Some([part("red")?, part("green")?, part("blue")?])
    });
    let premiere = text(marker, "pproColor").parse::<u32>().ok();
    if let Some((known, ..)) = COLOURS.iter().find(|(.., code)| premiere.is_some() && *code == premiere) {
        return *known;
    }
    let bytes = premiere.map(|code| [0, 8, 16].map(|shift| f64::from(code >> shift & 255)));
    let Some(rgb) = own.or(bytes) else { return MarkerColour::Green };
    let far = |known: [u8; 3]| -> f64 { (0..3).map(|i| (rgb[i] - f64::from(known[i])).powi(2)).sum() };
    let nearest = COLOURS.iter().min_by(|a, b| far(a.1).total_cmp(&far(b.1)));
    nearest.map_or(MarkerColour::Green, |(known, ..)| *known)
}
