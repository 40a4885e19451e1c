//! The colour of one shot taken to that of another: what their skin says, as one CDL for the whole shot.
//!
//! Skin is compared patch by patch on the skin laid flat, in millimetres, so that neither framing nor pose counts; where no mesh was seen,
//! as clouds of colours. What is sought is the CDL that takes the patches to those of the other shot, held near to none in whatever the
//! skin does not span. It goes to the colour of the other shot, never to neutrality: a scene in coloured light keeps its light.

mod gauss;
mod grade;
mod samples;
#[cfg(test)]
mod tests;
mod told;

pub use samples::{PATCH_MM, Patch, Person, SkinSamples};

use crate::color::transfer::is_same_curve;
use crate::color::{Cdl, Oklab, Primaries, Transfer, oklab_from_rgb};
use gauss::Cloud;
use grade::Wanted;
use serde::{Deserialize, Serialize};
use told::{Apart, Pair, apart, by_place, by_rank};

/// Patches that two faces must have in common to be compared by place: about a cheek.
const LEAST_COMMON: usize = 40;
/// Skin of fewer patches says nothing, whether places are known or not.
const LEAST_SKIN: f32 = 20.0;
/// A difference that is not seen, CIEDE2000: one is about what can be told side by side.
const UNSEEN_DE: f32 = 1.0;
/// A match takes away at least this share of what lies between the shots, or it is none.
const LEAST_SHARE: f32 = 0.1;
/// Skin that lies farther than this from the other's after the match, in the mean, is another skin or in another light, CIEDE2000.
const OTHER_DE: f32 = 5.0;
/// A direction of Oklab along which the skin varies less than this says nothing of how it is stretched.
const THIN: f64 = 0.01;

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
    /// How many persons were compared.
    pub persons: usize,
    /// Whether they were compared place by place of their skin.
    pub by_place: bool,
    /// What came of it.
    pub why: Why,
}

impl Matched {
    fn none(why: Why, before: Apart, compared: &Compared) -> Self {
        Self {
            cdl: Cdl::NEUTRAL,
            before_de00: before.mean,
            after_de00: before.mean,
            p90_before_de00: before.p90,
            p90_after_de00: before.p90,
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
}

/// The CDL that takes the skin of `from` to that of `to`. `halfway` says how far to go: 1 is all the way, 0.5 meets in the middle.
pub fn fit(from: &SkinSamples, to: &SkinSamples, halfway: f32) -> Matched {
    let nothing = Compared::default();
    if !is_same_light(from, to) {
        return Matched::none(Why::OtherCurve, Apart::default(), &nothing);
    }
    let pairs = persons(from, to);
    if pairs.is_empty() {
        return Matched::none(Why::NobodyInCommon, Apart::default(), &nothing);
    }
    let mut compared = Compared { by_place: true, ..Compared::default() };
    for (one, other) in pairs {
        if one.skin() < LEAST_SKIN || other.skin() < LEAST_SKIN {
            continue;
        }
        let of = correspondence(one, other, halfway);
        compared.pairs.extend(of.pairs);
        compared.wanted.extend(of.wanted);
        compared.persons += 1;
        compared.by_place &= of.by_place;
    }
    if compared.persons == 0 {
        return Matched::none(Why::TooLittleSkin, Apart::default(), &nothing);
    }
    let before = apart(&compared.pairs, &Cdl::NEUTRAL);
    if before.mean < UNSEEN_DE {
        return Matched::none(Why::Alike, before, &compared);
    }
    let cdl = grade::fitted(&compared.wanted);
    let after = apart(&compared.pairs, &cdl);
    if after.mean > OTHER_DE {
        return Matched::none(Why::OtherSkinOrLight, before, &compared);
    }
    if after.mean > (1.0 - LEAST_SHARE * halfway) * before.mean || after.p90 > before.p90 {
        return Matched::none(Why::DoesNotHelp, before, &compared);
    }
    Matched {
        cdl,
        after_de00: after.mean,
        p90_after_de00: after.p90,
        ..Matched::none(Why::Matched, before, &compared)
    }
}

/// Whether code values of both mean the same light, as far as a CDL cares: BT.601 and BT.709 differ by less than a grade.
fn is_same_light(from: &SkinSamples, to: &SkinSamples) -> bool {
    let is_camera = |t: Transfer| {
        matches!(t, Transfer::Gamma22 | Transfer::Gamma28 | Transfer::Srgb)
            || is_same_curve(t, Transfer::Bt709)
    };
    let curve =
        is_same_curve(from.transfer, to.transfer) || is_camera(from.transfer) && is_camera(to.transfer);
    let is_small = |p: Primaries| {
        matches!(p, Primaries::Bt709 | Primaries::Smpte170m | Primaries::Bt470bg | Primaries::Smpte240m)
    };
    let primaries = from.primaries == to.primaries || is_small(from.primaries) && is_small(to.primaries);
    curve && primaries
}

/// Who is compared with whom: by name where names are known, else whose skin comes nearest, each once.
fn persons<'a>(from: &'a SkinSamples, to: &'a SkinSamples) -> Vec<(&'a Person, &'a Person)> {
    let may = |a: &Person, b: &Person| a.name.is_none() || b.name.is_none() || a.name == b.name;
    let all = from.persons.iter().flat_map(|a| to.persons.iter().map(move |b| (a, b)));
    let mut ranked: Vec<(f32, &Person, &Person)> = all
        .filter(|(a, b)| may(a, b))
        .map(|(a, b)| {
            let of = correspondence(a, b, 1.0);
            (apart(&of.pairs, &grade::fitted(&of.wanted)).mean, a, b)
        })
        .collect();
    ranked.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut out: Vec<(&Person, &Person)> = Vec::new();
    for (_, a, b) in ranked {
        if !out.iter().any(|(x, y)| std::ptr::eq(*x, a) || std::ptr::eq(*y, b)) {
            out.push((a, b));
        }
    }
    out
}

/// What corresponds in two persons, and where the first is to go.
fn correspondence(from: &Person, to: &Person, halfway: f32) -> Compared {
    let placed = by_place(from, to);
    let is_placed = placed.len() >= LEAST_COMMON;
    let toward = |rgb: [f32; 3], there: Oklab, weight: f32| {
        let here = oklab_from_rgb(rgb);
        let to = std::array::from_fn(|i| here[i] + f64::from(halfway) * (there[i] - here[i]));
        Wanted { rgb, to, weight: f64::from(weight) }
    };
    if is_placed {
        let wanted = placed.iter().map(|p| toward(p.from, oklab_from_rgb(p.to), p.weight)).collect();
        return Compared { pairs: placed, wanted, persons: 1, by_place: true };
    }
    let colours = |p: &Person| -> Vec<(Oklab, f64)> {
        p.patches.iter().map(|p| (oklab_from_rgb(p.rgb), f64::from(p.weight))).collect()
    };
    let clouds = Cloud::of(&colours(from)).zip(Cloud::of(&colours(to)));
    let wanted = clouds.map(|(a, b)| {
        let way = a.way_to(&b, THIN);
        from.patches.iter().map(|p| toward(p.rgb, way(oklab_from_rgb(p.rgb)), p.weight)).collect()
    });
    Compared { pairs: by_rank(from, to), wanted: wanted.unwrap_or_default(), persons: 1, by_place: false }
}
