//! A stack: one value for every step of the table, and how it is read from and written to TOML.

mod setting;

pub use setting::Setting;

use crate::deed::Deed;
use crate::param::{self, BadParam, Limits, Param, Value};
use crate::step::{AnyStep, Entry, Tells, Told};
use crate::steps::{STEPS, entry};

/// The steps in running order, one per line of the table.
#[derive(Clone, Debug)]
pub struct Stack(Vec<Box<dyn AnyStep>>);

/// Why a stack could not be read or set.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum StackError {
    /// There is no such step.
    #[error("no step `{name}`{}; the steps are {}", near.map(|n| format!("; did you mean `{n}`?")).unwrap_or_default(), names())]
    NoStep {
        /// The name asked for.
        name: String,
        /// The nearest there is.
        near: Option<&'static str>,
    },
    /// A parameter is wrong.
    #[error("{step}: {source}")]
    Param {
        /// The step.
        step: String,
        /// What is wrong.
        source: BadParam,
    },
    /// `--set` without a step, a parameter or a value.
    #[error("`{0}` is not a setting; write step.parameter=value, for example calm.amount=0.4")]
    NotASetting(String),
    /// A step needs another one.
    #[error("{step} needs {needs} before it: give `{needs}` values that do something, or leave `{step}` out")]
    Needs {
        /// The step that cannot run.
        step: &'static str,
        /// The one that is missing.
        needs: &'static str,
    },
    /// A step of the whole frame cannot be set for one face.
    #[error("{0} works on the whole frame: it cannot be set for one face; leave `face` out")]
    NotPerFace(&'static str),
    /// A key of the file holds something else than expected.
    #[error("`{key}` must be {want}")]
    Shape {
        /// The key.
        key: String,
        /// What it must be.
        want: &'static str,
    },
    /// A parameter is not in the file.
    #[error("[{step}] lacks `{param}`: a recipe writes every value out")]
    Missing {
        /// The step.
        step: &'static str,
        /// The parameter.
        param: &'static str,
    },
}

fn names() -> String {
    STEPS.iter().map(|e| e.name).collect::<Vec<_>>().join(", ")
}

impl Stack {
    /// Every step so that it changes nothing.
    pub fn neutral() -> Self {
        Self(STEPS.iter().map(|e| (e.neutral)()).collect())
    }

    /// Every step with its declared defaults.
    pub fn defaults() -> Self {
        Self(STEPS.iter().map(|e| (e.default)()).collect())
    }

    /// The steps, in running order.
    pub fn steps(&self) -> &[Box<dyn AnyStep>] {
        &self.0
    }

    /// The step of that name.
    pub fn step(&self, name: &str) -> Option<&dyn AnyStep> {
        STEPS.iter().position(|e| e.name == name).map(|i| &*self.0[i])
    }

    /// What its steps tell each other.
    pub fn tells(&self) -> Tells {
        self.0.iter().map(|s| s.tells()).fold(Tells::default(), |a, b| Tells {
            gives_by_need: a.gives_by_need || b.gives_by_need,
            makes_texture: a.makes_texture || b.makes_texture,
        })
    }

    /// Every step with its values beside the others.
    #[must_use]
    pub fn beside(&self, told: &Told) -> Self {
        Self(self.0.iter().map(|s| s.beside(told)).collect())
    }

    /// Every step that a shot with these facts can have at all; the others are neutral.
    #[must_use]
    pub fn possible(&self, facts: &crate::facts::ShotFacts) -> Self {
        Self(self.0.iter().map(|s| s.possible(facts)).collect())
    }

    /// Every step fitted to what was measured in a shot.
    #[must_use]
    pub fn fitted(&self, facts: &crate::facts::ShotFacts) -> Self {
        Self(self.0.iter().map(|s| s.fitted(facts)).collect())
    }

    /// Takes over one step from another stack.
    ///
    /// # Errors
    /// When there is no step of that name.
    pub fn take_step(&mut self, name: &str, from: &Self) -> Result<(), StackError> {
        let at = position(name)?;
        self.0[at] = from.0[at].clone();
        Ok(())
    }

    /// Brings the strengths of a step (the numbers in which doing nothing differs from its defaults) nearer to doing nothing:
    /// to `share` of where they were. Whether anything changed. Parameters that `held` names stay.
    pub fn weaken(&mut self, name: &str, share: f32, held: impl Fn(&Param) -> bool) -> bool {
        let Some((at, entry)) = STEPS.iter().enumerate().find(|(_, e)| e.name == name) else { return false };
        let (neutral, default, step) = ((entry.neutral)(), (entry.default)(), &mut self.0[at]);
        let mut changed = false;
        for param in entry.params.iter().filter(|p| !held(p)) {
            let values = [neutral.get(param.name), default.get(param.name), step.get(param.name)];
            let [Some(Value::F(nothing)), Some(Value::F(usual)), Some(Value::F(own))] = values else {
                continue;
            };
            // A step that is off by default says which of its numbers is its strength.
            let is_strength = nothing != usual || entry.strengths.contains(&param.name);
            if is_strength && own != nothing {
                // Recipes are read by people: three places are enough.
                let weaker = ((nothing + share * (own - nothing)) * 1000.0).round() / 1000.0;
                step.put(param.name, Value::F(weaker));
                changed |= weaker != own;
            }
        }
        changed
    }

