//! A film as its file: in the order in which people read, with what the keys mean above them.

use super::{Film, FilmShot, Said, Scene};
use dewax::color::Cdl;
use dewax_media::shown::shown;
use std::fmt::Write;

/// What stands at the top of every file.
const ABOUT: &str = "\
# A film for `dewax fix THIS_FILE -o FOLDER`: which shots it has, and which of them belong to one scene.
# Edit it by hand. Files are seen from the folder of this one; frames are counted from 0, and the last number is one past the end.
#
# A shot may have:   handles = [12, 12]       frames before and behind, treated and written as well
#                    persons = [\"A\"]          for people; likeness is a guess
#                    look = \"light\"           strength = 0.5        set = [\"grain.amount_levels=0\"]
# A scene may have:  hero = \"SHOT\"            the shot whose skin the others are drawn toward
#                    match = false            leaves their colours alone (night beside day, on purpose)
#                    halfway = 0.5            draws them half of the way; 1 is all of it
#                    reference = \"a.still\"    of `dewax still grab`, meant instead of the hero
#                    look, strength, set      as a shot has; a shot's own win
# A shot that no scene names is treated by itself.
# Above the first scene:  show_lut = \"a.cube\"  what people see the film through; it is not in what is written,
#                    bake_lut = true          but in SHOT.shown with its ending beside each result
";

impl Film {
    /// The file's text. `said` goes above scenes and shots as comments.
    pub fn to_toml(&self, said: &Said) -> String {
        let mut out = String::from(ABOUT);
        comments(&said.film, &mut out);
        let _ = write!(out, "\nfilm_version = {}\nname = {}\n", self.film_version, quoted(&self.name));
        if self.lay_cdl || self.shots.iter().any(|shot| shot.cdl.is_some()) {
            let _ = write!(
                out,
                "# Whether the cdl of a shot is laid on its pictures. false: the grade stays in the cut list, and is not laid twice.\nlay_cdl = {}\n",
                self.lay_cdl
            );
        }
        if let Some(file) = &self.show_lut {
            let _ = writeln!(out, "show_lut = {}", quoted(file));
        }
        if self.bake_lut {
            out.push_str("bake_lut = true\n");
        }
        for (at, scene) in self.scenes.iter().enumerate() {
            scene.write(said.scenes.get(at).map_or(&[], Vec::as_slice), &mut out);
        }
        for (at, shot) in self.shots.iter().enumerate() {
            shot.write(said.shots.get(at).map_or(&[], Vec::as_slice), &mut out);
        }
        out
    }
}

impl Scene {
    fn write(&self, said: &[String], out: &mut String) {
        out.push('\n');
        comments(said, out);
        let _ = write!(out, "[[scene]]\nname = {}\nshots = {}\n", quoted(&self.name), list(&self.shots));
        if let Some(hero) = &self.hero {
            let _ = writeln!(out, "hero = {}", quoted(hero));
        }
        let _ = write!(out, "match = {}\nhalfway = {:?}\n", self.is_matched, self.halfway);
        if let Some(file) = &self.reference {
            let _ = writeln!(out, "reference = {}", quoted(file));
        }
        taste(self.look.as_deref(), self.strength, &self.set, out);
    }
}

impl FilmShot {
    fn write(&self, said: &[String], out: &mut String) {
        out.push('\n');
        comments(said, out);
        let _ = write!(out, "[[shot]]\nname = {}\nfile = {}\n", quoted(&self.name), quoted(&self.file));
        if let Some([first, end]) = self.frames {
            let _ = writeln!(out, "frames = [{first}, {end}]");
        }
        if self.handles != [0; 2] {
            let _ = writeln!(out, "handles = [{}, {}]", self.handles[0], self.handles[1]);
        }
        if !self.persons.is_empty() {
            let _ = writeln!(out, "persons = {}", list(&self.persons));
        }
        taste(self.look.as_deref(), self.strength, &self.set, out);
        if let Some(Cdl { slope, offset, power, saturation }) = &self.cdl {
            let _ = writeln!(
                out,
                "cdl = {{ slope = {slope:?}, offset = {offset:?}, power = {power:?}, saturation = {saturation:?} }}"
            );
        }
    }
}

fn taste(look: Option<&str>, strength: Option<f32>, set: &[String], out: &mut String) {
    if let Some(look) = look {
        let _ = writeln!(out, "look = {}", quoted(look));
    }
    if let Some(strength) = strength {
        let _ = writeln!(out, "strength = {strength:?}");
    }
    if !set.is_empty() {
        let _ = writeln!(out, "set = {}", list(set));
    }
}

/// Lines that nothing reads. What comes from files of others cannot end a comment.
fn comments(said: &[String], out: &mut String) {
    for line in said {
        let _ = writeln!(out, "# {}", shown(line));
    }
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

fn list(texts: &[String]) -> String {
    format!("[{}]", texts.iter().map(|text| quoted(text)).collect::<Vec<_>>().join(", "))
}
