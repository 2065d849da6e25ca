//! Statements that read rows: what the builder makes, and what the compiler has planned.

use ddbx::codec::DecodeOwned;
use ddbx::ops::{Capacity, Cursor, Page, Pages};
use ddbx::{Collection, CollectionQuery, Error, Found, PlannedQuery, Queried, Query};

use crate::modelled::{Modelled, Row};
use crate::wire::Recorder;

/// All that they have in common.
pub(crate) trait Statement: Sized {
    type Row: Row;

    fn descending(self) -> Self;
    fn include_expired(self) -> Self;
    fn max_pages(self, pages: u64) -> Self;
    fn max_scanned(self, items: u64) -> Self;
    fn page_size(self, items: u32) -> Self;
    fn return_consumed_capacity(self, capacity: Capacity) -> Self;
    fn start_at(self, cursor: Option<Cursor>) -> Self;
    fn take(self, rows: usize) -> Self;

    async fn at_most_one(self, recorder: &Recorder) -> Result<Option<Self::Row>, Error>;
    async fn count(self, recorder: &Recorder) -> Result<u64, Error>;
    fn fetch(self, recorder: &Recorder) -> Found<'_, Self::Row>;
    async fn fetch_all(self, recorder: &Recorder) -> Result<Vec<Self::Row>, Error>;
    async fn fetch_one(self, recorder: &Recorder) -> Result<Self::Row, Error>;
    async fn fetch_page(self, recorder: &Recorder) -> Result<Page<Self::Row>, Error>;
    async fn first(self, recorder: &Recorder) -> Result<Option<Self::Row>, Error>;
    async fn last(self, recorder: &Recorder) -> Result<Option<Self::Row>, Error>;
    fn pages(self, recorder: &Recorder) -> Pages<'_, Self::Row>;
}

macro_rules! statement {
    ($of:ident: $($bound:path),* => $statement:ty) => {
        impl<$of: $($bound +)*> Statement for $statement {
            type Row = $of;

            statement!(@set descending() include_expired() max_pages(u64) max_scanned(u64) page_size(u32));
            statement!(@set return_consumed_capacity(Capacity) start_at(Option<Cursor>) take(usize));
            statement!(@read at_most_one: Option<$of>, count: u64, fetch_all: Vec<$of>, fetch_one: $of);
            statement!(@read fetch_page: Page<$of>, first: Option<$of>, last: Option<$of>);

            fn fetch(self, recorder: &Recorder) -> Found<'_, $of> {
                self.fetch(recorder)
            }

            fn pages(self, recorder: &Recorder) -> Pages<'_, $of> {
                self.pages(recorder)
            }
        }
    };
    (@set $($name:ident($($value:ty)?))*) => {$(
        statement!(@one $name $($value)?);
    )*};
    (@one $name:ident) => {
        fn $name(self) -> Self {
            self.$name()
        }
    };
    (@one $name:ident $value:ty) => {
        fn $name(self, value: $value) -> Self {
            self.$name(value)
        }
    };
    (@read $($name:ident: $found:ty),*) => {$(
        async fn $name(self, recorder: &Recorder) -> Result<$found, Error> {
            self.$name(recorder).await
        }
    )*};
}

statement!(E: Modelled => Query<E>);
statement!(R: Queried, DecodeOwned, Row => PlannedQuery<R>);
statement!(C: Collection, Row => CollectionQuery<C>);
