//! A grade as settings of `balance`, which is the one place that applies it.

use dewax::color::Cdl;
use dewax::param::Limits;
use dewax::stack::{Setting, StackError};
use dewax::step::Step;
use dewax::steps::balance::Balance;

/// The ten settings that say this grade.
///
/// # Errors
/// When a number is beyond what `balance` takes, or, with [`Limits::Hold`], beyond its limits.
pub fn settings(cdl: &Cdl, limits: Limits) -> Result<Vec<Setting>, StackError> {
    let ([slope, offset, power], saturation) = ([cdl.slope, cdl.offset, cdl.power], cdl.saturation);
    let numbers = [
        (Balance::slope_red, slope[0]),
        (Balance::slope_green, slope[1]),
        (Balance::slope_blue, slope[2]),
        (Balance::offset_red, offset[0]),
        (Balance::offset_green, offset[1]),
        (Balance::offset_blue, offset[2]),
        (Balance::power_red, power[0]),
        (Balance::power_green, power[1]),
        (Balance::power_blue, power[2]),
        (Balance::saturation, saturation),
    ];
    numbers
        .into_iter()
        .map(|(param, value)| Setting::named(None, Balance::NAME, param.name, &value.to_string(), limits))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use dewax::recipe::Look;

    #[test]
    fn a_grade_is_what_balance_applies() {
        let cdl = Cdl {
            slope: [1.1, 1.0, 0.93],
            offset: [0.01, -0.02, 0.03],
            power: [0.9, 1.2, 1.0],
            saturation: 0.8,
        };
        let mut look = Look::named("off").unwrap();
        settings(&cdl, Limits::Hold).unwrap().into_iter().for_each(|setting| look.pin(setting));
        let step = look.stack.step(Balance::NAME).unwrap();
        let shown = |name: &str| step.get(name).unwrap().to_string();
        assert_eq!(
            ["slope_red", "offset_green", "power_green", "saturation"].map(shown),
            ["1.1", "-0.02", "1.2", "0.8"]
        );
        assert_eq!(look.pinned.len(), 10);
        let strong = Cdl { slope: [9.0, 1.0, 1.0], ..Cdl::NEUTRAL };
        let said = settings(&strong, Limits::Hold).unwrap_err().to_string();
        assert!(said.contains("slope_red"), "{said}");
    }
}
