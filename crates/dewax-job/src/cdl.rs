//! A grade as settings of `balance`, which is the one place that applies it.

use dewax::color::Cdl;
use dewax::param::{Limits, Param, Value};
use dewax::stack::{Setting, Stack, StackError};
use dewax::step::Step;
use dewax::steps::balance::Balance;

/// The ten numbers of a grade: slope, offset, power of red, green, blue, and saturation.
const PARAMS: [&Param; 10] = [
    Balance::slope_red,
    Balance::slope_green,
    Balance::slope_blue,
    Balance::offset_red,
    Balance::offset_green,
    Balance::offset_blue,
    Balance::power_red,
    Balance::power_green,
    Balance::power_blue,
    Balance::saturation,
];

/// The grade that a stack lays on the picture.
pub fn of(stack: &Stack) -> Cdl {
    let balance = stack.step(Balance::NAME);
    let number = |at: usize| match balance
        .and_then(|step| step.get(PARAMS[at].name))
        .unwrap_or_else(|| PARAMS[at].default.clone())
    {
        Value::F(value) => value,
        _ => 0.0,
    };
    let three = |at: usize| [number(at), number(at + 1), number(at + 2)];
    Cdl { slope: three(0), offset: three(3), power: three(6), saturation: number(9) }
}

/// Whether a setting is one of the ten numbers.
pub fn is_of(setting: &Setting) -> bool {
    setting.step == Balance::NAME && PARAMS.iter().any(|param| param.name == setting.param.name)
}

/// The ten settings that say the grade nearest to this one that `balance` takes.
pub fn nearest(cdl: &Cdl) -> Vec<Setting> {
    let pairs = PARAMS.into_iter().zip(numbers(cdl));
    pairs.map(|(param, v)| Setting::nearest::<Balance>(param, Value::F(v), Limits::Hold)).collect()
}

fn numbers(cdl: &Cdl) -> impl Iterator<Item = f32> + use<> {
    [cdl.slope, cdl.offset, cdl.power].into_iter().flatten().chain([cdl.saturation])
}

/// The ten settings that say this grade.
///
/// # Errors
/// When a number is beyond what `balance` takes, or, with [`Limits::Hold`], beyond its limits.
pub fn settings(cdl: &Cdl, limits: Limits) -> Result<Vec<Setting>, StackError> {
    let named = |(param, value): (&&Param, f32)| {
        Setting::named(None, Balance::NAME, param.name, &value.to_string(), limits)
    };
    PARAMS.iter().zip(numbers(cdl)).map(named).collect()
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
        assert_eq!((look.pinned.len(), of(&look.stack)), (10, cdl));
        assert_eq!(of(&Stack::neutral()), Cdl::NEUTRAL);
        let strong = Cdl { slope: [9.0, 1.0, 1.0], ..Cdl::NEUTRAL };
        let said = settings(&strong, Limits::Hold).unwrap_err().to_string();
        assert!(said.contains("slope_red"), "{said}");
    }

    #[test]
    fn a_cdl_goes_into_a_recipe_and_comes_back() {
        let cdl = Cdl {
            slope: [1.1, 0.9, 1.0],
            offset: [0.02, 0.0, -0.03],
            power: [1.0, 1.2, 0.8],
            saturation: 0.9,
        };
        let mut stack = Stack::neutral();
        nearest(&cdl).iter().for_each(|setting| stack.set(setting));
        assert_eq!(of(&stack), cdl);
        assert!(of(&Stack::neutral()).is_neutral());
    }
}
