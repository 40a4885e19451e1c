//! The table of benches: a new one is one file and one row.

use crate::{
    attacks, bench_blind, bench_faces, bench_files, bench_fix, bench_flaws, bench_grain, bench_halo,
    bench_identity, bench_kernels, bench_light, bench_lock, bench_match, bench_restore, bench_seam,
    bench_skin, bench_soft, bench_spots, bench_steady, bench_stills, bench_texture, bench_upscale,
};
use anyhow::{Result, bail};
use std::path::Path;

/// One measurement.
pub(crate) struct Bench {
    /// The word behind `bench`; empty for the one that needs none.
    pub(crate) name: &'static str,
    /// What it takes.
    pub(crate) takes: &'static str,
    /// What it measures.
    pub(crate) about: &'static str,
    /// Whether it runs the program as users do, which then has to be built.
    pub(crate) runs_program: bool,
    /// Measures and prints. Gets the root of the repository and the words behind the name.
    pub(crate) run: fn(&Path, &[&str]) -> Result<()>,
}

/// How benches over footage name it.
const FOOTAGE: &str = "[--clips DIR] [--frames N] [--clip NAME] [--only WHAT] [--keep DIR]";

/// All of them.
pub(crate) static BENCHES: &[Bench] = &[
    Bench {
        name: "",
        takes: "[--quick]",
        about: "kernels and steps: ns per pixel beside the slow version and the memory floor",
        runs_program: false,
        run: |_, words| bench_kernels::run(quick(words)?),
    },
    Bench {
        name: "fix",
        takes: "[--quick]",
        about: "`dewax fix` beside plain ffmpeg: wall, CPU, peak memory",
        runs_program: true,
        run: |root, words| bench_fix::run(root, quick(words)?),
    },
    Bench {
        name: "faces",
        takes: "[PICTURE...]",
        about: "jitter of a tracked face against known motion",
        runs_program: false,
        run: bench_faces::run,
    },
    Bench {
        name: "identity",
        takes: "[--held-out] [--drift] [--clip NAME] [--clips DIR]",
        about: "descriptors of persons of clips and stills: are pairs of one person told from pairs of two; drift within clips",
        runs_program: false,
        run: bench_identity::run,
    },
    Bench {
        name: "lock",
        takes: "[--variant NAME] [--quick] [--keep DIR]",
        about: "what is left of flicker and of pores in clips with known truth, beside other tools",
        runs_program: true,
        run: bench_lock::run,
    },
    Bench {
        name: "restore",
        takes: "[--only CLIP] [--fault NAME] [--held-out] [--middle] [--no-peers] [--neon] [--set STEP.PARAMETER=VALUE] [--keep DIR]",
        about: "how much of a known fault `fix` takes out, judged beside the truth, with guards",
        runs_program: false,
        run: bench_restore::run,
    },
    Bench {
        name: "flaws",
        takes: FOOTAGE,
        about: "does `diagnose` name flaws that are injected into camera clips",
        runs_program: false,
        run: bench_flaws::run,
    },
    Bench {
        name: "steady",
        takes: FOOTAGE,
        about: "how much of an outline's breathing `steady` takes back, beside the clean clip",
        runs_program: false,
        run: bench_steady::run,
    },
    Bench {
        name: "halo",
        takes: "[--amount A] [--clips DIR] [--frames N] [--clip NAME] [--keep DIR]",
        about: "sharpens camera clips, takes that back, and measures their contours",
        runs_program: false,
        run: bench_halo::run,
    },
    Bench {
        name: "seam",
        takes: "[--clips DIR] [--frames N] [--clip NAME] [--only WHAT] [--held-out]",
        about: "steps of colour within a shot that are found and taken back, and what is wrongly taken for one",
        runs_program: false,
        run: bench_seam::run,
    },
    Bench {
        name: "soft",
        takes: "[--held-out] [--clips DIR] [--frames N] [--clip NAME] [--keep DIR] [--given] [--generated]",
        about: "frames of faces blurred or smeared on camera clips: found, and how near to the clean frames `restore` brings them",
        runs_program: false,
        run: bench_soft::run,
    },
    Bench {
        name: "spots",
        takes: "[--clips DIR] [--frames N] [--clip NAME] [--keep DIR] [--held-out]",
        about: "artefacts of a few frames drawn on camera clips: found, mended beside the truth, and what is proposed wrongly",
        runs_program: false,
        run: bench_spots::run,
    },
    Bench {
        name: "upscale",
        takes: "[--clips DIR] [--frames N] [--clip NAME] [--keep DIR] [--held-out]",
        about: "camera clips made half as large and brought back: contours, skin per band, boil beside the truth and FFmpeg's scalers",
        runs_program: false,
        run: bench_upscale::run,
    },
    Bench {
        name: "light",
        takes: "[--clips DIR] [--frames N] [--clip NAME] [--keep DIR] [--only relit|halves]",
        about: "faces relit by a known lamp: is its direction told, and do the halves of one clip agree",
        runs_program: false,
        run: bench_light::run,
    },
    Bench {
        name: "texture",
        takes: FOOTAGE,
        about: "what smooth faces are given, and that camera footage is left alone",
        runs_program: false,
        run: bench_texture::run,
    },
    Bench {
        name: "skin",
        takes: FOOTAGE,
        about: "figures of real skin by region, size and channel",
        runs_program: false,
        run: bench_skin::run,
    },
    Bench {
        name: "stills",
        takes: "[--held-out] [--clip NAME] [--only CASE] [--clips DIR] [--keep DIR]",
        about: "originals laid under retouched, moved and enlarged copies: places, pores, blemishes, and wrong pairs",
        runs_program: false,
        run: bench_stills::run,
    },
    Bench {
        name: "match",
        takes: "[--held-out] [--clip NAME] [--clips DIR] [--keep DIR]",
        about: "shots with unknown grades matched to their hero: how much is taken back, and what wrong pairs come to",
        runs_program: false,
        run: bench_match::run,
    },
    Bench {
        name: "files",
        takes: "[PICTURE...]",
        about: "picture files of 24 million pixels: how long each kind is written and read, its size and loss",
        runs_program: false,
        run: bench_files::run,
    },
    Bench {
        name: "grain",
        takes: "[--quick]",
        about: "grain that ships beside film drawn disk by disk, and its time on 1344x768",
        runs_program: false,
        run: |_, words| bench_grain::run(quick(words)?),
    },
    Bench {
        name: "attacks",
        takes: FOOTAGE,
        about: "does `verify` refuse files that only look better in figures",
        runs_program: false,
        run: attacks::run,
    },
    Bench {
        name: "blind",
        takes: "--keep DIR [--clips DIR] [--frames N] [--clip NAME] [--only score]",
        about: "pairs of source and result for eyes that know nothing, and what they answered",
        runs_program: false,
        run: bench_blind::run,
    },
];

