//! Values of parameters: what there is, and how each is read from text and TOML and written again.

use super::{BadParam, Limits, Param};
use std::borrow::Cow;
use std::fmt;

/// A value of a parameter.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A number.
    F(f32),
    /// A whole number.
    I(i64),
    /// A switch.
    B(bool),
    /// A choice: its place in the parameter's list of names.
    Pick(usize),
    /// Numbers that belong together, as many as the parameter says: red, green and blue; x and y.
    V(Cow<'static, [f32]>),
    /// A text.
    T(Cow<'static, str>),
    /// Records, each with a value for every field in the order in which they are declared.
    List(Vec<Vec<Value>>),
}

/// What values a parameter takes.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// A number within `min..=max`.
    F {
        /// Smallest.
        min: f32,
        /// Largest.
        max: f32,
        /// The limit not to cross without `--beyond-limits`; `max` when the parameter has none.
        cap: f32,
    },
    /// A whole number within `min..=max`.
    I {
        /// Smallest.
        min: i64,
        /// Largest.
        max: i64,
    },
    /// True or false.
    B,
    /// One of some names.
    Pick {
        /// The names.
        names: &'static [&'static str],
    },
    /// So many numbers, each within `min..=max`.
    V {
        /// How many.
        count: usize,
        /// Smallest.
        min: f32,
        /// Largest.
        max: f32,
    },
    /// A text on one line.
    T {
        /// Most characters.
        most: usize,
    },
    /// A list of records.
    List {
        /// Their fields.
        of: &'static [Param],
        /// Most records.
        most: usize,
    },
}

impl Kind {
    /// What values there are, in words.
    fn want(&self) -> String {
        match *self {
            Self::F { min, max, .. } => format!("a number from {min} to {max}"),
            Self::I { min, max } => format!("a whole number from {min} to {max}"),
            Self::B => "true or false".into(),
            Self::Pick { names } => format!("one of {}", names.join(", ")),
            Self::V { count, min, max } => {
                format!("{count} numbers from {min} to {max}, with commas between them")
            }
            Self::T { most } => format!("a text of at most {most} characters, on one line"),
            Self::List { of, most } => {
                let fields: Vec<&str> = of.iter().map(|p| p.name).collect();
                format!("a list of at most {most} tables with {}", fields.join(", "))
            }
        }
    }

    /// Whether a value is one of them (limits aside).
    fn holds(&self, value: &Value) -> bool {
        match (*self, value) {
            (Self::F { min, max, .. }, Value::F(v)) => min <= *v && *v <= max,
            (Self::I { min, max }, Value::I(v)) => min <= *v && *v <= max,
            (Self::B, Value::B(_)) => true,
            (Self::Pick { names }, Value::Pick(i)) => *i < names.len(),
            (Self::V { count, min, max }, Value::V(v)) => {
                v.len() == count && v.iter().all(|v| min <= *v && *v <= max)
            }
            (Self::T { most }, Value::T(text)) => {
                text.chars().count() <= most && !text.contains(char::is_control)
            }
            (Self::List { of, most }, Value::List(records)) => {
                let is_whole =
                    |r: &Vec<Value>| r.len() == of.len() && r.iter().zip(of).all(|(v, p)| p.holds(v));
                records.len() <= most && records.iter().all(is_whole)
            }
            _ => false,
        }
    }
}

impl Param {
    /// Reads a value from text, as a user types it.
    ///
    /// # Errors
    /// When the text is not a value that the parameter takes, or crosses its limit.
    pub fn parse(&self, text: &str, limits: Limits) -> Result<Value, BadParam> {
        let bad = || self.refused(text);
        let number = |text: &str| text.trim().parse::<f32>().map_err(|_| bad());
        let value = match self.kind {
            Kind::F { .. } => Value::F(text.parse().map_err(|_| bad())?),
            Kind::I { .. } => Value::I(text.parse().map_err(|_| bad())?),
            Kind::B => Value::B(text.parse().map_err(|_| bad())?),
            Kind::Pick { names } => Value::Pick(names.iter().position(|n| *n == text).ok_or_else(bad)?),
            Kind::V { .. } => {
                let inside = text.trim().trim_start_matches('[').trim_end_matches(']');
                Value::V(inside.split(',').map(number).collect::<Result<Vec<_>, _>>()?.into())
            }
            Kind::T { .. } => Value::T(text.to_string().into()),
            Kind::List { .. } => {
                let table: toml::Table = format!("list = {text}").parse().map_err(|_| bad())?;
                let list = table.get("list").filter(|list| list.is_array()).ok_or_else(bad)?;
                return self.read(list, limits);
            }
        };
        self.checked(value, text, limits)
    }

