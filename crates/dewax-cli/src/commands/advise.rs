//! `advise`: what to ask of the generator next time, and why.

use crate::args::{faces, faces_of, flag, guard_of, mask_of, one_clip, opening_of, overwrite};
use crate::given::{given_path, is_talkative, is_verbose, name_of};
use crate::outcome::exit;
use crate::progress::Bar;
use crate::show;
use clap::{Arg, ArgMatches, Command, value_parser};
use dewax::advice::{Ask, ShotAdvice};
use dewax::report::Verdict;
use dewax_job::ops::advise::{AdviceFile, AdviseWish, AdvisedPrompt, run};
use dewax_media::tools::Tools;
use serde_json::json;
use std::path::PathBuf;

/// Width of the words in front.
const MARGIN: usize = 12;
/// So many things to ask for are said of a flaw; `--verbose` says all.
const MOST_ASKS: usize = 3;

pub(super) fn cli() -> Command {
    let path = |name: &'static str, value: &'static str, help: &'static str| {
        Arg::new(name).long(name).value_name(value).value_parser(value_parser!(PathBuf)).help(help)
    };
    faces(one_clip(Command::new("advise").about("Say what to ask of the generator next time: the measured flaw first, with hints and their sources")))
        .arg(
            Arg::new("generator")
                .long("generator")
                .value_name("NAME")
                .help("The generator that hints are for, where the file does not name it (kling, veo, wan, ltx, …)"),
        )
        .arg(path("hints", "FILE", "A table of hints instead of the program's own"))
        .arg(path("saved", "DIR", "The folder of `diagnose --save`: what lies there is read where it fits, instead of measuring"))
        .arg(flag("no-measure", "Only read the marks in the file").conflicts_with("saved"))
        .arg(flag("show-prompt", "Print the prompt that the file holds, before and after; also into the evidence pack"))
        .arg(path("prompt-out", "FILE", "Write the prompt with other words into this file"))
        .arg(path("evidence", "OUT.zip", "Write worst frames, figures and how they were measured into a zip, for a ticket or a colleague"))
        .arg(overwrite())
}

pub(super) fn exec(m: &ArgMatches) -> anyhow::Result<u8> {
    let tools = Tools::find()?;
    let clip = given_path(m, "CLIP");
    let named = |name: &str| m.get_one::<PathBuf>(name).cloned();
    let wish = AdviseWish {
        generator: m.get_one::<String>("generator").cloned(),
        hints: named("hints"),
        marks_only: m.get_flag("no-measure"),
        shows_prompt: m.get_flag("show-prompt"),
        prompt_out: named("prompt-out"),
        evidence: named("evidence"),
        saved: named("saved"),
        faces: faces_of(m),
        mask: mask_of(m),
        opening: opening_of(m),
        guard: guard_of(m),
    };
    let bar = Bar::new(&name_of(&clip), !is_talkative(m) || wish.marks_only);
    let advice = run(&tools, &clip, &wish, &bar)?;
    drop(bar);
    if m.get_flag("json") {
        show::json(&json!(advice));
    } else if is_talkative(m) {
        lines(&advice, is_verbose(m)).iter().for_each(|text| show::line(text));
    }
    let again = advice.verdict == Some(Verdict::Regenerate);
    Ok(if again || !advice.losses.is_empty() { exit::ADVISE } else { exit::DONE })
}

