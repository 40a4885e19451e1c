//! The treatments, one file each. The order of this table is the order in which they run.

crate::steps! {
    balance::Balance,
    dehalo::Dehalo,
    restore::Restore,
    mask::SkinMask,
    calm::Calm,
    texture_contrast::TextureContrast,
    texture_pores::Pores,
    spots::Spots,
    steady::Steady,
    lens::Lens,
    skin_grain::SkinGrain,
    grain::Grain,
    finish::Finish,
}

/// The table's line of that name.
pub fn entry(name: &str) -> Option<&'static crate::step::Entry> {
    STEPS.iter().find(|e| e.name == name)
}
