//! A parameter is declared once, in `params!`; flags, recipe, schema and manual all read that declaration.

use std::fmt;

mod value;

pub use value::{Kind, Value};

/// One declared parameter.
#[derive(Clone, Debug)]
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
    /// The version of recipes that had it first, and what did the same before; none when its step always had it.
    pub since: Option<(i64, Value)>,
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

/// A set of parameters that can be listed, read and written by name. Made by `params!`.
pub trait Params: Default + Clone + PartialEq + fmt::Debug + Send + Sync + 'static {
    /// The declarations.
    const LIST: &'static [Param];
    /// The value of a parameter; `None` for a name that is not declared.
    fn get(&self, name: &str) -> Option<Value>;
    /// Sets a declared parameter to a value of its kind. Anything else is ignored: check with [`find`] first.
    fn put(&mut self, name: &str, value: Value);
}

/// A record as values, in the order of its fields.
pub fn record_of<R: Params>(record: &R) -> Vec<Value> {
    R::LIST.iter().map(|p| record.get(p.name).unwrap_or_else(|| p.default.clone())).collect()
}

/// A record of these values; what is not of its kind has its default.
pub fn of_record<R: Params>(values: &[Value]) -> R {
    let mut record = R::default();
    R::LIST.iter().zip(values).filter(|(p, v)| p.holds(v)).for_each(|(p, v)| record.put(p.name, v.clone()));
    record
}

