//! Looks and recipes. A look is taste and knows no clip; a recipe is a look applied to one clip, every value written
//! out, shot by shot, so that it renders the same pixels again.

mod graft;
mod look;
mod matte;
mod migrate;
mod seen;
mod stock;

pub use graft::RecipeGraft;
pub use look::{LOOK_VERSION, LOOKS, Look};
pub use matte::RecipeMatte;
pub use seen::RecipeShowLut;
pub use stock::stocks;

use crate::clip::Shot;
use crate::face::{FaceOptions, Tier};
use crate::kernels::enlarge::TIMES;
use crate::param::Limits;
use crate::stack::{Stack, StackError};
use crate::step::Touches;
use crate::steps::STEPS;

/// Raised when a recipe of an older program would render other pixels; readers then migrate or refuse.
pub const RECIPE_VERSION: i64 = 13;

/// Why a look or recipe was refused.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum RecipeError {
    /// Not TOML.
    #[error("not readable as TOML: {0}")]
    Toml(String),
    /// A value was given for a face that is not there.
    #[error("there is no face {id}; {}", known_faces(known))]
    NoFace {
        /// The face that was named.
        id: u32,
        /// The faces of the clip.
        known: Vec<u32>,
    },
    /// Written by another version.
    #[error("`{key}` is {found}, this program reads {want}: make it again with `dewax plan`")]
    Version {
        /// The key that says so.
        key: &'static str,
        /// What it says.
        found: String,
        /// What is understood.
        want: i64,
    },
    /// A key is missing or has the wrong form.
    #[error("`{key}` must be {want}")]
    Shape {
        /// The key.
        key: String,
        /// What it must be.
        want: &'static str,
    },
    /// A key that nothing reads.
    #[error("`{0}` is not a key of a {1}")]
    UnknownKey(String, &'static str),
    /// A step or parameter is wrong.
    #[error(transparent)]
    Stack(#[from] StackError),
    /// No such look.
    #[error("no look `{name}`{}; the looks are {}, or give a file", near.map(|n| format!("; did you mean `{n}`?")).unwrap_or_default(), LOOKS.map(|l| l.0).join(", "))]
    NoLook {
        /// The name asked for.
        name: String,
        /// The nearest there is.
        near: Option<&'static str>,
    },
    /// Several looks begin so.
    #[error("`{name}` begins several looks: {}; write more of the one that is meant", names.join(", "))]
    ManyLooks {
        /// What was asked for.
        name: String,
        /// The looks that begin so.
        names: Vec<&'static str>,
    },
    /// A look that lays no grain was asked for its grain.
    #[error("the look `{0}` lays no grain; one of {stocks} does", stocks = stocks().join(", "))]
    NoStock(String),
    /// The recipe's shots do not cover the clip.
    #[error("the recipe's shots cover frames {found}, the clip has {frames}: it was made for another clip")]
    Shots {
        /// What the shots cover.
        found: String,
        /// Frames of the clip.
        frames: usize,
    },
}

fn known_faces(known: &[u32]) -> String {
    let names: Vec<String> = known.iter().map(u32::to_string).collect();
    if names.is_empty() {
        "no face was found in this clip".into()
    } else {
        format!("the faces of this clip are {}: see `dewax faces`", names.join(", "))
    }
}

/// The clip that a recipe was made for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecipeSource {
    /// File name, for people.
    pub name: String,
    /// See [`crate::clip::Clip::fingerprint`].
    pub fingerprint: String,
    /// Luma columns, as they are treated.
    pub width: usize,
    /// Luma rows, as they are treated.
    pub height: usize,
    /// How many times as wide and as high they are made first, one of [`crate::kernels::enlarge::TIMES`].
    pub upscale: usize,
    /// Frames.
    pub frames: usize,
}

