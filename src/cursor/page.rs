use super::SealedCursor;
use crate::ops::ResponseInfo;

/// One page of a [sealed query](crate::Query::sealed_for): as [`Page`](crate::ops::Page), with a token in the place of the
/// cursor.
///
/// A page may be empty and still have a token: DynamoDB ends a page after 1 MB read, and filters afterwards.
#[derive(Clone, Debug)]
#[must_use = "a page may have a token: there is more to read"]
#[non_exhaustive]
pub struct SealedPage<T> {
    /// The items.
    pub items: Vec<T>,
    /// How many items matched.
    pub count: u64,
    /// How many items were read to find them: not for those outside, who learn from it what was filtered out.
    pub scanned_count: u64,
    /// Where the page ended; `None` at the end of the data.
    pub token: Option<SealedCursor>,
    /// What the answer says about itself.
    pub info: ResponseInfo,
}
