//! What the figures of the whole picture of a result must keep, and the words for what they did not; of its skin see `skin_reasons`.

use super::asked::Asked;
use super::surround::SurroundFigures;
use super::{Cause, Fault, FrameProof, LEAST_TEXTURE_DB, decibel};
use crate::analysis::Followed;
use crate::lock::BANDS_PX;

/// Flicker may grow by this much (levels, or percent) before the result counts as worse: what encoders add.
pub(super) const MOST_NEW_FLICKER: f32 = 0.3;
/// What is mixed in from other frames outside the skin must stay below this share; filters that only smooth reach 0.1.
const MOST_MIXED: f32 = 0.15;
/// Where contours got wider, what a strong blur or an edge-preserving filter leaves (up to 0.24) must not count.
const MOST_MIXED_BLURRED: f32 = 0.35;
/// This many frames may repeat, as a share of those that move.
const MOST_REPEATED: f32 = 0.05;
/// From this share on the picture stands still.
const FROZEN: f32 = 0.9;
/// Contours may gain this much, dB.
const MOST_DETAIL_DB: f32 = 1.5;
/// Overshoot of contours may grow by this much, percent of their step.
const MOST_NEW_HALO_PERCENT: f32 = 3.0;
/// Contours may get wider by this factor. Where a sharpening is taken back, beside the width that a contour has without it:
/// sharpening made it narrower.
const MOST_WIDENING: f32 = 1.1;
/// An unsharp mask that overshoots by so many percent narrows a contour at most by 1 + this × their root: steps under blurs of 0.7
/// to 2 px, masks of 0.3 to 2.25 at 0.7 to 2.2 px. Lines that are gone allow so much widening, whatever a step claims to
/// have found; and so many dB of detail.
const NARROWED_PER_ROOT: f32 = 0.28;
const DETAIL_DB_PER_ROOT: f32 = 4.5;
/// Lines count as gone where no more than this share of them is left.
const LEAST_GONE: f32 = 0.5;
/// New noise outside the skin, levels.
const MOST_NOISE_LEVELS: f32 = 1.5;
/// Mean change outside the skin, levels.
const MOST_TOUCHED_LEVELS: f32 = 1.0;
/// Mean change of the skin's colour, CIEDE2000.
const MOST_SKIN_DE: f32 = 2.0;
/// One level within four pixels is the least step that is seen in smooth skin.
const MOST_SEAM_LEVELS_PX: f32 = 0.25;

impl SurroundFigures {
    /// The root of how much of the lines beside contours went, percent of their step: what a sharpening that was taken back leaves
    /// as its trace.
    fn gone_root(&self) -> f32 {
        self.halo_percent.map_or(0.0, |(was, is)| (was - is).max(0.0).sqrt())
    }

    /// By how much cells may change because lines beside contours went: only where they did.
    pub(super) fn lines_that_went(&self) -> f32 {
        let went = self.halo_percent.is_some_and(|(was, is)| was > 0.0 && is <= LEAST_GONE * was);
        if went { self.lines_levels } else { 0.0 }
    }

    /// How wide contours are to be: as in the source, or as in the source without the sharpening that is taken back, as far as the
    /// lines beside them are gone. A wrong measurement of the sharpening licenses no blur.
    fn due_px(&self) -> f32 {
        match (self.contour_px, self.contour_due_px) {
            (Some((was, _)), Some(due)) => {
                due.min((1.0 + NARROWED_PER_ROOT * self.gone_root()) * was).max(was)
            }
            (Some((was, _)), None) => was,
            _ => f32::INFINITY,
        }
    }

    /// How much detail between two periods may be lost, dB, negative.
    fn least_detail_db(&self, asked: &Asked, periods: (f32, f32)) -> f32 {
        LEAST_TEXTURE_DB + asked.asks.unsharpen.detail_db(periods).max(-DETAIL_DB_PER_ROOT * self.gone_root())
    }

    /// Whether contours got wider than was asked for; where there are none to be measured, whether detail around the skin got
    /// less.
    pub(super) fn is_blurred(&self, asked: &Asked) -> bool {
        match self.contour_px {
            Some((_, is)) => is > MOST_WIDENING * self.due_px(),
            None => {
                let least = self.least_detail_db(asked, BANDS_PX[0]);
                self.detail_db[0].is_some_and(|db| db < least)
            }
        }
    }
}

