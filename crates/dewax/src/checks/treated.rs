//! Treated: the clip went through an enhancer before, or its skin was smoothed.

use crate::check::{Check, Evidence, Judgement, Remedy, Severity};
use crate::facts::Glimpse;

/// See [`Check`].
#[derive(Debug)]
pub struct Treated;

/// Programs that clean or redraw skin, as files name them, in small letters.
const ENHANCERS: &[&str] =
    &["dewax", "topaz", "topaz video ai", "neat video", "beauty filter", "gfpgan", "codeformer", "remini", "seedvr"];
/// Skin whose finest band is this share of that of its surroundings, or less, was smoothed by itself.
const CLEAN_SHARE: f32 = 0.35;
/// The surroundings must have so much noise or grain for the skin to stand out, in 8-bit levels.
const LEAST_NOISE_LEVELS: f32 = 0.6;
/// So many blocks must have been compared in all.
const LEAST_BLOCKS: usize = 100;
/// Below this many bits per pixel the codec smooths all that is flat.
const LEAST_BITS_PER_PIXEL: f32 = 0.04;

impl Check for Treated {
    const NAME: &'static str = "treated";
    const MEASURES: &'static str = "Whether the file names a program that cleans or redraws skin, and how much cleaner the skin's \
        finest band is than what is as bright and as flat around it (1 is as noisy). Where the surroundings are clean too, as \
        they are behind heavy compression, blur and most generators, this cannot be told; make-up and focus on the background \
        look like smoothing.";
    const WHY: &'static str = "Noise reduction upon noise reduction makes wax.";
    const REMEDY: &'static str = "Leave, or go back to the file before the treatment: what was smoothed away is not there any more.";
    const OF_REAL_SKIN: bool = true;

    fn judge(seen: &Evidence<'_>) -> Judgement {
        let signs = &seen.clip.signs;
        let named = signs.written_by.iter().find_map(|line| {
            let small = line.to_lowercase();
            ENHANCERS.iter().find(|name| small.contains(**name)).map(|name| (*name, line))
        });
        let glimpses = &seen.facts.glimpses;
        let blocks: usize = glimpses.iter().map(|g| g.compared_blocks).sum();
        let mean = |pick: &dyn Fn(&Glimpse) -> f32| {
            glimpses.iter().map(|g| pick(g) * g.compared_blocks as f32).sum::<f32>() / blocks.max(1) as f32
        };
        let (skin, around) = (mean(&|g| g.skin_fine_levels), mean(&|g| g.around_fine_levels));
        let starved = signs.bits_per_pixel.is_some_and(|b| b < LEAST_BITS_PER_PIXEL);
        let known = blocks >= LEAST_BLOCKS && around >= LEAST_NOISE_LEVELS && !starved;
        let share = if known { skin / around } else { 1.0 };
        let smoothed = known && share <= CLEAN_SHARE;
        let cleanest = glimpses.iter().filter(|g| g.compared_blocks > 0);
        let cleanest = cleanest.min_by(|a, b| a.skin_fine_levels.total_cmp(&b.skin_fine_levels));
        let (severity, text) = match named {
            Some((name, line)) => (
                Severity::Minor,
                format!("The file names \"{name}\" ({line}): it was treated before. A second noise reduction makes wax."),
            ),
            None if smoothed => (
                Severity::Minor,
                format!(
                    "The skin is much cleaner than what is around it ({share:.2} of its noise): it was smoothed before. A \
                     second noise reduction makes wax."
                ),
            ),
            None if known => (Severity::Fine, format!("The skin is as it came ({share:.2} of the noise around it).")),
            None => (
                Severity::CannotTell,
                "Nothing noisy enough is around the skin to tell whether it was smoothed before.".into(),
            ),
        };
        Judgement {
            worst_frame: cleanest.map_or(0, |g| g.frame),
            value: share,
            unit: "of the noise around",
            threshold: CLEAN_SHARE,
            severity,
            remedy: Remedy::Leave,
            confidence: if named.is_some() { 0.9 } else { 0.4 },
            text,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::judged_clip;
    use super::*;

    fn with(skin: f32, around: f32, line: &str) -> Judgement {
        judged_clip::<Treated>(|facts, clip| {
            let seen = Glimpse {
                compared_blocks: 200,
                skin_fine_levels: skin,
                around_fine_levels: around,
                ..Glimpse::default()
            };
            facts.glimpses = vec![seen];
            clip.signs.written_by = vec![line.into()];
        })
    }

    #[test]
    fn names_and_clean_skin_in_noise_tell() {
        assert_eq!(with(1.4, 1.5, "encoder: Lavf60").severity, Severity::Fine);
        assert_eq!(with(0.3, 1.5, "encoder: Lavf60").severity, Severity::Minor);
        assert_eq!(with(0.1, 0.2, "encoder: Lavf60").severity, Severity::CannotTell);
        let named = with(1.4, 1.5, "comment: Topaz Video AI 4.0");
        assert!(named.severity == Severity::Minor && named.text.contains("topaz"), "{}", named.text);
    }
}
