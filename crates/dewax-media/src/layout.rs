//! The raw pictures that travel through the pipes: which planes, how many bits, and what FFmpeg calls them.

use dewax::px::Subsampling;
use serde::{Deserialize, Serialize};

/// What the planes of a raw picture hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Planes {
    /// Luma alone.
    Gray,
    /// Y', Cb, Cr.
    Ycc(Subsampling),
    /// G, B, R.
    Rgb,
}

/// A planar raw picture: 8-bit samples are bytes, deeper ones little-endian 16-bit words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Layout {
    /// The planes.
    pub planes: Planes,
    /// Bits of a sample: 8, 10, 12 or 16.
    pub bits: u8,
    /// Whether an alpha plane follows.
    pub alpha: bool,
}

impl Layout {
    /// The layout that dewax decodes a picture of FFmpeg's format `pix_fmt` to: the same planes and depth where
    /// there is one, the next richer one otherwise. `None` for formats without pixels (hardware surfaces).
    pub fn for_source(pix_fmt: &str) -> Option<Self> {
        let name = pix_fmt.trim_end_matches("le").trim_end_matches("be");
        let ycc = |sub, bits, alpha| Some(Self { planes: Planes::Ycc(sub), bits, alpha });
        let rgb = |bits, alpha| Some(Self { planes: Planes::Rgb, bits, alpha });
        let gray = |bits| Some(Self { planes: Planes::Gray, bits, alpha: false });
        use Subsampling::{C420, C422, C444};
        match name {
            "nv12" | "nv21" => return ycc(C420, 8, false),
            "nv16" | "uyvy422" | "yuyv422" | "yvyu422" => return ycc(C422, 8, false),
            "nv24" | "nv42" | "uyyvyy411" | "vuyx" | "vyu444" => return ycc(C444, 8, false),
            "vuya" | "ayuv" | "uyva" => return ycc(C444, 8, true),
            "p010" => return ycc(C420, 10, false),
            "p012" => return ycc(C420, 12, false),
            "p016" => return ycc(C420, 16, false),
            "nv20" | "p210" | "y210" => return ycc(C422, 10, false),
            "p212" | "y212" => return ycc(C422, 12, false),
            "p216" | "y216" => return ycc(C422, 16, false),
            "p410" | "xv30" | "v30x" => return ycc(C444, 10, false),
            "p412" | "xv36" => return ycc(C444, 12, false),
            "p416" | "xv48" => return ycc(C444, 16, false),
            "ayuv64" => return ycc(C444, 16, true),
            "gray" | "gray8" => return gray(8),
            "ya8" | "pal8" => return rgb(8, true),
            "ya16" | "yaf16" | "yaf32" => return rgb(16, true),
            "monow" | "monob" => return rgb(8, false),
            "xyz12" => return rgb(12, false),
            "x2rgb10" | "x2bgr10" => return rgb(10, false),
            _ => {}
        }
        if let Some(depth) = name.strip_prefix("gray") {
            return gray(if depth.starts_with('f') { 16 } else { carried(depth)? });
        }
        if name.starts_with("bayer_") {
            return rgb(16, false);
        }
        if let Some(depth) = name.strip_prefix("gbrap") {
            return rgb(if depth.starts_with('f') { 16 } else { carried(depth)? }, true);
        }
        if let Some(depth) = name.strip_prefix("gbrp") {
            return rgb(
                if depth.starts_with('f') { 16 } else { carried(depth.trim_end_matches("msb"))? },
                false,
            );
        }
        if let Some(rest) = name.strip_prefix("yuv") {
            let (alpha, rest) = match rest.strip_prefix('a') {
                Some(rest) => (true, rest),
                None => (false, rest.strip_prefix('j').unwrap_or(rest)),
            };
            let (kind, depth) = rest.split_once('p')?;
            let sub = match kind {
                "420" => C420,
                "422" => C422,
                // 4:1:0, 4:1:1 and 4:4:0 have no plane of their own in dewax; 4:4:4 holds all they have.
                "444" | "440" | "411" | "410" => C444,
                _ => return None,
            };
            let bits = carried(depth.trim_end_matches("msb"))?;
            // FFmpeg has no 12-bit yuva420p.
            let bits = if alpha && sub == C420 && bits == 12 { 16 } else { bits };
            return ycc(sub, bits, alpha);
        }
        let packed = ["rgb", "bgr", "argb", "abgr", "0rgb", "0bgr"];
        if packed.iter().any(|p| name.starts_with(p)) {
            let alpha = name.contains('a');
            let deep = ["48", "64", "96", "128", "f16", "f32"].iter().any(|d| name.contains(d));
            return rgb(if deep { 16 } else { 8 }, alpha);
        }
        None
    }

    /// What FFmpeg calls this layout.
    pub fn pix_fmt(&self) -> String {
        let depth = if self.bits == 8 { String::new() } else { format!("{}le", self.bits) };
        match self.planes {
            Planes::Gray => format!("gray{depth}"),
            Planes::Rgb => format!("gbr{}p{depth}", if self.alpha { "a" } else { "" }),
            Planes::Ycc(sub) => {
                let kind = match sub {
                    Subsampling::C420 => "420",
                    Subsampling::C422 => "422",
                    Subsampling::C444 => "444",
                };
                format!("yuv{}{kind}p{depth}", if self.alpha { "a" } else { "" })
            }
        }
    }

