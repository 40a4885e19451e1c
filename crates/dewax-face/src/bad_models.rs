//! Why no finder can be made of what is there.

use crate::tflite::{BadModel, Model};
use dewax::face::BadTopology;

/// Why no finder can be made of these models.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadModels {
    /// A file is no model that can be run.
    #[error("the {name} model cannot be used: {source}")]
    Unreadable {
        /// Which one.
        name: &'static str,
        /// What is wrong.
        source: BadModel,
    },
    /// A file is a model, but not the one that belongs here.
    #[error("the {name} model is not the expected one: {what} differs; install the models anew")]
    Other {
        /// Which one.
        name: &'static str,
        /// What differs.
        what: &'static str,
    },
    /// The topology of the mesh cannot be used.
    #[error(transparent)]
    Topology(#[from] BadTopology),
}

/// That a model looks at square pictures of that many samples on a side.
pub(crate) fn check_input(name: &'static str, model: &Model, samples: usize) -> Result<(), BadModels> {
    let fits = model.input_shape() == [1, samples, samples, 3];
    fits.then_some(()).ok_or(BadModels::Other { name, what: "the size of its picture" })
}
