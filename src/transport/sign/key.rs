//! The key of a day's signatures, which costs four HMACs, and where it is kept.

#[cfg(test)]
mod tests;

use std::fmt;
use std::sync::{Mutex, PoisonError};

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use zeroize::{Zeroize as _, Zeroizing};

use super::digest::{Hash, MacKey};

/// The key for signatures of one day, in one region, for one service, by the four steps of the [key's derivation].
///
/// [key's derivation]: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
pub(super) fn derive(secret: &str, day: &[u8; 8], region: &str, service: &str) -> MacKey {
    let mut key = Zeroizing::new(Vec::with_capacity("AWS4".len() + secret.len()));
    key.extend_from_slice(b"AWS4");
    key.extend_from_slice(secret.as_bytes());
    let key = authenticated(&key, day);
    let key = authenticated(&*key, region.as_bytes());
    let key = authenticated(&*key, service.as_bytes());
    MacKey::new(&authenticated(&*key, b"aws4_request"))
}

fn authenticated(key: &[u8], text: &[u8]) -> Zeroizing<Hash> {
    let mut mac: Hmac<Sha256> =
        Hmac::new_from_slice(key).unwrap_or_else(|_| unreachable!("HMAC takes keys of every length"));
    mac.update(text);
    let mut code = mac.finalize().into_bytes();
    let kept = Zeroizing::new(code.into());
    code.as_mut_slice().zeroize();
    kept
}

/// The last key that was used, for the next signature of the same day with the same secret.
#[derive(Default)]
pub(super) struct KeyCache(Mutex<Option<Kept>>);

/// A key and what it was derived from, as far as that changes in a signer's life.
struct Kept {
    secret: Zeroizing<Box<str>>,
    day: [u8; 8],
    key: MacKey,
}

impl KeyCache {
    /// The key for this secret and day: the one kept, or else the one that `derive` makes.
    ///
    /// Of credentials only the secret counts, as it does in the derivation: an access key or a session token that
    /// changes without it needs no new key.
    pub(super) fn key(&self, secret: &str, day: [u8; 8], derive: impl FnOnce() -> MacKey) -> MacKey {
        if let Some(kept) = &*self.0.lock().unwrap_or_else(PoisonError::into_inner)
            && kept.day == day
            && **kept.secret == *secret
        {
            return kept.key.clone();
        }
        // Not under the lock: two threads may both derive it, and neither waits for the other.
        let key = derive();
        let kept = Kept {
            secret: Zeroizing::new(secret.into()),
            day,
            key: key.clone(),
        };
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(kept);
        key
    }
}

/// Without anything: all of it is secret.
impl fmt::Debug for KeyCache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeyCache").finish_non_exhaustive()
    }
}
