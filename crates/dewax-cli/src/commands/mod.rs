//! The verbs, one file each: `cli()` says what it takes, `exec()` calls one operation and says what came of it.

use crate::args::flag;
use crate::outcome::exit;
use crate::progress::watch_for_interrupt;
use anyhow::anyhow;
use clap::{Arg, ArgMatches, Command, value_parser};

/// A verb.
struct Verb {
    name: &'static str,
    cli: fn() -> Command,
    exec: fn(&ArgMatches) -> anyhow::Result<u8>,
    /// Whether it works so long that it may be interrupted.
    is_long: bool,
}

/// Declares the files of the verbs, and the table of them.
macro_rules! verbs {
    ($($name:ident $long:literal,)*) => {
        $(mod $name;)*

        /// In the order in which help lists them.
        const VERBS: &[Verb] =
            &[$(Verb { name: stringify!($name), cli: $name::cli, exec: $name::exec, is_long: $long },)*];
    };
}

verbs! {
    diagnose true,
    advise true,
    plan true,
    render true,
    verify true,
    fix true,
    project true,
    compare true,
    faces true,
    character true,
    still true,
    stills true,
    looks false,
    schema false,
    models true,
    doctor true,
    demo true,
    completions false,
    man false,
}

const AFTER_HELP: &str = "Exit codes: 0 done and verified, 1 error, 2 usage, 3 finished but the verdict is REGENERATE, \
    the certificate failed or the source is not whole, 4 (verify) nothing failed but no skin could be judged, 130 interrupted.";

pub use completions::completion;
pub use man::pages;

/// The whole command line.
pub fn command() -> Command {
    Command::new("dewax")
        .version(dewax::VERSION)
        .about("Takes the plastic look out of AI-generated video, and proves that it did not wax the skin.")
        .after_help(AFTER_HELP)
        .subcommand_required(true)
        .arg_required_else_help(true)
        .arg(flag("quiet", "No progress, no summary: only errors").short('q').global(true))
        .arg(
            flag("verbose", "All that was measured and proven, in tables, instead of ten lines")
                .short('v')
                .conflicts_with("quiet")
                .global(true),
        )
        .arg(flag("json", "One JSON document on standard output").global(true))
        .arg(
            Arg::new("threads")
                .long("threads")
                .value_name("N")
                .value_parser(value_parser!(u16).range(1..=1024))
                .help("Threads for the treatment; the pixels do not depend on it")
                .global(true),
        )
        .subcommands(VERBS.iter().map(|verb| (verb.cli)()))
}

/// Runs the verb that was asked for.
pub(crate) fn dispatch(matches: &ArgMatches) -> anyhow::Result<u8> {
    let Some((name, m)) = matches.subcommand() else { return Ok(exit::USAGE) };
    let verb = VERBS.iter().find(|verb| verb.name == name).ok_or_else(|| anyhow!("no verb `{name}`"))?;
    if let Some(&threads) = m.get_one::<u16>("threads") {
        dewax_media::limit_threads(usize::from(threads)).map_err(|e| anyhow!(e))?;
    }
    if verb.is_long {
        watch_for_interrupt();
    }
    (verb.exec)(m)
}
