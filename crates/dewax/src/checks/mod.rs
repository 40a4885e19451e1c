//! The diagnoses, one file each, in the order of the report.

crate::checks! {
    exposure::ExposureFlicker,
    patch::PatchFlicker,
    boil::Boil,
    porcelain::Porcelain,
    drift::Drift,
}
