use std::fmt;

use serde_core::{de, ser};

use crate::codec::CodecError;

/// Our error on its way through serde.
#[derive(Debug)]
pub(super) struct Failure(CodecError);

impl Failure {
    pub(super) fn into_codec(self) -> CodecError {
        self.0
    }

    /// Adds where it happened to the path.
    pub(super) fn inside(self, place: impl FnOnce(CodecError) -> CodecError) -> Self {
        Self(place(self.0))
    }
}

impl From<CodecError> for Failure {
    fn from(error: CodecError) -> Self {
        Self(error)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for Failure {}

// What serde and its derives say may hold the value, so it is not passed on: only what they say of names.

impl ser::Error for Failure {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self(CodecError::custom("its type refuses to be written"))
    }
}

impl de::Error for Failure {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self(CodecError::custom("does not fit the field's type"))
    }

    fn unknown_variant(_: &str, expected: &'static [&'static str]) -> Self {
        Self(CodecError::custom(format!(
            "unknown variant; the type knows {}",
            expected.join(", ")
        )))
    }

    fn missing_field(field: &'static str) -> Self {
        Self(CodecError::missing().at(field))
    }

    fn duplicate_field(field: &'static str) -> Self {
        Self(CodecError::custom("the attribute stands here twice").at(field))
    }

    fn invalid_length(length: usize, _: &dyn de::Expected) -> Self {
        Self(CodecError::custom(format!(
            "not as many elements as the type has: {length}"
        )))
    }
}
