use super::table::same;

/// The attribute in which items say what they are, and what those of one entity say there: one tag, or one for each of
/// its variants.
///
/// ```
/// use ddbx_core::schema::Tags;
///
/// let tags = Tags::new("_type", &["cat", "dog"]);
/// assert!(tags.has("dog") && !tags.has("Dog"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tags {
    attribute: &'static str,
    names: &'static [&'static str],
}

impl Tags {
    /// These tags in this attribute.
    #[must_use]
    pub const fn new(attribute: &'static str, names: &'static [&'static str]) -> Self {
        Self { attribute, names }
    }

    /// The attribute.
    #[must_use]
    pub const fn attribute(&self) -> &'static str {
        self.attribute
    }

    /// The tags, in the order of the variants.
    #[must_use]
    pub const fn names(&self) -> &'static [&'static str] {
        self.names
    }

    /// Whether it is one of them.
    #[must_use]
    pub const fn has(&self, tag: &str) -> bool {
        let mut at = 0;
        while at < self.names.len() {
            if same(self.names[at], tag) {
                return true;
            }
            at += 1;
        }
        false
    }
}
