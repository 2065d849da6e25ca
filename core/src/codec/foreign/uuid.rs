use uuid::Uuid;

use super::super::textual::{Textual, textual, textual_keys};
use crate::codec::{CodecError, Result, ShortText};

/// `67e55044-10b1-426f-9247-bb680e5fe0c8`: in lower case, with hyphens.
impl Textual for Uuid {
    const RUST: &'static str = "Uuid";

    fn write_text(&self) -> Result<ShortText> {
        ShortText::new(self.hyphenated().encode_lower(&mut Self::encode_buffer()))
    }

    fn read_text(text: &str) -> Result<Self> {
        Self::try_parse(text).map_err(|_| CodecError::misfit(Self::RUST, "the text is not a UUID"))
    }
}

textual!(Uuid);
textual_keys!(Uuid: uuid::fmt::Hyphenated::LENGTH);
