//! What a recipe does to a shot: data for programs, and the same as a line for people.

use crate::param::{Param, Value};
use crate::recipe::RecipeShot;
use crate::step::Entry;
use crate::steps::{STEPS, entry};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What one step does to a shot, or otherwise to one of its faces.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Treatment {
    /// The step.
    pub step: String,
    /// Number of the face that has these values for itself; none for the shot.
    pub face: Option<u32>,
    /// What the step does.
    pub what: String,
    /// How strong it is: its first parameter; none where that is not a number.
    pub strength: Option<f64>,
    /// The first parameter and those that differ from their defaults, for a face those that differ from the shot's. By name, as in
    /// a recipe.
    pub parameters: BTreeMap<String, serde_json::Value>,
}

/// A value as JSON: numbers as their shortest decimals, as in a recipe.
fn json(param: &Param, value: &Value) -> serde_json::Value {
    serde_json::to_value(param.to_toml(value)).unwrap_or_default()
}

impl Treatment {
    fn of(
        entry: &Entry,
        face: Option<u32>,
        first: Option<Value>,
        shown: Vec<(&'static Param, Value)>,
    ) -> Self {
        let strength = entry.params.first().zip(first).and_then(|(p, v)| json(p, &v).as_f64());
        let parameters = shown.iter().map(|(p, v)| (p.name.to_owned(), json(p, v))).collect();
        Self { step: entry.name.into(), face, what: entry.doc.into(), strength, parameters }
    }

    /// The same in a line.
    pub fn line(&self) -> String {
        let declared = entry(&self.step).map(|e| e.params).unwrap_or_default();
        let place = |name: &str| declared.iter().position(|p| p.name == name);
        let mut named: Vec<_> = self.parameters.iter().collect();
        named.sort_by_key(|(name, _)| place(name));
        let values = named.into_iter().map(|(name, value)| {
            let unit = place(name).map(|at| declared[at].unit).filter(|unit| !unit.is_empty());
            let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            let value = value.strip_suffix(".0").unwrap_or(&value);
            format!("{name} {value}{}", unit.map(|unit| format!(" {unit}")).unwrap_or_default())
        });
        let whose = self.face.map(|face| format!("face {face}: ")).unwrap_or_default();
        format!("{whose}{}: {}", self.step, values.collect::<Vec<_>>().join(", "))
    }
}

/// What a shot of a recipe does: every step that runs, then what faces have otherwise.
pub(super) fn of_shot(shot: &RecipeShot) -> Vec<Treatment> {
    let values = |stack: &crate::stack::Stack, e: &Entry| -> Vec<Option<Value>> {
        let step = stack.step(e.name);
        e.params.iter().map(|p| step.and_then(|s| s.get(p.name))).collect()
    };
    let mut out = Vec::new();
    for e in STEPS {
        let own = values(&shot.stack, e);
        if shot.stack.step(e.name).is_none_or(|step| step.is_neutral()) {
            continue;
        }
        let default = (e.default)();
        let shown = e.params.iter().zip(&own).enumerate().filter_map(|(i, (p, value))| {
            let value = value.clone()?;
            (i == 0 || default.get(p.name).as_ref() != Some(&value)).then_some((p, value))
        });
        out.push(Treatment::of(e, None, own.first().cloned().flatten(), shown.collect()));
    }
    for face in &shot.faces {
        for e in STEPS {
            let (own, usual) = (values(&face.stack, e), values(&shot.stack, e));
            let differs =
                e.params.iter().zip(own.iter().zip(usual)).filter(|(_, (own, usual))| *own != usual);
            let shown: Vec<_> = differs.filter_map(|(p, (own, _))| Some((p, own.clone()?))).collect();
            if !shown.is_empty() {
                out.push(Treatment::of(e, Some(face.id), own.first().cloned().flatten(), shown));
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clip::Shot;
    use crate::param::Limits;
    use crate::recipe::FaceStack;
    use crate::stack::{Setting, Stack};

    #[test]
    fn a_treatment_is_data_and_its_line_says_the_same() {
        let set = |stack: &mut Stack, text: &str| stack.set(&Setting::read(text, Limits::Hold).unwrap());
        let mut stack = Stack::neutral();
        set(&mut stack, "calm.amount=0.4");
        set(&mut stack, "grain.amount_levels=0.85");
        let mut two = FaceStack::like(&stack, 2);
        set(&mut two.stack, "calm.amount=0");
        let shot = RecipeShot { shot: Shot { first_frame: 0, frames: 9 }, stack, faces: vec![two] };
        let all = of_shot(&shot);
        let head: Vec<_> = all.iter().map(|t| (&*t.step, t.face, t.strength)).collect();
        assert_eq!(
            head,
            [("calm", None, Some(0.4)), ("grain", None, Some(0.85)), ("calm", Some(2), Some(0.0))],
            "numbers are those of the recipe, not their nearest f32"
        );
        assert_eq!(all[0].what, entry("calm").unwrap().doc);
        assert!(all[0].line().starts_with("calm: amount 0.4"), "{}", all[0].line());
        assert!(all[1].line().starts_with("grain: amount_levels 0.85 levels"), "{}", all[1].line());
        assert_eq!(all[2].line(), "face 2: calm: amount 0");
        let written = serde_json::to_value(&all[1]).unwrap();
        assert_eq!(written["parameters"]["amount_levels"].to_string(), "0.85");
        assert_eq!(serde_json::from_value::<Treatment>(written).unwrap(), all[1]);
        let strange = Treatment { step: "<b>".into(), ..all[0].clone() };
        assert!(
            strange.line().starts_with("<b>: amount 0.4"),
            "a step that is not known is shown all the same"
        );
    }
}
