//! Many pictures in one call: which original belongs to which is told first, then each is treated for itself, and one page shows all.

use crate::job::{JobError, Progress, Stage};
pub use crate::stills::error::StillsError;
use crate::stills::made::{Task, row_of};
use crate::stills::one::Bench;
use crate::stills::pairs::{By, Paired, pair};
pub use crate::stills::wish::{MethodWish, StillsWish, Values};
use crate::stills::{
    files::layers_of,
    glance::glances,
    room::{ALONE, OF_PAIR, Room, each},
};
use dewax::face::Tier;
use dewax_media::guard::{Folder, Guard};
use dewax_media::json::to_json;
use dewax_show::stills_page::{StillRow, StillsPage, csv, page};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

/// What is written of all pictures together.
pub const FILES: [&str; 3] = ["stills.html", "stills.json", "stills.csv"];

/// A picture with what will be done with it.
#[derive(Clone, Debug)]
pub struct Planned {
    /// The picture.
    pub picture: PathBuf,
    /// Its original, and how that is known.
    pub original: Option<(PathBuf, &'static str)>,
    /// Why it has none; empty where none were given.
    pub why: String,
    /// Where the result goes.
    pub out: PathBuf,
}

/// Pictures that wait to be treated.
#[derive(Debug)]
pub struct Open<'a> {
    wish: &'a StillsWish,
    tasks: Vec<Task>,
}

/// What came of all of them.
#[derive(Clone, Debug)]
pub struct StillsDone {
    /// The page; none where the user stopped before anything was done.
    pub page: Option<PathBuf>,
    /// What is on it.
    pub stills: StillsPage,
    /// How many were not begun, because the user stopped.
    pub not_begun: usize,
}

/// Finds the original of each picture. Nothing is written; `outs` are the places of the results.
///
/// # Errors
/// When two results would have one name.
pub fn open<'a>(
    pictures: &[PathBuf],
    outs: &[PathBuf],
    wish: &'a StillsWish,
) -> Result<Open<'a>, StillsError> {
    let paired = match (&wish.originals[..], wish.is_one_original) {
        ([], _) => vec![Paired::Without(""); pictures.len()],
        ([_], true) => vec![Paired::With(0, By::Named); pictures.len()],
        _ => pair(pictures, &wish.originals, glances),
    };
    let tasks: Vec<Task> = pictures
        .iter()
        .zip(outs)
        .zip(paired)
        .map(|((picture, out), paired)| {
            let original = match paired {
                Paired::With(at, by) => Ok((wish.originals[at].clone(), by)),
                Paired::Without(why) => Err(why.to_owned()),
            };
            let out = wish.flat.map_or_else(|| out.clone(), |kind| out.with_extension(kind.endings()[0]));
            Task { picture: picture.clone(), original, out }
        })
        .collect();
    let layers = tasks.iter().filter(|_| wish.layers).map(|task| layers_of(&task.out));
    let mut names: Vec<PathBuf> = tasks.iter().map(|task| task.out.clone()).chain(layers).collect();
    names.sort();
    match names.windows(2).find(|pair| pair[0] == pair[1]) {
        Some(pair) => Err(StillsError::Twice(pair[0].clone())),
        None => Ok(Open { wish, tasks }),
    }
}

impl Open<'_> {
    /// What is going to be done, picture by picture.
    pub fn planned(&self) -> Vec<Planned> {
        let planned = |task: &Task| Planned {
            picture: task.picture.clone(),
            original: task.original.as_ref().ok().map(|(path, by)| (path.clone(), by.words())),
            why: task.original.as_ref().err().cloned().unwrap_or_default(),
            out: task.out.clone(),
        };
        self.tasks.iter().map(planned).collect()
    }

    /// Treats all of them, as many at once as there is room for; `done` hears of each. One that fails costs only itself.
    ///
    /// # Errors
    /// When faces cannot be found as wished, or the page may not be written.
    pub fn run(
        self,
        folder: &Path,
        progress: &dyn Progress,
        done: &(dyn Fn(&StillRow) + Sync),
    ) -> Result<StillsDone, StillsError> {
        let choice = &self.wish.faces;
        let available = choice.available().map_err(JobError::from)?;
        let models = available.models();
        let opened = available.open(choice.tier == Some(Tier::Mesh)).map_err(JobError::from)?;
        let guard =
            self.tasks.iter().fold(self.wish.guard.clone(), |guard, task| guard.reading(&task.picture));
        let guard = self.wish.originals.iter().fold(guard, Guard::reading);
        let wish = StillsWish { guard: guard.clone(), ..self.wish.clone() };
        let kept = guard.folder(folder, &FILES)?;
        progress.begin(Stage::Render, Some(self.tasks.len()));
        let quiet = Within(progress);
        let bench = Bench { wish: &wish, finder: opened.wish.as_ref(), models: &models, progress: &quiet };
        let (finished, room) = (AtomicUsize::new(0), Room::default());
        let work = |at: usize| {
            let task = self.tasks.get(at).filter(|_| !progress.stopped())?;
            let original = task.original.as_ref().ok().map(|(path, _)| path.as_path());
            let bytes = if original.is_some() { OF_PAIR } else { ALONE };
            let _room = room.take(original.into_iter().chain([task.picture.as_path()]), bytes);
            // In a thread of its own: one that dies takes no other picture with it.
            let came = std::thread::scope(|scope| scope.spawn(|| bench.still(task)).join());
            let row = match came.unwrap_or(Err(StillsError::Died)) {
                Ok(row) => row,
                Err(StillsError::Job(JobError::Interrupted)) => return None,
                Err(error) => StillRow { error: Some(error.to_string()), ..row_of(task) },
            };
            done(&row);
            progress.done(finished.fetch_add(1, Ordering::SeqCst) + 1);
            Some(row)
        };
        let rows: Vec<StillRow> = each(self.tasks.len(), work).into_iter().flatten().collect();
        let not_begun = self.tasks.len() - rows.len();
        let stills = StillsPage { dewax: dewax::VERSION.into(), wish: wish.words(), stills: rows };
        let is_any = !stills.stills.is_empty();
        if is_any {
            write(kept, &stills)?;
        }
        Ok(StillsDone { page: is_any.then(|| folder.join(FILES[0])), stills, not_begun })
    }
}

/// Writes the page, and the same as data and as a table.
fn write(mut folder: Folder, stills: &StillsPage) -> Result<(), StillsError> {
    folder.renew(FILES[1], to_json(stills).as_bytes())?;
    folder.renew(FILES[2], csv(stills).as_bytes())?;
    Ok(folder.renew(FILES[0], page(stills).as_bytes())?)
}

/// The progress of one picture among many: only whether to stop.
struct Within<'a>(&'a dyn Progress);

impl Progress for Within<'_> {
    fn begin(&self, _stage: Stage, _frames: Option<usize>) {}
    fn done(&self, _frames: usize) {}
    fn stopped(&self) -> bool {
        self.0.stopped()
    }
}
