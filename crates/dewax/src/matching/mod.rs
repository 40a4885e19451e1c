//! The colour of one shot taken to that of another: what their skin says, as one CDL for the whole shot.
//!
//! Skin is compared patch by patch on the skin laid flat, in millimetres, so that neither framing nor pose counts; where no mesh was seen,
//! as clouds of colours. What is sought is the CDL that takes the patches to those of the other shot, held near to none in whatever the
//! skin does not span. It goes to the colour of the other shot, never to neutrality: a scene in coloured light keeps its light.

mod gauss;
mod samples;
#[cfg(test)]
mod tests;
mod told;
mod tones;

pub use samples::{PATCH_MM, Patch, Person, SkinSamples};
pub use tones::{TONES, Tone};

use crate::color::transfer::is_same_curve;
use crate::color::{Cdl, Cube, Expected, Oklab, Primaries, Transfer, Wanted, fitted, oklab_seen};
use gauss::Cloud;
use serde::{Deserialize, Serialize};
use told::{Apart, Pair, alike, apart, between, by_place, by_rank};
use tones::tones;

/// Patches that two faces must have in common to be compared by place: about a cheek.
const LEAST_COMMON: usize = 40;
/// Skin of fewer patches says nothing, whether places are known or not.
const LEAST_SKIN: f32 = 20.0;
/// A difference that is not seen, CIEDE2000: one is about what can be told side by side.
const UNSEEN_DE: f32 = 1.0;
/// A match takes away at least this share of what lies between the shots, or it is none: what cannot be taken away is pose and light, and
/// beside that a small gain is chance. Parts of one clip with the same grade gain up to 0.21, with another one from 0.50 on
/// (`cargo xtask bench match`, clips for developing).
const LEAST_SHARE: f32 = 0.25;
/// Skin that lies farther than this from the other's after the match, in the mean, is another skin or in another light, CIEDE2000.
const OTHER_DE: f32 = 5.0;
/// Skins that are less alike than this from place to place are not of the same person in the same light. Parts of one clip, with other
/// grades and framings, have 0.75 to 0.99, other persons −0.2 to 0.4 (`cargo xtask bench match`, clips for developing).
const LEAST_ALIKE: f32 = 0.6;
/// A shift of colour, at equal lightness, that is another light and no balance, CIEDE2000. Unknown grades come to 9, a club's light to 20.
const OTHER_CAST_DE: f32 = 14.0;
/// A difference of light that is another time of day, stops: a grade between two takes has half a stop, seldom one.
const OTHER_STOPS: f32 = 1.5;
/// The same two where no place on the skin is known, as without the face mesh: nothing then tells another person from a grade but how far they
/// lie apart, and persons differ by more than this oftener than two takes of one do. Half of what is allowed where places are known.
const UNPLACED_CAST_DE: f32 = OTHER_CAST_DE / 2.0;
const UNPLACED_STOPS: f32 = OTHER_STOPS / 2.0;
/// A direction of Oklab along which the skin varies less than this says nothing of how it is stretched.
const THIN: f64 = 0.01;

/// The grade between two shots of a scene. Two thirds of it as far as usual leave 1.20 where this leaves 1.17 (shots that are framed otherwise,
/// beside their hero; `cargo xtask bench match`, clips for developing). Patches may lie about one CIEDE2000 off. Where the light or the pose is a
/// little another one, it is the lightness of a patch that moves: counted as much as colour, what is not skin comes out 1.91 and 2.09 off
/// instead of 1.82 and 1.91.
const BETWEEN_SHOTS: Expected = Expected {
    usual: [0.375, 0.09, 0.3, 0.45],
    noise: 0.01,
    alike: 6.0,
    lightness: 0.5,
    by_tone: true,
    holds_greys: true,
};

/// What came of a match.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// The shot is taken to the other one.
    Matched,
    /// Their skin is alike already.
    Alike,
    /// Too little skin is known of one of them.
    TooLittleSkin,
    /// They have no person in common, as far as persons are named.
    NobodyInCommon,
    /// Their code values mean different light: other curves, or other primaries.
    OtherCurve,
    /// Its code values follow a curve in which skin was never compared: PQ, HLG, linear light.
    NotForDisplay,
    /// What differs is no grade: another skin, or another light.
    OtherSkinOrLight,
    /// No grade brings them much nearer.
    DoesNotHelp,
}

impl Why {
    /// In words, as the end of a sentence about the shot.
    pub fn words(self) -> &'static str {
        match self {
            Self::Matched => "its skin was taken to that of the other shot",
            Self::Alike => "its skin is as that of the other shot already",
            Self::TooLittleSkin => "too little of its skin is known to be matched",
            Self::NobodyInCommon => "it has no person in common with the other shot",
            Self::OtherCurve => {
                "its code values follow another curve or other primaries than those of the other shot"
            }
            Self::NotForDisplay => {
                "its code values follow a curve (PQ, HLG or linear light) in which skin is not compared yet"
            }
            Self::OtherSkinOrLight => {
                "its skin differs by more than a grade explains: another person, or another light"
            }
            Self::DoesNotHelp => "no grade brings its skin much nearer to that of the other shot",
        }
    }
}

