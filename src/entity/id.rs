//! Ids that are made when an entity is put.

use std::time::{Duration, SystemTime};

/// The types that `id = uuid` and `id = ulid` may have: `K` is the kind of id.
#[diagnostic::on_unimplemented(
    message = "an id of this kind cannot be made for a `{Self}`",
    label = "no generated ids",
    note = "`id = uuid` is for `String`, and with the feature `uuid-1` for `uuid::Uuid`; `id = ulid` needs the feature `ulid-3`, and is for `String` and `ulid::Ulid`"
)]
pub trait GeneratedId<K>: Sized {
    /// An id of this time, which no other entity has.
    fn generate(now: SystemTime) -> Self;

    /// Whether nobody has set it: empty text, and the id of zeros.
    fn is_unset(&self) -> bool;
}

/// UUIDs of version 7, which sort by the time they were made.
#[derive(Debug)]
pub enum UuidV7 {}

/// ULIDs, which sort by the time they were made.
#[derive(Debug)]
pub enum UlidKind {}

/// Makes an id, if nobody has set it.
///
/// # Errors
///
/// None: like the other managed fields, which may be out of their type's range.
pub fn fill<K, T: GeneratedId<K>>(id: &mut T, now: SystemTime) -> ddbx_core::codec::Result<()> {
    if id.is_unset() {
        *id = T::generate(now);
    }
    Ok(())
}

impl GeneratedId<UuidV7> for String {
    fn generate(now: SystemTime) -> Self {
        new_uuid(now).to_string()
    }

    fn is_unset(&self) -> bool {
        self.is_empty()
    }
}

#[cfg(feature = "uuid-1")]
impl GeneratedId<UuidV7> for uuid::Uuid {
    fn generate(now: SystemTime) -> Self {
        new_uuid(now)
    }

    fn is_unset(&self) -> bool {
        self.is_nil()
    }
}

#[cfg(feature = "ulid-3")]
impl GeneratedId<UlidKind> for String {
    fn generate(now: SystemTime) -> Self {
        new_ulid(now).to_string()
    }

    fn is_unset(&self) -> bool {
        self.is_empty()
    }
}

#[cfg(feature = "ulid-3")]
impl GeneratedId<UlidKind> for ulid::Ulid {
    fn generate(now: SystemTime) -> Self {
        new_ulid(now)
    }

    fn is_unset(&self) -> bool {
        self.is_nil()
    }
}

fn new_uuid(now: SystemTime) -> uuid::Uuid {
    let since = since_1970(now);
    uuid::Uuid::new_v7(uuid::Timestamp::from_unix(
        uuid::NoContext,
        since.as_secs(),
        since.subsec_nanos(),
    ))
}

/// Nothing for a time before.
fn since_1970(now: SystemTime) -> Duration {
    now.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default()
}

/// The time, and 80 bits of chance: those of a random UUID, without its version and variant.
#[cfg(feature = "ulid-3")]
fn new_ulid(now: SystemTime) -> ulid::Ulid {
    const LOW: u32 = 62;
    let bits = uuid::Uuid::new_v4().as_u128();
    let chance = (bits & ((1 << LOW) - 1)) | (bits >> 80 << LOW);
    let milliseconds = u64::try_from(since_1970(now).as_millis()).unwrap_or(u64::MAX);
    ulid::Ulid::from_parts(milliseconds, chance)
}

#[diagnostic::do_not_recommend]
impl<K, T: GeneratedId<K>> GeneratedId<K> for Option<T> {
    fn generate(now: SystemTime) -> Self {
        Some(T::generate(now))
    }

    fn is_unset(&self) -> bool {
        self.as_ref().is_none_or(GeneratedId::is_unset)
    }
}
