use std::ops::Range;

/// Makes new inputs of those it is given, the same ones from the same start.
#[derive(Debug)]
pub(crate) struct Mutator<'a> {
    /// xorshift64*: enough to pick places and bytes.
    state: u64,
    seeds: &'a [Vec<u8>],
}

/// What has a meaning in the inputs, to be put anywhere.
const WORDS: [&[u8]; 32] = [
    b"\"__type\":\"ValidationException\",",
    b"\"__type\":",
    b"\"code\":\"ThrottlingException\",",
    b"\"message\":null,",
    b"{\"S\":\"x\"}",
    b"{\"N\":\"1e125\"}",
    b"{\"NULL\":true}",
    b"{\"L\":[",
    b"{\"M\":{\"a\":",
    b"[[[[[[[[",
    b"]}",
    b"\\u0000",
    b"\\ud800",
    b"\\\"",
    b"\\",
    b"\"",
    b",",
    b":",
    b"null",
    b"-",
    b"99999999999999999999999999999999999999999",
    b"\xff",
    b"\xe2\x80\xae",
    b"\xf0\x9f\x98\x80",
    b"\0",
    b"\r\n",
    b"\x1f\x8b\x08",
    b"?secret_key=",
    b"@",
    b"%",
    b"#",
    b"169.254.169.254",
];

impl<'a> Mutator<'a> {
    pub(crate) fn new(seed: u64, seeds: &'a [Vec<u8>]) -> Self {
        // Zero would stay zero.
        Self { state: seed | 1, seeds }
    }

    fn below(&mut self, end: usize) -> usize {
        self.state ^= self.state >> 12;
        self.state ^= self.state << 25;
        self.state ^= self.state >> 27;
        let random = self.state.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 32;
        (random % end as u64) as usize
    }

    fn range(&mut self, length: usize) -> Range<usize> {
        let (one, other) = (self.below(length + 1), self.below(length + 1));
        one.min(other)..one.max(other)
    }

    /// The next input: a seed with one to eight changes.
    pub(crate) fn next(&mut self) -> Vec<u8> {
        let seeds = self.seeds;
        let mut bytes = seeds[self.below(seeds.len())].clone();
        for _ in 0..=self.below(8) {
            self.change(&mut bytes);
        }
        bytes
    }

    fn change(&mut self, bytes: &mut Vec<u8>) {
        let at = self.below(bytes.len() + 1);
        match self.below(8) {
            0 => bytes.truncate(at),
            1 => {
                let range = self.range(bytes.len());
                bytes.drain(range);
            }
            2 => {
                let range = self.range(bytes.len());
                let copy = bytes[range].to_vec();
                bytes.splice(at..at, copy);
            }
            3 => {
                let seed = &self.seeds[self.below(self.seeds.len())];
                let range = self.range(seed.len());
                bytes.splice(at..at, seed[range].iter().copied());
            }
            4 => bytes.insert(at, self.below(256) as u8),
            5 if at < bytes.len() => bytes[at] ^= 1 << self.below(8),
            6 if at < bytes.len() => bytes[at] = self.below(256) as u8,
            _ => {
                let word = WORDS[self.below(WORDS.len())];
                bytes.splice(at..at, word.iter().copied());
            }
        }
        bytes.truncate(1 << 12);
    }
}
