//! For which machines a program is: what it says in the names of archive and wheel.

use anyhow::{Result, bail};

/// The machines that a program runs on.
#[derive(Debug, PartialEq)]
pub(super) struct System {
    /// In the archive's name.
    pub(super) label: String,
    /// In the wheel's name: the platforms for which pip takes it.
    pub(super) platforms: String,
    /// What it needs there, in words.
    pub(super) needs: String,
}

impl System {
    /// Of the program with these bytes, built for `triple`.
    pub(super) fn of(triple: &str, program: &[u8]) -> Result<Self> {
        match triple {
            // Linked statically: no C library is asked for, so that the oldest tag that every pip knows is true.
            "x86_64-unknown-linux-musl" => Ok(Self {
                label: "linux-x86_64-static".into(),
                platforms: "manylinux_2_17_x86_64.manylinux2014_x86_64.musllinux_1_1_x86_64".into(),
                needs: "needs no library of the system".into(),
            }),
            "x86_64-unknown-linux-gnu" => {
                let Some(minor) = glibc_wanted(program) else {
                    bail!("the program for {triple} names no version of glibc: it is of another kind");
                };
                Ok(Self {
                    label: format!("linux-x86_64-glibc2.{minor}"),
                    platforms: format!("manylinux_2_{minor}_x86_64"),
                    needs: format!("needs glibc 2.{minor} or newer"),
                })
            }
            _ => bail!(
                "archives are made for x86_64-unknown-linux-musl and x86_64-unknown-linux-gnu, not {triple}"
            ),
        }
    }
}

/// The newest glibc 2.x that a program wants symbols of.
fn glibc_wanted(program: &[u8]) -> Option<u32> {
    const NAME: &[u8] = b"GLIBC_2.";
    let versions =
        program.windows(NAME.len()).enumerate().filter(|(_, bytes)| *bytes == NAME).filter_map(|(at, _)| {
            let rest = &program[at + NAME.len()..];
            let digits = rest.iter().take_while(|b| b.is_ascii_digit()).count();
            std::str::from_utf8(&rest[..digits]).ok()?.parse().ok()
        });
    versions.max()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_what_a_program_needs() {
        let program = b"\0GLIBC_2.9\0GLIBC_2.34\0GLIBC_2.2.5\0GLIBC_PRIVATE\0";
        let gnu = System::of("x86_64-unknown-linux-gnu", program).unwrap();
        assert_eq!((&*gnu.label, &*gnu.platforms), ("linux-x86_64-glibc2.34", "manylinux_2_34_x86_64"));
        assert!(System::of("x86_64-unknown-linux-gnu", b"static").is_err());
        let musl = System::of("x86_64-unknown-linux-musl", b"").unwrap();
        assert!(musl.platforms.contains("musllinux_1_1_x86_64") && musl.label.contains("static"));
        assert!(System::of("wasm32-unknown-unknown", b"").is_err());
    }
}
