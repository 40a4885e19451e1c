//! `verify`: judges a written file beside its source.

use crate::args::{faces, faces_of, mask_of, opening, opening_of, path, range, show_lut, show_lut_of};
use crate::each::certified;
use crate::given::{given_path, is_talkative, name_of};
use crate::outcome::exit;
use crate::progress::Bar;
use clap::{Arg, ArgMatches, Command, value_parser};
use dewax_job::ops::verify::{VerifyWish, run};
use dewax_media::tools::Tools;
use std::path::PathBuf;

pub(super) fn cli() -> Command {
    show_lut(faces(opening(Command::new("verify"))))
        .about("Judge a written file beside its source, also one that dewax did not make")
        .arg(path("OUT", "The written file"))
        .arg(
            Arg::new("source")
                .long("source")
                .value_name("CLIP")
                .value_parser(value_parser!(PathBuf))
                .required(true)
                .help("The clip that it was made from"),
        )
        .arg(range())
}

pub(super) fn exec(m: &ArgMatches) -> anyhow::Result<u8> {
    let tools = Tools::find()?;
    let (out, clip) = (given_path(m, "OUT"), given_path(m, "source"));
    let wish = VerifyWish {
        faces: faces_of(m),
        mask: mask_of(m),
        range: m.get_one::<String>("range").cloned(),
        show_lut: show_lut_of(m)?,
        opening: opening_of(m),
    };
    let bar = Bar::new(&name_of(&out), !is_talkative(m));
    let report = run(&tools, &out, &clip, &wish, &bar)?;
    drop(bar);
    let certificate = report.certificate.as_ref();
    let not_judged = certificate.is_some_and(|c| c.passed && c.skin_not_judged().is_some());
    let code = certified(m, &out, &report, None);
    // Who asks whether a file holds must not take silence for an answer.
    Ok(if code == exit::DONE && not_judged { exit::NOT_JUDGED } else { code })
}
