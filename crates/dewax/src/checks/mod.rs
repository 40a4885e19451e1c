//! The diagnoses, one file each, in the order of the report.

crate::checks! {
    exposure::ExposureFlicker,
    patch::PatchFlicker,
    boil::Boil,
    porcelain::Porcelain,
    drift::Drift,
    halo::Halo,
    geometry::Geometry,
    identity::Identity,
    treated::Treated,
    scene::Scene,
    stylised::Stylised,
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
