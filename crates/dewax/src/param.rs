//! A parameter is declared once, in `params!`; flags, recipe, schema and manual all read that declaration.

use std::fmt;

/// A value of a parameter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value {
    /// A number.
    F(f32),
    /// A whole number.
    I(i64),
    /// A switch.
    B(bool),
    /// A choice: its place in the parameter's list of names.
    Pick(usize),
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
}

/// One declared parameter.
#[derive(Clone, Copy, Debug)]
pub struct Param {
    /// Its name: the key in recipes, the end of the flag.
    pub name: &'static str,
    /// What it does, in a sentence.
    pub doc: &'static str,
    /// The unit of its value; empty for shares, switches and choices.
    pub unit: &'static str,
    /// What values it takes.
    pub kind: Kind,
    /// What it is when nobody says.
    pub default: Value,
}

/// Why a value was refused.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum BadParam {
    /// There is no such parameter.
    #[error("no parameter `{name}`{}", near.map(|n| format!("; did you mean `{n}`?")).unwrap_or_default())]
    Unknown {
        /// The name asked for.
        name: String,
        /// The declared name nearest to it.
        near: Option<&'static str>,
    },
    /// The value is not one the parameter takes.
    #[error("`{name}` is {got}; it must be {want}")]
    Range {
        /// The parameter.
        name: &'static str,
        /// The value given.
        got: String,
        /// What it takes.
        want: String,
    },
    /// The value crosses a limit.
    #[error(
        "`{name}` is {got}, above its limit of {cap}: beyond it the treatment shows; --beyond-limits allows up to {max}"
    )]
    Cap {
        /// The parameter.
        name: &'static str,
        /// The value given.
        got: String,
        /// The limit.
        cap: f32,
        /// The largest value there is.
        max: f32,
    },
}

/// Whether values above a parameter's limit are let through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Limits {
    /// Values above a limit are refused.
    #[default]
    Hold,
    /// Values above a limit are let through (`--beyond-limits`).
    Beyond,
}

impl Param {
    /// What values it takes, in words.
    pub fn want(&self) -> String {
        match self.kind {
            Kind::F { min, max, .. } => format!("a number from {min} to {max}"),
            Kind::I { min, max } => format!("a whole number from {min} to {max}"),
            Kind::B => "true or false".into(),
            Kind::Pick { names } => format!("one of {}", names.join(", ")),
        }
    }

    /// Reads a value from text.
    ///
    /// # Errors
    /// When the text is not a value that the parameter takes, or crosses its limit.
    pub fn parse(&self, text: &str, limits: Limits) -> Result<Value, BadParam> {
        let bad = || BadParam::Range { name: self.name, got: text.into(), want: self.want() };
        let value = match self.kind {
            Kind::F { .. } => Value::F(text.parse().map_err(|_| bad())?),
            Kind::I { .. } => Value::I(text.parse().map_err(|_| bad())?),
            Kind::B => Value::B(text.parse().map_err(|_| bad())?),
            Kind::Pick { names } => Value::Pick(names.iter().position(|n| *n == text).ok_or_else(bad)?),
        };
        if !self.holds(value) {
            return Err(bad());
        }
        if let (Kind::F { cap, max, .. }, Value::F(v), Limits::Hold) = (self.kind, value, limits)
            && v > cap
        {
            return Err(BadParam::Cap { name: self.name, got: text.into(), cap, max });
        }
        Ok(value)
    }

    /// Whether the parameter takes this value (limits aside).
    pub fn holds(&self, value: Value) -> bool {
        match (self.kind, value) {
            (Kind::F { min, max, .. }, Value::F(v)) => min <= v && v <= max,
            (Kind::I { min, max }, Value::I(v)) => min <= v && v <= max,
            (Kind::B, Value::B(_)) => true,
            (Kind::Pick { names }, Value::Pick(i)) => i < names.len(),
            _ => false,
        }
    }

    /// A value as text: the shortest decimal that reads back to the same number.
    pub fn show(&self, value: Value) -> String {
        match (self.kind, value) {
            (Kind::Pick { names }, Value::Pick(i)) => names.get(i).copied().unwrap_or("?").to_string(),
            (_, value) => value.to_string(),
        }
    }

    /// A value as TOML: floats always with a point, choices quoted.
    pub fn show_toml(&self, value: Value) -> String {
        let text = self.show(value);
        match self.kind {
            Kind::Pick { .. } => format!("\"{text}\""),
            Kind::F { .. } if !text.contains('.') => format!("{text}.0"),
            _ => text,
        }
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::F(v) => write!(f, "{v}"),
            Self::I(v) => write!(f, "{v}"),
            Self::B(v) => write!(f, "{v}"),
            Self::Pick(i) => write!(f, "#{i}"),
        }
    }
}

/// A set of parameters that can be listed, read and written by name. Made by `params!`.
pub trait Params: Default + Clone + PartialEq + fmt::Debug + Send + Sync + 'static {
    /// The declarations.
    const LIST: &'static [Param];
    /// The value of a parameter; `None` for a name that is not declared.
    fn get(&self, name: &str) -> Option<Value>;
    /// Sets a declared parameter to a value of its kind. Anything else is ignored: check with [`find`] first.
    fn put(&mut self, name: &str, value: Value);
}