impl Bench {
    /// What it is called with and what it measures.
    pub(crate) fn line(&self) -> String {
        let name = if self.name.is_empty() { String::new() } else { format!(" {}", self.name) };
        format!("cargo xtask bench{name} {}\n    {}\n", self.takes, self.about)
    }
}

/// The bench that these words name, and the words behind its name.
pub(crate) fn named<'a>(words: &'a [&'a str]) -> Result<(&'static Bench, &'a [&'a str])> {
    let (name, rest) = match words {
        [name, rest @ ..] if !name.starts_with("--") => (*name, rest),
        all => ("", all),
    };
    match BENCHES.iter().find(|b| b.name == name) {
        Some(bench) => Ok((bench, rest)),
        None => bail!("no bench `{name}`; they are\n{}", BENCHES.iter().map(Bench::line).collect::<String>()),
    }
}

/// Whether the only word that may stand here does.
fn quick(words: &[&str]) -> Result<bool> {
    match words {
        [] => Ok(false),
        ["--quick"] => Ok(true),
        other => bail!("`{}` is nothing that this bench takes; it takes --quick", other.join(" ")),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that fails says so by panicking")]
mod tests {
    use super::*;

    #[test]
    fn benches_are_found_by_name_and_nothing_else_is() {
        for bench in BENCHES {
            let words = [bench.name, "--quick"];
            let words = if bench.name.is_empty() { &words[1..] } else { &words[..] };
            let (found, rest) = named(words).unwrap();
            assert_eq!((found.name, rest), (bench.name, &["--quick"][..]));
            assert!(bench.about.len() > 20);
        }
        assert!(named(&["clock"]).is_err_and(|e| e.to_string().contains("bench lock")));
        assert!(quick(&["--slow"]).is_err());
    }

    #[test]
    fn every_bench_stands_in_the_guide() {
        let root = crate::root();
        let guide = std::fs::read_to_string(root.join("CONTRIBUTING.md")).unwrap();
        for bench in BENCHES.iter().filter(|b| !b.name.is_empty()) {
            assert!(guide.contains(&format!("cargo xtask bench {}", bench.name)), "{}", bench.name);
        }
    }
}