/// One shot of a recipe.
#[derive(Clone, Debug)]
pub struct RecipeShot {
    /// Which frames.
    pub shot: Shot,
    /// The values of every step.
    pub stack: Stack,
    /// Faces that have values of their own.
    pub faces: Vec<FaceStack>,
}

impl RecipeShot {
    /// The values of the shot, and of each face that has its own.
    pub fn stacks(&self) -> impl Iterator<Item = &Stack> {
        std::iter::once(&self.stack).chain(self.faces.iter().map(|f| &f.stack))
    }

    /// The same, to be changed.
    pub fn stacks_mut(&mut self) -> impl Iterator<Item = &mut Stack> {
        std::iter::once(&mut self.stack).chain(self.faces.iter_mut().map(|f| &mut f.stack))
    }

    /// Whether texture is made on the skin of the shot, or of one of its faces.
    pub fn makes_texture(&self) -> bool {
        self.stacks().any(|stack| stack.tells().makes_texture)
    }

    /// The steps that change pixels of the shot, or of one of its faces.
    pub fn running(&self) -> Vec<&'static str> {
        let runs = |name: &str| self.stacks().any(|s| s.step(name).is_some_and(|step| !step.is_neutral()));
        STEPS.iter().filter(|e| e.touches != Touches::Mask).map(|e| e.name).filter(|n| runs(n)).collect()
    }
}

/// A face with values of its own.
#[derive(Clone, Debug)]
pub struct FaceStack {
    /// The number of its track.
    pub id: u32,
    /// The values of every step. Only those of the steps bound to the skin can differ from the shot's.
    pub stack: Stack,
}

impl FaceStack {
    /// A face that has the shot's values so far.
    pub fn like(shot: &Stack, id: u32) -> Self {
        Self { id, stack: shot.clone() }
    }
}

/// A look applied to one clip.
#[derive(Clone, Debug)]
pub struct Recipe {
    /// The program that wrote it.
    pub dewax: String,
    /// The look it came from.
    pub look: String,
    /// Seed of everything random.
    pub seed: u32,
    /// How much was known of the faces.
    pub tier: Tier,
    /// How its faces are found, and which are treated.
    pub faces: FaceOptions,
    /// The clip.
    pub source: RecipeSource,
    /// The mask that was given; none when dewax finds the skin.
    pub matte: Option<RecipeMatte>,
    /// The texture of a real skin that was given, if one was.
    pub graft: Option<RecipeGraft>,
    /// What it was made behind; none where nothing was.
    pub show_lut: Option<RecipeShowLut>,
    /// Its shots, in order, without gaps.
    pub shots: Vec<RecipeShot>,
}

impl Recipe {
    /// The recipe as a file: every value written out, numbers as the shortest decimals that read back the same.
    pub fn to_toml(&self) -> String {
        let mut out = format!(
            "# What dewax does to this clip, shot by shot. Edit values, then: dewax render CLIP --recipe THIS -o OUT\n\
             recipe_version = {RECIPE_VERSION}\ndewax = {}\nlook = {}\nseed = {}\ntier = \"{:?}\"\n\n\
             [faces]\nsmall = {}\ndrop = {:?}\nonly = {:?}\n\n\
             [source]\nname = {}\nfingerprint = {}\nwidth = {}\nheight = {}\n{}frames = {}\n",
            quoted(&self.dewax),
            quoted(&self.look),
            self.seed,
            self.tier,
            self.faces.small,
            self.faces.drop,
            self.faces.only,
            quoted(&self.source.name),
            quoted(&self.source.fingerprint),
            self.source.width,
            self.source.height,
            if self.source.upscale == 1 {
                String::new()
            } else {
                format!("upscale = {}\n", self.source.upscale)
            },
            self.source.frames,
        );
        out.extend(self.matte.iter().map(RecipeMatte::to_toml));
        out.extend(self.graft.iter().map(RecipeGraft::to_toml));
        out.extend(self.show_lut.iter().map(RecipeShowLut::to_toml));
        for s in &self.shots {
            let (first, frames) = (s.shot.first_frame, s.shot.frames);
            out.push_str(&format!("\n[[shot]]\nfirst_frame = {first}\nframes = {frames}\n"));
            s.stack.write("shot.", &mut out);
            for face in &s.faces {
                out.push_str(&format!("\n[[shot.face]]\nid = {}\n", face.id));
                face.stack.write_difference(&s.stack, "shot.face.", &mut out);
            }
        }
        out
    }

