//! Of all that was found what is named: what follows from a plainer cause is not, and what could not be judged beside it is said.

use super::{Cause, Fault, FrameProof, SkinProof};

/// Causes beside which nothing else can be judged, because nothing lies where or when it lay; the first that is found is named. Another
/// frame has another curve, too: its order is asked before.
const FIRST: [Cause; 5] = [Cause::Frozen, Cause::Order, Cause::Levels, Cause::Repeated, Cause::Geometry];

/// What follows from another cause, and is not named beside it.
fn follows(cause: Cause, from: Cause) -> bool {
    match from {
        Cause::Averaged | Cause::OnScreen => {
            matches!(cause, Cause::Replaced | Cause::Warped | Cause::Features)
        }
        Cause::Replaced => cause > Cause::Replaced,
        Cause::Warped => cause > Cause::Warped,
        Cause::Flicker | Cause::Surroundings => cause == Cause::Features,
        _ => false,
    }
}

/// Leaves of all faults of a shot what does not follow from a plainer one, and says what could not be judged beside it.
pub(super) fn only_plain(frame: &mut FrameProof, skin: &mut [SkinProof]) {
    let first = FIRST.into_iter().find(|c| frame.faults.iter().any(|f| f.cause == *c));
    if let Some(first) = first {
        frame.faults.retain(|f| f.cause == first);
        for proof in skin.iter_mut() {
            proof.faults.clear();
            proof.not_judged = Some(first.words().into());
        }
    }
    let all: Vec<Cause> =
        frame.faults.iter().chain(skin.iter().flat_map(|s| &s.faults)).map(|f| f.cause).collect();
    let stays = |f: &Fault| !all.iter().any(|from| follows(f.cause, *from));
    frame.faults.retain(stays);
    frame.holds = frame.faults.is_empty();
    for proof in skin {
        proof.faults.retain(stays);
        proof.holds = proof.faults.is_empty();
    }
}
