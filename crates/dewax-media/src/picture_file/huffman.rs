//! Codes of few bits for what is frequent, as JPEG has them (ITU-T T.81, annexes C, F and K.2).

/// Symbols of a table.
const SYMBOLS: usize = 256;
/// Bits of a code at most.
const LONGEST: usize = 16;

/// How often each symbol comes.
#[derive(Clone)]
pub(super) struct Counts(pub(super) [u64; SYMBOLS]);

impl Counts {
    pub(super) fn none() -> Self {
        Self([0; SYMBOLS])
    }

    pub(super) fn and(mut self, other: &Self) -> Self {
        self.0.iter_mut().zip(other.0).for_each(|(own, other)| *own += other);
        self
    }
}

/// A table of codes.
pub(super) struct Codes {
    /// How many codes there are of each length, from 1 on.
    pub(super) lengths: [u8; LONGEST],
    /// The symbols, shortest code first.
    pub(super) symbols: Vec<u8>,
    /// Code and bits of each symbol.
    codes: [(u16, u8); SYMBOLS],
}

impl Codes {
    /// The shortest codes for these counts.
    pub(super) fn of(counts: &Counts) -> Self {
        let (lengths, symbols) = shortest(counts);
        let mut codes = [(0, 0); SYMBOLS];
        // T.81, C.2: codes of a length follow one another, and the next length begins at twice the next one.
        let (mut code, mut rest) = (0u32, symbols.iter());
        for (length, count) in (1..).zip(lengths) {
            for symbol in rest.by_ref().take(usize::from(count)) {
                codes[usize::from(*symbol)] = (code as u16, length);
                code += 1;
            }
            code <<= 1;
        }
        Self { lengths, symbols, codes }
    }

    pub(super) fn code(&self, symbol: u8) -> (u16, u8) {
        self.codes[usize::from(symbol)]
    }
}

/// How many codes of each length there are, and the symbols in their order (T.81, K.2).
fn shortest(counts: &Counts) -> ([u8; LONGEST], Vec<u8>) {
    // One symbol that never comes takes the code of ones alone, which is not allowed.
    let mut weights: Vec<(u64, usize)> =
        (0..SYMBOLS).map(|symbol| (counts.0[symbol], symbol)).filter(|(count, _)| *count > 0).collect();
    weights.push((1, SYMBOLS));
    let mut depth = [0usize; SYMBOLS + 1];
    let mut groups: Vec<(u64, Vec<usize>)> =
        weights.iter().map(|(count, symbol)| (*count, vec![*symbol])).collect();
    while groups.len() > 1 {
        groups.sort_by(|one, two| two.0.cmp(&one.0).then(two.1.cmp(&one.1)));
        let (Some(one), Some(two)) = (groups.pop(), groups.pop()) else { break };
        let joined: Vec<usize> = [one.1, two.1].concat();
        joined.iter().for_each(|symbol| depth[*symbol] += 1);
        groups.push((one.0 + two.0, joined));
    }
    let deepest = depth.iter().copied().max().unwrap_or(0).max(LONGEST);
    let mut of_length = vec![0usize; deepest + 1];
    weights.iter().for_each(|(_, symbol)| of_length[depth[*symbol].max(1)] += 1);
    // Figure K.3: pairs that are too long give one of them the place of their parent, the other goes below a shorter code.
    for length in (LONGEST + 1..=deepest).rev() {
        while of_length[length] > 0 {
            let shorter = (1..length - 1).rev().find(|shorter| of_length[*shorter] > 0).unwrap_or(1);
            of_length[length] = of_length[length].saturating_sub(2);
            of_length[length - 1] += 1;
            of_length[shorter + 1] += 2;
            of_length[shorter] = of_length[shorter].saturating_sub(1);
        }
    }
    // The one that never comes has the longest code.
    if let Some(last) = of_length.iter_mut().take(LONGEST + 1).rev().find(|count| **count > 0) {
        *last -= 1;
    }
    let mut symbols: Vec<usize> =
        weights.iter().map(|(_, symbol)| *symbol).filter(|symbol| *symbol < SYMBOLS).collect();
    symbols.sort_by_key(|symbol| (depth[*symbol], *symbol));
    let lengths = std::array::from_fn(|i| of_length[i + 1] as u8);
    (lengths, symbols.into_iter().map(|symbol| symbol as u8).collect())
}

/// Bits, the first one highest; a byte of ones is followed by a zero (T.81, F.1.2.3).
#[derive(Default)]
pub(super) struct Bits {
    out: Vec<u8>,
    held: u64,
    count: u32,
}

impl Bits {
    /// Puts the lowest `count` (at most 32) bits of a number.
    pub(super) fn put(&mut self, bits: u32, count: u8) {
        let count = u32::from(count);
        self.held = self.held << count | (u64::from(bits) & ((1 << count) - 1));
        self.count += count;
        while self.count >= 8 {
            self.count -= 8;
            let byte = (self.held >> self.count) as u8;
            self.out.push(byte);
            if byte == u8::MAX {
                self.out.push(0);
            }
        }
    }

    /// The bytes, the last one filled up with ones.
    pub(super) fn end(mut self) -> Vec<u8> {
        let rest = (8 - self.count % 8) % 8;
        self.put(u32::MAX, rest as u8);
        self.out
    }
}