    /// Reads a value from TOML. Text stands for any value, as users type it.
    ///
    /// # Errors
    /// As of [`Param::parse`].
    pub fn read(&self, value: &toml::Value, limits: Limits) -> Result<Value, BadParam> {
        let text = match value {
            toml::Value::String(text) => return self.parse(text, limits),
            toml::Value::Float(v) => (*v as f32).to_string(),
            other => other.to_string(),
        };
        match (self.kind, value) {
            (Kind::V { .. }, toml::Value::Array(numbers)) => {
                let number = |v: &toml::Value| v.as_float().or_else(|| v.as_integer().map(|i| i as f64));
                let numbers: Option<Vec<f32>> = numbers.iter().map(|v| number(v).map(|v| v as f32)).collect();
                self.checked(Value::V(numbers.ok_or_else(|| self.refused(&text))?.into()), &text, limits)
            }
            (Kind::List { of, .. }, toml::Value::Array(records)) => {
                let each =
                    records.iter().map(|record| read_record(of, record, || self.refused(&text), limits));
                self.checked(Value::List(each.collect::<Result<_, _>>()?), &text, limits)
            }
            (Kind::List { .. }, _) => Err(self.refused(&text)),
            _ => self.parse(&text, limits),
        }
    }

    fn refused(&self, text: &str) -> BadParam {
        BadParam::Range { name: self.name, got: text.into(), want: self.want() }
    }

    fn checked(&self, value: Value, text: &str, limits: Limits) -> Result<Value, BadParam> {
        if !self.holds(&value) {
            return Err(self.refused(text));
        }
        if let (Kind::F { cap, max, .. }, Value::F(v), Limits::Hold) = (self.kind, &value, limits)
            && *v > cap
        {
            return Err(BadParam::Cap { name: self.name, got: text.into(), cap, max });
        }
        Ok(value)
    }

    /// What values it takes, in words.
    pub fn want(&self) -> String {
        self.kind.want()
    }

    /// Whether the parameter takes this value (limits aside).
    pub fn holds(&self, value: &Value) -> bool {
        self.kind.holds(value)
    }

    /// A value as text: the shortest decimals that read back to the same numbers.
    pub fn show(&self, value: &Value) -> String {
        match (self.kind, value) {
            (Kind::Pick { names }, Value::Pick(i)) => names.get(*i).copied().unwrap_or("?").to_string(),
            (Kind::List { .. }, Value::List(_)) => self.to_toml(value).to_string(),
            (_, value) => value.to_string(),
        }
    }

    /// A value as TOML: floats always with a point, names and texts quoted.
    pub fn show_toml(&self, value: &Value) -> String {
        self.to_toml(value).to_string()
    }

    /// A value as recipes have it.
    pub(crate) fn to_toml(&self, value: &Value) -> toml::Value {
        // By its text: the shortest decimal that reads back to the same number.
        let float = |v: &f32| toml::Value::Float(v.to_string().parse().unwrap_or(f64::from(*v)));
        match (self.kind, value) {
            (_, Value::F(v)) => float(v),
            (_, Value::I(v)) => toml::Value::Integer(*v),
            (_, Value::B(v)) => toml::Value::Boolean(*v),
            (_, Value::Pick(_)) => toml::Value::String(self.show(value)),
            (_, Value::V(v)) => toml::Value::Array(v.iter().map(float).collect()),
            (_, Value::T(text)) => toml::Value::String(text.to_string()),
            (Kind::List { of, .. }, Value::List(records)) => {
                let record = |r: &Vec<Value>| {
                    let fields = of.iter().zip(r).map(|(p, v)| (p.name.to_string(), p.to_toml(v)));
                    toml::Value::Table(fields.collect())
                };
                toml::Value::Array(records.iter().map(record).collect())
            }
            (_, Value::List(_)) => toml::Value::Array(Vec::new()),
        }
    }
}

/// One record of a list: what it does not say has its default, and it says nothing else.
fn read_record(
    of: &'static [Param],
    record: &toml::Value,
    bad: impl Fn() -> BadParam,
    limits: Limits,
) -> Result<Vec<Value>, BadParam> {
    let table = record.as_table().ok_or_else(&bad)?;
    if let Some(unknown) = table.keys().find(|key| !of.iter().any(|p| p.name == key.as_str())) {
        return Err(super::find(of, unknown).err().unwrap_or_else(&bad));
    }
    of.iter()
        .map(|p| table.get(p.name).map_or_else(|| Ok(p.default.clone()), |v| p.read(v, limits)))
        .collect()
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::F(v) => write!(f, "{v}"),
            Self::I(v) => write!(f, "{v}"),
            Self::B(v) => write!(f, "{v}"),
            Self::Pick(i) => write!(f, "#{i}"),
            Self::V(v) => f.write_str(&v.iter().map(f32::to_string).collect::<Vec<_>>().join(",")),
            Self::T(text) => f.write_str(text),
            Self::List(records) => write!(f, "{} records", records.len()),
        }
    }
}
