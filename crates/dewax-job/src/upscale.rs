//! How much larger pictures are made before anything else, and whether that helps a clip.

use dewax::analysis::Analysis;
use dewax::kernels::enlarge::TIMES;
use dewax::kernels::middle;
use dewax::recipe::Recipe;
use dewax_media::probe::Source;
use std::fmt;
use std::str::FromStr;

/// Eye distance at which texture of skin can be drawn, px: a pixel is two thirds of a millimetre there, and real skin was measured at it.
const ENOUGH_IOD_PX: f32 = 96.0;
/// What is decided by itself makes no picture whose shorter side is longer, px: 2160, as UHD.
const MOST_SIDE_PX: usize = 2160;
/// No side is made longer, px: what encoders of H.264 and HEVC take.
const LONGEST_SIDE_PX: usize = 16384;

/// How much larger pictures are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Upscale {
    /// So many times as wide and as high: 1, 2 or 4.
    Times(usize),
    /// As far as its faces are too small for texture, and not at all where they are not.
    Auto,
}

/// Why pictures are not made larger.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UpscaleError {
    /// Not readable.
    #[error(
        "`{0}` is no size: say 2, 4, or auto, which makes pictures larger only where their faces are too small for texture"
    )]
    Words(String),
    /// Too large to be written.
    #[error(
        "`{name}` would have {width} × {height} pixels, and no side may have more than {LONGEST_SIDE_PX}: upscale it less"
    )]
    TooLarge {
        /// The source.
        name: String,
        /// Columns.
        width: usize,
        /// Rows.
        height: usize,
    },
}

impl Default for Upscale {
    fn default() -> Self {
        Self::Times(1)
    }
}

impl fmt::Display for Upscale {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Times(times) => write!(to, "{times}"),
            Self::Auto => to.write_str("auto"),
        }
    }
}

impl FromStr for Upscale {
    type Err = UpscaleError;

    fn from_str(text: &str) -> Result<Self, UpscaleError> {
        let words = text.trim().trim_end_matches(['x', 'X', '×']);
        let times = words.parse().ok().filter(|times| TIMES.contains(times));
        match times {
            Some(times) => Ok(Self::Times(times)),
            None if words == "auto" => Ok(Self::Auto),
            None => Err(UpscaleError::Words(text.to_owned())),
        }
    }
}

impl Upscale {
    /// How many times as wide and as high pictures are while a clip is measured first; a recipe says so itself.
    pub(crate) fn first(self, recipe: Option<&Recipe>) -> usize {
        match (recipe, self) {
            (Some(recipe), _) => recipe.source.upscale,
            (None, Self::Times(times)) => times,
            (None, Self::Auto) => 1,
        }
    }

    /// How much larger a clip is to be made that was measured as it is, and why, in a sentence; none where that was said.
    pub(crate) fn told(self, analysis: &Analysis) -> Option<(usize, String)> {
        (self == Self::Auto).then(|| by_faces(largest_iod_px(analysis), &analysis.clip.format))
    }
}

/// The eye distance of the largest face in the middle of its frames; none without faces.
fn largest_iod_px(analysis: &Analysis) -> Option<f32> {
    let tracks = analysis.shots.iter().flat_map(|shot| &shot.faces.tracks).filter(|track| !track.dropped);
    let usual = tracks.filter_map(|track| {
        let mut all: Vec<f32> = track.states.iter().filter(|s| s.weight > 0.0).map(|s| s.iod_px).collect();
        middle(&mut all, f32::total_cmp)
    });
    usual.max_by(f32::total_cmp)
}

fn by_faces(iod_px: Option<f32>, format: &dewax::px::Format) -> (usize, String) {
    let Some(iod) = iod_px else {
        return (1, "Not made larger: no face was found, and only skin gains by it.".into());
    };
    if iod >= ENOUGH_IOD_PX {
        let why = format!(
            "Not made larger: the eyes of its largest face lie {iod:.0} px apart, which is enough for texture ({ENOUGH_IOD_PX:.0} px). \
             Larger pictures would show what is wrong, and hide nothing."
        );
        return (1, why);
    }
    let shorter = format.width.min(format.height);
    let fits = |times: &&usize| **times == 1 || **times * shorter <= MOST_SIDE_PX;
    let enough = TIMES.iter().find(|times| iod * **times as f32 >= ENOUGH_IOD_PX);
    let most = TIMES.iter().rev().find(fits).copied().unwrap_or(1);
    let times = enough.copied().unwrap_or(most).min(most);
    let made = if times == 1 {
        "Not made larger, because it is UHD then or more".to_owned()
    } else {
        format!("Made {times} times as large")
    };
    let why = format!(
        "{made}: the eyes of its largest face lie {iod:.0} px apart, and texture of skin needs {ENOUGH_IOD_PX:.0} px."
    );
    (times, why)
}

/// Whether the pictures can be made as large.
///
/// # Errors
/// When a side would be too long.
pub(crate) fn fits(source: &Source) -> Result<(), UpscaleError> {
    let format = source.frame_format(false);
    let (width, height) = (format.width, format.height);
    if source.upscale > 1 && width.max(height) > LONGEST_SIDE_PX {
        return Err(UpscaleError::TooLarge { name: source.name.clone(), width, height });
    }
    Ok(())
}

/// What a reader of a report must know of pictures that were made larger.
pub(crate) fn note(source: &Source) -> Option<String> {
    let format = source.frame_format(false);
    (source.upscale > 1).then(|| {
        format!(
            "Its pictures are made {} times as wide and as high first ({} × {}): what is said of the source is said of these.",
            source.upscale, format.width, format.height
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use dewax::px::{Format, Subsampling};

    #[test]
    fn sizes_are_read_and_others_are_refused() {
        for (text, want) in [
            ("1", Upscale::Times(1)),
            ("2x", Upscale::Times(2)),
            ("4", Upscale::Times(4)),
            ("auto", Upscale::Auto),
        ] {
            assert_eq!(text.parse(), Ok(want));
        }
        for text in ["3", "0", "", "-2", "2.5", "big", "99999999999999999999"] {
            assert_eq!(text.parse::<Upscale>(), Err(UpscaleError::Words(text.into())));
        }
    }

    #[test]
    fn only_small_faces_make_pictures_larger() {
        let of = |iod, side| {
            let format = Format {
                width: 2 * side,
                height: side,
                subsampling: Subsampling::C420,
                bits: 8,
                alpha: false,
            };
            by_faces(iod, &format).0
        };
        assert_eq!(of(None, 540), 1);
        assert_eq!(of(Some(96.0), 540), 1);
        assert_eq!(of(Some(50.0), 540), 2);
        assert_eq!(of(Some(30.0), 540), 4);
        // UHD is the most.
        assert_eq!(of(Some(30.0), 1080), 2);
        assert_eq!(of(Some(30.0), 1440), 1);
        // Faces that stay too small get what there is.
        assert_eq!(of(Some(10.0), 540), 4);
    }
}
