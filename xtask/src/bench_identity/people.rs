//! The persons of the footage, by eye: who is in which file, and how light their skin is.

/// How light a skin is, by eye, in the light of its picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tone {
    Light,
    Medium,
    Dark,
}

/// Which face of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Which {
    /// The largest.
    Only,
    /// The one on the left, on the right.
    Left,
    Right,
}

/// A face of a file.
pub(super) struct Sitter {
    /// The name of the file without its ending.
    pub(super) file: &'static str,
    pub(super) which: Which,
    pub(super) person: &'static str,
    pub(super) tone: Tone,
    /// Persons of one such kin are not compared: by eye it cannot be told whether they are one.
    pub(super) kin: &'static str,
}

const fn sitter(file: &'static str, person: &'static str, tone: Tone) -> Sitter {
    Sitter { file, which: Which::Only, person, tone, kin: person }
}

use Tone::{Dark, Light, Medium};

/// All of them. Every other person is set aside: only `--held-out` runs those.
pub(super) static SITTERS: &[Sitter] = &[
    sitter("d_re_latentsync_chef", "chef", Medium),
    Sitter { kin: "lp", ..sitter("d_re_lp_green", "green", Light) },
    sitter("d_re_lp_neutral", "neutral", Light),
    sitter("d_re_lp_redhead", "redhead", Light),
    Sitter { kin: "lp", ..sitter("d_re_lp_selfie", "selfie", Light) },
    sitter("d_re_mustache", "mustache", Medium),
    sitter("d_re_xp_darkskin", "darkskin", Dark),
    sitter("d_st_series_1", "series", Medium),
    sitter("d_st_series_2", "series", Medium),
    sitter("d_st_series_4", "series", Medium),
    sitter("d_st_series_7", "series", Medium),
    sitter("d_ai_animatelcm_girl", "balloons", Light),
    sitter("d_ai_anitalker_256", "anitalker", Light),
    sitter("d_ai_anitalker_512", "anitalker", Light),
    sitter("d_ai_dynamicrafter_smile", "glasses", Light),
    sitter("d_ai_edtalk_woman", "edtalk", Light),
    sitter("d_ai_fantasy_w01", "fantasy", Light),
    sitter("d_ai_fantasy_w10", "fantasy", Light),
    sitter("d_ai_ltx2_blonde", "blonde", Light),
    sitter("d_ai_ltx2_soldier", "soldier", Light),
    sitter("d_ai_ltx2_weather", "weather", Light),
    Sitter { which: Which::Right, ..sitter("d_ai_ltx2_profile", "profile", Light) },
    sitter("d_ai_ovi_lady", "lady", Dark),
    Sitter { which: Which::Left, ..sitter("d_ai_ovi_men", "man left", Light) },
    Sitter { which: Which::Right, ..sitter("d_ai_ovi_men", "man right", Light) },
    sitter("d_st_ai_cinema", "boxer", Medium),
    sitter("d_st_ai_curls", "curls", Light),
    sitter("d_st_ai_fakepores", "fakepores", Light),
    sitter("d_st_ai_freckles", "freckles", Light),
    sitter("d_st_ai_porcelain", "porcelain", Light),
    sitter("d_st_astronaut", "astronaut", Light),
    sitter("d_st_cgi_grain", "cgi", Medium),
    sitter("d_st_consented_man", "consented man", Medium),
    sitter("d_st_consented_woman", "consented woman", Light),
    sitter("d_st_fantasy_ref", "reference", Medium),
    Sitter { kin: "flux", ..sitter("d_st_flux_woman", "flux", Light) },
    Sitter { kin: "flux", ..sitter("d_st_flux_woman2", "flux 2", Light) },
    sitter("d_st_photo_2", "photo 2", Dark),
    sitter("d_st_photo_4", "photo 4", Medium),
    sitter("d_st_photo_5", "photo 5", Light),
    sitter("d_st_photo_6", "photo 6", Light),
    sitter("d_st_unsplash_pores", "pores", Light),
];

/// Whether a person is one of those that are set aside: every other one, in the order in which they come first.
pub(super) fn is_held_out(person: &str) -> bool {
    let mut known: Vec<&str> = Vec::new();
    for sitter in SITTERS {
        if !known.contains(&sitter.person) {
            known.push(sitter.person);
        }
    }
    known.iter().position(|name| *name == person).is_some_and(|at| at % 2 == 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn about_half_of_the_persons_is_set_aside() {
        let held = SITTERS.iter().filter(|s| is_held_out(s.person)).count();
        assert!((SITTERS.len() / 3..=SITTERS.len() * 2 / 3).contains(&held), "{held}");
        assert!(!is_held_out("chef") && is_held_out("green") && !is_held_out("nobody"));
    }
}
