//! Sealed cursors: where a page ended, for the users of an application.
//!
//! A [`Cursor`](crate::ops::Cursor) holds key values in clear, and whoever has one can go on anywhere. A
//! [`SealedCursor`] is the same place as text that only the application can read, and that serves only whom it was made
//! for, in the query it was made by, until it expires. Typed queries make and take them: see
//! [`Query::sealed_for`](crate::Query::sealed_for), and the guide's chapter on paging for a whole endpoint.
//!
//! # What a token is bound to
//!
//! - the physical table and the index,
//! - the query: the entity, its conditions with their values, the direction, whether it sees expired entities,
//! - the principal: whom it was made for,
//! - the time it expires at.
//!
//! How much a page holds, how many requests read it and whether it is read consistently may change from page to page.
//!
//! # What a token is
//!
//! Text in base64 for URLs, without padding: the format's version, the id of the key, a nonce of 24 random bytes, and
//! AES-256-GCM over the time and the key values, padded with spaces to 64 bytes. What it is bound to is authenticated and
//! not part of it. Whoever sees a token learns the id of the key, and the length of the key values in steps of 64 bytes.
//!
//! Each token is encrypted by a key of its own, which HKDF derives from the application's and half of the nonce. A key
//! used directly would have to be replaced after 2³² tokens, for fear of a nonce that comes twice.
//!
//! Sources: [NIST SP 800-38D], section 8.3; the same answer to it is [XAES-256-GCM].
//!
//! [NIST SP 800-38D]: https://csrc.nist.gov/pubs/sp/800/38/d/final
//! [XAES-256-GCM]: https://c2sp.org/XAES-256-GCM

mod binding;
mod fingerprint;
mod key;
mod keys;
mod page;
mod seal;
mod sealing;
#[cfg(feature = "serde-1")]
mod serde;
mod token;

#[cfg(test)]
mod tests;

use binding::Binding;
pub(crate) use fingerprint::Fingerprint;
pub use key::CursorKey;
pub use keys::CursorKeys;
pub use page::SealedPage;
pub(crate) use sealing::{Place, Seal, Sealing};
pub use token::SealedCursor;
