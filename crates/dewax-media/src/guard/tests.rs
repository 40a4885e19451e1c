//! Tests of the guard: what may be written, and what a killed run leaves of a set.

use super::*;

struct Bench(tempfile::TempDir);

impl Bench {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn at(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn put(&self, name: &str, text: &str) -> PathBuf {
        std::fs::write(self.at(name), text).unwrap();
        self.at(name)
    }

    fn text(&self, name: &str) -> String {
        std::fs::read_to_string(self.at(name)).unwrap_or_default()
    }

    /// An output with its set, as a run makes them: the file is renamed last but one, the set last.
    fn staged(&self, text: &str) -> Set {
        let (out, folder) = (self.at("a.mov"), self.at("a.mov.dewax"));
        let place = Guard::new(true).place(&out, Some(&folder)).unwrap();
        let mut set = Set::begin(&place, &folder).unwrap();
        set.write("recipe.toml", text.as_bytes()).unwrap();
        let part = self.put("part", text);
        set.note(out.file_name().unwrap(), &part).unwrap();
        set.close().unwrap();
        set
    }
}

#[test]
fn what_may_be_written() {
    let bench = Bench::new();
    let (clip, other) = (bench.put("clip.mp4", "clip"), bench.put("other.mp4", "other"));
    let strict = Guard::new(false).reading(&clip);
    let free = Guard::new(true).reading(&clip);
    strict.file(&bench.at("new.mp4")).unwrap().write(b"new").unwrap();
    for guard in [&strict, &free] {
        assert!(matches!(guard.file(&clip), Err(GuardError::Input { .. })));
        assert!(matches!(guard.file(bench.0.path()), Err(GuardError::IsFolder(_))));
        assert!(matches!(guard.file(&bench.at("no/such")), Err(GuardError::NoFolder(_))));
        assert!(matches!(guard.folder(&other, &[]), Err(GuardError::NoPlaceForFolder(_))));
    }
    assert!(matches!(strict.file(&other), Err(GuardError::Exists(_))));
    let permit = free.file(&other).unwrap();
    std::fs::remove_file(&other).unwrap();
    std::fs::hard_link(&clip, &other).unwrap();
    assert!(permit.write(b"x").is_err(), "it became the source meanwhile");
    let permit = strict.file(&bench.at("late.toml")).unwrap();
    bench.put("late.toml", "somebody's");
    assert!(matches!(permit.write(b"x"), Err(GuardError::Exists(_))), "it came meanwhile");
    assert_eq!((bench.text("clip.mp4"), bench.text("late.toml")), ("clip".into(), "somebody's".into()));
    strict.write_named_by_content(&bench.at("late.toml"), b"somebody's").unwrap();
    assert!(strict.write_named_by_content(&bench.at("late.toml"), b"other").is_err());
}

#[test]
fn one_place_has_one_writer() {
    let bench = Bench::new();
    let out = bench.at("a_%d.png");
    let first = Guard::new(true).place(&out, None).unwrap();
    assert!(matches!(Guard::new(true).place(&out, None), Err(GuardError::Busy(_))));
    drop(first);
    Guard::new(true).place(&out, None).unwrap();
    assert_eq!(std::fs::read_dir(bench.0.path()).unwrap().count(), 0);
}

#[test]
fn a_set_replaces_what_is_its_own_and_keeps_the_rest() {
    let bench = Bench::new();
    for text in ["one", "two"] {
        let set = bench.staged(text);
        std::fs::rename(bench.at("part"), bench.at("a.mov")).unwrap();
        set.put_in_place().unwrap();
        assert_eq!(bench.text("a.mov.dewax/recipe.toml"), text);
        bench.put("a.mov.dewax/notes.txt", "mine");
        // Proven by the record: no permission is needed.
        Guard::new(false).place(&bench.at("a.mov"), Some(&bench.at("a.mov.dewax"))).unwrap();
    }
    assert_eq!(bench.text("a.mov.dewax/notes.txt"), "mine");
    assert_eq!(std::fs::read_dir(bench.0.path()).unwrap().count(), 2);
}

#[test]
fn what_is_in_both_folders_stops_no_later_run() {
    let bench = Bench::new();
    for round in 0..4 {
        let mut set = bench.staged(&format!("{round}"));
        // The same pores in every run, and a file of the user's with a name that the set has, too.
        set.write("ada.graft", b"pores").unwrap();
        set.write("more.txt", format!("{round}").as_bytes()).unwrap();
        set.close().unwrap();
        std::fs::rename(bench.at("part"), bench.at("a.mov")).unwrap();
        set.put_in_place().unwrap();
        assert_eq!(bench.text("a.mov.dewax/ada.graft"), "pores");
        assert_eq!(bench.text("a.mov.dewax/more.txt"), format!("{round}"));
    }
    let kept: Vec<String> = std::fs::read_dir(bench.at("a.mov.dewax"))
        .unwrap()
        .filter_map(|entry| std::fs::read_to_string(entry.unwrap().path()).ok())
        .collect();
    assert!(
        ["0", "1", "2", "3"].iter().all(|text| kept.iter().any(|k| k == text)),
        "nothing is lost: {kept:?}"
    );
    assert_eq!(std::fs::read_dir(bench.0.path()).unwrap().count(), 2, "nothing hidden is left");
}

#[test]
fn a_killed_run_is_settled_by_what_the_output_is() {
    let bench = Bench::new();
    let (out, folder) = (bench.at("a.mov"), bench.at("a.mov.dewax"));
    let begin = || {
        std::fs::write(&out, "one").unwrap();
        let set = bench.staged("one");
        set.put_in_place().unwrap();
        bench.put("a.mov.dewax/notes.txt", "mine");
    };
    let settled = || Guard::new(false).place(&out, Some(&folder)).map(drop);
    // Killed before the output got its name: all is as before.
    begin();
    std::mem::forget(bench.staged("two"));
    settled().unwrap();
    assert_eq!((bench.text("a.mov"), bench.text("a.mov.dewax/recipe.toml")), ("one".into(), "one".into()));
    // Killed after that, and between the two renames of the folders: all is new.
    for with_old_moved in [false, true] {
        begin();
        std::mem::forget(bench.staged("two"));
        std::fs::rename(bench.at("part"), &out).unwrap();
        if with_old_moved {
            std::fs::rename(&folder, bench.at(".a.mov.dewax-old")).unwrap();
        }
        settled().unwrap();
        assert_eq!(bench.text("a.mov.dewax/recipe.toml"), "two");
        assert_eq!(bench.text("a.mov.dewax/notes.txt"), "mine");
    }
    std::fs::remove_file(bench.at("part")).ok();
    assert_eq!(std::fs::read_dir(bench.0.path()).unwrap().count(), 2);
}

/// A sequence gets its names one after the other: a run killed amid them had refused the next one, whose pictures they were.
#[test]
fn a_sequence_killed_between_two_pictures_is_brought_to_its_end() {
    for (there_before, in_the_way) in [(0, false), (6, false), (0, true)] {
        let bench = Bench::new();
        let (out, folder) = (bench.at("s_%02d.png"), bench.at("s_%02d.png.dewax"));
        let name = |number: usize| format!("s_{number:02}.png");
        // The set of a run, with all pictures still waiting.
        let staged = |text: &str, frames: usize| {
            let place = Guard::new(false).place(&out, Some(&folder)).unwrap();
            std::fs::create_dir(bench.at(".s__02d.png.dewax-part")).unwrap();
            let mut set = Set::begin(&place, &folder).unwrap();
            for number in 1..=frames {
                let part = bench
                    .put(&format!(".s__02d.png.dewax-part/{}", name(number)), &format!("{text} {number}"));
                set.note(name(number).as_ref(), &part).unwrap();
            }
            // It is written behind the pictures.
            let statement = bench.at("s.png.c2pa");
            set.note_bytes(&statement, b"store").unwrap();
            set.close().unwrap();
            set
        };
        let give_name = |number: usize| {
            std::fs::rename(
                bench.at(&format!(".s__02d.png.dewax-part/{}", name(number))),
                bench.at(&name(number)),
            )
            .unwrap();
        };
        if there_before > 0 {
            let set = staged("one", there_before);
            (1..=there_before).for_each(give_name);
            std::fs::remove_dir(bench.at(".s__02d.png.dewax-part")).unwrap();
            set.put_in_place().unwrap();
        }
        std::mem::forget(staged("two", 4));
        (1..=2).for_each(give_name);
        if in_the_way {
            bench.put(&name(3), "mine");
        }
        let settled = Guard::new(false).place(&out, Some(&folder)).map(drop);
        if in_the_way {
            assert!(matches!(settled, Err(GuardError::Exists(_))), "{settled:?}");
            assert_eq!(bench.text(&name(3)), "mine");
            continue;
        }
        settled.unwrap();
        let now: Vec<String> = (1..=6).map(|number| bench.text(&name(number))).collect();
        assert_eq!(now, ["two 1", "two 2", "two 3", "two 4", "", ""]);
        assert!(!bench.at(".s__02d.png.dewax-part").exists());
        // They are dewax's own now.
        Guard::new(false).place(&out, Some(&folder)).unwrap();
    }
}

#[test]
fn a_folder_of_an_output_takes_nothing_else() {
    let bench = Bench::new();
    std::fs::write(bench.at("a.mov"), "one").unwrap();
    bench.staged("one").put_in_place().unwrap();
    let error = Guard::new(true).folder(&bench.at("a.mov.dewax"), &["report.json"]).unwrap_err();
    assert!(matches!(error, GuardError::OfOutput(_)));
}

#[test]
fn a_file_that_a_killed_run_had_just_written_is_known_to_the_next_one() {
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("kept");
    let guard = Guard::new(false);
    for bytes in [b"first ", b"second"] {
        guard.folder(&path, &["a"]).unwrap().renew("a", bytes).unwrap();
        assert_eq!(std::fs::read(path.join("a")).unwrap(), bytes);
    }
    // Killed between record and file: the record names what is not there.
    std::fs::remove_file(path.join("a")).unwrap();
    guard.folder(&path, &["a"]).unwrap().renew("a", b"third").unwrap();
    assert_eq!(std::fs::read(path.join("a")).unwrap(), b"third");
    // Somebody else's stays.
    std::fs::write(path.join("a"), "mine").unwrap();
    assert!(matches!(guard.folder(&path, &["a"]), Err(GuardError::Exists(_))));
    std::fs::write(path.join("b"), "mine").unwrap();
    assert!(guard.folder(&path, &[]).unwrap().renew("b", b"x").is_err());
    assert_eq!(std::fs::read(path.join("b")).unwrap(), b"mine");
    let names: Vec<_> = std::fs::read_dir(&path).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(names.len(), 3, "{names:?}");
}
