//! What a step does to a picture in the words of who ordered it, and how much of it: steps say it, front ends word it.

/// One thing that is done to a picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Deed {
    /// What was done, as the end of a sentence that begins with the clip.
    pub what: &'static str,
    /// How much.
    pub much: f32,
    /// Of what; empty where no number tells it.
    pub unit: &'static str,
}

impl Deed {
    /// A share of what could be done; none where it is 0.
    pub fn share(what: &'static str, share: f32) -> Option<Self> {
        (share != 0.0).then_some(Self { what, much: share * 100.0, unit: "%" })
    }

    /// So many 8-bit levels; none where they are 0.
    pub fn levels(what: &'static str, levels: f32) -> Option<Self> {
        (levels != 0.0).then_some(Self { what, much: levels, unit: "levels" })
    }

    /// How much, as people write it: two figures where it is little; nothing where it cannot be told in a number.
    pub fn amount(much: f32, unit: &str) -> String {
        let digits = match much.abs() {
            _ if unit.is_empty() => return String::new(),
            v if v < 1.0 => 2,
            v if v < 10.0 => 1,
            _ => 0,
        };
        let text = format!("{much:.digits$}");
        let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
        format!("{text} {unit}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::param::{Kind, Value};
    use crate::step::Touches;
    use crate::steps::STEPS;

    /// Whoever reads ten lines must find every step in them that changed his picture.
    #[test]
    fn every_step_says_what_it_does_and_nothing_where_it_does_nothing() {
        for entry in STEPS {
            assert!((entry.neutral)().deeds().is_empty(), "{}", entry.name);
            // Each parameter alone that makes the step do something.
            for param in entry.params {
                let mut step = (entry.neutral)();
                let Kind::F { max, .. } = param.kind else { continue };
                step.put(param.name, Value::F(max));
                let says = !step.deeds().is_empty();
                assert_eq!(
                    says,
                    !step.is_neutral() && entry.touches != Touches::Mask,
                    "{}.{}",
                    entry.name,
                    param.name
                );
            }
        }
    }

    #[test]
    fn amounts_are_short() {
        let amount = |much, unit| Deed::amount(much, unit);
        assert_eq!(amount(85.0, "%"), "85 %");
        assert_eq!(amount(0.85, "levels"), "0.85 levels");
        assert_eq!(amount(2.0, "levels"), "2 levels");
        assert_eq!(amount(11.6, "%"), "12 %");
        assert_eq!(amount(100.0, "%"), "100 %");
        assert_eq!(amount(1.0, ""), "");
    }
}