/// A match, or why there is none: then the CDL is neutral, and before and after are the same.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Matched {
    /// What takes the whole shot there.
    pub cdl: Cdl,
    /// How far the skin lies from the other shot's, in the mean, CIEDE2000.
    pub before_de00: f32,
    /// The same after the CDL.
    pub after_de00: f32,
    /// What nine tenths of the skin do not exceed before, CIEDE2000.
    pub p90_before_de00: f32,
    /// The same after the CDL.
    pub p90_after_de00: f32,
    /// Where that sits: the darkest third of the skin, the middle one and the brightest.
    #[serde(default)]
    pub tones: [Tone; 3],
    /// How many persons were compared.
    pub persons: usize,
    /// Whether they were compared place by place of their skin.
    pub by_place: bool,
    /// What came of it.
    pub why: Why,
}

impl Matched {
    /// What lies between the shots before and after, third by third of the skin, in words.
    pub fn by_tone(&self) -> String {
        let one = |(name, tone): (&str, &Tone)| {
            let [l, a, b] = tone.off_before;
            format!(
                "{name} {:.1} (L* {l:+.1} a* {a:+.1} b* {b:+.1}) to {:.1}",
                tone.before_de00, tone.after_de00
            )
        };
        TONES.into_iter().zip(&self.tones).map(one).collect::<Vec<_>>().join(", ")
    }

    fn none(why: Why, before: Apart, compared: &Compared) -> Self {
        Self {
            cdl: Cdl::NEUTRAL,
            before_de00: before.mean,
            after_de00: before.mean,
            p90_before_de00: before.p90,
            p90_after_de00: before.p90,
            tones: compared.tones,
            persons: compared.persons,
            by_place: compared.by_place,
            why,
        }
    }
}

/// What of two shots corresponds, and what is wanted of the first.
#[derive(Default)]
struct Compared {
    pairs: Vec<Pair>,
    wanted: Vec<Wanted>,
    persons: usize,
    by_place: bool,
    /// Where the difference sits before anything is done.
    tones: [Tone; 3],
    /// How alike the two are that are least alike, from place to place; 1 where places are not known.
    least_alike: f32,
}

/// The CDL that takes the skin of `from` to that of `to`. `halfway` says how far to go: 1 is all the way, 0.5 meets in the middle.
pub fn fit(from: &SkinSamples, to: &SkinSamples, halfway: f32) -> Matched {
    fit_seen(from, to, halfway, None)
}

/// The same with both shots seen `through` a table, as that of a sequence, where one is given: distances, and what is brought near, are of
/// what it shows; the CDL is laid before it. Who is compared with whom, and how alike their patterns are, stays on code values.
pub fn fit_seen(from: &SkinSamples, to: &SkinSamples, halfway: f32, through: Option<&Cube>) -> Matched {
    let nothing = Compared::default();
    if !is_same_light(from, to) {
        return Matched::none(Why::OtherCurve, Apart::default(), &nothing);
    }
    if !is_for_display(from.transfer) {
        return Matched::none(Why::NotForDisplay, Apart::default(), &nothing);
    }
    let halfway = halfway.clamp(0.0, 1.0);
    let pairs = persons(from, to);
    if pairs.is_empty() {
        return Matched::none(Why::NobodyInCommon, Apart::default(), &nothing);
    }
    let mut compared = Compared { by_place: true, least_alike: 1.0, ..Compared::default() };
    let is_enough =
        |(one, other): &(&Person, &Person)| one.skin() >= LEAST_SKIN && other.skin() >= LEAST_SKIN;
    let all: Vec<Compared> = pairs
        .into_iter()
        .filter(is_enough)
        .map(|(one, other)| correspondence(one, other, halfway, through))
        .collect();
    // Beside somebody whose skin is known place by place, one of whom that is not known may be anybody.
    let any_placed = all.iter().any(|of| of.by_place);
    for of in all.into_iter().filter(|of| of.by_place || !any_placed) {
        compared.pairs.extend(of.pairs);
        compared.wanted.extend(of.wanted);
        compared.persons += 1;
        compared.by_place &= of.by_place;
        compared.least_alike = compared.least_alike.min(of.least_alike);
    }
    if compared.persons == 0 {
        return Matched::none(Why::TooLittleSkin, Apart::default(), &nothing);
    }
    let before = apart(&compared.pairs, &Cdl::NEUTRAL, through);
    compared.tones = tones(&compared.pairs, &Cdl::NEUTRAL, through);
    if before.mean < UNSEEN_DE {
        return Matched::none(Why::Alike, before, &compared);
    }
    let apart_by = between(&compared.pairs, through);
    let (most_cast_de, most_stops) =
        if compared.by_place { (OTHER_CAST_DE, OTHER_STOPS) } else { (UNPLACED_CAST_DE, UNPLACED_STOPS) };
    let is_other = apart_by.cast_de > most_cast_de || apart_by.stops.abs() > most_stops;
    if is_other || compared.least_alike < LEAST_ALIKE {
        return Matched::none(Why::OtherSkinOrLight, before, &compared);
    }
    let cdl = fitted(&compared.wanted, &BETWEEN_SHOTS, through);
    let after = apart(&compared.pairs, &cdl, through);
    // Of the way that is gone; what is left of the rest was wished.
    if after.mean - (1.0 - halfway) * before.mean > OTHER_DE {
        return Matched::none(Why::OtherSkinOrLight, before, &compared);
    }
    if after.mean > (1.0 - LEAST_SHARE * halfway) * before.mean || after.p90 > before.p90 {
        return Matched::none(Why::DoesNotHelp, before, &compared);
    }
    Matched {
        cdl,
        after_de00: after.mean,
        p90_after_de00: after.p90,
        tones: tones(&compared.pairs, &cdl, through),
        ..Matched::none(Why::Matched, before, &compared)
    }
}

