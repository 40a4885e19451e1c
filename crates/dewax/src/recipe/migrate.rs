//! Recipes of older versions: what each step says that it was before.

use super::RECIPE_VERSION;
use crate::stack::Stack;
use crate::step::Entry;
use crate::steps::STEPS;

/// Brings a recipe of an older version to this one, with what the old program did written out where this one can still do
/// it. Says whether it was of version 1, which knew no faces.
///
/// No value says that balance of version 5 did not keep what is steady in flicker, and that its dehalo treated eyes and lips.
pub(super) fn migrate(table: &mut toml::Table) -> bool {
    let version = table.get("recipe_version").and_then(toml::Value::as_integer);
    let Some(version) = version.filter(|v| (1..RECIPE_VERSION).contains(v)) else { return false };
    let shots = table.get_mut("shot").and_then(toml::Value::as_array_mut).into_iter().flatten();
    for shot in shots.filter_map(toml::Value::as_table_mut) {
        for entry in STEPS {
            match shot.get_mut(entry.name).and_then(toml::Value::as_table_mut) {
                Some(values) => complete(entry, version, values),
                None if version < entry.since => {
                    shot.insert(entry.name.into(), Stack::neutral().table_of(entry));
                }
                // What should be there is asked for by whoever reads it.
                None => {}
            }
        }
        let faces = shot.get_mut("face").and_then(toml::Value::as_array_mut).into_iter().flatten();
        faces.filter_map(toml::Value::as_table_mut).for_each(|face| renew_face(version, face));
    }
    table.insert("recipe_version".into(), toml::Value::Integer(RECIPE_VERSION));
    version == 1
}

/// The values of a step, with those that it got later.
fn complete(entry: &Entry, version: i64, values: &mut toml::Table) {
    (entry.renew)(version, values);
    for param in entry.params {
        if let Some((_, before)) = param.since.as_ref().filter(|(since, _)| version < *since) {
            values.entry(param.name).or_insert_with(|| param.to_toml(before));
        }
    }
}

/// What a face has of its own, which is not everything.
fn renew_face(version: i64, face: &mut toml::Table) {
    for entry in STEPS {
        let Some(values) = face.get_mut(entry.name).and_then(toml::Value::as_table_mut) else { continue };
        (entry.renew)(version, values);
        if values.is_empty() {
            face.remove(entry.name);
        }
    }
}