/// Judges the whole picture of a shot.
pub(super) fn frame_proof(
    shot: usize,
    before: &Followed,
    after: &Followed,
    around: &SurroundFigures,
    skin_de: Option<f32>,
    asked: &Asked,
) -> FrameProof {
    let exposure = (before.exposure_percent(), after.exposure_percent());
    let mut faults = of_time(around, asked);
    faults.extend(of_detail(around, asked));
    if exposure.1 > exposure.0 + MOST_NEW_FLICKER {
        let seen = format!("exposure flicker grew from {:.2} to {:.2} %", exposure.0, exposure.1);
        faults.push(Fault { cause: Cause::Flicker, seen });
    }
    faults.extend(of_change(around, skin_de, asked));
    let round = |v: Option<f32>| v.map(tidy);
    FrameProof {
        shot,
        exposure: (tidy(exposure.0), tidy(exposure.1)),
        skin_de: round(skin_de),
        mixed: round(around.mixed),
        repeated: around.repeated,
        detail_db: around.detail_db.map(round),
        noise_levels: round(around.noise_levels),
        touched_levels: round(around.touched_levels),
        seam_levels_px: round(around.seam_levels_px),
        halo_percent: around.halo_percent.map(|(was, is)| (tidy(was), tidy(is))),
        contour_px: around.contour_px.map(|(was, is)| (tidy(was), tidy(is))),
        breath_percent: None,
        lens: None,
        retouched: None,
        restored: Vec::new(),
        worst: Vec::new(),
        holds: faults.is_empty(),
        faults,
    }
}

/// Frames that repeat, what comes from other frames, noise.
fn of_time(around: &SurroundFigures, asked: &Asked) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut fault = |cause, seen: String| faults.push(Fault { cause, seen });
    let (held, moving) = around.repeated;
    let share = held as f32 / moving.max(1) as f32;
    if held >= 2 && share > MOST_REPEATED {
        let cause = if share >= FROZEN { Cause::Frozen } else { Cause::Repeated };
        fault(cause, format!("{held} of {moving} frames repeat the one before, while the source moves"));
    }
    let most_mixed = if around.is_blurred(asked) { MOST_MIXED_BLURRED } else { MOST_MIXED };
    if let Some(mixed) = around.mixed.filter(|m| *m > most_mixed) {
        let percent = mixed * 100.0;
        fault(Cause::Averaged, format!("{percent:.0} % of what moves comes from other frames"));
    }
    let asked_noise = asked.asks.noise_levels.hypot(MOST_NOISE_LEVELS);
    if let Some(noise) = around.noise_levels.filter(|n| *n > asked_noise) {
        fault(Cause::Noise, format!("{noise:.1} levels outside the skin that the source does not have"));
    }
    faults
}

/// Detail around the skin, and the contours and the lines beside them.
fn of_detail(around: &SurroundFigures, asked: &Asked) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut fault = |cause, seen: String| faults.push(Fault { cause, seen });
    let asked_detail = MOST_DETAIL_DB + decibel(asked.asks.sharpen_gain);
    for (db, (short, long)) in around.detail_db.iter().zip(BANDS_PX) {
        match db {
            Some(db) if *db < around.least_detail_db(asked, (short, long)) => {
                // Contours that kept their width lost texture only: a denoiser.
                let cause = if around.is_blurred(asked) { Cause::Blurred } else { Cause::Waxed };
                fault(cause, format!("the surroundings lost {:.1} dB of {short}-{long} px detail", -db));
            }
            Some(db) if *db > asked_detail => {
                fault(
                    Cause::Sharpened,
                    format!("the surroundings gained {db:.1} dB of {short}-{long} px detail"),
                );
            }
            _ => {}
        }
    }
    if let Some((_, is)) = around.contour_px {
        let due = around.due_px();
        if is > MOST_WIDENING * due {
            fault(Cause::Blurred, format!("contours are {is:.1} px wide, not {due:.1}"));
        }
    }
    let asked_halo = MOST_NEW_HALO_PERCENT * asked.asks.sharpen_gain;
    if let Some((was, is)) = around.halo_percent.filter(|(was, is)| *is > was + asked_halo) {
        fault(
            Cause::Sharpened,
            format!("lines beside contours grew from {was:.1} to {is:.1} % of their step"),
        );
    }
    faults
}

/// What changed in colour and place, and where the change ends.
fn of_change(around: &SurroundFigures, skin_de: Option<f32>, asked: &Asked) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut fault = |cause, seen: String| faults.push(Fault { cause, seen });
    let most_touched = MOST_TOUCHED_LEVELS.hypot(asked.touched_levels) + around.lines_that_went();
    if !asked.is_graded() {
        if let Some(de) = skin_de.filter(|de| *de > MOST_SKIN_DE) {
            fault(Cause::Colour, format!("the skin's mean colour moved by ΔE {de:.1}"));
        }
        if let Some(levels) = around.touched_levels.filter(|l| *l > most_touched) {
            fault(Cause::Surroundings, format!("{levels:.1} levels that no gain and offset explain"));
        }
    }
    if let Some(seam) = around.seam_levels_px.filter(|s| *s > MOST_SEAM_LEVELS_PX) {
        fault(Cause::Seam, format!("the change ends by {seam:.2} levels per pixel"));
    }
    faults
}

pub(super) fn tidy(value: f32) -> f32 {
    (value * 1000.0).round() / 1000.0
}