/// Whether code values of both mean the same light, as far as a CDL cares: BT.601 and BT.709 differ by less than a grade.
fn is_same_light(from: &SkinSamples, to: &SkinSamples) -> bool {
    let curve = is_same_curve(from.transfer, to.transfer)
        || is_for_display(from.transfer) && is_for_display(to.transfer);
    let is_small = |p: Primaries| {
        matches!(p, Primaries::Bt709 | Primaries::Smpte170m | Primaries::Bt470bg | Primaries::Smpte240m)
    };
    let primaries = from.primaries == to.primaries || is_small(from.primaries) && is_small(to.primaries);
    curve && primaries
}

/// Whether code values are those of usual screens, as CIEDE2000 and Oklab take them here.
fn is_for_display(t: Transfer) -> bool {
    matches!(t, Transfer::Gamma22 | Transfer::Gamma28 | Transfer::Srgb) || is_same_curve(t, Transfer::Bt709)
}

/// Who is compared with whom: by name where names are known, else who is most alike from place to place, each once. Of persons that nobody
/// named, those that are like nobody are left out where others are not.
fn persons<'a>(from: &'a SkinSamples, to: &'a SkinSamples) -> Vec<(&'a Person, &'a Person)> {
    let may = |a: &Person, b: &Person| a.name.is_none() || b.name.is_none() || a.name == b.name;
    let all = from.persons.iter().flat_map(|a| to.persons.iter().map(move |b| (a, b)));
    let mut ranked: Vec<(f32, &Person, &Person)> = all
        .filter(|(a, b)| may(a, b))
        .map(|(a, b)| {
            let placed = by_place(a, b);
            // Where places are not known: like, but less than anybody whose places are.
            (if placed.len() >= LEAST_COMMON { alike(&placed) } else { LEAST_ALIKE }, a, b)
        })
        .collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
    let best = ranked.first().map_or(0.0, |r| r.0);
    ranked.retain(|(alike, a, _)| *alike >= LEAST_ALIKE || best < LEAST_ALIKE || a.name.is_some());
    let mut out: Vec<(&Person, &Person)> = Vec::new();
    for (_, a, b) in ranked {
        if !out.iter().any(|(x, y)| std::ptr::eq(*x, a) || std::ptr::eq(*y, b)) {
            out.push((a, b));
        }
    }
    out
}

/// What corresponds in two persons, and where the first is to go.
fn correspondence(from: &Person, to: &Person, halfway: f32, through: Option<&Cube>) -> Compared {
    let placed = by_place(from, to);
    let is_placed = placed.len() >= LEAST_COMMON;
    let toward = |rgb: [f32; 3], there: Oklab, weight: f32| {
        let here = oklab_seen(rgb, through);
        let to = std::array::from_fn(|i| here[i] + f64::from(halfway) * (there[i] - here[i]));
        Wanted { rgb, to, weight: f64::from(weight) }
    };
    if is_placed {
        let wanted = placed.iter().map(|p| toward(p.from, oklab_seen(p.to, through), p.weight)).collect();
        let least_alike = alike(&placed);
        return Compared {
            pairs: placed,
            wanted,
            persons: 1,
            by_place: true,
            least_alike,
            ..Compared::default()
        };
    }
    let colours = |p: &Person| -> Vec<(Oklab, f64)> {
        p.patches.iter().map(|p| (oklab_seen(p.rgb, through), f64::from(p.weight))).collect()
    };
    let clouds = Cloud::of(&colours(from)).zip(Cloud::of(&colours(to)));
    let wanted = clouds.map(|(a, b)| {
        let way = a.way_to(&b, THIN);
        from.patches.iter().map(|p| toward(p.rgb, way(oklab_seen(p.rgb, through)), p.weight)).collect()
    });
    let wanted = wanted.unwrap_or_default();
    Compared { pairs: by_rank(from, to), wanted, persons: 1, least_alike: 1.0, ..Compared::default() }
}
