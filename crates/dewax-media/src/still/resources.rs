//! What Photoshop packs into JPEG, TIFF and PSD under numbers; captions (IPTC) are one of it (Adobe Photoshop File Formats Specification,
//! "Image Resource Blocks").

/// The mark before each.
const MARK: &[u8] = b"8BIM";
/// The number of the captions.
pub(crate) const CAPTIONS: u16 = 1028;

/// The captions among such facts.
pub(crate) fn captions(all: &[u8]) -> Option<&[u8]> {
    numbered(all, CAPTIONS)
}

/// Captions alone, packed as such facts.
pub(crate) fn of_captions(own: &[u8]) -> Vec<u8> {
    let mut out = [MARK, &CAPTIONS.to_be_bytes(), &[0, 0], &(own.len() as u32).to_be_bytes(), own].concat();
    out.resize(out.len().next_multiple_of(2), 0);
    out
}

/// The content of a numbered fact.
fn numbered(mut all: &[u8], number: u16) -> Option<&[u8]> {
    loop {
        let rest = all.strip_prefix(MARK)?;
        let (own, rest) = rest.split_at_checked(2)?;
        let name = usize::from(*rest.first()?) + 1;
        let rest = rest.get(name + name % 2..)?;
        let (length, rest) = rest.split_at_checked(4)?;
        let length = u32::from_be_bytes(length.try_into().ok()?) as usize;
        let content = rest.get(..length)?;
        if own == number.to_be_bytes() {
            return Some(content);
        }
        all = rest.get(length + length % 2..)?;
    }
}
