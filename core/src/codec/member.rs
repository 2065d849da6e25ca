//! What the code of a derive writes members by: one call for all fields of a struct, whatever their types.

use std::fmt;

use super::{Encode, Result, Writer};

/// A value that is written as a member, whatever its type.
///
/// A type of its own: a reference would be borrowed anew where it is put into a list.
#[derive(Clone, Copy)]
pub struct Member<'a>(pub(super) &'a dyn Written);

/// Types whose values are members.
pub(super) trait Written {
    /// Writes the value under a name that is quoted already: `"name":`.
    ///
    /// # Errors
    ///
    /// Those of [`Encode::encode`].
    fn write(&self, quoted: &'static str, writer: &mut Writer) -> Result<()>;
}

impl fmt::Debug for Member<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Member").finish_non_exhaustive()
    }
}

impl<T: Encode> Written for T {
    fn write(&self, quoted: &'static str, writer: &mut Writer) -> Result<()> {
        writer.field(quoted, self)
    }
}

impl Writer {
    /// Writes members under names that are quoted already.
    ///
    /// # Errors
    ///
    /// Those of [`Encode::encode`].
    #[doc(hidden)]
    pub fn fields(&mut self, members: &[(&'static str, Member<'_>)]) -> Result<()> {
        members
            .iter()
            .try_for_each(|(quoted, member)| member.0.write(quoted, self))
    }
}
