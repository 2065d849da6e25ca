use std::time::{Duration, SystemTime};

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::error::Unspecified;
use aws_lc_rs::hkdf::{HKDF_SHA256, Prk};
use aws_lc_rs::rand;
use ddbx_core::codec::Parser;
use ddbx_core::{Error, ErrorKind};

use super::token::{NONCE, Parts, refused};
use super::{Binding, CursorKey, CursorKeys, SealedCursor};
use crate::ops::Cursor;

/// What keys for tokens are derived for: no other use of the same bytes derives the same ones.
const PURPOSE: &[u8] = b"ddbx sealed cursor 1";

/// What is encrypted is a multiple of this long.
const BLOCK: usize = 64;

/// A cursor for those outside: it opens with the same binding, for that long.
///
/// # Errors
///
/// The system gives no random numbers.
pub(super) fn seal(
    keys: &CursorKeys,
    binding: &Binding<'_>,
    cursor: &Cursor,
    now: SystemTime,
    lifetime: Duration,
) -> Result<SealedCursor, Error> {
    let key = keys.current(now);
    let expires = millis_since_1970(now).saturating_add(millis(lifetime));
    let mut parts = Parts {
        head: Parts::head(key.id()),
        nonce: [0; NONCE],
        sealed: expires.to_be_bytes().to_vec(),
    };
    parts.sealed.extend_from_slice(&cursor.partition().to_be_bytes());
    parts.sealed.extend_from_slice(cursor.json());
    // White space behind JSON means nothing.
    parts.sealed.resize(parts.sealed.len().next_multiple_of(BLOCK), b' ');
    let encrypted = rand::fill(&mut parts.nonce).and_then(|()| {
        let (key, nonce) = derive(&key, &parts.nonce)?;
        let data = Aad::from(binding.with_head(&parts.head));
        key.seal_in_place_append_tag(nonce, data, &mut parts.sealed)
    });
    encrypted.map_err(|_: Unspecified| {
        Error::new(
            ErrorKind::Configuration,
            "no cursor can be sealed: the system gives no random numbers",
        )
    })?;
    Ok(parts.join())
}

/// The cursor in a token.
///
/// # Errors
///
/// [`ErrorKind::InvalidCursor`]: a token that no accepted key has sealed with this binding, or that has expired. Only the
/// last is told apart, and only to whom the token was made for.
pub(super) fn open(keys: &CursorKeys, binding: &Binding<'_>, token: &str, now: SystemTime) -> Result<Cursor, Error> {
    let mut parts = Parts::parse(token).ok_or_else(refused)?;
    let key = keys.accepted(parts.key_id(), now).ok_or_else(refused)?;
    let data = Aad::from(binding.with_head(&parts.head));
    let content = derive(&key, &parts.nonce)
        .and_then(|(key, nonce)| key.open_in_place(nonce, data, &mut parts.sealed))
        .map_err(|_: Unspecified| refused())?;
    let (expires, content) = content.split_first_chunk().ok_or_else(refused)?;
    let (partition, json) = content.split_first_chunk().ok_or_else(refused)?;
    if millis_since_1970(now) >= u64::from_be_bytes(*expires) {
        return Err(Error::new(
            ErrorKind::InvalidCursor,
            "the sealed cursor has expired; read from the beginning",
        ));
    }
    let partition = u32::from_be_bytes(*partition);
    if json.trim_ascii().is_empty() {
        return Ok(Cursor::before(partition));
    }
    // It becomes part of a request as it is.
    let read = |mut parser: Parser<'_>| {
        let cursor = Cursor::read(&mut parser)?;
        parser.end()?;
        Ok(cursor.within(partition))
    };
    Parser::from_slice(json).and_then(read).map_err(|_| refused())
}

/// The key of one token, and its nonce.
fn derive(key: &CursorKey, nonce: &[u8; NONCE]) -> Result<(LessSafeKey, Nonce), Unspecified> {
    let (salt, nonce) = nonce.split_at(NONCE / 2);
    let secret = Prk::new_less_safe(HKDF_SHA256, key.secret());
    let derived = UnboundKey::from(secret.expand(&[PURPOSE, salt], &AES_256_GCM)?);
    Ok((LessSafeKey::new(derived), Nonce::try_assume_unique_for_key(nonce)?))
}

/// Times before 1970 are its beginning.
fn millis_since_1970(time: SystemTime) -> u64 {
    millis(time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or(Duration::ZERO))
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
