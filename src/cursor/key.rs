use std::fmt;

use aws_lc_rs::constant_time::verify_slices_are_equal;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_PAD_INDIFFERENT;
use ddbx_core::{Error, ErrorKind};
use zeroize::Zeroizing;

/// A key that cursors are sealed with: 32 random bytes, and the id that tokens name it by.
///
/// The bytes are shown nowhere, and overwritten when they are let go of. The id can be read in every token.
///
/// ```
/// use ddbx::cursor::CursorKey;
///
/// // openssl rand -base64 32
/// let text = "pAHoIZuvSkwYGRVyGYFRzqGjEkZVHq2cBChLDpJ6eMY=";
/// let key = CursorKey::from_base64(1, text)?;
/// assert_eq!(format!("{key:?}"), "CursorKey { id: 1, .. }");
/// # Ok::<(), ddbx::Error>(())
/// ```
pub struct CursorKey {
    id: u32,
    secret: Zeroizing<[u8; 32]>,
}

impl CursorKey {
    /// This key under this id. The bytes come from a random number generator, never from a password.
    #[must_use]
    pub fn new(id: u32, secret: [u8; 32]) -> Self {
        let secret = Zeroizing::new(secret);
        Self { id, secret }
    }

    /// The key in base64, as `openssl rand -base64 32` prints it. White space around it is passed over, and it need not
    /// be padded.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Configuration`]: text that is not base64 of 32 bytes.
    pub fn from_base64(id: u32, secret: &str) -> Result<Self, Error> {
        let mut key = Self::new(id, [0; 32]);
        // One byte more than the key, which would show that there are too many.
        let mut decoded = Zeroizing::new([0; 33]);
        match STANDARD_PAD_INDIFFERENT.decode_slice(secret.trim(), &mut *decoded) {
            Ok(32) => key.secret.copy_from_slice(&decoded[..32]),
            Ok(_) | Err(_) => {
                return Err(Error::new(
                    ErrorKind::Configuration,
                    format!("the cursor key {id} is not base64 of 32 bytes: `openssl rand -base64 32` makes one"),
                ));
            }
        }
        Ok(key)
    }

    /// The id that tokens name it by.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.id
    }

    pub(super) fn secret(&self) -> &[u8; 32] {
        &self.secret
    }

    pub(super) fn copy(&self) -> Self {
        Self::new(self.id, *self.secret)
    }

    /// Whether both have the same bytes.
    pub(super) fn is_alike(&self, other: &Self) -> bool {
        verify_slices_are_equal(self.secret(), other.secret()).is_ok()
    }
}

/// Without the bytes.
impl fmt::Debug for CursorKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CursorKey")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}
