//! Source, treatment and texture as layers of one picture, which add up to the treated one.

use crate::error::JobError;
use crate::session::Session;
use dewax::clip::Picture;
use dewax::kernels::rgb;
use dewax::px::{Frame, Mask, Plane, Rgb16};
use dewax_media::guard::Place;
use dewax_media::psd::{Blend, Document, Entry, Layer, to_bytes};

/// White, in codes.
const WHITE: f32 = 65535.0;
/// Mid grey, which Linear Light leaves as it is.
const GREY: f32 = 32767.5;

/// The layers of a frame: as decoded, treated without texture, and with it.
pub(super) fn document(
    [source, base, done]: [&Frame; 3],
    mask: Option<&Mask>,
    picture: &Picture,
) -> Document {
    let (source, base, merged) = (codes(source, picture), codes(base, picture), codes(done, picture));
    let (texture, mask) = texture(&base, &merged, mask);
    let layer = |name: &str, rgb: Rgb16| Layer {
        name: name.to_owned(),
        blend: Blend::Normal,
        hidden: false,
        rgb,
        mask: None,
    };
    let texture = Layer { blend: Blend::LinearLight, mask: Some(mask), ..layer("texture", texture) };
    let entries = vec![
        Entry::Layer(layer("source", source)),
        Entry::Group("dewax".to_owned(), vec![layer("treated", base), texture]),
    ];
    Document { merged, entries }
}

/// The file.
///
/// # Errors
/// When it would be larger than its format.
pub(super) fn file(document: &Document, place: &Place, session: &Session<'_>) -> Result<Vec<u8>, JobError> {
    Ok(to_bytes(document, place.path(), &session.source, session.bake_rotation)?)
}

/// Red, green and blue of 16 bits, as pictures of them are written.
pub(crate) fn codes(frame: &Frame, picture: &Picture) -> Rgb16 {
    rgb::rgb_of_frame(frame, picture.siting, picture.weights, &picture.levels, 16)
}

/// What Linear Light needs, under the mask, to make `merged` of `base`; the mask is widened where it alone could not.
pub(crate) fn texture(base: &Rgb16, merged: &Rgb16, mask: Option<&Mask>) -> (Rgb16, Plane<u16>) {
    let (width, height) = (base[0].width(), base[0].height());
    let mut out = [0; 3].map(|_| Plane::new(width, height));
    let mut seen = Plane::<u16>::new(width, height);
    let mut weights = vec![0.0f32; width];
    for y in 0..height {
        match mask {
            Some(mask) => mask.expand_row(y, 0, &mut weights),
            None => weights.fill(0.0),
        }
        for (x, weight) in weights.iter().enumerate() {
            let pairs: [[u16; 2]; 3] = std::array::from_fn(|c| [base[c].row(y)[x], merged[c].row(y)[x]]);
            let (codes, share) = under(pairs, ((weight * WHITE).round() as u16).max(least(pairs)));
            seen.row_mut(y)[x] = share;
            (0..3).for_each(|c| out[c].row_mut(y)[x] = codes[c]);
        }
    }
    (out, seen)
}

/// The least share of a mask under which the colours of a pixel can go from the first ones to the second ones.
fn least(pairs: [[u16; 2]; 3]) -> u16 {
    let part = |[from, to]: [u16; 2]| {
        let (from, to) = (f32::from(from), f32::from(to));
        // No further than to black or white.
        let room = if to > from { WHITE - from } else { from };
        if from == to { 0.0 } else { (to - from).abs() / room }
    };
    (WHITE * pairs.map(part).into_iter().fold(0.0, f32::max)).ceil() as u16
}

/// The codes of a pixel, and the share of the mask: the one given, or white, under which any colour can become any other.
fn under(pairs: [[u16; 2]; 3], share: u16) -> ([u16; 3], u16) {
    lit(pairs, share)
        .map_or_else(|| (lit(pairs, u16::MAX).unwrap_or([GREY as u16; 3]), u16::MAX), |codes| (codes, share))
}

/// The codes of a pixel which under a share of the mask take each first colour to its second one; none where no code does, to one code.
fn lit(pairs: [[u16; 2]; 3], share: u16) -> Option<[u16; 3]> {
    let part = f32::from(share) / WHITE;
    let mut codes = [GREY as u16; 3];
    for (code, [from, to]) in codes.iter_mut().zip(pairs) {
        let (from, to) = (f32::from(from), f32::from(to));
        if from != to {
            if share == 0 {
                return None;
            }
            *code = (GREY + 0.5 * (to - from) / part).round().clamp(0.0, WHITE) as u16;
        }
        let full = (from + 2.0 * f32::from(*code) - WHITE).clamp(0.0, WHITE);
        if (from + part * (full - from) - to).abs() > 1.0 {
            return None;
        }
    }
    Some(codes)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What Linear Light makes of a code under a share of a mask, as its definition says.
    fn laid(from: u16, code: u16, share: u16) -> f64 {
        let [from, code, share] = [from, code, share].map(|v| f64::from(v) / 65535.0);
        let full = (from + 2.0 * code - 1.0).clamp(0.0, 1.0);
        (from + share * (full - from)) * 65535.0
    }

    #[test]
    fn layers_add_up_to_the_treated_picture_to_one_code() {
        // Pairs of all kinds: small differences, whole ones, at both ends, under every share.
        let mut widened = 0;
        for step in 0..40_000u32 {
            let hashed = |salt: u32| ((step * 97 + salt).wrapping_mul(0x9e37_79b9) >> 16) as u16;
            let far = hashed(3) >> (hashed(4) % 16);
            let from = [hashed(1), hashed(2), 0];
            let pairs = [
                [from[0], from[0].saturating_add(far)],
                [from[1], from[1].saturating_sub(far)],
                [from[2], if step % 3 == 0 { u16::MAX } else { 0 }],
            ];
            let wished = hashed(5) >> (hashed(6) % 17).min(15);
            let (codes, share) = under(pairs, wished.max(least(pairs)));
            widened += usize::from(share == u16::MAX && least(pairs) < u16::MAX);
            for ([from, to], code) in pairs.into_iter().zip(codes) {
                assert!((laid(from, code, share) - f64::from(to)).abs() <= 1.01, "{from} {to} {share}");
            }
        }
        assert!(widened < 400, "white where less would do: {widened} of 40000");
    }

    #[test]
    fn a_soft_mask_stays_soft_where_texture_fits_under_it() {
        let pairs = [[30_000, 30_400]; 3];
        assert!(lit(pairs, 20_000).is_some_and(|codes| codes[0] > 33_000));
        assert!(lit(pairs, 100).is_none() && lit(pairs, 0).is_none());
        assert_eq!(lit([[5, 5]; 3], 0), Some([32767; 3]));
    }
}
