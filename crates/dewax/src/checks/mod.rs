//! The diagnoses, one file each, in the order of the report.

crate::checks! {
    exposure::ExposureFlicker,
    patch::PatchFlicker,
    boil::Boil,
    porcelain::Porcelain,
    drift::Drift,
    seam::Seam,
    limbs::Limbs,
    light::Light,
    halo::Halo,
    geometry::Geometry,
    attire::Attire,
    hands::Hands,
    spots::Spots,
    soft::SoftFrames,
    identity::Identity,
    treated::Treated,
    scene::Scene,
    stylised::Stylised,
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;

/// The remedy of a flaw: the steps that say that they treat it.
fn treat(flaw: crate::flaw::Flaw) -> crate::check::Remedy {
    let treating = crate::steps::STEPS.iter().filter(|e| (e.default)().treats(flaw));
    crate::check::Remedy::Treat(treating.map(|e| e.name.to_string()).collect())
}
