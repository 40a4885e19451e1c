//! A film of a still and of a turned take: every file is measured once for results of one kind, and those of another kind leave that be.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at once")]

mod bench;

use bench::{Bench, ffmpeg};
use dewax::demo::{DrawnFace, Flaws};
use dewax::face::Tier;
use dewax::recipe::Look;
use dewax_job::fix::FixWish;
use dewax_job::job::Silent;
use dewax_job::ops::film::{FilmWish, Overview, open};
use dewax_media::drawn::write_clip;
use dewax_media::guard::Guard;
use dewax_media::target::Codec;

const FILM: &str = "film_version = 1\nname = \"f\"\n\n[[shot]]\nname = \"still\"\nfile = \"still.png\"\n\n\
    [[shot]]\nname = \"a\"\nfile = \"turned.mp4\"\nframes = [0, 3]\n\n[[shot]]\nname = \"b\"\nfile = \"turned.mp4\"\nframes = [3, 6]\n";

/// Treats the film; what the reports of its turned shots say of measuring.
fn treated(bench: &Bench, out: &str, codec: Option<Codec>) -> (Overview, Vec<String>) {
    let mut each = FixWish::new(Look::named("off").unwrap(), Guard::new(false));
    each.faces.tier = Some(Tier::ColourOnly);
    each.delivery.codec = codec;
    let wish = FilmWish { film: bench.path("film.dewax.toml"), out: bench.path(out), strength: 1.0, each };
    let mut film = open(&bench.tools, wish, |_| Silent).unwrap();
    let mut notes = Vec::new();
    for number in 0..film.shots().len() {
        notes.extend(film.fix(number, &Silent).unwrap().report.notes);
    }
    (film.finish().unwrap(), notes)
}

#[test]
fn a_turned_take_beside_a_still_is_measured_once() {
    let bench = Bench::new();
    let (flat, turned) = (bench.path("flat.mp4"), bench.path("turned.mp4"));
    let face = DrawnFace::new(160, 120, 6).with_flaws(Flaws::plastic());
    write_clip(&bench.tools, &face, &Guard::new(false).file(&flat).unwrap()).unwrap();
    let flat = flat.to_str().unwrap();
    ffmpeg(&["-i", flat, "-an", "-c", "copy", "-metadata:s:v", "rotate=90"], &turned);
    assert!(bench.probe(&turned).is_turned(), "the test tells nothing");
    bench.clip("still.png", &["-i", flat, "-frames:v", "1"]);
    std::fs::write(bench.path("film.dewax.toml"), FILM).unwrap();
    let anew = |notes: &[String]| notes.iter().filter(|note| note.contains("measured anew")).count();
    let was_read =
        |notes: &[String]| notes.iter().filter(|note| note.contains("measured before was read")).count();
    let (film, notes) = treated(&bench, "mov", None);
    assert_eq!(
        (film.measured.as_slice(), film.read.len()),
        (&["still.png".to_owned(), "turned.mp4".to_owned()][..], 0)
    );
    assert_eq!((anew(&notes), was_read(&notes)), (0, 3), "{notes:#?}");
    // FFV1 says nothing of a turn: its pictures are turned, and measured so.
    let (film, notes) = treated(&bench, "mkv", Some(Codec::Ffv1));
    assert_eq!((film.measured, film.read), (vec!["turned.mp4".to_owned()], vec!["still.png".to_owned()]));
    assert_eq!((anew(&notes), was_read(&notes)), (0, 3), "{notes:#?}");
    let (film, notes) = treated(&bench, "again", None);
    assert_eq!((film.measured.len(), film.read.len(), anew(&notes)), (0, 2, 0), "{notes:#?}");
}