    /// The four-character code of this layout in NUT.
    pub fn fourcc(&self) -> [u8; 4] {
        let letter = if self.alpha { b'4' } else { b'3' };
        match (self.planes, self.bits, self.alpha) {
            (Planes::Gray, 8, _) => *b"Y800",
            (Planes::Gray, bits, _) => [b'Y', b'1', 0, bits],
            (Planes::Ycc(Subsampling::C420), 8, false) => *b"I420",
            (Planes::Ycc(Subsampling::C422), 8, false) => *b"Y42B",
            (Planes::Ycc(Subsampling::C444), 8, false) => *b"444P",
            (Planes::Ycc(Subsampling::C420), bits, _) => [b'Y', letter, 11, bits],
            (Planes::Ycc(Subsampling::C422), bits, _) => [b'Y', letter, 10, bits],
            (Planes::Ycc(Subsampling::C444), bits, _) => [b'Y', letter, 0, bits],
            (Planes::Rgb, bits, _) => [b'G', letter, 0, bits],
        }
    }

    /// Bytes of a sample.
    pub fn sample_bytes(&self) -> usize {
        if self.bits > 8 { 2 } else { 1 }
    }

    /// Size in samples of each plane of a picture of `width` × `height`, in the order of the pipe.
    pub fn plane_sizes(&self, width: usize, height: usize) -> Vec<(usize, usize)> {
        let whole = (width, height);
        let mut sizes = match self.planes {
            Planes::Gray => vec![whole],
            Planes::Rgb => vec![whole; 3],
            Planes::Ycc(sub) => vec![whole, sub.chroma_size(width, height), sub.chroma_size(width, height)],
        };
        if self.alpha {
            sizes.push(whole);
        }
        sizes
    }

    /// Bytes of a picture; `None` when the number does not fit.
    pub fn frame_bytes(&self, width: usize, height: usize) -> Option<usize> {
        self.plane_sizes(width, height).into_iter().try_fold(0usize, |sum, (w, h)| {
            sum.checked_add(w.checked_mul(h)?.checked_mul(self.sample_bytes())?)
        })
    }

    /// The subsampling of the frames that such pictures become. Gray ones get neutral 4:2:0 chroma.
    pub fn subsampling(&self) -> Subsampling {
        match self.planes {
            Planes::Gray => Subsampling::C420,
            Planes::Ycc(sub) => sub,
            Planes::Rgb => Subsampling::C444,
        }
    }
}

/// The depth that carries a format's depth suffix: 9 rides in 10 and 14 in 16.
fn carried(depth: &str) -> Option<u8> {
    match depth {
        "" | "8" => Some(8),
        "9" | "10" => Some(10),
        "12" => Some(12),
        "14" | "16" | "32" => Some(16),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_what_it_can_carry() {
        for name in [
            "gray",
            "gray10le",
            "gray12le",
            "gray16le",
            "yuv420p",
            "yuv422p10le",
            "yuv444p12le",
            "yuv420p16le",
            "yuva420p",
            "yuva422p10le",
            "yuva444p12le",
            "yuva444p16le",
            "gbrp",
            "gbrp10le",
            "gbrp12le",
            "gbrp16le",
            "gbrap",
            "gbrap10le",
            "gbrap12le",
            "gbrap16le",
        ] {
            assert_eq!(Layout::for_source(name).map(|l| l.pix_fmt()).as_deref(), Some(name));
        }
    }

    #[test]
    fn carries_the_rest_in_something_richer() {
        for (name, carrier) in [
            ("yuvj420p", "yuv420p"),
            ("nv12", "yuv420p"),
            ("p010le", "yuv420p10le"),
            ("yuv411p", "yuv444p"),
            ("yuv420p9be", "yuv420p10le"),
            ("yuv422p14le", "yuv422p16le"),
            ("rgb24", "gbrp"),
            ("bgra", "gbrap"),
            ("rgb48be", "gbrp16le"),
            ("rgba64be", "gbrap16le"),
            ("pal8", "gbrap"),
            ("gbrpf32le", "gbrp16le"),
            ("gbrapf32be", "gbrap16le"),
            ("ya8", "gbrap"),
            ("rgb565le", "gbrp"),
            ("yuv440p", "yuv444p"),
            ("grayf32le", "gray16le"),
            ("monob", "gbrp"),
            ("0rgb", "gbrp"),
            ("rgb0", "gbrp"),
        ] {
            assert_eq!(Layout::for_source(name).map(|l| l.pix_fmt()).as_deref(), Some(carrier), "{name}");
        }
        for name in ["vaapi", "cuda", "videotoolbox_vld", "", "yuv"] {
            assert_eq!(Layout::for_source(name), None, "{name}");
        }
    }

    #[test]
    fn odd_sizes_round_chroma_up() {
        let layout = Layout { planes: Planes::Ycc(Subsampling::C420), bits: 10, alpha: false };
        assert_eq!(layout.frame_bytes(7, 5), Some(2 * (35 + 2 * 12)));
        assert_eq!(layout.frame_bytes(usize::MAX, 2), None);
    }
}
