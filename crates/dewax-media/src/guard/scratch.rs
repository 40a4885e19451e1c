//! A file for what one run puts away and reads again: without a name where the system allows that, gone when the run ends.

use super::hidden;
use dewax::stow::{Backing, Stow};
use std::fs::{self, File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// What the hidden name ends with; a name of the process comes before it.
const ENDING: &str = ".dewax-scratch";

struct Scratch {
    /// The file, and where the next bytes go.
    file: Mutex<(File, u64)>,
    /// No file of this process may become longer, bytes: one that does ends the process (SIGXFSZ).
    most: u64,
    /// Its name, where a file cannot be without one while it is open.
    name: Option<PathBuf>,
}

/// A place to put things away, beside `out` or else in the system's folder for such files. `None` when there is none: then
/// everything stays in memory.
pub fn scratch(out: Option<&Path>) -> Option<Stow> {
    let elsewhere = std::env::temp_dir().join("dewax");
    let scratch = out.into_iter().chain([&*elsewhere]).find_map(Scratch::beside)?;
    Some(Stow::new(Box::new(scratch)))
}

impl Scratch {
    fn beside(out: &Path) -> Option<Self> {
        use std::sync::atomic::{AtomicUsize, Ordering};
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        // Two analyses of one run have two files.
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = hidden(out, &format!(".{}.{number}{ENDING}", std::process::id()));
        // What a killed run of the same number left is in the way; mostly there is nothing.
        let _ = fs::remove_file(&name);
        let file = OpenOptions::new().read(true).write(true).create_new(true).open(&name).ok()?;
        // Without a name it goes with the process, however that ends.
        let name = (!cfg!(unix) || fs::remove_file(&name).is_err()).then_some(name);
        let limits = fs::read_to_string("/proc/self/limits").unwrap_or_default();
        Some(Self { file: Mutex::new((file, 0)), most: most_bytes(&limits), name })
    }
}

/// How long a file may become, from what Linux says of this process's limits (`/proc/self/limits`); elsewhere nothing is known of one.
fn most_bytes(limits: &str) -> u64 {
    let line = limits.lines().find_map(|l| l.strip_prefix("Max file size"));
    line.and_then(|l| l.split_whitespace().next()?.parse().ok()).unwrap_or(u64::MAX)
}

impl Drop for Scratch {
    fn drop(&mut self) {
        if let Some(name) = &self.name {
            // It is of no use to anybody any more.
            let _ = fs::remove_file(name);
        }
    }
}

impl Backing for Scratch {
    fn put(&self, bytes: &[u8]) -> Option<u64> {
        let mut held = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let (file, end) = &mut *held;
        let at = *end;
        if at.saturating_add(bytes.len() as u64) > self.most {
            return None;
        }
        // A write that fails half way leaves bytes behind the end, which the next one overwrites.
        file.seek(SeekFrom::Start(at)).and_then(|_| file.write_all(bytes)).ok()?;
        *end += bytes.len() as u64;
        Some(at)
    }

    fn take(&self, at: u64, bytes: &mut [u8]) -> bool {
        let mut held = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let (file, _) = &mut *held;
        file.seek(SeekFrom::Start(at)).and_then(|_| file.read_exact(bytes)).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_read_and_kept() {
        let line = |what: &str| {
            format!("Limit  Soft Limit  Hard Limit  Units\nMax file size             {what}  bytes\n")
        };
        assert_eq!(most_bytes(&line("131072               131072")), 131_072);
        assert_eq!(most_bytes(&line("unlimited            unlimited")), u64::MAX);
        assert_eq!(most_bytes(""), u64::MAX);
        let folder = tempfile::tempdir().unwrap();
        let mut scratch = Scratch::beside(&folder.path().join("out.mov")).unwrap();
        scratch.most = 1500;
        assert_eq!(scratch.put(&[1; 1000]), Some(0));
        assert_eq!(scratch.put(&[2; 1000]), None, "beyond the limit it stays in memory");
        assert_eq!(scratch.put(&[3; 500]), Some(1000));
    }

    #[test]
    fn what_is_put_away_comes_back_and_nothing_stays_in_the_folder() {
        let folder = tempfile::tempdir().unwrap();
        let scratch = Scratch::beside(&folder.path().join("out.mov")).unwrap();
        let places: Vec<u64> = (0..5u8).map(|i| scratch.put(&vec![i; 1000]).unwrap()).collect();
        let mut bytes = vec![9; 1000];
        for i in [3, 0, 4] {
            assert!(scratch.take(places[i], &mut bytes));
            assert_eq!(bytes, vec![i as u8; 1000]);
        }
        assert!(!scratch.take(4500, &mut bytes), "only 500 bytes are left there");
        if cfg!(unix) {
            assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "it has no name");
        }
        drop(scratch);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
        assert!(Scratch::beside(&folder.path().join("none/out.mov")).is_none());
    }
}
