//! That the colours of a shot were taken to those of another one, as a report says it.

use crate::matching::Matched;
use serde::{Deserialize, Serialize};

/// What the colours of a shot were taken to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ShotMatch {
    /// A still, or a shot, by name.
    pub to: String,
    /// What came of it: the CDL, and how far the skin lies from the other's before and after.
    pub matched: Matched,
}

impl ShotMatch {
    /// In a sentence.
    pub fn words(&self) -> String {
        format!("Its colours are matched to {}: {}.", self.to, self.figures())
    }

    /// The same as the end of a sentence.
    pub fn figures(&self) -> String {
        let Matched { before_de00, after_de00, .. } = self.matched;
        format!("its skin lay {before_de00:.1} CIEDE2000 from it and lies {after_de00:.1}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::color::Cdl;
    use crate::matching::Why;
    use crate::report::verdict::because_matched;

    #[test]
    fn a_shot_that_is_only_matched_says_so_and_that_it_has_no_flaw() {
        let matched = Matched {
            cdl: Cdl { saturation: 0.9, ..Cdl::NEUTRAL },
            before_de00: 6.24,
            after_de00: 1.1,
            p90_before_de00: 8.0,
            p90_after_de00: 2.0,
            tones: Default::default(),
            persons: 1,
            by_place: true,
            why: Why::Matched,
        };
        let matched = ShotMatch { to: "010".into(), matched };
        let said = because_matched("Nothing was found that needs treating. It is sharp.", &matched);
        assert_eq!(
            said,
            "Its colours are matched to 010: its skin lay 6.2 CIEDE2000 from it and lies 1.1. \
             Nothing else was found that needs treating. It is sharp."
        );
        let read: ShotMatch = serde_json::from_value(serde_json::to_value(&matched).unwrap()).unwrap();
        assert_eq!(read, matched);
    }
}