/// The declaration of that name.
///
/// # Errors
/// When there is none; the error names the nearest one.
pub fn find(list: &'static [Param], name: &str) -> Result<&'static Param, BadParam> {
    list.iter().find(|p| p.name == name).ok_or_else(|| BadParam::Unknown {
        name: name.into(),
        near: nearest(name, list.iter().map(|p| p.name)),
    })
}

/// The name among `names` that a typing error most likely meant; `None` when none is near.
pub fn nearest(name: &str, names: impl Iterator<Item = &'static str>) -> Option<&'static str> {
    names.map(|n| (distance(n, name), n)).filter(|(d, _)| *d <= 3).min().map(|(_, n)| n)
}

/// Levenshtein distance: how many letters to change, add or leave out.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.chars().enumerate() {
        let (mut diagonal, mut left) = (row[0], i + 1);
        row[0] = left;
        for (j, &cb) in b.iter().enumerate() {
            let up = row[j + 1];
            left = (up + 1).min(left + 1).min(diagonal + usize::from(ca != cb));
            diagonal = up;
            row[j + 1] = left;
        }
    }
    row[b.len()]
}

/// Declares a struct of parameters:
/// `amount: f32 = 0.2, in 0.0..1.0, cap 0.5, unit "levels";` · `i64 … in 1..3` · `bool` · `pick = 0, one of &["a", "b"]`.
#[macro_export]
macro_rules! params {
    ($(#[doc = $sdoc:literal])* pub struct $S:ident { $( $(#[doc = $doc:literal])+
        $f:ident : $t:tt = $def:expr $(, in $min:literal .. $max:literal)? $(, cap $cap:literal)?
        $(, one of $names:expr)? $(, unit $unit:literal)? ;)* }) => {
        $(#[doc = $sdoc])*
        #[derive(Clone, Debug, PartialEq)]
        pub struct $S { $( $(#[doc = $doc])+ pub $f: $crate::params!(@ty $t), )* }
        impl Default for $S { fn default() -> Self { Self { $( $f: $def ),* } } }
        impl $crate::param::Params for $S {
            const LIST: &'static [$crate::param::Param] = &[$( $crate::param::Param {
                name: stringify!($f),
                doc: $crate::params!(@doc $($doc)+),
                unit: concat!("" $(, $unit)?),
                kind: $crate::params!(@kind $t $(, $min, $max)? $(, cap $cap)? $(, $names)?),
                default: $crate::params!(@val $t, $def),
            } ),*];
            fn get(&self, name: &str) -> Option<$crate::param::Value> {
                match name { $( stringify!($f) => Some($crate::params!(@val $t, self.$f)), )* _ => None }
            }
            fn put(&mut self, name: &str, value: $crate::param::Value) {
                match (name, value) {
                    $( (stringify!($f), $crate::params!(@pat $t, v)) => self.$f = v, )*
                    _ => {}
                }
            }
        }
    };
    (@doc $($doc:literal)+) => { concat!($($doc),+) };
    (@ty pick) => { usize }; (@ty $t:ident) => { $t };
    (@kind f32, $min:literal, $max:literal) => { $crate::param::Kind::F { min: $min, max: $max, cap: $max } };
    (@kind f32, $min:literal, $max:literal, cap $cap:literal) => {
        $crate::param::Kind::F { min: $min, max: $max, cap: $cap }
    };
    (@kind i64, $min:literal, $max:literal) => { $crate::param::Kind::I { min: $min, max: $max } };
    (@kind bool) => { $crate::param::Kind::B };
    (@kind pick, $names:expr) => { $crate::param::Kind::Pick { names: $names } };
    (@val f32, $e:expr) => { $crate::param::Value::F($e) };
    (@val i64, $e:expr) => { $crate::param::Value::I($e) };
    (@val bool, $e:expr) => { $crate::param::Value::B($e) };
    (@val pick, $e:expr) => { $crate::param::Value::Pick($e) };
    (@pat f32, $x:ident) => { $crate::param::Value::F($x) };
    (@pat i64, $x:ident) => { $crate::param::Value::I($x) };
    (@pat bool, $x:ident) => { $crate::param::Value::B($x) };
    (@pat pick, $x:ident) => { $crate::param::Value::Pick($x) };
}

#[cfg(test)]
#[allow(unreachable_pub, reason = "the macro declares public structs")]
mod tests {
    use super::*;

    params! {
        /// For the tests below.
        pub struct Sample {
            /// How much.
            amount: f32 = 0.4, in -1.0..1.0, cap 0.5;
            /// How many.
            count: i64 = 2, in 1..3, unit "frames";
            /// Which.
            kind: pick = 1, one of &["one", "two"];
            /// Whether.
            on: bool = true;
        }
    }

    #[test]
    fn shortest_decimal_and_toml() {
        let amount = &Sample::LIST[0];
        assert_eq!(amount.show(Value::F(0.4)), "0.4");
        assert_eq!(amount.show_toml(Value::F(1.0)), "1.0");
        assert_eq!(Sample::LIST[2].show_toml(Value::Pick(1)), "\"two\"");
    }

    #[test]
    fn nonsense_is_refused_with_the_cure() {
        let amount = &Sample::LIST[0];
        for bad in ["nan", "inf", "-inf", "1e40", "", "0,1", "0.1 ", "2"] {
            assert!(amount.parse(bad, Limits::Beyond).is_err(), "{bad}");
        }
        assert!(amount.parse("0.7", Limits::Hold).is_err_and(|e| e.to_string().contains("--beyond-limits")));
        assert_eq!(amount.parse("0.7", Limits::Beyond), Ok(Value::F(0.7)));
        let error = find(Sample::LIST, "amont").unwrap_err().to_string();
        assert_eq!(error, "no parameter `amont`; did you mean `amount`?");
    }

    #[test]
    fn put_and_get() {
        let mut sample = Sample::default();
        sample.put("count", Value::I(3));
        sample.put("count", Value::B(false));
        assert_eq!(sample.get("count"), Some(Value::I(3)));
        assert_eq!(sample.get("nothing"), None);
    }
}
