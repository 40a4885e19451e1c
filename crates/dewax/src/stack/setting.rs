//! One value of one parameter, as users give it: read once, where it comes in.

use super::{STEPS, StackError, position};
use crate::param::{self, Kind, Limits, Param, Value};
use crate::step::{Step, Touches};

/// `step.param = value`, or `face2.step.param = value` for one face alone.
#[derive(Clone, Debug)]
pub struct Setting {
    /// The number of the face; every face when not given.
    pub face: Option<u32>,
    /// The step, by its name in the table of steps.
    pub step: &'static str,
    /// Its parameter.
    pub param: &'static Param,
    /// A value that the parameter takes.
    pub value: Value,
}

impl PartialEq for Setting {
    fn eq(&self, other: &Self) -> bool {
        let names = |s: &Self| (s.face, s.step, s.param.name);
        names(self) == names(other) && self.value == other.value
    }
}

impl Setting {
    /// Reads `step.param=value` or `faceN.step.param=value`, as given by `--set`.
    ///
    /// # Errors
    /// When it is none, when step or parameter do not exist, when the value is refused, or when a step of the whole frame is to
    /// be set for one face.
    pub fn read(text: &str, limits: Limits) -> Result<Self, StackError> {
        let bad = || StackError::NotASetting(text.into());
        let (name, value) = text.split_once('=').ok_or_else(bad)?;
        let (step, param) = name.rsplit_once('.').ok_or_else(bad)?;
        let [step, param, value] = [step, param, value].map(str::trim);
        if [step, param, value].iter().any(|part| part.is_empty()) {
            return Err(bad());
        }
        let of_face = step.strip_prefix("face").and_then(|rest| rest.split_once('.'));
        match of_face.and_then(|(number, step)| Some((number.parse().ok()?, step.trim()))) {
            Some((face, step)) => Self::named(Some(face), step, param, value, limits),
            None => Self::named(None, step, param, value, limits),
        }
    }

    /// The setting of these names.
    ///
    /// # Errors
    /// As of [`Setting::read`].
    pub fn named(
        face: Option<u32>,
        step: &str,
        param: &str,
        value: &str,
        limits: Limits,
    ) -> Result<Self, StackError> {
        let entry = &STEPS[position(step)?];
        if face.is_some() && entry.touches == Touches::Frame {
            return Err(StackError::NotPerFace(entry.name));
        }
        let fail = |source| StackError::Param { step: entry.name.into(), source };
        let param = param::find(entry.params, param).map_err(fail)?;
        let value = param.parse(value, limits).map_err(fail)?;
        Ok(Self { face, step: entry.name, param, value })
    }

    /// A setting that the program makes: the value that the parameter takes nearest to this one. `param` is one of the step's own, as
    /// `Grain::size_px`.
    pub fn nearest<S: Step>(param: &'static Param, value: Value, limits: Limits) -> Self {
        debug_assert!(S::LIST.iter().any(|p| p.name == param.name), "{} is none of {}", param.name, S::NAME);
        let value = match (param.kind, value) {
            (Kind::F { min, cap, .. }, Value::F(v)) if limits == Limits::Hold => {
                Value::F(v.max(min).min(cap))
            }
            (Kind::F { min, max, .. }, Value::F(v)) => Value::F(v.max(min).min(max)),
            (Kind::I { min, max }, Value::I(v)) => Value::I(v.max(min).min(max)),
            (_, value) if param.holds(&value) => value,
            _ => param.default.clone(),
        };
        Self { face: None, step: S::NAME, param, value }
    }
}

impl std::str::FromStr for Setting {
    type Err = StackError;

    /// [`Setting::read`] within the limits.
    fn from_str(text: &str) -> Result<Self, StackError> {
        Self::read(text, Limits::Hold)
    }
}