    /// Multiplies what every step gives to a picture (see [`crate::step::Step::STRENGTHS`]), within the limits of each value.
    pub fn strengthen(&mut self, by: f32) {
        for (entry, step) in STEPS.iter().zip(&mut self.0) {
            for param in entry.params.iter().filter(|p| entry.strengths.contains(&p.name)) {
                if let (Some(Value::F(own)), param::Kind::F { min, cap, .. }) =
                    (step.get(param.name), param.kind)
                {
                    let new = ((own * by).clamp(min, cap.max(own)) * 1000.0).round() / 1000.0;
                    step.put(param.name, Value::F(new));
                }
            }
        }
    }

    /// Sets one parameter. The face that a setting is for is not looked at: this is its stack.
    pub fn set(&mut self, setting: &Setting) {
        for (entry, step) in STEPS.iter().zip(&mut self.0).filter(|(e, _)| e.name == setting.step) {
            debug_assert!(entry.params.iter().any(|p| p.name == setting.param.name), "{setting:?}");
            step.put(setting.param.name, setting.value.clone());
        }
    }

    /// Checks that every step that does something finds the steps it needs switched on or measured as not needed:
    /// `present` says which steps the look or recipe mentions.
    ///
    /// # Errors
    /// The first step whose need is not met.
    pub fn check_needs(&self, present: impl Fn(&str) -> bool) -> Result<(), StackError> {
        for (e, step) in STEPS.iter().zip(&self.0) {
            if step.is_neutral() {
                continue;
            }
            if let Some(&needs) = e.needs.iter().find(|n| !present(n)) {
                return Err(StackError::Needs { step: e.name, needs });
            }
        }
        Ok(())
    }

    /// Reads `[step] param = value` tables. Steps and parameters that the table does not name keep the values of
    /// `self`, unless `complete` asks for every one of them. `prefix` is left out of no key: pass the shot's table.
    ///
    /// # Errors
    /// Unknown steps and parameters, refused values, and with `complete` missing ones.
    pub fn read(&mut self, table: &toml::Table, limits: Limits, complete: bool) -> Result<(), StackError> {
        for (name, value) in table {
            let at = position(name)?;
            let fields = value
                .as_table()
                .ok_or_else(|| StackError::Shape { key: name.clone(), want: "a table of parameters" })?;
            for (key, value) in fields {
                let fail = |source| StackError::Param { step: STEPS[at].name.into(), source };
                let param = param::find(STEPS[at].params, key).map_err(fail)?;
                self.0[at].put(param.name, param.read(value, limits).map_err(fail)?);
            }
        }
        if complete {
            for e in STEPS {
                let fields = table.get(e.name).and_then(|v| v.as_table());
                if let Some(p) = e.params.iter().find(|p| fields.is_none_or(|f| !f.contains_key(p.name))) {
                    return Err(StackError::Missing { step: e.name, param: p.name });
                }
            }
        }
        Ok(())
    }

    /// The values of one step as a TOML table.
    pub(crate) fn table_of(&self, entry: &Entry) -> toml::Value {
        let step = self.step(entry.name);
        let value = |p: &Param| step.and_then(|s| s.get(p.name)).unwrap_or_else(|| p.default.clone());
        let values = entry.params.iter().map(|p| (p.name.to_string(), p.to_toml(&value(p))));
        toml::Value::Table(values.collect())
    }

    /// The stack as TOML tables under `prefix` (empty, or `shot.`), every value written out.
    pub fn write(&self, prefix: &str, out: &mut String) {
        for (e, step) in STEPS.iter().zip(&self.0) {
            out.push_str(&format!("\n[{prefix}{}]\n", key(e.name)));
            for p in e.params {
                let value = step.get(p.name).unwrap_or_else(|| p.default.clone());
                out.push_str(&format!("{} = {}\n", p.name, p.show_toml(&value)));
            }
        }
    }

    /// What differs from another stack, as TOML tables under `prefix`.
    pub fn write_difference(&self, from: &Self, prefix: &str, out: &mut String) {
        for ((e, step), old) in STEPS.iter().zip(&self.0).zip(&from.0) {
            let changed: Vec<_> = e.params.iter().filter(|p| step.get(p.name) != old.get(p.name)).collect();
            if changed.is_empty() {
                continue;
            }
            out.push_str(&format!("\n[{prefix}{}]\n", key(e.name)));
            for p in changed {
                let value = step.get(p.name).unwrap_or_else(|| p.default.clone());
                out.push_str(&format!("{} = {}\n", p.name, p.show_toml(&value)));
            }
        }
    }

    /// What it does to a picture, in the words of who ordered it, in running order.
    pub fn deeds(&self) -> Vec<Deed> {
        self.0.iter().filter(|step| !step.is_neutral()).flat_map(|step| step.deeds()).collect()
    }
}

/// The name of a step as a TOML key.
fn key(name: &str) -> String {
    if name.contains('.') { format!("\"{name}\"") } else { name.to_string() }
}

fn position(name: &str) -> Result<usize, StackError> {
    match entry(name) {
        Some(e) => Ok(STEPS.iter().position(|s| s.name == e.name).unwrap_or_default()),
        None => {
            let near = param::nearest(name, STEPS.iter().map(|e| e.name));
            Err(StackError::NoStep { name: name.into(), near })
        }
    }
}
