use std::fmt;

/// JSON that was encoded when a builder was given the value.
#[derive(Clone, Default)]
pub(crate) struct Encoded(Vec<u8>);

impl Encoded {
    pub(crate) fn new(json: impl Into<Vec<u8>>) -> Self {
        Self(json.into())
    }

    pub(crate) fn json(&self) -> &[u8] {
        &self.0
    }
}

/// Without the JSON: it holds values.
impl fmt::Debug for Encoded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes", self.0.len())
    }
}
