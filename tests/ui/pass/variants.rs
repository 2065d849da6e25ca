//! Enums that are entities, and collections, in a module that has nothing and takes every name.
#![no_implicit_prelude]
#![deny(warnings, missing_debug_implementations, missing_docs, non_snake_case, unreachable_pub, unused_qualifications)]
#![forbid(unsafe_code)]

#[allow(dead_code)]
mod shadows {
    pub(crate) struct Option;
    pub(crate) struct Result;
    pub(crate) struct Cow;
    pub(crate) mod core {}
    pub(crate) mod std {}
    pub(crate) const SCHEMA: u8 = 0;
    pub(crate) const MEMBERS: u8 = 0;
    pub(crate) const MEMBER_0: u8 = 0;
    pub(crate) const INDEXES: u8 = 0;
    pub(crate) const TAGS: u8 = 0;
    pub(crate) fn member() {}
}
#[allow(unused_imports)]
use shadows::*;

use ::std::string::String;

/// What several entities share.
#[derive(::ddbx::Table, ::std::fmt::Debug)]
#[table(name = "hygiene", sk = "sk")]
pub struct Shared;

/// Variants and fields named like what the macro's code uses.
#[derive(::ddbx::Entity, ::std::fmt::Debug, ::std::clone::Clone, ::std::cmp::PartialEq)]
#[entity(table = Shared, pk = "A#{value}", sk = "{writer}")]
pub enum Event {
    /// One.
    Ok {
        /// A part of the key.
        value: String,
        /// Another.
        writer: String,
        /// Named like a local.
        parser: u8,
        /// And this one.
        field_0: ::std::option::Option<Self_>,
    },
    /// Another.
    r#Some {
        /// A part of the key.
        value: String,
        /// Another.
        writer: String,
        /// Stored in a form.
        #[entity(with = form)]
        r#type: bool,
        /// Not stored.
        #[entity(skip)]
        skipped: u8,
        /// Missing for a while.
        #[deprecated]
        #[entity(default = seven)]
        name: u8,
    },
}

/// A type that is private to the module.
#[derive(::ddbx::Attribute, ::std::fmt::Debug, ::std::clone::Clone, ::std::cmp::PartialEq)]
pub struct Self_(u8);

fn seven() -> u8 {
    7
}

mod form {
    use ::ddbx::codec::{Decode, Encode, Kind, Parser, Result, Writer};

    pub(super) const KIND: Kind = Kind::Bool;

    pub(super) fn encode(value: &bool, writer: &mut Writer) -> Result<()> {
        value.encode(writer)
    }

    pub(super) fn decode(parser: &mut Parser<'_>) -> Result<bool> {
        bool::decode(parser)
    }
}

/// In a table of its own.
#[derive(::ddbx::Entity, ::std::fmt::Debug)]
#[entity(table = "own")]
#[allow(dead_code)]
enum Own {
    None {
        #[entity(pk)]
        tag: u64,
    },
}

/// A neighbour.
#[derive(::ddbx::Entity, ::std::fmt::Debug)]
#[entity(table = Shared, pk = "A#{id}", sk = "B")]
pub struct Other {
    /// The key.
    pub id: String,
}

/// Both of them.
#[derive(::ddbx::Collection, ::std::fmt::Debug)]
pub enum Both {
    /// One.
    Err(Event),
    /// Another.
    r#None(Other),
}

/// The names of entities through a user's own macro.
macro_rules! collection {
    ($name:ident, $($variant:ident: $entity:ty),*) => {
        #[derive(::ddbx::Collection, ::std::fmt::Debug)]
        #[allow(dead_code)]
        enum $name {
            $($variant($entity)),*
        }
    };
}

fn main() {
    collection!(Local, Event: Event, Other: Other);
    ::std::assert_eq!(<Local as ::ddbx::Collection>::NAME, "Local");
    ::std::assert_eq!(<Both as ::ddbx::Collection>::MEMBERS.len(), 2);
    let _ = <Event as ::ddbx::Entity>::FIELDS.value;
    let _ = ::ddbx::query!(Both, value == "a");
    let _ = Own::None { tag: 0 };
}
