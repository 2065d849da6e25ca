//! A sealed cursor is a string to serde.

use serde_core::de::{Deserialize, Deserializer, Error, Unexpected, Visitor};
use serde_core::ser::{Serialize, Serializer};

use super::SealedCursor;

impl Serialize for SealedCursor {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for SealedCursor {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Token;

        impl Visitor<'_> for Token {
            type Value = SealedCursor;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a sealed cursor")
            }

            fn visit_str<E: Error>(self, token: &str) -> Result<SealedCursor, E> {
                // In serde's words, without the text that was found.
                let refused = |_| E::invalid_value(Unexpected::Other("other text"), &self);
                token.parse().map_err(refused)
            }
        }

        deserializer.deserialize_str(Token)
    }
}
