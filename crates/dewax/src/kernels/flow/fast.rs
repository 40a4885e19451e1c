//! The version that ships: from the coarsest level to the finest, search, spread and refine.

use super::expand::expand;
use super::refine::refine;
use super::search::{Guesses, search};
use super::spread::spread;
use super::{Flow, Prepared, Preset};

/// The motion from one picture to another of the same size. `start` is a flow known beforehand, of that size (the last
/// pair's, or one reckoned from landmarks): it helps where motion is larger than the search finds by itself.
///
/// Always finite. Zero for pictures of less than 16 px on a side and for pictures of different sizes. Where there is no
/// texture the motion is made up: ask [`super::confidence()`].
pub fn flow(from: &Prepared, to: &Prepared, preset: &Preset, start: Option<&Flow>) -> Flow {
    let (width, height) = (from.width(), from.height());
    let start = start.filter(|flow| (flow.width(), flow.height()) == (width, height));
    let same = (to.width(), to.height()) == (width, height);
    let finest = preset.finest.clamp(1, from.count().max(1));
    let mut coarser: Option<Flow> = None;
    for number in (finest..=from.count()).rev() {
        let (Some(one), Some(two), true) = (from.level(number), to.level(number), same) else { break };
        let guesses = Guesses { coarser: coarser.as_ref(), known: start.map(|flow| (flow, number)) };
        let patches = search(one, two, preset, &guesses);
        let mut spread = spread(one, two, &patches);
        if preset.refinement > 0 {
            refine(one, two, &mut spread, preset.refinement);
        }
        coarser = Some(spread.flow);
    }
    match coarser {
        Some(found) => expand(&found, finest, width, height),
        None => Flow::still(width, height),
    }
}
