//! SHA-256 and its HMAC over text that comes in pieces, for as little as their blocks cost.
//!
//! The crates `sha2` and `hmac` are made for every hash and every use; around the few blocks of a signature that is a
//! third of its time. Here is the padding, and `sha2` does the rest: the tests compare with both.

#[cfg(test)]
mod tests;

use sha2::block_api::compress256;
use zeroize::Zeroize as _;

/// A hash.
pub(super) type Hash = [u8; 32];

type State = [u32; 8];
type Block = [u8; 64];

const BLOCK: usize = size_of::<Block>();

/// What a hash starts from: the fractions of the square roots of the first eight primes.
const START: State = [
    0x6a09_e667,
    0xbb67_ae85,
    0x3c6e_f372,
    0xa54f_f53a,
    0x510e_527f,
    0x9b05_688c,
    0x1f83_d9ab,
    0x5be0_cd19,
];

/// Text on its way into a hash, gathered to so many blocks before they are worked on. Text of every length fits; what
/// fits at once costs least.
pub(super) struct Text<const BLOCKS: usize> {
    state: State,
    gathered: [Block; BLOCKS],
    /// How many bytes of `gathered` are text.
    length: usize,
    /// How many bytes the state has taken in.
    before: usize,
}

impl<const BLOCKS: usize> Text<BLOCKS> {
    pub(super) fn new() -> Self {
        Self::after(START, 0)
    }

    fn after(state: State, before: usize) -> Self {
        Self {
            state,
            gathered: [[0; BLOCK]; BLOCKS],
            length: 0,
            before,
        }
    }

    #[inline]
    pub(super) fn push(&mut self, piece: &[u8]) {
        match self
            .gathered
            .as_flattened_mut()
            .get_mut(self.length..self.length + piece.len())
        {
            Some(room) => {
                room.copy_from_slice(piece);
                self.length += piece.len();
            }
            None => self.push_over_the_end(piece),
        }
    }

    #[cold]
    fn push_over_the_end(&mut self, mut piece: &[u8]) {
        while let Some((fits, rest)) = piece.split_at_checked(BLOCKS * BLOCK - self.length) {
            self.gathered.as_flattened_mut()[self.length..].copy_from_slice(fits);
            self.take_in(BLOCKS);
            piece = rest;
        }
        self.push(piece);
    }

    /// Takes so many blocks into the state, all that there is, and leaves zeros.
    fn take_in(&mut self, blocks: usize) {
        compress256(&mut self.state, &self.gathered[..blocks]);
        self.before += blocks * BLOCK;
        self.gathered = [[0; BLOCK]; BLOCKS];
        self.length = 0;
    }

    /// The hash of the text: a one and zeros follow it, and its length in bits, so that they end with a block.
    pub(super) fn hash(mut self) -> Hash {
        const LENGTH: usize = size_of::<u64>();
        let bits = (self.before + self.length) as u64 * 8;
        self.push(&[0x80]);
        let mut blocks = (self.length + LENGTH).div_ceil(BLOCK);
        if blocks > BLOCKS {
            self.take_in(BLOCKS);
            blocks = 1;
        }
        let end = blocks * BLOCK;
        self.gathered.as_flattened_mut()[end - LENGTH..end].copy_from_slice(&bits.to_be_bytes());
        compress256(&mut self.state, &self.gathered[..blocks]);
        bytes(self.state)
    }
}

/// A key that an HMAC has taken in.
#[derive(Clone)]
pub(super) struct MacKey {
    inner: State,
    outer: State,
}

impl MacKey {
    pub(super) fn new(key: &Hash) -> Self {
        let after = |pad: u8| {
            let mut block = [pad; BLOCK];
            for (byte, key) in block.iter_mut().zip(key) {
                *byte ^= key;
            }
            let mut state = START;
            compress256(&mut state, &[block]);
            block.zeroize();
            state
        };
        Self {
            inner: after(0x36),
            outer: after(0x5c),
        }
    }

    /// The text to authenticate, for [`finish`](Self::finish).
    pub(super) fn begin<const BLOCKS: usize>(&self) -> Text<BLOCKS> {
        Text::after(self.inner, BLOCK)
    }

    /// The code of a text that was begun with this key.
    pub(super) fn finish<const BLOCKS: usize>(&self, text: Text<BLOCKS>) -> Hash {
        let mut outer = Text::<1>::after(self.outer, BLOCK);
        outer.push(&text.hash());
        outer.hash()
    }
}

impl Drop for MacKey {
    fn drop(&mut self) {
        self.inner.zeroize();
        self.outer.zeroize();
    }
}

fn bytes(state: State) -> Hash {
    let mut hash = [0; 32];
    for (bytes, word) in hash.chunks_exact_mut(4).zip(state) {
        bytes.copy_from_slice(&word.to_be_bytes());
    }
    hash
}
