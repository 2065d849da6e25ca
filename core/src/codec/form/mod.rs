//! Storage forms: other ways to store a type than its own.
//!
//! A field says which with an option, `#[entity(unix)]`; elsewhere the type [`As`] does:
//!
//! ```
//! use ddbx_core::codec::form::{As, Unix};
//! use ddbx_core::codec::{from_slice, to_vec};
//! use std::time::{Duration, SystemTime};
//!
//! let seen = SystemTime::UNIX_EPOCH + Duration::from_secs(60);
//! assert_eq!(to_vec(&seen)?, br#"{"S":"1970-01-01T00:01:00.000000000Z"}"#);
//!
//! let list: Vec<As<SystemTime, Unix>> = vec![seen.into()];
//! let json = to_vec(&list)?;
//! assert_eq!(json, br#"{"L":[{"N":"60"}]}"#);
//! assert_eq!(from_slice::<Vec<As<SystemTime, Unix>>>(&json)?, list);
//! # Ok::<(), ddbx_core::codec::CodecError>(())
//! ```

mod base64;
mod days;
mod iso;
mod json;
mod lenient;
mod plain;
mod serde;
mod stored;
mod table;
mod text_bool;
mod unix;
mod viewed;

pub use base64::Base64;
pub use days::Days;
pub use iso::{Iso, Zone};
pub use json::Json;
pub use lenient::{Cast, Lenient, Loose};
pub use serde::Serde;
pub use stored::{As, Borrowed, OrNull};
#[doc(hidden)]
pub use table::{BinaryForm, BooleanForm, DateForm, Named, Native, TableForm, TimestampForm};
pub use text_bool::TextBool;
pub use unix::{Unix, UnixMillis, UnixMillisTruncated, UnixTruncated};

#[doc(hidden)]
pub use plain::Plain;
#[doc(hidden)]
pub use viewed::{Viewed, stored};

pub(super) use lenient::point;
#[cfg(any(feature = "chrono-0_4", feature = "jiff-1", feature = "time-0_3"))]
pub(super) use lenient::points;

use super::{Bound, KeyPart, Kind, Parser, Result, Writer};

/// A way to store values of the type `T`: implemented by a type without values that names it, such as [`Unix`].
#[diagnostic::on_unimplemented(
    message = "the storage form `{Self}` cannot hold a `{T}`",
    label = "not a form of `{T}`",
    note = "`iso`, `unix` and `unix_millis` are forms of timestamps, `zone` of timestamps with a zone, `days` of dates, `text_bool` of `bool`, `base64` of `Vec<u8>` and `Bytes`, `serde` (feature `serde-1`) and `json` (feature `serde_json-1`) of types that serde knows"
)]
pub trait Form<T> {
    /// The DynamoDB type a value is written as.
    const KIND: Kind;

    /// Writes the attribute value, its type descriptor included.
    ///
    /// # Errors
    ///
    /// A value that this form cannot hold.
    fn encode(value: &T, writer: &mut Writer) -> Result<()>;

    /// Reads one attribute value, its type descriptor included.
    ///
    /// # Errors
    ///
    /// What does not fit the type. The error must not hold the value.
    fn decode(parser: &mut Parser<'_>) -> Result<T>;

    /// Reads the attribute value of an optional field: `NULL` is `None`.
    ///
    /// # Errors
    ///
    /// Those of [`decode`](Self::decode).
    #[doc(hidden)]
    fn decode_option(parser: &mut Parser<'_>) -> Result<Option<T>> {
        if parser.null()? {
            Ok(None)
        } else {
            Self::decode(parser).map(Some)
        }
    }

    /// The value in the form a statement carries.
    ///
    /// # Errors
    ///
    /// Those of [`encode`](Self::encode).
    fn bound(value: &T) -> Result<Bound> {
        let mut writer = Writer::new();
        Self::encode(value, &mut writer)?;
        Ok(Bound::Encoded {
            json: writer.into_vec().into(),
            kind: Self::KIND,
        })
    }
}

/// A form that may stand in a key, and in which values are ordered as they are.
#[diagnostic::on_unimplemented(
    message = "a `{T}` in the storage form `{Self}` cannot be a key, and has no order",
    label = "not a form of keys",
    note = "`iso`, `unix`, `unix_millis`, `days` and `text_bool` are"
)]
pub trait KeyForm<T>: Form<T> {
    /// How many bytes the text of every value has, where its parts are [`KeyPart::Text`]; see
    /// [`KeyAttribute::WIDTH`](crate::codec::KeyAttribute::WIDTH).
    const WIDTH: usize = 0;

    /// The value as a part of a key.
    ///
    /// # Errors
    ///
    /// A value that this form cannot hold.
    fn key_part(value: &T) -> Result<KeyPart<'_>>;

    /// The value of an optional field as a part of an index's key: without one, the item is not in the index.
    ///
    /// # Errors
    ///
    /// Those of [`key_part`](Self::key_part).
    #[doc(hidden)]
    fn option_key_part(value: &Option<T>) -> Result<KeyPart<'_>> {
        value.as_ref().map_or(Ok(KeyPart::Absent), Self::key_part)
    }
}

/// A form that can be read back out of a key.
pub trait FromKeyForm<T>: KeyForm<T> {
    /// Reads the value from the text it is written as in a key template; see
    /// [`FromKey::from_key`](crate::codec::FromKey::from_key).
    ///
    /// # Errors
    ///
    /// Text that no value is written as; the error must not hold it.
    fn from_key(text: &str) -> Result<T>;
}

/// What a field marked `key_only` needs of its form, in one: a form that is none of a key is one error.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "a `{T}` in the storage form `{Self}` cannot be read back out of a key",
    label = "cannot be stored in the key only",
    note = "`iso`, `unix` and `unix_millis` of timestamps and `text_bool` of `bool` can; fields of a key are never `Option`"
)]
pub trait KeyOnlyForm<T> {
    /// [`KeyForm::WIDTH`].
    const WIDTH: usize;

    /// [`KeyForm::key_part`].
    fn key_part(value: &T) -> Result<KeyPart<'_>>;

    /// [`FromKeyForm::from_key`].
    fn from_key(text: &str) -> Result<T>;
}

#[diagnostic::do_not_recommend]
impl<T, F: FromKeyForm<T>> KeyOnlyForm<T> for F {
    const WIDTH: usize = <F as KeyForm<T>>::WIDTH;

    fn key_part(value: &T) -> Result<KeyPart<'_>> {
        <F as KeyForm<T>>::key_part(value)
    }

    fn from_key(text: &str) -> Result<T> {
        <F as FromKeyForm<T>>::from_key(text)
    }
}
