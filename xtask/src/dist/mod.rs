//! What goes out of the house: an archive and a Python wheel with the program, its manual, completions, looks and licences. The same
//! files give the same bytes.

mod notices;
mod pack;
mod system;
mod wheel;

use anyhow::{Context, Result, bail};
use pack::Item;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;
use system::System;

/// The one that is built when nobody says: a program that needs no C library of the system.
const USUAL: &str = "x86_64-unknown-linux-musl";

/// What `cargo xtask dist` was asked for.
struct Wish {
    triple: String,
    /// A program that is there already; none to build it.
    program: Option<PathBuf>,
    out: PathBuf,
}

impl Wish {
    fn read(root: &Path, words: &[&str]) -> Result<Self> {
        let mut wish = Self { triple: USUAL.into(), program: None, out: root.join("target/dist") };
        let mut words = words.iter();
        while let Some(&word) = words.next() {
            let value = words.next().with_context(|| format!("{word} needs a value"))?;
            match word {
                "--target" => wish.triple = (*value).into(),
                "--program" => wish.program = Some(value.into()),
                "--out" => wish.out = value.into(),
                _ => bail!("`{word}` is not known: [--target TRIPLE] [--program FILE] [--out DIR]"),
            }
        }
        Ok(wish)
    }
}

/// Builds the program, and writes archive and wheel.
pub(crate) fn run(root: &Path, words: &[&str]) -> Result<()> {
    let wish = Wish::read(root, words)?;
    let began = Instant::now();
    let program = match &wish.program {
        Some(file) => file.clone(),
        None => build(root, &wish.triple)?,
    };
    let bytes = std::fs::read(&program).with_context(|| format!("cannot read {}", program.display()))?;
    let system = System::of(&wish.triple, &bytes)?;
    let items = items(root, &wish.triple)?;
    std::fs::create_dir_all(&wish.out)?;
    let files = [
        (archive_name(&system), pack::archive(&archive_name(&system), &bytes, &items)?),
        (wheel::name(&system), wheel::wheel(&system, &bytes, &items)?),
    ];
    for (name, packed) in files {
        let path = wish.out.join(name);
        std::fs::write(&path, &packed).with_context(|| format!("cannot write {}", path.display()))?;
        println!("{}  {:.1} MB", path.display(), packed.len() as f64 / 1e6);
    }
    println!("in {:.0} s; it {}", began.elapsed().as_secs_f64(), system.needs);
    Ok(())
}

fn archive_name(system: &System) -> String {
    format!("dewax-{}-{}.tar.gz", dewax::VERSION, system.label)
}

/// Builds the program for a system. Nothing of this machine's folders stays in it.
fn build(root: &Path, triple: &str) -> Result<PathBuf> {
    let home =
        std::env::var("CARGO_HOME").or_else(|_| std::env::var("HOME").map(|home| format!("{home}/.cargo")));
    let away = format!("--remap-path-prefix={}=dewax --remap-path-prefix={}=cargo", root.display(), home?);
    let status = Command::new("cargo")
        .args(["build", "--release", "--locked", "--package", "dewax-cli", "--target", triple])
        .env("RUSTFLAGS", away)
        .current_dir(root)
        .status()?;
    if !status.success() {
        bail!(
            "the program does not build for {triple}; it needs `rustup target add {triple}` and, for musl, a C compiler for it \
             (`apt-get install musl-tools`)"
        );
    }
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
    Ok(root.join(target).join(triple).join("release/dewax"))
}

/// Everything but the program, under the prefix that it is unpacked or installed into.
fn items(root: &Path, triple: &str) -> Result<Vec<Item>> {
    let read = |name: &str| std::fs::read(root.join(name)).with_context(|| format!("cannot read {name}"));
    let mut out = Vec::new();
    for (name, page) in dewax_cli::pages()? {
        out.push(Item::of(format!("share/man/man1/{name}"), page));
    }
    for (shell, place) in [
        (clap_complete::Shell::Bash, "share/bash-completion/completions/dewax"),
        (clap_complete::Shell::Zsh, "share/zsh/site-functions/_dewax"),
        (clap_complete::Shell::Fish, "share/fish/vendor_completions.d/dewax.fish"),
    ] {
        out.push(Item::of(place, dewax_cli::completion(shell)));
    }
    for (name, text) in dewax::recipe::LOOKS {
        out.push(Item::of(format!("share/dewax/looks/{name}.toml"), text));
    }
    for name in ["README.md", "CHANGELOG.md", "NOTICE", "LICENSE-MIT", "LICENSE-APACHE"] {
        out.push(Item::of(format!("share/doc/dewax/{name}"), read(name)?));
    }
    out.push(Item::of("share/doc/dewax/THIRD-PARTY.txt", notices::text(root, triple)?));
    let mut pages: Vec<_> =
        std::fs::read_dir(root.join("docs"))?.map(|e| Ok(e?.file_name())).collect::<Result<_>>()?;
    pages.sort();
    for name in pages.iter().filter_map(|name| name.to_str()).filter(|name| name.ends_with(".md")) {
        out.push(Item::of(format!("share/doc/dewax/docs/{name}"), read(&format!("docs/{name}"))?));
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_that_a_user_needs_goes_out() {
        let items = items(&crate::root(), USUAL).unwrap();
        let text = |path: &str| {
            let item = items.iter().find(|item| item.path == path).unwrap_or_else(|| panic!("no {path}"));
            String::from_utf8_lossy(&item.bytes).into_owned()
        };
        for (path, word) in [
            ("share/man/man1/dewax.1", ".TH dewax"),
            ("share/man/man1/dewax-fix.1", ".TH dewax-fix"),
            ("share/bash-completion/completions/dewax", "portrait-close-up"),
            ("share/zsh/site-functions/_dewax", "#compdef dewax"),
            ("share/dewax/looks/natural.toml", "look_version"),
            ("share/doc/dewax/LICENSE-MIT", "Permission is hereby granted"),
            ("share/doc/dewax/docs/reference.md", "calm"),
        ] {
            assert!(text(path).contains(word), "{path} lacks {word}");
        }
        let others = text("share/doc/dewax/THIRD-PARTY.txt");
        for word in
            ["rayon-core ", "clap_builder ", "libmimalloc-sys ", "musl", "Permission is hereby granted"]
        {
            assert!(others.contains(word), "the notices lack {word}");
        }
        for word in ["proptest ", "tempfile "] {
            assert!(!others.contains(&format!("\n{word}")), "{word}is not part of the program");
        }
    }

    #[test]
    fn what_is_asked_for_is_read() {
        let wish = Wish::read(Path::new("/r"), &["--target", "t", "--program", "p"]).unwrap();
        assert_eq!((&*wish.triple, wish.program), ("t", Some("p".into())));
        assert_eq!(Wish::read(Path::new("/r"), &[]).unwrap().out, Path::new("/r/target/dist"));
        assert!(Wish::read(Path::new("/r"), &["--target"]).is_err());
        assert!(Wish::read(Path::new("/r"), &["--no", "x"]).is_err());
    }
}