    /// Reads a recipe file. Every key must be known, every value there and allowed (limits were held when it was made;
    /// whoever edits a recipe by hand may go beyond them).
    ///
    /// # Errors
    /// When it is not TOML, of another version, incomplete, or names what does not exist.
    pub fn parse(text: &str) -> Result<Self, RecipeError> {
        let mut table = toml_table(text)?;
        let is_old = migrate::migrate(&mut table);
        version(&mut table, "recipe_version", RECIPE_VERSION)?;
        let faces = match table.remove("faces") {
            Some(toml::Value::Table(mut edits)) => {
                let small = match edits.remove("small") {
                    Some(toml::Value::Boolean(small)) => small,
                    _ => return Err(shape("faces.small", "true or false")),
                };
                let faces =
                    FaceOptions { small, drop: ids(&mut edits, "drop")?, only: ids(&mut edits, "only")? };
                no_rest(&edits, "recipe's faces")?;
                faces
            }
            None if is_old => FaceOptions::default(),
            _ => return Err(shape("faces", "a table")),
        };
        let dewax = string(&mut table, "dewax")?;
        let look = string(&mut table, "look")?;
        let seed = number(&mut table, "seed")? as u32;
        let tier = match string(&mut table, "tier")?.as_str() {
            "Mesh" => Tier::Mesh,
            "BoxOnly" => Tier::BoxOnly,
            "ColourOnly" => Tier::ColourOnly,
            _ => return Err(shape("tier", "one of Mesh, BoxOnly, ColourOnly")),
        };
        let mut source = match table.remove("source") {
            Some(toml::Value::Table(t)) => t,
            _ => return Err(shape("source", "a table")),
        };
        let source_of = RecipeSource {
            name: string(&mut source, "name")?,
            fingerprint: string(&mut source, "fingerprint")?,
            width: number(&mut source, "width")?,
            height: number(&mut source, "height")?,
            upscale: upscale(&mut source)?,
            frames: number(&mut source, "frames")?,
        };
        no_rest(&source, "recipe's source")?;
        let matte = RecipeMatte::take(&mut table)?;
        let graft = RecipeGraft::take(&mut table)?;
        let show_lut = RecipeShowLut::take(&mut table)?;
        let shots = match table.remove("shot") {
            Some(toml::Value::Array(shots)) => shots,
            _ => return Err(shape("shot", "a list of [[shot]] tables")),
        };
        no_rest(&table, "recipe")?;
        let shots = shots.into_iter().map(read_shot).collect::<Result<Vec<_>, _>>()?;
        let recipe =
            Self { dewax, look, seed, tier, faces, source: source_of, matte, graft, show_lut, shots };
        recipe.check_shots()?;
        Ok(recipe)
    }

    /// The shot that a frame belongs to.
    pub fn shot_of(&self, frame: usize) -> Option<&RecipeShot> {
        self.shots.iter().find(|s| s.shot.contains(frame))
    }

    fn check_shots(&self) -> Result<(), RecipeError> {
        let mut next = 0usize;
        let mut gap = false;
        for s in &self.shots {
            gap |= s.shot.first_frame != next || s.shot.frames == 0;
            next = s.shot.first_frame.saturating_add(s.shot.frames);
        }
        if gap || next != self.source.frames {
            let found = format!("0..{next}{}", if gap { " with gaps" } else { "" });
            return Err(RecipeError::Shots { found, frames: self.source.frames });
        }
        Ok(())
    }
}

