//! Whether a file states the colours that it should, by whatever of their names.

use dewax::color::transfer::is_same_curve;
use dewax::color::{LumaWeights, Matrix, Tags};

/// What `found` states otherwise than `wanted` does, in words. BT.601 and BT.709 have one curve under two names, BT.470BG and SMPTE 170M
/// one matrix (ITU-T H.273). `is_rgb`: there is no matrix and no range.
pub fn other_tags(wanted: &Tags, found: &Tags, is_rgb: bool) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut one = |what: &str, wanted: &str, found: &str, is_same: bool| {
        if !is_same {
            wrong.push(format!("{what} is {found}, not {wanted}"));
        }
    };
    let (primaries, transfer) = (found.primaries.value, found.transfer.value);
    if let Some(&w) = wanted.primaries.if_stated() {
        one("primaries", w.name(), primaries.name(), w == primaries);
    }
    if let Some(&w) = wanted.transfer.if_stated() {
        one("transfer", w.name(), transfer.name(), is_same_curve(w, transfer));
    }
    if is_rgb {
        return wrong;
    }
    let (matrix, range) = (found.matrix.value, found.range.value);
    if let Some(&w) = wanted.matrix.if_stated() {
        let same =
            (w == Matrix::Rgb) == (matrix == Matrix::Rgb) && LumaWeights::of(w) == LumaWeights::of(matrix);
        one("matrix", w.name(), matrix.name(), same);
    }
    if let Some(&w) = wanted.range.if_stated() {
        one("range", w.name(), range.name(), w == range);
    }
    wrong
}

#[cfg(test)]
mod tests {
    use super::*;
    use dewax::color::{Primaries, Range, Siting, Tag, Transfer};

    fn tags(transfer: Transfer, matrix: Matrix) -> Tags {
        Tags {
            primaries: Tag::stated(Primaries::Bt709),
            transfer: Tag::stated(transfer),
            matrix: Tag::stated(matrix),
            range: Tag::stated(Range::Limited),
            siting: Tag::stated(Siting::Left),
        }
    }

    #[test]
    fn another_name_is_no_other_colour_and_another_colour_is() {
        let wanted = tags(Transfer::Bt709, Matrix::Bt470bg);
        let other = |transfer, matrix| other_tags(&wanted, &tags(transfer, matrix), false);
        assert!(other(Transfer::Smpte170m, Matrix::Smpte170m).is_empty());
        assert_eq!(other(Transfer::Gamma22, Matrix::Bt470bg).len(), 1);
        assert_eq!(other(Transfer::Bt709, Matrix::Bt709), ["matrix is bt709, not bt470bg"]);
        let rgb = tags(Transfer::Bt709, Matrix::Rgb);
        assert_eq!(
            other_tags(&rgb, &tags(Transfer::Bt709, Matrix::Bt709), false).len(),
            1,
            "same weights, other planes"
        );
    }
}
