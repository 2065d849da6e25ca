use ulid::{ULID_LEN, Ulid};

use super::super::textual::{Textual, textual, textual_keys};
use crate::codec::{CodecError, Result, ShortText};

/// `01ARZ3NDEKTSV4RRFFQ69G5FAV`: sorts by time of creation.
impl Textual for Ulid {
    const RUST: &'static str = "Ulid";

    fn write_text(&self) -> Result<ShortText> {
        ShortText::new(self.array_to_str(&mut [0; ULID_LEN]))
    }

    fn read_text(text: &str) -> Result<Self> {
        // The parser drops bits of a text that is too large, and takes letters that look alike for one.
        Self::from_string(text)
            .ok()
            .filter(|read| read.array_to_str(&mut [0; ULID_LEN]).eq_ignore_ascii_case(text))
            .ok_or_else(|| CodecError::misfit(Self::RUST, "the text is not a ULID"))
    }
}

textual!(Ulid);
textual_keys!(Ulid: ULID_LEN);
