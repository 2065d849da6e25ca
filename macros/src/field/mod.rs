//! The fields of a struct that is stored member by member: shared by entities and by structs inside them.

mod default;
mod expand;
pub(crate) mod handles;
mod inlined;
mod managed;
mod parse;
mod storage;

#[cfg(test)]
mod tests;

use proc_macro2::{Ident, TokenStream};
use syn::LitStr;

pub(crate) use default::{Default, fallback};
pub(crate) use expand::{Decoding, Encoding, Unnamed, cast, encode_inlined, flatten_checks, members, quoted};
pub(crate) use inlined::{Inlined, check as check_inlined};
pub(crate) use managed::Managed;
pub(crate) use parse::{duplicates, parse, without_self};
use storage::Storage;
pub(crate) use storage::{Defaults, with_forms};

/// A named field and its options.
pub(crate) struct Field {
    /// As in the struct, `r#type` included.
    pub(crate) member: Ident,
    /// As messages and templates name it: `type`.
    pub(crate) name: String,
    /// Its type, in which `Self` is replaced by the name of the struct: some of it is written outside of its impls.
    pub(crate) ty: TokenStream,
    /// The name in the item.
    pub(crate) attribute: String,
    /// Whether that name is written on the field.
    pub(crate) renamed: bool,
    /// Other names it is read under.
    pub(crate) aliases: Vec<LitStr>,
    /// What a missing attribute reads as, where the type does not say.
    pub(crate) default: Option<Default>,
    /// `#[entity(pk)]`, as written.
    pub(crate) pk: Option<Ident>,
    /// `#[entity(sk)]`, as written.
    pub(crate) sk: Option<Ident>,
    /// `#[entity(skip)]`, as written: the field is not stored.
    pub(crate) skip: Option<Ident>,
    /// `#[entity(key_only)]`, as written: the field is stored in the key, and not besides.
    pub(crate) key_only: Option<Ident>,
    /// Which members are stored in its place, if it has no attribute of its own.
    pub(crate) inlined: Option<Inlined>,
    /// How it is stored, where that is not as its type says.
    pub(crate) storage: Storage,
    /// What the library looks after.
    pub(crate) managed: Managed,
    /// Whether only some variants of an enum have it, or not all have it alike.
    pub(crate) partial: bool,
    /// Whether every option was understood; else nothing can be called missing.
    pub(crate) complete: bool,
}

impl Field {
    /// Whether it is stored in an attribute of its own.
    pub(crate) fn is_stored(&self) -> bool {
        self.skip.is_none() && self.inlined.is_none()
    }

    /// The names it is stored and read under.
    pub(crate) fn names(&self) -> impl Iterator<Item = String> {
        let own = self.is_stored().then(|| self.attribute.clone());
        own.into_iter().chain(self.aliases.iter().map(LitStr::value))
    }

    /// Whether it is stored as an attribute of its own.
    pub(crate) fn is_attribute(&self) -> bool {
        self.is_stored() && self.key_only.is_none()
    }
}
