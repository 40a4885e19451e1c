//! Recipes of older versions.

use super::RECIPE_VERSION;
use crate::stack::Stack;
use crate::step::Step;
use crate::steps::balance::Balance;
use crate::steps::dehalo::Dehalo;
use crate::steps::texture_pores::Pores;

/// Brings a recipe of an older version to this one, with what the old program did written out where this one can still do
/// it. Says whether it was of version 1, which knew no faces.
pub(super) fn migrate(table: &mut toml::Table) -> bool {
    let version = table.get("recipe_version").and_then(toml::Value::as_integer);
    let Some(version) = version.filter(|v| (1..RECIPE_VERSION).contains(v)) else { return false };
    let is_first = version == 1;
    let shots = table.get_mut("shot").and_then(toml::Value::as_array_mut).into_iter().flatten();
    for shot in shots.filter_map(toml::Value::as_table_mut) {
        // Version 1: masks went by colour alone.
        if let Some(mask) = shot.get_mut("mask").and_then(toml::Value::as_table_mut).filter(|_| is_first) {
            let old = [("faces", toml::Value::Boolean(false))];
            let regions = ["forehead", "ears", "neck", "hands"].map(|name| (name, toml::Value::Float(1.0)));
            for (name, value) in old.into_iter().chain(regions) {
                mask.entry(name).or_insert(value);
            }
        }
        // Version 2: calm knew no lock, and no level of patch flicker beyond which light is left alone.
        if let Some(calm) = shot.get_mut("calm").and_then(toml::Value::as_table_mut) {
            calm.entry("patch_levels").or_insert(toml::Value::Float(PATCH_LEVELS_BEFORE_3));
        }
        // Version 3: skin that was cleaned stayed clean. (Its grain had other tones and colours; what it asked for stays.)
        if let Some(grain) = shot.get_mut("skin_grain").and_then(toml::Value::as_table_mut) {
            grain.entry("recall").or_insert(toml::Value::Float(0.0));
        }
        // Version 4: texture had no pigment, and a gain chased what the lock lost. (Its relief was another one; how much of it there is to
        // be stays.)
        if version < 5 {
            old_texture(shot, true);
            let faces = shot.get_mut("face").and_then(toml::Value::as_array_mut).into_iter().flatten();
            faces.filter_map(toml::Value::as_table_mut).for_each(|face| old_texture(face, false));
        }
        // Version 5: no hair was drawn, and highlights were not broken.
        if let Some(texture) = shot.get_mut(Pores::NAME).and_then(toml::Value::as_table_mut) {
            for name in ["vellus", "glints"] {
                texture.entry(name).or_insert(toml::Value::Float(0.0));
            }
        }
        // Version 7: a drift of colour stayed.
        if let Some(balance) = shot.get_mut(Balance::NAME).and_then(toml::Value::as_table_mut) {
            balance.entry("drift").or_insert(toml::Value::Float(0.0));
        }
        // Nor did balance of version 5 keep what is steady in flicker, and dehalo treated eyes and lips: no value says so.
        // Version 3: sharpening was not taken back, and no texture was made.
        for step in [Dehalo::NAME, Pores::NAME] {
            if let Some(nothing) = nothing_of(step) {
                shot.entry(step).or_insert(nothing);
            }
        }
    }
    table.insert("recipe_version".into(), toml::Value::Integer(RECIPE_VERSION));
    is_first
}

/// Brings the texture of a stack of version 4 to this one; `is_whole` says whether every value is written out, or only what a face has
/// of its own.
fn old_texture(stack: &mut toml::Table, is_whole: bool) {
    let Some(texture) = stack.get_mut(Pores::NAME).and_then(toml::Value::as_table_mut) else { return };
    texture.remove("gain");
    if let Some(coarse) = texture.get_mut("coarse_percent")
        && let Some(old) = coarse.as_float().or_else(|| coarse.as_integer().map(|v| v as f64))
        && old > 0.0
    {
        // Lids and folds counted: what is 0.85 by that measure is 0.56 on a cheek. Below 0.45 nothing would be asked for.
        *coarse = toml::Value::Float((old * 0.66 * 1000.0).round().max(450.0) / 1000.0);
    }
    if is_whole {
        for name in ["pigment", "marks", "life"] {
            texture.entry(name).or_insert(toml::Value::Float(0.0));
        }
    } else if texture.is_empty() {
        stack.remove(Pores::NAME);
    }
}

/// A step that changes nothing, as a recipe has it.
fn nothing_of(step: &str) -> Option<toml::Value> {
    let mut text = String::new();
    Stack::neutral().write("", &mut text);
    text.parse::<toml::Table>().ok()?.remove(step)
}

/// What calm takes for the patch flicker of a shot whose recipe does not say it, in 8-bit levels.
const PATCH_LEVELS_BEFORE_3: f64 = 2.0;