/// The declaration of a name that is in the list; the first where it is not, which `params!` never asks for.
pub const fn declared(list: &'static [Param], name: &str) -> &'static Param {
    let mut i = 0;
    while i < list.len() {
        if is_same(list[i].name.as_bytes(), name.as_bytes()) {
            return &list[i];
        }
        i += 1;
    }
    &list[0]
}

/// `a == b`, which constants cannot say.
const fn is_same(a: &[u8], b: &[u8]) -> bool {
    let mut i = 0;
    while i < a.len() && i < b.len() && a[i] == b[i] {
        i += 1;
    }
    i == a.len() && i == b.len()
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
/// `amount: f32 = 0.2, in 0.0..1.0, cap 0.5, unit "levels";` · `i64 … in 1..3` · `bool` · `pick = 0, one of &["a", "b"]` ·
/// `rgb: [f32; 3] = [1.0, 1.0, 1.0], in 0.0..4.0` · `note: text = "", most 80` · `spots: [Spot] = [], most 99`, where `Spot` is declared by
/// `params!` as well. A parameter that a
/// step got later ends in `, since 5 before 0.0`: what recipes of versions below 5 mean, which do not have it.
#[macro_export]
macro_rules! params {
    ($(#[doc = $sdoc:literal])* pub struct $S:ident { $( $(#[doc = $doc:literal])+
        $f:ident : $t:tt = $def:expr $(, in $min:literal .. $max:literal)? $(, cap $cap:literal)?
        $(, one of $names:expr)? $(, most $most:literal)? $(, unit $unit:literal)?
        $(, since $since:literal before $before:literal)? ;)* }) => {
        $(#[doc = $sdoc])*
        #[derive(Clone, Debug, PartialEq)]
        pub struct $S { $( $(#[doc = $doc])+ pub $f: $crate::params!(@ty $t), )* }
        #[allow(non_upper_case_globals, dead_code, reason = "a parameter has one name; some are set by users alone")]
        impl $S {
            $( #[doc = concat!("The declaration of `", stringify!($f), "`.")]
            pub const $f: &'static $crate::param::Param =
                $crate::param::declared(<Self as $crate::param::Params>::LIST, stringify!($f)); )*
        }
        impl Default for $S { fn default() -> Self { Self { $( $f: $crate::params!(@own $t, $def) ),* } } }
        impl $crate::param::Params for $S {
            const LIST: &'static [$crate::param::Param] = &[$( $crate::param::Param {
                name: stringify!($f),
                doc: $crate::params!(@doc $($doc)+),
                unit: concat!("" $(, $unit)?),
                kind: $crate::params!(@kind $t $(, $min, $max)? $(, cap $cap)? $(, $names)? $(, most $most)?),
                default: $crate::params!(@val $t, $def),
                since: $crate::params!(@since $t $(, $since, $before)?),
            } ),*];
            fn get(&self, name: &str) -> Option<$crate::param::Value> {
                match name { $( stringify!($f) => Some($crate::params!(@get $t, self.$f)), )* _ => None }
            }
            fn put(&mut self, name: &str, value: $crate::param::Value) {
                match (name, value) {
                    $( (stringify!($f), $crate::params!(@pat $t, v)) => $crate::params!(@set $t, self.$f, v), )*
                    _ => {}
                }
            }
        }
    };
    (@doc $($doc:literal)+) => { concat!($($doc),+) };
    (@since $t:tt) => { None };
    (@since $t:tt, $since:literal, $before:literal) => { Some(($since, $crate::params!(@val $t, $before))) };
    (@ty pick) => { usize }; (@ty text) => { String };
    (@ty [f32; $n:literal]) => { [f32; $n] }; (@ty [$R:ident]) => { Vec<$R> };
    (@ty $t:ident) => { $t };
    (@own text, $e:expr) => { String::from($e) }; (@own [$R:ident], $e:expr) => { Vec::new() };
    (@own $t:tt, $e:expr) => { $e };
    (@kind f32, $min:literal, $max:literal) => { $crate::param::Kind::F { min: $min, max: $max, cap: $max } };
    (@kind f32, $min:literal, $max:literal, cap $cap:literal) => {
        $crate::param::Kind::F { min: $min, max: $max, cap: $cap }
    };
    (@kind i64, $min:literal, $max:literal) => { $crate::param::Kind::I { min: $min, max: $max } };
    (@kind bool) => { $crate::param::Kind::B };
    (@kind pick, $names:expr) => { $crate::param::Kind::Pick { names: $names } };
    (@kind [f32; $n:literal], $min:literal, $max:literal) => {
        $crate::param::Kind::V { count: $n, min: $min, max: $max }
    };
    (@kind text, most $most:literal) => { $crate::param::Kind::T { most: $most } };
    (@kind [$R:ident], most $most:literal) => {
        $crate::param::Kind::List { of: <$R as $crate::param::Params>::LIST, most: $most }
    };
    (@val f32, $e:expr) => { $crate::param::Value::F($e) };
    (@val i64, $e:expr) => { $crate::param::Value::I($e) };
    (@val bool, $e:expr) => { $crate::param::Value::B($e) };
    (@val pick, $e:expr) => { $crate::param::Value::Pick($e) };
    (@val text, $e:expr) => { $crate::param::Value::T(std::borrow::Cow::Borrowed($e)) };
    (@val [f32; $n:literal], $e:expr) => { $crate::param::Value::V(std::borrow::Cow::Borrowed(&$e)) };
    (@val [$R:ident], $e:expr) => { $crate::param::Value::List(Vec::new()) };
    (@get text, $e:expr) => { $crate::param::Value::T($e.clone().into()) };
    (@get [f32; $n:literal], $e:expr) => { $crate::param::Value::V($e.to_vec().into()) };
    (@get [$R:ident], $e:expr) => {
        $crate::param::Value::List($e.iter().map($crate::param::record_of).collect())
    };
    (@get $t:tt, $e:expr) => { $crate::params!(@val $t, $e) };
    (@pat f32, $x:ident) => { $crate::param::Value::F($x) };
    (@pat i64, $x:ident) => { $crate::param::Value::I($x) };
    (@pat bool, $x:ident) => { $crate::param::Value::B($x) };
    (@pat pick, $x:ident) => { $crate::param::Value::Pick($x) };
    (@pat text, $x:ident) => { $crate::param::Value::T($x) };
    (@pat [f32; $n:literal], $x:ident) => { $crate::param::Value::V($x) };
    (@pat [$R:ident], $x:ident) => { $crate::param::Value::List($x) };
    (@set text, $own:expr, $x:ident) => { $own = $x.into_owned() };
    (@set [f32; $n:literal], $own:expr, $x:ident) => {
        if let Ok(numbers) = <[f32; $n]>::try_from(&*$x) { $own = numbers }
    };
    (@set [$R:ident], $own:expr, $x:ident) => { $own = $x.iter().map(|r| $crate::param::of_record(r)).collect() };
    (@set $t:tt, $own:expr, $x:ident) => { $own = $x };
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
            /// Which colour.
            rgb: [f32; 3] = [1.0, 1.0, 1.0], in 0.0..4.0;
            /// In words.
            note: text = "none", most 12, since 3 before "";
            /// Where.
            spots: [Spot] = [], most 2;
        }
    }

    params! {
        /// A record.
        pub struct Spot {
            /// Where.
            at: [f32; 2] = [0.0, 0.0], in 0.0..100.0;
            /// How large.
            radius_px: f32 = 2.0, in 0.5..9.0;
        }
    }

    #[test]
    fn shortest_decimal_and_toml() {
        let amount = &Sample::LIST[0];
        assert_eq!(amount.show(&Value::F(0.4)), "0.4");
        assert_eq!(amount.show_toml(&Value::F(1.0)), "1.0");
        assert_eq!(Sample::LIST[2].show_toml(&Value::Pick(1)), "\"two\"");
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

    #[test]
    fn vectors_texts_and_lists_come_back_as_they_were() {
        let mut sample = Sample::default();
        assert_eq!((sample.rgb, sample.note.as_str(), sample.spots.len()), ([1.0; 3], "none", 0));
        let told = [
            (Sample::rgb, "1,0.9, 1.25"),
            (Sample::note, "a \"quoted\" "),
            (Sample::spots, "[{ at = [3, 4.5], radius_px = 1.5 }, { at = [1, 2] }]"),
        ];
        for (param, text) in told {
            sample.put(param.name, param.parse(text, Limits::Hold).unwrap());
        }
        assert_eq!((sample.rgb, sample.note.as_str()), ([1.0, 0.9, 1.25], "a \"quoted\" "));
        let spots = [([3.0, 4.5], 1.5), ([1.0, 2.0], 2.0)];
        assert_eq!(sample.spots.iter().map(|s| (s.at, s.radius_px)).collect::<Vec<_>>(), spots);
        // As a recipe writes and reads them.
        let mut again = Sample::default();
        for param in Sample::LIST {
            let text = format!("value = {}", param.show_toml(&sample.get(param.name).unwrap()));
            let table: toml::Table = text.parse().unwrap();
            again.put(param.name, param.read(&table["value"], Limits::Hold).unwrap());
        }
        assert_eq!(again, sample);
    }

    #[test]
    fn vectors_texts_and_lists_are_refused_with_the_cure() {
        let refused = |param: &Param, text: &str| param.parse(text, Limits::Beyond).unwrap_err().to_string();
        for bad in ["1,2", "1,2,9", "1,nan,1", "", "a,b,c", "1,2,3,4"] {
            assert!(refused(Sample::rgb, bad).contains("3 numbers from 0 to 4"), "{bad}");
        }
        assert!(refused(Sample::note, "longer than that").contains("at most 12 characters"));
        assert!(refused(Sample::note, "two\nlines").contains("one line"));
        assert!(
            refused(Sample::spots, "[{ at = [1, 2], radio_px = 1 }]").contains("did you mean `radius_px`")
        );
        assert!(refused(Sample::spots, "[{ at = [1, 200] }]").contains("2 numbers"));
        assert!(refused(Sample::spots, "[{}, {}, {}]").contains("at most 2 tables with at, radius_px"));
        assert!(refused(Sample::spots, "7").contains("list"));
        assert_eq!(Sample::note.since, Some((3, Value::T("".into()))));
    }
}