/// What is said.
fn lines(advice: &AdviceFile, all: bool) -> Vec<String> {
    let title = match advice.verdict {
        Some(verdict) => verdict.name(),
        None => "nothing was measured",
    };
    let mut out = vec![format!("{}: {title}", advice.source)];
    let mut line = |what: &str, text: &str| {
        let what = if what.is_empty() { String::new() } else { format!("{what}:") };
        out.push(format!("  {what:<MARGIN$}{text}"));
    };
    if let Some(generator) = &advice.generator {
        let how = if generator.is_told { "by the marks in the file" } else { "as you said" };
        line("generator", &format!("{}, {how}", generator.name));
    }
    advice.provenance.marks.iter().for_each(|mark| line("mark", &mark.says));
    let settings = advice.provenance.settings.line();
    if !settings.is_empty() {
        line("made with", &settings);
    }
    for (number, shot) in advice.shots.iter().enumerate() {
        let name = if advice.shots.len() > 1 { format!("shot {}", number + 1) } else { "flaw".into() };
        of_shot(shot, &name, all, &mut line);
    }
    if !advice.unmeasured.is_empty() {
        line("in general", "nothing was measured; these are hints for skin, light and lens");
        asks(&advice.unmeasured, all, &mut line);
    }
    if let Some(prompt) = &advice.prompt {
        of_prompt(prompt, &mut line);
    }
    advice.losses.iter().for_each(|loss| line("MISSING", loss));
    advice.notes.iter().for_each(|note| line("note", note));
    advice.files.iter().for_each(|file| line("written", file));
    out
}

fn of_shot(shot: &ShotAdvice, name: &str, all: bool, line: &mut impl FnMut(&str, &str)) {
    if shot.flaws.is_empty() {
        line(name, "nothing was found that another take would mend");
    }
    for flaw in &shot.flaws {
        line(name, &format!("{}, worst at frame {}: {}", flaw.flaw, flaw.worst_frame, flaw.seen));
        asks(&flaw.asks, all, line);
    }
    if let Some(seconds) = shot.most_seconds {
        line("length", &format!("at most {seconds:.1} s a clip"));
    }
    if !shot.flaws.is_empty() {
        line("route", &format!("{}: {}", shot.route.to.words(), shot.route.why));
    }
}

fn asks(asks: &[Ask], all: bool, line: &mut impl FnMut(&str, &str)) {
    let shown = if all { asks.len() } else { MOST_ASKS };
    for ask in asks.iter().take(shown) {
        let from = match &ask.read_at {
            Some(read) if all => format!(" [{}, {}, {}]", read.source, read.date, format!("{:?}", read.sure).to_lowercase()),
            Some(_) => String::new(),
            None => " [from what was measured]".into(),
        };
        line("", &format!("- {}: {}{from}", ask.change.name(), ask.text));
    }
    if asks.len() > shown {
        line("", &format!("- and {} more, with their sources: --verbose", asks.len() - shown));
    }
}

fn of_prompt(prompt: &AdvisedPrompt, line: &mut impl FnMut(&str, &str)) {
    let [wanted, not_wanted] = prompt.characters;
    let sides = if prompt.is_told { "" } else { "; which half is which was guessed" };
    line("prompt", &format!("read, {wanted} characters, and {not_wanted} of what is not wanted{sides}"));
    if let Some(why) = &prompt.left_alone {
        line("", &format!("left as it is: {why}"));
    }
    for (what, words) in [("take out", &prompt.dropped), ("add", &prompt.added)] {
        for (words, of) in words.iter().zip(["", " to what is not wanted"]).filter(|(words, _)| !words.is_empty()) {
            let from = if what == "take out" && !of.is_empty() { " of what is not wanted" } else { of };
            line("", &format!("- {what}{from}: {}", words.join(", ")));
        }
    }
    let changes = prompt.dropped.iter().chain(&prompt.added).any(|words| !words.is_empty());
    if !changes && prompt.left_alone.is_none() {
        line("", "- nothing to change");
    }
    if !prompt.own.is_empty() && prompt.left_alone.is_none() {
        let own: Vec<&str> = prompt.own.iter().map(|change| change.name()).collect();
        line("", &format!("- left: its own words for {}", own.join(" and ")));
    }
    match &prompt.shown {
        Some(shown) => {
            for (what, [wanted, not_wanted]) in [("before", &shown.before), ("after", &shown.after)] {
                line(what, wanted);
                if !not_wanted.is_empty() {
                    line("", &format!("not wanted: {not_wanted}"));
                }
            }
        }
        None => line("", "- its words are shown with --show-prompt, and written with --prompt-out FILE"),
    }
}
