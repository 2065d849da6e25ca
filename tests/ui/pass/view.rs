//! What the code of `View` could take for its own, and fields of all sorts.
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

#[allow(dead_code)]
mod shadows {
    pub(crate) struct Option;
    pub(crate) struct Result;
    pub(crate) struct String;
    pub(crate) struct Some;
    pub(crate) struct Ok;
    pub(crate) struct Err;
    pub(crate) struct None;
    pub(crate) mod core {}
    pub(crate) mod std {}
    pub(crate) const SCHEMA: u8 = 0;
    pub(crate) const FIELDS: u8 = 0;
    pub(crate) const ENTITY: u8 = 0;
    pub(crate) const SELECTED: u8 = 0;
    pub(crate) fn slot() {}
}
#[allow(unused_imports)]
use shadows::*;

/// The library under another name.
pub mod renamed {
    pub use ::ddbx as database;
}

/// An entity in a module of its own.
pub mod shop {
    /// Members named like what the macro's code uses.
    #[derive(::ddbx::Entity, ::std::fmt::Debug)]
    #[allow(non_snake_case)]
    #[entity(table = "hygiene", pk = "A#{parser}", sk = number)]
    pub struct Order {
        #[entity(key_only)]
        pub(crate) parser: ::std::string::String,
        pub(crate) number: u64,
        #[entity(alias = "fields", default = "x")]
        pub(crate) name: ::std::string::String,
        pub(crate) r#type: ::std::option::Option<u8>,
        pub(crate) new: bool,
        pub(crate) get: ::std::vec::Vec<u8>,
        pub(crate) slots: u8,
        #[entity(unix)]
        pub(crate) item: ::std::time::SystemTime,
        #[entity(lenient, iso)]
        pub(crate) missing: ::std::option::Option<::std::time::SystemTime>,
        pub(crate) SCHEMA: u8,
        #[deprecated]
        pub(crate) old: ::std::option::Option<bool>,
    }
}

/// Most of them.
#[derive(::ddbx::View, ::std::fmt::Debug, ::std::clone::Clone, ::std::cmp::PartialEq)]
#[allow(non_snake_case)]
#[view(shop::Order, crate = renamed::database)]
pub struct Summary {
    parser: ::std::string::String,
    name: ::std::string::String,
    r#type: ::std::option::Option<u8>,
    new: bool,
    get: ::std::vec::Vec<u8>,
    #[view(from = slots)]
    read: u8,
    item: ::std::time::SystemTime,
    missing: ::std::option::Option<::std::time::SystemTime>,
    SCHEMA: u8,
    old: ::std::option::Option<bool>,
}

mod other {
    /// Raw on the left, and on the right.
    #[derive(::ddbx::View, ::std::fmt::Debug)]
    #[view(crate::shop::Order)]
    pub(crate) struct Raw {
        #[view(from = r#type)]
        pub(crate) r#move: ::std::option::Option<u8>,
        #[view(from = r#new)]
        pub(crate) r#fn: bool,
    }
}
use other::Raw;

/// Fields that come through the author's own macro.
macro_rules! view {
    ($(#[$options:meta])* $name:ident of $entity:path { $($field:ident: $ty:ty),* }) => {
        $(#[$options])*
        #[derive(::ddbx::View, ::std::fmt::Debug)]
        #[view($entity)]
        struct $name { $($field: $ty),* }
    };
}

view! { Made of shop::Order { number: u64, slots: u8 } }

fn main() {
    #[derive(::ddbx::View)]
    #[view(shop::Order)]
    struct Inner {
        number: u64,
    }

    let item = br#"{"number":{"N":"5"},"slots":{"N":"6"},"new":{"BOOL":true},"type":{"N":"7"}}"#;
    let made: Made = ::ddbx::codec::item_from_slice(item).unwrap();
    let raw: Raw = ::ddbx::codec::item_from_slice(item).unwrap();
    let inner: Inner = ::ddbx::codec::item_from_slice(item).unwrap();
    ::std::assert_eq!((made.number, made.slots, inner.number), (5, 6, 5));
    ::std::assert_eq!((raw.r#move, raw.r#fn), (::std::option::Option::Some(7), true));
    ::std::assert!(::ddbx::codec::item_from_slice::<Summary>(item).is_err());
    ::std::assert_eq!(<Summary as ::ddbx::View>::FIELDS.len(), 10);
}
