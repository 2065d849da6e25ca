//! The macros name nothing that a user's module could lack or have for itself.
#![no_implicit_prelude]
#![deny(
    warnings,
    missing_debug_implementations,
    missing_docs,
    non_snake_case,
    unnameable_types,
    unreachable_pub,
    unused_qualifications
)]
#![forbid(unsafe_code)]

// What the macros' code could take for its own.
#[allow(dead_code)]
mod shadows {
    pub(crate) struct Option;
    pub(crate) struct Result;
    pub(crate) struct Some;
    pub(crate) struct Ok;
    pub(crate) struct Err;
    pub(crate) struct None;
    pub(crate) mod core {}
    pub(crate) mod std {}
    pub(crate) const SCHEMA: u8 = 0;
    pub(crate) const FIELDS: u8 = 0;
    pub(crate) const PARTITION_KEY_TYPE: u8 = 0;
    pub(crate) fn stored() {}
    pub(crate) fn required() {}
}
#[allow(unused_imports)]
use shadows::*;

use ::std::string::String;

/// A public entity with members named like what the macro's code uses.
#[derive(::ddbx::Entity, ::std::fmt::Debug, ::std::clone::Clone, ::std::cmp::PartialEq)]
#[allow(non_snake_case)]
#[entity(table = "hygiene", pk = "A#{writer}", sk = number)]
pub struct Order {
    writer: String,
    number: u64,
    parser: ::std::option::Option<String>,
    name: String,
    value: u8,
    field: u8,
    field_0: u8,
    error: Status,
    entity: Address,
    r#type: Newtype,
    new: ::std::vec::Vec<OrderFields>,
    #[entity(default = default)]
    default: u8,
    #[entity(default)]
    key: ::std::collections::HashSet<String>,
    #[entity(skip)]
    skipped: Skipped,
    SCHEMA: u8,
    #[deprecated]
    old: ::std::option::Option<bool>,
}

/// Read out of its key.
#[derive(::ddbx::Entity, ::std::fmt::Debug)]
#[entity(table = "parcels", pk = "P#{partition_text:escape}", sk = "{text:i64}-{read:u64}")]
#[entity(by_read(pk = "{read}", projection = include("name")))]
pub struct Parcel {
    #[entity(key_only)]
    partition_text: ::std::string::String,
    #[entity(key_only)]
    text: i64,
    #[entity(key_only, unix)]
    read: ::std::time::SystemTime,
    name: Status,
}

/// Has the name that the struct of field handles would have.
#[derive(::ddbx::Attribute, ::std::fmt::Debug, ::std::clone::Clone, ::std::cmp::PartialEq)]
pub struct OrderFields(u8);

/// A newtype.
#[derive(::ddbx::Attribute, ::std::fmt::Debug, ::std::clone::Clone, ::std::cmp::PartialEq)]
pub struct Newtype(::std::vec::Vec<u8>);

/// Variants named like what the macro's code uses.
#[derive(::ddbx::Attribute, ::std::fmt::Debug, ::std::clone::Clone, ::std::cmp::PartialEq)]
#[attribute(rename_all = "snake_case")]
enum Status {
    Ok,
    Err,
    #[allow(dead_code)]
    Some,
    #[allow(dead_code)]
    None,
}

/// A struct in a struct, private in a public one.
#[derive(::ddbx::Attribute, ::std::fmt::Debug, ::std::clone::Clone, ::std::cmp::PartialEq)]
struct Address {
    writer: String,
    inner: ::std::option::Option<::std::boxed::Box<Self>>,
    #[attribute(skip)]
    field_1: u8,
}

/// Members of all sorts.
#[derive(::ddbx::Entity, ::std::fmt::Debug, ::std::clone::Clone, ::std::cmp::PartialEq)]
#[entity(table = Shelf, pk = "S#{start}")]
pub struct Members {
    #[entity(alias = "begin")]
    start: String,
    #[entity(default = "x", alias = "aliases")]
    unread: String,
    #[entity(default = 5)]
    value: ::std::option::Option<u8>,
    #[entity(default = ::std::vec::Vec::new())]
    list: ::std::vec::Vec<Status>,
    #[entity(flatten = "a_")]
    address: ::std::option::Option<Address>,
    #[entity(flatten)]
    kind: Kind,
    open: bool,
    #[entity(rest)]
    r#rest: ::ddbx::Item,
}

/// Members of variants.
#[derive(::ddbx::Attribute, ::std::fmt::Debug, ::std::clone::Clone, ::std::cmp::PartialEq)]
#[attribute(tag = "tag", deny_unknown)]
pub enum Kind {
    /// Beside the tag.
    Fields {
        /// A field.
        #[attribute(flatten = "b_")]
        address: PublicAddress,
        /// Another.
        #[attribute(default = true)]
        parser: bool,
    },
    /// A struct.
    Struct(PublicAddress),
    /// Nothing.
    Unit,
}

/// Flattened.
#[derive(::ddbx::Attribute, ::std::fmt::Debug, ::std::clone::Clone, ::std::cmp::PartialEq)]
#[attribute(deny_unknown)]
pub struct PublicAddress {
    road: String,
}

/// A table with forms.
#[derive(::ddbx::Table, ::std::fmt::Debug)]
#[table(name = "shelf", booleans = text_bool)]
pub struct Shelf;

#[derive(::std::fmt::Debug, ::std::clone::Clone, ::std::cmp::PartialEq, ::std::default::Default)]
struct Skipped;

fn default() -> u8 {
    7
}

/// The names of options through a user's own macro.
macro_rules! entity {
    ($name:ident, $table:literal, $key:ident: $type:ty) => {
        #[derive(::ddbx::Entity, ::std::fmt::Debug)]
        #[entity(table = $table, pk = $key)]
        struct $name {
            $key: $type,
        }
    };
}

fn main() {
    // In a function, and private.
    entity!(Local, "local", id: String);
    ::std::assert_eq!(<Local as ::ddbx::Entity>::SCHEMA.table(), "local");
    let _ = Local { id: String::new() }.id;
    let _ = (Status::Ok, Status::Err);
    let _ = <Order as ::ddbx::Entity>::FIELDS.r#type;
}
