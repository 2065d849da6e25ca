use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest as _, Sha256};

use super::*;

/// Several times what is gathered, so that the text ends everywhere in a block and in what is gathered.
const LENGTHS: std::ops::Range<usize> = 0..600;

fn text(length: usize) -> Vec<u8> {
    (0..length).map(|position| (position * 31 % 251) as u8).collect()
}

fn in_pieces<const BLOCKS: usize>(mut text: Text<BLOCKS>, of: usize, bytes: &[u8]) -> Text<BLOCKS> {
    bytes.chunks(of).for_each(|piece| text.push(piece));
    text
}

#[test]
fn text_of_every_length_is_hashed_as_by_sha2() {
    for length in LENGTHS {
        let bytes = text(length);
        let by_crate = Hash::from(Sha256::digest(&bytes));
        for of in [1, 13, 64, 256, 600] {
            let hashes = [
                in_pieces(Text::<1>::new(), of, &bytes).hash(),
                in_pieces(Text::<3>::new(), of, &bytes).hash(),
                in_pieces(Text::<5>::new(), of, &bytes).hash(),
            ];
            assert_eq!(hashes, [by_crate; 3], "{length} bytes in pieces of {of}");
        }
    }
}

#[test]
fn text_of_every_length_is_authenticated_as_by_hmac() {
    let key: Hash = std::array::from_fn(|position| position as u8 ^ 0xa5);
    let ours = MacKey::new(&key);
    for length in LENGTHS {
        let bytes = text(length);
        let code = ours.finish(in_pieces(ours.begin::<3>(), 17, &bytes));
        let mut by_crate = Hmac::<Sha256>::new_from_slice(&key).unwrap();
        by_crate.update(&bytes);
        assert_eq!(code, Hash::from(by_crate.finalize().into_bytes()), "{length} bytes");
    }
}
