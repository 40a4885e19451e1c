//! Numbers and counted blocks as PSD and PSB store them: the most significant byte first.

/// Bytes of a file that are being put together.
#[derive(Debug)]
pub(super) struct Bytes {
    out: Vec<u8>,
    is_psb: bool,
}

impl Bytes {
    /// Nothing yet. A PSB has lengths of 8 bytes where a PSD has 4.
    pub(super) fn new(is_psb: bool) -> Self {
        Self { out: Vec::new(), is_psb }
    }

    pub(super) fn into_vec(self) -> Vec<u8> {
        self.out
    }

    pub(super) fn put(&mut self, bytes: &[u8]) {
        self.out.extend_from_slice(bytes);
    }

    pub(super) fn u16(&mut self, value: u16) {
        self.put(&value.to_be_bytes());
    }

    pub(super) fn u32(&mut self, value: u32) {
        self.put(&value.to_be_bytes());
    }

    /// A length of 4 bytes, or of 8 in a PSB.
    pub(super) fn wide(&mut self, value: u64) {
        if self.is_psb {
            self.put(&value.to_be_bytes());
        } else {
            // Whoever makes a PSD of more than 2 GB throws it away.
            self.u32(value as u32);
        }
    }

    /// Zeros up to a multiple of `of` bytes.
    pub(super) fn even_out(&mut self, of: usize) {
        self.out.resize(self.out.len().next_multiple_of(of), 0);
    }

    /// What `put` puts, behind its length of 4 bytes.
    pub(super) fn counted32(&mut self, put: impl FnOnce(&mut Self)) {
        let content = self.within(put);
        self.u32(content.len() as u32);
        self.put(&content);
    }

    /// What `put` puts, behind its length of 4 bytes, or of 8 in a PSB.
    pub(super) fn counted_wide(&mut self, put: impl FnOnce(&mut Self)) {
        let content = self.within(put);
        self.wide(content.len() as u64);
        self.put(&content);
    }

    fn within(&self, put: impl FnOnce(&mut Self)) -> Vec<u8> {
        let mut own = Self::new(self.is_psb);
        put(&mut own);
        own.out
    }
}