/// How much larger pictures are made; not at all where nothing is said of it.
fn upscale(source: &mut toml::Table) -> Result<usize, RecipeError> {
    if !source.contains_key("upscale") {
        return Ok(1);
    }
    let times = number(source, "upscale")?;
    if TIMES.contains(&times) { Ok(times) } else { Err(shape("source.upscale", "1, 2 or 4")) }
}

/// Numbers of tracks.
fn ids(table: &mut toml::Table, key: &str) -> Result<Vec<u32>, RecipeError> {
    let want = || shape(&format!("faces.{key}"), "a list of track numbers, such as [2, 3]");
    let Some(toml::Value::Array(values)) = table.remove(key) else { return Err(want()) };
    values.iter().map(|v| v.as_integer().and_then(|v| u32::try_from(v).ok()).ok_or_else(want)).collect()
}

fn read_shot(value: toml::Value) -> Result<RecipeShot, RecipeError> {
    let toml::Value::Table(mut table) = value else { return Err(shape("shot", "a table")) };
    let shot =
        Shot { first_frame: number(&mut table, "first_frame")?, frames: number(&mut table, "frames")? };
    let own = match table.remove("face") {
        None => Vec::new(),
        Some(toml::Value::Array(faces)) => faces,
        Some(_) => return Err(shape("shot.face", "a list of [[shot.face]] tables")),
    };
    let mut stack = Stack::neutral();
    stack.read(&table, Limits::Beyond, true)?;
    stack.check_needs(|name| table.contains_key(name))?;
    let faces = own.into_iter().map(|face| read_face(&stack, face)).collect::<Result<Vec<_>, _>>()?;
    Ok(RecipeShot { shot, stack, faces })
}

fn read_face(shot: &Stack, value: toml::Value) -> Result<FaceStack, RecipeError> {
    let toml::Value::Table(mut table) = value else { return Err(shape("shot.face", "a table")) };
    let id = number(&mut table, "id")? as u32;
    let of_frame = STEPS.iter().find(|e| e.touches == Touches::Frame && table.contains_key(e.name));
    if let Some(e) = of_frame {
        return Err(StackError::NotPerFace(e.name).into());
    }
    let mut face = FaceStack::like(shot, id);
    face.stack.read(&table, Limits::Beyond, false)?;
    Ok(face)
}

fn toml_table(text: &str) -> Result<toml::Table, RecipeError> {
    text.parse().map_err(|e: toml::de::Error| RecipeError::Toml(e.to_string().trim().replace('\n', " ")))
}

fn version(table: &mut toml::Table, key: &'static str, want: i64) -> Result<(), RecipeError> {
    match table.remove(key) {
        Some(toml::Value::Integer(v)) if v == want => Ok(()),
        found => {
            let found = found.map_or_else(|| "missing".to_string(), |v| v.to_string());
            Err(RecipeError::Version { key, found, want })
        }
    }
}

fn string(table: &mut toml::Table, key: &str) -> Result<String, RecipeError> {
    match table.remove(key) {
        Some(toml::Value::String(s)) => Ok(s),
        _ => Err(shape(key, "a text")),
    }
}

fn number(table: &mut toml::Table, key: &str) -> Result<usize, RecipeError> {
    match table.remove(key) {
        Some(toml::Value::Integer(v)) if (0..=i64::from(u32::MAX)).contains(&v) => Ok(v as usize),
        _ => Err(shape(key, "a whole number from 0")),
    }
}

fn shape(key: &str, want: &'static str) -> RecipeError {
    RecipeError::Shape { key: key.into(), want }
}

fn no_rest(table: &toml::Table, what: &'static str) -> Result<(), RecipeError> {
    table.keys().next().map_or(Ok(()), |k| Err(RecipeError::UnknownKey(k.clone(), what)))
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.into()).to_string()
}
